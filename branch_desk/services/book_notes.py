"""What the codes of an event say, in plain words: the note beside its line in a slip's history. No name, no
free text.
"""

from __future__ import annotations

from collections.abc import Mapping

from branch_desk.domain import era, numbers, words, words_attention, words_bags, words_section
from branch_desk.domain import words_book as said
from branch_desk.domain.events import Event, Key
from branch_desk.services import people
from branch_desk.store.ledger import Ledger

PROGRAM = "0"
_REASONS = (
    words.ENDED_REASONS,
    words.UNDO_REASONS,
    words.DIFFERS_REASONS,
    words.REPRINT_REASONS,
    words.BACK_REASONS,
    words_attention.EXCEPTION_REASONS,
)
# The same code may say something of its own beside one kind of record.
_REASONS_OF = {
    "missing": words_section.MISSING_REASONS,
    "unbagged": words_section.MISSING_REASONS | words_bags.OUT_REASONS,
    "surplus": said.SURPLUS_REASONS,
}


def note(ledger: Ledger, event: Event, targets: Mapping[Key, Event]) -> str:
    """The note of one event. `targets` are the events of the slip, by key, for what a `revoked` takes back."""
    parts = [part for part in _parts(ledger, event, targets) if part]
    return "　".join(parts)


def desk_name(ledger: Ledger, code: str) -> str:
    """大師1, or 窓口102 where this desk knows no name."""
    return ledger.desk_names.get(code) or said.DESK.format(code)


def writer(ledger: Ledger, event: Event) -> str:
    """The surname of who wrote an event. A staff number means somebody else in another branch or section."""
    if event.actor == PROGRAM:
        return said.BY_ITSELF
    return people.who_wrote(ledger, event.desk, event.actor)


def _parts(ledger: Ledger, event: Event, targets: Mapping[Key, Event]) -> list[str]:
    kind = event.type
    if kind == "printed":
        return [
            said.printed(words.COPIES.get(event.value("copy"), ""), event.value("count")),
            words.OUTCOMES[event.value("outcome")],
            _reason(event),
        ]
    if kind in ("issued", "corrected"):
        return [
            _amount(event),
            said.NAME_CHANGED if event.value("name_changed") else "",
            said.keyed_in(_at(event.value("taken_at"))) if event.value("taken_at") else "",
            _reason(event),
        ]
    if kind in ("bagged", "unbagged", "bag_opened", "bag_closed"):
        return [_bag(ledger, event), _reason(event)]
    if kind == "bag_dispatched":
        route = words_bags.ROUTES.get(event.value("route"), "")
        return [route, _count(event.value("count")), _bag(ledger, event)]
    if kind == "bag_received":
        return [_received(event), _count(event.value("count_found")), _bag(ledger, event)]
    if kind == "checked":
        return _check(ledger, event)
    if kind == "received":
        found = event.value("sheets_found")
        return [
            _received(event),
            said.SOURCES[event.value("source", "section")],
            said.found(found) if found is not None else "",
            said.differs(words.DIFFERS_REASONS.get(event.value("differs"), ""))
            if event.value("differs")
            else "",
            _bag(ledger, event),
        ]
    if kind == "surplus":
        return [said.found_at(_section(ledger, event.value("section"))), _reason(event)]
    if kind == "came_back":
        return [said.CAME_BACK[event.value("result")], _received(event), _reason(event), _accepted(event)]
    if kind == "closed":
        return [_received(event), said.SOURCES[event.value("source", "section")], _accepted(event)]
    if kind == "inquiry_opened":
        return [
            words_attention.INQUIRY_REASONS.get(event.value("reason"), ""),
            said.CALLED if event.value("called") else "",
        ]
    if kind == "inquiry_closed":
        return [
            words_attention.INQUIRY_RESULTS.get(event.value("result"), ""),
            said.CALLED if event.value("called") else "",
        ]
    if kind == "contacted":
        return [
            words_attention.WHOM[event.value("whom")],
            words_attention.HOW[event.value("how")],
            words_attention.RESULTS[event.value("result")],
        ]
    if kind == "revoked":
        target = targets.get((event.value("desk"), event.value("epoch"), event.value("seq")))
        return [said.taken_back(words.EVENTS[target.type]) if target else "", _reason(event)]
    if kind == "viewed":
        return [said.VIEWED[event.value("what")]]
    if kind == "override":
        return [
            words_attention.EXCEPTIONS.get(event.value("what"), ""),
            _reason(event),
            _approved(ledger, event),
        ]
    return [_bag(ledger, event), _reason(event)]


def _check(ledger: Ledger, event: Event) -> list[str]:
    """Agreement in one word; an exception with its reason and who approved it."""
    allowed = words_bags.BAG_EXCEPTIONS | words_bags.SLIP_EXCEPTIONS
    reasons = allowed if event.value("result") == "overridden" else words_bags.DIFFERS_REASONS
    reason = reasons.get(event.value("reason") or "") or _reason(event)
    return [said.CHECKS[event.value("result")], reason, _approved(ledger, event), _bag(ledger, event)]


def _approved(ledger: Ledger, event: Event) -> str:
    code = event.value("approved_by")
    if not code:
        return ""
    staff = ledger.member_of_staff(code)
    return said.approved(staff.surname if staff else code)


def _accepted(event: Event) -> str:
    verdict = event.value("accepted")
    return said.accepted(words.VERDICTS[verdict][0]) if verdict else ""


def _reason(event: Event) -> str:
    reason = event.value("reason")
    tables = (_REASONS_OF.get(event.type, {}), *_REASONS)
    return next((table[reason] for table in tables if reason in table), "") if reason else ""


def _amount(event: Event) -> str:
    body = event.body or {}
    if "sheets" not in body and "enclosures" not in body:
        return ""
    sheets = said.SEALED_SHORT if body.get("sealed") or body.get("sheets", 1) is None else ""
    if not sheets and body.get("sheets") is not None:
        sheets = said.sheets(body["sheets"])
    enclosures = len(body.get("enclosures", ())) + body.get("others", 0)
    return "・".join(part for part in (sheets, said.enclosures(enclosures) if enclosures else "") if part)


def _received(event: Event) -> str:
    return said.received_at(_at(event.value("received_at"))) if event.value("received_at") else ""


def _at(text: str) -> str:
    return era.slashed(era.moment(text))


def _count(count: int | None) -> str:
    return said.cases(count) if count is not None else ""


def _bag(ledger: Ledger, event: Event) -> str:
    parsed = numbers.parse(event.bag) if event.bag else None
    return said.bag(parsed.label(ledger.desk_names.get(parsed.desk, parsed.desk))) if parsed else ""


def _section(ledger: Ledger, code: str | None) -> str:
    catalogue = ledger.catalogue()
    section = catalogue.section(code or "") if catalogue else None
    return section.name if section else (code or "")
