"""What a verb answers: what changed, or why not."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field

from branch_desk.domain import (
    words,
    words_attention,
    words_audit,
    words_backup,
    words_bags,
    words_binder,
    words_exchange,
    words_guide,
    words_practice,
    words_retention,
    words_section,
    words_settings,
    words_statistics,
)
from branch_desk.domain.fold import Slip
from branch_desk.domain.guidance import Advice


@dataclass(frozen=True, slots=True)
class Changed:
    """What a screen may have to ask again: numbers of slips, and topics ('staff', 'catalogue', 'settings', 'counts')."""

    slips: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


NOTHING = Changed()
RULES = ChainMap(*(part.RULES for part in (words, words_bags, words_section, words_attention, words_guide,
                                           words_statistics, words_binder, words_settings, words_exchange, words_audit,
                                           words_practice, words_retention, words_backup)))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule speaks against it; nothing the clerk typed is lost. `rule` is the short English word of the JSON answer."""

    rule: str
    sentence: str
    todo: str = ""
    guidance: tuple[Advice, ...] = ()
    details: dict[str, object] = field(default_factory=dict)
    changed: Changed = NOTHING


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something was recorded about a slip; `slip` is what it is now."""

    slip: Slip
    sentence: str
    result: str
    changed: Changed


@dataclass(frozen=True, slots=True)
class Issued:
    """A number was taken and is on disk. `repeated` says that this request had been carried out before."""

    slip: Slip
    label: str
    changed: Changed
    repeated: bool = False


def refuse(rule: str, *, details: dict[str, object] | None = None, **fill: object) -> Refusal:
    """The refusal of a rule, its sentence filled in from the RULES of whichever part of the words knows it."""
    sentence, todo = RULES[rule]
    return Refusal(rule, sentence.format(**fill), todo.format(**fill), details=details or {})
