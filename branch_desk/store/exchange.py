"""What the ledger keeps for the exchange: how far each stream is known, sealed batches, what peers have, what the
office said. The services put it together with the `sync` room, which store does not know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era
from branch_desk.domain.digest import Digest, digest
from branch_desk.domain.events import GENESIS, Event, chained
from branch_desk.store import projection
from branch_desk.store.database import Database
from branch_desk.store.projection import EVENT_COLUMNS, event_of

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.store.transaction import Transaction

Stream = tuple[str, str]    # (desk, epoch)

ASIDE_KEPT = 64 << 10

_STREAM = "desk, epoch, seq, digest, before_epoch, before_seq, before_hash, at"
_PUT_STREAM = (
    f"insert into stream({_STREAM}) values(?,?,?,?,?,?,?,?) on conflict do update set "
    "seq = excluded.seq, digest = excluded.digest, at = excluded.at"
)
_KNOWN_BETWEEN = "select seq, hash from event where desk = ? and epoch = ? and seq between ? and ?"
_KNOWN_HASH = "select hash from event where desk = ? and epoch = ? and seq = ?"


@dataclass(frozen=True, slots=True)
class Known:
    """How far a stream is known; `before` is the life it goes on from: (epoch, last record, its hash in hex)."""

    desk: str
    epoch: str
    seq: int
    digest: str
    before: tuple[str, int, str] | None
    at: str

    @property
    def stream(self) -> Stream:
        return (self.desk, self.epoch)


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """A batch whose bytes are here."""

    stream: Stream
    first: int
    last: int
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Aside:
    """A stream that stands still at this batch."""

    stream: Stream
    first: int
    why: str
    tries: int
    at: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a peer signed last: `known` is (seq, digest) by stream."""

    stream: Stream
    generation: int
    known: Mapping[Stream, tuple[int, str]]
    reads: tuple[int, ...]
    at: str


class Forked(Exception):
    """Two records under one key: nothing of the batch is kept."""

    def __init__(self, key: tuple[str, str, int]) -> None:
        super().__init__(f"two records under {key}")
        self.key = key


class Exchange:
    """The part of a ledger that the exchange reads and writes. Whatever writes takes a transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.home = False       # since this ledger was opened, a whole look at the share found nothing of its own missing
        self._words: dict[Stream, Word] = {}

    @property
    def _db(self) -> Database:
        return self._ledger.db

    # ---- streams

    def streams(self) -> list[Known]:
        """Every stream that is known or sealed."""
        return [_known(row) for row in self._db.execute(f"select {_STREAM} from stream order by desk, epoch").fetchall()]

    def own_epochs(self) -> list[tuple[str, tuple[str, int, str] | None]]:
        """This desk's lives in order, each with the one that it goes on from."""
        rows = self._db.execute("select epoch, out_prev from epoch order by number").fetchall()
        found: list[tuple[str, tuple[str, int, str] | None]] = []
        for number, (epoch, prev) in enumerate(rows):
            before = rows[number - 1][0] if number else None
            found.append((epoch, (before, self.head(before), prev.hex()) if before else None))
        return found

    def head(self, epoch: str) -> int:
        """The last record of one of this desk's lives."""
        return int(self._db.execute("select coalesce(max(seq), 0) from event where desk = ? and epoch = ?",
                                    (self._ledger.desk.code, epoch)).fetchone()[0])

    def count_own(self) -> int:
        """How many travelling records of this desk are here, of whichever life."""
        return int(self._db.execute("select count(*) from event where desk = ?", (self._ledger.desk.code,)).fetchone()[0])

    def own_records(self, epoch: str, after: int, limit: int) -> list[Event]:
        """What this desk wrote in one of its lives and has not sealed."""
        rows = self._db.execute(
            f"select {EVENT_COLUMNS} from event where desk = ? and epoch = ? and seq > ? order by seq limit ?",
            (self._ledger.desk.code, epoch, after, limit)).fetchall()
        return [event_of(row) for row in rows]

    def digest(self) -> Digest:
        """What two desks compare to see whether they know and believe the same."""
        events = (event_of(row) for row in self._db.execute(f"select {EVENT_COLUMNS} from event"))
        slips = (projection.slip_of(row) for row in self._db.execute(f"select {projection.SLIP_COLUMNS} from slip"))
        bags = (projection.bag_of(row) for row in self._db.execute(f"select {projection.BAG_COLUMNS} from bag"))
        return digest(events, slips, bags)

    def count_unsealed(self) -> int:
        """Records of this desk that stand in no batch yet."""
        sealed = {item.epoch: item.seq for item in self.streams() if item.desk == self._ledger.desk.code}
        return sum(max(0, self.head(epoch) - sealed.get(epoch, 0)) for epoch, _ in self.own_epochs())

    def signed(self) -> dict[str, tuple[int, str]]:
        """By own life, how far any other desk signed to have it, and by which batch."""
        own, epochs = self._ledger.desk.code, [epoch for epoch, _ in self.own_epochs()]
        found = dict.fromkeys(epochs, (0, ""))
        for word in self.words():
            if word.stream[0] != own:
                found |= {epoch: max(found[epoch], word.known.get((own, epoch), (0, ""))) for epoch in epochs}
        return found

    def disowned(self, stream: Stream) -> bool:
        """Whether any other desk signed to have a batch of this own life that is none of ours."""
        said = {word.known[stream] for word in self.words() if stream in word.known and word.stream[0] != stream[0]}
        far = next((item.seq for item in self.streams() if item.stream == stream), 0)
        return any(self._db.execute("select 1 from batch where desk = ? and epoch = ? and last = ? and digest = ?",
                                    (*stream, seq, digest)).fetchone() is None for seq, digest in said if 0 < seq <= far)

    # ---- batches

    def keep_batch(self, tx: Transaction, kept: KeptBatch, *, published: bool) -> None:
        """The bytes of a batch."""
        self._db.execute(
            "insert into batch(desk, epoch, first, last, digest, data, published, at) values(?,?,?,?,?,?,?,?) "
            "on conflict do nothing",
            (*kept.stream, kept.first, kept.last, kept.digest, kept.data, int(published), era.stamp(tx.now)))

    def know(self, tx: Transaction, stream: Stream, seq: int, digest: str,
             before: tuple[str, int, str] | None = None) -> None:
        """How far a stream is known from now on."""
        self._db.execute(_PUT_STREAM, (*stream, seq, digest, *(before or (None, None, None)), era.stamp(tx.now)))

    def waiting(self, most: int, but: str) -> list[KeptBatch]:
        """The next own batches that nobody saw on the share, in order, but of streams put aside as `but`."""
        return self._batches("published = 0 and not exists(select 1 from aside a where a.desk = batch.desk and "
                             "a.epoch = batch.epoch and a.why = ?) order by desk, epoch, first limit ?", (but, most))

    def count_waiting(self) -> int:
        """How many records stand in such batches."""
        row = self._db.execute("select coalesce(sum(last - first + 1), 0) from batch where published = 0").fetchone()
        return int(row[0])

    def batch(self, stream: Stream, first: int) -> KeptBatch | None:
        """One of them."""
        found = self._batches("desk = ? and epoch = ? and first = ?", (*stream, first))
        return found[0] if found else None

    def folders(self, each: int) -> list[tuple[Stream, int]]:
        """Where the batches lie that are kept and were seen on the share, by `each` records."""
        rows = self._db.execute("select distinct desk, epoch, first / ? from batch where published = 1 order by 1, 2, 3",
                                (each,)).fetchall()
        return [((row[0], row[1]), row[2]) for row in rows]

    def firsts(self, stream: Stream, each: int, folder: int) -> list[int]:
        """The first numbers of those that lie in one of them."""
        return [row[0] for row in self._db.execute(
            "select first from batch where desk = ? and epoch = ? and first between ? and ? and published = 1 order by first",
            (*stream, folder * each, folder * each + each - 1)).fetchall()]

    def mark_published(self, tx: Transaction, stream: Stream, first: int) -> None:
        """It stands on the share."""
        self._db.execute("update batch set published = 1 where desk = ? and epoch = ? and first = ?", (*stream, first))

    def unseal(self, tx: Transaction, stream: Stream, first: int) -> None:
        """Own batches from `first` on are to be sealed again: their name on the share is taken."""
        self._db.execute("delete from batch where desk = ? and epoch = ? and first >= ?", (*stream, first))
        row = self._db.execute("select last, digest from batch where desk = ? and epoch = ? order by first desc limit 1",
                               stream).fetchone()
        if row is None:
            self._db.execute("delete from stream where desk = ? and epoch = ?", stream)
        else:
            self.know(tx, stream, *row)

    def _batches(self, where: str, values: Sequence[Any] = ()) -> list[KeptBatch]:
        rows = self._db.execute(f"select desk, epoch, first, last, digest, data from batch where {where}", values).fetchall()
        return [KeptBatch((row[0], row[1]), *row[2:]) for row in rows]

    # ---- taking in

    def take(self, tx: Transaction, events: Sequence[Event], first_prev: bytes | None,
             written: Sequence[bytes | None] = ()) -> list[Event]:
        """Keeps the records of one stretch of a stream, chained here as their writer chained them, and folds what
        they concern. Those that are known already are compared. Answers the new ones. `written`: their canonical bytes,
        where they are at hand. Raises Forked."""
        if not events:
            return []
        prev = self._prev(events[0], first_prev)
        known = dict(self._db.execute(_KNOWN_BETWEEN, (*events[0].key, events[-1].seq)).fetchall())
        new: list[Event] = []
        for event, line in zip(events, written or [None] * len(events), strict=True):
            linked = chained(event, prev, line)
            prev = linked.hash
            if event.seq not in known:
                new.append(linked)
            elif known[event.seq] != linked.hash:
                raise Forked(linked.key)
        projection.insert_events(self._db, new)
        tx.took_in(new)
        return new

    def _prev(self, first: Event, given: bytes | None) -> bytes:
        if first.seq == 1:
            return given or GENESIS
        row = self._db.execute(_KNOWN_HASH, (first.desk, first.epoch, first.seq - 1)).fetchone()
        if row is None:
            raise LookupError("a stretch that does not join on")
        return bytes(row[0])

    # ---- streams that stand still

    def put_aside(self, tx: Transaction, stream: Stream, first: int, why: str, data: bytes) -> None:
        """One more try of this batch failed. Its beginning is kept: it says whose it is, and there may be many."""
        self._db.execute(
            "insert into aside(desk, epoch, first, why, data, tries, at) values(?,?,?,?,?,1,?) on conflict do update set "
            "tries = case when first = excluded.first then tries + 1 else 1 end, first = excluded.first, "
            "why = excluded.why, data = excluded.data, at = excluded.at",
            (*stream, first, why, data[:ASIDE_KEPT], era.stamp(tx.now)))

    def goes_on(self, tx: Transaction, stream: Stream) -> None:
        """The stream moves again."""
        self._db.execute("delete from aside where desk = ? and epoch = ?", stream)

    def stopped(self) -> list[Aside]:
        """Every stream that stands still."""
        rows = self._db.execute("select desk, epoch, first, why, tries, at from aside order by desk, epoch").fetchall()
        return [Aside((row[0], row[1]), *row[2:]) for row in rows]

    # ---- words

    def hear(self, tx: Transaction, word: Word) -> None:
        """A peer's newest word, or our own."""
        known = json.dumps([[*stream, *at] for stream, at in sorted(word.known.items())], separators=(",", ":"))
        self._db.execute("insert or replace into word(desk, epoch, generation, reads, known, at) values(?,?,?,?,?,?)",
                         (*word.stream, word.generation, json.dumps(word.reads), known, era.stamp(tx.now)))

    def words(self) -> list[Word]:
        """Everybody's newest word. What was read once is read again only where it is another word by now: a word names
        every stream there is."""
        found: dict[Stream, Word] = {}
        for desk, epoch, generation, at in self._db.execute(
                "select desk, epoch, generation, at from word order by desk, epoch").fetchall():
            kept = self._words.get((desk, epoch))
            if kept is None or (kept.generation, kept.at) != (generation, at):
                kept = self.word((desk, epoch))
            if kept is not None:
                found[kept.stream] = kept
        self._words = found
        return list(found.values())

    def word_generations(self) -> dict[Stream, int]:
        """The generation of everybody's newest word."""
        return {(row[0], row[1]): row[2] for row in self._db.execute("select desk, epoch, generation from word").fetchall()}

    def word(self, stream: Stream) -> Word | None:
        """The newest word of one life of a desk."""
        row = self._db.execute("select desk, epoch, generation, reads, known, at from word where desk = ? and epoch = ?",
                               stream).fetchone()
        return _word(row) if row else None

    def generation(self, word: str) -> int:
        """The last generation taken of what the office says."""
        row = self._db.execute("select max(generation) from office_word where word = ?", (word,)).fetchone()
        return int(row[0] or 0)

    def office_words(self, word: str) -> list[tuple[int, Any]]:
        """All generations of it, with their JSON."""
        return [(row[0], json.loads(row[1])) for row in self._db.execute(
            "select generation, body from office_word where word = ? order by generation", (word,)).fetchall()]

    def last_office_word(self, word: str) -> tuple[int, Any] | None:
        """The newest of them."""
        row = self._db.execute("select generation, body from office_word where word = ? order by generation desc limit 1",
                               (word,)).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def take_office_word(self, tx: Transaction, word: str, generation: int, body: Any, data: bytes) -> None:
        """What the office said, and the signed bytes of it."""
        self._db.execute("insert into office_word(word, generation, body, data, at) values(?,?,?,?,?)",
                         (word, generation, json.dumps(body, ensure_ascii=False), data, era.stamp(tx.now)))

    def office_bytes(self) -> list[tuple[str, int, bytes]]:
        """The signed bytes of all that the office said."""
        return self._db.execute("select word, generation, data from office_word order by word, generation").fetchall()

    def to_carry(self, everybody_has: Mapping[Stream, int]) -> list[KeptBatch]:
        """Kept batches, own and the branch's, beyond what everybody signed to have."""
        found: list[KeptBatch] = []
        for stream in self.kept_streams():
            found += self._batches("desk = ? and epoch = ? and last > ? order by first",
                                   (*stream, everybody_has.get(stream, 0)))
        return found

    def kept_streams(self) -> list[Stream]:
        """The streams of which batches are kept."""
        return [(row[0], row[1]) for row in self._db.execute("select distinct desk, epoch from batch order by 1, 2").fetchall()]

    def on_share_after(self, stream: Stream, after: int) -> list[KeptBatch]:
        """Kept batches of a stream that begin after this record and were seen on the share."""
        return self._batches("desk = ? and epoch = ? and first > ? and published = 1 order by first", (*stream, after))


def _known(row: Any) -> Known:
    desk, epoch, seq, digest, before_epoch, before_seq, before_hash, at = row
    before = (before_epoch, before_seq, before_hash) if before_epoch is not None else None
    return Known(desk, epoch, seq, digest, before, at)


def _word(row: Any) -> Word:
    desk, epoch, generation, reads, known, at = row
    return Word((desk, epoch), generation, {(item[0], item[1]): (item[2], item[3]) for item in json.loads(known)},
                tuple(json.loads(reads)), at)
