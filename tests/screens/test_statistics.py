"""集計 with real keys and a real ledger: the year, its numbers one by one, a paper, a file, and scans that
go on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.events import Stream
from branch_desk.services import book_export, slips
from branch_desk.ui import open_file
from branch_desk.ui.book import Book
from branch_desk.ui.statistics import StatisticsScreen
from branch_desk.ui.statistics_year import YearPanel
from branch_desk.ui.theme import Look
from tests.screens.a_year import filled
from tests.screens.desk import PIN, DeskWindow
from tests.screens.opened import texts

pytestmark = pytest.mark.sampled        # each fills eight months of a ledger first


@pytest.fixture
def saved(monkeypatch, tmp_path) -> Path:
    """Where files go."""
    place = tmp_path / "documents"
    place.mkdir()
    monkeypatch.setattr(book_export, "folder", lambda ledger: place)
    return place


@pytest.fixture
def shown(monkeypatch) -> list[Path]:
    """What was to be opened for the clerk to see."""
    seen: list[Path] = []
    monkeypatch.setattr(open_file, "show", lambda path: bool(seen.append(path)) or True)
    return seen


@pytest.fixture
def desk(root, tmp_path, wait_until, press, shown, saved):
    made = DeskWindow(root, tmp_path / "home", filled(9), screens=(StatisticsScreen, Book))
    wait_until(
        lambda: (
            root.winfo_viewable()
            and root.winfo_width() == 1366
            and made.session.idle
            and root.focus_get() is not None
        )
    )
    press("ctrl+6")
    wait_until(lambda: made.session.idle and screen_of(made).year is not None)
    yield made
    made.close()


@pytest.fixture
def idle(desk, wait_until, settle):
    def go() -> None:
        settle()
        wait_until(lambda: desk.session.idle)

    return go


def screen_of(desk) -> StatisticsScreen:
    return desk.window._made[6]


def exported(desk) -> list[str]:
    today = desk.clock().date()
    return desk.asked(
        lambda ledger: [
            event.value("what") for event in ledger.events_between(today, today, ("exported",), Stream.OWN)
        ]
    )


def test_the_year_is_there_at_once_and_says_of_which_desks(desk):
    said = texts(desk.window.frame.main)
    total = screen_of(desk).year.total
    assert (
        "集計 令和8年度" in said
        and "大師支所の全窓口（大師1・大師2）" in said
        and "個人情報は含みません" in said
    )
    assert f"{total.issued}" in said and "年50件未満" in said and "要対応の基準の変更" in said
    canvas = screen_of(desk).side.chart.canvas
    drawn = [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]
    months = [line for line in screen_of(desk).year.months if line.code <= "2026-11"]
    assert drawn[1::2] == [str(line.counts.issued) for line in months] and drawn[0::2] == [
        line.name for line in months
    ]


def test_arrows_show_the_arithmetic_of_each_type_over_the_pages_too(desk, press, idle):
    screen = screen_of(desk)
    seen = []
    for line in screen.year.types:
        assert f"{line.code} {line.note}" in texts(screen.side.frame)
        seen.append(screen.tables["types"].chosen)
        press("Down")
        idle()
    assert len(set(seen)) == len(screen.year.types)
    few = [
        row
        for row in screen.tables["types"].tree.get_children()
        if "amber" in screen.tables["types"].tree.item(row, "tags")
    ]
    assert few and all(
        "▼" in screen.tables["types"].tree.set(row, "year") for row in few
    )  # a word as well as a colour


def test_f12_writes_a_csv_and_records_it(desk, press, idle, saved, shown):
    press("F12")
    idle()
    (file,) = saved.glob("*.csv")
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    assert [row[4] for row in rows if row[0] == "全体"] == [str(screen_of(desk).year.total.issued)]
    assert exported(desk) == ["statistics"] and shown == [saved]
    assert file.name in desk.window.frame._next_text.cget("text")


def test_f5_makes_the_page_where_no_printer_takes_it(desk, press, idle, wait_until, shown):
    press("F5")
    wait_until(lambda: shown)
    idle()
    assert shown[0].name == "0-statistics.pdf" and exported(desk) == ["statistics"]


def test_f3_shows_the_numbers_one_by_one_and_enter_the_voids(desk, press, idle, saved, shown, wait_until):
    press("F3")
    idle()
    screen = screen_of(desk)
    said = texts(desk.window.frame.main)
    assert "欠番表 令和8年度" in said and "欠番はありません" in said and screen.shows == "series"
    assert len(screen.tables["series"].tree.get_children()) > 3
    press("Return")
    idle()
    assert [
        screen.tables["ended"].tree.set(row, "by") for row in screen.tables["ended"].tree.get_children()
    ] == ["佐野"]
    press("F12")
    idle()
    press("F5")
    wait_until(lambda: len(shown) == 2)
    idle()
    assert [path.name for path in saved.glob("欠番表*.csv")] and shown[1].name == "0-gaps.pdf"
    assert exported(desk) == ["gaps", "gaps"]
    press("Escape", "Escape")
    idle()
    assert screen.shows == "types"


def test_numbers_of_which_nothing_is_known_are_confirmed_from_the_binder_by_a_responsible_person(
    desk, press, idle, type_text
):
    """After a restore from a backup alone (services/restore.py) the numbers that may have been given out since."""
    def lose(ledger):
        last = ledger.figures.counters(2026)["602"]
        with ledger.transaction() as tx:
            for serial in range(last + 1, last + 4):
                tx.lose(numbers.Number(1, "101", 2026, "602", serial))

    desk.asked(lose)
    press("F3", "Return")
    idle()
    screen = screen_of(desk)
    assert "つづりになければF4" in desk.window.frame._next_text.cget("text")
    press("F4")
    idle()
    said = texts(desk.window.root).replace("\n", "")
    assert "（3件）" in said and "予備帳から入力" in said
    type_text("12")
    press("Tab")
    type_text("1111")
    press("F4")
    idle()
    assert [item.kind for item in screen.gaps.others] == ["lost"], "the PIN was another"
    type_text(PIN)
    press("F4")
    idle()
    assert [(item.kind, item.count) for item in screen.gaps.others] == [("settled", 3)]
    assert "3件" in desk.window.frame._next_text.cget("text") and desk.asked(lambda ledger: ledger.verify().faults) == ()


def test_f2_chooses_year_and_desks_and_escape_leaves_them(desk, press, idle):
    screen = screen_of(desk)
    press("F2")
    assert isinstance(desk.panel, YearPanel)
    press("Down", "1", "Escape")
    idle()
    assert (screen.fy, screen.scope) == (2026, "branch")
    press("F2", "1", "Return")
    idle()
    assert screen.scope == "desk" == screen.year.scope and "この窓口だけ" in texts(desk.window.frame.main)


def test_a_year_of_nothing_says_so_and_gives_nothing_away(desk, press, idle, saved, shown):
    screen = screen_of(desk)
    desk.window._made[6].years = (2027, 2026)
    press("F2", "Up", "Return")
    idle()
    assert screen.fy == 2027 and "この年度の記録はありません" in texts(desk.window.frame.main)
    press("F12", "F5", "Return", "Down")
    idle()
    assert list(saved.iterdir()) == [] and shown == [] and exported(desk) == []


def test_enter_alone_does_nothing_at_standard_size(desk, press, idle, saved, shown):
    press("Return", "KP_Enter")
    idle()
    assert screen_of(desk).shows == "types" and not shown and exported(desk) == []


def test_without_a_person_nothing_leaves(desk, press, idle, saved, shown):
    desk.window.set_person(None)
    press("F12")
    idle()
    press("F5")
    idle()
    assert (
        list(saved.iterdir()) == [] and shown == [] and "担当者" in desk.window.frame._next_text.cget("text")
    )


def test_a_file_that_cannot_be_written_is_said_and_not_recorded(desk, press, idle, saved):
    saved.rmdir()
    press("F12")
    idle()
    assert "保存できません" in desk.window.frame._next_text.cget("text") and exported(desk) == []


def test_what_is_recorded_meanwhile_is_counted_at_once(desk, idle, wait_until):
    before = screen_of(desk).year.total.issued
    desk.session.act(slips.issue, slips.IssueRequest("501", 1))
    wait_until(lambda: screen_of(desk).year.total.issued == before + 1)


def test_a_scan_is_not_for_this_screen(desk, scan, idle):
    before = (screen_of(desk).shows, screen_of(desk).tables["types"].chosen)
    scan(desk.made["issued"][0])
    idle()
    assert (screen_of(desk).shows, screen_of(desk).tables["types"].chosen) == before
    assert "101-00001" in texts(desk.window.frame.main)  # the strip says where it is


def test_changing_the_size_of_text_keeps_what_is_shown(desk, press, idle):
    press("F3")
    idle()
    desk.window.wear(replace(desk.window.settings, look=Look(step=3)))
    idle()
    assert screen_of(desk).shows == "series" and "欠番はありません" in texts(desk.window.frame.main)
