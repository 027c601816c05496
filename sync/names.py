"""What files on the share are called, and which names are ours. Lower-case ASCII, write-once, at most 70 characters.

Letter, hyphen and digits, or hex: no reserved device name of Windows can arise, and a name says nothing to a reader
who has no business here. Whatever does not match is somebody else's (Thumbs.db, `b-… (1).evt`): ignored and counted.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

ROOT = ("r-root.mark",)
LONGEST_PATH = 200          # root and name together; MAX_PATH of Windows is 260
LONGEST_NAME = 80
PER_FOLDER = 1000

Path = tuple[str, ...]

_DESK = re.compile(r"d-((?!000)[0-9]{3})")
_EPOCH = re.compile(r"[0-9a-f]{16}")
_FILES = {
    "batch": re.compile(r"b-([0-9]{12})\.evt"), "ack": re.compile(r"k-([0-9]{12})\.ack"),
    "catalogue": re.compile(r"c-([0-9]{12})\.cat"), "members": re.compile(r"m-([0-9]{12})\.mem"),
    "office": re.compile(r"o-([0-9]{12})\.key"), "bundle": re.compile(r"n-([0-9]{12})\.zip"),
    "request": re.compile(r"q-([0-9a-f]{16})\.req"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """One of our names: which kind, the number in it, and whose stream."""

    kind: str
    number: int
    desk: str | None = None
    epoch: str | None = None


def batch(desk: str, epoch: str, first: int) -> Path:
    """The batch that begins with event `first` of a stream."""
    return (*stream(desk, epoch), f"{first // PER_FOLDER:05d}", f"b-{first:012d}.evt")


def ack(desk: str, epoch: str, generation: int) -> Path:
    """What a desk has read, in its `generation`-th word."""
    return (*stream(desk, epoch), "ack", f"k-{generation:012d}.ack")


def part(desk: str, epoch: str) -> Path:
    """A name to write under before the file has its own; never used twice, because a server may hold it for minutes."""
    return (*stream(desk, epoch), "tmp", f"{secrets.token_hex(16)}.part")


def stream(desk: str, epoch: str) -> Path:
    """The folder of one life of a desk."""
    return ("d", f"d-{desk}", epoch)


def office(kind: str, generation: int) -> Path:
    """What the office publishes: 'catalogue', 'members' or 'office' (a new office key)."""
    letter, ending = {"catalogue": ("c", "cat"), "members": ("m", "mem"), "office": ("o", "key")}[kind]
    return ("office", f"{letter}-{generation:012d}.{ending}")


def request(key: str) -> Path:
    """A desk's request to be admitted, by the id of its key."""
    return ("ask", f"q-{key[:16]}.req")


def bundle(generation: int) -> Path:
    """The starter bundle of a new desk."""
    return ("boot", f"n-{generation:012d}.zip")


def parse(path: Path) -> Named | None:
    """What a path is, where it is ours and stands where it must."""
    kind, number = _file(path[-1])
    if kind is None:
        return None
    if kind in ("catalogue", "members", "office"):
        return Named(kind, number) if path[:-1] == ("office",) else None
    if kind == "request":
        return Named(kind, 0) if path[:-1] == ("ask",) else None
    if kind == "bundle":
        return Named(kind, number) if path[:-1] == ("boot",) else None
    if len(path) != 5 or path[0] != "d":
        return None
    desk, epoch = _DESK.fullmatch(path[1]), _EPOCH.fullmatch(path[2])
    place = "ack" if kind == "ack" else f"{number // PER_FOLDER:05d}"
    if desk is None or epoch is None or path[3] != place or number < 1:
        return None
    return Named(kind, number, desk.group(1), path[2])


def desk_of(folder: str) -> str | None:
    """The desk of a folder below `d`."""
    found = _DESK.fullmatch(folder)
    return found.group(1) if found else None


def is_epoch(folder: str) -> bool:
    """Whether a folder below a desk's is one of its lives."""
    return _EPOCH.fullmatch(folder) is not None


def _file(name: str) -> tuple[str | None, int]:
    for kind, pattern in _FILES.items():
        found = pattern.fullmatch(name)
        if found:
            return kind, 0 if kind == "request" else int(found.group(1))
    return None, 0
