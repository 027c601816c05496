"""Backups as the desk makes them: to two places, one of which may hang or be gone, when something changed, and proved
every month."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta

import pytest

from branch_desk.domain.events import Stream
from branch_desk.services import backup, people
from branch_desk.services.results import Refusal
from branch_desk.store import backup as copying
from branch_desk.store import key_copies
from tests.store.issuing import issue

PIN = "2468"


@pytest.fixture
def second(ledger, tmp_path, chief):
    """A second place, chosen by the 責任者."""
    place = tmp_path / "usb"
    place.mkdir()
    chosen = backup.set_second(ledger, chief, place, "3", PIN)
    assert not isinstance(chosen, Refusal), chosen
    return place


@pytest.fixture
def chief(ledger):
    from branch_desk.domain.rights import StaffRole

    people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    return people.acting(ledger, "3")


def recorded(ledger, kind):
    today = ledger.now().date()
    return [event.body for event in ledger.events_between(today, today, (kind,), Stream.OWN)]


def test_both_places_have_the_same_verified_copy_and_the_keys_apart_from_it(ledger, second, chief):
    issue(ledger, "a", name="山田 太郎")
    made = backup.make(ledger, "hourly")
    assert made.ok and [item.kind for item in made.places] == ["home", "second"]
    one, other = (item.file.read_bytes() for item in made.places)
    assert one == other and "山田".encode() not in one
    for item in made.places:
        assert {path.name for path in key_copies.folder_in(item.place, ledger.id).iterdir()} >= {"master.json", "place.json"}
    assert recorded(ledger, "backed_up") == [
        {"what": "ledger", "result": "done", "why": "hourly", "place": kind, "bytes": len(one)} for kind in ("home", "second")]
    assert ledger.verify().faults == ()


def test_hourly_only_when_something_was_recorded(ledger, second):
    issue(ledger, "a")
    now = ledger.now()
    assert backup.due(ledger, now)
    backup.make(ledger, "hourly")
    later = now + timedelta(hours=2)
    assert not backup.changed(ledger) and not backup.due(ledger, later) and backup.make(ledger, "closing").places == ()
    issue(ledger, "b")
    assert backup.changed(ledger) and backup.due(ledger, later) and not backup.due(ledger, now + timedelta(minutes=50))
    assert backup.due(ledger, now - timedelta(days=300))        # the clock was wrong when the last one was made
    assert len(backup.make(ledger, "closing").places) == 2


def test_what_is_recorded_while_a_copy_is_made_counts_as_changed(ledger, second, monkeypatch):
    issue(ledger, "a")
    whole = copying.name_it

    def meanwhile(*arguments):
        issue(ledger, "meanwhile")
        monkeypatch.setattr(copying, "name_it", whole)
        return whole(*arguments)

    monkeypatch.setattr(copying, "name_it", meanwhile)
    backup.make(ledger, "hourly")
    assert backup.changed(ledger)


def test_a_place_that_is_gone_is_told_and_not_made_on_this_disk(ledger, second):
    shutil.rmtree(second)
    issue(ledger, "a")
    made = backup.make(ledger, "hourly")
    home, usb = made.places
    assert home.file and home.fault is None and usb.file is None and "見当たりません" in usb.fault and not second.exists()
    status = backup.status(ledger)
    assert status.wrong and str(second) in status.sentence
    second.mkdir()
    assert backup.changed(ledger) and backup.make(ledger, "closing").ok and not backup.status(ledger).wrong


def test_a_place_that_hangs_holds_nobody_up(ledger, second, monkeypatch):
    release = threading.Event()
    carry = copying.carry

    def hang(*arguments):
        release.wait()
        return carry(*arguments)

    monkeypatch.setattr(copying, "carry", hang)
    issue(ledger, "a")
    made = backup.make(ledger, "hourly", patience=0.01)
    assert made.places[0].file and "応答しません" in made.places[1].fault
    assert issue(ledger, "b")
    release.set()
    for thread in threading.enumerate():
        if thread.name == "a slow place":
            thread.join(10)
    assert not list(second.glob("*.db"))        # given up: what comes too late is not named


def test_where_the_own_folder_takes_nothing_the_second_place_gets_its_copy(ledger, second, home):
    issue(ledger, "a")
    shutil.rmtree(home / "backup", ignore_errors=True)
    (home / "backup").write_text("a file where the folder should be")
    made = backup.make(ledger, "hourly")
    assert made.places[0].fault and made.places[1].fault is None and made.places[1].file.exists()


def test_who_may_choose_the_second_place_and_which(ledger, chief, tmp_path, home):
    people.add(ledger, "12", "佐野 恵", pin=PIN)
    clerk = people.acting(ledger, "12")
    assert backup.set_second(ledger, clerk, tmp_path, "12", PIN).rule == "not_responsible"
    assert backup.set_second(ledger, clerk, tmp_path, "3", "1111").rule == "pin_wrong"
    assert backup.set_second(ledger, clerk, home / "backup", "3", PIN).rule == "backup_inside"
    assert backup.set_second(ledger, clerk, tmp_path / "nowhere", "3", PIN).rule == "backup_place"
    assert backup.set_second(ledger, clerk, tmp_path, "3", PIN).path == tmp_path
    assert [place.kind for place in backup.places(ledger)] == ["home", "second"]
    assert backup.set_second(ledger, clerk, None, "3", PIN).path is None
    assert [place.kind for place in backup.places(ledger)] == ["home"]
    changes = [body["key"] for body in recorded(ledger, "setting_changed")]
    assert changes.count("backup") == 2


def test_the_drill_opens_the_newest_copy_of_each_place(ledger, second, home):
    for i in range(5):
        issue(ledger, f"a{i}", name="山田")
    assert not backup.drill_due(ledger, ledger.now())       # nothing to prove yet
    backup.make(ledger, "hourly")
    assert backup.drill_due(ledger, ledger.now()) and "まだ" in backup.status(ledger).sentence
    drill = backup.drill(ledger)
    assert drill.ok and (drill.slips, drill.seconds > 0) == (5, True) and drill.sentence.count("復元の確認") == 2
    assert [body["result"] for body in recorded(ledger, "drilled")] == ["sound", "sound"]
    assert not backup.drill_due(ledger, ledger.now()) and backup.drill_due(ledger, ledger.now() + timedelta(days=29))
    assert not backup.changed(ledger)       # that it was proved is nothing to copy
    assert "最後に確かめたバックアップ" in backup.status(ledger).sentence and not backup.status(ledger).wrong
    assert all(place.tested_at for place in backup.places(ledger)) and not (home / "backup" / "drill").exists()


def test_the_drill_says_of_a_stick_that_is_away_that_it_is_away(ledger, second):
    issue(ledger, "a")
    backup.make(ledger, "hourly")
    second.rename(second.with_name("elsewhere"))
    drill = backup.drill(ledger)
    assert not drill.ok and "見当たりません" in drill.sentence and "写しがありません" not in drill.sentence


def test_a_folder_that_cannot_be_written_is_named_in_a_whole_sentence(ledger, tmp_path):
    (tmp_path / "file").write_text("")
    assert backup.to_folder(ledger, tmp_path / "file" / "x").fault.startswith("指定したフォルダー（")


@pytest.mark.parametrize("spoil", ["bytes", "manifest", "gone"])
def test_a_copy_that_cannot_be_put_back_is_found_by_the_drill(ledger, second, spoil):
    issue(ledger, "a")
    copy = backup.make(ledger, "hourly").places[1].file
    if spoil == "bytes":
        copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    elif spoil == "manifest":
        path = copy.with_suffix(".json")
        path.write_text(path.read_text().replace('"why": "hourly"', '"why": "asked"'))
    else:
        copy.unlink()
    drill = backup.drill(ledger)
    assert not drill.ok and backup.status(ledger).wrong
    assert [body["result"] for body in recorded(ledger, "drilled")] == ["sound", "none" if spoil == "gone" else "faults"]


def test_an_old_backup_is_said(ledger, second):
    issue(ledger, "a")
    assert backup.status(ledger).wrong      # there is none at all
    backup.make(ledger, "hourly")
    issue(ledger, "b")
    then = ledger.now() + timedelta(days=4)
    ledger._now = lambda: then
    assert backup.status(ledger).wrong and "古く" in backup.status(ledger).sentence
