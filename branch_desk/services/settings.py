"""What this desk has set, kept in its ledger as JSON. No personal data: settings stand in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import printing
from branch_desk.domain.attention import Limits
from branch_desk.domain.catalogue import Catalogue
from branch_desk.domain.desk import Desk
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, limits, office, opening, people, printers
from branch_desk.services.office import Office
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

WINDOW = "window"
CHANGED = Changed(topics=frozenset({"settings"}))
LONGEST = {"purpose": 80, "hours": 40}


@dataclass(frozen=True, slots=True)
class About:
    """What 設定 shows of this desk. `key_kept_in` is None where the master key cannot be had."""

    desk: Desk
    home: str
    staff: tuple[Staff, ...]
    key_kept_in: str | None
    office: Office
    photocopied: bool
    catalogue: Catalogue
    limits: Limits
    closed: tuple[date, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Kept:
    """The choices of the office took effect."""

    office: Office
    changed: Changed = CHANGED


def about(ledger: Ledger) -> About:
    """This desk, its staff, what it has chosen, and where its ledger and its key are."""
    photocopied = printers.of(ledger).chosen("binder") == printers.NO_PAPER
    return About(ledger.desk, str(ledger.home), ledger.staff(), ledger.master_key_kept_in, office.of(ledger), photocopied,
                 catalogues.of(ledger), limits.of(ledger), opening.extra(ledger), ledger.now().date())


def of_window(ledger: Ledger) -> dict[str, Any]:
    """Size of text, colours, sounds, and whether names are typed or written by hand."""
    return dict(ledger.setting(WINDOW, {}))


def set_window(ledger: Ledger, values: Mapping[str, Any]) -> Changed:
    """Keeps them for the next start."""
    with ledger.transaction() as tx:
        tx.set_setting(WINDOW, of_window(ledger) | dict(values))
    return CHANGED


def set_office(ledger: Ledger, who: Staff, wanted: Office, approver: str | None = None,
               pin: str | None = None) -> Kept | Refusal:
    """The choices of the office, by a 責任者 where there is one. Whether PINs are asked is decided with a PIN: by
    `who`, or by the 責任者 `approver`. That is recorded.
    """
    before = office.of(ledger)
    by = ledger.member_of_staff(approver or who.code) or who
    if refused := people.may_record(who):
        return refused
    if people.has_responsible(ledger.staff()):
        may = people.responsible(by)
        if isinstance(may, Refusal):
            return may
    for name, most in LONGEST.items():
        text = getattr(wanted, name)
        if len(text) > most or not text.isprintable() or (name == "purpose" and not text.strip()):
            return refuse(f"office_{name}", most=most)
        if missing := printing.unprintable(text):
            return refuse("unprintable", characters=" ".join(missing), details={"unprintable": list(missing)})
    pins = (before.pin_void, before.pin_check) != (wanted.pin_void, wanted.pin_check)
    if pins and (refused := people.confirmed_by_pin(ledger, by, pin)) is not None:
        return refused
    with ledger.transaction() as tx:
        if pins:
            tx.append("override", actor=who.code, body={"what": "other", "approved_by": by.code, "reason": "other"})
            tx.set_setting(office.PIN_FOR_CHECKS, wanted.pin_check, by=by.code)
        tx.set_setting(office.SETTING, wanted.kept(), by=by.code)
    return Kept(wanted)
