"""What the お客様控 says, on every paper the same."""

from __future__ import annotations

from printing import words_citizen as words
from printing.forms import SlipForm
from printing.language import Language

_DEFAULT_PURPOSE = words.EASY["sentences"]["purpose"]


def sentences(form: SlipForm, says: Language, *, say: bool) -> list[tuple[str, bool]]:
    """(sentence, weighty) in their order; each acceptance sentence of several slips once.

    An empty purpose sentence prints none; one that the office has changed stands in its own Japanese in every
    language. A type's own sentence on the date of acceptance has no translation either: see japanese().

    `say`: tell here, too, which number to say, because it does not stand beside the number.
    """
    told = says.sentences
    own = acceptance(form) if says.japanese else [told["acceptance"]]
    said = [(told["custody"], False), *((sentence, True) for sentence in own), (told["atm"], True)]
    purpose = form.purpose_sentence
    if purpose is None or purpose == _DEFAULT_PURPOSE:
        purpose = told["purpose"]
    if purpose:
        said.append((purpose, False))
    said.append((told["keep"], False))
    return [*said, (told["say"], False)] if say else said


def acceptance(form: SlipForm) -> list[str]:
    """The sentences on the date of acceptance of all slips, each once, in Japanese."""
    ask = words.EASY["sentences"]["acceptance"]
    return list(dict.fromkeys(slip.acceptance_sentence or ask for slip in (form, *form.others)))


def japanese(form: SlipForm, says: Language) -> list[str]:
    """What a paper in another language must also say in Japanese.

    Always a type's own sentence on the date of acceptance; both sentences that matter until the
    translation is approved.
    """
    if says.japanese:
        return []
    if not says.approved:
        return [words.CUSTODY_SHORT, *acceptance(form)]
    return [s for s in acceptance(form) if s != words.EASY["sentences"]["acceptance"]]
