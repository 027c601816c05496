"""Rounds of exchange beside an open window: the share is waited for on one thread, the ledger is used on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from branch_desk.services import exchange
from branch_desk.services.exchange import Synced
from branch_desk.services.exchange_local import SHARE, Elsewhere
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger
from sync import cycle
from sync.cycle import Problem, Round
from sync.worker import Share, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
OnLedger = Callable[[Callable[[Ledger], T]], T]


class Rounds:
    """What a window needs of the exchange: a way to the share that stays open between rounds and can be ended."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._share: Worker | None = None
        self._ended = False

    def run(self, on_ledger: OnLedger[Any], look_everywhere: bool) -> Synced | Refusal:
        """One round, on the thread of whoever calls; the ledger is used by `on_ledger` in short stays. Once these
        rounds were ended the share counts as away."""
        folder: str | None = on_ledger(_folder)
        if folder is None:
            return refuse("not_enrolled")
        local = on_ledger(exchange.open_local)
        if isinstance(local, Problem):
            refused = Round("refused", problems=[local])
            told: Synced = on_ledger(lambda ledger: exchange.told(ledger, refused, frozenset(), frozenset()))
            return told
        done = cycle.exchange(self._way(folder), Elsewhere(local, on_ledger), look_everywhere=look_everywhere,
                              goes_on=lambda: not self._ended)
        came: Synced = on_ledger(lambda ledger: exchange.finish(ledger, done, local.touched))
        return came

    def end(self) -> None:
        """No more rounds; one that is under way is let down at once, even if the share hangs."""
        self._ended = True
        if self._share is not None:
            self._share.end()

    def _way(self, folder: str) -> Share:
        if self._share is None or self._share.root != folder:
            if self._share is not None:
                self._share.close()
            self._share = Worker(folder, command=self._command) if self._command else Worker(folder)
            if self._ended:         # while it was being made
                self._share.end()
        return self._share


def _folder(ledger: Ledger) -> str | None:
    kept = ledger.setting(SHARE, None)
    return kept["folder"] if kept else None
