"""A desk that keeps everything in memory: what a ledger does for `cycle.Local`, in a few lines."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import batch, cycle, names, patience, root
from sync.ack import Ack
from sync.batch import Batch, Continues, Position, Stream
from sync.root import Admitted, Members, OfficeKey, Pin
from sync.worker import InProcess, Share

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def order(record: Mapping[str, Any]) -> tuple[int, str, str, int]:
    """Where a record stands among all."""
    return (record["lamport"], record["desk"], record["epoch"], record["seq"])


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def new_key(luck: random.Random) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(luck.randbytes(32))


class Office:
    """Who made the root: its two keys, and what it has said. The same `luck` makes the same office."""

    def __init__(self, share: Share, *, practice: bool = False, luck: random.Random | None = None) -> None:
        luck = luck or random.SystemRandom()
        self.root_key, self.key = new_key(luck), new_key(luck)
        marker = root.seal_marker(luck.randbytes(16).hex(), self.root_key, public(self.key), practice=practice)
        self.pin = root.open_marker(marker).pin
        self.share = share
        self.members = Members(0, (Admitted("900", public(new_key(luck)), True, {"role": "office"}),))
        share.publish(names.ROOT, marker, "900", "0" * 16)

    def admit(self, *desks: MemoryDesk, active: bool = True) -> None:
        keys = {public(desk.key): desk for desk in desks}
        kept = tuple(item for item in self.members.admitted if item.key not in keys)
        new = tuple(Admitted(desk.me[0], key, active, {"role": "counter"}) for key, desk in keys.items())
        self.members = Members(self.members.generation + 1, kept + new)
        data = root.seal_members(self.pin, self.key, self.members)
        self.share.publish(names.office("members", self.members.generation), data, "900", "0" * 16)


class MemoryDesk:
    """One desk. `copy` of it is a clone or a backup."""

    def __init__(self, pin: Pin, code: str, luck: random.Random | None = None) -> None:
        self.luck = luck or random.SystemRandom()
        self.pin, self.key = pin, new_key(self.luck)
        self.me: Stream = (code, self.luck.randbytes(8).hex())
        self.home = self.stopped = False
        self.disputed: set[Stream] = set()
        self.records: dict[Stream, dict[int, Mapping[str, Any]]] = {self.me: {}}
        self.batches: dict[tuple[Stream, int], bytes] = {}      # own, sealed
        self.confirmed: set[tuple[Stream, int]] = set()
        self.positions: dict[Stream, Position] = {}
        self.continues: dict[Stream, Continues] = {}
        self.said_generation = 0
        self.last_said: Mapping[Stream, Position] = {}
        self.heard_words: dict[Stream, Ack] = {}
        self.aside: dict[Stream, tuple[int, str]] = {}
        self.words: dict[str, int] = {}
        self.later_keys: list[OfficeKey] = []
        self.known_members = Members(0)
        self.said_by_office: list[Any] = []
        self.lamport = 0
        self.last: Mapping[str, Any] | None = None      # the record that comes last in the order, of all that are known
        self.tries: dict[Stream, tuple[int, datetime]] = {}
        self.said_at = NOON
        self.wrong = timedelta(0)
        self.clock: Callable[[], datetime] = lambda: NOON + self.wrong

    def backup(self) -> MemoryDesk:
        other = copy.copy(self)
        for name in ("records", "disputed", "batches", "confirmed", "positions", "heard_words", "aside", "words", "later_keys",
                     "continues", "tries"):
            setattr(other, name, copy.copy(getattr(self, name)))
        other.records = {stream: dict(kept) for stream, kept in self.records.items()}
        other.home = False
        return other

    def write(self, what: str) -> tuple[str, str, int]:
        self.lamport += 1
        own = self.records[self.me]
        record = {"desk": self.me[0], "epoch": self.me[1], "seq": len(own) + 1, "lamport": self.lamport, "what": what,
                  "at": self.clock().isoformat(), "after": self.last and self.last["what"]}
        own[len(own) + 1] = self.last = record
        return (*self.me, len(own))

    def new_epoch(self) -> None:
        before = self.positions.get(self.me, Position())
        continues = Continues(self.me[1], before.seq, before.digest)
        self.me = (self.me[0], self.luck.randbytes(8).hex())
        self.continues[self.me] = continues
        self.records[self.me] = {}

    # ---- cycle.Local

    def office_keys(self) -> tuple[OfficeKey, ...]:
        return tuple(self.later_keys)

    def members(self) -> Members:
        return self.known_members

    def generation(self, word: str) -> int:
        return self.words.get(word, 0)

    def take_office(self, word: str, generation: int, said: Any, data: bytes) -> None:
        self.words[word] = generation
        if isinstance(said, Members):
            self.known_members = said
        elif isinstance(said, OfficeKey):
            self.later_keys.append(said)
        else:
            self.said_by_office.append(said)

    def to_publish(self) -> Sequence[cycle.Sealed]:
        for stream in [stream for stream in self.records if stream[0] == self.me[0]]:
            own, at = self.records[stream], self.positions.get(stream, Position())
            far = self.signed(stream)
            while at.seq + 1 in own and stream not in self.disputed:
                new = [own[seq] for seq in range(at.seq + 1, far.seq + 1 if far.seq > at.seq else at.seq + 4) if seq in own]
                data = batch.seal(self.pin.root, stream, self.key, new, at, new[-1]["lamport"],
                                  self.continues.get(stream) if at.seq == 0 else None)
                if far.seq > at.seq and far != Position(new[-1]["seq"], batch.digest_of(data)):
                    break
                self.batches[stream, at.seq + 1] = data
                at = self.positions[stream] = Position(new[-1]["seq"], batch.digest_of(data))
        return [cycle.Sealed(stream, first, data) for (stream, first), data in sorted(self.batches.items())
                if (stream, first) not in self.confirmed and stream not in self.disputed and stream[0] == self.me[0]]

    def unseal(self, sealed: cycle.Sealed) -> None:
        for stream, first in [key for key in self.batches if key[0] == sealed.stream and key[1] >= sealed.first]:
            del self.batches[stream, first]
            self.confirmed.discard((stream, first))
        before = [first for stream, first in self.batches if stream == sealed.stream]
        data = self.batches[sealed.stream, max(before)] if before else None
        self.positions[sealed.stream] = Position(sealed.first - 1, batch.digest_of(data) if data else batch.START)

    def published(self, sealed: cycle.Sealed) -> None:
        self.confirmed.add((sealed.stream, sealed.first))

    def kept(self) -> Sequence[tuple[Stream, Sequence[int]]]:
        return [(stream, [first for other, first in sorted(self.confirmed) if other == stream])
                for stream in sorted({stream for stream, _ in self.confirmed})]

    def kept_batch(self, stream: Stream, first: int) -> bytes:
        return self.batches[stream, first]

    def known(self) -> Mapping[Stream, Position]:
        return dict(self.positions)

    def resting(self) -> Collection[Stream]:
        return {stream for stream, (tries, at) in self.tries.items() if patience.rests(tries, at, self.clock())}

    def take(self, run: Sequence[tuple[Batch, bytes]]) -> bool:
        stream = run[0][0].stream
        kept = self.records.setdefault(stream, {})
        given = {record["seq"]: record for taken, _ in run for record in taken.records}
        if any(kept.get(seq, record) != record for seq, record in given.items()):
            return False
        kept |= given
        for taken, data in run:
            self.positions[stream] = taken.position
            if taken.lamport > self.lamport:
                self.lamport, self.last = taken.lamport, max(taken.records, key=order)
            self.batches[stream, taken.first] = data
            self.confirmed.add((stream, taken.first))
        self.aside.pop(stream, None)
        self.tries.pop(stream, None)
        return True

    def take_home(self, home: Sequence[tuple[Batch, bytes]]) -> str | None:
        names = ("records", "positions", "batches", "confirmed", "aside")
        before = {name: copy.copy(getattr(self, name)) for name in names}
        before["records"] = {stream: dict(kept) for stream, kept in self.records.items()}
        new = False
        for taken, data in home:
            whole = replace(taken, records=batch.records_of(data))
            new |= any(record["seq"] not in self.records.get(taken.stream, {}) for record in whole.records)
            if not self.take([(whole, data)]):
                for name in names:
                    setattr(self, name, before[name])
                raise cycle.NotTaken(taken.stream, taken.first, "fork")
        if new:
            self.new_epoch()
            self.stopped |= self.home
        return ("clone" if self.home else "rewound") if new else None

    def at_home(self) -> None:
        self.home = True

    def is_home(self) -> bool:
        return self.home

    def behind(self) -> Collection[Stream]:
        return [stream for stream in self.records if stream[0] == self.me[0]
                and self.signed(stream).seq > self.positions.get(stream, Position()).seq]

    def disowned(self) -> Collection[Stream]:
        return [stream for stream in self.records if stream[0] == self.me[0] and self._disowned(stream)]

    def _disowned(self, mine: Stream) -> bool:
        known = {Position(0)} | {Position(self.ends(data), batch.digest_of(data)) for (stream, _), data in self.batches.items()
                                 if stream == mine}
        far = self.positions.get(mine, Position()).seq
        said = {word.known[mine] for word in self.heard_words.values() if mine in word.known}
        return any(at.seq <= far for at in said - known)

    @staticmethod
    def ends(data: bytes) -> int:
        """The last record of a batch."""
        return batch.envelope.read(data).number("last")

    def signed(self, stream: Stream) -> Position:
        """How far any peer has it by its own word."""
        return max((word.known.get(stream, Position()) for word in self.heard_words.values()), default=Position(),
                   key=lambda at: at.seq)

    def begin_again(self) -> None:
        self.new_epoch()

    def cloned(self) -> None:
        self.stopped = True
        self.new_epoch()

    def put_aside(self, stream: Stream, first: int, data: bytes, why: str) -> None:
        tries = self.tries.get(stream, (0, NOON))[0] if self.aside.get(stream, (first,))[0] == first else 0
        self.aside[stream] = (first, why)
        self.tries[stream] = (tries + 1, self.clock())
        if why == cycle.FORK:
            self.disputed.add(stream)

    def heard(self, said: Ack) -> None:
        self.heard_words[said.stream] = said

    def generations(self) -> Mapping[Stream, int]:
        return {stream: word.generation for stream, word in self.heard_words.items()} | {self.me: self.said_generation}

    def next_ack(self) -> Ack | None:
        holds = self.known() == self.last_said and patience.still_holds(self.said_at, self.clock())
        return None if holds else Ack(self.me, self.said_generation + 1, self.known())

    def said(self, said: Ack) -> None:
        self.said_generation, self.last_said, self.said_at = said.generation, said.known, self.clock()

    # ---- for tests

    def everything(self) -> dict[tuple[str, str, int], Mapping[str, Any]]:
        return {(*stream, seq): record for stream, kept in self.records.items() for seq, record in kept.items()}


def exchange_all(share: Share, *desks: MemoryDesk, rounds: int = 3) -> list[cycle.Round]:
    """Everybody in turn, until everybody has heard everybody."""
    done: list[cycle.Round] = []
    for number in range(rounds):
        done = [cycle.exchange(share, desk, look_everywhere=number == 0) for desk in desks]
    return done


__all__ = ["InProcess", "MemoryDesk", "Office", "exchange_all", "public"]
