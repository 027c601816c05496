"""プリンターを登録: how it is connected and which it is by digit, then where it is and what it is called; F12."""

from __future__ import annotations

import sys
import tkinter as tk
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import words_printing_screen as words
from branch_desk.domain import words_screen
from branch_desk.services import printers
from branch_desk.services.printers import SHEET, Printer, Setup
from branch_desk.services.results import Refusal
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Choice, Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTHS = {"place": 28, "name": 20}
ACROSS = 3  # profiles side by side


class AddPrinter(Panel):
    """Nothing is kept before F12."""

    def __init__(self, window: Window, added: Callable[[Printer], None]) -> None:
        super().__init__(window)
        self._added = added
        self.kind: str | None = None
        self.profile: str | None = None
        self.fault = ""
        self.busy = False
        self.fields: dict[str, Field] = {}
        self._kinds: dict[str, Choice] = {}
        self._profiles: dict[str, Choice] = {}

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        if not self.theme.narrow:
            parts.label(parent, words.ADD_TITLE, "next", bold=True).pack(anchor="w", pady=(0, px(4)))
        card = parts.card(parent)
        card.pack(fill="x")
        card.columnconfigure(1, weight=1)
        gap = px(2 if self.theme.narrow else 6)
        self._caption(card, 0, words.KIND)
        line = parts.box(card)
        line.grid(row=0, column=1, sticky="w", pady=gap)
        for n, (kind, word) in enumerate(words.KIND_CHOICES.items(), 1):
            self._kinds[kind] = parts.choice(line, n, word, self._take_kind)
            self._kinds[kind].pack(side="left")
        self._caption(card, 1, words.PROFILE)
        area = parts.box(card)
        area.grid(row=1, column=1, sticky="w", pady=gap)
        for n, profile in enumerate((*printing.PRINTERS, SHEET), 1):
            known = printing.PRINTERS.get(profile)
            maker = f"{known.maker} " if known and known.maker and not self.theme.narrow else ""
            word = f"{maker}{known.model}" if known else words.SHEET
            choice = self._profiles[profile] = parts.choice(area, n, word, self._take_profile)
            choice.grid(row=(n - 1) // ACROSS, column=(n - 1) % ACROSS, sticky="we")
        for choice in (*self._kinds.values(), *self._profiles.values()):
            choice.face.configure(takefocus=0)
        self._place = self._caption(card, 2, words.PLACE["socket"][0])
        self._place_note = self._row(card, 2, "place")
        self._caption(card, 3, words.NAME)
        self._row(card, 3, "name").configure(text=words.NAME_NOTE)
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self._stand.place(x=0, y=0)
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.kind is None:
            return Next(words.NEXT_KIND)
        if self.profile is None:
            return Next(words.NEXT_PROFILE)
        if self._at == "place":
            return Next(words.NEXT_PLACE.format(word=self._place_word, on="{on}"))
        return Next(words.NEXT_NAME)

    def keys(self) -> dict[Slot, Key]:
        label = words.KEYS_SETTINGS
        return {
            Slot.BACK: Key(label["back"]),
            Slot.ON: Key(label["next"], use=self._at == "place"),
            Slot.COVER: Key(words_screen.COVER_KEY),
            Slot.FINISH: Key(label["register"], use=self._complete, main=self._complete),
        }

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        if slot is Slot.BACK:
            return self._back()
        if slot is Slot.ON and self._at == "place":
            self.fields["name"].focus()
            return True
        return slot is Slot.FINISH and self._register()

    def on_digit(self, digit: int) -> bool:
        if self.kind is None:
            return 1 <= digit <= len(self._kinds) and self._take_kind(digit)
        if self.profile is None:
            return 1 <= digit <= len(self._profiles) and self._take_profile(digit)
        return False

    # ---- inside

    @property
    def _at(self) -> str:
        focus = self.window.root.focus_get()
        return next((name for name, field in self.fields.items() if field.entry is focus), "")

    @property
    def _place_word(self) -> str:
        return words.PLACE[self.kind or "socket"][0]

    @property
    def _complete(self) -> bool:
        return not self.busy and self.profile is not None and all(self._text(name) for name in self.fields)

    def _text(self, name: str) -> str:
        text = self.fields[name].text
        if name == "place" and self.kind == "socket":
            return unicodedata.normalize("NFKC", text).strip()
        return unicodedata.normalize("NFC", text).strip()

    def _caption(self, card: tk.Frame, row: int, word: str) -> tk.Label:
        label = self.window.parts.label(card, word, bold=True)
        px = self.theme.px
        label.grid(row=row, column=0, sticky="nw", padx=(px(16), px(12)), pady=px(12))
        return label

    def _row(self, card: tk.Frame, row: int, name: str) -> tk.Label:
        parts, px = self.window.parts, self.theme.px
        line = parts.box(card)
        line.grid(row=row, column=1, sticky="w", pady=px(1 if self.theme.narrow else 3))
        role = "body" if self.theme.narrow else "entry"
        field = self.fields[name] = parts.field(line, WIDTHS[name], role, changed=self._typed)
        field.pack(side="left")
        field.entry.bind("<FocusIn>", lambda event: self._focused(name), add="+")
        note = parts.label(line, "", "caption", "mute")
        note.pack(side="left", padx=px(10))
        return note

    def _focused(self, name: str) -> None:
        set_ime(name == "name")
        self.refresh()

    def _typed(self) -> None:
        self.fault = ""
        if len(self.fields) == len(WIDTHS):
            self.refresh()

    def _may(self, profile: str) -> bool:
        """Plain paper goes as PDF: not through a socket, and Windows takes none from us yet."""
        return profile != SHEET or (self.kind != "socket" and _real(self.kind) != "spooler")

    def _take_kind(self, digit: int) -> bool:
        self.kind, self.profile, self.fault = list(self._kinds)[digit - 1], None, ""
        self._show()
        self._stand.focus_set()
        self.refresh()
        return True

    def _take_profile(self, digit: int) -> bool:
        profile = list(self._profiles)[digit - 1]
        if self.kind is None or not self._may(profile):
            return False
        self.profile, self.fault = profile, ""
        self._show()
        self.fields["place"].focus()
        self.refresh()
        return True

    def _show(self) -> None:
        for kind, choice in self._kinds.items():
            choice.set("blue" if kind == self.kind else None)
        for profile, choice in self._profiles.items():
            enabled = self.kind is not None and self._may(profile)
            choice.set("blue" if profile == self.profile else None, enabled=enabled)
        word, note = words.PLACE[self.kind or "socket"]
        self._place.configure(text=word)
        self._place_note.configure(text=note if self.kind else "")

    def _back(self) -> bool:
        """One step, and from the first one out of here."""
        self.fault = ""
        if self._at == "name":
            self.fields["place"].focus()
        elif self.profile is not None:
            self.profile = None
            self._stand.focus_set()
            self._show()
        elif self.kind is not None:
            self.kind = None
            self._show()
        else:
            self.close()
        return True

    def _register(self) -> bool:
        if self.kind is None or self.profile is None:
            return False
        for name, word in (("place", self._place_word), ("name", words.NAME)):
            if not self._text(name):
                self.fields[name].focus()
                return self._say(words.MISSING.format(word=word))
        self.busy = True
        printer = Printer(self._text("name"), self.profile, _real(self.kind), self._text("place"))
        self.session.act(
            printers.add,
            printer,
            then=lambda answer: self._answered(printer, answer),
            failed=self._failed,
        )
        return True

    def _answered(self, printer: Printer, answer: Setup | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self._say(f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}")
            return
        self.window.play(Sound.GOOD)
        self.close()
        self._added(printer)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    def _say(self, sentence: str) -> bool:
        self.fault = sentence
        self.window.play(Sound.LOOK)
        self.refresh()
        return True


def _real(kind: str | None) -> str:
    """The kind as the service has it: this PC's own printing system is Windows' or CUPS."""
    if kind == "system":
        return "spooler" if sys.platform == "win32" else "cups"
    return kind or ""
