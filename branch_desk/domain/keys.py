"""The names of the keys, and what stands in a sentence for them: one place for the window, the printed manual and the
command line. What is bound to them is in ui/keys.py.
"""

from __future__ import annotations

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


def say(sentence: str) -> str:
    """A sentence with its keys by name: '{finish}で発行' -> 'F12で発行', '{to_returns}' -> 'Ctrl+2'."""
    if "{" not in sentence:
        return sentence
    places = {f"to_{name}": f"Ctrl+{digit}" for name, digit in PLACES.items()}
    return sentence.format_map(NAMES | places | {"sheet": f"Ctrl+{KEY_SHEET_DIGIT}"})


def sheet() -> tuple[tuple[str, str, str], ...]:
    """The list of keys: what stands on the key, what it means everywhere, and a few cases."""
    return tuple((name.format_map(NAMES), meaning, say(cases)) for name, meaning, cases in words.KEY_MEANINGS)
