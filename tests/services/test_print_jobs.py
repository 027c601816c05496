"""From a slip to a printer: each copy where it belongs, each outcome in words, and never a word too much."""

from __future__ import annotations

import sys
import time

import pytest

import printing
from branch_desk.domain import words_print
from branch_desk.domain.events import Stream, as_record
from branch_desk.services import book, paper, printers, printjobs, slips
from branch_desk.services.printers import Printer
from branch_desk.services.printjobs import NotDrawn
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger
from printing import Outcome, Why
from tests.domain.event_schemas import faults
from tests.printing.fake_printer import COVER, EMPTY, STATES, Behaviour, FakePrinter
from tests.printing.private_cups import PrivateCups

from .conftest import PIN

QUICK = printing.Patience(answer=0.2, print_=1.0, look=0.4)


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


@pytest.fixture
def set_up(ledger, sano, printer, tmp_path):
    """A receipt printer that lives in the test, and a folder that takes plain paper."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    printers.add(ledger, sano, Printer("窓口", "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}"))
    printers.add(ledger, sano, Printer("普通紙", "sheet", "folder", str(folder)))
    return folder


@pytest.fixture
def number(ledger, sano, set_up):
    return slips.issue(ledger, sano, IssueRequest("501", 3, depositor="髙﨑 德次郎")).slip.number


def one(ledger, who, number, copy="original", **more):
    (ready,) = printjobs.queue(ledger, who, number, (copy,), begin=True, **more).ready
    return ready


def outcome(state, why, sent=0):
    return Outcome(state, Why(why), sent)


# ---- what goes where


def test_all_papers_of_a_slip_come_out_in_order_each_where_it_belongs(ledger, sano, number, set_up, printer):
    queued = printjobs.queue(ledger, sano, number, begin=True)
    assert [(r.job.copy, r.job.printer, r.job.paper, r.job.state) for r in queued.ready] == [
        ("citizen", "窓口", "80mm", "sent"),
        ("original", "窓口", "80mm", "queued"),
        ("tag", "窓口", "80mm", "queued"),
        ("binder", "普通紙", "A5", "queued"),
    ]
    done = printjobs.in_turn(ledger, sano, queued, patience=QUICK)
    printer.settle()
    assert [(s.job.state, s.job.why) for s in done] == [
        ("confirmed", "printed"),
        ("confirmed", "printed"),
        ("confirmed", "printed"),
        ("doubtful", "filed"),
    ]
    wanted = [printing.raster(printing.draw(r.form, "80mm")) for r in queued.ready[:3]]
    assert [received.rows for received in printer.jobs] == [
        sum(n + (n % 48 == 0) for n in heights(dots.height)) for dots in wanted
    ]
    assert [file.suffix for file in set_up.iterdir()] == [".pdf"]
    assert ledger.prints(number) == {"citizen": 1, "original": 1, "tag": 1, "binder": 1}
    assert printjobs.pending(ledger) == () and ledger.verify().faults == ()


def heights(height: int) -> list[int]:
    return [min(256, height - y) for y in range(0, height, 256)]


def test_the_file_name_of_a_folder_and_the_row_hold_no_name(ledger, sano, number, set_up):
    printjobs.in_turn(ledger, sano, printjobs.queue(ledger, sano, number, ("binder",), begin=True))
    (file,) = set_up.iterdir()
    assert file.name.startswith(f"{number}-binder-1-") and "髙" not in file.name
    assert "髙" not in repr(ledger.print_jobs(number))
    assert ledger.print_jobs(number)[0].named


def test_a_photocopied_binder_is_not_printed_and_said(ledger, sano, number):
    printers.route(ledger, sano, "binder", printers.NO_PAPER)
    queued = printjobs.queue(ledger, sano, number)
    assert [r.job.copy for r in queued.ready] == ["citizen", "original", "tag"]
    assert (queued.photocopied, queued.unrouted) == (("binder",), ())


def test_what_has_no_printer_is_said_and_asked_for_alone_it_is_refused(ledger, sano, number):
    printers.remove(ledger, sano, "普通紙")
    assert printjobs.queue(ledger, sano, number).unrouted == ("binder",)
    assert printjobs.queue(ledger, sano, number, ("binder",)).rule == "no_printer"
    assert printjobs.queue(ledger, sano, number, ("tag",), printer="x").rule == "no_such_printer"


def test_without_naming_copies_only_those_are_queued_that_none_exists_of(ledger, sano, number):
    printjobs.in_turn(ledger, sano, printjobs.queue(ledger, sano, number, ("original",), begin=True))
    assert [r.job.copy for r in printjobs.queue(ledger, sano, number).ready] == ["citizen", "tag", "binder"]
    assert printjobs.queue(ledger, sano, number).ready == ()


def test_another_paper_or_language_than_the_printer_has(ledger, sano, number):
    refused = printjobs.queue(ledger, sano, number, ("original",), size="A4")
    assert refused.rule == "paper_not_for_printer" and "80mm" in refused.todo
    assert printjobs.queue(ledger, sano, number, ("original",), language="en").rule == "language_copy"
    both = printjobs.queue(ledger, sano, number, ("citizen", "tag"), language="zh").ready
    assert [ready.job.language for ready in both] == ["zh", None]
    english = one(ledger, sano, number, "citizen", language="en", size="58mm", reason="other")
    assert (english.form.language, english.job.language, english.job.paper) == ("en", "en", "58mm")
    assert printjobs.queue(ledger, sano, number, ("citizen",), language="xx").rule == "language_unknown"
    large = one(ledger, sano, number, "citizen", printer="普通紙", large=True, reason="other")
    assert (large.job.paper, large.form.large, large.job.large) == ("A4", True, True)


# ---- the mark


def test_the_second_paper_is_marked_also_on_the_dots(ledger, sano, number):
    first = one(ledger, sano, number)
    assert printjobs.queue(ledger, sano, number, ("original",)).rule == "reprint_reason"
    printjobs.settled(ledger, sano, first, outcome("confirmed", "printed", 9))
    second = one(ledger, sano, number, reason="shredded")
    assert (second.job.count, second.form.reissue.n, second.form.reissue.reason) == (
        2,
        1,
        "前の紙は回収して裁断",
    )
    heights_ = [printing.raster(printing.draw(ready.form, "80mm")).height for ready in (first, second)]
    assert heights_[1] > heights_[0]


@pytest.mark.parametrize(
    ("state", "why", "sent", "marked"),
    [
        ("confirmed", "printed", 9, True),
        ("doubtful", "lost", 9, True),
        ("doubtful", "filed", 9, True),
        ("failed", "cover_open", 0, False),
        ("failed", "unreachable", 0, False),
    ],
)
def test_a_paper_is_marked_where_an_earlier_one_may_exist(ledger, sano, number, state, why, sent, marked):
    printjobs.settled(ledger, sano, one(ledger, sano, number), outcome(state, why, sent))
    again = printjobs.queue(ledger, sano, number, ("original",), reason="not_printed").ready[0]
    assert (again.form.reissue is not None, again.job.count) == (marked, 1 + marked)
    assert printjobs.queue(ledger, sano, number, ("original",)).rule == "reprint_reason"


def test_a_paper_that_did_not_come_out_though_bytes_had_left_marks_the_next(ledger, sano, number):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("doubtful", "broken_off", 500))
    answered = printjobs.answer(ledger, sano, ready.job.id, False)
    assert answered.marked and "再発行" in answered.sentence and answered.job.state == "failed"
    assert ledger.prints(number) == {"original": 1}
    assert one(ledger, sano, number, reason="not_printed").form.reissue.n == 1


def test_a_file_counts_as_a_paper_and_settles_what_was_open(ledger, sano, number, tmp_path):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("failed", "paper_out"))
    assert [item.ask for item in printjobs.pending(ledger)] == [False]
    paper.into_files(ledger, sano, number, "original", pdf=tmp_path / "o.pdf")
    assert printjobs.pending(ledger) == ()
    assert printjobs.queue(ledger, sano, number, ("original",)).rule == "reprint_reason"


# ---- what became of it


@pytest.mark.parametrize("why", [why.value for why in Why] + ["never_sent", "interrupted", "unforeseen"])
def test_every_reason_has_its_words_and_none_claims_too_much(why):
    title, cause, todo = words_print.WHY[why]
    assert title and cause.endswith("。")
    for text in (title, cause, todo):
        assert "印刷済" not in text and "刷り上" not in text and " " not in text.replace(" logs ", "")


def test_no_word_is_for_nothing():
    own = {"never_sent", "interrupted", "unprintable", "does_not_fit", "unforeseen"}
    assert set(words_print.WHY) == {why.value for why in Why} | own


STATE_OF = {
    "online": ("confirmed", "printed"),
    "near end": ("confirmed", "printed"),
    "paper out": ("failed", "paper_out"),
    "cover open": ("failed", "cover_open"),
    "offline": ("failed", "offline"),
    "mute": ("doubtful", "mute"),
    "no confirmation": ("doubtful", "not_confirmed"),
    "web server": ("failed", "not_understood"),
}


@pytest.mark.parametrize("state", STATE_OF)
def test_what_the_ledger_and_the_clerk_are_told_of_each_state(ledger, sano, number, printer, state):
    printer.behaviour = STATES[state]
    ready = one(ledger, sano, number)
    done = printjobs.settled(ledger, sano, ready, printjobs.run(ready, patience=QUICK))
    printer.settle()
    assert (done.job.state, done.job.why) == STATE_OF[state]
    assert bool(printer.jobs) == (done.job.state != "failed")
    assert (done.near_end is not None) == (state == "near end")
    assert done.ask == (done.job.state == "doubtful") and done.stop == (done.job.state == "failed")
    events = [e for e in ledger.events(number) if e.type == "printed"]
    assert [e.value("outcome") for e in events] == ([] if done.ask else [done.job.state])
    if done.job.state != "confirmed":
        assert (
            book.label(ledger, number) in done.told.sentence
            and "番号も内容も失われません" in done.told.sentence
        )
        assert [p.name for p in done.elsewhere] == ["普通紙"]
    if done.job.state == "failed":
        assert "出ていません" in done.told.sentence and "PDF" in done.told.todo
    assert ledger.slip(number).state.value == "held"


@pytest.mark.parametrize(
    ("behaviour", "whys"),
    [
        (Behaviour(reset_after=9_000), ("broken_off", "lost")),
        (Behaviour(closes_after=80_000), ("broken_off", "lost")),
        (Behaviour(breaks_after=18_000, broken_state=EMPTY), ("paper_out",)),
        (Behaviour(breaks_after=18_000, broken_state=COVER), ("cover_open",)),
    ],
)
def test_a_printer_that_goes_in_the_middle_is_asked_about_and_stops_the_rest(
    ledger, sano, number, printer, behaviour, whys
):
    printer.behaviour = behaviour
    done = printjobs.in_turn(ledger, sano, printjobs.queue(ledger, sano, number, begin=True), patience=QUICK)
    printer.settle()
    assert len(printer.jobs) == 1
    by_copy = {s.job.copy: (s.job.state, s.job.why, s.ask) for s in done}
    assert by_copy["citizen"][0] == "doubtful" and by_copy["citizen"][1] in whys and by_copy["citizen"][2]
    assert by_copy["original"] == by_copy["tag"] == ("failed", "never_sent", False)
    assert by_copy["binder"][1] == "filed"  # another printer goes on
    waiting = printjobs.pending(ledger)
    assert [(item.job.copy, item.ask) for item in waiting] == [
        ("citizen", True),
        ("original", False),
        ("tag", False),
    ]
    printer.behaviour = STATES["online"]
    queued = printjobs.queue(ledger, sano, number, begin=True)  # only what certainly never left, unmarked
    assert [(r.job.copy, r.job.count) for r in queued.ready] == [("original", 1), ("tag", 1)]


def test_a_slow_printer_of_1_kilobyte_a_second_is_asked_about(ledger, sano, number, printer):
    """Its 90 kB lie in the buffers of both systems; nobody waits for it longer than was said (here 1 s)."""
    from printing.transport.socket import Socket

    printer.behaviour = Behaviour(rate=1_000)
    ready = one(ledger, sano, number)
    way = Socket("127.0.0.1", printer.port, stall=0.5, total=1.0)
    done = printjobs.settled(ledger, sano, ready, printjobs.run(ready, patience=QUICK, way=way))
    assert (done.job.state, done.ask, done.job.bytes > 0) == ("doubtful", True, True)
    assert done.job.why in ("slow", "mute", "not_confirmed")
    assert printjobs.queue(ledger, sano, number, ("original",)).rule == "reprint_reason"


def test_a_dead_printer_never_stops_the_next_visitor_and_another_takes_its_papers(
    ledger, sano, number, printer
):
    with FakePrinter() as gone:
        port = gone.port
    printers.add(ledger, sano, Printer("故障", "epson-tm-m30", "socket", f"127.0.0.1:{port}"))
    printers.choose(ledger, sano, "故障")
    queued = printjobs.queue(ledger, sano, number, begin=True)
    first = queued.ready[0]
    done = printjobs.settled(ledger, sano, first, printjobs.run(first), then=queued.ready[1])
    assert (done.job.state, done.stop, done.next) == ("failed", True, None)
    assert [p.name for p in done.elsewhere] == ["窓口", "普通紙"]
    assert slips.issue(ledger, sano, IssueRequest("501", 1)).slip  # issuing goes on
    moved = printjobs.move(ledger, sano, queued.ready[:3], "窓口", begin=True)
    assert [(r.job.printer, r.job.count, r.form.reissue) for r in moved.ready] == [("窓口", 1, None)] * 3
    assert [s.job.state for s in printjobs.in_turn(ledger, sano, moved, patience=QUICK)] == ["confirmed"] * 3
    assert printjobs.move(ledger, sano, queued.ready, "x").rule == "no_such_printer"
    assert {item.job.copy for item in printjobs.pending(ledger)} == set()
    assert ledger.verify().faults == ()


def test_the_next_one_is_begun_in_the_same_breath_unless_its_printer_needs_a_hand(ledger, sano, number):
    queued = printjobs.queue(ledger, sano, number, begin=True)
    first, second, third = queued.ready[:3]
    done = printjobs.settled(ledger, sano, first, outcome("doubtful", "cannot_tell", 9), then=second)
    assert not done.stop and done.next.job.state == "sent"
    done = printjobs.settled(ledger, sano, done.next, outcome("doubtful", "paper_out", 9), then=third)
    assert done.stop and done.next is None and ledger.print_job(third.job.id).state == "queued"
    done = printjobs.settled(ledger, sano, second, outcome("confirmed", "printed", 9), then=queued.ready[3])
    assert done.job.state == "doubtful", "a second outcome of one job changes nothing"
    assert done.next.job.state == "sent"  # the other printer's paper


def test_a_job_that_was_not_begun_is_never_sent(ledger, sano, number, printer):
    (ready,) = printjobs.queue(ledger, sano, number, ("tag",)).ready
    with pytest.raises(ValueError, match="begun"):
        printjobs.run(ready)
    assert not printer.asked
    assert printjobs.run(printjobs.begin(ledger, ready), patience=QUICK).state == "confirmed"


def test_a_job_is_sent_once_whoever_calls(ledger, sano, number, printer):
    ready = one(ledger, sano, number)
    assert printjobs.run(ready, patience=QUICK).state == "confirmed"
    with pytest.raises(ValueError, match="once"):
        printjobs.run(ready, patience=QUICK)
    printer.settle()
    assert len(printer.jobs) == 1


def test_a_name_that_cannot_be_drawn_is_said_before_anything_is_sent(ledger, sano, number, printer):
    from dataclasses import replace

    ready = one(ledger, sano, number)
    result = printjobs.run(replace(ready, form=replace(ready.form, depositor="山\u200b田")))
    assert isinstance(result, NotDrawn) and result.why == "unprintable"
    done = printjobs.settled(ledger, sano, ready, result)
    assert (done.job.state, done.job.bytes, done.stop) == ("failed", 0, False)
    assert "\u200b" in done.told.sentence and not printer.asked
    assert ledger.verify().faults == ()


@pytest.mark.provokes_errors
def test_a_fault_of_ours_leaves_a_word_and_no_name_in_the_log(ledger, sano, number, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("髙﨑 德次郎")

    monkeypatch.setattr(printing, "raster", broken)
    ready = one(ledger, sano, number)
    done = printjobs.settled(ledger, sano, ready, printjobs.run(ready))
    assert (done.job.state, done.job.why, done.job.bytes) == ("failed", "unforeseen", 0)
    assert "RuntimeError" in caplog.text and "髙﨑" not in caplog.text


@pytest.mark.provokes_errors
def test_a_fault_of_ours_after_the_first_byte_is_a_doubt(ledger, sano, number, monkeypatch):
    class Way:
        sent = 40

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(printing, "print_dots", broken)
    done = printjobs.settled(ledger, sano, *[(r := one(ledger, sano, number)), printjobs.run(r, way=Way())])
    assert (done.job.state, done.job.bytes, done.ask) == ("doubtful", 40, True)


# ---- the clerk looks


def test_the_clerk_says_that_it_came_out(ledger, sano, number):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("doubtful", "cannot_tell", 9))
    (waiting,) = printjobs.pending(ledger)
    assert waiting.ask and waiting.label == book.label(ledger, number) and "出ましたか" in waiting.told.todo
    answered = printjobs.answer(ledger, sano, ready.job.id, True)
    assert answered.job.state == "confirmed" and not answered.marked and printjobs.pending(ledger) == ()
    event = ledger.events(number)[-1]
    assert (event.value("outcome"), event.value("said_by"), event.value("why"), event.actor) == (
        "confirmed",
        "clerk",
        "cannot_tell",
        sano.code,
    )
    assert printjobs.answer(ledger, sano, ready.job.id, False).rule == "nothing_to_answer"
    assert printjobs.answer(ledger, sano, 999, True).rule == "no_such_job"


def test_a_printer_that_confirmed_is_not_contradicted_by_a_key(ledger, sano, number):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("confirmed", "printed", 9))
    assert printjobs.answer(ledger, sano, ready.job.id, False).rule == "nothing_to_answer"


def test_a_reprint_without_an_answer_leaves_the_doubt_on_record_for_good(ledger, sano, number):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("doubtful", "stuck", 9))
    again = one(ledger, sano, number, reason="not_found")
    first = ledger.print_job(ready.job.id)
    assert (first.state, first.final, first.seen_to) == ("doubtful", True, True)
    printjobs.settled(ledger, sano, again, outcome("confirmed", "printed", 9))
    assert printjobs.pending(ledger) == () and ledger.prints(number) == {"original": 2}


def test_an_unprinted_paper_can_be_left_and_goes_with_its_slip(ledger, sano, number):
    for copy in ("tag", "citizen"):
        printjobs.settled(ledger, sano, one(ledger, sano, number, copy), outcome("failed", "offline"))
    doubt = one(ledger, sano, number)
    printjobs.settled(ledger, sano, doubt, outcome("doubtful", "mute", 9))
    tag = printjobs.pending(ledger)[0]
    assert printjobs.leave(ledger, sano, doubt.job.id).rule == "no_such_job"
    printjobs.leave(ledger, sano, tag.job.id)
    assert [item.job.copy for item in printjobs.pending(ledger)] == ["citizen", "original"]
    slips.void(ledger, sano, number, "wrong_type", pin=PIN)
    assert [item.job.copy for item in printjobs.pending(ledger)] == ["original"]  # paper may lie somewhere


def test_history_tells_each_print(ledger, sano, number):
    printjobs.settled(ledger, sano, one(ledger, sano, number), outcome("failed", "cover_open"))
    lines = [line.note for line in book.open_slip(ledger, number).lines if line.event == "printed"]
    assert lines == ["原本 1回目　印刷できず"]


# ---- the test print, and other papers


def test_a_test_print_is_recorded_and_asks_nobody(ledger, sano, set_up, printer):
    printer.behaviour = STATES["no confirmation"]
    (done,) = printjobs.in_turn(
        ledger, sano, printjobs.queue_test(ledger, sano, "窓口", begin=True), patience=QUICK
    )
    assert (done.job.copy, done.job.state, done.job.final, done.ask) == ("test", "doubtful", True, False)
    assert printjobs.pending(ledger) == () and ledger.verify().faults == ()
    today = ledger.now().date()
    (event,) = ledger.events_between(today, today, ("printed",), Stream.OWN)
    assert faults(as_record(event)) == [] and event.slip is None and event.value("copy") == "test"
    assert printjobs.queue_test(ledger, sano, "普通紙").rule == "test_receipt_only"
    assert printjobs.queue_test(ledger, sano, "x").rule == "no_such_printer"


def test_another_form_goes_to_plain_paper_by_default(ledger, sano, set_up):
    form = printing.RecoveryForm("AAAA-BBBB", "101", "令和8年11月24日")
    queued = printjobs.queue_form(ledger, sano, "recovery", form, size="A4", begin=True)
    (done,) = printjobs.in_turn(ledger, sano, queued)
    assert (done.job.copy, done.job.paper, done.job.why) == ("recovery", "A4", "filed")
    assert printjobs.queue_form(ledger, sano, "recovery", form, size="80mm").rule == "paper_not_for_printer"
    assert len(list(set_up.iterdir())) == 1
    printers.route(ledger, sano, "binder", printers.NO_PAPER)
    assert printjobs.queue_form(ledger, sano, "recovery", form).ready[0].printer.name == "普通紙"
    assert printjobs.queue_form(ledger, sano, "label", form, roll=True).ready[0].printer.name == "窓口"


def test_a_language_moves_with_its_paper_and_the_size_where_it_can(ledger, sano, number):
    large = one(ledger, sano, number, "citizen", printer="普通紙", language="zh", large=True)
    printjobs.settled(ledger, sano, large, outcome("failed", "no_folder"))
    (moved,) = printjobs.move(ledger, sano, (large,), "窓口").ready
    assert (moved.job.language, moved.job.large, moved.job.paper, moved.form.reissue) == (
        "zh",
        False,
        "80mm",
        None,
    )


# ---- through a real CUPS


@pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not for Windows")
def test_plain_paper_and_receipts_through_a_real_cups(ledger, sano, number, printer, monkeypatch):
    """A queue never confirms: what has left it is asked about. A dead one is noticed before anything leaves."""
    with PrivateCups() as cups:
        monkeypatch.setenv("CUPS_SERVER", cups.server)
        out = cups.file_queue("PLAIN")
        cups.queue("RAW", f"socket://127.0.0.1:{printer.port}")
        cups.queue("HELD", "socket://127.0.0.1:9")
        cups.tool("cupsdisable", "HELD")
        for name, profile in (("PLAIN", "sheet"), ("RAW", "80mm"), ("HELD", "80mm"), ("NONE", "80mm")):
            printers.add(ledger, sano, Printer(name, profile, "cups", name))
        assert [printers.look(printers.of(ledger).named(n)) for n in ("PLAIN", "HELD", "NONE")] == [
            None,
            "stopped",
            "no_queue",
        ]
        said = {}
        for name, copy in (("PLAIN", "binder"), ("RAW", "original"), ("HELD", "tag"), ("NONE", "citizen")):
            (done,) = printjobs.in_turn(
                ledger, sano, printjobs.queue(ledger, sano, number, (copy,), printer=name, begin=True)
            )
            said[name] = (done.job.state, done.job.why, done.ask)
        printer.settle()
        sheet = out.read_bytes()
    assert said == {
        "PLAIN": ("doubtful", "handed_over", True),
        "RAW": ("doubtful", "handed_over", True),
        "HELD": ("failed", "stopped", False),
        "NONE": ("failed", "no_queue", False),
    }
    assert sheet.startswith(b"%PDF") and printer.jobs[0].cuts == 1
    assert [item.ask for item in printjobs.pending(ledger)] == [True, True, False, False]


# ---- threads


def test_a_run_touches_no_ledger_and_holds_up_nobody(ledger, sano, number, printer):
    """The paper thread waits for a mute printer; meanwhile the ledger's thread issues."""
    import threading

    printer.behaviour = STATES["mute"]
    ready = one(ledger, sano, number)
    found = []
    thread = threading.Thread(
        target=lambda: found.append(printjobs.run(ready, patience=printing.Patience(0.5)))
    )
    printing.warm()
    thread.start()
    began = time.monotonic()
    issued = 0
    while thread.is_alive() and issued < 5:
        slips.issue(ledger, sano, IssueRequest("501", 1))
        issued += 1
    assert issued == 5 and thread.is_alive(), time.monotonic() - began
    thread.join()
    assert printjobs.settled(ledger, sano, ready, found[0]).job.why == "mute"


def test_a_closed_ledger_is_found_again_with_its_open_papers(ledger, sano, number, home):
    ready = one(ledger, sano, number)
    printjobs.settled(ledger, sano, ready, outcome("doubtful", "lost", 9))
    ledger.close()
    with Ledger.open(home, readonly=True) as again:
        assert [(item.job.id, item.ask) for item in printjobs.pending(again)] == [(ready.job.id, True)]
