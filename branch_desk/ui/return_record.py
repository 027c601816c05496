"""返送照合: what a decision records, and what comes of it. One decision at a time; a scan meanwhile waits its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from branch_desk.domain import words_book
from branch_desk.domain import words_return as words
from branch_desk.domain.verdict import DOUBTFUL, Verdict
from branch_desk.services import returns
from branch_desk.services.lookup import Facts
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui import ask_reason, return_verbs
from branch_desk.ui.return_verbs import Decided
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.returning import Returning

DECISIONS = {1: returns.AGREE, 2: returns.DIFFERS, 3: returns.TIME_MISSING}
Done = Callable[[Recorded | Refusal], None]


class Recorder:
    """Knows the last slip recorded here, which F4 puts right, and the time on the slip before, which ↑ brings."""

    def __init__(self, screen: Returning) -> None:
        self.screen = screen
        self.busy = False
        self.last: Facts | None = None
        self.before: datetime | None = None

    def decide(self, digit: int) -> bool:
        """One of the digits below the verdict."""
        screen, time = self.screen, self.screen.card.time
        if time is not None and time.fault:
            return screen.say(time.fault)
        if digit == 1 and screen.verdict is not Verdict.OTHER_BRANCH and not screen.has_time:
            screen.say(words.TIME_FIRST)
            if time is not None:
                time.field.focus()
            return True
        if digit == 2:
            self._ask_what_differs()
        else:
            self._record(DECISIONS[digit])
        return True

    def undo(self, number: str, reason: str, note: str | None, done: Done) -> None:
        """Take the last record of a slip back, which stays on record."""
        self.screen.session.act(
            return_verbs.take_back,
            number,
            reason,
            note,
            then=lambda decided: self._recorded(decided, done),
            failed=self._failed,
        )

    # ---- inside

    def _ask_what_differs(self) -> None:
        screen, shown = self.screen, self.screen.shown
        at = screen.card.time.at if screen.card.time else None
        if shown is not None:
            screen.window.open_panel(
                ask_reason.of_difference(
                    screen.window,
                    shown,
                    lambda chosen, done: self._record(
                        returns.DIFFERS, reason=chosen.reason, note=chosen.note, at=at, done=done
                    ),
                )
            )

    def _record(
        self,
        decision: str,
        *,
        reason: str | None = None,
        note: str | None = None,
        at: datetime | None = None,
        done: Done | None = None,
    ) -> None:
        screen, shown, time = self.screen, self.screen.shown, self.screen.card.time
        if shown is None or self.busy:
            return
        if screen.session.who is None:
            screen.say(words_book.NOBODY)
            return
        if decision != returns.TIME_MISSING and at is None and time is not None:
            at = time.at
        self.busy = True
        self.before = at or self.before
        screen.session.act(
            return_verbs.come_back,
            shown.scanned.number or "",
            decision,
            at,
            reason,
            note,
            shown.scanned.verdict in DOUBTFUL,
            then=lambda decided: self._recorded(decided, done),
            failed=self._failed,
        )

    def _recorded(self, decided: Decided, done: Done | None = None) -> None:
        self.busy = False
        screen, outcome = self.screen, decided.outcome
        if done is not None:
            done(outcome)
        if isinstance(outcome, Refusal):
            screen.say(outcome.sentence)
            return
        if decided.facts is None:
            return
        self.last = None if outcome.result == "undone" else decided.facts
        screen.window.play(Sound.GOOD if outcome.result == "closed" else Sound.LOOK)
        screen.window.tell(words.told(decided.facts.label, outcome.result))
        screen.recorded(outcome.result, decided.facts)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.screen.session.on_trouble(error)
