"""原本 on a sheet: the closing barcode and the section's frame in the right column."""

from __future__ import annotations

from printing import words
from printing.forms import DoesNotFit, SlipForm
from printing.sheet import panel
from printing.sheet.kit import EDGE, NARROW, RIGHT, Sheet


def lay(sheet: Sheet, y: float, form: SlipForm) -> None:
    """The whole panel."""
    panel.top(sheet, y, form)
    if form.digits and form.label:
        sheet.closing(RIGHT, y + 24.4, NARROW, form.digits)
    panel.count(sheet, y, form, words.SECTION_TICKS if form.enclosures else "")
    panel.enclosures(sheet, y, form, ticks=True)
    panel.taken(sheet, y, form)
    _section_writes(sheet, y, form)
    _branch_writes(sheet, y, form)
    if form.handwritten or form.depositor is None:
        _copy_stamp(sheet, y)
    panel.sentences(sheet, y, form)
    panel.practice(sheet, y, form)


def _section_writes(sheet: Sheet, y: float, form: SlipForm) -> None:
    sheet.frame(RIGHT, y + 46, NARROW, 59, 0.6)
    sheet.fill(RIGHT, y + 52, NARROW, 0.4)
    sheet.text(RIGHT + 2, y + 47.3, 4, words.SECTION_WRITES, True)
    sheet.text(RIGHT + 1.6, y + 53.4, 3, words.RECEIVED_AT)
    sheet.text(RIGHT + 2, y + 59.3, 3.8, words.ERA)
    sheet.units(RIGHT + 10, y + 52.4, 49, "年月日", 3.8, 12)
    sheet.space("received on", RIGHT, y + 52.4, NARROW, 12)
    sheet.line(RIGHT, y + 64.4, NARROW)
    sheet.text(RIGHT + 1.6, y + 65.4, 3, words.BY_24)
    sheet.units(RIGHT + 10, y + 64.4, 49, "時分", 3.8, 11)
    sheet.space("received at", RIGHT, y + 64.4, NARROW, 11)
    sheet.line(RIGHT, y + 75.4, NARROW)
    sheet.text(RIGHT + 1.6, y + 76.4, 3, words.RECEIVER_SIGNS)
    sheet.upright(EDGE - 20, y + 75.4, 19.6)
    sheet.text(EDGE - 10, y + 76.4, 3, words.STAMP, align="c")
    sheet.space("receiver", EDGE - 20, y + 75.4, 20, 19.6)
    sheet.line(RIGHT, y + 95, NARROW)
    sheet.tick(RIGHT + 2, y + 98, words.SEALED_ARRIVED_NARROW if form.sheets is None else words.AGREES_NARROW)
    sheet.tick(RIGHT + 25, y + 98, words.DIFFERS, 2.9)


def _branch_writes(sheet: Sheet, y: float, form: SlipForm) -> None:
    sheet.frame(RIGHT, y + 108, NARROW, 27, 0.3)
    sheet.upright(EDGE - 20, y + 108, 27)
    sheet.text(EDGE - 10, y + 109, 3, words.CHECKED_BY, align="c")
    sheet.space("checked by", EDGE - 20, y + 108, 20, 27)
    sheet.text(RIGHT + 1.6, y + 110.6, 3, words.RETURN_TO)
    size, rows, enough = sheet.fit(form.branch, 26.5, ((5.6, 1), (4.4, 1), (3.4, 2), (2.7, 3)))
    if not enough:
        raise DoesNotFit(words.PLACE_TOO_LONG)
    for i, row in enumerate(rows):
        sheet.text(RIGHT + 12, y + 112.4 + (i - len(rows) / 2) * size * 1.05, size, row, True)
    sheet.line(RIGHT, y + 117.5, 40)
    sheet.text(RIGHT + 1.6, y + 118.5, 3, words.CHECKED_ON)
    sheet.units(RIGHT + 5, y + 117.5, 34, "年月日", 3.6, 17)
    sheet.space("checked on", RIGHT, y + 117.5, 40, 17.5)


def _copy_stamp(sheet: Sheet, y: float) -> None:
    """Handwriting first: a photocopy of this paper is the 控え, and a stamp here says so."""
    sheet.frame(6, y + 57, 16.5, 33, 0.3)
    for i, row in enumerate(words.COPY_STAMP):
        sheet.text(14.25, y + 58.4 + i * 3.5, 2.8, row, align="c")
    sheet.space("copy stamp", 6, y + 69, 16.5, 21)
