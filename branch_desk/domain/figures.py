"""The arithmetic of 集計: turnaround in opening days, its median and ninth decile, and what a count comes to in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from branch_desk.domain.opening_days import OpeningDays

FEW = 50            # 年50件未満 (DOMAIN.md): such a type may be taken off the list
QUARTER = 91        # days without which nothing is extrapolated: 1 April to 30 June


@dataclass(frozen=True, slots=True)
class PerYear:
    """How many a year. `days` is None where the whole year was counted, else on how many of its days they came."""

    times: int
    per_year: int
    days: int | None
    of: int

    @property
    def few(self) -> bool:
        """Fewer than the source wants."""
        return self.per_year < FEW


def first_day(fy: int) -> date:
    """1 April."""
    return date(fy, 4, 1)


def last_day(fy: int) -> date:
    """31 March."""
    return date(fy + 1, 3, 31)


def months(fy: int) -> tuple[str, ...]:
    """'2026-04' to '2027-03'."""
    return tuple(f"{fy + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(4, 16))


def per_year(times: int, fy: int, today: date, since: date | None = None) -> PerYear | None:
    """What `times` since 1 April, or since a later `since`, come to in a whole year; whole numbers, rounded down, so that
    fewer than 50 are never shown as 50. None in the first quarter: too few days to say anything."""
    first, last = max(since or first_day(fy), first_day(fy)), last_day(fy)
    days, length = (min(today, last) - first).days + 1, (last - first_day(fy)).days + 1
    if days == length:
        return PerYear(times, times, None, length)
    if days <= QUARTER:
        return None
    return PerYear(times, times * length // days, days, length)


class Calendar:
    """Opening days between two days in one step each: how many there are up to a day is added up once."""

    def __init__(self, opening: OpeningDays, first: date, last: date) -> None:
        days = (first + timedelta(days=i) for i in range((last - first).days + 1))
        self._first = first
        self._until = tuple(accumulate(map(opening.is_open, days)))

    def of_month(self, month: str) -> dict[str, int]:
        """What the spans of a month ('24+3') are in opening days; a lookup that fills itself."""
        return _Month(self._until, (date.fromisoformat(f"{month}-01") - self._first).days - 1)


class _Month(dict[str, int]):
    def __init__(self, until: tuple[int, ...], before: int) -> None:
        self._until, self._before = until, before

    def __missing__(self, span: str) -> int:
        day, _, more = span.partition("+")
        start = self._before + int(day)
        found = self[span] = self._until[start + int(more)] - self._until[start]
        return found


def last_of(spans: Mapping[str, int], month: str) -> date:
    """A day that none of these spans goes beyond."""
    longest = max(int(span.partition("+")[2]) for span in spans)
    return date.fromisoformat(f"{month}-01") + timedelta(days=31 + longest)


def median(days: Counter[int]) -> float | None:
    """The middle one; between two of them the half. None of nothing."""
    count = days.total()
    if not count:
        return None
    middle = [_nth(days, n) for n in ((count + 1) // 2, count // 2 + 1)]
    return sum(middle) / 2


def ninth(days: Counter[int]) -> int | None:
    """So many days within which nine of ten were closed."""
    count = days.total()
    return _nth(days, -(-count * 9 // 10)) if count else None


def _nth(days: Counter[int], n: int) -> int:
    return next(value for value, upto in _upto(days) if upto >= n)


def _upto(days: Counter[int]) -> Iterator[tuple[int, int]]:
    values = sorted(days)
    return zip(values, accumulate(days[value] for value in values), strict=True)
