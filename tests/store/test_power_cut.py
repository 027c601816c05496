"""Whenever the power goes, every number that was shown is on the disk; and the recorder counts the syncs that this costs."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from branch_desk.store.ledger import Ledger
from tests.store.issuing import DESK, ROOT
from tests.store.powercut.replay import Op, check, read_log, states

HERE = Path(__file__).parent / "powercut"
STATES = 1000
pytestmark = pytest.mark.skipif(sys.platform != "linux" or shutil.which("gcc") is None, reason="the recorder is preloaded on Linux and built with gcc")


@pytest.fixture(scope="module")
def recorder(tmp_path_factory) -> Path:
    """The recorder, built."""
    made = tmp_path_factory.mktemp("recorder") / "recorder.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(made), str(HERE / "recorder.c"), "-ldl", "-lpthread"], check=True)
    return made


@pytest.fixture
def memory() -> Iterator[Path]:
    """Where the cut disks are laid out: in memory, as their own syncs would be most of the time of the test."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        yield Path(place)


def record(recorder: Path, place: Path, synchronous: str, slips: int, every: int) -> tuple[list[Op], dict[str, bytes]]:
    """A run of writer.py: what it did, and what lay there before."""
    folder = place / "recorded"
    surroundings = {**os.environ, "BRANCH_DESK_STATE": str(folder / "state")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(folder / "state"))
        Ledger.create(folder / "home", DESK, keep_key_in="file").ledger.close()
    before = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    subprocess.run([sys.executable, "-m", "tests.store.powercut.writer", str(folder), synchronous, str(slips), str(every)], cwd=ROOT, check=True, timeout=120,
                   env={**surroundings, "LD_PRELOAD": str(recorder), "PL_DIR": str(folder), "PL_LOG": str(place / "log")})
    return read_log(place / "log", folder), before


def wrongs(ops: list[Op], before: dict[str, bytes], place: Path, count: int, seed: int) -> tuple[int, Counter[str]]:
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
    ops, before = record(recorder, tmp_path, "full", 25, every)
    tried, found = wrongs(ops, before, memory, STATES // 2, seed=every)
    assert tried >= STATES // 2 and found == {}, found


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_nothing_that_was_shown_is_lost_in_ten_thousand_cuts(recorder, tmp_path, memory, seed):
    ops, before = record(recorder, tmp_path, "full", 60, seed % 4 * 5)
    tried, found = wrongs(ops, before, memory, 1000, seed)
    assert tried == 1000 and found == {}, found


def test_the_control_loses_numbers(recorder, tmp_path, memory):
    """With synchronous=NORMAL the same cuts must lose something, else the replay proves nothing."""
    ops, before = record(recorder, tmp_path, "normal", 25, 5)
    tried, found = wrongs(ops, before, memory, 100, seed=1)
    assert found["a number that was shown is lost"] >= 10, (tried, found)


def test_a_number_costs_exactly_two_syncs(recorder, tmp_path):
    ops, _ = record(recorder, tmp_path, "full", 20, 0)
    acks = [place for place, op in enumerate(ops) if op.name == "ACK" and op.what == "W"]
    assert len(acks) == 20
    for start, end in zip(acks[3:], acks[4:], strict=False):        # the first of each year and class make a data key
        synced = [op.name.rpartition("/")[2] for op in ops[start:end] if op.what == "S"]
        extra = sum(op.name.endswith("events.log") and op.what == "W" for op in ops[start:end]) - 1    # printed, closed: a commit each
        assert synced.count("events.log") == 1 and synced[-2:] == ["ledger.db-wal", "events.log"]
        assert len(synced) == 2 + extra, synced
