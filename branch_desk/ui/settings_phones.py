"""設定, 担当課: floor and telephone of each section, as they stand on papers and in 案内."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_settings as words
from branch_desk.services import catalogues
from branch_desk.services.catalogues import Imported
from branch_desk.services.results import Refusal
from branch_desk.services.settings import About
from branch_desk.ui.settings_section import Rows

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen

Places = dict[str, tuple[str, str]]


class PhonesSection(Rows):
    """A telephone a section; the floor is changed with the catalogue's file."""

    name = "phones"

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.kept: Places = {}
        self.draft: Places = {}

    @property
    def changed(self) -> bool:
        return self.draft != self.kept

    def have(self, about: About) -> None:
        super().have(about)
        known = {section.code: (section.floor or "", section.phone or "") for section in about.catalogue.sections}
        if not self.changed:
            self.draft = dict(known)
        self.kept = known
        self.rows = {
            section.code: (section.name + (f" {section.floor}" if section.floor else ""), 18, "")
            for section in about.catalogue.sections
        }

    def build(self, area: tk.Frame, width: int) -> None:
        self.heading(area, width, words.PHONES_NOTE)
        if self.rows:
            super().build(area, width)

    @property
    def across(self) -> int:
        return 2 if self.theme.narrow else 1

    def value(self, name: str) -> str:
        return self.draft[name][1]

    def chose(self, name: str, value: Any) -> None:
        self.draft = {**self.draft, name: (self.draft[name][0], value)}

    def restore(self) -> None:
        self.draft = dict(self.kept)
        self.mark_all()

    def save(self) -> None:
        draft = dict(self.draft)
        self.session.act(catalogues.set_sections, draft, then=lambda answer: self._saved(draft, answer), failed=self.failed)

    def _saved(self, draft: Places, answer: Imported | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refused(answer)
            return
        self.kept = draft
        self.done(words.CATALOGUE_KEPT.format(version=answer.catalogue.version))
