"""One round with the share: whose it is, what the office says, our own records out, the others' in, who has what.

The share is asked in an order in which a round may be cut anywhere: whatever was done stays done, and the next round
goes on. Nothing is concluded from what is not there. What is wrong with one stream stops that stream and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
OFFICE_WORDS = ("office", "members", "catalogue")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An own batch as it must stand on the share."""

    stream: Stream
    first: int
    data: bytes


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

    def to_publish(self) -> Iterable[Sealed]:
        """Own batches, of this epoch and of those before it, whose place on the share nobody has confirmed, in order;
        what was not sealed yet is sealed first."""

    def unseal(self, sealed: Sealed) -> None:
        """Its name on the share is taken. It and what was sealed after it is to be sealed again, after whatever the
        share has there was taken."""

    def published(self, sealed: Sealed) -> None:
        """It stands on the share with these bytes."""

    def kept(self) -> Sequence[tuple[Stream, Sequence[int]]]:
        """The first numbers of all batches whose bytes are kept here: own ones, and those of others that this desk
        is to put back where somebody deleted them."""

    def kept_batch(self, stream: Stream, first: int) -> bytes:
        """The bytes of one of them."""

    def known(self) -> Mapping[Stream, Position]:
        """How far every stream is known, own ones included."""

    def may_try(self, stream: Stream) -> bool:
        """Whether a stream that was broken at its next batch is to be looked at again now."""

    def take(self, taken: Batch, data: bytes) -> bool:
        """Keeps the records in one transaction. False where one of them is known with other content: a fork.
        Raises Broken where a record is not what a record must be: nothing of the batch is kept then."""

    def came_home(self) -> None:
        """Records of this very desk were taken from the share: this ledger was behind itself. It goes on in a new
        epoch from here, so that no (desk, epoch, seq) is ever used for two records."""

    def put_aside(self, stream: Stream, first: int, data: bytes, why: str) -> None:
        """The batch at this place cannot be believed; a copy is kept, the share is left as it is."""

    def heard(self, said: Ack) -> None:
        """A peer's word."""

    def peers(self) -> Iterable[Stream]:
        """Whose words were heard so far; a desk that has nothing to record says what it has all the same."""

    def heard_from(self, stream: Stream) -> int:
        """The last generation heard of a peer's word."""

    def next_ack(self) -> Ack | None:
        """Our own next word; None where the last one still holds."""

    def said(self, said: Ack) -> None:
        """It stands on the share."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`word`: fork, rewound, broken, update, stranger, office, full, read_only, held. `why` for the log."""

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
    try:
        found = _enter(share, local, round_)
        if found is not None:
            _office(share, local, round_, found)
            if not _come_home(share, local, round_, look_everywhere, goes_on):
                return round_
            _sending(round_, lambda: _out(share, local, round_, look_everywhere))
            streams = _in(share, local, round_, look_everywhere, goes_on)
            _words(share, local, round_, streams, look_everywhere, goes_on)
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
            if _come_home(share, local, round_, True, goes_on):
                streams = _in(share, local, round_, True, goes_on)
                for stream in sorted(streams):
                    if local.members().keys(stream[0]):
                        _listen(share, local, stream, local.members(), True)
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
    """Its words in the order of their generations, each believed by the keys known so far."""
    for word in OFFICE_WORDS:
        while (data := share.read(names.office(word, local.generation(word) + 1))) is not None:
            generation = local.generation(word) + 1
            keys = root.office_keys(found, local.office_keys())
            try:
                said: Any
                if word == "office":
                    said = root.open_office_key(data, local.pin, generation)
                elif word == "members":
                    said = root.open_members(data, local.pin, keys, generation)
                else:
                    said = root.open_by_office(word, data, local.pin, keys, generation)
                local.take_office(word, generation, said, data)
            except Broken as broken:
                round_.stall("update" if broken.why == "format" else "office", None, f"{word} {broken.why}")
                break


def _come_home(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> bool:
    """Before anything is sealed: what the share has of this desk that its own ledger does not. False where the two
    cannot both be so."""
    desk, _ = local.me
    mine = {stream for stream in local.known() if stream[0] == desk} | {local.me}
    if look_everywhere:
        mine |= {(desk, name) for name in share.names(("d", f"d-{desk}")) if names.is_epoch(name)}
    before = round_.imported
    for stream in sorted(mine):
        if local.may_try(stream):
            _follow(share, local, round_, stream, local.members(), goes_on)
    if round_.imported > before:
        local.came_home()
        round_.problems.append(Problem("rewound", desk, f"{round_.imported - before}"))
    return not any(problem.word == "fork" for problem in round_.problems)


def _out(share: Share, local: Local, round_: Round, look_everywhere: bool) -> None:
    desk, epoch = local.me
    if look_everywhere:
        share.sweep(desk, epoch, OLD_PART)
        _put_back(share, local)
    while True:
        taken = next((sealed for sealed in local.to_publish() if not _stands(share, local, round_, sealed)), None)
        if taken is None:
            return
        # A restored ledger may have cut the same records into other batches. If they are others, somebody else
        # writes under this desk's name: nothing more leaves.
        local.unseal(taken)
        before = local.known().get(taken.stream, Position())
        _follow(share, local, round_, taken.stream, local.members(), lambda: True)
        if local.known().get(taken.stream, Position()) == before:
            if not any(problem.word == "fork" for problem in round_.problems):
                round_.stall("fork", desk, f"{taken.stream[1]} {taken.first}")
            return


def _stands(share: Share, local: Local, round_: Round, sealed: Sealed) -> bool:
    if not share.publish(names.batch(*sealed.stream, sealed.first), sealed.data, *local.me).there:
        return False
    local.published(sealed)
    round_.published += 1
    return True


def _put_back(share: Share, local: Local) -> None:
    """What somebody deleted is written again, byte for byte. Its own signature says whose it is, so that a peer may
    do it for a desk that is gone; where the folder's rights do not let it, the owner does it."""
    for stream, firsts in local.kept():
        folders = {names.batch(*stream, first)[:-1] for first in firsts}
        there = {(*folder, name) for folder in folders for name in share.names(folder)}
        for first in firsts:
            path = names.batch(*stream, first)
            if path not in there:
                try:
                    share.publish(path, local.kept_batch(stream, first), *local.me)
                except Away as away:
                    if stream[0] == local.me[0] or away.why not in ("held", "read_only"):
                        raise
                    break


def _in(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> set[Stream]:
    """Takes in what is new; the streams of all others that were found."""
    members = local.members()
    streams = {stream for stream in (*local.known(), *local.peers()) if stream[0] in {item.desk for item in members.admitted}}
    for desk in sorted({item.desk for item in members.admitted}):
        if look_everywhere or not any(stream[0] == desk for stream in streams):
            streams |= {(desk, name) for name in share.names(("d", f"d-{desk}")) if names.is_epoch(name)}
    if look_everywhere:
        _strangers(share, members, local.me[0], round_)
    others = {stream for stream in streams if stream[0] != local.me[0]}
    for stream in sorted(others):
        if not goes_on():
            break
        if local.may_try(stream):
            _follow(share, local, round_, stream, members, goes_on)
    return others


def _strangers(share: Share, members: Members, own: str, round_: Round) -> None:
    known = {own} | {item.desk for item in members.admitted}
    for folder in share.names(("d",)):
        desk = names.desk_of(folder)
        if desk is None:
            round_.strange += 1
        elif desk not in known:
            round_.problems.append(Problem("stranger", desk))


def _follow(share: Share, local: Local, round_: Round, stream: Stream, members: Members,
            goes_on: Callable[[], bool]) -> None:
    """Every batch of a stream that comes next, until there is none."""
    while goes_on():
        known = local.known().get(stream, Position())
        first = known.seq + 1
        data = share.read(names.batch(*stream, first))
        if data is None:
            return
        if round_.imported >= MOST_BATCHES:
            round_.more = True
            return
        taken = _believed(local, round_, stream, first, known, members, data)
        if taken is None:
            return
        try:
            whole = local.take(taken, data)
        except Broken as broken:
            _put_aside(local, round_, stream, first, data, broken.why)
            return
        if not whole:
            round_.stall("fork", stream[0], f"{stream[1]} {first}")
            return
        round_.imported += 1


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


def _words(share: Share, local: Local, round_: Round, streams: Iterable[Stream], look_everywhere: bool,
           goes_on: Callable[[], bool]) -> None:
    """Our own word first, then the others'."""
    _sending(round_, lambda: _say(share, local, round_))
    members = local.members()
    for stream in sorted(streams):
        if not goes_on():
            return
        if members.keys(stream[0]):
            _listen(share, local, stream, members, look_everywhere)


def _say(share: Share, local: Local, round_: Round) -> None:
    mine = local.next_ack()
    if mine is None:
        return
    data = ack.seal(local.pin.root, local.key, mine)
    if not share.publish(names.ack(*mine.stream, mine.generation), data, *local.me).there:
        round_.stall("fork", local.me[0], f"ack {mine.generation}")
        return
    local.said(mine)
    if mine.generation > ack.KEPT:
        share.remove(names.ack(*mine.stream, mine.generation - ack.KEPT))


def _listen(share: Share, local: Local, stream: Stream, members: Members, look_everywhere: bool) -> None:
    """The newest word of a peer. Its next generation is asked for; the folder is listed where that one may be gone."""
    generation = local.heard_from(stream) + 1
    if look_everywhere:
        folder: Path = (*names.stream(*stream), "ack")
        found = [names.parse((*folder, name)) for name in share.names(folder)]
        generation = max((item.number for item in found if item is not None), default=0)
        if generation <= local.heard_from(stream):
            return
    data = share.read(names.ack(*stream, generation))
    if data is None:
        return
    for public in members.keys(stream[0]):
        try:
            local.heard(ack.open_ack(data, root=local.pin.root, stream=stream, generation=generation, public=public))
            return
        except Broken:
            continue        # a word that cannot be believed is no word; its writer is heard again with the next one
