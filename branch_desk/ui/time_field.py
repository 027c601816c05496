"""受け取り日時 from the paper: eight digits, read back in words beside the field. It never guesses a time."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from branch_desk.domain import era
from branch_desk.domain import words_return as words
from branch_desk.ui.parts import Parts

DIGITS = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows: the time recorded before and whose record it is, and when the papers were taken in."""

    recorded: datetime | None = None
    whose: str = "section"  # or 'paper'
    taken: datetime | None = None


class TimeField:
    """A field and what it means. `before` is the time of the slip before, whose date ↑ brings; `wrong` is said of
    digits that are no time, `early` of a time before the papers were taken in."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        now: Callable[[], datetime],
        changed: Callable[[], object],
        *,
        caption: str = words.TIME,
        known: Known,
        before: datetime | None = None,
        wrong: str = words.TIME_FORM,
        early: str = words.TIME_BEFORE,
    ) -> None:
        self._parts, self._now, self._changed = parts, now, changed
        self._known, self._before, self._wrong, self._early = known, before, wrong, early
        px = parts.theme.px
        self.row = parts.box(parent)
        if caption:
            parts.label(self.row, caption, "body", bold=True).pack(side="left")
        self.field = parts.field(self.row, 9, even=True, changed=self._typed)
        self.field.pack(side="left", padx=(px(6) if caption else 0, px(6)))
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
        found = self._typed_moment
        return found if found is not None and found <= self._now() and not self._too_early(found) else None

    @property
    def fault(self) -> str:
        """Why what was typed is no time; '' while it may become one."""
        if self.empty or self.at is not None:
            return ""
        found = self._typed_moment
        if found is None:
            return self._wrong
        if found > self._now():
            return words.TIME_FUTURE
        return self._early.format(era.slashed(self._known.taken) if self._known.taken else "")

    def bring_before(self) -> bool:
        """The date of the slip before; the hour is typed, or brought by a second press."""
        if self._before is None:
            return False
        day = f"{self._before.month:02d}{self._before.day:02d}"
        self.field.text = (
            day if self.digits != day else f"{day}{self._before.hour:02d}{self._before.minute:02d}"
        )
        return True

    @property
    def _typed_moment(self) -> datetime | None:
        return era.from_typed(self.digits, self._now()) if len(self.digits) == DIGITS else None

    def _too_early(self, found: datetime) -> bool:
        """Papers are not received before they are taken in. The paper says minutes, the ledger seconds."""
        return self._known.taken is not None and found < self._known.taken.replace(second=0, microsecond=0)

    def _said_of(self, at: datetime) -> tuple[str, str]:
        """What a good time means, and its tone: amber where the record says another."""
        recorded = self._known.recorded
        if recorded is not None and at != recorded.replace(second=0, microsecond=0):
            same_day = at.date() == recorded.date()
            other = era.clock(recorded) if same_day else era.slashed(recorded)
            return words.time_differs(era.slashed(at), other, self._known.whose), "amber"
        text = era.month_day_clock(at)
        if at.year != self._now().year:  # eight digits hold no year
            text = f"{era.wareki_date(at.date())} {era.clock(at)}"
        return words.time_read(text), "blue"

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
            text, tone = self._said_of(self.at)
            bold = True
        elif len(self.digits) >= DIGITS or (self.digits and not self.digits.isdigit()):
            text, tone, bold = self.fault, "red", True
        self._said.configure(text=text, fg=color(tone), font=self._parts.theme.font("body", bold=bold))
        self._changed()
