"""From dots to the bytes for a receipt printer, beside python-escpos on the same picture in the same run."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from printing import escpos, raster
from printing.dots import Dots
from printing.printers import PRINTERS
from printing.testprint import draw as draw_test

TIMES = 60


def milliseconds(run: Callable[[], object]) -> float:
    """Median of a warm call."""
    run()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        run()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def slip() -> Dots:
    """As long as an 原本 on 80 mm, 163 mm, and as hard to press together as can be."""
    return Dots(576, 1303, random.Random(1).randbytes(72 * 1303))


def theirs(dots: Dots) -> Callable[[], object]:
    """What python-escpos does with a picture that is black and white already, and nothing else of it."""
    from escpos.printer import Dummy
    from PIL import Image

    picture = Image.frombytes("1", (dots.width, dots.height), bytes(b ^ 0xFF for b in dots.rows))

    def run() -> bytes:
        printer = Dummy(profile="TM-T20II")
        printer.image(picture, fragment_height=escpos.BAND)
        return printer.output

    return run


def rows() -> list[dict]:
    """The rows of the table."""
    dots, other = slip(), theirs(slip())
    ours = milliseconds(lambda: escpos.encode(dots, head=576))
    beside = milliseconds(other)
    same = b"".join(escpos.bands(dots)) == other()
    profile = PRINTERS["80mm"]

    def test_print() -> None:
        for _ in profile.job(raster(draw_test(profile, "大師1", "令和8年11月24日（火）8時20分"))):
            pass

    return [
        {
            "name": "dots → ESC/POS, 576 × 1303",
            "value": ours,
            "unit": "ms",
            "beside": f"python-escpos {beside:.1f} ms, {'the same bytes' if same else 'OTHER BYTES'}",
        },
        {
            "name": "test print: layout → PDF → dots → ESC/POS",
            "value": milliseconds(test_print),
            "unit": "ms",
        },
    ]
