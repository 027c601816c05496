"""A number that was shown is on disk, is unique, and is never used again."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branch_desk.domain import numbers
from branch_desk.store import faults, transaction
from branch_desk.store.ledger import Ledger
from tests.store.issuing import PRACTICE, Clock, issue, make, record


def test_each_type_and_year_has_its_own_series(ledger, clock):
    first, second, other = issue(ledger, "a"), issue(ledger, "b"), issue(ledger, "c", "101")
    clock.at = clock.at.replace(year=2027, month=4, day=1)
    ledger.settle_clock("3")
    next_year = issue(ledger, "d")
    assert [
        (number.fy, number.type, number.serial)
        for number in map(numbers.parse, (first, second, other, next_year))
    ] == [(2026, "501", 1), (2026, "501", 2), (2026, "101", 1), (2027, "501", 1)]


def test_a_bag_has_a_series_of_its_own(ledger):
    issue(ledger, "a")
    with ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5")
        tx.append("bag_opened", actor="1", bag=bag.digits, body={"section": "5"})
    assert (bag.kind, bag.type, bag.serial) == (numbers.BAG, "500", 1) and ledger.verify().sound


def test_a_practice_ledger_gives_practice_numbers(home):
    with make(home, PRACTICE) as ledger:
        assert issue(ledger, "a")[0] == "8"


def test_what_fails_half_way_uses_no_number(ledger):
    first = issue(ledger, "a")
    with pytest.raises(KeyError), ledger.transaction() as tx:
        tx.append("issued", actor="1", slip=tx.draw(2026, "501").digits)
        raise KeyError("a mistake of ours")
    assert numbers.parse(issue(ledger, "b")).serial == numbers.parse(first).serial + 1
    assert ledger.verify().sound


def test_the_last_number_of_a_series_is_the_last(ledger, monkeypatch):
    monkeypatch.setattr(transaction.numbers, "LAST_SERIAL", 2)
    issue(ledger, "a"), issue(ledger, "b")
    with pytest.raises(faults.SerialsUsedUp):
        issue(ledger, "c")
    assert issue(ledger, "d", "101")


def test_the_tables_themselves_refuse_a_gap_and_a_change(ledger):
    issue(ledger, "a")
    record(ledger, "viewed", body={"what": "slip"})
    for sql in (
        "update counter set last = last + 2",
        "update counter set last = last - 1",
        "delete from counter",
        "update counter set type = '999'",
        "insert into counter values('101', 2026, '102', 5)",
        "update event set actor = '2'",
        "delete from event",
        "update audit set at = ''",
        "delete from audit",
        "insert or replace into event select * from event",
        "update clock set lamport = 0",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.db.execute(sql)
    assert ledger.verify().sound


def test_another_thread_cannot_write_beside_the_owner(ledger):
    import threading

    caught = []

    def intrude() -> None:
        try:
            issue(ledger, "a")
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=intrude)
    thread.start()
    thread.join()
    assert len(caught) == 1


COMMANDS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["501", "502", "101", "000"])), max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=COMMANDS)
def test_n_distinct_commands_give_n_events_and_a_repeated_one_its_first_number(tmp_path_factory, commands):
    home = tmp_path_factory.mktemp("desk")
    answers: dict[int, str] = {}
    with make(home, now=Clock()) as ledger:
        for command, type_ in commands:
            number = issue(ledger, f"request-{command}", type_)
            assert answers.setdefault(command, number) == number
        kinds = Counter(event.type for number in answers.values() for event in ledger.events(number))
        assert kinds.get("issued", 0) == len(answers) == len(set(answers.values()))
        assert ledger.verify().sound
    with Ledger.open(home, now=Clock()) as again:
        for command, number in answers.items():
            assert issue(again, f"request-{command}") == number
