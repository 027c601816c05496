"""経過書: what happened to one slip, for the incident report. As many sheets as its history needs."""

from __future__ import annotations

from printing import words_office as words
from printing.office_forms import History
from printing.sheet import office
from printing.sheet.flow import LEFT, RIGHT, WIDE, Book
from printing.sheet.kit import THIN, Sheet

STEPS = tuple(zip(words.STEP_COLUMNS, (32, 26, 14, 61, 39), strict=True))
CALLS = tuple(zip(words.CALL_COLUMNS, (32, 43, 17, 16, 64), strict=True))


def leaves(form: History) -> tuple[Sheet, ...]:
    """All sheets."""
    book = Book(
        lambda sheet, first: _head(sheet, form) if first else _again(sheet, form), practice=form.practice
    )
    book.title(words.HISTORY_PARTS[0], 14)
    steps = [((s.at, s.place, s.staff, s.what, s.record), s.weighty) for s in form.steps]
    book.table(STEPS, steps, spare=0 if steps else 2)
    book.y += 3.4
    book.title(words.HISTORY_PARTS[1], 14)
    book.table(CALLS, [((c.at, c.who, c.how, c.staff, c.what), False) for c in form.calls], spare=2)
    book.y += 3.4
    _told(book, form)
    _state(book, form)
    _foot(book, form)
    for i, sheet in enumerate(book.sheets):
        if len(book.sheets) > 1:
            leaf = words.leaf(i + 1, len(book.sheets))
            sheet.text(RIGHT if i else LEFT + 38, 12.6, 4, leaf, True, "r" if i else "l")
    return tuple(book.sheets)


def _again(sheet: Sheet, form: History) -> float:
    """The top of a further sheet: whose history it is."""
    sheet.text(LEFT, 12, 7, words.HISTORY, True)
    sheet.text(LEFT + 30, 12.6, sheet.shrink(form.label, 100, 6), form.label, True)
    sheet.fill(LEFT, 22, WIDE, 0.6)
    return 26


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


def _told(book: Book, form: History) -> None:
    told = form.told
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


def _state(book: Book, form: History) -> None:
    rows = book.sheet.breaks(form.state, WIDE - 36, 4)
    book.need(max(1, len(rows)) * 5 + 12)
    book.sheet.text(LEFT, book.y, 4.6, words.HISTORY_PARTS[3], True)
    for i, row in enumerate(rows):
        book.sheet.text(LEFT + 36, book.y + 0.4 + i * 5, 4, row)
    book.y += max(1, len(rows)) * 5 + 2.6
    book.sheet.text(LEFT, book.y + 3, 3.6, words.REMARKS)
    book.sheet.line(LEFT + 10, book.y + 8.6, WIDE - 10, THIN)
    book.sheet.space("remarks", LEFT + 10, book.y - 0.4, WIDE - 10, 9)
    book.y += 10.6


def _foot(book: Book, form: History) -> None:
    """Where the facts come from, the bars that look the slip up, three stamps."""
    book.need(26)
    sheet, y = book.sheet, book.y
    for row in sheet.breaks(words.AS_RECORDED, WIDE - 66, 3.3):
        sheet.text(LEFT, y, 3.3, row)
        y += 4.2
    if form.check_value:
        sheet.text(LEFT, y, 3.3, f"{words.CHECK_VALUE} {form.check_value}")
    office.lookup(sheet, LEFT, book.y + 15.4, form.digits)
    office.stamps(sheet, RIGHT, book.y + 1.6, words.HISTORY_STAMPS, 24)
    book.y += 26
