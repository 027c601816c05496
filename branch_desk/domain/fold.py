"""From the set of a slip's events to what the slip is (EVENTS.md, Fold).

The answer depends on the set alone: any order of arrival and any duplication gives the same slip, so desks that
were apart agree when they meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

from branch_desk.domain import numbers, rights
from branch_desk.domain.bag import Bag, BagState, fold_bag
from branch_desk.domain.effective import effective
from branch_desk.domain.events import Event, Key

__all__ = ["FIELDS", "OPEN", "VERSION", "Bag", "BagState", "Contradiction", "Holder", "HolderKind", "Slip", "State",
           "effective", "fold", "fold_bag"]

# Counted up with every change of what the same events give: a ledger then makes its slips and bags again by itself.
# A test pins what this version gives.
VERSION = 3


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
    held_at: str | None = None              # custody began: issued, taken, or the documents themselves came back
    bag: str | None = None
    bagged_at: str | None = None
    dispatched_at: str | None = None
    dispatched_by: str | None = None
    received_at: str | None = None
    received_by: str | None = None
    paper_received_at: str | None = None
    sheets_found: int | None = None
    enclosures_found: int | None = None
    received_differs: str | None = None     # what the section said did not agree
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
    settled: int = 0                        # contradictions that an inquiry looked into
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

    @property
    def since(self) -> str | None:
        """The moment from which its present limit counts; None where no limit runs."""
        if not self.open:
            return None
        if self.came_back:
            return self.came_back_at
        if self.state is State.DISPATCHED:
            return self.dispatched_at
        if self.state is State.RECEIVED:
            return self.received_at or self.paper_received_at
        # A blank whose type nobody has keyed in yet counts from the first that is known of its papers.
        return self.held_at or self.bagged_at or (None if self.stub else self.holder.at)

    @property
    def miscounted(self) -> bool:
        """Whether the section found other sheets or enclosures than the slip says."""
        expected = len(self.enclosures) + self.other_enclosures
        if self.received_differs is not None:
            return True
        return (None not in (self.sheets, self.sheets_found) and self.sheets != self.sheets_found) or (
            self.enclosures_found is not None and not self.stub and self.enclosures_found != expected)

    @property
    def marks(self) -> frozenset[str]:
        """What somebody must look at whatever the day: inquiry, differs, time_missing, other_branch, contradiction,
        no_time (closed without any time of receipt)."""
        found = {"inquiry": self.inquiry, "contradiction": len(self.contradictions) > self.settled,
                 "no_time": self.state is State.CLOSED and not (self.received_at or self.paper_received_at),
                 "differs": self.open and (self.came_back == "differs" or self.miscounted),
                 "time_missing": self.open and self.came_back == "time_missing",
                 "other_branch": self.open and self.came_back == "other_branch"}
        return frozenset(name for name, is_so in found.items() if is_so)


OPEN = frozenset({State.HELD, State.BAGGED, State.DISPATCHED, State.RECEIVED})
_RANK = {State.RESERVED: -1, State.LOST: -1, State.HELD: 0, State.BAGGED: 1, State.DISPATCHED: 2, State.RECEIVED: 3,
         State.CLOSED: 4}
# How far along its way a holder is. A step that arrives late in the order never takes the papers back.
_WAY = {HolderKind.BRANCH: 0, HolderKind.BAG: 1, HolderKind.MAIL_OUT: 2, HolderKind.SECTION: 3,
        HolderKind.MAIL_BACK: 4, HolderKind.BINDER: 6}
_BACK_AT_BRANCH = 5
_OF_THE_WAY = ("bag", "bagged_at", "dispatched_at", "dispatched_by", "received_at", "received_by", "paper_received_at",
               "sheets_found", "enclosures_found", "received_differs", "sent_back_at", "came_back", "came_back_at",
               "came_back_reason", "closed_at", "closed_by", "accepted")


@dataclass(slots=True)
class _Slip:
    """The slip while its events are applied, in order."""

    number: str
    state: State | None = None
    known: dict[str, object] = field(default_factory=dict)
    bags: dict[str, Event] = field(default_factory=dict)    # put into and not taken out of, in order
    away: dict[str, Event] = field(default_factory=dict)    # every bag that left
    past: set[str] = field(default_factory=set)             # bags of a way that documents_back ended
    holder: tuple[int, HolderKind, str | None, Event] | None = None
    receipt: Event | None = None                            # the section's own
    closing: Event | None = None
    end: Event | None = None
    contradictions: list[Contradiction] = field(default_factory=list)

    def rise(self, state: State) -> None:
        """Up to `state`, never down."""
        if self.state is None or _RANK[self.state] < _RANK[state]:
            self.state = state

    def fill(self, **values: object) -> None:
        for name, value in values.items():
            if value is not None:
                self.known.setdefault(name, value)

    def put(self, **values: object) -> None:
        self.known.update(values)

    def forget(self, *names: str) -> None:
        for name in names:
            self.known.pop(name, None)

    def hold(self, kind: HolderKind, event: Event, where: str | None = None, way: int | None = None) -> None:
        """The papers are with `where`; None is the slip's section."""
        way = _WAY[kind] if way is None else way
        if self.holder is None or way >= self.holder[0]:
            self.holder = (way, kind, where, event)

    def contradict(self, what: str, event: Event) -> None:
        self.contradictions.append(Contradiction(what, event.key))

    def issued(self, event: Event) -> None:
        if "issued_at" in self.known:
            self.contradict("issued_twice", event)
            return
        body = event.body or {}
        self.put(stub=False, type=body.get("type"), type_name=body.get("type_name"), section=body.get("section"),
                 section_name=body.get("section_name"), catalogue=body.get("catalogue"),
                 retention=body.get("retention"), flags=tuple(body.get("flags", ())), visit=body.get("visit"),
                 issued_at=event.at, issued_by=event.actor, taken_at=body.get("taken_at"))
        self.fill(held_at=body.get("taken_at") or event.at)
        self.fill(sheets=body.get("sheets"), sealed=bool(body.get("sealed")),
                  enclosures=tuple(body.get("enclosures", ())), other_enclosures=body.get("others", 0))
        self.rise(State.HELD)
        self.hold(HolderKind.BRANCH, event, event.desk)

    def reserved(self, event: Event) -> None:
        self.put(stub=False)
        self.state = self.state or State.RESERVED

    def lost_record(self, event: Event) -> None:
        self.state = self.state or State.LOST

    def corrected(self, event: Event) -> None:
        body = event.body or {}
        if "sheets" in body:
            self.put(sheets=body["sheets"], sealed=body["sheets"] is None)
        if "enclosures" in body:
            self.put(enclosures=tuple(body["enclosures"]), other_enclosures=body.get("others", 0))

    def bagged(self, event: Event) -> None:
        self.bags.setdefault(event.bag or "", event)
        self.lie_in_bag()

    def bag_dispatched(self, event: Event) -> None:
        self.away.setdefault(event.bag or "", event)
        self.lie_in_bag()

    def unbagged(self, event: Event) -> None:
        """Down to held, also where the bag left meanwhile: who took it out has it in hand. A receipt stands."""
        bag = event.bag or ""
        if self.known.get("bag") == bag:
            if bag in self.away:
                self.contradict("unbagged_late", event)
                if self.state in (State.RECEIVED, State.CLOSED):
                    return
            self.forget("bag", "bagged_at", "dispatched_at", "dispatched_by")
            if self.state in (State.BAGGED, State.DISPATCHED):
                self.state, self.holder = State.HELD, None
                self.hold(HolderKind.BRANCH, event, event.desk)
        self.bags.pop(bag, None)
        self.lie_in_bag()

    def lie_in_bag(self) -> None:
        """Of several bags the first stands, but one that left before one that did not: a state never goes down by that."""
        bag = next((bag for bag in self.bags if bag in self.away), next(iter(self.bags), None))
        if bag is None:
            return
        packed, away = self.bags[bag], self.away.get(bag)
        if self.known.get("bag") != bag:
            self.forget("dispatched_at", "dispatched_by")
        self.put(bag=bag, bagged_at=packed.at)
        self.rise(State.BAGGED)
        self.hold(HolderKind.BAG, packed, bag)
        if away is not None:
            self.fill(dispatched_at=away.at, dispatched_by=away.actor)
            self.rise(State.DISPATCHED)
            self.hold(HolderKind.MAIL_OUT, away)

    def received(self, event: Event) -> None:
        if event.bag in self.past:
            return
        at = event.value("received_at") or event.at
        if event.value("source") == "paper":
            self.fill(paper_received_at=at)
        else:
            self.receipt = self.receipt or event
            self.fill(received_at=at, received_by=event.actor, sheets_found=event.value("sheets_found"),
                      enclosures_found=event.value("enclosures_found"), received_differs=event.value("differs"))
        self.rise(State.RECEIVED)
        self.hold(HolderKind.SECTION, event)

    def missing(self, event: Event) -> None:
        self.put(inquiry=True)

    def surplus(self, event: Event) -> None:
        self.hold(HolderKind.SECTION, event, event.value("section") or event.desk)

    def sent_back(self, event: Event) -> None:
        self.put(sent_back_at=event.at)
        self.hold(HolderKind.MAIL_BACK, event)

    def documents_back(self, event: Event) -> None:
        """Held again. The way so far is over, with a void that came too late for it: it would hide papers that are here."""
        if self.state is not None and _RANK[self.state] >= _RANK[State.DISPATCHED]:
            self.end = None
        self.past.update(bag for bag in self.bags if bag in self.away)
        self.bags.clear()
        self.forget(*_OF_THE_WAY)
        self.put(held_at=event.at)
        self.state, self.holder, self.receipt, self.closing = State.HELD, None, None, None
        self.hold(HolderKind.BRANCH, event, event.desk)

    def came_back(self, event: Event) -> None:
        if self.state is State.CLOSED:
            return
        self.put(came_back=event.value("result"), came_back_at=event.at, came_back_reason=event.value("reason"))
        self.fill(paper_received_at=event.value("received_at"))
        self.hold(HolderKind.BRANCH, event, event.desk, _BACK_AT_BRANCH)

    def closed(self, event: Event) -> None:
        if self.closing is not None:
            self.contradict("closed_twice", event)
            return
        self.closing = event
        if event.value("source") == "paper" and event.value("received_at"):
            self.put(paper_received_at=event.value("received_at"))
        self.put(closed_at=event.at, closed_by=event.actor, accepted=event.value("accepted"))
        self.forget("came_back", "came_back_reason")
        self.rise(State.CLOSED)
        self.hold(HolderKind.BINDER, event, event.desk)

    def inquiry_opened(self, event: Event) -> None:
        self.put(inquiry=True)

    def inquiry_closed(self, event: Event) -> None:
        self.put(inquiry=False)
        if event.value("contradictions") is not None:
            self.put(settled=event.value("contradictions"))

    def ended(self, event: Event) -> None:
        if self.end is not None:
            self.contradict("ended_twice", event)
        else:
            self.end = event

    @property
    def section(self) -> str | None:
        """None for a blank whose type nobody has keyed in yet."""
        known = self.known.get("section")
        return str(known) if known else None

    def finish(self, ineffective: Iterable[Key]) -> Slip:
        found = numbers.parse(self.number)
        if found is not None and found.type != numbers.RESERVED_TYPE:
            self.fill(type=found.type, section=found.type[0])
        if self.closing is not None and self.closing.value("source") == "section":
            self.fill(received_at=self.closing.value("received_at"))
        for bag, event in self.bags.items():
            if bag != self.known.get("bag"):
                self.contradict("bagged_twice", event)
            if bag in self.away and self.away[bag].order < event.order:
                self.contradict("bagged_after_dispatch", event)
        if self.receipt is not None and "issued_at" in self.known and "dispatched_at" not in self.known:
            self.contradict("received_before_dispatch", self.receipt)
        if self.holder is not None:
            _, kind, where, event = self.holder
            self.put(holder=Holder(kind, where or self.section, event.actor, event.at))
        state = self.state or State.HELD
        if self.end is not None:
            if _RANK[state] >= _RANK[State.DISPATCHED]:
                self.contradict(f"{self.end.type}_but_moved", self.end)
            else:
                state = State(self.end.type)
                kind = HolderKind.CITIZEN if state is State.HANDED_BACK else HolderKind.NOBODY
                self.put(ended_at=self.end.at, ended_reason=self.end.value("reason"),
                         holder=Holder(kind, None, self.end.actor, self.end.at))
        return Slip(self.number, state, contradictions=tuple(sorted(self.contradictions, key=_by_event)),
                    ineffective=tuple(sorted(ineffective)), **self.known)  # type: ignore[arg-type]


# A bag's own events (opened, closed, received), `checked` and `contacted` say nothing of a slip's state.
_APPLY = {
    "issued": _Slip.issued, "reserved": _Slip.reserved, "lost_record": _Slip.lost_record, "corrected": _Slip.corrected,
    "bagged": _Slip.bagged, "unbagged": _Slip.unbagged, "received": _Slip.received, "missing": _Slip.missing,
    "surplus": _Slip.surplus, "sent_back": _Slip.sent_back, "documents_back": _Slip.documents_back,
    "came_back": _Slip.came_back, "closed": _Slip.closed, "inquiry_opened": _Slip.inquiry_opened,
    "inquiry_closed": _Slip.inquiry_closed, "voided": _Slip.ended, "handed_back": _Slip.ended,
}


def _by_event(contradiction: Contradiction) -> tuple[Key, str]:
    return (contradiction.event, contradiction.what)


def fold(number: str, events: Iterable[Event], members: rights.Members) -> Slip | None:
    """What slip `number` is. `events` are its own and those of every bag that it was put into; None where nothing is known."""
    concerned = [event for event in events if event.slip == number or event.slip is None]
    counted, without_right = effective(concerned, members)
    refused = set(without_right)
    if not any(event.slip == number for event in counted) and not any(
            event.slip == number and event.key in refused for event in concerned):
        return None
    slip = _Slip(number)
    for event in counted:
        if event.type == "bag_dispatched":
            slip.bag_dispatched(event)
        elif event.slip == number and event.type in _APPLY:
            _APPLY[event.type](slip, event)
    return slip.finish(without_right)


FIELDS = tuple(item.name for item in fields(Slip))
