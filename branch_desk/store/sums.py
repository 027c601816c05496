"""The sum of every row that nothing else vouches for (schemas/ledger/0007_sums.sql): made before COMMIT, compared by
`verify`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from branch_desk.store.database import Database, immediate
from branch_desk.store.faults import Damaged, fault_of

KEYS = {
    "setting": ("key",),
    "office_word": ("word", "generation"),
    "stream": ("desk", "epoch"),
    "batch": ("desk", "epoch", "first"),
    "aside": ("desk", "epoch"),
    "word": ("desk", "epoch"),
}
SINCE = 7  # the step that made the table of sums
_WAITING = "select of, a, b, c from sum where digest is null"
_ANY_WAITING = "select 1 from sum where digest is null limit 1"
_FILL = "update sum set digest = ? where of = ? and a = ? and b = ? and c = ?"
_ROW = {
    table: f"select * from {table} where {' and '.join(f'{name} = ?' for name in key)}" for table, key in KEYS.items()
}


def keep(db: Database) -> None:
    """Every sum that is still to be made; the last thing before COMMIT."""
    if db.execute(_ANY_WAITING).fetchone() is None:
        return
    for table, *key in db.execute(_WAITING).fetchall():
        row = db.execute(_ROW[table], key[: len(KEYS[table])]).fetchone()
        db.execute(_FILL, (digest(row), table, *key))


def begin(db: Database) -> None:
    """What opening itself wrote, outside of any transaction of ours."""
    if db.execute(_ANY_WAITING).fetchone() is not None:
        with immediate(db):
            keep(db)


def anew(db: Database) -> None:
    """The tables have other columns now: every sum is made again."""
    db.execute("update sum set digest = null where of <> 'schema'")


def keep_schema(db: Database) -> None:
    """Its tables and indexes are right as they are now."""
    db.execute("insert or replace into sum values('schema', '', '', '', ?)", (_schema(db),))


def check_schema(db: Database) -> None:
    """Raises Damaged where a table is not as it was made: SQLite would say that a column does not exist, as if that were
    a mistake of the program."""
    try:
        if db.execute("pragma user_version").fetchone()[0] < SINCE:
            return
        row = db.execute("select digest from sum where of = 'schema'").fetchone()
        if row is None or row[0] != _schema(db):
            raise Damaged()
    except sqlite3.OperationalError as error:
        if fault_of(error) is None:
            raise Damaged() from error
        raise


def _schema(db: Database) -> bytes:
    rows = db.execute(
        "select name, tbl_name, sql from sqlite_master where type in ('table', 'index') and name not like 'sqlite_%' order by name"
    ).fetchall()
    return digest(tuple(part for row in rows for part in row))


def differing(db: Database) -> tuple[int, list[str]]:
    """How many rows are as they were written; those that are not, or that have no sum, or whose row is gone: their
    table and key."""
    kept_sums = db.execute("select of, a, b, c, digest from sum where of <> 'schema'").fetchall()
    sums = {(table, tuple(key)): kept for table, *key, kept in kept_sums}
    right, wrong = 0, []
    for place, row in _rows(db):
        if sums.pop(place, None) == digest(row):
            right += 1
        else:
            wrong.append(_said(place))
    return right, wrong + [_said(place) for place in sums]


def _rows(db: Database) -> Iterator[tuple[tuple[str, tuple[Any, ...]], tuple[Any, ...]]]:
    for table, key in KEYS.items():
        names = [row[1] for row in db.execute(f"pragma table_info({table})").fetchall()]
        at = [names.index(name) for name in key]
        for row in db.execute(f"select * from {table}"):
            values = [row[place] for place in at]
            yield (table, tuple(values + [""] * (3 - len(values)))), row


def _said(place: tuple[str, tuple[Any, ...]]) -> str:
    table, key = place
    return f"{table} {' '.join(str(part) for part in key if part != '')}"


def digest(row: tuple[Any, ...]) -> bytes:
    """Of the values with their kinds and lengths, so that no two rows read alike."""
    made = hashlib.sha256()
    for value in row:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        made.update(f"{type(value).__name__}:{len(data)}:".encode())
        made.update(data)
    return made.digest()[:16]
