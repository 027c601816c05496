"""A mounted folder that fails by rule: a pass-through file system in a process of its own.

    python -m tests.sync.faulty_mount BACKING MOUNTPOINT RULES.json

Rules: [{"op": "fsync", "errno": "EIO", "match": "part", "delay": 2}]. `rename_after` fails after the rename took
effect, which is what a lost reply looks like from here. The rule file is read at every call.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def usable() -> str | None:
    """Why a folder cannot be mounted here; None where it can."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        return "there is no /dev/fuse that this user may open"
    return None


class Mount:
    """A running one: `point` is the folder to use, `backing` what is behind it."""

    def __init__(self, home: Path) -> None:
        self.backing, self.point, self._rules = home / "backing", home / "mount", home / "rules.json"
        self.backing.mkdir()
        self.point.mkdir()
        self.obey([])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.faulty_mount", str(self.backing), str(self.point), str(self._rules)],
            cwd=Path(__file__).resolve().parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while not os.path.ismount(self.point):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self._process.communicate()[1] or b"").decode(errors="replace")[-2000:])
            time.sleep(0.02)

    def obey(self, rules: list[dict[str, Any]]) -> None:
        """These faults from now on."""
        beside = self._rules.with_suffix(".new")
        beside.write_text(json.dumps(rules))
        os.replace(beside, self._rules)

    def close(self) -> None:
        self.obey([])
        subprocess.run(["fusermount3", "-uz", str(self.point)], check=True, capture_output=True)
        self._process.communicate(timeout=20)


def main(backing: str, point: str, rules: str) -> None:
    """Runs until it is unmounted."""
    import mfusepy as fuse

    from sync.folder import rename_new

    class Faulty(fuse.Operations):  # type: ignore[misc]
        use_ns = True

        def _at(self, path: str) -> str:
            return backing + path

        def _rule(self, op: str, path: str) -> None:
            for rule in json.loads(Path(rules).read_text()):
                if rule["op"] == op and rule.get("match", "") in path:
                    until = time.monotonic() + rule.get("delay", 0)
                    while time.monotonic() < until and rule in json.loads(Path(rules).read_text()):
                        time.sleep(0.05)        # until the rule is taken back
                    if "errno" in rule:
                        raise fuse.FuseOSError(getattr(errno, rule["errno"]))

        def getattr(self, path: str, fh: Any = None) -> dict[str, Any]:
            self._rule("getattr", path)
            found = os.lstat(self._at(path))
            plain = {name: getattr(found, name) for name in ("st_mode", "st_size", "st_nlink", "st_uid", "st_gid")}
            return plain | {name: getattr(found, f"{name}_ns") for name in ("st_mtime", "st_atime", "st_ctime")}

        def readdir(self, path: str, fh: Any) -> list[str]:
            self._rule("readdir", path)
            return [".", "..", *os.listdir(self._at(path))]

        def mkdir(self, path: str, mode: int) -> None:
            self._rule("mkdir", path)
            os.mkdir(self._at(path), mode)

        def rmdir(self, path: str) -> None:
            os.rmdir(self._at(path))

        def create(self, path: str, mode: int, fi: Any = None) -> int:
            self._rule("create", path)
            return os.open(self._at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

        def open(self, path: str, flags: int) -> int:
            self._rule("open", path)
            return os.open(self._at(path), flags)

        def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
            self._rule("read", path)
            return os.pread(fh, size, offset)

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            self._rule("write", path)
            return os.pwrite(fh, data, offset)

        def fsync(self, path: str, datasync: int, fh: int) -> None:
            self._rule("fsync", path)
            os.fsync(fh)

        def fsyncdir(self, path: str, datasync: int, fh: int) -> None:
            self._rule("fsyncdir", path)

        def flush(self, path: str, fh: int) -> None:
            self._rule("flush", path)

        def release(self, path: str, fh: int) -> None:
            os.close(fh)

        def rename(self, old: str, new: str, flags: int = 0) -> None:
            self._rule("rename", new)
            (rename_new if flags else os.rename)(self._at(old), self._at(new))
            self._rule("rename_after", new)

        def unlink(self, path: str) -> None:
            self._rule("unlink", path)
            os.unlink(self._at(path))

    fuse.FUSE(Faulty(), point, foreground=True, nothreads=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
