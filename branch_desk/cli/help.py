"""click's help in Japanese: headings, the word before the usage line, the kinds of values, and lines set by the width
that a character takes on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import click

from branch_desk.domain.text import wrap_ja

HEADINGS = {"Options": "指定", "Commands": "命令", "Positional arguments": "引数"}
KINDS = {"TEXT": "文字", "INTEGER": "数", "FILE": "ファイル", "DIRECTORY": "フォルダー", "[%Y-%m-%d]": "年-月-日"}
HELP = "使い方を表示して終わります。"
REQUIRED = "必須"


class Formatter(click.HelpFormatter):
    """The same layout, other words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", "[指定]")
        args = args.replace("[COMMAND] [ARGS]...", "[命令 …]").replace("COMMAND [ARGS]...", "命令 …")
        super().write_usage(prog, args, "使い方: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))

    def write_text(self, text: str) -> None:
        """A paragraph. click breaks at blanks, and Japanese has none."""
        for line in wrap_ja(text, self.width - self.current_indent, _columns):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns. click counts characters, and a kanji takes two places."""
        rows = list(rows)
        first = min(max(_columns(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            lines = wrap_ja(text, max(self.width - first - self.current_indent, 20), _columns)
            room = first - _columns(name)
            if room < col_spacing:
                lines = ["", *lines]
            for at, line in enumerate(lines):
                before = f"{name}{'':>{max(room, 0)}}" if at == 0 else f"{'':>{first}}"
                self.write(f"{'':>{self.current_indent}}{before}{line}".rstrip() + "\n")


class Context(click.Context):
    """Writes help with our words."""

    formatter_class = Formatter


class Option(click.Option):
    """An option whose kind of value is named in Japanese."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, text = record
        for kind, word in KINDS.items():
            names = names.replace(f" {kind}", f" {word}")
        return names, text.replace("[required]", f"[{REQUIRED}]").replace("default: ", "指定がなければ ")


class Command(click.Command):
    """One command."""

    context_class = Context

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, in the list of commands."""
        first, mark, _ = (self.help or "").partition("。")
        return first + mark

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


class Group(Command, click.Group):
    """Several under one name; its own commands look the same."""

    command_class = Command
    group_class = type


def _columns(text: str) -> int:
    """How many places of a terminal it takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
