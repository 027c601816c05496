"""The list of types, or 案内, from or into a file whose place is typed."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_settings as words
from branch_desk.services import catalogues, guide
from branch_desk.services.results import Refusal
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

CATALOGUE_IN, CATALOGUE_OUT, GUIDE_IN, GUIDE_OUT = "catalogue in", "catalogue out", "guide in", "guide out"
LINES = 8  # of the faults of a file; the command line shows all


class FilePanel(Panel):
    """One field. F12 reads or writes the file; nothing is taken of a file with a fault in it."""

    def __init__(self, window: Window, what: str) -> None:
        super().__init__(window)
        self.what, self.fault, self.busy = what, "", False
        self.details: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        parts.label(parent, words.FILES[self.what], "next", bold=True).pack(anchor="w", pady=(0, px(4)))
        card = parts.card(parent)
        card.pack(fill="x")
        parts.label(card, words.FILE_PLACE, bold=True).pack(side="left", padx=px(16), pady=px(6))
        self.field = parts.field(card, 44 if not self.theme.narrow else 36, "body", changed=self._typed)
        self.field.pack(side="left", pady=px(6))
        self.field.entry.bind("<FocusIn>", lambda event: set_ime(False), add="+")
        self._below = parts.box(parent)
        self._below.pack(fill="x", pady=px(8))
        self._show()

    def first_focus(self) -> tk.Misc:
        return self.field.entry

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        return Next(words.NEXT_FILE[self.what.endswith(" out")])

    def keys(self) -> dict[Slot, Key]:
        use = bool(self.field.text.strip()) and not self.busy
        return {
            Slot.BACK: Key(words.KEYS["leave"]),
            Slot.FINISH: Key(words.KEYS["write" if self.what.endswith(" out") else "read"], use=use, main=use),
        }

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FINISH or self.busy or not self.field.text.strip():
            return False
        self._do(Path(self.field.text.strip().strip('"')).expanduser())
        return True

    # ---- inside

    def _typed(self) -> None:
        self.fault, self.details = "", ()
        self._show()
        self.refresh()

    def _do(self, file: Path) -> None:
        verb = {CATALOGUE_IN: catalogues.import_csv, GUIDE_IN: guide.import_file}.get(self.what)
        if verb is None and file.exists():
            self._say(words.FILE_THERE)
            return
        self.busy = True
        if verb is not None:
            self.session.act(verb, file, then=self._answered, failed=self._failed)
        else:
            write = catalogues.export_csv if self.what == CATALOGUE_OUT else guide.export_file
            self.session.run(write, file, then=self._answered, failed=self._failed)

    def _answered(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            lines = answer.details.get("lines") or ()
            self.details = tuple(words.bad_line(bad["line"], bad["sentence"]) for bad in lines)  # type: ignore[attr-defined]
            self._say(answer.sentence if self.details else f"{answer.sentence}{answer.todo}")
            return
        self.window.play(Sound.GOOD)
        self.window.tell(words.FILE_DONE[self.what])
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        if isinstance(error, OSError):
            self._say(words.FILE_FAULT)
        else:
            self.session.on_trouble(error)

    def _say(self, sentence: str) -> None:
        self.fault = sentence
        self.window.play(Sound.LOOK)
        self._show()
        self.refresh()

    def _show(self) -> None:
        parts, px = self.window.parts, self.theme.px
        for child in self._below.winfo_children():
            child.destroy()
        room = self.window.frame.content.winfo_width() - px(20)
        lines = (*self.details[:LINES], words.more_lines(len(self.details) - LINES)) if len(self.details) > LINES else self.details
        for line in lines or (words.FILE_NOTES[self.what],):
            parts.lines(self._below, line, room, "body" if self.details else "caption", "ink2", gap=1).pack(anchor="w")
