"""The test print: shows the four edges, every single dot column, the barcode in each size, small kanji and
the density.

It is for the head, not for a form: in whole dots, so that what is missing on the paper is missing in the
printer.
"""

from __future__ import annotations

from printing import words_printer as words
from printing.code128 import MODULES
from printing.page import Page
from printing.papers import PAPERS
from printing.pdf import write
from printing.printers import Profile
from printing.roll.kit import Roll

DIGITS = "8000269991234562"  # desk 000, which no ledger has: refused everywhere but here
_FLIGHT = 64  # columns of one slanted line


def draw(profile: Profile, desk: str, at: str, paper: str | None = None) -> Page:
    """The sheet for this printer; `desk` and `at` (the time) are ready to print. Raises KeyError for a paper
    it cannot take.
    """
    if paper is not None and paper not in profile.papers:
        raise KeyError(paper)
    name = paper or profile.papers[0]
    roll = lay(profile, desk, at, name)
    width, height = roll.dots
    dpi = PAPERS[name].dpi
    return Page(write(roll, dpi, words.TITLE), width / dpi * 25.4, height / dpi * 25.4, name, (width, height))


def lay(profile: Profile, desk: str, at: str, paper: str) -> Roll:
    """The layout."""
    roll = Roll(PAPERS[paper], practice=False)
    roll.y = 0
    _edges(roll)
    small = roll.pick(24, 22)
    which = f"{desk} {profile.maker} {profile.model}" if profile.maker else f"{desk} {words.GENERIC}"
    for line in (
        which,
        words.head(round(roll.width / 8) + roll.pick(8, 10), roll.dots[0], PAPERS[paper].dpi),
        at,
    ):
        roll.y = _paragraph(roll, line, small)
    roll.y += 8
    _question(roll, 1, words.EDGES)
    _question(roll, 2, words.COLUMNS)
    _columns(roll)
    modules = [m for m in (4, 3, 2) if MODULES * m <= roll.dots[0]]
    _question(roll, 3, words.barcodes(len(modules)))
    for module in modules:
        _barcode(roll, module)
    _question(roll, 4, words.KANJI)
    sample = roll.pick(words.KANJI_SAMPLE, words.KANJI_SAMPLE_NARROW)  # type: ignore[arg-type]
    for size in (20, 22, 24, 30):
        roll.text(roll.margin, roll.y, size, f"{size} {sample}")
        roll.y += size * 1.25
    roll.text(roll.margin, roll.y, 22, words.KANJI_BOLD, True)
    roll.y += 34
    _question(roll, 5, words.DENSITY)
    _density(roll)
    roll.fill(roll.margin, roll.y, roll.live, 2)
    roll.y += 8
    for line in (*words.ONLY_TEST, *(() if profile.documented else words.UNDOCUMENTED)):
        roll.y = _paragraph(roll, line, roll.pick(22, 20))
    foot, high = (
        round((roll.y + 6) * roll.scale),
        round(20 * roll.scale),
    )  # its last row is the last of the paper
    roll.frame(0, foot / roll.scale, roll.width, high / roll.scale, 2)
    roll.height = (foot + high) / roll.scale
    return roll


def _paragraph(roll: Roll, text: str, size: float) -> float:
    y = roll.y
    for line in roll.breaks(text, roll.live, size):
        roll.text(roll.margin, y, size, line)
        y += size * 1.3
    return y


def _question(roll: Roll, n: int, text: str) -> None:
    roll.fill(roll.margin, roll.y, 26, 26)
    roll.text(roll.margin + 13, roll.y + 2, 22, str(n), True, "c", white=True)
    size = roll.pick(22, 20)
    for line in roll.breaks(text, roll.live - 34, size, True):
        roll.text(roll.margin + 34, roll.y + 2, size, line, True)
        roll.y += size * 1.25
    roll.y += 10


def _edges(roll: Roll) -> None:
    """A frame of the outermost dots, and a ruler: 1 mm, 5 mm, 1 cm."""
    roll.frame(0, 0, roll.width, 96, 2)
    for mm in range(1, int(roll.width / 8)):
        roll.fill(mm * 8, 2, 1, 20 if mm % 10 == 0 else 14 if mm % 5 == 0 else 8)
        if mm % 10 == 0 and mm * 8 + 30 < roll.width:
            roll.text(mm * 8 + 4, 24, 20, str(mm))
    roll.text(roll.width / 2, 50, roll.pick(36, 30), words.TITLE, True, "c")
    roll.y = 108


def _columns(roll: Roll) -> None:
    """Each column fires alone, one row lower than its neighbour, so a dead one is a gap; then every second
    one, and the others.
    """
    dot = 1 / roll.scale
    top = round(roll.y * roll.scale)
    for column in range(roll.dots[0]):
        roll.fill(column * dot, (top + column % _FLIGHT) * dot, dot, 3 * dot)
    comb = top + _FLIGHT + 10
    for column in range(roll.dots[0]):
        roll.fill(column * dot, (comb + (18 if column % 2 else 0)) * dot, dot, 16 * dot)
    roll.y = (comb + 34) * dot + 10


def _barcode(roll: Roll, module: int) -> None:
    roll.bars(DIGITS, (roll.dots[0] - MODULES * module) // 2 / roll.scale, roll.y, 64, module)
    roll.text(roll.margin, roll.y + 70, 20, words.dots(module))
    roll.text(roll.right, roll.y + 70, 20, " ".join(DIGITS[i : i + 4] for i in range(0, 16, 4)), True, "r")
    roll.y += 104


def _density(roll: Roll) -> None:
    """White lines of one to four dots in black: too much heat closes the thin ones."""
    dot, field = 1 / roll.scale, roll.live // 4
    for i, thick in enumerate((1, 2, 3, 4)):
        x, line = roll.margin + i * field, round((roll.y + 20) * roll.scale) * dot
        roll.fill(x, roll.y, field - 8, line - roll.y)
        roll.fill(x, line, 10, thick * dot)
        roll.fill(x + field - 18, line, 10, thick * dot)
        roll.fill(x, line + thick * dot, field - 8, roll.y + 56 - line - thick * dot)
        roll.text(x, roll.y + 60, 20, words.dots(thick))
    roll.y += 92
