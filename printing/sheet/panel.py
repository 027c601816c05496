"""The left column of an A5 form.

The same fields in the same places on 原本, 控え and お客様控, so that they can be laid on one another.

`y` is the top of the panel: 0 on A5, 148.5 for the lower half of an A4.
"""

from __future__ import annotations

from printing import words
from printing.forms import DoesNotFit, SlipForm
from printing.sheet.kit import EDGE, LEFT, MIDDLE, WIDE, Sheet

SMALL = 3.0


def top(sheet: Sheet, y: float, form: SlipForm) -> None:
    """Mark, office, label, section, type, people."""
    sheet.head(y + 9, form.copy)
    sheet.office(y + 9, form)
    sheet.label(y + 26, form)
    sheet.section(y + 41, form.section, form.floor)
    sheet.type_name(y + 54, form.type_name)
    _people(sheet, y, form)


def _people(sheet: Sheet, y: float, form: SlipForm) -> None:
    """預けた方 and 申請者 between two rules."""
    sheet.line(LEFT, y + 68.5, WIDE)
    if form.handwritten or form.depositor is None:
        _written(sheet, y, form)
        return
    sheet.line(LEFT, y + 91, WIDE)
    if form.applicant:
        _small_name(sheet, y + 69.4, _call(form), form.depositor)
        sheet.dashes(LEFT, y + 79.8, WIDE, 0.15, 1)
        _small_name(sheet, y + 80.6, (words.APPLICANT,), form.applicant)
    elif sheet.measure(form.depositor, 8, True) <= 82:
        _call_at(sheet, y + 79.6, _call(form))
        w = sheet.text(LEFT + 15, y + 75.4, 8, form.depositor, True)
        sheet.text(LEFT + 15 + w + 2.5, y + 77.4, 5.6, words.SIR, True)
    else:
        _long_name(sheet, y, form)


def _call(form: SlipForm) -> tuple[str, ...]:
    return words.DEPOSITOR_CITIZEN if form.copy == "citizen" else (words.DEPOSITOR,)


def _call_at(sheet: Sheet, middle: float, call: tuple[str, ...]) -> None:
    """The word for a person, its lines around a height."""
    size = 3.5 if len(call) > 1 else SMALL
    for i, row in enumerate(call):
        sheet.text(LEFT, middle + (i - len(call) / 2) * size * 1.15, size, row)


def _small_name(sheet: Sheet, y: float, call: tuple[str, ...], name: str) -> None:
    """One of two names, in a slot of 10 mm."""
    size, rows, enough = sheet.fit(name, 84, ((7, 1), (5.6, 1), (4.4, 2), (3.0, 3)))
    if not enough:
        raise DoesNotFit(words.NAME_TOO_LONG)
    pitch = size * 1.08
    at = y + (10 - pitch * len(rows)) / 2
    _call_at(sheet, y + 5.2, call)
    w = 0.0
    for row in rows:
        w = sheet.text(LEFT + 15, at, size, row, True)
        at += pitch
    sir = min(size, 5)
    sheet.text(LEFT + 15 + w + 2, at - pitch + (size - sir) * 0.8, sir, words.SIR, True)


def _long_name(sheet: Sheet, y: float, form: SlipForm) -> None:
    """One long name in the whole width, its word above it."""
    call = "".join(_call(form))
    sheet.text(LEFT, y + 69.6, 3.5 if form.copy == "citizen" else SMALL, call)
    size, rows, enough = sheet.fit(form.depositor or "", WIDE - 6, ((5, 2), (4.2, 3), (3.4, 4), (3.0, 5)))
    if not enough:
        raise DoesNotFit(words.NAME_TOO_LONG)
    at = y + 73.9
    w = 0.0
    for row in rows:
        w = sheet.text(LEFT, at, size, row, True)
        at += size * 1.12
    sheet.text(LEFT + w + 1.5, at - size * 1.12, size, words.SIR, True)


def _written(sheet: Sheet, y: float, form: SlipForm) -> None:
    """A line for each name, 9 mm clear."""
    for at, line, call in (
        (69.7, 79.8, "".join(_call(form))),
        (80.8, 90.3, words.APPLICANT + words.APPLICANT_IF),
    ):
        sheet.text(LEFT, y + at, SMALL, call)
        sheet.line(LEFT, y + line, 98)
        sheet.text(MIDDLE, y + line - 6, 5.2, words.SIR, True, "r")
        sheet.space("name", LEFT, y + at, 98, line - at)


def count(sheet: Sheet, y: float, form: SlipForm, hint: str) -> None:
    """Sheets and the number of enclosures."""
    x: float = LEFT
    if form.sheets is None:
        x += sheet.text(x, y + 92.4, 7, words.SEALED, True) + 2
        sheet.text(x, y + 94.8, 4.2, words.SEALED_NOTE, True)
    else:
        small = 3.5 if form.copy == "citizen" else 3.2
        x += sheet.text(x, y + 95.4, small, words.SHEETS) + 1.6
        x += sheet.text(x, y + 92.2, 7, f"{form.sheets}枚", True) + 6
        x += sheet.text(x, y + 95.4, small, words.ENCLOSURES) + 1.6
        x += sheet.text(x, y + 92.2, 7, f"{len(form.enclosures)}点", True)
        if hint and x + 3 + sheet.measure(hint, 3.2) <= MIDDLE:
            sheet.text(MIDDLE, y + 95.4, 3.2, hint, align="r")


def enclosures(sheet: Sheet, y: float, form: SlipForm, *, ticks: bool) -> None:
    """Up to six in one column, up to twelve in two; the thirteenth does not fit, and none is made small."""
    count_ = len(form.enclosures)
    if count_ > 12:
        raise DoesNotFit(words.TOO_MANY_ENCLOSURES)
    room = WIDE - 10.4 if count_ <= 6 else 42.8
    for i, enclosure in enumerate(form.enclosures):
        x, at = LEFT + (i // 6) * 55, y + 100.6 + (i % 6) * 4.8
        if ticks:
            sheet.frame(x + 0.4, at, 3.7, 3.7, 0.25)
        sheet.text(x + 9, at + 0.1, 3.5, str(i + 1), align="r")
        size = next((s for s in (3.55, 3.05, 2.65) if sheet.measure(enclosure, s) <= room), 2.4)
        rows = [enclosure] if size > 2.4 else sheet.breaks(enclosure, room, size)
        if len(rows) > 2:
            raise DoesNotFit(words.TOO_MANY_ENCLOSURES)
        for j, row in enumerate(rows):
            sheet.text(x + 10.4, at + (3.7 - size) / 2 if len(rows) == 1 else at - 0.55 + j * 2.4, size, row)


def taken(sheet: Sheet, y: float, form: SlipForm) -> None:
    """When and by whom, under its rule."""
    sheet.line(LEFT, y + 130, WIDE)
    sheet.text(LEFT, y + 131.4, 3.6, words.TAKEN)
    w = sheet.text(LEFT + 13, y + 131.4, 3.6, form.taken, True)
    staff = f"{words.STAFF} {form.staff}"
    room = WIDE - 13 - w - 3
    sheet.text(MIDDLE, y + 131.4, sheet.shrink(staff, room, 3.6, False), staff, align="r")


def sentences(sheet: Sheet, y: float, form: SlipForm) -> None:
    """What staff must know: custody only, the day of acceptance, whom to ask; the label and the copy once
    more.

    The type's own sentence has the second line to itself; a long one takes the room of the label, which
    stands large above.
    """
    ask = " ".join(p for p in (words.ASK_AT, form.branch, form.branch_phone) if p)
    tail = " ".join(p for p in (form.label, words.COPY[form.copy]) if p)
    wide = EDGE - LEFT
    own = form.acceptance_sentence
    first = words.ONLY_CUSTODY + (" " + ask if own else words.ASK_SECTION)
    second = own or ask
    size = 3.0
    if sheet.measure(second, 3.0, bool(own)) > wide - 3 - sheet.measure(tail, 3.0, True):
        tail = words.COPY[form.copy]
        size = next(
            (
                s
                for s in (3.0, 2.65)
                if sheet.measure(second, s, True) <= wide - 3 - sheet.measure(tail, 3.0, True)
            ),
            0,
        )
        if not size:
            raise DoesNotFit(words.SENTENCE_TOO_LONG)
    sheet.text(LEFT, y + 137, sheet.shrink(first, wide, 3.0, False), first)
    sheet.text(LEFT, y + 140.8, size, second, bool(own))
    sheet.text(EDGE, y + 140.8, 3.0, tail, True, "r")


def practice(sheet: Sheet, y: float, form: SlipForm) -> None:
    """練習.

    A strip above, on the 原本 one more in the empty part of the list, zebra and upright words at the sides,
    never across text.
    """
    if not form.practice:
        return
    for x, w in ((17.5, 5.5), (201.6, 3.6)):
        for a, b in ((9, 40), (58, 90), (108, 142)):
            if (
                w < 5
                or not (form.handwritten or form.depositor is None)
                or a != 58
                or form.copy != "original"
            ):
                sheet.hatch(x, y + a, w, b - a, 1.5)
        if w > 5:
            for a in (42, 92):
                for i, letter in enumerate(words.PRACTICE):
                    sheet.text(x + w / 2, y + a + i * 7.2, 6, letter, True, "c")
    sheet.strip(LEFT, y + 4.8, EDGE - LEFT, 3.9, 2.9)
    if form.copy == "original" and len(form.enclosures) < 5:
        sheet.strip(LEFT, y + 120.4, WIDE, 8, 6)
