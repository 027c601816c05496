"""Every command with every option, each given what it should and what it should never get, in this process."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import strategies as st

from branch_desk import cli
from branch_desk.cli.wanted import commands
from branch_desk.domain import words_cli
from branch_desk.services import people, slips
from branch_desk.services.desks import practice_desk, set_up
from tests.proof.hostile import texts
from tests.services.ward import PIN

# These wait for something that is not there, or make a ledger of their own for seconds; each has tests of its own.
LEFT_OUT = frozenset({"demo"})


class CommandLines:
    """A practice ledger, some files, and everything that stands after `branch-desk`."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = place / "home"
        patch.setenv("BRANCH_DESK_HOME", str(self.home))
        patch.setenv("BRANCH_DESK_STATE", str(place / "state"))
        patch.chdir(place)
        made = set_up(self.home, practice_desk())
        with made.ledger as ledger:
            who = people.acting(ledger, None)
            self.numbers = tuple(slips.issue(ledger, who, slips.IssueRequest("501", 2)).slip.number for _ in range(3))
        (place / "folder").mkdir()
        (place / "text.csv").write_text("いろは,1\n", encoding="utf-8")
        (place / "bytes").write_bytes(bytes(range(256)))
        (place / "empty").write_bytes(b"")
        self.paths = tuple(str(place / name) for name in ("folder", "text.csv", "bytes", "empty", "not/there", "new.pdf"))
        self.commands = dict(_all(commands, ()))

    def strategy(self) -> st.SearchStrategy[list[str]]:
        """A line: mostly a real command with some of its options and arguments."""
        return st.one_of(st.lists(self._words(), max_size=4),
                         *[self._of(path, command) for path, command in self.commands.items()])

    def _words(self) -> st.SearchStrategy[str]:
        known = (*self.numbers, "501", "5", "other", PIN, "2026", "2026-11-24", "machine", "original", "--json", "--by", "--help", "--")
        return texts(*known).map(_as_argument)

    def _of(self, path: tuple[str, ...], command: click.Command) -> st.SearchStrategy[list[str]]:
        parts = [st.lists(self._given(parameter), max_size=2 if parameter.required else 1).map(
            lambda found: [word for words in found for word in words]) for parameter in command.params]
        general = st.sampled_from(([], [], ["--json"], ["--by", "1"], ["--pin", PIN]))
        return st.tuples(*parts, general).map(lambda found: [*path, *(word for words in found for word in words)])

    def _given(self, parameter: click.Parameter) -> st.SearchStrategy[list[str]]:
        if isinstance(parameter.type, click.Path):
            value: st.SearchStrategy[str] = st.sampled_from(self.paths)
        elif parameter.name in ("socket", "cups", "spooler"):
            value = st.sampled_from(("", "127.0.0.1:1", "x", "127.0.0.1:99999", "["))
        elif isinstance(parameter.type, click.Choice):
            value = st.one_of(st.sampled_from(list(parameter.type.choices)), self._words())
        else:
            value = self._words()
        if isinstance(parameter, click.Argument):
            return value.map(lambda word: [word])
        name = parameter.opts[0]
        return st.just([name]) if getattr(parameter, "is_flag", False) else value.map(lambda word: [name, word])

    def check(self, line: list[str]) -> None:
        """An exit code that is one of ours, and no word of what is unforeseen."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(""))
            patch.setattr("getpass.getpass", _nobody_types)     # which would ask the terminal of whoever runs the tests
            code = cli.main(line)
        assert code in (0, 1, 2, 3), (line, code)
        assert words_cli.UNFORESEEN not in err.getvalue() and "Traceback" not in err.getvalue(), (
            line, err.getvalue(), (self.home / "logs" / "branch_desk.log").read_text("utf-8")[-1500:])


def _nobody_types(*_: object) -> str:
    raise EOFError


def _as_argument(text: str) -> str:
    """As a system can hand it to a program: no NUL, no half of a surrogate pair."""
    return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")


def _all(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if name in LEFT_OUT:
            continue
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _all(command, (*path, name))
