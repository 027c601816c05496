"""The rounds of exchange of one window: when the next one is due, what the last one came to. Nothing waits for it.

What it needs of the exchange is loaded on the threads that use it, seconds after the first window: it is not needed
for the first slip.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era
from branch_desk.domain import words_exchange as words
from branch_desk.services.results import Refusal
from branch_desk.ui import frame

if TYPE_CHECKING:
    from branch_desk.services.exchange import Status, Synced
    from branch_desk.services.exchange_rounds import Rounds
    from branch_desk.ui.window import Window

FIRST_MS = 4_000        # after the first window and the first paper are ready
EVERY_MS = 120_000      # guides/sync.md: every 30 to 120 s, with jitter
JITTER = 0.2
LOOK_EVERYWHERE = 30    # rounds: about every hour


class ExchangeDesk:
    """`changed`: who wants to know that something is known anew."""

    def __init__(self, window: Window) -> None:
        self.window, self.session = window, window.session
        self.status: Status | None = None
        self.under_way = False
        self.changed: list[Callable[[], object]] = []
        self._rounds: Rounds | None = None
        self._count = 0
        self._due: str | None = None
        self._again = self._stopped = False

    def start(self) -> None:
        """Begin rounds, a little later."""
        self._due = self.window.root.after(FIRST_MS, self._round)

    def stop(self) -> None:
        """No more rounds; the one under way is let down."""
        if self._due is not None:
            self.window.root.after_cancel(self._due)
            self._due = None
        self._stopped = True
        if self._rounds is not None:
            self._rounds.end()

    def now(self) -> None:
        """A person asks: a round at once, which looks everywhere."""
        self._count = 0
        if self.under_way:
            self._again = True
            return
        if self._due is not None:
            self.window.root.after_cancel(self._due)
        self._round()

    def ask(self) -> None:
        """How it stands by what is kept."""
        self.session.run(_status, then=self._stands, latest="exchange")

    def line(self) -> frame.Status | None:
        """For the status line; nothing where the desk belongs to no share."""
        status = self.status
        if status is None or not status.enrolled:
            return None
        text, short = words.status_line(status.approved, self.when(status.round_at), self.when(status.had_at))
        trouble = bool(status.problems) or status.state not in ("ok", None)
        if trouble:
            return frame.Status("look", text, short, "amber")
        return frame.Status("good" if status.approved and status.round_at else "queued", text, short)

    def when(self, at: str | None) -> str | None:
        """A time as the screen says it: the clock's of today, else with its day."""
        if at is None:
            return None
        moment = era.moment(at)
        clock = era.clock(moment)
        return clock if moment.date() == self.window.clock().date() else f"{moment.month}/{moment.day} {clock}"

    def silent_since(self) -> str | None:
        """Since when nothing has come over the share, where that was not today."""
        status = self.status
        if status is None or not status.approved or status.round_at is None:
            return None
        last = era.moment(status.round_at)
        return era.month_day(last) if last.date() < self.window.clock().date() else None

    def _round(self) -> None:
        self._due = None
        self.under_way, self._again = True, False
        everywhere = self._count % LOOK_EVERYWHERE == 0
        self._count += 1
        self.session.afar(self._go, everywhere, then=self._came_back, failed=self._failed)
        self._tell()

    def _go(self, on_ledger: Callable[[Callable[[Any], Any]], Any], everywhere: bool) -> Synced | Refusal:
        """On the thread of the share."""
        from branch_desk.services.exchange_rounds import Rounds

        rounds = self._rounds
        if rounds is None:
            rounds = self._rounds = Rounds()
        if self._stopped:       # while the first round was on its way here
            rounds.end()
        return rounds.run(on_ledger, everywhere)

    def _came_back(self, done: Synced | Refusal) -> None:
        self._next(1_000 if not isinstance(done, Refusal) and done.more else None)

    def _failed(self, error: BaseException) -> None:
        self._next(None)
        self.session.on_trouble(error)

    def _next(self, soon: int | None) -> None:
        self.under_way = False
        wait = soon or int(EVERY_MS * random.uniform(1 - JITTER, 1 + JITTER))
        self._due = self.window.root.after(0 if self._again else wait, self._round)
        self.ask()

    def _stands(self, status: Status) -> None:
        self.status = status
        self.window.show_status()
        self._tell()

    def _tell(self) -> None:
        for heard in list(self.changed):
            heard()


def _status(ledger: Any) -> Status:
    from branch_desk.services import exchange

    return exchange.status(ledger)
