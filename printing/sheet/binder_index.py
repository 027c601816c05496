"""月別目次: by type the numbers that lie in the binder and how many papers that must be; below, each number
without its 原本 and why. As many sheets as it needs.
"""

from __future__ import annotations

from printing import words_binder as words
from printing import words_office
from printing.binder_forms import BinderIndex
from printing.sheet import office
from printing.sheet.flow import LEFT, RIGHT, WIDE, Book
from printing.sheet.kit import Sheet

COLUMNS = tuple(zip(words.COLUMNS, (66, 41, 13, 13, 15, 12, 12), strict=True))
NOTES = tuple(zip(words.NOTE_COLUMNS, (54, 26, 92), strict=True))


def leaves(form: BinderIndex) -> tuple[Sheet, ...]:
    """All sheets."""
    book = Book(lambda sheet, first: _head(sheet, form, first=first), practice=form.practice)
    book.title(words.PARTS[0], 14)
    totals = [
        sum(getattr(row, name) for row in form.rows)
        for name in ("copies", "originals", "open", "voided", "handed_back")
    ]
    rows = [
        (
            (
                f"{row.section}　{row.type_name}",
                row.numbers,
                *map(str, (row.copies, row.originals, row.open, row.voided, row.handed_back)),
            ),
            False,
        )
        for row in form.rows
    ]
    book.table(COLUMNS, [*rows, ((words.TOTAL, "", *map(str, totals)), True)])
    book.y += 4
    book.title(words.PARTS[1], 14)
    if form.notes:
        book.table(NOTES, [((note.label, note.state, note.detail), False) for note in form.notes])
    else:
        book.sheet.text(LEFT, book.y + 1, 3.8, words.NO_NOTES)
        book.y += 7
    _foot(book, totals[0], totals[1])
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            sheet.text(RIGHT, 30.2, 4, words_office.leaf(i + 1, len(book.sheets)), True, "r")
    return tuple(book.sheets)


def _head(sheet: Sheet, form: BinderIndex, *, first: bool) -> float:
    """Whose and which month: on every sheet, since sheets come apart in a binder."""
    size = 11 if first else 8
    w = sheet.text(LEFT, 11.6, size, words.INDEX, True)
    sheet.text(LEFT + w + 5, 11.6 + size - 4.6, 4.4, words.INDEX_WHAT, True)
    sheet.text(RIGHT, 12, 4, f"{words.MADE} {form.made}", align="r")
    by = f"{' '.join(p for p in (form.ward, form.branch) if p)}　{words.MADE_BY} {form.staff}"
    sheet.text(RIGHT, 18, sheet.shrink(by, WIDE - w - 40, 4.2), by, True, "r")
    sheet.fill(LEFT, 26, WIDE, 0.6)
    sheet.text(LEFT, 29.2, 6, f"{form.month}　{form.desk}", True)
    return 39


def _foot(book: Book, copies: int, originals: int) -> None:
    """What somebody counts by hand, and three stamps."""
    book.need(34)
    sheet, y = book.sheet, book.y + 3
    sheet.text(LEFT, y, 3.8, words.COUNTED, True)
    for i, text in enumerate((words.copies(copies), words.originals(originals))):
        at = y + 6 + i * 9
        sheet.frame(LEFT, at, 100, 9, 0.3)
        sheet.text(LEFT + 3, at + 2.4, 4.2, text, True)
        sheet.units(LEFT + 60, at, 38, "枚", 3.8, 9)
        sheet.space("counted", LEFT + 60, at, 38, 9)
    office.stamps(sheet, RIGHT, y, words.STAMPS, 24)
    for i, text in enumerate((words.ORDER, words.NO_NAMES)):
        sheet.text(LEFT, y + 26 + i * 4.4, sheet.shrink(text, WIDE, 3.3, False), text)
