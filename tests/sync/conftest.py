"""A share in a local folder, its office, and desks that are admitted."""

from __future__ import annotations

import os

import pytest
from tests.sync.guards import GUARDS
from tests.sync.memory_desk import InProcess, MemoryDesk, Office

from sync.folder import OsFolder


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return InProcess(OsFolder(str(tmp_path / "share")))


@pytest.fixture
def office(share):
    return Office(share)


@pytest.fixture
def desks(office):
    """101 and 102 of one branch, 201 of another."""
    made = tuple(MemoryDesk(office.pin, code) for code in ("101", "102", "201"))
    office.admit(*made)
    return made


@pytest.fixture(autouse=True)
def without_guard(monkeypatch):
    """Takes one guard away where test_guards asks for it."""
    name = os.environ.get("WITHOUT_GUARD")
    if name:
        GUARDS[name].take_away(monkeypatch.setattr)
