"""The test print shows what it is for: a dot column that is dead, an edge that is cut, a barcode that does
not read.
"""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from printing import png, raster, testprint
from printing.code128 import modules as symbol_of
from printing.dots import Dots
from printing.printers import PRINTERS
from printing.sketch import Bars, Text

CASES = [(profile, paper) for profile in PRINTERS.values() for paper in profile.papers]
AT = "令和8年11月24日（火）8時20分"


def name(case) -> str:
    return f"{case[0].name}-{case[1]}"


@pytest.fixture(scope="module", params=CASES, ids=map(name, CASES))
def sheet(request):
    profile, paper = request.param
    page = testprint.draw(profile, "大師1", AT, paper)
    return profile, testprint.lay(profile, "大師1", AT, paper), raster(page)


def black(dots: Dots, x: int, y: int) -> bool:
    return bool(dots.row(y)[x // 8] & (0x80 >> x % 8))


def alone(dots: Dots) -> range:
    """The rows in which the columns fire alone."""
    flights = -(-dots.width // 64)
    few = [y for y in range(100, dots.height) if 0 < sum(b.bit_count() for b in dots.row(y)) <= 3 * flights]
    first = next(y for y in few if all(y + i in few for i in range(66)))
    return range(first, first + 66)


def test_it_is_as_wide_as_the_paper_and_fits_the_head(sheet):
    profile, _, dots = sheet
    assert dots.width <= profile.dots and dots.width % 8 == 0
    assert list(profile.job(dots))


def test_the_outermost_dots_are_printed(sheet):
    _, _, dots = sheet
    last = dots.height - 1
    for y in (0, 1, last - 1, last):
        assert all(black(dots, x, y) for x in range(dots.width)), y
    for x in (0, 1, dots.width - 2, dots.width - 1):
        assert all(black(dots, x, y) for y in (*range(84), *range(last - 16, last))), x


def test_every_column_fires_alone_and_a_dead_one_leaves_a_gap(sheet):
    _, _, dots = sheet
    rows = alone(dots)
    for x in range(dots.width):
        on = [y for y in rows if black(dots, x, y)]
        assert len(on) == 3 and on[2] - on[0] == 2, x
        assert on[0] == rows[0] + x % 64, x


def test_the_comb_has_every_second_column_and_then_the_others(sheet):
    _, _, dots = sheet
    top = alone(dots)[-1] + 9
    assert {bytes(dots.row(y)) for y in range(top, top + 16)} == {b"\xaa" * dots.stride}
    assert {bytes(dots.row(y)) for y in range(top + 18, top + 34)} == {b"\x55" * dots.stride}


def test_each_barcode_is_exact_to_the_dot_and_reads(sheet):
    _profile, roll, dots = sheet
    bars = [mark for mark in roll.marks if isinstance(mark, Bars)]
    assert [mark.module for mark in bars] == ([3, 2] if dots.width == 384 else [4, 3, 2])
    for mark in bars:
        wanted = "".join(bit * mark.module for bit in symbol_of(testprint.DIGITS))
        for y in range(mark.y, mark.y + mark.h):
            row = "".join("1" if black(dots, mark.x + i, y) else "0" for i in range(len(wanted)))
            assert row == wanted, (mark.module, y)
    picture = Image.open(io.BytesIO(png(dots))).convert("L")
    # The paper is wider than the head: what the head does not reach is white.
    paper = Image.new("L", (picture.width + 64, picture.height), 255)
    paper.paste(picture, (32, 0))
    found = zxingcpp.read_barcodes(
        paper.resize((paper.width * 2, paper.height * 2)), formats=zxingcpp.BarcodeFormat.Code128
    )
    assert [it.text for it in found] == [testprint.DIGITS] * len(bars)


def test_no_text_leaves_the_paper(sheet):
    _, roll, _ = sheet
    for mark in roll.marks:
        if isinstance(mark, Text):
            left, top, right, bottom = roll.ink(mark)
            assert left >= 0 and right <= roll.width and top >= 0 and bottom <= roll.height, mark.text


def test_a_printer_that_no_paper_vouches_for_says_so():
    said = {
        name: "".join(
            mark.text
            for mark in testprint.lay(PRINTERS[name], "大師1", AT, "80mm").marks
            if isinstance(mark, Text)
        )
        for name in ("star-mc-print3", "epson-tm-m30")
    }
    assert "資料で確かめていない" in said["star-mc-print3"] and "資料で" not in said["epson-tm-m30"]
    assert "Star mC-Print3" in said["star-mc-print3"] and AT in said["epson-tm-m30"]


def test_a_paper_that_the_printer_does_not_take_is_an_error():
    with pytest.raises(KeyError):
        testprint.draw(PRINTERS["58mm"], "大師1", AT, "80mm")
