"""Wrong things, each tried through the services: what is said, and that nothing was recorded.

One table, a line a thing. What cannot be refused, because a paper already lies there, is recorded and said so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from branch_desk import app
from branch_desk.domain import era, numbers, words_attention
from branch_desk.domain.verdict import Verdict
from branch_desk.services import (
    bags,
    book,
    catalogues,
    receiving,
    returns,
    slips,
    statistics,
)
from branch_desk.services.catalogues import TypeEntry
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.faults import ClockDoubt
from branch_desk.store.ledger import BookFilter
from tests.scenarios.office import PIN, Office, done

BEGINS = "2026-11-24T09:00"
CODE, SECTION = "501", "5"


@pytest.fixture(autouse=True)
def asked_about_no_new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """These go from one quarter to another in one step, which a real desk is asked about (tests/store/test_year_ends)."""
    monkeypatch.setattr("branch_desk.store.clock.LONG", timedelta(days=4000))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path, BEGINS)
    yield made
    made.close()


def closed_bag(office: Office) -> tuple[str, str]:
    """A slip in a closed bag."""
    number = office.branch.issue(CODE)
    return number, office.pack(SECTION, number)


def checked_bag(office: Office) -> tuple[str, str]:
    """The same, counted by another person."""
    number, bag = closed_bag(office)
    office.check(bag, number)
    return number, bag


# ---- the wrong things: (office, remember) -> answer; `remember()` is called just before the wrong thing itself


def packer_checks(office, remember):
    number, bag = closed_bag(office)
    remember()
    return bags.check(office.ledger, office.sano, bag, number, pin=PIN)


def packer_begins_to_check(office, remember):
    _, bag = closed_bag(office)
    remember()
    return bags.begin_check(office.ledger, office.sano, bag, PIN)


def new_slip_into_last_years_bag(office, remember):
    office.now("2027-03-31T23:59")
    bag = done(bags.open_bag(office.ledger, office.sano, SECTION)).view.number
    done(bags.pack(office.ledger, office.sano, bag, office.branch.issue(CODE)))
    office.now("2027-04-01T00:00")
    new = office.branch.issue(CODE)
    remember()
    return bags.pack(office.ledger, office.sano, bag, new)


def bag_that_nobody_opened(office, remember):
    number = office.branch.issue(CODE)
    remember()
    return bags.pack(office.ledger, office.sano, numbers.Number(numbers.BAG, "101", 2025, "500", 3).digits, number)


def empty_bag_is_closed(office, remember):
    bag = done(bags.open_bag(office.ledger, office.sano, SECTION)).view.number
    remember()
    return bags.close(office.ledger, office.sano, bag)


def empty_bag_leaves(office, remember):
    bag = done(bags.open_bag(office.ledger, office.sano, SECTION)).view.number
    remember()
    return bags.dispatch(office.ledger, office.sano, bag)


def unchecked_bag_leaves(office, remember):
    _, bag = closed_bag(office)
    remember()
    return bags.dispatch(office.ledger, office.sano, bag)


def half_checked_bag_leaves(office, remember):
    made = [office.branch.issue(CODE) for _ in range(2)]
    bag = office.pack(SECTION, *made)
    office.check(bag, made[0])
    remember()
    return bags.dispatch(office.ledger, office.sano, bag)


def open_bag_leaves(office, remember):
    bag = done(bags.open_bag(office.ledger, office.sano, SECTION)).view.number
    done(bags.pack(office.ledger, office.sano, bag, office.branch.issue(CODE)))
    remember()
    return bags.dispatch(office.ledger, office.sano, bag)


def original_comes_back_before_it_left(office, remember):
    number = office.branch.issue(CODE)
    office.clock.forward(minutes=30)
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=office.clock.at)


def voided_original_comes_back(office, remember):
    number = office.branch.issue(CODE)
    done(slips.void(office.ledger, office.sano, number, "wrong_type", pin=PIN))
    assert returns.scan(office.ledger, number).verdict is Verdict.VOIDED
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=office.clock.at, accept=True)


def handed_back_original_comes_back(office, remember):
    number = office.branch.issue(CODE)
    done(slips.hand_back(office.ledger, office.sano, number, "withdrawn"))
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=office.clock.at, accept=True)


def voided_slip_is_packed(office, remember):
    number = office.branch.issue(CODE)
    bag = done(bags.open_bag(office.ledger, office.sano, SECTION)).view.number
    done(slips.void(office.ledger, office.sano, number, "wrong_type", pin=PIN))
    remember()
    return bags.pack(office.ledger, office.sano, bag, number)


def returned_tomorrow(office, remember):
    number = office.branch.issue(CODE)
    office.send(SECTION, number)
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=office.clock.at + timedelta(days=1))


def returned_before_it_was_taken(office, remember):
    number = office.branch.issue(CODE)
    office.send(SECTION, number)
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=office.clock.at - timedelta(days=1))


def received_tomorrow(office, remember):
    number = office.branch.issue(CODE)
    bag = office.send(SECTION, number)
    place = office.tell(SECTION)
    remember(place)
    return receiving.receive(place.ledger, place.who, number, bag=bag, received_at=office.clock.at + timedelta(days=1))


def received_before_it_left(office, remember):
    number = office.branch.issue(CODE)
    bag = office.send(SECTION, number)
    place = office.tell(SECTION)
    remember(place)
    return receiving.receive(place.ledger, place.who, number, bag=bag, received_at=office.clock.at - timedelta(days=1))


def returned_on_a_29_february_that_was_not(office, remember):
    office.now("2027-02-26T10:00")
    number = office.branch.issue(CODE)
    office.send(SECTION, number)
    office.now("2027-03-03T10:00")
    typed = era.from_typed("02290930", office.clock.at)     # eight digits hold no year: the last one that had the day
    assert typed is not None and typed.date() == date(2024, 2, 29)
    remember()
    return returns.come_back(office.ledger, office.sano, number, received_at=typed)


def left_tomorrow(office, remember):
    _, bag = checked_bag(office)
    remember()
    return bags.dispatch(office.ledger, office.sano, bag, at=office.clock.at + timedelta(days=1))


def left_before_it_was_checked(office, remember):
    number, bag = closed_bag(office)
    office.clock.forward(hours=2)
    office.check(bag, number)
    remember()
    return bags.dispatch(office.ledger, office.sano, bag, at=office.clock.at - timedelta(hours=1))


def type_that_ended_yesterday(office, remember):
    ends(office, CODE, office.clock.at.date() - timedelta(days=1))
    remember()
    return slips.issue(office.ledger, office.sano, IssueRequest(CODE, 3))


def ends(office: Office, code: str, last: date) -> None:
    """A catalogue in which the type has its last day then."""
    item = next(item for item in catalogues.of(office.ledger).types if item.code == code)
    entry = replace(TypeEntry.of(item), valid_until=last.isoformat())
    done(catalogues.put_type(office.ledger, office.harada, entry, item))


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing, the word of the rule, and what is said."""

    do: Callable[[Office, Callable[..., None]], Any]
    rule: str
    sentence: str
    counted: int = 0        # records: a visitor who was turned away is counted, and no number spent


WRONG = (
    Wrong(packer_checks, "same_person",
          "入れた人と同じです。別の職員が確認します。袋に入れていない職員が確認してください。"),
    Wrong(packer_begins_to_check, "same_person",
          "入れた人と同じです。別の職員が確認します。袋に入れていない職員が確認してください。"),
    Wrong(new_slip_into_last_years_bag, "bag_other_year",
          "令8-大師1-500-00001は令和8年度の袋です。新しい書類は入れられません。新しい袋を開いてください。"),
    Wrong(bag_that_nobody_opened, "no_such_bag",
          "袋 令7-大師1-500-00003 の記録は、この窓口にありません。袋を作った窓口で確認してください。"),
    Wrong(empty_bag_is_closed, "bag_is_empty",
          "令8-大師1-500-00001には書類が入っていません。書類を入れてから操作してください。"),
    Wrong(empty_bag_leaves, "bag_is_empty",
          "令8-大師1-500-00001には書類が入っていません。書類を入れてから操作してください。"),
    Wrong(unchecked_bag_leaves, "bag_unchecked",
          "令8-大師1-500-00001は、別の職員の確認が終わっていません（残り1件）。別の職員がすべて確認してから発送してください。"),
    Wrong(half_checked_bag_leaves, "bag_unchecked",
          "令8-大師1-500-00001は、別の職員の確認が終わっていません（残り1件）。別の職員がすべて確認してから発送してください。"),
    Wrong(open_bag_leaves, "bag_is_open",
          "令8-大師1-500-00001はまだ閉じていません。袋を閉じてから、別の職員が確認してください。"),
    Wrong(original_comes_back_before_it_left, "not_dispatched",
          "「発送の記録がありません」のため、記録していません。確認したうえで、--accept を付けてもう一度操作してください。"),
    Wrong(voided_original_comes_back, "voided",
          "取消された番号です書類が付いていないか確認し、係長に伝えてください"),
    Wrong(handed_back_original_comes_back, "handed_back",
          "書類を返却した番号です書類が付いていないか確認し、係長に伝えてください"),
    Wrong(voided_slip_is_packed, "voided",
          "取消された番号です。入れないでください。書類が付いていないか確認し、係長に伝えてください。"),
    Wrong(returned_tomorrow, "time_future",
          "これからの日時です。紙に書かれた日時を確認してください。"),
    Wrong(returned_before_it_was_taken, "time_before_issue",
          "預かった日時より前です。紙に書かれた日時を確認してください。"),
    Wrong(received_tomorrow, "time_future",
          "これからの日時です。紙に書かれた日時を確認してください。"),
    Wrong(left_tomorrow, "dispatch_future",
          "これからの日時です。発送した日時を確認してください。"),
    Wrong(left_before_it_was_checked, "dispatch_too_early",
          "袋を確認した日時より前です。発送した日時を確認してください。"),
    Wrong(type_that_ended_yesterday, "ended",
          "この書類は、支所ではお預かりできません。支所での取扱いは終わりました。担当課で承ります。番号は使っていません。", counted=1),
    Wrong(returned_on_a_29_february_that_was_not, "time_before_issue",
          "預かった日時より前です。紙に書かれた日時を確認してください。"),
    Wrong(received_before_it_left, "time_before_dispatch",
          "発送（11月24日（火） 9:00）より前の日時です。日付印の日時を確認してください。"),
)


def records(ledger) -> int:
    """How many there are."""
    return ledger.db.execute("select (select count(*) from event) + (select count(*) from audit)").fetchone()[0]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.do.__name__)
def test_it_is_refused_with_its_sentence_and_nothing_is_recorded(office, wrong):
    before = {}

    def remember(place=None):
        ledger = place.ledger if place else office.ledger
        before[ledger] = records(ledger)

    answer = wrong.do(office, remember)
    assert isinstance(answer, Refusal), answer
    assert (answer.rule, answer.sentence + answer.todo) == (wrong.rule, wrong.sentence)
    ((ledger, count),) = before.items()
    assert records(ledger) == count + wrong.counted


# ---- what cannot be refused: it is taken as it is, and said


def test_papers_that_come_to_the_section_before_they_left_are_taken_in_and_the_branch_is_told(office):
    number, bag = checked_bag(office)
    place = office.tell(SECTION)
    done(receiving.open_bag(place.ledger, place.who, bag))
    taken = done(receiving.receive(place.ledger, place.who, number, bag=bag, received_at=office.clock.at))
    assert taken.result == "received"
    office.tell(SECTION)
    item = office.listed()[number]
    assert (item.why, words_attention.WHY[item.why]) == ("contradiction", "記録の食い違い")
    opened = book.open_slip(office.ledger, number)
    assert opened.contradictions == ("発送の記録がないのに受領されています",)


def test_a_clock_set_back_a_year_is_said_before_the_first_slip_and_what_it_wrote_stays_in_order(office):
    earlier = office.branch.issue(CODE)
    office.now("2027-11-24T09:00")
    first = office.branch.issue(CODE)
    assert app._ready(office.ledger).findings == ()
    office.now("2026-11-24T09:05")
    assert app._ready(office.ledger).findings == (
        "PCの時計は 令和8年11月24日（火） 9:05 ですが、最後の記録は 令和9年11月24日（水） 9:00 です。"
        "日付と時刻を確認し、違うときは直してください。記録の順序は変わりません。",)
    second = office.branch.issue(CODE)
    assert [slip.number for slip in office.ledger.page(BookFilter()).slips] == [second, first, earlier]
    office.now("2027-11-24T09:10")
    assert app._ready(office.ledger).findings == () and office.ledger.verify().sound


@pytest.mark.parametrize("now", ["2025-02-24T09:00", "2029-11-24T09:00"])
def test_a_clock_in_a_year_that_cannot_follow_gives_no_number_and_says_why(office, now):
    office.branch.issue(CODE)
    count = records(office.ledger)
    office.now(now)
    with pytest.raises(ClockDoubt) as stopped:
        office.branch.issue(CODE)
    fault = stopped.value
    assert (fault.title, fault.sentence) == (
        "端末の日付を確認してください",
        "端末の日付が、最後の記録から年度を越えて離れています。新しい年度の番号は出していません。")
    assert fault.todo.startswith("端末の日付と時刻を直すか、正しいことを責任者が承認してください")
    assert records(office.ledger) == count


def test_31_march_and_1_april_are_two_series_two_labels_and_two_years_of_figures(office):
    office.now("2027-03-31T23:59")
    march = office.branch.issue(CODE)
    office.now("2027-04-01T00:00")
    april = office.branch.issue(CODE)
    assert [book.label(office.ledger, number) for number in (march, april)] == [
        "令8-大師1-501-00001", "令9-大師1-501-00001"]
    assert [done(statistics.year(office.ledger, fy)).total.issued for fy in (2026, 2027)] == [1, 1]


def test_a_slip_of_29_february_is_returned_on_that_day_and_counted_in_its_year(office):
    office.now("2027-04-01T09:00")
    office.branch.issue(CODE)
    office.now("2028-02-29T09:00")
    number = office.branch.issue(CODE)
    office.send(SECTION, number)
    office.now("2028-03-02T10:00")
    at = era.from_typed("02291430", office.clock.at)
    closed = done(returns.come_back(office.ledger, office.sano, number, received_at=at))
    assert (closed.result, closed.slip.paper_received_at) == ("closed", "2028-02-29T14:30:00+09:00")
    assert done(statistics.year(office.ledger, 2027)).total.closed == 1


def test_the_last_day_of_a_type_is_still_a_day_and_its_slips_keep_their_name(office):
    last = office.clock.at.date()
    ends(office, CODE, last)
    number = office.branch.issue(CODE)
    office.clock.forward(days=1)
    assert slips.issue(office.ledger, office.sano, IssueRequest(CODE, 3)).rule == "ended"
    assert office.ledger.slip(number).type_name == next(
        item.name for item in catalogues.builtin().types if item.code == CODE)
