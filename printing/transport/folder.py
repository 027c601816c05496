"""Into a folder: for a PC without a printer, for a stick that is carried to one, and for looking at what
would be sent.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from printing.status import Status
from printing.transport import Broken

_WORDS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.EEXIST: "exists",
}


class Folder:
    """One job becomes one file, which appears whole or not at all. A file that is there already is never
    replaced.
    """

    talks = False

    def __init__(self, folder: Path, name: str) -> None:
        """`name` with its ending; nothing personal belongs into it."""
        self._target = folder / name
        self._partial = folder / f".{name}.part"
        self._file: BinaryIO | None = None
        self.sent = 0

    def open(self) -> None:
        """Begin the file under another name."""
        if self._target.exists():
            raise Broken("exists", self._target.name)
        with _told():
            self._file = open(self._partial, "wb")  # noqa: SIM115 - open until `finish`

    def state(self) -> Status | None:
        """A folder has none."""
        return None

    def write(self, data: bytes) -> None:
        """Append; nothing counts as sent before the file has its name."""
        assert self._file
        with _told():
            self._file.write(data)

    def finish(self) -> str:
        """Make it lasting, then give it its name."""
        assert self._file
        with _told():
            self._file.flush()
            os.fsync(self._file.fileno())
            size = self._file.tell()
            self._file.close()
            if self._target.exists():
                raise FileExistsError(errno.EEXIST, self._target.name)
            os.rename(self._partial, self._target)
        self._file, self.sent = None, size
        return "filed"

    def close(self) -> None:
        """Leave no half file behind."""
        if self._file:
            with contextlib.suppress(OSError):
                self._file.close()
            with contextlib.suppress(OSError):
                self._partial.unlink()
            self._file = None


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Broken(_WORDS.get(error.errno or 0, "no_folder"), str(error)) from error
