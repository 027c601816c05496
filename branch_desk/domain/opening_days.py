"""Opening days of the office: what every limit of 要対応 and every turnaround is counted in.

Closed are Saturdays, Sundays, national holidays with their 振替休日 and 国民の休日, 29 December to 3 January
(地方自治法 第4条の2), and whatever extra days the office sets.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5
# A setting that closes every day would never find the next opening day; no office is closed for a year.
_LONGEST = 366


class OpeningDays:
    """The calendar of an office. `closed` are the days on which it is closed besides the usual ones."""

    def __init__(self, closed: Iterable[date] = ()) -> None:
        self.closed = frozenset(closed)

    def is_open(self, day: date) -> bool:
        """Whether the office is open on `day`."""
        return day.weekday() < _SATURDAY and day not in self.closed and not _holiday(day)

    def next(self, day: date) -> date:
        """The first opening day after `day`. Raises ValueError where a whole year is closed."""
        return self._step(day, _DAY)

    def add(self, day: date, n: int) -> date:
        """The n-th opening day after `day`; `day` itself for 0."""
        for _ in range(n):
            day = self.next(day)
        return day

    def back(self, day: date, n: int) -> date:
        """The latest day d with add(d, n) <= day: what began on d or before has had n opening days by `day`.

        For 0 it is `day` itself.
        """
        if n <= 0:
            return day
        if not self.is_open(day):
            day = self._step(day, -_DAY)
        for _ in range(n - 1):
            day = self._step(day, -_DAY)
        return day - _DAY

    def between(self, first: date, last: date) -> int:
        """How many opening days lie after `first`, up to and including `last`; 0 where that is not later."""
        days = (first + timedelta(days=i) for i in range(1, (last - first).days + 1))
        return sum(map(self.is_open, days))

    def _step(self, day: date, by: timedelta) -> date:
        for i in range(1, _LONGEST + 1):
            found = day + i * by
            if self.is_open(found):
                return found
        raise ValueError(f"no opening day within a year of {day}")


@cache
def _holiday(day: date) -> bool:
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return True
    import jpholiday  # 20 ms, and the first window needs none

    return bool(jpholiday.is_holiday(day))
