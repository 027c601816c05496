"""Cuts the power at points of a recording and opens what would be on the disk.

What was synced is there. Of the rest any part may be: writes in any subset, each in any subset of its
512-byte sectors; a name made, replaced or removed may or may not have reached the folder until that is
synced.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from branch_desk.domain.era import fiscal_year
from branch_desk.domain.fold import State
from branch_desk.store.faults import Fault
from branch_desk.store.ledger import Ledger

_HEAD = struct.Struct("<cHHQI")
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Op:
    """One recorded step; names are relative to the recorded folder."""

    what: str
    name: str
    other: str
    offset: int
    data: bytes


def read_log(log: Path, folder: Path) -> list[Op]:
    """The whole recording."""
    raw, at, ops = log.read_bytes(), 0, []

    def relative(path: str) -> str:
        return path.removeprefix(str(folder)).lstrip("/")

    while at < len(raw):
        what, first, second, offset, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name, other = raw[at : at + first].decode(), raw[at + first : at + first + second].decode()
        at += first + second
        data = b""
        if what == b"W":
            data = raw[at : at + length]
            at += length
        ops.append(Op(what.decode(), relative(name), relative(other), offset, data))
    return ops


@dataclass(slots=True)
class Disk:
    """The state of the disk: durable contents, and what waits for a sync."""

    durable: dict[str, bytearray] = field(default_factory=dict)
    waiting: dict[str, list[Op]] = field(default_factory=dict)  # writes and truncations, by file
    unnamed: list[Op] = field(default_factory=list)  # C, R, U in order
    shown: list[list[str]] = field(default_factory=list)

    def do(self, op: Op) -> None:
        if op.name == "ACK":
            self.shown += [line.split() for line in op.data.decode().splitlines()]
        elif op.name.endswith("-shm"):
            pass
        elif op.what in "WT":
            self.waiting.setdefault(op.name, []).append(op)
        elif op.what in "CRU":
            self.unnamed.append(op)
            if op.what == "R":  # what was written under the old name goes on under the new one
                self.waiting.setdefault(op.other, []).extend(self.waiting.pop(op.name, []))
        elif op.what == "S":
            self.sync(op.name)

    def sync(self, name: str) -> None:
        """A file: its content, and its own making (ext4 and NTFS keep the name with it). A folder: every name
        in it."""
        for op in list(self.unnamed):
            if (op.what == "C" and op.name == name) or _folder(op.other or op.name) == name:
                self.unnamed.remove(op)
                self.rename(self.durable, op)
        buffer = self.durable.get(name)
        if buffer is None and name in self.waiting:
            buffer = self.durable[name] = bytearray()
        for op in self.waiting.pop(name, []):
            _apply(buffer, op)

    @staticmethod
    def rename(files: dict[str, bytearray], op: Op) -> None:
        if op.what == "C":
            files.setdefault(op.name, bytearray())
        elif op.what == "U":
            files.pop(op.name, None)
        elif op.name in files:
            files[op.other] = files.pop(op.name)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """One of the states that the disk may be in if the power goes now."""
        files = {name: bytearray(content) for name, content in self.durable.items()}
        keep = chance.choice((0, 0.2, 0.5, 0.9, 1))
        reached = [op for op in self.unnamed if chance.random() < keep]
        for op in reached:
            self.rename(files, op)
        for name, ops in self.waiting.items():
            if name in files:
                for op in ops:
                    if chance.random() < keep:
                        _apply(files[name], op, chance, chance.choice((0.5, 1, 1)))
        return {name: bytes(content) for name, content in files.items()}


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _apply(buffer: bytearray, op: Op, chance: random.Random | None = None, share: float = 1) -> None:
    if op.what == "T":
        del buffer[op.offset :]
        buffer.extend(bytes(op.offset - len(buffer)))
        return
    end = op.offset + len(op.data)
    buffer.extend(bytes(max(0, end - len(buffer))))
    for at in range(0, len(op.data), SECTOR):
        if chance is None or share == 1 or chance.random() < share:
            piece = op.data[at : at + SECTOR]
            buffer[op.offset + at : op.offset + at + len(piece)] = piece


def states(
    ops: list[Op], before: dict[str, bytes], count: int, seed: int, *, each: int = 2
) -> Iterator[tuple[dict[str, bytes], list[list[str]]]]:
    """`count` states of the disk, `each` at one point, with what had been shown by then."""
    chance = random.Random(seed)
    disk = Disk({name: bytearray(content) for name, content in before.items()})
    points = sorted(chance.sample(range(1, len(ops) + 1), min(-(-count // each), len(ops))))
    done = 0
    for point in points:
        while done < point:
            disk.do(ops[done])
            done += 1
        for _ in range(each):
            yield disk.cut(chance), disk.shown


def check(place: Path, files: dict[str, bytes], shown: list[list[str]]) -> list[str]:
    """Opens the ledger in a state of the disk: everything that was shown must be there, as it was, and the
    next number be free."""
    shutil.rmtree(place, ignore_errors=True)
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
        (place / name).chmod(0o600)
    try:
        with Ledger.open(place / "home") as ledger:
            return list(_wrong(ledger, shown))
    except Fault as fault:
        return [f"cannot be opened: {fault}"]


def _wrong(ledger: Ledger, shown: list[list[str]]) -> Iterator[str]:
    for number, type_, request, name in shown:
        slip = ledger.slip(number)
        if slip is None or slip.state is State.LOST or slip.type != type_:
            yield "a number that was shown is lost"
        if ledger.personal(number).get("name", "-") != name:
            yield "a name that was typed is lost"
        with ledger.transaction() as tx:
            if tx.repeated(request) != number:
                yield "a request that was answered is not known"
    for flaw in ledger.verify().faults:
        yield flaw.word
    used = {number for number, *_ in shown}
    for type_ in ("501", "502", "101"):
        with ledger.transaction() as tx:
            new = tx.draw(fiscal_year(tx.now), type_).digits
            if new in used:
                yield "a number was given out twice"
            tx.append("issued", actor="1", slip=new, body={"type": type_})
