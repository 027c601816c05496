"""The list of document types: search at the counter, CSV in and out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import schemas
from branch_desk.domain.catalogue import (
    BadLine,
    Catalogue,
    DocumentType,
    Enclosure,
    format_csv,
    parse_csv,
    search,
)
from branch_desk.domain.staff import Staff
from branch_desk.services import files
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import BookFilter, Ledger

CHANGED = Changed(topics=frozenset({"catalogue"}))


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalogue took effect."""

    catalogue: Catalogue
    changed: Changed = CHANGED


def builtin() -> Catalogue:
    """The 11 types that the source names, under their 6 sections (DOMAIN.md). Nothing is invented."""
    parsed = parse_csv(schemas.read_text("catalogue/types.csv"))
    if parsed.faults:
        raise ValueError(f"the built-in catalogue is broken: {parsed.faults}")
    enclosures = tuple(Enclosure(item["code"], item["name"])
                       for item in json.loads(schemas.read_text("catalogue/enclosures.json")))
    return Catalogue(parsed.types, enclosures, version=1)


def of(ledger: Ledger) -> Catalogue:
    """The catalogue in force. A ledger has one from its first moment (desks.set_up)."""
    catalogue = ledger.catalogue()
    if catalogue is None:
        raise LookupError("the ledger has no catalogue")
    return catalogue


def find_types(ledger: Ledger, text: str, limit: int = 8) -> tuple[DocumentType, ...]:
    """Types for the counter's search, those of today first; an ended or unforwarded type is found too, to say so."""
    return search(current_types(ledger), text, limit)


def current_types(ledger: Ledger) -> tuple[DocumentType, ...]:
    """One entry a code: the one valid today, else the latest."""
    catalogue, today = of(ledger), ledger.now().date()
    codes = dict.fromkeys(item.code for item in catalogue.types)
    return tuple(item for item in (catalogue.type(code, today) for code in codes) if item is not None)


def import_csv(ledger: Ledger, who: Staff, file: Path) -> Imported | Refusal:
    """Takes a whole catalogue from a CSV (UTF-8 with or without BOM, or Shift_JIS as Japanese Excel saves it).

    Every bad line is reported by its number, and then nothing is imported. A type that has been issued may not
    vanish: it ends by its date, so that old slips keep their name.
    """
    refused = may_record(who)
    if refused:
        return refused
    text = _decoded(file.read_bytes())
    if text is None:
        return refuse("catalogue_encoding")
    parsed = parse_csv(text)
    if parsed.faults:
        return _bad_lines(parsed.faults)
    before = of(ledger)
    lost = sorted({item.code for item in before.types} - {item.code for item in parsed.types})
    used = [code for code in lost if ledger.page(BookFilter(type=code), limit=1).total]
    if used:
        return refuse("catalogue_missing_used", codes="、".join(used))
    catalogue = Catalogue(parsed.types, before.enclosures, before.version + 1)
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogue)
    return Imported(catalogue)


def export_csv(ledger: Ledger, file: Path) -> int:
    """Writes the catalogue as CSV that Japanese Excel opens; returns the number of types."""
    catalogue = of(ledger)
    files.write(file, ("\ufeff" + format_csv(catalogue)).encode("utf-8"))
    return len(catalogue.types)


def as_json(item: DocumentType, today: date) -> dict[str, object]:
    """A type as the command line shows it."""
    return {
        "code": item.code, "name": item.name, "reading": item.reading, "section": item.section.name,
        "section_code": item.section.code, "floor": item.section.floor, "phone": item.section.phone,
        "forwarded": item.forwarded, "not_forwarded": item.not_forwarded.value if item.not_forwarded else None,
        "valid_from": item.valid_from.isoformat(),
        "valid_until": item.valid_until.isoformat() if item.valid_until else None,
        "valid_today": item.valid_on(today), "retention": item.retention, "annual": item.annual,
    }


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _bad_lines(faults: tuple[BadLine, ...]) -> Refusal:
    answer = refuse("catalogue_lines")
    lines = "\n".join(f"  {bad.line}行目: {bad.sentence}" for bad in faults)
    return Refusal(answer.rule, answer.sentence, f"{answer.todo}\n{lines}",
                   details={"lines": [{"line": bad.line, "sentence": bad.sentence} for bad in faults]})
