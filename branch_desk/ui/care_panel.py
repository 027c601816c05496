"""A panel of データの管理: what it comes to, perhaps some fields, F4; and a page or more of what came of it.

Nothing is preselected and Enter does nothing but go on to the next field. What takes long runs beside the ledger's
thread, so that the next citizen is served meanwhile; the panel can then be left with Esc.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_care as words
from branch_desk.domain import words_screen
from branch_desk.services.results import Refusal
from branch_desk.ui import tokens
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.parts import Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800


class CarePanel(Panel):
    """`name` is its row of the list (words_care.ROWS)."""

    floating = True
    name = ""
    widths: Mapping[str, int] = MappingProxyType({})     # fields by name, in order, with their width in characters
    secret = frozenset({"pin"})
    note = ""                           # below the fields
    recorded = True                     # whether it is something done, for the status line

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.fields: dict[str, Field] = {}
        self.fault, self.busy = "", False
        self.done: Next | None = None

    # ---- what a panel says of itself

    @property
    def lines(self) -> Sequence[str]:
        """What it comes to."""
        return words.LINES[self.name]

    @property
    def ready(self) -> bool:
        """Whether F4 may be pressed."""
        return True

    def run(self) -> None:
        """Ask the service; the answer goes to `answered`."""
        raise NotImplementedError

    def told(self, answer: Any) -> tuple[str, Sequence[str]]:
        """What came of it: one sentence for the line of the next action, and lines below."""
        raise NotImplementedError

    def paper_of(self, answer: Any) -> Paper | None:
        """What came of it on paper."""
        return None

    def word_of(self, field: str) -> str:
        """What stands beside a field."""
        return words.FIELDS[field]

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS["settings"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.ROWS[self.name], "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        self._said = parts.box(parent)
        self._said.pack(fill="x", padx=px(24), pady=(px(10), 0))
        self._asked = parts.box(parent)
        self._asked.pack(anchor="w", padx=px(18), pady=px(8))
        self._foot = parts.box(parent)
        self._foot.pack(fill="x", padx=px(24), pady=px(12))
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self.show()
        self.ask_fields(self.widths)
        self._show_foot()

    def first_focus(self) -> tk.Misc:
        return next((field.entry for field in self.fields.values()), self._stand)

    def next_line(self) -> Next:
        if self.done is not None:
            return self.done
        if self.busy:
            return Next(words.NEXT_BUSY.get(self.name, words.NEXT_BUSY_USUAL))
        if self.fault:
            return Next(self.fault, "amber")
        return Next(say(words.NEXT[self.name]))

    def keys(self) -> dict[Slot, Key]:
        run = self._may_run
        return {
            Slot.BACK: Key(words_screen.STOP if self.done is None else words.CLOSE),
            Slot.FIX: Key(words.RUN.get(self.name, ""), use=run, main=run),
            Slot.COVER: Key(words_screen.COVER_KEY),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is Slot.ON:
            return self._next_field()
        if slot is not Slot.FIX or not self._may_run:
            return False
        self.fault = ""
        self.run()
        self.refresh()
        return True

    # ---- for its own kinds

    def show(self) -> None:
        """The lines again."""
        for child in self._said.winfo_children():
            child.destroy()
        for line in self.lines:
            self.window.parts.lines(self._said, line, self.theme.px(WIDTH - 60)).pack(anchor="w", pady=(0, self.theme.px(4)))

    def ask_fields(self, widths: Mapping[str, int]) -> None:
        """Make the fields, beside each other."""
        parts, px = self.window.parts, self.theme.px
        for child in self._asked.winfo_children():
            child.destroy()
        self.fields = {}
        row = parts.box(self._asked)
        row.pack(anchor="w")
        used = 0
        for name, width in widths.items():
            word = self.word_of(name)
            needs = self.theme.font(bold=True).measure(word) + (width + 3) * self.theme.font("body").measure("0") + px(40)
            if used and used + needs > px(WIDTH - 40):
                row, used = parts.box(self._asked), 0
                row.pack(anchor="w", pady=(px(4), 0))
            used += needs
            parts.label(row, word, bold=True).pack(side="left", padx=(px(6), px(6)))
            field = parts.field(row, width, even=True, show="●" if name in self.secret else "", changed=self._typed)
            field.pack(side="left", padx=(0, px(8)))
            field.entry.bind("<FocusIn>", lambda event: set_ime(False), add="+")
            self.fields[name] = field
        if self.note:
            parts.lines(self._asked, self.note, px(WIDTH - 60), "caption", "ink2").pack(anchor="w", padx=px(6), pady=(px(4), 0))

    def value(self, name: str) -> str:
        """What was typed."""
        return self.fields[name].text.strip() if name in self.fields else ""

    def answered(self, answer: Any) -> None:
        """Said in the panel; more than a few lines on a page of their own."""
        self.busy = False
        self.window.when_seen(lambda: self._show(answer))

    def _show(self, answer: Any) -> None:
        if not self.there:
            return
        if isinstance(answer, Refusal):
            self.refused(answer)
            return
        sentence, lines = self.told(answer)
        self.window.play(Sound.GOOD)
        if self.recorded:
            self.window.tell(sentence)
        if sum(line.count("\n") + 1 for line in lines) > 4 or self.paper_of(answer) is not None:
            self.close()
            self.window.open_panel(Told(self.window, sentence, lines, self.paper_of(answer)))
            return
        self.done = Next(sentence, "green")
        for child in (*self._said.winfo_children(), *self._asked.winfo_children()):
            child.destroy()
        self.fields = {}
        self._asked.pack_forget()       # a frame keeps the room of what was in it
        for line in lines:
            self.window.parts.lines(self._said, line, self.theme.px(WIDTH - 60)).pack(anchor="w", pady=(0, self.theme.px(4)))
        self._stand.focus_set()
        self._show_foot()
        self.refresh()

    def refused(self, answer: Refusal) -> None:
        """Said in the one line; what was typed stays, but for a PIN."""
        for name in self.secret & self.fields.keys():
            self.fields[name].text = ""
        self.fault = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
        self.window.play(Sound.LOOK)
        self._show_foot()
        self.refresh()

    def say(self, sentence: str) -> None:
        """A field that cannot be read."""
        self.fault = sentence
        self.window.play(Sound.LOOK)

    def failed(self, error: BaseException) -> None:
        """Broken surroundings."""
        self.busy = False
        self.session.on_trouble(error)

    # ---- inside

    @property
    def _may_run(self) -> bool:
        return self.name in words.RUN and not self.busy and self.done is None and self.ready

    def _next_field(self) -> bool:
        names = list(self.fields)
        focus = self.window.root.focus_get()
        at = next((n for n, name in enumerate(names) if self.fields[name].entry is focus), None)
        if at is None or at + 1 == len(names):
            return False
        self.fields[names[at + 1]].focus()
        return True

    def _typed(self) -> None:
        self.fault = ""
        self._show_foot()
        self.refresh()

    def _show_foot(self) -> None:
        for child in self._foot.winfo_children():
            child.destroy()
        parts = self.window.parts
        if self.name in words.RUN and self.done is None:
            parts.button(self._foot, Slot.FIX.value, words.RUN[self.name], lambda: self.window.press(Slot.FIX),
                         main=self._may_run, dim=not self._may_run).pack(side="left", padx=(0, self.theme.px(12)))
        word = words_screen.STOP if self.done is None else words.CLOSE
        parts.button(self._foot, Slot.BACK.value, word, lambda: self.window.press(Slot.BACK)).pack(side="left")


@dataclass(frozen=True, slots=True)
class Paper:
    """What came of it as a paper: the word on its key, and `make(ledger, who, *asked)`."""

    word: str
    make: Callable[..., Any]
    asked: tuple[Any, ...]


class Told(Panel):
    """What came of it, as many lines as fit on a page; arrows turn the page. F5 makes the paper of it, where there is one."""

    def __init__(self, window: Window, heading: str, lines: Sequence[str], paper: Paper | None = None) -> None:
        super().__init__(window)
        self.paper, self.said = paper, Next("")
        self.heading, self.all = heading, tuple(lines)
        self.page = 0
        self._pages: list[int] = [0]     # the first line of each

    @property
    def title(self) -> str:
        return words_screen.SCREENS["settings"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent)
        head.pack(fill="x")
        self._count = parts.label(head, "", "body", "ink2")
        self._count.pack(side="right", padx=px(8))
        self._room = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0] + 24)
        parts.lines(head, self.heading, self._room - px(110), role="next", bold=True).pack(side="left")
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True, pady=(px(8), 0))
        self._area.pack_propagate(False)
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._area.bind("<Configure>", lambda event: self._laid_out())

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.said.sentence:
            return self.said
        told = words.NEXT_TOLD if len(self._pages) > 1 else words.NEXT_TOLD_ONE
        return Next(say(told if self.paper is None else words.NEXT_PAPER.format(paper=self.paper.word) + told))

    def keys(self) -> dict[Slot, Key]:
        paper = {} if self.paper is None else {Slot.PRINT: Key(self.paper.word)}
        return paper | {Slot.BACK: Key(words_screen.BACK), Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
        elif slot is Slot.PRINT and self.paper is not None:
            from branch_desk.ui import office_print

            office_print.send(self.window, self.paper.make, *self.paper.asked, told=self._tell)
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        self.said = Next("")
        page = self.page + (1 if way == "down" else -1)
        if 0 <= page < len(self._pages):
            self.page = page
            self._show()
        return True

    # ---- inside

    def _tell(self, line: Next) -> None:
        self.said = line
        if self.window.view is self:
            self.refresh()

    def _laid_out(self) -> None:
        """Where the pages begin, now that the room is known."""
        gap, room = self.theme.px(3), self._area.winfo_height()
        pages, used = [0], 0
        for n, line in enumerate(self.all):
            made = self.window.parts.lines(self._area, line, self._room)
            # a frame knows its size only when Tk has rested, a label at once; 2 are above and below each (parts.lines)
            needs = sum(label.winfo_reqheight() + 2 * self.theme.px(2) for label in made.winfo_children()) + gap
            made.destroy()
            if used and used + needs > room:
                pages.append(n)
                used = 0
            used += needs
        self._pages = pages
        self.page = min(self.page, len(pages) - 1)
        self._show()
        if self.window.view is self:
            self.refresh()

    def _show(self) -> None:
        for child in self._area.winfo_children():
            child.destroy()
        ends = [*self._pages[1:], len(self.all)]
        for line in self.all[self._pages[self.page]:ends[self.page]]:
            self.window.parts.lines(self._area, line, self._room).pack(anchor="w", pady=(0, self.theme.px(3)))
        pages = len(self._pages)
        self._count.configure(text=words.TOLD_PAGE.format(page=self.page + 1, pages=pages) if pages > 1 else "")
