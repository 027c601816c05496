"""欠番表: that no number of a year is missing, and why each number that stands for no custody does not.

Of this desk alone: a series belongs to one desk, and only that desk has its counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from branch_desk.domain import era, numbers, words
from branch_desk.domain import words_statistics as said
from branch_desk.domain.fold import Slip, State
from branch_desk.services import book, catalogues
from branch_desk.services.results import Refusal, refuse
from branch_desk.services.statistics import FIRST_YEAR, LAST_YEAR
from branch_desk.store.ledger import Ledger


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
    """Numbers in a row of which the same is to be said: 'reserved', 'lost' or 'gap'."""

    kind: str
    first: str
    last: str
    count: int


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
    series = tuple(
        _series(
            ledger,
            code,
            last.get(code, 0),
            given.get(code, []),
            [slip for slip in unusual if slip.number[6:9] == code],
        )
        for code in sorted({*last, *given})
    )
    others = [
        Range(state.value, *_span(ledger, run))
        for state in (State.RESERVED, State.LOST)
        for run in _runs(slip.number for slip in unusual if slip.state is state)
    ]
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


def _series(ledger: Ledger, code: str, last: int, given: list[int], unusual: list[Slip]) -> Series:
    states = [slip.state for slip in unusual]
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
        states.count(State.LOST),
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
