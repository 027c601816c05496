"""The recovery key, and the root key of a share, on A5 or A4.

What it is, the key large and in groups, how to keep it, who made and checked it.
"""

from __future__ import annotations

from printing import words
from printing.forms import DoesNotFit, RecoveryForm
from printing.papers import Paper
from printing.sheet.kit import EDGE, LEFT, Sheet

WIDE = EDGE - LEFT


def lay(form: RecoveryForm, paper: Paper) -> Sheet:
    """The whole form."""
    if paper.roll:
        raise DoesNotFit(words.RECOVERY_NEEDS_SHEET)
    sheet = Sheet(paper)
    a4 = paper.tall
    y = 9.0
    sheet.frame(LEFT, y, WIDE, 13, 0.7)
    sheet.fill(LEFT, y, 62, 13)
    sheet.text(LEFT + 31, y + 2.5, 8, words.ROOT_TITLE if form.root else words.RECOVERY_TITLE, True, "c", white=True)
    sheet.text(EDGE - 4, y + 4.4, 4.2, words.RECOVERY_SECRET, True, "r")
    y += 16
    y = _facts(sheet, y, form)
    large = 1.3 if a4 else 1.0
    y = _key(sheet, y + 1.5 * large, form.key, 6.6 * large)
    y = _points(sheet, y + 3 * (large - 1), words.RECOVERY_WHAT_HEAD, words.ROOT_WHAT if form.root else words.RECOVERY_WHAT, large)
    y = _points(sheet, y + 6 * (large - 1), words.RECOVERY_KEEP_HEAD, words.ROOT_KEEP if form.root else words.RECOVERY_KEEP, large)
    bottom = sheet.height - 8.6
    if y > bottom - 24:
        raise DoesNotFit(words.RECOVERY_TOO_LONG)
    _boxes(sheet, bottom - 24 if not a4 else y + 8)
    if form.practice:
        sheet.strip(LEFT, 4.2, WIDE, 4, 2.9)
        sheet.strip(LEFT, sheet.height - 8.3, WIDE, 4, 2.9)
        for x in (17.5, 202):
            sheet.hatch(x, 9, 3.6, sheet.height - 20, 1.5)
    sheet.holes(sheet.height / 2 - 40, sheet.height / 2 + 40)
    return sheet


def _facts(sheet: Sheet, y: float, form: RecoveryForm) -> float:
    facts = [
        (words.RECOVERY_DESK, " ".join(p for p in (form.branch, form.desk) if p)),
        (words.RECOVERY_MADE, form.made),
    ]
    if form.staff:
        facts.append((words.RECOVERY_STAFF, form.staff))
    x: float = LEFT
    for name, value in facts:
        need = sheet.measure(name, 3.2) + 2 + sheet.measure(value, 4, True) + 6
        if x > LEFT and x + need > EDGE + 6:
            x, y = LEFT, y + 5.6
        x += sheet.text(x, y + 0.7, 3.2, name) + 2
        x += sheet.text(x, y, sheet.shrink(value, EDGE - x, 4), value, True) + 6
    return y + 6


def _key(sheet: Sheet, y: float, key: str, size: float) -> float:
    """The key in its groups, eight a line at most, with the number of each line before it."""
    groups = key.replace("-", " ").split()
    per = max(
        1,
        min(
            len(groups),
            int((WIDE - 16) // (sheet.measure("0" * max(map(len, groups)), size, True) + size * 0.9)),
        ),
    )
    per = -(-len(groups) // -(-len(groups) // per))  # as many on each line
    rows = [groups[i : i + per] for i in range(0, len(groups), per)]
    h = len(rows) * size * 1.5 + 9.4
    sheet.frame(LEFT, y, WIDE, h, 0.8)
    sheet.text(LEFT + 4, y + 2.4, 3.4, words.RECOVERY_USE)
    at = y + 8
    column = (WIDE - 14) / per
    for i, row in enumerate(rows):
        if len(rows) > 1:
            sheet.text(LEFT + 8, at + size * 0.32, size * 0.6, str(i + 1), align="r")
        for j, group in enumerate(row):
            sheet.text(LEFT + 12 + column * j, at, size, group, True)
        at += size * 1.5
    return y + h + 2.6


def _points(sheet: Sheet, y: float, head: str, points: tuple[str, ...], large: float) -> float:
    body, lead = 3.7 * large, 1.15 + (large - 1) * 0.8
    sheet.text(LEFT, y, 4.2 * large, head, True)
    y += 4.2 * large * 1.3
    for point in points:
        sheet.frame(LEFT + 0.4, y + body * 0.27, 1.8, 1.8, 0.25)
        for row in sheet.breaks(point, WIDE - 4, body):
            sheet.text(LEFT + 4, y, body, row)
            y += body * lead
        y += 0.5 * large
    return y + 1


def _boxes(sheet: Sheet, y: float) -> None:
    """Where it was put and when it was sealed; three stamps."""
    h = 22.0
    sheet.frame(LEFT, y, WIDE, h, 0.3)
    left = WIDE - 3 * 24
    sheet.line(LEFT, y + h / 2, left)
    for i, head in enumerate((words.RECOVERY_KEPT_AT, words.RECOVERY_SEALED_ON)):
        sheet.text(LEFT + 2, y + 1.2 + i * h / 2, 3.2, head)
    sheet.units(LEFT + 18, y + h / 2, left - 19, "年月日", 3.6, h / 2)
    sheet.text(LEFT + 18, y + h - 5, 3.6, words.ERA)
    for i, head in enumerate(words.RECOVERY_BOXES):
        x = EDGE - 24 * (3 - i)
        sheet.upright(x, y, h)
        sheet.text(x + 12, y + 1.2, 3.2, head, align="c")
        sheet.space("stamp", x, y + 4.4, 24, h - 4.4)
