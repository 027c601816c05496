"""State = word + shape + colour. The shapes are package data without colours; here they get the colours of
the theme.

A file's palette entry i means: colour step i // 16 between fill and ground, opacity step i % 16 (see
build/icons.py). Only the palette chunk of the PNG is written anew, so nothing is decoded in Python and PIL
is not needed for the first window.
"""

from __future__ import annotations

import struct
import tkinter as tk
import zlib
from functools import lru_cache
from pathlib import Path

from branch_desk.ui.theme import Theme

FOLDER = Path(__file__).resolve().parent / "images"
SIZES = (16, 20, 25, 36, 45, 96, 120)

# state or mark: (shape, colour token)
STATES: dict[str, tuple[str, str]] = {
    "reserved": ("blank", "grey"),
    "lost": ("diamond", "amber"),
    "held": ("tray", "blue"),
    "bagged": ("bag", "blue"),
    "dispatched": ("arrow", "blue"),
    "received": ("house", "blue"),
    "closed": ("tick", "green"),
    "voided": ("struck", "grey"),
    "handed_back": ("turn-back", "grey"),
    "inquiry": ("flag", "amber"),
}
BAGS: dict[str, tuple[str, str]] = {
    "open": ("bag", "blue"),
    "closed": ("bag", "blue"),
    "checked": ("tick", "blue"),
    "dispatched": ("arrow", "blue"),
    "received": ("house", "blue"),
    "lost": ("diamond", "amber"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    "matched": ("ring", "green"),
    "already_closed": ("stamp", "grey"),
    "not_dispatched": ("triangle", "amber"),
    "other_branch": ("signpost", "amber"),
    "wrong_section": ("octagon", "red"),
    "voided": ("struck", "red"),
    "handed_back": ("turn-back", "red"),
    "unknown": ("diamond", "amber"),
    "practice": ("hatched", "violet"),
    "not_ours": ("square", "grey"),
    "unreadable": ("bars", "grey"),
    "copy": ("copy", "blue"),
    "time_missing": ("clock", "amber"),
    "differs": ("differs", "amber"),
    "accepted": ("tick", "green"),
}
MARKS: dict[str, tuple[str, str]] = {
    "good": ("tick", "green"),
    "look": ("triangle", "amber"),
    "stop": ("octagon", "red"),
    "sent": ("arrow", "blue"),
    "queued": ("clock", "grey"),
    "doubt": ("diamond", "amber"),
    "custody": ("tray", "blue"),
    "silent": ("square", "grey"),
    "practice": ("hatched", "violet"),
    "desk": ("house", "blue"),
}


class Icons:
    """Photo images of one theme, made when first asked for and kept (Tk forgets an image that nobody
    holds)."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, int, str, str], tk.PhotoImage] = {}

    def state(self, name: str, pixels: int = 20, *, selected: bool = False) -> tk.PhotoImage:
        """The shape of a state; on a selected row in the colours of the selection."""
        shape, token = STATES[name]
        if selected:
            return self.shape(shape, "on_select", pixels, ground="select")
        return self.shape(shape, token, pixels)

    def verdict(self, name: str, pixels: int = 96) -> tk.PhotoImage:
        """The shape of a verdict."""
        return self.shape(*VERDICTS[name], pixels)

    def mark(self, name: str, pixels: int = 20) -> tk.PhotoImage:
        """One of the few other marks."""
        return self.shape(*MARKS[name], pixels)

    def shape(self, shape: str, token: str, pixels: int, *, ground: str = "on_fill") -> tk.PhotoImage:
        """A shape in a colour; pixels are those of the pictures, the nearest file to the scaled size is
        taken."""
        wanted = self._theme.px(pixels)
        size = min(SIZES, key=lambda have: abs(have - wanted))
        key = (shape, size, self._theme.color(token), self._theme.color(ground))
        if key not in self._kept:
            self._kept[key] = tk.PhotoImage(master=self._theme.root, data=_colored(*key))
        return self._kept[key]


@lru_cache(maxsize=256)
def _colored(shape: str, size: int, fill: str, ground: str) -> bytes:
    data = (FOLDER / f"{shape}-{size}.png").read_bytes()
    start, end = _rgb(fill), _rgb(ground)
    steps = [
        bytes(round(a + (b - a) * step / 15) for a, b in zip(start, end, strict=True)) for step in range(16)
    ]
    palette = b"PLTE" + b"".join(color * 16 for color in steps)
    at = data.index(b"PLTE") - 4
    length = struct.unpack(">I", data[at : at + 4])[0]
    chunk = struct.pack(">I", 768) + palette + struct.pack(">I", zlib.crc32(palette))
    return data[:at] + chunk + data[at + 12 + length :]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
