"""Looking: one slip, some, all."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from branch_desk.cli.wanted import DAY, FILE, Wanted, command, option
from branch_desk.domain import era, numbers, words, words_binder, words_cli
from branch_desk.domain.fold import Slip, State
from branch_desk.services import (
    book,
    book_export,
    book_pages,
    catalogues,
    people,
)
from branch_desk.store.ledger import Ledger


@command("show", click.argument("number"), option("--names", is_flag=True))
def show(wanted: Wanted, number: str, names: bool) -> None:
    if names:
        with wanted.acting() as (ledger, who):
            opened = wanted.granted(book.open_with_names(ledger, who, number))
            document = book.opened_as_json(ledger, opened)
    else:
        with wanted.ledger(readonly=True) as ledger:
            opened = wanted.granted(book.open_slip(ledger, number))
            document = book.opened_as_json(ledger, opened)
    lines = [*slip_lines(document), *(f"  {words.FIELDS[name]}: {text}" for name, text in opened.names.items()
                                       if name in words.FIELDS),
             *([f"  {opened.names_missing}"] if opened.names_missing else []),
             *(f"  {sentence}" for sentence in opened.contradictions),
             *(f"  {era.slashed(era.moment(line.at))}  {line.word}{f'（{line.doubt}）' if line.doubt else ''}  {line.note}"
               f"  {line.place} {line.who}" for line in opened.lines)]
    wanted.answer(document, lines)


@command("find", click.argument("text"), option("--names", is_flag=True))
def find(wanted: Wanted, text: str, names: bool) -> None:
    with wanted.ledger(readonly=not names) as ledger:
        found = book.find(ledger, text)
        _list(wanted, ledger, found, names)


@command("ledger", option("--state", type=click.Choice([state.value for state in State])), option("--section"),
         option("--type", "type_code"), option("--from", "start", type=DAY), option("--to", "end", type=DAY),
         option("--attention", is_flag=True), option("--find", "text", default=""), option("--csv", "csv_file", type=FILE),
         option("--names", is_flag=True))
def ledger_command(wanted: Wanted, state: str | None, section: str | None, type_code: str | None, start: datetime | None,
                   end: datetime | None, attention: bool, text: str, csv_file: Path | None, names: bool) -> None:
    with wanted.ledger(readonly=not (names or csv_file)) as ledger:
        code = next((known.code for known in catalogues.of(ledger).sections if section in (known.code, known.name)), section)
        asked = book_pages.filter_of(ledger, book_pages.Wanted(text, code, state, type_code, _date(start), _date(end),
                                                               attention))
        if csv_file:
            who = wanted.granted(people.acting(ledger, wanted.by))
            done = wanted.granted(book_export.export(ledger, who, asked, csv_file))
            if not wanted.json:
                wanted.answer({}, words_binder.WRITTEN.format(count=done.count, file=done.file))
                return
        _list(wanted, ledger, tuple(book_export.every(ledger, asked)), names)


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _list(wanted: Wanted, ledger: Ledger, found: tuple[Slip, ...], names: bool) -> None:
    documents = [book.as_json(ledger, slip) for slip in found]
    if names:
        who = wanted.granted(people.acting(ledger, wanted.by))
        shown = book.names_of(ledger, who, tuple(slip.number for slip in found))
        for document in documents:
            document["depositor"] = shown.get(str(document["number"]))
    wanted.answer(documents, [line(document) for document in documents] or words_cli.NOTHING_FOUND)


def line(document: dict[str, object]) -> str:
    name = f"  {document['depositor']}" if document.get("depositor") else ""
    return (f"{document['label']}  {words.STATES[str(document['state'])]}  {document['type_name'] or ''}"
            f"  {document['last_holder']}{name}")


def slip_lines(document: dict[str, object]) -> list[str]:
    sheets = words_cli.SHEETS.format(count=document["sheets"]) if document["sheets"] else ""
    if document["sealed"]:
        sheets = words_cli.SEALED
    return [f"{document['label']}  {words.STATES[str(document['state'])]}",
            f"  {numbers.group(str(document['number']))}",
            f"  {document['type_name'] or ''}  {document['section'] or ''}  {sheets}"]
