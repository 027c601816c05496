"""How long something is left alone. The only two places where a clock counts, and the clock of a PC may be wrong by years
and be set right between one look and the next: nothing waits for a time that lies ahead of now."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_TRIES = 3             # a file may be visible in part for a moment; then it is looked at less often
LONGEST_REST = 60           # minutes
WORD_HOLDS = timedelta(days=1)


def rests(tries: int, last: datetime, now: datetime) -> bool:
    """Whether a stream that stood still at its last try is not to be looked at again yet."""
    wait = timedelta(minutes=min(2 ** min(tries - FIRST_TRIES, 6), LONGEST_REST))
    return tries >= FIRST_TRIES and timedelta(0) <= now - last < wait


def still_holds(said: datetime, now: datetime) -> bool:
    """Whether a word that says what is so need not be said anew, so that others see that this desk is alive."""
    return abs(now - said) < WORD_HOLDS
