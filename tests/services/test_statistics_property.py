"""After any history the tally is what a count over every slip of the ledger gives, slip by slip."""

from __future__ import annotations

import itertools
import os
import statistics as reference
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream
from branch_desk.domain.fold import OPEN, Slip
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, people, slips, statistics
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import BookFilter, Ledger

CODES = ("101", "102", "501", "999")
STEPS = st.tuples(
    st.sampled_from(
        (
            "issue",
            "issue",
            "issue",
            "close",
            "void",
            "hand_back",
            "undo",
            "receive",
            "reserve",
            "keyed",
            "dispatch",
            "back",
            "business",
        )
    ),
    st.sampled_from(CODES),
    st.integers(0, 7),
    st.integers(0, 24 * 9),
)
_homes = itertools.count()


@pytest.fixture(scope="module", autouse=True)
def own_state(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@settings(max_examples=12, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=25))
def test_the_tally_is_a_count_of_every_slip(history):
    with tempfile.TemporaryDirectory(dir=os.environ["BRANCH_DESK_STATE"]) as place:
        ledger = played(Path(place) / str(next(_homes)), history)
        try:
            for fy in (2026, 2027):
                compared(ledger, fy)
            assert [flaw for flaw in ledger.verify().faults if flaw.word in ("tally", "projection")] == []
        finally:
            ledger.close()


def played(home: Path, history: list[tuple[str, str, int, int]]) -> Ledger:
    """The history done through the services where there is a verb, else as its event; the clock goes on all
    the while, over the turn of the year."""
    clock = [datetime(2027, 3, 15, 9, 0, tzinfo=era.JST)]
    ledger = Ledger.create(
        home, Desk("101", "大師1", "大師支所"), now=lambda: clock[0], keep_key_in="file"
    ).ledger
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    who = people.add(ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin="2468")
    numbers: list[str] = []
    for step, code, which, hours in history:
        clock[0] += timedelta(hours=hours)
        if ledger.clock_doubt() is not None:    # a month without a record, and then a new year
            ledger.settle_clock("12")
        number = numbers[which % len(numbers)] if numbers else None
        if step == "issue":
            done = slips.issue(ledger, who, IssueRequest(code, 2))
            numbers += [done.slip.number] if hasattr(done, "slip") else []
        elif step == "business":
            slips.turn_away(ledger, who, code, business=True)
        elif step == "reserve":
            with ledger.transaction() as tx:
                numbers.append(tx.draw(era.fiscal_year(clock[0]), "000").digits)
                tx.append("reserved", actor="12", slip=numbers[-1])
        elif number is None:
            continue
        elif step == "void":
            slips.void(ledger, who, number, "wrong_type", pin="2468")
        elif step == "hand_back":
            slips.hand_back(ledger, who, number, "withdrawn")
        elif step == "undo":
            slips.undo(ledger, who, number, "wrong_key")
        else:
            _event(ledger, step, code, number, clock[0])
    return ledger


def _event(ledger: Ledger, step: str, code: str, number: str, now: datetime) -> None:
    with ledger.transaction() as tx:
        if step == "close":
            tx.append("closed", actor="12", slip=number, body={"accepted": "not_dispatched"})
        elif step == "receive":
            tx.append(
                "received", actor="12", slip=number, body={"received_at": era.stamp(now), "source": "paper"}
            )
        elif step == "back":
            tx.append("documents_back", actor="12", slip=number, body={"reason": "incomplete"})
        elif step == "keyed" and code != "999":
            taken = era.stamp(now - timedelta(days=3))
            tx.append(
                "issued",
                actor="12",
                slip=number,
                body={
                    "type": code,
                    "type_name": f"種類{code}",
                    "section": code[0],
                    "section_name": f"課{code[0]}",
                    "catalogue": 1,
                    "retention": 1,
                    "sheets": 1,
                    "enclosures": [],
                    "taken_at": taken,
                },
            )
        elif step == "dispatch":
            bag = tx.draw_bag(era.fiscal_year(now), number[6] if number[6] != "0" else "5").digits
            tx.append("bag_opened", actor="12", bag=bag, body={"section": bag[6]})
            tx.append("bagged", actor="12", slip=number, bag=bag)
            tx.append("bag_dispatched", actor="12", bag=bag, body={"route": "internal_mail"})


def every_slip(ledger: Ledger) -> Iterator[Slip]:
    before = None
    while True:
        page = ledger.page(BookFilter(), before=before, limit=7)
        yield from page.slips
        if page.next is None:
            return
        before = page.next


def compared(ledger: Ledger, fy: int) -> None:
    """Every figure of the year, counted the long way."""
    mine = [slip for slip in every_slip(ledger) if slip.year == fy and slip.issued_at is not None]
    made = statistics.year(ledger, fy, "desk", date(fy + 1, 5, 1))

    def group(name):
        return {key: [slip for slip in mine if name(slip) == key] for key in map(name, mine)}

    assert as_counted(made.total, mine)
    types = group(lambda slip: (slip.type, slip.type_name, slip.section_name))
    shown = {
        (line.code, line.name, line.section_name): line.counts for line in made.types if line.counts.issued
    }
    assert shown.keys() == types.keys() and all(as_counted(shown[key], types[key]) for key in types)
    sections = group(lambda slip: (slip.section, slip.section_name))
    assert {(line.code, line.name) for line in made.sections if line.counts.issued} == sections.keys()
    assert all(
        as_counted(line.counts, sections[line.code, line.name])
        for line in made.sections
        if line.counts.issued
    )
    months = group(lambda slip: (slip.taken_at or slip.issued_at)[:7])
    assert all(as_counted(line.counts, months.get(line.code, [])) for line in made.months)
    refused = Counter(
        body["rule"]
        for event in ledger.events_between(date(fy, 4, 1), date(fy + 1, 3, 31), ("refused",), Stream.OWN)
        if (body := event.body)
    )
    assert dict(made.refused) == dict(refused)


def as_counted(counts: statistics.Counts, mine: list[Slip]) -> bool:
    states = Counter("open" if slip.state in OPEN else slip.state.value for slip in mine)
    days = [
        OpeningDays().between(day(slip.taken_at or slip.issued_at), day(slip.closed_at))
        for slip in mine
        if slip.state.value == "closed"
    ]
    ninth = sorted(days)[ceil(len(days) * 0.9) - 1] if days else None
    return (
        counts.issued,
        counts.open,
        counts.closed,
        counts.voided,
        counts.handed_back,
        counts.median,
        counts.ninth,
    ) == (
        len(mine),
        states["open"],
        states["closed"],
        states["voided"],
        states["handed_back"],
        reference.median(days) if days else None,
        ninth,
    )


def day(stamp: str) -> date:
    return era.moment(stamp).date()
