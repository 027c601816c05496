"""案内: by what the citizen says to where they can go, with a sentence to say and a slip of paper to take along."""

from __future__ import annotations

import tkinter as tk
from typing import Any

from branch_desk.domain import words_guide as words
from branch_desk.domain import words_screen
from branch_desk.domain.catalogue import Section
from branch_desk.services import catalogues, guide
from branch_desk.services.guide import Answer
from branch_desk.ui import guide_card, tokens
from branch_desk.ui.guide_ticket import print_ticket
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import on_click
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

LEFT = 540
ROWS = (6, 7)  # how many of the list are to be seen: wide, narrow


class Guide(Screen):
    """The eighth screen. Left what was found, right the ways; at 大 and 特大 one after the other."""

    name = "guide"
    quiet = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.typed = ""
        self.found: tuple[Answer, ...] | None = None
        self.sections: tuple[Section, ...] = ()
        self.not_for: tuple[str, ...] = ()
        self.at = 0
        self.opened = False  # at 大 and 特大: the ways stand where the list was
        self.said: Next | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        self.parts = self.window.parts
        theme, px = self.theme, self.theme.px
        self.room = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self.left_room = self.room if theme.narrow else px(LEFT)
        left = self.parts.box(parent)
        left.pack(side="left", fill="both", expand=theme.narrow)
        if not theme.narrow:
            left.configure(width=px(LEFT))
            left.pack_propagate(False)
        head = self.parts.box(left)
        head.pack(fill="x")
        self.field = self.parts.field(head, 30, changed=self._typed)
        self.field.pack(side="left")
        self.field.entry.bind("<FocusIn>", lambda event: set_ime(True), add="+")
        self._count = self.parts.label(head if theme.narrow else left, "", "caption", "ink2")
        self._count.pack(anchor="w", **({"side": "left", "padx": px(12)} if theme.narrow else {"pady": (0, px(4))}))
        self._list = self.parts.box(left)
        self._list.pack(fill="both", expand=True)
        self._side = None
        if not theme.narrow:
            self._side = self.parts.card(parent)
            self._side.pack(side="left", fill="both", expand=True, padx=(px(16), 0))
            self._side.pack_propagate(False)
        if self.typed:
            self.field.text = self.typed
        self._show()

    def first_focus(self) -> tk.Misc:
        return self.field.entry

    def on_shown(self) -> None:
        self._ask()

    def on_changed(self, changed: Any) -> None:
        if changed.topics & {"guidance", "catalogue"}:
            self._ask()

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.found == ():
            return Next(words.NEXT_NOTHING, "amber")
        if not self.typed.strip():
            return Next(words.NEXT_SEARCH)
        return Next(words.NEXT_OPEN if self._folded else words.NEXT_TICKET)

    def keys(self) -> dict[Slot, Key]:
        label, some = words.KEYS, self.chosen is not None
        return {
            Slot.BACK: Key(label["back"], use=self.opened),
            Slot.FIND: Key(label["find"]),
            Slot.PRINT: Key(label["print"], use=some, main=some and bool(self.typed.strip()) and not self._folded),
            Slot.ON: Key(label["open"], use=self._folded, main=self._folded and bool(self.typed.strip())),
        }

    def on_key(self, slot: Slot) -> bool:
        self.said = None
        if slot is Slot.FIND:
            self.opened = False
            self._show()
            self.field.focus()
            self.field.entry.selection_range(0, "end")
            return True
        if slot is Slot.PRINT and self.chosen is not None:
            self._print(self.chosen)
            return True
        if slot is Slot.ON and self._folded:
            self.opened = True
            self._show()
            return True
        if slot is Slot.BACK and self.opened:
            self.opened = False
            self._show()
            return True
        return False

    def on_arrow(self, way: str) -> bool:
        return self._move(1 if way == "down" else -1)

    @property
    def chosen(self) -> Answer | None:
        """What F5 prints."""
        return self.found[self.at] if self.found else None

    def look_for(self, text: str) -> None:
        """Search this, as if it had been typed."""
        self.opened = False
        self.field.text = text

    # ---- inside

    @property
    def _folded(self) -> bool:
        """The ways of what is chosen are not to be seen yet."""
        return self.theme.narrow and not self.opened and self.chosen is not None

    def _typed(self) -> None:
        text = self.field.text
        if text != self.typed:
            self.typed, self.said, self.at, self.opened = text, None, 0, False
            self._ask()

    def _ask(self) -> None:
        self.session.run(_search, self.typed, then=self._have, latest="guide")

    def _have(self, found: tuple[tuple[Answer, ...], tuple[Section, ...], tuple[str, ...]]) -> None:
        self.found, self.sections, self.not_for = found
        self.at = min(self.at, max(0, len(self.found) - 1))
        self._show()
        self.refresh()

    def _move(self, by: int) -> bool:
        if not self.found or not 0 <= self.at + by < len(self.found):
            return False
        self.at += by
        self.said = None
        self._show()
        return True

    def _take(self, at: int) -> None:
        self.at, self.said = at, None
        self.opened = self.theme.narrow
        self._show()
        self.refresh()

    def _print(self, answer: Answer) -> None:
        print_ticket(self.window, answer.name, answer.advice, refused=False, told=self._told)

    def _told(self, line: Next) -> None:
        self.said = line
        self.window.tell(line.sentence)
        if line.tone == "green":
            self.window.play(Sound.GOOD)
        self.refresh()

    def _show(self) -> None:
        found = self.found
        self._count.configure(text="" if found is None else words.found(len(found), bool(self.typed.strip())))
        for child in self._list.winfo_children():
            child.destroy()
        if self.opened and self.chosen is not None:
            guide_card.ways(self._list, self.window, self.chosen, self.not_for, self.room - self.theme.px(40))
            return
        self._rows()
        if self._side is not None:
            for child in self._side.winfo_children():
                child.destroy()
            room = self.room - self.left_room - self.theme.px(16 + 44)
            if self.chosen is not None:
                guide_card.ways(self._side, self.window, self.chosen, self.not_for, room)
            elif found is not None:
                guide_card.telephones(self._side, self.window, self.sections, room)
        elif found == ():
            guide_card.telephones(self._list, self.window, self.sections, self.room - self.theme.px(40))

    def _rows(self) -> None:
        if not self.found:
            return
        most = ROWS[self.theme.narrow] - (self.theme.narrow and self.theme.practice)
        first = max(0, min(self.at - most // 2, len(self.found) - most))
        for n, answer in enumerate(self.found[first : first + most], first):
            self._row(n, answer)

    def _row(self, n: int, answer: Answer) -> None:
        parts, px, narrow = self.parts, self.theme.px, self.theme.narrow
        on = n == self.at
        ground = "amber_bg" if answer.span else "blue_bg" if on else "surface"
        row = parts.card(self._list, ground, "blue" if on else "amber" if answer.span else "line", 2 if on else 1)
        row.pack(fill="x", pady=(0, px(3 if narrow else 6)))
        mark = tk.Frame(row, width=self.theme.fixed(6), bg=self.theme.color("blue") if on else row.cget("bg"))
        mark.pack(side="left", fill="y")
        inner = parts.box(row)
        inner.pack(fill="x", padx=px(14), pady=px(3 if narrow else 6))
        season = words.RUNS if answer.running else words.SOON if answer.span else ""
        place = answer.place
        if answer.kind == "type":
            place = f"{words.TAKEN} {answer.taken}　{place}" if answer.taken else f"{words.NOT_TAKEN}　{place}"
        if narrow:
            note = parts.label(inner, season or place, "caption", "amber" if season else "ink2")
            note.pack(side="right", padx=(px(10), 0))
            room = self.room - note.winfo_reqwidth() - px(14 * 2 + 10) - self.theme.fixed(14)
            parts.lines(inner, answer.name, room, bold=True, gap=0).pack(side="left")
        else:
            parts.lines(inner, answer.name, self.left_room - px(32) - self.theme.fixed(6), bold=True, gap=1).pack(anchor="w")
            below = parts.box(inner)
            below.pack(fill="x", pady=(px(2), 0))
            parts.label(below, place, "caption", "ink2").pack(side="left")
            if season:
                parts.label(below, season, "caption", "amber", bold=True).pack(side="right")
        on_click(row, lambda: self._take(n))


def _search(ledger: Any, text: str) -> tuple[tuple[Answer, ...], tuple[Section, ...], tuple[str, ...]]:
    return guide.search(ledger, text), catalogues.of(ledger).sections, guide.of(ledger).not_for_online
