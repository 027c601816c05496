"""One SQLite file, opened the one way that keeps what was promised (guides/data.md, section 2).

WAL with synchronous=FULL: one sync per commit, 0 of 1,400 simulated power cuts lost anything; NORMAL lost
acknowledged numbers in 270 of 600. One writing connection per ledger, because SQLite 3.7.0 to 3.51.2 can
corrupt a WAL that two connections write or checkpoint at once; so checkpoints are made here alone, when idle.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from branch_desk.store.faults import Damaged, ForeignFile, ReadOnlyHome
from branch_desk.store.folders import COPIED_ASIDE

APPLICATION = 0x617A7231  # "azr1"
SYNCHRONOUS = "full"  # not persistent in the file: said at every opening
_ALWAYS = (
    "foreign_keys=on",
    "recursive_triggers=on",
    "busy_timeout=5000",
    "cell_size_check=on",
    "trusted_schema=off",
    "temp_store=memory",
    "mmap_size=0",
    "wal_autocheckpoint=0",
    "cache_size=-8192",
)
_MAGIC = b"SQLite format 3\0"
_OF_OURS = b"event_no_update"  # in the schema, which stands in the first pages


class Database:
    """A connection and its `execute`, which is all that is asked here. sqlite-utils, which migrates (store/migrations.py),
    brings click, dateutil and pluggy along: 70 ms of the 250 ms before the first screen, at every start."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.execute = conn.execute

    def close(self) -> None:
        """No more of it."""
        self.conn.close()


def open_for_writing(path: Path) -> Database:
    """The one writing connection. The instance lock must be held."""
    conn = sqlite3.connect(path, timeout=5, isolation_level=None, cached_statements=256)
    return _prepared(conn, "journal_mode=wal", f"synchronous={SYNCHRONOUS}", "secure_delete=on", *_ALWAYS)


class ReadOnly:
    """A connection that cannot write, and what it had to make to read. `how` is 'shared', 'immutable' or
    'copy'.

    shared: mode=ro beside whoever writes; reads the WAL, never checkpoints. Where the folder cannot be
    written, SQLite cannot make the WAL's index, and then nobody else writes here either: without a WAL the
    file is read as immutable; with one (a crash before the folder was closed to us) file and WAL are copied
    aside, because immutable would ignore the WAL and show an old state as if it were the last.
    """

    def __init__(self, path: Path) -> None:
        self._copied: tempfile.TemporaryDirectory[str] | None = None
        self.how = "shared"
        try:
            self.db = _open_ro(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if not _cannot_open(error):
                raise
            self.db = self._open_closed_folder(path)

    def _open_closed_folder(self, path: Path) -> Database:
        wal = path.with_name(path.name + "-wal")
        if not wal.exists() or not wal.stat().st_size:
            self.how = "immutable"
            return _open_ro(path, "mode=ro&immutable=1")
        self.how = "copy"
        self._copied = tempfile.TemporaryDirectory(prefix=COPIED_ASIDE)
        copy = Path(self._copied.name) / path.name
        try:
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, copy.with_name(wal.name))
            return _open_ro(copy, "mode=ro")
        except BaseException:
            self._copied.cleanup()
            raise

    def close(self) -> None:
        """Ends reading and removes what was copied."""
        self.db.close()
        if self._copied is not None:
            self._copied.cleanup()


def identify(path: Path, *, damaged: bool = False) -> None:
    """Raises ForeignFile or Damaged for what is no SQLite file, before SQLite touches it. With `damaged` (there is a
    witness, so there was a ledger) a file that begins otherwise and holds our tables all the same is a damaged one."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
            if head == _MAGIC:
                return
            ours = not head or head[:6] == _MAGIC[:6] or (damaged and _OF_OURS in file.read(1 << 20))
    except PermissionError as error:
        raise ReadOnlyHome() from error
    raise Damaged() if ours else ForeignFile()


def check_ours(db: Database) -> None:
    """Raises ForeignFile for another program's database."""
    if db.execute("pragma application_id").fetchone()[0] != APPLICATION:
        # Four bytes of the header: with our triggers in it the file is ours and they are spoiled.
        ours = db.execute("select 1 from sqlite_master where name = 'event_no_update'").fetchone()
        raise Damaged() if ours else ForeignFile()


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT; never nested. sqlite-utils' atomic() begins DEFERRED, and a read followed by
    a write then fails at once with SQLITE_BUSY_SNAPSHOT, whatever the timeout."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("rollback")
        raise


def checkpoint(db: Database, *, empty: bool = False) -> None:
    """Moves the WAL into the file. Only from the writer, and only when it is idle."""
    db.execute(f"pragma wal_checkpoint({'truncate' if empty else 'passive'})").fetchall()


def _open_ro(path: Path, how: str) -> Database:
    conn = sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}", uri=True, timeout=5, isolation_level=None, cached_statements=256
    )
    try:
        db = _prepared(conn, "query_only=on", *_ALWAYS)
        db.execute("select count(*) from sqlite_master").fetchone()
    except BaseException:
        conn.close()
        raise
    return db


def _prepared(conn: sqlite3.Connection, *pragmas: str) -> Database:
    try:
        for pragma in pragmas:
            conn.execute(f"pragma {pragma}").fetchall()
        return Database(conn)
    except BaseException:
        conn.close()
        raise


def _cannot_open(error: sqlite3.OperationalError) -> bool:
    return (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
