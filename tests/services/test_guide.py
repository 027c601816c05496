"""案内 on a real ledger: what is found, the slip of paper, and the file that people edit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import jsonschema
import pypdfium2
import pytest

import printing
import schemas
from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.guidance import Way
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, desks, guide, guide_ticket, people, slips
from branch_desk.store.ledger import Ledger
from tests.printing.office_examples import GUIDE

SCHEMA = json.loads(schemas.read_text("catalogue/guidance.schema.json"))


@pytest.fixture
def in_march(home):
    """The desk in the season of the temporary counters."""
    desks.set_up(home, Desk("101", "大師1", "大師支所", phone="044-000-0000")).ledger.close()
    ledger = Ledger.open(home, now=lambda: datetime(2027, 3, 20, 10, tzinfo=era.JST))
    yield ledger
    ledger.close()


def edited(tmp_path, ledger, **more):
    file = tmp_path / "guide.json"
    guide.export_file(ledger, file)
    data = json.loads(file.read_text(encoding="utf-8")) | more
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def test_what_the_branch_takes_is_said_with_its_number(ledger):
    answer = next(one for one in guide.search(ledger, "保育園") if one.kind == "type")
    assert (answer.taken, answer.sentence) == ("402", "この書類は、支所でお預かりできます。")


def test_a_type_that_is_not_forwarded_says_its_own_sentence(ledger, kishi):
    entry = catalogues.TypeEntry("503", "紙おむつの申出", "かみおむつ", "年50件未満", refusal="お手元から郵送で申請していただけます。")
    catalogues.put_type(ledger, kishi, entry)
    answer = next(one for one in guide.search(ledger, "503"))
    assert answer.taken is None and answer.sentence == "お手元から郵送で申請していただけます。"


def test_a_refused_document_comes_with_the_same_ways_as_案内(ledger, sano):
    refused = slips.issue(ledger, sano, slips.IssueRequest("601", 1, business=True))
    assert refused.guidance == next(one for one in guide.search(ledger, "601")).advice
    assert [way.way for way in refused.guidance] == [Way.COUNTER, Way.TELEPHONE, Way.POST, Way.APPOINTMENT]
    unknown = slips.issue(ledger, sano, slips.IssueRequest("999", 1))
    assert [way.way for way in unknown.guidance] == [Way.COUNTER, Way.TELEPHONE, Way.APPOINTMENT]


def test_in_its_season_the_temporary_counter_is_first_and_says_so(in_march):
    answer = guide.search(in_march, "タクシー")[0]
    assert answer.running and answer.advice[0].way is Way.TEMPORARY and "臨時窓口" in answer.sentence


# ---- the slip of paper


def test_the_slip_says_where_to_go_and_no_number_and_no_name(ledger, sano):
    answer = guide.search(ledger, "介護保険の相談")[0]
    catalogues.set_sections(ledger, sano, {"5": ("3階", "044-000-0005")})
    answer = guide.search(ledger, "介護保険の相談")[0]
    sheet = guide_ticket.ticket(ledger, sano, answer.name, answer.advice, False)
    form = sheet.form
    assert (sheet.copy, sheet.roll, sheet.slip, sheet.named) == ("guide", True, None, False)
    assert (form.about, form.branch, form.branch_phone, form.staff) == ("介護保険の相談", "大師支所", "044-000-0000", "佐野")
    assert [(way.name, way.large) for way in form.ways] == [
        ("区役所の担当課窓口", "高齢・障害課 3階"), ("電話", "044-000-0005"), ("オンライン相談", ""), ("予約の対面相談", "")]
    assert not form.refused and "介護保険の相談" in form.ways[2].text


def test_without_a_telephone_there_is_room_to_write_one(ledger, sano):
    sheet = guide_ticket.ticket_for(ledger, sano, "保育園")
    assert "（" in sheet.form.ways[1].text and sheet.form.ways[1].large == ""


def test_every_slip_of_every_topic_fits_every_paper(in_march):
    who = people.add(in_march, "12", "佐野 恵")
    for answer in guide.search(in_march, ""):
        form = guide_ticket.ticket(in_march, who, answer.name, answer.advice).form
        for paper in ("80mm", "58mm", "A5", "A4"):
            assert printing.draw(form, paper).pdf


def test_what_was_not_handed_back_is_not_said_to_be():
    for refused in (True, False):
        for paper in ("80mm", "A5", "A4"):
            page = printing.draw(replace(GUIDE, refused=refused), paper)
            told = pypdfium2.PdfDocument(page.pdf)[0].get_textpage().get_text_range()
            assert ("お返ししました" in told.replace("\r\n", "")) is refused, paper


def test_an_auditor_prints_none_and_nothing_is_found_for_nothing(ledger, sano):
    auditor = people.add(ledger, "7", "監査 太郎", role=StaffRole.AUDITOR)
    assert guide_ticket.ticket_for(ledger, auditor, "保育園").rule == "auditor"
    assert guide_ticket.ticket_for(ledger, sano, "zzz").rule == "guide_nothing"


# ---- the file


def test_the_exported_file_is_of_the_schema_and_comes_in_again_as_the_next_version(ledger, sano, tmp_path):
    file = edited(tmp_path, ledger)
    jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), SCHEMA)
    done = guide.import_file(ledger, sano, file)
    assert done.guidance.version == 2 and done.changed.topics == {"guidance"}
    again = edited(tmp_path, ledger)
    jsonschema.validate(json.loads(again.read_text(encoding="utf-8")), SCHEMA)
    assert guide.import_file(ledger, sano, again).guidance.version == 3
    assert guide.of(ledger).topics == guide.builtin().topics


def test_what_was_edited_takes_effect(ledger, sano, tmp_path):
    topics = json.loads(schemas.read_text("catalogue/guidance.json"))["topics"]
    topics[0] = topics[0] | {"name": "新しい相談", "reading": "あたらしいそうだん"}
    guide.import_file(ledger, sano, edited(tmp_path, ledger, topics=topics, said=[]))
    assert guide.search(ledger, "あたらしい")[0].name == "新しい相談"
    assert guide.search(ledger, "子ども") == ()


@pytest.mark.parametrize(("more", "place"), [
    ({"topics": []}, "topics"), ({"appointment": ""}, "appointment"), ({"more": 1}, "more")])
def test_a_fault_in_the_file_imports_nothing_and_names_the_place(ledger, sano, tmp_path, more, place):
    refused = guide.import_file(ledger, sano, edited(tmp_path, ledger, **more))
    assert refused.rule == "guide_faults" and place in refused.todo and refused.details["faults"][0] == place
    assert guide.of(ledger) == guide.builtin()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b" " * 1_000_001,
                                 b'{"$comment": "\\ud83d"}', b'{"$comment": NaN}'])
def test_what_is_no_guidance_is_refused_without_an_error(ledger, sano, tmp_path, raw):
    file = tmp_path / "guide.json"
    file.write_bytes(raw)
    assert guide.import_file(ledger, sano, file).rule == "guide_file"


def test_an_auditor_imports_nothing(ledger, tmp_path):
    auditor = people.add(ledger, "7", "監査 太郎", role=StaffRole.AUDITOR)
    assert guide.import_file(ledger, auditor, edited(tmp_path, ledger)).rule == "auditor"
