"""How the care of this desk's data stands: what 設定 shows in one list. Each verb has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from branch_desk.domain import era, words_audit, words_faults
from branch_desk.domain.staff import Staff
from branch_desk.services import audit, backup, book_export, desk_lock, desks, retention
from branch_desk.services.backup import OnLedger, Place, Status
from branch_desk.services.book_export import Exported
from branch_desk.services.desks import Checked
from branch_desk.services.results import Refusal
from branch_desk.services.retention import Class, Waiting
from branch_desk.store.ledger import Ledger

AUDIT_DAYS = 30     # what is exported where nobody named other days


@dataclass(frozen=True, slots=True)
class Brief:
    """What the window has to know all the time. `clock`: why the date is doubted, in a sentence; empty where it is not."""

    backup: Status
    lock_minutes: int
    clock: str


@dataclass(frozen=True, slots=True)
class Care:
    """Backups and their proof, personal data that is due, places still to be reached, the recovery key, the lock."""

    backup: Status
    places: tuple[Place, ...]
    due: tuple[Class, ...]
    waiting: tuple[Waiting, ...]
    checked: Checked | None
    key_at_start: bool
    lock_minutes: int
    clock: str
    practice: bool

    @property
    def second(self) -> Path | None:
        """The second place for backups."""
        return next((place.path for place in self.places if place.kind == backup.SECOND), None)


def of(ledger: Ledger) -> Care:
    """As it stands now; no disk but the ledger's own is touched."""
    return Care(
        backup=backup.status(ledger), places=backup.places(ledger), due=retention.due(ledger),
        waiting=retention.waiting(ledger), checked=desks.recovery_checked(ledger),
        key_at_start=ledger.master_key_kept_in == "asked", lock_minutes=desk_lock.minutes(ledger),
        clock=clock_finding(ledger), practice=ledger.desk.practice,
    )


def brief(ledger: Ledger) -> Brief:
    """As it stands now, in a few rows."""
    return Brief(backup.status(ledger), desk_lock.minutes(ledger), clock_finding(ledger))


def clock_finding(ledger: Ledger) -> str:
    """Why the clock cannot be believed after what was recorded last, in a sentence; empty where it can."""
    doubt = ledger.clock_doubt()
    if doubt is None:
        return ""
    said = {name: f"{era.wareki_date(at.date())} {era.clock(at)}" for name, at in (("now", doubt.now), ("last", doubt.last))}
    return words_faults.FINDINGS["clock"].format(**said)


def export_for_audit(ledger: Ledger, who: Staff, first: date | None = None, last: date | None = None) -> Exported | Refusal:
    """The auditor's CSV into the folder where the window puts its files: of the last 30 days, or of the days named."""
    until = last or ledger.now().date()
    return audit.export(ledger, who, book_export.file_for(ledger, words_audit.CSV_NAME),
                        first or until - timedelta(days=AUDIT_DAYS), until)


@dataclass(frozen=True, slots=True)
class Examined:
    """The line to sign, every fault in a sentence, and what was proven."""

    signed: str
    faults: tuple[str, ...]
    proven: tuple[str, ...]


def examine_by(on_ledger: OnLedger) -> Examined:
    """`verify` beside a window's work: on the thread that asks, through a connection of its own that only reads."""
    home = on_ledger(lambda ledger: ledger.home)
    with Ledger.open(home, readonly=True) as ledger:
        found = ledger.verify()
        return Examined(audit.signed_line(ledger, found), tuple(fault.sentence for fault in found.faults), found.proven)


def work_due(ledger: Ledger, now: datetime) -> str:
    """What the desk is to do by itself now: 'backup', 'drill' or nothing. Keys are destroyed on the way in places that
    came back."""
    if retention.waiting(ledger):
        retention.settle_waiting(ledger)
    if backup.due(ledger, now):
        return "backup"
    return "drill" if backup.drill_due(ledger, now) else ""
