"""Where things lie in HOME and beside it, and how a small file is written so that a power cut cannot spoil
it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from branch_desk.domain.words_retention import FINDINGS
from branch_desk.store import acl, machines
from branch_desk.store.faults import ReadOnlyHome

COPIED_ASIDE, COPIED_FOR = "branch-desk-", 24 * 3600.0  # the first part of a folder's name; seconds


@dataclass(frozen=True, slots=True)
class Folders:
    """HOME of one desk (EVENTS.md, Folders of a desk). Ledger, witness and keys never share a folder."""

    home: Path

    @property
    def ledger(self) -> Path:
        return self.home / "ledger" / "ledger.db"

    @property
    def lock(self) -> Path:
        return self.home / "ledger" / "in-use.lock"

    @property
    def witness(self) -> Path:
        return self.home / "witness" / "events.log"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def backup(self) -> Path:
        return self.home / "backup"

    def findings(self) -> tuple[str, ...]:
        """What has to be said at start: folders that others can open and that could not be closed."""
        places = ", ".join(str(place) for place in open_to_others(self.home))
        return (FINDINGS["open_to_others"].format(places=places),) if places else ()

    def make(self) -> None:
        """Every folder, readable by its owner alone."""
        for folder in (
            self.home,
            self.ledger.parent,
            self.witness.parent,
            self.keys,
            self.backup,
            self.home / "logs",
        ):
            if not folder.is_dir():
                folder.mkdir(parents=True, mode=0o700)
                sync_folder(folder.parent)
                if sys.platform == "win32" and (folder == self.home or _others(folder)):
                    acl.close_to_others(folder)  # what is made inside inherits it; under Wine it does not
            elif sys.platform != "win32" and _others(folder):
                with contextlib.suppress(OSError):  # who cannot set it is told by open_to_others
                    os.chmod(folder, 0o700)


def clear_copied_aside() -> None:
    """Removes what a reader that was killed left in the temporary folder: a copy of a ledger it could not read in place
    (store/database.py). No reader takes a day."""
    for left in Path(tempfile.gettempdir()).glob(COPIED_ASIDE + "*"):
        with contextlib.suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > COPIED_FOR:
                shutil.rmtree(left)


def open_to_others(home: Path) -> tuple[Path, ...]:
    """The folders of this desk that other users of this PC can open, HOME first. Said at start and by `verify`."""
    folders = Folders(home)
    parts = (folders.ledger.parent, folders.witness.parent, folders.keys, folders.backup, home / "logs", home / "paper")
    return tuple(place for place in (home, *parts) if place.is_dir() and _others(place))


def _others(folder: Path) -> bool:
    if sys.platform == "win32":
        return acl.open_to_others(folder)
    return bool(stat.S_IMODE(folder.stat().st_mode) & 0o077)


def state_folder() -> Path:
    """What this machine remembers outside every HOME. BRANCH_DESK_STATE names another place (for tests)."""
    named = os.environ.get("BRANCH_DESK_STATE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "branch_desk"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "branch_desk"


def machine(ledger: str, known: object = "") -> str:
    """This machine as this ledger knows it (store/machines.py), or over a random identity kept by us where the system has none.
    Where `known` is this machine too, though some of its hardware is another by now, that very text."""
    here = machines.text(ledger, _system_identity() or _kept_identity(), machines.hardware())
    return known if isinstance(known, str) and machines.same(known, here) else here


def _system_identity() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _kept_identity() -> str:
    path = state_folder() / "machine"
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        pass
    made = secrets.token_hex(16)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, made.encode())
    except (OSError, ReadOnlyHome):
        return "unknown"
    return made


def sync_file(descriptor: int) -> None:
    """The file's content to the disk. Windows knows no fdatasync."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Names made or replaced in `folder` to the disk. Windows needs none and offers none, and some shares of a server that
    can be a second place for backups refuse it (restic #3751: taken for a failure it broke every backup there)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """All of `content` or the file as it was: written beside it, synced, then put in its place."""
    beside = path.with_name(path.name + ".part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
    try:
        written = 0
        while written < len(content):
            written += os.write(descriptor, content[written:])
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    replace(beside, path)
    sync_folder(path.parent)


def shred(path: Path) -> None:
    """Overwritten, synced, and gone; nothing where it is not there. Raises OSError.

    A flash disk or one that copies on write may keep the old blocks somewhere: what is shredded here is
    wrapped by another key or short-lived, so this is a second lock and not the only one.
    """
    try:
        size = path.stat().st_size
        os.chmod(path, 0o600)
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return
    try:
        for start in range(0, size, 1 << 20):
            os.write(descriptor, secrets.token_bytes(min(1 << 20, size - start)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """os.replace, tried again for a moment where a virus scanner holds the file (WinError 5 and 32)."""
    for wait in (0.05, 0.1, 0.2, 0.4, None):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if sys.platform != "win32" or wait is None:
                raise
            time.sleep(wait)
