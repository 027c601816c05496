"""The share as a folder: the few operations that are safe on SMB, and what their errors mean.

Nothing is ever replaced. A file is written whole under a name that only its owner uses, synced, measured, and then given
its own name by a rename that fails where that name exists. An error of that rename does not mean that it did not
happen (6 of 40 cut points, guides/sync.md, section 0): the name is read back, and only its bytes decide.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Protocol

from sync.names import Path

LADDER = (0.05, 0.1, 0.2, 0.4)      # virus scanners hold a fresh file for a median of 31 ms, p99 265 ms
_WINDOWS_HELD = frozenset({5, 32, 33})
_HELD = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM, errno.EAGAIN, errno.ETXTBSY,
                   errno.EISDIR})      # Windows says of a folder that it may not be read
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR})
_RENAME_NOREPLACE = 1
_HERE = -100


class Folder(Protocol):
    """What is asked of a share; every path is below its root. Each raises OSError."""

    def read(self, path: Path, cap: int) -> bytes:
        """The whole file, at most cap + 1 bytes. FileNotFoundError is no news, never a deletion."""

    def names(self, path: Path) -> list[str]:
        """What stands in a folder."""

    def make(self, path: Path) -> None:
        """The folder and those above it, but never the root."""

    def write_new(self, path: Path, data: bytes) -> None:
        """A file that is on the server's disk when this returns."""

    def claim(self, part: Path, path: Path) -> None:
        """Gives the file its own name. FileExistsError where somebody has it."""

    def remove(self, path: Path) -> None:
        """Takes an own part or an own old acknowledgement away."""

    def modified(self, path: Path) -> float:
        """The server's time of the last change, to be compared with that of another file of the same server."""


class OsFolder:
    """A folder of the operating system: a local one, a mounted share, a UNC path."""

    def __init__(self, root: str) -> None:
        self.root = root

    def read(self, path: Path, cap: int) -> bytes:
        with open(self._at(path), "rb") as file:
            return file.read(cap + 1)

    def names(self, path: Path) -> list[str]:
        return sorted(os.listdir(self._at(path)))

    def make(self, path: Path) -> None:
        if not os.path.isdir(self.root):        # a share that is away must not come back as an empty local folder
            raise FileNotFoundError(errno.ENOENT, "the root is away")
        for length in range(1, len(path) + 1):
            try:
                os.mkdir(self._at(path[:length]))
            except FileExistsError:
                continue

    def write_new(self, path: Path, data: bytes) -> None:
        target = self._at(path)
        with open(target, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if _size(target) != len(data):
            raise OSError(errno.EIO, "the file is shorter than what was written")

    def claim(self, part: Path, path: Path) -> None:
        rename_new(self._at(part), self._at(path))
        _sync_folder(os.path.dirname(self._at(path)))

    def remove(self, path: Path) -> None:
        os.unlink(self._at(path))

    def modified(self, path: Path) -> float:
        return os.stat(self._at(path)).st_mtime

    def _at(self, path: Path) -> str:
        if any(part in ("", ".", "..") or "/" in part or "\\" in part for part in path):
            raise ValueError("a path that leads elsewhere")
        return str(FilePath(self.root, *path))


def rename_new(source: str, target: str) -> None:
    """A rename that never replaces. Raises FileExistsError; OSError(ENOTSUP) where the file system has no such rename."""
    if sys.platform == "win32":
        os.rename(source, target)       # MoveFileEx without MOVEFILE_REPLACE_EXISTING
        return
    if _renameat2 is not None:
        if _renameat2(_HERE, os.fsencode(source), _HERE, os.fsencode(target), _RENAME_NOREPLACE) == 0:
            return
        code = ctypes.get_errno()
        if code not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(code, os.strerror(code), target)
    os.link(source, target)
    os.unlink(source)


def _find_renameat2() -> Callable[..., int] | None:
    if sys.platform == "win32":
        return None
    try:
        found = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):       # macOS, old musl
        return None
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return found


_renameat2 = _find_renameat2()


def _sync_folder(folder: str) -> None:
    """The name too is on the disk. SMB servers answer EINVAL or ENOTSUP, which is no failure (restic #3751)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def _size(path: str) -> int:
    """As the server says it: a write that was reported as done may have left less (dittofs #1267)."""
    return os.stat(path).st_size


def trouble(error: OSError) -> str:
    """'held' by a scanner or a backup for a moment · 'full' · 'read_only' · 'away' for all else."""
    if getattr(error, "winerror", None) in _WINDOWS_HELD:
        return "held"
    if getattr(error, "winerror", None) in (39, 112) or error.errno in _FULL:
        return "full"
    if error.errno == errno.EROFS:
        return "read_only"
    return "held" if error.errno in _HELD else "away"


@dataclass(frozen=True, slots=True)
class Published:
    """'published' now · 'already' there with these very bytes · 'fork': another file has the name."""

    result: str

    @property
    def there(self) -> bool:
        return self.result != "fork"


def publish(folder: Folder, path: Path, data: bytes, part: Callable[[], Path],
            wait: Callable[[float], None] = time.sleep) -> Published:
    """Puts a file on the share under its one name. Raises the OSError of the last attempt where it is not there.

    `part` gives a fresh name to write under. A file that a scanner holds is tried for 0.75 s, then written again
    under another name (150 of 150 in the guide's measurement, 118 without).
    """
    found = _there(folder, path)
    if found is not None:
        return Published("already" if found == data else "fork")
    folder.make(path[:-1])
    last: OSError | None = None
    for _ in range(2):
        written = part()
        try:
            folder.make(written[:-1])
            folder.write_new(written, data)
            last = _claim(folder, written, path, wait)
        except OSError as error:
            last = error
        if last is None:
            return Published("published")
        found = _there(folder, path)
        if found is not None:
            return Published("published" if found == data else "fork")
        if trouble(last) == "full":
            _drop(folder, written)      # a stump at every round would take the last room from everybody
        if trouble(last) != "held":
            break
    assert last is not None
    raise last


def _claim(folder: Folder, part: Path, path: Path, wait: Callable[[float], None]) -> OSError | None:
    for pause in (*LADDER, None):
        try:
            folder.claim(part, path)
        except FileExistsError as error:
            return error
        except OSError as error:
            if trouble(error) != "held" or pause is None:
                return error
            wait(pause)
        else:
            return None
    return None


def _there(folder: Folder, path: Path) -> bytes | None:
    """The file under its own name; None where there is none."""
    from sync.envelope import FILE_CAP

    try:
        return folder.read(path, FILE_CAP)
    except FileNotFoundError:
        return None


def replaces(folder: Folder, first: Path, second: Path, third: Path) -> bool:
    """Whether this folder's rename silently replaces, or gives no file a new name at all: then it is no share for us
    (rclone's mount does either, guides/sync.md)."""
    folder.make(first[:-1])
    folder.write_new(first, b"1")
    folder.write_new(second, b"2")
    try:
        folder.claim(second, first)
        unfit = True
    except OSError:
        unfit = folder.read(first, 1) != b"1"
    if not unfit:
        try:
            folder.claim(second, third)
        except OSError as error:
            unfit = trouble(error) == "away"
    for path in (first, second, third):
        _drop(folder, path)
    return unfit


def _drop(folder: Folder, path: Path) -> None:
    try:
        folder.remove(path)
    except OSError:
        return


def sweep(folder: Folder, own: Path, older_than: float, part: Path) -> int:
    """Takes own parts away that are older than so many seconds by the server's clock, never by ours.

    `part` is a fresh name: an empty file under it says what time it is there.
    """
    try:
        there = [(*own, "tmp", name) for name in folder.names((*own, "tmp")) if name.endswith(".part")]
    except FileNotFoundError:
        return 0
    if not there:
        return 0
    folder.write_new(part, b"")
    now, gone = folder.modified(part), 0
    for path in [part, *there]:
        try:
            if path == part or now - folder.modified(path) >= older_than:
                folder.remove(path)
                gone += path != part
        except OSError:
            continue        # held, or gone meanwhile: next time
    return gone
