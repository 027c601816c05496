"""Papers on Windows: the same dots and bytes as on Linux, and the spooler gets them unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from printing.job import Why, print_dots, send
from printing.printers import PRINTERS
from printing.transport.spooler import Spooler
from tests.printing import fake_win32print as win
from tests.printing.examples import PLAIN
from tests.printing.fake_win32print import Queue
from tests.windows import papers

ON_LINUX = Path(__file__).parent.parent.parent / ".scratch" / "papers-on-linux.json"


@pytest.mark.skipif(not ON_LINUX.exists(), reason="made by build/test.py --long on Linux; here nothing to compare with")
def test_every_paper_has_the_dots_and_the_bytes_that_it_has_on_linux():
    expected, found = json.loads(ON_LINUX.read_text(encoding="utf-8")), papers.digests()
    assert {name for name in expected if found.get(name) != expected[name]} == set()
    assert len(found) == len(expected) > 20


@pytest.fixture
def queue(monkeypatch):
    made = Queue()
    win.install(monkeypatch, receipt=made)
    return made


def test_the_spooler_is_handed_the_very_bytes_as_raw(queue):
    outcome = print_dots(papers.dots_of(PLAIN, "80mm"), PRINTERS["epson-tm-m30"], Spooler("receipt", "slip", pause=0.01))
    assert (outcome.state, outcome.why) == ("doubtful", Why.HANDED_OVER)
    assert bytes(queue.data) == b"".join(PRINTERS["epson-tm-m30"].job(papers.dots_of(PLAIN, "80mm"), None))


def test_the_real_spooler_of_a_machine_without_printers_is_told_plainly():
    """pywin32 itself, not a stand-in: OpenPrinter fails, and its error is read as one of ours."""
    outcome = send([b"x"], Spooler("no such printer", "slip"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.NO_QUEUE, 0)
