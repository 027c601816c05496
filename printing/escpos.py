"""Dots become the bytes of an ESC/POS printer. Graphics only: any character that a font can draw prints on
any printer.

GS v 0 is the one raster command that Epson's models and their imitators share (Epson calls it obsolete and
keeps it). It works only at the beginning of an empty line, which ESC @ at the start of each job sees to.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from printing.dots import Dots

INIT = b"\x1b@"
CUT = b"\x1dVB\x03"  # GS V 66 n: feed to the cutter and n more, cut but for one point
BAND = 256  # rows a command; far below the 2,303 that the smallest documented printer takes
_BAD_HEIGHT = 48  # some 58 mm imitations print garbage for n x 48 rows (python-escpos 367, 424, open)
_TICKET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class TooWide(ValueError):
    """The raster has more dots than the head: the printer would drop the right edge without a word."""


def bands(dots: Dots, rows: int = BAND) -> Iterator[bytes]:
    """The raster as GS v 0 commands, one band at a time; a height that is a multiple of 48 gets one white row
    more.
    """
    if not 1 <= rows <= BAND or rows % _BAD_HEIGHT == 0:
        raise ValueError(f"{rows} rows a band")
    stride, whole = dots.stride, memoryview(dots.rows)
    for y in range(0, dots.height, rows):
        n = min(rows, dots.height - y)
        data = bytes(whole[y * stride : (y + n) * stride])
        if n % _BAD_HEIGHT == 0:
            data, n = data + bytes(stride), n + 1
        yield b"\x1dv0\x00" + stride.to_bytes(2, "little") + n.to_bytes(2, "little") + data


def ask_when_printed(ticket: bytes) -> bytes:
    """GS ( H, function 48: the printer sends the ticket back when what stands before this command has been
    printed.
    """
    if len(ticket) != 4 or not all(32 <= c <= 126 for c in ticket):
        raise ValueError("a ticket is four printable characters")
    return b"\x1d(H\x06\x00\x30\x30" + ticket


def new_ticket() -> bytes:
    """Four characters by chance: an answer that belongs to an earlier job must not fit this one."""
    return "".join(secrets.choice(_TICKET) for _ in range(4)).encode()


def chunks(
    dots: Dots,
    *,
    head: int,
    band: int = BAND,
    cutter: bool = True,
    tail: int = 0,
    ticket: bytes | None = None,
) -> Iterator[bytes]:
    """A whole job, piece by piece, so that the printer begins with the first band. `head` is the head's width
    in dots.

    The ticket stands between the last band and the cut: for printed data Epson promises the answer when the
    printing is completed, for other commands already when they are processed. Without a cutter the paper is
    fed `tail` dots to the edge.
    """
    if dots.width > head:
        raise TooWide(f"{dots.width} dots on a head of {head}")
    yield INIT
    yield from bands(dots, band)
    if ticket is not None:
        yield ask_when_printed(ticket)
    if cutter:
        yield CUT
    elif tail:
        yield b"\x1bJ" + bytes((tail,))


def encode(
    dots: Dots,
    *,
    head: int,
    band: int = BAND,
    cutter: bool = True,
    tail: int = 0,
    ticket: bytes | None = None,
) -> bytes:
    """The same in one piece, for a file."""
    return b"".join(chunks(dots, head=head, band=band, cutter=cutter, tail=tail, ticket=ticket))
