"""The arithmetic of 集計: turnaround in opening days, its median and ninth decile, and what a count comes
to in a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from branch_desk.domain.opening_days import OpeningDays

FEW = 50  # 年50件未満 (DOMAIN.md): such a type may be taken off the list
QUARTER = 91  # days without which nothing is extrapolated: 1 April to 30 June

SPANS, MOST_DAYS = (
    0x3000,
    1024,
)  # from day 1 on these are characters between 0x3400 and 0xAFFF, none of them a surrogate


@dataclass(frozen=True, slots=True)
class PerYear:
    """How many a year. `days` is None where the whole year was counted, else on how many of its days they
    came."""

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
    """What `times` since 1 April, or since a later `since`, come to in a whole year; whole numbers, rounded
    down, so that fewer than 50 are never shown as 50. None in the first quarter: too few days to say
    anything."""
    first, last = max(since or first_day(fy), first_day(fy)), last_day(fy)
    days, length = (min(today, last) - first).days + 1, (last - first_day(fy)).days + 1
    if days == length:
        return PerYear(times, times, None, length)
    if days <= QUARTER:
        return None
    return PerYear(times, times * length // days, days, length)


def span(day: int, days: int) -> str:
    """One character: a slip that was taken on this day of a month and closed so many calendar days later.

    A string of such characters is a bag of slips that Python counts without a loop of ours.
    """
    return chr(SPANS + day * MOST_DAYS + min(max(days, 0), MOST_DAYS - 1))


class Calendar:
    """Opening days between two days in one step each: how many there are up to a day is added up once, as
    far as is asked."""

    def __init__(self, opening: OpeningDays, first: date) -> None:
        self._opening, self._first = opening, first
        self._until: list[int] = []  # the first one counts the first day

    def of_month(self, month: str) -> Month:
        """For the spans of slips that were taken in this month."""
        return Month(self, (date.fromisoformat(f"{month}-01") - self._first).days - 1)

    def between(self, start: int, end: int) -> int:
        """Opening days after the day `start` up to `end`, both counted from the first."""
        until = self._until
        while len(until) <= end:
            is_open = self._opening.is_open(self._first + timedelta(days=len(until)))
            until.append((until[-1] if until else 0) + is_open)
        return until[end] - until[start]


class Month(dict[int, int]):
    """From the character of a span to its opening days; fills itself."""

    def __init__(self, calendar: Calendar, before: int) -> None:
        self._calendar, self._before = calendar, before

    def __missing__(self, code: int) -> int:
        day, days = divmod(code - SPANS, MOST_DAYS)
        start = self._before + day
        found = self[code] = self._calendar.between(start, start + days)
        return found

    def opening_days(self, spans: str) -> str:
        """Of each slip how many opening days it took, as one character: for `counted`."""
        return spans.translate(self)


def counted(lengths: Iterable[str], possible: Iterable[int]) -> dict[int, int]:
    """How many slips took how many opening days, of strings made by `Month.opening_days`. `possible` are
    all the numbers of days that there may be: to look for each of 15 takes half the time of looking at each
    of 100,000 slips."""
    joined = "".join(lengths)
    return {days: slips for days in possible if (slips := joined.count(chr(days)))}


def median(days: Mapping[int, int]) -> float | None:
    """The middle one; between two of them the half. None of nothing."""
    count = sum(days.values())
    if not count:
        return None
    middle = [_nth(days, n) for n in ((count + 1) // 2, count // 2 + 1)]
    return sum(middle) / 2


def ninth(days: Mapping[int, int]) -> int | None:
    """So many days within which nine of ten were closed."""
    count = sum(days.values())
    return _nth(days, -(-count * 9 // 10)) if count else None


def _nth(days: Mapping[int, int], n: int) -> int:
    return next(value for value, upto in _upto(days) if upto >= n)


def _upto(days: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    values = sorted(days)
    return zip(values, accumulate(days[value] for value in values), strict=True)
