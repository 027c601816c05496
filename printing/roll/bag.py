"""The label of a bag.

A bag in black and a heavy frame round everything, so that nobody takes it for a slip.
"""

from __future__ import annotations

from printing import words, words_office
from printing.office_forms import BagLabel
from printing.papers import Paper
from printing.roll.kit import Roll

FRAME, INSET = 6, 4


def lay(form: BagLabel, paper: Paper) -> Roll:
    """The whole label."""
    roll = Roll(paper, form.practice)
    roll.margin = roll.pick(30, 20)  # the frame stands where 練習 has its zebra on a slip
    roll.live = roll.width - 2 * roll.margin
    roll.right = roll.width - roll.margin
    roll.y = 0
    if form.practice:
        roll.strip()
    top = roll.y + (4 if form.practice else INSET)
    roll.y = top + 16
    _mark(roll, form)
    if form.reissue:
        roll.reissued(form.reissue)
    _rule(roll)
    roll.section(form.section, None, roll.pick(72, 48))
    _place(roll, form)
    _rule(roll)
    size = roll.shrink(form.label, roll.live, roll.pick(54, 40), step=1)
    roll.text(roll.margin, roll.y, size, form.label, True)
    roll.y += size + 12
    open_from = roll.y - 8
    roll.barcode(form.digits, roll.pick(128, 104))
    open_to = roll.y - 4
    _inside(roll, form)
    _sent(roll, form)
    _boxes(roll)
    _private(roll, form)
    bottom = roll.y + FRAME
    for a, b in ((top, open_from), (open_to, bottom)):
        for x in (INSET, roll.width - INSET - FRAME):
            roll.fill(x, a, FRAME, b - a)
    for y in (top, bottom - FRAME):
        roll.fill(INSET, y, roll.width - 2 * INSET, FRAME)
    roll.y = bottom + 6
    if form.practice:
        roll.strip()
    roll.height = -(-round(roll.y * roll.scale * 100) // 100) / roll.scale
    return roll


def _rule(roll: Roll) -> None:
    roll.fill(roll.margin, roll.y, roll.live, 4)
    roll.y += 14


def _mark(roll: Roll, form: BagLabel) -> None:
    """A bag with its handle, what is in it, how it travels, whence."""
    x, y, w, h = roll.margin, roll.y, roll.pick(84, 70), roll.pick(72, 62)
    size, title, small = roll.pick(44, 36), roll.pick(36, 30), roll.pick(24, 22)
    roll.shape((x, y + 12), (x + w, y + 12), (x + w - 8, y + h), (x + 8, y + h))
    roll.frame(x + w / 2 - 18, y, 36, 14, 5)
    roll.text(x + w / 2, y + 12 + (h - 12 - size) / 2, size, words_office.BAG, True, "c", white=True)
    at, low = x + w + 14, y + roll.pick(48, 40)
    roll.text(at, y + 6, title, words_office.BAG_TITLE, True)
    route = roll.text(at, low, small, form.route, True)
    whence = words_office.bag_from(form.branch)
    if at + route + 12 + roll.measure(whence, small, True) <= roll.right:
        roll.text(roll.right, low, small, whence, True, "r")
        roll.y += h + 14
    else:
        roll.y = roll.paragraph(x, y + h + 8, roll.live, small, whence, True, 1.2) + 6


def _place(roll: Roll, form: BagLabel) -> None:
    """The floor white on black, the ward office beside it."""
    h, large, ward = roll.pick(64, 52), roll.pick(52, 42), roll.pick(34, 26)
    x = roll.margin
    if form.floor:
        w = max(roll.pick(150, 120), roll.measure(form.floor, large, True) + 20)
        roll.fill(x, roll.y, w, h)
        roll.text(x + w / 2, roll.y + (h - large) / 2, large, form.floor, True, "c", white=True)
        x += w + 14
    if form.ward:
        size = roll.shrink(form.ward, roll.right - x, ward, step=1)
        roll.text(x, roll.y + (h - size) / 2 if form.floor else roll.y, size, form.ward, True)
    roll.y += h + 12 if form.floor else ward + 12 if form.ward else 0


def _inside(roll: Roll, form: BagLabel) -> None:
    """How many slips and sheets: what is counted first when the bag is opened."""
    small, size, gap = roll.pick(24, 20), roll.pick(52, 42), roll.pick(24, 16)
    said = [(words_office.BAG_INSIDE, f"{form.slips}件")]
    if form.sheets or not form.sealed:
        said.append((words_office.BAG_ALL, f"{form.sheets}枚"))
    calls = sum(roll.measure(call, small) + 10 for call, _ in said) + gap * (len(said) - 1)
    size = roll.shrink("".join(value for _, value in said), roll.live - calls, size, step=1)
    x = roll.margin
    for call, value in said:
        x += roll.text(x, roll.y + size - small - 3, small, call) + 10
        x += roll.text(x, roll.y, size, value, True) + gap
    roll.y += size + 14
    if form.sealed:
        size = roll.pick(30, 26)
        roll.text(roll.margin, roll.y, size, words_office.bag_sealed(form.sealed), True)
        roll.y += size + 12


def _sent(roll: Roll, form: BagLabel) -> None:
    size = roll.pick(26, 22)
    if form.sent_on:
        sent = f"{words_office.SENT_ON} {form.sent_on}"
        roll.y = roll.paragraph(roll.margin, roll.y, roll.live, size, sent, True, 1.2) + roll.pick(10, 8)
        return
    h = 68
    w = roll.text(roll.margin, roll.y + h - size - 8, size, f"{words_office.SENT_ON} {words.ERA}", True)
    roll.units(roll.margin + w, roll.y, roll.live - w, "年月日", size, h)
    roll.space("sent on", roll.margin + w, roll.y, roll.live - w, h)
    roll.y += h + 6


def _boxes(roll: Roll) -> None:
    """Two stamps, of two people."""
    half, h, small = roll.live / 2, roll.pick(152, 148), roll.pick(24, 20)
    roll.frame(roll.margin, roll.y, roll.live, h, 2)
    roll.fill(roll.margin + half - 1, roll.y, 2, h)
    for i, (name, head) in enumerate((("packer", words_office.PACKER), ("checker", words_office.CHECKER))):
        x = roll.margin + half * i
        roll.text(x + half / 2, roll.y + 6, small, head, align="c")
        roll.space(name, x, roll.y + small + 6, half, h - small - 6)
    roll.y += h + 12


def _private(roll: Roll, form: BagLabel) -> None:
    h, size, small = roll.pick(46, 42), roll.pick(28, 24), roll.pick(24, 22)
    said = words_office.BAG_PRIVATE if roll.wide else words_office.BAG_PRIVATE_NARROW
    roll.frame(roll.margin, roll.y, roll.live, h, 5)
    roll.text(roll.width / 2, roll.y + (h - size) / 2, size, said, True, "c")
    roll.y += h + 8
    roll.y = roll.paragraph(roll.margin, roll.y, roll.live, small, words_office.BAG_WRONG, True, 1.25) + 2
    at = " ".join(p for p in (form.branch, form.branch_phone) if p)
    roll.y = roll.paragraph(roll.margin, roll.y, roll.live, roll.pick(32, 26), at, True, 1.2) + 4
