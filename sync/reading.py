"""A batch as it stands at its place: believed, or put aside so that its stream stands still and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from sync import batch, names
from sync.batch import Batch, Position, Stream
from sync.envelope import Broken
from sync.local import Local
from sync.root import Members
from sync.round import Round


class Reader(Protocol):
    """Where batches are read from: the share, or a starter bundle."""

    def read(self, path: names.Path) -> bytes | None:
        """The file; None where there is none. Raises Away."""


class Spoiled(Exception):
    """What stands at a place is not the batch that belongs there."""

    def __init__(self, first: int, data: bytes, why: str) -> None:
        super().__init__(why)
        self.first, self.data, self.why = first, data, why


def believed(local: Local, stream: Stream, known: Position, members: Members, data: bytes) -> Batch:
    """The batch that comes after what is known, by any key of its desk. Raises Spoiled."""
    first, why = known.seq + 1, "key"
    for public in members.keys(stream[0]):
        try:
            return batch.open_batch(data, root=local.pin.root, stream=stream, first=first, known=known, public=public)
        except Broken as broken:
            why = broken.why
            if why != "key":
                break
    raise Spoiled(first, data, why)


def coming(share: Reader, local: Local, stream: Stream, known: Position, members: Members,
           goes_on: Callable[[], bool]) -> Iterator[tuple[Batch, bytes]]:
    """The batches that come next in a stream, believed. Raises Spoiled, Away."""
    while goes_on():
        data = share.read(names.batch(*stream, known.seq + 1))
        if data is None:
            return
        taken = believed(local, stream, known, members, data)
        yield taken, data
        known = taken.position


def put_aside(local: Local, round_: Round, stream: Stream, first: int, data: bytes, why: str) -> None:
    """Its stream stands still until something else stands there."""
    local.put_aside(stream, first, data, why)
    round_.stall("update" if why == "format" else "broken", stream[0], f"{stream[1]} {first} {why}")
