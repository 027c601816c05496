"""From events to what the slip is: one test per sentence of EVENTS.md, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from branch_desk.domain.events import Event
from branch_desk.domain.fold import FIELDS, Contradiction, Holder, HolderKind, Slip, State, effective, fold
from branch_desk.domain.numbers import SLIP, Number
from tests.domain.places import (
    BAG_1,
    BAG_2,
    BLANK,
    COLLEAGUE,
    ISSUED,
    ISSUER,
    LATER,
    MEMBERS,
    NUMBER,
    OFFICE,
    OTHER,
    RECEIVED_AT,
    SECOND,
    SECTION_3,
    SECTION_5,
    STRANGER,
    at,
    bag_event,
    event,
    revoke,
)


def issued(lamport: int = 1, **more: Any) -> Event:
    return event("issued", lamport, **(ISSUED | more))


def received(lamport: int, **more: Any) -> Event:
    return event("received", lamport, SECTION_5, **({"received_at": RECEIVED_AT, "source": "section"} | more))


def closed(lamport: int, desk: str = ISSUER, **more: Any) -> Event:
    return event("closed", lamport, desk, **({"received_at": RECEIVED_AT, "source": "section"} | more))


BAGGED = event("bagged", 3, bag=BAG_1, actor="12")
DISPATCHED = bag_event("bag_dispatched", 5, actor="13", route="internal_mail", count=1)
RECEIVED = received(7, bag=BAG_1, actor="51", sheets_found=3)
SENT_BACK = event("sent_back", 9, SECTION_5, actor="52")
CLOSED = closed(11, actor="14")
WHOLE_WAY = (issued(), BAGGED, DISPATCHED, RECEIVED, SENT_BACK, CLOSED)


def of(*events: Event, number: str = NUMBER) -> Slip:
    slip = fold(number, events, MEMBERS)
    assert slip is not None
    return slip


def contradictions(*events: Event) -> list[tuple[str, int]]:
    return [(found.what, found.event[2]) for found in of(*events).contradictions]


# ---- the way up


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (1, State.HELD),
        (2, State.BAGGED),
        (3, State.DISPATCHED),
        (4, State.RECEIVED),
        (5, State.RECEIVED),
        (6, State.CLOSED),
    ],
)
def test_the_state_rises_step_by_step_without_contradiction(steps: int, state: State) -> None:
    slip = of(*WHOLE_WAY[:steps])
    assert slip.state is state
    assert slip.open == (state is not State.CLOSED)
    assert slip.contradictions == () and slip.ineffective == () and not slip.stub


def test_a_closed_slip_knows_its_whole_way() -> None:
    slip = of(*WHOLE_WAY)
    assert slip == Slip(
        NUMBER,
        State.CLOSED,
        stub=False,
        type="501",
        type_name=ISSUED["type_name"],
        section="5",
        section_name="高齢・障害課",
        catalogue=1,
        retention=5,
        sheets=3,
        sealed=False,
        enclosures=("01",),
        other_enclosures=0,
        flags=(),
        visit=None,
        held_at=at(1),
        issued_at=at(1),
        issued_by="11",
        taken_at=None,
        bag=BAG_1,
        bagged_at=at(3),
        dispatched_at=at(5),
        dispatched_by="13",
        received_at=RECEIVED_AT,
        received_by="51",
        sheets_found=3,
        sent_back_at=at(9),
        closed_at=at(11),
        closed_by="14",
        holder=Holder(HolderKind.BINDER, ISSUER, "14", at(11)),
    )
    assert slip.desk == ISSUER and slip.year == 2026


@pytest.mark.parametrize("late", range(1, 6))
def test_a_later_step_may_come_first_in_the_order_and_is_never_lowered(late: int) -> None:
    """Each step once with the lowest lamport of all, as from a section that has not heard of anything yet."""
    steps = list(WHOLE_WAY)
    steps[late] = replace(steps[late], lamport=0, desk=steps[late].desk)
    assert of(*steps).state is State.CLOSED
    assert of(*steps[: late + 1]).state is of(*WHOLE_WAY[: late + 1]).state
    for name in ("bag", "bagged_at", "dispatched_at", "received_at", "sent_back_at", "closed_at"):
        assert getattr(of(*steps), name) == getattr(of(*WHOLE_WAY), name), name


def test_a_late_step_only_fills_its_own_fields() -> None:
    before = of(issued(), closed(2))
    after = of(issued(), closed(2), replace(BAGGED, lamport=50), replace(DISPATCHED, lamport=51))
    assert after.state is State.CLOSED
    changed = {name for name in FIELDS if getattr(before, name) != getattr(after, name)}
    assert changed == {"bag", "bagged_at", "dispatched_at", "dispatched_by"}


def test_order_is_by_lamport_then_desk_then_epoch_then_seq_and_never_by_the_clock() -> None:
    first = event("closed", 5, ISSUER, received_at=RECEIVED_AT, source="paper")
    second = replace(
        event("closed", 5, COLLEAGUE, received_at=LATER, source="paper"), at="2020-01-01T00:00:00+09:00"
    )
    assert of(second, first).closed_at == first.at
    newer = replace(first, epoch="e2", seq=1, at="2020-01-01T00:00:00+09:00")
    assert of(newer, first).closed_at == first.at
    assert of(replace(first, seq=4, at=LATER), first).closed_at == LATER


def test_unbagged_goes_down_to_held() -> None:
    slip = of(issued(), BAGGED, event("unbagged", 4, bag=BAG_1, actor="15", reason="wrong_bag"))
    assert slip.state is State.HELD
    assert slip.bag is None and slip.bagged_at is None
    assert slip.holder == Holder(HolderKind.BRANCH, ISSUER, "15", at(4))
    assert slip.contradictions == ()


def test_a_slip_taken_out_of_one_bag_goes_into_another() -> None:
    slip = of(
        issued(),
        BAGGED,
        event("unbagged", 4, bag=BAG_1),
        event("bagged", 5, bag=BAG_2),
        bag_event("bag_dispatched", 6, bag=BAG_2),
    )
    assert (slip.state, slip.bag, slip.contradictions) == (State.DISPATCHED, BAG_2, ())


def test_what_comes_out_of_a_bag_that_left_meanwhile_is_held_and_shown() -> None:
    out = event("unbagged", 6, COLLEAGUE, bag=BAG_1)
    slip = of(issued(), BAGGED, DISPATCHED, out)
    assert (slip.state, slip.bag, slip.dispatched_at) == (State.HELD, None, None)
    assert slip.contradictions == (Contradiction("unbagged_late", out.key),)


def test_what_the_section_received_is_not_held_by_a_late_unbagging() -> None:
    slip = of(issued(), BAGGED, DISPATCHED, RECEIVED, event("unbagged", 8, bag=BAG_1))
    assert (slip.state, slip.bag, slip.dispatched_at) == (State.RECEIVED, BAG_1, at(5))
    assert [found.what for found in slip.contradictions] == ["unbagged_late"]


def test_unbagged_from_a_bag_it_was_not_in_changes_nothing() -> None:
    assert of(issued(), BAGGED, event("unbagged", 4, bag=BAG_2)) == of(issued(), BAGGED)


def test_documents_back_holds_the_slip_again_and_ends_its_way() -> None:
    slip = of(*WHOLE_WAY[:5], event("documents_back", 20, COLLEAGUE, actor="16", reason="incomplete"))
    fresh = of(issued())
    assert slip == replace(fresh, held_at=at(20), holder=Holder(HolderKind.BRANCH, COLLEAGUE, "16", at(20)))


def test_documents_that_came_back_go_the_whole_way_again() -> None:
    again = (
        event("documents_back", 20, reason="incomplete"),
        event("bagged", 21, bag=BAG_2),
        bag_event("bag_dispatched", 22, bag=BAG_2),
        received(23, bag=BAG_2, received_at=LATER),
        closed(24, received_at=LATER),
    )
    slip = of(*WHOLE_WAY, *again)
    assert slip.state is State.CLOSED
    assert (slip.bag, slip.bagged_at, slip.dispatched_at, slip.received_at, slip.closed_at) == (
        BAG_2,
        at(21),
        at(22),
        LATER,
        at(24),
    )
    assert slip.contradictions == ()
    assert [of(*WHOLE_WAY, *again[:n]).state for n in range(1, 5)] == [
        State.HELD,
        State.BAGGED,
        State.DISPATCHED,
        State.RECEIVED,
    ]


def test_a_receipt_of_the_way_that_is_over_does_not_raise_the_slip_again() -> None:
    """The section's record can have a higher lamport than documents_back, because it counts by itself."""
    slip = of(
        issued(),
        BAGGED,
        DISPATCHED,
        event("documents_back", 20, reason="wrong_section"),
        replace(RECEIVED, lamport=900),
    )
    assert (slip.state, slip.received_at) == (State.HELD, None)


def test_documents_back_then_handed_back() -> None:
    slip = of(
        *WHOLE_WAY[:4],
        event("documents_back", 20, reason="incomplete"),
        event("handed_back", 21, reason="withdrawn"),
    )
    assert (slip.state, slip.ended_reason, slip.contradictions) == (State.HANDED_BACK, "withdrawn", ())
    assert slip.holder.kind is HolderKind.CITIZEN


def test_a_void_that_came_too_late_does_not_hide_documents_that_came_back() -> None:
    void = event("voided", 6, reason="wrong_type")
    back = event("documents_back", 20, reason="incomplete")
    assert of(issued(), BAGGED, DISPATCHED, void, back).state is State.HELD
    assert (
        of(issued(), BAGGED, DISPATCHED, void, back, event("voided", 21, reason="wrong_type")).state
        is State.VOIDED
    )


# ---- missing, received after closed


def test_missing_opens_an_inquiry_and_leaves_the_state() -> None:
    slip = of(issued(), BAGGED, DISPATCHED, event("missing", 8, SECTION_5, bag=BAG_1, reason="not_in_bag"))
    assert (slip.state, slip.inquiry) == (State.DISPATCHED, True)


def test_an_inquiry_lasts_until_it_is_closed() -> None:
    opened = event("inquiry_opened", 8, reason="not_arrived", called=True)
    assert of(issued(), opened).inquiry
    assert of(*WHOLE_WAY, replace(opened, lamport=30)).inquiry
    assert of(issued(), event("missing", 8, SECTION_5), received(9)).inquiry, "a receipt does not end it"
    assert not of(
        issued(), opened, event("inquiry_closed", 9, SECTION_5, result="found_section", called=True)
    ).inquiry


def test_received_after_closed_fills_what_was_empty() -> None:
    slip = of(
        issued(), BAGGED, DISPATCHED, closed(8, source="paper"), received(12, received_at=LATER, actor="51")
    )
    assert (slip.state, slip.received_at, slip.paper_received_at, slip.received_by) == (
        State.CLOSED,
        LATER,
        RECEIVED_AT,
        "51",
    )
    assert slip.holder.kind is HolderKind.BINDER


def test_paper_and_section_differ_and_both_are_shown() -> None:
    slip = of(issued(), BAGGED, DISPATCHED, received(7), closed(8, source="paper", received_at=LATER))
    assert (slip.received_at, slip.paper_received_at) == (RECEIVED_AT, LATER)


def test_what_the_section_itself_recorded_wins_over_the_copy_of_it_in_closed() -> None:
    slip = of(issued(), closed(2, source="section", received_at=LATER), received(9))
    assert (slip.received_at, slip.received_by) == (RECEIVED_AT, "11")
    assert of(issued(), closed(2, source="section", received_at=LATER)).received_at == LATER


def test_the_time_that_was_compared_on_closing_is_the_papers_time() -> None:
    misread = event("came_back", 6, result="differs", reason="sheets", received_at=LATER)
    assert of(issued(), misread).paper_received_at == LATER
    assert of(issued(), misread, closed(7, source="paper")).paper_received_at == RECEIVED_AT


def test_the_branch_can_record_the_receipt_from_the_paper() -> None:
    slip = of(issued(), BAGGED, DISPATCHED, event("received", 8, received_at=RECEIVED_AT, source="paper"))
    assert (slip.state, slip.received_at, slip.paper_received_at) == (State.RECEIVED, None, RECEIVED_AT)


def test_of_two_receipts_the_first_stands() -> None:
    slip = of(issued(), BAGGED, DISPATCHED, received(7), received(8, received_at=LATER))
    assert (slip.received_at, slip.contradictions) == (RECEIVED_AT, ())


# ---- contradictions


@pytest.mark.parametrize("end", ["voided", "handed_back"])
@pytest.mark.parametrize(
    "later",
    [(BAGGED, DISPATCHED), (BAGGED, DISPATCHED, RECEIVED), (CLOSED,)],
    ids=["dispatched", "received", "closed"],
)
@pytest.mark.parametrize("lamport", [2, 50])
def test_the_later_step_stands_against_an_end_and_a_contradiction_is_shown(
    end: str, later: tuple[Event, ...], lamport: int
) -> None:
    ending = event(end, lamport, reason="wrong_type")
    slip = of(issued(), *later, ending)
    assert slip.state is of(issued(), *later).state
    assert slip.ended_at is None
    assert slip.contradictions == (Contradiction(f"{end}_but_moved", ending.key),)


@pytest.mark.parametrize(
    ("end", "state", "holder"),
    [("voided", State.VOIDED, HolderKind.NOBODY), ("handed_back", State.HANDED_BACK, HolderKind.CITIZEN)],
)
@pytest.mark.parametrize("before", [(), (BAGGED,)], ids=["held", "bagged"])
def test_a_slip_that_did_not_leave_can_end(
    end: str, state: State, holder: HolderKind, before: tuple[Event, ...]
) -> None:
    slip = of(issued(), *before, event(end, 10, actor="17", reason="withdrawn"))
    assert (slip.state, slip.ended_at, slip.ended_reason, slip.open) == (state, at(10), "withdrawn", False)
    assert slip.holder == Holder(holder, None, "17", at(10))
    assert slip.contradictions == ()


def test_of_two_ends_the_first_stands() -> None:
    assert contradictions(
        issued(), event("voided", 3, reason="other"), event("handed_back", 4, reason="other")
    ) == [("ended_twice", 4)]
    assert (
        of(issued(), event("voided", 3, reason="other"), event("handed_back", 4, reason="other")).state
        is State.VOIDED
    )


def test_of_two_closings_the_first_stands() -> None:
    slip = of(*WHOLE_WAY, closed(12, COLLEAGUE, actor="18"))
    assert (slip.closed_by, slip.closed_at) == ("14", at(11))
    assert [(found.what, found.event) for found in slip.contradictions] == [
        ("closed_twice", (COLLEAGUE, "e1", 12))
    ]


def test_of_two_bags_the_first_stands() -> None:
    slip = of(issued(), BAGGED, event("bagged", 4, COLLEAGUE, bag=BAG_2))
    assert (slip.state, slip.bag) == (State.BAGGED, BAG_1)
    assert [(found.what, found.event) for found in slip.contradictions] == [
        ("bagged_twice", (COLLEAGUE, "e1", 4))
    ]


def test_twice_into_the_same_bag_is_no_contradiction() -> None:
    slip = of(issued(), BAGGED, event("bagged", 4, COLLEAGUE, bag=BAG_1))
    assert (slip.bagged_at, slip.contradictions) == (at(3), ())


def test_of_two_bags_one_of_which_left_the_slip_is_in_that_one() -> None:
    """Else a bagging that arrives late would take a dispatched slip back to the branch."""
    slip = of(
        issued(), BAGGED, event("bagged", 4, bag=BAG_2), bag_event("bag_dispatched", 6, bag=BAG_2, actor="19")
    )
    assert (slip.state, slip.bag, slip.bagged_at, slip.dispatched_by) == (
        State.DISPATCHED,
        BAG_2,
        at(4),
        "19",
    )
    assert slip.holder.kind is HolderKind.MAIL_OUT
    assert [(found.what, found.event[2]) for found in slip.contradictions] == [("bagged_twice", 3)]


def test_of_two_bags_that_both_left_the_first_stands() -> None:
    slip = of(
        issued(),
        BAGGED,
        event("bagged", 4, bag=BAG_2),
        bag_event("bag_dispatched", 6, bag=BAG_2),
        bag_event("bag_dispatched", 7),
    )
    assert (slip.bag, slip.dispatched_at) == (BAG_1, at(7))


def test_taking_it_out_of_the_second_bag_settles_two_bags() -> None:
    assert (
        contradictions(issued(), BAGGED, event("bagged", 4, bag=BAG_2), event("unbagged", 5, bag=BAG_2)) == []
    )


def test_taking_it_out_of_the_first_bag_leaves_it_in_the_second() -> None:
    slip = of(issued(), BAGGED, event("bagged", 4, bag=BAG_2), event("unbagged", 5, bag=BAG_1))
    assert (slip.state, slip.bag, slip.contradictions) == (State.BAGGED, BAG_2, ())


def test_bagged_after_the_bag_left_is_shown() -> None:
    slip = of(issued(), DISPATCHED, event("bagged", 6, COLLEAGUE, bag=BAG_1))
    assert slip.state is State.DISPATCHED
    assert [found.what for found in slip.contradictions] == ["bagged_after_dispatch"]


def test_of_two_issuings_of_one_number_the_first_stands() -> None:
    """A ledger that was copied to a second PC draws the same number again, under the same key or in another epoch."""
    clone = replace(issued(1, sheets=9, type_name="複製"), at=at(2), actor="20")
    for other in (clone, replace(clone, epoch="e2"), replace(clone, lamport=5)):
        slip, turned = of(issued(), other), of(other, issued())
        assert slip == turned
        assert slip.sheets in (3, 9)
        assert [found.what for found in slip.contradictions] == ["issued_twice"]
    assert of(issued(), replace(clone, lamport=5)).sheets == 3


def test_received_without_any_dispatch_is_shown_to_the_branch() -> None:
    assert contradictions(issued(), received(4)) == [("received_before_dispatch", 4)]
    assert contradictions(issued(), BAGGED, received(4)) == [("received_before_dispatch", 4)]


def test_a_receipt_that_only_sorts_before_the_dispatch_is_no_contradiction() -> None:
    """A section that has not imported the branch's events has a low lamport."""
    assert contradictions(issued(), replace(RECEIVED, lamport=2), BAGGED, DISPATCHED) == []


def test_a_receipt_from_the_paper_without_dispatch_was_accepted_by_a_person_and_is_no_contradiction() -> None:
    assert (
        contradictions(
            issued(),
            event("received", 4, received_at=RECEIVED_AT, source="paper"),
            closed(5, source="paper", accepted="not_dispatched"),
        )
        == []
    )


def test_an_accepted_doubt_stays_on_record() -> None:
    assert of(issued(), closed(5, source="paper", accepted="not_dispatched")).accepted == "not_dispatched"


# ---- stubs and blanks


def test_a_number_nobody_wrote_about_is_nothing() -> None:
    assert fold(NUMBER, (), MEMBERS) is None
    assert fold(NUMBER, (bag_event("bag_opened", 2), DISPATCHED), MEMBERS) is None
    assert fold(NUMBER, (event("issued", 1, slip=SECOND, **ISSUED),), MEMBERS) is None
    assert (
        fold(NUMBER, (event("printed", 1, copy="original", outcome="file", count=1, paper="A5"),), MEMBERS)
        is None
    )


def test_a_slip_known_by_its_digits_alone_knows_type_section_desk_and_year_and_nothing_else() -> None:
    stub = of(received(4, actor="51"))
    assert (stub.stub, stub.type, stub.section, stub.desk, stub.year) == (True, "501", "5", ISSUER, 2026)
    empty = Slip(
        NUMBER,
        State.RECEIVED,
        type="501",
        section="5",
        received_at=RECEIVED_AT,
        received_by="51",
        holder=Holder(HolderKind.SECTION, "5", "51", at(4)),
    )
    assert stub == empty


def test_a_stub_is_filled_when_issued_arrives() -> None:
    slip = of(received(4), issued(2), BAGGED, DISPATCHED)
    assert (slip.stub, slip.sheets, slip.state, slip.contradictions) == (False, 3, State.RECEIVED, ())


@pytest.mark.parametrize(
    "first",
    [
        event("sent_back", 4, SECTION_5),
        event("missing", 4, SECTION_5),
        event("surplus", 4, SECTION_3, section="3"),
        event("inquiry_opened", 4, SECTION_5),
        event("bagged", 4, COLLEAGUE, bag=BAG_1),
        event("checked", 4, COLLEAGUE, bag=BAG_1, result="agrees"),
        event("came_back", 4, OTHER, result="other_branch"),
        event("corrected", 4, COLLEAGUE, sheets=2),
        event("closed", 4, COLLEAGUE),
        event("documents_back", 4, COLLEAGUE),
        event("unbagged", 4, COLLEAGUE, bag=BAG_1),
        event("inquiry_closed", 4, COLLEAGUE),
    ],
    ids=lambda found: found.type,
)
def test_any_single_event_makes_a_stub_and_never_an_error(first: Event) -> None:
    assert of(first).stub
    assert not of(first, issued()).stub


def test_a_stub_of_a_desk_nobody_introduced_can_be_closed() -> None:
    stray = Number(SLIP, STRANGER, 2026, "501", 1).digits
    slip = of(closed(3, accepted="unknown", slip=stray), number=stray)
    assert (slip.state, slip.stub, slip.accepted) == (State.CLOSED, True, "unknown")


def test_a_blank_is_reserved_and_settled_by_its_issuing_or_by_a_void() -> None:
    reserved = event("reserved", 1, slip=BLANK)
    blank = of(reserved, number=BLANK)
    assert (blank.state, blank.stub, blank.type, blank.section, blank.open) == (
        State.RESERVED,
        False,
        None,
        None,
        False,
    )
    taken = "2026-11-01T09:00:00+09:00"
    for events in (
        (reserved, event("issued", 3, slip=BLANK, **ISSUED, taken_at=taken)),
        (event("issued", 0, slip=BLANK, **ISSUED, taken_at=taken), reserved),
    ):
        slip = of(*events, number=BLANK)
        assert (slip.state, slip.type, slip.section, slip.taken_at) == (State.HELD, "501", "5", taken)
    unused = of(reserved, event("voided", 3, slip=BLANK, reason="unused"), number=BLANK)
    assert (unused.state, unused.ended_reason, unused.contradictions) == (State.VOIDED, "unused", ())


def test_the_section_of_a_blank_follows_from_issued() -> None:
    arrived = event("received", 2, SECTION_5, slip=BLANK, received_at=RECEIVED_AT, source="section")
    alone = of(arrived, number=BLANK)
    assert (alone.state, alone.holder.where) == (State.RECEIVED, None)
    known = of(arrived, event("issued", 9, slip=BLANK, **ISSUED), number=BLANK)
    assert (known.state, known.holder.where) == (State.RECEIVED, "5")
    wrong = of(
        arrived, event("issued", 9, slip=BLANK, **(ISSUED | {"type": "301", "section": "3"})), number=BLANK
    )
    assert (wrong.state, wrong.ineffective) == (State.HELD, (arrived.key,))


def test_a_number_the_ledger_lost_is_shown_until_its_records_arrive() -> None:
    lost = event("lost_record", 1)
    assert (of(lost).state, of(lost).open) == (State.LOST, False)
    assert of(lost, issued(9)).state is State.HELD
    assert of(issued(), event("lost_record", 9)).state is State.HELD


# ---- corrected


def test_a_correction_replaces_what_it_names_and_nothing_else() -> None:
    slip = of(issued(), event("corrected", 4, reason="miscounted", sheets=4))
    assert (slip.sheets, slip.enclosures, slip.sealed) == (4, ("01",), False)
    slip = of(issued(), event("corrected", 4, reason="miscounted", enclosures=["02", "03"], others=2))
    assert (slip.sheets, slip.enclosures, slip.other_enclosures) == (3, ("02", "03"), 2)


def test_a_correction_can_seal_and_count_again() -> None:
    sealed = event("corrected", 4, reason="other", sheets=None)
    assert (of(issued(), sealed).sheets, of(issued(), sealed).sealed) == (None, True)
    counted = of(issued(), sealed, event("corrected", 5, reason="miscounted", sheets=2))
    assert (counted.sheets, counted.sealed) == (2, False)


def test_a_correction_that_sorts_before_the_issuing_still_stands() -> None:
    slip = of(event("corrected", 0, COLLEAGUE, sheets=None, enclosures=[], others=1), issued())
    assert (slip.sheets, slip.sealed, slip.enclosures, slip.other_enclosures) == (None, True, (), 1)


def test_a_change_of_name_changes_nothing_here() -> None:
    assert of(issued(), event("corrected", 4, reason="other", name_changed=True)) == of(issued())


# ---- came back, surplus


def test_an_original_that_came_back_in_doubt_stays_open() -> None:
    slip = of(
        *WHOLE_WAY[:5],
        event("came_back", 12, actor="21", result="differs", reason="sheets", received_at=LATER),
    )
    assert (slip.state, slip.open, slip.came_back, slip.came_back_reason, slip.came_back_at) == (
        State.RECEIVED,
        True,
        "differs",
        "sheets",
        at(12),
    )
    assert slip.holder == Holder(HolderKind.BRANCH, ISSUER, "21", at(12))


def test_the_last_word_on_what_came_back_counts_and_closing_settles_it() -> None:
    differs = event("came_back", 12, result="differs", reason="sheets")
    missing_time = event("came_back", 13, result="time_missing")
    slip = of(*WHOLE_WAY[:5], differs, missing_time)
    assert (slip.came_back, slip.came_back_reason) == ("time_missing", None)
    settled = of(*WHOLE_WAY[:5], differs, missing_time, closed(14))
    assert (settled.state, settled.came_back, settled.came_back_reason) == (State.CLOSED, None, None)
    assert of(*WHOLE_WAY, differs).came_back is None, "closed before stays closed"


def test_a_stray_original_at_another_branch_shows_where_it_is() -> None:
    slip = of(
        *WHOLE_WAY[:5],
        event("came_back", 12, OTHER, actor="22", result="other_branch", accepted="other_branch"),
    )
    assert (slip.state, slip.came_back, slip.holder) == (
        State.RECEIVED,
        "other_branch",
        Holder(HolderKind.BRANCH, OTHER, "22", at(12)),
    )


def test_surplus_shows_the_section_that_has_it_and_moves_nothing() -> None:
    slip = of(
        issued(),
        BAGGED,
        DISPATCHED,
        event("surplus", 8, SECTION_3, actor="31", bag=BAG_2, reason="other_section", section="3"),
    )
    assert (slip.state, slip.holder) == (State.DISPATCHED, Holder(HolderKind.SECTION, "3", "31", at(8)))
    assert (
        of(
            issued(), BAGGED, DISPATCHED, event("surplus", 8, SECTION_3, section="3"), received(9, actor="51")
        ).holder.where
        == "5"
    )


# ---- last holder

HOLDERS = [
    (HolderKind.BRANCH, ISSUER, "11", 1),
    (HolderKind.BAG, BAG_1, "12", 3),
    (HolderKind.MAIL_OUT, "5", "13", 5),
    (HolderKind.SECTION, "5", "51", 7),
    (HolderKind.MAIL_BACK, "5", "52", 9),
    (HolderKind.BINDER, ISSUER, "14", 11),
]


@pytest.mark.parametrize("steps", range(1, 7))
def test_the_last_holder_follows_the_way(steps: int) -> None:
    kind, where, actor, lamport = HOLDERS[steps - 1]
    assert of(*WHOLE_WAY[:steps]).holder == Holder(kind, where, actor, at(lamport))


@pytest.mark.parametrize("late", range(5))
def test_a_step_that_sorts_last_never_takes_the_papers_back(late: int) -> None:
    steps = list(WHOLE_WAY)
    steps[late] = replace(steps[late], lamport=900)
    assert of(*steps).holder == of(*WHOLE_WAY).holder


def test_the_holder_of_a_bagged_slip_whose_bag_left_before_it_was_known() -> None:
    assert of(issued(), replace(DISPATCHED, lamport=2), BAGGED).holder.kind is HolderKind.MAIL_OUT


def test_came_back_after_sent_back_is_at_the_branch_whichever_sorts_last() -> None:
    back = event("came_back", 8, result="time_missing")
    assert of(*WHOLE_WAY[:5], back).holder.kind is HolderKind.BRANCH


# ---- rights and revocations

WITHOUT_RIGHT = [
    event("issued", 0, COLLEAGUE, **ISSUED),
    event("closed", 6, OTHER),
    event("closed", 6, SECTION_5),
    event("voided", 6, OTHER, reason="other"),
    event("received", 6, SECTION_3, source="section"),
    event("received", 6, source="section"),
    event("received", 6, SECTION_5, source="paper"),
    event("documents_back", 6, SECTION_5),
    event("bagged", 6, OTHER, bag=BAG_2),
    event("closed", 6, OFFICE),
    event("closed", 6, STRANGER),
    event("missing", 6, SECTION_3),
    event("came_back", 6, OTHER, result="differs"),
    event("inquiry_closed", 6, OTHER),
    event("teleported", 6),
    event("finish", 6),
    event("ended", 6),
    event("lie_in_bag", 6, bag=BAG_2),
]


@pytest.mark.parametrize("rogue", WITHOUT_RIGHT, ids=lambda found: f"{found.type} by {found.desk}")
def test_what_was_written_without_right_is_kept_and_changes_nothing(rogue: Event) -> None:
    for steps in range(1, 7):
        assert of(*WHOLE_WAY[:steps], rogue) == replace(of(*WHOLE_WAY[:steps]), ineffective=(rogue.key,))


def test_a_number_known_only_from_a_record_without_right_is_an_empty_stub() -> None:
    rogue = closed(3, OTHER)
    slip = of(rogue)
    assert (slip.stub, slip.state, slip.closed_at, slip.ineffective) == (True, State.HELD, None, (rogue.key,))


def test_rights_depend_on_the_members_known_and_come_back_with_them() -> None:
    members = {desk: member for desk, member in MEMBERS.items() if desk != SECTION_5}
    slip = fold(NUMBER, WHOLE_WAY[:4], members)
    assert slip is not None
    assert (slip.state, slip.ineffective) == (State.DISPATCHED, (RECEIVED.key,))
    assert of(*WHOLE_WAY[:4]).state is State.RECEIVED


@pytest.mark.parametrize("taken_back", range(1, 6))
def test_a_revoked_event_is_as_if_it_had_never_been(taken_back: int) -> None:
    target = WHOLE_WAY[taken_back]
    rest = [found for found in WHOLE_WAY if found is not target]
    assert of(*WHOLE_WAY, revoke(target, 40)) == of(*rest)


@pytest.mark.parametrize(
    "target",
    [
        event("voided", 12, reason="wrong_type"),
        event("handed_back", 12, reason="other"),
        event("corrected", 12, sheets=9),
        event("unbagged", 12, bag=BAG_1),
        event("documents_back", 12),
        event("came_back", 12, result="time_missing"),
        event("came_back", 12, OTHER, result="other_branch"),
        event("inquiry_opened", 12),
        event("inquiry_opened", 12, SECTION_5),
        event("inquiry_closed", 12),
        event("missing", 12, SECTION_5, bag=BAG_1),
        event("surplus", 12, SECTION_3, section="3"),
        event("sent_back", 12, SECTION_3),
        event("received", 12, source="paper"),
        event("checked", 12, bag=BAG_1, result="agrees"),
        bag_event("bag_closed", 12, count=1),
        bag_event("bag_dispatched", 12, bag=BAG_2),
    ],
    ids=lambda found: f"{found.type} by {found.desk}",
)
@pytest.mark.parametrize("steps", range(1, 7))
def test_each_kind_can_be_taken_back(target: Event, steps: int) -> None:
    way = WHOLE_WAY[:steps]
    assert of(*way, target, revoke(target, 40)) == of(*way)


@pytest.mark.parametrize("target", [issued(), event("lost_record", 2)], ids=lambda found: found.type)
def test_a_number_that_was_shown_is_never_unmade(target: Event) -> None:
    taken_back = revoke(target, 40)
    assert of(target, taken_back) == replace(of(target), ineffective=(taken_back.key,))


def test_a_revocation_without_right_changes_nothing() -> None:
    rogue = revoke(CLOSED, 40, OTHER)
    assert of(*WHOLE_WAY, rogue) == replace(of(*WHOLE_WAY), ineffective=(rogue.key,))


def test_a_revocation_cannot_be_taken_back() -> None:
    first = revoke(CLOSED, 40)
    second = revoke(first, 41)
    assert of(*WHOLE_WAY, first, second) == replace(of(*WHOLE_WAY[:5]), ineffective=(second.key,))


def test_two_revocations_of_one_event_are_as_one() -> None:
    assert of(*WHOLE_WAY, revoke(CLOSED, 40), revoke(CLOSED, 41, COLLEAGUE)) == of(*WHOLE_WAY[:5])


def test_a_revocation_waits_for_its_target_and_is_no_fault_meanwhile() -> None:
    early = revoke(CLOSED, 40)
    assert of(*WHOLE_WAY[:5], early) == of(*WHOLE_WAY[:5])
    assert of(*WHOLE_WAY, early).state is State.RECEIVED
    assert fold(NUMBER, (early,), MEMBERS) is None


def test_a_revocation_of_another_slips_event_changes_neither() -> None:
    theirs = event("voided", 4, slip=SECOND, reason="other")
    rogue = revoke(theirs, 40, slip=NUMBER)
    assert of(issued(), rogue) == of(issued())
    ours = event("voided", 4, reason="other")
    smuggled = revoke(ours, 40, slip=SECOND)
    assert of(issued(), ours, smuggled).state is State.VOIDED


def test_a_closing_taken_back_lets_the_second_closing_stand() -> None:
    slip = of(*WHOLE_WAY, closed(12, COLLEAGUE, actor="18"), revoke(CLOSED, 40))
    assert (slip.closed_by, slip.contradictions) == ("18", ())


# ---- duplicates and forks


def test_an_event_that_arrived_twice_counts_once() -> None:
    counted, without_right = effective([*WHOLE_WAY, *WHOLE_WAY], MEMBERS)
    assert counted == list(WHOLE_WAY) and without_right == []


def test_two_events_under_one_key_are_both_seen_in_whatever_order_they_come() -> None:
    """A ledger that was copied goes on writing under the keys of the first."""
    one, other = closed(11, actor="14"), closed(11, actor="15")
    assert of(issued(), one, other) == of(issued(), other, one)
    assert contradictions(issued(), one, other) == [("closed_twice", 11)]


def test_what_stays_on_the_desk_does_not_touch_the_slip() -> None:
    own = [
        event(kind, 1, seq=n)
        for n, kind in enumerate(("printed", "viewed", "refused", "exported", "override"), 1)
    ]
    assert of(*WHOLE_WAY, *own) == of(*WHOLE_WAY)
