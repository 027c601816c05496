"""始める前に by real keys: a ledger that was moved or a clock that is doubted is approved right there, by number and PIN."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from branch_desk import app
from branch_desk.domain import era, numbers, words, words_faults, words_start
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people
from branch_desk.store import clock, folders, recovery
from branch_desk.store.ledger import Ledger
from branch_desk.ui.first_run import Registration
from branch_desk.ui.keys import Slot
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.start_pages import Findings, KeyAtStart, RecoveryKeyPage
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, PIN, cut, outside, squashed, texts

SENTENCES = ("この台帳は、別の端末でも使われているかもしれません。この端末で続けることを責任者が承認するまで、発行できません。",
             words_faults.FINDINGS["clock"].format(now="令和9年12月6日（月） 10:00", last="令和8年11月24日（火） 17:15"))


class Program(app.Opening):
    """The program from the opening of its ledger on; instead of the window it says that it would follow."""

    def __init__(self, root, home):
        super().__init__(root, home)
        self.session = self.ready = None
        self.left = False

    def _ask_key(self, session, ready):
        self.session = session
        super()._ask_key(session, ready)

    def _show(self, session, ready):
        self.session, self.ready = session, ready

    def leave(self):
        self.left = True


@pytest.fixture
def paper():
    """What was written down: the recovery keys of the desks that were made."""
    return []


@pytest.fixture
def start(root, home, wait_until, monkeypatch, paper):
    """Makes a desk, lets `change` happen to its surroundings, and opens the program over it."""
    programs = []

    def go(change, **how):
        made = desks.set_up(home, DESK, **how)
        paper.append(made.recovery_key)
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
    press("ctrl+slash")        # the field that was wrong has the focus: what is typed now replaces it
    type_text("12" if rule != "pin_wrong" else PIN)
    if rule != "pin_wrong":
        press("Tab")
        type_text(PIN)
    press("F4")
    wait_until(lambda: words.APPROVED["machine"] in page_says())


def test_approving_with_nothing_typed_is_answered(start, root, press, type_text, wait_until, page_says):
    start(another_machine)
    wait_until(lambda: root.focus_get() is not None and root.focus_get().winfo_class() == "TEntry")
    press("F4")
    wait_until(lambda: words_start.APPROVE_MISSING in page_says())
    type_text("12")
    press("F4")        # goes on to what is still missing, and keeps what was typed
    type_text(PIN)
    press("F4")
    wait_until(lambda: words.APPROVED["machine"] in page_says())


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

    def go(*arguments, kind=Findings, **named):
        made.append(kind(*arguments, **named))
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


# ---- the recovery key: typed back at the first start, typed in at every start


KEY = "PQRS6-7TUVW-ABCDE-FGHJK-MNPQR-STUVX-YZ234"
WRONG = people.refuse("recovery_wrong")


@pytest.fixture
def first_key(root, closing, wait_until):
    """The page of a new recovery key, what was typed on it, and how often it let go."""
    typed, done = [], []

    def go(look=None, kept_in="file"):
        root.deiconify()
        root.attributes("-zoomed", True)
        wait_until(lambda: root.winfo_width() == 1366)
        page = closing(root, look or Look(), KEY, kept_in, kind=RecoveryKeyPage, make_form=lambda: False,
                       done=lambda: done.append(True), groups=(2, 6),
                       check=lambda groups: typed.append(groups) or (None if groups[2] == "7TUVW" else WRONG))
        page.typed, page.done = typed, done
        return page

    return go


def test_two_groups_are_typed_back_while_the_key_is_not_on_the_screen(root, first_key, press, type_text, wait_until, page_says):
    page = first_key()
    press("F12")
    wait_until(lambda: page.fields and root.focus_get() is page.fields[2].entry)
    assert not [group for group in KEY.split("-") if group in page_says()]
    type_text("7TUVX")
    press("Return")
    type_text("STUVX")
    press("Return")
    assert page.typed == []         # Enter goes no further than the last group
    press("F12")
    wait_until(lambda: page.typed == [{2: "7TUVX", 6: "STUVX"}])
    wait_until(lambda: WRONG.sentence in page_says().replace("\n", ""))
    assert page.done == []
    press("Escape")                 # the paper is not right: the key again
    wait_until(lambda: not page.fields)
    wait_until(lambda: "7TUVW" in page_says())
    press("F12")
    wait_until(lambda: page.fields and root.focus_get() is page.fields[2].entry)
    type_text("7TUVW")
    press("F12")
    wait_until(lambda: page.done == [True])


def test_the_first_start_records_who_checked_the_paper(root, home, wait_until, press, monkeypatch, closing):
    from branch_desk.domain.events import Stream
    from branch_desk.ui.first_run import Registration

    program = Program(root, home)
    made = desks.set_up(home, DESK)
    people.add(made.ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
    made.ledger.close()
    monkeypatch.setattr(program, "open_ledger", lambda look: None)
    monkeypatch.setattr("branch_desk.ui.start_pages.RecoveryKeyPage",
                        lambda *given, **named: closing(*given, kind=RecoveryKeyPage, **named))
    program._show_recovery_key(made, Registration(DESK, "12", "佐野 恵", PIN), Look())
    page = closing.__closure__[0].cell_contents[0]
    page.ask()
    for place, field in page.fields.items():
        field.text = made.recovery_key.split("-")[place - 1]
    asked = page.groups
    monkeypatch.setattr(page, "close", lambda: None)
    assert page.on_key(Slot.FINISH)
    with Ledger.open(home) as ledger:
        day = ledger.now().date()
        event, = ledger.events_between(day, day, ("recovery_checked",), Stream.OWN)
        assert (event.actor, event.value("agrees"), tuple(event.value("groups"))) == ("12", True, asked)
        assert desks.recovery_checked(ledger).by == "12"
    monkeypatch.undo()


def test_a_desk_without_a_key_asks_the_recovery_key_before_its_first_screen(start, root, home, press, type_text, wait_until,
                                                                           page_says, paper):
    program = start(lambda monkeypatch: None, key_at_start=True)
    wait_until(lambda: words_start.KEY_TITLE in page_says())
    wait_until(lambda: root.focus_get() is not None and root.focus_get().winfo_class() == "TEntry")
    type_text(recovery.make())
    press("Return")
    press("F12")
    wait_until(lambda: "入力の間違い" in page_says().replace("\n", ""))
    assert program.ready is None
    press("ctrl+a")
    type_text(paper[0].lower())
    press("F12")
    wait_until(lambda: program.ready is not None)
    assert program.session is not None and program.ready.asks_key
    answers = []
    program.session.run(lambda ledger: ledger.master_key_kept_in, then=answers.append)
    wait_until(lambda: answers == ["asked"])


def test_the_day_may_begin_without_names(start, root, press, wait_until, page_says):
    program = start(lambda monkeypatch: None, key_at_start=True)
    wait_until(lambda: words_start.KEY_WITHOUT in page_says())
    press("F4")
    wait_until(lambda: program.ready is not None)


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_the_recovery_key_has_room_in_every_state(root, first_key, step, contrast):
    page = first_key(Look(step=step, contrast=contrast), "asked")
    for change in (lambda: page.on_key(Slot.PRINT), page.ask, lambda: page.on_key(Slot.FINISH)):
        assert room_is_left(root)
        change()
    assert room_is_left(root)


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_the_key_at_start_has_room_in_every_state(root, closing, wait_until, step, contrast):
    root.deiconify()
    root.attributes("-zoomed", True)
    wait_until(lambda: root.winfo_width() == 1366)
    page = closing(root, Look(step=step, contrast=contrast), kind=KeyAtStart, done=lambda: None, leave=lambda: None,
                   enter=lambda typed, answered: answered(people.refuse("recovery_mistyped", detail="7番目の組に間違いがあります。")))
    page.field.text = KEY
    assert room_is_left(root)
    page.on_key(Slot.FINISH)
    assert room_is_left(root) and page.field.text == KEY


def room_is_left(root):
    for _ in range(3):
        root.update()
    return cut(root) == [] and outside(root, root) == [] and squashed(root) == []


def test_a_first_person_who_is_refused_leaves_no_desk_behind(root, home):
    opening = app.Opening(root, home)
    for code, name, pin, rule in (("12", "佐野 恵", "12", "pin_form"), ("x", "佐野 恵", PIN, "staff_code"), ("12", " ", PIN, "staff_name")):
        refused = opening._set_up(Registration(DESK, code, name, pin), Look(), None)
        assert refused is not None and refused.rule == rule
    assert not (home / "ledger").exists() and not (home / "witness").exists()
