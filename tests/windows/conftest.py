"""What only Windows can show. Elsewhere these files are left out, and the header of the run says so; on Linux
`build/test.py --long` runs them with a Windows Python under Wine (build/wine/wine.py)."""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Iterator

import pytest

EVERYWHERE = "test_names_on_windows.py"     # by Python's own rules for Windows' paths, on every system
collect_ignore_glob = [] if sys.platform == "win32" else ["test_[!n]*.py"]


def pytest_report_header() -> str | None:
    """One line, so that nobody takes silence for proof."""
    if sys.platform == "win32":
        return None
    return "Windows: left out here (build/test.py --long runs that part under Wine)"


@pytest.fixture(scope="session")
def only_tk() -> Iterator[tkinter.Tk]:
    """One for all tests: after some Tks in one process the next does not find its scripts any more."""
    made = tkinter.Tk()
    made.geometry("600x300+40+40")
    made.update()
    yield made
    made.destroy()


@pytest.fixture
def root(only_tk: tkinter.Tk) -> Iterator[tkinter.Tk]:
    """A window in front, empty and deaf after each test."""
    call = only_tk.tk.call
    tags = ("all", ".", only_tk.winfo_class())
    before = {(tag, keys): call("bind", tag, keys) for tag in tags for keys in map(str, call("bind", tag))}
    yield only_tk
    for child in only_tk.winfo_children():
        child.destroy()
    for tag in tags:
        for keys in map(str, call("bind", tag)):
            call("bind", tag, keys, before.get((tag, keys), ""))
    only_tk.update()
