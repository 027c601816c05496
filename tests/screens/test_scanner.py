"""A scanner that types: a scan disturbs nothing, and what is not ours is never seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain.numbers import Number
from branch_desk.ui.scanner import Burst, Kind, Scan, classify
from branch_desk.ui.settings import Settings
from tests.screens.opened import opened, texts

SLIP = Number(1, "101", 2026, "501", 42).digits
# The pace is decided by pure tests at the real 50 ms; a machine that runs other tests stalls for longer
# than that.
BUSY_GAP_MS = 400
MY_NUMBER, JAN = "123456789018", "4901234567894"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (SLIP, Kind.NUMBER),
        ("１１０１２６５０１０００４２５０", Kind.NUMBER),
        ("0" * 16, Kind.NUMBER),
        (MY_NUMBER, Kind.OTHER),
        (JAN, Kind.OTHER),
        (SLIP + "7", Kind.OTHER),
        ("https://example.jp/a", Kind.OTHER),
        ("ぬぬわぬふおえわぬわわわうふえわ", Kind.KANA),
        ("ヌヌワヌフオエワヌワワワウフエワ", Kind.KANA),
        ("ﾇﾇﾜﾇﾌｵｴﾜﾇﾜﾜﾜｳﾌｴﾜ", Kind.KANA),
        ("501", None),
        ("11201", None),
        ("", None),
    ],
)
def test_what_a_burst_is(raw, kind):
    found = classify(raw)
    assert (found and found.kind) == kind


def test_only_a_number_that_may_be_ours_keeps_its_digits():
    assert classify(SLIP) == Scan(Kind.NUMBER, SLIP)
    assert classify(MY_NUMBER) == Scan(Kind.OTHER, "")


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_a_burst_is_what_came_without_a_pause(gaps):
    burst, at, expected = Burst(), 4_294_967_200, ""  # the X clock wraps on the way
    for n, gap in enumerate(gaps):
        at = (at + gap) & 0xFFFFFFFF
        character = chr(ord("a") + n % 26)
        expected = expected + character if n and gap <= 50 else character
        burst.add(character, at, 2)
        assert burst.raw == expected
    shown, held = burst.raw[: burst.shown], burst.held
    assert shown + held == burst.raw and len(shown) <= 2


@pytest.fixture
def desk(root, home):
    with opened(root, home, settings=Settings(typed_names=True, scanner_gap_ms=BUSY_GAP_MS)) as found:
        yield found


@pytest.fixture
def heard(desk, monkeypatch):
    """The scans that reach the window."""
    scans = []
    monkeypatch.setattr(desk.window.router.scanner, "deliver", scans.append)
    return scans


@pytest.fixture
def name_field(desk, wait_until):
    """The field of the name, with a name half typed."""
    field = desk.reception.form.fields["depositor"]
    field.text = "髙﨑 とく"
    field.entry.focus_force()
    wait_until(lambda: desk.window.root.focus_get() is field.entry)
    return field


@pytest.mark.parametrize("ms", [1, 4, 30])
def test_a_scan_leaves_the_name_as_it_was(name_field, heard, scan, wait_until, ms):
    name_field.entry.icursor(2)
    scan(SLIP, ms=ms)
    wait_until(lambda: heard)
    assert heard == [Scan(Kind.NUMBER, SLIP)]
    assert (name_field.text, name_field.entry.index("insert")) == ("髙﨑 とく", 2)


def test_text_that_was_selected_is_selected_again(name_field, heard, scan, wait_until):
    name_field.entry.selection_range(1, 4)
    scan(SLIP, ms=4)
    wait_until(lambda: heard)
    assert name_field.text == "髙﨑 とく"
    assert (name_field.entry.index("sel.first"), name_field.entry.index("sel.last")) == (1, 4)


def test_full_width_digits_are_a_scan_too(name_field, heard, type_text, press, wait_until):
    type_text("１１０１２６５０１０００４２５０")
    press("Return")
    wait_until(lambda: heard)
    assert heard == [Scan(Kind.NUMBER, SLIP)] and name_field.text == "髙﨑 とく"


@pytest.mark.parametrize("ms", [1, 30])
@pytest.mark.parametrize("code", [MY_NUMBER, JAN])
def test_the_digits_of_another_code_pass_no_widget(name_field, heard, scan, wait_until, code, ms):
    seen = []
    name_field._variable.trace_add("write", lambda *_: seen.append(name_field.text))
    scan(code, ms=ms)
    wait_until(lambda: heard)
    assert heard == [Scan(Kind.OTHER)] and name_field.text == "髙﨑 とく"
    assert seen and all(len(text) <= len("髙﨑 とく") + 2 for text in seen)


def test_a_scan_on_a_button_does_not_press_it(desk, heard, scan, wait_until, press):
    plain = desk.plain
    plain.choice.face.focus_force()
    wait_until(lambda: desk.window.root.focus_get() is plain.choice.face)
    scan(SLIP, ms=4)
    wait_until(lambda: heard)
    assert plain.decided == []
    press("1")
    wait_until(lambda: plain.decided)
    assert plain.decided == [1]


def test_a_hand_is_no_scanner(name_field, heard, xdotool, press, wait_until):
    name_field.text = ""
    xdotool("type", "--delay", "600", "0801")
    press("Return")
    assert name_field.text == "0801" and heard == []


def test_fast_fingers_lose_nothing(name_field, heard, xdotool, wait_until):
    name_field.text = ""
    xdotool("type", "--delay", "10", "abcde")
    wait_until(lambda: name_field.text == "abcde")
    assert heard == []


def test_a_key_in_between_keeps_the_order(name_field, xdotool, wait_until):
    name_field.text = ""
    xdotool("key", "--delay", "5", "a", "b", "c", "d", "Left", "x")
    wait_until(lambda: name_field.text == "abcxd")


def test_a_scanner_without_return_is_understood(name_field, heard, scan, wait_until):
    scan(SLIP, ms=4, end="")
    wait_until(lambda: heard)
    assert heard == [Scan(Kind.NUMBER, SLIP)] and name_field.text == "髙﨑 とく"


def test_what_the_ime_commits_whole_may_be_a_scan(desk, heard):
    scanner = desk.window.router.scanner
    assert scanner.committed("１１０１２６５０１０００４２５０") and scanner.committed(
        "ぬぬわぬふおえわぬわわわうふえわ"
    )
    assert not scanner.committed("たかさきとくじろう") and not scanner.committed(MY_NUMBER)
    assert [found.kind for found in heard] == [Kind.NUMBER, Kind.KANA]


def test_the_strip_says_what_it_was_and_typing_goes_on(desk, name_field, scan, type_text, wait_until):
    strip = desk.window.strip
    scan(JAN, ms=4)
    wait_until(lambda: strip.visible)
    shown = texts(desk.window.root)
    assert "預かり書ではありません" in shown and JAN[:4] not in shown
    type_text("じろう")
    wait_until(lambda: name_field.text == "髙﨑 とくじろう")


def test_an_unknown_slip_is_looked_up_and_nothing_recorded(desk, name_field, scan, wait_until):
    scan(SLIP, ms=4)
    wait_until(lambda: desk.window.strip.visible)
    assert "この窓口に記録がありません" in texts(desk.window.root)
    assert desk.slips() == []
