"""A desk with names, backup places and old copies of its ledger; the attack on what is left of them; and an erasure that
kills itself at a chosen step."""

from __future__ import annotations

import base64
import os
import re
import signal
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from branch_desk.store import database, folders, key_copies
from branch_desk.store.keys import is_data_key
from branch_desk.store.ledger import Ledger
from tests.store.issuing import Clock, issue

GONE, KEPT = "消える 名前太郎", "残る 名前花子"


def fill(ledger: Ledger) -> tuple[str, str]:
    """A slip to be erased (kept for 1 year) and one that is kept (10 years); their numbers."""
    gone = issue(ledger, "gone", name=GONE)
    with ledger.transaction() as tx:
        kept = tx.draw(2026, "502").digits
        event = tx.append("issued", actor="1", slip=kept, body={"type": "502", "retention": 10})
        tx.keep(event, 2026, 10, {"name": KEPT})
    return gone, kept


def key_of(ledger: Ledger, retention: int = 1) -> str:
    return next(key for key in ledger.erasure.ids() if f"-r{retention:02d}-" in key)


def copy_ledger(ledger: Ledger, place: Path) -> Path:
    """An old backup: everything that was in the ledger, encrypted names among it."""
    target = place / "old-ledger.db"
    copy = sqlite3.connect(target)
    with copy:
        ledger.db.conn.backup(copy)
    copy.close()
    return target


def put_copies(ledger: Ledger, *places: Path) -> None:
    for place in places:
        place.mkdir(exist_ok=True)
        copy_ledger(ledger, place)
        key_copies.copy_to(ledger.keys, place, ledger.now())


def opened(files: Iterable[Path], master: bytes) -> tuple[set[str], int]:
    """The attack: everything that looks like a wrapped key in any file is unwrapped with the master key, as any data key
    that any file ever names, and tried on every box in every ledger. The texts that came out, and how many tries."""
    contents = {path: path.read_bytes() for path in files if path.is_file()}
    named = {text.decode() for data in contents.values() for text in re.findall(rb"2[0-9]{3}-r[0-9]{2}-[0-9a-f]{8}", data)}
    boxes = {base64.b64decode(text) for data in contents.values()
             for text in re.findall(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{80}(?![A-Za-z0-9+/])", data)}
    found, tries = {master}, 0
    for box in boxes:
        for name in named:
            tries += 1
            try:
                found.add(AESGCM(master).decrypt(box[:12], box[12:], name.encode()))
            except InvalidTag:
                continue
    texts = set()
    for path, data in contents.items():
        if not data.startswith(b"SQLite format 3"):
            continue
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        rows = db.execute("select stream, desk, epoch, seq, key, box from pii where length(box) > 12").fetchall()
        db.close()
        for stream, desk, epoch, seq, key, box in rows:
            for secret in found:
                tries += 1
                try:
                    bound = f"{key}|{stream}|{desk}|{epoch}|{seq}".encode()
                    texts.add(AESGCM(secret).decrypt(box[:12], box[12:], bound).decode())
                except InvalidTag:
                    continue
    return texts, tries


def data_keys_in(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("2*.json") if is_data_key(path.stem)}


STEPS = ("sync", "replace", "remove", "commit")


def count_down(last: int | None) -> list[str]:
    """From here on every step that reaches the disk is counted, before it and after it; at the `last` this process kills
    itself. Answers the steps as they are made."""
    made: list[str] = []

    def step(name: str) -> None:
        made.append(name)
        if last is not None and len(made) == last:
            if hasattr(signal, "SIGKILL"):
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(9)

    def counted(module: object, name: str, called: str) -> None:
        inner = getattr(module, name)

        def run(*arguments: object, **named: object) -> object:
            step(f"before {called}")
            answer = inner(*arguments, **named)
            step(f"after {called}")
            return answer

        setattr(module, name, run)

    counted(os, "fsync", "sync")
    counted(os, "replace", "replace")
    counted(os, "unlink", "remove")
    counted(folders.os, "write", "write")

    inner = database.immediate.__wrapped__

    def immediate(db):
        step("before begin")
        yield from inner(db)
        step("after commit")

    from contextlib import contextmanager

    from branch_desk.store import ledger as face

    face.database.immediate = contextmanager(immediate)
    return made


def main(home: str, second: str, last: str) -> None:
    """Erases what is kept for a year, and is killed at a step."""
    with Ledger.open(Path(home), now=Clock()) as ledger:
        key = key_of(ledger)
        made = count_down(int(last) or None)
        ledger.erasure.begin("1", "2", [key])
        print(len(made))


def all_files(*places: Path) -> list[Path]:
    return [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]


def master_of(home: Path) -> bytes:
    return base64.b64decode((folders.Folders(home).keys / "master.local").read_bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])

