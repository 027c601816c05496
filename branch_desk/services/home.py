"""Where this desk's folder is. Its own file, because the window asks it before anything heavy is loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_home() -> Path:
    """BRANCH_DESK_HOME, else the place for data of whoever is logged in. On a Windows PC on which clerks have accounts of
    their own and a ledger was set up for them all, that one: in the common data folder."""
    named = os.environ.get("BRANCH_DESK_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        common = os.environ.get("PROGRAMDATA")
        if common and (shared := Path(common, "branch_desk", "home")).joinpath("ledger").is_dir():
            return shared
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "branch_desk" / "home"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "branch_desk"
