"""欠番表: that no number of a year is missing, and why each number that stands for no custody does not.

Of this desk alone: a series belongs to one desk, and only that desk has its counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from branch_desk.domain import era, numbers, words, words_backup
from branch_desk.domain import words_statistics as said
from branch_desk.domain.bag import BagState
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.numbers import FIRST_YEAR, LAST_YEAR
from branch_desk.domain.staff import Staff
from branch_desk.services import book, catalogues
from branch_desk.services.people import approved, may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

SETTLED = "numbers_settled"     # the setting: ranges as [first, last], with an event each


@dataclass(frozen=True, slots=True)
class Series:
    """One series: numbers 1 to `last`, of which `records` are on record. `gaps` are serials that are not."""

    code: str
    name: str
    last: int
    records: int
    voided: int
    reserved: int
    lost: int
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Void:
    """A number that was voided, when (as in the event), and why."""

    label: str
    type_name: str
    at: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers in a row of which the same is to be said: 'reserved', 'lost', 'settled' or 'gap'. `digits`: the first and
    the last as `settle` takes them."""

    kind: str
    first: str
    last: str
    count: int
    digits: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Settled:
    """Numbers that were looked for in the binder and never given out."""

    count: int
    sentence: str
    changed: Changed


@dataclass(frozen=True, slots=True)
class Table:
    """The whole 欠番表 of a year."""

    fy: int
    name: str
    desk: str
    made: date
    series: tuple[Series, ...]
    voids: tuple[Void, ...]
    others: tuple[Range, ...]

    @property
    def numbers(self) -> int:
        """How many numbers were given out."""
        return sum(item.last for item in self.series)

    @property
    def gaps(self) -> int:
        """How many of them are not on record: 0, or something is broken."""
        return sum(len(item.gaps) for item in self.series)

    @property
    def proof(self) -> str:
        """The sentence at the head."""
        sentence = said.GAPS_FOUND if self.gaps else said.GAPS_PROVEN
        return sentence.format(series=len(self.series), numbers=self.numbers, gaps=self.gaps)


def table(ledger: Ledger, fy: int) -> Table | Refusal:
    """Every series of the year: its counter against what is on record, number by number. Reads only."""
    if not FIRST_YEAR <= fy <= LAST_YEAR:
        return refuse("statistics_year", year=fy)
    desk = ledger.desk
    last, given = ledger.figures.counters(fy), ledger.figures.given(fy, desk.code)
    unusual = ledger.figures.unusual(fy, desk.code)
    settled = _settled(ledger, fy)
    lost_bags = ledger.figures.lost_bags(fy, desk.code)
    series = tuple(
        _series(
            ledger,
            code,
            last.get(code, 0),
            given.get(code, []),
            [slip.state for slip in unusual if slip.number[6:9] == code and slip.number not in settled],
            sum(number[6:9] == code and number not in settled for number in lost_bags),
        )
        for code in sorted({*last, *given})
    )
    lost = [*(slip.number for slip in unusual if slip.state is State.LOST), *lost_bags]
    kinds = {State.RESERVED.value: [slip.number for slip in unusual if slip.state is State.RESERVED],
             State.LOST.value: [number for number in lost if number not in settled],
             "settled": [number for number in lost if number in settled]}
    others = [Range(kind, *_span(ledger, run), (run[0], run[-1])) for kind, found in kinds.items() for run in _runs(found)]
    others += [
        Range("gap", *_span(ledger, run))
        for item in series
        for run in _runs(
            numbers.Number(_kind(ledger, item.code), desk.code, fy, item.code, serial).digits
            for serial in item.gaps
        )
    ]
    return Table(
        fy,
        era.fiscal_year_name(fy),
        said.GAPS_DESK.format(desk=desk.name),
        ledger.now().date(),
        series,
        tuple(_void(ledger, slip) for slip in unusual if slip.state is State.VOIDED),
        tuple(others),
    )


def settle(ledger: Ledger, who: Staff, first: str, last: str, approver: str, pin: str | None) -> Settled | Refusal:
    """Numbers of which a restored ledger has no record, looked for in the binder and not found there: never given out, says
    a 責任者 with the PIN. Recorded. One that is found is keyed in like a blank of the 予備帳 before (services/spare.py)."""
    refused = may_record(who)
    if refused:
        return refused
    begin, end = numbers.read(first), numbers.read(last)
    if begin is None or end is None or begin.serial > end.serial or begin != replace(end, serial=begin.serial):
        return refuse("settle_range")
    known = _settled(ledger, begin.fy)
    for serial in range(begin.serial, end.serial + 1):
        digits = replace(begin, serial=serial).digits
        found = ledger.bag(digits) if begin.real_kind == numbers.BAG else ledger.slip(digits)
        if found is None or begin.desk != ledger.desk.code:
            return refuse("settle_range")
        if found.state not in (State.LOST, BagState.LOST) or digits in known:
            return refuse("settle_found", label=book.label(ledger, digits))
    allowed = approved(ledger, approver, pin)
    if isinstance(allowed, Refusal):
        return allowed
    count = end.serial - begin.serial + 1
    with ledger.transaction() as tx:
        tx.append("numbers_settled", actor=who.code, body={
            "year": begin.fy, "series": begin.type, "first": begin.serial, "last": end.serial, "count": count,
            "approved_by": allowed.code})
        tx.set_setting(SETTLED, [*ledger.setting(SETTLED, []), [begin.digits, end.digits]])
    span = span_words(Range("settled", book.label(ledger, begin.digits), book.label(ledger, end.digits), count))
    return Settled(count, words_backup.SETTLED.format(span=span, count=count), Changed(topics=frozenset({"counts"})))


def _settled(ledger: Ledger, fy: int) -> frozenset[str]:
    found: set[str] = set()
    for first, last in ledger.setting(SETTLED, []):
        begin, end = numbers.read(first), numbers.read(last)
        if begin is not None and end is not None and begin.fy == fy:
            found.update(replace(begin, serial=serial).digits for serial in range(begin.serial, end.serial + 1))
    return frozenset(found)


def as_json(made: Table) -> dict[str, object]:
    """The table as the command line answers it."""
    return {
        "year": made.fy,
        "name": made.name,
        "desk": made.desk,
        "proof": made.proof,
        "gaps": made.gaps,
        "series": [
            {
                "type": item.code,
                "name": item.name,
                "first": 1,
                "last": item.last,
                "records": item.records,
                "voided": item.voided,
                "reserved": item.reserved,
                "lost": item.lost,
                "gaps": list(item.gaps),
            }
            for item in made.series
        ],
        "voids": [
            {
                "label": item.label,
                "type_name": item.type_name,
                "at": item.at,
                "reason": item.reason,
                "by": item.by,
            }
            for item in made.voids
        ],
        "others": [
            {"kind": item.kind, "first": item.first, "last": item.last, "count": item.count}
            | ({"digits": list(item.digits)} if item.digits[0] else {})
            for item in made.others
        ],
    }


def rows(made: Table) -> Iterator[tuple[str, ...]]:
    """The lines of the CSV, under words_statistics.GAPS_CSV_HEAD."""
    kinds, width = said.GAPS_CSV_KINDS, len(said.GAPS_CSV_HEAD)

    def line(kind: str, *cells: str) -> tuple[str, ...]:
        return (kinds[kind], *cells, *[""] * (width - 1 - len(cells)))

    yield line(
        "about", "", f"{made.name} {made.desk} {said.SHEET_MADE.format(day=era.wareki_date(made.made))}"
    )
    yield line("proof", "", made.proof)
    for item in made.series:
        yield line(
            "series",
            item.code,
            item.name,
            "1",
            *map(str, (item.last, item.records, item.voided, item.reserved, item.lost, len(item.gaps))),
        )
    for void in made.voids:
        yield line("void", "", void.label, *[""] * 7, at_words(void), void.reason, void.by)
    for other in made.others:
        yield line(
            "other", "", span_words(other), "", "", str(other.count), *[""] * 5, said.GAPS_KINDS[other.kind]
        )


def at_words(void: Void) -> str:
    """令和8年7月17日（金）9時14分"""
    return era.wareki_minute(era.moment(void.at)) if void.at else ""


def span_words(item: Range) -> str:
    """One label, or the first and the last."""
    return item.first if item.first == item.last else said.UNTIL.format(first=item.first, last=item.last)


def _series(ledger: Ledger, code: str, last: int, given: list[int], states: list[State], lost_bags: int) -> Series:
    there = set(given)
    missing = tuple(
        serial for serial in range(1, max(last, max(there, default=0)) + 1) if serial not in there
    )
    return Series(
        code,
        _name(ledger, code),
        last,
        len(there),
        states.count(State.VOIDED),
        states.count(State.RESERVED),
        states.count(State.LOST) + lost_bags,
        missing,
    )


def _name(ledger: Ledger, code: str) -> str:
    """What the series is of. The name is the catalogue's of today: a series may have outlived several."""
    if code == numbers.RESERVED_TYPE:
        return said.GAPS_SERIES_NAME["spare"]
    catalogue = catalogues.of(ledger)
    if code.endswith("00"):
        section = catalogue.section(code[0])
        return said.GAPS_SERIES_NAME["bag"].format(section=section.name if section else code[0])
    item = catalogue.type(code)
    return item.name if item else ""


def _kind(ledger: Ledger, code: str) -> int:
    real = numbers.BAG if code.endswith("00") and code != numbers.RESERVED_TYPE else numbers.SLIP
    return numbers.PRACTICE[real] if ledger.desk.practice else real


def _runs(digits: Iterable[str]) -> Iterator[list[str]]:
    """Numbers of one series that follow on one another."""
    for _, run in groupby(
        enumerate(sorted(digits)), key=lambda item: (item[1][:9], int(item[1][9:14]) - item[0])
    ):
        yield [number for _, number in run]


def _span(ledger: Ledger, run: list[str]) -> tuple[str, str, int]:
    return book.label(ledger, run[0]), book.label(ledger, run[-1]), len(run)


def _void(ledger: Ledger, slip: Slip) -> Void:
    staff = ledger.member_of_staff(slip.holder.actor or "")
    reason = words.ENDED_REASONS.get(slip.ended_reason or "", slip.ended_reason or "")
    return Void(
        book.label(ledger, slip.number),
        slip.type_name or "",
        slip.ended_at or "",
        reason,
        staff.surname if staff else slip.holder.actor or "",
    )
