"""管理簿, the list: search field, filters, one page of the table, and the line below that says where one is.

Pages are keyset pages: each knows where it begins, so the last of 100,000 is as quick as the first. While an answer is slow the rows stay.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_book as words
from branch_desk.domain import words_screen
from branch_desk.domain.catalogue import Section
from branch_desk.services import lookup
from branch_desk.services.lookup import Rows, Wanted
from branch_desk.ui import keys
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.selector import Selector
from branch_desk.ui.slip_table import Column, SlipTable

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

TYPING_MS = 150  # a search waits until the hand rests
SLOW_MS = 300
MONTHS = 13
STATES = ("held", "bagged", "dispatched", "received", "closed", "voided", "handed_back")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the screen wants to know of the list."""

    changed: Callable[[], None]  # the next action or the keys may be others
    typed: Callable[[], None]  # another question
    filled: Callable[[], None]  # other rows
    marked: Callable[[str | None], None]
    opens: Callable[[str], None]


class BookList:
    """Holds the widgets and the page that is shown."""

    def __init__(self, parent: tk.Misc, over: tk.Misc, window: Window, width: int, heard: Heard) -> None:
        self._window, self._theme, self._heard = window, window.theme, heard
        self.rows = Rows((), 0, None)
        self._starts: list[object | None] = [None]  # where each page so far begins
        self._at = self._first = self._total = 0
        self._opens = (
            False  # Enter was pressed in the search field: one slip is opened, of several the first is marked
        )
        self._timers: dict[str, str] = {}
        self.frame = window.parts.box(parent)
        self.frame.grid_propagate(False)
        self.frame.rowconfigure(1, weight=1)
        self.frame.columnconfigure(0, weight=1)
        self.frame.bind("<Destroy>", lambda event: event.widget is self.frame and self._cancel_all(), add="+")
        self._top_row(over)
        self.table = self._table(width)
        self._foot = window.parts.label(self.frame, "", "caption", "ink2")
        self._foot.grid(row=2, column=0, sticky="w", pady=(self._theme.px(4), 0))
        self._empty = window.parts.label(self.table.frame, "", "next", "ink2", bold=True)

    # ---- what the screen asks

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        return Wanted(self.search.text, *(self.filters[name].value for name in ("section", "state", "month")))

    @property
    def asked_for_something(self) -> bool:
        """Whether the list is not simply everything."""
        return self.wanted != Wanted()

    @property
    def waits(self) -> bool:
        """A search is about to be asked, or its answer is slow."""
        return bool(self._timers)

    @property
    def in_filter(self) -> Selector | None:
        """The filter that has the focus."""
        return next((selector for selector in self.filters.values() if self.has_focus(selector.face)), None)

    @property
    def in_table(self) -> bool:
        """Whether the arrows are where they are seen to act."""
        return self.has_focus(self.table.tree)

    def has_focus(self, widget: tk.Misc) -> bool:
        """Whether this very widget has it."""
        return self._window.root.focus_get() is widget

    def ask_lists(self) -> None:
        """The filters, as the catalogue and the calendar are today."""
        today = self._window.clock()
        before = [today.year * 12 + today.month - 1 - n for n in range(MONTHS)]
        months = [(count // 12, count % 12 + 1) for count in before]
        self.filters["month"].offer([(month, words.month(*month, today.year)) for month in months])
        self._window.session.run(lookup.sections, then=self._have_sections, latest="book sections")

    def ask_first(self) -> None:
        """The first page of what is wanted now."""
        self._starts, self._at, self._first = [None], 0, 0
        self._ask()

    def again(self) -> None:
        """Something changed: the same page, the same mark."""
        self._ask(keep=self.table.chosen)

    def turn(self, way: str, *, keep: bool = False) -> None:
        """The next page or the one before; `keep` leaves the mark at the edge over which it came."""
        to = self._at + (1 if way == "down" else -1)
        if not 0 <= to < len(self._starts):
            return
        shown = len(self.rows.rows) if way == "down" else -self.table.fits
        self._first = max(0, self._first + shown) if to else 0
        self._at = to
        self._ask(last=keep and way == "up")

    def move(self, way: str) -> None:
        """One row up or down, over the edge of the page as well."""
        if not self.table.move(way):
            self.turn(way, keep=True)

    def enter(self) -> None:
        """Enter in the search field: at once, and then into what was found."""
        self._opens = True
        self.ask_first()

    def clear(self) -> None:
        """Everything again."""
        for selector in self.filters.values():
            selector.clear()
        self.search.text = ""
        self.search.focus()
        self.ask_first()

    def close_filter(self) -> bool:
        """Take an open list of a filter away; False where none was open."""
        return any([selector.close() for selector in self.filters.values()])

    def show_names(self, names: dict[str, str]) -> None:
        """Whole names in place of the masked ones."""
        self.table.say("name", {row.number: names.get(row.number, words.NOT_NAMED) for row in self.rows.rows})

    def mask_names(self) -> None:
        """Masked again."""
        self.table.say("name", {row.number: row.name or words.NOT_NAMED for row in self.rows.rows})

    def say_where(self, names_left: int = 0) -> None:
        """Which rows of how many these are; while names are shown, how long that lasts."""
        if names_left:
            self._foot.configure(text=words.names_left(names_left), fg=self._theme.color("amber"))
            return
        count = len(self.rows.rows)
        masked = words.MASKED_SHORT if self._theme.narrow else words.MASKED_NOTE
        total = max(self._total, self._first + count)
        facts = [
            words.where_range(self._first + 1, self._first + count, total) if count else "",
            words.more_pages(self._at > 0, self.rows.next is not None),
            keys.say(masked) if count else "",
        ]
        self._foot.configure(text="　".join(fact for fact in facts if fact), fg=self._theme.color("ink2"))

    # ---- asking

    def _ask(self, *, last: bool = False, keep: str | None = None) -> None:
        self._cancel("typing")
        if self.table.fits < 1:
            return
        self._later("slow", SLOW_MS, lambda: self._foot.configure(text=words.SEARCHING))
        at = self._at
        self._window.session.run(
            lookup.page,
            self.wanted,
            self._starts[at],
            self.table.fits,
            then=lambda rows: self._have(rows, at, last, keep),
            latest="book rows",
        )

    def _have(self, rows: Rows, at: int, last: bool, keep: str | None) -> None:
        if not self.frame.winfo_exists():
            return  # another size was chosen meanwhile: the new list has asked as well
        self._cancel("slow")
        self._heard.filled()
        self.rows = rows
        if rows.total is not None:
            self._total = rows.total
        self._starts[at + 1 :] = [rows.next] if rows.next is not None else []
        cells = [
            {"type": row.type_name, "name": row.name or words.NOT_NAMED, "holder": row.holder}
            for row in rows.rows
        ]
        self.table.fill(rows.rows, cells, last=last, keep=keep)
        self.say_where()
        if rows.rows:
            self._empty.place_forget()
        else:
            self._empty.configure(text=words.NOT_FOUND if self.asked_for_something else words.EMPTY)
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
        if self._opens:
            self._opens = False
            if len(rows.rows) == 1 and at == 0 and rows.next is None:
                self._heard.opens(rows.rows[0].number)
            elif rows.rows:
                self.table.tree.focus_set()
        self._heard.changed()

    def _have_sections(self, sections: tuple[Section, ...]) -> None:
        if self.frame.winfo_exists():
            self.filters["section"].offer([(section.code, section.name) for section in sections])

    def _typed(self) -> None:
        self._opens = False
        self._later("typing", TYPING_MS, self.ask_first)
        self._heard.typed()

    def _filtered(self) -> None:
        self.ask_first()
        self._heard.typed()

    # ---- building

    def _top_row(self, over: tk.Misc) -> None:
        parts, px = self._window.parts, self._theme.px
        top = parts.box(self.frame)
        top.grid(row=0, column=0, sticky="ew")
        self.search = parts.field(top, 12, changed=self._typed)
        entry = self.search.entry
        entry.bind("<FocusIn>", lambda event: (set_ime(True), self._heard.changed()), add="+")
        entry.bind("<FocusOut>", lambda event: set_ime(False), add="+")
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up")):
            entry.bind(keysym, lambda event, way=way: self.turn(way) or "break")
        self.filters = {
            name: Selector(top, over, parts, caption, self._filtered)
            for name, caption in words.FILTERS.items()
        }
        for selector in reversed(
            self.filters.values()
        ):  # first what must not be cut; the field takes what is left
            selector.pack(side="right", padx=(px(4), 0))
            selector.face.bind("<FocusIn>", lambda event: self._heard.changed(), add="+")
        self.search.pack(side="left", fill="x", expand=True)
        self.filters["state"].offer([(state, words_screen.STATES[state]) for state in STATES])

    def _table(self, width: int) -> SlipTable:
        named = words.COLUMNS
        columns = (
            Column("state", named["state"], "state"),
            Column("number", named["number"], "label"),
            Column("type", named["type"], None, weight=5),
            Column("name", named["name"], "漢字のお名前"),
            Column("holder", named["holder"], None, weight=3),
        )
        table = SlipTable(
            self.frame,
            self._window,
            columns,
            width,
            on_page=self.turn,
            on_select=self._heard.marked,
            resized=self.ask_first,
        )
        table.frame.grid(row=1, column=0, sticky="nsew", pady=(self._theme.px(4), 0))
        table.tree.bind("<FocusIn>", lambda event: self._heard.changed(), add="+")
        return table

    def _later(self, name: str, ms: int, do: Callable[[], None]) -> None:
        self._cancel(name)

        def run() -> None:
            self._timers.pop(name, None)
            do()

        self._timers[name] = self.frame.after(ms, run)

    def _cancel(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            self.frame.after_cancel(timer)

    def _cancel_all(self) -> None:
        for name in list(self._timers):
            self._cancel(name)
