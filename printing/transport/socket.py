"""TCP to port 9100, the network interface of nearly every receipt printer.

Opened for each job: a connection that was kept is dead after the printer's power went off (python-escpos 437,
459). A successful write proves nothing: 80 kB went into a connection whose printer had closed already.
"""

from __future__ import annotations

import contextlib
import socket
import time

from printing.status import Status
from printing.transport import Broken

PORT = 9100
_PIECE = 16_384


class Socket:
    """One job over one connection."""

    talks = True

    def __init__(
        self, host: str, port: int = PORT, *, connect: float = 3.0, stall: float = 10.0, total: float = 120.0
    ) -> None:
        """`stall`: how long the printer may take nothing at all; `total`: how long the whole job may take to
        leave.
        """
        self._host, self._port = host, port
        self._connect, self._stall, self._total = connect, stall, total
        self._socket: socket.socket | None = None
        self._end: float | None = None
        self.sent = 0

    def open(self) -> None:
        """Connect."""
        try:
            self._socket = socket.create_connection((self._host, self._port), self._connect)
        except socket.gaierror as error:
            raise Broken("unknown_host", str(error)) from error
        except ConnectionRefusedError as error:  # switched on, but no such service, or busy with another PC
            raise Broken("refused", str(error)) from error
        except OSError as error:
            raise Broken("unreachable", str(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(self._stall)

    def state(self) -> Status | None:
        """Only the printer knows."""
        return None

    def write(self, data: bytes) -> None:
        """Send a piece of the job, however slowly the printer takes it, as long as it takes something."""
        self._end = self._end or time.monotonic() + self._total
        rest = memoryview(data)
        while rest:
            if time.monotonic() > self._end:
                raise Broken("slow")
            n = self._send(rest[:_PIECE])
            self.sent += n
            rest = rest[n:]

    def ask(self, question: bytes) -> None:
        """A question is no part of the job and is not counted."""
        if self._send(memoryview(question)) != len(question):
            raise Broken("slow")

    def _send(self, piece: memoryview) -> int:
        assert self._socket
        try:
            return self._socket.send(piece)
        except TimeoutError as error:
            raise Broken("slow", str(error)) from error
        except OSError as error:
            raise Broken("lost", str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What the printer has said; b"" when it said nothing in that time."""
        assert self._socket
        self._socket.settimeout(max(0.0, seconds))
        try:
            data = self._socket.recv(4096)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            raise Broken("lost", str(error)) from error
        finally:
            self._socket.settimeout(self._stall)
        if not data:
            raise Broken("lost", "the printer closed the connection")
        return data

    def finish(self) -> str:
        """Nothing to wait for here: the printer is asked by whoever talks with it."""
        return "sent"

    def close(self) -> None:
        """Let what is on its way arrive. Unread answers would turn the end into a reset that throws bytes
        away, so read them.
        """
        if not self._socket:
            return
        with contextlib.suppress(OSError):
            self._socket.setblocking(False)
            self._socket.shutdown(socket.SHUT_WR)
            with contextlib.suppress(BlockingIOError):
                while self._socket.recv(4096):
                    pass
        self._socket.close()
        self._socket = None
