"""How the printers are: asked on the thread for paper now and then, and every two seconds while one needs a hand.

What is said of them has a source: the printer's own answer, a job that met it, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import words_print
from branch_desk.domain import words_printing_screen as words
from branch_desk.services import journal, printers
from branch_desk.services.printers import Printer, Setup
from branch_desk.services.printjobs import Settled
from branch_desk.ui import print_state
from branch_desk.ui.frame import Status
from branch_desk.ui.print_state import Down

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

LOOK_MS = 2_000  # a printer in trouble is asked again, never faster than this
NOT_REACHED_MS = 6_000  # one that does not answer holds the thread for paper up while it is asked
REST_MS = 60_000  # and all of them now and then, for the status line
MUTE = "mute"  # there, but says nothing: it prints all the same, and never confirms
SAID_ITSELF = frozenset({"cover_open", "paper_out", "error", "feeding", "stopped"})


class Health:
    """`busy`: a job is under way, and whoever prints asks by itself. `came_back`: a printer is well again."""

    def __init__(
        self,
        window: Window,
        busy: Callable[[], bool],
        came_back: Callable[[Down], None],
        changed: Callable[[], object],
    ) -> None:
        self.session, self.root = window.session, window.root
        self._busy, self._came_back, self._changed = busy, came_back, changed
        self.setup = Setup()
        self.down: dict[str, Down] = {}
        self._known: dict[str, str] = {}  # printer: "well" or MUTE, when it was last asked
        self._near_end: frozenset[str] = frozenset()
        self._timer: str | None = None

    def take(self, setup: Setup) -> None:
        """Other printers may be set now."""
        changed, self.setup = setup != self.setup, setup
        if changed:
            self._known = {name: said for name, said in self._known.items() if setup.named(name)}
            self._look()

    def met(self, printer: Printer, settled: Settled) -> Down | None:
        """What a job has met; a Down where the printer needs a hand."""
        name, job = printer.name, settled.job
        if job.state == "confirmed":
            self._known[name] = "well"
        self._near_end = self._near_end - {name} | ({name} if settled.near_end else set())
        if not settled.stop:
            return None
        down = self.down.setdefault(name, Down(printer, job.why or "offline", []))
        if job.state == "failed" and job.slip:
            down.refused.append(job)
        self._known.pop(name, None)
        return down

    def forget(self, name: str) -> None:
        """This printer is not set any more."""
        self.down.pop(name, None)
        self._known.pop(name, None)

    def rest(self) -> None:
        """No question while a job is under way."""
        if self._timer is not None:
            self.root.after_cancel(self._timer)
            self._timer = None

    def look_later(self) -> None:
        """Ask again after a while: soon where a printer needs a hand."""
        self.rest()
        if self.setup.printers:
            unreached = any(down.why not in SAID_ITSELF for down in self.down.values())
            wait = NOT_REACHED_MS if unreached else LOOK_MS if self.down else REST_MS
            self._timer = self.root.after(wait, self._look)

    def status(self, waiting: Callable[[str], int]) -> list[Status]:
        """What the status line says of printers; nothing where none is set. `waiting`: papers that one owes."""
        if self.down:
            return [
                Status(
                    "look",
                    words.trouble_status(down.title, name, waiting(name)),
                    down.title,
                    tone="amber",
                )
                for name, down in self.down.items()
            ]
        main = self.setup.printer_for("original") or next(iter(self.setup.printers), None)
        if main is None:
            return []
        name, said = main.name, self._known.get(main.name)
        if name in self._near_end:
            text = words_print.NEAR_END.format(printer=name).rstrip("。")
            return [Status("look", text, tone="amber")]
        if said is None:
            return [Status("queued", words.CHECKING, words.CHECKING_SHORT)]
        if said == MUTE:
            title = words_print.WHY[MUTE][0]
            return [Status("look", words.trouble_status(title, name, 0), title, tone="amber")]
        if print_state.answers(main):
            return [Status("good", words.can_print(name), words.CAN_PRINT_SHORT)]
        return [Status("sent", words.can_send(name), words.CAN_SEND_SHORT)]

    # ---- inside

    def _look(self) -> None:
        self._timer = None
        if self._busy():
            return
        used = {found.name: found for copy in printers.COPIES if (found := self.setup.printer_for(copy))}
        asked = {name: down.printer for name, down in self.down.items()} or used
        for printer in asked.values():
            self.session.paper(
                printers.look,
                printer,
                then=lambda why, printer=printer: self._looked(printer, why),
                failed=self._not_looked,
                latest=f"look {printer.name}",
            )

    def _looked(self, printer: Printer, why: str | None) -> None:
        name, known = printer.name, self.down.get(printer.name)
        if self.setup.named(name) != printer:
            return
        if why is None or (why == MUTE and (known is None or known.why not in SAID_ITSELF)):
            self._known[name] = MUTE if why else "well"
            if known is not None:
                del self.down[name]
                self._came_back(known)
        else:
            self._known.pop(name, None)
            if known is None:
                self.down[name] = Down(printer, why, [])
            else:
                known.why = why
        self._changed()
        if not self._busy():
            self.look_later()

    def _not_looked(self, error: BaseException) -> None:
        """Asking a printer must disturb nobody; what a job meets is told by the job."""
        journal.record(error)
        self.look_later()
