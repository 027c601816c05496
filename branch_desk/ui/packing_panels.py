"""The panels of 袋入れ・発送: the checker's PIN, which paper of a bag, and why something is put right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import (
    words,
    words_book,
    words_print,
    words_printing_screen,
    words_screen,
)
from branch_desk.domain import words_bags as said
from branch_desk.services.results import Refusal
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800

OUT = What("out", said.OUT_WHAT, said.OUT_REASONS, warning=said.OUT_RULE)
REOPEN = What("reopen", said.REOPEN_WHAT, words.UNDO_REASONS, warning=said.REOPEN_RULE)
WHOLE = What("whole", said.WHOLE_WHAT, said.BAG_EXCEPTIONS, warning=said.WHOLE_RULE)
ONE = What("one", said.ONE_WHAT, said.SLIP_EXCEPTIONS, warning=said.ONE_RULE)
DIFFERS = What("differs", said.DIFFERS_WHAT, said.DIFFERS_REASONS, warning=said.DIFFERS_RULE)


class BagReason(ReasonPanel):
    """`decided(chosen, done)` records it; `done(answer)` closes the panel or says in it why not. No note is kept of a bag."""

    def __init__(self, window: Window, heading: str, whats: tuple[What, ...],
                 decided: Callable[[Chosen, Callable[[Any], None]], None]) -> None:
        super().__init__(window, heading, "bagged", whats)
        self._decided = decided

    def run(self, chosen: Chosen) -> None:
        self._decided(chosen, self.answered)

    def answered(self, answer: Any) -> None:
        if isinstance(answer, Refusal):
            super().answered(answer)
        else:
            self.busy = False
            self.close()

    def _show(self) -> None:
        super()._show()
        self._note_box.pack_forget()


class PinPanel(Panel):
    """The PIN of whoever is about to check, asked once for a bag. Nothing is recorded by it."""

    floating = True

    def __init__(self, window: Window, surname: str, typed: Callable[[str, Callable[[Any], None]], None]) -> None:
        super().__init__(window)
        self.surname, self._decided = surname, typed
        self.fault, self.busy = "", False

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, said.PIN_TITLE, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        parts.lines(parent, said.PIN_RULE, px(WIDTH - 60)).pack(anchor="w", padx=px(24), pady=(px(10), 0))
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=px(12))
        parts.label(row, f"{self.surname}　{words_screen.PIN}", bold=True).pack(side="left", padx=(px(6), px(8)))
        self.pin = parts.field(row, 10, show="●", changed=self._typed)
        self.pin.pack(side="left")

    def first_focus(self) -> tk.Misc:
        return self.pin.entry

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        return Next(said.NEXT_PIN.format(surname=self.surname, on="{on}"))

    def keys(self) -> dict[Slot, Key]:
        ready = bool(self.pin.text) and not self.busy
        return {Slot.BACK: Key(words_screen.STOP), Slot.ON: Key(said.KEYS["on"], use=ready, main=ready)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.ON or not self.pin.text or self.busy:
            return False
        self.busy, self.fault = True, ""
        self._decided(self.pin.text, self.answered)
        return True

    def on_badge(self, code: str) -> bool:
        """Another person checks after all: the screen below asks for the PIN of that one."""
        if self.busy or (self.session.who is not None and self.session.who.code == code):
            return False
        self.close()
        return self.window.view.on_badge(code)

    def answered(self, answer: Any) -> None:
        """Closed when the person is known to be the one; a wrong PIN is said here."""
        self.busy = False
        if not isinstance(answer, Refusal):
            self.close()
            return
        self.fault = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
        self.pin.text = ""
        self.window.play(Sound.LOOK)
        self.refresh()

    def _typed(self) -> None:
        if self.pin.text:
            self.fault = ""
        self.refresh()


class BagReissue(ReasonPanel):
    """再発行 of papers of a bag: what became of the earlier ones, by digit; F4 prints. `run_with` hears the reason."""

    asks_note = False

    def __init__(self, window: Window, label: str, papers: tuple[str, ...], made: dict[str, int],
                 run_with: Callable[[str], None]) -> None:
        copies = "・".join(words_print.COPIES[paper] for paper in papers)
        marked = "　".join(said.REISSUE_MARK.format(copy=words_print.COPIES[paper], count=made[paper]) for paper in papers)
        what = What("reissue", copies, dict(words_book.PAPER_REASONS.values()), warning=said.REISSUE_RULE.format(marked=marked))
        super().__init__(window, words_printing_screen.REISSUE_TITLE.format(label=label, copy=copies), "", (what,))
        self._run_with = run_with

    def next_line(self) -> Next:
        return Next(words_book.PAPER_NEXT_RUN) if self.complete else Next(words_book.PAPER_NEXT_REASON, "amber")

    def keys(self) -> dict[Slot, Key]:
        return super().keys() | {Slot.FIX: Key(words_book.PAPER_RUN, use=self.complete, main=self.complete)}

    def run(self, chosen: Chosen) -> None:
        self.busy = False
        self.close()
        self._run_with(chosen.reason)


class PaperChoice(Panel):
    """Which paper of the bag: one digit, and it goes."""

    floating = True

    def __init__(self, window: Window, label: str, chosen: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__(window)
        self.label, self._chosen = label, chosen

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, said.PAPER_TITLE.format(label=self.label), "next", bold=True).pack(
            side="left", padx=px(22), pady=px(10))
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(18), pady=px(16))
        for digit, (word, _) in said.PAPERS.items():
            choice = parts.choice(row, digit, word, self.take)
            choice.face.configure(takefocus=0)
            choice.pack(side="left")
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(said.NEXT_PAPER)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def on_digit(self, digit: int) -> bool:
        if digit not in said.PAPERS:
            return False
        self.take(digit)
        return True

    def take(self, digit: int) -> None:
        """The papers of this digit."""
        self.close()
        self._chosen(said.PAPERS[digit][1])
