"""From a form to a page, and what keeps a form from a paper."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from printing import dots as raster_
from printing.dots import Dots
from printing.forms import DoesNotFit, Unprintable
from printing.glyphs import lost_variants, unprintable
from printing.office_forms import Form
from printing.papers import PAPERS
from printing.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn form.

    `dots` is its exact size on the head (on sheets at 300 dpi). `missing` are variants drawn in their plain
    form. `count` sheets of this size stand in the PDF, one after another.
    """

    pdf: bytes
    width_mm: float
    height_mm: float
    paper: str
    dots: tuple[int, int]
    missing: tuple[str, ...] = ()
    count: int = 1


def strings(form: Form) -> list[str]:
    """Every text that the form brings along, from its parts too."""
    return _texts(form)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    return [text for part in _parts(value) for text in _texts(part)]


def _parts(value: object) -> list[object]:
    if not dataclasses.is_dataclass(value):
        return []
    return [getattr(value, field.name) for field in dataclasses.fields(value)]


def leaves(form: Form, paper: str) -> tuple[Sketch, ...]:
    """The layouts of all sheets of a form. Raises Unprintable or DoesNotFit before anything is drawn."""
    lost = unprintable("".join(strings(form)))
    if lost:
        raise Unprintable(lost)
    where = PAPERS[paper]
    if where.roll:
        from printing import roll

        return (roll.lay(form, where),)
    from printing import sheet

    return sheet.leaves(form, where)


def lay(form: Form, paper: str) -> Sketch:
    """The layout of a form that takes one sheet."""
    (only,) = leaves(form, paper)
    return only


def draw(form: Form, paper: str) -> Page:
    """The form as a PDF, of one page or of as many as it has sheets."""
    from printing.pdf import write

    sketches, where = leaves(form, paper), PAPERS[paper]
    title = " ".join(
        p for p in (getattr(form, "label", None), getattr(form, "copy", type(form).__name__)) if p
    )
    width, height = sketches[0].dots
    return Page(
        write(sketches[0], where.dpi, title, more=sketches[1:]),
        width / where.dpi * 25.4,
        height / where.dpi * 25.4,
        paper,
        (width, height),
        lost_variants("".join(strings(form))),
        len(sketches),
    )


def fits(form: Form, paper: str) -> str | None:
    """None when the paper takes the form whole; else the reason, to be shown before printing.

    Unprintable characters are not asked here.
    """
    try:
        leaves(form, paper)
    except DoesNotFit as refused:
        return refused.reason
    return None


def raster(
    page: Page, *, dots: tuple[int, int] | None = None, dpi: float | None = None, leaf: int = 0
) -> Dots:
    """Black and white dots of one sheet: the exact ones of the paper, or as many as asked."""
    width, height = _size(page, dots, dpi)
    return raster_.one_bit(raster_.grey(page.pdf, width, height, leaf), width, height)


def pgm(page: Page, *, dots: tuple[int, int] | None = None, dpi: float | None = None, leaf: int = 0) -> bytes:
    """One sheet in grey for a preview on the screen."""
    width, height = _size(page, dots, dpi)
    return raster_.pgm(raster_.grey(page.pdf, width, height, leaf), width, height)


def _size(page: Page, dots: tuple[int, int] | None, dpi: float | None) -> tuple[int, int]:
    if dots:
        return dots
    if dpi:
        return round(page.width_mm / 25.4 * dpi), round(page.height_mm / 25.4 * dpi)
    return page.dots
