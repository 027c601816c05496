"""win32print as far as we use it, with queues that live in a test. Numbers are those of winspool.h."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass, field

import pytest

PAUSED, ERROR, DELETING, SPOOLING, PRINTING, OFFLINE, PAPER_OUT, PRINTED, DELETED, COMPLETE = (
    0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x1000,
)  # fmt: skip


class Error(Exception):
    """pywintypes.error."""

    def __init__(self, winerror: int, function: str) -> None:
        super().__init__(winerror, function, "made up")
        self.winerror = winerror


@dataclass
class Queue:
    """A printer as Windows shows it. `steps`: the status of a job at each look, None: gone; the last one
    stays.
    """

    attributes: int = 0
    status: int = 0
    later: int | None = None  # the status of the printer once a job was looked at
    steps: list[int | None] = field(default_factory=lambda: [SPOOLING, PRINTING, None])
    full_after: int | None = None
    most: int = 4096  # bytes that one WritePrinter takes
    undeletable: bool = False
    start_error: int | None = None
    data: bytearray = field(default_factory=bytearray)
    calls: list[str] = field(default_factory=list)
    deleted: bool = False
    title: str = ""


def install(patch: pytest.MonkeyPatch, **queues: Queue) -> None:
    """A win32print with these queues, and the pywintypes that has its error, as pywin32 has it: win32print itself has no
    name for it."""
    patch.setitem(sys.modules, "win32print", module(**queues))
    errors = types.ModuleType("pywintypes")
    errors.error = Error
    patch.setitem(sys.modules, "pywintypes", errors)


def module(**queues: Queue) -> types.ModuleType:
    """A win32print with these queues."""
    it = types.ModuleType("win32print")

    def open_printer(name):
        if name not in queues:
            raise Error(1801, "OpenPrinter")
        return queues[name]

    def get_printer(queue, level):
        assert level == 2
        return {"Attributes": queue.attributes, "Status": queue.status, "cJobs": 0}

    def start_doc(queue, level, document):
        assert level == 1 and document[1:] == (None, "RAW")
        if queue.start_error:
            raise Error(queue.start_error, "StartDocPrinter")
        queue.title = document[0]
        queue.calls.append("start")
        return 7

    def write(queue, data):
        assert queue.calls[-1] == "page" and isinstance(data, bytes)
        if queue.full_after is not None and len(queue.data) >= queue.full_after:
            raise Error(112, "WritePrinter")
        taken = data[: queue.most]
        queue.data += taken
        return len(taken)

    def get_job(queue, job, level):
        assert (job, level) == (7, 1)
        if queue.later is not None:
            queue.status = queue.later
        if queue.deleted and not queue.undeletable:
            raise Error(87, "GetJob")
        step = queue.steps.pop(0) if len(queue.steps) > 1 else queue.steps[0]
        if step is None:
            raise Error(87, "GetJob")
        return {"Status": step}

    def set_job(queue, job, level, info, command):
        assert (job, level, info, command) == (7, 0, None, 5)
        queue.deleted = True
        queue.calls.append("delete")

    it.OpenPrinter, it.GetPrinter, it.StartDocPrinter, it.WritePrinter = (
        open_printer,
        get_printer,
        start_doc,
        write,
    )
    it.GetJob, it.SetJob = get_job, set_job
    it.StartPagePrinter = lambda queue: queue.calls.append("page")
    it.EndPagePrinter = lambda queue: queue.calls.append("end page")
    it.EndDocPrinter = lambda queue: queue.calls.append("end")
    it.ClosePrinter = lambda queue: queue.calls.append("close")
    return it
