"""After how many minutes without a key the window is covered. A setting of the desk that a 責任者 changes by PIN."""

from __future__ import annotations

from dataclasses import dataclass

from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

SETTING = "lock_minutes"
USUAL = 10
RANGE = range(1, 61)


@dataclass(frozen=True, slots=True)
class Minutes:
    """As it is from now on."""

    minutes: int
    changed: Changed = Changed(topics=frozenset({"settings"}))


def minutes(ledger: Ledger) -> int:
    """After this long without a key or a scan the cover is put over the window."""
    return int(ledger.setting(SETTING, USUAL))


def set_minutes(
    ledger: Ledger, who: Staff, wanted: int, approver: str | None = None, pin: str | None = None
) -> Minutes | Refusal:
    """Another time, by a 責任者: `who`, or `approver`, with the PIN. Recorded with before and after."""
    refused = people.may_record(who)
    if refused:
        return refused
    if wanted not in RANGE:
        return refuse("lock_minutes", lowest=RANGE[0], highest=RANGE[-1])
    by = people.approved(ledger, approver or who.code, pin)
    if isinstance(by, Refusal):
        return by
    with ledger.transaction() as tx:
        tx.set_setting(SETTING, wanted, by=by.code)
    return Minutes(wanted)
