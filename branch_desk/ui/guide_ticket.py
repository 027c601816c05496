"""案内票 from a screen: the one way in which 受付 and 案内 hand a citizen where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain.guidance import Advice
from branch_desk.services import guide_ticket
from branch_desk.ui import office_print
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


def print_ticket(
    window: Window,
    about: str,
    advice: tuple[Advice, ...],
    *,
    refused: bool = True,
    told: Callable[[Next], None] | None = None,
) -> None:
    """To the printer of the 原本, else as a PDF that is opened. `told` hears what is known of it; without one it is said
    in the status line. `refused`: papers were brought and handed back, and the slip says so.
    """
    office_print.send(
        window,
        guide_ticket.ticket,
        about,
        advice,
        refused,
        told=told or (lambda line: window.tell(line.sentence)),
    )
