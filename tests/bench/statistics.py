"""One year's statistics at 1,000,000 slips, 100,000 of them in the year, and what keeping the tally costs.

The ledger is written row by row as the program would, with its chain left out: nothing here reads it. 45
types, which is
what the source counts (11 named, 34 others), each closed two to twenty days after it was taken, so that the
tally has as
many different spans as an office could make.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.numbers import Number
from branch_desk.services import catalogues, gaps, statistics
from branch_desk.store import projection
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.bench.ledger import issue

YEARS = 10
LAST = 2026
TODAY = datetime(2027, 3, 30, 17, tzinfo=era.JST)
OTHERS = {"1": 10, "2": 4, "4": 3, "5": 14, "6": 3}
ISSUES, TURNS, ROUNDS = 100, 20, 40


def rows() -> list[dict[str, Any]]:
    """One year read, the numbers of it one by one, everything counted anew, and issuing with and without
    the tally."""
    sizes = [100_000] + [1_000_000] * bool(os.environ.get("BENCH_LARGE"))
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as place:
        os.environ["BRANCH_DESK_STATE"] = place + "/state"
        for size in sizes:
            found += _of(Path(place) / str(size), size)
        del os.environ["BRANCH_DESK_STATE"]
    return found


def _of(home: Path, size: int) -> list[dict[str, Any]]:
    at = f" at {size:,}"
    fill(home, size)
    began = time.perf_counter()
    ledger = Ledger.open(home, now=lambda: TODAY)
    counted = time.perf_counter() - began
    made = statistics.year(ledger, LAST, "desk")
    years, p95 = _times(lambda: statistics.year(ledger, LAST, "desk"), ROUNDS)
    cpu = _cpu(lambda: statistics.year(ledger, LAST, "desk"))
    rows_ = ledger.db.execute("select count(*) from tally where fy = ?", (LAST,)).fetchone()
    table, _ = _times(lambda: gaps.table(ledger, LAST), 5)
    found = [
        _row(
            "one year's statistics" + at,
            years,
            "ms",
            "≤ 20" if size == 1_000_000 else None,
            f"p95 {p95:.1f}, CPU at best {cpu:.1f}; {made.total.issued:,} slips of the year, "
            f"{len(made.types)} types, {rows_[0]:,} rows",
        ),
        _row(
            "欠番表 of a year" + at,
            table,
            "ms",
            None,
            f"{gaps.table(ledger, LAST).numbers:,} numbers, each looked at",
        ),
        _row(
            "tally counted anew at a start" + at,
            counted,
            "s",
            None,
            "only after a new fold; all of opening is in it",
        ),
    ]
    found += _issuing(ledger, at)
    ledger.close()
    return found


def _issuing(ledger: Ledger, at: str) -> list[dict[str, Any]]:
    """The same numbers drawn in turn with and without the triggers: CPU alone, since the disk is another's
    matter."""
    kept = [
        (name, sql)
        for name, sql in ledger.db.execute(
            "select name, sql from temp.sqlite_master where type = 'trigger' and name like 'tally%'"
        ).fetchall()
    ]
    cost: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(TURNS):
        with_it = turn % 2 == 0
        for name, sql in kept if with_it and turn else []:
            ledger.db.execute(_again(sql, name))
        began = time.process_time()
        for n in range(ISSUES):
            issue(ledger, f"bench-statistics-{turn}-{n}")
        cost[with_it].append((time.process_time() - began) / ISSUES * 1000)
        for name, _ in kept if with_it else []:
            ledger.db.execute(f"drop trigger temp.{name}")
    more = min(cost[True]) - min(cost[False])
    return [
        _row(
            "issuing: CPU that the tally adds" + at,
            max(0.0, more),
            "ms",
            None,
            f"{min(cost[True]):.3f} with it, {min(cost[False]):.3f} without; goal of all of issuing ≤ 0.25",
        )
    ]


def _again(sql: str, name: str) -> str:
    return sql.replace(f"CREATE TRIGGER {name}", f"create temp trigger {name}", 1)


def _times(ask: Callable[[], object], rounds: int) -> tuple[float, float]:
    """p50 and p95 in ms."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return taken[rounds // 2], taken[int(rounds * 0.95)]


def _cpu(ask: Callable[[], object]) -> float:
    """Least CPU in ms: what remains of the figure where the machine has other work."""
    least = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        ask()
        least = min(least, time.process_time() - began)
    return least * 1000


def _row(name: str, value: float, unit: str, goal: str | None, beside: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "goal": goal,
        "ok": value <= 20 if goal else None,
        "beside": beside,
    }


def types() -> list[tuple[str, str, str, str]]:
    """(code, name, section, its name) of 45 types."""
    named = [
        (item.code, item.name, item.section.code, item.section.name) for item in catalogues.builtin().types
    ]
    sections = {section: name for _, _, section, name in named}
    others = [
        (f"{section}{n:02d}", f"ほかの種類{section}{n:02d}", section, sections[section])
        for section, count in OTHERS.items()
        for n in range(50, 50 + count)
    ]
    return named + others


def fill(home: Path, size: int) -> None:
    """A ledger of `size` slips in ten years, an equal number in each, on opening days as a calendar has
    them."""
    start = datetime(LAST + 1 - YEARS, 4, 1, 9, tzinfo=era.JST)
    ledger = Ledger.create(
        home, Desk("101", "大師1", "大師支所"), now=lambda: start, keep_key_in="file"
    ).ledger
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    ledger.close()
    db: Any = sqlite3.connect(Folders(home).ledger, isolation_level=None)
    for pragma in ("synchronous=off", "journal_mode=off", "cache_size=-200000"):
        db.execute("pragma " + pragma)
    db.execute("begin")
    chance, kinds, serials = random.Random(7), types(), Counter[tuple[int, str]]()
    names = projection.SLIP_COLUMNS.split(", ")
    insert = f"insert into slip({projection.SLIP_COLUMNS}) values({','.join('?' * len(names))})"
    for n in range(size):
        at = start + timedelta(minutes=n * 525_960 * YEARS // size)
        while at.weekday() > 4:
            at -= timedelta(days=2)
        code, name, section, section_name = kinds[chance.randrange(len(kinds))]
        fy = era.fiscal_year(at)
        serials[fy, code] += 1
        row = {
            "number": int(Number(1, "101", fy, code, serials[fy, code]).digits),
            "place": n + 1,
            "state": "closed",
            "type": code,
            "section": section,
            "issued_at": era.stamp(at),
        }
        rest: dict[str, Any] = {
            "stub": False,
            "type_name": name,
            "section_name": section_name,
            "holder": ["binder", "101", "12", None],
        }
        fate = chance.random()
        if fate < 0.97:
            rest["closed_at"] = era.stamp(
                at + timedelta(days=chance.choice((2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 14, 20)))
            )
        else:
            row["state"] = "voided" if fate < 0.98 else "handed_back" if fate < 0.99 else "received"
        row["rest"] = json.dumps(rest, ensure_ascii=False)
        db.execute(insert, [row.get(column) for column in names])
    db.executemany(
        "insert into audit(desk, epoch, seq, lamport, slip, type, at, actor, body, prev, hash) "
        "values('101', 'bench', ?, ?, null, 'printed', ?, '12', '{}', zeroblob(32), zeroblob(32))",
        ((n + 1, n + 1, era.stamp(TODAY - timedelta(minutes=n % 500_000))) for n in range(size * 3 // YEARS)),
    )  # of each slip of the last year three prints: what is rare must be found among them
    desk = [(fy, code, last) for (fy, code), last in serials.items()]
    for name, sql in db.execute(
        "select name, sql from sqlite_master where name = 'counter_starts_at_one'"
    ).fetchall():
        db.execute(f"drop trigger {name}")
        db.executemany("insert into counter values('101', ?, ?, ?)", desk)
        db.execute(sql)
    db.execute("update clock set lamport = ?, at = ?", (size, era.stamp(TODAY)))
    db.execute("delete from setting where key = 'tally'")  # what was written here goes past the triggers
    db.execute("commit")
    db.execute("pragma journal_mode=wal")
    db.close()
