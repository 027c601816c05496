"""One writing process per ledger: a lock on a local file, which the system frees when the process ends,
however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from branch_desk.store.faults import AnotherInstance


class InstanceLock:
    """Holds the lock from construction to `release`. Raises AnotherInstance where somebody else has it.

    flock, not lockf: it belongs to the opened file, so a second opening in the same process is refused too.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            self.release()
            raise AnotherInstance() from error

    def release(self) -> None:
        """Gives the lock back. The file stays: deleting it would let two processes lock two files of one
        name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
