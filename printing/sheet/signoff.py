"""本日の点検: the evening page. Four figures, their lists, what the 係長 confirms. No names of citizens."""

from __future__ import annotations

from printing import words_office as words
from printing.office_forms import SignOff
from printing.sheet import office
from printing.sheet.flow import LEFT, RIGHT, WIDE, Book
from printing.sheet.kit import THIN, Sheet

COLUMNS = tuple(tuple(zip(heads, (50, 52, 38, 32), strict=True)) for heads in words.SIGN_OFF_COLUMNS)
SIZE = 4.2


def leaves(form: SignOff) -> tuple[Sheet, ...]:
    """All sheets; the figures on the first, the stamps on the last."""
    book = Book(lambda sheet, first: _head(sheet, form, first=first), practice=form.practice)
    lists = (form.unsent, form.attention, form.reissued, form.exceptions)
    for title, columns, rows in zip(words.SIGN_OFF_FIGURES, COLUMNS, lists, strict=True):
        if rows:
            book.title(title, 16)
            book.table(columns, [((r.label, r.what, r.detail, r.more), False) for r in rows], size=SIZE)
            book.y += 5
    _confirm(book, form)
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            sheet.text(LEFT + 58, 16, 4, words.leaf(i + 1, len(book.sheets)), True)
    return tuple(book.sheets)


def _head(sheet: Sheet, form: SignOff, *, first: bool) -> float:
    sheet.text(LEFT, 12.4, 10 if first else 7, words.SIGN_OFF, True)
    sheet.text(RIGHT, 12.6, sheet.shrink(form.place, 90, 4.4), form.place, True, "r")
    sheet.text(RIGHT, 18.8, 4, words.as_of(form.at), align="r")
    sheet.fill(LEFT, 26, WIDE, 0.6)
    if not first:
        return 30
    for i, (name, rows) in enumerate(
        zip(
            words.SIGN_OFF_FIGURES, (form.unsent, form.attention, form.reissued, form.exceptions), strict=True
        )
    ):
        x = LEFT + i * WIDE / 4
        sheet.text(x, 30, 4.4, name, True)
        w = sheet.text(x, 36, 15, str(len(rows)), True)
        sheet.text(x + w + 1.5, 45, 4.4, words.CASES)
    sheet.fill(LEFT, 55, WIDE, 0.3)
    return 60


def _confirm(book: Book, form: SignOff) -> None:
    """What is ticked, room for a remark, three stamps."""
    points = words.SIGN_OFF_POINTS
    book.title(words.SIGN_OFF_CHECK, 8.4 * len(points) + 46)
    sheet, y = book.sheet, book.y + 1
    for point in points:
        sheet.frame(LEFT + 2, y, 4.6, 4.6, 0.3)
        sheet.text(LEFT + 8.6, y + 0.2, 4.2, point)
        y += 8.4
    sheet.text(LEFT, y + 2, 3.6, words.OPINION)
    for i in range(3):
        sheet.line(LEFT, y + 13 + 9 * i, WIDE - 66, THIN)
        sheet.space("opinion", LEFT, y + 4 + 9 * i, WIDE - 66, 9)
    office.stamps(sheet, RIGHT, y + 3, words.HISTORY_STAMPS, 28, size=3.4)
    y += 36
    sheet.text(LEFT, y, 3.3, words.NO_NAMES_HERE)
    if form.check_value:
        sheet.text(RIGHT, y, 3.3, f"{words.CHECK_VALUE} {form.check_value}", align="r")
