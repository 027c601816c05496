"""attention, inquiry, contact, limits, closing-days, sign-off, and their papers, as DESIGN names them."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from branch_desk.domain import numbers

DAY = "2026-11-24"


@pytest.fixture
def practice(desk, monkeypatch):
    """A practice desk on the morning of 24 November, with a 責任者."""
    def run(*arguments, now=f"{DAY}T10:45:00+09:00"):
        monkeypatch.setenv("BRANCH_DESK_NOW", now)
        return desk(*arguments)

    assert run("staff", "add", "3", "岸 徹", "--responsible").code == 0
    return run


@pytest.fixture
def office(real):
    """A real desk with a clerk and a 責任者."""
    assert real("staff", "add", "3", "岸 徹", "--responsible", "--pin", "9753").code == 0
    return real


def issued(run, **more):
    return run("issue", "501", "--sheets", "3", "--json", **more).json["number"]


def test_an_empty_desk_has_an_empty_list_and_says_so(practice):
    assert practice("attention", "--json").json == []
    answer = practice("attention")
    assert (answer.code, answer.out) == (0, "要対応はありません。\n")


def test_what_was_not_dispatched_is_listed_on_the_evening_with_all_that_the_contract_names(practice):
    number = issued(practice)
    assert practice("attention", "--json").json == []
    item, = practice("attention", "--on", DAY, "--json").json
    assert item["number"] == number and item["why"] == "not_dispatched"
    assert item["since"] == "2026-11-24T10:45:00+09:00" and item["opening_days"] == 0
    assert item["section"] == "高齢・障害課" and item["last_holder"].startswith("大師1")
    assert practice("attention", "--on", "2026-11-23", "--json").json == []
    shown = practice("attention", "--on", "2026-11-25").out
    assert shown.startswith("未発送  1開庁日  令8-大師1-501-00001  高齢・障害課  大師1 11/24")


def test_the_list_can_be_asked_for_one_section(practice):
    issued(practice)
    assert len(practice("attention", "--on", DAY, "--section", "5", "--json").json) == 1
    assert len(practice("attention", "--on", DAY, "--section", "高齢・障害課", "--json").json) == 1
    assert practice("attention", "--on", DAY, "--section", "6", "--json").json == []


def test_a_day_that_is_none_is_wrong_usage(practice):
    assert practice("attention", "--on", "tomorrow").code == 2
    assert practice("attention", "--on", "2026-02-30").code == 2


def test_the_list_is_read_while_another_process_has_the_ledger(practice, home):
    from branch_desk.store.ledger import Ledger

    issued(practice)
    with Ledger.open(home):
        assert len(practice("attention", "--on", DAY, "--json").json) == 1
        assert practice("limits", "--json").json["arrive"] == 2
        assert practice("inquiry", "open", "1").code == 3


def test_an_inquiry_from_its_opening_to_its_result(practice):
    number = issued(practice)
    opened = practice("inquiry", "open", number, "--json")
    assert (opened.code, opened.json["inquiry"], opened.json["number"]) == (0, True, number)
    assert practice("attention", "--json").json[0]["why"] == "inquiry"
    again = practice("inquiry", "open", number, "--json")
    assert (again.code, again.json["refused"]) == (1, "inquiry_is_open")
    assert practice("contact", number, "--whom", "section", "--result", "not_arrived").code == 0
    assert practice("contact", number, "--whom", "citizen", "--how", "telephone", "--result", "told").code == 0
    closed = practice("inquiry", "close", number, "--result", "found_branch", "--json")
    assert (closed.code, closed.json["inquiry"]) == (0, False)
    assert practice("inquiry", "close", number, "--result", "found_branch", "--json").json["refused"] == "no_inquiry"
    assert [line["event"] for line in practice("show", number, "--json").json["history"]] == [
        "issued", "inquiry_opened", "contacted", "contacted", "inquiry_closed"]


def test_who_was_called_must_be_somebody(practice):
    number = issued(practice)
    answer = practice("contact", number, "--whom", "mayor", "--result", "told", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "contact_whom")
    assert "citizen" in answer.json["todo"]
    assert practice("contact", number, "--result", "told").code == 2


@pytest.mark.parametrize("form", ["inquiry", "history"])
def test_the_papers_of_a_slip_carry_its_copy_number_and_nothing_that_closes(practice, form, tmp_path):
    number = issued(practice)
    answer = practice("print", "--form", form, number, "--pdf", str(tmp_path / "paper.pdf"), "--png",
                      str(tmp_path / "paper.png"), "--json")
    assert (answer.code, answer.json["form"], answer.json["count"]) == (0, form, 1)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    codes = zxingcpp.read_barcodes(Image.open(tmp_path / "paper.png"))
    assert {code.text for code in codes} == {numbers.parse(number).copy.digits}
    again = practice("print", "--form", form, number, "--pdf", str(tmp_path / "again.pdf"), "--json")
    assert again.json["count"] == 2


def test_a_section_is_asked_for_everything_it_has_in_one_file(practice, tmp_path):
    first, second = issued(practice), issued(practice)
    for number in (first, second):
        practice("inquiry", "open", number)
    file = tmp_path / "section.pdf"
    assert practice("print", "--form", "inquiry", "5", "--pdf", str(file), "--json").code == 0
    assert file.read_bytes().count(b"/Type /Page\n") == 2
    answer = practice("print", "--form", "inquiry", "6", "--pdf", str(file), "--json")
    assert (answer.code, answer.json["refused"]) == (1, "nothing_to_ask")


def test_the_evening_page_and_its_signature(practice, tmp_path):
    number = issued(practice)
    shown = practice("sign-off", "--json").json
    assert shown["figures"] == {"unsent": 1, "attention": 0, "reissued": 0, "exceptions": 0}
    assert (shown["unsent"][0]["number"], shown["signed"]) == (number, [])
    assert practice("print", "--form", "signoff", "--pdf", str(tmp_path / "evening.pdf")).code == 0
    assert practice("sign-off", "--approver", "3").code == 0
    again = practice("sign-off", "--approver", "3")
    assert (again.code, "2回目" in again.out) == (0, True)
    assert [signed["by"] for signed in practice("sign-off", "--json").json["signed"]] == ["岸", "岸"]


def test_a_clerk_cannot_sign_and_a_wrong_pin_neither(office):
    for arguments, rule in ((("12", "2468"), "not_responsible"), (("3", "1111"), "pin_wrong")):
        answer = office("sign-off", "--approver", arguments[0], "--approver-pin", arguments[1], "--by", "12", "--json")
        assert (answer.code, answer.json["refused"]) == (1, rule)
    assert office("sign-off", "--approver", "3", "--approver-pin", "9753", "--by", "12").code == 0


def test_limits_are_shown_and_changed_by_a_responsible_person_with_a_reason(office):
    assert office("limits", "--json").json == {"evening": 1715, "arrive": 2, "return": 5, "changes": []}
    assert office("limits").out == "未発送とする時刻  17時15分\n未着とする開庁日数  2開庁日\n未返送とする開庁日数  5開庁日\n"
    refused = office("limits", "set", "arrive", "3", "--reason", "other", "--by", "12", "--pin", "2468", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "not_responsible")
    responsible = ("--by", "3", "--pin", "9753")
    assert office("limits", "set", "arrive", "3", "--reason", "schedule_changed", *responsible).code == 0
    assert office("limits", "set", "evening", "17:00", "--reason", "繁忙期", *responsible).code == 0
    assert office("limits", "set", "evening", "25:00", "--reason", "other", *responsible).code == 1
    assert office("limits", "set", "return", "many", "--reason", "other", *responsible).code == 1
    assert office("limits", "set", "lunch", "many", "--reason", "other", *responsible).code == 1
    assert office("limits", "set", "return", "7", *responsible).code == 2
    now = office("limits", "--json").json
    assert (now["arrive"], now["evening"]) == (3, 1700)
    assert [(change["before"], change["after"], change["reason"], change["by"]) for change in now["changes"]] == [
        ("2開庁日", "3開庁日", "庁内便・開庁日の変更", "岸"), ("17時15分", "17時00分", "繁忙期", "岸")]


def test_extra_closing_days_are_kept_in_order_and_move_the_limits(practice):
    number = issued(practice)
    assert practice("closing-days").out == "臨時の閉庁日はありません。\n"
    for day in ("2026-11-26", "2026-11-25"):
        assert practice("closing-days", "add", day, "--reason", "other", "--by", "3").code == 0
    assert practice("closing-days", "--json").json == ["2026-11-25", "2026-11-26"]
    assert practice("attention", "--on", "2026-11-27", "--json").json[0]["opening_days"] == 1
    assert practice("closing-days", "add", "2026-11-28", "--reason", "other", "--by", "3", "--json").json["refused"] == (
        "closed_usually")
    assert practice("closing-days", "remove", "2026-11-25", "--reason", "other", "--by", "3").code == 0
    assert practice("closing-days", "--json").json == ["2026-11-26"]
    assert practice("attention", "--on", "2026-11-27", "--json").json[0]["opening_days"] == 2
    assert practice("attention", "--on", "2026-11-27", "--json").json[0]["number"] == number
