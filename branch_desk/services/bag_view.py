"""A bag as screens, papers and the command line show it: its slips in words, who counted what, what is left over."""

from __future__ import annotations

from dataclasses import dataclass

from branch_desk.domain import era, numbers
from branch_desk.domain.bag import Bag, BagState
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, State
from branch_desk.services import book, catalogues
from branch_desk.store.ledger import BookFilter, Ledger

ENDED = (State.VOIDED, State.HANDED_BACK)
MOST_HELD = 1_000       # far more than a branch ever holds for one section


@dataclass(frozen=True, slots=True)
class BagRow:
    """One slip of a bag. `check` is none, agrees, differs, overridden or recount (its sheets were corrected after they
    were counted); `ended`: voided or handed back while it lay in the bag; `at`: when it went in.
    """

    number: str
    label: str
    state: str
    type_name: str
    sheets: int | None
    sealed: bool
    enclosures: int
    at: str | None
    check: str = "none"
    ended: bool = False

    @property
    def confirmed(self) -> bool:
        """Counted by another person, or let through by the 係長."""
        return self.check in ("agrees", "overridden")


@dataclass(frozen=True, slots=True)
class BagView:
    """One bag. `left_over`: what the branch holds for the section in no bag, oldest first; `last_at`: when the bag was
    closed or last counted, before which it cannot have left.
    """

    bag: Bag
    label: str
    section_name: str
    floor: str | None
    rows: tuple[BagRow, ...]
    left: tuple[BagRow, ...]
    packers: tuple[str, ...]
    last_at: str | None

    @property
    def number(self) -> str:
        return self.bag.number

    @property
    def state(self) -> BagState:
        return self.bag.state

    @property
    def section(self) -> str:
        return self.bag.section

    @property
    def year(self) -> int:
        """The fiscal year in which its number was drawn."""
        return 2000 + int(self.number[4:6])

    @property
    def sheets(self) -> int:
        """Of the slips whose sheets were counted."""
        return sum(row.sheets or 0 for row in self.rows if not row.sealed)

    @property
    def sealed(self) -> int:
        """Envelopes whose sheets nobody counted."""
        return sum(row.sealed for row in self.rows)

    @property
    def enclosures(self) -> int:
        return sum(row.enclosures for row in self.rows)

    @property
    def left_over(self) -> int:
        return len(self.left)

    @property
    def confirmed(self) -> int:
        return sum(row.confirmed for row in self.rows)

    @property
    def unconfirmed(self) -> int:
        return len(self.rows) - self.confirmed

    @property
    def complete(self) -> bool:
        """Every slip was counted by another person or let through, and none has ended meanwhile."""
        return bool(self.rows) and self.unconfirmed == 0 and not any(row.ended for row in self.rows)

    @property
    def step(self) -> str:
        """open, closed, checked, dispatched or received; checked only where nothing has to be counted again."""
        if self.state in (BagState.CLOSED, BagState.CHECKED):
            return "checked" if self.complete else "closed"
        return self.state.value


def of(ledger: Ledger, number: str) -> BagView | None:
    """The bag of these digits; None where nothing is known of it."""
    bag = ledger.bag(number)
    if bag is None:
        return None
    section = catalogues.of(ledger).section(bag.section)
    # Only what was counted is asked for its events: while a bag is packed every scan asks for the whole of it.
    events = {slip: ledger.events(slip) if slip in bag.checked else [] for slip in bag.slips}
    rows = tuple(_row(ledger, slip, bag, events[slip]) for slip in bag.slips)
    counted = [event.at for found in events.values() for event in found
               if event.type == "checked" and event.bag == number]
    moments = [at for at in (bag.closed_at, *counted) if at]
    return BagView(bag, book.label(ledger, number), section.name if section else bag.section,
                   section.floor if section else None, rows, left_over(ledger, bag.section), bag.packers,
                   max(moments, key=era.moment, default=None))


def left_over(ledger: Ledger, section: str) -> tuple[BagRow, ...]:
    """What the branch holds for a section and nobody has put into a bag, oldest first."""
    found = ledger.page(BookFilter(state=State.HELD.value, section=section), limit=MOST_HELD).slips
    branch = ledger.desk.branch
    mine = [slip for slip in found if (member := ledger.members.get(slip.desk)) and member.branch == branch]
    return tuple(_row(ledger, slip.number, None, []) for slip in reversed(mine) if not slip.inquiry)


def _row(ledger: Ledger, number: str, bag: Bag | None, events: list[Event]) -> BagRow:
    slip = ledger.slip(number)
    if slip is None:        # put in at another desk whose other records are still on their way
        return BagRow(number, book.label(ledger, number), "lost", "", None, False, 0, None,
                      _check(number, bag, events) if bag else "none")
    return BagRow(number, book.label(ledger, number), slip.state.value, slip.type_name or _type_name(ledger, slip),
                  slip.sheets, slip.sealed, len(slip.enclosures) + slip.other_enclosures,
                  slip.bagged_at if bag else slip.taken_at or slip.issued_at,
                  _check(number, bag, events) if bag else "none", slip.state in ENDED)


def _type_name(ledger: Ledger, slip: Slip) -> str:
    item = catalogues.of(ledger).type(slip.type or "")
    return item.name if item else ""


def _check(number: str, bag: Bag, events: list[Event]) -> str:
    """What the second person said of the slip, as the bag has it; a correction of what was counted undoes the count."""
    if number in bag.overridden:
        return "overridden"
    if number in bag.checked:
        last = max((event.order for event in events if event.type == "checked" and event.bag == bag.number), default=None)
        changed = max((event.order for event in events if event.type == "corrected"
                       and (event.value("sheets") is not None or event.value("enclosures") is not None)), default=None)
        return "recount" if last and changed and changed > last else "agrees"
    return "differs" if number in dict(bag.differing) else "none"


def as_json(ledger: Ledger, view: BagView) -> dict[str, object]:
    """A bag as the command line answers it."""
    bag = view.bag
    return {
        "number": view.number, "label": view.label, "section": view.section_name, "section_code": view.section,
        "state": view.step, "count": len(view.rows), "sheets": view.sheets, "sealed": view.sealed,
        "enclosures": view.enclosures, "checked": view.confirmed, "left_over": view.left_over,
        "packers": list(view.packers), "checkers": list(bag.checkers),
        "opened_at": bag.opened_at, "closed_at": bag.closed_at, "dispatched_at": bag.dispatched_at,
        "dispatched_by": bag.dispatched_by, "route": bag.route, "received_at": bag.received_at,
        "count_found": bag.count_found, "grouped": numbers.group(view.number),
        "slips": [{"number": row.number, "label": row.label, "type_name": row.type_name, "state": row.state,
                   "sheets": row.sheets, "sealed": row.sealed, "enclosures": row.enclosures, "bagged_at": row.at,
                   "check": row.check} for row in view.rows],
    }
