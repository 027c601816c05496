"""From which moment a slip's limit counts, and what somebody must look at whatever the day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from branch_desk.domain.events import Event
from branch_desk.domain.fold import OPEN, HolderKind, Slip, State, fold
from tests.domain.histories import any_history
from tests.domain.places import (
    BAG_1,
    BAG_2,
    BLANK,
    COLLEAGUE,
    ISSUED,
    LATER,
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

ISSUE = event("issued", 1, **ISSUED)
BAGGED = event("bagged", 3, bag=BAG_1)
DISPATCHED = bag_event("bag_dispatched", 5, route="internal_mail", count=1)
RECEIVED = event(
    "received", 7, SECTION_5, bag=BAG_1, received_at=RECEIVED_AT, source="section", sheets_found=3
)
CLOSED = event("closed", 11, received_at=RECEIVED_AT, source="section")
OUT = (ISSUE, BAGGED, DISPATCHED)


def of(*events: Event, number: str = NUMBER) -> Slip:
    slip = fold(number, events, MEMBERS)
    assert slip is not None
    return slip


def received(lamport: int, **more: Any) -> Event:
    return event("received", lamport, SECTION_5, **({"received_at": RECEIVED_AT, "source": "section"} | more))


# ---- since


@pytest.mark.parametrize(
    ("events", "since"),
    [
        ((ISSUE,), at(1)),
        ((ISSUE, BAGGED), at(1)),
        (OUT, at(5)),
        ((*OUT, RECEIVED), RECEIVED_AT),
        ((*OUT, event("received", 7, received_at=LATER, source="paper")), LATER),
        ((*OUT, RECEIVED, event("sent_back", 9, SECTION_5)), RECEIVED_AT),
        ((*OUT, RECEIVED, event("came_back", 9, result="differs", reason="sheets")), at(9)),
        ((*OUT, event("came_back", 9, result="time_missing")), at(9)),
        ((*OUT, RECEIVED, CLOSED), None),
        ((ISSUE, event("voided", 2, reason="wrong_type")), None),
        ((ISSUE, event("handed_back", 2, reason="withdrawn")), None),
    ],
    ids=[
        "held",
        "bagged",
        "dispatched",
        "received",
        "paper",
        "sent back",
        "differs",
        "no time",
        "closed",
        "void",
        "back",
    ],
)
def test_each_state_counts_from_its_own_moment(events: tuple[Event, ...], since: str | None) -> None:
    assert of(*events).since == since


def test_custody_of_a_blank_began_when_the_papers_were_taken_and_not_when_it_was_keyed_in() -> None:
    keyed = event("issued", 9, slip=BLANK, **ISSUED, taken_at=at(2))
    slip = of(event("reserved", 1, slip=BLANK), keyed, number=BLANK)
    assert (slip.held_at, slip.since, slip.issued_at) == (at(2), at(2), at(9))


def test_a_blank_that_waits_and_a_lost_number_have_no_limit() -> None:
    assert of(event("reserved", 1, slip=BLANK), number=BLANK).since is None
    assert of(event("lost_record", 1)).since is None


def test_a_blank_that_was_bagged_without_being_keyed_in_has_a_limit_too() -> None:
    bagged = event("bagged", 3, slip=BLANK, bag=BAG_1)
    reserved = event("reserved", 1, slip=BLANK)
    assert of(reserved, bagged, number=BLANK).since == at(3)
    out = event("unbagged", 4, slip=BLANK, bag=BAG_1, reason="other")
    slip = of(reserved, bagged, out, number=BLANK)
    assert (slip.state, slip.since) == (State.HELD, at(4))


def test_taking_a_slip_out_of_a_bag_does_not_begin_its_custody_anew() -> None:
    slip = of(ISSUE, BAGGED, event("unbagged", 4, bag=BAG_1, reason="wrong_bag"))
    assert (slip.state, slip.since) == (State.HELD, at(1))


def test_documents_that_came_back_begin_their_custody_anew_and_go_into_another_bag() -> None:
    back = event("documents_back", 13, reason="incomplete")
    assert of(*OUT, RECEIVED, back).since == at(13)
    again = (
        event("bagged", 15, bag=BAG_2),
        bag_event("bag_dispatched", 17, bag=BAG_2, route="internal_mail", count=1),
    )
    slip = of(*OUT, RECEIVED, back, *again)
    assert (slip.state, slip.bag, slip.held_at, slip.since) == (State.DISPATCHED, BAG_2, at(13), at(17))
    assert slip.marks == set()
    assert of(*OUT, RECEIVED, back, *again, received(19, bag=BAG_2)).since == RECEIVED_AT


def test_documents_that_came_back_before_their_issuing_was_known_count_from_then() -> None:
    back = event("documents_back", 2, reason="other")
    assert of(back).held_at == of(back, event("issued", 5, **ISSUED)).held_at == at(2)


# ---- marks


def test_an_ordinary_way_has_no_mark() -> None:
    for steps in range(1, 6):
        assert of(*(*OUT, RECEIVED, CLOSED)[:steps]).marks == set()


def test_missing_marks_the_slip_until_the_inquiry_is_closed_even_where_it_arrives_after_all() -> None:
    missing = event("missing", 6, SECTION_5, bag=BAG_1, reason="not_in_bag")
    assert (of(*OUT, missing).state, of(*OUT, missing).marks) == (State.DISPATCHED, {"inquiry"})
    found = of(*OUT, missing, RECEIVED)
    assert (found.state, found.marks, found.since) == (State.RECEIVED, {"inquiry"}, RECEIVED_AT)
    assert of(*OUT, missing, RECEIVED, CLOSED).marks == {"inquiry"}
    ended = event("inquiry_closed", 8, SECTION_5, result="found_section", called=True)
    assert of(*OUT, missing, RECEIVED, ended).marks == set()


@pytest.mark.parametrize(
    "counted",
    [
        {"sheets_found": 2},
        {"sheets_found": 4},
        {"sheets_found": 3, "enclosures_found": 0},
        {"differs": "enclosures"},
    ],
)
def test_another_count_at_the_section_differs_until_it_is_closed(counted: dict[str, Any]) -> None:
    slip = of(*OUT, received(7, bag=BAG_1, **counted))
    assert (slip.state, slip.marks) == (State.RECEIVED, {"differs"})
    assert of(*OUT, received(7, bag=BAG_1, **counted), CLOSED).marks == set()


@pytest.mark.parametrize("counted", [{}, {"sheets_found": 3}, {"sheets_found": 3, "enclosures_found": 1}])
def test_the_same_count_or_none_does_not_differ(counted: dict[str, Any]) -> None:
    assert of(*OUT, received(7, **counted)).marks == set()


def test_a_correction_at_the_branch_settles_a_miscount_there() -> None:
    counted = received(7, sheets_found=4)
    assert of(*OUT, counted, event("corrected", 8, reason="miscounted", sheets=4)).marks == set()


def test_a_sealed_envelope_and_a_stub_have_nothing_to_compare_with() -> None:
    sealed = event("issued", 1, **(ISSUED | {"sheets": None, "sealed": True}))
    assert of(sealed, *OUT[1:], received(7, sheets_found=4)).marks == set()
    assert of(received(7, sheets_found=4, enclosures_found=2)).marks == set()


@pytest.mark.parametrize("result", ["differs", "time_missing", "other_branch"])
def test_an_original_back_in_doubt_is_marked_until_it_is_closed_or_ended(result: str) -> None:
    desk = OTHER if result == "other_branch" else COLLEAGUE
    reason = {"reason": "sheets"} if result == "differs" else {}
    back = event("came_back", 9, desk, result=result, **reason)
    assert of(*OUT, RECEIVED, back).marks == {result}
    assert of(*OUT, RECEIVED, back, CLOSED).marks == set()
    assert of(*OUT, RECEIVED, back, revoke(back, 10, desk)).marks == set()
    assert of(ISSUE, back, event("voided", 10, reason="wrong_type")).marks == set()


def test_a_time_that_the_section_records_afterwards_still_wants_to_be_compared() -> None:
    back = event("came_back", 6, result="time_missing")
    slip = of(*OUT, back, received(7))
    assert (slip.marks, slip.received_at) == ({"time_missing"}, RECEIVED_AT)


def test_closed_without_any_time_of_receipt_is_marked_until_one_is_known() -> None:
    bare = event("closed", 11, source="section")
    assert of(*OUT, bare).marks == {"no_time"}
    assert of(*OUT, bare, received(12)).marks == set()
    assert of(*OUT, bare, event("received", 12, received_at=LATER, source="paper")).marks == set()


def test_a_contradiction_is_marked_until_an_inquiry_has_looked_into_all_there_are() -> None:
    early = received(7)
    assert of(ISSUE, early).marks == {"contradiction"}

    def looked(lamport: int, **more: Any) -> Event:
        return event("inquiry_closed", lamport, result="found_section", called=True, **more)

    assert of(ISSUE, early, looked(8)).marks == {"contradiction"}
    assert of(ISSUE, early, looked(8, contradictions=1)).marks == set()
    twice = of(ISSUE, early, looked(8, contradictions=1), event("voided", 9, reason="wrong_type"))
    assert (len(twice.contradictions), twice.marks) == (2, {"contradiction"})


def test_what_lies_at_another_section_is_there_and_its_limit_goes_on() -> None:
    stray = event("surplus", 8, SECTION_3, bag=BAG_1, reason="other_section", section="3")
    slip = of(*OUT, stray)
    assert (slip.state, slip.since, slip.holder.kind, slip.holder.where) == (
        State.DISPATCHED,
        at(5),
        HolderKind.SECTION,
        "3",
    )
    sent_on = of(*OUT, stray, received(9))
    assert (sent_on.state, sent_on.holder.where) == (State.RECEIVED, "5")


def test_a_call_changes_nothing() -> None:
    call = event("contacted", 8, SECTION_5, whom="branch", how="telephone", result="will_check")
    assert of(*OUT, call) == of(*OUT)
    assert fold(SECOND, (call,), MEMBERS) is None


@given(any_history())
def test_whatever_happened_a_limit_runs_only_while_somebody_must_act(found: list[Event]) -> None:
    for number in (NUMBER, SECOND, BLANK):
        slip = fold(number, found, MEMBERS)
        if slip is None:
            continue
        assert (slip.since is None) or slip.state in OPEN
        assert slip.since is not None or slip.state not in OPEN or slip.stub
        if slip.came_back and slip.state in OPEN:
            assert slip.marks & {"differs", "time_missing", "other_branch"}
        assert ("contradiction" in slip.marks) <= bool(slip.contradictions)
