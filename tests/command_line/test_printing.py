"""printers, print, print-test, issue --print, pending, answer: what is printed, and what is said of it."""

from __future__ import annotations

import json
from functools import partial

import pytest

from printing import job
from tests.command_line.conftest import process
from tests.printing.fake_printer import STATES, FakePrinter


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


@pytest.fixture
def with_printers(desk, printer, tmp_path):
    """A desk with a receipt printer, one that takes files, and a folder for plain paper."""
    for folder in ("receipts", "sheets"):
        (tmp_path / folder).mkdir()
    address = f"127.0.0.1:{printer.port}"
    assert desk("printers", "add", "窓口", "--profile", "epson-tm-m30", "--socket", address).code == 0
    assert desk("printers", "add", "控", "--folder", str(tmp_path / "receipts")).code == 0
    sheet = ("--profile", "sheet", "--folder", str(tmp_path / "sheets"), "--paper", "A4")
    assert desk("printers", "add", "普通紙", *sheet).code == 0
    return desk


@pytest.fixture
def number(with_printers):
    return with_printers("issue", "501", "--sheets", "3", "--json").json["number"]


def test_printers_are_listed_added_routed_and_removed(with_printers, printer):
    listed = with_printers("printers", "--json").json
    assert listed["default"] == "窓口"
    assert listed["routes"] == {"citizen": "窓口", "original": "窓口", "tag": "窓口", "binder": "普通紙"}
    assert listed["printers"][0] == {
        "name": "窓口",
        "profile": "epson-tm-m30",
        "kind": "socket",
        "address": f"127.0.0.1:{printer.port}",
        "paper": "80mm",
        "papers": ["80mm", "58mm"],
    }
    routed = with_printers("printers", "route", "binder", "none", "--json").json
    assert routed["routes"]["binder"] == "none"
    assert with_printers("printers", "route", "tag", "控", "--json").json["routes"]["tag"] == "控"
    assert with_printers("printers", "route", "tag", "default", "--json").json["routes"]["tag"] == "窓口"
    assert with_printers("printers", "default", "控", "--json").json["routes"]["original"] == "控"
    assert with_printers("printers", "remove", "控", "--json").json["default"] == "窓口"
    assert "控え → 複写（印刷しない）" in with_printers("printers").out


@pytest.mark.parametrize(
    ("arguments", "code", "rule"),
    [
        (("add", "窓口", "--socket", "a"), 1, "printer_exists"),
        (("add", "a", "--profile", "x", "--socket", "a"), 1, "profile_unknown"),
        (("add", "a", "--socket", "a b"), 1, "address_form"),
        (("add", "a", "--socket", "a", "--paper", "A4"), 1, "paper_not_for_printer"),
        (("add", "a"), 2, None),
        (("add", "a", "--socket", "a", "--cups", "b"), 2, None),
        (("remove", "a"), 1, "no_such_printer"),
        (("route", "original", "none"), 1, "no_photocopy"),
        (("route", "x", "窓口"), 1, "route_copy"),
    ],
)
def test_what_cannot_be_set_is_refused(with_printers, arguments, code, rule):
    answer = with_printers("printers", *arguments, "--json")
    assert answer.code == code and "Traceback" not in answer.err
    if rule:
        assert answer.json["refused"] == rule


def test_issue_and_print_in_one_command(with_printers, printer, tmp_path):
    answer = with_printers("issue", "501", "--sheets", "3", "--print", "--json")
    printer.settle()
    assert answer.code == 0 and len(printer.jobs) == 3
    jobs = {job["copy"]: (job["state"], job["why"], job["count"]) for job in answer.json["printing"]}
    assert jobs == {
        "citizen": ("confirmed", "printed", 1),
        "original": ("confirmed", "printed", 1),
        "tag": ("confirmed", "printed", 1),
        "binder": ("doubtful", "filed", 1),
    }
    assert answer.json["prints"] == {"citizen": 1, "original": 1, "tag": 1, "binder": 1}
    assert len(list((tmp_path / "sheets").iterdir())) == 1
    assert with_printers("verify").code == 0


def test_the_same_command_again_prints_nothing_twice(with_printers, printer):
    command = ("issue", "501", "--sheets", "3", "--print", "--request-id", "r1", "--json")
    first = with_printers(*command).json
    again = with_printers(*command)
    printer.settle()
    assert (again.code, again.json["number"], again.json["printing"]) == (0, first["number"], [])
    assert len(printer.jobs) == 3


def test_a_dead_printer_exits_3_and_the_number_is_safe(with_printers, printer):
    printer.behaviour = STATES["cover open"]
    answer = with_printers("issue", "501", "--sheets", "3", "--print", "--json")
    document = answer.json
    assert answer.code == 3 and document["state"] == "held" and len(document["number"]) == 16
    assert [(job["state"], job["why"]) for job in document["printing"][:2]] == [
        ("failed", "cover_open"),
        ("failed", "never_sent"),
    ]
    assert "番号も内容も失われません" in document["printing"][0]["sentence"]
    assert "印刷できず: 窓口のカバーが開いています。" in answer.err and printer.jobs == []
    listed = with_printers("pending", "--json").json
    assert [(item["copy"], item["ask"]) for item in listed] == [
        ("citizen", False),
        ("original", False),
        ("tag", False),
    ]
    printer.behaviour = STATES["online"]
    again = with_printers("print", document["number"], "--copy", "original", "--json")
    assert (again.code, again.json["state"], again.json["count"]) == (0, "confirmed", 1)
    assert with_printers("answer", str(listed[2]["job"]), "leave").code == 0
    assert [item["copy"] for item in with_printers("pending", "--json").json] == ["citizen"]


def test_without_any_printer_the_number_is_told_and_the_printing_refused(desk):
    answer = desk("issue", "501", "--sheets", "3", "--print", "--json")
    assert answer.code == 1 and answer.json["state"] == "held" and answer.json["printing"] == []
    assert answer.json["unrouted"] == ["citizen", "original", "tag", "binder"]
    assert desk("print", answer.json["number"], "--json").json["refused"] == "nowhere_to_print"


def test_a_doubt_is_asked_answered_and_marks_the_next(with_printers, printer, number, monkeypatch):
    # 20 seconds of patience are for people; that it ends in doubt is the same after one.
    monkeypatch.setattr(job, "Patience", partial(job.Patience, print_=1.0, look=0.3))
    printer.behaviour = STATES["no confirmation"]
    answer = with_printers("print", number, "--copy", "original", "--json")
    assert (answer.code, answer.json["state"], answer.json["why"]) == (3, "doubtful", "not_confirmed")
    assert "印刷未確認" in answer.err and "印刷済" not in answer.out + answer.err
    (listed,) = with_printers("pending", "--json").json
    assert listed["ask"] and listed["job"] == answer.json["job"]
    assert "原本が出ましたか" in listed["todo"]
    refused = with_printers("print", number, "--copy", "original", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "reprint_reason")
    said = with_printers("answer", str(listed["job"]), "no", "--json").json
    assert (said["state"], said["marked"]) == ("failed", True)
    printer.behaviour = STATES["online"]
    again = with_printers("print", number, "--copy", "original", "--reason", "not_printed", "--json").json
    assert (again["state"], again["count"]) == ("confirmed", 2)
    assert with_printers("answer", str(again["job"]), "yes", "--json").json["refused"] == "nothing_to_answer"
    assert with_printers("answer", "77", "yes", "--json").json["refused"] == "no_such_job"
    assert with_printers("pending").out.strip() == "印刷未確認の紙はありません。"


def test_the_near_end_of_a_roll_is_told(with_printers, printer, number):
    printer.behaviour = STATES["near end"]
    answer = with_printers("print", number, "--copy", "tag", "--json")
    assert answer.code == 0 and answer.json["near_end"] is True
    assert "窓口の用紙が残りわずかです。" in answer.err


def test_print_to_a_named_printer_in_another_language_and_size(with_printers, number, tmp_path):
    answer = with_printers(
        "print", number, "--copy", "citizen", "--printer", "普通紙", "--language", "en", "--large", "--json"
    )
    assert (answer.code, answer.json["paper"], answer.json["printer"]) == (0, "A4", "普通紙")
    assert with_printers("print", number, "--printer", "x", "--json").json["refused"] == "no_such_printer"
    refused = with_printers("print", number, "--copy", "tag", "--language", "en", "--json").json
    assert refused["refused"] == "language_copy"


def test_files_of_every_kind_are_the_same_dots(with_printers, number, tmp_path, printer):
    from tests.printing.escpos_reader import Reader

    files = {kind: tmp_path / f"o.{kind}" for kind in ("pdf", "png", "escpos")}
    answer = with_printers(
        "print",
        number,
        "--printer",
        "窓口",
        *(x for k, f in files.items() for x in (f"--{k}", str(f))),
        "--json",
    )
    assert answer.code == 0 and answer.json["files"] == [str(file) for file in files.values()]
    assert printer.asked == []
    reader = Reader()
    commands = list(reader.feed(files["escpos"].read_bytes()))
    assert commands[-1][0] == "cut" and sum(c[2] for c in commands if c[0] == "raster") > 600
    assert files["png"].read_bytes().startswith(b"\x89PNG") and files["pdf"].read_bytes().startswith(b"%PDF")
    other = with_printers(
        "print", number, "--paper", "A5", "--escpos", str(tmp_path / "x"), "--reason", "other", "--json"
    )
    assert (other.code, other.json["refused"]) == (1, "escpos_paper") and not (tmp_path / "x").exists()


def test_print_test_to_the_printer_and_into_a_file(with_printers, printer, tmp_path):
    answer = with_printers("print-test", "窓口", "--json")
    assert (answer.code, answer.json["copy"], answer.json["state"]) == (0, "test", "confirmed")
    printer.settle()
    assert len(printer.jobs) == 1 and printer.jobs[0].cuts == 1
    made = with_printers("print-test", "控", "--png", str(tmp_path / "t.png"), "--json")
    assert made.code == 0 and (tmp_path / "t.png").stat().st_size > 5000
    assert with_printers("print-test", "普通紙", "--json").json["refused"] == "test_receipt_only"
    printer.behaviour = STATES["paper out"]
    assert with_printers("print-test", "窓口").code == 3
    assert with_printers("pending", "--json").json == []


def test_as_a_process_of_its_own(with_printers, home, printer, number):
    done = process(home, "print", number, "--copy", "original", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "confirmed"
