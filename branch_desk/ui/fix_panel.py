"""訂正: void the number, put the count right, or give the documents back. For the last slip of 受付 and any
slip of 管理簿."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from branch_desk.domain import words as said
from branch_desk.domain import words_screen as words
from branch_desk.domain.fold import Slip
from branch_desk.services import slips
from branch_desk.services.slips import Correction
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

VOID, CORRECT, HAND_BACK = "void", "correct", "hand_back"


class FixPanel(ReasonPanel):
    """Three things that can be put right about one slip."""

    def __init__(self, window: Window, slip: Slip, label: str) -> None:
        self.slip = slip
        reasons = said.CHANGE_REASONS
        super().__init__(
            window,
            words.fixing(label),
            slip.state.value,
            (
                What(VOID, words.FIX_VOID, reasons, pin=True, warning=words.FIX_VOID_WARNING),
                What(
                    CORRECT,
                    words.FIX_CORRECT,
                    reasons,
                    value=words.FIX_SHEETS,
                    warning=words.FIX_CORRECT_WARNING,
                ),
                What(HAND_BACK, words.FIX_HAND_BACK, reasons, warning=words.FIX_HAND_BACK_WARNING),
            ),
        )

    def run(self, chosen: Chosen) -> None:
        number, note = self.slip.number, chosen.note
        if chosen.what.code == VOID:
            self.session.act(
                slips.void,
                number,
                chosen.reason,
                pin=chosen.pin,
                note=note,
                then=self.answered,
                failed=self._failed,
            )
        elif chosen.what.code == HAND_BACK:
            self.session.act(
                slips.hand_back, number, chosen.reason, note=note, then=self.answered, failed=self._failed
            )
        else:
            self.session.act(
                slips.correct,
                number,
                _correction(chosen.value),
                chosen.reason,
                note=note,
                then=self.answered,
                failed=self._failed,
            )

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)


def _correction(typed: str) -> Correction:
    digits = unicodedata.normalize("NFKC", typed)
    count = int(digits) if digits.isascii() and digits.isdigit() else -1
    return Correction(sealed=True) if count == 0 else Correction(sheets=count)
