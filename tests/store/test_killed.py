"""Processes killed with SIGKILL while issuing: every number that was printed is in the ledger, none twice, no
gap."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from branch_desk.store.ledger import Ledger
from tests.store.issuing import ROOT, make

ISSUE_FOR_EVER = """
import itertools, random, sys
from branch_desk.store.ledger import Ledger
from tests.store.issuing import issue, record
home, round_ = sys.argv[1:]
chance = random.Random(round_)
with Ledger.open(home) as ledger:
    for i in itertools.count():
        name = chance.choice(("山田", None))
        number = issue(ledger, f"{round_}-{i}", chance.choice(("501", "502", "101")), name=name)
        print(f"{round_}-{i}", number, flush=True)
        if chance.random() < 0.3:
            outcome = {"copy": "original", "outcome": "confirmed", "count": 1, "paper": "80mm"}
            record(ledger, "printed", number, body=outcome)
        if chance.random() < 0.05:
            ledger.idle()
"""


def kill_often(home, rounds: int, seed: int) -> int:
    """Starts a program that issues, kills it at a random moment, again and again; how many numbers it
    printed."""
    chance = random.Random(seed)
    make(home).close()
    printed: dict[str, str] = {}
    for round_ in range(rounds):
        program = subprocess.Popen(
            [sys.executable, "-c", ISSUE_FOR_EVER, str(home), str(round_)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with program:
            first = program.stdout.readline()  # until it issues, there is nothing to interrupt
            time.sleep(chance.uniform(0, 0.15))
            program.kill()  # SIGKILL, on Windows TerminateProcess
            lines = (first + program.stdout.read()).splitlines()
            assert first, program.stderr.read()
        complete = [line.split() for line in lines if len(line.split()) == 2 and len(line.split()[1]) == 16]
        for request, number in complete:
            assert printed.setdefault(request, number) == number
    assert len(set(printed.values())) == len(printed)
    with Ledger.open(home) as ledger:
        with ledger.transaction() as tx:
            assert {request: tx.repeated(request) for request in printed} == printed
        assert all(ledger.slip(number).state.value == "held" for number in printed.values())
        assert ledger.verify().faults == ()
    return len(printed)


def test_killed_20_times(home):
    assert kill_often(home, 20, seed=1) > 100


@pytest.mark.long
def test_killed_200_times(home):
    assert kill_often(home, 200, seed=2) > 1000
