"""管理簿 with real keys: filters, both ends, the list as a file, the binder's index and volumes, a disposal by two."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import Member, Role
from branch_desk.services import binder, people, returns
from branch_desk.ui import open_file
from branch_desk.ui.approval import Approval
from branch_desk.ui.book_binder import Volumes
from branch_desk.ui.book_dispose import Dispose
from branch_desk.ui.book_index import MonthIndex
from branch_desk.ui.book_tasks import BookTasks
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import GAP_MS, PIN, TODAY, DeskWindow
from tests.screens.opened import texts


def filled(counter):
    """Thirty closed slips of October, a few of November of which some are late, and a second member of staff."""
    clock = counter.clock
    clock.at = TODAY - timedelta(days=40)
    made = {"october": [counter.issue(("501", "102", "402")[n % 3]) for n in range(30)]}
    for number in made["october"]:
        counter.close(number, clock.at)
    clock.at = TODAY - timedelta(days=7)
    made["late"] = counter.issue("501", depositor="髙橋 花子")
    made["sent"] = counter.issue("102")
    counter.dispatch(made["sent"])
    made["void"] = counter.issue("402")
    counter.void(made["void"], "spoiled")
    clock.at = TODAY
    made["today"] = counter.issue("402")
    made["bag"] = counter.ledger.slip(made["sent"]).bag
    people.add(counter.ledger, "31", "三浦 直", pin=PIN)
    with counter.ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
    other = numbers.parse(made["late"])
    stub = numbers.Number(other.kind, "102", other.fy, "501", 7).digits
    returns.come_back(counter.ledger, counter.sano, stub, received_at=TODAY, accept=True)
    made["other_desk"] = stub
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


def records(desk, kind):
    days = (date(2019, 4, 1), date(2099, 3, 31))
    return [
        dict(e.body) for e in desk.asked(lambda ledger: ledger.events_between(*days, (kind,), Stream.OWN))
    ]


def test_state_type_and_days_are_chosen_by_keys_alone(desk, press, type_text, idle):
    press("Tab", "Tab", "Down")
    idle()
    assert desk.book.list.filters.wanted("").attention
    assert set(shown(desk)) == {desk.made["late"], desk.made["sent"]}
    press("Up", "shift+Tab", "Down", "Tab", "Tab", "Down")
    idle()
    assert desk.book.list.filters.wanted("").type == "101" and shown(desk) == []
    press("Down")
    idle()
    assert shown(desk)[0] == desk.made["sent"] and {number[6:9] for number in shown(desk)} == {"102"}
    press("Escape")
    idle()
    press("Tab", "Tab", "Tab", "Tab", "Down", "Tab")
    type_text("1117")
    press("Tab")
    type_text("1123")
    idle()
    assert shown(desk) == [desk.made["void"], desk.made["sent"], desk.made["late"]], desk.book.list.wanted
    type_text("0")
    idle()
    assert "その日はありません" in desk.window.frame._next_text.cget("text")


def test_the_text_narrows_what_the_filters_left_and_esc_clears_both(desk, press, type_text, idle):
    press("Tab", "Tab", *["Down"] * 6)
    idle()
    assert desk.book.list.filters.wanted("").state == "closed"
    press("F2")
    type_text("402")
    idle()
    assert len(shown(desk)) == 8 and "1-8 / 10件" in texts(desk.book.body)
    press("Escape")
    idle()
    assert shown(desk)[0] == desk.made["other_desk"] or shown(desk)[0] == desk.made["today"]
    assert not desk.book.list.asked_for_something


def test_filters_page_and_mark_outlast_another_size_of_text(desk, press, type_text, idle, wait_until):
    type_text("501")
    press("Tab", "Tab", *["Down"] * 6, "Tab", "Tab", "Tab")
    idle()
    press("Next", "Down")
    idle()
    marked, top = desk.book.list.table.chosen, shown(desk)[0]
    assert desk.book.list._first > 0
    desk.window.wear(Settings(look=Look(step=3), volume=Volume.OFF, scanner_gap_ms=GAP_MS))
    idle()
    wait_until(lambda: desk.session.idle and shown(desk))
    wanted = desk.book.list.wanted
    assert (wanted.text, wanted.state) == ("501", "closed") and shown(desk)[0] == top
    assert desk.book.list.table.chosen == marked


def test_end_and_home_lead_to_the_oldest_and_the_newest(desk, press, idle):
    newest = shown(desk)
    press("Return", "End")
    idle()
    assert shown(desk)[-1] == desk.made["october"][0] and "35 / 35件" in texts(desk.book.body)
    press("Prior")
    idle()
    assert desk.made["october"][0] not in shown(desk) and shown(desk)
    press("Home")
    idle()
    assert shown(desk) == newest and "1-8 / 35件" in texts(desk.book.body)


def test_a_scanned_bag_gives_its_slips_and_a_slip_of_another_desk_says_where_its_name_is(desk, scan, idle):
    scan(desk.made["bag"])
    idle()
    assert desk.book.looked.opened.slip.number == desk.made["sent"]
    assert f"袋 令8-大師1-100-{int(desk.made['bag'][9:14]):05d}" in texts(desk.book.body)
    scan(desk.made["other_desk"])
    idle()
    assert "この番号のお名前は、大師2のPCにあります" in texts(desk.book.body)


def test_the_filtered_list_becomes_a_file_only_with_f4(desk, press, idle, wait_until):
    press("Tab", "Tab", "Down", "F12")
    wait_until(lambda: isinstance(desk.panel, BookTasks))
    idle()
    press("F4", "Return", "F12", "1")
    wait_until(lambda: desk.panel.chosen)
    press("Return", "F12")
    assert records(desk, "exported") == []
    press("F4")
    wait_until(lambda: desk.panel is None)
    idle()
    (file,) = (desk.home / "csv").glob("*.csv")
    text = file.read_bytes().decode("utf-8-sig")
    assert "髙橋" not in text and len(text.splitlines()) == 3
    assert records(desk, "exported") == [{"what": "ledger", "count": 2, "named": False}]
    assert file.name in desk.window.frame._next_text.cget("text")


def test_the_index_of_a_month_is_looked_through_printed_and_written(desk, press, idle, wait_until):
    press("F12", "2")
    wait_until(lambda: isinstance(desk.panel, MonthIndex))
    wait_until(lambda: desk.panel._index is not None and desk.session.idle)
    assert desk.panel._index.name == "令和8年11月" and desk.panel._index.totals["copies"] == 4
    press("Down")
    wait_until(lambda: desk.panel._index.name == "令和8年10月")
    assert desk.panel._index.totals == {
        "copies": 30,
        "originals": 30,
        "open": 0,
        "voided": 0,
        "handed_back": 0,
    }
    press("F3")
    wait_until(lambda: desk.panel.notes)
    assert "すべての番号に、原本があります" in texts(desk.panel.body)
    press("Up")
    wait_until(lambda: desk.panel._index.name == "令和8年11月")
    rows = [str(desk.panel.table.tree.set(row, "detail")) for row in desk.panel.table.tree.get_children()]
    assert any("紙の汚れ・破れ" in row for row in rows) and len(rows) == 4
    press("F5")
    wait_until(lambda: records(desk, "printed"), timeout=30)
    assert records(desk, "printed")[0]["copy"] == "binder_index"
    idle()
    press("F12")
    wait_until(lambda: records(desk, "exported"))
    assert records(desk, "exported") == [{"what": "binder_index", "count": 4, "named": False}]
    press("Escape")
    wait_until(lambda: desk.panel is None)


def test_a_volume_is_not_disposed_of_before_its_day_and_another_begins_only_at_the_second_press(
    desk, press, idle, wait_until
):
    press("F12", "3")
    wait_until(lambda: isinstance(desk.panel, Volumes) and desk.panel._volumes)
    idle()
    press("F4")
    wait_until(lambda: desk.panel.said is not None)
    assert "未完了の預かり書が3件" in desk.window.frame._next_text.cget("text")
    press("F12", "Return")
    idle()
    assert "第2冊" in desk.window.frame._next_text.cget("text")
    press("Down")
    idle()
    press("F12")
    idle()
    assert len(desk.asked(lambda ledger: binder.volumes(ledger, 2026))) == 1
    press("F12")
    wait_until(lambda: len(desk.asked(lambda ledger: binder.volumes(ledger, 2026))) == 2)
    press("F5")
    wait_until(lambda: records(desk, "printed"), timeout=30)
    assert records(desk, "printed")[0]["copy"] == "cover"


@pytest.fixture
def over(desk, press, idle, wait_until):
    """Every slip is ended and the day has come."""

    def end(ledger):
        for number in ("late", "today", "sent"):
            returns.come_back(ledger, desk.who, desk.made[number], received_at=TODAY, accept=True)

    desk.asked(lambda ledger: end(ledger) or True)
    desk.clock.at = datetime(2028, 4, 3, 9, 0, tzinfo=era.JST)
    desk.asked(lambda ledger: ledger.settle_clock("12") or True)
    press("F12", "3")
    wait_until(lambda: isinstance(desk.panel, Volumes) and desk.panel._volumes)
    idle()


def test_a_disposal_wants_two_pins_of_two_people(desk, over, press, type_text, idle, wait_until):
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Dispose))
    press("Return", "F12", "F4")
    assert isinstance(desk.panel, Dispose)
    type_text(PIN)
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Approval))
    type_text("12")
    press("Tab")
    type_text(PIN)
    press("F4")
    wait_until(lambda: desk.panel.fault)
    assert records(desk, "disposed") == []
    press("shift+Tab", "BackSpace", "BackSpace")
    type_text("31")
    press("Tab")
    type_text(PIN)
    press("Return", "F12")
    assert records(desk, "disposed") == []
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Volumes))
    idle()
    assert records(desk, "disposed") == [{"year": 2026, "retention": 1, "volume": 1, "approved_by": "31"}]
    assert "廃棄を記録しました" in desk.window.frame._next_text.cget("text")
    press("F3")
    wait_until(lambda: desk.panel.gone)
    row = desk.panel.table.tree.set(desk.panel.table.chosen)
    assert (row["by"], row["second"]) == ("佐野", "三浦")


def test_esc_at_either_person_records_nothing(desk, over, press, type_text, idle, wait_until):
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Dispose))
    press("Escape")
    wait_until(lambda: isinstance(desk.panel, Volumes))
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Dispose))
    type_text(PIN)
    press("F4")
    wait_until(lambda: isinstance(desk.panel, Approval))
    press("Escape")
    wait_until(lambda: isinstance(desk.panel, Volumes))
    assert records(desk, "disposed") == []


def test_the_last_record_is_taken_back_by_f4_with_its_reason(desk, press, idle, wait_until):
    desk.book.look_at(desk.made["void"])
    wait_until(lambda: desk.book.looked is not None and desk.session.idle)
    press("F4")
    wait_until(lambda: desk.panel is not None)
    assert [what.word for what in desk.panel.whats] == ["「取消」を取り消す"]
    press("1", "F4")
    wait_until(lambda: desk.panel is None)
    idle()
    assert desk.book.looked.opened.slip.state.value == "held" and "「取消」を取り消し" in texts(
        desk.book.body
    )


def test_f5_5_prints_the_history_paper(desk, press, idle, wait_until):
    press("F5")
    wait_until(lambda: desk.panel is not None)
    press("5")
    wait_until(lambda: desk.panel.what is not None)
    press("F4")
    wait_until(lambda: desk.panel is None)
    wait_until(lambda: records(desk, "printed"), timeout=30)
    assert records(desk, "printed")[0]["copy"] == "history"


@pytest.mark.parametrize("keys", [("F12",), ("F12", "2"), ("F12", "3"), ("F4",)])
def test_a_scan_over_a_panel_of_the_book_goes_to_the_strip(desk, press, scan, idle, wait_until, keys):
    press(*keys)
    wait_until(lambda: desk.panel is not None)
    idle()
    panel = desk.panel
    scan(desk.made["late"])
    idle()
    assert desk.panel is panel and desk.window.strip.visible
    assert desk.events(desk.made["late"]) == ["issued"]
