"""A sheet in the making, in millimetres.

The parts that several forms share. Nothing comes nearer to the edge than 4.2 mm.
"""

from __future__ import annotations

from printing import words
from printing.code128 import MODULES, QUIET
from printing.forms import DoesNotFit, Reissue, SlipForm
from printing.papers import Paper
from printing.sketch import Sketch

LEFT, MIDDLE, RIGHT, EDGE = 26, 134, 140, 200  # left column 26-134, right column 140-200
WIDE, NARROW = MIDDLE - LEFT, EDGE - RIGHT
THIN = (
    2 * 25.4 / 300
)  # two dots: a finer rule is lost in a photocopy, and one of 0.12 mm is now one dot, now two
CLOSING, LOOKUP = 5, 4  # dots of 1/300 inch a module: 0.42 and 0.34 mm


class Sheet(Sketch):
    """A sketch of a fixed size."""

    def __init__(self, paper: Paper) -> None:
        assert paper.height_mm is not None
        super().__init__(width=paper.width_mm, scale=paper.dpi / 25.4, height=paper.height_mm)

    # rules and room -----------------------------------------------------------------------------------------

    def line(self, x: float, y: float, w: float, pen: float = 0.25) -> None:
        """A horizontal rule with its middle at y."""
        self.fill(x, y - pen / 2, w, pen)

    def upright(self, x: float, y: float, h: float, pen: float = 0.25) -> None:
        """A vertical rule with its middle at x."""
        self.fill(x - pen / 2, y, pen, h)

    def holes(self, *ys: float) -> None:
        """Crosses where the two holes of the binder come, 80 mm apart, 12 mm from the edge."""
        for y in ys:
            self.line(10, y, 4, 0.15)
            self.upright(12, y - 2, 4, 0.15)

    def units(self, x: float, y: float, w: float, units: str, size: float, h: float) -> None:
        """年 月 日 on the base of a row, with equal room to write before each."""
        part = w / len(units)
        for i, unit in enumerate(units):
            self.text(x + part * (i + 1) - 1, y + h - size - 1.4, size, unit, align="r")

    def tick(self, x: float, y: float, text: str, size: float = 3.3) -> None:
        """A box to tick and its word."""
        self.frame(x, y, 4, 4, 0.3)
        self.text(x + 5.4, y + (4 - size) / 2, size, text)

    # marks --------------------------------------------------------------------------------------------------

    def head(self, y: float, copy: str) -> None:
        """The copy in a word and in a shape, as on the rolls."""
        x, w, h = LEFT, WIDE, 13
        large, title = h * 0.62, h * 0.5
        if copy == "original":
            self.frame(x, y, w, h, 0.7)
            self.fill(x, y, 2 * large + 8, h)
            at = x + 4 + self.text(x + 4, y + (h - large) / 2, large, words.COPY[copy], True, white=True) + 7
        elif copy == "binder":
            self.frame(x, y, w, h, 0.5)
            self.frame(x + 1.2, y + 1.2, w - 2.4, h - 2.4, 0.5)
            at = x + 5 + self.text(x + 5, y + (h - large) / 2, large, words.COPY[copy], True) + 4
        else:
            self.round_frame(x, y, w, h, h / 2 - 0.5, 0.8)
            at = x + 6 + self.text(x + 6, y + (h - large) / 2, large, words.COPY[copy], True) + 4
        at += self.text(at, y + (h - title) / 2 + 0.6, title, words.TITLE, True) + 3.4
        note = words.NOTE[copy]
        for i, row in enumerate(note):
            self.text(at, y + h / 2 - len(note) * 2.2 + 0.3 + i * 4.4, 3.5, row, True)

    def office(self, y: float, form: SlipForm) -> None:
        """Ward, branch and telephone, or the mark 再発行 in their place."""
        if form.reissue:
            self.reissued(RIGHT, y, NARROW, form.reissue)
            return
        name = " ".join(p for p in (form.ward, form.branch) if p)
        if self.measure(name, 3.4, True) > NARROW:
            name = form.branch
        size = self.shrink(name, NARROW, 4.6)
        self.text(EDGE, y + 0.4, size, name, True, "r")
        if form.branch_phone:
            phone = f"{words.PHONE} {form.branch_phone}"
            self.text(EDGE, y + 7, self.shrink(phone, NARROW, 5), phone, True, "r")

    def reissued(self, x: float, y: float, w: float, reissue: Reissue) -> None:
        """再発行: a heavy frame with thick black ends, 14 high."""
        self.frame(x, y, w, 14, 0.9)
        for end in (x, x + w - 3.4):
            self.fill(end, y, 3.4, 14)
        middle, room = x + w / 2, w - 8.4
        said = f"{reissue.at} {reissue.reason}"
        if self.measure(said, 2.65, True) <= room:
            rows, head, small, pitch = [said], 5.4, self.shrink(said, room, 2.9), 3.2
        else:
            rows, head, small, pitch = self.breaks(said, room, 2.4, True), 4.0, 2.4, 2.45
        if len(rows) > 2:
            raise DoesNotFit(words.REASON_TOO_LONG)
        self.text(middle, y + 1.4, head, words.reissued(reissue.n), True, "c")
        for i, row in enumerate([*rows, words.NOT_BEFORE]):
            self.text(middle, y + 1.5 + head + i * pitch, small, row, True, "c")

    def strip(self, x: float, y: float, w: float, h: float, size: float) -> None:
        """Hatching, 練習 本物ではありません, hatching."""
        word = f"{words.PRACTICE} {words.PRACTICE_WORD}"
        self.frame(x, y, w, h, 0.5)
        side = (w - self.measure(word, size, True)) / 2 - 2
        if side > 4:
            self.hatch(x + 0.8, y + 0.5, side - 0.8, h - 1, 1.3)
            self.hatch(x + w - side, y + 0.5, side - 0.8, h - 1, 1.3)
        self.text(x + w / 2, y + (h - size) / 2, size, word, True, "c")

    # number -------------------------------------------------------------------------------------------------

    def label(self, y: float, form: SlipForm, w: float = WIDE, largest: float = 11.3) -> None:
        """The label as large as the column allows, or the box that says it comes later."""
        if form.label is None:
            self.dashed_frame(LEFT, y, w, 11.3, 0.3, 1.4)
            self.dashed_frame(RIGHT, y - 1.6, NARROW, 14.5, 0.3, 1.4)
            self.text(
                LEFT + w / 2,
                y + 3.2,
                self.shrink("".join(words.NUMBER_LATER), w - 6, 4.6),
                "".join(words.NUMBER_LATER),
                True,
                "c",
            )
            return
        size = self.shrink(form.label, w, largest)
        self.text(LEFT, y + largest - size, size, form.label, True)

    def closing(self, x: float, y: float, w: float, digits: str, h: float = 14) -> None:
        """Bars in the middle of w, their digits in four groups below."""
        wide = MODULES * CLOSING / self.scale
        x += (w - wide) / 2
        self.bars(digits, x, y, h, CLOSING)
        self.groups(x, y + h + 1, wide, digits, 4.2)

    def groups(self, x: float, y: float, w: float, digits: str, size: float) -> None:
        """Sixteen digits in four groups on the quarters of w."""
        for i in range(4):
            self.text(x + w * (i + 0.5) / 4, y, size, digits[4 * i : 4 * i + 4], True, "c")

    def lookup(self, right: float, y: float, digits: str, *, word: bool = True) -> float:
        """照会用 bars, 9 mm high, ending at `right` with their quiet zone.

        Returns the left edge of that zone.
        """
        wide, quiet = MODULES * LOOKUP / self.scale, QUIET * LOOKUP / self.scale
        x = right - quiet - wide
        self.bars(digits, x, y, 9, LOOKUP)
        if word:
            for i, letter in enumerate(words.LOOKUP):
                self.text(x - quiet - 4.6, y - 0.5 + i * 3.4, 3.4, letter, True)
        return x - quiet

    # where it goes ------------------------------------------------------------------------------------------

    def section(self, y: float, name: str, floor: str | None, w: float = WIDE, size: float = 10) -> None:
        """The section large, its floor white in a black box."""
        wide = self.measure(floor, size * 0.8, True) + size * 0.4 if floor else 0
        room = w - (wide + 3 if floor else 0)
        rows, small = [name], self.shrink(name, room, size)
        if small < size * 0.55:
            small = size * 0.48
            rows = self.phrases(name, room, small)
            if len(rows) > 2:
                raise DoesNotFit(words.PLACE_TOO_LONG)
        top = y + (size - small * len(rows) * 1.05) / 2 if len(rows) > 1 else y + size - small
        used = 0.0
        for i, row in enumerate(rows):
            used = max(used, self.text(LEFT, top + i * small * 1.08, small, row, True))
        if floor:
            self.fill(LEFT + used + 3, y, wide, size)
            self.text(LEFT + used + 3 + wide / 2, y + size * 0.1, size * 0.8, floor, True, "c", white=True)

    def type_name(self, y: float, name: str) -> None:
        """The official name, never cut: it wraps."""
        size, rows, enough = self.fit(name, WIDE, ((6.6, 1), (5.4, 2), (4.4, 3), (3.5, 4)))
        if not enough:
            raise DoesNotFit(words.TYPE_TOO_LONG)
        for i, row in enumerate(rows):
            self.text(LEFT, y + i * size * (1.2 if len(rows) < 4 else 1.02), size, row, True)
