"""Ledgers of earlier versions, as they were made then, go on: nothing recorded changes, what is known of
slips and bags is made again from the events."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from branch_desk.domain import fold
from branch_desk.domain.bag import BagState
from branch_desk.domain.numbers import SLIP, Number
from branch_desk.services import attention, statistics
from branch_desk.store import faults, migrations
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import BookFilter, Ledger
from tests.store.issuing import Clock, issue
from tests.store.old_ledgers import FIXTURES, VERSIONS, recorded, unpack

# Of version_2.
TAKEN_OUT, CLOSED, NO_TIME, VOIDED, INQUIRY, HELD = (
    "1101265020000294",
    "1101265020000197",
    "1101265010000176",
    "1101265010000273",
    "1101265020000391",
    "1101265010000370",
)
BAG = "2101265000000110"


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another test's machine remembers what went on in its copy of the same ledger."""
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "state"))


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, home: Path) -> Path:
    return unpack(request.param, home)


@pytest.fixture
def second(home: Path) -> Path:
    return unpack("version_2", home)


def set_fold(home: Path, version: str) -> None:
    db = sqlite3.connect(Folders(home).ledger)
    db.execute("update setting set value = ? where key = 'fold'", (version,))
    db.commit()
    db.close()


def test_an_old_ledger_opens_proves_itself_and_goes_on(old: Path) -> None:
    before = recorded(old)
    with Ledger.open(old, now=Clock()) as ledger:
        assert ledger.db.execute("pragma user_version").fetchone() == (len(migrations.steps()),)
        assert [now[: len(then)] for now, then in zip(recorded(old), before, strict=True)] == before
        assert ledger.verify().faults == ()
        if ledger.moved:        # it was made on another machine than this test runs on
            ledger.accept_machine("1")
        assert issue(ledger, "after")
        assert ledger.verify().faults == ()
    with Ledger.open(old, readonly=True, now=Clock()) as ledger:
        assert ledger.verify().sound


def test_a_ledger_of_every_format_is_kept() -> None:
    """Whoever adds a step to the schema adds a ledger of that format: python -m tests.store.keep_ledger"""
    assert {path.stem for path in FIXTURES.glob("version_*.zip")} == set(VERSIONS)


def test_the_day_goes_on_in_an_old_ledger(old: Path) -> None:
    """Not only that it opens: names are read, lists and figures are made, a backup is taken."""
    with Ledger.open(old, now=Clock()) as ledger:
        page = ledger.page(BookFilter())
        assert page.slips and all(ledger.slip(slip.number) == slip for slip in page.slips)
        named = [slip.number for slip in page.slips if ledger.personal(slip.number).get("name")]
        assert named, "a name that was encrypted then is read now"
        assert attention.list(ledger, date(2027, 1, 15)), "what is out since November is late in January"
        if ledger.catalogue() is not None:      # versions 1 and 2 were kept without one, as only the store makes them
            made = statistics.year(ledger, 2026, today=date(2026, 11, 30))
            assert isinstance(made, statistics.Year) and made.total.issued == len(page.slips)
        assert ledger.backup_to(Folders(old).backup).path.exists()


def test_a_newer_one_is_refused_with_what_to_do(old: Path) -> None:
    Ledger.open(old, now=Clock()).close()
    db = sqlite3.connect(Folders(old).ledger)
    db.execute(f"pragma user_version={len(migrations.steps()) + 1}")
    db.close()
    before = Folders(old).ledger.read_bytes()
    with pytest.raises(faults.NewerLedger) as told:
        Ledger.open(old, now=Clock())
    assert told.value.title and told.value.sentence and told.value.todo
    assert Folders(old).ledger.read_bytes() == before


def test_a_bag_of_before_is_a_row_now(second: Path) -> None:
    with Ledger.open(second, now=Clock()) as ledger:
        bag = ledger.bag(BAG)
        assert bag is not None and ledger.bags() == (bag,)
        assert bag.state is BagState.DISPATCHED and bag.slips == (CLOSED, NO_TIME) == bag.checked
        assert bag.checkers == ("2",) and bag.count_sent == 2


def test_what_somebody_must_look_at_is_found_in_a_ledger_of_before(second: Path) -> None:
    with Ledger.open(second, now=Clock()) as ledger:
        marks = {slip.number: slip.marks for slip in ledger.late(*[ledger.now().replace(year=2025)] * 3)}
        assert marks == {NO_TIME: {"time_missing"}, INQUIRY: {"inquiry"}}
        everything = ledger.late(*[ledger.now().replace(year=2030)] * 3)
        assert {slip.number for slip in everything} == {NO_TIME, INQUIRY, TAKEN_OUT, HELD}


def test_a_new_fold_makes_slips_and_bags_again_by_itself(second: Path) -> None:
    taken_back = Number(SLIP, "101", 2026, "501", 77).digits
    with Ledger.open(second, now=Clock()) as ledger, ledger.transaction() as tx:
        opened = tx.append(
            "inquiry_opened", actor="1", slip=taken_back, body={"reason": "asked", "called": False}
        )
        key = {"desk": opened.desk, "epoch": opened.epoch, "seq": opened.seq, "reason": "wrong_slip"}
        tx.append("revoked", actor="1", slip=taken_back, body=key)
        assert ledger.slip(taken_back) is None
    db = sqlite3.connect(Folders(second).ledger)
    db.execute("update slip set since = null, state = 'held'")
    db.execute(
        f"insert into slip(number, place, state, rest) select {taken_back}, place, state, rest from slip"
        " limit 1"
    )
    db.execute(
        "insert into slip(number, place, state, type, section, issued_at, rest) "
        "select 1101269010000000, place, state, type, section, issued_at, rest "
        f"from slip where number = {HELD}"
    )
    db.execute(f"update bag set state = 'open' where number = {BAG}")
    db.execute(f"delete from slip where number = {VOIDED}")
    db.commit()
    db.close()
    set_fold(second, str(fold.VERSION - 1))
    with pytest.raises(faults.OlderLedger):
        Ledger.open(second, readonly=True, now=Clock())
    with Ledger.open(second, now=Clock()) as ledger:
        assert ledger.verify().faults == ()
        slip, bag = ledger.slip(VOIDED), ledger.bag(BAG)
        assert slip is not None and slip.state is fold.State.VOIDED
        assert bag is not None and bag.state is BagState.DISPATCHED
    with Ledger.open(second, readonly=True, now=Clock()):
        pass


def test_with_the_same_fold_nothing_is_made_again(second: Path) -> None:
    Ledger.open(second, now=Clock()).close()
    db = sqlite3.connect(Folders(second).ledger)
    db.execute(f"update bag set state = 'open' where number = {BAG}")
    db.commit()
    db.close()
    with Ledger.open(second, now=Clock()) as ledger:
        assert [flaw.word for flaw in ledger.verify().faults] == ["bag"]


def test_a_rebuild_that_is_cut_off_is_done_at_the_next_opening(
    second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from branch_desk.store import projection

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cutting:
        cutting.setattr(projection, "rebuilt_bags", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Ledger.open(second, now=Clock())
    with Ledger.open(second, now=Clock()) as ledger:
        assert ledger.verify().faults == () and ledger.bag(BAG) is not None
