"""The way back by the README's words alone: its commands, with the words in capitals filled in, on a fresh home; then a
slip is issued, and its number is the right one."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branch_desk import cli
from branch_desk.domain import era, numbers
from branch_desk.services import audit, backup, exchange, people, slips
from branch_desk.store import folders
from branch_desk.store.ledger import Ledger
from sync.folder import OsFolder
from sync.worker import InProcess
from tests.bench._decade import PIN, fill, make_slips
from tests.proof.worked import done
from tests.services.ward import Ward

README = Path(__file__).parents[2] / "README.md"
AFTERWARDS, FURTHER = 7, 1000      # issued after the backup; left out where nobody knows


def commands(text: str) -> list[list[str]]:
    """What stands after `branch-desk` in the section on the care of the data, without the remarks."""
    section = re.search(r"^## Care of the data$(.*?)^## ", text, re.M | re.S)
    assert section is not None
    lines = re.findall(r"^branch-desk (.*?)(?:  +#.*)?$", section[1], re.M)
    return [shlex.split(line) for line in lines]


@dataclass(frozen=True)
class Desk:
    """A desk that was lost: its last number, and what there is of it."""

    last: numbers.Number
    at_backup: int
    words: dict[str, str]


@pytest.fixture(scope="module", params=[300, pytest.param(100_000, marks=pytest.mark.long)])
def lost(request, tmp_path_factory) -> Desk:
    """Some years of slips, on a share, backed up; then some more, and the PC was gone."""
    place = tmp_path_factory.mktemp("lost")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(place / "state"))
        now = datetime.now(era.JST)
        home = place / "home"
        fill(home, request.param, now - timedelta(days=3 * 365), now - timedelta(hours=1))
        make_slips(home / "ledger" / "ledger.db")
        ward = Ward(place, ("900",))
        office = ward["900"]
        with Ledger.open(home) as ledger:
            who = people.acting(ledger, "3")
            share = InProcess(OsFolder(str(ward.folder)))
            asked = done(exchange.enrol(ledger, who, str(ward.folder), share=share))
            done(exchange.approve(office.ledger, office.who, "101", asked.fingerprint, share=share))
            key = ledger.new_recovery_key()
            made = backup.make(ledger)
            assert made.ok
            first = ledger.figures.counters(era.fiscal_year(now))["501"]
            for _ in range(AFTERWARDS):
                last = done(slips.issue(ledger, who, slips.IssueRequest("501", 2))).slip.number
            while (round_ := exchange.sync(ledger, share=share)).published:
                assert round_.state == "ok"
        ward.close()
        number = numbers.parse(last)
        assert number is not None and number.serial == first + AFTERWARDS
        return Desk(number, first, {"FILE": str(made.places[0].file), "KEY": key, "HOME": str(home), "PIN": PIN,
                                    "FOLDER": str(ward.folder)})


CASES = {"an old backup and the witness": ({"FILE", "--witness"}, AFTERWARDS + 1),
         "an old backup and the share": ({"FILE", "--share"}, AFTERWARDS + 1),
         "no backup but the share": ({"--share", "--desk"}, AFTERWARDS + 1),
         "no backup but the witness": ({"--witness", "--new-keys"}, AFTERWARDS + 1),
         "an old backup and nothing else": ({"FILE", "--by"}, FURTHER + 1)}


@pytest.mark.parametrize("case", CASES)
def test_the_next_number_is_right(lost, tmp_path, monkeypatch, capsys, case):
    signs, further = CASES[case]
    known = commands(README.read_text(encoding="utf-8"))
    restores = [line for line in known if line[0] == "restore"]
    line = min((line for line in restores if signs <= set(line)), key=len)
    monkeypatch.setattr(folders, "_system_identity", lambda: "the new PC")
    monkeypatch.setenv("BRANCH_DESK_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "state"))

    def run(*arguments: str) -> dict:
        capsys.readouterr()
        code = cli.main([*(lost.words.get(word, word) for word in arguments), "--json"])
        caught = capsys.readouterr()
        assert code == 0, (arguments, caught.err, caught.out)
        return json.loads(caught.out)

    restored = run(*line)
    if "FILE" not in line:
        for after in known[known.index(restores[-1]) + 1 :]:
            if after[0] in ("staff", "approve"):
                assert not restored["accepted"]
                run(*after)
    issued = numbers.parse(run("issue", "501", "--sheets", "3", "--by", "3")["number"])
    assert issued is not None
    print(f"{case}: last {lost.last.serial}, next {issued.serial}; {restored['lost']} lost, {restored['skipped']} skipped")
    assert (issued.fy, issued.serial) == (lost.last.fy, lost.at_backup + further)
    assert run("verify")["ok"]


def test_each_command_of_the_section_is_tried(monkeypatch, tmp_path, capsys):
    """Those of every day on a practice ledger; the ways back are tried above."""
    monkeypatch.setenv("BRANCH_DESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BRANCH_DESK_STATE", str(tmp_path / "state"))
    (tmp_path / "second").mkdir()
    assert cli.main(["setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所"]) == 0
    assert cli.main(["staff", "add", "3", "三浦 恵", "--responsible", "--pin", PIN]) == 0
    for line in commands(README.read_text(encoding="utf-8")):
        if "--head" in line:    # the README's own is of no ledger
            with Ledger.open(tmp_path / "home", readonly=True) as ledger:
                line[-1] = audit.head_of_day(ledger)
        if line[0] in ("backup", "verify"):
            assert cli.main([{"FOLDER": str(tmp_path / "second"), "PIN": PIN}.get(word, word) for word in line]) == 0, (
                line, capsys.readouterr())
    assert os.listdir(tmp_path / "second")
    shutil.rmtree(tmp_path / "home")
