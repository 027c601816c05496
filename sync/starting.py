"""What a desk that begins reads first, and what a desk that knows much puts there for it: boot/ (bundle.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from sync import bundle, names
from sync.batch import Position, Stream
from sync.bundle import Bundle, Item
from sync.envelope import Broken
from sync.local import Local
from sync.names import Path
from sync.reading import Spoiled, coming
from sync.root import Members, Pin
from sync.round import Problem, Round
from sync.theirs import Taker
from sync.worker import Away, Share

FOLDER: Path = ("boot",)


def begins(local: Local) -> bool:
    """Whether this life of the desk has never said what it has."""
    return not local.generations().get(local.me, 0)


def take_bundles(share: Share, local: Local, round_: Round, goes_on: Callable[[], bool]) -> None:
    """Takes in whatever comes next in any stream of another member's, from every bundle that is there. What is wrong with
    one is told; the share itself has the same batches."""
    members, own = local.members(), local.me[0]
    desks = {item.desk for item in members.admitted} - {own}
    for generation, found in _bundles(share, local.pin, members, round_):
        for stream in sorted(found.last):
            if not goes_on():
                return
            known = local.known().get(stream, Position())
            if stream[0] in desks and stream not in local.resting() and known.seq < found.last[stream]:
                _take(found, generation, local, round_, stream, known, members, goes_on)


def _take(found: Bundle, generation: int, local: Local, round_: Round, stream: Stream, known: Position, members: Members,
          goes_on: Callable[[], bool]) -> None:
    taker = Taker(local, round_)
    try:
        for taken, data in coming(found, local, stream, known, members, goes_on):
            if not taker.add(taken, data):
                return
    except Spoiled as spoiled:
        # Its place on the share may have the right one, so the stream does not stand still by it.
        round_.problems.append(Problem("bundle", stream[0], f"{generation} {stream[1]} {spoiled.first} {spoiled.why}"))
    taker.keep()


def _bundles(share: Share, pin: Pin, members: Members, round_: Round | None = None) -> Iterator[tuple[int, Bundle]]:
    for generation in _generations(share)[:bundle.MOST_BUNDLES]:
        try:
            data = share.read(names.bundle(generation))
            if data is not None:
                yield generation, bundle.open_bundle(data, pin, members, generation)
        except Broken as broken:
            if round_ is not None:
                round_.problems.append(Problem("bundle", None, f"{generation} {broken.why}"))
        except Away as away:
            if away.why != "held":
                raise


def _generations(share: Share) -> list[int]:
    found = (names.parse((*FOLDER, name)) for name in share.names(FOLDER))
    return sorted(item.number for item in found if item is not None)


def covered(share: Share, pin: Pin, members: Members) -> tuple[set[int], Mapping[Stream, int]]:
    """The places that are taken in boot/, and how far the bundles there go in each stream without a gap. Raises Away."""
    far: dict[Stream, int] = {}
    for _, found in _bundles(share, pin, members):
        for path in sorted(found.files):
            named = names.parse(path)
            if named is not None and named.desk is not None and named.epoch is not None:
                stream = (named.desk, named.epoch)
                # Whoever lists a batch as longer than it is makes no gap: a reader asks for the number after the last.
                if named.number == far.get(stream, 0) + 1:
                    far[stream] = found.ends[path]
    return set(_generations(share)), far


def sealed(local: Local, items: Iterable[Item], taken: set[int]) -> dict[Path, bytes]:
    """These batches in bundles, for the first places that are free."""
    found: dict[Path, bytes] = {}
    free = (generation for generation in count(1) if generation not in taken)
    for portion, generation in zip(bundle.portions(items), free, strict=False):
        found[names.bundle(generation)] = bundle.seal(local.pin, local.me, local.key, generation, portion)
    return found


def lay_out(share: Share, local: Local, items: Iterable[Item], taken: set[int]) -> tuple[int, int]:
    """Puts bundles with these batches at the first places that are free; how many bundles, and batches. Raises Away."""
    made = batches = generation = 0
    for portion in bundle.portions(items):
        standing = False
        while not standing:         # somebody may be quicker at this place
            generation += 1
            standing = generation not in taken and share.publish(
                names.bundle(generation), bundle.seal(local.pin, local.me, local.key, generation, portion), *local.me).there
        made, batches = made + 1, batches + len(portion)
    return made, batches
