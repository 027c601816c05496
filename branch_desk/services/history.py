"""経過書: what happened to one slip, for the incident report. Who, where, when, who was called, when the citizen was
told, and since when it is known. No names of citizens, and nothing that was typed freely: a note may hold a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

import printing
from branch_desk.domain import attention as rule
from branch_desk.domain import era, numbers
from branch_desk.domain import words as codes
from branch_desk.domain import words_attention as words
from branch_desk.domain.attention import Limits, Why
from branch_desk.domain.events import Event
from branch_desk.domain.fold import BagState, Slip, State, effective, fold, fold_bag
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.domain.words_bags import ROUTES
from branch_desk.services import attention, book, catalogues, inquiry, limits, opening, people
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger

LEFT_OUT = frozenset({"contacted", "viewed", "exported", "signed_in"})


@dataclass(frozen=True, slots=True)
class Known:
    """Since when somebody could know: the event by which it came to light, or the moment at which 要対応 listed it."""

    at: datetime
    why: str | None
    limit: int | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class Told:
    """A 経過書 as the screen shows it beside a list: the same facts as on the paper."""

    form: printing.History
    number: str


def paper(ledger: Ledger, who: Staff, text: str) -> OfficePaper | Refusal:
    """経過書 of a slip by any of its numbers."""
    slip = may_record(who) or inquiry.look(ledger, text)
    if isinstance(slip, Refusal):
        return slip
    return OfficePaper("history", form(ledger, slip, who.surname), slip=slip.number,
                       count=ledger.prints(slip.number).get("history", 0) + 1)


def look(ledger: Ledger, number: str) -> Told | Refusal:
    """The same to look at. Reads only; the paper is made by `paper`."""
    slip = inquiry.look(ledger, number)
    return slip if isinstance(slip, Refusal) else Told(form(ledger, slip, ""), slip.number)


def form(ledger: Ledger, slip: Slip, staff: str) -> printing.History:
    """What stands on the 経過書 of a slip, as it is now."""
    desk, parsed = ledger.desk, numbers.parse(slip.number)
    section = catalogues.of(ledger).section(slip.section or "")
    first = known(ledger, slip)
    known_at, known_by = _known_words(ledger, first)
    events = ledger.history(slip.number)
    held = slip.holder.at
    state = words.STATE_INQUIRY if slip.inquiry else words.STATE_NOW
    return printing.History(
        digits=parsed.copy.digits if parsed else slip.number, label=book.label(ledger, slip.number),
        section=book.section_name(ledger, slip), type_name=inquiry.type_name(ledger, slip), sheets=slip.sheets,
        branch=desk.branch, made=era.wareki_minute(ledger.now()), staff=staff, known_at=known_at, known_by=known_by,
        last_place=attention.holder_words(ledger, slip, words.HOLDER_LONG),
        last_since=words.HOLDER_SINCE.format(at=era.wareki_minute(era.moment(held))) if held else "",
        state=state.format(state=codes.STATES[slip.state.value]), steps=_steps(ledger, slip, events, first),
        calls=_calls(ledger, slip, events), told=_told(ledger, events), enclosures=inquiry.enclosures(ledger, slip),
        floor=section.floor if section else None, section_phone=section.phone if section else None,
        branch_phone=desk.phone, check_value=ledger.trail.head().text, practice=desk.practice)


def known(ledger: Ledger, slip: Slip) -> Known | None:
    """When it came to light: the beginning of the last stretch in which the slip stood in 要対応 or somebody was called
    about it. Played again event by event, so that it is also known of a slip that has been found since."""
    days, set_ = opening.days(ledger), limits.of(ledger)
    events, _ = effective(ledger.history(slip.number), ledger.members)
    found: Known | None = None
    in_stretch = False
    for n, event in enumerate(events):
        at = era.moment(event.at)
        until = era.moment(events[n + 1].at) if n + 1 < len(events) else ledger.now()
        first = _first_reason(ledger, slip.number, events[: n + 1], days, set_)
        if event.type == "contacted" or (first is not None and first.begins <= at):
            if not in_stretch:
                found = Known(at, first.why.value if first else None, first.limit if first else None, event)
            in_stretch = True
        elif first is not None and first.begins <= until:
            found, in_stretch = Known(first.begins, first.why.value, first.limit, None), True
        else:
            in_stretch = False
    return found


# ---- inside

def _first_reason(ledger: Ledger, number: str, events: list[Event], days: OpeningDays,
                  set_: Limits) -> rule.Beginning | None:
    """Why the slip stands, or will stand, in 要対応 after these events: the earliest reason."""
    then = fold(number, events, ledger.members)
    if then is None:
        return None
    began = [era.moment(event.at) for event in events if event.type in ("inquiry_opened", "missing")]
    bag = fold_bag(then.bag, (event for event in events if event.bag == then.bag), ledger.members) if then.bag else None
    received = bag.received_at if bag and bag.state is BagState.RECEIVED and then.state is State.DISPATCHED else None
    known_ = {Why.INQUIRY: began[-1]} if began else {}
    told = {item.event for item in then.contradictions}
    contradicted = [era.moment(event.at) for event in events if event.key in told]
    if contradicted:
        known_[Why.CONTRADICTION] = min(contradicted)
    reasons = rule.beginnings(then, days, set_, known=known_, bag_received=era.moment(received) if received else None)
    return min(reasons, key=lambda item: item.begins, default=None)


def _known_words(ledger: Ledger, first: Known | None) -> tuple[str, str]:
    if first is None:
        return words.NOT_KNOWN, words.NOT_KNOWN_BY
    # a list that begins with the day has no minute: nobody looked at midnight
    whole_day = first.event is None and first.at.time() == time(0)
    at = era.wareki_date(first.at.date()) if whole_day else era.wareki_minute(first.at)
    if first.event is not None:
        what = _what(ledger, first.event)
        return at, words.KNOWN_BY_EVENT.format(what=what, who=_writer(ledger, first.event))
    basis = words.KNOWN_BASIS.get(first.why or "", words.KNOWN_AT_ONCE)
    evening = limits.in_words("evening", limits.as_number("evening", limits.of(ledger)))
    return at, words.KNOWN_COMPUTED.format(why=words.WHY[first.why or ""],
                                           basis=basis.format(limit=first.limit, evening=evening))


def _steps(ledger: Ledger, slip: Slip, events: list[Event], first: Known | None) -> tuple[printing.Step, ...]:
    counted = {event.key for event in effective(events, ledger.members)[0]}
    rows: list[tuple[datetime, printing.Step]] = []
    for event in _merged(events):
        if event.type in LEFT_OUT:
            continue
        what = _what(ledger, event)
        if event.stream.value == "out" and event.type != "revoked" and event.key not in counted:
            what += words.REVOKED_MARK
        weighty = first is not None and first.event is not None and first.event.key == event.key
        rows.append((era.moment(event.at), printing.Step(inquiry.written(event.at), _place(ledger, event),
                                                         _writer(ledger, event), what, _record(ledger, event), weighty)))
    if first is not None and first.event is None:
        at = f"{first.at.month}月{first.at.day}日"
        if first.at.time() != time(0):
            at = inquiry.written(era.stamp(first.at))
        listed = printing.Step(at, ledger.desk.branch, "", words.FIRST_LISTED.format(why=words.WHY[first.why or ""]), "",
                               True)
        rows.append((first.at, listed))
    return tuple(step for _, step in sorted(rows, key=lambda row: row[0]))


def _merged(events: list[Event]) -> list[Event]:
    """Papers that were printed in one go are one line: of each copy, minute and outcome only the first stands, with
    the copies of the others."""
    merged: list[Event] = []
    groups: dict[tuple[str, str, str], Event] = {}
    for event in events:
        if event.type != "printed":
            merged.append(event)
            continue
        key = (event.at[:16], event.actor, str(event.value("outcome")))
        if key in groups:
            groups[key].body["copies"].append(event.value("copy"))     # type: ignore[index]
        else:
            body = dict(event.body or {}) | {"copies": [event.value("copy")]}
            groups[key] = Event(event.desk, event.epoch, event.seq, event.lamport, event.type, event.at, event.actor,
                                event.slip, event.bag, event.request, body, event.prev, event.hash)
            merged.append(groups[key])
    return merged


def _what(ledger: Ledger, event: Event) -> str:
    """What happened, in words made of codes alone."""
    if event.type == "printed":
        named = dict.fromkeys(words.COPIES.get(copy, copy) for copy in event.value("copies", [event.value("copy")]))
        return words.STEP["printed"].format(copy="・".join(named))
    if event.type == "override":
        return words.EXCEPTIONS[event.value("what")]
    if event.type == "checked" and event.value("result") != "agrees":
        return words.OVERRIDDEN if event.value("result") == "overridden" else words.CHECK_DIFFERS
    if event.type == "contacted":
        whom = words.WHOM.get(event.value("whom"), "")
        return words.CONTACT_LINE.format(whom=whom, result=words.RESULTS.get(event.value("result"), ""))
    what = words.STEP.get(event.type) or codes.EVENTS[event.type]
    return what.format(route=ROUTES.get(event.value("route"), "")) + _amount(ledger, event)


def _amount(ledger: Ledger, event: Event) -> str:
    """What the codes of the body add: a reason, a result, a count, a time of receipt."""
    parts = []
    reason, result = event.value("reason"), event.value("result")
    tables = {"inquiry_opened": words.INQUIRY_REASONS, "came_back": codes.DIFFERS_REASONS, "revoked": codes.UNDO_REASONS,
              "documents_back": codes.BACK_REASONS}
    if reason and event.type != "override":
        parts.append(tables.get(event.type, codes.ENDED_REASONS | codes.BACK_REASONS | words.OTHER_REASONS).get(reason, ""))
    if event.type == "inquiry_closed":
        parts.append(words.INQUIRY_RESULTS.get(result, ""))
    if event.type == "came_back":
        parts.insert(0, words.CAME_BACK_AS.get(result, ""))
    if event.value("count") is not None and event.type in ("bag_dispatched", "bag_closed"):
        parts.append(words.CASES.format(count=event.value("count")))
    if event.type == "bag_received" and event.value("count_found") is not None:
        parts.append(words.CASES.format(count=event.value("count_found")))
    if event.type == "received" and event.value("sheets_found") is not None:
        parts.append(words.SHEETS.format(count=event.value("sheets_found")))
    if event.type in ("received", "bag_received", "closed", "came_back") and event.value("received_at"):
        parts.append(words.RECEIVED_AT.format(at=inquiry.written(event.value("received_at"))))
    said = "・".join(part for part in parts if part)
    return words.COUNTED.format(amount=said) if said else ""


def _record(ledger: Ledger, event: Event) -> str:
    if event.type == "printed":
        return codes.OUTCOMES.get(event.value("outcome"), "")
    if event.bag and event.type in ("bagged", "unbagged", "missing", "surplus"):
        return words.BAG.format(label=book.label(ledger, event.bag))
    return words.RECORD.format(desk=ledger.desk_names.get(event.desk, event.desk), seq=event.seq)


def _place(ledger: Ledger, event: Event) -> str:
    member = ledger.members.get(event.desk)
    if member is None:
        return event.desk
    if member.role is Role.SECTION:
        section = catalogues.of(ledger).section(member.section or "")
        return section.name if section else ledger.desk_names.get(event.desk, event.desk)
    return member.branch


def _writer(ledger: Ledger, event: Event) -> str:
    return people.who_wrote(ledger, event.desk, event.actor)


def _contacts(ledger: Ledger, events: list[Event]) -> list[Event]:
    return [event for event in effective(events, ledger.members)[0] if event.type == "contacted"]


def _calls(ledger: Ledger, slip: Slip, events: list[Event]) -> tuple[printing.Call, ...]:
    """Everybody who was asked, but for the citizen, who has a part of the paper."""
    calls = []
    for event in _contacts(ledger, events):
        whom = event.value("whom")
        if whom != "citizen":
            who = book.section_name(ledger, slip) if whom == "section" else words.WHOM[whom]
            calls.append(printing.Call(inquiry.written(event.at), who, words.HOW[event.value("how")],
                                       _writer(ledger, event), words.RESULTS[event.value("result")]))
    return tuple(calls)


def _told(ledger: Ledger, events: list[Event]) -> printing.Told:
    """When the citizen was told: the last time; before that the room to write by hand."""
    told = [event for event in _contacts(ledger, events) if event.value("whom") == "citizen"]
    if not told:
        return printing.Told()
    last = told[-1]
    how = words.TOLD_BY.format(how=words.HOW[last.value("how")], who=_writer(ledger, last))
    # what was said is written by hand into the room that is left; only that nobody answered is known
    what = "" if last.value("result") == "told" else words.RESULTS[last.value("result")]
    return printing.Told(inquiry.written(last.at), how, "", what)

