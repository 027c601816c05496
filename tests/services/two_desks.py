"""A branch and a section, each with a ledger of its own, and what a desk heard of the other.

The exchange between desks is a part of its own; here events are laid into the other ledger as it would lay them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, fold
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, people, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.store import projection
from branch_desk.store.ledger import Ledger

FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=era.JST)
BRANCH = Desk("101", "大師1", "大師支所", phone="044-000-0000")
SECTION = Desk("305", "高障1", "高齢・障害課", Role.SECTION, "5")
CARE = Desk("306", "保護1", "保護課", Role.SECTION, "6")


class Clock:
    """One clock for both PCs; it goes on only when a test says so."""

    def __init__(self, at: datetime = FRIDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


class Place:
    """A desk with its ledger and one clerk."""

    def __init__(self, home: Path, desk: Desk, clock: Clock, *, code: str = "21", name: str = "岸 徹") -> None:
        self.ledger = Ledger.create(home, desk, now=clock, keep_key_in="file").ledger
        self.clock = clock
        with self.ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        self.who: Staff = people.add(self.ledger, code, name)
        self.chief: Staff = people.add(self.ledger, "3", "三浦 恵", role=StaffRole.RESPONSIBLE)

    def issue(self, type_code: str = "501", sheets: int = 3, **more) -> str:
        """A number."""
        return slips.issue(self.ledger, self.who, IssueRequest(type_code, sheets, **more)).slip.number

    def dispatch(self, *numbers: str, section: str = "5", checked: bool = True, sent: bool = True) -> str:
        """A bag with these slips, checked by another person, on its way."""
        with self.ledger.transaction() as tx:
            bag = tx.draw_bag(era.fiscal_year(tx.now), section).digits
            tx.append("bag_opened", actor=self.who.code, bag=bag, body={"section": section})
            for number in numbers:
                tx.append("bagged", actor=self.who.code, slip=number, bag=bag)
            tx.append("bag_closed", actor=self.who.code, bag=bag, body={"count": len(numbers)})
            for number in numbers if checked else ():
                tx.append("checked", actor="3", slip=number, bag=bag, body={"result": "agrees"})
            if sent:
                tx.append(
                    "bag_dispatched",
                    actor=self.who.code,
                    bag=bag,
                    body={"route": "internal_mail", "count": len(numbers)},
                )
        return bag

    def record(self, event: str, **more: Any) -> None:
        """One event, by the clerk."""
        with self.ledger.transaction() as tx:
            tx.append(event, actor=self.who.code, **more)

    def events(self, number: str) -> list[str]:
        """The words of a slip's or a bag's travelling history at this desk."""
        return [event.type for event in travelling(self.ledger) if number in (event.slip, event.bag)]

    def close(self) -> None:
        """No more use."""
        self.ledger.close()


def travelling(ledger: Ledger) -> list[Event]:
    """Everything that a desk would send."""
    rows = ledger.db.execute(f"select {projection.EVENT_COLUMNS} from event").fetchall()
    return sorted((projection.event_of(row) for row in rows), key=lambda event: event.order)


def carry(source: Place, target: Place) -> None:
    """Lays into `target` what `source` recorded and target has not, and makes the desks known to each other."""
    here = {event.key for event in travelling(target.ledger)}
    with target.ledger.transaction() as tx:
        desk = source.ledger.desk
        tx.put_member(desk.member, desk.name)
        new = [event for event in travelling(source.ledger) if event.key not in here]
        for event in new:
            projection.insert_event(target.ledger.db, event)
        tx.took_in(new)


def together(number: str, *places: Place) -> Slip | None:
    """The slip as it is for a desk that knows what all of these recorded."""
    events = {event.key: event for place in places for event in travelling(place.ledger)}
    members = {place.ledger.desk.code: place.ledger.desk.member for place in places}
    bags = {event.bag for event in events.values() if event.slip == number and event.bag}
    return fold(
        number,
        [event for event in events.values() if event.slip == number or (event.slip is None and event.bag in bags)],
        members,
    )
