"""The built program beside the source, both seen from outside alone: when its window stands on the screen, when the first screen
is drawn, when paper is warm, what memory it holds, and how large it is. Needs what build/package.py made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import ImageGrab

from tests.bench.window import ROOT, _desk, _display

STARTS = 5
SLIPS = 10_000
BUILT = Path(os.environ.get("BRANCH_DESK_BUILT") or ROOT / "dist" / "branch_desk")
MIDDLE, COLOURS = (683, 300), 200       # a window that is still empty has one colour; a drawn screen has hundreds
QUIET_S = 0.2
TICK = os.sysconf("SC_CLK_TCK")


def rows() -> list[dict[str, Any]]:
    """First window, first screen, ready to print, CPU and memory of both, and the size of what is delivered."""
    exe = BUILT / "branch-desk"
    if not exe.exists():
        print("no built program: build/package.py makes it", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        display, server = _display()
        os.environ["BRANCH_DESK_STATE"] = str(folder / "state")
        here = os.environ | {"DISPLAY": display, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                             "BRANCH_DESK_HOME": str(folder / "home"), "PYTHONDONTWRITEBYTECODE": ""}
        try:
            _desk(folder / "home", SLIPS)
            ways = {"source": [sys.executable, "-m", "branch_desk"], "built": [str(exe)]}
            runs = {way: [_start(command, here, display) for _ in range(STARTS)] for way, command in ways.items()}
        finally:
            server.terminate()
            server.wait(10)
            del os.environ["BRANCH_DESK_STATE"]
    return [row for way, measured in runs.items() for row in _rows(way, measured)] + _size()


def _rows(way: str, runs: list[dict[str, float]]) -> list[dict[str, Any]]:
    figures = (("window on the screen", "window", "s", 0.25), ("first screen drawn", "screen", "s", None),
               ("CPU until the first screen", "screen_cpu", "s", None),
               ("ready to print", "ready", "s", 1.2), ("CPU until then", "cpu", "s", None), ("memory when ready", "memory", "MB", 120))
    found = []
    for name, key, unit, goal in figures:
        value = (max if key == "memory" else min)(run[key] for run in runs)
        found.append({"name": f"{way}: {name}", "value": round(value, 3 if unit == "s" else 1), "unit": unit,
                      "goal": f"≤ {goal:g}" if goal else None, "ok": value <= goal if goal else None,
                      "beside": f"{'most' if key == 'memory' else 'best'} of {len(runs)}; seen from outside"})
    return found


def _size() -> list[dict[str, Any]]:
    files = sum(path.stat().st_size for path in BUILT.rglob("*") if path.is_file()) / 1e6
    found: list[dict[str, Any]] = [{"name": "installed size", "value": round(files, 1), "unit": "MB"}]
    kept = BUILT.parent / "branch_desk.json"
    if kept.exists():
        for packed in json.loads(kept.read_text(encoding="utf-8"))["packed"]:
            found.append({"name": f"packed: {packed['file']}", "value": packed["mb"], "unit": "MB", "goal": "≤ 45", "ok": packed["mb"] <= 45})
    return found


def _start(command: list[str], here: dict[str, str], display: str) -> dict[str, float]:
    """One start, watched through the picture on the screen and the kernel's account of the process."""
    began = time.monotonic()
    program = subprocess.Popen(command, cwd=ROOT, env=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found: dict[str, float] = {}
    try:
        while "screen" not in found:
            assert program.poll() is None and time.monotonic() < began + 120, "the window did not come"
            picture = ImageGrab.grab(xdisplay=display)
            now = time.monotonic() - began
            if "window" not in found and picture.getpixel(MIDDLE) != (0, 0, 0):
                found["window"] = now
            if len(picture.getcolors(1 << 21) or ()) > COLOURS:
                found["screen"], found["screen_cpu"] = now, _ticks(program.pid) / TICK
            time.sleep(0.005)
        rests, last = 0.0, -1
        while "libpdfium" not in (maps := Path(f"/proc/{program.pid}/maps").read_text(encoding="utf-8")) or rests < QUIET_S:
            assert program.poll() is None and time.monotonic() < began + 180, f"paper did not get warm: {len(maps)}"
            ticks = _ticks(program.pid)
            rests = rests + 0.02 if ticks == last else 0.0
            last = ticks
            time.sleep(0.02)
        found["ready"] = time.monotonic() - began - rests
        found["cpu"] = last / TICK
        status = Path(f"/proc/{program.pid}/status").read_text(encoding="ascii").splitlines()
        found["memory"] = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
        return found
    finally:
        program.kill()
        program.wait()


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
