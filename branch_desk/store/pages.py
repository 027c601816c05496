"""Pages of the 回送管理簿 in both directions, each by a slip at its edge and never by an offset (16 ms at
300,000).

What is wanted is first counted in one of the two indexes that hold every filter
(schemas/ledger/0005_book.sql), which also tells between which places it lies. Little of it is sorted from
there; of much of it the place index soon finds enough. At 1,000,000 slips, for any filter of state,
section, type and days: counting 0.5 to 100 ms, once a search, and a page 0.1 to 40; SQLite left to itself
took up to 600 for a page. A part of a number is looked for in all: 100 to 200 ms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from branch_desk.domain.fold import Slip
from branch_desk.store import projection, reading
from branch_desk.store.database import Database
from branch_desk.store.projection import SLIP_COLUMNS
from branch_desk.store.reading import BookFilter

Edge = Literal["first", "last", "below", "above", "from"]
FEW = 20_000  # so many are sorted in 10 ms
_PLACE = "select place from slip where number = ?"
_COMPARE = {"below": "<", "above": ">", "from": "<="}


@dataclass(frozen=True, slots=True)
class At:
    """Which page: the newest or oldest rows, or those below, above, or from (with it) a slip that stands on
    one.
    """

    edge: Edge = "first"
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """How many slips are wanted, and between which places of the list they lie."""

    count: int
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Pages:
    """Some slips, newest first, of how many, and whether there are more above and below."""

    slips: tuple[Slip, ...]
    span: Span
    above: bool
    below: bool


def span(db: Database, wanted: BookFilter) -> Span:
    """How much there is of what is wanted."""
    where, values = _conditions(wanted)
    if not where:
        row = db.execute("select count(*) from slip").fetchone()
        ends = db.execute("select (select min(place) from slip), (select max(place) from slip)").fetchone()
        return Span(row[0], ends[0] or 0, ends[1] or 0)
    row = db.execute(
        "select count(*), coalesce(min(place), 0), coalesce(max(place), 0) from slip"
        + reading.where_clause(where),
        values,
    ).fetchone()
    return Span(*row)


def page(db: Database, wanted: BookFilter, at: At, limit: int, known: Span | None = None) -> Pages:
    """One page. `known` is the span of the pages before. Where the slip at the edge is gone it is the first
    page.
    """
    known = known or span(db, wanted)
    where, values = _conditions(wanted)
    place = db.execute(_PLACE, (int(at.number),)).fetchone() if at.number else None
    edge: Edge = "first" if at.edge in _COMPARE and place is None else at.edge
    if edge in _COMPARE and place is not None and at.number is not None:
        where = [*where, f"(place, number) {_COMPARE[edge]} (?, ?)"]
        values = [*values, place[0], int(at.number)]
    upwards = edge in ("above", "last")
    between = known if edge not in _COMPARE or place is None else _cut(known, edge, place[0])
    rows = _rows(db, where, values, limit + 1, between, upwards=upwards)
    more = len(rows) > limit
    slips = tuple(projection.slip_of(row) for row in rows[:limit])
    if upwards:
        return Pages(slips[::-1], known, more, edge == "above")
    above = edge == "below" or (edge == "from" and bool(rows) and _any_above(db, wanted, rows[0], known))
    return Pages(slips, known, above, more)


def _conditions(wanted: BookFilter) -> tuple[list[str], list[Any]]:
    """A type stands in the section of its first digit, by which the index begins."""
    if wanted.type and wanted.section is None:
        wanted = replace(wanted, section=wanted.type[0])
    return reading.conditions(wanted)


def _rows(
    db: Database, where: list[str], values: list[Any], limit: int, known: Span, *, upwards: bool
) -> list[Any]:
    order = "place, number" if upwards else "place desc, number desc"
    if known.count > FEW:
        where = ["place between ? and ?", *where]
        sql = (
            f"select {SLIP_COLUMNS} from slip indexed by slip_place{reading.where_clause(where)} "
            f"order by {order} limit ?"
        )
        return db.execute(sql, [known.first, known.last, *values, limit]).fetchall()
    found = f"select number from slip{reading.where_clause(where)} order by {order} limit ?"
    sql = f"select {SLIP_COLUMNS} from slip where number in ({found}) order by {order}"
    return db.execute(sql, [*values, limit]).fetchall()


def _any_above(db: Database, wanted: BookFilter, row: Any, known: Span) -> bool:
    where, values = _conditions(wanted)
    where = [*where, "(place, number) > (?, ?)"]
    return bool(_rows(db, where, [*values, row[1], row[0]], 1, _cut(known, "above", row[1]), upwards=True))


def _cut(known: Span, edge: Edge, place: int) -> Span:
    """From a place on: a comparison of two columns does not tell SQLite where to begin in an index of one."""
    return replace(known, first=place) if edge == "above" else replace(known, last=place)
