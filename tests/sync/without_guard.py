"""For pytest -p: takes one guard away, by the name in WITHOUT_GUARD, for all tests of this run (test_guards.py)."""

from __future__ import annotations

import os

import pytest

from tests.sync.guards import GUARDS


@pytest.fixture(autouse=True)
def without_guard(monkeypatch):
    """As if nobody had thought of it."""
    GUARDS[os.environ["WITHOUT_GUARD"]].take_away(monkeypatch.setattr)
