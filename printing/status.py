"""What a printer says of itself, and how to ask an ESC/POS printer while other answers may come in between.

Epson's reference, DLE EOT: one byte for each question, bits 1 and 4 always set, 0 and 7 never. The printer
obeys the sequence wherever it stands, in the dots of a raster too (in 10 of 180 of our papers it does), so
answers that nobody asked for are normal and are told apart here:

    0xx1xx10        answer to DLE EOT
    0xx1xx00 and 3  automatic status
    11, 13          XON, XOFF
    37 .. 00        a block; 37 22 .. 00 brings a ticket back
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

QUESTIONS = (1, 2, 3, 4)  # printer, cause of being offline, error, paper


class Link(Protocol):
    """Two-way bytes: what a transport must offer for its printer to be asked."""

    def ask(self, question: bytes) -> None:
        """Send bytes that are no part of a job."""

    def read(self, seconds: float) -> bytes:
        """What has arrived, b"" when nothing came in that time."""


class Mute(Exception):
    """No answer in time."""


class Garbled(Exception):
    """Something answered that is no ESC/POS printer, or speaks another language."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a printer or of a system's queue; None where nobody said."""

    online: bool | None = None
    cover_open: bool | None = None
    paper_out: bool | None = None
    near_end: bool | None = None
    error: bool | None = None  # cutter, head, anything that needs a hand
    feeding: bool | None = None  # somebody holds the feed button
    stopped: bool | None = None  # the system's queue is held

    @property
    def fault(self) -> str | None:
        """The one thing to put right first; None when nothing speaks against printing."""
        for name in ("stopped", "cover_open", "paper_out", "error", "feeding"):
            if getattr(self, name):
                return name
        return "offline" if self.online is False else None

    @property
    def good(self) -> bool:
        """Said to be online, and no fault."""
        return self.online is True and self.fault is None


def from_answers(answers: Mapping[int, int]) -> Status:
    """The meaning of the bytes that came for each question."""
    printer, cause, error, paper = (answers[n] for n in QUESTIONS)
    return Status(
        online=not printer & 0x08,
        cover_open=bool(cause & 0x04),
        paper_out=bool(cause & 0x20 or paper & 0x60),
        near_end=bool(paper & 0x0C),
        error=bool(
            cause & 0x40 or error & 0x6C
        ),  # recoverable 04, cutter 08, unrecoverable 20, recovers by itself 40
        feeding=bool(printer & 0x40 or cause & 0x08),
    )


class Talk:
    """A conversation over one connection."""

    def __init__(self, link: Link, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._link, self._seconds, self._now = link, seconds, now
        self._raw = bytearray()
        self._answers = bytearray()
        self._tickets: list[bytes] = []

    def status(self) -> Status:
        """Ask everything, one question after the other. Raises Mute, Garbled, or what the link raises."""
        self._hear(0)
        answers = {}
        for n in QUESTIONS:
            self._answers.clear()  # of questions that the raster asked by chance
            self._link.ask(b"\x10\x04" + bytes((n,)))
            end = self._now() + self._seconds
            while not self._answers:
                left = end - self._now()
                if left <= 0:
                    raise Mute
                self._hear(left)
            answers[n] = self._answers[0]
        return from_answers(answers)

    def printed(self, ticket: bytes, seconds: float) -> bool:
        """Wait until the ticket comes back."""
        end = self._now() + seconds
        while ticket not in self._tickets:
            left = end - self._now()
            if left <= 0:
                return False
            self._hear(left)
        return True

    def _hear(self, seconds: float) -> None:
        """Sort what has arrived. A broken block waits for its rest."""
        self._raw += self._link.read(seconds)
        while self._raw:
            byte = self._raw[0]
            length = 1
            if byte & 0x93 == 0x12:
                self._answers.append(byte)
            elif byte & 0x93 == 0x10:
                length = 4
                if any(more & 0x90 for more in self._raw[1:4]):
                    raise Garbled
            elif byte == 0x37:
                length = self._raw.find(0, 1) + 1
                if length == 7 and self._raw[1] == 0x22:
                    self._tickets.append(bytes(self._raw[2:6]))
                elif not length and len(self._raw) > 80:
                    raise Garbled
            elif byte not in (0x11, 0x13):
                raise Garbled
            if not length or length > len(self._raw):
                return
            del self._raw[:length]
