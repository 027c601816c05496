"""管理簿's filters, the index of a month, the volumes and what puts right, at every size of text: nothing
is cut.
"""

from __future__ import annotations

import pytest

from branch_desk.domain.rights import Member, Role
from branch_desk.services import binder, desks, lookup
from branch_desk.services.results import refuse
from branch_desk.ui.book_dispose import Dispose
from branch_desk.ui.fix_panel import whats
from branch_desk.ui.keys import Slot
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import DAISHI, DeskWindow
from tests.screens.opened import cut, outside
from tests.screens.test_lookup_fits import assert_cells_fit, filled

STEPS = range(4)


def with_another_desk(counter):
    """The slips of the other fits test, and one of another desk of the branch that cannot be so."""
    made = filled(counter)
    with counter.ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, counter.ledger.desk.branch), "大師2")
        tx.append("inquiry_opened", actor="12", slip=made["sent"], body={"reason": "asked", "called": True})
        tx.append(
            "contacted",
            actor="12",
            slip=made["sent"],
            body={"whom": "internal_mail", "how": "telephone", "result": "will_check"},
        )
        tx.append(
            "checked",
            actor="12",
            slip=made["sent"],
            bag=counter.ledger.slip(made["sent"]).bag,
            body={"result": "overridden", "reason": "one_person_on_duty", "approved_by": "12"},
        )
        tx.append(
            "closed",
            actor="12",
            slip=made["closed"],
            body={"received_at": "2026-11-20T14:30:00+09:00", "source": "paper"},
        )
    return made


@pytest.fixture(
    params=[
        (step, practice, contrast)
        for step in STEPS
        for practice, contrast in ((False, False), (True, False), (False, True))
    ],
    ids=str,
)
def desk(request, root, tmp_path, wait_until):
    step, practice, contrast = request.param
    look = Look(step=step, contrast=contrast)
    made = DeskWindow(
        root,
        tmp_path / "home",
        with_another_desk,
        desk=desks.practice_desk() if practice else DAISHI,
        step=step,
        settings=Settings(look=look, volume=Volume.OFF),
    )
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    made.window.go(4)
    wait_until(lambda: made.book.list.rows.rows)
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

    return check


def test_filters_histories_and_every_panel_of_the_book(desk, fits, wait_until):
    book, filters = desk.book, desk.book.list.filters
    for name, selector in filters.selectors.items():
        for value, *_ in list(selector._offered):
            selector.choose(value)
            filters._chosen(name)
            fits()
        selector.choose(None)
    filters.selectors["days"].choose("days")
    filters._chosen("days")
    fits()
    assert_cells_fit(book.list.table)
    filters._fields[0].text = "0230"
    fits()
    book.list.clear()
    for name in ("sent", "closed"):
        book.session.run(lookup.look, desk.made[name], then=book._opened)
        wait_until(lambda name=name: book.looked and book.looked.opened.slip.number == desk.made[name])
        fits()
    desk.window.press(Slot.FIX)
    wait_until(lambda: desk.panel is not None)
    for digit in range(1, len(desk.panel.whats) + 1):
        desk.panel._take_what(digit)
        fits()
    desk.panel.close()
    assert len(whats(book.looked.opened.slip, typed_names=True, last="別の職員の確認")) >= 5
    desk.window.press(Slot.PRINT)
    wait_until(lambda: desk.panel is not None)
    for digit in range(1, 6):
        desk.panel._take_what(digit)
        fits()
    desk.panel.close()


def test_the_binders_screens(desk, fits, wait_until):
    desk.window.press(Slot.FINISH)
    fits()
    desk.panel.on_digit(1)
    fits()
    desk.panel.on_digit(2)
    wait_until(lambda: desk.session.idle and desk.panel._index is not None)
    fits()
    for _ in range(2):
        assert_plain_cells_fit(desk.panel.table)
        desk.window.press(Slot.MORE)
        fits()
    desk.panel.close()
    desk.window.press(Slot.FINISH)
    desk.panel.on_digit(3)
    wait_until(lambda: desk.session.idle and desk.panel._volumes)
    fits()
    assert_plain_cells_fit(desk.panel.table)
    panel = desk.panel
    longest = {
        "volume": panel._volumes[0].name,
        "count": 1234,
        "until": "令和10年12月30日（金）",
        "at": "令和10年12月30日（金）",
        "may_go": "令和10年12月31日（土）",
    }
    for rule in ("volume_open", "volume_inquiry", "kept_until", "already_disposed"):
        panel._refused(refuse(rule, **longest))
        fits()
    panel._begin(panel._volumes[0], sure=False)
    fits()
    desk.window.press(Slot.MORE)
    fits()
    desk.window.press(Slot.MORE)
    desk.window.open_panel(Dispose(desk.window, panel._volumes[0], lambda done, name: None))
    fits()
    desk.panel._pin.text = "2468"
    fits()
    desk.window.press(Slot.FIX)
    fits()


def assert_plain_cells_fit(table):
    """Two lines are the most, each narrower than its column."""
    font = table.window.theme.font("body", even=True)
    rows = table.tree.get_children()
    assert rows
    for row in rows:
        for column, text in table.tree.set(row).items():
            lines = text.split("\n")
            assert len(lines) <= 2 and max(map(font.measure, lines)) <= table.widths[column], text
            assert not text.endswith("…"), text
            assert len(lines) == 1 or column not in ("label", "until"), text
    last = table.tree.bbox(rows[-1])
    assert last and last[1] + last[3] <= table.tree.winfo_height()


def test_a_volume_is_named_whole_in_its_row(desk, wait_until):
    volumes = desk.asked(lambda ledger: binder.volumes(ledger, 2026))
    assert [volume.name for volume in volumes] == ["令和8年度 保存1年 第1冊"]
