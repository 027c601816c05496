"""受領, what every record of it asks first: who may, in which bag, at what time, and which slip is meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from branch_desk.domain import era, numbers
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import arriving, book
from branch_desk.services.arriving import Arriving, Found, look, view
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Recorded, Refusal, refuse
from branch_desk.store.ledger import Ledger, Transaction

_SHORT = re.compile(r"(?:.*-)?([1-9][0-9]{2})-?([0-9]{5})")  # 501-00042, as the 送付票 has it, with or without the rest


def ready(ledger: Ledger, who: Staff, text: str, bag: str | None) -> tuple[Found, str | None] | Refusal:
    """What the scan is, and in which bag it lies, where `who` may record."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    if bag is not None:
        opened = open_for_record(ledger, who, bag)
        if isinstance(opened, Refusal):
            return opened
        return look(ledger, text, opened.bag), opened.bag
    found = look(ledger, text)
    slip = found.slip
    if slip is not None and slip.state is State.DISPATCHED and slip.bag and found.takes:
        known = view(ledger, slip.bag)
        if known is not None and not known.finished and slip.bag[6] == ledger.desk.section:
            return look(ledger, text, slip.bag), slip.bag
    return found, None


def open_for_record(ledger: Ledger, who: Staff, text: str) -> Arriving | Refusal:
    """A bag of which something may still be recorded."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    found = view(ledger, bag)
    if found is None or (not found.known and found.total is None):
        return refuse("bag_total", label=book.label(ledger, bag), details={"bag": bag})
    if found.finished:
        return refuse("bag_received_already", label=found.label, at=era.month_day_clock(found.finished))
    return found


def of_list(ledger: Ledger, opened: Arriving, text: str) -> str | Refusal:
    """The number of a slip that should lie in the bag: 16 digits, or as the 送付票 has it."""
    parsed = numbers.read(text)
    if parsed is None and (short := _SHORT.fullmatch(unicodedata.normalize("NFKC", text).strip())):
        bag = numbers.parse(opened.bag)
        listed = [row.number for row in opened.rows if row.number[6:14] == short[1] + short[2]]
        if len(listed) == 1:
            parsed = numbers.parse(listed[0])
        elif bag is not None:
            kind = numbers.PRACTICE[numbers.SLIP] if bag.practice else numbers.SLIP
            parsed = numbers.parse(numbers.Number(kind, bag.desk, bag.fy, short[1], int(short[2])).digits)
    if (
        parsed is None
        or parsed.real_kind not in (numbers.SLIP, numbers.COPY)
        or parsed.practice is not ledger.desk.practice
    ):
        return refuse("missing_number")
    number = parsed.original.digits
    row = next((row for row in opened.rows if row.number == number), None)
    label = book.label(ledger, number)
    if row is not None and row.stands == "missing":
        return refuse("missing_already", label=label)
    if row is not None and row.stands == "received" and opened.at:
        return refuse("received_already", label=label, at=era.month_day_clock(opened.at))
    elsewhere = arriving.section_of(ledger, number, ledger.slip(number)) != ledger.desk.section
    if (row is None and opened.known) or (row is not None and row.stands == "redirected") or elsewhere:
        return refuse("not_on_bag", label=label)
    return number


def time_of(ledger: Ledger, bag: str | None, given: datetime | None, slip: Slip | None) -> datetime | Refusal:
    """The moment of receipt: the bag's own once it has one, else what was given, else now."""
    opened = view(ledger, bag) if bag else None
    if opened is not None and opened.at is not None:
        if given is not None and opened.fixed and given != opened.at:
            return refuse("bag_time", at=era.month_day_clock(opened.at))
        given = given if given is not None and not opened.fixed else opened.at
    at = given or ledger.now().replace(second=0, microsecond=0)
    sent = opened.dispatched if opened else era.moment(slip.dispatched_at) if slip and slip.dispatched_at else None
    # Without a given time it is now, whatever the other PC's clock said when the bag left.
    return (time_fault(ledger, at, sent, slip) if given else None) or at


def time_fault(ledger: Ledger, at: datetime, dispatched: datetime | None, slip: Slip | None = None) -> Refusal | None:
    """Never in the future, and not before it left or was issued, where that is known. Stamps say minutes."""
    if at > ledger.now():
        return refuse("time_future")
    if dispatched is not None and at < dispatched.replace(second=0):
        return refuse("time_before_dispatch", at=era.month_day_clock(dispatched))
    taken = slip and (slip.taken_at or slip.issued_at)
    if taken and at < era.moment(taken).replace(second=0):
        return refuse("time_before_issue")
    return None


def revoke(tx: Transaction, who: Staff, event: Event, reason: str) -> Event:
    return tx.append(
        "revoked",
        actor=who.code,
        slip=event.slip,
        bag=event.bag,
        body={"desk": event.desk, "epoch": event.epoch, "seq": event.seq, "reason": reason},
    )


def too_late(ledger: Ledger, who: Staff, event: Event) -> Refusal | None:
    same_day = era.moment(event.at).date() == ledger.now().date()
    return None if same_day or who.role is StaffRole.RESPONSIBLE else refuse("undo_after_a_day")


def keep(ledger: Ledger, tx: Transaction, bag: str, **values: object) -> None:
    """What was typed of a bag; a value that is None leaves what there is."""
    begun = dict(arriving.begun_bags(ledger))
    kept = dict(begun.get(bag, {"since": era.stamp(tx.now)}))
    begun[bag] = kept | {name: value for name, value in values.items() if value is not None}
    tx.set_setting(arriving.ARRIVING, begun)


def forget(ledger: Ledger, tx: Transaction, bag: str) -> None:
    begun = {number: kept for number, kept in arriving.begun_bags(ledger).items() if number != bag}
    tx.set_setting(arriving.ARRIVING, begun)


def code_of(given: str | None, known: dict[str, str], note: str | None) -> tuple[str | None, str | None]:
    """The code of a reason. Words that are no code become 「その他」 with the words as its note."""
    text = (given or "").strip()
    if not text or text in known:
        return text or None, note
    by_word = {word: code for code, word in known.items()}
    return (by_word[text], note) if text in by_word else ("other", note or text)


def year_of(number: str) -> int:
    return 2000 + int(number[4:6])


def retention_of(slip: Slip | None) -> int:
    return slip.retention if slip is not None and slip.retention else 1


def changed(*slips: str, bag: bool = False) -> Changed:
    return Changed(frozenset(slips), frozenset({"counts", "bags"} if bag else {"counts"}))


def recorded(ledger: Ledger, number: str, sentence: str, result: str) -> Recorded:
    after = ledger.slip(number)
    if after is None:
        raise LookupError(f"the ledger lost {number}")
    return Recorded(after, sentence, result, Changed(frozenset({number}), frozenset({"counts", "bags"})))


def stopped(found: Found) -> Refusal:
    """Why a scan is not received."""
    details: dict[str, object] = {"verdict": found.verdict.value}
    if found.kind in ("wrong_section", "redirected"):
        details |= {"pass_on": found.place, "phone": found.phone}
    return Refusal(found.kind, found.word, found.todo, details=details)
