"""集計 and 欠番表: to be read, as a CSV for Excel, as a PDF, to a printer."""

from __future__ import annotations

from pathlib import Path

import click

from branch_desk.cli.forms import form
from branch_desk.cli.wanted import FILE, WHOLE, Wanted, command, option
from branch_desk.domain import era
from branch_desk.domain import words_statistics as said
from branch_desk.domain.staff import Staff
from branch_desk.services import gaps, office_papers, statistics, statistics_papers
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal, refuse
from branch_desk.services.statistics import Year
from branch_desk.store.ledger import Ledger


@command(
    "statistics",
    option("--year", type=WHOLE),
    option("--scope", type=click.Choice(statistics.SCOPES)),
    option("--csv", "csv_file", type=FILE),
    option("--pdf", type=FILE),
)
def statistics_command(
    wanted: Wanted, year: int | None, scope: str | None, csv_file: Path | None, pdf: Path | None
) -> None:
    if not csv_file and not pdf:
        with wanted.ledger(readonly=True) as ledger:
            made = wanted.granted(statistics.year(ledger, _year(ledger, year), scope))
        wanted.answer(statistics_papers.as_json(made), _lines(made))
        return
    with wanted.acting() as (ledger, who):
        fy = _year(ledger, year)
        made = wanted.granted(statistics.year(ledger, fy, scope))
        if csv_file:
            wanted.granted(statistics_papers.save_csv(ledger, who, csv_file, fy, scope))
        if pdf:
            _draw(wanted, ledger, who, wanted.granted(statistics_papers.paper(ledger, who, fy, scope)), pdf)
    _answer_files(wanted, statistics_papers.as_json(made), said.TITLE, csv_file, pdf)


@command(
    "gaps", option("--year", type=WHOLE), option("--csv", "csv_file", type=FILE), option("--pdf", type=FILE)
)
def gaps_command(wanted: Wanted, year: int | None, csv_file: Path | None, pdf: Path | None) -> None:
    if not csv_file and not pdf:
        with wanted.ledger(readonly=True) as ledger:
            made = wanted.granted(gaps.table(ledger, _year(ledger, year)))
        wanted.answer(gaps.as_json(made), _gap_lines(made))
        return
    with wanted.acting() as (ledger, who):
        fy = _year(ledger, year)
        made = wanted.granted(gaps.table(ledger, fy))
        if csv_file:
            wanted.granted(statistics_papers.save_gaps_csv(ledger, who, csv_file, fy))
        if pdf:
            _draw(wanted, ledger, who, wanted.granted(statistics_papers.gaps_paper(ledger, who, fy)), pdf)
    _answer_files(wanted, gaps.as_json(made), said.GAPS_TITLE, csv_file, pdf)


@form("statistics")
def statistics_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """集計 on one page: the year and, where wanted, the scope (`print --form statistics 2026 branch`)."""
    if len(asked) > 2 or not all(text.isdecimal() for text in asked[:1]):
        return refuse("statistics_year", year=" ".join(asked))
    return statistics_papers.paper(ledger, who, _year(ledger, int(asked[0]) if asked else None), *asked[1:])


@form("gaps")
def gaps_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """欠番表 of a year."""
    if len(asked) > 1 or not all(text.isdecimal() for text in asked):
        return refuse("statistics_year", year=" ".join(asked))
    return statistics_papers.gaps_paper(ledger, who, _year(ledger, int(asked[0]) if asked else None))


def _year(ledger: Ledger, year: int | None) -> int:
    return era.fiscal_year(ledger.now()) if year is None else year


def _draw(wanted: Wanted, ledger: Ledger, who: Staff, sheet: OfficePaper, pdf: Path) -> None:
    wanted.granted(office_papers.into_files(ledger, who, sheet, pdf=pdf))


def _answer_files(wanted: Wanted, document: dict[str, object], what: str, *files: Path | None) -> None:
    there = [str(file) for file in files if file]
    wanted.answer(
        document | {"files": there}, [said.CLI_SAVED.format(what=what, file=file) for file in there]
    )


def _lines(made: Year) -> list[str]:
    lines = [f"{said.TITLE} {made.name}（{made.period}） {made.scope_says}"]
    if made.empty:
        return [*lines, said.EMPTY]
    total, days = made.total, statistics_papers.days
    lines.append(
        said.CLI_TOTAL.format(
            issued=total.issued,
            closed=total.closed,
            open=total.open,
            voided=total.voided,
            handed_back=total.handed_back,
            refused=sum(times for _, times in made.refused),
        )
    )
    lines.append(said.CLI_TURNAROUND.format(median=days(total.median), ninth=days(total.ninth)))
    lines += [
        said.CLI_TYPE.format(
            code=line.code,
            issued=line.counts.issued,
            name=line.name,
            verdict=f"{said.FEW} {line.note}" if line.few else line.note,
        ).rstrip()
        for line in made.types
    ]
    lines += [
        said.REASON_COUNT.format(name=f"{said.REFUSED} {statistics.refusal_words(rule)}", times=times)
        for rule, times in made.refused
    ]
    lines += [
        f"{statistics_papers.change_words(change)} {statistics_papers.change_why(change)}"
        for change in made.changes
    ]
    return [*lines, made.how]


def _gap_lines(made: gaps.Table) -> list[str]:
    lines = [f"{said.GAPS_TITLE} {made.name} {made.desk}", made.proof if made.series else said.EMPTY]
    lines += [
        said.CLI_SERIES.format(
            series=item.code,
            last=item.last,
            records=item.records,
            voided=item.voided,
            reserved=item.reserved,
            lost=item.lost,
            gaps=len(item.gaps),
            name=item.name,
        )
        for item in made.series
    ]
    lines += [
        said.CLI_VOID.format(label=void.label, at=gaps.at_words(void), reason=void.reason, by=void.by)
        for void in made.voids
    ]
    return lines + [f"{gaps.span_words(item)} {said.GAPS_KINDS[item.kind]}" for item in made.others]
