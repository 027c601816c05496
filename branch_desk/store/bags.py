"""Bags, and what of their own history belongs to a slip that lay in them."""

from __future__ import annotations

from branch_desk.domain.bag import Bag
from branch_desk.domain.events import Event
from branch_desk.store import projection
from branch_desk.store.database import Database
from branch_desk.store.projection import BAG_COLUMNS, EVENT_COLUMNS

_BAG = f"select {BAG_COLUMNS} from bag where number = ?"
_ALONE = f"select {EVENT_COLUMNS} from event where bag = ? and slip is null"
_ON_THE_WAY = ("bag_dispatched", "bag_received")
_PACKING = ("bag_opened", "bag_closed", "checked")


def bag(db: Database, number: str) -> Bag | None:
    row = db.execute(_BAG, (int(number),)).fetchone()
    return projection.bag_of(row) if row else None


def bags(db: Database, states: tuple[str, ...], section: str | None, limit: int) -> tuple[Bag, ...]:
    """Newest first; no states and no section mean all."""
    where, values = ["true"], list[object]()
    if states:
        where.append(f"state in ({','.join('?' * len(states))})")
        values += states
        if "received" not in states:
            where.append("state <> 'received'")  # says to SQLite that the partial index will do
    if section is not None:
        where.append("section = ?")
        values.append(section)
    rows = db.execute(
        f"select {BAG_COLUMNS} from bag where {' and '.join(where)} order by place desc, number desc limit ?",
        [*values, limit],
    ).fetchall()
    return tuple(projection.bag_of(row) for row in rows)


def of_the_way(db: Database, events: list[Event], *, packing: bool = False) -> list[Event]:
    """Dispatch and receipt of each bag that the slip of these events lay in just then, and what took it back.

    `packing`: also its opening and closing, and an exception for the whole bag.
    """
    kinds = _PACKING + _ON_THE_WAY if packing else _ON_THE_WAY
    packed = {event.bag for event in events if event.type == "bagged" and event.bag}
    steps = [event for event in events if event.type in ("bagged", "unbagged") and event.bag in packed]
    for bag in packed:
        alone = [projection.event_of(row) for row in db.execute(_ALONE, (int(bag),)).fetchall()]
        sent = {event.key for event in alone if event.type in kinds}
        steps += [
            event
            for event in alone
            if event.key in sent
            or (
                event.type == "revoked"
                and (event.value("desk"), event.value("epoch"), event.value("seq")) in sent
            )
        ]
    found, out = list[Event](), set[str]()
    for event in sorted(steps, key=lambda event: event.order):
        if event.type == "bagged":
            out.discard(event.bag or "")
        elif event.type == "unbagged":
            out.add(event.bag or "")
        elif event.bag not in out:
            found.append(event)
    return found
