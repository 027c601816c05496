"""はじめて with real keys: a counter or a section's desk is registered, and nothing typed is lost on the way."""

from __future__ import annotations

import pytest

from branch_desk.domain.rights import Role
from branch_desk.ui.first_run import FirstRun
from branch_desk.ui.theme import Look


@pytest.fixture
def first(root, wait_until):
    made = []
    page = FirstRun(root, Look(), lambda registration, look: made.append(registration), lambda: None)
    root.deiconify()
    root.attributes("-zoomed", True)
    wait_until(lambda: root.winfo_width() == 1366 and root.focus_get() is not None)
    page.made = made
    yield page
    page.close()
    root.attributes("-zoomed", False)
    root.withdraw()
    root.update()


def test_a_section_desk_is_registered_with_the_digit_of_its_section(first, press, type_text, wait_until):
    press("2", "Return")
    wait_until(lambda: first.fields)
    type_text("305")
    press("F2")
    wait_until(lambda: "section" in first.fields)
    assert first.fields["code"].text == "305"
    press("Return")
    type_text("高障1")
    press("Return")
    type_text("5")
    press("Return")
    type_text("21")
    press("Return")
    type_text("岸 徹")
    press("Return")
    type_text("2468")
    press("F12")
    desk = first.made[0].desk
    assert (desk.code, desk.name, desk.branch, desk.role, desk.section) == ("305", "高障1", "高齢・障害課", Role.SECTION, "5")


def test_a_section_that_is_on_no_list_is_said(first, press, wait_until):
    press("2", "Return", "F2")
    wait_until(lambda: "section" in first.fields)
    for name, text in {"code": "305", "name": "高障1", "section": "9", "staff": "21", "person": "岸 徹", "pin": "2468"}.items():
        first.fields[name].text = text
    press("F12")
    assert first.made == [] and "課の番号" in first._note.cget("text")


def test_a_counter_is_what_one_registers_unless_it_is_said(first, press, wait_until):
    press("2", "Return", "F2", "F2")
    wait_until(lambda: "branch" in first.fields)
    for name, text in {"code": "101", "name": "大師1", "branch": "大師支所", "staff": "12", "person": "佐野 恵",
                       "pin": "2468"}.items():
        first.fields[name].text = text
    press("F12")
    assert (first.made[0].desk.role, first.made[0].desk.section) == (Role.COUNTER, None)


def test_a_key_that_comes_before_the_window_does_nothing(first, press):
    press("Return")
    assert len(first.made) == 1
    first.close()
    press("Return", "1", "2", "4", "Down", "F12", "Escape")
    assert len(first.made) == 1
