"""A receipt in the making: the parts that several forms share.

One unit is 1/8 mm, which is one dot at 203.2 dpi.

The parts draw at `self.y` and move it down. `wide` is the 80 mm layout, else the 58 mm one. A head of 180 dpi
gets the same millimetres.
"""

from __future__ import annotations

from printing import words
from printing.code128 import MODULES
from printing.forms import Reissue, SlipForm
from printing.papers import Paper
from printing.sketch import Sketch

UNITS_PER_INCH = 203.2
_MODULE = {
    "80mm": 4,
    "58mm": 3,
    "80mm-180dpi": 3,
    "label": 6,
}  # the last is an 80 mm label on a sheet of 300 dpi


class Roll(Sketch):
    """A sketch with a cursor, the margins of its paper and the marks of the copies."""

    def __init__(self, paper: Paper, practice: bool) -> None:
        assert paper.dots is not None
        scale = paper.dpi / UNITS_PER_INCH
        super().__init__(width=paper.dots / scale, scale=scale)
        self.wide = paper.dots > 400
        self.practice = practice
        self.margin = (
            self.pick(28, 22) if practice else self.pick(16, 8)
        )  # the zebra of 練習 moves the text in
        self.live = self.width - 2 * self.margin
        self.right = self.width - self.margin
        self.module = _MODULE[paper.name]
        self.y: float = 8
        self._plain: list[tuple[float, float]] = []  # heights where no zebra may be

    def pick(self, wide: float, narrow: float) -> float:
        """The measure for this width of paper."""
        return wide if self.wide else narrow

    # marks --------------------------------------------------------------------------------------------------

    def top(self, form: SlipForm, note: str = "", letters: str = "") -> None:
        """練習, the mark of the copy, 再発行."""
        if form.practice:
            self.y = 0
            self.strip()
            self.y += 8
        self.head(form.copy, note, letters)
        if form.reissue:
            self.reissued(form.reissue)

    def finish(self) -> None:
        """The foot strip of 練習, the zebra at both sides, the end of the paper."""
        if self.practice:
            self.y += 4
            self.strip()
            self.y += 4
            self._zebra()
            self.height = self.y
        else:
            self.height = self.y + self.pick(16, 12)
        self.height = -(-round(self.height * self.scale * 100) // 100) / self.scale

    def strip(self) -> None:
        """Hatching, 練習 本物ではありません, hatching."""
        h, large, small = self.pick(64, 52), self.pick(46, 36), self.pick(26, 22)
        word = words.PRACTICE_WORD if self.wide else words.PRACTICE_WORD_NARROW
        first = self.measure(words.PRACTICE, large, True)
        whole = first + 12 + self.measure(word, small, True)
        side = (self.width - whole) / 2 - 10
        y = self.y
        self.frame(0, y, self.width, h, 4)
        self.hatch(8, y + 4, side - 8, h - 8, 10)
        self.hatch(self.width - side, y + 4, side - 8, h - 8, 10)
        x = (self.width - whole) / 2
        self.text(x, y + (h - large) / 2, large, words.PRACTICE, True)
        self.text(x + first + 12, y + (h + large) / 2 - small - 4, small, word, True)
        self._plain.append((y - 6, y + h + 6))
        self.y += h

    def _zebra(self) -> None:
        """Slanted hatching down both sides, interrupted at strips and barcodes."""
        at = 0.0
        for start, end in sorted(self._plain):
            if start - at > 30:
                for x in (0, self.width - 12):
                    self.hatch(x, at, 12, start - at, 8)
            at = max(at, end)

    def head(self, copy: str, note: str = "", letters: str = "") -> None:
        """The copy in a word and in a shape.

        Black block, double frame, or pill; the title; what to do with the paper, on the pill in another
        language if `note` says so.
        """
        word = words.COPY[copy]
        rows = words.NOTE[copy] if self.wide else words.NOTE_NARROW[copy]
        if copy == "citizen" and self.practice:
            rows = words.NOTE_NARROW[copy]
        three = len(rows) == 3
        h = self.pick(72, 80 if three else 66)
        size, title = self.pick(48, 40), self.pick(36, 28)
        small = self.pick(22, 20)
        if self.practice:
            small, title = 20, self.pick(34, 28)
            if three:
                size, title = 34, 24
        x, y = self.margin, self.y
        if copy == "original":
            pad = self.pick(16, 8)
            block = 2 * size + 2 * pad
            self.frame(x, y, self.live, h, 4)
            self.fill(x, y, block, h)
            self.text(x + pad, y + (h - size) / 2, size, word, True, white=True)
            at = x + block + self.pick(14, 8)
        elif copy == "binder":
            self.frame(x, y, self.live, h, 3)
            self.frame(x + 7, y + 7, self.live - 14, h - 14, 3)
            at = x + 20 + self.text(x + 20, y + (h - size) / 2, size, word, True) + self.pick(18, 10)
        else:
            size, small = self.pick(46, 38), self.pick(28, 24)
            self.round_frame(x, y, self.live, h, (h - 5) / 2 - 1, 5)
            at = (
                x
                + self.pick(28, 22)
                + self.text(x + self.pick(28, 22), y + (h - size) / 2, size, word, True)
                + self.pick(18, 10)
            )
        if copy != "citizen":
            at += self.text(at, y + (h - title) / 2 + self.pick(4, 2), title, words.TITLE, True) + self.pick(
                14, 8
            )
        pitch = small + (3 if three else 4)
        with self.speaking(letters):
            if note:
                room = self.right - self.pick(22, 20) - at
                while len(rows := tuple(self.breaks(note, room, small, True))) > 2:
                    small -= 1
                pitch = small + 4
            for i, line in enumerate(rows):
                self.text(at, y + h / 2 - len(rows) * pitch / 2 + 2 + i * pitch, small, line, True)
        self.y += h + 10

    def reissued(self, reissue: Reissue) -> None:
        """再発行: a heavy frame with thick black ends, on lines of its own."""
        large, small = self.pick(40, 34), self.pick(22, 20)
        inner = self.live - 56
        rows = [*self.breaks(f"{reissue.at} {reissue.reason}", inner, small, True), words.NOT_BEFORE]
        h = 12 + large + 6 + len(rows) * (small + 6) + 10
        self.frame(self.margin, self.y, self.live, h, 6)
        for x in (self.margin, self.right - 20):
            self.fill(x, self.y, 20, h)
        self.text(self.width / 2, self.y + 12, large, words.reissued(reissue.n), True, "c")
        for i, row in enumerate(rows):
            self.text(self.width / 2, self.y + 18 + large + i * (small + 6), small, row, True, "c")
        self.y += h + 8

    # number -------------------------------------------------------------------------------------------------

    def label(self, form: SlipForm, size: float | None = None) -> None:
        """The label as large as the paper allows."""
        label = form.label or ""
        size = self.shrink(label, self.live, size or self.pick(60, 46), step=1)
        self.text(self.margin, self.y, size, label, True)
        self.y += size + self.pick(14, 12)

    def barcode(self, digits: str, h: float) -> None:
        """The symbol in the middle and its digits in four groups on the quarters of the bars."""
        dots = self.dots[0]
        x = (dots - MODULES * self.module) // 2 / self.scale
        w = self.bars(digits, x, self.y, h, self.module)
        size = self.pick(34, 30)
        for i in range(4):
            self.text(x + w * (i + 0.5) / 4, self.y + h + 6, size, digits[4 * i : 4 * i + 4], True, "c")
        self._plain.append((self.y - 8, self.y + h + 8))
        self.y += h + 6 + size + self.pick(10, 8)

    def lookup(self, digits: str, *, printed: bool = False) -> None:
        """照会用.

        3 dots a module, 9 mm high; the word beside it, or above it where its quiet zone needs the width.
        """
        h, size, w = 72, 28, MODULES * 3 / self.scale
        quiet = 10 * 3 / self.scale
        beside = self.margin + self.measure(words.LOOKUP, size, True) + quiet + w + quiet <= self.width
        if beside:
            x = self.width - quiet - max(0, self.margin - 16) - w
            self.text(self.margin, self.y + (h - size) / 2, size, words.LOOKUP, True)
        else:
            self.text(self.margin, self.y, size, words.LOOKUP, True)
            self.y += size + 10
            x = (self.width - w) / 2
        self.bars(digits, x, self.y, h, 3)
        self._plain.append((self.y - 8, self.y + h + 8))
        self.y += h + 6
        if printed:
            for i in range(4):
                self.text(x + w * (i + 0.5) / 4, self.y, 30, digits[4 * i : 4 * i + 4], True, "c")
            self.y += 36
        self.y += 10

    def number_later(self, h: float) -> None:
        """A dashed box in the place of label and barcode: this is a preview."""
        size = self.pick(34, 24)
        self.dashed_frame(self.margin, self.y, self.live, h, 2, 8)
        for i, line in enumerate(words.NUMBER_LATER):
            self.text(
                self.width / 2, self.y + h / 2 + (i - 1) * size * 1.3 + size * 0.15, size, line, True, "c"
            )
        self.y += h + 10

    # where it goes, what it is, who left it -----------------------------------------------------------------

    def section(self, name: str, floor: str | None, size: float | None = None) -> None:
        """The section large, its floor white in a black box.

        A name that would become small turns into lines instead.
        """
        size, least = size or self.pick(60, 46), self.pick(40, 32)
        room = self.live - (self.measure(floor, size * 0.8, True) + 32 if floor else 0)
        fitted = self.shrink(name, room, size, step=1)
        if fitted >= least:
            rows, size = [name], fitted
        else:
            size = least
            rows = self.phrases(name, self.live, size, extra=1)
            if self.measure(rows[-1], size, True) > room:
                rows = self.phrases(name, room, size, extra=1)
        for row in rows[:-1]:
            self.text(self.margin, self.y, size, row, True)
            self.y += size * 1.15
        w = self.text(self.margin, self.y, size, rows[-1], True)
        if floor:
            box = max(size, self.pick(48, 40))
            top, left, wide = (
                self.y + (size - box) / 2,
                self.margin + w + 12,
                self.measure(floor, box * 0.8, True) + 20,
            )
            self.fill(left, top, wide, box)
            self.text(left + wide / 2, top + box * 0.1, box * 0.8, floor, True, "c", white=True)
        self.y += size + self.pick(10, 8)

    def type_name(self, form: SlipForm) -> None:
        """The official name, never cut: it wraps."""
        steps = ((36, 1), (34, 2), (30, 99)) if self.wide else ((32, 1), (30, 2), (26, 99))
        size, rows, _ = self.fit(form.type_name, self.live, steps)
        for row in rows:
            self.text(self.margin, self.y, size, row, True)
            self.y += size * 1.2
        self.y += 8

    def people(self, form: SlipForm) -> None:
        """預けた方, and 申請者 where that is somebody else. By hand: a line for each."""
        self.fill(self.margin, self.y, self.live, 2)
        self.y += 8
        if form.handwritten or form.depositor is None:
            self.written(words.DEPOSITOR)
            self.written(words.APPLICANT, words.APPLICANT_IF)
            return
        self.person(words.DEPOSITOR, form.depositor)
        if form.applicant:
            self.dashes(self.margin, self.y, self.live, 1, 4)
            self.y += 6
            self.person(words.APPLICANT, form.applicant)

    def person(self, call: str, name: str) -> None:
        """One typed name: as large as it can be, broken at ・ or a blank, as many lines as it takes."""
        small = self.pick(22, 20)
        beside = self.wide and self.measure(name, 44, True) <= self.live - 4 * small - 60
        self.text(self.margin, self.y + (18 if beside else 0), small, call)
        indent = 4 * small + 16 if beside else 0
        self.y += 2 if beside else small + 4
        steps = ((44, 1), (34, 2), (28, 3), (24, 99)) if self.wide else ((36, 1), (30, 2), (24, 4), (22, 99))
        size, rows, _ = self.fit(name, self.live - indent - self.pick(46, 42), steps)
        w = 0.0
        for row in rows:
            w = self.text(self.margin + indent, self.y, size, row, True)
            self.y += size * 1.2
        sir = min(size, self.pick(34, 30))
        self.text(
            self.margin + indent + w + 12, self.y - size * 1.2 + (size - sir) * 0.8, sir, words.SIR, True
        )
        self.y += 6

    def written(self, call: str, note: str = "") -> None:
        """A line to write on, 9 mm clear above it."""
        small, depth = self.pick(22, 20), self.pick(92, 88)
        w = self.text(self.margin, self.y, small, call)
        if note:
            self.text(self.margin + w + 6, self.y, small, note)
        line = self.live - self.pick(50, 44)
        self.fill(self.margin, self.y + depth, line, 2)
        self.text(self.right, self.y + depth - 34, self.pick(36, 30), words.SIR, True, "r")
        self.space("name", self.margin, self.y + small, line, depth - small)
        self.y += depth + 10

    def papers(self, form: SlipForm, *, ticks: bool) -> None:
        """Sheets and enclosures: with a box to tick before each on the 原本, running on elsewhere."""
        self.fill(self.margin, self.y, self.live, 2)
        self.y += 10
        large, small, body = self.pick(44, 36), self.pick(22, 20), self.pick(26, 24)
        if form.sheets is None:
            w = self.text(self.margin, self.y, large, words.SEALED, True)
            if self.wide:
                self.text(self.margin + w + 8, self.y + large - body - 2, body, words.SEALED_NOTE, True)
            else:
                self.text(self.margin - 10, self.y + large + 4, body, words.SEALED_NOTE, True)
            self.y += large + self.pick(14, 40)
        else:
            low = self.y + large - small - 2
            x = self.margin + self.text(self.margin, low, small, words.SHEETS) + 8
            x += self.text(x, self.y, large, f"{form.sheets}枚", True) + self.pick(28, 16)
            x += self.text(x, low, small, words.ENCLOSURES) + 8
            x += self.text(x, self.y, large, f"{len(form.enclosures)}点", True)
            hint = words.SECTION_TICKS if ticks and form.enclosures else words.ALL_SHEETS
            if self.wide and x + 12 + self.measure(hint, small) <= self.right:
                self.text(self.right, low, small, hint, align="r")
            self.y += large + 10
        if ticks:
            self._ticked(form.enclosures, body)
        elif form.enclosures:
            self.y = self.listing(self.margin, self.y, self.live, self.pick(24, 22), form.enclosures)
        self.y += 6

    def _ticked(self, enclosures: tuple[str, ...], size: float) -> None:
        pitch = 36 if len(enclosures) <= 6 else 32
        indent = self.pick(76, 70)
        for i, enclosure in enumerate(enclosures):
            self.frame(self.margin + 2, self.y + 1, 24, 24, 2)
            self.text(self.margin + self.pick(64, 60), self.y, size, str(i + 1), align="r")
            for row in self.breaks(enclosure, self.live - indent, size):
                self.text(self.margin + indent, self.y, size, row)
                self.y += pitch

    def when(self, form: SlipForm) -> None:
        """When it was taken, and by whom."""
        size = self.pick(24, 20)
        column = 3 * size + 10
        self.fill(self.margin, self.y, self.live, 2)
        self.y += 10
        self.text(self.margin, self.y, size, words.TAKEN)
        for row in self.phrases(form.taken, self.live - column, size):
            self.text(self.margin + column, self.y, size, row, True)
            self.y += size * 1.25
        self.y += 4
        self.text(self.margin, self.y, size, words.STAFF)
        for row in self.breaks(form.staff, self.live - column, size):
            self.text(self.margin + column, self.y, size, row)
            self.y += size * 1.25
        self.y += 8

    # to write in --------------------------------------------------------------------------------------------

    def units(self, x: float, y: float, w: float, units: str, size: float, h: float) -> None:
        """年 月 日 on the base of a row, with equal room to write before each."""
        part = w / len(units)
        for i, unit in enumerate(units):
            self.text(x + part * (i + 1) - 6, y + h - size - 8, size, unit, align="r")

    def foot(self, form: SlipForm) -> None:
        """Label and copy once more, at the end of the paper."""
        size = self.pick(22, 20)
        copy = words.COPY[form.copy] + (f"（{words.reissued(form.reissue.n)}）" if form.reissue else "")
        self.fill(self.margin, self.y, self.live, 2)
        self.y += 8
        if form.label:
            small = self.shrink(form.label, self.live, size)
            w = self.text(self.margin, self.y, small, form.label, True)
            if w + 12 + self.measure(copy, size, True) > self.live:
                self.y += size + 6
        self.text(self.right, self.y, size, copy, True, "r")
        self.y += size + 8
