"""The one key map of every screen. No other file names a key: sentences hold {finish} and the like, filled
in by `say`.

F1 and F6-F10 stay free (MS-IME uses them while composing, F10 is the menu key of Windows), and so do
Ctrl+letters, which fail under some IMEs (cpython#75427). A key means the same on every screen; its label
may say what that comes to here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from branch_desk.domain import words_screen as words


class Slot(str, Enum):
    """The eight keys of the bar, in their order on the screen; the value is what is printed on the key."""

    BACK = "Esc"
    FIND = "F2"
    MORE = "F3"
    FIX = "F4"
    PRINT = "F5"
    COVER = "F11"
    ON = "Enter"
    FINISH = "F12"


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
NAMES: Final = {slot.name.lower(): slot.value for slot in Slot}

# The digit that a screen has on the rail, for ever, so that nothing moves when later ones come. A section's desk
# has 受領 and 返送 where a counter has 受付 and 返送照合.
PLACES: Final = {
    "receiving": 1,
    "sending_back": 2,
    "reception": 1,
    "returns": 2,
    "packing": 3,
    "book": 4,
    "attention": 5,
    "statistics": 6,
    "exchange": 7,
    "guide": 8,
    "settings": 9,
}
KEY_SHEET_DIGIT: Final = 0


@dataclass(frozen=True, slots=True)
class Key:
    """What a slot of the bar says now. `use` False is grey; `main` is the one filled key."""

    label: str = ""
    use: bool = True
    main: bool = False


def say(sentence: str) -> str:
    """A sentence with its keys by name: '{finish}で発行' -> 'F12で発行', '{to_returns}' -> 'Ctrl+2'."""
    if "{" not in sentence:
        return sentence
    places = {f"to_{name}": f"Ctrl+{digit}" for name, digit in PLACES.items()}
    return sentence.format_map(NAMES | places | {"sheet": f"Ctrl+{KEY_SHEET_DIGIT}"})


def unused() -> dict[Slot, Key]:
    """Every slot grey but F11, which covers the screen everywhere."""
    keys = {slot: Key(use=False) for slot in Slot}
    keys[Slot.COVER] = Key(words.COVER_KEY)
    return keys


def sheet() -> tuple[tuple[str, str, str], ...]:
    """The list of keys: what stands on the key, what it means everywhere, and a few cases."""
    return tuple((name.format_map(NAMES), meaning, say(cases)) for name, meaning, cases in words.KEY_MEANINGS)
