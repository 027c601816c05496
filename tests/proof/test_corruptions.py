"""1 to 64 wrong bytes anywhere in what a desk keeps: said at the start or by `verify`, or everything that is shown is as
it was. Never a traceback, never a number given out again."""

from __future__ import annotations

import pytest

from tests.proof.corrupting import HARMLESS, KINDS, play_many, table


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.long)])
def test_damage_is_said_or_harmless(count):
    played = play_many(range(1, count + 1))
    print(table([case for _, case in played]))
    wrong = [(seed, case) for seed, case in played if case.wrong]
    assert not wrong, f"python -m tests.proof.corrupting SEED plays one alone: {wrong[:3]}"
    assert {case.kind for _, case in played} == set(KINDS)
    assert sum(case.outcome != HARMLESS for _, case in played) > count / 3
