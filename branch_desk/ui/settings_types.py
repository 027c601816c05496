"""設定, 書類の種類: the list with its days; Enter opens a line, F3 adds a type, reads or writes a file."""

from __future__ import annotations

import tkinter as tk
from datetime import date

from branch_desk.domain import words_settings as words
from branch_desk.domain.catalogue import DocumentType, as_row
from branch_desk.domain.rights import StaffRole
from branch_desk.services import people
from branch_desk.ui import catalogue_file
from branch_desk.ui.catalogue_file import FilePanel
from branch_desk.ui.catalogue_type import TypePanel
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.print_settings import Choose
from branch_desk.ui.screen import Next
from branch_desk.ui.settings_section import Table
from branch_desk.ui.sounds import Sound

ADD = "add"
WRITES = (catalogue_file.CATALOGUE_OUT, catalogue_file.GUIDE_OUT)


class TypesSection(Table):
    """Every line of the catalogue in force: a type that has another wording later stands twice."""

    name = "types"
    columns = words.TYPE_COLUMNS

    @property
    def stretched(self) -> str:
        return "name"

    def build(self, area: tk.Frame, width: int) -> None:
        version = self.about.catalogue.version if self.about else 0
        self.heading(area, width, words.types_note(version))
        super().build(area, width)
        assert self.table is not None
        self.table.column("name", width=self.theme.px(180))

    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(_row(item), _cells(item, self.about.today)) for item in self._types] if self.about else []

    def next_line(self, at: str) -> Next:
        item = self._item
        return Next(words.next_type(item.name) if item else words.NEXT_TYPES_MORE)

    def keys(self, at: str) -> dict[Slot, Key]:
        return {Slot.MORE: Key(words.KEYS["add_file"])}

    def press(self, slot: Slot, at: str) -> bool:
        if slot is not Slot.MORE:
            return False
        choices = {ADD: words.ADD_TYPE, **words.FILES}
        self.window.open_panel(Choose(self.window, words.SECTIONS[self.name], choices, words.NEXT_MORE, self._more))
        return True

    def on(self, at: str) -> bool:
        if self._item is not None and self._may():
            self.window.open_panel(TypePanel(self.window, self._item))
        return True

    def _more(self, what: str) -> None:
        if what in WRITES or self._may():
            self.window.open_panel(TypePanel(self.window, None) if what == ADD else FilePanel(self.window, what))

    def _may(self) -> bool:
        """A 責任者, where there is one; the service asks again."""
        who = self.session.who
        if self.about is None or not people.has_responsible(self.about.staff):
            return True
        if who is not None and who.role is StaffRole.RESPONSIBLE:
            return True
        self.screen.said = Next(words.NEXT_MAY_NOT, "amber")
        self.window.play(Sound.LOOK)
        self.screen.refresh()
        return False

    @property
    def _types(self) -> list[DocumentType]:
        return sorted(self.about.catalogue.types, key=lambda item: (item.code, item.valid_from)) if self.about else []

    @property
    def _item(self) -> DocumentType | None:
        return next((item for item in self._types if _row(item) == self.row), None)


def _row(item: DocumentType) -> str:
    return f"{item.code} {item.valid_from.isoformat()}"


def _cells(item: DocumentType, today: date) -> tuple[str, ...]:
    valid = words.valid(item.valid_from, item.valid_until, today)
    annual = "" if item.annual is None else str(item.annual)
    return (item.code, item.name, words.FORWARDED_SHORT[as_row(item)[7]], valid,
            words.years(item.retention), annual)
