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


def test_an_approval_wants_a_responsible_person_who_is_another_and_the_pin(ledger):
    people.add(ledger, "12", "佐野 恵", pin="2468")
    people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin="1357")
    people.add(ledger, "7", "森 監", role=StaffRole.AUDITOR, pin="1111")
    people.add(ledger, "8", "原 緑", role=StaffRole.RESPONSIBLE)
    assert people.approved(ledger, "3", "1357", not_code="12").code == "3"
    wrong = {
        ("3", "0000"): "pin_wrong", ("3", None): "pin_needed", ("12", "2468"): "not_responsible",
        ("8", "1"): "pin_unset", ("99", "1"): "unknown_staff", ("7", "1111"): "not_responsible",
    }
    assert {key: people.approved(ledger, *key).rule for key in wrong} == wrong
    assert people.approved(ledger, "3", "1357", not_code={"3", "12"}).rule == "same_person"
    assert people.approved(ledger, "003", "1357", not_code="3").rule == "same_person"


def test_a_second_person_may_be_anybody_who_may_record(ledger):
    people.add(ledger, "12", "佐野 恵", pin="2468")
    people.add(ledger, "7", "森 監", role=StaffRole.AUDITOR, pin="1111")
    assert people.approved(ledger, "12", "2468", role=None).code == "12"
    assert people.approved(ledger, "7", "1111", role=None).rule == "auditor"


def test_a_staff_code_is_named_only_where_its_office_is_ours(ledger, sano):
    """Two sections of one ward office have codes of their own, and so has every branch."""
    from branch_desk.domain.rights import Member, Role

    with ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
        tx.put_member(Member("501", Role.SECTION, "大師支所", "5"), "高齢・障害課")
    said = {desk: people.who_wrote(ledger, desk, sano.code) for desk in (None, "101", "102", "201", "501", "777")}
    assert said == {None: "佐野", "101": "佐野", "102": "佐野", "201": "職員12", "501": "職員12", "777": "職員12"}
