"""Beside the table of 集計: the chart, what to review with its arithmetic, and the changes of the limits.
At the large sizes these are a page of their own, the two cards side by side below the chart."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import words_statistics as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services import statistics, statistics_papers
from branch_desk.services.statistics import TypeLine, Year
from branch_desk.ui.statistics_chart import Bar, Chart

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

CHART_HIGH, CHART_LOW = 108, 88
REASON_LINES = (2, 1)  # in the column, on the page of the large sizes


class Side:
    """Three cards; it knows the year that is shown and the type that is marked."""

    def __init__(self, parent: tk.Misc, window: Window, width: int) -> None:
        parts, px, narrow = window.parts, window.theme.px, window.theme.narrow
        self._window, inner = window, 2 * px(16)
        # a closing mark may hang out of its line by one character
        self._width = (
            ((width - px(8)) // 2 if narrow else width) - inner - window.theme.font("body").measure("）")
        )
        self.frame = parts.box(parent)
        chart = parts.card(self.frame)
        chart.pack(fill="x", pady=(0, px(8)))
        self.chart = Chart(chart, window, width - inner, px(CHART_LOW if narrow else CHART_HIGH))
        self.chart.frame.pack(padx=px(14), pady=px(6))
        cards = parts.box(self.frame)
        cards.pack(fill="x")
        self._review = parts.card(cards, "amber_bg", "amber")
        self._changes = parts.card(cards)
        if narrow:
            self._review.pack(side="left", fill="both", expand=True, padx=(0, px(8)))
            self._changes.pack(side="left", fill="both", expand=True)
        else:
            self._review.pack(fill="x", pady=(0, px(8)))
            self._changes.pack(fill="x")
        self._year: Year | None = None
        self._type: TypeLine | None = None

    def show(self, year: Year) -> None:
        """Another year, or the same one anew."""
        self._year = year
        begun = f"{year.last:%Y-%m}"
        self.chart.show(
            [
                Bar(line.name, line.counts.issued - line.counts.open, line.counts.open)
                for line in year.months
                if line.code <= begun or line.counts.issued
            ]
        )
        self._say()
        self._say_changes(year)

    def mark(self, line: TypeLine | None) -> None:
        """The arithmetic of this type stands in the card."""
        if line != self._type:
            self._type = line
            self._say()

    def _say(self) -> None:
        year, parts = self._year, self._window.parts
        if year is None:
            return
        area = self._emptied(self._review)
        count = len(year.few)
        title = words.FEW_TITLE.format(count=count) if count else words.FEW_NONE if year.judged else words.FEW
        parts.lines(area, title, self._width, "body", "amber", bold=True, gap=1).pack(anchor="w")
        parts.lines(area, year.how, self._width, "caption", "ink", gap=1).pack(anchor="w")
        if self._type is not None and year.judged and not self._window.theme.narrow:
            parts.lines(
                area, f"{self._type.code} {self._type.note}", self._width, "caption", "ink", bold=True, gap=1
            ).pack(anchor="w")
        refused = sum(times for _, times in year.refused)
        asked = [item for item in year.asked if item.code]
        parts.lines(
            area,
            words.ASKED_TITLE if asked else words.REFUSED_TITLE,
            self._width,
            "body",
            "amber",
            bold=True,
            gap=1,
        ).pack(anchor="w", pady=(self._window.theme.px(4), 0))
        told = [words.ASKED_ROW.format(name=item.name, times=item.times) for item in asked[:1]]
        told.append(self._reasons(year, refused) if refused else words.ASKED_NONE)
        for sentence in told:
            parts.lines(area, sentence, self._width, "caption", "ink", gap=1).pack(anchor="w")

    def _reasons(self, year: Year, refused: int) -> str:
        """How many were not taken and why, as many reasons as there is room for, most frequent first."""
        total = words.REFUSED_TOTAL.format(count=f"{refused:,}")
        named = [
            words.REASON_COUNT.format(name=statistics.refusal_words(rule), times=f"{times:,}")
            for rule, times in year.refused
        ]
        measure = self._window.theme.font("caption").measure
        for count in range(len(named), 0, -1):
            rest = [words.OTHER_REASONS] if count < len(named) else []
            sentence = f"{total}（{'・'.join(named[:count] + rest)}）"
            if len(wrap_ja(sentence, self._width, measure)) <= REASON_LINES[self._window.theme.narrow]:
                return sentence
        return total

    def _say_changes(self, year: Year) -> None:
        parts, area = self._window.parts, self._emptied(self._changes)
        room = 2 if self._window.theme.narrow else 1
        title, earlier = words.CHANGES_TITLE, len(year.changes) - room
        parts.label(
            area,
            title + (words.EARLIER_CHANGES.format(count=earlier) if earlier > 0 else ""),
            "body",
            bold=True,
        ).pack(anchor="w")
        for change in year.changes[-room:]:
            said = f"{statistics_papers.change_words(change)}\n{statistics_papers.change_why(change)}"
            parts.lines(area, said, self._width, "caption", "ink2", gap=1).pack(anchor="w")
        if not year.changes:
            parts.lines(area, words.CHANGES_NONE, self._width, "caption", "ink2", gap=1).pack(anchor="w")

    def _emptied(self, card: tk.Frame) -> tk.Frame:
        for child in card.winfo_children():
            child.destroy()
        px = self._window.theme.px
        area = self._window.parts.box(card)
        area.pack(fill="x", padx=px(14), pady=px(6))
        return area
