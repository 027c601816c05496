"""A ledger on Windows: it is made, written, proved, killed in the middle and opened again; one process at a time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from branch_desk.store import faults
from branch_desk.store.folders import Folders, machine
from branch_desk.store.ledger import Ledger
from tests.store.issuing import ROOT, issue, make
from tests.store.test_killed import kill_often

HOLDS = """
import sys
from branch_desk.store.ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_ledger_is_written_proved_and_opened_again(home):
    with make(home) as ledger:
        numbers = [issue(ledger, f"request {n}", name="髙﨑 德次郎") for n in range(20)]
        assert ledger.verify().faults == () and len(set(numbers)) == 20
    with Ledger.open(home) as ledger:
        assert ledger.verify().sound and all(ledger.slip(number) for number in numbers)
    with Ledger.open(home, readonly=True) as ledger:
        assert ledger.verify().sound


def test_a_home_with_japanese_and_blanks_in_its_path(tmp_path):
    home = tmp_path / "川崎 支所（大師）"
    with make(home) as ledger:
        issue(ledger, "one")
    with Ledger.open(home) as ledger:
        assert ledger.verify().sound


def test_killed_20_times_by_terminate_process(home):
    assert kill_often(home, 20, seed=7) > 20


def test_a_second_process_is_refused_and_let_in_once_the_first_is_killed(home):
    make(home).close()
    first = subprocess.Popen([sys.executable, "-c", HOLDS, str(home)], cwd=ROOT, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline().strip() == "open"
        with pytest.raises(faults.AnotherInstance):
            Ledger.open(home)
        with Ledger.open(home, readonly=True) as reading:      # `verify` and `show` work beside an open window
            assert reading.verify().sound
    finally:
        first.kill()
        first.wait()
        first.stdin.close()
        first.stdout.close()
    with Ledger.open(home) as ledger:
        assert ledger.verify().sound


def test_in_one_process_a_second_opening_is_refused_too(home):
    with make(home), pytest.raises(faults.AnotherInstance):
        Ledger.open(home)


def test_a_ledger_that_is_closed_holds_no_file(home):
    """Else an update, a backup tool or the move to a new PC finds WinError 32."""
    with make(home) as ledger:
        issue(ledger, "one")
    home.rename(home.with_name("moved"))
    with Ledger.open(home.with_name("moved")) as ledger:
        assert ledger.verify().sound
    for file in sorted(path for path in home.with_name("moved").rglob("*") if path.is_file()):
        file.unlink()
    assert not Folders(home.with_name("moved")).ledger.exists()


def test_the_machine_is_known_by_the_registry():
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
        assert winreg.QueryValueEx(key, "MachineGuid")[0]
    assert machine("a") == machine("a") != machine("b") and len(machine("a")) == 32
