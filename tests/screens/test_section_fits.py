"""受領 and 返送 at every size of text, in every state: no word is cut, none lies outside, no name of a type is shortened."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.ui.keys import Slot
from branch_desk.ui.theme import Look
from tests.screens.opened import cut, outside
from tests.screens.section_desk import FRIDAY, SectionWindow

CHILDREN = Desk("305", "児童家庭1", "児童家庭課", Role.SECTION, "4")  # its names of types are the longest
LONGEST = "402"
STEPS = range(4)


def filled(world):
    """A bag with all that a slip can be, two that wait, a bag and a slip that nobody told of, and what stops."""
    branch, other = world.daishi, world.tajima
    made = [
        branch.issue(LONGEST, 9999, enclosures=("01", "02")),
        branch.issue(LONGEST, 6),
        branch.issue("401", 4),
        branch.issue(LONGEST, 2),
        branch.issue(LONGEST, None, sealed=True, enclosures=("01",)),
    ]
    care, loose, void = branch.issue("601", 2), branch.issue(LONGEST, 3, enclosures=("01", "02")), branch.issue(LONGEST)
    bag = branch.dispatch(*made, section="4")
    world.clock.forward(hours=2)
    branch.dispatch(*[branch.issue(LONGEST) for _ in range(4)], section="4")
    other.dispatch(other.issue("401"), section="4")
    branch.record("voided", slip=void, body={"reason": "other"})
    world.heard()
    world.clock.at = FRIDAY
    slip, of_bag = numbers.parse(care).kind, numbers.parse(bag).kind
    return {
        "bag": bag,
        "slips": made,
        "care": care,
        "void": void,
        "loose": loose,
        "copy": numbers.parse(made[0]).copy.digits,
        "practice": numbers.Number(9 - slip, "101", 2026, LONGEST, 7).digits,
        "unreadable": "1234567890123456",
        "unknown_bag": numbers.Number(of_bag, "103", 2026, "400", 9).digits,
        "other_bag": numbers.Number(of_bag, "103", 2026, "600", 9).digits,
        "stranger": numbers.Number(slip, "103", 2026, LONGEST, 9).digits,
    }


@pytest.fixture(params=[(step, practice) for step in STEPS for practice in (False, True)], ids=str)
def desk(request, root, tmp_path, wait_until):
    step, practice = request.param
    made = SectionWindow(root, tmp_path, filled, look=Look(step=step), practice=practice, desk=CHILDREN)
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    yield made
    made.close()


@pytest.fixture
def fits(root, desk, wait_until):
    def check(what: str) -> None:
        wait_until(lambda: desk.session.idle)
        for _ in range(3):
            root.update()
        content = desk.window.frame.content
        assert (what, cut(root)) == (what, [])
        assert (what, outside(content, content)) == (what, [])
        for screen in desk.window._made.values():
            table = getattr(screen, "_table", None)
            if table is not None and table.tree.winfo_exists() and table.tree.winfo_viewable():
                assert_cells_fit(table)

    return check


def assert_cells_fit(table):
    """Each line of each cell is narrower than its column, and two lines are the most."""
    font = table._font
    for row in table.tree.get_children():
        for column, text in table.tree.set(row).items():
            lines = text.split("\n")
            assert len(lines) <= 2 and max(map(font.measure, lines)) <= table.widths[column], text


@pytest.fixture
def hands(desk, wait_until):
    """What a clerk does, without the keyboard: the keys themselves have tests of their own."""

    class Hands:
        def scan(self, text):
            (desk.window.view._read)(text)
            wait_until(lambda: desk.session.idle)

        def key(self, slot):
            desk.window.press(slot)
            wait_until(lambda: desk.session.idle)

        def digit(self, digit):
            desk.window._digit(digit)
            wait_until(lambda: desk.session.idle)

    return Hands()


def test_receiving_in_every_state(desk, fits, hands):
    made = desk.made
    fits("inbox")
    hands.scan(made["bag"])
    fits("bag")
    hands.scan(made["slips"][0])
    fits("matched")
    hands.digit(1)
    fits("received")
    hands.scan(made["slips"][4])
    fits("sealed")
    hands.scan(made["slips"][1])
    hands.digit(2)
    fits("what differs")
    for reason in (1, 2, 3):
        hands.digit(reason) if reason == 1 else desk.panel._take_reason(reason)
        fits(f"reason {reason}")
    hands.key(Slot.FIX)
    fits("differed")
    for name in ("care", "void", "copy", "practice", "unreadable", "loose", "other_bag"):
        hands.scan(made[name])
        fits(name)
    hands.scan(made["care"])
    hands.digit(3)
    fits("redirected")
    hands.scan(made["care"])
    fits("redirected again")
    hands.digit(0)
    fits("time")
    desk.panel.field.text = "11201430"
    fits("time typed")
    desk.panel.field.text = "11201431"
    fits("time to come")
    hands.key(Slot.BACK)
    hands.key(Slot.FIND)
    fits("digits")
    hands.key(Slot.BACK)
    hands.key(Slot.FIX)
    fits("fix")
    hands.digit(1)
    fits("missing")
    hands.key(Slot.BACK)
    hands.key(Slot.FINISH)
    fits("left")
    hands.digit(1)
    hands.key(Slot.FIX)
    fits("finished")
    hands.key(Slot.FIX)
    fits("reopen")
    hands.key(Slot.BACK)
    hands.key(Slot.BACK)
    fits("inbox again")


def test_an_unknown_bag_and_a_slip_without_one(desk, fits, hands):
    made = desk.made
    hands.scan(made["unknown_bag"])
    fits("total")
    desk.panel.field.text = "9999"
    fits("total typed")
    hands.key(Slot.ON)
    fits("bag")
    hands.scan(made["stranger"])
    fits("unknown slip")
    hands.digit(1)
    fits("received by number")
    hands.key(Slot.FIX)
    hands.digit(1)
    hands.digit(1)
    desk.panel._value.text = "402-00010"
    fits("missing typed")
    hands.key(Slot.FIX)
    fits("missing")
    hands.key(Slot.FINISH)
    fits("short")
    hands.digit(1)
    hands.key(Slot.FIX)
    fits("finished")
    hands.key(Slot.BACK)
    hands.scan(made["loose"])
    fits("without a bag")


def test_sending_back_in_every_state(desk, fits, hands):
    made = desk.made
    hands.scan(made["bag"])
    for number in made["slips"]:
        hands.scan(number)
        hands.digit(1)
    hands.key(Slot.BACK)
    hands.key(Slot.BACK)
    hands.scan(made["stranger"])
    hands.digit(1)
    hands.key(Slot.PRINT)
    assert desk.window.screen_name == "sending_back"
    fits("waiting")
    for name in ("stranger", "bag", "care", "copy", "practice", "unreadable"):
        hands.scan(made[name])
        fits(name)
    hands.key(Slot.FIX)
    fits("taken out")
    hands.key(Slot.FIND)
    fits("digits")
    hands.key(Slot.BACK)
    hands.key(Slot.FINISH)
    fits("sent")
    hands.key(Slot.FIX)
    fits("fix")
