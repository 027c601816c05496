"""袋入れ・発送: slips of one section into a bag, a second person's check of every slip, and the bag on its way.

The order in which it goes: open → pack → close → check by another person → dispatch. Nothing about a bag is kept but
its events, so that any desk of the branch goes on where another stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from branch_desk.domain import era, words, words_bags
from branch_desk.domain.bag import BagState
from branch_desk.domain.effective import effective
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import Place
from branch_desk.services import bag_rules, bag_view, book, catalogues, people, returns
from branch_desk.services.bag_rules import IN_WORK, PIN_SETTING
from branch_desk.services.bag_view import BagView
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger, Transaction

ROUTES = tuple(words_bags.ROUTES)


@dataclass(frozen=True, slots=True)
class Done:
    """Something was recorded about a bag; `slip` where it concerned one."""

    view: BagView
    sentence: str
    changed: Changed
    slip: Slip | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """Who checks a bag, after the PIN: it need not be typed for every slip. `at` is when."""

    bag: str
    who: str
    at: datetime
    by_pin: bool


def open_bag(ledger: Ledger, who: Staff, section: str) -> Done | Refusal:
    """A new bag for a section (its digit or name). Its number is on disk before it is shown."""
    refused = bag_rules.may_pack(ledger, who)
    found = next((s for s in catalogues.of(ledger).sections if section.strip() in (s.code, s.name)), None)
    if refused is None and found is None:
        refused = refuse("bag_section", section=section)
    if refused or found is None:
        return refused or refuse("bag_section", section=section)
    with ledger.transaction() as tx:
        number = _new_bag(tx, who, found.code)
    return _done(ledger, number, words_bags.OPENED.format(section=found.name, label=book.label(ledger, number)))


def pack(ledger: Ledger, who: Staff, bag: str, text: str) -> Done | Refusal:
    """Puts the scanned slip into the bag. A refusal carries the verdict and says where the slip belongs."""
    opened = bag_rules.open_bag_of_this_year(ledger, who, bag)
    if isinstance(opened, Refusal):
        return opened
    return _pack(ledger, who, opened.section, opened.number, text)


def pack_into_new(ledger: Ledger, who: Staff, section: str, text: str) -> Done | Refusal:
    """The first slip of a section opens its bag: no number of a bag is spent on a scan that is refused."""
    refused = bag_rules.may_pack(ledger, who)
    return refused or _pack(ledger, who, section, None, text)


def take_out(ledger: Ledger, who: Staff, bag: str, text: str, reason: str) -> Done | Refusal:
    """Out of the bag again, into the hands of whoever says so. What cannot be found wants an approval: `let_through`."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    if view.state not in IN_WORK:
        return refuse("bag_is_gone", label=view.label)
    code = bag_rules.code_of(reason, words_bags.OUT_REASONS)
    if reason == "not_in_bag":
        return refuse("missing_needs_approval")
    if code is None:
        return refuse("reason")
    slip = bag_rules.inside(ledger, view, text)
    if isinstance(slip, Refusal):
        return slip
    with ledger.transaction() as tx:
        tx.append("unbagged", actor=who.code, slip=slip.number, bag=view.number, body={"reason": code})
    label = book.label(ledger, slip.number)
    return _done(ledger, view.number, words_bags.TAKEN_OUT.format(label=label), slip.number)


def close(ledger: Ledger, who: Staff, bag: str) -> Done | Refusal:
    """Packing ends; what the branch still holds for the section goes with the next bag."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    if view.state is not BagState.OPEN:
        return refuse("bag_is_closed" if view.state in IN_WORK else "bag_is_gone", label=view.label)
    refused = bag_rules.not_fit_to_go(view)
    if refused:
        return refused
    with ledger.transaction() as tx:
        tx.append("bag_closed", actor=who.code, bag=view.number, body={"count": len(view.rows)})
    sentence = words_bags.CLOSED.format(label=view.label)
    if view.left_over:
        sentence = f"{sentence}。{words_bags.CLOSED_LEFT.format(count=view.left_over)}"
    return _done(ledger, view.number, sentence)


def reopen(ledger: Ledger, who: Staff, bag: str, reason: str) -> Done | Refusal:
    """A bag that was closed too early: the closing is taken back and stays on record. What was checked stays checked,
    unless its checker packs now.
    """
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    if view.state is BagState.OPEN:
        return refuse("bag_not_closed_yet", label=view.label)
    if view.state not in IN_WORK:
        return refuse("bag_is_gone", label=view.label)
    code = bag_rules.code_of(reason, words.UNDO_REASONS)
    if code is None:
        return refuse("reason")
    with ledger.transaction() as tx:
        for event in _closings(ledger, view):
            body = {"desk": event.desk, "epoch": event.epoch, "seq": event.seq, "reason": code}
            tx.append("revoked", actor=who.code, bag=view.number, body=body)
    return _done(ledger, view.number, words_bags.REOPENED.format(label=view.label))


def begin_check(ledger: Ledger, who: Staff, bag: str, pin: str | None = None) -> Checking | Refusal:
    """Whether `who` may check this bag: another person than everybody who packed it, with a name, sure to be the one."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    refused = bag_rules.not_checkable(view) or bag_rules.not_the_checker(ledger, who, view, pin)
    asked = bool(ledger.setting(PIN_SETTING, True)) and not ledger.desk.practice
    return refused or Checking(view.number, who.code, ledger.now(), asked)


def close_to_check(ledger: Ledger, who: Staff, bag: str, pin: str | None = None) -> Done | Refusal:
    """Ends the packing of an open bag for the person who begins to check it, where that person may."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    return bag_rules.not_the_checker(ledger, who, view, pin) or close(ledger, who, bag)


def scan_for_check(ledger: Ledger, who: Staff, bag: str, text: str) -> Slip | Refusal:
    """The slip that is to be counted now. Reads only: the scan identifies, a key decides."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    return bag_rules.not_checkable(view) or bag_rules.inside(ledger, view, text, original=True)


def check(ledger: Ledger, who: Staff, bag: str, text: str, *, agrees: bool = True, reason: str | None = None,
          pin: str | None = None, checking: Checking | None = None) -> Done | Refusal:
    """The second person's word on one slip: its number was read and its sheets and enclosures counted.

    `checking` is the answer of `begin_check`; without it the PIN is asked here.
    """
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    known = checking is not None and (checking.bag, checking.who) == (view.number, who.code)
    refused = bag_rules.not_checkable(view) or bag_rules.not_the_checker(ledger, who, view, pin, confirmed=known)
    if refused:
        return refused
    slip = bag_rules.inside(ledger, view, text, original=True)
    if isinstance(slip, Refusal):
        return slip
    body: dict[str, object] = {"result": "agrees"}
    if not agrees:
        code = bag_rules.code_of(reason or "", words_bags.DIFFERS_REASONS)
        if code is None:
            return refuse("reason")
        body = {"result": "differs", "reason": code}
    with ledger.transaction() as tx:
        tx.append("checked", actor=who.code, slip=slip.number, bag=view.number, body=body)
    label = book.label(ledger, slip.number)
    said = words_bags.amount(slip.sheets, len(slip.enclosures) + slip.other_enclosures, sealed=slip.sealed)
    sentence = words_bags.AGREED.format(label=label, amount=said) if agrees else words_bags.DIFFERED.format(label=label)
    return _done(ledger, view.number, sentence, slip.number)


def let_through(ledger: Ledger, who: Staff, bag: str, text: str | None, reason: str, approver: str,
                approver_pin: str | None) -> Done | Refusal:
    """The 係長's exception, kept for good: one slip or (text None) the whole bag goes unchecked.

    A slip that cannot be found leaves the bag and is looked for from now on (所在調査), so that the others can go.
    """
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    code = bag_rules.code_of(reason, words_bags.BAG_EXCEPTIONS if text is None else words_bags.SLIP_EXCEPTIONS)
    refused = bag_rules.not_checkable(view) or (refuse("reason") if code is None else None)
    if refused is None and not view.rows:
        refused = refuse("bag_is_empty", label=view.label)
    if refused:
        return refused
    slip = bag_rules.inside(ledger, view, text) if text is not None else None
    if isinstance(slip, Refusal):
        return slip
    allowed = people.approved(ledger, approver, approver_pin)
    if isinstance(allowed, Refusal):
        return allowed
    number = slip.number if slip else None
    missing = slip is not None and code == "not_in_bag"
    with ledger.transaction() as tx:
        tx.append("checked", actor=who.code, slip=number, bag=view.number,
                  body={"result": "overridden", "reason": code, "approved_by": allowed.code})
        if missing:
            tx.append("unbagged", actor=who.code, slip=number, bag=view.number, body={"reason": "not_in_bag"})
            tx.append("inquiry_opened", actor=who.code, slip=number, body={"reason": "not_found", "called": False})
        what = "missing_slip" if missing else "unchecked_bag"
        tx.append("override", actor=allowed.code, slip=number, bag=view.number,
                  body={"what": what, "approved_by": allowed.code, "reason": code})
    sentence = words_bags.LET_THROUGH.format(label=book.label(ledger, number) if number else view.label)
    return _done(ledger, view.number, sentence, number)


def dispatch(ledger: Ledger, who: Staff, bag: str, route: str = "internal_mail",
             at: datetime | None = None) -> Done | Refusal:
    """The bag leaves: closed, not empty, every slip of it confirmed by another person. `at` is now unless given."""
    view = bag_rules.our_bag(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    if view.state not in IN_WORK:
        return refuse("bag_is_gone", label=view.label)
    refused = bag_rules.not_fit_to_go(view)
    if refused is None and view.state is BagState.OPEN:
        refused = refuse("bag_is_open", label=view.label)
    if refused is None and not view.complete:
        refused = refuse("bag_unchecked", label=view.label, count=view.unconfirmed)
    if refused is None and route not in ROUTES:
        refused = refuse("bag_route", routes="・".join(words_bags.ROUTES.values()))
    refused = refused or bag_rules.time_fault(ledger, view, at)
    if refused:
        return refused
    with ledger.transaction() as tx:
        tx.append("bag_dispatched", actor=who.code, bag=view.number, at=at,
                  body={"route": route, "count": len(view.rows)})
    sentence = words_bags.DISPATCHED.format(label=view.label, route=words_bags.ROUTES[route])
    return _done(ledger, view.number, sentence)


def view(ledger: Ledger, bag: str) -> BagView | Refusal:
    """A bag by its digits. Reads only."""
    return bag_rules.shown(ledger, bag)


def in_work(ledger: Ledger) -> tuple[BagView, ...]:
    """The branch's bags that have not left, newest first. One that was closed and emptied has nothing to do."""
    found = (bag_view.of(ledger, bag.number) for bag in ledger.bags(states=IN_WORK)
             if bag_rules.branch_of(ledger, bag.number) == ledger.desk.branch)
    return tuple(item for item in found if item is not None and (item.rows or item.state is BagState.OPEN))


def _pack(ledger: Ledger, who: Staff, section: str, bag: str | None, text: str) -> Done | Refusal:
    scanned = returns.scan(ledger, text, Place.PACKING, section)
    refused = bag_rules.stopped(ledger, scanned) or bag_rules.not_free(ledger, scanned, bag)
    if refused:
        return refused
    assert scanned.number is not None
    with ledger.transaction() as tx:
        number = bag or _new_bag(tx, who, section)
        tx.append("bagged", actor=who.code, slip=scanned.number, bag=number)
    return _done(ledger, number, words_bags.PACKED.format(label=scanned.label), scanned.number)


def _new_bag(tx: Transaction, who: Staff, section: str) -> str:
    number = tx.draw_bag(era.fiscal_year(tx.now), section).digits
    tx.append("bag_opened", actor=who.code, bag=number, body={"section": section})
    return number


def _closings(ledger: Ledger, view: BagView) -> list[Event]:
    """The records that closed the bag and stand."""
    counted, _ = effective(ledger.events_of_bag(view.number), ledger.members)
    return [event for event in counted if event.type == "bag_closed"]


def _done(ledger: Ledger, bag: str, sentence: str, slip: str | None = None) -> Done:
    shown = bag_view.of(ledger, bag)
    if shown is None:
        raise LookupError(f"the ledger lost {bag}")
    touched = frozenset({slip} if slip else (row.number for row in shown.rows))
    return Done(shown, sentence, Changed(touched, frozenset({"bags", "counts"})), ledger.slip(slip) if slip else None)
