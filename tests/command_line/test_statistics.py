"""集計 and 欠番表 on the command line: read without a person, exported by one and on record."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest

from branch_desk.domain import era

FY = era.fiscal_year(datetime.now(era.JST))


@pytest.fixture
def worked(real):
    """Two slips, one of them voided, and two documents that were not taken."""
    for _ in range(2):
        number = real(
            "issue", "501", "--sheets", "3", "--depositor", "柊木 千万人", "--by", "12", "--json"
        ).json["number"]
    assert real("void", number, "--reason", "spoiled", "--by", "12", "--pin", "2468").code == 0
    assert real("issue", "999", "--sheets", "1", "--by", "12").code == 1
    assert real("issue", "501", "--sheets", "1", "--business", "--by", "12").code == 1
    return real


def test_a_year_in_json_and_in_words(worked):
    document = worked("statistics", "--year", str(FY), "--json").json
    assert (
        document["year"],
        document["scope"],
        document["total"]["issued"],
        document["total"]["voided"],
    ) == (FY, "branch", 2, 1)
    assert document["refused"] == {"not_listed": 1, "business": 1}
    said = worked("statistics").out
    assert "発行 2" in said and "お断り 2" in said and "大師支所の全窓口" in said


def test_the_scope_is_said(worked):
    assert worked("statistics", "--scope", "desk", "--json").json["scope_says"] == "大師1（この窓口だけ）"
    assert worked("statistics", "--scope", "all", "--json").json["scope"] == "all"
    assert worked("statistics", "--scope", "ward").code == 2


def test_files_are_written_and_recorded(worked, tmp_path):
    table, page = tmp_path / "s.csv", tmp_path / "s.pdf"
    answer = worked("statistics", "--csv", str(table), "--pdf", str(page), "--by", "12", "--json")
    assert answer.code == 0 and answer.json["files"] == [str(table), str(page)]
    assert table.read_bytes().startswith(b"\xef\xbb\xbf") and page.read_bytes().startswith(b"%PDF")
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert ["書類", "501", "介護保険要介護・要支援認定申請"] in [row[:3] for row in rows]


def test_no_name_comes_out(worked, tmp_path):
    table = tmp_path / "s.csv"
    worked("statistics", "--csv", str(table), "--by", "12")
    numbers = tmp_path / "g.csv"
    worked("gaps", "--csv", str(numbers), "--by", "12")
    said = [
        table.read_text("utf-8-sig"),
        numbers.read_text("utf-8-sig"),
        worked("statistics", "--json").out,
        worked("gaps", "--json").out,
        worked("statistics").out,
        worked("gaps").out,
    ]
    assert all("501" in text and "柊木" not in text and "千万人" not in text for text in said)


def test_who_exports_must_be_known(real, tmp_path):
    assert real("issue", "501", "--sheets", "3", "--by", "12").code == 0
    assert real("staff", "add", "13", "岸 徹").code == 0
    answer = real("statistics", "--csv", str(tmp_path / "s.csv"), "--json")
    assert answer.code == 1 and answer.json["refused"] == "who" and not (tmp_path / "s.csv").exists()


def test_gaps_in_json_in_words_and_on_paper(worked, tmp_path):
    document = worked("gaps", "--year", str(FY), "--json").json
    assert document["gaps"] == 0 and [item["last"] for item in document["series"]] == [2]
    assert [item["reason"] for item in document["voids"]] == ["紙の汚れ・破れ"]
    said = worked("gaps").out
    assert "欠番はありません" in said and "501-00002" in said
    assert worked("gaps", "--pdf", str(tmp_path / "g.pdf"), "--by", "12").code == 0
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF")


def test_a_year_of_nothing(worked, tmp_path):
    assert "この年度の記録はありません" in worked("statistics", "--year", "2031").out
    assert "この年度の記録はありません" in worked("gaps", "--year", "2031").out
    answer = worked("statistics", "--year", "2031", "--pdf", str(tmp_path / "x.pdf"), "--by", "12", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "statistics_empty")


@pytest.mark.parametrize("command", ["statistics", "gaps"])
def test_a_year_of_two_digits_is_refused_with_what_to_do(worked, command):
    answer = worked(command, "--year", "26", "--json")
    assert answer.code == 1 and answer.json["refused"] == "statistics_year" and "4桁" in answer.json["todo"]


@pytest.mark.parametrize(
    ("form", "subject"), [("statistics", [str(FY), "desk"]), ("statistics", []), ("gaps", [str(FY)])]
)
def test_they_print_like_every_other_form(worked, tmp_path, form, subject):
    file = tmp_path / "p.pdf"
    assert worked("print", *subject, "--form", form, "--pdf", str(file), "--by", "12").code == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert worked("print", "next year", "--form", form, "--pdf", str(file), "--by", "12").code == 1


def test_a_folder_that_is_not_there_ends_with_3_and_no_traceback(worked, tmp_path):
    assert worked("statistics", "--csv", str(tmp_path / "no" / "s.csv"), "--by", "12").code == 3


def test_it_reads_beside_an_open_window(worked, home):
    from branch_desk.store.ledger import Ledger

    with Ledger.open(home):
        assert worked("statistics", "--json").json["total"]["issued"] == 2
        assert worked("gaps", "--json").code == 0
