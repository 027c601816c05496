"""つづり・CSV: what is done with the whole book. The list as a file, the index of a month, the binder's
volumes, and at a counter the 予備帳.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import words_binder as words
from branch_desk.domain import words_screen, words_spare
from branch_desk.services import book_export
from branch_desk.services.book_export import Exported
from branch_desk.services.book_pages import Wanted
from branch_desk.services.results import Refusal
from branch_desk.ui.book_binder import Volumes
from branch_desk.ui.book_file import fault_of, told
from branch_desk.ui.book_index import MonthIndex
from branch_desk.ui.book_spare import SpareBook
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 760


class BookTasks(Panel):
    """A digit chooses; writing a file wants F4 as well."""

    floating = True

    def __init__(self, window: Window, wanted: Wanted, count: int, said: Callable[[Next], None]) -> None:
        super().__init__(window)
        self._wanted, self._count, self._said = wanted, count, said
        self.chosen = False
        self.busy = False
        self.fault = ""

    @property
    def title(self) -> str:
        return words_screen.SCREENS["book"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.TASKS_TITLE, "next", bold=True).pack(side="left", padx=px(22), pady=px(8))
        parts.label(head, words.export_count(self._count), "body", "ink2").pack(side="right", padx=px(22))
        area = parts.box(parent)
        area.pack(fill="x", padx=px(18), pady=px(8))
        self._choices = []
        tasks = [words.TASK_EXPORT, words.TASK_INDEX, words.TASK_VOLUMES]
        if "reception" in self.window.places:
            tasks.append(words_spare.TASK)
        for n, word in enumerate(tasks, 1):
            choice = parts.choice(area, n, word, self._take)
            choice.pack(anchor="w", fill="x")
            choice.face.configure(takefocus=0)
            self._choices.append(choice)
        self._rule = parts.box(parent)
        self._rule.pack(fill="x", padx=px(24))
        self._foot = parts.box(parent)
        self._foot.pack(fill="x", padx=px(24), pady=px(10))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.busy:
            return Next(words.WORKING)
        return Next(words.TASKS_RUN_NEXT if self.chosen else words.TASKS_NEXT)

    def keys(self) -> dict[Slot, Key]:
        ready = self.chosen and not self.busy
        return {
            Slot.BACK: Key(words_screen.STOP),
            Slot.FIX: Key(words.TASKS_RUN, use=ready, main=ready),
            Slot.COVER: Key(words_screen.COVER_KEY),
        }

    def on_digit(self, digit: int) -> bool:
        if self.busy or not 1 <= digit <= len(self._choices):
            return False
        self._take(digit)
        return True

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FIX or not self.chosen or self.busy:
            return False
        self.busy, self.fault = True, ""
        self.session.act(book_export.into_folder, self._wanted, then=self._written, failed=self._failed)
        return True

    # ---- inside

    def _take(self, digit: int) -> None:
        if digit == 1:
            self.chosen, self.fault = True, ""
            self._show()
            self.refresh()
            return
        self.close()
        panel = (MonthIndex, Volumes, SpareBook)[digit - 2]
        self.window.open_panel(panel(self.window, self._said))

    def _show(self) -> None:
        parts, px = self.window.parts, self.theme.px
        self._choices[0].set("blue" if self.chosen else None)
        for area in (self._rule, self._foot):
            for child in area.winfo_children():
                child.destroy()
        if self.chosen:
            parts.lines(self._rule, words.EXPORT_RULE, px(WIDTH - 60)).pack(anchor="w")
            parts.button(
                self._foot, Slot.FIX.value, words.TASKS_RUN, lambda: self.window.press(Slot.FIX), main=True
            ).pack(side="left", padx=(0, px(12)))
        parts.button(
            self._foot, Slot.BACK.value, words_screen.STOP, lambda: self.window.press(Slot.BACK)
        ).pack(side="left")

    def _written(self, done: Exported | Refusal) -> None:
        self.busy = False
        if isinstance(done, Refusal):
            self.fault = f"{done.sentence}{words_screen.todo(done.rule, done.todo)}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.play(Sound.GOOD)
        self.close()
        told(self.window, self._said, done)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.fault = fault_of(self.window, error)
        self.refresh()
