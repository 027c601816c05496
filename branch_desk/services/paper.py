"""The papers of a slip: from the ledger to the form, and into files. What came out of a printer is issue of its own.

Only the 原本 carries the slip's own digits; every other paper carries those of a copy.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

import printing
from branch_desk.domain import era, numbers, words, words_print
from branch_desk.domain.catalogue import DocumentType
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.staff import Staff
from branch_desk.services import book, catalogues, files, office, turnaround
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger, Transaction

COPIES = ("citizen", "original", "tag", "binder")       # in the order in which they are printed
DEFAULT_PAPER = {"original": "80mm", "tag": "80mm", "citizen": "80mm", "binder": "A5"}


@dataclass(frozen=True, slots=True)
class Printed:
    """Files that were written for one paper."""

    number: str
    copy: str
    paper: str
    count: int
    files: tuple[Path, ...]
    changed: Changed


def preview_form(ledger: Ledger, who: Staff, request: IssueRequest, item: DocumentType) -> printing.SlipForm:
    """The 原本 before it has a number: the real form, without label and barcode."""
    return _form(ledger, "original", item=item, staff=office.of(ledger).shown(who), at=era.stamp(ledger.now()),
                 sheets=request.sheets, enclosures=_enclosures(ledger, request.enclosures, request.other_enclosures),
                 depositor=request.depositor, applicant=request.applicant)


def form(ledger: Ledger, number: str, copy: str, *, reissue: printing.Reissue | None = None) -> printing.SlipForm | Refusal:
    """What stands on one paper of a slip, as it is recorded now. For お客様控 with the visitor's other slips."""
    slip = ledger.slip(number)
    if slip is None:
        return refuse("no_such_number", number=numbers.group(number))
    if slip.state in (State.VOIDED, State.HANDED_BACK):
        return refuse("ended_slip", label=book.label(ledger, number), state=words.STATES[slip.state.value])
    if slip.stub or slip.desk != ledger.desk.code:
        return refuse("not_issued_here", label=book.label(ledger, number))
    others: tuple[printing.SlipForm, ...] = ()
    if copy == "citizen":
        others = tuple(_slip_form(ledger, other, "citizen") for other in _same_visit(ledger, slip))
    return _slip_form(ledger, slip, copy, reissue=reissue, others=others)


@dataclass(frozen=True, slots=True)
class Order:
    """One paper that is to be made. `count` is its number among the papers of this copy; from the second on it is a 再発行."""

    number: str
    copy: str
    paper: str
    count: int
    reason: str | None
    form: printing.SlipForm


def order(ledger: Ledger, who: Staff, text: str, copy: str, *, paper: str | None = None,
          reason: str | None = None, language: str | None = None, large: bool = False) -> Order | Refusal:
    """What one paper will show. Reads only. Where one may exist already it is a 再発行 and wants its reason.

    `language` and `large` (on A4) are for the お客様控.
    """
    refused = may_record(who)
    if refused:
        return refused
    parsed = numbers.read(text)
    if parsed is None:
        return refuse("not_a_number")
    if copy not in DEFAULT_PAPER:
        return refuse("copy_unknown")
    if copy == "citizen" and paper is None and not large:
        paper, large = office.of(ledger).citizen_paper
    paper = paper or DEFAULT_PAPER[copy]
    if paper not in printing.PAPERS:
        return refuse("paper_unknown", papers="・".join(printing.PAPERS))
    if refused := _language_fault(copy, paper, language, large):
        return refused
    number = parsed.original.digits
    before = ledger.prints(number).get(copy, 0)
    code = reprint_code(reason) if before else None
    if before and code is None:
        return refuse("reprint_reason")
    reissue = printing.Reissue(before, era.wareki_minute(ledger.now()), words.REPRINT_REASONS[code]) if code else None
    shown = form(ledger, number, copy, reissue=reissue)
    if isinstance(shown, Refusal):
        return shown
    if copy == "citizen":
        shown = replace(shown, language=language or shown.language, large=large)
    return Order(number, copy, paper, before + 1, code, shown)


def draw(wanted: Order, *, pdf: Path | None = None, png: Path | None = None, escpos: Path | None = None,
         profile: str | None = None) -> tuple[Path, ...] | Refusal:
    """Makes the files of an order, away from the ledger. Raises OSError where a file cannot be written.

    `escpos` are the bytes for a receipt printer: `profile`, or what any printer of that paper understands.
    """
    if pdf is None and png is None and escpos is None:
        return refuse("nowhere_to_print")
    page = page_of(wanted.form, wanted.paper)
    return page if isinstance(page, Refusal) else page_files(page, pdf=pdf, png=png, escpos=escpos, profile=profile)


def page_of(form: printing.SlipForm | printing.Form, paper: str) -> printing.Page | Refusal:
    """The page, or which characters cannot be drawn, or why it does not fit."""
    try:
        return printing.draw(form, paper)
    except printing.Unprintable as unprintable:
        return refuse("unprintable", characters=" ".join(unprintable.characters),
                      details={"unprintable": list(unprintable.characters)})
    except printing.DoesNotFit as tight:
        return refuse("does_not_fit", reason=tight.reason)


def page_files(page: printing.Page, *, pdf: Path | None = None, png: Path | None = None, escpos: Path | None = None,
               profile: str | None = None) -> tuple[Path, ...] | Refusal:
    """A page into files: PDF, the printer's own dots as PNG, the printer's bytes."""
    driver = printing.PRINTERS.get(profile or page.paper)
    if escpos and (driver is None or page.paper not in driver.papers):
        return refuse("escpos_paper", papers="・".join(name for name, paper in printing.PAPERS.items() if paper.roll))
    written = []
    if pdf:
        files.write(pdf, page.pdf)
        written.append(pdf)
    dots = printing.raster(page) if png or escpos else None
    if png and dots:
        files.write(png, printing.png(dots))
        written.append(png)
    if escpos and dots and driver:
        files.write(escpos, b"".join(driver.job(dots)))
        written.append(escpos)
    return tuple(written)


def drawn(ledger: Ledger, who: Staff, wanted: Order, written: tuple[Path, ...]) -> Printed:
    """Records that the files of an order were made: not that anything came out of a printer."""
    body: dict[str, object] = {"copy": wanted.copy, "outcome": "file", "count": wanted.count, "paper": wanted.paper,
                               "named": bool(wanted.form.depositor or wanted.form.applicant)}
    if wanted.reason:
        body["reason"] = wanted.reason
    with ledger.transaction() as tx:
        replaces(ledger, tx, who, wanted.number, wanted.copy)
        tx.append("printed", actor=who.code, slip=wanted.number, body=body)
    return Printed(wanted.number, wanted.copy, wanted.paper, wanted.count, written, Changed(frozenset({wanted.number})))


def replaces(ledger: Ledger, tx: Transaction, who: Staff, number: str, copy: str) -> None:
    """Another paper of this copy is being made, so nobody has to look after the earlier ones any more. One that was in
    doubt stays so for good.
    """
    for job in ledger.print_jobs(number):
        if job.copy != copy or job.seen_to:
            continue
        if job.final:
            tx.print_seen_to(job)
        elif job.state == "doubtful":
            tx.print_ended(job, "doubtful", actor=who.code, seen_to=True)


def into_files(ledger: Ledger, who: Staff, text: str, copy: str, *, paper: str | None = None, pdf: Path | None = None,
               png: Path | None = None, escpos: Path | None = None, profile: str | None = None,
               reason: str | None = None, language: str | None = None, large: bool = False) -> Printed | Refusal:
    """Order, draw and record in one go. Nothing is recorded where a file could not be written."""
    wanted = order(ledger, who, text, copy, paper=paper, reason=reason, language=language, large=large)
    if isinstance(wanted, Refusal):
        return wanted
    written = draw(wanted, pdf=pdf, png=png, escpos=escpos, profile=profile)
    return written if isinstance(written, Refusal) else drawn(ledger, who, wanted, written)


def orders(ledger: Ledger, who: Staff, number: str) -> tuple[Order, ...] | Refusal:
    """The four papers of a fresh slip, in printing order."""
    done = []
    for copy in COPIES:
        wanted = order(ledger, who, number, copy)
        if isinstance(wanted, Refusal):
            return wanted
        done.append(wanted)
    return tuple(done)


def paper_folder(ledger: Ledger) -> Path:
    """Where the window puts its PDFs, emptied by `clear_folder`: they may show a name."""
    folder = ledger.home / "paper"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def clear_folder(ledger: Ledger) -> int:
    """Removes whatever lies there, at the end and, for what a kill left behind, at the start; returns how many. A name may
    stand in any of it, or the recovery key. A paper can be made again from the ledger.

    What a viewer still holds open (Windows) stays until the next time.
    """
    removed = 0
    for file in paper_folder(ledger).iterdir():
        with contextlib.suppress(OSError):
            if file.is_file():
                files.shred(file)
                removed += 1
    return removed


def languages() -> tuple[str, ...]:
    """What an お客様控 can speak."""
    return ("easy-ja", "ja", *printing.BUILT_IN)


def _language_fault(copy: str, paper: str, language: str | None, large: bool) -> Refusal | None:
    if (language or large) and copy != "citizen":
        return _refused("language_copy")
    if language and language not in languages():
        return _refused("language_unknown", languages="・".join(languages()))
    return _refused("large_paper") if large and paper != "A4" else None


def _refused(rule: str, **fill: object) -> Refusal:
    sentence, todo = words_print.RULES[rule]
    return Refusal(rule, sentence.format(**fill), todo.format(**fill))


def reprint_code(reason: str | None) -> str | None:
    """The code of a reason for another paper; words that are no code are 'other'."""
    if not reason or not reason.strip():
        return None
    by_word = {word: code for code, word in words.REPRINT_REASONS.items()}
    return reason if reason in words.REPRINT_REASONS else by_word.get(reason, "other")


def _same_visit(ledger: Ledger, slip: Slip) -> tuple[Slip, ...]:
    """The visitor's other slips that still stand, in order of their numbers' issuing."""
    first = slip.visit or slip.number
    day = era.moment(slip.issued_at).date() if slip.issued_at else ledger.now().date()
    found = ledger.slips_of_visit(first, day)
    return tuple(other for other in found if other.number != slip.number
                 and other.state not in (State.VOIDED, State.HANDED_BACK))


def _slip_form(ledger: Ledger, slip: Slip, copy: str, *, reissue: printing.Reissue | None = None,
               others: tuple[printing.SlipForm, ...] = ()) -> printing.SlipForm:
    typed = ledger.personal(slip.number)
    number = numbers.parse(slip.number)
    item = catalogues.of(ledger).type(slip.type or "", era.moment(slip.issued_at).date() if slip.issued_at else None)
    staff = ledger.member_of_staff(slip.issued_by or "")
    own_words = tuple(line for line in typed.get("enclosures", "").split("\n") if line)
    shown = _form(ledger, copy, item=item, slip=slip, digits=(number if copy == "original" else number.copy).digits
                  if number else None, label=book.label(ledger, slip.number),
                  staff=office.of(ledger).shown(staff) if staff else (slip.issued_by or ""), at=slip.taken_at or slip.issued_at or "",
                  sheets=slip.sheets, enclosures=_enclosures(ledger, slip.enclosures, own_words,
                                                             more=slip.other_enclosures - len(own_words)),
                  depositor=typed.get("name"), applicant=typed.get("applicant"), reissue=reissue, others=others)
    days = turnaround.to_section(ledger, slip.section) if copy == "citizen" and slip.section else None
    # nobody is promised the same day on paper
    return shown if days is None else replace(shown, arrival_days=max(days, 1))


def _form(ledger: Ledger, copy: str, *, item: DocumentType | None, staff: str, at: str, sheets: int | None,
          enclosures: tuple[str, ...], depositor: str | None, applicant: str | None, slip: Slip | None = None,
          digits: str | None = None, label: str | None = None, reissue: printing.Reissue | None = None,
          others: tuple[printing.SlipForm, ...] = ()) -> printing.SlipForm:
    desk, chosen = ledger.desk, office.of(ledger)
    section = item.section if item else None
    return printing.SlipForm(
        copy=copy, section=(slip.section_name if slip and slip.section_name else section.name if section else ""),
        type_name=(slip.type_name if slip and slip.type_name else item.name if item else ""),
        branch=desk.branch, taken=era.wareki_minute(era.moment(at)), staff=staff, digits=digits, label=label,
        ward=desk.ward, branch_phone=desk.phone, floor=section.floor if section else None,
        section_phone=section.phone if section else None, depositor=depositor or None, applicant=applicant or None,
        handwritten=not depositor, sheets=sheets, enclosures=enclosures,
        acceptance_sentence=item.sentence if item else None, purpose_sentence=chosen.purpose, branch_hours=chosen.hours or None,
        practice=desk.practice, reissue=reissue, others=others)


def _enclosures(ledger: Ledger, codes: tuple[str, ...], own_words: tuple[str, ...], more: int = 0) -> tuple[str, ...]:
    catalogue = catalogues.of(ledger)
    named = []
    for code in codes:
        enclosure = catalogue.enclosure(code)
        named.append(enclosure.name if enclosure else code)
    return (*named, *own_words, *("その他" for _ in range(more)))

