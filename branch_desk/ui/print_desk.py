"""The print jobs of one window: one after the other, each word of them from the ledger.

Rows are queued and settled on the ledger's thread, drawn and sent on the thread for paper; here, on Tk's thread,
stands only what is to be done next. A printer in trouble holds back its own papers and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import printing
from branch_desk.domain import words_printing_screen as words
from branch_desk.domain.staff import Staff
from branch_desk.services import printers, printjobs
from branch_desk.services.printers import Printer, Setup
from branch_desk.services.printjobs import Queued, Ready, Settled, Waiting
from branch_desk.services.results import Refusal
from branch_desk.ui import print_panels, print_state
from branch_desk.ui.frame import Status
from branch_desk.ui.print_files import Files
from branch_desk.ui.print_health import Health
from branch_desk.ui.print_state import Down, Line
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger, PrintJob
    from branch_desk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Item:
    """A job that waits, and who asked for it."""

    ready: Ready
    who: Staff


Told = Callable[[str, str, Line], None]  # number (or printer, for a test), copy, what is known


class PrintDesk:
    """Sends what it is given, in order. `heard`: who wants to know of each paper; `changed`: of printers and lists."""

    patience: printing.Patience | None = None  # tests have less

    def __init__(self, window: Window) -> None:
        self.window, self.session = window, window.session
        self.setup = Setup()
        self.pending: tuple[Waiting, ...] = ()
        self.labels: dict[str, str] = {}
        self.lines: dict[tuple[str, str], Line] = {}  # number and copy: the newest word
        self.heard: list[Told] = []
        self.changed: list[Callable[[], object]] = []
        self.asked = self.start_shown = False  # the list of an earlier day has come; and was shown
        self.files = Files(self)
        self.health = Health(
            window, lambda: self._running is not None, self._came_back, self._tell_changed
        )
        self._queue: deque[Item] = deque()
        self._held: dict[str, list[Item]] = {}
        self._running: Item | None = None
        self._asking = 0  # orders whose rows the ledger is still making

    # ---- what is set, and what is open

    def start(self) -> None:
        """Ask what is set and what an earlier day left open."""
        self.reload()
        self.ask_pending()

    def stop(self) -> None:
        """No timer more; what waits stays in the ledger, unprinted."""
        self.health.rest()

    def reload(self) -> None:
        """Printers may be others now."""
        self.session.run(printers.of, then=self._have_setup, latest="printers")

    def ask_pending(self) -> None:
        """What somebody has to look at, as the ledger has it."""
        self.session.run(printjobs.pending, then=self._have_pending, latest="prints pending")

    def printer_for(self, copy: str) -> Printer | None:
        """Where a paper of this copy goes."""
        return self.setup.printer_for(copy)

    @property
    def any(self) -> bool:
        """Whether papers go to a printer at all here."""
        return bool(self.setup.printers)

    @property
    def down(self) -> dict[str, Down]:
        """Printers that need a hand."""
        return self.health.down

    @property
    def under_way(self) -> bool:
        """Whether a job runs, waits its turn, or is being written down."""
        return self._running is not None or bool(self._queue) or self._asking > 0

    @property
    def owing(self) -> str | None:
        """A printer in trouble that papers wait for."""
        return next((name for name in self.down if self.waiting_for(name)), None)

    @property
    def to_look_at(self) -> tuple[Waiting, ...]:
        """The list without what a printer in trouble will print by itself."""
        owed = {job.id for name in self.down for job in self.waiting_for(name)}
        return tuple(item for item in self.pending if item.job.id not in owed)

    def waiting_for(self, name: str) -> tuple[PrintJob, ...]:
        """The papers that this printer owes: those it refused and those that are held back."""
        down = self.down.get(name)
        refused = tuple(down.refused) if down else ()
        return (*refused, *(item.ready.job for item in self._held.get(name, ())))

    def status(self) -> list[Status]:
        """What is known of printers and papers; nothing where nothing is set or known."""
        said = self.health.status(lambda name: len(self.waiting_for(name)))
        doubts = sum(item.ask for item in self.pending)
        if doubts:
            said.append(Status("doubt", words.doubtful(doubts), tone="amber"))
        if left := len(self.to_look_at) - doubts:
            said.append(Status("look", words.unprinted(left), tone="amber"))
        return said

    # ---- asking for papers

    def order(
        self,
        number: str,
        copies: tuple[str, ...] | None = None,
        *,
        reason: str | None = None,
        printer: str | None = None,
        language: str | None = None,
        large: bool = False,
        then: Callable[[Queued | Refusal], None] | None = None,
    ) -> None:
        """The papers of a slip, in printing order. `language` and `large` are of the お客様控."""
        begin = not self.under_way and not self.down
        how = {"reason": reason, "printer": printer, "language": language, "large": large, "begin": begin}
        self._order(printjobs.queue, number, copies, then=then, **how)

    @property
    def takes_a4(self) -> bool:
        """Whether a large お客様控 can be made: on a printer for sheets, or as a PDF where there is no printer."""
        return not self.any or (self.setup is not None and self.setup.first_sheet is not None)

    def order_test(self, name: str, then: Callable[[Queued | Refusal], None]) -> None:
        """A test print."""
        self._order(printjobs.queue_test, name, then=then)

    def order_by(
        self, verb: Callable[..., Queued | Refusal], *arguments: Any, then: Callable[[Queued | Refusal], None]
    ) -> None:
        """Any other paper: `verb(ledger, who, *arguments)` queues it."""
        self._order(verb, *arguments, then=then)

    def put_off(self, name: str) -> None:
        """後で印刷: what is held back goes to the list of unprinted papers."""
        items = self._held.pop(name, [])
        if name in self.down:
            self.down[name].refused.clear()
        self._withdraw(items)
        self._tell_changed()

    def elsewhere(self, name: str, other: str | None) -> None:
        """What this printer owes goes to another one, or (None) into PDFs."""
        owed = [job for job in self.waiting_for(name) if job.slip]
        items = self._held.pop(name, [])
        if name in self.down:
            self.down[name].refused.clear()

        def withdrawn() -> None:
            for number, reason in dict.fromkeys((job.slip or "", job.reason) for job in owed):
                copies = tuple(job.copy for job in owed if (job.slip, job.reason) == (number, reason))
                if other is None:
                    self.files.make(number, copies, reason=reason, show=True)
                else:
                    self.order(number, copies, reason=reason, printer=other)
            self._tell_changed()

        self._withdraw(items, withdrawn)

    # ---- one after the other

    def _order(
        self,
        verb: Callable[..., Queued | Refusal],
        *arguments: Any,
        then: Callable[[Queued | Refusal], None] | None,
        **named: Any,
    ) -> None:
        who = self.session.who
        self._asking += 1

        def queued(answer: Queued | Refusal) -> None:
            self._asking -= 1
            if isinstance(answer, Queued):
                self._take(answer.ready, who)
            if then is not None:
                then(answer)

        self.session.act(verb, *arguments, then=queued, failed=self._not_asked, **named)

    def _take(self, found: tuple[Ready, ...], who: Staff) -> None:
        for ready in found:
            self._queue.append(Item(ready, who))
            if ready.job.slip:
                self.labels[ready.job.slip] = getattr(ready.form, "label", None) or ready.job.slip
            self._tell(ready.job)
        self._go()
        for name in dict.fromkeys(ready.printer.name for ready in found):
            if name in self.down and self._held.get(name):
                print_panels.printer_down(self.window, name)

    def _go(self) -> None:
        """Begin the next job that may go, where none runs."""
        if self._running is not None:
            return
        item = self._next()
        if item is None:
            self._tell_changed()
            self.health.look_later()
            return
        self._running = item
        if item.ready.job.state == "sent":
            self._run(item)
        else:
            self.session.run(
                printjobs.begin,
                item.ready,
                then=lambda ready: self._run(replace(item, ready=ready)),
                failed=lambda error: self._stuck(None, error),
            )

    def _next(self) -> Item | None:
        while self._queue:
            item = self._queue.popleft()
            if item.ready.printer.name not in self.down or item.ready.job.state == "sent":
                return item
            self._held.setdefault(item.ready.printer.name, []).append(item)
            self._say(item.ready.job, print_state.HELD)
        return None

    def _run(self, item: Item) -> None:
        self._running = item
        self.health.rest()
        self._tell(item.ready.job)
        self.session.paper(
            printjobs.run, item.ready, patience=self.patience, then=lambda outcome: self._ran(item, outcome)
        )

    def _ran(self, item: Item, outcome: Any) -> None:
        following = self._next()
        self.session.run(
            _settle,
            item.who,
            item.ready,
            outcome,
            following.ready if following is not None else None,
            then=lambda settled: self._settled(item, following, settled),
            failed=lambda error: self._stuck(following, error),
        )

    def _settled(self, item: Item, following: Item | None, settled: Settled) -> None:
        self._running = None
        down = self.health.met(item.ready.printer, settled)
        if following is not None:
            if settled.next is not None:
                following = replace(following, ready=settled.next)
            self._queue.appendleft(following)
        self._tell(settled.job)
        if settled.stop or settled.ask or settled.job.state == "failed":
            self.window.play(Sound.LOOK)
        self._go()
        if down is not None:
            self._tell_changed()
            print_panels.printer_down(self.window, item.ready.printer.name)

    def _came_back(self, down: Down) -> None:
        """What the printer refused first, then what was held back for it; nothing of a slip that has ended since."""
        items = self._held.pop(down.printer.name, [])
        who = items[0].who if items else self.session.who
        if not items and not down.refused:
            return
        self._asking += 1

        def found(ready: tuple[Ready, ...]) -> None:
            self._asking -= 1
            self._take(ready, who)

        self.session.run(
            _again,
            who,
            tuple(down.refused),
            tuple(item.ready for item in items),
            then=found,
            failed=self._not_asked,
        )

    def _withdraw(self, items: list[Item], then: Callable[[], object] | None = None) -> None:
        def done(changed: Any) -> None:
            for item in items:
                self._say(item.ready.job, print_state.WITHDRAWN)
            self.session.on_changed(changed)
            if then is not None:
                then()

        if items:
            held = tuple(item.ready for item in items)
            self.session.run(printjobs.withdraw, items[0].who, held, then=done)
        elif then is not None:
            then()

    # ---- telling

    def tell(self, number: str, copy: str, line: Line) -> None:
        """The newest word of one paper, to whoever wants to know."""
        self.lines[number, copy] = line
        for hear in list(self.heard):
            hear(number, copy, line)

    def learn(self, job: PrintJob) -> None:
        """A person has said what became of a paper."""
        self._tell(job)

    def _tell(self, job: PrintJob) -> None:
        self._say(job, print_state.line_of(job))

    def _say(self, job: PrintJob, line: Line) -> None:
        self.tell(job.slip or job.bag or job.printer, job.copy, line)

    def _tell_changed(self) -> None:
        self.window.show_status()
        for hear in list(self.changed):
            hear()

    def _not_asked(self, error: BaseException) -> None:
        self._asking -= 1
        self.session.on_trouble(error)

    def _stuck(self, following: Item | None, error: BaseException) -> None:
        """The ledger could not be written: what was under way is in doubt, and nothing more is sent by itself."""
        self._running = None
        if following is not None:
            self._queue.appendleft(following)
        self.session.on_trouble(error)

    def _have_setup(self, setup: Setup) -> None:
        self.setup = setup
        for name in [name for name, down in self.down.items() if setup.named(name) != down.printer]:
            self.put_off(name)
            self.health.forget(name)
        self._tell_changed()
        self.health.take(setup)

    def _have_pending(self, pending: tuple[Waiting, ...]) -> None:
        first, self.asked = not self.asked, True
        self.pending = pending
        self._tell_changed()
        if first:
            print_panels.check_at_start(self.window)


def _settle(ledger: Ledger, who: Staff, ready: Ready, outcome: Any, following: Ready | None) -> Settled:
    return printjobs.settled(ledger, who, ready, outcome, then=following)


def _again(
    ledger: Ledger, who: Staff, refused: tuple[PrintJob, ...], held: tuple[Ready, ...]
) -> tuple[Ready, ...]:
    """Queues anew what the printer refused: nothing of it had left, so nothing more is marked than before."""
    ready: list[Ready] = []
    for job in refused:
        queued = printjobs.queue(
            ledger, who, job.slip or "", (job.copy,), printer=job.printer, reason=job.reason
        )
        if isinstance(queued, Queued):
            ready.extend(queued.ready)
    for one in held:
        slip = ledger.slip(one.job.slip) if one.job.slip else None
        if slip is not None and slip.state.value in printjobs.ENDED:
            printjobs.withdraw(ledger, who, (one,))
        else:
            ready.append(one)
    return tuple(ready)
