"""One command after another, as DESIGN names them: exit codes, JSON, sentences."""

from __future__ import annotations

import json
from unicodedata import east_asian_width

import pytest

from branch_desk.store.ledger import Ledger
from tests.domain.hostile_scans import HOSTILE_SCANS

from .conftest import process


def issued(run, type_code="501", *more):
    answer = run("issue", type_code, "--sheets", "3", "--json", *more)
    assert answer.code == 0, answer.err
    return answer.json


def test_setup_makes_a_ledger_and_shows_the_recovery_key_once(run):
    answer = run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--json")
    assert answer.code == 0
    assert (answer.json["desk"], answer.json["practice"], answer.json["master_key"]) == ("101", False, "file")
    assert len(answer.json["recovery_key"]) > 20
    again = run("setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--json")
    assert (again.code, again.json["refused"]) == (1, "home_in_use")


@pytest.mark.parametrize(("wrong", "rule"), [(("--desk", "000"), "desk_code"), (("--desk", "12"), "desk_code"),
                                             (("--desk", "abc"), "desk_code"), (("--name", "あ" * 9), "desk_name"),
                                             (("--branch", " "), "desk_branch")])
def test_a_desk_that_cannot_be_is_refused(run, wrong, rule):
    arguments = {"--desk": "101", "--name": "大師1", "--branch": "大師支所"} | dict([wrong])
    answer = run("setup", *(part for pair in arguments.items() for part in pair), "--json")
    assert (answer.code, answer.json["refused"]) == (1, rule)


def test_the_whole_life_of_a_slip(desk):
    slip = issued(desk, "501", "--depositor", "髙﨑 德次郎", "--enclosure", "02", "--enclosure", "古い手帳")
    assert slip["state"] == "held"
    assert (slip["enclosures"], slip["other_enclosures"]) == (["02"], 1)
    assert "depositor" not in slip
    number = slip["number"]
    doubtful = desk("return", number, "--json")
    assert (doubtful.code, doubtful.json["verdict"]) == (1, "not_dispatched")
    back = desk("return", number, "--received-at", slip["issued_at"], "--accept", "--json")
    assert (back.code, back.json["result"], back.json["slip"]["state"]) == (0, "closed", "closed")
    again = desk("return", number, "--json")
    assert (again.code, again.json["verdict"]) == (0, "already_closed")
    shown = desk("show", number, "--json").json
    assert [line["event"] for line in shown["history"]] == ["issued", "closed"]
    assert "depositor" not in shown
    named = desk("show", number, "--names", "--json").json
    assert named["depositor"] == "髙﨑 德次郎"
    assert [line["event"] for line in desk("show", number, "--json").json["history"]][-1] == "viewed"


def test_without_a_time_the_returned_slip_stays_open(desk):
    number = issued(desk)["number"]
    back = desk("return", number, "--accept", "--json")
    assert (back.code, back.json["result"], back.json["slip"]["state"]) == (0, "time_missing", "held")
    differs = desk("return", number, "--accept", "--differs", "枚数が違う", "--json").json
    assert (differs["result"], differs["slip"]["came_back"]) == ("differs", "differs")


def test_void_hand_back_correct_and_undo(desk):
    one, two = issued(desk)["number"], issued(desk)["number"]
    assert desk("void", one, "--reason", "wrong_type", "--json").json["state"] == "voided"
    assert desk("undo", one, "--reason", "wrong_key", "--json").json["state"] == "held"
    corrected = desk("correct", one, "--sheets", "5", "--enclosure", "01", "--reason", "miscounted", "--json").json
    assert (corrected["sheets"], corrected["enclosures"]) == (5, ["01"])
    assert desk("correct", one, "--no-enclosures", "--reason", "miscounted", "--json").json["enclosures"] == []
    assert desk("hand-back", two, "--reason", "ご本人が取りやめ", "--json").json["state"] == "handed_back"
    assert desk("void", two, "--reason", "other", "--json").code == 1


def test_a_real_ledger_asks_who_and_a_pin_for_a_void(real):
    number = issued(real)["number"]
    refused = real("void", number, "--reason", "other", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "pin_needed")
    assert real("void", number, "--reason", "other", "--pin", "2468").code == 0
    real("staff", "add", "13", "林 次郎")
    nobody = real("issue", "501", "--sheets", "1", "--json")
    assert (nobody.code, nobody.json["refused"]) == (1, "who")
    assert real("issue", "501", "--sheets", "1", "--by", "013").code == 0
    assert real("--by", "99", "issue", "501", "--sheets", "1").code == 1


def test_a_refused_document_answers_with_rule_sentence_and_guidance(desk):
    answer = desk("issue", "601", "--sheets", "1", "--past-deadline", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "past_deadline")
    assert [way["way"] for way in answer.json["guidance"]] == ["counter", "telephone", "post", "appointment"]
    assert answer.err.startswith("受け付けられません: この書類は、支所ではお預かりできません。")


def test_a_repeated_request_id_issues_once(desk):
    assert issued(desk, "501", "--request-id", "x")["number"] == issued(desk, "501", "--request-id", "x")["number"]


def test_find_by_number_label_type_and_part_of_a_name(desk):
    slip = issued(desk, "501", "--depositor", "𠮷田 花子")
    issued(desk, "102")
    for text in (slip["number"], slip["number"][4:14], slip["label"], "𠮷田", "花子", "ようかいご"):
        found = desk("find", text, "--json")
        assert [hit["number"] for hit in found.json] == [slip["number"]], text
    assert desk("find", "見当たらない名前", "--json").json == []


def test_the_ledger_is_filtered_and_exported_without_names(desk, tmp_path):
    closed = issued(desk, "501", "--depositor", "岡本 太郎")
    desk("return", closed["number"], "--received-at", closed["issued_at"], "--accept")
    issued(desk, "102")
    assert [s["type"] for s in desk("ledger", "--state", "held", "--json").json] == ["102"]
    assert [s["type"] for s in desk("ledger", "--section", "高齢・障害課", "--json").json] == ["501"]
    assert [s["type"] for s in desk("ledger", "--type", "102", "--json").json] == ["102"]
    assert desk("ledger", "--to", "2020-01-01", "--json").json == []
    file = tmp_path / "book.csv"
    assert desk("ledger", "--csv", str(file)).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "岡本" not in file.read_text(encoding="utf-8")
    assert "岡本" in desk("ledger", "--names").out


def test_paper_goes_into_files_and_a_second_one_is_a_reissue_with_its_reason(desk, tmp_path):
    slip = issued(desk, "501", "--pdf", str(tmp_path / "first.pdf"))
    assert (tmp_path / "first.pdf").read_bytes().startswith(b"%PDF")
    refused = desk("print", slip["number"], "--pdf", str(tmp_path / "second.pdf"), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "reprint_reason")
    assert not (tmp_path / "second.pdf").exists()
    again = desk("print", slip["number"], "--pdf", str(tmp_path / "second.pdf"), "--reason", "shredded", "--json")
    assert (again.code, again.json["count"]) == (0, 2)
    tag = desk("print", slip["number"], "--form", "tag", "--png", str(tmp_path / "tag.png"), "--json")
    assert (tag.json["copy"], tag.json["count"]) == ("tag", 1)
    assert desk("show", slip["number"], "--json").json["prints"] == {"original": 2, "tag": 1}


def test_a_paper_that_cannot_be_written_is_the_surroundings_and_the_number_stays(desk, tmp_path):
    answer = desk("issue", "501", "--sheets", "1", "--pdf", str(tmp_path / "nowhere" / "x.pdf"), "--json")
    assert answer.code == 3
    assert answer.json["number"] and answer.json["prints"] == {}
    assert desk("show", answer.json["number"]).code == 0


def test_catalogue_list_export_import(desk, tmp_path):
    types = desk("catalogue", "list", "--json").json
    assert len(types) == 11
    assert set(types[0]) >= {"code", "name", "reading", "section", "forwarded", "valid_from", "valid_until"}
    file = tmp_path / "c.csv"
    assert desk("catalogue", "export", str(file)).code == 0
    assert desk("catalogue", "import", str(file), "--json").json == {"version": 2, "types": 11}
    file.write_text(file.read_text(encoding="utf-8").replace("501,", "5O1,", 1), encoding="utf-8")
    bad = desk("catalogue", "import", str(file), "--json")
    assert (bad.code, bad.json["lines"][0]["line"]) == (1, 9)


def test_staff_and_their_codes(real):
    assert real("staff", "add", "x1", "森").code == 1
    assert real("staff", "add", "0012", "森").code == 1
    assert [member["code"] for member in real("staff", "list", "--json").json] == ["12"]
    assert "2468" not in real("staff", "list", "--json").out


def test_verify_and_a_new_recovery_key(desk, tmp_path):
    issued(desk)
    checked = desk("verify", "--json")
    assert (checked.code, checked.json["ok"], checked.json["faults"]) == (0, True, [])
    assert checked.json["proven"]
    key = desk("recovery-key", "--pdf", str(tmp_path / "key.pdf"), "--json")
    assert key.json["recovery_key"]
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


def test_a_year_that_nobody_is_in_gives_no_number_until_the_responsible_person_says_it_is_right(desk, monkeypatch):
    monkeypatch.setenv("BRANCH_DESK_NOW", "2031-06-01T09:00:00+09:00")
    stopped = desk("issue", "501", "--sheets", "1", "--json")
    assert stopped.code == 3 and "approve clock" in stopped.err
    desk("staff", "add", "12", "佐野 恵")
    assert desk("approve", "clock", "--by", "12", "--json").json["refused"] == "not_responsible"
    assert desk("approve", "clock", "--json").json["approved"] == "clock"
    assert issued(desk)["number"].startswith("810131501")
    assert desk("approve", "clock", "--json").json["refused"] == "nothing_to_approve"


def test_a_ledger_found_on_another_pc_gives_no_number_until_it_is_approved(desk, home, monkeypatch):
    issued(desk)
    monkeypatch.setattr("branch_desk.store.ledger.machine", lambda ledger, known="": "another machine")
    stopped = desk("issue", "501", "--sheets", "1")
    assert stopped.code == 3 and "approve machine" in stopped.err
    assert desk("approve", "machine").code == 0
    assert issued(desk)["number"][9:14] == "00002"


def test_numbers_are_reserved_for_a_power_cut_and_keyed_in_afterwards(desk, tmp_path):
    answer = desk("reserve", "--count", "3", "--pdf", str(tmp_path / "spare.pdf"), "--json")
    first = answer.json["numbers"][0]
    assert (answer.code, len(answer.json["numbers"])) == (0, 3)
    assert desk("show", first, "--json").json["state"] == "reserved"
    assert "予備" in desk("show", first).out and "None" not in desk("show", first).out
    assert desk("issue", "501", "--sheets", "2", "--reserved", first).code == 2
    taken = desk("issue", "501", "--sheets", "2", "--json").json["issued_at"]
    keyed = desk("issue", "501", "--sheets", "2", "--reserved", first, "--taken-at", taken, "--json")
    assert (keyed.json["number"], keyed.json["state"], keyed.json["taken_at"]) == (first, "held", taken)
    assert desk("verify").code == 0


@pytest.mark.parametrize("arguments", [("nonsense",), ("issue",), ("issue", "501", "--sheets", "three"), ("show",),
                                       ("issue", "501", "--nope"), ("--home",), ("void", "1"), ("print", "1", "--copy", "x"),
                                       ("show", "1", "2"), ("ledger", "--from", "yesterday"), ("answer", "9" * 20, "yes")])
def test_wrong_usage_is_said_in_japanese_with_code_2(run, arguments):
    answer = run(*arguments)
    assert answer.code == 2
    assert answer.err.startswith("使い方: ")
    assert answer.out == ""


def test_wrong_usage_of_a_command_points_to_that_commands_help(run):
    assert "branch-desk staff add --help" in run("staff", "add", "3", "岸", "--nope").err
    assert "branch-desk --help" in run("nonsense").err


@pytest.mark.parametrize("command", [(), ("issue",), ("staff",), ("printers",), ("ledger",)])
def test_help_is_japanese_and_exits_well(run, command):
    answer = run(*command, "--help")
    assert answer.code == 0 and answer.out.startswith("使い方: branch-desk")
    for english in ("Usage", "Options", "Commands", "Show this message", "TEXT", "INTEGER", "OPTIONS"):
        assert english not in answer.out


def test_the_list_of_commands_is_whole_sentences_set_for_a_terminal(run):
    lines = run("--help").out.splitlines()
    listed = lines[lines.index("命令:") + 1:]
    assert "..." not in "".join(listed) and any(line.split()[:2] == ["backup", "台帳のバックアップを作り、読み返して確認します。"]
                                                 for line in listed)
    assert all(sum(2 if east_asian_width(c) in "WF" else 1 for c in line) <= 82 for line in lines), "80, and a mark that hangs over"
    assert all(line.lstrip()[:1] not in "、。）」" for line in lines if line.strip())


def test_without_a_ledger_a_sentence_says_what_to_do(run):
    answer = run("issue", "501", "--sheets", "1", "--json")
    assert answer.code == 3
    assert answer.out == "" and "setup" in answer.err


def test_a_hostile_scan_gets_its_verdict(real):
    given = {scan.what: scan for scan in HOSTILE_SCANS if scan.can_be_an_argument}
    answers = {what: real("return", "--json", "--", scan.text) for what, scan in given.items()}
    assert {what: (answer.code, answer.json["verdict"]) for what, answer in answers.items()} == {
        what: (1, scan.verdict) for what, scan in given.items()}
    assert len(given) >= 60


def test_a_hostile_scan_is_never_repeated_to_screen_or_log(real, home):
    card = "123456789018"
    answer = real("return", card, "--json")
    assert card not in answer.out + answer.err
    assert not any(card.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file())


def test_the_demonstration_closes_one_slip_of_each_type(run, tmp_path):
    answer = run("--home", str(tmp_path / "h"), "demo", "--out", str(tmp_path / "out"), "--json")
    assert answer.code == 0, answer.err
    slips = answer.json["slips"]
    assert [slip["type"] for slip in slips] == ["101", "102", "201", "202", "301", "401", "402", "501", "502", "601", "602"]
    assert {slip["state"] for slip in slips} == {"closed"}
    assert len(list((tmp_path / "out").glob("*.pdf"))) == len(list((tmp_path / "out").glob("*.png"))) == 44


def test_a_process_answers_one_json_document_and_nothing_else(home):
    assert process(home, "setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training").returncode == 0
    answer = process(home, "issue", "501", "--sheets", "2", "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["state"] == "held"


def test_a_second_writer_is_told_and_reading_goes_on(home):
    process(home, "setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training")
    with Ledger.open(home):
        writing = process(home, "issue", "501", "--sheets", "2")
        reading = process(home, "ledger", "--json")
    assert writing.returncode == 3 and "別の画面" in writing.stderr
    assert (reading.returncode, json.loads(reading.stdout)) == (0, [])
