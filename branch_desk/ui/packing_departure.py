"""発送の日時: now, unless another moment is typed as eight digits and read back in words beside the field."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from branch_desk.domain import era
from branch_desk.domain import words_bags as words
from branch_desk.ui.parts import Field

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

DIGITS = 8


class Departure:
    """What is typed outlives the widgets: the screen is drawn anew whenever something was recorded."""

    def __init__(self, window: Window, last: Callable[[], str | None], changed: Callable[[], object]) -> None:
        """`last`: when the bag was last counted, before which it cannot have left."""
        self._window, self._last, self._changed = window, last, changed
        self.text = ""
        self.field: Field | None = None
        self._says: tk.Label | None = None
        self._room = 0

    def build(self, parent: tk.Frame, room: int) -> None:
        """The field and what it means, in a line `room` wide."""
        parts, px = self._window.parts, self._window.theme.px
        parts.label(parent, words.DEPARTURE, bold=True).pack(side="left", padx=(px(5), 0))
        field = parts.field(parent, DIGITS + 1, even=True, changed=self._typed)
        field.pack(side="left", padx=px(6))
        self._says = parts.label(parent, "", "body")
        self._says.pack(side="left")
        self._room = room - parent.winfo_reqwidth()
        field.text = self.text
        self.field = field
        self._say()

    @property
    def has_focus(self) -> bool:
        """Whether what is typed goes here."""
        return self.field is not None and self.field.winfo_exists() and (
            self._window.root.focus_get() is self.field.entry)

    @property
    def at(self) -> datetime | None:
        """The typed moment; None for now."""
        return era.from_typed(self._digits, self._window.clock()) if len(self._digits) == DIGITS else None

    @property
    def good(self) -> bool:
        """Whether nothing is typed, or a moment at which the bag can have left."""
        return not self._digits or (self.at is not None and not self._fault)

    @property
    def _digits(self) -> str:
        return unicodedata.normalize("NFKC", self.text).strip()

    @property
    def _fault(self) -> str:
        digits, at, last = self._digits, self.at, self._last()
        if len(digits) < DIGITS and (not digits or digits.isdigit()):
            return ""       # it may become one
        if at is None:
            return words.DEPARTURE_FORM
        if at > self._window.clock():
            return words.DEPARTURE_FUTURE
        return words.DEPARTURE_EARLY if last and at < era.moment(last).replace(second=0) else ""

    def _typed(self) -> None:
        if self.field is not None:
            self.text = self.field.text
            self._say()
            self._changed()

    def _say(self) -> None:
        theme, at = self._window.theme, self.at
        text, tone = words.DEPARTURE_NOTE, "ink2"
        if self._fault:
            text, tone = self._fault, "red"
        elif at is not None:
            text, tone = era.month_day_clock(at), "blue"
        if theme.font("body").measure(text) > self._room:
            text = words.DEPARTURE_SHORT
        if self._says is not None:
            self._says.configure(text=text, fg=theme.color(tone))
