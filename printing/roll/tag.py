"""番号札 on a roll.

Label, section and the barcode that looks a slip up; clipped to the papers. Nothing else on it.
"""

from __future__ import annotations

from printing.forms import SlipForm
from printing.papers import Paper
from printing.roll.kit import Roll


def lay(form: SlipForm, paper: Paper) -> Roll:
    """One tag, or a strip of them with a tear line between two."""
    roll = Roll(paper, form.practice)
    roll.y = 0
    for i, slip in enumerate((form, *form.others)):
        if i:
            roll.dashes(0, roll.y, roll.width, 2, 12)
            roll.y += 2
        _tag(roll, slip)
    if form.practice:
        roll.finish()
    else:
        roll.height = roll.y
    return roll


def _tag(roll: Roll, form: SlipForm) -> None:
    if form.practice:
        roll.strip()
        roll.y += 8
    top = roll.y
    roll.y += 40 if form.practice else 80  # empty paper for the clip
    roll.space("clip", 0, top, roll.width, roll.y - top)
    if form.digits and form.label:
        roll.label(form)
    else:
        roll.number_later(roll.pick(110, 90))
    roll.section(form.section, None, roll.pick(52, 42))
    roll.y += 4
    if form.digits:
        roll.barcode(form.digits, 72)
    roll.y += 14
