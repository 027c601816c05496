"""Which backups are kept: of the last 24 hours, 14 days and 12 months in which there are any, the newest each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from branch_desk.domain import era

HOURS, DAYS, MONTHS = 24, 14, 12


def kept(made: Sequence[datetime]) -> frozenset[int]:
    """The places in `made` of those that stay; `made` is in the order in which they were made.

    That order decides what is newest, never the clock: on a PC whose clock fell back to 1980 the backup that was made
    last is still the last to go.
    """
    found: set[int] = set()
    for most, period in ((HOURS, "%Y%m%d%H"), (DAYS, "%Y%m%d"), (MONTHS, "%Y%m")):
        seen: set[str] = set()
        for place in range(len(made) - 1, -1, -1):
            name = era.in_japan(made[place]).strftime(period)
            if name not in seen and len(seen) < most:
                seen.add(name)
                found.add(place)
    return frozenset(found)
