"""案内: where to send the citizen instead; and its data in and out."""

from __future__ import annotations

from pathlib import Path

import click

from branch_desk.cli import help
from branch_desk.cli.forms import form
from branch_desk.cli.wanted import FILE, Wanted, command, commands
from branch_desk.domain import words, words_cli
from branch_desk.domain import words_guide as said
from branch_desk.domain.staff import Staff
from branch_desk.services import guide, guide_ticket
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger

SHOWN = 5       # the best are enough to read; --json has all


class WordsOrCommand(help.Group):
    """`guide import FILE` and `guide export FILE` are commands; anything else is what the citizen says."""

    def resolve_command(self, ctx: click.Context, args: list[str]):  # type: ignore[no-untyped-def]
        if args and args[0] not in self.commands:
            args = ["search", *args]
        return super().resolve_command(ctx, args)


@commands.group("guide", cls=WordsOrCommand, help=words_cli.HELP["guide"])
def guide_group() -> None:
    """Where to go."""


@command("search", click.argument("text", nargs=-1, required=True), group=guide_group)
def search(wanted: Wanted, text: tuple[str, ...]) -> None:
    with wanted.ledger(readonly=True) as ledger:
        found = guide.search(ledger, " ".join(text))
    if not found:
        wanted.refused(refuse("guide_nothing"))
    lines = []
    for answer in found[:SHOWN]:
        lines += [f"{answer.name}　{answer.place}", f"  「{answer.sentence}」"]
        lines += [f"  {n}. {words.WAYS[way.way.value]}: {guide.way_text(way)}" for n, way in enumerate(answer.advice, 1)]
    wanted.answer([guide.as_json(answer) for answer in found], lines)


@command("import", click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)), group=guide_group)
def guide_import(wanted: Wanted, file: Path) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(guide.import_file(ledger, who, file)).guidance
    wanted.answer({"version": done.version, "topics": len(done.topics)},
                  said.IMPORTED.format(version=done.version, count=len(done.topics)))


@command("export", click.argument("file", type=FILE), group=guide_group)
def guide_export(wanted: Wanted, file: Path) -> None:
    with wanted.ledger(readonly=True) as ledger:
        count = guide.export_file(ledger, file)
    wanted.answer({"file": str(file), "topics": count}, said.EXPORTED.format(count=count, file=file))


@form("guide")
def ticket(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """案内票 of the first thing that these words find."""
    return guide_ticket.ticket_for(ledger, who, " ".join(asked))
