"""One round with the share: whose it is, what the office says, our own records out, the others' in, who has what.

The share is asked in an order in which a round may be cut anywhere: whatever was done stays done, and the next round
goes on. Nothing is concluded from what is not there. What is wrong with one stream stops that stream and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync import names, root
from sync.envelope import Broken
from sync.hearing import hear, say
from sync.local import FORK, Local, NotTaken, Sealed
from sync.own import come_home, measure, send
from sync.root import Root
from sync.round import Problem, Round
from sync.starting import begins, take_bundles
from sync.theirs import find, take_all
from sync.worker import Away, Share

__all__ = ["FORK", "MOST_FALSE_WORDS", "Local", "NotTaken", "Problem", "Round", "Sealed", "exchange", "hear_office", "take_in"]

MOST_FALSE_WORDS = 20       # places in a row that somebody else took, and that are passed over
OFFICE_WORDS = ("office", "members", "catalogue")


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
            streams = find(share, local, round_, look_everywhere)
            home = come_home(share, local, round_, look_everywhere, goes_on)
            # What peers have of this desk must be known before it seals anything.
            hear(share, local, streams, look_everywhere, goes_on)
            if home:
                measure(local, round_)
                _sending(round_, lambda: send(share, local, round_, look_everywhere, goes_on))
            if begins(local):
                take_bundles(share, local, round_, goes_on)
            brought = take_all(share, local, round_, streams, goes_on)
            if home and goes_on():
                _sending(round_, lambda: say(share, local))
            if not look_everywhere:     # who writes says more than one word while we are away, and keeps the newest three
                hear(share, local, brought, True, goes_on)
    except Away as away:
        round_.state = "offline"
        round_.problems.append(Problem("offline", None, away.why))
    return round_


def take_in(share: Share, local: Local, *, look_everywhere: bool = False,
            goes_on: Callable[[], bool] = lambda: True) -> Round:
    """What a stick brings, or with `look_everywhere` the share itself to a ledger that is being restored. Nothing is
    written, and what is on a stick says nothing of what is on the share."""
    round_ = Round()
    try:
        found = _enter(share, local, round_)
        if found is not None:
            _office(share, local, round_, found)
            streams = find(share, local, round_, True)
            come_home(share, local, round_, look_everywhere, goes_on)
            take_bundles(share, local, round_, goes_on)
            take_all(share, local, round_, streams, goes_on)
            hear(share, local, streams, True, goes_on)
    except Away as away:
        round_.state = "offline"
        round_.problems.append(Problem("offline", None, away.why))
    return round_


def hear_office(share: Share, local: Local) -> Round:
    """What the office says, and nothing else: before somebody speaks for it."""
    round_ = Round()
    found = _enter(share, local, round_)
    if found is not None:
        _office(share, local, round_, found)
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
