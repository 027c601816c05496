"""The commands of the section's desk, and documents-back at the branch."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers

STRANGER = numbers.Number(8, "101", 2026, "501", 7).digits
SECOND = numbers.Number(8, "101", 2026, "501", 8).digits
OF_CARE = numbers.Number(8, "101", 2026, "601", 7).digits
BAG = numbers.Number(7, "101", 2026, "500", 15).digits
NOW = "2026-11-20T14:30:00+09:00"


@pytest.fixture
def desk(run, monkeypatch):
    """A practice desk of 高齢・障害課, where the clock can be set."""
    monkeypatch.setenv("BRANCH_DESK_NOW", NOW)
    assert (
        run(
            "setup",
            "--desk",
            "305",
            "--name",
            "高障1",
            "--branch",
            "高齢・障害課",
            "--role",
            "section",
            "--section",
            "5",
            "--training",
        ).code
        == 0
    )
    return run


def test_a_slip_nobody_told_of_is_received_by_its_number(desk):
    answer = desk("receive", STRANGER, "--at", "11201000", "--json")
    assert (answer.code, answer.json["verdict"], answer.json["result"]) == (0, "unknown", "received")
    assert answer.json["sentence"] == "送付元の記録はまだ届いていません。番号だけで受領しました"
    assert answer.json["slip"]["received_at"] == "2026-11-20T10:00:00+09:00"
    again = desk("receive", STRANGER, "--json")
    assert (again.code, again.json["verdict"], again.json["result"]) == (0, "matched", None)


def test_what_cannot_be_received_is_refused_with_a_sentence(desk):
    for arguments, rule in (
        ((STRANGER, "--at", "11201431"), "time_future"),
        ((OF_CARE,), "wrong_section"),
        ((numbers.parse(STRANGER).copy.digits,), "copy"),
        (("1234",), "unreadable"),
        ((numbers.Number(1, "101", 2026, "501", 7).digits,), "real_in_practice"),
    ):
        answer = desk("receive", *arguments, "--json")
        assert (answer.code, answer.json["refused"]) == (1, rule)
    assert desk("receive", OF_CARE).err.startswith("受け付けられません: 他課の書類です")


def test_a_paper_of_another_section_is_redirected_and_told_where(desk):
    refused = desk("receive", OF_CARE, "--json")
    assert refused.json["pass_on"] == "保護課 4階"
    done = desk("receive", OF_CARE, "--redirect", "--json")
    assert (done.code, done.json["result"]) == (0, "redirected") and "保護課 4階へ渡してください" in done.json[
        "sentence"
    ]


def test_a_bag_from_its_label_to_the_finish(desk):
    asked = desk("receive", BAG, "--json")
    assert (asked.code, asked.json["refused"], asked.json["bag"]) == (1, "bag_total", BAG)
    opened = desk("receive", BAG, "--total", "3", "--json")
    assert (opened.code, opened.json["total"], opened.json["left"]) == (0, 3, 3)
    assert [item["bag"] for item in desk("receive", "--json").json] == [BAG]
    assert desk("receive", STRANGER, "--bag", BAG).code == 0
    differs = desk("receive", SECOND, "--bag", BAG, "--differs", "枚数が違う", "--sheets", "2", "--json")
    assert (differs.code, differs.json["result"]) == (0, "differs")
    left = desk("receive", "--bag", BAG, "--json")
    assert (left.code, left.json["refused"]) == (1, "bag_count")
    done = desk("receive", "--bag", BAG, "--missing", "501-00009", "--json")
    assert (done.code, done.json["finished"], len(done.json["missing"])) == (0, True, 1)
    assert desk("receive").out == "届いている袋はありません。\n"
    shown = desk("receive", BAG, "--json")
    assert (shown.code, shown.json["refused"]) == (1, "bag_received_already")


def test_the_time_of_a_bag_can_be_set_before_or_after(desk):
    desk("receive", BAG, "--total", "1")
    desk("receive", STRANGER, "--bag", BAG)
    moved = desk("receive", BAG, "--at", "11200910", "--json")
    assert moved.json["received_at"] == "2026-11-20T09:10:00+09:00"
    assert desk("show", STRANGER, "--json").json["received_at"] == "2026-11-20T09:10:00+09:00"


def test_originals_are_sent_back_and_listed_on_paper(desk, tmp_path):
    desk("receive", BAG, "--total", "1")
    desk("receive", STRANGER, "--bag", BAG)
    assert [item["number"] for item in desk("send-back", "--json").json] == [STRANGER]
    sent = desk("send-back", BAG, "--json")
    assert (sent.code, sent.json["branches"]) == (0, ["支所（窓口101）"])
    assert desk("send-back").out == "返送する原本はありません。\n"
    assert desk("send-back", STRANGER, "--json").json["refused"] == "sent_already"
    paper = tmp_path / "returns.pdf"
    assert desk("print", "--form", "returns", "--pdf", str(paper)).code == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_wrong_use_is_told_apart_from_a_refusal(desk):
    assert desk("receive", STRANGER, "--missing", SECOND).code == 2
    assert desk("receive", "--stamp", "week").code == 2
    assert desk("receive", "--stamp", "day").out == "日付印は日だけです\n"


def test_a_counter_neither_receives_nor_sends_back(run):
    run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training")
    for arguments in (("receive", STRANGER), ("receive",), ("receive", BAG), ("send-back",), ("send-back", STRANGER)):
        answer = run(*arguments, "--json")
        assert (answer.code, answer.json["refused"]) == (1, "not_section_desk"), arguments


def test_documents_come_back_to_the_branch(run):
    run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training")
    run("staff", "add", "7", "三浦 恵")
    number = run("issue", "501", "--sheets", "3", "--by", "1", "--json").json["number"]
    away = run("documents-back", number, "--reason", "書類の不足", "--by", "1", "--json")
    assert (away.code, away.json["refused"]) == (1, "not_away")
    bag = run("bag", "open", "5", "--by", "1", "--json").json["number"]
    run("bag", "add", bag, number, "--by", "1")
    run("bag", "close", bag, "--by", "1")
    assert run("bag", "check", bag, number, "--by", "7").code == 0
    assert run("bag", "dispatch", bag, "--by", "1").code == 0
    back = run("documents-back", number, "--reason", "書類の不足", "--by", "1", "--json")
    assert (back.code, back.json["state"]) == (0, "held")


def test_what_is_missing_is_recorded_at_once_also_while_others_are_unread(desk):
    answer = desk("receive", "--bag", BAG, "--total", "3", "--missing", "501-00009", "--json")
    assert (answer.code, answer.json["finished"], answer.json["left"]) == (0, False, 2)
    lost = numbers.Number(8, "101", 2026, "501", 9).digits
    assert answer.json["missing"] == [lost] and desk("show", lost, "--json").json["inquiry"] is True
    again = desk("receive", "--bag", BAG, "--missing", "501-00010", "--missing", "501-00009", "--json")
    assert (again.code, again.json["refused"]) == (1, "missing_already")
    assert desk("show", numbers.Number(8, "101", 2026, "501", 10).digits).code == 1
