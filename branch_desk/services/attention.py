"""要対応: what somebody has to look at, oldest first, with the last known holder. Reads only.

Promise 2 (DESIGN.md): every slip is somewhere, and the program says so before anybody has to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from branch_desk.domain import attention, era, numbers
from branch_desk.domain import words_attention as words
from branch_desk.domain.attention import Late, Limits, Why
from branch_desk.domain.events import KINDS
from branch_desk.domain.fold import (
    BagState,
    HolderKind,
    Slip,
    State,
    effective,
    fold,
    fold_bag,
)
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import Role
from branch_desk.domain.words_bags import ROUTES
from branch_desk.services import book, limits, opening, people, printjobs
from branch_desk.store.ledger import Ledger

TRAVELLING = tuple(name for name, kind in KINDS.items() if kind.travels)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of 要対応. `section` is the section's digit, `since` the moment from which `opening_days` are counted;
    `limit` how many may pass (None: it stands here at once), `over` that more passed. `number` is a bag's where only
    a bag's paper is in doubt, and no slip's where a backup place is meant."""

    number: str
    label: str
    why: str
    since: str
    opening_days: int
    last_holder: str
    section: str | None
    section_name: str
    over: bool
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _At:
    """By what it is judged."""

    now: datetime
    days: OpeningDays
    limits: Limits

    @property
    def boundaries(self) -> attention.Boundaries:
        return attention.boundaries(self.now, self.days, self.limits)


def list(ledger: Ledger, on: date | None = None) -> tuple[Item, ...]:
    """What stands in 要対応 now, oldest first; with `on` as it is, was or will be at the end of that day."""
    at = _at(ledger, on)
    past = on is not None and on < ledger.now().date()
    found = [(late, _item(ledger, slip, late))
             for slip, late in _reasons(ledger, at, _back_then(ledger, at) if past else _candidates(ledger, at), past)]
    if not past:
        found += _doubtful_prints(ledger, at)
        found += _keys_left(ledger, at)
    return tuple(item for _, item in sorted(found, key=lambda pair: (pair[0].since, pair[1].label)))


def count(ledger: Ledger) -> int:
    """How many there are, for the rail: asked after every change, so no word is made and no bag looked up."""
    at = _at(ledger, None)
    late = _late(ledger, at)
    lately = _told_lately(ledger, at, frozenset(slip.number for slip in late))
    found = sum(begun.begins <= at.now for slip in late if ours(ledger, slip)
                for begun in attention.beginnings(slip, at.days, at.limits))
    found += sum(begun.begins <= at.now for slip in lately if ours(ledger, slip)
                 for begun in attention.beginnings(slip, at.days, at.limits, bag_received=_bag_received(ledger, slip, None)))
    return found + len(_doubtful_prints(ledger, at)) + len(ledger.erasure.waiting())


def of_slip(ledger: Ledger, slip: Slip) -> tuple[Late, ...]:
    """Why one slip stands there now; () where it does not."""
    return tuple(late for _, late in _reasons(ledger, _at(ledger, None), (slip,)))


def item_of(ledger: Ledger, slip: Slip) -> Item:
    """A slip that is not late, as if it were to be asked about: for what is recorded of it all the same."""
    now = ledger.now()
    return _item(ledger, slip, Late(Why.INQUIRY if slip.inquiry else Why.NOT_ARRIVED, now, 0))


def as_json(item: Item) -> dict[str, object]:
    """One line as the command line answers it (DESIGN.md)."""
    return {"number": item.number, "label": item.label, "why": item.why, "since": item.since,
            "opening_days": item.opening_days, "last_holder": item.last_holder, "section": item.section_name or None,
            "section_code": item.section, "limit": item.limit, "over": item.over}


def holder_words(ledger: Ledger, slip: Slip, form: dict[str, str] = words.HOLDER) -> str:
    """最後の所在 with what was done there, when, and by whom."""
    holder = slip.holder
    who, at = who_holds(ledger, slip), holder.at
    where = holder.where or ""
    if holder.kind is HolderKind.BRANCH:
        where = ledger.desk_names.get(where, where)
    elif holder.kind is HolderKind.BAG:
        where = book.label(ledger, where)
    elif holder.kind is HolderKind.MAIL_OUT:
        bag = ledger.bag(slip.bag) if slip.bag else None
        where = ROUTES.get((bag.route if bag else None) or "", ROUTES["internal_mail"])
    elif holder.kind is HolderKind.SECTION:
        where = book.section_name(ledger, slip, holder.where)
    sentence = form[holder.kind.value]
    if form is words.HOLDER and holder.kind is HolderKind.BRANCH and slip.came_back:
        sentence = words.CAME_BACK
    elif form is words.HOLDER and holder.kind is HolderKind.SECTION and slip.state is State.DISPATCHED:
        sentence = words.FOUND_AT
    if holder.kind is HolderKind.SECTION and slip.state is not State.DISPATCHED:
        at = slip.received_at or slip.paper_received_at or at       # as the section wrote it, not when it was keyed in
    day = f"{era.moment(at).month}/{era.moment(at).day}" if at else ""
    return " ".join(sentence.format(where=where, at=day, who=who).split(" ")).strip()


def who_holds(ledger: Ledger, slip: Slip) -> str:
    """The surname of whoever said where the papers are. Names never travel: of another branch's staff or a section's
    only the number is known."""
    holder = slip.holder
    if not holder.actor:
        return ""
    desk = {HolderKind.BRANCH: holder.where, HolderKind.BINDER: holder.where}.get(holder.kind, slip.desk)
    if holder.kind in (HolderKind.SECTION, HolderKind.MAIL_BACK):
        wrote = next((event for event in reversed(ledger.events(slip.number))
                      if event.at == holder.at and event.actor == holder.actor), None)
        if wrote is not None and wrote.value("source") == "paper":
            return ""       # keyed in at the branch: nobody here knows who took it
        desk = wrote.desk if wrote else None
    return people.who_wrote(ledger, desk, holder.actor)


def ours(ledger: Ledger, slip: Slip) -> bool:
    """A section looks after what is addressed to it, a branch after what it took in, or holds the original of."""
    if ledger.desk.role is Role.SECTION:
        return slip.section in (None, ledger.desk.section)
    issuer = ledger.members.get(slip.desk)
    return (ledger.desk.role is Role.OFFICE or issuer is None or issuer.branch == ledger.desk.branch
            or "other_branch" in slip.marks)


# ---- inside


def _at(ledger: Ledger, on: date | None) -> _At:
    now = ledger.now() if on is None else datetime.combine(on, time(23, 59, 59), era.JST)
    return _At(now, opening.days(ledger), limits.of(ledger))


def _reasons(ledger: Ledger, at: _At, slips: Iterable[Slip], past: bool = False) -> Iterator[tuple[Slip, Late]]:
    for slip in slips:
        if not ours(ledger, slip):
            continue
        for late in attention.reasons(slip, at.now, at.days, at.limits, known=_known(ledger, slip, at.now),
                                      bag_received=_bag_received(ledger, slip, at.now if past else None)):
            yield slip, late


def _candidates(ledger: Ledger, at: _At) -> tuple[Slip, ...]:
    """Every slip that may be late, each once."""
    late = _late(ledger, at)
    return (*late, *_told_lately(ledger, at, frozenset(slip.number for slip in late)))


def _late(ledger: Ledger, at: _At) -> tuple[Slip, ...]:
    edge = at.boundaries
    return ledger.late(edge.held, edge.dispatched, edge.received)


def _told_lately(ledger: Ledger, at: _At, known: frozenset[str]) -> tuple[Slip, ...]:
    """What bags that were taken in left over, and what other sections found. Older ones were dispatched so long ago
    that the index has them too."""
    today = ledger.now().date()
    first = at.days.back(today, at.limits.arrive) - timedelta(days=1)
    found: dict[str, Slip] = {}
    for event in ledger.events_between(first, today, ("surplus", "bag_received")):
        bag = ledger.bag(event.bag) if event.type == "bag_received" and event.bag else None
        for number in (event.slip,) if event.slip else bag.slips if bag else ():
            slip = None if number is None or number in known or number in found else ledger.slip(number)
            if slip is not None and slip.state is State.DISPATCHED:
                found[slip.number] = slip
    return tuple(found.values())


def _back_then(ledger: Ledger, at: _At) -> Iterator[Slip]:
    """The slips that may have been late at the end of a past day, each as it stood then: what was written since is
    left out of the fold."""
    edge, end = at.boundaries, era.stamp(at.now)
    later = ledger.events_between(at.now.date() + timedelta(days=1), ledger.now().date(), TRAVELLING)
    touched = {event.slip for event in later if event.slip}
    for number in {event.bag for event in later if event.bag and not event.slip}:
        bag = ledger.bag(number)
        touched.update(bag.slips if bag else ())
    candidates = {slip.number for slip in ledger.late(edge.held, edge.dispatched, edge.received)} | touched
    first = at.days.back(at.now.date(), at.limits.arrive) - timedelta(days=1)
    for event in ledger.events_between(first, at.now.date(), ("surplus", "bag_received")):
        bag = ledger.bag(event.bag) if event.bag else None
        candidates.update({event.slip} if event.slip else bag.slips if bag else ())
    for number in sorted(candidates):
        then = [event for event in ledger.history(number) if event.at <= end]
        slip = fold(number, then, ledger.members) if then else None
        if slip is not None:
            yield slip


def _known(ledger: Ledger, slip: Slip, now: datetime) -> dict[Why, datetime]:
    """Since when an inquiry or a contradiction is known, from the events: only few slips have one."""
    if not slip.marks & {"inquiry", "contradiction"}:
        return {}
    events = [event for event in ledger.history(slip.number) if event.at <= era.stamp(now)]
    counted, _ = effective(events, ledger.members)
    known: dict[Why, datetime] = {}
    for event in counted:
        if event.type in ("inquiry_opened", "missing"):
            known.setdefault(Why.INQUIRY, era.moment(event.at))
        elif event.type == "inquiry_closed":
            known.pop(Why.INQUIRY, None)
    keys = {item.event for item in slip.contradictions}
    told = [era.moment(event.at) for event in events if event.key in keys]
    if told:
        known[Why.CONTRADICTION] = min(told)
    return known


def _bag_received(ledger: Ledger, slip: Slip, until: datetime | None) -> datetime | None:
    """When the bag of a slip that is still on its way was taken in at the section."""
    if slip.state is not State.DISPATCHED or slip.bag is None:
        return None
    bag = ledger.bag(slip.bag) if until is None else fold_bag(
        slip.bag, [event for event in ledger.events_of_bag(slip.bag) if event.at <= era.stamp(until)], ledger.members)
    if bag is None or bag.state is not BagState.RECEIVED:
        return None
    return era.moment(bag.received_at) if bag.received_at else None


def _doubtful_prints(ledger: Ledger, at: _At) -> tuple[tuple[Late, Item], ...]:
    """Papers of which nobody knows whether they came out, one line a slip or bag; those of no slip or bag are left to
    the panel at the start."""
    found: dict[str, tuple[Late, Item]] = {}
    for waiting in printjobs.pending(ledger):
        number, since = waiting.job.slip or waiting.job.bag, era.moment(waiting.job.queued_at)
        if number is None or number in found or since > at.now:
            continue
        late = Late(Why.PRINT_DOUBTFUL, since, at.days.between(since.date(), at.now.date()))
        slip = ledger.slip(number) if waiting.job.slip else None
        if slip is not None:
            found[number] = (late, _item(ledger, slip, late))
            continue
        catalogue = ledger.catalogue()
        section = catalogue.section(number[6]) if catalogue else None
        found[number] = (late, Item(number, words.BAG.format(label=book.label(ledger, number)), late.why.value,
                                    era.stamp(since), late.opening_days, ledger.desk.name, number[6],
                                    section.name if section else "", False))
    return tuple(found.values())


def _keys_left(ledger: Ledger, at: _At) -> tuple[tuple[Late, Item], ...]:
    """Backup places that could not be reached when personal data was erased. The number is the place's own: it begins
    with a kind that no slip has."""
    found = []
    for place in ledger.erasure.waiting():
        since = era.moment(place.seen)
        late = Late(Why.KEY_LEFT, since, at.days.between(since.date(), at.now.date()) if since <= at.now else 0)
        found.append((late, Item(place.name, words.KEY_PLACE, late.why.value, era.stamp(since), late.opening_days,
                                 words.short_place(str(place.path)), None, "", False)))
    return tuple(found)


def _item(ledger: Ledger, slip: Slip, late: Late) -> Item:
    section = slip.section
    parsed = numbers.parse(slip.number)
    if section is None and parsed is not None and parsed.type != numbers.RESERVED_TYPE:
        section = parsed.type[0]
    return Item(slip.number, book.label(ledger, slip.number), late.why.value, era.stamp(late.since), late.opening_days,
                holder_words(ledger, slip), section, book.section_name(ledger, slip), late.over, late.limit)
