"""The way to the share, and what this desk is to it: what every verb of the exchange needs."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from branch_desk.domain.desk import Desk
from branch_desk.services.exchange_local import SHARE, LedgerLocal, members_of, pin_of
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger
from sync import names, root
from sync.cycle import Problem
from sync.root import Pin
from sync.worker import Away, Share, Worker

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LONGEST_FOLDER = names.LONGEST_PATH - names.LONGEST_NAME
CHANGED = Changed(topics=frozenset({"exchange", "settings"}))

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def on_share(folder: str, given: Share | None = None) -> Iterator[Share]:
    """The way to a share: a process of its own, which is ended afterwards; or the one that is given."""
    share = given or Worker(folder)
    try:
        yield share
    finally:
        if given is None:
            share.close()


def on_own_share(verb: Callable[P, T]) -> Callable[P, T | Refusal]:
    """For a verb `(ledger, …, share=None)`: the share that this desk belongs to, where none is given."""
    @wraps(verb)
    def do(*arguments: P.args, **more: P.kwargs) -> T | Refusal:
        ledger: Any = arguments[0]
        kept = ledger.setting(SHARE, None)
        if kept is None:
            return refuse("not_enrolled")
        given: Any = more.pop("share", None)
        with on_share(kept["folder"], given) as share:
            more["share"] = share
            return verb(*arguments, **more)
    return do


def fits(folder: str) -> Refusal | None:
    return refuse("share_long", limit=LONGEST_FOLDER) if len(os.path.abspath(folder)) > LONGEST_FOLDER else None


def away_refusal(away: Away) -> Refusal:
    answer = refuse("share_away")
    return replace(answer, details={"why": away.why})


def joined(ledger: Ledger, share: Share | None) -> tuple[Pin, Share]:
    """What `on_own_share` has made sure of."""
    pin = pin_of(ledger)
    if pin is None or share is None:
        raise LookupError("this desk belongs to no share")
    return pin, share


def remember(ledger: Ledger, pin: Pin, folder: str, marker: bytes) -> None:
    with ledger.transaction() as tx:
        tx.set_setting(SHARE, {"root": pin.root, "root_key": pin.root_key.hex(), "folder": os.path.abspath(folder),
                               "marker": base64.b64encode(marker).decode()})


def own_key(ledger: Ledger) -> Ed25519PrivateKey:
    return ledger.signing.get("desk") or ledger.signing.make("desk")


def own_fingerprint(ledger: Ledger) -> str:
    try:
        key = ledger.signing.get("desk")
    except faults.KeyMissing:
        return ""
    return root.fingerprint(public(key)) if key else ""


def is_admitted(ledger: Ledger) -> bool:
    try:
        key = ledger.signing.get("desk")
    except faults.KeyMissing:
        return False
    return key is not None and any(item.key == public(key) and item.active for item in members_of(ledger).admitted)


def facts_of(desk: Desk) -> dict[str, str | None]:
    """What the office and the other desks must know of this one; nobody's name."""
    return {"role": desk.role.value, "branch": desk.branch, "section": desk.section, "name": desk.name}


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def open_local(ledger: Ledger) -> LedgerLocal | Problem:
    """The ledger for a round; a problem where its signing key cannot be had."""
    try:
        return LedgerLocal(ledger)
    except (faults.KeyMissing, LookupError) as error:
        return Problem("key", ledger.desk.code, type(error).__name__)
