"""予備帳: slips for a power cut. One number of type 000 on each sheet, cut into 原本, 控え and お客様控.

Section, type, name, sheets and time are written by hand and keyed in later.
"""

from __future__ import annotations

from printing import words, words_citizen
from printing import words_office as office_words
from printing.forms import DoesNotFit
from printing.office_forms import SpareBook, SpareSlip
from printing.sheet import office
from printing.sheet.kit import Sheet

LEFT, RIGHT = 24.0, 202.0
MIDDLE, SIDE = LEFT + 117, LEFT + 122
NARROW = RIGHT - SIDE
PART = 99.0
COPIES = ("original", "binder", "citizen")
NOTES = (words.NOTE["original"], ("回送管理簿に", "つづる"), words.NOTE_NARROW["citizen"])
MOST_SECTIONS = 9
BODY = 3.5


def leaves(form: SpareBook) -> tuple[Sheet, ...]:
    """A sheet for each number."""
    if len(form.sections) > MOST_SECTIONS:
        raise DoesNotFit(office_words.TOO_MANY_SECTIONS)
    return tuple(_leaf(form, slip) for slip in form.slips)


def _leaf(form: SpareBook, slip: SpareSlip) -> Sheet:
    sheet = Sheet(office.A4)
    for i, copy in enumerate(COPIES):
        y = PART * i
        if i:
            middle = (LEFT + RIGHT) / 2
            sheet.dashes(6, y - 0.1, middle - 15, 0.25, 1.6)
            sheet.dashes(middle + 9, y - 0.1, sheet.width - 6 - middle - 9, 0.25, 1.6)
            sheet.text(middle, y - 1.5, 3, office_words.CUT_HERE, align="c")
        if copy != "citizen":
            sheet.holes(y + 9.5, y + 89.5)
        _top(sheet, y, copy, slip)
        _by_hand(sheet, y, form, citizen=copy == "citizen")
        {"original": _original, "binder": _binder, "citizen": _citizen}[copy](sheet, y, form, slip)
        foot = f"{slip.label} {words.COPY[copy]}（{office_words.SPARE}）"
        sheet.text(RIGHT, y + 91.6, sheet.shrink(foot, NARROW, 3), foot, True, "r")
        if form.practice:
            if copy == "citizen":
                sheet.strip(SIDE, y + 73, NARROW, 4, 2.8)
            else:
                sheet.strip(LEFT, y + 91.2, MIDDLE - LEFT - 6, 3.6, 2.5)
            for a in (20, 54):
                sheet.hatch(17.8, y + a, 4.2, 30, 1.5)
    return sheet


def _top(sheet: Sheet, y: float, copy: str, slip: SpareSlip) -> None:
    """Mark of the copy, 停電・手書, the number."""
    x, w, h = LEFT, 100.0, 12.0
    large, title, top = h * 0.62, h * 0.5, y + 6
    if copy == "original":
        sheet.frame(x, top, w, h, 0.7)
        sheet.fill(x, top, 2 * large + 8, h)
    elif copy == "binder":
        sheet.frame(x, top, w, h, 0.5)
        sheet.frame(x + 1.2, top + 1.2, w - 2.4, h - 2.4, 0.5)
    else:
        sheet.round_frame(x, top, w, h, h / 2 - 0.5, 0.8)
    inset = {"original": 4, "binder": 5, "citizen": 6}[copy]
    at = x + inset
    at += sheet.text(at, top + (h - large) / 2, large, words.COPY[copy], True, white=copy == "original")
    at += 7 if copy == "original" else 4
    at += sheet.text(at, top + (h - title) / 2 + 0.6, title, words.TITLE, True) + 3.4
    for i, row in enumerate(NOTES[COPIES.index(copy)]):
        sheet.text(at, top + h / 2 - 4.1 + i * 4.4, 3.5, row, True)
    sheet.frame(x + 104, top, 13.5, h, 0.4)
    for i, row in enumerate(office_words.POWER_CUT):
        sheet.text(x + 110.75, top + 1.3 + i * 4.8, 4.4, row, True, "c")
    size = sheet.shrink(slip.label, MIDDLE - LEFT, 10.6)
    sheet.text(LEFT, y + 20 + 10.6 - size, size, slip.label, True)


def _by_hand(sheet: Sheet, y: float, form: SpareBook, *, citizen: bool) -> None:
    """What is written: the section ticked, type, name, sheets, time."""
    size = BODY if citizen else 3.2
    _sections(sheet, y, form, citizen=citizen)
    call = office_words.TYPE_BY_HAND_CITIZEN if citizen else office_words.TYPE_BY_HAND
    sheet.text(LEFT, y + 49 - (0 if citizen else 1), sheet.shrink(call, 15.6, size, False), call)
    sheet.line(LEFT + 16, y + 53, 101)
    sheet.space("type", LEFT + 16, y + 45, 101, 8)
    if citizen:
        for i, row in enumerate(words.DEPOSITOR_CITIZEN):
            sheet.text(LEFT, y + 55.4 + i * 4, size, row)
    else:
        sheet.text(LEFT, y + 57.6, size, words.DEPOSITOR)
    sheet.line(LEFT + 16, y + 63, 91)
    sheet.text(MIDDLE, y + 57.6, 4.8, words.SIR, True, "r")
    sheet.space("name", LEFT + 16, y + 54, 91, 9)
    sheet.text(LEFT, y + 68, size, words.SHEETS)
    sheet.line(LEFT + 16, y + 72.8, 16)
    sheet.text(LEFT + 36.6, y + 67.8, 4, office_words.PIECES, align="r")
    sheet.tick(LEFT + 39.6, y + 68, words.SEALED, 3.6)
    sheet.text(LEFT + 65, y + 68, size, words.ENCLOSURES)
    sheet.line(LEFT + 73, y + 72.8, 38)
    sheet.text(MIDDLE, y + 67.8, 4, office_words.POINTS, align="r")
    sheet.text(LEFT, y + 78, size, words.TAKEN)
    sheet.text(LEFT + 16, y + 78.2, 3.8, words.ERA)
    sheet.line(LEFT + 16, y + 83.2, 101)
    sheet.units(LEFT + 24, y + 72.8, 60, "年月日", 3.8, 10.4)
    sheet.units(LEFT + 84, y + 72.8, 33, "時分", 3.8, 10.4)
    sheet.space("taken", LEFT + 16, y + 74, 101, 9.2)


def _sections(sheet: Sheet, y: float, form: SpareBook, *, citizen: bool) -> None:
    """The sections to tick, in rows; for the citizen each with its telephone."""
    x0 = LEFT + 12
    names = [" ".join(p for p in (name, phone if citizen else None) if p) for name, phone in form.sections]
    sheet.text(LEFT, y + 33.2, BODY if citizen else 3.2, office_words.SECTION)
    per, size = (2, BODY) if citizen else (3, 4.0)
    rows = -(-len(names) // per)
    if rows > (3 if citizen else 2):
        per, size, rows = 3, 2.9, 3
    pitch, column = (5.9 if rows < 3 else 4.4), (MIDDLE - x0) / per
    for i, name in enumerate(names):
        x, at = x0 + i % per * column, y + 32.6 + i // per * pitch
        box = min(4.0, pitch - 0.6)
        sheet.frame(x, at, box, box, 0.3)
        fitted = sheet.shrink(name, column - box - 4, size, False)
        if fitted < 2.4:
            rows_ = sheet.phrases(name, column - box - 2.6, 2.1, False)
            for j, row in enumerate(rows_):
                sheet.text(x + box + 1.4, at + box / 2 - len(rows_) * 1.05 + j * 2.15, 2.1, row)
        else:
            sheet.text(x + box + 1.4, at + (box - fitted) / 2, fitted, name)


def _original(sheet: Sheet, y: float, form: SpareBook, slip: SpareSlip) -> None:
    sheet.closing(RIGHT - 60, y + 6, 60, slip.original, 13)
    q, w = y + 30, NARROW
    sheet.frame(SIDE, q, w, 43, 0.6)
    sheet.fill(SIDE, q + 5.4, w, 0.4)
    sheet.text(SIDE + 1.6, q + 1.3, 3.5, words.SECTION_WRITES, True)
    sheet.text(SIDE + 1.4, q + 6.8, 3, words.RECEIVED_AT)
    sheet.units(SIDE, q + 5.4, w - 1, "年月日時分", 3.4, 16)
    sheet.space("received", SIDE, q + 10, w, 11.4)
    sheet.line(SIDE, q + 21.4, w)
    sheet.text(SIDE + 1.4, q + 22.6, 3, words.RECEIVER_SIGNS)
    sheet.upright(RIGHT - 20, q + 21.4, 21.4)
    sheet.text(RIGHT - 10, q + 22.6, 3, words.STAMP, align="c")
    sheet.space("receiver", RIGHT - 20, q + 26, 20, 16.8)
    w = sheet.text(SIDE, y + 75.6, 3.4, words.RETURN_TO) + 2
    size = sheet.shrink(form.branch, NARROW - w, 5)
    sheet.text(SIDE + w, y + 79.4 - size, size, form.branch, True)
    if form.branch_phone:
        phone = f"{words.PHONE} {form.branch_phone}"
        sheet.text(SIDE, y + 81, sheet.shrink(phone, NARROW, 4), phone, True)
    _custody(sheet, y)


def _custody(sheet: Sheet, y: float) -> None:
    said = words.ONLY_CUSTODY + words.ASK_SECTION
    sheet.text(LEFT, y + 86.8, sheet.shrink(said, RIGHT - LEFT, 3.1, False), said)


def _binder(sheet: Sheet, y: float, form: SpareBook, slip: SpareSlip) -> None:
    digits = office.spaced(slip.copy)
    sheet.text(RIGHT, y + 9, sheet.shrink(digits, NARROW, 5.4), digits, True, "r")
    q, w = y + 20, NARROW
    sheet.frame(SIDE, q, w, 64, 0.3)
    sheet.text(SIDE + 1.4, q + 1, 3, office_words.SIGNED_STAFF)
    sheet.space("staff", SIDE, q + 3, w, 8)
    sheet.line(SIDE, q + 11, w)
    sheet.text(SIDE + 1.4, q + 12, 3, words.BAG_NUMBER)
    sheet.line(SIDE, q + 22, w)
    sheet.text(SIDE + 1.4, q + 23, 3, words.RECEIVED_COPIED_NARROW)
    sheet.units(SIDE, q + 22, w - 1, "年月日時分", 3.4, 13)
    sheet.space("received copied", SIDE, q + 26, w, 9)
    sheet.line(SIDE, q + 35, w)
    sheet.text(SIDE + 1.4, q + 36, 3, words.CHECKED_ON)
    sheet.units(SIDE, q + 35, w - 20, "年月日", 3.4, 13)
    sheet.line(SIDE, q + 48, w - 20)
    sheet.upright(RIGHT - 20, q + 35, 29)
    sheet.text(RIGHT - 10, q + 36, 3, words.CHECKED_BY, align="c")
    sheet.space("checked by", RIGHT - 20, q + 39.4, 20, 24.6)
    sheet.frame(SIDE + 1.6, q + 49.6, 4, 4, 0.3)
    sheet.text(SIDE + 7, q + 49.9, 3.4, office_words.KEYED_IN, True)
    sheet.units(SIDE, q + 48, w - 20, "年月日", 3.4, 16)
    _custody(sheet, y)


def _citizen(sheet: Sheet, y: float, form: SpareBook, slip: SpareSlip) -> None:
    told, says = words_citizen.EASY["sentences"], words_citizen.EASY["words"]
    sheet.text(SIDE, y + 5.6, 3.6, says["reference"], True)
    digits = office.spaced(slip.copy)
    sheet.text(RIGHT, y + 10.4, sheet.shrink(digits, NARROW, 5.9), digits, True, "r")
    at = y + 18.6
    if form.branch_phone:
        hours = form.branch + (f"（{form.branch_hours}）" if form.branch_hours else "")
        rows = (
            [hours]
            if sheet.measure(hours, 3.0) <= NARROW - 5
            else sheet.phrases(hours, NARROW - 5, 3.0, False)
        )
        size = sheet.shrink(hours, NARROW - 5, BODY, False) if len(rows) == 1 else 3.0
        sheet.round_frame(SIDE, at, NARROW, 17, 4, 0.5)
        for i, row in enumerate(rows):
            sheet.text(SIDE + NARROW / 2, at + 1.4 + i * 3.4, size, row, align="c")
        size = sheet.shrink(form.branch_phone, NARROW - 5, 8 if len(rows) == 1 else 7)
        middle = at + (11 if len(rows) == 1 else 12.2)
        sheet.text(SIDE + NARROW / 2, middle - size / 2, size, form.branch_phone, True, "c")
        at += 18.4
    for sentence, weighty in ((told["custody"], False), (told["acceptance"], True), (told["atm"], True)):
        if weighty:
            sheet.fill(SIDE, at + BODY * 0.26, 1.8, 1.8)
        else:
            sheet.frame(SIDE, at + BODY * 0.26, 1.8, 1.8, 0.25)
        for row in sheet.breaks(sentence, NARROW - 2.8, BODY, weighty):
            sheet.text(SIDE + 2.8, at, BODY, row, weighty)
            at += BODY * 1.17
        at += 0.5
    sheet.lookup(RIGHT, y + 80.4, slip.copy)
    purpose = form.purpose_sentence if form.purpose_sentence is not None else told["purpose"]
    arrives = (
        "" if form.arrival_days is None else f"{says['arrives']} {words.days_short(form.arrival_days)}。"
    )
    for i, row in enumerate(r for r in (purpose, arrives + office_words.ASK_BY_NUMBER) if r):
        sheet.text(LEFT, y + 84.4 + i * 3.9, sheet.shrink(row, MIDDLE + 2 - LEFT, BODY, False), row)
