"""Whether a document is taken for forwarding, asked before a number is spent (DOMAIN.md; CORRECTIONS 5).

Two questions are put to the visitor: whether a business hands it in and whether its deadline has passed. The rest
is a property of the type. Nothing here concerns what a document says: the branch only takes custody.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from branch_desk.domain.catalogue import DocumentType, NotForwarded


class Rule(StrEnum):
    """Why a document is not taken. The words are in `words.REFUSALS`."""

    BUSINESS = "business"
    PAST_DEADLINE = "past_deadline"
    URGENT = "urgent"
    ACCEPTANCE_DATE = "acceptance_date"
    FEW = "few"
    ENDED = "ended"
    NOT_YET = "not_yet"
    NOT_LISTED = "not_listed"


_OF_TYPE = {NotForwarded.URGENT: Rule.URGENT, NotForwarded.ACCEPTANCE_DATE: Rule.ACCEPTANCE_DATE,
            NotForwarded.FEW: Rule.FEW}


def rule_against(item: DocumentType | None, day: date, *, business: bool = False,
                 past_deadline: bool = False) -> Rule | None:
    """The first rule that speaks against taking it, or None. `item` is None where the code is on no list."""
    if item is None:
        return Rule.NOT_LISTED
    if item.not_forwarded is not None:
        return _OF_TYPE[item.not_forwarded]
    if not item.valid_on(day):
        return Rule.NOT_YET if day < item.valid_from else Rule.ENDED
    if business:
        return Rule.BUSINESS
    if past_deadline:
        return Rule.PAST_DEADLINE
    return None
