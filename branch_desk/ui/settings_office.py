"""設定, 受付と紙 and PINと氏名: what the office has chosen. Kept by F12, by a 責任者 where there is one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_settings as words
from branch_desk.services import printers, settings
from branch_desk.services.office import Office
from branch_desk.services.results import Refusal
from branch_desk.services.settings import About, Kept
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.hints import Hint
from branch_desk.ui.settings_section import Rows

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen


@dataclass(frozen=True, slots=True)
class Choices:
    """What these two parts set: of the window, of the printers, of the office."""

    typed_names: bool = False
    photocopied: bool = False
    office: Office = field(default_factory=Office)


class OfficeSection(Rows):
    """受付と紙."""

    name = "office"
    rows = words.OFFICE_ROWS
    ime = frozenset({"purpose", "hours"})

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.kept = Choices()
        self.draft = Choices()

    @property
    def changed(self) -> bool:
        return self.draft != self.kept

    def have(self, about: About) -> None:
        super().have(about)
        known = Choices(self.window.settings.typed_names, about.photocopied, about.office)
        if not self.changed:
            self.draft = known
        self.kept = known

    def build(self, area: tk.Frame, width: int) -> None:
        self.heading(area, width, words.OFFICE_NOTES[self.name])
        super().build(area, width)
        for name, text in words.HINTS.items():
            if name in self.stops:
                Hint(self.stops[name], text, self.theme)

    def value(self, name: str) -> Any:
        return (asdict(self.draft.office) | {"typed_names": self.draft.typed_names, "binder": self.draft.photocopied})[name]

    def chose(self, name: str, value: Any) -> None:
        if name == "typed_names":
            self.draft = replace(self.draft, typed_names=value)
        elif name == "binder":
            self.draft = replace(self.draft, photocopied=value)
        else:
            self.draft = replace(self.draft, office=replace(self.draft.office, **{name: value}))

    def restore(self) -> None:
        self.draft = self.kept
        self.mark_all()

    def save(self, approver: Approver | None = None, heard: Callable[[Any], None] | None = None) -> None:
        """PINs are given up only with a PIN: a panel asks for it, and `heard` closes that panel."""
        if self._pins_differ and approver is None and not self.window.desk.practice:
            self.screen.busy = False
            self.window.open_panel(Approval(self.window, words.PIN_APPROVAL, words.PIN_APPROVAL_SENTENCE, self.save))
            return
        draft = self.draft
        self.session.act(
            settings.set_office,
            draft.office,
            approver.code if approver else None,
            approver.pin if approver else None,
            then=lambda answer: self._office_kept(draft, answer, heard),
            failed=self.failed,
        )

    @property
    def _pins_differ(self) -> bool:
        before, after = self.kept.office, self.draft.office
        return (before.pin_void, before.pin_check) != (after.pin_void, after.pin_check)

    def _office_kept(self, draft: Choices, answer: Kept | Refusal, heard: Callable[[Any], None] | None) -> None:
        if heard is not None:
            heard(answer)
        if isinstance(answer, Refusal):
            if heard is None:
                self.refused(answer)
            else:
                self.screen.busy = False
            return
        if draft.photocopied != self.kept.photocopied:
            target = printers.NO_PAPER if draft.photocopied else None
            self.session.act(printers.route, "binder", target, then=lambda _: self.window.prints.reload(), failed=self.failed)
        worn = replace(self.window.settings, typed_names=draft.typed_names)
        self.session.run(
            settings.set_window, {"typed_names": draft.typed_names}, then=lambda _: self._saved(draft, worn), failed=self.failed
        )

    def _saved(self, draft: Choices, worn: Any) -> None:
        self.kept = draft
        self.window.wear(worn)
        self.done(words.SAVED)


class PinSection(OfficeSection):
    """PINと氏名: another page of the same choices, which are kept together."""

    name = "pins"
    rows = words.PIN_ROWS

    def __init__(self, screen: SettingsScreen, whole: OfficeSection) -> None:
        self._whole = whole
        super().__init__(screen)

    @property
    def kept(self) -> Choices:  # type: ignore[override]
        return self._whole.kept

    @kept.setter
    def kept(self, value: Choices) -> None:
        """The whole has it."""

    @property
    def draft(self) -> Choices:  # type: ignore[override]
        return self._whole.draft

    @draft.setter
    def draft(self, value: Choices) -> None:
        self._whole.draft = value

    @property
    def changed(self) -> bool:
        return False

    def have(self, about: About) -> None:
        self.about = about
