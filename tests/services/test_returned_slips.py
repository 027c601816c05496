"""返送照合: a scan identifies, a key decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.fold import State
from branch_desk.domain.verdict import Verdict
from branch_desk.services import gaps, returns, slips
from branch_desk.services.results import Recorded, Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import BookFilter
from tests.domain.hostile_scans import HOSTILE_SCANS

from .conftest import PIN


def issued(ledger, who):
    return slips.issue(ledger, who, IssueRequest("501", 3)).slip.number


def everything(ledger, number):
    return [event.type for event in ledger.events(number)]


def test_a_returned_original_closes_with_the_time_from_the_paper(ledger, sano):
    number, at = issued(ledger, sano), ledger.now()
    done = returns.come_back(ledger, sano, number, received_at=at, accept=True)
    assert (done.result, done.slip.state, done.slip.accepted) == ("closed", State.CLOSED, "not_dispatched")
    assert done.slip.paper_received_at == era.stamp(at)


def test_a_scan_alone_records_nothing(ledger, sano):
    number = issued(ledger, sano)
    assert returns.scan(ledger, number).verdict is Verdict.NOT_DISPATCHED
    assert everything(ledger, number) == ["issued"]


def test_without_a_time_the_slip_stays_open_and_says_so(ledger, sano):
    number = issued(ledger, sano)
    done = returns.come_back(ledger, sano, number, accept=True)
    assert (done.result, done.slip.state, done.slip.came_back) == ("time_missing", State.HELD, "time_missing")


def test_a_difference_is_recorded_and_leaves_the_slip_open(ledger, sano):
    number = issued(ledger, sano)
    done = returns.come_back(ledger, sano, number, returns.DIFFERS, reason="sheets", received_at=ledger.now(), accept=True)
    assert (done.slip.state, done.slip.came_back, done.slip.came_back_reason) == (State.HELD, "differs", "sheets")


def test_a_doubtful_verdict_is_recorded_only_when_accepted(ledger, sano):
    number = issued(ledger, sano)
    refusal = returns.come_back(ledger, sano, number, received_at=ledger.now())
    assert isinstance(refusal, Refusal) and refusal.rule == "not_dispatched"
    assert everything(ledger, number) == ["issued"]


def test_a_second_scan_of_a_closed_slip_says_so_and_records_nothing(ledger, sano):
    number = issued(ledger, sano)
    returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True)
    assert returns.scan(ledger, number).verdict is Verdict.ALREADY_CLOSED
    assert returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True).rule == "already_closed"
    assert everything(ledger, number) == ["issued", "closed"]


def test_voided_and_handed_back_stop(ledger, sano):
    void, back = issued(ledger, sano), issued(ledger, sano)
    slips.void(ledger, sano, void, "other", pin=PIN)
    slips.hand_back(ledger, sano, back, "other")
    assert returns.scan(ledger, void).verdict is Verdict.VOIDED
    assert returns.scan(ledger, back).verdict is Verdict.HANDED_BACK
    for number in (void, back):
        assert isinstance(returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True), Refusal)


def test_a_copy_never_closes_and_tells_where_the_papers_are(ledger, sano):
    number = issued(ledger, sano)
    copy = numbers.parse(number).copy.digits
    scanned = returns.scan(ledger, copy)
    assert (scanned.verdict, scanned.number, scanned.where) == (Verdict.COPY, number, "支所でお預かりしています。")
    assert returns.come_back(ledger, sano, copy, received_at=ledger.now(), accept=True).rule == "copy"


def test_a_number_that_nobody_here_issued_is_closed_as_a_stub_only_when_accepted(ledger, sano):
    stranger = numbers.Number(1, "102", era.fiscal_year(ledger.now()), "501", 7).digits
    assert returns.come_back(ledger, sano, stranger, received_at=ledger.now()).rule == "unknown"
    done = returns.come_back(ledger, sano, stranger, received_at=ledger.now(), accept=True)
    assert isinstance(done, Recorded) and (done.slip.state, done.slip.stub) == (State.CLOSED, True)


def test_a_number_of_this_desk_that_it_has_not_reached_yet_is_never_given_to_anybody_after_a_scan(ledger, sano):
    """A paper from before a ledger was put back to an older state, or a digit that was mistyped and accepted."""
    first = numbers.parse(issued(ledger, sano))
    ahead = numbers.Number(1, first.desk, first.fy, first.type, first.serial + 2)
    assert returns.come_back(ledger, sano, ahead.digits, received_at=ledger.now(), accept=True).slip.stub
    assert ledger.verify().faults == ()
    given = [numbers.parse(issued(ledger, sano)).serial for _ in range(2)]
    assert given == [first.serial + 1, first.serial + 3], "else a citizen's papers would be closed before they were taken"
    assert everything(ledger, ahead.digits) == ["closed", "lost_record"] and ledger.slip(ahead.digits).state is State.CLOSED
    assert ledger.verify().faults == () and gaps.table(ledger, first.fy).gaps == 0


@pytest.mark.parametrize(("note", "rule"), [("あ" * 401, "too_long"), ("枚数\ud83d", "control")])
def test_what_cannot_be_kept_of_a_difference_is_refused_and_nothing_is_recorded(ledger, sano, note, rule):
    number = issued(ledger, sano)
    answer = returns.come_back(ledger, sano, number, returns.DIFFERS, received_at=ledger.now(), reason="other", note=note,
                               accept=True)
    assert answer.rule == rule and everything(ledger, number) == ["issued"]


def test_a_time_that_cannot_be_is_refused(ledger, sano):
    number = issued(ledger, sano)
    future = returns.come_back(ledger, sano, number, received_at=ledger.now() + timedelta(minutes=2), accept=True)
    before = returns.come_back(ledger, sano, number, received_at=ledger.now() - timedelta(days=1), accept=True)
    assert (future.rule, before.rule) == ("time_future", "time_before_issue")


def test_a_hostile_scan_has_its_verdict_and_records_nothing(ledger, sano):
    verdicts = {scan.what: returns.scan(ledger, scan.text).verdict.value for scan in HOSTILE_SCANS}
    assert verdicts == {scan.what: scan.verdict for scan in HOSTILE_SCANS}
    for scan in HOSTILE_SCANS:
        answer = returns.come_back(ledger, sano, scan.text, received_at=ledger.now())
        assert isinstance(answer, Refusal), scan.what
    assert ledger.page(BookFilter()).total == 0
