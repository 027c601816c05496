"""What screens show of slips: rows of the 回送管理簿, the facts of one slip in words, today's returns. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from branch_desk.domain import era, numbers, words
from branch_desk.domain import words_book as said
from branch_desk.domain.catalogue import Section
from branch_desk.domain.fold import BagState, Slip, State
from branch_desk.services import book, catalogues, opening, people, returns
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `name` is masked."""

    number: str
    label: str
    state: str
    type_name: str
    name: str
    holder: str
    opening: str


@dataclass(frozen=True, slots=True)
class Out:
    """What is still out; `days` by number, where it is known when the papers were taken in."""

    rows: tuple[Row, ...]
    total: int
    days: dict[str, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """One slip in words. `staff` took it in; `phone` is the section's; `ended` says when, who and why of a void or a return."""

    slip: Slip
    label: str
    type_name: str
    section: str
    phone: str | None
    amount: str
    taken: str
    staff: str
    desk: str
    holder: str
    dispatched: str | None
    received: str | None
    received_source: str
    closed: str | None
    ended: str | None
    ended_reason: str | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A scan on 返送照合: its verdict, and the slip in words where there is one."""

    scanned: returns.Scanned
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class BagSeen:
    """A bag as the strip says it on a screen that does not open bags: for whom, how many slips, where it is."""

    number: str
    label: str
    section: str
    count: int
    state: str
    where: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A slip with its history. `by_copy` says that another paper than the 原本 was read."""

    opened: book.Opened
    facts: Facts
    where: str
    by_copy: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class CameBack:
    """One slip that came back today. `result` is closed, differs, time_missing or other_branch."""

    number: str
    label: str
    type_name: str
    result: str
    at: str


def outstanding(ledger: Ledger, limit: int = 200) -> Out:
    """未返送: what is still out, oldest first, each with the opening days since its papers were taken in."""
    slips = tuple(book.outstanding(ledger, limit))
    calendar, today = opening.days(ledger), ledger.now().date()
    taken = {slip.number: era.moment(slip.held_at).date() for slip in slips if slip.held_at}
    passed = {day: calendar.between(day, today) for day in set(taken.values())}
    return Out(rows_of(ledger, slips), ledger.count_outstanding(), {number: passed[day] for number, day in taken.items()})


def longest(ledger: Ledger) -> int | None:
    """For how many opening days the oldest slip that is still out has been; None where none is."""
    oldest = ledger.outstanding(1)
    if not oldest or oldest[0].held_at is None:
        return None
    return opening.days(ledger).between(era.moment(oldest[0].held_at).date(), ledger.now().date())


def scan(ledger: Ledger, text: str) -> Returned:
    """The verdict of 返送照合 on a scan, with the slip in words."""
    scanned = returns.scan(ledger, text)
    return Returned(scanned, facts(ledger, scanned.slip) if scanned.slip else None)


def bag(ledger: Ledger, text: str) -> BagSeen | Refusal:
    """What a bag's barcode is: section, count, where it is. Reads only."""
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind != numbers.BAG:
        return refuse("not_a_number")
    found = ledger.bag(parsed.digits)
    if found is None:
        return refuse("no_such_bag", label=book.label(ledger, parsed.digits))
    section = catalogues.of(ledger).section(found.section)
    name = section.name if section else found.section
    since = _when(found.received_at if found.state is BagState.RECEIVED else found.dispatched_at)
    where = words.BAG_AT[found.state.value].format(section=name, since=since, desk=_desk_name(ledger, parsed.desk))
    return BagSeen(parsed.digits, book.label(ledger, parsed.digits), name, len(found.slips), found.state.value, where)


def look(ledger: Ledger, text: str) -> Looked | Refusal:
    """A slip with its history by any of its numbers, names masked."""
    opened = book.open_slip(ledger, text)
    if isinstance(opened, Refusal):
        return opened
    parsed = numbers.read(text)
    return _looked(ledger, opened, by_copy=parsed is not None and parsed.real_kind == numbers.COPY)


def look_with_names(ledger: Ledger, who: object, text: str) -> Looked | Refusal:
    """The same with the names, which is recorded."""
    opened = book.open_with_names(ledger, who, text)  # type: ignore[arg-type]
    return opened if isinstance(opened, Refusal) else _looked(ledger, opened, named=True)


def as_read(looked: Looked, by_copy: bool) -> Looked:
    """The same slip, asked again: by the paper by which it was opened."""
    return replace(looked, by_copy=by_copy)


def without_names(looked: Looked) -> Looked:
    """Masked again, and without what was typed beside a reason."""
    name = looked.facts.name
    lines = tuple(replace(line, typed={}) for line in looked.opened.lines)
    return replace(
        looked,
        named=False,
        facts=replace(looked.facts, name=f"{name[0]}{book.MASK}" if name else ""),
        opened=replace(looked.opened, names={}, lines=lines),
    )


def facts(ledger: Ledger, slip: Slip) -> Facts:
    """One slip in words, without a name."""
    section = _section(ledger, slip)
    ended, reason = _ending(ledger, slip)
    received = slip.received_at or slip.paper_received_at
    by_section = slip.received_at is not None
    return Facts(
        slip,
        book.label(ledger, slip.number),
        slip.type_name or _type_name(ledger, slip),
        book.section_name(ledger, slip),
        section.phone if section else None,
        _amount(ledger, slip),
        _when(slip.taken_at or slip.issued_at),
        surname(ledger, slip.issued_by, slip.desk),
        ledger.desk.name if slip.desk == ledger.desk.code else slip.desk,
        book.holder_words(ledger, slip),
        _when(slip.dispatched_at) or None,
        _when(received) or None,
        said.by_section(book.section_name(ledger, slip)) if by_section else said.FROM_PAPER,
        f"{_when(slip.closed_at)} {surname(ledger, slip.closed_by, slip.desk)}".strip() if slip.closed_at else None,
        ended,
        reason,
    )


def surname(ledger: Ledger, code: str | None, desk: str | None = None) -> str:
    """Who a staff code is that was written at `desk` (None: here), as screens say it. The same code is somebody else in
    another branch or section: there the code alone is told."""
    return people.who_wrote(ledger, desk, code) if code else ""


def sections(ledger: Ledger) -> tuple[Section, ...]:
    """The sections of the catalogue, by their digit."""
    return tuple(sorted(catalogues.of(ledger).sections, key=lambda section: section.code))


def today(ledger: Ledger) -> tuple[CameBack, ...]:
    """What came back today at this desk, each slip once and as it is now, newest first. What was taken back is not in it."""
    day = ledger.now().date()
    events = ledger.events_between(day, day, ("closed", "came_back"))
    latest = {event.slip: event for event in events if event.slip and event.desk == ledger.desk.code}
    back = []
    for event in sorted(latest.values(), key=lambda event: event.order, reverse=True):
        slip = ledger.slip(event.slip or "")
        result = "closed" if slip and slip.state is State.CLOSED else slip.came_back if slip else None
        if slip and result:
            back.append(
                CameBack(
                    slip.number,
                    book.label(ledger, slip.number),
                    slip.type_name or _type_name(ledger, slip),
                    result,
                    event.at,
                )
            )
    return tuple(back)


# ---- inside


def rows_of(ledger: Ledger, slips: tuple[Slip, ...]) -> tuple[Row, ...]:
    """Slips as lines of a list."""
    names = book.masked(ledger, tuple(slip.number for slip in slips))
    return tuple(
        Row(
            slip.number,
            book.label(ledger, slip.number),
            slip.state.value,
            slip.type_name or _type_name(ledger, slip),
            names.get(slip.number, ""),
            book.holder_words(ledger, slip),
            era.slashed(era.moment(at)) if (at := slip.taken_at or slip.issued_at) else "",
        )
        for slip in slips
    )


def _looked(ledger: Ledger, opened: book.Opened, *, by_copy: bool = False, named: bool = False) -> Looked:
    slip = opened.slip
    name = (
        opened.names.get("depositor", "")
        if named
        else book.masked(ledger, (slip.number,)).get(slip.number, "")
    )
    shown = facts(ledger, slip)
    return Looked(opened, replace(shown, name=name), returns.told(ledger, slip), by_copy, named)


def _section(ledger: Ledger, slip: Slip) -> Section | None:
    return catalogues.of(ledger).section(slip.section or "")


def _type_name(ledger: Ledger, slip: Slip) -> str:
    item = catalogues.of(ledger).type(slip.type or "")
    return item.name if item else ""


def _amount(ledger: Ledger, slip: Slip) -> str:
    """3枚・添付1点（介護保険被保険者証）."""
    if slip.stub:
        return said.UNKNOWN
    catalogue = catalogues.of(ledger)
    named = [item.name for item in (catalogue.enclosure(code) for code in slip.enclosures) if item]
    return said.amount(slip.sheets, slip.sealed, len(slip.enclosures) + slip.other_enclosures, tuple(named))


def _ending(ledger: Ledger, slip: Slip) -> tuple[str | None, str | None]:
    if slip.state not in (State.VOIDED, State.HANDED_BACK):
        return None, None
    actor = next(
        (event.actor for event in reversed(ledger.events(slip.number)) if event.type == slip.state.value),
        None,
    )
    reason = words.ENDED_REASONS.get(slip.ended_reason or "") or words.BACK_REASONS.get(
        slip.ended_reason or ""
    )
    return f"{_when(slip.ended_at)} {surname(ledger, actor, slip.desk)}".strip(), reason


def _desk_name(ledger: Ledger, code: str) -> str:
    return ledger.desk_names.get(code, code)


def _when(at: str | None) -> str:
    return era.month_day_clock(era.moment(at)) if at else ""
