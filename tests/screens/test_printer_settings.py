"""設定, プリンター, by real keys: registering, testing, routing and taking away, and that the papers follow at once."""

from __future__ import annotations

import pytest

from branch_desk.domain import words_printing_screen as words
from branch_desk.services import printers
from branch_desk.services.printers import NO_PAPER, Printer
from branch_desk.ui.print_add import AddPrinter
from branch_desk.ui.print_desk import PrintDesk
from branch_desk.ui.print_settings import Choose
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings_screen import SettingsScreen
from tests.printing.fake_printer import COVER, FakePrinter
from tests.screens.opened import opened, texts
from tests.screens.printers import QUICK, RECEIPTS, SHEETS, connect, pause


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(PrintDesk, "patience", QUICK)


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


def window(root, home, before=None):
    return opened(root, home, screens=(Reception, SettingsScreen), before=before)


def to_list(desk, press, wait_until):
    press("ctrl+9")
    screen = desk.window.view
    wait_until(lambda: screen.about)
    press("Escape", "8")
    wait_until(lambda: desk.window.root.focus_get() is screen.part.table)
    assert screen.section == "printers"
    return screen


def setup(desk):
    return desk.ask(printers.of)


def test_a_network_printer_is_registered_and_tested(root, home, printer, press, type_text, wait_until):
    with window(root, home) as desk:
        screen = to_list(desk, press, wait_until)
        assert words.NO_PRINTERS in texts(screen.body)
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, AddPrinter))
        panel = desk.window.view
        press("Return", "F12")
        press("1")
        wait_until(lambda: panel.kind == "socket")
        press("9")  # plain paper does not go through a socket
        pause(desk)
        assert panel.profile is None
        press("2")
        wait_until(lambda: panel.profile == "epson-tm-m30")
        panel.fields["place"].text = f"127.0.0.1:{printer.port}"  # typed by xdotool it is as quick as a scan
        press("Return", "F12")  # no name yet
        assert words.MISSING.format(word=words.NAME) in desk.next_text and setup(desk).printers == ()
        type_text("窓口")
        press("F12")
        wait_until(lambda: desk.window.view is screen and desk.window.prints.any, timeout=20)
        assert setup(desk).printers == (
            Printer("窓口", "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}"),
        )
        wait_until(lambda: words.can_print("窓口") in texts(desk.window.frame.outer), timeout=20)
        press("Home", "Up", "Up", "Up", "Up", "Up")
        wait_until(lambda: screen.part.table.focus() == "printer 窓口")
        press("F5")
        wait_until(lambda: words.TEST_DONE.format(name="窓口", state=words.CONFIRMED) in desk.next_text, timeout=20)
        assert len(printer.jobs) == 1 and printer.jobs[0].cuts == 1


def test_a_refusal_is_said_and_what_was_typed_stays(root, home, printer, tmp_path, press, type_text, wait_until):
    with window(root, home, connect(printer, tmp_path / "sheets")) as desk:
        screen = to_list(desk, press, wait_until)
        press("Down", "Down", "Return")
        wait_until(lambda: isinstance(desk.window.view, AddPrinter))
        panel = desk.window.view
        press("3")
        wait_until(lambda: panel.kind == "folder")
        press("9")
        wait_until(lambda: panel.profile == "sheet")
        type_text("/x")
        press("Return")
        type_text("窓口")
        press("F12")
        wait_until(lambda: panel.fault)
        assert "すでにあります" in desk.next_text and panel.fields["name"].text == "窓口"
        press("Escape", "Escape", "Escape", "Escape")
        wait_until(lambda: desk.window.view is screen)
        assert len(setup(desk).printers) == 2


def test_a_copy_is_sent_elsewhere_by_digit_and_enter_decides_nothing(
    root, home, printer, tmp_path, press, wait_until
):
    with window(root, home, connect(printer, tmp_path / "sheets")) as desk:
        screen = to_list(desk, press, wait_until)
        press("Down", "Down", "Down", "Down", "Down", "Down")
        wait_until(lambda: screen.part.table.focus() == "copy binder")
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, Choose))
        press("Return", "F12")
        assert setup(desk).routes == ()
        press("3")
        wait_until(lambda: desk.window.prints.setup.chosen("binder") == NO_PAPER)
        assert words.PHOTOCOPY_ROUTE in screen.part.table.item("copy binder", "values")[0]
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, Choose))
        press("4")
        wait_until(lambda: desk.window.prints.setup.chosen("binder") is None)
        assert screen.part.table.item("copy binder", "values")[0] == SHEETS


def test_taking_away_asks_twice(root, home, printer, tmp_path, press, wait_until):
    with window(root, home, connect(printer, tmp_path / "sheets")) as desk:
        screen = to_list(desk, press, wait_until)
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, Choose))
        press("3")
        wait_until(lambda: RECEIPTS in desk.window.view.heading and len(desk.window.view.choices) == 1)
        press("Return", "Escape")
        assert desk.window.view is screen and len(setup(desk).printers) == 2
        press("Return")
        wait_until(lambda: isinstance(desk.window.view, Choose))
        press("3")
        wait_until(lambda: len(desk.window.view.choices) == 1)
        press("1")
        wait_until(lambda: len(desk.window.prints.setup.printers) == 1)
        assert [printer.name for printer in setup(desk).printers] == [SHEETS]


def test_a_test_print_on_an_open_cover_says_so(root, home, printer, tmp_path, press, wait_until):
    printer.be(state=COVER)
    with window(root, home, connect(printer, tmp_path / "sheets")) as desk:
        screen = to_list(desk, press, wait_until)
        press("F5")
        wait_until(lambda: "カバーが開いています" in desk.next_text or screen.said, timeout=20)
        assert printer.jobs == []
