"""印刷見本: the real page, made by the real layout, never a second drawing of it. Its head, torn off between
two rows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import printing
from branch_desk.domain.text import wrap_ja
from branch_desk.ui.session import Session
from branch_desk.ui.theme import Theme

PAPER = "80mm"
TEETH = 8  # pixels between two points of the torn edge
WHITE = 250


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey: PGM for Tk, and the heights at which it may be torn."""

    pgm: bytes
    width: int
    height: int
    gaps: tuple[int, ...]


@lru_cache(maxsize=32)
def picture(form: printing.SlipForm, width: int) -> Picture:
    """The form drawn and scaled to this width. Runs in a worker; a form that was drawn before comes from
    memory."""
    page = printing.draw(form, PAPER)
    height = round(page.height_mm * width / page.width_mm)
    pgm = printing.pgm(page, dots=(width, height))
    return Picture(pgm, width, height, _gaps(pgm, width, height))


def _gaps(pgm: bytes, width: int, height: int) -> tuple[int, ...]:
    """The middle of every blank stretch of rows; the edges are left out, where practice paper has its
    stripes."""
    pixels = pgm[-width * height :]
    side = width // 12
    blank = [min(pixels[y * width + side : (y + 1) * width - side]) >= WHITE for y in range(height)]
    gaps, start = [], None
    for y, white in enumerate([*blank, False]):
        if white and start is None:
            start = y
        elif not white and start is not None:
            if y - start >= 4:
                gaps.append((start + y) // 2)
            start = None
    return tuple(gaps)


class Preview(tk.Canvas):
    """Shows the head of a form, or the whole of it where it fits."""

    def __init__(self, parent: tk.Misc, theme: Theme, session: Session, width: int, height: int) -> None:
        super().__init__(parent, width=width + 6, height=height, bg=parent.cget("bg"), highlightthickness=0)
        self._theme, self._session, self._paper_width, self._room = theme, session, width, height
        self._photo: tk.PhotoImage | None = None
        self._form: printing.SlipForm | None = None

    def show(self, form: printing.SlipForm, failed: Callable[[BaseException], None]) -> None:
        """Draw this form in the worker and show it; an unchanged form is not drawn again."""
        if form == self._form:
            return
        self._form = form
        self._session.paper(
            picture, form, self._paper_width, then=self._draw, failed=failed, latest=("preview", str(self))
        )

    def clear(self) -> None:
        """An empty place."""
        self._form = self._photo = None
        self.delete("all")

    def wait(self, sentence: str) -> None:
        """An empty sheet that says what it waits for."""
        if self._form is None and self.find_all():
            return
        self.clear()
        color, width = self._theme.color, self._paper_width
        height = min(self._room - 16, self._theme.px(180))
        self.create_rectangle(1, 1, width, height, outline=color("line"), dash=(4, 4))
        for n, line in enumerate(
            wrap_ja(sentence, width - self._theme.px(40), self._theme.font("body").measure)
        ):
            step = self._theme.font("body").metrics("linespace") + self._theme.px(4)
            self.create_text(
                width // 2,
                height // 2 + (n - 0.5) * step,
                text=line,
                font=self._theme.font("body"),
                fill=color("mute"),
            )

    def destroy(self) -> None:
        """The image goes here, on the thread of Tk."""
        self._photo = None
        super().destroy()

    def _draw(self, drawn: Picture) -> None:
        if not self.winfo_exists() or self._form is None:
            return
        color, width = self._theme.color, drawn.width
        self.delete("all")
        self._photo = tk.PhotoImage(master=self, data=drawn.pgm, format="PPM")
        whole = drawn.height <= self._room - 12
        torn = (
            drawn.height
            if whole
            else max((gap for gap in drawn.gaps if gap <= self._room - 16), default=self._room - 16)
        )
        self.create_rectangle(5, 6, width + 5, torn, fill=color("paper_shadow"), outline="")
        self.create_image(1, 1, image=self._photo, anchor="nw")
        edge = "paper_edge"
        if whole:
            self.create_rectangle(0, 0, width + 1, torn + 1, outline=color(edge))
            return
        self.create_rectangle(
            0, torn + 2, width + 6, max(self._room, drawn.height) + 2, fill=self.cget("bg"), outline=""
        )
        teeth = [(x, torn + (10 if n % 2 else 2)) for n, x in enumerate(range(1, width, TEETH))] + [
            (width, torn + 2)
        ]
        self.create_polygon((1, torn), *teeth, (width, torn), fill=color("paper"), outline="")
        self.create_line(*teeth, fill=color(edge))
        self.create_line(0, torn + 2, 0, 0, width + 1, 0, width + 1, torn + 2, fill=color(edge))
