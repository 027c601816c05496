"""From the set of a bag's events to what the bag is (EVENTS.md, Fold): open → closed → checked → dispatched
→ received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from branch_desk.domain import rights
from branch_desk.domain.effective import effective
from branch_desk.domain.events import Event


class BagState(StrEnum):
    """Where a bag stands."""

    OPEN = "open"
    CLOSED = "closed"
    CHECKED = "checked"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    LOST = "lost"  # a number that the witness knows and the ledger does not


@dataclass(frozen=True, slots=True)
class Bag:
    """What is known of one bag. Slips are numbers, in the order in which they went in or were named.

    slips: in it. checked: of these, confirmed by a second person or let through. overridden: let through, by
    an approval. differing: those that the second person found otherwise, with the reason. packers: whoever
    ever packed it. count_sent: how many the manifest said; count_found: how many the section found.
    received: taken in by the section, with the sheets it counted. missing: on the list, not in it and not
    received since, with the reason. surplus: in it and not for that section.
    """

    number: str
    state: BagState
    slips: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    packers: tuple[str, ...] = ()
    opened_at: str | None = None
    opened_by: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    checkers: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    differing: tuple[tuple[str, str | None], ...] = ()
    dispatched_at: str | None = None
    dispatched_by: str | None = None
    route: str | None = None
    count_sent: int | None = None
    received_at: str | None = None
    received_by: str | None = None
    count_found: int | None = None
    received: tuple[tuple[str, int | None], ...] = ()
    missing: tuple[tuple[str, str | None], ...] = ()
    surplus: tuple[str, ...] = ()

    @property
    def desk(self) -> str:
        return rights.issuer_of(self.number)

    @property
    def section(self) -> str:
        return rights.section_of(self.number)

    @property
    def stub(self) -> bool:
        """Whether its opening is not known here: a section that knows the bag from its label alone."""
        return self.opened_at is None

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What is in it and was neither confirmed nor let through."""
        return tuple(slip for slip in self.slips if slip not in self.checked)


BAG_FIELDS = tuple(item.name for item in fields(Bag))


@dataclass(slots=True)
class _Bag:
    """The bag while its events are applied, in order."""

    packers: frozenset[str]
    slips: dict[str, None] = field(default_factory=dict)
    checked: dict[str, str | None] = field(default_factory=dict)  # by whom; None is let through
    differing: dict[str, str | None] = field(default_factory=dict)
    received: dict[str, int | None] = field(default_factory=dict)
    missing: dict[str, str | None] = field(default_factory=dict)
    surplus: dict[str, None] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def first(self, **values: object) -> None:
        """Of two the first stands."""
        for name, value in values.items():
            self.known.setdefault(name, value)

    def bagged(self, event: Event) -> None:
        if event.slip and event.slip not in self.slips:
            self.slips[event.slip] = None
            self.unmark(event.slip)

    def unbagged(self, event: Event) -> None:
        if event.slip:
            self.slips.pop(event.slip, None)
            self.unmark(event.slip)

    def unmark(self, slip: str) -> None:
        """What was said of it when it lay in the bag before says nothing of it now."""
        self.checked.pop(slip, None)
        self.differing.pop(slip, None)

    def check(self, event: Event) -> None:
        """Counts of what is in the bag just then, from another person than every packer; an exception
        from whoever has the approval."""
        result = event.value("result")
        if result == "overridden":
            for slip in [event.slip] if event.slip else self.slips:
                self.checked.setdefault(slip, None)
        elif event.slip in self.slips and event.slip:
            if result == "differs":
                self.checked.pop(event.slip, None)
                self.differing[event.slip] = event.value("reason")
            elif result == "agrees" and event.actor not in self.packers:
                self.checked[event.slip] = event.actor
                self.differing.pop(event.slip, None)

    def opened(self, event: Event) -> None:
        self.first(opened_at=event.at, opened_by=event.actor)

    def closed(self, event: Event) -> None:
        self.first(closed_at=event.at, closed_by=event.actor)

    def dispatched(self, event: Event) -> None:
        self.first(
            dispatched_at=event.at,
            dispatched_by=event.actor,
            route=event.value("route"),
            count_sent=event.value("count"),
        )

    def taken_in(self, event: Event) -> None:
        self.first(
            received_at=event.value("received_at") or event.at,
            received_by=event.actor,
            count_found=event.value("count_found"),
        )

    def slip_received(self, event: Event) -> None:
        if event.slip:
            self.received.setdefault(event.slip, event.value("sheets_found"))
            self.missing.pop(event.slip, None)

    def slip_missing(self, event: Event) -> None:
        if event.slip:
            self.missing[event.slip] = event.value("reason")

    def slip_surplus(self, event: Event) -> None:
        if event.slip:
            self.surplus[event.slip] = None

    def finish(self, number: str, seen: set[str]) -> Bag:
        confirmed = tuple(slip for slip in self.slips if slip in self.checked)
        return Bag(
            number,
            _state(seen, bool(self.slips) and len(confirmed) == len(self.slips)),
            tuple(self.slips),
            confirmed,
            tuple(sorted(self.packers)),
            checkers=tuple(sorted({by for by in self.checked.values() if by})),
            overridden=tuple(slip for slip in confirmed if self.checked[slip] is None),
            differing=tuple(self.differing.items()),
            received=tuple(self.received.items()),
            missing=tuple(self.missing.items()),
            surplus=tuple(self.surplus),
            **self.known,
        )


_APPLY = {
    "bagged": _Bag.bagged,
    "unbagged": _Bag.unbagged,
    "checked": _Bag.check,
    "bag_opened": _Bag.opened,
    "bag_closed": _Bag.closed,
    "bag_dispatched": _Bag.dispatched,
    "bag_received": _Bag.taken_in,
    "received": _Bag.slip_received,
    "missing": _Bag.slip_missing,
    "surplus": _Bag.slip_surplus,
}


def fold_bag(number: str, events: Iterable[Event], members: rights.Members) -> Bag | None:
    """What bag `number` is, from every event that names it; None where nothing is known."""
    counted, _ = effective((event for event in events if event.bag == number), members)
    if not counted:
        return None
    bag = _Bag(frozenset(event.actor for event in counted if event.type == "bagged"))
    for event in counted:
        if event.type in _APPLY:
            _APPLY[event.type](bag, event)
    return bag.finish(number, {event.type for event in counted})


def _state(seen: set[str], all_checked: bool) -> BagState:
    if "bag_received" in seen:
        return BagState.RECEIVED
    if "bag_dispatched" in seen:
        return BagState.DISPATCHED
    if "bag_closed" in seen:
        return BagState.CHECKED if all_checked else BagState.CLOSED
    return BagState.LOST if seen == {"lost_record"} else BagState.OPEN
