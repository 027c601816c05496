"""Everything that goes wrong at once, from seeds; a failing one is named and plays alone: `play(SEED)`."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.sync.simulator import CODES, play

CHUNK = 25


def count_of_desks(seeds: int) -> int:
    return seeds * len(CODES)


def run(first: int, count: int) -> Counter[str]:
    told: Counter[str] = Counter()
    for seed in range(first, first + count):
        story = play(seed)
        told.update(story.counts)
        told["acknowledged"] += len(story.acknowledged)
        told["stopped"] += story.stopped
        told["told"] += story.told
        told["destroyed"] += story.destroyed
    return told


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_after_healing_everybody_has_the_same_and_nothing_acknowledged_is_lost(first):
    told = run(first, CHUNK)
    print(f"seeds {first}-{first + CHUNK - 1}: {dict(told)}")
    # A simulator in which nothing goes wrong proves nothing.
    assert told["told"] <= count_of_desks(CHUNK) // 20
    assert all(told[what] for what in ("backup", "restore", "clone", "delete", "spoil", "replay", "clock", "bundle", "stopped",
                                      "acknowledged"))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1_000, 11_000, 500))
def test_ten_thousand_stories(first):
    told = run(first, 500)
    print(dict(told))
    assert told["told"] <= count_of_desks(500) // 100 and told["destroyed"] <= 5


def test_only_what_the_story_itself_took_away_everywhere_may_be_missing():
    """Its file deleted, its writer and its only reader put back to before it."""
    assert play(6270).destroyed == 1
    assert play(5591).destroyed == 1, "its neighbours are left with a desk that says that it cannot go on"


def test_where_a_clone_and_its_twin_are_both_believed_somebody_says_so():
    assert play(7817).told and play(9252).told and play(5344).stopped


def test_the_same_seed_gives_the_same_story():
    one, two = play(7), play(7)
    assert (one.counts, one.stopped, len(one.acknowledged)) == (two.counts, two.stopped, len(two.acknowledged))
