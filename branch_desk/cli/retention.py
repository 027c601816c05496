"""Keeping and erasing personal data, and the recovery key."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from branch_desk.cli.wanted import DAY, FILE, Wanted, command, option
from branch_desk.domain import era, words_cli
from branch_desk.domain import words_retention as words
from branch_desk.services import desks, retention
from branch_desk.services.results import Refusal, refuse
from branch_desk.services.retention import Reached, Waiting


@command("retention", option("--on", "on", type=DAY), option("--apply", "apply", is_flag=True), option("--second"),
         option("--second-pin"), option("--reach", is_flag=True), option("--gone"))
def retention_command(wanted: Wanted, on: datetime | None, apply: bool, second: str | None, second_pin: str | None,
                      reach: bool, gone: str | None) -> None:
    if sum((apply, reach, gone is not None)) > 1:
        raise click.UsageError(words.ONE_OF.format(options="--apply、--reach、--gone"))
    if (apply or gone is not None) and second is None:
        wanted.refused(refuse("retention_two"))
    if apply:
        with wanted.acting() as (ledger, who):
            done = wanted.granted(retention.erase(ledger, who, second or "", second_pin, pin=wanted.pin,
                                                  on=on.date() if on else None))
        wanted.answer({"erased": list(done.classes), "slips": done.slips, "places": done.places_reached,
                       "waiting": [retention.place_json(item) for item in done.places_waiting]},
                      [done.sentence, *_waiting(done.places_waiting)])
    elif reach:
        with wanted.ledger() as ledger:
            _reached(wanted, retention.settle_waiting(ledger))
    elif gone is not None:
        with wanted.acting() as (ledger, who):
            _reached(wanted, wanted.granted(retention.give_up(ledger, who, gone, second or "", second_pin,
                                                              pin=wanted.pin)))
    else:
        _show(wanted, on)


@command("recovery-key", option("--pdf", type=FILE), option("--check", is_flag=True), option("--enter", is_flag=True),
         option("--at-start", type=click.Choice(["on", "off"])))
def recovery_key(wanted: Wanted, pdf: Path | None, check: bool, enter: bool, at_start: str | None) -> None:
    if sum((pdf is not None, check, enter, at_start is not None)) > 1:
        raise click.UsageError(words.ONE_OF.format(options="--pdf、--check、--enter、--at-start"))
    if check:
        with wanted.acting() as (ledger, who):
            typed = {place: _typed(words.GROUP.format(group=place)) for place in desks.groups_to_ask(ledger)}
            found = wanted.granted(desks.check_recovery(ledger, who, typed))
        wanted.answer({"agrees": True, "at": found.at, "by": found.by}, found.sentence)
    elif enter:
        with wanted.ledger() as ledger:
            said = wanted.granted(desks.enter_recovery_key(ledger, _typed(words.WHOLE)))
            kept = ledger.master_key_kept_in
        wanted.answer({"master_key": kept, "sentence": said}, said)
    elif at_start is not None:
        with wanted.acting() as (ledger, who):
            said = wanted.granted(desks.key_at_start(ledger, who, at_start == "on", pin=wanted.pin))
        wanted.answer({"at_start": at_start == "on", "sentence": said}, said)
    else:
        with wanted.acting() as (ledger, who):
            made: str | Refusal = wanted.granted(desks.new_recovery_key(ledger, who, pdf))
        wanted.answer({"recovery_key": made, "pdf": str(pdf) if pdf else None},
                      [words_cli.RECOVERY_KEY.format(key=made), words_cli.RECOVERY_KEEP, words_cli.RECOVERY_OLD])


def _typed(prompt: str) -> str:
    """Never as an argument: those stand in the history of the shell and in the list of processes."""
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True, err=True))
    click.echo(f"{prompt}: ", err=True)     # handed in by another program
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.strip()


def _show(wanted: Wanted, on: datetime | None) -> None:
    with wanted.ledger(readonly=True) as ledger:
        day = on.date() if on else ledger.now().date()
        found, left = retention.classes(ledger), retention.waiting(ledger)
    lines = [words.LINE.format(name=item.name, slips=item.slips, until=era.wareki_date(item.until),
                               state=words.state(item.is_due(day), item.open, item.inquiries)) for item in found]
    wanted.answer({"on": day.isoformat(), "classes": [retention.as_json(item, day) for item in found],
                   "waiting": [retention.place_json(item) for item in left]}, (lines or [words.NOTHING]) + _waiting(left))


def _reached(wanted: Wanted, done: Reached) -> None:
    wanted.answer({"places": list(done.places), "waiting": [retention.place_json(item) for item in done.waiting]},
                  [done.sentence, *_waiting(done.waiting)])


def _waiting(places: tuple[Waiting, ...]) -> list[str]:
    return [words.WAITING_LINE.format(number=item.number, path=item.path, classes="、".join(item.classes))
            for item in places]
