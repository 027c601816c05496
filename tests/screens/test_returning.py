"""返送照合 with real keys, scanner bursts and a real ledger: what closes a slip, and what must not."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from branch_desk.domain import numbers
from branch_desk.domain.rights import Member, Role
from branch_desk.domain.verdict import Verdict
from branch_desk.ui.reason_panel import ReasonPanel
from branch_desk.ui.return_fix import ReturnFix
from branch_desk.ui.sounds import Sound
from branch_desk.ui.theme import Look
from tests.screens.desk import TODAY, DeskWindow
from tests.screens.opened import texts

OTHER_DESK = numbers.Number(1, "201", 2026, "501", 7).digits
NEVER_ISSUED = numbers.Number(1, "101", 2026, "501", 777).digits
PRACTICE = numbers.Number(8, "101", 2026, "501", 7).digits
ACCEPTED = "11201430"


def filled(counter):
    """A week of slips: one on its way, one whose time is known, two that stop, one closed, some never dispatched."""
    now, clock = TODAY, counter.clock
    clock.at = now - timedelta(days=7)
    made = {name: counter.issue("501", 3) for name in ("sent", "sent2", "known", "held", "held2")}
    made |= {"voided": counter.issue("102"), "handed": counter.issue("402"), "closed": counter.issue("101")}
    clock.at = now - timedelta(days=6)
    counter.dispatch(made["sent"], made["sent2"], made["known"])
    counter.received(made["known"], now - timedelta(days=4))
    counter.void(made["voided"])
    counter.hand_back(made["handed"])
    with counter.ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    clock.at = now
    counter.close(made["closed"], now - timedelta(days=4))
    return made


@pytest.fixture
def desk(root, tmp_path, wait_until):
    made = DeskWindow(root, tmp_path / "home", filled)
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and made.session.idle)
    wait_until(lambda: root.focus_get() is not None)
    yield made
    made.close()


@pytest.fixture
def read(desk, scan, wait_until):
    """Scan, and wait for the verdict."""

    def go(number: str) -> None:
        scan(number)
        wait_until(lambda: desk.returning.mode == "verdict" and desk.returning.shown is not None)
        wait_until(lambda: desk.session.idle)

    return go


@pytest.fixture
def by_hand(xdotool, root):
    """Type digits as slowly as a hand does; the last one too is given the time in which it might have begun a scan."""

    def go(digits: str) -> None:
        xdotool("type", "--delay", "260", digits)  # xdotool halves it between press and release
        end = time.monotonic() + 0.25
        while time.monotonic() < end:
            root.update()
            time.sleep(0.005)

    return go


@pytest.fixture
def done(desk, wait_until):
    """Wait until something is recorded and shown."""
    return lambda result: wait_until(
        lambda: desk.returning.result is not None and desk.returning.result[0] == result and desk.session.idle
    )


def test_a_scan_alone_records_nothing(desk, read):
    before = desk.events(desk.made["sent"])
    read(desk.made["sent"])
    assert desk.returning.shown.scanned.verdict is Verdict.MATCHED
    assert desk.events(desk.made["sent"]) == before
    assert desk.heard == [Sound.GOOD] and "完了" not in texts(desk.returning.left).replace("完了になる", "")


def test_1_closes_a_matched_slip_whose_time_is_known(desk, read, press, done):
    read(desk.made["known"])
    press("1")
    done("closed")
    assert desk.events(desk.made["known"])[-1] == "closed"
    assert "完了" in texts(desk.returning.left) and desk.returning.reads.counts.closed == 2


def test_enter_alone_does_not_close_a_matched_slip(desk, read, press):
    for name in ("known", "sent"):
        read(desk.made[name])
        press("Return", "KP_Enter")
        assert desk.returning.mode == "verdict" and "closed" not in desk.events(desk.made[name])


def test_the_typed_time_and_enter_close_a_matched_slip(desk, read, press, by_hand, done):
    read(desk.made["sent"])
    by_hand(ACCEPTED)
    assert "→ 11月20日（金） 14:30" in texts(desk.returning.left)
    press("Return")
    done("closed")
    slip = desk.asked(lambda ledger: ledger.slip(desk.made["sent"]))
    assert slip.paper_received_at == "2026-11-20T14:30:00+09:00" and slip.accepted is None


@pytest.mark.parametrize("name", ["held", "unknown", "other_branch"])
def test_enter_never_closes_a_doubtful_slip(desk, read, press, by_hand, name):
    number = {"unknown": NEVER_ISSUED, "other_branch": OTHER_DESK}.get(name) or desk.made[name]
    before = desk.events(number)
    read(number)
    by_hand(ACCEPTED)
    press("Return")
    assert desk.root.focus_get() is desk.returning.card.row
    press("Return", "Return", "KP_Enter")
    assert desk.returning.mode == "verdict" and desk.events(number) == before


def test_a_doubtful_slip_is_closed_by_time_enter_and_1(desk, read, press, by_hand, done):
    read(desk.made["held"])
    assert desk.heard == [Sound.LOOK]
    by_hand(ACCEPTED)
    press("Return", "1")
    done("closed")
    slip = desk.asked(lambda ledger: ledger.slip(desk.made["held"]))
    assert (slip.state.value, slip.accepted) == ("closed", "not_dispatched")


def test_1_without_a_time_asks_for_it(desk, read, press, wait_until):
    read(desk.made["held"])
    press("Return", "1")
    wait_until(lambda: desk.returning.fault == "受け取り日時を入力してから1。書いてなければ3")
    assert desk.root.focus_get() is desk.returning.card.time.field.entry
    assert "closed" not in desk.events(desk.made["held"])


def test_3_in_the_empty_field_records_the_return_and_leaves_the_slip_open(desk, read, press, done):
    read(desk.made["sent"])
    press("3")
    done("time_missing")
    slip = desk.asked(lambda ledger: ledger.slip(desk.made["sent"]))
    assert (slip.open, slip.came_back) == (True, "time_missing") and desk.returning.reads.counts.look == 1


def test_2_asks_for_a_reason_by_digit_and_f4_and_leaves_the_slip_open(desk, read, press, done, wait_until):
    number = desk.made["sent"]
    read(number)
    press("2")
    wait_until(lambda: isinstance(desk.panel, ReasonPanel))
    press("F4", "Return", "F12")  # nothing is preselected
    assert desk.panel is not None and "came_back" not in desk.events(number)
    press("1", "F4")
    done("differs")
    slip = desk.asked(lambda ledger: ledger.slip(number))
    assert (slip.open, slip.came_back, slip.came_back_reason) == (True, "differs", "sheets")


def test_a_digit_in_a_half_typed_time_belongs_to_the_time(desk, read, by_hand):
    read(desk.made["sent"])
    by_hand("112")
    assert (
        desk.returning.card.time.digits == "112" and desk.panel is None and desk.returning.mode == "verdict"
    )


def test_another_slip_read_while_the_time_is_half_typed_leaves_the_first_undecided(
    desk, read, by_hand, wait_until
):
    read(desk.made["sent"])
    by_hand("1120")
    read(desk.made["held"])
    wait_until(lambda: desk.returning.shown.scanned.number == desk.made["held"])
    assert desk.returning.card.time.empty
    undecided = [entry.number for entry in desk.returning.reads.newest_first if entry.result == "undecided"]
    assert undecided == [desk.made["sent"]] and "closed" not in desk.events(desk.made["sent"])


@pytest.mark.parametrize("name", ["voided", "handed", "closed", "practice", "copy"])
def test_a_verdict_that_stops_records_nothing(desk, read, press, by_hand, name):
    number = desk.made.get(name, desk.made["held"])
    before = desk.events(number)
    read({"practice": PRACTICE, "copy": numbers.parse(number).copy.digits}.get(name, number))
    press("1", "2", "3", "Return", "F12")
    assert desk.panel is None and desk.events(number) == before
    sounds = {"closed": Sound.NOTHING, "copy": Sound.NOTHING}
    assert desk.heard == [sounds.get(name, Sound.STOP)]


def test_a_time_to_come_is_refused(desk, read, press, by_hand):
    read(desk.made["sent"])
    by_hand("11241046")
    press("Return")
    assert desk.returning.fault == "これからの日時です" and "closed" not in desk.events(desk.made["sent"])


def test_up_brings_the_date_of_the_slip_before_and_no_hour(desk, read, press, by_hand, done):
    read(desk.made["sent"])
    by_hand(ACCEPTED)
    press("Return")
    done("closed")
    read(desk.made["sent2"])
    press("Up")
    assert desk.returning.card.time.digits == "1120"
    press("Return")
    assert "closed" not in desk.events(desk.made["sent2"])
    by_hand("0905")
    press("Return")
    done("closed")
    assert (
        desk.asked(lambda ledger: ledger.slip(desk.made["sent2"])).paper_received_at
        == "2026-11-20T09:05:00+09:00"
    )


def test_sixteen_typed_digits_are_as_good_as_a_scan(desk, press, by_hand, wait_until):
    press("F2")
    by_hand(desk.made["held"])
    assert desk.returning.card.digits.text == numbers.group(desk.made["held"])
    press("Return")
    wait_until(lambda: desk.returning.shown is not None)
    assert desk.returning.shown.scanned.number == desk.made["held"]


def test_wrong_typed_digits_are_said_and_stay(desk, press, by_hand, wait_until):
    wrong = desk.made["held"][:-1] + str((int(desk.made["held"][-1]) + 1) % 10)
    press("F2")
    by_hand(wrong)
    press("Return")
    wait_until(lambda: desk.returning.fault)
    assert desk.returning.fault == "番号が合いません。4桁ずつ見直してください"
    assert desk.returning.card.digits.text == numbers.group(wrong)


def test_esc_takes_the_verdict_away_and_leaves_the_slip_undecided(desk, read, press):
    read(desk.made["sent"])
    press("Escape")
    assert desk.returning.mode == "waiting"
    assert next((entry.number, entry.result) for entry in desk.returning.reads.newest_first) == (
        desk.made["sent"],
        "undecided",
    )


def test_f4_takes_the_last_record_back_with_a_reason(desk, read, press, done, wait_until):
    read(desk.made["known"])
    press("1")
    done("closed")
    press("F4")
    wait_until(lambda: isinstance(desk.panel, ReturnFix))
    press("1")
    wait_until(lambda: desk.panel.what is not None)
    press("2")
    wait_until(lambda: desk.panel.complete)
    press("F4")
    done("undone")
    slip = desk.asked(lambda ledger: ledger.slip(desk.made["known"]))
    assert slip.state.value == "received" and desk.returning.reads.counts.closed == 1
    assert desk.events(desk.made["known"])[-1] == "revoked"


def test_f3_lists_what_is_out_oldest_first_and_a_scan_there_is_matched(desk, read, press, wait_until):
    press("F3")
    wait_until(lambda: desk.returning.mode == "out" and desk.returning.out.numbers)
    assert desk.returning.out.numbers == [
        desk.made[name] for name in ("sent", "sent2", "known", "held", "held2")
    ]
    press("Down", "Return")
    wait_until(lambda: desk.panel is not None)
    assert "令8-大師1-501-00002" in texts(desk.panel.body)
    press("Escape")
    read(desk.made["sent"])
    assert desk.returning.mode == "verdict"


def test_a_scan_over_the_panel_of_reasons_goes_to_the_strip(desk, read, scan, press, wait_until):
    read(desk.made["sent"])
    press("2")
    wait_until(lambda: desk.panel is not None)
    scan(desk.made["held"])
    wait_until(lambda: desk.window.strip.visible)
    assert desk.panel is not None and desk.returning.shown.scanned.number == desk.made["sent"]
    assert "came_back" not in desk.events(desk.made["held"])


def test_the_count_of_today_is_the_ledgers_own(desk):
    assert [(entry.number, entry.result) for entry in desk.returning.reads.newest_first] == [
        (desk.made["closed"], "closed")
    ]
    assert (desk.returning.reads.counts.closed, desk.returning.reads.counts.waiting) == (1, 5)


def test_a_scan_that_comes_while_a_key_is_being_recorded_is_not_lost(desk, read, scan, press, wait_until):
    read(desk.made["known"])
    desk.session.run(lambda ledger: time.sleep(0.5))  # a slow disk
    press("1")
    wait_until(lambda: desk.returning.record.busy)
    scan(desk.made["held"])
    wait_until(lambda: desk.session.idle)
    assert desk.events(desk.made["known"])[-1] == "closed"
    assert desk.returning.shown.scanned.number == desk.made["held"]
    assert "closed" not in desk.events(desk.made["held"])


def test_the_status_line_says_for_how_many_opening_days_the_oldest_has_been_out(desk, wait_until):
    facts = desk.window.frame.outer
    wait_until(lambda: "戻り待ち 5件（最長4開庁日）" in texts(facts))      # a week, less a week-end and 23 November
    desk.window.wear(replace(desk.window.settings, look=Look(step=3)))
    wait_until(lambda: "戻り待ち 5件" in texts(facts := desk.window.frame.outer) and "最長" not in texts(facts))
