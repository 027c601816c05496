"""The way back on a new PC: from an old backup, from the share, from the witness, from what there is of them. Every number
that was ever given out is known, and none is given twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain import words_backup as words
from branch_desk.domain.desk import Desk
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import backup, desks, exchange, gaps, people, restore, slips, spare
from branch_desk.services.restore import Restored, Sources
from branch_desk.services.results import Issued, Refusal
from branch_desk.store import faults, folders
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from sync.worker import Away
from tests.services.ward import Ward

PIN = "2468"
TWO = ("900", "101", "501")


@pytest.fixture
def new_pc(monkeypatch, tmp_path):
    """From here on this is another PC, which remembers nothing. Where its home is."""
    def move() -> Path:
        monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "new" / "state"))
        monkeypatch.setattr(folders, "_system_identity", lambda: "the new one")
        return tmp_path / "new" / "home"

    return move


@pytest.fixture
def desk(tmp_path):
    """A desk with work of a morning, a backup with a second place, and work after that. Open."""
    made = desks.set_up(tmp_path / "old", Desk("101", "大師1", "大師支所"))
    ledger = made.ledger
    people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    (tmp_path / "usb").mkdir()
    assert backup.set_second(ledger, people.acting(ledger, "3"), tmp_path / "usb", "3", PIN).path
    shown = [issue(ledger, depositor="山田 太郎") for _ in range(3)] + [issue(ledger, "101")]
    assert backup.make(ledger, "hourly").ok
    shown += [issue(ledger) for _ in range(4)] + [issue(ledger, "102")]
    yield ledger, shown, made.recovery_key
    ledger.close()


PROGRAM = Staff("0", "", StaffRole.CLERK)


def issue(ledger, code="501", **more):
    return issue_as(ledger, people.acting(ledger, "3"), code, **more)


def issue_as(ledger, who, code="501", **more):
    done = slips.issue(ledger, who, slips.IssueRequest(code, sheets=3, **more))
    assert isinstance(done, Issued), done
    return done.slip.number


def serial(number):
    return numbers.parse(number).serial


def copy_in(place):
    found, = Path(place).glob("ledger-*.db")
    return found


def restored(home, **sources):
    done = restore.bring_back(home, Sources(**sources), by="3", pin=PIN)
    assert isinstance(done, Restored), done
    return done


def goes_on(ledger):
    """Without a backup: a 責任者 is entered anew and says that the old PC is off; no number before."""
    with pytest.raises(faults.MovedMachine):
        issue_as(ledger, PROGRAM)
    people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    with pytest.raises(faults.MovedMachine):
        issue(ledger)
    assert isinstance(desks.approve(ledger, people.acting(ledger, "3"), "machine", pin=PIN), str)


def test_from_an_old_backup_and_the_witness(desk, tmp_path, new_pc):
    ledger, shown, recovery_key = desk
    ledger.close()
    home = new_pc()
    done = restored(home, file=copy_in(tmp_path / "usb"), witness=tmp_path / "old", recovery_key=recovery_key)
    assert done.accepted and done.lost == 5 and done.skipped == 0 and done.epoch != ledger.epoch
    assert done.next["501"].endswith("-00008") and done.next["102"].endswith("-00002")
    with Ledger.open(home) as again:
        assert [again.slip(number).state for number in shown] == [State.HELD] * 4 + [State.LOST] * 5
        assert serial(issue(again)) == 8 and serial(issue(again, "102")) == 2 and serial(issue(again, "201")) == 1
        assert again.verify().faults == ()


def test_from_an_old_backup_and_nothing_else(desk, tmp_path, new_pc):
    ledger, shown, recovery_key = desk
    ledger.close()
    home = new_pc()
    done = restored(home, file=copy_in(tmp_path / "usb"), recovery_key=recovery_key)
    assert done.skipped == 1000 and "1000" in done.sentence and done.next["501"].endswith("-01004")
    with Ledger.open(home) as again:
        new = [issue(again), issue(again, "101"), issue(again, "102")]
        assert [serial(number) for number in new] == [1004, 1002, 1001] and not set(new) & set(shown)
        table = gaps.table(again, numbers.parse(shown[0]).fy)
        assert {item.code: item.lost for item in table.series} == {"101": 1000, "102": 1000, "501": 1000}
        assert table.gaps == 0 and {(item.kind, item.count) for item in table.others} == {("lost", 1000)}
        assert again.verify().faults == ()
        assert issue(again) and again.setting("restoring") is None


def test_a_number_found_in_the_binder_is_taken_in_and_the_rest_is_settled(desk, tmp_path, new_pc):
    ledger, shown, recovery_key = desk
    ledger.close()
    home = new_pc()
    restored(home, file=copy_in(tmp_path / "usb"), recovery_key=recovery_key)
    with Ledger.open(home) as again:
        who = people.acting(again, "3")
        found = spare.key_in(again, who, shown[4], slips.IssueRequest("501", sheets=2), again.now())
        assert isinstance(found, Issued) and again.slip(shown[4]).state is State.HELD
        other = spare.key_in(again, who, shown[5], slips.IssueRequest("101", sheets=2), again.now())
        assert isinstance(other, Refusal) and other.rule == "found_type"
        fy = numbers.parse(shown[0]).fy
        first, last = (numbers.Number(1, "101", fy, "501", value).digits for value in (5, 1003))
        assert gaps.settle(again, who, shown[4], last, "3", PIN).rule == "settle_found"
        assert gaps.settle(again, who, first, last, "3", "1111").rule == "pin_wrong"
        settled = gaps.settle(again, who, first, last, "3", PIN)
        assert settled.count == 999
        table = gaps.table(again, fy)
        assert [(item.kind, item.count) for item in table.others if "-501-" in item.first] == [("settled", 999)]
        assert next(item for item in table.series if item.code == "501").lost == 0 and table.gaps == 0
        assert gaps.settle(again, who, first, last, "3", PIN).rule == "settle_found"
        assert again.verify().faults == ()


def test_without_a_backup_from_the_witness(desk, tmp_path, new_pc):
    ledger, shown, _ = desk
    ledger.close()
    home = new_pc()
    done = restored(home, witness=Folders(tmp_path / "old").witness)
    assert not done.accepted and words.RESTORED["moved_staff"] in done.sentence
    assert done.desk.name == "大師1" and done.lost == 9 and done.recovery_key and done.next["501"].endswith("-00008")
    with Ledger.open(home) as again:
        assert {again.slip(number).state for number in shown} == {State.LOST}
        goes_on(again)
        assert serial(issue(again, depositor="山田")) == 8
        assert again.verify().faults == ()


def test_a_witness_of_which_nobody_knows_the_desk(desk, tmp_path, new_pc):
    desk[0].close()
    Folders(tmp_path / "old").witness.with_name("desk.json").unlink()
    home, place = new_pc(), Folders(tmp_path / "old").witness
    assert restore.bring_back(home, Sources(witness=place)).rule == "restore_desk"
    assert restore.bring_back(home, Sources()).rule == "restore_nothing"
    done = restored(home, witness=place, desk=Desk("101", "大師1", "大師支所"))
    assert done.lost == 9


def test_without_a_backup_from_the_share(tmp_path, new_pc):
    ward = Ward(tmp_path, TWO)
    shown = [issue(ward["101"].ledger) for _ in range(4)]
    ward.talk(1)
    folder, way = str(ward.folder), ward.share
    ward.close()
    home = new_pc()
    assert restore.bring_back(home, Sources(share=folder), way=way).rule == "restore_desk"
    assert restore.bring_back(home, Sources(share=folder, code="777"), way=way).rule == "restore_share_desk"
    done = restore.bring_back(home, Sources(share=folder, code="101"), way=way)
    assert isinstance(done, Restored), done
    assert done.desk.branch == "大師支所" and done.lost == 0 and done.skipped == 0 and done.next["501"].endswith("-00005")
    with Ledger.open(home) as again:
        assert [again.slip(number).state for number in shown] == [State.HELD] * 4
        goes_on(again)
        assert serial(issue(again)) == 5 and again.verify().faults == ()


def test_without_a_backup_a_ledger_at_work_is_never_put_aside(desk, tmp_path):
    """The bare command, given by mistake, would have left a desk without staff and with nothing but numbers."""
    ledger, shown, _ = desk
    ledger.close()
    home = tmp_path / "old"
    before = Folders(home).ledger.read_bytes()
    for sources in (Sources(), Sources(witness=home), Sources(witness=home, desk=Desk("101", "大師1", "大師支所"))):
        assert restore.bring_back(home, sources, by="3", pin=PIN).rule == "restore_in_use"
    assert Folders(home).ledger.read_bytes() == before
    with Ledger.open(home) as again:
        assert again.slip(shown[0]).state is State.HELD and serial(issue(again)) == 8


def test_in_another_folder_of_the_same_pc_a_backup_gives_no_number_unasked(desk, tmp_path):
    """The old folder may still be in use: two windows of one desk."""
    ledger, _, recovery_key = desk
    home, file = tmp_path / "second", copy_in(tmp_path / "usb")
    assert restore.bring_back(home, Sources(file=file, code="102")).rule == "restore_desk_other"
    done = restore.bring_back(home, Sources(file=file, witness=ledger.home, recovery_key=recovery_key))
    assert isinstance(done, Restored) and not done.accepted and words.RESTORED["moved"] in done.sentence
    with Ledger.open(home) as again:
        with pytest.raises(faults.MovedMachine):
            issue(again)
        assert isinstance(desks.approve(again, people.acting(again, "3"), "machine", pin=PIN), str)
        assert serial(issue(again)) == 8 and again.verify().faults == ()


def test_a_number_that_was_forgotten_is_named_in_a_second_restore(desk, tmp_path, new_pc):
    desk[0].close()
    home, place = new_pc(), Folders(tmp_path / "old").witness
    restored(home, witness=place)
    high = numbers.Number(1, "101", numbers.parse(desk[1][0]).fy, "501", 20).digits
    done = restored(home, witness=place, seen=(high,))
    assert done.next["501"].endswith("-00021") and not done.accepted
    with Ledger.open(home) as again:
        goes_on(again)
        assert serial(issue(again)) == 21 and again.verify().faults == ()
    assert restore.bring_back(home, Sources(witness=place)).rule == "restore_in_use"


def test_a_practice_desk_without_a_backup_gets_its_own_member_of_staff_again(tmp_path, new_pc):
    made = desks.set_up(tmp_path / "old", desks.practice_desk())
    issue_as(made.ledger, people.acting(made.ledger, None))
    made.ledger.close()
    home = new_pc()
    done = restore.bring_back(home, Sources(witness=tmp_path / "old"), by="1")
    assert isinstance(done, Restored) and done.accepted
    with Ledger.open(home) as again:
        assert serial(issue_as(again, people.acting(again, None))) == 2


def test_from_an_old_backup_and_the_share_then_everybody_agrees_again(tmp_path, new_pc):
    ward = Ward(tmp_path, TWO)
    ledger = ward["101"].ledger
    shown = [issue(ledger) for _ in range(2)]
    copy = ledger.backup_to(tmp_path / "usb").path
    shown += [issue(ledger) for _ in range(3)]
    ward.talk(1)
    ledger.close()
    home = new_pc()
    done = restore.bring_back(home, Sources(file=copy, share=str(ward.folder)), by="3", pin=PIN, way=ward.share)
    assert isinstance(done, Restored), done
    assert done.lost == 0 and done.skipped == 0 and done.next["501"].endswith("-00006")
    ward.desks["101"].ledger = again = Ledger.open(home)
    assert [again.slip(number).state for number in shown] == [State.HELD] * 5 and again.verify().faults == ()
    shown.append(issue(again))
    assert serial(shown[-1]) == 6
    ward.desks["101"].who = people.acting(again, "3")
    # This PC has no keys of the old one: it makes new ones, and the office admits it in the old one's place.
    again.keys.make_master("file")
    ward.admit("101")
    ward.talk(2)
    assert {ward[code].ledger.slip(shown[-1]).state for code in TWO} == {State.HELD}
    assert ward["101"].state == ward["501"].state
    ward.close()


def test_what_the_witness_knows_beyond_the_share_is_not_lost_sight_of(tmp_path, new_pc):
    ward = Ward(tmp_path, TWO)
    ledger = ward["101"].ledger
    copy = ledger.backup_to(tmp_path / "usb").path
    shown = [issue(ledger) for _ in range(3)]
    ward.talk(1)
    shown += [issue(ledger) for _ in range(2)]
    ward.close()
    home = new_pc()
    sources = Sources(file=copy, share=str(ward.folder), witness=ledger.home)
    done = restore.bring_back(home, sources, by="3", pin=PIN, way=ward.share)
    assert isinstance(done, Restored), done
    assert (done.lost, done.skipped) == (2, 0) and done.next["501"].endswith("-00006")
    with Ledger.open(home) as again:
        assert [again.slip(number).state for number in shown] == [State.HELD] * 3 + [State.LOST] * 2
        assert again.check_at_start() == () and again.verify().faults == ()


def test_what_others_wrote_of_a_number_counts_as_seen(tmp_path, new_pc):
    """The share lost this desk's last batch; the section's receipt of its slip is there."""
    ward = Ward(tmp_path, TWO)
    ledger = ward["101"].ledger
    copy = ledger.backup_to(tmp_path / "usb").path
    shown = [issue(ledger) for _ in range(3)]
    ward.talk(1)
    with ward["501"].ledger.transaction() as tx:
        tx.append("received", actor="12", slip=shown[2], body={"received_at": era.stamp(tx.now), "source": "section"})
    ward.talk(1)
    ledger.close()
    shutil.rmtree(ward.folder / "d" / "d-101")
    home = new_pc()
    done = restore.bring_back(home, Sources(file=copy, share=str(ward.folder)), by="3", pin=PIN, way=ward.share)
    assert isinstance(done, Restored), done
    # Of this desk itself nothing is there any more, so nobody knows how far it had come.
    assert done.next["501"].endswith("-01004") and done.lost == 3 and done.skipped == 1000
    with Ledger.open(home) as again:
        assert again.slip(shown[2]).state is State.RECEIVED and again.verify().faults == ()
    ward.desks.pop("101")
    ward.close()


class Dies:
    """A share that goes away after so many questions."""

    def __init__(self, share, after):
        self._share, self._left = share, after

    def __getattr__(self, name):
        def ask(*arguments):
            self._left -= 1
            if self._left < 0:
                raise Away("away")
            return getattr(self._share, name)(*arguments)
        return ask


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_share_that_goes_away_in_the_middle_never_costs_a_number(tmp_path, new_pc, after):
    ward = Ward(tmp_path, TWO)
    ledger = ward["101"].ledger
    copy = ledger.backup_to(tmp_path / "usb").path
    shown = [issue(ledger) for _ in range(3)]
    ward.talk(1)
    ward.close()
    home = new_pc()
    sources = Sources(file=copy, share=str(ward.folder))
    refused = restore.bring_back(home, sources, by="3", pin=PIN, way=Dies(ward.share, after))
    assert isinstance(refused, Refusal) and refused.rule == "restore_share"
    if Folders(home).ledger.exists():       # opened all the same, nothing is known of the share, and so it goes ahead
        with Ledger.open(home) as again:
            desks.approve(again, people.acting(again, "3"), "machine", pin=PIN)
            assert serial(issue(again)) == 1001 and again.verify().faults == ()
    done = restore.bring_back(home, sources, by="3", pin=PIN, way=ward.share)
    assert isinstance(done, Restored), done
    with Ledger.open(home) as again:
        number = issue(again)
        assert number not in shown and serial(number) in (4, 1002) and again.verify().faults == ()


def test_a_ledger_that_is_there_is_set_aside_and_its_numbers_count(desk, tmp_path):
    ledger, shown, _ = desk
    ledger.close()
    home = tmp_path / "old"
    before = Folders(home).ledger.read_bytes()
    done = restored(home, file=copy_in(tmp_path / "usb"))
    assert done.aside.read_bytes() == before and done.aside.name in done.sentence
    assert done.next["501"].endswith("-00008") and done.accepted
    with Ledger.open(home) as again:
        assert again.check_at_start() == ()     # nothing was written under a key that the old ledger had used
        assert again.personal(shown[0]) == {"name": "山田 太郎"} and again.verify().faults == ()


def test_another_desks_home_is_never_mixed_in(desk, tmp_path, new_pc):
    ledger, _, recovery_key = desk
    ledger.close()
    other = desks.set_up(tmp_path / "other", Desk("102", "大師2", "大師支所")).ledger
    other.close()
    done = restored(tmp_path / "other", file=copy_in(tmp_path / "usb"), witness=tmp_path / "old", recovery_key=recovery_key)
    assert done.desk.code == "101" and done.lost == 5
    assert len(list(Folders(tmp_path / "other").witness.parent.glob("events.log.before-restore-*"))) == 1
    with Ledger.open(tmp_path / "other") as again:
        assert again.verify().faults == ()


@pytest.mark.parametrize("spoil, rule", [
    (lambda data: b"%PDF-1.7", "backup_file"),
    (lambda data: data[:-100], "backup_changed"),
    (lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:], "backup_changed"),
])
def test_a_spoiled_backup_is_refused_and_nothing_changes(desk, tmp_path, new_pc, spoil, rule):
    desk[0].close()
    file = copy_in(tmp_path / "usb")
    file.write_bytes(spoil(file.read_bytes()))
    home = new_pc()
    assert restore.bring_back(home, Sources(file=file)).rule == rule
    assert not Folders(home).ledger.exists()


def test_a_backup_whose_manifest_was_forged_is_refused(desk, tmp_path, new_pc):
    ledger, _, recovery_key = desk
    ledger.close()
    manifest = copy_in(tmp_path / "usb").with_suffix(".json")
    manifest.write_text(manifest.read_text().replace('"why": "hourly"', '"why": "asked"'))
    home = new_pc()
    refused = restore.bring_back(home, Sources(file=copy_in(tmp_path / "usb"), recovery_key=recovery_key))
    assert refused.rule == "backup_unsigned" and not Folders(home).ledger.exists()


def test_names_come_back_with_the_recovery_key(desk, tmp_path, new_pc):
    ledger, shown, recovery_key = desk
    ledger.close()
    home = new_pc()
    with pytest.raises(faults.WrongRecoveryKey):
        restore.bring_back(home, Sources(file=copy_in(tmp_path / "usb"), recovery_key="AAAAA-" * 6 + "AAAAA"))
    assert not Folders(home).ledger.exists()
    restored(home, file=copy_in(tmp_path / "usb"), recovery_key=recovery_key, witness=tmp_path / "old")
    with Ledger.open(home) as again:
        assert again.personal(shown[0]) == {"name": "山田 太郎"}
        assert issue(again, depositor="髙橋") and again.verify().faults == ()


def test_without_keys_the_desk_goes_on_without_the_old_names(desk, tmp_path, new_pc):
    ledger, shown, _ = desk
    ledger.close()
    (tmp_path / "alone").mkdir()
    file = tmp_path / "alone" / "ledger.db"
    shutil.copyfile(copy_in(tmp_path / "usb"), file)        # nor a manifest
    home = new_pc()
    done = restored(home, file=file, new_keys=True)
    assert done.recovery_key
    with Ledger.open(home) as again:
        assert again.personal(shown[0]) == {} and issue(again, depositor="髙橋")


def test_numbers_from_paper_count_as_seen(desk, tmp_path, new_pc):
    ledger, shown, _ = desk
    ledger.close()
    home = new_pc()
    assert restore.bring_back(home, Sources(file=copy_in(tmp_path / "usb"), seen=("1102265010000173",))).rule == "restore_seen"
    high = numbers.Number(1, "101", numbers.parse(shown[0]).fy, "501", 1500).digits
    done = restored(home, file=copy_in(tmp_path / "usb"), seen=(high,))
    assert done.next["501"].endswith("-02501")      # nobody says that the paper was the last


def test_until_a_responsible_person_says_so_the_new_pc_gives_no_number(desk, tmp_path, new_pc):
    ledger, _, _ = desk
    ledger.close()
    home = new_pc()
    done = restore.bring_back(home, Sources(file=copy_in(tmp_path / "usb"), witness=tmp_path / "old"), by="3", pin="1111")
    assert isinstance(done, Restored) and not done.accepted
    with Ledger.open(home) as again:
        with pytest.raises(faults.MovedMachine):
            issue(again)
        assert desks.approve(again, people.acting(again, "3"), "machine", pin=PIN)
        assert serial(issue(again)) == 8


def test_the_old_pc_that_comes_back_is_noticed_on_the_share(tmp_path, new_pc):
    ward = Ward(tmp_path, TWO)
    ledger = ward["101"].ledger
    copy = ledger.backup_to(tmp_path / "usb").path
    ward.talk(1)
    home = new_pc()
    done = restore.bring_back(home, Sources(file=copy, share=str(ward.folder), keys=Folders(ledger.home).keys), by="3",
                              pin=PIN, way=ward.share)
    assert isinstance(done, Restored), done
    with Ledger.open(home) as again:
        assert again.slip(issue(again)) is not None
    issue(ledger)
    assert isinstance(exchange.sync(ledger, share=ward.share), exchange.Synced)
    ward.close()
