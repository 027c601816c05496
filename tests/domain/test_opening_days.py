"""The office's calendar: what is closed, and that counting forwards, backwards and between agree."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain.opening_days import OpeningDays

CALENDAR = OpeningDays()
DAYS = st.dates(date(2019, 4, 1), date(2050, 3, 31))
CLOSED = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)
NEAR = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 1, 12), "成人の日, the second Monday"),
        (date(2026, 3, 20), "春分の日, from the almanac"),
        (date(2026, 5, 6), "振替休日 of a Sunday three days before"),
        (date(2026, 9, 21), "敬老の日"),
        (date(2026, 9, 22), "国民の休日 between two holidays"),
        (date(2026, 9, 23), "秋分の日"),
        (date(2026, 11, 3), "文化の日"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 12, 29), "year end"),
        (date(2026, 12, 31), "year end"),
        (date(2027, 1, 1), "元日"),
        (date(2028, 1, 3), "year begin, a Monday"),
        (date(2020, 7, 24), "moved for the games of 2020"),
    ],
)
def test_the_office_is_closed(day: date, why: str) -> None:
    assert not CALENDAR.is_open(day), why


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 20),
        date(2026, 11, 24),
        date(2026, 12, 28),
        date(2027, 1, 4),
        date(2026, 9, 24),
        date(2028, 2, 29),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(2020, 10, 12),  # スポーツの日 of that year was in July
    ],
)
def test_the_office_is_open(day: date) -> None:
    assert CALENDAR.is_open(day)


def test_five_opening_days_around_the_year_s_end_are_eleven_days() -> None:
    assert CALENDAR.add(date(2026, 12, 25), 2) == date(2027, 1, 4)
    assert CALENDAR.add(date(2026, 12, 25), 5) == date(2027, 1, 7)
    assert CALENDAR.between(date(2026, 12, 25), date(2027, 1, 7)) == 5
    assert CALENDAR.between(date(2026, 12, 28), date(2027, 1, 3)) == 0


def test_a_friday_before_a_long_week_end_is_followed_by_tuesday() -> None:
    assert CALENDAR.next(date(2026, 11, 20)) == date(2026, 11, 24)
    assert CALENDAR.next(date(2026, 9, 18)) == date(2026, 9, 24)


def test_what_began_before_a_long_week_end_has_had_one_opening_day_on_tuesday() -> None:
    assert CALENDAR.back(date(2026, 11, 24), 1) == date(2026, 11, 23)
    assert CALENDAR.back(date(2026, 11, 24), 2) == date(2026, 11, 19)
    assert CALENDAR.back(date(2026, 11, 22), 1) == date(2026, 11, 19)


def test_an_extra_closing_day_is_no_opening_day() -> None:
    moved = OpeningDays([date(2026, 12, 28)])
    assert not moved.is_open(date(2026, 12, 28))
    assert moved.add(date(2026, 12, 25), 1) == date(2027, 1, 4)
    assert moved.between(date(2026, 12, 25), date(2027, 1, 4)) == 1


def test_an_office_that_never_opens_is_refused_and_not_searched_for_ever() -> None:
    closed = OpeningDays(date(2026, 1, 1) + timedelta(days=i) for i in range(800))
    with pytest.raises(ValueError, match="2026-01-01"):
        closed.next(date(2026, 1, 1))


@given(NEAR, st.integers(0, 30), CLOSED)
def test_add_goes_as_far_as_between_counts(day: date, n: int, closed: frozenset[date]) -> None:
    days = OpeningDays(closed)
    end = days.add(day, n)
    assert days.between(day, end) == n
    assert end == day or days.is_open(end)


@given(NEAR, st.integers(0, 30), CLOSED)
def test_back_is_the_latest_day_from_which_add_is_not_later(
    day: date, n: int, closed: frozenset[date]
) -> None:
    days = OpeningDays(closed)
    began = days.back(day, n)
    assert days.add(began, n) <= day
    assert days.add(began + timedelta(days=1), n) > day


@given(NEAR, NEAR, CLOSED)
def test_between_is_the_number_of_opening_days_in_between(
    first: date, last: date, closed: frozenset[date]
) -> None:
    days = OpeningDays(closed)
    every = [first + timedelta(days=i) for i in range(1, (last - first).days + 1)]
    assert days.between(first, last) == len([day for day in every if days.is_open(day)])


@given(DAYS)
def test_next_is_the_first_opening_day_after(day: date) -> None:
    found = CALENDAR.next(day)
    assert CALENDAR.is_open(found) and CALENDAR.between(day, found) == 1
    assert found == CALENDAR.add(day, 1)


@given(DAYS)
def test_no_week_end_and_no_year_end_is_ever_open(day: date) -> None:
    closed = day.weekday() >= 5 or (day.month, day.day) in {
        (12, 29),
        (12, 30),
        (12, 31),
        (1, 1),
        (1, 2),
        (1, 3),
    }
    assert not (closed and CALENDAR.is_open(day))


def test_the_calendar_of_holidays_is_not_loaded_before_a_day_is_asked() -> None:
    script = (
        "import sys; from datetime import date; from branch_desk.domain.opening_days import OpeningDays\n"
        "days = OpeningDays()\n"
        "assert not days.is_open(date(2026, 12, 31))\nprint('jpholiday' in sys.modules)\n"
        "days.is_open(date(2026, 11, 24)); print('jpholiday' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True"]
