"""From a slip to its PDF to its dots: the figures that make the paper feel immediate."""

from __future__ import annotations

import contextlib
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

ROUNDS = 60


def timed(work: Callable[[int], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round, sorted."""
    out = []
    for i in range(rounds):
        start = time.perf_counter()
        work(i)
        out.append((time.perf_counter() - start) * 1000)
    return sorted(out)


def row(
    name: str,
    value: float,
    unit: str,
    goal: str | None = None,
    ok: bool | None = None,
    beside: str | None = None,
) -> dict:
    """One line of the table."""
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        **({"goal": goal, "ok": ok} if goal else {}),
        **({"beside": beside} if beside else {}),
    }


def cold() -> tuple[float, float, float]:
    """Of a fresh process in ms: importing the package, warming up, the first slip after that."""
    code = """if True:
        import time
        a = time.perf_counter()
        import printing
        b = time.perf_counter()
        printing.warm()
        c = time.perf_counter()
        from tests.printing import examples
        d = time.perf_counter()
        printing.raster(printing.draw(examples.PLAIN, "80mm"))
        print((b - a) * 1000, (c - b) * 1000, (time.perf_counter() - d) * 1000)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported, warmed, first = map(float, done.stdout.split())
    return imported, warmed, first


def stock(form) -> float:
    """The same page with fpdf2 as it comes, whole font files and its own subset: median ms of five."""
    from fpdf import FPDF

    from printing import FONT_FILES
    from printing.page import lay

    sketch = lay(form, "80mm")

    def once(_: int) -> bytes:
        pdf = FPDF(unit="mm", format=(72, 200))
        pdf.add_font("a", "", FONT_FILES["regular"])
        pdf.add_font("a", "B", FONT_FILES["bold"])
        pdf.add_page()
        for text in sketch.texts():
            pdf.set_font("a", "B" if text.bold else "", text.size * 72 / 203.2)
            pdf.text(text.x / 8, text.baseline / 8, text.text)
        return bytes(pdf.output())

    with contextlib.redirect_stderr(io.StringIO()):
        return statistics.median(timed(once, 5))


def rows() -> list[dict]:
    """The figures, with stock fpdf2 measured in the same run for the ratio."""
    import printing
    from printing.page import lay
    from tests.printing import examples

    imported, warmed, first = cold()
    printing.warm()
    forms = [
        replace(examples.PLAIN, depositor=name, staff=f"見本{i}")
        for i, name in enumerate(("髙﨑 德次郎", "渡邉 美咲", "長谷川 龍之介"))
    ]
    slip = timed(lambda i: printing.raster(printing.draw(forms[i % 3], "80mm")))
    page = printing.draw(examples.PLAIN, "80mm")
    half = tuple(n // 2 for n in page.dots)
    pdf = timed(lambda i: printing.draw(forms[i % 3], "80mm"))
    plain = stock(examples.PLAIN)
    rare = timed(
        lambda i: printing.draw(replace(examples.PLAIN, depositor="葛\U000e0100城 𠮷田"), "80mm"), 12
    )
    sheet = timed(lambda i: printing.draw(forms[i % 3], "A5"), 20)
    shown = timed(lambda i: printing.pgm(printing.draw(examples.PREVIEW, "80mm"), dots=half))
    dots = timed(lambda i: printing.raster(page))
    laid = timed(lambda i: lay(forms[i % 3], "80mm"))
    names = timed(lambda i: printing.analyse("髙﨑 德次郎 葛\U000e0100城 𠮷田"), 200)
    middle, p95 = statistics.median(slip), slip[int(len(slip) * 0.95)]
    return [
        row("import of printing", imported, "ms"),
        row("warm(): libraries, fonts, self-test, in a worker", warmed, "ms"),
        row("first slip after warm()", first, "ms", "<= 250", first <= 250),
        row(
            "slip to PDF to dots, 80 mm, p50",
            middle,
            "ms",
            "<= 30",
            middle <= 30,
            f"stock fpdf2, PDF alone: {plain:.0f} ms",
        ),
        row("slip to PDF to dots, 80 mm, p95", p95, "ms", "<= 60", p95 <= 60),
        row("slip to PDF to dots, 80 mm, max", slip[-1], "ms", "<= 100", slip[-1] <= 100),
        row(
            "slip to PDF, p50",
            statistics.median(pdf),
            "ms",
            beside=f"stock fpdf2 is {plain / statistics.median(pdf):.0f} times as long",
        ),
        row("layout alone, p50", statistics.median(laid), "ms"),
        row("PDF to exact dots, p50", statistics.median(dots), "ms"),
        row(
            "preview: form to PGM at half size, p50",
            statistics.median(shown),
            "ms",
            "<= 50",
            statistics.median(shown) <= 50,
        ),
        row("slip to PDF with a variant and a rare kanji, p50", statistics.median(rare), "ms"),
        row("A5 slip to PDF, p50", statistics.median(sheet), "ms"),
        row("PDF of a slip, 80 mm", len(page.pdf) / 1000, "kB", "<= 60", len(page.pdf) <= 60_000),
        row("analysis of a name", statistics.median(names), "ms"),
    ]
