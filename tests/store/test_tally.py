"""The tally is what a count of all slips gives, whatever was done and however the ledger was left."""

from __future__ import annotations

from datetime import datetime

import pytest

from branch_desk.domain import era
from branch_desk.domain.figures import span
from branch_desk.store.ledger import Ledger
from tests.store.issuing import Clock, issue, make, record


@pytest.fixture
def worked(tmp_path):
    """A ledger with a slip of each kind, and two refusals."""
    clock = Clock(datetime(2026, 11, 20, 9, tzinfo=era.JST))
    ledger = make(tmp_path / "home", now=clock)
    numbers = [issue(ledger, str(n), "501") for n in range(4)]
    clock.advance(days=4)
    record(ledger, "closed", numbers[0], body={})
    record(ledger, "voided", numbers[1], body={"reason": "wrong_type"})
    record(ledger, "handed_back", numbers[2], body={"reason": "withdrawn"})
    record(ledger, "refused", body={"type": None, "rule": "not_listed"})
    record(ledger, "refused", body={"type": "501", "rule": "business"})
    yield ledger
    ledger.close()


def states(ledger):
    return {row.state: (row.slips, row.spans) for row in ledger.figures.of_year(2026)}


def test_a_slip_stands_where_it_is(worked):
    assert states(worked) == {
        "open": (1, ""),
        "closed": (1, span(20, 4)),
        "voided": (1, ""),
        "handed_back": (1, ""),
    }
    assert {(row.month, row.type, row.rule, row.times) for row in worked.figures.refusals(2026)} == {
        ("2026-11", "", "not_listed", 1),
        ("2026-11", "501", "business", 1),
    }
    assert worked.verify().faults == ()


def test_what_is_taken_back_is_taken_out(worked):
    closed = next(event for event in worked.events("1101265010000176") if event.type == "closed")
    record(
        worked,
        "revoked",
        closed.slip,
        body={"desk": closed.desk, "epoch": closed.epoch, "seq": closed.seq, "reason": "wrong_key"},
    )
    assert states(worked) == {"open": (2, ""), "voided": (1, ""), "handed_back": (1, "")}
    assert worked.verify().faults == ()


def test_a_number_that_was_never_issued_is_not_counted(worked):
    with worked.transaction() as tx:
        tx.append("reserved", actor="1", slip=tx.draw(2026, "000").digits)
        tx.append("lost_record", actor="0", slip=tx.draw(2026, "502").digits)
    assert sum(slips for slips, _ in states(worked).values()) == 4


def test_a_transaction_that_fails_counts_nothing(worked):
    before = worked.figures.of_year(2026)
    with pytest.raises(RuntimeError), worked.transaction() as tx:
        number = tx.draw(2026, "501").digits
        tx.append(
            "issued",
            actor="1",
            slip=number,
            body={
                "type": "501",
                "type_name": "x",
                "section": "5",
                "section_name": "y",
                "catalogue": 1,
                "retention": 1,
                "sheets": 1,
                "enclosures": [],
            },
        )
        raise RuntimeError
    assert worked.figures.of_year(2026) == before


@pytest.mark.parametrize(
    "change",
    [
        "update tally set slips = slips + 1 where state = 'voided'",
        "delete from tally where state = 'closed'",
        f"update tally set spans = '{span(20, 5)}' where state = 'closed'",
        "update refusal_tally set times = 9",
        "insert into refusal_tally values(2026, '2026-12', '', 'urgent', 1)",
    ],
)
def test_what_was_changed_by_hand_is_found(worked, change):
    worked.db.execute(change)
    assert "tally" in {flaw.word for flaw in worked.verify().faults}
    assert any("2026年度" in flaw.sentence for flaw in worked.verify().faults)


def test_what_was_written_without_the_triggers_is_counted_at_the_next_start(worked):
    before = worked.figures.of_year(2026)
    worked.db.execute("update setting set value = '\"1 an older fold\"' where key = 'tally'")
    worked.db.execute("delete from tally")
    worked.close()
    with Ledger.open(worked.home) as again:
        assert again.figures.of_year(2026) == before and again.verify().faults == ()


def test_an_ordinary_start_counts_nothing_anew(worked):
    """It would take seconds at 1,000,000 slips."""
    worked.db.execute("update tally set slips = 7 where state = 'voided'")
    worked.close()
    with Ledger.open(worked.home) as again:
        assert states(again)["voided"] == (7, "")


def test_a_row_that_goes_is_taken_out(worked):
    """No verb does it; a fold that finds nothing of a number any more does."""
    worked.db.execute("delete from slip where state in ('closed', 'voided')")
    assert states(worked) == {"open": (1, ""), "handed_back": (1, "")}
