"""集計 and 欠番表 at every size of text, in every state: no word is cut, none lies outside, no name of a
type is shortened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from branch_desk.domain.catalogue import NotForwarded
from branch_desk.domain.rights import Member, Role
from branch_desk.services import catalogues, desks, limits, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.ui.book import Book
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.statistics import StatisticsScreen
from branch_desk.ui.theme import Look
from tests.screens.a_year import filled
from tests.screens.desk import DAISHI, PIN, DeskWindow
from tests.screens.opened import cut, outside
from tests.screens.test_lookup_fits import assert_cells_fit


def full(counter):
    """A year with all that there can be: many desks, every reason, many changes, a type asked for under a
    long name."""
    made = filled(6)(counter)
    clock, ledger, who = counter.clock, counter.ledger, counter.sano
    now = clock.at
    with ledger.transaction() as tx:
        for n in range(103, 112):
            tx.put_member(Member(str(n), Role.COUNTER, ledger.desk.branch), f"田島地区{n}")
        known = catalogues.of(ledger)
        longest = max(known.types, key=lambda item: len(item.name))
        more = tuple(
            replace(longest, code=f"49{n}", not_forwarded=reason) for n, reason in enumerate(NotForwarded)
        )
        tx.set_catalogue(replace(known, types=known.types + more, version=known.version + 1))
    for value in (4, 5, 6, 7):
        limits.change(ledger, who, "arrive", value, "schedule_changed", PIN)
    for item in more:
        for _ in range(40):
            slips.turn_away(ledger, who, item.code)
    for _ in range(12):
        number = slips.issue(ledger, who, IssueRequest("402", 3)).slip.number
        slips.void(ledger, who, number, "wrong_type", pin=PIN)
    with ledger.transaction() as tx:
        for _ in range(3):
            tx.append("reserved", actor="12", slip=tx.draw(2026, "000").digits)
            tx.append("lost_record", actor="0", slip=tx.draw(2026, "502").digits)
            tx.append("bag_opened", actor="12", bag=tx.draw_bag(2026, "5").digits, body={"section": "5"})
    clock.at = now
    return made


@pytest.fixture(
    params=[
        (step, practice, contrast)
        for step in range(4)
        for practice, contrast in ((False, False), (True, False), (False, True))
    ],
    ids=str,
)
def desk(request, root, tmp_path, wait_until):
    step, practice, contrast = request.param
    made = DeskWindow(
        root,
        tmp_path / "home",
        full,
        desk=desks.practice_desk() if practice else DAISHI,
        screens=(StatisticsScreen, Book),
        settings=Settings(look=Look(step=step, contrast=contrast), volume=Volume.OFF),
    )
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    made.window.go(6)
    yield made
    made.close()


def test_every_state_has_the_room_of_its_words(root, desk, wait_until):
    screen = desk.window.view

    def fits() -> None:
        wait_until(lambda: desk.session.idle)
        root.update()
        root.update()
        frame = desk.window.frame.content
        assert cut(root) == []
        assert outside(frame, frame) == []
        for widget in (screen.side.frame, *screen.side.frame.winfo_children()):
            if widget.winfo_viewable():
                assert (
                    widget.winfo_height() >= widget.winfo_reqheight()
                )  # squeezed, it would lose its last lines

    wait_until(lambda: screen.year is not None)
    fits()
    through(screen.tables["types"], fits)
    desk.window.press(Slot.ON)
    fits()
    desk.window.press(Slot.FIND)
    fits()
    desk.window.press(Slot.BACK)
    desk.window.press(Slot.MORE)
    fits()
    through(screen.tables["series"], fits)
    desk.window.press(Slot.ON)
    fits()
    through(screen.tables["ended"], fits)
    desk.window.press(Slot.MORE)
    screen._chosen(2031, "all")
    fits()
    screen._chosen(2026, "all")
    fits()
    desk.clock.at = desk.clock.at.replace(month=5)
    screen._chosen(2026, "branch")  # nothing is judged yet: other sentences
    fits()


def through(table, fits):
    """Every page of a table."""
    while True:
        assert_cells_fit(table)
        last = table.place
        table.turn("down")
        fits()
        if table.place == last:
            return
