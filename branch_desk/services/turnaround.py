"""担当課に届くまで: how many opening days it took of late, from the branch's own slips. A figure without a source is none.
"""

from __future__ import annotations

from branch_desk.domain import era
from branch_desk.domain.fold import Slip, State
from branch_desk.services import opening
from branch_desk.store.ledger import BookFilter, Ledger

LAST = 50       # the last closed slips of the section
FEWEST = 5      # of fewer slips nothing is said


def to_section(ledger: Ledger, section: str) -> int | None:
    """Opening days from taking custody to the receipt at the section: the median of the last closed slips; None where
    there are too few of them. 0 is the same day."""
    closed = ledger.page(BookFilter(state=State.CLOSED.value, section=section), limit=LAST).slips
    calendar = opening.days(ledger)
    taken = [
        calendar.between(era.moment(begun).date(), era.moment(arrived).date())
        for slip in closed
        if _ours(ledger, slip)
        and (begun := slip.taken_at or slip.issued_at)
        and (arrived := slip.received_at or slip.paper_received_at)
    ]
    # the low median; `statistics` brings fractions and decimal along, which the first screen would wait for
    return sorted(taken)[(len(taken) - 1) // 2] if len(taken) >= FEWEST else None


def _ours(ledger: Ledger, slip: Slip) -> bool:
    issuer = ledger.members.get(slip.desk)
    return issuer is None or issuer.branch == ledger.desk.branch
