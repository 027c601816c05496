"""つづり: what must be in the paper binder, its volumes, their covers, and their disposal by two people."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from branch_desk.cli.forms import form
from branch_desk.cli.wanted import DAY, FILE, WHOLE, Wanted, command, commands, option
from branch_desk.domain import era, words_cli
from branch_desk.domain import words_binder as said
from branch_desk.domain.staff import Staff
from branch_desk.services import binder, binder_index, office_papers
from branch_desk.services.binder import Volume
from branch_desk.services.binder_index import COUNTS, Index
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger

MONTH = click.DateTime(formats=["%Y-%m"])


@commands.group("binder", help=words_cli.HELP["binder"])
def binder_group() -> None:
    """The paper 回送管理簿 of this desk."""


@command(
    "index",
    option("--month", type=MONTH),
    option("--csv", "csv_file", type=FILE),
    option("--pdf", type=FILE),
    group=binder_group,
)
def index_command(wanted: Wanted, month: datetime | None, csv_file: Path | None, pdf: Path | None) -> None:
    if not csv_file and not pdf:
        with wanted.ledger(readonly=True) as ledger:
            found = binder_index.index(ledger, *_month(ledger, month))
        wanted.answer(binder_index.as_json(found), _index_lines(found))
        return
    with wanted.acting() as (ledger, who):
        at = _month(ledger, month)
        found = binder_index.index(ledger, *at)
        if csv_file:
            wanted.granted(binder_index.export_csv(ledger, who, csv_file, *at))
        if pdf:
            paper = wanted.granted(binder_index.paper(ledger, who, *at))
            wanted.granted(office_papers.into_files(ledger, who, paper, pdf=pdf))
    lines = [said.WRITTEN.format(count=len(found.slips), file=file) for file in (csv_file, pdf) if file]
    wanted.answer(binder_index.as_json(found), lines)


@command("volumes", option("--year", type=WHOLE), group=binder_group)
def volumes_command(wanted: Wanted, year: int | None) -> None:
    with wanted.ledger(readonly=True) as ledger:
        years = (year,) if year is not None else binder.years(ledger)
        found = [item for one in years for item in binder.volumes(ledger, one)]
        today = ledger.now().date()
    wanted.answer(
        [binder.as_json(item) for item in found], [_line(item, today) for item in found] or said.NONE
    )


@command(
    "begin",
    click.argument("year", type=WHOLE),
    click.argument("retention", type=WHOLE),
    option("--from", "first", type=DAY),
    group=binder_group,
)
def begin_command(wanted: Wanted, year: int, retention: int, first: datetime | None) -> None:
    with wanted.acting() as (ledger, who):
        begun = wanted.granted(binder.begin(ledger, who, year, retention, first.date() if first else None))
    wanted.answer(binder.as_json(begun.volume), said.BEGUN.format(name=begun.volume.name))


@command(
    "dispose",
    click.argument("year", type=WHOLE),
    click.argument("retention", type=WHOLE),
    click.argument("volume", type=WHOLE),
    option("--second"),
    option("--second-pin"),
    group=binder_group,
)
def dispose_command(
    wanted: Wanted, year: int, retention: int, volume: int, second: str | None, second_pin: str | None
) -> None:
    with wanted.acting() as (ledger, who):
        if second is None:
            wanted.refused(refuse("disposal_two"))
        done = wanted.granted(
            binder.dispose(
                ledger, who, year, retention, volume, approver=second, approver_pin=second_pin, pin=wanted.pin
            )
        )
        name = said.volume_name(era.fiscal_year_name(year), retention, volume)
    wanted.answer(
        {
            "year": year,
            "retention": retention,
            "volume": volume,
            "at": done.at,
            "by": done.by,
            "approved_by": done.approved_by,
        },
        said.DISPOSED.format(name=name),
    )


@command("disposed", group=binder_group)
def disposed_command(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        gone = binder.disposed(ledger)
    documents = [
        {
            "year": item.year,
            "retention": item.retention,
            "volume": item.number,
            "at": item.at,
            "by": item.by,
            "approved_by": item.approved_by,
        }
        for item in gone
    ]
    lines = [
        said.GONE_LINE.format(
            name=said.volume_name(era.fiscal_year_name(item.year), item.retention, item.number),
            at=era.wareki_date(era.moment(item.at).date()),
            by=item.by,
            second=item.approved_by,
        )
        for item in gone
    ]
    wanted.answer(documents, lines or said.GONE_EMPTY)


@form("cover")
def cover(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """print --form cover 2026 1 3: fiscal year, class of retention, volume."""
    if len(asked) != 3 or not all(part.isascii() and part.isdigit() for part in asked):
        return refuse("cover_asked")
    year, retention, number = (int(part) for part in asked)
    return binder.cover_paper(ledger, who, year, retention, number)


@form("binder_index")
def index_paper(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """print --form binder_index 2026-11."""
    try:
        month = date.fromisoformat(f"{''.join(asked)}-01")
    except ValueError:
        return refuse("index_asked")
    return binder_index.paper(ledger, who, month.year, month.month)


def _month(ledger: Ledger, month: datetime | None) -> tuple[int, int]:
    """The month asked for, else this one."""
    at = month or ledger.now()
    return at.year, at.month


def _index_lines(found: Index) -> list[str]:
    if not found.rows:
        return [refuse("no_such_month", month=found.name).sentence]
    rows = [
        said.INDEX_LINE.format(
            type=row.type,
            name=row.type_name,
            numbers=row.numbers,
            **{name: getattr(row, name) for name in COUNTS},
        )
        for row in found.rows
    ]
    notes = [
        said.NOTE_LINE.format(label=note.label, state=note.state, detail=note.detail) for note in found.notes
    ]
    return [found.name, *rows, said.TOTAL_LINE.format(**found.totals), *notes]


def _line(item: Volume, today: date) -> str:
    gone = era.wareki_date(era.moment(item.disposed.at).date()) if item.disposed else None
    state = said.volume_state(gone, item.open, item.inquiries, today > item.kept_until)
    return said.VOLUME_LINE.format(
        name=item.name,
        slips=item.slips,
        open=item.open,
        until=said.long_day(era.era_year(item.kept_until), item.kept_until),
        state=state,
    )
