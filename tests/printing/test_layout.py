"""Nothing on a paper runs into anything, leaves the paper, or is cut; there is room to write and to stamp."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import PAPERS, DoesNotFit, Reissue, SlipForm, Unprintable, fits
from printing.page import lay
from printing.sketch import Sketch, Space
from tests.printing import examples
from tests.printing.measures import collisions, outside, running_text

CASES = examples.every_form()
EDGE = 4.2  # millimetres of a sheet that many printers cannot reach


@pytest.fixture(params=CASES, ids=map(examples.title, CASES))
def case(request) -> tuple[SlipForm, str, Sketch]:
    """A form, its paper and its layout."""
    _, form, paper = request.param
    return form, paper, lay(form, paper)


def test_nothing_runs_into_anything(case):
    assert collisions(case[2]) == []


def test_nothing_leaves_the_printable_area(case):
    _, paper, sketch = case
    assert outside(sketch, 0 if PAPERS[paper].roll else EDGE) == []


def test_no_fact_is_shortened(case):
    form, _, sketch = case
    said = running_text(sketch)
    facts = (
        [form.section] if form.copy == "tag" else [form.section, form.type_name, form.taken, *form.enclosures]
    )
    if form.others:
        facts = [
            f
            for slip in (form, *form.others)
            for f in (
                slip.label,
                slip.section,
                *(() if form.copy == "tag" else (slip.type_name, *slip.enclosures)),
            )
        ]
    if form.copy in ("original", "binder"):
        facts.append(form.staff)
    if form.copy in ("original", "citizen"):
        facts.append(form.branch)
    if form.label:
        facts.append(form.label)
    if form.copy != "tag" and not form.handwritten and form.depositor:
        facts += [form.depositor, *([form.applicant] if form.applicant else [])]
    for fact in facts:
        assert fact.replace(" ", "") in said


def test_the_number_is_there_or_its_place_says_when_it_comes(case):
    form, _, sketch = case
    said = running_text(sketch)
    assert ("発行したときに付きます" in said) == (form.digits is None)
    for slip in (form, *form.others):
        assert slip.digits is None or slip.digits in said


def test_facts_for_citizens_are_large_enough(case):
    form, paper, sketch = case
    if form.copy != "citizen":
        return
    unit = 25.4 / 203.2 if PAPERS[paper].roll else 1.0
    small = {t.text for t in sketch.texts() if t.size * unit < 3.0 - 1e-9}
    allowed = {
        form.label,
        "お客様控",
        *(s.label for s in form.others),
        "本物ではありません",
        "本物でない",
        "練習 本物ではありません",
        "預けた方",
        "申請者",
        "お客様控（再発行 2回目）",
        "お客様控（再発行 1回目）",
        "これより前の紙は使わない",
    }
    small -= allowed | {t for t in small if form.reissue and form.reissue.reason in t}
    assert small == set()


def test_there_is_room_for_a_pen_and_a_stamp(case):
    form, paper, sketch = case
    unit = 25.4 / 203.2 if PAPERS[paper].roll else 1.0
    spaces = [(s.name, s.w * unit, s.h * unit) for s in sketch.marks if isinstance(s, Space)]
    wanted = {
        "original": {"received on", "received at", "receiver", "checked by", "checked on"},
        "binder": {"received copied", "checked by", "checked on"},
        "citizen": set(),
        "tag": {"clip"},
    }[form.copy]
    if form.handwritten and form.copy != "tag":
        wanted = wanted | {"name"}
    assert wanted <= {name for name, _, _ in spaces}
    for name, w, h in spaces:
        least = {"receiver": (15, 15), "checked by": (15, 15), "clip": (40, 5), "copy stamp": (15, 15)}.get(
            name, (20, 8)
        )
        assert w >= least[0] and h >= least[1], (name, w, h)


@pytest.mark.parametrize("copy", ["original", "binder"])
def test_only_practice_shows_slanted_hatching(copy):
    from printing.sketch import Slant

    for paper in PAPERS:
        for form, practice in ((examples.PLAIN, False), (examples.PRACTICE, True)):
            sketch = lay(examples.copy_of(form, copy), paper)
            assert any(isinstance(m, Slant) for m in sketch.marks) is practice
            assert ("練習" in running_text(sketch)) is practice


@pytest.mark.parametrize("name", examples.NAMES + examples.LONG_NAMES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("copy", ["original", "binder", "citizen"])
@pytest.mark.parametrize("twice", [False, True])
def test_a_name_is_whole_or_refused_before_printing(name, paper, copy, twice):
    form = replace(examples.copy_of(examples.PLAIN, copy), depositor=name, applicant=name if twice else None)
    reason = fits(form, paper)
    if reason is None:
        sketch = lay(form, paper)
        assert running_text(sketch).count(name.replace(" ", "")) == 1 + twice
        assert collisions(sketch) == []
    else:
        assert not PAPERS[paper].roll and twice and "80ミリ" in reason


def test_a_single_name_of_100_characters_fits_every_paper():
    for name in examples.LONG_NAMES:
        for paper in PAPERS:
            assert fits(replace(examples.PLAIN, depositor=name), paper) is None


def test_a_thirteenth_enclosure_is_refused_on_sheets_and_printed_on_rolls():
    form = replace(examples.PLAIN, enclosures=tuple(f"添付{i}" for i in range(13)))
    assert "80ミリ" in fits(form, "A5")
    assert fits(form, "80mm") is None


def test_a_plain_customer_copy_is_at_most_190_millimetres():
    for form in (examples.PLAIN, examples.BY_HAND):
        sketch = lay(examples.copy_of(form, "citizen"), "80mm")
        assert sketch.height / 8 <= 190


kanji = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA0)
    | st.sampled_from("・（）ー、。っゃ「」 アイウABC1234567"),
    min_size=1,
    max_size=60,
)


def printable(text: str) -> str:
    """Keep the generator to what can be printed: the rest has a test of its own."""
    from printing import unprintable

    lost = unprintable(text)
    for character in lost:
        text = text.replace(character, "見")
    return text.strip() or "見本"


forms = st.builds(
    SlipForm,
    copy=st.sampled_from(examples.COPIES),
    section=kanji.map(lambda t: printable(t[:16])),
    type_name=kanji.map(printable),
    branch=kanji.map(lambda t: printable(t[:10])),
    ward=st.none() | st.just("川崎区役所"),
    taken=st.just("令和8年11月24日（火）10時45分"),
    staff=kanji.map(lambda t: printable(t[:6])),
    digits=st.just(examples.CLOSING) | st.none(),
    label=st.just("令8-大師1-501-00042"),
    branch_phone=st.none() | st.just("044-000-0000"),
    branch_hours=st.none() | st.just("平日8時30分〜17時"),
    floor=st.none() | st.sampled_from(("3階", "地下1階")),
    section_phone=st.none() | st.just("044-000-0003"),
    depositor=st.none() | kanji.map(printable),
    applicant=st.none() | kanji.map(printable),
    handwritten=st.booleans(),
    sheets=st.none() | st.integers(1, 9999),
    enclosures=st.lists(kanji.map(lambda t: printable(t[:30])), max_size=14).map(tuple),
    acceptance_sentence=st.none() | kanji.map(printable),
    arrival_days=st.none() | st.integers(1, 99),
    purpose_sentence=st.none() | st.just("") | kanji.map(printable),
    practice=st.booleans(),
    reissue=st.none()
    | st.builds(
        Reissue, st.integers(1, 99), st.just("8.11.24 10:52"), kanji.map(lambda t: printable(t[:24]))
    ),
)


@settings(max_examples=120)
@given(form=forms, paper=st.sampled_from(tuple(PAPERS)))
def test_whatever_is_typed_nothing_collides_or_is_lost(form, paper):
    form = form if form.digits else replace(form, label=None)
    try:
        sketch = lay(form, paper)
    except DoesNotFit as refused:
        assert not PAPERS[paper].roll and refused.reason.endswith("。")
        return
    assert collisions(sketch) == []
    assert outside(sketch, 0 if PAPERS[paper].roll else EDGE) == []
    assert form.section.replace(" ", "") in running_text(sketch)
    if form.copy != "tag":
        assert form.type_name.replace(" ", "") in running_text(sketch)


def test_a_text_that_cannot_be_drawn_is_named_before_anything_is_drawn():
    for field in ("depositor", "section", "type_name", "staff"):
        with pytest.raises(Unprintable) as refused:
            lay(replace(examples.PLAIN, **{field: "見本\u200b😀"}), "80mm")
        assert refused.value.characters == ("\u200b", "😀")
    with pytest.raises(Unprintable):
        lay(replace(examples.PLAIN, enclosures=("写し\x07",)), "A5")
    with pytest.raises(Unprintable):
        lay(replace(examples.PLAIN, others=(replace(examples.PLAIN, depositor="\ue000"),)), "A4")
