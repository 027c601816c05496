"""A receipt printer that lives in a test: TCP sink with an ESC/POS ear, states, and every way to fail that we
could think of.

It keeps what it received (`jobs`, one entry for each connection that brought any byte of a job) and what it
put on paper (`paper`), so that a test can hold the words of the program against what really happened.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Self

from tests.printing.escpos_reader import Reader, Unknown

GOOD = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
COVER = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
EMPTY = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}


@dataclass(frozen=True)
class Behaviour:
    """How it is and what will happen to it. Numbers of bytes are bytes of a job."""

    state: dict[int, int] | None = field(default_factory=lambda: dict(GOOD))  # None: mute
    answer: bytes | None = None  # says this to every question instead
    first_says: bytes = b""  # says this unasked at the start of each connection
    confirms: bool = True  # sends tickets back
    ticket: bytes | None = None  # sends this one back instead
    rate: float = 0  # bytes a second that it takes; 0: as fast as they come
    reset_after: int | None = None  # power off in the middle
    closes_after: int | None = None  # goes without a word, the classic of a successful write
    breaks_after: int | None = None  # from here on nothing is printed ...
    broken_state: dict[int, int] | None = None  # ... and this is what it says then (None: nothing)
    only_data: bool = False  # deaf to questions once a job has begun
    hangs_after: int | None = None  # takes no byte more, and keeps the connection


NORMAL = Behaviour()
STATES: dict[str, Behaviour] = {
    "online": NORMAL,
    "near end": Behaviour(state={**GOOD, 4: 0x1E}),
    "paper out": Behaviour(state=EMPTY),
    "cover open": Behaviour(state=COVER),
    "cutter error": Behaviour(state={**GOOD, 1: 0x1A, 2: 0x52, 3: 0x1A}),
    "feed button": Behaviour(state={**GOOD, 1: 0x5A, 2: 0x1A}),
    "offline": Behaviour(state={**GOOD, 1: 0x1A}),
    "mute": Behaviour(state=None, confirms=False),
    "no confirmation": Behaviour(confirms=False),
    "drawer pin high": Behaviour(state={**GOOD, 1: 0x16}),
    "automatic status": Behaviour(first_says=b"\x14\x00\x00\x0f\x11"),
    "web server": Behaviour(answer=b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "noise": Behaviour(answer=b"\xff"),
}


@dataclass
class Job:
    """What one connection brought, and what became of it on paper."""

    data: bytearray = field(default_factory=bytearray)
    rows: int = 0  # dots printed
    cuts: int = 0


class FakePrinter:
    """Listens on a free port of the loopback until the end of its with block."""

    def __init__(self, behaviour: Behaviour = NORMAL) -> None:
        self.behaviour = behaviour
        self.jobs: list[Job] = []
        self.asked: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._leave = threading.Event()
        self._release = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._serve, name="fake printer")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leave.set()
        self._thread.join()
        self._listener.close()

    def be(self, **changes: object) -> None:
        """Change how it behaves, from the next connection on."""
        self.behaviour = replace(self.behaviour, **changes)

    def settle(self, seconds: float = 5.0) -> None:
        """Wait until the connection that is open has ended; a printer that hangs is let go."""
        end = time.monotonic() + seconds
        # First the queue of the listener, then the thread: it says busy before it accepts.
        while select.select([self._listener], [], [], 0)[0] or not self._idle.is_set():
            assert time.monotonic() < end, "the fake printer is still busy"
            self._release.set()
            time.sleep(0.001)

    def _serve(self) -> None:
        while not self._leave.is_set():
            if not select.select([self._listener], [], [], 0.05)[0]:
                continue
            self._idle.clear()
            self._release.clear()
            connection, _ = self._listener.accept()
            with connection, contextlib.suppress(OSError):
                _Connection(self, connection).whole()
            self._idle.set()


class _Connection:
    """One PC at a time, as the real ones do."""

    def __init__(self, printer: FakePrinter, connection: socket.socket) -> None:
        self._printer, self._socket, self._is = printer, connection, printer.behaviour
        self._reader, self._job, self._kept = Reader(), Job(), False

    def whole(self) -> None:
        """Until the PC or a fault ends it."""
        self._socket.settimeout(0.02)
        if self._is.rate:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.sendall(self._is.first_says)
        while not self._printer._leave.is_set():
            got = len(self._reader.job) + self._reader.pending
            if self._is.hangs_after is not None and got >= self._is.hangs_after:
                self._printer._release.wait(10)
                return
            try:
                data = self._socket.recv(self._most(got))
            except TimeoutError:
                continue
            if not data:
                return
            if self._is.rate:
                time.sleep(len(data) / self._is.rate)
            self._take(data)
            got = len(self._reader.job) + self._reader.pending
            if self._is.reset_after is not None and got >= self._is.reset_after:
                # A linger of 0 makes the close a reset, as when the power goes.
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if self._is.closes_after is not None and got >= self._is.closes_after:
                return

    def _most(self, got: int) -> int:
        """Take no byte beyond the point where something happens."""
        points = (self._is.reset_after, self._is.closes_after, self._is.breaks_after, self._is.hangs_after)
        ahead = [point - got for point in points if point is not None and point > got]
        return min([*ahead, max(1, int(self._is.rate / 500)) if self._is.rate else 65536])

    def _take(self, data: bytes) -> None:
        for command in self._reader.feed(data):
            if command[0] == "asked":
                self._say(command[1])
            elif not self._broken():
                self._obey(command)
            self._job.data[:] = self._reader.job
        self._job.data[:] = bytes(self._reader.job) + self._unfinished()
        if self._job.data and not self._kept:
            self._kept = True
            self._printer.jobs.append(self._job)

    def _unfinished(self) -> bytes:
        rest = bytes(self._reader._rest)
        return b"" if rest[:1] == b"\x10" else rest

    def _broken(self) -> bool:
        return self._is.breaks_after is not None and len(self._reader.job) >= self._is.breaks_after

    def _say(self, question: int) -> None:
        self._printer.asked.append(question)
        state = self._is.broken_state if self._broken() else self._is.state
        if self._is.only_data and self._reader.job:
            return
        if self._is.answer is not None:
            self._socket.sendall(self._is.answer)
        elif state is not None:
            self._socket.sendall(bytes((state[question],)))

    def _obey(self, command: tuple) -> None:
        if command[0] == "raster":
            self._job.rows += command[2]
        elif command[0] == "cut":
            self._job.cuts += 1
        elif command[0] == "ticket" and self._is.confirms:
            self._socket.sendall(b"\x37\x22" + (self._is.ticket or command[1]) + b"\x00")


__all__ = ["COVER", "EMPTY", "GOOD", "NORMAL", "STATES", "Behaviour", "FakePrinter", "Job", "Unknown"]
