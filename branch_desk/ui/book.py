"""管理簿: the list, and one slip opened. Names are masked; F3 shows them for 30 seconds, which is recorded."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import numbers, words_screen
from branch_desk.domain import words_book as words
from branch_desk.services import book, lookup
from branch_desk.services.lookup import Looked
from branch_desk.services.results import Refusal
from branch_desk.ui.book_list import BookList, Heard
from branch_desk.ui.book_tasks import BookTasks
from branch_desk.ui.fix_panel import FixPanel, whats
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.names_shown import NamesShown
from branch_desk.ui.paper_panel import PaperPanel
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.slip_view import SlipView, side_card
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

SIDE = 352


class Book(Screen):
    """The fourth screen."""

    name = "book"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.looked: Looked | None = None  # the slip that is opened; None: the list
        self.said: Next | None = None  # an answer that stands until the next key
        self._view: SlipView | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        if self.looked is None:
            return words_screen.SCREENS[self.name]
        return words.COPY_TITLE if self.looked.by_copy else words.SLIP_TITLE

    def build(self, parent: tk.Frame) -> None:
        theme, px = self.theme, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(2, weight=1)
        parent.columnconfigure(0, weight=1)
        self._width = theme.fixed(1366) - px(172 + 32)
        self._side_width = 0 if theme.narrow else px(SIDE)
        width = self._width - (self._side_width + px(16) if self._side_width else 0)
        heard = Heard(self.refresh, self._typed, self._filled, self._marked, self._open)
        self.names = NamesShown(self.window, parent, self._names_tick, self._mask)
        self._side = self.parts.card(parent)
        self.list = BookList(parent, parent, self.window, width, heard)
        self.list.show(True)
        if self._side_width:
            self._side.configure(width=self._side_width)
            self._side.grid(row=2, column=1, sticky="nsew", padx=(px(16), 0), pady=(px(6), 0))
            self._side.pack_propagate(False)
        self._slip = self.parts.box(parent)
        self._slip.pack_propagate(False)
        self._slip.configure(takefocus=1)

    def build_again(self, parent: tk.Frame) -> None:
        self.names.end()
        place, looked = self.list.place, self.looked
        self.build(parent)
        self.list.take_place(place)
        if looked is not None:
            self._show(looked)

    def on_shown(self) -> None:
        self.list.ask_lists()
        self._again()

    def on_changed(self, changed: Any) -> None:
        self._again()

    def on_covered(self) -> None:
        self.names.end()

    def first_focus(self) -> tk.Misc:
        return self.list.search.entry if self.looked is None else self._slip

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.looked is not None:
            return Next(words.NEXT_TELL if self.looked.by_copy else words.NEXT_OPENED)
        if self.list.filters.day_fault:
            return Next(words.NEXT_DAY_FAULT, "amber")
        if self.list.filters.in_days:
            return Next(words.NEXT_DAYS)
        if self.list.in_filter is not None:
            return Next(words.NEXT_FILTER)
        if self.list.asked_for_something and not self.list.rows.rows:
            return Next(words.NEXT_NOT_FOUND, "amber")
        return Next(words.NEXT_ROW if self.list.in_table else words.NEXT_SEARCH)

    def keys(self) -> dict[Slot, Key]:
        label = words.KEYS
        one = self.looked is not None or self.list.table.chosen is not None
        changes = one and not (self.looked is not None and self.looked.by_copy)
        back = (
            Key(label["clear"], use=self.list.asked_for_something)
            if self.looked is None
            else Key(label["back"])
        )
        return {
            Slot.BACK: back,
            Slot.FIND: Key(label["find"]),
            Slot.MORE: Key(label["hide" if self.names.left else "names"], use=one),
            Slot.FIX: Key(label["fix"], use=changes),
            Slot.PRINT: Key(label["print"], use=changes),
            Slot.ON: Key(
                label["open"], use=self.looked is None and bool(self.list.rows.rows), main=self.list.in_table
            ),
            Slot.FINISH: Key(label["tasks"], use=self.looked is None),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot in (Slot.BACK, Slot.FIND, Slot.ON):
            self.said = None
        return {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.MORE: self._more,
            Slot.FIX: self._fix,
            Slot.PRINT: self._papers,
            Slot.ON: self._on,
            Slot.FINISH: self._tasks,
        }.get(slot, lambda: False)()

    def on_arrow(self, way: str) -> bool:
        if self.looked is not None:
            return self._view is not None and self._view.turn(way)
        selector = self.list.in_filter
        if selector is not None:
            return selector.step(way)
        self.list.move(way)
        return True

    def on_scan(self, scan: Scan) -> bool:
        if scan.kind is not Kind.NUMBER:
            return False
        number = numbers.read(scan.text)
        if (
            number is not None
            and number.real_kind == numbers.BAG
            and number.practice is self.window.desk.practice
        ):
            self._show_bag(number)
        else:
            self.session.run(lookup.look, scan.text, then=self._scanned, latest="book slip")
        return True

    def look_at(self, number: str) -> None:
        self._open(number)

    # ---- the list

    def _typed(self) -> None:
        self.said = None
        self.refresh()

    def _filled(self) -> None:
        """Other rows: nobody's name stays beside another's slip."""
        self.names.end()

    def _marked(self, number: str | None) -> None:
        if self.theme.narrow:
            self.refresh()
        elif number is None:
            self._show_side(None)
        else:
            self.session.run(lookup.look, number, then=self._show_side, latest="book side")
            self.refresh()

    def _show_side(self, looked: Looked | Refusal | None) -> None:
        side_card(self._side, self.window, None if isinstance(looked, Refusal) else looked, self._side_width)

    def _again(self) -> None:
        """Something changed: the same page, the same mark, the same opened slip."""
        self.names.end()
        self.list.again()
        if self.looked is not None:
            by_copy = self.looked.by_copy
            self.session.run(
                lookup.look,
                self.looked.opened.slip.number,
                then=lambda looked: self._show_again(looked, by_copy),
                latest="book slip",
            )

    def _show_bag(self, number: numbers.Number) -> None:
        """The slips of a bag, in place of what was searched for."""
        if self.looked is not None:
            self._show(None)
        self.list.clear()
        self.list.search.text = number.grouped
        self.list.enter()
        self.window.play(Sound.NOTHING)

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
        if not isinstance(looked, Refusal):
            self.window.play(Sound.NOTHING)
        self._opened(looked)

    def _show_again(self, looked: Looked | Refusal, by_copy: bool) -> None:
        if self.looked is not None and not isinstance(looked, Refusal):
            self._show(lookup.as_read(looked, by_copy))

    def _show(self, looked: Looked | None) -> None:
        """The slip in place of the list, or the list again."""
        was_list = self.looked is None
        self.looked = looked
        if looked is None or not looked.named:
            self.names.end()
        for child in self._slip.winfo_children():
            child.destroy()
        self._view = None
        if looked is None:
            self._slip.grid_remove()
            self.list.show(True)
            if self._side_width:
                self._side.grid()
        else:
            self.list.show(False)
            self._side.grid_remove()
            self._slip.grid(row=2, column=0, columnspan=2, sticky="nsew")
            self._view = SlipView(self._slip, self.window, looked, self._width)
        if self.window.view is self and was_list != (looked is None):
            in_list = self.list.table.tree if self.list.rows.rows else self.list.search.entry
            (in_list if looked is None else self._slip).focus_set()
        self.refresh()

    # ---- keys

    def _on(self) -> bool:
        if self.looked is not None:
            return False
        if self.list.has_focus(self.list.search.entry):
            self.list.enter()
        elif self.list.table.chosen is not None:
            self._open(self.list.table.chosen)
        return True

    def _back(self) -> bool:
        if self.list.close_filter():
            return True
        if self.looked is not None:
            self._show(None)
            return True
        if not self.list.asked_for_something:
            return False
        self.list.clear()
        return True

    def _find(self) -> bool:
        if self.looked is not None:
            self._show(None)
        self.list.search.focus()
        self.list.search.entry.selection_range(0, "end")
        return True

    def _more(self) -> bool:
        if self.names.left:
            self.names.end()
            return True
        if self.session.who is None:
            return self._say(words.NOBODY)
        if self.looked is not None:
            by_copy = self.looked.by_copy
            self.session.act(
                lookup.look_with_names,
                self.looked.opened.slip.number,
                then=lambda looked: self._names_of_one(looked, by_copy),
                latest="book slip",
            )
        elif self.list.rows.rows:
            shown = tuple(row.number for row in self.list.rows.rows)
            self.session.act(book.names_of, shown, then=lambda names: self._names_of_page(shown, names))
        return True

    def _fix(self) -> bool:
        def panel(looked: Looked) -> FixPanel | None:
            opened = looked.opened
            if not whats(opened.slip, typed_names=True, last=opened.undoable):
                return None
            return FixPanel(self.window, opened.slip, opened.label, last=opened.undoable)

        return self._with_chosen(panel)

    def _tasks(self) -> bool:
        """書き出し, 目次, つづり."""
        if self.looked is not None:
            return False
        if self.session.who is None:
            return self._say(words.NOBODY)
        self.window.open_panel(
            BookTasks(self.window, self.list.wanted, self.list.rows.span.count, self._paper_made)
        )
        return True

    def _papers(self) -> bool:
        return self._with_chosen(lambda looked: PaperPanel(self.window, looked.opened, self._paper_made))

    def _paper_made(self, said: Next) -> None:
        self.said = said
        self.refresh()

    def _with_chosen(self, panel: Callable[[Looked], FixPanel | PaperPanel | None]) -> bool:
        """Open a panel about the slip as it is now."""
        number = self.looked.opened.slip.number if self.looked is not None else self.list.table.chosen
        if number is None or (self.looked is not None and self.looked.by_copy):
            return False
        if self.session.who is None:
            return self._say(words.NOBODY)

        def found(looked: Looked | Refusal) -> None:
            if isinstance(looked, Refusal) or self.window.view is not self:
                return
            made = panel(looked)
            if made is None:
                self._say(words.NOTHING_TO_FIX)
            else:
                self.window.open_panel(made)

        self.session.run(lookup.look, number, then=found, latest="book panel")
        return True

    # ---- names

    def _names_of_page(self, shown: tuple[str, ...], names: dict[str, str]) -> None:
        if (
            self.looked is None
            and shown == tuple(row.number for row in self.list.rows.rows)
            and self.window.view is self
        ):
            self.list.show_names(names)
            self._begin_names(len(names))

    def _names_of_one(self, looked: Looked | Refusal, by_copy: bool) -> None:
        if self.looked is not None and not isinstance(looked, Refusal) and self.window.view is self:
            self._show(lookup.as_read(looked, by_copy))
            self._begin_names(1)

    def _begin_names(self, count: int) -> None:
        self.window.tell(words.names_shown(count))
        self.names.begin()
        self.refresh()

    def _names_tick(self) -> None:
        self.list.say_where(self.names.left)

    def _mask(self) -> None:
        """The time is over."""
        self.list.mask_names()
        self.list.say_where()
        if self.looked is not None and self.looked.named:
            self._show(lookup.without_names(self.looked))
        self.refresh()

    def _say(self, sentence: str) -> bool:
        self.said = Next(sentence, "amber")
        self.window.play(Sound.LOOK)
        self.refresh()
        return True
