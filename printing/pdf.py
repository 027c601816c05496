"""A sketch becomes a PDF: small fonts, shapes on whole dots, the same bytes for the same sketch."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from printing import code128
from printing.fonts import face
from printing.forms import Unprintable
from printing.glyphs import choose, pieces
from printing.sketch import Bars, Fill, Picture, Round, Shape, Sketch, Slant, Text

if TYPE_CHECKING:
    from pathlib import Path

    from fpdf import FPDF

# pdfium paints every pixel that a filled rectangle touches and fpdf2 rounds to 0.01 point. Without an inset
# not one of 96 rows of a barcode was exact; with 0.05 to 0.3 dot all were, on every paper.
INSET = 0.1
_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # a PDF that says when it was made would differ each time
_FAUX_BOLD = 0.022  # the gap font has one weight: stroke it by this part of the em beside bold text
_PRIVATE = 0xE000


def write(sketch: Sketch, dpi: float, title: str, *, more: Sequence[Sketch] = ()) -> bytes:
    """The PDF of a sketch whose dots are 1/dpi inch.

    `more` sketches of the same size are its further pages.
    """
    return _write(sketch, dpi, title, more, bypass=bypass_works())


def _write(sketch: Sketch, dpi: float, title: str, more: Sequence[Sketch] = (), *, bypass: bool) -> bytes:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

    width, height = sketch.dots
    pdf = FPDF(unit=72 / dpi, format=(width, height))
    pdf.set_creation_date(_DATE)
    pdf.set_title(title)
    pdf.set_margin(0)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    runs = _Runs((sketch, *more))
    _add_fonts(pdf, runs.glyphs, bypass)
    for leaf in (sketch, *more):
        pdf.add_page()
        pdf.set_fill_color(0)
        pdf.set_draw_color(0)
        _marks(pdf, leaf, runs)
    lost = [chr(c) for font in pdf.fonts.values() if isinstance(font, TTFFont) for c in font.missing_glyphs]
    if lost:
        raise Unprintable(tuple(lost))
    return bytes(pdf.output())


def _marks(pdf: FPDF, sketch: Sketch, runs: _Runs) -> None:
    for mark in sketch.marks:
        if isinstance(mark, Fill):
            pdf.rect(mark.x + INSET, mark.y + INSET, mark.w - 2 * INSET, mark.h - 2 * INSET, style="F")
        elif isinstance(mark, Bars):
            for at, count in code128.runs(code128.modules(mark.digits)):
                pdf.rect(
                    mark.x + at * mark.module + INSET,
                    mark.y + INSET,
                    count * mark.module - 2 * INSET,
                    mark.h - 2 * INSET,
                    style="F",
                )
        elif isinstance(mark, Round):
            _round(pdf, mark, sketch.scale)
        elif isinstance(mark, Slant | Shape):
            pdf.polygon([(x * sketch.scale, y * sketch.scale) for x, y in mark.points], style="F")
        elif isinstance(mark, Text):
            _text(pdf, mark, runs, sketch.scale)
        elif isinstance(mark, Picture):
            x, y, w, h = (n * sketch.scale for n in (mark.x, mark.y, mark.w, mark.h))
            pdf.image(io.BytesIO(mark.png), x, y, w, h)


class _Runs:
    """Every text cut into runs of one face, and the glyphs each face needs.

    Variants get private code points, face by face.
    """

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self.glyphs: dict[str, dict[int, int]] = {}
        self._codes: dict[tuple[str, int], int] = {}
        self._runs: dict[tuple[str, bool, str], list[tuple[str, str, float]]] = {}
        for sketch in sketches:
            for mark in sketch.texts():
                self.of(mark)

    def of(self, mark: Text) -> list[tuple[str, str, float]]:
        """(face, encoded text, width in thousandths of the em) of one text."""
        key = (mark.text, mark.bold, mark.family)
        if key not in self._runs:
            self._runs[key] = self._split(mark)
        return self._runs[key]

    def _split(self, mark: Text) -> list[tuple[str, str, float]]:
        out: list[tuple[str, str, float]] = []
        for piece in pieces(mark.text):
            choice = choose(piece, mark.bold, mark.family)
            if not choice.face:
                raise Unprintable((piece,))
            code = choice.code
            if code is None:
                code = self._codes.setdefault((choice.face, choice.glyph), _PRIVATE + len(self._codes))
            self.glyphs.setdefault(choice.face, {})[code] = choice.glyph
            width = face(choice.face).advance(choice.glyph)
            if out and out[-1][0] == choice.face:
                out[-1] = (choice.face, out[-1][1] + chr(code), out[-1][2] + width)
            else:
                out.append((choice.face, chr(code), width))
        return out


def _text(pdf: FPDF, mark: Text, runs: _Runs, scale: float) -> None:
    x, y, size = mark.x * scale, mark.baseline * scale, mark.size * scale
    pdf.set_text_color(255 if mark.white else 0)
    for key, encoded, width in runs.of(mark):
        pdf.set_font(key, size=size * pdf.k)
        if key == "gap" and mark.bold:
            with pdf.local_context(text_mode="FILL_STROKE", line_width=size * _FAUX_BOLD * pdf.k):
                pdf.text(x, y, encoded)
        else:
            pdf.text(x, y, encoded)
        x += width * size / 1000


def _round(pdf: FPDF, mark: Round, scale: float) -> None:
    pen = mark.pen * scale
    pdf.set_line_width(pen)
    pdf.rect(
        mark.x * scale + pen / 2,
        mark.y * scale + pen / 2,
        mark.w * scale - pen,
        mark.h * scale - pen,
        style="D",
        round_corners=True,
        corner_radius=mark.radius * scale,
    )


# fonts ------------------------------------------------------------------------------------------------------


def _add_fonts(pdf: FPDF, glyphs: dict[str, dict[int, int]], bypass: bool) -> None:
    """Hand the subsets to fpdf2 in memory.

    Its add_font wants a file, and the characters of a name have no business in a temporary folder.
    """
    from fpdf.fonts import TTFFont

    for key in sorted(glyphs):
        raw = face(key).subset(glyphs[key])
        # It says that it wants a path; it hands it on to fontTools, which takes a file as well.
        font = TTFFont(pdf, cast("Path", io.BytesIO(raw)), key, "")
        pdf.fonts[key] = font
        if font.is_cff:
            pdf._set_min_pdf_version("1.6")
        elif bypass:
            _ready(font.ttfont, raw)


def _ready(ttfont: Any, raw: bytes) -> None:
    """Mark a font as final, so that fpdf2 neither cuts it again nor compiles its outlines again (half of the
    time of a paper).
    """
    ttfont.final = raw
    ttfont.save = lambda out, reorderTables=True: out.write(raw)


def _install_bypass() -> None:
    """Let fpdf2's subsetter pass the fonts that are marked as final."""
    import types

    import fpdf
    from fontTools import subset

    class PassFinal(subset.Subsetter):  # type: ignore[misc]    # fontTools has no types
        """The subsetter of fontTools, except for a font that is final."""

        def subset(self, font: Any) -> None:
            """Cut the font, unless it is final."""
            if getattr(font, "final", None) is None:
                super().subset(font)

    output: Any = fpdf.output
    output.ftsubset = types.SimpleNamespace(Options=subset.Options, Subsetter=PassFinal)


@cache
def bypass_works() -> bool:
    """Self-test of the reach into fpdf2.

    One line of text must give the same dots with and without it. Else the plain way is taken.
    """
    from printing.dots import grey

    sketch = Sketch(200, 1.0, 40)
    sketch.text(4, 4, 30, "預かり書 42")
    try:
        plain = _write(sketch, 203.2, "", bypass=False)
        _install_bypass()
        quick = _write(sketch, 203.2, "", bypass=True)
    except (AttributeError, TypeError, KeyError):
        return False
    return grey(plain, 200, 40) == grey(quick, 200, 40)
