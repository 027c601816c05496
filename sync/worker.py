"""The one process that touches the share, and the way to it.

A frozen link holds a call for 20 s and more with no error (guides/sync.md, section 9), and a thread in such a call can
not be ended. A process can: whoever asks sets a time, and when it is over the process is killed and the share counts
as away until a new one is asked.

Frames on its two pipes: 4 bytes length of a JSON header, 4 bytes length of the data behind it, both big-endian.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Any, BinaryIO, Protocol

from sync import names
from sync.envelope import FILE_CAP
from sync.folder import Folder, OsFolder, Published, publish, replaces, sweep, trouble
from sync.names import Path

PATIENCE = 20.0     # seconds for one operation; a 4 MB file takes 0.1 s on a living link
_LENGTHS = struct.Struct(">II")
MOST_NAMES = 50_000     # of a folder; whoever fills it with more must not stop everybody
_HEADER_CAP = 32 << 20  # a listing of 20,000 names is 0.5 MB


class Away(Exception):
    """The share does not answer as it should: 'away', 'frozen', 'held', 'full' or 'read_only'."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Share(Protocol):
    """The share as the exchange sees it. Each raises Away."""

    def read(self, path: Path) -> bytes | None:
        """The file, at most FILE_CAP + 1 bytes of it; None where there is none: no news."""

    def names(self, path: Path) -> tuple[str, ...]:
        """What stands in a folder; nothing where it is not there."""

    def publish(self, path: Path, data: bytes, desk: str, epoch: str) -> Published:
        """Puts a file under its one name, written by this stream."""

    def replaces(self, desk: str, epoch: str) -> bool:
        """Whether a rename on it replaces in silence: then nothing may be exchanged over it."""

    def remove(self, path: Path) -> None:
        """Takes an own old acknowledgement away; that it is gone already is all right."""

    def sweep(self, desk: str, epoch: str, older_than: float) -> int:
        """Takes own parts away that never got their name."""

    def close(self) -> None:
        """Nothing more will be asked."""


class InProcess:
    """The share in this process: for the worker itself, and where a folder cannot freeze."""

    def __init__(self, folder: Folder, wait: Callable[[float], None] = time.sleep) -> None:
        self.folder, self._wait = folder, wait

    def read(self, path: Path) -> bytes | None:
        found: bytes | None = self._try(lambda: self.folder.read(path, FILE_CAP), None)
        return found

    def names(self, path: Path) -> tuple[str, ...]:
        return tuple(self._try(lambda: self.folder.names(path), ())[:MOST_NAMES])

    def publish(self, path: Path, data: bytes, desk: str, epoch: str) -> Published:
        try:
            return publish(self.folder, path, data, lambda: names.part(desk, epoch), self._wait)
        except OSError as error:
            raise Away(trouble(error)) from error

    def replaces(self, desk: str, epoch: str) -> bool:
        try:
            return replaces(self.folder, *(names.part(desk, epoch) for _ in range(3)))
        except OSError as error:
            raise Away(trouble(error)) from error

    def remove(self, path: Path) -> None:
        self._try(lambda: self.folder.remove(path), None)

    def sweep(self, desk: str, epoch: str, older_than: float) -> int:
        return int(self._try(lambda: sweep(self.folder, names.stream(desk, epoch), older_than, names.part(desk, epoch)), 0))

    def close(self) -> None:
        """Nothing is held."""

    def _try(self, do: Callable[[], Any], absent: Any) -> Any:
        try:
            return do()
        except (FileNotFoundError, NotADirectoryError):
            return absent
        except OSError as error:
            raise Away(trouble(error)) from error


class Worker:
    """The share in a process of its own. `command` starts one that runs `serve`; the root is its last argument."""

    def __init__(self, root: str, *, command: Sequence[str] = (sys.executable, "-m", "sync.worker"),
                 patience: float = PATIENCE) -> None:
        self.root, self._command, self._patience = root, tuple(command), patience
        self._ended = False
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()

    def read(self, path: Path) -> bytes | None:
        told, data = self._ask("read", path)
        return data if told["there"] else None

    def names(self, path: Path) -> tuple[str, ...]:
        return tuple(self._ask("names", path)[0]["names"])

    def publish(self, path: Path, data: bytes, desk: str, epoch: str) -> Published:
        return Published(self._ask("publish", path, data, desk=desk, epoch=epoch)[0]["result"])

    def replaces(self, desk: str, epoch: str) -> bool:
        return bool(self._ask("replaces", (), desk=desk, epoch=epoch)[0]["replaces"])

    def remove(self, path: Path) -> None:
        self._ask("remove", path)

    def sweep(self, desk: str, epoch: str, older_than: float) -> int:
        return int(self._ask("sweep", (), desk=desk, epoch=epoch, older_than=older_than)[0]["gone"])

    def close(self) -> None:
        """Ends the process, whatever it is doing; the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            _ending.append(process)
            _bury()

    def end(self) -> None:
        """Ends it for good, from any thread: whoever is asking, or asks later, is told that the share is away."""
        self._ended = True
        self.close()

    def _ask(self, op: str, path: Path, data: bytes = b"", **more: Any) -> tuple[dict[str, Any], bytes]:
        process = self._process or self._start()
        try:
            assert process.stdin is not None
            _write(process.stdin, {"op": op, "path": list(path), **more}, data)
            found = self._answers.get(timeout=self._patience)
        except queue.Empty:
            self.close()
            raise Away("frozen") from None
        except (OSError, ValueError):       # ValueError of a pipe that another thread closed
            found = None
        if found is None:
            self.close()
            raise Away("away")
        if "away" in found[0]:
            raise Away(found[0]["away"])
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        _bury()
        if self._ended:
            raise Away("away")
        self._answers = queue.SimpleQueue()
        flags = 0
        if sys.platform == "win32":     # no black window for a moment
            flags = subprocess.CREATE_NO_WINDOW
        try:
            self._process = subprocess.Popen([*self._command, self.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=subprocess.DEVNULL, creationflags=flags)
        except OSError as error:
            raise Away("away") from error
        process = self._process
        threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        if self._ended:         # while it was being started
            self.close()
            raise Away("away")
        return process


# One that hangs in the kernel cannot be waited for; it goes when the link lets go of it.
_ending: list[subprocess.Popen[bytes]] = []


def _bury() -> None:
    for process in list(_ending):
        with contextlib.suppress(subprocess.TimeoutExpired, ValueError):   # of another thread that was here first
            process.wait(0.2)
            _ending.remove(process)


def _listen(pipe: IO[bytes], answers: queue.SimpleQueue[Any]) -> None:
    """Puts each answer where it is waited for, and None at the end."""
    try:
        while True:
            found = _read(pipe)
            answers.put(found)
            if found is None:
                return
    except (OSError, ValueError):
        answers.put(None)


def serve(root: str, incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answers until its owner goes away."""
    share = InProcess(OsFolder(root))
    while (asked := _read(incoming)) is not None:
        told, data = _answer(share, *asked)
        _write(outgoing, told, data)


def _answer(share: Share, asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    path = tuple(asked["path"])
    try:
        match asked["op"]:
            case "read":
                found = share.read(path)
                return {"there": found is not None}, found or b""
            case "names":
                return {"names": list(share.names(path))}, b""
            case "publish":
                return {"result": share.publish(path, data, asked["desk"], asked["epoch"]).result}, b""
            case "replaces":
                return {"replaces": share.replaces(asked["desk"], asked["epoch"])}, b""
            case "remove":
                share.remove(path)
                return {}, b""
            case _:
                return {"gone": share.sweep(asked["desk"], asked["epoch"], asked["older_than"])}, b""
    except Away as away:
        return {"away": away.why}, b""


def _write(pipe: IO[bytes], header: dict[str, Any], data: bytes) -> None:
    head = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(head), len(data)) + head + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, data = _LENGTHS.unpack(lengths)
    if head > _HEADER_CAP or data > FILE_CAP + 1:
        return None
    told, rest = pipe.read(head), pipe.read(data)
    return (json.loads(told), rest) if len(told) == head and len(rest) == data else None


if __name__ == "__main__":
    # Whatever prints must not stand between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.argv[1], sys.stdin.buffer, answers)
