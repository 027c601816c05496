"""The rules of the installer and of the Windows build machine, read from their files: neither could be run so far."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ISS = ROOT / "build" / "installer" / "branch_desk.iss"
WORKFLOW = ROOT / ".github" / "workflows" / "windows.yml"


@pytest.fixture(scope="module")
def sections() -> dict[str, list[str]]:
    """The lines of each section, without comments."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in ISS.read_text(encoding="utf-8-sig").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            name = line[1:-1]
            found[name] = []
        elif line.strip() and not line.startswith(";"):
            found[name].append(line)
    return found


@pytest.fixture(scope="module")
def setup(sections) -> dict[str, str]:
    return dict(line.split("=", 1) for line in sections["Setup"])


def test_both_say_first_that_they_were_never_run():
    for file in (ISS, WORKFLOW):
        assert "Not run so far" in file.read_text(encoding="utf-8-sig").splitlines()[0]


def test_no_administrator_is_needed(setup, sections):
    assert setup["PrivilegesRequired"] == "lowest" and "PrivilegesRequiredOverridesAllowed" not in setup
    assert setup["DefaultDirName"].startswith("{localappdata}\\")
    everything = "\n".join(line for lines in sections.values() for line in lines)
    assert not re.search(r"\{(commonpf|commonappdata|commondesktop|sys|win|pf)\w*\}|HKLM", everything)


def test_what_people_recorded_is_never_deleted(setup, sections):
    """Neither when the program goes nor when a new one comes: only the program's own parts are taken away."""
    assert "UninstallDelete" not in sections
    for line in sections["InstallDelete"]:
        assert re.search(r'Name: "\{app\}\\(_internal|LICENSES)"$', line), line
    assert "DelTree" not in "".join(sections["Code"])
    # the data's folder is no part of the program's
    assert not "{localappdata}\\branch_desk".startswith(setup["DefaultDirName"])
    assert not setup["DefaultDirName"].startswith("{localappdata}\\branch_desk")


def test_an_upgrade_is_the_same_program_and_asks_before_it_closes_one_that_is_open(setup):
    assert re.fullmatch(r"\{\{[0-9A-F-]{36}\}", setup["AppId"])
    assert setup["CloseApplications"] == "yes" and setup["RestartApplications"] == "no"


def test_the_version_stands_in_one_place(sections):
    text = ISS.read_text(encoding="utf-8-sig")
    numbers = [line for line in text.splitlines() if re.search(r"=\s*\d+\.\d+\.\d", line) and not line.startswith(";")]
    assert numbers == [] and "#ifndef Version" in text
    assert "/DVersion={product.VERSION}" in (ROOT / "build" / "package.py").read_text(encoding="utf-8")


def test_it_speaks_japanese_and_is_written_so_that_inno_setup_reads_it(sections):
    assert ISS.read_bytes().startswith(b"\xef\xbb\xbf")     # without the mark it would be read in the PC's code page
    assert [line for line in sections["Languages"] if "Japanese.isl" in line] and len(sections["Languages"]) == 1
    told = "\n".join(sections["Messages"] + sections["CustomMessages"])
    assert "台帳" in told and "管理者の権限は要りません" in told


def test_the_build_machine_tests_builds_tries_installs_and_keeps_what_it_made():
    told = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    [job] = told["jobs"].values()
    assert job["runs-on"].startswith("windows")
    steps = [step.get("run", "") for step in job["steps"]]
    order = [next(at for at, run in enumerate(steps) if what in run) for what in ("build/test.py", "build/package.py", "setup.exe")]
    assert order == sorted(order)
    kept = next(step["with"]["path"] for step in job["steps"] if "upload-artifact" in step.get("uses", ""))
    assert all(word in kept for word in ("zip", "setup.exe", "sbom.cdx.json"))
