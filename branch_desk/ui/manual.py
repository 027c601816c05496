"""操作手引: a page a task, in the program itself. Opened from the key sheet; what the screen below holds stays."""

from __future__ import annotations

import tkinter as tk

from branch_desk.domain import words_guide as words
from branch_desk.ui import keys, tokens
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import on_click
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.window import Window

Page = tuple[str, tuple[str, ...]]


class Manual(Panel):
    """The list of pages, then one page."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        role = window.desk.role.value
        self.pages: tuple[Page, ...] = words.MANUAL.get(role, words.MANUAL["counter"])
        self.at: int | None = None
        self._area: tk.Frame | None = None

    @property
    def title(self) -> str:
        return words.MANUAL_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        if self._area is not None:
            self._area.destroy()
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True)
        self._stand = tk.Frame(self._area, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self.room = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        if self.at is None:
            self._list(self._area)
        else:
            self._page(self._area, self.pages[self.at])

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(words.MANUAL_NEXT_LIST if self.at is None else words.MANUAL_NEXT_PAGE)

    def keys(self) -> dict[Slot, Key]:
        label = words.MANUAL_KEYS
        last = self.at is not None and self.at == len(self.pages) - 1
        return {
            Slot.BACK: Key(label["back" if self.at is None else "list"]),
            Slot.ON: Key(label["page"], use=not last),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            if self.at is None:
                self.close()
            else:
                self._turn(None)
            return True
        if slot is Slot.ON:
            return self.on_digit(1 if self.at is None else self.at + 2)
        return False

    def on_digit(self, digit: int) -> bool:
        if not 1 <= digit <= len(self.pages):
            return False
        self._turn(digit - 1)
        return True

    # ---- inside

    def _turn(self, at: int | None) -> None:
        self.at = at
        assert self.body is not None
        self.build(self.body)
        self._stand.update_idletasks()
        self._stand.focus_set()
        self.refresh()

    def _list(self, area: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        if not self.theme.narrow:
            parts.label(area, words.MANUAL_LEAD, "body", "ink2").pack(anchor="w", pady=(0, px(6)))
        card = parts.card(area)
        card.pack(fill="x")
        for n, (title, _) in enumerate(self.pages, 1):
            row = parts.box(card)
            row.pack(fill="x", padx=px(16), pady=px(2 if self.theme.narrow else 8))
            parts.label(row, str(n), "next", "blue", bold=True, even=True).pack(side="left", padx=(0, px(16)))
            parts.label(row, title, "next" if not self.theme.narrow else "body", bold=True).pack(side="left")
            on_click(row, lambda n=n: self.on_digit(n))

    def _page(self, area: tk.Frame, page: Page) -> None:
        parts, px, narrow = self.window.parts, self.theme.px, self.theme.narrow
        title, steps = page
        parts.label(area, f"{self.at + 1 if self.at is not None else ''}　{title}", "title", bold=True).pack(anchor="w")
        card = parts.card(area)
        card.pack(fill="x", pady=(px(4), 0))
        for n, step in enumerate(steps, 1):
            row = parts.box(card)
            row.pack(fill="x", padx=px(16), pady=px(3 if narrow else 9))
            role = "body" if narrow else "entry"
            parts.label(row, str(n), role, "blue", bold=True, even=True).pack(side="left", anchor="n", padx=(0, px(14)))
            parts.lines(row, keys.say(step), self.room - px(76), role, gap=1).pack(side="left")
