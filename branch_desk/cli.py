"""The command line: one thin command per service verb (DESIGN.md, The command line).

Exit 0 done; 1 refused by a rule; 2 wrong usage; 3 the surroundings failed. With --json one JSON document stands on
standard output and nothing else there. Errors go to standard error as `題: 文`, never as a traceback.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from branch_desk import cli_help
from branch_desk.domain import era, numbers, words, words_cli, words_print
from branch_desk.domain.desk import Desk
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.guidance import Advice
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import Verdict
from branch_desk.services import book, catalogues, demo, desks, journal, paper, people, printers, printjobs, returns, slips
from branch_desk.services.home import default_home
from branch_desk.services.results import Recorded, Refusal
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger

REFUSED, USAGE, SURROUNDINGS = 1, 2, 3
PAGE = 500
T = TypeVar("T")


@dataclass(slots=True)
class Wanted:
    """The options that every command understands, wherever they stand."""

    home: Path
    by: str | None = None
    pin: str | None = None
    json: bool = False

    def answer(self, document: object, lines: Sequence[str] | str) -> None:
        """One JSON document, or lines for people."""
        if self.json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in (lines,) if isinstance(lines, str) else lines:
                click.echo(line)

    @contextlib.contextmanager
    def ledger(self, *, readonly: bool = False) -> Iterator[Ledger]:
        opened = Ledger.open(self.home, readonly=readonly)
        try:
            yield opened
        finally:
            opened.close()

    @contextlib.contextmanager
    def acting(self) -> Iterator[tuple[Ledger, Staff]]:
        """The ledger for writing, and who acts."""
        with self.ledger() as ledger:
            yield ledger, self.granted(people.acting(ledger, self.by))

    def granted(self, result: T | Refusal) -> T:
        """The result, or the end of the command where a rule refused it."""
        if isinstance(result, Refusal):
            self.refused(result)
        return result

    def refused(self, refusal: Refusal) -> NoReturn:
        guidance = [{"way": advice.way.value, "name": words.WAYS[advice.way.value], "detail": way_text(advice)}
                    for advice in refusal.guidance]
        if self.json:
            document: dict[str, object] = {"refused": refusal.rule, "sentence": refusal.sentence, "todo": refusal.todo}
            document |= refusal.details
            if guidance:
                document["guidance"] = guidance
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        complain(words_cli.REFUSED, refusal.sentence, refusal.todo)
        for advice in refusal.guidance:
            click.echo(f"  {words.WAYS[advice.way.value]}: {way_text(advice)}", err=True)
        raise SystemExit(REFUSED)


def way_text(advice: Advice) -> str:
    """What is said about one way to go instead."""
    if advice.way.value == "telephone" and not advice.detail:
        return words.TELEPHONE_UNSET
    return words.WAY_TEXT[advice.way.value].format(detail=advice.detail)


def complain(title: str, sentence: str, todo: str = "") -> None:
    """`題: 文` on standard error, and what to do next below it."""
    click.echo(f"{title}: {sentence}", err=True)
    if todo:
        click.echo(f"  {todo}", err=True)


# ---- where the general options may stand: anywhere ----

_VALUED = {"--home": "home", "--by": "by", "--pin": "pin"}


def _general_options(arguments: list[str]) -> tuple[dict[str, str | bool], list[str]]:
    """Takes the general options out of the arguments, so that they may stand before or after the command."""
    found: dict[str, str | bool] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest.extend((argument, *waiting))
        elif argument == "--json":
            found["json"] = True
        elif name in _VALUED:
            given = value if equals else next(waiting, None)
            if given is None:
                raise click.UsageError(words_cli.OPTION_WITHOUT_VALUE.format(option=name))
            found[_VALUED[name]] = given
        else:
            rest.append(argument)
    return found, rest


@click.group(cls=cli_help.Group, context_settings={"help_option_names": ["-h", "--help"]}, help=words_cli.HELP["branch-desk"],
             epilog=words_cli.GENERAL)
def commands() -> None:
    """The group of all commands; the general options were taken out before."""


def command(name: str, *parameters: Any, group: click.Group = commands) -> Any:
    """A command whose help text stands in words_cli."""
    def made(function: Any) -> Any:
        for parameter in reversed(parameters):
            function = parameter(function)
        path = name if group is commands else f"{group.name} {name}"
        return group.command(name, help=words_cli.HELP[path])(click.pass_obj(function))
    return made


def option(*names: str, **settings: Any) -> Any:
    return click.option(*names, cls=cli_help.Option, help=words_cli.OPTIONS.get(names[0]), **settings)


FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@commands.group("staff", help=words_cli.HELP["staff"])
def staff_group() -> None:
    """Who works here."""


@commands.group("catalogue", help=words_cli.HELP["catalogue"])
def catalogue_group() -> None:
    """The list of document types."""


# ---- setting up ----

@command("setup", option("--desk", required=True), option("--name", required=True), option("--branch", required=True),
         option("--role", type=click.Choice(["counter", "section", "office"]), default="counter"),
         option("--section"), option("--phone"), option("--training", is_flag=True))
def setup(wanted: Wanted, desk: str, name: str, branch: str, role: str, section: str | None, phone: str | None,
          training: bool) -> None:
    chosen = Desk(desk, name, branch, Role(role), _section_code(section, name) if role == "section" else None, phone,
                  training)
    done = wanted.granted(desks.set_up(wanted.home, chosen))
    done.ledger.close()
    where = words_cli.KEPT_IN[done.kept_in]
    wanted.answer({"desk": desk, "name": name, "branch": branch, "role": role, "section": chosen.section,
                   "practice": training, "home": str(wanted.home), "recovery_key": done.recovery_key,
                   "master_key": done.kept_in},
                  [words_cli.SET_UP.format(name=name, branch=branch), words_cli.RECOVERY_KEY.format(key=done.recovery_key),
                   words_cli.RECOVERY_KEEP, where])


def _section_code(section: str | None, name: str) -> str | None:
    """The section's digit, from its digit or its name in the built-in catalogue; without --section from the desk's name."""
    for text in (section, name):
        for known in catalogues.builtin().sections:
            if text in (known.code, known.name):
                return known.code
    return section


@command("add", click.argument("code"), click.argument("name"), option("--responsible", is_flag=True),
         option("--auditor", is_flag=True), group=staff_group)
def staff_add(wanted: Wanted, code: str, name: str, responsible: bool, auditor: bool) -> None:
    role = StaffRole.AUDITOR if auditor else StaffRole.RESPONSIBLE if responsible else StaffRole.CLERK
    with wanted.ledger() as ledger:
        added = wanted.granted(people.add(ledger, code, name, role=role, pin=wanted.pin))
    wanted.answer(_staff_json(added), words_cli.STAFF_ADDED.format(code=added.code, name=added.name))


@command("pin", click.argument("code"), group=staff_group)
def staff_pin(wanted: Wanted, code: str) -> None:
    with wanted.ledger() as ledger:
        who = wanted.granted(people.acting(ledger, code))
        if wanted.pin is None:
            raise click.UsageError(words_cli.OPTION_WITHOUT_VALUE.format(option="--pin"))
        if who.has_pin:
            by = wanted.granted(people.acting(ledger, wanted.by))
            wanted.granted(people.responsible(by))
        changed = wanted.granted(people.set_pin(ledger, who, wanted.pin))
    wanted.answer(_staff_json(changed), words_cli.PIN_SET.format(code=changed.code))


@command("list", group=staff_group)
def staff_list(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        members = ledger.staff()
    wanted.answer([_staff_json(member) for member in members],
                  [f"{member.code:>5}  {member.name}  {words_cli.ROLES[member.role.value]}" for member in members])


def _staff_json(member: Staff) -> dict[str, object]:
    return {"code": member.code, "name": member.name, "role": member.role.value, "has_pin": member.has_pin}


@command("list", group=catalogue_group)
def catalogue_list(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        types, today = catalogues.of(ledger).types, ledger.now().date()
    wanted.answer([catalogues.as_json(item, today) for item in types],
                  [f"{item.code}  {item.name}  {item.section.name}" for item in types])


@command("import", click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
         group=catalogue_group)
def catalogue_import(wanted: Wanted, file: Path) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(catalogues.import_csv(ledger, who, file))
    count = len(done.catalogue.types)
    wanted.answer({"version": done.catalogue.version, "types": count},
                  words_cli.IMPORTED.format(count=count, version=done.catalogue.version))


@command("export", click.argument("file", type=FILE), group=catalogue_group)
def catalogue_export(wanted: Wanted, file: Path) -> None:
    with wanted.ledger(readonly=True) as ledger:
        count = catalogues.export_csv(ledger, file)
    wanted.answer({"file": str(file), "types": count}, words_cli.EXPORTED.format(count=count, file=file))


# ---- custody ----

@command("issue", click.argument("type"), option("--depositor"), option("--kana"), option("--phone"),
         option("--sheets", type=int), option("--applicant"), option("--sealed", is_flag=True),
         option("--enclosure", multiple=True), option("--business", is_flag=True),
         option("--past-deadline", is_flag=True), option("--request-id"), option("--pdf", type=FILE),
         option("--print", "to_printer", is_flag=True))
def issue(wanted: Wanted, type: str, depositor: str | None, kana: str | None, phone: str | None,  # noqa: A002
          sheets: int | None, applicant: str | None, sealed: bool, enclosure: tuple[str, ...], business: bool,
          past_deadline: bool, request_id: str | None, pdf: Path | None, to_printer: bool) -> None:
    with wanted.acting() as (ledger, who):
        codes, own_words = _enclosures(enclosure)
        request = slips.IssueRequest(type=unicodedata.normalize("NFKC", type), sheets=sheets, sealed=sealed,
                                     enclosures=codes, other_enclosures=own_words, depositor=depositor, kana=kana,
                                     phone=phone, applicant=applicant, business=business,
                                     past_deadline=past_deadline, request_id=request_id)
        issued = wanted.granted(slips.issue(ledger, who, request))
        document = book.as_json(ledger, issued.slip)
        if pdf is None and not to_printer:
            wanted.answer(document, _slip_lines(document))
            return
        # The number is on disk; say it before anything that can fail, so that it is never lost with the paper.
        if not wanted.json:
            wanted.answer(document, _slip_lines(document))
        if pdf is not None:
            document = _issued_pdf(wanted, ledger, who, issued.slip.number, document, pdf)
        printing: _OnPaper | None = None
        if to_printer:
            printing = _on_paper(ledger, who, wanted.granted(printjobs.queue(ledger, who, issued.slip.number, begin=True)))
            document = document | printing.document
        if wanted.json:
            wanted.answer(document | book.as_json(ledger, issued.slip), "")
    if printing:
        printing.say(wanted)


def _issued_pdf(wanted: Wanted, ledger: Ledger, who: Staff, number: str, document: dict[str, object],
                pdf: Path) -> dict[str, object]:
    """The 原本 as PDF. Where it cannot be made, the slip is told of all the same."""
    try:
        printed = paper.into_files(ledger, who, number, "original", pdf=pdf)
    except OSError:
        if wanted.json:
            click.echo(json.dumps(document | {"printed": None}, ensure_ascii=False, indent=2))
        raise
    if isinstance(printed, Refusal):
        if wanted.json:
            click.echo(json.dumps(document | {"printed": None, **printed.details}, ensure_ascii=False, indent=2))
        complain(words_cli.REFUSED, printed.sentence, printed.todo)
        raise SystemExit(REFUSED)
    return document | {"printed": str(pdf)}


def _enclosures(given: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes, and what stands in own words."""
    plain = [(unicodedata.normalize("NFKC", text), text) for text in given]
    return (tuple(code for code, _ in plain if code.isascii() and code.isdigit()),
            tuple(text for code, text in plain if not (code.isascii() and code.isdigit())))


@command("void", click.argument("number"), option("--reason", required=True))
def void(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.void(ledger, who, number, reason, pin=wanted.pin))


@command("hand-back", click.argument("number"), option("--reason", required=True))
def hand_back(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.hand_back(ledger, who, number, reason))


@command("correct", click.argument("number"), option("--sheets", type=int), option("--sealed", is_flag=True),
         option("--enclosure", multiple=True), option("--no-enclosures", is_flag=True), option("--depositor"),
         option("--applicant"), option("--kana"), option("--phone"), option("--reason", required=True))
def correct(wanted: Wanted, number: str, sheets: int | None, sealed: bool, enclosure: tuple[str, ...],
            no_enclosures: bool, depositor: str | None, applicant: str | None, kana: str | None, phone: str | None,
            reason: str) -> None:
    codes, own_words = _enclosures(enclosure)
    correction = slips.Correction(sheets, sealed, codes if enclosure or no_enclosures else None, own_words, depositor,
                                  applicant, kana, phone)
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.correct(ledger, who, number, correction, reason))


@command("undo", click.argument("number"), option("--reason", required=True))
def undo(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.undo(ledger, who, number, reason))


def _recorded(wanted: Wanted, ledger: Ledger, result: Recorded | Refusal) -> None:
    done = wanted.granted(result)
    wanted.answer(book.as_json(ledger, done.slip), done.sentence)


@command("return", click.argument("scan"), option("--received-at"), option("--accept", is_flag=True), option("--differs"))
def come_back(wanted: Wanted, scan: str, received_at: str | None, accept: bool, differs: str | None) -> None:
    with wanted.acting() as (ledger, who):
        scanned = returns.scan(ledger, scan)
        slip = book.as_json(ledger, scanned.slip) if scanned.slip else None
        if scanned.verdict is Verdict.ALREADY_CLOSED:
            wanted.answer({"verdict": scanned.verdict.value, "result": None, "sentence": scanned.word, "slip": slip},
                          [f"{scanned.label}  {scanned.word}", scanned.todo])
            return
        at = _moment(wanted, ledger, received_at)
        result = returns.come_back(ledger, who, scan, returns.DIFFERS if differs is not None else returns.AGREE,
                                   received_at=at, reason=differs, accept=accept)
        if isinstance(result, Refusal):
            shown: dict[str, object] = {"verdict": scanned.verdict.value, **({"slip": slip} if slip else {})}
            if scanned.where:
                shown["where"] = scanned.where
            wanted.refused(Refusal(result.rule, result.sentence, result.todo, details=result.details | shown))
        after = book.as_json(ledger, result.slip)
    wanted.answer({"verdict": scanned.verdict.value, "result": result.result, "sentence": result.sentence,
                   "slip": after}, [f"{scanned.label}  {scanned.word}", result.sentence])


def _moment(wanted: Wanted, ledger: Ledger, text: str | None) -> datetime | None:
    """--received-at: ISO 8601, or MMDDhhmm as it is keyed at the counter. Without an offset it is Japan time."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    found = era.from_typed(plain, ledger.now())
    if found is None and not plain.isdigit():
        with contextlib.suppress(ValueError, OverflowError):
            read = datetime.fromisoformat(plain)
            found = read.astimezone(era.JST) if read.tzinfo else read.replace(tzinfo=era.JST)
    if found is None:
        sentence, todo = words.RULES["time_form"]
        wanted.refused(Refusal("time_form", sentence, todo))
    return found


# ---- looking ----

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
    lines = [*_slip_lines(document), *(f"  {words.FIELDS[name]}: {text}" for name, text in opened.names.items()
                                       if name in words.FIELDS),
             *(f"  {era.slashed(era.moment(line.at))}  {line.word}  {line.note}  {line.by}" for line in opened.lines)]
    wanted.answer(document, lines)


@command("find", click.argument("text"), option("--names", is_flag=True))
def find(wanted: Wanted, text: str, names: bool) -> None:
    with wanted.ledger(readonly=not names) as ledger:
        found = book.find(ledger, text)
        _list(wanted, ledger, found, names)


@command("ledger", option("--state", type=click.Choice([state.value for state in State])), option("--section"),
         option("--type", "type_code"), option("--from", "start", type=DAY), option("--to", "end", type=DAY),
         option("--csv", "csv_file", type=FILE), option("--names", is_flag=True))
def ledger_command(wanted: Wanted, state: str | None, section: str | None, type_code: str | None,
                   start: datetime | None, end: datetime | None, csv_file: Path | None, names: bool) -> None:
    with wanted.ledger(readonly=not names) as ledger:
        code = next((known.code for known in catalogues.of(ledger).sections if section in (known.code, known.name)), section)
        chosen = book.issued_between(_date(start), _date(end), State(state) if state else None, code, type_code)
        found: list[Slip] = []
        page = book.page(ledger, chosen, limit=PAGE)
        while True:
            found.extend(page.slips)
            if page.next is None:
                break
            page = book.page(ledger, chosen, before=page.next, limit=PAGE)
        if csv_file:
            book.export_csv(ledger, csv_file, tuple(found))
        _list(wanted, ledger, tuple(found), names)


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _list(wanted: Wanted, ledger: Ledger, found: tuple[Slip, ...], names: bool) -> None:
    documents = [book.as_json(ledger, slip) for slip in found]
    if names:
        who = wanted.granted(people.acting(ledger, wanted.by))
        shown = book.names_of(ledger, who, tuple(slip.number for slip in found))
        for document in documents:
            document["depositor"] = shown.get(str(document["number"]))
    wanted.answer(documents, [_line(document) for document in documents] or words_cli.NOTHING_FOUND)


def _line(document: dict[str, object]) -> str:
    name = f"  {document['depositor']}" if document.get("depositor") else ""
    return (f"{document['label']}  {words.STATES[str(document['state'])]}  {document['type_name'] or ''}"
            f"  {document['last_holder']}{name}")


def _slip_lines(document: dict[str, object]) -> list[str]:
    sheets = words_cli.SEALED if document["sealed"] else words_cli.SHEETS.format(count=document["sheets"])
    return [f"{document['label']}  {words.STATES[str(document['state'])]}",
            f"  {numbers.group(str(document['number']))}",
            f"  {document['type_name'] or ''}  {document['section'] or ''}  {sheets}"]


# ---- paper ----

@command("print", click.argument("number"), option("--copy", type=click.Choice(list(paper.COPIES)), default="original"),
         option("--form", type=click.Choice(["tag"])), option("--printer", "name"), option("--paper", "size"),
         option("--pdf", type=FILE), option("--png", type=FILE), option("--escpos", type=FILE), option("--language"),
         option("--large", is_flag=True), option("--reason"))
def print_command(wanted: Wanted, number: str, copy: str, form: str | None, name: str | None, size: str | None,
                  pdf: Path | None, png: Path | None, escpos: Path | None, language: str | None, large: bool,
                  reason: str | None) -> None:
    with wanted.acting() as (ledger, who):
        if pdf or png or escpos or not (name or printers.of(ledger).printers):
            printer = wanted.granted(_named(ledger, name)) if name else None
            if printer and printer.known and not size:
                size = printer.papers[0]
            made = wanted.granted(paper.into_files(
                ledger, who, number, form or copy, paper=size or ("A4" if large else None), pdf=pdf, png=png, escpos=escpos,
                profile=printer.profile if printer and printer.known else None, reason=reason, language=language,
                large=large))
            wanted.answer({"number": made.number, "copy": made.copy, "paper": made.paper, "count": made.count,
                           "files": [str(file) for file in made.files]},
                          [words_cli.WRITTEN.format(copy=words.COPIES[made.copy], file=file) for file in made.files])
            return
        queued = wanted.granted(printjobs.queue(ledger, who, number, (form or copy,), printer=name, size=size,
                                                reason=reason, language=language, large=large, begin=True))
        printing = _on_paper(ledger, who, queued)
    if wanted.json:
        wanted.answer(printing.jobs[0], "")
    printing.say(wanted)


def _named(ledger: Ledger, name: str) -> printers.Printer | Refusal:
    return printers.of(ledger).named(name) or printers.refuse("no_such_printer", printer=name)


@dataclass(frozen=True, slots=True)
class _OnPaper:
    """What became of papers that were sent to printers."""

    settled: tuple[printjobs.Settled, ...]
    jobs: list[dict[str, object]]
    document: dict[str, object]

    def say(self, wanted: Wanted) -> None:
        """A line for each; ends with 3 where one of them failed or is in doubt. The number is safe all the same."""
        for done in self.settled:
            job = done.job
            if not wanted.json:
                click.echo(words_cli.ON_PAPER.format(copy=words_print.COPIES[job.copy], printer=job.printer,
                                                     title=done.told.title))
            if done.near_end:
                click.echo(f"{done.near_end.title}{done.near_end.todo}", err=True)
            if done.ask or job.state == "failed":
                complain(words_print.STATES[job.state], done.told.sentence, done.told.todo)
        for copy in self.document["unrouted"]:      # type: ignore[attr-defined]
            refusal = printers.refuse("no_printer", copy=words_print.COPIES[copy])
            complain(words_print.NOT_ROUTED, refusal.sentence, refusal.todo)
        if self.document["unrouted"] and not self.settled:
            raise SystemExit(REFUSED)
        if any(done.ask or done.job.state == "failed" for done in self.settled):
            raise SystemExit(SURROUNDINGS)


def _on_paper(ledger: Ledger, who: Staff, queued: printjobs.Queued) -> _OnPaper:
    settled = printjobs.in_turn(ledger, who, queued)
    jobs = [printjobs.as_json(ledger, done.job, done.told) | {"near_end": done.near_end is not None} for done in settled]
    return _OnPaper(settled, jobs, {"printing": jobs, "unrouted": list(queued.unrouted),
                                    "photocopied": list(queued.photocopied)})


@command("print-test", click.argument("name"), option("--pdf", type=FILE), option("--png", type=FILE),
         option("--escpos", type=FILE))
def print_test(wanted: Wanted, name: str, pdf: Path | None, png: Path | None, escpos: Path | None) -> None:
    with wanted.acting() as (ledger, who):
        if pdf or png or escpos:
            page, printer = wanted.granted(printjobs.test_page(ledger, name))
            written = wanted.granted(paper.page_files(page, pdf=pdf, png=png, escpos=escpos, profile=printer.profile))
            wanted.answer({"printer": name, "paper": page.paper, "files": [str(file) for file in written]},
                          [words_cli.WRITTEN.format(copy=words_print.COPIES["test"], file=file) for file in written])
            return
        printing = _on_paper(ledger, who, wanted.granted(printjobs.queue_test(ledger, who, name, begin=True)))
    if wanted.json:
        wanted.answer(printing.jobs[0], "")
    printing.say(wanted)


@commands.group("printers", help=words_cli.HELP["printers"], invoke_without_command=True)
@click.pass_context
def printers_group(context: click.Context) -> None:
    """The printers of this desk; alone it lists them."""
    if context.invoked_subcommand is None:
        wanted: Wanted = context.obj
        with wanted.ledger(readonly=True) as ledger:
            _answer_printers(wanted, printers.of(ledger))


@command("add", click.argument("name"), option("--profile", default="80mm"), option("--socket"), option("--cups"),
         option("--spooler"), option("--folder", type=FOLDER), option("--paper", "size"), group=printers_group)
def printers_add(wanted: Wanted, name: str, profile: str, socket: str | None, cups: str | None, spooler: str | None,
                 folder: Path | None, size: str | None) -> None:
    ways = {"socket": socket, "cups": cups, "spooler": spooler, "folder": str(folder.absolute()) if folder else None}
    given = [(kind, address) for kind, address in ways.items() if address is not None]
    if len(given) != 1:
        raise click.UsageError(words_cli.ONE_WAY)
    with wanted.acting() as (ledger, who):
        added = printers.add(ledger, who, printers.Printer(name, profile, *given[0], size))
        _answer_printers(wanted, wanted.granted(added))


@command("remove", click.argument("name"), group=printers_group)
def printers_remove(wanted: Wanted, name: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer_printers(wanted, wanted.granted(printers.remove(ledger, who, name)))


@command("default", click.argument("name"), group=printers_group)
def printers_default(wanted: Wanted, name: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer_printers(wanted, wanted.granted(printers.choose(ledger, who, name)))


@command("route", click.argument("copy"), click.argument("name"), group=printers_group)
def printers_route(wanted: Wanted, copy: str, name: str) -> None:
    with wanted.acting() as (ledger, who):
        target = None if name == "default" else name
        _answer_printers(wanted, wanted.granted(printers.route(ledger, who, copy, target)))


def _answer_printers(wanted: Wanted, setup: printers.Setup) -> None:
    routes = {copy: _route(setup, copy) for copy in printers.COPIES}
    document = {"default": setup.default, "routes": routes, "printers": [
        {"name": printer.name, "profile": printer.profile, "kind": printer.kind, "address": printer.address,
         "paper": printer.papers[0], "papers": list(printer.papers)} for printer in setup.printers]}
    lines = [f"{printer.name}  {printer.profile}  {words_print.KINDS[printer.kind]} {printer.address}  {printer.papers[0]}"
             for printer in setup.printers]
    lines += [f"{words_print.COPIES[copy]} → {_route_word(name)}" for copy, name in routes.items()]
    wanted.answer(document, lines)


def _route(setup: printers.Setup, copy: str) -> str | None:
    """A printer's name, 'none' for a copy that is photocopied, None where nothing takes it."""
    if setup.chosen(copy) == printers.NO_PAPER:
        return printers.NO_PAPER
    target = setup.printer_for(copy)
    return target.name if target else None


def _route_word(name: str | None) -> str:
    return words_print.PHOTOCOPY if name == printers.NO_PAPER else name or words_print.NOT_ROUTED


@command("pending")
def pending(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        found = printjobs.pending(ledger)
        documents = [printjobs.as_json(ledger, item.job, item.told) | {"label": item.label, "ask": item.ask}
                     for item in found]
    wanted.answer(documents, [words_cli.PENDING.format(
        job=item.job.id, label=item.label, copy=words_print.COPIES[item.job.copy],
        state=words_print.PENDING if item.ask else words_print.UNPRINTED, sentence=item.told.sentence)
        for item in found] or words_cli.NOTHING_PENDING)


@command("answer", click.argument("job", type=int), click.argument("word", type=click.Choice(["yes", "no", "leave"])))
def answer(wanted: Wanted, job: int, word: str) -> None:
    with wanted.acting() as (ledger, who):
        if word == "leave":
            wanted.granted(printjobs.leave(ledger, who, job))
            wanted.answer({"job": job, "left": True}, words_cli.LEFT)
            return
        done = wanted.granted(printjobs.answer(ledger, who, job, word == "yes"))
    wanted.answer({"job": job, "state": done.job.state, "sentence": done.sentence, "marked": done.marked}, done.sentence)


# ---- care ----

@command("verify")
def verify(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        result = ledger.verify()
    document = {"ok": not result.faults, "proven": list(result.proven),
                "faults": [{"what": fault.word, "sentence": fault.sentence} for fault in result.faults]}
    wanted.answer(document, [*result.proven, *(f"! {fault.sentence}" for fault in result.faults)])
    if result.faults:
        complain(words_cli.VERIFY, words_cli.FAULTS.format(count=len(result.faults)), words_cli.FAULTS_TODO)
        raise SystemExit(REFUSED)


@command("recovery-key", option("--pdf", type=FILE))
def recovery_key(wanted: Wanted, pdf: Path | None) -> None:
    with wanted.acting() as (ledger, who):
        made = wanted.granted(desks.new_recovery_key(ledger, who, pdf))
    wanted.answer({"recovery_key": made, "pdf": str(pdf) if pdf else None},
                  [words_cli.RECOVERY_KEY.format(key=made), words_cli.RECOVERY_KEEP, words_cli.RECOVERY_OLD])


@command("demo", option("--out", type=FOLDER, default=Path("branch_desk_demo")))
def demo_command(wanted: Wanted, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    home = wanted.home if "BRANCH_DESK_HOME" in os.environ or wanted.home != default_home() else out / "home"
    made = desks.set_up(home, desks.practice_desk())
    if not isinstance(made, Refusal):
        made.ledger.close()
    shown: list[dict[str, object]] = []
    with Ledger.open(home) as ledger:
        if not ledger.desk.practice:
            complain(words_cli.REFUSED, words_cli.DEMO_REAL)
            raise SystemExit(REFUSED)
        who = wanted.granted(people.acting(ledger, wanted.by))
        for step in demo.walk(ledger, who, out):
            document = book.as_json(ledger, step.slip)
            shown.append(document | {"files": [str(file) for file in step.files]})
            if not wanted.json:
                click.echo(_line(document))
    wanted.answer({"home": str(home), "out": str(out), "slips": shown},
                  words_cli.DEMO_DONE.format(count=len(shown), out=out))


# ---- the way in ----

def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code. Never lets a traceback out: what is unforeseen goes to the log."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")    # a frozen exe on Windows starts with cp1252
    try:
        general, rest = _general_options(list(arguments))
        home = Path(str(general["home"])) if "home" in general else default_home()
        journal.start(home)
        wanted = Wanted(home, _text(general.get("by")), _text(general.get("pin")), bool(general.get("json")))
        return commands.main(rest, prog_name="branch-desk", standalone_mode=False, obj=wanted) or 0
    except SystemExit as end:
        return int(end.code or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        complain(words_cli.USAGE, usage_sentence(error), words_cli.USAGE_TODO)
        return USAGE
    except click.Abort:
        return USAGE
    except faults.Fault as fault:
        complain(fault.title, fault.sentence, fault.todo)
        return SURROUNDINGS
    except demo.DemoFailed as failed:
        complain(words_cli.REFUSED, str(failed))
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())     # whoever read our output went away
        return SURROUNDINGS
    except OSError as error:
        # A file that was asked for: the ledger's own troubles come as faults.
        if isinstance(fault := faults.fault_of(error), faults.DiskFull):
            complain(fault.title, fault.sentence, fault.todo)
        else:
            complain(words_cli.FILE, words_cli.FILE_SENTENCE.format(file=error.filename or ""), words_cli.FILE_TODO)
        return SURROUNDINGS
    except Exception as error:
        journal.record(error)
        complain(words_cli.UNFORESEEN, words_cli.UNFORESEEN_SENTENCE, words_cli.UNFORESEEN_TODO)
        return SURROUNDINGS
    finally:
        journal.stop()


def _text(value: str | bool | None) -> str | None:
    return value if isinstance(value, str) else None


def usage_sentence(error: click.ClickException) -> str:
    """click's complaint in plain Japanese."""
    if isinstance(error, click.NoSuchOption):
        return words_cli.NO_SUCH_OPTION.format(option=error.option_name)
    if isinstance(error, click.MissingParameter):
        name = error.param.opts[-1] if error.param and error.param.opts else ""
        return words_cli.MISSING.format(name=name)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[-1] if error.param and error.param.opts else ""
        return words_cli.BAD_VALUE.format(name=name)
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return words_cli.NO_SUCH_COMMAND
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return words_cli.EXTRA_ARGUMENT
    return error.format_message()
