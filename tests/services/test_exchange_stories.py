"""Real ledgers over one share while everything goes wrong, from seeds; a failing one is named and plays alone:
`python -m tests.services.story SEED`."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.services.story import play

SHORT = range(1, 6)
WRONG = ("delete", "clock", "restore", "clone", "wrong_void", "no number: clock")


def test_after_healing_the_ledgers_have_one_digest_and_no_number_was_given_twice(tmp_path):
    told: Counter[str] = Counter()
    for seed in SHORT:
        (tmp_path / str(seed)).mkdir()
        found = play(seed, tmp_path / str(seed))
        told.update(found.counts)
        told["acknowledged"] += len(found.acknowledged)
    print({name: count for name, count in told.items() if not name.isdigit()})
    # A story in which nothing goes wrong proves nothing.
    assert all(told[what] for what in (*WRONG, "issue", "send", "receive", "come_back", "acknowledged"))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1_000, 1_200, 20))
def test_two_hundred_stories(first, tmp_path):
    for seed in range(first, first + 20):
        (tmp_path / str(seed)).mkdir()
        play(seed, tmp_path / str(seed))
