"""A table of a few hundred lines that are all at hand: as many as fit whole are shown, a page at a time.

A line is a shape with its word and some cells. Where a cell takes two lines all rows are high enough for two.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import TYPE_CHECKING

from branch_desk.domain.text import wrap_ja
from branch_desk.ui import tokens

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

ICON = 20
BORDER = 6
LINES = 2
FACTS = "  "         # between separate facts (mockups/ui, Words)


@dataclass(frozen=True, slots=True)
class Line:
    """`key` is its own; `cells` are named as the columns."""

    key: str
    word: str
    shape: str
    tone: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """`sample` is the widest text that it has to hold on one line; None takes a share of what is left."""

    name: str
    heading: str
    sample: str | None = None
    weight: int = 0
    right: bool = False


class LineTable:
    """ttk.Treeview; the first column holds the shape and the word."""

    def __init__(self, parent: tk.Misc, window: Window, columns: Sequence[Column], width: int, *,
                 words: Sequence[str], chosen: Callable[[], object], paged: Callable[[], object]) -> None:
        self.window, self._columns, self._chosen, self._paged = window, tuple(columns), chosen, paged
        theme = window.theme
        self.lines: tuple[Line, ...] = ()
        self.first, self.fits = 0, 0
        self._was: str | None = None
        self.frame = window.parts.card(parent)
        self.widths = self._measure(width - theme.fixed(10), words)
        self.tree = ttk.Treeview(self.frame, columns=[column.name for column in columns[1:]], selectmode="browse", height=1)
        for column in columns:
            at = "#0" if column is columns[0] else column.name
            anchor = "e" if column.right else "w"
            self.tree.heading(at, text=column.heading, anchor=anchor)
            self.tree.column(at, width=self.widths[column.name], minwidth=20, stretch=column.weight > 0, anchor=anchor)
        self.tree.tag_configure("even", background=theme.color("surface"))
        self.tree.tag_configure("odd", background=theme.color("zebra"))
        self.tree.pack(fill="both", expand=True)
        self.tree.bind("<<TreeviewSelect>>", lambda event: self._selected())
        self.tree.bind("<Configure>", lambda event: self._fit())
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up"), ("<Button-5>", "down"), ("<Button-4>", "up")):
            self.tree.bind(keysym, lambda event, way=way: self.turn(way) or "break")
        self.tree.bind("<MouseWheel>", lambda event: self.turn("up" if event.delta > 0 else "down") or "break")

    @property
    def chosen(self) -> str | None:
        """The key of the marked line."""
        marked = self.tree.selection()
        return marked[0] if marked else None

    @property
    def shown(self) -> tuple[Line, ...]:
        """What is on the page."""
        return self.lines[self.first:self.first + self.fits]

    def fill(self, lines: Sequence[Line]) -> None:
        """These lines from now on. The mark stays on its line, else it goes to the first."""
        keep, before = self.chosen, [line.key for line in self.lines]
        self.lines = tuple(lines)
        keys = [line.key for line in self.lines]
        if keep not in keys:        # the line after the one that went
            at = before.index(keep) if keep in before else 0
            keep = keys[min(at, len(keys) - 1)] if keys else None
        high = any("\n" in text for line in self.lines for text in self._values(line))
        self.tree.configure(style="Two.Treeview" if high else "Treeview", takefocus=bool(keys))
        self._row = self.window.theme.fixed(
            (tokens.ROW_OF_TWO if high else tokens.ROW)[self.window.theme.look.step])
        self._fit(show=False)
        self._show(keep)

    def move(self, way: str) -> bool:
        """One line up or down, over the edge of the page as well."""
        keys = [line.key for line in self.lines]
        if keys:
            at = keys.index(self.chosen) if self.chosen in keys else 0
            self._show(keys[max(0, min(len(keys) - 1, at + (1 if way == "down" else -1)))])
        return True

    def turn(self, way: str) -> None:
        """A page up or down."""
        first = self.first + (self.fits if way == "down" else -self.fits)
        if self.lines and self.fits and -self.fits < first < len(self.lines):
            self._show(self.lines[max(0, first)].key)

    # ---- inside

    def _show(self, key: str | None) -> None:
        keys = [line.key for line in self.lines]
        if self.fits and key in keys:
            self.first = keys.index(key) // self.fits * self.fits
        self.first = min(self.first, max(0, len(keys) - 1))
        if tuple(self.tree.get_children()) != tuple(keys[self.first:self.first + self.fits]) or self._stale():
            self.tree.delete(*self.tree.get_children())
            self._was = None
            for n, line in enumerate(self.shown):
                self.tree.insert("", "end", iid=line.key, text=" " + line.word, values=self._values(line),
                                 image=self._image(line), tags=("odd" if n % 2 else "even",))
        if key is not None and self.tree.exists(key):
            self.tree.selection_set(key)
            self.tree.focus(key)
        self._paged()
        self._selected()

    def _stale(self) -> bool:
        """Whether a line on the page says something else by now."""
        return any(self.tree.item(line.key, "text") != " " + line.word
                   or [str(value) for value in self.tree.item(line.key, "values")] != self._values(line)
                   for line in self.shown)

    def _values(self, line: Line) -> list[str]:
        return [self._wrapped(column, line.cells.get(column.name, "")) for column in self._columns[1:]]

    def _image(self, line: Line, *, selected: bool = False) -> tk.PhotoImage:
        if selected:
            return self.window.icons.shape(line.shape, "on_select", ICON, ground="select")
        return self.window.icons.shape(line.shape, line.tone, ICON)

    def _selected(self) -> None:
        """The shape of the marked line is drawn in the colours of the mark."""
        by_key = {line.key: line for line in self.shown}
        chosen = self.chosen
        for key, selected in ((self._was, False), (chosen, True)):
            if key in by_key and self.tree.exists(key):
                self.tree.item(key, image=self._image(by_key[key], selected=selected))
        self._was = chosen
        self._chosen()

    def _fit(self, *, show: bool = True) -> None:
        theme = self.window.theme
        heading = theme.font("caption", bold=True).metrics("linespace") + 2 * theme.px(6) + 6
        row = getattr(self, "_row", theme.fixed(tokens.ROW[theme.look.step]))
        # a row that is not whole is not drawn at all; sv-ttk keeps a border of 5 px above and below
        fits = max(1, (self.tree.winfo_height() - heading - 2 * BORDER) // row)
        if fits != self.fits:
            self.fits = fits
            if show and self.lines:
                self._show(self.chosen)

    def _measure(self, width: int, words: Sequence[str]) -> dict[str, int]:
        theme = self.window.theme
        body, pad = theme.font("body", even=True), theme.px(12)
        widths = {self._columns[0].name: max(body.measure(" " + word) for word in words) + theme.px(ICON) + 2 * pad}
        for column in self._columns[1:]:
            if column.sample is not None:
                heading = theme.font("caption", bold=True).measure(column.heading) + theme.px(8)
                widths[column.name] = max(body.measure(column.sample), heading) + pad
        left, shares = width - sum(widths.values()), sum(column.weight for column in self._columns)
        return widths | {column.name: left * column.weight // shares for column in self._columns[1:]
                         if column.sample is None}

    def _wrapped(self, column: Column, text: str) -> str:
        font = self.window.theme.font("body", even=True)
        room = self.widths[column.name] - self.window.theme.px(10)
        lines = _at_blanks(text, room, font.measure) or wrap_ja(text, room, font.measure)
        if len(lines) > LINES:      # opened, the slip shows it whole
            lines = [*lines[:LINES - 1], lines[LINES - 1][:-1] + "…"]
        return "\n".join(lines)


def _at_blanks(text: str, room: int, measure: Callable[[str], int]) -> list[str] | None:
    """Broken between its facts, which two blanks part; None where that does not give lines that fit."""
    lines = [""]
    for fact in text.split(FACTS):
        longer = f"{lines[-1]}{FACTS}{fact}" if lines[-1] else fact
        if measure(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(fact)
    return lines if len(lines) <= LINES and all(measure(line) <= room for line in lines) else None
