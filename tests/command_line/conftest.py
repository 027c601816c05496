"""The command line, run in this process for speed, and as a real process where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from branch_desk import cli

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What one command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def run(home, capsys) -> Callable[..., Answer]:
    """branch-desk with these arguments."""
    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        code = cli.main(arguments)
        caught = capsys.readouterr()
        assert "Traceback" not in caught.err
        return Answer(code, caught.out, caught.err)
    return command


@pytest.fixture
def desk(run):
    """A practice ledger of desk 101, where no PIN is asked."""
    assert run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training").code == 0
    return run


@pytest.fixture
def real(run):
    """A real ledger with a clerk of code 12 and PIN 2468."""
    assert run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所").code == 0
    assert run("staff", "add", "12", "佐野 恵", "--pin", "2468").code == 0
    return run


def process(home: Path, *arguments: str, **more) -> subprocess.CompletedProcess[str]:
    """The same as a process of its own."""
    return subprocess.run([sys.executable, "-m", "branch_desk", *arguments], cwd=ROOT, text=True, encoding="utf-8",
                          capture_output=True, env=os.environ | {"BRANCH_DESK_HOME": str(home)}, timeout=60, **more)
