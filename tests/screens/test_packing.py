"""袋入れ・発送 with real keys and scanner bursts: nothing needs the mouse, and a key, never a scan, says that it agrees."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.fold import State
from branch_desk.services import bags, slips
from branch_desk.ui.packing_panels import BagReissue
from branch_desk.ui.sounds import Sound
from tests.screens.desk import PIN
from tests.screens.opened import texts
from tests.screens.packing import KISHI, MIURA, SANO, PackingDesk, badge


@pytest.fixture
def desk(root, tmp_path, wait_until):
    made = PackingDesk(root, tmp_path / "home")
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    made.packing.stand.focus_force()
    wait_until(lambda: root.focus_get() is made.packing.stand)
    yield made
    made.close()


@pytest.fixture
def hands(desk, press, scan, type_text, wait_until):
    """Keys and scans, each answered before the next."""

    scanner = desk.window.router.scanner

    def answered():
        """A digit waits until it is sure that no scan begins with it."""
        wait_until(lambda: scanner._timer is None and desk.session.idle)

    class Hands:
        def keys(self, *names):
            for name in names:
                press(name)
                answered()

        def scan(self, *digits, ms=4):
            for text in digits:
                scan(text, ms)
                answered()

        def type(self, text):
            type_text(text)
            answered()

        def pin(self):
            wait_until(lambda: desk.panel is not None)
            self.type(PIN)
            self.keys("Return")

        def badge_and_pin(self, code):
            self.scan(badge(code))
            self.pin()
            wait_until(lambda: desk.packing.mode == "checking")

    return Hands()


def said(desk):
    """Every word on the screen."""
    return texts(desk.window.frame.content)


def test_a_bag_from_the_first_scan_to_the_internal_mail(desk, hands, wait_until):
    mine = desk.made["mine"]
    hands.keys("5")
    assert "残り5件" in desk.next_text
    hands.scan(*mine)
    assert desk.heard == [Sound.GOOD] * 5
    assert "入れてください" in said(desk) and "すべて入りました" in desk.next_text
    hands.keys("F12")
    assert desk.packing.mode == "closed"
    hands.badge_and_pin(MIURA)
    for number in mine:
        hands.scan(number)
        assert "番号を確認しました。枚数を確認してください" in said(desk)
        hands.keys("1")
    assert desk.packing.mode == "ready"
    hands.keys("F12")
    view = desk.view()
    assert (view.step, view.bag.route, view.bag.packers, view.bag.checkers) == (
        "dispatched", "internal_mail", (SANO,), (MIURA,))
    assert {desk.asked(lambda ledger, n=n: ledger.slip(n).state) for n in mine} == {State.DISPATCHED}
    assert "発送しました" in said(desk)


@pytest.mark.parametrize("ms", [1, 30])
def test_a_slip_of_another_section_sounds_stop_and_says_whose_box_it_belongs_in(desk, hands, ms):
    hands.keys("5")
    hands.scan(desk.made["mine"][0], desk.made["other"], ms=ms)
    assert desk.heard == [Sound.GOOD, Sound.STOP]
    assert "別の課です。入れないでください" in said(desk) and "行き先は保険年金課 3階" in said(desk)
    assert desk.next_text == "その紙と書類を保険年金課の箱へ戻す"
    assert desk.view().bag.slips == (desk.made["mine"][0],)


def test_each_thing_that_must_not_go_in_has_its_word_and_its_sound(desk, hands):
    first, _, voided, handed, bagged = desk.made["mine"]
    other = desk.asked(lambda ledger: bags.open_bag(ledger, desk.who, "5").view.number)
    desk.asked(lambda ledger: (
        bags.pack(ledger, desk.who, other, bagged), slips.void(ledger, desk.who, voided, "wrong_type", pin=PIN),
        slips.hand_back(ledger, desk.who, handed, "withdrawn")))
    desk.packing.ask()
    hands.keys("5")     # the bag that is open already
    assert desk.packing.bag == other
    hands.keys("5")     # its only one: the same again
    known = numbers.parse(first)
    for number, word, sound in (
        (bagged, "この袋に入っています", Sound.NOTHING), (voided, "取消された番号です", Sound.STOP),
        (handed, "書類を返却した番号です", Sound.STOP), (known.copy.digits, "原本ではありません", Sound.NOTHING),
        (numbers.Number(1, "101", 2026, "501", 777).digits, "この窓口に記録がありません", Sound.STOP),
        (numbers.Number(8, "101", 2026, "501", 1).digits, "練習用の番号です", Sound.STOP),
    ):
        hands.scan(number)
        assert word in said(desk) and desk.heard[-1] is sound, word
    assert desk.view().bag.slips == (bagged,)


def test_several_bags_are_reached_by_their_digit_and_by_their_barcode(desk, hands):
    first, second = desk.made["mine"][:2]
    hands.keys("5")
    hands.scan(first)
    bag = desk.packing.bag
    hands.keys("1")
    assert (desk.packing.section, desk.packing.bag) == ("1", None)
    hands.scan(desk.made["other"])
    hands.keys("5")
    assert desk.packing.bag == bag
    closed = desk.closed(second)
    hands.scan(closed)
    assert (desk.packing.bag, desk.packing.mode) == (closed, "closed")
    hands.keys("F2", "5")
    assert desk.packing.bag == bag
    hands.keys("5")
    assert desk.packing.bag == closed
    hands.keys("F2", "F2", "5")
    assert desk.packing.bag == bag


def test_a_section_whose_bag_is_closed_gets_a_new_one_by_the_same_digit(desk, hands):
    closed = desk.closed(desk.made["mine"][0])
    hands.keys("5")
    assert (desk.packing.bag, desk.packing.mode) == (closed, "closed")
    hands.scan(desk.made["mine"][1])
    assert "この袋は閉じています" in said(desk) and desk.heard[-1] is Sound.LOOK
    hands.keys("F2", "5")
    assert (desk.packing.bag, desk.packing.mode) == (None, "packing")
    hands.scan(desk.made["mine"][1])
    assert desk.packing.bag not in (None, closed)


def test_closing_with_slips_left_asks_once_more(desk, hands):
    hands.keys("5")
    hands.scan(*desk.made["mine"][:3])
    hands.keys("F12")
    assert "残り2件は次の便になります" in desk.next_text and desk.view().step == "open"
    hands.scan(desk.made["mine"][3])
    assert "次の便" not in desk.next_text
    hands.keys("F12", "F12")
    assert desk.view().step == "closed"


def test_enter_packs_checks_closes_and_sends_nothing(desk, hands):
    hands.keys("5")
    hands.scan(*desk.made["mine"])
    hands.keys("Return")
    assert desk.view().step == "open"
    hands.keys("F12", "Return")
    hands.badge_and_pin(MIURA)
    hands.scan(desk.made["mine"][0])
    hands.keys("Return", "KP_Enter")
    assert desk.view().confirmed == 0
    for number in desk.made["mine"]:
        hands.scan(number)
        hands.keys("1")
    hands.keys("Return")
    assert desk.view().step == "checked"


def test_taking_out_asks_for_a_reason_and_finishes_with_f4(desk, hands, wait_until):
    first, second = desk.made["mine"][:2]
    hands.keys("5")
    hands.scan(first, second)
    hands.keys("Down", "F4")
    wait_until(lambda: desk.panel is not None)
    hands.keys("Return", "F12")
    assert desk.panel is not None
    hands.keys("1", "F4")
    assert desk.panel is None
    assert desk.view().bag.slips == (second,)
    assert desk.asked(lambda ledger: ledger.slip(first).state) is State.HELD


# ---- the second person


def test_the_packers_own_badge_is_refused_aloud(desk, hands):
    desk.packing.show_bag("5", desk.closed(*desk.made["mine"][:2]))
    hands.scan(badge(SANO))
    assert "入れた人と同じです。別の職員が確認します" in said(desk) and desk.heard[-1] is Sound.STOP
    assert desk.packing.mode == "closed" and desk.panel is None


def test_a_badge_in_the_open_bag_changes_the_person_and_nothing_else(desk, hands):
    hands.keys("5")
    hands.scan(desk.made["mine"][0], badge(MIURA), desk.made["mine"][1])
    assert desk.session.who.code == MIURA
    assert desk.view().bag.packers == (SANO, MIURA) and desk.packing.mode == "packing"


def test_an_unknown_badge_starts_no_check(desk, hands):
    desk.packing.show_bag("5", desk.closed(desk.made["mine"][0]))
    hands.scan(badge("999"))
    assert "登録されていない名札です" in said(desk) and desk.packing.mode == "closed"
    assert desk.session.who.code == SANO


def test_a_wrong_pin_is_said_and_the_check_waits(desk, hands, wait_until):
    desk.packing.show_bag("5", desk.closed(desk.made["mine"][0]))
    hands.scan(badge(MIURA))
    wait_until(lambda: desk.panel is not None)
    hands.type("0000")
    hands.keys("Return")
    assert "PINが違います" in desk.next_text and desk.packing.checking is None
    hands.type(PIN)
    hands.keys("Return")
    assert desk.packing.mode == "checking"


def test_somebody_without_a_badge_starts_by_staff_number_and_the_digit_1(desk, hands, wait_until):
    desk.packing.show_bag("5", desk.closed(desk.made["mine"][0]))
    hands.keys("F11", *MIURA, "Return")
    wait_until(lambda: "三浦が確認を始める" in said(desk))
    hands.keys("1")
    hands.pin()
    assert desk.packing.mode == "checking"


def test_scanning_on_leaves_the_one_before_unconfirmed(desk, hands):
    first, second = desk.made["mine"][:2]
    desk.packing.show_bag("5", desk.closed(first, second))
    hands.badge_and_pin(MIURA)
    hands.scan(first, second)
    hands.keys("1")
    assert [(row.number, row.check) for row in desk.view().rows] == [(first, "none"), (second, "agrees")]
    assert "未確認" in desk.packing.table.tree.item(first, "text")


def test_an_extra_paper_sounds_stop_and_no_key_confirms_it(desk, hands):
    inside, extra = desk.made["mine"][:2]
    desk.packing.show_bag("5", desk.closed(inside))
    hands.badge_and_pin(MIURA)
    hands.scan(inside, extra)
    assert "この袋の記録にありません" in said(desk) and desk.heard[-1] is Sound.STOP
    hands.keys("1")
    assert desk.view().confirmed == 0


def test_a_difference_wants_a_reason_and_holds_the_bag_until_it_is_counted_again(desk, hands, wait_until):
    number = desk.made["mine"][0]
    desk.packing.show_bag("5", desk.closed(number))
    hands.badge_and_pin(MIURA)
    hands.scan(number)
    hands.keys("2")
    wait_until(lambda: desk.panel is not None)
    hands.keys("1", "F4")
    assert [row.check for row in desk.view().rows] == ["differs"]
    hands.keys("F12")
    assert desk.view().step == "closed"
    hands.scan(number)
    hands.keys("1")
    assert desk.packing.mode == "ready"


def test_a_missing_slip_is_reported_first_and_goes_by_the_approval_of_the_responsible(desk, hands, wait_until):
    here, gone = desk.made["mine"][:2]
    desk.packing.show_bag("5", desk.closed(here, gone))
    hands.badge_and_pin(MIURA)
    hands.scan(here)
    hands.keys("1")
    hands.keys("F4")
    assert desk.panel is None and "係長に報告" in desk.next_text
    assert "1件不足しています" in said(desk) and desk.heard[-1] is Sound.LOOK
    hands.keys("F4")
    wait_until(lambda: desk.panel is not None)
    hands.keys("1", "1", "F4")      # 例外を記録, 探しても見つからない
    wait_until(lambda: desk.panel is not None and hasattr(desk.panel, "_number"))
    hands.scan(badge(KISHI))
    hands.type(PIN)
    hands.keys("F4")
    wait_until(lambda: desk.panel is None)
    slip = desk.asked(lambda ledger: ledger.slip(gone))
    assert (slip.state, slip.inquiry) == (State.HELD, True)
    assert desk.packing.mode == "ready" and desk.session.who.code == MIURA
    hands.keys("F12")
    assert desk.view().bag.slips == (here,)


def test_a_slip_that_turns_up_after_all_is_simply_counted(desk, hands):
    here, late = desk.made["mine"][:2]
    desk.packing.show_bag("5", desk.closed(here, late))
    hands.badge_and_pin(MIURA)
    hands.scan(here)
    hands.keys("1", "F4")
    hands.scan(late)
    hands.keys("1")
    assert desk.packing.mode == "ready"


def test_a_bag_closed_too_early_is_opened_again_with_f4(desk, hands, wait_until):
    desk.packing.show_bag("5", desk.closed(desk.made["mine"][0]))
    wait_until(lambda: desk.packing.mode == "closed")
    hands.keys("F4")
    wait_until(lambda: desk.panel is not None)
    hands.keys("1", "1", "F4")
    assert desk.packing.mode == "packing"
    hands.scan(desk.made["mine"][1])
    assert len(desk.view().rows) == 2


def test_a_whole_bag_goes_unchecked_only_with_the_approval(desk, hands, wait_until):
    desk.packing.show_bag("5", desk.closed(desk.made["mine"][0]))
    wait_until(lambda: desk.packing.mode == "closed")
    hands.keys("F4")
    wait_until(lambda: desk.panel is not None)
    hands.keys("3", "1", "F4")
    wait_until(lambda: desk.panel is not None and hasattr(desk.panel, "_number"))
    hands.scan(badge(KISHI))
    hands.type(PIN)
    hands.keys("F4")
    wait_until(lambda: desk.panel is None)
    assert [row.check for row in desk.view().rows] == ["overridden"]
    assert desk.packing.mode == "ready"


# ---- dispatch


def test_the_route_is_a_digit_and_the_time_may_be_typed(desk, hands, press, root, wait_until):
    number = desk.made["mine"][0]
    desk.packing.show_bag("5", desk.closed(number))
    hands.badge_and_pin(MIURA)
    hands.scan(number)
    hands.keys("1", "2")
    desk.clock.forward(minutes=30)
    press("Tab")
    wait_until(lambda: root.focus_get() is desk.packing.departure.field.entry)
    hands.type("11241030")
    assert "袋を確認した日時より前です" in said(desk)
    hands.keys("F12")
    assert desk.view().step == "checked"
    hands.keys(*["BackSpace"] * 8)
    hands.type("11241200")
    assert "これからの日時です" in said(desk)
    hands.keys(*["BackSpace"] * 8)
    hands.type("11241100")
    hands.keys("F12")
    view = desk.view()
    assert (view.step, view.bag.route) == ("dispatched", "by_hand")
    assert view.bag.dispatched_at == "2026-11-24T11:00:00+09:00"


def test_a_scan_into_the_half_typed_time_leaves_it_as_it_is(desk, hands, press, root, wait_until):
    number = desk.made["mine"][0]
    desk.packing.show_bag("5", desk.closed(number))
    hands.badge_and_pin(MIURA)
    hands.scan(number)
    hands.keys("1")
    press("Tab")
    wait_until(lambda: root.focus_get() is desk.packing.departure.field.entry)
    hands.type("1124")
    hands.scan(desk.made["mine"][1])
    assert desk.packing.departure.text == "1124" and desk.packing.departure.field.text == "1124"


def test_another_desk_of_the_branch_goes_on_where_this_one_stopped(desk, hands, wait_until):
    """The screen asks again whatever is recorded elsewhere."""
    first, second = desk.made["mine"][:2]
    hands.keys("5")
    hands.scan(first)
    bag = desk.packing.bag
    desk.session.run(lambda ledger: bags.pack(ledger, desk.who, bag, second))
    wait_until(lambda: desk.packing.view is not None and len(desk.packing.view.rows) == 2)


def test_a_scan_without_a_section_packs_nothing(desk, hands):
    hands.scan(desk.made["mine"][0])
    assert "先に課を選んでください" in said(desk) and desk.heard[-1] is Sound.LOOK
    assert desk.asked(lambda ledger: ledger.bags()) == ()


def test_the_papers_of_a_bag_are_one_key_and_one_digit(desk, hands, wait_until, tmp_path):
    hands.keys("5")
    hands.scan(desk.made["mine"][0])
    hands.keys("F5")
    wait_until(lambda: desk.panel is not None)
    hands.keys("1")
    wait_until(lambda: {file.name.split("-")[1] for file in (desk.home / "paper").glob("*.pdf")} >= {
        "manifest.pdf", "label.pdf"}, timeout=30)
    wait_until(lambda: desk.session.idle, timeout=30)
    bag = desk.packing.bag
    events = desk.asked(lambda ledger: [e.value("copy") for e in ledger.events_between(
        desk.clock().date(), desk.clock().date(), ("printed",), stream=_own()) if e.bag == bag])
    assert sorted(events) == ["label", "manifest"]


def test_a_paper_of_a_bag_that_was_made_before_is_a_reissue_and_wants_its_reason(desk, hands, wait_until):
    hands.keys("5")
    hands.scan(desk.made["mine"][0])
    bag = desk.packing.bag

    def printed():
        return desk.asked(lambda ledger: [(e.value("copy"), e.value("count"), e.value("reason")) for e in ledger.events_between(
            desk.clock().date(), desk.clock().date(), ("printed",), stream=_own()) if e.bag == bag])

    hands.keys("F5")
    wait_until(lambda: desk.panel is not None)
    hands.keys("3")
    wait_until(lambda: printed() == [("label", 1, None)], timeout=30)
    hands.keys("F5")
    wait_until(lambda: desk.panel is not None)
    hands.keys("1")
    wait_until(lambda: isinstance(desk.panel, BagReissue))
    assert "袋札 再発行 1回目" in said(desk) and "送付票 再発行" not in said(desk)
    hands.keys("Return", "F12", "F4")
    assert isinstance(desk.panel, BagReissue)
    hands.keys("2")
    wait_until(lambda: desk.panel.reason == "not_printed")
    hands.keys("F4")
    wait_until(lambda: len(printed()) == 3, timeout=30)
    assert set(printed()) == {("label", 1, None), ("label", 2, "not_printed"), ("manifest", 1, None)}


def _own():
    from branch_desk.domain.events import Stream

    return Stream.OWN
