"""Every label has the room of its text, at 標準 and at 特大: a clerk with reading glasses must not guess at
the rest."""

from __future__ import annotations

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.services import desks
from branch_desk.ui import tokens
from branch_desk.ui.first_run import FirstRun
from branch_desk.ui.key_sheet import KeySheet
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.theme import Look
from branch_desk.ui.trouble import Trouble
from tests.screens.opened import DESK, cut, opened, outside

STEPS = [1, 3]


def assert_fits(root, desk=None):
    root.update()
    root.update()
    frame = desk.window.frame.content if desk else root
    assert cut(root) == []
    assert outside(frame, frame) == []


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("practice", [False, True])
def test_reception_from_the_first_key_to_the_result(root, home, wait_until, step, typed, practice):
    settings = Settings(look=Look(step=step), typed_names=typed)
    with opened(root, home, desk=desks.practice_desk() if practice else DESK, settings=settings) as desk:
        form = desk.reception.form
        assert_fits(root, desk)
        form.fields["type"].text = "しょう"
        assert_fits(root, desk)
        desk.reception._pick(
            next(item for item in desk.reception.side.lists.types if item.code == "402")
        )  # the longest name
        if typed:
            form.fields["depositor"].text = "髙﨑 德次郎"
        form.fields["sheets"].text = "3"
        form.fields["sheets"].focus()
        wait_until(lambda: desk.reception.side.drawn)
        assert_fits(root, desk)
        form.fields["enclosures"].focus()
        assert_fits(root, desk)
        desk.reception._refusal_chosen(2)
        wait_until(lambda: desk.reception.refusal)
        assert_fits(root, desk)
        desk.reception._refusal_chosen(2)
        desk.window.press(Slot.FINISH)
        wait_until(lambda: desk.reception.papers.folder)
        assert_fits(root, desk)
        desk.window.press(Slot.FIX)
        desk.window.view._take_what(1)
        desk.window.view._take_reason(3)
        assert_fits(root, desk)
        desk.window.view._take_what(2)
        assert_fits(root, desk)


@pytest.mark.parametrize("step", STEPS)
def test_panels(root, home, step):
    with opened(root, home, settings=Settings(look=Look(step=step))) as desk:
        for panel in (KeySheet(desk.window), Trouble(desk.window, "ValueError")):
            desk.window.open_panel(panel)
            assert_fits(root, desk)
            if isinstance(panel, KeySheet):
                panel.on_key(Slot.ON)
                assert_fits(root, desk)
            panel.close()
        desk.window.cover()
        root.update()
        assert cut(root) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_long_name_of_desk_and_branch(root, home, step):
    with opened(
        root, home, desk=Desk("101", "田島地区1", "田島支所"), settings=Settings(look=Look(step=step))
    ):
        root.update()
        assert cut(root) == []


@pytest.mark.parametrize("step", range(4))
def test_first_run(root, wait_until, step):
    first = FirstRun(root, Look(step=step), lambda registration, look: None, lambda: None)
    root.deiconify()
    root.attributes("-zoomed", True)
    try:
        wait_until(lambda: root.winfo_width() == 1366)
        assert_fits(root)
        first.choice = 2
        first._slot(Slot.ON)
        first._slot(Slot.FINISH)
        assert_fits(root)
        first._slot(Slot.FIND)
        first.fields["section"].text = "9"
        first._slot(Slot.FINISH)
        assert_fits(root)
    finally:
        first.close()
        root.attributes("-zoomed", False)
        root.withdraw()


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.CONTRAST])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "surface"),
        ("ink", "bg"),
        ("ink2", "bg"),
        ("mute", "bg"),
        ("mute", "rail"),
        ("blue", "blue_bg"),
        ("blue", "surface"),
        ("on_blue", "blue"),
        ("green", "green_bg"),
        ("amber", "amber_bg"),
        ("red", "red_bg"),
        ("violet", "violet_bg"),
        ("on_violet", "violet"),
        ("on_select", "select"),
        ("on_fill", "amber"),
        ("grey", "grey_bg"),
        ("on_cover", "cover"),
        ("on_cover2", "cover"),
    ],
)
def test_everything_that_is_read_has_contrast(palette, ink, ground):
    assert contrast(palette[ink], palette[ground]) >= 4.5


def contrast(one, other):
    """The ratio of WCAG."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color):
    """Relative luminance of sRGB."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
