"""Dates as the office writes them: Japanese era, Japan time, fiscal year from 1 April."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
WEEKDAYS = "月火水木金土日"
_ERAS = ((date(2019, 5, 1), "令和", 2018), (date(1989, 1, 8), "平成", 1988), (date(1926, 12, 25), "昭和", 1925))


def fiscal_year(day: date | datetime) -> int:
    """The Western year in which the fiscal year of `day` starts; a datetime counts by its date in Japan."""
    if isinstance(day, datetime):
        day = day.astimezone(JST).date()
    return day.year - (day.month < 4)


def fiscal_year_name(fy: int) -> str:
    """令和8年度 for 2026. The year of the era at the fiscal year's first of April plus a month, as offices name it:
    FY2019 spans both eras and is 令和1年度 here, as the number's label writes it."""
    return f"令和{fy - 2018}年度" if fy >= 2019 else f"平成{fy - 1988}年度"


def stamp(moment: datetime) -> str:
    """The `at` of an event: ISO 8601, Japan time with offset, whole seconds."""
    return moment.astimezone(JST).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """The datetime of an `at`. Raises ValueError for anything that is no ISO 8601 time with an offset."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"a time without its offset: {text}")
    return found.astimezone(JST)


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
    at = at.astimezone(JST)
    return f"{wareki_date(at.date())}{at.hour}時{at.minute:02d}分"


def month_day(at: datetime) -> str:
    """11月24日（火）"""
    at = at.astimezone(JST)
    return f"{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


def clock(at: datetime) -> str:
    """10:45"""
    at = at.astimezone(JST)
    return f"{at.hour}:{at.minute:02d}"


def month_day_clock(at: datetime) -> str:
    """11月20日（金） 14:30"""
    return f"{month_day(at)} {clock(at)}"


def slashed(at: datetime) -> str:
    """11/24 10:45, for lists."""
    at = at.astimezone(JST)
    return f"{at.month}/{at.day} {at.hour}:{at.minute:02d}"


def from_typed(digits: str, now: datetime) -> datetime | None:
    """MMDDhhmm as the clerk keys it from the paper, in the year that does not lie in the future.

    None where no such moment exists. 2月29日 finds the last leap year. A moment later than `now` in this year
    means last year only when it is more than a day ahead; within a day it is this year's and is refused as future.
    """
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    month, day, hour, minute = (int(digits[i:i + 2]) for i in range(0, 8, 2))
    now = now.astimezone(JST)
    for year in range(now.year, now.year - 5, -1):
        try:
            found = datetime(year, month, day, hour, minute, tzinfo=JST)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            return None
        if found <= now + timedelta(days=1):
            return found
    return None
