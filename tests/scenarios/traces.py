"""Looks for texts in every byte that was left anywhere: as they are, in every spelling and encoding that a program might
write, inside whatever is compressed or wrapped, and as text on the pages of a PDF."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2

from branch_desk.store.names import folded

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp", "iso2022_jp")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")


def spellings(text: str) -> set[bytes]:
    """Every way in which a text may stand in a file."""
    forms = {text, folded(text), unicodedata.normalize("NFKC", text), text.replace(" ", ""), text.replace("-", "")}
    found = {json.dumps(form)[1:-1].encode() for form in forms} | {urllib.parse.quote(form).encode() for form in forms}
    for form in forms:
        for encoding in ENCODINGS:
            try:
                found.add(form.encode(encoding))
            except UnicodeEncodeError:
                continue
    return found


def layers(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes themselves and everything that is packed in them."""
    yield data
    if not depth:
        return
    for inner in _unpacked(data):
        yield from layers(inner, depth - 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"%PDF"):
        yield "".join(_pages(data)).encode()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        try:
            yield gzip.decompress(data[at:])
        except (OSError, EOFError, zlib.error):
            yield _inflated(data[at:], 31)
        at = data.find(b"\x1f\x8b\x08", at + 1)
    for start in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        yield _inflated(data[start.start():], 15)
    for run in _BASE64.finditer(data):
        try:
            yield base64.b64decode(run.group().translate(bytes.maketrans(b"-_", b"+/")) + b"==")
        except (binascii.Error, ValueError):
            continue
    for run in _HEX.finditer(data):
        yield bytes.fromhex(run.group().decode())


def _inflated(data: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(data, 1 << 24)
    except zlib.error:
        return b""


def _pages(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range().replace("\r\n", "").replace("\n", "")
            text.close()
            page.close()
    finally:
        document.close()


def found(places: Iterable[Path], texts: dict[str, str]) -> dict[str, set[Path]]:
    """For each text the files in whose name or content it stands."""
    wanted = {text: spellings(text) for text in texts}
    told: dict[str, set[Path]] = {text: set() for text in texts}
    for place in places:
        for path in sorted(place.rglob("*")):
            named = str(path.relative_to(place)).encode()
            parts = [named, *(layers(path.read_bytes()) if path.is_file() else ())]
            for text, forms in wanted.items():
                if any(form in part for part in parts for form in forms):
                    told[text].add(path)
    return told
