"""案内票 on a roll.

Where to go with papers that the branch does not take. An arrow, and no number: it is no receipt.
"""

from __future__ import annotations

from printing import words_citizen as words
from printing.office_forms import Guide, Way
from printing.papers import Paper
from printing.roll.kit import Roll

BODY, HEAD = 28, 32  # 3.5 mm and 4 mm
PEN = 5


def lay(form: Guide, paper: Paper) -> Roll:
    """The whole form."""
    roll = Roll(paper, form.practice)
    if form.practice:
        roll.y = 0
        roll.strip()
        roll.y += 8
    _arrow(roll, form)
    roll.text(roll.margin, roll.y, BODY, words.GUIDE_ABOUT)
    roll.y += BODY + 8
    size = roll.pick(36, 32)
    for row in roll.phrases(form.about, roll.live, size):
        roll.text(roll.margin, roll.y, size, row, True)
        roll.y += size * 1.2
    roll.y += 8
    if form.refused:
        _refused(roll)
    for n, way in enumerate(form.ways, 1):
        _way(roll, n, way)
    _foot(roll, form)
    roll.finish()
    return roll


def _arrow(roll: Roll, form: Guide) -> None:
    """An outline that points: go there."""
    x, y, h, size = roll.margin, roll.y, roll.pick(76, 62), roll.pick(48, 38)
    tip, neck, slant = roll.right, roll.right - h / 2, PEN * 1.4
    roll.fill(x, y, neck - x, PEN)
    roll.fill(x, y + h - PEN, neck - x, PEN)
    roll.fill(x, y, PEN, h)
    for edge, inner in ((y, y + PEN), (y + h, y + h - PEN)):
        roll.shape(
            (neck - 1, edge), (neck, edge), (tip, y + h / 2), (tip - slant, y + h / 2), (neck - 1, inner)
        )
    w = roll.text(x + roll.pick(22, 16), y + (h - size) / 2, size, words.GUIDE_TITLE, True)
    room = neck - x - roll.pick(22, 16) - w - 24
    if roll.measure(form.branch, BODY, True) <= room:  # it stands whole at the foot in any case
        roll.text(neck - 8, y + (h - BODY) / 2, BODY, form.branch, True, "r")
    roll.y += h + 14


def _refused(roll: Roll) -> None:
    top, x, w = roll.y, roll.margin + 16, roll.live - 32
    sizes = (36, 32, 30, 28)
    size = next((s for s in sizes if len(roll.breaks(words.GUIDE_REFUSED, w, s, True)) <= 2), sizes[-1])
    roll.y = roll.paragraph(x, roll.y + 12, w, size, words.GUIDE_REFUSED, True, 1.25) + 4
    roll.y = roll.paragraph(x, roll.y, w, BODY, words.GUIDE_HANDED_BACK, lead=1.25) + 6
    roll.frame(roll.margin, top, roll.live, roll.y - top, 3)
    roll.y += 16


def _way(roll: Roll, n: int, way: Way) -> None:
    """One way: its number in a ring, its name, what stands large, the rest."""
    x, w = roll.margin + 48, roll.live - 48
    roll.round_frame(roll.margin, roll.y, 36, 36, 16, 3)
    roll.text(roll.margin + 18, roll.y + 6, 24, str(n), True, "c")
    roll.y = roll.paragraph(x, roll.y + 2, w, HEAD, way.name, True, 1.25)
    if way.large:
        size = roll.shrink(way.large, w, roll.pick(44, 38), step=1)
        if size < HEAD:
            roll.y = roll.paragraph(x, roll.y, w, HEAD, way.large, True, 1.25)
        else:
            roll.text(x, roll.y, size, way.large, True)
            roll.y += size * 1.25
    if way.text:
        roll.y = roll.paragraph(x, roll.y + 2, w, BODY, way.text, lead=1.28)
    roll.y += 14


def _foot(roll: Roll, form: Guide) -> None:
    roll.fill(roll.margin, roll.y, roll.live, 2)
    roll.y += 10
    at = " ".join(p for p in (form.branch, form.branch_phone) if p)
    rows = roll.phrases(form.at, roll.live, BODY, False) + roll.phrases(at, roll.live, BODY, False)
    staff = f"{words.STAFF} {form.staff}"
    if roll.measure(f"{rows[-1]}　{staff}", BODY) <= roll.live:
        rows[-1] += f"　{staff}"
    else:
        rows += roll.breaks(staff, roll.live, BODY)
    for row in rows:
        roll.text(roll.margin, roll.y, BODY, row)
        roll.y += BODY * 1.25
    for row in words.GUIDE_NO_RECEIPT if not roll.wide else ("".join(words.GUIDE_NO_RECEIPT),):
        roll.text(roll.margin, roll.y, BODY, row, True)
        roll.y += BODY * 1.25
    roll.y += 4
