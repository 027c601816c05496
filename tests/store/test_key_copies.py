"""Copies of the keys: one current version in every backup place, and never anything that this PC alone may have."""

from __future__ import annotations

import json
import sys

import pytest

from branch_desk.store import key_copies
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.store.erasing import data_keys_in, fill, key_of
from tests.store.issuing import DESK, issue


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "second"
    made.mkdir()
    return made


def copy(ledger, place):
    return key_copies.copy_to(ledger.keys, place, ledger.now())


def test_what_the_recovery_key_opens_is_copied_and_nothing_else(ledger, home, place):
    number = issue(ledger, "a", name="山田 太郎")
    ledger.signing.make("desk")
    folder = copy(ledger, place)
    assert folder == place / f"keys-{ledger.id}"
    assert {path.name for path in folder.iterdir()} == {"master.json", "place.json", "places.json", f"{key_of(ledger)}.json"}
    here = {path.name for path in Folders(home).keys.iterdir()}
    assert {"master.local", "signing-desk.json"} <= here and key_copies.same_as_home(ledger.keys, place)
    assert ledger.personal(number)


def test_a_desk_that_lost_its_keys_reads_its_names_with_a_copy_and_the_recovery_key(home, place, clock):
    made = Ledger.create(home, DESK, now=clock, keep_key_in="file")
    number = issue(made.ledger, "a", name="山田 太郎")
    copy(made.ledger, place)
    made.ledger.close()
    keys = Folders(home).keys
    for path in keys.iterdir():
        path.unlink()
    assert key_copies.bring_back(key_copies.folder_in(place, made.ledger.id), keys)
    with Ledger.open(home, now=clock) as ledger:
        assert ledger.personal(number) == {} and ledger.recover_master_key(made.recovery_key)
        assert ledger.personal(number) == {"name": "山田 太郎"} and ledger.verify().sound


def test_there_is_one_version_and_it_is_the_current_one(ledger, place):
    issue(ledger, "a", name="一 郎")
    folder = copy(ledger, place)
    first = (folder / "master.json").read_bytes()
    assert copy(ledger, place) == folder
    new = ledger.new_recovery_key()       # every known place gets it at once
    assert (folder / "master.json").read_bytes() != first and key_copies.same_as_home(ledger.keys, place)
    number = issue(ledger, "b")
    with ledger.transaction() as tx:        # another class: a key that the place does not have yet
        tx.keep(tx.append("corrected", actor="1", slip=number), 2026, 5, {"note": "二 郎"})
    assert not key_copies.same_as_home(ledger.keys, place)
    copy(ledger, place)
    assert len(data_keys_in(folder)) == 2 and ledger.recovery_key_opens(new)
    assert len(ledger.erasure.places()) == 1 and len(list(place.iterdir())) == 1


def test_a_key_that_only_the_copy_has_is_never_thrown_away(ledger, home, place):
    issue(ledger, "a", name="山田 太郎")
    key = key_of(ledger)
    folder = copy(ledger, place)
    (Folders(home).keys / f"{key}.json").unlink()
    copy(ledger, place)
    assert data_keys_in(folder) == {key}


def test_a_place_that_is_not_there_is_said_and_nothing_is_made(ledger, tmp_path):
    with pytest.raises(OSError):
        copy(ledger, tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists() and ledger.erasure.places() == ()


def test_a_place_that_does_not_answer_is_given_up_and_its_list_kept(ledger, place, monkeypatch):
    import threading

    fill(ledger)
    copy(ledger, place)
    key, held = key_of(ledger), threading.Event()
    monkeypatch.setattr(key_copies, "PATIENCE", 0.05)
    inner = key_copies._copy
    monkeypatch.setattr(key_copies, "_copy", lambda *given, **named: (held.wait(10), inner(*given, **named))[1])
    with pytest.raises(OSError):
        copy(ledger, place)
    told = ledger.erasure.begin("1", "2", [key])
    assert (told.reached, [item.path for item in told.waiting]) == (1, [place])
    held.set()
    monkeypatch.undo()
    for thread in threading.enumerate():        # those that were given up end before anybody tries again
        if thread.name == "key copies":
            thread.join(10)
    ledger.erasure.reach()
    assert ledger.erasure.waiting() == () and key not in data_keys_in(key_copies.folder_in(place, ledger.id))


def test_a_key_that_is_destroyed_while_its_copy_is_on_the_way_is_owed(ledger, place, monkeypatch):
    fill(ledger)
    key, inner = key_of(ledger), key_copies._bring

    def bring(source, target):
        inner(source, target)
        if source.stem == key:
            ledger.keys.destroy([key])

    monkeypatch.setattr(key_copies, "_bring", bring)
    with pytest.raises(OSError):
        copy(ledger, place)
    assert [item.owed for item in ledger.erasure.waiting()] == [(key,)]
    monkeypatch.undo()
    copy(ledger, place)
    assert ledger.erasure.waiting() == ()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"place": "x"}', b"\x00\xff"])
def test_a_spoiled_mark_of_a_place_is_no_other_place(ledger, place, data):
    issue(ledger, "a", name="山田 太郎")
    folder = copy(ledger, place)
    (folder / "place.json").write_bytes(data)
    with pytest.raises(OSError):
        copy(ledger, place)
    assert len(ledger.erasure.places()) == 1


@pytest.mark.parametrize(("name", "flaw"), [("places.json", "key_places"), ("destroyed.json", "key_list"),
                                            ("master.json", "recovery_spoiled")])
def test_a_spoiled_file_beside_the_keys_is_found_by_verify(ledger, home, place, reopen, name, flaw):
    fill(ledger)
    copy(ledger, place)
    ledger.erasure.begin("1", "2", [key_of(ledger)])
    ledger.close()
    path = Folders(home).keys / name
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"', b"\x00", 1))
    with Ledger.open(home, readonly=True) as looking:
        assert flaw in {item.word for item in looking.verify().faults}
    with reopen() as again:         # what is destroyed stays destroyed, whatever became of the list
        assert data_keys_in(Folders(home).keys) == {key_of(again, 10)}
        if name == "destroyed.json":
            assert json.loads(path.read_bytes()) == json.loads(whole) and again.verify().sound


def test_one_changed_sign_in_the_file_of_the_recovery_key_is_found(ledger, home):
    path = Folders(home).keys / "master.json"
    kept = json.loads(path.read_text())
    kept["box"] = kept["box"][:-6] + ("A" if kept["box"][-6] != "A" else "B") + kept["box"][-5:]
    path.write_text(json.dumps(kept))
    assert [item.word for item in ledger.verify().faults] == ["recovery_spoiled"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of folders instead of modes")
def test_the_folder_of_copies_is_its_owners_alone(ledger, place):
    issue(ledger, "a", name="山田 太郎")
    folder = copy(ledger, place)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
