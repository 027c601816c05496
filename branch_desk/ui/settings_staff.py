"""設定, 職員: who works at this PC. A line is opened to give its person a PIN; the last adds somebody."""

from __future__ import annotations

import tkinter as tk

from branch_desk.domain import words_care as care
from branch_desk.domain import words_settings as words
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.ui import keys
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next
from branch_desk.ui.settings_section import Table
from branch_desk.ui.sounds import Sound
from branch_desk.ui.staff_panel import StaffPanel
from branch_desk.ui.staff_tasks import StaffTasks

ADD_ROW = "add"


class StaffSection(Table):
    """The list of staff."""

    name = "staff"
    columns = words.STAFF_COLUMNS

    def on_word(self, at: str) -> str:
        return words.KEYS["open"]

    @property
    def stretched(self) -> str:
        return "name"

    def build(self, area: tk.Frame, width: int) -> None:
        staff = self.about.staff if self.about else ()
        nobody = self.about is not None and not people.has_responsible(staff)
        note = words.NOBODY_RESPONSIBLE if nobody else words.ONLY_RESPONSIBLE
        self.heading(area, width, f"{note}\n{keys.say(words.STAFF_NOTE)}")
        super().build(area, width)

    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        staff = self.about.staff if self.about else ()
        return [
            *(
                (
                    member.code,
                    (
                        member.code,
                        member.name,
                        words.ROLES[member.role.value],
                        words.PIN_SET if member.has_pin else words.PIN_UNSET,
                    ),
                )
                for member in staff
            ),
            (ADD_ROW, ("", words.ADD, "", "")),
        ]

    def next_line(self, at: str) -> Next:
        return Next(words.NEXT_ADD if self.row == ADD_ROW else words.NEXT_STAFF)

    def keys(self, at: str) -> dict[Slot, Key]:
        return {Slot.MORE: Key(care.STAFF_KEY, use=self._marked is not None)}

    def press(self, slot: Slot, at: str) -> bool:
        member, who = self._marked, self.session.who
        if slot is not Slot.MORE or member is None:
            return False
        if who is None or who.role is not StaffRole.RESPONSIBLE:
            self.screen.said = Next(words.NEXT_MAY_NOT, "amber")
            self.window.play(Sound.LOOK)
        else:
            self.window.open_panel(StaffTasks(self.window, member))
        return True

    @property
    def _marked(self) -> Staff | None:
        """The member of staff of the marked line."""
        staff = self.about.staff if self.about else ()
        return next((member for member in staff if member.code == self.row), None)

    def on(self, at: str) -> bool:
        if self.about is None:
            return False
        who = self.session.who
        member = self._marked
        own = member is not None and who is not None and who.code == member.code and member.has_pin
        may = own or not people.has_responsible(self.about.staff)
        if not may and (who is None or who.role is not StaffRole.RESPONSIBLE):
            self.screen.said = Next(words.NEXT_MAY_NOT, "amber")
            self.window.play(Sound.LOOK)
            return True
        self.window.open_panel(StaffPanel(self.screen, self.about, member))
        return True
