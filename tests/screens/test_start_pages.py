"""始める前に by real keys: a ledger that was moved or a clock that is doubted is approved right there, by number and PIN."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from branch_desk import app
from branch_desk.domain import era, numbers, words, words_faults, words_start
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people
from branch_desk.store import clock, folders
from branch_desk.store.ledger import Ledger
from branch_desk.ui.keys import Slot
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.start_pages import Findings
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, PIN, cut, outside, squashed, texts

SENTENCES = ("この台帳は別の端末で作られました。責任者が承認するまで、発行できません。",
             words_faults.FINDINGS["clock"].format(now="令和9年12月6日（月） 10:00", last="令和8年11月24日（火） 17:15"))


class Program(app.Opening):
    """The program from the opening of its ledger on; instead of the window it says that it would follow."""

    def __init__(self, root, home):
        super().__init__(root, home)
        self.session = self.ready = None
        self.left = False

    def _show_findings(self, session, ready):
        self.session = session
        super()._show_findings(session, ready)

    def _show(self, session, ready):
        self.session, self.ready = session, ready

    def leave(self):
        self.left = True


@pytest.fixture
def start(root, home, wait_until, monkeypatch):
    """Makes a desk, lets `change` happen to its surroundings, and opens the program over it."""
    programs = []

    def go(change):
        made = desks.set_up(home, DESK)
        people.add(made.ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
        people.add(made.ledger, "7", "森 一", pin=PIN)
        made.ledger.close()
        change(monkeypatch)
        program = Program(root, home)
        programs.append(program)
        root.deiconify()
        root.attributes("-zoomed", True)
        program.open_ledger(Look())
        wait_until(lambda: program.session is not None and root.winfo_width() == 1366)
        return program

    yield go
    for program in programs:
        if program.session is not None and not program.left:
            program.session.close()
    for child in root.winfo_children():
        child.destroy()
    root.attributes("-zoomed", False)
    root.withdraw()
    root.update()


def another_machine(monkeypatch):
    monkeypatch.setattr(folders, "_system_identity", lambda: "another machine")


def a_leap(monkeypatch):
    monkeypatch.setattr(clock, "machine_now", lambda: datetime.now(era.JST) + timedelta(days=900))


@pytest.fixture
def page_says(root):
    return lambda: texts(root)


@pytest.mark.parametrize(("change", "what"), [(another_machine, "machine"), (a_leap, "clock")])
def test_a_responsible_person_approves_by_number_and_pin(start, root, home, press, type_text, wait_until, page_says, change, what):
    program = start(change)
    wait_until(lambda: words_start.APPROVE_TITLES[what] in page_says())
    wait_until(lambda: root.focus_get() is not None and root.focus_get().winfo_class() == "TEntry")
    type_text("12")
    press("Tab")
    type_text(PIN)
    press("Return")
    assert words.APPROVED[what] not in page_says()        # Enter does nothing
    press("F4")
    wait_until(lambda: words.APPROVED[what] in page_says())
    assert program.ready is None
    press("F12")
    wait_until(lambda: program.ready is not None)
    program.session.close()
    program.left = True
    with Ledger.open(home) as ledger:
        assert desks.to_approve(ledger) == ()
        assert not ledger.moved and ledger.clock_doubt() is None


@pytest.mark.parametrize(("code", "pin", "rule"), [("12", "9999", "pin_wrong"), ("7", PIN, "not_responsible"), ("55", PIN, "unknown_staff")])
def test_nobody_else_approves_and_it_is_said_why(start, root, press, type_text, wait_until, page_says, code, pin, rule):
    start(another_machine)
    wait_until(lambda: root.focus_get() is not None and root.focus_get().winfo_class() == "TEntry")
    type_text(code)
    press("Tab")
    type_text(pin)
    press("F4")
    wait_until(lambda: words.RULES[rule][0].format(code=code) in page_says())
    assert words_start.APPROVE_TITLES["machine"] in page_says()


def test_one_may_start_without_and_look(start, root, press, wait_until, page_says):
    program = start(another_machine)
    wait_until(lambda: words_start.START_WITHOUT in page_says())
    press("F4")        # nothing typed
    press("F12")
    wait_until(lambda: program.ready is not None)
    assert program.ready.to_approve == ("machine",)


def test_a_wrong_clock_is_put_right_outside(start, root, press, wait_until, page_says):
    program = start(a_leap)
    wait_until(lambda: words_start.APPROVE_TITLES["clock"] in page_says())
    press("Escape")
    wait_until(lambda: program.left)


def test_where_nothing_was_found_the_window_follows_at_once(start, wait_until):
    program = start(lambda monkeypatch: None)
    wait_until(lambda: program.ready is not None)


def test_a_badge_names_who_approves_and_both_are_approved_one_after_the_other(root, closing):
    asked = []

    def approve(what, code, pin, answered):
        asked.append((what, code, pin))
        answered(words.APPROVED[what])

    page = closing(root, Look(), SENTENCES, done=lambda: None, asks=("machine", "clock"), approve=approve)
    badge = numbers.Number(numbers.BADGE, "101", 2000, "000", 12).digits
    for _ in range(2):
        page.on_scan(Scan(Kind.NUMBER, badge))
        page.pin.text = PIN
        assert page.on_key(Slot.FIX)
    assert asked == [("machine", "12", PIN), ("clock", "12", PIN)] and page.asks == []
    assert not page.on_key(Slot.FIX)


@pytest.fixture
def closing(root):
    """A page that is gone after the test, whatever came of it."""
    made = []

    def go(*arguments, **named):
        made.append(Findings(*arguments, **named))
        return made[0]

    yield go
    made[0].close()
    root.attributes("-zoomed", False)
    root.withdraw()
    root.update()


@pytest.mark.parametrize("pin", [True, False])
@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_every_state_has_room(root, closing, wait_until, step, contrast, pin):
    root.deiconify()
    root.attributes("-zoomed", True)
    wait_until(lambda: root.winfo_width() == 1366)
    page = closing(root, Look(step=step, contrast=contrast), SENTENCES, done=lambda: None, asks=("machine", "clock"),
                    approve=lambda what, code, pin, answered: answered(words.APPROVED[what]), asks_pin=pin)
    for refused in (True, False, False):
        for _ in range(3):
            root.update()
        assert cut(root) == [] and outside(root, root) == [] and squashed(root) == []
        if refused:
            page._answered(people.refuse("not_responsible"))
        else:
            page.number.text, page.pin.text = "12", PIN
            page.on_key(Slot.FIX)
    for _ in range(3):
        root.update()
    assert cut(root) == [] and outside(root, root) == []
