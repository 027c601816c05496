"""Desks that know the same say the same, and any difference shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain.digest import Digest, digest
from branch_desk.domain.events import Event, chain_hash
from branch_desk.domain.fold import FIELDS, fold, fold_bag
from branch_desk.domain.rights import Members
from tests.domain.histories import any_history
from tests.domain.places import (
    BAG_1,
    BAG_2,
    BLANK,
    ISSUED,
    MEMBERS,
    NUMBER,
    OTHER,
    SECOND,
    SECTION_5,
    bag_event,
    event,
)


def hashed(found: list[Event]) -> list[Event]:
    return [replace(one, hash=chain_hash(one)) for one in found]


def of(
    found: list[Event], members: Members = MEMBERS, numbers: tuple[str, ...] = (NUMBER, SECOND, BLANK)
) -> Digest:
    """As a desk would ask: over its events and everything folded from them."""
    slips = [slip for slip in (fold(number, found, members) for number in numbers) if slip]
    bags = [bag for bag in (fold_bag(number, found, members) for number in (BAG_2, BAG_1)) if bag]
    return digest(found, slips, bags)


SOME = hashed(
    [
        event("issued", 1, **ISSUED),
        event("issued", 2, slip=SECOND, **ISSUED),
        event("bagged", 3, bag=BAG_1),
        bag_event("bag_dispatched", 4, route="internal_mail", count=1),
    ]
)


@given(any_history(), st.data())
def test_order_and_duplicates_of_arrival_do_not_matter(found: list[Event], data: st.DataObject) -> None:
    found = hashed(found)
    shuffled = data.draw(st.permutations(found + found[:2]))
    assert of(shuffled, numbers=(BLANK, SECOND, NUMBER)) == of(found)


def test_every_event_that_is_missing_shows() -> None:
    whole = of(SOME)
    for missing in SOME:
        partial = of([one for one in SOME if one is not missing])
        assert partial.events != whole.events


def test_an_event_that_was_changed_on_the_way_shows() -> None:
    changed = [*SOME[:-1], *hashed([replace(SOME[-1], body={"route": "post", "count": 1})])]
    assert of(changed).events != of(SOME).events


def test_a_second_event_under_one_key_shows() -> None:
    assert of([*SOME, *hashed([replace(SOME[0], at="2026-11-11T00:00:00+09:00")])]).events != of(SOME).events


def test_what_stays_on_the_desk_is_not_compared() -> None:
    own = hashed(
        [
            event("printed", 5, copy="original", outcome="file", count=1, paper="A5"),
            event("viewed", 6, what="names", count=1),
        ]
    )
    assert of(SOME + own) == of(SOME)


def test_the_same_events_under_other_members_differ_in_the_state_alone() -> None:
    arrived = SOME + hashed(
        [event("received", 5, SECTION_5, received_at="2026-11-20T14:30:00+09:00", source="section")]
    )
    fewer = {desk: member for desk, member in MEMBERS.items() if desk != SECTION_5}
    assert of(arrived, fewer).events == of(arrived).events
    assert of(arrived, fewer).state != of(arrived).state


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "number"])
def test_every_field_of_a_slip_is_compared(name: str) -> None:
    slip = fold(NUMBER, SOME, MEMBERS)
    assert slip is not None
    assert digest(SOME, [replace(slip, **{name: "x"})]).state != digest(SOME, [slip]).state  # type: ignore[arg-type]


def test_a_bag_is_compared_too() -> None:
    late = hashed([bag_event("bag_opened", 9, section="5")])
    assert of(SOME + late).state != of(SOME).state


def test_nothing_has_a_digest_too() -> None:
    assert digest([], []) == digest([], [])
    assert digest([], []).events == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_event_of_a_newer_version_is_compared_although_nobody_here_understands_it() -> None:
    newer = hashed([event("teleported", 9, OTHER)])
    assert of(SOME + newer).events != of(SOME).events
