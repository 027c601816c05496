"""What is shown of one paper: a shape, a word, a tone. The ledger's own word decides; nothing here guesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_print, words_screen
from branch_desk.domain import words_printing_screen as words
from branch_desk.services.printers import Printer
from branch_desk.services.printjobs import Waiting

if TYPE_CHECKING:
    from branch_desk.store.ledger import PrintJob


@dataclass(frozen=True, slots=True)
class Line:
    """The state of one paper. `mark` is a name of icons.MARKS; `ask`: somebody has to look whether it came out."""

    mark: str
    text: str
    tone: str = "ink2"
    ask: bool = False


MAKING = Line("queued", words_screen.PAPER_WAITING)
MADE = Line("sent", words_screen.PAPER_MADE)
NOT_MADE = Line("look", words_screen.PAPER_FAILED, "amber")
QUEUED = Line("queued", words.QUEUED)
SENT = Line("sent", words.SENT)
HELD = Line("look", words.HELD, "amber")
WITHDRAWN = Line("look", words.WITHDRAWN, "amber")
LEFT = Line("silent", words.LEFT)
PHOTOCOPY = Line("silent", words.PHOTOCOPY)


def line_of(job: PrintJob) -> Line:
    """The line of a job as it stands in the ledger."""
    if job.state == "queued":
        return QUEUED
    if job.state == "sent":
        return SENT
    if job.state == "confirmed":
        return Line("good", words.CONFIRMED if job.why == "printed" else words.SEEN)
    if job.state == "doubtful":
        if job.why == "filed":
            return Line("sent", words.FILED)
        return Line("doubt", words.DOUBTFUL, "amber", ask=not job.final)
    if job.why == "never_sent":
        return WITHDRAWN
    title = words_print.WHY[job.why][0] if job.why in words_print.WHY else words.NOT_OUT
    return Line("look", title if job.bytes == 0 else words.NOT_OUT, "amber")


@dataclass(frozen=True, slots=True)
class Group:
    """Papers of one slip that one answer can be given for: sent to one printer, all in doubt or all unprinted."""

    label: str
    waiting: tuple[Waiting, ...]

    @property
    def ask(self) -> bool:
        """Whether they may have come out."""
        return self.waiting[0].ask

    @property
    def copies(self) -> tuple[str, ...]:
        """Their names, in printing order."""
        return tuple(words_print.COPIES[item.job.copy] for item in self.waiting)

    @property
    def printer(self) -> str:
        """Where they were sent."""
        return self.waiting[0].job.printer

    @property
    def why(self) -> str:
        """What was found, of the last of them."""
        return self.waiting[-1].told.title


def groups(waiting: tuple[Waiting, ...]) -> tuple[Group, ...]:
    """The list as it is asked through: slip by slip, oldest first."""
    found: dict[tuple[object, ...], list[Waiting]] = {}
    for item in waiting:
        found.setdefault((item.job.slip or item.job.bag or item.job.id, item.job.printer, item.ask), []).append(item)
    return tuple(Group(items[0].label, tuple(items)) for items in found.values())


@dataclass(slots=True)
class Down:
    """A printer that needs a hand: why, which papers did not come out, and which wait for it."""

    printer: Printer
    why: str
    refused: list[PrintJob]

    @property
    def title(self) -> str:
        """カバーが開いています."""
        return words_print.WHY[self.why][0]

    @property
    def sentence(self) -> str:
        """受付プリンターのカバーが開いています。"""
        return words_print.WHY[self.why][1].format(printer=self.printer.name)

    @property
    def todo(self) -> str:
        """カバーを閉じてください。"""
        return words_print.WHY[self.why][2]


def answers(printer: Printer) -> bool:
    """Whether the printer itself says how it is; else only the way to it is known."""
    known = printer.known
    return printer.kind == "socket" and known is not None and known.answers

