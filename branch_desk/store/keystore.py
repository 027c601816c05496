"""Where the master key is kept at home: the system's key store where there is a real one, else a file for its
owner alone.

The backend is named outright per system: discovery through entry points costs 80 ms and finds nothing in a
frozen build (jaraco/keyring #324, #439). Every call runs in a thread that is given up after some seconds,
because a locked key store on Linux waits for a password that nobody types.
"""

from __future__ import annotations

import base64
import contextlib
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from branch_desk.store.folders import shred, write_durably

KEYRING, FILE, ASKED = "keyring", "file", "asked"
SERVICE = "branch_desk"
PATIENCE = 5.0  # seconds

T = TypeVar("T")


class KeyStore:
    """Keeps one secret under a ledger's id. `kept_in` says where: 'keyring', 'file' or None for nowhere."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._file = folder / "master.local"
        self._asked = folder / "master.asked"
        self._ledger = ledger

    @property
    def file(self) -> Path:
        return self._file

    def put(self, secret: bytes, *, into: str | None = None) -> str:
        """Keeps the secret and reads it back; 'file' where the key store is not there or does not keep it.
        Into 'asked' it is kept nowhere, and what was kept of it goes."""
        if into == ASKED:
            write_durably(self._asked, b"", 0o600)
            shred(self._file)
            _patiently(lambda: self._forget(_backend()))
            return ASKED
        where = self._keep(secret, into)
        self._asked.unlink(missing_ok=True)
        return where

    def _keep(self, secret: bytes, into: str | None) -> str:
        if into != FILE:
            backend = _patiently(_backend)
            text = base64.b64encode(secret).decode()
            if backend is not None and _patiently(lambda: _kept(backend, self._ledger, text)):
                return KEYRING
        write_durably(self._file, base64.b64encode(secret) + b"\n", 0o600)
        return FILE

    @property
    def asked(self) -> bool:
        """Whether nothing is to be kept on this PC: the recovery key is typed at every start."""
        return self._asked.exists()

    def _forget(self, backend: Any) -> None:
        if backend is not None and backend.get_password(SERVICE, self._ledger):
            backend.delete_password(SERVICE, self._ledger)

    def get(self) -> tuple[bytes, str] | None:
        """The secret and where it was."""
        if self.asked:
            return None
        try:
            return base64.b64decode(self._file.read_bytes(), validate=False), FILE
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            return None
        backend = _patiently(_backend)
        text = (
            _patiently(lambda: backend.get_password(SERVICE, self._ledger)) if backend is not None else None
        )
        try:
            return (base64.b64decode(text, validate=True), KEYRING) if text else None
        except ValueError:
            return None

    def open_to_others(self) -> bool:
        """Whether the file can be read by other users of this PC. (On Windows the folder's rights decide.)"""
        if sys.platform == "win32" or not self._file.exists():
            return False
        return bool(stat.S_IMODE(self._file.stat().st_mode) & 0o077)


def _backend() -> Any:
    """The system's real key store, or None. PYTHON_KEYRING_BACKEND is keyring's own way to name another."""
    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        import keyring

        found = keyring.get_keyring()
        return None if type(found).__module__ in ("keyring.backends.fail", "keyring.backends.null") else found
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Backend
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Backend
    elif os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        from keyring.backends.SecretService import Keyring as Backend
    else:
        return None
    return Backend() if Backend.viable else None


def _kept(backend: Any, ledger: str, text: str) -> bool:
    backend.set_password(SERVICE, ledger, text)
    return bool(backend.get_password(SERVICE, ledger) == text)


def _patiently(ask: Callable[[], T]) -> T | None:
    """The answer, or None where there is none in time or the key store failed (whose errors are of any
    class)."""
    answer: list[T] = []

    def run() -> None:
        with contextlib.suppress(Exception):  # one that fails in whatever way is one that is not there
            answer.append(ask())

    thread = threading.Thread(target=run, name="key store", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answer[0] if answer else None
