"""build/environment.py decides rightly what to make anew, what to mend and what to leave, without touching
the network or this machine.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

BUILD = Path(__file__).parent.parent.parent / "build"


def load(name: str):
    """A script of build/, which is no package, as a fresh module."""
    spec = importlib.util.spec_from_file_location(name, BUILD / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def it(tmp_path, monkeypatch):
    """environment.py with a checkout of its own, and everything that it would do to the machine written down
    in `did` instead.
    """
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setitem(sys.modules, "environment", None)
    it = load("environment")
    for name in ("build/pins.txt", "build/pins-test.txt", "build/pins-build.txt", "setup.cfg", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    place(it, tmp_path)
    it.did = []

    def run(command, **_):
        it.did.append(" ".join(map(str, command)))
        if "venv" in command:
            for old in it.VENV.glob("*"):
                old.unlink()
            it.VENV.mkdir(exist_ok=True)
            (it.VENV / "python").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(it.subprocess, "run", run)
    monkeypatch.setattr(it, "pip", lambda *arguments: it.did.append("pip " + arguments[0]))
    it.system = {"version": [3, 11, 2], "prefix": "/usr", "venv": True, "tk": True}
    monkeypatch.setattr(
        it,
        "look",
        lambda python: (
            {**it.system, "prefix": str(it.VENV)}
            if str(python) == str(it.PYTHON) and (it.VENV / "python").exists()
            else it.system
            if str(python) != str(it.PYTHON)
            else None
        ),
    )
    return it


def place(it, root: Path) -> None:
    """Say where the checkout lies."""
    it.ROOT, it.VENV, it.SCRATCH, it.PYTHON = (
        root,
        root / ".venv",
        root / ".scratch",
        root / ".venv" / "python",
    )


def made(it) -> bool:
    """Whether the last call made the environment from nothing."""
    return any("-m venv --clear" in line for line in it.did)


def test_the_second_start_does_nothing(it):
    it.ready("run", tk=True)
    assert made(it) and it.did[-2:] == ["pip -r", "pip --no-build-isolation"]
    it.did.clear()
    it.ready("run", tk=True)
    assert it.did == []


def test_a_test_environment_serves_the_program_too_but_not_the_other_way(it):
    it.ready("test", tk=True)
    it.did.clear()
    it.ready("run", tk=True)
    assert it.did == []
    it.ready("package", tk=True)
    assert it.did and not made(it)
    it.did.clear()
    it.ready("test", tk=True)
    it.ready("run", tk=True)
    assert it.did == []
    (it.VENV / "ready-for-test").unlink()
    it.ready("test", tk=True)
    assert it.did and not made(it)


@pytest.mark.parametrize("name", ["build/pins.txt", "setup.cfg", "pyproject.toml"])
def test_a_changed_pin_is_installed_without_starting_over(it, name):
    it.ready("run", tk=True)
    it.did.clear()
    (it.ROOT / name).write_text("changed", encoding="utf-8")
    it.ready("run", tk=True)
    assert it.did == ["pip -r", "pip --no-build-isolation"]


def test_an_environment_cut_off_half_way_is_made_anew(it, monkeypatch):
    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(it, "pip", cut)
        with pytest.raises(KeyboardInterrupt):
            it.ready("run", tk=True)
    it.did.clear()
    it.ready("run", tk=True)
    assert made(it)


def test_an_update_cut_off_half_way_is_made_anew(it, monkeypatch):
    it.ready("run", tk=True)
    (it.ROOT / "build" / "pins.txt").write_text("changed", encoding="utf-8")
    test_an_environment_cut_off_half_way_is_made_anew(it, monkeypatch)


def test_a_moved_checkout_is_mended(it, tmp_path):
    it.ready("run", tk=True)
    it.did.clear()
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("build", ".venv", "setup.cfg", "pyproject.toml"):
        (tmp_path / name).rename(moved / name)
    place(it, moved)
    it.ready("run", tk=True)
    assert it.did[-1] == "pip --no-build-isolation"
    it.did.clear()
    it.ready("run", tk=True)
    assert it.did == []


def test_a_copied_environment_of_another_checkout_is_not_used(it, monkeypatch):
    it.ready("run", tk=True)
    look = it.look
    monkeypatch.setattr(it, "look", lambda python: {**look(python), "prefix": "/elsewhere/.venv"})
    it.did.clear()
    it.ready("run", tk=True)
    assert made(it)


def test_a_new_python_of_the_system_makes_it_mend(it):
    it.ready("run", tk=True)
    it.did.clear()
    it.system["version"] = [3, 13, 5]
    it.ready("run", tk=True)
    assert it.did


def lacking(it, monkeypatch, *, root: bool, apt: bool = True, **lacks: bool) -> None:
    """A Debian whose Python lacks something."""
    it.system.update(lacks)
    monkeypatch.setattr(it.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(
        it.shutil, "which", lambda name: "/usr/bin/" + name if apt and name == "apt-get" else None
    )


def test_without_rights_the_one_command_is_named(it, monkeypatch, capsys):
    lacking(it, monkeypatch, root=False, venv=False, tk=False)
    with pytest.raises(SystemExit) as stopped:
        it.ready("run", tk=True)
    assert stopped.value.code == 3 and it.did == []
    assert (
        "sudo apt-get install -y --no-install-recommends python3-venv python3-tk" in capsys.readouterr().err
    )


def test_with_rights_it_is_installed(it, monkeypatch):
    lacking(it, monkeypatch, root=True, venv=False, tk=False)
    it.ready("run", tk=True)
    assert "apt-get install -y --no-install-recommends python3-venv python3-tk" in it.did and made(it)


def test_no_tk_is_asked_for_where_there_is_no_screen(it, monkeypatch):
    lacking(it, monkeypatch, root=False, tk=False)
    it.ready("run", tk=False)
    assert made(it)


def test_without_apt_the_pieces_are_named(it, monkeypatch, capsys):
    lacking(it, monkeypatch, root=True, apt=False)
    with pytest.raises(SystemExit) as stopped:
        it.complete(it.TEST_PIECES)
    said = capsys.readouterr().err
    assert (
        stopped.value.code == 3
        and it.did == []
        and all(name in said for piece in it.TEST_PIECES for name in piece.packages)
    )


def test_an_old_python_is_told_so(it, capsys):
    it.system["version"] = [3, 9, 2]
    with pytest.raises(SystemExit) as stopped:
        it.ready("run", tk=True)
    assert stopped.value.code == 3 and "3.11" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told_so(it, monkeypatch, capsys):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(it.Path, "mkdir", refused)
    with pytest.raises(SystemExit) as stopped:
        it.ready("run", tk=True)
    assert stopped.value.code == 3 and "書き込める" in capsys.readouterr().err


def test_the_real_look_tells_what_this_python_can():
    seen = load("environment").look(sys.executable)
    assert (
        tuple(seen["version"]) == sys.version_info[:3]
        and seen["prefix"] == sys.prefix
        and seen["tk"] in (True, False)
    )
    assert load("environment").look(BUILD / "pins.txt") is None


@pytest.fixture
def run(monkeypatch):
    """run.py with an environment that is ready; `execv` notes what it hands over to."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    environment = load("environment")
    monkeypatch.setitem(sys.modules, "environment", environment)
    monkeypatch.setattr(environment, "ready", lambda purpose, *, tk: run.asked.append((purpose, tk)))
    run = load("run")
    run.asked, run.handed = [], []
    monkeypatch.setattr(run.os, "execv", lambda program, command: run.handed.append(command[3:]))
    return run


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows always has a screen, and no execv worth the name"
)
@pytest.mark.parametrize(
    ("display", "opens", "arguments", "tk", "handed"),
    [
        (None, False, [], False, ["demo"]),
        (":gone", False, [], True, ["demo"]),
        (":0", True, [], True, []),
        (None, False, ["ledger", "--json"], False, ["ledger", "--json"]),
        (":0", True, ["show", "1"], False, ["show", "1"]),
    ],
)
def test_window_demo_or_command_line(run, monkeypatch, capsys, display, opens, arguments, tk, handed):
    monkeypatch.delenv("DISPLAY", raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setattr(run.environment, "window_opens", lambda: opens)
    run.main(arguments)
    assert run.asked == [("run", tk)] and run.handed == [handed]
    assert ("No display here" in capsys.readouterr().err) is (handed == ["demo"])


def test_a_display_that_is_gone_opens_no_window(run, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":999999")
    monkeypatch.setattr(run.environment, "PYTHON", sys.executable)
    assert run.environment.window_opens() is False


def test_a_system_without_an_identity_gets_one_and_keeps_it(it, tmp_path, monkeypatch):
    monkeypatch.setattr(it, "MACHINE_ID", tmp_path / "machine-id")
    it.identify_machine()
    made = (tmp_path / "machine-id").read_text()
    assert len(made.strip()) == 32
    it.identify_machine()
    assert (tmp_path / "machine-id").read_text() == made
    (tmp_path / "machine-id").write_text("")        # as a container has it
    it.identify_machine()
    assert len((tmp_path / "machine-id").read_text().strip()) == 32


def test_where_it_cannot_be_given_one_the_command_that_does_is_named(it, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(it, "MACHINE_ID", tmp_path / "away" / "machine-id")
    with pytest.raises(SystemExit) as ended:
        it.identify_machine()
    assert ended.value.code == 3 and "systemd-machine-id-setup" in capfd.readouterr().err
