"""The built package holds every file of ours, and building it writes nothing into build/."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house.arrows import OURS

ROOT = Path(__file__).parent.parent.parent


def test_the_wheel_is_whole_and_build_stays_as_it_was(tmp_path):
    for name in ("build", *OURS):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    before = sorted((tmp_path / "build").rglob("*"))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "-qq",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            "dist",
            ".",
        ],
        cwd=tmp_path,
        check=True,
    )
    [wheel] = (tmp_path / "dist").glob("branch_desk-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
        [entry_points] = [name for name in packed if name.endswith("entry_points.txt")]
        assert "branch-desk = branch_desk.__main__:main" in archive.read(entry_points).decode()
    ours = {
        path.relative_to(tmp_path).as_posix()
        for name in OURS
        for path in (tmp_path / name).rglob("*")
        if path.is_file()
    }
    assert {"branch_desk/__init__.py", "printing/fonts/OFL.txt", "schemas/catalogue/types.csv"} <= ours
    assert ours - packed == set()
    assert sorted((tmp_path / "build").rglob("*")) == before
