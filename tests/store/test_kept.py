"""Who works here, what is set, the catalogue and the known desks stand in the chain: what was changed by hand in the file
does not agree with it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from branch_desk.domain.catalogue import Catalogue
from branch_desk.domain.events import Event
from branch_desk.domain.rights import Member, Role, StaffRole
from branch_desk.domain.words_audit import SETTINGS
from branch_desk.services import catalogues
from branch_desk.store import kept
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger, pin_hash
from tests.domain.event_schemas import SCHEMAS, accepts
from tests.store.issuing import Clock, issue, make
from tests.store.old_ledgers import unpack

OWN = ("staff_changed", "setting_changed")
BEFORE = ("version_1", "version_2")  # of tests/store/old_ledgers.py: made before staff stood in the chain


def told(ledger: Ledger) -> list[Event]:
    return [event for kind in OWN for event in kept.events(ledger.db, kind)]


@pytest.fixture
def staffed(ledger: Ledger) -> Ledger:
    return with_staff(ledger)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of such a ledger, closed, to be copied."""
    home = tmp_path_factory.mktemp("staffed") / "home"
    with_staff(make(home, now=Clock())).close()
    return home


def with_staff(ledger: Ledger) -> Ledger:
    """Two members of staff, a catalogue, another desk, and three choices."""
    builtin = catalogues.builtin()
    with ledger.transaction() as tx:
        tx.put_staff("3", "岸 徹", StaffRole.RESPONSIBLE, pin_hash("2468"))
        tx.put_staff("12", "佐野 恵", by="3")
        tx.set_catalogue(Catalogue(builtin.types, builtin.enclosures, 1), by="3")
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        tx.set_setting("lock_minutes", 5, by="3")
        tx.set_setting("pin_for_checks", True, by="3")
        tx.set_setting("printing", {"printers": [], "default": None, "routes": {}}, by="3")
    return ledger


def tampered(home: Path, *statements: str) -> set[str]:
    """What `verify` finds after this was done to the file by somebody with a SQLite shell."""
    db = sqlite3.connect(Folders(home).ledger)
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {name}")
    for statement in statements:
        assert db.execute(statement).rowcount >= 1, statement
    db.commit()
    db.close()
    with Ledger.open(home, readonly=True) as ledger:
        return {flaw.word for flaw in ledger.verify().faults} - {"sum"}


def test_what_is_in_the_chain_is_proven(staffed: Ledger) -> None:
    verified = staffed.verify()
    assert verified.faults == ()
    assert verified.counts["staff.members"] == 2
    assert verified.counts["settings.rows"] == 9    # desk, ledger, created, three choices, catalogue, two desks


def test_every_record_of_them_is_as_the_schema_has_it_and_names_nobody(staffed: Ledger) -> None:
    from branch_desk.domain.events import as_record, canonical_json

    for event in told(staffed):
        assert accepts(as_record(event)), event
        assert not {"岸", "佐野", "恵", "大師"} & set(canonical_json(dict(event.body or {})).decode())
    assert {event.actor for event in told(staffed) if not event.value("found")} == {"0", "3"}


CHANGED_BY_HAND = [
    ("update staff set role = 'responsible' where code = '12'", "staff"),
    ("update staff set name = '別人' where code = '12'", "staff"),
    ("update staff set pin = (select pin from staff where code = '3') where code = '12'", "staff"),
    ("update staff set pin = null where code = '3'", "staff"),
    ("update staff set active = 0 where code = '3'", "staff"),
    ("update staff set since = '2020-01-01T00:00:00+09:00' where code = '3'", "staff"),
    ("update staff set salt = 'x' where code = '3'", "staff"),
    ("delete from staff where code = '12'", "staff_missing"),
    ("insert into staff select '99', name, role, pin, since, active, salt from staff where code = '3'", "staff_extra"),
    ("update setting set value = '60' where key = 'lock_minutes'", "setting"),
    ("update setting set value = 'false' where key = 'pin_for_checks'", "setting"),
    ("update setting set value = '1' where key = 'pin_for_checks'", "setting"),
    ("update setting set value = replace(value, '大師支所', '田島支所') where key = 'desk'", "setting"),
    ("update setting set value = '{\"printers\":[{}]}' where key = 'printing'", "setting"),
    ("delete from setting where key = 'printing'", "setting"),
    ("insert into setting values('closed_days', '[\"2026-12-28\"]')", "setting"),
    ("update catalogue set types = replace(types, '介護', '看護')", "setting"),
    ("update catalogue set since = ''", "setting"),
    ("update member set branch = '田島支所' where desk = '102'", "setting"),
    ("update member set name = '田島1' where desk = '102'", "setting"),
    ("insert into member select '103', role, branch, section, name from member where desk = '102'", "setting"),
]


@pytest.mark.parametrize(("statement", "word"), CHANGED_BY_HAND, ids=[statement for statement, _ in CHANGED_BY_HAND])
def test_what_was_changed_by_hand_is_found(made_once: Path, home: Path, statement: str, word: str) -> None:
    shutil.copytree(made_once, home)
    assert word in tampered(home, statement)


def test_every_setting_that_is_recorded_has_its_word_and_its_place_in_the_schema() -> None:
    body = SCHEMAS["setting_changed.json"]["properties"]["body"]["properties"]
    assert set(body["key"]["enum"]) == kept.SETTINGS | {kept.CATALOGUE, kept.MEMBER} == set(SETTINGS)


def test_a_code_is_never_taken_from_its_row_by_the_program(staffed: Ledger) -> None:
    for statement in ("delete from staff", "update staff set code = '13' where code = '12'"):
        with pytest.raises(sqlite3.IntegrityError):
            staffed.db.execute(statement)


def test_nothing_is_recorded_where_nothing_changed_or_where_it_only_serves(staffed: Ledger) -> None:
    before = len(told(staffed))
    with staffed.transaction() as tx:
        tx.set_setting("lock_minutes", 5, by="3")
        tx.set_setting("window", {"size": 2})
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
    assert len(told(staffed)) == before
    with staffed.transaction() as tx:
        tx.set_setting("lock_minutes", 1, by="12")
        tx.set_setting("pin_for_checks", False)    # by whoever wrote the record before
    assert [(event.actor, event.value("before"), event.value("after")) for event in told(staffed)[-2:]] == [
        ("12", 5, 1),
        ("12", True, False),
    ]


def test_yes_is_not_taken_for_one(staffed: Ledger) -> None:
    with staffed.transaction() as tx:
        tx.set_setting("pin_for_checks", 1, by="3")
    last = told(staffed)[-1]
    assert last.value("before") is True and last.value("after") == 1 and last.value("after") is not True


def test_nobody_finds_a_name_by_trying_names_against_the_record(staffed: Ledger) -> None:
    """The mark is over a random salt that only the row has."""
    row = kept.staff_row(staffed.db, "12")
    assert row is not None and len(row.salt) == 32
    guess = kept.StaffRow(row.code, row.name, row.role, row.pin, row.since, row.active, "")
    assert guess.mark != row.mark and hashlib.sha256(row.name.encode()).hexdigest() != row.mark


@pytest.mark.parametrize("version", BEFORE)
def test_a_ledger_of_before_is_entered_once_at_its_first_opening(version: str, home: Path) -> None:
    old = unpack(version, home)
    with Ledger.open(old, now=Clock()) as ledger:
        entered = told(ledger)
        assert {event.value("found") for event in entered} == {True} and ledger.verify().faults == ()
        assert {event.value("code") for event in entered if event.type == "staff_changed"} == {
            member.code for member in ledger.staff(ended=True)
        }
    with Ledger.open(old, now=Clock()) as ledger:
        assert told(ledger) == entered


def test_what_was_there_cannot_be_entered_a_second_time_over_a_change_by_hand(staffed: Ledger, home: Path) -> None:
    """Somebody who can write records too, and calls the row that they changed the one that was found."""
    with staffed.transaction() as tx:
        staffed.db.execute("update staff set role = 'responsible' where code = '12'")
        row = kept.staff_row(staffed.db, "12")
        assert row is not None
        tx.append("staff_changed", actor="0", body=row.body | {"found": True})
        staffed.db.execute("update setting set value = '60' where key = 'lock_minutes'")
        body = kept.setting_body("lock_minutes", None, None, 60) | {"found": True}
        tx.append("setting_changed", actor="0", body=body)
    assert {flaw.word for flaw in staffed.verify().faults} == {"found_late"}


def test_a_ledger_that_only_issued_has_nothing_to_enter(ledger: Ledger, reopen: Callable[[], Ledger]) -> None:
    issue(ledger, "a")
    ledger.close()
    again = reopen()
    assert told(again) == [] and again.verify().faults == ()


def test_looking_for_them_reads_no_print_and_no_view(staffed: Ledger) -> None:
    asked: list[str] = []
    staffed.db.conn.set_trace_callback(asked.append)
    staffed.trail.wrong_pins("12")
    staffed.trail.staff_changes()
    kept.is_entered(staffed.db)
    staffed.db.conn.set_trace_callback(None)
    assert asked
    for statement in asked:
        plan = staffed.db.execute(f"explain query plan {statement}").fetchall()
        assert any("audit_kept" in row[3] for row in plan) or not any("audit" in row[3] for row in plan), plan
