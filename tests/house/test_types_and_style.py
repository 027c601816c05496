"""What mypy and ruff find, without running anything: on both systems, for the Windows side of our code is never imported
here. setup.cfg and pyproject.toml say what they look for. About 7 s a system where nothing is cached."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def said(*command: str) -> str:
    """What the program complains of; nothing where all is well."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_types_agree(system):
    assert said("mypy", "--platform", system, "--cache-dir", f".scratch/mypy-{system}") == ""


def test_scripts_that_build_agree_with_themselves():
    """They are no package, and each finds its neighbours beside it. pictures.py plays a day as the tests do, without
    looking for refusals."""
    for folder in ("build", "build/wine"):
        files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / folder).glob("*.py")) if path.stem != "pictures"]
        assert said("mypy", "--config-file=", "--check-untyped-defs", "--ignore-missing-imports",
                    "--cache-dir", ".scratch/mypy-build", *files) == ""


def test_style_is_kept():
    assert said("ruff", "check", "--quiet", ".") == ""


@pytest.mark.parametrize(("line", "program"), [
    ("def half(n: int) -> str:\n    return n / 2\n", ("mypy", "--config-file=", "--strict")),
    ("import sys\nif sys.platform == 'win32':\n    import os\n    os.fork()\n", ("mypy", "--config-file=", "--strict", "--platform", "win32")),
    ("import os\n", ("ruff", "check", "--quiet")),
])
def test_the_measures_bite(tmp_path, line, program):
    (tmp_path / "wrong.py").write_text(line, encoding="utf-8")
    assert "wrong.py" in said(*program, "--cache-dir", str(tmp_path / "cache"), str(tmp_path / "wrong.py"))
