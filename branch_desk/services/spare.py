"""予備帳: numbers printed ahead for a power cut, written by hand, and keyed in afterwards as 後日入力 (CORRECTIONS 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import printing
from branch_desk.domain import era, numbers, words
from branch_desk.domain.eligibility import rule_against
from branch_desk.domain.fold import State
from branch_desk.domain.staff import Staff
from branch_desk.services import book, catalogues, files, office, slips
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Issued, Refusal, refuse
from branch_desk.store.ledger import Ledger

MOST = 100      # sheets of one book


@dataclass(frozen=True, slots=True)
class Reserved:
    """Numbers of type 000, on disk, and the file with their blanks."""

    numbers: tuple[str, ...]
    file: Path
    changed: Changed


def reserve(ledger: Ledger, who: Staff, count: int, pdf: Path) -> Reserved | Refusal:
    """Draws `count` numbers of type 000 and writes their blanks, one A4 each. The numbers are on disk before the file.

    Raises OSError where the file cannot be written; the numbers stay reserved and can be voided as unused.
    """
    refused = may_record(who)
    if refused is None and not 1 <= count <= MOST:
        refused = refuse("spare_count", most=MOST)
    if refused:
        return refused
    fy = era.fiscal_year(ledger.now())
    with ledger.transaction() as tx:
        drawn = [tx.draw(fy, numbers.RESERVED_TYPE) for _ in range(count)]
        for number in drawn:
            tx.append("reserved", actor=who.code, slip=number.digits)
    desk = ledger.desk
    form = printing.SpareBook(
        tuple(printing.SpareSlip(number.digits, number.copy.digits, book.label(ledger, number.digits)) for number in drawn),
        desk.branch, tuple((section.name, section.phone) for section in catalogues.of(ledger).sections),
        branch_phone=desk.phone, purpose_sentence=office.of(ledger).purpose, practice=desk.practice)
    files.write(pdf, printing.draw(form, "A4").pdf)
    found = tuple(number.digits for number in drawn)
    return Reserved(found, pdf, Changed(frozenset(found), frozenset({"counts"})))


def key_in(ledger: Ledger, who: Staff, text: str, request: slips.IssueRequest, taken_at: datetime) -> Issued | Refusal:
    """後日入力: what was written on a blank, with the time from the paper. The blank keeps its number."""
    parsed = numbers.read(text)
    if parsed is None:
        return refuse("not_a_number")
    number = parsed.original.digits
    slip = ledger.slip(number)
    refused = may_record(who)
    if refused is None and (slip is None or slip.state is not State.RESERVED or slip.desk != ledger.desk.code):
        refused = refuse("not_reserved", label=book.label(ledger, number))
    if refused is None and taken_at > ledger.now():
        refused = refuse("time_future")
    if refused:
        return refused
    catalogue = catalogues.of(ledger)
    item = catalogue.type(request.type, taken_at.date())
    rule = rule_against(item, taken_at.date())
    if rule or item is None:
        # The papers are here already: the rule is said, and the blank stays reserved.
        return slips.eligible(ledger, request.type) or refuse("not_reserved", label=book.label(ledger, number))
    fault = slips.faults_of(catalogue, request)
    if fault:
        return fault
    texts = slips.texts_of(request)
    with ledger.transaction() as tx:
        body = slips.body_of(catalogue, item, request, texts) | {"taken_at": era.stamp(taken_at)}
        event = tx.append("issued", actor=who.code, slip=number, body=body)
        tx.keep(event, parsed.fy, item.retention, texts)
    after = ledger.slip(number)
    if after is None:
        raise LookupError(f"the ledger lost {number}")
    return Issued(after, book.label(ledger, number), Changed(frozenset({number}), frozenset({"counts"})))
