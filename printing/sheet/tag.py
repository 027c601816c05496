"""番号札 on a sheet: tags to cut out, two beside one another."""

from __future__ import annotations

from printing import words
from printing.forms import DoesNotFit, SlipForm
from printing.sheet.kit import Sheet

W, H, GAP = 92, 62, 4


def lay(sheet: Sheet, form: SlipForm) -> None:
    """As many tags as there are slips."""
    slips = (form, *form.others)
    if len(slips) > 2 * int((sheet.height - 9) // (H + GAP)):
        raise DoesNotFit(words.TOO_MANY_SLIPS)
    for i, slip in enumerate(slips):
        _tag(sheet, 11 + (i % 2) * (W + GAP), 6 + (i // 2) * (H + GAP), slip)


def _tag(sheet: Sheet, x: float, y: float, form: SlipForm) -> None:
    sheet.dashed_frame(x, y, W, H, 0.3, 2)
    if form.practice:
        sheet.strip(x + 2, y + H - 7, W - 4, 5, 3.4)
    sheet.space("clip", x, y, W, 10)
    left, room = x + 4, W - 8
    if form.label and form.digits:
        size = sheet.shrink(form.label, room, 9.4)
        sheet.text(left, y + 11, size, form.label, True)
        sheet.closing(x, y + 33, W, form.digits, 15)
    else:
        sheet.dashed_frame(left, y + 11, room, 9.4, 0.3, 1.4)
        sheet.text(x + W / 2, y + 13.6, 3.6, "".join(words.NUMBER_LATER), True, "c")
    size = sheet.shrink(form.section, room, 8)
    sheet.text(left, y + 22, size, form.section, True)
