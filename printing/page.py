"""From a form to a page, and what keeps a form from a paper."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from printing import dots as raster_
from printing.dots import Dots
from printing.forms import DoesNotFit, RecoveryForm, SlipForm, Unprintable
from printing.glyphs import lost_variants, unprintable
from printing.papers import PAPERS
from printing.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn form.

    `dots` is its exact size on the head (on sheets at 300 dpi). `missing` are variants drawn in their plain
    form.
    """

    pdf: bytes
    width_mm: float
    height_mm: float
    paper: str
    dots: tuple[int, int]
    missing: tuple[str, ...] = ()


def strings(form: SlipForm | RecoveryForm) -> list[str]:
    """Every text that the form brings along."""
    out: list[str] = []
    for field in dataclasses.fields(form):
        value = getattr(form, field.name)
        if field.name == "others":
            for other in value:
                out += strings(other)
        elif field.name == "enclosures":
            out += value
        elif field.name == "reissue" and value:
            out += [value.at, value.reason]
        elif isinstance(value, str):
            out.append(value)
    return out


def lay(form: SlipForm | RecoveryForm, paper: str) -> Sketch:
    """The layout of a form. Raises Unprintable or DoesNotFit before anything is drawn."""
    said = "".join(strings(form))
    lost = unprintable(said)
    if lost:
        raise Unprintable(lost)
    where = PAPERS[paper]
    if isinstance(form, RecoveryForm):
        from printing.sheet import recovery

        return recovery.lay(form, where)
    if where.roll:
        from printing import roll

        return roll.lay(form, where)
    from printing import sheet

    return sheet.lay(form, where)


def draw(form: SlipForm | RecoveryForm, paper: str) -> Page:
    """The form as a PDF of one page."""
    from printing.pdf import write

    sketch, where = lay(form, paper), PAPERS[paper]
    title = " ".join(p for p in (getattr(form, "label", None), getattr(form, "copy", "recovery")) if p)
    width, height = sketch.dots
    return Page(
        write(sketch, where.dpi, title),
        width / where.dpi * 25.4,
        height / where.dpi * 25.4,
        paper,
        (width, height),
        lost_variants("".join(strings(form))),
    )


def fits(form: SlipForm | RecoveryForm, paper: str) -> str | None:
    """None when the paper takes the form whole; else the reason, to be shown before printing.

    Unprintable characters are not asked here.
    """
    try:
        lay(form, paper)
    except DoesNotFit as refused:
        return refused.reason
    return None


def raster(page: Page, *, dots: tuple[int, int] | None = None, dpi: float | None = None) -> Dots:
    """Black and white dots: the exact ones of the paper, or as many as asked."""
    width, height = _size(page, dots, dpi)
    return raster_.one_bit(raster_.grey(page.pdf, width, height), width, height)


def pgm(page: Page, *, dots: tuple[int, int] | None = None, dpi: float | None = None) -> bytes:
    """The page in grey for a preview on the screen."""
    width, height = _size(page, dots, dpi)
    return raster_.pgm(raster_.grey(page.pdf, width, height), width, height)


def _size(page: Page, dots: tuple[int, int] | None, dpi: float | None) -> tuple[int, int]:
    if dots:
        return dots
    if dpi:
        return round(page.width_mm / 25.4 * dpi), round(page.height_mm / 25.4 * dpi)
    return page.dots
