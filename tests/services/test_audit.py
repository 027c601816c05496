"""What an auditor is given: a line to sign, a printed value that a rewritten ledger cannot keep, numbers drawn at random,
who held which role when, and a file of everything that was let through."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import printing
from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream, chained
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import audit, bag_papers, bags, catalogues, limits, people, signoff, slips, spare
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store import projection
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import Ledger
from branch_desk.store.trail import FEW, Trail
from tests.store.issuing import Clock

PIN = "2468"
MORNING = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)


@pytest.fixture(autouse=True)
def quick_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """How slow the hash of a PIN is, is proven elsewhere (tests/store/test_personal.py): here many are made."""
    monkeypatch.setattr("branch_desk.store.pins._N", 2**4)


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture
def desk(home: Path, clock: Clock) -> Iterator[Ledger]:
    """A desk where a day's work was done: issued, voided, reprinted, a limit changed, names looked at."""
    ledger = Ledger.create(home, Desk("101", "大師1", "大師支所"), now=clock, keep_key_in="file").ledger
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    for code, role in (("3", StaffRole.RESPONSIBLE), ("12", StaffRole.CLERK), ("7", StaffRole.AUDITOR)):
        assert isinstance(people.add(ledger, code, f"職員{code}", role=role, pin=PIN), Staff)
    yield ledger
    ledger.close()


def who(ledger: Ledger, code: str) -> Staff:
    found = ledger.member_of_staff(code)
    assert found is not None
    return found


def issued(ledger: Ledger, count: int = 1, type_: str = "501") -> list[str]:
    made = [slips.issue(ledger, who(ledger, "12"), IssueRequest(type_, 2)) for _ in range(count)]
    return [item.slip.number for item in made if not isinstance(item, Refusal)]


# ---- the line and the value


def test_the_line_says_what_was_proven_and_names_where_the_chains_stand(desk: Ledger) -> None:
    issued(desk, 3)
    verified = desk.verify()
    line = audit.signed_line(desk, verified)
    assert "\n" not in line and "異常なし" in line and "大師支所 大師1（101）" in line and "令和8年11月24日" in line
    assert "1系列 3件、欠番 0件" in line and line.endswith(audit.head_of_day(desk))
    own = desk.db.execute("select count(*) from audit").fetchone()[0]
    assert f"記録 3件・端末内 {own}件" in line


def test_the_line_of_a_ledger_with_a_fault_gives_no_figure_for_what_was_not_proven(desk: Ledger) -> None:
    issued(desk, 3)
    desk.db.execute("drop trigger counter_no_delete")
    desk.db.execute("delete from counter")
    line = audit.signed_line(desk, desk.verify())
    assert "異常 1件" in line and "－系列 －件、欠番 －件" in line


def test_a_value_holds_for_ever_and_however_it_is_typed(desk: Ledger) -> None:
    issued(desk, 2)
    text = audit.head_of_day(desk)
    issued(desk, 3)
    for typed in (text, text.replace("-", " "), f" {text}　", text.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))):
        compared = audit.compare_head(desk, typed)
        assert not isinstance(compared, Refusal) and compared.held, typed
        assert "2件目" in compared.sentence and "変わっていません" not in compared.sentence
    proven = audit.compare_head(desk, text, desk.verify())
    assert not isinstance(proven, Refusal) and "変わっていません" in proven.sentence


def test_one_wrong_digit_is_no_value_of_this_ledger(desk: Ledger) -> None:
    issued(desk, 2)
    text = audit.head_of_day(desk)
    for place in [n for n, letter in enumerate(text) if letter.isdigit()]:
        wrong = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        compared = audit.compare_head(desk, wrong)
        assert isinstance(compared, Refusal) or not compared.held, wrong


@pytest.mark.parametrize("text", ["", "1", "1-2-3", "a-b-1234-1234-1234-1234-1234", "1-2-1234-1234-1234-1234-123",
                                  "1-2-1234-1234-1234-1234-12345", "9" * 400, "1-" * 50])
def test_what_is_no_value_is_refused(desk: Ledger, text: str) -> None:
    compared = audit.compare_head(desk, text)
    assert isinstance(compared, Refusal) and compared.rule == "head_form"


def test_a_value_of_what_is_not_there_any_more_is_told_from_a_wrong_one(desk: Ledger) -> None:
    issued(desk, 1)
    far = audit.compare_head(desk, "99-99-0000-0000-0000-0000-0000")
    wrong = audit.compare_head(desk, "1-1-0000-0000-0000-0000-0000")
    assert not isinstance(far, Refusal) and not isinstance(wrong, Refusal)
    assert not far.held and not wrong.held and "少なく" in far.sentence and "書き換えられた" in wrong.sentence


def test_the_value_of_a_day_is_that_of_its_last_record(desk: Ledger, clock: Clock) -> None:
    issued(desk, 2)
    evening = audit.head_of_day(desk)
    day = clock.at.date()
    clock.advance(days=1)
    issued(desk, 1)
    assert audit.head_of_day(desk, day) == evening != audit.head_of_day(desk)
    assert audit.head_of_day(desk, day + timedelta(days=1)) == audit.head_of_day(desk)
    before = audit.compare_head(desk, audit.head_of_day(desk, day - timedelta(days=1)))
    assert not isinstance(before, Refusal) and (before.head is None or before.head.out == 0)


def test_a_value_of_an_earlier_life_of_the_ledger_still_holds(desk: Ledger) -> None:
    issued(desk, 2)
    text = audit.head_of_day(desk)
    desk.moved = True
    desk.accept_machine("3")
    between = audit.head_of_day(desk)
    issued(desk, 2)
    for held in (text, between, audit.head_of_day(desk)):
        compared = audit.compare_head(desk, held)
        assert not isinstance(compared, Refusal) and compared.held


def rewrite(home: Path) -> None:
    """Somebody who knows the program: another member of staff stands in every record, both chains are made anew and
    right, and the witness and what the machine remembers are thrown away."""
    db = sqlite3.connect(Folders(home).ledger)
    triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    for stream, table in projection.TABLES.items():
        rows = db.execute(f"select {projection.EVENT_COLUMNS} from {table} order by id").fetchall()
        db.execute(f"delete from {table}")
        prev = bytes(32)
        for row in rows:
            event = chained(replace(projection.event_of(row), actor="3"), prev)
            prev = event.hash
            db.execute(projection._INSERT_EVENT[stream], projection.event_row(event))
    for _, sql in triggers:
        db.execute(sql)
    db.execute("update setting set value = '\"0\"' where key = 'fold'")     # slips and bags are made again from them
    db.commit()
    db.close()
    Folders(home).witness.unlink()
    for kept in state_folder().glob("*.high"):
        kept.unlink()


def test_a_whole_ledger_rewritten_with_right_chains_is_noticed_by_the_paper_alone(
    desk: Ledger, home: Path, clock: Clock
) -> None:
    number, = issued(desk)
    opened = bags.open_bag(desk, who(desk, "12"), "5")
    assert not isinstance(opened, Refusal)
    assert not isinstance(bags.pack(desk, who(desk, "12"), opened.view.number, number), Refusal)
    view = bags.view(desk, opened.view.number)
    assert not isinstance(view, Refusal)
    printed = bag_papers.manifest_form(desk, view).check_value
    assert printed and audit.compare_head(desk, printed).held
    desk.close()
    rewrite(home)
    with Ledger.open(home, now=clock) as rewritten:
        verified = rewritten.verify()
        assert verified.faults == () and rewritten.slip(number).issued_by == "3"
        compared = audit.compare_head(rewritten, printed)
        assert not isinstance(compared, Refusal) and not compared.held and compared.todo


def test_the_value_stands_on_the_papers_that_leave_the_desk(desk: Ledger) -> None:
    issued(desk)
    value = audit.head_of_day(desk)
    form = signoff.form(desk)
    assert form.check_value == value
    drawn_ = pypdfium2.PdfDocument(printing.draw(form, "A4").pdf)[0].get_textpage().get_text_range()
    assert value in drawn_.replace("\r\n", "")


# ---- numbers drawn at random


def drawn(ledger: Ledger, count: int = 20, seed: str | None = None) -> audit.Sample:
    made = audit.sample(ledger, who(ledger, "7"), count, seed)
    assert isinstance(made, audit.Sample)
    return made


def test_the_same_seed_draws_the_same_numbers_later(desk: Ledger, clock: Clock) -> None:
    issued(desk, 12)
    first = drawn(desk, 5)
    clock.advance(days=3)
    voided = slips.void(desk, who(desk, "12"), first.rows[0].number, "spoiled", pin=PIN)
    assert not isinstance(voided, Refusal)
    issued(desk, 9)
    again = drawn(desk, 5, first.seed)
    assert [row.number for row in again.rows] == [row.number for row in first.rows] and again.seed == first.seed
    assert len({row.number for row in first.rows}) == 5
    assert drawn(desk, 12, first.seed).rows[:5] == again.rows


def test_without_a_seed_nobody_knows_beforehand_which(desk: Ledger) -> None:
    issued(desk, 30)
    assert len({tuple(row.number for row in drawn(desk, 5).rows) for _ in range(12)}) > 1
    assert len({drawn(desk, 5).seed for _ in range(12)}) > 1


def test_where_there_are_fewer_numbers_all_are_drawn_once(desk: Ledger) -> None:
    given_out = issued(desk, 3)
    reserved = spare._draw(desk, who(desk, "12"), 2)
    assert not isinstance(reserved, Refusal)
    assert {row.number for row in drawn(desk).rows} == {*given_out, *(number.digits for number in reserved)}


def test_every_number_is_drawn_as_often_as_any_other(desk: Ledger) -> None:
    """300 draws of one of six: each 50 on the average; fewer than 20 or more than 90 comes once in a million runs."""
    issued(desk, 6)
    length = desk.trail.length()
    found = [number for seed in range(300) for number in desk.trail.draw(1, seed, length)]
    assert all(20 < found.count(number) < 90 for number in set(found)) and len(set(found)) == 6


def test_a_blank_that_was_written_on_counts_once(desk: Ledger) -> None:
    """Its number was given when it was reserved; 200 draws of one of two: more than 120 of one come once in 500 runs of
    chance, and these seeds are always the same."""
    blanks = spare._draw(desk, who(desk, "12"), 1)
    assert not isinstance(blanks, Refusal)
    keyed = spare.key_in(desk, who(desk, "12"), blanks[0].digits, IssueRequest("501", 1), desk.now())
    assert not isinstance(keyed, Refusal)
    issued(desk)
    found = [number for seed in range(200) for number in desk.trail.draw(1, seed, desk.trail.length())]
    assert found.count(blanks[0].digits) < 120


def test_from_many_records_it_is_drawn_without_reading_them_all(desk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("branch_desk.store.trail.FEW", 10)
    assert FEW > 1000
    given_out = issued(desk, 40)
    asked: list[str] = []
    desk.db.conn.set_trace_callback(asked.append)
    found = desk.trail.draw(5, 1, desk.trail.length())
    desk.db.conn.set_trace_callback(None)
    assert len(set(found)) == 5 and set(found) <= set(given_out) and len(asked) < 30


@pytest.mark.parametrize(("count", "seed", "rule"), [
    (0, None, "sample_count"), (201, None, "sample_count"), (5, "x", "sample_seed"), (5, "1-99999", "sample_seed"),
    (5, "123456789", "sample_seed"), (5, "", "sample_seed"),
])
def test_what_cannot_be_drawn_is_refused(desk: Ledger, count: int, seed: str | None, rule: str) -> None:
    issued(desk)
    refused = audit.sample(desk, who(desk, "7"), count, seed)
    assert isinstance(refused, Refusal) and refused.rule == rule


def test_a_desk_without_numbers_has_none_to_draw(desk: Ledger) -> None:
    refused = audit.sample(desk, who(desk, "7"))
    assert isinstance(refused, Refusal) and refused.rule == "sample_none"


def test_each_drawn_number_says_where_its_papers_must_be(desk: Ledger) -> None:
    held, packed, void, back, closed = issued(desk, 5)
    clerk = who(desk, "12")
    opened = bags.open_bag(desk, clerk, "5")
    assert not isinstance(opened, Refusal)
    bags.pack(desk, clerk, opened.view.number, packed)
    slips.void(desk, clerk, void, "spoiled", pin=PIN)
    slips.hand_back(desk, clerk, back, "withdrawn")
    with desk.transaction() as tx:
        tx.append("closed", actor="12", slip=closed, body={"received_at": "2026-11-24T10:50:00+09:00"})
    rows = {row.number: row for row in drawn(desk).rows}
    volume = "令和8年度 保存1年 第1冊のつづり、令和8年11月24日（火）の分"
    assert {row.copy for row in rows.values()} == {volume}
    assert rows[held].original == "大師1。書類とともに"
    assert "令8-大師1-500-00001の中" in rows[packed].original
    assert "紙の汚れ・破れ" in rows[void].original and "ご本人に返却" in rows[back].original
    assert rows[closed].original == f"返送済み。{volume}"
    assert rows[held].ledger == "令和8年11月24日（火）10時45分 記録 101-1（1件の記録）"
    assert [rows[number].state for number in (held, packed, void)] == ["預かり中", "袋入れ", "取消"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**8 - 1), st.integers(1, 60), st.integers(1, 60))
def test_any_seed_draws_from_what_was_there_each_number_once(seed: int, count: int, length: int) -> None:
    """Over chains of any length; the order of the draw does not depend on how many are wanted."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("create table epoch(epoch, number)")
    db.execute("create table event(desk, epoch, seq, type, slip)")
    db.execute("insert into epoch values('a', 1), ('b', 2)")
    for n in range(1, length + 1):
        epoch, seq = ("a", n) if n <= length // 2 else ("b", n - length // 2)
        slip = int(numbers.Number(numbers.SLIP, "101", 2026, "501", n).digits)
        db.execute("insert into event values('101', ?, ?, ?, ?)", (epoch, seq, "issued" if n % 3 else "bagged", slip))
    trail = Trail(db, "101")     # type: ignore[arg-type]
    assert trail.length() == length
    found = trail.draw(count, seed, length)
    assert len(found) == len(set(found)) == min(count, length - length // 3)
    assert trail.draw(length, seed, length)[: len(found)] == found


# ---- roles, and the file


def test_who_held_which_role_when(desk: Ledger, clock: Clock) -> None:
    kishi = who(desk, "3")
    clock.advance(days=1)
    assert not isinstance(people.change_role(desk, kishi, "12", StaffRole.RESPONSIBLE, PIN), Refusal)
    people.give_pin(desk, kishi, "12", "9753", PIN)     # no change of role
    clock.advance(days=1)
    assert not isinstance(people.end(desk, kishi, "12", PIN), Refusal)
    days = ["2026-11-24", "2026-11-25", "2026-11-26"]
    stretches = [(item.code, item.role.value, item.since[:10], (item.until or "")[:10], item.by) for item in audit.roles(desk)]
    assert stretches == [
        ("3", "responsible", days[0], "", "0"),
        ("7", "auditor", days[0], "", "0"),
        ("12", "clerk", days[0], days[1], "0"),
        ("12", "responsible", days[1], days[2], "3"),
    ]


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))


def test_the_file_has_what_was_let_through_changed_and_shown_and_no_day_s_work(
    desk: Ledger, clock: Clock, tmp_path: Path
) -> None:
    kishi, clerk = who(desk, "3"), who(desk, "12")
    first, second = issued(desk, 2)
    slips.void(desk, clerk, first, "spoiled", pin=PIN)
    limits.change(desk, kishi, "arrive", 3, "busy_season", PIN)
    people.sign_in(desk, "3")
    people.lock(desk, kishi, "idle")
    for wrong in ("0000", PIN):
        people.confirmed_by_pin(desk, kishi, wrong)
    with desk.transaction() as tx:
        for count, reason in ((1, {}), (2, {"reason": "shredded"})):
            tx.append("printed", actor="12", slip=second,
                      body={"copy": "original", "outcome": "confirmed", "count": count, "paper": "80mm"} | reason)
        tx.append("viewed", actor="12", slip=second, body={"what": "names", "count": 1})
    clock.advance(hours=-2)
    issued(desk)
    file = tmp_path / "監査.csv"
    made = audit.export(desk, who(desk, "7"), file, date(2026, 4, 1), date(2026, 11, 30))
    assert not isinstance(made, Refusal)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") and b"\r\n" in file.read_bytes()
    rows = rows_of(file)
    assert len(rows) == made.count
    today = [row for row in rows if "記録を始めた" not in row["内容"] and row["種類"] != "職員・役割"]
    assert [(row["種類"], row["操作した職員"]) for row in today] == [
        ("設定", ""), ("取消", "12 職員12"), ("期限の変更", "3 職員3"), ("設定", "3 職員3"), ("担当の交代", "3 職員3"),
        ("画面を閉じる", "3 職員3"), ("PINの間違い", ""), ("PINの解除", "3 職員3"), ("再発行", "12 職員12"),
        ("氏名の表示", "12 職員12"), ("時計", ""),
    ]
    limit, clock_row = today[2], today[-1]
    assert "未着とする開庁日数: 2開庁日 → 3開庁日" in limit["内容"] and "繁忙期" in limit["内容"]
    assert "-7,200秒" in clock_row["内容"]
    last = desk.trail.between(Stream.OWN, date(2026, 4, 1), date(2026, 11, 30), ("exported",))[-1]
    assert last.body == {"what": "audit", "count": made.count, "named": False} and last.actor == "7"


def test_a_file_of_no_days_or_of_no_records_is_not_made(desk: Ledger, tmp_path: Path) -> None:
    file, auditor = tmp_path / "a.csv", who(desk, "7")
    for days, rule in (((date(2026, 5, 2), date(2026, 5, 1)), "audit_days"),
                       ((date(2026, 5, 1), date(2026, 5, 2)), "audit_nothing")):
        refused = audit.export(desk, auditor, file, *days)
        assert isinstance(refused, Refusal) and refused.rule == rule and not file.exists()
