"""The keys with which this desk signs: its own, and on the office's desk the office's. Each is sealed by the master
key in HOME/keys/, is made here and never leaves this PC: a PC that takes this one's place makes a new one."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING

from branch_desk.store.faults import KeyMissing
from branch_desk.store.folders import write_durably

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from branch_desk.store.keys import Keys

NAMES = ("desk", "office")


class SigningKeys:
    """Ed25519 keys by name ('desk', 'office')."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder, self._keys = folder, keys
        self._open: dict[str, Ed25519PrivateKey] = {}

    def get(self, name: str) -> Ed25519PrivateKey | None:
        """The key; None where there is none. Raises KeyMissing where it is there and cannot be opened."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if name not in self._open:
            try:
                kept = json.loads(self._path(name).read_bytes())
                secret = self._keys.unwrap(base64.b64decode(kept["box"]), self._bound_to(name))
            except FileNotFoundError:
                return None
            except (ValueError, KeyError, TypeError) as error:
                raise KeyMissing() from error
            self._open[name] = Ed25519PrivateKey.from_private_bytes(secret)
        return self._open[name]

    def make(self, name: str) -> Ed25519PrivateKey:
        """A new key in place of whatever had this name. Raises KeyMissing."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        made = Ed25519PrivateKey.generate()
        box = self._keys.wrap(made.private_bytes_raw(), self._bound_to(name))
        write_durably(self._path(name), json.dumps({"version": 1, "box": base64.b64encode(box).decode()}).encode())
        self._open[name] = made
        return made

    def _path(self, name: str) -> Path:
        return self._folder / f"signing-{name}.json"

    @staticmethod
    def _bound_to(name: str) -> bytes:
        return f"signing|{name}".encode()
