"""What a scanner reads from each paper.

Its digits, nothing else, and from the 控え nothing at all. Every bar is a whole number of dots.
"""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from printing import PAPERS, code128, draw, raster
from printing.dots import Dots
from printing.page import lay
from printing.sketch import Bars
from tests.printing import examples

CASES = examples.every_form()


def picture(dots: Dots) -> Image.Image:
    """The dots with the millimetres of paper around them that a head never reaches."""
    image = Image.frombytes("1", (dots.width, dots.height), bytes(b ^ 0xFF for b in dots.rows)).convert("L")
    return ImageOps.expand(image, 40, 255)


def read(dots: Dots) -> set[str]:
    """All that a reader of any symbology finds."""
    return {found.text for found in zxingcpp.read_barcodes(picture(dots))}


def row_of(dots: Dots, y: int, x: int, count: int) -> str:
    """Dots of a row as '1' (black) and '0'."""
    return bin(int.from_bytes(dots.row(y), "big") | 1 << dots.stride * 8)[3:][x : x + count]


def expected(form) -> set[str]:
    """The symbols a form must show."""
    if form.copy == "binder":
        return set()
    return {slip.digits for slip in (form, *form.others) if slip.digits}


@pytest.fixture(scope="module", params=CASES, ids=map(examples.title, CASES))
def printed(request):
    """A form, its paper, its layout, its page, its dots, and what a reader finds in them; made once for both
    tests.
    """
    _, form, paper = request.param
    page = draw(form, paper)
    dots = raster(page)
    return form, paper, lay(form, paper), page, dots, read(dots)


@pytest.mark.sampled
def test_each_paper_reads_as_its_digits_and_each_bar_is_whole_dots(printed):
    form, paper, sketch, page, dots, found = printed
    assert (dots.width, dots.height) == page.dots == sketch.dots
    if PAPERS[paper].roll:
        assert dots.width == PAPERS[paper].dots
    assert found == expected(form)
    symbols = [m for m in sketch.marks if isinstance(m, Bars)]
    assert {m.digits for m in symbols} == expected(form)
    for symbol in symbols:
        wanted = "".join(module * symbol.module for module in code128.modules(symbol.digits))
        exact = sum(
            row_of(dots, y, symbol.x, len(wanted)) == wanted for y in range(symbol.y, symbol.y + symbol.h)
        )
        assert exact == symbol.h
    assert len(page.pdf) <= 60_000


@pytest.mark.sampled
def test_only_the_original_shows_a_number_that_closes(printed):
    form, *_, found = printed
    kinds = {text[0] for text in found}
    assert kinds <= ({"1", "8"} if form.copy == "original" else {"4", "5"})


def test_the_symbol_is_12_millimetres_high_on_a_roll_and_9_where_it_only_looks_up():
    for paper, height in (("80mm", 12), ("58mm", 11), ("80mm-180dpi", 12)):
        for form, least in (
            (examples.PLAIN, height),
            (examples.copy_of(examples.PLAIN, "citizen"), 9),
            (examples.copy_of(examples.PLAIN, "tag"), 9),
        ):
            (bars,) = (m for m in lay(form, paper).marks if isinstance(m, Bars))
            assert bars.h / PAPERS[paper].dpi * 25.4 == pytest.approx(least, abs=0.1)


def test_a_number_that_would_lose_its_first_pair_never_becomes_a_barcode():
    with pytest.raises(code128.NotEncodable):
        code128.modules("9912345678901297")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "110126501000425",
        "11012650100042500",
        "110126501000425X",
        "１１０１２６５０１０００４２５０",
        "١١٠١٢٦٥٠١٠٠٠٤٢٥٠",
    ],
)
def test_only_sixteen_plain_digits_become_a_barcode(bad):
    with pytest.raises(code128.NotEncodable):
        code128.modules(bad)


def test_ten_thousand_random_numbers_are_encoded_as_they_are_or_refused():
    dice = random.Random(1)
    for _ in range(10_000):
        digits = dice.choice(("", "99")) + "".join(dice.choice("0123456789") for _ in range(16))
        digits = digits[:16]
        try:
            symbol = code128.modules(digits)
        except code128.NotEncodable:
            assert digits.startswith("99")
            continue
        assert not digits.startswith("99")
        assert len(symbol) == code128.MODULES
        assert "".join("1" * count + "0" * 0 for _, count in code128.runs(symbol)) == "1" * symbol.count("1")


def test_random_numbers_decode_from_the_narrowest_paper():
    from dataclasses import replace

    dice = random.Random(2)
    for _ in range(30):
        digits = "1" + "".join(dice.choice("0123456789") for _ in range(15))
        assert read(
            raster(draw(replace(examples.copy_of(examples.PLAIN, "tag"), digits=digits), "58mm"))
        ) == {digits}


def photocopied(image: Image.Image, level: int) -> Image.Image:
    """A model of a copier: a little smaller, turned by a degree, blurred, hard black and white."""
    copy = image.resize((round(image.width * 0.98), round(image.height * 0.98)), Image.Resampling.BICUBIC)
    return (
        copy.rotate(1, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
        .filter(ImageFilter.GaussianBlur(1))
        .point(lambda v: 255 * (v >= level))
    )


@pytest.mark.parametrize("level", [100, 150, 200])
@pytest.mark.parametrize(
    ("form", "paper"),
    [
        (examples.PLAIN, "80mm"),
        (examples.PLAIN, "58mm"),
        (examples.PLAIN, "A5"),
        (examples.copy_of(examples.PLAIN, "citizen"), "80mm"),
        (examples.copy_of(examples.PLAIN, "citizen"), "A5"),
        (examples.several(), "58mm"),
        (examples.copy_of(examples.PLAIN, "tag"), "80mm"),
    ],
)
def test_a_photocopy_reads_as_the_paper_itself(form, paper, level):
    page = draw(form, paper)
    image = picture(raster(page))
    if PAPERS[paper].roll:
        scale = 300 / PAPERS[paper].dpi
        image = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.NEAREST
        )
    assert {
        found.text
        for found in zxingcpp.read_barcodes(photocopied(image, level), formats=zxingcpp.BarcodeFormat.Code128)
    } == expected(form)
