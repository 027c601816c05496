"""What 返送照合 asks of the services, each in one go on the ledger's thread, and which sound a verdict has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from branch_desk.domain.verdict import DOUBTFUL, Verdict
from branch_desk.services import lookup, returns, slips
from branch_desk.services.lookup import CameBack, Facts
from branch_desk.services.results import Changed, Recorded, Refusal
from branch_desk.ui.sounds import Sound

STOPPING = frozenset({Verdict.VOIDED, Verdict.HANDED_BACK, Verdict.PRACTICE})


@dataclass(frozen=True, slots=True)
class Ask:
    """The facts of the screen as the ledger has them."""

    today: tuple[CameBack, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """What a key recorded, with the slip as it is now."""

    outcome: Recorded | Refusal
    facts: Facts | None
    changed: Changed


def sound(verdict: Verdict) -> Sound:
    """One of the four: good, look, stop, or nothing to do."""
    if verdict is Verdict.MATCHED:
        return Sound.GOOD
    if verdict in STOPPING:
        return Sound.STOP
    return Sound.LOOK if verdict in DOUBTFUL else Sound.NOTHING


def key_of(verdict: Verdict, practice: bool) -> str:
    """The key of its words; a real number in a practice ledger has words of its own."""
    return "real_in_practice" if verdict is Verdict.PRACTICE and practice else verdict.value


def ask(ledger: Any) -> Ask:
    """Today's returns and how many are still out."""
    return Ask(lookup.today(ledger), ledger.count_outstanding())


def come_back(
    ledger: Any,
    who: Any,
    number: str,
    decision: str,
    at: datetime | None,
    reason: str | None,
    note: str | None,
    accept: bool,
) -> Decided:
    """Record that the original is back."""
    return _decided(
        ledger,
        returns.come_back(
            ledger, who, number, decision, received_at=at, reason=reason, note=note, accept=accept
        ),
    )


def take_back(ledger: Any, who: Any, number: str, reason: str, note: str | None) -> Decided:
    """Take the last record of a slip back."""
    return _decided(ledger, slips.undo(ledger, who, number, reason, note=note))


def _decided(ledger: Any, outcome: Recorded | Refusal) -> Decided:
    return Decided(
        outcome, None if isinstance(outcome, Refusal) else lookup.facts(ledger, outcome.slip), outcome.changed
    )
