"""設定 beyond looks and staff, by real keys: papers, types, telephones, PINs, limits; kept by F12, opened by whom."""

from __future__ import annotations

from datetime import date

import pytest

from branch_desk.domain import words_settings as words
from branch_desk.domain.rights import StaffRole
from branch_desk.services import (
    catalogues,
    desks,
    limits,
    office,
    opening,
    people,
    settings,
)
from branch_desk.ui.approval import Approval
from branch_desk.ui.catalogue_file import FilePanel
from branch_desk.ui.catalogue_type import TypePanel
from branch_desk.ui.keys import Slot
from branch_desk.ui.limits_panel import ClosingPanel, LimitPanel, day_of
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from branch_desk.ui.settings_screen import SettingsScreen
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, GAP_MS, PIN, cut, opened, outside, texts

SCREENS = (Reception, SettingsScreen)


@pytest.fixture
def desk(root, home):
    with opened(root, home, screens=SCREENS, role=StaffRole.RESPONSIBLE) as found:
        yield found


@pytest.fixture
def open_part(desk, press, wait_until):
    """A part by its digit, with the focus in it."""
    def go(digit):
        press("ctrl+9")
        screen = desk.window.view
        wait_until(lambda: screen.about and desk.session.idle)
        press("Escape", str(digit))
        name = list(words.SECTIONS)[digit - 1]
        wait_until(lambda: screen.section == name and desk.window.root.focus_get() in screen.stops.values())
        return screen
    return go


@pytest.fixture
def type_text(type_text, root, wait_until):
    """As a person types: what follows comes after a pause, so that a long text is not taken for a scanner's burst."""
    def go(text):
        type_text(text)
        paused = []
        root.after(2 * GAP_MS, paused.append, True)
        wait_until(lambda: paused)
    return go


def clerk_acts(desk):
    """Somebody who is no 責任者."""
    desk.ask(lambda ledger: people.add(ledger, "7", "森 一"))
    desk.window.set_person(desk.ask(lambda ledger: ledger.member_of_staff("7")))


# ---- 受付と紙


def test_hours_and_purpose_are_kept_by_f12(desk, open_part, press, type_text, wait_until):
    open_part(2)
    press("Down", "Down", "Down")
    type_text("平日 8時30分から17時")
    press("Return", "End")
    type_text("！")
    assert desk.ask(office.of).hours == "" and desk.next_text.startswith("F12で保存")
    press("F12")
    wait_until(lambda: desk.ask(office.of).hours == "平日 8時30分から17時")
    assert desk.ask(office.of).purpose.endswith("使用します。！")
    assert words.SAVED in texts(desk.window.frame.outer)


def test_esc_restores_the_fields_too(desk, open_part, press, type_text):
    screen = open_part(2)
    press("Down", "Right", "Down", "Down")
    type_text("8時")
    press("Escape")
    assert not screen.changed and screen.part.draft.office == office.Office()
    assert screen.stops["citizen"].value == "roll"
    assert screen.stops["hours"].get() == ""


def test_the_photocopy_of_the_binder_is_a_route(desk, open_part, press, wait_until):
    open_part(2)
    press("Down", "Down", "Right", "F12")
    wait_until(lambda: desk.ask(settings.about).photocopied)
    press("Left", "F12")
    wait_until(lambda: not desk.ask(settings.about).photocopied)


def test_what_cannot_stand_on_paper_is_said_and_stays_typed(desk, open_part, press, wait_until):
    screen = open_part(2)
    press("Down", "Down", "Down", "Down")
    screen.part._made["purpose"].text = ""
    press("F12")
    wait_until(lambda: "利用目的" in desk.next_text)
    assert desk.sounds[-1] is Sound.LOOK and screen.changed and not screen.busy


def test_what_is_half_set_stays_while_another_part_is_looked_at(desk, open_part, press, type_text, wait_until):
    screen = open_part(2)
    press("Down", "Down", "Down")
    type_text("8時")
    screen._stop.focus_set()
    press("5")
    wait_until(lambda: screen.section == "staff")
    assert desk.next_text.startswith("F12で保存")
    press("F12")
    wait_until(lambda: desk.ask(office.of).hours == "8時")


# ---- PINと氏名


def test_a_pin_is_given_up_only_with_badge_or_number_and_pin(desk, open_part, press, type_text, wait_until):
    open_part(6)
    press("Return", "F12")
    wait_until(lambda: isinstance(desk.window.view, Approval))
    assert desk.ask(office.of).pin_void
    type_text("12")
    press("Tab")
    type_text("0000")
    press("F4")
    wait_until(lambda: "PINが違います" in desk.next_text)
    assert desk.ask(office.of).pin_void
    desk.window.view.close()
    press("F12")
    wait_until(lambda: isinstance(desk.window.view, Approval))
    type_text("12")
    press("Tab")
    type_text(PIN)
    press("F4")
    wait_until(lambda: not desk.ask(office.of).pin_void)
    wait_until(lambda: not isinstance(desk.window.view, Approval) and desk.session.idle)


def test_a_clerk_keeps_nothing_of_the_office(desk, open_part, press, wait_until):
    clerk_acts(desk)
    open_part(6)
    press("Down", "Down", "Right", "F12")
    wait_until(lambda: "責任者" in desk.next_text)
    assert desk.ask(office.of).staff == "surname"


# ---- 書類の種類


def test_one_type_is_opened_changed_and_kept_as_the_next_version(desk, open_part, press, type_text, wait_until):
    screen = open_part(3)
    press("Down", "Return")
    panel = desk.window.view
    assert isinstance(panel, TypePanel) and panel.item.code == "102"
    press("End")
    type_text("（新）")
    press("F3")
    type_text("5")
    press("Return")
    type_text("60")
    press("F12")
    wait_until(lambda: desk.window.view is screen)
    item = desk.ask(catalogues.of).type("102")
    assert (item.name, item.retention, item.annual) == ("小児（乳幼児等）医療証交付申請（新）", 15, 60)
    wait_until(lambda: "第2版" in texts(desk.window.frame.content))
    assert screen.part.row.startswith("102") and "60" in str(screen.part.table.item(screen.part.row)["values"])


def test_what_the_rules_refuse_stays_typed_with_its_sentence(desk, open_part, press, type_text, wait_until):
    open_part(3)
    press("Return", "Down")
    panel = desk.window.view
    type_text("漢字")
    press("F12")
    wait_until(lambda: "ひらがな" in desk.next_text)
    assert desk.window.view is panel and panel.values["reading"].endswith("漢字")
    assert desk.ask(catalogues.of).version == 1
    press("F4")
    assert not panel.changed


def test_enter_alone_keeps_nothing(desk, open_part, press):
    open_part(3)
    press(*["Return"] * 12)
    assert isinstance(desk.window.view, TypePanel) and desk.ask(catalogues.of).version == 1


def test_a_type_is_added_and_can_be_issued(desk, open_part, press, type_text, wait_until):
    open_part(3)
    press("F3", "1")
    wait_until(lambda: isinstance(desk.window.view, TypePanel))
    type_text("503")
    press("Return")
    type_text("紙おむつの申出")
    press("Return")
    type_text("かみおむつ")
    press("F12")
    wait_until(lambda: desk.ask(catalogues.of).type("503"))
    assert desk.ask(lambda ledger: catalogues.find_types(ledger, "かみおむつ"))[0].code == "503"


def test_an_ended_type_is_marked(desk, open_part, press, type_text, wait_until):
    screen = open_part(3)
    press("Return", "Down", "Down", "Down", "Down")
    type_text("20260331")
    press("F12")
    wait_until(lambda: desk.window.view is screen and desk.session.idle)
    wait_until(lambda: "終了" in str(screen.part.table.item(screen.part.row)["values"]))


def test_the_list_goes_out_and_in_by_a_typed_place(desk, open_part, press, type_text, wait_until, tmp_path):
    screen = open_part(3)
    file = tmp_path / "types.csv"
    press("F3", "3")
    wait_until(lambda: isinstance(desk.window.view, FilePanel))
    type_text(str(file))
    press("Return")
    assert not file.exists()
    press("F12")
    wait_until(lambda: desk.window.view is screen)
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("資産申告書", "資産の申告書"), encoding="cp932")
    press("F3", "2")
    wait_until(lambda: isinstance(desk.window.view, FilePanel))
    type_text(str(file))
    press("F12")
    wait_until(lambda: desk.ask(catalogues.of).type("602").name == "資産の申告書")


def test_a_file_is_not_written_over_and_a_bad_one_names_its_lines(desk, open_part, press, type_text, wait_until, tmp_path):
    open_part(3)
    file = tmp_path / "types.csv"
    file.write_text("番号,名称,読み,課番号,課\n501,,よみ,5,課\n", encoding="utf-8")
    press("F3", "3")
    wait_until(lambda: isinstance(desk.window.view, FilePanel))
    type_text(str(file))
    press("F12")
    assert desk.next_text == words.FILE_THERE
    press("Escape", "F3", "2")
    wait_until(lambda: isinstance(desk.window.view, FilePanel))
    type_text(str(file))
    press("F12")
    wait_until(lambda: "2行目: 名称がありません" in texts(desk.window.frame.content))
    assert desk.ask(catalogues.of).version == 1


def test_a_clerk_opens_no_type_but_may_write_the_list(desk, open_part, press, wait_until):
    clerk_acts(desk)
    screen = open_part(3)
    press("Return")
    assert desk.window.view is screen and "責任者だけ" in desk.next_text
    press("F3", "3")
    wait_until(lambda: isinstance(desk.window.view, FilePanel))


# ---- 担当課の電話


def test_telephones_are_typed_one_after_the_other(desk, open_part, press, type_text, wait_until):
    open_part(4)
    type_text("044-000-0001")
    press("Return", "Return")
    type_text("044-000-0003")
    press("F12")
    wait_until(lambda: desk.ask(catalogues.of).section("1").phone)
    found = desk.ask(catalogues.of)
    assert [found.section(code).phone for code in "123"] == ["044-000-0001", None, "044-000-0003"]
    assert found.section("1").floor == "3階"


# ---- 日数の基準


def test_a_limit_wants_value_reason_and_pin_and_f4(desk, open_part, press, type_text, wait_until):
    screen = open_part(7)
    press("Down", "Return")
    panel = desk.window.view
    assert isinstance(panel, LimitPanel)
    press("2")
    wait_until(lambda: panel.reason)
    type_text("3")
    press("Return", "F12")
    assert desk.window.view is panel and not panel.complete
    press("Tab")
    type_text(PIN)
    press("Return", "F12")
    assert desk.ask(limits.of).arrive == 2
    press("F4")
    wait_until(lambda: desk.ask(limits.of).arrive == 3)
    wait_until(lambda: "3開庁日" in str(screen.part.table.item("arrive")["values"]))
    change = desk.ask(lambda ledger: limits.changes(ledger, ledger.now().year - (ledger.now().month < 4)))[0]
    assert (change.reason, change.by) == ("繁忙期", "佐野")


def test_the_evening_may_be_typed_as_a_time(desk, open_part, press, type_text, wait_until):
    open_part(7)
    press("Return", "1")
    panel = desk.window.view
    wait_until(lambda: panel.reason)
    type_text("17:00")
    panel._pin.text = PIN
    press("F4")
    wait_until(lambda: desk.ask(limits.of).evening.strftime("%H:%M") == "17:00")


def test_a_closing_day_is_added_and_taken_back(desk, open_part, press, type_text, wait_until):
    screen = open_part(7)
    press("Down", "Down", "Down", "Return", "1")
    panel = desk.window.view
    assert isinstance(panel, ClosingPanel)
    wait_until(lambda: panel.reason)
    type_text("20270230")
    panel._pin.text = PIN
    press("F4")
    wait_until(lambda: "20261228" in desk.next_text)
    panel._value.text = "20270401"
    press("F4")
    wait_until(lambda: desk.ask(opening.extra) == (date(2027, 4, 1),))
    wait_until(lambda: desk.window.view is screen and screen.part.table.exists("2027-04-01"))
    screen.part.mark("2027-04-01")
    press("Return", "4")
    again = desk.window.view
    wait_until(lambda: again.reason)
    again._pin.text = PIN
    press("F4")
    wait_until(lambda: desk.ask(opening.extra) == ())


def test_a_clerk_changes_no_limit(desk, open_part, press):
    clerk_acts(desk)
    screen = open_part(7)
    press("Return")
    assert desk.window.view is screen and "責任者だけ" in desk.next_text and desk.sounds == [Sound.LOOK]


@pytest.mark.parametrize(("typed", "day"), [
    ("20261228", date(2026, 12, 28)), ("2026-12-28", date(2026, 12, 28)), ("２０２６１２２８", date(2026, 12, 28)),
    ("20270229", None), ("1228", None), ("", None), ("あ", None)])
def test_a_day_is_read_as_it_is_typed(typed, day):
    assert day_of(typed) == day


# ---- hints


def test_a_hint_stands_beside_its_field_and_goes_with_the_first_key(desk, open_part, press, type_text, wait_until):
    open_part(3)
    press("Return", "F3")
    panel = desk.window.view
    field = panel.stops["retention"]
    tips = [child for child in desk.window.root.winfo_children() if child.winfo_class() == "Toplevel"]
    tips += [child for child in field.winfo_children() if child.winfo_class() == "Toplevel"]
    wait_until(lambda: any(tip.winfo_viewable() for tip in tips))
    tip = next(tip for tip in tips if tip.winfo_viewable())
    assert tip.winfo_rootx() >= field.winfo_rootx() + field.winfo_width()
    type_text("5")
    wait_until(lambda: not tip.winfo_viewable())


# ---- room


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_every_panel_fits(root, home, wait_until, step, practice):
    where = desks.practice_desk() if practice else DESK

    def before(ledger, who):
        for day in (date(2026, 12, 28), date(2027, 5, 6), date(2027, 8, 13)):
            opening.set_closed(ledger, who, day, True, "other", PIN)

    with opened(root, home, desk=where, screens=SCREENS, role=StaffRole.RESPONSIBLE, before=before,
                settings=Settings(Look(step), Volume.OFF)) as desk:
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about)
        item = desk.ask(catalogues.of).type("402")
        for panel in (TypePanel(desk.window, item), TypePanel(desk.window, None)):
            desk.window.open_panel(panel)
            fits(root, desk)
            desk.window.press(Slot.MORE)
            fits(root, desk)
            panel.close()
        for what in words.FILES:
            panel = FilePanel(desk.window, what)
            desk.window.open_panel(panel)
            fits(root, desk)
            panel.details = tuple(words.bad_line(n, "課番号「999」は1から9で、種類の番号の先頭と同じにしてください") for n in range(20))
            panel._say("一覧表に誤りがあります。")
            fits(root, desk)
            panel.close()
        for panel in (LimitPanel(desk.window, "evening", "17時15分"), LimitPanel(desk.window, "return", "5開庁日"),
                      ClosingPanel(desk.window, None), ClosingPanel(desk.window, date(2026, 12, 28), "令和8年12月28日（月）")):
            desk.window.open_panel(panel)
            fits(root, desk)
            panel.on_digit(1)
            fits(root, desk)
            panel.close()
        screen._show("limits")
        root.update()
        assert all(screen.part.table.bbox(row) for row in screen.part.table.get_children()) or step == 3
        screen._show("types")
        desk.window.press(Slot.MORE)
        fits(root, desk)


def fits(root, desk):
    root.update()
    root.update()
    frame = desk.window.frame.content
    assert cut(root) == []
    assert outside(frame, frame) == []
