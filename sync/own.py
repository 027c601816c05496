"""This desk's own streams: what the share has of it comes home, what it wrote goes out, what somebody deleted is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sync import names
from sync.batch import Batch, Position, Stream
from sync.local import FORK, Local, NotTaken, Sealed
from sync.reading import Spoiled, coming, put_aside
from sync.round import Problem, Round
from sync.worker import Away, Share

OLD_PART = 48 * 3600.0      # a server may hold a handle for 16 minutes; two days are beyond doubt


def come_home(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> bool:
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
    found = list[tuple[Batch, bytes]]()
    try:
        for taken, data in coming(share, local, stream, known, local.members(), goes_on):
            found.append((replace(taken, records=(), lines=()), data))
    except Spoiled as spoiled:
        put_aside(local, round_, stream, spoiled.first, spoiled.data, spoiled.why)
        if spoiled.why == "chain":      # signed with this desk's key, and not written after what this desk wrote
            _dispute(local, round_, stream, spoiled.first, spoiled.data)
    except Away as away:
        if away.why != "held":
            raise
        round_.stall("unread", stream[0], stream[1])
    return found


def _take_home(local: Local, round_: Round, found: list[tuple[Batch, bytes]]) -> None:
    """All of it, but what cannot be believed or is another record under a known key, and what comes after that."""
    desk = local.me[0]
    while found:
        try:
            word = local.take_home(found)
        except NotTaken as fault:
            spoiled = next(data for taken, data in found if (taken.stream, taken.first) == (fault.stream, fault.first))
            (_dispute if fault.why == "fork" else partial(put_aside, why=fault.why))(
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


def measure(local: Local, round_: Round) -> None:
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


def send(share: Share, local: Local, round_: Round, look_everywhere: bool, goes_on: Callable[[], bool]) -> None:
    """What this desk wrote goes out; with `look_everywhere` what somebody deleted is put back before."""
    desk = local.me[0]
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
