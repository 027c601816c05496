"""Dates as the office writes them: Japanese era, Japan time, fiscal year from 1 April."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
WEEKDAYS = "月火水木金土日"
_ERAS = ((date(2019, 5, 1), "令和", 2018), (date(1989, 1, 8), "平成", 1988), (date(1926, 12, 25), "昭和", 1925))


def in_japan(at: datetime) -> datetime:
    """The same moment in Japan time. A time without offset is refused: Python would take it for the PC's own zone."""
    if at.tzinfo is None:
        raise ValueError(f"a time without its offset: {at}")
    return at.astimezone(JST)


def fiscal_year(day: date | datetime) -> int:
    """The Western year in which the fiscal year of `day` starts; a datetime counts by its date in Japan."""
    if isinstance(day, datetime):
        day = in_japan(day).date()
    return day.year - (day.month < 4)


def fiscal_year_name(fy: int) -> str:
    """令和8年度 for 2026. FY2019 spans two eras and is named by the one in which most of it lay: 令和元年度."""
    return f"{era_year(date(fy, 5, 1))}度"


def stamp(moment: datetime) -> str:
    """The `at` of an event: ISO 8601, Japan time with offset, whole seconds."""
    return in_japan(moment).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """The datetime of an `at`. Raises ValueError for anything that is no ISO 8601 time with an offset."""
    return in_japan(datetime.fromisoformat(text))


def era_year(day: date) -> str:
    """令和8年, 平成31年; 元年 for a first year."""
    for start, name, offset in _ERAS:
        if day >= start:
            year = day.year - offset
            return f"{name}{'元' if year == 1 else year}年"
    return f"{day.year}年"


def wareki_date(day: date) -> str:
    """令和8年11月24日（火）"""
    return f"{era_year(day)}{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def wareki_minute(at: datetime) -> str:
    """令和8年11月24日（火）10時45分"""
    at = in_japan(at)
    return f"{wareki_date(at.date())}{at.hour}時{at.minute:02d}分"


def month_day(at: datetime) -> str:
    """11月24日（火）"""
    at = in_japan(at)
    return f"{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


def clock(at: datetime) -> str:
    """10:45"""
    at = in_japan(at)
    return f"{at.hour}:{at.minute:02d}"


def month_day_clock(at: datetime) -> str:
    """11月20日（金） 14:30"""
    return f"{month_day(at)} {clock(at)}"


def slashed(at: datetime) -> str:
    """11/24 10:45, for lists."""
    at = in_japan(at)
    return f"{at.month}/{at.day} {at.hour}:{at.minute:02d}"


def from_typed(digits: str, now: datetime) -> datetime | None:
    """MMDDhhmm as the clerk keys it from the paper, in the year that does not lie in the future.

    None where no such moment exists. 2月29日 finds the last leap year. A moment up to a day ahead of `now`, also across
    the turn of the year, is given as such, so that it is refused as future and not taken for one a year ago.
    """
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    month, day, hour, minute = (int(digits[i:i + 2]) for i in range(0, 8, 2))
    now = in_japan(now)
    latest = now + timedelta(days=1)
    for year in range(latest.year, latest.year - 5, -1):
        try:
            found = datetime(year, month, day, hour, minute, tzinfo=JST)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            return None
        if found <= latest:
            return found
    return None
