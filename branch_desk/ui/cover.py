"""画面を隠す: at once, over everything, also over a panel. No names of citizens, no counts; what is half typed
stays below."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import era
from branch_desk.domain import words_screen as words
from branch_desk.services import people
from branch_desk.ui import keys
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


class Cover(Panel):
    """Enter: the same person goes on. A staff number and Enter: another one does."""

    covers_all = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._button_word: tk.Label
        self._typed_number = ""

    @property
    def title(self) -> str:
        return words.COVER_TITLE

    def build(self, parent: tk.Frame) -> None:
        theme, parts, px = self.theme, self.window.parts, self.theme.px
        parent.configure(bg=theme.color("cover"))
        middle = parts.box(parent)
        middle.place(relx=0.5, rely=0.46, anchor="center")
        parts.label(middle, era.clock(self.window.clock()), "verdict", "on_cover", bold=True).pack()
        parts.label(middle, words.COVER_TITLE, "title", "on_cover", bold=True).pack(pady=(px(12), px(8)))
        parts.label(middle, words.COVER_REST, "body", "on_cover2").pack()
        ring = parts.ring(middle)
        ring.pack(pady=px(24))
        self._number = tk.StringVar(middle)
        row = parts.box(ring.inside, "surface", padx=px(20), pady=px(10))
        row.pack()
        row.configure(takefocus=1)
        parts.keycap(row, Slot.ON.value).pack(side="left", padx=(0, px(16)))
        self._button_word = parts.label(row, "", "next", bold=True)
        self._button_word.pack(side="left")
        ring.follow(row)
        self._row = row
        row.bind("<BackSpace>", lambda event: self._typed(self._typed_number[:-1]))
        self._typed_number = ""
        parts.label(middle, keys.say(words.COVER_CHANGE), "body", "on_cover2").pack()
        self._answer = parts.label(middle, "", "body", "on_cover", bold=True)
        self._answer.pack(pady=(px(14), 0))
        desk = self.window.desk
        parts.label(parent, f"{desk.branch} {desk.name}", "body", "on_cover2").place(
            relx=0.5, rely=0.94, anchor="center"
        )
        self._typed("")

    def first_focus(self) -> tk.Misc:
        return self._row

    def next_line(self) -> Next:
        return Next("")

    def keys(self) -> dict[Slot, Key]:
        return {}

    def on_digit(self, digit: int) -> bool:
        if len(self._typed_number) < 5:
            self._typed(self._typed_number + str(digit))
        return True

    def on_several(self, characters: str) -> None:
        if characters.isascii() and characters.isdigit():
            for character in characters:
                self.on_digit(int(character))

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and self._typed_number:
            self._typed("")
            return True
        if slot is not Slot.ON:
            return False
        if self._typed_number:
            self.window.change_person(self._typed_number, then=self._changed)
        elif self.session.who is not None:
            self.close()
        else:
            self.session.run(people.nobody_registered, then=self._go_on_if)
        return True

    def say(self, sentence: str) -> None:
        """Answer something, without saying anything of what is below."""
        self._answer.configure(text=keys.say(sentence))

    def _go_on_if(self, nobody: bool) -> None:
        """A desk without staff has nobody who could sign in: the cover must not lock the first one out."""
        if nobody:
            self.close()

    def _changed(self, found: bool) -> None:
        if found:
            self.close()
        else:
            self._typed("")
            self.say(words.UNKNOWN_STAFF)

    def _typed(self, number: str) -> None:
        self._typed_number = number
        self._answer.configure(text="")
        if number:
            text = f"{words.STAFF_NUMBER} {number}"
        elif self.session.who is not None:
            text = words.carries_on(self.session.who.surname)
        else:
            text = keys.say(words.COVER_NOBODY)
        self._button_word.configure(text=text)
