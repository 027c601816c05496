"""The one key map of every screen. No other file names a key: sentences hold {finish} and the like, filled
in by `say`; the names themselves are in domain/keys.py, for the printed manual has them too.

F1 and F6-F10 stay free (MS-IME uses them while composing, F10 is the menu key of Windows), and so do
Ctrl+letters, which fail under some IMEs (cpython#75427). A key means the same on every screen; its label
may say what that comes to here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from branch_desk.domain import words_screen as words
from branch_desk.domain.keys import KEY_SHEET_DIGIT, NAMES, PLACES, Slot, say, sheet

__all__ = ["DIGITS", "DOWN", "KEYSYMS", "KEY_SHEET_DIGIT", "NAMES", "PLACES", "UP", "WEIGHTS", "Key", "Slot", "say",
           "sheet", "unused"]

# The keypad's Enter is Return on Windows and KP_Enter on Linux (TIP 708).
KEYSYMS: Final[dict[str, Slot]] = {
    "Escape": Slot.BACK,
    "F2": Slot.FIND,
    "F3": Slot.MORE,
    "F4": Slot.FIX,
    "F5": Slot.PRINT,
    "F11": Slot.COVER,
    "Return": Slot.ON,
    "KP_Enter": Slot.ON,
    "F12": Slot.FINISH,
}
UP: Final = frozenset({"Up", "KP_Up"})
DOWN: Final = frozenset({"Down", "KP_Down"})
# With NumLock off the keypad sends names instead of digits; with it on, KP_1 and so on.
DIGITS: Final[dict[str, int]] = {str(n): n for n in range(10)} | {f"KP_{n}": n for n in range(10)}
WEIGHTS: Final = {
    Slot.BACK: 10,
    Slot.FIND: 10,
    Slot.MORE: 11,
    Slot.FIX: 12,
    Slot.PRINT: 11,
    Slot.COVER: 11,
    Slot.ON: 13,
    Slot.FINISH: 13,
}


@dataclass(frozen=True, slots=True)
class Key:
    """What a slot of the bar says now. `use` False is grey; `main` is the one filled key."""

    label: str = ""
    use: bool = True
    main: bool = False


def unused() -> dict[Slot, Key]:
    """Every slot grey but F11, which covers the screen everywhere."""
    keys = {slot: Key(use=False) for slot in Slot}
    keys[Slot.COVER] = Key(words.COVER_KEY)
    return keys
