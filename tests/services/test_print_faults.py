"""Papers to a printer that fails in every way: what the ledger says is what lies there, nothing is lost, and nothing
lies there twice without 再発行.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

import printing
from branch_desk.domain.events import as_record
from branch_desk.services import printers, printjobs, slips
from branch_desk.services.printers import Printer
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import BookFilter
from printing.transport.socket import Socket
from tests.domain.event_schemas import faults
from tests.printing.fake_printer import COVER, EMPTY, GOOD, NORMAL, Behaviour, FakePrinter
from tests.printing.fake_printer import Job as Received

JOBS = 80  # a part, at least
PROFILES = ("epson-tm-m30", "epson-tm-t20", "80mm", "58mm")
QUICK = printing.Patience(answer=0.1, print_=0.4, look=0.2)


def chance(rng: random.Random, size: int) -> Behaviour:
    """One printer of one moment. Half of the faults come in the middle of a job, at any byte."""
    at = rng.randrange(1, size)
    return rng.choice(
        [
            NORMAL,
            NORMAL,
            Behaviour(state={**GOOD, 1: 0x16}),
            Behaviour(state={**GOOD, 4: 0x1E}),
            Behaviour(state=rng.choice([EMPTY, COVER, {**GOOD, 1: 0x1A}])),
            Behaviour(state=None, confirms=False),
            Behaviour(confirms=False),
            Behaviour(ticket=b"AAAA"),
            Behaviour(answer=rng.randbytes(rng.randrange(1, 9))),
            Behaviour(reset_after=at),
            Behaviour(closes_after=at),
            Behaviour(closes_after=size - rng.randrange(0, 16)),
            Behaviour(breaks_after=at, broken_state=EMPTY),
            Behaviour(breaks_after=at, broken_state=COVER),
            Behaviour(breaks_after=at, broken_state=None),
            Behaviour(breaks_after=at, broken_state=GOOD),
            Behaviour(only_data=True),
            Behaviour(rate=400_000.0),
            Behaviour(hangs_after=at),
        ]
    )


@dataclass
class Lying:
    """What really came out of the printer for one copy of one slip: (marked as 再発行, whole)."""

    there: list[tuple[bool, bool]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return any(whole for _, whole in self.there)


def papers_of(received: list[Received], height: int) -> list[bool]:
    """For each connection that brought a row of dots onto paper: whether all of them are there."""
    return [job.rows >= height for job in received if job.rows]


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in (1, 2, 3))])
def test_of_many_papers_none_is_lost_and_none_lies_there_twice_without_its_mark(ledger, sano, part):
    rng = random.Random(20261124 + part)
    seen: Counter[str] = Counter()
    jobs = arrived = 0
    for profile in PROFILES:
        printers.add(ledger, sano, Printer(profile, profile, "socket", "127.0.0.1:9100"))
    with FakePrinter() as printer:
        while jobs < JOBS:
            number = slips.issue(ledger, sano, IssueRequest("501", 3)).slip.number
            copy, lying = rng.choice(printers.COPIES), Lying()
            for attempt in range(12):
                name = rng.choice(PROFILES)
                queued = printjobs.queue(ledger, sano, number, (copy,), printer=name, begin=True)
                refused = isinstance(queued, Refusal)
                if refused:
                    assert queued.rule == "reprint_reason"
                    queued = printjobs.queue(
                        ledger, sano, number, (copy,), printer=name, reason="not_printed", begin=True
                    )
                if lying.there:
                    assert refused, "a paper lies there, and the next one would not say so"
                (ready,) = queued.ready
                assert refused == (ready.form.reissue is not None)
                profile = ready.printer.known
                dots = printing.raster(printing.draw(ready.form, ready.job.paper))
                size = len(b"".join(profile.job(dots, profile.new_ticket())))
                printer.behaviour = NORMAL if attempt > 7 else chance(rng, size)
                printer.jobs = []
                way = Socket("127.0.0.1", printer.port, connect=1.0, stall=0.25, total=1.0)
                outcome = printjobs.run(ready, patience=QUICK, way=way)
                printer.settle()
                done = printjobs.settled(ledger, sano, ready, outcome)
                jobs += 1
                seen[done.job.state] += 1
                case = (number, copy, attempt, printer.behaviour, outcome)
                assert len(printer.jobs) <= 1, case
                arrived += len(printer.jobs)
                lying.there += [(refused, whole) for whole in papers_of(printer.jobs, dots.height)]
                if done.job.state == "confirmed":
                    assert lying.there[-1][1], ("confirmed, and no paper", case)
                    break
                if done.job.state == "failed":
                    assert not printer.jobs and not done.job.may_exist, ("failed, and something left", case)
                    assert done.elsewhere and not done.ask
                    continue
                assert done.ask and done.job.id in [item.job.id for item in printjobs.pending(ledger)], case
                came_out = bool(printer.jobs) and printer.jobs[0].rows >= dots.height
                if not came_out and rng.random() < 0.3:
                    continue  # prints again at once, without an answer
                answered = printjobs.answer(ledger, sano, ready.job.id, came_out)
                assert answered.marked == (not came_out)
                if came_out:
                    break
            assert lying.whole, "the paper was lost"
            assert [marked for marked, _ in lying.there].count(False) <= 1
            assert ledger.prints(number)[copy] >= len(lying.there)
            assert [item for item in printjobs.pending(ledger) if item.job.slip == number] == []
    every = [job for number in numbers_of(ledger) for job in ledger.print_jobs(number)]
    assert len(every) == jobs >= JOBS and all(job.final for job in every)
    assert arrived <= sum(job.may_exist for job in every)
    assert seen["confirmed"] >= 3 and seen["failed"] >= 3 and seen["doubtful"] >= 20, seen
    assert ledger.verify().faults == ()
    events = [event for number in numbers_of(ledger) for event in ledger.events(number)]
    assert [fault for event in events for fault in faults(as_record(event))] == []


def numbers_of(ledger) -> list[str]:
    return [slip.number for slip in ledger.page(BookFilter(), limit=1000).slips]
