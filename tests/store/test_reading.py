"""What screens ask of the ledger."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_desk.domain import fold
from branch_desk.domain.catalogue import Catalogue, DocumentType, Enclosure, Section
from branch_desk.domain.events import Stream
from branch_desk.domain.numbers import Number
from branch_desk.domain.rights import Member, Role
from branch_desk.store import reading
from branch_desk.store.ledger import BookFilter, Ledger
from tests.store.issuing import MORNING, Clock, issue, make, record


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Sixty slips of three types over six days; every third closed, every tenth voided."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(tmp_path_factory.mktemp("state")))
        with make(tmp_path_factory.mktemp("book") / "home", now=clock) as ledger:
            for i in range(60):
                number = issue(ledger, f"a{i}", ("501", "502", "101")[i % 3])
                if i % 3 == 0:
                    record(ledger, "closed", number, body={"accepted": "not_dispatched"})
                elif i % 10 == 0:
                    record(ledger, "voided", number, body={"reason": "spoiled"})
                if i % 10 == 9:
                    clock.advance(days=1)
            yield ledger


def all_pages(ledger: Ledger, wanted: BookFilter, limit: int) -> list[str]:
    """Every number, page by page."""
    found, before = [], None
    while True:
        page = ledger.page(wanted, before, limit)
        assert len(page.slips) <= limit and (page.total is None) is (before is not None)
        found += [slip.number for slip in page.slips]
        assert len(found) <= 100, "pages that never end"
        before = page.next
        if before is None:
            return found


STATES = st.none() | st.sampled_from(["held", "closed", "voided", "dispatched"])
DAYS = st.none() | st.dates(date(2026, 11, 22), date(2026, 12, 2))
FILTERS = st.builds(
    BookFilter,
    state=STATES,
    section=st.none() | st.sampled_from("15"),
    type=st.none() | st.sampled_from(["501", "502", "999"]),
    issued_from=DAYS,
    issued_to=DAYS,
    number_part=st.none() | st.sampled_from(["501", "00010", "1101", "9999"]),
)


@settings(max_examples=150)
@given(wanted=FILTERS, limit=st.integers(1, 70))
def test_pages_give_each_slip_once_newest_first_and_what_was_asked(book, wanted, limit):
    def asked_for(slip) -> bool:
        day = slip.issued_at[:10]
        return (
            (wanted.state or slip.state.value) == slip.state.value
            and (wanted.section or slip.section) == slip.section
            and (wanted.type or slip.type) == slip.type
            and (wanted.number_part or "") in slip.number
            and (wanted.issued_from is None or day >= wanted.issued_from.isoformat())
            and (wanted.issued_to is None or day <= wanted.issued_to.isoformat())
        )

    everything = book.page(BookFilter(), limit=100).slips
    assert len(everything) == 60
    expected = [slip.number for slip in everything if asked_for(slip)]
    assert all_pages(book, wanted, limit) == expected and book.page(wanted).total == len(expected)


def test_a_page_of_given_numbers(book):
    numbers = [slip.number for slip in book.page(BookFilter(), limit=5).slips]
    assert all_pages(book, BookFilter(numbers=tuple(numbers[::-1])), 2) == numbers
    assert all_pages(book, BookFilter(numbers=()), 2) == []


def test_the_outstanding_are_the_open_ones_oldest_first(book):
    slips = book.outstanding()
    assert [slip.number for slip in slips] == [
        slip.number for slip in reversed(book.page(BookFilter(), limit=100).slips) if slip.open
    ]
    assert book.count_outstanding() == len(slips) == book.counts_by_state()["held"]
    assert [slip.number for slip in book.outstanding(3)] == [slip.number for slip in slips[:3]]


def test_counts_of_a_day(book):
    first = MORNING.date()
    assert book.event_counts(first, first) == {"issued": 10, "closed": 4}
    assert (
        book.event_counts(first, date(2026, 11, 29))["issued"] == 60
        and book.event_counts(date(2026, 11, 30), date(2027, 1, 1)) == {}
    )
    assert [event.type for event in book.events_between(first, first, ("closed",))] == ["closed"] * 4
    assert book.events_between(first, first, ("viewed",), Stream.OWN) == []


QUICK = {
    "slip": (reading._SLIP, (1,)),
    "events": (reading._EVENTS_OF, (1,)),
    "own events": (reading._OWN_EVENTS_OF, (1,)),
    "personal": (reading._PERSONAL, (1,)),
    "names": (reading._PERSONAL_BELOW, (1, 1)),
    "outstanding": (reading._OUTSTANDING, (9,)),
    "count": (reading._COUNT_OUTSTANDING, ()),
    "next page": (
        f"select {reading.SLIP_COLUMNS} from slip where (place, number) < (?, ?) "
        "order by place desc, number desc limit 26",
        (9, 9),
    ),
    "day": (
        "select type, count(*) from event where substr(at, 1, 10) between ? and ? group by type",
        ("a", "b"),
    ),
}


@pytest.mark.parametrize("question", QUICK)
def test_an_index_serves_every_question_that_must_be_quick(book, question):
    sql, values = QUICK[question]
    plan = [row[3] for row in book.db.execute("explain query plan " + sql, values).fetchall()]
    assert any(step.startswith("SEARCH") for step in plan) and not any(
        step.startswith("SCAN") for step in plan
    ), plan


def test_the_history_of_a_slip_has_both_streams_in_order(ledger):
    number = issue(ledger, "a")
    record(
        ledger,
        "printed",
        number,
        body={"copy": "original", "outcome": "confirmed", "count": 1, "paper": "80mm"},
    )
    record(ledger, "corrected", number, body={"sheets": 5, "enclosures": []})
    record(
        ledger, "printed", number, body={"copy": "original", "outcome": "failed", "count": 2, "paper": "80mm"}
    )
    record(
        ledger,
        "printed",
        number,
        body={"copy": "citizen", "outcome": "doubtful", "count": 1, "paper": "80mm"},
    )
    assert [event.type for event in ledger.events(number)] == [
        "issued",
        "printed",
        "corrected",
        "printed",
        "printed",
    ]
    assert ledger.prints(number) == {"original": 1, "citizen": 1}
    assert ledger.last_own_event(number).type == "corrected" and ledger.slip(number).sheets == 5


def test_what_is_taken_back_is_folded_away(ledger):
    number = issue(ledger, "a")
    record(ledger, "closed", number, body={"accepted": "not_dispatched"})
    closed = ledger.last_own_event(number)
    record(
        ledger,
        "revoked",
        number,
        body={"desk": closed.desk, "epoch": closed.epoch, "seq": closed.seq, "reason": "wrong_key"},
    )
    assert ledger.slip(number).state.value == "held" and ledger.verify().sound


def test_the_slips_of_one_visitor(ledger):
    first = issue(ledger, "a")
    others = [issue(ledger, f"b{i}", visit=first) for i in range(2)]
    issue(ledger, "c")
    assert [slip.number for slip in ledger.slips_of_visit(first, ledger.now().date())] == [first, *others]


def test_a_slip_of_another_desk_is_a_stub_until_more_is_known(ledger):
    number = Number(1, "102", 2026, "501", 7).digits
    assert ledger.slip(number) is None
    record(ledger, "closed", number, body={"accepted": "unknown"})
    slip = ledger.slip(number)
    assert (slip.stub, slip.state.value, slip.type, slip.section) == (
        True,
        "closed",
        "501",
        "5",
    ) and ledger.verify().sound


def test_rights_that_change_change_what_counts(ledger):
    number = Number(1, "102", 2026, "501", 7).digits
    record(ledger, "came_back", number, body={"result": "differs"})
    assert ledger.slip(number).ineffective
    with ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
    assert (
        not ledger.slip(number).ineffective
        and ledger.desk_names == {"101": "大師1", "102": "大師2"}
        and ledger.verify().sound
    )


def test_a_catalogue_comes_back_as_it_was_and_is_never_written_over(ledger):
    section = Section("5", "高齢・障害課", "3階", "044-000-0000")
    first = Catalogue(
        (DocumentType("501", "療育手帳交付申請書", "りょういくてちょう", section, sentence='文、"引用"'),),
        (Enclosure("KO", "戸籍謄本"),),
        1,
    )
    second = Catalogue(first.types * 1, (), 2)
    assert ledger.catalogue() is None
    for catalogue in (first, second):
        with ledger.transaction() as tx:
            tx.set_catalogue(catalogue)
    assert ledger.catalogue() == second and ledger.catalogue(1) == first and ledger.catalogue(3) is None
    with pytest.raises(sqlite3.IntegrityError), ledger.transaction() as tx:
        tx.set_catalogue(second)


def test_settings(ledger):
    with ledger.transaction() as tx:
        tx.set_setting("depositor", "handwritten")
        tx.set_setting("days", {"arrival": 2})
    assert (
        ledger.setting("depositor") == "handwritten"
        and ledger.setting("days") == {"arrival": 2}
        and ledger.setting("none", 3) == 3
    )


def test_a_row_reads_as_the_fold_says(ledger):
    """What is kept of a slip is all of it: reading the row gives exactly the folded slip."""
    number = issue(ledger, "a", flags=["named"], enclosures=["KO", "JU"], others=2, sheets=None, sealed=True)
    with ledger.transaction() as tx:
        bags = [tx.draw_bag(2026, "5").digits for _ in range(2)]
        for bag in bags:
            tx.append("bagged", actor="2", slip=number, bag=bag)
    record(ledger, "voided", number, body={"reason": "other"})
    record(ledger, "bag_dispatched", bag=bags[0], body={"route": "mail"})
    events = ledger.events(number) + [event for bag in bags for event in reading.bag_events(ledger.db, bag)]
    assert ledger.slip(number) == fold.fold(number, events, ledger.members)
    assert len(ledger.slip(number).contradictions) == 2
