"""返送: the originals go back to their branch, each read once, with a 返送票 that names no citizen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import printing
from branch_desk.domain import era, numbers
from branch_desk.domain import words_section as words
from branch_desk.domain.catalogue import Section
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import Verdict, identify
from branch_desk.services import arriving, book, catalogues
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

COPY = "return_list"


@dataclass(frozen=True, slots=True)
class Original:
    """An original that is here, or was sent."""

    number: str
    label: str
    branch: str
    type_name: str
    sheets: int | None  # None: 封筒のまま, or never told
    told: bool
    received_at: str | None


@dataclass(frozen=True, slots=True)
class SentBack:
    """Originals on their way, by branch."""

    originals: tuple[Original, ...]
    sentence: str
    changed: Changed

    @property
    def branches(self) -> tuple[str, ...]:
        """Where they go."""
        return tuple(dict.fromkeys(item.branch for item in self.originals))


def to_send_back(ledger: Ledger) -> tuple[Original, ...]:
    """Received here and not sent back, the oldest receipt first."""
    return tuple(_original(ledger, slip) for slip in ledger.to_send_back(ledger.desk.section or ""))


def count(ledger: Ledger) -> int:
    """How many originals wait to go back."""
    return ledger.count_to_send_back(ledger.desk.section or "")


def of_scan(ledger: Ledger, text: str) -> Original | Refusal:
    """An original that may be sent back, or why not. Reads only."""
    first = identify(text, practice=ledger.desk.practice)
    if first.number is None or first.verdict is not Verdict.MATCHED:
        kind = "real_in_practice" if first.verdict is Verdict.PRACTICE and ledger.desk.practice else first.verdict.value
        word, todo = words.VERDICTS[kind]
        return Refusal(first.verdict.value, f"{word}。", f"{todo}。", details={"verdict": first.verdict.value})
    number = first.number
    label, slip = book.label(ledger, number), ledger.slip(number)
    mine = [
        event for event in arriving.own_events(ledger, number) if event.type in ("received", "surplus", "sent_back")
    ]
    if slip is not None and slip.state is State.CLOSED:
        return refuse("matched_already", label=label)
    if slip is None or not mine:
        return refuse("not_received_here", label=label)
    if mine[-1].type == "sent_back":
        return refuse("sent_already", label=label, at=era.month_day_clock(era.moment(mine[-1].at)))
    return _original(ledger, slip)


def of_bag(ledger: Ledger, text: str) -> tuple[Original, ...] | Refusal:
    """Every original of one bag that is still to be sent back."""
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    seen = arriving.view(ledger, bag)
    rows = seen.standing("received") if seen else ()
    found = [item for item in (of_scan(ledger, row.number) for row in rows) if isinstance(item, Original)]
    return tuple(found) or refuse("nothing_to_send")


def send_back(ledger: Ledger, who: Staff, texts: Sequence[str]) -> SentBack | Refusal:
    """Records that these originals are on their way: all of them, or none where one of them is refused."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    if not texts:
        return refuse("nothing_to_send")
    found: dict[str, Original] = {}
    for text in texts:
        item = of_scan(ledger, text)
        if isinstance(item, Refusal):
            return item
        if item.number in found:
            return refuse("sent_twice", label=item.label)
        found[item.number] = item
    with ledger.transaction() as tx:
        for number in found:
            tx.append("sent_back", actor=who.code, slip=number)
    return SentBack(
        tuple(found.values()),
        words.SENT_BACK.format(count=len(found)),
        Changed(frozenset(found), frozenset({"counts", "bags"})),
    )


def last_sent(ledger: Ledger) -> tuple[Original, ...]:
    """What was sent back last today, of each branch: what a 返送票 is printed for."""
    day = ledger.now().date()
    newest: dict[str, tuple[str, list[Original]]] = {}
    for event in ledger.events_between(day, day, ("sent_back",)):
        if event.desk != ledger.desk.code or event.slip is None:
            continue
        mine = arriving.own_events(ledger, event.slip)
        slip = ledger.slip(event.slip)
        if slip is None or event.key not in {kept.key for kept in mine}:  # taken back
            continue
        item = _original(ledger, slip)
        at, items = newest.get(item.branch, ("", []))
        newest[item.branch] = (event.at, [*items, item] if at == event.at else [item])
    return tuple(item for _, items in newest.values() for item in items)


def return_list(
    ledger: Ledger, who: Staff, numbers_: Sequence[str] = (), branch: str | None = None
) -> OfficePaper | Refusal:
    """The 返送票 of these originals, of one branch; without numbers of those sent last."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    found = last_sent(ledger) if not numbers_ else _named(ledger, numbers_)
    if isinstance(found, Refusal):
        return found
    if branch is not None:
        found = tuple(item for item in found if item.branch == branch)
    if not found:
        return refuse("nothing_to_send")
    branches = tuple(dict.fromkeys(item.branch for item in found))
    if len(branches) > 1:
        return refuse(
            "returns_branch", count=len(branches), branches="・".join(branches), details={"branches": list(branches)}
        )
    return OfficePaper(COPY, _form(ledger, found, branches[0]), of=found[0].number[1:4])


# ---- inside


def _form(ledger: Ledger, originals: tuple[Original, ...], branch: str) -> printing.ReturnList:
    desk = ledger.desk
    section: Section | None = catalogues.of(ledger).section(desk.section or "")
    stamp = arriving.stamp_of(ledger)
    sent = [
        event.at
        for item in originals
        for event in arriving.own_events(ledger, item.number)
        if event.type == "sent_back"
    ]
    at = era.moment(max(sent)) if sent else ledger.now()
    rows = tuple(
        printing.ReturnRow(item.label, item.type_name, item.sheets, _received(item, stamp), told=item.told)
        for item in originals
    )
    return printing.ReturnList(
        section.name if section else desk.branch,
        branch,
        rows,
        section.floor if section else None,
        desk.ward,
        section.phone if section else desk.phone,
        None,
        era.wareki_minute(at),
        words.INTERNAL_MAIL,
        desk.practice,
    )


def _received(item: Original, stamp: str) -> str | None:
    if item.received_at is None:
        return None
    at = era.moment(item.received_at)
    day = f"{at.month}月{at.day}日"
    return day if stamp == arriving.DAY else f"{day} {at.hour}時{at.minute:02d}分"


def _named(ledger: Ledger, texts: Sequence[str]) -> tuple[Original, ...] | Refusal:
    found: dict[str, Original] = {}
    for text in texts:
        parsed = numbers.read(text)
        slip = (
            ledger.slip(parsed.original.digits) if parsed and parsed.real_kind in (numbers.SLIP, numbers.COPY) else None
        )
        if slip is None:
            return refuse("not_a_number") if parsed is None else refuse("no_such_number", number=parsed.grouped)
        if not arriving.own_events(ledger, slip.number):
            return refuse("not_received_here", label=book.label(ledger, slip.number))
        found[slip.number] = _original(ledger, slip)
    return tuple(found.values())


def _original(ledger: Ledger, slip: Slip) -> Original:
    item = catalogues.of(ledger).type(slip.type or "")
    return Original(
        slip.number,
        book.label(ledger, slip.number),
        arriving.branch_name(ledger, slip.number),
        slip.type_name or (item.name if item else ""),
        slip.sheets or slip.sheets_found,
        not slip.stub or bool(slip.sheets_found),
        slip.received_at,
    )
