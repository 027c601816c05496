"""The お客様控 in other words: whole and readable in each language, and never more than what was approved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from printing import (
    BUILT_IN,
    PAPERS,
    NotALanguage,
    Unprintable,
    draw,
    fits,
    language,
    load_translation,
    raster,
    words_citizen,
)
from printing.fonts import face
from printing.glyphs import choose
from printing.page import leaves
from printing.sketch import Sketch, Space
from tests.printing import examples
from tests.printing.measures import collisions, outside, running_text
from tests.printing.test_barcodes import read

EXAMPLE = Path(__file__).with_name("vi_example.json")
FOREIGN = (*BUILT_IN, load_translation(EXAMPLE))
PAPER = ("80mm", "58mm", "80mm-180dpi", "A4")
HOURS = "平日8時30分〜17時"
CASES = [
    (name, speech, paper)
    for speech in (*FOREIGN, "ja")
    for paper in PAPER
    for name in (*examples.VARIANTS, "several")
]


def slip(name: str, speech, **changes):
    """An お客様控 that speaks so."""
    form = examples.several() if name == "several" else examples.copy_of(examples.VARIANTS[name], "citizen")
    return replace(form, language=speech, branch_hours=HOURS, **changes)


def code(speech) -> str:
    """The code of a language that is given by it or as itself."""
    return speech if isinstance(speech, str) else speech.code


def said(sketches: tuple[Sketch, ...]) -> str:
    """All text of all sheets without blanks."""
    return "".join(map(running_text, sketches))


def squeezed(text: str) -> str:
    """As running text gives it."""
    return text.replace(" ", "").replace("\u3000", "")


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "speech", "paper"), CASES, ids=[f"{p}-{code(s)}-{n.replace(' ', '_')}" for n, s, p in CASES]
)
def test_in_every_language_nothing_collides_or_is_lost_and_the_number_can_be_read(name, speech, paper):
    form = slip(name, speech)
    if paper == "A4" and code(speech) == "ja":
        return  # the panels of tests/printing/test_layout.py, with a few other words
    sketches = leaves(form, paper)
    for sketch in sketches:
        assert collisions(sketch) == []
        assert outside(sketch, 0 if PAPERS[paper].roll else 4.2) == []
        assert all(m.w > 0 and m.h > 0 for m in sketch.marks if isinstance(m, Space))
    text, says = said(sketches), language.of(form)
    for part in (form, *form.others):
        for fact in (part.section, part.type_name, *part.enclosures, part.label or "", part.digits or ""):
            assert squeezed(fact) in text
    if form.depositor and not form.handwritten:
        assert squeezed(form.depositor) in text
    for key in ("custody", "atm", "keep"):
        assert squeezed(says.sentences[key]) in text
    assert ("仮訳・要確認" in text) is not says.japanese
    if not says.japanese:
        assert squeezed(words_citizen.CUSTODY_SHORT) in text
        own = form.acceptance_sentence or words_citizen.EASY["sentences"]["acceptance"]
        assert squeezed(own) in text
    page = draw(form, paper)
    found = set().union(*(read(raster(page, leaf=i)) for i in range(page.count)))
    assert found == {part.digits for part in (form, *form.others) if part.digits}


@pytest.mark.parametrize("name", [*examples.VARIANTS, "several"])
@pytest.mark.parametrize("speech", ["easy-ja", "ja", *FOREIGN], ids=code)
def test_large_print_has_nothing_under_18_points(name, speech):
    sketches = leaves(slip(name, speech, large=True), "A4")
    for sketch in sketches:
        assert collisions(sketch) == []
        assert outside(sketch, 4.2) == []
        small = [t.text for t in sketch.texts() if t.size < 6.349 and "本物ではありません" not in t.text]
        assert small == []
    form = slip(name, speech)
    for part in (form, *form.others):
        assert squeezed(part.type_name) in said(sketches)
        assert part.digits is None or part.digits in said(sketches)
    if speech == "easy-ja" and name in ("plain", "by hand", "applicant", "sealed"):
        assert len(sketches) == 1
    if form.reissue:
        assert "再発行" in said(sketches) and "これより前の紙は使わない" in said(sketches)
    if name == "several":
        assert len(sketches) == 3 or speech != "easy-ja"


def test_large_print_and_foreign_languages_are_refused_on_paper_that_is_too_small():
    for paper in ("80mm", "58mm", "A5"):
        large = slip("plain", "easy-ja", large=True)
        assert paper != "A5" or "A4" in fits(large, paper)
    assert "A4" in fits(slip("plain", "en"), "A5")


@pytest.mark.parametrize("speech", BUILT_IN)
def test_official_names_stay_japanese_and_their_meaning_stands_below(speech):
    says = language.by_code(speech)
    for paper in PAPER:
        text = said(leaves(slip("plain", speech), paper))
        assert "高齢・障害課" in text and squeezed(says.names["高齢・障害課"]) in text
        assert squeezed(says.names["大師支所"]) in text and squeezed(says.names[HOURS]) in text
        assert HOURS not in text


@pytest.mark.parametrize("speech", BUILT_IN)
def test_every_section_and_branch_of_the_source_has_a_meaning(speech):
    names = language.by_code(speech).names
    for name in ("保険年金課", "地域ケア推進課", "地域支援課", "児童家庭課", "高齢・障害課", "保護課"):
        assert name in names
    assert {"川崎区役所", "大師支所", "田島支所"} <= set(names)


def test_dates_stand_in_the_order_of_the_language_and_others_stay_as_they_are():
    english, chinese = language.by_code("en"), language.by_code("zh")
    assert english.taken("令和8年11月24日（火）10時45分") == "24 Nov 2026 (Tue) 10:45"
    assert chinese.taken("令和8年4月1日（水）8時05分") == "2026年4月1日（星期三）8:05"
    assert english.taken("8.11.24 10:45") == "8.11.24 10:45"


def test_what_the_office_wrote_itself_is_never_replaced_by_a_translation_of_something_else():
    form = slip("plain", "en", purpose_sentence="お名前は、見本のために使います。")
    text = said(leaves(form, "80mm"))
    assert "お名前は、見本のために使います。" in text
    assert squeezed(language.by_code("en").sentences["purpose"]) not in text
    none = said(leaves(slip("plain", "en", purpose_sentence=""), "80mm"))
    assert squeezed(language.by_code("en").sentences["purpose"]) not in none


def test_an_approved_translation_drops_the_mark_and_keeps_a_types_own_sentence_in_japanese(tmp_path):
    told = json.loads(EXAMPLE.read_text(encoding="utf-8")) | {"approved": True}
    (tmp_path / "vi.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    speech = load_translation(tmp_path / "vi.json")
    assert "仮訳" not in said(leaves(slip("plain", speech), "80mm"))
    own = said(leaves(slip("long", speech), "80mm"))
    assert squeezed(examples.LONG.acceptance_sentence) in own and "仮訳" not in own


def test_ordinary_and_plain_japanese_say_the_same_in_other_words():
    plain, ordinary = (said(leaves(slip("plain", speech), "80mm")) for speech in ("easy-ja", "ja"))
    assert "担当課へ送ります" in plain and "担当課へ回送します" in ordinary
    for text in (plain, ordinary):
        assert "職員がATMの操作をお願いすることはありません。" in text and "仮訳" not in text
    assert said(leaves(replace(slip("plain", "ja"), language="easy-ja"), "80mm")) == plain


def test_chinese_is_drawn_in_its_own_shapes_and_japanese_names_beside_it_in_theirs():
    assert choose("读", False, "zh").verdict == "missing"  # not one of the fixed sentences
    for bold, key in ((False, "zh-regular"), (True, "zh-bold")):
        assert choose("骨", bold, "zh").face != key
        assert choose("您", bold, "zh").face == choose("关", bold, "zh").face == key
    (sketch,) = leaves(slip("plain", "zh"), "80mm")
    families = {t.text: t.family for t in sketch.texts()}
    assert families["髙﨑 德次郎 様"] == "" and families["查询编号"] == "zh"


def test_the_chinese_fonts_hold_every_letter_of_their_sentences():
    says = language.by_code("zh")
    letters = set("".join((*says.words.values(), *says.sentences.values(), *says.names.values())))
    for key in ("zh-regular", "zh-bold"):
        assert {c for c in letters if ord(c) not in set(face(key).face.unicodes)} == set()


def test_a_chinese_slip_takes_the_quick_way_too():
    page = draw(slip("plain", "zh"), "80mm")
    assert len(page.pdf) <= 60_000
    assert b"FontFile3" not in page.pdf  # a font with cubic curves goes the slow way, 240 ms instead of 40


def test_english_words_are_not_parted():
    (sketch,) = leaves(slip("plain", "en"), "58mm")
    words = set(" ".join(language.by_code("en").sentences.values()).split())
    drawn = " ".join(t.text for t in sketch.texts() if t.family == "latin").split()
    assert words <= set(drawn)


# files of the office ----------------------------------------------------------------------------------------


def changed(tmp_path: Path, change) -> Path:
    """The example with a change, as a file."""
    told = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    change(told)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_files_that_come_with_the_program_have_the_form_that_is_asked_of_others():
    for speech in BUILT_IN:
        says = load_translation(language.FOLDER / f"{speech}.json")
        assert says.code == speech and not says.approved
        assert set(says.words) == set(words_citizen.EASY["words"])
        assert set(says.sentences) == set(words_citizen.EASY["sentences"])


def test_letters_of_another_language_are_checked_like_those_of_a_name(tmp_path):
    path = changed(tmp_path, lambda told: told["sentences"].update(keep="보관하세요"))
    with pytest.raises(Unprintable) as refused:
        load_translation(path)
    assert refused.value.characters == tuple("보관하세요")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda told: told.pop("name"), "name"),
        (lambda told: told["words"].pop("reference"), "words.reference"),
        (lambda told: told["words"].update(reference="  "), "words.reference"),
        (lambda told: told["sentences"].pop("atm"), "sentences.atm"),
        (lambda told: told.update(sentences="no table"), "sentences"),
        (lambda told: told["words"].update(days="{day} ngày"), "words.days"),
        (lambda told: told["words"].update(count="{sheets"), "words.count"),
        (lambda told: told["words"].update(title="{sheets.real}"), "words.title"),
        (lambda told: told["months"].pop(), "months"),
        (lambda told: told["names"].update({"保護課": 3}), "names.保護課"),
        (lambda told: told.update(letters="arabic"), "letters"),
        (lambda told: told.update(code="ja"), "code"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_mend(tmp_path, change, key):
    with pytest.raises(NotALanguage) as refused:
        load_translation(changed(tmp_path, change))
    assert f"「{key}」" in refused.value.reason


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe\x00", '{"code": "é"'.encode("cp1252")])
def test_what_is_no_file_of_that_kind_is_refused_in_words(tmp_path, raw):
    path = tmp_path / "broken.json"
    path.write_bytes(raw)
    with pytest.raises(NotALanguage) as refused:
        load_translation(path)
    assert refused.value.reason.endswith("。")
    with pytest.raises(NotALanguage):
        load_translation(tmp_path / "missing.json")


def test_a_file_with_a_mark_of_its_encoding_is_read(tmp_path):
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())
    assert load_translation(path).name == "Tiếng Việt"
