"""所在調査, 照会票, 経過書 and 本日の締め: what is recorded, and what the papers say of it."""

from __future__ import annotations

from datetime import datetime

import pytest

import printing
from branch_desk.domain import era, numbers
from branch_desk.domain.events import Stream, as_record
from branch_desk.domain.fold import State
from branch_desk.services import (
    attention,
    bags,
    history,
    inquiry,
    office_papers,
    people,
    receiving,
    returns,
    signoff,
    slips,
)
from branch_desk.services.results import Refusal
from tests.domain.event_schemas import faults

from .conftest import PIN
from .two_desks import BRANCH, SECTION, Clock, Place, carry

NAME = "髙橋 德次郎"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=era.JST)


@pytest.fixture
def clock():
    return Clock(at("2026-11-24T10:45"))


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


@pytest.fixture
def lost(branch, clock):
    """A slip that was sent on the 24th and of which nobody heard until the morning of the 26th."""
    number = branch.issue("501", 7, enclosures=("01",), depositor=NAME)
    branch.dispatch(number)
    clock.at = at("2026-11-26T08:45")
    return number


def recorded(answer):
    assert not isinstance(answer, Refusal), answer
    return answer


def last(place, number):
    return place.ledger.last_own_event(number)


# ---- opening and closing

def test_an_inquiry_is_opened_with_what_the_slip_is_late_with_and_closed_with_its_result(branch, lost):
    done = recorded(inquiry.open(branch.ledger, branch.who, lost))
    assert done.slip.inquiry and done.slip.state is State.DISPATCHED
    assert (last(branch, lost).type, last(branch, lost).body) == ("inquiry_opened", {"reason": "not_arrived", "called": False})
    done = recorded(inquiry.close(branch.ledger, branch.who, lost, "found_section"))
    assert not done.slip.inquiry and "担当課で見つかった" in done.sentence
    assert last(branch, lost).body == {"result": "found_section", "called": False}


def test_what_was_called_before_is_told_with_the_inquiry(branch, lost):
    recorded(inquiry.contact(branch.ledger, branch.who, lost, "section", "telephone", "not_arrived"))
    recorded(inquiry.open(branch.ledger, branch.who, lost))
    assert last(branch, lost).value("called") is True


def test_reasons_may_be_given_in_words_and_other_words_are_kept_as_a_note(branch, lost):
    recorded(inquiry.open(branch.ledger, branch.who, lost, "未着"))
    assert last(branch, lost).value("reason") == "not_arrived"
    recorded(inquiry.close(branch.ledger, branch.who, lost, "棚の裏にあった"))
    event = last(branch, lost)
    assert event.value("result") == "other"
    assert branch.ledger.notes(lost)[event.key] == {"note": "棚の裏にあった"}


def test_what_cannot_be_is_refused_with_a_sentence(branch, section, lost):
    ledger, who = branch.ledger, branch.who
    stranger = numbers.Number(1, "101", 2026, "501", 99).digits
    assert inquiry.close(ledger, who, lost, "not_found").rule == "no_inquiry"
    recorded(inquiry.open(ledger, who, lost))
    for answer, rule in (
        (inquiry.open(ledger, who, lost), "inquiry_is_open"),
        (inquiry.close(ledger, who, lost, " "), "reason"),
        (inquiry.open(ledger, who, stranger), "no_such_number"),
        (inquiry.open(ledger, who, "12"), "not_a_number"),
        (inquiry.contact(ledger, who, lost, "mayor", "telephone", "told"), "contact_whom"),
        (inquiry.contact(ledger, who, lost, "citizen", "pigeon", "told"), "contact_how"),
        (inquiry.contact(ledger, who, lost, "citizen", "telephone", ""), "contact_result"),
    ):
        assert (answer.rule, answer.sentence.endswith("。")) == (rule, True)


def test_an_auditor_records_nothing_and_a_foreign_branch_neither(branch, tmp_path, clock, lost):
    from dataclasses import replace

    from branch_desk.domain.rights import StaffRole

    reader = people.add(branch.ledger, "77", "監査 一", role=StaffRole.AUDITOR)
    assert inquiry.open(branch.ledger, reader, lost).rule == "auditor"
    other = Place(tmp_path / "tajima", replace(BRANCH, code="201", name="田島1", branch="田島支所"), clock)
    try:
        carry(branch, other)
        assert inquiry.open(other.ledger, other.who, lost).rule == "other_branch"
    finally:
        other.close()


def test_the_section_may_look_for_it_too(branch, section, lost):
    carry(branch, section)
    recorded(inquiry.open(section.ledger, section.who, lost, "asked"))
    recorded(inquiry.contact(section.ledger, section.who, lost, "branch", "telephone", "will_check"))
    carry(section, branch)
    assert branch.ledger.slip(lost).inquiry
    assert [item.why for item in attention.list(branch.ledger)] == ["inquiry"]


def test_every_event_follows_its_schema_and_holds_no_word_that_was_typed(branch, lost):
    ledger, who = branch.ledger, branch.who
    recorded(inquiry.open(ledger, who, lost, note=NAME))
    for whom in ("citizen", "section", "internal_mail", "branch", "responsible"):
        recorded(inquiry.contact(ledger, who, lost, whom, "telephone", "told", note=NAME))
    recorded(inquiry.close(ledger, who, lost, "not_found", note=NAME))
    recorded(signoff.sign(ledger, who, "3", PIN))
    events = [*ledger.events(lost), *ledger.events_between(branch.clock.at.date(), branch.clock.at.date(), ("signed_off",), Stream.OWN)]
    assert {"inquiry_opened", "contacted", "inquiry_closed", "signed_off"} <= {event.type for event in events}
    for event in events:
        assert faults(as_record(event)) == []
        assert NAME not in str(event.body)


# ---- 照会票

def test_the_paper_asks_for_one_slip_until_the_next_opening_day(branch, lost):
    sheet = recorded(inquiry.paper(branch.ledger, branch.who, lost))
    form = sheet.form
    assert (sheet.copy, sheet.slip, sheet.count) == ("inquiry", lost, 1)
    assert (form.digits, form.label) == (numbers.parse(lost).copy.digits, "令8-大師1-501-00001")
    assert (form.asked, form.answer_by) == ("令和8年11月26日（木）", "令和8年11月27日（金）")
    assert form.sheets == 7 and len(form.enclosures) == 1
    assert [trace.what for trace in form.traces] == ["預かった", "袋に入れた", "別の職員が確認した", "庁内便で発送した"]
    assert form.traces[-1].detail == "最後の記録（発送から2開庁日）"
    assert form.lines is None


def test_the_paper_is_answered_after_the_week_end(branch, clock, lost):
    clock.at = at("2026-11-27T15:00")
    assert recorded(inquiry.paper(branch.ledger, branch.who, lost)).form.answer_by == "令和8年11月30日（月）"


def test_no_name_and_nothing_typed_stands_on_any_of_the_papers(branch, clock):
    number = branch.issue("501", 2, depositor=NAME, other_enclosures=("田中の手紙",))
    branch.dispatch(number)
    clock.at = at("2026-11-26T08:45")
    recorded(inquiry.open(branch.ledger, branch.who, number, note="奥様に電話"))
    assert recorded(inquiry.paper(branch.ledger, branch.who, number)).form.enclosures == ("その他",)
    for sheet in (inquiry.paper(branch.ledger, branch.who, number), history.paper(branch.ledger, branch.who, number),
                  signoff.paper(branch.ledger, branch.who)):
        said = str(recorded(sheet).form)
        assert "髙橋" not in said and "田中" not in said and "奥様" not in said


def test_a_section_is_asked_for_everything_it_may_have_a_sheet_each(branch, section, clock, tmp_path):
    first, second, quiet = branch.issue(), branch.issue(), branch.issue("601")
    bag = branch.dispatch(first, second)
    assert bag and quiet
    clock.at = at("2026-11-26T08:45")
    carry(branch, section)
    receiving.open_bag(section.ledger, section.who, bag)
    recorded(receiving.receive(section.ledger, section.who, second, bag=bag, received_at=clock.at))
    carry(section, branch)
    clock.at = at("2026-12-03T08:45")
    sheet = recorded(inquiry.paper(branch.ledger, branch.who, "5"))
    assert [form.label[-5:] for form in sheet.form.inquiries] == ["00001", "00002"]
    assert [bool(form.lines) for form in sheet.form.inquiries] == [False, True]     # the second was received
    made = recorded(office_papers.into_files(branch.ledger, branch.who, sheet, pdf=tmp_path / "all.pdf"))
    assert made.files[0].read_bytes().startswith(b"%PDF")
    assert printing.draw(sheet.form, "A4").count == 2
    assert inquiry.paper(branch.ledger, branch.who, "3").rule == "nothing_to_ask"


# ---- 経過書

def test_the_report_says_since_when_it_is_known_who_had_it_and_who_was_told(branch, clock, lost):
    ledger, who = branch.ledger, branch.who
    clock.at = at("2026-11-26T09:05")
    recorded(inquiry.contact(ledger, who, lost, "section", "telephone", "not_arrived"))
    clock.at = at("2026-11-26T09:20")
    recorded(inquiry.contact(ledger, who, lost, "responsible", "in_person", "reported"))
    recorded(inquiry.open(ledger, who, lost))
    clock.at = at("2026-11-26T13:30")
    recorded(inquiry.contact(ledger, branch.chief, lost, "citizen", "telephone", "told"))
    clock.at = at("2026-11-27T11:20")
    form = recorded(history.paper(ledger, who, lost)).form
    assert form.known_at == "令和8年11月26日（木）"         # the morning on which it was listed
    assert form.known_by == "未着の一覧（発送から2開庁日）で判明"
    assert (form.last_place, form.last_since) == ("庁内便（発送 佐野）", "令和8年11月24日（火）10時45分から")
    assert form.state == "発送済・所在調査中"
    assert [(call.at, call.who, call.how, call.staff, call.what) for call in form.calls] == [
        ("11月26日 9時05分", "高齢・障害課", "電話", "佐野", "到着を確認できない"),
        ("11月26日 9時20分", "係長", "口頭", "佐野", "報告した")]
    assert (form.told.at, form.told.how, form.told.what) == ("11月26日 13時30分", "電話　三浦", "")
    steps = [(step.what, step.weighty) for step in form.steps]
    assert steps[0] == ("預かり、番号を発行", False)
    assert ("未着の一覧に載る", True) in steps and ("所在調査を開始（未着）", False) in steps
    assert [step.what for step in form.steps if step.what.startswith("庁内便で")] == ["庁内便で発送（1件）"]
    assert form.digits == numbers.parse(lost).copy.digits
    assert printing.draw(form, "A4").count >= 1


def test_what_came_to_light_by_an_event_names_the_event_and_who_wrote_it(branch, section, clock):
    number, other = branch.issue(), branch.issue()
    bag = branch.dispatch(number, other)
    carry(branch, section)
    clock.at = at("2026-11-25T09:20")
    receiving.open_bag(section.ledger, section.who, bag)
    recorded(receiving.receive(section.ledger, section.who, other, bag=bag, received_at=clock.at))
    recorded(receiving.finish(section.ledger, section.who, bag, received_at=clock.at, missing=(number,)))
    carry(section, branch)
    clock.at = at("2026-12-10T09:20")
    form = recorded(history.paper(branch.ledger, branch.who, number)).form
    assert form.known_at == "令和8年11月25日（水）9時20分"
    assert form.known_by == "袋の中に見当たらない（袋にない）（職員21）で判明"
    step, = (step for step in form.steps if step.weighty)
    assert (step.place, step.staff) == ("高齢・障害課", "職員21")


def test_a_call_before_it_was_late_is_since_when_it_is_known(branch, clock):
    number = branch.issue()
    branch.dispatch(number)
    clock.at = at("2026-11-25T10:00")
    recorded(inquiry.contact(branch.ledger, branch.who, number, "section", "telephone", "will_check"))
    clock.at = at("2026-11-27T10:00")
    form = recorded(history.paper(branch.ledger, branch.who, number)).form
    assert form.known_at == "令和8年11月25日（水）10時00分"
    assert form.known_by == "担当課に連絡（確認して折り返しを待つ）（佐野）で判明"


def test_an_evening_that_was_forgotten_is_not_since_when_a_later_loss_is_known(branch, clock):
    number = branch.issue()
    clock.at = at("2026-11-25T09:00")        # it stood there overnight as 未発送, and left
    branch.dispatch(number)
    clock.at = at("2026-11-27T10:00")
    first = history.known(branch.ledger, branch.ledger.slip(number))
    assert (first.at, first.why) == (at("2026-11-27T00:00"), "not_arrived")


def test_an_evening_that_was_forgotten_is_not_since_when_a_later_difference_is_known(branch, clock):
    number = branch.issue()
    clock.at = at("2026-11-25T09:00")        # overnight as 未発送; then all went well until the original came back
    branch.dispatch(number)
    clock.at = at("2026-11-26T09:00")
    recorded(returns.come_back(branch.ledger, branch.who, number, returns.DIFFERS, reason="sheets"))
    first = history.known(branch.ledger, branch.ledger.slip(number))
    assert (first.at, first.why, first.event.type) == (clock.at, "differs", "came_back")


def test_a_slip_that_was_found_and_closed_still_tells_since_when_it_was_missed(branch, lost, clock):
    clock.at = at("2026-11-30T10:00")
    recorded(returns.come_back(branch.ledger, branch.who, lost, received_at=at("2026-11-26T09:00")))
    form = recorded(history.paper(branch.ledger, branch.who, lost)).form
    assert form.known_at == "令和8年11月26日（木）" and form.state == "完了"
    assert form.last_place == "回送管理簿（佐野）"


def test_a_slip_that_was_never_late_says_so(branch):
    form = recorded(history.paper(branch.ledger, branch.who, branch.issue())).form
    assert (form.known_at, form.known_by) == ("要対応に載ったことはありません", "期限の内にあります")
    assert form.calls == () and form.told == printing.Told()


def test_what_was_taken_back_stays_in_the_report_and_says_so(branch, lost):
    recorded(inquiry.open(branch.ledger, branch.who, lost))
    recorded(slips.undo(branch.ledger, branch.who, lost, "wrong_slip"))
    form = recorded(history.paper(branch.ledger, branch.who, lost)).form
    assert "所在調査を開始（未着）（取り消された記録）" in [step.what for step in form.steps]
    assert form.state == "発送済"


def test_the_report_is_found_by_any_number_of_the_slip_and_refuses_others(branch, lost):
    by_copy = recorded(history.paper(branch.ledger, branch.who, numbers.parse(lost).copy.digits))
    assert by_copy.slip == lost
    assert history.paper(branch.ledger, branch.who, "1").rule == "not_a_number"


# ---- 本日の締め

def test_the_evening_shows_what_is_unsent_late_printed_again_and_let_through(branch, clock, lost, tmp_path):
    ledger, who = branch.ledger, branch.who
    second = people.add(ledger, "34", "三好 光", pin=PIN)
    held = branch.issue("101", 2)
    recorded(slips_printed(ledger, who, held, tmp_path))
    gone, left = branch.issue("502"), branch.issue("502")
    bag = bags.open_bag(ledger, who, "5").view.number
    for number in (gone, left):
        recorded(bags.pack(ledger, who, bag, number))
    recorded(bags.close(ledger, who, bag))
    recorded(bags.check(ledger, second, bag, gone, pin=PIN))
    recorded(bags.let_through(ledger, second, bag, left, "not_in_bag", "3", PIN))
    recorded(bags.dispatch(ledger, who, bag))
    evening = signoff.of(ledger)
    assert [line.number for line in evening.unsent] == [held, left]
    assert evening.unsent[1].more == "袋にない"
    assert [(line.number, line.what) for line in evening.attention] == [
        (lost, "未着 2開庁日"), (left, "所在調査 0開庁日")]
    assert [(line.number, line.what, line.detail, line.more) for line in evening.reissued] == [
        (held, "再発行 2回目", "前の紙は見つからない", "佐野")]
    assert [(line.number, line.what, line.detail, line.more) for line in evening.exceptions] == [
        (left, "袋にない件を除いて発送", "袋にない", "三浦")]
    assert evening.figures == {"unsent": 2, "attention": 2, "reissued": 1, "exceptions": 1}
    form = recorded(signoff.paper(ledger, who)).form
    assert (len(form.unsent), len(form.attention), len(form.reissued), len(form.exceptions)) == (2, 2, 1, 1)
    assert printing.draw(form, "A4").count >= 1


def slips_printed(ledger, who, number, folder):
    from branch_desk.services import paper

    first = paper.into_files(ledger, who, number, "original", pdf=folder / "1.pdf")
    assert not isinstance(first, Refusal)
    return paper.into_files(ledger, who, number, "original", pdf=folder / "2.pdf", reason="not_found")


def test_a_responsible_person_signs_by_number_and_pin_and_the_figures_stay(branch, lost, clock):
    ledger, who = branch.ledger, branch.who
    assert signoff.sign(ledger, who, "3", "1111").rule == "pin_wrong"
    assert signoff.sign(ledger, who, "12", PIN).rule == "not_responsible"
    assert signoff.of(ledger).signed == ()
    done = recorded(signoff.sign(ledger, who, "3", PIN))
    assert (done.times, done.by.code) == (1, "3") and "本日の締めを記録" in done.sentence
    event, = ledger.events_between(clock.at.date(), clock.at.date(), ("signed_off",), Stream.OWN)
    assert event.body == {"day": "2026-11-26", "unsent": 0, "attention": 1, "reissued": 0, "exceptions": 0,
                          "approved_by": "3"}
    assert event.actor == "12"


def test_a_second_signature_of_a_day_is_kept_and_said_and_a_new_day_begins_again(branch, clock):
    ledger, who = branch.ledger, branch.who
    recorded(signoff.sign(ledger, who, "3", PIN))
    clock.forward(hours=1)
    again = recorded(signoff.sign(ledger, who, "3", PIN))
    assert again.times == 2 and "2回目" in again.sentence
    assert [signature.by for signature in again.evening.signed] == ["三浦", "三浦"]
    clock.forward(days=1)
    assert signoff.of(ledger).signed == ()


def test_a_doubtful_return_that_was_closed_all_the_same_is_an_exception_of_the_day(branch, clock):
    number = branch.issue()
    clock.forward(minutes=5)
    recorded(returns.come_back(branch.ledger, branch.who, number, received_at=clock.at, accept=True))
    line, = signoff.of(branch.ledger).exceptions
    assert (line.number, line.what, line.detail) == (number, "確認して完了", "発送の記録がありません")


def test_before_the_evening_what_is_in_the_house_is_unsent_and_not_yet_late(branch):
    number = branch.issue()
    evening = signoff.of(branch.ledger)
    assert [line.number for line in evening.unsent] == [number] and evening.attention == ()
