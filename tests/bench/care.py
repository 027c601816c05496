"""Care of the data at 100,000 slips, with BENCH_LARGE=1 at 1,000,000: ten years at a counter, five travelling records a
slip. Size, proof, backup, restore drill, restore, erasure, and the projection made again.

Ledgers are filled past the face, as the program would have made them: chains, witness, counters, boxes, and a section's
own stream of receipts; slips and bags are then made by the projection itself, which is one of the figures.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from branch_desk.services import backup, people, retention
from branch_desk.services.results import Refusal
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.bench._decade import PIN, fill, make_slips

T = TypeVar("T")


def rows() -> list[dict]:
    """Every figure of what is done with a whole ledger."""
    sizes = [100_000] if not os.environ.get("BENCH_LARGE") else [1_000_000]
    found: list[dict] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as place:
        os.environ["BRANCH_DESK_STATE"] = place + "/state"
        for size in sizes:
            home = Path(place) / str(size)
            found += list(_measured(home, size))
        del os.environ["BRANCH_DESK_STATE"]
    return found


def _row(name: str, value: float, unit: str, goal: str | None = None, ok: bool | None = None,
         beside: str | None = None) -> dict:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "ok": ok, "beside": beside}


def _timed(do: Callable[[], T]) -> tuple[float, str, T]:
    """Seconds, the processor's share of them in words (a busy machine makes the first long), and the answer."""
    start, used = time.perf_counter(), time.process_time()
    done = do()
    return time.perf_counter() - start, f"CPU {time.process_time() - used:.1f} s", done


def _granted(answer: T | Refusal) -> T:
    assert not isinstance(answer, Refusal), answer
    return answer


def _measured(home: Path, size: int) -> Iterator[dict]:
    at = f" at {size:,}"
    made, last = fill(home, size)
    ledger_file = Folders(home).ledger
    seconds, cpu, _ = _timed(lambda: make_slips(ledger_file))
    of_five = seconds * 5_000_000 / made
    yield _row("slips and bags made anew" + at, seconds, "s", None, None, f"{cpu}; {made:,} travelling records")
    yield _row("rebuild of 5M records, from that" + at, of_five, "s", "<= 6", of_five <= 6)

    def now() -> datetime:
        return last + timedelta(days=1)

    seconds, cpu, ledger = _timed(lambda: Ledger.open(home, now=now))
    yield _row("first opening, which counts the years" + at, seconds, "s", None, None, cpu)
    with ledger:
        bytes_ = ledger_file.stat().st_size
        yield _row("ledger file" + at, bytes_ / 1e6, "MB", None, None, f"{made:,} travelling records; "
                   f"{bytes_ / size:.0f} bytes a slip")
        seconds, cpu, proof = _timed(ledger.verify)
        yield _row("verify" + at, seconds, "s", None, None, f"{cpu}; " + ("sound" if proof.sound else proof.faults[0].sentence))
        seconds, cpu, copied = _timed(lambda: backup.make(ledger, "asked"))
        a_gb = seconds * 1e9 / bytes_
        yield _row("backup, read back and signed" + at, seconds, "s", None, None, f"{cpu}; " + "; ".join(
            item.fault or f"{item.bytes / 1e6:.0f} MB" for item in copied.places))
        yield _row("backup of 1 GB, from that" + at, a_gb, "s", "<= 1.5", a_gb <= 1.5)
        seconds, cpu, drill = _timed(lambda: backup.drill(ledger))
        a_gb = seconds * 1e9 / bytes_
        yield _row("restore drill" + at, seconds, "s", None, None, f"{cpu}; {drill.sentence}")
        yield _row("restore drill of 1 GB, from that" + at, a_gb, "s", "<= 15", a_gb <= 15)
        yield from _erasure(ledger, now, at)


def _erasure(ledger: Ledger, now: Callable[[], datetime], at: str) -> Iterator[dict]:
    who = _granted(people.acting(ledger, "3"))
    seconds, cpu, due = _timed(lambda: retention.due(ledger, now().date()))
    yield _row("retention: what is due" + at, seconds, "s", None, None, f"{cpu}; {len(due)} classes, {sum(item.slips for item in due):,} slips")
    if due:
        seconds, cpu, erased = _timed(lambda: _granted(retention.erase(ledger, who, "4", PIN, pin=PIN, on=now().date())))
        yield _row("retention: erased" + at, seconds, "s", None, None, f"{cpu}; {erased.slips:,} slips, {erased.places_reached} places")
