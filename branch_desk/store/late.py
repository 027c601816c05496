"""What somebody must look at: open slips past the moment at which their limit ends, and slips with a mark.

A count reads as many entries of an index as it answers, however many slips lie in the ledger
(schemas/ledger/0003).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from branch_desk.domain import era
from branch_desk.domain.fold import Slip, State
from branch_desk.store import projection
from branch_desk.store.database import Database
from branch_desk.store.projection import SLIP_COLUMNS

# state <> 'closed' says to SQLite that the partial index will do
_LATE = "state = ? and since < ? and marks is null and state <> 'closed'"
_MARKED = "marks is not null"
_NUMBER, _PLACE, _ISSUED, _SINCE = map(
    SLIP_COLUMNS.split(", ").index, ("number", "place", "issued_at", "since")
)


@dataclass(frozen=True, slots=True)
class Before:
    """The moments before which a slip must have been taken, sent off, received, so as to be late by now."""

    held: datetime
    dispatched: datetime
    received: datetime

    def by_state(self) -> tuple[tuple[str, str], ...]:
        limits = {
            State.HELD: self.held,
            State.BAGGED: self.held,
            State.DISPATCHED: self.dispatched,
            State.RECEIVED: self.received,
        }
        return tuple((state.value, era.stamp(moment)) for state, moment in limits.items())


def slips(db: Database, before: Before) -> tuple[Slip, ...]:
    """Whole slips, the one that waits longest first."""
    rows = db.execute(f"select {SLIP_COLUMNS} from slip where {_MARKED}").fetchall()
    for state, moment in before.by_state():
        rows += db.execute(f"select {SLIP_COLUMNS} from slip where {_LATE}", (state, moment)).fetchall()
    return tuple(map(projection.slip_of, sorted(rows, key=_waiting)))


def _waiting(row: projection.Row) -> tuple[str, int, int]:
    """Since when, or where no limit runs when it was issued; then in the order of the book."""
    return (row[_SINCE] or row[_ISSUED] or "", row[_PLACE], row[_NUMBER])


def count(db: Database, before: Before) -> int:
    """How many `slips` would give."""
    marked: int = db.execute(f"select count(*) from slip where {_MARKED}").fetchone()[0]
    return marked + sum(
        int(db.execute(f"select count(*) from slip where {_LATE}", limit).fetchone()[0])
        for limit in before.by_state()
    )
