"""The document types: which there are, which section they go to, which are forwarded. Rules and CSV form, no files.

The built-in catalogue holds the 11 types that the source names (DOMAIN.md); the others come in as CSV.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from branch_desk.domain import words

SERVICE_BEGAN = date(2025, 1, 1)    # 支所の業務を区役所に一元化 (source, p. on 令和6年度のレイアウト変更): forwarding starts


class NotForwarded(StrEnum):
    """Why a type is not taken for forwarding: a property of the type, not of the visitor (DOMAIN.md; CORRECTIONS 5)."""

    URGENT = "urgent"                       # 緊急対応が基本
    ACCEPTANCE_DATE = "acceptance_date"     # 申請受理日が重要
    FEW = "few"                             # 年50件未満


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the ward office. Floor and telephone only where somebody gave them."""

    code: str
    name: str
    floor: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type of document. `retention` is in years; `sentence` about 申請受理日 and `refusal`, what a
    visitor is told where the type is not forwarded, are the section's own words, if it gave any."""

    code: str
    name: str
    reading: str
    section: Section
    not_forwarded: NotForwarded | None = None
    valid_from: date = SERVICE_BEGAN
    valid_until: date | None = None
    sentence: str | None = None
    refusal: str | None = None
    retention: int = 1
    annual: int | None = None

    @property
    def forwarded(self) -> bool:
        return self.not_forwarded is None

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something that is clipped to a document; events carry its code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One published version of the list."""

    types: tuple[DocumentType, ...]
    enclosures: tuple[Enclosure, ...] = ()
    version: int = 1

    def type(self, code: str, on: date | None = None) -> DocumentType | None:
        """The type of this code that is valid `on` the day; without a valid one, the last that was."""
        found = [item for item in self.types if item.code == code]
        valid = [item for item in found if on is not None and item.valid_on(on)]
        return valid[-1] if valid else (max(found, key=lambda item: item.valid_from) if found else None)

    def enclosure(self, code: str) -> Enclosure | None:
        return next((item for item in self.enclosures if item.code == code), None)

    def section(self, code: str) -> Section | None:
        return next((item.section for item in self.types if item.section.code == code), None)

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple({item.section.code: item.section for item in self.types}.values())


def search_key(text: str) -> str:
    """What two spellings of one word share: NFKC, katakana as hiragana, no blanks, lower case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in folded)
    return re.sub(r"\s", "", hiragana)


def search(types: Iterable[DocumentType], text: str, limit: int = 8) -> tuple[DocumentType, ...]:
    """Types by code, reading or name: code exact first, then the start of code or reading, then inside (mockups/ui, 02)."""
    wanted = search_key(text)
    if not wanted:
        return ()
    ranked = []
    for item in types:
        rank = _rank(item, wanted)
        if rank is not None:
            ranked.append((rank, item.code, item))
    return tuple(item for _, _, item in sorted(ranked, key=lambda row: row[:2])[:limit])


def _rank(item: DocumentType, wanted: str) -> int | None:
    if item.code == wanted:
        return 0
    words_of_reading = [search_key(part) for part in re.split(r"\s", item.reading)]
    if item.code.startswith(wanted) or search_key(item.reading).startswith(wanted):
        return 1
    if any(part.startswith(wanted) for part in words_of_reading):
        return 2
    if wanted in search_key(item.reading) or wanted in search_key(item.name):
        return 3
    return None


# ---- CSV: the form in which a catalogue is exchanged with people ----

COLUMNS = ("番号", "名称", "読み", "課番号", "課", "階", "電話", "回送", "有効開始日", "有効終了日", "申請受理日の文",
           "お断りの文", "保存年数", "年間見込み")
_FORWARDED = {"する": None, "": None, "緊急対応が基本": NotForwarded.URGENT, "申請受理日が重要": NotForwarded.ACCEPTANCE_DATE,
              "年50件未満": NotForwarded.FEW}
_FORWARDED_WORD = {reason: word for word, reason in _FORWARDED.items() if word}
_TYPE_CODE = re.compile("[1-9][0-9]{2}")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the CSV that cannot be taken, by its number in the file (the heading is line 1)."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """The whole list, or every fault in it; never half of it."""

    types: tuple[DocumentType, ...] = ()
    faults: tuple[BadLine, ...] = ()


@dataclass(slots=True)
class _Reading:
    faults: list[BadLine] = field(default_factory=list)
    sections: dict[str, tuple[int, Section]] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, date, date]]] = field(default_factory=dict)

    def fault(self, line: int, sentence: str) -> None:
        self.faults.append(BadLine(line, sentence))


def parse_csv(text: str) -> Parsed:
    """The types in a CSV text. With any fault in it nothing is taken, and every bad line is named."""
    reading = _Reading()
    rows = _rows(text, reading)
    if not rows:
        if not reading.faults:
            reading.fault(1, words.CSV_EMPTY)
        return Parsed(faults=tuple(reading.faults))
    heading = tuple(unicodedata.normalize("NFKC", cell).strip() for cell in rows[0][1])
    lacking = [name for name in COLUMNS[:5] if name not in heading]
    if lacking:
        reading.fault(rows[0][0], words.CSV_COLUMNS.format("、".join(lacking)))
        return Parsed(faults=tuple(reading.faults))
    types = []
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading):]):
            reading.fault(line, words.CSV_TOO_MANY)
            continue
        row = dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
        found = _type(line, row, reading)
        if found is not None:
            types.append(found)
    if not types and not reading.faults:
        reading.fault(rows[0][0], words.CSV_EMPTY)
    return Parsed(faults=tuple(sorted(reading.faults, key=lambda bad: bad.line))) if reading.faults else Parsed(tuple(types))


def _rows(text: str, reading: _Reading) -> list[tuple[int, Sequence[str]]]:
    rows: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        reading.fault(start, words.CSV_QUOTES)
        return []
    return rows


def _type(line: int, row: dict[str, str], reading: _Reading) -> DocumentType | None:
    before = len(reading.faults)
    code = unicodedata.normalize("NFKC", row["番号"])
    name, kana = row["名称"], row["読み"]
    if not _TYPE_CODE.fullmatch(code) or code.endswith("00"):
        reading.fault(line, words.CSV_CODE.format(code))
    if not name:
        reading.fault(line, words.CSV_NO_NAME)
    for label, cell in row.items():
        if any(unicodedata.category(c) == "Cc" for c in cell):
            reading.fault(line, words.CSV_CONTROL.format(label))
    if not kana or not re.fullmatch(r"[ぁ-ゖァ-ヺー・\s]+", unicodedata.normalize("NFKC", kana)):
        reading.fault(line, words.CSV_READING.format(kana))
    section = _section(line, row, code, reading)
    word = unicodedata.normalize("NFKC", row.get("回送", ""))
    if word not in _FORWARDED:
        reading.fault(line, words.CSV_FORWARDED.format(word))
    start = _day(line, row.get("有効開始日", ""), "有効開始日", reading) or SERVICE_BEGAN
    end = _day(line, row.get("有効終了日", ""), "有効終了日", reading)
    if end is not None and end < start:
        reading.fault(line, words.CSV_ENDS_EARLY)
    retention = _count(line, row.get("保存年数", ""), "保存年数", reading)
    if retention is not None and not 1 <= retention <= 99:
        reading.fault(line, words.CSV_COUNT.format("保存年数", retention))
    annual = _count(line, row.get("年間見込み", ""), "年間見込み", reading)
    if len(reading.faults) == before:
        _no_overlap(line, code, start, end or date.max, reading)
    if len(reading.faults) > before or section is None:
        return None
    return DocumentType(code, name, kana, section, _FORWARDED[word], start, end, row.get("申請受理日の文") or None,
                        row.get("お断りの文") or None, retention or 1, annual)


def _section(line: int, row: dict[str, str], code: str, reading: _Reading) -> Section | None:
    number = unicodedata.normalize("NFKC", row["課番号"])
    if not re.fullmatch("[1-9]", number) or (code[:1] and code[0] != number):
        reading.fault(line, words.CSV_SECTION.format(number))
        return None
    if not row["課"]:
        reading.fault(line, words.CSV_NO_SECTION)
        return None
    section = Section(number, row["課"], row.get("階") or None, row.get("電話") or None)
    first = reading.sections.setdefault(number, (line, section))
    if first[1] != section:
        reading.fault(line, words.CSV_SECTION_DIFFERS.format(number, first[0]))
        return None
    return section


def _day(line: int, cell: str, column: str, reading: _Reading) -> date | None:
    if not cell:
        return None
    match = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", unicodedata.normalize("NFKC", cell))
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass        # the 31st of a shorter month
    reading.fault(line, words.CSV_DAY.format(column, cell))
    return None


def _count(line: int, cell: str, column: str, reading: _Reading) -> int | None:
    text = unicodedata.normalize("NFKC", cell)
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,6}", text):
        reading.fault(line, words.CSV_COUNT.format(column, cell))
        return None
    return int(text)


def _no_overlap(line: int, code: str, start: date, end: date, reading: _Reading) -> None:
    for other, begin, until in reading.spans.setdefault(code, []):
        if start <= until and begin <= end:
            reading.fault(line, words.CSV_TWICE.format(code, other))
            return
    reading.spans[code].append((line, start, end))


def format_csv(catalogue: Catalogue) -> str:
    """The CSV of a catalogue, with CRLF line ends. Written with a BOM by who stores it, so that Japanese Excel reads it."""
    return to_csv(as_row(item) for item in catalogue.types)


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows under the heading."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows((COLUMNS, *rows))
    return out.getvalue()


def as_row(item: DocumentType) -> tuple[str, ...]:
    """A type as a row of the CSV."""
    return (item.code, item.name, item.reading, item.section.code, item.section.name, item.section.floor or "",
            item.section.phone or "", _FORWARDED_WORD[item.not_forwarded], item.valid_from.isoformat(),
            item.valid_until.isoformat() if item.valid_until else "", item.sentence or "", item.refusal or "",
            str(item.retention), "" if item.annual is None else str(item.annual))
