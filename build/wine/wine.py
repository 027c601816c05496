#!/usr/bin/env python3
"""A Windows Python under Wine, to run the Windows side of our code on Linux: python3 build/wine/wine.py
[what python.exe takes]

Lays it where it is not there yet (a minute or two, 0.9 GB, and 1.2 GB of Debian's packages; needs Debian 12 with root, or
those packages) and starts it: `python3 build/wine/wine.py -m pytest tests/windows`. It lies in .scratch/wine, or in
the folder that BRANCH_DESK_WINE names.

What it proves: the Windows paths of Python, Tk, SQLite and of ours run. What it does not: MS-IME, fonts, DPI, drivers,
shares, antivirus, speed. A program that was built with it is for tests only and must never be handed out: python.exe,
python3.dll and some scripts of Tcl in it are made here.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.dont_write_bytecode = True  # build/ is source: nothing is left in it
sys.path.insert(0, str(Path(__file__).resolve().parent))

from display import PLACE, Unfit, say_what_it_says, screen  # noqa: E402  (lives beside this script, which is no package)
from lay import ready  # noqa: E402

UNAVAILABLE = 69  # of sysexits.h; pytest uses the low numbers


def run(arguments: list[str]) -> int:
    """Runs python.exe with these arguments, in the checkout."""
    with screen() as around:
        return say_what_it_says(["wine", str(PLACE / "python" / "python.exe"), *arguments], around)


def main(arguments: list[str]) -> int:
    """Lay, then run."""
    try:
        ready()
        return run(arguments or ["-c", "import sys, sqlite3, tkinter; "
                                 "print(sys.version, sqlite3.sqlite_version, tkinter.TkVersion)"])
    except Unfit as unfit:
        print(f"no Windows Python here: {unfit}", file=sys.stderr)
        return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
