"""The list of 管理簿 as a file, as it is filtered: without names, safe in a spreadsheet, and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from branch_desk.domain import numbers, words
from branch_desk.domain import words_book as said
from branch_desk.domain.fold import Slip
from branch_desk.domain.staff import Staff
from branch_desk.services import book, tables
from branch_desk.services.people import may_record
from branch_desk.services.results import NOTHING, Changed, Refusal, refuse
from branch_desk.store.ledger import At, BookFilter, Ledger

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, and how many slips are in it."""

    file: Path
    count: int
    changed: Changed = NOTHING


def export(ledger: Ledger, who: Staff, wanted: BookFilter, file: Path) -> Exported | Refusal:
    """Everything that the filter gives, newest first. Nothing is recorded where the file could not be written."""
    refused = may_record(who)
    if refused:
        return refused
    found = tuple(every(ledger, wanted))
    if not found:
        return refuse("nothing_to_export")
    tables.write(file, said.CSV_HEADING, (_row(ledger, slip) for slip in found))
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": "ledger", "count": len(found), "named": False})
    return Exported(file, len(found))


def every(ledger: Ledger, wanted: BookFilter) -> Iterator[Slip]:
    """All that the filter gives, page by page."""
    page = ledger.pages(wanted, limit=AT_ONCE)
    while True:
        yield from page.slips
        if not page.below:
            return
        page = ledger.pages(wanted, At("below", page.slips[-1].number), AT_ONCE, page.span)


def _row(ledger: Ledger, slip: Slip) -> tuple[str, ...]:
    count = len(slip.enclosures) + slip.other_enclosures
    sheets = said.SEALED_SHORT if slip.sealed else str(slip.sheets or "")
    return (
        book.label(ledger, slip.number),
        numbers.group(slip.number),
        words.STATES[slip.state.value],
        slip.type or "",
        slip.type_name or "",
        book.section_name(ledger, slip),
        sheets,
        str(count),
        slip.taken_at or slip.issued_at or "",
        slip.dispatched_at or "",
        slip.received_at or slip.paper_received_at or "",
        slip.closed_at or "",
        said.YES if slip.inquiry else "",
        book.holder_words(ledger, slip),
    )
