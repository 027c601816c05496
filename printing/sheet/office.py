"""What the A4 papers of the office share.

Stamp boxes, the floor, 練習 at the edges, tables whose rows grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from printing import words
from printing.papers import PAPERS
from printing.sheet.kit import CLOSING, THIN, Sheet

HOLES = (108.5, 188.5)
A4 = PAPERS["A4"]
HEAD = 7.0  # height of the head of a table
SMALL = 3.0


def blank(left: float, right: float, *, practice: bool, holes: bool = True) -> Sheet:
    """An empty A4 with the crosses of the binder and, on a practice form, 練習 round it."""
    sheet = Sheet(A4)
    if holes:
        sheet.holes(*HOLES)
    if practice:
        _practice(sheet, left, right)
    return sheet


def _practice(sheet: Sheet, left: float, right: float) -> None:
    """A strip at the top and at the foot, hatching and the upright word at both sides."""
    for y in (4.3, sheet.height - 8.4):
        sheet.strip(left, y, right - left, 4, 2.8)
    for x in (left - 5, right + 1.6):
        for y in range(12, 243, 46):
            sheet.hatch(x, y, 3.4, 32, 1.5)
            if y < 240:
                for i, letter in enumerate(words.PRACTICE):
                    sheet.text(x + 1.7, y + 33.2 + i * 5.4, 4.4, letter, True, "c")


def stamps(
    sheet: Sheet,
    right: float,
    y: float,
    heads: Sequence[str],
    h: float = 23,
    w: float = 20,
    size: float = SMALL,
) -> None:
    """Boxes side by side, ending at `right`: each its head and at least 15 mm for a stamp."""
    x = right - w * len(heads)
    sheet.frame(x, y, w * len(heads), h, 0.3)
    sheet.line(x, y + 5.1, w * len(heads), THIN)
    for i, head in enumerate(heads):
        if i:
            sheet.upright(x + i * w, y, h, 0.3)
        sheet.text(x + (i + 0.5) * w, y + 1.1, sheet.shrink(head, w - 1, size, False), head, align="c")
        sheet.space("stamp", x + i * w, y + 5.1, w, h - 5.1)


def floor(sheet: Sheet, x: float, y: float, size: float, name: str) -> float:
    """The floor, white in a black box; returns its width."""
    w = sheet.measure(name, size * 0.8, True) + size * 0.4
    sheet.fill(x, y, w, size)
    sheet.text(x + w / 2, y + size * 0.1, size * 0.8, name, True, "c", white=True)
    return w


def place(
    sheet: Sheet, x: float, y: float, w: float, size: float, name: str, level: str | None, after: str = ""
) -> None:
    """A section large, with what follows it and its floor, in a row of `size`.

    A long name takes two lines.
    """
    used = sheet.measure(level, size * 0.8, True) + size * 0.4 + 3 if level else 0
    small = size * 0.56
    used += sheet.measure(after, small, True) + 3 if after else 0
    rows, large = [name], sheet.shrink(name, w - used, size)
    if large < size * 0.55:
        large = size * 0.55
        while len(rows := sheet.phrases(name, w - used, large)) > 2:
            large -= size / 50
    top = y + (size - large * 1.05 * len(rows)) / 2 if len(rows) > 1 else y + size - large
    wide = max(sheet.text(x, top + i * large * 1.05, large, row, True) for i, row in enumerate(rows))
    at = x + wide + 3
    if after:
        at += sheet.text(at, y + size - small * 1.12, small, after, True) + 3
    if level:
        floor(sheet, at, y, size, level)


def lookup(sheet: Sheet, x: float, y: float, digits: str) -> None:
    """照会用 at the foot: 9 mm high, 5 dots a module, its word well before the quiet zone."""
    sheet.text(x, y + 2.8, 3.8, words.LOOKUP, True)
    sheet.bars(digits, x + 17, y, 9, CLOSING)


def spaced(digits: str) -> str:
    """Sixteen digits in four groups."""
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


# tables -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one field: its lines, their size, and how they are set."""

    rows: tuple[str, ...]
    size: float
    bold: bool = False
    align: str = "l"

    @property
    def height(self) -> float:
        """Room that the lines need."""
        return len(self.rows) * self.size * 1.1

    def put(self, sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
        """Set the lines in the middle of the field's height."""
        at = y + (h - self.height) / 2 + self.size * 0.05
        for i, row in enumerate(self.rows):
            edge = {"l": x + 1.5, "r": x + w - 1.5, "c": x + w / 2}[self.align]
            sheet.text(edge, at + i * self.size * 1.1, self.size, row, self.bold, self.align)


def whole(
    sheet: Sheet,
    text: str,
    w: float,
    steps: Sequence[tuple[float, int]],
    *,
    bold: bool = False,
    align: str = "l",
) -> Cell:
    """A text that is never cut: smaller by the steps, and then in as many lines as it takes."""
    size, rows, _ = sheet.fit(text, w - 3, steps, bold)
    return Cell(tuple(rows) if text else (), size, bold, align)


def beside(
    sheet: Sheet,
    text: str,
    w: float,
    size: float,
    *,
    bold: bool = False,
    align: str = "l",
    least: float = 2.6,
) -> Cell:
    """A short text: one line, smaller where it must be, and in lines where it would become too small."""
    fitted = sheet.shrink(text, w - 2.4, size, bold)
    if fitted >= least:
        return Cell((text,), fitted, bold, align)
    return Cell(tuple(sheet.breaks(text, w - 2.4, least, bold)), least, bold, align)


def head(sheet: Sheet, left: float, y: float, columns: Sequence[tuple[str, float]]) -> None:
    """The heads of the columns, each in the middle of its field."""
    x = left
    for name, w in columns:
        sheet.text(x + w / 2, y + 1.6, 3.6, name, True, "c")
        x += w
    sheet.fill(left, y + HEAD - 0.5, x - left, 0.5)
