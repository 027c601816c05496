"""Another member of staff says yes: badge or staff number, then the PIN, finished with F4.

For an exception the 責任者 (係長), for a second check or a disposal anybody else. Nothing is recorded here: the code and
the PIN go to whoever asked, and the service decides (people.approved). A practice ledger asks for no PIN.
"""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_screen as words
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import staff_code
from branch_desk.services.results import Refusal
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approves, as typed or read; the service finds out whether they may."""

    code: str
    pin: str | None


Decided = Callable[[Approver, Callable[[Any], None]], None]


class Approval(Panel):
    """`decided(approver, done)` records it; `done(answer)` closes the panel, or says in it why not."""

    floating = True

    def __init__(
        self,
        window: Window,
        heading: str,
        sentence: str,
        decided: Decided,
        *,
        role: StaffRole | None = StaffRole.RESPONSIBLE,
    ) -> None:
        super().__init__(window)
        self.heading, self.sentence, self._decided, self._role = heading, sentence, decided, role
        self.fault = ""
        self.busy = False

    @property
    def title(self) -> str:
        return words.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._foot = parts.box(parent)
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, self.heading, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        parts.lines(parent, self.sentence, px(WIDTH - 60)).pack(anchor="w", padx=px(24), pady=(px(10), 0))
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=px(10))
        parts.label(row, words.APPROVERS[self._key], bold=True).pack(side="left", padx=(px(6), px(8)))
        self._number = parts.field(row, 7, even=True, changed=self._typed)
        self._number.pack(side="left")
        self._pin = parts.field(row, 8, show="●", changed=self._typed)
        if self._asks_pin:
            parts.label(row, words.PIN, bold=True).pack(side="left", padx=(px(16), px(8)))
            self._pin.pack(side="left")
        parts.label(parent, words.APPROVAL_BADGE, "body", "ink2").pack(anchor="w", padx=px(24))
        self._foot.pack(fill="x", padx=px(24), pady=px(12))
        self._show_foot()

    def first_focus(self) -> tk.Misc:
        return self._number.entry

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self._code is None:
            return Next(words.APPROVAL_NEXT[self._key])
        if self._asks_pin and not self._pin.text:
            return Next(words.REASON_NEXT_PIN)
        return Next(words.APPROVAL_NEXT_RUN)

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words.STOP),
            Slot.FIX: Key(words.APPROVE, use=self.complete, main=self.complete),
            Slot.COVER: Key(words.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FIX or not self.complete or self._code is None:
            return False
        self.busy, self.fault = True, ""
        self._decided(Approver(self._code, self._pin.text or None), self._answered)
        return True

    def on_badge(self, code: str) -> bool:
        """The badge names who approves; the person at the desk stays who they are."""
        if not self.busy:
            self._number.text = code
            if self._asks_pin:
                self._pin.text = ""
                self._pin.focus()
        return True

    @property
    def complete(self) -> bool:
        """Whether F4 may be pressed."""
        return not self.busy and self._code is not None and bool(self._pin.text or not self._asks_pin)

    # ---- inside

    @property
    def _key(self) -> str:
        return "responsible" if self._role is StaffRole.RESPONSIBLE else "another"

    @property
    def _asks_pin(self) -> bool:
        return not self.window.desk.practice

    @property
    def _code(self) -> str | None:
        return staff_code(unicodedata.normalize("NFKC", self._number.text))

    def _answered(self, answer: Any) -> None:
        self.busy = False
        if not isinstance(answer, Refusal):
            self.close()
            return
        self._pin.text = ""  # which says that it was typed, and takes the fault away
        self.fault = f"{answer.sentence}{words.todo(answer.rule, answer.todo)}"
        self.window.play(Sound.LOOK)
        self.refresh()

    def _typed(self) -> None:
        self.fault = ""
        self._show_foot()
        self.refresh()

    def _show_foot(self) -> None:
        for child in self._foot.winfo_children():
            child.destroy()
        parts, done = self.window.parts, self.complete
        text = words.APPROVE if done else words.REASON_WAIT
        parts.button(
            self._foot, Slot.FIX.value, text, lambda: self.window.press(Slot.FIX), main=done, dim=not done
        ).pack(side="left")
        parts.button(
            self._foot, Slot.BACK.value, words.STOP_WHOLE, lambda: self.window.press(Slot.BACK)
        ).pack(side="left", padx=self.theme.px(12))
