"""bag open … dispatch, and the papers of a bag, as DESIGN names them."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from branch_desk.domain import numbers


def issued(run, type_code="501", sheets="3"):
    return run("issue", type_code, "--sheets", sheets, "--json").json["number"]


@pytest.fixture
def two(desk):
    """A practice desk with a second person."""
    assert desk("staff", "add", "2", "三浦 光").code == 0
    return desk


@pytest.fixture
def office(real):
    """A real desk with two clerks and a 係長."""
    assert real("staff", "add", "34", "三浦 光", "--pin", "1357").code == 0
    assert real("staff", "add", "3", "岸 徹", "--responsible", "--pin", "9753").code == 0

    def run(*arguments):
        return real(*arguments, *(() if "--by" in arguments else ("--by", "12")))

    return run


def test_the_first_check_ends_the_packing_and_only_another_person_may_begin_it(two):
    """As DESIGN writes the commands: open, add, check, dispatch."""
    number = issued(two)
    bag = two("bag", "open", "5", "--json").json["number"]
    two("bag", "add", bag, number)
    assert two("bag", "check", bag, number, "--json").json["refused"] == "same_person"
    assert two("bag", "show", bag, "--json").json["state"] == "open"
    assert two("bag", "check", bag, number, "--by", "2", "--json").json["state"] == "checked"
    assert two("bag", "dispatch", bag, "--json").json["state"] == "dispatched"


def test_a_bag_on_its_whole_way(two):
    number = issued(two)
    opened = two("bag", "open", "5", "--json")
    assert (opened.code, opened.json["section"], opened.json["state"], opened.json["count"]) == (0, "高齢・障害課", "open", 0)
    bag = opened.json["number"]
    assert numbers.parse(bag).real_kind == numbers.BAG
    added = two("bag", "add", bag, number, "--json")
    assert (added.code, added.json["verdict"], added.json["slip"]["state"], added.json["slip"]["bag"]) == (0, "matched", "bagged", bag)
    removed = two("bag", "remove", bag, number, "--reason", "入れ間違い", "--json")
    assert (removed.code, removed.json["slip"]["state"], removed.json["count"]) == (0, "held", 0)
    two("bag", "add", bag, number)
    assert two("bag", "dispatch", bag, "--json").json["refused"] == "bag_is_open"
    assert two("bag", "close", bag, "--json").json["state"] == "closed"
    assert two("bag", "dispatch", bag, "--json").json["refused"] == "bag_unchecked"
    same = two("bag", "check", bag, number, "--json")
    assert (same.code, same.json["refused"]) == (1, "same_person")
    checked = two("bag", "check", bag, number, "--by", "2", "--json")
    assert (checked.code, checked.json["state"], checked.json["checkers"]) == (0, "checked", ["2"])
    sent = two("bag", "dispatch", bag, "--json")
    assert (sent.code, sent.json["state"], sent.json["route"]) == (0, "dispatched", "internal_mail")
    shown = two("bag", "show", bag, "--json").json
    assert [(slip["number"], slip["state"], slip["check"]) for slip in shown["slips"]] == [(number, "dispatched", "agrees")]
    assert two("show", number, "--json").json["state"] == "dispatched"
    assert two("bag", "list", "--json").json == []


def test_a_refused_scan_answers_its_verdict_its_slip_and_where_it_belongs(two):
    bag, other = two("bag", "open", "高齢・障害課", "--json").json["number"], issued(two, "101")
    refused = two("bag", "add", bag, other, "--json")
    assert (refused.code, refused.json["refused"], refused.json["verdict"]) == (1, "wrong_section", "wrong_section")
    assert refused.json["slip"]["number"] == other and refused.json["goes_to"] == "保険年金課"
    assert "保険年金課の箱へ戻してください" in refused.err


def test_the_pin_is_asked_for_a_check_and_for_an_exception(office):
    number = issued(office)
    bag = office("bag", "open", "5", "--json").json["number"]
    office("bag", "add", bag, number)
    office("bag", "close", bag)
    assert office("bag", "check", bag, number, "--by", "34", "--json").json["refused"] == "pin_needed"
    differs = office("bag", "check", bag, number, "--by", "34", "--pin", "1357", "--differs", "miscounted", "--json")
    assert (differs.code, differs.json["slips"][0]["check"]) == (0, "differs")
    exception = ("bag", "exception", bag, "--slip", number, "--reason", "not_in_bag", "--by", "34", "--json")
    assert office(*exception, "--approver", "12", "--approver-pin", "2468").json["refused"] == "not_responsible"
    done = office(*exception, "--approver", "3", "--approver-pin", "9753")
    assert (done.code, done.json["slip"]["state"], done.json["slip"]["inquiry"]) == (0, "held", True)
    assert office("bag", "dispatch", bag, "--json").json["refused"] == "bag_is_empty"


def test_a_dispatch_of_tomorrow_is_refused_and_a_wrong_route_is_wrong_usage(two):
    number = issued(two)
    bag = two("bag", "open", "5", "--json").json["number"]
    two("bag", "add", bag, number)
    two("bag", "close", bag)
    two("bag", "check", bag, number, "--by", "2")
    late = two("bag", "dispatch", bag, "--at", "2199-01-01T10:00+09:00", "--json")
    assert (late.code, late.json["refused"]) == (1, "dispatch_future")
    assert two("bag", "dispatch", bag, "--route", "taxi").code == 2
    assert two("bag", "dispatch", bag, "--route", "by_hand", "--json").json["route"] == "by_hand"


def test_the_label_carries_the_barcode_of_the_bag_and_the_list_its_slips(two, tmp_path):
    number = issued(two)
    bag = two("bag", "open", "5", "--json").json["number"]
    assert two("print", bag, "--form", "label", "--pdf", str(tmp_path / "l.pdf"), "--json").json["refused"] == "bag_is_empty"
    two("bag", "add", bag, number)
    for form, paper in (("label", "80mm"), ("manifest", "A4")):
        png = tmp_path / f"{form}.png"
        made = two("print", bag, "--form", form, "--png", str(png), "--json")
        assert (made.code, made.json["bag"], made.json["paper"]) == (0, bag, paper)
        read = [code.text for code in zxingcpp.read_barcodes(Image.open(png))]
        assert read == [bag]


def test_the_second_paper_of_a_bag_says_that_it_is_one_and_wants_its_reason(two, tmp_path):
    number = issued(two)
    bag = two("bag", "open", "5", "--json").json["number"]
    two("bag", "add", bag, number)
    for form in ("label", "manifest"):
        first = two("print", bag, "--form", form, "--pdf", str(tmp_path / f"{form}.pdf"), "--json")
        assert first.json["count"] == 1
        refused = two("print", bag, "--form", form, "--pdf", str(tmp_path / f"{form}2.pdf"), "--json")
        assert (refused.code, refused.json["refused"]) == (1, "reprint_reason")
        for count in (2, 3):
            again = two("print", bag, "--form", form, "--pdf", str(tmp_path / f"{form}{count}.pdf"), "--reason", "shredded", "--json")
            assert (again.code, again.json["count"]) == (0, count)
        page = pypdfium2.PdfDocument(tmp_path / f"{form}3.pdf")[0].get_textpage().get_text_range()
        assert "再発行 2回目" in page


def test_badges_are_printed_for_everybody_or_for_those_named(two, tmp_path):
    png = tmp_path / "badges.png"
    made = two("print", "2", "--form", "badge", "--png", str(png), "--json")
    assert made.code == 0
    codes = [numbers.parse(code.text) for code in zxingcpp.read_barcodes(Image.open(png))]
    assert [(code.kind, code.desk, code.serial) for code in codes] == [(6, "101", 2)]
    assert two("print", "--form", "badge", "--png", str(png)).code == 0
    assert len(zxingcpp.read_barcodes(Image.open(png))) == 2
    assert two("print", "77", "--form", "badge", "--png", str(png), "--json").json["refused"] == "unknown_staff"


def test_a_form_that_does_not_exist_is_wrong_usage(two):
    wrong = two("print", "1", "--form", "poster", "--pdf", "x.pdf")
    assert wrong.code == 2 and "label" in wrong.err
    assert two("print", "--form", "label", "--pdf", "x.pdf").code == 2
    assert two("print", "--pdf", "x.pdf").code == 2


def test_a_bag_paper_goes_to_a_printer_too(two, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    assert two("printers", "add", "受付", "--folder", str(folder)).code == 0
    number = issued(two)
    bag = two("bag", "open", "5", "--json").json["number"]
    two("bag", "add", bag, number)
    sent = two("print", bag, "--form", "label", "--json")
    assert (sent.code, sent.json["copy"], sent.json["printer"]) == (0, "label", "受付")
    assert [file.name.split("-")[:2] for file in folder.iterdir()] == [[bag, "label"]]
