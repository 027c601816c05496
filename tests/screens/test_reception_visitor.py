"""受付 for the visitor who stands there: how long it takes, his お客様控, what he takes along when he is turned away, and
what is put right while he waits."""

from __future__ import annotations

import pytest

from branch_desk.domain import words_screen as words
from branch_desk.services import paper, returns, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.ui.copy_panel import CitizenCopy, CopyPanel
from branch_desk.ui.fix_panel import FixPanel
from branch_desk.ui.preview_panel import PreviewPanel
from branch_desk.ui.settings import Settings
from tests.screens.opened import GAP_MS, opened, texts


@pytest.fixture
def desk(root, home):
    with opened(root, home) as found:
        yield found


@pytest.fixture
def named(root, home):
    with opened(root, home, settings=Settings(typed_names=True, scanner_gap_ms=GAP_MS)) as found:
        yield found


@pytest.fixture
def issue(press, type_text, wait_until):
    """501, three sheets."""

    def go(desk, code="501", sheets="3"):
        type_text(code)
        press("Return")
        wait_until(lambda: desk.reception.at == "sheets")
        type_text(sheets)
        wait_until(lambda: desk.reception.ready)
        press("F12")
        wait_until(lambda: desk.reception.issued is not None)

    return go


def seen(count):
    """So many slips that were received on the day they were taken in."""

    def before(ledger, who):
        for _ in range(count):
            number = slips.issue(ledger, who, IssueRequest("501", 1)).slip.number
            returns.come_back(ledger, who, number, received_at=ledger.now(), accept=True)

    return before


# ---- how long it takes


@pytest.mark.parametrize(("count", "said"), [(5, True), (4, False)])
def test_how_long_it_takes_is_said_from_five_slips_on(root, home, type_text, press, wait_until, count, said):
    with opened(root, home, before=seen(count)) as desk:
        type_text("501")
        press("Return")
        wait_until(lambda: desk.reception.chosen is not None and desk.session.idle)
        assert ("担当課に届くのは その日のうち" in texts(desk.reception.form.card)) is said


# ---- the お客様控 of this visitor


def jobs(monkeypatch):
    """How each お客様控 was ordered."""
    ordered = []
    really = paper.order

    def order(ledger, who, text, copy, **how):
        if copy == "citizen":
            ordered.append((how.get("language"), how.get("large"), how.get("paper")))
        return really(ledger, who, text, copy, **how)

    monkeypatch.setattr(paper, "order", order)
    return ordered


def test_language_and_large_print_are_of_this_visitor_alone(desk, press, issue, wait_until, monkeypatch):
    ordered = jobs(monkeypatch)
    press("F3")
    assert isinstance(desk.window.view, CopyPanel)
    press("3")
    wait_until(lambda: desk.reception.visit.copy.language == "en")
    press("0")
    wait_until(lambda: desk.reception.visit.copy.large)
    press("Escape")
    assert "English\n大きな文字" in texts(desk.reception.form.card)
    issue(desk)
    wait_until(lambda: desk.session.idle and ordered)
    assert ordered == [("en", True, "A4")]
    assert desk.reception.visit.copy.usual and "English" not in texts(desk.reception.form.card)
    issue(desk)
    wait_until(lambda: desk.session.idle and len(ordered) == 2)
    assert ordered[1] == (None, False, None)


def test_the_same_visitors_next_slip_has_the_same_paper(desk, press, issue, wait_until, monkeypatch):
    ordered = jobs(monkeypatch)
    press("F3", "4")
    wait_until(lambda: desk.reception.visit.copy.language == "zh")
    press("Escape")
    issue(desk)
    press("Return")
    wait_until(lambda: desk.reception.visit.same)
    assert desk.reception.visit.copy == CitizenCopy("zh")
    issue(desk)
    wait_until(lambda: desk.session.idle and len(ordered) == 2)
    assert [language for language, *_ in ordered] == ["zh", "zh"]


def test_a_second_press_takes_the_choice_back(desk, press, wait_until):
    press("F3", "3")
    wait_until(lambda: desk.reception.visit.copy.language == "en")
    press("3")
    wait_until(lambda: desk.reception.visit.copy.usual)
    press("Return", "F12")
    assert isinstance(desk.window.view, CopyPanel)


def test_from_the_preview_f3_leads_to_the_choice(desk, press, type_text, wait_until):
    type_text("501")
    press("Return")
    wait_until(lambda: desk.reception.at == "sheets")
    type_text("3")
    wait_until(lambda: desk.reception.side.drawn is not None)
    press("F3")
    assert isinstance(desk.window.view, PreviewPanel)
    press("F3")
    assert isinstance(desk.window.view, CopyPanel)
    press("Escape")
    assert desk.window.view is desk.reception and desk.reception.form.text("sheets") == "3"


# ---- turned away


def test_f5_at_a_refusal_makes_the_ticket_and_ends_nothing(desk, press, type_text, wait_until, monkeypatch):
    from branch_desk.ui import open_file

    opened_files = []
    monkeypatch.setattr(open_file, "show", lambda path: opened_files.append(path) or True)
    type_text("501")
    press("Return")
    wait_until(lambda: desk.reception.chosen is not None)
    press("shift+Tab")
    wait_until(lambda: desk.reception.at == "refusals")
    press("2")
    wait_until(lambda: desk.reception.refusal is not None)
    press("Return")
    assert desk.reception.refusal is not None
    press("F5")
    wait_until(lambda: opened_files)
    assert desk.reception.refusal is not None and opened_files[0].read_bytes().startswith(b"%PDF")
    press("F12")
    wait_until(lambda: desk.session.idle)
    assert desk.ask(lambda ledger: list(ledger.count_refused().values())) == [1]


# ---- put right


def fix(desk, press, wait_until, what, why):
    press("F4")
    wait_until(lambda: isinstance(desk.window.view, FixPanel))
    panel = desk.window.view
    press(what)
    wait_until(lambda: panel.what is not None)
    press(why)
    wait_until(lambda: panel.reason is not None)
    return panel


def test_f4_puts_the_enclosures_right(desk, press, type_text, issue, wait_until):
    issue(desk)
    panel = fix(desk, press, wait_until, "4", "2")
    assert not panel.complete
    type_text("1 診断書")
    wait_until(lambda: panel.complete)
    press("F4")
    wait_until(lambda: desk.window.view is desk.reception)
    slip = desk.slips()[0]
    assert (len(slip.enclosures), slip.other_enclosures) == (1, 1) and desk.reception.last.slip == slip


def test_f4_puts_a_typed_name_right_and_the_event_says_only_that(named, press, type_text, wait_until):
    desk = named
    type_text("501")
    press("Return")
    wait_until(lambda: desk.reception.at == "depositor")
    type_text("高橋 花子")
    press("Return")
    type_text("3")
    wait_until(lambda: desk.reception.ready)
    assert all(line in texts(desk.reception.form.card) for line in words.READ_ALOUD)
    press("F12")
    wait_until(lambda: desk.reception.issued is not None)
    panel = fix(desk, press, wait_until, "5", "6")
    assert "お名前を復唱し、目でも確認（周囲に配慮）" in texts(panel.body)
    type_text("髙橋 花子")
    wait_until(lambda: panel.complete)
    press("F4")
    wait_until(lambda: desk.window.view is desk.reception)
    number = desk.slips()[0].number
    assert desk.ask(lambda ledger: ledger.personal(number))["name"] == "髙橋 花子"
    assert desk.ask(lambda ledger: ledger.events(number)[-1].body) == {"reason": "other", "name_changed": True}


def test_a_void_wants_the_pin(desk, press, type_text, issue, wait_until):
    issue(desk)
    panel = fix(desk, press, wait_until, "1", "1")
    press("F4")
    assert desk.window.view is panel and desk.slips()
    type_text("2468")
    wait_until(lambda: panel.complete)
    press("F4")
    wait_until(lambda: desk.window.view is desk.reception)
    assert not desk.slips()


def test_where_the_name_is_written_by_hand_it_is_read_aloud_after_printing(desk, issue):
    issue(desk)
    assert "原本にお名前を書いていただき、復唱" in texts(desk.reception.side.area)
