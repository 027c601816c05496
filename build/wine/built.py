#!/usr/bin/env python3
"""Build the program for Windows under Wine, start it and look at it: python3 build/wine/built.py [--keep-build]

FOR TESTS ONLY: what comes out holds files that are made here (python3.dll, scripts of Tcl) and must never be handed out;
its version resource says so. The program that is delivered is built on Windows (build/package.py). Prints the seconds of
each step; the picture of the first window lies in .scratch/wine-built/window.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True  # build/ is source: nothing is left in it
sys.path.insert(0, str(Path(__file__).resolve().parent))

from display import PLACE, Unfit, environment, say_what_it_says, screen  # noqa: E402  (lives beside this script)
from lay import ready  # noqa: E402

BUILT = environment.SCRATCH / "wine-built"
FOLDER = BUILT / "dist" / "branch_desk"
HOME = "C:\\built"      # in the prefix
WINDOW_WITHIN = 120.0   # seconds; about 6 on a quiet machine
# A day in miniature, by the command line; each must end with 0.
DAY = (
    ("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training"),
    ("issue", "501", "--sheets", "3", "--depositor", "髙﨑 德次郎", "--pdf", HOME + "\\slip.pdf"),
    ("ledger",),
    ("verify",),
)


class Wrong(Exception):
    """The built program did not do what it should."""


def build(around: dict[str, str]) -> None:
    """PyInstaller, as on Windows."""
    shutil.rmtree(BUILT, ignore_errors=True)
    command = ["wine", str(PLACE / "python" / "python.exe"), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
               "--workpath", _seen(BUILT / "work"), "--distpath", _seen(BUILT / "dist"), "build/branch_desk.spec"]
    if say_what_it_says(command, around):
        raise Wrong("PyInstaller ended with an error")


def command_line(around: dict[str, str]) -> None:
    """Setting up, a slip with its PDF, the list, the proof."""
    shutil.rmtree(PLACE / "prefix" / "drive_c" / "built", ignore_errors=True)
    for arguments in DAY:
        done = subprocess.run(["wine", str(FOLDER / "branch-desk.exe"), *arguments], env=_at_home(around), capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=600)
        if done.returncode:
            raise Wrong(f"{' '.join(arguments)}: {done.returncode}\n{(done.stdout + done.stderr).decode('utf-8', 'replace')}")
    if not (PLACE / "prefix" / "drive_c" / "built" / "slip.pdf").read_bytes().startswith(b"%PDF"):
        raise Wrong("no PDF")


def window(around: dict[str, str]) -> float:
    """Starts the window, waits until its first screen stands, takes the picture; the seconds until then."""
    began, before = time.monotonic(), b""
    program = subprocess.Popen(["wine", str(FOLDER / "branch-desk-window.exe")], env=_at_home(around), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() < began + WINDOW_WITHIN:
            if program.poll() is not None:
                raise Wrong(f"the window ended by itself: {program.returncode}")
            drawn = _colors(around["DISPLAY"], BUILT / "window.png") > 40       # an empty window has two or three
            if drawn and (BUILT / "window.png").read_bytes() == before:
                return time.monotonic() - began
            before = (BUILT / "window.png").read_bytes()
            time.sleep(2)
        raise Wrong(f"nothing was drawn within {WINDOW_WITHIN:g} s")
    finally:
        program.kill()
        program.wait()


def _colors(display: str, picture: Path) -> int:
    """How many colours stand on the screen; its picture is kept."""
    script = ("import sys; from PIL import ImageGrab; seen = ImageGrab.grab(xdisplay=sys.argv[1]); seen.save(sys.argv[2]); "
              "print(len(seen.convert('RGB').getcolors(1 << 20) or []))")
    return int(subprocess.run([str(environment.PYTHON), "-c", script, display, str(picture)], check=True, capture_output=True,
                              text=True).stdout)


def _at_home(around: dict[str, str]) -> dict[str, str]:
    return {**around, "BRANCH_DESK_HOME": HOME + "\\home", "BRANCH_DESK_STATE": HOME + "\\state"}


def _seen(path: Path) -> str:
    """As Wine shows a path of Linux."""
    return "Z:" + str(path).replace("/", "\\")


def main(arguments: list[str]) -> int:
    """Build, try, say how long it took."""
    try:
        ready()
        with screen() as around:
            for name, step in (("built", build), ("command line", command_line), ("window", window)):
                if step is build and "--keep-build" in arguments and FOLDER.exists():
                    continue
                began = time.monotonic()
                step(around)
                print(f"{time.monotonic() - began:6.1f} s  {name}", flush=True)
        size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
        print(f"{size / 1e6:6.1f} MB unpacked, for tests only; the window: {BUILT / 'window.png'}")
    except Unfit as unfit:
        print(f"no Windows Python here: {unfit}", file=sys.stderr)
        return 69
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
