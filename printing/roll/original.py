"""原本 on a roll.

The only paper with the barcode that closes a slip. It travels to the section and comes back.
"""

from __future__ import annotations

from printing import words
from printing.forms import SlipForm
from printing.papers import Paper
from printing.roll.kit import Roll


def lay(form: SlipForm, paper: Paper) -> Roll:
    """The whole form."""
    roll = Roll(paper, form.practice)
    roll.top(form)
    height = roll.pick(96, 88)
    if form.digits and form.label:
        roll.label(form)
        roll.barcode(form.digits, height)
    else:
        roll.number_later(height + roll.pick(120, 96))
    roll.section(form.section, form.floor)
    roll.type_name(form)
    roll.people(form)
    roll.papers(form, ticks=True)
    roll.when(form)
    if form.practice:
        roll.strip()
        roll.y += 10
    _section_writes(roll, form)
    _branch_writes(roll, form)
    _sentences(roll, form)
    roll.foot(form)
    roll.finish()
    return roll


def _section_writes(roll: Roll, form: SlipForm) -> None:
    """The heavy frame: day, time, stamp, count. Rows of 9 mm and more, a stamp of 17 mm and more."""
    (_wide_frame if roll.wide else _narrow_frame)(roll, form)


def _frame(roll: Roll, head: float, h: float) -> None:
    size = roll.pick(24, 22)
    roll.frame(roll.margin, roll.y, roll.live, h, 5)
    roll.fill(roll.margin, roll.y + head - 3, roll.live, 3)
    roll.text(roll.margin + 14, roll.y + (head - size) / 2 + 1, size, words.SECTION_WRITES, True)


def _stamp(roll: Roll, x: float, y: float, w: float, h: float) -> None:
    roll.text(x + w / 2, y + 7, roll.pick(22, 20), words.RECEIVER, align="c")
    roll.text(x + w / 2 - 2, y + h - 29, 20, words.STAMP_OR_SIGN, align="c")
    roll.space("receiver", x, y, w, h)


def _wide_frame(roll: Roll, form: SlipForm) -> None:
    head, stamp, row, check, size, small = 36, 148, 74, 50, 24, 22
    x, y, w = roll.margin, roll.y + head, roll.live - stamp
    _frame(roll, head, head + 2 * row + check)
    roll.fill(x, y + row, w, 2)
    roll.fill(x + w, y, 2, 2 * row)
    roll.fill(x, y + 2 * row, roll.live, 2)
    roll.text(x + 14, y + 8, small, words.RECEIVED_AT)
    roll.text(x + 14, y + row - size - 8, size, words.ERA)
    roll.units(x + 64, y, w - 70, "年月日", size, row)
    roll.space("received on", x + 5, y, w - 5, row)
    roll.text(x + 14, y + row + 8, small, words.BY_24)
    roll.units(x + 64, y + row, w - 70, "時分", size, row)
    roll.space("received at", x + 5, y + row, w - 5, row)
    _stamp(roll, x + w, y, stamp, 2 * row)
    at = y + 2 * row + 13
    agrees = words.SEALED_ARRIVED if form.sheets is None else words.AGREES
    roll.frame(x + 14, at, 24, 24, 2)
    roll.text(x + 46, at, size, agrees)
    second = x + roll.live - 14 - roll.measure(words.DIFFERS, size) - 32
    roll.frame(second, at, 24, 24, 2)
    roll.text(second + 32, at, size, words.DIFFERS)
    roll.y += head + 2 * row + check + 12


def _narrow_frame(roll: Roll, form: SlipForm) -> None:
    head, stamp, row, size, small = 34, 140, 74, 22, 20
    x, y, w = roll.margin, roll.y + head, roll.live - stamp
    _frame(roll, head, head + row + 144)
    roll.text(x + 12, y + 7, small, words.RECEIVED_AT)
    roll.text(x + 12, y + row - size - 8, size, words.ERA)
    roll.units(x + 62, y, roll.live - 68, "年月日", size, row)
    roll.space("received on", x + 5, y, roll.live - 10, row)
    roll.fill(x, y + row, roll.live, 2)
    y += row
    roll.fill(x + w, y, 2, 144)
    roll.fill(x, y + 70, w, 2)
    roll.units(x + 12, y, w - 16, "時分", size, 70)
    roll.space("received at", x + 5, y, w - 5, 70)
    _stamp(roll, x + w, y, stamp, 144)
    agrees = words.SEALED_ARRIVED if form.sheets is None else words.AGREES_NARROW
    for at, text in ((y + 80, agrees), (y + 112, words.DIFFERS_NARROW)):
        roll.frame(x + 12, at, 24, 24, 2)
        roll.text(x + 42, at + 1, small, text)
    roll.y += head + row + 144 + 10


def _branch_writes(roll: Roll, form: SlipForm) -> None:
    """The thin frame: where it goes back to, and the check there."""
    stamp, below = roll.pick(148, 132), 86
    small, size = roll.pick(22, 20), roll.pick(24, 22)
    x, y, w = roll.margin, roll.y, roll.live - stamp
    top = _return_to(roll, form, w)
    h = top + below
    roll.frame(x, y, roll.live, h, 2)
    roll.fill(x + w, y, 2, h)
    roll.text(x + w + stamp / 2, y + 7, small, words.CHECKED_BY, align="c")
    roll.space("checked by", x + w, y, stamp, h)
    roll.fill(x, y + top, w, 2)
    roll.text(x + 12, y + top + 7, small, words.CHECKED_ON)
    if roll.wide:
        roll.text(x + 12, y + h - size - 8, size, words.ERA)
    roll.units(x + roll.pick(62, 6), y + top, w - roll.pick(66, 8), "年月日", size, below)
    roll.space("checked on", x + 2, y + top, w - 2, below)
    roll.y += h + 12


def _return_to(roll: Roll, form: SlipForm, w: float) -> float:
    """返送先, the branch and, on wide paper, its telephone.

    In one row, or in as many as whole names need. Returns the height.
    """
    x, y, small, indent = roll.margin, roll.y, roll.pick(22, 20), roll.pick(92, 80)
    phone = form.branch_phone if roll.wide else None
    phone_width = roll.measure(phone, small) + 22 if phone else 12
    roll.text(x + 12, y + 12, small, words.RETURN_TO)
    least, largest = roll.pick(28, 24), roll.pick(36, 30)
    if roll.measure(form.branch, least, True) <= w - indent - phone_width:
        name = roll.shrink(form.branch, w - indent - phone_width, largest, step=1)
        roll.text(x + indent, y + 6 + (36 - name) / 2, name, form.branch, True)
        if phone:
            roll.text(x + w - 10, y + 17, small, phone, align="r")
        return roll.pick(54, 50)
    at = y + 12 + small + 8
    if roll.measure(form.branch, 20, True) <= w - 24:
        least = roll.shrink(form.branch, w - 24, least, step=1)
    for row in roll.phrases(form.branch, w - 24, least):
        roll.text(x + 12, at, least, row, True)
        at += least * 1.15
    if phone:
        roll.text(x + w - 10, y + 12, small, phone, align="r")
    return at - y + 8


def _sentences(roll: Roll, form: SlipForm) -> None:
    size = roll.pick(22, 20)
    said = [(words.ONLY_CUSTODY, False), (form.acceptance_sentence or words.ASK_SECTION, True)]
    if not roll.wide and form.branch_phone:
        said.append((f"{words.ASK_AT} {form.branch} {form.branch_phone}", True))
    for sentence, bold in said:
        roll.y = roll.paragraph(roll.margin, roll.y, roll.live, size, sentence, bold, 1.35)
    roll.y += 4
