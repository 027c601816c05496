"""管理簿, the list: search field, filters, one page of the table, and the line below that says where one
is.

A page is asked for by a slip at its edge, so that the last of 1,000,000 is as quick as the first. While an
answer is slow the rows stay.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_book as words
from branch_desk.domain.catalogue import DocumentType, Section
from branch_desk.services import book_pages, lookup
from branch_desk.services.book_pages import NO_ROWS, At, Rows, Span, Wanted
from branch_desk.ui import keys
from branch_desk.ui.book_filters import BookFilters, Kept
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.selector import Selector
from branch_desk.ui.slip_table import Column, SlipTable

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window

TYPING_MS = 150  # a search waits until the hand rests
SLOW_MS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked for and which page is shown, for the same list in another size of text."""

    text: str
    filters: Kept
    top: str | None
    marked: str | None
    first: int
    types: tuple[DocumentType, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the screen wants to know of the list."""

    changed: Callable[[], object]  # the next action or the keys may be others
    typed: Callable[[], object]  # another question
    filled: Callable[[], object]  # other rows
    marked: Callable[[str | None], None]
    opens: Callable[[str], None]


class BookList:
    """Holds the widgets and the page that is shown. `top` and `days` are rows of their own above `frame`."""

    def __init__(self, parent: tk.Misc, over: tk.Misc, window: Window, width: int, heard: Heard) -> None:
        self._window, self._theme, self._heard = window, window.theme, heard
        self.rows = NO_ROWS
        self._at = At()  # which page was asked for last
        self._span: tuple[Wanted, Span] | None = None  # what was counted; None: to be counted anew
        self._first = 0  # the position of the first row
        self._opens = (
            False  # Enter was pressed in the search field: one slip is opened, of several the first is marked
        )
        self._shown = False
        self._keep: str | None = None  # the row that is to be marked when the rows come
        self._timers: dict[str, str] = {}
        # Tab goes through them in the order in which they are made
        self.top, self.days, self.frame = (window.parts.box(parent) for _ in range(3))
        self.frame.grid_propagate(False)
        self.frame.rowconfigure(0, weight=1)
        self.frame.columnconfigure(0, weight=1)
        self.frame.bind("<Destroy>", lambda event: event.widget is self.frame and self._cancel_all(), add="+")
        self._top_row(over)
        self.table = self._table(width)
        self._foot = window.parts.label(self.frame, "", "caption", "ink2")
        self._foot.grid(row=1, column=0, sticky="w", pady=(self._theme.px(4), 0))
        self._empty = window.parts.label(self.table.frame, "", "next", "ink2", bold=True)

    # ---- what the screen asks

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        return self.filters.wanted(self.search.text)

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
        return self.filters.focused

    @property
    def in_table(self) -> bool:
        """Whether the arrows are where they are seen to act."""
        return self.has_focus(self.table.tree)

    def has_focus(self, widget: tk.Misc) -> bool:
        """Whether this very widget has it."""
        return self._window.root.focus_get() is widget

    def ask_lists(self) -> None:
        """The filters, as the catalogue and the calendar are today."""
        self.filters.again()
        self._window.session.run(_lists, then=self._have_lists, latest="book lists")

    def ask_first(self) -> None:
        """The first page of what is wanted now."""
        self._span = None
        self._ask(At())

    def again(self) -> None:
        """Something changed: the same page, the same mark, counted anew."""
        self._span = None
        top = self.rows.rows[0].number if self.rows.rows and self.rows.above else None
        self._ask(At("from", top) if top else At(), keep=self.table.chosen)

    def turn(self, way: str, *, keep: bool = False) -> None:
        """The next page or the one before; `keep` leaves the mark at the edge over which it came."""
        if way == "down" and self.rows.below:
            self._ask(At("below", self.rows.rows[-1].number))
        elif way == "up" and self.rows.above:
            self._ask(At("above", self.rows.rows[0].number), last=keep)

    def end(self, way: str) -> None:
        """The newest or the oldest rows."""
        self._ask(At("last") if way == "down" else At(), last=way == "down")

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
        self.filters.clear()
        self.search.text = ""
        self.search.focus()
        self.ask_first()

    def close_filter(self) -> bool:
        """Take an open list of a filter away; False where none was open."""
        return self.filters.close()

    @property
    def place(self) -> Place:
        """What is asked for and shown now."""
        top = self.rows.rows[0].number if self.rows.rows else None
        return Place(
            self.search.text, self.filters.kept, top, self.table.chosen, self._first, *self.filters.offered
        )

    def take_place(self, place: Place) -> None:
        """The same in this list; its rows are asked for when the table knows how many fit."""
        self.search.text = place.text
        self.filters.take_back(place.filters, place.types, place.sections)
        self._first = place.first
        self._at = At("from", place.top) if place.top and place.first else At()
        self._keep = place.marked
        self._cancel("typing")

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
        total = max(self.rows.span.count, self._first + count)
        facts = [
            words.where_range(self._first + 1, self._first + count, total) if count else "",
            words.more_pages(self.rows.above, self.rows.below, self._theme.narrow),
            keys.say(masked) if count else "",
        ]
        self._foot.configure(text="　".join(fact for fact in facts if fact), fg=self._theme.color("ink2"))

    # ---- asking

    def _ask(self, at: At, *, last: bool = False, keep: str | None = None) -> None:
        self._cancel("typing")
        if self.table.fits < 1:
            return
        self._later("slow", SLOW_MS, lambda: self._foot.configure(text=words.SEARCHING))
        wanted = self.wanted
        known = self._span[1] if self._span is not None and self._span[0] == wanted else None
        self._window.session.run(
            book_pages.page,
            wanted,
            at,
            self.table.fits,
            known,
            then=lambda rows: self._have(rows, wanted, at, last, keep),
            latest="book rows",
        )

    def _resized(self) -> None:
        """Other rows fit: the page from the same row on."""
        at, keep, self._keep = self._at, self._keep, None
        if self.rows.rows and self.rows.above:
            at, keep = At("from", self.rows.rows[0].number), self.table.chosen
        self._ask(at, keep=keep)

    def _have(self, rows: Rows, wanted: Wanted, at: At, last: bool, keep: str | None) -> None:
        if not self.frame.winfo_exists():
            return  # another size was chosen meanwhile: the new list has asked as well
        self._cancel("slow")
        if at.edge == "above" and not rows.above and len(rows.rows) < self.table.fits:
            self._ask(At(), keep=rows.rows[-1].number if last and rows.rows else None)  # a first page is full
            return
        self._heard.filled()
        if at.edge == "below":
            self._first += len(self.rows.rows)
        elif at.edge == "above":
            self._first -= len(rows.rows)
        elif at.edge == "last":
            self._first = rows.span.count - len(rows.rows)
        self._first = max(0, self._first) if rows.above else 0
        self.rows, self._at, self._span = rows, At(), (wanted, rows.span)
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
            if len(rows.rows) == 1 and not rows.above and not rows.below:
                self._heard.opens(rows.rows[0].number)
            elif rows.rows:
                self.table.tree.focus_set()
        self._heard.changed()

    def _have_lists(self, lists: tuple[tuple[Section, ...], tuple[DocumentType, ...]]) -> None:
        if self.frame.winfo_exists():
            sections, types = lists
            self.filters.offer_sections(sections)
            self.filters.offer_types(types)

    def _typed(self) -> None:
        self._opens = False
        self._later("typing", TYPING_MS, self.ask_first)
        self._heard.typed()

    def _filtered(self) -> None:
        self.ask_first()
        self._heard.typed()

    # ---- building

    def _top_row(self, over: tk.Misc) -> None:
        parts = self._window.parts
        self.search = parts.field(self.top, 12, changed=self._typed)
        entry = self.search.entry
        entry.bind("<FocusIn>", lambda event: (set_ime(True), self._heard.changed()), add="+")
        entry.bind("<FocusOut>", lambda event: set_ime(False), add="+")
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up")):
            entry.bind(keysym, lambda event, way=way: self.turn(way) or "break")
        self.filters = BookFilters(
            self.top,
            self.days,
            over,
            self._window,
            self._filtered,
            self._typed,
            self._heard.changed,
            self._place_days,
        )
        self.search.pack(side="left", fill="x", expand=True)

    def show(self, shown: bool) -> None:
        """The list, or nothing of it, where a slip is opened in its place."""
        self._shown = shown
        px = self._theme.px
        if shown:
            self.top.grid(row=0, column=0, columnspan=2, sticky="ew")
            self.frame.grid(row=2, column=0, sticky="nsew", pady=(px(2), 0))
        else:
            self.top.grid_remove()
            self.frame.grid_remove()
        self._place_days()

    def _place_days(self) -> None:
        if self._shown and self.filters.shows_days:
            self.days.grid(row=1, column=0, columnspan=2, sticky="ew")
            self.days.update_idletasks()  # a Tab right behind would pass over what is not mapped yet
        else:
            self.days.grid_remove()

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
            resized=self._resized,
        )
        for keysym, way in (("<End>", "down"), ("<Home>", "up")):
            table.tree.bind(keysym, lambda event, way=way: self.end(way) or "break")
        table.frame.grid(row=0, column=0, sticky="nsew", pady=(self._theme.px(4), 0))
        table.tree.bind("<FocusIn>", lambda event: self._heard.changed(), add="+")
        return table

    def _later(self, name: str, ms: int, do: Callable[[], object]) -> None:
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


def _lists(ledger: Ledger) -> tuple[tuple[Section, ...], tuple[DocumentType, ...]]:
    return lookup.sections(ledger), book_pages.types_of(ledger, None)
