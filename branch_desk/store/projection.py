"""Events and slips as rows: what the tables hold is what the domain says, and can be made again from the
events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from branch_desk.domain import fold
from branch_desk.domain.events import KINDS, Event, Stream, canonical_json
from branch_desk.domain.rights import Members
from branch_desk.store.database import Database
from branch_desk.store.faults import Unreadable

TABLES = {Stream.OUT: "event", Stream.OWN: "audit"}
EVENT_COLUMNS = "desk, epoch, seq, lamport, slip, bag, type, at, actor, request, body, prev, hash"
SLIP_COLUMNS = "number, place, state, type, section, issued_at, bag, rest"

_INSERT_EVENT = {
    stream: f"insert into {table}({EVENT_COLUMNS}) values(?,?,?,?,?,?,?,?,?,?,?,?,?)"
    for stream, table in TABLES.items()
}
_OF_SLIP = f"select {EVENT_COLUMNS} from event where slip = ?"
_OF_BAG_ALONE = f"select {EVENT_COLUMNS} from event where bag = ? and slip is null"
_SLIPS_OF_BAG = "select distinct slip from event where bag = ? and slip is not null"
_PUT_SLIP = (
    f"insert into slip({SLIP_COLUMNS}) values(?,?,?,?,?,?,?,?) "
    "on conflict do update set place=excluded.place, "
    "state=excluded.state, type=excluded.type, section=excluded.section, issued_at=excluded.issued_at, "
    "bag=excluded.bag, rest=excluded.rest"
)
_NEW_SLIP = f"insert or ignore into slip({SLIP_COLUMNS}) values(?,?,?,?,?,?,?,?)"
_IN_COLUMNS = frozenset({"number", "state", "type", "section", "issued_at", "bag"})
_DEFAULTS = asdict(fold.Slip("", fold.State.HELD))
_REST = tuple(name for name in fold.FIELDS if name not in _IN_COLUMNS)
_TUPLES = tuple(
    name
    for name in _REST
    if isinstance(_DEFAULTS[name], tuple) and name not in ("contradictions", "ineffective")
)

_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
)  # made once: json.dumps would make one at each call

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
        fields = json.loads(body)
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
        _JSON.encode(rest),
    )


def slip_of(row: Row) -> fold.Slip:
    """The slip of a row in the order of SLIP_COLUMNS. Raises Unreadable."""
    try:
        return _slip_of(row)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable("a slip") from error


def _slip_of(row: Row) -> fold.Slip:
    number, _, state, kind, section, issued_at, bag, text = row
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


def refold(db: Database, number: str, members: Members) -> None:
    """Makes the slip's row again."""
    row = folded(number, events_for_fold(db, number), members)
    if row is None:
        db.execute("delete from slip where number = ?", (int(number),))
    else:
        db.execute(_PUT_SLIP, row)


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


def _with_bags(events: list[Event], bags: dict[str, list[Event]]) -> list[Event]:
    return events + [
        event for bag in {item.bag for item in events if item.bag} for event in bags.get(bag or "", ())
    ]


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _digits(number: int | None) -> str | None:
    return str(number) if number is not None else None
