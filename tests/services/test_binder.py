"""つづり: what must be in the paper binder, until when it is kept, and its disposal by two people, with a
clock.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import StaffRole
from branch_desk.services import binder, binder_index, catalogues, people, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import BookFilter, Ledger

from .conftest import PIN


class Desk1:
    """A counter with a clock that a test can set, a clerk and a responsible person."""

    def __init__(self, home) -> None:
        self.at = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)
        self.ledger = Ledger.create(
            home, Desk("101", "大師1", "大師支所"), now=lambda: self.at, keep_key_in="file"
        ).ledger
        with self.ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        self.sano = people.add(self.ledger, "12", "佐野 恵", pin=PIN)
        self.miura = people.add(self.ledger, "31", "三浦 直", pin=PIN)
        self.kishi = people.add(self.ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)

    def go(self, year, month, day, hour=10):
        """Another day; a responsible person says that the clock is right."""
        self.at = datetime(year, month, day, hour, tzinfo=era.JST)
        if self.ledger.clock_doubt() is not None:
            self.ledger.settle_clock(self.kishi.code)

    def issue(self, code="501"):
        return slips.issue(self.ledger, self.sano, IssueRequest(code, 3)).slip.number

    def close(self, number):
        done = returns.come_back(self.ledger, self.sano, number, received_at=self.at, accept=True)
        assert done.result == "closed"

    def volume(self, year=2026, retention=1, number=1):
        return binder.volume(self.ledger, year, retention, number)

    def dispose(self, who=None, approver="3", year=2026, retention=1, number=1, **more):
        pins = {"pin": PIN, "approver_pin": PIN} | more
        return binder.dispose(
            self.ledger, who or self.sano, year, retention, number, approver=approver, **pins
        )

    def records(self, kind):
        days = (date(2019, 4, 1), date(2099, 3, 31))
        return self.ledger.events_between(*days, (kind,), Stream.OWN)


@pytest.fixture
def desk(home):
    made = Desk1(home)
    yield made
    made.ledger.close()


@pytest.fixture
def ready(desk):
    """One closed slip of令和8年度, on the first day on which its volume may go: 1 April 2028."""
    desk.close(desk.issue())
    desk.go(2028, 4, 1)
    return desk


@pytest.mark.parametrize(
    ("ended", "years", "until"),
    [
        (date(2026, 11, 24), 5, date(2032, 3, 31)),
        (date(2027, 3, 31), 1, date(2028, 3, 31)),
        (date(2027, 4, 1), 1, date(2029, 3, 31)),  # a day later is another year
        (date(2028, 2, 29), 3, date(2031, 3, 31)),
        (date(2027, 12, 31), 10, date(2038, 3, 31)),
    ],
)
def test_a_volume_is_kept_from_the_end_of_the_fiscal_year_of_the_last_closing(ended, years, until):
    assert binder.kept_until(ended, years) == until


def test_a_slip_closed_after_the_years_end_keeps_its_volume_a_year_longer(desk):
    first, late = desk.issue(), desk.issue()
    desk.close(first)
    assert desk.volume().kept_until == date(2028, 3, 31)
    desk.go(2027, 4, 1)
    desk.close(late)
    assert desk.volume().kept_until == date(2029, 3, 31)
    assert binder.volumes(desk.ledger, 2027) == ()


def test_leap_day_closes_in_its_fiscal_year(desk):
    number = desk.issue()
    desk.go(2028, 2, 29)
    desk.close(number)
    assert desk.volume().kept_until == date(2029, 3, 31)


def test_classes_of_retention_are_volumes_of_their_own(desk):
    catalogue = catalogues.of(desk.ledger)
    longer = tuple(
        item
        if item.code != "502"
        else type(item)(**{name: getattr(item, name) for name in item.__slots__} | {"retention": 5})
        for item in catalogue.types
    )
    with desk.ledger.transaction() as tx:
        tx.set_catalogue(type(catalogue)(longer, catalogue.enclosures, 2))
    desk.issue("501")
    desk.issue("502")
    assert [(item.retention, item.types) for item in binder.volumes(desk.ledger, 2026)] == [
        (1, ("501",)),
        (5, ("502",)),
    ]


def test_nothing_goes_before_its_day(ready):
    ready.go(2028, 3, 31, 23)
    refusal = ready.dispose()
    assert (
        refusal.rule == "kept_until"
        and "令和10年3月31日" in refusal.sentence
        and "まだ廃棄できません" in refusal.sentence
    )
    assert ready.records("disposed") == []
    ready.go(2028, 4, 1, 0)
    assert isinstance(ready.dispose(), binder.Disposed)


def test_an_open_slip_keeps_its_volume_however_old(desk):
    desk.close(desk.issue())
    left = desk.issue()
    desk.go(2040, 4, 1)
    refusal = desk.dispose()
    assert refusal.rule == "volume_open" and "1件" in refusal.sentence
    slips.void(desk.ledger, desk.sano, left, "other", pin=PIN)
    assert desk.volume().kept_until == date(2042, 3, 31)  # it ended only now
    assert desk.dispose().rule == "kept_until"


def test_an_inquiry_keeps_the_volume_even_of_closed_slips(ready):
    number = binder_index.index(ready.ledger, 2026, 11).slips[0].number
    with ready.ledger.transaction() as tx:
        tx.append("inquiry_opened", actor="12", slip=number, body={"reason": "asked", "called": False})
    assert ready.dispose().rule == "volume_inquiry"
    with ready.ledger.transaction() as tx:
        tx.append("inquiry_closed", actor="12", slip=number, body={"result": "no_need", "called": False})
    assert isinstance(ready.dispose(), binder.Disposed)


def test_two_people_and_one_of_them_responsible(ready):
    assert ready.dispose(ready.kishi, "3").rule == "same_person"
    assert ready.dispose(ready.sano, "12").rule == "same_person"
    assert ready.dispose(ready.sano, "31").rule == "not_responsible"
    assert ready.dispose(approver_pin="0000").rule == "pin_wrong"
    assert ready.dispose(pin="0000").rule == "pin_wrong"
    assert ready.dispose(pin=None).rule == "pin_needed"
    assert ready.records("disposed") == []
    done = ready.dispose(ready.kishi, "31")
    assert (done.by, done.approved_by) == ("3", "31")


def test_an_auditor_neither_disposes_nor_sees_it_done(ready):
    auditor = people.add(ready.ledger, "90", "監 査", role=StaffRole.AUDITOR, pin=PIN)
    assert ready.dispose(auditor).rule == "auditor"
    assert ready.dispose(ready.kishi, "90").rule == "auditor"


def test_a_clock_that_leaps_lets_nothing_go(desk):
    desk.close(desk.issue())
    desk.at += timedelta(days=1500)
    assert desk.dispose().rule == "disposal_clock"


def test_disposal_is_recorded_once_listed_and_deletes_nothing(ready):
    before = len(ready.ledger.page(BookFilter()).slips)
    done = ready.dispose()
    assert [dict(event.body) for event in ready.records("disposed")] == [
        {"year": 2026, "retention": 1, "volume": 1, "approved_by": "3"}
    ]
    assert ready.dispose().rule == "already_disposed"
    assert binder.disposed(ready.ledger)[0] == done and ready.volume().disposed == done
    assert len(ready.ledger.page(BookFilter()).slips) == before and ready.ledger.verify().sound


def test_a_full_binder_is_followed_by_another_from_a_day(desk):
    desk.go(2026, 4, 10)
    desk.issue()
    desk.go(2026, 9, 1)
    desk.issue()
    begun = binder.begin(desk.ledger, desk.sano, 2026, 1, date(2026, 9, 1))
    assert begun.volume.number == 2 and begun.volume.slips == 1
    first, second = binder.volumes(desk.ledger, 2026)
    assert (first.first, first.last, first.slips) == (date(2026, 4, 1), date(2026, 8, 31), 1)
    assert (second.first, second.last) == (date(2026, 9, 1), date(2027, 3, 31))
    for day in (date(2026, 9, 1), date(2026, 3, 31), date(2026, 9, 2)):
        assert (
            binder.begin(desk.ledger, desk.sano, 2026, 1, day).rule == "volume_day"
        )  # not twice, not outside, not tomorrow
    assert binder.begin(desk.ledger, desk.sano, 2026, 5).rule == "no_such_volume"
    assert binder.begin(desk.ledger, desk.sano, 8999265010000163, 1).rule == "statistics_year"
    assert binder.volume(desk.ledger, 0, 1, 1).rule == "statistics_year" and binder.volumes(desk.ledger, 10**30) == ()


def test_after_a_disposal_the_volumes_of_its_class_are_settled(ready):
    ready.dispose()
    assert binder.begin(ready.ledger, ready.sano, 2026, 1, date(2026, 12, 1)).rule == "volumes_settled"


def test_the_cover_says_what_is_inside_and_until_when(desk):
    desk.close(desk.issue("501"))
    slips.void(desk.ledger, desk.sano, desk.issue("102"), "wrong_type", pin=PIN)
    slips.hand_back(desk.ledger, desk.sano, desk.issue("102"), "withdrawn")
    form = binder.cover_form(desk.ledger, desk.volume())
    assert (form.year, form.volume, form.desk) == ("令和8年度", 1, "大師1")
    assert form.types == "2種類（102 から 501）" and form.slips == "3件（欠番 0、取消 1、書類の返却 1）"
    assert (form.kept_until, form.may_go) == ("令和10年3月31日", "令和10年4月1日")
    assert form.period == "令和8年4月1日から 令和9年3月31日まで"


def test_the_index_of_a_month_counts_copies_and_originals_and_names_what_is_not_there(desk):
    first, second, third = desk.issue("501"), desk.issue("501"), desk.issue("102")
    desk.close(first)
    slips.void(desk.ledger, desk.sano, third, "spoiled", pin=PIN)
    desk.go(2026, 12, 1)
    desk.issue("501")
    found = binder_index.index(desk.ledger, 2026, 11)
    assert [
        (row.type, row.numbers, row.copies, row.originals, row.open, row.voided) for row in found.rows
    ] == [
        ("102", "00001", 1, 0, 0, 1),
        ("501", "00001〜00002", 2, 1, 1, 0),
    ]
    assert [(note.number, note.state) for note in found.notes] == [(third, "取消"), (second, "預かり中")]
    assert "紙の汚れ・破れ" in found.notes[0].detail and found.notes[1].detail == "大師1"
    assert binder_index.months(desk.ledger, 2026) == ((2026, 12), (2026, 11))


def test_the_index_as_csv_has_no_name_opens_in_excel_and_is_recorded(desk, tmp_path):
    slips.issue(desk.ledger, desk.sano, IssueRequest("501", 3, depositor="髙橋 花子"))
    file = tmp_path / "index.csv"
    done = binder_index.export_csv(desk.ledger, desk.sano, file, 2026, 11)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and "髙橋" not in data.decode("utf-8-sig") and done.count == 1
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][0] == "番号" and rows[1][0] == "令8-大師1-501-00001"
    assert [dict(event.body) for event in desk.records("exported")] == [
        {"what": "binder_index", "count": 1, "named": False}
    ]
    refusal = binder_index.export_csv(desk.ledger, desk.sano, tmp_path / "none.csv", 2026, 6)
    assert (
        isinstance(refusal, Refusal)
        and refusal.rule == "no_such_month"
        and not (tmp_path / "none.csv").exists()
    )


def test_a_number_of_which_only_the_number_is_known_is_a_gap_on_the_cover(desk):
    desk.close(desk.issue())
    with desk.ledger.transaction() as tx:
        number = tx.draw(2026, "501").digits
        tx.append("lost_record", actor="0", slip=number)
    desk.close(desk.issue())
    assert desk.volume().lost == 1
    assert binder.cover_form(desk.ledger, desk.volume()).slips == "2件（欠番 1、取消 0、書類の返却 0）"
