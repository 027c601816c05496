"""Which year, and of which desks: ↑↓ through the years, a digit for the desks, Enter."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import era, words_screen
from branch_desk.domain import words_statistics as words
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.parts import on_click
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

SHOWN = 6


class YearPanel(Panel):
    """Nothing changes until Enter; Esc leaves everything as it was."""

    floating = True

    def __init__(
        self,
        window: Window,
        years: tuple[int, ...],
        fy: int,
        scope: str,
        chosen: Callable[[int, str], None],
        *,
        scopes: bool = True,
    ) -> None:
        super().__init__(window)
        self.years, self.fy, self.scope, self._chosen = years, fy, scope, chosen
        self._scopes = tuple(words.SCOPES) if scopes else ()

    @property
    def title(self) -> str:
        return words.KEYS["find"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._area = parts.box(parent)
        self._area.configure(takefocus=1)
        self._area.pack(fill="both", padx=px(24), pady=px(16))
        self._list = parts.box(self._area)
        parts.label(self._area, words.YEARS, "next", bold=True).pack(anchor="w")
        self._list.pack(fill="x", pady=(px(4), px(12)))
        self._buttons = []
        if self._scopes:
            parts.label(self._area, words.SCOPE, "next", bold=True).pack(anchor="w")
            for digit, scope in enumerate(self._scopes, 1):
                button = parts.choice(self._area, digit, words.SCOPES[scope], self._take)
                button.pack(anchor="w", pady=px(1))
                button.face.configure(takefocus=0)
                self._buttons.append(button)
        foot = parts.box(self._area)
        foot.pack(anchor="w", pady=(px(12), 0))
        for slot, word, main in (
            (Slot.ON, words.KEYS["choose"], True),
            (Slot.BACK, words_screen.STOP, False),
        ):
            parts.button(foot, slot.value, word, lambda slot=slot: self.window.press(slot), main=main).pack(
                side="left", padx=(0, px(12))
            )
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._area

    def next_line(self) -> Next:
        return Next(say(words.NEXT_YEAR if self._scopes else words.NEXT_YEAR_ONLY))

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.KEYS["back"]), Slot.ON: Key(words.KEYS["choose"], main=True)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.ON:
            self.close()
            self._chosen(self.fy, self.scope)
            return True
        if slot is Slot.BACK:
            self.close()
            return True
        return False

    def on_digit(self, digit: int) -> bool:
        if not 1 <= digit <= len(self._scopes):
            return False
        self._take(digit)
        return True

    def on_arrow(self, way: str) -> bool:
        at = self.years.index(self.fy) + (1 if way == "down" else -1)
        if 0 <= at < len(self.years):
            self._mark(self.years[at])
        return True

    def _take(self, digit: int) -> None:
        self.scope = self._scopes[digit - 1]
        self._show()

    def _mark(self, fy: int) -> None:
        self.fy = fy
        self._show()

    def _show(self) -> None:
        """As many years as have room, around the marked one; blue and with a mark the one that counts."""
        parts, px = self.window.parts, self.theme.px
        for child in self._list.winfo_children():
            child.destroy()
        at = self.years.index(self.fy)
        first = max(0, min(at - SHOWN // 2, len(self.years) - SHOWN))
        for year in self.years[first : first + SHOWN]:
            marked = year == self.fy
            row = parts.box(self._list, "blue_bg" if marked else None)
            row.pack(fill="x")
            parts.label(
                row,
                f"{'●' if marked else '　'} {era.fiscal_year_name(year)}",
                "body",
                "blue" if marked else "ink",
                bold=marked,
            ).pack(anchor="w", padx=px(8), pady=px(3))
            on_click(row, lambda year=year: self._mark(year))
        for scope, button in zip(self._scopes, self._buttons, strict=True):
            button.set("blue" if scope == self.scope else None)
