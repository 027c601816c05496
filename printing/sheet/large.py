"""お客様控 on A4 in one wide column: in large print (nothing under 18 points), and in other languages.

Facts with their words at the left, then the sentences, whom to call, the bars. What does not fit goes on
to a second sheet; several slips of one visitor get a sheet each in large print and stand one below
another else.
"""

from __future__ import annotations

from printing import language, words, words_citizen
from printing import words_office as office_words
from printing.citizen import japanese, sentences
from printing.code128 import MODULES
from printing.forms import Reissue, SlipForm
from printing.language import Language
from printing.sheet import office
from printing.sheet.kit import CLOSING, THIN, Sheet

LEFT, RIGHT = 16.0, 194.0
WIDE = RIGHT - LEFT
BOTTOM = 287.0
EIGHTEEN_POINTS = 6.35
ORDINARY = (4.8, 4.4, 4.0)  # other languages: the largest with which one sheet is enough


class _Paper:
    """Sheets with a cursor."""

    def __init__(self, form: SlipForm, says: Language, size: float) -> None:
        self.form, self.says, self.size = form, says, size
        self.lead = self.size * 1.22
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.turn()

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def turn(self) -> None:
        """A new sheet, with the mark of the copy."""
        sheet, says = Sheet(office.A4), self.says
        self.sheets.append(sheet)
        sheet.round_frame(LEFT, 9, WIDE, 17, 7.4, 1)
        w = sheet.text(LEFT + 9, 11.8, 11.4, words.COPY["citizen"], True)
        with sheet.speaking(says.letters):
            note = says.words["take_home"]
            sheet.text(RIGHT - 8, 14.2, sheet.shrink(note, WIDE - w - 52, 7), note, True, "r")
        if self.form.practice:
            sheet.strip(LEFT, 4.3, WIDE, 4, 2.8)
            sheet.strip(LEFT, sheet.height - 8.4, WIDE, 4, 2.8)
            for x in (LEFT - 6, RIGHT + 2.6):
                sheet.hatch(x, 12, 3.4, 270, 1.5)
        self.y = 29
        if len(self.sheets) > 1 and not self.form.others and self.form.label and self.form.digits:
            whose = f"{self.form.label}　{office.spaced(self.form.digits)}"
            sheet.text(LEFT, self.y, sheet.shrink(whose, WIDE, self.size), whose, True)
            self.y += self.size * 1.5

    def room(self, h: float) -> None:
        """So much room, on a new sheet if need be."""
        if self.y + h > BOTTOM - (3 if self.form.practice else 0):
            self.turn()

    def lines(
        self, x: float, text: str, *, bold: bool = False, letters: str | None = None, size: float = 0
    ) -> None:
        """A paragraph whose lines may go on to the next sheet."""
        size = size or self.size
        with self.sheet.speaking(self.says.letters if letters is None else letters):
            rows = self.sheet.breaks(text, RIGHT - x, size, bold)
        for row in rows:
            self.room(size * 1.22)
            with self.sheet.speaking(self.says.letters if letters is None else letters):
                self.sheet.text(x, self.y, size, row, bold)
            self.y += size * 1.22


def leaves(form: SlipForm) -> tuple[Sheet, ...]:
    """All sheets."""
    sizes = (EIGHTEEN_POINTS,) if form.large else ORDINARY
    return min((_lay(form, size) for size in sizes), key=len)


def _lay(form: SlipForm, size: float) -> tuple[Sheet, ...]:
    paper = _Paper(form, language.of(form), size)
    slips = (form, *form.others)
    for i, slip in enumerate(slips):
        if i and form.large:
            paper.turn()
        _slip(paper, slip, i + 1, len(slips))
    _sentences(paper)
    _telephones(paper)
    _japanese(paper)
    if not form.others:
        _foot(paper, form)
    if len(paper.sheets) > 1:
        for i, sheet in enumerate(paper.sheets):
            leaf = office_words.leaf(i + 1, len(paper.sheets))
            w = sheet.measure(words.COPY["citizen"], 11.4, True)
            sheet.text(LEFT + 9 + w + 4, 14.4, EIGHTEEN_POINTS, leaf, True)
    return tuple(paper.sheets)


def _slip(paper: _Paper, slip: SlipForm, n: int, of: int) -> None:
    """Number and facts of one slip, never parted by the end of a sheet in the middle of a fact."""
    says, form = paper.says, paper.form
    if of > 1 and not form.large and n > 1:
        paper.room(90)
        paper.sheet.fill(LEFT, paper.y, WIDE, 0.8)
        paper.y += 3
    if n == 1 or form.large:
        _title(paper, form)
        if form.reissue:
            _reissued(paper, form.reissue)
    if of > 1:
        paper.lines(LEFT, f"{n}／{of}", bold=True, letters="", size=EIGHTEEN_POINTS)
    _number(paper, slip)
    if of > 1 and slip.digits:
        paper.y += 1
        _bars(paper, slip)
        paper.y += 3
    place = " ".join(p for p in (slip.ward, slip.section) if p) + (f"（{slip.floor}）" if slip.floor else "")
    _fact(paper, "to", place, below=says.where(slip))
    _fact(paper, "document", slip.type_name, below=says.meaning(slip.type_name))
    if n == 1 or form.large:
        _people(paper, form)
    count = says.count(slip.sheets, len(slip.enclosures))
    _fact(paper, "sheets", count, letters=says.letters, listed="、".join(slip.enclosures))
    if n == 1 or form.large:
        _fact(paper, "date", says.taken(form.taken), letters=says.letters)
    if slip.arrival_days is not None:
        _fact(paper, "arrives", says.days(slip.arrival_days), letters=says.letters)
    paper.y += 1.2


def _title(paper: _Paper, form: SlipForm) -> None:
    sheet, says = paper.sheet, paper.says
    size = max(7.0, paper.size)
    w = sheet.text(LEFT, paper.y, size, words.TITLE, True)
    room = WIDE - w - 30
    name = " ".join(p for p in (form.ward, form.branch) if p)
    if sheet.measure(name, paper.size, True) > room:
        name = form.branch
    rows = sheet.phrases(name, room, paper.size)
    for row in rows:
        sheet.text(LEFT + w + 6, paper.y + size - paper.size - 0.4, paper.size, row, True)
        paper.y += paper.lead
    paper.y += size - paper.size + 1.4
    if not says.japanese:
        meaning = " ／ ".join(p for p in (says.words["title"], says.meaning(form.branch)) if p)
        paper.lines(LEFT, meaning, bold=True)
        paper.y += 1


def _reissued(paper: _Paper, reissue: Reissue) -> None:
    """再発行: the heavy frame with thick black ends, in the letters of the sheet."""
    sheet, size = paper.sheet, paper.size
    rows = sheet.breaks(f"{reissue.at} {reissue.reason}", WIDE - 24, size, True) + [words.NOT_BEFORE]
    large = size * 1.3
    h = large * 1.3 + len(rows) * paper.lead + 4
    sheet.frame(LEFT, paper.y, WIDE, h, 0.9)
    for x in (LEFT, RIGHT - 6):
        sheet.fill(x, paper.y, 6, h)
    middle, y = LEFT + WIDE / 2, paper.y + 2
    sheet.text(middle, y, large, words.reissued(reissue.n), True, "c")
    for i, row in enumerate(rows):
        sheet.text(middle, y + large * 1.3 + i * paper.lead, size, row, True, "c")
    paper.y += h + 3


def _number(paper: _Paper, slip: SlipForm) -> None:
    sheet, says = paper.sheet, paper.says
    if not (slip.digits and slip.label):
        sheet.dashed_frame(LEFT, paper.y, WIDE, 30, 0.4, 2)
        later = "".join(words.NUMBER_LATER)
        sheet.text(LEFT + WIDE / 2, paper.y + 11, sheet.shrink(later, WIDE - 8, 7), later, True, "c")
        paper.y += 33
        return
    size = sheet.shrink(slip.label, WIDE, 17 if paper.form.large else 12)
    sheet.text(LEFT, paper.y, size, slip.label, True)
    paper.y += size + 2.6
    digits = office.spaced(slip.digits)
    large = 13 if paper.form.large else 9
    head = max(7.0, paper.size) if paper.form.large else 5
    h = head + large + 5.4
    sheet.frame(LEFT, paper.y, WIDE, h, 0.8)
    with sheet.speaking(says.letters):
        word = says.words["reference"]
        w = sheet.text(LEFT + 4, paper.y + 2.2, sheet.shrink(word, WIDE - 8, head), word, True)
        small, hint = min(paper.size, head), says.words["say_it"]
        if w + sheet.measure(hint, small) + 14 <= WIDE:
            sheet.text(LEFT + 4 + w + 5, paper.y + 2.2 + (head - small) * 0.8, small, hint)
    size = sheet.shrink(digits, WIDE - 12, large)
    sheet.text(LEFT + WIDE / 2, paper.y + head + 3.4, size, digits, True, "c")
    paper.y += h + 2.6


def _column(paper: _Paper) -> float:
    sheet, says = paper.sheet, paper.says
    with sheet.speaking(says.letters):
        longest = max(
            sheet.measure(says.words[key], paper.size)
            for key in ("to", "document", "left_by", "applicant", "sheets", "date", "arrives")
        )
    return min(longest, 60) + 4


def _fact(
    paper: _Paper, key: str, value: str, *, letters: str = "", below: str | None = None, listed: str = ""
) -> None:
    """A fact, whole on one sheet: its word, the value, what an official name means, what belongs to it."""
    sheet, says, column = paper.sheet, paper.says, _column(paper)
    size, x = paper.size, LEFT + column
    with sheet.speaking(says.letters):
        called = sheet.breaks(says.words[key], column - 3, size)
        meant = sheet.breaks(below, RIGHT - x, size) if below and not says.japanese else []
    with sheet.speaking(letters):
        rows = (sheet.breaks if letters else sheet.phrases)(value, RIGHT - x, size, True)
    parts = sheet.phrases(listed, RIGHT - x, size, False) if listed else []
    high = max(len(called), len(rows) + len(meant) + len(parts)) * paper.lead
    paper.room(high + 2)
    sheet, y = paper.sheet, paper.y
    with sheet.speaking(says.letters):
        for i, row in enumerate(called):
            sheet.text(LEFT, y + i * paper.lead, size, row)
        for i, row in enumerate(meant):
            sheet.text(x, y + (len(rows) + i) * paper.lead, size, row)
    with sheet.speaking(letters):
        for i, row in enumerate(rows):
            sheet.text(x, y + i * paper.lead, size, row, True)
    for i, row in enumerate(parts):
        sheet.text(x, y + (len(rows) + len(meant) + i) * paper.lead, size, row)
    paper.y += high + 0.4
    sheet.dashes(LEFT, paper.y, WIDE, THIN, 1)
    paper.y += 1


def _people(paper: _Paper, form: SlipForm) -> None:
    if form.handwritten or form.depositor is None:
        paper.room(14)
        sheet, x = paper.sheet, LEFT + _column(paper)
        with sheet.speaking(paper.says.letters):
            call = paper.says.words["left_by"]
            sheet.text(LEFT, paper.y + 3, sheet.shrink(call, x - LEFT - 2, paper.size, False), call)
        sheet.line(x, paper.y + 11.4, RIGHT - x - 12)
        sheet.text(RIGHT, paper.y + 4, 7, words.SIR, True, "r")
        sheet.space("name", x, paper.y, RIGHT - x - 12, 11.4)
        paper.y += 13.4
        return
    for key, name in (("left_by", form.depositor), ("applicant", form.applicant)):
        if name:
            _fact(paper, key, f"{name} {words.SIR}")


def _sentences(paper: _Paper) -> None:
    size = paper.size
    box = size * 0.46
    for sentence, weighty in sentences(paper.form, paper.says, say=True):
        with paper.sheet.speaking(paper.says.letters):
            rows = len(paper.sheet.breaks(sentence, WIDE - box * 2, size, weighty))
        paper.room(rows * paper.lead)
        if weighty:
            paper.sheet.fill(LEFT, paper.y + size * 0.28, box, box)
        else:
            paper.sheet.frame(LEFT, paper.y + size * 0.28, box, box, 0.35)
        paper.lines(LEFT + box * 2, sentence, bold=weighty)
        paper.y += size * 0.12
    paper.y += 1


def _telephones(paper: _Paper) -> None:
    """Whom to ask what, side by side in a round frame; nothing that nobody gave."""
    form, says, size = paper.form, paper.says, paper.size
    calls = [(says.words["ask_arrived"], form.branch, says.meaning(form.branch), form.branch_phone)]
    if not form.others:
        calls.append((says.words["ask_content"], form.section, says.where(form), form.section_phone))
    given = [(ask, who, meaning, phone) for ask, who, meaning, phone in calls if phone]
    if not given:
        return
    w = (WIDE - 10) / len(given) - (3 if len(given) > 1 else 0)
    columns = []
    for ask, who, meaning, phone in given:
        with paper.sheet.speaking(says.letters):
            rows = [(r, size, False, says.letters) for r in paper.sheet.breaks(ask, w, size)]
        rows += [(r, size, True, "") for r in paper.sheet.phrases(who, w, size)]
        if meaning and not says.japanese:
            with paper.sheet.speaking(says.letters):
                rows += [(r, size, False, says.letters) for r in paper.sheet.breaks(meaning, w, size)]
        rows.append((phone, max(size, paper.sheet.shrink(phone, w, size * 1.75)), True, ""))
        columns.append(rows)
    meaning = says.meaning(form.branch_hours)
    hours = meaning or form.branch_hours
    tall = max(sum(s * 1.22 for _, s, _, _ in rows) for rows in columns)
    with paper.sheet.speaking(says.letters if meaning else ""):
        open_ = paper.sheet.breaks(hours, WIDE - 10, size) if hours else []
    h = tall + 5 + paper.lead * len(open_)
    paper.room(h + 2)
    sheet, top = paper.sheet, paper.y
    for i, rows in enumerate(columns):
        y, x = top + 2.4, LEFT + 5 + i * (w + 6)
        for row, s, bold, letters in rows:
            with sheet.speaking(letters):
                sheet.text(x, y, s, row, bold)
            y += s * 1.22
    with sheet.speaking(says.letters if meaning else ""):
        for i, row in enumerate(open_):
            sheet.text(LEFT + 5, top + 2.8 + tall + i * paper.lead, size, row)
    sheet.round_frame(LEFT, top, WIDE, h, 5, 0.8)
    paper.y += h + 3


def _japanese(paper: _Paper) -> None:
    """That a translation is provisional, and what stands in Japanese beside it."""
    says = paper.says
    said = japanese(paper.form, says)
    if not said:
        return
    paper.room(8 + paper.lead * (len(said) + 1))
    if not says.approved:
        size = paper.size
        w = paper.sheet.measure(words_citizen.PROVISIONAL, size, True) + 4
        paper.sheet.frame(LEFT, paper.y, w, size + 2.4, 0.5)
        paper.sheet.text(LEFT + 2, paper.y + 1.2, size, words_citizen.PROVISIONAL, True)
        paper.y += 1.2
        paper.lines(LEFT + w + 3, says.provisional)
        paper.y += 2
    for sentence in said:
        paper.lines(LEFT, sentence, letters="")
    paper.y += 1


def _bars(paper: _Paper, slip: SlipForm) -> None:
    sheet, size = paper.sheet, max(paper.size, 4.2)
    w = sheet.text(LEFT, paper.y + 4.5 - size / 2, size, words.LOOKUP, True)
    x = LEFT + w + 10
    sheet.bars(slip.digits or "", x, paper.y, 9, CLOSING)
    if slip.label and slip is paper.form:
        x += MODULES * CLOSING / sheet.scale + 8
        copy = words.COPY["citizen"]
        if slip.reissue:
            copy = f"{copy}（{words.reissued(slip.reissue.n)}）"
        sheet.text(RIGHT, paper.y + 4.5 - size / 2, sheet.shrink(copy, RIGHT - x, size), copy, True, "r")
    paper.y += 9


def _foot(paper: _Paper, form: SlipForm) -> None:
    if form.digits:
        paper.y += 1
        paper.room(10)
        _bars(paper, form)
