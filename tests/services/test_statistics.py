"""集計 on a real ledger: what counts in which year, what is judged and how, what leaves the ledger, and
that no name does."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pypdfium2
import pytest

import printing
from branch_desk.domain import era
from branch_desk.domain.catalogue import NotForwarded
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import Member, Role, StaffRole
from branch_desk.services import (
    catalogues,
    gaps,
    limits,
    opening,
    people,
    slips,
    statistics,
    statistics_papers,
)
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger

PIN = "2468"
SECRET = ("柊木 千万人", "ヒイラギ チマト", "044-999-8877", "四十九院 小次郎", "秘密の添付書類")


@pytest.fixture(autouse=True)
def asked_about_no_new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """These go from one quarter to another in one step, which a real desk is asked about (tests/store/test_year_ends)."""
    monkeypatch.setattr("branch_desk.store.clock.LONG", timedelta(days=4000))


class Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=era.JST)


class World:
    """A desk that has been there since before the year."""

    def __init__(self, home) -> None:
        self.clock = Clock(at(2026, 3, 2, 9))
        self.ledger = Ledger.create(
            home, Desk("101", "大師1", "大師支所"), now=self.clock, keep_key_in="file"
        ).ledger
        with self.ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        self.sano = people.add(self.ledger, "12", "佐野 恵", pin=PIN)
        self.kishi = people.add(self.ledger, "3", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)

    def issue(self, code: str = "501", when: datetime | None = None, **more) -> str:
        self.clock.at = when or self.clock.at
        return slips.issue(self.ledger, self.sano, IssueRequest(code, 3, **more)).slip.number

    def close(self, number: str, when: datetime) -> None:
        self.clock.at = when
        with self.ledger.transaction() as tx:
            tx.append("closed", actor="12", slip=number, body={"accepted": "not_dispatched"})

    def year(self, fy: int = 2026, scope: str | None = None, today: date | None = None) -> statistics.Year:
        made = statistics.year(self.ledger, fy, scope, today)
        assert not isinstance(made, Refusal)
        return made

    def catalogue(self, *types) -> None:
        with self.ledger.transaction() as tx:
            now = catalogues.of(self.ledger)
            tx.set_catalogue(replace(now, types=types, version=now.version + 1))


@pytest.fixture
def world(home):
    made = World(home)
    yield made
    made.ledger.close()


def line(year, code):
    return next(item for item in year.types if item.code == code)


# ---- what counts in which year


def test_a_slip_of_31_march_that_closes_in_april_counts_in_its_own_year(world):
    number = world.issue(when=at(2027, 3, 31, 16))
    world.close(number, at(2027, 4, 2, 10))
    assert world.year(2026).total == statistics.Counts(1, closed=1, median=2, ninth=2)
    assert world.year(2027).total.issued == 0 and world.year(2026).months[-1].counts.closed == 1


def test_midnight_parts_the_years(world):
    world.issue(when=at(2027, 3, 31, 23, 59))
    world.issue(when=at(2027, 4, 1, 0, 0))
    for fy, month in ((2026, "2027-03"), (2027, "2027-04")):
        year = world.year(fy)
        assert year.total.issued == 1
        assert [item.code for item in year.months if item.counts.issued] == [month]


def test_29_february_is_a_day_like_another(world):
    world.issue(when=at(2027, 3, 1, 10))
    number = world.issue(when=at(2028, 2, 28, 10))
    leap = world.issue(when=at(2028, 2, 29, 10))
    world.close(number, at(2028, 2, 29, 11))
    world.close(leap, at(2028, 3, 1, 11))
    year = world.year(2027, today=date(2028, 3, 1))
    assert (year.total.median, year.total.ninth) == (1, 1) and year.months[-2].counts.issued == 2
    assert line(year, "501").note == "2件×366÷336日＝年2件"


def test_papers_of_the_spare_book_count_from_when_they_were_taken(world):
    world.clock.at = at(2026, 6, 1, 9)
    with world.ledger.transaction() as tx:
        number = tx.draw(2026, "000").digits
        tx.append("reserved", actor="12", slip=number)
    assert world.year().total.issued == 0
    world.clock.at = at(2026, 6, 8, 9)
    with world.ledger.transaction() as tx:
        body = {
            "type": "501",
            "type_name": "介護保険要介護・要支援認定申請",
            "section": "5",
            "section_name": "高齢・障害課",
            "catalogue": 1,
            "retention": 1,
            "sheets": 1,
            "enclosures": [],
            "taken_at": era.stamp(at(2026, 5, 29, 14)),
        }
        tx.append("issued", actor="12", slip=number, body=body)
    world.close(number, at(2026, 6, 9, 9))
    year = world.year()
    assert line(year, "501").counts.issued == 1 and year.total.median == 7
    assert [item.code for item in year.months if item.counts.issued] == ["2026-05"]


def test_a_type_that_ended_or_was_renamed_keeps_its_old_name_and_is_not_judged(world):
    world.issue("602", when=at(2026, 4, 2, 9))
    world.issue("601")
    types = {item.code: item for item in catalogues.builtin().types}
    ended = replace(types["602"], valid_until=date(2026, 9, 30))
    renamed = replace(types["601"], name="収入・資産の申告書")
    world.catalogue(*(item for code, item in types.items() if code not in ("601", "602")), ended, renamed)
    world.clock.at = at(2026, 11, 24, 9)
    year = world.year()
    assert [(item.name, item.note, item.few) for item in year.types if item.code == "602"] == [
        ("資産申告書", "取扱い終了", False)
    ]
    old, new = sorted(
        (item for item in year.types if item.code == "601"), key=lambda item: -item.counts.issued
    )
    assert (old.name, old.counts.issued, old.note) == ("収入申告書", 1, "取扱い終了")
    assert (new.name, new.counts.issued, new.few) == ("収入・資産の申告書", 0, True)


def test_closing_days_that_were_set_afterwards_count(world):
    number = world.issue(when=at(2026, 6, 1, 10))
    world.close(number, at(2026, 6, 5, 10))
    assert world.year().total.median == 4
    opening.set_closed(world.ledger, world.kishi, date(2026, 6, 3), True, "other", PIN)
    assert world.year().total.median == 3


def test_every_slip_stands_in_one_column(world):
    world.clock.at = at(2026, 6, 1, 10)
    numbers = [world.issue() for _ in range(5)]
    slips.void(world.ledger, world.sano, numbers[0], "wrong_type", pin=PIN)
    slips.hand_back(world.ledger, world.sano, numbers[1], "withdrawn")
    world.close(numbers[2], at(2026, 6, 2, 9))
    total = world.year().total
    assert (total.issued, total.voided, total.handed_back, total.closed, total.open) == (5, 1, 1, 1, 2)
    assert total == replace(line(world.year(), "501").counts) == replace(world.year().sections[0].counts)


# ---- what is judged


def test_types_that_nobody_brings_are_candidates_too(world):
    world.clock.at = at(2026, 11, 24, 9)
    world.issue("501")
    year = world.year()
    assert (
        len(year.types) == 11 and line(year, "602").few and line(year, "602").note == "0件×365÷238日＝年0件"
    )


def test_nothing_is_judged_in_the_first_quarter(world):
    world.issue("501", when=at(2026, 6, 30, 9))
    year = world.year()
    assert not year.judged and not year.few and "判定しません" in year.how
    assert world.year(today=date(2026, 7, 1)).judged


def test_a_void_is_no_use_of_a_type(world):
    for _ in range(50):
        number = world.issue("501", when=at(2026, 6, 1, 9))
    assert not line(world.year(today=date(2027, 4, 1)), "501").few
    slips.void(world.ledger, world.sano, number, "wrong_type", pin=PIN)
    judged = line(world.year(today=date(2027, 4, 1)), "501")
    assert judged.few and judged.note == "1年で49件"


def test_a_program_that_came_within_the_year_is_not_held_against_the_types(home, tmp_path):
    clock = Clock(at(2026, 10, 1, 9))
    ledger = Ledger.create(
        tmp_path / "new", Desk("101", "大師1", "大師支所"), now=clock, keep_key_in="file"
    ).ledger
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    clock.at = at(2026, 11, 24, 9)
    assert not statistics.year(ledger, 2026).judged
    clock.at = at(2027, 2, 1, 9)
    year = statistics.year(ledger, 2026)
    assert year.judged and "124日間" in year.how and "10月1日から" in year.how
    ledger.close()


def test_what_was_asked_for_and_not_taken_is_a_candidate_for_the_list(world):
    types = catalogues.builtin().types
    world.clock.at = at(2026, 11, 24, 9)
    world.catalogue(*types, replace(types[0], code="199", name="転出届", not_forwarded=NotForwarded.URGENT))
    for _ in range(40):
        slips.turn_away(world.ledger, world.sano, "199")
    for _ in range(3):
        slips.turn_away(world.ledger, world.sano, "999")
    slips.turn_away(world.ledger, world.sano, "501", business=True)
    slips.turn_away(world.ledger, world.sano, "501", past_deadline=True)
    year = world.year()
    assert dict(year.refused) == {"urgent": 40, "not_listed": 3, "business": 1, "past_deadline": 1}
    assert [(item.code, item.name, item.times, item.wanted) for item in year.asked] == [
        ("199", "転出届", 40, True),
        ("", "一覧にない書類", 3, False),
    ]
    assert "199" not in {item.code for item in year.types}


# ---- whose


def test_it_says_of_which_desks(world):
    with world.ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    world.issue(when=at(2026, 6, 1, 9))
    for desk in ("102", "201"):
        world.ledger.db.execute(
            "insert into slip(number, place, state, type, section, issued_at, bag, rest) "
            "select number + ?, place, state, type, section, issued_at, bag, rest from slip "
            "where number like '1101%'",
            ((int(desk) - 101) * 10**12,),
        )
    said = {
        scope: (world.year(2026, scope).total.issued, world.year(2026, scope).scope_says)
        for scope in statistics.SCOPES
    }
    assert said == {
        "desk": (1, "大師1（この窓口だけ）"),
        "branch": (2, "大師支所の全窓口（大師1・大師2）"),
        "all": (3, "この窓口に記録があるすべて（大師1・大師2・田島1）"),
    }
    assert world.year().scope == "branch"


def test_what_cannot_be_asked_is_refused(world):
    assert statistics.year(world.ledger, 26).rule == "statistics_year"
    assert statistics.year(world.ledger, 2026, "ward").rule == "statistics_scope"
    assert gaps.table(world.ledger, 1999).rule == "statistics_year"


def test_a_year_of_nothing_says_so(world):
    world.clock.at = at(2026, 11, 24, 9)
    assert world.year(2024).empty and not world.year(2024).asked
    assert (
        statistics_papers.save_csv(world.ledger, world.sano, world.ledger.home / "x.csv", 2024).rule
        == "statistics_empty"
    )
    assert not (world.ledger.home / "x.csv").exists()
    assert statistics_papers.paper(world.ledger, world.sano, 2024).rule == "statistics_empty"


# ---- exceptions and limits


def let_through(world, *, revoke=False):
    number = world.issue(when=at(2026, 6, 1, 9))
    with world.ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor="12", bag=bag, body={"section": "5"})
        tx.append("bagged", actor="12", slip=number, bag=bag)
        tx.append("bag_closed", actor="12", bag=bag)
        event = tx.append(
            "checked",
            actor="3",
            bag=bag,
            body={"result": "overridden", "reason": "one_person_on_duty", "approved_by": "3"},
        )
        if revoke:
            tx.append(
                "revoked",
                actor="3",
                bag=bag,
                body={"desk": event.desk, "epoch": event.epoch, "seq": event.seq, "reason": "wrong_key"},
            )
    return number


def test_checks_let_go_are_counted_by_section_and_reason_but_not_those_taken_back(world):
    number = let_through(world)
    let_through(world, revoke=True)
    with world.ledger.transaction() as tx:
        tx.append("inquiry_opened", actor="12", slip=number, body={"reason": "not_found", "called": False})
        tx.append("override", actor="3", body={"what": "disposal", "approved_by": "3", "reason": "other"})
    year = world.year()
    assert year.exceptions == (("one_person_on_duty", 1),) and year.overrides == (("disposal", 1),)
    section = next(item for item in year.sections if item.code == "5").counts
    assert (section.exceptions, section.inquiries) == (1, 1) == (year.total.exceptions, year.total.inquiries)
    assert line(year, "501").counts.inquiries == 1


def test_changes_of_limits_are_said_with_day_and_reason_in_their_year_alone(world):
    world.clock.at = at(2026, 6, 1, 9)
    limits.change(world.ledger, world.kishi, "arrive", 4, "busy_season", PIN)
    (change,) = world.year().changes
    assert statistics_papers.change_words(change) == "6月1日 未着とする開庁日数 2開庁日 → 4開庁日"
    assert statistics_papers.change_why(change) == "責任者 岸  理由 繁忙期"
    assert world.year(2025).changes == () and not world.year().empty


# ---- what leaves the ledger


@pytest.fixture
def told(world):
    """Every kind of thing that a person can type, in every place where it can be typed."""
    world.clock.at = at(2026, 6, 1, 9)
    name, kana, phone, applicant, enclosure = SECRET
    for _ in range(3):
        number = world.issue(
            "501", depositor=name, kana=kana, phone=phone, applicant=applicant, other_enclosures=(enclosure,)
        )
    slips.void(world.ledger, world.sano, number, "other", pin=PIN, note=name)
    slips.turn_away(world.ledger, world.sano, "999")
    limits.change(world.ledger, world.kishi, "arrive", 4, "busy_season", PIN)
    world.clock.at = at(2026, 11, 24, 9)
    return world


def secrets_in(text: str) -> list[str]:
    plain = text.replace(" ", "").replace("\n", "")
    parts = {part for secret in SECRET for part in (secret, *secret.split())}
    return [part for part in parts if part.replace(" ", "") in plain]


def test_no_name_is_in_any_of_them(told, tmp_path):
    folder = tmp_path
    statistics_papers.save_csv(told.ledger, told.sano, folder / "s.csv", 2026)
    statistics_papers.save_gaps_csv(told.ledger, told.sano, folder / "g.csv", 2026)
    written = [(folder / name).read_text("utf-8-sig") for name in ("s.csv", "g.csv")]
    written.append(json.dumps(statistics_papers.as_json(told.year()), ensure_ascii=False))
    written.append(json.dumps(gaps.as_json(gaps.table(told.ledger, 2026)), ensure_ascii=False))
    for sheet in (
        statistics_papers.paper(told.ledger, told.sano, 2026),
        statistics_papers.gaps_paper(told.ledger, told.sano, 2026),
    ):
        written.append(str(sheet.form))
        written += [
            page.get_textpage().get_text_range()
            for page in pypdfium2.PdfDocument(printing.draw(sheet.form, "A4").pdf)
        ]
    assert all("令和8年度" in text for text in written)  # the text of the PDFs can be read at all
    assert [secrets_in(text) for text in written] == [[]] * len(written)
    assert secrets_in(str(told.ledger.notes("1101265010000370"))) != []  # it is there to be found


def test_the_csv_opens_rightly_in_japanese_excel(told, tmp_path):
    file = tmp_path / "s.csv"
    statistics_papers.save_csv(told.ledger, told.sano, file, 2026)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    kept = {row[1]: row for row in rows if row[0] == "書類"}["501"]
    assert kept[2:9] == ["介護保険要介護・要支援認定申請", "高齢・障害課", "3", "0", "2", "1", "0"]


def test_a_type_named_like_a_formula_stays_text(told, tmp_path):
    types = {item.code: item for item in catalogues.of(told.ledger).types}
    told.catalogue(
        *(item for code, item in types.items() if code != "502"),
        replace(types["502"], name='=HYPERLINK("http://example.invalid","療育手帳")'),
    )
    told.issue("502")
    for save in (statistics_papers.save_csv, statistics_papers.save_gaps_csv):
        file = tmp_path / "s.csv"
        save(told.ledger, told.sano, file, 2026)
        cells = [
            cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")) for cell in row
        ]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t"))]


def exported(ledger):
    today = ledger.now().date()
    return [event.body for event in ledger.events_between(today, today, ("exported",), Stream.OWN)]


def test_what_left_is_on_record(told, tmp_path):
    statistics_papers.save_csv(told.ledger, told.sano, tmp_path / "s.csv", 2026)
    statistics_papers.save_gaps_csv(told.ledger, told.sano, tmp_path / "g.csv", 2026)
    statistics_papers.paper(told.ledger, told.sano, 2026)
    statistics_papers.gaps_paper(told.ledger, told.sano, 2026)
    assert [(body["what"], body["named"]) for body in exported(told.ledger)] == [
        ("statistics", False),
        ("gaps", False),
        ("statistics", False),
        ("gaps", False),
    ]


def test_a_file_that_could_not_be_written_is_not_on_record(told, tmp_path):
    with pytest.raises(OSError):
        statistics_papers.save_csv(told.ledger, told.sano, tmp_path / "no such folder" / "s.csv", 2026)
    assert exported(told.ledger) == []


def test_an_auditor_reads_but_takes_nothing_away(told, tmp_path):
    auditor = people.add(told.ledger, "77", "監査 太郎", role=StaffRole.AUDITOR)
    assert statistics_papers.save_csv(told.ledger, auditor, tmp_path / "s.csv", 2026).rule == "auditor"
    assert statistics_papers.gaps_paper(told.ledger, auditor, 2026).rule == "auditor"


def test_the_page_shows_done_filled_and_still_out_on_top(told):
    told.close("1101265010000176", at(2026, 6, 5, 9))
    told.clock.at = at(2026, 11, 24, 9)
    form = statistics_papers.paper(told.ledger, told.sano, 2026).form
    june = next(bar for bar in form.months if bar.name == "6月")
    assert (june.done, june.open) == (2, 1)  # one closed and one voided are done with
    assert [bar.begun for bar in form.months] == [True] * 8 + [False] * 4
    assert form.sections[-1][:4] == ("合計", "3", "1", "1")
    assert "欠番 0" in form.numbers and any("繁忙期" in line for line in form.changes)


def test_years_are_offered_newest_first(world):
    world.issue(when=at(2026, 6, 1, 9))
    world.issue(when=at(2027, 6, 1, 9))
    world.clock.at = world.clock.at + timedelta(days=365)
    assert statistics.years(world.ledger) == (2028, 2027, 2026)
