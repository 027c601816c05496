"""The witness: what this desk wrote, kept outside the database, so that an old copy of the database is
noticed.

A file of 80-byte records, each with a CRC, only ever appended to. A record of a number is on the disk before
the number is shown; the others follow with the next one. Beside HOME, one high-water file per ledger and
machine holds the last record of each kind in a fixed slot: it notices a whole HOME that was put back.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from branch_desk.domain.events import GENESIS, Event
from branch_desk.store.folders import sync_file, sync_folder

SIZE = 80
_RECORD = struct.Struct("<4s16sQ16s32sI")  # what, epoch, seq, number, hash, CRC-32 of the bytes before it
_WHAT = {b"WTo1": "out", b"WTw1": "own", b"WTm1": "mark"}
_TAG = {what: tag for tag, what in _WHAT.items()}
_BLANK = b" " * 16
_CHUNK = SIZE * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One event of this desk as the witness saw it; a `mark` says that an epoch began and all before it is
    settled.

    `number` stands where the event gave out a number.
    """

    what: str
    epoch: str
    seq: int = 0
    number: str | None = None
    hash: bytes = GENESIS

    @classmethod
    def of(cls, event: Event) -> Record:
        return cls(event.stream.value, event.epoch, event.seq, given_out(event), event.hash)

    def pack(self) -> bytes:
        number = self.number.encode() if self.number else _BLANK
        head = _RECORD.pack(_TAG[self.what], self.epoch.encode(), self.seq, number, self.hash, 0)[:-4]
        return head + struct.pack("<I", zlib.crc32(head))

    @classmethod
    def unpack(cls, data: bytes) -> Record | None:
        """None for a record that is torn or not one."""
        tag, epoch, seq, number, digest, crc = _RECORD.unpack(data)
        if tag not in _WHAT or zlib.crc32(data[:-4]) != crc:
            return None
        return cls(
            _WHAT[tag],
            epoch.decode("ascii"),
            seq,
            None if number == _BLANK else number.decode("ascii"),
            digest,
        )


GIVES = frozenset({"issued", "reserved", "bag_opened", "lost_record"})


def given_out(event: Event) -> str | None:
    """The number that an event gave out for the first time."""
    return (event.slip or event.bag) if event.type in GIVES else None


class Witness:
    """The open file. `add` after COMMIT; what could not be written stays pending and goes first the next
    time."""

    def __init__(self, path: Path) -> None:
        made = not path.exists()
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._pending: list[Record] = []
        self._end = os.fstat(self._descriptor).st_size
        self._end += -self._end % SIZE  # a torn last record keeps its place, so that all others stay aligned
        if made:
            os.fsync(self._descriptor)
            sync_folder(path.parent)

    def add(self, records: list[Record], *, sync: bool = False) -> None:
        """Appends; returns with the disk's word where a number was given out."""
        self._pending += records
        if not self._pending:
            return
        data = b"".join(record.pack() for record in self._pending)
        _write_all(self._descriptor, data, self._end)
        if sync or any(record.number for record in self._pending):
            sync_file(self._descriptor)
        self._end += len(data)
        self._pending = []

    def close(self) -> None:
        os.close(self._descriptor)


def backwards(path: Path) -> Iterator[Record | None]:
    """Every record from the last to the first; None for one that cannot be read. Nothing for a file that is
    not there."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        end = file.seek(0, os.SEEK_END)
        if end % SIZE:
            yield None
            end -= end % SIZE
        while end:
            start = max(0, end - _CHUNK)
            file.seek(start)
            block = file.read(end - start)
            for at in range(len(block) - SIZE, -1, -SIZE):
                yield Record.unpack(block[at : at + SIZE])
            end = start


class HighWater:
    """The last word of each stream and of each series of numbers, in fixed slots, never synced: it costs a
    write or two.

    Only ever a warning that something is missing, so a lost or torn slot does no harm, and a place that
    cannot be written stops nobody: `failed` then says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failed = False
        self._descriptor: int | None = None
        self._slots: dict[str, int] = {"out": 0, "own": 1}
        self.records: list[Record] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            data = os.read(self._descriptor, 1 << 20)
        except OSError:
            self.failed = True
            return
        for slot, record in enumerate(_slots(data)):
            if record is not None:
                self.records.append(record)
                if record.number and slot > 1:
                    self._slots[record.number[:9]] = slot

    def keep(self, records: list[Record]) -> None:
        """The last record of each series, and of each stream among those that gave out no number."""
        if self._descriptor is None:
            return
        newest = {
            record.number[:9] if record.number else record.what: record
            for record in records
            if record.what != "mark"
        }
        try:
            for slot, record in newest.items():
                at = self._slots.setdefault(slot, max(self._slots.values()) + 1)
                _write_all(self._descriptor, record.pack(), at * SIZE)
        except OSError:
            self.failed = True

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def remembered(path: Path) -> list[Record]:
    """What a high-water file holds, without opening it for writing."""
    try:
        return [record for record in _slots(path.read_bytes()) if record is not None]
    except OSError:
        return []


def _slots(data: bytes) -> list[Record | None]:
    return [Record.unpack(data[at : at + SIZE]) for at in range(0, len(data) - SIZE + 1, SIZE)]


def _write_all(descriptor: int, data: bytes, at: int) -> None:
    if not hasattr(os, "pwrite"):  # Windows
        os.lseek(descriptor, at, os.SEEK_SET)
        written = 0
        while written < len(data):
            written += os.write(descriptor, data[written:])
        return
    written = 0
    while written < len(data):
        written += os.pwrite(descriptor, data[written:], at + written)
