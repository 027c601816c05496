"""予備帳: numbers printed ahead for a power cut, written by hand, and keyed in afterwards as 後日入力 (CORRECTIONS 13).

A blank is printed once: the same number on two sheets could be written twice. One that is not used is voided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import printing
from branch_desk.domain import era, numbers, words
from branch_desk.domain.eligibility import rule_against
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import book, catalogues, files, office, slips
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import confirmed_by_pin, may_record
from branch_desk.services.results import Changed, Issued, Refusal, refuse
from branch_desk.store.ledger import BookFilter, Ledger

MOST = 100      # sheets of one book
MOST_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Reserved:
    """Numbers of type 000, on disk, and the file with their blanks."""

    numbers: tuple[str, ...]
    file: Path
    changed: Changed


@dataclass(frozen=True, slots=True)
class Blank:
    """A number that waits to be keyed in or voided. `ended`: its fiscal year is over, so nobody writes on it any more."""

    number: str
    label: str
    fy: int
    drawn: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Voided:
    """Blanks that nobody uses any more."""

    numbers: tuple[str, ...]
    changed: Changed


def reserve(ledger: Ledger, who: Staff, count: int, pdf: Path) -> Reserved | Refusal:
    """Draws `count` numbers of type 000 and writes their blanks, one A4 each. The numbers are on disk before the file.

    Raises OSError where the file cannot be written; the numbers stay reserved and can be voided as unused.
    """
    drawn = _draw(ledger, who, count)
    if isinstance(drawn, Refusal):
        return drawn
    files.write(pdf, printing.draw(_form(ledger, drawn), "A4").pdf)
    found = tuple(number.digits for number in drawn)
    return Reserved(found, pdf, Changed(frozenset(found), frozenset({"counts"})))


def book_paper(ledger: Ledger, who: Staff, count: int) -> OfficePaper | Refusal:
    """New blanks as a paper for the printer of plain sheets, or for a PDF where there is none."""
    drawn = _draw(ledger, who, count)
    if isinstance(drawn, Refusal):
        return drawn
    return OfficePaper("reserve", _form(ledger, drawn), sheet=True, of=f"{drawn[0].serial:05d}")


def blanks(ledger: Ledger) -> tuple[Blank, ...]:
    """What this desk drew and nobody has settled yet, oldest number first."""
    found = ledger.page(BookFilter(state=State.RESERVED.value), limit=MOST_SHOWN).slips
    return tuple(sorted((_blank(ledger, slip) for slip in found if slip.desk == ledger.desk.code),
                        key=lambda blank: (blank.fy, blank.number)))


def look(ledger: Ledger, text: str) -> Blank | Refusal:
    """The blank of this number, by any of its three papers; refused where there is nothing to key in. A number of which
    a restored ledger has no record, and that was found in the binder, is keyed in like a blank."""
    slip = _reserved(ledger, text, State.LOST)
    return slip if isinstance(slip, Refusal) else _blank(ledger, slip)


def void(ledger: Ledger, who: Staff, unused: tuple[str, ...], reason: str, *, pin: str | None = None) -> Voided | Refusal:
    """取消 of blanks that nobody wrote on: one that was spoiled, or what is left when the year is over. All or none."""
    refused = may_record(who) or confirmed_by_pin(ledger, who, pin, "void")
    if refused is None and reason not in words.SPARE_REASONS:
        refused = refuse("reason")
    for text in unused:
        found = _reserved(ledger, text) if refused is None else refused
        refused = found if isinstance(found, Refusal) else None
    if refused:
        return refused
    with ledger.transaction() as tx:
        for number in unused:
            tx.append("voided", actor=who.code, slip=number, body={"reason": reason})
    return Voided(unused, Changed(frozenset(unused), frozenset({"counts"})))


def key_in(ledger: Ledger, who: Staff, text: str, request: slips.IssueRequest, taken_at: datetime) -> Issued | Refusal:
    """後日入力: what was written on a blank, with the time from the paper. The blank keeps its number."""
    slip = may_record(who) or _reserved(ledger, text, State.LOST)
    if isinstance(slip, Refusal):
        return slip
    own = slip.number[6:9]
    if own not in (numbers.RESERVED_TYPE, request.type):        # a found paper's number says what it is of
        return refuse("found_type", label=book.label(ledger, slip.number), type=own)
    if taken_at > ledger.now():
        return refuse("time_future")
    number = slip.number
    if taken_at.date() < _drawn(ledger, number).date():     # eight digits hold no year: next week would be last year
        return refuse("spare_early", label=book.label(ledger, number))
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
        tx.keep(event, slip.year, item.retention, texts)
    after = ledger.slip(number)
    if after is None:
        raise LookupError(f"the ledger lost {number}")
    return Issued(after, book.label(ledger, number), Changed(frozenset({number}), frozenset({"counts"})))


# ---- inside


def _draw(ledger: Ledger, who: Staff, count: int) -> list[numbers.Number] | Refusal:
    refused = may_record(who)
    if refused is None and ledger.desk.role is not Role.COUNTER:
        refused = refuse("not_counter")
    if refused is None and not 1 <= count <= MOST:
        refused = refuse("spare_count", most=MOST)
    if refused:
        return refused
    with ledger.transaction() as tx:
        fy = era.fiscal_year(tx.now)
        drawn = [tx.draw(fy, numbers.RESERVED_TYPE) for _ in range(count)]
        for number in drawn:
            tx.append("reserved", actor=who.code, slip=number.digits)
    return drawn


def _form(ledger: Ledger, drawn: list[numbers.Number]) -> printing.SpareBook:
    desk, chosen = ledger.desk, office.of(ledger)
    return printing.SpareBook(
        tuple(printing.SpareSlip(number.digits, number.copy.digits, book.label(ledger, number.digits)) for number in drawn),
        desk.branch, tuple((section.name, section.phone) for section in catalogues.of(ledger).sections),
        branch_phone=desk.phone, branch_hours=chosen.hours or None, purpose_sentence=chosen.purpose, practice=desk.practice)


def _reserved(ledger: Ledger, text: str, *also: State) -> Slip | Refusal:
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    slip = ledger.slip(parsed.original.digits)
    if slip is None or slip.state not in (State.RESERVED, *also) or slip.desk != ledger.desk.code:
        return refuse("not_reserved", label=book.label(ledger, parsed.original.digits))
    return slip


def _drawn(ledger: Ledger, number: str) -> datetime:
    """When it was drawn; of a lost one only the fiscal year is known."""
    first = datetime(2000 + int(number[4:6]), 4, 1, tzinfo=era.JST)
    return next((era.moment(event.at) for event in ledger.events(number) if event.type == "reserved"), first)


def _blank(ledger: Ledger, slip: Slip) -> Blank:
    ended = slip.year < era.fiscal_year(ledger.now())
    return Blank(slip.number, book.label(ledger, slip.number), slip.year, _drawn(ledger, slip.number), ended)
