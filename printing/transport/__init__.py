"""Ways to a printer. All have the same small face, are opened anew for each job, and say what went wrong in
one word.

    open()       reach the printer or the queue; nothing of the job has left when this fails
    state()      what the system knows of it (queues), None where only the printer itself can be asked
    write(data)  hand bytes over; `sent` counts those that can no longer be taken back
    finish()     all is written: wait for what the system can still tell; answers in one word
    close()      always; never raises

Where `talks` is True the printer itself can be asked, see printing.status.Link.
"""

from __future__ import annotations

from typing import Protocol

from printing.status import Status


class Broken(Exception):
    """The way failed; `why` is one of printing.job.Why."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why, self.detail = why, detail


class Transport(Protocol):
    """What printing.job needs."""

    talks: bool
    sent: int

    def open(self) -> None: ...

    def state(self) -> Status | None: ...

    def write(self, data: bytes) -> None: ...

    def finish(self) -> str: ...

    def close(self) -> None: ...
