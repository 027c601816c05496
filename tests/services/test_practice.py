"""The month of the practice ledger: every state that there is, everything late that can be, all of it proven, invented and
the same each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from branch_desk.domain import era, words_practice
from branch_desk.domain.attention import Why
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import KINDS, Stream, as_record
from branch_desk.domain.fold import State
from branch_desk.services import attention, bags, desks, gaps, practice, statistics
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import BookFilter, Ledger
from tests.domain import event_schemas

TUESDAY = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)
SUNDAY = datetime(2027, 4, 4, 0, 10, tzinfo=era.JST)        # a closing day, just after midnight, early in a fiscal year
LATE = {Why.NOT_DISPATCHED, Why.NOT_ARRIVED, Why.NOT_RETURNED, Why.TIME_MISSING, Why.DIFFERS, Why.INQUIRY, Why.CONTRADICTION}


@pytest.fixture
def practised(home, monkeypatch):
    def make(at=TUESDAY, place=home):
        monkeypatch.setenv("BRANCH_DESK_NOW", era.stamp(at))
        ledger = desks.set_up(place, desks.practice_desk()).ledger
        made.append(ledger)
        assert practice.month(ledger) > 100
        return ledger
    made: list[Ledger] = []
    yield make
    for ledger in made:
        ledger.close()


def rows(ledger):
    return ledger.page(BookFilter(), limit=500).slips


def written(ledger, now):
    """Everything that was written, also what is dated after now."""
    first, last = (now - timedelta(days=90)).date(), (now + timedelta(days=90)).date()
    kinds = {kind: item.travels for kind, item in KINDS.items()}
    return [event for stream, travels in ((Stream.OUT, True), (Stream.OWN, False)) for event in ledger.events_between(
        first, last, tuple(kind for kind, goes in kinds.items() if goes is travels), stream)]


@pytest.mark.parametrize("now", [TUESDAY, SUNDAY])
def test_every_state_and_everything_late_is_in_it(practised, now):
    ledger = practised(now)
    states = Counter(slip.state for slip in rows(ledger))
    assert set(states) >= {State.HELD, State.BAGGED, State.DISPATCHED, State.RECEIVED, State.CLOSED, State.VOIDED,
                           State.HANDED_BACK}
    assert states[State.CLOSED] > 70
    late = attention.list(ledger)
    assert {item.why for item in late} == LATE and len(late) < 15
    under_way = bags.in_work(ledger)
    assert {bag.state.value for bag in under_way} == {"open", "closed"}
    assert any(bag.state.value == "dispatched" for bag in ledger.bags())
    assert sum(times for _, times in statistics.year(ledger, 2026).refused) >= (5 if now is TUESDAY else 1)


@pytest.mark.parametrize("now", [TUESDAY, SUNDAY])
def test_it_proves_itself_and_nothing_in_it_is_of_the_future(practised, now):
    ledger = practised(now)
    verified = ledger.verify()
    assert verified.sound, verified.faults
    assert max(event.at for event in written(ledger, now)) <= era.stamp(now)
    for year in {slip.year for slip in rows(ledger)}:
        assert gaps.table(ledger, year).gaps == 0
    assert {slip.year for slip in rows(ledger)} == {era.fiscal_year(era.moment(slip.issued_at)) for slip in rows(ledger)}


def test_each_record_is_as_its_schema_says(practised):
    ledger = practised()
    records = [as_record(event) for event in written(ledger, TUESDAY)]
    assert len(records) > 1000 and [fault for record in records for fault in event_schemas.faults(record)] == []


def test_nobody_in_it_is_real_and_every_number_is_of_practice(practised):
    ledger = practised()
    names = {ledger.personal(slip.number).get("name") for slip in rows(ledger)} - {None}
    assert names and names <= set(words_practice.NAMES)
    assert {slip.number[0] for slip in rows(ledger)} == {"8"}
    assert [member.name for member in ledger.staff()][1:] == [words_practice.COLLEAGUE, words_practice.CHIEF]


def test_the_same_moment_gives_the_same_month(practised, tmp_path):
    first, second = practised(), practised(place=tmp_path / "again")
    # a contradiction names a record by its epoch, which is random in every ledger
    assert [replace(slip, contradictions=()) for slip in rows(first)] == [
        replace(slip, contradictions=()) for slip in rows(second)]
    assert attention.list(first) == attention.list(second)


def test_only_an_empty_practice_ledger_takes_it(practised, tmp_path, monkeypatch):
    ledger = practised()
    count = len(rows(ledger))
    again = practice.month(ledger)
    assert isinstance(again, Refusal) and again.rule == "practice_begun" and len(rows(ledger)) == count
    monkeypatch.delenv("BRANCH_DESK_NOW")
    real = desks.set_up(tmp_path / "real", Desk("101", "大師1", "大師支所")).ledger
    refused = practice.month(real)
    assert isinstance(refused, Refusal) and refused.rule == "practice_only" and rows(real) == ()
    real.close()
