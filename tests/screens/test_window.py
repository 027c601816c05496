"""The frame by real keys: moving, covering, the list of keys, a scan elsewhere, and that nothing typed is
lost on the way."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from branch_desk.domain import words_screen as words
from branch_desk.domain.numbers import BADGE, Number
from branch_desk.services import desks, people, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.ui import keys
from branch_desk.ui.book import Book
from branch_desk.ui.cover import Cover
from branch_desk.ui.frame import Status
from branch_desk.ui.key_sheet import KeySheet
from branch_desk.ui.keys import Slot
from branch_desk.ui.reception import Reception
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.settings import Settings
from branch_desk.ui.settings_screen import SettingsScreen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.theme import Look
from branch_desk.ui.trouble import Trouble
from tests.screens.opened import DESK, GAP_MS, Plain, cut, opened, texts

BADGE_OF_KISHI = Number(BADGE, "101", 2000, "000", 3).digits


@pytest.fixture
def desk(root, home):
    with opened(root, home) as found:
        yield found


def test_ctrl_and_digit_moves_and_what_is_half_typed_stays(desk, press, type_text):
    type_text("しょ")
    press("ctrl+4")
    assert desk.window.view.name == "book"
    type_text("110")
    press("ctrl+1")
    assert desk.window.view is desk.reception and desk.reception.form.text("type") == "しょ"
    assert desk.window.root.focus_get() is desk.reception.form.fields["type"].entry
    assert desk.plain.field.text == "110"


def test_a_digit_without_a_screen_goes_nowhere(desk, press):
    press("ctrl+7")
    assert desk.window.view is desk.reception


def test_only_screens_that_exist_are_on_the_rail_each_at_its_place(desk):
    rail = desk.window.frame._rail._rows
    assert list(rail) == ["reception", "book"]
    heights = {name: row[0].winfo_y() for name, row in rail.items()}
    step = rail["reception"][0].winfo_height()
    assert heights["book"] - heights["reception"] == 3 * step


def test_the_cover_hides_all_and_gives_all_back(desk, press, type_text, wait_until):
    type_text("しょ")
    press("F11")
    assert isinstance(desk.window.view, Cover)
    cover = desk.window.view.body
    assert (cover.winfo_width(), cover.winfo_height()) == (
        desk.window.frame.outer.winfo_width(),
        desk.window.frame.outer.winfo_height(),
    )
    press("ctrl+4")
    assert isinstance(desk.window.view, Cover)
    press("Return")
    assert desk.window.view is desk.reception and desk.reception.form.text("type") == "しょ"
    assert desk.window.root.focus_get() is desk.reception.form.fields["type"].entry


def test_another_person_takes_over_by_staff_number(desk, press, wait_until):
    desk.ask(lambda ledger: people.add(ledger, "3", "岸 徹"))
    press("F11", "9")
    wait_until(lambda: desk.window.view._typed_number == "9")
    press("Return")
    wait_until(lambda: words.UNKNOWN_STAFF in texts(desk.window.view.body))
    press("3")
    wait_until(lambda: desk.window.view._typed_number == "3")
    press("Return")
    wait_until(lambda: desk.window.view is desk.reception)
    assert desk.session.who.code == "3" and desk.window.frame._acting.cget("text") == "岸"


def test_a_staff_number_typed_by_a_quick_hand_is_not_lost(desk, press, scan, wait_until):
    """Two digits within one gap of the scanner: no scan, and no decision anywhere, but here they are a number."""
    desk.ask(lambda ledger: people.add(ledger, "34", "三浦 光"))
    press("F11")
    scan("34", 1, "")
    wait_until(lambda: desk.window.view._typed_number == "34")
    press("Return")
    wait_until(lambda: desk.window.view is desk.reception)
    assert desk.session.who.code == "34"


def test_a_badge_changes_the_person_and_leaves_what_is_typed(desk, scan, type_text, wait_until):
    desk.ask(lambda ledger: people.add(ledger, "3", "岸 徹"))
    type_text("しょ")
    wait_until(lambda: desk.reception.form.text("type") == "しょ")
    scan(BADGE_OF_KISHI)
    wait_until(lambda: desk.session.who.code == "3")
    assert desk.reception.form.text("type") == "しょ"


def test_trouble_under_the_cover_leaves_the_keys_to_it_and_is_told_afterwards(desk, press, wait_until):
    desk.window.cover()
    for _ in range(2):
        desk.window.show_trouble("details")
    assert isinstance(desk.window.view, Cover)
    press("Return")
    wait_until(lambda: isinstance(desk.window.view, Trouble))
    press("Escape")
    wait_until(lambda: desk.window.view is desk.reception)      # one dialog, not two


def test_a_slip_is_not_taken_while_the_cover_is_on(desk, press, scan, wait_until):
    press("F11")
    scan(Number(1, "101", 2026, "501", 1).digits)
    wait_until(lambda: words.COVERED_SCAN in texts(desk.window.view.body))
    assert desk.sounds == [Sound.STOP] and not desk.window.strip.visible


def test_a_slip_on_another_screen_is_named_in_the_strip_over_nothing_else(
    desk, scan, type_text, press, wait_until
):
    number = desk.ask(
        lambda ledger: slips.issue(ledger, desk.session.who, IssueRequest("501", 3))
    ).slip.number
    type_text("しょ")
    wait_until(lambda: desk.reception.form.text("type") == "しょ")
    place = desk.reception.form.card.winfo_rooty()
    scan(number)
    wait_until(lambda: desk.window.strip.visible)
    shown = texts(desk.window.frame.head)
    assert (
        "令8-大師1-501-00001 預かり中" in shown and "Ctrl+4" in shown and "受付の入力はそのままです" in shown
    )
    assert desk.reception.form.card.winfo_rooty() == place and desk.reception.form.text("type") == "しょ"
    press("Escape")
    assert not desk.window.strip.visible


def test_a_copy_gives_the_sentence_to_read_out(desk, scan, wait_until):
    issued = desk.ask(lambda ledger: slips.issue(ledger, desk.session.who, IssueRequest("501", 3)))
    scan(Number(4, *_parts(issued.slip.number)).digits)
    wait_until(lambda: desk.window.strip.visible)
    assert "「支所でお預かりしています。」" in texts(desk.window.frame.head)


def _parts(digits):
    return digits[1:4], 2000 + int(digits[4:6]), digits[6:9], int(digits[9:14])


def test_the_list_of_keys_names_every_slot_and_goes_away(desk, press):
    press("ctrl+0")
    assert isinstance(desk.window.view, KeySheet)
    shown = texts(desk.window.view.body)
    assert all(slot.value in shown for slot in Slot)
    press("Escape")
    assert desk.window.view is desk.reception


def test_every_slot_of_the_bar_is_there_and_grey_without_use(desk):
    bar = desk.window.frame._bar
    assert list(bar._cells) == list(Slot) and all(cell.winfo_viewable() for cell in bar._cells.values())
    assert not bar._shown[Slot.FINISH].use and bar._shown[Slot.COVER].use


def test_keys_are_named_in_one_place_only():
    sentences = {name: value for name, value in vars(words).items() if isinstance(value, str)}
    named = {name: value for name, value in sentences.items() if any(slot.value in value for slot in Slot)}
    assert set(named) <= {"KEYS_FREE"}, named  # which says that F1 and F6-F10 are free
    assert keys.say(words.NEXT_ISSUE) == "内容を確認し、F12で発行"


def test_the_title_says_practice(root, home):
    with opened(root, home, desk=desks.practice_desk()) as found:
        assert root.title().endswith("【練習】")
        assert "練習用の台帳です。ここで出る番号と紙は本物ではありません。" in texts(root)
        assert found.window.theme.color("blue") == found.window.theme.color("violet")


def test_the_title_names_branch_and_desk(desk):
    assert desk.window.root.title() == f"書類回送 — {DESK.branch} {DESK.name}"


def test_the_first_window_loads_no_library_for_paper(home, display):
    """fpdf costs 252 ms and 54 MiB: it comes in a worker, after the first window."""
    program = textwrap.dedent(f"""
        import sys, tkinter as tk
        from pathlib import Path
        from branch_desk.domain.desk import Desk
        from branch_desk.services import desks
        desks.set_up(Path({str(home)!r}), Desk("101", "大師1", "大師支所")).ledger.close()
        before = set(sys.modules)
        import printing
        printing.warm = lambda: None
        from datetime import datetime
        from branch_desk.domain import era
        from branch_desk.store.ledger import Ledger
        from branch_desk.ui.reception import Reception
        from branch_desk.ui.session import Session
        from branch_desk.ui.theme import Theme
        from branch_desk.ui.window import Verbs, Window
        root = tk.Tk()
        session = Session(root, lambda: Ledger.open(Path({str(home)!r})), close_ledger=Ledger.close)
        window = Window(root, Theme(root), session, Desk("101", "大師1", "大師支所"), [Reception],
                        Verbs(None, lambda ledger: 0, None), clock=lambda: datetime.now(era.JST))
        while not session.idle:
            root.update()
        print(sorted({{"fpdf", "PIL", "pypdfium2", "barcode", "uharfbuzz", "tktooltip"}} & set(sys.modules)))
        window.close()
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def bag_of_two(ledger, who):
    """A bag for 高齢・障害課, on its way."""
    numbers = [slips.issue(ledger, who, IssueRequest("501", 3)).slip.number for _ in range(2)]
    with ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor=who.code, bag=bag, body={"section": "5"})
        for number in numbers:
            tx.append("bagged", actor=who.code, slip=number, bag=bag)
        tx.append("bag_closed", actor=who.code, bag=bag)
        tx.append("bag_dispatched", actor=who.code, bag=bag, body={"route": "internal_mail"})
    return bag


def test_a_bag_on_another_screen_says_section_count_and_where_it_is(desk, scan, type_text, wait_until):
    bag = desk.ask(lambda ledger: bag_of_two(ledger, desk.session.who))
    type_text("しょ")
    wait_until(lambda: desk.reception.form.text("type") == "しょ")
    scan(bag)
    wait_until(lambda: desk.window.strip.visible)
    shown = texts(desk.window.frame.head)
    assert "読み取り 袋 令8-大師1-500-00001 発送済" in shown and "高齢・障害課　2件　庁内便 → 高齢・障害課" in shown
    assert desk.reception.form.text("type") == "しょ"


def test_a_bag_nobody_heard_of_is_said_as_such(desk, scan, wait_until):
    scan(Number(2, "101", 2026, "500", 77).digits)
    wait_until(lambda: desk.window.strip.visible)
    assert "袋 令8-大師1-500-00077 の記録は、この窓口にありません。" in texts(desk.window.frame.head)
    assert desk.sounds[-1] is Sound.LOOK


class Asks(Panel):
    """A panel that takes slips and badges."""

    title = "袋"
    floating = True

    def build(self, parent):
        self.read, self.badges = [], []

    def next_line(self):
        return Next("読み取る")

    def on_scan(self, scan):
        self.read.append(scan.text)
        return True

    def on_badge(self, code):
        self.badges.append(code)
        return True


def test_a_panel_that_asks_for_scans_gets_them_before_the_screen(desk, scan, wait_until):
    panel = Asks(desk.window)
    desk.window.open_panel(panel)
    number, bag = Number(1, "101", 2026, "501", 1).digits, Number(2, "101", 2026, "500", 1).digits
    scan(number)
    scan(bag)
    scan(BADGE_OF_KISHI)
    wait_until(lambda: panel.badges)
    assert panel.read == [number, bag] and panel.badges == ["3"]
    assert desk.session.who.code == "12" and not desk.window.strip.visible


def test_ctrl_and_the_digit_of_the_book_carries_the_slip_that_stands_in_the_strip(root, home, scan, press, wait_until):
    with opened(root, home, screens=(Reception, Book)) as desk:
        issued = desk.ask(lambda ledger: slips.issue(ledger, desk.session.who, IssueRequest("501", 3)))
        scan(issued.slip.number)
        wait_until(lambda: desk.window.strip.visible)
        press("ctrl+4")
        wait_until(lambda: desk.window.view.looked is not None)
        assert desk.window.view.looked.facts.label == "令8-大師1-501-00001"


def test_the_count_of_what_needs_attention_stands_on_the_rail_of_every_screen(root, home, press, wait_until):
    with opened(root, home, screens=(Reception, Late, Plain), attention=lambda ledger: 7) as desk:
        rail = desk.window.frame._rail
        wait_until(lambda: "attention" in rail._badges)
        assert "7" in texts(rail._badges["attention"])
        press("ctrl+4")
        assert "7" in texts(rail._badges["attention"])


def good(text, short=None):
    return Status("good", text, short)


def wrong(text, short=None):
    return Status("look", text, short, "amber")


OUT = Status("custody", "戻り待ち 1,314件（最長27開庁日）", "戻り待ち 1,314件")
WELL = (good("印刷できます（受付プリンター）", "印刷できます"), good("最終同期 11/24 10:40（相手の受領 11/24 10:38）", "最終同期 11/24 10:40"),
        good("バックアップ 11/23 10:00 確認済", "バックアップ"), OUT)
TROUBLES = (wrong("カバーが開いています（受付プリンター）", "カバーが開いています"), wrong("オフライン（窓口2普通紙プリンター）", "オフライン"),
            wrong("印刷未確認 12件"), wrong("未印刷 12件"), wrong("最終同期 11/24 10:40（相手の受領はまだ）", "最終同期 11/24 10:40"),
            wrong("バックアップを確認"), OUT)


@pytest.mark.parametrize("look", [Look(1), Look(3)], ids=["1", "3"])
def test_the_status_line_cuts_nothing_and_leaves_out_what_is_well_before_what_is_wrong(root, home, look):
    with opened(root, home, settings=Settings(look, scanner_gap_ms=GAP_MS)) as desk:
        frame = desk.window.frame
        for last in ("", "令8-大師1-501-00042 を発行", "窓口 102 を外しました。これまでの記録は有効です。" * 3):
            desk.window.tell(last)
            for facts in (WELL, TROUBLES, (*TROUBLES[:1], *WELL[1:]), (*WELL[:1], TROUBLES[4], *WELL[2:])):
                frame.set_status(facts)
                root.update()
                assert cut(frame.outer) == []
                said = texts(frame._status)
                missing = [fact for fact in facts if not fact.quiet and (fact.short or fact.text) not in said]
                assert not missing or words.more_troubles(len(missing)) in said
                if missing:
                    assert not any((fact.short or fact.text) in said for fact in facts if fact.quiet)
        desk.window.tell("発行")
        frame.set_status(WELL)
        root.update()
        assert "戻り待ち 1,314件" in texts(frame._status) and "最終同期" in texts(frame._status)


def test_a_narrower_display_cuts_neither_the_status_line_nor_the_next_action(root, home, wait_until):
    with opened(root, home) as desk:
        wait_until(lambda: desk.session.idle)
        frame = desk.window.frame
        try:
            root.attributes("-zoomed", False)
            root.minsize(1024, 600)
            root.geometry("1024x688")
            frame.set_next(Next("共有フォルダーに届きません。庁内ネットワークと場所を確認してください。窓口の業務は続けられます。", "amber"))
            frame.set_status((*TROUBLES[:1], *WELL[1:]))
            desk.window.tell("令8-大師1-501-00042 を発行")
            wait_until(lambda: root.winfo_width() == 1024 and frame._status.winfo_width() == 1024)
            root.update()
            assert cut(frame._status) == [] and cut(frame._next) == []
            assert "カバーが開いています" in texts(frame._status) and "戻り待ち" in texts(frame._status)
        finally:
            root.attributes("-zoomed", True)
            wait_until(lambda: root.winfo_width() == 1366)


def test_what_is_wrong_is_marked_on_the_rail_and_stays_there_when_the_text_grows(root, home, wait_until):
    with opened(root, home, screens=(Reception, SettingsScreen)) as desk:
        wait_until(lambda: desk.session.idle)
        desk.window.care.clock = "疑い"
        desk.window.show_status()
        for step in (1, 3):
            desk.window.wear(replace(desk.window.settings, look=Look(step)))
            wait_until(lambda: desk.session.idle and words.RAIL_MARK in texts(desk.window.frame._rail._badges["settings"]))
        desk.window.care.clock = ""
        desk.window.show_status()
        assert "settings" not in desk.window.frame._rail._badges


class Late(Plain):
    """At the place of 要対応."""

    name = "attention"
    title = "要対応"


def test_without_any_staff_the_cover_locks_nobody_out(root, home, press, wait_until):
    with opened(root, home, staff=False) as desk:
        press("F11")
        assert isinstance(desk.window.view, Cover)
        press("Return")
        wait_until(lambda: desk.window.view is desk.reception)


def test_with_staff_and_nobody_signed_in_the_cover_stays(desk, press, wait_until):
    desk.window.set_person(None)
    press("F11", "Return")
    wait_until(lambda: desk.session.idle)
    assert isinstance(desk.window.view, Cover)


@pytest.mark.parametrize("look", [Look(1), Look(3)])
def test_a_long_next_action_stands_whole_in_its_line(root, home, look):
    with opened(root, home, settings=Settings(look, scanner_gap_ms=GAP_MS)) as desk:
        frame = desk.window.frame
        frame.set_next(Next("共有フォルダーに届きません。庁内ネットワークと場所を確認してください。窓口の業務は続けられます。" * 2, "amber"))
        root.update()
        assert "\n" in desk.next_text and cut(frame.main) == []
        frame.set_next(Next("書類の種類を入力"))
        root.update()
        assert desk.next_text == "書類の種類を入力" and cut(frame.main) == []
