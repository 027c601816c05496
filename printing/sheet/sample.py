"""抽出点検票: numbers drawn at random, where their papers must be, and boxes to tick. No names of citizens."""

from __future__ import annotations

from printing import words_office as words
from printing.office_forms import Sample, SampleRow
from printing.sheet import office
from printing.sheet.flow import LEFT, RIGHT, WIDE, Book
from printing.sheet.kit import THIN, Sheet

NUMBER, PLACES, BOX = 43.0, 97.0, 12.0    # widths; what is left of the sheet is for the running number
FIRST = WIDE - NUMBER - PLACES - 2 * BOX
SMALL, LEAST, LABEL, TICK = 3.4, 3.1, 4.4, 5.4
FOOT = 47.0


def leaves(form: Sample) -> tuple[Sheet, ...]:
    """All sheets; the result and who looked on the last."""
    book = Book(lambda sheet, first: _head(sheet, form, first=first), practice=form.practice)
    for n, row in enumerate(form.rows, 1):
        _row(book, n, row, FOOT if n == len(form.rows) else 0)     # the result never stands on a sheet by itself
    _result(book, form)
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            sheet.text(LEFT + 58, 16, 4, words.leaf(i + 1, len(book.sheets)), True)
    return tuple(book.sheets)


def _head(sheet: Sheet, form: Sample, *, first: bool) -> float:
    sheet.text(LEFT, 12.4, 10 if first else 7, words.SAMPLE, True)
    sheet.text(RIGHT, 12.6, sheet.shrink(form.place, 90, 4.4), form.place, True, "r")
    sheet.text(RIGHT, 18.8, 4, words.as_of(form.at), align="r")
    sheet.fill(LEFT, 26, WIDE, 0.6)
    sheet.text(LEFT, 28.6, 4.4, f"{words.SAMPLE_SEED} {form.seed}", True)
    sheet.text(RIGHT, 29, 4, words.sample_count(len(form.rows)), align="r")
    y = 35.4
    if first:
        for text in sheet.breaks(words.SAMPLE_HOW, WIDE, 3.6):
            sheet.text(LEFT, y, 3.6, text)
            y += 5
    sheet.fill(LEFT, y + 1, WIDE, 0.4)
    x = LEFT + FIRST
    for name, wide in zip(words.SAMPLE_COLUMNS, (NUMBER, PLACES, BOX, BOX), strict=True):
        middle = wide == BOX
        sheet.text(x + (wide / 2 if middle else 1.5), y + 2.4, 3.6, name, True, "c" if middle else "l")
        x += wide
    sheet.fill(LEFT, y + 7.4, WIDE, 0.3)
    return y + 7.9


def _row(book: Book, n: int, row: SampleRow, after: float) -> None:
    sheet = book.sheet
    places = [(word, *_place(sheet, text)) for word, text in zip(
        words.SAMPLE_PLACES, (row.ledger, row.copy, row.original), strict=True)]
    high = 4.6 * sum(len(lines) for _, _, lines in places) + 2.4
    book.need(high + after)
    sheet, y = book.sheet, book.y + 1.3
    sheet.text(LEFT + FIRST - 1.5, y, 4.4, str(n), True, "r")
    x = LEFT + FIRST + 1.5
    sheet.text(x, y, sheet.shrink(row.label, NUMBER - 3, LABEL), row.label, True)
    sheet.text(x, y + 5.4, SMALL, row.digits)
    sheet.text(x, y + 9.8, sheet.shrink(row.state, NUMBER - 3, SMALL, False), row.state)
    x += NUMBER
    for word, size, lines in places:
        sheet.text(x, y, SMALL, word, True)
        for line in lines:
            sheet.text(x + 11, y, size, line)
            y += 4.6
    for i in range(2):
        left = LEFT + FIRST + NUMBER + PLACES + i * BOX
        sheet.frame(left + (BOX - TICK) / 2, book.y + (high - TICK) / 2, TICK, TICK, 0.3)
    book.y += high
    sheet.line(LEFT, book.y, WIDE, THIN)


def _place(sheet: Sheet, text: str) -> tuple[float, list[str]]:
    """On one line where it fits in letters a little smaller."""
    size = sheet.shrink(text, PLACES - 13, SMALL, False)
    return (size, [text]) if size >= LEAST else (SMALL, sheet.breaks(text, PLACES - 13, SMALL))


def _result(book: Book, form: Sample) -> None:
    """What did not agree, the name and the day, two stamps."""
    book.need(FOOT)
    sheet, y = book.sheet, book.y + 4
    sheet.text(LEFT, y, 4.2, words.SAMPLE_RESULT, True)
    x = LEFT + 27
    for word in words.SAMPLE_RESULTS:
        sheet.frame(x, y - 0.2, 4.6, 4.6, 0.3)
        x += 6.4 + sheet.text(x + 6.4, y, 4.2, word) + 8
    sheet.text(LEFT, y + 8, 3.6, words.SAMPLE_DIFFERS)
    for i in range(2):
        sheet.line(LEFT, y + 19 + 9 * i, WIDE - 48, THIN)
        sheet.space("differs", LEFT, y + 10 + 9 * i, WIDE - 48, 9)
    low = y + 38.6
    for x, word, wide in ((LEFT, words.SAMPLE_BY, 76.0), (LEFT + 80, words.SAMPLE_ON, 44.0)):
        w = sheet.text(x, low - 4.6, 3.8, word) + 2
        sheet.line(x + w, low, wide - w, THIN)
        sheet.space("signed", x + w, low - 9, wide - w, 9)
    office.stamps(sheet, RIGHT, y + 8, words.SAMPLE_STAMPS, 28, size=3.4)
    sheet.text(LEFT, low + 1.4, 3.3, words.NO_NAMES_HERE)
    if form.check_value:
        sheet.text(RIGHT, low + 1.4, 3.3, f"{words.CHECK_VALUE} {form.check_value}", align="r")
