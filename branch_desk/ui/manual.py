"""操作手引: a page a task, in the program itself, with the words of the printed one. Opened from the key sheet; what the
screen below holds stays.
"""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING

from branch_desk.domain import words_manual as words
from branch_desk.services import manual, paper
from branch_desk.ui import keys, open_file, tokens
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import on_click
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window

FILE = "operation-manual.pdf"


class Manual(Panel):
    """The list of pages, then one page: its steps, and by F3 what to do when something is wrong."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.pages = manual.of_role(window.desk.role.value)
        self.at: int | None = None
        self.mark = 0
        self.wrong = False
        self.said: Next | None = None
        self.busy = False
        self._area: tk.Frame | None = None

    @property
    def title(self) -> str:
        return words.TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        if self._area is not None:
            self._area.destroy()
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True)
        self._stand = tk.Frame(self._area, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self.room = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        if self.at is None:
            self._list(self._area)
        else:
            self._page(self._area, self.pages[self.at])

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return self.said or Next(words.NEXT_LIST if self.at is None else words.NEXT_PAGE)

    def keys(self) -> dict[Slot, Key]:
        label, inside = words.WINDOW_KEYS, self.at is not None
        last = self.at == len(self.pages) - 1
        return {
            Slot.BACK: Key(label["list" if inside else "back"]),
            Slot.MORE: Key(label["steps" if self.wrong else "wrong"], use=inside),
            Slot.PRINT: Key(label["print"], use=not self.busy),
            Slot.ON: Key(label["page" if inside else "open"], use=not last),
        }

    def on_key(self, slot: Slot) -> bool:
        self.said = None
        if slot is Slot.BACK:
            if self.at is None:
                self.close()
            else:
                self._turn(None)
            return True
        if slot is Slot.MORE and self.at is not None:
            self._turn(self.at, wrong=not self.wrong)
            return True
        if slot is Slot.PRINT and not self.busy:
            self._make()
            return True
        if slot is Slot.ON:
            to = self.mark if self.at is None else self.at + 1
            if to < len(self.pages):
                self._turn(to)
                return True
        return False

    def on_digit(self, digit: int) -> bool:
        if not 1 <= digit <= len(self.pages):
            return False
        self._turn(digit - 1)
        return True

    def on_arrow(self, way: str) -> bool:
        if self.at is not None:
            return False
        to = self.mark + (1 if way == "down" else -1)
        if 0 <= to < len(self.pages):
            self.mark = to
            self._turn(None)
        return True

    # ---- inside

    def _turn(self, at: int | None, *, wrong: bool = False) -> None:
        self.at, self.wrong = at, wrong
        self.mark = self.mark if at is None else at
        assert self.body is not None
        self.build(self.body)
        self._stand.update_idletasks()
        self._stand.focus_set()
        self.refresh()

    def _list(self, area: tk.Frame) -> None:
        """Two columns: there are more pages than lines."""
        parts, px, narrow = self.window.parts, self.theme.px, self.theme.narrow
        card = parts.card(area)
        card.pack(fill="x")
        half = (len(self.pages) + 1) // 2
        for n, task in enumerate(self.pages):
            on = n == self.mark
            row = tk.Frame(card, bg=self.theme.color("select" if on else "surface"))
            row.grid(row=n % half, column=n // half, sticky="ew", padx=px(8), pady=px(2 if narrow else 4))
            card.columnconfigure(n // half, weight=1, uniform="half")
            role = "body" if narrow else "next"
            figure = parts.label(row, f"{n + 1:2}", role, "blue", bold=True, even=True)
            figure.pack(side="left", padx=(px(8), px(12)), pady=px(2 if narrow else 6))
            name = parts.label(row, task.title, role, bold=True)
            name.pack(side="left")
            for label in (figure, name) if on else ():
                label.configure(bg=row.cget("bg"), fg=self.theme.color("on_select"))
            on_click(row, lambda n=n: self._turn(n))

    def _page(self, area: tk.Frame, task: manual.Task) -> None:
        parts, px, narrow = self.window.parts, self.theme.px, self.theme.narrow
        role = "body" if narrow else "entry"
        heading = f"{self.at + 1 if self.at is not None else ''}　{task.title}"
        parts.label(area, heading, "next" if narrow else "title", bold=True).pack(anchor="w")
        if self.wrong:
            self._wrong(area, task, role)
            return
        if not narrow:
            parts.lines(area, task.when, self.room - px(8), "body", "ink2", gap=0).pack(anchor="w", pady=(px(4), 0))
        card = parts.card(area)
        card.pack(fill="x", pady=(px(4), 0))
        for n, step in enumerate(task.steps, 1):
            row = parts.box(card)
            row.pack(fill="x", padx=px(12), pady=px(2 if narrow else 6))
            parts.label(row, str(n), role, "blue", bold=True, even=True).pack(side="left", anchor="n", padx=(0, px(12)))
            parts.lines(row, step.sentence, self.room - px(64), role, gap=0).pack(side="left")
        if not narrow:
            parts.lines(area, f"{words.RESULT}　{keys.say(task.result)}", self.room - px(8), "body", "green", bold=True,
                        gap=0).pack(anchor="w", pady=(px(6), 0))

    def _wrong(self, area: tk.Frame, task: manual.Task, role: str) -> None:
        """What to do; at 大 and 特大 also what the page leaves out for want of room."""
        parts, px, narrow = self.window.parts, self.theme.px, self.theme.narrow
        card = parts.card(area)
        card.pack(fill="x", pady=(px(4), 0))
        for case, todo in task.wrong:
            parts.lines(card, keys.say(case), self.room - px(40), role, bold=True, gap=0).pack(
                anchor="w", padx=px(12), pady=(px(4 if narrow else 10), 0))
            parts.lines(card, keys.say(todo), self.room - px(64), role, gap=0).pack(
                anchor="w", padx=px(36), pady=(0, px(2 if narrow else 8)))

    # ---- the PDF

    def _make(self) -> None:
        self.busy, self.said = True, Next(words.MAKING)
        self.refresh()
        self.session.run(_place, then=self._draw)

    def _draw(self, file: Path) -> None:
        """Beside the papers, on their thread: it takes a second or two, and nobody waits for it."""
        self.session.paper(manual.save, file, then=self._made, failed=self._failed)

    def _made(self, file: Path) -> None:
        shown = open_file.show(file)
        self._say(Next(words.OPENED if shown else words.MADE.format(file=file), "green"))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            self.busy = False
            self.session.on_trouble(error)
            return
        self.window.play(Sound.LOOK)
        self._say(Next(words.FAILED, "amber"))

    def _say(self, said: Next) -> None:
        self.busy, self.said = False, said
        if self in self.window._panels:
            self.refresh()


def _place(ledger: Ledger) -> Path:
    return paper.paper_folder(ledger) / FILE
