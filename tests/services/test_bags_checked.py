"""複数職員チェック: another person counts every slip of the bag; what is missing goes by the 係長; then the bag leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.events import as_record
from branch_desk.domain.fold import State
from branch_desk.domain.staff import Staff
from branch_desk.services import bag_papers, bags, office_papers, people, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from tests.domain.event_schemas import faults

from .conftest import PIN
from .test_bags import Clock, bag_of, closed_with, issued, rule
from .test_bags import clock as clock
from .test_bags import ledger as ledger
from .test_bags import miura as miura


def events_of(ledger, number):
    return [event.type for event in ledger.events(number)]


def test_who_packed_any_slip_of_the_bag_may_not_check_it(ledger, sano, miura, kishi):
    first, second = issued(ledger, sano), issued(ledger, sano)
    bag = bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, first)
    bags.pack(ledger, miura, bag, second)
    bags.take_out(ledger, sano, bag, second, "wrong_bag")
    bags.close(ledger, sano, bag)
    for packer in (sano, miura):    # also one whose slips were taken out again
        assert rule(bags.check(ledger, packer, bag, first, pin=PIN)) == "same_person"
        assert rule(bags.begin_check(ledger, packer, bag, PIN)) == "same_person"
    assert bags.check(ledger, kishi, bag, first, pin=PIN).view.complete


def test_a_check_wants_the_pin_unless_the_setting_says_no(ledger, sano, miura):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    assert rule(bags.check(ledger, miura, bag, number)) == "pin_needed"
    assert rule(bags.check(ledger, miura, bag, number, pin="0000")) == "pin_wrong"
    assert rule(bags.begin_check(ledger, miura, bag, "0000")) == "pin_wrong"
    with ledger.transaction() as tx:
        tx.set_setting(bags.PIN_SETTING, False)
    assert not bags.begin_check(ledger, miura, bag).by_pin
    assert bags.check(ledger, miura, bag, number).view.complete


def test_after_the_pin_it_is_not_asked_for_every_slip_but_of_another_person_it_is(ledger, sano, miura, kishi):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    checking = bags.begin_check(ledger, miura, bag, PIN)
    assert checking.by_pin
    assert rule(bags.check(ledger, kishi, bag, number, checking=checking)) == "pin_needed"
    assert bags.check(ledger, miura, bag, number, checking=checking).view.complete


def test_a_badge_without_a_name_may_not_check(ledger, sano):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    nameless = people.add(ledger, "88", "88", pin=PIN)
    assert rule(bags.check(ledger, nameless, bag, number, pin=PIN)) == "nameless"


def test_practice_asks_for_no_pin_but_still_for_another_person(practice):
    who = practice.staff()[0]
    number = slips.issue(practice, who, IssueRequest("501", 3)).slip.number
    bag = closed_with(practice, who, number)
    assert rule(bags.check(practice, who, bag, number)) == "same_person"
    other = people.add(practice, "2", "練習 次郎")
    assert bags.check(practice, other, bag, number).view.complete
    assert bags.dispatch(practice, who, bag).view.step == "dispatched"


def test_an_open_bag_is_not_checked_yet(ledger, sano, miura):
    number, bag = issued(ledger, sano), bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, number)
    assert rule(bags.check(ledger, miura, bag, number, pin=PIN)) == "bag_is_open"
    assert rule(bags.begin_check(ledger, miura, bag, PIN)) == "bag_is_open"
    assert rule(bags.dispatch(ledger, sano, bag)) == "bag_is_open"


def test_what_is_extra_is_refused_and_nothing_is_recorded(ledger, sano, miura):
    inside, extra, wrong = issued(ledger, sano), issued(ledger, sano), issued(ledger, sano, "101")
    bag = closed_with(ledger, sano, inside)
    assert rule(bags.check(ledger, miura, bag, extra, pin=PIN)) == "not_in_this_bag"
    assert rule(bags.check(ledger, miura, bag, wrong, pin=PIN)) == "wrong_section"
    assert rule(bags.check(ledger, miura, bag, numbers.parse(inside).copy.digits, pin=PIN)) == "copy"
    assert "checked" not in events_of(ledger, extra) + events_of(ledger, inside) + events_of(ledger, wrong)


def test_the_scan_alone_says_which_slip_and_records_nothing(ledger, sano, miura):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    assert bags.scan_for_check(ledger, miura, bag, number).number == number
    assert events_of(ledger, number) == ["issued", "bagged"]


def test_a_difference_keeps_the_bag_here_until_it_is_counted_again(ledger, sano, miura):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    assert rule(bags.check(ledger, miura, bag, number, agrees=False, pin=PIN)) == "reason"
    differs = bags.check(ledger, miura, bag, number, agrees=False, reason="miscounted", pin=PIN)
    assert [row.check for row in differs.view.rows] == ["differs"]
    assert rule(bags.dispatch(ledger, sano, bag)) == "bag_unchecked"
    assert bags.check(ledger, miura, bag, number, pin=PIN).view.complete


def test_a_bag_with_one_slip_unchecked_stays(ledger, sano, miura):
    first, second = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, first, second)
    bags.check(ledger, miura, bag, first, pin=PIN)
    refused = bags.dispatch(ledger, sano, bag)
    assert rule(refused) == "bag_unchecked" and "残り1件" in refused.sentence
    assert ledger.slip(first).state is State.BAGGED


# ---- exceptions


def test_a_missing_slip_leaves_the_bag_by_the_approval_of_the_responsible_and_is_looked_for(ledger, sano, miura, kishi):
    here, gone = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, here, gone)
    bags.check(ledger, miura, bag, here, pin=PIN)
    for approver, pin, word in (("12", PIN, "not_responsible"), ("3", "0000", "pin_wrong"), ("3", None, "pin_needed"),
                                ("99", PIN, "unknown_staff")):
        assert rule(bags.let_through(ledger, miura, bag, gone, "not_in_bag", approver, pin)) == word
    assert rule(bags.let_through(ledger, miura, bag, gone, "", "3", PIN)) == "reason"
    assert events_of(ledger, gone) == ["issued", "bagged"]
    done = bags.let_through(ledger, miura, bag, gone, "not_in_bag", "3", PIN)
    assert (done.slip.state, done.slip.inquiry, done.view.complete) == (State.HELD, True, True)
    assert events_of(ledger, gone)[2:] == ["checked", "unbagged", "inquiry_opened", "override"]
    checked, override = (next(e for e in ledger.events(gone) if e.type == word) for word in ("checked", "override"))
    assert (checked.value("result"), checked.value("reason"), checked.value("approved_by")) == ("overridden", "not_in_bag", "3")
    assert (override.actor, override.value("what"), override.value("reason")) == ("3", "missing_slip", "not_in_bag")
    assert list(bags.dispatch(ledger, sano, bag).view.bag.slips) == [here]
    assert ledger.slip(gone).state is State.HELD


def test_a_difference_may_be_let_through_and_stays_in_the_bag(ledger, sano, miura, kishi):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    bags.check(ledger, miura, bag, number, agrees=False, reason="miscounted", pin=PIN)
    done = bags.let_through(ledger, miura, bag, number, "miscounted", "3", PIN)
    assert [row.check for row in done.view.rows] == ["overridden"]
    sent = bags.dispatch(ledger, sano, bag)
    assert sent.view.bag.overridden == (number,)


def test_one_person_on_duty_sends_a_whole_bag_by_exception_and_it_is_countable(ledger, sano, kishi):
    first, second = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, first, second)
    assert rule(bags.let_through(ledger, sano, bag, None, "not_in_bag", "3", PIN)) == "reason"
    done = bags.let_through(ledger, sano, bag, None, "one_person_on_duty", "3", PIN)
    assert [row.check for row in done.view.rows] == ["overridden", "overridden"]
    day = ledger.now().date()
    assert ledger.event_counts(day, day)["override"] == 1
    assert bags.dispatch(ledger, sano, bag).view.step == "dispatched"


# ---- dispatch


def test_the_time_of_dispatch_lies_neither_ahead_nor_before_the_check(ledger, sano, miura, clock: Clock):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    clock.forward(hours=1)
    bags.check(ledger, miura, bag, number, pin=PIN)
    checked = clock.at
    clock.forward(hours=1)
    for at, word in ((clock.at + timedelta(minutes=1), "dispatch_future"), (datetime(2199, 1, 1, tzinfo=era.JST), "dispatch_future"),
                     (checked - timedelta(minutes=1), "dispatch_too_early")):
        assert rule(bags.dispatch(ledger, sano, bag, at=at)) == word
    at = checked + timedelta(minutes=10)
    assert bags.dispatch(ledger, sano, bag, at=at).view.bag.dispatched_at == era.stamp(at)


@pytest.mark.parametrize("route", bags.ROUTES)
def test_the_route_is_recorded(ledger, sano, miura, route):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    bags.check(ledger, miura, bag, number, pin=PIN)
    assert rule(bags.dispatch(ledger, sano, bag, "taxi")) == "bag_route"
    assert bags.dispatch(ledger, sano, bag, route).view.bag.route == route


def test_one_slip_in_the_bags_of_two_desks_leaves_with_the_one_that_leaves(ledger, sano, miura):
    """Two desks that were apart: the check finds it in one of them, and the other says that one is missing."""
    number = issued(ledger, sano)
    first, second = bag_of(ledger, sano), bag_of(ledger, sano)
    with ledger.transaction() as tx:
        for bag in (first, second):
            tx.append("bagged", actor=sano.code, slip=number, bag=bag)
    bags.close(ledger, sano, second)
    assert bags.check(ledger, miura, second, number, pin=PIN).view.complete
    bags.dispatch(ledger, sano, second)
    assert (ledger.slip(number).bag, ledger.slip(number).state) == (second, State.DISPATCHED)


def test_nothing_is_ever_asked_of_a_person_who_is_not_there(ledger, sano):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    nobody = Staff("404", "だれか 知らない")
    assert isinstance(bags.check(ledger, nobody, bag, number, pin=PIN), Refusal)


def test_whatever_is_recorded_of_a_bag_is_what_the_schemas_allow(ledger, sano, miura, kishi):
    here, gone, odd, out = (issued(ledger, sano) for _ in range(4))
    bag = closed_with(ledger, sano, here, gone, odd, out)
    bags.reopen(ledger, sano, bag, "wrong_key")
    bags.take_out(ledger, sano, bag, out, "withdrawn")
    bags.close(ledger, sano, bag)
    bags.check(ledger, miura, bag, here, pin=PIN)
    bags.check(ledger, miura, bag, odd, agrees=False, reason="other", pin=PIN)
    bags.let_through(ledger, miura, bag, odd, "miscounted", "3", PIN)
    bags.let_through(ledger, miura, bag, gone, "not_in_bag", "3", PIN)
    bags.let_through(ledger, miura, bag, None, "one_person_on_duty", "3", PIN)
    office_papers.drawn(ledger, sano, bag_papers.manifest(ledger, sano, bag), ())
    bags.dispatch(ledger, sano, bag, "post")
    written = {event.key + (event.stream,): event for number in (here, gone, odd, out) for event in ledger.events(number)}
    written |= {event.key + (event.stream,): event for event in ledger.events_of_bag(bag)}
    assert {"checked", "override", "revoked", "unbagged", "inquiry_opened", "bag_dispatched"} <= {
        event.type for event in written.values()}
    assert [found for event in written.values() for found in faults(as_record(event))] == []
