"""The turn of the fiscal year, 29 February, and a clock that is wrong: numbers stay in their year, unique and
without a gap, and the order of what happened is never the clock's."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from branch_desk.domain import era, numbers
from branch_desk.store.clock import DoubtReason
from branch_desk.store.faults import ClockDoubt
from branch_desk.store.ledger import BookFilter, Ledger
from tests.store.issuing import PRACTICE, Clock, issue, make, record, run

NEW_YEAR = datetime(2027, 4, 1, tzinfo=era.JST)
SECOND = timedelta(seconds=1)


def year_and_serial(digits: str) -> tuple[int, int]:
    number = numbers.parse(digits)
    assert number is not None
    return number.fy, number.serial


def newest_first(ledger: Ledger) -> list[str]:
    return [slip.number for slip in ledger.page(BookFilter()).slips]


def test_the_last_second_of_march_and_the_first_of_april_are_two_series(ledger: Ledger, clock: Clock) -> None:
    clock.at = NEW_YEAR - 2 * SECOND
    march = [issue(ledger, "a"), issue(ledger, "b")]
    clock.at = NEW_YEAR - SECOND
    march.append(issue(ledger, "c"))
    clock.at = NEW_YEAR
    april = [issue(ledger, "d"), issue(ledger, "e")]
    assert [year_and_serial(number) for number in march] == [(2026, 1), (2026, 2), (2026, 3)]
    assert [year_and_serial(number) for number in april] == [(2027, 1), (2027, 2)]
    assert newest_first(ledger) == [*april[::-1], *march[::-1]]
    assert [slip.number for slip in ledger.late(NEW_YEAR, NEW_YEAR, NEW_YEAR)] == march
    assert ledger.verify().faults == ()


def test_a_machine_that_counts_in_another_zone_turns_the_year_at_midnight_in_japan(
    ledger: Ledger, clock: Clock
) -> None:
    clock.at = (NEW_YEAR - SECOND).astimezone(UTC)
    assert year_and_serial(issue(ledger, "a")) == (2026, 1)
    clock.at = NEW_YEAR.astimezone(UTC)
    number = issue(ledger, "b")
    slip = ledger.slip(number)
    assert year_and_serial(number) == (2027, 1) and slip is not None and slip.held_at == era.stamp(NEW_YEAR)


def test_a_transaction_that_lasts_over_midnight_stays_in_the_year_in_which_it_began(
    ledger: Ledger, clock: Clock
) -> None:
    clock.at = NEW_YEAR - SECOND
    with ledger.transaction() as tx:
        clock.at = NEW_YEAR + SECOND
        number = tx.draw(era.fiscal_year(tx.now), "501").digits
        event = tx.append("issued", actor="1", slip=number, body={"type": "501", "section": "5", "sheets": 1})
    assert year_and_serial(number) == (2026, 1) and event.at == era.stamp(NEW_YEAR - SECOND)


def test_a_repeated_request_of_march_is_answered_in_april_with_the_number_of_march(
    ledger: Ledger, clock: Clock
) -> None:
    clock.at = NEW_YEAR - SECOND
    number = issue(ledger, "a")
    clock.at = NEW_YEAR
    assert issue(ledger, "a") == number
    assert year_and_serial(issue(ledger, "b")) == (2027, 1)


def test_a_clock_that_is_put_right_over_midnight_goes_on_in_the_series_of_march(
    ledger: Ledger, clock: Clock
) -> None:
    """A time service may take minutes back; both series stay without a gap, and order is that of writing."""
    given = []
    for seconds in (-60, 30, -90, 60):
        clock.at = NEW_YEAR + seconds * SECOND
        given.append(issue(ledger, str(seconds)))
    assert [year_and_serial(number) for number in given] == [(2026, 1), (2027, 1), (2026, 2), (2027, 2)]
    assert newest_first(ledger) == given[::-1]
    assert ledger.clock_doubt() is None and ledger.verify().faults == ()


def test_a_slip_of_29_february_counts_in_its_year_and_is_found_by_its_day(
    ledger: Ledger, clock: Clock
) -> None:
    clock.at = datetime(2027, 4, 1, 9, tzinfo=era.JST)
    ledger.settle_clock("3")
    issue(ledger, "a")
    clock.at = leap = datetime(2028, 2, 29, 16, 30, tzinfo=era.JST)
    number = issue(ledger, "b")
    clock.at = datetime(2028, 3, 1, 9, tzinfo=era.JST)
    after = issue(ledger, "c")
    assert [year_and_serial(found) for found in (number, after)] == [(2027, 2), (2027, 3)]
    day = BookFilter(issued_from=leap.date(), issued_to=leap.date())
    assert [slip.number for slip in ledger.page(day).slips] == [number]
    assert ledger.event_counts(leap.date(), leap.date())["issued"] == 1
    slip = ledger.slip(number)
    assert slip is not None and slip.since == "2028-02-29T16:30:00+09:00" and ledger.verify().faults == ()


def test_a_clock_set_back_a_year_is_noticed_and_neither_repeats_a_number_nor_moves_a_slip(
    ledger: Ledger, clock: Clock
) -> None:
    clock.at = datetime(2026, 12, 1, 9, tzinfo=era.JST)
    before = [issue(ledger, "a"), issue(ledger, "b")]
    clock.at = datetime(2027, 12, 6, 9, tzinfo=era.JST)
    ledger.settle_clock("3")
    now = issue(ledger, "c")
    clock.at = datetime(2026, 12, 6, 9, tzinfo=era.JST)
    doubt = ledger.clock_doubt()
    assert doubt is not None and doubt.reason is DoubtReason.WENT_BACK
    back = issue(ledger, "d")
    assert [year_and_serial(number) for number in (*before, now, back)] == [
        (2026, 1),
        (2026, 2),
        (2027, 1),
        (2026, 3),
    ]
    assert newest_first(ledger) == [back, now, *before[::-1]]
    assert ledger.event_counts(clock.at.date(), clock.at.date())["clock_doubt"] == 1
    clock.at = datetime(2027, 12, 6, 10, tzinfo=era.JST)
    again = issue(ledger, "e")
    assert year_and_serial(again) == (2027, 2) and newest_first(ledger)[0] == again
    # What was taken in under the wrong clock seems to wait for a year: it is shown at once.
    limit = clock.at - timedelta(days=1)
    assert [slip.number for slip in ledger.late(limit, limit, limit)] == [*before, back]
    assert ledger.verify().faults == ()


@pytest.mark.parametrize("year", [1980, 2024, 2029, 2099])
def test_a_year_that_cannot_follow_gives_no_number_until_somebody_settles_it(
    ledger: Ledger, clock: Clock, year: int
) -> None:
    clock.at = datetime(2026, 11, 24, 9, tzinfo=era.JST)
    issue(ledger, "a")
    clock.at = datetime(year, 11, 24, 9, tzinfo=era.JST)
    with pytest.raises(ClockDoubt):
        issue(ledger, "b")
    clock.at = datetime(2026, 11, 24, 10, tzinfo=era.JST)
    assert year_and_serial(issue(ledger, "b")) == (2026, 2) and ledger.verify().faults == ()


@pytest.mark.parametrize("days", [1, 9, 30])
def test_a_new_year_begins_by_itself_after_as_many_days_as_an_office_may_be_closed(home: Path, days: int) -> None:
    clock = Clock(NEW_YEAR - SECOND - timedelta(days=days - 1))
    with make(home, now=clock) as ledger:
        assert year_and_serial(issue(ledger, "a")) == (2026, 1)
        clock.at = NEW_YEAR
        assert year_and_serial(issue(ledger, "b")) == (2027, 1) and ledger.clock_doubt() is None


def test_a_new_year_after_a_long_silence_is_asked_about_before_its_first_number(home: Path) -> None:
    """A PC that stood in a cupboard, or a month typed wrong in the clock of the system."""
    clock = Clock(datetime(2026, 11, 24, 17, tzinfo=era.JST))
    with make(home, now=clock) as ledger:
        first = issue(ledger, "a")
        clock.at = datetime(2027, 5, 24, 9, tzinfo=era.JST)
        doubt = ledger.clock_doubt()
        assert doubt is not None and doubt.reason is DoubtReason.JUMPED_AHEAD
        with pytest.raises(ClockDoubt):
            issue(ledger, "b")
        record(ledger, "bagged", first, body={})  # work goes on, and believes the new year no more than before
        with pytest.raises(ClockDoubt):
            issue(ledger, "b")
        clock.at = datetime(2026, 11, 25, 9, tzinfo=era.JST)  # put right: nothing is left of it but the record
        assert year_and_serial(issue(ledger, "b")) == (2026, 2)
        clock.at = datetime(2027, 5, 24, 9, tzinfo=era.JST)
        ledger.settle_clock("3")
        assert year_and_serial(issue(ledger, "c")) == (2027, 1) and ledger.clock_doubt() is None
        assert ledger.verify().faults == ()


def test_the_same_silence_within_a_year_is_not_asked_about(home: Path) -> None:
    clock = Clock(datetime(2026, 4, 1, 9, tzinfo=era.JST))
    with make(home, now=clock) as ledger:
        issue(ledger, "a")
        clock.at = datetime(2027, 3, 31, 17, tzinfo=era.JST)
        assert year_and_serial(issue(ledger, "b")) == (2026, 2) and ledger.clock_doubt() is None


def test_a_practice_ledger_is_led_from_year_to_year_without_being_asked(home: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 9, tzinfo=era.JST))
    with make(home, PRACTICE, now=clock) as ledger:
        issue(ledger, "a")
        clock.at = datetime(2027, 6, 1, 9, tzinfo=era.JST)
        assert year_and_serial(issue(ledger, "b")) == (2027, 1) and ledger.clock_doubt() is None


def test_a_clock_set_back_opens_no_series_of_a_year_that_had_none(home: Path) -> None:
    """April, and the clock falls back into February: this desk has no numbers of that year, and begins none unasked."""
    clock = Clock(datetime(2027, 4, 5, 9, tzinfo=era.JST))
    with make(home, now=clock) as ledger:
        issue(ledger, "a")
        clock.at = datetime(2027, 2, 5, 9, tzinfo=era.JST)
        with pytest.raises(ClockDoubt):
            issue(ledger, "b")
        clock.at = datetime(2027, 4, 5, 10, tzinfo=era.JST)
        assert year_and_serial(issue(ledger, "b")) == (2027, 2) and ledger.verify().faults == ()


def test_each_time_the_clock_falls_back_while_the_window_runs_is_recorded_once(ledger: Ledger, clock: Clock) -> None:
    def doubts() -> int:
        return int(ledger.db.execute("select count(*) from audit where type = 'clock_doubt'").fetchone()[0])

    issue(ledger, "a")
    for request, minutes, expected in (("b", -30, 1), ("c", 1, 1), ("d", 40, 1), ("e", -30, 2)):
        clock.advance(minutes=minutes)
        number = issue(ledger, request)
        assert (doubts(), ledger.clock_doubt() is not None) == (expected, minutes != 40), request
        assert newest_first(ledger)[0] == number


def test_a_doubt_of_a_record_that_was_not_kept_is_told_with_the_next(ledger: Ledger, clock: Clock) -> None:
    issue(ledger, "a")
    clock.advance(hours=-1)
    with pytest.raises(ZeroDivisionError), ledger.transaction():
        raise ZeroDivisionError
    issue(ledger, "b")
    assert ledger.db.execute("select count(*) from audit where type = 'clock_doubt'").fetchone() == (1,)


def test_a_time_without_its_offset_is_refused_and_not_taken_for_the_zone_of_the_pc(ledger: Ledger, clock: Clock) -> None:
    clock.at = datetime(2027, 3, 31, 20, 0)
    with pytest.raises(ValueError, match="without its offset"):
        issue(ledger, "a")
    clock.at = datetime(2027, 3, 31, 20, 0, tzinfo=era.JST)
    assert year_and_serial(issue(ledger, "a")) == (2026, 1) and ledger.verify().faults == ()


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "JST-9"])
def test_the_zone_of_the_pc_changes_neither_the_time_nor_the_year(home: Path, zone: str) -> None:
    script = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from branch_desk.domain import era
from branch_desk.store import clock
time.tzset()
now = clock.machine_now()
assert now.utcoffset().total_seconds() == 9 * 3600 and abs((datetime.now(UTC) - now).total_seconds()) < 60
from tests.store.issuing import PRACTICE, Clock, issue, make, record, run
at = datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC)
turning = Clock(at.astimezone())
with make(Path(sys.argv[1]), now=turning) as ledger:
    march = issue(ledger, "a")
    turning.advance(seconds=1)
    april = issue(ledger, "b")
    print(march[4:6], april[4:6], ledger.slip(march).issued_at, ledger.slip(april).issued_at)
"""
    done = run(script, home, env={**os.environ, "TZ": zone})
    assert done.stdout.split() == ["26", "27", "2027-03-31T23:59:59+09:00", "2027-04-01T00:00:00+09:00"], done.stderr
