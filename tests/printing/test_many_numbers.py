"""Random numbers through the whole way: drawn, rasterised to the printer's dots, and read back by a decoder that is not ours."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

import printing
from tests.printing import examples

PAPERS = ("80mm", "58mm", "80mm-180dpi")


def damaged(count: int) -> list[str]:
    """The digits that came back other than they went in, out of `count`."""
    chance = random.Random(count)
    wrong = []
    for n in range(count):
        body = f"{chance.randrange(98 * 10**12):014d}"      # 99 as the first pair is refused: see below
        digits = f"{body}{98 - int(body) * 100 % 97:02d}"
        page = printing.draw(replace(examples.PLAIN, copy="tag", digits=digits), PAPERS[n % 3])
        dots = printing.raster(page)
        bits = Image.frombytes("1", (dots.width, dots.height), bytes(byte ^ 0xFF for byte in dots.rows))
        read = [found.text for found in zxingcpp.read_barcodes(bits.convert("L"))]
        if read != [digits]:
            wrong.append(f"{digits} read as {read}")
    return wrong


def test_random_numbers_come_back_as_they_went_in():
    assert damaged(300) == []


@pytest.mark.long
def test_ten_thousand_random_numbers_come_back_as_they_went_in():
    assert damaged(10_000) == []


@pytest.mark.parametrize("digits", ["9912345678901297", "9900000000000014", "9999999999999999"])
def test_a_number_that_the_encoder_would_take_for_a_switch_is_refused(digits):
    with pytest.raises(ValueError):
        printing.draw(replace(examples.PLAIN, digits=digits), "80mm")
