"""お客様控 on a sheet, of all slips of one visitor: a list at the left, the sentences once at the right."""

from __future__ import annotations

from printing import language, words
from printing.citizen import sentences
from printing.code128 import MODULES, QUIET
from printing.forms import DoesNotFit, SlipForm
from printing.sheet.citizen import BODY, foot, point, telephones
from printing.sheet.kit import EDGE, LEFT, LOOKUP, MIDDLE, NARROW, RIGHT, WIDE, Sheet


def lay(sheet: Sheet, form: SlipForm) -> None:
    """The whole sheet."""
    sheet.head(8.5, "citizen")
    sheet.office(8.5, form)
    bottom = sheet.height - 10.9
    slips = (form, *form.others)
    same = len({slip.arrival_days for slip in slips}) == 1
    y = _visitor(sheet, 24.4, form, len(slips), form.arrival_days if same else None)
    for i, slip in enumerate(slips):
        y = _slip(sheet, y, i + 1, slip, None if same else slip.arrival_days)
        if y > bottom:
            raise DoesNotFit(words.TOO_MANY_SLIPS)
    at = telephones(sheet, 26, form) + 2.4
    for sentence, weighty in sentences(form, language.of(form), say=True):
        at = point(sheet, RIGHT, at, NARROW, sentence, weighty)
    if at > bottom:
        raise DoesNotFit(words.TOO_MANY_SLIPS)
    foot(sheet, bottom, form)
    if form.practice:
        for x, w in ((17.5, 5.5), (201.6, 3.6)):
            sheet.hatch(x, 9, w, sheet.height - 20, 1.5)
        sheet.strip(LEFT, 4.2, EDGE - LEFT, 4, 2.9)


def _visitor(sheet: Sheet, y: float, form: SlipForm, count: int, days: int | None) -> float:
    says = language.of(form)
    w = sheet.text(LEFT, y, 6, says.slips(count), True)
    sheet.text(LEFT + w + 3, y + 2.2, BODY, says.words["each_numbered"])
    sheet.text(MIDDLE, y + 2.2, BODY, form.taken, True, "r")
    y += 7.6
    arrives = "" if days is None else f"{words.TO_SECTION} {words.days_short(days)}"
    if form.handwritten or form.depositor is None:
        sheet.text(LEFT, y, BODY, "".join(words.DEPOSITOR_CITIZEN))
        sheet.line(LEFT + 30, y + 8, WIDE - 38)
        sheet.text(MIDDLE, y + 2.6, 5, words.SIR, True, "r")
        sheet.space("name", LEFT + 30, y - 1, WIDE - 38, 9)
        sheet.text(LEFT, y + 9.4, BODY, arrives, True)
        return y + (14.2 if arrives else 10)
    for call, name in (("".join(words.DEPOSITOR_CITIZEN), form.depositor), (words.APPLICANT, form.applicant)):
        if not name:
            continue
        size, rows, enough = sheet.fit(f"{name} {words.SIR}", WIDE - 30, ((5, 1), (3.6, 2), (BODY, 5)))
        if not enough:
            raise DoesNotFit(words.NAME_TOO_LONG)
        sheet.text(LEFT, y + max(0, size - BODY) * 0.85, BODY, call)
        for row in rows:
            sheet.text(LEFT + 30, y, size, row, True)
            y += size * 1.15
        y += 0.6
    last = sheet.texts()[-1]
    if last.x + sheet.measure(last.text, last.size, True) + 3 + sheet.measure(arrives, BODY, True) <= MIDDLE:
        sheet.text(
            MIDDLE, y - last.size * 1.15 - 0.6 + max(0, last.size - BODY) * 0.85, BODY, arrives, True, "r"
        )
    elif arrives:
        sheet.text(LEFT, y, BODY, arrives, True)
        y += BODY * 1.2
    return y + 0.6


def _slip(sheet: Sheet, y: float, n: int, slip: SlipForm, days: int | None) -> float:
    """One slip: number, label, type, where to, how much; its own digits and bars at the right."""
    says = language.of(slip)
    sheet.fill(LEFT, y, WIDE, 0.5)
    y += 1.6
    sheet.fill(LEFT, y, 6, 6)
    sheet.text(LEFT + 3, y + 0.5, 5, str(n), True, "c", white=True)
    if slip.label:
        size = sheet.shrink(slip.label, WIDE - 9 - 33, 6.6)
        sheet.text(MIDDLE, y + 1.4, BODY, says.words["reference"], True, "r")
        sheet.text(LEFT + 8, y + (6 - size) / 2, size, slip.label, True)
    else:
        sheet.text(LEFT + 8, y + 1, 4, "".join(words.NUMBER_LATER), True)
    y = sheet.paragraph(LEFT, y + 7.2, WIDE, 3.6, slip.type_name, True, 1.2) + 0.4
    top = y
    room = WIDE - (MODULES + 2 * QUIET) * LOOKUP / sheet.scale - 2
    where = (
        slip.section
        + (f"（{slip.floor}）" if slip.floor else "")
        + (f" {slip.section_phone}" if slip.section_phone else "")
    )
    rows = [
        *sheet.phrases(where, room, BODY, False),
        *sheet.breaks(says.count(slip.sheets, len(slip.enclosures)), room, BODY),
    ]
    if days is not None:
        rows.append(f"{says.words['arrives']} {words.days_short(days)}")
    listed = sheet.phrases("、".join(slip.enclosures), room, BODY, False) if slip.enclosures else []
    beside = len(rows) + len(listed) <= 4
    for row in rows + (listed if beside else []):
        sheet.text(LEFT, y, BODY, row)
        y += BODY * 1.2
    if slip.digits:
        left = sheet.lookup(MIDDLE + 2, top, slip.digits, word=False)
        quiet = QUIET * LOOKUP / sheet.scale
        sheet.groups(left + quiet, top + 10, MODULES * LOOKUP / sheet.scale, slip.digits, 4)
        y = max(y, top + 14.6)
    if listed and not beside:
        y = sheet.listing(LEFT, y + 0.2, WIDE, BODY, slip.enclosures, 1.2)
    return y + 1
