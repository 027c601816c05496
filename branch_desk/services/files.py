"""Writing a file that people asked for: whole or not at all."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path

from branch_desk.store.folders import shred as shred


def write(file: Path, data: bytes, *, private: bool = False) -> None:
    """Puts `data` at `file`: a new name in the same folder, synced, then moved over. Raises OSError; leaves no half file.
    What is `private` nobody else on this PC may read."""
    part = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(part, "xb", opener=partial(os.open, mode=0o600 if private else 0o666)) as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.filename == str(part):     # nobody asked for that name
            error.filename = str(file)
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise
