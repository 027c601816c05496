"""印刷見本, whole: the page at its full width, to be scrolled with the arrows. Esc goes back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import words_screen as words
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.preview import Picture, picture
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 420


class PreviewPanel(Panel):
    """Shows one form from head to foot, in as many columns as fit side by side, cut between rows."""

    def __init__(
        self, window: Window, form: printing.SlipForm, *, copy: Callable[[], object] | None = None
    ) -> None:
        """`copy` opens the choice of how the お客様控 is printed."""
        super().__init__(window)
        self._form, self._copy = form, copy
        self._photo: tk.PhotoImage | None = None

    @property
    def title(self) -> str:
        return words.PREVIEW

    def build(self, parent: tk.Frame) -> None:
        self._canvas = tk.Canvas(parent, bg=parent.cget("bg"), highlightthickness=0)
        self._canvas.pack(fill="both", expand=True)
        self.session.paper(
            picture, self._form, self.theme.fixed(WIDTH), then=self._draw, latest="preview panel"
        )

    def next_line(self) -> Next:
        return Next(words.NEXT_PREVIEW)

    def keys(self) -> dict[Slot, Key]:
        copy = Key(words.COPY_KEY, use=self._copy is not None)
        return {Slot.BACK: Key(words.BACK), Slot.MORE: copy, Slot.COVER: Key(words.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.MORE and self._copy is not None:
            self.close()
            self._copy()
            return True
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def _draw(self, drawn: Picture) -> None:
        canvas = self._canvas
        if not canvas.winfo_exists():
            return
        canvas.update_idletasks()
        room, gap = canvas.winfo_height() - 4, self.theme.px(20)
        self._photo = tk.PhotoImage(master=canvas, data=drawn.pgm, format="PPM")
        self._parts: list[tk.PhotoImage] = []
        x, top = 2, 0
        while top < drawn.height and x + drawn.width <= canvas.winfo_width():
            low = (
                drawn.height
                if drawn.height - top <= room
                else max((g for g in drawn.gaps if top < g <= top + room), default=top + room)
            )
            part = tk.PhotoImage(master=canvas, width=drawn.width, height=low - top)
            part.tk.call(str(part), "copy", str(self._photo), "-from", 0, top, drawn.width, low)
            self._parts.append(part)
            canvas.create_image(x, 2, image=part, anchor="nw")
            canvas.create_rectangle(
                x - 1, 1, x + drawn.width, 2 + low - top, outline=self.theme.color("paper_edge")
            )
            x, top = x + drawn.width + gap, low
