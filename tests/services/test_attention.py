"""要対応: what is late, on which day, with which last holder; the clock goes on and nobody does anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.services import (
    attention,
    inquiry,
    limits,
    opening,
    people,
    printers,
    printjobs,
    receiving,
    returns,
    sending_back,
)
from branch_desk.services.printers import Printer
from branch_desk.services.results import Refusal

from .conftest import PIN
from .two_desks import BRANCH, CARE, SECTION, Clock, Place, carry

TUESDAY = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=era.JST)


@pytest.fixture(autouse=True)
def asked_about_no_new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """These go from one quarter to another in one step, which a real desk is asked about (tests/store/test_year_ends)."""
    monkeypatch.setattr("branch_desk.store.clock.LONG", timedelta(days=4000))


@pytest.fixture
def clock():
    return Clock(TUESDAY)


@pytest.fixture
def branch(tmp_path, clock):
    made = Place(tmp_path / "branch", BRANCH, clock, code="12", name="佐野 恵")
    made.chief = people.set_pin(made.ledger, made.chief, PIN)
    yield made
    made.close()


@pytest.fixture
def section(tmp_path, clock):
    made = Place(tmp_path / "section", SECTION, clock)
    yield made
    made.close()


def listed(place, on=None):
    return [(item.number, item.why) for item in attention.list(place.ledger, on)]


def whys(place, on=None):
    return [item.why for item in attention.list(place.ledger, on)]


def received(branch, section, *numbers_, bag):
    """The section takes in these slips of a bag and finishes it; the branch hears of it."""
    carry(branch, section)
    receiving.open_bag(section.ledger, section.who, bag)
    for number in numbers_:
        answer = receiving.receive(section.ledger, section.who, number, bag=bag, received_at=section.clock.at)
        assert not isinstance(answer, Refusal), answer
    carry(section, branch)


# ---- one slip on its way, day by day

def test_nothing_is_late_on_a_desk_without_slips(branch):
    assert attention.list(branch.ledger) == () and attention.count(branch.ledger) == 0


def test_what_did_not_leave_is_listed_in_the_evening_with_who_took_it(branch, clock):
    number = branch.issue()
    clock.at = at("2026-11-24T17:14")
    assert listed(branch) == []
    clock.at = at("2026-11-24T17:15")
    item, = attention.list(branch.ledger)
    assert (item.number, item.why, item.opening_days, item.over) == (number, "not_dispatched", 0, False)
    assert item.last_holder == "大師1 11/24 佐野"
    assert item.section_name == "高齢・障害課"
    clock.at = at("2026-11-25T08:30")
    item, = attention.list(branch.ledger)
    assert (item.opening_days, item.over) == (1, True)


def test_what_lies_in_a_bag_that_did_not_leave_is_in_that_bag(branch, clock):
    bag = branch.dispatch(branch.issue(), sent=False)
    clock.at = at("2026-11-24T18:00")
    item, = attention.list(branch.ledger)
    assert item.last_holder == "袋 令8-大師1-500-00001 佐野"
    assert bag == numbers.Number(2, "101", 2026, "500", 1).digits


def test_the_same_slip_through_every_limit(branch, section, clock):
    people.add(branch.ledger, "21", "別人 一")     # the number of a clerk of the section, whose name nobody knows here
    number = branch.issue()
    bag = branch.dispatch(number)
    clock.at = at("2026-11-25T23:59")
    assert listed(branch) == []
    clock.at = at("2026-11-26T08:30")
    item, = attention.list(branch.ledger)
    assert (item.why, item.opening_days, item.last_holder) == ("not_arrived", 2, "庁内便 11/24 発送 佐野")
    received(branch, section, number, bag=bag)
    assert listed(branch) == []
    clock.at = at("2026-12-02T23:59")
    assert listed(branch) == []
    clock.at = at("2026-12-03T08:30")
    item, = attention.list(branch.ledger)
    assert (item.why, item.opening_days) == ("not_returned", 5)
    assert item.last_holder == "高齢・障害課 受領 11/26 職員21"     # names of staff never travel
    own, = attention.list(section.ledger)
    assert own.last_holder == "高齢・障害課 受領 11/26 岸"
    sending_back.send_back(section.ledger, section.who, (number,))
    carry(section, branch)
    item, = attention.list(branch.ledger)
    assert item.last_holder == "庁内便（返送中） 12/3 職員21"
    assert returns.come_back(branch.ledger, branch.who, number).result == "closed"
    assert listed(branch) == []


@pytest.mark.parametrize(("sent", "quiet", "due", "days"), [
    ("2026-12-28T15:00", "2027-01-04T23:59", "2027-01-05T08:30", 2),       # 29 December to 3 January
    ("2027-04-28T15:00", "2027-05-05T23:59", "2027-05-06T08:30", 2),       # Golden Week
    ("2027-03-31T15:00", "2027-04-01T23:59", "2027-04-02T08:30", 2),       # another fiscal year
    ("2028-02-28T15:00", "2028-02-29T23:59", "2028-03-01T08:30", 2),       # the leap day is an opening day
    ("2026-11-20T15:00", "2026-11-24T23:59", "2026-11-25T08:30", 2),       # a week end and a holiday on the Monday
])
def test_closing_days_do_not_count(branch, clock, sent, quiet, due, days):
    clock.at = at(sent)
    branch.dispatch(branch.issue())
    clock.at = at(quiet)
    assert listed(branch) == []
    clock.at = at(due)
    item, = attention.list(branch.ledger)
    assert (item.why, item.opening_days) == ("not_arrived", days)
    assert attention.count(branch.ledger) == 1


def test_an_extra_closing_day_of_the_office_moves_the_limit(branch, clock):
    branch.dispatch(branch.issue())
    assert not isinstance(opening.set_closed(branch.ledger, branch.chief, date(2026, 11, 25), True, "other", PIN), Refusal)
    clock.at = at("2026-11-26T12:00")
    assert listed(branch) == []
    clock.at = at("2026-11-27T08:30")
    assert whys(branch) == ["not_arrived"]


# ---- what is listed at once

def test_an_original_that_came_back_without_its_time_or_otherwise_stays(branch, section):
    first, second = branch.issue(), branch.issue()
    bag = branch.dispatch(first, second)
    assert returns.come_back(branch.ledger, branch.who, first, returns.TIME_MISSING).result == "time_missing"
    assert returns.come_back(branch.ledger, branch.who, second, returns.DIFFERS, reason="sheets").result == "differs"
    assert listed(branch) == [(first, "time_missing"), (second, "differs")]
    assert attention.list(branch.ledger)[0].last_holder == "大師1（原本は返送済み） 11/24 佐野"
    assert bag


def test_a_slip_that_the_section_misses_is_looked_for_at_once(branch, section, clock):
    number, other = branch.issue(), branch.issue()
    bag = branch.dispatch(number, other)
    clock.at = at("2026-11-25T09:20")
    carry(branch, section)
    receiving.open_bag(section.ledger, section.who, bag)
    receiving.receive(section.ledger, section.who, other, bag=bag, received_at=clock.at)
    answer = receiving.finish(section.ledger, section.who, bag, received_at=clock.at, missing=(number,))
    assert not isinstance(answer, Refusal), answer
    carry(section, branch)
    item, = attention.list(branch.ledger)
    assert (item.number, item.why, item.since) == (number, "inquiry", era.stamp(clock.at))
    assert item.last_holder == "庁内便 11/24 発送 佐野"


def test_a_slip_left_over_from_a_bag_that_was_taken_in_is_listed_at_once(branch, section, clock):
    number, other = branch.issue(), branch.issue()
    bag = branch.dispatch(number, other)
    carry(branch, section)
    clock.at = at("2026-11-25T09:20")
    with section.ledger.transaction() as tx:       # a section that counts only its bags
        tx.append("received", actor="21", slip=other, bag=bag, body={"received_at": era.stamp(clock.at), "source": "section"})
        tx.append("bag_received", actor="21", bag=bag, body={"received_at": era.stamp(clock.at), "count_found": 2})
    carry(section, branch)
    assert listed(branch) == [(number, "not_counted")]
    clock.at = at("2026-12-10T09:20")
    assert (number, "not_counted") in listed(branch)
    assert attention.count(branch.ledger) == len(listed(branch))


def test_a_paper_of_another_section_is_listed_at_once_with_the_section_that_found_it(branch, tmp_path, clock):
    care = Place(tmp_path / "care", CARE, clock)
    try:
        number = branch.issue()
        branch.dispatch(number)
        carry(branch, care)
        clock.at = at("2026-11-25T09:20")
        answer = receiving.redirect(care.ledger, care.who, number)
        assert not isinstance(answer, Refusal), answer
        carry(care, branch)
        item, = attention.list(branch.ledger)
        assert (item.why, item.last_holder) == ("redirected", "保護課 発見 11/25 職員21")
    finally:
        care.close()


def test_a_receipt_without_a_dispatch_is_a_contradiction_until_somebody_looked_into_it(branch, section, clock):
    number = branch.issue()
    carry(branch, section)
    receiving.receive(section.ledger, section.who, number, received_at=clock.at)
    carry(section, branch)
    assert listed(branch) == [(number, "contradiction")]
    assert returns.come_back(branch.ledger, branch.who, number).result == "closed"
    assert listed(branch) == [(number, "contradiction")]
    inquiry.open(branch.ledger, branch.who, number, "other")
    inquiry.close(branch.ledger, branch.who, number, "no_need")
    assert listed(branch) == []


def test_a_paper_of_which_nobody_knows_whether_it_came_out_is_listed_with_its_slip(branch):
    printers.add(branch.ledger, branch.chief, Printer("受付", "epson-tm-m30", "socket", "127.0.0.1:9"))
    number = branch.issue()
    queued = printjobs.queue(branch.ledger, branch.who, number, ("original",), begin=True)
    assert not isinstance(queued, Refusal), queued
    with branch.ledger.transaction() as tx:
        tx.print_doubtful(queued.ready[0].job, "interrupted", None)
    item, = attention.list(branch.ledger)
    assert (item.number, item.why, item.opening_days) == (number, "print_doubtful", 0)
    assert attention.count(branch.ledger) == 1


# ---- order, sections, other desks

def test_the_oldest_stands_first_and_the_count_says_how_many(branch, clock):
    made = []
    for day in (24, 25, 26):
        clock.at = at(f"2026-11-{day}T10:00")
        made.append(branch.issue("501" if day != 25 else "601"))
    clock.at = at("2026-11-27T08:30")
    assert [number for number, _ in listed(branch)] == made
    assert [item.section_name for item in attention.list(branch.ledger)] == ["高齢・障害課", "保護課", "高齢・障害課"]
    assert [item.opening_days for item in attention.list(branch.ledger)] == [3, 2, 1]
    assert attention.count(branch.ledger) == 3


def test_a_section_sees_what_is_addressed_to_it_and_nothing_else(branch, section, clock):
    mine, other = branch.issue("501"), branch.issue("601")
    branch.dispatch(mine)
    branch.dispatch(other, section="6")
    carry(branch, section)
    clock.at = at("2026-11-26T08:30")
    assert listed(section) == [(mine, "not_arrived")]
    assert len(listed(branch)) == 2


def test_the_answer_of_the_command_line_has_what_the_contract_names(branch, clock):
    number = branch.issue()
    clock.at = at("2026-11-25T08:30")
    item, = attention.list(branch.ledger)
    document = attention.as_json(item)
    assert {"number", "why", "since", "opening_days", "last_holder", "section"} <= document.keys()
    assert (document["number"], document["since"], document["section"]) == (number, era.stamp(TUESDAY), "高齢・障害課")


# ---- another day than today

def test_a_coming_day_is_told_as_it_will_be_when_nothing_is_done(branch):
    number = branch.issue()
    assert listed(branch, date(2026, 11, 24)) == [(number, "not_dispatched")]
    assert listed(branch, date(2026, 11, 23)) == []
    branch.dispatch(number)
    assert listed(branch, date(2026, 11, 25)) == []
    item, = attention.list(branch.ledger, date(2026, 11, 26))
    assert (item.why, item.opening_days) == ("not_arrived", 2)
    assert attention.list(branch.ledger, date(2026, 12, 31))[0].opening_days == 24


def test_a_past_day_is_told_as_it_was_whatever_happened_since(branch, section, clock):
    number, kept = branch.issue(), branch.issue("601")
    bag = branch.dispatch(number)
    clock.at = at("2026-11-27T09:00")
    received(branch, section, number, bag=bag)
    clock.at = at("2026-11-30T09:00")
    assert returns.come_back(branch.ledger, branch.who, number).result == "closed"
    assert listed(branch, date(2026, 11, 24)) == [(kept, "not_dispatched")]
    assert sorted(listed(branch, date(2026, 11, 26))) == sorted([(number, "not_arrived"), (kept, "not_dispatched")])
    assert listed(branch, date(2026, 11, 27)) == [(kept, "not_dispatched")]
    assert listed(branch) == [(kept, "not_dispatched")]


def test_a_past_inquiry_is_told_with_its_own_beginning(branch, clock):
    number = branch.issue()
    branch.dispatch(number)
    clock.at = at("2026-11-25T10:00")
    inquiry.open(branch.ledger, branch.who, number, "asked")
    clock.at = at("2026-11-26T10:00")
    inquiry.close(branch.ledger, branch.who, number, "no_need")
    item, = attention.list(branch.ledger, date(2026, 11, 25))
    assert (item.why, item.since) == ("inquiry", "2026-11-25T10:00:00+09:00")
    assert whys(branch, date(2026, 11, 24)) == []


# ---- limits

def test_only_a_responsible_person_changes_a_limit_with_reason_and_pin(branch):
    ledger, clerk, chief = branch.ledger, branch.who, branch.chief
    assert limits.change(ledger, clerk, "arrive", 3, "other", PIN).rule == "not_responsible"
    assert limits.change(ledger, chief, "arrive", 3, "other").rule == "pin_needed"
    assert limits.change(ledger, chief, "arrive", 3, "other", "9999").rule == "pin_wrong"
    assert limits.change(ledger, chief, "arrive", 3, "", PIN).rule == "reason"
    assert limits.change(ledger, chief, "arrive", 0, "other", PIN).rule == "limit_value"
    assert limits.change(ledger, chief, "evening", 1790, "other", PIN).rule == "limit_value"
    assert limits.change(ledger, chief, "arrive", 2, "other", PIN).rule == "limit_same"
    assert limits.change(ledger, chief, "lunch", 2, "other", PIN).rule == "limit_name"
    assert limits.of(ledger) == limits.Limits() and limits.changes(ledger, 2026) == ()


def test_a_changed_limit_holds_from_then_on_and_is_on_record_with_its_reason(branch, clock):
    branch.dispatch(branch.issue())
    clock.at = at("2026-11-26T08:30")
    assert whys(branch) == ["not_arrived"]
    done = limits.change(branch.ledger, branch.chief, "arrive", 3, "schedule_changed", PIN)
    assert done.limits.arrive == 3 and "2開庁日から3開庁日" in done.sentence
    assert whys(branch) == []
    opening.set_closed(branch.ledger, branch.chief, date(2026, 11, 27), True, "庁内便・開庁日の変更", PIN)
    change, closed = limits.changes(branch.ledger, 2026)
    assert (change.what, change.before, change.after, change.reason, change.by) == (
        "未着とする開庁日数", "2開庁日", "3開庁日", "庁内便・開庁日の変更", "三浦")
    assert (closed.what, closed.after) == ("閉庁日に追加", "令和8年11月27日（金）")
    assert limits.changes(branch.ledger, 2025) == () == limits.changes(branch.ledger, 2027)


def test_changes_belong_to_the_fiscal_year_of_their_day(branch, clock):
    clock.at = at("2027-03-31T23:59")
    limits.change(branch.ledger, branch.chief, "evening", 1700, "other", PIN)
    clock.at += timedelta(minutes=1)
    limits.change(branch.ledger, branch.chief, "return", 7, "other", PIN)
    assert [change.after for change in limits.changes(branch.ledger, 2026)] == ["17時00分"]
    assert [change.after for change in limits.changes(branch.ledger, 2027)] == ["7開庁日"]


def test_closing_days_are_only_those_that_the_calendar_does_not_know(branch):
    ledger, chief = branch.ledger, branch.chief
    assert opening.set_closed(ledger, branch.who, date(2026, 11, 25), True, "other", PIN).rule == "not_responsible"
    assert opening.set_closed(ledger, chief, date(2026, 11, 28), True, "other", PIN).rule == "closed_usually"
    assert opening.set_closed(ledger, chief, date(2026, 11, 25), False, "other", PIN).rule == "not_closed"
    assert opening.set_closed(ledger, chief, date(2026, 11, 25), True, "other", PIN).days == (date(2026, 11, 25),)
    assert opening.set_closed(ledger, chief, date(2026, 11, 25), True, "other", PIN).rule == "closed_already"
    assert not opening.days(ledger).is_open(date(2026, 11, 25))
    assert opening.set_closed(ledger, chief, date(2026, 11, 25), False, "other", PIN).days == ()
    assert opening.days(ledger).is_open(date(2026, 11, 25))
