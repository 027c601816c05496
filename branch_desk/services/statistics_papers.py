"""What leaves 集計: a CSV for Excel, one printed page, a JSON document; and 欠番表 the same. Each export is
recorded.

There is no name of a citizen in any of them: nothing here ever asks the ledger for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import printing
from branch_desk.domain import era, figures, words_attention
from branch_desk.domain import words_statistics as said
from branch_desk.domain.catalogue import Section
from branch_desk.domain.figures import PerYear
from branch_desk.domain.staff import Staff
from branch_desk.services import book_export, catalogues, gaps, limits, statistics, tables
from branch_desk.services.limits import LimitChange
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.services.statistics import Counts, TypeLine, Year
from branch_desk.store.ledger import Ledger

MOST_FEW, MOST_ASKED, MOST_CHANGES, MOST_SECTIONS = (
    3,
    3,
    2,
    12,
)  # what one page has room for; the CSV has all of them
CHANGED = Changed(topics=frozenset({"exports"}))


@dataclass(frozen=True, slots=True)
class Saved:
    """A file was written, and that it was is on record."""

    file: Path
    changed: Changed = CHANGED


# ---- files


def save_csv(ledger: Ledger, who: Staff, file: Path, fy: int, scope: str | None = None) -> Saved | Refusal:
    """The figures of a year as a CSV that Japanese Excel opens. Raises OSError; then nothing is recorded."""
    made = _allowed(who) or statistics.year(ledger, fy, scope)
    if isinstance(made, Refusal):
        return made
    if made.empty:
        return refuse("statistics_empty")
    lines = list(rows(made))
    tables.write(file, said.CSV_HEAD, lines)
    return _exported(ledger, who, file, "statistics", len(lines))


def save_gaps_csv(ledger: Ledger, who: Staff, file: Path, fy: int) -> Saved | Refusal:
    """欠番表 as a CSV. Raises OSError; then nothing is recorded."""
    made = _allowed(who) or gaps.table(ledger, fy)
    if isinstance(made, Refusal):
        return made
    if not made.series:
        return refuse("statistics_empty")
    lines = list(gaps.rows(made))
    tables.write(file, said.GAPS_CSV_HEAD, lines)
    return _exported(ledger, who, file, "gaps", len(lines))


def csv_into_folder(ledger: Ledger, who: Staff, fy: int, scope: str | None = None) -> Saved | Refusal:
    """The same, into a file of its own where the window puts its files."""
    return save_csv(ledger, who, book_export.file_for(ledger, said.SAVE_NAME.format(fy=fy)), fy, scope)


def gaps_into_folder(ledger: Ledger, who: Staff, fy: int) -> Saved | Refusal:
    """欠番表 the same way."""
    return save_gaps_csv(ledger, who, book_export.file_for(ledger, said.GAPS_SAVE_NAME.format(fy=fy)), fy)


def _allowed(who: Staff) -> Refusal | None:
    return may_record(who)


def _exported(ledger: Ledger, who: Staff, file: Path, what: str, count: int) -> Saved:
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": what, "count": count, "named": False})
    return Saved(file)


# ---- papers


def paper(ledger: Ledger, who: Staff, fy: int, scope: str | None = None) -> OfficePaper | Refusal:
    """集計 on one page, recorded as an export: on paper it leaves the ledger as well."""
    refused = _allowed(who)
    made = refused or statistics.year(ledger, fy, scope)
    if isinstance(made, Refusal):
        return made
    if made.empty:
        return refuse("statistics_empty")
    form = _form(ledger, made)
    _record(ledger, who, "statistics", len(made.types))
    return OfficePaper("statistics", form)


def gaps_paper(ledger: Ledger, who: Staff, fy: int) -> OfficePaper | Refusal:
    """欠番表 on as many pages as it takes, recorded as an export."""
    refused = _allowed(who)
    made = refused or gaps.table(ledger, fy)
    if isinstance(made, Refusal):
        return made
    if not made.series:
        return refuse("statistics_empty")
    _record(ledger, who, "gaps", len(made.series))
    return OfficePaper(
        "gaps",
        printing.Gaps(
            made.name,
            made.desk,
            era.wareki_date(made.made),
            made.proof,
            not made.gaps,
            tuple(
                (
                    item.code,
                    item.name,
                    "1",
                    *map(
                        str, (item.last, item.records, item.voided, item.reserved, item.lost, len(item.gaps))
                    ),
                )
                for item in made.series
            ),
            tuple(
                (void.label, void.type_name, gaps.at_words(void), void.reason, void.by) for void in made.voids
            ),
            tuple(
                (gaps.span_words(item), str(item.count), said.GAPS_KINDS[item.kind]) for item in made.others
            ),
            ledger.desk.practice,
        ),
    )


def _record(ledger: Ledger, who: Staff, what: str, count: int) -> None:
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": what, "count": count, "named": False})


def _form(ledger: Ledger, made: Year) -> printing.Statistics:
    total = made.total
    ended = f"{total.voided}・{total.handed_back}"
    heads = (
        printing.Figure(said.ISSUED, f"{total.issued}", said.CASES),
        printing.Figure(said.CLOSED, f"{total.closed}", said.CASES),
        printing.Figure(said.OPEN, f"{total.open}", said.CASES),
        printing.Figure(f"{said.VOIDED}・{said.HANDED_BACK}", ended, said.CASES),
        printing.Figure(
            said.SHEET_TURNAROUND,
            days(total.median),
            said.DAYS if total.median is not None else "",
            said.SHEET_NINTH.format(days=total.ninth) if total.ninth is not None else said.SHEET_MEDIAN,
        ),
    )
    known = catalogues.of(ledger)
    sections = [
        _section_row(f"{line.name}{_floor(known.section(line.code))}", line.counts)
        for line in made.sections[:MOST_SECTIONS]
    ]
    if len(made.sections) > MOST_SECTIONS:
        sections.append((said.MORE_SECTIONS.format(count=len(made.sections) - MOST_SECTIONS), *[""] * 7))
    few, asked = made.few[::-1], made.asked  # the rarest first
    numbers = gaps.table(ledger, made.fy)
    missing = (
        ""
        if isinstance(numbers, Refusal)
        else said.SHEET_NUMBERS.format(gaps=numbers.gaps, voided=total.voided, exceptions=total.exceptions)
    )
    return printing.Statistics(
        made.name,
        made.period,
        made.scope_says,
        era.wareki_date(made.made),
        heads,
        tuple(
            printing.Bar(
                line.name,
                line.counts.issued - line.counts.open,
                line.counts.open,
                _begun(line.code, made.last),
            )
            for line in made.months
        ),
        (*sections, _section_row(said.SUM_ROW, total)),
        tuple((statistics.refusal_words(rule), times) for rule, times in made.refused),
        tuple((line.name, _rate(line.per_year, made.days)) for line in few[:MOST_FEW]),
        max(0, len(few) - MOST_FEW),
        made.judged,
        made.how,
        tuple((item.name, said.CASES_OF.format(times=item.times)) for item in asked[:MOST_ASKED]),
        missing,
        _limit_lines(ledger, made),
        _notes(made),
        ledger.desk.practice,
    )


def _rate(rate: PerYear | None, usual: int | None) -> str:
    """28件→年42件; with its days where they are not those of the line below the list."""
    if rate is None:
        return ""
    sentence = (
        said.SHEET_RATE_WHOLE
        if rate.days is None
        else said.SHEET_RATE
        if rate.days == usual
        else said.SHEET_RATE_OF
    )
    return sentence.format(times=rate.times, days=rate.days, per_year=rate.per_year)


def _floor(section: Section | None) -> str:
    return f"（{section.floor}）" if section and section.floor else ""


def _section_row(name: str, of: Counts) -> tuple[str, ...]:
    return (
        name,
        str(of.issued),
        str(of.closed),
        str(of.open),
        days(of.median, said.DAY),
        days(of.ninth, said.DAY),
        str(of.inquiries),
        str(of.exceptions),
    )


def _begun(month: str, last: date) -> bool:
    return month <= f"{last:%Y-%m}"


def _limit_lines(ledger: Ledger, made: Year) -> tuple[str, ...]:
    now = limits.of(ledger)
    standing = "、".join(
        said.SHEET_LIMIT.format(name=name, value=limits.in_words(code, limits.as_number(code, now)))
        for code, name in words_attention.LIMITS.items()
    )
    lines = [said.SHEET_LIMITS.format(limits=standing)]
    lines += [f"{change_words(change)}  {change_why(change)}" for change in made.changes[-MOST_CHANGES:]]
    if len(made.changes) > MOST_CHANGES:
        lines[-MOST_CHANGES] = said.SHEET_MORE_CHANGES.format(count=len(made.changes) - MOST_CHANGES + 1)
    return tuple(lines)


def _notes(made: Year) -> tuple[str, ...]:
    notes = [said.SHEET_FOOT, said.ONLY_HERE]
    return tuple(notes if made.scope == "desk" else [*notes, said.OTHERS_AS_OF])


# ---- words of figures


def days(value: float | None, unit: str = "") -> str:
    """4, 4.5, or a dash where nothing is closed yet."""
    return said.NONE if value is None else f"{value:g}{unit}"


def change_words(change: LimitChange) -> str:
    """6月1日 未着 1開庁日 → 2開庁日"""
    at = era.moment(change.at)
    sentence = said.CHANGE if change.before else said.CHANGE_DAY
    return sentence.format(
        day=f"{at.month}月{at.day}日", what=change.what, before=change.before, after=change.after
    )


def change_why(change: LimitChange) -> str:
    """責任者 原田  理由 繁忙期"""
    return said.CHANGE_WHY.format(by=change.by, reason=change.reason)


def per_year(line: TypeLine) -> str:
    """The yearly figure; empty where it is not judged."""
    return str(line.per_year.per_year) if line.per_year else ""


# ---- CSV and JSON


def rows(made: Year) -> Iterator[tuple[str, ...]]:
    """The lines of the CSV, under words_statistics.CSV_HEAD."""
    kinds = said.CSV_KINDS
    width = len(said.CSV_HEAD)

    def about(word: str, text: str) -> tuple[str, ...]:
        return (kinds["about"], "", word, *[""] * (width - 4), text)

    yield about(said.ABOUT_YEAR, f"{made.name} {made.period}")
    yield about(said.ABOUT_SCOPE, made.scope_says)
    yield about(said.ABOUT_MADE, era.wareki_date(made.made))
    yield about(said.ABOUT_DAYS, said.OPENING_DAYS)
    yield about(said.ABOUT_REVIEW, made.how)
    for note in (said.ONLY_HERE, *([] if made.scope == "desk" else [said.OTHERS_AS_OF])):
        yield about(said.ABOUT_SCOPE, note)
    yield (kinds["total"], "", made.name, "", *_cells(made.total), "", "", "", "")
    for line in made.types:
        yield (
            kinds["type"],
            line.code,
            line.name,
            line.section_name,
            *_cells(line.counts, exceptions=False),
            "",
            per_year(line),
            said.FEW if line.few else "",
            line.note,
        )
    for section in made.sections:
        yield (kinds["section"], section.code, section.name, section.name, *_cells(section.counts), "", "", "", "")
    for month in made.months:
        if _begun(month.code, made.last) or month.counts.issued:
            yield (
                kinds["month"],
                "",
                _month_of_year(month.code),
                "",
                *_cells(month.counts, exceptions=False, inquiries=False),
                "",
                "",
                "",
                "",
            )
    for rule, times in made.refused:
        yield _counted(kinds["refused"], "", statistics.refusal_words(rule), times)
    for item in made.asked:
        rate = item.per_year
        yield (
            kinds["asked"],
            item.code,
            item.name,
            *[""] * 10,
            str(item.times),
            str(rate.per_year) if rate else "",
            said.WANTED if item.wanted else "",
            statistics.arithmetic(rate) if rate else "",
        )
    for reason, times in made.exceptions:
        yield _counted(kinds["exception"], "", said.EXCEPTION_REASONS.get(reason, reason), times)
    for what, times in made.overrides:
        yield _counted(kinds["override"], "", said.OVERRIDES[what], times)
    for change in made.changes:
        yield (kinds["change"], "", change_words(change), *[""] * (width - 4), change_why(change))


def _cells(of: Counts, *, exceptions: bool = True, inquiries: bool = True) -> tuple[str, ...]:
    """An exception belongs to a bag, so to a section and to no type; an inquiry to a slip, and not to a
    month."""
    return (
        *map(str, (of.issued, of.closed, of.open, of.voided, of.handed_back)),
        "" if of.median is None else f"{of.median:g}",
        "" if of.ninth is None else str(of.ninth),
        str(of.inquiries) if inquiries else "",
        str(of.exceptions) if exceptions else "",
    )


def _counted(kind: str, code: str, name: str, times: int) -> tuple[str, ...]:
    return (kind, code, name, *[""] * 10, str(times), "", "", "")


def _month_of_year(month: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    return said.MONTH_OF_YEAR.format(year=era.era_year(day), month=day.month)


def as_json(made: Year) -> dict[str, object]:
    """The figures as the command line answers them."""

    def of(counts: Counts) -> dict[str, object]:
        return {name: getattr(counts, name) for name in Counts.__slots__}

    return {
        "year": made.fy,
        "name": made.name,
        "scope": made.scope,
        "scope_says": made.scope_says,
        "from": figures.first_day(made.fy).isoformat(),
        "until": made.last.isoformat(),
        "over": made.over,
        "judged": made.judged,
        "how": made.how,
        "empty": made.empty,
        "total": of(made.total),
        "types": [
            {
                "code": line.code,
                "name": line.name,
                "section": line.section_name,
                **of(line.counts),
                "per_year": line.per_year.per_year if line.per_year else None,
                "few": line.few,
                "note": line.note,
            }
            for line in made.types
        ],
        "sections": [{"code": line.code, "name": line.name, **of(line.counts)} for line in made.sections],
        "months": [{"month": line.code, **of(line.counts)} for line in made.months],
        "refused": dict(made.refused),
        "asked": [
            {
                "code": item.code,
                "name": item.name,
                "times": item.times,
                "per_year": item.per_year.per_year if item.per_year else None,
                "wanted": item.wanted,
            }
            for item in made.asked
        ],
        "checks_overridden": dict(made.exceptions),
        "overrides": dict(made.overrides),
        "changes": [
            {
                "at": change.at,
                "what": change.what,
                "before": change.before,
                "after": change.after,
                "reason": change.reason,
                "by": change.by,
            }
            for change in made.changes
        ],
    }
