"""Wrong PINs are counted, waited for and put on record; somebody who left does nothing more; there is always a 責任者."""

from __future__ import annotations

import pytest

from branch_desk.domain.events import Stream
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import FREE_TRIES, LONGEST_WAIT, pin_wait
from branch_desk.services import desk_lock, people, slips
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger
from tests.services.conftest import PIN
from tests.store.issuing import Clock

WRONG = "0000"


@pytest.fixture(autouse=True)
def quick_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """How slow the hash of a PIN is, is proven elsewhere (tests/store/test_personal.py): here many are made."""
    monkeypatch.setattr("branch_desk.store.pins._N", 2**4)


@pytest.fixture
def clock(ledger: Ledger) -> Clock:
    """The desk's clock, to be moved on."""
    made = Clock(ledger.now().replace(microsecond=0))
    ledger._now = made
    return made


def tried(ledger, member, *pins):
    return [getattr(people.confirmed_by_pin(ledger, member, pin), "rule", None) for pin in pins]


def own_events(ledger, *types):
    day = ledger.now().date()
    return [(event.type, dict(event.body)) for event in ledger.trail.between(Stream.OWN, day, day, types)]


def test_the_wait_grows_and_has_an_end():
    waits = [pin_wait(tries) for tries in range(1, 40)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES and waits[FREE_TRIES : FREE_TRIES + 4] == [60, 120, 240, 480]
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT
    # Whoever tries all PINs of four digits needs more than a year.
    assert sum(pin_wait(tries) for tries in range(1, 10_001)) > 365 * 24 * 3600


def test_a_few_wrong_pins_are_a_slip_of_the_hand_and_the_right_one_clears_them(ledger, kishi):
    assert tried(ledger, kishi, *[WRONG] * FREE_TRIES, PIN) == ["pin_wrong"] * FREE_TRIES + [None]
    assert own_events(ledger, "pin_failed", "pin_cleared") == [
        *(("pin_failed", {"code": "3", "tries": n, "wait": 0}) for n in range(1, FREE_TRIES + 1)),
        ("pin_cleared", {"code": "3", "by": "right_pin"}),
    ]
    assert tried(ledger, kishi, WRONG) == ["pin_wrong"] and ledger.trail.wrong_pins("3").tries == 1


def test_from_the_fifth_on_not_even_the_right_pin_is_taken_until_the_time_is_over(ledger, kishi, clock):
    tried(ledger, kishi, *[WRONG] * (FREE_TRIES + 1))
    assert tried(ledger, kishi, PIN, WRONG) == ["pin_locked", "pin_locked"]
    assert len(own_events(ledger, "pin_failed")) == FREE_TRIES + 1      # what is not looked at is no try
    clock.advance(seconds=59)
    assert people.locked(ledger, "3") == 1 and tried(ledger, kishi, PIN) == ["pin_locked"]
    clock.advance(seconds=1)
    assert people.locked(ledger, "3") == 0 and tried(ledger, kishi, WRONG, PIN) == ["pin_wrong", "pin_locked"]
    clock.advance(seconds=120)
    assert tried(ledger, kishi, PIN, WRONG) == [None, "pin_wrong"]


def test_the_wait_outlives_a_start_of_the_program(ledger, kishi, reopened):
    tried(ledger, kishi, *[WRONG] * (FREE_TRIES + 1))
    again = reopened()
    assert people.locked(again, "3") > 0 and tried(again, kishi, PIN) == ["pin_locked"]


def test_a_clock_that_was_set_back_makes_nobody_wait_longer_than_was_said(ledger, kishi, clock):
    tried(ledger, kishi, *[WRONG] * (FREE_TRIES + 1))
    clock.advance(days=-1)
    assert people.locked(ledger, "3") == 60


def test_wrong_pins_of_one_are_not_another_s(ledger, kishi, sano):
    tried(ledger, kishi, *[WRONG] * (FREE_TRIES + 1))
    assert people.locked(ledger, "12") == 0 and tried(ledger, sano, PIN) == [None]


def test_a_responsible_person_lets_try_again_but_not_the_own_pin(ledger, kishi, sano):
    tried(ledger, sano, *[WRONG] * (FREE_TRIES + 1))
    assert people.unlock(ledger, sano, "12", PIN).rule == "not_responsible"
    assert people.unlock(ledger, kishi, "12", WRONG).rule == "pin_wrong"
    assert not isinstance(people.unlock(ledger, kishi, "12", PIN), Refusal)
    assert tried(ledger, sano, PIN) == [None]
    assert people.unlock(ledger, kishi, "12", PIN).rule == "pin_not_locked"
    tried(ledger, kishi, WRONG)
    assert people.unlock(ledger, kishi, "3", PIN).rule == "same_person"
    assert ("pin_cleared", {"code": "12", "by": "responsible"}) in own_events(ledger, "pin_cleared")


def test_a_new_pin_may_be_tried_at_once(ledger, kishi, sano):
    tried(ledger, sano, *[WRONG] * (FREE_TRIES + 1))
    assert not isinstance(people.give_pin(ledger, kishi, "12", "8642", PIN), Refusal)
    assert people.locked(ledger, "12") == 0 and tried(ledger, sano, "8642") == [None]


def test_an_approval_and_a_sign_off_are_locked_like_everything_else(ledger, kishi, sano):
    for _ in range(FREE_TRIES + 1):
        people.approved(ledger, "3", WRONG, not_code="12")
    assert people.approved(ledger, "3", PIN, not_code="12").rule == "pin_locked"


def test_who_left_does_nothing_more_and_stays_named(ledger, kishi, sano):
    number = slips.issue(ledger, sano, slips.IssueRequest("501", 1)).slip.number
    ended = people.end(ledger, kishi, "12", PIN).staff
    assert not ended.active and [member.code for member in ledger.staff()] == ["3"]
    for refused in (
        people.acting(ledger, "12"), people.sign_in(ledger, "12"), people.approved(ledger, "12", PIN, role=None),
        people.give_pin(ledger, kishi, "12", "8642", PIN), people.end(ledger, kishi, "12", PIN),
        slips.issue(ledger, ended, slips.IssueRequest("501", 1)), slips.void(ledger, ended, number, "spoiled", pin=PIN),
        people.responsible(ended), people.set_pin(ledger, ended, "8642"),
    ):
        assert refused.rule == "staff_ended"
    assert people.who_wrote(ledger, "101", "12") == "佐野"


def test_a_code_is_never_given_to_another_person(ledger, kishi, sano):
    people.end(ledger, kishi, "12", PIN)
    assert people.add(ledger, "12", "林 次郎").rule == "staff_exists"
    assert people.enrol(ledger, kishi, "012", "林 次郎", own_pin=PIN).rule == "staff_exists"


def test_there_is_always_a_responsible_person(ledger, kishi, sano):
    assert people.end(ledger, kishi, "3", PIN).rule == "last_responsible"
    assert people.change_role(ledger, kishi, "3", StaffRole.AUDITOR, PIN).rule == "last_responsible"
    assert people.change_role(ledger, kishi, "12", StaffRole.RESPONSIBLE, WRONG).rule == "pin_wrong"
    assert not isinstance(people.change_role(ledger, kishi, "12", StaffRole.RESPONSIBLE, PIN), Refusal)
    assert people.change_role(ledger, kishi, "12", StaffRole.RESPONSIBLE, PIN).rule == "same_role"
    assert not isinstance(people.end(ledger, kishi, "3", PIN), Refusal)
    assert people.end(ledger, ledger.member_of_staff("12"), "12", PIN).rule == "last_responsible"


def test_nobody_but_a_responsible_person_ends_or_changes_anybody(ledger, kishi, sano):
    for refused in (people.end(ledger, sano, "3", PIN), people.change_role(ledger, sano, "12", StaffRole.RESPONSIBLE, PIN),
                    people.end(ledger, None, "12", PIN)):
        assert refused.rule in ("not_responsible", "who")


def test_the_time_until_the_cover_is_a_responsible_person_s_and_on_record(ledger, kishi, sano):
    assert desk_lock.minutes(ledger) == desk_lock.USUAL
    for wanted, rule in ((0, "lock_minutes"), (61, "lock_minutes")):
        assert desk_lock.set_minutes(ledger, kishi, wanted, pin=PIN).rule == rule
    assert desk_lock.set_minutes(ledger, sano, 5, pin=PIN).rule == "not_responsible"
    assert desk_lock.set_minutes(ledger, sano, 5, "3", WRONG).rule == "pin_wrong"
    assert desk_lock.set_minutes(ledger, sano, 5, "3", PIN).minutes == 5 == desk_lock.minutes(ledger)
    last = ledger.trail.setting_changes()[-1]
    assert (last.actor, dict(last.body)) == ("3", {"key": "lock_minutes", "before": None, "after": 5})


def test_covering_the_window_and_coming_back_are_on_record(ledger, sano):
    people.sign_in(ledger, "12")
    people.lock(ledger, sano, "idle")
    people.sign_in(ledger, "12")
    assert own_events(ledger, "signed_in", "desk_locked") == [
        ("signed_in", {}), ("desk_locked", {"why": "idle"}), ("signed_in", {}),
    ]
