"""Care: backup, restore, approval, demonstration."""

from __future__ import annotations

import os
from pathlib import Path

import click

from branch_desk.cli.looking import line
from branch_desk.cli.wanted import FILE, FOLDER, REFUSED, SURROUNDINGS, Wanted, command, complain, option
from branch_desk.domain import numbers, words_backup, words_cli
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.services import (
    backup,
    book,
    demo,
    desks,
    gaps,
    people,
    restore,
)
from branch_desk.services.home import default_home
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger


@command("approve", click.argument("what", type=click.Choice(["machine", "clock"])))
def approve(wanted: Wanted, what: str) -> None:
    with wanted.acting() as (ledger, who):
        said = wanted.granted(desks.approve(ledger, who, what, pin=wanted.pin))
    wanted.answer({"approved": what, "sentence": said}, said)


@command("backup", click.argument("folder", type=FOLDER, required=False), option("--drill", is_flag=True),
         option("--place", type=FOLDER), option("--no-place", is_flag=True), option("--approver"), option("--approver-pin"))
def backup_command(wanted: Wanted, folder: Path | None, drill: bool, place: Path | None, no_place: bool,
                   approver: str | None, approver_pin: str | None) -> None:
    with wanted.acting() as (ledger, who):
        if place is not None or no_place:
            code, pin = (approver, approver_pin) if approver else (who.code, wanted.pin)
            chosen = wanted.granted(backup.set_second(ledger, who, place, code, pin))
            wanted.answer({"place": str(chosen.path) if chosen.path else None}, chosen.sentence)
            return
        if drill:
            proved = backup.drill(ledger)
            wanted.answer({"ok": proved.ok, "slips": proved.slips, "events": proved.events,
                           "seconds": round(proved.seconds, 1), "sentence": proved.sentence}, proved.sentence)
            if not proved.ok:
                raise SystemExit(SURROUNDINGS)
            return
        copied = (backup.to_folder(ledger, folder),) if folder is not None else backup.make(ledger).places
    document = [{"place": item.kind, "file": str(item.file) if item.file else None, "bytes": item.bytes,
                 "fault": item.fault} for item in copied]
    wanted.answer(document, [words_backup.MADE.format(path=item.file) for item in copied if item.file])
    for item in copied:
        if item.fault:
            complain(words_backup.TITLE, item.fault, item.todo)
    if any(item.fault for item in copied):
        raise SystemExit(SURROUNDINGS)


@command("restore", click.argument("file", type=FILE, required=False), option("--keys", type=FOLDER),
         option("--recovery-key"), option("--share"), option("--witness", type=click.Path(path_type=Path)),
         option("--seen", multiple=True), option("--new-keys", is_flag=True), option("--desk"), option("--name"),
         option("--branch"), option("--role", type=click.Choice([role.value for role in Role]), default=Role.COUNTER.value),
         option("--section"), option("--training", is_flag=True))
def restore_command(wanted: Wanted, file: Path | None, keys: Path | None, recovery_key: str | None, share: str | None,
                    witness: Path | None, seen: tuple[str, ...], new_keys: bool, desk: str | None, name: str | None,
                    branch: str | None, role: str, section: str | None, training: bool) -> None:
    whose = Desk(desk, name, branch, Role(role), section, practice=training) if desk and name and branch else None
    sources = restore.Sources(file, keys, recovery_key, share, witness, tuple(map(numbers.normalise, seen)), desk, whose,
                              new_keys)
    done = wanted.granted(restore.bring_back(wanted.home, sources, by=wanted.by, pin=wanted.pin))
    lines = list(done.sentences)
    if done.recovery_key is not None:
        lines += [words_backup.NEW_RECOVERY_KEY.format(key=done.recovery_key), words_cli.RECOVERY_KEEP]
    wanted.answer({"desk": done.desk.code, "epoch": done.epoch, "next": done.next, "lost": done.lost,
                   "skipped": done.skipped, "accepted": done.accepted, "recovery_key": done.recovery_key,
                   "aside": done.aside.name if done.aside else None, "sentences": list(done.sentences)}, lines)


@command("settle", click.argument("first"), click.argument("last"), option("--approver"), option("--approver-pin"))
def settle(wanted: Wanted, first: str, last: str, approver: str | None, approver_pin: str | None) -> None:
    with wanted.acting() as (ledger, who):
        code, pin = (approver, approver_pin) if approver else (who.code, wanted.pin)
        done = wanted.granted(gaps.settle(ledger, who, first, last, code, pin))
    wanted.answer({"count": done.count}, done.sentence)


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
                click.echo(line(document))
    wanted.answer({"home": str(home), "out": str(out), "slips": shown},
                  words_cli.DEMO_DONE.format(count=len(shown), out=out))
