"""One setting: a few options in a row, of which one is marked. ←→ or Space move the mark, a click takes one.

The ring of the focus is around the marked option, so that one sees what the next key changes.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Any

from branch_desk.ui.parts import Parts, Ring, on_click

MARKS = {True: "●", False: "○"}


class Options(tk.Frame):
    """Options are value: word. `chose` hears of another value; `focused` that the focus came here."""

    def __init__(
        self,
        parent: tk.Misc,
        parts: Parts,
        options: Mapping[Any, str],
        chose: Callable[[Any], None],
        focused: Callable[[], object],
        *,
        fonts: Mapping[Any, Any] | None = None,
    ) -> None:
        super().__init__(parent, bg=parent.cget("bg"), takefocus=1, highlightthickness=0)
        self._theme, self._chose, self._values = parts.theme, chose, list(options)
        self._value: Any = self._values[0]
        self._faces: dict[Any, tuple[Ring, tk.Frame, tk.Label, tk.Label]] = {}
        px = self._theme.px
        for value, word in options.items():
            ring = parts.ring(self)
            ring.pack(side="left", padx=(0, px(2)), fill="y")
            face = tk.Frame(ring.inside, highlightthickness=1)
            face.pack(fill="both", expand=True)
            mark = parts.label(face, MARKS[False])
            mark.pack(side="left", padx=(px(10), px(6)), pady=px(7))
            label = parts.label(face, word)
            if fonts is not None:
                label.configure(font=fonts[value])
            label.pack(side="left", padx=(0, px(12)))
            self._faces[value] = (ring, face, mark, label)
            on_click(face, lambda value=value: self._clicked(value))
        self.bind("<FocusIn>", lambda event: (self._paint(), focused()), add="+")
        self.bind("<FocusOut>", lambda event: self._paint(False), add="+")
        for keysym, by in (("<Left>", -1), ("<Right>", 1), ("<space>", 1)):
            self.bind(keysym, lambda event, by=by: self._by(by, around=event.keysym == "space"))
        self._paint(False)

    @property
    def value(self) -> Any:
        """What is marked."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = value
        self._paint()

    def next(self) -> None:
        """The one after, and after the last the first."""
        self._by(1, around=True)

    def _by(self, by: int, *, around: bool) -> str:
        to = self._values.index(self._value) + by
        if around or 0 <= to < len(self._values):
            self._take(self._values[to % len(self._values)])
        return "break"

    def _clicked(self, value: Any) -> None:
        self.focus_set()
        self._take(value)

    def _take(self, value: Any) -> None:
        if value != self._value:
            self.value = value
            self._chose(value)

    def _paint(self, has_focus: bool | None = None) -> None:
        if has_focus is None:
            has_focus = self.focus_get() is self
        color = self._theme.color
        for value, (ring, face, mark, label) in self._faces.items():
            on = value == self._value
            ring.shine(on and has_focus)
            ground, ink = ("blue", "on_blue") if on else ("surface", "ink")
            edge = color("blue" if on else "control")
            face.configure(bg=color(ground), highlightbackground=edge, highlightcolor=edge)
            mark.configure(text=MARKS[on])
            for part in (mark, label):
                part.configure(bg=color(ground), fg=color(ink))
