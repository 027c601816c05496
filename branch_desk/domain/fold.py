"""From the set of a slip's events to what the slip is (EVENTS.md, Fold).

The answer depends on the set alone: any order of arrival and any duplication gives the same slip, so desks that
were apart agree when they meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

from branch_desk.domain import numbers, rights
from branch_desk.domain.events import Event, Key, Stream


class State(StrEnum):
    """Where a slip stands."""

    RESERVED = "reserved"           # 予備
    HELD = "held"                   # 預かり中
    BAGGED = "bagged"               # 袋入れ
    DISPATCHED = "dispatched"       # 発送済
    RECEIVED = "received"           # 受領済
    CLOSED = "closed"               # 完了
    VOIDED = "voided"               # 取消
    HANDED_BACK = "handed_back"     # 書類の返却
    LOST = "lost"                   # a number that the witness knows and the ledger does not


class HolderKind(StrEnum):
    """Who had the papers last."""

    BRANCH = "branch"
    BAG = "bag"
    MAIL_OUT = "mail_out"       # 庁内便, to the section
    SECTION = "section"
    MAIL_BACK = "mail_back"     # 庁内便, the original on its way back
    BINDER = "binder"
    CITIZEN = "citizen"
    NOBODY = "nobody"           # a void, a blank that was never used


@dataclass(frozen=True, slots=True)
class Holder:
    """The last known holder: `where` is a desk, bag or section code; `actor` the staff code who said so; `at` since when."""

    kind: HolderKind
    where: str | None = None
    actor: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records that cannot both be so; shown in 要対応, never resolved in silence."""

    what: str
    event: Key


@dataclass(frozen=True, slots=True)
class Slip:
    """What is known of one number. A stub knows only what its digits tell."""

    number: str
    state: State
    stub: bool = True
    type: str | None = None
    type_name: str | None = None
    section: str | None = None
    section_name: str | None = None
    catalogue: int | None = None
    retention: int | None = None
    sheets: int | None = None
    sealed: bool = False
    enclosures: tuple[str, ...] = ()
    other_enclosures: int = 0
    flags: tuple[str, ...] = ()
    visit: str | None = None
    issued_at: str | None = None
    issued_by: str | None = None
    taken_at: str | None = None
    bag: str | None = None
    bagged_at: str | None = None
    dispatched_at: str | None = None
    dispatched_by: str | None = None
    received_at: str | None = None
    received_by: str | None = None
    paper_received_at: str | None = None
    sheets_found: int | None = None
    sent_back_at: str | None = None
    came_back: str | None = None
    came_back_at: str | None = None
    came_back_reason: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    accepted: str | None = None
    ended_at: str | None = None
    ended_reason: str | None = None
    inquiry: bool = False
    holder: Holder = Holder(HolderKind.NOBODY)
    contradictions: tuple[Contradiction, ...] = ()
    ineffective: tuple[Key, ...] = ()       # kept and shown, without the right to change anything

    @property
    def desk(self) -> str:
        return self.number[1:4]

    @property
    def year(self) -> int:
        return 2000 + int(self.number[4:6])

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN


OPEN = frozenset({State.HELD, State.BAGGED, State.DISPATCHED, State.RECEIVED})
_RANK = {State.RESERVED: -1, State.LOST: -1, State.HELD: 0, State.BAGGED: 1, State.DISPATCHED: 2, State.RECEIVED: 3,
         State.CLOSED: 4}


@dataclass(slots=True)
class _Slip:
    """The slip while its events are applied, in order."""

    number: str
    bags_away: dict[str, Event] = field(default_factory=dict)
    state: State | None = None
    end: Event | None = None
    closing: Event | None = None
    known: dict[str, object] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)

    def rise(self, state: State) -> bool:
        """Up to `state`, never down. True where this moved it."""
        if self.state is not None and _RANK[self.state] >= _RANK[state]:
            return False
        self.state = state
        return True

    def fill(self, **values: object) -> None:
        for name, value in values.items():
            if value is not None:
                self.known.setdefault(name, value)

    def put(self, **values: object) -> None:
        self.known.update(values)

    def forget(self, *names: str) -> None:
        for name in names:
            self.known.pop(name, None)

    def held_by(self, kind: HolderKind, event: Event, where: str | None) -> None:
        self.known["holder"] = Holder(kind, where, event.actor, event.at)

    def contradict(self, what: str, event: Event) -> None:
        self.contradictions.append(Contradiction(what, event.key))

    # one method per event, named after it

    def issued(self, event: Event) -> None:
        if "issued_at" in self.known:
            self.contradict("issued_twice", event)
            return
        body = event.body or {}
        self.put(stub=False, type=body.get("type"), type_name=body.get("type_name"), section=body.get("section"),
                 section_name=body.get("section_name"), catalogue=body.get("catalogue"),
                 retention=body.get("retention"), flags=tuple(body.get("flags", ())), visit=body.get("visit"),
                 issued_at=event.at, issued_by=event.actor, taken_at=body.get("taken_at"))
        self.fill(sheets=body.get("sheets"), sealed=bool(body.get("sealed")),
                  enclosures=tuple(body.get("enclosures", ())), other_enclosures=body.get("others", 0))
        if self.rise(State.HELD):
            self.held_by(HolderKind.BRANCH, event, event.desk)

    def reserved(self, event: Event) -> None:
        self.put(stub=False)
        if self.state is None:
            self.state = State.RESERVED

    def lost_record(self, event: Event) -> None:
        if self.state is None:
            self.state = State.LOST

    def corrected(self, event: Event) -> None:
        body = event.body or {}
        if "sheets" in body:
            self.put(sheets=body["sheets"], sealed=body["sheets"] is None)
        if "enclosures" in body:
            self.put(enclosures=tuple(body["enclosures"]), other_enclosures=body.get("others", 0))

    def bagged(self, event: Event) -> None:
        bag = self.known.get("bag")
        if bag is not None and bag != event.bag and self.state is State.BAGGED:
            self.contradict("bagged_twice", event)
            return
        if self.state is not None and _RANK[self.state] > _RANK[State.BAGGED] and bag is not None:
            if bag != event.bag:
                self.contradict("bagged_twice", event)
            return
        self.put(bag=event.bag, bagged_at=event.at)
        if self.rise(State.BAGGED):
            self.held_by(HolderKind.BAG, event, event.bag)
        away = self.bags_away.get(event.bag or "")
        if away is not None:
            self.contradict("bagged_after_dispatch", event)
            self.dispatched(away)

    def unbagged(self, event: Event) -> None:
        if self.state is State.BAGGED and self.known.get("bag") == event.bag:
            self.state = State.HELD
            self.forget("bag", "bagged_at")
            self.held_by(HolderKind.BRANCH, event, event.desk)
        elif self.state is not State.HELD:
            self.contradict("unbagged_late", event)

    def dispatched(self, event: Event) -> None:
        """The bag left; `event` is the bag's own."""
        self.bags_away[event.bag or ""] = event
        if self.known.get("bag") != event.bag:
            return
        self.fill(dispatched_at=event.at, dispatched_by=event.actor)
        if self.rise(State.DISPATCHED):
            self.held_by(HolderKind.MAIL_OUT, event, self.section)

    def received(self, event: Event) -> None:
        at = event.value("received_at") or event.at
        if event.value("source") == "paper":
            self.fill(paper_received_at=at)
        else:
            self.fill(received_at=at, received_by=event.actor, sheets_found=event.value("sheets_found"))
        if self.state is None or _RANK[self.state] < _RANK[State.DISPATCHED]:
            if "issued_at" in self.known:
                self.contradict("received_before_dispatch", event)
        if self.rise(State.RECEIVED):
            self.held_by(HolderKind.SECTION, event, self.section)

    def missing(self, event: Event) -> None:
        self.put(inquiry=True)

    def surplus(self, event: Event) -> None:
        if self.state is not State.CLOSED:
            self.held_by(HolderKind.SECTION, event, event.value("section") or event.desk)

    def sent_back(self, event: Event) -> None:
        self.put(sent_back_at=event.at)
        if self.state is not State.CLOSED:
            self.held_by(HolderKind.MAIL_BACK, event, self.section)

    def documents_back(self, event: Event) -> None:
        self.state = State.HELD
        self.closing = None
        self.forget("bag", "bagged_at", "dispatched_at", "dispatched_by", "received_at", "received_by",
                    "paper_received_at", "sheets_found", "sent_back_at", "came_back", "came_back_at",
                    "came_back_reason", "closed_at", "closed_by", "accepted")
        self.held_by(HolderKind.BRANCH, event, event.desk)

    def came_back(self, event: Event) -> None:
        if self.state is State.CLOSED:
            return
        self.put(came_back=event.value("result"), came_back_at=event.at, came_back_reason=event.value("reason"))
        if event.value("received_at"):
            self.fill(paper_received_at=event.value("received_at"))
        self.held_by(HolderKind.BRANCH, event, event.desk)

    def closed(self, event: Event) -> None:
        if self.closing is not None:
            self.contradict("closed_twice", event)
            return
        self.closing = event
        at = event.value("received_at")
        if at and event.value("source") == "paper":
            self.fill(paper_received_at=at)
        elif at:
            self.fill(received_at=at)
        self.put(closed_at=event.at, closed_by=event.actor)
        self.fill(accepted=event.value("accepted"))
        self.forget("came_back", "came_back_reason")
        self.rise(State.CLOSED)
        self.held_by(HolderKind.BINDER, event, event.desk)

    def inquiry_opened(self, event: Event) -> None:
        self.put(inquiry=True)

    def inquiry_closed(self, event: Event) -> None:
        self.put(inquiry=False)

    def voided(self, event: Event) -> None:
        self.ended(event)

    def handed_back(self, event: Event) -> None:
        self.ended(event)

    def ended(self, event: Event) -> None:
        if self.end is not None:
            self.contradict("ended_twice", event)
        else:
            self.end = event

    @property
    def section(self) -> str | None:
        known = self.known.get("section")
        return str(known) if known else rights.section_of(self.number)

    def finish(self, ineffective: Iterable[Key]) -> Slip:
        state = self.state or State.HELD
        if self.end is not None:
            if state in _RANK and _RANK[state] >= _RANK[State.DISPATCHED]:
                self.contradict(f"{self.end.type}_but_moved", self.end)
            else:
                state = State(self.end.type)
                self.put(ended_at=self.end.at, ended_reason=self.end.value("reason"))
                self.held_by(HolderKind.CITIZEN if state is State.HANDED_BACK else HolderKind.NOBODY, self.end, None)
        found = numbers.parse(self.number)
        if found is not None and found.type != numbers.RESERVED_TYPE:
            self.fill(type=found.type, section=found.type[0])
        return Slip(self.number, state, contradictions=tuple(sorted(self.contradictions, key=_by_event)),
                    ineffective=tuple(sorted(ineffective)), **self.known)  # type: ignore[arg-type]


def _by_event(contradiction: Contradiction) -> tuple[Key, str]:
    return (contradiction.event, contradiction.what)


def effective(events: Iterable[Event], members: rights.Members) -> tuple[list[Event], list[Key]]:
    """The events that count, in order, without duplicates, and the keys of those whose writer had no right.

    A revocation counts unless a later one takes it back; of two that name each other the later wins.
    """
    ordered = sorted({event.key: event for event in events if event.stream is Stream.OUT}.values(),
                     key=lambda event: event.order)
    by_key = {event.key: event for event in ordered}
    section = next((event.value("section") for event in ordered
                    if event.type == "issued" and rights.may_write(event, members)), None)
    without_right: list[Key] = []
    revoked: set[Key] = set()
    for event in reversed(ordered):
        target = by_key.get(_target(event)) if event.type == "revoked" else None
        if not rights.may_write(event, members, section=section, target=target):
            without_right.append(event.key)
        elif target is not None:
            revoked.add(target.key)
    dropped = revoked.union(without_right)
    return [event for event in ordered if event.key not in dropped and event.type != "revoked"], without_right


def _target(event: Event) -> Key:
    return (event.value("desk"), event.value("epoch"), event.value("seq"))


def fold(number: str, events: Iterable[Event], members: rights.Members) -> Slip | None:
    """What slip `number` is. `events` are its own and those of every bag that it was put into; None where nothing is known."""
    counted, without_right = effective((event for event in events if event.slip == number or event.slip is None),
                                       members)
    slip = _Slip(number)
    for event in counted:
        if event.type == "bag_dispatched":
            slip.dispatched(event)
        elif event.slip == number:
            getattr(slip, event.type)(event)
    if slip.state is None and slip.end is None and not slip.known and not without_right:
        return None
    return slip.finish(without_right)


class BagState(StrEnum):
    """Where a bag stands."""

    OPEN = "open"
    CLOSED = "closed"
    CHECKED = "checked"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Bag:
    """What is known of one bag: `slips` in it, in the order they went in, and those confirmed by a second person."""

    number: str
    state: BagState
    slips: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    packers: tuple[str, ...] = ()
    opened_at: str | None = None
    dispatched_at: str | None = None
    dispatched_by: str | None = None
    route: str | None = None
    received_at: str | None = None
    count_found: int | None = None

    @property
    def section(self) -> str:
        return rights.section_of(self.number)


def fold_bag(number: str, events: Iterable[Event], members: rights.Members) -> Bag | None:
    """What bag `number` is, from every event that names it; None where nothing is known."""
    counted, _ = effective((event for event in events if event.bag == number), members)
    if not counted:
        return None
    slips: dict[str, str] = {}
    checked: dict[str, None] = {}
    known: dict[str, object] = {}
    seen = set()
    for event in counted:
        seen.add(event.type)
        if event.type == "bagged" and event.slip:
            slips.setdefault(event.slip, event.actor)
        elif event.type == "unbagged" and event.slip:
            slips.pop(event.slip, None)
            checked.pop(event.slip, None)
        elif event.type == "checked" and event.slip and event.value("result") == "agrees":
            checked[event.slip] = None
        elif event.type == "bag_opened":
            known.setdefault("opened_at", event.at)
        elif event.type == "bag_dispatched":
            known.setdefault("dispatched_at", event.at)
            known.setdefault("dispatched_by", event.actor)
            known.setdefault("route", event.value("route"))
        elif event.type == "bag_received":
            known.setdefault("received_at", event.value("received_at") or event.at)
            known.setdefault("count_found", event.value("count_found"))
    packers = tuple(sorted(set(slips.values())))
    confirmed = tuple(slip for slip in slips if slip in checked)
    if "bag_received" in seen:
        state = BagState.RECEIVED
    elif "bag_dispatched" in seen:
        state = BagState.DISPATCHED
    elif "bag_closed" in seen:
        state = BagState.CHECKED if slips and len(confirmed) == len(slips) else BagState.CLOSED
    else:
        state = BagState.OPEN
    return Bag(number, state, tuple(slips), confirmed, packers, **known)  # type: ignore[arg-type]


FIELDS = tuple(item.name for item in fields(Slip))
