"""The way of a key: IME guard, scanner, key map, then the widget. As bindtags, because bind_all comes too
late.

bind_all("<Key>") runs after the class bindings: by then the text is in the field and Return has pressed
the button.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass

from branch_desk.ui import ime_guard, keys, scanner
from branch_desk.ui.ime_window import ImeWindow
from branch_desk.ui.keys import Slot
from branch_desk.ui.scanner import Scan, Scanner

TAG = "DeskKeys"
FIRST = (ime_guard.TAG, scanner.TAG, TAG)
CONTROL = 0x4
ALT = 0x20000 if sys.platform == "win32" else 0x8  # 0x8 is NumLock on Windows
REPEAT_MS = 1100  # longer than the pause before a held key begins to repeat (X 660, Windows at most 1,000)


@dataclass(frozen=True, slots=True)
class Hands:
    """What the window does with what the hands did. The callables that return bool say whether the key was
    used."""

    slot: Callable[[Slot], bool]
    digit: Callable[[int], bool]
    arrow: Callable[[str], bool]  # 'up' or 'down'
    go: Callable[[int], object]  # Ctrl+digit
    scan: Callable[[Scan], None]
    several: Callable[[str], None] = lambda characters: None  # typed within one gap where no field has the focus


class KeyRouter:
    """Every key of one window; made once, before any widget takes the focus."""

    def __init__(self, root: tk.Misc, hands: Hands, *, gap_ms: int = scanner.GAP_MS) -> None:
        self.root, self.hands = root, hands
        self._last: tuple[Slot | None, int] = (None, 0)
        self._up_at: int | None = None
        self.scanner = Scanner(root, hands.scan, self._digit, self._several, gap_ms)
        self.ime = ImeWindow(root, self._committed)
        ime_guard.install(root)
        root.bind_class(TAG, "<KeyPress>", self._key)
        root.bind_class(TAG, "<KeyRelease>", self._released)
        self._tag(root)
        root.bind_all("<FocusIn>", lambda event: self._tag(event.widget), add="+")

    def digits_decide(self, widget: tk.Misc, decide: bool = True) -> None:
        """In this field a single digit is a decision (while the screen takes it), after it is sure not to
        begin a scan."""
        self.scanner.digits_decide(widget, decide)

    def stop(self) -> None:
        """No more timers; before the root is destroyed."""
        self.scanner.stop()
        self.ime.stop()

    def _tag(self, widget: object) -> None:
        if isinstance(widget, tk.Misc) and widget.bindtags()[:1] != FIRST[:1]:
            widget.bindtags(FIRST + tuple(tag for tag in widget.bindtags() if tag not in FIRST))

    def _key(self, event: tk.Event) -> str | None:
        keysym = event.keysym
        state = int(event.state)
        if state & CONTROL and keysym in keys.DIGITS:
            self.scanner.settle()
            self.hands.go(keys.DIGITS[keysym])
            return "break"
        slot = keys.KEYSYMS.get(keysym)
        if slot is not None and not state & (CONTROL | ALT):
            if self._repeats(slot, event.time):
                return "break"  # issuing twice by a heavy finger must not happen
            self.ime.drain()
            self.hands.slot(slot)
            return "break"
        if keysym in keys.UP or keysym in keys.DOWN:
            return "break" if self.hands.arrow("up" if keysym in keys.UP else "down") else None
        return None

    def _repeats(self, slot: Slot, at: int) -> bool:
        """Whether a key that is held down repeats itself. X sends release and press with one time stamp,
        Windows no release."""
        before, when = self._last
        self._last = (slot, at)
        up, self._up_at = self._up_at, None
        if slot is not before or not at or at - when > REPEAT_MS:
            return False
        return up is None or at - up <= 2

    def _released(self, event: tk.Event) -> None:
        if keys.KEYSYMS.get(event.keysym) is self._last[0]:
            self._up_at = event.time

    def _digit(self, character: str) -> None:
        """A lone character that waited: a decision where the screen takes it, else typed where it was
        typed."""
        digit = keys.DIGITS.get(_half_width(character))
        if digit is not None and self.hands.digit(digit):
            return
        widget = self.root.focus_get()
        if scanner.is_field(widget):
            scanner.type_into(widget, character)

    def _several(self, characters: str) -> None:
        """A staff number typed quickly on the cover must not be lost; elsewhere several digits decide nothing."""
        self.hands.several("".join(_half_width(character) for character in characters))

    def _committed(self, text: str) -> None:
        if self.scanner.committed(text):
            return
        widget = self.root.focus_get()
        if scanner.is_field(widget):
            scanner.type_into(widget, text)


def _half_width(character: str) -> str:
    return chr(ord(character) - 0xFEE0) if "０" <= character <= "９" else character
