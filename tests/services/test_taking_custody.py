"""Issuing: what is asked before a number is spent, and what a number is once it is."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.fold import State
from branch_desk.domain.guidance import Way
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, guide, people, slips
from branch_desk.services.results import Issued, Refusal
from branch_desk.services.slips import IssueRequest


def issue(ledger, who, type_code="501", sheets=3, **more):
    return slips.issue(ledger, who, IssueRequest(type_code, sheets, **more))


def test_the_first_slip_of_a_type_is_number_one_and_the_next_two(ledger, sano):
    first, second, other = issue(ledger, sano), issue(ledger, sano), issue(ledger, sano, "102")
    assert [numbers.parse(done.slip.number).serial for done in (first, second, other)] == [1, 2, 1]
    assert first.label.endswith("-大師1-501-00001")


def test_a_slip_is_held_by_the_branch_that_issued_it(ledger, sano):
    slip = issue(ledger, sano).slip
    assert slip.state is State.HELD
    assert (slip.holder.where, slip.holder.actor) == ("101", "12")
    assert (slip.type_name, slip.section_name) == ("介護保険要介護・要支援認定申請", "高齢・障害課")


def test_what_was_typed_is_kept_apart_from_the_event(ledger, sano):
    number = issue(ledger, sano, depositor="髙﨑 德次郎", kana="タカサキ", applicant="小林 さくら",
                   other_enclosures=("古い手帳",)).slip.number
    assert ledger.personal(number) == {"name": "髙﨑 德次郎", "kana": "タカサキ", "applicant": "小林 さくら",
                                       "enclosures": "古い手帳"}
    assert "髙" not in repr([event.body for event in ledger.events(number)])


def test_a_repeated_request_gives_the_same_number_and_no_second_event(ledger, sano):
    first = issue(ledger, sano, request_id="r1")
    again = issue(ledger, sano, request_id="r1")
    assert (again.slip.number, again.repeated) == (first.slip.number, True)
    assert len(ledger.events(first.slip.number)) == 1


@pytest.mark.parametrize("request_id", ["山田太郎", "a b", "x" * 101, "a\n"])
def test_a_request_id_that_could_hide_a_name_is_refused(ledger, sano, request_id):
    assert issue(ledger, sano, request_id=request_id).rule == "request_id"


@pytest.mark.parametrize(("code", "flags", "rule"), [
    ("501", {"business": True}, "business"),
    ("501", {"past_deadline": True}, "past_deadline"),
    ("777", {}, "not_listed"),
    ("", {}, "not_listed"),
])
def test_a_document_that_is_not_taken_spends_no_number_is_counted_and_says_where_to_go(ledger, sano, code, flags, rule):
    refusal = slips.issue(ledger, sano, IssueRequest(code, 1, **flags))
    assert isinstance(refusal, Refusal) and refusal.rule == rule
    assert refusal.sentence.startswith("この書類は、支所ではお預かりできません。")
    assert refusal.guidance[0].way is Way.COUNTER
    assert ledger.count_refused() == {(code if code == "501" else None, rule): 1}
    assert numbers.parse(issue(ledger, sano).slip.number).serial == 1


@pytest.mark.parametrize(("word", "rule"), [("緊急対応が基本", "urgent"), ("申請受理日が重要", "acceptance_date"),
                                            ("年50件未満", "few")])
def test_a_type_that_is_not_forwarded_says_so_itself(ledger, sano, tmp_path, word, rule):
    table = catalogues.format_csv(ledger.catalogue()) + (
        f"503,高齢者在宅サービス（紙おむつ）利用申出,こうれいしゃ かみおむつ,5,高齢・障害課,3階,,{word},,,,お手元から郵送で申請していただけます。,1,\r\n")
    file = tmp_path / "catalogue.csv"
    file.write_text(table, encoding="utf-8")
    assert not isinstance(catalogues.import_csv(ledger, sano, file), Refusal)
    refusal = issue(ledger, sano, "503")
    assert refusal.rule == rule
    assert "郵送" in refusal.sentence


def test_an_ended_type_is_refused_and_its_old_slips_keep_their_name(ledger, sano, tmp_path):
    old = issue(ledger, sano, "601")
    table = catalogues.format_csv(ledger.catalogue()).replace("収入申告書", "収入の申告書").replace(
        "601,収入の申告書,しゅうにゅうしんこくしょ,6,保護課,4階,,する,2025-01-01,", "601,収入の申告書,しゅうにゅうしんこくしょ,6,保護課,4階,,する,2025-01-01,2025-01-31")
    file = tmp_path / "catalogue.csv"
    file.write_text(table, encoding="utf-8")
    catalogues.import_csv(ledger, sano, file)
    assert issue(ledger, sano, "601").rule == "ended"
    assert ledger.slip(old.slip.number).type_name == "収入申告書"


def test_post_is_offered_only_for_the_types_that_the_source_names(ledger):
    by_post = {item.code for item in catalogues.current_types(ledger)
               if Way.POST in {advice.way for advice in
                               guide.builtin().for_type(item, ledger.desk.ward)}}
    assert by_post == {"301", "601", "602"}


@pytest.mark.parametrize(("more", "rule"), [
    ({"sheets": None}, "sheets_missing"), ({"sheets": 0}, "sheets"), ({"sheets": -3}, "sheets"),
    ({"sheets": 10_000}, "sheets"), ({"enclosures": ("99",)}, "enclosure"),
    ({"depositor": "あ" * 201}, "too_long"), ({"depositor": "山田\x07太郎"}, "control"),
    ({"kana": "ヤマダ\ud83d"}, "control"),
    ({"depositor": "山田😀"}, "unprintable"), ({"applicant": "\u200b田"}, "unprintable"),
    ({"other_enclosures": ("🧾",)}, "unprintable"),
])
def test_what_cannot_be_written_or_drawn_is_said_before_a_number_is_spent(ledger, sano, more, rule):
    refusal = issue(ledger, sano, **more)
    assert isinstance(refusal, Refusal) and refusal.rule == rule
    assert ledger.page(slips.book.BookFilter()).total == 0


def test_a_sealed_envelope_needs_no_count(ledger, sano):
    slip = issue(ledger, sano, sheets=None, sealed=True).slip
    assert (slip.sheets, slip.sealed) == (None, True)


@pytest.mark.long      # test_auditor_reads_only.py asks every verb
def test_an_auditor_only_reads(ledger):
    auditor = people.add(ledger, "90", "監査 一", role=StaffRole.AUDITOR)
    assert issue(ledger, auditor).rule == "auditor"


def test_practice_numbers_can_never_be_taken_for_real(practice):
    who = people.acting(practice, None)
    done = issue(practice, who)
    assert isinstance(done, Issued)
    assert numbers.parse(done.slip.number).practice
