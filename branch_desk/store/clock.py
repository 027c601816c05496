"""What time it is at this desk, and whether that can be believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from branch_desk.domain import era
from branch_desk.store.faults import BadClockText, NotPractice

BACK = timedelta(minutes=5)  # what a time service may correct without anybody being asked
LONG = timedelta(days=30)  # no branch is closed that long: a new year that begins after it is asked about first
FIRST_YEAR = 2025  # the office began forwarding in 2025; a PC with an empty battery starts before that

ClockFunction = Callable[[], datetime]


class DoubtReason(str, Enum):
    """Why the clock is not believed; the words of schemas/events/clock_doubt.json."""

    WENT_BACK = "backwards"
    YEAR_LEAP = "other_year"
    JUMPED_AHEAD = "jumped_ahead"


@dataclass(frozen=True, slots=True)
class Doubt:
    """The clock says `now`; the last record says `last`."""

    reason: DoubtReason
    last: datetime
    now: datetime

    @property
    def leaps(self) -> bool:
        """Whether it stands in a year that a person has to agree to before a number of it is given out."""
        return self.reason is not DoubtReason.WENT_BACK


def clock_for(practice: bool) -> ClockFunction:
    """The machine's clock in Japan time; in a practice ledger BRANCH_DESK_NOW where it is set (DESIGN.md,
    Practice)."""
    text = os.environ.get("BRANCH_DESK_NOW")
    if not text:
        return machine_now
    if not practice:
        raise NotPractice()
    try:
        fixed = era.moment(text)
    except ValueError as error:
        raise BadClockText() from error
    return lambda: fixed


def machine_now() -> datetime:
    """What the machine's clock says, in Japan time."""
    return datetime.now(era.JST)


def doubt(now: datetime, high: datetime, *, practice: bool = False) -> Doubt | None:
    """Whether `now` can follow `high`, the latest time believed so far.

    A new fiscal year that begins after a long silence is asked about as well: the battery of a PC that stood in a
    cupboard, or a day typed wrong. Not where people practise: there the clock is set from day to day as the exercise
    wants it (DESIGN.md, Practice).
    """
    years = era.fiscal_year(now) - era.fiscal_year(high)
    if abs(years) > 1 or now.year < FIRST_YEAR:
        return Doubt(DoubtReason.YEAR_LEAP, high, now)
    if now < high - BACK:
        return Doubt(DoubtReason.WENT_BACK, high, now)
    if years == 1 and now - high > LONG and not practice:
        return Doubt(DoubtReason.JUMPED_AHEAD, high, now)
    return None
