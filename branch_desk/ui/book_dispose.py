"""廃棄を記録: first whoever is at the desk with their own PIN, then another member of staff; one of them is
責任者.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_binder as words
from branch_desk.domain import words_screen
from branch_desk.domain.rights import StaffRole
from branch_desk.services import binder
from branch_desk.services.binder import Disposed, Volume
from branch_desk.services.results import Refusal
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800


class Dispose(Panel):
    """Says what it comes to and asks the PIN; F4 leads to the other person. Enter and F12 do nothing."""

    floating = True

    def __init__(self, window: Window, volume: Volume, done: Callable[[Disposed, str], None]) -> None:
        super().__init__(window)
        self._volume, self._done = volume, done

    @property
    def title(self) -> str:
        return words.VOLUMES_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        heading = words.DISPOSE_TITLE.format(volume=self._volume.name)
        parts.label(head, heading, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        parts.lines(parent, words.DISPOSE_RULE, px(WIDTH - 60)).pack(
            anchor="w", padx=px(24), pady=(px(10), 0)
        )
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=px(10))
        self._pin = parts.field(row, 8, show="●", changed=self._typed)
        if self._asks_pin:
            parts.label(row, words.DISPOSE_OWN_PIN, bold=True).pack(side="left", padx=(px(6), px(8)))
            self._pin.pack(side="left")
        self._foot = parts.box(parent)
        self._foot.pack(fill="x", padx=px(24), pady=px(12))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._show_foot()

    def first_focus(self) -> tk.Misc:
        return self._pin.entry if self._asks_pin else self._stand

    def next_line(self) -> Next:
        return Next(words.DISPOSE_NEXT if self.complete else words.DISPOSE_NEXT_PIN)

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words_screen.STOP),
            Slot.FIX: Key(words.DISPOSE_RUN, use=self.complete, main=self.complete),
            Slot.COVER: Key(words_screen.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is not Slot.FIX or not self.complete:
            return False
        pin, volume = self._pin.text or None, self._volume
        role = None if self.session.who.role is StaffRole.RESPONSIBLE else StaffRole.RESPONSIBLE
        self.close()

        def decided(approver: Approver, done: Callable[[Any], None]) -> None:
            def answered(answer: Disposed | Refusal) -> None:
                done(answer)
                if not isinstance(answer, Refusal):
                    self._done(answer, volume.name)

            self.session.act(
                binder.dispose,
                *volume.key,
                approver=approver.code,
                approver_pin=approver.pin,
                pin=pin,
                then=answered,
            )

        self.window.open_panel(
            Approval(
                self.window,
                words.DISPOSE_TITLE.format(volume=volume.name),
                words.DISPOSE_SECOND.format(volume=volume.name),
                decided,
                role=role,
            )
        )
        return True

    @property
    def complete(self) -> bool:
        """Whether F4 may be pressed."""
        return bool(self._pin.text) or not self._asks_pin

    # ---- inside

    @property
    def _asks_pin(self) -> bool:
        return not self.window.desk.practice

    def _typed(self) -> None:
        self._show_foot()
        self.refresh()

    def _show_foot(self) -> None:
        for child in self._foot.winfo_children():
            child.destroy()
        parts, done = self.window.parts, self.complete
        parts.button(
            self._foot,
            Slot.FIX.value,
            words.DISPOSE_RUN if done else words_screen.REASON_WAIT,
            lambda: self.window.press(Slot.FIX),
            main=done,
            dim=not done,
        ).pack(side="left")
        parts.button(
            self._foot, Slot.BACK.value, words_screen.STOP_WHOLE, lambda: self.window.press(Slot.BACK)
        ).pack(side="left", padx=self.theme.px(12))
