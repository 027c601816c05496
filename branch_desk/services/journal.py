"""The log of what went wrong in the program itself: HOME/logs, kinds and places only.

The text of an exception may hold what was typed, so it is never written: a name in a log would be a name outside
the encrypted table.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

KEPT = 5
SIZE = 256 << 10

log = logging.getLogger("branch_desk")


class _Late(logging.Handler):
    """The file, opened when there is something to write: what turns it over brings sockets and pickles, 7 ms of CPU that
    every start would pay. A log that cannot be written, on a full disk say, is no reason not to serve."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Writes, or does without."""
        with contextlib.suppress(OSError):
            if self._file is None:
                from logging.handlers import RotatingFileHandler

                self._file = RotatingFileHandler(self._path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True)
                self._file.handleError = lambda record: None    # type: ignore[method-assign]
                self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            self._file.emit(record)

    def close(self) -> None:
        """Closes the file, where it was opened."""
        if self._file is not None:
            self._file.close()
        super().close()


def describe(error: BaseException, trace: TracebackType | None = None) -> str:
    """Kind and places, innermost last; no messages, no values, no path but the last three parts."""
    lines = [type(error).__name__]
    for frame in traceback.extract_tb(trace or error.__traceback__)[-12:]:
        where = frame.filename.replace("\\", "/").split("/")
        lines.append(f"  {'/'.join(where[-3:])}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def record(error: BaseException, trace: TracebackType | None = None) -> str:
    """Writes what failed to the log and returns what was written."""
    details = describe(error, trace)
    log.error("%s", details)
    return details


def start(home: Path) -> None:
    """From here on the log goes into HOME/logs, where there is one; the oldest part goes when it grows."""
    folder = home / "logs"
    if not folder.is_dir() or log.handlers:
        return
    log.addHandler(_Late(folder / "branch_desk.log"))
    log.setLevel(logging.INFO)


def stop() -> None:
    """Closes the log."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
