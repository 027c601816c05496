"""The program is killed with SIGKILL between queueing, sending and settling: the next start lists what nobody saw come
out, and nothing that may lie there is printed again without 再発行.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.services import desks, people, printers, printjobs
from branch_desk.services.printers import Printer
from branch_desk.store.ledger import Ledger
from tests.printing.fake_printer import NORMAL, Behaviour, FakePrinter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
ROOT = Path(__file__).parents[2]

# Says where it is; at the point named it waits to be killed.
PRINT = """
import sys, time
import printing
from branch_desk.services import people, printjobs, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger
home, stop = sys.argv[1:]

def at(point):
    print(point, flush=True)
    if point == stop:
        time.sleep(60)

with Ledger.open(home) as ledger:
    who = people.acting(ledger, "12")
    printing.warm()
    while True:
        number = slips.issue(ledger, who, IssueRequest("501", 3)).slip.number
        at("issued")
        queued = printjobs.queue(ledger, who, number)
        at("queued")
        for ready in queued.ready:
            ready = printjobs.begin(ledger, ready)
            at("begun")
            outcome = printjobs.run(ready)
            at("sent")
            printjobs.settled(ledger, who, ready, outcome)
            at("settled")
"""


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


@pytest.fixture
def desk(home, printer):
    """A ledger with a clerk and a receipt printer, closed."""
    made = desks.set_up(home, Desk("101", "大師1", "大師支所"))
    with made.ledger as ledger:
        who = people.add(ledger, "12", "佐野 恵")
        printers.add(ledger, who, Printer("窓口", "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}"))
        printers.route(ledger, who, "binder", printers.NO_PAPER)
    return home


def killed(home: Path, stop: str, wait: float = 0.0) -> list[str]:
    """Runs until it says `stop` (or for a while), kills it, and gives what it had said."""
    program = subprocess.Popen(
        [sys.executable, "-c", PRINT, str(home), stop if not wait else "-"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = []
    with program:
        for line in program.stdout:
            said.append(line.strip())
            if said[-1] == stop:
                break
        time.sleep(wait)
        program.send_signal(signal.SIGKILL)
        said += program.stdout.read().split()
    return said


@pytest.mark.parametrize(
    ("stop", "jobs", "waiting", "arrived"),
    [
        ("issued", [], [], 0),
        ("queued", ["never_sent"] * 3, [False] * 3, 0),
        ("begun", ["interrupted", "never_sent", "never_sent"], [True, False, False], 0),
        ("sent", ["interrupted", "never_sent", "never_sent"], [True, False, False], 1),
        ("settled", ["printed", "never_sent", "never_sent"], [False, False], 1),
    ],
)
def test_killed_at_each_step(desk, printer, stop, jobs, waiting, arrived):
    assert stop in killed(desk, stop)
    printer.settle()
    assert len(printer.jobs) == arrived
    with Ledger.open(desk) as ledger:
        number = ledger.outstanding()[0].number
        who = people.acting(ledger, "12")
        assert [job.why for job in ledger.print_jobs(number)] == jobs
        listed = printjobs.pending(ledger)
        assert [item.ask for item in listed] == waiting
        assert ledger.verify().faults == ()
        again = printjobs.queue(ledger, who, number)  # only what certainly lies nowhere, and that unmarked
        kept = {job.copy for job in ledger.print_jobs(number) if job.why in ("interrupted", "printed")}
        assert {ready.job.copy for ready in again.ready} == {"citizen", "original", "tag"} - kept
        for copy in kept:
            assert printjobs.queue(ledger, who, number, (copy,)).rule == "reprint_reason"


def test_killed_in_the_middle_of_sending(desk, printer):
    printer.behaviour = Behaviour(rate=60_000)
    killed(desk, "begun", wait=0.4)
    printer.settle(20)
    with Ledger.open(desk) as ledger:
        first = ledger.prints_waiting()[0]
        assert (first.state, first.why, first.bytes) == ("doubtful", "interrupted", None)
        assert ledger.prints(first.slip) == {"citizen": 1}


@pytest.mark.long
def test_killed_at_any_moment_again_and_again(desk, printer):
    chance = random.Random(3)
    arrived = 0
    for _ in range(12):
        printer.behaviour, printer.jobs = NORMAL, []
        killed(desk, "begun", wait=chance.uniform(0.0, 0.35))
        printer.settle()
        arrived += len(printer.jobs)
        with Ledger.open(desk) as ledger:
            jobs = [job for slip in ledger.outstanding(10_000) for job in ledger.print_jobs(slip.number)]
            assert {job.state for job in jobs} <= {"confirmed", "doubtful", "failed"}
            confirmed = sum(job.state == "confirmed" for job in jobs)
            doubtful = [job for job in jobs if job.state == "doubtful"]
            assert confirmed <= arrived <= confirmed + len(doubtful)
            assert {job.id for job in doubtful} == {
                item.job.id for item in printjobs.pending(ledger) if item.ask
            }
            assert ledger.verify().faults == ()
    assert arrived > 12
