"""The display and the surroundings of every Windows program that is started here."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import environment  # noqa: E402  (lives in build/, which is no package)

PLACE = Path(os.environ.get("BRANCH_DESK_WINE") or environment.SCRATCH / "wine")
SIZE_OF_SCREEN = "1366x768x24"


class Unfit(Exception):
    """Nothing of Windows can be run here; the message says why."""


def surroundings() -> dict[str, str]:
    """What every Windows program here is started with. No messages of Wine's own, no .NET, no Internet Explorer."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "BRANCH_DESK_", "WINE", "VIRTUAL_ENV"))}
    return {**kept, "WINEPREFIX": str(PLACE / "prefix"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The surroundings, with a display of their own; what still runs on it is ended with it. One user at a time: the next
    waits, because the end of one is the end of every program of the prefix."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with open(PLACE / "in-use.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _server() as number:
            around = {**surroundings(), "DISPLAY": f":{number}"}
            try:
                yield around
            finally:
                subprocess.run(["wineserver", "-k"], env=around, check=False, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """An X server of our own, by its number."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE_OF_SCREEN, "-nolisten", "tcp", "-noreset"],
                              pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    try:
        if not number:
            raise Unfit("no display could be opened")
        yield number
    finally:
        server.terminate()
        server.wait()


def say_what_it_says(command: list[str], around: dict[str, str]) -> int:
    """Runs a Windows program and hands on what it prints. Through a pipe: with a file as its output, Python dies of an
    invalid handle."""
    with subprocess.Popen(command, cwd=environment.ROOT, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as program:
        assert program.stdout
        for line in program.stdout:
            sys.stdout.buffer.write(line.replace(b"\r\n", b"\n"))
            sys.stdout.buffer.flush()
    return program.returncode
