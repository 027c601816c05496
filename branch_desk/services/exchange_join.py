"""A desk asks to be admitted to the share of its ward office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.exchange_local import pin_of
from branch_desk.services.exchange_share import (
    CHANGED,
    away_refusal,
    facts_of,
    fits,
    is_admitted,
    on_share,
    own_key,
    public,
    remember,
)
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger
from sync import envelope, names, root
from sync.envelope import Broken
from sync.root import Pin
from sync.worker import Away, Share


@dataclass(frozen=True, slots=True)
class Asked:
    """This desk asked to be admitted. Both fingerprints are read aloud over the telephone."""

    fingerprint: str
    office_fingerprint: str
    approved: bool
    changed: Changed = CHANGED


def enrol(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> Asked | Refusal:
    """Asks the office to admit this desk; the folder is remembered. Until the answer comes this desk's records wait
    on the share, and nothing else waits."""
    with on_share(folder, share) as there:
        return enrol_by(lambda do: do(ledger), who, folder, there)


def enrol_by(on_ledger: Callable[[Callable[[Ledger], Any]], Any], who: Staff, folder: str, share: Share) -> Asked | Refusal:
    """The same where the ledger belongs to another thread: whatever the share takes, nobody waits for it there."""
    try:
        marker = share.read(names.ROOT)
        joined = on_ledger(lambda ledger: join(ledger, who, folder, marker))
        if isinstance(joined, Refusal):
            return joined
        if share.replaces(*joined.me):
            return refuse("share_replaces")
        if share.read(joined.path) is None:
            share.publish(joined.path, joined.request, *joined.me)
    except Away as away:
        return away_refusal(away)
    on_ledger(lambda ledger: remember(ledger, joined.pin, folder, marker or b""))
    asked: Asked = joined.asked
    return asked


@dataclass(frozen=True, slots=True)
class Join:
    """What a desk puts on the share to be admitted."""

    pin: Pin
    me: tuple[str, str]
    path: names.Path
    request: bytes
    asked: Asked


def join(ledger: Ledger, who: Staff, folder: str, marker: bytes | None) -> Join | Refusal:
    """Whether this desk may ask at the share of this marker, and what it puts there."""
    allowed = people.responsible(who)
    refused = (allowed if isinstance(allowed, Refusal) else None) or fits(folder)
    if refused:
        return refused
    if marker is None:
        return refuse("share_no_marker")
    try:
        found = root.open_marker(marker)
    except Broken:
        return refuse("share_spoiled")
    known = pin_of(ledger)
    if found.pin.practice is not ledger.desk.practice:
        return refuse("share_practice")
    if known is not None and known != found.pin:
        return refuse("share_other")
    own = own_key(ledger)
    request = root.seal_request(found.pin, own, ledger.desk.code, facts_of(ledger.desk))
    asked = Asked(root.fingerprint(public(own)), root.fingerprint(found.pin.root_key), is_admitted(ledger))
    return Join(found.pin, (ledger.desk.code, ledger.epoch), names.request(envelope.key_id(public(own))), request, asked)
