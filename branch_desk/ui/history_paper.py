"""経過書 of one slip with one key, from any screen: to the printer, or as a PDF that is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.services import history
from branch_desk.ui import office_print
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


def print_history(window: Window, number: str, told: Callable[[Next], None] | None = None) -> None:
    """Prints the 経過書 of this slip. `told` hears what came of it; without it the status line says so."""
    office_print.send(window, history.paper, number, told=told or (lambda line: window.tell(line.sentence)))
