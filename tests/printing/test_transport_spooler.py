"""Jobs through the Windows spooler, against a made-up win32print: it never confirms, it refuses what is
offline, and it leaves no job behind that would print tomorrow.
"""

from __future__ import annotations

import random
import sys
import time

import pytest

from printing import escpos
from printing.dots import Dots
from printing.job import Outcome, Why, print_dots, send
from printing.printers import PRINTERS
from printing.transport.spooler import Spooler
from tests.printing import fake_win32print as win
from tests.printing.fake_win32print import Queue

DOTS = Dots(576, 300, random.Random(1).randbytes(72 * 300))
JOB = escpos.encode(DOTS, head=576)


def printed(monkeypatch, queue: Queue) -> Outcome:
    win.install(monkeypatch, receipt=queue)
    return print_dots(
        DOTS, PRINTERS["epson-tm-m30"], Spooler("receipt", "slip", watch=0.3, trouble=0.1, pause=0.01)
    )


def test_the_job_arrives_byte_for_byte_and_is_not_called_printed(monkeypatch):
    queue = Queue()
    outcome = printed(monkeypatch, queue)
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("doubtful", Why.HANDED_OVER, len(JOB))
    assert bytes(queue.data) == JOB and queue.title == "slip"
    assert queue.calls == ["start", "page", "end page", "end", "close"]


@pytest.mark.parametrize("last", [win.PRINTED, win.COMPLETE | win.PRINTED, None])
def test_a_job_that_left_is_handed_over(monkeypatch, last):
    queue = Queue(steps=[win.SPOOLING | win.PRINTING, last])
    assert printed(monkeypatch, queue).why == Why.HANDED_OVER and "delete" not in queue.calls


@pytest.mark.parametrize(
    ("queue", "why"),
    [
        (Queue(attributes=0x400), Why.OFFLINE),  # PRINTER_ATTRIBUTE_WORK_OFFLINE with Status 0: pywin32 662
        (Queue(attributes=0x448, status=0), Why.OFFLINE),
        (Queue(status=0x80), Why.OFFLINE),
        (Queue(status=0x1000), Why.OFFLINE),
        (Queue(status=0x10), Why.PAPER_OUT),
        (Queue(status=0x400000), Why.COVER_OPEN),
        (Queue(status=0x1), Why.STOPPED),
        (Queue(status=0x2), Why.ERROR),
        (Queue(status=0x8), Why.ERROR),
        (Queue(status=0x100000), Why.ERROR),
        (Queue(start_error=5), Why.DENIED),
        (Queue(start_error=1450), Why.REFUSED),
    ],
)
def test_nothing_is_sent_to_a_queue_that_is_not_well(monkeypatch, queue, why):
    outcome = printed(monkeypatch, queue)
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", why, 0)
    assert not queue.data and "start" not in queue.calls and queue.calls[-1] == "close"


@pytest.mark.parametrize(
    "harmless", [0x400, 0x4000, 0x20000, 0x1000000]
)  # printing, processing, toner low, power save
def test_states_that_do_not_hinder(monkeypatch, harmless):
    assert printed(monkeypatch, Queue(status=harmless)).why == Why.HANDED_OVER


@pytest.mark.parametrize(
    "trouble", [win.OFFLINE, win.PAPER_OUT, win.ERROR, win.PRINTING | win.ERROR, win.PAUSED]
)
def test_a_job_that_complains_is_taken_out_again(monkeypatch, trouble):
    queue = Queue(steps=[win.SPOOLING, trouble])
    began = time.monotonic()
    outcome = printed(monkeypatch, queue)
    assert (outcome.state, outcome.why) == ("doubtful", Why.WITHDRAWN) and queue.deleted
    assert time.monotonic() - began < 0.3  # by its complaint, not by the end of the watch


def test_a_short_complaint_is_forgiven(monkeypatch):
    queue = Queue(steps=[win.PAPER_OUT] * 3 + [win.PRINTING, None])
    assert printed(monkeypatch, queue).why == Why.HANDED_OVER and not queue.deleted


def test_a_job_that_never_leaves_is_taken_out_at_the_end_of_the_watch(monkeypatch):
    queue = Queue(steps=[win.SPOOLING])
    assert printed(monkeypatch, queue).why == Why.WITHDRAWN and queue.deleted


def test_a_job_that_cannot_be_taken_out_is_called_stuck(monkeypatch):
    outcome = printed(monkeypatch, Queue(steps=[win.OFFLINE], undeletable=True))
    assert (outcome.state, outcome.why) == ("doubtful", Why.STUCK)


def test_a_job_that_somebody_deleted_is_not_handed_over(monkeypatch):
    assert printed(monkeypatch, Queue(steps=[win.SPOOLING, win.DELETING])).why == Why.WITHDRAWN


def test_a_printer_that_complains_after_the_job_leaves_a_doubt_with_its_name(monkeypatch):
    outcome = printed(monkeypatch, Queue(later=0x10))
    assert (outcome.state, outcome.why) == ("doubtful", Why.PAPER_OUT) and outcome.after.paper_out


def test_a_full_disk_in_the_middle_takes_the_half_job_out(monkeypatch):
    queue = Queue(full_after=8192)
    outcome = printed(monkeypatch, queue)
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("doubtful", Why.DISK_FULL, len(queue.data))
    assert queue.deleted and "end" not in queue.calls and queue.calls[-1] == "close" and outcome.size is None


def test_an_error_in_the_making_takes_the_half_job_out(monkeypatch):
    queue = Queue()
    win.install(monkeypatch, receipt=queue)

    def pieces():
        yield JOB[:100]
        raise RuntimeError("the maker broke")

    with pytest.raises(RuntimeError, match="the maker broke"):
        send(pieces(), Spooler("receipt", "slip"))
    assert queue.deleted and queue.calls[-1] == "close"


def test_no_such_queue(monkeypatch):
    win.install(monkeypatch)
    outcome = send([JOB], Spooler("receipt", "slip"))
    assert (outcome.state, outcome.why) == ("failed", Why.NO_QUEUE)


def test_no_spooler_at_all(monkeypatch):
    monkeypatch.setitem(sys.modules, "win32print", None)
    outcome = send([JOB], Spooler("receipt", "slip"))
    assert (outcome.state, outcome.why) == ("failed", Why.NO_SYSTEM)
