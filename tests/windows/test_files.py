"""A file that somebody holds open: Windows neither replaces nor deletes it (WinError 5 and 32), so we try again for a
moment and then say so. And a rename that never replaces."""

from __future__ import annotations

import ctypes
import os
import threading
from ctypes import wintypes

import pytest

from branch_desk.store import folders
from sync import names
from sync.folder import OsFolder, publish, rename_new, replaces, sweep, trouble

EPOCH = "0123456789abcdef"
PATH = names.batch("101", EPOCH, 1)


@pytest.fixture
def hold():
    """Opens a file as a virus scanner does, without letting others in (or letting them read); gives what closes it."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    kernel.CreateFileW.argtypes = [wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD,
                                   wintypes.DWORD, wintypes.HANDLE]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    held = []

    def go(path, *, share=0):
        handle = kernel.CreateFileW(str(path), 0x80000000, share, None, 3, 0, None)     # GENERIC_READ, OPEN_EXISTING
        assert handle not in (None, wintypes.HANDLE(-1).value), ctypes.get_last_error()
        held.append(handle)
        return lambda: kernel.CloseHandle(held.pop(held.index(handle)))

    yield go
    for handle in held:
        kernel.CloseHandle(handle)


def test_a_held_file_is_named_held_and_not_away(tmp_path, hold):
    file = tmp_path / "file"
    file.write_bytes(b"before")
    hold(file)
    with pytest.raises(PermissionError) as told:
        os.replace(_other(tmp_path), file)
    assert told.value.winerror in (5, 32) and trouble(told.value) == "held"
    with pytest.raises(PermissionError) as told:
        os.unlink(file)
    assert told.value.winerror in (5, 32) and trouble(told.value) == "held"


def _other(folder):
    path = folder / "other"
    path.write_bytes(b"after")
    return path


def test_a_small_file_is_replaced_once_the_scanner_lets_go(tmp_path, hold):
    file = tmp_path / "witness"
    folders.write_durably(file, b"before")
    release = hold(file)
    let_go = threading.Timer(0.2, release)
    let_go.start()
    folders.write_durably(file, b"after")
    let_go.join()
    assert file.read_bytes() == b"after" and [path.name for path in tmp_path.iterdir()] == ["witness"]


def test_a_file_that_stays_held_is_left_as_it_was_and_the_error_is_told(tmp_path, hold):
    file = tmp_path / "witness"
    folders.write_durably(file, b"before")
    release = hold(file)
    with pytest.raises(PermissionError):
        folders.write_durably(file, b"after")
    release()
    assert file.read_bytes() == b"before"
    folders.write_durably(file, b"after")
    assert file.read_bytes() == b"after"


def test_a_new_name_never_replaces(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    with pytest.raises(FileExistsError) as told:
        rename_new(str(second), str(first))
    assert told.value.winerror == 183
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    rename_new(str(second), str(tmp_path / "third"))
    assert (tmp_path / "third").read_bytes() == b"2" and not second.exists()


def test_a_folder_of_windows_is_fit_for_the_exchange(tmp_path):
    parts = [names.part("101", EPOCH) for _ in range(3)]
    assert replaces(OsFolder(str(tmp_path)), *parts) is False


class Scanned(OsFolder):
    """A share on which a scanner opens each new file for a moment, as it did at every third in the measurements."""

    def __init__(self, root, hold, seconds):
        super().__init__(root)
        self.hold, self.seconds, self.timers = hold, seconds, []

    def write_new(self, path, data):
        super().write_new(path, data)
        release = self.hold(self._at(path), share=1)
        if self.seconds is None:
            self.timers.append(release)
        else:
            timer = threading.Timer(self.seconds, release)
            timer.start()
            self.timers.append(timer.join)

    def end(self):
        for wait in self.timers:
            wait()


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.5])
def test_what_a_scanner_holds_for_a_moment_is_published(tmp_path, hold, seconds):
    share = Scanned(str(tmp_path), hold, seconds)
    assert publish(share, PATH, b"data", lambda: names.part("101", EPOCH)).result == "published"
    assert share.read(PATH, 100) == b"data"
    share.end()


def test_what_is_held_for_good_is_told_and_nothing_stands_under_the_name(tmp_path, hold):
    share = Scanned(str(tmp_path), hold, None)
    with pytest.raises(OSError) as told:
        publish(share, PATH, b"data", lambda: names.part("101", EPOCH), wait=lambda seconds: None)
    assert trouble(told.value) == "held"
    with pytest.raises(FileNotFoundError):
        share.read(PATH, 100)
    share.end()


def test_own_leftovers_that_somebody_holds_are_left_for_the_next_round(tmp_path, hold):
    share = OsFolder(str(tmp_path))
    left = names.part("101", EPOCH)
    share.make(left[:-1])
    share.write_new(left, b"x")
    release = hold(tmp_path.joinpath(*left), share=1)
    assert sweep(share, names.stream("101", EPOCH), 0.0, names.part("101", EPOCH)) == 0
    release()
    assert sweep(share, names.stream("101", EPOCH), 0.0, names.part("101", EPOCH)) == 1
