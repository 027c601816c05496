"""担当課に届くまで: only from what the branch saw itself, and nothing where that is too little."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import attention, catalogues, people, returns, slips, turnaround
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger

FRIDAY = datetime(2026, 11, 13, 10, 0, tzinfo=era.JST)


class Clock:
    def __init__(self) -> None:
        self.at = FRIDAY

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    made = Ledger.create(tmp_path / "home", Desk("101", "大師1", "大師支所"), now=clock, keep_key_in="file").ledger
    with made.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    yield made
    made.close()


@pytest.fixture
def sano(ledger):
    return people.add(ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin="2468")


def closed(ledger, who, clock, days: int, code: str = "501") -> str:
    """A slip of Friday the 13th that was received so many days later."""
    clock.at = FRIDAY
    number = slips.issue(ledger, who, IssueRequest(code, 1)).slip.number
    clock.at = FRIDAY + timedelta(days=days, minutes=5)
    returns.come_back(ledger, who, number, received_at=FRIDAY + timedelta(days=days), accept=True)
    return number


def test_nothing_is_said_of_four_slips_and_the_median_of_five(ledger, sano, clock):
    for days in (3, 3, 4, 5):
        closed(ledger, sano, clock, days)
    assert turnaround.to_section(ledger, "5") is None
    closed(ledger, sano, clock, 10)
    # opening days after Friday: Monday 1, Monday 1, Tuesday 2, Wednesday 3, and Monday the 23rd (a holiday) 5
    assert turnaround.to_section(ledger, "5") == 2


def test_another_section_is_another_figure(ledger, sano, clock):
    for _ in range(5):
        closed(ledger, sano, clock, 3)
    assert turnaround.to_section(ledger, "1") is None


def test_the_same_day_is_no_opening_day(ledger, sano, clock):
    for _ in range(5):
        closed(ledger, sano, clock, 0)
    assert turnaround.to_section(ledger, "5") == 0


def test_an_open_slip_says_nothing_about_how_long_it_takes(ledger, sano, clock):
    for _ in range(4):
        closed(ledger, sano, clock, 3)
    number = slips_issued(ledger, sano)
    with ledger.transaction() as tx:
        tx.append("received", actor="12", slip=number, body={"received_at": era.stamp(clock()), "source": "paper"})
    assert turnaround.to_section(ledger, "5") is None


def slips_issued(ledger, who):
    return slips.issue(ledger, who, IssueRequest("501", 1)).slip.number


# ---- the sentence to read out


def told(ledger, number):
    """What the scan of the お客様控 says."""
    return returns.scan(ledger, numbers.parse(number).copy.digits).where


def dispatched(ledger, number):
    with ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor="12", bag=bag, body={"section": "5"})
        tx.append("bagged", actor="12", slip=number, bag=bag)
        tx.append("bag_closed", actor="12", bag=bag)
        tx.append("bag_dispatched", actor="12", bag=bag, body={"route": "internal_mail"})


def test_a_slip_in_time_is_said_to_be_where_it_is(ledger, sano, clock):
    number = slips_issued(ledger, sano)
    assert told(ledger, number) == "支所でお預かりしています。"
    dispatched(ledger, number)
    assert told(ledger, number) == "11月13日に、高齢・障害課へ送りました。"


def test_a_slip_of_the_evening_lies_here_and_one_left_over_from_yesterday_is_in_doubt(ledger, sano, clock):
    number = slips_issued(ledger, sano)
    clock.at = FRIDAY.replace(hour=17, minute=26)
    assert [late.why.value for late in attention.of_slip(ledger, ledger.slip(number))] == ["not_dispatched"]
    assert told(ledger, number) == "支所でお預かりしています。"
    clock.at = FRIDAY + timedelta(days=3)       # Monday
    assert told(ledger, number) == "確認して、こちらからお知らせします。"


def test_what_is_late_is_not_said_to_be_on_its_way(ledger, sano, clock):
    number = slips_issued(ledger, sano)
    dispatched(ledger, number)
    clock.at = FRIDAY + timedelta(days=4)       # Tuesday, the second opening day
    assert [late.why.value for late in attention.of_slip(ledger, ledger.slip(number))] == ["not_arrived"]
    assert told(ledger, number) == "確認して、こちらからお知らせします。"


def test_what_arrived_has_arrived_also_where_the_original_is_late(ledger, sano, clock):
    number = slips_issued(ledger, sano)
    dispatched(ledger, number)
    with ledger.transaction() as tx:
        tx.append("received", actor="12", slip=number, body={"received_at": era.stamp(FRIDAY), "source": "paper"})
    clock.at = FRIDAY + timedelta(days=30)
    assert [late.why.value for late in attention.of_slip(ledger, ledger.slip(number))] == ["not_returned"]
    assert told(ledger, number) == "11月13日に、高齢・障害課が受け取りました。"
