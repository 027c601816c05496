"""受付 with a receipt printer that lives in the test and a folder for plain paper."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import printing
from branch_desk.services import printers
from branch_desk.services.printers import Printer
from tests.printing.fake_printer import FakePrinter
from tests.screens.opened import Opened

QUICK = printing.Patience(answer=0.2, print_=0.6, look=0.3)
RECEIPTS, SHEETS = "窓口", "事務室"


def connect(printer: FakePrinter, folder: Path) -> Callable[..., None]:
    """What is set before the window opens."""

    def go(ledger: Any, who: Any) -> None:
        folder.mkdir(exist_ok=True)
        printers.add(
            ledger, who, Printer(RECEIPTS, "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}")
        )
        printers.add(ledger, who, Printer(SHEETS, "sheet", "folder", str(folder)))

    return go


def pause(desk: Opened) -> None:
    """Longer than the gap of a scanner: the next digit is another key press."""
    end = time.monotonic() + 2 * desk.window.settings.scanner_gap_ms / 1000
    while time.monotonic() < end:
        desk.window.root.update()
        time.sleep(0.005)


def jobs(desk: Opened, number: str) -> list[tuple[str, str, int, bool]]:
    """Copy, state, its how manieth, whether somebody still has to look at it."""
    found = desk.ask(lambda ledger: ledger.print_jobs(number))
    return [(job.copy, job.state, job.count, job.seen_to) for job in found]


def printed(desk: Opened, number: str) -> list[tuple[str, str, str | None]]:
    """Copy, outcome and who said so, of every `printed` event of a slip."""
    events = desk.ask(lambda ledger: ledger.events(number))
    return [
        (event.value("copy"), event.value("outcome"), event.value("said_by"))
        for event in events
        if event.type == "printed"
    ]
