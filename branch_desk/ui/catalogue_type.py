"""One type of document: a new one, or what is said of one from now on. F12 keeps it as a new version of the list."""

from __future__ import annotations

import tkinter as tk
from dataclasses import fields
from typing import Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_settings as words
from branch_desk.domain.catalogue import DocumentType
from branch_desk.services import catalogues
from branch_desk.services.catalogues import Imported, TypeEntry
from branch_desk.services.results import Refusal
from branch_desk.ui.hints import Hint
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.options import Options
from branch_desk.ui.parts import Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

PAGES = (("code", "name", "reading", "forwarded", "valid_from", "valid_until"), ("retention", "annual", "sentence", "refusal"))
WIDTHS = {"code": 5, "name": 36, "reading": 36, "valid_from": 12, "valid_until": 12, "retention": 4, "annual": 7,
          "sentence": 44, "refusal": 44}
IME = frozenset({"name", "reading", "sentence", "refusal"})


class TypePanel(Panel):
    """Ten columns on two pages; what is typed on one stays while the other is shown."""

    def __init__(self, window: Window, item: DocumentType | None) -> None:
        super().__init__(window)
        self.item = item
        entry = TypeEntry.of(item) if item else TypeEntry("", "", "", retention="1")
        self.values: dict[str, str] = {field.name: getattr(entry, field.name) for field in fields(TypeEntry)}
        self.before = dict(self.values)
        self.page, self.fault, self.busy = 0, "", False
        self.stops: dict[str, tk.Misc] = {}
        self._area: tk.Frame | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        if self._area is not None:
            self._area.destroy()
        self._area = parts.box(parent)
        self._area.pack(fill="both", expand=True)
        head = parts.box(self._area)
        head.pack(anchor="w", pady=(0, px(4)))
        parts.label(head, words.TYPE_TITLE if self.item else words.ADD_TYPE, "next", bold=True).pack(side="left")
        if self.item:
            parts.label(head, self.item.code, "next", "blue", bold=True, even=True).pack(side="left", padx=px(16))
        parts.label(head, words.TYPE_PAGE[self.page], "caption", "ink2").pack(side="left", padx=px(16))
        card = parts.card(self._area)
        card.pack(fill="x")
        card.columnconfigure(1, weight=1)
        self.stops = {}
        for row, name in enumerate(self.order):
            word, note = words.TYPE_FIELDS[name]
            parts.label(card, word, bold=True).grid(row=row, column=0, sticky="w", padx=px(16))
            line = parts.box(card)
            line.grid(row=row, column=1, sticky="w", pady=px(1 if self.theme.narrow else 4))
            widget = self._forwarded(line) if name == "forwarded" else self._field(line, name)
            widget.pack(side="left")
            if note and not self.theme.narrow:
                parts.label(line, note, "caption", "mute").pack(side="left", padx=px(10))
        below = parts.lines(self._area, words.TYPE_NOTE, self._room, "caption", "ink2", gap=1)
        if self.page == 0 and not (self.theme.narrow and self.theme.practice):
            below.pack(anchor="w", pady=(px(4), 0))

    def first_focus(self) -> tk.Misc:
        return next(iter(self.stops.values()))

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.at == "forwarded":
            return Next(words.NEXT_FORWARDED)
        return Next(words.NEXT_TYPE_KEEP if self.changed else words.NEXT_TYPE_FIELD)

    def keys(self) -> dict[Slot, Key]:
        return {
            Slot.BACK: Key(words.KEYS["leave"]),
            Slot.MORE: Key(words.KEYS["page"]),
            Slot.FIX: Key(words.KEYS["restore"], use=self.changed),
            Slot.ON: Key(words.KEYS["next"]),
            Slot.FINISH: Key(words.KEYS["save"], use=self.changed, main=self.changed),
        }

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        if slot is Slot.BACK:
            self.close()
        elif slot is Slot.MORE:
            self._turn(1 - self.page)
        elif slot is Slot.ON:
            self._go_on()
        elif slot is Slot.FIX and self.changed:
            self.values = dict(self.before)
            self._turn(self.page)
        elif slot is Slot.FINISH and self.changed:
            self._keep()
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        order = list(self.stops)
        at = order.index(self.at) + (1 if way == "down" else -1)
        if 0 <= at < len(order):
            self.stops[order[at]].focus_set()
        return True

    # ---- inside

    @property
    def order(self) -> tuple[str, ...]:
        """The columns of this page; the number of a type never changes."""
        return tuple(name for name in PAGES[self.page] if name != "code" or self.item is None)

    @property
    def at(self) -> str:
        focus = self.window.root.focus_get()
        return next((name for name, widget in self.stops.items() if widget is focus), self.order[0])

    @property
    def changed(self) -> bool:
        """Whether F12 has something to keep."""
        return self.values != self.before and not self.busy

    @property
    def _room(self) -> int:
        return self.window.frame.content.winfo_width() - self.theme.px(20)

    def _field(self, line: tk.Frame, name: str) -> Field:
        def typed() -> None:
            if self.stops.get(name) is field.entry:
                self.values[name], self.fault = field.text, ""
                self.refresh()

        width = WIDTHS[name] if not self.theme.narrow else min(WIDTHS[name], 34)
        field = self.window.parts.field(line, width, "body", changed=typed)
        field.text = self.values[name]
        self.stops[name] = field.entry
        field.entry.bind("<FocusIn>", lambda event: set_ime(name in IME), add="+")
        field.entry.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        if name in words.HINTS:
            Hint(field.entry, words.HINTS[name], self.theme)
        return field

    def _forwarded(self, line: tk.Frame) -> Options:
        def chose(value: str) -> None:
            self.values["forwarded"], self.fault = value, ""
            self.refresh()

        row = Options(line, self.window.parts, words.FORWARDED_SHORT, chose, self.refresh)
        row.value = self.values["forwarded"]
        self.stops["forwarded"] = row
        return row

    def _turn(self, page: int) -> None:
        self.page = page
        assert self.body is not None
        self.build(self.body)
        first = self.first_focus()
        first.update_idletasks()
        first.focus_set()
        self.refresh()

    def _go_on(self) -> None:
        order = list(self.stops)
        at = order.index(self.at) + 1
        if at < len(order):
            self.stops[order[at]].focus_set()
        else:
            self._turn(1 - self.page)

    def _keep(self) -> None:
        self.busy = True
        entry = TypeEntry(**{name: text.strip() for name, text in self.values.items()})
        self.session.act(catalogues.put_type, entry, self.item, then=self._answered, failed=self._failed)

    def _answered(self, answer: Imported | Refusal | Any) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.play(Sound.GOOD)
        self.window.tell(words.CATALOGUE_KEPT.format(version=answer.catalogue.version))
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)
