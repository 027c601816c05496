"""What stands in our files, whoever reads them: no path of one machine, no registry's host, pins that are
whole, a README that leads.
"""

from __future__ import annotations

import ast
import configparser
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from tests.house.arrows import OURS, imports

ROOT = Path(__file__).parent.parent.parent
TEXT = {
    ".py",
    ".cfg",
    ".toml",
    ".txt",
    ".md",
    ".sql",
    ".json",
    ".csv",
    ".sh",
    ".c",
    ".spec",
    ".iss",
    ".ps1",
    ".bat",
    "",
}
# Written in pieces, so that this file does not name what it forbids.
MACHINE_PATH = re.compile(
    r"(?<![\w.$}*:/])/("
    + "|".join(("ro" + "ot", "ho" + r"me/[a-z]\w*", "wo" + "rk", "tm" + "p", "Us" + r"ers/\w+"))
    + r")(?=/|\b)|[A-Z]:\\Us"
    + r"ers\\\w"
)
REGISTRY = re.compile(
    "|".join(
        (
            "pypi\\.o" + "rg",
            "python" + "hosted",
            "registry\\.n" + "pmjs",
            "deb\\.deb" + "ian",
            "index-u" + "rl",
            "trusted-h" + "ost",
        )
    ),
    re.IGNORECASE,
)


def our_folders() -> list[Path]:
    """The top folders that hold source, without git's help: the checkout may have been copied here as a
    folder, and whoever runs the tests may have left papers of a demonstration or an environment of their own
    in it.
    """
    return [
        path
        for path in sorted(ROOT.iterdir())
        if path.is_dir() and not path.name.startswith(".") and not (path / "pyvenv.cfg").exists()
        if any(path.rglob("*.py")) and path.name != "dist"
    ]


def our_files() -> list[Path]:
    """Every text file of ours."""
    found = [path for folder in (*our_folders(), ROOT / ".ci") for path in folder.rglob("*")]
    return [path for path in (*found, *ROOT.iterdir()) if path.suffix in TEXT and path.is_file()]


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """Each line that matches, as file:number: text."""
    return [
        f"{path.name}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine():
    assert lines_with(MACHINE_PATH, our_files()) == []


def test_no_file_names_a_registry():
    assert lines_with(REGISTRY, our_files()) == []


@pytest.mark.parametrize(
    ("pattern", "line", "bites"),
    [
        (MACHINE_PATH, "see /wo" + "rk/shared", True),
        (MACHINE_PATH, 'open("/tm' + 'p/x")', True),
        (MACHINE_PATH, "HOME=/ro" + "ot", True),
        (MACHINE_PATH, "/ho" + "me/taro/x", True),
        (MACHINE_PATH, "C:\\Us" + "ers\\taro", True),
        (MACHINE_PATH, "tests/house/ro" + "ot/x", False),
        (MACHINE_PATH, "HOME/work/", False),
        (MACHINE_PATH, "a 1/tmpfs", False),
        (REGISTRY, "https://pypi.o" + "rg/simple", True),
        (REGISTRY, "pip install pypika", False),
    ],
)
def test_the_patterns_bite(tmp_path, pattern, line, bites):
    file = tmp_path / "x.py"
    file.write_text(line, encoding="utf-8")
    assert bool(lines_with(pattern, [file])) is bites


def pins(name: str) -> dict[str, str]:
    """The pinned versions of one file: name in lower case with hyphens, version."""
    lines = (ROOT / "build" / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert all(re.match(r"[\w.-]+==[\w.]+( ;.+)?$", line) for line in wanted), wanted
    return {plain(line.split("==")[0]): line.split("==")[1].split()[0] for line in wanted}


def plain(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(distribution: str) -> set[str]:
    """What an installed distribution needs here, without extras (read by its own markers' words: no packaging
    library is needed).
    """
    from packaging.requirements import Requirement

    found = [Requirement(line) for line in importlib.metadata.requires(distribution) or []]
    return {plain(it.name) for it in found if not it.marker or it.marker.evaluate({"extra": ""})}


def asked_for() -> dict[str, bool]:
    """What setup.cfg has installed with the program, and whether that is for another system than this."""
    from packaging.requirements import Requirement

    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    assert setup["options"]["python_requires"] == ">=3.11"
    asked = [Requirement(line) for line in setup["options"]["install_requires"].strip().splitlines()]
    return {plain(it.name): bool(it.marker and not it.marker.evaluate()) for it in asked}


def test_what_the_program_asks_for_is_pinned_to_the_last_part():
    asked = asked_for()
    assert {"tkinter-tooltip", "sqlite-utils", "fpdf2", "python-barcode"} <= set(asked)
    waiting = {name for name, elsewhere in asked.items() if not elsewhere}
    reached: set[str] = set()
    while waiting:
        reached |= waiting
        waiting = set().union(*map(requirements, waiting)) - reached
    # sqlite-utils names pip; every environment has it.
    assert (reached | set(asked)) - set(pins("pins.txt")) == {"pip"}


def test_the_program_asks_for_exactly_what_it_imports():
    names = {
        name.split(".")[0]
        for top in OURS
        for path in (ROOT / top).rglob("*.py")
        for _, name, _ in imports(ast.parse(path.read_text(encoding="utf-8")))
    }
    foreign = names - set(OURS) - set(sys.stdlib_module_names)
    homes = {"win32print": ["pywin32"], "win32security": ["pywin32"], "pywintypes": ["pywin32"], **importlib.metadata.packages_distributions()}
    assert {plain(homes.get(name, [name])[0]) for name in foreign} == set(asked_for())


def test_what_is_installed_is_what_is_pinned():
    wanted = {**pins("pins.txt"), **pins("pins-test.txt")}
    installed = {plain(it.metadata["Name"]): it.version for it in importlib.metadata.distributions()}
    assert {
        name: version for name, version in wanted.items() if installed.get(name, version) != version
    } == {}
    assert not set(pins("pins.txt")) & set(pins("pins-test.txt"))


def test_the_readme_names_both_commands_and_every_folder():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 build/run.py" in text and "python3 build/test.py" in text
    assert [path.name for path in our_folders() if f"{path.name}/" not in text] == []
