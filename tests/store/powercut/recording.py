"""Builds the recorder and records a run of writer.py."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from branch_desk.store.ledger import Ledger
from tests.store.issuing import DESK, ROOT
from tests.store.powercut.replay import Op, read_log

POSSIBLE = sys.platform == "linux" and shutil.which("gcc") is not None


def build(folder: Path) -> Path:
    """The recorder as a library to preload."""
    made = folder / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(
        [
            "gcc",
            "-shared",
            "-fPIC",
            "-O2",
            "-Wall",
            "-Werror",
            "-o",
            str(made),
            str(source),
            "-ldl",
            "-lpthread",
        ],
        check=True,
    )
    return made


def record(
    recorder: Path, place: Path, synchronous: str, slips: int, every: int
) -> tuple[list[Op], dict[str, bytes]]:
    """A run of writer.py: what it did, and what lay there before."""
    folder = place / "recorded"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(folder / "state"))
        Ledger.create(folder / "home", DESK, keep_key_in="file").ledger.close()
        before = {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
        subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.store.powercut.writer",
                str(folder),
                synchronous,
                str(slips),
                str(every),
            ],
            cwd=ROOT,
            check=True,
            timeout=120,
            env={
                **os.environ,
                "LD_PRELOAD": str(recorder),
                "PL_DIR": str(folder),
                "PL_LOG": str(place / "log"),
            },
        )
    return read_log(place / "log", folder), before


def syncs_of_each_number(ops: list[Op]) -> list[list[str]]:
    """The files that were synced for each number after the first few (which make the data key of their year),
    in order.

    What is recorded between two numbers besides (a print, a closing) is a commit of its own, and left out.
    """
    shown = [place for place, op in enumerate(ops) if op.name == "ACK" and op.what == "W"]
    found = []
    for start, end in itertools.pairwise(shown[3:]):
        last = max(
            place
            for place in range(start, end)
            if ops[place].name.endswith("events.log") and ops[place].what == "W"
        )
        before = [
            place
            for place in range(start, last)
            if ops[place].name.endswith("events.log") and ops[place].what == "W"
        ]
        found.append(
            [
                op.name.rpartition("/")[2]
                for op in ops[(before[-1] if before else start) : end]
                if op.what == "S"
            ]
        )
    return found
