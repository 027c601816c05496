"""The starter bundle: what a new desk reads in a few files instead of asking for each of twenty thousand (sync/starting.py).

The office lays it out, which keeps the batches of everybody, or any desk, which keeps those of its branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from branch_desk.domain.staff import Staff
from branch_desk.services.exchange_local import Elsewhere, LedgerLocal
from branch_desk.services.exchange_share import away_refusal, is_admitted, open_local
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import KeptBatch, Ledger
from sync import starting
from sync.batch import Stream
from sync.bundle import Item
from sync.cycle import Problem
from sync.worker import Away, Share

CHANGED = Changed(topics=frozenset({"exchange"}))

OnLedger = Callable[[Callable[[Ledger], Any]], Any]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What was laid out for new desks now; nothing where the bundles that stand there have everything."""

    bundles: int
    batches: int
    changed: Changed = CHANGED


def may_lay_out(ledger: Ledger, who: Staff) -> LedgerLocal | Refusal:
    """The ledger for it. Only what a member has signed is looked at by a new desk."""
    refused = may_record(who)
    if refused:
        return refused
    if not is_admitted(ledger):
        return refuse("not_admitted")
    local = open_local(ledger)
    return refuse("signing_key") if isinstance(local, Problem) else local


def lay_out_by(on_ledger: OnLedger, who: Staff, share: Share) -> LaidOut | Refusal:
    """Puts whatever this desk keeps and no bundle on this share or stick has into new ones. The ledger is used in short
    stays, stream by stream."""
    local = on_ledger(lambda ledger: may_lay_out(ledger, who))
    if isinstance(local, Refusal):
        return local
    members = on_ledger(lambda _: local.members())
    try:
        taken, far = starting.covered(share, local.pin, members)
        made, batches = starting.lay_out(share, Elsewhere(local, on_ledger), _items(on_ledger, far), taken)
    except Away as away:
        return away_refusal(away)
    return LaidOut(made, batches)


def _items(on_ledger: OnLedger, far: Mapping[Stream, int]) -> Iterator[Item]:
    streams: list[Stream] = on_ledger(lambda ledger: ledger.exchange.kept_streams())
    for stream in streams:
        kept: list[KeptBatch] = on_ledger(partial(_of_stream, stream=stream, after=far.get(stream, 0)))
        for item in kept:
            yield Item(item.stream, item.first, item.last, item.data)


def _of_stream(ledger: Ledger, stream: Stream, after: int) -> list[KeptBatch]:
    return ledger.exchange.on_share_after(stream, after)
