"""Windows: an IME commit fires function keys, because Tk reads each committed character as a virtual-key
code.

'prt' committed by MS-IME arrives as F1 F3 F5, '.' as Delete, '(' as Down (win/tkWinX.c
HandleIMEComposition; python/cpython#125349). A real F3 has no character; the false one carries the letter.
So a key that names no character yet brings one is that character.
"""

from __future__ import annotations

import tkinter as tk

from branch_desk.ui.scanner import is_field, type_into

TAG = "DeskImeGuard"
NOT_CHARACTERS = frozenset(
    {
        "Delete",
        "Insert",
        "Left",
        "Right",
        "Up",
        "Down",
        "Home",
        "End",
        "Prior",
        "Next",
        "Select",
        "Print",
        "Execute",
        "Help",
        "Win_L",
        "Win_R",
        "App",
        "Clear",
        "Pause",
        "Cancel",
        "Menu",
        "Num_Lock",
        "Scroll_Lock",
    }
)


def is_false_key(keysym: str, char: str) -> bool:
    """Whether this key press is a committed character in the clothes of a function or editing key."""
    named = keysym in NOT_CHARACTERS or (keysym[:1] == "F" and keysym[1:].isdigit())
    return named and bool(char) and char.isprintable() and char != " "


def install(root: tk.Misc) -> None:
    """Bind the guard to its tag; the router puts the tag first on every widget that takes the focus."""
    root.bind_class(TAG, "<KeyPress>", _guard)


def _guard(event: tk.Event) -> str | None:
    if not is_false_key(event.keysym, event.char):
        return None
    if is_field(event.widget):
        type_into(event.widget, event.char)
    return "break"
