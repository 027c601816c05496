"""What an IME commits arrives whole in a field, through real Windows messages: no function key fires, no character is
lost. Committed by IMM itself, the interface that MS-IME stands behind; MS-IME is not in it (guides: Wine)."""

from __future__ import annotations

import ctypes
import gc
import time
import tkinter
from ctypes import wintypes
from tkinter import ttk

import pytest

from branch_desk.ui import ime_guard
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.key_router import Hands, KeyRouter

SET_TEXT, COMPOSITION, COMPLETE = 9, 0x15, 1        # SCS_SETSTR, NI_COMPOSITIONSTR, CPS_COMPLETE
COMMITS = ["髙橋", "prt", "y", "1.5-2", "a(b)", "０１２", "𠮷田", "田𠮷野", "葛󠄀城"]
F3, F12, RETURN, DELETE = 0x72, 0x7B, 0x0D, 0x2E
NUMBER = "1101265010004250"


@pytest.fixture(scope="module")
def user32():
    found = ctypes.WinDLL("user32")
    found.GetFocus.restype = wintypes.HWND
    return found


@pytest.fixture
def settle(root):
    def go(seconds=0.3):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            root.update()
            time.sleep(0.005)
    return go


@pytest.fixture
def commit(user32, settle):
    """Commits a text into whatever has the focus."""
    imm = ctypes.WinDLL("imm32")
    imm.ImmGetContext.restype, imm.ImmGetContext.argtypes = ctypes.c_void_p, [wintypes.HWND]
    imm.ImmReleaseContext.argtypes = [wintypes.HWND, ctypes.c_void_p]
    imm.ImmSetCompositionStringW.argtypes = [ctypes.c_void_p, wintypes.DWORD, ctypes.c_wchar_p, wintypes.DWORD,
                                             ctypes.c_wchar_p, wintypes.DWORD]
    imm.ImmNotifyIME.argtypes = [ctypes.c_void_p, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD]

    def go(text, then=0.3):
        window = user32.GetFocus()
        context = imm.ImmGetContext(window)
        assert context
        imm.ImmSetCompositionStringW(context, SET_TEXT, text, len(text.encode("utf-16-le")), None, 0)
        imm.ImmNotifyIME(context, COMPOSITION, COMPLETE, 0)
        imm.ImmReleaseContext(window, context)
        if then:
            settle(then)
    return go


@pytest.fixture
def strike(user32, settle):
    """A real key, through the system's own queue."""
    def go(*codes, then=0.3):
        for code in codes:
            user32.keybd_event(code, 0, 0, 0)
            user32.keybd_event(code, 0, 2, 0)
        if then:
            settle(then)
    return go


class Did:
    """What the hands did."""

    def __init__(self, root):
        self.slots, self.digits, self.scans, self.arrows = [], [], [], []
        self.router = KeyRouter(root, Hands(
            slot=lambda slot: bool(self.slots.append(slot)) or True, digit=lambda digit: bool(self.digits.append(digit)),
            arrow=lambda way: bool(self.arrows.append(way)), go=lambda place: None, scan=self.scans.append))

    @property
    def nothing(self):
        return not (self.slots or self.digits or self.scans or self.arrows)


@pytest.fixture
def did(root):
    made = Did(root)
    yield made
    made.router.stop()


def focused(field, settle):
    field.pack()
    field.focus_force()
    settle()
    return field


@pytest.mark.parametrize("kind", [ttk.Entry, tkinter.Entry, ttk.Combobox])
def test_every_commit_arrives_whole_and_fires_no_key(root, did, commit, settle, kind):
    field = focused(kind(root, width=40), settle)
    arrived = {}
    for text in COMMITS:
        field.delete(0, "end")
        commit(text)
        arrived[text] = field.get()
    assert arrived == {text: text for text in COMMITS}
    assert did.nothing


def test_without_the_repairs_keys_would_fire(root, commit, settle):
    """The defect of Tk that this is about is there: else the test above proves nothing."""
    fired = []
    for n in range(1, 13):
        root.bind(f"<F{n}>", lambda event: fired.append(event.keysym))
    field = focused(ttk.Entry(root), settle)
    commit("prt")
    assert fired == ["F1", "F3", "F5"]
    field.delete(0, "end")
    commit("田𠮷野")
    assert field.get() != "田𠮷野"


def test_the_guard_alone_repairs_all_but_what_lies_beyond_16_bits(root, commit, settle):
    ime_guard.install(root)
    field = focused(ttk.Entry(root), settle)
    field.bindtags((ime_guard.TAG, *field.bindtags()))
    for text in ("prt", "1.5-2", "a(b)", "髙橋"):
        field.delete(0, "end")
        commit(text)
        assert field.get() == text


def test_a_commit_replaces_what_is_selected_and_stands_at_the_cursor(root, did, commit, settle):
    field = focused(ttk.Entry(root), settle)
    field.insert(0, "山田太郎")
    field.selection_range(0, 2)
    field.icursor(2)
    commit("𠮷田")
    assert field.get() == "𠮷田太郎"
    field.insert("insert", "！")
    assert field.get() == "𠮷田！太郎"     # Tk counts 𠮷 as two here


def test_a_key_right_after_a_commit_finds_the_text_already_there(root, did, commit, settle, strike):
    """Enter comes before the timer that empties the queue."""
    field = focused(ttk.Entry(root), settle)
    seen = []
    did.router.hands = Hands(slot=lambda slot: bool(seen.append((slot, field.get()))) or True, digit=lambda digit: False,
                             arrow=lambda way: False, go=lambda place: None, scan=did.scans.append)
    commit("𠮷田", then=0)
    strike(F12, then=0.5)
    assert len(seen) == 1 and seen[0][1] == "𠮷田"


def test_real_function_keys_still_fire(root, did, settle, strike):
    focused(ttk.Entry(root), settle)
    strike(F3)
    strike(F12)
    assert len(did.slots) == 2


def test_a_real_delete_deletes(root, did, settle, strike):
    field = focused(ttk.Entry(root), settle)
    field.insert(0, "ab")
    field.icursor(0)
    strike(DELETE)
    assert field.get() == "b"


def test_a_number_that_an_ime_commits_is_a_scan(root, did, commit, settle):
    """With the IME on a scanner's digits come as one commit, half or full width."""
    field = focused(ttk.Entry(root), settle)
    for text in (NUMBER, "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER)):
        commit(text)
    assert [scan.text for scan in did.scans] == [NUMBER, NUMBER] and field.get() == ""


def test_a_scanner_that_is_a_keyboard_is_caught(root, did, settle, strike):
    field = focused(ttk.Entry(root), settle)
    field.insert(0, "髙橋")
    strike(*map(ord, NUMBER), RETURN, then=0.6)
    assert [scan.text for scan in did.scans] == [NUMBER] and field.get() == "髙橋"


def test_a_dialog_is_watched_too(root, did, commit, settle):
    window = tkinter.Toplevel(root)
    settle()
    did.router.ime.watch(window)
    field = focused(ttk.Entry(window), settle)
    commit("田𠮷野")
    assert field.get() == "田𠮷野" and did.nothing


def test_the_ime_is_switched_off_and_on(root, settle, user32):
    focused(ttk.Entry(root), settle)
    imm = ctypes.WinDLL("imm32")
    imm.ImmGetContext.restype, imm.ImmGetContext.argtypes = ctypes.c_void_p, [wintypes.HWND]
    imm.ImmGetOpenStatus.argtypes = [ctypes.c_void_p]
    for on in (True, False, True):
        set_ime(on)
        assert bool(imm.ImmGetOpenStatus(imm.ImmGetContext(user32.GetFocus()))) is on


def test_a_window_that_is_made_again_hears_of_a_commit_once_and_the_one_before_is_gone(root, commit, settle):
    """Else Windows would call into what Python has cleared away."""
    first = Did(root)
    first.router.stop()
    del first
    gc.collect()
    second = Did(root)
    field = focused(ttk.Entry(root), settle)
    commit("田𠮷野")
    second.router.stop()
    gc.collect()
    settle()
    assert field.get() == "田𠮷野"
