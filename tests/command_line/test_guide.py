"""`guide`: by what the citizen says, its data in and out, the slip of paper."""

from __future__ import annotations

import json

import jsonschema
import pytest

import schemas


def test_the_citizens_words_are_answered_with_the_ways_in_order(desk):
    answer = desk("guide", "保育園", "--json")
    first = answer.json[0]
    assert (answer.code, first["name"], first["section"]) == (0, "保育所等利用関連の相談", "児童家庭課")
    assert [way["way"] for way in first["guidance"]] == ["counter", "telephone", "online", "appointment"]
    assert all(way["name"] and way["detail"] for way in first["guidance"])
    told = desk("guide", "子ども", "手当").out
    assert "1. 区役所の担当課窓口: 川崎区役所 児童家庭課" in told and "児童扶養手当関連の相談" in told


def test_a_temporary_counter_is_told_only_in_its_season(desk, monkeypatch):
    monkeypatch.setenv("BRANCH_DESK_NOW", "2027-03-01T10:00:00+09:00")
    first = desk("guide", "タクシー", "--json").json[0]
    assert first["temporary"] == {"from": "2027-03-15", "until": "2027-04-10", "running": False}
    assert first["guidance"][0]["way"] == "temporary" and "3月中旬" in first["guidance"][0]["detail"]
    monkeypatch.setenv("BRANCH_DESK_NOW", "2027-05-01T10:00:00+09:00")
    later = desk("guide", "タクシー", "--json").json[0]
    assert later["temporary"] is None and later["guidance"][0]["way"] == "counter"


def test_what_is_accepted_is_said(desk):
    found = {one["name"]: one["accepted"] for one in desk("guide", "介護", "--json").json}
    assert found["介護保険要介護・要支援認定申請"] and not found["介護保険の相談"]


def test_nothing_found_is_refused_with_what_to_do(desk):
    answer = desk("guide", "zzz", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "guide_nothing")
    assert "担当課に電話で確認します" in answer.err


def test_the_data_goes_out_is_edited_and_comes_in_as_the_next_version(desk, tmp_path):
    file = tmp_path / "guide.json"
    assert desk("guide", "export", str(file)).code == 0
    data = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(schemas.read_text("catalogue/guidance.schema.json")))
    data["topics"][0]["name"] = "新しい相談"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = desk("guide", "import", str(file), "--json")
    assert (done.code, done.json) == (0, {"version": 2, "topics": 20})
    assert desk("guide", "新しい相談", "--json").json[0]["name"] == "新しい相談"


def test_a_fault_imports_nothing(desk, tmp_path):
    file = tmp_path / "guide.json"
    desk("guide", "export", str(file))
    file.write_text(file.read_text(encoding="utf-8").replace('"03-15"', '"03-32"', 1), encoding="utf-8")
    answer = desk("guide", "import", str(file), "--json")
    assert (answer.code, answer.json["faults"]) == (1, ["topics[16].from"])


def test_a_file_that_is_not_there_is_a_wrong_usage(desk, tmp_path):
    assert desk("guide", "import", str(tmp_path / "nothing.json")).code == 2
    assert desk("guide", "export", str(tmp_path / "no" / "where.json")).code == 3


@pytest.mark.parametrize("kind", ["pdf", "png", "escpos"])
def test_the_slip_of_paper_is_made_as_a_file(desk, tmp_path, kind):
    file = tmp_path / f"guide.{kind}"
    answer = desk("print", "--form", "guide", "保育園", f"--{kind}", str(file), "--json")
    assert answer.code == 0 and file.stat().st_size > 500
    assert answer.json["form"] == "guide"


def test_for_nothing_there_is_no_slip(desk, tmp_path):
    answer = desk("print", "--form", "guide", "zzz", "--pdf", str(tmp_path / "guide.pdf"), "--json")
    assert (answer.code, answer.json["refused"]) == (1, "guide_nothing")


def test_without_words_the_command_says_how_it_is_used(desk):
    answer = desk("guide")
    assert answer.code == 2 and "（guide保育園）" in "".join((answer.out + answer.err).split())
