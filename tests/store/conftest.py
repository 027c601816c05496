"""A ledger for each test, closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from branch_desk.store.ledger import Ledger
from tests.store.issuing import Clock, make


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(home: Path, clock: Clock) -> Iterator[Ledger]:
    made = make(home, now=clock)
    yield made
    made.close()


@pytest.fixture
def reopen(home: Path, clock: Clock) -> Iterator[object]:
    """Opens the home again; whatever a test leaves open is closed."""
    opened: list[Ledger] = []

    def again(**how: bool) -> Ledger:
        for earlier in opened:
            earlier.close()
        opened[:] = [Ledger.open(home, now=clock, **how)]
        return opened[0]

    yield again
    for left in opened:
        left.close()
