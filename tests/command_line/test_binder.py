"""管理簿's filters and the binder from the command line."""

from __future__ import annotations

import csv
import io

import pytest

NOW = "2026-11-24T10:45:00+09:00"
LATER = "2028-04-01T09:00:00+09:00"


@pytest.fixture
def desk(run, monkeypatch):
    """A practice ledger at a moment of its own, with a second member of staff."""
    monkeypatch.setenv("BRANCH_DESK_NOW", NOW)
    assert run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training").code == 0
    assert run("staff", "add", "12", "佐野 恵").code == 0
    return run


def issued(desk, code="501"):
    return desk("issue", code, "--sheets", "3", "--by", "1", "--json").json["number"]


def closed(desk, code="501"):
    number = issued(desk, code)
    assert desk("return", number, "--received-at", NOW, "--accept", "--by", "1").code == 0
    return number


def test_the_list_is_filtered_by_state_section_type_days_and_text(desk, monkeypatch):
    first, second = issued(desk, "501"), issued(desk, "102")
    done = closed(desk, "502")
    monkeypatch.setenv("BRANCH_DESK_NOW", "2026-11-27T10:45:00+09:00")
    last = issued(desk, "501")

    def numbers(*arguments):
        answer = desk("ledger", *arguments, "--json")
        assert answer.code == 0, answer.err
        return [slip["number"] for slip in answer.json]

    assert numbers() == [last, done, second, first]
    assert numbers("--state", "closed") == [done]
    assert numbers("--section", "高齢・障害課") == [last, done, first]
    assert numbers("--type", "501", "--to", "2026-11-24") == [first]
    assert numbers("--from", "2026-11-25") == [last]
    assert numbers("--find", "令8-大師1-102-00001") == [second]
    assert numbers("--attention") == [
        second,
        first,
    ]  # still here two evenings later; what came today is not late
    assert numbers("--attention", "--section", "1") == [second]


def test_the_list_as_csv_is_safe_to_open_and_recorded(desk, tmp_path):
    issued(desk)
    file = tmp_path / "list.csv"
    answer = desk("ledger", "--csv", str(file), "--by", "1")
    assert answer.code == 0 and "1件" in answer.out
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 2
    assert desk("ledger", "--type", "602", "--csv", str(tmp_path / "none.csv"), "--by", "1", "--json").json[
        "refused"
    ] == ("nothing_to_export")
    assert not (tmp_path / "none.csv").exists()


def test_the_index_of_a_month_in_words_json_csv_and_pdf(desk, tmp_path):
    closed(desk)
    left = issued(desk)
    answer = desk("binder", "index", "--month", "2026-11", "--json").json
    assert answer["totals"] == {"copies": 2, "originals": 1, "open": 1, "voided": 0, "handed_back": 0}
    assert answer["types"][0]["numbers"] == "00001〜00002" and answer["notes"][0]["number"] == left
    words = desk("binder", "index", "--month", "2026-11").out
    assert "令和8年11月" in words and "控え2 原本1 未完了1" in words
    files = tmp_path / "index.csv", tmp_path / "index.pdf"
    assert (
        desk(
            "binder",
            "index",
            "--month",
            "2026-11",
            "--csv",
            str(files[0]),
            "--pdf",
            str(files[1]),
            "--by",
            "1",
        ).code
        == 0
    )
    rows = list(csv.reader(io.StringIO(files[0].read_text("utf-8-sig"))))
    assert len(rows) == 3 and files[1].read_bytes().startswith(b"%PDF")
    empty = desk(
        "binder", "index", "--month", "2026-06", "--csv", str(tmp_path / "no.csv"), "--by", "1", "--json"
    )
    assert (empty.code, empty.json["refused"]) == (1, "no_such_month")


def test_volumes_and_a_disposal_by_two_people_after_its_day(desk, monkeypatch):
    closed(desk)
    volume = desk("binder", "volumes", "--json").json[0]
    assert (volume["year"], volume["retention"], volume["volume"]) == (2026, 1, 1)
    assert (volume["kept_until"], volume["may_go"]) == ("2028-03-31", "2028-04-01")
    dispose = ("binder", "dispose", "2026", "1", "1", "--by", "1")
    early = desk(*dispose, "--second", "12", "--json")
    assert (early.code, early.json["refused"]) == (1, "kept_until") and "令和10年3月31日" in early.json[
        "sentence"
    ]
    monkeypatch.setenv("BRANCH_DESK_NOW", LATER)
    assert desk(*dispose, "--second", "12", "--json").json["refused"] == "disposal_clock"
    assert desk("approve", "clock", "--by", "1").code == 0
    assert desk(*dispose, "--json").json["refused"] == "disposal_two"
    assert desk(*dispose, "--second", "1", "--json").json["refused"] == "same_person"
    done = desk(*dispose, "--second", "12", "--json")
    assert done.code == 0 and (done.json["by"], done.json["approved_by"]) == ("1", "12")
    assert desk(*dispose, "--second", "12", "--json").json["refused"] == "already_disposed"
    assert [item["volume"] for item in desk("binder", "disposed", "--json").json] == [1]
    assert "廃棄" in desk("binder", "volumes").out and len(desk("ledger", "--json").json) == 1


def test_a_full_binder_is_followed_by_another(desk, monkeypatch):
    issued(desk)
    monkeypatch.setenv("BRANCH_DESK_NOW", "2026-12-01T09:00:00+09:00")
    begun = desk("binder", "begin", "2026", "1", "--by", "1", "--json")
    assert begun.code == 0 and (begun.json["volume"], begun.json["first"]) == (2, "2026-12-01")
    wrong = desk("binder", "begin", "2026", "1", "--from", "2026-03-31", "--by", "1", "--json")
    assert (wrong.code, wrong.json["refused"]) == (1, "volume_day")


def test_the_cover_and_the_index_are_printed_into_files(desk, tmp_path):
    closed(desk)
    for form, asked in (("cover", ("2026", "1", "1")), ("binder_index", ("2026-11",))):
        file = tmp_path / f"{form}.pdf"
        answer = desk("print", *asked, "--form", form, "--pdf", str(file), "--by", "1")
        assert answer.code == 0, answer.err
        assert file.read_bytes().startswith(b"%PDF")
    for form, asked, rule in (
        ("cover", ("2026",), "cover_asked"),
        ("cover", ("2020", "1", "1"), "no_such_volume"),
        ("binder_index", ("11",), "index_asked"),
    ):
        answer = desk(
            "print", *asked, "--form", form, "--pdf", str(tmp_path / "no.pdf"), "--by", "1", "--json"
        )
        assert (answer.code, answer.json["refused"]) == (1, rule)


def test_show_says_each_record_in_words(desk):
    number = issued(desk)
    assert desk("void", number, "--reason", "spoiled", "--by", "1").code == 0
    out = desk("show", number).out
    assert "取消  紙の汚れ・破れ  大師1 練習" in out and "発行・預かり  3枚  大師1 練習" in out
