"""Keys of personal data (EVENTS.md): one master key, kept at home and wrapped by the recovery key; data keys
wrapped by it.

A data key serves one fiscal year and one retention class. Destroying it erases what was encrypted under it
for good, while the chain of events still verifies. Everything here lies in HOME/keys/, never in the ledger.

master.json    the wrap by the recovery key (safe to copy)
master.local   the master key itself, only where the system has no key store: never copied anywhere
<id>.json      one data key each, wrapped by the master key
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from branch_desk.domain.events import Key, canonical_json
from branch_desk.domain.words_faults import RECOVERY_OTHER
from branch_desk.store import recovery
from branch_desk.store.faults import KeyMissing, WrongRecoveryKey
from branch_desk.store.folders import write_durably
from branch_desk.store.keystore import KeyStore

NONCE = 12
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_ID = re.compile("[0-9]{4}-r[0-9]{2}-[0-9a-f]{8}")


class Keys:
    """The keys of one ledger. Nothing is read before it is needed: most commands never touch a name."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._folder, self._ledger = folder, ledger
        self.store = KeyStore(folder, ledger)
        self._master: bytes | None = None
        self._sought = False
        self._kept_in: str | None = None
        self._open: dict[str, Any] = {}  # data key id -> its AESGCM, None where it cannot be had
        self._current: dict[tuple[int, int], str] = {}

    # ---- master key

    def make_master(self, into: str | None = None) -> tuple[str, str]:
        """A new master key: (recovery key, where the master key is kept)."""
        self._master = secrets.token_bytes(32)
        self._kept_in = self.store.put(self._master, into=into)
        return self.new_recovery_key(), self._kept_in

    def new_recovery_key(self) -> str:
        """A new recovery key; the one before no longer opens anything here."""
        typed = recovery.make()
        salt = secrets.token_bytes(16)
        wrap = _seal(_stretched(recovery.read(typed), salt), self.master(), self._ledger.encode())
        write_durably(
            self._folder / "master.json",
            json.dumps(
                {"version": 1, "ledger": self._ledger, "salt": _text(salt), **_SCRYPT, "box": _text(wrap)},
                indent=1,
            ).encode(),
        )
        return typed

    def opened_by(self, typed: str) -> bytes:
        """The master key, by the recovery key. Raises WrongRecoveryKey."""
        signs = recovery.read(typed)
        try:
            kept = json.loads((self._folder / "master.json").read_bytes())
            wrapping = _stretched(
                signs, base64.b64decode(kept["salt"]), int(kept["n"]), int(kept["r"]), int(kept["p"])
            )
            return _unseal(wrapping, base64.b64decode(kept["box"]), self._ledger.encode())
        except FileNotFoundError as error:
            raise KeyMissing() from error
        except (ValueError, KeyError, TypeError, _invalid_tag()):
            raise WrongRecoveryKey(detail=RECOVERY_OTHER) from None

    def recover(self, typed: str) -> str:
        """Puts the master key back into this PC's keeping, by the recovery key. Says where it is kept now."""
        self._master = self.opened_by(typed)
        self._open.clear()
        self._kept_in = self.store.put(self._master)
        return self._kept_in

    def master(self) -> bytes:
        """The master key. Raises KeyMissing where it cannot be had now."""
        if self._master is None:
            found = None if self._sought else self.store.get()
            self._sought = True  # a key store that does not answer is asked once, not for every name
            if found is None or len(found[0]) != 32:
                raise KeyMissing()
            self._master, self._kept_in = found
        return self._master

    @property
    def kept_in(self) -> str | None:
        """'keyring', 'file', or None where the master key cannot be had."""
        try:
            self.master()
        except KeyMissing:
            return None
        return self._kept_in

    @property
    def has_recovery(self) -> bool:
        return (self._folder / "master.json").exists()

    def wrap(self, plain: bytes, bound_to: bytes) -> bytes:
        """Something secret, sealed by the master key. Raises KeyMissing."""
        return _seal(self.master(), plain, bound_to)

    def unwrap(self, box: bytes, bound_to: bytes) -> bytes:
        """What was sealed. Raises KeyMissing, ValueError for a box that was changed or is another's."""
        try:
            return _unseal(self.master(), box, bound_to)
        except _invalid_tag():
            raise ValueError("a box that does not open") from None

    # ---- data keys

    def current(self, fy: int, retention: int) -> str:
        """The id of the data key for new data of a fiscal year and retention class, made where there is none
        yet."""
        known = self._current.get((fy, retention))
        if known is not None and self._data_key(known) is not None:
            return known
        start = f"{fy:04d}-r{retention:02d}-"
        for path in sorted(self._folder.glob(start + "*.json")):
            if _ID.fullmatch(path.stem) and self._data_key(path.stem) is not None:
                self._current[fy, retention] = path.stem
                return path.stem
        made, key = start + secrets.token_hex(4), secrets.token_bytes(32)
        write_durably(
            self._folder / f"{made}.json",
            json.dumps(
                {"version": 1, "id": made, "box": _text(_seal(self.master(), key, made.encode()))}, indent=1
            ).encode(),
        )
        self._open[made] = _cipher(key)
        self._current[fy, retention] = made
        return made

    def is_there(self, key: str) -> bool:
        """Whether this data key still exists, readable or not; one that does not was destroyed."""
        return _ID.fullmatch(key) is not None and (self._folder / f"{key}.json").exists()

    def _data_key(self, key: str) -> Any:
        if key not in self._open:
            self._open[key] = self._read(key)
        return self._open[key]

    def _read(self, key: str) -> Any:
        if not self.is_there(key):
            return None
        try:
            kept = json.loads((self._folder / f"{key}.json").read_bytes())
            return _cipher(_unseal(self.master(), base64.b64decode(kept["box"]), key.encode()))
        except (OSError, ValueError, KeyError, TypeError, _invalid_tag()):
            return None

    # ---- personal data

    def seal(self, key: str, event: Key, stream: str, fields: Mapping[str, str]) -> bytes:
        """Nonce and box. Bound to the event and the key: a box moved to another slip does not open."""
        cipher = self._data_key(key)
        if cipher is None:
            raise KeyMissing()
        nonce = secrets.token_bytes(NONCE)
        return nonce + bytes(
            cipher.encrypt(nonce, canonical_json(dict(fields)), _bound_to(key, event, stream))
        )

    def unseal(self, key: str, event: Key, stream: str, box: bytes) -> dict[str, str] | None:
        """The fields; None where the key was destroyed or cannot be had. Raises ValueError for a box that was
        changed."""
        try:
            cipher = self._data_key(key)
        except KeyMissing:
            return None
        if cipher is None:
            return None
        try:
            return dict(json.loads(cipher.decrypt(box[:NONCE], box[NONCE:], _bound_to(key, event, stream))))
        except (_invalid_tag(), ValueError):
            raise ValueError("a box of personal data does not open") from None


def set_aside(folder: Path, name: str) -> None:
    """Keys left by a setup that was never finished: into a folder of their own, so that nothing is ever
    overwritten."""
    left = [path for path in folder.iterdir() if path.is_file()]
    if left:
        place = folder / name
        place.mkdir(mode=0o700)
        for path in left:
            os.replace(path, place / path.name)


def _bound_to(key: str, event: Key, stream: str) -> bytes:
    desk, epoch, seq = event
    return f"{key}|{stream}|{desk}|{epoch}|{seq}".encode()


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + bytes(_cipher(key).encrypt(nonce, plain, bound_to))


def _unseal(key: bytes, box: bytes, bound_to: bytes) -> bytes:
    return bytes(_cipher(key).decrypt(box[:NONCE], box[NONCE:], bound_to))


def _invalid_tag() -> type[Exception]:
    from cryptography.exceptions import InvalidTag

    return InvalidTag


def _stretched(
    signs: str, salt: bytes, n: int = _SCRYPT["n"], r: int = _SCRYPT["r"], p: int = _SCRYPT["p"]
) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(signs.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
