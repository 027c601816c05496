"""A table of slips, as many rows as fit whole, two lines where an official name wraps. It shows a page and
knows nothing of the others.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import TYPE_CHECKING

from branch_desk.domain import words_screen
from branch_desk.domain.text import wrap_ja
from branch_desk.services.lookup import Row
from branch_desk.ui import tokens

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

ICON = 20
LINES = 2
BORDER = 6


@dataclass(frozen=True, slots=True)
class Column:
    """`sample` is the widest text it has to hold on one line ('state' and 'label' are known); None takes a
    share of what is left.
    """

    name: str
    heading: str
    sample: str | None
    weight: int = 0


class SlipTable:
    """ttk.Treeview refilled page by page (25 slots: 9 ms a step and no memory, against 1 s and 94 MiB for
    100,000 rows).
    """

    def __init__(
        self,
        parent: tk.Misc,
        window: Window,
        columns: Sequence[Column],
        width: int,
        *,
        on_page: Callable[[str], None],
        on_select: Callable[[str | None], object],
        resized: Callable[[], object],
        states: Collection[str] = tuple(words_screen.STATES),
    ) -> None:
        self.window, self._columns = window, columns
        self._states = [words_screen.STATES[state] for state in states]
        self._on_select, self._resized = on_select, resized
        theme = window.theme
        self.fits = 0
        self._rows: tuple[Row, ...] = ()
        self._was: str | None = None
        self.frame = window.parts.card(parent)
        self._row_height = theme.fixed(tokens.ROW_OF_TWO[theme.look.step])
        self.widths = self._measure(width - theme.fixed(10))
        named = [column.name for column in columns[1:]]
        self.tree = ttk.Treeview(
            self.frame, columns=named, style="Two.Treeview", selectmode="browse", height=1
        )
        for column in columns:
            at = "#0" if column is columns[0] else column.name
            self.tree.heading(at, text=column.heading, anchor="w")
            self.tree.column(
                at, width=self.widths[column.name], minwidth=20, stretch=column.weight > 0, anchor="w"
            )
        self.tree.tag_configure("even", background=theme.color("surface"))
        self.tree.tag_configure("odd", background=theme.color("zebra"))
        self.tree.pack(fill="both", expand=True)
        self.tree.bind("<<TreeviewSelect>>", lambda event: self._selected())
        self.tree.bind("<Configure>", lambda event: self._fit(event.height))
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up")):
            self.tree.bind(keysym, lambda event, way=way: on_page(way) or "break")
        self.tree.bind("<MouseWheel>", lambda event: on_page("up" if event.delta > 0 else "down") or "break")
        for button, way in (("<Button-4>", "up"), ("<Button-5>", "down")):
            self.tree.bind(button, lambda event, way=way: on_page(way) or "break")

    @property
    def chosen(self) -> str | None:
        """The number of the marked row."""
        marked = self.tree.selection()
        return marked[0] if marked else None

    def fill(
        self,
        rows: Sequence[Row],
        cells: Sequence[dict[str, str]],
        *,
        last: bool = False,
        keep: str | None = None,
    ) -> None:
        """Show these rows. The mark goes to `keep` where it is among them, else to the first or last row."""
        self._rows = tuple(rows)
        self.tree.delete(*self.tree.get_children())
        self._was = None
        for n, (row, cell) in enumerate(zip(rows, cells, strict=True)):
            texts = {"number": row.label} | cell
            values = [self._wrapped(column, texts.get(column.name, "")) for column in self._columns[1:]]
            self.tree.insert(
                "",
                "end",
                iid=row.number,
                text=" " + words_screen.STATES[row.state],
                values=values,
                image=self.window.icons.state(row.state, ICON),
                tags=("odd" if n % 2 else "even",),
            )
        if rows:
            numbers = [row.number for row in rows]
            self.mark(keep if keep in numbers else numbers[-1 if last else 0])
        else:
            self._on_select(None)
        self.tree.configure(takefocus=bool(rows))

    def say(self, name: str, texts: dict[str, str]) -> None:
        """Put other words into one column, by number."""
        column = next(column for column in self._columns if column.name == name)
        for number, text in texts.items():
            if self.tree.exists(number):
                self.tree.set(number, name, self._wrapped(column, text))

    def mark(self, number: str) -> None:
        """Choose a row."""
        self.tree.selection_set(number)
        self.tree.focus(number)

    def move(self, way: str) -> bool:
        """One row up or down; False at the edge of the page."""
        numbers = [row.number for row in self._rows]
        if not numbers:
            return True
        at = numbers.index(self.chosen) if self.chosen in numbers else -1
        to = at + (1 if way == "down" else -1)
        if not 0 <= to < len(numbers):
            return False
        self.mark(numbers[to])
        return True

    # ---- inside

    def _selected(self) -> None:
        """The shape of the marked row is drawn in the colours of the mark."""
        chosen = self.chosen
        states = {row.number: row.state for row in self._rows}
        for number, selected in ((self._was, False), (chosen, True)):
            if number in states and self.tree.exists(number):
                self.tree.item(number, image=self.window.icons.state(states[number], ICON, selected=selected))
        if chosen != self._was:
            self._was = chosen
            self._on_select(chosen)

    def _fit(self, height: int) -> None:
        heading = (
            self.window.theme.font("caption", bold=True).metrics("linespace")
            + 2 * self.window.theme.px(6)
            + 6
        )
        # a row that is not whole is not drawn at all; sv-ttk keeps a border of 5 px above and below
        fits = max(1, (height - heading - 2 * BORDER) // self._row_height)
        if fits != self.fits:
            self.fits = fits
            self._resized()

    def _measure(self, width: int) -> dict[str, int]:
        theme = self.window.theme
        body, pad = theme.font("body", even=True), theme.px(12)
        widths: dict[str, int] = {}
        for column in self._columns:
            if column.sample == "state":
                widths[column.name] = (
                    max(body.measure(" " + word) for word in self._states) + theme.px(ICON) + 2 * pad
                )
            elif column.sample == "label":
                widths[column.name] = body.measure("令8-" + self.window.desk.name + "-501-00042") + pad
            elif column.sample is not None:
                widths[column.name] = body.measure(column.sample) + pad
        left = width - sum(widths.values())
        shares = sum(column.weight for column in self._columns)
        for column in self._columns:
            if column.sample is None:
                widths[column.name] = left * column.weight // shares
        return widths

    def _wrapped(self, column: Column, text: str) -> str:
        font = self.window.theme.font("body", even=True)
        lines = wrap_ja(text, self.widths[column.name] - self.window.theme.px(10), font.measure)
        if len(lines) > LINES:  # a name of a hundred characters; opened, the slip shows it whole
            lines = [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]
        return "\n".join(lines)
