"""What the お客様控 says, on every paper the same."""

from __future__ import annotations

from printing import words
from printing.forms import SlipForm


def sentences(form: SlipForm, *, say: bool) -> list[tuple[str, bool]]:
    """(sentence, weighty) in their order; each acceptance sentence of several slips once.

    An empty purpose sentence prints none.

    `say`: tell here, too, which number to say, because it does not stand beside the number.
    """
    own = dict.fromkeys(slip.acceptance_sentence or words.ASK_SECTION for slip in (form, *form.others))
    said = [(words.CUSTODY_PLAIN, False), *((sentence, True) for sentence in own), (words.NO_ATM, True)]
    purpose = words.PURPOSE if form.purpose_sentence is None else form.purpose_sentence
    if purpose:
        said.append((purpose, False))
    said.append((words.KEEP, False))
    return [*said, (words.SAY, False)] if say else said
