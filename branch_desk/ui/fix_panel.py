"""訂正: void the number, put the count, the enclosures or a name right, give the documents back, say that
they came back themselves, or take the last record back. For the last slip of 受付 and any slip of 管理簿;
what is offered follows from where the slip stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words as said
from branch_desk.domain import words_book
from branch_desk.domain import words_screen as words
from branch_desk.domain.fold import Slip, State
from branch_desk.services import receiving, slips
from branch_desk.services.results import Recorded, Refusal
from branch_desk.services.slips import Correction
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

VOID, CORRECT, HAND_BACK, ENCLOSURES, NAME, APPLICANT, BACK, UNDO = (
    "void",
    "correct",
    "hand_back",
    "enclosures",
    "name",
    "applicant",
    "back",
    "undo",
)
AWAY = (State.DISPATCHED, State.RECEIVED, State.CLOSED)
ENDED = (State.VOIDED, State.HANDED_BACK)


def whats(slip: Slip, *, typed_names: bool, last: str = "") -> tuple[What, ...]:
    """What can be put right about this slip. The first three keep their digits while it is at the branch.
    `last` is the record that may be taken back, in words.
    """
    undo = (
        (What(UNDO, words_book.undo(last), said.UNDO_REASONS, warning=words_book.UNDO_WARNING),)
        if last
        else ()
    )
    if slip.state in ENDED:
        return undo
    if slip.state is State.RESERVED:  # nothing stands on the blank yet
        return (What(VOID, words.FIX_VOID, said.SPARE_REASONS, pin=True, warning=words.FIX_VOID_WARNING),)
    reasons = said.CHANGE_REASONS
    count = What(
        CORRECT, words.FIX_CORRECT, reasons, value=words.FIX_SHEETS, warning=words.FIX_CORRECT_WARNING
    )
    enclosures = What(
        ENCLOSURES,
        words.FIX_ENCLOSURES,
        reasons,
        value=words.FIX_ENCLOSURES_VALUE,
        warning=words.FIX_ENCLOSURES_WARNING,
        wide=True,
    )
    name = What(
        NAME, words.FIX_NAME, reasons, value=words.FIX_NAME_VALUE, warning=words.FIX_NAME_WARNING, wide=True
    )
    applicant = What(
        APPLICANT,
        words.FIX_APPLICANT,
        reasons,
        value=words.FIX_APPLICANT_VALUE,
        warning=words.FIX_NAME_WARNING,
        wide=True,
    )
    names = (
        *((name,) if typed_names or "named" in slip.flags else ()),
        *((applicant,) if "applicant" in slip.flags else ()),
    )
    if slip.state in AWAY:
        back = What(BACK, words.FIX_BACK, said.BACK_REASONS, warning=words.FIX_BACK_WARNING)
        return (count, enclosures, *names, back, *undo)
    return (
        What(VOID, words.FIX_VOID, reasons, pin=True, warning=words.FIX_VOID_WARNING),
        count,
        What(HAND_BACK, words.FIX_HAND_BACK, reasons, warning=words.FIX_HAND_BACK_WARNING),
        enclosures,
        *names,
        *undo,
    )


class FixPanel(ReasonPanel):
    """What can be put right about one slip; `fixed` hears what it is afterwards. `last` is the record of
    this desk that may be taken back, in words.
    """

    def __init__(
        self,
        window: Window,
        slip: Slip,
        label: str,
        fixed: Callable[[Slip], None] | None = None,
        *,
        last: str = "",
    ) -> None:
        self.slip, self._fixed = slip, fixed
        typed_names = window.settings.typed_names
        super().__init__(
            window, words.fixing(label), slip.state.value, whats(slip, typed_names=typed_names, last=last)
        )

    def run(self, chosen: Chosen) -> None:
        what, value = chosen.what.code, chosen.value
        if what == VOID:
            self._act(slips.void, chosen, pin=chosen.pin)
        elif what == HAND_BACK:
            self._act(slips.hand_back, chosen)
        elif what == BACK:
            self._act(receiving.documents_back, chosen)
        elif what == UNDO:
            self._act(slips.undo, chosen)
        elif what == ENCLOSURES:
            self._act(slips.correct_enclosures, chosen, value)
        elif what == CORRECT:
            self._act(slips.correct, chosen, _count(value))
        else:
            name = Correction(depositor=value) if what == NAME else Correction(applicant=value)
            self._act(slips.correct, chosen, name)

    def answered(self, answer: Recorded | Refusal | Any) -> None:
        if isinstance(answer, Recorded) and self._fixed is not None:
            self._fixed(answer.slip)
        super().answered(answer)

    def _act(self, verb: Callable[..., Any], chosen: Chosen, *values: Any, **named: Any) -> None:
        self.session.act(
            verb,
            self.slip.number,
            *values,
            chosen.reason,
            note=chosen.note,
            then=self.answered,
            failed=self._failed,
            **named,
        )

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)


def _count(typed: str) -> Correction:
    digits = unicodedata.normalize("NFKC", typed)
    count = int(digits) if digits.isascii() and digits.isdigit() else -1
    return Correction(sealed=True) if count == 0 else Correction(sheets=count)
