"""Dates as the office writes and keys them, in Japan time wherever the PC thinks it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import era
from branch_desk.domain.era import JST


def japan(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=JST)


@pytest.mark.parametrize(
    ("moment", "fy"),
    [
        (japan(2027, 3, 31, 23, 59, 59), 2026),
        (japan(2027, 4, 1, 0, 0, 0), 2027),
        (datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC), 2026),  # one second to midnight in Japan
        (datetime(2027, 3, 31, 15, 0, 0, tzinfo=UTC), 2027),  # midnight in Japan, afternoon in UTC
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), 2027),
        (date(2027, 1, 1), 2026),
    ],
)
def test_the_fiscal_year_turns_on_1_april_in_japan(moment: date | datetime, fy: int) -> None:
    assert era.fiscal_year(moment) == fy


@pytest.mark.parametrize(
    ("fy", "name"),
    [
        (2026, "令和8年度"),
        (2020, "令和2年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
    ],
)
def test_the_fiscal_year_is_named_by_its_era(fy: int, name: str) -> None:
    assert era.fiscal_year_name(fy) == name


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "令和8年11月24日（火）"),
        (date(2019, 5, 1), "令和元年5月1日（水）"),
        (date(2019, 4, 30), "平成31年4月30日（火）"),
        (date(2019, 12, 31), "令和元年12月31日（火）"),
        (date(2020, 1, 1), "令和2年1月1日（水）"),
        (date(1989, 1, 8), "平成元年1月8日（日）"),
        (date(1989, 1, 7), "昭和64年1月7日（土）"),
        (date(2028, 2, 29), "令和10年2月29日（火）"),
    ],
)
def test_a_day_is_written_in_its_era(day: date, written: str) -> None:
    assert era.wareki_date(day) == written


def test_a_moment_is_written_in_japan_time() -> None:
    late_in_utc = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
    assert era.wareki_minute(late_in_utc) == "令和8年11月24日（火）1時05分"
    assert era.month_day(late_in_utc) == "11月24日（火）"
    assert era.clock(late_in_utc) == "1:05"
    assert era.month_day_clock(late_in_utc) == "11月24日（火） 1:05"
    assert era.slashed(late_in_utc) == "11/24 1:05"
    assert era.stamp(late_in_utc) == "2026-11-24T01:05:00+09:00"


@pytest.mark.parametrize(
    "shown",
    [
        era.fiscal_year,
        era.wareki_minute,
        era.month_day,
        era.clock,
        era.month_day_clock,
        era.slashed,
        era.stamp,
        lambda at: era.from_typed("11241045", at),
    ],
)
def test_a_time_without_its_zone_is_refused_and_not_read_in_the_zone_of_the_pc(
    shown: Callable[[datetime], object],
) -> None:
    with pytest.raises(ValueError, match="without its offset"):
        shown(datetime(2026, 11, 24, 10, 45))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_a_stamp_read_back_is_the_same_second(at: datetime) -> None:
    assert era.moment(era.stamp(at)) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    "text", ["", "2026-11-24T10:45:00", "11/24 10:45", "2026-02-30T00:00:00+09:00", "令和8年"]
)
def test_what_is_no_moment_with_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        era.moment(text)


NOW = japan(2026, 11, 24, 10, 45)


@pytest.mark.parametrize(
    ("digits", "now", "found"),
    [
        ("11241030", NOW, japan(2026, 11, 24, 10, 30)),
        ("04010900", NOW, japan(2026, 4, 1, 9, 0)),
        ("12281700", NOW, japan(2025, 12, 28, 17, 0)),  # last year's, seen after the turn
        ("12281700", japan(2027, 1, 5, 9, 0), japan(2026, 12, 28, 17, 0)),
        ("01050830", japan(2027, 1, 5, 9, 0), japan(2027, 1, 5, 8, 30)),
        ("11241030", datetime(2026, 11, 24, 1, 45, tzinfo=UTC), japan(2026, 11, 24, 10, 30)),
        ("02291030", japan(2028, 3, 1, 9, 0), japan(2028, 2, 29, 10, 30)),
        ("02291030", japan(2027, 3, 1, 9, 0), japan(2024, 2, 29, 10, 30)),  # the last one that there was
        ("00000000", NOW, None),
        ("13011030", NOW, None),
        ("02301030", NOW, None),
        ("04311030", NOW, None),
        ("11242400", NOW, None),
        ("11241060", NOW, None),
        ("02292460", NOW, None),
        ("1124103", NOW, None),
        ("112410300", NOW, None),
        ("", NOW, None),
        ("1124103x", NOW, None),
        ("１１２４１０３０", NOW, None),
        ("-1241030", NOW, None),
    ],
)
def test_a_time_keyed_from_the_paper_finds_its_year(
    digits: str, now: datetime, found: datetime | None
) -> None:
    assert era.from_typed(digits, now) == found


@pytest.mark.parametrize(
    ("digits", "now"),
    [
        ("11241200", NOW),
        ("11251030", NOW),
        ("01010900", japan(2026, 12, 31, 23, 0)),  # tomorrow is next year, and still tomorrow
    ],
)
def test_a_time_within_a_day_ahead_is_given_as_future_and_not_as_a_year_ago(
    digits: str, now: datetime
) -> None:
    found = era.from_typed(digits, now)
    assert found is not None and now < found <= now + timedelta(days=1)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2060, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=363))
)
def test_every_minute_of_the_last_year_is_found_from_its_eight_digits(now: datetime, ago: timedelta) -> None:
    now = now.replace(tzinfo=JST)
    then = (now - ago).replace(second=0, microsecond=0)
    assert era.from_typed(then.strftime("%m%d%H%M"), now) == then
