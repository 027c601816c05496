"""A ledger with eight months of a year in it, for the screens of 集計 and 欠番表."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import Member, Role
from branch_desk.services import catalogues, limits, slips
from tests.screens.desk import PIN, TODAY, Counter

OPEN = OpeningDays()


def filled(every: int = 3) -> Callable[[Counter], dict[str, Any]]:
    """`every` opening days one slip of each of some types; the last ones are still out, some were never
    taken."""

    def fill(counter: Counter) -> dict[str, Any]:
        clock, codes = counter.clock, [item.code for item in catalogues.builtin().types]
        with counter.ledger.transaction() as tx:
            tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        day, issued = datetime(2026, 4, 1, 9, 30, tzinfo=era.JST), []
        while day < TODAY:
            if OPEN.is_open(day.date()) and day.day % every == 0:
                clock.at = day
                issued += [
                    counter.issue(code) for n, code in enumerate(codes) if n < 6 or day.month == 4 + n % 8
                ]
                slips.turn_away(counter.ledger, counter.sano, "999")
                slips.turn_away(
                    counter.ledger, counter.sano, "501", business=day.month % 2 == 0, past_deadline=True
                )
            day += timedelta(days=1)
        clock.at = datetime(2026, 6, 1, 9, 0, tzinfo=era.JST)
        limits.change(counter.ledger, counter.sano, "arrive", 3, "busy_season", PIN)
        for number in issued[:-9]:
            slip = counter.ledger.slip(number)
            clock.at = era.moment(slip.issued_at) + timedelta(days=2 + int(number[-3]) % 5)
            with counter.ledger.transaction() as tx:
                tx.append(
                    "closed",
                    actor="12",
                    slip=number,
                    body={
                        "accepted": "not_dispatched",
                        "source": "paper",
                        "received_at": era.stamp(clock.at - timedelta(hours=1)),
                    },
                )
        counter.void(issued[-1])
        counter.hand_back(issued[-2])
        clock.at = TODAY
        return {"issued": issued}

    return fill
