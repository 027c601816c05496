"""受け取り日時 from the paper: eight digits, read back in words beside the field. It never guesses a time."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from datetime import datetime

from branch_desk.domain import era
from branch_desk.domain import words_return as words
from branch_desk.ui.parts import Parts

DIGITS = 8


class TimeField:
    """A field and what it means. `recorded` is the section's own record, `before` the time of the slip before."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        now: Callable[[], datetime],
        changed: Callable[[], None],
        *,
        caption: str = words.TIME,
        recorded: datetime | None = None,
        before: datetime | None = None,
    ) -> None:
        self._parts, self._now, self._changed = parts, now, changed
        self._recorded, self._before = recorded, before
        px = parts.theme.px
        self.row = parts.box(parent)
        parts.label(self.row, caption, "body", bold=True).pack(side="left")
        self.field = parts.field(self.row, 9, even=True, changed=self._typed)
        self.field.pack(side="left", padx=px(6))
        self._said = parts.label(self.row, "", "body", bold=True)
        self._said.pack(side="left", padx=(px(4), 0))
        self._typed()

    @property
    def digits(self) -> str:
        """What was typed, half-width."""
        return unicodedata.normalize("NFKC", self.field.text).strip()

    @property
    def empty(self) -> bool:
        """Nothing was typed."""
        return not self.digits

    @property
    def at(self) -> datetime | None:
        """The moment, if it is one that can have been."""
        found = era.from_typed(self.digits, self._now()) if len(self.digits) == DIGITS else None
        return found if found is not None and found <= self._now() else None

    @property
    def fault(self) -> str:
        """Why what was typed is no time; '' while it may become one."""
        if self.empty or self.at is not None:
            return ""
        if len(self.digits) == DIGITS and era.from_typed(self.digits, self._now()) is not None:
            return words.TIME_FUTURE
        return words.TIME_FORM

    def bring_before(self) -> bool:
        """The date of the slip before; the hour is typed, or brought by a second press."""
        if self._before is None:
            return False
        day = f"{self._before.month:02d}{self._before.day:02d}"
        self.field.text = (
            day if self.digits != day else f"{day}{self._before.hour:02d}{self._before.minute:02d}"
        )
        return True

    def _typed(self) -> None:
        if not hasattr(self, "_said"):
            return
        color = self._parts.theme.color
        text, tone, bold = (
            words.time_hint(era.slashed(self._before).split(" ")[0] if self._before else ""),
            "ink2",
            False,
        )
        if self.at is not None:
            text, tone, bold = words.time_read(era.month_day_clock(self.at)), "blue", True
            if self._recorded is not None and self.at != self._recorded.replace(second=0):
                text, tone = words.time_differs(era.slashed(self.at), era.slashed(self._recorded)), "amber"
        elif len(self.digits) >= DIGITS or (self.digits and not self.digits.isdigit()):
            text, tone, bold = self.fault, "red", True
        self._said.configure(text=text, fg=color(tone), font=self._parts.theme.font("body", bold=bold))
        self._changed()
