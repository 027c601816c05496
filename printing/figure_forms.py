"""集計 and 欠番表: figures of a year, and its numbers one by one. Plain values as in forms.py; no person is
in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the head: its word, itself, its unit, and a line below."""

    word: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `done` filled, `open` striped on top of it. Not begun: a dash."""

    name: str
    done: int
    open: int
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Statistics:
    """One page of a year. The last row of `sections` is the sum. `more_few` candidates stand only in the
    CSV."""

    year: str
    period: str
    place: str
    made: str
    figures: tuple[Figure, ...]
    months: tuple[Bar, ...]
    sections: tuple[tuple[str, ...], ...]
    refused: tuple[tuple[str, int], ...] = ()
    few: tuple[tuple[str, str], ...] = ()
    more_few: int = 0
    judged: bool = True
    how: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    numbers: str = ""
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """欠番表: every series, every void with its reason, blanks and unknown numbers. `sound`: nothing is
    missing."""

    year: str
    place: str
    made: str
    proof: str
    sound: bool
    series: tuple[tuple[str, ...], ...]
    voids: tuple[tuple[str, ...], ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    practice: bool = False
