"""A counter killed with SIGKILL at random moments of everything that it does: nothing acknowledged is lost, no number is
given out again, every ledger proves itself, and a backup is whole or is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")


@pytest.mark.parametrize(("rounds", "seed"), [(20, 1), pytest.param(1000, 2, marks=pytest.mark.long)])
def test_killed_at_any_moment(rounds, seed):
    ended = subprocess.run([sys.executable, "-m", "tests.proof.killing", str(rounds), str(seed)], cwd=ROOT, text=True,
                           capture_output=True)
    print(ended.stdout)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "'acknowledged': 0" not in ended.stdout
