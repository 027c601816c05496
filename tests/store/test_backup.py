"""Copies of the ledger: whole or not there, of one moment, signed, and never too many."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from branch_desk.store import backup, faults
from branch_desk.store.folders import Folders
from branch_desk.store.keys import Keys
from branch_desk.store.patience import Hangs, patiently
from tests.store.issuing import DESK, issue, make


def _copies(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_a_copy_holds_what_the_manifest_says(ledger, tmp_path):
    number = issue(ledger, "a")
    issue(ledger, "b", "101")
    made = ledger.backup_to(tmp_path / "place")
    assert made.seq == 2 and made.manifest.series == {f"20{number[4:6]}-501": 1, f"20{number[4:6]}-101": 1}
    assert backup.read_manifest(made.path) == made and backup.digest_of(made.path)[0] == made.sha256
    with sqlite3.connect(made.path) as copy:
        assert copy.execute("select hash from event where seq = 2").fetchone()[0].hex() == made.head
        assert copy.execute("pragma journal_mode").fetchone()[0] == "delete"
    copy.close()
    assert (made.path.stat().st_mode & 0o077) == 0


def test_a_copy_made_beside_a_busy_desk_is_of_one_moment(ledger, tmp_path, home, monkeypatch):
    monkeypatch.setattr(backup, "PAGES", 5)
    for i in range(50):
        issue(ledger, f"a{i}", name="山田")
    went, written = threading.Event(), threading.Event()

    def beat() -> None:
        went.set()
        written.wait(30)

    found: list[backup.Manifest] = []
    thread = threading.Thread(target=lambda: found.append(
        backup.take(Folders(home).ledger, tmp_path, ledger.now(), "hourly", beat)[1]))
    thread.start()
    assert went.wait(30)
    shown = [issue(ledger, f"b{i}") for i in range(50)]
    written.set()
    thread.join()
    assert found[0].slips == 50 and len(shown) == 50 and ledger.verify().sound


def test_signatures_hold_and_a_changed_manifest_is_noticed(ledger, tmp_path):
    issue(ledger, "a")
    unsigned_by_desk = ledger.backup_to(tmp_path / "one")
    assert set(unsigned_by_desk.signatures) == {"hmac", "hmac_key"}
    ledger.signing.make("desk")
    made = ledger.backup_to(tmp_path / "two")
    assert {"public", "ed25519"} < set(made.signatures)
    for copy in (unsigned_by_desk, made):
        assert backup.vouched(copy, ledger.keys)
        path = copy.path.with_suffix(".json")
        path.write_text(path.read_text().replace('"slips": 1', '"slips": 2'))
        assert backup.vouched(backup.read_manifest(copy.path), ledger.keys) is False
    assert backup.vouched(made, None) is True and backup.vouched(unsigned_by_desk, None) is None


def test_without_the_master_key_a_backup_is_made_all_the_same(ledger, tmp_path, home):
    issue(ledger, "a")
    Folders(home).keys.joinpath("master.local").unlink()
    ledger.keys = Keys(Folders(home).keys, ledger.id)
    assert ledger.backup_to(tmp_path).signatures == {}


@pytest.mark.parametrize("cut", ["copy_pages", "sync_and_read_back", "write_durably", "put_in_place"])
def test_a_copy_that_was_cut_has_no_name_and_the_next_one_clears_it_away(ledger, tmp_path, monkeypatch, cut):
    issue(ledger, "a")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(backup, cut, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        ledger.backup_to(tmp_path / "place")
    assert backup.copies(tmp_path / "place", ledger.id) == () and not list((tmp_path / "place").glob("*.db"))
    made = ledger.backup_to(tmp_path / "place")
    backup.thin(tmp_path / "place", ledger.id)
    assert _copies(tmp_path / "place") == [made.path.name, made.path.with_suffix(".json").name]


def test_a_copy_that_does_not_arrive_whole_is_not_named(ledger, tmp_path):
    issue(ledger, "a")
    made = ledger.backup_to(tmp_path / "one")
    with made.path.open("r+b") as file:
        file.write(b"x")
    with pytest.raises(faults.Damaged):
        backup.carry(made, tmp_path / "two")
    assert _copies(tmp_path / "two") == []


def test_a_damaged_ledger_is_not_copied_over_a_good_copy(ledger, tmp_path, home):
    """One leaf of the boxes is spoiled, which copying itself never looks into."""
    for i in range(40):
        issue(ledger, f"a{i}", name="山田")
    good = ledger.backup_to(tmp_path)
    ledger.db.execute("pragma wal_checkpoint(truncate)")
    with sqlite3.connect(Folders(home).ledger) as conn:
        page, = conn.execute("select max(pageno) from dbstat where name = 'pii' and pagetype = 'leaf'").fetchone()
    conn.close()
    with Folders(home).ledger.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(faults.Damaged):
        ledger.backup_to(tmp_path)
    assert [copy.path for copy in backup.copies(tmp_path, ledger.id)] == [good.path]


def test_thinning_leaves_other_ledgers_and_copies_of_before_a_migration_alone(ledger, clock, tmp_path):
    place = tmp_path / "place"
    with make(tmp_path / "other", DESK, now=clock) as other:
        issue(other, "a")
        foreign = other.backup_to(place)
    issue(ledger, "a")
    before = ledger.backup_to(place, "migration")
    made = []
    for day in range(40):
        clock.advance(hours=1)
        issue(ledger, f"b{day}")
        made.append(ledger.backup_to(place, "hourly"))
    gone = backup.thin(place, ledger.id)
    left = {copy.path.name for copy in backup.copies(place, ledger.id)}
    assert set(gone) | left == {copy.path.name for copy in [before, *made]} and len(gone) == 15    # of the first day its last hour stays
    assert before.path.name in left and made[-1].path.name in left and foreign.path.exists()
    assert all((place / name).with_suffix(".json").exists() for name in left)


def test_two_copies_in_one_second_are_two_copies(ledger, tmp_path):
    issue(ledger, "a")
    first = ledger.backup_to(tmp_path)
    issue(ledger, "b")
    second = ledger.backup_to(tmp_path)
    assert first.path != second.path and [copy.path for copy in backup.copies(tmp_path, ledger.id)] == [first.path, second.path]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"body": {}, "signatures": {}}', '{"body": {"version": 2}, "signatures": {}}',
                                  "[" * 100_000])
def test_a_manifest_that_is_none_makes_no_copy(ledger, tmp_path, text):
    issue(ledger, "a")
    made = ledger.backup_to(tmp_path)
    made.path.with_suffix(".json").write_text(text)
    assert backup.read_manifest(made.path) is None and backup.copies(tmp_path, ledger.id) == ()


def test_proving_finds_a_copy_that_is_not_what_its_manifest_says(ledger, tmp_path):
    issue(ledger, "a")
    made = ledger.backup_to(tmp_path / "place")
    for name, spoil in (("good", b""), ("bad", b"x")):
        scratch = Folders(tmp_path / name)
        scratch.make()
        scratch.ledger.write_bytes(made.path.read_bytes() + spoil)
        if spoil:
            with pytest.raises(faults.Damaged):
                backup.prove(made, scratch.home)
        else:
            assert backup.prove(made, scratch.home).sound


def test_a_place_that_hangs_is_given_up_and_not_asked_again_before_it_comes_back(tmp_path):
    release, ended = threading.Event(), threading.Event()

    def hang(beat) -> str:
        release.wait()
        try:
            beat()
        finally:
            ended.set()
        return "too late"

    with pytest.raises(Hangs):
        patiently(tmp_path, hang, 0.01)
    with pytest.raises(Hangs):
        patiently(tmp_path, lambda beat: "asked", 5)
    release.set()
    assert ended.wait(10)
    for thread in threading.enumerate():
        if thread.name == "a slow place":
            thread.join(10)
    assert patiently(tmp_path, lambda beat: "asked", 5) == "asked"


def test_a_slow_place_that_shows_life_is_waited_for(tmp_path):
    steps = iter(range(200))

    def work(beat) -> int:
        for _ in steps:
            threading.Event().wait(0.001)
            beat()
        return 200

    assert patiently(tmp_path, work, 0.15) == 200


def test_a_server_that_syncs_no_folder_takes_copies_all_the_same(ledger, tmp_path, monkeypatch):
    real, refused = os.fsync, []

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            refused.append(descriptor)
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    place = tmp_path / "server"
    place.mkdir()
    made = ledger.backup_to(place)
    assert refused and made.path.exists() and backup.digest_of(made.path) == (made.sha256, made.manifest.bytes)
