"""A panel that records a reason: digits, nothing preselected, finished with F4. Enter and F12 do nothing, Esc changes nothing.

One panel for every reason of these screens: 相違, the taking back of a record, 取消・訂正・書類の返却, 再発行.
"""
from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from branch_desk.domain import words_screen as words
from branch_desk.domain.words_book import NOBODY
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui import keys
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Choice, Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

OTHER = "other"


@dataclass(frozen=True, slots=True)
class What:
    """One thing that may be done: its word, its rules, its own reasons, and the fields that it asks for."""

    code: str
    word: str
    rule: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[tuple[str, str, int], ...] = ()       # name, caption, width
    pin: bool = False
    why: str = words.REASON_WHY
    run: str = words.REASON_RUN
    next_why: str = words.REASON_NEXT_WHY


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen and typed."""

    what: str
    reason: str
    note: str | None
    pin: str | None
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A panel: its title, and what may be chosen. With one thing only, that is not asked."""

    title: str
    whats: tuple[What, ...]
    state: str | None = None
    count: str = ""
    next_what: str = words.REASON_NEXT_WHAT

    @classmethod
    def of_reasons(cls, title: str, reasons: Mapping[str, str], rule: tuple[str, ...], *, state: str | None = None) -> Question:
        """Only a reason is asked."""
        return cls(title, (What("", "", rule, reasons),), state)


Done = Callable[[Recorded | Refusal], None]


class DecidePanel(Panel):
    """`run(answer, done)` does it; `done` is told what came of it."""

    def __init__(self, window: Window, question: Question, run: Callable[[Answer, Done], None]) -> None:
        super().__init__(window)
        self.question, self._run = question, run
        self.what: What | None = question.whats[0] if len(question.whats) == 1 else None
        self.reason: str | None = None
        self.fault = ""
        self.busy = False
        self._whats: list[Choice] = []
        self._reasons: list[Choice] = []
        self._fields: dict[str, Field] = {}
        self._note: Field | None = None
        self._pin: Field | None = None

    @property
    def title(self) -> str:
        return self.window.screen_title

    def build(self, parent: tk.Frame) -> None:
        parts, theme = self.window.parts, self.theme
        px = theme.px
        self._card = parts.card(parent, line="ink", width=3)
        place = {"relx": 0.5, "rely": 0.0, "anchor": "n", "y": 0 if theme.narrow else px(6), "relwidth": 1.0 if theme.narrow else 0.86}
        self._card.place(**place)
        head = parts.box(self._card, "rail")
        head.pack(fill="x")
        parts.label(head, self.question.title, "title" if not theme.narrow else "next", bold=True).pack(side="left", padx=px(26), pady=px(8 if theme.narrow else 12))
        if self.question.state:
            parts.label(head, words.STATES[self.question.state], "body", "blue", bold=True).pack(side="right", padx=(px(8), px(26)))
            parts.image(head, self.window.icons.state(self.question.state)).pack(side="right")
        elif self.question.count:
            parts.label(head, self.question.count, "body", "ink2", bold=True).pack(side="right", padx=px(26))
        self._grid = parts.box(self._card)
        self._grid.pack(fill="x", padx=px(26), pady=(px(8), 0))
        self._grid.columnconfigure(1, weight=1)
        # a place for the focus where digits choose
        self._row = tk.Frame(self._grid, takefocus=1, bg=self._grid.cget("bg"))
        self._row.place(x=0, y=0, width=1, height=1)
        if len(self.question.whats) > 1:
            self._caption(0, words.REASON_WHAT)
            self._whats = self._choices(0, [what.word for what in self.question.whats], self._choose_what)
        self._foot = parts.box(self._card)
        self._foot.pack(fill="x", padx=px(26), pady=(px(4), px(8 if theme.narrow else 14)))
        self._lower()
        parent.bind("<Map>", lambda event: self._paint())

    def first_focus(self) -> tk.Misc:
        return self._row

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.session.who is None:
            return Next(NOBODY, "amber")
        if self.what is None:
            return Next(self.question.next_what)
        if self.reason is None:
            return Next(self.what.next_why)
        if self._lacks_note:
            return Next(words.REASON_NEXT_NOTE)
        if self._lacks_pin:
            return Next(words.REASON_NEXT_PIN)
        return Next(words.REASON_NEXT_RUN)

    def keys(self) -> dict[Slot, Key]:
        run = self.what.run if self.what else words.REASON_RUN
        return {Slot.BACK: Key(words.STOP), Slot.FIX: Key(run, use=self._ready, main=self._ready)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is Slot.FIX and self._ready and self.what is not None:
            self.busy = True
            typed = {name: entry.text.strip() for name, entry in self._fields.items()}
            note = self._note.text.strip() if self._note else ""
            self._run(Answer(self.what.code, self.reason or "", note or None, self._pin.text if self._pin else None, typed), self._done)
            return True
        return False

    def on_digit(self, digit: int) -> bool:
        if self.busy:
            return False
        if self.what is None:
            return self._choose_what(digit)
        return self._choose_reason(digit)

    # ---- choosing

    def _choose_what(self, digit: int) -> bool:
        if not 1 <= digit <= len(self.question.whats) or self.busy:
            return False
        self.what, self.reason, self.fault = self.question.whats[digit - 1], None, ""
        self._lower()
        if self._fields:
            next(iter(self._fields.values())).focus()
        else:
            self._row.focus_set()
        self.refresh()
        return True

    def _choose_reason(self, digit: int) -> bool:
        codes = list(self.what.reasons) if self.what else []
        if not 1 <= digit <= len(codes) or self.busy:
            return False
        self.reason, self.fault = codes[digit - 1], ""
        if self._lacks_note and self._note is not None:
            self._note.focus()
        elif self._lacks_pin and self._pin is not None:
            self._pin.focus()
        else:
            self._row.focus_set()
        self._paint()
        self.refresh()
        return True

    def _done(self, outcome: Recorded | Refusal) -> None:
        self.busy = False
        if not isinstance(outcome, Refusal):
            self.close()
            return
        self.fault = outcome.sentence
        self.window.play(Sound.LOOK)
        if outcome.rule.startswith("pin") and self._pin is not None:
            self._pin.text = ""
            self._pin.focus()
        self._paint()
        self.refresh()

    @property
    def _lacks_note(self) -> bool:
        return self.reason == OTHER and self._note is not None and not self._note.text.strip()

    @property
    def _lacks_pin(self) -> bool:
        return self._pin is not None and len(self._pin.text) < 4

    @property
    def _ready(self) -> bool:
        return (self.what is not None and self.reason is not None and not self._lacks_note and not self._lacks_pin and not self.busy
                and self.session.who is not None)

    # ---- building

    def _lower(self) -> None:
        """What follows from the choice: fields, reasons, note, PIN, rules and the two keys."""
        parts, theme = self.window.parts, self.theme
        px = theme.px
        for child in self._grid.grid_slaves():
            if int(child.grid_info()["row"]) > 0:
                child.destroy()
        for child in self._foot.winfo_children():
            child.destroy()
        self._fields, self._note, self._pin = {}, None, None
        shown = self.what or self.question.whats[0]
        if self.what is not None and self.what.fields:
            self._caption(1, self.what.word)
            box = parts.box(self._grid)
            box.grid(row=1, column=1, sticky="w")
            for name, caption, width in self.what.fields:
                parts.label(box, caption, "body", "ink2").pack(side="left", padx=(0, px(4)))
                self._fields[name] = parts.field(box, width, "body", changed=self._typed)
                self._fields[name].pack(side="left", padx=(0, px(10)))
        self._caption(2, shown.why)
        self._reasons = self._choices(2, list(shown.reasons.values()), self._choose_reason)
        if OTHER in shown.reasons or shown.pin:
            self._typed_row(shown)
        for line in shown.rule if self.what is not None and not theme.narrow else ():
            parts.label(self._foot, keys.say(line), "body", "ink2").pack(anchor="w", pady=px(1))
        row = parts.box(self._foot)
        row.pack(anchor="w", pady=(px(6), 0))
        self._run_place = parts.box(row)
        self._run_place.pack(side="left")
        parts.button(row, Slot.BACK.value, words.STOP_WHOLE, lambda: self.window.press(Slot.BACK)).pack(side="left", padx=px(12))
        self._paint()

    def _typed_row(self, shown: What) -> None:
        parts, px = self.window.parts, self.theme.px
        self._caption(3, words.REASON_NOTE)
        box = parts.box(self._grid)
        box.grid(row=3, column=1, sticky="ew")
        self._note = parts.field(box, 34 if not self.theme.narrow else 24, "body", changed=self._typed)
        self._note.pack(side="left")
        self._note.entry.bind("<FocusIn>", lambda event: set_ime(True), add="+")
        self._note.entry.bind("<FocusOut>", lambda event: set_ime(False), add="+")
        if self.what is not None and self.what.pin and not self.window.desk.practice:
            parts.label(box, words.PIN, "body", bold=True).pack(side="left", padx=(px(16), px(6)))
            self._pin = parts.field(box, 8, show="●", changed=self._typed)
            self._pin.pack(side="left")

    def _caption(self, row: int, text: str) -> None:
        px = self.theme.px
        self.window.parts.label(self._grid, text, "body", bold=True).grid(row=row, column=0, sticky="nw", padx=(0, px(18)), pady=px(11))

    def _choices(self, row: int, texts: list[str], chosen: Callable[[int], object]) -> list[Choice]:
        """In as many lines as the width asks for."""
        parts, theme = self.window.parts, self.theme
        box = parts.box(self._grid)
        box.grid(row=row, column=1, sticky="w")
        room = theme.fixed(1366) - theme.px(172 + 32)
        room = room * (1.0 if theme.narrow else 0.86) - theme.px(52 + 90)
        made: list[Choice] = []
        line, used = parts.box(box), 0
        line.pack(anchor="w")
        for n, text in enumerate(texts, 1):
            choice = parts.choice(line, n, text, lambda digit: chosen(digit))
            wide = choice.winfo_reqwidth()
            if used and used + wide > room:
                choice.destroy()
                line, used = parts.box(box), 0
                line.pack(anchor="w")
                choice = parts.choice(line, n, text, lambda digit: chosen(digit))
            choice.pack(side="left")
            used += wide
            made.append(choice)
        return made

    def _typed(self) -> None:
        self.fault = ""
        self._paint()
        self.refresh()

    def _paint(self) -> None:
        """Choices and the key, as they are now."""
        if not self._card.winfo_exists():
            return
        for n, choice in enumerate(self._whats):
            choice.set("blue" if self.what is self.question.whats[n] else None)
        codes = list(self.what.reasons) if self.what else []
        for n, choice in enumerate(self._reasons):
            choice.set("blue" if self.reason is not None and n < len(codes) and codes[n] == self.reason else None, enabled=self.what is not None)
        for child in self._run_place.winfo_children():
            child.destroy()
        ready = self._ready
        run = self.what.run if self.what else words.REASON_RUN
        text = run if ready or self.reason is not None else words.REASON_WAIT if len(self.question.whats) > 1 else words.REASON_NEXT_WHY
        self.window.parts.button(self._run_place, Slot.FIX.value, text, lambda: self.window.press(Slot.FIX), main=ready, dim=not ready).pack()
