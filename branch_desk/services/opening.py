"""The opening days of this desk: the usual ones, less the extra closing days that a 責任者 sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from branch_desk.domain import era
from branch_desk.domain import words_attention as words
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.staff import Staff
from branch_desk.services.limits import CHANGED, allowed
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

SETTING = "closed_days"


@dataclass(frozen=True, slots=True)
class Closed:
    """The extra closing days as they are from now on, in order."""

    days: tuple[date, ...]
    sentence: str
    changed: Changed = CHANGED


def days(ledger: Ledger) -> OpeningDays:
    """What every limit and every turnaround is counted in."""
    return OpeningDays(extra(ledger))


def extra(ledger: Ledger) -> tuple[date, ...]:
    """The extra closing days, in order."""
    return tuple(sorted(date.fromisoformat(day) for day in ledger.setting(SETTING, [])))


def set_closed(ledger: Ledger, who: Staff, day: date, closed: bool, reason: str,
               pin: str | None = None) -> Closed | Refusal:
    """Closes the office on `day`, or opens it again. Only a 責任者, with the PIN and a reason; recorded."""
    code, refused = allowed(ledger, who, reason, pin)
    if refused:
        return refused
    before, told = extra(ledger), era.wareki_date(day)
    if closed and day in before:
        return refuse("closed_already", day=told)
    if closed and not OpeningDays().is_open(day):
        return refuse("closed_usually", day=told)
    if not closed and day not in before:
        return refuse("not_closed", day=told)
    after = sorted({*before, day} if closed else set(before) - {day})
    with ledger.transaction() as tx:
        tx.append("override", actor=who.code, body={"what": "closing_day", "approved_by": who.code, "reason": code,
                                                    "day": day.isoformat(), "closed": closed})
        tx.set_setting(SETTING, [item.isoformat() for item in after])
    return Closed(tuple(after), (words.DAY_CLOSED if closed else words.DAY_OPENED).format(day=told))
