"""The label of a bag on a sheet, to cut out.

For the day when the receipt printer is silent. The very label of the roll.
"""

from __future__ import annotations

from dataclasses import replace

from printing import words_office as words
from printing.forms import DoesNotFit
from printing.office_forms import BagLabel
from printing.papers import Paper
from printing.roll import bag
from printing.sheet.kit import THIN, Sheet
from printing.sketch import Bars, Fill, Mark, Round, Shape, Slant, Text

LABEL = Paper("label", "", 300.0, 72.0, dots=850)  # 72 mm at the 300 dpi of a sheet
PER_MM = 8  # units of a roll
ROOM = 4.0  # empty paper between the label and the line to cut along: the bars need it


def lay(form: BagLabel, paper: Paper) -> Sheet:
    """The label in the middle of the sheet within a dashed line."""
    label, sheet = bag.lay(form, LABEL), Sheet(paper)
    w, h = label.width / PER_MM, label.height / PER_MM
    if h + 2 * ROOM + 10 > sheet.height:
        raise DoesNotFit(words.BAG_NEEDS_A4)
    x, y = (sheet.width - w) / 2, (sheet.height - h) / 2 + 1.4
    dots = round(x * sheet.scale), round(y * sheet.scale)
    at = dots[0] / sheet.scale, dots[1] / sheet.scale
    sheet.marks = [_moved(mark, at, dots) for mark in label.marks]
    sheet.dashed_frame(x - ROOM, y - ROOM, w + 2 * ROOM, h + 2 * ROOM, THIN, 1.6)
    sheet.text(sheet.width / 2, y - ROOM - 3.8, 3, words.BAG_CUT, align="c")
    return sheet


def _moved(mark: Mark, at: tuple[float, float], dots: tuple[int, int]) -> Mark:
    """A mark of the roll where it comes on the sheet."""

    def point(x: float, y: float) -> tuple[float, float]:
        return x / PER_MM + at[0], y / PER_MM + at[1]

    if isinstance(mark, Fill | Bars):
        return replace(mark, x=mark.x + dots[0], y=mark.y + dots[1])
    if isinstance(mark, Slant | Shape):
        return replace(mark, points=tuple(point(*p) for p in mark.points))
    x, y = point(mark.x, mark.y)
    if isinstance(mark, Text):
        return replace(mark, x=x, y=y, size=mark.size / PER_MM)
    moved = replace(mark, x=x, y=y, w=mark.w / PER_MM, h=mark.h / PER_MM)
    if isinstance(moved, Round):
        moved = replace(moved, radius=moved.radius / PER_MM, pen=moved.pen / PER_MM)
    return moved
