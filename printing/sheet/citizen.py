"""お客様控 on a sheet, of one slip: the same fields in the same places, and what to say on the telephone."""

from __future__ import annotations

from printing import language, words
from printing.citizen import sentences
from printing.forms import DoesNotFit, SlipForm
from printing.sheet import panel
from printing.sheet.kit import EDGE, LEFT, MIDDLE, NARROW, RIGHT, WIDE, Sheet

BODY = 3.5


def lay(sheet: Sheet, y: float, form: SlipForm) -> None:
    """The whole panel."""
    panel.top(sheet, y, form)
    if form.digits and form.label:
        _reference(sheet, y, form)
    panel.count(sheet, y, form, "")
    at = y + 101.4
    if form.arrival_days is not None:
        said = f"{words.TO_SECTION} {words.days_short(form.arrival_days)}"
        if form.sheets is None:
            sheet.text(LEFT, at, 3.6, said, True)
            at += 5.4
        else:
            sheet.text(MIDDLE, y + 95.2, 3.6, said, True, "r")
    if form.enclosures:
        at = sheet.listing(LEFT, at, WIDE, BODY, form.enclosures) + 0.8
    right = telephones(sheet, y + 41, form) + 2.4
    bottom = y + 123 if form.digits else y + 134
    _flow(sheet, form, at, y + 129.8, right, bottom)
    panel.taken(sheet, y, form)
    if form.digits and form.label:
        sheet.lookup(EDGE, y + 125, form.digits)
    foot(sheet, y + 137.6, form)
    panel.practice(sheet, y, form)


def _reference(sheet: Sheet, y: float, form: SlipForm) -> None:
    sheet.frame(RIGHT, y + 25, NARROW, 14, 0.5)
    sheet.text(RIGHT + 2, y + 26.6, 3.8, language.of(form).words["reference"], True)
    grouped = " ".join((form.digits or "")[i : i + 4] for i in range(0, 16, 4))
    sheet.text((RIGHT + EDGE) / 2, y + 31.6, 6, grouped, True, "c")


def telephones(sheet: Sheet, y: float, form: SlipForm) -> float:
    """Whom to ask what, in a round frame; returns the y below it. Nothing is printed that nobody gave."""
    says = language.of(form).words
    calls = [(says["ask_arrived"], form.branch, form.branch_phone)]
    if not form.others:
        calls.append((says["ask_content"], form.section, form.section_phone))
    given = [(ask, who, phone) for ask, who, phone in calls if phone]
    if not given:
        return y
    top, x, right = y, RIGHT + 3, EDGE - 3
    y += 1.6
    for ask, who, phone in given:
        if sheet.measure(ask, BODY) + 2 + sheet.measure(who, 3.6, True) <= right - x:
            sheet.text(x, y, BODY, ask)
            sheet.text(right, y, 3.6, who, True, "r")
            y += 4.6
        else:
            sheet.text(x, y, BODY, ask)
            y = sheet.paragraph(x, y + 4.4, right - x, 3.6, who, True, 1.2) + 0.3
        size = sheet.shrink(phone, right - x, 8)
        sheet.text(x, y, size, phone, True)
        y += size + 1.8
    if form.branch_hours:
        y = sheet.paragraph(x, y, right - x, 3.6, form.branch_hours, lead=1.2)
    sheet.round_frame(RIGHT, top, NARROW, y - top + 0.6, 4, 0.5)
    return y + 0.6


def _flow(sheet: Sheet, form: SlipForm, left: float, left_end: float, right: float, right_end: float) -> None:
    """The sentences in two columns.

    Custody and acceptance at the left, the rest at the right, or as the room demands.
    """
    said = sentences(form, language.of(form), say=True)
    wanted = len(said) - (4 if form.purpose_sentence != "" else 3)
    for first in sorted(range(len(said) + 1), key=lambda k: abs(k - wanted)):
        if (
            left + _height(sheet, said[:first], WIDE) <= left_end
            and right + _height(sheet, said[first:], NARROW) <= right_end
        ):
            break
    else:
        raise DoesNotFit(words.TOO_MANY_ENCLOSURES if form.enclosures else words.SENTENCE_TOO_LONG)
    for sentence, weighty in said[:first]:
        left = point(sheet, LEFT, left, WIDE, sentence, weighty)
    for sentence, weighty in said[first:]:
        right = point(sheet, RIGHT, right, NARROW, sentence, weighty)


def _height(sheet: Sheet, said: list[tuple[str, bool]], w: float) -> float:
    return sum(
        len(sheet.breaks(sentence, w - 2.8, BODY, weighty)) * BODY * 1.22 + 1 for sentence, weighty in said
    )


def point(sheet: Sheet, x: float, y: float, w: float, sentence: str, weighty: bool) -> float:
    """One sentence behind its square; returns the y below it."""
    if weighty:
        sheet.fill(x, y + BODY * 0.26, 1.8, 1.8)
    else:
        sheet.frame(x, y + BODY * 0.26, 1.8, 1.8, 0.25)
    for row in sheet.breaks(sentence, w - 2.8, BODY, weighty):
        sheet.text(x + 2.8, y, BODY, row, weighty)
        y += BODY * 1.22
    return y + 1


def foot(sheet: Sheet, y: float, form: SlipForm) -> None:
    """Label and copy once more."""
    sheet.line(LEFT, y, EDGE - LEFT)
    copy = words.COPY[form.copy] + (f"（{words.reissued(form.reissue.n)}）" if form.reissue else "")
    if form.label and not form.others:
        sheet.text(LEFT, y + 1.6, BODY, form.label, True)
    sheet.text(EDGE, y + 1.6, BODY, copy, True, "r")
