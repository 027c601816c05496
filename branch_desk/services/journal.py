"""The log of what went wrong in the program itself: HOME/logs, kinds and places only.

The text of an exception may hold what was typed, so it is never written: a name in a log would be a name outside
the encrypted table.
"""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path
from types import TracebackType

KEPT = 5
SIZE = 256 << 10

log = logging.getLogger("branch_desk")


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
    try:
        handler = logging.handlers.RotatingFileHandler(folder / "branch_desk.log", maxBytes=SIZE, backupCount=KEPT,
                                                       encoding="utf-8", delay=True)
    except OSError:
        return      # a log that cannot be written is no reason not to serve
    handler.handleError = lambda record: None   # type: ignore[method-assign]  # the disk may be full: then without a log
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def stop() -> None:
    """Closes the log."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
