"""The root of a share: whose it is, and who is admitted.

The marker is signed by the root key, which stays on paper and can appoint another office key; the office key signs
the members, the catalogue, and everything else that the ward office says. A desk pins the root key when it enrols, so
that neither an empty folder nor another office's folder is ever taken for its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync import envelope
from sync.envelope import Broken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MARKER, OFFICE, MEMBERS, REQUEST = "root", "office", "members", "request"
_HEX = re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9a-f]{32}")
_DESK = re.compile("(?!000)[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Pin:
    """What a desk keeps of the share it belongs to."""

    root: str
    root_key: bytes
    practice: bool


@dataclass(frozen=True, slots=True)
class Root:
    """A marker that was believed."""

    pin: Pin
    office_key: bytes


@dataclass(frozen=True, slots=True)
class Admitted:
    """One desk as the office admitted it. `facts` (role, branch, section, name) belong to whoever reads them."""

    desk: str
    key: bytes
    active: bool
    facts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Members:
    """A generation of the list of members. A desk may stand in it with several keys: an old one that is retired
    still vouches for what it signed."""

    generation: int
    admitted: tuple[Admitted, ...] = ()

    def keys(self, desk: str) -> tuple[bytes, ...]:
        """Every key of a desk, those in force first."""
        found = sorted((item for item in self.admitted if item.desk == desk), key=lambda item: not item.active)
        return tuple(item.key for item in found)

    def active(self) -> tuple[str, ...]:
        """The desks that are expected to speak."""
        return tuple(sorted({item.desk for item in self.admitted if item.active}))


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """An office key in force. What an earlier one signed counts up to these generations only."""

    generation: int
    key: bytes
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Request:
    """A desk asks to be admitted, with its own new key."""

    desk: str
    key: bytes
    facts: Mapping[str, str | None]


def fingerprint(key: bytes) -> str:
    """A public key as it is read over the telephone: six groups of four digits, 80 bits of its SHA-256."""
    digits = f"{int.from_bytes(hashlib.sha256(b'fingerprint' + key).digest()[:10], 'big'):024d}"[-24:]
    return " ".join(digits[i:i + 4] for i in range(0, 24, 4))


def seal_marker(root: str, root_key: Ed25519PrivateKey, office_key: bytes, *, practice: bool) -> bytes:
    """The marker of a new root. A stick that carries for it has a copy of these very bytes."""
    body = envelope.canonical({"office_key": office_key.hex(), "practice": practice,
                               "root_key": root_key.public_key().public_bytes_raw().hex()}) + b"\n"
    return envelope.seal(MARKER, root, root_key, body)


def open_marker(data: bytes, pin: Pin | None = None) -> Root:
    """The root of this marker. With a pin it must be that root; without one it is to be compared by its fingerprint.

    Raises Broken: `another_root`, `practice` (real against practice), or what is wrong with the file.
    """
    sealed = envelope.read(data)
    if sealed.kind != MARKER or not _ID.fullmatch(sealed.root):
        raise Broken("kind")
    told = _one(sealed)
    root_key = _key(told.get("root_key"))
    envelope.verify(sealed, root_key, kind=MARKER, root=sealed.root)
    if not isinstance(told.get("practice"), bool):
        raise Broken("header")
    root = Root(Pin(sealed.root, root_key, told["practice"]), _key(told.get("office_key")))
    if pin is not None and root.pin.practice is not pin.practice:
        raise Broken("practice")
    if pin is not None and root.pin != pin:
        raise Broken("another_root")
    return root


def seal_office_key(pin: Pin, root_key: Ed25519PrivateKey, generation: int, new: bytes, after: Mapping[str, int]) -> bytes:
    """A new office key, appointed by the root key. `after`: the generations up to which the old one is believed."""
    body = envelope.canonical({"office_key": new.hex(), "after": dict(after)}) + b"\n"
    return envelope.seal(OFFICE, pin.root, root_key, body, generation=generation)


def open_office_key(data: bytes, pin: Pin, generation: int) -> OfficeKey:
    """Raises Broken."""
    sealed = envelope.read(data)
    envelope.verify(sealed, pin.root_key, kind=OFFICE, root=pin.root)
    _is_generation(sealed, generation)
    told = _one(sealed)
    after = told.get("after")
    if not isinstance(after, dict) or not all(type(value) is int for value in after.values()):
        raise Broken("header")
    return OfficeKey(generation, _key(told.get("office_key")), after)


def office_keys(root: Root, later: Iterable[OfficeKey]) -> tuple[OfficeKey, ...]:
    """Every office key there was, the one in force last."""
    return (OfficeKey(0, root.office_key, {}), *sorted(later, key=lambda item: item.generation))


def seal_by_office(kind: str, pin: Pin, office_key: Ed25519PrivateKey, generation: int, lines: Sequence[Mapping[str, Any]]) -> bytes:
    """What the office says in its `generation`-th word of a kind."""
    body = b"".join(envelope.canonical(dict(line)) + b"\n" for line in lines)
    return envelope.seal(kind, pin.root, office_key, body, generation=generation)


def open_by_office(kind: str, data: bytes, pin: Pin, keys: Sequence[OfficeKey], generation: int) -> list[dict[str, Any]]:
    """The lines of it, where an office key signed it that was in force for that generation. Raises Broken."""
    sealed = envelope.read(data)
    for number, known in enumerate(keys):
        if sealed.key == envelope.key_id(known.key):
            envelope.verify(sealed, known.key, kind=kind, root=pin.root)
            if any(generation > later.after.get(kind, 0) for later in keys[number + 1:]):
                raise Broken("key")
            _is_generation(sealed, generation)
            return envelope.lines(sealed)
    raise Broken("key")


def seal_members(pin: Pin, office_key: Ed25519PrivateKey, members: Members) -> bytes:
    """A generation of members."""
    return seal_by_office(MEMBERS, pin, office_key, members.generation, [
        {"desk": item.desk, "key": item.key.hex(), "active": item.active, "facts": dict(item.facts)}
        for item in members.admitted])


def open_members(data: bytes, pin: Pin, keys: Sequence[OfficeKey], generation: int) -> Members:
    """Raises Broken."""
    return Members(generation, tuple(_admitted(line) for line in open_by_office(MEMBERS, data, pin, keys, generation)))


def seal_request(pin: Pin, key: Ed25519PrivateKey, desk: str, facts: Mapping[str, str | None]) -> bytes:
    """A desk's request, signed by the key that it wants admitted."""
    public = key.public_key().public_bytes_raw()
    body = envelope.canonical({"desk": desk, "key": public.hex(), "facts": dict(facts)}) + b"\n"
    return envelope.seal(REQUEST, pin.root, key, body)


def open_request(data: bytes, pin: Pin) -> Request:
    """Only that whoever asks has the key; who that is, the telephone tells. Raises Broken."""
    sealed = envelope.read(data)
    told = _one(sealed)
    key = _key(told.get("key"))
    envelope.verify(sealed, key, kind=REQUEST, root=pin.root)
    found = _admitted({**told, "active": True})
    return Request(found.desk, key, found.facts)


def _admitted(line: Mapping[str, Any]) -> Admitted:
    desk, facts = line.get("desk"), line.get("facts")
    if not (isinstance(desk, str) and _DESK.fullmatch(desk) and isinstance(line.get("active"), bool)
            and isinstance(facts, dict)):
        raise Broken("header")
    if not all(value is None or (isinstance(value, str) and len(value) <= 40) for value in facts.values()):
        raise Broken("header")
    return Admitted(desk, _key(line.get("key")), line["active"], facts)


def _key(value: Any) -> bytes:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise Broken("header")
    return bytes.fromhex(value)


def _one(sealed: envelope.Sealed) -> dict[str, Any]:
    found = envelope.lines(sealed, most=1)
    if len(found) != 1:
        raise Broken("count")
    return found[0]


def _is_generation(sealed: envelope.Sealed, generation: int) -> None:
    if sealed.number("generation") != generation:
        raise Broken("place")
