"""案内票 on a sheet: A5 in two columns, A4 in one, with larger letters."""

from __future__ import annotations

from printing import words_citizen as words
from printing.forms import DoesNotFit
from printing.office_forms import Guide, Way
from printing.papers import Paper
from printing.sheet.kit import Sheet

LEFT, RIGHT = 16.0, 194.0
PEN = 0.9


SIZES = {"A4": (5.2, 4.4, 3.6), "A5": (4.0, 3.6)}


def lay(form: Guide, paper: Paper) -> Sheet:
    """The whole form, in the largest letters in which it fits."""
    for size in SIZES[paper.name]:
        sheet = _lay(form, paper, size)
        if sheet:
            return sheet
    raise DoesNotFit(words.GUIDE_TOO_LONG)


def _lay(form: Guide, paper: Paper, size: float) -> Sheet | None:
    sheet = Sheet(paper)
    a4 = paper.name == "A4"
    _arrow(sheet, form, 9, 17 if a4 else 14)
    split = RIGHT if a4 else 92.0
    y = _about(sheet, 30 if a4 else 27, split, size, form)
    x, at = (LEFT, y + 5) if a4 else (split + 8, 27)
    for n, way in enumerate(form.ways, 1):
        at = _way(sheet, x, at, n, way, size)
    if not a4:
        sheet.upright(split + 4, 27, max(at, y) - 29, 0.25)
    foot = sheet.height - (25 if a4 else 22.4)
    if max(at, y) > foot:
        return None
    _foot(sheet, foot, form, size * 0.95)
    if form.practice:
        for y in (4.3, sheet.height - 8.4):
            sheet.strip(LEFT, y, RIGHT - LEFT, 4, 2.8)
        for edge in (LEFT - 6, RIGHT + 2.6):
            sheet.hatch(edge, 9, 3.4, sheet.height - 20, 1.5)
    return sheet


def _arrow(sheet: Sheet, form: Guide, y: float, h: float) -> None:
    """An outline that points: go there."""
    neck = RIGHT - h / 2
    sheet.fill(LEFT, y, neck - LEFT, PEN)
    sheet.fill(LEFT, y + h - PEN, neck - LEFT, PEN)
    sheet.fill(LEFT, y, PEN, h)
    for edge, inner in ((y, y + PEN), (y + h, y + h - PEN)):
        sheet.shape(
            (neck - 0.2, edge),
            (neck, edge),
            (RIGHT, y + h / 2),
            (RIGHT - PEN * 1.4, y + h / 2),
            (neck - 0.2, inner),
        )
    size = h * 0.62
    w = sheet.text(LEFT + 5, y + (h - size) / 2, size, words.GUIDE_TITLE, True)
    small = sheet.shrink(form.branch, neck - LEFT - w - 14, h * 0.4)
    sheet.text(neck - 2, y + (h - small) / 2, small, form.branch, True, "r")


def _about(sheet: Sheet, y: float, right: float, size: float, form: Guide) -> float:
    w = right - LEFT
    sheet.text(LEFT, y, size, words.GUIDE_ABOUT)
    y += size * 1.35
    for row in sheet.phrases(form.about, w, size * 1.4):
        sheet.text(LEFT, y, size * 1.4, row, True)
        y += size * 1.4 * 1.2
    if not form.refused:
        return y
    top = y + 2
    y = sheet.paragraph(LEFT + 3, top + 2.6, w - 6, size * 1.35, words.GUIDE_REFUSED, True, 1.25) + 0.6
    y = sheet.paragraph(LEFT + 3, y, w - 6, size, words.GUIDE_HANDED_BACK, lead=1.25) + 1
    sheet.frame(LEFT, top, w, y - top, 0.5)
    return y


def _way(sheet: Sheet, x: float, y: float, n: int, way: Way, size: float) -> float:
    """One way: its number in a ring, its name, what stands large, the rest; returns the y below."""
    ring = size * 1.3
    sheet.round_frame(x, y, ring, ring, ring / 2 - 0.5, 0.4)  # half and more of the width would be a square
    sheet.text(x + ring / 2, y + ring / 2 - size * 0.42, size * 0.84, str(n), True, "c")
    at, w = x + ring + 2.4, RIGHT - x - ring - 2.4
    y = sheet.paragraph(at, y + 0.4, w, size * 1.1, way.name, True, 1.25)
    if way.large:
        large = sheet.shrink(way.large, w, size * 1.6)
        if large < size:
            y = sheet.paragraph(at, y, w, size, way.large, True, 1.25)
        else:
            sheet.text(at, y, large, way.large, True)
            y += large * 1.25
    if way.text:
        y = sheet.paragraph(at, y, w, size, way.text, lead=1.26)
    return y + size * 0.5


def _foot(sheet: Sheet, y: float, form: Guide, size: float) -> None:
    sheet.line(LEFT, y, RIGHT - LEFT)
    at = " ".join(p for p in (form.branch, form.branch_phone) if p)
    said = f"{form.at}　{at}　{words.STAFF} {form.staff}"
    sheet.text(LEFT, y + 2, sheet.shrink(said, RIGHT - LEFT, size, False), said)
    sheet.text(LEFT, y + 2 + size * 1.35, size, "".join(words.GUIDE_NO_RECEIPT), True)
