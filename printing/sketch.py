"""A page as a list of marks, before any library draws it.

The layout is recorded here, so it can be measured, checked and subset.

Units are the layout's own (1/8 mm on rolls, 1 mm on sheets); `scale` says how many dots of the head one unit
is. Filled shapes land on whole dots; text need not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from printing import code128, lines
from printing.fonts import face
from printing.glyphs import choose, pieces

ASCENT = 0.88  # the em box of BIZ UDGothic reaches 0.88 above the baseline


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; x and y are the left and the top of its em box."""

    x: float
    y: float
    size: float
    text: str
    bold: bool
    white: bool
    family: str = ""

    @property
    def baseline(self) -> float:
        """Height of the baseline."""
        return self.y + self.size * ASCENT


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle in whole dots."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Round:
    """An outline with round corners."""

    x: float
    y: float
    w: float
    h: float
    radius: float
    pen: float


@dataclass(frozen=True, slots=True)
class Slant:
    """One slanted bar of the 練習 hatching, four corners."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon: the bag of the label, the point of the arrow. Never the sign of 練習."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A barcode in whole dots."""

    digits: str
    x: int
    y: int
    h: int
    module: int


@dataclass(frozen=True, slots=True)
class Space:
    """Room to write or to stamp, recorded so that a test can say it is large enough."""

    name: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a screen, as PNG. Only the 操作手引 has any."""

    x: float
    y: float
    w: float
    h: float
    png: bytes


Mark = Text | Fill | Round | Slant | Shape | Bars | Space | Picture


@dataclass
class Sketch:
    """The marks of one page. `height` grows with the layout on rolls and is fixed on sheets."""

    width: float
    scale: float
    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    family: str = ""  # whose letters the text is set in, see printing.glyphs.FAMILIES

    # text ---------------------------------------------------------------------------------------------------

    @contextmanager
    def speaking(self, family: str) -> Iterator[None]:
        """Set and measure text in the letters of another language meanwhile."""
        before, self.family = self.family, family
        try:
            yield
        finally:
            self.family = before

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        """Width of a text."""
        return size / 1000 * sum(_advance(piece, bold, self.family) for piece in pieces(text))

    def text(
        self,
        x: float,
        y: float,
        size: float,
        text: str,
        bold: bool = False,
        align: str = "l",
        white: bool = False,
    ) -> float:
        """Set one line by the top of its em box; returns its width.

        Align: 'l' x is the left edge, 'r' the right one, 'c' the middle.
        """
        width = self.measure(text, size, bold)
        if text.strip(" \u3000"):
            left = x - width if align == "r" else x - width / 2 if align == "c" else x
            self.marks.append(Text(left, y, size, text, bold, white, self.family))
        return width

    def shrink(
        self, text: str, width: float, size: float, bold: bool = True, step: float | None = None
    ) -> float:
        """The size, at most `size`, at which the text takes no more than `width`."""
        step = step or size / 100
        while size > step and self.measure(text, size, bold) > width:
            size -= step
        return size

    def breaks(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """Lines of a paragraph, turned where it reads well."""
        return lines.even_lines(text, width, lambda t: self.measure(t, size, bold), size / 2)

    def phrases(self, text: str, width: float, size: float, bold: bool = True, extra: int = 0) -> list[str]:
        """Lines of a name."""
        return lines.phrase_lines(text, width, lambda t: self.measure(t, size, bold), extra)

    def fit(
        self, text: str, width: float, steps: Sequence[tuple[float, int]], bold: bool = True
    ) -> tuple[float, list[str], bool]:
        """The first (size, number of lines) that takes the text whole.

        Size, lines, and whether even the last step was enough.
        """
        size, out = steps[0][0], [text]
        for size, most in steps:
            out = self.phrases(text, width, size, bold)
            if len(out) <= most:
                return size, out, True
        return size, out, False

    def listing(
        self, x: float, y: float, width: float, size: float, texts: Sequence[str], lead: float = 1.25
    ) -> float:
        """Set names one after another with 、 between them; returns the y below."""
        for line in self.phrases("、".join(texts), width, size, False):
            self.text(x, y, size, line)
            y += size * lead
        return y

    def paragraph(
        self, x: float, y: float, width: float, size: float, text: str, bold: bool = False, lead: float = 1.3
    ) -> float:
        """Set a paragraph; returns the y below it."""
        for line in self.breaks(text, width, size, bold):
            self.text(x, y, size, line, bold)
            y += size * lead
        return y

    # ink ----------------------------------------------------------------------------------------------------

    def fill(self, x: float, y: float, w: float, h: float) -> None:
        """A black rectangle; never thinner than a dot."""
        s = self.scale
        left, top = round(x * s), round(y * s)
        self.marks.append(
            Fill(left, top, max(1, round((x + w) * s) - left), max(1, round((y + h) * s) - top))
        )

    def frame(self, x: float, y: float, w: float, h: float, pen: float) -> None:
        """A rectangle drawn with a pen, inside its measures."""
        self.fill(x, y, w, pen)
        self.fill(x, y + h - pen, w, pen)
        self.fill(x, y, pen, h)
        self.fill(x + w - pen, y, pen, h)

    def dashes(self, x: float, y: float, w: float, pen: float, dash: float) -> None:
        """A dashed horizontal rule."""
        at = x
        while at < x + w - 0.01:
            self.fill(at, y, min(dash, x + w - at), pen)
            at += 2 * dash

    def dashed_frame(self, x: float, y: float, w: float, h: float, pen: float, dash: float) -> None:
        """A dashed rectangle: something that is not there yet."""
        self.dashes(x, y, w, pen, dash)
        self.dashes(x, y + h - pen, w, pen, dash)
        at = y
        while at < y + h - 0.01:
            self.fill(x, at, pen, min(dash, y + h - at))
            self.fill(x + w - pen, at, pen, min(dash, y + h - at))
            at += 2 * dash

    def round_frame(self, x: float, y: float, w: float, h: float, radius: float, pen: float) -> None:
        """An outline with round corners, inside its measures."""
        self.marks.append(Round(x, y, w, h, radius, pen))

    def shape(self, *points: tuple[float, float]) -> None:
        """A filled polygon."""
        self.marks.append(Shape(points))

    def hatch(self, x: float, y: float, w: float, h: float, bar: float) -> None:
        """Slanted bars: the sign of 練習, and of nothing else."""
        if w > h:
            slant, at = min(h, w / 2), x
            while at + bar + slant <= x + w + 0.01:
                self.marks.append(
                    Slant(((at + slant, y), (at + slant + bar, y), (at + bar, y + h), (at, y + h)))
                )
                at += 2 * bar
        else:
            at = y
            while at + w + bar <= y + h + 0.01:
                self.marks.append(Slant(((x, at + w), (x + w, at), (x + w, at + bar), (x, at + w + bar))))
                at += 2 * bar

    def bars(self, digits: str, x: float, y: float, h: float, module: int) -> float:
        """A Code 128 symbol with modules of a whole number of dots; returns its width in units."""
        code128.modules(digits)
        s = self.scale
        self.marks.append(Bars(digits, round(x * s), round(y * s), round(h * s), module))
        return code128.MODULES * module / s

    def space(self, name: str, x: float, y: float, w: float, h: float) -> None:
        """Remember room for a pen or a stamp."""
        self.marks.append(Space(name, x, y, w, h))

    # what became of it --------------------------------------------------------------------------------------

    @property
    def dots(self) -> tuple[int, int]:
        """Width and height in whole dots."""
        return round(self.width * self.scale), round(self.height * self.scale)

    def texts(self) -> list[Text]:
        """All runs of text."""
        return [m for m in self.marks if isinstance(m, Text)]

    def ink(self, mark: Text) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the real ink of a run."""
        x, boxes = mark.x, []
        for piece in pieces(mark.text):
            choice = choose(piece, mark.bold, mark.family)
            box = face(choice.face).ink(choice.glyph) if choice.face else None
            if box:
                left, right, up, down = (v * mark.size for v in box)
                boxes.append((x + left, mark.baseline - up, x + right, mark.baseline - down))
            x += _advance(piece, mark.bold, mark.family) * mark.size / 1000
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )


def _advance(piece: str, bold: bool, family: str) -> float:
    choice = choose(piece, bold, family)
    return face(choice.face).advance(choice.glyph) if choice.face else 1000
