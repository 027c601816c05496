"""The recorded program: a counter at work in one process, whose words go to the file ACK once they are acknowledged.

Arguments: folder (home and ACK lie in it), synchronous (full, or what is to be shown to fail), steps, seed.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from branch_desk.store import database
from branch_desk.store.ledger import Ledger
from tests.proof.verbs import Counter

folder, synchronous, steps, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
database.SYNCHRONOUS = synchronous
with Ledger.open(folder / "home") as ledger:
    ack = os.open(folder / "ACK", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    counter = Counter(ledger, random.Random(seed), lambda line: os.write(ack, f"{line}\n".encode()), f"c{seed}", backups=True)
    for verb in ("issue", "issue", "bag", "pack"):
        counter.step(verb)
    for _ in range(steps):
        counter.step()
    for verb in ("backup", "close", "check", "dispatch", "issue", "return", "idle", "issue"):
        counter.step(verb)
