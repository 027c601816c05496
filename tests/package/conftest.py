"""The built program as a clerk gets it: a folder, and nothing of Python or of this checkout around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# Read now: for every test what the developer's own surroundings say is taken away (tests/conftest.py).
BUILT = Path(os.environ.get("BRANCH_DESK_BUILT") or ROOT / "dist" / "branch_desk")
PICTURE = os.environ.get("BRANCH_DESK_PICTURE")
NOT_HIS = ("PYTHON", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TCL_LIBRARY", "TK_LIBRARY", "PIP_")
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Built:
    """The program, and the surroundings in which it is started."""

    folder: Path
    surroundings: dict[str, str]

    @property
    def console(self) -> Path:
        """The command line."""
        return self.folder / ("branch-desk.exe" if sys.platform == "win32" else "branch-desk")

    @property
    def window(self) -> Path:
        """The window, without a console behind it."""
        return self.folder / "branch-desk-window.exe" if sys.platform == "win32" else self.console

    def run(self, home: Path, *arguments: str, code: int = 0) -> Any:
        """One command with its JSON answer."""
        done = subprocess.run([self.console, "--home", str(home), "--json", *arguments], cwd=home.parent, env=self.surroundings,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=180)
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What build/package.py made, tried outside the checkout's Python."""
    if not BUILT.is_dir():
        pytest.skip("there is no built program; build/package.py makes one and runs this")
    user = tmp_path_factory.mktemp("clerk")
    his = {name: value for name, value in os.environ.items() if not name.startswith(NOT_HIS)}
    his |= {"HOME": str(user), "XDG_CACHE_HOME": str(user / "cache"), "BRANCH_DESK_STATE": str(user / "state")}
    if sys.platform != "win32":
        his["PATH"] = "/usr/bin:/bin"
    return Built(BUILT, his)


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A screen with a window manager, as on the counter PC; Windows has its own."""
    if sys.platform == "win32":
        yield ""
        return
    from tests.screens.conftest import OPENBOX

    settings = tmp_path_factory.mktemp("openbox") / "rc.xml"
    settings.write_text(OPENBOX, encoding="utf-8")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-dpi", "96", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], **QUIET)
    os.close(write)
    with os.fdopen(read) as answer:
        number = ":" + answer.readline().strip()
    here = {**os.environ, "DISPLAY": number}
    manager = subprocess.Popen(["openbox", "--sm-disable", "--config-file", str(settings)], env=here, **QUIET)
    try:
        subprocess.run(["xdotool", "search", "--sync", "--class", "openbox"], check=True, timeout=20, env=here, **QUIET)
        yield number
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


def until(what: str, look, timeout: float = 60) -> Any:
    """The first answer that is not empty; the time is a safety line, not a measurement."""
    end = time.monotonic() + timeout
    while not (answer := look()):
        assert time.monotonic() < end, f"not within {timeout} s: {what}"
        time.sleep(0.1)
    return answer
