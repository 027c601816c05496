"""返送照合 by real keys: the batch that F12 ends, the calls and inquiries that F4 writes down, and the time on the paper
against what is known."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers
from branch_desk.domain import words_return as words
from branch_desk.ui.return_fix import ReturnFix
from branch_desk.ui.sounds import Sound
from tests.screens.opened import texts
from tests.screens.test_returning import ACCEPTED, by_hand, desk, done, read

__all__ = ["by_hand", "desk", "done", "read"]


@pytest.fixture
def fix(desk, press, wait_until):
    """Open F4 and choose by digits; F4 records."""

    def go(*keys: str) -> None:  # what, why: a hand's pace, two digits at once begin a scan
        press("F4")
        wait_until(lambda: isinstance(desk.panel, ReturnFix))
        press(keys[0])
        wait_until(lambda: desk.panel.what is not None)
        press(keys[1])
        wait_until(lambda: desk.panel.complete)
        press("F4")
        wait_until(lambda: desk.panel is None and desk.session.idle)

    return go


def last(desk, number):
    """The newest event of a slip."""
    return desk.asked(lambda ledger: ledger.events(number)[-1])


# ---- the batch


def test_f12_ends_the_batch_and_the_next_scan_begins_another(desk, read, press, done):
    read(desk.made["known"])
    press("1")
    done("closed")
    assert desk.returning.reads.counts.closed == 2  # with the one closed before
    press("F12")
    assert desk.returning.mode == "ended" and words.ENDED in texts(desk.returning.left)
    assert "今回 完了 2件" in texts(desk.returning.left) and "戻り待ち 4件" in texts(desk.returning.left)
    assert "本日 2件 完了" in desk.window._told
    read(desk.made["sent"])
    press("3")
    done("time_missing")
    counts = desk.returning.reads.counts
    assert (counts.closed, counts.look, desk.returning.reads.closed_today) == (0, 1, 2)


def test_f12_names_what_was_left_undecided_and_a_second_one_ends_all_the_same(desk, read, press):
    number = desk.made["sent"]
    before = desk.events(number)
    read(number)
    press("F12")
    assert desk.returning.mode == "ending" and desk.heard[-1] is Sound.LOOK
    assert "未決定が1件" in texts(desk.returning.left) and "令8-大師1-501-00001" in texts(desk.returning.left)
    press("Return")
    assert desk.returning.mode == "ending"
    press("F12")
    assert desk.returning.mode == "ended" and desk.events(number) == before


def test_what_was_left_undecided_is_decided_by_reading_it_again(desk, read, press, done):
    read(desk.made["known"])
    press("F12")
    read(desk.made["known"])
    press("1")
    done("closed")
    press("F12")
    assert desk.returning.mode == "ended"


# ---- the call, the inquiry, the documents


@pytest.mark.parametrize("name", ["voided", "handed"])
def test_the_result_of_the_call_on_a_stop_verdict_goes_in_with_f4(desk, read, press, fix, name):
    number = desk.made[name]
    read(number)
    before = desk.events(number)
    press("Return", "1")
    assert desk.events(number) == before
    fix("1", "2")
    event = last(desk, number)
    assert (event.type, event.body) == (
        "contacted",
        {"whom": "section", "how": "telephone", "result": "not_arrived"},
    )


def test_what_a_citizen_is_told_at_the_counter_is_written_down_from_his_copy(desk, read, fix):
    number = desk.made["sent"]
    read(numbers.parse(number).copy.digits)
    fix("2", "1")
    assert last(desk, number).body == {"whom": "citizen", "how": "counter", "result": "told"}


def test_enter_and_f12_never_record_a_call(desk, read, press, wait_until):
    number = desk.made["voided"]
    read(number)
    press("F4")
    wait_until(lambda: desk.panel is not None)
    press("1")
    wait_until(lambda: desk.panel.what is not None)
    press("1")
    wait_until(lambda: desk.panel.complete)
    press("Return", "KP_Enter", "F12")
    assert desk.panel is not None and "contacted" not in desk.events(number)
    press("Escape")
    assert desk.panel is None and "contacted" not in desk.events(number)


def test_f4_begins_and_ends_an_inquiry(desk, read, fix):
    number = desk.made["sent"]
    read(number)
    fix("3", "2")
    assert desk.asked(lambda ledger: ledger.slip(number)).inquiry
    read(number)
    fix("3", "2")
    assert last(desk, number).type == "inquiry_closed" and not desk.asked(lambda ledger: ledger.slip(number)).inquiry


def test_f4_takes_the_documents_themselves_back(desk, read, fix):
    number = desk.made["known"]
    read(number)
    fix("4", "1")
    slip = desk.asked(lambda ledger: ledger.slip(number))
    assert slip.state.value == "held" and last(desk, number).body == {"reason": "incomplete"}


def test_f4_on_the_list_of_what_is_out_is_about_the_marked_slip(desk, press, fix, wait_until):
    press("F3")
    wait_until(lambda: desk.returning.out is not None and desk.returning.out.chosen)
    fix("1", "4")
    assert last(desk, desk.made["sent"]).body["result"] == "no_answer"


def test_f4_after_a_digit_cannot_become_a_decision(desk, read, press, wait_until):
    """The panel is there at once: a quick 1 after F4 chooses in it and closes nothing."""
    number = desk.made["known"]
    read(number)
    press("F4", "1")
    wait_until(lambda: desk.panel is not None and desk.panel.what is not None)
    assert desk.panel.what.code == "call" and "closed" not in desk.events(number)


# ---- the time on the paper


def test_another_time_on_paper_than_the_section_recorded_is_shown_and_both_are_kept(
    desk, read, press, by_hand, done, root
):
    number = desk.made["known"]
    read(number)
    press("Tab")
    by_hand("11201431")
    assert "→ 11/20 14:31　前の記録は 10:45 です" in texts(desk.returning.left)
    press("Return")
    done("closed")
    assert desk.asked(lambda ledger: ledger.slip(number)).paper_received_at == "2026-11-20T14:31:00+09:00"


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11241046", "これからの日時です"),
        ("11250900", "これからの日時です"),
        ("11171044", "預かった日時（11/17 10:45）より前です"),
        ("11250901"[:4] + "2560", words.TIME_FORM),
        ("02291200", "預かった日時（11/17 10:45）より前です"),
        ("13011200", words.TIME_FORM),
    ],
)
def test_a_time_that_cannot_have_been_is_refused_with_a_sentence(desk, read, press, by_hand, typed, sentence):
    read(desk.made["sent"])
    by_hand(typed)
    press("Return")
    assert desk.returning.fault == sentence and "closed" not in desk.events(desk.made["sent"])
    assert desk.returning.card.time.digits == typed


def test_the_minute_of_taking_in_is_not_before_it(desk, read, press, by_hand, done):
    read(desk.made["sent"])
    by_hand("11171045")
    press("Return")
    done("closed")


def test_a_time_of_last_year_is_said_with_its_year(desk, read, by_hand):
    from tests.screens.test_returning import NEVER_ISSUED

    read(NEVER_ISSUED)
    by_hand("12011000")
    assert "令和7年12月1日" in texts(desk.returning.left)


def test_the_time_typed_from_paper_stands_on_the_slip(desk, read, press, by_hand, done):
    read(desk.made["sent2"])
    by_hand(ACCEPTED)
    press("Return")
    done("closed")
    assert "11月20日（金） 14:30（紙の記入）" in texts(desk.returning.left)


def test_f5_makes_the_inquiry_paper_of_the_slip_on_screen(desk, read, press, wait_until, monkeypatch):
    from branch_desk.ui import open_file

    files = []
    monkeypatch.setattr(open_file, "show", lambda path: files.append(path) or True)
    press("F5")
    assert not files
    read(desk.made["sent"])
    press("F5")
    wait_until(lambda: files)
    assert files[0].read_bytes().startswith(b"%PDF") and desk.returning.mode == "verdict"
    assert last(desk, desk.made["sent"]).type == "printed"


def test_the_list_of_what_is_out_counts_opening_days_and_expects_nothing(desk, press, wait_until):
    press("F3")
    wait_until(lambda: desk.returning.out is not None and desk.returning.out.numbers)
    # since Tuesday the 17th: four opening days, the 23rd is 勤労感謝の日
    assert desk.returning.out._days[desk.made["sent"]] == 4
