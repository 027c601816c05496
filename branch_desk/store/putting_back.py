"""The files of a restore: a backup looked at, a ledger made or put in its place, what was there set aside, the witness and
the keys brought after. What is then still to be done stands in the ledger itself (store/restore.py)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.store import backup, damage, database, faults, key_copies, restore, salvage
from branch_desk.store.backup import BackupFile, Manifest
from branch_desk.store.folders import Folders, sync_folder
from branch_desk.store.folders import replace as put_in_place
from branch_desk.store.keys import Keys, set_aside
from branch_desk.store.witness import Record, Witness, backwards

EVENTS = "events.log"


class Unusable(Exception):
    """A backup that is not taken: 'file', 'changed', 'unsigned' or 'damaged', and what is wrong."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger file in a home of its own, not yet in its place. `copy`: the backup it came from; `share`: the setting that
    names its share; `personal`: whether names are in it; `floor`: the fiscal year that it had come to."""

    ledger: str
    desk: Desk
    copy: BackupFile | None
    share: dict[str, Any] | None
    personal: bool
    floor: int


def open_copy(file: Path, scratch: Folders) -> Opened:
    """The backup `file` in the home `scratch`, whole and proved, and brought up to this program. Raises Unusable."""
    try:
        database.identify(file)
    except (faults.Fault, OSError) as error:
        raise Unusable("file") from error
    copy = backup.read_manifest(file)
    if copy is None:
        copy = BackupFile(file, _described(file), {})
    elif backup.digest_of(file) != (copy.sha256, copy.manifest.bytes):
        raise Unusable("changed")
    try:
        backup.fetch(copy, scratch.ledger)
        flaws = backup.prove(copy, scratch.home).faults
    except (faults.Damaged, faults.ForeignFile, sqlite3.Error) as error:
        raise Unusable("damaged", type(error).__name__) from error
    if flaws:
        raise Unusable("damaged", flaws[0].sentence)
    return _look(scratch.ledger, copy)


def begin(scratch: Folders, ledger: str, desk: Desk, at: datetime) -> Opened:
    """A new, empty ledger of a desk there."""
    from branch_desk.store.ledger import make_file

    make_file(scratch.ledger, ledger, desk, at)
    return _look(scratch.ledger, None)


def is_vouched(opened: Opened, keys: Path | None, recovery_key: str | None) -> bool | None:
    """Whether the backup's signatures hold, as far as they can be tried here. Raises WrongRecoveryKey."""
    if opened.copy is None:
        return None
    if keys is None:
        return backup.vouched(opened.copy, None)
    found = Keys(keys, opened.ledger)
    return backup.vouched(opened.copy, found, found.opened_by(recovery_key) if recovery_key is not None else None)


def order(opened: Opened, witnesses: Sequence[Path], seen: Sequence[str], *, elsewhere: bool) -> restore.Order:
    """What is still to be done with it, as long as the share was not asked. `elsewhere`: it was not this desk's home."""
    speaks = any(restore.in_witness(path, opened.desk.code)[0] for path in witnesses)
    return restore.Order(restore.BACKUP if opened.copy else restore.NONE, speaks, False, 0 if speaks else restore.SKIP,
                         tuple(seen), opened.floor, elsewhere or opened.copy is None)


def is_number_of(desk: Desk, digits: str) -> bool:
    """Whether it is a slip's or a bag's number that this desk may have given out."""
    number = numbers.parse(digits)
    return number is not None and number.desk == desk.code and number.kind == restore.kind_of(desk, number.type)


def owner(folders: Folders) -> tuple[str, Desk] | None:
    """Whose ledger, or else whose witness, lies in a home."""
    found = None
    if folders.ledger.exists():
        found = salvage.read(folders.ledger, folders.ledger.with_name("restoring") / "owner.db").identity
    return found or damage.noted(folders.witness)


def given_out(folders: Folders, desk: Desk) -> list[str]:
    """The last number of each series that the ledger in a home has, as far as it can be read."""
    if not folders.ledger.exists():
        return []
    found = salvage.read(folders.ledger, folders.ledger.with_name("restoring") / "before.db")
    return [numbers.Number(restore.kind_of(desk, row[2]), *row).digits for row in found.counters
            if salvage.types_are(row, str, int, str, int) and row[0] == desk.code and 0 < row[3] <= numbers.LAST_SERIAL]


def witness_in(place: Path | None) -> Path | None:
    """The witness file in a home, in its folder, or itself; None where there is none."""
    if place is None:
        return None
    for path in (place, place / EVENTS, Folders(place).witness):
        if path.is_file():
            return path
    return None


def noted_beside(witness: Path | None) -> tuple[str, Desk] | None:
    """Which ledger and desk a witness belongs to."""
    return damage.noted(witness) if witness is not None else None


def keys_in(place: Path | None, ledger: str) -> Path | None:
    """The folder with the keys of this ledger: itself, the copy in a backup place, or that of a home."""
    for path in (place, key_copies.folder_in(place, ledger), Folders(place).keys) if place is not None else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            if json.loads((path / "master.json").read_bytes())["ledger"] == ledger:
                return path
    return None


def ledger_of_keys(place: Path | None) -> str | None:
    """The id of the ledger that a folder of keys belongs to."""
    if place is None:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((Folders(place).keys if (place / "keys").is_dir() else place).joinpath("master.json").read_bytes())
        return str(found["ledger"])
    return None


def place(folders: Folders, scratch: Folders, opened: Opened, told: restore.Order, witness: Path | None, own: bool,
          at: datetime) -> Path | None:
    """The ledger in its place, with what is to be done in it; what was there is set aside: its name. The witness is there
    before it. The lock is held."""
    stamp = f"before-restore-{at:%Y%m%dt%H%M%S}"
    db = database.open_for_writing(scratch.ledger)
    try:
        restore.leave(db, told)
        database.checkpoint(db, empty=True)
    finally:
        db.close()
    backup.sync_and_read_back(scratch.ledger)
    if not own:
        for path in (folders.witness, folders.witness.with_name("desk.json")):
            if path.exists():
                put_in_place(path, path.with_name(f"{path.name}.{stamp}"))
    if witness is not None and not (folders.witness.exists() and witness.samefile(folders.witness)):
        records: list[Record] = [record for record in backwards(witness) if record is not None]
        into = Witness(folders.witness)
        try:
            into.add(records[::-1], sync=True)
        finally:
            into.close()
    aside = None
    for end in ("", "-wal", "-shm"):
        path = folders.ledger.with_name(folders.ledger.name + end)
        if path.exists():
            target = path.with_name(f"{folders.ledger.name}.{stamp}{end}")
            while target.exists():
                target = target.with_name(target.name + "x")
            put_in_place(path, target)
            aside = aside or target
    put_in_place(scratch.ledger, folders.ledger)
    sync_folder(folders.ledger.parent)
    damage.unmark(folders)
    return aside


def place_keys(folders: Folders, opened: Opened, keys: Path | None, recovery_key: str | None, new: bool,
               at: datetime) -> tuple[str | None, str | None]:
    """The keys in their place: where the master key is now (None: it cannot be had), and the recovery key of new ones.

    New ones are made where there is nothing that old ones could open, or where somebody asks for them.
    """
    there = keys_in(folders.keys, opened.ledger) is not None
    bring = keys is not None and not (there and keys.samefile(folders.keys))
    if bring or not there:
        set_aside(folders.keys, f"{at:%Y%m%dt%H%M%S}-before")
    if bring and keys is not None:
        key_copies.bring_back(keys, folders.keys)
    found = Keys(folders.keys, opened.ledger)
    if (bring or there) and not new:
        if recovery_key is not None:
            return found.recover(recovery_key), None
        return found.kept_in, None
    if opened.personal and not new:
        return None, None
    if bring or there:
        set_aside(folders.keys, f"{at:%Y%m%dt%H%M%S}-old")
    made, kept_in = Keys(folders.keys, opened.ledger).make_master()
    return kept_in, made


def _look(ledger: Path, copy: BackupFile | None) -> Opened:
    db = database.open_for_writing(ledger)
    try:
        texts = dict(db.execute("select key, value from setting where key in ('ledger', 'desk', 'share')").fetchall())
        whose = salvage.identity_of(texts.get("ledger"), texts.get("desk"))
        if whose is None:
            raise Unusable("damaged", "desk")
        personal = bool(db.execute("select exists(select 1 from pii)").fetchone()[0])
        floor = era.fiscal_year(era.moment(db.execute("select at from clock").fetchone()[0]))
        return Opened(*whose, copy, json.loads(texts["share"]) if "share" in texts else None, personal, floor)
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise Unusable("damaged", type(error).__name__) from error
    finally:
        db.close()


def _described(file: Path) -> Manifest:
    """Of a copy without a manifest, which somebody carried here alone."""
    reading = database.ReadOnly(file)
    try:
        database.check_ours(reading.db)
        at = era.moment(reading.db.execute("select at from clock").fetchone()[0])
        made = backup.describe(reading.db, at, "asked")
    except (faults.Fault, sqlite3.Error, TypeError, ValueError) as error:
        raise Unusable("file") from error
    finally:
        reading.close()
    digest, size = backup.digest_of(file)
    return replace(made, sha256=digest, bytes=size)
