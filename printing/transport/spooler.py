"""The Windows spooler, RAW: for receipt printers on USB or shared by another PC.

The spooler accepts jobs for a printer that is not plugged in and reports Status 0 for it (pywin32 662), and a
raw queue carries no answer back. So: look at the attribute WORK_OFFLINE and at every status bit first, watch
the job until it has left, and take it out again when it is stuck: a job that stays behind prints tomorrow, as
a second original. Not yet run on a Windows PC.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from printing.status import Status
from printing.transport import Broken

# winspool.h
_WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_WORK_OFFLINE
_PAUSED, _PAPER_OUT, _DOOR_OPEN = 0x1, 0x10, 0x400000  # PRINTER_STATUS_...
_OFFLINE = 0x80 | 0x1000 | 0x2000000  # OFFLINE, NOT_AVAILABLE, SERVER_OFFLINE
_ERROR = (
    0x2 | 0x4 | 0x8 | 0x40 | 0x100000 | 0x200000
)  # ERROR, PENDING_DELETION, JAM, PAPER_PROBLEM, hand, memory
_JOB_DONE = 0x80 | 0x1000  # JOB_STATUS_PRINTED, COMPLETE
_JOB_DELETED = 0x4 | 0x100
_JOB_TROUBLE = (
    0x1 | 0x2 | 0x20 | 0x40 | 0x200 | 0x400
)  # PAUSED, ERROR, OFFLINE, PAPEROUT, BLOCKED, USER_INTERVENTION
_DELETE_JOB = 5  # JOB_CONTROL_DELETE
_WINERROR = {
    5: "denied",
    1801: "no_queue",
    1722: "no_system",
    1905: "no_queue",
    39: "disk_full",
    112: "disk_full",
}
_GONE = 87  # ERROR_INVALID_PARAMETER: no such job any more


class Spooler:
    """One raw job through a queue."""

    talks = False

    def __init__(
        self, queue: str, title: str, *, watch: float = 20.0, trouble: float = 5.0, pause: float = 0.2
    ) -> None:
        """`title` stands in the queue for all to read: nothing personal. `trouble`: how long a complaining
        job may stay.
        """
        self._queue, self._title = queue, title
        self._watch, self._trouble, self._pause = watch, trouble, pause
        self._win32: ModuleType | None = None
        self._error: type[Exception] = OSError  # pywintypes.error; win32print has no name for it (pywin32 312)
        self._handle: Any = None
        self._job: int | None = None
        self._ended = False
        self.sent = 0

    def open(self) -> None:
        """Open the queue."""
        try:
            import pywintypes
            import win32print
        except ImportError as error:
            raise Broken("no_system", str(error)) from error
        self._win32, self._error = win32print, pywintypes.error
        with self._told("no_queue"):
            self._handle = win32print.OpenPrinter(self._queue)

    def state(self) -> Status | None:
        """What the spooler believes; None when it does not answer."""
        assert self._win32
        try:
            info = self._win32.GetPrinter(self._handle, 2)
        except self._error:
            return None
        bits = info["Status"]
        return Status(
            online=not (info["Attributes"] & _WORK_OFFLINE or bits & _OFFLINE),
            cover_open=bool(bits & _DOOR_OPEN),
            paper_out=bool(bits & _PAPER_OUT),
            error=bool(bits & _ERROR),
            stopped=bool(bits & _PAUSED),
        )

    def write(self, data: bytes) -> None:
        """Into the spool; the printer may begin at once."""
        assert self._win32
        with self._told("broken_off"):
            if self._job is None:
                self._job = self._win32.StartDocPrinter(self._handle, 1, (self._title, None, "RAW"))
                self._win32.StartPagePrinter(self._handle)
            rest = memoryview(data)
            while rest:
                n = self._win32.WritePrinter(self._handle, bytes(rest))
                if not n:
                    raise Broken("broken_off", "the spooler takes no more")
                self.sent += n
                rest = rest[n:]

    def finish(self) -> str:
        """End the job and watch it leave: handed_over, withdrawn, or stuck when even that failed."""
        assert self._win32 and self._job is not None
        with self._told("broken_off"):
            self._win32.EndPagePrinter(self._handle)
            self._win32.EndDocPrinter(self._handle)
        self._ended = True
        end = time.monotonic() + self._watch
        complaining_since = None
        while (now := time.monotonic()) < end:
            status = self._job_status()
            if status is None or status & _JOB_DONE:
                return "handed_over"
            if status & _JOB_DELETED:
                return "withdrawn"
            complaining_since = (complaining_since or now) if status & _JOB_TROUBLE else None
            if complaining_since is not None and now - complaining_since >= self._trouble:
                break
            time.sleep(self._pause)
        return "withdrawn" if self._withdraw() else "stuck"

    def _job_status(self) -> int | None:
        """Bits of the job; None when the queue does not know it any more."""
        assert self._win32
        try:
            return int(self._win32.GetJob(self._handle, self._job, 1)["Status"])
        except self._error as error:
            if getattr(error, "winerror", None) == _GONE:
                return None
            raise Broken("lost", str(error)) from error

    def _withdraw(self) -> bool:
        assert self._win32
        with contextlib.suppress(self._error, Broken):
            self._win32.SetJob(self._handle, self._job, 0, None, _DELETE_JOB)
            end = time.monotonic() + self._trouble
            while time.monotonic() < end:
                status = self._job_status()
                if status is None:
                    return True
                time.sleep(self._pause)
        return False

    def close(self) -> None:
        """A job that was not ended is taken out: half of it must not wait for the next one."""
        if self._handle is None or not self._win32:
            return
        if self._job is not None and not self._ended:
            with contextlib.suppress(self._error):
                self._win32.SetJob(self._handle, self._job, 0, None, _DELETE_JOB)
        with contextlib.suppress(self._error):
            self._win32.ClosePrinter(self._handle)
        self._handle = None

    @contextlib.contextmanager
    def _told(self, why: str) -> Iterator[None]:
        assert self._win32
        try:
            yield
        except self._error as error:
            raise Broken(_WINERROR.get(getattr(error, "winerror", 0), why), str(error)) from error
