"""お客様控 on a roll: facts 3.5 mm, notes 3.0 mm; one slip, or all slips of one visitor on one paper."""

from __future__ import annotations

from printing import words
from printing.citizen import sentences
from printing.forms import SlipForm
from printing.papers import Paper
from printing.roll.kit import Roll

FACT, NOTE = 28, 24  # 3.5 mm and 3.0 mm: read without the other glasses
COLUMN = 126


def lay(form: SlipForm, paper: Paper) -> Roll:
    """The whole form."""
    roll = Roll(paper, form.practice)
    roll.top(form)
    _title(roll, form)
    if form.others:
        _several(roll, form)
    else:
        _single(roll, form)
    _sentences(roll, form)
    _telephones(roll, form)
    if form.digits and not form.others:
        roll.y += 18
        roll.lookup(form.digits)
        roll.y += 12  # no rule within 3 mm of the bars
    _foot(roll, form)
    roll.finish()
    return roll


def _title(roll: Roll, form: SlipForm) -> None:
    size, small = roll.pick(36, 32), FACT
    w = roll.text(roll.margin, roll.y, size, words.TITLE, True)
    office = " ".join(p for p in (form.ward, form.branch) if p)
    room = roll.live - w - 16
    if roll.measure(office, small, True) > room:
        office = form.branch
    if roll.measure(office, small, True) > room:  # a long branch name stands whole below the title
        roll.y = roll.paragraph(roll.margin, roll.y + size + 6, roll.live, small, office, True, 1.2) + 6
        return
    roll.text(roll.right, roll.y + size - small - 1, small, office, True, "r")
    roll.y += size + 8


def _single(roll: Roll, form: SlipForm) -> None:
    if form.digits and form.label:
        roll.label(form)
        _reference(roll, form.digits)
    else:
        roll.number_later(roll.pick(150, 120))
    name = form.section + (f"（{form.floor}）" if form.floor else "")
    _row(roll, words.TO, (name,), roll.pick(34, 32))
    _row(roll, words.DOCUMENT, (form.type_name,))
    _depositor(roll, form)
    _row(roll, words.SHEETS, (words.count(form.sheets, len(form.enclosures)),))
    if form.enclosures:
        x = roll.margin + roll.pick(COLUMN, 0)
        roll.y = roll.listing(x, roll.y - 3, roll.right - x, FACT, form.enclosures, 1.2) + 4
    _row(roll, words.TAKEN_AT, (form.taken,))
    if form.arrival_days is not None:
        _row(roll, words.ARRIVES, (words.days(form.arrival_days),))


def _several(roll: Roll, form: SlipForm) -> None:
    slips = (form, *form.others)
    large = roll.pick(44, 40)
    w = roll.text(roll.margin, roll.y, large, words.slips(len(slips)), True)
    if w + 20 + roll.measure(words.EACH_NUMBERED, FACT) <= roll.live:
        roll.text(roll.margin + w + 20, roll.y + large - FACT - 2, FACT, words.EACH_NUMBERED)
        roll.y += large + 10
    else:
        roll.y = roll.paragraph(roll.margin, roll.y + large + 4, roll.live, FACT, words.EACH_NUMBERED) + 2
    _depositor(roll, form)
    _row(roll, words.TAKEN_AT, (form.taken,))
    same = len({slip.arrival_days for slip in slips}) == 1
    if same and form.arrival_days is not None:
        _row(roll, words.ARRIVES, (words.days(form.arrival_days),))
    for i, slip in enumerate(slips):
        _block(roll, i + 1, slip, None if same else slip.arrival_days)


def _block(roll: Roll, n: int, slip: SlipForm, days: int | None) -> None:
    """One of several slips: its number, what it is, where it goes, its own barcode."""
    x, live = roll.margin, roll.live
    roll.fill(x, roll.y, live, 5)
    roll.y += 14
    roll.fill(x, roll.y, 44, 44)
    roll.text(x + 22, roll.y + 4, 36, str(n), True, "c", white=True)
    if slip.label:
        size = roll.shrink(slip.label, live - 54, roll.pick(48, 46), step=1)
        roll.text(x + 54, roll.y + (44 - size) / 2, size, slip.label, True)
    roll.y += 54
    where = slip.section + (f"（{slip.floor}）" if slip.floor else "")
    roll.y = roll.paragraph(x, roll.y, live, FACT, slip.type_name, True, 1.2)
    roll.y = roll.paragraph(
        x, roll.y, live, FACT, where + (f" {slip.section_phone}" if slip.section_phone else ""), lead=1.2
    )
    roll.y = roll.paragraph(x, roll.y, live, FACT, words.count(slip.sheets, len(slip.enclosures)), lead=1.2)
    if slip.enclosures:
        roll.y = roll.listing(x, roll.y, live, FACT, slip.enclosures, 1.2)
    if days is not None:
        roll.y = roll.paragraph(
            x, roll.y, live, FACT, f"{words.TO_SECTION} {words.days_short(days)}", lead=1.2
        )
    if slip.digits:
        roll.y = roll.paragraph(x, roll.y + 2, live, FACT, words.REFERENCE, True, 1.2) + 6
        roll.lookup(slip.digits, printed=True)
    else:
        roll.number_later(roll.pick(90, 80))


def _reference(roll: Roll, digits: str) -> None:
    """The digits to say on the telephone; someone who reads no Japanese is told to say these."""
    grouped = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    size = roll.shrink(grouped, roll.live - 20, 50, step=1)
    h = FACT + size + 22
    roll.frame(roll.margin, roll.y, roll.live, h, 3)
    w = roll.text(roll.margin + 12, roll.y + 9, FACT, words.REFERENCE, True)
    if roll.wide:
        roll.text(roll.margin + 12 + w + 20, roll.y + 12, NOTE, words.SAY_IT)
    roll.text(roll.margin + 12, roll.y + FACT + 14, size, grouped, True)
    roll.y += h + 10


def _row(roll: Roll, label: str, values: tuple[str, ...], size: float = FACT) -> None:
    """A fact: its word at the left, or above it on narrow paper."""
    roll.dashes(roll.margin, roll.y, roll.live, 1, 4)
    roll.y += 8
    x = roll.margin
    top = roll.y
    if roll.wide:
        roll.text(x, top + max(0, (size - FACT) * 0.9), FACT, label)
        x += COLUMN
    else:
        roll.text(x, top, FACT, label)
        roll.y += FACT + 4
    for value in values:
        for row in roll.phrases(value, roll.right - x, size):
            roll.text(x, roll.y, size, row, True)
            roll.y += size * 1.2
    roll.y += 4


def _depositor(roll: Roll, form: SlipForm) -> None:
    call = "".join(words.DEPOSITOR_CITIZEN)
    if form.handwritten or form.depositor is None:
        roll.dashes(roll.margin, roll.y, roll.live, 1, 4)
        roll.text(roll.margin, roll.y + 8, FACT, call)
        line = roll.live - roll.pick(50, 44)
        roll.text(roll.right, roll.y + 66, roll.pick(34, 30), words.SIR, True, "r")
        roll.fill(roll.margin, roll.y + 104, line, 2)
        roll.space("name", roll.margin, roll.y + 8 + FACT, line, 96 - FACT)
        roll.y += 114
        return
    for label, name in ((words.DEPOSITOR_CITIZEN, form.depositor), ((words.APPLICANT,), form.applicant)):
        if name:
            _name(roll, label, f"{name} {words.SIR}")


def _name(roll: Roll, label: tuple[str, ...], name: str) -> None:
    column = roll.pick(COLUMN, 0)
    size, rows, _ = roll.fit(name, roll.live - column, ((34, 1), (FACT, 99)))
    roll.dashes(roll.margin, roll.y, roll.live, 1, 4)
    roll.y += 8
    top = roll.y
    for i, line in enumerate(label if roll.wide else ("".join(label),)):
        roll.text(roll.margin, top + i * 32, FACT, line)
    least = top + 32 * len(label) if roll.wide else top
    roll.y = top + (14 if len(label) > len(rows) else 0) if roll.wide else top + FACT + 4
    for row in rows:
        roll.text(roll.margin + column, roll.y, size, row, True)
        roll.y += size * 1.2
    roll.y = max(roll.y, least) + 4


def _sentences(roll: Roll, form: SlipForm) -> None:
    """Few and short. A filled square and bold letters mark the two that matter most."""
    roll.fill(roll.margin, roll.y, roll.live, 3)
    roll.y += 12
    for sentence, weighty in sentences(form, say=not roll.wide or bool(form.others)):
        if weighty:
            roll.fill(roll.margin + 2, roll.y + 6, 13, 13)
        else:
            roll.frame(roll.margin + 2, roll.y + 6, 13, 13, 2)
        for row in roll.breaks(sentence, roll.live - 26, NOTE, weighty):
            roll.text(roll.margin + 26, roll.y, NOTE, row, weighty)
            roll.y += NOTE * 1.25
        roll.y += 4
    roll.y += 4


def _telephones(roll: Roll, form: SlipForm) -> None:
    """Whom to ask what. Nothing is printed that nobody gave."""
    calls = [(words.ASK_ARRIVED, form.branch, form.branch_phone)]
    if not form.others:
        calls.append((words.ASK_CONTENT, form.section, form.section_phone))
    calls = [call for call in calls if call[2]]
    if not calls:
        return
    top = roll.y
    roll.y += 12
    x, w = roll.margin + roll.pick(20, 14), roll.live - roll.pick(40, 28)
    for ask, who, phone in calls:
        if roll.measure(ask, FACT) + 16 + roll.measure(who, FACT, True) <= w:
            roll.text(x, roll.y, FACT, ask)
            roll.text(x + w, roll.y, FACT, who, True, "r")
            roll.y += FACT + 6
        else:
            roll.y = roll.paragraph(x, roll.y, w, FACT, ask, lead=1.2)
            roll.y = roll.paragraph(x, roll.y, w, FACT, who, True, 1.2)
        size = roll.shrink(phone, w, 44, step=1)
        roll.text(x, roll.y, size, phone, True)
        roll.y += size + 8
    if form.branch_hours:
        roll.y = roll.paragraph(x, roll.y, w, FACT, form.branch_hours, lead=1.2)
    roll.y += 4
    roll.round_frame(roll.margin, top, roll.live, roll.y - top, 20, 3)
    roll.y += 10


def _foot(roll: Roll, form: SlipForm) -> None:
    if not form.others:
        roll.foot(form)
        return
    size = roll.pick(22, 20)
    roll.fill(roll.margin, roll.y, roll.live, 2)
    roll.y += 8
    for slip in (form, *form.others):
        if slip.label:
            roll.text(roll.margin, roll.y, roll.shrink(slip.label, roll.live - 110, size), slip.label, True)
        roll.y += size + 6
    roll.text(roll.right, roll.y - size - 6, size, words.COPY[form.copy], True, "r")
    roll.y += 2
