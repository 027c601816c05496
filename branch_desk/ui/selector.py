"""A choice among a few: ↑↓ change it while it has the focus, a click opens the list. No menu of Tk, whose
grab would swallow keys.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Any

from branch_desk.domain.words_book import ALL
from branch_desk.ui.parts import Parts, Ring, on_click


class Selector(Ring):
    """Options are (value, word), or (value, short word, whole word) where the open list says more; the
    first, None, means everything, unless something has to be chosen (`everything` False).
    """

    def __init__(
        self,
        parent: tk.Misc,
        over: tk.Misc,
        parts: Parts,
        caption: str,
        changed: Callable[[], object],
        *,
        everything: bool = True,
    ) -> None:
        super().__init__(parent, parts.theme)
        self._all: list[tuple[Any, str, str]] = [(None, ALL, ALL)] if everything else []
        self._parts, self._over, self._changed = parts, over, changed
        self._offered: list[tuple[Any, str, str]] = self._all or [(None, "", "")]
        self._at = 0
        self._list: tk.Frame | None = None
        theme, px = parts.theme, parts.theme.px
        self.face = tk.Frame(
            self.inside,
            bg=theme.color("surface"),
            highlightthickness=1,
            highlightbackground=theme.color("control"),
            highlightcolor=theme.color("control"),
            takefocus=1,
        )
        self.face.pack(fill="both", expand=True)
        parts.label(self.face, caption, "caption", "ink2").pack(side="left", padx=(px(8), px(6)), pady=px(8))
        self._word = parts.label(self.face, ALL, "body", bold=True)
        self._word.pack(side="left")
        parts.label(self.face, "▼", "caption", "ink2").pack(side="right", padx=px(8))
        self.follow(self.face)
        self.face.bind("<FocusOut>", lambda event: self.close(), add="+")
        self.face.bind("<space>", lambda event: self.step("down"))
        on_click(self.face, self._clicked)

    @property
    def value(self) -> Any:
        """What is chosen; None for everything."""
        return self._offered[self._at][0]

    def offer(self, options: Sequence[tuple[Any, ...]]) -> None:
        """Other options; what was chosen stays chosen where it is among them. The width stays that of the
        widest word.
        """
        value = self.value
        offered = [*self._all, *((option[0], option[1], option[-1]) for option in options)]
        self._offered = offered or [(None, "", "")]
        measure = self._parts.theme.font("body", bold=True).measure
        self._word.configure(
            width=max(2, -(-max(measure(word) for _, word, _ in self._offered) // measure("0")))
        )
        self.choose(value)

    def choose(self, value: Any) -> None:
        """This option, without telling anybody; everything where it is not offered."""
        self._at = next((n for n, (option, *_) in enumerate(self._offered) if option == value), 0)
        self._show()

    def clear(self) -> bool:
        """Everything again; False where it was so."""
        was, self._at = self._at, 0
        self._show()
        return was != 0

    def step(self, way: str) -> bool:
        """The next or the one before; it stops at the ends."""
        to = self._at + (1 if way == "down" else -1)
        if 0 <= to < len(self._offered):
            self._choose(to)
        return True

    def close(self) -> bool:
        """Take the list away; False where none was open."""
        if self._list is None:
            return False
        self._list.destroy()
        self._list = None
        return True

    def _choose(self, at: int) -> None:
        self._at = at
        self.close()
        self._show()
        self._changed()

    def _show(self) -> None:
        self._word.configure(text=self._offered[self._at][1])

    def _clicked(self) -> None:
        self.face.focus_set()
        if self.close():
            return
        theme, parts = self._parts.theme, self._parts
        self._list = parts.card(self._over, line="ink")
        line = theme.font("body").metrics("linespace") + 2 * theme.px(3)
        fit = max(3, (self._over.winfo_height() - self.winfo_y() - 2 * self.winfo_height()) // line)
        first = max(
            0, min(self._at - fit // 2, len(self._offered) - fit)
        )  # of a long list what is around the chosen one
        for n, (_, _, word) in list(enumerate(self._offered))[first : first + fit]:
            row = parts.box(self._list, "blue_bg" if n == self._at else "surface")
            row.pack(fill="x")
            parts.label(row, word, "body", bold=n == self._at).pack(
                anchor="w", padx=theme.px(14), pady=theme.px(3)
            )
            on_click(row, lambda n=n: self._choose(n))
        self._list.update_idletasks()
        left = self.winfo_rootx() - self._over.winfo_rootx()
        self._list.place(
            x=max(0, min(left, self._over.winfo_width() - self._list.winfo_reqwidth())),
            y=self.winfo_rooty() - self._over.winfo_rooty() + self.winfo_height(),
        )
        self._list.lift()
