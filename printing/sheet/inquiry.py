"""照会票: one slip of which nothing was heard. The section answers on this very paper."""

from __future__ import annotations

from printing import words as slip_words
from printing import words_office as words
from printing.forms import DoesNotFit
from printing.office_forms import Inquiry
from printing.sheet import office
from printing.sheet.kit import THIN, Sheet

LEFT, RIGHT = 24.0, 194.0
WIDE = RIGHT - LEFT
FOOT = 277.0  # the 照会用 bars; their quiet zone begins below the frame
TRACES = 4
TRACE, ANSWER = 6.6, 67.6 + 35.4  # one record; the answers with the least room for remarks and stamps


def lay(form: Inquiry) -> Sheet:
    """The whole form."""
    sheet = office.blank(LEFT, RIGHT, practice=form.practice)
    _head(sheet, form)
    y = _slip(sheet, 71.4, form)
    shown = next((n for n in range(TRACES, 0, -1) if y + 13.4 + n * TRACE + ANSWER <= FOOT - 5), 0)
    if not shown:
        raise DoesNotFit(slip_words.TYPE_TOO_LONG_ANYWHERE)
    y = _traces(sheet, y + 4, form, shown)
    _answer(sheet, y + 3, FOOT - 5)
    office.lookup(sheet, LEFT, FOOT, form.digits)
    sheet.text(RIGHT, FOOT + 0.4, 3.3, words.NO_NAMES_HERE, align="r")
    sheet.text(RIGHT, FOOT + 5, 3.3, words.NOT_EXAMINED, align="r")
    return sheet


def _head(sheet: Sheet, form: Inquiry) -> None:
    w = sheet.text(LEFT, 13.4, 12, words.INQUIRY, True)
    sheet.text(LEFT + w + 5, 20, 4.6, words.INQUIRY_WHAT, True)
    asked = f"{words.ASKED} {form.asked}"
    sheet.text(RIGHT, 13.4, 4, asked, align="r")
    at = " ".join(p for p in (form.branch, form.branch_phone) if p)
    sheet.text(RIGHT, 19.6, sheet.shrink(at, 106, 5), at, True, "r")
    office.place(sheet, LEFT, 30, WIDE, 10, form.section, form.floor, words.TO_SECTION)
    sheet.fill(LEFT, 42.4, WIDE, 0.6)
    first, second = form.lines or (words.NOT_RECEIVED, words.PLEASE_LOOK)
    sheet.text(LEFT, 45.6, sheet.shrink(first, WIDE, 5, True), first, True)
    sheet.text(LEFT, 52.4, sheet.shrink(second, WIDE, 5, True), second, True)
    w = sheet.text(LEFT, 62.4, 4, words.ANSWER_BY)
    sheet.text(LEFT + w + 4, 60.6, 6.6, form.answer_by, True)
    sheet.text(RIGHT, 62, 4.2, words.CALL_FIRST, True, "r")


def _slip(sheet: Sheet, y: float, form: Inquiry) -> float:
    """The number largest of all; then what it is, how much, since when. Returns the y below."""
    top, x, room = y, LEFT + 18, WIDE - 22
    sheet.text(LEFT + 4, y + 5.4, 3.6, words.NUMBER)
    size = sheet.shrink(form.label, room, 13)
    sheet.text(x, y + 2.6 + (13 - size) / 2, size, form.label, True)
    sheet.text(x, y + 17.4, 5, office.spaced(form.digits), True)
    sheet.line(LEFT, y + 25, WIDE)
    y += 27.6
    for call, value, steps, bold in (
        (words.DOCUMENT, form.type_name, ((5.2, 1), (4.2, 99)), True),
        (words.SHEETS, words.sheets(form.sheets, form.enclosures), ((4.2, 1), (3.6, 99)), False),
        (words.TAKEN, f"{form.taken}　{words.STAFF} {form.staff}", ((4.2, 1), (3.6, 99)), False),
    ):
        size, rows, _ = sheet.fit(value, room, steps, bold)
        sheet.text(LEFT + 4, y + (size - 3.6) * 0.8, 3.6, call)
        for row in rows:
            sheet.text(x, y, size, row, bold)
            y += size * 1.2
        y += 2.4
    sheet.frame(LEFT, top, WIDE, y - top + 0.4, 0.6)
    return y + 0.4


def _traces(sheet: Sheet, y: float, form: Inquiry, most: int) -> float:
    """What the branch still knows; the last record is marked. Earlier ones stand in the 経過書."""
    if not form.traces:
        return y - 2
    w = sheet.text(LEFT, y, 4.4, words.BRANCH_RECORDS, True)
    left_out = len(form.traces) - most
    if left_out > 0:
        sheet.text(LEFT + w + 6, y + 0.8, 3.4, words.earlier(left_out))
    y += 6.4
    shown = form.traces[-most:]
    for i, trace in enumerate(shown):
        last = i + 1 == len(shown)
        if last:
            sheet.fill(LEFT + 1, y + 0.6, 3, 3)
        else:
            sheet.frame(LEFT + 1, y + 0.6, 3, 3, 0.3)
        for at, text, room in (
            (LEFT + 7, trace.at, 39),
            (LEFT + 47, trace.what, 43),
            (LEFT + 91, trace.detail, WIDE - 91),
        ):
            sheet.text(at, y, sheet.shrink(text, room, 4.2, last), text, last)
        y += TRACE
    return y


def _answer(sheet: Sheet, y: float, bottom: float) -> None:
    """担当課が書くところ: where it was looked for, what was found, who says so."""
    h = bottom - y
    sheet.frame(LEFT, y, WIDE, h, 0.6)
    sheet.fill(LEFT, y + 7.2, WIDE, 0.4)
    sheet.text(LEFT + 4, y + 1.5, 4.6, words.SECTION_WRITES, True)
    y += 7.6
    x = LEFT + 4 + sheet.text(LEFT + 4, y + 3.2, 3.8, words.LOOKED_AT) + 6
    for name in words.PLACES:
        sheet.tick(x, y + 3, name, 3.8)
        x += 5.4 + sheet.measure(name, 3.8) + 7
    y += 10
    sheet.line(LEFT, y, WIDE)
    for name, rows in ((words.ARRIVED, 22.0), (words.ARRIVED_ELSEWHERE, 14.0), (words.NOT_FOUND, 14.0)):
        sheet.frame(LEFT + 4, y + rows / 2 - 2.5, 5, 5, 0.3)
        sheet.text(LEFT + 10.6, y + rows / 2 - 2.4, 4.8, name, True)
        _answered(sheet, y, rows, name)
        y += rows
        sheet.line(LEFT, y, WIDE)
    _remarks(sheet, y, bottom)


def _answered(sheet: Sheet, y: float, h: float, name: str) -> None:
    x = LEFT + 62
    if name == words.ARRIVED:
        sheet.text(x, y + 2, 3.6, words.ARRIVED_AT)
        sheet.text(x, y + h - 5.6, 4, slip_words.ERA)
        sheet.units(x + 8, y, RIGHT - x - 10, "年月日時分", 4, h)
        sheet.space("received on", x + 8, y + 6, RIGHT - x - 10, h - 6)
    elif name == words.ARRIVED_ELSEWHERE:
        w = sheet.text(x, y + 6, 3.8, words.WHICH_SECTION) + 2
        sheet.line(x + w, y + 11, RIGHT - x - w - 4)
        sheet.space("section", x + w, y + 1, RIGHT - x - w - 4, 10)
    else:
        sheet.text(x, y + 2.4, 3.8, words.CALL_FIRST_LONG, True)
        sheet.text(x, y + 7.8, 3.8, words.TELL_TOGETHER)


def _remarks(sheet: Sheet, y: float, bottom: float) -> None:
    """Remarks at the left, two stamps and the day at the right."""
    h, x = bottom - y, RIGHT - 50
    sheet.text(LEFT + 4, y + 1.6, 3.6, words.REMARKS)
    rules = int((h - 4) // 10)
    for i in range(rules):
        sheet.line(LEFT + 4, y + h - 3 - 10 * i, x - LEFT - 8, THIN)
    sheet.upright(x, y, h)
    sheet.upright(x + 25, y, h - 15)
    sheet.line(x, y + h - 15, 50)
    for i, head in enumerate((words.LOOKED_BY, words.RESPONSIBLE)):
        sheet.text(x + 12.5 + 25 * i, y + 1.4, 3.4, head, align="c")
        sheet.space("stamp", x + 25 * i, y + 5, 25, h - 20)
    sheet.text(x + 2, y + h - 13.6, 3.4, words.ANSWERED_ON)
    sheet.units(x + 2, y + h - 15, 46, "年月日", 3.8, 15)
    sheet.space("answered on", x, y + h - 15, 50, 15)
