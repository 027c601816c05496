"""要対応 and 本日の締め at every size of text, in practice too, with the longest words there are: nothing is cut or hidden."""

from __future__ import annotations

from datetime import datetime

import pytest

from branch_desk.domain import era
from branch_desk.services import catalogues, desks, inquiry, returns, signoff
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import DAISHI
from tests.screens.late import LateDesk, at, away, evening, nothing
from tests.screens.opened import cut, outside

STEPS = range(4)


def everything(counter):
    """A slip of each type, each late in its own way: every section and every reason stands in the list."""
    made = evening(counter) if not counter.ledger.desk.practice else {}
    ledger, clock = counter.ledger, counter.clock
    codes = [item.code for item in catalogues.builtin().types]
    for n, code in enumerate(codes):
        clock.at = at(f"2026-10-{1 + n % 20:02d}T10:00")
        number = made[code] = counter.issue(code, 9999, enclosures=("01", "02"))
        if n % 4 == 0:
            continue
        away(counter, number)
        if n % 4 == 1:
            inquiry.open(ledger, counter.sano, number, "not_arrived")
            inquiry.contact(ledger, counter.sano, number, "section", "telephone", "will_check")
        elif n % 4 == 2:
            returns.come_back(ledger, counter.sano, number, returns.DIFFERS, reason="wrong_number")
        else:
            counter.received(number, clock.at)
    with ledger.transaction() as tx:        # a receipt that nobody sent: a contradiction
        number = made["contradiction"] = tx.draw(2026, "202").digits
        tx.append("issued", actor="12", slip=number, body=ledger.events(made["202"])[0].body)
        tx.append("voided", actor="12", slip=number, body={"reason": "other"})
        tx.append("received", actor="12", slip=number, body={
            "received_at": era.stamp(clock.at), "source": "paper"})
    clock.at = datetime(2027, 11, 24, 17, 2, tzinfo=era.JST)      # hundreds of opening days
    return made


@pytest.fixture(params=[(step, practice) for step in STEPS for practice in (False, True)], ids=str)
def desk(request, root, tmp_path, wait_until):
    step, practice = request.param
    made = LateDesk(root, tmp_path / "home", everything, desk=desks.practice_desk() if practice else DAISHI,
                    settings=Settings(look=Look(step=step), volume=Volume.OFF))
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    yield made
    made.close()


@pytest.fixture
def fits(root, desk, wait_until):
    def check() -> None:
        for _ in range(4):
            wait_until(lambda: desk.session.idle)
            root.update()
        content = desk.window.frame.content
        assert cut(root) == []
        assert outside(content, content) == []

    return check


def cells_fit(table):
    """Each line of each cell is narrower than its column, two lines are the most, and the last row is whole."""
    font = table.window.theme.font("body", even=True)
    for row in table.tree.get_children():
        for column, text in table.tree.set(row).items():
            lines = text.split("\n")
            assert len(lines) <= 2 and max(map(font.measure, lines)) <= table.widths[column], text
            assert not text.endswith("…"), text
        word = font.measure(table.tree.item(row, "text"))
        assert word < table.widths[table._columns[0].name]
    assert all(table.tree.bbox(row) for row in table.tree.get_children())
    last = table.tree.bbox(table.tree.get_children()[-1])
    assert last[1] + last[3] <= table.tree.winfo_height()


def test_every_line_of_the_list_its_card_and_its_panels(desk, fits, wait_until):
    screen = desk.attention
    fits()
    for line in screen.table.lines:
        screen.table._show(line.key)
        fits()
        cells_fit(screen.table)
    assert {item.why for item in screen.items} >= {"not_dispatched", "not_returned", "differs", "inquiry", "contradiction"}
    wait_until(lambda: screen.card is not None)
    for slot in (Slot.FIND, Slot.PRINT):
        desk.window.press(slot)
        fits()
        desk.panel.close()
    desk.window.press(Slot.FIX)
    for what in range(1, 6):
        desk.panel._take_what(what)
        fits()
        desk.panel._take_reason(1)
        fits()


def test_every_line_of_the_evening_and_its_signature(desk, fits):
    desk.window.press(Slot.FINISH)
    fits()
    panel = desk.panel
    for line in panel.table.lines:
        panel.table._show(line.key)
        fits()
        cells_fit(panel.table)
    desk.window.press(Slot.FINISH)
    fits()
    desk.panel.close()
    for _ in range(3):
        desk.session.act(signoff.sign, "12", "2468")
    fits()


@pytest.mark.parametrize("step", STEPS)
def test_nothing_to_do_says_so_in_room_enough(root, tmp_path, wait_until, step):
    made = LateDesk(root, tmp_path / "home", nothing, settings=Settings(look=Look(step=step), volume=Volume.OFF))
    try:
        wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
        root.update()
        assert cut(root) == []
        made.window.press(Slot.FINISH)
        wait_until(lambda: made.session.idle)
        root.update()
        assert cut(root) == [] and outside(made.window.frame.content, made.window.frame.content) == []
    finally:
        made.close()
