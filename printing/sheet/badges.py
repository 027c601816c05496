"""担当者バッジ.

Eight a sheet, the size of a bank card. White on black is allowed here: a badge is never copied.
"""

from __future__ import annotations

from printing import words_office as words
from printing.code128 import MODULES
from printing.office_forms import Badge, BadgeSheet
from printing.sheet import office
from printing.sheet.kit import CLOSING, THIN, Sheet

W, H = 85.6, 54.0
COLUMNS, ROWS = 2, 4
PER_SHEET = COLUMNS * ROWS


def leaves(form: BadgeSheet) -> tuple[Sheet, ...]:
    """As many sheets as there are badges."""
    out = []
    for first in range(0, max(1, len(form.badges)), PER_SHEET):
        sheet = Sheet(office.A4)
        x0, y0 = (sheet.width - COLUMNS * W) / 2, (sheet.height - ROWS * H) / 2
        for i, badge in enumerate(form.badges[first : first + PER_SHEET]):
            _badge(sheet, x0 + i % COLUMNS * W, y0 + i // COLUMNS * H, badge, form)
        _trim(sheet, x0, y0)
        sheet.text(sheet.width / 2, 24, 3.8, words.BADGE_CUT, align="c")
        out.append(sheet)
    return tuple(out)


def _badge(sheet: Sheet, x: float, y: float, badge: Badge, form: BadgeSheet) -> None:
    sheet.fill(x + 4, y + 4, W - 8, 8)
    role = f"{words.BADGE_TITLE} {badge.role}"
    w = sheet.measure(role, 3.8, True)
    sheet.text(x + W - 7, y + 6.1, 3.8, role, True, "r", white=True)
    size = sheet.shrink(form.branch, W - 18 - w, 4.8)
    sheet.text(x + 7, y + 8 - size / 2, size, form.branch, True, white=True)
    room = W - 7 - 24 - 3
    if badge.kana:
        sheet.text(x + 7, y + 13.8, sheet.shrink(badge.kana, room, 3.4, False), badge.kana)
    size, rows, _ = sheet.fit(badge.surname, room, ((10, 1), (7, 1), (5.1, 2), (4, 3)))
    top = y + 23.4 - len(rows) * size * 1.05 / 2
    for i, row in enumerate(rows):
        sheet.text(x + 7, top + i * size * 1.05, size, row, True)
    sheet.frame(x + W - 24, y + 14.2, 17, 14.4, 0.5)
    sheet.text(x + W - 15.5, y + 15.1, 3, words.BADGE_NUMBER, align="c")
    size = sheet.shrink(badge.code, 15, 9)
    sheet.text(x + W - 15.5, y + 23.2 - size / 2, size, badge.code, True, "c")
    wide = MODULES * CLOSING / sheet.scale
    if form.practice:
        side = (W - wide) / 2 - 4.6
        for at in (x + 4, x + W - 4 - 5):
            sheet.hatch(at, y + 31.6, min(5.0, side), 12, 1.5)
    sheet.bars(badge.digits, x + (W - wide) / 2, y + 31.6, 11, CLOSING)
    sheet.text(x + W / 2, y + 43.4, 4, office.spaced(badge.digits), True, "c")
    if form.practice:
        sheet.strip(x + 4, y + 47.6, W - 8, 4.4, 3.2)
    else:
        found = words.badge_found(form.branch, form.branch_phone)
        sheet.text(x + W / 2, y + 48.6, sheet.shrink(found, W - 10, 3, False), found, align="c")


def _trim(sheet: Sheet, x: float, y: float) -> None:
    """Where to cut: marks outside the cards only."""
    for row in range(ROWS + 1):
        for at in (x - 6, x + COLUMNS * W + 1):
            sheet.line(at, y + row * H, 5, THIN)
    for column in range(COLUMNS + 1):
        for at in (y - 6, y + ROWS * H + 1):
            sheet.upright(x + column * W, at, 5, THIN)
