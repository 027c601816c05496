"""受領: a bag is opened, each slip identified by a scan and received by a key, at one time for the whole bag."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.events import as_record
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.verdict import Verdict
from branch_desk.services import arriving, people, receiving
from branch_desk.services.results import Recorded, Refusal
from tests.domain.event_schemas import faults
from tests.domain.hostile_scans import HOSTILE_SCANS

from .two_desks import (
    BRANCH,
    FRIDAY,
    SECTION,
    Clock,
    Place,
    carry,
    together,
    travelling,
)

STRANGER = numbers.Number(1, "201", 2026, "501", 7).digits
OF_CARE = numbers.Number(1, "201", 2026, "601", 7).digits
UNKNOWN_BAG = numbers.Number(2, "201", 2026, "500", 15).digits


@pytest.fixture
def clock():
    return Clock(FRIDAY - timedelta(days=2))


@pytest.fixture
def branch(tmp_path, clock):
    made = Place(tmp_path / "branch", BRANCH, clock, code="12", name="佐野 恵")
    yield made
    made.close()


@pytest.fixture
def section(tmp_path, clock):
    made = Place(tmp_path / "section", SECTION, clock)
    yield made
    made.close()


@pytest.fixture
def bag(branch, section, clock):
    """Three slips on their way, of which the section has heard."""
    made = [branch.issue(sheets=n + 2, enclosures=("01",) if n else ()) for n in range(3)]
    number = branch.dispatch(*made)
    carry(branch, section)
    clock.at = FRIDAY
    opened = receiving.open_bag(section.ledger, section.who, number).view
    assert [row.number for row in opened.rows] == made
    return number, made


def test_a_known_bag_shows_its_list_and_a_scan_records_nothing(section, bag):
    number, made = bag
    found = receiving.look(section.ledger, made[1], number)
    assert (found.kind, found.amount, found.takes) == ("matched", "3枚・添付1点", True)
    assert section.events(made[1]) == ["issued", "bagged", "checked"]
    assert [item.bag for item in receiving.inbox(section.ledger)] == [number]


def test_key_1_receives_at_the_time_of_the_bag_with_the_count_that_was_found(section, branch, bag, clock):
    number, made = bag
    first = receiving.receive(section.ledger, section.who, made[0], bag=number)
    clock.forward(minutes=9)
    second = receiving.receive(section.ledger, section.who, made[1], bag=number)
    assert (first.sentence, first.slip.state) == ("受領しました", State.RECEIVED)
    assert first.slip.received_at == second.slip.received_at == "2026-11-20T14:30:00+09:00"
    assert (second.slip.sheets_found, second.slip.miscounted) == (3, False)
    seen = receiving.view(section.ledger, number)
    assert (seen.received, seen.total, seen.left, seen.fixed) == (2, 3, 1, True)
    assert together(made[1], branch, section).holder.kind.value == "section"


def test_without_a_bag_a_known_slip_is_received_into_the_bag_it_was_sent_in(section, bag):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[2])
    assert [row.stands for row in receiving.view(section.ledger, number).rows] == ["waiting", "waiting", "received"]


def test_a_difference_is_received_with_what_was_found_and_stays_to_be_looked_at(section, branch, bag):
    number, made = bag
    done = receiving.receive(section.ledger, section.who, made[1], bag=number, differs="enclosures", enclosures_found=0)
    assert (done.result, done.slip.state, done.slip.received_differs) == ("differs", State.RECEIVED, "enclosures")
    assert "differs" in together(made[1], branch, section).marks
    assert receiving.receive(section.ledger, section.who, made[0], bag=number, differs=" ").rule == "reason"


def test_own_words_of_a_difference_never_travel(section, bag):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number, differs="山田さんの書類が混ざっている")
    assert all("山田" not in str(event.body) for event in travelling(section.ledger))
    assert [fields["note"] for fields in section.ledger.notes(made[0]).values()] == ["山田さんの書類が混ざっている"]


def test_every_event_is_as_the_schema_says(section, bag):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    receiving.receive(section.ledger, section.who, made[1], bag=number, differs="sheets", sheets_found=2)
    receiving.redirect(section.ledger, section.who, OF_CARE, bag=number)
    receiving.missing(section.ledger, section.who, number, made[2])
    receiving.receive(section.ledger, section.who, made[2], bag=number)
    receiving.undo(section.ledger, section.who, made[0], "wrong_key")
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    receiving.finish(section.ledger, section.who, number)
    written = [event for event in travelling(section.ledger) if event.desk == "305"]
    assert {event.type for event in written} >= {
        "received",
        "surplus",
        "missing",
        "inquiry_closed",
        "revoked",
        "bag_received",
    }
    assert [fault for event in written for fault in faults(as_record(event))] == []


def test_received_twice_says_so_and_records_nothing(section, bag):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    before = section.events(made[0])
    found = receiving.look(section.ledger, made[0], number)
    assert (found.verdict, found.kind) == (Verdict.MATCHED, "already_received")
    for given in (number, None):
        assert receiving.receive(section.ledger, section.who, made[0], bag=given).rule == "already_received"
    assert section.events(made[0]) == before


def test_a_slip_that_comes_again_in_another_bag_can_be_received_again(section, bag):
    """It went back to the branch unhandled, of which a desk without connection has heard nothing."""
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 1)
    assert receiving.look(section.ledger, made[0], UNKNOWN_BAG).kind == "again"
    assert isinstance(receiving.receive(section.ledger, section.who, made[0], bag=UNKNOWN_BAG), Recorded)
    assert receiving.finish(section.ledger, section.who, UNKNOWN_BAG).sentence == "1件の受領を確定しました"


def test_a_paper_of_another_section_stops_and_is_redirected_with_one_key(section, bag):
    number, _ = bag
    found = receiving.look(section.ledger, OF_CARE, number)
    assert (found.verdict, found.takes) == (Verdict.WRONG_SECTION, False)
    assert receiving.receive(section.ledger, section.who, OF_CARE, bag=number).rule == "wrong_section"
    done = receiving.redirect(section.ledger, section.who, OF_CARE, bag=number)
    assert done.sentence == "他課の書類として記録しました。保護課 4階へ渡してください"
    assert (done.slip.state, done.slip.holder.where) == (State.HELD, "5")
    assert receiving.look(section.ledger, OF_CARE, number).kind == "redirected"
    assert receiving.redirect(section.ledger, section.who, OF_CARE, bag=number).rule == "redirected"
    assert [row.stands for row in receiving.view(section.ledger, number).rows][-1] == "redirected"


def test_a_slip_of_this_section_that_is_not_on_the_list_is_received_and_told(section, branch, bag):
    number, _ = bag
    more = branch.issue()
    carry(branch, section)
    assert receiving.look(section.ledger, more, number).kind == "not_on_list"
    receiving.receive(section.ledger, section.who, more, bag=number)
    assert section.events(more)[-2:] == ["received", "surplus"]
    seen = receiving.view(section.ledger, number)
    assert (seen.received, seen.found, seen.left) == (0, 1, 3)
    assert "received_before_dispatch" in [item.what for item in together(more, branch, section).contradictions]


def test_a_slip_whose_bag_never_left_is_received_and_the_branch_sees_the_contradiction(section, branch, clock):
    one = branch.issue()
    bag = branch.dispatch(one, sent=False)
    carry(branch, section)
    clock.forward(hours=1)
    assert receiving.look(section.ledger, one).verdict is Verdict.NOT_DISPATCHED
    receiving.open_bag(section.ledger, section.who, bag)
    assert receiving.receive(section.ledger, section.who, one, bag=bag).slip.state is State.RECEIVED
    assert "contradiction" in together(one, branch, section).marks


def test_an_unknown_slip_is_received_by_its_number_alone(section, clock):
    done = receiving.receive(section.ledger, section.who, STRANGER, received_at=FRIDAY - timedelta(days=3))
    assert done.sentence == "送付元の記録はまだ届いていません。番号だけで受領しました"
    assert (done.slip.state, done.slip.stub, done.slip.type) == (State.RECEIVED, True, "501")


def test_a_slip_received_by_its_number_closes_at_the_branch_when_both_records_meet(section, branch, clock):
    one = branch.issue()
    branch.dispatch(one)
    clock.forward(hours=3)
    receiving.receive(section.ledger, section.who, one)
    slip = together(one, branch, section)
    assert (slip.state, slip.stub, slip.contradictions) == (State.RECEIVED, False, ())


def test_an_unknown_bag_asks_the_total_of_its_list(section):
    asked = receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG)
    assert asked.rule == "bag_total"
    assert receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 0).rule == "bag_total_form"
    opened = receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 2).view
    assert (opened.known, opened.total, opened.left, opened.branch) == (False, 2, 2, "支所（窓口201）")
    assert [(item.bag, item.open) for item in receiving.inbox(section.ledger)] == [(UNKNOWN_BAG, True)]


def test_an_unknown_bag_is_counted_against_its_total(section):
    receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 2)
    receiving.receive(section.ledger, section.who, STRANGER, bag=UNKNOWN_BAG)
    refusal = receiving.finish(section.ledger, section.who, UNKNOWN_BAG)
    assert (refusal.rule, refusal.sentence) == ("bag_count", "送付票は2件、確認したのは1件です。")
    lost = receiving.missing(section.ledger, section.who, UNKNOWN_BAG, "501-00009")
    assert lost.slip.number == numbers.Number(1, "201", 2026, "501", 9).digits and lost.slip.inquiry
    done = receiving.finish(section.ledger, section.who, UNKNOWN_BAG)
    assert done.sentence == "1件の受領を確定しました。1件は見当たりません（所在調査）"
    assert receiving.inbox(section.ledger) == ()


def test_a_count_that_does_not_agree_is_finished_only_when_that_is_said(section):
    receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 3)
    receiving.receive(section.ledger, section.who, STRANGER, bag=UNKNOWN_BAG)
    assert receiving.finish(section.ledger, section.who, UNKNOWN_BAG).rule == "bag_count"
    done = receiving.finish(section.ledger, section.who, UNKNOWN_BAG, short=True)
    assert done.sentence == "1件の受領を確定しました。送付票の3件と合いません"
    assert travelling(section.ledger)[-1].body["count_found"] == 1


def test_finishing_with_unread_slips_wants_a_decision_and_says_how_many(section, branch, bag):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    refusal = receiving.finish(section.ledger, section.who, number)
    assert (refusal.rule, refusal.sentence) == ("bag_left", "2件が読み取られていません。")
    assert refusal.details == {"unread": made[1:]} and "bag_received" not in section.events(number)
    done = receiving.finish(section.ledger, section.who, number, missing=[made[1]])
    assert done.rule == "bag_left"
    done = receiving.finish(section.ledger, section.who, number, rest_missing=True)
    assert (done.missing, done.view.received) == (tuple(made[1:]), 1)
    for lost in made[1:]:
        slip = together(lost, branch, section)
        assert (slip.state, slip.inquiry, slip.holder.kind.value) == (State.DISPATCHED, True, "mail_out")


def test_what_was_missing_and_is_found_ends_the_inquiry(section, branch, bag):
    number, made = bag
    receiving.missing(section.ledger, section.who, number, made[0])
    assert receiving.missing(section.ledger, section.who, number, made[0]).rule == "missing_already"
    assert section.ledger.slip(made[0]).inquiry
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    assert together(made[0], branch, section).inquiry is False


def test_missing_is_only_what_the_list_names(section, branch, bag):
    number, made = bag
    other = branch.issue()
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    assert receiving.missing(section.ledger, section.who, number, made[0]).rule == "received_already"
    assert receiving.missing(section.ledger, section.who, number, other).rule == "not_on_bag"
    assert receiving.missing(section.ledger, section.who, number, "501").rule == "missing_number"
    assert receiving.missing(section.ledger, section.who, number, made[1], "").rule == "reason"


def test_one_time_for_a_bag_never_in_the_future_and_not_before_it_left(section, bag, clock):
    number, made = bag
    future, before = clock.at + timedelta(minutes=2), clock.at - timedelta(days=4)
    assert receiving.receive(section.ledger, section.who, made[0], bag=number, received_at=future).rule == "time_future"
    assert receiving.retime(section.ledger, section.who, number, future).rule == "time_future"
    assert receiving.receive(section.ledger, section.who, made[0], bag=number, received_at=before).rule == (
        "time_before_dispatch"
    )
    assert section.events(made[0])[-1] == "checked"
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    other = receiving.receive(
        section.ledger, section.who, made[1], bag=number, received_at=clock.at - timedelta(hours=1)
    )
    assert other.rule == "bag_time"


def test_another_time_for_the_bag_takes_the_receipts_back_and_records_them_anew(section, branch, bag, clock):
    number, made = bag
    for one in made[:2]:
        receiving.receive(section.ledger, section.who, one, bag=number)
    at = clock.at - timedelta(hours=2)
    receiving.retime(section.ledger, section.who, number, at)
    receiving.receive(section.ledger, section.who, made[2], bag=number)
    assert {together(one, branch, section).received_at for one in made} == {era.stamp(at)}
    assert section.events(made[0])[-3:] == ["received", "revoked", "received"]
    assert receiving.finish(section.ledger, section.who, number).view.at == at


def test_undo_takes_back_all_that_one_key_recorded(section, branch, bag):
    number, _ = bag
    more = branch.issue()
    carry(branch, section)
    receiving.receive(section.ledger, section.who, more, bag=number)
    receiving.undo(section.ledger, section.who, more, "wrong_slip")
    assert section.events(more)[-2:] == ["revoked", "revoked"]
    assert together(more, branch, section).state is State.HELD
    receiving.redirect(section.ledger, section.who, OF_CARE, bag=number)
    assert receiving.undo(section.ledger, section.who, OF_CARE, "wrong_key").result == "undone"
    assert receiving.look(section.ledger, OF_CARE, number).kind == "wrong_section"
    assert receiving.undo(section.ledger, section.who, OF_CARE, "wrong_key").rule == "nothing_to_undo"


def test_after_a_day_only_a_responsible_person_takes_a_receipt_back(section, bag, clock):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    clock.forward(days=1)
    assert receiving.undo(section.ledger, section.who, made[0], "wrong_key").rule == "undo_after_a_day"
    assert receiving.undo(section.ledger, section.chief, made[0], "wrong_key").result == "undone"


def test_a_finished_bag_is_closed_until_it_is_taken_back(section, bag):
    number, made = bag
    receiving.finish(section.ledger, section.who, number, rest_missing=True)
    for answer in (
        receiving.open_bag(section.ledger, section.who, number),
        receiving.receive(section.ledger, section.who, made[0], bag=number),
        receiving.finish(section.ledger, section.who, number),
    ):
        assert answer.rule == "bag_received_already"
    assert receiving.reopen(section.ledger, section.who, number, "wrong_key").view.finished is None
    assert isinstance(receiving.receive(section.ledger, section.who, made[0], bag=number), Recorded)


@pytest.mark.parametrize(
    "text, rule",
    [
        (numbers.Number(2, "101", 2026, "600", 1).digits, "bag_other_section"),
        (numbers.Number(7, "101", 2026, "500", 1).digits, "arrived_practice"),
        (STRANGER, "no_bag_number"),
        ("2101", "no_bag_number"),
    ],
)
def test_what_is_no_bag_of_this_section_is_refused(section, text, rule):
    assert receiving.open_bag(section.ledger, section.who, text, 3).rule == rule


def test_a_bag_of_another_section_says_where_it_belongs(section):
    refusal = receiving.open_bag(section.ledger, section.who, numbers.Number(2, "101", 2026, "600", 1).digits, 3)
    assert refusal.sentence == "保護課 4階の袋です。"


def test_the_papers_of_a_voided_number_stop_and_begin_an_inquiry(section, branch, clock):
    one = branch.issue()
    branch.record("voided", slip=one, body={"reason": "other"})
    carry(branch, section)
    assert receiving.receive(section.ledger, section.who, one).rule == "voided"
    assert receiving.inquire(section.ledger, section.who, one).result == "inquiry"
    assert together(one, branch, section).inquiry
    assert receiving.look(section.ledger, one).kind == "inquiry"
    assert receiving.inquire(section.ledger, section.who, one).rule == "inquiry"


def test_a_copy_a_practice_number_and_a_closed_slip_are_said_and_not_recorded(section, branch, bag):
    number, made = bag
    closed = branch.issue()
    branch.record(
        "closed", slip=closed, body={"source": "paper", "received_at": era.stamp(FRIDAY), "accepted": "not_dispatched"}
    )
    carry(branch, section)
    wrong = {
        numbers.parse(made[0]).copy.digits: "copy",
        numbers.Number(8, "101", 2026, "501", 1).digits: "practice",
        closed: "already_closed",
    }
    before = len(travelling(section.ledger))
    for text, rule in wrong.items():
        assert receiving.receive(section.ledger, section.who, text, bag=number).rule == rule
        assert receiving.redirect(section.ledger, section.who, text, bag=number).rule == rule
    assert len(travelling(section.ledger)) == before


def test_hostile_scans_record_nothing(section):
    for scan in HOSTILE_SCANS:
        if scan.verdict in ("unreadable", "not_ours", "practice", "copy"):
            answer = receiving.receive(section.ledger, section.who, scan.text)
            assert isinstance(answer, Refusal), scan.what
    assert travelling(section.ledger) == []


def test_an_auditor_reads_and_records_nothing(section, bag):
    number, made = bag
    auditor = people.add(section.ledger, "9", "監 査", role=StaffRole.AUDITOR)
    assert receiving.open_bag(section.ledger, auditor, number).view.total == 3
    for answer in (
        receiving.receive(section.ledger, auditor, made[0], bag=number),
        receiving.missing(section.ledger, auditor, number, made[0]),
        receiving.finish(section.ledger, auditor, number, rest_missing=True),
        receiving.redirect(section.ledger, auditor, OF_CARE, bag=number),
        receiving.retime(section.ledger, auditor, number, FRIDAY),
        receiving.undo(section.ledger, auditor, made[0], "wrong_key"),
        receiving.open_bag(section.ledger, auditor, UNKNOWN_BAG, 3),
        receiving.set_stamp(section.ledger, auditor, "day"),
    ):
        assert answer.rule == "auditor"


def test_a_counter_does_not_receive(branch):
    one = branch.issue()
    assert receiving.receive(branch.ledger, branch.who, one).rule == "not_section_desk"
    assert branch.events(one) == ["issued"]


def test_a_bag_half_taken_in_is_there_again_after_a_restart(section, tmp_path, clock):
    receiving.open_bag(section.ledger, section.who, UNKNOWN_BAG, 2)
    at = clock.at - timedelta(hours=1)
    receiving.retime(section.ledger, section.who, UNKNOWN_BAG, at)
    receiving.receive(section.ledger, section.who, STRANGER, bag=UNKNOWN_BAG)
    section.close()
    section.ledger = type(section.ledger).open(tmp_path / "section", now=clock)
    seen = receiving.view(section.ledger, UNKNOWN_BAG)
    assert (seen.total, seen.at, seen.received, seen.left) == (2, at, 1, 1)


def test_one_inbox_for_all_desks_the_oldest_bag_first(section, branch, tmp_path, clock):
    first = branch.dispatch(branch.issue())
    clock.forward(hours=2)
    other = Place(tmp_path / "tajima", type(BRANCH)("201", "田島1", "田島支所"), clock, code="12", name="林 悟")
    second = other.dispatch(other.issue(), other.issue())
    elsewhere = other.dispatch(other.issue("601"), section="6")
    carry(branch, section)
    carry(other, section)
    other.close()
    found = receiving.inbox(section.ledger)
    assert [(item.bag, item.branch, item.count, item.open) for item in found] == [
        (first, "大師支所", 1, False),
        (second, "田島支所", 2, False),
    ]
    assert elsewhere not in [item.bag for item in found]


def test_a_stamp_that_shows_only_the_day_keeps_the_day_true(section, bag, clock):
    number, made = bag
    receiving.set_stamp(section.ledger, section.who, receiving.DAY)
    assert arriving.stamp_of(section.ledger) == "day" and arriving.said_time(clock.at, "day") == "11月20日（金）"
    sent = receiving.view(section.ledger, number).dispatched
    read = [arriving.from_typed(text, clock.at, "day", sent) for text in ("1120", "1119", "1118", "1121", "1399")]
    noon = clock.at.replace(day=19, hour=12, minute=0)
    # today is now; of an earlier day the hour is unknown, and never before the bag left
    assert read[:3] == [clock.at, noon, sent] and read[3] > clock.at and read[4] is None
    receiving.retime(section.ledger, section.who, number, read[2])
    assert receiving.receive(section.ledger, section.who, made[0], bag=number).slip.received_at == era.stamp(sent)
    assert receiving.set_stamp(section.ledger, section.who, "week").rule == "stamp"


def test_the_default_time_is_now_and_holds_for_the_whole_bag(section, bag, clock):
    number, made = bag
    receiving.receive(section.ledger, section.who, made[0], bag=number)
    clock.forward(hours=5)
    done = receiving.finish(section.ledger, section.who, number, rest_missing=True)
    assert done.view.at == FRIDAY
    assert travelling(section.ledger)[-1].body == {"received_at": era.stamp(FRIDAY), "count_found": 1}
