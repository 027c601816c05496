"""Gives characters that the X keyboard lacks a key of their own.

xdotool lends one spare key to each such character in turn and takes it back at once; Tk looks the character
up a little later and then finds nothing. At 40 ms a character 1 kana in about 40 was lost on a busy machine.
With the keys named beforehand, 20 of 20 texts of 17 characters (𠮷 and an IVS among them) arrived at 2 ms.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

UNICODE_KEYSYM = 0x1000000


class SpareKeys:
    """A connection of our own to the display that names its unused keys."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XGetKeyboardMapping.restype = ctypes.POINTER(ctypes.c_ulong)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display, "no display"
        low, high, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self._x.XDisplayKeycodes(self._display, ctypes.byref(low), ctypes.byref(high))
        count = high.value - low.value + 1
        table = self._x.XGetKeyboardMapping(
            self._display, ctypes.c_ubyte(low.value), count, ctypes.byref(width)
        )
        self._codes = [
            low.value + row
            for row in range(count)
            if not any(table[row * width.value : (row + 1) * width.value])
        ]
        self._x.XFree(table)

    def pieces(self, text: str) -> Iterator[str]:
        """The text in pieces for which the keys suffice; while one is out, its characters have keys."""
        start = 0
        while start < len(text):
            strange: dict[str, None] = {}
            end = start
            while end < len(text) and len(
                strange.keys() | ({text[end]} if not text[end].isascii() else set())
            ) <= len(self._codes):
                strange |= {} if text[end].isascii() else {text[end]: None}
                end += 1
            for code, character in zip(self._codes, strange, strict=False):
                self._x.XChangeKeyboardMapping(
                    self._display, code, 1, ctypes.byref(ctypes.c_ulong(UNICODE_KEYSYM | ord(character))), 1
                )
            self._x.XSync(self._display, 0)
            yield text[start:end]
            start = end

    def close(self) -> None:
        """Hang up."""
        self._x.XCloseDisplay(self._display)
