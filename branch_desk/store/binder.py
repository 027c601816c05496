"""What of the ledger lies in the paper binder: slips of one desk and fiscal year, counted or one by one.

The row key of `slip` begins with kind, desk and year, so that one year is one stretch of it: 100,000 slips
a year are counted in 0.3 s without an index of their own, however many years lie beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from branch_desk.domain.fold import Slip
from branch_desk.store import projection
from branch_desk.store.database import Database
from branch_desk.store.projection import SLIP_COLUMNS

_OF_A_YEAR = 10**10  # TTT SSSSS CC below K DDD YY
# A slip written by hand in a power cut belongs to the day on its paper, not to the day it was keyed in.
_DAY = "substr(coalesce(json_extract(rest, '$.taken_at'), issued_at), 1, 10)"
_COUNTS = (
    f"select coalesce(json_extract(rest, '$.retention'), 1), {_DAY}, type, state, count(*), "
    "min(number), max(number), "
    "max(coalesce(json_extract(rest, '$.closed_at'), json_extract(rest, '$.ended_at'))), "
    "sum(coalesce(json_extract(rest, '$.inquiry'), 0)) "
    "from slip where number between ? and ? and issued_at is not null group by 1, 2, 3, 4"
)
_BETWEEN = (
    f"select {SLIP_COLUMNS} from slip where number between ? and ? and issued_at is not null "
    f"and {_DAY} between ? and ? order by number"
)
_ANY = "select exists(select 1 from slip where number between ? and ?)"
_LOST = "select number from slip where state = 'lost' and state <> 'closed' and number between ? and ?"


@dataclass(frozen=True, slots=True)
class BinderCount:
    """Slips of one class of retention, day, type and state. `ended` is the latest time at which one of them
    was closed, voided or handed back; `first` and `last` are the lowest and highest number.
    """

    retention: int
    day: date
    type: str
    state: str
    count: int
    first: str
    last: str
    ended: str | None
    inquiries: int


def counts(db: Database, series: str, year: int) -> list[BinderCount]:
    """Everything of one fiscal year. `series` is the kind and the desk: the first four digits of its
    numbers.
    """
    return [
        BinderCount(
            retention, date.fromisoformat(day), kind, state, count, str(first), str(last), ended, inquiries
        )
        for retention, day, kind, state, count, first, last, ended, inquiries in db.execute(
            _COUNTS, _stretch(series, year)
        ).fetchall()
    ]


def slips(db: Database, series: str, year: int, first: date, last: date) -> list[Slip]:
    """The slips of a fiscal year's numbers that were taken in from one day to another, both included, by
    number.
    """
    values: list[Any] = [*_stretch(series, year), first.isoformat(), last.isoformat()]
    return [projection.slip_of(row) for row in db.execute(_BETWEEN, values).fetchall()]


def lost(db: Database, series: str, year: int) -> list[str]:
    """Numbers of a fiscal year of which only the number is known."""
    return [str(row[0]) for row in db.execute(_LOST, _stretch(series, year)).fetchall()]


def any_of(db: Database, series: str, year: int) -> bool:
    """Whether this desk has a number of that year."""
    return bool(db.execute(_ANY, _stretch(series, year)).fetchone()[0])


def _stretch(series: str, year: int) -> tuple[int, int]:
    first = int(f"{series}{year % 100:02d}") * _OF_A_YEAR
    return first, first + _OF_A_YEAR - 1
