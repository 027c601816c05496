"""The bars of a year: filled where the slips are closed, striped where they are still out, the number on
each."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_statistics as words

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

STRIPE = 5
WIDEST = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One month."""

    name: str
    done: int
    open: int


class Chart:
    """A canvas and its legend. No scale and no grid: the numbers are on the bars."""

    def __init__(self, parent: tk.Misc, window: Window, width: int, height: int) -> None:
        parts, theme = window.parts, window.theme
        self._theme = theme
        self.frame = parts.box(parent)
        head = parts.box(self.frame)
        head.pack(fill="x")
        parts.label(head, words.CHART, "body", bold=True).pack(side="left")
        parts.label(head, words.CASES, "caption", "ink2").pack(side="left", padx=theme.px(8))
        for striped, word in ((True, words.LEGEND_OPEN), (False, words.LEGEND_DONE)):
            parts.label(head, word, "caption", "ink2").pack(side="right", padx=(theme.px(6), 0))
            sample = tk.Canvas(
                head, width=theme.px(18), height=theme.px(14), bg=head.cget("bg"), highlightthickness=0
            )
            self._bar(sample, 0, 1, theme.px(16), theme.px(12), striped=striped)
            sample.pack(side="right", padx=(theme.px(12), 0))
        self._width, self._height = width, height
        self.canvas = tk.Canvas(
            self.frame, width=width, height=height, bg=self.frame.cget("bg"), highlightthickness=0
        )
        self.canvas.pack()

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw these months."""
        self.canvas.delete("all")
        theme, canvas = self._theme, self.canvas
        font = theme.font("caption", bold=True)
        line = font.metrics("linespace")
        foot = self._height - line - theme.px(4)
        canvas.create_line(0, foot, self._width, foot, fill=theme.color("control"), width=1)
        most = max((bar.done + bar.open for bar in bars), default=0) or 1
        step = self._width / max(1, len(bars))
        wide = min(theme.px(WIDEST), step * 0.66)
        crowded = any(font.measure(f"{bar.done + bar.open:,}") > step - 2 for bar in bars)
        room = foot - line * (2 if crowded else 1) - theme.px(4)
        for n, bar in enumerate(bars):
            middle = (n + 0.5) * step
            name = bar.name if font.measure(bar.name) < step else bar.name.rstrip("月")
            canvas.create_text(
                middle,
                foot + theme.px(3),
                text=name,
                font=theme.font("caption"),
                fill=theme.color("ink2"),
                anchor="n",
            )
            done, still = (round(room * part / most) for part in (bar.done, bar.open))
            if bar.done:
                self._bar(canvas, middle - wide / 2, foot - done, wide, done, striped=False)
            if bar.open:
                self._bar(
                    canvas, middle - wide / 2, foot - done - max(still, 3), wide, max(still, 3), striped=True
                )
            above = line if crowded and n % 2 else 0  # two of four figures side by side would touch
            canvas.create_text(
                middle,
                foot - done - still - theme.px(2) - above,
                text=f"{bar.done + bar.open:,}",
                font=font,
                fill=theme.color("ink"),
                anchor="s",
            )

    def _bar(self, canvas: tk.Canvas, x: float, y: float, w: float, h: float, *, striped: bool) -> None:
        blue = self._theme.color("blue")
        canvas.create_rectangle(x, y, x + w, y + h, outline=blue, fill="" if striped else blue)
        at = y + self._theme.px(STRIPE)
        while striped and at < y + h:
            canvas.create_line(x, at, x + w, at, fill=blue)
            at += self._theme.px(STRIPE)
