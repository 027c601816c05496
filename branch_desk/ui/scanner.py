"""A scanner that types: a burst of keys no hand can do is a scan, whatever has the focus.

Two halves. `Burst` decides by the time stamps of the keys alone and knows nothing of Tk. `Scanner` sits as
a bindtag before all others, holds back what may be a scan, and puts a field back exactly as it was (text,
cursor, selection) when it was one.

Measured (guides' prototype, real X keys): gaps of 1 to 30 ms within a scan, 120 ms and more by hand. The
first two characters in a field pass at once so that fast fingers see no delay; from the third on they wait
one gap, so that a long number of another kind (JAN, My Number card) is never shown. Where a digit is a
decision, the very first one waits.
"""

from __future__ import annotations

import re
import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from tkinter import ttk
from typing import TypeGuard

GAP_MS = 50
PASS_FIRST = 2  # characters of a burst that a field shows at once
SHORTEST = 9  # a typed MMDDhhmm has 8; the next codes have 12 (My Number) and 13 (JAN)
LATE_RETURN_MS = 400  # a carriage return that a slow scanner sends after its digits
_NUMBER = re.compile("[0-9]{16}")
# The digit row of a JIS keyboard in かな input, with and without Shift: 0-9 arrive as these.
_KANA_DIGITS = frozenset("わぬふあうえおやゆよをぁぅぇぉゃゅょヮワヌフアウエオヤユヨヲァゥェォャュョ")
TAG = "DeskScanner"


class Kind(str, Enum):
    """What a burst was."""

    NUMBER = "number"  # sixteen digits after NFKC; whether they are ours the service says
    OTHER = "other"  # another barcode: never shown, never stored
    KANA = "kana"  # the IME was on and in かな input


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan; `text` is for the service only and empty unless it may be a number of ours."""

    kind: Kind
    text: str = ""


def classify(raw: str) -> Scan | None:
    """What the characters of a burst are, or None if so few that a hand may have typed them."""
    text = unicodedata.normalize("NFKC", raw).strip()
    if _NUMBER.fullmatch(text):
        return Scan(Kind.NUMBER, text)
    if len(text) >= 16 and all(c in _KANA_DIGITS for c in text):
        return Scan(Kind.KANA)
    return Scan(Kind.OTHER) if len(text) >= SHORTEST else None


@dataclass(slots=True)
class Burst:
    """The characters that came without a pause, and how many of them the field has seen."""

    gap_ms: int = GAP_MS
    raw: str = ""
    shown: int = 0
    last: int = 0

    def goes_on(self, at: int) -> bool:
        """Whether a key at this time still belongs to the burst (X time stamps are 32 bit and wrap)."""
        return bool(self.raw) and ((at - self.last) & 0xFFFFFFFF) <= self.gap_ms

    def add(self, characters: str, at: int, pass_first: int) -> bool:
        """Take characters in; True if the field may have them at once."""
        if not self.goes_on(at):
            self.raw, self.shown = "", 0
        first = len(self.raw) < pass_first and self.shown == len(self.raw)
        self.raw += characters
        self.last = at
        if first:
            self.shown = len(self.raw)
        return first

    @property
    def held(self) -> str:
        """What is held back so far."""
        return self.raw[self.shown :]

    def release(self) -> str:
        """The held characters, which the field now gets; the burst may still go on."""
        held, self.shown = self.held, len(self.raw)
        return held

    def take(self) -> str:
        """All characters; the burst is over."""
        raw, self.raw, self.shown = self.raw, "", 0
        return raw


@dataclass(slots=True)
class _Before:
    """A field as it was when the burst began."""

    widget: tk.Misc
    text: str = ""
    cursor: int = 0
    selection: tuple[int, int] | None = None
    entry: tk.Entry | None = None

    @classmethod
    def of(cls, widget: tk.Misc) -> _Before:
        if not is_field(widget):
            return cls(widget)
        selection = (
            (widget.index("sel.first"), widget.index("sel.last")) if widget.selection_present() else None
        )
        return cls(widget, widget.get(), widget.index("insert"), selection, widget)

    def restore(self) -> None:
        entry = self.entry
        if entry is None or not entry.winfo_exists():
            return
        if entry.get() != self.text:
            entry.delete(0, "end")
            entry.insert(0, self.text)
        entry.icursor(self.cursor)
        if self.selection:
            entry.selection_range(*self.selection)


def is_field(widget: object) -> TypeGuard[tk.Entry]:
    """Whether typed characters go into this widget."""
    return isinstance(widget, tk.Entry) and str(widget.cget("state")) == "normal"


@dataclass
class Scanner:
    """Watches every key of the window before any other binding does.

    deliver gets each Scan; digit gets a single character typed where no field has the focus (or where a
    field said that its digits decide), after it is sure that no scan begins with it. several gets what a quick hand
    typed within one gap where no field has the focus: it decides nothing, but may be part of a number.
    """

    root: tk.Misc
    deliver: Callable[[Scan], None]
    digit: Callable[[str], None]
    several: Callable[[str], None]
    gap_ms: int = GAP_MS
    burst: Burst = field(init=False)
    _before: _Before | None = None
    _timer: str | None = None
    _deciding: set[str] = field(default_factory=set)
    _scanned_at: int | None = None

    def __post_init__(self) -> None:
        self.burst = Burst(self.gap_ms)
        self.root.bind_class(TAG, "<KeyPress>", self._key)

    def digits_decide(self, widget: tk.Misc, decide: bool = True) -> None:
        """In this field too the first digit waits and goes to `digit` (the field is asked to take it, if
        nobody else does)."""
        (self._deciding.add if decide else self._deciding.discard)(str(widget))

    def committed(self, text: str) -> bool:
        """A text that the IME committed as a whole: True if it was a scan and must not be inserted."""
        scan = classify(text)
        if scan is None or scan.kind is Kind.OTHER:  # a name of eight characters is no barcode
            return False
        self.deliver(scan)
        return True

    def stop(self) -> None:
        """No more timer; what is held is forgotten."""
        self._cancel()
        self.burst.take()

    def settle(self) -> None:
        """Give held characters to where they belong now, before another key acts."""
        self._cancel()
        held = self.burst.release()
        if held and self._before is not None:
            self._insert(self._before, held)

    # ---- keys

    def _key(self, event: tk.Event) -> str | None:
        if event.keysym in ("Return", "KP_Enter"):
            return self._return(event.time)
        if event.char and event.char.isprintable() and not int(event.state) & 0x4:
            return self._character(event)
        if (
            len(event.keysym) > 1
            and event.keysym != "??"
            and not event.keysym.startswith(("Shift", "Control", "Alt", "Caps"))
        ):
            self.settle()
            self.burst.take()
        return None

    def _character(self, event: tk.Event) -> str | None:
        widget = event.widget
        direct = is_field(widget) and str(widget) not in self._deciding
        if not self.burst.goes_on(event.time):
            self.settle()
            self._before = _Before.of(widget)
        shows = self.burst.add(event.char, event.time, PASS_FIRST if direct else 0)
        self._cancel()
        # Two steps: keys that already wait in the queue of the X server are read between them, should the
        # window have been busy.
        self._timer = self.root.after(self.gap_ms + 10, self._almost)
        return None if shows else "break"

    def _return(self, at: int) -> str | None:
        if self._scanned_at is not None and ((at - self._scanned_at) & 0xFFFFFFFF) <= LATE_RETURN_MS:
            self._scanned_at = None
            return "break"
        if self.burst.goes_on(at):
            scan = classify(self.burst.raw)
            if scan is not None:
                self._finish(scan)
                return "break"
        self.settle()
        self.burst.take()
        return None

    def _finish(self, scan: Scan) -> None:
        self._cancel()
        self.burst.take()
        if self._before is not None:
            self._before.restore()
        self._before = None
        self.deliver(scan)

    def _almost(self) -> None:
        self._timer = self.root.after(15, self._pause)

    def _pause(self) -> None:
        self._timer = None
        scan = classify(self.burst.raw)
        if scan is not None and scan.kind is Kind.NUMBER and len(self.burst.raw) == 16 and self.burst.held:
            self._scanned_at = self.burst.last  # a scanner without, or with a late, carriage return
            self._finish(scan)
            return
        self.settle()

    def _cancel(self) -> None:
        if self._timer is not None:
            self.root.after_cancel(self._timer)
            self._timer = None

    def _insert(self, before: _Before, held: str) -> None:
        widget = before.widget
        if not widget.winfo_exists():
            return
        if before.entry is not None and str(widget) not in self._deciding:
            type_into(before.entry, held)
        elif len(held) == 1:
            self.digit(held)
        elif before.entry is not None:
            type_into(before.entry, held)
        else:
            self.several(held)


def type_into(widget: tk.Entry, characters: str) -> None:
    """Insert characters as a keyboard would: in place of the selection, at the cursor."""
    if widget.selection_present():
        widget.delete("sel.first", "sel.last")
    widget.insert("insert", characters)
    if isinstance(widget, ttk.Entry):
        widget.tk.call("ttk::entry::See", str(widget), "insert")
