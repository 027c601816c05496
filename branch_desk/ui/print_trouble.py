"""プリンターの異常: what is safe, what happened, what to do now. It closes itself when the printer is well again, and
there is no key here to print on it meanwhile.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import words_print, words_screen
from branch_desk.domain import words_printing_screen as words
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.print_state import Down
    from branch_desk.ui.window import Window

WIDTH = 800
MOST = 3  # labels named one by one


class PrinterDown(Panel):
    """One panel for any number of papers of one printer."""

    floating = True

    def __init__(self, window: Window, name: str) -> None:
        super().__init__(window)
        self.prints, self.name = window.prints, name
        self.choosing = False
        self._shown: tuple[object, ...] = ()

    @property
    def down(self) -> Down | None:
        """What is wrong; None when it is well again."""
        return self.prints.down.get(self.name)

    @property
    def others(self) -> tuple[str, ...]:
        """Printers to go to instead."""
        bad = self.prints.down
        return tuple(item.name for item in self.prints.setup.printers if item.name not in bad)[:8]

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        self._parent = parent
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._area = self.window.parts.box(parent)
        self._area.pack(fill="both", expand=True)
        self._stand.place(x=0, y=0)
        self.prints.changed.append(self._again)
        parent.bind("<Destroy>", lambda event: event.widget is parent and self._gone())
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.choosing:
            return Next(words.CHOOSE_OTHER, "amber")
        return Next(words.NEXT_PUT_RIGHT.format(todo=self.down.todo if self.down else ""), "amber")

    def keys(self) -> dict[Slot, Key]:
        label = words.TROUBLE_KEYS
        return {
            Slot.BACK: Key(label["back" if self.choosing else "later"]),
            Slot.PRINT: Key(label["elsewhere"], use=not self.choosing and self._owes),
            Slot.COVER: Key(words_screen.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and self.choosing:
            self.choosing = False
            self._show()
        elif slot is Slot.BACK:
            self._gone()
            self.close()
            self.prints.put_off(self.name)
        elif slot is Slot.PRINT and not self.choosing and self._owes:
            self.choosing = True
            self._show()
        else:
            return False
        return True

    def on_digit(self, digit: int) -> bool:
        others = self.others
        if not self.choosing:
            # Whoever types the next type just as the panel opens loses no digit: it makes way, and goes on waiting.
            self._gone()
            self.close()
            return False
        if not 1 <= digit <= len(others) + 1:
            return False
        chosen = others[digit - 1] if digit <= len(others) else None
        self._gone()
        self.close()
        self.prints.elsewhere(self.name, chosen)
        self.window.tell(words.moved(chosen) if chosen else words.MOVED_PDF)
        return True

    # ---- inside

    @property
    def _owes(self) -> bool:
        return any(job.slip for job in self.prints.waiting_for(self.name))

    def _gone(self) -> None:
        if self._again in self.prints.changed:
            self.prints.changed.remove(self._again)

    def _again(self) -> None:
        if self.down is None:
            self._gone()
            self.window.tell(words.RECOVERED)
            self.close()
        elif self._facts() != self._shown:
            self._show()
            self.refresh()

    def _facts(self) -> tuple[object, ...]:
        owed = self.prints.waiting_for(self.name)
        return (self.down.why if self.down else "", tuple((job.slip, job.copy) for job in owed), self.others)

    def _show(self) -> None:
        down = self.down
        if down is None:
            return
        self._shown = self._facts()
        for child in self._area.winfo_children():
            child.destroy()
        parts, px = self.window.parts, self.theme.px
        room = px(WIDTH - 60)
        head = parts.box(self._area, "amber_bg")
        head.pack(fill="x")
        parts.image(head, self.window.icons.shape("triangle", "amber", 45, ground="amber_bg")).pack(
            side="left", padx=px(20), pady=px(10)
        )
        told = parts.box(head)
        told.pack(side="left", pady=px(8))
        parts.label(told, down.title, "next", "amber", bold=True).pack(anchor="w")
        parts.lines(told, self._owed(), room - px(90)).pack(anchor="w")
        inner = parts.box(self._area)
        inner.pack(fill="both", expand=True, padx=px(24), pady=px(10))
        labels = self._labels()
        if labels:
            safe = parts.box(inner)
            safe.pack(fill="x")
            parts.image(safe, self.window.icons.mark("good", 20)).pack(side="left", anchor="n", pady=px(4))
            parts.lines(safe, words.TROUBLE_SAFE.format(labels=labels), room - px(30), bold=True).pack(
                side="left", padx=px(8)
            )
            parts.rule(inner).pack(fill="x", pady=px(8))
        self._choices(inner) if self.choosing else self._steps(inner, down, room)

    def _steps(self, inner: tk.Frame, down: Down, room: int) -> None:
        parts, px = self.window.parts, self.theme.px
        steps = words.STEPS.get(down.why, (down.todo.rstrip("。"),) if down.todo else (down.sentence,))
        for n, step in enumerate((*steps, words.THEN_AUTO), 1):
            row = parts.box(inner)
            row.pack(fill="x", pady=px(2))
            parts.label(row, str(n), bold=True).pack(side="left", anchor="n", padx=(0, px(10)), pady=px(2))
            parts.lines(row, step, room - px(30), bold=True).pack(side="left")
        if not self.theme.narrow:
            parts.lines(inner, words.MEANWHILE, room, "body", "ink2").pack(anchor="w", pady=(px(12), 0))
        foot = parts.box(inner)
        foot.pack(anchor="w", pady=(px(10), 0))
        if self._owes:
            parts.button(
                foot, Slot.PRINT.value, words.ELSEWHERE, lambda: self.window.press(Slot.PRINT)
            ).pack(side="left", padx=(0, px(12)))
        parts.button(foot, Slot.BACK.value, words.LATER_PRINT, lambda: self.window.press(Slot.BACK)).pack(
            side="left"
        )

    def _choices(self, inner: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        for n, word in enumerate((*self.others, words.TO_PDF), 1):
            parts.button(inner, str(n), word, lambda n=n: self._pressed(n)).pack(anchor="w", pady=px(3))

    def _pressed(self, digit: int) -> None:
        if self.window.view is self:
            self.on_digit(digit)

    def _owed(self) -> str:
        copies = dict.fromkeys(words_print.COPIES[job.copy] for job in self.prints.waiting_for(self.name))
        if not copies:
            return words.NOTHING_WAITS.format(printer=self.name)
        return words.NOT_OUT_YET.format(printer=self.name, copies="・".join(copies))

    def _labels(self) -> str:
        numbers = dict.fromkeys(job.slip for job in self.prints.waiting_for(self.name) if job.slip)
        named = [self.prints.labels.get(number, number) for number in numbers]
        more = len(named) - MOST
        return "・".join(named[:MOST]) + (words.and_more(more) if more > 0 else "")
