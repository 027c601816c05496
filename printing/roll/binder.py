"""控え on a roll: stays in the binder of the branch. No barcode, so that scanning it closes nothing."""

from __future__ import annotations

from printing import words
from printing.forms import SlipForm
from printing.papers import Paper
from printing.roll.kit import Roll


def lay(form: SlipForm, paper: Paper) -> Roll:
    """The whole form."""
    roll = Roll(paper, form.practice)
    roll.top(form)
    if form.digits and form.label:
        roll.label(form)
        size = roll.pick(30, 26)
        roll.text(roll.margin, roll.y, size, " ".join(form.digits[i : i + 4] for i in range(0, 16, 4)), True)
        roll.y += size + 12
    else:
        roll.number_later(roll.pick(110, 90))
    roll.section(form.section, form.floor, roll.pick(48, 40))
    roll.type_name(form)
    roll.people(form)
    roll.papers(form, ticks=False)
    roll.when(form)
    _copied(roll)
    _checked(roll)
    roll.foot(form)
    roll.finish()
    return roll


def _copied(roll: Roll) -> None:
    """The received time, copied from the 原本: a thermal 原本 fades, this paper stays."""
    h, size = 92, roll.pick(24, 22)
    roll.frame(roll.margin, roll.y, roll.live, h + 2, 2)
    head = words.RECEIVED_COPIED if roll.wide else words.RECEIVED_COPIED_NARROW
    roll.text(roll.margin + roll.pick(14, 10), roll.y + 8, roll.pick(22, 20), head)
    roll.units(roll.margin + roll.pick(14, 4), roll.y, roll.live - roll.pick(22, 8), "年月日時分", size, h)
    roll.space("received copied", roll.margin, roll.y, roll.live, h)
    roll.y += h


def _checked(roll: Roll) -> None:
    h, stamp, size, small = roll.pick(136, 132), roll.pick(140, 128), roll.pick(24, 22), roll.pick(22, 20)
    roll.frame(roll.margin, roll.y, roll.live, h, 2)
    roll.fill(roll.right - stamp, roll.y, 2, h)
    roll.text(roll.right - stamp / 2, roll.y + 7, small, words.CHECKED_BY, align="c")
    roll.space("checked by", roll.right - stamp, roll.y, stamp, h)
    room = roll.live - stamp - roll.pick(28, 20)
    head = words.CAME_BACK_ON if roll.measure(words.CAME_BACK_ON, small) <= room else words.CHECKED_ON
    roll.text(roll.margin + roll.pick(14, 10), roll.y + 10, small, head)
    roll.units(
        roll.margin + roll.pick(14, 4), roll.y, roll.live - stamp - roll.pick(20, 8), "年月日", size, h
    )
    roll.space("checked on", roll.margin, roll.y + 34, roll.live - stamp, h - 34)
    roll.y += h + 10
