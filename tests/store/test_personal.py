"""Names stay on this PC, encrypted, and go for good with their key."""

from __future__ import annotations

import os
import stat
import sys
import time

import keyring
import keyring.backend
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_desk.store import faults, keystore, names, recovery
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import Ledger
from tests.store.issuing import DESK, issue, record

NAME = "髙﨑 德次郎"


def data_keys(home):
    return sorted(Folders(home).keys.glob("2*.json"))


def test_what_was_typed_comes_back(ledger, reopen):
    number = issue(ledger, "a", name=NAME)
    with ledger.transaction() as tx:
        event = tx.append("corrected", actor="1", slip=number, body={"name_changed": True})
        tx.keep(event, 2026, 1, {"name": "𠮷田 葛󠄀子", "kana": "", "note": "電話で確認"})
    ledger.close()
    again = reopen()
    assert again.personal(number) == {"name": "𠮷田 葛󠄀子", "note": "電話で確認"}
    assert [fields.get("name") for fields in again.notes(number).values()] == [NAME, "𠮷田 葛󠄀子"]
    assert again.personal_state(number) == "readable" and again.personal_state(issue(again, "b")) == "none"
    assert again.notes(number)[again.events(number)[-1].key]["note"] == "電話で確認"


def test_no_file_holds_a_name_in_the_clear(ledger, home):
    issue(ledger, "a", name="特徴的名前太郎")
    ledger.names_containing("特徴")
    wal = Folders(home).ledger.with_name("ledger.db-wal").read_bytes()
    ledger.close()
    marks = [
        text.encode(code) for text in ("特徴的名前太郎", "特徴") for code in ("utf-8", "utf-16-le", "cp932")
    ]
    files = [
        path.read_bytes() for place in (home, state_folder()) for path in place.rglob("*") if path.is_file()
    ] + [wal]
    assert len(files) > 5 and not [mark for mark in marks for data in files if mark in data]


def test_a_fault_while_keeping_a_name_does_not_tell_it(ledger, home, monkeypatch):
    monkeypatch.setattr(ledger.keys, "seal", lambda *_: (_ for _ in ()).throw(faults.KeyMissing()))
    with pytest.raises(faults.KeyMissing) as raised:
        issue(ledger, "a", name=NAME)
    assert NAME not in repr(raised.value) + str(raised.value.__context__)
    assert ledger.count_outstanding() == 0


def test_each_year_and_retention_class_has_a_key_of_its_own(ledger, home, clock):
    number = issue(ledger, "a", name=NAME)
    with ledger.transaction() as tx:
        tx.keep(tx.append("corrected", actor="1", slip=number), 2026, 10, {"note": "x"})
    clock.at = clock.at.replace(year=2027)
    ledger.settle_clock("1")
    issue(ledger, "b", name=NAME)
    assert [path.stem[:8] for path in data_keys(home)] == ["2026-r01", "2026-r10", "2027-r01"]


def test_a_destroyed_key_erases_for_good_and_the_chain_still_verifies(ledger, home, reopen):
    gone, kept = issue(ledger, "a", name=NAME), None
    with ledger.transaction() as tx:
        kept = tx.draw(2026, "501").digits
        tx.keep(tx.append("issued", actor="1", slip=kept), 2026, 10, {"name": "残る 名前"})
    ledger.erasure.begin("1", "2", [data_keys(home)[0].stem])
    ledger.close()
    again = reopen()
    assert again.personal(gone) == {} and again.personal_state(gone) == "erased"
    assert again.personal(kept) == {"name": "残る 名前"}
    assert again.names_containing("髙﨑") == [] and again.names_containing("残る") == [kept]
    verified = again.verify()
    assert verified.sound and any("鍵を消去済み" in line for line in verified.proven)
    fresh = issue(again, "b", name="後の 名前")
    assert again.personal(fresh) == {"name": "後の 名前"} and again.personal(gone) == {}


def test_a_key_that_is_only_lost_is_not_called_erased(ledger, home, reopen):
    number = issue(ledger, "a", name=NAME)
    ledger.close()
    key = data_keys(home)[0]
    key.unlink()
    again = reopen()
    assert again.personal(number) == {} and again.personal_state(number) == "locked"
    flaws = {flaw.word: flaw.sentence for flaw in again.verify().faults}
    assert list(flaws) == ["personal_key"] and key.stem in flaws["personal_key"]


def test_a_lost_master_key_is_said_and_the_recovery_key_brings_it_back(home, clock):
    made = Ledger.create(home, DESK, now=clock, keep_key_in="file")
    number = issue(made.ledger, "a", name=NAME)
    made.ledger.close()
    (Folders(home).keys / "master.local").unlink()
    with Ledger.open(home, now=clock) as ledger:
        assert (
            ledger.personal(number) == {}
            and ledger.personal_state(number) == "locked"
            and ledger.master_key_kept_in is None
        )
        assert {flaw.word for flaw in ledger.verify().faults} == {"key_none", "personal_locked"}
        with pytest.raises(faults.KeyMissing):
            issue(ledger, "b", name="別の 人")
        assert issue(ledger, "c")[9:14] == "00002"  # without a name the work goes on, and no number was spent
        with pytest.raises(faults.WrongRecoveryKey):
            ledger.recover_master_key(recovery.make())
        assert ledger.recover_master_key(made.recovery_key.lower().replace("-", " ")) == "file"
        assert ledger.personal(number) == {"name": NAME} and ledger.verify().sound


def test_a_new_recovery_key_replaces_the_old_one(home, clock):
    made = Ledger.create(home, DESK, now=clock, keep_key_in="file")
    with made.ledger as ledger:
        new = ledger.new_recovery_key()
        assert ledger.recovery_key_opens(new) and not ledger.recovery_key_opens(made.recovery_key)
        assert not ledger.recovery_key_opens("読めない")
        assert made.recovery_key not in new


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of folders instead of modes")
def test_the_key_file_is_its_owners_alone_and_verify_says_where_it_is(ledger, home):
    path = Folders(home).keys / "master.local"
    assert (
        stat.S_IMODE(path.stat().st_mode) == 0o600
        and stat.S_IMODE(Folders(home).keys.stat().st_mode) == 0o700
    )
    assert any("この端末のファイル" in line for line in ledger.verify().proven)
    os.chmod(path, 0o644)
    assert "key_mode" in {flaw.word for flaw in ledger.verify().faults}


class Safe(keyring.backend.KeyringBackend):
    """A key store in memory, as a real system has one."""

    priority = 1
    kept: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


class Forgetful(Safe):
    """One that takes everything and keeps nothing."""

    def set_password(self, service, username, password):
        pass


class Stuck(Safe):
    """One that waits for a password that nobody types."""

    def set_password(self, service, username, password):
        time.sleep(0.5)


@pytest.mark.parametrize(("backend", "place"), [(Safe, "keyring"), (Forgetful, "file"), (Stuck, "file")])
def test_the_key_stores_of_systems(home, clock, monkeypatch, backend, place):
    monkeypatch.setattr(keystore, "_backend", backend)
    monkeypatch.setattr(keystore, "PATIENCE", 0.1)
    made = Ledger.create(home, DESK, now=clock)
    assert made.master_key_kept_in == place and (Folders(home).keys / "master.local").exists() is (
        place == "file"
    )
    number = issue(made.ledger, "a", name=NAME)
    made.ledger.close()
    with Ledger.open(home, now=clock) as ledger:
        assert (
            ledger.personal(number) == {"name": NAME}
            and ledger.master_key_kept_in == place
            and ledger.verify().sound
        )


def test_where_the_recovery_key_is_asked_for_neither_store_nor_file_keeps_or_gives_the_master_key(
    home, clock, monkeypatch
):
    class Store(Safe):
        def delete_password(self, service, username):
            del self.kept[service, username]

    monkeypatch.setattr(keystore, "_backend", Store)
    made = Ledger.create(home, DESK, now=clock)
    number = issue(made.ledger, "a", name=NAME)
    assert made.master_key_kept_in == "keyring" and (keystore.SERVICE, made.ledger.id) in Safe.kept
    old = Safe.kept[keystore.SERVICE, made.ledger.id]
    assert made.ledger.ask_recovery_key_at_start(True) == "asked"
    assert (keystore.SERVICE, made.ledger.id) not in Safe.kept
    made.ledger.close()
    Safe.kept[keystore.SERVICE, made.ledger.id] = old  # as if the store had kept it, or a file had come back
    (Folders(home).keys / "master.local").write_text(old)
    with Ledger.open(home, now=clock) as ledger:
        assert ledger.waits_for_recovery_key and ledger.personal(number) == {}
        assert ledger.recover_master_key(made.recovery_key) == "asked"
        assert ledger.personal(number) == {"name": NAME}


def test_no_key_store_here_means_a_file(home, clock):
    with Ledger.create(home, DESK, now=clock).ledger as ledger:
        assert ledger.master_key_kept_in == "file"


# ---- the recovery key as typed


@given(st.integers(0, 34), st.sampled_from(recovery.SIGNS))
def test_any_one_wrong_sign_is_named_by_its_group(place, sign):
    typed = recovery.make().replace("-", "")
    if typed[place] == sign:
        return
    with pytest.raises(faults.WrongRecoveryKey) as raised:
        recovery.read(typed[:place] + sign + typed[place + 1 :])
    assert f"{place // 5 + 1}番目" in raised.value.sentence


@given(st.integers(0, 33))
def test_any_two_neighbours_exchanged_are_noticed(place):
    typed = recovery.make().replace("-", "")
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    if swapped != typed:
        with pytest.raises(faults.WrongRecoveryKey):
            recovery.read(swapped)


def test_two_groups_exchanged_are_noticed():
    groups = recovery.make().split("-")
    for first in range(7):
        for second in range(first):
            swapped = groups[:]
            swapped[first], swapped[second] = groups[second], groups[first]
            with pytest.raises(faults.WrongRecoveryKey):
                recovery.read("-".join(swapped))


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", "　"),
        lambda text: "".join(chr(ord(c) + 0xFEE0) for c in text),
    ],
)
def test_however_it_is_typed(change):
    key = recovery.make()
    assert recovery.read(change(key)) == key.replace("-", "")


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text):
    with pytest.raises(faults.WrongRecoveryKey):
        recovery.read(text)


# ---- finding by part of a name


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("山田 太郎", "山田"),
        ("山田　太郎", "田太"),
        ("ヤマダ", "やまだ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("葛󠄀城", "葛城"),
        ("Smith John", "smithj"),
        ("ジョン・スミス", "ジョンスミス"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(ledger, typed, wanted):
    number = issue(ledger, "a", name=typed)
    issue(ledger, "b", name="別人")
    assert ledger.names_containing(wanted) == [number]


def test_newest_first_and_no_more_than_asked(ledger):
    found = [issue(ledger, f"a{i}", name=f"山田 {i}郎") for i in range(6)]
    assert ledger.names_containing("山田", 4) == found[:1:-1]
    newer = issue(ledger, "b", name="山田 花子")
    assert ledger.names_containing("山田", 2) == [newer, found[-1]]
    assert ledger.names_containing("") == ledger.names_containing("  ") == []


def test_a_corrected_name_is_found_by_what_it_is_now(ledger):
    number = issue(ledger, "a", name="間違 太郎")
    assert ledger.names_containing("間違") == [number]
    with ledger.transaction() as tx:
        tx.keep(
            tx.append("corrected", actor="1", slip=number, body={"name_changed": True}),
            2026,
            1,
            {"name": "正解 太郎"},
        )
    assert ledger.names_containing("間違") == [] and ledger.names_containing("正解") == [number]


def test_what_is_rolled_back_is_not_found(ledger):
    issue(ledger, "a", name="山田")
    assert ledger.names_containing("幻") == []
    with pytest.raises(KeyError), ledger.transaction() as tx:
        number = tx.draw(2026, "501").digits
        tx.keep(tx.append("issued", actor="1", slip=number), 2026, 1, {"name": "幻 太郎"})
        raise KeyError
    assert ledger.names_containing("幻") == []


def test_names_read_in_slices_are_all_there(ledger, monkeypatch, reopen):
    from branch_desk.store import ledger as face

    monkeypatch.setattr(face, "NAMES_AT_ONCE", 3)
    found = []
    for i in range(10):
        found.append(issue(ledger, f"a{i}", name=f"山田 {i}郎"))
        with ledger.transaction() as tx:
            tx.keep(tx.append("corrected", actor="1", slip=found[-1]), 2026, 1, {"applicant": f"鈴木 {i}子"})
    ledger.close()
    again = reopen()
    slices = 1
    while again.idle():
        slices += 1
    assert slices > 3 and again.names_containing("鈴木") == again.names_containing("山田") == found[::-1]


LETTERS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=200)
@given(st.lists(st.tuples(LETTERS, LETTERS), max_size=12), LETTERS)
def test_the_index_finds_what_comparing_one_by_one_finds(people, part):
    index = names.Names()
    for number, (name, kana) in enumerate(people, 1):
        index.add_older(str(number), {"name": name, "kana": kana})
    index.read_all()
    expected = [
        str(number)
        for number, (name, kana) in enumerate(people, 1)
        if names.matches({"name": name, "kana": kana}, part)
    ]
    assert list(index.containing(part)) == expected


def test_pins_are_slow_and_salted(ledger):
    from branch_desk.domain.rights import StaffRole
    from branch_desk.store.ledger import pin_hash

    with ledger.transaction() as tx:
        tx.put_staff("1", "大師 花子", StaffRole.RESPONSIBLE, pin_hash("4649"))
        tx.put_staff("2", "田島 一郎")
    assert ledger.pin_matches("1", "4649") and not ledger.pin_matches("1", "4640")
    assert not ledger.pin_matches("2", "") and not ledger.pin_matches("3", "4649")
    with ledger.transaction() as tx:
        tx.put_staff("1", "大師 花", StaffRole.CLERK)
    assert ledger.pin_matches("1", "4649") and ledger.member_of_staff("1").name == "大師 花"
    assert pin_hash("1") != pin_hash("1") and "4649" not in pin_hash("4649")
    assert [item.has_pin for item in ledger.staff()] == [True, False]


def test_a_name_may_stand_with_an_event_of_either_stream(ledger):
    number = issue(ledger, "a")
    record(ledger, "viewed", number, body={"what": "names", "count": 1})
    with ledger.transaction() as tx:
        tx.keep(tx.append("printed", actor="1", slip=number), 2026, 1, {"note": "紙詰まり"})
    assert ledger.personal(number) == {"note": "紙詰まり"} and ledger.verify().sound
