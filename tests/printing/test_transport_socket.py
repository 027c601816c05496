"""Jobs over TCP against a printer in every state: what the outcome says must be what the paper shows."""

from __future__ import annotations

import random
import re
import socket
import time
from collections import Counter

import pytest

from printing import escpos
from printing.dots import Dots
from printing.job import Patience, Why, print_dots, send
from printing.printers import PRINTERS
from printing.status import Status
from printing.transport.socket import Socket
from tests.printing.fake_printer import COVER, EMPTY, GOOD, STATES, Behaviour, FakePrinter

TM = PRINTERS["epson-tm-m30"]
QUICK = Patience(answer=0.25, print_=1.0, look=0.4)


def dots(height: int = 300, seed: int = 0, width: int = 576) -> Dots:
    """A raster by chance: many of them hold the bytes of a question."""
    return Dots(width, height, random.Random(seed).randbytes(width // 8 * height))


def to(printer: FakePrinter) -> Socket:
    return Socket("127.0.0.1", printer.port, connect=1.0, stall=0.5, total=5.0)


def printed(behaviour: Behaviour, what: Dots | None = None, profile=TM, patience: Patience = QUICK):
    """The outcome of one job, and the printer afterwards."""
    with FakePrinter(behaviour) as printer:
        outcome = print_dots(what or dots(), profile, to(printer), patience)
        printer.settle()
    return outcome, printer


WORDS = {
    "online": ("confirmed", Why.PRINTED),
    "near end": ("confirmed", Why.PRINTED),
    "drawer pin high": ("confirmed", Why.PRINTED),
    "automatic status": ("confirmed", Why.PRINTED),
    "paper out": ("failed", Why.PAPER_OUT),
    "cover open": ("failed", Why.COVER_OPEN),
    "cutter error": ("failed", Why.ERROR),
    "feed button": ("failed", Why.FEEDING),
    "offline": ("failed", Why.OFFLINE),
    "web server": ("failed", Why.NOT_UNDERSTOOD),
    "noise": ("failed", Why.NOT_UNDERSTOOD),
    "mute": ("doubtful", Why.MUTE),
    "no confirmation": ("doubtful", Why.NOT_CONFIRMED),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_word(state):
    outcome, printer = printed(STATES[state])
    assert (outcome.state, outcome.why) == WORDS[state]
    if outcome.state == "failed":
        assert outcome.bytes_sent == 0 and not printer.jobs and outcome.size is None
    else:
        assert len(printer.jobs) == 1 and len(printer.jobs[0].data) == outcome.bytes_sent == outcome.size
        assert printer.jobs[0].cuts == 1 and printer.jobs[0].rows == 300
    assert outcome.near_end == (state in ("near end", "paper out"))


def test_a_mute_printer_costs_one_wait_before_and_none_after():
    began = time.monotonic()
    printed(STATES["mute"])
    assert time.monotonic() - began < 2 * QUICK.answer


def test_a_printer_that_does_not_answer_is_not_asked():
    outcome, printer = printed(STATES["mute"], dots(width=384), PRINTERS["58mm"])
    assert (outcome.state, outcome.why) == ("doubtful", Why.CANNOT_TELL) and not printer.asked
    assert printer.jobs[0].data.endswith(b"\x1bJ\x60")


def test_a_clone_that_answers_is_asked_and_never_confirms():
    outcome, printer = printed(STATES["no confirmation"], profile=PRINTERS["80mm"])
    assert (outcome.state, outcome.why) == ("doubtful", Why.CANNOT_TELL)
    assert outcome.before.good and outcome.after.good and b"\x1d(H" not in printer.jobs[0].data


def test_the_ticket_of_another_job_confirms_nothing():
    outcome, _ = printed(Behaviour(ticket=b"ZZZ9"))
    assert (outcome.state, outcome.why) == ("doubtful", Why.NOT_CONFIRMED)


def test_questions_that_stand_in_the_dots_do_not_confuse_the_answers():
    """The drawer pin is high: its answer to question 1, taken for one to question 2, would be an open
    cover.
    """
    asking = Dots(576, 40, b"\x10\x04\x01" * (72 * 40 // 3))
    outcome, printer = printed(Behaviour(state={**GOOD, 1: 0x16}), asking)
    assert outcome.state == "confirmed" and outcome.after == Status(True, False, False, False, False, False)
    assert len(printer.asked) == 960 + 8


def test_paper_that_runs_out_in_the_middle_is_told_without_waiting_to_the_end():
    began = time.monotonic()
    outcome, printer = printed(
        Behaviour(breaks_after=18_000, broken_state=EMPTY), patience=Patience(0.25, 30.0, 0.3)
    )
    assert (outcome.state, outcome.why) == ("doubtful", Why.PAPER_OUT) and time.monotonic() - began < 3
    assert printer.jobs[0].rows == 0 and outcome.after.paper_out


def test_a_cover_opened_after_the_last_dot_leaves_a_doubt():
    size = len(escpos.encode(dots(), head=576, ticket=b"AAAA"))
    outcome, printer = printed(Behaviour(breaks_after=size, broken_state=COVER))
    assert (outcome.state, outcome.why) == ("doubtful", Why.COVER_OPEN) and printer.jobs[0].rows == 300


def test_a_printer_that_falls_silent_during_the_job_is_doubtful():
    outcome, _ = printed(Behaviour(only_data=True))
    assert outcome.state == "doubtful" and outcome.why == Why.MUTE and outcome.before.good


@pytest.mark.parametrize("fault", ["reset_after", "closes_after"])
def test_a_printer_that_goes_in_the_middle_is_doubtful(fault):
    outcome, printer = printed(Behaviour(**{fault: 9_000}), dots(1300))
    assert (
        outcome.state == "doubtful" and outcome.why in (Why.BROKEN_OFF, Why.LOST) and outcome.bytes_sent > 0
    )
    assert len(printer.jobs) == 1 and len(printer.jobs[0].data) == 9_000


def test_a_printer_gone_after_80_kb_is_never_taken_for_a_printed_slip():
    """A slip is about 80 kB: all of it can be written to a connection whose printer has left."""
    what = dots(1150)
    outcome, printer = printed(Behaviour(closes_after=80_000), what)
    assert outcome.state == "doubtful" and outcome.why in (Why.BROKEN_OFF, Why.LOST)
    assert len(printer.jobs[0].data) == 80_000 < 1150 * 72


def test_a_slow_printer_is_waited_for_and_confirms():
    """1 kB/s on a scale of 1 to 40, 22 kB: the state asked for on the way gets no answer in time, the ticket
    does.
    """
    outcome, printer = printed(Behaviour(rate=40_000), patience=Patience(0.05, 5.0, 0.2))
    assert (outcome.state, outcome.why) == ("confirmed", Why.PRINTED) and printer.jobs[0].cuts == 1


def test_a_slow_printer_that_takes_too_long_is_doubtful_and_still_gets_every_byte_once():
    outcome, printer = printed(Behaviour(rate=20_000), patience=Patience(0.05, 0.2, 0.1))
    assert outcome.state == "doubtful" and outcome.why in (Why.NOT_CONFIRMED, Why.MUTE)
    assert len(printer.jobs) == 1 and len(printer.jobs[0].data) == outcome.size and printer.jobs[0].cuts == 1


def test_answers_that_come_late_are_not_taken_for_those_to_later_questions():
    """2 kB/s: the state asked for on the way is answered after the ticket. The pin of the drawer, read as
    question 2, is the cover.
    """
    outcome, printer = printed(
        Behaviour(rate=2_000, state={**GOOD, 1: 0x16}), dots(8), patience=Patience(0.05, 5.0, 0.1)
    )
    assert outcome.state == "confirmed" and outcome.after == Status(True, False, False, False, False, False)
    assert len(printer.asked) == 4 + 1 + 4


def test_what_the_printer_said_last_does_not_throw_away_what_is_on_its_way():
    """A close with unread answers would be a reset; the printer must read a regular end instead."""
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        way = Socket("127.0.0.1", server.getsockname()[1])
        way.open()
        printer, _ = server.accept()
        with printer:
            printer.sendall(b"\x12" * 10)
            time.sleep(0.05)
            way.write(bytes(200_000))
            way.close()
            while piece := printer.recv(65_536):
                got += piece
    assert len(got) == 200_000


def test_a_printer_that_takes_nothing_more_ends_the_job_in_time():
    began = time.monotonic()
    outcome, printer = printed(Behaviour(hangs_after=3_000), Dots(576, 60_000, bytes(72 * 60_000)))
    assert (outcome.state, outcome.why) == ("doubtful", Why.SLOW) and outcome.size is None
    assert time.monotonic() - began < 4 and len(printer.jobs[0].data) == 3_000


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = print_dots(dots(), TM, Socket("127.0.0.1", port, connect=0.5), QUICK)
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.REFUSED, 0)
    outcome = print_dots(dots(), TM, Socket("no-such-printer.invalid", connect=0.5), QUICK)
    assert (outcome.state, outcome.why) == ("failed", Why.UNKNOWN_HOST)


@pytest.mark.parametrize("error", [TimeoutError("timed out"), OSError(113, "No route to host")])
def test_a_network_that_does_not_answer(monkeypatch, error):
    def nobody(*_):
        raise error

    monkeypatch.setattr(socket, "create_connection", nobody)
    outcome = print_dots(dots(), TM, Socket("printer"), QUICK)
    assert (outcome.state, outcome.why, outcome.bytes_sent) == ("failed", Why.UNREACHABLE, 0)


def test_each_job_opens_the_connection_anew():
    """python-escpos 437 and 459: a handle that was kept is dead after the printer's power went off."""
    with FakePrinter() as printer:
        assert print_dots(dots(), TM, to(printer), QUICK).state == "confirmed"
        printer.settle()
        printer.be(reset_after=2_000)
        assert print_dots(dots(), TM, to(printer), QUICK).state == "doubtful"
        printer.settle()
        printer.be(reset_after=None)
        assert print_dots(dots(), TM, to(printer), QUICK).state == "confirmed"
        printer.settle()
    assert [job.cuts for job in printer.jobs] == [1, 0, 1]


def test_a_raster_that_is_too_wide_is_an_error_before_anything_is_opened():
    with FakePrinter() as printer:
        with pytest.raises(escpos.TooWide):
            print_dots(dots(width=576), PRINTERS["58mm"], to(printer), QUICK)
        assert not printer.jobs and not printer.asked


def test_an_error_in_the_making_closes_the_connection_and_is_raised():
    def pieces():
        yield escpos.INIT
        raise RuntimeError("the maker broke")

    with FakePrinter() as printer:
        with pytest.raises(RuntimeError, match="the maker broke"):
            send(pieces(), to(printer), asks=True, patience=QUICK)
        printer.settle()


# --- many jobs, faults by chance
# -------------------------------------------------------------------------------

JOBS = 320


def chance(rng: random.Random, size: int) -> tuple[str, Behaviour]:
    """One printer of one moment; half of the faults come in the middle of the job, at any byte."""
    at = rng.randrange(1, size)
    return rng.choice(
        [
            ("online", Behaviour()),
            ("online", Behaviour(state={**GOOD, 1: 0x16, 4: rng.choice([0x12, 0x1E])})),
            ("says more", Behaviour(first_says=b"\x14\x00\x00\x0f" * rng.randrange(3) + b"\x11")),
            ("refused", Behaviour(state=rng.choice([EMPTY, COVER, {**GOOD, 1: 0x1A}]))),
            ("mute", Behaviour(state=None, confirms=False)),
            ("mute but confirms", Behaviour(state=None)),
            ("no confirmation", Behaviour(confirms=False)),
            ("wrong ticket", Behaviour(ticket=b"AAAA")),
            ("strange", Behaviour(answer=rng.randbytes(rng.randrange(1, 9)))),
            ("reset", Behaviour(reset_after=at)),
            ("closes", Behaviour(closes_after=at)),
            ("closes at the end", Behaviour(closes_after=size - rng.randrange(0, 16))),
            ("empty in the middle", Behaviour(breaks_after=at, broken_state=EMPTY)),
            ("open in the middle", Behaviour(breaks_after=at, broken_state=COVER)),
            ("silent in the middle", Behaviour(breaks_after=at, broken_state=None)),
            ("breaks unseen", Behaviour(breaks_after=at, broken_state=GOOD)),
            ("deaf", Behaviour(only_data=True)),
            ("slow", Behaviour(rate=rng.choice([60_000.0, 200_000.0]))),
            ("slow, then off", Behaviour(rate=200_000.0, reset_after=at)),
            ("hangs", Behaviour(hangs_after=at)),
        ]
    )


@pytest.mark.parametrize("part", [0, 1, *(pytest.param(part, marks=pytest.mark.long) for part in (2, 3))])
def test_of_many_jobs_none_is_confirmed_that_did_not_arrive_and_none_is_sent_twice(part):
    rng = random.Random(20261124 + part)
    seen: Counter[str] = Counter()
    with FakePrinter() as printer:
        for number in range(JOBS // 4):
            profile = PRINTERS[rng.choice(("epson-tm-m30", "epson-tm-t88", "80mm", "58mm"))]
            what = dots(rng.choice((8, 47, 48, 130, 256, 300)), rng.randrange(10**6), profile.dots)
            size = len(b"".join(profile.job(what, profile.new_ticket())))
            kind, behaviour = chance(rng, size)
            printer.behaviour, printer.jobs, printer.asked = behaviour, [], []
            outcome = print_dots(
                what,
                profile,
                Socket("127.0.0.1", printer.port, connect=1.0, stall=0.3, total=1.0),
                Patience(0.06, 0.3, 0.12),
            )
            printer.settle()
            seen[outcome.state] += 1
            case = (number, kind, profile.name, outcome)
            assert len(printer.jobs) <= 1, ("sent twice", case)
            got = printer.jobs[0] if printer.jobs else None
            if outcome.state == "confirmed":
                assert profile.confirms and got and len(job_of(got.data)) == size == outcome.bytes_sent, case
                assert got.rows >= what.height and got.cuts == 1, ("confirmed, but not on paper", case)
            elif outcome.state == "failed":
                assert got is None and outcome.bytes_sent == 0, ("failed, but something left", case)
            else:
                assert outcome.bytes_sent > 0, case
            if got:
                whole = b"".join(profile.job(what, ticket_of(got.data) or profile.new_ticket()))
                assert whole.startswith(job_of(got.data)), ("other bytes than the job", case)
            if kind == "online" and profile.confirms:
                assert outcome.state == "confirmed", case
    assert seen["confirmed"] >= 5 and seen["failed"] >= 5 and seen["doubtful"] >= 20, seen


TICKET = re.compile(rb"\x1d\(H\x06\x0000([A-Z0-9]{4})", re.DOTALL)


def job_of(data: bytes) -> bytes:
    """Without the second ticket that clears the line after the cut, and prints nothing."""
    return re.sub(rb"(?<=\x1dVB\x03)" + TICKET.pattern + rb"\Z", b"", bytes(data))


def ticket_of(data: bytes) -> bytes | None:
    """The ticket in a job that may have ended before it."""
    found = TICKET.search(data)
    return found[1] if found else None
