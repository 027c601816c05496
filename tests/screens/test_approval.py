"""The panel where another member of staff says yes: by badge or number, with a PIN, and with F4 alone."""

from __future__ import annotations

import pytest

from branch_desk.domain import words_screen as words
from branch_desk.domain.numbers import BADGE, Number
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people
from branch_desk.services.results import Refusal
from branch_desk.ui.approval import Approval
from branch_desk.ui.cover import Cover
from branch_desk.ui.sounds import Sound
from tests.screens.opened import opened, texts

BADGE_OF_KISHI = Number(BADGE, "101", 2000, "000", 3).digits
BADGE_OF_ODA = Number(BADGE, "101", 2000, "000", 5).digits
SENTENCE = "1件が見当たらないまま発送します。"


def staffed(ledger, who):
    people.add(ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin="1357")
    people.add(ledger, "5", "小田 優", pin="9999")


@pytest.fixture
def desk(root, home):
    with opened(root, home, before=staffed) as found:
        yield found


@pytest.fixture
def ask(desk):
    """Open the panel over 受付; what people.approved answered is kept."""
    answers: list[object] = []

    def go(**how):
        def decided(approver, done):
            def told(answer):
                answers.append(answer)
                done(answer)

            desk.session.run(people.approved, approver.code, approver.pin, not_code="12", then=told, **how)

        panel = Approval(desk.window, "例外の承認", SENTENCE, decided, **how)
        desk.window.open_panel(panel)
        return panel

    go.answers = answers
    return go


def test_a_badge_the_pin_and_f4_approve_and_the_person_at_the_desk_stays(desk, ask, scan, type_text, press, wait_until):
    panel = ask()
    scan(BADGE_OF_KISHI)
    wait_until(lambda: panel._number.text == "3")
    type_text("1357")
    press("Return", "F12")
    assert not ask.answers and desk.window.view is panel
    press("F4")
    wait_until(lambda: ask.answers)
    assert ask.answers[0].code == "3" and desk.session.who.code == "12"
    assert desk.window.view is desk.reception


def test_f4_is_grey_until_number_and_pin_are_there(desk, ask, type_text, press):
    panel = ask()
    press("F4")
    type_text("3")
    press("F4")
    assert not panel.complete and not ask.answers
    press("Tab")
    type_text("1")
    assert panel.complete


def test_a_wrong_pin_is_said_and_the_pin_goes(desk, ask, scan, type_text, press, wait_until):
    panel = ask()
    scan(BADGE_OF_KISHI)
    type_text("0000")
    press("F4")
    wait_until(lambda: ask.answers)
    assert isinstance(ask.answers[0], Refusal) and ask.answers[0].rule == "pin_wrong"
    assert "PINが違います。" in desk.next_text and panel._pin.text == "" and panel._number.text == "3"
    assert desk.sounds[-1] is Sound.LOOK


@pytest.mark.parametrize(("badge", "pin", "rule"), [(BADGE_OF_ODA, "9999", "not_responsible")])
def test_a_clerk_cannot_approve_an_exception(desk, ask, scan, type_text, press, wait_until, badge, pin, rule):
    ask()
    scan(badge)
    type_text(pin)
    press("F4")
    wait_until(lambda: ask.answers)
    assert ask.answers[0].rule == rule


def test_a_second_person_may_be_a_clerk_but_not_the_same(desk, ask, scan, type_text, press, wait_until):
    ask(role=None)
    type_text("12")
    press("Tab")
    type_text("2468")
    press("F4")
    wait_until(lambda: ask.answers)
    assert ask.answers[0].rule == "same_person"
    scan(BADGE_OF_ODA)
    type_text("9999")
    press("F4")
    wait_until(lambda: len(ask.answers) == 2)
    assert ask.answers[1].code == "5"


def test_esc_changes_nothing(desk, ask, press):
    ask()
    press("Escape")
    assert desk.window.view is desk.reception and not ask.answers


def test_a_slip_read_over_the_panel_goes_to_the_strip(desk, ask, scan, wait_until):
    panel = ask()
    scan(Number(1, "101", 2026, "501", 1).digits)
    wait_until(lambda: desk.window.strip.visible)
    assert desk.window.view is panel and panel._number.text == ""


def test_practice_asks_no_pin(root, home, type_text, press, wait_until):
    answers = []
    with opened(root, home, desk=desks.practice_desk()) as found:

        def decided(approver, done):
            found.session.run(
                people.approved, approver.code, approver.pin, then=lambda answer: (answers.append(answer), done(answer))
            )

        found.window.open_panel(Approval(found.window, "例外の承認", SENTENCE, decided))
        assert words.PIN not in texts(found.window.view.body)
        type_text("1")
        press("F4")
        wait_until(lambda: answers)
        assert answers[0].code == "1"


def test_the_cover_lies_over_the_panel_and_gives_it_back(desk, ask, type_text, press, wait_until):
    panel = ask()
    type_text("3")
    press("Tab")
    type_text("2468")
    wait_until(lambda: panel.complete)
    press("F11")
    assert isinstance(desk.window.view, Cover) and SENTENCE not in texts(desk.window.view.body)
    press("F4")
    assert not ask.answers
    press("Return")
    assert desk.window.view is panel and panel._number.text == "3"
    assert panel._pin.text == ""        # whoever came from behind the cover knows no PIN of another
    assert desk.window.root.focus_get() is panel._pin.entry
    press("F4")
    assert not ask.answers
