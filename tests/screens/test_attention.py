"""要対応 and 本日の締め with real keys: what is late, what came of it, and who signed the day."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.events import Stream
from branch_desk.services import attention, people
from branch_desk.ui.approval import Approval
from branch_desk.ui.attention_panels import ChooseInquiry, ChooseSection, RecordResult
from branch_desk.ui.signoff import SignOff
from tests.screens.desk import PIN
from tests.screens.late import LateDesk, evening, late, nothing
from tests.screens.opened import texts


@pytest.fixture
def opened(root, tmp_path, wait_until, request):
    """The window on 要対応, with the list of the picture or what the test asks for."""
    desk = LateDesk(root, tmp_path / "home", getattr(request, "param", late))
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and desk.session.idle)
    desk.attention.table.tree.focus_force()
    wait_until(lambda: root.focus_get() is desk.attention.table.tree and desk.session.idle)
    yield desk
    desk.close()


@pytest.fixture
def quiet(opened, wait_until, root):
    """Everything that was asked has been answered and shown."""
    def wait() -> None:
        for _ in range(3):
            wait_until(lambda: opened.session.idle)
            root.update()
    return wait


@pytest.fixture
def record(opened, press, wait_until):
    """F4, and two digits one after the other, as a hand presses them."""
    def choose(what: str, reason: str) -> None:
        press("F4")
        wait_until(lambda: isinstance(opened.panel, RecordResult))
        press(what)
        wait_until(lambda: opened.panel.what is not None)
        press(reason)
        wait_until(lambda: opened.panel.reason is not None)

    return choose


def test_the_list_stands_oldest_first_with_its_holder_and_its_count_on_the_rail(opened, quiet):
    quiet()
    made = opened.made
    assert opened.listed == [made[name] for name in ("back", "lost", "sent17", "held", "sent18", "sent19", "no_time")]
    shown = texts(opened.window.root)
    assert "課ごと" in shown and "保護課" in shown
    assert opened.next_text == "最も古い1件を電話で確認し、F4で結果を記録"
    rows = {line.key.split("-")[0]: line.cells for line in opened.attention.table.lines}
    assert rows[made["sent17"]]["holder"] == "庁内便 11/17 発送 三浦" and rows[made["sent17"]]["days"] == "4日"
    assert rows[made["back"]]["holder"] == "保護課 受領 11/12"        # keyed in from paper: nobody knows by whom
    assert "保護課が11月12日に受け取っています。" in shown
    assert opened.asked(attention.count) == len(opened.listed) == 7
    assert "\n7\n" in texts(opened.window.frame.outer)


def test_the_arrows_choose_and_the_card_follows(opened, quiet, press):
    quiet()
    press("Down", "Down")
    quiet()
    assert opened.attention.chosen.number == opened.made["sent17"]
    assert "11月17日に三浦が発送しました。児童家庭課の受け取りの記録がありません。" in texts(opened.window.root)
    assert opened.next_text == "選んだ1件を確認し、F4で結果を記録"
    press("Up", "Up", "Up")
    quiet()
    assert opened.attention.chosen.number == opened.made["back"]


def test_a_call_is_recorded_by_digits_and_f4_and_never_by_enter(opened, quiet, press, record, wait_until):
    quiet()
    number = opened.made["back"]
    record("1", "1")
    press("Return", "KP_Enter", "F12")
    assert isinstance(opened.panel, RecordResult) and opened.events(number)[-1] == "received"
    press("F4")
    wait_until(lambda: opened.panel is None)
    quiet()
    event = opened.asked(lambda ledger: ledger.last_own_event(number))
    assert (event.type, event.body) == ("contacted", {"whom": "section", "how": "telephone", "result": "arrived"})
    assert "担当課への連絡を記録しました" in opened.next_text
    assert "に連絡（電話）到着を確認。返送を待つ" in texts(opened.window.root)     # nobody calls twice
    assert number in opened.listed


@pytest.mark.parametrize(("digits", "event", "body"), [
    (("2", "3"), "inquiry_opened", {"reason": "not_returned", "called": False}),
    (("3", "4"), "contacted", {"whom": "internal_mail", "how": "telephone", "result": "no_answer"}),
    (("4", "2"), "contacted", {"whom": "citizen", "how": "counter", "result": "told"}),
    (("4", "4"), "contacted", {"whom": "citizen", "how": "telephone", "result": "no_answer"}),
    (("5", "1"), "contacted", {"whom": "responsible", "how": "in_person", "result": "reported"}),
])
def test_each_pair_of_digits_records_its_own(opened, quiet, press, record, wait_until, digits, event, body):
    quiet()
    record(*digits)
    press("F4")
    wait_until(lambda: opened.panel is None)
    quiet()
    written = opened.asked(lambda ledger: ledger.last_own_event(opened.made["back"]))
    assert (written.type, written.body) == (event, body)


def test_an_inquiry_ends_with_its_result_and_the_next_thing_is_told(opened, quiet, press, record, wait_until):
    quiet()
    press("Down")
    quiet()
    record("2", "1")
    press("F4")
    wait_until(lambda: opened.panel is None)
    quiet()
    written = opened.asked(lambda ledger: ledger.last_own_event(opened.made["lost"]))
    assert (written.type, written.value("result")) == ("inquiry_closed", "found_branch")
    rows = {line.key.split("-")[0]: line.word for line in opened.attention.table.lines}
    assert rows[opened.made["lost"]] == "未発送"       # it is found, and still has not left


def test_escape_records_nothing(opened, quiet, press, record):
    quiet()
    before = opened.events(opened.made["back"])
    record("1", "1")
    press("Escape")
    assert opened.panel is None and opened.events(opened.made["back"]) == before


def test_f2_shows_one_section_and_escape_all_of_them(opened, quiet, press, wait_until):
    quiet()
    press("F2")
    assert isinstance(opened.panel, ChooseSection)
    press("Return", "F12")
    assert isinstance(opened.panel, ChooseSection)
    press("2")
    wait_until(lambda: opened.panel is None)
    quiet()
    assert opened.listed == [opened.made["lost"], opened.made["held"]]
    press("Escape")
    assert len(opened.listed) == 7


def test_f3_makes_the_report_and_f5_asks_the_section_for_one_or_for_all(opened, quiet, press, wait_until, monkeypatch):
    files = []
    monkeypatch.setattr("branch_desk.ui.open_file.show", lambda file: files.append(file) or True)
    quiet()
    press("F3")
    wait_until(lambda: files)
    assert files[-1].read_bytes().startswith(b"%PDF") and files[-1].name == f"{opened.made['back']}-history.pdf"
    quiet()
    press("F5")
    assert isinstance(opened.panel, ChooseInquiry)
    press("Return")
    assert isinstance(opened.panel, ChooseInquiry)
    press("1")
    wait_until(lambda: len(files) == 2)
    assert files[-1].name == f"{opened.made['back']}-inquiry.pdf"
    quiet()
    press("Down", "Down")
    quiet()
    press("F5")
    press("2")
    wait_until(lambda: len(files) == 3)
    assert files[-1].read_bytes().count(b"/Type /Page\n") == 2          # two of 児童家庭課
    quiet()
    assert opened.events(opened.made["back"])[-1] == "printed"


def test_enter_leads_to_the_history_and_nothing_is_recorded(opened, quiet, press, wait_until):
    quiet()
    press("Return")
    wait_until(lambda: opened.window.screen_name == "book")
    wait_until(lambda: opened.book.looked is not None)
    assert opened.book.looked.facts.slip.number == opened.made["back"]


def test_a_scan_says_where_the_slip_is_and_changes_nothing_here(opened, quiet, scan, wait_until):
    quiet()
    before = opened.events(opened.made["sent18"])
    scan(opened.made["sent18"])
    wait_until(lambda: opened.window.strip.visible)
    assert opened.events(opened.made["sent18"]) == before
    assert opened.attention.chosen.number == opened.made["back"]


def test_a_scan_over_the_panel_of_results_decides_nothing(opened, quiet, press, scan, wait_until):
    quiet()
    press("F4")
    press("1")
    wait_until(lambda: opened.panel.what is not None)
    scan(opened.made["sent18"])
    wait_until(lambda: opened.session.idle)
    assert isinstance(opened.panel, RecordResult)
    assert (opened.panel.what.code, opened.panel.reason) == ("call", None)


@pytest.mark.parametrize("opened", [nothing], indirect=True)
def test_with_nothing_late_there_is_the_ring_and_the_way_to_the_evening(opened, quiet, press):
    quiet()
    shown = texts(opened.window.root)
    assert "要対応はありません" in shown and opened.next_text == "要対応はありません。F12で本日の締め"
    press("F3", "F4", "F5", "Return")
    assert opened.panel is None and opened.window.screen_name == "attention"


def test_what_is_done_elsewhere_leaves_the_list_by_itself(opened, quiet):
    quiet()
    from branch_desk.services import slips

    opened.session.act(slips.hand_back, opened.made["held"], "withdrawn")
    quiet()
    assert opened.made["held"] not in opened.listed


# ---- 本日の締め

@pytest.mark.parametrize("opened", [evening], indirect=True)
def test_the_evening_is_looked_through_and_signed_by_badge_and_pin(opened, quiet, press, scan, type_text, wait_until):
    quiet()
    press("F12")
    quiet()
    assert isinstance(opened.panel, SignOff)
    shown = texts(opened.panel.body)
    assert "4件" in shown and "7件" in shown and "1件" in shown
    assert "袋にない件を除いて発送" in shown.replace("\n", "") or opened.panel.chosen.what == "袋にない件を除いて発送"
    assert "11/24 16:52" in shown and "経過書（印刷見本）" in shown
    badge = numbers.Number(numbers.BADGE, "101", 2000, "000", 12).digits
    scan(badge)
    wait_until(lambda: isinstance(opened.panel, Approval))
    press("Return", "F12")
    assert isinstance(opened.panel, Approval)
    type_text(PIN)
    press("F4")
    wait_until(lambda: isinstance(opened.panel, SignOff))
    quiet()
    day = opened.clock.at.date()
    event, = opened.asked(lambda ledger: ledger.events_between(day, day, ("signed_off",), Stream.OWN))
    assert event.body == {"day": "2026-11-24", "unsent": 4, "attention": 7, "reissued": 1, "exceptions": 1,
                          "approved_by": "12"}
    assert "本日の締めを記録しました" in opened.next_text
    assert "佐野が確認" in texts(opened.panel.body)


@pytest.mark.parametrize("opened", [evening], indirect=True)
def test_a_clerk_does_not_sign_and_a_second_signature_says_so(opened, quiet, press, type_text, wait_until):
    opened.session.run(lambda ledger: people.add(ledger, "77", "新人 一", pin=PIN))
    quiet()
    press("F12")
    quiet()
    press("F12")
    type_text("77")
    press("Tab")
    type_text(PIN)
    press("F4")
    quiet()
    assert isinstance(opened.panel, Approval) and "責任者だけ" in opened.next_text
    press("Escape")
    for _ in range(2):
        press("F12")
        type_text("12")
        press("Tab")
        type_text(PIN)
        press("F4")
        wait_until(lambda: isinstance(opened.panel, SignOff))
        quiet()
    assert "2回目の締め" in opened.next_text


@pytest.mark.parametrize("opened", [evening], indirect=True)
def test_the_evening_page_is_printed_and_its_lines_lead_on(opened, quiet, press, record, wait_until, monkeypatch):
    files = []
    monkeypatch.setattr("branch_desk.ui.open_file.show", lambda file: files.append(file) or True)
    quiet()
    press("F12")
    quiet()
    press("F5")
    wait_until(lambda: files)
    assert files[-1].read_bytes().startswith(b"%PDF")
    record("4", "1")
    press("F4")
    wait_until(lambda: isinstance(opened.panel, SignOff))
    quiet()
    assert opened.asked(lambda ledger: ledger.last_own_event(opened.made["missing"])).value("whom") == "citizen"
    press("Return")
    wait_until(lambda: opened.window.screen_name == "book")


@pytest.mark.parametrize("opened", [nothing], indirect=True)
def test_an_empty_evening_can_be_signed_too(opened, quiet, press, type_text, wait_until):
    quiet()
    press("F12")
    quiet()
    assert "未発送・要対応・再発行・例外はありません" in texts(opened.panel.body)
    press("F12")
    type_text("12")
    press("Tab")
    type_text(PIN)
    press("F4")
    wait_until(lambda: isinstance(opened.panel, SignOff))
    quiet()
    assert "未発送0 要対応0 再発行0 例外0" in opened.next_text


def test_a_share_from_which_nothing_came_today_is_told_above_the_list(root, tmp_path, wait_until):
    """More stands in the list then than is late."""
    from branch_desk.services.exchange import Status
    from branch_desk.ui.attention import Attention
    from tests.screens.opened import Plain, cut, opened, texts

    with opened(root, tmp_path / "home", screens=(Plain, Attention)) as desk:
        desk.window.go(5)
        wait_until(lambda: desk.session.idle)
        stands = Status(True, True, "share", "", "", "offline", None, "2026-11-20T16:52:00+09:00", None, 0, 0, 0)
        desk.window.exchange._stands(stands)
        root.update()
        assert "課の記録が11月20日（金）から届いていないため、多めに出ています" in texts(desk.window.frame.content)
        assert cut(root) == []
        now = desk.window.clock().isoformat()
        desk.window.exchange._stands(Status(True, True, "share", "", "", "ok", now, now, now, 0, 0, 0))
        root.update()
        assert "多めに出ています" not in texts(desk.window.frame.content)
