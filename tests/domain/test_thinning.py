"""Which backups stay, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import era
from branch_desk.domain.thinning import DAYS, HOURS, MONTHS, kept

START = datetime(2026, 4, 1, 8, 30, tzinfo=era.JST)
MADE = st.lists(st.datetimes(datetime(1980, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(tzinfo=era.JST)), max_size=80)
STEPS = st.lists(st.integers(1, 3000), max_size=150)


def _run(minutes: list[int]) -> list[datetime]:
    """A clock that is right: each some minutes after the one before."""
    made, at = [], START
    for step in minutes:
        at += timedelta(minutes=step)
        made.append(at)
    return made


@given(MADE)
def test_the_last_one_made_always_stays_and_there_are_never_more_than_the_rule_says(made):
    stays = kept(made)
    assert len(stays) <= HOURS + DAYS + MONTHS and (not made or len(made) - 1 in stays)


@given(MADE)
def test_what_stays_stays_at_the_next_thinning_too(made):
    left = [made[place] for place in sorted(kept(made))]
    assert kept(left) == frozenset(range(len(left)))


@given(STEPS)
def test_thinning_after_each_one_leaves_what_thinning_once_would(minutes):
    made, left = _run(minutes), list[datetime]()
    for at in made:
        left.append(at)
        left = [left[place] for place in sorted(kept(left))]
    assert left == [made[place] for place in sorted(kept(made))]


@given(STEPS)
def test_every_one_of_the_last_days_and_months_keeps_its_newest(minutes):
    made = _run(minutes)
    left = {made[place] for place in kept(made)}
    for most, period in ((HOURS, "%Y%m%d%H"), (DAYS, "%Y%m%d"), (MONTHS, "%Y%m")):
        newest = {at.strftime(period): at for at in made}
        assert set(list(newest.values())[-most:]) <= left


def test_a_year_of_hourly_backups():
    """Ten a day on every day of a year."""
    made = [START + timedelta(days=day, hours=hour) for day in range(365) for hour in range(10)]
    left = [made[place] for place in sorted(kept(made))]
    assert len(left) == 24 + (14 - 3) + (12 - 1)    # the hours lie on three days, those and the days in one month
    assert left[0] == made[30 * 10 - 1]             # of a month, its last evening
