"""What a desk has read: its word, in write-once generations, of which it keeps the newest three.

Publishing is not delivery. Only what a peer signed that it has counts as delivered, and the digest beside each number
lets an owner see that a peer has another stream under its name: a fork, or its own past.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync import envelope
from sync.batch import Position, Stream, is_position
from sync.envelope import Broken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "ack"
KEPT = 3
MOST_STREAMS = 50_000


@dataclass(frozen=True, slots=True)
class Ack:
    """How far `stream`'s desk knows every stream, its own included. `reads`: the formats that its program can read."""

    stream: Stream
    generation: int
    known: Mapping[Stream, Position]
    reads: tuple[int, ...] = (envelope.FORMAT,)


def seal(root: str, key: Ed25519PrivateKey, ack: Ack) -> bytes:
    """The bytes of one generation."""
    body = b"".join(envelope.canonical({"desk": desk, "epoch": epoch, "seq": at.seq, "digest": at.digest}) + b"\n"
                    for (desk, epoch), at in sorted(ack.known.items()))
    return envelope.seal(KIND, root, key, body, desk=ack.stream[0], epoch=ack.stream[1], generation=ack.generation,
                         reads=list(ack.reads))


def open_ack(data: bytes, *, root: str, stream: Stream, generation: int, public: bytes) -> Ack:
    """Raises Broken."""
    sealed = envelope.read(data)
    envelope.verify(sealed, public, kind=KIND, root=root)
    if (sealed.text("desk"), sealed.text("epoch")) != stream or sealed.number("generation") != generation:
        raise Broken("place")
    reads = sealed.header.get("reads")
    if not isinstance(reads, list) or not all(type(value) is int for value in reads):
        raise Broken("header")
    known = dict(_position(line) for line in envelope.lines(sealed, most=MOST_STREAMS))
    return Ack(stream, generation, known, tuple(reads))


def _position(line: Mapping[str, Any]) -> tuple[Stream, Position]:
    desk, epoch, seq, digest = (line.get(name) for name in ("desk", "epoch", "seq", "digest"))
    if not (isinstance(desk, str) and isinstance(epoch, str) and len(desk) <= 16 >= len(epoch)):
        raise Broken("record")
    if not (isinstance(seq, int) and isinstance(digest, str) and is_position(seq, digest)):
        raise Broken("record")
    return (desk, epoch), Position(seq, digest)
