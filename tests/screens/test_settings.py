"""設定 by real keys: what takes effect at once, what is kept, what is restored, and who registers staff."""

from __future__ import annotations

from dataclasses import replace

import pytest

from branch_desk.domain import words_settings as words
from branch_desk.domain import words_start
from branch_desk.domain.rights import StaffRole
from branch_desk.services import desks, people
from branch_desk.services import settings as kept
from branch_desk.ui import tokens
from branch_desk.ui.book import Book
from branch_desk.ui.cover import Cover
from branch_desk.ui.reception import Reception
from branch_desk.ui.returning import Returning
from branch_desk.ui.settings import Settings
from branch_desk.ui.settings_screen import SettingsScreen
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.staff_panel import StaffPanel
from branch_desk.ui.theme import Look
from tests.screens.opened import DESK, PIN, cut, opened, outside, texts

SCREENS = (Reception, Returning, Book, SettingsScreen)
RESPONSIBLE = StaffRole.RESPONSIBLE


@pytest.fixture
def desk(root, home):
    with opened(root, home, screens=SCREENS, role=RESPONSIBLE) as found:
        yield found


@pytest.fixture
def screen(desk, press, wait_until):
    """設定, opened by its key."""
    press("ctrl+9")
    found = desk.window.view
    assert isinstance(found, SettingsScreen)
    wait_until(lambda: found.about)
    return found


@pytest.fixture
def staff(desk, screen, press, wait_until):
    """The list of staff, with the focus in it."""
    press("Escape", "5")
    wait_until(lambda: screen.section == "staff" and desk.window.root.focus_get() is screen.part.table)
    return screen


def kept_now(desk):
    return Settings.of(desk.ask(kept.of_window))


def points(desk):
    return desk.window.theme.font("body").cget("size")


def test_the_size_is_seen_at_once_and_kept_by_f12_only(desk, screen, press, wait_until):
    assert desk.window.root.focus_get() is screen.stops["step"] and points(desk) == tokens.POINTS["body"][1]
    press("Return", "Return")
    assert points(desk) == tokens.POINTS["body"][3]
    assert desk.window.frame._next_text.cget("font") == str(desk.window.theme.font("next", bold=True))
    assert desk.window.root.focus_get() is screen.stops["step"] and screen.stops["step"].value == 3
    assert kept_now(desk).look.step == 1
    press("F12")
    wait_until(lambda: not screen.changed)
    assert kept_now(desk).look.step == 3 and words.SAVED in texts(desk.window.frame.outer)


@pytest.mark.parametrize("key", ["Escape", "F4"])
def test_what_is_not_saved_is_restored(desk, screen, press, key):
    press("Return", "Down", "Return", "Down", "Return")
    assert screen.part.draft.look == Look(2, True, True) and desk.window.theme.look == screen.part.draft.look
    press(key)
    assert desk.window.theme.look == Look() and not screen.changed
    assert [row.value for row in screen.stops.values()][:3] == [1, False, False]
    assert kept_now(desk).look == Look()


def test_enter_changes_back_what_enter_changed(desk, screen, press):
    press("Return", "Return", "Return", "Return")
    assert desk.window.theme.look == Look() and not screen.changed


def test_arrows_choose_without_going_round(screen, press):
    press("Left", "Left")
    assert screen.stops["step"].value == 0
    press("Down", "Right", "Right")
    assert screen.stops["contrast"].value is True


def test_a_sound_is_heard_as_it_will_be(desk, screen, press):
    press("Down", "Down", "Down")
    screen.stops["volume"].value = "off"
    press("Return")
    assert desk.window.sounds.volume is Volume.LOUD and desk.sounds == [Sound.GOOD]


def test_a_click_takes_an_option(desk, screen, root, xdotool):
    face = screen.stops["contrast"]._faces[True][1]
    xdotool("mousemove", str(face.winfo_rootx() + 9), str(face.winfo_rooty() + 9), "click", "1")
    xdotool("mousemove", "1365", "767")
    assert desk.window.theme.look.contrast and root.focus_get() is screen.stops["contrast"]


def test_clam_keeps_no_black_field_after_high_contrast(desk, screen, press):
    press("Down", "Return", "Down", "Return", "Up", "Return")
    assert desk.window.theme.look == Look(plain=True)
    ground = str(desk.window.root.tk.call("ttk::style", "lookup", "TEntry", "-fieldbackground"))
    assert ground == tokens.LIGHT["surface"]


def test_what_is_half_typed_in_other_screens_stays(desk, press, type_text, wait_until):
    type_text("501")
    press("Return")
    type_text("3")
    wait_until(lambda: desk.reception.form.text("sheets") == "3")
    desk.reception._refusal_chosen(2)
    wait_until(lambda: desk.reception.refusal)
    press("ctrl+4")
    type_text("00042")
    press("ctrl+2")
    type_text("1101")
    press("ctrl+9", "Return", "Return", "F12", "ctrl+1")
    form = desk.reception.form
    assert (form.text("type"), form.text("sheets"), desk.reception.chosen.code) == ("501", "3", "501")
    assert desk.reception.refusal and "提出期日" in texts(desk.window.frame.content)
    press("Escape", "F2", "Return", "F12")
    wait_until(lambda: desk.reception.issued)
    assert desk.slips()[0].type == "501"
    press("ctrl+4")
    assert desk.window.view.list.search.text == "00042"
    press("ctrl+2")
    assert desk.window.view.card.digits.text == "1101"


def test_the_list_of_types_opens_again_under_what_was_typed(desk, press, type_text, wait_until):
    type_text("40")
    wait_until(lambda: desk.reception.search.open)
    press("ctrl+9", "Down", "Return", "ctrl+1")
    assert desk.reception.search.open and desk.reception.form.text("type") == "40"
    field, panel = desk.reception.form.fields["type"], desk.reception.search._panel
    desk.window.root.update()
    assert panel.winfo_rooty() >= field.winfo_rooty() + field.winfo_height()
    press("Return")
    assert desk.reception.chosen is not None


def test_the_field_of_the_name_comes_with_the_saving(desk, screen, press, wait_until):
    press("Escape", "2", "Return")
    assert "depositor" not in desk.reception.form.fields
    press("F12")
    wait_until(lambda: "depositor" in desk.reception.form.fields)
    assert kept_now(desk).typed_names
    press("ctrl+1")
    assert "お名前" in texts(desk.window.frame.content)


def test_the_same_visitor_after_the_names_went_back_to_handwriting(root, home, press, type_text, wait_until):
    with opened(root, home, screens=SCREENS, settings=Settings(typed_names=True)) as desk:
        type_text("501")
        press("Return")
        type_text("森 三枝子")
        press("Return")
        type_text("3")
        press("F12")
        wait_until(lambda: desk.reception.issued and desk.session.idle)
        press("ctrl+9", "Escape", "2")
        wait_until(lambda: desk.session.idle)
        press("Return", "F12")
        wait_until(lambda: "depositor" not in desk.reception.form.fields)
        press("ctrl+1", "Return")
        assert desk.reception.visit.same


def test_the_person_the_clock_and_the_last_thing_stay_in_the_new_frame(desk, screen, press, wait_until):
    desk.window.tell("控えた")
    press("Return")
    wait_until(lambda: "戻り待ち 0件" in texts(desk.window.frame.outer))
    shown = texts(desk.window.frame.outer)
    assert "佐野" in shown and "控えた" in shown and "令和" in shown


def test_the_cover_stays_when_what_was_saved_takes_effect_below_it(desk, screen, press):
    press("Escape", "2", "Return")
    desk.window.cover()
    screen.part._saved(screen.part.draft, replace(desk.window.settings, typed_names=True))
    assert isinstance(desk.window.view, Cover) and "depositor" in desk.reception.form.fields


# ---- staff


def test_a_responsible_person_registers_another(desk, staff, press, type_text, wait_until):
    assert (
        "佐野 恵" in str(staff.part.table.item("12")["values"])
        and words.PIN_SET in staff.part.table.item("12")["values"]
    )
    press("Down")
    assert desk.next_text == "Enterで職員を登録"
    press("Return")
    assert isinstance(desk.window.view, StaffPanel)
    type_text("3")
    press("Return")
    type_text("岸 徹")
    press("Return", "Right", "Return")
    type_text("1357")
    press("Return")
    type_text("1357")
    press("Return")
    type_text(PIN)
    press("F12")
    wait_until(lambda: desk.window.view is staff and staff.part.table.exists("3"))
    kishi = desk.ask(lambda ledger: ledger.member_of_staff("3"))
    assert (kishi.name, kishi.role) == ("岸 徹", RESPONSIBLE)
    assert desk.ask(lambda ledger: ledger.pin_matches("3", "1357"))
    assert words.enrolled("岸 徹") in texts(desk.window.frame.outer) and desk.session.who.code == "12"


def test_a_wrong_pin_registers_nobody_and_leaves_what_is_typed(desk, staff, press, type_text, wait_until):
    press("Down", "Return")
    panel = desk.window.view
    type_text("3")
    press("Return")
    type_text("岸 徹")
    press("Return", "Return", "Return", "Return")
    type_text("1111")
    press("F12")
    wait_until(lambda: panel.fault)
    assert "PINが違います" in desk.next_text and panel.fields["own"].text == ""
    assert desk.ask(lambda ledger: ledger.member_of_staff("3")) is None
    press("Escape", "Return")
    again = desk.window.view
    assert again is not panel and again.fields["code"].text == "3" and again.fields["name"].text == "岸 徹"
    assert again.fields["pin"].text == again.fields["own"].text == ""


def test_two_different_pins_are_asked_again(desk, staff, press, type_text):
    press("Down", "Return")
    panel = desk.window.view
    for name, text in (("code", "3"), ("name", "岸 徹"), ("pin", "1357"), ("again", "1375"), ("own", PIN)):
        panel.fields[name].text = text
    press("F12")
    assert desk.next_text == words.PINS_DIFFER and panel.fields["pin"].text == ""
    assert desk.window.root.focus_get() is panel.fields["pin"].entry


def test_enter_alone_registers_nobody(desk, staff, press):
    press("Down", "Return")
    for name, text in (("code", "3"), ("name", "岸 徹"), ("own", PIN)):
        desk.window.view.fields[name].text = text
    press(*["Return"] * 7)
    assert isinstance(desk.window.view, StaffPanel)
    assert [member.code for member in desk.ask(lambda ledger: ledger.staff())] == ["12"]


def test_a_clerk_is_told_to_change_person(root, home, press, wait_until):
    with opened(root, home, screens=SCREENS) as desk:
        desk.ask(lambda ledger: people.add(ledger, "3", "岸 徹", role=RESPONSIBLE, pin="1357"))
        press("ctrl+9", "Escape", "5")
        screen = desk.window.view
        wait_until(lambda: screen.about and screen.section == "staff" and screen.part.table.exists("3"))
        press("Up", "Up", "Return")
        assert desk.window.view is screen and "責任者だけ" in desk.next_text and desk.sounds == [Sound.LOOK]
        press("Down", "Return")  # the own PIN is one's own affair
        assert isinstance(desk.window.view, StaffPanel) and desk.window.view.member.code == "12"


def test_the_own_pin_counts_from_now_on(desk, staff, press, type_text, wait_until):
    press("Return")
    for text in ("1357", "1357", PIN):
        type_text(text)
        press("Return")
    press("F12")
    wait_until(lambda: desk.window.view is staff)
    assert desk.ask(lambda ledger: ledger.pin_matches("12", "1357"))


def test_without_a_responsible_person_anybody_registers_the_first(root, home, press, wait_until):
    with opened(root, home, screens=SCREENS) as desk:
        press("ctrl+9", "Escape", "5")
        wait_until(lambda: desk.window.view.about and desk.window.view.section == "staff")
        root.update()
        assert words.NOBODY_RESPONSIBLE in texts(desk.window.frame.content)
        press("Down", "Return")
        assert desk.window.view.role.value == "responsible" and "own" not in desk.window.view.fields


# ---- facts


def test_where_ledger_and_keys_are_is_said_openly(desk, screen, press, home, wait_until):
    press("Escape", "9")
    wait_until(lambda: screen.section == "desk")
    shown = texts(desk.window.frame.content).replace("\n", "")
    for fact in (
        "101（大師1）",
        "大師支所",
        str(home),
        words.REAL,
        words_start.KEPT_IN["file"],
        words.RECOVERY,
    ):
        assert fact in shown
    press("Return")
    assert desk.window.view is screen and not screen.changed


def test_a_practice_ledger_says_so(root, home, press, wait_until):
    with opened(root, home, desk=desks.practice_desk(), screens=SCREENS) as desk:
        press("ctrl+9", "Escape", "9")
        wait_until(lambda: words.PRACTICE in texts(desk.window.frame.content))
        assert words.RECOVERY_PRACTICE in texts(desk.window.frame.content)


def test_a_master_key_that_cannot_be_had_is_named(desk, screen, press, wait_until):
    screen._have(replace(screen.about, key_kept_in=None))
    press("Escape", "9")
    wait_until(lambda: screen.section == "desk")
    shown = texts(desk.window.frame.content).replace("\n", "")
    assert words.KEY_MISSING in shown and words_start.KEPT_IN["file"] not in shown


# ---- room


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_nothing_is_cut(root, home, wait_until, step, practice, contrast):
    look = Look(step=step, contrast=contrast)
    with opened(
        root,
        home,
        desk=desks.practice_desk() if practice else DESK,
        screens=SCREENS,
        role=RESPONSIBLE,
        settings=Settings(look=look),
    ) as desk:
        desk.window.go(9)
        screen = desk.window.view
        wait_until(lambda: screen.about)
        for section in words.SECTIONS:
            screen._show(section)
            assert_fits(root, desk)
            whole = screen._area.pack_slaves()[-1]  # the card or the list, which is squeezed without room
            assert whole.winfo_height() >= whole.winfo_reqheight(), section
        screen._show("staff")
        root.update()
        table = screen.part.table
        assert all(table.bbox(row) for row in table.get_children())
        for member in (None, screen.about.staff[0]):
            desk.window.open_panel(StaffPanel(screen, screen.about, member))
            assert_fits(root, desk)
            desk.window.view.close()


@pytest.mark.parametrize("step", [0, 2, 3])
def test_every_screen_fits_after_another_size_was_chosen(root, home, desk, wait_until, step):
    for digit in (2, 4, 9):
        desk.window.go(digit)
    desk.window.wear(Settings(look=Look(step=step)))
    for digit in (1, 2, 4, 9):
        desk.window.go(digit)
        wait_until(lambda: desk.session.idle)
        assert_fits(root, desk)


def assert_fits(root, desk):
    root.update()
    root.update()
    frame = desk.window.frame.content
    assert cut(root) == []
    assert outside(frame, frame) == []
