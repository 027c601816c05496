"""The papers around the slips.

Nothing collides or is cut, what a scanner reads, as many sheets as there are rows.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import (
    PAPERS,
    BadgeSheet,
    BagLabel,
    BinderCover,
    DoesNotFit,
    Guide,
    History,
    Inquiry,
    Manifest,
    ManifestRow,
    ReturnList,
    ReturnRow,
    SpareBook,
    Step,
    Unprintable,
    code128,
    draw,
    fits,
    office_forms,
    raster,
)
from printing.page import leaves, strings
from printing.sketch import Bars, Slant, Space
from tests.printing import office_examples as examples
from tests.printing.measures import collisions, outside, running_text
from tests.printing.test_barcodes import photocopied, picture, read, row_of

CASES = [case for case in examples.every_form() if fits(case[1], case[2]) is None]
REFUSED = [case for case in examples.every_form() if fits(case[1], case[2]) is not None]
EDGE = 4.2


@pytest.fixture(scope="module", params=CASES, ids=map(examples.title, CASES))
def drawn(request):
    """A form, its paper, its layouts and its page; made once for all tests."""
    _, form, paper = request.param
    return form, paper, leaves(form, paper), draw(form, paper)


def mm(paper: str) -> float:
    """Millimetres a unit."""
    return 25.4 / 203.2 if PAPERS[paper].roll else 1.0


def digits_of(form) -> list[set[str]]:
    """The symbols that each sheet must show, no more and no fewer."""
    if isinstance(form, BagLabel):
        return [{form.digits}]
    if isinstance(form, BadgeSheet):
        badges = [badge.digits for badge in form.badges]
        return [set(badges[i : i + 8]) for i in range(0, len(badges), 8)]
    if isinstance(form, SpareBook):
        return [{slip.original, slip.copy} for slip in form.slips]
    return []


def test_only_one_of_the_examples_is_refused_and_it_says_why():
    assert [(name, paper) for name, _, paper in REFUSED] == [("temporary counter", "A5")]
    assert "A4" in fits(REFUSED[0][1], "A5")


def test_nothing_runs_into_anything_or_leaves_the_paper(drawn):
    _, paper, sketches, _ = drawn
    for sketch in sketches:
        assert collisions(sketch) == []
        assert outside(sketch, 0 if PAPERS[paper].roll else EDGE) == []


@pytest.mark.sampled
def test_every_sheet_reads_as_its_digits_and_nothing_else_and_each_bar_is_whole_dots(drawn):
    form, _, sketches, page = drawn
    wanted = digits_of(form)
    if isinstance(form, Manifest):
        wanted = [{form.digits}] * len(sketches)
    elif isinstance(form, Inquiry):
        wanted = [{form.digits}]
    elif isinstance(form, History):
        wanted = [set()] * (len(sketches) - 1) + [{form.digits}]
    elif not wanted:
        wanted = [set()] * len(sketches)
    assert page.count == len(sketches) == len(wanted)
    for leaf, (sketch, digits) in enumerate(zip(sketches, wanted, strict=True)):
        dots = raster(page, leaf=leaf)
        assert (dots.width, dots.height) == page.dots == sketch.dots
        assert read(dots) == digits
        symbols = [m for m in sketch.marks if isinstance(m, Bars)]
        assert {m.digits for m in symbols} == digits
        for symbol in symbols:
            bars = "".join(module * symbol.module for module in code128.modules(symbol.digits))
            rows = range(symbol.y, symbol.y + symbol.h)
            assert all(row_of(dots, y, symbol.x, len(bars)) == bars for y in rows)


def test_only_the_original_of_the_spare_book_closes_a_slip(drawn):
    form, _, sketches, _ = drawn
    allowed = {BagLabel: "27", Manifest: "27", BadgeSheet: "36", SpareBook: "1458"}.get(type(form), "45")
    for sketch in sketches:
        for symbol in (m for m in sketch.marks if isinstance(m, Bars)):
            assert symbol.digits[0] in allowed
            if isinstance(form, SpareBook):
                assert (symbol.digits[0] in "18") is (symbol.y / sketch.scale < 99)


def test_practice_and_nothing_else_has_hatching_on_every_sheet(drawn):
    form, _, sketches, _ = drawn
    for sketch in sketches:
        assert any(isinstance(m, Slant) for m in sketch.marks) is form.practice
        assert ("練習" in running_text(sketch)) is form.practice


def test_no_fact_is_cut(drawn):
    form, _, sketches, _ = drawn
    said = "".join(map(running_text, sketches))
    left_out = set()
    if isinstance(form, Inquiry):  # of many records the last ones; how many are missing is said
        shown = sum(trace.at.replace(" ", "") in said for trace in form.traces)
        if shown < len(form.traces) or "これより前の記録" in said:
            left_out = {text for trace in form.traces[:-1] for text in strings(trace)}
    if isinstance(form, SpareBook | BadgeSheet):
        return  # their digits and names have tests of their own
    if isinstance(form, ReturnList) and form.rows is None:
        left_out = {form.route}
    if isinstance(form, BagLabel | Manifest | ReturnList) and not getattr(form, "sent", "x"):
        left_out |= {form.route}
    if isinstance(form, BinderCover):
        said += form.spine  # letters below one another
    for text in strings(form):
        if text in left_out or re.fullmatch(r"\d{16}", text):
            continue
        parts = [text] if not isinstance(form, BinderCover) else re.findall(r"[^\d]+|\d+", text)
        assert all(part.replace(" ", "").replace("\u3000", "") in said for part in parts), text


def test_no_line_begins_or_ends_with_what_must_not_stand_there(drawn):
    _, _, sketches, _ = drawn
    for sketch in sketches:
        for text in sketch.texts():
            assert text.text[0] not in "、。）」ー" or len(text.text) == 1
            assert text.text[-1] not in "（「" or len(text.text) == 1


def test_stamps_and_pens_have_room(drawn):
    _, paper, sketches, _ = drawn
    for sketch in sketches:
        for space in (m for m in sketch.marks if isinstance(m, Space)):
            w, h = space.w * mm(paper), space.h * mm(paper)
            if space.name in ("stamp", "packer", "checker", "receiver", "checked by"):
                assert w >= 15 and h >= 14.9, space
            else:
                assert w >= 15 and h >= 7.6, space


def test_nothing_is_printed_too_small_to_read(drawn):
    form, paper, sketches, _ = drawn
    least = {Guide: 3.4, BagLabel: 2.5, SpareBook: 2.0}.get(type(form), 2.4)
    for sketch in sketches:
        for text in sketch.texts():
            marks = "本物で" in text.text or text.text == "これより前の紙は使わない"
            if not marks and not (text.text.isdigit() and len(text.text) == 1):
                assert text.size * mm(paper) >= least - 0.001, (text.text, text.size)


def test_papers_of_the_office_have_no_place_for_a_citizens_name():
    for part in vars(office_forms).values():
        if dataclasses.is_dataclass(part) and part.__module__ == office_forms.__name__:
            assert not {"depositor", "applicant", "name"} & {f.name for f in dataclasses.fields(part)} or (
                part is office_forms.Way
            )


# sheets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "sheets"), [(0, 1), (1, 1), (24, 1), (25, 1), (26, 2), (50, 2), (51, 3), (60, 3)]
)
def test_a_manifest_takes_25_rows_a_sheet_and_says_which_sheet_of_how_many(rows, sheets):
    form = replace(examples.MANIFEST, rows=examples.rows(rows))
    out = leaves(form, "A4")
    assert len(out) == sheets
    for i, sketch in enumerate(out):
        said = running_text(sketch)
        assert f"{i + 1}／{sheets}枚目" in said
        assert form.section in said and form.label in said
        assert f"{rows}件{sum(r.sheets for r in form.rows)}枚" in said
        assert ("以下余白" in said) is (i + 1 == sheets and (rows == 0 or rows % 25 != 0))
        assert ("この紙" in said) is (sheets > 1)
    labels = [
        t.text for sketch in out for t in sketch.texts() if t.text.startswith("令8-大師1-50") and t.size < 5
    ]
    assert labels == [r.label for r in form.rows]
    numbers = [t.text for sketch in out for t in sketch.texts() if t.size == 3.2 and t.text.isdigit()]
    assert numbers == [str(n + 1) for n in range(rows)]


def test_sheets_of_a_manifest_add_up_and_envelopes_are_counted_beside():
    form = replace(examples.MANIFEST, rows=(*examples.rows(25), *[examples.SEALED_ROW] * 2))
    first, second = map(running_text, leaves(form, "A4"))
    all_sheets = sum(r.sheets or 0 for r in form.rows)
    assert f"この紙25件{all_sheets}枚" in first
    assert "この紙2件封筒2" in second
    assert f"袋の合計27件{all_sheets}枚と封筒2" in first and f"{all_sheets}枚と封筒2" in second


def test_a_very_long_type_name_stands_whole_in_a_higher_row_and_not_smaller():
    form = replace(examples.MANIFEST, rows=(examples.VERY_LONG_ROW, *examples.rows(22)))
    (sketch,) = leaves(form, "A4")
    assert examples.VERY_LONG_TYPE in running_text(sketch)
    rows = [t for t in sketch.texts() if len(t.text) > 3 and t.text in examples.VERY_LONG_TYPE]
    assert len(rows) >= 4 and min(t.size for t in rows) >= 3.0
    assert len(leaves(replace(form, rows=(*form.rows, *examples.rows(1))), "A4")) == 2


@pytest.mark.parametrize(("rows", "sheets"), [(0, 1), (1, 1), (25, 1), (26, 2), (60, 3)])
def test_a_return_list_grows_in_the_same_way(rows, sheets):
    row = ReturnRow("令8-大師1-501-00042", "療育手帳交付申請書", 3, "11月24日 9時20分")
    out = leaves(replace(examples.RETURN, rows=(row,) * rows), "A4")
    assert len(out) == sheets
    assert sum(t.text == row.label for sketch in out for t in sketch.texts()) == rows
    assert f"返送する原本{rows}件" in running_text(out[-1])


def test_the_return_list_for_the_pen_has_25_empty_rows_and_is_no_list_of_nothing():
    by_hand, nothing = (leaves(examples.RETURNS[name], "A4")[0] for name in ("by hand", "none"))
    assert sum(t.text == "令" for t in by_hand.texts()) == 25
    assert "以下余白" not in running_text(by_hand) and "以下余白" in running_text(nothing)


def test_a_history_shows_every_record_with_the_heads_on_each_sheet_and_the_stamps_at_the_end():
    form = examples.HISTORIES["long"]
    out = leaves(form, "A4")
    said = [running_text(sketch) for sketch in out]
    assert len(out) > 2
    for step in set(form.steps):
        assert sum(text.count(step.what.replace(" ", "")) for text in said) == form.steps.count(step)
    for i, text in enumerate(said):
        assert form.label in text and f"{i + 1}／{len(out)}枚目" in text
        assert ("照会用" in text) is (i + 1 == len(out))
    assert len(leaves(examples.HISTORY, "A4")) == 1


def test_the_four_figures_of_the_evening_are_the_lengths_of_their_lists():
    for form in (examples.SIGN_OFF, examples.SIGN_OFFS["nothing"], examples.SIGN_OFFS["many"]):
        out = leaves(form, "A4")
        figures = [t.text for t in out[0].texts() if t.size == 15]
        lists = (form.unsent, form.attention, form.reissued, form.exceptions)
        assert figures == [str(len(rows)) for rows in lists]
        labels = [t.text for sketch in out for t in sketch.texts()]
        for row in {row for rows in lists for row in rows}:
            assert labels.count(row.label) == sum(row.label == r.label for rows in lists for r in rows)
        assert "係長の確認" in running_text(out[-1])


def test_each_number_of_a_sample_has_its_three_places_and_the_last_sheet_the_name_and_the_day():
    for form in examples.SAMPLES.values():
        out = leaves(form, "A4")
        said = [running_text(sketch) for sketch in out]
        labels = [t.text for sketch in out for t in sketch.texts()]
        assert all(labels.count(row.label) == form.rows.count(row) for row in form.rows)
        assert sum(labels.count(word) for word in ("台帳", "控え", "原本")) == 3 * len(form.rows) + 2 * len(out), "and the two boxes of each sheet"
        assert all(form.seed in text for text in said)
        assert ["点検した人" in text for text in said] == [False] * (len(out) - 1) + [True]
        assert any(row.label in {t.text for t in out[-1].texts()} for row in form.rows), "the result is not on a sheet by itself"
    assert len(leaves(examples.SAMPLE, "A4")) == 1


def test_an_inquiry_marks_the_last_record_and_says_how_many_earlier_ones_it_leaves_out():
    (sketch,) = leaves(examples.INQUIRY, "A4")
    assert "これより前の記録" not in running_text(sketch)
    last = examples.INQUIRY.traces[-1].what
    assert [t.bold for t in sketch.texts() if t.text == last] == [True]
    (sketch,) = leaves(replace(examples.INQUIRY, traces=examples.TRACES * 3), "A4")
    assert "これより前の記録5件は、経過書にあります。" in running_text(sketch)


def test_badges_of_two_people_of_one_surname_differ_by_their_number():
    (sketch,) = leaves(examples.BADGE_SHEET, "A4")
    assert sum(t.text == "見本" for t in sketch.texts()) == 2
    assert {"12", "13"} <= {t.text for t in sketch.texts() if t.size > 8}


def test_a_spare_book_has_a_sheet_for_each_number_and_three_papers_on_it():
    book = examples.SPARES["three"]
    out = leaves(book, "A4")
    assert len(out) == 3
    for sketch in out:
        said = running_text(sketch)
        assert all(f"{copy}（予備帳）" in said for copy in ("原本", "控え", "お客様控"))
        assert said.count(book.slips[0].label) == 6
        assert all(said.count(name) == 3 for name, _ in book.sections)
    with pytest.raises(DoesNotFit):
        leaves(replace(book, sections=book.sections * 2), "A4")


def test_the_guide_numbers_its_ways_in_the_given_order():
    for paper in ("80mm", "58mm", "A5", "A4"):
        (sketch,) = leaves(examples.GUIDE, paper)
        texts = [t.text for t in sketch.texts()]
        places = [texts.index(way.name) for way in examples.GUIDE.ways]
        assert places == sorted(places)
        assert [texts[place - 1] for place in places] == ["1", "2", "3", "4", "5"]
        assert "この紙は預かり書ではありません。" in running_text(sketch)
        assert not any(isinstance(m, Bars) for m in sketch.marks)


@pytest.mark.sampled
@pytest.mark.parametrize("level", [100, 150, 200])
@pytest.mark.parametrize(
    ("form", "paper"),
    [
        (examples.BAG, "80mm"),
        (examples.BAG, "58mm"),
        (examples.BAG, "A4"),
        (examples.MANIFESTS["one"], "A4"),
        (examples.INQUIRY, "A4"),
        (examples.HISTORY, "A4"),
        (examples.BADGE_SHEET, "A4"),
        (examples.SPARE, "A4"),
    ],
    ids=lambda v: v if isinstance(v, str) else type(v).__name__,
)
def test_a_photocopy_of_it_reads_the_same(form, paper, level):
    image = picture(raster(draw(form, paper)))
    if PAPERS[paper].roll:
        scale = 300 / PAPERS[paper].dpi
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    found = zxingcpp.read_barcodes(photocopied(image, level), formats=zxingcpp.BarcodeFormat.Code128)
    wanted = digits_of(form)[0] if digits_of(form) else {form.digits}
    assert {f.text for f in found} == wanted


# paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        examples.MANIFEST,
        examples.RETURN,
        examples.INQUIRY,
        examples.COVER,
        examples.HISTORY,
        examples.BADGE_SHEET,
        examples.SPARE,
    ],
)
def test_what_must_last_or_be_signed_is_refused_on_other_paper(form):
    for paper in ("80mm", "58mm", "A5"):
        assert "A4" in fits(form, paper)


def test_a_bag_label_can_be_cut_out_of_a_sheet_when_the_receipt_printer_is_silent():
    assert fits(examples.BAG, "A5") is None
    assert "A4" in fits(examples.BAGS["practice again"], "A5")
    (on_roll,), (on_sheet,) = leaves(examples.BAG, "80mm"), leaves(examples.BAG, "A4")
    assert [t.text for t in on_roll.texts()] == [t.text for t in on_sheet.texts()][:-1]


def test_a_reissued_label_says_so():
    for paper in ("80mm", "58mm"):
        said = running_text(leaves(examples.BAGS["again"], paper)[0])
        assert "再発行2回目" in said and "これより前の紙は使わない" in said
    assert all("再発行2回目" in running_text(s) for s in leaves(examples.MANIFESTS["again"], "A4"))


def test_a_page_of_many_sheets_is_one_small_pdf_and_the_same_each_time():
    form = examples.MANIFESTS["many"]
    page = draw(form, "A4")
    assert page.count == 3 and len(page.pdf) < 60_000
    assert page.pdf == draw(form, "A4").pdf
    assert raster(page, leaf=0) != raster(page, leaf=2)


def test_characters_that_cannot_be_drawn_are_named_in_rows_too():
    bad = "\ue000"
    for form in (
        replace(examples.MANIFEST, rows=(ManifestRow("令8-大師1-501-00042", f"見本{bad}", 1),)),
        replace(examples.RETURN, rows=(ReturnRow(f"令8{bad}", "見本", 1),)),
        replace(examples.HISTORY, steps=(Step("11月", "大師支所", f"見{bad}本", "見本"),)),
        replace(examples.BADGE_SHEET, badges=(replace(examples.BADGE_SHEET.badges[0], surname=bad),)),
        replace(examples.GUIDE, ways=(replace(examples.WAYS[0], text=bad),)),
        replace(examples.SPARE, sections=((f"見本{bad}", None),)),
    ):
        with pytest.raises(Unprintable) as refused:
            draw(form, "A4")
        assert refused.value.characters == (bad,)


words = st.text(
    st.sampled_from("児童扶養手当変更届住所・（）ー、。っゃ「」アイウABC1234567"), min_size=1, max_size=70
)
clean = words.map(lambda text: text.strip() or "見本")
table_rows = st.lists(
    st.builds(
        ManifestRow,
        st.just("令8-大師1-501-00042"),
        clean,
        st.none() | st.integers(0, 9999),
        st.integers(0, 12),
        st.text(st.sampled_from("後日入力他課"), max_size=12),
    ),
    max_size=30,
).map(tuple)


@settings(max_examples=40, deadline=None)
@given(table_rows, clean, st.booleans())
def test_whatever_the_catalogue_calls_a_type_no_row_is_cut_and_none_collides(rows, section, practice):
    form = replace(examples.MANIFEST, rows=rows, section=section[:24], practice=practice)
    out = leaves(form, "A4")
    said = "".join(map(running_text, out))
    for sketch in out:
        assert collisions(sketch) == []
        assert outside(sketch, EDGE) == []
    for row in rows:
        assert row.type_name.replace(" ", "") in said
    assert sum(t.text == "令8-大師1-501-00042" for sketch in out for t in sketch.texts()) == len(rows)
