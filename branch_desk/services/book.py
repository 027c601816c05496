"""回送管理簿: looking. Names are masked unless asked for, and every showing of a name is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from branch_desk.domain import era, numbers, words, words_attention
from branch_desk.domain import words_book as said
from branch_desk.domain.catalogue import search
from branch_desk.domain.events import Event, Key, Stream
from branch_desk.domain.fold import Holder, HolderKind, Slip, State
from branch_desk.domain.rights import NEVER_REVOKED
from branch_desk.domain.staff import Staff
from branch_desk.services import book_notes, catalogues
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import BookFilter, Ledger

MASK = "●●●"
LABEL_DIGITS = 8     # of a label, behind the desk: type and serial
JSON_NAMES = {"name": "depositor", "kana": "kana", "phone": "phone", "applicant": "applicant",
              "enclosures": "enclosures_in_words"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a slip's history. `note` is made of codes; `typed` holds what a person wrote, where it was asked for.

    `doubt` says why a line does not count or cannot be so: taken back, written without the right to, contradicted.
    `place` is the desk's name, `who` the surname of who wrote it, where this desk knows their number.
    """

    event: str
    word: str
    at: str
    by: str
    desk: str
    note: str
    key: Key
    effective: bool = True
    typed: dict[str, str] = field(default_factory=dict)
    doubt: str = ""
    place: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One slip with its history. `names` are filled only by a recorded showing. `names_missing` says why what was typed
    cannot be read here: it is kept at another desk, was erased, or its key is not at hand; `contradictions` what of the
    records cannot be so; `undoable` is the last record of this desk, in words, where one may be taken back.
    """

    slip: Slip
    label: str
    holder: str
    lines: tuple[Line, ...]
    prints: dict[str, int]
    names: dict[str, str] = field(default_factory=dict)
    names_missing: str = ""
    contradictions: tuple[str, ...] = ()
    undoable: str = ""


def label(ledger: Ledger, number: str) -> str:
    """令8-大師1-501-00042. A desk that this ledger knows only by its number is named by its number."""
    parsed = numbers.parse(number)
    if parsed is None:
        return number
    return parsed.label(ledger.desk_names.get(parsed.desk, parsed.desk))


def open_slip(ledger: Ledger, text: str) -> Opened | Refusal:
    """A slip by any of its numbers (scan, digits, copy), without names."""
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    number = parsed.original.digits
    slip = ledger.slip(number)
    if slip is None:
        return refuse("no_such_number", number=numbers.group(number))
    return _opened(ledger, slip)


def open_with_names(ledger: Ledger, who: Staff, text: str) -> Opened | Refusal:
    """The same with what was typed; that it was shown, to whom and when, is recorded first."""
    opened = open_slip(ledger, text)
    if isinstance(opened, Refusal):
        return opened
    record_showing(ledger, who, "names", opened.slip.number)
    notes = ledger.notes(opened.slip.number)
    lines = tuple(replace(line, typed=notes.get(line.key, {})) for line in opened.lines)
    return replace(opened, lines=lines, names=_typed(ledger, opened.slip.number))


def record_showing(ledger: Ledger, who: Staff, what: str, number: str | None = None, count: int = 1) -> None:
    """Writes `viewed`: who looked at whose name, or at how many."""
    with ledger.transaction() as tx:
        tx.append("viewed", actor=who.code, slip=number, body={"what": what, "count": count})


def names_of(ledger: Ledger, who: Staff, shown: tuple[str, ...]) -> dict[str, str]:
    """The depositors of the rows on screen, for the 30 seconds of F3. One record for the whole page."""
    found = {number: ledger.personal(number).get("name", "") for number in shown}
    found = {number: name for number, name in found.items() if name}
    if found:
        with ledger.transaction() as tx:
            for number in found:
                tx.append("viewed", actor=who.code, slip=number, body={"what": "list", "count": len(found)})
    return found


def masked(ledger: Ledger, shown: tuple[str, ...]) -> dict[str, str]:
    """The first character of each depositor and a mask, as lists show them."""
    found = {number: ledger.personal(number).get("name", "") for number in shown}
    return {number: f"{name[0]}{MASK}" for number, name in found.items() if name}


def find(ledger: Ledger, text: str, limit: int = 50) -> tuple[Slip, ...]:
    """Slips by number, by part of a label, by type, or by part of a name; names themselves are not shown."""
    text = text.strip()
    if not text:
        return ()
    parsed = numbers.read(text)
    if parsed is not None:
        slip = ledger.slip(parsed.original.digits)
        return (slip,) if slip else ()
    labelled = number_of_label(ledger, text)
    if labelled is not None:
        slip = ledger.slip(labelled)
        return (slip,) if slip else ()
    part = number_part(text)
    if part is not None:
        return ledger.page(BookFilter(number_part=part), limit=limit).slips
    codes = dict.fromkeys(item.code for item in search(catalogues.of(ledger).types, text))
    by_type = tuple(slip for code in codes for slip in ledger.page(BookFilter(type=code), limit=limit).slips)
    by_name = tuple(slip for slip in (ledger.slip(number) for number in ledger.names_containing(text, limit)) if slip)
    merged = {slip.number: slip for slip in (*by_name, *by_type)}
    return tuple(merged.values())[:limit]


def outstanding(ledger: Ledger, limit: int = 200) -> tuple[Slip, ...]:
    """未返送: what is still out, oldest first."""
    return tuple(ledger.outstanding(limit))


def count_outstanding(ledger: Ledger) -> int:
    """戻り待ち: how many are still out."""
    return ledger.count_outstanding()


def where_sentence(slip: Slip | None) -> str:
    """What to read out to a citizen who asks whether the papers arrived (CORRECTIONS 12)."""
    if slip is None or slip.stub:
        return words.WHERE_UNKNOWN
    received = slip.received_at or slip.paper_received_at
    if slip.state in (State.RECEIVED, State.CLOSED) and not received:
        return words.WHERE_NO_TIME.format(section=slip.section_name)

    def day(at: str | None) -> str:
        return f"{era.moment(at).month}月{era.moment(at).day}日" if at else ""

    return words.WHERE[slip.state.value].format(section=slip.section_name, dispatched=day(slip.dispatched_at),
                                                received=day(received), ended=day(slip.ended_at))


def holder_words(ledger: Ledger, slip: Slip) -> str:
    """最後の所在, in words."""
    holder: Holder = slip.holder
    where = holder.where or ""
    if holder.kind is HolderKind.BRANCH:
        where = ledger.desk_names.get(where, where)
    elif holder.kind is HolderKind.BAG:
        where = label(ledger, where)
    elif holder.kind in (HolderKind.MAIL_OUT, HolderKind.SECTION):
        where = section_name(ledger, slip, where)
    return words.HOLDERS[holder.kind.value].format(where=where)


def section_name(ledger: Ledger, slip: Slip, code: str | None = None) -> str:
    """The name frozen in the slip, else the catalogue's."""
    if slip.section_name and code in (None, slip.section):
        return slip.section_name
    section = catalogues.of(ledger).section(code or slip.section or "")
    return section.name if section else (code or slip.section or "")


def as_json(ledger: Ledger, slip: Slip) -> dict[str, object]:
    """A slip as the command line answers it (DESIGN.md)."""
    section = catalogues.of(ledger).section(slip.section or "")
    return {
        "number": slip.number, "label": label(ledger, slip.number), "type": slip.type, "type_name": slip.type_name,
        "section": slip.section_name or (section.name if section else None), "section_code": slip.section,
        "state": slip.state.value, "stub": slip.stub, "sheets": slip.sheets, "sealed": slip.sealed,
        "enclosures": list(slip.enclosures), "other_enclosures": slip.other_enclosures,
        "issued_at": slip.issued_at, "issued_by": slip.issued_by, "taken_at": slip.taken_at, "desk": slip.desk,
        "bag": slip.bag, "dispatched_at": slip.dispatched_at,
        "received_at": slip.received_at or slip.paper_received_at, "paper_received_at": slip.paper_received_at,
        "came_back": slip.came_back, "came_back_at": slip.came_back_at, "closed_at": slip.closed_at,
        "closed_by": slip.closed_by, "accepted": slip.accepted, "ended_at": slip.ended_at,
        "ended_reason": slip.ended_reason, "inquiry": slip.inquiry, "last_holder": holder_words(ledger, slip),
        "contradictions": [item.what for item in slip.contradictions],
        "prints": ledger.prints(slip.number),
    }


def opened_as_json(ledger: Ledger, opened: Opened) -> dict[str, object]:
    """`show`: the slip and its history, and what was typed where that was asked for."""
    lines = [{"event": line.event, "at": line.at, "by": line.by, "desk": line.desk, "note": line.note,
              **({"doubt": line.doubt} if line.doubt else {}), **({"typed": line.typed} if line.typed else {})}
             for line in opened.lines]
    missing = {"names_missing": opened.names_missing} if opened.names_missing else {}
    return as_json(ledger, opened.slip) | opened.names | missing | {"history": lines}


def names_missing(ledger: Ledger, number: str) -> str:
    """この番号のお名前は、大師2のPCにあります: what a person typed never leaves the desk where it was typed. At that desk: that
    it was erased, or that its key is not at hand; '' where it can be read, or nothing was typed."""
    desk = number[1:4]
    if desk == ledger.desk.code:
        return said.NAMES_MISSING.get(ledger.personal_state(number), "")
    member = ledger.members.get(desk)
    place = book_notes.desk_name(ledger, desk)
    if member is not None and member.branch != ledger.desk.branch:
        place = said.of_branch(member.branch, place)
    return said.elsewhere(place)


def type_name(ledger: Ledger, slip: Slip) -> str:
    """The name frozen in the slip, else the catalogue's."""
    if slip.type_name:
        return slip.type_name
    item = catalogues.of(ledger).type(slip.type or "")
    return item.name if item else ""


def _opened(ledger: Ledger, slip: Slip) -> Opened:
    events = ledger.history(slip.number, packing=True)
    first = min(event.order for event in events if event.slip)
    events = [event for event in events if event.slip or event.order > first]   # its bag may have been opened long before
    by_key = {event.key: event for event in events if event.stream is Stream.OUT}
    revoked = {target_of(event) for event in events if event.type == "revoked" and event.key not in slip.ineffective}
    against = {item.event: words_attention.CONTRADICTIONS.get(item.what, "") for item in slip.contradictions}
    lines = tuple(_line(ledger, event, by_key, revoked, slip, against) for event in events)
    last = last_revocable(ledger, slip)
    return Opened(slip, label(ledger, slip.number), holder_words(ledger, slip), lines, ledger.prints(slip.number),
                  names_missing=names_missing(ledger, slip.number), contradictions=tuple(dict.fromkeys(against.values())),
                  undoable=words.EVENTS[last.type] if last else "")


def last_revocable(ledger: Ledger, slip: Slip) -> Event | None:
    """This desk's last event of the slip that was not taken back; never the issuing itself."""
    events = [event for event in ledger.events(slip.number) if event.slip == slip.number]
    revoked = {target_of(event) for event in events if event.type == "revoked"}
    own = [event for event in events if event.desk == ledger.desk.code and event.stream is Stream.OUT
           and event.type not in NEVER_REVOKED and event.type != "revoked" and event.key not in revoked]
    return max(own, key=lambda event: event.order, default=None)


def target_of(event: Event) -> Key:
    """What a `revoked` takes back."""
    return (event.value("desk"), event.value("epoch"), event.value("seq"))


def _line(ledger: Ledger, event: Event, by_key: dict[Key, Event], revoked: set[Key], slip: Slip,
          against: dict[Key, str]) -> Line:
    doubt = ""
    if event.stream is Stream.OUT:
        doubt = (said.TAKEN_BACK if event.key in revoked else said.WITHOUT_RIGHT if event.key in slip.ineffective
                 else "")
    effective = not doubt
    if effective and event.stream is Stream.OUT:
        doubt = against.get(event.key, "")
    return Line(event.type, words.EVENTS[event.type], event.at, event.actor, event.desk,
                book_notes.note(ledger, event, by_key), event.key, effective, doubt=doubt,
                place=book_notes.desk_name(ledger, event.desk), who=book_notes.writer(ledger, event))


def _typed(ledger: Ledger, number: str) -> dict[str, str]:
    """What was typed about the visitor, under the names of the JSON answer."""
    kept = ledger.personal(number)
    return {JSON_NAMES.get(name, name): text for name, text in kept.items() if name in JSON_NAMES and text}


def number_of_label(ledger: Ledger, text: str) -> str | None:
    """The slip or bag that a whole label names, of any desk that this one knows: 令8-大師2-501-00042, 令8-大師1-500-00012."""
    plain = numbers.normalise(text)
    if not plain.startswith("令"):
        return None
    for code, name in ledger.desk_names.items():
        year, found, rest = plain.removeprefix("令").partition(numbers.normalise(name))
        if found and year.isdigit() and rest.isdigit() and len(rest) == LABEL_DIGITS:
            real = numbers.BAG if rest[0] != "0" and rest[1:3] == "00" else numbers.SLIP
            kind = numbers.PRACTICE[real] if ledger.desk.practice else real
            fy = numbers.REIWA_OFFSET + int(year)
            return numbers.Number(kind, code, fy, rest[:3], int(rest[3:])).digits
    return None


def number_part(text: str) -> str | None:
    """Digits to look for inside numbers: of '00042', '501-00042'."""
    plain = numbers.normalise(text)
    return plain if plain.isascii() and plain.isdigit() and len(plain) >= 4 else None
