"""A real ledger on disk for every test: the rules are only worth what they do there."""

from __future__ import annotations

from functools import cache

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people
from branch_desk.store.ledger import Ledger, pin_hash

PIN = "2468"


@cache
def slow_hash() -> str:
    """Of the PIN, made once: it is slow on purpose."""
    return pin_hash(PIN)


@pytest.fixture
def ledger(home):
    """A real (not practice) ledger of the desk 大師1."""
    made = desks.set_up(home, Desk("101", "大師1", "大師支所", phone="044-000-0000"))
    yield made.ledger
    made.ledger.close()


@pytest.fixture
def practice(tmp_path):
    """A practice ledger."""
    made = desks.set_up(tmp_path / "practice", desks.practice_desk())
    yield made.ledger
    made.ledger.close()


@pytest.fixture
def sano(ledger):
    """A clerk with a PIN."""
    return people.add(ledger, "12", "佐野 恵", pin=PIN)


@pytest.fixture
def kishi(ledger):
    """The responsible person."""
    return people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)


@pytest.fixture
def reopened(ledger, home):
    """Opens the ledger again, as the next start does."""
    opened = []

    def again():
        ledger.close()
        opened.append(Ledger.open(home))
        return opened[-1]

    yield again
    for made in opened:
        made.close()
