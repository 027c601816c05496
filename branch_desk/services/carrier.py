"""A stick for a desk that the network does not reach: the same tree as the share, written and read by the same code.

It may be taken out only after everything on it was read back by a process that did not write it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from branch_desk.domain.staff import Staff
from branch_desk.services import exchange
from branch_desk.services.exchange_local import SHARE, members_of
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger
from sync import cycle, names, root
from sync.cycle import Problem, Round
from sync.envelope import Broken
from sync.worker import Away, Share


@dataclass(frozen=True, slots=True)
class Carried:
    """What is on the stick now: `files` new ones; every one of `verified` was read back and is right."""

    files: int
    verified: int
    records: int
    changed: Changed


def export(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> Carried | Refusal:
    """Puts on the stick whatever not every desk has signed to have, and the office's words. Recorded."""
    refused = may_record(who)
    if refused:
        return refused
    kept = ledger.setting(SHARE, None)
    local = exchange.open_local(ledger) if kept else None
    if local is None:
        return refuse("not_enrolled")
    if isinstance(local, Problem):
        return refuse("signing_key")
    list(local.to_publish())        # whatever is not sealed yet is sealed; whether it is on the share is another matter
    batches = ledger.exchange.to_carry(_everybody_has(ledger))
    files = {names.office(word, generation): data for word, generation, data in ledger.exchange.office_bytes()}
    files |= {names.batch(*item.stream, item.first): item.data for item in batches}
    marker, me = base64.b64decode(kept["marker"]), local.me
    try:
        with exchange.on_share(folder, share) as stick:
            found = stick.read(names.ROOT)
            if found is not None:
                root.open_marker(found, local.pin)
            written = sum(stick.publish(path, data, *me).result == "published" for path, data in files.items())
            written += stick.publish(names.ROOT, marker, *me).result == "published"
        with exchange.on_share(folder, share) as again:
            if any(again.read(path) != data for path, data in [*files.items(), (names.ROOT, marker)]):
                return refuse("stick_unverified")
    except Broken:
        return refuse("share_other")
    except Away:
        return refuse("stick_unverified")
    records = sum(item.last - item.first + 1 for item in batches)
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": "outbox", "count": records, "named": False})
    return Carried(written, len(files) + 1, records, Changed(topics=frozenset({"exchange"})))


def take_in(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> exchange.Synced | Refusal:
    """Takes in what a stick brings."""
    refused = may_record(who)
    if refused:
        return refused
    if ledger.setting(SHARE, None) is None:
        return refuse("not_enrolled")
    local = exchange.open_local(ledger)
    if isinstance(local, Problem):
        return exchange.told(ledger, Round("refused", problems=[local]), frozenset(), frozenset())
    with exchange.on_share(folder, share) as stick:
        done = cycle.take_in(stick, local)
    return exchange.told(ledger, done, frozenset(local.touched.slips), frozenset(local.touched.topics))


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
