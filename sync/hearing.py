"""Who has what: our own word, and everybody's newest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sync import ack, names
from sync.batch import Stream
from sync.envelope import Broken
from sync.local import Local
from sync.names import Path
from sync.root import Members
from sync.worker import Away, Share


def say(share: Share, local: Local) -> None:
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


def hear(share: Share, local: Local, streams: Iterable[Stream], look: bool, goes_on: Callable[[], bool]) -> None:
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
