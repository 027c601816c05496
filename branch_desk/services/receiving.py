"""受領: the section takes in what arrived. A scan identifies (arriving.look), a key decides; every verb here records.

One 受け取り日時 for each bag. A slip that this desk has never heard of is received by its number alone, so that a desk
without any connection works all the same. What concerns a whole bag is in receiving_bags.py.
"""

from __future__ import annotations

from datetime import datetime

from branch_desk.domain import era, numbers
from branch_desk.domain import words as codes
from branch_desk.domain import words_section as words
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import arriving, book
from branch_desk.services import receiving_rules as rules
from branch_desk.services.arriving import (
    DAY,
    MINUTE,
    Arriving,
    Found,
    Inbox,
    inbox,
    look,
    view,
)
from branch_desk.services.people import may_record
from branch_desk.services.receiving_bags import (
    Finished,
    Opened,
    finish,
    name_missing,
    open_bag,
    reopen,
    retime,
)
from branch_desk.services.results import Changed, Recorded, Refusal, refuse
from branch_desk.services.slips import text_fault
from branch_desk.store.ledger import Ledger

__all__ = [
    "DAY",
    "MINUTE",
    "Arriving",
    "Finished",
    "Found",
    "Inbox",
    "Opened",
    "documents_back",
    "finish",
    "inbox",
    "inquire",
    "look",
    "missing",
    "name_missing",
    "open_bag",
    "receive",
    "redirect",
    "reopen",
    "retime",
    "set_stamp",
    "undo",
    "view",
]


def receive(
    ledger: Ledger,
    who: Staff,
    text: str,
    *,
    bag: str | None = None,
    received_at: datetime | None = None,
    sheets_found: int | None = None,
    enclosures_found: int | None = None,
    differs: str | None = None,
    note: str | None = None,
) -> Recorded | Refusal:
    """Key 1 一致, or with `differs` (a code or words) key 2 相違あり: the papers are here.

    Without `bag` it is the one in which the slip is known to have been sent. Received already: says so, records nothing.
    """
    ready = rules.ready(ledger, who, text, bag)
    if isinstance(ready, Refusal):
        return ready
    found, bag = ready
    if not found.takes or found.number is None:
        return rules.stopped(found)
    at = rules.time_of(ledger, bag, received_at, found.slip)
    if isinstance(at, Refusal):
        return at
    code, note = rules.code_of(differs, codes.DIFFERS_REASONS, note)
    if differs is not None and code is None:
        return refuse("reason")
    if any(count is not None and not 0 <= count <= arriving.MOST for count in (sheets_found, enclosures_found)):
        return refuse("found_count")
    fault = text_fault("note", note)
    if fault:
        return fault
    body: dict[str, object] = {"received_at": era.stamp(at), "source": "section"}
    slip = found.slip
    if code is None and slip is not None and not slip.stub:  # it agreed: what the slip says was found
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
            tx.keep(event, rules.year_of(found.number), rules.retention_of(found.slip), {"note": note})
        if found.kind == "not_on_list":
            tx.append(
                "surplus",
                actor=who.code,
                slip=found.number,
                bag=bag,
                body={"reason": "not_on_list", "section": ledger.desk.section},
            )
        if was_missing and found.slip is not None and found.slip.inquiry:
            tx.append(
                "inquiry_closed", actor=who.code, slip=found.number, body={"result": "found_section", "called": False}
            )
    sentence = (
        words.RECEIVED_DIFFERS
        if code
        else {"not_on_list": words.RECEIVED_EXTRA, "unknown": words.RECEIVED_BY_NUMBER}.get(found.kind, words.RECEIVED)
    )
    return rules.recorded(ledger, found.number, sentence, "differs" if code else "received")


def redirect(ledger: Ledger, who: Staff, text: str, *, bag: str | None = None) -> Recorded | Refusal:
    """Key 3 他課の書類: found here and not ours. The answer says to which section and floor it is to be passed on.

    Of a slip that is addressed to this section it says that the papers belong elsewhere; only the branch knows where.
    """
    ready = rules.ready(ledger, who, text, bag)
    if isinstance(ready, Refusal):
        return ready
    found, bag = ready
    if found.number is None or not (found.takes or found.kind == "wrong_section"):
        return rules.stopped(found)
    with ledger.transaction() as tx:
        tx.append(
            "surplus",
            actor=who.code,
            slip=found.number,
            bag=bag,
            body={"reason": "other_section", "section": ledger.desk.section},
        )
    sentence = words.REDIRECTED.format(place=found.place) if found.kind == "wrong_section" else words.REDIRECTED_UNKNOWN
    return rules.recorded(ledger, found.number, sentence, "redirected")


def inquire(ledger: Ledger, who: Staff, text: str) -> Recorded | Refusal:
    """The papers of a voided or handed-back number lie here: 所在調査 begins."""
    ready = rules.ready(ledger, who, text, None)
    if isinstance(ready, Refusal):
        return ready
    found, _ = ready
    if found.kind not in ("voided", "handed_back") or found.number is None:
        return rules.stopped(found)
    with ledger.transaction() as tx:
        tx.append("inquiry_opened", actor=who.code, slip=found.number, body={"reason": "other", "called": False})
    return rules.recorded(ledger, found.number, words.INQUIRY, "inquiry")


def missing(
    ledger: Ledger, who: Staff, bag: str, text: str, reason: str = "not_in_bag", note: str | None = None
) -> Recorded | Refusal:
    """F4 見当たらない: recorded at once, which opens 所在調査. For an unknown bag the number is typed from its 送付票."""
    opened = rules.open_for_record(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    number = rules.of_list(ledger, opened, text)
    if isinstance(number, Refusal):
        return number
    code, note = rules.code_of(reason, words.MISSING_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    with ledger.transaction() as tx:
        event = tx.append("missing", actor=who.code, slip=number, bag=opened.bag, body={"reason": code})
        if note:
            tx.keep(event, rules.year_of(number), rules.retention_of(ledger.slip(number)), {"note": note})
    return rules.recorded(ledger, number, words.MISSING, "missing")


def undo(ledger: Ledger, who: Staff, text: str, reason: str, note: str | None = None) -> Recorded | Refusal:
    """Takes back what this section last recorded of a slip (with what belonged to it); it stays on record."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    number = parsed.original.digits
    code, note = rules.code_of(reason, codes.UNDO_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    action = _last_action(arriving.own_events(ledger, number))
    if not action:
        return refuse("nothing_to_undo")
    if refused := rules.too_late(ledger, who, action[0]):
        return refused
    before = ledger.slip(number)
    with ledger.transaction() as tx:
        written = [rules.revoke(tx, who, event, code) for event in reversed(action)]
        if note:
            tx.keep(written[-1], rules.year_of(number), rules.retention_of(before), {"note": note})
    after = ledger.slip(number) or Slip(number, State.HELD)  # a stub of which nothing is left
    return Recorded(after, words.UNDONE, "undone", rules.changed(number, bag=action[0].bag is not None))


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
    if (
        parsed is None
        or parsed.real_kind not in (numbers.SLIP, numbers.COPY)
        or parsed.practice is not ledger.desk.practice
    ):
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
    code, note = rules.code_of(reason, codes.BACK_REASONS, note)
    if code is None:
        return refuse("reason")
    fault = text_fault("note", note)
    if fault:
        return fault
    with ledger.transaction() as tx:
        event = tx.append("documents_back", actor=who.code, slip=number, body={"reason": code})
        if note:
            tx.keep(event, rules.year_of(number), rules.retention_of(slip), {"note": note})
    return rules.recorded(ledger, number, words.DOCUMENTS_BACK, "documents_back")


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


# ---- inside


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
