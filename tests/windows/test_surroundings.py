"""Sounds, DPI, the key store, streams that are not there, the command line: what the system gives, and what it does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from branch_desk.store import keystore
from branch_desk.store.keystore import FILE, KEYRING, KeyStore
from branch_desk.ui import dpi, open_file
from branch_desk.ui.sounds import Sound, Sounds, Volume
from tests.store.issuing import ROOT

SECRET = bytes(range(32))


@pytest.fixture
def real_key_store(monkeypatch):
    """The tests' own surroundings switch the system's key store off; here it is what is looked at."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(keystore, "PATIENCE", 60.0)      # the first import of a busy Wine takes longer than 5 s
    names = []
    yield names.append
    from keyring.backends.Windows import WinVaultKeyring

    for name in names:
        WinVaultKeyring().delete_password("branch_desk", name)


def test_the_master_key_goes_into_windows_own_store_and_comes_back(tmp_path, real_key_store):
    store = KeyStore(tmp_path, "ledger of a test")
    assert store.put(SECRET) == KEYRING
    real_key_store("ledger of a test")
    assert store.get() == (SECRET, KEYRING) and not store.file.exists()
    assert KeyStore(tmp_path, "another ledger").get() is None


def test_where_the_store_is_not_there_the_key_lies_in_a_file(tmp_path):
    store = KeyStore(tmp_path, "ledger of a test")
    assert store.put(SECRET) == FILE and store.get() == (SECRET, FILE)


@pytest.mark.parametrize("volume", list(Volume))
@pytest.mark.parametrize("sound", list(Sound))
def test_every_sound_can_be_started_without_waiting(sound, volume):
    player = Sounds(volume)
    player.play(sound)
    assert player.audible


def test_scaling_may_be_asked_for_twice():
    dpi.make_aware()
    dpi.make_aware()


NO_STREAMS = """
import os, sys, threading
keep = os.fdopen(os.dup(1), "w", encoding="utf-8")
sys.stdout = sys.stderr = None
from branch_desk import app
{how}
keep.flush()
"""
WINDOW = """
import tkinter
real = tkinter.Tk.mainloop
def mainloop(self, n=0):
    print("a library says something")
    self.after(3000, self.destroy)
    real(self, n)
    keep.write("ended")
tkinter.Tk.mainloop = mainloop
keep.write(str(app.main([])))
"""


def test_the_window_starts_without_standard_streams(home):
    done = subprocess.run([sys.executable, "-c", NO_STREAMS.format(how=WINDOW)], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120)
    assert done.stdout.decode() == "ended0"


def test_the_command_line_writes_utf_8_whatever_the_code_page(home):
    run = [sys.executable, "-X", "utf8=0", "-m", "branch_desk"]
    made = subprocess.run([*run, "setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training"], cwd=ROOT,
                          capture_output=True, timeout=120)
    assert made.returncode == 0, made.stderr.decode()
    issued = subprocess.run([*run, "issue", "501", "--sheets", "3"], cwd=ROOT, capture_output=True, timeout=120)
    assert issued.returncode == 0, issued.stderr.decode()
    assert "大師1-501-00001" in issued.stdout.decode("utf-8")
    assert subprocess.run([*run, "verify"], cwd=ROOT, capture_output=True, timeout=120).returncode == 0


def test_a_paper_that_no_program_can_show_is_told_and_raises_nothing(tmp_path):
    paper = tmp_path / "paper.no-such-kind"
    paper.write_bytes(b"x")
    assert open_file.show(paper) is False
