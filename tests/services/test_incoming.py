"""What is read from outside: exactly what schemas/events takes, and nothing that is no event."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_desk.domain import numbers
from branch_desk.domain.events import KINDS, as_record
from branch_desk.services.incoming import NotAnEvent, event_of
from tests.domain.event_examples import EXAMPLES
from tests.domain.event_schemas import accepts

TRAVELLING = [record for record in EXAMPLES if KINDS[record["type"]].travels]
NOISE = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**17), st.text(max_size=8), st.just([]), st.just({}),
    st.sampled_from(["髙﨑 德次郎", "1101265010004250", "4101265010004250", "2026-11-20T14:30:00+09:00", "other", 3, 9999]))


def takes(record) -> bool:
    try:
        event_of(record)
    except NotAnEvent:
        return False
    return True


def places(value, at=()):
    """Every place in a record."""
    yield at
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[name], (*at, name))


def put(record, at, value):
    changed = copy.deepcopy(record)
    inside = changed
    for name in at[:-1]:
        inside = inside[name]
    inside[at[-1]] = value
    return changed


@pytest.mark.parametrize("record", TRAVELLING, ids=lambda record: record["type"])
def test_every_kind_that_travels_is_read_as_it_was_written(record):
    assert as_record(event_of(record)) == record


@pytest.mark.parametrize("record", [record for record in EXAMPLES if not KINDS[record["type"]].travels],
                         ids=lambda record: record["type"])
def test_what_stays_at_home_is_not_taken_from_elsewhere(record):
    assert not takes(record)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_changed_record_is_taken_where_its_schema_takes_it_and_its_numbers_are_numbers(data):
    record = data.draw(st.sampled_from(TRAVELLING))
    at = data.draw(st.sampled_from([place for place in places(record) if place]))
    changed = put(record, at, data.draw(NOISE))
    if not isinstance(changed["type"], str) or changed["type"] not in KINDS or not KINDS[changed["type"]].travels:
        assert not takes(changed)
        return
    whole = all(numbers.parse(str(subject)) for subject in (changed["slip"], changed["bag"]) if subject is not None)
    assert takes(changed) == (accepts(changed) and whole)


@pytest.mark.parametrize("record", TRAVELLING, ids=lambda record: record["type"])
def test_a_field_too_much_or_too_few_is_not_taken(record):
    assert not takes({**record, "name": "髙﨑"})
    assert not takes({**record, "body": {**record["body"], "note": "髙﨑"}})
    for name in record:
        assert not takes({key: value for key, value in record.items() if key != name})


def test_a_number_with_wrong_check_digits_is_not_taken():
    record = next(record for record in TRAVELLING if record["type"] == "issued")
    wrong = record["slip"][:-1] + str((int(record["slip"][-1]) + 1) % 10)
    assert accepts({**record, "slip": wrong}) and not takes({**record, "slip": wrong})
