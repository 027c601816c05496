"""A table of plain rows, all of them held, shown a page at a time: as many as fit whole, two lines where a
name wraps.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import TYPE_CHECKING

from branch_desk.domain import words_binder as words
from branch_desk.domain.text import wrap_ja
from branch_desk.ui import tokens
from branch_desk.ui.slip_table import BORDER, LINES, Column

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


HANGS = "）"  # a bracket or full stop may hang over the end of a line by its own width


@dataclass(frozen=True, slots=True)
class Plain:
    """One row: what names it, its cells by column, and whether it is to be looked at (amber, said by a mark
    as well).
    """

    key: str
    cells: dict[str, str]
    amber: bool = False


class BookTable:
    """The first column is the name of a row. Below the table stands which rows these are."""

    def __init__(
        self,
        parent: tk.Misc,
        window: Window,
        columns: Sequence[Column],
        width: int,
        *,
        changed: Callable[[], object],
    ) -> None:
        self.window, self._columns, self._changed = window, columns, changed
        theme = window.theme
        self._rows: tuple[Plain, ...] = ()
        self._first = 0
        self.fits = 1
        self.frame = window.parts.card(parent)
        self._row_height = theme.fixed(tokens.ROW_OF_TWO[theme.look.step])
        self.widths = self._measure(width - theme.fixed(12))
        names = [column.name for column in columns]
        self.tree = ttk.Treeview(
            self.frame, columns=names, show="headings", style="Two.Treeview", selectmode="browse", height=1
        )
        for column in columns:
            side = "e" if column.weight < 0 else "w"
            self.tree.heading(column.name, text=column.heading, anchor=side)
            self.tree.column(
                column.name, width=self.widths[column.name], minwidth=20, stretch=False, anchor=side
            )
        self.tree.tag_configure("even", background=theme.color("surface"))
        self.tree.tag_configure("odd", background=theme.color("zebra"))
        self.tree.tag_configure("amber", background=theme.color("amber_bg"), foreground=theme.color("amber"))
        self.tree.pack(fill="both", expand=True)
        self.empty = window.parts.label(self.frame, "", "next", "ink2", bold=True)
        self.tree.bind("<Configure>", lambda event: self._fit(event.height))
        self.tree.bind("<<TreeviewSelect>>", lambda event: changed())
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up")):
            self.tree.bind(keysym, lambda event, way=way: self.turn(way) or "break")

    @property
    def chosen(self) -> str | None:
        """What names the marked row."""
        marked = self.tree.selection()
        return marked[0] if marked else None

    @property
    def place(self) -> str:
        """1-8 / 11件, and nothing where there are no rows."""
        shown = len(self.tree.get_children())
        return words.row_range(self._first + 1, self._first + shown, len(self._rows)) if shown else ""

    def fill(self, rows: Sequence[Plain], empty: str) -> None:
        """Show these rows; the mark stays where its row is among them."""
        keep = self.chosen
        self._rows = tuple(rows)
        keys = [row.key for row in self._rows]
        self._first = keys.index(keep) // self.fits * self.fits if keep in keys else 0
        self.empty.configure(text=empty)
        self._show(keep)

    def move(self, way: str) -> bool:
        """One row up or down, over the edge of the page as well."""
        keys = [row.key for row in self._rows]
        if not keys:
            return True
        at = keys.index(self.chosen) if self.chosen in keys else -1
        to = min(max(at + (1 if way == "down" else -1), 0), len(keys) - 1)
        if not self._first <= to < self._first + self.fits:
            self._first = to // self.fits * self.fits
            self._show(keys[to])
        else:
            self._mark(keys[to])
        return True

    def turn(self, way: str) -> None:
        """The next page or the one before."""
        to = self._first + (self.fits if way == "down" else -self.fits)
        if 0 <= to < len(self._rows) or (way == "up" and self._first > 0):
            self._first = max(0, to)
            self._show(None)

    # ---- inside

    def _show(self, keep: str | None) -> None:
        self.tree.delete(*self.tree.get_children())
        shown = self._rows[self._first : self._first + self.fits]
        for n, row in enumerate(shown):
            values = [self._wrapped(column, row.cells.get(column.name, "")) for column in self._columns]
            self.tree.insert(
                "",
                "end",
                iid=row.key,
                values=values,
                tags=("amber" if row.amber else "odd" if n % 2 else "even",),
            )
        self.tree.configure(takefocus=bool(shown))
        if shown:
            self.empty.place_forget()
            keys = [row.key for row in shown]
            self._mark(keep if keep in keys else keys[0])
        else:
            self.empty.place(relx=0.5, rely=0.45, anchor="center")
        self._changed()

    def _mark(self, key: str) -> None:
        self.tree.selection_set(key)
        self.tree.focus(key)

    def _fit(self, height: int) -> None:
        theme = self.window.theme
        heading = theme.font("caption", bold=True).metrics("linespace") + 2 * theme.px(6) + 6
        fits = max(1, (height - heading - 2 * BORDER) // self._row_height)
        if fits != self.fits:
            self.fits = fits
            self._first = self._first // fits * fits
            self._show(self.chosen)

    def _measure(self, width: int) -> dict[str, int]:
        theme = self.window.theme
        body, head, pad = theme.font("body", even=True), theme.font("caption", bold=True), theme.px(16)
        hangs = body.measure(HANGS)
        widths = {
            column.name: pad
            + max(
                body.measure(column.sample) + (hangs if column.weight >= 0 else 0),
                head.measure(column.heading) + theme.px(6),
            )
            for column in self._columns
            if column.sample is not None
        }
        left = width - sum(widths.values())
        shares = sum(column.weight for column in self._columns if column.sample is None)
        for column in self._columns:
            if column.sample is None:
                widths[column.name] = left * column.weight // shares
        return widths

    def _wrapped(self, column: Column, text: str) -> str:
        font = self.window.theme.font("body", even=True)
        hangs = font.measure(HANGS) if column.weight >= 0 else 0
        room = self.widths[column.name] - self.window.theme.px(10) - hangs
        lines = wrap_ja(text, room, font.measure)
        if len(lines) > LINES:  # a month with many gaps in its numbers; the printed index has them all
            lines = [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]
        return "\n".join(lines)
