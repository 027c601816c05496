"""Keys and scanner bursts by the server's own clock: the X test extension waits the gap itself, so that a busy machine
neither stretches nor squeezes a burst.

xdotool sleeps between two keys in a process of its own; there 30 ms a key became 100 on a busy machine. Characters that
the keyboard lacks (full-width digits, kanji) get spare keys of their own.
"""

from __future__ import annotations

import ctypes
import time
import tkinter

UNICODE_KEYSYM = 0x1000000
FULL_WIDTH = "０１２３４５６７８９"
NAME = "髙橋"
MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L"}


class Fingers:
    """A connection of our own to the display; never a pointer event."""

    def __init__(self, root: tkinter.Tk, characters: str = FULL_WIDTH + NAME) -> None:
        self.root = root
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        for name in ("XOpenDisplay", "XGetKeyboardMapping"):
            getattr(self._x, name).restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        self._x.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._test.XTestFakeKeyEvent.argtypes = (ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display, "no display"
        self._codes: dict[str, int] = {}
        self._lend(characters)

    def press(self, *keys: str) -> None:
        """One after the other, each handled before the next: press('F4'), press('ctrl+9')."""
        for key in keys:
            *held, name = key.split("+")
            codes = [self._code(MODIFIERS[modifier]) for modifier in held]
            for code in codes:
                self._fake(code, True, 0)
            self._stroke(self._code(name), 0)
            for code in reversed(codes):
                self._fake(code, False, 0)
            self.handled()

    def type(self, text: str) -> None:
        """As a person does: character by character."""
        for character in text:
            self._stroke(self._code(character), 0)
            self.handled()

    def burst(self, characters: str, ms: int, end: str = "Return") -> None:
        """What a scanner sends, a key every `ms`. The window goes on while it comes."""
        for name in (*characters, *([end] if end else [])):
            self._stroke(self._code(name), ms)
        self._x.XFlush(self._display)
        until = time.monotonic() + (len(characters) + 1) * ms / 1000
        while time.monotonic() < until:
            self.root.update()
            time.sleep(0.001)
        self.handled()

    def handled(self) -> None:
        """Back when Tk has had every key: the server's answers come behind its events."""
        self._x.XSync(self._display, 0)
        self.root.winfo_pointerxy()
        self.root.update()

    def close(self) -> None:
        """Give the spare keys back, and hang up."""
        for code in self._lent.values():
            self._x.XChangeKeyboardMapping(self._display, code, 1, ctypes.byref(ctypes.c_ulong(0)), 1)
        self.handled()
        self._x.XCloseDisplay(self._display)

    # ---- inside

    def _stroke(self, code: int, ms: int) -> None:
        self._fake(code, True, ms)
        self._fake(code, False, 0)

    def _fake(self, code: int, down: bool, ms: int) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), ms)

    def _code(self, name: str) -> int:
        if name in self._codes:
            return self._codes[name]
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode()))
        assert code, f"no key for {name}"
        self._codes[name] = code
        return code

    def _lend(self, characters: str) -> None:
        """A spare key for each."""
        low, high, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self._x.XDisplayKeycodes(self._display, ctypes.byref(low), ctypes.byref(high))
        count = high.value - low.value + 1
        asked = self._x.XGetKeyboardMapping(self._display, ctypes.c_ubyte(low.value), count, ctypes.byref(width))
        table = ctypes.cast(asked, ctypes.POINTER(ctypes.c_ulong))
        # What another test named for a character of its own is named anew before it is typed again.
        free = [low.value + row for row in range(count)
                if all(not name or name >= UNICODE_KEYSYM for name in table[row * width.value:(row + 1) * width.value])]
        self._x.XFree(ctypes.c_void_p(asked))
        assert len(free) >= len(characters), "not enough spare keys"
        self._lent = dict(zip(characters, free, strict=False))
        for character, code in self._lent.items():
            symbol = ctypes.c_ulong(UNICODE_KEYSYM | ord(character))
            self._x.XChangeKeyboardMapping(self._display, code, 1, ctypes.byref(symbol), 1)
        self._codes |= self._lent
        self.handled()
