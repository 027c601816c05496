"""返送照合 and 管理簿 at every size of text, in every state: no word is cut, none lies outside, no name of a type is shortened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.rights import Member, Role
from branch_desk.services import catalogues, desks, lookup
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import DAISHI, TODAY, DeskWindow
from tests.screens.opened import cut, outside, squashed

LONGEST = "マリア・デ・ロス・アンヘレス・フェルナンデス・ガルシア・デ・ラ・クルス"
STEPS = range(4)


def filled(counter):
    """One slip of each type and one for each verdict; the longest name of a type is among all of them."""
    clock, types = counter.clock, [item.code for item in catalogues.builtin().types]
    clock.at = TODAY - timedelta(days=7)
    made = {
        "types": [counter.issue(code, 9999, enclosures=("01", "02"), depositor=LONGEST) for code in types]
    }
    made |= {
        name: counter.issue("402", 120, enclosures=("01", "02"))
        for name in ("sent", "known", "held", "voided", "handed", "closed")
    }
    counter.dispatch(made["sent"], made["known"])
    clock.at = TODAY - timedelta(days=6)
    counter.received(made["known"], clock.at - timedelta(hours=1))
    counter.void(made["voided"], "turned_down")
    counter.hand_back(made["handed"])
    with counter.ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    clock.at = TODAY
    counter.close(made["closed"], TODAY - timedelta(days=4))
    number = numbers.parse(made["held"])
    made |= {
        "copy": number.copy.digits,
        "unknown": numbers.Number(number.kind, number.desk, 2026, "501", 777).digits,
        "other_branch": numbers.Number(number.kind, "201", 2026, "501", 7).digits,
        "unreadable": "1234567890123456",
        "practice": numbers.Number(9 - number.kind, "101", 2026, "501", 7).digits,
    }
    return made


@pytest.fixture(params=[(step, practice) for step in STEPS for practice in (False, True)], ids=str)
def desk(request, root, tmp_path, wait_until):
    step, practice = request.param
    made = DeskWindow(
        root,
        tmp_path / "home",
        filled,
        desk=desks.practice_desk() if practice else DAISHI,
        settings=Settings(look=Look(step=step), volume=Volume.OFF),
    )
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    yield made
    made.close()


@pytest.fixture
def fits(root, desk, wait_until):
    def check() -> None:
        wait_until(lambda: desk.session.idle)
        for _ in range(3):
            root.update()
        content = desk.window.frame.content
        assert cut(root) == []
        assert outside(content, content) == []
        assert squashed(root) == []

    return check


def test_every_verdict_and_what_comes_of_it(desk, fits, wait_until):
    screen = desk.returning
    fits()
    for name in (
        "sent",
        "known",
        "held",
        "voided",
        "handed",
        "closed",
        "copy",
        "unknown",
        "other_branch",
        "practice",
        "unreadable",
    ):
        screen.record.before = TODAY
        screen.session.run(lookup.scan, desk.made[name], then=screen._scanned)
        wait_until(lambda: desk.session.idle)
        fits()
        if screen.card.time is not None:
            screen.card.time.field.text = "11201430"
            fits()
            screen.card.time.field.text = "112014300"
            fits()
    for name, decision in (("sent", "agree"), ("known", "time_missing"), ("held", "differs")):
        screen.session.run(lookup.scan, desk.made[name], then=screen._scanned)
        wait_until(lambda: desk.session.idle)
        screen.record._record(decision, reason="wrong_number", at=TODAY - timedelta(days=4))
        wait_until(lambda: screen.mode == "result")
        fits()
    every_choice(desk, fits)
    for name in ("voided", "known", "unknown"):
        screen.session.run(lookup.scan, desk.made[name], then=screen._scanned)
        wait_until(lambda: desk.session.idle)
        if name != "unknown":
            every_choice(desk, fits)
    desk.window.press(Slot.FINISH)
    assert screen.mode == "ending"
    fits()
    desk.window.press(Slot.FINISH)
    assert screen.mode == "ended"
    fits()
    desk.window.press(Slot.MORE)
    fits()
    assert_cells_fit(screen.out._table)
    desk.window.press(Slot.ON)
    wait_until(lambda: desk.panel is not None)
    fits()


def every_choice(desk, fits):
    """The panel of F4 with each of its things chosen, and every reason that it has."""
    desk.window.press(Slot.FIX)
    fits()
    for n in range(1, len(desk.panel.whats) + 1):
        desk.panel._take_what(n)
        fits()
    desk.panel._take_reason(1)
    fits()
    desk.panel.close()


def test_the_book_its_slips_and_its_panels(desk, fits, wait_until):
    desk.window.go(4)
    fits()
    screen = desk.book
    wait_until(lambda: screen.list.rows.rows)
    while True:
        fits()
        assert_cells_fit(screen.list.table)
        if not screen.list.rows.below:
            break
        first = screen.list.rows.rows[0]
        screen.list.turn("down")
        wait_until(lambda first=first: screen.list.rows.rows[0] != first)
    desk.window.press(Slot.MORE)
    fits()
    screen.names.end()
    for name in ("known", "copy", "voided"):
        screen.session.run(lookup.look, desk.made[name], then=screen._opened)
        wait_until(lambda: screen.looked is not None)
        fits()
    screen.session.act(
        lookup.look_with_names, desk.made["types"][0], then=lambda looked: screen._names_of_one(looked, False)
    )
    fits()
    for slot in (Slot.FIX, Slot.PRINT):
        desk.window.press(slot)
        wait_until(lambda: desk.panel is not None)
        fits()
        desk.panel._take_what(1)
        fits()
        desk.panel.close()
    screen.list.search.text = "zzzz"
    desk.window.press(Slot.BACK)
    wait_until(lambda: screen.looked is None)
    fits()


def assert_cells_fit(table):
    """Each line of each cell is narrower than its column, and two lines are the most; only a visitor's name may be shortened."""
    font = table.window.theme.font("body", even=True)
    for row in table.tree.get_children():
        for column, text in table.tree.set(row).items():
            lines = text.split("\n")
            assert len(lines) <= 2 and max(map(font.measure, lines)) <= table.widths[column], text
            assert column == "name" or not text.endswith("…"), text
    rows = table.tree.get_children()
    assert all(table.tree.bbox(row) for row in rows)  # a row that is not whole is not drawn
    last = table.tree.bbox(rows[-1])
    assert last[1] + last[3] <= table.tree.winfo_height()
