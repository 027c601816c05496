"""retention and recovery-key as commands."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace

import pytest

from branch_desk.cli import retention as commands
from branch_desk.domain import words_cli
from branch_desk.services import desks
from tests.command_line.conftest import Answer

NOW = "2026-11-24T10:45:00+09:00"
LATER = "2028-04-01T09:00:00+09:00"


@pytest.fixture
def desk(run, monkeypatch):
    """A practice desk with two people and a closed slip with a name, on the first day on which that may go."""
    monkeypatch.setenv("BRANCH_DESK_NOW", NOW)
    assert run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training").code == 0
    assert run("staff", "add", "12", "佐野 恵").code == 0
    number = run("issue", "501", "--sheets", "3", "--depositor", "髙﨑 德次郎", "--by", "1", "--json").json["number"]
    assert run("return", number, "--received-at", NOW, "--accept", "--by", "1").code == 0
    monkeypatch.setenv("BRANCH_DESK_NOW", LATER)
    assert run("approve", "clock", "--by", "1").code == 0
    return run


def test_what_is_kept_until_when_and_what_is_due(desk):
    told = desk("retention", "--json").json
    item, = told["classes"]
    assert (item["year"], item["retention"], item["slips"], item["until"], item["due"]) == (2026, 1, 1, "2028-03-31", True)
    assert (told["on"], told["waiting"]) == ("2028-04-01", [])
    earlier = desk("retention", "--on", "2028-03-31")
    assert "保存中" in earlier.out and "消去できます" in desk("retention").out and "髙﨑" not in earlier.out


def test_it_is_erased_by_two_and_the_ledger_still_verifies(desk):
    alone = desk("retention", "--apply", "--by", "12", "--json")
    assert (alone.code, alone.json["refused"]) == (1, "retention_two")
    assert desk("retention", "--apply", "--second", "12", "--by", "12", "--json").json["refused"] == "same_person"
    assert desk("retention", "--apply", "--on", "2030-04-01", "--second", "1", "--by", "12", "--json").json["refused"] == \
        "retention_future"
    done = desk("retention", "--apply", "--second", "1", "--by", "12", "--json")
    assert done.code == 0 and done.json == {"erased": ["令和8年度 保存1年"], "slips": 1, "places": 1, "waiting": []}
    assert desk("retention", "--apply", "--second", "1", "--by", "12", "--json").json["refused"] == "retention_none"
    verified = desk("verify", "--json")
    assert verified.code == 0 and any("1 件は鍵を消去済み" in line for line in verified.json["proven"])
    assert desk("retention").out.strip() == "個人情報の記録はありません。"


def test_a_place_that_is_away_is_listed_reached_later_or_given_up(desk, tmp_path):
    from branch_desk.store import key_copies
    from branch_desk.store.ledger import Ledger

    stick = tmp_path / "stick"
    stick.mkdir()
    with Ledger.open(tmp_path / "home") as ledger:
        key_copies.copy_to(ledger.keys, stick, ledger.now())
    away = stick.rename(tmp_path / "drawer")
    done = desk("retention", "--apply", "--second", "1", "--by", "12", "--json").json
    place, = done["waiting"]
    assert (done["places"], place["path"]) == (1, str(stick))
    assert place["number"] in desk("retention").out and desk("attention", "--json").json[0]["why"] == "key_left"
    assert desk("verify").code == 1
    assert desk("retention", "--reach", "--json").json["waiting"] == [place]
    assert desk("retention", "--gone", place["number"], "--by", "12", "--json").json["refused"] == "retention_two"
    assert desk("retention", "--gone", "9000000000000000", "--second", "1", "--by", "12", "--json").json["refused"] == \
        "no_such_place"
    away.rename(stick)
    assert desk("retention", "--reach", "--json").json == {"places": [str(stick)], "waiting": []}
    assert desk("verify").code == 0 and desk("attention", "--json").json == []


def test_one_thing_at_a_time(desk):
    assert desk("retention", "--apply", "--reach", "--second", "1", "--by", "12").code == 2
    assert desk("recovery-key", "--check", "--enter", "--by", "1").code == 2


# ---- the recovery key: typed, never an argument


@pytest.fixture
def paper(run, monkeypatch):
    """A practice desk, its recovery key, and somebody who types what is asked for from the paper."""
    made = run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training", "--json").json
    asked = []

    def typed(prompt, *, hide_input, err):
        assert hide_input and err
        asked.append(prompt)
        groups = paper.key.split("-")
        return next((groups[place - 1] for place in range(1, 8) if f"{place}番目" in prompt), paper.key)

    monkeypatch.setattr(commands.click, "prompt", typed)
    monkeypatch.setattr(commands.sys, "stdin", SimpleNamespace(isatty=lambda: True))

    def paper(*arguments) -> Answer:
        asked.clear()
        return run("recovery-key", *arguments, "--by", "1", "--json")

    paper.key, paper.asked = made["recovery_key"], asked
    return paper


def test_two_groups_are_asked_and_who_looked_is_answered(paper, monkeypatch):
    monkeypatch.setattr(desks, "groups_to_ask", lambda _: (3, 6))
    done = paper("--check")
    assert done.code == 0 and (done.json["agrees"], done.json["by"]) == (True, "1")
    assert [prompt[:5] for prompt in paper.asked] == ["用紙の3番", "用紙の6番"]
    paper.key = "-".join(reversed(paper.key.split("-")))
    assert paper("--check").json["refused"] == "recovery_mistyped"


def test_what_another_program_hands_in_is_taken_and_nothing_is_no_answer(paper, run, monkeypatch):
    monkeypatch.setattr(commands.sys, "stdin", StringIO(f"{paper.key}\n"))
    assert paper("--enter").code == 0
    monkeypatch.setattr(commands.sys, "stdin", StringIO())
    said = run("recovery-key", "--enter")
    assert said.code == 2 and words_cli.NOTHING_TYPED in said.err and "Warning" not in said.err


def test_it_may_be_asked_for_at_every_start(paper, run, tmp_path):
    assert paper("--at-start", "on").json["refused"] == "recovery_unchecked"
    assert paper("--check").code == 0 and paper("--at-start", "on").code == 0
    refused = run("issue", "501", "--sheets", "1", "--depositor", "山田 太郎", "--by", "1")
    assert refused.code == 3 and "鍵" in refused.err
    assert paper("--enter").json["master_key"] == "asked"
    assert not (tmp_path / "home" / "keys" / "master.local").exists()


def test_a_desk_is_set_up_without_any_key_on_the_pc(run, tmp_path):
    made = run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training", "--key-at-start", "--json")
    assert made.code == 0 and made.json["master_key"] == "asked"
    assert not (tmp_path / "home" / "keys" / "master.local").exists()
