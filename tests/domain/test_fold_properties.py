"""What must hold for every set of events, however it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from branch_desk.domain.events import KINDS, Event
from branch_desk.domain.fold import FIELDS, HolderKind, Slip, State, effective, fold, fold_bag
from branch_desk.domain.rights import may_write
from tests.domain.histories import UPWARD, any_history, events, upward_history
from tests.domain.places import BAG_1, BAG_2, BLANK, ISSUED, MEMBERS, NUMBER, SECOND, event

# A stub of which nothing says where it stands is shown as held; that is no step that could be lost.
RANK = {
    State.LOST: -1,
    State.RESERVED: -1,
    State.HELD: 0,
    State.BAGGED: 1,
    State.DISPATCHED: 2,
    State.RECEIVED: 3,
    State.CLOSED: 4,
}


def rank(slip: Slip) -> int:
    return -1 if slip.stub and slip.state is State.HELD else RANK[slip.state]


def everything(found: Sequence[Event]) -> tuple[object, ...]:
    """The folds of every slip and bag that the histories are about."""
    return (
        *(fold(number, found, MEMBERS) for number in (NUMBER, SECOND, BLANK)),
        *(fold_bag(bag, found, MEMBERS) for bag in (BAG_1, BAG_2)),
    )


@given(any_history(), st.data())
def test_any_order_and_any_duplication_give_the_same_slips_and_bags(
    found: list[Event], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(found))
    again = data.draw(st.lists(st.sampled_from(found)))
    mixed = data.draw(st.permutations(shuffled + again))
    assert everything(shuffled) == everything(found)
    assert everything(mixed) == everything(found)


@given(any_history(), st.data())
def test_equal_copies_of_an_event_count_once(found: list[Event], data: st.DataObject) -> None:
    copies = [
        replace(original, body=dict(original.body or {}))
        for original in data.draw(st.lists(st.sampled_from(found)))
    ]
    assert effective(found + copies, MEMBERS) == effective(found, MEMBERS)


@given(any_history())
def test_every_distinct_event_is_counted_once_or_named_as_without_effect(found: list[Event]) -> None:
    distinct: list[Event] = []
    for one in found:
        if one not in distinct:
            distinct.append(one)
    counted, without_right = effective(found, MEMBERS)
    assert len(counted) == len({id(one) for one in counted})
    for one in distinct:
        if one.type in KINDS and not KINDS[one.type].travels:
            assert one not in counted
        elif one.type != "revoked":
            taken_back = any(
                (r.value("desk"), r.value("epoch"), r.value("seq")) == one.key
                for r in distinct
                if r.type == "revoked"
            )
            times = counted.count(one)
            assert times == 1 or (times == 0 and (one.key in without_right or taken_back))
    assert not [one for one in counted if one.type == "revoked"]


@given(any_history())
def test_what_counts_stands_in_order(found: list[Event]) -> None:
    counted, _ = effective(found, MEMBERS)
    assert [one.order for one in counted] == sorted(one.order for one in counted)


@given(any_history())
def test_taking_out_what_had_no_right_changes_nothing_but_its_mention(found: list[Event]) -> None:
    concerned = [one for one in found if one.slip in (NUMBER, None)]
    _, without_right = effective(concerned, MEMBERS)
    keys = [one.key for one in concerned]
    assume(len(set(keys)) == len(keys))
    rest = [one for one in concerned if one.key not in without_right]
    before, after = fold(NUMBER, concerned, MEMBERS), fold(NUMBER, rest, MEMBERS)
    if after is None:
        assert before is None or (before.stub and before.state is State.HELD)
    else:
        assert before == replace(after, ineffective=tuple(sorted(without_right)))


@given(upward_history(), events(UPWARD, rogue=False))
def test_no_event_lowers_the_state_wherever_it_sorts(found: list[Event], late: Event) -> None:
    assume(late.key not in {one.key for one in found})
    before, after = fold(NUMBER, found, MEMBERS), fold(NUMBER, [*found, late], MEMBERS)
    if before is not None:
        assert after is not None
        assert RANK[after.state] >= rank(before)


@given(any_history(), events(UPWARD, rogue=True))
def test_at_the_end_of_any_history_only_a_way_down_lowers_the_state(found: list[Event], last: Event) -> None:
    last = replace(last, lamport=99, seq=99)
    before, after = fold(NUMBER, found, MEMBERS), fold(NUMBER, [*found, last], MEMBERS)
    if before is None:
        return
    assert after is not None
    if before.state in RANK:
        assert after.state in RANK and RANK[after.state] >= rank(before)
    else:
        assert after.state is before.state or RANK[after.state] >= RANK[State.DISPATCHED]


@given(any_history())
def test_a_right_less_copy_of_any_history_moves_nothing(found: list[Event]) -> None:
    """The same set again, written by a desk that nobody knows."""
    forged = [replace(one, desk="777") for one in found]
    before, after = fold(NUMBER, found, MEMBERS), fold(NUMBER, found + forged, MEMBERS)
    if before is None:
        assert after is None or after.stub
        return
    assert after is not None
    # A revocation is judged by its own desk, so a forged one takes nothing back either.
    for name in FIELDS:
        if name != "ineffective":
            assert getattr(after, name) == getattr(before, name), name


@given(any_history())
def test_a_slip_that_was_issued_has_a_holder_or_an_end(found: list[Event]) -> None:
    slip = fold(NUMBER, [*found, event("issued", 0, epoch="e0", **ISSUED)], MEMBERS)
    assert slip is not None and not slip.stub
    assert slip.holder.kind is not HolderKind.NOBODY or slip.state is State.VOIDED
    assert slip.holder.at is not None


@given(any_history())
def test_the_fields_of_a_slip_agree_with_its_state(found: list[Event]) -> None:
    slip = fold(NUMBER, found, MEMBERS)
    if slip is None:
        return
    assert (slip.state is State.CLOSED) == (slip.closed_at is not None)
    assert (slip.state in (State.VOIDED, State.HANDED_BACK)) == (slip.ended_at is not None)
    assert (slip.holder.kind is HolderKind.BINDER) == (slip.state is State.CLOSED)
    assert slip.bag is None or slip.bagged_at is not None
    if slip.state is State.BAGGED:
        assert slip.bag is not None and slip.dispatched_at is None
    if slip.state is State.DISPATCHED:
        assert slip.dispatched_at is not None and slip.bag is not None
    if slip.state is State.HELD and not slip.stub:
        assert slip.bag is None


@given(any_history())
def test_every_contradiction_names_an_event_that_counts(found: list[Event]) -> None:
    slip = fold(NUMBER, found, MEMBERS)
    if slip is not None:
        counted, _ = effective([one for one in found if one.slip in (NUMBER, None)], MEMBERS)
        assert {named.event for named in slip.contradictions} <= {one.key for one in counted}
        assert list(slip.contradictions) == sorted(
            set(slip.contradictions), key=lambda named: (named.event, named.what)
        )


@given(any_history())
def test_a_bag_holds_only_what_was_put_into_it_and_checked_by_nobody_who_packed(found: list[Event]) -> None:
    bag = fold_bag(BAG_1, found, MEMBERS)
    if bag is None:
        return
    packed = {
        one.slip for one in found if one.type == "bagged" and one.bag == BAG_1 and may_write(one, MEMBERS)
    }
    assert set(bag.slips) <= packed and set(bag.checked) <= set(bag.slips)
    checkers = {one.slip: one.actor for one in found if one.type == "checked"}
    overridden = any(one.type == "checked" and one.value("result") == "overridden" for one in found)
    for slip in bag.checked:
        assert overridden or slip in checkers


def test_the_upward_histories_do_reach_every_state() -> None:
    """The properties above would be empty if the histories never got anywhere."""
    reached: set[State] = set()

    @settings(max_examples=600, derandomize=True, database=None)  # the same histories at every run
    @given(upward_history())
    def collect(found: list[Event]) -> None:
        slip: Slip | None = fold(NUMBER, found, MEMBERS)
        if slip is not None:
            assert slip.ineffective == ()
            reached.add(slip.state)

    collect()
    assert reached >= {State.HELD, State.BAGGED, State.DISPATCHED, State.RECEIVED, State.CLOSED, State.LOST}
