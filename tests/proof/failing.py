"""A counter at work on a disk on which one write or sync fails, each in turn: `python -m tests.proof.failing FOLDER STEP`
under LD_PRELOAD says how many were tried and what was wrong.

Every verb either is acknowledged or says a fault; with the disk well again it goes on, and what was acknowledged is there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import shutil
import sys
from collections import Counter as Counts
from collections.abc import Callable
from pathlib import Path

from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, office
from branch_desk.store.faults import Fault
from branch_desk.store.ledger import Ledger
from tests.proof.verbs import Counter, Heard, broken_backups

WRITES, SYNCS = 0, 1
VERBS = ("issue", "issue", "bag", "pack", "pack", "close", "check", "dispatch", "return", "backup", "idle", "issue", "issue")
# A disk that is full from there on; one that fails once.
WAYS = {"full": (WRITES, errno.ENOSPC, True), "a write that fails": (WRITES, errno.EIO, False),
        "a sync that fails": (SYNCS, errno.EIO, False)}


def set_up(home: Path) -> None:
    """A desk at which two people work."""
    with Ledger.create(home, Desk("101", "大師1", "大師支所"), keep_key_in="file").ledger as ledger, ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
        tx.put_staff("12", "佐野 恵")
        tx.put_staff("3", "三浦 光", StaffRole.RESPONSIBLE)
        tx.set_setting(office.PIN_FOR_CHECKS, False)


def day(home: Path, fail: Callable[[int], None], heard: Heard, told: Counts[str]) -> None:
    """Opened, worked at while the disk fails, worked at again while it is well, closed."""
    lines: list[str] = []
    fail(1)
    try:
        ledger = Ledger.open(home)
    except Fault as fault:
        told[f"open: {fault.word}"] += 1
        fail(0)
        ledger = Ledger.open(home)
    with ledger:
        counter = Counter(ledger, random.Random(5), lines.append, f"f{told['tried']}", backups=True)
        for verb in VERBS:
            try:
                counter.step(verb)
            except Fault as fault:
                told[f"{verb}: {fault.word}"] += 1
        fail(0)
        before = len(lines)
        for verb in VERBS:
            counter.step(verb)
        assert len(lines) - before >= 6, lines[before:]
    heard.hear("".join(line + "\n" for line in lines))


def play(folder: Path, step: int) -> tuple[Counts[str], list[str]]:
    """Every `step`-th place of every way to fail."""
    shim = ctypes.CDLL(None)
    os.environ["BRANCH_DESK_STATE"] = str(folder / "state")
    set_up(folder / "made")
    told, wrong = Counts[str](), list[str]()
    for way, (kind, code, for_ever) in WAYS.items():
        at, places = 1, 2
        while at < places:
            shutil.rmtree(folder / "home", ignore_errors=True)
            shutil.rmtree(folder / "state", ignore_errors=True)
            shutil.copytree(folder / "made", folder / "home")
            heard = Heard()

            def fail(on: int, at: int = at, kind: int = kind, code: int = code, for_ever: bool = for_ever) -> None:
                nonlocal places
                if not on:
                    places = max(places, shim.counted(kind))
                shim.fail_at(kind, at * on, code, for_ever)

            try:
                day(folder / "home", fail, heard, told)
                with Ledger.open(folder / "home") as ledger:
                    wrong += [f"{way} at {at}: {what}" for what in heard.wrongs(ledger)]
                    wrong += [f"{way} at {at}: not whole: {name}" for name in broken_backups(folder / "home", ledger)]
            except Exception as error:
                wrong.append(f"{way} at {at}: {type(error).__name__}: {error}")
            shim.fail_at(kind, 0, 0, False)
            told["tried"] += 1
            told[way] += 1
            at += step
    return told, wrong


if __name__ == "__main__":
    done, faults = play(Path(sys.argv[1]), int(sys.argv[2]))
    print(dict(done))
    for fault in faults[:20]:
        print(fault)
    sys.exit(bool(faults))
