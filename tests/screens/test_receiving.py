"""受領 with real keys, scanner bursts and a real ledger: what takes a paper in, and what must not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.rights import StaffRole
from branch_desk.services import receiving
from branch_desk.ui.receiving_panels import DiffersPanel, TimePanel, TotalPanel
from branch_desk.ui.sounds import Sound
from tests.screens.opened import texts
from tests.screens.section_desk import FRIDAY, SectionWindow

UNKNOWN_BAG = numbers.Number(2, "103", 2026, "500", 9).digits
STRANGER = numbers.Number(1, "103", 2026, "501", 9).digits
OTHER_BAG = numbers.Number(2, "103", 2026, "600", 9).digits
PRACTICE = numbers.Number(8, "101", 2026, "501", 7).digits


def filled(world):
    """A bag of three, one that waits, a paper of another section, and what stops."""
    branch = world.daishi
    made = [branch.issue("501", 3, enclosures=("01",)), branch.issue("501", 6), branch.issue("502", 4)]
    care, loose, void = branch.issue("601", 2), branch.issue("501", 3), branch.issue("501")
    bag = branch.dispatch(*made)
    world.clock.forward(hours=2)
    later = world.tajima.dispatch(world.tajima.issue("502"))
    branch.record("voided", slip=void, body={"reason": "other"})
    world.heard()
    world.clock.at = FRIDAY
    return {"bag": bag, "slips": made, "care": care, "loose": loose, "void": void, "later": later}


@pytest.fixture
def role():
    return StaffRole.CLERK


@pytest.fixture
def desk(root, tmp_path, wait_until, role):
    made = SectionWindow(root, tmp_path, filled, role=role)
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    wait_until(lambda: root.focus_get() is not None)
    yield made
    made.close()


@pytest.fixture
def read(desk, scan, wait_until):
    """Scan, and wait for what comes of it."""

    def go(number: str, **how) -> None:
        heard = len(desk.heard)
        scan(number, **how)
        wait_until(lambda: len(desk.heard) > heard and desk.session.idle)

    return go


@pytest.fixture
def key(desk, press, wait_until):
    """Press keys and wait for what they do; a lone digit is given the time in which it might have begun a scan."""

    def go(*names: str) -> None:
        for name in names:
            press(name)
            wait_until(lambda: desk.window.router.scanner._timer is None)
        wait_until(lambda: desk.session.idle and not desk.receiving.busy)

    return go


@pytest.fixture
def open_bag(desk, read):
    read(desk.made["bag"])
    assert desk.receiving.view is not None
    return desk.made["bag"]


def test_a_bag_is_opened_by_its_barcode_and_shows_its_list(desk, open_bag):
    shown = texts(desk.window.frame.content)
    assert "預かり書を読み取ってください" in shown and "大師支所から" in shown and "0 / 3件" in shown
    assert desk.events(open_bag) == [] and desk.heard == [Sound.GOOD]


def test_a_scan_identifies_and_records_nothing(desk, open_bag, read, key):
    number = desk.made["slips"][0]
    read(number)
    key("Return", "KP_Enter", "F12")
    assert "番号を確認しました。枚数を確認してください" in texts(desk.receiving.left)
    assert desk.events(number) == [] and desk.panel is None and "受領しました" not in texts(desk.receiving.left)


def test_key_1_receives_at_the_time_that_the_screen_showed(desk, open_bag, read, key):
    for number in desk.made["slips"][:2]:
        read(number)
        key("1")
        desk.clock.forward(minutes=7)
    slips = [desk.asked(lambda ledger, number=number: ledger.slip(number)) for number in desk.made["slips"][:2]]
    assert {slip.received_at for slip in slips} == {"2026-11-20T14:30:00+09:00"}
    shown = texts(desk.window.frame.content)
    assert "受領しました" in shown and "2 / 3件" in shown and "11月20日（金） 14:30" in shown
    assert desk.heard[-1] is Sound.GOOD


def test_the_whole_bag_with_nothing_but_scans_1_and_f12(desk, open_bag, read, key):
    for number in desk.made["slips"]:
        read(number)
        key("1")
    key("F12")
    assert "3件の受領を確定しました" in texts(desk.receiving.left)
    assert desk.events(open_bag)[-1] == "bag_received"
    assert desk.asked(lambda ledger: [item.bag for item in receiving.inbox(ledger)]) == [desk.made["later"]]
    read(desk.made["later"])
    assert desk.receiving.bag == desk.made["later"]


def test_key_2_asks_what_differs_and_how_many_and_receives(desk, open_bag, read, key, wait_until):
    number = desk.made["slips"][1]
    read(number)
    key("2")
    wait_until(lambda: isinstance(desk.panel, DiffersPanel))
    key("F4", "Return", "F12")  # nothing is preselected
    assert desk.panel is not None and desk.events(number) == []
    key("1")
    key("5")
    key("F4")
    wait_until(lambda: desk.panel is None)
    slip = desk.asked(lambda ledger: ledger.slip(number))
    assert (slip.state.value, slip.received_differs, slip.sheets_found) == ("received", "sheets", 5)
    assert "枚数が違う" in str(desk.receiving._table.tree.item(number)["values"])


def test_a_paper_of_another_section_stops_and_3_says_where_to_pass_it_on(desk, open_bag, read, key):
    number = desk.made["care"]
    read(number)
    assert desk.heard[-1] is Sound.STOP and "保護課 4階の書類です。受領しないでください" in texts(desk.receiving.left)
    key("1", "2")
    assert desk.panel is None and desk.events(number) == []
    key("3")
    assert "保護課 4階へ渡してください" in texts(desk.receiving.left) and desk.events(number) == ["surplus"]


def test_f4_records_a_missing_slip_at_once(desk, open_bag, key, wait_until):
    lost = desk.receiving.marked.number
    key("F4")
    wait_until(lambda: desk.panel is not None)
    key("1", "1")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert desk.events(lost) == ["missing"] and desk.asked(lambda ledger: ledger.slip(lost)).inquiry


def test_f12_with_unread_slips_says_how_many_and_wants_a_decision(desk, open_bag, read, key, wait_until):
    read(desk.made["slips"][0])
    key("1")
    key("F12")
    wait_until(lambda: desk.panel is not None)
    assert "2件が読み取られていません" in texts(desk.panel.body)
    key("Escape")
    assert "bag_received" not in desk.events(open_bag)
    key("F12")
    key("1")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert desk.events(open_bag) == ["received", "missing", "missing", "bag_received"]
    assert "2件は見当たりません" in texts(desk.receiving.left)


def test_a_bag_nobody_told_of_asks_its_total_and_is_counted_against_it(desk, read, key, wait_until):
    read(UNKNOWN_BAG)
    wait_until(lambda: isinstance(desk.panel, TotalPanel))
    key("Return")
    assert desk.panel is not None
    key("2")
    key("Return")
    wait_until(lambda: desk.panel is None and desk.receiving.view is not None)
    read(STRANGER)
    assert desk.heard[-1] is Sound.GOOD
    key("1")
    assert "送付元の記録はまだ届いていません。番号だけで受領しました" in texts(desk.receiving.left)
    key("F12")
    wait_until(lambda: desk.panel is not None)
    assert "送付票は2件、確認したのは1件です" in texts(desk.panel.body)
    key("1")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert desk.events(UNKNOWN_BAG) == ["received", "bag_received"]


def test_a_slip_without_a_bag_is_received_at_the_time_that_is_typed(desk, read, key, wait_until, xdotool):
    read(desk.made["loose"])
    key("0")
    wait_until(lambda: isinstance(desk.panel, TimePanel))
    xdotool("type", "--delay", "200", "11201005")
    key("Return")
    assert desk.panel is not None
    key("F4")
    wait_until(lambda: desk.panel is None)
    key("1")
    assert desk.asked(lambda ledger: ledger.slip(desk.made["loose"])).received_at == "2026-11-20T10:05:00+09:00"


def test_a_time_to_come_cannot_be_chosen(desk, open_bag, key, wait_until, xdotool):
    key("0")
    wait_until(lambda: isinstance(desk.panel, TimePanel))
    xdotool("type", "--delay", "200", "11201431")
    assert desk.panel.next_line().sentence == "これからの日時です"
    key("F4", "Return", "F12")
    assert desk.panel is not None and desk.receiving.view.at is None


@pytest.mark.parametrize(
    "name, sound",
    [
        ("void", Sound.STOP),
        ("copy", Sound.NOTHING),
        ("practice", Sound.STOP),
        ("other_bag", Sound.STOP),
        ("again", Sound.NOTHING),
    ],
)
def test_what_stops_is_said_and_no_key_receives_it(desk, open_bag, read, key, name, sound):
    first = desk.made["slips"][0]
    if name == "again":
        read(first)
        key("1")
    number = {
        "copy": numbers.parse(first).copy.digits,
        "practice": PRACTICE,
        "other_bag": OTHER_BAG,
        "again": first,
    }.get(name) or desk.made[name]
    before = desk.asked(lambda ledger: len(ledger.events_of_bag(open_bag)))
    read(number)
    assert desk.heard[-1] is sound
    key("2", "3", "Return")
    assert desk.panel is None and desk.asked(lambda ledger: len(ledger.events_of_bag(open_bag))) == before


def test_the_papers_of_a_voided_number_begin_an_inquiry_by_key_1(desk, read, key):
    read(desk.made["void"])
    key("1")
    assert desk.events(desk.made["void"]) == ["inquiry_opened"]
    assert "所在調査を始めました" in texts(desk.receiving.left)


def test_scanning_on_without_a_key_leaves_the_slip_undecided(desk, open_bag, read):
    first, second = desk.made["slips"][:2]
    read(first)
    read(second)
    assert desk.receiving.found.number == second and desk.events(first) == []
    assert [row.stands for row in desk.receiving.view.rows] == ["waiting"] * 3


def test_f4_takes_the_marked_record_back_with_a_reason(desk, open_bag, read, key, wait_until, press):
    number = desk.made["slips"][0]
    read(number)
    key("1")
    key("Down", "Down", "F4")
    wait_until(lambda: desk.panel is not None)
    key("1")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert desk.events(number) == ["received", "revoked"] and desk.receiving.view.received == 0


def test_typed_digits_are_as_good_as_a_scan_and_a_scan_leaves_them_alone(
    desk, open_bag, read, key, xdotool, wait_until
):
    key("F2")
    wait_until(lambda: desk.receiving.typing is not None)
    xdotool("type", "--delay", "200", desk.made["slips"][0])
    key("Return")
    wait_until(lambda: desk.receiving.found is not None)
    assert desk.receiving.found.number == desk.made["slips"][0]


def test_a_scan_over_a_panel_goes_to_the_strip_and_types_nothing(desk, open_bag, scan, key, wait_until):
    key("0")
    wait_until(lambda: isinstance(desk.panel, TimePanel))
    scan(desk.made["slips"][0])
    wait_until(lambda: desk.window.strip.visible)
    assert desk.panel.field.text == "" and desk.events(desk.made["slips"][0]) == []


@pytest.mark.parametrize("ms", [1, 30])
def test_bursts_lose_no_slip_and_leave_no_character(desk, open_bag, read, key, ms):
    for number in desk.made["slips"]:
        read(number, ms=ms)
        key("1")
    assert [row.stands for row in desk.receiving.view.rows] == ["received"] * 3 and desk.panel is None


def test_esc_goes_back_and_the_bag_stays_open_in_the_inbox(desk, open_bag, read, key):
    read(desk.made["slips"][0])
    key("1")
    key("Escape", "Escape")
    assert desk.receiving.view is None
    assert [(item.bag, item.open) for item in desk.receiving.inbox] == [(open_bag, True), (desk.made["later"], False)]
    key("Return")
    assert desk.receiving.bag == open_bag and desk.receiving.view.received == 1


def test_another_time_of_the_bag_changes_what_was_received_too(desk, open_bag, read, key, wait_until, xdotool):
    read(desk.made["slips"][0])
    key("1")
    key("0")
    wait_until(lambda: isinstance(desk.panel, TimePanel))
    xdotool("type", "--delay", "200", "11201000")
    key("F4")
    wait_until(lambda: desk.panel is None)
    assert "11月20日（金） 10:00" in texts(desk.receiving.side)
    assert desk.asked(lambda ledger: ledger.slip(desk.made["slips"][0])).received_at == "2026-11-20T10:00:00+09:00"


class TestAuditor:
    """監査 looks and records nothing."""

    @pytest.fixture
    def role(self):
        return StaffRole.AUDITOR

    def test_keys_record_nothing_and_say_why(self, desk, open_bag, read, key):
        number = desk.made["slips"][0]
        read(number)
        key("1")
        assert desk.events(number) == [] and desk.receiving.fault.startswith("監査の役割では記録できません")


def test_before_anybody_is_named_nothing_is_recorded(desk, open_bag, read, key):
    desk.window.set_person(None)
    read(desk.made["slips"][0])
    key("1")
    assert desk.events(desk.made["slips"][0]) == [] and "担当が決まっていません" in desk.receiving.fault


def test_a_clerk_sees_the_time_move_only_until_the_bag_is_opened(desk, read):
    desk.clock.forward(hours=1)
    read(desk.made["bag"])
    desk.clock.forward(minutes=20)
    assert desk.receiving.at == FRIDAY + timedelta(hours=1)
