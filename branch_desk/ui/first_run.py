"""はじめて: practise at once, or register this desk. No licence, no tour, no field before the choice.

The focus is on practising, so that an idle Enter does no harm.
"""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from branch_desk.domain import words_screen as words
from branch_desk.domain.desk import Desk, is_desk_code
from branch_desk.domain.rights import Role
from branch_desk.domain.text import wrap_ja
from branch_desk.services import catalogues, desks
from branch_desk.services.results import Refusal
from branch_desk.ui import keys, tokens
from branch_desk.ui.icons import Icons
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.key_router import Hands, KeyRouter
from branch_desk.ui.keys import Slot
from branch_desk.ui.parts import Field, Parts, Ring, on_click
from branch_desk.ui.theme import Look, Theme

PRACTISE, REGISTER, LARGER = 1, 2, 4  # 3 is the way back from a backup, at its place for ever
FIELDS = {
    Role.COUNTER: ("code", "name", "branch", "staff", "person", "pin"),
    Role.SECTION: ("code", "name", "section", "staff", "person", "pin"),
}
DIGIT_FIELDS = frozenset({"code", "section", "staff", "pin"})
WIDTHS = {"code": 5, "name": 10, "branch": 16, "section": 3, "staff": 7, "person": 20, "pin": 14}
LEFT, LEFT_NARROW = 174, 40


@dataclass(frozen=True, slots=True)
class Registration:
    """What is needed for the first slip: the desk, and its first member of staff, who is responsible."""

    desk: Desk
    staff_code: str = ""
    staff_name: str = ""
    pin: str = ""


class FirstRun:
    """Fills the window until a desk is made. `begin` makes it and answers a refusal, or None when the real
    window follows."""

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        begin: Callable[[Registration, Look], Refusal | None],
        leave: Callable[[], object],
    ) -> None:
        self.root, self._begin, self._leave = root, begin, leave
        self.theme = Theme(root, look)
        self.parts, self.icons = Parts(self.theme), Icons(self.theme)
        width, height = (self.theme.fixed(n) for n in tokens.WINDOW)
        root.geometry(f"{width}x{height}")
        root.minsize(width, height)
        root.title(words.PROGRAM)
        self._page: tk.Frame | None = None
        self.choice = PRACTISE
        self.role = Role.COUNTER
        self.fields: dict[str, Field] = {}
        self._rings: dict[int, Ring] = {}
        self._note: tk.Label | None = None
        self.router = KeyRouter(
            root, Hands(self._slot, self._digit, self._arrow, lambda digit: None, lambda scan: None)
        )
        root.protocol("WM_DELETE_WINDOW", self._leave)
        self._choose_page()

    def close(self) -> None:
        """Make room for the window."""
        self.router.stop()
        if self._page is not None:
            self._page.destroy()
        self._page = None       # a key that comes before the window is there is for nobody

    @property
    def _left(self) -> int:
        return self.theme.px(LEFT_NARROW if self.theme.narrow else LEFT)

    # ---- the choice

    def _choose_page(self) -> None:
        page, parts, px = self._new_page(), self.parts, self.theme.px
        self.fields = {}
        parts.label(page, words.PROGRAM, "verdict", bold=True).pack(
            anchor="w", padx=self._left, pady=(px(16 if self.theme.narrow else 84), 0)
        )
        parts.label(page, words.FIRST_LEAD, "next").pack(anchor="w", padx=self._left, pady=px(10))
        parts.label(page, keys.say(words.FIRST_CHOOSE), "title", "blue", bold=True).pack(
            anchor="w", padx=self._left
        )
        row = parts.box(page)
        row.pack(anchor="w", padx=self._left - self.theme.fixed(5), pady=px(6))
        self._rings = {
            PRACTISE: self._card(
                row, PRACTISE, words.FIRST_PRACTISE, "practice", "violet", words.FIRST_PRACTISE_LINES
            ),
            REGISTER: self._card(
                row, REGISTER, words.FIRST_REGISTER, "desk", "blue", words.FIRST_REGISTER_LINES
            ),
        }
        foot = parts.box(page)
        foot.pack(anchor="w", padx=self._left, pady=px(14))
        for key, word, press in (
            (str(LARGER), words.FIRST_LARGER, lambda: self._digit(LARGER)),
            (Slot.BACK.value, words.FIRST_LEAVE, lambda: self._slot(Slot.BACK)),
        ):
            parts.button(foot, key, word, press).pack(side="left", padx=(0, px(16)))
        parts.label(page, words.FIRST_ONCE, "caption", "mute").pack(side="bottom", pady=px(10))
        self._stand(page)
        self._shine()

    def _card(
        self, row: tk.Frame, digit: int, heading: str, mark: str, tone: str, lines: tuple[str, ...]
    ) -> Ring:
        parts, px = self.parts, self.theme.px
        ring = parts.ring(row)
        ring.pack(side="left", padx=(0, px(16)))
        card = parts.card(ring.inside, line=tone)
        card.configure(width=px(480), height=px(222 if self.theme.narrow else 210))
        card.pack_propagate(False)
        card.pack()
        head = parts.box(card)
        head.pack(
            fill="x",
            padx=px(24),
            pady=(px(8 if self.theme.narrow else 18), px(4 if self.theme.narrow else 10)),
        )
        parts.label(head, str(digit), "verdict", tone, bold=True, even=True).pack(side="left")
        parts.label(head, heading, "title", tone, bold=True).pack(side="left", padx=px(18))
        parts.image(head, self.icons.mark(mark, 36)).pack(side="right")
        room = px(480 - 48)
        for text in lines:
            for line in wrap_ja(text, room, self.theme.font("body").measure):
                parts.label(card, line).pack(anchor="w", padx=px(24), pady=px(3))
        on_click(card, lambda: self._take(digit))
        return ring

    def _take(self, digit: int) -> None:
        self.choice = digit
        self._shine()
        self._slot(Slot.ON)

    def _shine(self) -> None:
        for digit, ring in self._rings.items():
            ring.shine(digit == self.choice)

    # ---- registering

    def _register_page(self, kept: dict[str, str] | None = None) -> None:
        page, parts, px = self._new_page(), self.parts, self.theme.px
        self._rings, self.fields = {}, {}
        section, tight = self.role is Role.SECTION, self.theme.narrow
        parts.label(page, words.FIRST_ROLES[self.role.value], "title", bold=True).pack(
            anchor="w", padx=self._left, pady=(px(12 if tight else 40), 0)
        )
        parts.label(page, keys.say(words.FIRST_REGISTER_NEXT), "next", "blue", bold=True).pack(
            anchor="w", padx=self._left, pady=px(6 if tight else 10)
        )
        card = parts.card(page)
        card.pack(anchor="w", padx=self._left, ipadx=px(12), ipady=px(8))
        for row, name in enumerate(FIELDS[self.role]):
            word, note = words.FIRST_FIELDS[name]
            parts.label(card, word, bold=True).grid(row=row, column=0, sticky="w", padx=px(20))
            field = parts.field(
                card,
                WIDTHS[name],
                "body" if self.theme.narrow else "entry",
                show="●" if name == "pin" else "",
            )
            field.grid(row=row, column=1, sticky="w", pady=px(2))
            field.entry.bind("<FocusIn>", lambda event, name=name: set_ime(name not in DIGIT_FIELDS), add="+")
            parts.label(card, note, "caption", "mute").grid(row=row, column=2, sticky="w", padx=px(12))
            field.text = (kept or {}).get(name, "")
            self.fields[name] = field
        if section:
            parts.lines(page, words.first_sections(_sections()), px(900), "caption", "ink2", gap=0).pack(
                anchor="w", padx=self._left, pady=(px(4), 0)
            )
        self._note = parts.label(page, "", "body", "amber", bold=True)
        self._note.pack(anchor="w", padx=self._left, pady=px(4 if tight else 10))
        foot = parts.box(page)
        foot.pack(anchor="w", padx=self._left)
        parts.button(
            foot, Slot.FINISH.value, words.FIRST_DO_REGISTER, lambda: self._slot(Slot.FINISH), main=True
        ).pack(side="left")
        parts.button(foot, Slot.BACK.value, words.BACK, lambda: self._slot(Slot.BACK)).pack(
            side="left", padx=px(16)
        )
        other = Role.COUNTER if section else Role.SECTION
        parts.button(
            foot, Slot.FIND.value, words.FIRST_OTHER_ROLE[other.value], lambda: self._slot(Slot.FIND)
        ).pack(side="left")
        self.fields["code"].focus()

    def _say(self, sentence: str, field: str | None = None) -> bool:
        if self._note is not None:
            self._note.configure(text=sentence)
        if field:
            self.fields[field].focus()
        return True

    def _register(self) -> bool:
        typed = {
            name: unicodedata.normalize("NFKC" if name in DIGIT_FIELDS else "NFC", field.text).strip()
            for name, field in self.fields.items()
        }
        missing = next((name for name in self.fields if not typed[name]), None)
        if missing:
            return self._say(words.first_missing(words.FIRST_FIELDS[missing][0]), missing)
        if not is_desk_code(typed["code"]):
            return self._say(words.FIRST_CODE_WRONG, "code")
        desk = self._desk(typed)
        if desk is None:
            return self._say(words.FIRST_SECTION_WRONG, "section")
        refused = self._begin(
            Registration(
                desk,
                typed["staff"],
                typed["person"],
                typed["pin"],
            ),
            self.theme.look,
        )
        return self._say(f"{refused.sentence}{words.todo(refused.rule, refused.todo)}") if refused else True

    def _desk(self, typed: dict[str, str]) -> Desk | None:
        """None for a section that is on no list. A section's desk goes by the section's name, as a counter's by its branch's."""
        if self.role is Role.COUNTER:
            return Desk(typed["code"], typed["name"], typed["branch"])
        name = dict(_sections()).get(typed["section"])
        return Desk(typed["code"], typed["name"], name, Role.SECTION, typed["section"]) if name else None

    # ---- keys

    def _slot(self, slot: Slot) -> bool:
        if self._page is None:
            return False
        if self.fields:
            return self._slot_while_registering(slot)
        if slot is Slot.BACK:
            self._leave()
        elif slot is Slot.ON and self.choice == REGISTER:
            self._register_page()
        elif slot is Slot.ON:
            refused = self._begin(Registration(desks.practice_desk()), self.theme.look)
            if refused and self._page is not None:
                self.parts.label(
                    self._page, f"{refused.sentence}{refused.todo}", "body", "amber", bold=True
                ).pack(padx=self._left, anchor="w")
        return True

    def _slot_while_registering(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self._choose_page()
            return True
        if slot is Slot.FINISH:
            return self._register()
        if slot is Slot.FIND:
            typed = {name: field.text for name, field in self.fields.items()}
            self.role = Role.COUNTER if self.role is Role.SECTION else Role.SECTION
            self._register_page(typed)
            return True
        if slot is Slot.ON:
            focus = self.root.focus_get()
            fields = list(self.fields.values())
            at = next((n for n, field in enumerate(fields) if field.entry is focus), -1)
            if at + 1 < len(fields):
                fields[at + 1].focus()
            return True
        return False

    def _digit(self, digit: int) -> bool:
        if self.fields or self._page is None:
            return False
        if digit in self._rings:
            self.choice = digit
            self._shine()
            return True
        if digit == LARGER:
            self.theme.apply(replace(self.theme.look, step=(self.theme.look.step + 1) % len(tokens.STEPS)))
            self._choose_page()
            return True
        return False

    def _arrow(self, way: str) -> bool:
        if self.fields or self._page is None:
            return False
        self.choice = REGISTER if self.choice == PRACTISE else PRACTISE
        self._shine()
        return True

    def _new_page(self) -> tk.Frame:
        if self._page is not None:
            self._page.destroy()
        self._note = None
        self._page = self.parts.box(self.root, "bg")
        self._page.pack(fill="both", expand=True)
        return self._page

    def _stand(self, page: tk.Frame) -> None:
        """Something must hold the focus for the keys to arrive."""
        stand = tk.Frame(page, takefocus=1, width=1, height=1)
        stand.place(x=0, y=0)
        stand.update_idletasks()
        stand.focus_set()


def _sections() -> list[tuple[str, str]]:
    """Digit and name of each section of the built-in catalogue."""
    return sorted((section.code, section.name) for section in catalogues.builtin().sections)
