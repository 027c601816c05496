"""つづり: the volumes of the paper 回送管理簿 of this desk, until when each must be kept, and its disposal
by two people.

A volume holds slips of one fiscal year and one class of retention, by the day on which they were taken in.
There is one a year and class until somebody begins another because the binder is full. Nothing of it is
deleted from the ledger when the paper goes: the record of the disposal only says so.

In Shizuoka (2022) and Chiba forms were thrown away before their time and it was found by chance
(DOMAIN.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import printing
from branch_desk.domain import era
from branch_desk.domain import words_binder as words
from branch_desk.domain.events import Stream
from branch_desk.domain.fold import OPEN, State
from branch_desk.domain.numbers import FIRST_YEAR, LAST_YEAR
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import BinderCount, Ledger

BEGUN = "binder_volumes"  # setting: "2026-5" -> the first days of its second, third … volume
DISPOSED_ON = "binder_disposals"  # setting: the days on which something was disposed of; the events say what
CHANGED = Changed(topics=frozenset({"binder"}))


@dataclass(frozen=True, slots=True)
class Disposed:
    """A volume that is gone: when, and the two people who saw it."""

    year: int
    retention: int
    number: int
    at: str
    by: str
    approved_by: str
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Volume:
    """One binder. `kept_until` is the last day of its time, as far as its slips are ended by now; `open`
    slips and `inquiries` keep it longer. `lost` are numbers inside it of which nothing but the number is
    known.
    """

    year: int
    retention: int
    number: int
    first: date
    last: date
    types: tuple[str, ...]
    slips: int
    closed: int
    open: int
    voided: int
    handed_back: int
    inquiries: int
    lost: int
    kept_until: date
    disposed: Disposed | None = None

    @property
    def key(self) -> tuple[int, int, int]:
        """What names it."""
        return (self.year, self.retention, self.number)

    @property
    def may_go(self) -> date:
        """The first day on which it may be disposed of."""
        return self.kept_until + timedelta(days=1)

    @property
    def name(self) -> str:
        """令和8年度 保存5年 第1冊."""
        return words.volume_name(era.fiscal_year_name(self.year), self.retention, self.number)


@dataclass(frozen=True, slots=True)
class Begun:
    """A new volume was begun."""

    volume: Volume
    changed: Changed = CHANGED


def kept_until(ended: date, retention: int) -> date:
    """The end of the fiscal year of the last closing, and so many years on: 31 March, in leap years as
    well.
    """
    return date(era.fiscal_year(ended) + 1 + retention, 3, 31)


def years(ledger: Ledger) -> tuple[int, ...]:
    """Fiscal years of which there are binders, newest first."""
    return ledger.binder_years()


def volumes(ledger: Ledger, year: int) -> tuple[Volume, ...]:
    """The volumes of a fiscal year, by class of retention and number; none of a year that no number can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    counts = ledger.binder_counts(year)
    lost = ledger.binder_lost(year)
    gone = {(item.year, item.retention, item.number): item for item in disposed(ledger)}
    found = []
    for retention in sorted({count.retention for count in counts}):
        own = [count for count in counts if count.retention == retention]
        starts = _starts(ledger, year, retention)
        for number, (first, last) in enumerate(_spans(starts, year), 1):
            inside = [count for count in own if _at(starts, count.day) == number]
            volume = _volume(year, retention, number, first, last, inside, lost)
            found.append(replace(volume, disposed=gone.get(volume.key)))
    return tuple(found)


def volume(ledger: Ledger, year: int, retention: int, number: int) -> Volume | Refusal:
    """One of them."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refuse("statistics_year", year=year)
    found = next((item for item in volumes(ledger, year) if item.key == (year, retention, number)), None)
    return found or refuse(
        "no_such_volume", volume=words.volume_name(era.fiscal_year_name(year), retention, number)
    )


def begin(
    ledger: Ledger, who: Staff, year: int, retention: int, first: date | None = None
) -> Begun | Refusal:
    """Begins the next volume with the slips of a day (today's): the binder is full."""
    refused = people.may_record(who)
    if refused is None and not FIRST_YEAR <= year <= LAST_YEAR:
        refused = refuse("statistics_year", year=year)
    if refused:
        return refused
    first = first or ledger.now().date()
    known = [item for item in volumes(ledger, year) if item.retention == retention]
    if not known:
        return refuse("no_such_volume", volume=words.class_name(era.fiscal_year_name(year), retention))
    last = known[-1]
    if any(item.disposed for item in known):
        return refuse("volumes_settled", volume=last.name)
    if not last.first < first <= last.last or first > ledger.now().date():
        return refuse("volume_day", first=era.wareki_date(last.first + timedelta(days=1)))
    begun = dict(ledger.setting(BEGUN, {}))
    key = f"{year}-{retention}"
    begun[key] = [*begun.get(key, ()), first.isoformat()]
    with ledger.transaction() as tx:
        tx.set_setting(BEGUN, begun, by=who.code)
    made = volume(ledger, year, retention, last.number + 1)
    return made if isinstance(made, Refusal) else Begun(made)


def against_disposal(ledger: Ledger, wanted: Volume) -> Refusal | None:
    """Why this volume may not go today; None where it may."""
    if wanted.disposed is not None:
        at = era.wareki_date(era.moment(wanted.disposed.at).date())
        return refuse("already_disposed", volume=wanted.name, at=at)
    if wanted.inquiries:
        return refuse("volume_inquiry", volume=wanted.name, count=wanted.inquiries)
    if wanted.open:
        return refuse("volume_open", volume=wanted.name, count=wanted.open)
    if ledger.now().date() <= wanted.kept_until:
        return refuse(
            "kept_until",
            volume=wanted.name,
            until=era.wareki_date(wanted.kept_until),
            may_go=era.wareki_date(wanted.may_go),
        )
    return None


def dispose(
    ledger: Ledger,
    who: Staff,
    year: int,
    retention: int,
    number: int,
    *,
    approver: str,
    approver_pin: str | None = None,
    pin: str | None = None,
) -> Disposed | Refusal:
    """Records that a volume was thrown away: only after its time, seen by two people of whom one is 責任者."""
    wanted = volume(ledger, year, retention, number)
    if isinstance(wanted, Refusal):
        return wanted
    refused = people.may_record(who) or against_disposal(ledger, wanted)
    if refused is None and ledger.clock_doubt() is not None:
        refused = refuse("disposal_clock")  # a clock that runs ahead would let everything go
    if refused:
        return refused
    second = _second(ledger, who, approver, approver_pin, pin)
    if isinstance(second, Refusal):
        return second
    today = ledger.now().date().isoformat()
    body = {"year": year, "retention": retention, "volume": number, "approved_by": second.code}
    with ledger.transaction() as tx:
        event = tx.append("disposed", actor=who.code, body=body)
        tx.set_setting(DISPOSED_ON, sorted({*ledger.setting(DISPOSED_ON, ()), today}))
    return Disposed(year, retention, number, event.at, who.code, second.code)


def disposed(ledger: Ledger) -> tuple[Disposed, ...]:
    """Every volume that is gone, the last one first."""
    found = []
    for text in ledger.setting(DISPOSED_ON, ()):
        day = date.fromisoformat(text)
        for event in ledger.events_between(day, day, ("disposed",), Stream.OWN):
            found.append(
                Disposed(
                    event.value("year"),
                    event.value("retention"),
                    event.value("volume"),
                    event.at,
                    event.actor,
                    event.value("approved_by"),
                )
            )
    return tuple(sorted(found, key=lambda item: item.at, reverse=True))


def cover_form(ledger: Ledger, wanted: Volume) -> printing.BinderCover:
    """The cover of a volume and the label of its spine."""
    desk = ledger.desk
    types = sorted(wanted.types)
    return printing.BinderCover(
        branch=desk.branch,
        desk=desk.name,
        year=era.fiscal_year_name(wanted.year),
        volume=wanted.number,
        period=words.period(era.era_year(wanted.first), wanted.first, wanted.last),
        types=words.types(types),
        slips=words.slips(wanted.slips, wanted.lost, wanted.voided, wanted.handed_back),
        retention=words.retention(wanted.retention),
        kept_until=_long_day(wanted.kept_until),
        may_go=_long_day(wanted.may_go),
        spine=words.spine(wanted.first, wanted.last),
        ward=desk.ward,
        basis=words.BASIS,
        practice=desk.practice,
    )


def cover_paper(ledger: Ledger, who: Staff, year: int, retention: int, number: int) -> OfficePaper | Refusal:
    """The cover on its way to a printer or a file."""
    refused = people.may_record(who)
    if refused:
        return refused
    wanted = volume(ledger, year, retention, number)
    return wanted if isinstance(wanted, Refusal) else OfficePaper("cover", cover_form(ledger, wanted))


def as_json(wanted: Volume) -> dict[str, object]:
    """A volume as the command line answers it."""
    gone = wanted.disposed
    return {
        "year": wanted.year,
        "retention": wanted.retention,
        "volume": wanted.number,
        "name": wanted.name,
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "types": list(wanted.types),
        "slips": wanted.slips,
        "closed": wanted.closed,
        "open": wanted.open,
        "voided": wanted.voided,
        "handed_back": wanted.handed_back,
        "inquiries": wanted.inquiries,
        "lost": wanted.lost,
        "kept_until": wanted.kept_until.isoformat(),
        "may_go": wanted.may_go.isoformat(),
        "disposed": {"at": gone.at, "by": gone.by, "approved_by": gone.approved_by} if gone else None,
    }


# ---- inside


def _second(
    ledger: Ledger, who: Staff, approver: str, approver_pin: str | None, pin: str | None
) -> Staff | Refusal:
    """The other person. Where whoever acts is no 責任者, the other one must be."""
    refused = people.confirmed_by_pin(ledger, who, pin)
    if refused:
        return refused
    role = None if who.role is StaffRole.RESPONSIBLE else StaffRole.RESPONSIBLE
    return people.approved(ledger, approver, approver_pin, not_code=who.code, role=role)


def _starts(ledger: Ledger, year: int, retention: int) -> list[date]:
    """The first day of each volume."""
    begun = ledger.setting(BEGUN, {}).get(f"{year}-{retention}", ())
    return [date(year, 4, 1), *(date.fromisoformat(day) for day in begun)]


def _spans(starts: list[date], year: int) -> list[tuple[date, date]]:
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return list(zip(starts, [*ends, date(year + 1, 3, 31)], strict=True))


def _at(starts: list[date], day: date) -> int:
    """The volume of a day; what was taken in before or after the year by its number's year lies in the
    first or last.
    """
    return max(1, sum(start <= day for start in starts))


def _volume(
    year: int,
    retention: int,
    number: int,
    first: date,
    last: date,
    inside: list[BinderCount],
    lost: list[str],
) -> Volume:
    def total(*states: State) -> int:
        return sum(count.count for count in inside if count.state in states)

    ended = [era.moment(count.ended).date() for count in inside if count.ended]
    latest = max([*ended, last])
    spans: dict[str, tuple[str, str]] = {}
    for count in inside:
        for edge in (count.first, count.last):
            series = edge[6:9]
            low, high = spans.get(series, (edge, edge))
            spans[series] = (min(low, edge), max(high, edge))
    missing = sum(low < digits < high for digits in lost for low, high in [spans.get(digits[6:9], ("", ""))])
    return Volume(
        year,
        retention,
        number,
        first,
        last,
        tuple(sorted({count.type for count in inside})),
        total(*State),
        total(State.CLOSED),
        total(*OPEN),
        total(State.VOIDED),
        total(State.HANDED_BACK),
        sum(count.inquiries for count in inside),
        missing,
        kept_until(latest, retention),
    )


def _long_day(day: date) -> str:
    return words.long_day(era.era_year(day), day)
