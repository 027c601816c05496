"""A ledger that is damaged or gone: set aside, never deleted, and rebuilt from the best of the last verified backup, its
own records that can still be read, and the witness. The share gives back the rest at the next exchange.

Only for what is spoiled. A ledger that is in use, on a full disk or in a folder that may not be written is none of that.

The new file is whole before the damaged one is moved, and the damaged one is moved before the new one has its name: cut
anywhere, the next opening finds either of them, or the damaged file under its new name, and begins again from that.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.words_backup import FINDINGS
from branch_desk.store import backup, database, faults, restore, salvage
from branch_desk.store.backup import BackupFile
from branch_desk.store.folders import Folders, replace, state_folder, sync_folder
from branch_desk.store.keys import Keys
from branch_desk.store.patience import Beat, Hangs, no_beat, patiently
from branch_desk.store.start import DAMAGE_MARK
from branch_desk.store.witness import HighWater, backwards

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.store.proof import Verified

PATIENCE = 5.0      # seconds for the second place: the desk has to open
# Flaws after which a ledger has to be rebuilt, and those that making slips and bags again cures.
OF_RECORDS = frozenset({"integrity", "unreadable", "chain", "gap_seq", "body", "epoch", "counter", "counter_none", "clock",
                        "sum", "staff", "staff_extra", "staff_missing", "setting", "catalogue", "print_event",
                        "print_differs", "print_job", "request"})
OF_STATE = frozenset({"projection", "projection_extra", "projection_missing", "bag", "bag_extra", "bag_missing", "tally"})


class Behind(Exception):
    """A backup knows more than the ledger, and the witness agrees with it: an old copy was put back."""


def is_damage(error: BaseException) -> bool:
    """Whether what an opening raised is damage of the file."""
    fault = error if isinstance(error, faults.Fault) else faults.fault_of(error)
    return isinstance(error, Behind) or isinstance(fault, faults.Damaged)


def is_gone(folders: Folders) -> bool:
    """Whether there is no ledger where there was one."""
    return not folders.ledger.exists() and (_speaks(folders.witness) or bool(_set_aside(folders)))


# ---- noticing


def mark(home: Path) -> None:
    """Damage was met: the next opening for writing looks. What cannot be written is no reason to fail once more."""
    with contextlib.suppress(OSError):
        (Folders(home).ledger.parent / DAMAGE_MARK).touch(mode=0o600)


def unmark(folders: Folders) -> None:
    """It was looked at."""
    (folders.ledger.parent / DAMAGE_MARK).unlink(missing_ok=True)


def mark_where_found(home: Path, found: Verified) -> None:
    """After `verify`: flaws that the next opening can cure."""
    if any(flaw.word in OF_RECORDS | OF_STATE for flaw in found.faults):
        mark(home)


def look(ledger: Ledger) -> tuple[str, ...]:
    """At an opening after damage was met. Raises Damaged where records are spoiled; makes slips and bags again where it is
    they; says what was done."""
    from branch_desk.store import proof, start, tally

    found = proof.verify(ledger, proof.OF_A_COPY)
    if any(flaw.word in OF_RECORDS for flaw in found.faults):
        raise faults.Damaged()
    if not any(flaw.word in OF_STATE for flaw in found.faults):
        return ()
    ledger.db.execute("delete from setting where key in ('fold', 'tally')")
    start.fold_anew(ledger.db)
    with database.immediate(ledger.db):
        tally.rebuild(ledger.db)
    return (FINDINGS["folded"],)


def quick_look(db: database.Database) -> None:
    """After the program did not end as it should: SQLite's own quick check (2 ms a MB). Raises Damaged."""
    if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
        raise faults.Damaged()


def knows_more(folders: Folders, ledger: str, lamport: int) -> bool:
    """Whether a backup in this desk's own folder is newer than its ledger."""
    there = backup.copies(folders.backup, ledger)
    return bool(there) and there[-1].manifest.lamport > lamport


# ---- who this desk is, where the ledger cannot say it


def noted(witness: Path) -> tuple[str, Desk] | None:
    """What was noted beside a witness."""
    try:
        found = json.loads(witness.with_name("desk.json").read_bytes())
        return salvage.identity_of(json.dumps(found["ledger"]), json.dumps(found["desk"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


# ---- rebuilding


def rebuild(folders: Folders, at: datetime, error: BaseException | None = None) -> tuple[str, ...]:
    """The lock is held and nothing is open. A ledger is in its place afterwards, with what is left to be done at its
    opening (store/restore.py); or raises what was the matter, and everything is as it was."""
    damaged = folders.ledger if folders.ledger.exists() else next(iter(_set_aside(folders)), None)
    scratch = Folders(folders.ledger.parent / "rebuild")
    shutil.rmtree(scratch.home, ignore_errors=True)
    try:
        scratch.make()
        found = salvage.read(damaged, scratch.home / "read.db") if damaged is not None else salvage.Salvaged()
        base = _best_copy(folders, scratch, found)
        if base is None and not _begin(scratch, folders, found, at):
            raise error or faults.LedgerGone()
        db = database.open_for_writing(scratch.ledger)
        try:
            with database.immediate(db):
                desk = json.loads(db.execute("select value from setting where key = 'desk'").fetchone()[0])["code"]
                witnessed = (record for record in backwards(folders.witness) if record is not None)
                merged = salvage.merge(db, desk, found, witnessed)
                restore.leave(db, _order(db, folders, desk, found, merged, error))
            database.checkpoint(db, empty=True)
        finally:
            db.close()
        _sync(scratch.ledger)
        aside = _move_aside(folders, at)
        replace(scratch.ledger, folders.ledger)
        sync_folder(folders.ledger.parent)
        unmark(folders)
    finally:
        shutil.rmtree(scratch.home, ignore_errors=True)
    why = "gone" if aside is None else restore.REWOUND if isinstance(error, Behind) else restore.DAMAGED
    said = [FINDINGS[why].format(name=aside.name if aside else "")]
    said.append(FINDINGS["from_backup"].format(at=era.wareki_minute(base.at)) if base else FINDINGS["from_nothing"])
    if merged.events:
        said.append(FINDINGS["read"].format(events=merged.events))
    return tuple(said)


def _order(db: database.Database, folders: Folders, desk: str, found: salvage.Salvaged, merged: salvage.Merged,
           error: BaseException | None) -> restore.Order:
    """Where every record could be read, the last number is known. Else the witness says it; as many of its records as
    cannot be read may have been numbers; and where it says nothing, nobody knows."""
    speaks, bad = restore.in_witness(folders.witness, desk)
    skip = 0 if merged.whole else min(restore.SKIP, bad) if speaks else restore.SKIP
    floor = era.fiscal_year(era.moment(db.execute("select at from clock").fetchone()[0]))
    seen = [*merged.left, *(() if speaks else _plausible(db, desk, found.counters))]
    why = restore.REWOUND if isinstance(error, Behind) else restore.DAMAGED
    return restore.Order(why, speaks, False, skip, tuple(seen), floor)


def _plausible(db: database.Database, desk: str, counters: Iterable[tuple[Any, ...]]) -> list[str]:
    """The last numbers that the damaged counters name, but not those that a changed byte made of them."""
    known = {(row[0], row[1]): row[2] for row in db.execute("select fy, type, last from counter where desk = ?", (desk,))}
    practice = bool(json.loads(db.execute("select value from setting where key = 'desk'").fetchone()[0]).get("practice"))
    found = []
    for row in counters:
        if salvage.types_are(row, str, int, str, int) and row[0] == desk and 0 < row[3] <= known.get(row[1:3], 0) + restore.SKIP:
            real = numbers.BAG if row[2].endswith("00") and row[2] != numbers.RESERVED_TYPE else numbers.SLIP
            found.append(numbers.Number(numbers.PRACTICE[real] if practice else real, *row).digits)
    return found


def _best_copy(folders: Folders, scratch: Folders, found: salvage.Salvaged) -> BackupFile | None:
    """The newest backup that holds, in its place in `scratch`."""
    whose = found.identity or noted(folders.witness)
    places = {folders.backup}
    for copy in _copies(folders.backup, whose[0] if whose else None):
        if second := _second_of(copy.path):
            places.add(second)
    if second := _second(found.settings.get("backup")):
        places.add(second)
    candidates: list[BackupFile] = []
    for place in places:
        with contextlib.suppress(OSError, Hangs):
            candidates += patiently(place, partial(_copies, place, whose[0] if whose else None), PATIENCE)
    if whose is None and len({copy.manifest.ledger for copy in candidates}) > 1:
        return None     # several desks keep theirs here, and nobody knows which one this was
    for copy in sorted(candidates, key=lambda item: item.manifest.lamport, reverse=True):
        with contextlib.suppress(OSError, Hangs, faults.Fault, sqlite3.Error):
            if backup.vouched(copy, Keys(folders.keys, copy.manifest.ledger)) is False:
                continue
            patiently(copy.path.parent, partial(backup.fetch, copy, scratch.ledger), PATIENCE)
            if backup.prove(copy, scratch.home).sound:
                return copy
    return None


def _copies(place: Path, ledger: str | None, beat: Beat = no_beat) -> tuple[BackupFile, ...]:
    beat()
    if ledger is not None:
        return backup.copies(place, ledger)
    return tuple(copy for path in sorted(place.glob("*.db")) if (copy := backup.read_manifest(path)) is not None)


def _second_of(copy: Path) -> Path | None:
    with contextlib.suppress(sqlite3.Error), contextlib.closing(
            sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        row = conn.execute("select value from setting where key = 'backup'").fetchone()
        return _second(row[0]) if row else None
    return None


def _second(text: str | None) -> Path | None:
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        second = json.loads(text or "{}").get("second")
        return Path(second) if second else None
    return None


def _begin(scratch: Folders, folders: Folders, found: salvage.Salvaged, at: datetime) -> bool:
    """A new ledger of the same desk, empty; False where nobody knows which desk it is."""
    from branch_desk.store import ledger

    whose = found.identity or noted(folders.witness)
    if whose is None:
        return False
    scratch.ledger.unlink(missing_ok=True)
    ledger.make_file(scratch.ledger, whose[0], whose[1], at)
    db = database.open_for_writing(scratch.ledger)
    try:
        if found.epochs and found.epochs[0][0] == 1:
            db.execute("delete from epoch")
        here = HighWater(state_folder() / f"{whose[0]}.high")
        here.close()
        if not here.records:
            # This machine never gave a number of it: a home that was copied without its ledger. Its twin may be alive.
            db.execute("update setting set value = '\"\"' where key = 'machine'")
    finally:
        db.close()
    return True


def _move_aside(folders: Folders, at: datetime) -> Path | None:
    """The damaged file first, its WAL next: without the file nobody opens either, and a WAL that was left behind is
    brought after at the next try."""
    there, aside = folders.ledger, None
    if there.exists():
        aside = there.with_name(f"{there.name}.corrupt-{at:%Y%m%dt%H%M%S}")
        while aside.exists():
            aside = aside.with_name(aside.name + "x")
        replace(there, aside)
    elif _set_aside(folders):
        aside = _set_aside(folders)[0]
    for end in ("-wal", "-shm"):
        left = there.with_name(there.name + end)
        if left.exists():
            target = (aside or there).with_name((aside or there).name + (end if aside else f".corrupt-{at:%Y%m%dt%H%M%S}{end}"))
            if target.exists():
                target = target.with_name(f"{target.name}-{at:%H%M%S}")
            replace(left, target)
    sync_folder(there.parent)
    return aside


def _set_aside(folders: Folders) -> list[Path]:
    """Damaged files of before, the newest first."""
    found = folders.ledger.parent.glob("ledger.db.corrupt-*")
    return sorted((path for path in found if not path.name.endswith(("-wal", "-shm"))), reverse=True)


def _speaks(witness: Path) -> bool:
    try:
        return witness.stat().st_size > 0
    except OSError:
        return False


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
