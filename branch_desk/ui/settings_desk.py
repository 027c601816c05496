"""設定, この窓口: what has to be known of the ledger. Nothing in it can be changed."""

from __future__ import annotations

import tkinter as tk

from branch_desk.domain import words_settings as words
from branch_desk.domain import words_start
from branch_desk.ui.screen import Next
from branch_desk.ui.settings_section import Section


class DeskSection(Section):
    """Facts."""

    name = "desk"
    looks_only = True

    def next_line(self, at: str) -> Next:
        return Next(words.NEXT_FACTS)

    def build(self, area: tk.Frame, width: int) -> None:
        parts, px = self.window.parts, self.theme.px
        self.heading(area, width)
        if self.about is None:
            return
        desk = self.about.desk
        kept = words_start.KEPT_IN.get(self.about.key_kept_in or "", words.KEY_MISSING)
        told = {
            "number": words.number_of(desk.code, desk.name),
            "branch": f"{desk.ward} {desk.branch}",
            "home": self.about.home,
            "kind": words.PRACTICE if desk.practice else words.REAL,
            "key": kept,
            "recovery": words.RECOVERY_PRACTICE if desk.practice else words.RECOVERY,
        }
        card = parts.card(area)
        card.pack(fill="x")
        caption = max(self.theme.font(bold=True).measure(word) for word in words.FACTS.values())
        room = width - caption - px(16 * 2 + 20 + 16)
        for n, (name, word) in enumerate(words.FACTS.items()):
            air = px(5 if self.theme.narrow else 9)
            parts.label(card, word, bold=True).grid(row=n, column=0, sticky="nw", padx=px(16), pady=air)
            lines = parts.lines(
                card, told[name], room, "body", "amber" if told[name] == words.KEY_MISSING else "ink", gap=1
            )
            lines.grid(row=n, column=1, sticky="w", pady=air)
        card.columnconfigure(1, weight=1)
