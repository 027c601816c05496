"""設定, 見やすさ: size of text, colours, sound. Worn at once, on trial; kept by F12 only."""

from __future__ import annotations

import tkinter as tk
from dataclasses import asdict, replace
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_settings as words
from branch_desk.services import settings
from branch_desk.services.results import Changed
from branch_desk.ui import tokens
from branch_desk.ui.settings import LOOK, Settings
from branch_desk.ui.settings_section import Rows
from branch_desk.ui.sounds import Sound, Volume

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen


class LookSection(Rows):
    """Changes what the clerk sees and hears while choosing."""

    name = "look"
    rows = words.LOOK_ROWS

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.kept = self.draft = self.window.settings
        self._samples: list[tkfont.Font] = []

    @property
    def changed(self) -> bool:
        return self.draft != self.kept

    def build(self, area: tk.Frame, width: int) -> None:
        self.heading(area, width, words.AT_ONCE)
        sizes = tokens.POINTS["body"]
        self._samples = [tkfont.Font(self.theme.root, family=self.theme.family, size=size) for size in sizes]
        super().build(area, width)

    def value(self, name: str) -> Any:
        return (asdict(self.draft.look) | {"volume": self.draft.volume.value})[name]

    def chose(self, name: str, value: Any) -> None:
        if name in LOOK:
            self.draft = replace(self.draft, look=replace(self.draft.look, **{name: value}))
        else:
            self.draft = replace(self.draft, volume=Volume(value))
        self._try()
        if name == "volume":
            self.window.play(Sound.GOOD)

    def note_of(self, name: str) -> str:
        if name == "plain" and self.draft.look.contrast:
            return words.PLAIN_WITH_CONTRAST
        if name == "volume" and not self.window.sounds.audible:
            return words.NO_SOUND
        return super().note_of(name)

    def options_of(self, name: str, options: dict[Any, str]) -> tuple[dict[Any, str], dict[Any, Any] | None]:
        if name != "step":
            return options, None
        return {value: f"{words.SAMPLE} {word}" for value, word in options.items()}, dict(enumerate(self._samples))

    def save(self) -> None:
        draft = replace(self.draft, typed_names=self.window.settings.typed_names)
        self.session.run(
            settings.set_window, draft.kept(), then=lambda changed: self.saved(draft, changed), failed=self.failed
        )

    def saved(self, draft: Settings, changed: Changed) -> None:
        """The ledger has it."""
        self.kept = self.draft = draft
        self._try()
        self.done(words.SAVED)

    def restore(self) -> None:
        self.draft = self.kept
        self._try()
        self.mark_all()

    def _try(self) -> None:
        self.window.wear(replace(self.draft, typed_names=self.window.settings.typed_names))
