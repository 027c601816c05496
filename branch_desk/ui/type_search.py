"""The list that opens under the field of the type: code, official name whole, reading, section. At most
eight rows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from branch_desk.domain import words_screen as words
from branch_desk.domain.catalogue import DocumentType, search_key
from branch_desk.domain.text import wrap_ja
from branch_desk.ui import keys
from branch_desk.ui.parts import Parts, on_click

MOST = 8


class TypeSearch:
    """Rows to choose from; the screen asks for the chosen one. It never takes the focus."""

    def __init__(self, parent: tk.Misc, parts: Parts, pick: Callable[[DocumentType], None]) -> None:
        self._parent, self._parts, self._pick = parent, parts, pick
        self._panel: tk.Frame | None = None
        self._rows: list[tuple[DocumentType, tk.Frame]] = []
        self._at = 0

    @property
    def open(self) -> bool:
        """Whether the list is to be seen."""
        return self._panel is not None

    @property
    def chosen(self) -> DocumentType | None:
        """The row that Enter takes."""
        return self._rows[self._at][0] if self._rows else None

    def show(self, found: tuple[DocumentType, ...], typed: str, under: tk.Misc, width: int) -> None:
        """Open the list under a widget with what was found."""
        self.hide()
        theme, parts = self._parts.theme, self._parts
        panel = tk.Frame(
            self._parent,
            bg=theme.color("surface"),
            highlightthickness=theme.fixed(2),
            highlightbackground=theme.color("ink"),
        )
        self._panel, self._at = panel, 0
        most = MOST if not theme.narrow else 4
        for item in found[:most]:
            row = parts.box(panel)
            row.pack(fill="x")
            self._rows.append((item, row))
            parts.rule(panel).pack(fill="x")
            self._fill(row, item, typed, width)
            on_click(row, lambda item=item: self._pick(item))
        foot = parts.box(panel, "bg")
        foot.pack(fill="x")
        font = theme.font("caption")
        for line in wrap_ja(keys.say(words.types_found(len(found))), width - theme.px(34), font.measure):
            parts.label(foot, line, "caption", "ink2").pack(anchor="w", padx=theme.px(14), pady=theme.px(4))
        self._paint()
        x = under.winfo_rootx() - self._parent.winfo_rootx()
        y = under.winfo_rooty() - self._parent.winfo_rooty() + under.winfo_height() + theme.fixed(2)
        panel.place(x=x, y=y, width=width)
        panel.lift()

    def hide(self) -> None:
        """Close the list."""
        if self._panel is not None:
            self._panel.destroy()
        self._panel, self._rows = None, []

    def move(self, way: str) -> None:
        """One row up or down."""
        if self._rows:
            self._at = (self._at + (1 if way == "down" else -1)) % len(self._rows)
            self._paint()

    def _fill(self, row: tk.Frame, item: DocumentType, typed: str, width: int) -> None:
        parts, theme = self._parts, self._parts.theme
        px = theme.px
        parts.label(row, item.code, "next", bold=True, even=True).pack(
            side="left", padx=(px(14), px(12)), pady=px(5)
        )
        floor = f" {item.section.floor}" if item.section.floor else ""
        section = parts.label(row, item.section.name + floor, "body" if not theme.narrow else "caption")
        section.pack(side="right", padx=px(14))
        middle = parts.box(row)
        middle.pack(side="left", pady=px(4), fill="x", expand=True)
        room = (
            width
            - px(14 + 12 + 14 + 20)
            - theme.font("next", bold=True, even=True).measure("000")
            - section.winfo_reqwidth()
        )
        for line in wrap_ja(item.name, room, theme.font("body", bold=True).measure):
            parts.label(middle, line, bold=True).pack(anchor="w")
        reading = parts.box(middle)
        reading.pack(anchor="w")
        self._reading(reading, item, typed, room)

    def _reading(self, parent: tk.Frame, item: DocumentType, typed: str, room: int) -> None:
        """The reading from the word that matched on, as much of it as fits; what was typed is underlined."""
        parts, theme = self._parts, self._parts.theme
        wanted = search_key(typed)
        pieces = item.reading.replace("\u3000", " ").split(" ")
        start = next(
            (n for n, piece in enumerate(pieces) if wanted and search_key(piece).startswith(wanted)), None
        )
        hit = pieces[start][: len(wanted)] if start is not None else ""
        rest = " ".join(pieces[start:])[len(hit) :] if start is not None else item.reading
        lead = ""
        if start:
            lead = pieces[start - 1] + " "
        measure = theme.font("caption").measure
        while rest and measure(lead + hit + rest + "…") > room:
            rest = rest[:-1]
        if rest and not item.reading.endswith(rest):
            rest += "…"
        for text, bold in ((lead, False), (hit, True), (rest, False)):
            if text:
                label = parts.label(parent, text, "caption", "mute", bold=bold)
                label.pack(side="left")

    def _paint(self) -> None:
        theme = self._parts.theme
        for n, (_, row) in enumerate(self._rows):
            on = n == self._at
            _color(
                row,
                theme.color("select" if on else "surface"),
                theme.color("on_select") if on else None,
                theme,
            )


def _color(widget: tk.Misc, ground: str, ink: str | None, theme: object) -> None:
    """Ground and ink of a row and all in it; None gives the labels the ink they were made with."""
    widget["bg"] = ground
    if isinstance(widget, tk.Label):
        made_with = vars(widget).setdefault("own_ink", widget.cget("fg"))
        widget["fg"] = ink or made_with
    for child in widget.winfo_children():
        _color(child, ground, ink, theme)
