"""The forms on sheets.

A5 landscape, A4 portrait as two A5 panels one above the other, A4 forms of the office.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from printing import language, words, words_citizen
from printing.binder_forms import BinderIndex
from printing.figure_forms import Gaps, Statistics
from printing.forms import DoesNotFit, RecoveryForm, SlipForm
from printing.manual_forms import Manual
from printing.office_forms import (
    BadgeSheet,
    BagLabel,
    BinderCover,
    Form,
    Guide,
    History,
    Inquiries,
    Inquiry,
    Manifest,
    ReturnList,
    Sample,
    SignOff,
    SpareBook,
)
from printing.papers import Paper
from printing.sheet import (
    badges,
    bag,
    binder,
    binder_index,
    citizen,
    cover,
    guide,
    history,
    inquiry,
    large,
    manifest,
    manual,
    original,
    recovery,
    returns,
    sample,
    several,
    signoff,
    spare,
    statistics,
    tag,
)
from printing.sheet.kit import EDGE, LEFT, Sheet

_PANELS = {"original": original.lay, "binder": binder.lay, "citizen": citizen.lay}
_OFFICE: dict[type, Callable[[Any], tuple[Sheet, ...]]] = {
    Manifest: manifest.leaves,
    ReturnList: returns.leaves,
    Inquiry: lambda form: (inquiry.lay(form),),
    Inquiries: lambda form: tuple(inquiry.lay(each) for each in form.inquiries),
    BinderCover: lambda form: (cover.lay(form),),
    BinderIndex: binder_index.leaves,
    History: history.leaves,
    SignOff: signoff.leaves,
    Sample: sample.leaves,
    BadgeSheet: badges.leaves,
    SpareBook: spare.leaves,
    Statistics: lambda form: (statistics.lay(form),),
    Gaps: statistics.gap_leaves,
    Manual: manual.leaves,
}


def leaves(form: Form, paper: Paper) -> tuple[Sheet, ...]:
    """The layouts of all sheets of a form."""
    a4 = paper.name == "A4"
    if isinstance(form, RecoveryForm):
        return (recovery.lay(form, paper),)
    if isinstance(form, Guide):
        return (guide.lay(form, paper),)
    if isinstance(form, SlipForm):
        foreign = form.copy == "citizen" and not language.of(form).japanese
        if form.copy == "citizen" and (form.large or foreign):
            if not a4:
                raise DoesNotFit(
                    words_citizen.LARGE_NEEDS_A4 if form.large else words_citizen.FOREIGN_NEEDS_A4
                )
            return large.leaves(form)
        return (_slip(form, paper),)
    if isinstance(form, BagLabel):
        return (bag.lay(form, paper),)
    if not a4:
        raise DoesNotFit(words.NEEDS_A4)
    return _OFFICE[type(form)](form)


def _slip(form: SlipForm, paper: Paper) -> Sheet:
    """A paper of a slip. 控え on A4 takes a second slip from `others` into its lower half."""
    sheet = Sheet(paper)
    if form.copy == "tag":
        tag.lay(sheet, form)
        return sheet
    if form.copy == "citizen" and form.others:
        several.lay(sheet, form)
        return sheet
    a4 = paper.tall
    panels = (form, *form.others)
    if len(panels) > (2 if a4 else 1):
        raise DoesNotFit(words.TOO_MANY_SLIPS)
    for i, slip in enumerate(panels):
        _PANELS[slip.copy](sheet, 148.5 * i - (0 if a4 else 0.5), slip)
    if form.copy != "citizen":
        sheet.holes(*((108.5, 188.5) if a4 else (33.5, 113.5)))
    if len(panels) == 2:
        sheet.dashes(LEFT, 147.5, 66, 0.2, 1.2)
        sheet.dashes(EDGE - 66, 147.5, 66, 0.2, 1.2)
        sheet.text((LEFT + EDGE) / 2, 146.1, 2.9, words.TWO_UP, align="c")
    return sheet
