"""受付 by real keys: the commonest slip, several documents of one visitor, refusals, and nothing typed is
lost."""

from __future__ import annotations

import pytest

from branch_desk.domain.fold import State
from branch_desk.services import slips
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound
from branch_desk.ui.trouble import Trouble
from tests.screens.opened import PIN, opened, texts


@pytest.fixture
def desk(root, home):
    with opened(root, home) as found:
        yield found


@pytest.fixture
def typed(root, home):
    """The same with the setting お名前を入力する."""
    with opened(root, home, settings=Settings(typed_names=True)) as found:
        yield found


@pytest.fixture
def issue(press, type_text, wait_until):
    """The commonest slip, by keys alone."""

    def go(desk, code="501", sheets="3"):
        before = desk.reception.last
        type_text(code)
        press("Return")
        type_text(sheets)
        press("F12")
        wait_until(lambda: desk.reception.last is not before)
        return desk.reception.last

    return go


def test_the_commonest_slip_is_issued_with_three_keys_beyond_the_text(desk, issue):
    issued = issue(desk)
    (slip,) = desk.slips()
    assert slip.number == issued.slip.number and (slip.type, slip.sheets, slip.state) == (
        "501",
        3,
        State.HELD,
    )
    assert issued.label == "令8-大師1-501-00001"
    assert "発行しました" in texts(desk.window.root) and issued.label in texts(desk.window.root)
    assert desk.sounds == [Sound.GOOD]


def test_after_issuing_the_form_is_empty_and_ready_for_the_next(desk, issue, wait_until):
    issue(desk)
    form = desk.reception.form
    assert [field.text for field in form.fields.values()] == ["", "", ""]
    assert desk.window.root.focus_get() is form.fields["type"].entry
    issue(desk, "101", "2")
    assert sorted(slip.type for slip in desk.slips()) == ["101", "501"]


def test_the_four_papers_are_made_and_recorded(desk, issue, wait_until):
    issued = issue(desk)
    wait_until(lambda: len(desk.ask(lambda ledger: ledger.prints(issued.slip.number))) == 4)
    files = sorted(path.name for path in desk.reception.papers.folder.glob("*.pdf"))
    assert files == sorted(
        f"{issued.slip.number}-{copy}.pdf" for copy in ("binder", "citizen", "original", "tag")
    )


def test_enter_in_the_empty_type_field_brings_the_visitor_back(desk, issue, press):
    first = issue(desk).slip.number
    press("Return")
    second = issue(desk, "502", "1").slip
    assert second.visit == first
    assert issue(desk, "601", "1").slip.visit is None  # typed at once: another visitor


def test_a_scan_takes_neither_the_result_nor_the_visitor(desk, issue, scan, press, wait_until):
    first = issue(desk)
    scan(first.slip.number)
    wait_until(lambda: desk.window.strip.visible)
    assert desk.reception.issued is first and desk.reception.form.text("type") == ""
    press("Return")
    assert issue(desk, "502", "1").slip.visit == first.slip.number


def test_the_visitor_is_gone_after_five_minutes_and_behind_the_cover(desk, issue, press):
    issue(desk)
    desk.forward(6)
    press("Return")
    assert desk.reception.visit.same is None
    issue(desk, "502", "1")
    press("F11", "Return", "Return")
    assert issue(desk, "601", "1").slip.visit is None


def test_the_names_of_the_visitor_come_back_too(typed, press, type_text, wait_until):
    form = typed.reception.form
    type_text("501")
    press("Return")
    type_text("髙﨑 德次郎")
    press("Return")
    type_text("3")
    press("F12")
    wait_until(lambda: typed.reception.last)
    assert form.text("depositor") == "" and "髙﨑" not in texts(typed.window.root)
    press("Return")
    assert form.text("depositor") == "髙﨑 德次郎"
    (slip,) = typed.slips()
    assert typed.ask(lambda ledger: ledger.personal(slip.number))["name"] == "髙﨑 德次郎"


def test_zero_sheets_is_the_envelope_as_it_is(desk, issue):
    slip = issue(desk, "401", "0").slip
    assert slip.sealed and slip.sheets is None


def test_finishing_without_sheets_goes_to_the_sheets(desk, press, type_text):
    type_text("501")
    press("Return")
    press("shift+Tab", "F12")
    assert desk.window.root.focus_get() is desk.reception.form.fields["sheets"].entry
    assert desk.next_text == "枚数を入力。封筒のままのときは 0" and desk.slips() == []


def test_enter_alone_never_issues(desk, press, type_text):
    type_text("501")
    press("Return")
    type_text("3")
    press("Return", "Return", "KP_Enter")
    assert desk.slips() == [] and desk.reception.form.text("sheets") == "3"


def test_a_held_key_issues_once(desk, xdotool, type_text, press, wait_until):
    type_text("501")
    press("Return")
    type_text("3")
    xdotool("keydown", "F12", "sleep", "1.0", "keyup", "F12")
    wait_until(lambda: desk.reception.last)
    assert len(desk.slips()) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("しょう", ["102", "202", "402"]),
        ("ショウ", ["102", "202", "402"]),
        ("手帳", ["502"]),
        ("50", ["501", "502"]),
    ],
)
def test_a_type_is_found_by_reading_name_or_code(desk, type_text, wait_until, text, codes):
    type_text(text)
    wait_until(lambda: desk.reception.form.text("type") == text)
    assert [item.code for item, _ in desk.reception.search._rows][: len(codes)] == codes


def test_arrows_choose_and_enter_takes(desk, type_text, press):
    type_text("しょう")
    press("Down", "Down", "Up", "Return")
    assert desk.reception.chosen.code == "202" and desk.reception.form.text("type") == "202"


def test_what_is_on_no_list_is_said_and_stays_typed(desk, type_text, press):
    type_text("777")
    press("Return")
    assert desk.next_text.startswith("一覧にない番号です") and desk.reception.form.text("type") == "777"


def test_a_document_of_a_business_is_refused_without_a_number_and_counted(desk, type_text, press, wait_until):
    type_text("601")
    press("Return")
    press("shift+Tab", "shift+Tab", "1")
    wait_until(lambda: desk.reception.refusal)
    shown = texts(desk.window.root)
    assert (
        "この書類は、支所ではお預かりできません" in shown
        and "区役所の担当課窓口" in shown
        and "番号は使っていません" in shown
    )
    press("Return")
    assert desk.reception.refusal is not None
    press("F12")
    wait_until(lambda: desk.reception.chosen is None)
    assert desk.slips() == [] and desk.ask(lambda ledger: ledger.count_refused()) == {("601", "business"): 1}


def test_a_refusal_can_be_taken_back_with_what_was_typed(desk, type_text, press, wait_until):
    type_text("601")
    press("Return", "shift+Tab", "2")
    wait_until(lambda: desk.reception.refusal)
    press("Escape")
    assert desk.reception.refusal is None and desk.reception.form.text("type") == "601"
    assert desk.ask(lambda ledger: ledger.count_refused()) == {}


@pytest.mark.provokes_errors
def test_a_failing_ledger_loses_nothing_that_was_typed(typed, press, type_text, wait_until, monkeypatch):
    real = slips.issue
    monkeypatch.setattr(slips, "issue", lambda *_: (_ for _ in ()).throw(OSError("disk full: 髙﨑 德次郎")))
    type_text("501")
    press("Return")
    type_text("髙﨑 德次郎")
    press("Return")
    type_text("3")
    press("F12")
    wait_until(lambda: isinstance(typed.window.view, Trouble))
    shown = texts(typed.window.view.body) + typed.window.view.details
    assert "髙﨑" not in shown and "記録済みの内容は失われていません" in shown
    monkeypatch.setattr(slips, "issue", real)
    press("Escape")
    form = typed.reception.form
    assert (form.text("type"), form.text("depositor"), form.text("sheets")) == ("501", "髙﨑 德次郎", "3")
    press("F12")
    wait_until(lambda: typed.reception.last)
    assert len(typed.slips()) == 1


def test_a_refusing_service_leaves_the_form_and_says_why(typed, press, type_text, wait_until):
    type_text("501")
    press("Return")
    typed.reception.form.fields["depositor"].text = "𛀁\U000f0000"
    press("Return")
    type_text("3")
    press("F12")
    wait_until(lambda: "印刷できない文字" in typed.next_text or "印刷できません" in typed.next_text)
    assert typed.reception.form.text("type") == "501" and typed.slips() == []


def test_a_request_that_arrives_twice_spends_one_number(
    desk, issue, monkeypatch, press, type_text, wait_until
):
    """The answer of the first F12 is lost (a failure after the commit); the second F12 gets the same
    number."""
    real, lost = slips.issue, []

    def committed_but_lost(*asked):
        monkeypatch.setattr(slips, "issue", real)
        lost.append(real(*asked))
        raise OSError

    monkeypatch.setattr(slips, "issue", committed_but_lost)
    desk.session.on_trouble = lambda error: None
    type_text("501")
    press("Return")
    type_text("3")
    press("F12")
    wait_until(lambda: lost and not desk.reception.busy)
    press("F12")
    wait_until(lambda: desk.reception.last)
    assert desk.reception.last.slip.number == lost[0].slip.number and len(desk.slips()) == 1


def test_enclosures_by_number_name_or_own_words(desk):
    form = desk.reception.form
    form.fields["enclosures"].text = "3、委任状 母子手帳の写し，１２"
    assert form.enclosures(desk.reception.side.lists.enclosures) == (("03", "02", "12"), ("母子手帳の写し",))


def test_the_last_slip_is_voided_by_digits_a_pin_and_f4(desk, issue, press, type_text, wait_until):
    number = issue(desk).slip.number
    press("F4", "F12", "Return")
    assert not desk.window.view.complete
    press("1")
    wait_until(lambda: desk.window.view.what)
    press("5")
    wait_until(lambda: desk.window.view.reason)
    press("F4")
    assert desk.ask(lambda ledger: ledger.slip(number)).state is State.HELD  # without the PIN nothing
    type_text(PIN)
    press("F4")
    wait_until(lambda: desk.window.view is desk.reception)
    slip = desk.ask(lambda ledger: ledger.slip(number))
    assert (slip.state, slip.ended_reason) == (State.VOIDED, "spoiled")


def test_the_preview_is_the_page_of_the_real_layout(desk, type_text, press, wait_until):
    type_text("501")
    press("Return")
    type_text("3")
    wait_until(lambda: desk.reception.side.drawn)
    assert desk.reception.side.drawn.digits is None and desk.reception.side.drawn.sheets == 3
    wait_until(lambda: desk.reception.side._preview._photo)
    press("F3")
    assert desk.window.view.title == "印刷見本"
    press("Escape")
    assert desk.window.view is desk.reception


def test_only_one_key_is_filled(desk, type_text, press, wait_until):
    def filled():
        return [slot for slot, key in desk.window.view.keys().items() if key.main and key.use]

    assert filled() == []
    type_text("し")
    wait_until(lambda: filled() == [Slot.ON])
    type_text("ゅうにゅう")
    press("Return")
    assert filled() == []
    type_text("1")
    assert filled() == [Slot.FINISH]
