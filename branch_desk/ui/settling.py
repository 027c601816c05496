"""Numbers of which a restored ledger knows nothing: looked for in the binder, and confirmed by a 責任者 as never given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from branch_desk.domain import words_statistics as words
from branch_desk.services import gaps
from branch_desk.services.gaps import Range
from branch_desk.services.results import Refusal
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.screen import Next
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window


def open_settling(window: Window, found: Range, told: Callable[[Next], None]) -> None:
    """Asks for the 責任者 over the list; `told` gets the sentence of what came of it."""

    def decided(by: Approver, done: Callable[[Any], None]) -> None:
        def answered(answer: gaps.Settled | Refusal) -> None:
            done(answer)
            if not isinstance(answer, Refusal):
                window.play(Sound.GOOD)
                window.tell(answer.sentence)
                told(Next(answer.sentence, "green"))

        window.session.act(gaps.settle, *found.digits, by.code, by.pin, then=answered,
                           failed=window.session.on_trouble)

    sentence = words.SETTLE_ASKED.format(span=gaps.span_words(found), count=f"{found.count:,}")
    window.open_panel(Approval(window, words.SETTLE_HEADING, sentence, decided))
