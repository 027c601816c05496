"""同期: what waits here, what is on the share, which desk signed what and when, what is wrong and what to do.

It never says that all is well because nothing failed: 一致 stands only where the other desk's last word names the same
records as this desk has.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_exchange as words
from branch_desk.domain import words_screen
from branch_desk.domain.rights import Role
from branch_desk.ui import tokens
from branch_desk.ui.exchange_panels import Admit, Folder, Log
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.line_table import Column, Line, LineTable
from branch_desk.ui.screen import Next, Screen

if TYPE_CHECKING:
    from branch_desk.services.exchange import DeskRow, Status
    from branch_desk.ui.window import Window

BANNER = 96


class Exchange(Screen):
    """The seventh screen. F12 asks for a round and holds nobody up."""

    name = "exchange"
    quiet = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.desk = window.exchange
        self.desk.changed.append(self._heard)
        self.said: Next | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        self.parts, theme, px = self.window.parts, self.theme, self.theme.px
        self._room = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self._banner = self.parts.box(parent)
        self._banner.pack(fill="x")
        self._heading = self.parts.box(parent)
        self._heading.pack(fill="x", pady=(px(8), 0))
        columns = [Column("state", words.COLUMNS["state"]), Column("name", words.COLUMNS["name"], "高齢・障害課"),
                   Column("branch", words.COLUMNS["branch"], "地域ケア推進課"),
                   Column("taken", words.COLUMNS["taken"], "11/20 16:50"),
                   Column("heard", words.COLUMNS["heard"], "11/20 16:50"),
                   Column("waits", words.COLUMNS["waits"], "0,000件", right=True),
                   Column("why", words.COLUMNS["why"], weight=1)]
        if theme.narrow:
            del columns[2]
        self.table = LineTable(parent, self.window, columns, self._room, words=words.ROW_WORDS, chosen=self.refresh,
                               paged=self._paged)
        self.table.frame.pack(fill="both", expand=True, pady=(px(6), 0))
        self._fill()

    def first_focus(self) -> tk.Misc:
        return self.table.tree

    def on_shown(self) -> None:
        self.said = None
        self.desk.ask()

    def on_changed(self, changed: Any) -> None:
        if changed.slips or changed.topics & {"exchange", "members", "settings"}:
            self.desk.ask()

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        status = self.desk.status
        if status is None:
            return Next(words.NEXT_WAITS)
        if not status.enrolled:
            return Next(say(words.NEXT_MAKE if self._office else words.NEXT_JOIN))
        if not status.approved:
            return Next(words.NEXT_CALL)
        if self.desk.under_way:
            return Next(words.NEXT_UNDER_WAY)
        if status.problems:
            first = status.problems[0]
            return Next(say(words.OFFICE_TODO.get(first.word, first.todo) if self._office else first.todo), "amber")
        return Next(words.NEXT_NOTHING, "green" if words.all_agree(status) else "blue")

    def keys(self) -> dict[Slot, Key]:
        label, status = words.KEYS, self.desk.status
        joined = status is not None and status.enrolled
        return {
            Slot.FIND: Key(label["find"], main=status is not None and not joined),
            Slot.MORE: Key(label["more"], use=joined),
            Slot.FIX: Key(label["fix"], use=joined and self._office) if self._office else Key(use=False),
            Slot.FINISH: Key(label["finish"], use=joined and not self.desk.under_way),
        }

    def on_key(self, slot: Slot) -> bool:
        status = self.desk.status
        if status is None:
            return False
        if slot is Slot.FIND:
            self.window.open_panel(Folder(self.window, status))
        elif slot is Slot.MORE and status.enrolled:
            self.window.open_panel(Log(self.window, status))
        elif slot is Slot.FIX and status.enrolled and self._office:
            self.window.open_panel(Admit(self.window))
        elif slot is Slot.FINISH and status.enrolled and not self.desk.under_way:
            self.said = None
            self.desk.now()
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        return self.table.move(way)

    @property
    def _office(self) -> bool:
        """Whether this is the desk that admits the others."""
        return self.window.desk.role is Role.OFFICE

    # ---- showing

    def _heard(self) -> None:
        if self.body is not None and self.body.winfo_exists():
            self._fill()
            if self.window.view is self:
                self.refresh()

    def _fill(self) -> None:
        status = self.desk.status
        for box in (self._banner, self._heading):
            for child in box.winfo_children():
                child.destroy()
        if status is None:
            self.parts.label(self._banner, words.NEXT_WAITS, "body", "ink2").pack(anchor="w")
            return
        self._fill_banner(status)
        self.parts.label(self._heading, words.PER_DESK, "body", bold=True).pack(side="left")
        self.parts.label(self._heading, words.OLDEST_FIRST, "caption", "ink2").pack(side="left", padx=self.theme.px(10))
        rows = sorted(status.desks, key=lambda row: (row.problem is None, not row.active, row.heard_at or ""))
        self.table.fill([self._line(row) for row in rows])

    def _fill_banner(self, status: Status) -> None:
        parts, px = self.parts, self.theme.px
        told = words.banner(status, self.desk.when(status.round_at), self.desk.when(status.had_at))
        card = tk.Frame(self._banner, bg=self.theme.color(f"{told.tone}_bg"), highlightthickness=self.theme.fixed(2),
                        highlightbackground=self.theme.color(told.tone))
        card.pack(fill="x")
        parts.image(card, self.window.icons.shape(told.shape, told.tone, 45, ground=f"{told.tone}_bg")).pack(
            side="left", padx=px(18), pady=px(12))
        count = parts.box(card, f"{told.tone}_bg")
        count.pack(side="right", padx=px(22), pady=px(10))
        if status.enrolled:
            parts.label(count, words.WAITING, "caption", "ink2").pack()
            parts.label(count, words.COUNT.format(count=status.waiting), "title", bold=True).pack()
        middle = parts.box(card, f"{told.tone}_bg")
        middle.pack(side="left", fill="x", expand=True, pady=px(10))
        room = self._room - px(360)
        parts.lines(middle, told.headline, room, role="title", color=told.tone, bold=True).pack(anchor="w")
        parts.lines(middle, told.sentence, room).pack(anchor="w", pady=(px(4), 0))
        for note in told.notes:
            box = parts.card(self._banner)
            box.pack(fill="x", pady=(px(8), 0))
            parts.lines(box, note, self._room - px(40)).pack(anchor="w", padx=px(14), pady=px(8))

    def _line(self, row: DeskRow) -> Line:
        word, shape, tone, why = words.row(row, self.desk.status)
        return Line(row.code, word, shape, tone, {
            "name": row.name, "branch": row.branch, "taken": self.desk.when(row.taken_at) or "–",
            "heard": self.desk.when(row.heard_at) or "–", "waits": words.COUNT.format(count=max(0, row.of - row.has)),
            "why": why})

    def _paged(self) -> None:
        return
