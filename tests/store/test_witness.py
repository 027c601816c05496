"""An old copy of the database, of the witness or of the whole home is noticed, and no number is given out
twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import numbers
from branch_desk.domain.fold import State
from branch_desk.domain.words_faults import FINDINGS
from branch_desk.store import faults, witness
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import Ledger
from branch_desk.store.witness import SIZE, Record, backwards
from tests.store.issuing import issue, record


def serials(digits: list[str]) -> list[int]:
    return [numbers.parse(number).serial for number in digits]


def test_an_old_database_never_gives_a_number_twice(ledger, home, reopen, tmp_path):
    shown = [issue(ledger, f"before-{i}") for i in range(3)]
    ledger.close()
    shutil.copyfile(Folders(home).ledger, tmp_path / "old.db")
    later = reopen()
    shown += [issue(later, f"after-{i}") for i in range(4)] + [issue(later, "other", "101")]
    with later.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor="1", bag=bag, body={"section": "5"})
    record(later, "viewed", shown[0], body={"what": "names", "count": 1})
    epoch = later.epoch
    later.close()
    shutil.copyfile(tmp_path / "old.db", Folders(home).ledger)

    with Ledger.open(home, readonly=True) as reader:
        assert reader.check_at_start() == (
            FINDINGS["rewound"].format(events=7),
            FINDINGS["would_be_lost"].format(numbers=6),
        )
    back = reopen()
    assert back.check_at_start() == (
        FINDINGS["rewound"].format(events=7),
        FINDINGS["lost_numbers"].format(numbers=6),
    )
    assert back.epoch != epoch
    assert [back.slip(number).state for number in shown[3:]] == [State.LOST] * 5
    with back.transaction() as tx:
        next_bag = tx.draw_bag(2026, "5")
        tx.append("bag_opened", actor="1", bag=next_bag.digits, body={"section": "5"})
    new = [issue(back, f"new-{i}") for i in range(3)]
    assert next_bag.serial == 2 and serials(new) == [8, 9, 10] and not set(new) & set(shown)
    assert back.verify().faults == ()
    again = reopen()
    assert again.check_at_start() == () and again.epoch == back.epoch and again.verify().sound


def test_the_same_old_database_put_back_twice(ledger, home, reopen, tmp_path):
    shown = [issue(ledger, "a")]
    ledger.close()
    shutil.copyfile(Folders(home).ledger, tmp_path / "old.db")
    for round_ in range(3):
        later = reopen()
        shown += [issue(later, f"{round_}-{i}") for i in range(3)]
        later.close()
        shutil.copyfile(tmp_path / "old.db", Folders(home).ledger)
    last = reopen()
    shown.append(issue(last, "last"))
    assert len(shown) == len(set(shown)) and last.verify().sound


def test_a_whole_home_put_back_on_the_same_machine(ledger, home, reopen, tmp_path):
    issue(ledger, "a")
    ledger.close()
    shutil.copytree(home, tmp_path / "old")
    later = reopen()
    shown = [issue(later, f"b{i}") for i in range(5)]
    record(later, "closed", shown[0])
    later.close()
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "old", home)
    back = reopen()
    assert FINDINGS["lost_numbers"].format(numbers=5) in back.check_at_start()
    assert serials([issue(back, "c")]) == [7] and back.verify().sound
    assert reopen().check_at_start() == ()


def test_what_a_crash_kept_from_the_witness_is_filled_in(ledger, home, reopen):
    number = issue(ledger, "a")
    ledger.close()
    path = Folders(home).witness
    path.write_bytes(path.read_bytes()[:-SIZE])
    again = reopen()
    assert again.check_at_start() == (FINDINGS["witness_behind"].format(events=1),)
    assert next(item.number for item in backwards(path)) == number and again.verify().sound


@pytest.mark.parametrize("cut", [1, 40, 79])
def test_a_record_torn_in_the_middle_is_written_again(ledger, home, reopen, cut):
    issue(ledger, "a"), issue(ledger, "b")
    ledger.close()
    path = Folders(home).witness
    path.write_bytes(path.read_bytes()[:-cut])
    again = reopen()
    assert FINDINGS["witness_torn"].format(records=1) in again.check_at_start()
    issue(again, "c")
    assert again.verify().sound and reopen().verify().sound


def test_a_hole_before_the_last_record_is_filled_too(ledger, home, reopen):
    for i in range(5):
        issue(ledger, f"a{i}")
    ledger.close()
    path = Folders(home).witness
    data = bytearray(path.read_bytes())
    data[-2 * SIZE : -SIZE] = bytes(SIZE)  # a sector that never reached the disk
    path.write_bytes(data)
    assert reopen().verify().sound


def test_a_lost_witness_is_made_again(ledger, home, reopen):
    for i in range(3):
        issue(ledger, f"a{i}")
    ledger.close()
    Folders(home).witness.unlink()
    again = reopen()
    assert again.check_at_start() == (FINDINGS["witness_made"],) and again.verify().sound
    assert reopen().check_at_start() == ()


def test_a_witness_that_cannot_be_written_holds_the_number_back(ledger, monkeypatch, reopen):
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(witness, "_write_all", full)
        for _ in range(2):
            with pytest.raises(faults.DiskFull):
                issue(ledger, "a")
    number = issue(ledger, "a")
    assert serials([number]) == [1] and ledger.verify().sound
    ledger.close()
    assert reopen().check_at_start() == ()


def test_a_machine_that_remembers_nothing_stops_nobody(home, clock, monkeypatch, tmp_path):
    from tests.store.issuing import make

    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "file"))
    with make(home, now=clock) as ledger:
        assert issue(ledger, "a") and ledger.verify().sound
        assert ledger.check_at_start() == (FINDINGS["high_water"].format(place=tmp_path / "file"),)


def test_the_high_water_file_is_small_whatever_is_written(ledger):
    for i in range(50):
        issue(ledger, f"a{i}", ("501", "502", "101")[i % 3])
        record(ledger, "viewed", body={"what": "names", "count": 1})
    assert (state_folder() / f"{ledger.id}.high").stat().st_size == 5 * SIZE


WORDS = st.sampled_from(["out", "own", "mark"])
RECORDS = st.builds(
    Record,
    WORDS,
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(0, 2**53),
    st.none() | st.text("0123456789", min_size=16, max_size=16),
    st.binary(min_size=32, max_size=32),
)


@given(RECORDS)
def test_a_record_comes_back_as_it_was(kept):
    assert Record.unpack(kept.pack()) == kept


@given(RECORDS, st.integers(0, SIZE - 1), st.integers(1, 255))
def test_any_changed_byte_of_a_record_is_noticed(kept, place, change):
    data = bytearray(kept.pack())
    data[place] ^= change
    assert Record.unpack(bytes(data)) is None


@given(st.lists(RECORDS, max_size=40), st.integers(0, SIZE - 1))
def test_reading_backwards_gives_every_whole_record(tmp_path_factory, kept, torn):
    path: Path = tmp_path_factory.mktemp("witness") / "events.log"
    path.write_bytes(b"".join(item.pack() for item in kept) + b"x" * torn)
    assert list(backwards(path)) == [None] * bool(torn) + kept[::-1]
