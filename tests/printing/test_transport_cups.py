"""Jobs through a real CUPS that runs for the length of these tests."""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import replace

import pytest

from printing import PAPERS, escpos
from printing.dots import Dots
from printing.job import Patience, Why, print_dots, send
from printing.page import draw
from printing.printers import PRINTERS
from printing.transport.cups import Cups, media
from tests.printing.examples import PLAIN
from tests.printing.fake_printer import Behaviour, FakePrinter
from tests.printing.private_cups import Missing, PrivateCups

DOTS = Dots(576, 900, random.Random(1).randbytes(72 * 900))
JOB = escpos.encode(DOTS, head=576)
TM = PRINTERS["epson-tm-m30"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not for Windows")


@pytest.fixture(scope="module")
def cups():
    try:
        with PrivateCups() as cups:
            yield cups
    except Missing as missing:
        pytest.fail(str(missing))


def to(cups: PrivateCups, queue: str, **how) -> Cups:
    return Cups(queue, "slip", server=cups.server, pause=0.05, **{"watch": 10.0, **how})


def test_a_raw_queue_brings_the_job_byte_for_byte_and_is_not_called_printed(cups):
    with FakePrinter() as printer:
        cups.queue("RAW", f"socket://127.0.0.1:{printer.port}")
        outcome = print_dots(DOTS, TM, to(cups, "RAW"), Patience())
        printer.settle()
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("doubtful", Why.HANDED_OVER, len(JOB))
    assert len(printer.jobs) == 1 and bytes(printer.jobs[0].data) == JOB and printer.jobs[0].cuts == 1
    assert not printer.asked, "no question may stand in a job that nobody listens to"


def test_a_dead_printer_is_noticed_and_leaves_nothing_in_the_queue(cups):
    """lp itself answers rc 0, and the reasons of the printer stay "none"."""
    cups.queue("DEAD", "socket://127.0.0.1:9")
    outcome = send([JOB], to(cups, "DEAD", watch=1.5))
    assert (outcome.state, outcome.why) == ("doubtful", Why.WITHDRAWN)
    assert "DEAD" not in cups.waiting()


def test_a_printer_that_takes_nothing_is_noticed_too(cups):
    with FakePrinter(Behaviour(hangs_after=1_000)) as printer:
        cups.queue("HANGS", f"socket://127.0.0.1:{printer.port}")
        outcome = send([escpos.INIT * 4_000_000], to(cups, "HANGS", watch=1.5))
        printer.settle()
    assert (outcome.state, outcome.why) == ("doubtful", Why.WITHDRAWN) and "HANGS" not in cups.waiting()


def test_a_queue_that_is_held_or_refuses_gets_nothing(cups):
    cups.queue("HELD", "socket://127.0.0.1:9")
    cups.tool("cupsdisable", "HELD")
    outcome = send([JOB], to(cups, "HELD"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.STOPPED, 0)
    cups.queue("SHUT", "socket://127.0.0.1:9")
    cups.tool("cupsreject", "SHUT")
    outcome = send([JOB], to(cups, "SHUT"))
    assert (outcome.state, outcome.why) == ("failed", Why.STOPPED) and not cups.waiting()


def test_a_queue_that_is_held_after_the_job_was_taken_is_noticed(cups):
    cups.queue("LATER", "socket://127.0.0.1:9")

    def pieces():
        yield JOB
        cups.tool("cupsdisable", "LATER")

    outcome = send(pieces(), to(cups, "LATER", watch=0.5))
    assert (outcome.state, outcome.why) == ("doubtful", Why.WITHDRAWN) and "LATER" not in cups.waiting()


def test_no_such_queue(cups):
    outcome = send([JOB], to(cups, "NOWHERE"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.NO_QUEUE, 0)


def test_a_queue_that_goes_before_the_job_is_handed_over_loses_nothing(cups):
    cups.queue("GONE", "socket://127.0.0.1:9")

    def pieces():
        yield JOB
        cups.tool("lpadmin", "-x", "GONE")

    outcome = send(pieces(), to(cups, "GONE"))
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.REFUSED, 0)


def loses_less_than_a_point(got: float, wanted_mm: float) -> bool:
    """CUPS works in whole points, and drops what is over."""
    return -25.4 / 72 < got / 72 * 25.4 - wanted_mm <= 0.01


@pytest.mark.parametrize("name", ["80mm", "58mm"])
def test_a_roll_keeps_its_length_and_its_dots(cups, name):
    """Nothing is scaled to fit: the barcode lies where it was drawn, as wide as it was drawn."""
    import pypdfium2
    import zxingcpp

    page = draw(PLAIN, name)
    out = cups.file_queue(f"ROLL_{name}")
    outcome = send(
        [page.pdf], Cups.for_page(f"ROLL_{name}", "slip", page.width_mm, page.height_mm, server=cups.server)
    )
    assert (outcome.state, outcome.why) == ("doubtful", Why.HANDED_OVER)
    document = pypdfium2.PdfDocument(out.read_bytes())
    assert len(document) == 1
    width, height = document[0].get_size()
    assert loses_less_than_a_point(width, page.width_mm) and loses_less_than_a_point(height, page.height_mm)
    there, here = (
        zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[0].render(scale=203.2 / 72 * 2).to_pil())
        for pdf in (out.read_bytes(), page.pdf)
    )
    assert [it.text for it in there] == [PLAIN.digits]
    for corner in ("top_left", "bottom_right"):
        ours, theirs = getattr(here[0].position, corner), getattr(there[0].position, corner)
        assert abs(ours.x - theirs.x) <= 2 and abs(ours.y - theirs.y) <= 6, (
            corner,
            ours.x - theirs.x,
            ours.y - theirs.y,
        )


@pytest.mark.parametrize("name", ["A5", "A4"])
def test_plain_paper_is_asked_for_by_its_name_and_not_scaled(cups, name):
    import pypdfium2

    page = draw(PLAIN, name)
    out = cups.file_queue(f"PLAIN_{name}")
    outcome = send(
        [page.pdf], Cups.for_page(f"PLAIN_{name}", "slip", page.width_mm, page.height_mm, server=cups.server)
    )
    assert outcome.why == Why.HANDED_OVER
    document = pypdfium2.PdfDocument(out.read_bytes())
    assert len(document) == 1
    size = sorted(round(points / 72 * 25.4) for points in document[0].get_size())
    assert size == sorted((round(page.width_mm), round(page.height_mm)))


def test_no_scheduler(cups):
    with PrivateCups() as other:
        gone = to(other, "RAW")
        other.stop()
        outcome = send([JOB], gone)
    assert (outcome.state, outcome.why) == ("failed", Why.NO_SYSTEM)


def test_no_commands(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    outcome = send([JOB], Cups("RAW", "slip"))
    assert (outcome.state, outcome.why) == ("failed", Why.NO_SYSTEM)


def test_a_machine_without_cups_says_so(monkeypatch):
    """The fixture above turns this into a failure with the reason, never into a skip."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(Missing, match=r"no cupsd.*packages cups and cups-client"):
        PrivateCups()


def test_the_names_of_papers():
    assert media(72.0, 135.469) == "Custom.72x135.47mm"
    assert media(PAPERS["A4"].width_mm, PAPERS["A4"].height_mm) == "A4"
    assert media(PAPERS["A5"].width_mm, PAPERS["A5"].height_mm) == "A5"


@pytest.mark.parametrize(
    ("alerts", "fault"),
    [
        ("none", None),
        ("media-empty-error", "paper_out"),
        ("media-needed", "paper_out"),
        ("media-low-warning", None),
        ("cover-open-report", "cover_open"),
        ("door-open-error media-low-report", "cover_open"),
        ("offline-report", "offline"),
        ("paused", "stopped"),
        ("cups-waiting-for-job-completed", None),
    ],
)
def test_the_reasons_of_a_printer(monkeypatch, alerts, fault):
    import subprocess

    said = f"printer Q is idle.  enabled since today\n\tForm mounted:\n\tAlerts: {alerts}\n\tLocation: \n"
    monkeypatch.setattr(
        Cups, "_run", lambda self, *command, data=None: subprocess.CompletedProcess(command, 0, said, "")
    )
    state = Cups("Q", "slip").state()
    assert state.fault == fault and state.near_end == ("media-low" in alerts)


def test_what_is_said_of_the_page_is_true_of_a_changed_copy_too(cups):
    """Two jobs one after the other on one queue: the second is the second, not what was left of the first."""
    out = cups.file_queue("TWICE")
    pages = [draw(PLAIN, "58mm"), draw(replace(PLAIN, enclosures=()), "58mm")]
    for page in pages:
        assert (
            send(
                [page.pdf], Cups.for_page("TWICE", "slip", page.width_mm, page.height_mm, server=cups.server)
            ).why
            == Why.HANDED_OVER
        )
    import pypdfium2

    height = pypdfium2.PdfDocument(out.read_bytes())[0].get_size()[1]
    assert loses_less_than_a_point(height, pages[1].height_mm) and pages[0].height_mm > pages[1].height_mm + 1
