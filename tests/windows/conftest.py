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


@pytest.fixture
def root() -> Iterator[tkinter.Tk]:
    """A window in front; under Wine one process stands several Tks after another."""
    made = tkinter.Tk()
    made.geometry("600x300+40+40")
    made.update()
    yield made
    made.destroy()
