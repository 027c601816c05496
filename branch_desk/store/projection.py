"""Events, slips and bags as rows: what the tables hold is what the domain says, and can be made again from the
events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import groupby
from typing import Any

from branch_desk.domain import fold, numbers
from branch_desk.domain.bag import BAG_FIELDS, Bag, BagState, fold_bag
from branch_desk.domain.events import KINDS, Event, Stream, canonical_json
from branch_desk.domain.rights import Members
from branch_desk.store.database import Database
from branch_desk.store.faults import Unreadable

TABLES = {Stream.OUT: "event", Stream.OWN: "audit"}
EVENT_COLUMNS = "desk, epoch, seq, lamport, slip, bag, type, at, actor, request, body, prev, hash"
SLIP_COLUMNS = "number, place, state, type, section, issued_at, bag, since, marks, rest"
BAG_COLUMNS = "number, place, state, section, rest"

_INSERT_EVENT = {
    stream: f"insert into {table}({EVENT_COLUMNS}) values(?,?,?,?,?,?,?,?,?,?,?,?,?)"
    for stream, table in TABLES.items()
}
_OF_SLIP = f"select {EVENT_COLUMNS} from event where slip = ?"
_COUNT_OF_SLIPS = "select slip, count(*) from event where slip in (select value from json_each(?)) group by slip"
_OF_BAG_ALONE = f"select {EVENT_COLUMNS} from event where bag = ? and slip is null"
_OF_BAG = f"select {EVENT_COLUMNS} from event where bag = ?"
_NAMED_BY_DESK = "select distinct slip, bag from event where desk = ?"
_SLIPS_BETWEEN = "select distinct slip from event where slip between ? and ?"
_BAGS_BETWEEN = "select distinct bag from event where bag between ? and ?"
_OF_A_DESK = 10**12  # YY TTT SSSSS CC below K DDD
_SLIPS_OF_BAG = "select distinct slip from event where bag = ? and slip is not null"
_BAGS_OF_SLIP = "select distinct bag from event where slip = ? and bag is not null"


def _insert(table: str, columns: str, *, else_update: bool) -> str:
    names = columns.split(", ")
    how = "or ignore " if not else_update else ""
    changed = ", ".join(f"{name}=excluded.{name}" for name in names[1:])
    return f"insert {how}into {table}({columns}) values({','.join('?' * len(names))})" + (
        f" on conflict do update set {changed}" if else_update else ""
    )


_PUT_SLIP = _insert("slip", SLIP_COLUMNS, else_update=True)
_NEW_SLIP = _insert("slip", SLIP_COLUMNS, else_update=False)
_PUT_BAG = _insert("bag", BAG_COLUMNS, else_update=True)
_IN_COLUMNS = frozenset({"number", "state", "type", "section", "issued_at", "bag"})
_DEFAULTS = asdict(fold.Slip("", fold.State.HELD))
_REST = tuple(name for name in fold.FIELDS if name not in _IN_COLUMNS)
_TUPLES = tuple(
    name
    for name in _REST
    if isinstance(_DEFAULTS[name], tuple) and name not in ("contradictions", "ineffective")
)
_BAG_DEFAULTS = asdict(Bag("", BagState.OPEN))
_BAG_REST = tuple(name for name in BAG_FIELDS if name not in ("number", "state"))
_BAG_TUPLES = tuple(name for name in _BAG_REST if isinstance(_BAG_DEFAULTS[name], tuple))
_BAG_PAIRS = ("differing", "received", "missing")

_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
)  # made once: json.dumps would make one at each call

_read = json.JSONDecoder().decode  # and json.loads looks at what it was given, at each of five million calls

Row = tuple[Any, ...]


def event_row(event: Event) -> Row:
    """In the order of EVENT_COLUMNS."""
    return (
        event.desk,
        event.epoch,
        event.seq,
        event.lamport,
        _number(event.slip),
        _number(event.bag),
        event.type,
        event.at,
        event.actor,
        event.request,
        canonical_json(dict(event.body or {})).decode(),
        event.prev,
        event.hash,
    )


def event_of(row: Row) -> Event:
    """The event of a row in the order of EVENT_COLUMNS. Raises Unreadable for a body that is no JSON object."""
    desk, epoch, seq, lamport, slip, bag, kind, at, actor, request, body, prev, digest = row
    try:
        fields = _read(body)
    except ValueError as error:
        raise Unreadable("the body of an event") from error
    if not isinstance(fields, dict) or kind not in KINDS:
        raise Unreadable("the body or the type of an event")
    return Event(
        desk, epoch, seq, lamport, kind, at, actor, _digits(slip), _digits(bag), request, fields, prev, digest
    )


def insert_event(db: Database, event: Event) -> None:
    """One event into the table of its stream."""
    db.execute(_INSERT_EVENT[event.stream], event_row(event))


def insert_events(db: Database, events: Iterable[Event]) -> None:
    """Travelling events, many at a time."""
    db.conn.executemany(_INSERT_EVENT[Stream.OUT], map(event_row, events))


def slip_row(slip: fold.Slip, place: int) -> Row:
    """In the order of SLIP_COLUMNS; what is as by default is left out of the JSON."""
    rest: dict[str, Any] = {}
    for name in _REST:
        value = getattr(slip, name)
        if name == "holder":
            rest[name] = [value.kind.value, value.where, value.actor, value.at]
        elif name == "contradictions":
            if value:
                rest[name] = [[item.what, list(item.event)] for item in value]
        elif value != _DEFAULTS[name]:
            rest[name] = value
    return (
        int(slip.number),
        place,
        slip.state.value,
        slip.type,
        slip.section,
        slip.issued_at,
        _number(slip.bag),
        slip.since,
        " ".join(sorted(slip.marks)) or None,
        _JSON.encode(rest),
    )


def slip_of(row: Row) -> fold.Slip:
    """The slip of a row in the order of SLIP_COLUMNS. Raises Unreadable."""
    try:
        return _slip_of(tuple(row))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable("a slip") from error


@lru_cache(maxsize=1024)  # a list that is shown is asked for again at every change, and most of its rows are as before
def _slip_of(row: Row) -> fold.Slip:
    number, _, state, kind, section, issued_at, bag, _, _, text = row
    rest = json.loads(text)
    for name in _TUPLES:
        if name in rest:
            rest[name] = tuple(rest[name])
    where_kind, *holder = rest.pop("holder")
    contradictions = tuple(
        fold.Contradiction(what, tuple(key)) for what, key in rest.pop("contradictions", ())
    )
    ineffective = tuple(tuple(key) for key in rest.pop("ineffective", ()))
    return fold.Slip(
        _digits(number) or "",
        fold.State(state),
        type=kind,
        section=section,
        issued_at=issued_at,
        bag=_digits(bag),
        holder=fold.Holder(fold.HolderKind(where_kind), *holder),
        contradictions=contradictions,
        ineffective=ineffective,
        **rest,
    )


def bag_row(bag: Bag, place: int) -> Row:
    """In the order of BAG_COLUMNS; what is as by default is left out of the JSON."""
    given = {name: getattr(bag, name) for name in _BAG_REST}
    rest = {name: value for name, value in given.items() if value != _BAG_DEFAULTS[name]}
    return (int(bag.number), place, bag.state.value, bag.section, _JSON.encode(rest))


def bag_of(row: Row) -> Bag:
    """The bag of a row in the order of BAG_COLUMNS. Raises Unreadable."""
    try:
        number, _, state, _, text = row
        rest = json.loads(text)
        for name in _BAG_TUPLES:
            if name in rest:
                rest[name] = tuple(map(tuple, rest[name]) if name in _BAG_PAIRS else rest[name])
        return Bag(_digits(number) or "", BagState(state), **rest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable("a bag") from error


def events_for_fold(db: Database, number: str) -> list[Event]:
    """The slip's own travelling events and those of every bag that it was put into."""
    events = [event_of(row) for row in db.execute(_OF_SLIP, (int(number),)).fetchall()]
    for bag in {event.bag for event in events if event.bag}:
        events += [event_of(row) for row in db.execute(_OF_BAG_ALONE, (int(bag),)).fetchall()]
    return events


def folded(number: str, events: Iterable[Event], members: Members) -> Row | None:
    """The row that these events give, None where they give no slip."""
    events = list(events)
    slip = fold.fold(number, events, members)
    if slip is None:
        return None
    return slip_row(slip, min(event.lamport for event in events if event.slip == number))


def folded_bag(number: str, events: Iterable[Event], members: Members) -> Row | None:
    """The row that these events of a bag give, None where they give no bag."""
    events = list(events)
    bag = fold_bag(number, events, members)
    return bag_row(bag, min(event.lamport for event in events)) if bag is not None else None


def refold(db: Database, number: str, members: Members) -> None:
    """Makes the slip's row again."""
    _put(db, number, folded(number, events_for_fold(db, number), members))


def _put(db: Database, number: str, row: Row | None) -> None:
    if row is None:
        db.execute("delete from slip where number = ?", (int(number),))
    else:
        db.execute(_PUT_SLIP, row)


def refold_bag(db: Database, number: str, members: Members) -> None:
    """Makes the bag's row again."""
    events = [event_of(row) for row in db.execute(_OF_BAG, (int(number),)).fetchall()]
    row = folded_bag(number, events, members)
    if row is None:
        db.execute("delete from bag where number = ?", (int(number),))
    else:
        db.execute(_PUT_BAG, row)


def refold_with(db: Database, new: Sequence[Event], members: Members) -> None:
    """Makes the rows again of whatever these many new events concern. What was read once is not read again: where all events of
    a slip are among the new ones, which is so for most of a year that arrives at once, none of them is."""
    of_slip: dict[str, list[Event]] = {}
    for event in new:
        if event.slip is not None:
            of_slip.setdefault(event.slip, []).append(event)
    for bag in sorted({event.bag for event in new if event.bag is not None}):
        refold_bag(db, bag, members)
    slips = set(of_slip)
    for bag in sorted({event.bag for event in new if event.bag is not None and event.slip is None}):
        slips.update(slips_of_bag(db, bag))
    alone: dict[str, list[Event]] = {}
    counted = dict(db.execute(_COUNT_OF_SLIPS, (json.dumps(list(map(int, slips))),)).fetchall())
    for number in sorted(slips):
        events = of_slip.get(number, [])
        if len(events) != counted.get(int(number), 0):
            events = [event_of(row) for row in db.execute(_OF_SLIP, (int(number),)).fetchall()]
        for bag in {event.bag for event in events if event.bag}:
            if bag not in alone:
                alone[bag] = [event_of(row) for row in db.execute(_OF_BAG_ALONE, (int(bag),)).fetchall()]
        _put(db, number, folded(number, _with_bags(events, alone), members))


def put_new(db: Database, event: Event, members: Members) -> None:
    """The row of a slip whose first event this is: nothing needs to be read, unless somebody wrote of the
    number before us."""
    number = event.slip or ""
    row = folded(number, [event], members)
    if row is None or db.execute(_NEW_SLIP, row).rowcount == 0:
        refold(db, number, members)


def slips_of_bag(db: Database, bag: str) -> list[str]:
    """Every slip that was ever put into the bag."""
    return [str(row[0]) for row in db.execute(_SLIPS_OF_BAG, (int(bag),)).fetchall()]


def bags_of_slip(db: Database, number: str) -> list[str]:
    """Every bag that an event of the slip names."""
    return [str(row[0]) for row in db.execute(_BAGS_OF_SLIP, (int(number),)).fetchall()]


def refold_of_desk(db: Database, desk: str, members: Members) -> None:
    """Makes again whatever the rights of one desk decide: what it wrote about, and what bears its number."""
    slips, bags = set[int](), set[int]()
    for slip, bag in db.execute(_NAMED_BY_DESK, (desk,)).fetchall():
        slips.update({slip} - {None})
        bags.update({bag} - {None})
    for kind, found, named in ((numbers.SLIP, slips, _SLIPS_BETWEEN), (numbers.BAG, bags, _BAGS_BETWEEN)):
        for digit in (kind, numbers.PRACTICE[kind]):
            first = int(f"{digit}{desk}") * _OF_A_DESK
            found.update(row[0] for row in db.execute(named, (first, first + _OF_A_DESK - 1)).fetchall())
    for bag in bags:
        slips.update(map(int, slips_of_bag(db, str(bag))))
        refold_bag(db, str(bag), members)
    for slip in slips:
        refold(db, str(slip), members)


def rebuild(db: Database, members: Members) -> None:
    """Makes every row again from the events alone; a row that is right already is not written."""
    for table, columns, put, rows in (
        ("slip", SLIP_COLUMNS, _PUT_SLIP, rebuilt(db, members)),
        ("bag", BAG_COLUMNS, _PUT_BAG, rebuilt_bags(db, members)),
    ):
        for number, row in rows:
            kept = db.execute(f"select {columns} from {table} where number = ?", (int(number),)).fetchone()
            if row is None and kept is not None:
                db.execute(f"delete from {table} where number = ?", (int(number),))
            elif row is not None and kept != row:
                db.execute(put, row)
        db.execute(
            f"delete from {table} where not exists(select 1 from event where event.{table} = {table}.number)"
        )


def rebuilt(db: Database, members: Members) -> Iterator[tuple[str, Row | None]]:
    """(number, row) of every slip that any travelling event names, in order of number, from the events alone."""
    bags: dict[str, list[Event]] = {}
    for row in db.execute(
        f"select {EVENT_COLUMNS} from event where bag is not null and slip is null"
    ).fetchall():
        event = event_of(row)
        bags.setdefault(event.bag or "", []).append(event)
    number, events = "", list[Event]()
    for row in db.execute(f"select {EVENT_COLUMNS} from event where slip is not null order by slip"):
        event = event_of(row)
        if event.slip != number:
            if number:
                yield number, folded(number, _with_bags(events, bags), members)
            number, events = event.slip or "", []
        events.append(event)
    if number:
        yield number, folded(number, _with_bags(events, bags), members)


def rebuilt_bags(db: Database, members: Members) -> Iterator[tuple[str, Row | None]]:
    """(number, row) of every bag that any travelling event names, in order of number, from the events alone."""
    rows = db.execute(f"select {EVENT_COLUMNS} from event where bag is not null order by bag")
    for number, events in groupby(map(event_of, rows), key=lambda event: event.bag):
        yield number or "", folded_bag(number or "", events, members)


def _with_bags(events: list[Event], bags: dict[str, list[Event]]) -> list[Event]:
    return events + [
        event for bag in {item.bag for item in events if item.bag} for event in bags.get(bag or "", ())
    ]


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _digits(number: int | None) -> str | None:
    return str(number) if number is not None else None
