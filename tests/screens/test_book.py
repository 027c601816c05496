"""管理簿 with real keys and a real ledger: paging, search, names for 30 seconds, putting right, papers
again.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from branch_desk.domain import numbers
from branch_desk.services import catalogues
from branch_desk.ui import open_file
from branch_desk.ui.fix_panel import FixPanel
from branch_desk.ui.paper_panel import PaperPanel
from tests.screens.desk import GAP_MS, PIN, TODAY, DeskWindow
from tests.screens.opened import texts

MANY = 300


def filled(counter):
    """300 slips without a name and a few that tests look for, the newest last."""
    counter.clock.at = TODAY - timedelta(days=3)
    codes = [item.code for item in catalogues.builtin().types]
    made = {"many": [counter.issue(codes[n % len(codes)]) for n in range(MANY)]}
    counter.clock.at = TODAY
    made["takahashi"] = counter.issue("501", 3, depositor="髙橋 花子")
    made["handwritten"] = counter.issue("102", 2)
    made["hayashi"] = counter.issue("402", 1, depositor="林 次郎")
    return made


@pytest.fixture
def desk(root, tmp_path, wait_until, press, monkeypatch):
    monkeypatch.setattr(open_file, "show", lambda path: False)
    made = DeskWindow(root, tmp_path / "home", filled)
    wait_until(
        lambda: (
            root.winfo_viewable()
            and root.winfo_width() == 1366
            and made.session.idle
            and root.focus_get() is not None
        )
    )
    press("ctrl+4")
    wait_until(lambda: made.session.idle and made.book.list.rows.rows)
    yield made
    made.close()


@pytest.fixture
def idle(desk, wait_until, settle):
    """Every question answered and shown."""

    def go() -> None:
        settle()
        wait_until(lambda: desk.session.idle and not desk.book.list.waits)

    return go


def shown(desk):
    return [row.number for row in desk.book.list.rows.rows]


def test_pages_of_the_whole_book_join_without_gap_or_double(desk, press, idle):
    every = [
        desk.made["hayashi"],
        desk.made["handwritten"],
        desk.made["takahashi"],
        *reversed(desk.made["many"]),
    ]
    fits = desk.book.list.table.fits
    assert fits >= 8 and f"1-{fits} / 303件" in texts(desk.book.body)
    seen = shown(desk)
    while desk.book.list.rows.below:
        press("Next")
        idle()
        seen += shown(desk)
    assert seen == every and "303 / 303件" in texts(desk.book.body)
    press("Next")
    idle()
    assert shown(desk)[-1] == every[-1]
    for _ in range(303 // fits + 1):
        press("Prior")
        idle()
    assert shown(desk) == every[:fits]


def test_the_arrow_goes_over_the_edge_of_a_page(desk, press, idle):
    fits, first = desk.book.list.table.fits, shown(desk)
    press(*["Down"] * fits)
    idle()
    assert desk.book.list.table.chosen == shown(desk)[0] != first[0] and f"{fits + 1}-{2 * fits}" in texts(
        desk.book.body
    )
    press("Up")
    idle()
    assert desk.book.list.table.chosen == first[-1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("髙橋", ["takahashi"]),
        ("林", ["hayashi"]),
        ("zzzz", []),
    ],
)
def test_a_part_of_a_name_finds_and_shows_no_name(desk, type_text, idle, typed, found):
    type_text(typed)
    idle()
    assert shown(desk) == [desk.made[name] for name in found]
    assert "花子" not in texts(desk.book.body) and "次郎" not in texts(desk.book.body)
    if not found:
        assert "見つかりません。番号は4桁ずつ確認してください" in texts(desk.book.body)


@pytest.mark.parametrize("typed", ["402", "しょうめいねがい", "証明願"])
def test_code_reading_and_name_of_a_type_find_its_slips(desk, type_text, idle, typed):
    type_text(typed)
    idle()
    assert desk.made["hayashi"] == shown(desk)[0] and {number[6:9] for number in shown(desk)} == {"402"}


def test_enter_on_one_found_slip_opens_it(desk, type_text, press, idle):
    type_text("髙橋")
    press("Return")
    idle()
    assert desk.book.looked.opened.slip.number == desk.made["takahashi"]
    press("Escape")
    assert desk.book.looked is None and desk.book.list.search.text == "髙橋"


def test_enter_on_several_marks_the_first_and_opens_it_with_a_second(desk, press, idle):
    press("Return")
    idle()
    assert desk.book.looked is None and desk.root.focus_get() is desk.book.list.table.tree
    press("Down", "Return")
    idle()
    assert desk.book.looked.opened.slip.number == desk.made["handwritten"]


def test_a_section_is_chosen_by_arrows(desk, press, idle):
    press("Tab", "Down")
    idle()
    assert {number[6] for number in shown(desk)} == {"1"}
    press("Escape")
    idle()
    assert len({number[6] for number in shown(desk)}) > 1


def test_names_are_masked_until_f3_and_again_after_30_seconds(desk, press, idle, wait_until, monkeypatch):
    assert "髙●●●" in table(desk) and "髙橋 花子" not in table(desk)
    press("F3")
    idle()
    assert "髙橋 花子" in table(desk) and "あと30秒" in texts(desk.book.body)
    assert desk.events(desk.made["takahashi"]).count("viewed") == 1
    assert "viewed" not in desk.events(desk.made["handwritten"])  # there was no name to show
    desk.book.names.left = 1
    wait_until(lambda: "髙橋 花子" not in table(desk), timeout=3)
    assert "髙●●●" in table(desk)


def test_names_do_not_outlast_the_cover_another_page_or_another_person(desk, press, idle):
    for leave in ("F11", "Next", "F3"):
        press("F3")
        idle()
        assert "髙橋 花子" in table(desk)
        press(leave)
        idle()
        assert "髙橋 花子" not in table(desk)
        press("Return" if leave == "F11" else "Prior")
        idle()


def table(desk):
    tree = desk.book.list.table.tree
    return "\n".join(str(tree.set(row, "name")).replace("\n", "") for row in tree.get_children())


def test_a_scan_opens_the_history_whatever_is_half_typed(desk, type_text, scan, idle):
    type_text("かいご")
    time.sleep(2 * GAP_MS / 1000)  # a hand does not type within a burst
    scan(desk.made["takahashi"])
    idle()
    assert desk.book.looked.opened.slip.number == desk.made["takahashi"] and "発行・預かり" in texts(
        desk.book.body
    )
    assert desk.book.list.search.text == "かいご"


def test_a_copy_gives_the_sentence_for_the_citizen_and_no_way_to_change_anything(desk, scan, press, idle):
    number = desk.made["takahashi"]
    scan(numbers.parse(number).copy.digits)
    idle()
    assert "「支所でお預かりしています。」" in texts(desk.book.body)
    press("F4", "F5", "Return")
    idle()
    assert desk.panel is None and desk.events(number) == ["issued"]


def test_a_void_asks_what_why_and_the_pin_and_is_done_by_f4_only(desk, press, type_text, idle, wait_until):
    number = desk.made["hayashi"]
    press("F4")
    wait_until(lambda: isinstance(desk.panel, FixPanel))
    press("F4", "Return", "F12")
    press("1")
    wait_until(lambda: desk.panel.what is not None)
    press("1")
    wait_until(lambda: desk.panel.reason is not None)
    press("F4")
    assert desk.panel is not None and desk.events(number) == ["issued"]
    type_text(PIN)
    wait_until(lambda: desk.panel._pin.text == PIN)
    press("F4")
    wait_until(lambda: desk.panel is None)
    idle()
    assert desk.events(number) == ["issued", "voided"] and desk.book.list.rows.rows[0].state == "voided"


def test_the_first_paper_asks_nothing_and_the_second_is_a_reissue_with_its_reason(
    desk, press, idle, wait_until
):
    number = desk.made["hayashi"]

    def printed():
        return [
            (event.value("copy"), event.value("count"), event.value("reason"))
            for event in desk.asked(lambda ledger: ledger.events(number))
            if event.type == "printed"
        ]

    press("F5")
    wait_until(lambda: isinstance(desk.panel, PaperPanel))
    press("F4", "F5", "Return", "F12")
    assert desk.panel.what is None and printed() == []
    press("1")
    wait_until(lambda: desk.panel.what is not None)
    press("F4")
    wait_until(lambda: desk.panel is None, timeout=30)
    idle()
    assert printed() == [("original", 1, None)]
    press("F5")
    wait_until(lambda: isinstance(desk.panel, PaperPanel))
    press("1")
    wait_until(lambda: desk.panel.what is not None)
    press("F4", "Return", "F12", "F5")
    assert desk.panel is not None and printed() == [("original", 1, None)]
    press("1")
    wait_until(lambda: desk.panel.complete)
    press("F4")
    wait_until(lambda: desk.panel is None, timeout=30)
    idle()
    assert printed() == [("original", 1, None), ("original", 2, "shredded")]
    assert (desk.home / "paper" / f"{number}-original.pdf").read_bytes().startswith(b"%PDF")


def test_esc_leaves_the_panel_of_papers_without_a_trace(desk, press, wait_until):
    press("F5")
    wait_until(lambda: isinstance(desk.panel, PaperPanel))
    press("2", "Escape")
    wait_until(lambda: desk.panel is None)
    assert desk.events(desk.made["hayashi"]) == ["issued"]


def test_while_an_answer_is_slow_the_rows_stay_and_it_is_said(desk, type_text, wait_until):
    go_on = threading.Event()
    before = shown(desk)
    desk.session.run(lambda ledger: go_on.wait(10))
    try:
        type_text("402")
        wait_until(lambda: "検索しています…" in texts(desk.book.body))
        assert shown(desk) == before and list(desk.book.list.table.tree.get_children()) == before
    finally:
        go_on.set()
    wait_until(lambda: desk.session.idle and shown(desk) != before)
    assert "検索しています…" not in texts(desk.book.body)
