"""Where the built program starts: what differs from a start by Python is put right, then branch_desk goes on as ever.

PyInstaller makes this the main script of both exe files. Only `os` and `sys` are loaded before the program itself.
"""

from __future__ import annotations

import os
import sys

# What the program starts in a process of its own, as `sys.executable -m NAME`: there is no Python to do that here.
WORKERS = ("sync.worker",)
CONSOLE = "branch-desk.exe"
SYSTEM_FONTS = "/etc/fonts/fonts.conf"


def main() -> int:
    """A worker where one is asked for, else the window or the command line."""
    if sys.platform == "win32":
        _streams()
    else:
        _libraries_of_the_system()
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2 and sys.argv[2] in WORKERS:
        import runpy

        name = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(name, run_name="__main__", alter_sys=True)
        return 0
    from branch_desk.__main__ import main as go

    return go()


def _streams() -> None:
    """The exe of the window has no standard streams, and a library that prints would fail. A worker talks through them,
    so it is started from the exe that has some.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the life of the process
    console = os.path.join(os.path.dirname(sys.executable), CONSOLE)
    if os.path.exists(console):
        sys.executable = console


def _libraries_of_the_system() -> None:
    """Programs of the system (lp, xdg-open) must find the system's libraries, not ours; this process has read the
    variable already. And where there are no settings for fonts, ours say that Tk takes those that the program carries.
    """
    ours = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if ours is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = ours
    if not os.path.exists(SYSTEM_FONTS):
        os.environ.setdefault("FONTCONFIG_FILE", os.path.join(str(vars(sys)["_MEIPASS"]), "fonts.conf"))


if __name__ == "__main__":
    sys.exit(main())
