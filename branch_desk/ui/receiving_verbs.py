"""What 受領 asks of the services, each in one go on the ledger's thread, and which sound a scan has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from branch_desk.domain import numbers
from branch_desk.services import arriving, receiving, sending_back
from branch_desk.services.arriving import Arriving, Found, Inbox
from branch_desk.services.receiving import Finished, Opened
from branch_desk.services.results import Changed, Recorded, Refusal
from branch_desk.ui.sounds import Sound

STOPPING = frozenset(
    {
        "wrong_section",
        "voided",
        "handed_back",
        "practice",
        "real_in_practice",
        "bag_other_section",
        "arrived_practice",
        "arrived_real",
    }
)
NOTHING = frozenset({"already_received", "already_closed", "redirected", "copy", "not_ours", "bag_received_already"})


@dataclass(frozen=True, slots=True)
class Ask:
    """The screen as the ledger has it now."""

    inbox: tuple[Inbox, ...] = ()
    view: Arriving | None = None
    to_send: int = 0
    stamp: str = arriving.MINUTE


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan: a slip's meaning, a bag that is open now, or why not."""

    text: str
    found: Found | None = None
    opened: Arriving | None = None
    refused: Refusal | None = None
    wants_total: str | None = None  # label of a bag that this desk has not heard of


@dataclass(frozen=True, slots=True)
class Step:
    """What a key recorded, and the bag as it is now."""

    outcome: Recorded | Refusal
    view: Arriving | None
    changed: Changed


def ask(ledger: Any, bag: str | None) -> Ask:
    """The inbox, the open bag, and without one how many originals are to be sent back."""
    return Ask(
        receiving.inbox(ledger),
        receiving.view(ledger, bag) if bag else None,
        0 if bag else sending_back.count(ledger),
        arriving.stamp_of(ledger),
    )


def scan(ledger: Any, who: Any, text: str, bag: str | None) -> Scanned:
    """A slip or a bag."""
    parsed = numbers.read(text)
    if parsed is None or parsed.real_kind != numbers.BAG:
        return Scanned(text, receiving.look(ledger, text, bag))
    opened = receiving.open_bag(ledger, who, text)
    if isinstance(opened, Opened):
        return Scanned(text, opened=opened.view)
    if opened.rule == "bag_total":
        return Scanned(text, wants_total=parsed.label(ledger.desk_names.get(parsed.desk, parsed.desk)))
    return Scanned(text, refused=opened)


def receive(
    ledger: Any,
    who: Any,
    number: str,
    bag: str | None,
    at: datetime | None,
    differs: str | None = None,
    sheets: int | None = None,
    enclosures: int | None = None,
    note: str | None = None,
) -> Step:
    """Key 1, or key 2 with what differs."""
    return _step(
        ledger,
        bag,
        receiving.receive(
            ledger,
            who,
            number,
            bag=bag,
            received_at=at,
            differs=differs,
            sheets_found=sheets,
            enclosures_found=enclosures,
            note=note,
        ),
    )


def redirect(ledger: Any, who: Any, number: str, bag: str | None) -> Step:
    """Key 3."""
    return _step(ledger, bag, receiving.redirect(ledger, who, number, bag=bag))


def inquire(ledger: Any, who: Any, number: str, bag: str | None) -> Step:
    """Key 1 on a voided number."""
    return _step(ledger, bag, receiving.inquire(ledger, who, number))


def missing(ledger: Any, who: Any, bag: str, number: str, reason: str, note: str | None) -> Step:
    """F4 見当たらない."""
    return _step(ledger, bag, receiving.missing(ledger, who, bag, number, reason, note))


def undo(ledger: Any, who: Any, bag: str | None, number: str, reason: str, note: str | None) -> Step:
    """F4, the last record."""
    return _step(ledger, bag, receiving.undo(ledger, who, number, reason, note))


def finish(
    ledger: Any,
    who: Any,
    bag: str,
    at: datetime | None,
    rest_missing: bool = False,
    reason: str = "not_in_bag",
    short: bool = False,
) -> Finished | Refusal:
    """F12."""
    return receiving.finish(ledger, who, bag, received_at=at, rest_missing=rest_missing, reason=reason, short=short)


def sound(kind: str, *, bag_known: bool) -> Sound:
    """Of a scan. In a bag of which nothing was told, a slip of which nothing was told is as it should be."""
    if kind == "matched" or (kind == "unknown" and not bag_known):
        return Sound.GOOD
    if kind in STOPPING:
        return Sound.STOP
    return Sound.NOTHING if kind in NOTHING else Sound.LOOK


def _step(ledger: Any, bag: str | None, outcome: Recorded | Refusal) -> Step:
    return Step(outcome, receiving.view(ledger, bag) if bag else None, outcome.changed)
