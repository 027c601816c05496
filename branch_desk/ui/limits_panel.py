"""One limit of 要対応, or an extra closing day: value, reason by digit, PIN; finished with F4."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from branch_desk.domain import words_attention as said
from branch_desk.domain import words_settings as words
from branch_desk.services import limits, opening
from branch_desk.services.results import Refusal, refuse
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.window import Window


class LimitPanel(ReasonPanel):
    """Another value of one limit."""

    asks_note = False

    def __init__(self, window: Window, name: str, now: str) -> None:
        what = What(
            name, said.LIMITS[name], said.LIMIT_REASONS, pin=True, value=words.LIMIT_VALUE[name], warning=words.limit_now(now)
        )
        super().__init__(window, said.LIMITS[name], "", (what,))

    def run(self, chosen: Chosen) -> None:
        value = _number(chosen.value)
        self.session.act(
            limits.change, chosen.what.code, value, chosen.reason, chosen.pin, then=self.answered, failed=self._failed
        )

    def answered(self, answer: Any) -> None:
        told = answer.sentence if not isinstance(answer, Refusal) else ""
        super().answered(answer)
        if told:
            self.window.tell(told)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)


class ClosingPanel(LimitPanel):
    """A day on which the office is closed, beside Sundays and holidays; or, with `day`, one that is none after all."""

    value_width = 10

    def __init__(self, window: Window, day: date | None, told: str = "") -> None:
        self._day = day
        value = "" if day else words.CLOSING_DAY
        heading = words.opens_again(told) if day else words.ADD_CLOSED
        warning = words.CLOSING_NOTE if day is None else ""
        what = What("closing_day", heading, said.LIMIT_REASONS, pin=True, value=value, warning=warning)
        ReasonPanel.__init__(self, window, heading, "", (what,))

    def run(self, chosen: Chosen) -> None:
        day = self._day or day_of(chosen.value)
        if day is None:
            self.answered(refuse("closing_day_form"))
            return
        self.session.act(
            opening.set_closed, day, self._day is None, chosen.reason, chosen.pin, then=self.answered, failed=self._failed
        )


def day_of(typed: str) -> date | None:
    """20261228 or 2026-12-28."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdigit())
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else None
    except ValueError:
        return None


def _number(typed: str) -> int:
    """1715 and 17:15 are the same; -1 is no value of any limit."""
    text = unicodedata.normalize("NFKC", typed).replace(":", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1


