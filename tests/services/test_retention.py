"""When personal data may go, who may say so, and what is said of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from branch_desk.domain import era
from branch_desk.domain.rights import StaffRole
from branch_desk.services import (
    attention,
    attention_card,
    backup,
    binder,
    book,
    catalogues,
    inquiry,
    people,
    retention,
    returns,
)
from branch_desk.services import slips as verbs
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger
from tests.services.test_binder import Desk1
from tests.store.issuing import DESK

from .conftest import PIN, slow_hash

DUE = (2028, 4, 1)      # the first day after the 保存期間満了日 of what was closed in 令和8年度 and is kept for a year


class Desk(Desk1):
    """One that keeps names. The hash of the PIN is made once for all of them: it is slow on purpose."""

    def __init__(self, home) -> None:
        self.at = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)
        self.ledger = Ledger.create(home, DESK, now=lambda: self.at, keep_key_in="file").ledger
        with self.ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
            for code, name, role in (("12", "佐野 恵", StaffRole.CLERK), ("31", "三浦 直", StaffRole.CLERK),
                                     ("3", "岸 徹", StaffRole.RESPONSIBLE)):
                tx.put_staff(code, name, role, slow_hash())
        self.sano, self.miura, self.kishi = (self.ledger.member_of_staff(code) for code in ("12", "31", "3"))

    def named(self, name="髙﨑 德次郎", code="501"):
        return verbs.issue(self.ledger, self.sano, IssueRequest(code, 3, depositor=name)).slip.number

    def erase(self, who=None, second="3", **more):
        given = {"second_pin": PIN, "pin": PIN} | more
        return retention.erase(self.ledger, who or self.sano, second, **given)

    def due(self, on=None):
        return [(item.year, item.retention) for item in retention.due(self.ledger, on)]


@pytest.fixture
def desk(home):
    made = Desk(home)
    yield made
    made.ledger.close()


@pytest.fixture
def ready(desk):
    """One closed slip with a name of 令和8年度, on the first day on which it may go."""
    desk.number = desk.named()
    desk.close(desk.number)
    desk.go(*DUE)
    return desk


def lengthened(ledger, code, years):
    """From now on slips of this type are kept for so many years."""
    catalogue = catalogues.of(ledger)
    types = tuple(item if item.code != code else type(item)(
        **{name: getattr(item, name) for name in item.__slots__} | {"retention": years}) for item in catalogue.types)
    with ledger.transaction() as tx:
        tx.set_catalogue(type(catalogue)(types, catalogue.enclosures, catalogue.version + 1))


# ---- when


def test_it_may_go_on_the_day_after_the_binders_last_day(ready):
    volume = binder.volume(ready.ledger, 2026, 1, 1)
    found, = retention.classes(ready.ledger)
    assert (found.until, found.may_go, found.slips) == (volume.kept_until, date(*DUE), 1)
    assert found.name == "令和8年度 保存1年"
    assert ready.due(date(2028, 3, 31)) == [] and ready.due(date(2028, 4, 1)) == [(2026, 1)]
    assert ready.due() == [(2026, 1)]


@pytest.mark.parametrize(("closed", "due"), [
    ((2027, 3, 31), date(2028, 4, 1)),      # the last day of the fiscal year in which it was taken in
    ((2027, 4, 1), date(2029, 4, 1)),       # a day later: a year more, as for the binder
    ((2028, 2, 29), date(2029, 4, 1)),
])
def test_its_time_begins_with_the_fiscal_year_after_the_last_closing(desk, closed, due):
    number = desk.named()
    desk.go(*closed)
    desk.close(number)
    found, = retention.classes(desk.ledger)
    assert found.may_go == due == binder.volume(desk.ledger, 2026, 1, 1).may_go
    assert desk.due(due - timedelta(days=1)) == [] and desk.due(due) == [(2026, 1)]


def test_each_type_is_kept_for_its_own_time(desk):
    lengthened(desk.ledger, "502", 5)
    for code in ("501", "502"):
        desk.close(desk.named(code=code))
    assert desk.due(date(2028, 4, 1)) == [(2026, 1)]
    assert desk.due(date(2032, 3, 31)) == [(2026, 1)] and desk.due(date(2032, 4, 1)) == [(2026, 1), (2026, 5)]
    desk.go(*DUE)
    assert desk.erase().classes == ("令和8年度 保存1年",)
    assert desk.due(date(2032, 4, 1)) == [(2026, 5)]


def test_an_open_slip_keeps_its_class_until_it_is_closed(desk):
    desk.close(desk.named())
    late = desk.named("遅れて 戻る")
    desk.go(*DUE)
    found, = retention.classes(desk.ledger)
    assert (found.open, desk.due()) == (1, [])
    refused = desk.erase(wanted=[(2026, 1)])
    assert (refused.rule, desk.erase().rule) == ("class_open", "retention_none") and "1件" in refused.sentence
    assert desk.ledger.personal(late)["name"] == "遅れて 戻る"
    desk.close(late)        # closed in 令和10年度: its time begins anew
    assert desk.due() == [] and desk.due(date(2030, 4, 1)) == [(2026, 1)]
    desk.go(2030, 4, 1)
    assert not isinstance(desk.erase(), Refusal) and desk.ledger.personal_state(late) == "erased"


def test_an_open_slip_without_a_name_in_the_same_binder_keeps_it_too(desk):
    desk.close(desk.named())
    desk.issue()
    desk.go(*DUE)
    assert desk.due() == [] and retention.classes(desk.ledger)[0].open == 1


def test_a_slip_that_is_looked_for_keeps_its_class(ready):
    inquiry.open(ready.ledger, ready.sano, ready.number, "asked")
    assert ready.due() == [] and ready.erase(wanted=[(2026, 1)]).rule == "class_open"


def test_a_voided_slip_counts_as_ended(desk):
    number = desk.named()
    verbs.void(desk.ledger, desk.sano, number, "wrong_type", pin=PIN)
    desk.go(*DUE)
    assert desk.due() == [(2026, 1)]


def test_a_note_of_a_slip_of_another_desk_is_kept_as_long_as_that_slip_is_open(desk):
    from branch_desk.domain import numbers

    foreign = numbers.Number(numbers.SLIP, "205", 2026, "501", 7).digits
    with desk.ledger.transaction() as tx:
        event = tx.append("received", actor="12", slip=foreign, body={"received_at": era.stamp(desk.at), "source": "section"})
        tx.keep(event, 2026, 1, {"note": "電話あり"})
    desk.go(*DUE)
    found, = retention.classes(desk.ledger)
    assert (found.slips, found.open, desk.due()) == (1, 1, [])


def test_nothing_personal_nothing_due(desk):
    desk.close(desk.issue())
    desk.go(*DUE)
    assert retention.classes(desk.ledger) == () and desk.erase().rule == "retention_none"


# ---- who


def test_two_people_with_pins_one_of_them_responsible_and_nobody_else(ready):
    for who, second, more, rule in (
        ("sano", "12", {}, "same_person"),
        ("sano", "31", {}, "not_responsible"),          # two, and none of them 責任者
        ("sano", "3", {"second_pin": "0000"}, "pin_wrong"),
        ("sano", "3", {"second_pin": None}, "pin_needed"),
        ("sano", "3", {"pin": "0000"}, "pin_wrong"),
        ("sano", "3", {"pin": None}, "pin_needed"),
        ("sano", "77", {}, "unknown_staff"),
    ):
        refused = ready.erase(getattr(ready, who), second, **more)
        assert (refused.rule, ready.ledger.personal_state(ready.number)) == (rule, "readable"), (second, more)
    assert ready.records("erased") == []


@pytest.mark.parametrize(("who", "second"), [("sano", "3"), ("kishi", "12")])
def test_either_of_them_may_be_the_responsible_one(ready, who, second):
    done = ready.erase(getattr(ready, who), second)
    assert (done.classes, done.slips, done.places_reached, done.places_waiting) == (("令和8年度 保存1年",), 1, 1, ())
    event, = ready.records("erased")
    assert (event.actor, event.value("approved_by"), event.value("slips")) == (getattr(ready, who).code, second, 1)
    assert ready.ledger.personal_state(ready.number) == "erased" and ready.due() == []
    assert "消去しました" in book.open_slip(ready.ledger, ready.number).names_missing, "and not as if nothing had been typed"
    assert ready.ledger.verify().sound


def test_an_auditor_only_reads(ready):
    auditor = people.add(ready.ledger, "90", "監査 員", role=StaffRole.AUDITOR, pin=PIN)
    assert ready.erase(auditor).rule == "auditor" and ready.erase(second="90").rule in ("not_responsible", "auditor")


def test_no_date_ahead_and_no_doubtful_clock(ready):
    assert ready.erase(on=date(2040, 4, 1)).rule == "retention_future"
    ready.at = datetime(2040, 4, 1, 10, tzinfo=era.JST)
    assert ready.erase().rule == "retention_clock"


def test_a_class_that_is_named_must_be_due(ready):
    assert ready.erase(wanted=[(2026, 5)]).rule == "no_such_class"
    refused = ready.erase(on=date(2028, 3, 31), wanted=[(2026, 1)])
    assert refused.rule == "class_kept" and "令和10年4月1日" in refused.todo


# ---- where


def test_every_backup_is_reached_or_stands_in_attention_with_what_to_do(ready, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    assert not isinstance(backup.set_second(ready.ledger, ready.sano, stick, "3", PIN), Refusal)
    assert backup.make(ready.ledger, "asked").ok
    away = stick.rename(tmp_path / "drawer")
    before = attention.count(ready.ledger)
    done = ready.erase()
    assert (done.places_reached, len(done.places_waiting)) == (2, 1) and "1か所" in done.sentence
    item = next(item for item in attention.list(ready.ledger) if item.why == "key_left")
    assert item.last_holder[0] == "…" and str(stick).endswith(item.last_holder[1:]) and attention.count(ready.ledger) == before + 1
    card = attention_card.of(ready.ledger, item)
    assert card.state is None and card.steps and "鍵" in card.told
    assert [place.path for place in retention.waiting(ready.ledger)] == [str(stick)]
    assert retention.settle_waiting(ready.ledger).places == ()
    away.rename(stick)
    reached = retention.settle_waiting(ready.ledger)
    assert (reached.places, reached.waiting, retention.waiting(ready.ledger)) == ((str(stick),), (), ())
    assert attention.count(ready.ledger) == before


def test_a_lost_stick_is_taken_off_the_list_by_two_people(ready, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backup.set_second(ready.ledger, ready.sano, stick, "3", PIN)
    backup.make(ready.ledger, "asked")
    stick.rename(tmp_path / "lost")
    ready.erase()
    place, = retention.waiting(ready.ledger)
    assert retention.give_up(ready.ledger, ready.sano, "9000000000000000", "3", PIN, pin=PIN).rule == "no_such_place"
    assert retention.give_up(ready.ledger, ready.sano, place.number, "31", PIN, pin=PIN).rule == "not_responsible"
    assert retention.give_up(ready.ledger, ready.sano, place.number, "3", "0000", pin=PIN).rule == "pin_wrong"
    assert retention.waiting(ready.ledger) == (place,)
    assert not isinstance(retention.give_up(ready.ledger, ready.sano, place.number, "3", PIN, pin=PIN), Refusal)
    assert retention.waiting(ready.ledger) == () and ready.records("erased")[-1].value("gone") == 1


def test_a_closed_slip_whose_name_is_erased_still_answers_for_itself(ready):
    ready.erase()
    again = Ledger.open(ready.ledger.home, readonly=True)
    try:
        assert again.slip(ready.number).state.value == "closed" and again.personal(ready.number) == {}
    finally:
        again.close()
    assert returns.scan(ready.ledger, ready.number) is not None
