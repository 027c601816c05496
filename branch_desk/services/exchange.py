"""The exchange with the ward office's share: a round of it, and the face of all its verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from branch_desk.domain import era
from branch_desk.domain.staff import Staff
from branch_desk.services.exchange_join import Asked, Join, enrol, enrol_by, join
from branch_desk.services.exchange_local import Touched
from branch_desk.services.exchange_office import (
    Admission,
    ShareMade,
    Waiting,
    appoint_office_key,
    approve,
    check_root,
    init_share,
    publish,
    requests,
    retire,
    root_form,
    root_groups,
)
from branch_desk.services.exchange_share import is_admitted, joined, on_own_share, on_share, open_local
from branch_desk.services.exchange_start import LaidOut, lay_out_by
from branch_desk.services.exchange_told import (
    LAST,
    DeskRow,
    Said,
    Status,
    problems_of,
    said_of,
    status,
    waiting,
)
from branch_desk.services.results import NOTHING, Changed, Refusal
from branch_desk.store.ledger import Ledger
from sync import cycle
from sync.cycle import Problem, Round
from sync.worker import Share

__all__ = [
    "Admission", "Asked", "DeskRow", "Join", "LaidOut", "Refusal", "Said", "ShareMade", "Status",
    "Synced", "Waiting", "appoint_office_key", "approve", "check_root", "cycle", "enrol", "enrol_by", "finish",
    "init_share", "join", "lay_out", "lay_out_by", "on_share", "open_local", "publish", "requests",
    "retire", "root_form", "root_groups", "status", "sync", "told", "waiting",
]


@dataclass(frozen=True, slots=True)
class Synced:
    """What a round came to. `waiting`: own records that no other desk has signed to have. `approved`: the office has
    admitted this desk; before that nobody takes its records."""

    state: str
    published: int
    imported: int
    waiting: int
    problems: tuple[Said, ...] = ()
    more: bool = False
    changed: Changed = NOTHING
    approved: bool = True


@on_own_share
def sync(ledger: Ledger, *, share: Share | None = None, look_everywhere: bool = True,
         goes_on: Callable[[], bool] = lambda: True) -> Synced | Refusal:
    """One round in this thread, for the command line. The window's rounds go the same way in parts."""
    _, share = joined(ledger, share)
    local = open_local(ledger)
    if isinstance(local, Problem):
        return finish(ledger, Round("refused", problems=[local]), Touched())
    rounds = cycle.exchange(share, local, look_everywhere=look_everywhere, goes_on=goes_on)
    while rounds.more and goes_on():
        again = cycle.exchange(share, local, goes_on=goes_on)
        again.published, again.imported = again.published + rounds.published, again.imported + rounds.imported
        rounds = again
    return finish(ledger, rounds, local.touched)


@on_own_share
def lay_out(ledger: Ledger, who: Staff, *, share: Share | None = None) -> LaidOut | Refusal:
    """The starter bundle on the share, for the command line."""
    _, share = joined(ledger, share)
    return lay_out_by(lambda do: do(ledger), who, share)


def finish(ledger: Ledger, done: Round, touched: Touched) -> Synced:
    """Keeps what the round came to, and says it."""
    problems = problems_of(ledger, done)
    at, before = era.stamp(ledger.now()), ledger.setting(LAST, {})
    reached = done.state in ("ok", "stalled")
    with ledger.transaction() as tx:
        tx.set_setting(LAST, {"at": at, "state": done.state, "problems": [list(item) for item in problems],
                              "ok_at": at if reached else before.get("ok_at")})
    return told(ledger, done, frozenset(touched.slips), frozenset(touched.topics))


def told(ledger: Ledger, done: Round, slips: frozenset[str], topics: frozenset[str]) -> Synced:
    """What a round came to, in words."""
    said = tuple(said_of(ledger, word, desk) for word, desk in problems_of(ledger, done))
    return Synced(done.state, done.published, done.imported, waiting(ledger), said, done.more,
                  Changed(slips, topics | {"exchange"}), is_admitted(ledger))
