"""受領 of a bag: opened by its barcode, counted against its list, finished at one 受け取り日時, taken back on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from branch_desk.domain import era
from branch_desk.domain import words as codes
from branch_desk.domain import words_section as words
from branch_desk.domain.staff import Staff
from branch_desk.services import arriving, book
from branch_desk.services import receiving_rules as rules
from branch_desk.services.arriving import Arriving, view
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger


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
        return Opened(found, Changed())  # its list counts, whatever was typed
    if total is None:
        return refuse("bag_total", label=book.label(ledger, bag), details={"bag": bag})
    if not 1 <= total <= arriving.MOST:
        return refuse("bag_total_form")
    refused = may_record(who)
    if refused:
        return refused
    with ledger.transaction() as tx:
        rules.keep(ledger, tx, bag, total=total)
    opened = _seen(ledger, bag)
    return Opened(opened, rules.changed(bag=True))


def finish(
    ledger: Ledger,
    who: Staff,
    bag: str,
    *,
    received_at: datetime | None = None,
    missing: Sequence[str] = (),
    rest_missing: bool = False,
    reason: str = "not_in_bag",
    short: bool = False,
) -> Finished | Refusal:
    """F12 受領を確定. What nobody has read is refused unless it is named `missing`, or `rest_missing` says so of all.

    `short` accepts that an unknown bag's count is not what its 送付票 says. Nothing is passed over in silence.
    """
    opened = rules.open_for_record(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    code, _ = rules.code_of(reason, words.MISSING_REASONS, None)
    if code is None:
        return refuse("reason")
    named = _named(ledger, opened, missing)
    if isinstance(named, Refusal):
        return named
    waiting = [row.number for row in opened.waiting]
    if rest_missing:
        named |= dict.fromkeys(waiting)
    unread = [number for number in waiting if number not in named]
    if unread:
        return refuse("bag_left", count=len(unread), details={"unread": unread})
    if not opened.known and opened.left != len(named) and not short:
        counted = (opened.total or 0) - opened.left + len(named)
        return refuse("bag_count", total=opened.total, count=counted, details={"total": opened.total, "count": counted})
    at = rules.time_of(ledger, opened.bag, received_at, None)
    if isinstance(at, Refusal):
        return at
    with ledger.transaction() as tx:
        for number in named:
            tx.append("missing", actor=who.code, slip=number, bag=opened.bag, body={"reason": code})
        tx.append(
            "bag_received",
            actor=who.code,
            bag=opened.bag,
            body={"received_at": era.stamp(at), "count_found": opened.found},
        )
        rules.forget(ledger, tx, opened.bag)
    after = _seen(ledger, opened.bag)
    after = replace(after, total=opened.total)
    lost = tuple(row.number for row in after.standing("missing"))
    differs = not opened.known and opened.left != len(named)
    sentence = (words.FINISHED_SHORT if differs else words.FINISHED_MISSING if lost else words.FINISHED).format(
        count=len(after.standing("received")), missing=len(lost), total=opened.total
    )
    return Finished(after, sentence, lost, rules.changed(*(row.number for row in after.rows), bag=True))


def name_missing(
    ledger: Ledger, who: Staff, bag: str, texts: Sequence[str], reason: str = "not_in_bag"
) -> Opened | Refusal:
    """見当たらない of several slips, all or none; the bag stays open."""
    opened = rules.open_for_record(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    code, _ = rules.code_of(reason, words.MISSING_REASONS, None)
    if code is None:
        return refuse("reason")
    named = _named(ledger, opened, texts)
    if isinstance(named, Refusal):
        return named
    with ledger.transaction() as tx:
        for number in named:
            tx.append("missing", actor=who.code, slip=number, bag=opened.bag, body={"reason": code})
    return Opened(_seen(ledger, opened.bag), rules.changed(*named, bag=True))


def retime(ledger: Ledger, who: Staff, bag: str, at: datetime) -> Opened | Refusal:
    """Another 受け取り日時 for the whole bag. What was received at the old one is taken back and recorded anew."""
    opened = rules.open_for_record(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    fault = rules.time_fault(ledger, at, opened.dispatched)
    if fault:
        return fault
    touched = []
    with ledger.transaction() as tx:
        for row in opened.standing("received"):
            for event in arriving.own_events(ledger, row.number):
                if event.type == "received" and event.bag == opened.bag:
                    rules.revoke(tx, who, event, "other")
                    tx.append(
                        "received",
                        actor=who.code,
                        slip=event.slip,
                        bag=event.bag,
                        body=dict(event.body or {}) | {"received_at": era.stamp(at)},
                    )
                    touched.append(row.number)
        rules.keep(ledger, tx, opened.bag, at=era.stamp(at), total=opened.total if not opened.known else None)
    after = _seen(ledger, opened.bag)
    return Opened(after, rules.changed(*touched, bag=True))


def reopen(ledger: Ledger, who: Staff, text: str, reason: str) -> Opened | Refusal:
    """Takes 受領を確定 of a bag back, by a recorded revocation; after a day only a 責任者."""
    refused = may_record(who) or arriving.wrong_desk(ledger)
    if refused:
        return refused
    bag = arriving.read_bag(ledger, text)
    if isinstance(bag, Refusal):
        return bag
    code, _ = rules.code_of(reason, codes.UNDO_REASONS, None)
    if code is None:
        return refuse("reason")
    before = view(ledger, bag)
    done = [event for event in ledger.events_of_bag(bag) if event.type == "bag_received"]
    if before is None or not before.finished or not done:
        return refuse("nothing_to_undo")
    if refused := rules.too_late(ledger, who, done[-1]):
        return refused
    with ledger.transaction() as tx:
        for event in done:
            rules.revoke(tx, who, event, code)
        rules.keep(ledger, tx, bag)  # the total of an unknown bag is asked again
    after = _seen(ledger, bag)
    return Opened(after, rules.changed(bag=True))


# ---- inside


def _seen(ledger: Ledger, bag: str) -> Arriving:
    found = view(ledger, bag)
    if found is None:
        raise LookupError(f"the ledger lost {bag}")
    return found


def _named(ledger: Ledger, opened: Arriving, texts: Sequence[str]) -> dict[str, None] | Refusal:
    """The slips that are meant, each once."""
    named: dict[str, None] = {}
    for text in texts:
        number = rules.of_list(ledger, opened, text)
        if isinstance(number, Refusal):
            return number
        named[number] = None
    return named
