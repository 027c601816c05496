"""袋入れ・発送 at every size of text, in every state, in practice and in high contrast: nothing is cut, nothing lies outside."""

from __future__ import annotations

import pytest

from branch_desk.services import desks, slips
from branch_desk.ui.keys import Slot
from branch_desk.ui.packing_panels import BagReissue
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import DAISHI, PIN
from tests.screens.opened import cut, outside
from tests.screens.packing import KISHI, MIURA, SANO, PackingDesk, badge

LOOKS = [(step, practice, contrast) for step in range(4) for practice, contrast in ((False, False), (True, False), (False, True))]


@pytest.fixture(params=LOOKS, ids=str)
def desk(request, root, tmp_path, wait_until):
    step, practice, contrast = request.param
    made = PackingDesk(root, tmp_path / "home", desk=desks.practice_desk() if practice else DAISHI,
                       settings=Settings(look=Look(step=step, contrast=contrast), volume=Volume.OFF))
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    yield made
    made.close()


def test_nothing_is_cut_from_the_first_scan_to_the_dispatch(root, desk, wait_until):
    window, screen, practice = desk.window, desk.packing, desk.window.desk.practice
    mine = desk.made["mine"]

    def fits():
        wait_until(lambda: desk.session.idle)
        for _ in range(3):
            root.update()
        assert cut(root) == []
        content = window.frame.content
        assert outside(content, content) == []
        if screen.table is not None and desk.panel is None:
            assert_cells_fit(screen.table)

    def scan(digits):
        window.scans.take(Scan(Kind.NUMBER, digits))
        fits()

    def key(slot):
        assert window.press(slot), slot
        fits()

    def badge_and_pin(code):
        scan(badge(code, practice=practice))
        if not practice:
            desk.panel.pin.text = PIN
            key(Slot.ON)

    fits()
    screen.press(4)
    fits()
    scan(desk.made["third"])    # the longest name of a type
    for way in (Slot.MORE, Slot.MORE, Slot.PRINT, Slot.BACK, Slot.FIX):
        key(way)
    desk.panel._take_reason(1)
    fits()
    key(Slot.BACK)
    screen.press(5)
    fits()
    for number in (*mine, mine[0], desk.made["other"], desk.made["third"]):
        scan(number)
    key(Slot.FIND)
    screen.press(5)
    desk.asked(lambda ledger: slips.hand_back(ledger, desk.who, mine[4], "withdrawn"))
    screen.ask()
    fits()
    screen.redraw(mark=mine[4])
    key(Slot.FIX)
    desk.panel._take_reason(1)
    key(Slot.FIX)
    key(Slot.FINISH)
    key(Slot.FIX)
    for digit in (1, 2, 3):
        desk.panel._take_what(digit)
        desk.panel._take_reason(1)
        fits()
    key(Slot.BACK)
    scan(badge(SANO, practice=practice))
    scan(mine[4])
    badge_and_pin(MIURA)
    scan(mine[0])
    screen.press(2)
    fits()
    desk.panel._take_reason(1)
    key(Slot.FIX)
    scan(mine[4])
    for number in mine[:3]:
        scan(number)
        screen.press(1)
        fits()
    key(Slot.FIX)
    key(Slot.FIX)
    for digit in (2, 1):
        desk.panel._take_what(digit)
        desk.panel._take_reason(1)
        fits()
    key(Slot.FIX)
    desk.panel._number.text, desk.panel._pin.text = KISHI, PIN
    key(Slot.FIX)
    wait_until(lambda: screen.mode == "ready")
    fits()
    for digit in (1, 2, 3, 4):
        screen.press(digit)
        fits()
    window.open_panel(BagReissue(window, screen.view.label, ("manifest", "label"), {"manifest": 12, "label": 12}, str))
    fits()
    desk.panel._take_reason(2)
    fits()
    key(Slot.BACK)
    for typed in ("11241030", "11242359", "99999999", "11241045"):
        screen.departure.field.text = typed
        fits()
    screen.departure.field.text = ""
    key(Slot.FINISH)
    assert screen.mode == "gone"
    key(Slot.FIND)


def assert_cells_fit(table):
    """Each line of each cell is narrower than its column, and two lines are the most."""
    font = table._font
    for row in table.tree.get_children():
        assert font.measure(table.tree.item(row, "text")) < table.widths["state"]
        for column, text in table.tree.set(row).items():
            lines = text.split("\n")
            assert len(lines) <= 2 and max(map(font.measure, lines)) <= table.widths[column], text
