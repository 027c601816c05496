"""管理簿: search, filters, a page of the table, the history of one slip. Names are masked; F3 shows them for 30 seconds, recorded."""
from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import words_book as words
from branch_desk.domain import words_screen
from branch_desk.domain.catalogue import Section
from branch_desk.services import book, lookup
from branch_desk.services.lookup import Looked, Rows, Wanted
from branch_desk.services.results import Refusal
from branch_desk.ui import keys
from branch_desk.ui.fix_panel import FixPanel
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.paper_panel import PaperPanel
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.selector import Selector
from branch_desk.ui.slip_table import Column, SlipTable
from branch_desk.ui.slip_view import SlipView, side_card
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

SIDE = 352
TYPING_MS = 150         # a search waits until the hand rests
SLOW_MS = 300
NAMES_S = 30
MONTHS = 13
STATES = ("held", "bagged", "dispatched", "received", "closed", "voided", "handed_back")


class Book(Screen):
    """The fourth screen."""

    name = "book"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.rows = Rows((), 0, None)
        self.looked: Looked | None = None       # the slip that is opened; None: the list
        self.said: Next | None = None           # an answer that stands until the next key
        self._starts: list[object | None] = [None]      # where each page so far begins
        self._at = 0
        self._first = 0
        self._total = 0
        self._opens = False             # Enter was pressed in the search field: one slip is opened, of several the first is marked
        self._names_left = 0
        self._who: object = None
        self._timers: dict[str, str] = {}

    # ---- what the window asks

    @property
    def title(self) -> str:
        if self.looked is None:
            return words_screen.SCREENS[self.name]
        return words.COPY_TITLE if self.looked.by_copy else words.SLIP_TITLE

    def build(self, parent: tk.Frame) -> None:
        theme, px = self.theme, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(0, weight=1)
        parent.columnconfigure(0, weight=1)
        self._body = parent
        self.whole = theme.fixed(1366) - px(172 + 32)
        side = 0 if theme.narrow else px(SIDE)
        self._list = self.parts.box(parent)
        self._list.grid(row=0, column=0, sticky="nsew")
        self._list.grid_propagate(False)
        self._list.rowconfigure(1, weight=1)
        self._list.columnconfigure(0, weight=1)
        top = self.parts.box(self._list)
        top.grid(row=0, column=0, sticky="ew")
        self.search = self.parts.field(top, 12, changed=self._typed)
        self.search.entry.bind("<FocusIn>", lambda event: (set_ime(True), self.refresh()), add="+")
        self.search.entry.bind("<FocusOut>", lambda event: set_ime(False), add="+")
        for keysym, way in (("<Next>", "down"), ("<Prior>", "up")):
            self.search.entry.bind(keysym, lambda event, way=way: self._turn(way) or "break")
        self.filters = {name: Selector(top, parent, self.parts, caption, self._filtered) for name, caption in words.FILTERS.items()}
        for selector in reversed(self.filters.values()):        # first what must not be cut; the field takes what is left
            selector.pack(side="right", padx=(px(4), 0))
        self.search.pack(side="left", fill="x", expand=True)
        for selector in self.filters.values():
            selector.face.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        self.filters["state"].offer([(state, words_screen.STATES[state]) for state in STATES])
        columns = (Column("state", words.COLUMNS["state"], "state"), Column("number", words.COLUMNS["number"], "label"),
                   Column("type", words.COLUMNS["type"], None, weight=5), Column("name", words.COLUMNS["name"], "漢字のお名前"),
                   Column("holder", words.COLUMNS["holder"], None, weight=3))
        width = self.whole - (side + px(16) if side else 0)
        self.table = SlipTable(self._list, self.window, columns, width, on_page=self._turn, on_select=self._marked, resized=self._ask_first)
        self.table.frame.grid(row=1, column=0, sticky="nsew", pady=(px(4), 0))
        self.table.tree.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        self._foot = self.parts.label(self._list, "", "caption", "ink2")
        self._foot.grid(row=2, column=0, sticky="w", pady=(px(4), 0))
        self._empty = self.parts.label(self.table.frame, "", "next", "ink2", bold=True)
        self._side = self.parts.card(parent)
        if side:
            self._side.configure(width=side)
            self._side.grid(row=0, column=1, sticky="nsew", padx=(px(16), 0))
            self._side.pack_propagate(False)
        self._slip = self.parts.box(parent)
        self._slip.pack_propagate(False)
        self._view: SlipView | None = None

    def on_shown(self) -> None:
        today = self.window.clock()
        months = [((today.year * 12 + today.month - 1 - n) // 12, (today.year * 12 + today.month - 1 - n) % 12 + 1) for n in range(MONTHS)]
        self.filters["month"].offer([(month, words.month(*month, today.year)) for month in months])
        self.session.run(lookup.sections, then=self._have_sections, latest="book sections")
        self._again()

    def on_changed(self, changed: Any) -> None:
        self._again()

    def on_covered(self) -> None:
        self._hide_names()

    def first_focus(self) -> tk.Misc:
        return self.search.entry if self.looked is None else self._slip

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.looked is not None:
            return Next(words.NEXT_TELL if self.looked.by_copy else words.NEXT_OPENED)
        if any(self._focused(selector.face) for selector in self.filters.values()):
            return Next(words.NEXT_FILTER)
        if self._asked_for_something and not self.rows.rows:
            return Next(words.NEXT_NOT_FOUND, "amber")
        return Next(words.NEXT_ROW if self._focused(self.table.tree) else words.NEXT_SEARCH)

    def keys(self) -> dict[Slot, Key]:
        label = words.KEYS
        one = self.looked is not None or self.table.chosen is not None
        read_only = self.looked is not None and self.looked.by_copy
        back = Key(label["back"]) if self.looked is not None else Key(label["clear"], use=self._asked_for_something)
        names = Key(label["hide" if self._names_left else "names"], use=one)
        return {Slot.BACK: back, Slot.FIND: Key(label["find"]), Slot.MORE: names, Slot.FIX: Key(label["fix"], use=one and not read_only),
                Slot.PRINT: Key(label["print"], use=one and not read_only),
                Slot.ON: Key(label["open"], use=self.looked is None and bool(self.rows.rows), main=self._focused(self.table.tree))}

    def on_key(self, slot: Slot) -> bool:
        if slot in (Slot.BACK, Slot.FIND, Slot.ON):
            self.said = None
        return {Slot.BACK: self._back, Slot.FIND: self._find, Slot.MORE: self._more, Slot.FIX: self._fix, Slot.PRINT: self._papers,
                Slot.ON: self._on}.get(slot, lambda: False)()

    def on_arrow(self, way: str) -> bool:
        if self.looked is not None:
            return self._view is not None and self._view.turn(way)
        for selector in self.filters.values():
            if self._focused(selector.face):
                return selector.step(way)
        if not self.table.move(way):
            self._turn(way, keep=True)
        return True

    def on_scan(self, scan: Scan) -> bool:
        if scan.kind is not Kind.NUMBER:
            return False
        self.session.run(lookup.look, scan.text, then=self._scanned, latest="book slip")
        return True

    # ---- the list

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        return Wanted(self.search.text, *(self.filters[name].value for name in ("section", "state", "month")))

    @property
    def _asked_for_something(self) -> bool:
        return self.wanted != Wanted()

    def _typed(self) -> None:
        self.said = None
        self._opens = False
        self._later("typing", TYPING_MS, self._ask_first)
        self.refresh()

    def _filtered(self) -> None:
        self._ask_first()
        self.refresh()

    def _ask_first(self) -> None:
        self._starts, self._at, self._first = [None], 0, 0
        self._ask()

    def _again(self) -> None:
        """Something changed: the same page, the same mark, the same opened slip."""
        self._ask(keep=self.table.chosen)
        self._hide_names()
        if self.looked is not None:
            by_copy = self.looked.by_copy
            self.session.run(lookup.look, self.looked.opened.slip.number, then=lambda looked: self._show_again(looked, by_copy), latest="book slip")

    def _ask(self, *, last: bool = False, keep: str | None = None) -> None:
        self._cancel("typing")
        if self.table.fits < 1:
            return
        self._later("slow", SLOW_MS, lambda: self._foot.configure(text=words.SEARCHING))
        at = self._at
        self.session.run(lookup.page, self.wanted, self._starts[at], self.table.fits, then=lambda rows: self._have(rows, at, last, keep),
                         latest="book rows")

    def _have(self, rows: Rows, at: int, last: bool, keep: str | None) -> None:
        self._cancel("slow")
        self._hide_names()
        self.rows = rows
        if rows.total is not None:
            self._total = rows.total
        self._starts[at + 1:] = [rows.next] if rows.next is not None else []
        cells = [{"type": row.type_name, "name": row.name or words.NOT_NAMED, "holder": row.holder} for row in rows.rows]
        self.table.fill(rows.rows, cells, last=last, keep=keep)
        self._say_where()
        if rows.rows:
            self._empty.place_forget()
        else:
            self._empty.configure(text=words.NOT_FOUND if self._asked_for_something else words.EMPTY)
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
        if self._opens:
            self._opens = False
            if len(rows.rows) == 1 and at == 0 and rows.next is None:
                self._open(rows.rows[0].number)
            elif rows.rows:
                self.table.tree.focus_set()
        self.refresh()

    def _turn(self, way: str, *, keep: bool = False) -> None:
        to = self._at + (1 if way == "down" else -1)
        if self.looked is not None or not 0 <= to < len(self._starts):
            return
        self._first = max(0, self._first + (len(self.rows.rows) if way == "down" else -self.table.fits)) if to else 0
        self._at = to
        self._ask(last=keep and way == "up")

    def _say_where(self) -> None:
        if self._names_left:
            self._foot.configure(text=words.names_left(self._names_left), fg=self.theme.color("amber"))
            return
        count = len(self.rows.rows)
        facts = [words.where_range(self._first + 1, self._first + count, max(self._total, self._first + count)) if count else "",
                 words.more_pages(self._at > 0, self.rows.next is not None),
                 keys.say(words.MASKED_SHORT if self.theme.narrow else words.MASKED_NOTE) if count else ""]
        self._foot.configure(text="　".join(fact for fact in facts if fact), fg=self.theme.color("ink2"))

    def _marked(self, number: str | None) -> None:
        if number is None:
            self._show_side(None)
        elif not self.theme.narrow:
            self.session.run(lookup.look, number, then=self._show_side, latest="book side")
        self.refresh()

    def _show_side(self, looked: Looked | Refusal | None) -> None:
        if not self.theme.narrow:
            side_card(self._side, self.window, None if isinstance(looked, Refusal) else looked, self.theme.px(SIDE))

    def _have_sections(self, sections: tuple[Section, ...]) -> None:
        self.filters["section"].offer([(section.code, section.name) for section in sections])

    # ---- one slip

    def _open(self, number: str) -> None:
        self.session.run(lookup.look, number, then=self._opened, latest="book slip")

    def _opened(self, looked: Looked | Refusal) -> None:
        if isinstance(looked, Refusal):
            self._say(looked.sentence)
            return
        self.said = None
        self._show(looked)
        self.window.tell(words.opened(looked.opened.label))

    def _scanned(self, looked: Looked | Refusal) -> None:
        if isinstance(looked, Refusal):
            self.window.play(Sound.LOOK)
        else:
            self.window.play(Sound.NOTHING)
        self._opened(looked)

    def _show_again(self, looked: Looked | Refusal, by_copy: bool) -> None:
        if self.looked is not None and not isinstance(looked, Refusal):
            self._show(lookup.as_read(looked, by_copy))

    def _show(self, looked: Looked | None) -> None:
        if looked is None or not looked.named:
            self._hide_names()
        self.looked = looked
        for child in self._slip.winfo_children():
            child.destroy()
        self._view = None
        if looked is None:
            self._slip.grid_remove()
            self._list.grid()
            if not self.theme.narrow:
                self._side.grid()
        else:
            self._list.grid_remove()
            self._side.grid_remove()
            self._slip.grid(row=0, column=0, columnspan=2, sticky="nsew")
            self._slip.configure(takefocus=1)
            self._slip.update_idletasks()
            self._view = SlipView(self._slip, self.window, looked, self.whole)
        if self.window.view is self:
            (self._slip if looked is not None else self.table.tree if self.rows.rows else self.search.entry).focus_set()
        self.refresh()

    # ---- keys

    def _on(self) -> bool:
        if self.looked is not None:
            return False
        if self._focused(self.search.entry):
            self._opens = True
            self._ask_first()
        elif self.table.chosen is not None:
            self._open(self.table.chosen)
        return True

    def _back(self) -> bool:
        if any(selector.close() for selector in self.filters.values()):
            return True
        if self.looked is not None:
            self._show(None)
            return True
        if not self._asked_for_something:
            return False
        for selector in self.filters.values():
            selector.clear()
        self.search.text = ""
        self.search.focus()
        self._ask_first()
        return True

    def _find(self) -> bool:
        if self.looked is not None:
            self._show(None)
        self.search.focus()
        self.search.entry.selection_range(0, "end")
        return True

    def _more(self) -> bool:
        if self._names_left:
            self._hide_names()
            return True
        if self.session.who is None:
            return self._say(words.NOBODY)
        if self.looked is not None:
            by_copy = self.looked.by_copy
            self.session.act(lookup.look_with_names, self.looked.opened.slip.number,
                             then=lambda looked: self._names_of_one(looked, by_copy), latest="book slip")
        elif self.rows.rows:
            self.session.act(book.names_of, tuple(row.number for row in self.rows.rows), then=self._names_of_page)
        return True

    def _fix(self) -> bool:
        return self._with_chosen(lambda looked: self.window.open_panel(FixPanel(self.window, looked.opened.slip, looked.opened.label)))

    def _papers(self) -> bool:
        return self._with_chosen(lambda looked: self.window.open_panel(PaperPanel(self.window, looked.opened, self._paper_made)))

    def _paper_made(self, sentence: str) -> None:
        self.said = Next(sentence, "green")
        self.refresh()

    def _with_chosen(self, do: Callable[[Looked], None]) -> bool:
        """Open a panel about the slip as it is now."""
        number = self.looked.opened.slip.number if self.looked is not None else self.table.chosen
        if number is None or (self.looked is not None and self.looked.by_copy):
            return False
        if self.session.who is None:
            return self._say(words.NOBODY)
        self.session.run(lookup.look, number, then=lambda looked: isinstance(looked, Refusal) or do(looked), latest="book panel")
        return True

    # ---- names

    def _names_of_page(self, names: dict[str, str]) -> None:
        self.table.say("name", {row.number: names.get(row.number, words.NOT_NAMED) for row in self.rows.rows})
        self._begin_names(len(names))

    def _names_of_one(self, looked: Looked | Refusal, by_copy: bool) -> None:
        if not isinstance(looked, Refusal):
            self._show(lookup.as_read(looked, by_copy))
            self._begin_names(1)

    def _begin_names(self, count: int) -> None:
        self._names_left, self._who = NAMES_S, self.session.who
        self.window.tell(words.names_shown(count))
        self._later("names", 1000, self._tick)
        self._say_where()
        self.refresh()

    def _tick(self) -> None:
        """Names go after 30 seconds, with another person, and with another screen."""
        self._names_left -= 1
        if self._names_left <= 0 or self.session.who is not self._who or not self._body.winfo_viewable():
            self._hide_names()
            return
        self._say_where()
        self._later("names", 1000, self._tick)

    def _hide_names(self) -> None:
        self._cancel("names")
        if not self._names_left:
            return
        self._names_left = 0
        self.table.say("name", {row.number: row.name or words.NOT_NAMED for row in self.rows.rows})
        self._say_where()
        if self.looked is not None and self.looked.named:
            self._show(lookup.without_names(self.looked))
        self.refresh()

    # ---- inside

    def _focused(self, widget: tk.Misc) -> bool:
        return self.window.root.focus_get() is widget

    def _say(self, sentence: str) -> bool:
        self.said = Next(sentence, "amber")
        self.window.play(Sound.LOOK)
        self.refresh()
        return True

    def _later(self, name: str, ms: int, do: Callable[[], None]) -> None:
        self._cancel(name)

        def run() -> None:
            self._timers.pop(name, None)
            do()
        self._timers[name] = self._body.after(ms, run)

    def _cancel(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            self._body.after_cancel(timer)
