"""A wire that can be cut: a TCP proxy that counts the messages of SMB, cuts one at a part of its bytes, or loses a reply."""

from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """At the `message`-th request: after `part` of its bytes (0 none, 1 all of it), or `reply`: it arrives and is
    carried out, and the answer never comes."""

    message: int
    part: float = 0.0
    reply: bool = False


class Proxy:
    """Between one client and the server, from `port` on loopback."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._cut: Cut | None = None
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.messages, self.was_cut = 0, False
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, cut: Cut | None) -> None:
        """Count from here on, and cut there."""
        with self._lock:
            self.messages, self._cut, self.was_cut = 0, cut, False

    def close(self) -> None:
        self._listener.close()
        self._reset()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                return
            self._sockets += [client, server]
            for source, target, up in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pump, args=(source, target, up), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        try:
            while True:
                head = _exactly(source, 4)
                message = head + _exactly(source, int.from_bytes(head[1:], "big"))
                part = self._how_much(up)
                target.sendall(message[:int(len(message) * part)])
                if part < 1 or self._ends_here(up):
                    self._reset()
                    return
        except OSError:
            for end in (source, target):
                end.close()

    def _how_much(self, up: bool) -> float:
        with self._lock:
            if up:
                self.messages += 1
            cut = self._cut
            if cut is None or self.messages != cut.message:
                return 1.0
            if cut.reply and not up:
                self.was_cut = True
                return 0.0
            if not cut.reply and up:
                self.was_cut = True
                return cut.part
            return 1.0

    def _ends_here(self, up: bool) -> bool:
        with self._lock:
            cut = self._cut
            return up and cut is not None and not cut.reply and self.messages == cut.message

    def _reset(self) -> None:
        with self._lock:
            found, self._sockets, self._cut = self._sockets, [], None
        for end in found:
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()


def _exactly(source: socket.socket, count: int) -> bytes:
    parts = b""
    while len(parts) < count:
        found = source.recv(count - len(parts))
        if not found:
            raise OSError("closed")
        parts += found
    return parts
