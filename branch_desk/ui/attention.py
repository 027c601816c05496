"""要対応: what is late, oldest first, with the last known holder, what to do now, and F4 for what came of it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import Any

from branch_desk.domain import words_attention as words
from branch_desk.domain import words_screen
from branch_desk.services import attention, attention_card
from branch_desk.services.attention import Item
from branch_desk.services.attention_card import Card
from branch_desk.services.results import Recorded
from branch_desk.ui import attention_view, tokens
from branch_desk.ui.attention_panels import ChooseInquiry, ChooseSection, RecordResult
from branch_desk.ui.history_paper import print_history
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.line_table import Column, Line, LineTable
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.signoff import SignOff
from branch_desk.ui.window import Window

LEFT = 252
CARD = 158


class Attention(Screen):
    """The fifth screen. Left the sections, right the list and the card of the marked line; at 大 and 特大 the list takes
    the whole width and the sections are behind F2."""

    name = "attention"
    quiet = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.items: tuple[Item, ...] | None = None
        self.section: str | None = None         # its digit; None is all
        self.card: Card | None = None
        self.said: Next | None = None
        window.exchange.changed.append(self._exchanged)

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        self.parts = self.window.parts
        theme, px = self.theme, self.theme.px
        room = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self._side: tk.Frame | None = None
        self._stopped = self.parts.box(parent)
        self._stopped.pack(fill="x")
        area = self.parts.box(parent)
        area.pack(fill="both", expand=True)
        if not theme.narrow:
            self._side = self.parts.box(area, width=px(LEFT))
            self._side.pack(side="left", fill="y", padx=(0, px(16)))
            self._side.pack_propagate(False)
            room -= px(LEFT + 16)
        self._room = room
        self._width = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        right = self.parts.box(area)
        right.pack(side="left", fill="both", expand=True)
        head = self.parts.box(right)
        head.pack(fill="x")
        self.parts.label(head, words.OLDEST_FIRST, "body", bold=True).pack(side="left")
        self._note = self.parts.label(head, "", "body", "ink2")
        self._note.pack(side="left", padx=px(12))
        self._card = self.parts.box(right)
        self._card.pack(side="bottom", fill="x", pady=(px(10), 0))
        columns = [Column("why", words.COLUMNS["why"]), Column("days", words.COLUMNS["days"], "100日", right=True),
                   Column("number", words.COLUMNS["number"], f"令8-{self.window.desk.name}-501-00042"),
                   Column("section", words.COLUMNS["section"], "地域ケア推進課"),
                   Column("holder", words.COLUMNS["holder"], weight=1)]
        if theme.narrow:
            del columns[3]      # the card names the section
        self.table = LineTable(right, self.window, columns, room, words=tuple(words.WHY.values()), chosen=self._chosen,
                               paged=self._paged)
        self.table.frame.pack(fill="both", expand=True, pady=(px(6), 0))
        self._empty = attention_view.nothing(self.window, area)
        self._show()

    def first_focus(self) -> tk.Misc:
        return self.table.tree

    def on_shown(self) -> None:
        self.said = None
        self._ask()

    def on_changed(self, changed: Any) -> None:
        self._ask()

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.items == ():
            return Next(words.NEXT_NONE, "green")
        item = self.chosen
        if item is None:
            return Next(words.NEXT_NONE_HERE if self.section else words.NEXT_FIRST)
        if item.why == "print_doubtful":
            return Next(words.NEXT_PRINT)
        if item.why == "key_left":
            return Next(words.NEXT_KEY)
        return Next(words.NEXT_FIRST if self.table.lines and self.table.chosen == self.table.lines[0].key
                    else words.NEXT_CHOSEN)

    def keys(self) -> dict[Slot, Key]:
        label, item = words.KEYS, self.chosen
        slip = item is not None and self._is_slip
        return {
            Slot.BACK: Key(label["back"], use=self.section is not None),
            Slot.FIND: Key(label["find"], use=bool(self.items)),
            Slot.MORE: Key(label["more"], use=slip),
            Slot.FIX: Key(label["fix"], use=slip, main=slip and self.said is None),
            Slot.PRINT: Key(label["print"], use=slip),
            Slot.ON: Key(label["on"], use=slip),
            Slot.FINISH: Key(label["finish"], main=self.items == ()),
        }

    def on_key(self, slot: Slot) -> bool:
        item = self.chosen
        if slot is Slot.BACK and self.section is not None:
            self.choose(None)
            return True
        if slot is Slot.FIND and self.items:
            self.window.open_panel(ChooseSection(self.window, self._sections(), self.choose))
            return True
        if slot is Slot.FINISH:
            self.window.open_panel(SignOff(self.window))
            return True
        if item is None or not self._is_slip:
            return False
        if slot is Slot.MORE:
            print_history(self.window, item.number, self._tell)
        elif slot is Slot.FIX:
            self._record(item)
        elif slot is Slot.PRINT:
            count = sum(other.section == item.section for other in self.items or ())
            self.window.open_panel(ChooseInquiry(self.window, item, count, self._tell))
        elif slot is Slot.ON:
            self.window.carry(item.number)
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        self.said = None
        return self.table.move(way)

    def look_at(self, number: str) -> None:
        """The line of this slip, where it has one."""
        key = next((line.key for line in self.table.lines if line.key.startswith(number)), None)
        if key is not None:
            self.table._show(key)

    def _exchanged(self) -> None:
        if self.body is not None and self.body.winfo_exists():
            attention_view.fill_stopped(self.window, self._stopped, self.window.exchange.silent_since(), self._width)

    # ---- the list

    @property
    def chosen(self) -> Item | None:
        """The marked line."""
        return next((item for item in self._wanted() if _key(item) == self.table.chosen), None)

    @property
    def _is_slip(self) -> bool:
        """A bag whose paper is in doubt has no history of its own and no section to call."""
        return self.card is not None and self.card.state is not None

    def choose(self, section: str | None) -> None:
        """Only this section from now on; None is all."""
        self.section, self.said = section, None
        self._show()
        self.refresh()

    def _ask(self) -> None:
        self.session.run(attention.list, then=self._have, latest="attention")

    def _have(self, items: tuple[Item, ...]) -> None:
        self.items = items
        if self.section is not None and not any(item.section == self.section for item in items):
            self.section = None
        self._show()
        if self.window.view is self:
            self.refresh()

    def _wanted(self) -> Sequence[Item]:
        return [item for item in self.items or () if self.section in (None, item.section)]

    def _show(self) -> None:
        attention_view.fill_stopped(self.window, self._stopped, self.window.exchange.silent_since(), self._width)
        if self.items is None:
            return
        self.table.fill([_line(item) for item in self._wanted()])
        attention_view.fill_side(self.window, self._side, self._sections(), self.section, self.choose)
        if self.items:
            self._empty.place_forget()
        else:
            self._empty.place(x=0, y=0, relwidth=1, relheight=1)
            self._empty.lift()

    def _sections(self) -> tuple[attention_view.Group, ...]:
        return attention_view.groups(self.items or ())

    def _paged(self) -> None:
        shown, first = len(self.table.shown), self.table.first + 1
        text = words.RANGE.format(first=first, last=first + shown - 1, total=len(self.table.lines)) if shown else ""
        self._note.configure(text=text)

    def _chosen(self) -> None:
        item = self.chosen
        if item is None:
            self._have_card(None)
        elif self.card is None or self.card.item != item:
            self.session.run(attention_card.of, item, then=self._have_card, latest="attention card")
        else:
            self._ask_card(item)

    def _ask_card(self, item: Item) -> None:
        self.session.run(attention_card.of, item, then=self._have_card, latest="attention card")

    def _have_card(self, card: Card | None) -> None:
        if card is not None and (self.chosen is None or card.item.number != self.chosen.number):
            return
        changed, self.card = card != self.card, card
        if changed:
            attention_view.fill_card(self.window, self._card, card, self._room)
            if self.window.view is self:
                self.refresh()

    # ---- what comes of a key

    def _tell(self, line: Next) -> None:
        self.said = line
        self.refresh()

    def _record(self, item: Item) -> None:
        assert self.card is not None
        self.window.open_panel(RecordResult(self.window, self.card, self._recorded))

    def _recorded(self, answer: Recorded) -> None:
        self.said = Next(answer.sentence, "green")
        self._ask()


def _key(item: Item) -> str:
    return f"{item.number}-{item.why}"


def _line(item: Item) -> Line:
    return Line(_key(item), words.WHY[item.why], words.SHAPES[item.why], "red" if item.over else "amber",
                {"days": words.DAYS.format(days=item.opening_days), "number": item.label, "section": item.section_name,
                 "holder": item.last_holder})
