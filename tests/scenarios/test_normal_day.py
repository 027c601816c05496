"""A normal day: 60 slips at two desks of one branch for six sections, packed, checked, sent, received, sent back, closed.

Nothing is ever in 要対応, every figure agrees, and every desk that heard of a slip says the same of it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.digest import digest
from branch_desk.domain.fold import State
from branch_desk.services import (
    attention,
    catalogues,
    people,
    returns,
    sending_back,
    signoff,
)
from tests.scenarios.office import PIN, SECTIONS, Office, done
from tests.services.two_desks import Place, carry, travelling

SECOND = Desk("102", "大師2", "大師支所", phone="044-000-0000")


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path, "2026-11-24T08:30")
    yield made
    made.close()


def test_sixty_slips_two_desks_six_sections(office, tmp_path):
    first, second = office.branch, Place(tmp_path / "second", SECOND, office.clock, code="56", name="青木 香")
    try:
        people.add(second.ledger, "12", "佐野 恵")
        types = {digit: [item.code for item in catalogues.builtin().types if item.section.code == digit]
                 for digit in SECTIONS}
        made: dict[str, list[str]] = {digit: [] for digit in SECTIONS}
        for n in range(60):                                     # all morning, now here, now there
            office.clock.forward(minutes=4)
            digit = str(n % 6 + 1)
            desk = (first, second)[n // 6 % 2]
            made[digit].append(desk.issue(types[digit][n // 6 % len(types[digit])], 1 + n % 5))
        everything = [number for numbers in made.values() for number in numbers]
        assert len(set(everything)) == 60
        carry(second, first)
        office.now("2026-11-24T15:00")
        bags_ = {digit: office.send(digit, *numbers) for digit, numbers in made.items()}
        assert Counter(slip.state for slip in map(office.ledger.slip, everything)) == {State.DISPATCHED: 60}
        office.now("2026-11-24T17:15")
        assert attention.list(office.ledger) == ()
        signed = done(signoff.sign(office.ledger, office.sano, "3", PIN))
        assert signed.evening.figures == {"unsent": 0, "attention": 0, "reissued": 0, "exceptions": 0}
        office.now("2026-11-25T09:30")
        for digit, numbers in made.items():
            office.take_in(bags_[digit], *numbers)
        assert Counter(slip.state for slip in map(office.ledger.slip, everything)) == {State.RECEIVED: 60}
        office.now("2026-11-26T14:00")
        for digit, numbers in made.items():
            place = office.section(digit)
            done(sending_back.send_back(place.ledger, place.who, numbers))
            office.tell(digit)
        assert attention.list(office.ledger) == ()
        office.now("2026-11-27T10:00")
        for number in everything:
            assert done(returns.come_back(office.ledger, office.sano, number)).result == "closed"
        for place in (first, *office.sections.values()):
            carry(place, second)
        for desk in (first, second):
            assert Counter(slip.state for slip in map(desk.ledger.slip, everything)) == {State.CLOSED: 60}
            assert attention.list(desk.ledger) == () and attention.count(desk.ledger) == 0
            assert desk.ledger.count_outstanding() == 0 and desk.ledger.verify().sound
        known = [digest(travelling(desk.ledger), map(desk.ledger.slip, everything), map(desk.ledger.bag, bags_.values()))
                 for desk in (first, second)]
        assert known[0] == known[1]
        assert office.ledger.slip(made["5"][0]).received_at == "2026-11-25T09:30:00+09:00"
    finally:
        second.close()
