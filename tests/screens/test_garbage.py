"""When Python looks for what nobody holds: in small steps while people work, through everything when they do not."""

from __future__ import annotations

import gc
import weakref

import pytest

from branch_desk.ui import garbage


class Ring:
    """Holds itself, so that only the collector finds it."""

    def __init__(self):
        self.self = self


@pytest.fixture
def looked():
    """The generations that were looked through."""
    found: list[int] = []

    def heard(phase, info):
        if phase == "start":
            found.append(info["generation"])

    thresholds = gc.get_threshold()
    gc.collect()
    garbage.take_over()
    gc.set_threshold(20, 2, 2)
    gc.callbacks.append(heard)
    yield found
    gc.callbacks.remove(heard)
    gc.set_threshold(*thresholds)
    garbage.give_back()


def work(rounds: int, quiet: float = 0.0) -> list[weakref.ref]:
    refs = []
    for _ in range(rounds):
        kept = [Ring() for _ in range(30)]
        refs.append(weakref.ref(kept[0]))
        garbage.collect_if_due(quiet)
        del kept
    return refs


def test_while_people_work_nothing_old_is_looked_through(looked):
    work(100)
    assert looked and max(looked) == 1


def test_what_died_meanwhile_goes_when_the_desk_is_quiet(looked):
    refs = work(100)
    assert any(ref() is not None for ref in refs), "set aside with what is alive"
    garbage.collect_if_due(garbage.QUIET)
    assert looked[-1] == 2 and not any(ref() is not None for ref in refs)


def test_a_quiet_desk_is_looked_through_once(looked):
    work(100)
    for _ in range(5):
        garbage.collect_if_due(garbage.QUIET)
    assert looked.count(2) == 1
