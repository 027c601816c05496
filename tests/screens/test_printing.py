"""Papers by real keys and a printer that lives in the test: what the clerk sees is what the ledger says, Enter
confirms nothing, and a dead printer holds up nobody.
"""

from __future__ import annotations

import threading

import pytest

from branch_desk.domain import words_printing_screen as words
from branch_desk.domain import words_screen
from branch_desk.services import desks, printers, printjobs, slips
from branch_desk.services.printers import Printer
from branch_desk.services.slips import IssueRequest
from branch_desk.ui import open_file, print_health
from branch_desk.ui.book import Book
from branch_desk.ui.paper_panel import PaperPanel
from branch_desk.ui.print_add import AddPrinter
from branch_desk.ui.print_check import CheckPanel
from branch_desk.ui.print_desk import PrintDesk
from branch_desk.ui.print_settings import Choose
from branch_desk.ui.print_trouble import PrinterDown
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from branch_desk.ui.settings_screen import SettingsScreen
from branch_desk.ui.theme import Look
from tests.printing.fake_printer import COVER, EMPTY, GOOD, STATES, FakePrinter
from tests.screens.opened import DESK, PIN, Plain, cut, opened, outside, texts
from tests.screens.printers import (
    QUICK,
    RECEIPTS,
    SHEETS,
    connect,
    jobs,
    pause,
    printed,
)

ROLL = ("citizen", "original", "tag")


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(PrintDesk, "patience", QUICK)
    monkeypatch.setattr(print_health, "LOOK_MS", 150)
    monkeypatch.setattr(print_health, "NOT_REACHED_MS", 150)


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


@pytest.fixture
def desk(root, home, tmp_path, printer):
    with opened(root, home, before=connect(printer, tmp_path / "sheets")) as found:
        yield found


@pytest.fixture
def issue(desk, press, type_text, wait_until):
    """`501` Enter `3` F12 by hand; returns the number."""

    def go():
        before = desk.reception.last
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: desk.reception.last is not before)
        return desk.reception.last.slip.number

    return go


@pytest.fixture
def panel(desk, wait_until):
    """Waits for a panel of this kind to have the keys."""

    def go(kind):
        wait_until(lambda: isinstance(desk.window.view, kind), timeout=20)
        return desk.window.view

    return go


def words_of(desk, number):
    return {copy: line.text for copy, line in desk.reception.papers.lines(number).items()}


def rest(desk, wait_until):
    prints = desk.window.prints
    wait_until(lambda: not prints.under_way and desk.session.idle, timeout=20)


def seen(desk):
    return texts(desk.window.frame.outer)


# ---- a printer that is well


def test_each_copy_is_sent_where_it_belongs_and_confirmed_only_when_the_printer_said_so(
    desk, printer, issue, wait_until, tmp_path
):
    shown = []
    desk.window.prints.heard.append(lambda number, copy, line: shown.append((copy, line.text)))
    number = issue()
    wait_until(lambda: ("citizen", words.SENT) in shown)
    rest(desk, wait_until)
    assert list(dict.fromkeys(copy for copy, text in shown if text == words.SENT)) == [*ROLL, "binder"]
    for copy in ROLL:
        told = [text for which, text in shown if which == copy]
        assert told[-2:] == [words.SENT, words.CONFIRMED] and words.CONFIRMED not in told[:-1]
    assert words_of(desk, number) == dict.fromkeys(ROLL, words.CONFIRMED) | {"binder": words.FILED}
    assert printed(desk, number) == [(copy, "confirmed", "printer") for copy in ROLL] + [
        ("binder", "file", "program")
    ]
    assert len(printer.jobs) == 3 and len(list((tmp_path / "sheets").iterdir())) == 1
    assert words.can_print(RECEIPTS) in seen(desk) and words.CONFIRMED in seen(desk)
    assert "印刷済" not in seen(desk)


def test_without_any_printer_the_papers_are_pdfs(root, home, press, type_text, wait_until):
    with opened(root, home) as desk:
        assert words.CAN_PRINT_SHORT not in seen(desk) and words.CHECKING not in seen(desk)
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: desk.reception.papers.folder and desk.session.idle, timeout=20)
        number = desk.reception.last.slip.number
        assert printed(desk, number) == [(copy, "file", None) for copy in (*ROLL, "binder")]
        assert words_screen.PAPER_MADE in seen(desk)


def test_a_copy_without_a_printer_is_a_pdf_and_a_photocopy_is_said(root, home, printer, press, type_text, wait_until):
    def only_receipts(ledger, who):
        printers.add(ledger, who, Printer(RECEIPTS, "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}"))

    with opened(root, home, before=only_receipts) as desk:
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: desk.reception.last is not None)
        rest(desk, wait_until)
        number = desk.reception.last.slip.number
        assert words_of(desk, number)["binder"] == words_screen.PAPER_MADE
        desk.ask(lambda ledger: printers.route(ledger, desk.session.who, "binder", printers.NO_PAPER))
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: desk.reception.last.slip.number != number)
        rest(desk, wait_until)
        assert words_of(desk, desk.reception.last.slip.number)["binder"] == words.PHOTOCOPY


def test_the_states_stay_on_the_card_while_the_clerk_moves_on(desk, issue, press, wait_until):
    issue()
    rest(desk, wait_until)
    press("Tab", "Tab", "shift+Tab")
    assert seen(desk).count(words.CONFIRMED) == 3 and words_screen.PAPER_WAITING not in seen(desk)


# ---- a printer that needs a hand


@pytest.mark.parametrize(("state", "title"), [(COVER, "カバーが開いています"), (EMPTY, "用紙切れ")])
def test_a_printer_that_needs_a_hand_says_three_things_and_goes_on_by_itself(
    desk, printer, issue, panel, press, wait_until, state, title
):
    printer.be(state=state)
    number = issue()
    shown = panel(PrinterDown)
    rest(desk, wait_until)
    told = texts(shown.body)
    assert title in told and "発行済です。番号も内容も失われません。" in told and words.THEN_AUTO in told
    assert "お客様控・原本・番号札" in told and words.trouble_status(title, RECEIPTS, 3) in seen(desk)
    assert [row[:2] for row in jobs(desk, number)] == [
        ("citizen", "failed"),
        ("original", "queued"),
        ("tag", "queued"),
        ("binder", "doubtful"),
    ]
    press("Return", "F12", "F4")
    assert isinstance(desk.window.view, PrinterDown) and printer.jobs == []
    printer.be(state=dict(GOOD))
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert words_of(desk, number) == dict.fromkeys(ROLL, words.CONFIRMED) | {"binder": words.FILED}
    assert len(printer.jobs) == 3
    assert [job for job in jobs(desk, number) if job[1] == "confirmed"] == [
        (copy, "confirmed", 1, True) for copy in ("original", "tag", "citizen")
    ]
    assert desk.ask(printjobs.pending) == () and desk.window.prints.pending == ()


def test_a_printer_found_in_trouble_before_the_first_paper_gets_none(
    desk, printer, issue, panel, press, wait_until
):
    printer.be(state=EMPTY)
    desk.window.prints.health._look()
    wait_until(lambda: words.trouble_status("用紙切れ", RECEIPTS, 0) in seen(desk), timeout=20)
    assert desk.window.view is desk.reception  # nothing waits: only the status line says it
    number = issue()
    panel(PrinterDown)
    assert [row[1] for row in jobs(desk, number)][:3] == ["queued"] * 3
    printer.be(state=dict(GOOD))
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert [row[:3] for row in jobs(desk, number)][:3] == [(copy, "confirmed", 1) for copy in ROLL]


def test_later_puts_them_on_the_list_and_prints_nothing_by_itself(
    desk, printer, issue, panel, press, wait_until
):
    printer.be(state=COVER)
    number = issue()
    panel(PrinterDown)
    rest(desk, wait_until)
    press("Escape")
    rest(desk, wait_until)
    assert desk.window.view is desk.reception and words.unprinted(3) in seen(desk)
    assert words_of(desk, number)["tag"] == words.WITHDRAWN
    printer.be(state=dict(GOOD))
    wait_until(lambda: not desk.window.prints.down, timeout=20)
    rest(desk, wait_until)
    assert printer.jobs == [] and words.unprinted(3) in seen(desk)
    press("F5")
    panel(CheckPanel)
    press("Return", "F12")
    assert printer.jobs == []
    press("1")
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert len(printer.jobs) == 3 and desk.ask(printjobs.pending) == ()
    assert {row[2] for row in jobs(desk, number)} == {1}


def test_issuing_goes_on_and_no_panel_falls_over_what_is_typed(
    desk, printer, issue, panel, press, type_text, wait_until
):
    printer.be(state=COVER)
    go_on = threading.Event()
    desk.session.paper(go_on.wait, 20)
    first = issue()
    type_text("4")
    wait_until(lambda: desk.reception.form.text("type") == "4")
    go_on.set()
    rest(desk, wait_until)
    assert desk.window.view is desk.reception and desk.reception.form.text("type") == "4"
    assert desk.reception.next_line().tone != "red" and words.trouble_status("カバーが開いています", RECEIPTS, 3) in seen(desk)
    press("BackSpace")
    second = issue()
    panel(PrinterDown)
    rest(desk, wait_until)
    assert second != first
    assert {job.slip for job in desk.window.prints.waiting_for(RECEIPTS)} == {first, second}
    printer.be(state=dict(GOOD))
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert len(printer.jobs) == 6 and desk.ask(printjobs.pending) == ()
    for number in (first, second):
        assert {outcome for copy, outcome, _ in printed(desk, number) if copy in ROLL} == {
            "confirmed",
            "failed",
        } or number == second


def test_a_digit_typed_into_the_panel_is_not_lost(desk, printer, issue, panel, type_text, press, wait_until):
    printer.be(state=COVER)
    issue()
    panel(PrinterDown)
    press("4")
    wait_until(lambda: desk.reception.form.text("type") == "4")
    assert desk.window.view is desk.reception
    type_text("02")
    assert len(desk.window.prints.waiting_for(RECEIPTS)) == 3  # they still wait
    press("F5")
    panel(PrinterDown)
    printer.be(state=dict(GOOD))
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert len(printer.jobs) == 3 and desk.reception.form.text("type") == "402"


def test_a_printer_that_is_gone_offers_another_one_and_pdf(
    root, home, tmp_path, press, type_text, wait_until, monkeypatch
):
    shown = []
    monkeypatch.setattr(open_file, "show", lambda path: shown.append(path) or True)
    with FakePrinter() as gone:
        pass
    with opened(root, home, before=connect(gone, tmp_path / "sheets")) as desk:
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: isinstance(desk.window.view, PrinterDown), timeout=20)
        rest(desk, wait_until)
        number = desk.reception.last.slip.number
        press("F5", "Return")
        told = texts(desk.window.view.body)
        assert SHEETS in told and words.TO_PDF in told
        press("2")
        wait_until(lambda: shown, timeout=20)
        rest(desk, wait_until)
        assert [row for row in printed(desk, number) if row[1] == "file" and row[0] in ROLL] == [
            (copy, "file", None) for copy in ROLL
        ]
        assert sorted(file.name for file in shown[0].glob("*.pdf")) == sorted(
            f"{number}-{copy}.pdf" for copy in ROLL
        )
        type_text("501")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: isinstance(desk.window.view, PrinterDown), timeout=20)
        rest(desk, wait_until)
        press("F5", "1")
        wait_until(lambda: len(list((tmp_path / "sheets").iterdir())) == 5, timeout=20)
        rest(desk, wait_until)
        other = desk.reception.last.slip.number
        assert other != number and desk.ask(printjobs.pending) == ()
        assert sum(outcome == "file" for _, outcome, _ in printed(desk, other)) == 4


# ---- a printer that does not tell


@pytest.fixture
def doubtful(desk, printer, issue, wait_until):
    """A slip whose three papers nobody knows of."""
    printer.be(**{name: getattr(STATES["no confirmation"], name) for name in ("confirms", "state")})
    number = issue()
    rest(desk, wait_until)
    assert [row[:2] for row in jobs(desk, number)][:3] == [(copy, "doubtful") for copy in ROLL]
    return number


def test_the_question_waits_in_the_card_and_no_enter_answers_it(desk, doubtful, press, wait_until):
    assert desk.window.view is desk.reception
    told = seen(desk)
    assert "お客様控・原本・番号札は出ましたか？" in told and words.doubtful(3) in told
    assert told.count(words.CONFIRMED) == 0
    press("Return", "F12", "Escape", "F4", "Escape")
    rest(desk, wait_until)
    assert printed(desk, doubtful) == [("binder", "file", "program")]


def test_one_key_in_the_panel_confirms_what_the_clerk_has_seen(desk, doubtful, press, panel, wait_until):
    press("F5")
    shown = panel(CheckPanel)
    assert "のお客様控・原本・番号札は出ていますか" in texts(shown.body).replace("\n", "")
    press("Return", "F12", "F4", "3")
    pause(desk)
    rest(desk, wait_until)
    assert desk.window.view is shown and printed(desk, doubtful) == [("binder", "file", "program")]
    press("1")
    wait_until(lambda: desk.window.view is desk.reception)
    rest(desk, wait_until)
    assert printed(desk, doubtful)[1:] == [(copy, "confirmed", "clerk") for copy in ROLL]
    assert words_of(desk, doubtful)["original"] == words.SEEN
    assert desk.reception.side.card is None or not desk.reception.side.card.asks
    assert words.doubtful(3) not in seen(desk)


def test_what_did_not_come_out_is_printed_again_and_marked(
    desk, doubtful, printer, press, panel, wait_until
):
    printer.be(confirms=True)
    press("F5")
    shown = panel(CheckPanel)
    press("2")
    wait_until(lambda: [group.copies for group in shown.groups] == [("お客様控",), ("原本",), ("番号札",)])
    press("2")
    wait_until(lambda: len(shown.groups) == 2, timeout=20)
    rest(desk, wait_until)
    assert ("citizen", "confirmed", 2, True) in jobs(desk, doubtful)
    press("2")  # the 原本: first what became of the earlier one
    asked = panel(PaperPanel)
    before = jobs(desk, doubtful)
    press("Return", "F12", "F4")
    assert desk.window.view is asked and jobs(desk, doubtful) == before
    press("Escape")
    panel(CheckPanel)
    assert jobs(desk, doubtful) == before
    press("2")
    asked = panel(PaperPanel)
    press("2")
    wait_until(lambda: asked.complete)
    press("F4")
    panel(CheckPanel)
    wait_until(lambda: len(shown.groups) == 1, timeout=20)
    rest(desk, wait_until)
    assert ("original", "confirmed", 2, True) in jobs(desk, doubtful)
    press("1")
    wait_until(lambda: desk.window.view is desk.reception)
    rest(desk, wait_until)
    assert desk.ask(printjobs.pending) == ()
    assert desk.ask(lambda ledger: ledger.verify().faults) == ()


def test_the_next_citizen_is_served_while_the_question_waits(desk, doubtful, issue, wait_until):
    other = issue()
    rest(desk, wait_until)
    assert other != doubtful and words.doubtful(6) in seen(desk)


def test_a_mute_printer_holds_nothing_back_and_is_never_confirmed(desk, printer, issue, wait_until):
    printer.be(state=None, confirms=False)
    desk.window.prints.health._look()
    wait_until(lambda: words.trouble_status("返事がありません", RECEIPTS, 0) in seen(desk), timeout=20)
    number = issue()
    rest(desk, wait_until)
    assert {row[1] for row in jobs(desk, number)} == {"doubtful"} and seen(desk).count(words.CONFIRMED) == 0
    assert len(printer.jobs) == 3 and desk.window.view is desk.reception


def test_a_slip_voided_while_its_papers_wait_is_not_printed_any_more(
    desk, printer, issue, panel, press, wait_until
):
    printer.be(state=COVER)
    number = issue()
    panel(PrinterDown)
    rest(desk, wait_until)
    desk.ask(lambda ledger: slips.void(ledger, desk.session.who, number, "wrong_type", pin=PIN))
    assert desk.ask(lambda ledger: ledger.slip(number)).state.value == "voided"
    printer.be(state=dict(GOOD))
    wait_until(lambda: desk.window.view is desk.reception, timeout=20)
    rest(desk, wait_until)
    assert printer.jobs == [] and desk.ask(printjobs.pending) == ()
    assert not [row for row in jobs(desk, number) if row[1] == "queued"]


# ---- at the start


def left_behind(ledger, who):
    """A slip of yesterday: the program was killed while its papers were being sent."""
    number = slips.issue(ledger, who, IssueRequest("501", 3)).slip.number
    (folder := ledger.home / "sheets").mkdir(exist_ok=True)
    printers.add(ledger, who, Printer(RECEIPTS, "epson-tm-m30", "socket", "127.0.0.1:9"))
    printers.add(ledger, who, Printer(SHEETS, "sheet", "folder", str(folder)))
    printjobs.queue(ledger, who, number, begin=True)


def test_at_the_start_papers_in_doubt_are_asked_for_and_enter_does_nothing(root, home, press, wait_until):
    with opened(root, home, before=left_behind) as desk:
        wait_until(lambda: isinstance(desk.window.view, CheckPanel))
        shown = desk.window.view
        assert shown.title == words.START_TITLE and words.START_NOTE in texts(shown.body)
        assert [(group.ask, len(group.copies)) for group in shown.groups] == [(True, 1), (False, 2), (False, 1)]
        waiting = desk.ask(printjobs.pending)
        press("Return", "F12", "F4")
        assert desk.ask(printjobs.pending) == waiting and desk.window.view is shown
        press("1")
        wait_until(lambda: len(shown.groups) == 2)
        number = waiting[0].job.slip
        assert printed(desk, number)[-1] == ("citizen", "confirmed", "clerk")
        press("2")
        wait_until(lambda: len(shown.groups) == 1)
        assert desk.window.prints.lines[number, "tag"].text == words.LEFT
        press("Escape")
        assert desk.window.view is desk.reception and words.unprinted(1) in seen(desk)


def test_at_the_start_without_doubt_it_is_reception(desk):
    assert desk.window.view is desk.reception and desk.window.prints.start_shown


def test_the_list_waits_behind_the_cover(root, home, press, wait_until):
    with opened(root, home, before=left_behind) as desk:
        wait_until(lambda: isinstance(desk.window.view, CheckPanel))
        press("F11")
        assert desk.window.covered
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, CheckPanel))


# ---- every size of text


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("practice", [False, True])
def test_every_label_has_the_room_of_its_text(
    root, home, tmp_path, printer, press, type_text, wait_until, step, practice
):
    look = Settings(look=Look(step=step))
    own = desks.practice_desk() if practice else DESK
    ready = connect(printer, tmp_path / "sheets")
    screens = (Reception, SettingsScreen)
    with opened(root, home, desk=own, settings=look, before=ready, screens=screens) as desk:
        content = desk.window.frame.content

        def fits():
            rest(desk, wait_until)
            root.update()
            root.update()
            assert cut(root) == [] and outside(content, content) == []

        def issue_one():
            before = desk.reception.last
            type_text("402")
            press("Return")
            type_text("3")
            press("F12")
            wait_until(lambda: desk.reception.last is not before)
            fits()

        issue_one()
        printer.be(confirms=False)
        issue_one()
        press("F5")
        wait_until(lambda: isinstance(desk.window.view, CheckPanel))
        fits()
        press("2")
        wait_until(lambda: len(desk.window.view.groups) == 3)
        press("Down", "2")
        wait_until(lambda: isinstance(desk.window.view, PaperPanel))
        fits()
        press("Escape", "Escape")
        printer.be(state=COVER)
        issue_one()
        wait_until(lambda: isinstance(desk.window.view, PrinterDown), timeout=20)
        fits()
        press("F5")
        wait_until(lambda: desk.window.view.choosing)
        fits()
        press("Escape", "Escape")
        wait_until(lambda: desk.window.view is desk.reception)
        fits()
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about)
        screen._show("printers")
        fits()
        screen.part.table.focus_set()
        for row, panel in (("add", AddPrinter), ("copy binder", Choose), (f"printer {RECEIPTS}", Choose)):
            screen.printers.mark(row)
            screen.printers.on(screen.at)
            assert isinstance(desk.window.view, panel)
            fits()
            desk.window.view.close()


@pytest.mark.parametrize("step", range(4))
def test_the_list_at_the_start_has_its_room(root, home, wait_until, step):
    with opened(root, home, before=left_behind, settings=Settings(look=Look(step=step))) as desk:
        wait_until(lambda: isinstance(desk.window.view, CheckPanel))
        content = desk.window.frame.content
        for at in range(3):
            desk.window.view.at = at
            desk.window.view._show()
            root.update()
            root.update()
            assert cut(root) == [] and outside(content, content) == []


# ---- 管理簿


def test_the_book_prints_through_the_same_jobs(root, home, tmp_path, printer, press, wait_until):
    made = []

    def before(ledger, who):
        connect(printer, tmp_path / "sheets")(ledger, who)
        made.append(slips.issue(ledger, who, IssueRequest("501", 3)).slip.number)

    with opened(root, home, screens=(Reception, Plain, Book)[::2], before=before) as desk:
        desk.window.go(4)
        book = desk.window.view
        wait_until(lambda: desk.session.idle and book.list.table.chosen)
        press("F5")
        wait_until(lambda: isinstance(desk.window.view, PaperPanel))
        press("1")
        wait_until(lambda: desk.window.view.complete)
        press("Return", "F12")
        assert jobs(desk, made[0]) == []
        press("F4")
        wait_until(lambda: desk.window.view is book, timeout=20)
        rest(desk, wait_until)
        assert printed(desk, made[0]) == [("original", "confirmed", "printer")]
        assert words.CONFIRMED in desk.next_text and len(printer.jobs) == 1


def test_the_book_says_where_a_paper_in_doubt_is_answered(root, home, tmp_path, printer, press, wait_until):
    def before(ledger, who):
        connect(printer, tmp_path / "sheets")(ledger, who)
        slips.issue(ledger, who, IssueRequest("501", 3))

    printer.be(**{name: getattr(STATES["no confirmation"], name) for name in ("confirms", "state")})
    with opened(root, home, screens=(Reception, Plain, Book)[::2], before=before) as desk:
        desk.window.go(4)
        book = desk.window.view
        wait_until(lambda: desk.session.idle and book.list.table.chosen)
        press("F5")
        wait_until(lambda: isinstance(desk.window.view, PaperPanel))
        press("1")
        wait_until(lambda: desk.window.view.complete)
        press("F4")
        wait_until(lambda: desk.window.view is book, timeout=20)
        rest(desk, wait_until)
        assert desk.next_text.endswith("Ctrl+1へ移り、F5で答える")
