"""What a service would write, in the fewest words, for the tests of the store."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.store.ledger import Ledger

ROOT = Path(__file__).parent.parent.parent
DESK = Desk("101", "大師1", "大師支所")
PRACTICE = Desk("101", "大師1", "大師支所", practice=True)
MORNING = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)


class Clock:
    """A clock that a test can set."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


def body(type_: str = "501", **more: Any) -> dict[str, Any]:
    """The body of an `issued`."""
    return {
        "type": type_,
        "type_name": "介護保険要介護・要支援認定申請",
        "section": type_[0],
        "section_name": "高齢・障害課",
        "catalogue": 1,
        "retention": 1,
        "sheets": 3,
        "enclosures": [],
        **more,
    }


def make(home: Path, desk: Desk = DESK, **more: Any) -> Ledger:
    """A new ledger whose master key stays in a file."""
    return Ledger.create(home, desk, keep_key_in="file", **more).ledger


def issue(ledger: Ledger, request: str, type_: str = "501", *, name: str | None = None, **more: Any) -> str:
    """One slip; a repeated request gives the number of the first time."""
    with ledger.transaction() as tx:
        before = tx.repeated(request)
        if before is not None:
            return before
        fy = era.fiscal_year(tx.now)
        number = tx.draw(fy, type_).digits
        event = tx.append("issued", actor="1", slip=number, request=request, body=body(type_, **more))
        if name is not None:
            tx.keep(event, fy, 1, {"name": name})
        tx.remember(request, number)
    return number


def record(ledger: Ledger, type_: str, slip: str | None = None, **more: Any) -> None:
    """One event."""
    with ledger.transaction() as tx:
        tx.append(type_, actor="1", slip=slip, **more)


def run(script: str, *arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """A Python program in a process of its own, from the root of the checkout."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        **more,
    )
