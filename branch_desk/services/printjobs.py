"""From a slip to paper, and the truth about it.

    queue    on the ledger's thread: rows for the papers wanted, and their forms
    begin    on the ledger's thread: `sent` is on disk before the first byte leaves
    run      on the paper thread, away from the ledger: draws, sends, asks the printer
    settled  on the ledger's thread: what became of it, in the ledger and in words

What the printer did not say itself stays in doubt until somebody looks (`answer`). Nothing is printed twice without
再発行: `ledger.prints` counts every paper that may exist.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import era, numbers
from branch_desk.domain import words_print as words
from branch_desk.domain.staff import Staff
from branch_desk.services import book, journal, office, paper, printers
from branch_desk.services.paper import Order
from branch_desk.services.people import may_record
from branch_desk.services.printers import Printer, refuse
from branch_desk.services.results import NOTHING, Changed, Refusal
from branch_desk.store.ledger import Ledger, PrintJob, Transaction

if TYPE_CHECKING:
    from printing.transport import Transport

# After these the printer has to be seen to before it gets the next paper; all others may go on.
TROUBLE = frozenset(
    {
        "stopped",
        "cover_open",
        "paper_out",
        "error",
        "feeding",
        "offline",
        "broken_off",
        "slow",
        "lost",
        "withdrawn",
        "stuck",
    }
)
ENDED = ("voided", "handed_back", "closed")  # an unprinted paper of these is wanted by nobody
_ran: set[str] = set()  # keys of the jobs that this process has sent: each once, whoever calls


@dataclass(frozen=True, slots=True)
class Ready:
    """A job with all that the paper thread needs. `test`: what a test print says, (desk, time)."""

    job: PrintJob
    printer: Printer
    form: printing.SlipForm | printing.Form | None = None
    test: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """What was asked for, in printing order. `unrouted` have no printer, `photocopied` are not printed by setting."""

    ready: tuple[Ready, ...]
    unrouted: tuple[str, ...] = ()
    photocopied: tuple[str, ...] = ()
    changed: Changed = NOTHING


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """There was nothing to send: `why` is unprintable, does_not_fit or unforeseen."""

    why: str
    detail: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about a job."""

    title: str
    sentence: str
    todo: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a job. `ask`: somebody has to look whether it came out. `stop`: the printer needs a hand before
    the next paper. `elsewhere`: printers to offer, beside a PDF. `next` was begun in the same breath.
    """

    job: PrintJob
    told: Told
    ask: bool
    stop: bool
    near_end: Told | None
    elsewhere: tuple[Printer, ...]
    next: Ready | None
    changed: Changed


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that somebody has to look at. `ask`: 印刷未確認, whether it came out; else 未印刷, to be printed or left."""

    job: PrintJob
    label: str
    told: Told
    ask: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person said was recorded. `marked`: the next paper of this copy is a 再発行."""

    job: PrintJob
    sentence: str
    marked: bool
    changed: Changed


# ---- asking for papers


def queue(
    ledger: Ledger,
    who: Staff,
    text: str,
    copies: tuple[str, ...] | None = None,
    *,
    printer: str | None = None,
    size: str | None = None,
    reason: str | None = None,
    language: str | None = None,
    large: bool = False,
    begin: bool = False,
) -> Queued | Refusal:
    """Queues the papers of a slip: those named, or all that go on paper here and that none exists of, お客様控 first.

    Each goes where the settings say, or to `printer`. Where one of a copy may exist already, it is a 再発行 and wants
    its `reason`. `begin`: the first one is begun at once, which saves a sync.
    """
    refused = may_record(who)
    if refused:
        return refused
    setup = printers.of(ledger)
    chosen = setup.named(printer)
    if printer is not None and chosen is None:
        return refuse("no_such_printer", printer=printer)
    if (language or large) and copies is not None and "citizen" not in copies:
        return refuse("language_copy")
    usual = office.of(ledger).citizen_paper if setup.first_sheet else (None, False)
    wanted: list[tuple[Order, Printer]] = []
    unrouted: list[str] = []
    photocopied: list[str] = []
    parsed = numbers.read(text)
    made = ledger.prints(parsed.original.digits) if parsed and copies is None else {}
    for copy in printers.COPIES if copies is None else copies:
        if made.get(copy):
            continue
        target, own, big = chosen or setup.printer_for(copy), size, large
        if copy == "citizen" and large and target and "A4" not in target.papers and not (chosen or size):
            target = setup.first_sheet or target    # large letters are for this visitor, wherever the others go
        if copy == "citizen" and usual[0] and not (chosen or size or large or setup.chosen(copy)):
            target, (own, big) = setup.first_sheet, usual
        if target is None and copies is not None:
            return refuse("no_printer", copy=words.COPIES.get(copy, copy))
        if target is None:
            (photocopied if setup.chosen(copy) == printers.NO_PAPER else unrouted).append(copy)
            continue
        order = _order(
            ledger, who, text, copy, target, size=own, reason=reason, language=language, large=big
        )
        if isinstance(order, Refusal):
            return order
        wanted.append((order, target))
    if not wanted:
        return Queued((), tuple(unrouted), tuple(photocopied))
    ready = []
    with ledger.transaction() as tx:
        for order, target in wanted:
            paper.replaces(ledger, tx, who, order.number, order.copy)
            job = _add(
                tx,
                who,
                order.copy,
                order.paper,
                target,
                slip=order.number,
                count=order.count,
                reason=order.reason,
                named=bool(order.form.depositor or order.form.applicant),
                language=language if order.copy == "citizen" else None,
                large=order.form.large,
            )
            ready.append(Ready(job, target, order.form))
        if begin:
            ready[0] = replace(ready[0], job=tx.print_sent(ready[0].job))
    return Queued(tuple(ready), tuple(unrouted), tuple(photocopied), _changed(ready[0].job))


def queue_form(
    ledger: Ledger,
    who: Staff,
    copy: str,
    form: printing.Form,
    *,
    printer: str | None = None,
    size: str | None = None,
    usual_size: str | None = None,
    bag: str | None = None,
    slip: str | None = None,
    named: bool = False,
    count: int = 1,
    reason: str | None = None,
    roll: bool = False,
    begin: bool = False,
) -> Queued | Refusal:
    """Queues another paper than those of a slip: on plain paper, or with `roll` where the 原本 goes.

    `copy` is its word in the `printed` event, `count` says how many there are with this one. Without `size` it is
    `usual_size` where the printer takes that, else what is usual there: most forms of the office fit A4 alone.
    """
    refused = may_record(who)
    setup = printers.of(ledger)
    usual = setup.printer_for("original")
    target = setup.named(printer) if printer else usual if roll else setup.first_sheet or usual
    if refused is None and printer and target is None:
        refused = refuse("no_such_printer", printer=printer)
    if refused is None and target is None:
        refused = refuse("no_printer", copy=words.COPIES[copy])
    if refused is None and target is not None and size:
        refused = printers.paper_fault(target, size)
    if refused or target is None:
        return refused or refuse("no_printer", copy=words.COPIES[copy])
    size = size or (usual_size if usual_size in target.papers else target.papers[0])
    with ledger.transaction() as tx:
        job = _add(
            tx, who, copy, size, target, slip=slip, bag=bag, count=count, named=named,
            reason=reason,
        )
        if begin:
            job = tx.print_sent(job)
    return Queued((Ready(job, target, form),), changed=_changed(job))


def queue_test(ledger: Ledger, who: Staff, name: str, *, begin: bool = False) -> Queued | Refusal:
    """Queues the test print of a receipt printer."""
    target = may_record(who) or _for_test(ledger, name)
    if isinstance(target, Refusal):
        return target
    with ledger.transaction() as tx:
        job = _add(tx, who, "test", target.papers[0], target)
        if begin:
            job = tx.print_sent(job)
    return Queued((Ready(job, target, test=_test_says(ledger)),), changed=_changed(job))


def test_page(ledger: Ledger, name: str) -> tuple[printing.Page, Printer] | Refusal:
    """The test print as a page, for files."""
    target = _for_test(ledger, name)
    if isinstance(target, Refusal):
        return target
    assert target.known is not None
    return printing.draw_test(target.known, *_test_says(ledger), paper=target.papers[0]), target


def _for_test(ledger: Ledger, name: str) -> Printer | Refusal:
    target = printers.of(ledger).named(name)
    if target is None:
        return refuse("no_such_printer", printer=name)
    return refuse("test_receipt_only") if target.sheet else target


def _test_says(ledger: Ledger) -> tuple[str, str]:
    return ledger.desk.name, era.wareki_minute(ledger.now())


def begin(ledger: Ledger, ready: Ready) -> Ready:
    """From here on bytes may leave: on disk before the first one does."""
    with ledger.transaction() as tx:
        return replace(ready, job=tx.print_sent(ready.job))


def withdraw(ledger: Ledger, who: Staff, waiting: tuple[Ready, ...]) -> Changed:
    """Papers that were queued and are not to be sent where they were meant to go. They stay on the list, unprinted."""
    still = [
        job for job in (ledger.print_job(ready.job.id) for ready in waiting) if job and job.state == "queued"
    ]
    if not still:
        return NOTHING
    with ledger.transaction() as tx:
        for job in still:
            tx.print_ended(
                job, "failed", actor=who.code, why="never_sent", bytes_=0, said_by="program", seen_to=False
            )
    return Changed(frozenset(job.slip for job in still if job.slip), frozenset({"prints"}))


def move(
    ledger: Ledger, who: Staff, waiting: tuple[Ready, ...], printer: str, *, begin: bool = False
) -> Queued | Refusal:
    """Papers of one slip that have not left, to another printer: those still queued are withdrawn, and so is no mark
    needed. What may have left wants its reason: `queue`.
    """
    refused = may_record(who)
    target = printers.of(ledger).named(printer)
    if refused or target is None:
        return refused or refuse("no_such_printer", printer=printer)
    jobs = [ready.job for ready in waiting]
    copies = tuple(job.copy for job in jobs)
    language = next((job.language for job in jobs if job.language), None)
    withdraw(ledger, who, waiting)
    return queue(
        ledger,
        who,
        jobs[0].slip or "",
        copies,
        printer=printer,
        language=language,
        large=any(job.large for job in jobs) and "A4" in target.papers,
        begin=begin,
    )


# ---- on the paper thread


def run(
    ready: Ready, *, patience: printing.Patience | None = None, way: Transport | None = None
) -> printing.Outcome | NotDrawn:
    """Draws the paper and sends it once, touching no ledger. `way` stands in for the printer's own transport."""
    if ready.job.state != "sent":
        raise ValueError("a job is begun before it is sent")
    if ready.job.key in _ran:
        raise ValueError("a job is sent once")
    _ran.add(ready.job.key)
    transport = way
    try:
        page = _page(ready)
        if isinstance(page, Refusal):
            detail = " ".join(page.details.get("unprintable", ())) or page.sentence  # type: ignore[arg-type]
            return NotDrawn(page.rule, detail, page.details)
        profile = ready.printer.known
        dots = printing.raster(page) if profile else None
        transport = way or printers.transport(
            ready.printer, f"branch_desk {ready.job.id}", (page.width_mm, page.height_mm), _file(ready.job)
        )
        if profile and dots:
            return printing.print_dots(dots, profile, transport, patience)
        return printing.send([page.pdf], transport, patience=patience)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not leave the clerk without a word; it is logged
        journal.record(error)
        if transport is not None and transport.sent:
            return printing.Outcome("doubtful", printing.Why.BROKEN_OFF, transport.sent)
        return NotDrawn("unforeseen")


def in_turn(
    ledger: Ledger, who: Staff, queued: Queued, *, patience: printing.Patience | None = None
) -> tuple[Settled, ...]:
    """Begins, runs and settles one after the other, where one thread does it all. What was meant for a printer that
    needs a hand is withdrawn, and told of too.
    """
    done: list[Settled] = []
    left = list(queued.ready)
    while left:
        ready = left.pop(0)
        if ready.job.state == "queued":
            ready = begin(ledger, ready)
        done.append(settled(ledger, who, ready, run(ready, patience=patience)))
        if done[-1].stop:
            held = tuple(other for other in left if other.printer == ready.printer)
            left = [other for other in left if other.printer != ready.printer]
            withdraw(ledger, who, held)
            done.extend(_withdrawn(ledger, other) for other in held)
    return tuple(done)


# ---- what became of it


def settled(
    ledger: Ledger,
    who: Staff,
    ready: Ready,
    outcome: printing.Outcome | NotDrawn,
    *,
    then: Ready | None = None,
) -> Settled:
    """Records the outcome: its last word where there is one, else the doubt. A second time it changes nothing.

    `then` is begun in the same transaction, unless the printer it goes to needs a hand first.
    """
    why = str(outcome.why)
    stop = isinstance(outcome, printing.Outcome) and (outcome.state == "failed" or why in TROUBLE)
    following = then if then and not (stop and then.printer == ready.printer) else None
    job = ledger.print_job(ready.job.id) or ready.job
    with ledger.transaction() as tx:
        if job.state == "sent":
            job = _settle(tx, who, job, outcome)
        if following is not None:
            following = replace(following, job=tx.print_sent(following.job))
    near = None
    if isinstance(outcome, printing.Outcome) and outcome.near_end and why != "paper_out":
        near = Told(words.NEAR_END.format(printer=ready.printer.name), "", words.NEAR_END_TODO)
    ask = job.state == "doubtful" and not job.final
    elsewhere = printers.others(ledger, ready.printer.name) if job.state == "failed" or ask else ()
    detail = outcome.detail if isinstance(outcome, NotDrawn) else ""
    return Settled(job, told(ledger, job, detail), ask, stop, near, elsewhere, following, _changed(job))


def answer(ledger: Ledger, who: Staff, id_: int, came_out: bool) -> Answered | Refusal:
    """A person looked: it came out, or it did not. Where something had left, the next one is a 再発行 all the same."""
    refused = may_record(who)
    if refused:
        return refused
    job = ledger.print_job(id_)
    if job is None:
        return refuse("no_such_job", job=id_)
    copy = words.COPIES[job.copy]
    if job.state != "doubtful" or job.final:
        return refuse("nothing_to_answer", copy=copy)
    with ledger.transaction() as tx:
        job = tx.print_ended(
            job, "confirmed" if came_out else "failed", actor=who.code, said_by="clerk", seen_to=came_out
        )
    marked = not came_out and job.may_exist and job.slip is not None
    if came_out:
        sentence = words.CAME_OUT.format(copy=copy)
    else:
        sentence = words.NOT_OUT.format(copy=copy) + (words.NOT_OUT_MARKED if marked else words.NOT_OUT_PLAIN)
    return Answered(job, sentence, marked, _changed(job))


def leave(ledger: Ledger, who: Staff, id_: int) -> Changed | Refusal:
    """An unprinted paper that is not needed any more (photocopied, written by hand) goes from the list."""
    refused = may_record(who)
    job = ledger.print_job(id_)
    if refused is None and (job is None or not job.final):
        refused = refuse("no_such_job", job=id_)
    if refused or job is None:
        return refused or refuse("no_such_job", job=id_)
    with ledger.transaction() as tx:
        tx.print_seen_to(job)
    return _changed(job)


def pending(ledger: Ledger) -> tuple[Waiting, ...]:
    """印刷未確認 and 未印刷, oldest first: what a person has to look at. Reads only.

    What a killed program left behind is among it: opening the ledger saw to that.
    """
    found = []
    for job in ledger.prints_waiting():
        if job.state in ("queued", "sent"):
            continue
        slip = ledger.slip(job.slip) if job.slip else None
        ask = job.state == "doubtful"
        if not ask and slip is not None and slip.state.value in ENDED:
            continue
        found.append(Waiting(job, label_of(ledger, job), told(ledger, job), ask))
    return tuple(found)


def label_of(ledger: Ledger, job: PrintJob) -> str:
    """The slip or bag it belongs to; for a test print the printer."""
    number = job.slip or job.bag
    return book.label(ledger, number) if number else job.printer


def told(ledger: Ledger, job: PrintJob, detail: str = "") -> Told:
    """What is said about a job as it stands: the cause, whether paper came out, that the number is safe, what to do."""
    title, cause, todo = words.WHY.get(job.why or "", (words.STATES[job.state], "", ""))
    copy = words.COPIES[job.copy]
    said = [cause.format(printer=job.printer), f"（{detail}）" if detail else ""]
    if job.state == "failed":
        said.append(words.FAILED.format(copy=copy))
        ways = [todo, words.ELSEWHERE if job.copy != "test" else ""]
    elif job.state == "doubtful" and not job.final:
        said.append(words.DOUBTFUL.format(copy=copy))
        ways = [words.LOOK.format(copy=copy), todo]
    else:
        ways = []
    if job.slip and ways:
        said.append(words.SAFE.format(label=book.label(ledger, job.slip)))
    return Told(title, "".join(part for part in said if part), "".join(way for way in ways if way))


def as_json(ledger: Ledger, job: PrintJob, said: Told) -> dict[str, object]:
    """A job as the command line answers it."""
    return {
        "job": job.id,
        "number": job.slip,
        "copy": job.copy,
        "paper": job.paper,
        "count": job.count,
        "printer": job.printer,
        "state": job.state,
        "final": job.final,
        "why": job.why,
        "title": said.title,
        "sentence": said.sentence,
        "todo": said.todo,
    }


# ---- within


def _withdrawn(ledger: Ledger, ready: Ready) -> Settled:
    job = ledger.print_job(ready.job.id) or ready.job
    return Settled(
        job, told(ledger, job), False, True, None, printers.others(ledger, job.printer), None, _changed(job)
    )


def _order(
    ledger: Ledger,
    who: Staff,
    text: str,
    copy: str,
    target: Printer,
    *,
    size: str | None,
    reason: str | None,
    language: str | None,
    large: bool,
) -> Order | Refusal:
    size = size or ("A4" if large and copy == "citizen" and "A4" in target.papers else target.papers[0])
    refused = printers.paper_fault(target, size)
    own = {"language": language, "large": large} if copy == "citizen" else {}
    return refused or paper.order(ledger, who, text, copy, paper=size, reason=reason, **own)  # type: ignore[arg-type]


def _add(tx: Transaction, who: Staff, copy: str, size: str, target: Printer, **more: object) -> PrintJob:
    return tx.add_print(
        who.code,
        {"key": secrets.token_hex(8), "copy": copy, "paper": size, "printer": target.name, "count": 1} | more,
    )


def _settle(tx: Transaction, who: Staff, job: PrintJob, outcome: printing.Outcome | NotDrawn) -> PrintJob:
    why, word, left, said_by = str(outcome.why), "failed", 0, "program"
    if isinstance(outcome, printing.Outcome):
        word, left = outcome.state, outcome.bytes_sent
        if outcome.why == printing.Why.FILED:
            word = "file"
        elif word == "confirmed" or outcome.before is not None:
            said_by = "printer"
    if word == "doubtful" and job.matters:
        return tx.print_doubtful(job, why, left)
    seen_to = word != "failed" or not job.matters
    return tx.print_ended(
        job,
        word,
        actor=who.code,
        why=why,
        bytes_=left,
        seen_to=seen_to,
        said_by=said_by if word != "doubtful" else None,
    )


def _page(ready: Ready) -> printing.Page | Refusal:
    if ready.test is not None:
        profile = ready.printer.known
        assert profile is not None
        return printing.draw_test(profile, *ready.test, paper=ready.job.paper)
    assert ready.form is not None
    return paper.page_of(ready.form, ready.job.paper)


def _file(job: PrintJob) -> str:
    """The name of a file: which paper, and that it is no other's. Nothing personal."""
    return f"{job.slip or job.bag or 'branch_desk'}-{job.copy}-{job.count}-{job.key[:8]}"


def _changed(job: PrintJob) -> Changed:
    return Changed(frozenset({job.slip} if job.slip else ()), frozenset({"prints"}))
