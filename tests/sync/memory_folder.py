"""A share in memory that fails as shares fail: cut before or after an operation, slow to show what is new, full."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from typing import Any

from sync.names import Path

# Made anew each time: one that is raised again and again keeps every frame that it ever went through.
FAULTS: tuple[Callable[[], OSError], ...] = (
    lambda: OSError(errno.ECONNRESET, "cut"), lambda: OSError(errno.EHOSTDOWN, "away"), lambda: PermissionError(errno.EACCES, "held"),
    lambda: OSError(errno.ENOSPC, "full"), lambda: OSError(errno.EIO, "broken"))


class Server:
    """What stands on the share, in the order in which it came there."""

    def __init__(self) -> None:
        self.files: dict[Path, bytes] = {}
        self.since: dict[Path, int] = {}
        self.tick = 0

    def put(self, path: Path, data: bytes) -> None:
        self.tick += 1
        self.files[path], self.since[path] = data, self.tick

    def drop(self, path: Path) -> None:
        del self.files[path], self.since[path]


class MemoryFolder:
    """One client's view. `late`: how many changes back it may still see the past of listings and absent names."""

    def __init__(self, server: Server, luck: random.Random | None = None, *, faults: float = 0.0, late: int = 0) -> None:
        self.server, self.luck, self.faults, self.late = server, luck or random.Random(0), faults, late
        self.operations = 0

    def read(self, path: Path, cap: int) -> bytes:
        return self._do(lambda: self._seen(path)[:cap + 1])

    def names(self, path: Path) -> list[str]:
        return self._do(lambda: sorted({found[len(path)] for found in self.server.files
                                        if found[:len(path)] == path and len(found) > len(path) and self._shows(found)}))

    def make(self, path: Path) -> None:
        self._do(lambda: None)

    def write_new(self, path: Path, data: bytes) -> None:
        def write() -> None:
            if path in self.server.files:
                raise FileExistsError(errno.EEXIST, "there")
            self.server.put(path, data)

        def half() -> None:
            write()
            self.server.files[path] = data[:len(data) // 2]

        self._do(write, half)

    def claim(self, part: Path, path: Path) -> None:
        def rename() -> None:
            if path in self.server.files:
                raise FileExistsError(errno.EEXIST, "there")
            data = self.server.files[part]
            self.server.drop(part)
            self.server.put(path, data)

        self._do(rename)

    def remove(self, path: Path) -> None:
        def drop() -> None:
            if path not in self.server.files:
                raise FileNotFoundError(errno.ENOENT, "absent")
            self.server.drop(path)

        self._do(drop)

    def modified(self, path: Path) -> float:
        return float(self.server.since[path])

    def _seen(self, path: Path) -> bytes:
        if path not in self.server.files or not self._shows(path):
            raise FileNotFoundError(errno.ENOENT, "absent")
        return self.server.files[path]

    def _shows(self, path: Path) -> bool:
        age = self.server.tick - self.server.since[path]
        return age >= self.late or self.luck.random() < 0.5

    def _do(self, do: Callable[[], Any], half: Callable[[], Any] | None = None) -> Any:
        self.operations += 1
        if self.luck.random() >= self.faults:
            return do()
        if self.luck.random() < 0.5:
            (half or do)()          # it happened, at least in part, and the answer was lost
        raise self.luck.choice(FAULTS)()
