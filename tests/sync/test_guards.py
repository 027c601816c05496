"""Every guard of the exchange is needed: without it a test turns red. The table is printed with -s."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.guards import GUARDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.sampled
@pytest.mark.parametrize("name", GUARDS)
def test_without_a_guard_a_test_turns_red(name):
    guard = GUARDS[name]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.sync.without_guard", "--no-header",
         "-W", "ignore", guard.noticed_by],
        cwd=ROOT, env={**os.environ, "WITHOUT_GUARD": name}, capture_output=True, text=True, timeout=900, check=False)
    red = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
    print(f"{name:12} | against {guard.against:52} | {red[0] if red else run.stdout[-300:]}")
    assert run.returncode == 1 and red
