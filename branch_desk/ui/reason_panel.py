"""A panel that records a reason: digits, nothing preselected, finished with F4, which is grey until
everything is chosen.

Enter and F12 do nothing here; Esc changes nothing. Where the member of staff must be sure to be the one, a
PIN is asked.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_screen as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Choice, Field, Ring
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800
NARROW, WIDE = 6, 16
MOST_NARROW = 3  # things to choose from that have room beside their reasons at 大 and 特大


@dataclass(frozen=True, slots=True)
class What:
    """One thing that can be done: its word, its reasons (code: word), whether it asks a PIN or a value,
    what it comes to."""

    code: str
    word: str
    reasons: dict[str, str]
    pin: bool = False
    value: str = ""
    warning: str = ""
    wide: bool = False  # the value is words, not a number


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was decided when F4 was pressed."""

    what: What
    reason: str
    note: str | None
    pin: str | None
    value: str


class ReasonPanel(Panel):
    """Ask what, why and, where needed, a value and the PIN; then `run`. `state` is that of a slip, or empty."""

    floating = True
    value_width = 6
    why_word = words.REASON_WHY             # what the second choice is called, where it is no reason
    next_what, next_why = words.REASON_NEXT_WHAT, words.REASON_NEXT_WHY
    asks_note = True

    def __init__(self, window: Window, heading: str, state: str, whats: tuple[What, ...]) -> None:
        super().__init__(window)
        self.heading, self.state, self.whats = heading, state, whats
        self.what: What | None = whats[0] if len(whats) == 1 else None
        self.reason: str | None = None
        self.fault = ""
        self.busy = False

    def run(self, chosen: Chosen) -> None:
        """Ask the service; the answer goes to `answered`."""
        raise NotImplementedError

    def answered(self, answer: Recorded | Refusal | Any) -> None:
        """Closed when it is recorded; a refusal is said here and everything chosen stays."""
        self.busy = False
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{words.todo(answer.rule, answer.todo)}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.play(Sound.GOOD)
        self.window.tell(f"{self.heading}")
        self.close()

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        tight = self.theme.narrow  # 大 and 特大: the panel takes all the height there is
        parts.label(head, self.heading, "next", bold=True).pack(
            side="left", padx=px(22), pady=px(4 if tight else 10)
        )
        if self.state:
            parts.label(head, words.STATES[self.state], "body", "ink2", bold=True).pack(
                side="right", padx=(px(8), px(22))
            )
            parts.image(head, self.window.icons.state(self.state)).pack(side="right")
        self._area = parts.box(parent)
        self._area.pack(fill="x", padx=px(18), pady=px(2 if tight else 8))
        self._area.columnconfigure(1, weight=1)
        self._rings: dict[int, Ring] = {}
        self._what_choices = self._choices(
            0, words.REASON_WHAT, {what.code: what.word for what in self.whats}, self._take_what
        )
        self._reason_row = 1
        self._reason_choices: list[Choice] = []
        self._fields(2)
        self._warning = parts.box(parent)
        self._warning.pack(fill="x", padx=px(24))
        self._foot = parts.box(parent)
        self._foot.pack(fill="x", padx=px(24), pady=px(6 if tight else 12))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)  # holds the focus while digits choose
        self._stand.place(x=0, y=0)
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.what is None:
            return Next(self.next_what)
        if self.reason is None:
            return Next(self.next_why)
        if self.what.value and not self._value.text.strip():
            return Next(words.value_missing(self.what.value))
        if self._asks_pin and not self._pin.text:
            return Next(words.REASON_NEXT_PIN)
        return Next(words.REASON_NEXT_RUN)

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words.STOP),
            Slot.FIX: Key(words.REASON_RUN, use=self.complete, main=self.complete),
            Slot.COVER: Key(words.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FIX or not self.complete:
            return False
        self.busy, self.fault = True, ""
        assert self.what is not None and self.reason is not None
        self.run(
            Chosen(
                self.what,
                self.reason,
                self._note.text.strip() or None,
                self._pin.text or None,
                self._value.text.strip(),
            )
        )
        return True

    def on_digit(self, digit: int) -> bool:
        if self.what is None:
            return self._take(digit, self._what_choices, self._take_what)
        return self._take(digit, self._reason_choices, self._take_reason)

    @property
    def complete(self) -> bool:
        """Whether F4 may be pressed."""
        if self.what is None or self.reason is None or self.busy:
            return False
        return not (self.what.value and not self._value.text.strip()) and not (
            self._asks_pin and not self._pin.text
        )

    # ---- inside

    @property
    def _asks_pin(self) -> bool:
        return self.what is not None and self.what.pin and not self.window.desk.practice

    def _take(self, digit: int, choices: list[Choice], take: Any) -> bool:
        if not 1 <= digit <= len(choices):
            return False
        take(digit)
        return True

    def _take_what(self, digit: int) -> None:
        self.what, self.reason, self.fault = self.whats[digit - 1], None, ""
        self._show()
        self._stand.focus_set()
        self.refresh()

    def _take_reason(self, digit: int) -> None:
        if self.what is None:
            return
        self.reason, self.fault = list(self.what.reasons)[digit - 1], ""
        self._show()
        if self.what.value:
            self._value.focus()
        elif self._asks_pin:
            self._pin.focus()
        self.refresh()

    def _typed(self) -> None:
        self.fault = ""
        self._show_foot()
        self.refresh()

    def _choices(
        self, row: int, caption: str, named: dict[str, str], take: Any, only: int | None = None
    ) -> list[Choice]:
        parts, px = self.window.parts, self.theme.px
        parts.label(self._area, caption, bold=True).grid(
            row=row, column=0, sticky="nw", padx=(px(6), px(10)), pady=px(12)
        )
        ring = self._rings[row] = parts.ring(self._area)
        ring.grid(row=row, column=1, sticky="w")
        box = parts.box(ring.inside, "surface")
        box.pack()
        made = []
        room, used, line = px(WIDTH - 150), 0, parts.box(box)
        line.pack(anchor="w")
        for n, word in enumerate(named.values(), 1):
            if only not in (None, n):
                continue
            width = self.theme.font("body").measure(word) + px(56)
            if used and used + width > room:
                line, used = parts.box(box), 0
                line.pack(anchor="w")
            choice = parts.choice(line, n, word, take)
            choice.pack(side="left")
            choice.face.configure(takefocus=0)
            made.append(choice)
            used += width
        return made

    def _fields(self, row: int) -> None:
        parts, px = self.window.parts, self.theme.px
        box = parts.box(self._area)
        box.grid(row=row, column=0, columnspan=2, sticky="w", pady=px(4))
        self._value_box = parts.box(box)
        self._value_word = parts.label(self._value_box, "", bold=True)
        self._value_word.pack(side="left", padx=(px(6), px(8)))
        self._value = self._field(self._value_box, self.value_width)
        self._value.pack(side="left")
        self._note_box = parts.box(box)
        if self.asks_note:
            self._note_box.pack(side="left")
        parts.label(self._note_box, words.REASON_NOTE, color="ink2", bold=True).pack(
            side="left", padx=(px(6), px(8))
        )
        self._note = self._field(self._note_box, 24)
        self._note.pack(side="left")
        self._pin_box = parts.box(box)
        parts.label(self._pin_box, words.PIN, bold=True).pack(side="left", padx=(px(16), px(8)))
        self._pin = self._field(self._pin_box, 8, show="●")
        self._pin.pack(side="left")

    def _field(self, parent: tk.Misc, width: int, show: str = "") -> Field:
        return self.window.parts.field(parent, width, "body", show=show, changed=self._typed)

    def _show(self) -> None:
        parts, px = self.window.parts, self.theme.px
        self._fold()
        for choice in self._what_choices:
            choice.set("blue" if self.whats[choice.digit - 1] is self.what else None)
        for widget in self._area.grid_slaves(row=self._reason_row):
            widget.destroy()
        shown = self.what or self.whats[0]
        self._reason_choices = self._choices(
            self._reason_row, self.why_word, shown.reasons, self._take_reason
        )
        for code, choice in zip(shown.reasons, self._reason_choices, strict=True):
            choice.set("blue" if self.what and code == self.reason else None, enabled=self.what is not None)
        if self._folds and self.what is None:
            for widget in self._area.grid_slaves(row=self._reason_row):
                widget.grid_remove()
        for box, on in (
            (self._value_box, bool(self.what and self.what.value)),
            (self._pin_box, self._asks_pin),
        ):
            if on:
                if box is self._value_box and self.asks_note:
                    box.pack(side="left", before=self._note_box)
                else:
                    box.pack(side="left")
            else:
                box.pack_forget()
        self._value_word.configure(text=shown.value)
        self._value.entry.configure(width=WIDE if shown.wide else NARROW)
        set_ime(shown.wide)
        for child in self._warning.winfo_children():
            child.destroy()
        for line in wrap_ja(
            shown.warning if self.what else "", px(WIDTH - 60), self.theme.font("body").measure
        ):
            parts.label(self._warning, line, "body", "ink2").pack(anchor="w", pady=px(1))
        self._rings[0].shine(self.what is None)
        self._rings[self._reason_row].shine(self.what is not None and self.reason is None)
        self._show_foot()

    def _fold(self) -> None:
        """At 大 and 特大 many things to choose from and their reasons do not both have room: first the ones, and when
        one is chosen it alone with its reasons."""
        if self._folds:
            for widget in self._area.grid_slaves(row=0):
                widget.destroy()
            only = self.whats.index(self.what) + 1 if self.what is not None else None
            named = {what.code: what.word for what in self.whats}
            self._what_choices = self._choices(0, words.REASON_WHAT, named, self._take_what, only)

    @property
    def _folds(self) -> bool:
        return self.theme.narrow and len(self.whats) > MOST_NARROW

    def _show_foot(self) -> None:
        for child in self._foot.winfo_children():
            child.destroy()
        parts, done = self.window.parts, self.complete
        text = words.REASON_RUN if done else words.REASON_WAIT
        parts.button(
            self._foot, Slot.FIX.value, text, lambda: self.window.press(Slot.FIX), main=done, dim=not done
        ).pack(side="left")
        parts.button(
            self._foot, Slot.BACK.value, words.STOP_WHOLE, lambda: self.window.press(Slot.BACK)
        ).pack(side="left", padx=self.theme.px(12))
