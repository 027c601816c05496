"""Care: proof, demonstration."""

from __future__ import annotations

import os
from pathlib import Path

import click

from branch_desk.cli.looking import line
from branch_desk.cli.wanted import FOLDER, REFUSED, Wanted, command, complain, option
from branch_desk.domain import words_cli
from branch_desk.services import (
    book,
    demo,
    desks,
    people,
)
from branch_desk.services.home import default_home
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger


@command("approve", click.argument("what", type=click.Choice(["machine", "clock"])))
def approve(wanted: Wanted, what: str) -> None:
    with wanted.acting() as (ledger, who):
        said = wanted.granted(desks.approve(ledger, who, what, pin=wanted.pin))
    wanted.answer({"approved": what, "sentence": said}, said)


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
