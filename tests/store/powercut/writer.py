"""The recorded program: a real Ledger that issues, closes, prints and is left idle; each number goes to the
file ACK when shown.

Arguments: folder (home and ACK lie in it), synchronous (full, or what is to be shown to fail), slips,
checkpoint every n-th.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from branch_desk.store import database
from branch_desk.store.ledger import Ledger
from tests.store.issuing import issue, record

folder, synchronous, slips, every = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
database.SYNCHRONOUS = synchronous
chance = random.Random(7)
shown: list[str] = []
with Ledger.open(folder / "home") as ledger:
    ack = os.open(folder / "ACK", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for i in range(slips):
        type_ = chance.choice(("501", "502", "101"))
        name = f"山田{i}" if chance.random() < 0.7 else None
        number = issue(ledger, f"request-{i}", type_, name=name, sheets=chance.randrange(1, 90))
        os.write(ack, f"{number} {type_} request-{i} {name or '-'}\n".encode())
        shown.append(number)
        if chance.random() < 0.3:
            record(
                ledger,
                "printed",
                number,
                body={"copy": "original", "outcome": "confirmed", "count": 1, "paper": "80mm"},
            )
        if chance.random() < 0.2:
            record(ledger, "closed", chance.choice(shown), body={"accepted": "not_dispatched"})
        if every and i % every == every - 1:
            database.checkpoint(ledger.db, empty=chance.random() < 0.5)
