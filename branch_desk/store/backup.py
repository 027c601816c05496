"""A copy of the ledger that can be believed: made through SQLite while the desk goes on, read back from the disk, and
signed.

The copy is read by a connection that only reads: it neither writes nor checkpoints, so that the one writing connection
stays the only one that does (WAL-reset bug, guides/data.md, section 2). It holds one snapshot while it reads, because a
backup whose source changes begins again, and beside a busy counter that would be for ever. Never is the live file copied.

ledger-<desk>-<ledger>-<time>.db     a copy; it has its name only when it is whole
ledger-<desk>-<ledger>-<time>.json   what it holds, signed by the key of the desk and by the master key
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era
from branch_desk.domain.events import canonical_json
from branch_desk.domain.thinning import kept
from branch_desk.store import sums
from branch_desk.store.database import Database, ReadOnly, open_for_writing
from branch_desk.store.exchange_keys import SigningKeys
from branch_desk.store.faults import Damaged, KeyMissing, spoken
from branch_desk.store.folders import Folders, sync_folder, write_durably
from branch_desk.store.folders import replace as put_in_place
from branch_desk.store.keys import Keys
from branch_desk.store.patience import Beat, no_beat

if TYPE_CHECKING:
    from branch_desk.store.proof import Verified

PAGES, REST = 1000, 0.005   # 4 MB a step (guides/data.md, section 8); between two steps others get the disk
CHUNK = 1 << 20
PART = ".part"
_HMAC = b"manifest of a backup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds. `out` and `own`: the last record of each stream in this life, and its hash in hex; `series`:
    the last number of each, as 'year-type'; `steps`: how far its schema is."""

    ledger: str
    desk: str
    practice: bool
    at: str
    why: str
    epoch: str
    out: tuple[int, str]
    own: tuple[int, str]
    lamport: int
    series: Mapping[str, int]
    slips: int
    events: int
    steps: int
    bytes: int = 0
    sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """The signed part of the file."""
        return {"version": 1, "ledger": self.ledger, "desk": self.desk, "practice": self.practice, "at": self.at,
                "why": self.why, "epoch": self.epoch, "out": list(self.out), "own": list(self.own),
                "lamport": self.lamport, "series": dict(self.series), "slips": self.slips, "events": self.events,
                "steps": self.steps, "bytes": self.bytes, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A copy in its place, with what its manifest says. `seq` and `head`: the last travelling record."""

    path: Path
    manifest: Manifest
    signatures: Mapping[str, str]

    @property
    def sha256(self) -> str:
        return self.manifest.sha256

    @property
    def seq(self) -> int:
        return self.manifest.out[0]

    @property
    def head(self) -> str:
        return self.manifest.out[1]

    @property
    def at(self) -> datetime:
        return era.moment(self.manifest.at)


# ---- making one


def describe(db: Database, at: datetime, why: str) -> Manifest:
    """What a ledger holds, in one snapshot; file and digest are still to come. Raises Damaged."""
    try:
        desk = json.loads(db.execute("select value from setting where key = 'desk'").fetchone()[0])
        identity = json.loads(db.execute("select value from setting where key = 'ledger'").fetchone()[0])
        epoch = db.execute("select epoch, out_prev, own_prev from epoch order by number desc limit 1").fetchone()
    except (TypeError, ValueError, IndexError) as error:
        raise Damaged() from error

    def head(table: str, before: bytes) -> tuple[int, str]:
        row = db.execute(f"select seq, hash from {table} where desk = ? and epoch = ? order by seq desc limit 1",
                         (desk["code"], epoch[0])).fetchone()
        return (row[0], row[1].hex()) if row else (0, before.hex())

    counts = db.execute("select (select count(*) from slip), (select count(*) from event) + (select count(*) from audit), "
                        "(select lamport from clock)").fetchone()
    series = {f"{fy}-{type_}": last for fy, type_, last in
              db.execute("select fy, type, last from counter where desk = ? order by 1, 2", (desk["code"],)).fetchall()}
    return Manifest(identity, desk["code"], bool(desk.get("practice")), era.stamp(at), why, epoch[0],
                    head("event", epoch[1]), head("audit", epoch[2]), counts[2], series, counts[0], counts[1],
                    db.execute("pragma user_version").fetchone()[0])


def take(source: Path, folder: Path, at: datetime, why: str, beat: Beat = no_beat) -> tuple[Path, Manifest]:
    """A whole and checked copy of the ledger file `source` under a name of its own in `folder`; it gets its real one by
    `name_it`. Beside a writer, in any thread."""
    reading = ReadOnly(source)
    try:
        reading.db.execute("begin")
        return take_from(reading.db, folder, at, why, beat)
    finally:
        reading.close()


def take_from(db: Database, folder: Path, at: datetime, why: str, beat: Beat = no_beat) -> tuple[Path, Manifest]:
    """The same through a connection that is open and stands still meanwhile."""
    made = describe(db, at, why)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{_stem(made)}.db{PART}"
    _make_empty(part)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("pragma synchronous=off").fetchall()   # synced below, as a whole
            copy.execute("pragma journal_mode=off").fetchall()
            copy_pages(db.conn, copy, beat)
            copy.execute("pragma journal_mode=delete").fetchall()
            copy.set_progress_handler(lambda: beat(), 1_000_000)
            sound = copy.execute("pragma quick_check").fetchone()[0] == "ok"
            if not sound or describe(Database(copy), at, why) != made:
                raise Damaged()
        digest, size = sync_and_read_back(part, beat)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part, replace(made, sha256=digest, bytes=size)


def _make_empty(part: Path) -> None:
    """For its owner alone, from the first byte on. What lies there is of a program that was killed in this very second."""
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, beat: Beat) -> None:
    """All pages, some at a time."""
    def step(status: int, remaining: int, total: int) -> None:
        beat()
        if remaining:
            time.sleep(REST)

    source.backup(target, pages=PAGES, progress=step)


def sync_and_read_back(path: Path, beat: Beat = no_beat) -> tuple[str, int]:
    """SHA-256 and length of what the disk has: synced, dropped from the cache where the system lets us, read again."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
        if sys.platform != "win32" and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
    return digest_of(path, beat)


def digest_of(path: Path, beat: Beat = no_beat) -> tuple[str, int]:
    """SHA-256 and length of a file."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            found.update(block)
            size += len(block)
            beat()
    return found.hexdigest(), size


def name_it(part: Path, made: Manifest, signatures: Mapping[str, str]) -> BackupFile:
    """Manifest first, then the copy under its name: a copy with a name is whole."""
    stem = _free(part.parent, _stem(made))
    write_durably(part.parent / f"{stem}.json", manifest_bytes(made, signatures))
    put_in_place(part, part.parent / f"{stem}.db")
    sync_folder(part.parent)
    return BackupFile(part.parent / f"{stem}.db", made, signatures)


def carry(copy: BackupFile, folder: Path, beat: Beat = no_beat) -> BackupFile:
    """The same copy in another place, written and read back. Raises OSError, Damaged where it did not arrive."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{copy.path.name}{PART}"
    try:
        _make_empty(part)
        with copy.path.open("rb") as source, part.open("wb") as target:
            while block := source.read(CHUNK):
                target.write(block)
                beat()
        if sync_and_read_back(part, beat) != (copy.sha256, copy.manifest.bytes):
            raise Damaged()
        return name_it(part, copy.manifest, copy.signatures)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def fetch(copy: BackupFile, target: Path, beat: Beat = no_beat) -> None:
    """The bytes of a copy into a file of ours, to be looked at. Raises OSError."""
    with copy.path.open("rb") as source, target.open("wb") as written:
        while block := source.read(CHUNK):
            written.write(block)
            beat()


# ---- manifests


def sign(made: Manifest, keys: Keys, signing: SigningKeys) -> dict[str, str]:
    """By the desk's signing key where it has one, and under the master key; without either nothing is signed, and the
    digest alone tells a copy that was spoiled."""
    data, found = canonical_json(made.as_json()), dict[str, str]()
    try:
        secret = _hmac_key(keys.master())
        found |= {"hmac": hmac.digest(secret, data, "sha256").hex(), "hmac_key": _name_of(secret)}
        key = signing.get("desk")
    except KeyMissing:
        return found
    if key is not None:
        found |= {"public": key.public_key().public_bytes_raw().hex(), "ed25519": key.sign(data).hex()}
    return found


def vouched(copy: BackupFile, keys: Keys | None, master: bytes | None = None) -> bool | None:
    """Whether the signatures of a manifest hold; None where there is none that could be tried. `master`: the master key,
    where the keys do not have it at hand."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data, tried = canonical_json(copy.manifest.as_json()), False
    if "ed25519" in copy.signatures:
        tried = True
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(copy.signatures.get("public", ""))).verify(
                bytes.fromhex(copy.signatures["ed25519"]), data)
        except (InvalidSignature, ValueError):
            return False
    if "hmac" in copy.signatures and keys is not None and keys.ledger == copy.manifest.ledger:
        try:
            secret = _hmac_key(master or keys.master())
        except KeyMissing:
            return True if tried else None
        if copy.signatures.get("hmac_key") == _name_of(secret):     # a master key that was made later cannot tell
            tried = True
            if not hmac.compare_digest(hmac.digest(secret, data, "sha256").hex().encode(), copy.signatures["hmac"].encode()):
                return False
    return True if tried else None


def _hmac_key(master: bytes) -> bytes:
    return hmac.digest(master, _HMAC, "sha256")


def _name_of(secret: bytes) -> str:
    return hashlib.sha256(b"name" + secret).hexdigest()[:16]


def manifest_bytes(made: Manifest, signatures: Mapping[str, str]) -> bytes:
    """The file beside a copy."""
    return json.dumps({"body": made.as_json(), "signatures": dict(signatures)}, ensure_ascii=False, indent=1).encode()


def read_manifest(copy: Path) -> BackupFile | None:
    """What stands beside a copy; None where nothing is there that can be read."""
    try:
        found = json.loads(copy.with_suffix(".json").read_bytes())
        body, signatures = dict(found["body"]), found["signatures"]
        if body.pop("version") != 1:
            return None
        body["out"], body["own"] = ((int(seq), str(digest)) for seq, digest in (body["out"], body["own"]))
        made = Manifest(**body)
        era.moment(made.at)
        canonical_json([made.as_json(), dict(signatures)])  # no half of a surrogate pair, of which nothing could be signed
        numbers_are = all(type(value) is int for value in (made.lamport, made.slips, made.events, made.steps, made.bytes,
                                                           *dict(made.series).values()))
        texts_are = all(isinstance(value, str) for value in (made.ledger, made.desk, made.sha256, made.epoch, made.why,
                                                             *dict(signatures).values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return BackupFile(copy, made, dict(signatures)) if numbers_are and texts_are else None


# ---- proving one


def prove(copy: BackupFile, scratch: Path) -> Verified:
    """Whether the copy whose bytes lie in the home `scratch` is a ledger without a fault, and the one of its manifest.
    One of an earlier version is brought up to this one first, as a restore would. Raises a Fault."""
    from branch_desk.store import migrations, proof, start
    from branch_desk.store.ledger import Ledger

    file = Folders(scratch).ledger
    if digest_of(file) != (copy.sha256, copy.manifest.bytes):
        raise Damaged()
    with spoken():
        db = open_for_writing(file)
        try:
            if describe(db, copy.at, copy.manifest.why).as_json() | _OF_FILE != copy.manifest.as_json() | _OF_FILE:
                raise Damaged()
            if migrations.check(db):
                migrations.apply(db)
            start.fold_anew(db)
            sums.begin(db)
        finally:
            db.close()
    with Ledger.open(scratch, readonly=True) as ledger:
        return proof.verify(ledger, proof.OF_A_COPY)


_OF_FILE = {"bytes": 0, "sha256": ""}


# ---- what lies in a place


def copies(folder: Path, ledger: str, beat: Beat = no_beat) -> tuple[BackupFile, ...]:
    """Every named copy of this ledger, the one that knows least first."""
    found = []
    for path in sorted(folder.glob("*.db")):
        beat()
        copy = read_manifest(path)
        if copy is not None and copy.manifest.ledger == ledger:
            found.append(copy)
    return tuple(sorted(found, key=lambda item: (item.manifest.lamport, item.path.name)))


def thin(folder: Path, ledger: str, beat: Beat = no_beat) -> tuple[str, ...]:
    """Takes away what is too much, and what never got its name; the names of those copies. Of other ledgers nothing,
    and nothing that was made before a migration: of those there are few, and each is the last of its kind."""
    there = [item for item in copies(folder, ledger, beat) if item.manifest.why != "migration"]
    stay = kept([item.at for item in there])
    gone = [item for place, item in enumerate(there) if place not in stay]
    for item in gone:
        item.path.unlink(missing_ok=True)
    if gone:    # names go in any order when the power does: a copy must never stand there without its manifest
        sync_folder(folder)
    for item in gone:
        item.path.with_suffix(".json").unlink(missing_ok=True)
    named = {path.stem for path in folder.glob("ledger-*.db")}
    for left in [*folder.glob(f"ledger-*-{ledger[:8]}-*.db{PART}"), *folder.glob(f"ledger-*-{ledger[:8]}-*.json{PART}")]:
        left.unlink(missing_ok=True)
    for left in folder.glob(f"ledger-*-{ledger[:8]}-*.json"):
        if left.stem not in named:
            left.unlink(missing_ok=True)
    if gone:
        sync_folder(folder)
    return tuple(item.path.name for item in gone)


def _stem(made: Manifest) -> str:
    return f"ledger-{made.desk}-{made.ledger[:8]}-{era.moment(made.at):%Y%m%dt%H%M%S}"


def _free(folder: Path, stem: str) -> str:
    """A name that nobody has: two in one second, or a clock that went back, must not replace an older copy."""
    name, count = stem, 1
    while (folder / f"{name}.db").exists():
        count += 1
        name = f"{stem}-{count}"
    return name
