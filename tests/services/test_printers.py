"""The printers of a desk as settings, and which copy goes where."""

from __future__ import annotations

import pytest

from branch_desk.domain.rights import StaffRole
from branch_desk.services import people, printers
from branch_desk.services.printers import Printer
from branch_desk.services.results import Refusal
from tests.printing.fake_printer import STATES, FakePrinter

RECEIPT = Printer("窓口1", "epson-tm-m30", "socket", "192.0.2.10")
OTHER = Printer("窓口2", "80mm", "socket", "printer-2:9101")
PLAIN = Printer("複合機", "sheet", "cups", "office")


def added(ledger, who, *wanted):
    for printer in wanted:
        assert not isinstance(printers.add(ledger, who, printer), Refusal)
    return printers.of(ledger)


def routes(setup):
    return {copy: printer.name if (printer := setup.printer_for(copy)) else None for copy in printers.COPIES}


def test_without_a_printer_nothing_is_routed(ledger):
    assert routes(printers.of(ledger)) == dict.fromkeys(printers.COPIES)


def test_receipts_go_to_the_receipt_printer_and_the_binder_to_plain_paper(ledger, sano):
    setup = added(ledger, sano, PLAIN, RECEIPT, OTHER)
    assert setup.printers == (PLAIN, RECEIPT, OTHER) and setup.default == "窓口1"
    assert routes(setup) == {"citizen": "窓口1", "original": "窓口1", "tag": "窓口1", "binder": "複合機"}
    assert (RECEIPT.papers, PLAIN.papers) == (("80mm", "58mm"), ("A5", "A4"))


def test_the_binder_never_goes_to_thermal_paper_by_itself(ledger, sano):
    assert routes(added(ledger, sano, RECEIPT))["binder"] is None


def test_routes_default_and_photocopy_are_kept(ledger, sano, reopened):
    added(ledger, sano, RECEIPT, OTHER, PLAIN)
    printers.choose(ledger, sano, "窓口2")
    printers.route(ledger, sano, "citizen", "複合機")
    printers.route(ledger, sano, "binder", printers.NO_PAPER)
    again = reopened()
    assert routes(printers.of(again)) == {
        "citizen": "複合機",
        "original": "窓口2",
        "tag": "窓口2",
        "binder": None,
    }
    assert printers.of(again).chosen("binder") == printers.NO_PAPER
    printers.route(again, sano, "binder", None)
    assert routes(printers.of(again))["binder"] == "複合機"


def test_what_was_routed_to_a_printer_that_is_removed_goes_the_usual_way(ledger, sano):
    added(ledger, sano, RECEIPT, OTHER)
    printers.route(ledger, sano, "tag", "窓口1")
    setup = printers.remove(ledger, sano, "窓口1")
    assert setup.default == "窓口2" and set(routes(setup).values()) == {"窓口2", None}
    assert printers.remove(ledger, sano, "窓口1").rule == "no_such_printer"


@pytest.mark.parametrize(
    ("printer", "rule"),
    [
        (Printer("", "80mm", "socket", "a"), "printer_name"),
        (Printer("あ" * 21, "80mm", "socket", "a"), "printer_name"),
        (Printer(" a", "80mm", "socket", "a"), "printer_name"),
        (Printer("a\nb", "80mm", "socket", "a"), "printer_name"),
        (Printer("none", "80mm", "socket", "a"), "printer_name"),
        (Printer("窓口1", "80mm", "socket", "a"), "printer_exists"),
        (Printer("a", "laser", "socket", "a"), "profile_unknown"),
        (Printer("a", "sheet", "socket", "a"), "sheet_way"),
        (Printer("a", "sheet", "spooler", "a"), "sheet_way"),
        (Printer("a", "80mm", "usb", "a"), "address_form"),
        (Printer("a", "80mm", "socket", ""), "address_form"),
        (Printer("a", "80mm", "socket", "a b"), "address_form"),
        (Printer("a", "80mm", "socket", "a:0"), "address_form"),
        (Printer("a", "80mm", "socket", "a:65536"), "address_form"),
        (Printer("a", "80mm", "socket", "a:１"), "address_form"),
        (Printer("a", "80mm", "cups", "-o"), "address_form"),
        (Printer("a", "58mm", "socket", "a", "80mm"), "paper_not_for_printer"),
        (Printer("a", "sheet", "cups", "a", "80mm"), "paper_not_for_printer"),
    ],
)
def test_a_printer_that_cannot_be_is_refused(ledger, sano, printer, rule):
    added(ledger, sano, RECEIPT)
    assert printers.add(ledger, sano, printer).rule == rule
    assert printers.of(ledger).printers == (RECEIPT,)


def test_only_the_binder_may_be_a_photocopy(ledger, sano):
    added(ledger, sano, RECEIPT)
    for copy in ("citizen", "original", "tag"):
        assert printers.route(ledger, sano, copy, printers.NO_PAPER).rule == "no_photocopy"
    assert printers.route(ledger, sano, "label", "窓口1").rule == "route_copy"
    assert printers.route(ledger, sano, "tag", "窓口9").rule == "no_such_printer"
    assert printers.choose(ledger, sano, "窓口9").rule == "no_such_printer"


def test_an_auditor_changes_nothing(ledger):
    auditor = people.add(ledger, "9", "監査 員", role=StaffRole.AUDITOR)
    for refused in (
        printers.add(ledger, auditor, RECEIPT),
        printers.remove(ledger, auditor, "窓口1"),
        printers.choose(ledger, auditor, "窓口1"),
        printers.route(ledger, auditor, "tag", "窓口1"),
    ):
        assert refused.rule == "auditor"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("online", None),
        ("near end", None),
        ("cover open", "cover_open"),
        ("paper out", "paper_out"),
        ("offline", "offline"),
        ("mute", "mute"),
        ("web server", "not_understood"),
    ],
)
def test_a_look_at_the_printer_prints_nothing(state, why):
    with FakePrinter(STATES[state]) as printer:
        asked = Printer("a", "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}")
        assert printers.look(asked, seconds=0.2) == why
        printer.settle()
        assert printer.jobs == []


def test_a_look_where_nobody_listens_or_no_folder_is(tmp_path):
    with FakePrinter() as printer:
        port = printer.port
    assert printers.look(Printer("a", "80mm", "socket", f"127.0.0.1:{port}")) == "refused"
    assert printers.look(Printer("a", "80mm", "folder", str(tmp_path))) is None
    assert printers.look(Printer("a", "80mm", "folder", str(tmp_path / "none"))) == "no_folder"
