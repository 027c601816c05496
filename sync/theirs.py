"""The streams of the other desks: found, and taken in, some batches together.

Every batch is kept wholly or not at all. Small ones that follow each other are kept in one transaction, because each
transaction waits for the disk: 19,500 batches of two records took 198 s one by one. What cannot be kept together is kept one by
one, so that only the one that is wrong stops its stream.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from sync import names
from sync.batch import Batch, Position, Stream
from sync.envelope import Broken
from sync.local import Local
from sync.reading import Spoiled, coming, put_aside
from sync.root import Members
from sync.round import Problem, Round
from sync.worker import Away, Share

MOST_RECORDS = 40_000       # a round; the next goes on: 400,000 records would hold everything else up for minutes
MOST_BATCHES = 5_000        # of small ones; each is a file to be asked for
TOGETHER = 200              # records in one stay on the ledger's thread: whoever issues there waits some 30 ms
FILES_TOGETHER = 100

def find(share: Share, local: Local, round_: Round, look_everywhere: bool) -> set[Stream]:
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


def take_all(share: Share, local: Local, round_: Round, streams: Iterable[Stream], goes_on: Callable[[], bool]) -> set[Stream]:
    """Takes in what is new; the streams that brought something."""
    members, known, resting = local.members(), local.known(), local.resting()
    brought = set()
    for stream in sorted(streams):
        if not goes_on():
            break
        if stream not in resting and follow(share, local, round_, stream, known.get(stream, Position()), members, goes_on):
            brought.add(stream)
    return brought


def follow(share: Share, local: Local, round_: Round, stream: Stream, known: Position, members: Members,
           goes_on: Callable[[], bool]) -> int:
    """Takes every batch of a stream that comes next, until there is none; how many they were."""
    taker = Taker(local, round_)
    try:
        for taken, data in coming(share, local, stream, known, members, goes_on):
            if taker.full:
                round_.more = True
                break
            if not taker.add(taken, data):
                return taker.count
    except Spoiled as spoiled:
        if taker.keep():        # else the stream stands still before this one
            put_aside(local, round_, stream, spoiled.first, spoiled.data, spoiled.why)
    except Away as away:
        whole = taker.keep()    # whatever was read is not read again
        if away.why != "held":
            raise
        if whole:               # a scanner holds it, or nobody lets us read it: its own stream alone waits
            round_.stall("unread", stream[0], f"{stream[1]}")
    else:
        taker.keep()
    return taker.count


class Taker:
    """Batches of one stream that were read and are to be kept, some together."""

    def __init__(self, local: Local, round_: Round) -> None:
        self._local, self._round = local, round_
        self._run: list[tuple[Batch, bytes]] = []
        self.count = 0          # of those that were kept

    @property
    def full(self) -> bool:
        """Whether the round has enough."""
        return self._round.records >= MOST_RECORDS or self._round.imported + len(self._run) >= MOST_BATCHES

    def add(self, taken: Batch, data: bytes) -> bool:
        """One more. False where the stream stands still."""
        self._run.append((taken, data))
        enough = len(self._run) >= FILES_TOGETHER or taken.last - self._run[0][0].first + 1 >= TOGETHER
        return self.keep() if enough else True

    def keep(self) -> bool:
        """Keeps what was added. False where the stream stands still at one of them, and was said to."""
        run, self._run = self._run, []
        if len(run) > 1 and self._together(run):
            return True
        return all(self._one(taken, data) for taken, data in run)

    def _together(self, run: list[tuple[Batch, bytes]]) -> bool:
        try:
            whole = self._local.take(run)
        except Broken:
            return False
        if whole:
            self._took(run)
        return whole

    def _one(self, taken: Batch, data: bytes) -> bool:
        stream = taken.stream
        try:
            whole = self._local.take([(taken, data)])
        except Broken as broken:
            put_aside(self._local, self._round, stream, taken.first, data, broken.why)
            return False
        if whole:
            self._took([(taken, data)])
        else:
            self._round.stall("split", stream[0], f"{stream[1]} {taken.first}")
        return whole

    def _took(self, run: list[tuple[Batch, bytes]]) -> None:
        self.count += len(run)
        self._round.imported += len(run)
        self._round.records += run[-1][0].last - run[0][0].first + 1
