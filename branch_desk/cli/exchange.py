"""The exchange from the command line: the share, its members, a round, a stick."""

from __future__ import annotations

from pathlib import Path

import click

from branch_desk.cli.wanted import FILE, FOLDER, Wanted, command, commands, option
from branch_desk.domain import words_cli, words_exchange
from branch_desk.services import carrier, exchange
from branch_desk.services.exchange import Admission, Synced


@commands.group("share", help=words_cli.HELP["share"])
def share_group() -> None:
    """What the ward office does for all desks."""


@command("init", click.argument("folder", type=FOLDER), option("--pdf", type=FILE), group=share_group)
def share_init(wanted: Wanted, folder: Path, pdf: Path | None) -> None:
    with wanted.acting() as (ledger, who):
        made = wanted.granted(exchange.init_share(ledger, who, str(folder)))
        if pdf is not None:
            wanted.granted(exchange.root_form(ledger, who, made.root_code, pdf))
    lines = [words_exchange.SHARE_MADE, words_exchange.OFFICE_FINGERPRINT.format(digits=made.fingerprint),
             words_exchange.ROOT_CODE.format(code=made.root_code)]
    wanted.answer({"fingerprint": made.fingerprint, "root_code": made.root_code, "pdf": str(pdf) if pdf else None},
                  lines + ([words_exchange.ROOT_FORM_MADE.format(file=pdf)] if pdf else []))


@command("enrol", click.argument("folder", type=FOLDER))
def enrol(wanted: Wanted, folder: Path) -> None:
    with wanted.acting() as (ledger, who):
        asked = wanted.granted(exchange.enrol(ledger, who, str(folder)))
    wanted.answer({"fingerprint": asked.fingerprint, "office_fingerprint": asked.office_fingerprint,
                   "approved": asked.approved},
                  [words_exchange.ASKED, words_exchange.OWN_FINGERPRINT.format(digits=asked.fingerprint),
                   words_exchange.OFFICE_FINGERPRINT.format(digits=asked.office_fingerprint)])


@command("requests", group=share_group)
def share_requests(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        found = wanted.granted(exchange.requests(ledger))
    rows = [{"desk": item.desk, "fingerprint": item.fingerprint, **item.facts} for item in found]
    wanted.answer(rows, [words_exchange.REQUEST.format(**row) for row in rows] or words_exchange.NO_REQUESTS)


@command("approve", click.argument("desk"), option("--fingerprint", required=True), group=share_group)
def share_approve(wanted: Wanted, desk: str, fingerprint: str) -> None:
    with wanted.acting() as (ledger, who):
        _admitted(wanted, wanted.granted(exchange.approve(ledger, who, desk, fingerprint)), words_exchange.APPROVED)


@command("retire", click.argument("desk"), group=share_group)
def share_retire(wanted: Wanted, desk: str) -> None:
    with wanted.acting() as (ledger, who):
        _admitted(wanted, wanted.granted(exchange.retire(ledger, who, desk)), words_exchange.RETIRED)


@command("publish", group=share_group)
def share_publish(wanted: Wanted) -> None:
    with wanted.acting() as (ledger, who):
        _admitted(wanted, wanted.granted(exchange.publish(ledger, who)), words_exchange.CATALOGUE_PUBLISHED)


@command("bundle", group=share_group)
def share_bundle(wanted: Wanted) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(exchange.lay_out(ledger, who))
    wanted.answer({"bundles": done.bundles, "batches": done.batches},
                  words_exchange.LAID_OUT.format(bundles=done.bundles, batches=done.batches) if done.bundles
                  else words_exchange.LAID_OUT_ALREADY)


@command("new-key", option("--root-code"), group=share_group)
def share_new_key(wanted: Wanted, root_code: str | None) -> None:
    if root_code is None:       # asked for, it stands neither in the history of a shell nor in the list of processes
        root_code = str(click.prompt(words_exchange.ROOT_TYPED, hide_input=True, err=True))
    with wanted.acting() as (ledger, who):
        _admitted(wanted, wanted.granted(exchange.appoint_office_key(ledger, who, root_code)), words_exchange.NEW_KEY)


@command("sync")
def sync_command(wanted: Wanted) -> None:
    with wanted.ledger() as ledger:
        _answer(wanted, wanted.granted(exchange.sync(ledger)))


@commands.group("carrier", help=words_cli.HELP["carrier"])
def carrier_group() -> None:
    """A stick for a desk without the network."""


@command("export", click.argument("folder", type=FOLDER), option("--start", is_flag=True), group=carrier_group)
def carrier_export(wanted: Wanted, folder: Path, start: bool) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(carrier.export(ledger, who, str(folder), start=start))
    wanted.answer({"files": done.files, "verified": done.verified, "records": done.records},
                  words_exchange.CARRIED.format(records=done.records, files=done.verified))


@command("import", click.argument("folder", type=FOLDER), group=carrier_group)
def carrier_import(wanted: Wanted, folder: Path) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, wanted.granted(carrier.take_in(ledger, who, str(folder))))


def _admitted(wanted: Wanted, done: Admission, sentence: str) -> None:
    wanted.answer({"desk": done.desk, "generation": done.generation}, sentence.format(desk=done.desk))


def _answer(wanted: Wanted, done: Synced) -> None:
    """The round, whatever it came to: that the network is away is no failure of the command."""
    problems = [{"problem": item.word, "desk": item.desk, "title": item.title, "sentence": item.sentence, "todo": item.todo}
                for item in done.problems]
    lines = [words_exchange.ROUND.format(state=words_exchange.STATES[done.state], published=done.published,
                                         imported=done.imported, waiting=done.waiting)]
    if not done.approved:
        lines.append(words_exchange.ROUND_UNAPPROVED)
    lines += [f"{item.title}: {item.sentence}{item.todo}" for item in done.problems]
    wanted.answer({"state": done.state, "approved": done.approved, "published": done.published,
                   "imported": done.imported, "waiting": done.waiting, "problems": problems}, lines)
