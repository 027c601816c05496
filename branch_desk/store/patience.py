"""Waiting for a place that may never answer, and no longer than it shows a sign of life.

A call into a dead network folder or a pulled stick can hold a thread for minutes and cannot be ended. So it runs in a
thread that is given up; while one still hangs in a place, that place is not asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Beat = Callable[[], None]   # called while work goes on

_hanging: dict[Path, threading.Thread] = {}


class Hangs(Exception):
    """A place gave no sign of life."""


def no_beat() -> None:
    """Nobody waits."""


def patiently(place: Path, work: Callable[[Beat], T], patience: float) -> T:
    """The answer of `work`, or what it raised. Raises Hangs where it did not call its beat for so many seconds; then it
    ends at its next beat, and what it does until then must be safe to do twice."""
    earlier = _hanging.get(place)
    if earlier is not None and earlier.is_alive():
        raise Hangs
    answers: list[T] = []
    errors: list[BaseException] = []
    alive, given_up = threading.Event(), threading.Event()

    def beat() -> None:
        alive.set()
        if given_up.is_set():
            raise Hangs

    def run() -> None:
        try:
            answers.append(work(beat))
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it
            errors.append(error)
        alive.set()

    thread = threading.Thread(target=run, name="a slow place", daemon=True)
    thread.start()
    while not answers and not errors:
        if not alive.wait(patience):
            given_up.set()
            _hanging[place] = thread
            raise Hangs
        alive.clear()
    if errors:
        raise errors[0]
    return answers[0]
