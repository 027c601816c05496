"""綴り表紙: what is in a binder and until when it must be kept; the same on a label for its spine."""

from __future__ import annotations

import re

from printing import words as slip_words
from printing import words_office as words
from printing.office_forms import BinderCover
from printing.sheet import office
from printing.sheet.kit import THIN, Sheet

LEFT, RIGHT = 26.0, 172.0
MIDDLE, WIDE = (LEFT + RIGHT) / 2, RIGHT - LEFT
SPINE_LEFT, SPINE_WIDE, SPINE_TOP, SPINE_HIGH = 178.0, 26.0, 14.0, 250.0


def lay(form: BinderCover) -> Sheet:
    """The whole sheet. 練習 stands in the frame, since the edges belong to the spine."""
    sheet = Sheet(office.A4)
    sheet.holes(*office.HOLES)
    sheet.frame(LEFT, 14, WIDE, 268, 0.9)
    sheet.frame(LEFT + 2, 16, WIDE - 4, 264, 0.3)
    _title(sheet, form)
    y = _facts(sheet, 106, form)
    y = _kept(sheet, y + 5, form)
    y = _disposal(sheet, y + 6, form)
    sheet.text(MIDDLE, y + 5, 4, words.LOCKED, True, "c")
    sheet.text(MIDDLE, y + 11.6, 3.6, words.ALSO_ON_SPINE, align="c")
    if form.practice:
        for at in (18.4, 272.6):
            sheet.strip(LEFT + 8, at, WIDE - 16, 5, 3.6)
    _spine(sheet, form)
    return sheet


def _title(sheet: Sheet, form: BinderCover) -> None:
    office_name = " ".join(p for p in (form.ward, form.branch) if p)
    sheet.text(MIDDLE, 27, sheet.shrink(office_name, WIDE - 20, 7), office_name, True, "c")
    pitch = (WIDE - 28 - 17) / (len(words.BINDER) - 1)
    for i, letter in enumerate(words.BINDER):
        sheet.text(LEFT + 14 + i * pitch, 42, 17, letter, True)
    sheet.text(MIDDLE, 66, 12, form.year, True, "c")
    volume = words.volume(form.volume)
    w = max(44, sheet.measure(volume, 10, True) + 14)
    sheet.frame(MIDDLE - w / 2, 84, w, 15, 0.6)
    sheet.text(MIDDLE, 86.5, 10, volume, True, "c")


def _facts(sheet: Sheet, y: float, form: BinderCover) -> float:
    values = (form.desk, form.period, form.types, form.slips, words.COVER_ORDER)
    for call, value in zip(words.COVER_ROWS, values, strict=True):
        sheet.line(LEFT + 8, y, WIDE - 16, 0.2)
        gap = (18 - 4) / (len(call) - 1)
        for i, letter in enumerate(call):
            sheet.text(LEFT + 10 + i * gap, y + 3, 4, letter)
        size, rows, _ = sheet.fit(value, WIDE - 44, ((5, 1), (4.2, 1), (4.2, 99)))
        high = max(10.0, len(rows) * size * 1.15 + 3)
        at = y + (high - len(rows) * size * 1.15) / 2
        for row in rows:
            sheet.text(LEFT + 34, at, size, row, True)
            at += size * 1.15
        y += high
    sheet.line(LEFT + 8, y, WIDE - 16, 0.2)
    return y


def _kept(sheet: Sheet, y: float, form: BinderCover) -> float:
    """The day before which it may not go, white on black: nobody overlooks it."""
    x, w = LEFT + 8, WIDE - 16
    sheet.fill(x, y, w, 44)
    said = words.retention(form.retention, form.basis)
    sheet.text(MIDDLE, y + 4, sheet.shrink(said, w - 8, 5), said, True, "c", white=True)
    sheet.text(MIDDLE, y + 13, 8, words.KEPT_UNTIL, True, "c", white=True)
    sheet.text(
        MIDDLE, y + 25, sheet.shrink(form.kept_until, w - 8, 13), form.kept_until, True, "c", white=True
    )
    return y + 44


def _disposal(sheet: Sheet, y: float, form: BinderCover) -> float:
    x, h = LEFT + 8, 27.0
    w = sheet.text(x, y, 5, words.DISPOSAL, True)
    said = words.may_go(form.may_go)
    sheet.text(x + w + 4, y + 0.8, sheet.shrink(said, WIDE - 20 - w, 4), said, True)
    y += 8
    third = (WIDE - 16) / 3
    sheet.frame(x, y, WIDE - 16, h, 0.3)
    for i, head in enumerate((words.DISPOSED_ON, *words.DISPOSAL_SEEN)):
        if i:
            sheet.upright(x + third * i, y, h, 0.3)
        sheet.text(x + third * (i + 0.5), y + 1.4, 3.6, head, align="c")
        sheet.space("disposal", x + third * i, y + 6, third, h - 6)
    sheet.units(x + 1, y, third - 2, "年月日", 3.8, h)
    return y + h


def _spine(sheet: Sheet, form: BinderCover) -> None:
    """To cut out. Letters one below another; numbers stand upright in one place."""
    x, w = SPINE_LEFT, SPINE_WIDE
    for edge in (x, x + w):
        at = SPINE_TOP
        while at < SPINE_TOP + SPINE_HIGH:
            sheet.upright(edge, at, 1.2, THIN)
            at += 2.4
    for y in (SPINE_TOP, SPINE_TOP + SPINE_HIGH):
        sheet.dashes(x, y, w, THIN, 1.2)
    sheet.text(x + w, SPINE_TOP + SPINE_HIGH + 2, 2.8, words.SPINE, align="r")
    middle, y = x + w / 2, SPINE_TOP + 5
    if form.practice:
        sheet.text(middle, y - 2.6, 7, slip_words.PRACTICE, True, "c")
        for side in (x + 1.6, x + w - 5.4):
            sheet.hatch(side, y - 2.6, 3.8, 7, 1.2)
        y += 7
    sheet.fill(x + 3, y, w - 6, 15)
    number = str(form.volume)
    size = sheet.shrink(number, w - 9, 10)
    sheet.text(middle, y + 7.5 - size / 2, size, number, True, "c", white=True)
    y += 19
    for part in re.findall(r"\d+|\D", form.year):
        sheet.text(middle, y, sheet.shrink(part, 12, 9), part, True, "c")
        y += 10
    y += 4
    for letter in words.BINDER:
        sheet.text(middle, y, 14, letter, True, "c")
        y += 15.6
    y += 1
    for text in (form.desk, form.spine):
        for row in sheet.phrases(text, w - 3, 6) if sheet.shrink(text, w - 3, 6) < 4.4 else [text]:
            sheet.text(middle, y, sheet.shrink(row, w - 3, 6), row, True, "c")
            y += 7.6
    y += 2
    _spine_day(sheet, x + 2, y, w - 4, form.kept_until)


def _spine_day(sheet: Sheet, x: float, y: float, w: float, day: str) -> None:
    year, found, rest = day.partition("年")
    year, rest = (year + found, rest) if found else ("", day)
    rows = [*((row, 4.4) for row in words.KEPT_UNTIL_TURNED), *((p, 5.0) for p in (year, rest) if p)]
    sheet.fill(x, y, w, 6.4 + sum(size * 1.25 for _, size in rows))
    y += 2.8
    for i, (row, size) in enumerate(rows):
        y += 1.4 if i == len(words.KEPT_UNTIL_TURNED) else 0
        sheet.text(x + w / 2, y, sheet.shrink(row, w - 2, size), row, True, "c", white=True)
        y += size * 1.25
