"""The slips of a bag in a table: a shape and a word first, official names on two lines where they need them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import TYPE_CHECKING

from branch_desk.domain.text import wrap_ja
from branch_desk.ui import tokens

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

ICON = 20
EDGE = 10       # sv-ttk's border on both sides


@dataclass(frozen=True, slots=True)
class Column:
    """`sample` is the widest text it has to hold; None takes what is left. Numbers stand at the right."""

    name: str
    heading: str
    sample: str | None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the shape with its colour, the word beside it, and the cells by the names of their columns."""

    number: str
    shape: str
    tone: str
    word: str
    cells: dict[str, str]


class BagTable:
    """ttk.Treeview; a bag holds tens of slips, so all of them are in it and it scrolls to the marked one."""

    def __init__(self, parent: tk.Misc, window: Window, columns: Sequence[Column], words: Sequence[str],
                 width: int) -> None:
        self._window, self._columns = window, tuple(columns)
        theme = window.theme
        self._font = theme.font("body", even=True)
        self.row_height = theme.fixed(tokens.ROW_OF_TWO[theme.look.step])
        self.frame = window.parts.card(parent)
        self.widths = self._measure(words, width - theme.fixed(EDGE))
        self.tree = ttk.Treeview(self.frame, columns=[column.name for column in self._columns[1:]],
                                 style="Two.Treeview", selectmode="browse", height=1, takefocus=False)
        for n, column in enumerate(self._columns):
            at = "#0" if n == 0 else column.name
            anchor = "e" if column.right else "w"
            self.tree.heading(at, text=column.heading, anchor=anchor)
            self.tree.column(at, width=self.widths[column.name], minwidth=20, stretch=False, anchor=anchor)
        self.tree.tag_configure("even", background=theme.color("surface"))
        self.tree.tag_configure("odd", background=theme.color("zebra"))
        self.tree.pack(fill="both", expand=True)
        self.tree.bind("<<TreeviewSelect>>", lambda event: self._selected())
        self._lines: dict[str, Line] = {}
        self._was: str | None = None

    @property
    def chosen(self) -> str | None:
        """The number of the marked row."""
        marked = self.tree.selection()
        return marked[0] if marked else None

    @property
    def heading_height(self) -> int:
        """What the headings and the borders take."""
        theme = self._window.theme
        return theme.font("caption", bold=True).metrics("linespace") + 2 * theme.px(6) + 6 + theme.fixed(12)

    def fill(self, lines: Sequence[Line], keep: str | None = None) -> None:
        """Show these rows and mark `keep`, else the first."""
        self.tree.delete(*self.tree.get_children())
        self._lines, self._was = {line.number: line for line in lines}, None
        for n, line in enumerate(lines):
            self.tree.insert("", "end", iid=line.number, text=" " + line.word, image=self._image(line, False),
                             values=[self._wrapped(column, line.cells.get(column.name, ""))
                                     for column in self._columns[1:]], tags=("odd" if n % 2 else "even",))
        if lines:
            self.mark(keep if keep in self._lines else lines[0].number)

    def mark(self, number: str) -> None:
        """Choose a row and bring it into sight."""
        self.tree.selection_set(number)
        self.tree.see(number)

    def move(self, way: str) -> bool:
        """One row up or down; it stops at the ends."""
        numbers = list(self._lines)
        if not numbers:
            return False
        at = numbers.index(self.chosen) if self.chosen in numbers else 0
        self.mark(numbers[min(max(at + (1 if way == "down" else -1), 0), len(numbers) - 1)])
        return True

    # ---- inside

    def _image(self, line: Line, selected: bool) -> tk.PhotoImage:
        icons = self._window.icons
        if selected:
            return icons.shape(line.shape, "on_select", ICON, ground="select")
        return icons.shape(line.shape, line.tone, ICON)

    def _selected(self) -> None:
        """The shape of the marked row is drawn in the colours of the mark."""
        chosen = self.chosen
        for number, selected in ((self._was, False), (chosen, True)):
            if number is not None and self.tree.exists(number) and number in self._lines:
                self.tree.item(number, image=self._image(self._lines[number], selected))
        self._was = chosen

    def _measure(self, words: Sequence[str], width: int) -> dict[str, int]:
        theme, pad = self._window.theme, self._window.theme.px(12)
        heading = theme.font("caption", bold=True)
        widths = {}
        for n, column in enumerate(self._columns):
            if n == 0:
                widths[column.name] = max(self._font.measure(" " + word) for word in words) + theme.px(ICON) + 2 * pad
            elif column.sample is not None:
                widths[column.name] = max(self._font.measure(column.sample), heading.measure(column.heading)) + pad + theme.px(8)
        left = width - sum(widths.values())
        for column in self._columns:
            widths.setdefault(column.name, left)
        return widths

    def _wrapped(self, column: Column, text: str) -> str:
        measure, width = self._font.measure, self.widths[column.name]
        room = width - self._window.theme.px(10)
        lines = wrap_ja(text, room, measure)
        if any(measure(line) > width for line in lines):      # a mark that hangs over would be cut by the column
            lines = wrap_ja(text, room - measure("・"), measure)
        return "\n".join(lines)
