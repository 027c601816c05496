"""The panel of reasons for one thing that another screen does: it asks, the screen records and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words as codes
from branch_desk.domain import words_return as words
from branch_desk.services.lookup import Returned
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


class AskReason(ReasonPanel):
    """`decided(chosen, done)` records it; `done` closes the panel or says in it why not."""

    def __init__(
        self,
        window: Window,
        heading: str,
        state: str,
        what: What,
        decided: Callable[[Chosen, Callable[[Any], None]], None],
    ) -> None:
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


Decide = Callable[[Chosen, Callable[[Any], None]], None]


def of_difference(window: Window, shown: Returned, decided: Decide) -> AskReason:
    """Key 2: what is different."""
    state = shown.facts.slip.state.value if shown.facts else "lost"
    what = What("differs", words.DIFFERS_WHAT, codes.DIFFERS_REASONS, warning=words.DIFFERS_RULE)
    return AskReason(window, words.differs_title(shown.scanned.label or ""), state, what, decided)
