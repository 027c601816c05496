"""Papers: which digits stand on which, what a second one is, and that no name is silently changed."""

from __future__ import annotations

import pytest

import printing
from branch_desk.domain import numbers
from branch_desk.services import book, catalogues, paper, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest

from .conftest import PIN

LONG = "アレクサンドラ・" * 12 + "花子様です"


def issued(ledger, who, **more):
    return slips.issue(ledger, who, IssueRequest("501", 3, **more)).slip.number


def test_only_the_original_carries_the_closing_digits(ledger, sano):
    number = numbers.parse(issued(ledger, sano))
    digits = {order.copy: order.form.digits for order in paper.orders(ledger, sano, number.digits)}
    assert digits == {"citizen": number.copy.digits, "original": number.digits, "tag": number.copy.digits,
                      "binder": number.copy.digits}


def test_papers_come_in_the_order_in_which_the_citizen_is_served(ledger, sano):
    orders = paper.orders(ledger, sano, issued(ledger, sano))
    assert [(order.copy, order.paper) for order in orders] == [
        ("citizen", "80mm"), ("original", "80mm"), ("tag", "80mm"), ("binder", "A5")]


@pytest.mark.parametrize("name", ["髙﨑 德次郎", "𠮷田 花子", "渡邉 一郎", "葛󠄀城 みどり", "か\u3099の 太郎", LONG])
def test_a_name_is_printed_whole(ledger, sano, tmp_path, name):
    number = issued(ledger, sano, depositor=name)
    file = tmp_path / "o.pdf"
    printed = paper.into_files(ledger, sano, number, "original", pdf=file)
    assert not isinstance(printed, Refusal)
    assert paper.form(ledger, number, "original").depositor == ledger.personal(number)["name"]
    assert printing.draw(paper.form(ledger, number, "original"), "80mm").missing == ()


@pytest.mark.parametrize("name", ["山田\U0001f600", "山\u200b田", "田中\ufeff", "ﾟ\u0301\U00016f00"])
def test_a_name_that_cannot_be_drawn_is_reported_before_a_number_is_spent(ledger, sano, name):
    refusal = slips.issue(ledger, sano, IssueRequest("501", 3, depositor=name))
    assert refusal.rule == "unprintable" and refusal.details["unprintable"]


def test_more_names_than_a_sheet_holds_are_refused_before_printing_and_the_roll_is_named(ledger, sano, tmp_path):
    number = issued(ledger, sano, depositor=LONG, applicant=LONG)
    refusal = paper.into_files(ledger, sano, number, "original", paper="A5", pdf=tmp_path / "o.pdf")
    assert refusal.rule == "does_not_fit" and "80ミリ" in refusal.sentence
    assert not (tmp_path / "o.pdf").exists() and ledger.prints(number) == {}
    assert not isinstance(paper.into_files(ledger, sano, number, "original", pdf=tmp_path / "o.pdf"), Refusal)


def test_a_second_paper_is_a_reissue_with_its_reason_and_is_counted(ledger, sano, tmp_path):
    number = issued(ledger, sano)
    paper.into_files(ledger, sano, number, "original", pdf=tmp_path / "1.pdf")
    assert paper.order(ledger, sano, number, "original").rule == "reprint_reason"
    again = paper.order(ledger, sano, number, "original", reason="not_printed")
    assert (again.form.reissue.n, again.form.reissue.reason, again.count) == (1, "前の紙は印刷されていない", 2)
    paper.into_files(ledger, sano, number, "original", pdf=tmp_path / "2.pdf", reason="not_printed")
    third = paper.order(ledger, sano, number, "original", reason="shredded")
    assert third.form.reissue.n == 2
    lines = [line.note for line in book.open_slip(ledger, number).lines if line.event == "printed"]
    assert lines == ["原本 1回目　ファイルに出力", "原本 2回目　ファイルに出力　前の紙は印刷されていない"]


def test_a_paper_that_could_not_be_written_is_not_recorded(ledger, sano, tmp_path):
    number = issued(ledger, sano)
    with pytest.raises(OSError):
        paper.into_files(ledger, sano, number, "original", pdf=tmp_path / "missing" / "1.pdf")
    assert ledger.prints(number) == {}


def test_several_slips_of_one_visitor_stand_on_one_citizen_copy(ledger, sano):
    first = issued(ledger, sano, depositor="岡本 太郎")
    second = issued(ledger, sano, depositor="岡本 太郎", visit=first)
    void = issued(ledger, sano, visit=first)
    slips.void(ledger, sano, void, "wrong_type", pin=PIN)
    form = paper.form(ledger, second, "citizen")
    assert [form.label, *(other.label for other in form.others)] == [book.label(ledger, second), book.label(ledger, first)]


def test_a_void_slip_is_not_printed_again(ledger, sano):
    number = issued(ledger, sano)
    slips.void(ledger, sano, number, "wrong_type", pin=PIN)
    assert paper.order(ledger, sano, number, "original").rule == "ended_slip"


def test_enclosures_in_own_words_stand_on_the_paper_beside_the_listed_ones(ledger, sano):
    number = issued(ledger, sano, enclosures=("02",), other_enclosures=("古い手帳",))
    assert paper.form(ledger, number, "original").enclosures == ("委任状", "古い手帳")


def test_without_a_typed_name_the_paper_has_a_line_to_write_on(ledger, sano):
    form = paper.form(ledger, issued(ledger, sano), "original")
    assert (form.handwritten, form.depositor) == (True, None)


def test_the_preview_is_the_real_form_without_a_number(ledger, sano):
    item = catalogues.of(ledger).type("501")
    form = paper.preview_form(ledger, sano, IssueRequest("501", 3, depositor="林 次郎"), item)
    assert (form.digits, form.label, form.type_name) == (None, None, "介護保険要介護・要支援認定申請")


def test_the_window_s_papers_are_cleared_and_hold_no_name_in_their_file_name(ledger, sano):
    number = issued(ledger, sano, depositor="林 次郎")
    folder = paper.paper_folder(ledger)
    paper.into_files(ledger, sano, number, "original", pdf=folder / f"{number}-original.pdf")
    assert paper.clear_folder(ledger) == 1
    assert list(folder.iterdir()) == []
