"""A ledger that is damaged or gone: the program starts, says what happened, keeps every number that was acknowledged, and
the damaged file is still there."""

from __future__ import annotations

import random
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.events import chain_hash
from branch_desk.domain.fold import State
from branch_desk.domain.words_backup import FINDINGS
from branch_desk.store import backup, damage, faults
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import BookFilter, Ledger
from branch_desk.store.projection import EVENT_COLUMNS, event_of
from tests.store.issuing import issue, make, record


def _serial(number: str) -> int:
    return numbers.parse(number).serial


def _page_of(path: Path, table: str, place: int = -1) -> int:
    """Where a leaf of a table lies in the file."""
    with sqlite3.connect(path) as conn:
        pages = [row[0] for row in conn.execute(
            "select pageno from dbstat where name = ? and pagetype = 'leaf' order by pageno", (table,))]
    conn.close()
    return (pages[place] - 1) * 4096


def _spoil(path: Path, at: int, length: int = 4096) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(random.Random(at).randbytes(length))


def _corrupt(home: Path) -> list[Path]:
    return sorted(path for path in Folders(home).ledger.parent.glob("*.corrupt-*") if not path.name.endswith(("-wal", "-shm")))


@pytest.fixture
def worked(ledger, home, clock):
    """A desk with a morning's work, a backup of it, and slips after that. Closed."""
    shown = [issue(ledger, f"a{i}", name="山田 太郎") for i in range(30)] + [issue(ledger, "x", "101")]
    with ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor="1", bag=bag, body={"section": "5"})
    ledger.backup_to(Folders(home).backup, "hourly")
    shown += [issue(ledger, f"b{i}", name="髙橋") for i in range(10)]
    record(ledger, "closed", shown[3], body={"received_at": None, "source": "paper"})
    ledger.close()
    return shown


def _all_there(ledger: Ledger, shown: list[str]) -> None:
    """No number is gone, none comes again, and everything can be proved."""
    assert all(ledger.slip(number) is not None for number in shown)
    following = issue(ledger, "next")
    assert following not in shown and _serial(following) == max(_serial(number) for number in shown if number[6:9] == "501") + 1
    assert ledger.verify().faults == ()


@pytest.mark.parametrize("spoil", [
    lambda data: b"",
    lambda data: data[:6] + b"XXXXXXXXXX" + data[16:],
    lambda data: bytes(64) + data[64:],
    lambda data: data[:68] + b"abcd" + data[72:],
    lambda data: data[:100] + b"\xff" * 3996 + data[4096:],
    lambda data: data[:len(data) // 2],
], ids=["emptied", "magic", "header", "application", "first page", "cut in the middle"])
def test_a_spoiled_file_is_set_aside_and_rebuilt(worked, home, reopen, spoil):
    path = Folders(home).ledger
    spoiled = spoil(path.read_bytes())
    path.write_bytes(spoiled)
    again = reopen()
    kept, = _corrupt(home)
    assert kept.read_bytes() == spoiled
    assert FINDINGS["damaged"].format(name=kept.name) in again.check_at_start()
    _all_there(again, worked)
    assert reopen().check_at_start() == () and len(_corrupt(home)) == 1


@pytest.mark.sampled
@pytest.mark.parametrize("table", ["event", "audit", "slip", "setting", "counter", "pii", "print_job", "sqlite_autoindex_event_1"])
def test_a_spoiled_page_that_verify_finds_is_cured_at_the_next_start(worked, home, reopen, table):
    _spoil(Folders(home).ledger, _page_of(Folders(home).ledger, table))
    again = None
    try:
        again = reopen()
        found = again.verify()
        assert _corrupt(home) or not found.sound
    except faults.Damaged:
        pass
    again = reopen()
    _all_there(again, worked)
    assert again.personal(worked[0]) == {"name": "山田 太郎"}


def test_what_was_recorded_after_the_backup_is_read_from_the_damaged_file(worked, home, reopen):
    _spoil(Folders(home).ledger, _page_of(Folders(home).ledger, "slip"))
    damage.mark(home)
    again = reopen()
    assert FINDINGS["read"].format(events=11) in again.check_at_start()
    assert again.slip(worked[-1]).state is State.HELD and again.personal(worked[-1]) == {"name": "髙橋"}
    assert again.slip(worked[3]).state is State.CLOSED
    _all_there(again, worked)


def test_damage_that_is_met_at_work_is_looked_for_at_the_next_start(ledger, home, reopen):
    shown = [issue(ledger, f"a{i}") for i in range(200)]
    ledger.close()
    _spoil(Folders(home).ledger, _page_of(Folders(home).ledger, "slip", 1))
    again = reopen()
    with pytest.raises(faults.Damaged):
        for number in shown:
            again.slip(number)
    rebuilt = reopen()
    assert _corrupt(home) and {rebuilt.slip(number).state for number in shown} == {State.HELD}
    _all_there(rebuilt, shown)


def _after_a_print(ledger):
    with ledger.transaction() as tx:
        job = tx.add_print("1", {"key": "k", "copy": "original", "paper": "80mm", "printer": "p", "count": 1,
                                 "slip": issued_first(ledger), "named": False})
        tx.print_ended(tx.print_sent(job), "confirmed", actor="1", seen_to=True)
        tx.set_setting("attention_limits", {"evening": 1715})
        tx.put_staff("7", "岸 徹")


def issued_first(ledger):
    return ledger.page(BookFilter()).slips[-1].number


@pytest.mark.sampled
@pytest.mark.parametrize("backed_up", [True, False], ids=["with a backup", "without"])
@pytest.mark.parametrize("change", [
    "update setting set value = '{\"evening\":900}' where key = 'attention_limits'",
    "update staff set name = 'another' where code = '7'",
    "update print_job set copy = 'citizen'",
    "update request set number = 1101265010099970 where number = (select min(number) from request)",
    "update slip set state = 'closed' where number = (select max(number) from slip where state = 'held')",
    "update event set at = '2026-11-24T10:46:00+09:00' where id = (select max(id) from event)",
], ids=["setting", "staff", "print", "request", "state", "record"])
def test_a_row_that_was_changed_in_the_file_is_put_right_at_the_next_start(ledger, home, reopen, change, backed_up):
    shown = [issue(ledger, f"a{i}") for i in range(5)]
    _after_a_print(ledger)
    if backed_up:
        ledger.backup_to(Folders(home).backup)
    ledger.close()
    with sqlite3.connect(Folders(home).ledger) as conn:
        triggers = conn.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        conn.execute(change)
        for _, sql in triggers:
            conn.execute(sql)
    conn.close()
    again = reopen()
    assert not again.verify().sound
    again = reopen()
    assert again.verify().faults == () and again.check_at_start()
    assert all(again.slip(number) is not None for number in shown)


def _rewrite(home, seq, **change):
    """A record changed by somebody who knows how it is hashed, but not what comes after it."""
    with sqlite3.connect(Folders(home).ledger) as conn:
        triggers = conn.execute("select name, sql from sqlite_master where name = 'event_no_update'").fetchall()
        conn.execute("drop trigger event_no_update")
        row = conn.execute(f"select {EVENT_COLUMNS} from event where seq = ?", (seq,)).fetchone()
        event = replace(event_of(row), **change)
        conn.execute("update event set at = ?, prev = ?, hash = ? where seq = ?", (event.at, event.prev, chain_hash(event), seq))
        conn.execute(triggers[0][1])
    conn.close()


@pytest.mark.parametrize("change", [{"at": "2026-11-24T09:00:00+09:00"}, {"prev": bytes(32)}], ids=["its time", "what it follows"])
def test_a_record_that_was_rewritten_is_not_believed(ledger, home, reopen, change):
    shown = [issue(ledger, f"a{i}") for i in range(2)]
    ledger.backup_to(Folders(home).backup)
    shown += [issue(ledger, f"b{i}") for i in range(4)]
    ledger.close()
    if "prev" in change:
        Folders(home).witness.write_bytes(Folders(home).witness.read_bytes()[:80 * 3])     # it knows nothing of them
    _rewrite(home, 4, **change)
    damage.mark(home)
    again = reopen()
    assert [again.slip(number).state for number in shown] == [State.HELD] * 3 + [State.LOST] * 3
    _all_there(again, shown)


def test_without_any_backup_the_witness_keeps_the_numbers(worked, home, reopen):
    shutil.rmtree(Folders(home).backup)
    Folders(home).ledger.write_bytes(b"")
    again = reopen()
    assert FINDINGS["from_nothing"] in again.check_at_start()
    assert {again.slip(number).state for number in worked} == {State.LOST}
    assert again.desk.name == "大師1"
    _all_there(again, worked)


def test_a_home_that_came_without_its_ledger_to_another_machine_gives_no_number_unasked(worked, home, reopen, monkeypatch):
    for left in (Folders(home).ledger, *Folders(home).backup.iterdir()):
        left.unlink()
    for name in ("-wal", "-shm"):
        Folders(home).ledger.with_name(f"ledger.db{name}").unlink(missing_ok=True)
    monkeypatch.setenv("BRANCH_DESK_STATE", str(home.parent / "another"))
    again = reopen()
    assert again.moved and FINDINGS["from_nothing"] in again.check_at_start()
    with pytest.raises(faults.MovedMachine):
        issue(again, "z")
    again.accept_machine("3")
    assert issue(again, "z") not in worked


def test_a_ledger_that_is_gone_is_rebuilt(worked, home, reopen):
    shutil.rmtree(Folders(home).ledger.parent)
    again = reopen()
    assert FINDINGS["gone"] in again.check_at_start()
    _all_there(again, worked)


def test_with_neither_witness_nor_a_whole_ledger_every_series_goes_ahead(worked, home, reopen, monkeypatch, tmp_path):
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "another"))     # nor does this machine remember anything
    Folders(home).witness.unlink()
    Folders(home).ledger.write_bytes(b"")
    again = reopen()
    assert FINDINGS["skipped"].format(skipped=1000) in again.check_at_start()
    assert (_serial(issue(again, "n")), _serial(issue(again, "m", "101")), _serial(issue(again, "o", "102"))) == (1031, 1002, 1001)
    assert again.verify().faults == ()


def test_a_missing_wal_is_noticed_and_the_newer_backup_taken(ledger, home, reopen, tmp_path):
    shown = [issue(ledger, f"a{i}") for i in range(3)]
    ledger.close()
    shutil.copyfile(Folders(home).ledger, tmp_path / "without.db")
    later = reopen()
    shown += [issue(later, f"b{i}") for i in range(4)]
    later.backup_to(Folders(home).backup)
    shown += [issue(later, f"c{i}") for i in range(2)]
    later.close()
    shutil.copyfile(tmp_path / "without.db", Folders(home).ledger)      # as if the WAL had never been there
    again = reopen()
    assert [again.slip(number).state for number in shown] == [State.HELD] * 7 + [State.LOST] * 2
    kept, = _corrupt(home)
    assert FINDINGS["rewound"].format(name=kept.name) in again.check_at_start()
    _all_there(again, shown)


@pytest.mark.parametrize("spoil", [b"", b"\x00" * 79, b"garbage" * 100], ids=["empty", "half a record", "garbage"])
def test_a_witness_that_was_spoiled_harms_nothing(worked, home, reopen, spoil):
    Folders(home).witness.write_bytes(spoil)
    again = reopen()
    _all_there(again, worked)


@pytest.mark.parametrize("spoil", [b"", b"x" * 81, random.Random(1).randbytes(400)],
                         ids=["empty", "one and a bit", "garbage"])
def test_a_high_water_file_that_was_spoiled_harms_nothing(worked, home, reopen, spoil):
    for path in state_folder().glob("*.high"):
        path.write_bytes(spoil)
    again = reopen()
    assert again.check_at_start() == ()
    _all_there(again, worked)


def test_a_backup_that_was_changed_is_not_taken(worked, home, reopen):
    copy, = Folders(home).backup.glob("*.db")
    data = bytearray(copy.read_bytes())
    data[-2000] ^= 1
    copy.write_bytes(data)
    Folders(home).ledger.write_bytes(b"")
    again = reopen()
    assert FINDINGS["from_nothing"] in again.check_at_start()
    _all_there(again, worked)


def test_of_two_backups_the_one_that_knows_more_is_taken_whatever_its_date(ledger, home, clock, reopen):
    shown = [issue(ledger, "a")]
    ledger.backup_to(Folders(home).backup)
    shown.append(issue(ledger, "b"))
    clock.advance(days=-400)
    ledger.backup_to(Folders(home).backup)
    ledger.close()
    Folders(home).ledger.write_bytes(b"")
    again = reopen()
    assert [again.slip(number).state for number in shown] == [State.HELD, State.HELD]


@pytest.mark.sampled
@pytest.mark.parametrize("cut", ["_sync", "_move_aside", "replace", "unmark"])
def test_rebuilding_that_was_cut_is_done_again(worked, home, reopen, monkeypatch, cut):
    spoiled = Folders(home).ledger.read_bytes()[:20_000]
    Folders(home).ledger.write_bytes(spoiled)
    done = getattr(damage, cut)

    def fail(*arguments):
        if cut == "_move_aside":
            done(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(damage, cut, fail)
        reopen()
    again = reopen()
    _all_there(again, worked)
    assert [path.read_bytes() for path in _corrupt(home)] == [spoiled]


def test_a_wal_that_was_left_behind_goes_with_its_file(worked, home, reopen):
    path = Folders(home).ledger
    path.write_bytes(b"")
    path.with_name("ledger.db-wal").write_bytes(b"left")
    _all_there(reopen(), worked)
    assert not [left for left in path.parent.iterdir() if left.read_bytes() == b"left" and "corrupt" not in left.name]


def test_what_is_no_damage_is_left_alone(worked, home, reopen):
    path = Folders(home).ledger
    with Ledger.open(home), pytest.raises(faults.AnotherInstance):
        Ledger.open(home)
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 4096)
    with pytest.raises(faults.ForeignFile):
        reopen()
    assert not _corrupt(home) and path.read_bytes().startswith(b"%PDF")


def test_a_damaged_ledger_of_which_nothing_is_known_stays_where_it_is(ledger, home, reopen):
    ledger.close()
    shutil.rmtree(Folders(home).witness.parent)
    Folders(home).ledger.write_bytes(b"")
    with pytest.raises(faults.Damaged):
        reopen()
    assert Folders(home).ledger.read_bytes() == b"" and not _corrupt(home)


def test_a_backup_place_of_several_desks_gives_each_its_own(tmp_path, clock, monkeypatch):
    shown = {}
    for name in "ab":
        with make(tmp_path / name, now=clock) as ledger:
            shown[name] = [issue(ledger, f"{name}{i}") for i in range(3 if name == "a" else 5)]
            ledger.backup_to(tmp_path / "place")
            with ledger.transaction() as tx:
                tx.set_setting("backup", {"second": str(tmp_path / "place")})
    path = Folders(tmp_path / "a").ledger
    path.write_bytes(path.read_bytes()[:4096] + bytes(8192) + path.read_bytes()[12288:])
    damage.mark(tmp_path / "a")
    with Ledger.open(tmp_path / "a", now=clock) as again:
        _all_there(again, shown["a"])
    assert len(backup.copies(tmp_path / "place", again.id)) == 1
