"""A new member of staff, or a new PIN for one. F12 registers. Esc goes back: what was typed stays, no PIN."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_settings as words
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.people import Enrolled
from branch_desk.services.results import Refusal
from branch_desk.services.settings import About
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.options import Options
from branch_desk.ui.parts import Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen

PINS = frozenset({"pin", "again", "own"})
WIDTHS = {"code": 7, "name": 20, "pin": 14, "again": 14, "own": 14}
FIELD_OF = {
    "staff_code": "code",
    "staff_exists": "code",
    "staff_name": "name",
    "pin_form": "pin",
    "pin_wrong": "own",
    "pin_needed": "own",
}


class StaffPanel(Panel):
    """Lies over the screen 設定. `member` None: somebody new."""

    def __init__(self, screen: SettingsScreen, about: About, member: Staff | None) -> None:
        super().__init__(screen.window)
        self._screen, self.member = screen, member
        self.fields: dict[str, Field] = {}
        self.role: Options | None = None
        self._at = "code" if member is None else "pin"
        self.fault = ""
        self.busy = False
        responsible = people.has_responsible(about.staff)
        own = next(
            (it for it in about.staff if screen.session.who and it.code == screen.session.who.code), None
        )
        self._asks_own = bool(
            own and own.has_pin and not about.desk.practice and (responsible or own == member)
        )
        self._first_role = StaffRole.CLERK if responsible else StaffRole.RESPONSIBLE
        self._built = False

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self._screen.name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        heading = words.ADD_TITLE if self.member is None else words.PIN_TITLE
        head = parts.box(parent)
        head.pack(anchor="w", pady=(0, px(4)))
        parts.label(head, heading, "next", bold=True).pack(side="left")
        if self.member is not None:
            name = f"{self.member.code}　{self.member.name}"
            parts.label(head, name, "next", "blue", bold=True).pack(side="left", padx=px(20))
        card = parts.card(parent)
        card.pack(fill="x")
        card.columnconfigure(2, weight=1)
        for row, name in enumerate(self._order):
            word, note = words.FIELDS[name]
            if self.member is not None and name == "pin":
                note = words.NEW_PIN_NOTE
            parts.label(card, word, bold=True).grid(row=row, column=0, sticky="w", padx=px(16))
            if name == "role":
                widget: tk.Widget = self._roles(card)
            else:
                widget = self._field(card, name)
            across = 2 if name == "role" else 1
            widget.grid(
                row=row, column=1, columnspan=across, sticky="w", pady=px(2 if self.theme.narrow else 4)
            )
            if note:
                parts.label(card, note, "caption", "mute").grid(row=row, column=2, sticky="w", padx=px(12))
        self._built = True

    def first_focus(self) -> tk.Misc:
        return self._widget(self.at)

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.member is not None and self.at in ("pin", "again"):
            return Next(words.NEXT_PINS)
        if self.at == "role":
            return Next(words.NEXT_ROLE)
        if self.at == self._order[-1] and self._complete:
            return Next(words.NEXT_REGISTER)
        return Next(words.NEXT_OPTIONAL if self.at in ("pin", "again") else words.NEXT_FIELD)

    def keys(self) -> dict[Slot, Key]:
        label = words.KEYS
        last = self.at == self._order[-1]
        return {
            Slot.BACK: Key(label["leave"]),
            Slot.ON: Key(label["next"], use=not last),
            Slot.FINISH: Key(label["register"], use=self._complete, main=self._complete),
        }

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        if slot is Slot.BACK:
            self.close()
        elif slot is Slot.ON:
            return self._go_on()
        elif slot is Slot.FINISH:
            return self._register()
        return slot in (Slot.BACK, Slot.FINISH)

    def on_arrow(self, way: str) -> bool:
        at = self._order.index(self.at) + (1 if way == "down" else -1)
        if 0 <= at < len(self._order):
            self._widget(self._order[at]).focus_set()
        return True

    # ---- inside

    @property
    def at(self) -> str:
        """The field with the focus, or that had it last. FocusIn may come behind the next key."""
        focus = self.window.root.focus_get()
        names = self._order if self._built else []
        self._at = next((name for name in names if self._widget(name) is focus), self._at)
        return self._at

    @property
    def _order(self) -> list[str]:
        asked = ["pin", "again"] if self.member is not None else ["code", "name", "role", "pin", "again"]
        return [*asked, "own"] if self._asks_own else asked

    @property
    def _complete(self) -> bool:
        needed = {"code", "name"} if self.member is None else {"pin", "again"}
        needed |= {"own"} if self._asks_own else set()
        return not self.busy and all(self._text(name) for name in needed)

    def _widget(self, name: str) -> Any:
        return self.role if name == "role" else self.fields[name].entry

    def _text(self, name: str) -> str:
        if name not in self.fields:
            return ""
        text = self.fields[name].text
        return (unicodedata.normalize("NFC", text) if name == "name" else unicodedata.normalize("NFKC", text)).strip()

    def _field(self, card: tk.Frame, name: str) -> Field:
        role = "body" if self.theme.narrow else "entry"
        show = "●" if name in PINS else ""
        field = self.window.parts.field(card, WIDTHS[name], role, show=show, changed=self._typed)
        self.fields[name] = field
        if self.member is None:
            field.text = self._screen.unfinished.get(name, "")
        field.entry.bind("<FocusIn>", lambda event: self._focused(name), add="+")
        return field

    def _roles(self, card: tk.Frame) -> Options:
        def chose(value: str) -> None:
            self._screen.unfinished["role"] = value
            self._typed()

        self.role = Options(card, self.window.parts, words.ROLES, chose, lambda: self._focused("role"))
        self.role.value = self._screen.unfinished.get("role", self._first_role.value)
        return self.role

    def _focused(self, name: str) -> None:
        set_ime(name == "name")
        self.refresh()

    def _typed(self) -> None:
        if not self._built:
            return
        self.fault = ""
        if self.member is None:
            self._screen.unfinished |= {name: self.fields[name].text for name in ("code", "name")}
        self.refresh()

    def _go_on(self) -> bool:
        at = self._order.index(self.at) + 1
        if at == len(self._order):
            return False
        self._widget(self._order[at]).focus_set()
        return True

    def _register(self) -> bool:
        needed = [
            name for name in self._order if name in (("code", "name", "own") if self.member is None else PINS)
        ]
        empty = next((name for name in needed if not self._text(name)), None)
        if empty is not None:
            return self._say(words.missing(words.FIELDS[empty][0]), empty)
        if self._text("pin") != self._text("again"):
            return self._say(words.PINS_DIFFER, "pin")
        self.busy = True
        pin, own = self._text("pin"), self._text("own") or None
        if self.member is not None:
            self.session.act(people.give_pin, self.member.code, pin, own, then=self._answered, failed=self._failed)
        else:
            self.session.act(
                people.enrol,
                self._text("code"),
                self._text("name"),
                role=StaffRole(self.role.value if self.role else self._first_role),
                pin=pin or None,
                own_pin=own,
                then=self._answered,
                failed=self._failed,
            )
        return True

    def _answered(self, answer: Enrolled | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            sentence = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
            self._say(sentence, FIELD_OF.get(answer.rule, self.at))
            return
        staff = answer.staff
        if self.member is None:
            self._screen.unfinished.clear()
        if self.session.who is None or self.session.who.code == staff.code:
            self.window.set_person(staff)  # the first one at this PC, or with the new PIN from now on
        self.window.play(Sound.GOOD)
        self.window.tell((words.enrolled if self.member is None else words.pin_given)(staff.name))
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    def _say(self, sentence: str, field: str) -> bool:
        self.fault = sentence
        self.window.play(Sound.LOOK)
        if field in ("pin", "again"):  # nobody sees which of the two was wrong
            for name in ("pin", "again"):
                self.fields[name].text = ""
        elif field == "own":
            self.fields["own"].text = ""
        self.fault = sentence
        self._widget(field).focus_set()
        self.refresh()
        return True
