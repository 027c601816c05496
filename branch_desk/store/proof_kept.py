"""What `verify` proves of who works here and what is set: every row is as the chain says it was left (store/kept.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from branch_desk.domain.events import Event
from branch_desk.domain.words_audit import NUMBERED, SETTINGS
from branch_desk.store import kept

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.store.proof import Report

Told = list[tuple[str, dict[str, Any]]]


def staff(ledger: Ledger, report: Report) -> Told:
    """Every member of staff, name and PIN too; nobody stands in the table or in the chain alone."""
    last: dict[str, Event] = {}
    for event in kept.events(ledger.db, "staff_changed"):
        _begins(event, event.value("code") in last, report)
        last[event.value("code")] = event
    rows = {row.code: row for row in kept.staff_rows(ledger.db)}
    for code in sorted(rows.keys() | last.keys()):
        if code not in last:
            report.flaw("staff_extra", code=code)
        elif code not in rows:
            report.flaw("staff_missing", code=code)
        elif rows[code].body != {name: last[code].value(name) for name in rows[code].body}:
            report.flaw("staff", code=code)
    return [("staff", {"members": len(rows)})]


def settings(ledger: Ledger, report: Report) -> Told:
    """What is set, every version of the catalogue and every known desk."""
    if not kept.is_entered(ledger.db):
        return []  # nothing but the desk itself yet: it is entered with the first choice
    last: dict[kept.Key, Event] = {}
    for event in kept.events(ledger.db, "setting_changed"):
        key = (event.value("key"), event.value("number"))
        _begins(event, key in last, report)
        last[key] = event
    rows = dict(kept.marks(ledger.db))
    for key in sorted(rows.keys() | last.keys(), key=str):
        said = last[key].value("after") if key in last else None
        there = rows.get(key)
        if said != there or type(said) is not type(there):
            number = "" if key[1] is None else NUMBERED.format(number=key[1])
            report.flaw("setting", what=f"{SETTINGS.get(key[0], key[0])}{number}")
    return [("settings", {"rows": len(rows)})]


def _begins(event: Event, known: bool, report: Report) -> None:
    """What was found at the beginning was found once: later it would hide what was changed by hand."""
    if event.value("found") and known:
        report.flaw("found_late", where=f"{event.desk}-{event.epoch}-{event.seq}")
