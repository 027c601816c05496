"""月別目次 over 管理簿: what must be in the binder of a month, by type; with F3 the numbers without their
原本, and why.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import era, words_book, words_screen
from branch_desk.domain import words_binder as words
from branch_desk.services import binder, binder_index
from branch_desk.services.binder_index import COUNTS, Index
from branch_desk.services.book_export import Exported
from branch_desk.services.results import Refusal
from branch_desk.ui import office_print
from branch_desk.ui.book_file import fault_of, told
from branch_desk.ui.book_table import BookTable, Plain
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.selector import Selector
from branch_desk.ui.slip_table import Column
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window


class MonthIndex(Panel):
    """Year and month are chosen by arrows; the table follows."""

    def __init__(self, window: Window, said: Callable[[Next], None]) -> None:
        super().__init__(window)
        self._said_below = said
        self._index: Index | None = None
        self.notes = False
        self.said: Next | None = None
        self.busy = False

    @property
    def title(self) -> str:
        return words.INDEX_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(1, weight=1)
        parent.columnconfigure(0, weight=1)
        top = parts.box(parent)
        top.grid(row=0, column=0, sticky="ew")
        self.year = Selector(top, parent, parts, words.YEAR, self._ask_months, everything=False)
        self.month = Selector(top, parent, parts, words.MONTH, self._ask_index, everything=False)
        for selector in (self.year, self.month):
            selector.pack(side="left", padx=(0, px(8)))
            selector.face.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        self._total = parts.label(top, "", "body", "ink2", bold=True)
        if not self.theme.narrow:
            self._total.pack(side="left", padx=px(10))
        self._place = parts.box(parent)
        self._place.grid(row=1, column=0, sticky="nsew", pady=(px(4), 0))
        self._foot = parts.label(parent, "", "caption", "ink2")
        self._foot.grid(row=2, column=0, sticky="w", pady=(px(4), 0))
        self._width = self.theme.fixed(1366) - px(172 + 32)
        self.table = self._table()
        self.session.run(binder.years, then=self._have_years, latest="binder years")

    def first_focus(self) -> tk.Misc:
        return self.month.face

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.busy:
            return Next(words.WORKING)
        return Next(words.INDEX_NOTES_NEXT if self.notes else words.INDEX_NEXT)

    def keys(self) -> dict[Slot, Key]:
        label, there = words.INDEX_KEYS, self._index is not None and bool(self._index.rows) and not self.busy
        return {
            Slot.BACK: Key(label["back"]),
            Slot.FIND: Key(words.MONTH),
            Slot.MORE: Key(label["counts" if self.notes else "notes"], use=there),
            Slot.PRINT: Key(label["print"], use=there),
            Slot.COVER: Key(words_screen.COVER_KEY),
            Slot.FINISH: Key(label["csv"], use=there),
        }

    def on_key(self, slot: Slot) -> bool:
        self.said = None
        if slot is Slot.BACK:
            if not any([self.year.close(), self.month.close()]):
                self.close()
            return True
        if slot is Slot.FIND:
            self.month.face.focus_set()
            return True
        found = self._index
        if found is None or not found.rows or self.busy:
            return False
        if slot is Slot.MORE:
            self.notes = not self.notes
            self.table = self._table()
            self._fill()
            return True
        if slot is Slot.PRINT:
            office_print.send(self.window, binder_index.paper, found.year, found.month, told=self._say)
            return True
        if slot is Slot.FINISH:
            self.busy = True
            self.session.act(
                binder_index.into_folder, found.year, found.month, then=self._written, failed=self._failed
            )
            return True
        return False

    def on_arrow(self, way: str) -> bool:
        focus = self.window.root.focus_get()
        for selector in (self.year, self.month):
            if focus is selector.face:
                self.said = None
                return selector.step(way)
        return self.table.move(way)

    # ---- inside

    def _say(self, said: Next) -> None:
        self.said = said
        self.refresh()

    def _table(self) -> BookTable:
        for child in self._place.winfo_children():
            child.destroy()
        table = BookTable(self._place, self.window, self._columns(), self._width, changed=self._say_where)
        table.frame.pack(fill="both", expand=True)
        return table

    def _columns(self) -> tuple[Column, ...]:
        if self.notes:
            named = words.NOTE_COLUMNS
            return (
                Column("label", named["label"], f"令8-{self.window.desk.name}-501-00042"),
                Column("state", named["state"], max(words_screen.STATES.values(), key=len)),
                Column("type", named["type"], None, weight=4),
                Column("detail", named["detail"], None, weight=4),
            )
        named = words.INDEX_COLUMNS
        counts = (Column(name, named[name], "12,345", weight=-1) for name in COUNTS)
        return (
            Column("type", named["type"], None, weight=7),
            Column("numbers", named["numbers"], None, weight=3),
            *counts,
        )

    def _have_years(self, years: tuple[int, ...]) -> None:
        if self._there:
            self.year.offer([(year, era.fiscal_year_name(year)) for year in years])
            self._ask_months()

    def _ask_months(self) -> None:
        if self.year.value is None:
            self._have(None)
        else:
            self.session.run(
                binder_index.months, self.year.value, then=self._have_months, latest="binder months"
            )

    def _have_months(self, months: tuple[tuple[int, int], ...]) -> None:
        if self._there:
            this = self.window.clock().year
            self.month.offer([(month, words_book.month(*month, this)) for month in months])
            self._ask_index()

    def _ask_index(self) -> None:
        if self.month.value is None:
            self._have(None)
        else:
            self.session.run(_index, *self.month.value, then=self._have, latest="binder index")

    def _have(self, found: Index | None) -> None:
        if self._there:
            self._index = found
            self._fill()
            self.refresh()

    @property
    def _there(self) -> bool:
        return self.body is not None and bool(self.body.winfo_exists())

    def _fill(self) -> None:
        found = self._index
        if found is None:
            self.table.fill((), words.INDEX_EMPTY)
            return
        self._total.configure(text=words.index_total(*(found.totals[name] for name in COUNTS)))
        if self.notes:
            rows = [
                Plain(
                    note.number,
                    {"label": note.label, "state": note.state, "type": note.type_name, "detail": note.detail},
                )
                for note in found.notes
            ]
            self.table.fill(rows, words.INDEX_NO_NOTES)
            return
        rows = [
            Plain(
                row.type,
                {"type": f"{row.section_name}　{row.type} {row.type_name}", "numbers": row.numbers}
                | {name: f"{getattr(row, name):,}" for name in COUNTS},
            )
            for row in found.rows
        ]
        self.table.fill(rows, words.INDEX_EMPTY)

    def _say_where(self) -> None:
        total = self._total.cget("text") if self.theme.narrow and not self.notes else ""
        self._foot.configure(text="　".join(part for part in (self.table.place, total) if part))

    def _written(self, done: Exported | Refusal) -> None:
        self.busy = False
        if isinstance(done, Refusal):
            self.window.play(Sound.LOOK)
            self._say(Next(f"{done.sentence}{done.todo}", "amber"))
            return
        self.window.play(Sound.GOOD)
        told(self.window, self._say, done)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        fault = fault_of(self.window, error)
        self._say(Next(fault, "amber") if fault else self.next_line())


def _index(ledger: Ledger, year: int, month: int) -> Index:
    return binder_index.index(ledger, year, month)
