"""The schema's steps, from schemas/ledger/*.sql, through sqlite-utils' Migrations with what it lacks.

It has no checksum of a body, no lock between looking and applying, and no guard against a newer file: we keep
the SHA-256 of each body in the ledger, apply inside BEGIN IMMEDIATE, and count the steps in user_version.
Before a ledger with data is migrated, a copy is made and verified.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import schemas
from branch_desk.store import sums
from branch_desk.store.database import APPLICATION, Database, immediate
from branch_desk.store.faults import NewerLedger, OtherMake
from branch_desk.store.folders import Folders

_BODIES = "create table if not exists migration_body(name text primary key, sha256 text not null) strict, without rowid"


@cache
def steps() -> tuple[tuple[str, str], ...]:
    """(name, SQL) of every step this program knows, in order."""
    names = sorted(
        item.name
        for item in resources.files(schemas).joinpath("ledger").iterdir()
        if item.name.endswith(".sql")
    )
    return tuple((name.removesuffix(".sql"), schemas.read_text(f"ledger/{name}")) for name in names)


def digest(sql: str) -> str:
    """SHA-256 of a body, whatever line ends a checkout gave it."""
    return hashlib.sha256(sql.replace("\r\n", "\n").encode()).hexdigest()


def check(db: Database) -> int:
    """How many steps are still to be applied. Raises NewerLedger or OtherMake where this program must not
    touch the file."""
    version: int = db.execute("pragma user_version").fetchone()[0]
    if version > len(steps()):
        raise NewerLedger()
    known = dict(steps())
    if version:
        for name, kept in db.execute("select name, sha256 from migration_body").fetchall():
            if name not in known or digest(known[name]) != kept:
                raise OtherMake()
    return len(steps()) - version


def apply(db: Database) -> None:
    """Every step that is missing, all or none."""
    from sqlite_utils import (
        Database as Wrapped,  # where there is something to apply, never before: it takes 94 ms
    )

    migrations, wrapped = _set(), Wrapped(db.conn, execute_plugins=False)
    db.execute("pragma foreign_keys=off")
    with immediate(db):
        check(db)  # again, inside the lock
        db.execute(_BODIES)
        waiting = [step.name for step in migrations.pending(wrapped)]
        migrations.apply(wrapped)
        for name, sql in steps():
            if name in waiting:
                db.execute("insert into migration_body values(?, ?)", (name, digest(sql)))
        sums.anew(db)  # a step may have given a table another column
        sums.keep_schema(db)
        db.execute(f"pragma application_id={APPLICATION}")
        db.execute(f"pragma user_version={len(steps())}")
    db.execute("pragma foreign_keys=on")


def copy_before(db: Database, folders: Folders, now: datetime) -> Path:
    """A verified and signed copy of the ledger as it is, in its own backup folder; never thinned."""
    from branch_desk.store import backup  # where there is something to apply, as above
    from branch_desk.store.exchange_keys import SigningKeys
    from branch_desk.store.keys import Keys

    part, made = backup.take_from(db, folders.backup, now, "migration")
    keys = Keys(folders.keys, made.ledger)
    return backup.name_it(part, made, backup.sign(made, keys, SigningKeys(folders.keys, keys))).path


def _set() -> Any:
    from sqlite_utils import Migrations

    made = Migrations("ledger")
    for name, sql in steps():
        made(name=name)(_step(sql))
    return made


def _step(sql: str) -> Callable[[Any], None]:
    def run(db: Any) -> None:
        db.executescript(sql)

    return run
