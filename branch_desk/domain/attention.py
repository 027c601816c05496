"""要対応: which slips somebody has to look at, why, and since when. Pure: the moment is given.

Lateness is counted in opening days, so nothing becomes late on a closing day, and what is late stays late until a
record says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from branch_desk.domain import era
from branch_desk.domain.fold import HolderKind, Slip, State
from branch_desk.domain.opening_days import OpeningDays


class Why(StrEnum):
    """Why a slip stands in 要対応."""

    NOT_DISPATCHED = "not_dispatched"       # 未発送: the evening came and it had not left
    NOT_ARRIVED = "not_arrived"             # 未着: left, and no receipt
    NOT_RETURNED = "not_returned"           # 未返送: received, and the original is not back
    TIME_MISSING = "time_missing"           # 受け取り日時未記入: the original is back, nobody wrote when it was received
    DIFFERS = "differs"                     # 相違あり
    INQUIRY = "inquiry"                     # 所在調査
    CONTRADICTION = "contradiction"         # 記録の食い違い
    PRINT_DOUBTFUL = "print_doubtful"       # 印刷未確認
    NOT_COUNTED = "not_counted"             # its bag was received, it was neither received nor said to be missing
    REDIRECTED = "redirected"               # 他課の書類: found at a section it is not addressed to
    OTHER_BRANCH = "other_branch"           # the original came back to another branch
    KEY_LEFT = "key_left"                   # 消去待ち: a destroyed key may still lie in a backup place; no slip


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when something may take: the evening of the day, and opening days. Settings of a 責任者."""

    evening: time = time(17, 15)
    arrive: int = 2
    return_: int = 5


@dataclass(frozen=True, slots=True)
class Late:
    """One reason. `limit` is the number of opening days that may pass (None where none may), `over` says that
    more than that passed: what is new today is amber, what was left is red."""

    why: Why
    since: datetime
    opening_days: int
    limit: int | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """One reason and the moment from which it holds."""

    why: Why
    since: datetime
    begins: datetime
    limit: int | None = None

    def at(self, now: datetime, days: OpeningDays) -> Late:
        """How it stands at `now`."""
        passed = days.between(self.since.date(), now.date()) if self.since <= now else 0
        return Late(self.why, self.since, passed, self.limit, self.limit is not None and passed > self.limit)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What began before these moments is late: the question to an index."""

    held: datetime
    dispatched: datetime
    received: datetime


def boundaries(now: datetime, days: OpeningDays, limits: Limits) -> Boundaries:
    """Where lateness begins at this moment."""
    now = era.in_japan(now)
    today = now.date()
    return Boundaries(_midnight_after(last_evening(now, days, limits)),
                      _midnight_after(days.back(today, limits.arrive)),
                      _midnight_after(days.back(today, limits.return_)))


def last_evening(now: datetime, days: OpeningDays, limits: Limits) -> date:
    """The latest opening day whose evening has come: what was taken on it, or before, should have left."""
    day = now.date()
    if now.time() < limits.evening:
        day -= timedelta(days=1)
    while not days.is_open(day):
        day -= timedelta(days=1)
    return day


def reasons(slip: Slip, now: datetime, days: OpeningDays, limits: Limits, *,
            known: Mapping[Why, datetime] | None = None, bag_received: datetime | None = None) -> tuple[Late, ...]:
    """Why this slip stands in 要対応 at `now`; () where it does not."""
    now = era.in_japan(now)
    return tuple(begun.at(now, days) for begun in beginnings(slip, days, limits, known=known, bag_received=bag_received)
                 if begun.begins <= now)


def beginnings(slip: Slip, days: OpeningDays, limits: Limits, *, known: Mapping[Why, datetime] | None = None,
               bag_received: datetime | None = None) -> tuple[Beginning, ...]:
    """Why and from which moment this slip stands, or will stand, in 要対応 as long as it stays as it is.

    `known` says since when an inquiry or a contradiction is known; an inquiry is somebody looking already, so it
    stands in the place of where the slip is stuck. `bag_received` is when its bag was taken in at the section.
    """
    known, found = known or {}, list[Beginning]()
    if "inquiry" in slip.marks:
        found.append(_at_once(Why.INQUIRY, known.get(Why.INQUIRY) or _since(slip)))
    else:
        stuck = _stuck(slip, days, limits, bag_received)
        if stuck is not None:
            found.append(stuck)
    if "differs" in slip.marks and slip.came_back is None:     # the section counted other sheets than the slip says
        found.append(_at_once(Why.DIFFERS, _since(slip)))
    if "contradiction" in slip.marks:
        found.append(_at_once(Why.CONTRADICTION, known.get(Why.CONTRADICTION) or _since(slip)))
    return tuple(found)


def _stuck(slip: Slip, days: OpeningDays, limits: Limits, bag_received: datetime | None) -> Beginning | None:
    """Where it is stuck, or will be."""
    since = _since(slip)
    if slip.came_back is not None and slip.state is not State.CLOSED:
        return _at_once({"differs": Why.DIFFERS, "time_missing": Why.TIME_MISSING}.get(slip.came_back, Why.OTHER_BRANCH),
                        since)
    if "no_time" in slip.marks:
        return _at_once(Why.TIME_MISSING, era.moment(slip.closed_at) if slip.closed_at else since)
    if slip.state in (State.HELD, State.BAGGED):
        return Beginning(Why.NOT_DISPATCHED, since, max(since, _first_evening(since.date(), days, limits)), 0)
    if slip.state is State.DISPATCHED:
        if slip.holder.kind is HolderKind.SECTION and slip.holder.at:
            return _at_once(Why.REDIRECTED, era.moment(slip.holder.at))
        if bag_received is not None:
            return _at_once(Why.NOT_COUNTED, bag_received)
        return _counted(Why.NOT_ARRIVED, since, days, limits.arrive)
    if slip.state is State.RECEIVED:
        return _counted(Why.NOT_RETURNED, since, days, limits.return_)
    return None


def _at_once(why: Why, since: datetime) -> Beginning:
    return Beginning(why, since, since)


def _counted(why: Why, since: datetime, days: OpeningDays, limit: int) -> Beginning:
    """On the morning of the limit's opening day: 「listed as 未着 on the second business day」 (DOMAIN.md)."""
    return Beginning(why, since, datetime.combine(days.add(since.date(), limit), time(0), era.JST), limit)


def _first_evening(day: date, days: OpeningDays, limits: Limits) -> datetime:
    """The evening of `day`, or of the first opening day after it: the van does not come on a closing day."""
    return datetime.combine(day if days.is_open(day) else days.next(day), limits.evening, era.JST)


def _since(slip: Slip) -> datetime:
    """From when its present limit counts. A number of which nobody wrote a time has waited since its year began."""
    since = slip.since or slip.holder.at
    return era.moment(since) if since else datetime(slip.year, 4, 1, tzinfo=era.JST)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), era.JST)
