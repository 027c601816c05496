"""Batches: a stretch of one stream, in order and without a gap, chained to the batch before it.

A stream is one life (epoch) of one desk; its records are numbered from 1. What a record says is nobody's business
here: it is a JSON object with `desk`, `epoch` and `seq`, and the rest belongs to whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync import envelope
from sync.envelope import Broken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "batch"
MOST_RECORDS = 2_000        # about 40 KB compressed; a desk that was alone for a year sends 50 of them
START = "0" * 64            # what the first batch of a desk's first life comes after

MOST = 1 << 53              # no record has a higher number: JSON readers elsewhere count no further

Stream = tuple[str, str]    # (desk, epoch)
Record = Mapping[str, Any]

_EPOCH = re.compile("[0-9a-f]{16}")
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a stream is known: its last record and the digest of the batch that brought it. (0, START) is its
    beginning."""

    seq: int = 0
    digest: str = START


@dataclass(frozen=True, slots=True)
class Continues:
    """The first batch of a later life says which life it goes on from, and how far that one was known."""

    epoch: str
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that was measured and believed."""

    stream: Stream
    first: int
    last: int
    lamport: int
    before: str
    digest: str
    records: tuple[Record, ...]
    continues: Continues | None = None
    lines: tuple[bytes, ...] = ()       # the records as they were written: their canonical bytes

    @property
    def position(self) -> Position:
        """How far its stream is known with it."""
        return Position(self.last, self.digest)


def seal(root: str, stream: Stream, key: Ed25519PrivateKey, records: Sequence[Record], before: Position,
         lamport: int, continues: Continues | None = None) -> bytes:
    """The bytes of the next batch after `before`. They are kept and never made again: what is once under a name on
    the share is what every later attempt must write there."""
    desk, epoch = stream
    if not records or len(records) > MOST_RECORDS:
        raise ValueError("a batch has 1 to 2,000 records")
    numbers = [record["seq"] for record in records]
    if numbers != list(range(before.seq + 1, before.seq + 1 + len(records))):
        raise ValueError("a batch has no gap")
    if any((record["desk"], record["epoch"]) != stream for record in records):
        raise ValueError("a batch is of one stream")
    fields: dict[str, Any] = {"desk": desk, "epoch": epoch, "first": numbers[0], "last": numbers[-1],
                              "count": len(records), "lamport": lamport, "before": before.digest}
    if continues is not None:
        fields["continues"] = [continues.epoch, continues.seq, continues.digest]
    body = b"".join(envelope.canonical(dict(record)) + b"\n" for record in records)
    return envelope.seal(KIND, root, key, body, **fields)


def records_of(data: bytes) -> tuple[Record, ...]:
    """The records of a batch that was believed."""
    return tuple(envelope.lines(envelope.read(data), most=MOST_RECORDS))


def digest_of(data: bytes) -> str:
    """The digest under which the next batch names this one."""
    return envelope.read(data).digest.hex()


def open_batch(data: bytes, *, root: str, stream: Stream, first: int, known: Position, public: bytes) -> Batch:
    """The batch of these bytes, where it is what its place says: of this root and stream, by this key, the next after
    what is known. Raises Broken with the first thing that is wrong."""
    sealed = envelope.read(data)
    envelope.verify(sealed, public, kind=KIND, root=root)
    if (sealed.text("desk"), sealed.text("epoch")) != stream or sealed.number("first") != first:
        raise Broken("place")
    last, count = sealed.number("last"), sealed.number("count")
    if first != known.seq + 1 or last != first + count - 1 or not 1 <= count <= MOST_RECORDS:
        raise Broken("sequence")
    if sealed.text("before") != known.digest:
        raise Broken("chain")
    records, lines = envelope.lines_as_written(sealed, most=MOST_RECORDS)
    if len(records) != count:
        raise Broken("count")
    for seq, record in enumerate(records, first):
        if (record.get("desk"), record.get("epoch"), record.get("seq")) != (*stream, seq):
            raise Broken("record")
    return Batch(stream, first, last, sealed.number("lamport"), known.digest, sealed.digest.hex(), tuple(records),
                 _continues(sealed.header.get("continues")), tuple(lines))


def _continues(value: Any) -> Continues | None:
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 3):
        raise Broken("header")
    epoch, seq, digest = value
    if not (isinstance(epoch, str) and _EPOCH.fullmatch(epoch) and is_position(seq, digest)):
        raise Broken("header")
    return Continues(epoch, seq, digest)


def is_position(seq: Any, digest: Any) -> bool:
    """Whether these say how far a stream is known."""
    return (type(seq) is int and 0 <= seq < MOST and isinstance(digest, str) and _DIGEST.fullmatch(digest) is not None)
