"""月別目次: what must be in the paper binder of a month. A 控え of every number that was issued, the 原本
of every slip that is closed, and for each number without its 原本 the reason: still out, void, documents
given back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import printing
from branch_desk.domain import era, numbers, words
from branch_desk.domain import words_binder as said
from branch_desk.domain.fold import OPEN, Slip, State
from branch_desk.domain.staff import Staff
from branch_desk.services import book, book_export, tables
from branch_desk.services.book_export import Exported
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger

COUNTS = ("copies", "originals", "open", "voided", "handed_back")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One type: which numbers lie there, and how many papers that must be."""

    section: str
    section_name: str
    type: str
    type_name: str
    numbers: str
    copies: int
    originals: int
    open: int
    voided: int
    handed_back: int


@dataclass(frozen=True, slots=True)
class IndexNote:
    """A number whose 原本 is not in the binder, and why; or one under inquiry."""

    number: str
    label: str
    type_name: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Index:
    """The binder of one month. `name` is 令和8年11月."""

    year: int
    month: int
    name: str
    rows: tuple[IndexRow, ...]
    notes: tuple[IndexNote, ...]
    slips: tuple[Slip, ...]

    @property
    def totals(self) -> dict[str, int]:
        """All types together."""
        return {name: sum(getattr(row, name) for row in self.rows) for name in COUNTS}


def index(ledger: Ledger, year: int, month: int) -> Index:
    """What this desk took in during a month, by section, type and number."""
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    fy = era.fiscal_year(first)
    # a blank of last year's 予備帳 may have been written by hand on a day of this one
    slips = [slip for of in (fy - 1, fy) for slip in ledger.binder_slips(of, first, last)]
    slips.sort(key=lambda slip: (slip.section or "", slip.type or "", slip.number))
    by_type: dict[tuple[str, str], list[Slip]] = {}
    for slip in slips:
        by_type.setdefault((slip.section or "", slip.type or ""), []).append(slip)
    rows = tuple(_row(ledger, section, kind, found) for (section, kind), found in by_type.items())
    notes = tuple(_note(ledger, slip) for slip in slips if slip.state is not State.CLOSED or slip.inquiry)
    return Index(year, month, said.month_name(era.era_year(first), month), rows, notes, tuple(slips))


def months(ledger: Ledger, year: int) -> tuple[tuple[int, int], ...]:
    """The months of a fiscal year in which something was taken in, newest first."""
    days = {(count.day.year, count.day.month) for count in ledger.binder_counts(year)}
    return tuple(sorted(days, reverse=True))


def export_csv(ledger: Ledger, who: Staff, file: Path, year: int, month: int) -> Exported | Refusal:
    """The month's slips one by one, as a file; that it was made is recorded. No names."""
    refused = may_record(who)
    if refused:
        return refused
    found = index(ledger, year, month)
    if not found.slips:
        return refuse("no_such_month", month=found.name)
    tables.write(file, said.CSV_HEADING, (_csv_row(ledger, slip) for slip in found.slips))
    with ledger.transaction() as tx:
        tx.append(
            "exported",
            actor=who.code,
            body={"what": "binder_index", "count": len(found.slips), "named": False},
        )
    return Exported(file, len(found.slips))


def into_folder(ledger: Ledger, who: Staff, year: int, month: int) -> Exported | Refusal:
    """The same, into a file of its own where the window puts its files."""
    return export_csv(
        ledger, who, book_export.file_for(ledger, f"{said.INDEX_FILE}-{year}{month:02d}"), year, month
    )


def form(ledger: Ledger, who: Staff, year: int, month: int) -> printing.BinderIndex | Refusal:
    """The index as a paper, to lie on top of the month's slips."""
    found = index(ledger, year, month)
    if not found.rows:
        return refuse("no_such_month", month=found.name)
    desk = ledger.desk
    return printing.BinderIndex(
        month=found.name,
        branch=desk.branch,
        desk=desk.name,
        made=era.wareki_minute(ledger.now()),
        staff=who.surname,
        rows=tuple(
            printing.IndexRow(
                row.section_name,
                f"{row.type} {row.type_name}",
                row.numbers,
                row.copies,
                row.originals,
                row.open,
                row.voided,
                row.handed_back,
            )
            for row in found.rows
        ),
        notes=tuple(printing.IndexNote(note.label, note.state, note.detail) for note in found.notes),
        ward=desk.ward,
        practice=desk.practice,
    )


def paper(ledger: Ledger, who: Staff, year: int, month: int) -> OfficePaper | Refusal:
    """The same, on its way to a printer or a file."""
    refused = may_record(who)
    if refused:
        return refused
    made = form(ledger, who, year, month)
    return made if isinstance(made, Refusal) else OfficePaper("binder_index", made)


def as_json(found: Index) -> dict[str, object]:
    """The index as the command line answers it."""
    return {
        "month": f"{found.year}-{found.month:02d}",
        "name": found.name,
        "totals": found.totals,
        "types": [
            {
                "section": row.section_name,
                "type": row.type,
                "type_name": row.type_name,
                "numbers": row.numbers,
                "copies": row.copies,
                "originals": row.originals,
                "open": row.open,
                "voided": row.voided,
                "handed_back": row.handed_back,
            }
            for row in found.rows
        ],
        "notes": [
            {"number": note.number, "label": note.label, "state": note.state, "detail": note.detail}
            for note in found.notes
        ],
    }


# ---- inside


def _row(ledger: Ledger, section: str, kind: str, slips: list[Slip]) -> IndexRow:
    def count(states: Iterable[State]) -> int:
        return sum(slip.state in states for slip in slips)

    latest = slips[-1]
    return IndexRow(
        section,
        book.section_name(ledger, latest, section),
        kind,
        latest.type_name or kind,
        _numbers(slips, kind),
        len(slips),
        count({State.CLOSED}),
        count(OPEN),
        count({State.VOIDED}),
        count({State.HANDED_BACK}),
    )


def _numbers(slips: list[Slip], kind: str) -> str:
    """00001〜00042; those of the 予備帳 after it."""
    own: list[int] = []
    spare: list[int] = []
    for slip in slips:
        parsed = numbers.parse(slip.number)
        if parsed is not None:
            (own if parsed.type == kind else spare).append(parsed.serial)
    parts = [said.serials(_spans(own))] if own else []
    return "、".join(parts + ([f"{said.SPARE} {said.serials(_spans(spare))}"] if spare else []))


def _spans(serials: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for serial in sorted(serials):
        if spans and spans[-1][1] == serial - 1:
            spans[-1] = (spans[-1][0], serial)
        else:
            spans.append((serial, serial))
    return spans


def _note(ledger: Ledger, slip: Slip) -> IndexNote:
    state = words.STATES[slip.state.value]
    detail = _why(slip) or book.holder_words(ledger, slip)
    if slip.inquiry:
        detail = f"{said.INQUIRY}　{detail}"
    return IndexNote(slip.number, book.label(ledger, slip.number), slip.type_name or "", state, detail)


def _why(slip: Slip) -> str:
    """The reason of a void or of documents given back, with its day."""
    if slip.state not in (State.VOIDED, State.HANDED_BACK):
        return ""
    code = slip.ended_reason or ""
    reason = words.ENDED_REASONS.get(code) or words.BACK_REASONS.get(code) or code
    day = era.month_day(era.moment(slip.ended_at)) if slip.ended_at else ""
    return f"{day} {reason}".strip()


def _csv_row(ledger: Ledger, slip: Slip) -> tuple[str, ...]:
    original = "filed" if slip.state is State.CLOSED else "out" if slip.state in OPEN else "none"
    return (
        book.label(ledger, slip.number),
        numbers.group(slip.number),
        slip.taken_at or slip.issued_at or "",
        book.section_name(ledger, slip),
        slip.type or "",
        slip.type_name or "",
        words.STATES[slip.state.value],
        said.CSV_COPY,
        said.CSV_ORIGINAL[original],
        _why(slip),
        slip.closed_at or "",
        said.INQUIRY if slip.inquiry else "",
        book.holder_words(ledger, slip),
    )
