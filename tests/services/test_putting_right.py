"""Void, hand back, correct, undo: nothing vanishes, everything has its reason."""

from __future__ import annotations

from branch_desk.domain import era, numbers
from branch_desk.domain.fold import HolderKind, State
from branch_desk.services import book, desks, people, returns, slips
from branch_desk.services.results import Recorded, Refusal
from branch_desk.services.slips import Correction, IssueRequest
from branch_desk.store.ledger import Ledger

from .conftest import PIN


def issued(ledger, who, **more):
    return slips.issue(ledger, who, IssueRequest("501", 3, **more)).slip.number


def test_a_void_keeps_number_and_reason_and_the_number_is_never_used_again(ledger, sano):
    number = issued(ledger, sano)
    done = slips.void(ledger, sano, number, "wrong_type", pin=PIN)
    assert (done.slip.state, done.slip.ended_reason) == (State.VOIDED, "wrong_type")
    assert numbers.parse(issued(ledger, sano)).serial == 2


def test_a_void_asks_for_the_pin(ledger, sano):
    number = issued(ledger, sano)
    assert slips.void(ledger, sano, number, "wrong_type").rule == "pin_needed"
    assert slips.void(ledger, sano, number, "wrong_type", pin="1111").rule == "pin_wrong"
    nameless = people.add(ledger, "44", "林 次郎")
    assert slips.void(ledger, nameless, number, "wrong_type", pin=PIN).rule == "pin_unset"
    assert ledger.slip(number).state is State.HELD


def test_a_reason_in_own_words_is_kept_encrypted_beside_its_code(ledger, sano):
    number = issued(ledger, sano)
    done = slips.hand_back(ledger, sano, number, "山田様のご都合")
    assert (done.slip.state, done.slip.ended_reason) == (State.HANDED_BACK, "other")
    assert done.slip.holder.kind is HolderKind.CITIZEN
    assert "山田" not in repr([event.body for event in ledger.events(number)])
    opened = book.open_with_names(ledger, sano, number)
    assert {"note": "山田様のご都合"} in [line.typed for line in opened.lines]


def test_a_reason_must_be_given(ledger, sano):
    assert slips.hand_back(ledger, sano, issued(ledger, sano), "  ").rule == "reason"


def test_a_closed_slip_is_neither_voided_nor_handed_back(ledger, sano):
    number = issued(ledger, sano)
    returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True)
    for refusal in (slips.void(ledger, sano, number, "other", pin=PIN), slips.hand_back(ledger, sano, number, "other")):
        assert refusal.rule == "dispatched_already"


def test_a_corrected_name_is_recorded_only_as_changed(ledger, sano):
    number = issued(ledger, sano, depositor="高崎 太郎")
    done = slips.correct(ledger, sano, number, Correction(sheets=4, depositor="髙﨑 太郎"), "miscounted")
    assert done.slip.sheets == 4
    assert ledger.personal(number)["name"] == "髙﨑 太郎"
    event = ledger.events(number)[-1]
    assert event.body == {"reason": "miscounted", "sheets": 4, "name_changed": True}


def test_a_correction_of_nothing_is_refused(ledger, sano):
    assert slips.correct(ledger, sano, issued(ledger, sano), Correction(), "miscounted").rule == "nothing_to_correct"


def test_a_correction_to_an_undrawable_name_is_refused(ledger, sano):
    number = issued(ledger, sano, depositor="高崎 太郎")
    refusal = slips.correct(ledger, sano, number, Correction(depositor="高崎🙂"), "other")
    assert refusal.rule == "unprintable"
    assert ledger.personal(number)["name"] == "高崎 太郎"


def test_undo_takes_back_the_last_record_and_keeps_it_in_the_history(ledger, sano):
    number = issued(ledger, sano)
    returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True)
    done = slips.undo(ledger, sano, number, "wrong_slip")
    assert isinstance(done, Recorded) and done.slip.state is State.HELD
    lines = book.open_slip(ledger, number).lines
    assert [(line.event, line.effective) for line in lines] == [("issued", True), ("closed", False), ("revoked", True)]


def test_undo_goes_back_step_by_step_but_never_unmakes_a_number(ledger, sano):
    number = issued(ledger, sano)
    slips.correct(ledger, sano, number, Correction(sheets=4), "miscounted")
    slips.hand_back(ledger, sano, number, "withdrawn")
    assert slips.undo(ledger, sano, number, "wrong_key").slip.state is State.HELD
    assert slips.undo(ledger, sano, number, "wrong_key").slip.sheets == 3
    assert slips.undo(ledger, sano, number, "wrong_key").rule == "nothing_to_undo"


def test_after_a_day_only_the_responsible_person_takes_back(home, monkeypatch):
    monkeypatch.setenv("BRANCH_DESK_NOW", "2026-11-24T10:00:00+09:00")
    ledger = desks.set_up(home, desks.practice_desk()).ledger
    clerk = people.add(ledger, "12", "佐野 恵")
    number = slips.issue(ledger, clerk, IssueRequest("501", 3)).slip.number
    slips.hand_back(ledger, clerk, number, "withdrawn")
    ledger.close()
    monkeypatch.setenv("BRANCH_DESK_NOW", "2026-11-25T10:00:00+09:00")
    ledger = Ledger.open(home)
    assert slips.undo(ledger, clerk, number, "wrong_key").rule == "undo_after_a_day"
    assert isinstance(slips.undo(ledger, people.acting(ledger, "1"), number, "wrong_key"), Recorded)
    ledger.close()


def test_a_number_that_is_not_there_is_named(ledger, sano):
    assert slips.hand_back(ledger, sano, "1101265010000136", "other").rule == "not_a_number"
    unknown = numbers.Number(1, "101", era.fiscal_year(ledger.now()), "501", 77).digits
    assert slips.hand_back(ledger, sano, unknown, "other").rule == "no_such_number"


def test_a_copy_number_finds_its_slip(ledger, sano):
    number = issued(ledger, sano)
    done = slips.hand_back(ledger, sano, numbers.parse(number).copy.digits, "withdrawn")
    assert not isinstance(done, Refusal) and done.slip.number == number


def test_enclosures_are_corrected_as_they_are_typed_at_the_counter(ledger, sano):
    number = slips.issue(ledger, sano, IssueRequest("501", 3)).slip.number
    done = slips.correct_enclosures(ledger, sano, number, "１、診断書", "miscounted")
    assert (len(done.slip.enclosures), done.slip.other_enclosures) == (1, 1)
    done = slips.correct_enclosures(ledger, sano, number, "0", "miscounted")
    assert (done.slip.enclosures, done.slip.other_enclosures) == ((), 0)
