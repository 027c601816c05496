"""Windows: sharp text at 125 and 150 %. Nothing elsewhere."""

from __future__ import annotations

import sys


def make_aware() -> None:
    """Tell Windows that we scale by ourselves; before the first Tk().

    Awareness 1 (system), not 2: Tk 8.6 does not follow a window to a monitor of another scale
    (cpython#89844).
    """
    if sys.platform != "win32":
        return
    import contextlib
    import ctypes

    with contextlib.suppress(OSError):  # "Access denied": it was set already
        ctypes.OleDLL("shcore").SetProcessDpiAwareness(1)
