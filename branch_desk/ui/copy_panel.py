"""お客様控: in which language and how large, for the visitor who stands here and nobody after him.

A digit chooses at once, Esc goes back with what is chosen. Nothing is recorded and nothing printed here.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from branch_desk.domain import words_screen as words
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Choice
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

LARGE = 0


@dataclass(frozen=True, slots=True)
class CitizenCopy:
    """How the お客様控 of this visitor is printed; None is what the settings say."""

    language: str | None = None
    large: bool = False

    @property
    def usual(self) -> bool:
        """Nothing was chosen."""
        return self.language is None and not self.large


class CopyPanel(Panel):
    """One digit a language, 0 for large print, where a paper of A4 can be made."""

    floating = True

    def __init__(
        self, window: Window, now: CitizenCopy, *, large: bool, chosen: Callable[[CitizenCopy], None]
    ) -> None:
        """`large`: whether there is a printer that takes A4, or none at all and the paper becomes a PDF."""
        super().__init__(window)
        self.now, self._large, self._chosen = now, large, chosen

    @property
    def title(self) -> str:
        return words.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.COPY_PANEL, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        parts.label(parent, words.COPY_PANEL_REST, "body", "ink2").pack(anchor="w", padx=px(24), pady=(px(10), 0))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._choices: dict[int, Choice] = {}
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=(px(8), 0))
        for digit, (_, word) in words.COPY_LANGUAGES.items():
            self._choice(row, digit, word)
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=px(4))
        self._choice(row, LARGE, words.COPY_LARGE)
        if not self._large:
            parts.label(row, words.COPY_NO_A4, "body", "ink2").pack(side="left", padx=px(8))
        foot = parts.box(parent)
        foot.pack(anchor="w", padx=px(24), pady=px(12))
        parts.button(foot, Slot.BACK.value, words.BACK, lambda: self.window.press(Slot.BACK)).pack()
        self._paint()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(words.NEXT_COPY_PANEL)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.BACK), Slot.COVER: Key(words.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def on_digit(self, digit: int) -> bool:
        if digit == LARGE and self._large:
            self.now = replace(self.now, large=not self.now.large)
        elif digit in words.COPY_LANGUAGES:
            code = words.COPY_LANGUAGES[digit][0]
            self.now = replace(self.now, language=None if self.now.language == code else code)
        else:
            return False
        self._paint()
        self._chosen(self.now)
        return True

    # ---- inside

    def _choice(self, row: tk.Frame, digit: int, word: str) -> None:
        choice = self.window.parts.choice(row, digit, word, self.on_digit)
        choice.face.configure(takefocus=0)
        choice.pack(side="left")
        self._choices[digit] = choice

    def _paint(self) -> None:
        for digit, choice in self._choices.items():
            on = self.now.large if digit == LARGE else words.COPY_LANGUAGES[digit][0] == self.now.language
            choice.set("blue" if on else None, enabled=digit != LARGE or self._large)
