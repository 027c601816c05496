"""A name that was copied out of a field does not stay in the clipboard."""

from __future__ import annotations

import tkinter as tk

import pytest

from branch_desk.ui import clipboard
from branch_desk.ui.clipboard import Clipboard
from branch_desk.ui.parts import Parts
from branch_desk.ui.theme import Look, Theme
from tests.screens.opened import opened

NAME = "髙﨑 德次郎"


@pytest.fixture
def field(root, wait_until):
    """A field with a name, and the watch over the clipboard."""
    root.deiconify()
    made = Parts(Theme(root, Look())).field(root, 20)
    made.pack()
    made.text = NAME
    made.focus()
    wait_until(lambda: root.focus_get() is made.entry)
    made.watch = Clipboard(root)
    yield made
    made.watch.stop()
    made.destroy()
    root.clipboard_clear()
    root.withdraw()


@pytest.fixture
def other(root):
    """Another program on the same display."""
    made = tk.Tk()
    made.withdraw()
    yield made
    made.destroy()


def content(program):
    try:
        return program.clipboard_get()
    except tk.TclError:
        return None


def copy(field, press, wait_until, how="ctrl+c"):
    field.entry.selection_range(0, "end")
    press(how)
    wait_until(lambda: content(field.winfo_toplevel()) == NAME)


@pytest.mark.parametrize("how", ["ctrl+c", "ctrl+x"])
def test_it_goes_when_the_screen_is_hidden_and_at_the_end(field, press, wait_until, how):
    copy(field, press, wait_until, how)
    field.watch.clear()
    assert not content(field.winfo_toplevel())


def test_it_goes_after_a_while(field, press, wait_until, monkeypatch):
    monkeypatch.setattr(clipboard, "KEPT_MS", 40)
    copy(field, press, lambda condition: None)
    wait_until(lambda: field.watch._copied is None and field.watch._after is None and not content(field.winfo_toplevel()))
    assert clipboard.KEPT_MS == 40


def test_what_another_program_copied_since_is_left_alone(field, other, press, wait_until):
    copy(field, press, wait_until)
    other.clipboard_clear()
    other.clipboard_append("表計算の値")
    other.update()
    assert content(other) == "表計算の値"
    copied, field.watch._copied = field.watch._copied, "表計算の値 と違う"
    field.watch.clear()
    assert copied == NAME and content(other) == "表計算の値"


def test_what_is_only_marked_is_not_offered_to_other_programs(field, root):
    field.entry.selection_range(0, "end")
    root.update()
    with pytest.raises(tk.TclError):
        root.selection_get(selection="PRIMARY")


@pytest.mark.parametrize("way", ["cover", "end"])
def test_the_window_clears_it_on_the_cover_and_at_the_end(root, home, press, type_text, wait_until, way):
    with opened(root, home) as desk:
        entry = desk.reception.form.fields["type"].entry
        entry.insert(0, NAME)
        entry.focus_set()
        wait_until(lambda: root.focus_get() is entry)
        entry.selection_range(0, "end")
        press("ctrl+c")
        wait_until(lambda: content(root) == NAME)
        if way == "cover":
            press("F11")
            wait_until(lambda: desk.window.covered)
            assert not content(root)
    assert not content(root)
