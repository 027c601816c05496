"""The four papers of a fresh slip: to the printers that are set, and as PDFs where none is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from branch_desk.services import paper
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Refusal
from branch_desk.ui import print_state
from branch_desk.ui.copy_panel import CitizenCopy
from branch_desk.ui.print_desk import PrintDesk
from branch_desk.ui.print_state import Line


class Papers:
    """Asks for them and tells (number, copy, line) of each; never that anything was printed before it is known."""

    def __init__(self, prints: PrintDesk, tell: Callable[[str, str, Line], None]) -> None:
        self._prints = prints
        prints.heard.append(tell)

    @property
    def folder(self) -> Path | None:
        """Where the last PDFs lie."""
        return self._prints.files.folder

    def make(self, number: str, how: CitizenCopy) -> None:
        """All papers of this slip; `how` the お客様控 is printed for this visitor."""
        if self._prints.any:
            self._prints.order(
                number,
                language=how.language,
                large=how.large,
                then=lambda answer: self._ordered(number, answer, how),
            )
        else:
            self._prints.files.make(number, paper.COPIES, language=how.language, large=how.large)

    def lines(self, number: str) -> dict[str, Line]:
        """What is known of each copy by now."""
        found = self._prints.lines
        return {copy: found.get((number, copy), print_state.MAKING) for copy in paper.COPIES}

    def _ordered(self, number: str, answer: Queued | Refusal, how: CitizenCopy) -> None:
        if isinstance(answer, Refusal):
            for copy in paper.COPIES:
                self._prints.tell(number, copy, print_state.NOT_MADE)
            return
        for copy in answer.photocopied:
            self._prints.tell(number, copy, print_state.PHOTOCOPY)
        if answer.unrouted:
            own = how if "citizen" in answer.unrouted else CitizenCopy()
            self._prints.files.make(number, answer.unrouted, language=own.language, large=own.large)
