"""Show a file or folder with what the system opens it with. Never waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def show(path: Path) -> bool:
    """Open it; False where the system has nothing to open it with."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(
                [opener, os.fspath(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        return False
    return True
