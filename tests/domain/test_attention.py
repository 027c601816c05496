"""What stands in 要対応, from when on: the rule alone, on any day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import attention, era
from branch_desk.domain.attention import Limits, Why
from branch_desk.domain.fold import Contradiction, Holder, HolderKind, Slip, State
from branch_desk.domain.opening_days import OpeningDays

NUMBER = "1101265010004250"
DAYS = OpeningDays()
LIMITS = Limits()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=era.JST)


def slip(state: State, since: datetime, **more) -> Slip:
    """A slip that came into its state at `since`."""
    moment = era.stamp(since)
    field = {State.HELD: "held_at", State.BAGGED: "held_at", State.DISPATCHED: "dispatched_at",
             State.RECEIVED: "received_at", State.CLOSED: "closed_at"}[state]
    given_ = {"issued_at": moment, "held_at": moment, field: moment, "holder": Holder(HolderKind.BRANCH, "101", "12", moment)}
    return Slip(NUMBER, state, stub=False, type="501", section="5", **(given_ | more))


def why(item: Slip, now: datetime, **more) -> list[str]:
    return [late.why.value for late in attention.reasons(item, now, DAYS, LIMITS, **more)]


# ---- the day on which each limit is reached

HELD = [
    # taken, not yet, listed
    ("2026-11-24T10:45", "2026-11-24T17:14", "2026-11-24T17:15"),     # an ordinary day
    ("2026-11-24T18:30", "2026-11-24T18:29", "2026-11-24T18:30"),     # after the van: the same evening
    ("2026-11-28T10:00", "2026-11-30T17:14", "2026-11-30T17:15"),     # taken on a Saturday: the Monday's evening
    ("2026-12-29T10:00", "2027-01-04T17:14", "2027-01-04T17:15"),     # the turn of the year
    ("2028-02-29T09:00", "2028-02-29T17:14", "2028-02-29T17:15"),     # a leap day like any other
    ("2027-03-31T23:50", "2027-03-31T23:49", "2027-03-31T23:50"),     # the last minutes of a fiscal year
]


@pytest.mark.parametrize(("taken", "before", "from_then"), HELD)
def test_what_was_not_dispatched_is_listed_on_the_evening_of_the_day(taken, before, from_then):
    item = slip(State.HELD, at(taken))
    assert why(item, at(before)) == []
    assert why(item, at(from_then)) == ["not_dispatched"]


SENT = [
    ("2026-11-19T15:30", "2026-11-23T23:59", "2026-11-24T00:00"),     # Thursday; Friday is 1, Monday a holiday, Tuesday 2
    ("2026-11-24T15:30", "2026-11-25T23:59", "2026-11-26T00:00"),
    ("2026-11-27T15:30", "2026-11-30T23:59", "2026-12-01T00:00"),     # over a week end
    ("2026-12-28T15:30", "2027-01-04T23:59", "2027-01-05T00:00"),     # 29 December to 3 January are closed
    ("2027-04-28T15:30", "2027-05-05T23:59", "2027-05-06T00:00"),     # Golden Week: 4/30 is 1, 5/6 is 2
    ("2027-03-31T16:00", "2027-04-01T23:59", "2027-04-02T00:00"),     # over the turn of the fiscal year
    ("2028-02-28T16:00", "2028-02-29T23:59", "2028-03-01T00:00"),     # 29 February counts
]


@pytest.mark.parametrize(("sent", "before", "from_then"), SENT)
def test_what_nobody_received_is_listed_on_the_second_opening_day(sent, before, from_then):
    item = slip(State.DISPATCHED, at(sent))
    assert why(item, at(before)) == []
    assert why(item, at(from_then)) == ["not_arrived"]


@pytest.mark.parametrize(("received", "before", "from_then"), [
    ("2026-11-12T10:00", "2026-11-18T23:59", "2026-11-19T00:00"),
    ("2027-04-27T10:00", "2027-05-09T23:59", "2027-05-10T00:00"),     # Golden Week: 28, 30, 6, 7, 10
    ("2026-12-25T10:00", "2027-01-06T23:59", "2027-01-07T00:00"),     # 28, 4, 5, 6, 7
])
def test_an_original_that_is_not_back_is_listed_on_the_fifth_opening_day(received, before, from_then):
    item = slip(State.RECEIVED, at(received))
    assert why(item, at(before)) == []
    assert why(item, at(from_then)) == ["not_returned"]


def test_an_extra_closing_day_gives_a_day_more():
    item = slip(State.DISPATCHED, at("2026-11-24T15:30"))
    closed = OpeningDays([date(2026, 11, 25)])
    assert attention.reasons(item, at("2026-11-26T12:00"), closed, LIMITS) == ()
    late, = attention.reasons(item, at("2026-11-27T00:00"), closed, LIMITS)
    assert (late.why, late.opening_days) == (Why.NOT_ARRIVED, 2)


def test_other_limits_are_obeyed():
    item = slip(State.DISPATCHED, at("2026-11-24T15:30"))
    loose = Limits(time(20), arrive=3, return_=10)
    assert attention.reasons(item, at("2026-11-26T12:00"), DAYS, loose) == ()
    assert [late.why for late in attention.reasons(item, at("2026-11-27T00:00"), DAYS, loose)] == [Why.NOT_ARRIVED]


def test_the_boundary_moves_with_the_very_minute_of_the_evening():
    edge = attention.boundaries(at("2026-11-24T17:15"), DAYS, LIMITS)
    assert edge.held == at("2026-11-25T00:00")
    assert attention.boundaries(at("2026-11-24T17:14"), DAYS, LIMITS).held == at("2026-11-21T00:00")


# ---- what is listed at once

def test_what_needs_no_limit_is_listed_at_once():
    now = at("2026-11-24T10:46")
    for came_back in ("differs", "time_missing", "other_branch"):
        item = slip(State.RECEIVED, at("2026-11-24T10:00"), came_back=came_back, came_back_at=era.stamp(now))
        assert why(item, now) == [came_back]
        assert why(item, now - timedelta(seconds=1)) == []
    assert why(slip(State.CLOSED, now), now) == ["time_missing"]
    assert why(slip(State.CLOSED, now, paper_received_at=era.stamp(now)), now) == []


def test_an_inquiry_stands_for_where_the_slip_is_stuck_and_keeps_its_own_beginning():
    item = slip(State.DISPATCHED, at("2026-11-19T15:30"), inquiry=True)
    late, = attention.reasons(item, at("2026-11-26T09:00"), DAYS, LIMITS,
                              known={Why.INQUIRY: at("2026-11-24T16:00")})
    assert (late.why, late.opening_days, late.limit, late.over) == (Why.INQUIRY, 2, None, False)


def test_a_contradiction_stands_beside_what_else_is_wrong():
    item = slip(State.DISPATCHED, at("2026-11-19T15:30"), contradictions=(Contradiction("closed_twice", ("101", "e", 1)),))
    assert why(item, at("2026-11-24T09:00")) == ["not_arrived", "contradiction"]


def test_a_count_that_differs_at_the_section_is_listed_on_the_day_of_receipt():
    received = at("2026-11-24T10:00")
    item = slip(State.RECEIVED, received, sheets=3, sheets_found=2)
    assert why(item, received) == ["differs"]
    assert why(item, at("2026-12-01T09:00")) == ["not_returned", "differs"]


def test_a_slip_left_over_from_a_received_bag_is_listed_at_once():
    item = slip(State.DISPATCHED, at("2026-11-24T15:30"))
    assert why(item, at("2026-11-25T09:30"), bag_received=at("2026-11-25T09:20")) == ["not_counted"]


def test_a_paper_found_at_another_section_is_listed_at_once():
    found = era.stamp(at("2026-11-25T09:20"))
    item = slip(State.DISPATCHED, at("2026-11-24T15:30"), holder=Holder(HolderKind.SECTION, "3", "7", found))
    assert why(item, at("2026-11-25T09:20")) == ["redirected"]


def test_what_was_closed_voided_handed_back_or_only_reserved_is_nobodys_concern():
    now = at("2027-02-01T12:00")
    for state in (State.VOIDED, State.HANDED_BACK, State.RESERVED, State.LOST):
        assert attention.reasons(Slip(NUMBER, state), now, DAYS, LIMITS) == ()
    done = slip(State.CLOSED, at("2026-11-24T10:00"), received_at=era.stamp(at("2026-11-24T10:00")))
    assert attention.reasons(done, now, DAYS, LIMITS) == ()


def test_new_today_is_amber_and_left_over_is_red():
    sent = slip(State.DISPATCHED, at("2026-11-24T15:30"))
    new, = attention.reasons(sent, at("2026-11-26T09:00"), DAYS, LIMITS)
    left, = attention.reasons(sent, at("2026-11-27T09:00"), DAYS, LIMITS)
    assert (new.opening_days, new.over, left.opening_days, left.over) == (2, False, 3, True)
    held = slip(State.HELD, at("2026-11-24T15:30"))
    assert [late.over for late in attention.reasons(held, at("2026-11-24T18:00"), DAYS, LIMITS)] == [False]
    assert [late.over for late in attention.reasons(held, at("2026-11-25T08:30"), DAYS, LIMITS)] == [True]


def test_a_stub_that_nobody_dated_has_waited_since_its_year_began():
    late, = attention.reasons(Slip(NUMBER, State.RECEIVED), at("2026-11-24T09:00"), DAYS, LIMITS)
    assert late.since == at("2026-04-01T00:00")


# ---- whatever the day

MOMENTS = st.datetimes(datetime(2026, 4, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=era.JST, microsecond=0))
STATES = st.sampled_from([State.HELD, State.BAGGED, State.DISPATCHED, State.RECEIVED])
WAITS = st.timedeltas(timedelta(0), timedelta(days=40))
CLOSED = st.frozensets(st.dates(date(2026, 4, 1), date(2028, 12, 31)), max_size=12)
SET = st.builds(Limits, st.times(time(8), time(23, 59)), st.integers(1, 8), st.integers(1, 15))


@given(STATES, MOMENTS, WAITS, WAITS, CLOSED, SET)
def test_what_is_late_stays_late_until_something_is_recorded(state, since, wait, more, closed, limits):
    item, days = slip(state, since), OpeningDays(closed)
    earlier = attention.reasons(item, since + wait, days, limits)
    later = attention.reasons(item, since + wait + more, days, limits)
    assert {late.why for late in earlier} <= {late.why for late in later}
    assert all(b.opening_days >= a.opening_days and b.over >= a.over for a, b in zip(earlier, later, strict=False))


@given(STATES, MOMENTS, CLOSED, SET)
def test_nothing_becomes_late_on_a_closing_day(state, since, closed, limits):
    days = OpeningDays(closed)
    begun, = attention.beginnings(slip(state, since), days, limits)
    assert days.is_open(begun.begins.date())
    assert attention.reasons(slip(state, since), begun.begins - timedelta(seconds=1), days, limits) == ()
    assert attention.reasons(slip(state, since), begun.begins, days, limits) != ()


@given(STATES, MOMENTS, WAITS, CLOSED, SET)
def test_the_question_to_the_index_leaves_nothing_out_and_asks_for_nothing_in_vain(state, since, wait, closed, limits):
    now, days = since + wait, OpeningDays(closed)
    edge = attention.boundaries(now, days, limits)
    before = {State.DISPATCHED: edge.dispatched, State.RECEIVED: edge.received}.get(state, edge.held)
    assert (since < before) == bool(attention.reasons(slip(state, since), now, days, limits))


@given(STATES, MOMENTS, WAITS)
def test_the_days_said_are_the_days_that_passed(state, since, wait):
    for late in attention.reasons(slip(state, since), since + wait, DAYS, LIMITS):
        assert late.opening_days == DAYS.between(since.date(), (since + wait).date())
        assert late.opening_days >= (late.limit or 0)
