"""Where a scan goes: a badge to whoever acts, a number to the view that has the keys, the rest to the strip.

A scan never needs the focus and never disturbs what is typed. While the cover is on no slip is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from branch_desk.domain import numbers
from branch_desk.domain import words_screen as words
from branch_desk.services.results import Refusal
from branch_desk.ui import strip
from branch_desk.ui.cover import Cover
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.sounds import Sound
from branch_desk.ui.strip import Said

if TYPE_CHECKING:
    from branch_desk.services.lookup import BagSeen
    from branch_desk.services.returns import Scanned
    from branch_desk.ui.window import Window


class ScanDesk:
    """Every scan of one window passes here once."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def take(self, scan: Scan) -> None:
        """What a scanner sent."""
        window = self.window
        window.strip.hide()
        number = numbers.read(scan.text) if scan.kind is Kind.NUMBER else None
        ours = number is not None and number.practice is window.desk.practice
        if number is not None and ours and number.real_kind == numbers.BADGE:
            self._badge(str(number.serial))
        elif isinstance(window.view, Cover):
            window.play(Sound.STOP)
            window.view.say(words.COVERED_SCAN)
        elif window.view.on_scan(scan):
            window.refresh()
        elif scan.kind is Kind.KANA:
            self.say(strip.ime_on(), Sound.LOOK)
        elif scan.kind is Kind.OTHER:
            self.say(strip.not_ours(), Sound.NOTHING)
        elif number is not None and ours and number.real_kind == numbers.BAG and window.verbs.bag is not None:
            window.session.run(window.verbs.bag, scan.text, then=self._bag, latest="strip")
        else:
            self.look_up(scan.text)

    def look_up(self, text: str) -> None:
        """Say in the strip what the ledger knows of this number."""
        self.window.session.run(self.window.verbs.look_up, text, then=self._looked_up, latest="strip")

    def say(self, said: Said, sound: Sound) -> None:
        """In the strip, with its sound."""
        self.window.play(sound)
        self.window.strip.show(said)

    # ---- inside

    def _badge(self, code: str) -> None:
        if self.window.view.on_badge(code):
            self.window.refresh()
        else:
            self.window.change_person(code, then=self._changed)

    def _changed(self, found: bool) -> None:
        if not found and isinstance(self.window.view, Cover):
            self.window.play(Sound.LOOK)
            self.window.view.say(words.UNKNOWN_BADGE)
        elif not found:
            self.say(Said("square", "grey", words.UNKNOWN_BADGE), Sound.LOOK)
        elif isinstance(self.window.view, Cover):
            self.window.view.close()

    def _looked_up(self, scanned: Scanned) -> None:
        said = strip.of_scan(scanned, self._screen, self.window.places)
        self.say(said, strip.sound_of(scanned))

    def _bag(self, seen: BagSeen | Refusal) -> None:
        self.say(strip.of_bag(seen, self._screen), Sound.LOOK if isinstance(seen, Refusal) else Sound.NOTHING)

    @property
    def _screen(self) -> str:
        return words.SCREENS[self.window.screen_name]
