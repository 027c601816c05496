"""A month of invented work for the practice ledger, so that a newcomer sees full screens and every state there is.

Everything is written in ONE transaction, each record dated as a day's work would have dated it: one COMMIT, where the
verbs would have taken some eight hundred, each waiting for the disk twice. The same day gives the same month: nothing
here is left to chance. Only a practice ledger takes it, and only one without slips.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from branch_desk.domain import era, words_practice
from branch_desk.domain.catalogue import DocumentType
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, opening, slips
from branch_desk.services.results import Refusal, refuse
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import BookFilter, Ledger, Transaction

DAYS = 22               # opening days, about a month
A_DAY = (4, 6, 5, 3, 7)
CLERK, COLLEAGUE, CHIEF = "1", "2", "3"
BACK_AFTER = 2          # opening days from 発送 to 照合, where all goes well
TURNED_AWAY = ("business", "past_deadline")
PAPERS = (("citizen", "80mm"), ("original", "80mm"), ("tag", "80mm"), ("binder", "A5"))
# The fate of a slip that does not simply come back: (opening days ago, which of that day's) -> what became of it.
VOIDED, HANDED_BACK, LOST, LATE, UNRETURNED, NO_TIME, DIFFERS, CROSSED = (
    "voided", "handed_back", "inquiry", "late", "unreturned", "no_time", "differs", "crossed")
FATES = {
    (19, 1): VOIDED, (15, 0): HANDED_BACK, (11, 2): VOIDED, (9, 1): UNRETURNED, (8, 0): LOST, (7, 2): NO_TIME,
    (6, 1): LATE, (5, 1): DIFFERS, (5, 2): CROSSED, (4, 0): LATE, (4, 2): HANDED_BACK,
}


@dataclass(slots=True)
class _Slip:
    number: str
    section: str
    fate: str | None
    sheets: int | None
    bag: str = ""
    sent: datetime | None = None


@dataclass(slots=True)
class _Month:
    """What is under way while the month is written."""

    tx: Transaction
    types: tuple[DocumentType, ...]
    now: datetime
    days: OpeningDays
    made: int = 0
    under_way: list[_Slip] = field(default_factory=list)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of the month, never later than now."""
        return min(datetime.combine(day, time(hour, minute), era.JST), self.now)


def month(ledger: Ledger) -> int | Refusal:
    """Writes the month into a practice ledger without slips and answers how many slips there are."""
    if not ledger.desk.practice:
        return refuse("practice_only")
    if ledger.page(BookFilter(), limit=1).total:
        return refuse("practice_begun")
    days, now = opening.days(ledger), ledger.now()
    past = _open_before(now.date(), days)
    with ledger.transaction() as tx:
        for code, name, role in ((COLLEAGUE, words_practice.COLLEAGUE, StaffRole.CLERK),
                                 (CHIEF, words_practice.CHIEF, StaffRole.RESPONSIBLE)):
            tx.put_staff(code, name, role)
        work = _Month(tx, tuple(item for item in catalogues.current_types(ledger) if item.forwarded), now, days)
        for ago in range(DAYS, 0, -1):
            _day(ledger, work, past[ago - 1], ago)
        _today(ledger, work, now)
    return work.made


# ---- inside


def _open_before(today: date, days: OpeningDays) -> list[date]:
    """The opening days before today, the latest first."""
    found: list[date] = []
    while len(found) < DAYS:
        today -= timedelta(days=1)
        if days.is_open(today):
            found.append(today)
    return found


def _day(ledger: Ledger, work: _Month, day: date, ago: int) -> None:
    """One day: what came back in the morning, what was taken, bags in the afternoon, the evening."""
    for slip in list(work.under_way):
        if slip.sent is not None:
            _back(work, slip, day, ago)
    taken = [_take(ledger, work, work.at(day, 9 + n, 7 * n), FATES.get((ago, n))) for n in range(A_DAY[ago % len(A_DAY)])]
    if ago % 3 == 0:
        _turn_away(work, day, ago)
    for slip in taken:
        if slip.fate in (VOIDED, HANDED_BACK):
            reason = "wrong_type" if slip.fate == VOIDED else "withdrawn"
            work.tx.append(slip.fate, actor=CLERK, slip=slip.number, body={"reason": reason}, at=work.at(day, 14))
    going = [slip for slip in taken if slip.fate not in (VOIDED, HANDED_BACK)]
    left = going[-1:] if ago == 1 else []       # the evening before, one was forgotten: 未発送
    _send(work, [slip for slip in going if slip not in left], day)
    work.tx.append("signed_off", actor=CLERK, at=work.at(day, 17, 10), body={
        "day": day.isoformat(), "unsent": len(left), "attention": _late(work, day), "reissued": 0, "exceptions": 0,
        "approved_by": CHIEF})


def _late(work: _Month, day: date) -> int:
    """What a 責任者 would have seen in 要対応 that evening."""
    return sum(slip.fate is not None and slip.sent is not None and work.days.between(slip.sent.date(), day) >= BACK_AFTER
               for slip in work.under_way)


def _today(ledger: Ledger, work: _Month, now: datetime) -> None:
    """This morning: slips on the desk, one bag that is packed and one that waits for the second person."""
    made = [_take(ledger, work, now - timedelta(minutes=80 - 9 * n), None) for n in range(8)]
    by_section: dict[str, list[_Slip]] = {}
    for slip in made:
        by_section.setdefault(slip.section, []).append(slip)
    first, second = sorted(by_section.values(), key=len, reverse=True)[:2]
    _pack(work, first[:2], now - timedelta(minutes=6), close=True)
    _pack(work, second[:1], now - timedelta(minutes=4), close=False)


def _take(ledger: Ledger, work: _Month, at: datetime, fate: str | None) -> _Slip:
    """書類の受付, with every fourth name typed."""
    n = work.made
    work.made += 1
    item = work.types[(n * 7 + n // 11) % len(work.types)]
    sealed = n % 13 == 5
    name = words_practice.NAMES[n // 4 % len(words_practice.NAMES)] if n % 4 == 1 else None
    request = IssueRequest(item.code, None if sealed else 1 + n * 5 % 7, sealed,
                           ("02",) if n % 3 == 0 else (), depositor=name)
    fy, texts = era.fiscal_year(at), slips.texts_of(request)
    number = work.tx.draw(fy, item.code).digits
    event = work.tx.append("issued", actor=CLERK, slip=number, at=at,
                           body=slips.body_of(catalogues.of(ledger), item, request, texts))
    work.tx.keep(event, fy, item.retention, texts)
    for copy, paper in PAPERS:
        work.tx.append("printed", actor=CLERK, slip=number, at=at, body={
            "copy": copy, "outcome": "file", "count": 1, "paper": paper, "named": bool(name) and copy != "tag"})
    made = _Slip(number, item.section.code, fate, request.sheets)
    work.under_way.append(made)
    return made


def _turn_away(work: _Month, day: date, ago: int) -> None:
    item = work.types[ago % len(work.types)]
    work.tx.append("refused", actor=CLERK, at=work.at(day, 11, 40),
                   body={"type": item.code, "rule": TURNED_AWAY[ago // 3 % len(TURNED_AWAY)]})


def _send(work: _Month, going: list[_Slip], day: date) -> None:
    """A bag a section: packed, checked by the colleague, and off with the afternoon's van."""
    for section in sorted({slip.section for slip in going}):
        inside = [slip for slip in going if slip.section == section]
        bag = _pack(work, inside, work.at(day, 15, 20), close=True)
        for slip in inside:
            work.tx.append("checked", actor=COLLEAGUE, slip=slip.number, bag=bag, body={"result": "agrees"},
                           at=work.at(day, 15, 40))
            slip.sent = work.at(day, 16)
        work.tx.append("bag_dispatched", actor=CLERK, bag=bag, body={"route": "internal_mail", "count": len(inside)},
                       at=work.at(day, 16))
        for slip in inside:
            if slip.fate == CROSSED:        # two people did not know of each other: 記録の食い違い
                work.tx.append("voided", actor=COLLEAGUE, slip=slip.number, body={"reason": "spoiled"},
                               at=work.at(day, 16, 20))


def _pack(work: _Month, inside: list[_Slip], at: datetime, *, close: bool) -> str:
    bag = work.tx.draw_bag(era.fiscal_year(at), inside[0].section).digits
    work.tx.append("bag_opened", actor=CLERK, bag=bag, body={"section": inside[0].section}, at=at)
    for slip in inside:
        slip.bag = bag
        work.tx.append("bagged", actor=CLERK, slip=slip.number, bag=bag, at=at)
    if close:
        work.tx.append("bag_closed", actor=CLERK, bag=bag, body={"count": len(inside)}, at=at)
    return bag


def _back(work: _Month, slip: _Slip, day: date, ago: int) -> None:
    """The original is back and matched; or not, or with something to look at."""
    assert slip.sent is not None
    sent = slip.sent.date()
    passed = work.days.between(sent, day)
    read = work.at(work.days.next(sent), 10, 15)        # the next morning, as the section writes it on the paper
    paper: dict[str, object] = {"received_at": era.stamp(read), "source": "paper"}
    if slip.fate == UNRETURNED and passed >= 1:
        work.tx.append("received", actor=CLERK, slip=slip.number, body=paper, at=work.at(day, 11))
    elif slip.fate == LOST and passed >= BACK_AFTER:
        work.tx.append("contacted", actor=CLERK, slip=slip.number, at=work.at(day, 10, 5),
                       body={"whom": "section", "how": "telephone", "result": "not_arrived"})
        work.tx.append("inquiry_opened", actor=CHIEF, slip=slip.number, at=work.at(day, 10, 20),
                       body={"reason": "not_arrived", "called": True})
    elif slip.fate == NO_TIME and passed >= 1:
        work.tx.append("came_back", actor=CLERK, slip=slip.number, body={"result": "time_missing"}, at=work.at(day, 9, 40))
    elif slip.fate == DIFFERS and passed >= 1:
        work.tx.append("came_back", actor=CLERK, slip=slip.number, at=work.at(day, 9, 45),
                       body={"result": "differs", "reason": "sheets", "received_at": era.stamp(read)})
    elif slip.fate is None and (passed >= BACK_AFTER or ago == 1):
        work.tx.append("closed", actor=CLERK, slip=slip.number, body=paper, at=work.at(day, 9 if passed > 1 else 16, 30))
    else:
        return
    work.under_way.remove(slip)
