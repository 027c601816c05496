"""PDF and dots.

The same bytes for the same form, true text inside, cheap to import, and a plain way when the quick one fails.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest

import printing
from printing import PAPERS, DoesNotFit, RecoveryForm, draw, fits, pdf, pgm, png, raster
from printing.page import lay
from printing.sketch import Sketch
from tests.printing import examples
from tests.printing.measures import collisions, outside, running_text

KEY = RecoveryForm(
    key="K7QM2-9XWPD-4HTNC-8RVBJ-6FYGE-3ZLSA-5UKQM-7XWPD-2HTNC-9RVBJ-4FYGE",
    desk="大師1",
    made="令和8年11月24日（火）9時00分",
    branch="大師支所",
    staff="見本",
)
HEAVY = ("fpdf", "PIL", "pypdfium2", "uharfbuzz", "fontTools", "barcode")


def test_importing_printing_loads_no_library():
    code = f"import sys, printing; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_warming_up_loads_them_all():
    code = f"import sys, printing; printing.warm(); print([m for m in {HEAVY!r} if m not in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_same_form_gives_the_same_bytes_in_another_process_too():
    code = (
        "import hashlib; from printing import draw; from tests.printing import examples;"
        "print(hashlib.sha256(draw(examples.LONG, 'A5').pdf).hexdigest())"
    )
    said = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(said) == 1
    for form, paper in (
        (examples.PLAIN, "80mm"),
        (examples.LONG, "A5"),
        (replace(examples.PLAIN, depositor="葛\U000e0100城 𠮷"), "58mm"),
    ):
        assert draw(form, paper).pdf == draw(form, paper).pdf


def test_several_threads_draw_at_once_what_one_draws_alone():
    """The preview draws in a worker while a slip is printed."""
    work = [(examples.PLAIN, "80mm"), (examples.LONG, "A5"), (examples.several(), "58mm")] * 6
    alone = [raster(draw(form, paper)) for form, paper in work[:3]] * 6
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda job: raster(draw(*job)), work)) == alone


def test_the_text_can_be_copied_from_the_pdf():
    text = pypdfium2.PdfDocument(draw(examples.PLAIN, "80mm").pdf)[0].get_textpage().get_text_range()
    for fact in (
        "令8-大師1-501-00042",
        "高齢・障害課",
        "介護保険要介護・要支援認定申請",
        "髙﨑 德次郎",
        "主治医の氏名の控え",
    ):
        assert fact in text


def test_the_quick_way_gives_the_same_dots_as_the_plain_one():
    sketch = lay(replace(examples.LONG, depositor="葛\U000e0100城 𠮷田 髙﨑"), "80mm")
    width, height = sketch.dots
    quick, plain = (pdf._write(sketch, 203.2, "", bypass=bypass) for bypass in (True, False))
    assert pdf.bypass_works()
    assert printing.dots.grey(quick, width, height) == printing.dots.grey(plain, width, height)


def test_when_fpdf2_changes_inside_the_plain_way_is_taken(monkeypatch):
    pdf.bypass_works.cache_clear()
    monkeypatch.setattr(pdf, "_ready", lambda font, raw: setattr(font, "no such slot", font.gone))
    try:
        assert not pdf.bypass_works()
        assert raster(draw(examples.PLAIN, "80mm")).width == 576
    finally:
        monkeypatch.undo()
        pdf.bypass_works.cache_clear()


@pytest.mark.parametrize("paper", PAPERS)
def test_dots_pictures_and_previews_have_the_size_they_say(paper):
    page = draw(examples.PLAIN, paper)
    dots = raster(page)
    assert len(dots.rows) == dots.stride * dots.height
    assert png(dots).startswith(b"\x89PNG")
    small = (page.dots[0] // 2, page.dots[1] // 2)
    assert pgm(page, dots=small).startswith(b"P5 %d %d 255\n" % small)
    assert len(pgm(page, dots=small)) == small[0] * small[1] + len(b"P5 %d %d 255\n" % small)
    assert raster(page, dpi=100).width == round(page.width_mm / 25.4 * 100)


def test_a_threshold_and_never_a_dither():
    sketch = Sketch(64, 1.0, 8)
    sketch.fill(0, 0, 64, 8)
    dots = printing.dots.one_bit(bytes([159, 160] * 256), 64, 8)
    assert set(dots.rows) == {0b10101010}


def test_a_page_knows_its_size_in_millimetres():
    assert draw(examples.PLAIN, "80mm").width_mm == pytest.approx(72)
    assert draw(examples.PLAIN, "58mm").width_mm == pytest.approx(48)
    assert (draw(examples.PLAIN, "A5").width_mm, draw(examples.PLAIN, "A5").height_mm) == (
        pytest.approx(210, abs=0.05),
        pytest.approx(148, abs=0.05),
    )


def test_a_sheet_of_two_slips_holds_both_and_a_third_is_refused():
    two = replace(
        examples.copy_of(examples.PLAIN, "binder"), others=(examples.copy_of(examples.LONG, "binder"),)
    )
    said = running_text(lay(two, "A4"))
    assert examples.PLAIN.label in said and examples.LONG.label in said
    with pytest.raises(DoesNotFit):
        lay(replace(two, others=two.others * 2), "A4")
    with pytest.raises(DoesNotFit):
        lay(two, "A5")


def test_more_slips_than_a_sheet_takes_are_refused_and_never_dropped():
    many = replace(examples.several(), others=(examples.THIRD,) * 8)
    assert "80ミリ" in fits(many, "A5")
    assert fits(many, "80mm") is None
    assert fits(replace(examples.several("tag"), others=(examples.THIRD,) * 8), "A5")


@pytest.mark.parametrize("paper", ["A5", "A4"])
@pytest.mark.parametrize(
    "form",
    [
        KEY,
        replace(KEY, practice=True),
        replace(KEY, key="ABCDEFGH " * 4, staff=None),
        replace(KEY, key="0123 " * 16),
    ],
)
def test_the_recovery_key_stands_whole_and_large_on_a_sheet(paper, form):
    sketch = lay(form, paper)
    assert collisions(sketch) == [] and outside(sketch, 4.2) == []
    groups = form.key.replace("-", " ").split()
    shown = [t for t in sketch.texts() if t.text in groups]
    assert [t.text for t in shown] == groups
    assert all(t.size >= 6 for t in shown)
    assert "金庫" in running_text(sketch)
    assert len(draw(form, paper).pdf) <= 60_000


def test_the_recovery_key_is_refused_on_paper_that_fades():
    assert "普通紙" in fits(KEY, "80mm")
