"""Personal data is erased for good: in every place that can be reached, after any kill, and beyond the reach of old
copies."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from branch_desk.domain.events import Stream
from branch_desk.domain.words_retention import FINDINGS
from branch_desk.store import key_copies
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import Ledger
from branch_desk.store.names import folded
from tests.store.erasing import (
    GONE,
    KEPT,
    all_files,
    copy_ledger,
    data_keys_in,
    fill,
    key_of,
    master_of,
    opened,
    put_copies,
)
from tests.store.issuing import ROOT, Clock, issue, make


def erased_events(ledger):
    day = ledger.now().date()
    return [dict(event.body) for event in ledger.events_between(day, day, ("erased",), Stream.OWN)]


@pytest.fixture
def places(home, tmp_path):
    return (Folders(home).backup, tmp_path / "second", tmp_path / "stick")


def test_what_is_left_everywhere_opens_no_erased_name(ledger, home, places, tmp_path):
    gone, _ = fill(ledger)
    put_copies(ledger, *places)
    everything = (tmp_path, state_folder())
    before, tries = opened(all_files(*everything), master_of(home))
    assert tries > 20 and any(GONE in text for text in before)     # the attack works as long as the key is there
    told = ledger.erasure.begin("1", "2", [key_of(ledger)])
    assert (told.classes, told.slips, told.reached, told.waiting) == (((2026, 1, 1),), 1, 4, ())
    after, tries = opened(all_files(*everything), master_of(home))
    assert tries and not any(GONE in text for text in after)
    assert any(KEPT in text for text in after)                      # and still opens what is kept
    assert ledger.personal(gone) == {} and ledger.personal_state(gone) == "erased"
    old = [path for path in all_files(*everything) if path.name == "old-ledger.db"]
    assert len(old) == 3       # copies in which the box still lies


def test_nothing_of_the_box_is_left_in_ledger_and_wal(ledger, home):
    fill(ledger)
    box = ledger.db.execute("select box from pii where key = ?", (key_of(ledger),)).fetchone()[0]
    files = [Folders(home).ledger, Folders(home).ledger.with_name("ledger.db-wal")]
    assert any(box[12:28] in path.read_bytes() for path in files)
    ledger.erasure.begin("1", "2", [key_of(ledger)])
    assert not any(box[12:28] in path.read_bytes() for path in files if path.exists())


def test_the_erasure_is_recorded_and_the_chain_still_verifies(ledger, places):
    fill(ledger)
    key = key_of(ledger)
    put_copies(ledger, *places)
    ledger.erasure.begin("12", "3", [key])
    assert erased_events(ledger) == [{"year": 2026, "retention": 1, "slips": 1, "places": 4, "unreached": 0, "keys": [key],
                                      "approved_by": "3"}]
    verified = ledger.verify()
    assert verified.sound and any("1 件は鍵を消去済み" in line for line in verified.proven)


def test_names_read_into_memory_go_too(ledger):
    gone, kept = fill(ledger)
    assert ledger.names_containing("名前") == [kept, gone]
    assert folded(GONE) in str(vars(ledger._names))
    ledger.erasure.begin("1", "2", [key_of(ledger)])
    assert ledger._names is None
    assert ledger.names_containing("名前") == [kept]
    assert [key for key, cipher in ledger.keys._open.items() if cipher is not None] == [key_of(ledger, 10)]


def test_a_new_name_in_an_erased_class_gets_a_key_of_its_own(ledger):
    gone, _ = fill(ledger)
    before = key_of(ledger)
    ledger.erasure.begin("1", "2", [before])
    later = issue(ledger, "later", name="後の 名前")
    assert ledger.personal(later) == {"name": "後の 名前"} and ledger.personal(gone) == {}
    assert key_of(ledger) != before and ledger.verify().sound


def test_a_box_that_is_there_again_after_its_erasure_is_found_by_verify(ledger):
    gone, _ = fill(ledger)
    key = key_of(ledger)
    box = ledger.db.execute("select box from pii where key = ?", (key,)).fetchone()[0]
    ledger.erasure.begin("1", "2", [key])
    ledger.db.execute("update pii set box = ? where key = ?", (box, key))
    flaw, = ledger.verify().faults
    assert flaw.word == "personal_kept" and gone in flaw.sentence


# ---- places that cannot be reached


def test_a_place_that_is_away_waits_and_is_erased_when_it_returns(ledger, home, places, tmp_path):
    fill(ledger)
    key = key_of(ledger)
    put_copies(ledger, *places)
    stick = places[2]
    away = stick.rename(tmp_path / "in the drawer")
    told = ledger.erasure.begin("1", "2", [key])
    assert told.reached == 3 and [place.path for place in told.waiting] == [stick]
    assert erased_events(ledger)[0]["unreached"] == 1
    assert "key_waits" in {flaw.word for flaw in ledger.verify().faults}
    assert ledger.erasure.reach() == ()
    stick.mkdir()       # another, empty stick at the same path is not the one
    assert ledger.erasure.reach() == () and len(ledger.erasure.waiting()) == 1
    stick.rmdir()
    away.rename(stick)
    assert [place.path for place in ledger.erasure.reach()] == [stick]
    assert data_keys_in(key_copies.folder_in(stick, ledger.id)) == {key_of(ledger, 10)}
    assert ledger.erasure.waiting() == () and ledger.verify().sound
    last = erased_events(ledger)[-1]
    assert (last["places"], last["unreached"], last["keys"]) == (1, 0, []) and "approved_by" not in last


def test_two_sticks_that_take_turns_at_one_path_are_two_places(ledger, tmp_path):
    fill(ledger)
    key = key_of(ledger)
    drive, other = tmp_path / "drive", tmp_path / "drawer"
    put_copies(ledger, drive)
    drive.rename(other)
    put_copies(ledger, drive)
    assert len(ledger.erasure.places()) == 2
    told = ledger.erasure.begin("1", "2", [key])
    assert (told.reached, len(told.waiting)) == (2, 1)
    drive.rename(tmp_path / "swapped")
    other.rename(drive)
    assert len(ledger.erasure.reach()) == 1 and ledger.erasure.waiting() == ()
    assert key not in data_keys_in(key_copies.folder_in(drive, ledger.id))


def test_a_place_that_two_people_gave_up_is_recorded_and_is_erased_all_the_same_if_it_ever_returns(ledger, tmp_path):
    fill(ledger)
    key, stick = key_of(ledger), tmp_path / "stick"
    put_copies(ledger, stick)
    stick.rename(tmp_path / "lost")
    ledger.erasure.begin("1", "2", [key])
    ledger.erasure.give_up(ledger.erasure.waiting()[0], "12", "3")
    assert ledger.erasure.waiting() == () and ledger.verify().sound
    last = erased_events(ledger)[-1]
    assert (last["gone"], last["places"], last["unreached"], last["approved_by"]) == (1, 0, 0, "3")
    (tmp_path / "lost").rename(stick)
    key_copies.copy_to(ledger.keys, stick, ledger.now())
    assert key not in data_keys_in(key_copies.folder_in(stick, ledger.id))


def test_a_file_that_cannot_be_removed_here_is_gone_on_with_later(ledger, home, monkeypatch, reopen):
    from branch_desk.store import faults, keys

    gone, _ = fill(ledger)
    key = key_of(ledger)

    def held(path):
        raise PermissionError(13, "held open by a virus scanner")

    monkeypatch.setattr(keys, "shred", held)
    with pytest.raises(faults.ReadOnlyHome):
        ledger.erasure.begin("1", "2", [key])
    assert ledger.erasure.unfinished() and erased_events(ledger) == []
    assert ledger.personal(gone) == {}      # decided: it is read no more
    monkeypatch.undo()
    ledger.close()
    again = reopen()
    assert FINDINGS["finished"] in again.findings and key not in data_keys_in(Folders(home).keys)
    assert len(erased_events(again)) == 1 and again.verify().sound


# ---- old copies that are put back


def test_an_old_copy_of_the_keys_that_is_put_back_is_destroyed_again(ledger, home, tmp_path, reopen):
    gone, kept = fill(ledger)
    key = key_of(ledger)
    shutil.copytree(Folders(home).keys, tmp_path / "old keys")
    ledger.erasure.begin("1", "2", [key])
    ledger.close()
    shutil.rmtree(Folders(home).keys)
    shutil.copytree(tmp_path / "old keys", Folders(home).keys)      # without the list of destroyed keys
    again = reopen()
    assert key not in data_keys_in(Folders(home).keys) and key in again.keys.destroyed()
    assert again.personal(gone) == {} and again.personal(kept) == {"name": KEPT} and again.verify().sound


def test_an_old_copy_of_the_ledger_that_is_put_back_learns_what_was_erased(ledger, home, tmp_path, reopen):
    gone, _ = fill(ledger)
    old = copy_ledger(ledger, tmp_path)
    ledger.erasure.begin("1", "2", [key_of(ledger)])
    ledger.close()
    for left in Folders(home).ledger.parent.glob("ledger.db-*"):
        left.unlink()
    shutil.copyfile(old, Folders(home).ledger)
    again = reopen()
    assert FINDINGS["known_again"].format(classes=1) in again.findings
    assert again.personal_state(gone) == "erased" and erased_events(again)[-1]["slips"] == 1
    assert again.db.execute("select count(*) from pii where box <> x'' and key like '%r01%'").fetchone() == (0,)
    assert again.verify().sound
    again.close()
    assert FINDINGS["known_again"].format(classes=1) not in reopen().findings


def test_copies_that_are_brought_back_leave_the_destroyed_keys_out(ledger, home, tmp_path):
    fill(ledger)
    key = key_of(ledger)
    put_copies(ledger, tmp_path / "second")
    ledger.erasure.begin("1", "2", [key])
    copy = key_copies.folder_in(tmp_path / "second", ledger.id)
    shutil.copyfile(copy / f"{key_of(ledger, 10)}.json", copy / f"{key}.json")      # as if it had come there again
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert key_copies.bring_back(copy, fresh) == (key_of(ledger, 10),)
    assert {path.name for path in fresh.iterdir()} == {"destroyed.json", "places.json", "master.json",
                                                         f"{key_of(ledger, 10)}.json"}


def test_a_pc_that_takes_this_ones_place_still_waits_for_a_stick_that_was_away(ledger, home, tmp_path, reopen):
    fill(ledger)
    key, stick, second = key_of(ledger), tmp_path / "stick", tmp_path / "second"
    put_copies(ledger, stick, second)
    away = stick.rename(tmp_path / "drawer")
    ledger.erasure.begin("1", "2", [key])
    ledger.close()
    for left in Folders(home).keys.iterdir():
        left.unlink()
    key_copies.bring_back(key_copies.folder_in(second, ledger.id), Folders(home).keys)
    again = reopen()
    assert [place.path for place in again.erasure.waiting()] == [stick]
    away.rename(stick)
    assert len(again.erasure.reach()) == 1 and key not in data_keys_in(key_copies.folder_in(stick, again.id))


def test_keys_that_were_set_aside_go_too(ledger, home, reopen):
    fill(ledger)
    key, keys = key_of(ledger), Folders(home).keys
    (keys / "20261124t104500-before").mkdir()
    shutil.copyfile(keys / f"{key}.json", keys / "20261124t104500-before" / f"{key}.json")
    ledger.erasure.begin("1", "2", [key])
    assert [path for path in keys.rglob("2*.json") if path.stem == key] == []
    (keys / "20261124t104500-before" / f"{key}.json").write_text("an old copy of the folder")
    ledger.close()
    reopen()
    assert [path for path in keys.rglob("2*.json") if path.stem == key] == []


# ---- killed at any step


def steps(home: Path, second: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tests.store.erasing", str(home), str(second), str(last)], cwd=ROOT,
                          capture_output=True, text=True, timeout=120)


def kill_at(home: Path, tmp_path: Path, last: int) -> str:
    """A desk whose erasure is killed at a step, opened again: 'due' nothing was done, 'done' the next start finished it."""
    ledger = make(home, now=Clock())
    gone, kept = fill(ledger)
    key, second = key_of(ledger), tmp_path / "second"
    put_copies(ledger, Folders(home).backup, second)
    master = master_of(home)
    ledger.close()
    killed = steps(home, second, last)
    assert killed.returncode not in (0, 1), killed.stderr
    with Ledger.open(home, now=Clock()) as again:
        told = erased_events(again)
        lying = [place for place in (Folders(home).keys, key_copies.folder_in(Folders(home).backup, again.id),
                                     key_copies.folder_in(second, again.id)) if key in data_keys_in(place)]
        texts, _ = opened(all_files(home, tmp_path), master)
        assert any(KEPT in text for text in texts) and again.personal(kept) == {"name": KEPT}
        assert again.verify().faults == () and not again.erasure.unfinished() and again.erasure.waiting() == ()
        if not told:
            assert len(lying) == 3 and again.personal(gone) == {"name": GONE}
            return "due"
        assert len(told) == 1 and told[0]["approved_by"] == "2" and told[0]["slips"] == 1 and told[0]["places"] == 3
        assert lying == [] and again.personal_state(gone) == "erased" and not any(GONE in text for text in texts)
    return "done"


@pytest.fixture(scope="module")
def how_many(tmp_path_factory):
    """How many steps an erasure has."""
    place = tmp_path_factory.mktemp("whole")
    ledger = make(place / "home", now=Clock())
    fill(ledger)
    put_copies(ledger, Folders(place / "home").backup, place / "second")
    ledger.close()
    whole = steps(place / "home", place / "second", 0)
    assert whole.returncode == 0, whole.stderr
    return int(whole.stdout)


def test_killed_at_some_steps_it_is_still_due_or_done_and_nothing_between(how_many, tmp_path):
    chance = random.Random(6)
    assert how_many > 40
    at = [1, *sorted(chance.sample(range(2, how_many), 2)), how_many]
    ends = [kill_at(tmp_path / str(n) / "home", tmp_path / str(n), n) for n in at]
    assert ends[0] == "due" and ends[-1] == "done"


@pytest.mark.long
def test_killed_at_every_step_it_is_still_due_or_done_and_nothing_between(how_many, tmp_path):
    ends = [kill_at(tmp_path / str(n) / "home", tmp_path / str(n), n) for n in range(1, how_many + 1)]
    assert ends == sorted(ends, key="due done".index) and set(ends) == {"due", "done"}
