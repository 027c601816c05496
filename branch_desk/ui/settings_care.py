"""設定, データの管理: how the care of the data stands; each line opens the panel that does it."""

from __future__ import annotations

import tkinter as tk
from importlib import import_module
from typing import TYPE_CHECKING

from branch_desk.domain import era
from branch_desk.domain import words_care as words
from branch_desk.services import care
from branch_desk.ui.screen import Next
from branch_desk.ui.settings_section import Table

if TYPE_CHECKING:
    from branch_desk.services.care import Care
    from branch_desk.services.settings import About
    from branch_desk.ui.settings_screen import SettingsScreen

# The panel of each line, in ui/care_panels.py: loaded when one is opened. True: it is given what the list knows.
PANELS = {
    "backup": ("Backup", False),
    "second": ("Second", True),
    "drill": ("Drill", False),
    "verify": ("Examine", False),
    "sample": ("Draw", False),
    "export": ("ExportAudit", False),
    "roles": ("Roles", False),
    "erase": ("Erase", True),
    "waiting": ("Places", True),
    "recovery": ("Recovery", False),
    "at_start": ("AtStart", True),
    "lock": ("LockMinutes", True),
    "clock": ("Clock", True),
}


class CareSection(Table):
    """Asks for itself when it is shown: it is the only part that needs more than the settings."""

    name = "care"
    columns = words.COLUMNS

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.found: Care | None = None

    def have(self, about: About) -> None:
        super().have(about)
        if self.screen.section == self.name:
            self.ask()

    def build(self, area: tk.Frame, width: int) -> None:
        self.heading(area, width)
        super().build(area, width)
        if self.found is None:
            self.ask()

    def ask(self) -> None:
        """How it stands by now."""
        self.session.run(care.of, then=self._have, latest="care")

    @property
    def stretched(self) -> str:
        return "now"

    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        found = self.found
        return [(name, (word, _now(name, found) if found else words.NEXT_WAITS)) for name, word in words.ROWS.items()]

    def next_line(self, at: str) -> Next:
        return Next(words.NEXT_ROW)

    def on(self, at: str) -> bool:
        if self.found is None or self.row not in PANELS:
            return False
        kind, given = PANELS[self.row]
        panel = getattr(import_module("branch_desk.ui.care_panels"), kind)
        self.window.open_panel(panel(self.window, self.found) if given else panel(self.window))
        return True

    def _have(self, found: Care) -> None:
        self.found = found
        if self.table is not None and self.table.winfo_exists():
            for name in words.ROWS:
                if self.table.exists(name):
                    self.table.set(name, "now", _now(name, found))


def _now(name: str, found: Care) -> str:
    """What stands beside a line."""
    if name == "backup":
        return found.backup.sentence
    if name == "second":
        return str(found.second) if found.second else words.SECOND_NONE
    if name == "drill":
        tested = found.backup.tested_at
        return words.DRILLED.format(at=era.slashed(tested)) if tested else words.DRILLED_NEVER
    if name == "erase":
        return (words.ERASE_DUE.format(count=len(found.due), slips=sum(item.slips for item in found.due)) if found.due
                else words.ERASE_NONE)
    if name == "waiting":
        return words.WAITING.format(count=len(found.waiting)) if found.waiting else words.NONE
    if name in ("recovery", "at_start") and found.practice:
        return words.PRACTICE_NOT
    if name == "at_start":
        return words.AT_START[found.key_at_start]
    if name == "recovery":
        return words.CHECKED.format(at=era.slashed(era.moment(found.checked.at))) if found.checked else words.CHECKED_NEVER
    if name == "clock":
        return found.clock or words.CLOCK_GOOD
    if name == "lock":
        return words.LOCK.format(minutes=found.lock_minutes)
    return {"verify": words.VERIFY_NOW, "sample": words.SAMPLE_NOW, "export": words.EXPORT_NOW, "roles": words.ROLES_NOW}[name]
