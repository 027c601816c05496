"""A bag from its own events: open → closed → checked → dispatched → received."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from branch_desk.domain.events import Event
from branch_desk.domain.fold import Bag, BagState, fold_bag
from branch_desk.domain.numbers import BAG, SLIP, Number
from tests.domain.places import (
    BAG_1,
    BAG_2,
    COLLEAGUE,
    MEMBERS,
    NUMBER,
    OTHER,
    RECEIVED_AT,
    SECOND,
    SECTION_3,
    SECTION_5,
    at,
    bag_event,
    event,
    revoke,
)

BLANK_LIKE = Number(SLIP, "101", 2026, "301", 9).digits
OPENED = bag_event("bag_opened", 1, section="5")
FIRST_IN = event("bagged", 2, bag=BAG_1, actor="11")
SECOND_IN = event("bagged", 3, COLLEAGUE, slip=SECOND, bag=BAG_1, actor="12")
CLOSED = bag_event("bag_closed", 4, count=2)


def check(
    lamport: int, slip: str | None = NUMBER, result: str = "agrees", actor: str = "13", **more: Any
) -> Event:
    return event("checked", lamport, slip=slip, bag=BAG_1, actor=actor, result=result, **more)


CHECKED = (check(5), check(6, SECOND))
DISPATCHED = bag_event("bag_dispatched", 7, actor="14", route="internal_mail", count=2)
RECEIVED = bag_event("bag_received", 8, SECTION_5, received_at=RECEIVED_AT, count_found=2)
WHOLE_WAY = (OPENED, FIRST_IN, SECOND_IN, CLOSED, *CHECKED, DISPATCHED, RECEIVED)


def of(*events: Event) -> Bag:
    bag = fold_bag(BAG_1, events, MEMBERS)
    assert bag is not None
    return bag


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (1, BagState.OPEN),
        (3, BagState.OPEN),
        (4, BagState.CLOSED),
        (5, BagState.CLOSED),
        (6, BagState.CHECKED),
        (7, BagState.DISPATCHED),
        (8, BagState.RECEIVED),
    ],
)
def test_a_bag_goes_its_way(steps: int, state: BagState) -> None:
    assert of(*WHOLE_WAY[:steps]).state is state


def test_a_received_bag_knows_its_whole_way() -> None:
    assert of(*WHOLE_WAY) == Bag(
        BAG_1,
        BagState.RECEIVED,
        (NUMBER, SECOND),
        (NUMBER, SECOND),
        ("11", "12"),
        opened_at=at(1),
        opened_by="11",
        closed_at=at(4),
        closed_by="11",
        checkers=("13",),
        dispatched_at=at(7),
        dispatched_by="14",
        route="internal_mail",
        count_sent=2,
        received_at=RECEIVED_AT,
        received_by="11",
        count_found=2,
    )
    assert of(*WHOLE_WAY).section == "5"


def test_a_bag_that_is_received_before_its_dispatch_is_known_is_received() -> None:
    assert of(OPENED, RECEIVED).state is BagState.RECEIVED
    assert of(RECEIVED).slips == ()


def test_a_bag_nobody_wrote_about_is_nothing() -> None:
    assert fold_bag(BAG_1, (), MEMBERS) is None
    assert fold_bag(BAG_1, (event("bagged", 2, bag=BAG_2),), MEMBERS) is None
    assert fold_bag(BAG_1, (bag_event("bag_opened", 1, OTHER),), MEMBERS) is None


def test_nobody_who_packed_the_bag_checks_it() -> None:
    bag = of(OPENED, FIRST_IN, SECOND_IN, CLOSED, check(5, actor="12"), check(6, SECOND, actor="11"))
    assert (bag.checked, bag.state) == ((), BagState.CLOSED)


def test_nor_does_who_packed_what_was_taken_out_again() -> None:
    out = event("unbagged", 4, slip=SECOND, bag=BAG_1, reason="wrong_bag")
    bag = of(OPENED, FIRST_IN, SECOND_IN, out, CLOSED, check(5, actor="12"))
    assert (bag.slips, bag.checked, bag.packers) == ((NUMBER,), (), ("11", "12"))


def test_who_packed_only_by_mistake_and_took_it_back_may_check() -> None:
    bag = of(OPENED, FIRST_IN, SECOND_IN, revoke(SECOND_IN, 4), CLOSED, check(5, actor="12"))
    assert (bag.slips, bag.checked, bag.packers, bag.state) == (
        (NUMBER,),
        (NUMBER,),
        ("11",),
        BagState.CHECKED,
    )


def test_every_slip_must_be_checked() -> None:
    assert of(OPENED, FIRST_IN, SECOND_IN, CLOSED, check(5)).state is BagState.CLOSED


def test_an_empty_bag_is_never_checked() -> None:
    assert of(OPENED, CLOSED).state is BagState.CLOSED


def test_a_slip_that_went_in_after_the_check_must_be_checked_too() -> None:
    bag = of(OPENED, FIRST_IN, CLOSED, check(5), event("bagged", 6, slip=SECOND, bag=BAG_1))
    assert (bag.checked, bag.state) == ((NUMBER,), BagState.CLOSED)


def test_taking_a_slip_out_ends_its_check() -> None:
    out, back = event("unbagged", 7, bag=BAG_1, reason="other"), event("bagged", 8, bag=BAG_1)
    assert of(OPENED, FIRST_IN, CLOSED, check(5), out).slips == ()
    assert of(OPENED, FIRST_IN, CLOSED, check(5), out, back).checked == ()


def test_a_check_of_what_is_not_in_the_bag_says_nothing_of_it_when_it_goes_in_later() -> None:
    out, back = event("unbagged", 5, bag=BAG_1, reason="other"), event("bagged", 7, bag=BAG_1)
    assert of(OPENED, FIRST_IN, CLOSED, out, check(6), back).checked == ()
    assert of(OPENED, FIRST_IN, CLOSED, out, check(6), back, check(8)).checked == (NUMBER,)
    alone = check(6, None, "overridden", actor="11", reason="one_person_on_duty", approved_by="3")
    assert of(OPENED, FIRST_IN, CLOSED, out, alone, back).checked == ()
    absent = check(2, NUMBER, "differs", reason="not_in_bag")
    assert of(OPENED, replace(FIRST_IN, lamport=1, seq=20), out, replace(absent, lamport=6)).differing == ()


def test_a_slip_scanned_into_its_bag_twice_keeps_its_check_and_its_place() -> None:
    again = event("bagged", 7, bag=BAG_1, actor="11")
    bag = of(OPENED, FIRST_IN, SECOND_IN, CLOSED, *CHECKED[:1], again)
    assert (bag.slips, bag.checked) == ((NUMBER, SECOND), (NUMBER,))


def test_an_exception_for_the_whole_bag_leaves_what_was_checked_as_checked() -> None:
    alone = check(6, None, "overridden", actor="11", reason="one_person_on_duty", approved_by="3")
    bag = of(OPENED, FIRST_IN, SECOND_IN, CLOSED, check(5), alone)
    assert (bag.checked, bag.overridden, bag.checkers) == ((NUMBER, SECOND), (SECOND,), ("13",))


def test_a_difference_is_shown_with_its_reason_until_the_count_is_right_or_it_is_taken_out() -> None:
    differs = check(5, result="differs", reason="miscounted")
    found = (OPENED, FIRST_IN, CLOSED, differs)
    assert (of(*found).differing, of(*found).unchecked) == (((NUMBER, "miscounted"),), (NUMBER,))
    assert of(*found, check(6, actor="11")).differing == ((NUMBER, "miscounted"),)
    assert of(*found, check(6)).differing == ()
    assert of(*found, event("unbagged", 6, bag=BAG_1, reason="not_in_bag")).differing == ()


def test_what_was_let_through_is_told_from_what_was_checked() -> None:
    one = check(6, SECOND, "overridden", actor="11", reason="not_in_bag", approved_by="3")
    bag = of(OPENED, FIRST_IN, SECOND_IN, CLOSED, check(5), one, DISPATCHED)
    assert (bag.state, bag.checked, bag.overridden, bag.unchecked, bag.checkers) == (
        BagState.DISPATCHED,
        (NUMBER, SECOND),
        (SECOND,),
        (),
        ("13",),
    )
    assert of(OPENED, FIRST_IN, SECOND_IN, CLOSED, one, check(8, SECOND)).overridden == ()


def test_a_bag_that_left_with_an_unchecked_slip_shows_which() -> None:
    bag = of(OPENED, FIRST_IN, SECOND_IN, CLOSED, check(5), DISPATCHED)
    assert (bag.state, bag.unchecked, bag.overridden) == (BagState.DISPATCHED, (SECOND,), ())


def taken_in(lamport: int, slip: str, **more: Any) -> Event:
    return event(
        "received",
        lamport,
        SECTION_5,
        slip=slip,
        bag=BAG_1,
        received_at=RECEIVED_AT,
        source="section",
        **more,
    )


def test_a_section_s_count_of_the_bag_is_in_the_bag() -> None:
    missing = event("missing", 10, SECTION_5, slip=SECOND, bag=BAG_1, reason="not_in_bag")
    stray = event("surplus", 11, SECTION_3, slip=BLANK_LIKE, bag=BAG_1, reason="other_section", section="3")
    bag = of(*WHOLE_WAY, taken_in(9, NUMBER, sheets_found=2), missing, stray)
    assert (bag.received, bag.missing, bag.surplus) == (
        ((NUMBER, 2),),
        ((SECOND, "not_in_bag"),),
        (BLANK_LIKE,),
    )
    assert (bag.count_sent, bag.count_found, bag.received_by) == (2, 2, "11")
    found = of(*WHOLE_WAY, taken_in(9, NUMBER, sheets_found=2), missing, stray, taken_in(12, SECOND))
    assert (found.received, found.missing) == (((NUMBER, 2), (SECOND, None)), ())


def test_what_another_section_says_was_missing_or_taken_in_is_not_in_the_bag() -> None:
    rogue = event("missing", 10, SECTION_3, slip=SECOND, bag=BAG_1, reason="not_in_bag")
    assert of(*WHOLE_WAY, rogue) == of(*WHOLE_WAY)


def test_a_bag_known_from_its_label_alone_is_a_stub() -> None:
    assert of(taken_in(3, NUMBER), RECEIVED).stub
    assert not of(OPENED).stub and (of(OPENED).desk, of(OPENED).section) == ("101", "5")


def test_a_difference_found_later_ends_the_check() -> None:
    assert (
        of(OPENED, FIRST_IN, CLOSED, check(5), check(6, result="differs", reason="miscounted")).state
        is BagState.CLOSED
    )
    assert (
        of(OPENED, FIRST_IN, CLOSED, check(5, result="differs", reason="miscounted"), check(6)).state
        is BagState.CHECKED
    )


def test_an_approved_exception_stands_for_the_check_of_what_is_in_the_bag() -> None:
    alone = check(5, None, "overridden", actor="11", reason="one_person_on_duty", approved_by="3")
    assert of(OPENED, FIRST_IN, SECOND_IN, CLOSED, alone).state is BagState.CHECKED
    one = check(5, SECOND, "overridden", actor="11", reason="not_in_bag", approved_by="3")
    assert of(OPENED, FIRST_IN, SECOND_IN, CLOSED, one).checked == (SECOND,)
    late = event("bagged", 6, slip=SECOND, bag=BAG_1)
    assert of(OPENED, FIRST_IN, CLOSED, alone, late).state is BagState.CLOSED


def test_a_dispatch_taken_back_leaves_the_bag_checked() -> None:
    assert of(*WHOLE_WAY[:7], revoke(DISPATCHED, 9)).state is BagState.CHECKED


def test_the_first_of_two_dispatches_or_receipts_stands() -> None:
    bag = of(
        *WHOLE_WAY,
        bag_event("bag_dispatched", 9, COLLEAGUE, route="post", count=2),
        bag_event("bag_received", 10, SECTION_5, count_found=1),
    )
    assert (bag.route, bag.dispatched_by, bag.count_found) == ("internal_mail", "14", 2)


@pytest.mark.parametrize(
    "rogue",
    [
        bag_event("bag_received", 9, SECTION_3, count_found=9),
        bag_event("bag_dispatched", 9, OTHER, route="post", count=1),
        event("bagged", 9, OTHER, slip=Number(1, OTHER, 2026, "501", 1).digits, bag=BAG_1),
        event("checked", 5, SECTION_5, bag=BAG_1, result="agrees"),
        event("unbagged", 9, OTHER, bag=BAG_1),
    ],
    ids=lambda found: found.type,
)
def test_what_was_written_without_right_changes_nothing(rogue: Event) -> None:
    for steps in range(1, 8):
        assert of(*WHOLE_WAY[:steps], rogue) == of(*WHOLE_WAY[:steps])


def test_the_order_of_arrival_does_not_matter() -> None:
    assert of(*reversed(WHOLE_WAY)) == of(*WHOLE_WAY, *WHOLE_WAY)


def test_a_bag_the_ledger_lost_is_lost_until_something_is_known_of_it() -> None:
    bag = Number(BAG, "101", 2026, "500", 1).digits
    lost = event("lost_record", 1, slip=None, bag=bag)
    assert of(lost) == Bag(bag, BagState.LOST)
    assert of(lost, OPENED).state is BagState.OPEN
    assert of(lost, DISPATCHED).state is BagState.DISPATCHED
