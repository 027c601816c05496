"""click's help in Japanese: headings, the word before the usage line, the kinds of values."""

from __future__ import annotations

import click

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

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


class Group(Command, click.Group):
    """Several under one name; its own commands look the same."""

    command_class = Command
    group_class = type
