"""When the program itself fails: one dialog in plain Japanese, a log entry, and never a citizen's name in
either.

The text of an exception may hold what was typed; so only its kind and the places in the program are told.
"""

from __future__ import annotations

import logging
import sys
import threading
import tkinter as tk
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from branch_desk.domain import words_screen as words
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

log = logging.getLogger("branch_desk.ui")


def describe(error: BaseException, trace: TracebackType | None = None) -> str:
    """Kind and places, innermost last; no messages, no values."""
    lines = [type(error).__name__]
    for frame in traceback.extract_tb(trace or error.__traceback__)[-12:]:
        where = frame.filename.replace("\\", "/").split("/")
        lines.append(f"  {'/'.join(where[-3:])}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


class Trouble(Panel):
    """What is safe, what happened, what to do now; F5 has no part in it, copying is a click or F3."""

    floating = True

    def __init__(self, window: Window, details: str) -> None:
        super().__init__(window)
        self.details = details
        self._copied: tk.Label

    @property
    def title(self) -> str:
        return words.TROUBLE_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        card = parent
        head = parts.box(card, "red_bg")
        head.pack(fill="x")
        parts.image(head, self.window.icons.mark("stop", 36)).pack(side="left", padx=px(20), pady=px(10))
        parts.label(head, words.TROUBLE_TITLE, "title", "red", bold=True).pack(side="left")
        room = px(740)
        for text, bold in (
            (words.TROUBLE_SAFE, True),
            (words.TROUBLE_WHAT, False),
            (words.TROUBLE_TODO, False),
        ):
            parts.lines(card, text, room, bold=bold).pack(anchor="w", padx=px(20), pady=(px(10), 0))
        row = parts.box(card)
        row.pack(anchor="w", padx=px(20), pady=px(16))
        parts.button(row, Slot.MORE.value, words.TROUBLE_COPY, lambda: self.on_key(Slot.MORE)).pack(
            side="left"
        )
        parts.button(row, Slot.BACK.value, words.TROUBLE_CLOSE, lambda: self.on_key(Slot.BACK)).pack(
            side="left", padx=px(10)
        )
        self._copied = parts.label(row, "", "body", "green", bold=True)
        self._copied.pack(side="left", padx=px(10))

    def next_line(self) -> Next:
        return Next(words.TROUBLE_NEXT, "red")

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words.TROUBLE_CLOSE),
            Slot.MORE: Key(words.TROUBLE_COPY),
            Slot.COVER: Key(words.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.MORE:
            self.window.root.clipboard_clear()
            self.window.root.clipboard_append(self.details)
            self._copied.configure(text=words.TROUBLE_COPIED)
            return True
        if slot is Slot.BACK:
            self.close()
            return True
        return False


def install(window: Window) -> Callable[[], object]:
    """Whatever fails on any thread comes to the log and to one dialog at a time. The answer takes the
    hooks away again."""
    main = threading.get_ident()
    before = sys.excepthook, threading.excepthook

    def tell(error: BaseException, trace: TracebackType | None = None) -> None:
        details = describe(error, trace)
        log.error("%s", details)
        if threading.get_ident() == main:
            window.show_trouble(details)

    window.root.report_callback_exception = lambda kind, error, trace: tell(error, trace)
    window.session.on_trouble = tell
    sys.excepthook = lambda kind, error, trace: tell(error, trace)
    threading.excepthook = lambda args: (
        args.exc_value is not None and tell(args.exc_value, args.exc_traceback)
    )

    def undo() -> None:
        sys.excepthook, threading.excepthook = before
        del window.root.report_callback_exception

    return undo
