"""返送票.

Travels with the returning originals. Numbers only; without rows it is the form for a section without a
PC.
"""

from __future__ import annotations

from functools import partial

from printing import words as slip_words
from printing import words_office as words
from printing.office_forms import ReturnList, ReturnRow
from printing.sheet import office, table
from printing.sheet.kit import Sheet
from printing.sheet.table import BOTTOM, LEFT, RIGHT, WIDE, Line

COLUMNS = tuple(zip(("", *words.RETURN_COLUMNS), (8, 45, 52, 12, 34, 16, 11), strict=True))
STAMPS = (words.RETURNER, words.CARRIER, words.TAKER)
HEAD_WIDE = 112.0


def leaves(form: ReturnList) -> tuple[Sheet, ...]:
    """All sheets; the form for the pen is one."""
    measure = Sheet(office.A4)
    rows = form.rows or ()
    parts = table.leaves([_line(measure, row) for row in rows])
    out, done = [], 0
    for i, part in enumerate(parts):
        sheet = office.blank(LEFT, RIGHT, practice=form.practice)
        by_hand = form.rows is None
        _head(sheet, form, words.LEAF_BY_HAND if by_hand else words.leaf(i + 1, len(parts)))
        table.draw(
            sheet,
            COLUMNS,
            part,
            done + 1,
            last=i + 1 == len(parts),
            empty=partial(_by_hand, sheet) if by_hand else None,
        )
        for j, (line, row) in enumerate(zip(part, rows[done : done + len(part)], strict=True)):
            if row.received is None:
                y = table.TOP + office.HEAD + sum(before.slots for before in part[:j]) * table.ROW
                _time(sheet, y, line.slots * table.ROW)
        _count(sheet, form)
        _foot(sheet)
        out.append(sheet)
        done += len(part)
    return tuple(out)


def _line(sheet: Sheet, row: ReturnRow) -> Line:
    return Line(
        (
            office.beside(sheet, row.label, 45, 4.4, bold=True),
            office.whole(sheet, row.type_name, 52, ((3.6, 1), (3.25, 1), (3.0, 99))),
            None
            if not row.told
            else office.Cell((words.SEALED_SHORT,), 3.8, True, "c")
            if row.sheets is None
            else office.beside(sheet, str(row.sheets), 12, 4.8, bold=True, align="r"),
            office.beside(sheet, row.received or "", 34, 3.6, align="r"),
            None,
            office.beside(sheet, row.note, 11, 3.6, align="c"),
        )
    )


def _time(sheet: Sheet, y: float, h: float) -> None:
    """月 日 時 分 to write between."""
    sheet.units(LEFT + 117, y + h - 6.4, 34, "月日時分", 2.8, 7)


def _by_hand(sheet: Sheet, y: float) -> None:
    sheet.text(LEFT + 9.5, y + 1.9, 4, words.LABEL_BEGINS)
    _time(sheet, y, table.ROW)
    sheet.frame(LEFT + 151 + 8 - 2.2, y + table.ROW / 2 - 2.2, 4.4, 4.4, 0.3)
    sheet.space("number", LEFT + 14, y, 39, table.ROW)


def _head(sheet: Sheet, form: ReturnList, leaf: str) -> None:
    table.title(sheet, words.RETURNS, leaf)
    way = " ".join(p for p in (form.ward or words.SECTION, words.FROM_TO, form.branch) if p)
    sheet.text(LEFT, 22.5, sheet.shrink(way, 88, 4), way, True)
    size = sheet.shrink(form.branch, 62, 9.4)
    sheet.text(RIGHT, 8.6 + 9.4 - size, size, form.branch, True, "r")
    sheet.text(
        RIGHT - max(sheet.measure(form.branch, size, True), 20) - 4, 13, 3.8, words.RETURN_TO, align="r"
    )
    if form.branch_phone:
        phone = f"{words.PHONE} {form.branch_phone}"
        sheet.text(RIGHT, 20, sheet.shrink(phone, 84, 5), phone, True, "r")
    w = sheet.text(LEFT, 31, 3.8, words.RETURN_FROM) + 3
    if form.section:
        office.place(sheet, LEFT + w, 28, HEAD_WIDE - w, 8.8, form.section, form.floor)
    else:
        sheet.line(LEFT + w, 37.6, 80)
        sheet.space("section", LEFT + w, 27.5, 80, 10.1)
    if form.section_phone:
        sheet.text(LEFT, 40.2, 4, f"{words.PHONE} {form.section_phone}", True)
    if form.sent:
        sent = " ".join((words.RETURNED, form.sent, form.route))
        sheet.text(LEFT, 46, sheet.shrink(sent, HEAD_WIDE, 3.8, False), sent)
    else:
        w = sheet.text(LEFT, 46, 3.8, f"{words.RETURNED} {slip_words.ERA}")
        sheet.units(LEFT + w, 42.6, HEAD_WIDE - w - 6, "年月日時分", 3.8, 8.4)
        sheet.space("returned", LEFT + w, 42, HEAD_WIDE - w - 6, 8.4)
    sheet.text(LEFT, 51.8, 3.6, words.WITH_ORIGINALS, True)
    office.stamps(sheet, RIGHT, 31.5, STAMPS)


def _count(sheet: Sheet, form: ReturnList) -> None:
    y, h = BOTTOM - 0.5, 10
    sheet.frame(LEFT, y, WIDE, h, 0.5)
    x = LEFT + 3
    x += sheet.text(x, y + h - 5.2, 3.8, words.ORIGINALS) + 3
    if form.rows is None:
        sheet.units(x, y, 26, "件", 3.8, h)
        sheet.space("originals", x, y, 26, h)
    else:
        sheet.text(x, y + 2.2, 6, words.originals(len(form.rows)), True)
    w = sheet.measure(words.COUNTED_AT_BRANCH, 3.8)
    sheet.text(RIGHT - 30 - w, y + h - 5.2, 3.8, words.COUNTED_AT_BRANCH)
    sheet.units(RIGHT - 30, y, 28, "件", 3.8, h)
    sheet.space("counted", RIGHT - 30, y, 28, h)


def _foot(sheet: Sheet) -> None:
    y = BOTTOM + 12.6
    sheet.text(LEFT, y, sheet.shrink(words.BRANCH_READS, WIDE, 3.6), words.BRANCH_READS, True)
    sheet.text(LEFT, y + 5.6, 3.4, words.NO_NAMES)
    sheet.text(RIGHT, y + 5.6, 3.4, words.OTHER_SECTION, align="r")
