"""未返送: what is still out, oldest first, with the last known holder."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import words_return as words
from branch_desk.domain.fold import OPEN
from branch_desk.services.lookup import Out, Row
from branch_desk.ui.slip_table import Column, SlipTable

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


class Outstanding:
    """A page of the list at a time; the whole of it is held, since it is what the branch still waits for."""

    def __init__(self, parent: tk.Frame, window: Window, width: int, changed: Callable[[], object]) -> None:
        parts, px = window.parts, window.theme.px
        self._rows: tuple[Row, ...] = ()
        self._total = 0
        self._days: dict[str, int] = {}
        self._first = 0
        self._changed = changed
        head = parts.box(parent)
        head.pack(fill="x")
        parts.label(head, words.OUT, "next", bold=True).pack(side="left")
        self._note = parts.label(head, "", "body", "ink2")
        self._note.pack(side="left", padx=px(12))
        columns = (
            Column("state", words.OUT_COLUMNS["state"], "state"),
            Column("number", words.OUT_COLUMNS["number"], "label"),
            Column("type", words.OUT_COLUMNS["type"], None, weight=6),
            Column("holder", words.OUT_COLUMNS["holder"], None, weight=3),
            Column("days", words.OUT_COLUMNS["days"], words.out_days(88)),
        )
        self._table = SlipTable(
            parent,
            window,
            columns,
            width,
            on_page=self._turn,
            on_select=lambda number: changed(),
            resized=self._fit,
            states=OPEN,
        )
        self._table.frame.pack(fill="both", expand=True, pady=(px(6), 0))
        self._empty = parts.label(parent, words.OUT_NONE, "next", "green", bold=True)

    @property
    def numbers(self) -> list[str]:
        """What is out."""
        return [row.number for row in self._rows]

    @property
    def chosen(self) -> str | None:
        """The marked slip."""
        return self._table.chosen

    @property
    def focus_on(self) -> tk.Misc:
        """What takes the arrows."""
        return self._table.tree

    def fill(self, out: Out) -> None:
        """The list as it is now."""
        self._rows, self._total, self._days = out.rows, out.total, out.days
        self._first = min(self._first, max(0, len(self._rows) - 1))
        self._show()

    def move(self, way: str) -> bool:
        """One row up or down, over the edge of the page as well."""
        if not self._table.move(way):
            self._turn(way, keep=True)
        return True

    def _days_of(self, row: Row) -> str:
        days = self._days.get(row.number)
        return "" if days is None else words.out_days(days)

    def _fit(self) -> None:
        if self._rows:
            self._show()

    def _turn(self, way: str, *, keep: bool = False) -> None:
        fits = self._table.fits
        first = self._first + (fits if way == "down" else -fits)
        if 0 <= first < len(self._rows) or (way == "up" and self._first > 0):
            self._first = max(0, first)
            self._show(last=keep and way == "up")

    def _show(self, *, last: bool = False) -> None:
        shown = self._rows[self._first : self._first + self._table.fits]
        cells = [
            {"type": row.type_name, "holder": row.holder, "days": self._days_of(row)} for row in shown
        ]
        self._table.fill(shown, cells, last=last)
        if self._rows:
            self._note.configure(text=words.out_range(self._first + 1, self._first + len(shown), self._total))
            self._empty.place_forget()
        else:
            self._note.configure(text="")
            self._empty.place(relx=0.5, rely=0.4, anchor="center")
        self._changed()
