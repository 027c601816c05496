"""The bytes for the printer: read back by a parser of our own they are the same dots, and python-escpos makes
the same ones.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from printing import escpos, raster
from printing.dots import Dots
from printing.page import draw
from printing.printers import PRINTERS
from tests.printing.escpos_reader import Reader, Unknown, rasters
from tests.printing.examples import ROLLS, every_form, title

WIDTHS = (576, 384, 512)
HEIGHTS = st.one_of(
    st.integers(1, 1400),
    st.sampled_from([n + d for n in (48, 96, 192, 240, 256, 288, 512, 768, 1024, 1280) for d in (-1, 0, 1)]),
    st.integers(1, 28).map(lambda n: 48 * n),
)


def noise(width: int, height: int, seed: int) -> Dots:
    """Dots by chance: every mistake of order, length or bit shows."""
    return Dots(width, height, random.Random(seed).randbytes((width + 7) // 8 * height))


@pytest.mark.parametrize("width", WIDTHS)
@given(height=HEIGHTS, seed=st.integers(0, 2**32))
@example(height=256, seed=0)
@example(height=48, seed=0)
@example(height=304, seed=0)  # 256 + 48
def test_what_the_printer_reads_is_the_raster_dot_for_dot(width, height, seed):
    dots = noise(width, height, seed)
    read = rasters(escpos.encode(dots, head=width))
    assert all(across == width // 8 and rows % 48 and rows <= 257 for across, rows, _ in read)
    body = b"".join(data for _, _, data in read)
    assert body[: len(dots.rows)] == dots.rows
    surplus = body[len(dots.rows) :]
    assert len(surplus) <= dots.stride and not any(surplus)  # at most one row, white
    assert sum(rows for _, rows, _ in read) - height == len(surplus) // dots.stride


def test_a_job_begins_with_a_reset_and_ends_with_one_cut():
    reader = Reader()
    list(reader.feed(escpos.encode(noise(576, 700, 1), head=576, ticket=b"AB12")))
    assert [command[0] for command in reader.commands] == [
        "init",
        "raster",
        "raster",
        "raster",
        "ticket",
        "cut",
    ]
    assert reader.commands[-2:] == [("ticket", b"AB12"), ("cut", 3)] and not reader.pending


def test_the_pieces_are_the_whole_and_none_is_larger_than_a_band():
    dots = noise(576, 1000, 2)
    pieces = list(escpos.chunks(dots, head=576))
    assert b"".join(pieces) == escpos.encode(dots, head=576)
    assert len(pieces) == 6 and max(map(len, pieces)) == 8 + 72 * 256


@pytest.mark.parametrize("profile", PRINTERS.values(), ids=PRINTERS)
def test_each_printer_gets_what_its_profile_says(profile):
    dots, reader = noise(profile.dots, 300, 3), Reader()
    list(reader.feed(b"".join(profile.job(dots, profile.new_ticket()))))
    kinds = [command[0] for command in reader.commands]
    assert kinds.count("cut") == profile.cutter and kinds.count("ticket") == profile.confirms
    assert ("feed", profile.tail) in reader.commands if profile.tail else "feed" not in kinds
    assert profile.cutter or profile.tail, "without a cutter the paper must come out to the tearing edge"
    with pytest.raises(escpos.TooWide):
        list(profile.job(noise(profile.dots + 8, 8, 4)))


def test_a_printer_that_would_print_the_ticket_gets_none():
    with pytest.raises(ValueError, match="takes no ticket"):
        PRINTERS["80mm"].job(noise(576, 8, 5), b"AB12")


def test_a_58_mm_raster_is_allowed_on_a_wider_head():
    assert [r[0] for r in rasters(b"".join(PRINTERS["epson-tm-m30"].job(noise(384, 100, 6))))] == [48]


@pytest.mark.parametrize("wrong", [0, 48, 96, 257])
def test_a_band_that_a_clone_cannot_print_is_refused(wrong):
    with pytest.raises(ValueError, match="rows a band"):
        list(escpos.bands(noise(384, 10, 7), wrong))


@pytest.mark.parametrize("wrong", [b"", b"ABC", b"ABCDE", b"AB\x00C", b"AB\xffC"])
def test_a_ticket_that_the_printer_would_not_take_is_refused(wrong):
    with pytest.raises(ValueError, match="four printable"):
        escpos.ask_when_printed(wrong)


def test_tickets_differ():
    assert len({escpos.new_ticket() for _ in range(200)}) > 190


@pytest.fixture(scope="module")
def oracle():
    """python-escpos's Dummy; imported late, since it takes long and leaves a folder of its own behind."""
    made = []
    real = tempfile.mkdtemp

    def remembered(*args, **kwargs):
        made.append(real(*args, **kwargs))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "mkdtemp", remembered)
        from escpos.printer import Dummy
    yield lambda: Dummy(profile="TM-T20II")
    for folder in made:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("height", [1, 47, 49, 255, 256, 257, 511, 512, 700, 1083, 1300])
def test_python_escpos_makes_the_same_bytes(oracle, width, height):
    """Where it cuts the same bands, that is where the last one is not a multiple of 48."""
    dots, printer = noise(width, height, height), oracle()
    printer.image(
        Image.frombytes("1", (width, height), bytes(b ^ 0xFF for b in dots.rows)), fragment_height=escpos.BAND
    )
    assert b"".join(escpos.bands(dots)) == printer.output


@pytest.mark.parametrize("case", [case for case in every_form() if case[2] in ROLLS], ids=title)
def test_what_comes_out_is_the_preview_dot_for_dot(case):
    _, form, name = case
    dots = raster(draw(form, name))
    read = rasters(escpos.encode(dots, head=PRINTERS[name].dots))
    assert b"".join(data for _, _, data in read)[: len(dots.rows)] == dots.rows


def test_the_reader_itself_notices_what_is_wrong():
    good = escpos.encode(noise(384, 100, 8), head=384)
    for bad in (good[:-1], good[:50] + good[51:], b"\x1bX" + good, good + b"A"):
        with pytest.raises(Unknown):
            rasters(bad)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 100_000])
def test_the_reader_tells_the_same_however_the_bytes_come(size):
    dots = Dots(384, 40, bytes(48) + b"\x10\x04\x01" * 16 + bytes(48 * 38))
    stream = b"\x10\x04\x02" + escpos.encode(dots, head=384, ticket=b"AB12") + b"\x10\x04\x04"
    reader = Reader()
    told = [it for at in range(0, len(stream), size) for it in reader.feed(stream[at : at + size])]
    assert [it[:2] for it in told if it[0] != "raster"] == [
        ("asked", 2), ("init",), *[("asked", 1)] * 16, ("ticket", b"AB12"), ("cut", 3), ("asked", 4)
    ]  # fmt: skip
    assert bytes(reader.job) == stream[3:-3] and not reader.pending
