"""The disk is full from any write on, or one write or one sync fails: each verb is acknowledged or says so, nothing that
was acknowledged is lost, and with the disk well again the desk goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.powercut import recording

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not recording.POSSIBLE, reason="the failing disk is preloaded on Linux and built with gcc"
)


@pytest.fixture
def place() -> Iterator[Path]:
    """Where the desk lies: in memory, as its own syncs would be most of the time."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.long)])
def test_any_write_and_any_sync_may_fail(place, tmp_path, step):
    shim = tmp_path / "failing.so"
    source = Path(__file__).with_name("failing.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(shim), str(source), "-ldl"], check=True)
    ended = subprocess.run([sys.executable, "-m", "tests.proof.failing", str(place), str(step)], cwd=ROOT, text=True,
                           capture_output=True, env={**os.environ, "LD_PRELOAD": str(shim), "PL_DIR": str(place)})
    print(ended.stdout)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "disk_full" in ended.stdout and "disk_failed" in ended.stdout
