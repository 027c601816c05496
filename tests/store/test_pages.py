"""Pages of the ledger from any edge, against the plain list; and that no page reads the whole of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branch_desk.store import pages
from branch_desk.store.ledger import At, BookFilter, Ledger
from tests.store.issuing import Clock, issue, make, record
from tests.store.test_reading import FILTERS, all_pages


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Sixty slips of three types over six days; some closed, some voided."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(tmp_path_factory.mktemp("state")))
        with make(tmp_path_factory.mktemp("pages") / "home", now=clock) as ledger:
            for i in range(60):
                number = issue(ledger, f"a{i}", ("501", "502", "101")[i % 3])
                if i % 3 == 0:
                    record(ledger, "closed", number, body={"accepted": "not_dispatched"})
                elif i % 10 == 0:
                    record(ledger, "voided", number, body={"reason": "spoiled"})
                if i % 10 == 9:
                    clock.advance(days=1)
            yield ledger


def numbers(page: pages.Pages) -> list[str]:
    return [slip.number for slip in page.slips]


def downwards(ledger: Ledger, wanted: BookFilter, limit: int) -> list[str]:
    found, page = [], ledger.pages(wanted, At(), limit)
    assert not page.above
    while True:
        found += numbers(page)
        if not page.below:
            return found
        page = ledger.pages(wanted, At("below", page.slips[-1].number), limit, page.span)
        assert page.above and page.slips


def upwards(ledger: Ledger, wanted: BookFilter, limit: int) -> list[str]:
    page = ledger.pages(wanted, At("last"), limit)
    assert not page.below
    found = numbers(page)
    while page.above:
        page = ledger.pages(wanted, At("above", page.slips[0].number), limit, page.span)
        assert page.below and page.slips
        found = numbers(page) + found
    return found


@pytest.mark.parametrize("few", [0, pages.FEW])
def test_pages_join_in_both_directions_whether_sorted_or_found_by_place(book, few):
    @settings(max_examples=120)
    @given(wanted=FILTERS, limit=st.integers(1, 70))
    def joins(wanted, limit):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pages, "FEW", few)
            expected = all_pages(book, wanted, 100)
            assert downwards(book, wanted, limit) == expected == upwards(book, wanted, limit)
            assert book.pages(wanted, At(), limit).span.count == len(expected)
            if expected:
                middle = expected[len(expected) // 2]
                page = book.pages(wanted, At("from", middle), limit)
                assert numbers(page) == expected[len(expected) // 2 :][:limit]
                assert page.above is (middle != expected[0])

    joins()


def test_an_edge_that_is_gone_gives_the_first_page(book):
    nobody = "1" + "0" * 15
    assert numbers(book.pages(BookFilter(), At("below", nobody), 5)) == numbers(
        book.pages(BookFilter(), At(), 5)
    )


@pytest.mark.parametrize(
    "wanted",
    [
        BookFilter(section="5"),
        BookFilter(type="501"),
        BookFilter(section="5", state="closed"),
        BookFilter(type="501", state="closed", issued_from=date(2026, 11, 24)),
        BookFilter(issued_from=date(2026, 11, 24), issued_to=date(2026, 11, 30)),
        BookFilter(state="closed", issued_to=date(2026, 11, 30)),
    ],
    ids=str,
)
def test_counting_reads_no_row_of_slip(book, wanted):
    asked = []
    book.db.conn.set_trace_callback(asked.append)
    try:
        pages.span(book.db, wanted)
    finally:
        book.db.conn.set_trace_callback(None)
    plan = " ".join(row[3] for row in book.db.execute(f"explain query plan {asked[-1]}").fetchall())
    assert "COVERING INDEX slip_book" in plan or "COVERING INDEX slip_issued" in plan
