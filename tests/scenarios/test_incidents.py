"""The published incidents of DOMAIN.md, each played as it happened: on which day this program says it, and where it was last.

Every story ends where the real one began to be noticed: by accident, after days to eleven months.
Played in a year in which the built-in catalogue holds.
"""

from __future__ import annotations

from datetime import date

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import StaffRole
from branch_desk.services import (
    attention,
    bags,
    binder,
    history,
    lookup,
    people,
    receiving,
    returns,
    slips,
)
from branch_desk.services.results import Refusal
from tests.scenarios.office import PIN, Office, done


@pytest.fixture
def office(tmp_path):
    made: list[Office] = []

    def begin(moment: str) -> Office:
        made.append(Office(tmp_path / str(len(made)), moment))
        return made[-1]

    yield begin
    for each in made:
        each.close()


def test_asakura_papers_on_a_shelf_are_missed_on_the_second_opening_day_not_after_three_weeks(office):
    """朝倉県土整備事務所: received and put on a shelf on 28 May, found missing on 18 June."""
    desk = office("2026-05-28T10:00")
    number = desk.branch.issue()
    desk.now("2026-05-28T15:30")
    desk.send("5", number)                      # arrives, is put on a shelf, and nobody records anything
    desk.now("2026-05-29T17:30")
    assert desk.listed() == {}
    desk.now("2026-06-01T08:30")                # Monday, the second opening day
    item = desk.listed()[number]
    assert (item.why, item.opening_days, item.last_holder) == ("not_arrived", 2, "庁内便 5/28 発送 佐野")
    assert item.section_name == "高齢・障害課"
    desk.now("2026-06-18T10:00")
    assert desk.listed()[number].over
    assert desk.listed(date(2026, 6, 1))[number].why == "not_arrived"


def test_asakura_papers_that_were_taken_in_and_then_lain_aside_are_missed_on_the_fifth_opening_day(office):
    """The same shelf, where the receipt was recorded: the original does not come back."""
    desk = office("2026-05-28T10:00")
    number = desk.branch.issue()
    bag = desk.send("5", number)
    desk.now("2026-05-28T16:30")
    desk.take_in(bag, number)
    desk.now("2026-06-03T18:00")
    assert desk.listed() == {}
    desk.now("2026-06-04T08:30")
    item = desk.listed()[number]
    assert (item.why, item.opening_days, item.last_holder) == ("not_returned", 5, "高齢・障害課 受領 5/28 職員21")


def test_iwaki_an_application_outside_the_set_route_is_listed_the_same_evening(office):
    """四倉支所: it left by ordinary mail; nobody could say at which step it was lost."""
    desk = office("2026-06-08T10:00")
    posted, sent = desk.branch.issue("101"), desk.branch.issue("102")
    desk.now("2026-06-08T15:30")
    desk.send("1", sent)                        # the other went into an envelope with a stamp
    desk.now("2026-06-08T17:14")
    assert desk.listed() == {}
    desk.now("2026-06-08T17:15")
    item = desk.listed()[posted]
    assert set(desk.listed()) == {posted}
    assert (item.why, item.last_holder) == ("not_dispatched", "大師1 6/8 佐野")


def test_iwaki_a_bag_that_goes_by_post_says_so_until_somebody_receives_it(office):
    desk = office("2026-06-08T10:00")
    number = desk.branch.issue("101")
    desk.send("1", number, route="post")
    desk.now("2026-06-10T08:30")
    assert desk.listed()[number].last_holder == "郵送 6/8 発送 佐野"
    steps = [step.what for step in done(history.paper(desk.ledger, desk.sano, number)).form.steps]
    assert "郵送で発送（1件）" in steps and "未着の一覧に載る" in steps


def test_fukuchiyama_thirty_eight_applications_are_counted_one_by_one_at_both_ends(office):
    """38 applications vanished before opening; the log of envelopes agreed with itself."""
    desk = office("2027-02-01T09:00")
    made = [desk.branch.issue("101", 2) for _ in range(40)]
    bag = desk.send("1", *made)
    there, gone = made[:2], made[2:]
    assert desk.ledger.bag(bag).count_sent == 40
    desk.now("2027-02-02T09:20")
    desk.take_in(bag, *there, missing=tuple(gone))
    listed = desk.listed()
    assert set(listed) == set(gone) and {item.why for item in listed.values()} == {"inquiry"}
    assert {item.last_holder for item in listed.values()} == {"庁内便 2/1 発送 佐野"}
    assert {item.since for item in listed.values()} == {"2027-02-02T09:20:00+09:00"}
    assert desk.ledger.bag(bag).count_found == 2
    assert attention.count(desk.ledger) == 38


def test_fukuchiyama_a_section_that_counts_only_the_envelope_is_contradicted_at_once(office):
    desk = office("2027-02-01T09:00")
    made = [desk.branch.issue("101", 2) for _ in range(38)]
    bag = desk.send("1", *made)
    place = desk.tell("1")
    desk.now("2027-02-02T09:20")
    with place.ledger.transaction() as tx:      # one envelope received, none opened
        tx.append("bag_received", actor="21", bag=bag, body={"received_at": None, "count_found": 38})
    desk.tell("1")
    assert {item.why for item in desk.listed().values()} == {"not_counted"} and len(desk.listed()) == 38


def test_itoigawa_a_hand_back_is_a_step_of_its_own_and_the_citizen_holds_a_number(office):
    """The applicant says handed in, the office says handed back at once; no trace for eleven months."""
    desk = office("2026-05-11T10:00")
    returned, kept = desk.branch.issue("401"), desk.branch.issue("401")
    desk.now("2026-05-11T10:05")
    done(slips.hand_back(desk.ledger, desk.sano, returned, "withdrawn"))
    desk.now("2026-05-11T17:15")
    assert set(desk.listed()) == {kept}          # what is here and did not leave is said the same evening
    desk.now("2027-04-12T10:00")                # eleven months later the citizen comes with the copy
    copies = {number: numbers.parse(number).copy.digits for number in (returned, kept)}
    assert returns.scan(desk.ledger, copies[returned]).where == "5月11日に、書類をお返ししました。"
    assert "お返し" not in (returns.scan(desk.ledger, copies[kept]).where or "")
    told = done(lookup.look(desk.ledger, copies[returned]))
    assert [line.event for line in told.opened.lines] == ["issued", "handed_back"]
    assert told.facts.ended == "5月11日（月） 10:05 佐野" and told.facts.ended_reason == "ご本人が取りやめ"
    assert desk.listed()[kept].last_holder == "大師1 5/11 佐野"


def test_nobeoka_a_missing_enclosure_is_known_on_the_day_of_receipt_with_who_counted(office):
    """One enclosure (戸籍謄本) was missing from a forwarded set, found after a month."""
    desk = office("2026-07-01T10:00")
    number = desk.branch.issue("401", 3, enclosures=("01",))
    bag = desk.send("4", number)                # 三浦 counted 3 sheets and 1 enclosure
    place = desk.tell("4")
    desk.now("2026-07-02T09:30")
    done(receiving.open_bag(place.ledger, place.who, bag))
    done(receiving.receive(place.ledger, place.who, number, bag=bag, received_at=desk.clock.at, differs="enclosures",
                           enclosures_found=0))
    desk.tell("4")
    item = desk.listed()[number]
    assert (item.why, item.opening_days) == ("differs", 0)
    assert item.last_holder == "児童家庭課 受領 7/2 職員21"
    checked = [step for step in done(history.paper(desk.ledger, desk.sano, number)).form.steps
               if step.what == "別の職員が確認"]
    assert [step.staff for step in checked] == ["三浦"]


def test_kamakura_another_persons_paper_is_stopped_before_it_is_in_the_bag(office):
    """Another person's paper in the envelope: found days later, by the recipient."""
    desk = office("2026-11-09T10:00")
    right, wrong = desk.branch.issue("501"), desk.branch.issue("401")
    bag = done(bags.open_bag(desk.ledger, desk.sano, "5")).view.number
    done(bags.pack(desk.ledger, desk.sano, bag, right))
    refused = bags.pack(desk.ledger, desk.sano, bag, wrong)
    assert isinstance(refused, Refusal) and refused.rule == "wrong_section"
    done(bags.close(desk.ledger, desk.sano, bag))
    same = bags.check(desk.ledger, desk.sano, bag, right, pin=PIN)
    assert isinstance(same, Refusal)                                # who packed does not check
    extra = bags.check(desk.ledger, desk.miura, bag, wrong, pin=PIN)
    assert isinstance(extra, Refusal)                               # the second person finds what is not on the list
    desk.check(bag, right)
    done(bags.dispatch(desk.ledger, desk.sano, bag))
    desk.now("2026-11-09T17:15")
    assert set(desk.listed()) == {wrong}


def test_kamakura_a_paper_that_slipped_in_unscanned_is_known_when_the_bag_is_opened(office):
    desk = office("2026-11-09T10:00")
    right, wrong = desk.branch.issue("501"), desk.branch.issue("401")
    bag, other = desk.send("5", right), desk.send("4", wrong)       # recorded for section 4, put into the bag of 5
    assert other != bag
    place = desk.tell("5")
    desk.now("2026-11-10T09:30")
    done(receiving.open_bag(place.ledger, place.who, bag))
    done(receiving.redirect(place.ledger, place.who, wrong))
    desk.tell("5")
    item = desk.listed()[wrong]
    assert (item.why, item.last_holder, item.section_name) == ("redirected", "高齢・障害課 発見 11/10 職員21", "児童家庭課")


def test_shimizu_kept_papers_do_not_go_before_their_time_nor_by_one_person(office):
    """About 2,000 people's forms, and 92,000 at 稲毛区, thrown away before their time; found after months or by chance."""
    desk = office("2026-04-06T10:00")
    number = desk.branch.issue("601")
    desk.now("2026-04-08T10:00")
    done(returns.come_back(desk.ledger, desk.sano, number, received_at=desk.clock.at, accept=True))
    kept = desk.ledger.slip(number).retention
    second = people.add(desk.ledger, "55", "補助 光", role=StaffRole.CLERK, pin=PIN)
    assert second.code == "55"
    until = binder.kept_until(date(2026, 4, 8), kept)
    arguments = (2026, kept, 1)
    desk.now(f"{until.isoformat()}T10:00")                          # the last day of its time
    _settle(desk)
    early = binder.dispose(desk.ledger, desk.sano, *arguments, approver="3", pin=PIN, approver_pin=PIN)
    assert isinstance(early, Refusal) and early.rule == "kept_until"
    desk.now(f"{until.year}-04-01T10:00")
    _settle(desk)
    alone = binder.dispose(desk.ledger, desk.harada, *arguments, approver="3", pin=PIN, approver_pin=PIN)
    assert isinstance(alone, Refusal)
    done(binder.dispose(desk.ledger, desk.sano, *arguments, approver="3", pin=PIN, approver_pin=PIN))
    day = desk.clock.at.date()
    event, = desk.ledger.events_between(day, day, ("disposed",), Stream.OWN)
    assert (event.actor, event.value("approved_by")) == ("12", "3")


def _settle(desk: Office) -> None:
    """Years went by in one step: a 責任者 says that the clock is right."""
    if desk.ledger.clock_doubt() is not None:
        desk.ledger.settle_clock("3")
