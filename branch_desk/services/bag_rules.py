"""What may be done with a bag, and what a scan must not do to it: every refusal of 袋入れ・発送. Nothing is recorded here."""

from __future__ import annotations

from datetime import datetime

from branch_desk.domain import era, numbers, words, words_bags
from branch_desk.domain.bag import BagState
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import Place, Verdict
from branch_desk.services import bag_view, book, catalogues, returns
from branch_desk.services.bag_view import BagView
from branch_desk.services.people import confirmed_by_pin, may_record
from branch_desk.services.results import Refusal, refuse
from branch_desk.services.returns import Scanned
from branch_desk.store.ledger import Ledger

PIN_SETTING = "pin_for_checks"
IN_WORK = (BagState.OPEN, BagState.CLOSED, BagState.CHECKED)


def may_pack(ledger: Ledger, who: Staff) -> Refusal | None:
    refused = may_record(who)
    if refused is None and ledger.desk.role is not Role.COUNTER:
        refused = refuse("bag_not_counter")
    return refused


def bag_number(ledger: Ledger, text: str) -> str | Refusal:
    """The digits of a bag that a scan names."""
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind != numbers.BAG:
        return refuse("not_a_bag")
    if parsed.practice is not ledger.desk.practice:
        return refuse("bag_practice" if parsed.practice else "bag_real_in_practice")
    return parsed.digits


def shown(ledger: Ledger, text: str) -> BagView | Refusal:
    """A bag by its digits."""
    number = bag_number(ledger, text)
    if isinstance(number, Refusal):
        return number
    return bag_view.of(ledger, number) or refuse("no_such_bag", label=book.label(ledger, number))


def our_bag(ledger: Ledger, who: Staff, text: str) -> BagView | Refusal:
    """The bag, where `who` may record something about it at this desk."""
    refused = may_pack(ledger, who)
    if refused:
        return refused
    found = shown(ledger, text)
    if isinstance(found, Refusal):
        return found
    if branch_of(ledger, found.number) != ledger.desk.branch:
        return refuse("bag_of_other_branch", label=found.label)
    return found


def branch_of(ledger: Ledger, number: str) -> str | None:
    issuer = ledger.members.get(number[1:4])
    return issuer.branch if issuer else None


def open_bag_of_this_year(ledger: Ledger, who: Staff, text: str) -> BagView | Refusal:
    """A bag that still takes slips: open, and of this fiscal year."""
    found = our_bag(ledger, who, text)
    if isinstance(found, Refusal):
        return found
    if found.state is not BagState.OPEN:
        return refuse("bag_is_closed" if found.state in IN_WORK else "bag_is_gone", label=found.label)
    if found.year != era.fiscal_year(ledger.now()):
        return refuse("bag_other_year", label=found.label, year=era.fiscal_year_name(found.year))
    return found


def stopped(ledger: Ledger, scanned: Scanned) -> Refusal | None:
    """The refusal of every verdict but `matched`, with where the paper belongs."""
    if scanned.verdict is Verdict.MATCHED:
        return None
    rule = words_bags.OF_VERDICT.get(scanned.verdict.value)
    section = book.section_name(ledger, scanned.slip) if scanned.slip else ""
    if rule is None:
        return Refusal(scanned.verdict.value, f"{scanned.word}。", f"{scanned.todo}。", details=details(ledger, scanned))
    said = refuse(rule, section=section)
    return Refusal(scanned.verdict.value, said.sentence, said.todo, details=details(ledger, scanned))


def not_free(ledger: Ledger, scanned: Scanned, bag: str | None) -> Refusal | None:
    """`matched` says nothing of where the slip is: it may lie in a bag or have left."""
    slip = scanned.slip
    if slip is None or slip.state is State.HELD:
        return None
    told = details(ledger, scanned)
    if slip.state is not State.BAGGED:
        at = era.slashed(era.moment(slip.dispatched_at)) if slip.dispatched_at else words.STATES[slip.state.value]
        return refuse("already_dispatched", details=told, at=at)
    if slip.bag == bag:
        return refuse("already_in_this", details=told)
    other = book.label(ledger, slip.bag or "")
    return refuse("already_bagged", details=told | {"other_bag": slip.bag, "other_bag_label": other}, bag=other)


def details(ledger: Ledger, scanned: Scanned) -> dict[str, object]:
    found: dict[str, object] = {"verdict": scanned.verdict.value}
    if scanned.number and scanned.verdict not in (Verdict.PRACTICE,):
        found |= {"number": scanned.number, "label": scanned.label}
    if scanned.slip and scanned.verdict is not Verdict.PRACTICE:
        section = catalogues.of(ledger).section(scanned.slip.section or "")
        found |= {"type_name": scanned.slip.type_name or "", "goes_to": book.section_name(ledger, scanned.slip),
                  "floor": section.floor if section else None}
    if scanned.where:
        found["where"] = scanned.where
    return found


def inside(ledger: Ledger, view: BagView, text: str, *, original: bool = False) -> Slip | Refusal:
    """The scanned slip, where it lies in this bag. `original`: only the 原本 will do, for it is what travels."""
    scanned = returns.scan(ledger, text, Place.PACKING, view.section)
    inside = scanned.number in {row.number for row in view.rows}
    if scanned.slip and inside and scanned.verdict is Verdict.COPY and not original:
        return scanned.slip
    ended = scanned.verdict in (Verdict.VOIDED, Verdict.HANDED_BACK)
    if scanned.slip and inside and ended and not original:      # what was voided inside the bag has to come out
        return scanned.slip
    refused = stopped(ledger, scanned)
    if refused:
        return refused
    if scanned.slip is None or not inside:
        return refuse("not_in_this_bag", details=details(ledger, scanned))
    return scanned.slip


def not_checkable(view: BagView) -> Refusal | None:
    if view.state is BagState.OPEN:
        return refuse("bag_is_open", label=view.label)
    return None if view.state in IN_WORK else refuse("bag_is_gone", label=view.label)


def not_the_checker(ledger: Ledger, who: Staff, view: BagView, pin: str | None, *,
                     confirmed: bool = False) -> Refusal | None:
    if who.code in view.packers:
        said = refuse("packed_it")
        return Refusal("same_person", said.sentence, said.todo)
    if not any(c.isalpha() for c in who.name):
        return refuse("nameless")
    if confirmed or not ledger.setting(PIN_SETTING, True):
        return None
    return confirmed_by_pin(ledger, who, pin)


def not_fit_to_go(view: BagView) -> Refusal | None:
    """An empty bag, or one with a slip in it that was voided or handed back meanwhile."""
    if not view.rows:
        return refuse("bag_is_empty", label=view.label)
    ended = [row.label for row in view.rows if row.ended]
    return refuse("bag_holds_ended", label=view.label, slips="、".join(ended)) if ended else None


def time_fault(ledger: Ledger, view: BagView, at: datetime | None) -> Refusal | None:
    if at is None:
        return None
    if at > ledger.now():
        return refuse("dispatch_future")
    # typed to the minute, recorded to the second
    if view.last_at is not None and at < era.moment(view.last_at).replace(second=0):
        return refuse("dispatch_too_early")
    return None


def code_of(given: str, codes: dict[str, str]) -> str | None:
    """The code of a reason that is given as code or in words."""
    given = given.strip()
    return given if given in codes else next((code for code, word in codes.items() if word == given), None)
