"""One job: ask, send, ask again, and say no more than is known.

`confirmed` means that the printer itself said so: good before, every byte written, its own word that the
paper is printed (GS ( H), good after, all over one connection, so that TCP vouches for the order. A system's
queue never confirms: it knows that the bytes left the PC. `failed` means that nothing has left, so the paper
may be printed anywhere else. All the rest is `doubtful`, and somebody has to look. From the first byte on
nothing is sent a second time by itself.

GS r would answer from clones too, but it is answered when it is read, not when the paper is printed, and one
maker (HPRT, TP80K) gives it to serial printers only: no proof. An answer to DLE EOT after the data proves
only that the data arrived.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from printing import escpos
from printing.dots import Dots
from printing.printers import Profile
from printing.status import Garbled, Mute, Status, Talk
from printing.transport import Broken, Transport


class Why(StrEnum):
    """The one reason to give. The same word may stand for failed (seen before) and for doubtful (seen
    after).
    """

    PRINTED = "printed"  # confirmed

    STOPPED = "stopped"  # the queue is held
    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    ERROR = "error"
    FEEDING = "feeding"  # somebody holds the feed button
    OFFLINE = "offline"

    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # there, but takes no job: no such service, or busy with another PC
    NOT_UNDERSTOOD = "not_understood"  # whatever answered is no such printer
    NO_SYSTEM = "no_system"  # no spooler, no CUPS, or it does not run
    NO_QUEUE = "no_queue"
    DENIED = "denied"
    NO_FOLDER = "no_folder"
    EXISTS = "exists"
    DISK_FULL = "disk_full"

    BROKEN_OFF = "broken_off"  # a part of the job left; the paper, if any, is not whole
    SLOW = "slow"  # the printer took no more bytes in time; what it has, it will print
    LOST = "lost"  # the connection ended before the printer had confirmed
    MUTE = "mute"  # the printer does not answer
    NOT_CONFIRMED = "not_confirmed"  # good, but it never said that it has printed
    CANNOT_TELL = "cannot_tell"  # such a printer or queue does not say
    HANDED_OVER = "handed_over"  # it has left the queue; what became of it nobody knows
    WITHDRAWN = "withdrawn"  # taken out of the queue; a part may have been printed
    STUCK = "stuck"  # still in the queue: it may print at any time
    FILED = "filed"  # a file, no paper


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job. `failed` always has bytes_sent 0. `size` is the whole job, None when it was not
    written to its end.
    """

    state: str  # confirmed, doubtful, failed
    why: Why
    bytes_sent: int = 0
    before: Status | None = None
    after: Status | None = None
    size: int | None = None
    detail: str = ""  # the system's own words, for the log

    @property
    def near_end(self) -> bool:
        """The roll is nearly used up."""
        return bool((self.after or self.before or Status()).near_end)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. A mute printer costs `answer` once. `print_`: from the last byte to the printer's word that
    all is on paper.
    """

    answer: float = 1.5
    print_: float = 20.0
    look: float = 4.0  # a slip is out by then; if not, look once whether the roll is empty or the cover open


def print_dots(
    dots: Dots, profile: Profile, transport: Transport, patience: Patience | None = None
) -> Outcome:
    """Print a raster on a receipt printer. Raises escpos.TooWide before anything is opened."""
    ticket = profile.new_ticket() if transport.talks else None
    pieces = profile.job(dots, ticket)
    first = next(pieces)  # a raster that does not fit is a mistake of the caller, and shows here
    return send(_again(first, pieces), transport, asks=profile.answers, ticket=ticket, patience=patience)


def _again(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest


def send(
    pieces: Iterable[bytes],
    transport: Transport,
    *,
    asks: bool = False,
    ticket: bytes | None = None,
    patience: Patience | None = None,
) -> Outcome:
    """Send a job once. `asks`: this printer answers DLE EOT; `ticket`: and sends that back when it has
    printed.

    For files and queues that take a PDF give its bytes as one piece. An error of whoever makes the pieces is
    raised; the transport is closed in every case.
    """
    run = _Run(transport, asks and transport.talks, ticket, patience or Patience())
    try:
        return run.whole(pieces)
    finally:
        transport.close()


class _Run:
    """The steps of one job and what was learned so far."""

    def __init__(self, transport: Transport, asks: bool, ticket: bytes | None, patience: Patience) -> None:
        self._transport, self._asks, self._ticket, self._patience = transport, asks, ticket, patience
        self._talk = Talk(transport, patience.answer) if asks else None  # type: ignore[arg-type]
        self._before: Status | None = None
        self._after: Status | None = None
        self._size: int | None = None

    def whole(self, pieces: Iterable[bytes]) -> Outcome:
        """Ask, send, ask."""
        try:
            self._transport.open()
            self._before = self._state()
        except Mute:
            self._talk = None  # printed all the same, and never confirmed
        except Garbled:
            return self._ended(Why.NOT_UNDERSTOOD)
        except Broken as broken:
            return self._ended(broken.why, broken.detail)
        if self._before and self._before.fault:
            return self._ended(self._before.fault)
        try:
            size = 0
            for piece in pieces:
                size += len(piece)
                self._transport.write(piece)
            self._size = size
            word = self._transport.finish()
        except Broken as broken:
            return self._ended(self._broke(broken.why), broken.detail)
        if self._talk:
            return self._confirm(self._talk)
        if self._asks:
            return self._ended(Why.MUTE)
        if self._transport.talks:
            return self._ended(Why.CANNOT_TELL)
        with contextlib.suppress(Broken):
            self._after = self._transport.state()
        fault = self._after.fault if self._after and word == Why.HANDED_OVER else None
        return self._ended(fault or word)

    def _broke(self, why: str) -> str:
        """The word for a way that failed while the job was going out."""
        if why not in (Why.LOST, Why.BROKEN_OFF):
            return why
        if not self._transport.sent:
            return Why.REFUSED
        return Why.BROKEN_OFF if self._size is None else Why.LOST

    def _state(self) -> Status | None:
        return self._talk.status() if self._talk else self._transport.state()

    def _confirm(self, talk: Talk) -> Outcome:
        """All bytes are written to a printer that answers: wait for its word, then look at it once more."""
        try:
            printed = self._wait(talk) if self._ticket else False
            self._after = talk.status()
        except Mute:
            return self._ended(Why.MUTE)
        except Garbled:
            return self._ended(Why.NOT_UNDERSTOOD)
        except Broken as broken:
            return self._ended(Why.LOST, broken.detail)
        if self._after.fault:
            return self._ended(self._after.fault)
        if printed and self._before and self._before.good and self._after.good:
            return self._outcome("confirmed", Why.PRINTED)
        return self._ended(Why.NOT_CONFIRMED if self._ticket else Why.CANNOT_TELL)

    def _wait(self, talk: Talk) -> bool:
        """Whether the printer says that it has printed.

        Answers to questions that the raster asked by chance all come before the ticket, so a state asked for
        after it is exact. One asked for earlier is not: it is only good for telling an empty roll at once,
        and then a second ticket has to clear the line before the last look.
        """
        assert self._ticket
        if talk.printed(self._ticket, min(self._patience.look, self._patience.print_)):
            return True
        with contextlib.suppress(Mute):  # busy receiving, perhaps
            if talk.status().fault:
                return False
        if not talk.printed(self._ticket, self._patience.print_ - self._patience.look):
            return False
        second = escpos.new_ticket()
        self._transport.ask(escpos.ask_when_printed(second))  # type: ignore[attr-defined]
        return talk.printed(second, self._patience.answer)

    def _ended(self, why: str, detail: str = "") -> Outcome:
        return self._outcome("doubtful" if self._transport.sent else "failed", Why(why), detail)

    def _outcome(self, state: str, why: Why, detail: str = "") -> Outcome:
        return Outcome(state, why, self._transport.sent, self._before, self._after, self._size, detail)
