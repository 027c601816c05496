"""欠番表: every series from its first to its last number, every void with its reason, and a gap that is
found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from branch_desk.domain import era, numbers
from branch_desk.services import catalogues, gaps, slips, statistics_papers
from branch_desk.services.slips import IssueRequest

PIN = "2468"


def issue(ledger, who, code="501"):
    return slips.issue(ledger, who, IssueRequest(code, 3)).slip.number


def series(table, code):
    return next(item for item in table.series if item.code == code)


@pytest.fixture
def fy(ledger):
    return era.fiscal_year(ledger.now())


def test_every_number_is_accounted_for(ledger, sano, fy):
    for code in ("501", "501", "501", "101"):
        number = issue(ledger, sano, code)
    slips.void(ledger, sano, number, "spoiled", pin=PIN)
    table = gaps.table(ledger, fy)
    assert (table.gaps, table.numbers) == (0, 4) and "欠番はありません" in table.proof
    assert series(table, "501") == gaps.Series("501", "介護保険要介護・要支援認定申請", 3, 3, 0, 0, 0, ())
    assert series(table, "101").voided == 1
    (void,) = table.voids
    assert (
        void.label.endswith("-101-00001")
        and void.reason == "紙の汚れ・破れ"
        and void.by == "佐野"
        and void.at
    )


def test_bags_have_their_series_too(ledger, sano, fy):
    with ledger.transaction() as tx:
        for _ in range(2):
            tx.append("bag_opened", actor="12", bag=tx.draw_bag(fy, "5").digits, body={"section": "5"})
    assert series(gaps.table(ledger, fy), "500") == gaps.Series("500", "高齢・障害課の袋", 2, 2, 0, 0, 0, ())


def test_blanks_and_numbers_without_a_record_are_told_as_ranges(ledger, sano, fy):
    with ledger.transaction() as tx:
        for event in ("reserved", "reserved", "issued", "reserved"):
            number = tx.draw(fy, "000").digits
            body = (
                {
                    "type": "501",
                    "type_name": "x",
                    "section": "5",
                    "section_name": "y",
                    "catalogue": 1,
                    "retention": 1,
                    "sheets": 1,
                    "enclosures": [],
                }
                if event == "issued"
                else None
            )
            tx.append(event, actor="12", slip=number, body=body)
        for _ in range(3):
            tx.append("lost_record", actor="0", slip=tx.draw(fy, "502").digits)
        tx.append("lost_record", actor="0", bag=tx.draw_bag(fy, "5").digits)
    table = gaps.table(ledger, fy)
    assert table.gaps == 0
    assert [(item.kind, item.first[-9:], item.last[-9:], item.count) for item in table.others] == [
        ("reserved", "000-00001", "000-00002", 2),
        ("reserved", "000-00004", "000-00004", 1),
        ("lost", "502-00001", "502-00003", 3),
        ("lost", "500-00001", "500-00001", 1),
    ]
    assert series(table, "500").lost == 1
    assert (series(table, "000").reserved, series(table, "502").lost) == (3, 3)


def test_a_number_that_vanished_is_named(ledger, sano, fy):
    """Nothing in the program does this: somebody did, with another program."""
    for _ in range(4):
        number = issue(ledger, sano)
    third = replace(numbers.parse(number), serial=3).digits
    ledger.db.execute("delete from slip where number in (?, ?)", (int(number), int(third)))
    table = gaps.table(ledger, fy)
    assert series(table, "501").gaps == (3, 4) and table.gaps == 2 and "欠番が2件" in table.proof
    assert [(item.kind, item.first[-5:], item.last[-5:]) for item in table.others] == [
        ("gap", "00003", "00004")
    ]
    form = statistics_papers.gaps_paper(ledger, sano, fy).form
    assert not form.sound and form.series[0][-1] == "2"


def test_another_year_has_another_table(ledger, sano, fy):
    issue(ledger, sano)
    assert gaps.table(ledger, fy - 1).series == () and gaps.table(ledger, fy - 1).numbers == 0
    assert statistics_papers.gaps_paper(ledger, sano, fy - 1).rule == "statistics_empty"


def test_a_practice_ledger_has_one_as_well(practice, fy):
    who = practice.staff()[0]
    issue(practice, who)
    table = gaps.table(practice, fy)
    assert table.gaps == 0 and series(table, "501").records == 1


def test_a_series_whose_type_is_no_longer_listed_still_stands_there(ledger, sano, fy):
    issue(ledger, sano, "602")
    with ledger.transaction() as tx:
        now = catalogues.of(ledger)
        tx.set_catalogue(
            replace(now, types=tuple(item for item in now.types if item.code != "602"), version=2)
        )
    assert series(gaps.table(ledger, fy), "602").last == 1
