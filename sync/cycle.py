"""One round with the share: whose it is, what the office says, our own records out, the others' in, who has what.

The share is asked in an order in which a round may be cut anywhere: whatever was done stays done, and the next round
goes on. Nothing is concluded from what is not there. What is wrong with one stream stops that stream and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from sync import ack, batch, names, root
from sync.ack import Ack
from sync.batch import Batch, Position, Stream
from sync.envelope import Broken
from sync.names import Path
from sync.root import Members, OfficeKey, Pin, Root
from sync.worker import Away, Share

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST_BATCHES = 200          # a round; the next goes on: 400,000 records would hold everything else up for minutes
OLD_PART = 48 * 3600.0      # a server may hold a handle for 16 minutes; two days are beyond doubt
MOST_FALSE_WORDS = 20       # places in a row that somebody else took, and that are passed over
FORK = "fork"
OFFICE_WORDS = ("office", "members", "catalogue")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An own batch as it must stand on the share."""

    stream: Stream
    first: int
    data: bytes


class NotTaken(Exception):
    """Own batches could not be taken home because of this one; nothing of any was kept. `why`: 'fork' where it holds
    another record under a known key, else what is wrong with it."""

    def __init__(self, stream: Stream, first: int, why: str) -> None:
        super().__init__(why)
        self.stream, self.first, self.why = stream, first, why


class Local(Protocol):
    """What this desk knows and keeps. Everything is asked again in each round; nothing is kept here."""

    pin: Pin
    me: Stream
    key: Ed25519PrivateKey

    def office_keys(self) -> tuple[OfficeKey, ...]:
        """Later office keys than the marker's."""

    def members(self) -> Members:
        """The members as last heard."""

    def generation(self, word: str) -> int:
        """The last generation taken of 'office', 'members', 'catalogue'; 0 for none."""

    def take_office(self, word: str, generation: int, said: OfficeKey | Members | Sequence[Mapping[str, Any]],
                    data: bytes) -> None:
        """The office said this, in these bytes. Raises Broken where it is not what it must be."""

    def to_publish(self) -> Sequence[Sealed]:
        """The next own batches, of this epoch and of those before it, whose place on the share nobody has confirmed,
        in order; what was not sealed yet is sealed first, but not where a peer signed to have more of that stream: then
        its batches exist, with other bytes perhaps, and will be put back. (Where the peer's digest shows that the same
        bytes came out again, they are published.) Empty when all stand there."""

    def unseal(self, sealed: Sealed) -> None:
        """Its name on the share is taken. It and what was sealed after it is to be sealed again, after whatever the
        share has there was taken."""

    def published(self, sealed: Sealed) -> None:
        """It stands on the share with these bytes."""

    def kept(self) -> Sequence[tuple[Stream, Sequence[int]]]:
        """The first numbers of kept batches that are to be looked for now: own ones, and those of others that this
        desk is to put back where somebody deleted them."""

    def kept_batch(self, stream: Stream, first: int) -> bytes:
        """The bytes of one of them."""

    def known(self) -> Mapping[Stream, Position]:
        """How far every stream is known, own ones included."""

    def resting(self) -> Collection[Stream]:
        """Streams that were broken at their next batch and are not to be looked at again yet."""

    def take(self, taken: Batch, data: bytes) -> bool:
        """Keeps the records in one transaction. False where one of them is known with other content: a fork.
        Raises Broken where a record is not what a record must be: nothing of the batch is kept then."""

    def take_home(self, home: Sequence[tuple[Batch, bytes]]) -> str | None:
        """Keeps records of this very desk that its ledger did not have, all in one transaction and before anything
        else is written, and goes on in a new epoch, so that no (desk, epoch, seq) is ever used for two records and no
        number is given again. The word of the problem: 'rewound', or 'clone' where this desk was home and somebody
        goes on writing under its name; None where every record was known. The batches carry no records
        (batch.records_of). Raises NotTaken."""

    def at_home(self) -> None:
        """Everything that the share has of this desk is known here."""

    def is_home(self) -> bool:
        """Whether that was said since this ledger was opened. Until then every round looks everywhere: a ledger that
        was put back seals nothing before it has heard what others have of it."""

    def behind(self) -> Collection[Stream]:
        """Own streams of which a peer signed to have more than this desk itself."""

    def disowned(self) -> Collection[Stream]:
        """Own streams of which a peer signed to have a batch that this desk never wrote."""

    def begin_again(self) -> None:
        """Goes on in a new epoch."""

    def cloned(self) -> None:
        """Somebody else writes under this desk's name: it goes on in a new epoch, and is to give no number until a
        person has looked."""

    def put_aside(self, stream: Stream, first: int, data: bytes, why: str) -> None:
        """The batch at this place cannot be believed; a copy is kept, the share is left as it is. Of an own stream that
        was put aside as FORK nothing is to be published any more."""

    def heard(self, said: Ack) -> None:
        """A peer's word."""

    def generations(self) -> Mapping[Stream, int]:
        """The last generation of everybody's word, our own included. A desk that has nothing to record says what it
        has all the same."""

    def next_ack(self) -> Ack | None:
        """Our own next word; None where the last one still holds."""

    def said(self, said: Ack) -> None:
        """It stands on the share."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`word`: fork, split, clone, rewound, behind, broken, unread, update, stranger, office, full, read_only, held. `why` for the
    log."""

    word: str
    desk: str | None = None
    why: str = ""


@dataclass(slots=True)
class Round:
    """What a round came to. state: ok · offline (no news) · refused (not our share) · stalled (a stream, or our own
    way out, is stuck)."""

    state: str = "ok"
    published: int = 0
    imported: int = 0
    more: bool = False          # the round ended at its measure; there is more to take
    problems: list[Problem] = field(default_factory=list)
    strange: int = 0            # names on the share that are not ours

    def stall(self, word: str, desk: str | None = None, why: str = "") -> None:
        self.state = "stalled"
        self.problems.append(Problem(word, desk, why))


def exchange(share: Share, local: Local, *, look_everywhere: bool = False,
             goes_on: Callable[[], bool] = lambda: True) -> Round:
    """One round. `look_everywhere` lists folders too, instead of asking for the names that come next: at the start,
    every hour, and when a person asks. `goes_on` is asked between files, so that closing need not wait."""
    round_ = Round()
    look_everywhere = look_everywhere or not local.is_home()
    try:
        found = _enter(share, local, round_)
        if found is not None:
            _office(share, local, round_, found)
            streams = _find(share, local, round_, look_everywhere)
            home = _come_home(share, local, round_, look_everywhere, goes_on)
            # What peers have of this desk must be known before it seals anything.
            _hear(share, local, streams, look_everywhere, goes_on)
            if home:
                _measure(local, round_)
                _sending(round_, lambda: _out(share, local, round_, look_everywhere, goes_on))
            brought = _in(share, local, round_, streams, goes_on)
            if home and goes_on():
                _sending(round_, lambda: _say(share, local))
            if not look_everywhere:     # who writes says more than one word while we are away, and keeps the newest three
                _hear(share, local, brought, True, goes_on)
    except Away as away:
        round_.state = "offline"
        round_.problems.append(Problem("offline", None, away.why))
    return round_


def take_in(share: Share, local: Local, *, goes_on: Callable[[], bool] = lambda: True) -> Round:
    """What a stick brings. Nothing is written on it, and what is on it says nothing of what is on the share."""
    round_ = Round()
    try:
        found = _enter(share, local, round_)
        if found is not None:
            _office(share, local, round_, found)
            streams = _find(share, local, round_, True)
            _come_home(share, local, round_, False, goes_on)
            _in(share, local, round_, streams, goes_on)
            _hear(share, local, streams, True, goes_on)
    except Away as away:
        round_.state = "offline"
        round_.problems.append(Problem("offline", None, away.why))
    return round_


def _sending(round_: Round, do: Callable[[], None]) -> None:
    """A share that is full or may only be read takes nothing, but what is on it is news all the same."""
    try:
        do()
    except Away as away:
        if away.why not in ("full", "read_only", "held"):
            raise
        if not any(problem.word == away.why for problem in round_.problems):
            round_.stall(away.why)


def _enter(share: Share, local: Local, round_: Round) -> Root | None:
    """Whether this is our share: an empty folder, a replaced one, another office's is not."""
    data = share.read(names.ROOT)
    if data is None:
        raise Away("no_marker")
    try:
        return root.open_marker(data, local.pin)
    except Broken as broken:
        round_.state = "refused"
        word = broken.why if broken.why in ("another_root", "practice") else "marker"
        round_.problems.append(Problem(word, None, broken.why))
        return None


def _office(share: Share, local: Local, round_: Round, found: Root) -> None:
    """Its words in the order of their generations, each believed by the keys known so far. Each says everything anew,
    so a place that somebody else took is passed over, and told."""
    for word in OFFICE_WORDS:
        generation = local.generation(word) + 1
        while (data := share.read(names.office(word, generation))) is not None:
            try:
                local.take_office(word, generation, _said(word, data, local, generation, found), data)
            except Broken as broken:
                round_.stall("update" if broken.why == "format" else "office", None, f"{word} {generation} {broken.why}")
                if generation - local.generation(word) > MOST_FALSE_WORDS:
                    break
            generation += 1


def _said(word: str, data: bytes, local: Local, generation: int, found: Root) -> Any:
    keys = root.office_keys(found, local.office_keys())
    if word == "office":
        return root.open_office_key(data, local.pin, generation)
    if word == "members":
        return root.open_members(data, local.pin, keys, generation)
    return root.open_by_office(word, data, local.pin, keys, generation)


def _find(share: Share, local: Local, round_: Round, look_everywhere: bool) -> set[Stream]:
    """The streams of all other members: those that are known, and those whose folders are found."""
    members, own = local.members(), local.me[0]
    desks = {item.desk for item in members.admitted} - {own}
    streams = {stream for stream in (*local.known(), *local.generations()) if stream[0] in desks}
    for desk in sorted(desks):
        if look_everywhere or not any(stream[0] == desk for stream in streams):
            streams |= {(desk, name) for name in share.names(("d", f"d-{desk}")) if names.is_epoch(name)}
    if look_everywhere:
        _strangers(share, desks | {own}, round_)
    return streams


def _strangers(share: Share, known: Collection[str], round_: Round) -> None:
    for folder in share.names(("d",)):
        desk = names.desk_of(folder)
        if desk is None:
            round_.strange += 1
        elif desk not in known:
            round_.problems.append(Problem("stranger", desk))


def _come_home(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> bool:
    """Before anything is sealed: what the share has of this desk that its own ledger does not. False where there was no
    time to see, and nothing may be sent."""
    desk, known, resting = local.me[0], local.known(), local.resting()
    mine = {stream for stream in known if stream[0] == desk} | {local.me}
    if look_everywhere:
        mine |= {(desk, name) for name in share.names(("d", f"d-{desk}")) if names.is_epoch(name)}
    found: list[tuple[Batch, bytes]] = []
    for stream in sorted(mine - set(resting)):
        found += _ahead(share, local, round_, stream, known.get(stream, Position()), goes_on)
    if not goes_on():
        return False
    _take_home(local, round_, found)
    if look_everywhere:
        local.at_home()
    return True


def _ahead(share: Share, local: Local, round_: Round, stream: Stream, known: Position,
           goes_on: Callable[[], bool]) -> list[tuple[Batch, bytes]]:
    """Every batch of an own stream that comes after what is known, believed and not taken."""
    members, found = local.members(), list[tuple[Batch, bytes]]()
    while goes_on():
        first = known.seq + 1
        data = _read(share, round_, stream, first)
        taken = _believed(local, round_, stream, first, known, members, data) if data is not None else None
        if taken is None or data is None:
            if data is not None and any(problem.why == f"{stream[1]} {first} chain" for problem in round_.problems):
                # Signed with this desk's key, and not written after what this desk wrote.
                _dispute(local, round_, stream, first, data)
            break
        found.append((replace(taken, records=()), data))
        known = taken.position
    return found


def _take_home(local: Local, round_: Round, found: list[tuple[Batch, bytes]]) -> None:
    """All of it, but what cannot be believed or is another record under a known key, and what comes after that."""
    desk = local.me[0]
    while found:
        try:
            word = local.take_home(found)
        except NotTaken as fault:
            spoiled = next(data for taken, data in found if (taken.stream, taken.first) == (fault.stream, fault.first))
            (_dispute if fault.why == "fork" else partial(_put_aside, why=fault.why))(
                local, round_, fault.stream, fault.first, spoiled)
            found = [item for item in found if item[0].stream != fault.stream or item[0].first < fault.first]
            continue
        round_.imported += len(found)
        if word is not None:
            round_.problems.append(Problem(word, desk, f"{len(found)}"))
        return


def _dispute(local: Local, round_: Round, stream: Stream, first: int, data: bytes) -> None:
    """Somebody else wrote under this desk's name. Nothing more of that epoch leaves; it goes on in another one, and
    without giving numbers."""
    word = "fork" if stream == local.me else "split"
    local.put_aside(stream, first, data, FORK)
    if word == "fork":
        local.cloned()
    round_.stall(word, stream[0], f"{stream[1]} {first}")


def _measure(local: Local, round_: Round) -> None:
    """What others have of this desk that it never wrote; or that it has not, and that is not on the share: its files were
    deleted while it was behind itself. Whoever keeps them puts them back; until then the names of this epoch are
    taken."""
    for stream in sorted(local.disowned()):
        if stream == local.me:
            _dispute(local, round_, stream, 0, b"")
        else:
            round_.stall("split", stream[0], stream[1])
    for stream in sorted(local.behind()):
        if stream == local.me:
            local.begin_again()
            round_.problems.append(Problem("rewound", stream[0], "a peer has more"))
        round_.stall("behind", stream[0], stream[1])


def _out(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> None:
    desk, epoch = local.me
    if look_everywhere:
        for stream in sorted({stream for stream in local.known() if stream[0] == desk} | {local.me}):
            share.sweep(*stream, OLD_PART)
        _put_back(share, local, goes_on)
    while ready := local.to_publish():
        for sealed in ready:
            if not goes_on():
                return
            if not _stands(share, local, round_, sealed):
                if not _give_way(share, local, round_, sealed):
                    return
                break       # what comes next was sealed again


def _give_way(share: Share, local: Local, round_: Round, sealed: Sealed) -> bool:
    """Its name is taken. A restored ledger may have cut the same records into other batches. False where whatever
    stands there is none that this desk ever wrote: it has to be cleared away."""
    local.unseal(sealed)
    before, disputes = local.known().get(sealed.stream, Position()), _disputes(round_)
    found = _ahead(share, local, round_, sealed.stream, before, lambda: True)
    _take_home(local, round_, found)
    # Disputed, its stream waits no more; else something must have come of it, or this would go on for ever.
    return bool(found) and (_disputes(round_) > disputes or local.known().get(sealed.stream, Position()) != before)


def _disputes(round_: Round) -> int:
    return sum(problem.word in ("fork", "split") for problem in round_.problems)


def _stands(share: Share, local: Local, round_: Round, sealed: Sealed) -> bool:
    if not share.publish(names.batch(*sealed.stream, sealed.first), sealed.data, *local.me).there:
        return False
    local.published(sealed)
    round_.published += 1
    return True


def _put_back(share: Share, local: Local, goes_on: Callable[[], bool]) -> None:
    """What somebody deleted is written again, byte for byte. Its own signature says whose it is, so that a peer may
    do it for a desk that is gone; where the folder's rights do not let it, the owner does it."""
    for stream, firsts in local.kept():
        folders = {names.batch(*stream, first)[:-1] for first in firsts}
        there = {(*folder, name) for folder in sorted(folders) for name in share.names(folder)}
        for first in firsts:
            if not goes_on():
                return
            path = names.batch(*stream, first)
            if path not in there:
                try:
                    share.publish(path, local.kept_batch(stream, first), *local.me)
                except Away as away:
                    if stream[0] == local.me[0] or away.why not in ("held", "read_only"):
                        raise
                    break


def _in(share: Share, local: Local, round_: Round, streams: Iterable[Stream], goes_on: Callable[[], bool]) -> set[Stream]:
    """Takes in what is new; the streams that brought something."""
    members, known, resting = local.members(), local.known(), local.resting()
    brought = set()
    for stream in sorted(streams):
        if not goes_on():
            break
        if stream not in resting and _follow(share, local, round_, stream, known.get(stream, Position()), members, goes_on):
            brought.add(stream)
    return brought


def _follow(share: Share, local: Local, round_: Round, stream: Stream, known: Position, members: Members,
            goes_on: Callable[[], bool]) -> int:
    """Takes every batch of a stream that comes next, until there is none; how many they were."""
    count = 0
    while goes_on():
        first = known.seq + 1
        data = _read(share, round_, stream, first)
        if data is None:
            break
        if round_.imported >= MOST_BATCHES:
            round_.more = True
            break
        taken = _believed(local, round_, stream, first, known, members, data)
        if taken is None:
            break
        try:
            whole = local.take(taken, data)
        except Broken as broken:
            _put_aside(local, round_, stream, first, data, broken.why)
            break
        if not whole:
            round_.stall("split", stream[0], f"{stream[1]} {first}")
            break
        round_.imported += 1
        count += 1
        known = taken.position
    return count


def _read(share: Share, round_: Round, stream: Stream, first: int) -> bytes | None:
    """A file that a scanner holds, or that nobody lets us read, holds up its own stream alone."""
    try:
        return share.read(names.batch(*stream, first))
    except Away as away:
        if away.why != "held":
            raise
        round_.stall("unread", stream[0], f"{stream[1]} {first}")
        return None


def _believed(local: Local, round_: Round, stream: Stream, first: int, known: Position, members: Members,
              data: bytes) -> Batch | None:
    why = "key"
    for public in members.keys(stream[0]):
        try:
            return batch.open_batch(data, root=local.pin.root, stream=stream, first=first, known=known, public=public)
        except Broken as broken:
            why = broken.why
            if why != "key":
                break
    _put_aside(local, round_, stream, first, data, why)
    return None


def _put_aside(local: Local, round_: Round, stream: Stream, first: int, data: bytes, why: str) -> None:
    local.put_aside(stream, first, data, why)
    round_.stall("update" if why == "format" else "broken", stream[0], f"{stream[1]} {first} {why}")


def _say(share: Share, local: Local) -> None:
    """Our own word. A word that may have been said and was not noted, or was said before a backup was put back, has
    its place on the share for good: the next one goes after it."""
    mine = local.next_ack()
    if mine is None:
        return
    if not share.publish(names.ack(*mine.stream, mine.generation), ack.seal(local.pin.root, local.key, mine), *local.me).there:
        mine = replace(mine, generation=max([mine.generation, *_generations(share, mine.stream)]) + 1)
        if not share.publish(names.ack(*mine.stream, mine.generation), ack.seal(local.pin.root, local.key, mine),
                             *local.me).there:
            return      # somebody was quicker again: the next round says it
    local.said(mine)
    if mine.generation > ack.KEPT:
        share.remove(names.ack(*mine.stream, mine.generation - ack.KEPT))


def _generations(share: Share, stream: Stream) -> list[int]:
    """Of the words that stand there."""
    folder: Path = (*names.stream(*stream), "ack")
    found = [names.parse((*folder, name)) for name in share.names(folder)]
    return [item.number for item in found if item is not None]


def _hear(share: Share, local: Local, streams: Iterable[Stream], look: bool, goes_on: Callable[[], bool]) -> None:
    """The newest word of each. Its next generation is asked for; with `look` the folder is listed, because that one may
    be gone."""
    members, heard = local.members(), local.generations()
    for stream in sorted(streams):
        if not goes_on():
            return
        last = heard.get(stream, 0)
        if look:
            newest = max(_generations(share, stream), default=0)
            if newest > last:
                _listen(share, local, stream, newest, members)
        else:
            while _listen(share, local, stream, last + 1, members):
                last += 1


def _listen(share: Share, local: Local, stream: Stream, generation: int, members: Members) -> bool:
    """A word that cannot be believed is no word; its writer is heard again with the next one."""
    try:
        data = share.read(names.ack(*stream, generation))
    except Away as away:
        if away.why != "held":
            raise
        return False
    for public in members.keys(stream[0]) if data is not None else ():
        try:
            local.heard(ack.open_ack(data or b"", root=local.pin.root, stream=stream, generation=generation, public=public))
            return True
        except Broken:
            continue
    return False
