"""The ledger as a round of exchange sees it (sync/cycle.py, Local): what is kept here, and what came.

Every method is one short stay on the ledger's thread; nothing is remembered between them but what changed, for the
screens.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, guidance
from branch_desk.domain.catalogue import Catalogue, Enclosure, parse_csv
from branch_desk.domain.events import Event, as_record
from branch_desk.domain.rights import Member, Role
from branch_desk.services import incoming
from branch_desk.store.ledger import Forked, KeptBatch, Ledger, Transaction, Word, new_epoch
from sync import ack, batch, cycle, names, patience
from sync.batch import Batch, Continues, Position, Stream
from sync.envelope import Broken
from sync.root import Admitted, Members, OfficeKey, Pin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PROGRAM = "0"
SHARE = "share"                 # the setting: where the share is and whose
AT_ONCE = 200                   # records a batch: taking it in holds up whoever issues at that desk by some 50 ms
SEALED_AT_ONCE = 10             # batches in one stay on the ledger's thread; the round asks for more
FOLDERS_AT_ONCE = 50            # of those of ten years, looked through at a time: one listing of each takes 20 ms
FARTHEST = 10**9                # how far one batch may carry the order of records on: a wrong one must not use it up


@dataclass(slots=True)
class Touched:
    """What a round changed in the ledger."""

    slips: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)


def pin_of(ledger: Ledger) -> Pin | None:
    """The share that this desk belongs to; None before it was enrolled."""
    kept = ledger.setting(SHARE, None)
    return Pin(kept["root"], bytes.fromhex(kept["root_key"]), ledger.desk.practice) if kept else None


class LedgerLocal:
    """cycle.Local over a ledger. Raises LookupError where the desk belongs to no share or has no key of its own."""

    def __init__(self, ledger: Ledger) -> None:
        pin, key = pin_of(ledger), ledger.signing.get("desk")
        if pin is None or key is None:
            raise LookupError("this desk belongs to no share")
        self.pin: Pin = pin
        self.key: Ed25519PrivateKey = key
        self._ledger, self._kept = ledger, ledger.exchange
        self.touched = Touched()
        self._office: dict[Stream, int] | None = None      # how far the office signed to have each stream

    @property
    def me(self) -> Stream:
        return (self._ledger.desk.code, self._ledger.epoch)

    # ---- the office

    def office_keys(self) -> tuple[OfficeKey, ...]:
        return tuple(OfficeKey(generation, bytes.fromhex(body["key"]), body["after"])
                     for generation, body in self._kept.office_words("office"))

    def members(self) -> Members:
        return members_of(self._ledger)

    def generation(self, word: str) -> int:
        return self._kept.generation(word)

    def take_office(self, word: str, generation: int, said: OfficeKey | Members | Sequence[Mapping[str, Any]],
                    data: bytes) -> None:
        with self._ledger.transaction() as tx:
            if isinstance(said, OfficeKey):
                body: Any = {"key": said.key.hex(), "after": dict(said.after)}
            elif isinstance(said, Members):
                body = [{"desk": item.desk, "key": item.key.hex(), "active": item.active, "facts": dict(item.facts)}
                        for item in said.admitted]
                for member, name in _named(said):
                    tx.put_member(member, name)
                self.touched.topics.add("members")
            else:
                body = [dict(line) for line in said]
                set_catalogue(self._ledger, tx, body)
                self.touched.topics.add("catalogue")
            self._kept.take_office_word(tx, word, generation, body, data)

    # ---- ours

    def to_publish(self) -> Sequence[cycle.Sealed]:
        self.seal()
        return [cycle.Sealed(kept.stream, kept.first, kept.data)
                for kept in self._kept.waiting(SEALED_AT_ONCE, cycle.FORK)]

    def seal(self) -> int:
        """Seals some of what is not sealed yet; how many batches that were."""
        done, signed = 0, self._kept.signed()
        disputed = {item.stream[1] for item in self._kept.stopped() if item.why == cycle.FORK}
        for epoch, before in self._kept.own_epochs():
            if epoch not in disputed:
                done += self._seal(epoch, before, signed.get(epoch, (0, "")), SEALED_AT_ONCE - done)
        return done

    def _seal(self, epoch: str, before: tuple[str, int, str] | None, signed: tuple[int, str], most: int) -> int:
        """Of a stream of which a peer has more only the very batch that the peer has, where it can be made again: other
        bytes would take the names of batches that are on their way back."""
        stream = (self._ledger.desk.code, epoch)
        at, done = self.known().get(stream, Position()), 0
        while done < most:
            far = signed[0] > at.seq
            records = self._kept.own_records(epoch, at.seq, min(signed[0] - at.seq, AT_ONCE) if far else AT_ONCE)
            if not records:
                break
            data = batch.seal(self.pin.root, stream, self.key, [as_record(event) for event in records], at,
                              max(event.lamport for event in records), Continues(*before) if before and not at.seq else None)
            kept = KeptBatch(stream, records[0].seq, records[-1].seq, batch.digest_of(data), data)
            if far and (kept.last, kept.digest) != signed:
                break
            with self._ledger.transaction() as tx:
                self._kept.keep_batch(tx, kept, published=False)
                self._kept.know(tx, stream, kept.last, kept.digest, before)
            at, done = Position(kept.last, kept.digest), done + 1
        return done

    def unseal(self, sealed: cycle.Sealed) -> None:
        with self._ledger.transaction() as tx:
            self._kept.unseal(tx, sealed.stream, sealed.first)

    def published(self, sealed: cycle.Sealed) -> None:
        with self._ledger.transaction() as tx:
            self._kept.mark_published(tx, sealed.stream, sealed.first)

    def kept(self) -> Sequence[tuple[Stream, Sequence[int]]]:
        """The newest folder of each stream, where any peer waits, and some of the others: all of ten years would be
        hundreds of listings at every look. What the office has by now is left to it."""
        known = self.known()
        folders = [(stream, folder) for stream, folder in self._kept.folders(names.PER_FOLDER)
                   if stream[0] == self._ledger.desk.code or self._keeps(stream, known.get(stream, Position()).seq)]
        looked = set({stream: (stream, folder) for stream, folder in folders}.values())
        for word in self._kept.words():
            for stream in {stream for stream, _ in folders}:
                looked.add((stream, (word.known.get(stream, (0, ""))[0] + 1) // names.PER_FOLDER))
        looked &= set(folders)
        others = [item for item in folders if item not in looked]
        looked |= set(random.sample(others, min(FOLDERS_AT_ONCE, len(others))))
        return [(stream, self._kept.firsts(stream, names.PER_FOLDER, folder)) for stream, folder in sorted(looked)]

    def kept_batch(self, stream: Stream, first: int) -> bytes:
        found = self._kept.batch(stream, first)
        if found is None:
            raise LookupError("a batch that is not kept")
        return found.data

    # ---- theirs

    def known(self) -> Mapping[Stream, Position]:
        return {item.stream: Position(item.seq, item.digest) for item in self._kept.streams()}

    def resting(self) -> Collection[Stream]:
        now = self._ledger.now()
        return {item.stream for item in self._kept.stopped() if patience.rests(item.tries, era.moment(item.at), now)}

    def take(self, run: Sequence[tuple[Batch, bytes]]) -> bool:
        events = [event for taken, _ in run for event in _events(taken.records)]
        try:
            with self._ledger.transaction() as tx:
                new = self._take(tx, run, events)
        except Forked:
            return False
        self._touch(new)
        return True

    def _take(self, tx: Transaction, run: Sequence[tuple[Batch, bytes]], events: Sequence[Event]) -> list[Event]:
        """Raises Forked, and Broken where the records cannot be what happened."""
        if max(event.lamport for event in events) > tx.lamport + FARTHEST:
            raise Broken("lamport")
        continues, last = run[0][0].continues, run[-1][0]
        before = (continues.epoch, continues.seq, continues.digest) if continues else None
        try:
            new = self._kept.take(tx, events, bytes.fromhex(before[2]) if before else None,
                                  [line for taken, _ in run for line in taken.lines])
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            # Whatever the schemas let through and the fold cannot read stops one stream, not the round.
            raise Broken("record") from error
        if self._keeps(last.stream, last.last):
            for taken, data in run:
                kept = KeptBatch(taken.stream, taken.first, taken.last, taken.digest, data)
                self._kept.keep_batch(tx, kept, published=True)
        self._kept.know(tx, last.stream, last.last, last.digest, before)
        self._kept.goes_on(tx, last.stream)
        return new

    def _touch(self, new: Sequence[Event]) -> None:
        self.touched.slips |= {event.slip for event in new if event.slip}
        self.touched.topics |= {"counts", "exchange"}

    def take_home(self, home: Sequence[tuple[Batch, bytes]]) -> str | None:
        new: list[Event] = []
        with self._ledger.transaction() as tx:
            for taken, data in home:
                try:
                    new += self._take(tx, [(taken, data)], _events(batch.records_of(data)))
                except Forked:
                    raise cycle.NotTaken(taken.stream, taken.first, "fork") from None
                except Broken as broken:
                    raise cycle.NotTaken(taken.stream, taken.first, broken.why) from None
            if new:
                self._new_life(tx)
                if self._kept.home:
                    tx.doubt_machine()
        if not new:
            return None
        self._touch(new)
        return "clone" if self._kept.home else "rewound"

    def _new_life(self, tx: Transaction) -> None:
        left = tx.epoch
        tx.begin_epoch(new_epoch(), "share")
        tx.append("restored", actor=PROGRAM, body={"from_epoch": left, "from_seq": self._kept.head(left), "witness": False,
                                                   "share": True, "skipped": 0})

    def at_home(self) -> None:
        self._kept.home = True

    def is_home(self) -> bool:
        return self._kept.home

    def behind(self) -> Collection[Stream]:
        desk, known = self._ledger.desk.code, self.known()
        return [(desk, epoch) for epoch, (seq, _) in self._kept.signed().items()
                if seq > known.get((desk, epoch), Position()).seq]

    def disowned(self) -> Collection[Stream]:
        desk = self._ledger.desk.code
        return [(desk, epoch) for epoch, _ in self._kept.own_epochs() if self._kept.disowned((desk, epoch))]

    def begin_again(self) -> None:
        with self._ledger.transaction() as tx:
            self._new_life(tx)

    def cloned(self) -> None:
        with self._ledger.transaction() as tx:
            self._new_life(tx)
            tx.doubt_machine()

    def _keeps(self, stream: Stream, last: int) -> bool:
        """The bytes of the branch's own desks are kept, and by the office everybody's: one of them can bring back what another
        lost, where a file was deleted and its writer was put back to before it. What the office has not signed to have is kept
        by everybody who has it."""
        if self._ledger.desk.role is Role.OFFICE:
            return True
        member = self._ledger.members.get(stream[0])
        branch = member is not None and member.branch == self._ledger.desk.branch
        return branch or last > self._office_has().get(stream, 0)

    def _office_has(self) -> dict[Stream, int]:
        if self._office is None:
            self._office = {}
            for word in self._kept.words():
                self._hear_office(word)
        return self._office

    def _hear_office(self, word: Word) -> None:
        speaker = self._ledger.members.get(word.stream[0])
        if self._office is not None and speaker is not None and speaker.role is Role.OFFICE:
            self._office |= {stream: max(seq, self._office.get(stream, 0)) for stream, (seq, _) in word.known.items()}

    def put_aside(self, stream: Stream, first: int, data: bytes, why: str) -> None:
        with self._ledger.transaction() as tx:
            self._kept.put_aside(tx, stream, first, why, data)
        self.touched.topics.add("exchange")

    # ---- words

    def heard(self, said: ack.Ack) -> None:
        word = _kept_word(said)
        with self._ledger.transaction() as tx:
            self._kept.hear(tx, word)
        self._hear_office(word)
        self.touched.topics.add("exchange")

    def generations(self) -> Mapping[Stream, int]:
        return self._kept.word_generations()

    def next_ack(self) -> ack.Ack | None:
        last, known = self._kept.word(self.me), self.known()
        if last is not None:
            same = last.known == {stream: (at.seq, at.digest) for stream, at in known.items()}
            if same and patience.still_holds(era.moment(last.at), self._ledger.now()):
                return None
        return ack.Ack(self.me, (last.generation if last else 0) + 1, known)

    def said(self, said: ack.Ack) -> None:
        with self._ledger.transaction() as tx:
            self._kept.hear(tx, _kept_word(said))


class Elsewhere:
    """A LedgerLocal whose every method runs on the ledger's thread: SQLite belongs to the thread that opened it."""

    def __init__(self, local: LedgerLocal, on_ledger: Callable[[Callable[[Ledger], Any]], Any]) -> None:
        self._local, self._on_ledger = local, on_ledger
        self.pin, self.key = local.pin, local.key

    @property
    def me(self) -> tuple[str, str]:
        return self._on_ledger(lambda _: self._local.me)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._local, name)
        return lambda *arguments: self._on_ledger(lambda _: method(*arguments))


def _events(records: Sequence[batch.Record]) -> list[Event]:
    """Raises Broken."""
    try:
        return [incoming.event_of(record) for record in records]
    except incoming.NotAnEvent as fault:
        # A kind that this program does not know comes from a newer one.
        raise Broken("format" if str(fault) == "type" else "schema") from None


def members_of(ledger: Ledger) -> Members:
    """The members as the office said last."""
    said = ledger.exchange.last_office_word("members")
    if said is None:
        return Members(0)
    generation, body = said
    return Members(generation, tuple(
        Admitted(item["desk"], bytes.fromhex(item["key"]), item["active"], item["facts"]) for item in body))


def set_catalogue(ledger: Ledger, tx: Any, lines: Sequence[Mapping[str, Any]]) -> None:
    """The office's list of documents and its guidance, from now on. Raises Broken where it is none."""
    try:
        said = lines[0]
        parsed = parse_csv(said["types"])
        enclosures = tuple(Enclosure(code, name) for code, name in said["enclosures"])
    except (LookupError, TypeError, ValueError):
        raise Broken("schema") from None
    if parsed.faults or not parsed.types:
        raise Broken("schema")
    current = ledger.catalogue()
    tx.set_catalogue(Catalogue(parsed.types, enclosures, version=(current.version if current else 0) + 1))
    if guidance.read(said.get("guidance")).guidance is not None:
        tx.set_setting("guidance", said["guidance"])


def _named(members: Members) -> list[tuple[Member, str]]:
    """Each desk as it is now: its key in force speaks before a retired one."""
    found: dict[str, tuple[Member, str]] = {}
    for item in sorted(members.admitted, key=lambda item: item.active):
        role, branch = item.facts.get("role"), item.facts.get("branch")
        if role in {known.value for known in Role} and branch is not None:
            found[item.desk] = (Member(item.desk, Role(role), branch, item.facts.get("section")),
                                item.facts.get("name") or item.desk)
    return list(found.values())


def _kept_word(said: ack.Ack) -> Word:
    return Word(said.stream, said.generation, {stream: (at.seq, at.digest) for stream, at in said.known.items()},
                said.reads, "")

