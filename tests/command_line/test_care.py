"""Backup and restore by commands alone: each way back gives the number that is right."""

from __future__ import annotations

import json
import shutil

import pytest

from branch_desk import cli
from branch_desk.store import folders

CHIEF = ("--by", "3", "--pin", "2468")


@pytest.fixture
def at(tmp_path, capsys):
    """`at("old", "issue", …)`: a command at one home; `code` is what it ends with."""
    def run(home: str, *arguments: str, code: int = 0):
        capsys.readouterr()
        given = cli.main(("--home", str(tmp_path / home), "--json", *arguments))
        caught = capsys.readouterr()
        assert given == code and "Traceback" not in caught.err, caught
        return json.loads(caught.out) if caught.out else caught.err
    return run


@pytest.fixture
def worked(at, tmp_path):
    """A desk with a backup on a stick after its third slip, and three slips more."""
    at("old", "setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所")
    at("old", "staff", "add", "3", "岸 徹", "--responsible", "--pin", "2468")
    shown = [at("old", "issue", "501", "--sheets", "3")["number"] for _ in range(3)]
    (tmp_path / "usb").mkdir()
    at("old", "backup", "--place", str(tmp_path / "usb"), *CHIEF)
    made = at("old", "backup")
    assert [item["place"] for item in made] == ["home", "second"]
    shown += [at("old", "issue", "501", "--sheets", "3")["number"] for _ in range(3)]
    return shown, made[1]["file"]


@pytest.fixture
def new_pc(monkeypatch, tmp_path):
    """Another PC, which remembers nothing."""
    def move():
        monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "another" / "state"))
        monkeypatch.setattr(folders, "_system_identity", lambda: "another")
    return move


def following(at, home="new"):
    """The serial that comes next, and that all is well."""
    number = at(home, "issue", "501", "--sheets", "3", "--by", "3")["number"]
    assert at(home, "gaps")["gaps"] == 0
    return int(number[9:14])


def goes_on(at):
    """Without a backup: somebody says that the old PC is off, and then numbers are given."""
    at("new", "staff", "add", "3", "岸 徹", "--responsible", "--pin", "2468")
    assert "承認" in at("new", "issue", "501", "--sheets", "3", "--by", "3", code=3)
    at("new", "approve", "machine", *CHIEF)


def test_from_an_old_backup_and_the_witness(at, worked, new_pc, tmp_path):
    new_pc()
    done = at("new", "restore", worked[1], "--witness", str(tmp_path / "old"), *CHIEF)
    assert (done["lost"], done["skipped"], done["accepted"]) == (3, 0, True)
    assert following(at) == 7


def test_from_an_old_backup_and_nothing_else(at, worked, new_pc):
    new_pc()
    done = at("new", "restore", worked[1], *CHIEF)
    assert done["skipped"] == 1000 and following(at) == 1004
    unknown, = [item for item in at("new", "gaps")["others"] if item["kind"] == "lost"]
    assert unknown["count"] == 1000
    assert at("new", "settle", *unknown["digits"], "--approver", "3", "--approver-pin", "0000", code=1)["refused"] == "pin_wrong"
    assert at("new", "settle", *unknown["digits"], *CHIEF)["count"] == 1000
    assert [item["kind"] for item in at("new", "gaps")["others"]] == ["settled"]
    assert unknown["digits"][0] == worked[0][3]


def test_from_the_witness_alone(at, worked, new_pc, tmp_path):
    new_pc()
    done = at("new", "restore", "--witness", str(tmp_path / "old" / "witness"))
    assert done["lost"] == 6 and done["recovery_key"]
    goes_on(at)
    assert following(at) == 7


def test_from_the_share_alone(at, worked, new_pc, tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    at("office", "setup", "--desk", "900", "--name", "区役所", "--branch", "川崎区役所", "--role", "office")
    at("office", "staff", "add", "3", "岸 徹", "--responsible", "--pin", "2468")
    at("office", "share", "init", str(share))
    asked = at("old", "enrol", str(share))
    at("office", "share", "approve", "101", "--fingerprint", asked["fingerprint"])
    at("old", "sync")
    new_pc()
    assert at("new", "restore", "--share", str(share), code=1)["refused"] == "restore_desk"
    done = at("new", "restore", "--share", str(share), "--desk", "101")
    assert (done["lost"], done["skipped"]) == (0, 0)
    goes_on(at)
    assert following(at) == 7


def test_on_the_same_pc_what_was_there_is_kept(at, worked, tmp_path):
    done = at("old", "restore", worked[1], *CHIEF)
    assert done["aside"] and (tmp_path / "old" / "ledger" / done["aside"]).exists() and following(at, "old") == 7


def test_what_a_person_reads_of_a_restore(worked, new_pc, tmp_path, capsys):
    new_pc()
    assert cli.main(("--home", str(tmp_path / "new"), "restore", worked[1], *CHIEF)) == 0
    said = capsys.readouterr().out
    assert "現在）から台帳を復元しました" in said and "欠番表に「不明」" in said and "-大師1-501-01004" in said


def test_a_copy_in_a_folder_that_is_named(at, worked, tmp_path):
    made, = at("old", "backup", str(tmp_path / "elsewhere"))
    assert made["bytes"] > 100_000 and not made["fault"]


def test_a_place_that_is_gone_ends_with_the_code_of_the_surroundings(at, worked, tmp_path):
    shutil.rmtree(tmp_path / "usb")
    made = at("old", "backup", code=3)
    assert [bool(item["fault"]) for item in made] == [False, True]


def test_the_drill_by_command(at, worked, tmp_path):
    assert at("old", "backup", "--drill")["ok"]
    for copy in (tmp_path / "usb").glob("*.db"):
        copy.write_bytes(b"spoiled")
    assert not at("old", "backup", "--drill", code=3)["ok"]


def test_what_is_refused(at, worked, new_pc, tmp_path):
    new_pc()
    assert at("new", "restore", code=1)["refused"] == "restore_nothing"
    (tmp_path / "no.db").write_bytes(b"%PDF")
    assert at("new", "restore", str(tmp_path / "no.db"), code=1)["refused"] == "backup_file"
    assert at("new", "restore", str(tmp_path / "missing.db"), code=1)["refused"] == "backup_file"
    assert at("new", "restore", worked[1], "--keys", str(tmp_path), code=1)["refused"] == "restore_keys"
    assert at("new", "restore", worked[1], "--share", str(tmp_path / "nowhere"), code=1)["refused"] == "restore_share"
    assert "復旧用の鍵" in at("new", "restore", worked[1], "--recovery-key", "AAAAA", code=3)
    assert not (tmp_path / "new").exists()      # an empty home would be taken for one that lost its ledger
