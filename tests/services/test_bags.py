"""袋入れ・発送: one bag from its opening to the internal mail, and everything that must not go into it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.fold import State
from branch_desk.domain.rights import Member, Role
from branch_desk.services import bags, catalogues, people, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import Correction, IssueRequest
from branch_desk.store.ledger import Ledger

from .conftest import PIN

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=era.JST)


class Clock:
    """The desk's clock."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(home, clock):
    """A real ledger whose day the test decides."""
    made = Ledger.create(home, Desk("101", "大師1", "大師支所"), now=clock, keep_key_in="file").ledger
    with made.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    yield made
    made.close()


@pytest.fixture
def miura(ledger):
    """The second person."""
    return people.add(ledger, "34", "三浦 光", pin=PIN)


def issued(ledger, who, type_code="501", sheets=3, **more):
    return slips.issue(ledger, who, IssueRequest(type_code, sheets, **more)).slip.number


def bag_of(ledger, who, section="5"):
    return bags.open_bag(ledger, who, section).view.number


def rule(answer):
    assert isinstance(answer, Refusal), answer
    assert answer.sentence.endswith("。")
    return answer.rule


def closed_with(ledger, who, *numbers_):
    bag = bag_of(ledger, who)
    for number in numbers_:
        assert not isinstance(bags.pack(ledger, who, bag, number), Refusal)
    assert not isinstance(bags.close(ledger, who, bag), Refusal)
    return bag


def test_a_bag_from_its_opening_to_the_internal_mail(ledger, sano, miura, clock):
    first, second = issued(ledger, sano), issued(ledger, sano, "502", 4, enclosures=("01",))
    bag = bag_of(ledger, sano)
    assert numbers.parse(bag).real_kind == numbers.BAG
    done = bags.pack(ledger, sano, bag, first)
    assert (done.slip.state, done.slip.bag, done.view.left_over) == (State.BAGGED, bag, 1)
    bags.pack(ledger, sano, bag, second)
    closed = bags.close(ledger, sano, bag)
    assert (closed.view.step, closed.view.left_over, len(closed.view.rows)) == ("closed", 0, 2)
    assert bags.check(ledger, miura, bag, first, pin=PIN).view.step == "closed"
    assert bags.check(ledger, miura, bag, second, pin=PIN).view.step == "checked"
    clock.forward(minutes=5)
    sent = bags.dispatch(ledger, sano, bag)
    slip = ledger.slip(first)
    assert (slip.state, slip.dispatched_by, slip.dispatched_at) == (State.DISPATCHED, "12", era.stamp(clock.at))
    assert (sent.view.bag.route, sent.view.bag.count_sent, sent.view.bag.checkers) == ("internal_mail", 2, ("34",))
    assert "庁内便" in sent.sentence


def test_the_section_may_be_named_and_an_unknown_one_opens_nothing(ledger, sano):
    assert bags.open_bag(ledger, sano, "高齢・障害課").view.section == "5"
    assert rule(bags.open_bag(ledger, sano, "9")) == "bag_section"
    assert [bag.number for bag in ledger.bags()] == [bags.in_work(ledger)[0].number]


def test_what_is_left_over_is_what_the_branch_holds_for_that_section(ledger, sano):
    other = issued(ledger, sano, "101")
    mine, left = issued(ledger, sano), issued(ledger, sano)
    bag = bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, mine)
    closed = bags.close(ledger, sano, bag)
    assert [row.number for row in closed.view.left] == [left] and other != left
    assert "残り1件は次の便になります" in closed.sentence


def test_what_another_branch_holds_and_what_is_looked_for_is_not_left_over(ledger, sano):
    bag = bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, issued(ledger, sano))
    left, sought = issued(ledger, sano), issued(ledger, sano)
    with ledger.transaction() as tx:
        tx.append("inquiry_opened", actor="12", slip=sought, body={"reason": "not_found", "called": False})
    assert [row.number for row in bags.view(ledger, bag).left] == [left]
    with ledger.transaction() as tx:
        tx.put_member(Member("101", Role.COUNTER, "田島支所"), "大師1")
    assert bags.view(ledger, bag).left == ()


# ---- what must not go in


def test_a_slip_of_another_section_is_refused_and_the_refusal_says_where_it_belongs(ledger, sano):
    number, bag = issued(ledger, sano, "101"), bag_of(ledger, sano)
    refused = bags.pack(ledger, sano, bag, number)
    assert rule(refused) == "wrong_section"
    assert refused.details["goes_to"] == "保険年金課" and "保険年金課の箱へ戻して" in refused.todo
    assert ledger.slip(number).state is State.HELD


def test_a_slip_already_in_a_bag_is_refused_with_the_bag(ledger, sano):
    number, first, second = issued(ledger, sano), bag_of(ledger, sano), bag_of(ledger, sano)
    bags.pack(ledger, sano, first, number)
    assert rule(bags.pack(ledger, sano, first, number)) == "already_in_this"
    elsewhere = bags.pack(ledger, sano, second, number)
    assert rule(elsewhere) == "already_bagged"
    assert elsewhere.details["other_bag"] == first and "令8-大師1-500-00001" in elsewhere.sentence
    assert ledger.bag(second).slips == ()


def test_what_already_left_is_refused_although_its_verdict_is_matched(ledger, sano, miura):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    bags.check(ledger, miura, bag, number, pin=PIN)
    bags.dispatch(ledger, sano, bag)
    assert rule(bags.pack(ledger, sano, bag_of(ledger, sano), number)) == "already_dispatched"
    received = issued(ledger, sano)
    with ledger.transaction() as tx:
        tx.append("received", actor="12", slip=received, body={"received_at": era.stamp(NOON), "source": "paper"})
    assert rule(bags.pack(ledger, sano, bag_of(ledger, sano), received)) == "already_dispatched"


def test_ended_unknown_foreign_and_copied_slips_are_refused_each_by_its_verdict(ledger, sano):
    bag = bag_of(ledger, sano)
    voided, handed, done = issued(ledger, sano), issued(ledger, sano), issued(ledger, sano)
    slips.void(ledger, sano, voided, "wrong_type", pin=PIN)
    slips.hand_back(ledger, sano, handed, "withdrawn")
    returns.come_back(ledger, sano, done, received_at=ledger.now(), accept=True)
    with ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
        foreign = numbers.Number(1, "201", 2026, "501", 7).digits
        tx.append("received", actor="9", slip=foreign, body={"source": "paper"})
    known = numbers.parse(issued(ledger, sano))
    wrong = {
        voided: "voided", handed: "handed_back", done: "already_closed",
        numbers.Number(1, "101", 2026, "501", 777).digits: "unknown", known.copy.digits: "copy",
        numbers.Number(8, "101", 2026, "501", 7).digits: "practice", bag: "not_ours", "1234567890123456": "unreadable",
        numbers.Number(1, "201", 2026, "501", 8).digits: "unknown",
    }
    for scan, word in wrong.items():
        refused = bags.pack(ledger, sano, bag, scan)
        assert rule(refused) == word and refused.details["verdict"] == word
    assert ledger.bag(bag).slips == ()


def test_a_slip_of_another_branch_is_refused(ledger, sano):
    with ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "大師支所"), "大師2")
    body = {"type": "501", "type_name": "x", "section": "5", "section_name": "高齢・障害課", "catalogue": 1,
            "retention": 1, "sheets": 1, "enclosures": []}
    foreign = numbers.Number(1, "101", 2026, "501", 900).digits
    with ledger.transaction() as tx:
        tx.append("issued", actor="1", slip=foreign, body=body)
        tx.put_member(Member("101", Role.COUNTER, "田島支所"), "大師1")
    # the desk that made it belongs to another branch now
    assert rule(bags.pack_into_new(ledger, sano, "5", foreign)) == "other_branch"


def test_no_bag_is_spent_on_a_scan_that_is_refused(ledger, sano):
    other = issued(ledger, sano, "101")
    assert rule(bags.pack_into_new(ledger, sano, "5", other)) == "wrong_section"
    assert ledger.bags() == ()
    done = bags.pack_into_new(ledger, sano, "5", issued(ledger, sano))
    assert (done.view.label, done.view.step, len(done.view.rows)) == ("令8-大師1-500-00001", "open", 1)


def test_a_bag_of_last_year_takes_no_new_slip_but_goes_on_its_way(ledger, sano, miura, clock):
    clock.at = datetime(2027, 3, 31, 23, 59, tzinfo=era.JST)
    number = issued(ledger, sano)
    bag = bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, number)
    clock.forward(minutes=1)
    new = issued(ledger, sano)
    refused = bags.pack(ledger, sano, bag, new)
    assert rule(refused) == "bag_other_year" and "令和8年度" in refused.sentence
    bags.close(ledger, sano, bag)
    bags.check(ledger, miura, bag, number, pin=PIN)
    assert bags.dispatch(ledger, sano, bag).view.step == "dispatched"


def test_a_closed_or_sent_bag_takes_nothing_more(ledger, sano, miura):
    number, late = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    assert rule(bags.pack(ledger, sano, bag, late)) == "bag_is_closed"
    assert rule(bags.close(ledger, sano, bag)) == "bag_is_closed"
    bags.check(ledger, miura, bag, number, pin=PIN)
    bags.dispatch(ledger, sano, bag)
    for again in (bags.pack(ledger, sano, bag, late), bags.close(ledger, sano, bag), bags.dispatch(ledger, sano, bag),
                  bags.take_out(ledger, sano, bag, number, "wrong_bag"), bags.reopen(ledger, sano, bag, "wrong_key"),
                  bags.check(ledger, miura, bag, number, pin=PIN)):
        assert rule(again) == "bag_is_gone"


def test_what_is_no_bag_of_this_branch_is_said_so(ledger, sano):
    number = issued(ledger, sano)
    with ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    wrong = {
        number: "not_a_bag", "12": "not_a_bag", numbers.Number(2, "101", 2026, "500", 9).digits: "no_such_bag",
        numbers.Number(7, "101", 2026, "500", 9).digits: "bag_practice",
    }
    for scan, word in wrong.items():
        assert rule(bags.pack(ledger, sano, scan, number)) == word
    foreign = bag_of(ledger, sano)
    with ledger.transaction() as tx:
        tx.put_member(Member("101", Role.COUNTER, "田島支所"), "大師1")
    assert rule(bags.pack(ledger, sano, foreign, number)) == "bag_of_other_branch"


def test_an_auditor_and_a_sections_desk_pack_nothing(ledger, home, tmp_path):
    from branch_desk.domain.rights import StaffRole

    auditor = people.add(ledger, "77", "監査 人", role=StaffRole.AUDITOR)
    assert rule(bags.open_bag(ledger, auditor, "5")) == "auditor"
    section = Ledger.create(tmp_path / "section", Desk("301", "高齢", "川崎区役所", Role.SECTION, "5"),
                            keep_key_in="file").ledger
    with section:
        with section.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        clerk = people.add(section, "5", "山田 花子")
        assert rule(bags.open_bag(section, clerk, "5")) == "bag_not_counter"


# ---- out again, closing, opening again


def test_taking_out_wants_a_reason_and_a_slip_that_lies_in_the_bag(ledger, sano):
    number, other = issued(ledger, sano), issued(ledger, sano)
    bag = bag_of(ledger, sano)
    bags.pack(ledger, sano, bag, number)
    assert rule(bags.take_out(ledger, sano, bag, number, "")) == "reason"
    assert rule(bags.take_out(ledger, sano, bag, number, "not_in_bag")) == "missing_needs_approval"
    assert rule(bags.take_out(ledger, sano, bag, other, "wrong_bag")) == "not_in_this_bag"
    done = bags.take_out(ledger, sano, bag, numbers.parse(number).copy.digits, "入れ間違い")
    assert (done.slip.state, done.view.rows) == (State.HELD, ())
    assert [event.value("reason") for event in ledger.events(number) if event.type == "unbagged"] == ["wrong_bag"]


def test_an_empty_bag_is_neither_closed_nor_sent(ledger, sano):
    bag = bag_of(ledger, sano)
    assert rule(bags.close(ledger, sano, bag)) == "bag_is_empty"
    assert rule(bags.dispatch(ledger, sano, bag)) == "bag_is_empty"
    number = issued(ledger, sano)
    full = closed_with(ledger, sano, number)
    bags.take_out(ledger, sano, full, number, "wrong_bag")
    assert rule(bags.dispatch(ledger, sano, full)) == "bag_is_empty"
    assert full not in {view.number for view in bags.in_work(ledger)}


def test_what_was_voided_inside_a_bag_must_come_out_before_it_goes(ledger, sano, miura):
    number, other = issued(ledger, sano), issued(ledger, sano)
    bag = bag_of(ledger, sano)
    for slip in (number, other):
        bags.pack(ledger, sano, bag, slip)
    slips.void(ledger, sano, number, "wrong_type", pin=PIN)
    refused = bags.close(ledger, sano, bag)
    assert rule(refused) == "bag_holds_ended" and "501-00001" in refused.sentence
    bags.take_out(ledger, sano, bag, number, "other")
    bags.close(ledger, sano, bag)
    bags.check(ledger, miura, bag, other, pin=PIN)
    slips.hand_back(ledger, sano, other, "withdrawn")
    assert bags.view(ledger, bag).step == "closed"
    assert rule(bags.dispatch(ledger, sano, bag)) == "bag_holds_ended"


def test_a_bag_closed_too_early_is_opened_again_and_both_stay_on_record(ledger, sano, miura):
    number, late = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    bags.check(ledger, miura, bag, number, pin=PIN)
    assert rule(bags.reopen(ledger, sano, bag, "")) == "reason"
    assert bags.reopen(ledger, sano, bag, "wrong_key").view.step == "open"
    bags.pack(ledger, sano, bag, late)
    closed = bags.close(ledger, sano, bag)
    assert [(row.number, row.check) for row in closed.view.rows] == [(number, "agrees"), (late, "none")]
    assert [event.type for event in ledger.events_of_bag(bag)].count("bag_closed") == 2
    # who checked and then packs is no second person any more
    bags.reopen(ledger, sano, bag, "wrong_key")
    bags.pack(ledger, miura, bag, issued(ledger, sano))
    assert [row.check for row in bags.close(ledger, sano, bag).view.rows] == ["none", "none", "none"]


def test_several_bags_are_in_work_at_once_and_every_desk_of_the_branch_sees_them(ledger, sano, miura):
    with ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
        ours, theirs = (numbers.Number(2, desk, 2026, "500", 1).digits for desk in ("102", "201"))
        for bag in (ours, theirs):
            tx.append("bag_opened", actor="9", bag=bag, body={"section": "5"})
    mine = bag_of(ledger, sano, "1")
    assert {view.number for view in bags.in_work(ledger)} == {ours, mine}
    number = issued(ledger, sano)
    assert bags.pack(ledger, sano, ours, number).view.label == "令8-大師2-500-00001"
    bags.close(ledger, sano, ours)
    assert bags.check(ledger, miura, ours, number, pin=PIN).view.step == "checked"


def test_everything_is_known_after_a_restart(ledger, home, sano, miura, clock):
    number, other = issued(ledger, sano), issued(ledger, sano)
    bag = closed_with(ledger, sano, number, other)
    bags.check(ledger, miura, bag, number, pin=PIN)
    before = bags.view(ledger, bag)
    ledger.close()
    with Ledger.open(home, now=clock) as again:
        assert bags.view(again, bag) == before
        assert [view.number for view in bags.in_work(again)] == [bag]
        assert again.verify().faults == ()


def test_a_correction_after_the_count_wants_another_count(ledger, sano, miura):
    number = issued(ledger, sano)
    bag = closed_with(ledger, sano, number)
    bags.check(ledger, miura, bag, number, pin=PIN)
    slips.correct(ledger, sano, number, Correction(sheets=4), "miscounted")
    assert [row.check for row in bags.view(ledger, bag).rows] == ["recount"]
    refused = bags.dispatch(ledger, sano, bag)
    assert rule(refused) == "bag_unchecked"
    bags.check(ledger, miura, bag, number, pin=PIN)
    assert bags.dispatch(ledger, sano, bag).view.step == "dispatched"
