"""Whenever the power goes, every number that was shown is on the disk; and the recorder counts the syncs that
this costs."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.powercut import recording
from tests.store.powercut.replay import Op, check, states

STATES = 1000
pytestmark = pytest.mark.skipif(
    not recording.POSSIBLE, reason="the recorder is preloaded on Linux and built with gcc"
)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory) -> Path:
    """The recorder, built."""
    return recording.build(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def memory() -> Iterator[Path]:
    """Where the cut disks are laid out: in memory, as their own syncs would be most of the time of the test."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        yield Path(place)


def wrongs(
    ops: list[Op], before: dict[str, bytes], place: Path, count: int, seed: int
) -> tuple[int, Counter[str]]:
    """How many states were tried, and how many of them show each fault."""
    tried, found = 0, Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(place / "cut" / "state"))
        for files, shown in states(ops, before, count, seed):
            tried += 1
            found.update(set(check(place / "cut", files, shown)))
    return tried, found


@pytest.mark.parametrize("every", [0, 5], ids=["no checkpoint", "checkpoints"])
def test_nothing_that_was_shown_is_lost(recorder, tmp_path, memory, every):
    ops, before = recording.record(recorder, tmp_path, "full", 25, every)
    tried, found = wrongs(ops, before, memory, STATES // 2, seed=every)
    assert tried >= STATES // 2 and found == {}, found


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_nothing_that_was_shown_is_lost_in_ten_thousand_cuts(recorder, tmp_path, memory, seed):
    ops, before = recording.record(recorder, tmp_path, "full", 60, seed % 4 * 5)
    tried, found = wrongs(ops, before, memory, 1000, seed)
    assert tried == 1000 and found == {}, found


def test_the_control_loses_numbers(recorder, tmp_path, memory):
    """With synchronous=NORMAL the same cuts must lose something, else the replay proves nothing."""
    ops, before = recording.record(recorder, tmp_path, "normal", 25, 5)
    tried, found = wrongs(ops, before, memory, 100, seed=1)
    assert found["a number that was shown is lost"] >= 10, (tried, found)


def test_a_number_costs_exactly_two_syncs(recorder, tmp_path):
    ops, _ = recording.record(recorder, tmp_path, "full", 20, 0)
    costs = recording.syncs_of_each_number(ops)
    assert len(costs) == 16 and costs == [["ledger.db-wal", "events.log"]] * 16
