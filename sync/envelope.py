"""The one file format of the share: a line of format, a header, a compressed body, a signature.

Every file on the share is one of these, so that one piece of code measures, checks and opens all of them. The
signature covers a domain tag of the kind and the SHA-256 of everything before it: a batch can never be taken for a
catalogue, and a file of another root carries another root in its signed header.

    write-once 1 1\\n                      magic, format, the least format a reader must know
    {"kind":"batch","root":"…",…}\\n       canonical JSON, at most 16 KiB
    <gzip body>                            body_len bytes
    <64 bytes Ed25519>
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAGIC = b"write-once"
FORMAT = 1
LEAST_READER = 1
HEADER_CAP = 16 << 10
FILE_CAP = 4 << 20      # compressed, header and signature included (guides: 500 events are 10 KB)
RAW_CAP = 32 << 20      # decompressed, counted while inflating: a bomb ends here
SIGNATURE = 64
_GZIP = 31              # wbits of a gzip stream
_OWN = frozenset({"kind", "root", "key", "body_len", "body_sha256"})


class Broken(Exception):
    """The bytes are not what they claim to be. `why` is a short English word; `needs` the format it asks for."""

    def __init__(self, why: str, needs: int | None = None) -> None:
        super().__init__(why)
        self.why, self.needs = why, needs


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file whose lengths and hash agree. Nothing of it is believed before `verify`."""

    kind: str
    root: str
    key: str
    header: Mapping[str, Any]
    packed: bytes
    signature: bytes
    signed: bytes       # SHA-256 of all before the signature
    digest: bytes       # SHA-256 of the whole file: what the next batch names as the one before it

    def number(self, name: str) -> int:
        """A positive count of the header. Raises Broken."""
        value = self.header.get(name)
        if type(value) is not int or not 0 <= value < 1 << 53:
            raise Broken("header")
        return value

    def text(self, name: str, length: int = 64) -> str:
        """A short text of the header. Raises Broken."""
        value = self.header.get(name)
        if not isinstance(value, str) or len(value) > length:
            raise Broken("header")
        return value


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no blanks, UTF-8."""
    return _CANONICAL.encode(value).encode()


def key_id(public: bytes) -> str:
    """Names a public key in a header."""
    return hashlib.sha256(b"write-once/key\0" + public).hexdigest()[:32]


def seal(kind: str, root: str, key: Ed25519PrivateKey, body: bytes, **fields: Any) -> bytes:
    """The whole file. Raises ValueError where a reader would refuse it for its size."""
    if _OWN & fields.keys():
        raise ValueError("a field of the envelope itself")
    if len(body) > RAW_CAP:
        raise ValueError("the body is larger than any reader takes")
    squeeze = zlib.compressobj(9, wbits=_GZIP)
    packed = squeeze.compress(body) + squeeze.flush()
    public = key.public_key().public_bytes_raw()
    header = canonical({**fields, "kind": kind, "root": root, "key": key_id(public), "body_len": len(packed),
                        "body_sha256": hashlib.sha256(packed).hexdigest()})
    start = b"%s %d %d\n%s\n%s" % (MAGIC, FORMAT, LEAST_READER, header, packed)
    if len(header) > HEADER_CAP or len(start) + SIGNATURE > FILE_CAP:
        raise ValueError("the file is larger than any reader takes")
    return start + key.sign(_tagged(kind, hashlib.sha256(start).digest()))


def read(data: bytes) -> Sealed:
    """Measures a file: its lengths, its hash, the form of its header. Raises Broken; `format` where a newer program
    wrote it and this one must be brought up to date."""
    if len(data) > FILE_CAP:
        raise Broken("size")
    line, found, _ = data[:64].partition(b"\n")
    parts = line.split(b" ")
    if not found or len(parts) != 3 or parts[0] != MAGIC or not (parts[1].isdigit() and parts[2].isdigit()):
        raise Broken("magic")
    if int(parts[2]) > FORMAT:
        raise Broken("format", needs=int(parts[2]))
    at = len(line) + 1
    end = data.find(b"\n", at, at + HEADER_CAP + 1)
    if end < 0:
        raise Broken("header")
    header = _object(data[at:end])
    packed, signature = data[end + 1:-SIGNATURE], data[-SIGNATURE:]
    if len(data) < end + 1 + SIGNATURE or header.get("body_len") != len(packed):
        raise Broken("length")
    if header.get("body_sha256") != hashlib.sha256(packed).hexdigest():
        raise Broken("hash")
    kind, root, key = (header.get(name) for name in ("kind", "root", "key"))
    if not (isinstance(kind, str) and isinstance(root, str) and isinstance(key, str)) or max(map(len, (kind, root, key))) > 64:
        raise Broken("header")
    return Sealed(kind, root, key, header, packed, signature, hashlib.sha256(data[:-SIGNATURE]).digest(),
                  hashlib.sha256(data).digest())


def verify(sealed: Sealed, public: bytes, *, kind: str, root: str) -> None:
    """Believes it from here on: of this kind, for this root, by the owner of this key. Raises Broken."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if sealed.kind != kind:
        raise Broken("kind")
    if sealed.root != root:
        raise Broken("root")
    if sealed.key != key_id(public):
        raise Broken("key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sealed.signature, _tagged(kind, sealed.signed))
    except InvalidSignature:
        raise Broken("signature") from None


def body(sealed: Sealed, cap: int = RAW_CAP) -> bytes:
    """Unpacks it, at most `cap` bytes. Raises Broken."""
    inflate = zlib.decompressobj(wbits=_GZIP)
    try:
        raw = inflate.decompress(sealed.packed, cap + 1)
    except zlib.error:
        raise Broken("compression") from None
    if len(raw) > cap or inflate.unconsumed_tail:
        raise Broken("bomb")
    if not inflate.eof or inflate.unused_data:
        raise Broken("compression")
    return raw


def lines(sealed: Sealed, *, most: int = 100_000, line_cap: int = 64 << 10) -> list[dict[str, Any]]:
    """The body's JSON lines, each an object in canonical form. Raises Broken."""
    return lines_as_written(sealed, most=most, line_cap=line_cap)[0]


def lines_as_written(sealed: Sealed, *, most: int = 100_000, line_cap: int = 64 << 10) -> tuple[list[dict[str, Any]], list[bytes]]:
    """The same, and the bytes of each line. Raises Broken."""
    raw = body(sealed)
    if raw and not raw.endswith(b"\n"):
        raise Broken("line")
    split = raw.split(b"\n")[:-1]
    if len(split) > most or any(len(line) > line_cap for line in split):
        raise Broken("line")
    found = [_object(line) for line in split]
    try:
        same = all(canonical(value) == line for value, line in zip(found, split, strict=True))
    except (ValueError, RecursionError):    # half of a surrogate pair is JSON and no text
        raise Broken("json") from None
    if not same:
        raise Broken("line")        # of two ways to write one value only one may be signed
    return found, split


def _tagged(kind: str, digest: bytes) -> bytes:
    return b"write-once/" + kind.encode() + b"\0" + digest


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = _READER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Broken("json") from None
    if not isinstance(value, dict):
        raise Broken("json")
    return value


def _no_number(text: str) -> Any:
    """Whole numbers alone: 3.0 would be counted as 3 and hashed as another text."""
    raise ValueError(text)


# Made once: json.dumps and json.loads would make one at each call.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_READER = json.JSONDecoder(parse_constant=_no_number, parse_float=_no_number)
