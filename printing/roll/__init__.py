"""The forms on receipt paper."""

from __future__ import annotations

from printing import words
from printing.forms import DoesNotFit, RecoveryForm, SlipForm
from printing.office_forms import BagLabel, Form, Guide
from printing.papers import Paper
from printing.roll import bag, binder, citizen, guide, original, tag
from printing.roll.kit import Roll

_FORMS = {"original": original.lay, "tag": tag.lay, "binder": binder.lay, "citizen": citizen.lay}


def lay(form: Form, paper: Paper) -> Roll:
    """The layout of this form on this roll."""
    if isinstance(form, SlipForm):
        return _FORMS[form.copy](form, paper)
    if isinstance(form, BagLabel):
        return bag.lay(form, paper)
    if isinstance(form, Guide):
        return guide.lay(form, paper)
    raise DoesNotFit(words.RECOVERY_NEEDS_SHEET if isinstance(form, RecoveryForm) else words.NEEDS_A4)
