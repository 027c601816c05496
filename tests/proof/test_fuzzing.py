"""Everything that is read from outside, fed with what is wrong in every way that hypothesis finds: an answer each time,
and never a crash. The usual run always tries the same inputs; --long tries others and says how many."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.proof.command_lines import CommandLines
from tests.proof.outside import Check, Outside, Target
from tests.proof.worked import make

pytestmark = [pytest.mark.provokes_errors]
NAMES = ("scan", "scan at a verb", "typed text at a verb", "catalogue CSV", "guidance", "search", "settings", "time", "recovery key",
         "file of the share", "record of another desk", "name on the share", "manifest of a backup", "witness", "key file",
         "answer of a printer")
COMMANDS = (40, 3_000)


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """A desk at work, in memory where there is such a place."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder, \
            pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", f"{folder}/own")
        worked = make(Path(folder) / "made")
        patch.setenv("BRANCH_DESK_STATE", f"{folder}/case/state")
        desk = Outside(worked, Path(folder) / "case")
        yield desk
        desk.close()


def feed(target: Target, count: int, *, always_the_same: bool) -> int:
    """So many inputs; how many were tried."""
    tried = 0

    @settings(max_examples=count, database=None, derandomize=always_the_same, deadline=None, print_blob=True,
              suppress_health_check=list(HealthCheck))
    @given(target.strategy)
    def each(value: object) -> None:
        nonlocal tried
        tried += 1
        target.check(value)

    each()
    return tried


def test_every_target_has_its_name_here(outside):
    assert tuple(outside.targets()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_from_outside_is_a_crash(outside, name):
    target = outside.targets()[name]
    tried = feed(target, target.few, always_the_same=True)
    assert tried >= min(target.few, 20)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_nothing_from_outside_is_a_crash_among_many(outside, name):
    target = outside.targets()[name]
    tried = feed(target, target.many, always_the_same=False)
    print(f"{name}: {tried} inputs, 0 crashes")
    assert outside.ledger.verify().faults == ()


@pytest.mark.parametrize("count", [COMMANDS[0], pytest.param(COMMANDS[1], marks=pytest.mark.long)])
def test_no_command_line_is_a_crash(tmp_path, monkeypatch, count):
    lines = CommandLines(tmp_path, monkeypatch)
    check: Check = lines.check
    tried = feed(Target(lines.strategy(), check, count, count), count, always_the_same=count == COMMANDS[0])
    print(f"command lines: {tried} of {len(lines.commands)} commands, 0 crashes")
    assert tried >= 20
