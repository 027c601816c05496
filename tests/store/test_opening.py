"""Opening a ledger: what is refused, with which sentence, and that nothing is changed by a refusal."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from branch_desk.domain.words_faults import FAULTS, FINDINGS
from branch_desk.store import backup, database, faults, folders, migrations
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import BookFilter, Ledger
from tests.store.issuing import DESK, PRACTICE, ROOT, issue, make, record, run

as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes another user, which only root may"
)

READ = """
import sys
from branch_desk.store.ledger import Ledger
with Ledger.open(sys.argv[1], readonly=True) as ledger:
    print(ledger.read_how, *(slip.number for slip in ledger.outstanding()))
"""


def contents(place: Path) -> dict[str, str]:
    """What every file under a folder holds."""
    return {
        str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file()
    }


WARM = """
import os, sys
sys.dont_write_bytecode = True
import tempfile
from pathlib import Path
from branch_desk.store.ledger import BookFilter, Ledger
from tests.store.issuing import make
with tempfile.TemporaryDirectory() as place:        # every module is loaded while they may still be read
    make(Path(place) / "home").close()
    Ledger.open(Path(place) / "home", readonly=True).close()
os.setgid(65534), os.setuid(65534)
"""


def as_nobody(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs with the rights of a user who owns nothing here."""
    return run(WARM + script, *arguments)


@pytest.fixture
def open_to_all(tmp_path_factory, monkeypatch):
    """A home under folders that anybody may enter (pytest's own are closed)."""
    place = Path("/var/tmp") / f"branch-desk-test-{os.getpid()}"
    place.mkdir(mode=0o755)
    monkeypatch.setenv("XDG_STATE_HOME", str(place / "state"))
    yield place / "home"
    shutil.rmtree(place)


def test_every_fault_says_what_happened_and_what_to_do():
    kinds = {
        kind.word: kind
        for kind in vars(faults).values()
        if isinstance(kind, type) and issubclass(kind, faults.Fault) and kind.word
    }
    assert set(kinds) == set(FAULTS)
    for title, sentence, todo in FAULTS.values():
        assert len(title) <= 20 and sentence.endswith(("。", "}")) and todo.endswith("。")


def test_no_ledger(home):
    with pytest.raises(faults.NoLedger) as raised:
        Ledger.open(home)
    assert str(home) in raised.value.sentence and not home.exists()


def test_a_second_instance_is_refused_and_the_first_goes_on(ledger, home):
    with pytest.raises(faults.AnotherInstance):
        Ledger.open(home)
    assert issue(ledger, "a")


def test_reading_goes_on_beside_the_window(ledger, home):
    number = issue(ledger, "a")
    with Ledger.open(home, readonly=True) as reader:
        assert reader.read_how == "shared" and reader.slip(number).type == "501"
        later = issue(ledger, "b")
        assert reader.slip(later).type == "501" and reader.verify().sound
        with pytest.raises(faults.ReadOnlyHome), reader.transaction():
            pytest.fail("a reading ledger gave out a transaction")


def test_the_lock_goes_with_the_process(home, clock):
    make(home, now=clock).close()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from branch_desk.store.ledger import Ledger\n"
            "Ledger.open(sys.argv[1]); print('open', flush=True); sys.stdin.read()",
            str(home),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(faults.AnotherInstance):
            Ledger.open(home)
        holder.kill()
    Ledger.open(home, now=clock).close()


def test_a_ledger_is_never_made_over_another(ledger, home):
    issue(ledger, "a")
    ledger.close()
    before = contents(home)
    with pytest.raises(faults.LedgerExists):
        Ledger.create(home, DESK)
    assert contents(home) == before


def test_no_new_ledger_where_the_witness_knows_numbers(ledger, home):
    issue(ledger, "a")
    ledger.close()
    Folders(home).ledger.rename(home / "elsewhere.db")
    for attempt in (lambda: Ledger.create(home, DESK), lambda: Ledger.open(home, readonly=True)):
        with pytest.raises(faults.LedgerGone):
            attempt()


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + b"x" * 4096, b"hello", b"PK\x03\x04"])
def test_a_foreign_file_is_refused_and_left_as_it_was(ledger, home, content):
    ledger.close()
    Folders(home).ledger.write_bytes(content)
    for readonly in (False, True):
        with pytest.raises(faults.ForeignFile):
            Ledger.open(home, readonly=readonly)
    assert Folders(home).ledger.read_bytes() == content


def test_another_programs_database_is_refused(ledger, home):
    ledger.close()
    path = Folders(home).ledger
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("create table mail(id)")
    other.close()
    for readonly in (False, True):
        with pytest.raises(faults.ForeignFile):
            Ledger.open(home, readonly=readonly)


def test_a_newer_ledger_is_refused_and_left_as_it_was(ledger, home):
    issue(ledger, "a")
    ledger.db.execute(f"pragma user_version={len(migrations.steps()) + 1}")
    ledger.close()
    before = Folders(home).ledger.read_bytes()
    for readonly in (False, True):
        with pytest.raises(faults.NewerLedger):
            Ledger.open(home, readonly=readonly)
    assert Folders(home).ledger.read_bytes() == before and not list(Folders(home).backup.iterdir())


def test_a_ledger_made_from_another_definition_is_refused(ledger, home):
    ledger.db.execute("update migration_body set sha256 = 'x'")
    ledger.close()
    with pytest.raises(faults.OtherMake):
        Ledger.open(home)


def test_a_damaged_ledger_is_refused_for_reading_and_kept(ledger, home):
    issue(ledger, "a")
    ledger.close()
    path = Folders(home).ledger
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 3996)
    with pytest.raises(faults.Damaged):
        Ledger.open(home, readonly=True)
    assert path.read_bytes()[100:] == b"\xff" * 3996


# ---- migrations

ONE_MORE = (
    "0003_more",
    "create table more(a text) strict; -- a semicolon; in a comment\n"
    "create trigger more_no_update before update on more begin select raise(abort, 'no'); end;",
)


@pytest.fixture
def one_step_more(monkeypatch):
    """A program that knows one step more; how many it knew before."""
    known = migrations.steps()
    monkeypatch.setattr(migrations, "steps", lambda: (*known, ONE_MORE))
    return len(known)


def test_a_shipped_step_is_never_edited():
    shipped = {
        "0001_ledger": "6147d07efb89d509575c0c65c5c375104d87566adbbedbdd8b430ea4b12fd4dd",
        "0002_print_job": "3a89b134b26bb511cf0f0573ed72e3b77dbd530d03f17b68c5bcafc7046f7234",
        "0003_late_and_bags": "9af0fa8ee7f6611093dd19bdd0c5329799565fdb68d0cba980a01fd2c60766f8",
        "0004_tally": "8cce4d0a60dae7a56de7544d4edf0d0fe34d1bcc95d2156488032f5d9edf35e7",
        "0005_book": "980e03bddf0399a2c333cf2b980778e4e0a20489fbdfb44ea34830a83a46062a",
        "0006_exchange": "c5861a79b1d2a9e2f0aa63b635b9978df4e8378b82d983ab26c25142bdf5c63f",
        "0007_sums": "8dccd8df0a93b8eda46348f08846d3cd59aabeb17df5c4de5ee336dbb1a656a6",
        "0008_audit": "d1b9041adab0f8c9f89e0783d2bc1f930b499d083d7bd5b76cb665f652d1f2b8",
    }
    assert {name: migrations.digest(sql) for name, sql in migrations.steps()} == shipped


def _tables(ledger):
    return {row[0] for row in ledger.db.execute("select name from sqlite_master").fetchall()}


def test_migrating_makes_a_verified_copy_first(ledger, home, clock, one_step_more, reopen):
    number = issue(ledger, "a", name="山田")
    ledger.close()
    with pytest.raises(faults.OlderLedger):
        reopen(readonly=True)
    again = reopen()
    assert "more" in _tables(again) and again.slip(number) and again.verify().sound and issue(again, "b")
    copies = list(Folders(home).backup.glob("ledger-101-*.db"))
    assert len(copies) == 1 and not list(Folders(home).backup.glob("*.part"))
    made = backup.read_manifest(copies[0])
    assert (made.manifest.why, made.manifest.steps) == ("migration", one_step_more)
    assert backup.vouched(made, again.keys) and backup.digest_of(copies[0])[0] == made.sha256
    copy = sqlite3.connect(copies[0])
    assert copy.execute("pragma user_version").fetchone() == (one_step_more,)
    assert copy.execute("select count(*) from slip").fetchone() == (1,)
    copy.close()
    reopen()
    assert len(list(Folders(home).backup.iterdir())) == 2  # the copy and its manifest


def test_a_step_that_fails_leaves_the_ledger_as_it_was(ledger, home, monkeypatch, reopen):
    issue(ledger, "a")
    ledger.close()
    good = migrations.steps()
    with monkeypatch.context() as patch:
        patch.setattr(
            migrations,
            "steps",
            lambda: (*good, ONE_MORE, ("0004_bad", "create table worse(a); create table event(a)")),
        )
        with pytest.raises(sqlite3.OperationalError):
            reopen()
    again = reopen()
    assert not _tables(again) & {"more", "worse"} and issue(again, "b") and again.verify().sound


def test_no_copy_no_migration(ledger, home, one_step_more, monkeypatch, reopen):
    ledger.close()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(faults.DiskFull):
        reopen()
    db = sqlite3.connect(Folders(home).ledger)
    assert db.execute("pragma user_version").fetchone() == (one_step_more,)
    db.close()


# ---- what cannot be written


@as_root
def test_a_home_that_cannot_be_written_is_read_and_refused_for_writing(open_to_all):
    with make(open_to_all) as ledger:
        number = issue(ledger, "a")
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(open_to_all)], check=True)
    before = contents(open_to_all)
    reading = as_nobody(READ, open_to_all)
    assert (reading.stdout.split(), reading.stderr) == (["immutable", number], "")
    writing = as_nobody(
        "from branch_desk.store import faults\nfrom branch_desk.store.ledger import Ledger\n"
        "try: Ledger.open(sys.argv[1])\nexcept faults.ReadOnlyHome as fault: print(fault.title)",
        open_to_all,
    )
    assert (writing.stdout.strip(), writing.stderr) == (FAULTS["read_only_home"][0], "")
    assert contents(open_to_all) == before


@as_root
def test_what_a_crash_left_in_the_wal_is_read_even_where_nothing_can_be_written(open_to_all):
    with make(open_to_all) as ledger:
        number = issue(ledger, "a")
        wal = Folders(open_to_all).ledger.with_name("ledger.db-wal").read_bytes()
        file = Folders(open_to_all).ledger.read_bytes()
    Folders(open_to_all).ledger.write_bytes(file)
    Folders(open_to_all).ledger.with_name("ledger.db-wal").write_bytes(wal)
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(open_to_all)], check=True)
    reading = as_nobody(READ, open_to_all)
    assert (reading.stdout.split(), reading.stderr) == (["copy", number], "")


@as_root
def test_a_setup_where_nothing_can_be_written(open_to_all):
    open_to_all.mkdir(mode=0o555)
    making = as_nobody(
        "from branch_desk.store import faults\nfrom tests.store.issuing import DESK\n"
        "try: Ledger.create(sys.argv[1], DESK)\nexcept faults.ReadOnlyHome as fault: print(fault.title)",
        open_to_all,
    )
    assert (making.stdout.strip(), making.stderr) == (FAULTS["read_only_home"][0], "")


def test_a_setup_that_was_killed_half_way_can_be_done_again(home, clock, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "apply", lambda db: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            make(home)
    with make(home, now=clock) as ledger:
        assert issue(ledger, "a", name="山田") and ledger.verify().sound


# ---- another machine, another time


def test_on_another_machine_nothing_is_issued_until_somebody_says_so(
    ledger, home, clock, reopen, monkeypatch
):
    first = issue(ledger, "a")
    ledger.close()
    monkeypatch.setattr(folders, "_system_identity", lambda: "another machine")
    moved = reopen()
    assert FINDINGS["moved"] in moved.check_at_start()
    with pytest.raises(faults.MovedMachine):
        issue(moved, "b")
    record(moved, "closed", first)
    epoch = moved.epoch
    moved.accept_machine("1")
    assert issue(moved, "b") and moved.epoch != epoch and moved.verify().sound
    again = reopen()
    assert again.check_at_start() == () and issue(again, "c")


def test_the_clock_that_went_back_is_recorded_once_and_order_stays(ledger, clock):
    issue(ledger, "a")
    clock.advance(minutes=-4)
    issue(ledger, "b")
    assert ledger.clock_doubt() is None
    clock.advance(minutes=-30)
    issue(ledger, "c"), issue(ledger, "d")
    assert ledger.clock_doubt().reason.value == "backwards"
    doubts = ledger.db.execute("select count(*) from audit where type = 'clock_doubt'").fetchone()[0]
    assert doubts == 1
    slips = ledger.page(BookFilter()).slips
    assert [slip.number[9:14] for slip in slips] == ["00004", "00003", "00002", "00001"]
    ledger.settle_clock("1")
    assert ledger.clock_doubt() is None and ledger.verify().sound


@pytest.mark.parametrize("year", [1980, 2024, 2028, 2099])
def test_no_series_of_a_year_nobody_believes(ledger, clock, year):
    issue(ledger, "a")
    clock.at = clock.at.replace(year=year, month=5)
    with pytest.raises(faults.ClockDoubt):
        issue(ledger, "b")
    assert ledger.db.execute("select count(*) from counter").fetchone()[0] == 1


def test_the_next_fiscal_year_is_believed(ledger, clock):
    clock.at = clock.at.replace(year=2027, month=3, day=31, hour=23, minute=59)
    last = issue(ledger, "a")
    clock.advance(minutes=1)
    first = issue(ledger, "b")
    assert (last[4:6], first[4:6], first[9:14]) == ("26", "27", "00001")


def test_a_confirmed_year_is_believed(ledger, clock):
    clock.at = clock.at.replace(year=2029)
    ledger.settle_clock("1")
    assert issue(ledger, "a")[4:6] == "29"


def test_only_a_practice_ledger_takes_its_time_from_outside(tmp_path, monkeypatch):
    make(tmp_path / "real").close()
    make(tmp_path / "practice", PRACTICE).close()
    monkeypatch.setenv("BRANCH_DESK_NOW", "2026-11-24T01:45:00Z")
    with pytest.raises(faults.NotPractice):
        Ledger.open(tmp_path / "real")
    with Ledger.open(tmp_path / "practice") as practice:
        assert practice.now().isoformat() == "2026-11-24T10:45:00+09:00"
    for text in ("tomorrow", "2026-11-24T10:45:00", "2026-13-01T00:00:00+09:00"):
        monkeypatch.setenv("BRANCH_DESK_NOW", text)
        with pytest.raises(faults.BadClockText):
            Ledger.open(tmp_path / "practice")
    monkeypatch.delenv("BRANCH_DESK_NOW")
    Ledger.open(tmp_path / "real").close()


def test_the_pragmas_are_what_the_promise_needs(ledger):
    said = {
        name: ledger.db.execute(f"pragma {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "cell_size_check",
            "trusted_schema",
            "secure_delete",
            "wal_autocheckpoint",
            "mmap_size",
        )
    }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cell_size_check": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "wal_autocheckpoint": 0,
        "mmap_size": 0,
    }
    assert ledger.db.execute("pragma application_id").fetchone()[0] == database.APPLICATION


def test_idle_keeps_the_wal_short(ledger, monkeypatch, home):
    from branch_desk.store import ledger as face

    issue(ledger, "a")
    wal = Folders(home).ledger.with_name("ledger.db-wal")
    assert wal.stat().st_size > 0
    ledger.idle()
    assert wal.stat().st_size > 0
    monkeypatch.setattr(face, "IDLE_WAL", 1)
    ledger.idle()
    assert wal.stat().st_size == 0 and ledger.verify().sound
