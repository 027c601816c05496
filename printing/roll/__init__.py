"""The forms on receipt paper."""

from __future__ import annotations

from printing.forms import SlipForm
from printing.papers import Paper
from printing.roll import binder, citizen, original, tag
from printing.roll.kit import Roll

_FORMS = {"original": original.lay, "tag": tag.lay, "binder": binder.lay, "citizen": citizen.lay}


def lay(form: SlipForm, paper: Paper) -> Roll:
    """The layout of this copy on this roll."""
    return _FORMS[form.copy](form, paper)
