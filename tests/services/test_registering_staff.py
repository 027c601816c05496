"""Who may make whom a member of staff at the window, and whose PIN that takes."""

from __future__ import annotations

import pytest

from branch_desk.domain.rights import StaffRole
from branch_desk.services import people, settings

from .conftest import PIN

NEW = "8642"


def test_until_there_is_a_responsible_person_anybody_registers(ledger, sano):
    first = people.enrol(ledger, sano, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=NEW)
    assert first.staff.role is StaffRole.RESPONSIBLE and first.changed.topics == {"staff"}
    assert people.enrol(ledger, sano, "4", "林 次郎", own_pin=PIN).rule == "not_responsible"
    assert ledger.member_of_staff("4") is None


def test_a_desk_without_staff_registers_its_first(ledger):
    assert people.enrol(ledger, None, "3", "岸 徹").staff == ledger.member_of_staff("3")


@pytest.mark.parametrize(("own_pin", "rule"), [(None, "pin_needed"), ("1111", "pin_wrong")])
def test_the_responsible_person_confirms_with_the_own_pin(ledger, kishi, own_pin, rule):
    assert people.enrol(ledger, kishi, "4", "林 次郎", own_pin=own_pin).rule == rule
    assert people.enrol(ledger, kishi, "4", "林 次郎", own_pin=PIN).staff.code == "4"


def test_nobody_acting_registers_nobody_once_there_is_a_responsible_person(ledger, kishi):
    assert people.enrol(ledger, None, "4", "林 次郎", own_pin=PIN).rule == "who"


def test_a_pin_that_was_given_after_signing_in_is_asked_too(ledger):
    signed_in = people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE)
    people.set_pin(ledger, signed_in, PIN)
    assert people.enrol(ledger, signed_in, "4", "林 次郎").rule == "pin_needed"


def test_a_person_changes_the_own_pin_by_the_one_before(ledger, sano, kishi):
    assert people.give_pin(ledger, sano, "12", NEW, "1111").rule == "pin_wrong"
    assert people.give_pin(ledger, sano, "12", NEW, PIN).staff.has_pin
    assert ledger.pin_matches("12", NEW) and not ledger.pin_matches("12", PIN)


def test_the_first_pin_of_a_clerk_comes_from_the_responsible_person(ledger, kishi):
    clerk = people.add(ledger, "44", "林 次郎")
    assert people.give_pin(ledger, clerk, "44", NEW).rule == "not_responsible"
    assert people.give_pin(ledger, kishi, "44", NEW, PIN).staff.code == "44"
    assert ledger.pin_matches("44", NEW)


def test_nobody_takes_the_pin_of_another(ledger, sano, kishi):
    assert people.give_pin(ledger, sano, "3", NEW, PIN).rule == "not_responsible"
    assert ledger.pin_matches("3", PIN)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "１２３４"])
def test_a_pin_has_4_to_12_digits(ledger, kishi, pin):
    assert people.give_pin(ledger, kishi, "3", pin, PIN).rule == "pin_form"


def test_what_the_settings_say_of_the_desk(ledger, kishi):
    about = settings.about(ledger)
    assert (about.desk.name, about.staff, about.key_kept_in) == ("大師1", (kishi,), "file")
    assert about.home == str(ledger.home)
