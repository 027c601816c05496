"""送付票.

Travels in the bag. What is in it, who packed, checked, carried and took it. No names of citizens.
"""

from __future__ import annotations

from printing import words as slip_words
from printing import words_office as words
from printing.office_forms import Manifest, ManifestRow
from printing.sheet import office, table
from printing.sheet.kit import Sheet
from printing.sheet.table import BOTTOM, LEFT, RIGHT, WIDE, Line

COLUMNS = tuple(zip(("", *words.MANIFEST_COLUMNS), (8, 45, 58, 13, 13, 13, 13, 15), strict=True))
STAMPS = (words.PACKER, words.CHECKER, words.CARRIER, words.TAKER)
HEAD_WIDE = 94.0  # left of the stamp boxes


def leaves(form: Manifest) -> tuple[Sheet, ...]:
    """All sheets; each repeats the head, the bag and the totals."""
    measure = Sheet(office.A4)
    lines = [_line(measure, row) for row in form.rows]
    parts = table.leaves(lines)
    out, done = [], 0
    for i, part in enumerate(parts):
        sheet = office.blank(LEFT, RIGHT, practice=form.practice)
        _head(sheet, form, words.leaf(i + 1, len(parts)))
        table.draw(sheet, COLUMNS, part, done + 1, last=i + 1 == len(parts))
        rows = form.rows[done : done + len(part)]
        _totals(sheet, form, rows if len(parts) > 1 else None)
        _received(sheet)
        _foot(sheet, form)
        out.append(sheet)
        done += len(part)
    return tuple(out)


def _line(sheet: Sheet, row: ManifestRow) -> Line:
    sealed = row.sheets is None
    return Line(
        (
            office.beside(sheet, row.label, 45, 4.4, bold=True),
            office.whole(sheet, row.type_name, 58, ((3.6, 1), (3.0, 99))),
            office.Cell((words.SEALED_SHORT,), 3.8, True, "c")
            if sealed
            else office.beside(sheet, str(row.sheets), 13, 4.8, bold=True, align="r"),
            office.beside(sheet, str(row.enclosures), 13, 4.4, align="r"),
            None,
            None,
            office.beside(sheet, row.note, 15, 3.2),
        )
    )


def _head(sheet: Sheet, form: Manifest, leaf: str) -> None:
    table.title(sheet, words.MANIFEST, leaf)
    if form.reissue:
        sheet.reissued(89, 8.2, 47, form.reissue)
    sheet.closing(RIGHT - 60, 10, 60, form.digits, 13)
    way = " ".join(p for p in (form.branch, words.FROM_TO, form.ward or words.SECTION) if p)
    sheet.text(LEFT, 22.5, sheet.shrink(way, HEAD_WIDE, 4), way, True)
    office.place(sheet, LEFT, 28.2, HEAD_WIDE, 9.8, form.section, form.floor)
    w = sheet.text(LEFT, 41, 3.6, words.BAG)
    size = sheet.shrink(form.label, HEAD_WIDE - w - 2, 6.4)
    sheet.text(LEFT + w + 1.6, 39.4 + 6.4 - size, size, form.label, True)
    if form.sent:
        sent = " ".join((words.SENT, form.sent, form.route))
        sheet.text(LEFT, 47.2, sheet.shrink(sent, HEAD_WIDE, 3.6, False), sent)
    else:
        w = sheet.text(LEFT, 47.2, 3.6, f"{words.SENT} {slip_words.ERA}")
        sheet.units(LEFT + w, 46, HEAD_WIDE - w - 2, "年月日時分", 3.6, 6.2)
    ask = " ".join(p for p in (words.ASK_AT, form.branch, form.branch_phone) if p)
    sheet.text(LEFT, 52, sheet.shrink(ask, HEAD_WIDE, 3.6, True), ask, True)
    office.stamps(sheet, RIGHT, 31.5, STAMPS)


def _sum(rows: tuple[ManifestRow, ...]) -> str:
    return words.total(
        len(rows), sum(row.sheets or 0 for row in rows), sum(row.sheets is None for row in rows)
    )


def _totals(sheet: Sheet, form: Manifest, part: tuple[ManifestRow, ...] | None) -> None:
    """This sheet and the whole bag, and room for what the section counts.

    One sheet alone says the bag only.
    """
    y, h = BOTTOM - 0.5, 10
    sheet.frame(LEFT, y, WIDE, h, 0.5)
    said = [(words.THIS_SHEET, _sum(part))] if part is not None else []
    said.append((words.WHOLE_BAG, _sum(form.rows)))
    counted = 58
    calls = sum(sheet.measure(call, 3.6) + 2 for call, _ in said) + 5 * (len(said) - 1)
    size = sheet.shrink("".join(value for _, value in said), WIDE - 6 - counted - calls, 6)
    x = LEFT + 3
    for call, value in said:
        x += sheet.text(x, y + 3.4, 3.6, call) + 2
        x += sheet.text(x, y + 5.4 - size * 0.56, size, value, True) + 5
    x = RIGHT - counted
    x += sheet.text(x, y + h - 5.2, 3.8, words.COUNTED)
    sheet.units(x, y, RIGHT - 2 - x, "件枚", 3.8, h)
    sheet.space("counted", x, y, RIGHT - x, h)


def _received(sheet: Sheet) -> None:
    """One time for the whole bag: one setting of the date stamp."""
    y, h = BOTTOM + 9, 11
    sheet.frame(LEFT, y, WIDE, h, 0.7)
    sheet.text(LEFT + 3, y + 1.5, 3.8, words.RECEIVED_AT, True)
    sheet.text(LEFT + 3, y + 6.5, 3, words.ONCE_A_BAG)
    sheet.text(LEFT + 50, y + 5.8, 3.8, slip_words.ERA)
    sheet.units(LEFT + 58, y, 118, "年月日時分", 3.8, h)
    sheet.space("received", LEFT + 50, y, WIDE - 50, h)


def _foot(sheet: Sheet, form: Manifest) -> None:
    y = 278.6
    sheet.text(LEFT, y, sheet.shrink(words.TICK_EACH, WIDE, 3.5), words.TICK_EACH, True)
    sheet.text(LEFT, y + 4.8, 3.2, words.NO_NAMES)
    if form.check_value:
        said = f"{words.CHECK_VALUE} {form.check_value}"
        sheet.text(RIGHT, y + 4.6, sheet.shrink(said, WIDE - 80, 3.6, False), said, align="r")
