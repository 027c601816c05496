"""What every command is given: where, who, and how to answer."""

from __future__ import annotations

import contextlib
import json
from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from branch_desk.cli import help
from branch_desk.domain import words, words_audit, words_backup, words_cli
from branch_desk.domain.guidance import Advice
from branch_desk.domain.staff import Staff
from branch_desk.services import (
    people,
)
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger

REFUSED, USAGE, SURROUNDINGS = 1, 2, 3
# What a part says of its commands stands with its other words.
HELP = ChainMap(words_audit.HELP, words_backup.HELP, words_cli.HELP)
OPTIONS = ChainMap(words_cli.OPTIONS, words_audit.OPTIONS, words_backup.OPTIONS)
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


def general_options(arguments: list[str]) -> tuple[dict[str, str | bool], list[str]]:
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


@click.group(cls=help.Group, context_settings={"help_option_names": ["-h", "--help"]}, help=words_cli.HELP["branch-desk"],
             epilog=words_cli.GENERAL)
def commands() -> None:
    """The group of all commands; the general options were taken out before."""


def command(name: str, *parameters: Any, group: click.Group = commands) -> Any:
    """A command whose help text stands in words_cli."""
    def made(function: Any) -> Any:
        for parameter in reversed(parameters):
            function = parameter(function)
        path = name if group is commands else f"{group.name} {name}"
        return group.command(name, help=HELP[path])(click.pass_obj(function))
    return made


def option(*names: str, **settings: Any) -> Any:
    """`known_as`: under which name its help stands, where one word means two things."""
    return click.option(*names, cls=help.Option, help=OPTIONS.get(settings.pop("known_as", names[0])), **settings)


class _Whole(click.types.IntParamType):
    """A whole number that every part of the program can hold; SQLite takes 64 bits, a year of Python four digits."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        whole = super().convert(value, param, ctx)
        return whole if abs(whole) < 2**31 else self.fail(str(value), param, ctx)


WHOLE = _Whole()
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
DAY = click.DateTime(formats=["%Y-%m-%d"])
