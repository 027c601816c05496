"""verify, audit and the roles of staff from the command line."""

from __future__ import annotations

import pytest

PIN = "9753"


@pytest.fixture
def office(real):
    """A clerk 12 (PIN 2468), a 責任者 3, an auditor 7, and three slips."""
    assert real("staff", "add", "3", "岸 徹", "--responsible", "--pin", PIN).code == 0
    assert real("staff", "add", "7", "森 監", "--auditor").code == 0
    for _ in range(3):
        assert real("issue", "501", "--sheets", "2", "--by", "12").code == 0
    return real


def test_verify_ends_with_the_line_to_sign_and_says_the_same_in_json(office):
    lines = office("verify").out.splitlines()
    document = office("verify", "--json").json
    assert document["ok"] and document["faults"] == [] and lines[:-1] == document["proven"]
    assert lines[-1].endswith(document["head"]) and document["line"].endswith(document["head"])
    assert document["counts"]["gapless.numbers"] == 3


def test_a_printed_value_is_found_again_and_a_wrong_one_ends_with_1(office):
    head = office("verify", "--json").json["head"]
    office("issue", "501", "--sheets", "2", "--by", "12")
    held = office("verify", "--head", head, "--json")
    assert held.code == 0 and held.json["compared"]["held"]
    gone = office("verify", "--head", f"{head[:-1]}{(int(head[-1]) + 1) % 10}", "--json")
    assert gone.code == 1 and gone.json["ok"] is False and gone.json["faults"] == [] and gone.err
    assert office("verify", "--head", "1234", "--json").json["refused"] == "head_form"


def test_a_sample_is_drawn_and_drawn_again(office):
    first = office("audit", "sample", "--by", "7", "--numbers", "2", "--json").json
    again = office("audit", "sample", "--by", "7", "--numbers", "2", "--seed", first["seed"], "--json").json
    assert again == first and len(first["numbers"]) == 2
    said = office("audit", "sample", "--by", "7", "--seed", first["seed"]).out
    for row in first["numbers"]:
        assert row["label"] in said and row["copy"] in said and row["original"] in said
    assert first["seed"] in said


def test_a_sample_that_was_drawn_goes_onto_paper_by_its_number(office, tmp_path):
    seed = office("audit", "sample", "--by", "7", "--json").json["seed"]
    paper = tmp_path / "sample.pdf"
    assert office("print", "--form", "sample", seed, "--pdf", str(paper), "--by", "12").code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert office("print", "--form", "sample", "xyz", "--pdf", str(paper), "--by", "12", "--json").json["refused"] == "sample_seed"


def test_the_file_of_the_auditor(office, tmp_path):
    file = tmp_path / "監査.csv"
    made = office("audit", "export", str(file), "--by", "7", "--json")
    assert made.code == 0 and made.json["count"] == len(file.read_text(encoding="utf-8-sig").splitlines()) - 1


def test_roles_change_end_and_are_told(office):
    assert office("staff", "role", "12", "--responsible", "--by", "3", "--pin", "0000").code == 1
    assert office("staff", "role", "12", "--responsible", "--by", "3", "--pin", PIN).code == 0
    assert office("staff", "end", "12", "--by", "3", "--pin", PIN).code == 0
    assert office("issue", "501", "--sheets", "1", "--by", "12", "--json").json["refused"] == "staff_ended"
    held = office("audit", "roles", "--json").json
    assert [(item["code"], item["role"], item["until"] is None) for item in held] == [
        ("3", "responsible", True), ("7", "auditor", True), ("12", "clerk", False), ("12", "responsible", False),
    ]
    assert [member["code"] for member in office("staff", "list", "--json").json] == ["3", "7"]


def test_a_locked_pin_is_unlocked_and_the_lock_of_the_window_is_set(office):
    number = office("find", "501", "--json").json[0]["number"]
    for _ in range(5):
        refused = office("void", number, "--reason", "spoiled", "--by", "12", "--pin", "0000", "--json").json["refused"]
        assert refused == "pin_wrong"
    command = ("void", number, "--reason", "spoiled", "--by", "12", "--pin", "2468", "--json")
    assert office(*command).json["refused"] == "pin_locked"
    assert office("staff", "unlock", "12", "--by", "3", "--pin", PIN).code == 0
    assert office(*command).code == 0
    assert office("lock", "--json").json == {"minutes": 10}
    assert office("lock", "5", "--by", "3", "--pin", PIN).code == 0 and office("lock", "--json").json == {"minutes": 5}
