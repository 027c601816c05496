"""お客様控 on a roll: facts 3.5 mm, notes 3.0 mm; one slip, or all slips of one visitor on one paper.

In another language the official names stay in Japanese, since the citizen will point at them, and what
they mean stands below.
"""

from __future__ import annotations

from printing import language, words, words_citizen
from printing.citizen import japanese, sentences
from printing.forms import SlipForm
from printing.language import Language
from printing.papers import Paper
from printing.roll.kit import Roll

FACT, NOTE = 28, 24  # 3.5 mm and 3.0 mm: read without the other glasses
COLUMN, WIDEST = 126, 200  # room for the words at the left


def lay(form: SlipForm, paper: Paper) -> Roll:
    """The whole form."""
    says = language.of(form)
    roll = Roll(paper, form.practice)
    roll.top(form, "" if says.japanese else says.words["take_home"], says.letters)
    _title(roll, form, says)
    if form.others:
        _several(roll, form, says)
    else:
        _single(roll, form, says)
    _sentences(roll, form, says)
    _telephones(roll, form, says)
    _japanese(roll, form, says)
    if form.digits and not form.others:
        roll.y += 18
        roll.lookup(form.digits)
        roll.y += 12  # no rule within 3 mm of the bars
    _foot(roll, form)
    roll.finish()
    return roll


def _title(roll: Roll, form: SlipForm, says: Language) -> None:
    size, small = roll.pick(36, 32), FACT
    w = roll.text(roll.margin, roll.y, size, words.TITLE, True)
    office = " ".join(p for p in (form.ward, form.branch) if p)
    room = roll.live - w - 16
    if roll.measure(office, small, True) > room:
        office = form.branch
    if roll.measure(office, small, True) > room:  # a long branch name stands whole below the title
        roll.y = roll.paragraph(roll.margin, roll.y + size + 6, roll.live, small, office, True, 1.2) + 6
    else:
        roll.text(roll.right, roll.y + size - small - 1, small, office, True, "r")
        roll.y += size + 8
    if not says.japanese:
        _below(roll, roll.margin, says.words["title"], says, bold=True)
        _below(roll, roll.margin, says.meaning(form.branch), says, bold=True)
        roll.y += 4


def _single(roll: Roll, form: SlipForm, says: Language) -> None:
    if form.digits and form.label:
        roll.label(form)
        _reference(roll, form.digits, says)
    else:
        roll.number_later(roll.pick(150, 120))
    name = form.section + (f"（{form.floor}）" if form.floor else "")
    _row(roll, says, "to", name, roll.pick(34, 32), below=says.where(form))
    _row(roll, says, "document", form.type_name, below=says.meaning(form.type_name))
    _depositor(roll, form, says)
    _row(roll, says, "sheets", says.count(form.sheets, len(form.enclosures)), letters=says.letters)
    if form.enclosures:
        x = roll.margin + (_column(roll, says) if roll.wide else 0)
        roll.y = roll.listing(x, roll.y - 3, roll.right - x, FACT, form.enclosures, 1.2) + 4
    _row(roll, says, "date", says.taken(form.taken), letters=says.letters)
    if form.arrival_days is not None:
        _row(roll, says, "arrives", says.days(form.arrival_days), letters=says.letters)


def _several(roll: Roll, form: SlipForm, says: Language) -> None:
    slips = (form, *form.others)
    large = roll.pick(44, 40)
    with roll.speaking(says.letters):
        w = roll.text(roll.margin, roll.y, large, says.slips(len(slips)), True)
        each = says.words["each_numbered"]
        if w + 20 + roll.measure(each, FACT) <= roll.live:
            roll.text(roll.margin + w + 20, roll.y + large - FACT - 2, FACT, each)
            roll.y += large + 10
        else:
            roll.y = roll.paragraph(roll.margin, roll.y + large + 4, roll.live, FACT, each) + 2
    _depositor(roll, form, says)
    _row(roll, says, "date", says.taken(form.taken), letters=says.letters)
    same = len({slip.arrival_days for slip in slips}) == 1
    if same and form.arrival_days is not None:
        _row(roll, says, "arrives", says.days(form.arrival_days), letters=says.letters)
    for i, slip in enumerate(slips):
        _block(roll, i + 1, slip, None if same else slip.arrival_days, says)


def _block(roll: Roll, n: int, slip: SlipForm, days: int | None, says: Language) -> None:
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
    _below(roll, x, says.meaning(slip.type_name), says)
    roll.y = roll.paragraph(
        x, roll.y, live, FACT, where + (f" {slip.section_phone}" if slip.section_phone else ""), lead=1.2
    )
    _below(roll, x, says.where(slip), says)
    with roll.speaking(says.letters):
        count = says.count(slip.sheets, len(slip.enclosures))
        if not says.japanese:
            count = f"{says.words['sheets']}: {count}"
        roll.y = roll.paragraph(x, roll.y, live, FACT, count, lead=1.2)
    if slip.enclosures:
        roll.y = roll.listing(x, roll.y, live, FACT, slip.enclosures, 1.2)
    with roll.speaking(says.letters):
        if days is not None:
            arrives = f"{says.words['arrives']} {says.days(days)}"
            roll.y = roll.paragraph(x, roll.y, live, FACT, arrives, lead=1.2)
        if slip.digits:
            roll.y = roll.paragraph(x, roll.y + 2, live, FACT, says.words["reference"], True, 1.2) + 6
    if slip.digits:
        roll.lookup(slip.digits, printed=True)
    else:
        roll.number_later(roll.pick(90, 80))


def _say_beside(roll: Roll, says: Language) -> bool:
    """Whether the frame of the number has room for what to do with it."""
    with roll.speaking(says.letters):
        w = roll.measure(says.words["reference"], FACT, True) + roll.measure(says.words["say_it"], NOTE)
    return roll.wide and 44 + w <= roll.live


def _reference(roll: Roll, digits: str, says: Language) -> None:
    """The digits to say on the telephone; someone who reads no Japanese is told to say these."""
    grouped = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    size = roll.shrink(grouped, roll.live - 20, 50, step=1)
    h = FACT + size + 22
    roll.frame(roll.margin, roll.y, roll.live, h, 3)
    with roll.speaking(says.letters):
        word = says.words["reference"]
        w = roll.text(roll.margin + 12, roll.y + 9, roll.shrink(word, roll.live - 24, FACT), word, True)
        if _say_beside(roll, says):
            roll.text(roll.margin + 12 + w + 20, roll.y + 12, NOTE, says.words["say_it"])
    roll.text(roll.margin + 12, roll.y + FACT + 14, size, grouped, True)
    roll.y += h + 10


def _column(roll: Roll, says: Language) -> float:
    """Room for the words at the left: what the longest of this language needs, within reason."""
    if says.japanese:
        return COLUMN
    with roll.speaking(says.letters):
        longest = max(
            roll.measure(says.words[key], FACT)
            for key in ("to", "document", "left_by", "applicant", "sheets", "date", "arrives")
        )
    return max(COLUMN, min(WIDEST, longest + 14))


def _word(roll: Roll, says: Language, key: str, size: float) -> tuple[float, float]:
    """A fact's word under its dashed rule; returns where its value begins and the least y below."""
    roll.dashes(roll.margin, roll.y, roll.live, 1, 4)
    roll.y += 8
    column = _column(roll, says)
    with roll.speaking(says.letters):
        rows = roll.breaks(says.words[key], column - 8 if roll.wide else roll.live, FACT)
        for i, row in enumerate(rows):
            shift = max(0, (size - FACT) * 0.9) if roll.wide and len(rows) == 1 else 0
            roll.text(roll.margin, roll.y + shift + i * 32, FACT, row)
    if not roll.wide:
        roll.y += 32 * len(rows)
        return roll.margin, roll.y
    return roll.margin + column, roll.y + 32 * len(rows)


def _row(
    roll: Roll,
    says: Language,
    key: str,
    value: str,
    size: float = FACT,
    *,
    below: str | None = None,
    letters: str = "",
) -> None:
    """A fact: its word at the left, or above it on narrow paper; the meaning of an official name below it."""
    x, least = _word(roll, says, key, size)
    with roll.speaking(letters):
        rows = (roll.breaks if letters else roll.phrases)(value, roll.right - x, size, True)
        if roll.wide and len(rows) == 1 and not below:
            roll.y += max(0, (least - roll.y - 32) / 2 - 2)
        for row in rows:
            roll.text(x, roll.y, size, row, True)
            roll.y += size * 1.2
    _below(roll, x, below, says)
    roll.y = max(roll.y, least if roll.wide else 0) + 4


def _below(roll: Roll, x: float, meaning: str | None, says: Language, *, bold: bool = False) -> None:
    if meaning and not says.japanese:
        with roll.speaking(says.letters):
            roll.y = roll.paragraph(x, roll.y, roll.right - x, FACT, meaning, bold, 1.2)


def _depositor(roll: Roll, form: SlipForm, says: Language) -> None:
    if form.handwritten or form.depositor is None:
        roll.dashes(roll.margin, roll.y, roll.live, 1, 4)
        with roll.speaking(says.letters):
            roll.text(roll.margin, roll.y + 8, FACT, says.words["left_by"])
        line = roll.live - roll.pick(50, 44)
        roll.text(roll.right, roll.y + 66, roll.pick(34, 30), words.SIR, True, "r")
        roll.fill(roll.margin, roll.y + 104, line, 2)
        roll.space("name", roll.margin, roll.y + 8 + FACT, line, 96 - FACT)
        roll.y += 114
        return
    for key, name in (("left_by", form.depositor), ("applicant", form.applicant)):
        if name:
            said = f"{name} {words.SIR}"
            room = roll.live - (_column(roll, says) if roll.wide else 0)
            _row(roll, says, key, said, roll.fit(said, room, ((34, 1), (FACT, 99)))[0])


def _sentences(roll: Roll, form: SlipForm, says: Language) -> None:
    """Few and short. A filled square and bold letters mark the two that matter most."""
    roll.fill(roll.margin, roll.y, roll.live, 3)
    roll.y += 12
    say = bool(form.others) or not _say_beside(roll, says)
    with roll.speaking(says.letters):
        for sentence, weighty in sentences(form, says, say=say):
            if weighty:
                roll.fill(roll.margin + 2, roll.y + 6, 13, 13)
            else:
                roll.frame(roll.margin + 2, roll.y + 6, 13, 13, 2)
            for row in roll.breaks(sentence, roll.live - 26, NOTE, weighty):
                roll.text(roll.margin + 26, roll.y, NOTE, row, weighty)
                roll.y += NOTE * 1.25
            roll.y += 4
    roll.y += 4


def _japanese(roll: Roll, form: SlipForm, says: Language) -> None:
    """What must stand in Japanese beside a translation, and that nobody has approved it yet."""
    if says.japanese:
        return
    if not says.approved:
        w = roll.measure(words_citizen.PROVISIONAL, NOTE, True) + 20
        roll.frame(roll.margin, roll.y, w, NOTE + 14, 3)
        roll.text(roll.margin + 10, roll.y + 7, NOTE, words_citizen.PROVISIONAL, True)
        roll.y += NOTE + 20
        with roll.speaking(says.letters):
            roll.y = roll.paragraph(roll.margin, roll.y, roll.live, NOTE, says.provisional, lead=1.25)
    for sentence in japanese(form, says):
        roll.y = roll.paragraph(roll.margin, roll.y, roll.live, NOTE, sentence, lead=1.25)
    roll.y += 6


def _telephones(roll: Roll, form: SlipForm, says: Language) -> None:
    """Whom to ask what. Nothing is printed that nobody gave."""
    calls = [(says.words["ask_arrived"], form.branch, says.meaning(form.branch), form.branch_phone)]
    if not form.others:
        calls.append((says.words["ask_content"], form.section, says.where(form), form.section_phone))
    if not any(phone for *_, phone in calls):
        return
    top = roll.y
    roll.y += 12
    x, w = roll.margin + roll.pick(20, 14), roll.live - roll.pick(40, 28)
    for ask, who, meaning, phone in calls:
        if not phone:
            continue
        with roll.speaking(says.letters):
            asked = roll.measure(ask, FACT)
            beside = asked + 16 + roll.measure(who, FACT, True) <= w
            if beside:
                roll.text(x, roll.y, FACT, ask)
            else:
                roll.y = roll.paragraph(x, roll.y, w, FACT, ask, lead=1.2)
        if beside:
            roll.text(x + w, roll.y, FACT, who, True, "r")
            roll.y += FACT + 6
        else:
            roll.y = roll.paragraph(x, roll.y, w, FACT, who, True, 1.2)
        if meaning and not says.japanese:
            with roll.speaking(says.letters):
                roll.y = roll.paragraph(x, roll.y, w, FACT, meaning, lead=1.2)
        size = roll.shrink(phone, w, 44, step=1)
        roll.text(x, roll.y, size, phone, True)
        roll.y += size + 8
    if form.branch_hours:
        meaning = says.meaning(form.branch_hours)
        with roll.speaking(says.letters if meaning else ""):
            roll.y = roll.paragraph(x, roll.y, w, FACT, meaning or form.branch_hours, lead=1.2)
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
