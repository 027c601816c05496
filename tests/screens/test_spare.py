"""予備帳 by real keys: blanks are made in 管理簿, read or typed in 受付 and recorded under their own number, voided unused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain import era, numbers, words_spare
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, paper, slips, spare
from branch_desk.services.slips import IssueRequest
from branch_desk.ui.book import Book
from branch_desk.ui.book_spare import SpareBook, VoidBlanks
from branch_desk.ui.keys import Slot
from branch_desk.ui.reception import Reception
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, PIN, cut, opened, outside, squashed, texts

SCREENS = (Reception, Book)
LOOKS = [(step, contrast, practice) for step in range(4) for contrast, practice in ((False, False), (True, False), (False, True))]


def three(ledger, who):
    """Three blanks, as a person would have made them."""
    spare.book_paper(ledger, who, 3)

pytestmark = pytest.mark.sampled        # each opens a window of its own over a ledger that is filled first


@pytest.fixture
def desk(root, home):
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE, before=three) as found:
        yield found


@pytest.fixture
def blank(desk):
    """The first of the three."""
    return desk.ask(spare.blanks)[0]


@pytest.fixture
def read(desk, scan, wait_until):
    """A blank's barcode, answered."""
    def go(digits, ready=lambda: desk.reception.blank is not None):
        scan(digits)
        wait_until(lambda: desk.session.idle and ready())
    return go


@pytest.fixture
def typed(type_text, root, wait_until):
    """As a hand types, so that the digits are not taken for a scanner's."""
    def pause():
        paused = []
        root.after(120, paused.append, True)
        wait_until(lambda: paused)

    def go(text):
        for character in text:
            type_text(character)
            pause()
    return go


def at(desk, **ago):
    """A time that can stand on the paper, and its eight digits."""
    found = desk.ask(lambda ledger: ledger.now()) - timedelta(**ago)
    return found.replace(second=0, microsecond=0), f"{found:%m%d%H%M}"


def test_a_used_blank_is_recorded_under_its_own_number_with_the_time_on_it(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    reception = desk.reception
    assert desk.window.frame._title.cget("text") == words_spare.title("受付", blank.label)
    assert desk.next_text.startswith("用紙を見て")
    type_text("501")
    press("Return")
    assert desk.window.root.focus_get() is reception.form.taken.field.entry
    assert blank.label in texts(reception.side.area) and words_spare.CARD_LINES[0] in texts(reception.side.area)
    moment, digits = at(desk, hours=2)
    type_text(digits)
    press("Return")
    type_text("3")
    press("F12")
    wait_until(lambda: reception.issued)
    slip = desk.ask(lambda ledger: ledger.slip(blank.number))
    assert (slip.state, slip.type, slip.sheets, slip.taken_at) == (State.HELD, "501", 3, era.stamp(moment))
    assert desk.ask(lambda ledger: ledger.prints(blank.number)) == {}        # the blank's own three are the papers
    assert words_spare.RECORDED in texts(reception.side.area) and desk.next_text == words_spare.NEXT_RECORDED
    assert reception.blank is None and desk.window.frame._title.cget("text") == "受付"
    assert len(desk.ask(spare.blanks)) == 2


def test_the_next_slip_is_an_ordinary_one_again(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    type_text("501")
    press("Return")
    type_text(at(desk, hours=1)[1])
    press("Return")
    type_text("1")
    press("F12")
    wait_until(lambda: desk.reception.issued)
    assert desk.reception.visit.again() is None
    type_text("601")
    press("Return")
    type_text("2")
    press("F12")
    wait_until(lambda: desk.reception.last.slip.type == "601")
    assert desk.reception.last.slip.taken_at is None


def test_a_blank_that_cannot_be_read_is_typed(desk, blank, typed, press, wait_until):
    typed(blank.number)
    press("Return")
    wait_until(lambda: desk.reception.blank)
    assert desk.reception.blank == blank and desk.reception.form.text("type") == ""


def test_a_number_that_is_no_blank_any_more_is_said(desk, blank, typed, press, wait_until):
    desk.ask(lambda ledger: spare.void(ledger, ledger.staff()[0], (blank.number,), "unused", pin=PIN))
    typed(blank.number)
    press("Return")
    wait_until(lambda: desk.reception.fault)
    assert blank.label in desk.next_text and desk.reception.blank is None


def test_a_scan_never_takes_a_half_typed_form(desk, blank, read, press, typed):
    typed("501")
    press("Return")
    typed("3")
    read(blank.number, ready=lambda: desk.window.strip.visible)
    assert desk.reception.blank is None and desk.reception.form.text("sheets") == "3"
    assert words_spare.HALF_TYPED in texts(desk.window.frame.head) and desk.sounds[-1] is Sound.LOOK


def test_the_next_blank_does_not_take_one_that_is_half_keyed_in(desk, blank, read, typed):
    other = desk.ask(spare.blanks)[1]
    read(blank.number)
    read(other.number, ready=lambda: desk.reception.blank == other)      # nothing typed: the other paper is meant
    typed("5")
    read(blank.number, ready=lambda: desk.window.strip.visible)
    assert desk.reception.blank == other and desk.reception.form.text("type") == "5"


def test_a_blank_of_another_state_or_desk_goes_to_the_strip(desk, blank, read):
    desk.ask(lambda ledger: spare.void(ledger, ledger.staff()[0], (blank.number,), "unused", pin=PIN))
    read(blank.number, ready=lambda: desk.window.strip.visible)
    assert desk.reception.blank is None and "取消" in texts(desk.window.frame.head)
    read(numbers.Number(1, "202", 2026, "000", 1).digits, ready=lambda: desk.window.strip.visible)
    assert desk.reception.blank is None


def test_the_citizens_part_of_a_blank_nobody_has_keyed_in_leads_there_too(desk, blank, read):
    read(numbers.parse(blank.number).copy.digits)
    assert desk.reception.blank == blank


def test_without_the_time_nothing_is_recorded_and_the_time_is_asked(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    type_text("501")
    press("Return", "Return")
    type_text("3")
    press("F12")
    form = desk.reception.form
    assert desk.window.root.focus_get() is form.taken.field.entry and desk.next_text == words_spare.NEXT_TAKEN
    type_text(f"{desk.window.clock() + timedelta(days=1):%m%d}2359")
    press("F12")
    assert desk.ask(lambda ledger: ledger.slip(blank.number)).state is State.RESERVED
    assert form.text("sheets") == "3" and words_spare.EARLY in desk.next_text       # tomorrow would be last year


def test_enter_records_nothing(desk, blank, read, press, type_text):
    read(blank.number)
    type_text("501")
    press("Return")
    type_text(at(desk, hours=1)[1])
    press("Return")
    type_text("3")
    press("Return", "Return", "KP_Enter")
    assert desk.ask(lambda ledger: ledger.slip(blank.number)).state is State.RESERVED


def test_esc_leaves_the_blank_only_when_nothing_is_typed(desk, blank, read, press, type_text):
    read(blank.number)
    type_text("5")
    press("Escape", "Escape")        # the list of types, then the first field
    assert desk.reception.blank == blank and desk.reception.form.text("type") == "5"
    press("BackSpace", "Escape")
    assert desk.reception.blank is None and desk.reception.form.taken is None
    assert desk.ask(lambda ledger: ledger.slip(blank.number)).state is State.RESERVED


def test_a_type_that_is_not_taken_leaves_the_blank(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    screen = desk.reception
    item = next(item for item in screen.side.lists.types if item.code == "501")
    screen.chosen = item
    screen.refusal = desk.ask(lambda ledger: slips.eligible(ledger, "777"))
    screen._show_side()
    screen.refresh()
    assert desk.next_text == words_spare.NEXT_REFUSED.format(finish="F12")
    press("F12")
    assert screen.blank is None
    assert desk.ask(lambda ledger: ledger.slip(blank.number)).state is State.RESERVED


def test_up_brings_the_day_of_the_blank_before(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    type_text("501")
    press("Return")
    digits = at(desk, hours=1)[1]
    type_text(digits)
    press("Return")
    type_text("1")
    press("F12")
    wait_until(lambda: desk.reception.issued)
    read(desk.ask(spare.blanks)[0].number)
    type_text("501")
    press("Return", "Up")
    assert desk.reception.form.text("taken") == digits[:4]


def test_another_size_keeps_the_blank_and_what_is_typed(desk, blank, read, press, type_text, wait_until):
    read(blank.number)
    type_text("501")
    press("Return")
    type_text("1120")
    wait_until(lambda: desk.reception.form.text("taken") == "1120")
    desk.window.wear(Settings(look=Look(step=3)))
    form = desk.reception.form
    assert (desk.reception.blank, form.text("taken"), form.text("type")) == (blank, "1120", "501")


# ---- 管理簿: the list of blanks


@pytest.fixture
def book(desk, press, wait_until):
    """The list of blanks, by keys."""
    press("ctrl+4")
    wait_until(lambda: desk.session.idle)
    press("F12", "4")
    wait_until(lambda: isinstance(desk.window.view, SpareBook) and desk.window.view.blanks)
    return desk.window.view


def test_the_unsettled_blanks_are_listed_and_enter_leads_to_their_form(desk, book, press, wait_until):
    listed = desk.ask(spare.blanks)
    assert [blank.number for blank in book.blanks] == [blank.number for blank in listed] and len(listed) == 3
    assert "未処理 3枚" in texts(book.body)
    press("Down", "Return")
    wait_until(lambda: desk.window.screen_name == "reception" and desk.reception.blank is not None)
    assert desk.reception.blank == listed[1]


def test_new_blanks_want_f5_twice(desk, book, press, type_text, wait_until):
    press("F2")
    type_text("2")
    press("F5")
    assert len(desk.ask(spare.blanks)) == 3 and "もう一度F5" in desk.next_text
    press("Up", "F5")
    assert len(desk.ask(spare.blanks)) == 3        # another key in between: asked again
    press("F5")
    wait_until(lambda: len(book.blanks) == 5)
    wait_until(lambda: not book.busy)
    assert list(desk.ask(paper.paper_folder).glob("*reserve.pdf"))


def test_a_count_that_is_none_draws_nothing(desk, book, press, type_text):
    for wrong in ("0", "101", "x"):
        press("F2")
        type_text(wrong)
        press("F5", "F5")
        assert "枚数は1から100" in desk.next_text
    assert len(desk.ask(spare.blanks)) == 3


def test_an_unused_blank_is_voided_with_reason_and_pin(desk, book, press, type_text, wait_until):
    number = book.chosen.number
    press("F4")
    wait_until(lambda: isinstance(desk.window.view, VoidBlanks))
    press("1")
    wait_until(lambda: desk.window.view.reason)
    type_text(PIN)
    press("Return")
    assert desk.ask(lambda ledger: ledger.slip(number)).state is State.RESERVED
    press("F4")
    wait_until(lambda: len(book.blanks) == 2)
    slip = desk.ask(lambda ledger: ledger.slip(number))
    assert (slip.state, slip.ended_reason) == (State.VOIDED, "unused")
    assert "予備帳の用紙1枚を取消" in desk.next_text


def test_at_the_end_of_the_year_what_is_left_is_voided_at_once(root, home, press, type_text, wait_until, monkeypatch):
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE, before=three) as desk:
        later = era.fiscal_year
        monkeypatch.setattr(spare.era, "fiscal_year", lambda day: later(day) + 1)
        press("ctrl+4")
        wait_until(lambda: desk.session.idle)
        press("F12", "4")
        wait_until(lambda: isinstance(desk.window.view, SpareBook) and desk.window.view.blanks)
        assert all(blank.ended for blank in desk.window.view.blanks)
        assert desk.next_text.startswith("年度が終わった用紙があります")
        press("F4", "2")
        wait_until(lambda: desk.window.view.what)
        press("1")
        wait_until(lambda: desk.window.view.reason)
        type_text(PIN)
        press("F4")
        wait_until(lambda: not desk.window.view.blanks if isinstance(desk.window.view, SpareBook) else False)
        assert {slip.state for slip in desk.ask(lambda ledger: [ledger.slip(n) for n in
                                                                 _numbers(ledger)])} == {State.VOIDED}


def _numbers(ledger):
    return [slip.number for slip in ledger.page(spare.BookFilter(state="voided"), limit=9).slips]


def test_a_slip_is_never_taken_for_a_blank(desk, read, press):
    number = desk.ask(lambda ledger: slips.issue(ledger, ledger.staff()[0], IssueRequest("501", 1))).slip.number
    read(number, ready=lambda: desk.window.strip.visible)
    assert desk.reception.blank is None


# ---- room


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_state_has_room(root, home, wait_until, look, names):
    step, contrast, practice = look
    settings = Settings(look=Look(step=step, contrast=contrast), typed_names=names)
    with opened(root, home, desk=desks.practice_desk() if practice else DESK, settings=settings, screens=SCREENS,
                role=StaffRole.RESPONSIBLE, before=three) as desk:
        content = desk.window.frame.content

        def fits():
            wait_until(lambda: desk.session.idle)
            for _ in range(3):
                root.update()
            assert cut(root) == []
            assert outside(content, content) == []
            assert squashed(root) == []

        screen = desk.reception
        blank = desk.ask(spare.blanks)[0]
        screen.on_scan(Scan(Kind.NUMBER, blank.number))
        wait_until(lambda: screen.blank)
        fits()
        screen._pick(next(item for item in screen.side.lists.types if item.code == "402"))
        fits()
        for text in ("1120", "11201430", "99999999", f"{desk.window.clock() - timedelta(minutes=1):%m%d%H%M}"):
            screen.form.fields["taken"].text = text
            fits()
        screen.form.fields["sheets"].text = "3"
        screen.form.fields["sheets"].focus()
        fits()
        screen.form.fields["enclosures"].focus()
        fits()
        desk.window.press(Slot.FINISH)
        wait_until(lambda: screen.issued)
        fits()
        desk.window.go(4)
        fits()
        desk.window.press(Slot.FINISH)
        fits()
        desk.window.view.on_digit(4)
        wait_until(lambda: desk.window.view.blanks)
        fits()
        panel = desk.window.view
        panel.on_key(Slot.PRINT)
        panel.refresh()
        fits()
        desk.window.press(Slot.FIX)
        desk.window.view._take_what(1)
        desk.window.view._take_reason(1)
        fits()
