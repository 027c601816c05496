"""受領: the section takes in what arrived. A scan identifies (arriving.look), a key decides; every verb here records.

One 受け取り日時 for each bag. A slip that this desk has never heard of is received by its number alone, so that a desk
without any connection works all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from branch_desk.domain import era, numbers
from branch_desk.domain import words as codes
from branch_desk.domain import words_section as words
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import arriving, book
from branch_desk.services.arriving import DAY, MINUTE, Arriving, Found, Inbox, inbox, look, view
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Recorded, Refusal, refuse
from branch_desk.services.slips import text_fault
from branch_desk.store.ledger import Ledger, Transaction

__all__ = ["DAY", "MINUTE", "Arriving", "Finished", "Found", "Inbox", "documents_back", "finish", "inbox", "inquire",
           "look", "missing", "open_bag", "receive", "redirect", "reopen", "retime", "set_stamp", "undo", "view"]

_SHORT = re.compile(r"(?:.*-)?([1-9][0-9]{2})-?([0-9]{5})")     # 501-00042, as the 送付票 has it, with or without the rest


@dataclass(frozen=True, slots=True)
class Finished:
    """A bag that was taken in. `missing` were named now or before; `view` is what it is from now on."""

    view: Arriving
    sentence: str
    missing: tuple[str, ...]
    changed: Changed


@dataclass(frozen=True, slots=True)
class Opened:
    """A bag that is being taken in; `changed` where its total was typed now."""

    view: Arriving
    changed: Changed


def open_bag(ledger: Ledger, who: Staff, text: str, total: int | None = None) -> Opened | Refusal:
    """Opens a bag by its barcode. One that this desk has not heard of wants the total of its 送付票 first."""
    refused = arriving.wrong_desk(ledger)
    if refused:
        return refused
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    found = view(ledger, bag)
    if found is not None and found.finished:
        return refuse("bag_received_already", label=found.label, at=era.month_day_clock(found.finished))
    if found is not None and (found.known or found.total is not None) and total is None:
        return Opened(found, Changed())
    if found is not None and found.known:
        return Opened(found, Changed())     # its list counts, whatever was typed
    if total is None:
        return refuse("bag_total", label=book.label(ledger, bag), details={"bag": bag})
    if not 1 <= total <= arriving.MOST:
        return refuse("bag_total_form")
    refused = may_record(who)
    if refused:
        return refused
    with ledger.transaction() as tx:
        _keep(ledger, tx, bag, total=total)
    opened = view(ledger, bag)
    if opened is None:
        raise LookupError(f"the ledger lost {bag}")
    return Opened(opened, _changed(bag=True))


def receive(ledger: Ledger, who: Staff, text: str, *, bag: str | None = None, received_at: datetime | None = None,
            sheets_found: int | None = None, enclosures_found: int | None = None, differs: str | None = None,
            note: str | None = None) -> Recorded | Refusal:
    """Key 1 一致, or with `differs` (a code or words) key 2 相違あり: the papers are here.

    Without `bag` it is the one in which the slip is known to have been sent. Received already: says so, records nothing.
    """
    ready = _ready(ledger, who, text, bag)
    if isinstance(ready, Refusal):
        return ready
    found, bag = ready
    if not found.takes or found.number is None:
        return stopped(found)
    at = _time(ledger, bag, received_at, found.slip)
    if isinstance(at, Refusal):
        return at
    code, note = _code(differs, codes.DIFFERS_REASONS, note)
    if differs is not None and code is None:
        return refuse("reason")
    if any(count is not None and not 0 <= count <= arriving.MOST for count in (sheets_found, enclosures_found)):
        return refuse("found_count")
    fault = text_fault("note", note)
    if fault:
        return fault
    body: dict[str, object] = {"received_at": era.stamp(at), "source": "section"}
    slip = found.slip
    if code is None and slip is not None and not slip.stub:      # it agreed: what the slip says was found
        sheets_found = slip.sheets if sheets_found is None else sheets_found
        if enclosures_found is None:
            enclosures_found = len(slip.enclosures) + slip.other_enclosures
    for name, count in (("sheets_found", sheets_found), ("enclosures_found", enclosures_found)):
        if count is not None:
            body[name] = count
    if code:
        body["differs"] = code
    was_missing = any(event.type == "missing" for event in arriving.own_events(ledger, found.number))
    with ledger.transaction() as tx:
        event = tx.append("received", actor=who.code, slip=found.number, bag=bag, body=body)
        if note:
            tx.keep(event, _year(found.number), _retention(found.slip), {"note": note})
        if found.kind == "not_on_list":
            tx.append("surplus", actor=who.code, slip=found.number, bag=bag,
                      body={"reason": "not_on_list", "section": ledger.desk.section})
        if was_missing and found.slip is not None and found.slip.inquiry:
            tx.append("inquiry_closed", actor=who.code, slip=found.number,
                      body={"result": "found_section", "called": False})
    sentence = words.RECEIVED_DIFFERS if code else {
        "not_on_list": words.RECEIVED_EXTRA, "unknown": words.RECEIVED_BY_NUMBER}.get(found.kind, words.RECEIVED)
    return _recorded(ledger, found.number, sentence, "differs" if code else "received")


def redirect(ledger: Ledger, who: Staff, text: str, *, bag: str | None = None) -> Recorded | Refusal:
    """Key 3 他課の書類: found here and not ours. The answer says to which section and floor it is to be passed on.

    Of a slip that is addressed to this section it says that the papers belong elsewhere; only the branch knows where.
    """
    ready = _ready(ledger, who, text, bag)
    if isinstance(ready, Refusal):
        return ready
    found, bag = ready
    if found.number is None or not (found.takes or found.kind == "wrong_section"):
        return stopped(found)
    with ledger.transaction() as tx:
        tx.append("surplus", actor=who.code, slip=found.number, bag=bag,
                  body={"reason": "other_section", "section": ledger.desk.section})
    sentence = words.REDIRECTED.format(place=found.place) if found.kind == "wrong_section" else words.REDIRECTED_UNKNOWN
    return _recorded(ledger, found.number, sentence, "redirected")


def inquire(ledger: Ledger, who: Staff, text: str) -> Recorded | Refusal:
    """The papers of a voided or handed-back number lie here: 所在調査 begins."""
    ready = _ready(ledger, who, text, None)
    if isinstance(ready, Refusal):
        return ready
    found, _ = ready
    if found.kind not in ("voided", "handed_back") or found.number is None:
        return stopped(found)
    with ledger.transaction() as tx:
        tx.append("inquiry_opened", actor=who.code, slip=found.number, body={"reason": "other", "called": False})
    return _recorded(ledger, found.number, words.INQUIRY, "inquiry")


def missing(ledger: Ledger, who: Staff, bag: str, text: str, reason: str = "not_in_bag",
            note: str | None = None) -> Recorded | Refusal:
    """F4 見当たらない: recorded at once, which opens 所在調査. For an unknown bag the number is typed from its 送付票."""
    opened = _open(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    number = _of_list(ledger, opened, text)
    if isinstance(number, Refusal):
        return number
    code, note = _code(reason, words.MISSING_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    with ledger.transaction() as tx:
        event = tx.append("missing", actor=who.code, slip=number, bag=opened.bag, body={"reason": code})
        if note:
            tx.keep(event, _year(number), _retention(ledger.slip(number)), {"note": note})
    return _recorded(ledger, number, words.MISSING, "missing")


def finish(ledger: Ledger, who: Staff, bag: str, *, received_at: datetime | None = None, missing: Sequence[str] = (),
           rest_missing: bool = False, reason: str = "not_in_bag", short: bool = False) -> Finished | Refusal:
    """F12 受領を確定. What nobody has read is refused unless it is named `missing`, or `rest_missing` says so of all.

    `short` accepts that an unknown bag's count is not what its 送付票 says. Nothing is passed over in silence.
    """
    opened = _open(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    code, _ = _code(reason, words.MISSING_REASONS, None)
    if code is None:
        return refuse("reason")
    named: dict[str, None] = {}
    for text in missing:
        number = _of_list(ledger, opened, text)
        if isinstance(number, Refusal):
            return number
        named[number] = None
    waiting = [row.number for row in opened.waiting]
    if rest_missing:
        named |= dict.fromkeys(waiting)
    unread = [number for number in waiting if number not in named]
    if unread:
        return refuse("bag_left", count=len(unread), details={"unread": unread})
    if not opened.known and opened.left != len(named) and not short:
        counted = (opened.total or 0) - opened.left + len(named)
        return refuse("bag_count", total=opened.total, count=counted, details={"total": opened.total, "count": counted})
    at = _time(ledger, opened.bag, received_at, None)
    if isinstance(at, Refusal):
        return at
    with ledger.transaction() as tx:
        for number in named:
            tx.append("missing", actor=who.code, slip=number, bag=opened.bag, body={"reason": code})
        tx.append("bag_received", actor=who.code, bag=opened.bag,
                  body={"received_at": era.stamp(at), "count_found": opened.found})
        _forget(ledger, tx, opened.bag)
    after = view(ledger, opened.bag)
    if after is None:
        raise LookupError(f"the ledger lost {opened.bag}")
    after = replace(after, total=opened.total)
    lost = tuple(row.number for row in after.standing("missing"))
    differs = not opened.known and opened.left != len(named)
    sentence = (words.FINISHED_SHORT if differs else words.FINISHED_MISSING if lost else words.FINISHED).format(
        count=len(after.standing("received")), missing=len(lost), total=opened.total)
    return Finished(after, sentence, lost, _changed(*(row.number for row in after.rows), bag=True))


def retime(ledger: Ledger, who: Staff, bag: str, at: datetime) -> Opened | Refusal:
    """Another 受け取り日時 for the whole bag. What was received at the old one is taken back and recorded anew."""
    opened = _open(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    fault = _time_fault(ledger, at, opened.dispatched)
    if fault:
        return fault
    touched = []
    with ledger.transaction() as tx:
        for row in opened.standing("received"):
            for event in arriving.own_events(ledger, row.number):
                if event.type == "received" and event.bag == opened.bag:
                    _revoke(tx, who, event, "other")
                    tx.append("received", actor=who.code, slip=event.slip, bag=event.bag,
                              body=dict(event.body or {}) | {"received_at": era.stamp(at)})
                    touched.append(row.number)
        _keep(ledger, tx, opened.bag, at=era.stamp(at), total=opened.total if not opened.known else None)
    after = view(ledger, opened.bag)
    if after is None:
        raise LookupError(f"the ledger lost {opened.bag}")
    return Opened(after, _changed(*touched, bag=True))


def reopen(ledger: Ledger, who: Staff, text: str, reason: str) -> Opened | Refusal:
    """Takes 受領を確定 of a bag back, by a recorded revocation; after a day only a 責任者."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    code, _ = _code(reason, codes.UNDO_REASONS, None)
    if code is None:
        return refuse("reason")
    before = view(ledger, bag)
    done = [event for event in ledger.events_of_bag(bag) if event.type == "bag_received"]
    if before is None or not before.finished or not done:
        return refuse("nothing_to_undo")
    if refused := _too_late(ledger, who, done[-1]):
        return refused
    with ledger.transaction() as tx:
        for event in done:
            _revoke(tx, who, event, code)
        _keep(ledger, tx, bag)      # the total of an unknown bag is asked again
    after = view(ledger, bag)
    if after is None:
        raise LookupError(f"the ledger lost {bag}")
    return Opened(after, _changed(bag=True))


def undo(ledger: Ledger, who: Staff, text: str, reason: str, note: str | None = None) -> Recorded | Refusal:
    """Takes back what this section last recorded of a slip (with what belonged to it); it stays on record."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    number = parsed.original.digits
    code, note = _code(reason, codes.UNDO_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    action = _last_action(arriving.own_events(ledger, number))
    if not action:
        return refuse("nothing_to_undo")
    if refused := _too_late(ledger, who, action[0]):
        return refused
    before = ledger.slip(number)
    with ledger.transaction() as tx:
        for event in reversed(action):
            written = _revoke(tx, who, event, code)
        if note:
            tx.keep(written, _year(number), _retention(before), {"note": note})
    after = ledger.slip(number) or Slip(number, State.HELD)      # a stub of which nothing is left
    return Recorded(after, words.UNDONE, "undone", _changed(number, bag=action[0].bag is not None))


def documents_back(ledger: Ledger, who: Staff, text: str, reason: str, note: str | None = None) -> Recorded | Refusal:
    """The branch's verb: the section gave the documents themselves back (incomplete, wrong_section, other).

    The slip is held again and goes into a bag like a new one; its way so far stays in the history. For the F4 panels
    of 返送照合 and 管理簿: `text` is any number of the slip, `reason` a code of words.BACK_REASONS or own words.
    Refused where the papers never left, where another branch issued it, and where it was voided or handed back.
    """
    refused = may_record(who)
    if refused is None and ledger.desk.role is not Role.COUNTER:
        refused = refuse("not_counter")
    if refused:
        return refused
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY) or parsed.practice is not ledger.desk.practice:
        return refuse("not_a_number")
    number = parsed.original.digits
    slip, label = ledger.slip(number), book.label(ledger, number)
    if slip is None:
        return refuse("no_such_number", number=numbers.group(number))
    issuer = ledger.members.get(slip.desk)
    if issuer is None or issuer.branch != ledger.desk.branch:
        return refuse("other_branch", label=label)
    if slip.state not in (State.DISPATCHED, State.RECEIVED, State.CLOSED):
        return refuse("not_away", label=label, state=codes.STATES[slip.state.value])
    code, note = _code(reason, codes.BACK_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    with ledger.transaction() as tx:
        event = tx.append("documents_back", actor=who.code, slip=number, body={"reason": code})
        if note:
            tx.keep(event, _year(number), _retention(slip), {"note": note})
    return _recorded(ledger, number, words.DOCUMENTS_BACK, "documents_back")


def set_stamp(ledger: Ledger, who: Staff, shows: str) -> Changed | Refusal:
    """What the office's date stamp shows: 'day' or 'minute'."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    if shows not in (DAY, MINUTE):
        return refuse("stamp")
    with ledger.transaction() as tx:
        tx.set_setting(arriving.DATE_STAMP, shows)
    return Changed(topics=frozenset({"settings", "bags"}))


def stopped(found: Found) -> Refusal:
    """Why a scan is not received."""
    details: dict[str, object] = {"verdict": found.verdict.value}
    if found.kind in ("wrong_section", "redirected"):
        details |= {"pass_on": found.place, "phone": found.phone}
    return Refusal(found.kind, found.word, found.todo, details=details)


# ---- inside


def _ready(ledger: Ledger, who: Staff, text: str, bag: str | None) -> tuple[Found, str | None] | Refusal:
    """What the scan is, and in which bag it lies, where `who` may record."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    if bag is not None:
        opened = _open(ledger, who, bag)
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


def _open(ledger: Ledger, who: Staff, text: str) -> Arriving | Refusal:
    """A bag of which something may still be recorded."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    found = view(ledger, bag)
    if found is None or (not found.known and found.total is None):
        return refuse("bag_not_open", label=book.label(ledger, bag))
    if found.finished:
        return refuse("bag_received_already", label=found.label, at=era.month_day_clock(found.finished))
    return found


def _of_list(ledger: Ledger, opened: Arriving, text: str) -> str | Refusal:
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
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY) or parsed.practice is not ledger.desk.practice:
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


def _time(ledger: Ledger, bag: str | None, given: datetime | None, slip: Slip | None) -> datetime | Refusal:
    """The moment of receipt: the bag's own once it has one, else what was given, else now."""
    opened = view(ledger, bag) if bag else None
    if opened is not None and opened.at is not None:
        if given is not None and opened.fixed and given != opened.at:
            return refuse("bag_time", at=era.month_day_clock(opened.at))
        given = given if given is not None and not opened.fixed else opened.at
    at = given or ledger.now().replace(second=0, microsecond=0)
    sent = opened.dispatched if opened else era.moment(slip.dispatched_at) if slip and slip.dispatched_at else None
    # Without a given time it is now, whatever the other PC's clock said when the bag left.
    return (_time_fault(ledger, at, sent, slip) if given else None) or at


def _time_fault(ledger: Ledger, at: datetime, dispatched: datetime | None, slip: Slip | None = None) -> Refusal | None:
    """Never in the future, and not before it left or was issued, where that is known. Stamps say minutes."""
    if at > ledger.now():
        return refuse("time_future")
    if dispatched is not None and at < dispatched.replace(second=0):
        return refuse("time_before_dispatch", at=era.month_day_clock(dispatched))
    taken = slip and (slip.taken_at or slip.issued_at)
    if taken and at < era.moment(taken).replace(second=0):
        return refuse("time_before_issue")
    return None


def _last_action(mine: list[Event]) -> list[Event]:
    """The last thing recorded, with what was written beside it: a receipt with its surplus and the end of the inquiry."""
    if not mine:
        return []
    action = [mine[-1]]
    beside = {"inquiry_closed", "surplus"}
    while action[0].type in beside and not arriving.redirected(action[0]) and len(action) < len(mine):
        before = mine[len(mine) - len(action) - 1]
        if before.type not in beside | {"received"} or before.seq != action[0].seq - 1:
            break
        action.insert(0, before)
    return action


def _revoke(tx: Transaction, who: Staff, event: Event, reason: str) -> Event:
    return tx.append("revoked", actor=who.code, slip=event.slip, bag=event.bag,
                     body={"desk": event.desk, "epoch": event.epoch, "seq": event.seq, "reason": reason})


def _too_late(ledger: Ledger, who: Staff, event: Event) -> Refusal | None:
    same_day = era.moment(event.at).date() == ledger.now().date()
    return None if same_day or who.role is StaffRole.RESPONSIBLE else refuse("undo_after_a_day")


def _keep(ledger: Ledger, tx: Transaction, bag: str, **values: object) -> None:
    """What was typed of a bag; a value that is None leaves what there is."""
    begun = dict(arriving.begun_bags(ledger))
    kept = dict(begun.get(bag, {"since": era.stamp(tx.now)}))
    begun[bag] = kept | {name: value for name, value in values.items() if value is not None}
    tx.set_setting(arriving.ARRIVING, begun)


def _forget(ledger: Ledger, tx: Transaction, bag: str) -> None:
    begun = {number: kept for number, kept in arriving.begun_bags(ledger).items() if number != bag}
    tx.set_setting(arriving.ARRIVING, begun)


def _code(given: str | None, known: dict[str, str], note: str | None) -> tuple[str | None, str | None]:
    """The code of a reason. Words that are no code become 「その他」 with the words as its note."""
    text = (given or "").strip()
    if not text or text in known:
        return text or None, note
    by_word = {word: code for code, word in known.items()}
    return (by_word[text], note) if text in by_word else ("other", note or text)


def _year(number: str) -> int:
    return 2000 + int(number[4:6])


def _retention(slip: Slip | None) -> int:
    return slip.retention if slip is not None and slip.retention else 1


def _changed(*slips: str, bag: bool = False) -> Changed:
    return Changed(frozenset(slips), frozenset({"counts", "bags"} if bag else {"counts"}))


def _recorded(ledger: Ledger, number: str, sentence: str, result: str) -> Recorded:
    after = ledger.slip(number)
    if after is None:
        raise LookupError(f"the ledger lost {number}")
    return Recorded(after, sentence, result, Changed(frozenset({number}), frozenset({"counts", "bags"})))
