"""返送照合, F4: take a record back, write down a call, begin or end 所在調査, or say that the documents themselves came
back. What is offered follows from where the slip stands; the service has the last word.

Nothing is preselected and only F4 records: Enter never writes down a telephone call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words as codes
from branch_desk.domain import words_attention
from branch_desk.domain import words_return as words
from branch_desk.domain.fold import State
from branch_desk.services import inquiry, receiving
from branch_desk.services.lookup import Facts
from branch_desk.services.results import Refusal
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

UNDO, CALL, TELL, OPEN, CLOSE, BACK = "undo", "call", "tell", "open", "close", "back"
CALLED = ("arrived", "not_arrived", "will_check", "no_answer", "other")
TOLD = {f"{how}:{result}": word for (how, result), word in words.TOLD.items()}
AWAY = (State.DISPATCHED, State.RECEIVED)


def whats(facts: Facts, *, undo: bool) -> tuple[What, ...]:
    """What may be done about this slip from here."""
    slip = facts.slip
    known = words_attention.RESULTS
    offered = [
        What(CALL, words.CALL_WHAT, {code: known[code] for code in CALLED}, warning=words.call_rule(facts.phone)),
        What(TELL, words.TELL_WHAT, TOLD, warning=words.TELL_RULE),
    ]
    if undo:
        offered.insert(0, What(UNDO, words.UNDO_WHAT, codes.UNDO_REASONS, warning=words.UNDO_RULE))
    if slip.inquiry:
        offered.append(What(CLOSE, words.CLOSE_WHAT, words_attention.INQUIRY_RESULTS))
    elif slip.state is not State.CLOSED:
        offered.append(What(OPEN, words.OPEN_WHAT, words_attention.INQUIRY_REASONS, warning=words.OPEN_RULE))
    if slip.state in AWAY:
        offered.append(What(BACK, words.BACK_WHAT, codes.BACK_REASONS, warning=words.BACK_RULE))
    return tuple(offered)


class ReturnFix(ReasonPanel):
    """One panel for what follows a scan of 返送照合; `undo(reason, note, done)` takes the last record back."""

    next_what = words.NEXT_FIX

    def __init__(
        self,
        window: Window,
        facts: Facts,
        undo: Callable[[str, str | None, Callable[[Any], None]], None] | None,
    ) -> None:
        super().__init__(window, facts.label, facts.slip.state.value, whats(facts, undo=undo is not None))
        self.number, self._undo = facts.slip.number, undo

    def run(self, chosen: Chosen) -> None:
        what, note = chosen.what.code, chosen.note
        if what == UNDO and self._undo is not None:
            self._undo(chosen.reason, note, self._taken_back)
        elif what == CALL:
            self._act(inquiry.contact, self.number, "section", "telephone", chosen.reason, note=note)
        elif what == TELL:
            how, result = chosen.reason.split(":")
            self._act(inquiry.contact, self.number, "citizen", how, result, note=note)
        elif what == OPEN:
            self._act(inquiry.open, self.number, chosen.reason, note=note)
        elif what == CLOSE:
            self._act(inquiry.close, self.number, chosen.reason, note=note)
        else:
            self._act(receiving.documents_back, self.number, chosen.reason, note=note)

    def answered(self, answer: Any) -> None:
        """Closed when it is recorded, with the service's own sentence in the status line."""
        super().answered(answer)
        if not isinstance(answer, Refusal):
            self.window.tell(answer.sentence)

    # ---- inside

    def _taken_back(self, answer: Any) -> None:
        """The screen has the sound and the sentence of it."""
        self.busy = False
        if isinstance(answer, Refusal):
            super().answered(answer)
        else:
            self.close()

    def _act(self, verb: Callable[..., Any], *args: Any, **named: Any) -> None:
        self.session.act(verb, *args, then=self.answered, failed=self._failed, **named)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)
