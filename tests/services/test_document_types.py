"""The catalogue: the 11 named types, search at the counter, CSV with nothing half imported."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain.catalogue import (
    Catalogue,
    DocumentType,
    NotForwarded,
    Section,
    format_csv,
    parse_csv,
    search,
)
from branch_desk.services import catalogues, slips
from branch_desk.services.results import Refusal

HEADING = "番号,名称,読み,課番号,課,階,電話,回送,有効開始日,有効終了日,申請受理日の文,お断りの文,保存年数,年間見込み"
GOOD = "503,高齢者福祉の申出,こうれいしゃふくし,5,高齢・障害課,3階,,する,2026-04-01,,,,1,120"


def test_the_builtin_catalogue_is_the_source_and_nothing_else():
    named = {"国民健康保険高額療養費支給申請", "小児（乳幼児等）医療証交付申請", "公害健康被害認定関係の申請",
             "小児・成人ぜん息患者医療費助成認定申請", "出生連絡票の提出",
             "児童扶養手当変更届（住所・受給者氏名・金融機関）", "証明願（川崎市認可保育園に入所していないことの証明）",
             "介護保険要介護・要支援認定申請", "療育手帳交付申請書", "収入申告書", "資産申告書"}
    catalogue = catalogues.builtin()
    assert {item.name for item in catalogue.types} == named
    assert [(section.code, section.name) for section in catalogue.sections] == [
        ("1", "保険年金課"), ("2", "地域ケア推進課"), ("3", "地域支援課"), ("4", "児童家庭課"), ("5", "高齢・障害課"), ("6", "保護課")]


@pytest.mark.parametrize(("text", "code"), [
    ("501", "501"), ("５０１", "501"), ("かいご", "501"), ("カイゴ", "501"), ("ようかいご", "501"), ("療育", "502"),
    ("ぜんそく", "202"), ("ぜん息", "202"), ("しさん", "602"), ("しゅっしょう", "301"), ("保育園", "402"),
])
def test_a_type_is_found_by_code_reading_or_name(text, code):
    assert search(catalogues.builtin().types, text)[0].code == code


def test_a_code_wins_over_everything_and_nothing_finds_nothing():
    types = catalogues.builtin().types
    assert [item.code for item in search(types, "1")] == ["101", "102"]
    assert search(types, "") == search(types, "zzz") == ()


@pytest.mark.parametrize(("line", "says"), [
    ("50,名,よみ,5,課,,,する,,,,,1,", "3桁"), ("500,名,よみ,5,課,,,する,,,,,1,", "3桁"), ("abc,名,よみ,5,課,,,する,,,,,1,", "3桁"),
    ("503,,よみ,5,課,,,する,,,,,1,", "名称"), ("503,名,読み,5,課,,,する,,,,,1,", "ひらがな"),
    ("503,名,よみ,6,課,,,する,,,,,1,", "課番号"), ("503,名,よみ,5,,,,する,,,,,1,", "課の名称"),
    ("503,名,よみ,5,高齢・障害課,2階,,する,,,,,1,", "2行目"), ("503,名,よみ,5,課,,,たぶん,,,,,1,", "回送"),
    ("503,名,よみ,5,課,,,する,2026-13-01,,,,1,", "有効開始日"), ("503,名,よみ,5,課,,,する,2026-04-01,2026-03-31,,,1,", "より前"),
    ("503,名,よみ,5,課,,,する,,,,,百,", "保存年数"), ("503,名,よみ,5,課,,,する,,,,,0,", "保存年数"),
    ("503,名,よみ,5,課,,,する,,,,,1,多い", "年間見込み"), ("503,名,よみ,5,課,,,する,,,,,1,,余分", "列"),
    (GOOD, "重なって"),
])
def test_every_bad_line_is_named_by_its_number_and_nothing_is_taken(line, says):
    parsed = parse_csv("\r\n".join((HEADING, GOOD, line, "505,名,よみ,9,課,,,する,,,,,1,")))
    assert parsed.types == ()
    assert {fault.line for fault in parsed.faults} == {3, 4}
    assert any(says in fault.sentence for fault in parsed.faults if fault.line == 3)


@pytest.mark.parametrize("text", ["", "\ufeff", "番号,名称\r\n501,あ", HEADING, f'{HEADING}\r\n"503,名', "\0\0"])
def test_a_file_that_is_no_catalogue_is_refused(text):
    parsed = parse_csv(text)
    assert parsed.types == () and parsed.faults


@given(st.text())
def test_any_text_gives_types_or_faults_never_both(text):
    parsed = parse_csv(f"{HEADING}\r\n{text}")
    assert bool(parsed.types) != bool(parsed.faults)


_words = st.text(st.characters(whitelist_categories=("Lo", "Nd", "Po")), min_size=1).map(str.strip).filter(bool)
_types = st.builds(
    DocumentType, code=st.sampled_from(["503", "504", "599"]), name=_words, reading=st.just("よみ"),
    section=st.just(Section("5", "高齢・障害課", "3階")), not_forwarded=st.sampled_from([None, *NotForwarded]),
    valid_from=st.dates(date(2020, 1, 1), date(2030, 1, 1)), sentence=st.none() | _words, refusal=st.none() | _words,
    retention=st.integers(1, 99), annual=st.none() | st.integers(0, 999_999))


@given(st.lists(_types, min_size=1, unique_by=lambda item: item.code))
def test_export_and_import_give_the_same_types(types):
    assert parse_csv(format_csv(Catalogue(tuple(types)))).types == tuple(types)


def test_what_excel_saves_is_read_and_what_is_written_excel_opens(ledger, sano, tmp_path):
    file = tmp_path / "c.csv"
    catalogues.export_csv(ledger, file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    shift_jis = tmp_path / "excel.csv"
    shift_jis.write_bytes(file.read_bytes().decode("utf-8-sig").encode("cp932"))
    done = catalogues.import_csv(ledger, sano, shift_jis)
    assert len(done.catalogue.types) == 11
    assert done.catalogue.version == 2


def test_a_bad_import_changes_nothing(ledger, sano, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(f"{HEADING}\r\n{GOOD}\r\n504,,,5,,,,,,,,,,\r\n", encoding="utf-8")
    refusal = catalogues.import_csv(ledger, sano, file)
    assert refusal.rule == "catalogue_lines"
    assert "3行目" in refusal.todo
    assert ledger.catalogue() == catalogues.builtin()


def test_bytes_that_are_no_text_are_refused(ledger, sano, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(b"\xff\xfe\x00\x81")
    assert catalogues.import_csv(ledger, sano, file).rule == "catalogue_encoding"


def test_a_type_that_was_issued_cannot_vanish_from_the_list(ledger, sano, tmp_path):
    slips.issue(ledger, sano, slips.IssueRequest("501", 1))
    file = tmp_path / "c.csv"
    file.write_text(f"{HEADING}\r\n{GOOD}\r\n", encoding="utf-8")
    refusal = catalogues.import_csv(ledger, sano, file)
    assert isinstance(refusal, Refusal) and refusal.rule == "catalogue_missing_used"
    assert "501" in refusal.sentence
