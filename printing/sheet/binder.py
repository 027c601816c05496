"""控え on a sheet: the digits without bars, and what the binder must record."""

from __future__ import annotations

from printing import words
from printing.forms import SlipForm
from printing.sheet import panel
from printing.sheet.kit import EDGE, NARROW, RIGHT, Sheet


def lay(sheet: Sheet, y: float, form: SlipForm) -> None:
    """The whole panel."""
    panel.top(sheet, y, form)
    if form.digits and form.label:
        grouped = " ".join(form.digits[i : i + 4] for i in range(0, 16, 4))
        sheet.text(EDGE, y + 30, 6, grouped, True, "r")
    panel.count(sheet, y, form, words.ALL_SHEETS)
    panel.enclosures(sheet, y, form, ticks=False)
    panel.taken(sheet, y, form)
    _records(sheet, y + 46)
    panel.sentences(sheet, y, form)
    panel.practice(sheet, y, form)


def _records(sheet: Sheet, y: float) -> None:
    sheet.frame(RIGHT, y, NARROW, 89, 0.3)
    for name, h, head, units, room in (
        ("bag", 14, words.BAG_NUMBER, "", 0),
        ("sent on", 14, words.SENT_ON, "年月日", 57),
        ("received copied", 15, words.RECEIVED_COPIED, "年月日時分", 57),
        ("checked on", 21, words.CHECKED_ON, "年月日", 37),
    ):
        sheet.text(RIGHT + 1.6, y + 1, 3, head)
        if units:
            sheet.units(RIGHT + 2, y, room, units, 3.6, h)
        sheet.space(name, RIGHT, y, room or NARROW, h)
        if name == "checked on":
            sheet.upright(EDGE - 20, y, h)
            sheet.text(EDGE - 10, y + 1, 3, words.CHECKED_BY, align="c")
            sheet.space("checked by", EDGE - 20, y, 20, h)
        y += h
        sheet.line(RIGHT, y, NARROW)
    sheet.text(RIGHT + 1.6, y + 1, 3, words.REMARKS)
