"""The arithmetic of 集計: against statistics.median, against counting days one by one, and at its edges."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import figures
from branch_desk.domain.figures import Calendar
from branch_desk.domain.opening_days import OpeningDays


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80))
def test_median_and_ninth_are_those_of_the_list(days):
    counted = Counter(days)
    assert figures.median(counted) == statistics.median(days)
    ninth = figures.ninth(counted)
    assert sum(day <= ninth for day in days) >= ceil(len(days) * 0.9) > sum(day < ninth for day in days)


def test_of_nothing_there_is_no_median():
    assert figures.median(Counter()) is None and figures.ninth(Counter()) is None


@given(
    st.dates(date(2026, 4, 1), date(2028, 3, 31)),
    st.integers(0, 40),
    st.sets(st.dates(date(2026, 4, 1), date(2028, 5, 31)), max_size=5),
)
def test_a_span_is_its_opening_days_also_over_the_turn_of_a_month(start, span, closed):
    opening = OpeningDays(closed)
    month = f"{start:%Y-%m}"
    calendar = Calendar(opening, date(2026, 4, 1))
    spans = figures.span(start.day, span) * 3
    lookup = calendar.of_month(month)
    assert figures.counted([lookup.opening_days(spans), ""], lookup.values()) == {
        opening.between(start, start + timedelta(days=span)): 3
    }


def test_a_span_that_cannot_be_is_kept_within_what_a_character_says():
    assert figures.span(31, 5000) == figures.span(31, 1023) != figures.span(31, 1022)
    assert figures.span(1, -3) == figures.span(1, 0)  # a clock that went back between the two
    figures.span(31, 1023).encode()


def test_a_year_that_is_over_is_not_extrapolated():
    assert figures.per_year(49, 2026, date(2027, 3, 31)) == figures.PerYear(49, 49, None, 365)
    assert (
        figures.per_year(49, 2026, date(2027, 6, 1)).few
        and not figures.per_year(50, 2026, date(2027, 6, 1)).few
    )


def test_nothing_is_judged_before_july():
    assert figures.per_year(0, 2026, date(2026, 6, 30)) is None
    assert figures.per_year(0, 2026, date(2026, 7, 1)) is not None


def test_the_calculation_that_is_shown_is_the_one_that_is_done():
    rate = figures.per_year(28, 2026, date(2026, 11, 24))
    assert (rate.times, rate.of, rate.days, rate.per_year) == (28, 365, 238, 28 * 365 // 238)


def test_fifty_is_never_shown_for_fewer():
    """32 in 238 days are 49.07; 33 are 50.6: rounded down the figure is below 50 exactly where the type is
    few."""
    rates = [figures.per_year(n, 2026, date(2026, 11, 24)) for n in range(60)]
    assert all(rate.few == (rate.times * 365 / 238 < 50) for rate in rates)


def test_a_leap_year_has_its_day():
    assert figures.per_year(1, 2027, date(2027, 11, 24)).of == 366
    assert figures.per_year(1, 2026, date(2026, 11, 24)).of == 365


def test_a_type_that_began_within_the_year_is_measured_from_then():
    assert figures.per_year(30, 2026, date(2026, 11, 24), since=date(2026, 10, 1)) is None
    rate = figures.per_year(30, 2026, date(2027, 2, 28), since=date(2026, 10, 1))
    assert rate.days == 151 and rate.per_year == 30 * 365 // 151


def test_months_go_from_april_to_march():
    assert (
        figures.months(2026)[0] == "2026-04"
        and figures.months(2026)[-1] == "2027-03"
        and len(figures.months(2026)) == 12
    )
