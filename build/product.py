"""What the delivered program is called, and of which version: the one place that the spec, the version resource, the
list of components, the archive and the installer take it from.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("branch_desk", "printing", "sync", "schemas")

NAME = "branch_desk"  # of the folder, and of the data that stays when the program goes
TITLE = "書類回送"  # as in the title of the window (domain/words_start.py)
CONSOLE = "branch-desk"  # the command line; on Linux the window too
WINDOW = "branch-desk-window"  # Windows alone: the same without a console
[VERSION] = re.findall(
    r'^__version__ = "([\d.]+)"$', (ROOT / "branch_desk" / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE
)


def four() -> tuple[int, int, int, int]:
    """The version as Windows wants it: four numbers."""
    numbers = [int(part) for part in VERSION.split(".")]
    major, minor, patch, build = [*numbers, 0, 0, 0][:4]
    return major, minor, patch, build


def under_wine() -> bool:
    """Whether this is no Windows but Wine: what is built here holds pieces that must not be delivered."""
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
