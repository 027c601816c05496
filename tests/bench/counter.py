"""From the key that issues to the first byte of the first paper (お客様控, with 原本 and 番号札 queued behind it) at the
printer's socket, through the services, warm: what the visitor waits for, without the window. Its parts stand beside
it, and one fdatasync of the same disk.
"""

from __future__ import annotations

import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

ROUNDS = 120
REHEARSAL = 8


class Sink:
    """A printer that is always well: answers at once, and remembers when the first byte of each job came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.first: list[float] = []
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection:
                if not self._take(connection):
                    return

    def _take(self, connection: socket.socket) -> bool:
        """One job. False where nobody said anything: the end."""
        said = job = False
        tail = b""
        while data := connection.recv(65536):
            at = time.perf_counter()
            said = True
            if not job and len(data) == 3 and data.startswith(b"\x10\x04"):
                connection.sendall(b"\x12")
                continue
            if not job:
                self.first.append(at)
                job = True
            tail = (tail + data)[-64:]
            ticket = tail.find(b"\x1d(H\x06\x00\x30\x30")
            if ticket >= 0 and len(tail) >= ticket + 11:
                connection.sendall(b"\x37\x22" + tail[ticket + 7 : ticket + 11] + b"\x00")
                tail = b""
            elif data.endswith(b"\x10\x04" + data[-1:]):
                connection.sendall(b"\x12")
        return said


def fdatasync(folder: Path, times: int = 60) -> float:
    """Median ms of one fdatasync after 4 kB, on this disk."""
    took = []
    sync = getattr(os, "fdatasync", os.fsync)
    with open(folder / "sync", "wb") as file:
        for _ in range(times):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            sync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def measured(home: Path) -> tuple[dict[str, list[float]], float]:
    """Milliseconds of each part, of each round, and of one fdatasync."""
    import printing
    from branch_desk.domain.desk import Desk
    from branch_desk.services import catalogues, desks, people, printers, printjobs, slips
    from branch_desk.services.printers import Printer
    from branch_desk.services.slips import IssueRequest

    printing.warm()
    parts: dict[str, list[float]] = {
        "issue": [],
        "queue": [],
        "draw": [],
        "send": [],
        "all": [],
        "settle": [],
    }
    names = ("髙﨑 德次郎", "渡邉 美咲", "長谷川 龍之介")
    with Sink() as sink, desks.set_up(home, Desk("101", "大師1", "大師支所")).ledger as ledger:
        who = people.add(ledger, "12", "佐野 恵")
        printers.add(ledger, who, Printer("窓口", "epson-tm-m30", "socket", f"127.0.0.1:{sink.port}"))
        types = [item.code for item in catalogues.of(ledger).types if item.forwarded]
        drawn = [0.0]
        draw, raster = printing.draw, printing.raster

        def timed(work: Callable[..., object]) -> Callable[..., object]:
            def run(*arguments: object, **more: object) -> object:
                began = time.perf_counter()
                done = work(*arguments, **more)
                drawn[0] += (time.perf_counter() - began) * 1000
                return done

            return run

        printing.draw, printing.raster = timed(draw), timed(raster)  # type: ignore[assignment]
        try:
            for i in range(REHEARSAL + ROUNDS):
                drawn[0] = 0.0
                request = IssueRequest(types[i % len(types)], 3, depositor=names[i % 3])
                began = time.perf_counter()
                number = slips.issue(ledger, who, request).slip.number
                issued = time.perf_counter()
                queued = printjobs.queue(ledger, who, number, begin=True)
                asked = time.perf_counter()
                outcome = printjobs.run(queued.ready[0])
                ran = time.perf_counter()
                done = printjobs.settled(ledger, who, queued.ready[0], outcome)
                settled = time.perf_counter()
                assert done.job.state == "confirmed" and len(queued.ready) == 3, outcome
                printjobs.withdraw(ledger, who, queued.ready[1:])
                if i < REHEARSAL:
                    continue
                first = sink.first[-1]
                for part, ms in (
                    ("issue", issued - began),
                    ("queue", asked - issued),
                    ("send", first - asked - drawn[0] / 1000),
                    ("all", first - began),
                    ("settle", settled - ran),
                ):
                    parts[part].append(ms * 1000)
                parts["draw"].append(drawn[0])
        finally:
            printing.draw, printing.raster = draw, raster
        return parts, fdatasync(home)


def rows() -> list[dict]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder, _elsewhere(Path(folder)):
        parts, sync = measured(Path(folder) / "home")
    every = sorted(parts["all"])
    p50, p95 = statistics.median(every), every[int(len(every) * 0.95)]
    median = {part: statistics.median(taken) for part, taken in parts.items()}
    beside = f"3 syncs stand before it; one fdatasync {sync:.2f} ms"
    return [
        row("key → first byte of the first paper at the printer, p50", p50, "<= 45", p50 <= 45, beside),
        row("key → first byte of the first paper at the printer, p95", p95, "<= 90", p95 <= 90),
        row("  issue: number and event on disk", median["issue"]),
        row("  queue: three forms and rows, the first begun, on disk", median["queue"]),
        row("  slip → PDF → dots", median["draw"]),
        row("  connect, four questions, first byte", median["send"]),
        row("afterwards: the printer's word into the ledger", median["settle"]),
    ]


def row(
    name: str, value: float, goal: str | None = None, ok: bool | None = None, beside: str | None = None
) -> dict:
    """One line."""
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        **({"goal": goal, "ok": ok} if goal else {}),
        **({"beside": beside} if beside else {}),
    }


class _elsewhere:
    """The key store and the state of whoever runs this stay untouched."""

    def __init__(self, folder: Path) -> None:
        self._set = {
            "BRANCH_DESK_STATE": str(folder / "state"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in self._set}
        os.environ.update(self._set)

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
