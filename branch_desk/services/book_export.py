"""The list of 管理簿 as a file, as it is filtered: without names, safe in a spreadsheet, and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from branch_desk.domain import numbers, words
from branch_desk.domain import words_book as said
from branch_desk.domain.fold import Slip
from branch_desk.domain.staff import Staff
from branch_desk.services import book, book_pages, tables
from branch_desk.services.book_pages import Wanted
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
    """Everything that the filter gives, newest first. Nothing is recorded where the file could not be
    written.
    """
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


def folder(ledger: Ledger) -> Path:
    """Where the window puts its files: the documents of whoever is logged in, else beside the ledger."""
    documents = Path.home() / "Documents"
    if documents.is_dir():
        return documents
    beside = ledger.home / "csv"
    beside.mkdir(mode=0o700, exist_ok=True)
    return beside


def file_for(ledger: Ledger, name: str) -> Path:
    """管理簿-20261124-1045.csv; a second one of the same minute gets a number."""
    stem = f"{name}-{ledger.now():%Y%m%d-%H%M}"
    place = folder(ledger)
    names = (f"{stem}.csv", *(f"{stem}-{n}.csv" for n in range(2, 100)))
    return next((place / file for file in names if not (place / file).exists()), place / names[0])


def into_folder(ledger: Ledger, who: Staff, wanted: Wanted) -> Exported | Refusal:
    """The list as the screen filters it, into a file of its own."""
    return export(ledger, who, book_pages.filter_of(ledger, wanted), file_for(ledger, said.CSV_NAME))


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
