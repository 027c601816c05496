"""キーの一覧: what every key means, everywhere and on each screen. It lies over the screen; Esc goes back, 1 opens 操作手引."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from importlib import import_module

from branch_desk.domain import words_guide as said
from branch_desk.domain import words_screen as words
from branch_desk.domain.text import wrap_ja
from branch_desk.ui import keys, tokens
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel

SHARES = (15, 12, 13, 12, 15, 13, 26)  # of the width: screen, F2, F3, F4, F5, F12, digits
ROWS = 5  # screens on one page at 大 and 特大


class KeySheet(Panel):
    """Two pages; at 大 and 特大 one column a page. Enter turns the page."""

    page = 0

    @property
    def title(self) -> str:
        return words.KEYS_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True)
        self._stand = tk.Frame(self._area, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self.room = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        rows = self._screens
        if self.theme.narrow:
            half = (rows[:ROWS], rows[ROWS:])
            pages: list[Callable[[], object]] = [
                lambda: self._meanings(self._area),
                lambda: self._scans(self._area, self.room),
                *(partial(self._by_screen, self._area, part) for part in half if part),
            ]
            pages[self.page]()
        elif self.page == 0:
            right = parts.box(self._area, width=px(480))
            right.pack(side="right", fill="y", padx=(px(16), 0))
            right.pack_propagate(False)
            self._scans(right, px(480))
            self._meanings(self._area)
        else:
            self._by_screen(self._area, rows)

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(said.SHEET_NEXT)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.BACK), Slot.COVER: Key(words.COVER_KEY), Slot.ON: Key(words.KEYS_TURN)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is Slot.ON:
            self.page = (self.page + 1) % self.pages
            self._area.destroy()
            assert self.body is not None
            self.build(self.body)
            self._stand.update_idletasks()
            self._stand.focus_set()
            return True
        return False

    def on_digit(self, digit: int) -> bool:
        if digit != 1:
            return False
        self.window.open_panel(import_module("branch_desk.ui.manual").Manual(self.window))
        return True

    @property
    def pages(self) -> int:
        """How often Enter turns before it begins again."""
        return (3 + (len(self._screens) > ROWS)) if self.theme.narrow else 2

    # ---- inside

    @property
    def _screens(self) -> list[str]:
        """The screens of this desk, in the order of the rail."""
        return [name for name in self.window.screen_names if name in said.SCREEN_KEYS]

    def _meanings(self, area: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        parts.label(area, words.KEYS_EVERYWHERE, bold=True).pack(anchor="w")
        card = parts.card(area)
        card.pack(fill="both", expand=True, pady=(px(6), px(4)))
        card.columnconfigure(2, weight=1)
        gap = 1 if self.theme.narrow else 6
        for row, (key, meaning, cases) in enumerate(keys.sheet()):
            parts.keycap(card, key).grid(row=row, column=0, sticky="w", padx=(px(14), px(8)), pady=px(gap))
            parts.label(card, meaning, bold=True).grid(row=row, column=1, sticky="w", padx=px(8))
            parts.label(card, cases, "caption", "ink2").grid(row=row, column=2, sticky="w", padx=px(16))
        if not self.theme.narrow:
            parts.label(area, words.KEYS_FREE, "caption", "ink2").pack(anchor="w")

    def _by_screen(self, area: tk.Frame, names: list[str]) -> None:
        parts, px = self.window.parts, self.theme.px
        parts.label(area, said.SHEET_BY_SCREEN, bold=True).pack(anchor="w")
        card = parts.card(area)
        card.pack(fill="x", pady=(px(6), px(4)))
        widths = [(self.room - px(24)) * share // sum(SHARES) for share in SHARES]
        head = ("", *(slot.value for slot in (Slot.FIND, Slot.MORE, Slot.FIX, Slot.PRINT, Slot.FINISH)), said.SHEET_DIGITS)
        for column, (word, width) in enumerate(zip(head, widths, strict=True)):
            card.columnconfigure(column, minsize=width)
            if word:
                cap = parts.keycap(card, word)
                cap.grid(row=0, column=column, sticky="w", padx=(px(8), 0), pady=px(4))
        gap = px(3 if self.theme.narrow else 7)
        for row, name in enumerate(names, 1):
            place = words.SCREENS[name]
            for column, (cell, width) in enumerate(zip((place, *said.SCREEN_KEYS[name]), widths, strict=True)):
                role, ink = ("body", "ink") if column == 0 else ("caption", "ink2")
                parts.lines(card, cell, width - px(14), role, ink, bold=column == 0, gap=0).grid(
                    row=row, column=column, sticky="nw", padx=(px(8), 0), pady=gap
                )

    def _scans(self, area: tk.Frame, width: int) -> None:
        parts, px = self.window.parts, self.theme.px
        parts.label(area, words.KEYS_SCANS, bold=True).pack(anchor="w")
        card = parts.card(area)
        card.pack(fill="x", pady=(px(6), px(10)))
        card.columnconfigure(1, weight=1)
        column, gap = px(110), px(1 if self.theme.narrow else 6)
        measure = self.theme.font("body").measure
        for at, (what, does) in enumerate(words.KEYS_SCAN_LINES):
            parts.label(card, what, bold=True).grid(row=at, column=0, sticky="nw", padx=px(14), pady=gap)
            lines = parts.box(card)
            lines.grid(row=at, column=1, sticky="w", pady=max(0, gap - px(2)))
            for line in wrap_ja(does, width - column - px(30), measure):
                parts.label(lines, line).pack(anchor="w", pady=px(1))
        head = parts.box(area)
        head.pack(anchor="w")
        parts.label(head, words.KEYS_COMMON, bold=True).pack(side="left")
        parts.label(head, words.KEYS_COMMON_NOTE, "caption", "ink2").pack(side="left", padx=px(10))
        card = parts.card(area)
        card.pack(fill="x", pady=(px(6), 0))
        for name, steps in words.KEYS_COMMON_LINES:
            row = parts.box(card)
            row.pack(anchor="w", padx=px(14), pady=gap)
            if self.theme.narrow:
                parts.label(row, name, "caption", "ink2").pack(side="left", padx=(0, px(16)))
            else:
                parts.label(card, name, "caption", "ink2").pack(anchor="w", padx=px(14), before=row)
            for step in steps:
                shown = keys.say(step)
                widget = (
                    parts.keycap(row, shown)
                    if shown != step
                    else parts.label(row, step, "body", "blue", bold=True)
                )
                widget.pack(side="left", padx=(0, px(6)))
