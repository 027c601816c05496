"""How long something is left alone, whatever the clock does meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync import patience

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
JUMPS = st.timedeltas(timedelta(days=-3660), timedelta(days=3660))


@given(st.integers(1, 2000), JUMPS)
def test_nothing_rests_longer_than_an_hour_or_until_a_time_that_lies_ahead(tries, jump):
    if patience.rests(tries, NOON, NOON + jump):
        assert timedelta(0) <= jump < timedelta(minutes=patience.LONGEST_REST + 5)
        assert tries >= patience.FIRST_TRIES


@given(st.integers(1, 2000))
def test_a_stream_that_stood_still_often_is_looked_at_less_often(tries):
    rests = [minutes for minutes in range(80) if patience.rests(tries, NOON, NOON + timedelta(minutes=minutes))]
    assert rests == list(range(len(rests))) and len(rests) <= patience.LONGEST_REST
    assert bool(rests) is (tries >= patience.FIRST_TRIES)
    assert len(rests) <= len([minutes for minutes in range(80) if patience.rests(tries + 1, NOON, NOON + timedelta(minutes=minutes))])


@given(JUMPS)
def test_a_word_is_said_anew_after_a_day_and_after_a_clock_that_went_back(jump):
    assert patience.still_holds(NOON, NOON + jump) is (abs(jump) < patience.WORD_HOLDS)
