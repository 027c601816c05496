"""CSV that Japanese Excel opens rightly: UTF-8 with a byte order mark, lines ended by CR LF, and no cell
that becomes a formula. A cell that begins with = + - @, a tab or a line end would be run when the file is
opened (OWASP, CSV injection), so it gets an apostrophe before it; what looks like a number to a spreadsheet
but is digits of ours stays text by its blanks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from branch_desk.services import files

# the full-width forms as well: a spreadsheet with a Japanese locale reads ＝ and ＠ like = and @
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The cell as text."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_RUNS) or cell.startswith(_RUNS) else cell


def text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole file without its byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (heading, *rows):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def write(file: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Whole or not at all. Raises OSError."""
    files.write(file, ("\ufeff" + text(heading, rows)).encode("utf-8"))
