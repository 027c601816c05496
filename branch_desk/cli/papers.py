"""Paper: into files and to printers, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from branch_desk.cli.forms import FORMS
from branch_desk.cli.wanted import (
    FILE,
    FOLDER,
    REFUSED,
    SURROUNDINGS,
    WHOLE,
    Wanted,
    command,
    commands,
    complain,
    option,
)
from branch_desk.domain import words, words_cli, words_print
from branch_desk.domain.staff import Staff
from branch_desk.services import (
    office_papers,
    paper,
    printers,
    printjobs,
)
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger


@command("print", click.argument("subject", nargs=-1),
         option("--copy", type=click.Choice(list(paper.COPIES)), default="original"),
         option("--form", "name"), option("--printer"), option("--paper", "size"),
         option("--pdf", type=FILE), option("--png", type=FILE), option("--escpos", type=FILE), option("--language"),
         option("--large", is_flag=True), option("--reason"))
def print_command(wanted: Wanted, subject: tuple[str, ...], copy: str, name: str | None, printer: str | None,
                  size: str | None, pdf: Path | None, png: Path | None, escpos: Path | None, language: str | None,
                  large: bool, reason: str | None) -> None:
    files = Files(printer, size, pdf, png, escpos)
    if name is not None and name != "tag":
        if name not in FORMS:
            raise click.UsageError(words_cli.NO_SUCH_FORM.format(form=name, forms=" ".join(("tag", *sorted(FORMS)))))
        _print_form(wanted, name, subject if reason is None else (*subject, reason), files)
        return
    if len(subject) != 1:
        raise click.UsageError(words_cli.MISSING.format(name="NUMBER") if not subject else words_cli.EXTRA_ARGUMENT)
    with wanted.acting() as (ledger, who):
        if files.wanted(ledger):
            made = wanted.granted(paper.into_files(
                ledger, who, subject[0], name or copy, paper=files.size_at(wanted, ledger) or ("A4" if large else None),
                pdf=pdf, png=png, escpos=escpos, profile=files.profile(wanted, ledger), reason=reason,
                language=language, large=large))
            wanted.answer({"number": made.number, "copy": made.copy, "paper": made.paper, "count": made.count,
                           "files": [str(file) for file in made.files]},
                          [words_cli.WRITTEN.format(copy=words.COPIES[made.copy], file=file) for file in made.files])
            return
        queued = wanted.granted(printjobs.queue(ledger, who, subject[0], (name or copy,), printer=printer, size=size,
                                                reason=reason, language=language, large=large, begin=True))
        printing = on_paper(ledger, who, queued)
    if wanted.json:
        wanted.answer(printing.jobs[0], "")
    printing.say(wanted)


@dataclass(frozen=True, slots=True)
class Files:
    """Where a paper is to go: to a printer, or into these files."""

    printer: str | None
    size: str | None
    pdf: Path | None
    png: Path | None
    escpos: Path | None

    def wanted(self, ledger: Ledger) -> bool:
        """Files were named, or there is no printer, which then is what the answer says."""
        return bool(self.pdf or self.png or self.escpos or not (self.printer or printers.of(ledger).printers))

    def size_at(self, wanted: Wanted, ledger: Ledger) -> str | None:
        known = wanted.granted(_named(ledger, self.printer)) if self.printer else None
        return self.size or (known.papers[0] if known and known.known else None)

    def profile(self, wanted: Wanted, ledger: Ledger) -> str | None:
        known = wanted.granted(_named(ledger, self.printer)) if self.printer else None
        return known.profile if known and known.known else None


def _print_form(wanted: Wanted, name: str, subject: tuple[str, ...], files: Files) -> None:
    """One of the papers around the slips."""
    with wanted.acting() as (ledger, who):
        sheet = wanted.granted(FORMS[name](ledger, who, subject))
        if files.wanted(ledger):
            made = wanted.granted(office_papers.into_files(
                ledger, who, sheet, size=files.size_at(wanted, ledger), pdf=files.pdf, png=files.png,
                escpos=files.escpos, profile=files.profile(wanted, ledger)))
            wanted.answer({"form": name, "bag": sheet.bag, "number": sheet.slip, "paper": made.size, "count": sheet.count,
                           "files": [str(file) for file in made.files]},
                          [words_cli.WRITTEN.format(copy=words_print.COPIES[sheet.copy], file=file) for file in made.files])
            return
        printing = on_paper(ledger, who, wanted.granted(
            office_papers.queue(ledger, who, sheet, printer=files.printer, size=files.size, begin=True)))
    if wanted.json:
        wanted.answer(printing.jobs[0], "")
    printing.say(wanted)


def _named(ledger: Ledger, name: str) -> printers.Printer | Refusal:
    return printers.of(ledger).named(name) or printers.refuse("no_such_printer", printer=name)


@dataclass(frozen=True, slots=True)
class OnPaper:
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


def on_paper(ledger: Ledger, who: Staff, queued: printjobs.Queued) -> OnPaper:
    settled = printjobs.in_turn(ledger, who, queued)
    jobs = [printjobs.as_json(ledger, done.job, done.told) | {"near_end": done.near_end is not None} for done in settled]
    return OnPaper(settled, jobs, {"printing": jobs, "unrouted": list(queued.unrouted),
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
        printing = on_paper(ledger, who, wanted.granted(printjobs.queue_test(ledger, who, name, begin=True)))
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


@command("answer", click.argument("job", type=WHOLE), click.argument("word", type=click.Choice(["yes", "no", "leave"])))
def answer(wanted: Wanted, job: int, word: str) -> None:
    with wanted.acting() as (ledger, who):
        if word == "leave":
            wanted.granted(printjobs.leave(ledger, who, job))
            wanted.answer({"job": job, "left": True}, words_cli.LEFT)
            return
        done = wanted.granted(printjobs.answer(ledger, who, job, word == "yes"))
    wanted.answer({"job": job, "state": done.job.state, "sentence": done.sentence, "marked": done.marked}, done.sentence)
