"""A4 sheets with a cursor, and tables whose rows grow with their text and go on to the next sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from printing.sheet import office
from printing.sheet.kit import THIN, Sheet
from printing.sheet.office import Cell

LEFT, RIGHT = 24.0, 196.0
WIDE = RIGHT - LEFT
BOTTOM = 287.4
BODY, LEAST = 3.7, 3.3
Columns = Sequence[tuple[str, float]]
Rows = Sequence[tuple[Sequence[str], bool]]


class Book:
    """Sheets with a cursor.

    `head` draws the top of a sheet, told whether it is the first, and says where it ends.
    """

    def __init__(self, head: Callable[[Sheet, bool], float], *, practice: bool) -> None:
        self._head, self._practice = head, practice
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.turn()

    @property
    def sheet(self) -> Sheet:
        """The sheet in hand."""
        return self.sheets[-1]

    def turn(self) -> None:
        """Begin a sheet."""
        first = not self.sheets
        self.sheets.append(office.blank(LEFT, RIGHT, practice=self._practice))
        self.y = self._head(self.sheet, first)

    def need(self, h: float) -> bool:
        """Room for so much; True when that took a new sheet."""
        if self.y + h <= BOTTOM:
            return False
        self.turn()
        return True

    def title(self, text: str, after: float) -> None:
        """The title of a part, never alone at the foot of a sheet."""
        self.need(7 + after)
        self.sheet.text(LEFT, self.y, 4.6, text, True)
        self.y += 7

    def table(self, columns: Columns, rows: Rows, *, spare: int = 0, size: float = BODY) -> None:
        """Rows of texts, weighty ones bold; the heads again on each sheet; `spare` empty rows to write in."""
        self.need(14)
        self._heads(columns)
        empty: Rows = [(("",) * len(columns), False)] * spare
        for values, weighty in (*rows, *empty):
            cells = [
                _cell(self.sheet, v, w, weighty, size) for v, (_, w) in zip(values, columns, strict=True)
            ]
            written = any(values)
            h = max(size + 2.9, max(c.height for c in cells) + 2) if written else 8.0
            if self.need(h):
                self._heads(columns)
            x = LEFT
            for cell, (_, w) in zip(cells, columns, strict=True):
                cell.put(self.sheet, x, self.y, w, h)
                x += w
            if not written:
                self.sheet.space("row", LEFT, self.y, WIDE, h)
            self.y += h
            self.sheet.line(LEFT, self.y, WIDE, THIN)

    def _heads(self, columns: Columns) -> None:
        self.sheet.fill(LEFT, self.y, WIDE, 0.4)
        self.sheet.fill(LEFT, self.y + 6, WIDE, 0.3)
        x = LEFT
        for name, w in columns:
            self.sheet.text(x + 1.5, self.y + 1.3, 3.6, name, True)
            x += w
        self.y += 6.3


def _cell(sheet: Sheet, value: str, w: float, weighty: bool, size: float) -> Cell:
    fitted = sheet.shrink(value, w - 2.4, size, weighty) if value else size
    if fitted >= LEAST:
        return Cell((value,) if value else (), fitted, weighty)
    return Cell(tuple(sheet.breaks(value, w - 2.4, LEAST, weighty)), LEAST, weighty)
