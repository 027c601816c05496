"""設定, 日数の基準: until when what may take, and extra closing days. Opened by a 責任者 only."""

from __future__ import annotations

import tkinter as tk
from datetime import date

from branch_desk.domain import era
from branch_desk.domain import words_attention as said
from branch_desk.domain import words_settings as words
from branch_desk.domain.rights import StaffRole
from branch_desk.services import limits
from branch_desk.ui.limits_panel import ClosingPanel, LimitPanel
from branch_desk.ui.screen import Next
from branch_desk.ui.settings_section import Table
from branch_desk.ui.sounds import Sound

ADD_ROW = "add"


class LimitsSection(Table):
    """Three limits, and a line a closing day."""

    name = "limits"
    columns = words.LIMIT_COLUMNS

    @property
    def stretched(self) -> str:
        return "value"

    def build(self, area: tk.Frame, width: int) -> None:
        self.heading(area, width, words.LIMITS_NOTE)
        super().build(area, width)

    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        if self.about is None:
            return [(ADD_ROW, (words.ADD_CLOSED, ""))]
        known = self.about.limits
        rows = [(name, (said.LIMITS[name], limits.in_words(name, limits.as_number(name, known)))) for name in limits.NAMES]
        rows += [(day.isoformat(), (words.CLOSED, era.wareki_date(day))) for day in self.about.closed]
        return [*rows, (ADD_ROW, (words.ADD_CLOSED, ""))]

    def next_line(self, at: str) -> Next:
        if self.row == ADD_ROW:
            return Next(words.NEXT_ADD_CLOSED)
        return Next(words.NEXT_LIMIT if self.row in limits.NAMES else words.NEXT_CLOSED)

    def on(self, at: str) -> bool:
        if self.about is None:
            return False
        who = self.session.who
        if who is None or who.role is not StaffRole.RESPONSIBLE:
            self.screen.said = Next(words.NEXT_MAY_NOT, "amber")
            self.window.play(Sound.LOOK)
            return True
        if self.row in limits.NAMES:
            now = limits.in_words(self.row, limits.as_number(self.row, self.about.limits))
            self.window.open_panel(LimitPanel(self.window, self.row, now))
        elif self.row == ADD_ROW:
            self.window.open_panel(ClosingPanel(self.window, None))
        else:
            day = date.fromisoformat(self.row)
            self.window.open_panel(ClosingPanel(self.window, day, era.wareki_date(day)))
        return True
