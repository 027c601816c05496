"""An ESC/POS printer's ear, written from the command reference and not from our encoder: bytes in any pieces
become commands, and what a real-time question would answer, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


class Unknown(ValueError):
    """Bytes that no command of ours begins with."""


QUESTION = re.compile(rb"\x10\x04[\x01-\x04]")


@dataclass
class Reader:
    """Feed it bytes; it tells every question seen and collects the commands that are complete."""

    commands: list[tuple] = field(default_factory=list)
    job: bytearray = field(default_factory=bytearray)  # all bytes that are no question of their own
    _rest: bytearray = field(default_factory=bytearray)
    _read: int = 0  # bytes of the whole stream that came before _rest
    _looked: int = 0  # up to here it was searched for questions

    def feed(self, data: bytes) -> Iterator[tuple]:
        """Yields ("asked", n) for each DLE EOT n and each command, in the order in which they end in the
        stream.

        A real printer looks at every byte as it comes, whatever command it belongs to (Epson, DLE EOT,
        notes).
        """
        self._rest += data
        start = max(self._looked - self._read, 0)
        asked = [
            (self._read + it.end(), self._rest[it.end() - 1]) for it in QUESTION.finditer(self._rest, start)
        ]
        self._looked = max(self._read + len(self._rest) - 2, asked[-1][0] if asked else 0)
        while (taken := self._one()) is not None:
            length, command = taken
            while asked and asked[0][0] <= self._read + length:
                yield "asked", asked.pop(0)[1]
            piece = bytes(self._rest[:length])
            del self._rest[:length]
            self._read += length
            if command is not None:
                self.job += piece
                self.commands.append(command)
                yield command
        for _, n in asked:
            yield "asked", n

    @property
    def pending(self) -> int:
        """Bytes of a command that has not ended."""
        return len(self._rest)

    def _one(self) -> tuple[int, tuple | None] | None:
        """Length and meaning of the command at the front; None while it is not whole."""
        b = self._rest
        if not b:
            return None
        if b[0] == 0x10:  # DLE EOT n outside of another command: no part of the job
            if len(b) < 3:
                return None
            if b[1] == 4 and 1 <= b[2] <= 4:
                return 3, None
        elif b[0] == 0x1B:
            if len(b) < 2:
                return None
            if b[1] == 0x40:
                return 2, ("init",)
            if b[1] == 0x4A:
                return (3, ("feed", b[2])) if len(b) > 2 else None
        elif b[0] == 0x1D:
            if len(b) < 2:
                return None
            if b[1] == 0x56:
                if len(b) < 4:
                    return None
                if b[2] == 66:
                    return 4, ("cut", b[3])
            elif b[1] == 0x76:
                if len(b) < 8:
                    return None
                if b[2] == 0x30 and b[3] == 0:
                    across, down = b[4] | b[5] << 8, b[6] | b[7] << 8
                    if not across or not down:
                        raise Unknown("an empty raster")
                    end = 8 + across * down
                    return (end, ("raster", across, down, bytes(b[8:end]))) if len(b) >= end else None
            elif b[1] == 0x28:
                if len(b) < 5:
                    return None
                length = b[3] | b[4] << 8
                if b[2] == 0x48 and length == 6:
                    if len(b) < 11:
                        return None
                    if bytes(b[5:7]) == b"00":
                        return 11, ("ticket", bytes(b[7:11]))
        raise Unknown(bytes(b[:4]).hex(" "))


def rasters(data: bytes) -> list[tuple[int, int, bytes]]:
    """All rasters of a whole job as (bytes across, rows, dots); raises when the job does not end with a whole
    command.
    """
    reader = Reader()
    list(reader.feed(data))
    if reader.pending:
        raise Unknown(f"{reader.pending} bytes are left over")
    return [command[1:] for command in reader.commands if command[0] == "raster"]
