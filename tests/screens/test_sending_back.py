"""返送 with real keys, scanner bursts and a real ledger: originals are read, recorded once, and listed without names."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.events import Stream
from branch_desk.services import receiving
from branch_desk.ui import open_file
from branch_desk.ui.sounds import Sound
from tests.screens.opened import texts
from tests.screens.section_desk import FRIDAY, SectionWindow

STRANGER = numbers.Number(1, "103", 2026, "501", 9).digits


def filled(world):
    """Three received from one branch and one from another; a fourth still lies in its bag."""
    branch, section = world.daishi, world.section
    made = [branch.issue("501", 3), branch.issue("501", 6), branch.issue("502", 4)]
    waits, other = branch.issue("501"), world.tajima.issue("502")
    bag = branch.dispatch(*made)
    branch.dispatch(waits)
    later = world.tajima.dispatch(other)
    world.heard()
    world.clock.at = FRIDAY
    for number in (*made, other):
        receiving.receive(section.ledger, section.who, number)
    return {"slips": made, "waits": waits, "other": other, "bag": bag, "later": later}


@pytest.fixture
def desk(root, tmp_path, wait_until, press, monkeypatch):
    monkeypatch.setattr(open_file, "show", lambda file: True)
    made = SectionWindow(root, tmp_path, filled)
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    wait_until(lambda: root.focus_get() is not None)
    press("ctrl+2")
    wait_until(lambda: made.window.screen_name == "sending_back" and made.session.idle)
    yield made
    made.close()


@pytest.fixture
def read(desk, scan, wait_until):
    """Scan, and wait for what comes of it."""

    def go(number: str) -> None:
        heard = len(desk.heard)
        scan(number)
        wait_until(lambda: len(desk.heard) > heard and desk.session.idle)

    return go


@pytest.fixture
def key(desk, press, wait_until):
    """Press keys and wait for what they do."""

    def go(*names: str) -> None:
        for name in names:
            press(name)
            wait_until(lambda: desk.window.router.scanner._timer is None)
        wait_until(lambda: desk.session.idle and not desk.sending.busy)

    return go


def test_what_waits_is_listed_and_a_scan_records_nothing(desk, read, key):
    assert [item.number for item in desk.sending.rows] == [*desk.made["slips"], desk.made["other"]]
    read(desk.made["slips"][1])
    key("Return", "1", "2")
    assert "返送に入れました" in texts(desk.sending.left) and "sent_back" not in desk.events(desk.made["slips"][1])
    assert desk.sending.rows[0].number == desk.made["slips"][1] and desk.heard[-1] is Sound.GOOD


def test_f12_records_what_was_read_and_nothing_else(desk, read, key):
    read(desk.made["slips"][0])
    read(desk.made["other"])
    key("F12")
    assert [desk.events(number)[-1] for number in (desk.made["slips"][0], desk.made["other"])] == ["sent_back"] * 2
    assert desk.events(desk.made["slips"][1]) == ["received"]
    assert "原本2件の返送を記録しました" in texts(desk.sending.left)
    shown = texts(desk.sending.side)
    assert "大師支所" in shown and "田島支所" in shown


def test_all_of_a_bag_by_its_barcode(desk, read, key):
    read(desk.made["bag"])
    assert sorted(desk.sending.read) == sorted(desk.made["slips"])
    read(desk.made["slips"][0])
    assert desk.heard[-1] is Sound.NOTHING and "もう返送に入っています" in texts(desk.sending.left)
    key("F12")
    assert [item.number for item in desk.sending.waiting] == [desk.made["other"]]


def test_f12_does_nothing_where_nothing_was_read(desk, key):
    key("F12", "F5")
    assert desk.sending.sent is None and desk.panel is None


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("waits", "先に受領してください"),
        ("sent", "返送しています"),
        ("copy", "お客様控・番号札の番号です"),
    ],
)
def test_what_cannot_go_back_is_said(desk, read, key, name, sentence):
    first = desk.made["slips"][0]
    if name == "sent":
        read(first)
        key("F12")
    number = {"copy": numbers.parse(first).copy.digits, "sent": first}.get(name) or desk.made[name]
    read(number)
    assert sentence in texts(desk.sending.left) and desk.sending.read == {}


def test_f4_takes_one_out_before_it_is_recorded(desk, read, key):
    read(desk.made["slips"][0])
    read(desk.made["slips"][1])
    key("F4")
    assert list(desk.sending.read) == [desk.made["slips"][0]] and desk.panel is None
    key("F12")
    assert desk.events(desk.made["slips"][1]) == ["received"]


def test_f4_takes_a_recorded_return_back_with_a_reason(desk, read, key, wait_until):
    number = desk.made["slips"][0]
    read(number)
    key("F12", "F4")
    wait_until(lambda: desk.panel is not None)
    key("Return", "F12")
    assert desk.panel is not None
    key("1")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert desk.events(number)[-2:] == ["sent_back", "revoked"]
    assert number in [item.number for item in desk.sending.waiting]


def test_f5_makes_a_list_for_each_branch(desk, read, key, wait_until):
    read(desk.made["slips"][0])
    read(desk.made["other"])
    key("F12")
    key("F5")
    wait_until(lambda: desk.sending.printed is not None and desk.session.idle)
    printed = desk.asked(
        lambda ledger: [
            event.body["copy"]
            for event in ledger.events_between(FRIDAY.date(), FRIDAY.date(), ("printed",), stream=Stream.OWN)
        ]
    )
    assert printed == ["return_list", "return_list"]
    assert len(list((desk.home / "paper").glob("*-return_list.pdf"))) == 2


def test_a_number_that_is_typed_is_as_good_as_a_scan(desk, key, xdotool, wait_until):
    key("F2")
    wait_until(lambda: desk.sending.typing is not None)
    xdotool("type", "--delay", "200", desk.made["slips"][2])
    key("Return")
    wait_until(lambda: desk.made["slips"][2] in desk.sending.read)


def test_a_slip_received_meanwhile_joins_the_list(desk, read, key, press, wait_until):
    press("ctrl+1")
    read(STRANGER)
    press("1")
    wait_until(lambda: desk.receiving.result is not None)
    press("ctrl+2")
    wait_until(lambda: STRANGER in [item.number for item in desk.sending.waiting])
