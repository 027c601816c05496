"""The recovery key on paper: typed back in parts, typed in whole, and asked for at every start where the office wants it."""

from __future__ import annotations

import json
import sys

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people, settings, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store import faults, recovery
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger

from .conftest import PIN, slow_hash


class Office:
    """A desk with its recovery key on paper, a clerk and a responsible person."""

    def __init__(self, home, **how) -> None:
        made = desks.set_up(home, Desk("101", "大師1", "大師支所"), **how)
        self.home, self.ledger, self.paper, self.kept_in = home, made.ledger, made.recovery_key, made.kept_in
        with self.ledger.transaction() as tx:
            tx.put_staff("12", "佐野 恵", StaffRole.CLERK, slow_hash())
            tx.put_staff("3", "岸 徹", StaffRole.RESPONSIBLE, slow_hash())
        self.sano, self.kishi = (self.ledger.member_of_staff(code) for code in ("12", "3"))

    def typed(self, *groups):
        return {place: self.paper.split("-")[place - 1] for place in groups}

    def records(self, kind):
        day = self.ledger.now().date()
        return self.ledger.events_between(day, day, (kind,), Stream.OWN)

    def reopen(self):
        self.ledger.close()
        self.ledger = Ledger.open(self.home)
        return self.ledger


@pytest.fixture
def office(home):
    made = Office(home)
    yield made
    made.ledger.close()


def test_two_groups_are_drawn_anew_each_time(office):
    drawn = [desks.groups_to_ask(office.ledger) for _ in range(200)]
    assert all(len(set(groups)) == 2 and groups == tuple(sorted(groups)) for groups in drawn)
    assert {place for groups in drawn for place in groups} == set(range(1, 8)) and len(set(drawn)) > 10


def test_the_right_paper_agrees_and_it_is_recorded_who_looked_when(office):
    assert desks.recovery_checked(office.ledger) is None
    for groups in ((1, 2), (4, 7), (3,), (1, 2, 3, 4, 5, 6, 7)):
        typed = {place: f" {text.lower()} " for place, text in office.typed(*groups).items()}
        done = desks.check_recovery(office.ledger, office.sano, typed)
        event = office.records("recovery_checked")[-1]
        assert (event.actor, dict(event.body)) == ("12", {"groups": list(groups), "agrees": True})
    assert (done.at, done.by) == (event.at, "12") and desks.recovery_checked(office.reopen()) == done
    assert office.ledger.verify().sound


def test_another_paper_does_not_agree_which_is_recorded_too(office):
    other = recovery.make().split("-")
    assert desks.check_recovery(office.ledger, office.sano, {2: other[1], 5: other[4]}).rule == "recovery_wrong"
    assert desks.check_recovery(office.ledger, office.sano, office.typed(2) | {5: other[4]}).rule == "recovery_wrong"
    assert [event.value("agrees") for event in office.records("recovery_checked")] == [False, False]
    assert desks.recovery_checked(office.ledger) is None


def test_a_slip_of_the_finger_is_said_as_one(office):
    for typed in ({2: "ABCD"}, {2: "ABCD1"}, {2: "AAAAA", 3: "?????"}, {9: "23456"}):
        assert desks.check_recovery(office.ledger, office.sano, typed).rule == "recovery_mistyped", typed
    assert office.records("recovery_checked") == []


def test_a_group_typed_into_the_place_of_another_is_a_mistake(office):
    groups = office.typed(2, 5)
    assert desks.check_recovery(office.ledger, office.sano, {2: groups[5], 5: groups[2]}).rule == "recovery_mistyped"


def test_nothing_typed_and_an_auditor_are_refused(office):
    assert desks.check_recovery(office.ledger, office.sano, {2: " "}).rule == "recovery_key_needed"
    auditor = people.add(office.ledger, "90", "監査 員", role=StaffRole.AUDITOR)
    assert desks.check_recovery(office.ledger, auditor, office.typed(1, 2)).rule == "auditor"


def test_nothing_of_the_key_can_be_found_in_what_is_kept(office):
    office.ledger.close()
    signs = office.paper.replace("-", "")
    kept = b"".join(path.read_bytes() for path in office.home.rglob("*") if path.is_file())
    assert not [group for group in [*office.paper.split("-"), signs] if group.encode() in kept]


def test_a_ledger_of_before_asks_the_whole_key_once(office):
    path = Folders(office.home).keys / "master.json"
    kept = json.loads(path.read_text())
    del kept["check"]
    path.write_text(json.dumps(kept))
    assert desks.groups_to_ask(office.ledger) == (1, 2, 3, 4, 5, 6, 7)
    assert desks.check_recovery(office.ledger, office.sano, office.typed(1, 2)).rule == "recovery_whole"
    wrong = dict(enumerate(recovery.make().split("-"), 1))
    assert desks.check_recovery(office.ledger, office.sano, wrong).rule == "recovery_wrong"
    done = desks.check_recovery(office.ledger, office.sano, office.typed(*range(1, 8)))
    assert not isinstance(done, Refusal) and len(desks.groups_to_ask(office.ledger)) == 2
    assert not isinstance(desks.check_recovery(office.ledger, office.sano, office.typed(3, 6)), Refusal)
    assert office.ledger.recovery_key_opens(office.paper)


def test_only_a_responsible_person_makes_a_new_one(office):
    assert desks.new_recovery_key(office.ledger, office.sano).rule == "not_responsible"
    made = desks.new_recovery_key(office.ledger, office.kishi)
    assert desks.check_recovery(office.ledger, office.sano, office.typed(1, 2)).rule == "recovery_wrong"
    groups = made.split("-")
    assert not isinstance(desks.check_recovery(office.ledger, office.sano, {1: groups[0], 2: groups[1]}), Refusal)


def test_a_form_that_cannot_be_written_leaves_the_key_as_it_was(office, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        desks.new_recovery_key(office.ledger, office.kishi, tmp_path / "file" / "key.pdf")
    assert not isinstance(desks.check_recovery(office.ledger, office.sano, office.typed(1, 2)), Refusal)
    form = tmp_path / "key.pdf"
    made = desks.new_recovery_key(office.ledger, office.kishi, form)
    assert office.ledger.recovery_key_opens(made) and form.read_bytes().startswith(b"%PDF")
    if sys.platform != "win32":
        assert form.stat().st_mode & 0o077 == 0      # whoever else uses this PC has no business with it


def test_a_form_of_a_key_that_came_not_about_is_taken_away(office, tmp_path, monkeypatch):
    def fails(typed):
        raise faults.KeyMissing()

    monkeypatch.setattr(office.ledger.keys, "new_recovery_key", fails)
    with pytest.raises(faults.KeyMissing):
        desks.new_recovery_key(office.ledger, office.kishi, tmp_path / "key.pdf")
    assert not (tmp_path / "key.pdf").exists()


# ---- asked for at every start


def named(office, name="山田 太郎"):
    return slips.issue(office.ledger, office.sano, IssueRequest("501", 3, depositor=name)).slip.number


def test_a_desk_may_keep_no_key_at_all_from_the_first_day(home):
    office = Office(home, key_at_start=True)
    assert office.kept_in == "asked" and settings.about(office.ledger).key_kept_in == "asked"
    number = named(office)
    ledger = office.reopen()
    assert not (Folders(home).keys / "master.local").exists() and ledger.waits_for_recovery_key
    assert (ledger.personal(number), ledger.personal_state(number)) == ({}, "locked")
    other = slips.issue(ledger, office.sano, IssueRequest("501", 3))      # without a name the work goes on
    assert other.slip.number[9:14] == "00002"
    assert desks.enter_recovery_key(ledger, recovery.make()).rule == "recovery_mistyped"
    assert desks.enter_recovery_key(ledger, "ABCDE").rule == "recovery_mistyped" and ledger.waits_for_recovery_key
    assert not isinstance(desks.enter_recovery_key(ledger, office.paper), Refusal)
    assert ledger.personal(number)["name"] == "山田 太郎" and not ledger.waits_for_recovery_key
    assert ledger.verify().sound and any("置いていません" in line for line in ledger.verify().proven)
    assert office.reopen().waits_for_recovery_key       # nothing stayed
    office.ledger.close()


def test_it_is_turned_on_and_off_by_a_responsible_person_after_the_paper_was_checked(office):
    number = named(office)
    assert desks.key_at_start(office.ledger, office.sano, True, pin=PIN).rule == "not_responsible"
    assert desks.key_at_start(office.ledger, office.kishi, True, pin="0000").rule == "pin_wrong"
    assert desks.key_at_start(office.ledger, office.kishi, True, pin=PIN).rule == "recovery_unchecked"
    desks.check_recovery(office.ledger, office.kishi, office.typed(1, 4))
    assert not isinstance(desks.key_at_start(office.ledger, office.kishi, True, pin=PIN), Refusal)
    assert office.ledger.personal(number)["name"] == "山田 太郎"       # until the end of this day
    assert not (Folders(office.home).keys / "master.local").exists()
    ledger = office.reopen()
    assert ledger.waits_for_recovery_key
    assert desks.key_at_start(ledger, office.kishi, False, pin=PIN).rule == "key_not_here"
    desks.enter_recovery_key(ledger, office.paper)
    assert not isinstance(desks.key_at_start(ledger, office.kishi, False, pin=PIN), Refusal)
    assert not office.reopen().waits_for_recovery_key and office.ledger.personal(number)["name"] == "山田 太郎"
    assert office.ledger.verify().sound
