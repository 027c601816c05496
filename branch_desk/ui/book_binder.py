"""つづりの冊 over 管理簿: until when each is kept, its cover, and its disposal. With F3 those that are
gone.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import era, words_screen
from branch_desk.domain import words_binder as words
from branch_desk.services import binder, lookup
from branch_desk.services.binder import Begun, Disposed, Volume
from branch_desk.services.results import Refusal
from branch_desk.ui import office_print
from branch_desk.ui.book_dispose import Dispose
from branch_desk.ui.book_table import BookTable, Plain
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.selector import Selector
from branch_desk.ui.slip_table import Column
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from datetime import date

    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window


class Volumes(Panel):
    """One fiscal year at a time. A new volume wants its key twice; a disposal wants two people."""

    def __init__(self, window: Window, said: Callable[[Next], None]) -> None:
        super().__init__(window)
        self._said_below = said
        self._volumes: tuple[Volume, ...] = ()
        self._gone: tuple[tuple[Disposed, str, str], ...] = ()
        self.gone = False
        self.said: Next | None = None
        self._sure: str | None = None  # the volume after which another is about to begin

    @property
    def title(self) -> str:
        return words.VOLUMES_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(1, weight=1)
        parent.columnconfigure(0, weight=1)
        top = parts.box(parent)
        top.grid(row=0, column=0, sticky="ew")
        self.year = Selector(top, parent, parts, words.YEAR, self._ask, everything=False)
        self.year.pack(side="left", padx=(0, px(8)))
        self.year.face.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        self._place = parts.box(parent)
        self._place.grid(row=1, column=0, sticky="nsew", pady=(px(4), 0))
        self._foot = parts.label(parent, "", "caption", "ink2")
        self._foot.grid(row=2, column=0, sticky="w", pady=(px(4), 0))
        self._width = self.theme.fixed(1366) - px(172 + 32)
        self.table = self._table()
        self.session.run(binder.years, then=self._have_years, latest="binder years")

    def first_focus(self) -> tk.Misc:
        return self.year.face

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        return Next(words.GONE_NEXT if self.gone else words.VOLUMES_NEXT)

    def keys(self) -> dict[Slot, Key]:
        label, one = words.VOLUME_KEYS, self._chosen is not None
        begins = one and self._last_of_class(self._chosen)
        return {
            Slot.BACK: Key(label["back"]),
            Slot.FIND: Key(words.YEAR),
            Slot.MORE: Key(label["volumes" if self.gone else "gone"]),
            Slot.FIX: Key(label["dispose"], use=one),
            Slot.PRINT: Key(label["cover"], use=one),
            Slot.COVER: Key(words_screen.COVER_KEY),
            Slot.FINISH: Key(label["begin"], use=begins),
        }

    def on_key(self, slot: Slot) -> bool:
        sure, self._sure, self.said = self._sure, None, None
        if slot is Slot.BACK:
            if not self.year.close():
                self.close()
            return True
        if slot is Slot.FIND:
            self.year.face.focus_set()
            return True
        if slot is Slot.MORE:
            self.gone = not self.gone
            self.table = self._table()
            self._fill()
            return True
        chosen = self._chosen
        if chosen is None:
            return False
        if slot is Slot.FIX:
            self.session.run(
                _against, chosen, then=lambda refused: self._may_go(chosen, refused), latest="binder may"
            )
            return True
        if slot is Slot.PRINT:
            office_print.send(self.window, binder.cover_paper, *chosen.key, told=self._say)
            return True
        if slot is Slot.FINISH and self._last_of_class(chosen):
            return self._begin(chosen, sure=sure == chosen.name)
        return False

    def on_arrow(self, way: str) -> bool:
        self._sure = self.said = None
        if self.window.root.focus_get() is self.year.face and not self.gone:
            return self.year.step(way)
        return self.table.move(way)

    def on_changed(self, changed: object) -> None:
        if "binder" in getattr(changed, "topics", ()):
            self._ask()

    # ---- inside

    @property
    def _chosen(self) -> Volume | None:
        if self.gone:
            return None
        return next((item for item in self._volumes if item.name == self.table.chosen), None)

    def _last_of_class(self, chosen: Volume | None) -> bool:
        same = [item for item in self._volumes if chosen and item.retention == chosen.retention]
        return bool(same) and same[-1] is chosen and not any(item.disposed for item in same)

    def _say(self, said: Next) -> None:
        self.said = said
        self.refresh()

    def _refused(self, refusal: Refusal) -> None:
        self.window.play(Sound.LOOK)
        self._foot.configure(text=words_screen.todo(refusal.rule, refusal.todo))
        self._say(Next(refusal.sentence, "amber"))

    def _may_go(self, chosen: Volume, refused: Refusal | None) -> None:
        if refused is not None:
            self._refused(refused)
        elif self.window.view is self:
            self.window.open_panel(Dispose(self.window, chosen, self._disposed))

    def _disposed(self, done: Disposed, name: str) -> None:
        self.window.play(Sound.GOOD)
        sentence = words.DISPOSED.format(name=name)
        self.window.tell(sentence)
        self._say(Next(sentence, "green"))

    def _begin(self, chosen: Volume, *, sure: bool) -> bool:
        if not sure:
            self._sure = chosen.name
            self._say(Next(say(words.begin_sure(chosen.name, chosen.number + 1)), "amber"))
            return True

        def begun(done: Begun | Refusal) -> None:
            if isinstance(done, Refusal):
                self._refused(done)
            else:
                self.window.play(Sound.GOOD)
                self._say(Next(words.BEGUN.format(name=done.volume.name), "green"))

        self.session.act(binder.begin, chosen.year, chosen.retention, then=begun)
        return True

    def _table(self) -> BookTable:
        for child in self._place.winfo_children():
            child.destroy()
        table = BookTable(self._place, self.window, self._columns(), self._width, changed=self._marked)
        table.frame.pack(fill="both", expand=True)
        return table

    def _columns(self) -> tuple[Column, ...]:
        if self.gone:
            named = words.GONE_COLUMNS
            return (
                Column("name", named["name"], None, weight=4),
                Column("at", named["at"], "令和10年12月30日（月）"),
                Column("by", named["by"], None, weight=2),
                Column("second", named["second"], None, weight=2),
            )
        named = words.VOLUME_COLUMNS
        return (
            Column("name", named["name"], None, weight=5),
            Column("period", named["period"], None, weight=4),
            Column("slips", named["slips"], "12,345", weight=-1),
            Column("until", named["until"], "令和10年12月31日"),
            Column("state", named["state"], None, weight=4),
        )

    def _have_years(self, years: tuple[int, ...]) -> None:
        if self._there:
            self.year.offer([(year, era.fiscal_year_name(year)) for year in years])
            self._ask()

    def _ask(self) -> None:
        self.session.run(_state, self.year.value, then=self._have, latest="binder volumes")

    def _have(self, state: tuple[tuple[Volume, ...], tuple[tuple[Disposed, str, str], ...]]) -> None:
        if self._there:
            self._volumes, self._gone = state
            self._fill()
            self.refresh()

    @property
    def _there(self) -> bool:
        return self.body is not None and bool(self.body.winfo_exists())

    def _fill(self) -> None:
        if self.gone:
            rows = [
                Plain(
                    f"{n}",
                    {"name": name, "at": era.wareki_date(era.moment(item.at).date()), **_people(people)},
                )
                for n, (item, name, people) in enumerate(self._gone)
            ]
            self.table.fill(rows, words.GONE_EMPTY)
            return
        today = self.window.clock().date()
        self.table.fill(
            [Plain(item.name, _cells(item, today)) for item in self._volumes], words.VOLUMES_EMPTY
        )

    def _marked(self) -> None:
        self._foot.configure(text=self.table.place)
        if self._there and self.window.view is self:
            self.refresh()


def _cells(item: Volume, today: date) -> dict[str, str]:
    gone = era.wareki_date(era.moment(item.disposed.at).date()) if item.disposed else None
    return {
        "name": item.name,
        "period": words.short_period(item.first, item.last),
        "slips": f"{item.slips:,}　",
        "until": words.long_day(era.era_year(item.kept_until), item.kept_until),
        "state": words.volume_state(gone, item.open, item.inquiries, today > item.kept_until),
    }


def _people(names: str) -> dict[str, str]:
    by, _, second = names.partition("\t")
    return {"by": by, "second": second}


def _against(ledger: Ledger, chosen: Volume) -> Refusal | None:
    return binder.against_disposal(ledger, chosen)


def _state(
    ledger: Ledger, year: int | None
) -> tuple[tuple[Volume, ...], tuple[tuple[Disposed, str, str], ...]]:
    gone = tuple(
        (
            item,
            words.volume_name(era.fiscal_year_name(item.year), item.retention, item.number),
            f"{lookup.surname(ledger, item.by)}\t{lookup.surname(ledger, item.approved_by)}",
        )
        for item in binder.disposed(ledger)
    )
    return (binder.volumes(ledger, year) if year is not None else ()), gone
