"""The exchange at the size of a ward office: a round over 500 desks and 20,000 files, 100,000 records taken in, the window
while the share is frozen, and what a record takes on the share.

The poll and the import go through the worker process over a local folder, so that what is measured is the program and not a
network. For the frozen share a folder is mounted that holds every call, and slips are issued by real keys in a real window
meanwhile (tests/screens/test_exchange_frozen.py).
"""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from branch_desk.domain import numbers
from branch_desk.domain.events import Event, as_record
from branch_desk.services import exchange
from branch_desk.store.ledger import Ledger
from sync import ack, batch, names, root
from sync.batch import Position
from sync.root import Admitted, Members
from sync.worker import Worker
from tests.services.ward import Ward

DESKS, FILES, EVENTS = 500, 20_000, 100_000
FROZEN_S = 30


def rows() -> list[dict[str, Any]]:
    """Poll, import, size, and the window."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as place:
        kept = {name: os.environ.get(name) for name in ("BRANCH_DESK_STATE", "PYTHON_KEYRING_BACKEND")}
        os.environ.update(BRANCH_DESK_STATE=place + "/state", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
        try:
            return [*_many_desks(Path(place) / "many"), *_many_records(Path(place) / "records"), *_frozen(Path(place) / "frozen")]
        finally:
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


class Filled:
    """A ward's share with more desks on it than any ward has, written as they would write it."""

    def __init__(self, home: Path, desks: int) -> None:
        home.mkdir()
        self.ward = Ward(home, ("900", "102"))
        office = self.ward["900"].ledger
        key = office.signing.get("office")
        from branch_desk.services.exchange_local import members_of, pin_of

        pin, before = pin_of(office), members_of(office)
        assert pin is not None and key is not None
        self.pin, self.luck = pin, random.Random(7)
        codes = [code for code in (f"{number:03d}" for number in range(1, 999)) if code not in ("900", "102", "999")][:desks]
        self.desks = {code: (Ed25519PrivateKey.from_private_bytes(self.luck.randbytes(32)), secrets.token_hex(8)) for code in codes}
        admitted = tuple(Admitted(code, made.public_key().public_bytes_raw(), True,
                                  {"role": "counter", "branch": f"支所{code[:2]}", "section": None, "name": f"窓口{code}"})
                         for code, (made, _) in self.desks.items())
        members = Members(before.generation + 1, before.admitted + admitted)
        self.put(names.office("members", members.generation), root.seal_members(pin, key, members))
        self.positions = dict.fromkeys(codes, Position())
        self.lamport, self.bytes = 0, 0

    def put(self, path: names.Path, data: bytes) -> None:
        target = self.ward.folder.joinpath(*path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def batch(self, code: str, count: int) -> None:
        """The next slips of a desk, issued and closed: the fewest records that a slip has, and so the most slips. They are of 40
        types and of the opening days of a year."""
        key, epoch = self.desks[code]
        at, records = self.positions[code], []
        for seq in range(at.seq + 1, at.seq + count + 1):
            self.lamport += 1
            slip = (seq + 1) // 2
            type_, day = f"5{1 + slip % 40:02d}", f"2026-{4 + slip % 9:02d}-{1 + slip % 28:02d}"
            number = numbers.Number(numbers.SLIP, code, 2026, type_, slip).digits
            body: dict[str, Any] = {"source": "paper", "received_at": f"{day}T16:30:00+09:00"} if seq % 2 == 0 else {
                "type": type_, "type_name": "介護保険要介護・要支援認定申請", "section": "5", "section_name": "高齢・障害課",
                "catalogue": 1, "retention": 5, "sheets": seq % 7 + 1, "sealed": False, "enclosures": ["01"], "others": 0,
                "flags": ["named"]}
            records.append(as_record(Event(code, epoch, seq, self.lamport, "closed" if seq % 2 == 0 else "issued",
                                           f"{day}T{'16:45' if seq % 2 == 0 else '10:45'}:00+09:00", "12", number, None, None, body)))
        data = batch.seal(self.pin.root, (code, epoch), key, records, at, self.lamport)
        self.put(names.batch(code, epoch, at.seq + 1), data)
        self.positions[code] = Position(at.seq + count, batch.digest_of(data))
        self.bytes += len(data)

    def word(self, code: str) -> None:
        key, epoch = self.desks[code]
        known = {(other, self.desks[other][1]): at for other, at in self.positions.items() if at.seq}
        self.put(names.ack(code, epoch, 1), ack.seal(self.pin.root, key, ack.Ack((code, epoch), 1, known)))


def _round(ledger: Ledger, folder: Path, **more: Any) -> tuple[float, float, exchange.Synced]:
    """Seconds, those of them that this process itself worked, and what came of it."""
    share = Worker(str(folder), patience=120)
    share.read(names.ROOT)          # the process is there before the first round of a window needs it
    began, worked = time.perf_counter(), time.process_time()
    done = exchange.sync(ledger, share=share, **more)
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    share.close()
    assert isinstance(done, exchange.Synced) and done.state == "ok", done
    return taken, worked, done


def _many_desks(home: Path) -> list[dict[str, Any]]:
    filled = Filled(home, DESKS)
    each = FILES // DESKS - 1
    for _ in range(each):
        for code in filled.desks:
            filled.batch(code, 2)
    for code in filled.desks:
        filled.word(code)
    ledger = filled.ward["102"].ledger
    first, worked, done = _round(ledger, filled.ward.folder)
    files = sum(len(names_) for _, _, names_ in os.walk(filled.ward.folder))
    nothing, _, _ = _round(ledger, filled.ward.folder, look_everywhere=False)
    everywhere, _, _ = _round(ledger, filled.ward.folder)
    began = time.perf_counter()
    exchange.status(ledger)
    status = time.perf_counter() - began
    filled.ward.close()
    shutil.rmtree(home)
    return [
        _row(f"poll of {DESKS} desks", nothing, "s", 5, f"{files:,} files; nothing new"),
        _row(f"looking everywhere, {DESKS} desks", everywhere, "s", None, "every hour, and when a person asks"),
        _row("the first time, all of it taken in", first, "s", None, f"{done.imported:,} batches of 2 records, kept together; own work {worked:.1f} s"),
        _row(f"what 同期 shows of {DESKS} desks", status * 1000, "ms", None, "on the ledger's thread, after each round"),
    ]


def _many_records(home: Path) -> list[dict[str, Any]]:
    filled = Filled(home, 10)
    for _ in range(EVENTS // 10 // 200):
        for code in filled.desks:
            filled.batch(code, 200)
    ledger = filled.ward["102"].ledger
    taken, worked, done = _round(ledger, filled.ward.folder)
    counted = ledger.db.execute("select count(*) from event").fetchone()[0]
    assert counted >= EVENTS, counted
    filled.ward.close()
    small = Filled(home.with_name("small"), 1)
    for _ in range(100):
        small.batch(next(iter(small.desks)), 3)
    small.ward.close()
    shutil.rmtree(home)
    shutil.rmtree(home.with_name("small"))
    return [
        _row(f"{EVENTS:,} records taken in", taken, "s", 20, f"{done.imported} batches of 200; {taken / done.imported * 1000:.0f} ms each; own work {worked:.1f} s"),
        _row("a record on the share, 200 in a batch", filled.bytes / EVENTS, "bytes", None, "two kinds, signed and compressed"),
        _row("a record on the share, 3 in a batch", small.bytes / 300, "bytes", None, "as a desk writes that exchanges every two minutes"),
    ]


def _frozen(home: Path) -> list[dict[str, Any]]:
    """The test of the screen, once, for so long."""
    home.mkdir()
    report = home / "frozen.json"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/screens/test_exchange_frozen.py"],
        env={**os.environ, "FROZEN_SECONDS": str(FROZEN_S), "FROZEN_REPORT": str(report)}, capture_output=True, text=True,
        check=False, cwd=Path(__file__).resolve().parents[2])
    name = f"the window while the share is frozen {FROZEN_S} s"
    if not report.exists():
        return [_row(name, float("nan"), "ms", None, f"not measured: {run.stdout[-300:]}")]
    found = json.loads(report.read_text())
    return [_row(name, found["largest_ms"], "ms", 100, f"largest gap between two turns of the event loop; {found['issued']} slips "
                 f"issued by keys meanwhile, p99 of {found['turns']:,} turns {found['p99_ms']:.0f} ms; the window's own work in one "
                 f"turn at most {found['own_ms']:.0f} ms")]


def _row(name: str, value: float, unit: str, goal: float | None, beside: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "goal": f"≤ {goal}" if goal else None,
            "ok": value <= goal if goal else None, "beside": beside}


