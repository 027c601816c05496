"""Kills a counter at work with SIGKILL, again and again: `python -m tests.proof.killing ROUNDS SEED` says what came of it.

One process without threads holds everything that was loaded and forks each counter, so that a round is only what it
costs to open a ledger and to work; the pipe outlives the counter, so that what was said is heard whole.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter as Counts
from pathlib import Path

from branch_desk.services import office, slips
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from sync.folder import OsFolder
from sync.worker import InProcess
from tests.proof.verbs import Counter, Heard, broken_backups
from tests.services.ward import Ward
from tests.store.old_ledgers import VERSIONS, recorded, unpack

LOOKED_AT = 25      # rounds after which everything that was heard so far is looked for
OLD = 0.1           # of the rounds open a ledger of an earlier version
MOMENT = 0.15       # seconds within which the kill comes


def rounds(place: Path, count: int, seed: int) -> tuple[Counts[str], list[str]]:
    """So many kills: what happened, and everything that was wrong."""
    os.environ["BRANCH_DESK_STATE"] = str(place / "state")
    chance, heard, told, wrong = random.Random(seed), Heard(), Counts[str](), list[str]()
    ward = Ward(place, ("900", "101", "102", "501"))
    for code in ("101", "102"):
        with ward[code].ledger.transaction() as tx:
            tx.set_setting(office.PIN_FOR_CHECKS, False)
    ward["101"].ledger.close()
    other, home = ward["102"], place / "101"
    for number in range(count):
        for _ in range(chance.randrange(3)):
            slips.issue(other.ledger, other.who, slips.IssueRequest("501", 2))
        other.sync()
        if chance.random() < OLD:
            told["migrations killed"] += _kill_a_migration(place / "old", chance, wrong)
        else:
            told["kills"] += _kill_a_counter(home, ward.folder, number, chance, heard)
        if number % LOOKED_AT == LOOKED_AT - 1 or number == count - 1:
            with Ledger.open(home) as ledger:
                wrong += [f"round {number}: {what}" for what in heard.wrongs(ledger)]
                wrong += [f"round {number}: backup not whole: {name}" for name in broken_backups(home, ledger)]
                told["backups whole"] = len(list(Folders(home).backup.glob("ledger-*.db")))
            if wrong:
                break
    told.update({"acknowledged": heard.lines, "numbers": len(heard.issued) + len(heard.bags), "reused": len(heard.twice),
                 "backups acknowledged": len(heard.backups), "wrong": len(wrong)})
    ward.close()
    return told, wrong


def _kill_a_counter(home: Path, share: Path, number: int, chance: random.Random, heard: Heard) -> int:
    def work(say) -> None:
        with Ledger.open(home) as ledger:
            counter = Counter(ledger, random.Random(chance.random()), say, f"k{number}", InProcess(OsFolder(str(share))), True)
            while True:
                counter.step()

    killed, text = _fork_and_kill(work, chance, wait_for_work=chance.random() < 0.7)
    heard.hear(text)
    return killed


def _kill_a_migration(home: Path, chance: random.Random, wrong: list[str]) -> int:
    """Whatever was recorded before is there after it, and a second opening ends what was begun."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    version = chance.choice(VERSIONS)
    unpack(version, home)
    before = recorded(home)

    def work(say) -> None:
        Ledger.open(home).close()
        say("migrated")
        while True:
            time.sleep(1)

    killed, _ = _fork_and_kill(work, chance, wait_for_work=False)
    with Ledger.open(home) as ledger:
        faults = [flaw.sentence for flaw in ledger.verify().faults]
    if faults:
        wrong.append(f"{version}: {faults[0]}")
    for old, new in zip(before, recorded(home), strict=True):
        if missing := set(old) - {row[: len(old[0])] for row in new} if old else ():
            wrong.append(f"{version}: {len(missing)} rows are gone")
    return killed


def _fork_and_kill(work, chance: random.Random, *, wait_for_work: bool) -> tuple[int, str]:
    """Runs `work` in a process of its own until it is killed; whether it lived until then, and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            work(lambda line: os.write(writing, f"{line}\n".encode()))
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os.close(writing)
    if wait_for_work:
        select.select([reading], [], [], 20)
    time.sleep(chance.uniform(0, MOMENT))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    said = b""
    while part := os.read(reading, 1 << 16):
        said += part
    os.close(reading)
    assert os.WIFSIGNALED(status), f"the counter ended by itself: {said.decode()}"
    return 1, said.decode()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="killing-") as folder:
        done, faults = rounds(Path(folder), int(sys.argv[1]), int(sys.argv[2]))
        print(dict(done))
        for fault in faults:
            print(fault)
        sys.exit(bool(faults))
