"""The list of document types: search at the counter, CSV in and out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import schemas
from branch_desk.domain.catalogue import (
    BadLine,
    Catalogue,
    DocumentType,
    Enclosure,
    as_row,
    format_csv,
    parse_csv,
    search,
    to_csv,
)
from branch_desk.domain.staff import Staff
from branch_desk.services import files
from branch_desk.services.people import has_responsible, may_record, responsible
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
    return _publish(ledger, who, before, parsed.types)


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """One type as it was typed, column by column of the CSV; the days as 20260401 or 2026-04-01."""

    code: str
    name: str
    reading: str
    forwarded: str = "する"
    valid_from: str = ""
    valid_until: str = ""
    sentence: str = ""
    refusal: str = ""
    retention: str = ""
    annual: str = ""

    @classmethod
    def of(cls, item: DocumentType) -> TypeEntry:
        row = as_row(item)
        return cls(row[0], row[1], row[2], *row[7:14])


def put_type(ledger: Ledger, who: Staff, entry: TypeEntry, instead_of: DocumentType | None = None) -> Imported | Refusal:
    """A new type, or another wording of one: a new version of the catalogue. Only a 責任者, where there is one.

    With a later first day than that of the type it stands for, the earlier one stays until the day before, so that what
    was valid on which day can still be read. The rules are those of the CSV.
    """
    refused = _may_set(ledger, who)
    if refused:
        return refused
    before = of(ledger)
    if instead_of is None and any(item.code == entry.code.strip() for item in before.types):
        return refuse("type_exists", code=entry.code.strip())
    section = next((item.section for item in before.types if item.code[:1] == entry.code.strip()[:1]), None)
    if section is None:
        return refuse("type_section", digit=entry.code.strip()[:1])
    cells = (entry.code, entry.name, entry.reading, section.code, section.name, section.floor or "", section.phone or "",
             entry.forwarded, _iso(entry.valid_from), _iso(entry.valid_until), entry.sentence, entry.refusal,
             entry.retention, entry.annual)
    alone = parse_csv(to_csv([cells]))
    if alone.faults:
        return refuse("type_faults", faults="。".join(bad.sentence for bad in alone.faults))
    new, left = alone.types[0], [item for item in before.types if item != instead_of]
    if new == instead_of:
        return refuse("type_same")
    if instead_of is not None and new.valid_from > instead_of.valid_from:
        left.append(replace(instead_of, valid_until=new.valid_from - timedelta(days=1)))
    types = sorted([*left, new], key=lambda item: (item.code, item.valid_from))
    whole = parse_csv(format_csv(Catalogue(tuple(types))))
    if whole.faults:
        return refuse("type_faults", faults="。".join(bad.sentence for bad in whole.faults))
    return _publish(ledger, who, before, whole.types)


def set_sections(ledger: Ledger, who: Staff, places: Mapping[str, tuple[str, str]]) -> Imported | Refusal:
    """Floor and telephone of sections, by their digit: a new version of the catalogue."""
    refused = _may_set(ledger, who)
    if refused:
        return refused
    clean = {code: (floor.strip(), phone.strip()) for code, (floor, phone) in places.items()}
    if any(len(floor) > 10 or len(phone) > 30 or not (floor + phone).isprintable() for floor, phone in clean.values()):
        return refuse("section_phone")
    before = of(ledger)
    types = tuple(
        replace(item, section=replace(item.section, floor=clean[item.section.code][0] or None,
                                      phone=clean[item.section.code][1] or None))
        if item.section.code in clean else item for item in before.types)
    return _publish(ledger, who, before, types)


def _publish(ledger: Ledger, who: Staff, before: Catalogue, types: tuple[DocumentType, ...]) -> Imported:
    catalogue = Catalogue(types, before.enclosures, before.version + 1)
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogue, by=who.code)
    return Imported(catalogue)


def _may_set(ledger: Ledger, who: Staff) -> Refusal | None:
    if has_responsible(ledger.staff()):
        may = responsible(who)
        return may if isinstance(may, Refusal) else None
    return may_record(who)


def _iso(day: str) -> str:
    digits = unicodedata.normalize("NFKC", day).strip()
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits.isdigit() and len(digits) == 8 else digits


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
