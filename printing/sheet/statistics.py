"""集計 on one page: figures, a bar for each month with its number, the sections, what was refused, what to
review.

Bars are black where the slips are closed and striped across where they are still out: slanted hatching
means 練習 and nothing else, and there is no grey (mockups/paper). Whatever there is, it is one page: rows
come closer together before anything is left out, and what is left out is counted.
"""

from __future__ import annotations

from printing import words_figures as words
from printing.figure_forms import Bar, Gaps, Statistics
from printing.sheet import office
from printing.sheet.flow import LEFT, RIGHT, WIDE, Book
from printing.sheet.kit import THIN, Sheet
from printing.sheet.office import beside, whole

STRIPE = 1.3
CHART_TOP, CHART_FOOT = 70.0, 116.0
TABLE_TOP, TABLE_FOOT = 130.0, 184.0
SECTION_WIDTHS = (66, 14, 14, 17, 14, 13, 17, 17)
ROW = 6.2
HALF = 82.0
LISTS, LISTS_FOOT = 188.0, 244.0
TITLE, MORE, LONGEST = 4.8, 4.6, 10.3  # heights in the lists: a title, a line, a name of three lines
FOOT = 247.0
SERIES_WIDTHS = (14, 63, 13, 16, 16, 13, 12, 12, 13)
VOID_WIDTHS = (43, 52, 38, 23, 16)
OTHER_WIDTHS = (92, 20, 60)


def lay(form: Statistics) -> Sheet:
    """The page."""
    sheet = office.blank(LEFT, RIGHT, practice=form.practice)
    _head(sheet, form)
    _chart(sheet, form.months)
    _sections(sheet, form)
    _refused(sheet, form)
    _review(sheet, form)
    _foot(sheet, form)
    return sheet


def gap_leaves(form: Gaps) -> tuple[Sheet, ...]:
    """欠番表: all sheets."""
    book = Book(lambda sheet, first: _gap_head(sheet, form, first=first), practice=form.practice)
    for title, heads, widths, rows in (
        (words.SERIES, words.SERIES_HEADS, SERIES_WIDTHS, form.series),
        (words.VOIDS, words.VOID_HEADS, VOID_WIDTHS, form.voids),
        (words.OTHERS, words.OTHER_HEADS, OTHER_WIDTHS, form.others),
    ):
        book.title(title, 14)
        if rows:
            book.table(tuple(zip(heads, widths, strict=True)), [(row, False) for row in rows])
        else:
            book.sheet.text(LEFT, book.y, 3.8, words.NONE)
            book.y += 6
        book.y += 4
    book.need(40)
    book.sheet.text(LEFT, book.y, 3.3, words.HOW)
    office.stamps(book.sheet, RIGHT, book.y + 7, words.STAMPS, 24, size=3.4)
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            sheet.text(RIGHT, 24.6, 3.6, f"{i + 1}／{len(book.sheets)}", True, "r")
    return tuple(book.sheets)


def _gap_head(sheet: Sheet, form: Gaps, *, first: bool) -> float:
    sheet.text(LEFT, 12.4, 9 if first else 7, f"{words.GAPS} {form.year}", True)
    sheet.text(RIGHT, 12.6, sheet.shrink(form.place, 90, 4.4), form.place, True, "r")
    sheet.text(RIGHT, 18.6, 3.8, words.made(form.made), align="r")
    sheet.fill(LEFT, 29.4, WIDE, 0.6)
    if not first:
        return 33
    y = 33.0
    for row in sheet.breaks(form.proof, WIDE - 8, 5, True):
        sheet.text(LEFT + 4, y + 3, 5, row, True)
        y += 6.6
    sheet.frame(LEFT, 33, WIDE, y - 33 + 5.4, 0.4 if form.sound else 1.2)
    return y + 11


def _head(sheet: Sheet, form: Statistics) -> None:
    w = sheet.text(LEFT, 11.6, 9.4, words.TITLE, True)
    place = sheet.shrink(form.place, WIDE - w - 6, 4.6)
    if place >= 3.2:
        sheet.text(RIGHT, 12.6, place, form.place, True, "r")
    else:
        for i, row in enumerate(sheet.phrases(form.place, WIDE - w - 6, 3.2)):
            sheet.text(RIGHT, 10.4 + i * 3.7, 3.2, row, True, "r")
    sheet.text(RIGHT, 24.4, 3.6, words.made(form.made), align="r")
    sheet.text(LEFT, 23.2, 5, f"{form.year} {form.period}", True)
    sheet.fill(LEFT, 31, WIDE, 0.6)
    step = WIDE / len(form.figures)
    for i, figure in enumerate(form.figures):
        x = LEFT + i * step
        sheet.text(x, 34, sheet.shrink(figure.word, step - 2, 3.8, False), figure.word)
        w = sheet.text(x, 38.6, sheet.shrink(figure.value, step - 13, 10.5), figure.value, True)
        sheet.text(x + w + 1.2, 44.6, 3.6, figure.unit)
        if figure.note:
            sheet.text(x, 51, sheet.shrink(figure.note, step - 1, 3.3, False), figure.note)
    sheet.fill(LEFT, 56.4, WIDE, 0.3)


def _chart(sheet: Sheet, months: tuple[Bar, ...]) -> None:
    """The number stands on each bar; the bars stand on one line, and there is no scale to be misread."""
    x = LEFT + sheet.text(LEFT, 59, 4.8, words.MONTHS, True) + 3
    x += sheet.text(x, 60.2, 3.4, words.UNIT) + 10
    sheet.fill(x, 60, 6, 3.2)
    x += 7.4 + sheet.text(x + 7.4, 60, 3.6, words.DONE) + 7
    _striped(sheet, x, 60, 6, 3.2)
    sheet.text(x + 7.4, 60, 3.6, words.OPEN)
    most = max((month.done + month.open for month in months), default=0) or 1
    step = WIDE / len(months)
    wide = min(9.5, step * 0.66)
    room = CHART_FOOT - CHART_TOP
    for i, month in enumerate(months):
        middle = LEFT + (i + 0.5) * step
        sheet.text(middle, CHART_FOOT + 1.6, min(3.8, step / 3), month.name, align="c")
        if not month.begun:
            sheet.line(middle, CHART_FOOT - 3, 3, 0.25)
            continue
        done, open_ = (room * part / most for part in (month.done, month.open))
        if month.done:
            sheet.fill(middle - wide / 2, CHART_FOOT - done, wide, done)
        if month.open:
            _striped(sheet, middle - wide / 2, CHART_FOOT - done - open_, wide, open_)
        number = str(month.done + month.open)
        sheet.text(
            middle, CHART_FOOT - done - open_ - 4.2, sheet.shrink(number, step - 0.8, 3.8), number, True, "c"
        )
    sheet.fill(LEFT, CHART_FOOT, WIDE, 0.5)


def _striped(sheet: Sheet, x: float, y: float, w: float, h: float) -> None:
    """An outline with lines across."""
    sheet.frame(x, y, w, max(h, 0.5), 0.3)
    at = y + STRIPE
    while at < y + h - 0.5:
        sheet.line(x, at, w, THIN)
        at += STRIPE


def _sections(sheet: Sheet, form: Statistics) -> None:
    sheet.text(LEFT, 123.4, 4.8, words.SECTIONS, True)
    h = min(ROW, (TABLE_FOOT - TABLE_TOP - 6.4) / max(1, len(form.sections)))
    sheet.fill(LEFT, TABLE_TOP, WIDE, 0.5)
    x = LEFT
    for i, (head, w) in enumerate(zip(words.SECTION_HEADS, SECTION_WIDTHS, strict=True)):
        sheet.text(x + (1.5 if not i else w - 1.5), TABLE_TOP + 1.7, 3.5, head, True, "l" if not i else "r")
        x += w
    y = TABLE_TOP + 6.4
    sheet.fill(LEFT, y, WIDE, 0.3)
    for n, row in enumerate(form.sections):
        last = n == len(form.sections) - 1
        x = LEFT
        for i, (text, w) in enumerate(zip(row, SECTION_WIDTHS, strict=True)):
            size = min(4.0, h * 0.72)
            cell = beside(
                sheet, text, w, size, bold=last or i == 1, align="l" if not i else "r", least=min(2.6, size)
            )
            cell.put(sheet, x, y, w, h)
            x += w
        y += h
        if last or n == len(form.sections) - 2:
            sheet.fill(LEFT, y - 0.2, WIDE, 0.4)
        else:
            sheet.line(LEFT, y, WIDE, THIN)


def _refused(sheet: Sheet, form: Statistics) -> None:
    sheet.text(LEFT, LISTS, 4.8, words.REFUSED, True)
    if not form.refused:
        sheet.text(LEFT, LISTS + 7, 3.6, words.NOTHING_REFUSED)
        return
    most = max(count for _, count in form.refused)
    h = min(6.0, (LISTS_FOOT - LISTS - 7) / len(form.refused))
    y = LISTS + 7
    for name, count in form.refused:
        beside(sheet, name, 47, 3.4).put(sheet, LEFT - 1.5, y, 47, h - 0.4)
        w = 23 * count / most
        sheet.fill(LEFT + 47, y + 0.8, max(w, 0.4), h - 2)
        sheet.text(LEFT + 48.5 + w, y + (h - 4.4) / 2, 3.6, str(count), True)
        y += h


def _review(sheet: Sheet, form: Statistics) -> None:
    """Both lists have room for at least one name of three lines; what has none is counted."""
    x = RIGHT - HALF
    sheet.text(x, LISTS, 4.8, words.REVIEW, True)
    how = sheet.breaks(form.how, HALF, 3.0)
    asked = TITLE + (LONGEST + MORE if form.asked else MORE)
    y = _list(
        sheet,
        x,
        LISTS + 7,
        words.FEW,
        form.few,
        words.FEW_NONE if form.judged else "",
        form.more_few,
        LISTS_FOOT - 3.7 * len(how) - 2.4 - asked,
    )
    for row in how:
        sheet.text(x, y + 0.6, 3.0, row)
        y += 3.7
    _list(sheet, x, y + 2.4, words.ASKED, form.asked, words.ASKED_NONE, 0, LISTS_FOOT)


def _list(
    sheet: Sheet,
    x: float,
    y: float,
    title: str,
    rows: tuple[tuple[str, str], ...],
    none: str,
    more: int,
    foot: float,
) -> float:
    """A title and its rows down to `foot`, the figure at the right, and how many more there are; returns
    the y below."""
    sheet.text(x, y, sheet.shrink(title, HALF, 3.6), title, True)
    y += TITLE
    if not rows and none:
        sheet.text(x + 1.5, y, 3.4, none)
        return y + MORE
    for n, (name, figure) in enumerate(rows):
        right = sheet.measure(figure, 3.4) + 3
        cell = whole(sheet, name, HALF - right, ((3.4, 1), (3.1, 2), (2.8, 3)))
        h = max(4.7, cell.height + 1)
        if n and y + h + (MORE if more or n < len(rows) - 1 else 0) > foot:
            more += len(rows) - n
            break
        cell.put(sheet, x, y, HALF - right, h)
        sheet.text(RIGHT, y + (h - 3.4) / 2, 3.4, figure, align="r")
        y += h
        sheet.line(x, y, HALF, THIN)
    if more:
        sheet.text(x + 1.5, y + 0.6, 3.2, words.more(more))
        y += MORE
    return y + 0.4


def _foot(sheet: Sheet, form: Statistics) -> None:
    sheet.fill(LEFT, FOOT - 1.6, WIDE, 0.3)
    w = sheet.text(LEFT, FOOT + 0.4, 4.4, words.NUMBERS, True)
    sheet.text(LEFT + w + 5, FOOT + 0.8, sheet.shrink(form.numbers, WIDE - w - 6, 3.6, False), form.numbers)
    y = FOOT + 7
    for line in form.changes:
        sheet.text(LEFT, y, sheet.shrink(line, WIDE, 3.3, False), line)
        y += 4.3
    top = max(y + 0.6, 264.0)
    office.stamps(sheet, RIGHT, top, words.STAMPS, 287.7 - top, size=3.2)
    y = top + 0.4
    for note in form.notes:
        y = sheet.paragraph(LEFT, y, WIDE - 66, 3.0, note, lead=1.3) + 0.8
