"""The table of 送付票 and 返送票.

25 rows of 7.7 mm a sheet, a heavier rule every fifth, 以下余白 after the last.

A row whose names need more than 7.7 mm takes two rows' room or three: no name is cut, and none becomes
smaller than 3 mm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from printing import words_office as words
from printing.sheet.kit import THIN, Sheet
from printing.sheet.office import HEAD, Cell, head

LEFT, RIGHT, TOP = 20.0, 198.0, 57.0
WIDE = RIGHT - LEFT
ROW, SLOTS = 7.7, 25
BOTTOM = TOP + HEAD + SLOTS * ROW


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the fields after its number, None where `tick` boxes stand."""

    cells: tuple[Cell | None, ...]

    @property
    def slots(self) -> int:
        """How many rows' room it takes."""
        need = max((cell.height for cell in self.cells if cell), default=0.0)
        return max(1, -(-int((need + 0.9) * 100) // int(ROW * 100)))


def leaves(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows of each sheet. At least one sheet."""
    out: list[list[Line]] = [[]]
    free = SLOTS
    for line in lines:
        if line.slots > free:
            out.append([])
            free = SLOTS
        out[-1].append(line)
        free -= line.slots
    return out


def draw(
    sheet: Sheet,
    columns: Sequence[tuple[str, float]],
    lines: Sequence[Line],
    first: int,
    *,
    last: bool,
    empty: Callable[[float], None] | None = None,
) -> None:
    """The table with its rules.

    `first` is the number of the first row; `empty` draws each row of a form for the pen.
    """
    head(sheet, LEFT, TOP, columns)
    y, n = TOP + HEAD, first
    for line in lines:
        h = line.slots * ROW
        sheet.text(LEFT + columns[0][1] - 1, y + h / 2 - 1.6, 3.2, str(n), align="r")
        x = LEFT + columns[0][1]
        for cell, (_, w) in zip(line.cells, columns[1:], strict=True):
            if cell:
                cell.put(sheet, x, y, w, h)
            else:
                sheet.frame(x + w / 2 - 2.2, y + h / 2 - 2.2, 4.4, 4.4, 0.3)
            x += w
        y += h
        _rule(sheet, y, heavy=n % 5 == 0)
        n += 1
    _rest(sheet, y, n, last=last, empty=empty, first=first)
    x = LEFT
    for _, w in columns[:-1]:
        x += w
        sheet.upright(x, TOP + HEAD, BOTTOM - TOP - HEAD, THIN)
    sheet.frame(LEFT, TOP, WIDE, BOTTOM - TOP, 0.5)


def _rest(
    sheet: Sheet, y: float, n: int, *, last: bool, empty: Callable[[float], None] | None, first: int
) -> None:
    """The rows below the last one."""
    said = not last or empty is not None
    while y < BOTTOM - 0.01:
        if empty:
            sheet.text(LEFT + 7, y + 2.3, 3.2, str(n), align="r")
            empty(y)
        elif not said:
            sheet.text(LEFT + 8 + 45 + 27, y + 1.9, 4, words.BLANK_BELOW, align="c")
            said = True
        y += ROW
        if y < BOTTOM - 0.01:
            _rule(sheet, y, heavy=n % 5 == 0)
        n += 1


def _rule(sheet: Sheet, y: float, *, heavy: bool) -> None:
    if y < BOTTOM - 0.01:
        sheet.line(LEFT, y, WIDE, 0.5 if heavy else 0.12)


def title(sheet: Sheet, name: str, leaf: str) -> None:
    """The name of the paper and which sheet of how many."""
    w = sheet.text(LEFT, 9, 11, name, True)
    sheet.frame(LEFT + w + 5, 10.5, 27, 8.6, 0.4)
    sheet.text(LEFT + w + 18.5, 12.3, sheet.shrink(leaf, 25, 5), leaf, True, "c")
