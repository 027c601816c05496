"""A paper around the slips, with one key: to the printer that takes it, else as a PDF that is opened.

Nobody claims that it was printed: a file is said to be made, a sent paper to be sent, until the printer or a person
says more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_book as words
from branch_desk.domain import words_print, words_screen
from branch_desk.domain import words_printing_screen as printing
from branch_desk.services import office_papers, paper, people
from branch_desk.services.office_papers import Made, OfficePaper
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Refusal
from branch_desk.ui import open_file
from branch_desk.ui.screen import Next
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window

Maker = Callable[..., OfficePaper | Refusal]


def send(window: Window, make: Maker, *arguments: Any, told: Callable[[Next], None]) -> None:
    """`make(ledger, who, *arguments)` on the ledger's thread says what is to be printed; `told` hears what came of it."""

    def wanted(found: tuple[OfficePaper, Path | None] | Refusal) -> None:
        if isinstance(found, Refusal):
            refused(found)
            return
        sheet, folder = found
        word = words_print.COPIES[sheet.copy]
        if folder is None:
            window.prints.order_by(office_papers.queue, sheet, then=lambda queued: sent(word, queued))
            return
        window.session.paper(
            office_papers.draw, sheet, pdf=folder / sheet.file_name, then=lambda files: drawn(sheet, files), failed=failed
        )

    def sent(word: str, queued: Queued | Refusal) -> None:
        if isinstance(queued, Refusal):
            refused(queued)
        else:
            told(Next(printing.BOOK_SENT.format(copy=word, printer=queued.ready[0].job.printer)))

    def drawn(sheet: OfficePaper, files: tuple[Path, ...] | Refusal) -> None:
        if isinstance(files, Refusal):
            refused(files)
        else:
            window.session.act(office_papers.drawn, sheet, files, then=made)

    def made(done: Made) -> None:
        shown = open_file.show(done.files[0])
        told(Next(words.PAPER_OPENED if shown else words.PAPER_NO_VIEWER, "green"))

    def refused(refusal: Refusal) -> None:
        window.play(Sound.LOOK)
        told(Next(f"{refusal.sentence}{words_screen.todo(refusal.rule, refusal.todo)}", "amber"))

    def failed(error: BaseException) -> None:
        if not isinstance(error, OSError):
            window.session.on_trouble(error)
            return
        window.play(Sound.LOOK)
        told(Next(words.PAPER_FAILED, "amber"))

    window.session.act(_wanted, make, arguments, then=wanted)


def _wanted(
    ledger: Ledger, who: Any, make: Maker, arguments: tuple[Any, ...]
) -> tuple[OfficePaper, Path | None] | Refusal:
    """The paper, and the folder for its PDF where no printer takes it, or where whoever wants it queues nothing: an auditor."""
    sheet = make(ledger, who, *arguments)
    if isinstance(sheet, Refusal):
        return sheet
    queued = office_papers.goes_to_printer(ledger, sheet) and people.may_record(who) is None
    return sheet, None if queued else paper.paper_folder(ledger)
