"""Starter bundles: for a new desk, the batches of many streams in a few files instead of one question for each.

A bundle is a zip that holds the original signed batches under their own names, uncompressed because they are compressed,
and a contents list signed by whoever made it. What a desk reads in it goes the same way as what it reads on the share, so that
it may overlap with what is known, and nothing is believed because it came in a bundle. Only a member's contents list is
looked at, and a zip that holds anything else than what its list says is no bundle.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync import envelope, names
from sync.batch import Stream, is_position
from sync.envelope import FILE_CAP, Broken
from sync.names import Path
from sync.root import Members, Pin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "bundle"
LIST = "contents.boot"
MOST = 5_000                # batches in one; the next goes into the next bundle
MOST_BUNDLES = 256          # that are looked at: 1 GB, far beyond ten years of a ward office
_ROOM = 3 << 20             # of a file's 4 MiB: the rest is for names and the list
_EACH = 400                 # bytes that the zip and the list need for each batch besides its own
_WHEN = (1980, 1, 1, 0, 0, 0)
_SPOILED = (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, ValueError, KeyError, IndexError, OverflowError, EOFError,
            OSError, struct.error, zlib.error)      # whatever zipfile answers to bytes that are no zip


@dataclass(frozen=True, slots=True)
class Item:
    """A batch for a bundle."""

    stream: Stream
    first: int
    last: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was measured. `ends`: the last record of each batch; `last`: how far it goes in each stream."""

    last: Mapping[Stream, int]
    files: Mapping[Path, bytes]
    ends: Mapping[Path, int]

    def read(self, path: Path) -> bytes | None:
        """As a share answers."""
        return self.files.get(path)


def portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """As many batches as one bundle holds, in the order of their streams."""
    portion, size = list[Item](), 0
    for item in items:
        room = len(item.data) + _EACH
        if portion and (size + room > _ROOM or len(portion) >= MOST):
            yield portion
            portion, size = [], 0
        portion.append(item)
        size += room
    if portion:
        yield portion


def seal(pin: Pin, maker: Stream, key: Ed25519PrivateKey, generation: int, items: Collection[Item]) -> bytes:
    """The bytes of one bundle, always the same for the same batches."""
    lines = b"".join(envelope.canonical({"desk": item.stream[0], "epoch": item.stream[1], "first": item.first, "last": item.last,
                                         "digest": hashlib.sha256(item.data).hexdigest()}) + b"\n" for item in items)
    contents = envelope.seal(KIND, pin.root, key, lines, desk=maker[0], epoch=maker[1], generation=generation)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED, allowZip64=False) as zip_:
        zip_.writestr(zipfile.ZipInfo(LIST, _WHEN), contents)
        for item in items:
            zip_.writestr(zipfile.ZipInfo("/".join(names.batch(*item.stream, item.first)), _WHEN), item.data)
    data = held.getvalue()
    if len(data) > FILE_CAP:
        raise ValueError("the bundle is larger than any reader takes")
    return data


def open_bundle(data: bytes, pin: Pin, members: Members, generation: int) -> Bundle:
    """The bundle of these bytes, where a member made it for this place. Raises Broken."""
    if len(data) > FILE_CAP:
        raise Broken("size")
    found = _unzip(data)
    contents = found.pop(LIST, None)
    if contents is None:
        raise Broken("contents")
    last, files, ends = dict[Stream, int](), dict[Path, bytes](), dict[Path, int]()
    for line in _lines(contents, pin, members, generation):
        stream, first, end, digest = _item(line)
        path = names.batch(*stream, first)
        held = found.pop("/".join(path), None)
        if held is None or names.parse(path) is None:
            raise Broken("contents")
        if hashlib.sha256(held).hexdigest() != digest:
            raise Broken("hash")
        files[path], ends[path], last[stream] = held, end, max(end, last.get(stream, 0))
    if found:
        raise Broken("contents")        # more in it than its list says
    return Bundle(last, files, ends)


def _unzip(data: bytes) -> dict[str, bytes]:
    """What a zip holds that was only put together and not compressed: it cannot come to more than its own length."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zip_:
            listed = zip_.infolist()
            if len(listed) > MOST + 1 or sum(info.file_size for info in listed) > len(data):
                raise Broken("bomb")
            for info in listed:
                if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size or info.flag_bits & 1:
                    raise Broken("compression")
                if info.filename in found:
                    raise Broken("contents")
                found[info.filename] = zip_.read(info)
    except _SPOILED:
        raise Broken("zip") from None
    return found


def _lines(contents: bytes, pin: Pin, members: Members, generation: int) -> list[dict[str, Any]]:
    sealed = envelope.read(contents)
    desk = sealed.text("desk")
    public = next((key for key in members.keys(desk) if envelope.key_id(key) == sealed.key), None)
    if public is None:
        raise Broken("key")
    envelope.verify(sealed, public, kind=KIND, root=pin.root)
    if sealed.number("generation") != generation:
        raise Broken("place")
    return envelope.lines(sealed, most=MOST)


def _item(line: Mapping[str, Any]) -> tuple[Stream, int, int, str]:
    desk, epoch, first, last, digest = (line.get(name) for name in ("desk", "epoch", "first", "last", "digest"))
    if not (isinstance(desk, str) and isinstance(epoch, str) and names.desk_of(f"d-{desk}") and names.is_epoch(epoch)
            and is_position(first, digest) and is_position(last, digest)):
        raise Broken("record")
    return (desk, epoch), int(str(first)), int(str(last)), str(digest)
