"""Broken surroundings, as exceptions that carry what a person is told. A rule that is broken is never one of
these."""

from __future__ import annotations

import errno
import functools
import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from branch_desk.domain.words_faults import FAULTS, RECOVERY_OTHER

T = TypeVar("T")
OTHER_KEY = RECOVERY_OTHER  # the detail of a recovery key that is one, and another ledger's


class Fault(Exception):
    """Something around the program failed. `title`, `sentence` and `todo` are for people; exit code 3."""

    word = ""

    def __init__(self, **details: str) -> None:
        title, sentence, todo = FAULTS[self.word]
        self.detail = details.get("detail", "")
        self.title, self.sentence, self.todo = title, sentence.format(**details), todo
        super().__init__(f"{self.title}: {self.sentence}")


class NoLedger(Fault):
    """There is no ledger in this folder."""

    word = "no_ledger"


class LedgerExists(Fault):
    """A ledger was to be made where one is."""

    word = "ledger_exists"


class LedgerGone(Fault):
    """The witness knows numbers and there is no ledger: a new one would give them out again."""

    word = "ledger_gone"


class AnotherInstance(Fault):
    """Another process has the ledger open for writing."""

    word = "another_instance"


class ReadOnlyHome(Fault):
    """The folder or a file in it cannot be written."""

    word = "read_only_home"


class DiskFull(Fault):
    """No space: the transaction was rolled back, or its number was not handed out."""

    word = "disk_full"


class NewerLedger(Fault):
    """Made by a later version of the program."""

    word = "newer_ledger"


class OlderLedger(Fault):
    """Has to be migrated first, and was opened to be read only."""

    word = "older_ledger"


class ForeignFile(Fault):
    """Another program's file."""

    word = "foreign_file"


class OtherMake(Fault):
    """A migration of the same name with another body was applied."""

    word = "other_make"


class Damaged(Fault):
    """SQLite found the file malformed."""

    word = "damaged"


class DiskFailed(Fault):
    """The disk answered with an error that is neither full nor read-only."""

    word = "disk_failed"


class KeyMissing(Fault):
    """The master key or a data key cannot be had."""

    word = "key_missing"


class WrongRecoveryKey(Fault):
    """What was typed is not this ledger's recovery key."""

    word = "wrong_recovery_key"


class SerialsUsedUp(Fault):
    """99,999 numbers of one series in one fiscal year."""

    word = "serials_used_up"


class MovedMachine(Fault):
    """The ledger is on another machine than it was made on; issuing waits for a person."""

    word = "moved_machine"


class ClockDoubt(Fault):
    """The clock is more than one fiscal year away from the last record; no series is opened."""

    word = "clock_doubt"


class BadClockText(Fault):
    """BRANCH_DESK_NOW is no ISO 8601 time with offset."""

    word = "bad_clock_text"


class NotPractice(Fault):
    """BRANCH_DESK_NOW with a real ledger."""

    word = "not_practice"


_BY_SQLITE = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_IOERR_SHMSIZE": DiskFull,  # the WAL's index could not grow
    "SQLITE_READONLY": ReadOnlyHome,
    "SQLITE_CANTOPEN": ReadOnlyHome,
    "SQLITE_PERM": ReadOnlyHome,
    "SQLITE_BUSY": AnotherInstance,
    "SQLITE_LOCKED": AnotherInstance,
    "SQLITE_CORRUPT": Damaged,
    "SQLITE_NOTADB": Damaged,
    "SQLITE_IOERR": DiskFailed,
}
_BY_ERRNO = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: ReadOnlyHome,
    errno.EACCES: ReadOnlyHome,
    errno.EPERM: ReadOnlyHome,
    errno.EIO: DiskFailed,
}


class Unreadable(ValueError):
    """A row that SQLite gave and that is not what we write there."""


def fault_of(error: BaseException) -> Fault | None:
    """The fault that an error of SQLite or of the file system means; None for a mistake of ours, which stays
    one."""
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "") or ""
        for start, fault in _BY_SQLITE.items():
            if name == start or name.startswith(start + "_"):
                return fault()
        return Damaged() if str(error).startswith("Could not decode") else None
    if isinstance(
        error, (Unreadable, UnicodeDecodeError)
    ):  # the latter from SQLite's own words about a spoiled schema
        return Damaged()
    if isinstance(error, OSError):
        found = _BY_ERRNO.get(error.errno or 0)
        return found() if found is not None else DiskFailed()
    return None


@contextmanager
def spoken(met_damage: Callable[[], None] | None = None) -> Iterator[None]:
    """Turns errors of the surroundings into faults that can be shown; damage is told to whoever wants to know."""
    try:
        yield
    except (sqlite3.Error, OSError, Unreadable, UnicodeDecodeError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        if met_damage is not None and isinstance(fault, Damaged):
            met_damage()
        raise fault from error


def speaking(cls: type[T]) -> type[T]:
    """Every public method of a class within `spoken`: any question can meet a damaged file or a dead disk."""
    for name, member in list(vars(cls).items()):
        if (
            not name.startswith("_")
            and inspect.isfunction(member)
            and not inspect.isgeneratorfunction(inspect.unwrap(member))
        ):
            setattr(cls, name, _spoken(member))
    return cls


def _spoken(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def asked(*args: Any, **kwargs: Any) -> Any:
        with spoken(getattr(args[0], "met_damage", None) if args else None):
            return method(*args, **kwargs)

    return asked
