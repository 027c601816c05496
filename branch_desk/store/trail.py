"""What an auditor asks of the chains: where they stand, whether a value printed earlier is still in them, who held which
role, what was set when, and numbers drawn at random. Reads only."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from branch_desk.domain import numbers
from branch_desk.domain.events import Event, Stream
from branch_desk.store import kept, reading
from branch_desk.store.database import Database
from branch_desk.store.projection import TABLES

DIGITS = 20  # of a value that is printed: 66 bits, more than can be tried through until a rewritten chain fits
FEW = 5000  # records that are looked through one by one
TRIES = 400  # per number wanted, where there are more: about every sixth record gives a number
_FIRST_GIVEN = "type in ('issued', 'reserved', 'lost_record')"


@dataclass(frozen=True, slots=True)
class Head:
    """Where both chains of this desk stood. `value` depends on every record before: who rewrites one changes it."""

    epoch: str
    out: int
    own: int
    value: str

    @property
    def text(self) -> str:
        """As it is printed, and typed back: two places and twenty digits."""
        groups = (self.value[i : i + 4] for i in range(0, DIGITS, 4))
        return "-".join((str(self.out), str(self.own), *groups))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A PIN that was typed wrong `tries` times in a row, the last time at `at`; for `wait` seconds none is taken."""

    tries: int
    at: str
    wait: int


class Trail:
    """The chains of one desk's ledger, to look at."""

    def __init__(self, db: Database, desk: str) -> None:
        self._db, self._desk = db, desk

    # ---- where the chains stand

    def head(self) -> Head:
        """As they stand now."""
        epoch = self._epochs()[-1]
        return self._head(epoch, *(self._last(stream, epoch) for stream in Stream))

    def head_of(self, day: date) -> Head:
        """As they stood at the end of a day, by the times in the records."""
        last = {stream: self._until(stream, day) for stream in Stream}
        order = self._epochs()
        epoch = max((found[0] for found in last.values() if found), key=order.index, default=order[0])
        return self._head(
            epoch, *(found[1] if (found := last[stream]) and found[0] == epoch else 0 for stream in Stream)
        )

    def holds(self, out: int, own: int, value: str) -> Head | None:
        """Where both chains stood at these places, if they still give this value there."""
        for epoch in reversed(self._epochs()):
            if all(self._hash(stream, epoch, seq) for stream, seq in ((Stream.OUT, out), (Stream.OWN, own))):
                head = self._head(epoch, out, own)
                if head.value == value:
                    return head
        return None

    def reaches(self, out: int, own: int) -> bool:
        """Whether any life of this ledger got as far as these places."""
        return any(
            self._last(Stream.OUT, epoch) >= out and self._last(Stream.OWN, epoch) >= own for epoch in self._epochs()
        )

    def at(self, head: Head) -> str:
        """When the last record before this place was written; '' where there was none."""
        return max((self._at(Stream.OUT, head.epoch, head.out), self._at(Stream.OWN, head.epoch, head.own)))

    def _at(self, stream: Stream, epoch: str, seq: int) -> str:
        row = self._db.execute(
            f"select at from {TABLES[stream]} where desk = ? and epoch = ? and seq = ?", (self._desk, epoch, seq)
        ).fetchone()
        return str(row[0]) if row else ""

    def _epochs(self) -> list[str]:
        return [row[0] for row in self._db.execute("select epoch from epoch order by number").fetchall()]

    def _last(self, stream: Stream, epoch: str) -> int:
        found = self._db.execute(
            f"select max(seq) from {TABLES[stream]} where desk = ? and epoch = ?", (self._desk, epoch)
        ).fetchone()[0]
        return int(found or 0)

    def _until(self, stream: Stream, day: date) -> tuple[str, int] | None:
        row = self._db.execute(
            f"select epoch, seq from {TABLES[stream]} where desk = ? and substr(at, 1, 10) <= ? order by id desc limit 1",
            (self._desk, day.isoformat()),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def _hash(self, stream: Stream, epoch: str, seq: int) -> bytes | None:
        """The hash at a place; at place 0 what the epoch goes on from."""
        if seq == 0:
            row = self._db.execute(f"select {stream.value}_prev from epoch where epoch = ?", (epoch,)).fetchone()
        else:
            row = self._db.execute(
                f"select hash from {TABLES[stream]} where desk = ? and epoch = ? and seq = ?", (self._desk, epoch, seq)
            ).fetchone()
        return bytes(row[0]) if row else None

    def _head(self, epoch: str, out: int, own: int) -> Head:
        places = ((Stream.OUT, out), (Stream.OWN, own))
        hashes = [self._hash(stream, epoch, seq) or b"" for stream, seq in places]
        named = f"{self._desk}/{epoch}/{out}/{own}/".encode()
        whole = int.from_bytes(hashlib.sha256(named + b"".join(hashes)).digest(), "big")
        return Head(epoch, out, own, f"{whole % 10**DIGITS:0{DIGITS}d}")

    # ---- who and what

    def staff_changes(self) -> tuple[Event, ...]:
        """Every registration, change and end of a member of staff, in order."""
        return tuple(kept.events(self._db, "staff_changed"))

    def setting_changes(self) -> tuple[Event, ...]:
        """Every change of what is set, in order."""
        return tuple(kept.events(self._db, "setting_changed"))

    def wrong_pins(self, code: str) -> Wrong | None:
        """What stands against a member of staff's PIN; None where nothing does."""
        failed, cleared = (kept.last_of(self._db, kind, code) for kind in ("pin_failed", "pin_cleared"))
        if failed is None or (cleared is not None and cleared.lamport > failed.lamport):
            return None
        return Wrong(failed.value("tries"), failed.at, failed.value("wait"))

    def between(self, stream: Stream, first: date, last: date, types: tuple[str, ...]) -> list[Event]:
        """Records of these types of this desk alone, from one day to another, both included, in order of writing."""
        found = reading.events_between(self._db, stream, first, last, types)
        return [event for event in found if event.desk == self._desk]

    # ---- numbers drawn at random

    def length(self) -> int:
        """How many travelling records this desk has written in all its lives: what a draw is made from."""
        return sum(self._last(Stream.OUT, epoch) for epoch in self._epochs())

    def draw(self, count: int, seed: int, length: int) -> list[str]:
        """Numbers of slips that this desk gave out, in the order in which they were drawn from its first `length`
        records. The same seed and length give the same numbers for ever, because a record is never changed."""
        chance = random.Random(seed)
        lives = [(epoch, self._last(Stream.OUT, epoch)) for epoch in self._epochs()]
        places: Sequence[int] | range
        if length <= FEW:
            places = chance.sample(range(1, length + 1), length)
        else:
            places = [chance.randrange(1, length + 1) for _ in range(TRIES * count)]
        found: dict[str, None] = {}
        for place in places:
            number = self._given_at(lives, place)
            if number is not None:
                found[number] = None
                if len(found) == count:
                    break
        return list(found)

    def _given_at(self, lives: list[tuple[str, int]], place: int) -> str | None:
        """The slip whose number the record at this place gave out; a blank's number was given when it was reserved."""
        for epoch, last in lives:
            if place <= last:
                row = self._db.execute(
                    f"select type, slip from event where desk = ? and epoch = ? and seq = ? and {_FIRST_GIVEN}",
                    (self._desk, epoch, place),
                ).fetchone()
                if row is None or row[1] is None:
                    return None
                number = numbers.parse(str(row[1]))
                blank = number is not None and number.type == numbers.RESERVED_TYPE
                return None if row[0] == "issued" and blank else str(row[1])
            place -= last
        return None
