"""The print jobs of one window: one after the other, each word of them from the ledger, and which printers need a
hand.

Rows are queued and settled on the ledger's thread, drawn and sent on the thread for paper; here, on Tk's thread,
stands only what is to be done next. A printer in trouble holds back its own papers and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import printing
from branch_desk.domain import words_print
from branch_desk.domain import words_printing_screen as words
from branch_desk.domain.staff import Staff
from branch_desk.services import journal, printers, printjobs
from branch_desk.services.printers import Printer, Setup
from branch_desk.services.printjobs import Queued, Ready, Settled, Waiting
from branch_desk.services.results import Refusal
from branch_desk.ui import print_panels, print_state
from branch_desk.ui.frame import Status
from branch_desk.ui.print_files import Files
from branch_desk.ui.print_state import Down, Line
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger, PrintJob
    from branch_desk.ui.window import Window

LOOK_MS = 2_000  # a printer in trouble is asked again, never faster than this
REST_MS = 60_000  # and the others now and then, for the status line
NOT_REACHED_MS = 6_000  # a printer that does not answer holds the thread for paper up while it is asked


@dataclass(frozen=True, slots=True)
class Item:
    """A job that waits, and who asked for it."""

    ready: Ready
    who: Staff


Told = Callable[[str, str, Line], None]  # number (or printer, for a test), copy, what is known


class PrintDesk:
    """Sends what it is given, in order, and tells what became of it. `heard`: who wants to know."""

    patience: printing.Patience | None = None  # tests have less

    def __init__(self, window: Window) -> None:
        self.window, self.session = window, window.session
        self.setup = Setup()
        self.pending: tuple[Waiting, ...] = ()
        self.down: dict[str, Down] = {}
        self.well: dict[str, bool] = {}  # printers of which nothing is known against printing, when last asked
        self.near_end: frozenset[str] = frozenset()
        self.labels: dict[str, str] = {}
        self.lines: dict[tuple[str, str], Line] = {}  # number and copy: the newest word
        self.heard: list[Told] = []
        self.changed: list[Callable[[], None]] = []
        self._queue: deque[Item] = deque()
        self._held: dict[str, list[Item]] = {}
        self._running: Item | None = None
        self._asking = 0  # orders whose rows the ledger is still making
        self._timer: str | None = None
        self._read_pending = False
        self.start_shown = False
        self.files = Files(self)

    # ---- what is set

    def start(self) -> None:
        """Ask what is set and what an earlier day left open."""
        self.reload()
        self.ask_pending()

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
    def under_way(self) -> bool:
        """Whether a job runs, waits its turn, or is being written down."""
        return self._running is not None or bool(self._queue) or self._asking > 0

    @property
    def asked(self) -> bool:
        """Whether the list of an earlier day has come."""
        return self._read_pending

    def stop(self) -> None:
        """No timer more; what waits stays in the ledger, unprinted."""
        self._cancel()

    # ---- asking for papers

    def order(
        self,
        number: str,
        copies: tuple[str, ...] | None = None,
        *,
        reason: str | None = None,
        printer: str | None = None,
        then: Callable[[Queued | Refusal], None] | None = None,
    ) -> None:
        """The papers of a slip, in printing order."""
        who = self.session.who
        begin = self._running is None and not self._asking and not self.down and not self._queue
        self._asking += 1

        def queued(answer: Queued | Refusal) -> None:
            self._asking -= 1
            if isinstance(answer, Queued):
                self._take(answer, who)
            if then is not None:
                then(answer)

        self.session.act(
            printjobs.queue,
            number,
            copies,
            reason=reason,
            printer=printer,
            begin=begin,
            then=queued,
            failed=self._order_failed,
        )

    def order_test(self, name: str, then: Callable[[Queued | Refusal], None]) -> None:
        """A test print."""
        who = self.session.who
        self._asking += 1

        def queued(answer: Queued | Refusal) -> None:
            self._asking -= 1
            if isinstance(answer, Queued):
                self._take(answer, who)
            then(answer)

        self.session.act(printjobs.queue_test, name, then=queued, failed=self._order_failed)

    def waiting_for(self, name: str) -> tuple[PrintJob, ...]:
        """The papers that this printer owes: those it refused and those that are held back."""
        down = self.down.get(name)
        refused = tuple(down.refused) if down else ()
        return (*refused, *(item.ready.job for item in self._held.get(name, ())))

    @property
    def owing(self) -> str | None:
        """A printer in trouble that papers wait for."""
        return next((name for name in self.down if self.waiting_for(name)), None)

    @property
    def to_look_at(self) -> tuple[Waiting, ...]:
        """The list without what a printer in trouble will print by itself."""
        owed = {job.id for name in self.down for job in self.waiting_for(name)}
        return tuple(item for item in self.pending if item.job.id not in owed)

    def put_off(self, name: str) -> None:
        """後で印刷: what is held back goes to the list of unprinted papers."""
        items = self._held.pop(name, [])
        if name in self.down:
            self.down[name].refused.clear()
        self._withdraw(items)
        self._tell_changed()

    def elsewhere(self, name: str, other: str | None) -> None:
        """What this printer owes goes to another one, or (None) into PDFs."""
        owed = [(job.slip, job.copy) for job in self.waiting_for(name) if job.slip]
        items = self._held.pop(name, [])
        if name in self.down:
            self.down[name].refused.clear()

        def withdrawn(_: object) -> None:
            for number in dict.fromkeys(number for number, _copy in owed):
                copies = tuple(copy for slip, copy in owed if slip == number)
                if other is None:
                    self.files.make(number, copies, show=True)
                else:
                    self.order(number, copies, printer=other)
            self._tell_changed()

        self._withdraw(items, withdrawn)

    # ---- the status line

    def status(self) -> list[Status]:
        """What is known of printers and papers; nothing where nothing is set or known."""
        said = []
        for down in self.down.values():
            text = words.trouble_status(down.title, down.printer.name, len(self.waiting_for(down.printer.name)))
            said.append(Status("look", text, down.title, tone="amber"))
        main = self.setup.printer_for("original") or next(iter(self.setup.printers), None)
        if main is not None and not said:
            if main.name in self.near_end:
                text = words_print.NEAR_END.format(printer=main.name).rstrip("。")
                said.append(Status("look", text, text, tone="amber"))
            elif self.well.get(main.name) is None:
                said.append(Status("queued", words.CHECKING, words.NO_SOURCE))
            elif print_state.answers(main):
                said.append(Status("good", words.can_print(main.name), words.CAN_PRINT_SHORT))
            else:
                said.append(Status("sent", words.can_send(main.name), words.CAN_SEND_SHORT))
        doubts = sum(item.ask for item in self.pending)
        if doubts:
            said.append(Status("doubt", words.doubtful(doubts), tone="amber"))
        if left := len(self.to_look_at) - doubts:
            said.append(Status("look", words.unprinted(left), tone="amber"))
        return said

    # ---- one after the other

    def _take(self, queued: Queued, who: Staff) -> None:
        for ready in queued.ready:
            self._queue.append(Item(ready, who))
            if ready.job.slip:
                self.labels[ready.job.slip] = getattr(ready.form, "label", None) or ready.job.slip
            self._tell(ready.job)
        self._go()
        for name in dict.fromkeys(ready.printer.name for ready in queued.ready):
            if name in self.down and self._held.get(name):
                print_panels.printer_down(self.window, name)

    def _go(self) -> None:
        """Begin the next job that may go, where none runs."""
        if self._running is not None:
            return
        item = self._next()
        if item is None:
            self._tell_changed()
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
            name = item.ready.printer.name
            if name not in self.down or item.ready.job.state == "sent":
                return item
            self._hold(item)
        return None

    def _hold(self, item: Item) -> None:
        job = item.ready.job
        self._held.setdefault(item.ready.printer.name, []).append(item)
        self.tell(job.slip or job.printer, job.copy, print_state.HELD)

    def _run(self, item: Item) -> None:
        self._running = item
        self._cancel()
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
        name = item.ready.printer.name
        self._remember(name, settled)
        if following is not None:
            if settled.next is not None:
                following = replace(following, ready=settled.next)
            self._queue.appendleft(following)
        self._tell(settled.job)
        if settled.stop:
            self.window.play(Sound.LOOK)
            self._went_down(item.ready.printer, settled)
        elif settled.ask or settled.job.state == "failed":
            self.window.play(Sound.LOOK)
        self._go()
        if self.down:
            self._look_later()
        elif self._running is None:
            self._look_later(REST_MS)

    def _remember(self, name: str, settled: Settled) -> None:
        if settled.job.state == "confirmed":
            self.well[name] = True
        self.near_end = self.near_end - {name} | ({name} if settled.near_end else set())

    def _went_down(self, printer: Printer, settled: Settled) -> None:
        job = settled.job
        down = self.down.get(printer.name)
        if down is None:
            down = self.down[printer.name] = Down(printer, job.why or "offline", [])
        self.well.pop(printer.name, None)
        if job.state == "failed" and job.slip:
            down.refused.append(job)
        self._tell_changed()
        print_panels.printer_down(self.window, printer.name)

    def _withdraw(self, items: list[Item], then: Callable[[Any], None] | None = None) -> None:
        if not items:
            if then is not None:
                then(None)
            return

        def done(changed: Any) -> None:
            for item in items:
                job = item.ready.job
                self.tell(job.slip or job.printer, job.copy, print_state.WITHDRAWN)
            self.session.on_changed(changed)
            if then is not None:
                then(changed)

        self.session.run(
            printjobs.withdraw, items[0].who, tuple(item.ready for item in items), then=done
        )

    # ---- how the printers are

    def _cancel(self) -> None:
        if self._timer is not None:
            self.window.root.after_cancel(self._timer)
            self._timer = None

    def _look_later(self, milliseconds: int = LOOK_MS) -> None:
        self._cancel()
        if self.setup.printers:
            self._timer = self.window.root.after(milliseconds, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._running is not None:
            return  # whoever prints asks by itself
        if self.down:
            asked = [down.printer for down in self.down.values()]
        else:
            names = {found.name: found for copy in printers.COPIES if (found := self.setup.printer_for(copy))}
            asked = list(names.values())
        for printer in asked:
            self.session.paper(
                printers.look,
                printer,
                then=lambda why, printer=printer: self._looked(printer, why),
                failed=self._not_looked,
                latest=f"look {printer.name}",
            )

    def _looked(self, printer: Printer, why: str | None) -> None:
        name = printer.name
        if self.setup.named(name) != printer:
            self.down.pop(name, None)
        elif why is None:
            self.well[name] = True
            if name in self.down:
                self._came_back(name)
        else:
            self.well.pop(name, None)
            known = self.down.get(name)
            if known is None:
                self.down[name] = Down(printer, why, [])
            else:
                known.why = why
        self._tell_changed()
        if self._running is None:
            unreached = any(down.why in ("unreachable", "unknown_host", "mute") for down in self.down.values())
            self._look_later(NOT_REACHED_MS if unreached else LOOK_MS if self.down else REST_MS)

    def _not_looked(self, error: BaseException) -> None:
        """Asking a printer must not disturb anybody; what a job meets is told by the job."""
        journal.record(error)
        self._look_later(REST_MS)

    def _came_back(self, name: str) -> None:
        """What it refused first, then what was held back for it."""
        down, items = self.down.pop(name), self._held.pop(name, [])
        again = [job for job in down.refused if job.slip]
        who = items[0].who if items else self.session.who
        if not again:
            self._queue.extend(items)
            self._go()
            return
        self._asking += 1

        def queued(ready: tuple[Ready, ...]) -> None:
            self._asking -= 1
            for one in ready:
                self._queue.append(Item(one, who))
                self._tell(one.job)
            self._queue.extend(items)
            self._go()

        wanted = tuple((job.slip, job.copy) for job in again)
        self.session.run(_again, who, wanted, then=queued, failed=self._order_failed)

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
        self.tell(job.slip or job.bag or job.printer, job.copy, print_state.line_of(job))

    def _tell_changed(self) -> None:
        self.window.show_status()
        for hear in list(self.changed):
            hear()

    def _order_failed(self, error: BaseException) -> None:
        self._asking -= 1
        self.session.on_trouble(error)

    def _stuck(self, following: Item | None, error: BaseException) -> None:
        """The ledger could not be written: what was under way is in doubt, and nothing more is sent by itself."""
        self._running = None
        if following is not None:
            self._queue.appendleft(following)
        self.session.on_trouble(error)

    def _have_setup(self, setup: Setup) -> None:
        known = self.setup
        self.setup = setup
        for name in list(self.down):
            if setup.named(name) is None:
                self.put_off(name)
                self.down.pop(name, None)
        self._tell_changed()
        if setup != known:
            self._look()

    def _have_pending(self, pending: tuple[Waiting, ...]) -> None:
        first = not self._read_pending
        self.pending, self._read_pending = pending, True
        self._tell_changed()
        if first:
            print_panels.check_at_start(self.window)


def _settle(ledger: Ledger, who: Staff, ready: Ready, outcome: Any, following: Ready | None) -> Settled:
    return printjobs.settled(ledger, who, ready, outcome, then=following)


def _again(ledger: Ledger, who: Staff, wanted: tuple[tuple[str, str], ...]) -> tuple[Ready, ...]:
    """Queues anew what the printer refused: nothing of it had left, so nothing is marked."""
    ready: list[Ready] = []
    for number, copy in wanted:
        queued = printjobs.queue(ledger, who, number, (copy,))
        if isinstance(queued, Queued):
            ready.extend(queued.ready)
    return tuple(ready)
