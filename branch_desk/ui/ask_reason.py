"""The panel of reasons for one thing that another screen does: it asks, the screen records and answers."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


class AskReason(ReasonPanel):
    """`decided(chosen, done)` records it; `done` closes the panel or says in it why not."""

    def __init__(self, window: Window, heading: str, state: str, what: What,
                 decided: Callable[[Chosen, Callable[[Any], None]], None]) -> None:
        super().__init__(window, heading, state, (what,))
        self._decided = decided

    def run(self, chosen: Chosen) -> None:
        self._decided(chosen, self.answered)

    def answered(self, answer: Recorded | Refusal | Any) -> None:
        if isinstance(answer, Refusal):
            super().answered(answer)
        else:
            self.busy = False
            self.close()
