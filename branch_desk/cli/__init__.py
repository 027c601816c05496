"""The command line: one thin command per service verb (DESIGN.md, The command line).

Exit 0 done; 1 refused by a rule; 2 wrong usage; 3 the surroundings failed. With --json one JSON document stands on
standard output and nothing else there. Errors go to standard error as `題: 文`, never as a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from branch_desk.cli import (  # noqa: F401 - each brings its commands
    attention,
    audit,
    bags,
    binder,
    care,
    custody,
    desk,
    exchange,
    guide,
    looking,
    manual,
    papers,
    retention,
    section,
    statistics,
)
from branch_desk.cli.wanted import (
    REFUSED,
    SURROUNDINGS,
    USAGE,
    Wanted,
    commands,
    complain,
    general_options,
)
from branch_desk.domain import words_cli
from branch_desk.services import demo, journal
from branch_desk.services.home import default_home
from branch_desk.store import faults

PROGRAM = "branch-desk"


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code. Never lets a traceback out: what is unforeseen goes to the log."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")    # a frozen exe on Windows starts with cp1252
    try:
        general, rest = general_options(list(arguments))
        home = Path(str(general["home"])) if "home" in general else default_home()
        journal.start(home)
        wanted = Wanted(home, _text(general.get("by")), _text(general.get("pin")), bool(general.get("json")))
        return commands.main(rest, prog_name=PROGRAM, standalone_mode=False, obj=wanted) or 0
    except SystemExit as end:
        return int(end.code or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        place = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else PROGRAM
        complain(words_cli.USAGE, usage_sentence(error), words_cli.USAGE_TODO.format(command=place))
        return USAGE
    except click.Abort:
        complain(words_cli.USAGE, words_cli.NOTHING_TYPED, words_cli.USAGE_TODO.format(command=PROGRAM))
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
        if isinstance(full := faults.fault_of(error), faults.DiskFull):
            complain(full.title, full.sentence, full.todo)
        else:
            complain(words_cli.FILE, words_cli.FILE_SENTENCE.format(file=error.filename or ""), words_cli.FILE_TODO)
        return SURROUNDINGS
    except Exception as error:  # noqa: BLE001 - no traceback ever comes out; it is in the log
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
        return words_cli.MISSING.format(name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return words_cli.BAD_VALUE.format(name=_name(error.param))
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return words_cli.NO_SUCH_COMMAND
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return words_cli.EXTRA_ARGUMENT
    return error.format_message()


def _name(parameter: click.Parameter | None) -> str:
    """As the usage line names it: --section, SCAN."""
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return parameter.opts[-1] if parameter and parameter.opts else ""
