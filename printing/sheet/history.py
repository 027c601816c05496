"""経過書: what happened to one slip, for the incident report. As many sheets as its history needs."""

from __future__ import annotations

from collections.abc import Sequence

from printing import words_office as words
from printing.office_forms import History
from printing.sheet import office
from printing.sheet.kit import THIN, Sheet
from printing.sheet.office import Cell

LEFT, RIGHT = 24.0, 196.0
WIDE = RIGHT - LEFT
BOTTOM = 287.4
STEPS = tuple(zip(words.STEP_COLUMNS, (32, 26, 14, 61, 39), strict=True))
CALLS = tuple(zip(words.CALL_COLUMNS, (32, 43, 17, 16, 64), strict=True))
BODY, LEAST = 3.7, 3.3


class _Book:
    """Sheets with a cursor: what does not fit begins on the next, under the same number."""

    def __init__(self, form: History) -> None:
        self.form = form
        self.sheets: list[Sheet] = []
        self.y = 0.0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def turn(self) -> None:
        """Begin a sheet."""
        first = not self.sheets
        self.sheets.append(office.blank(LEFT, RIGHT, practice=self.form.practice))
        if first:
            self.y = _head(self.sheet, self.form)
            return
        self.sheet.text(LEFT, 12, 7, words.HISTORY, True)
        self.sheet.text(LEFT + 30, 12.6, self.sheet.shrink(self.form.label, 100, 6), self.form.label, True)
        self.sheet.fill(LEFT, 22, WIDE, 0.6)
        self.y = 26

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


def leaves(form: History) -> tuple[Sheet, ...]:
    """All sheets."""
    book = _Book(form)
    book.turn()
    book.title(words.HISTORY_PARTS[0], 14)
    rows = [((s.at, s.place, s.staff, s.what, s.record), s.weighty) for s in form.steps]
    _table(book, STEPS, rows, spare=0 if rows else 2)
    book.y += 3.4
    book.title(words.HISTORY_PARTS[1], 14)
    _table(book, CALLS, [((c.at, c.who, c.how, c.staff, c.what), False) for c in form.calls], spare=2)
    book.y += 3.4
    _told(book)
    _state(book)
    _foot(book)
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            leaf = words.leaf(i + 1, len(book.sheets))
            sheet.text(RIGHT if i else LEFT + 38, 12.6, 4, leaf, True, "r" if i else "l")
    return tuple(book.sheets)


def _head(sheet: Sheet, form: History) -> float:
    w = sheet.text(LEFT, 11.6, 11, words.HISTORY, True)
    w += 5 + sheet.text(LEFT + w + 5, 17.4, 4.4, words.HISTORY_WHAT, True)
    sheet.text(RIGHT, 12, 4, f"{words.MADE} {form.made}", align="r")
    by = f"{' '.join(p for p in (form.branch, form.branch_phone) if p)}　{words.MADE_BY} {form.staff}"
    sheet.text(RIGHT, 18, sheet.shrink(by, WIDE - w - 4, 4.2), by, True, "r")
    sheet.fill(LEFT, 26, WIDE, 0.6)
    digits = office.spaced(form.digits)
    size = sheet.shrink(form.label, WIDE - sheet.measure(digits, 5, True) - 5, 11)
    sheet.text(LEFT, 29 + 11 - size, size, form.label, True)
    sheet.text(RIGHT, 34, 5, digits, True, "r")
    y = 43.4
    section = form.section + (f"（{form.floor}）" if form.floor else "")
    for call, value, bold in (
        (words.DOCUMENT, form.type_name, True),
        (words.SECTION, " ".join(p for p in (section, form.section_phone) if p), False),
        (words.SHEETS, words.sheets(form.sheets, form.enclosures), False),
    ):
        sheet.text(LEFT, y + 0.4, 3.6, call)
        for row in sheet.phrases(value, WIDE - 16, 4.2, bold):
            sheet.text(LEFT + 16, y, 4.2, row, bold)
            y += 5.1
        y += 1.3
    return _known(sheet, y + 1, form) + 4


def _known(sheet: Sheet, y: float, form: History) -> float:
    """Since when it is known, and where the slip was last: the two facts that are asked first."""
    half, top, deepest = WIDE / 2, y, y
    for x, call, large, small in (
        (LEFT, words.KNOWN_AT, form.known_at, form.known_by),
        (LEFT + half, words.LAST_PLACE, form.last_place, form.last_since),
    ):
        sheet.text(x + 3, top + 2, 3.6, call)
        at = top + 7.2
        for text, size, bold in ((large, 5.2, True), (small, 3.6, False)):
            for row in sheet.phrases(text, half - 6, size, bold):
                sheet.text(x + 3, at, size, row, bold)
                at += size * 1.2
            at += 1.2
        deepest = max(deepest, at)
    h = deepest + 1.4 - top
    sheet.frame(LEFT, top, WIDE, h, 0.6)
    sheet.upright(LEFT + half, top, h)
    return top + h


def _columns(sheet: Sheet, y: float, columns: Sequence[tuple[str, float]]) -> float:
    sheet.fill(LEFT, y, WIDE, 0.4)
    sheet.fill(LEFT, y + 6, WIDE, 0.3)
    x = LEFT
    for name, w in columns:
        sheet.text(x + 1.5, y + 1.3, 3.6, name, True)
        x += w
    return y + 6.3


def _table(
    book: _Book,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[tuple[Sequence[str], bool]],
    *,
    spare: int,
) -> None:
    """Rows that grow with their text; the head again on each sheet; `spare` empty rows to write in."""
    book.need(14)
    book.y = _columns(book.sheet, book.y, columns)
    for values, weighty in (*rows, *(((("",) * len(columns)), False),) * spare):
        cells = [_cell(book.sheet, value, w, weighty) for value, (_, w) in zip(values, columns, strict=True)]
        empty = not any(values)
        h = 8.0 if empty else max(6.6, max(c.height for c in cells) + 2)
        if book.need(h):
            book.y = _columns(book.sheet, book.y, columns)
        x = LEFT
        for cell, (_, w) in zip(cells, columns, strict=True):
            cell.put(book.sheet, x, book.y, w, h)
            x += w
        if empty:
            book.sheet.space("row", LEFT, book.y, WIDE, h)
        book.y += h
        book.sheet.line(LEFT, book.y, WIDE, THIN)


def _cell(sheet: Sheet, value: str, w: float, weighty: bool) -> Cell:
    size = sheet.shrink(value, w - 2.4, BODY, weighty) if value else BODY
    if size >= LEAST:
        return Cell((value,) if value else (), size, weighty)
    return Cell(tuple(sheet.breaks(value, w - 2.4, LEAST, weighty)), LEAST, weighty)


def _told(book: _Book) -> None:
    told = book.form.told
    parts = ((words.TOLD_AT, told.at), (words.TOLD_HOW, told.how), (words.TOLD_PROMISED, told.promised))
    widths = (50.0, 66.0, WIDE - 116.0)
    rows = [book.sheet.phrases(v, w - 6, 4.2) if v else [] for (_, v), w in zip(parts, widths, strict=True)]
    high = 6.4 + max(1, *map(len, rows)) * 5.1 + 1
    what = book.sheet.breaks(told.what, WIDE - 6, 3.8) if told.what else []
    deep = 6.4 + (len(what) * 4.7 + 1.6 if what else 9)
    book.title(words.HISTORY_PARTS[2], high + deep)
    sheet, y = book.sheet, book.y
    sheet.frame(LEFT, y, WIDE, high + deep, 0.4)
    sheet.line(LEFT, y + high, WIDE, THIN)
    x = LEFT
    for (call, _), w, said in zip(parts, widths, rows, strict=True):
        if x > LEFT:
            sheet.upright(x, y, high, THIN)
        sheet.text(x + 3, y + 1.4, 3.5, call)
        for i, row in enumerate(said):
            sheet.text(x + 3, y + 6.2 + i * 5.1, 4.2, row, True)
        x += w
    sheet.text(LEFT + 3, y + high + 1.4, 3.5, words.TOLD_WHAT)
    for i, row in enumerate(what):
        sheet.text(LEFT + 3, y + high + 6.2 + i * 4.7, 3.8, row)
    if not what:
        sheet.space("told", LEFT, y + high + 5, WIDE, deep - 5)
    book.y += high + deep + 3.4


def _state(book: _Book) -> None:
    rows = book.sheet.breaks(book.form.state, WIDE - 36, 4)
    book.need(max(1, len(rows)) * 5 + 12)
    book.sheet.text(LEFT, book.y, 4.6, words.HISTORY_PARTS[3], True)
    for i, row in enumerate(rows):
        book.sheet.text(LEFT + 36, book.y + 0.4 + i * 5, 4, row)
    book.y += max(1, len(rows)) * 5 + 2.6
    book.sheet.text(LEFT, book.y + 3, 3.6, words.REMARKS)
    book.sheet.line(LEFT + 10, book.y + 8.6, WIDE - 10, THIN)
    book.sheet.space("remarks", LEFT + 10, book.y - 0.4, WIDE - 10, 9)
    book.y += 10.6


def _foot(book: _Book) -> None:
    """Where the facts come from, the bars that look the slip up, three stamps."""
    book.need(26)
    sheet, y, form = book.sheet, book.y, book.form
    for row in sheet.breaks(words.AS_RECORDED, WIDE - 66, 3.3):
        sheet.text(LEFT, y, 3.3, row)
        y += 4.2
    if form.check_value:
        sheet.text(LEFT, y, 3.3, f"{words.CHECK_VALUE} {form.check_value}")
    office.lookup(sheet, LEFT, book.y + 15.4, form.digits)
    office.stamps(sheet, RIGHT, book.y + 1.6, words.HISTORY_STAMPS, 24)
    book.y += 26
