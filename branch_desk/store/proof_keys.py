"""What `verify` proves about personal data, its keys, their copies, and the rights of folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from branch_desk.domain.events import Stream
from branch_desk.store import key_copies
from branch_desk.store.erasure import ERASING
from branch_desk.store.folders import open_to_others
from branch_desk.store.keys import read_destroyed
from branch_desk.store.projection import TABLES

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.store.proof import Report

Told = list[tuple[str, dict[str, object]]]


def personal(ledger: Ledger, report: Report) -> Told:
    """Every box opens under the event it is bound to, or its key was destroyed and it is empty; a key that is gone
    without a record of it is a fault."""
    db, keys = ledger.db, ledger.keys
    locked = keys.kept_in is None
    recorded = _recorded(ledger)
    gone = recorded | keys.destroyed() | frozenset((ledger.setting(ERASING) or {}).get("keys", ()))
    read = erased = unread = 0
    lost: set[str] = set()
    for slip, stream, desk, epoch, seq, key, box in db.execute(
        "select slip, stream, desk, epoch, seq, key, box from pii"
    ):
        table = TABLES[Stream(stream)]
        known = db.execute(
            f"select slip from {table} where desk = ? and epoch = ? and seq = ?", (desk, epoch, seq)
        ).fetchone()
        if known is None or known[0] != slip:
            report.flaw("personal_orphan", number=slip)
        if key in gone:
            erased += 1
            if box and key in recorded:
                report.flaw("personal_kept", number=slip)
        elif not keys.is_there(key):
            lost.add(key)
        elif locked:
            unread += 1
        else:
            try:
                opened = keys.unseal(key, (desk, epoch, seq), stream, box)
            except ValueError:
                opened = None
            if opened is None:
                report.flaw("personal_box", number=slip)
            else:
                read += 1
    for key in sorted(lost):
        report.flaw("personal_key", key=key)
    if unread:
        report.flaw("personal_locked", boxes=unread)
    told: Told = [("personal", {"read": read})] if read else []
    if erased:
        told.append(("personal_erased", {"erased": erased}))
    return told or [("personal_none", {})]


def keys(ledger: Ledger, report: Report) -> Told:
    """Where the master key is, said openly; that the recovery key's file is whole; what lies in backup places."""
    keys = ledger.keys
    where = keys.kept_in
    if where is None:
        report.flaw("key_none")
    if not keys.has_recovery:
        report.flaw("recovery_none")
    elif where is not None and keys.master_file_is_whole() is False:
        report.flaw("recovery_spoiled")
    if keys.store.open_to_others():
        report.flaw("key_mode")
    if read_destroyed(keys.folder) is None:
        report.flaw("key_list")
    if not key_copies.list_is_whole(keys):
        report.flaw("key_places")
    places = key_copies.places(keys)
    for place in places:
        if place.owed:
            report.flaw("key_waits", place=place.path)
    return [(f"key_{where}", {}), ("places", {"places": len(places)})]


def rights(ledger: Ledger, report: Report) -> Told:
    """No folder of this desk can be opened by other users of this PC."""
    for place in open_to_others(ledger.home):
        report.flaw("rights", place=place)
    return [("rights", {})]


def _recorded(ledger: Ledger) -> frozenset[str]:
    """Keys of which the chain says that they were destroyed."""
    told: set[str] = set()
    for (body,) in ledger.db.execute("select body from audit where type = 'erased'").fetchall():
        told.update(json.loads(body).get("keys", ()))
    return frozenset(told)
