"""What one window does for its data by itself: hourly backups, the monthly proof of them, places that came back, and the
cover when nobody has touched a key for minutes. Nothing waits for it; what takes long runs on the thread of the share.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era
from branch_desk.domain import words_backup as backed
from branch_desk.domain import words_care as words
from branch_desk.ui import frame
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.services.care import Brief
    from branch_desk.ui.window import Window

FIRST_MS = 60_000       # after the first papers of the morning
EVERY_MS = 60_000
IDLE_MS = 5_000         # how often it is asked whether somebody is there
TOUCHED = ("<Any-KeyPress>", "<Any-ButtonPress>", "<Motion>")


class CareDesk:
    """`monotonic` tells seconds; tests let them pass."""

    def __init__(self, window: Window, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.window, self.session, self._monotonic = window, window.session, monotonic
        self.status: Any = None         # services.backup.Status
        self.clock = ""                 # why the date is doubted
        self.minutes = 0                # without a key, until the cover is put on; 0: not known yet
        self.under_way = ""
        self._looked = False            # before the first look a new desk has no backup, and nobody has to mend that
        self._touched = monotonic()
        self._timers: dict[str, str] = {}
        self._bound: list[tuple[str, str]] = []
        self._stopped = False

    def start(self) -> None:
        """Begin, a little later."""
        if self._stopped:
            return
        root = self.window.root
        for sequence in TOUCHED:
            self._bound.append((sequence, root.bind(sequence, self.touched, add="+")))
        self._after("look", FIRST_MS, self.look)
        self._after("idle", IDLE_MS, self.watch)
        self.ask()

    def stop(self) -> None:
        """No more of it. The one under way is finished by the session."""
        self._stopped = True
        for timer in self._timers.values():
            self.window.root.after_cancel(timer)
        for sequence, name in self._bound:
            self.window.root.unbind(sequence, name)
        self._timers, self._bound = {}, []

    def ask(self) -> None:
        """How backups stand and after how many minutes to cover."""
        self.session.run(_care, then=self._stands, latest="care of the data")

    def line(self) -> frame.Status | None:
        """For the status line: a date that is doubted, else the last backup that was proved or what is wrong with them."""
        status = self.status
        if self.clock:
            return frame.Status("look", words.STATUS_CLOCK, words.STATUS_CLOCK, "amber")
        if status is None:
            return None
        if status.sentence == backed.STATUS_NEVER and not self._looked:
            return None
        if status.wrong:
            return frame.Status("look", words.STATUS_WRONG, words.STATUS_WRONG, "amber")
        if status.tested_at is None or self.window.desk.practice:
            return None
        return frame.Status("good", words.STATUS_TESTED.format(at=era.slashed(status.tested_at)), words.STATUS_SHORT)

    # ---- by itself

    def look(self) -> None:
        """Whether something is due. One at a time."""
        self._after("look", EVERY_MS, self.look)
        self.ask()
        if not self.under_way:
            self.session.run(_due, then=self._begin)

    def watch(self) -> None:
        """Cover the window where nobody is there."""
        self._after("idle", IDLE_MS, self.watch)
        if self.minutes and not self.window.covered and self._monotonic() - self._touched >= 60 * self.minutes:
            self.window.cover_idle()

    def touched(self, event: tk.Event | None = None) -> None:
        """Somebody is there."""
        self._touched = self._monotonic()

    # ---- inside

    def _begin(self, due: str) -> None:
        if not due or self.under_way or self._stopped:
            return
        self.under_way = due
        self.session.afar(_do, due, then=self._did, failed=self._failed)

    def _did(self, done: Any) -> None:
        self._looked = True
        did, self.under_way = self.under_way, ""
        if done.ok:
            self.window.tell(words.WORK_DONE[did])
        self.ask()

    def _failed(self, error: BaseException) -> None:
        self._looked, self.under_way = True, ""
        self.session.on_trouble(error)

    def _stands(self, found: Brief) -> None:
        if found.clock and not self.clock:      # set back, or far ahead, while the window runs
            self.window.tell(words.CLOCK_TOLD)
            self.window.play(Sound.LOOK)
        self.status, self.minutes, self.clock = found.backup, found.lock_minutes, found.clock
        self.window.show_status()

    def _after(self, name: str, ms: int, do: Callable[[], None]) -> None:
        if name in self._timers:
            self.window.root.after_cancel(self._timers[name])
        if not self._stopped:
            self._timers[name] = self.window.root.after(ms, do)


# What these need is loaded on the ledger's thread and the share's, seconds after the first window.


def _care(ledger: Any) -> Brief:
    from branch_desk.services import care

    return care.brief(ledger)


def _due(ledger: Any) -> str:
    from branch_desk.services import care

    return care.work_due(ledger, ledger.now())


def _do(on_ledger: Callable[[Callable[[Any], Any]], Any], due: str) -> Any:
    from branch_desk.services import backup

    return backup.make_by(on_ledger, "hourly") if due == "backup" else backup.drill_by(on_ledger)
