"""袋札, 送付票, 職員証: the papers of bags. None of them has a place for a citizen's name.

Only kinds 2 and 3 (練習 7, 6) stand on them, so that no scan of such a paper is ever taken for a slip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import printing
from branch_desk.domain import era, numbers, words, words_bags
from branch_desk.domain.staff import Staff
from branch_desk.services import bags
from branch_desk.services.bag_view import BagView
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.paper import reprint_code
from branch_desk.services.people import acting, may_record
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger


def label(ledger: Ledger, who: Staff, bag: str, reason: str | None = None) -> OfficePaper | Refusal:
    """袋札: where the bag goes, how many slips and sheets are in it, its barcode. From the second on it wants its reason."""
    view = _fit(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    again = _again(ledger, view, "label", reason)
    if isinstance(again, Refusal):
        return again
    return OfficePaper("label", replace(label_form(ledger, view), reissue=again.mark), "80mm", bag=view.number, roll=True,
                       count=again.count, reason=again.code)


def manifest(ledger: Ledger, who: Staff, bag: str, reason: str | None = None) -> OfficePaper | Refusal:
    """送付票: every slip of the bag with its sheets and enclosures, and the totals. From the second on with its reason."""
    view = _fit(ledger, who, bag)
    if isinstance(view, Refusal):
        return view
    again = _again(ledger, view, "manifest", reason)
    if isinstance(again, Refusal):
        return again
    return OfficePaper("manifest", replace(manifest_form(ledger, view), reissue=again.mark), "A4", bag=view.number,
                       count=again.count, reason=again.code)


def made(ledger: Ledger, bag: str) -> dict[str, int]:
    """How many of its papers may lie somewhere already, by copy."""
    number = numbers.read(bag)
    return ledger.prints_of_bag(number.digits) if number is not None else {}


def badges(ledger: Ledger, who: Staff, *codes: str) -> OfficePaper | Refusal:
    """職員証 of the staff named, of all who record where nobody is named."""
    refused = may_record(who)
    if refused:
        return refused
    people = []
    for code in codes:
        member = acting(ledger, code)
        if isinstance(member, Refusal):
            return member
        people.append(member)
    return OfficePaper("badge", badge_form(ledger, tuple(people) or ledger.staff()), "A4")


def label_form(ledger: Ledger, view: BagView) -> printing.BagLabel:
    """What stands on the label of a bag, as it is now."""
    desk = ledger.desk
    sent = view.bag.dispatched_at
    return printing.BagLabel(
        digits=view.number, label=view.label, section=view.section_name, branch=desk.branch, slips=len(view.rows),
        sheets=view.sheets, sealed=view.sealed, floor=view.floor, ward=desk.ward, branch_phone=desk.phone,
        sent_on=era.wareki_date(era.moment(sent).date()) if sent else None, route=_route(view), practice=desk.practice)


def manifest_form(ledger: Ledger, view: BagView) -> printing.Manifest:
    """What stands on the 送付票 of a bag, as it is now."""
    desk = ledger.desk
    sent = view.bag.dispatched_at
    rows = tuple(printing.ManifestRow(row.label, row.type_name, None if row.sealed else row.sheets, row.enclosures)
                 for row in view.rows)
    return printing.Manifest(
        digits=view.number, label=view.label, section=view.section_name, branch=desk.branch, rows=rows,
        floor=view.floor, ward=desk.ward, branch_phone=desk.phone,
        sent=era.wareki_minute(era.moment(sent)) if sent else None, route=_route(view),
        check_value=ledger.trail.head().text, practice=desk.practice)


def badge_form(ledger: Ledger, staff: tuple[Staff, ...]) -> printing.BadgeSheet:
    """Badges to cut out: the code in a barcode of kind 3, made by this desk."""
    desk = ledger.desk
    kind = numbers.PRACTICE[numbers.BADGE] if desk.practice else numbers.BADGE
    made = tuple(printing.Badge(numbers.Number(kind, desk.code, 2000, "000", int(member.code)).digits, member.surname,
                                member.code, role=words_bags.ROLES[member.role.value]) for member in staff)
    return printing.BadgeSheet(made, desk.branch, branch_phone=desk.phone, practice=desk.practice)


@dataclass(frozen=True, slots=True)
class _Again:
    """Which paper of its kind this is, and what stands on it where it is not the first."""

    count: int
    code: str | None = None
    mark: printing.Reissue | None = None


def _again(ledger: Ledger, view: BagView, copy: str, reason: str | None) -> _Again | Refusal:
    before = ledger.prints_of_bag(view.number).get(copy, 0)
    if not before:
        return _Again(1)
    code = reprint_code(reason)
    if code is None:
        return refuse("reprint_reason")
    return _Again(before + 1, code, printing.Reissue(before, era.wareki_minute(ledger.now()), words.REPRINT_REASONS[code]))


def _route(view: BagView) -> str:
    return words_bags.ROUTES[view.bag.route or "internal_mail"]


def _fit(ledger: Ledger, who: Staff, bag: str) -> BagView | Refusal:
    """The bag, where it has something to be said of on paper."""
    view = may_record(who) or bags.view(ledger, bag)
    if isinstance(view, Refusal):
        return view
    return view if view.rows else refuse("bag_is_empty", label=view.label)
