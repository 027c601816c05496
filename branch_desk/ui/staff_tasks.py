"""Another role, the end of somebody's registration, or their PIN taken again: chosen by digit, with the 責任者's own PIN,
finished with F4. Enter and F12 do nothing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_care as words
from branch_desk.domain import words_screen
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.results import Refusal
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

ROLES = {role.value: role for role in StaffRole}


class StaffTasks(Panel):
    """Lies over the list of staff."""

    floating = True

    def __init__(self, window: Window, member: Staff) -> None:
        super().__init__(window)
        self.member, self.fault, self.busy = member, "", False
        self.chosen: str | None = None
        self._tasks = [task for task in words.STAFF_DO if task != member.role.value]

    @property
    def title(self) -> str:
        return words_screen.SCREENS["settings"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.STAFF_TASKS, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        parts.label(head, f"{self.member.code}　{self.member.name}", "body", "blue", bold=True).pack(side="left")
        area = parts.box(parent)
        area.pack(fill="x", padx=px(18), pady=px(8))
        self._choices = {}
        for n, task in enumerate(self._tasks, 1):
            choice = parts.choice(area, n, words.STAFF_DO[task], self._take)
            choice.pack(anchor="w", fill="x")
            choice.face.configure(takefocus=0)
            self._choices[task] = choice
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18))
        self._pin = parts.field(row, 8, show="●", changed=self._typed)
        if self._asks_pin:
            parts.label(row, words.FIELDS["pin"], bold=True).pack(side="left", padx=(px(6), px(8)))
            self._pin.pack(side="left")
        self._foot = parts.box(parent)
        self._foot.pack(fill="x", padx=px(24), pady=px(12))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.chosen is None:
            return Next(words.STAFF_NEXT)
        return Next(say(words.STAFF_NEXT_RUN if self._complete else words.STAFF_NEXT_PIN))

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words_screen.STOP, use=not self.busy),
            Slot.FIX: Key(words.STAFF_RUN, use=self._complete, main=self._complete),
            Slot.COVER: Key(words_screen.COVER_KEY),
        }

    def on_digit(self, digit: int) -> bool:
        if self.busy or not 1 <= digit <= len(self._tasks):
            return False
        self._take(digit)
        return True

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FIX or not self._complete or self.chosen is None:
            return False
        self.busy, self.fault = True, ""
        code, pin = self.member.code, self._pin.text or None
        if self.chosen in ROLES:
            self.session.act(people.change_role, code, ROLES[self.chosen], pin, then=self._answered, failed=self._failed)
        else:
            verb: Callable[..., Any] = people.end if self.chosen == "end" else people.unlock
            self.session.act(verb, code, pin, then=self._answered, failed=self._failed)
        return True

    # ---- inside

    @property
    def _asks_pin(self) -> bool:
        return not self.window.desk.practice

    @property
    def _complete(self) -> bool:
        return self.chosen is not None and not self.busy and bool(self._pin.text or not self._asks_pin)

    def _take(self, digit: int) -> None:
        self.chosen, self.fault = self._tasks[digit - 1], ""
        if self._asks_pin:
            self._pin.focus()
        self._show()
        self.refresh()

    def _typed(self) -> None:
        self.fault = ""
        self._show()
        self.refresh()

    def _show(self) -> None:
        for task, choice in self._choices.items():
            choice.set("blue" if task == self.chosen else None)
        for child in self._foot.winfo_children():
            child.destroy()
        parts, done = self.window.parts, self._complete
        parts.button(self._foot, Slot.FIX.value, words.STAFF_RUN if done else words_screen.REASON_WAIT,
                     lambda: self.window.press(Slot.FIX), main=done, dim=not done).pack(side="left")
        parts.button(self._foot, Slot.BACK.value, words_screen.STOP_WHOLE, lambda: self.window.press(Slot.BACK)).pack(
            side="left", padx=self.theme.px(12))

    def _answered(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self._pin.text = ""
            self.fault = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.play(Sound.GOOD)
        self.window.tell(words.STAFF_DONE[self.chosen or ""].format(name=self.member.surname))
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)
