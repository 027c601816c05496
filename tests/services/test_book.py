"""管理簿: filters, pages, export, and a history in which every record is in plain words."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest

from branch_desk.domain import era, numbers
from branch_desk.domain.events import Stream
from branch_desk.domain.rights import Member, Role
from branch_desk.services import (
    attention,
    bags,
    book,
    book_export,
    book_pages,
    lookup,
    returns,
    slips,
    tables,
)
from branch_desk.services.book_pages import Wanted
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import At, BookFilter

from .conftest import PIN


def issue(ledger, who, code="501", **typed):
    return slips.issue(ledger, who, IssueRequest(code, 3, **typed)).slip.number


def write(ledger, kind, *, actor="12", **more):
    with ledger.transaction() as tx:
        return tx.append(kind, actor=actor, **more)


def notes(ledger, number):
    """(event, note) of each line."""
    return [(line.event, line.note) for line in book.open_slip(ledger, number).lines]


def found(ledger, **wanted):
    return [row.number for row in book_pages.page(ledger, Wanted(**wanted), limit=100).rows]


# ---- history


def test_the_way_of_a_slip_is_said_step_by_step(ledger, sano, kishi):
    number = issue(ledger, sano, enclosures=("01",))
    bag = bags.open_bag(ledger, sano, "5").view.bag.number
    bags.pack(ledger, sano, bag, number)
    bags.close(ledger, sano, bag)
    bags.check(ledger, kishi, bag, number, pin=PIN)
    bags.dispatch(ledger, sano, bag)
    label = book.label(ledger, bag)
    told = dict(notes(ledger, number))
    assert list(told) == ["issued", "bag_opened", "bagged", "bag_closed", "checked", "bag_dispatched"]
    assert told["issued"] == "3枚・添付1点"
    assert told["bagged"] == f"袋 {label}"
    assert told["checked"] == f"枚数・添付とも一致　袋 {label}"
    assert told["bag_dispatched"] == f"庁内便　1件　袋 {label}"
    assert [line.who for line in book.open_slip(ledger, number).lines if line.event == "checked"] == ["岸"]


def test_a_bag_that_was_open_before_the_slip_was_issued_does_not_begin_its_history(ledger, sano):
    bag = bags.open_bag(ledger, sano, "5").view.bag.number
    number = issue(ledger, sano)
    bags.pack(ledger, sano, bag, number)
    assert [event for event, _ in notes(ledger, number)] == ["issued", "bagged"]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("kind", "body", "note"),
    [
        (
            "checked",
            {"result": "overridden", "reason": "one_person_on_duty", "approved_by": "3"},
            "例外（確認なし）　職員が1人だけ　承認 岸",
        ),
        (
            "checked",
            {"result": "overridden", "reason": "miscounted", "approved_by": "99"},
            "例外（確認なし）　枚数の相違を確認した　承認 99",
        ),
        ("checked", {"result": "differs", "reason": "miscounted"}, "相違あり　枚数か添付の数が違う"),
        (
            "contacted",
            {"whom": "section", "how": "telephone", "result": "not_arrived"},
            "担当課　電話　到着を確認できない",
        ),
        (
            "contacted",
            {"whom": "citizen", "how": "counter", "result": "told"},
            "お預けになった方　窓口　説明した",
        ),
        ("documents_back", {"reason": "incomplete"}, "書類の不足"),
        ("inquiry_opened", {"reason": "not_arrived", "called": True}, "未着　電話した"),
        ("inquiry_closed", {"result": "found_section", "called": False}, "担当課で見つかった"),
        ("came_back", {"result": "differs", "reason": "sheets"}, "相違あり　枚数が違う"),
        ("came_back", {"result": "time_missing"}, "受け取り日時の記入なし"),
        (
            "received",
            {
                "received_at": "2026-11-20T14:30:00+09:00",
                "source": "paper",
                "sheets_found": 2,
                "differs": "sheets",
            },
            "受け取り 11/20 14:30　紙の記入　担当課で2枚　相違あり（枚数が違う）",
        ),
        (
            "closed",
            {"received_at": "2026-11-20T14:30:00+09:00", "source": "paper", "accepted": "not_dispatched"},
            "受け取り 11/20 14:30　紙の記入　確認して記録（発送の記録がありません）",
        ),
        ("voided", {"reason": "spoiled"}, "紙の汚れ・破れ"),
        (
            "corrected",
            {"reason": "miscounted", "sheets": 4, "name_changed": True},
            "4枚　お名前を変更　枚数の間違い",
        ),
        ("missing", {"reason": "not_in_bag"}, "袋に入っていない"),
        ("surplus", {"reason": "other_section", "section": "6"}, "保護課で見つかった　他課の書類"),
        ("sent_back", {}, ""),
    ],
)
def test_every_record_has_its_words(ledger, sano, kishi, kind, body, note):
    number = issue(ledger, sano)
    bag = "2" + number[1:6] + "50000001"
    bag += numbers.check_digits(bag)
    write(ledger, kind, slip=number, body=body, bag=None if kind != "checked" else bag)
    told = dict(notes(ledger, number))[kind]
    assert told.split("　袋")[0] == note


def test_no_kind_of_record_of_a_slip_is_without_a_word(ledger, sano):
    from branch_desk.domain import words
    from branch_desk.domain.events import KINDS

    assert set(KINDS) <= set(words.EVENTS)


def test_what_was_taken_back_says_so_and_what_took_it_back(ledger, sano):
    number = issue(ledger, sano)
    slips.void(ledger, sano, number, "spoiled", pin=PIN)
    slips.undo(ledger, sano, number, "wrong_key")
    opened = book.open_slip(ledger, number)
    void, undo = (next(line for line in opened.lines if line.event == kind) for kind in ("voided", "revoked"))
    assert (void.effective, void.doubt) == (False, "取り消した記録")
    assert undo.note == "「取消」を取り消し　キーの押し間違い" and undo.effective


def test_a_record_without_right_and_one_that_cannot_be_so_are_shown(ledger, sano):
    number = issue(ledger, sano)
    at = era.stamp(ledger.now())
    write(ledger, "missing", slip=number, body={"reason": "other"})  # a section's word, from a counter
    returns.come_back(ledger, sano, number, received_at=ledger.now(), accept=True)
    write(ledger, "closed", slip=number, body={"received_at": at, "source": "paper"})
    opened = book.open_slip(ledger, number)
    doubts = [(line.event, line.effective, line.doubt) for line in opened.lines if line.doubt]
    assert doubts == [
        ("missing", False, "権限のない窓口の記録"),
        ("closed", True, "完了が二度記録されています"),
    ]
    assert opened.contradictions == ("完了が二度記録されています",)


def test_a_slip_of_another_desk_says_where_its_name_is(ledger, sano):
    with ledger.transaction() as tx:
        tx.put_member(Member("102", Role.COUNTER, "大師支所"), "大師2")
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    for desk, sentence in (
        ("102", "この番号のお名前は、大師2のPCにあります"),
        ("201", "この番号のお名前は、田島支所（田島1）のPCにあります"),
        ("101", ""),
    ):
        number = numbers.Number(numbers.SLIP, desk, era.fiscal_year(ledger.now()), "501", 7).digits
        assert book.names_missing(ledger, number) == sentence


def test_a_staff_number_of_another_branch_is_nobody_of_ours(ledger, sano):
    number = issue(ledger, sano)
    line = book.open_slip(ledger, number).lines[0]
    assert (line.who, line.place) == ("佐野", "大師1")
    from branch_desk.domain.events import Event
    from branch_desk.services import book_notes

    with ledger.transaction() as tx:
        tx.put_member(Member("201", Role.COUNTER, "田島支所"), "田島1")
    event = Event("201", "e", 1, 1, "issued", era.stamp(ledger.now()), "12", slip=number)
    assert book_notes.writer(ledger, event) == "職員12"


# ---- filters


def test_filters_meet(ledger, sano):
    first, second = issue(ledger, sano, "501", depositor="髙橋 花子"), issue(ledger, sano, "102")
    third = issue(ledger, sano, "502", depositor="髙橋 次郎")
    slips.void(ledger, sano, third, "spoiled", pin=PIN)
    today = ledger.now().date()
    assert found(ledger) == [third, second, first]
    assert found(ledger, section="5") == [third, first] and found(ledger, type="501") == [first]
    assert found(ledger, state="voided") == [third] and found(ledger, state="held", section="5") == [first]
    assert (
        found(ledger, first=today) == [third, second, first]
        and found(ledger, last=today - timedelta(days=1)) == []
    )
    assert found(ledger, text="髙橋") == [third, first] and found(ledger, text="髙橋", state="held") == [
        first
    ]
    assert found(ledger, text="102") == [second] and found(ledger, text="いりょうしょう") == [second]
    assert found(ledger, text=numbers.group(first)) == [first]
    assert found(ledger, text=numbers.parse(first).copy.digits) == [first]
    assert found(
        ledger,
        text="令８－大師１－５０１－００００１".replace(
            "８", str(first[4:6] and int("20" + first[4:6]) - 2018)
        ),
    ) == [first]


def test_a_bag_by_its_digits_or_label_gives_its_slips(ledger, sano):
    inside, outside = issue(ledger, sano), issue(ledger, sano)
    bag = bags.open_bag(ledger, sano, "5").view.bag.number
    bags.pack(ledger, sano, bag, inside)
    assert found(ledger, text=bag) == [inside] and found(ledger, text=book.label(ledger, bag)) == [inside]
    assert outside not in found(ledger, text=bag)


def test_only_what_stands_in_attention(ledger, sano):
    late, other = issue(ledger, sano), issue(ledger, sano)
    write(ledger, "inquiry_opened", slip=late, body={"reason": "asked", "called": False})
    assert late in {item.number for item in attention.list(ledger)}
    assert found(ledger, attention=True, state=None) == [late] or other in found(ledger, attention=True)
    assert (
        found(ledger, attention=True, text=late) == [late] and found(ledger, attention=True, type="102") == []
    )


def test_pages_join_from_both_ends(ledger, sano):
    every = [issue(ledger, sano, code) for code in ("501", "102", "402") * 7][::-1]
    forward, at = [], At()
    while True:
        page = book_pages.page(ledger, Wanted(), at, 5)
        forward += [row.number for row in page.rows]
        if not page.below:
            break
        at = At("below", page.rows[-1].number)
    assert forward == every and page.span.count == 21
    page = book_pages.page(ledger, Wanted(), At("last"), 5)
    assert [row.number for row in page.rows] == every[-5:] and page.above and not page.below
    page = book_pages.page(ledger, Wanted(), At("above", page.rows[0].number), 5, page.span)
    assert [row.number for row in page.rows] == every[-10:-5] and page.above and page.below
    page = book_pages.page(ledger, Wanted(), At("from", every[7]), 5)
    assert [row.number for row in page.rows] == every[7:12]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1124", date(2026, 11, 24)),
        ("1125", date(2025, 11, 25)),
        ("20261125", date(2026, 11, 25)),
        ("0229", date(2024, 2, 29)),
        ("１１２４", date(2026, 11, 24)),
        ("20270229", None),
        ("1301", None),
        ("112", None),
        ("あ", None),
        ("", None),
    ],
)
def test_a_day_is_typed_in_four_digits_or_eight(typed, day):
    assert book_pages.day_of(typed, date(2026, 11, 24)) == day


# ---- export


def test_the_filtered_list_as_csv_without_names_and_recorded(ledger, sano, tmp_path):
    issue(ledger, sano, "501", depositor="髙橋 花子", applicant="髙橋 次郎")
    issue(ledger, sano, "102")
    file = tmp_path / "list.csv"
    done = book_export.export(ledger, sano, BookFilter(section="5"), file)
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert (
        (done.count, len(rows)) == (1, 2)
        and "髙橋" not in text
        and rows[1][4] == "介護保険要介護・要支援認定申請"
    )
    today = ledger.now().date()
    records = ledger.events_between(today, today, ("exported",), Stream.OWN)
    assert [dict(event.body) for event in records] == [{"what": "ledger", "count": 1, "named": False}]


def test_more_than_one_page_is_exported_whole(ledger, sano, tmp_path, monkeypatch):
    every = [issue(ledger, sano) for _ in range(7)]
    monkeypatch.setattr(book_export, "AT_ONCE", 3)
    assert [slip.number for slip in book_export.every(ledger, BookFilter())] == every[::-1]


def test_a_file_that_cannot_be_written_leaves_no_record(ledger, sano, tmp_path):
    issue(ledger, sano)
    with pytest.raises(OSError):
        book_export.export(ledger, sano, BookFilter(), tmp_path / "nowhere" / "list.csv")
    today = ledger.now().date()
    assert ledger.events_between(today, today, ("exported",), Stream.OWN) == []


def test_an_auditor_exports_nothing(ledger, sano, tmp_path):
    from branch_desk.domain.rights import StaffRole
    from branch_desk.services import people

    issue(ledger, sano)
    auditor = people.add(ledger, "90", "監 査", role=StaffRole.AUDITOR)
    refusal = book_export.export(ledger, auditor, BookFilter(), tmp_path / "list.csv")
    assert isinstance(refusal, Refusal) and refusal.rule == "auditor" and not (tmp_path / "list.csv").exists()


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "　=1"])
def test_no_cell_becomes_a_formula(cell):
    assert tables.safe(cell) == f"'{cell}"


def test_plain_cells_stay_as_they_are():
    for cell in ("令8-大師1-501-00042", "1101 2650 1000 4250", "3", "", "庁内便 → 高齢・障害課"):
        assert tables.safe(cell) == cell


def test_a_type_named_like_a_formula_is_text_in_the_file(ledger, sano, tmp_path):
    catalogue = ledger.catalogue()
    harmful = tuple(
        type(item)(**{name: getattr(item, name) for name in item.__slots__} | {"name": '=HYPERLINK("x")'})
        if item.code == "501"
        else item
        for item in catalogue.types
    )
    with ledger.transaction() as tx:
        tx.set_catalogue(type(catalogue)(harmful, catalogue.enclosures, catalogue.version + 1))
    issue(ledger, sano)
    book_export.export(ledger, sano, BookFilter(), tmp_path / "list.csv")
    row = list(csv.reader(io.StringIO((tmp_path / "list.csv").read_bytes().decode("utf-8-sig"))))[1]
    assert row[4] == '\'=HYPERLINK("x")'


def test_looking_masks_and_names_are_shown_only_on_record(ledger, sano):
    number = issue(ledger, sano, depositor="髙橋 花子")
    assert lookup.look(ledger, number).facts.name == "髙●●●"
    assert lookup.look_with_names(ledger, sano, number).facts.name == "髙橋 花子"
    assert notes(ledger, number)[-1] == ("viewed", "履歴の画面")
