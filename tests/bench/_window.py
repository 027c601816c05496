"""The measured process of tests/bench/window.py: the real program, with a clock at three places."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from typing import Any

BEGAN = float(sys.argv[1])
BETWEEN_S = 0.15        # no hand scans faster; what is drawn after the verdict is done by then


def main() -> None:
    """Opens the window, waits until paper is warm, scans what stands on standard input, and answers as JSON."""
    import tkinter

    import printing
    from branch_desk import app

    found: dict[str, Any] = {"scans_ms": []}
    windows: list[Any] = []
    show, warm = app.Opening._show, printing.warm

    began = app.Opening.begin

    def begin(opening: app.Opening) -> None:
        began(opening)
        opening.root.update()
        found["on_screen_s"] = time.time() - BEGAN

    def shown(opening: app.Opening, session: Any, ready: app.Ready) -> None:
        from branch_desk.ui import window

        made = window.Window.__init__

        def keep(self: Any, *arguments: Any, **named: Any) -> None:
            windows.append(self)
            made(self, *arguments, **named)

        window.Window.__init__ = keep           # type: ignore[method-assign]
        show(opening, session, ready)
        opening.root.update()
        found["first_window_s"] = time.time() - BEGAN
        found["heavy_at_first_window"] = [name for name in ("fpdf", "pypdfium2", "PIL", "barcode") if name in sys.modules]
        opening.root.after(5, lambda: _when_warm(opening.root))

    def warmed() -> None:
        warm()
        found["ready_s"] = time.time() - BEGAN

    def _when_warm(root: tkinter.Tk) -> None:
        if "ready_s" not in found:
            root.after(5, lambda: _when_warm(root))
            return
        found["resident_mb"] = _resident()
        try:
            _scan(root, windows[0], json.load(sys.stdin), found["scans_ms"])
        except Exception:       # the window would put it in its journal and go on, and this process would never end
            traceback.print_exc()
            os._exit(1)
        windows[0].close()

    app.Opening.begin = begin                   # type: ignore[method-assign]
    app.Opening._show = shown                   # type: ignore[method-assign]
    printing.warm = warmed
    code = app.run_window()
    assert code == 0, code
    print(json.dumps(found))


def _scan(root: Any, window: Any, numbers: list[str], taken: list[float]) -> None:
    from branch_desk.ui.scanner import Kind, Scan

    window.go(2)
    root.update()
    screen = window._made[2]
    for number in numbers:
        began = time.perf_counter()
        window.scans.take(Scan(Kind.NUMBER, number))
        while screen.shown is None or screen.shown.scanned.number != number:
            root.update()
            time.sleep(0.0005)
        root.update_idletasks()
        taken.append((time.perf_counter() - began) * 1000)
        quiet = time.perf_counter() + BETWEEN_S
        while time.perf_counter() < quiet:
            root.update()
            time.sleep(0.002)


def _resident() -> float:
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
