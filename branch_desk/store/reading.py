"""Questions to the ledger: all SQL that only reads, each bounded by an index (figures in guides/data.md,
section 10)."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from branch_desk.domain import era
from branch_desk.domain.catalogue import Catalogue, Enclosure, parse_csv
from branch_desk.domain.events import Event, Key, Stream
from branch_desk.domain.fold import OPEN, Slip
from branch_desk.domain.rights import Member, Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.store import prints as print_jobs
from branch_desk.store import projection
from branch_desk.store.database import Database
from branch_desk.store.faults import Unreadable
from branch_desk.store.keys import Keys
from branch_desk.store.projection import EVENT_COLUMNS, SLIP_COLUMNS, TABLES

P = ParamSpec("P")
T = TypeVar("T")
Cursor = tuple[int, str]  # (place, number) of the last row of a page

_OPEN = "(" + ",".join(f"'{state.value}'" for state in sorted(OPEN)) + ")"
_SLIP = f"select {SLIP_COLUMNS} from slip where number = ?"
# Which, from the index alone, before any row is read and sorted.
_OUTSTANDING = (
    f"select {SLIP_COLUMNS} from slip where number in (select number from slip where state in {_OPEN} "
    "and state <> 'closed' order by place, number limit ?) order by place, number"
)
_COUNT_OUTSTANDING = f"select count(*) from slip where state in {_OPEN} and state <> 'closed'"
_TO_SEND_BACK = (
    "from slip where state = 'received' and state <> 'closed' and section = ? "
    "and json_extract(rest, '$.received_at') is not null and json_extract(rest, '$.sent_back_at') is null "
    "and json_extract(rest, '$.came_back_at') is null"
)
_EVENTS_OF = f"select {EVENT_COLUMNS} from event where slip = ?"
_OWN_EVENTS_OF = f"select {EVENT_COLUMNS} from audit where slip = ?"
_PERSONAL = (
    "select stream, desk, epoch, seq, key, box from pii where slip = ? order by stream desc, epoch, seq"
)
_PERSONAL_BELOW = (
    "select slip, stream, desk, epoch, seq, key, box from pii where slip < ? order by slip desc limit ?"
)


def _readable(read: Callable[P, T]) -> Callable[P, T]:
    """A row that holds what we never write is damage, and no mistake of ours."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unreadable(read.__name__) from error

    return reading


@dataclass(frozen=True, slots=True)
class BookFilter:
    """What of the 回送管理簿 is asked for; nothing means everything.

    issued_from and issued_to are days, both included. number_part is any part of the 16 digits. numbers
    restricts to these (a search by name).
    """

    state: str | None = None
    section: str | None = None
    type: str | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    number_part: str | None = None
    numbers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some slips, newest first. `total` of all pages is counted for the first page only; `next` is None on
    the last."""

    slips: tuple[Slip, ...]
    total: int | None
    next: Cursor | None


def slip(db: Database, number: str) -> Slip | None:
    row = db.execute(_SLIP, (int(number),)).fetchone()
    return projection.slip_of(row) if row else None


def page(db: Database, wanted: BookFilter, before: Cursor | None, limit: int) -> Page:
    where, values = conditions(wanted)
    total = None
    if before is None:
        total = db.execute(f"select count(*) from slip{where_clause(where)}", values).fetchone()[0]
    else:
        where = [*where, "(place, number) < (?, ?)"]
        values = [*values, before[0], int(before[1])]
    rows = db.execute(
        f"select {SLIP_COLUMNS} from slip{where_clause(where)} order by place desc, number desc limit ?",
        [*values, limit + 1],
    ).fetchall()
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(
        tuple(projection.slip_of(row) for row in rows),
        total,
        (rows[-1][1], str(rows[-1][0])) if more else None,
    )


def conditions(wanted: BookFilter) -> tuple[list[str], list[Any]]:
    """A filter in SQL, with its values."""
    where: list[str] = []
    values: list[Any] = []
    for column, value in (("state", wanted.state), ("section", wanted.section), ("type", wanted.type)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
            if column == "state" and value != "closed":
                where.append("state <> 'closed'")  # says to SQLite that the partial index will do
    if wanted.issued_from is not None:
        where.append("issued_at >= ?")
        values.append(wanted.issued_from.isoformat())
    if wanted.issued_to is not None:
        where.append("issued_at < ?")
        values.append((wanted.issued_to + timedelta(days=1)).isoformat())
    if wanted.number_part:
        where.append("instr(number, ?) > 0")
        values.append(wanted.number_part)
    if wanted.numbers is not None:
        where.append("number in (select value from json_each(?))")
        values.append(json.dumps([int(number) for number in wanted.numbers]))
    return where, values


def where_clause(conditions: list[str]) -> str:
    """All of them, or nothing."""
    return " where " + " and ".join(conditions) if conditions else ""


def outstanding(db: Database, limit: int) -> list[Slip]:
    return [projection.slip_of(row) for row in db.execute(_OUTSTANDING, (limit,)).fetchall()]


def count_outstanding(db: Database) -> int:
    return int(db.execute(_COUNT_OUTSTANDING).fetchone()[0])


def to_send_back(db: Database, section: str) -> list[Slip]:
    rows = db.execute(f"select {SLIP_COLUMNS} {_TO_SEND_BACK} order by since, number", (section,)).fetchall()
    return [projection.slip_of(row) for row in rows]


def count_to_send_back(db: Database, section: str) -> int:
    return int(db.execute(f"select count(*) {_TO_SEND_BACK}", (section,)).fetchone()[0])


def counts_by_state(db: Database) -> dict[str, int]:
    """How many slips stand where, closed ones left out (they are everything else)."""
    return dict(
        db.execute("select state, count(*) from slip where state <> 'closed' group by state").fetchall()
    )


def slips_of_visit(db: Database, visit: str, day: date) -> list[Slip]:
    """The slips of one visitor, issued on `day`, in the order of issue. `visit` is the number of the first."""
    numbers = [
        row[0]
        for row in db.execute(
            "select slip from event where substr(at, 1, 10) = ? and type = 'issued' "
            "and (slip = ? or json_extract(body, '$.visit') = ?) order by id",
            (day.isoformat(), int(visit), visit),
        ).fetchall()
    ]
    found = (slip(db, str(number)) for number in dict.fromkeys(numbers))
    return [item for item in found if item is not None]


def events(db: Database, number: str) -> list[Event]:
    """Both streams, in order."""
    rows = (
        db.execute(_EVENTS_OF, (int(number),)).fetchall()
        + db.execute(_OWN_EVENTS_OF, (int(number),)).fetchall()
    )
    return sorted(
        (projection.event_of(row) for row in rows), key=lambda event: (event.order, event.stream.value)
    )


def bag_events(db: Database, bag: str) -> list[Event]:
    """Every travelling event that names a bag, in order."""
    rows = db.execute(f"select {EVENT_COLUMNS} from event where bag = ?", (int(bag),)).fetchall()
    return sorted((projection.event_of(row) for row in rows), key=lambda event: event.order)


def events_between(
    db: Database, stream: Stream, first: date, last: date, types: tuple[str, ...]
) -> list[Event]:
    """Events of these types from one day to another, both included, in order of writing."""
    marks = ",".join("?" * len(types))
    rows = db.execute(
        f"select {EVENT_COLUMNS} from {TABLES[stream]} "
        f"where substr(at, 1, 10) between ? and ? and type in ({marks}) order by id",
        (first.isoformat(), last.isoformat(), *types),
    ).fetchall()
    return [projection.event_of(row) for row in rows]


def event_counts(db: Database, first: date, last: date) -> dict[str, int]:
    """How many events of each type, both streams, from one day to another, both included."""
    counts: dict[str, int] = {}
    for table in TABLES.values():
        counts.update(
            db.execute(
                f"select type, count(*) from {table} where substr(at, 1, 10) between ? and ? group by type",
                (first.isoformat(), last.isoformat()),
            ).fetchall()
        )
    return counts


def prints(db: Database, number: str) -> dict[str, int]:
    """How many papers of each copy may exist: printed, in doubt or under way, and a print that failed after
    something had left."""
    rows = db.execute("select body from audit where slip = ? and type = 'printed'", (int(number),)).fetchall()
    return dict(_may_exist(rows) + print_jobs.that_may_come(db, number))


def prints_of_bag(db: Database, number: str, opened: date) -> dict[str, int]:
    """The same for the papers of a bag, of which none was made before the day on which it was opened."""
    rows = db.execute(
        "select body from audit where substr(at, 1, 10) >= ? and type = 'printed' and bag = ?",
        (opened.isoformat(), int(number)),
    ).fetchall()
    return dict(_may_exist(rows) + print_jobs.that_may_come_of_bag(db, number))


def _may_exist(rows: list[tuple[str]]) -> Counter[str]:
    known = (json.loads(row[0]) for row in rows)
    return Counter(body["copy"] for body in known if body["outcome"] != "failed" or body.get("may_exist", False))


def refusals(db: Database) -> dict[tuple[str | None, str], int]:
    """How often a document was not taken, by type (None where it is on no list) and rule."""
    rows = db.execute(
        "select json_extract(body, '$.type'), json_extract(body, '$.rule'), count(*) from audit "
        "where type = 'refused' group by 1, 2"
    )
    return {(code, rule): count for code, rule, count in rows.fetchall()}


def personal_by_event(db: Database, keys: Keys, number: str) -> dict[Key, dict[str, str]]:
    """Every readable box of a slip, in the order in which they were written."""
    found: dict[Key, dict[str, str]] = {}
    for stream, desk, epoch, seq, key, box in db.execute(_PERSONAL, (int(number),)).fetchall():
        fields = _open_box(keys, key, (desk, epoch, seq), stream, box)
        if fields is not None:
            found[(desk, epoch, seq)] = fields
    return found


def personal_keys(db: Database, number: str) -> list[str]:
    """The ids of the data keys under which something is kept of a slip."""
    return [
        row[0] for row in db.execute("select distinct key from pii where slip = ?", (int(number),)).fetchall()
    ]


def personal_below(
    db: Database, keys: Keys, number: int, limit: int
) -> tuple[list[tuple[str, dict[str, str]]], int | None]:
    """Personal data of the slips below a number, newest first, about `limit` boxes; and from where to go on,
    None at the end.

    By key and not with an open cursor, which would keep the WAL from being reset.
    """
    rows = db.execute(_PERSONAL_BELOW, (number, limit)).fetchall()
    more = len(rows) == limit and rows[-1][0] != rows[0][0]
    if more:
        cut = rows[-1][0]  # its other boxes may lie beyond the limit: it comes whole with the next slice
        rows = [row for row in rows if row[0] != cut]
    found: dict[int, dict[str, str]] = {}
    for slip_number, stream, desk, epoch, seq, key, box in sorted(
        rows, key=lambda row: (-row[0], row[1] == "own", row[3], row[4])
    ):
        fields = _open_box(keys, key, (desk, epoch, seq), stream, box)
        if fields:
            found.setdefault(slip_number, {}).update(fields)
    return [(str(digits), fields) for digits, fields in found.items()], (rows[-1][0] if more else None)


def _open_box(keys: Keys, key: str, event: Key, stream: str, box: bytes) -> dict[str, str] | None:
    try:
        return keys.unseal(key, event, stream, box)
    except ValueError:
        return None  # changed or spoiled: `verify` names it; here it reads as not there


def catalogue_version(db: Database) -> int | None:
    """The latest published version."""
    latest: int | None = db.execute("select max(version) from catalogue").fetchone()[0]
    return latest


@_readable
def catalogue(db: Database, version: int) -> Catalogue | None:
    row = db.execute(
        "select version, types, enclosures from catalogue where version = ?", (version,)
    ).fetchone()
    if row is None:
        return None
    return Catalogue(
        parse_csv(row[1]).types, tuple(Enclosure(code, name) for code, name in json.loads(row[2])), row[0]
    )


@_readable
def staff(db: Database) -> tuple[Staff, ...]:
    """Everybody who ever worked here."""
    rows = db.execute("select code, name, role, pin is not null, active from staff").fetchall()
    return tuple(
        sorted(
            (Staff(code, name, StaffRole(role), bool(pin), bool(active)) for code, name, role, pin, active in rows),
            key=lambda item: (len(item.code), item.code),
        )
    )


def pin_hash(db: Database, code: str) -> str | None:
    row = db.execute("select pin from staff where code = ?", (code,)).fetchone()
    return row[0] if row else None


@_readable
def members(db: Database) -> tuple[Mapping[str, Member], Mapping[str, str]]:
    """Every known desk, and their names."""
    rows = db.execute("select desk, role, branch, section, name from member").fetchall()
    return {row[0]: Member(row[0], Role(row[1]), row[2], row[3]) for row in rows}, {
        row[0]: row[4] for row in rows
    }


@_readable
def setting(db: Database, key: str, default: Any) -> Any:
    """A setting's value. Raises Unreadable for one that is no JSON."""
    row = db.execute("select value from setting where key = ?", (key,)).fetchone()
    return json.loads(row[0]) if row else default


@_readable
def clock(db: Database) -> tuple[int, datetime]:
    """The highest lamport that is known, and the latest time that was believed. Raises Unreadable."""
    lamport, at = db.execute("select lamport, at from clock").fetchone()
    return lamport, era.moment(at)


def series(db: Database) -> Iterable[tuple[str, int, str, int]]:
    """(desk, fy, type, last) of every series."""
    return db.execute("select desk, fy, type, last from counter order by desk, fy, type").fetchall()
