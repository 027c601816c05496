"""A stick for a desk that the network does not reach: the same tree as the share, written and read by the same code.

It may be taken out only after everything on it was read back by a process that did not write it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from branch_desk.domain.staff import Staff
from branch_desk.services import exchange
from branch_desk.services.exchange_local import SHARE, Elsewhere, LedgerLocal, members_of
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger
from sync import cycle, names, root, starting
from sync.bundle import Item
from sync.cycle import Problem
from sync.envelope import Broken
from sync.worker import Away, Share

OnLedger = Callable[[Callable[[Ledger], Any]], Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """What is on the stick now: `files` new ones; every one of `verified` was read back and is right."""

    files: int
    verified: int
    records: int
    changed: Changed


@dataclass(frozen=True, slots=True)
class Load:
    """What goes on the stick."""

    local: LedgerLocal
    me: tuple[str, str]
    files: Mapping[names.Path, bytes]
    records: int
    marker: bytes
    items: tuple[Item, ...] = ()


def export(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None, start: bool = False) -> Carried | Refusal:
    """Puts on the stick whatever not every desk has signed to have, and the office's words. With `start` it is for a new
    desk: all that this one keeps, in bundles (exchange_start). Recorded."""
    return export_by(lambda do: do(ledger), who, folder, share=share, start=start)


def export_by(on_ledger: OnLedger, who: Staff, folder: str, *, share: Share | None = None,
              start: bool = False) -> Carried | Refusal:
    """The same where the ledger belongs to another thread: a slow stick holds nobody up."""
    local = on_ledger(lambda ledger: _open(ledger, who))
    if isinstance(local, Refusal):
        return local
    while on_ledger(lambda _: local.seal()):
        pass    # whatever is not sealed yet is sealed; whether it is on the share is another matter
    load = on_ledger(lambda ledger: _load(ledger, local, start))
    try:
        with exchange.on_share(folder, share) as stick:
            found = stick.read(names.ROOT)
            if found is not None:
                root.open_marker(found, load.local.pin)
            if start:
                load = _bundled(load, stick, on_ledger)
            written = sum(stick.publish(path, data, *load.me).result == "published" for path, data in load.files.items())
        with exchange.on_share(folder, share) as again:
            if any(again.read(path) != data for path, data in load.files.items()):
                return refuse("stick_unverified")
    except Broken:
        return refuse("share_other")
    except Away:
        return refuse("stick_unverified")
    on_ledger(lambda ledger: _record(ledger, who, load.records))
    return Carried(written, len(load.files), load.records, Changed(topics=frozenset({"exchange"})))


def take_in(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> exchange.Synced | Refusal:
    """Takes in what a stick brings."""
    return take_in_by(lambda do: do(ledger), who, folder, share=share)


def take_in_by(on_ledger: OnLedger, who: Staff, folder: str, *, share: Share | None = None) -> exchange.Synced | Refusal:
    """The same where the ledger belongs to another thread."""
    local = on_ledger(lambda ledger: _open(ledger, who))
    if isinstance(local, Refusal):
        return local
    with exchange.on_share(folder, share) as stick:
        done = cycle.take_in(stick, Elsewhere(local, on_ledger))
        while done.more:
            again = cycle.take_in(stick, Elsewhere(local, on_ledger))
            again.imported += done.imported
            done = again
    return on_ledger(lambda ledger: exchange.told(  # type: ignore[no-any-return]
        ledger, done, frozenset(local.touched.slips), frozenset(local.touched.topics)))


def _open(ledger: Ledger, who: Staff) -> LedgerLocal | Refusal:
    refused = may_record(who)
    if refused:
        return refused
    if ledger.setting(SHARE, None) is None:
        return refuse("not_enrolled")
    local = exchange.open_local(ledger)
    return refuse("signing_key") if isinstance(local, Problem) else local


def _load(ledger: Ledger, local: LedgerLocal, start: bool) -> Load:
    batches = ledger.exchange.to_carry({} if start else _everybody_has(ledger))
    marker = base64.b64decode(ledger.setting(SHARE)["marker"])
    files = {names.office(word, generation): data for word, generation, data in ledger.exchange.office_bytes()}
    if not start:
        files |= {names.batch(*item.stream, item.first): item.data for item in batches}
        files[names.ROOT] = marker      # last: with it the stick is whole
    return Load(local, local.me, files, sum(item.last - item.first + 1 for item in batches), marker,
                tuple(Item(item.stream, item.first, item.last, item.data) for item in batches) if start else ())


def _bundled(load: Load, stick: Share, on_ledger: OnLedger) -> Load:
    """The same with its batches in bundles, at the first places that are free on this stick."""
    taken, far = starting.covered(stick, load.local.pin, on_ledger(lambda _: load.local.members()))
    items = [item for item in load.items if item.first > far.get(item.stream, 0)]
    files = {**load.files, **starting.sealed(load.local, items, taken), names.ROOT: load.marker}
    return replace(load, files=files, records=sum(item.last - item.first + 1 for item in items))


def _record(ledger: Ledger, who: Staff, records: int) -> None:
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": "outbox", "count": records, "named": False})


def _everybody_has(ledger: Ledger) -> dict[tuple[str, str], int]:
    """How far every active desk signed to have each stream."""
    active = set(members_of(ledger).active()) - {ledger.desk.code}
    words = ledger.exchange.words()
    found = {}
    for known in ledger.exchange.streams():
        others = active - {known.desk}
        found[known.stream] = min((max((word.known.get(known.stream, (0, ""))[0] for word in words if word.stream[0] == desk),
                                       default=0) for desk in others), default=0)
    return found
