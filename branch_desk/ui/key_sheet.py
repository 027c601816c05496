"""キーの一覧: what every key means, everywhere. It lies over the screen; Esc goes back."""

from __future__ import annotations

import tkinter as tk

from branch_desk.domain import words_screen as words
from branch_desk.ui import keys
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.text import wrap_ja


class KeySheet(Panel):
    """Two columns; at 大 and 特大 one at a time, Enter turns the page."""

    page = 0

    @property
    def title(self) -> str:
        return words.KEYS_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True)
        if not self.theme.narrow:
            right = parts.box(self._area, width=px(480))
            right.pack(side="right", fill="y", padx=(px(16), 0))
            right.pack_propagate(False)
            self._scans(right, px(480))
            self._meanings(self._area)
        else:
            (self._meanings if self.page == 0 else lambda area: self._scans(area, px(880)))(self._area)

    def next_line(self) -> Next:
        return Next(words.KEYS_NEXT)

    def keys(self) -> dict[Slot, Key]:
        bar = {Slot.BACK: Key(words.BACK), Slot.COVER: Key(words.COVER_KEY)}
        if self.theme.narrow:
            bar[Slot.ON] = Key(words.KEYS_TURN)
        return bar

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is Slot.ON and self.theme.narrow:
            self.page = 1 - self.page
            self._area.destroy()
            self.build(self.body)
            return True
        return False

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

    def _scans(self, area: tk.Frame, width: int) -> None:
        parts, px = self.window.parts, self.theme.px
        parts.label(area, words.KEYS_SCANS, bold=True).pack(anchor="w")
        card = parts.card(area)
        card.pack(fill="x", pady=(px(6), px(10)))
        card.columnconfigure(1, weight=1)
        column = px(110)
        measure = self.theme.font("body").measure
        for row, (what, does) in enumerate(words.KEYS_SCAN_LINES):
            parts.label(card, what, bold=True).grid(row=row, column=0, sticky="nw", padx=px(14), pady=px(6))
            lines = parts.box(card)
            lines.grid(row=row, column=1, sticky="w", pady=px(4))
            for line in wrap_ja(does, width - column - px(30), measure):
                parts.label(lines, line).pack(anchor="w", pady=px(1))
        head = parts.box(area)
        head.pack(anchor="w")
        parts.label(head, words.KEYS_COMMON, bold=True).pack(side="left")
        parts.label(head, words.KEYS_COMMON_NOTE, "caption", "ink2").pack(side="left", padx=px(10))
        card = parts.card(area)
        card.pack(fill="x", pady=(px(6), 0))
        for name, steps in words.KEYS_COMMON_LINES:
            parts.label(card, name, "caption", "ink2").pack(anchor="w", padx=px(14), pady=(px(6), 0))
            line = parts.box(card)
            line.pack(anchor="w", padx=px(14), pady=(0, px(6)))
            for step in steps:
                said = keys.say(step)
                widget = (
                    parts.keycap(line, said)
                    if said != step
                    else parts.label(line, step, "body", "blue", bold=True)
                )
                widget.pack(side="left", padx=(0, px(6)))
