"""Keys of personal data (EVENTS.md): one master key, kept at home and wrapped by the recovery key; data keys
wrapped by it.

A data key serves one fiscal year and one retention class. Destroying it erases what was encrypted under it
for good, while the chain of events still verifies. Everything here lies in HOME/keys/, never in the ledger.

master.json     the wrap by the recovery key, and sealed by the master key what parts of it are compared with
master.local    the master key itself, only where the system has no key store: never copied anywhere
master.asked    where the office wants the recovery key at every start: neither store nor file keeps the master key
<id>.json       one data key each, wrapped by the master key
destroyed.json  the ids of data keys that were destroyed (store/erasure.py): none of them may ever come back
places.json     where copies of these files were put (store/key_copies.py)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from branch_desk.domain.events import Key, canonical_json
from branch_desk.domain.words_faults import RECOVERY_OTHER
from branch_desk.store import recovery
from branch_desk.store.faults import KeyMissing, WrongRecoveryKey
from branch_desk.store.folders import shred, write_durably
from branch_desk.store.keystore import ASKED, KeyStore

NONCE = 12
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_ID = re.compile("[0-9]{4}-r[0-9]{2}-[0-9a-f]{8}")
_CHECK = b"recovery key, group by group"
_MASTER = ("version", "ledger", "salt", *_SCRYPT, "box")


class Keys:
    """The keys of one ledger. Nothing is read before it is needed: most commands never touch a name."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self._folder, self._ledger = folder, ledger
        self._gone: frozenset[str] | None = None
        self.store = KeyStore(folder, ledger)
        self._master: bytes | None = None
        self._sought = False
        self._kept_in: str | None = None
        self._open: dict[str, Any] = {}  # data key id -> its AESGCM, None where it cannot be had
        self._current: dict[tuple[int, int], str] = {}

    @property
    def folder(self) -> Path:
        """HOME/keys."""
        return self._folder

    @property
    def ledger(self) -> str:
        """The id of the ledger they belong to."""
        return self._ledger

    # ---- master key

    def make_master(self, into: str | None = None) -> tuple[str, str]:
        """A new master key: (recovery key, where the master key is kept)."""
        self._master = secrets.token_bytes(32)
        self._kept_in = self.store.put(self._master, into=into)
        return self.new_recovery_key(), self._kept_in

    def new_recovery_key(self, typed: str | None = None) -> str:
        """A new recovery key, or the one that is on paper already; the one before no longer opens anything here."""
        typed = typed or recovery.make()
        signs, salt = recovery.read(typed), secrets.token_bytes(16)
        wrap = _seal(_stretched(signs, salt), self.master(), self._ledger.encode())
        self._write_master(
            {"version": 1, "ledger": self._ledger, "salt": _text(salt), **_SCRYPT, "box": _text(wrap)}, signs
        )
        return typed

    def _write_master(self, fields: dict[str, Any], signs: str) -> None:
        """With what typing parts of the key back is compared with, in one file: a power cut leaves both or
        neither."""
        salt = secrets.token_bytes(16)
        marks = [_mark(salt, place, signs[place * 5 - 5 : place * 5]) for place in range(1, recovery.GROUPS + 1)]
        check = {"salt": _text(salt), "groups": marks, "of": _digest_of(fields)}
        sealed = self.wrap(canonical_json(check), _CHECK)
        kept = {name: fields[name] for name in _MASTER} | {"check": _text(sealed)}
        write_durably(self._folder / "master.json", json.dumps(kept, indent=1).encode())

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
        self._kept_in = ASKED if self.store.asked else self.store.put(self._master)
        if self._check() is None:
            fields = json.loads((self._folder / "master.json").read_bytes())
            self._write_master(fields, recovery.read(typed))
        return self._kept_in

    @property
    def waits_for_recovery_key(self) -> bool:
        """Whether the recovery key has to be typed before a name can be read: the office wants it at every
        start."""
        return self._master is None and self.store.asked

    def ask_at_start(self, wanted: bool) -> str:
        """From the next start on the recovery key is asked for, or no longer. Says where the master key is
        kept now. Raises KeyMissing where it cannot be had at all."""
        master = self.master()
        self._kept_in = self.store.put(master, into=ASKED if wanted else None)
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
        """'keyring', 'file', 'asked' (typed at this start), or None where the master key cannot be had."""
        try:
            self.master()
        except KeyMissing:
            return None
        return self._kept_in

    @property
    def has_recovery(self) -> bool:
        return (self._folder / "master.json").exists()

    # ---- the recovery key, typed back in parts

    def groups_match(self, typed: Mapping[int, str]) -> bool | None:
        """Whether these groups (1 to 7) are those of the recovery key; None where nothing is kept that they
        could be compared with, so that the whole key has to be typed. Raises KeyMissing, and WrongRecoveryKey
        for what is no such group of any recovery key.

        A group has 20 bits: what is kept of it is sealed by the master key, and whoever has that needs no
        recovery key any more.
        """
        check = self._check()
        if check is None:
            return None
        groups = {place: recovery.group(text, place) for place, text in typed.items()}
        salt, marks = base64.b64decode(check["salt"]), check["groups"]
        return bool(groups) and all(
            hmac.compare_digest(marks[place - 1], _mark(salt, place, group)) for place, group in groups.items()
        )

    def master_file_is_whole(self) -> bool | None:
        """Whether master.json holds what was written; None where nothing is known of it. A spoiled one would
        otherwise be noticed on the day on which it is needed. Raises KeyMissing."""
        try:
            fields = json.loads((self._folder / "master.json").read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return False
        if not isinstance(fields, dict) or set(fields) - {"check"} != set(_MASTER):
            return False
        if "check" not in fields:
            return None
        check = self._check()
        return check is not None and check["of"] == _digest_of(fields)

    def _check(self) -> dict[str, Any] | None:
        try:
            kept = json.loads((self._folder / "master.json").read_bytes())["check"]
            return dict(json.loads(self.unwrap(base64.b64decode(kept), _CHECK)))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    # ---- what else the master key seals

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
        for there in self.ids():
            if there.startswith(start) and self._data_key(there) is not None:
                self._current[fy, retention] = there
                return there
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

    def ids(self) -> tuple[str, ...]:
        """Every data key that is there, in order; destroyed ones are not, even while their file still lies
        there."""
        found = (path.stem for path in self._folder.glob("2*.json"))
        return tuple(sorted(key for key in found if _ID.fullmatch(key) and key not in self.destroyed()))

    def is_there(self, key: str) -> bool:
        """Whether this data key still exists, readable or not."""
        return (
            _ID.fullmatch(key) is not None
            and key not in self.destroyed()
            and (self._folder / f"{key}.json").exists()
        )

    # ---- destroying them

    def destroyed(self) -> frozenset[str]:
        """The ids of all that were destroyed here. A list that cannot be read counts as empty (`verify` says
        so); the ledger has it too."""
        if self._gone is None:
            self._gone = frozenset(read_destroyed(self._folder) or ())
        return self._gone

    def destroy(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Destroys data keys for good: first their ids are written down, so that no copy of one is ever
        believed again, then each file is overwritten, synced and removed. Killed in between, the next call
        goes on. Answers which are gone from this folder; raises OSError where a file cannot be removed."""
        wanted = sorted({key for key in ids if _ID.fullmatch(key)})
        if set(wanted) - self.destroyed():
            write_destroyed(self._folder, self.destroyed() | set(wanted))
            self._gone = None
        for key in wanted:
            self._open.pop(key, None)
            for spare in self._files(key):
                shred(spare)
        self._current = {what: key for what, key in self._current.items() if key not in wanted}
        return tuple(wanted)

    def left_over(self) -> tuple[str, ...]:
        """Destroyed keys whose file lies here all the same: the program was killed, or an old copy of the
        folder was put back."""
        return tuple(sorted(key for key in self.destroyed() if any(self._files(key))))

    def _files(self, key: str) -> list[Path]:
        """Where a data key lies here: its file, a half-written one, and those in folders that were set aside when
        keys were put back."""
        return [path for end in ("", ".part") for path in sorted(self._folder.rglob(f"{key}.json{end}"))]

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


def read_destroyed(folder: Path) -> frozenset[str] | None:
    """The ids of destroyed keys as a folder of keys has them; None for a list that cannot be read."""
    try:
        found = json.loads((folder / "destroyed.json").read_bytes())["keys"]
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return frozenset(key for key in found if isinstance(key, str) and _ID.fullmatch(key))


def write_destroyed(folder: Path, ids: Iterable[str]) -> None:
    """The list of destroyed keys; the one before stays until this one is on the disk."""
    write_durably(
        folder / "destroyed.json", json.dumps({"version": 1, "keys": sorted(ids)}, indent=1).encode()
    )


def is_data_key(name: str) -> bool:
    """Whether this is the id of a data key: '2026-r05-0123abcd'."""
    return _ID.fullmatch(name) is not None


def class_of(key: str) -> tuple[int, int]:
    """Fiscal year and class of retention that a data key serves."""
    return int(key[:4]), int(key[6:8])


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


def _digest_of(master: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json({name: master[name] for name in _MASTER})).hexdigest()


def _mark(salt: bytes, place: int, group: str) -> str:
    return hashlib.sha256(b"%b|%d|%b" % (salt, place, group.encode())).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
