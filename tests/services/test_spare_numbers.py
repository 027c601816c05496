"""予備帳: numbers drawn ahead, written by hand, keyed in afterwards."""

from __future__ import annotations

from datetime import timedelta

from branch_desk.domain import numbers
from branch_desk.domain.fold import State
from branch_desk.domain.verdict import Verdict
from branch_desk.services import office_papers, printers, returns, slips, spare
from branch_desk.services.results import Issued, Refusal
from branch_desk.services.slips import IssueRequest

from .conftest import PIN


def reserved(ledger, who, tmp_path, count=2):
    return spare.reserve(ledger, who, count, tmp_path / "spare.pdf").numbers


def test_reserved_numbers_are_of_type_000_gapless_and_on_paper(ledger, sano, tmp_path):
    first, second = (numbers.parse(number) for number in reserved(ledger, sano, tmp_path))
    assert [(n.type, n.serial) for n in (first, second)] == [("000", 1), ("000", 2)]
    assert ledger.slip(first.digits).state is State.RESERVED
    assert (tmp_path / "spare.pdf").read_bytes().startswith(b"%PDF")
    assert ledger.verify().sound


def test_what_was_written_by_hand_is_keyed_in_under_the_blank_s_number(ledger, sano, tmp_path):
    blank, other = reserved(ledger, sano, tmp_path)
    at = ledger.now() - timedelta(hours=2)
    done = spare.key_in(ledger, sano, blank, IssueRequest("501", 3, depositor="林 次郎"), at)
    assert isinstance(done, Issued)
    assert (done.slip.number, done.slip.state, done.slip.type, done.slip.section) == (blank, State.HELD, "501", "5")
    assert done.slip.taken_at is not None
    assert ledger.personal(blank)["name"] == "林 次郎"
    assert ledger.slip(other).state is State.RESERVED
    assert ledger.verify().sound


def test_a_keyed_in_slip_comes_back_and_closes(ledger, sano, tmp_path):
    blank, _ = reserved(ledger, sano, tmp_path)
    spare.key_in(ledger, sano, blank, IssueRequest("501", 3), ledger.now() - timedelta(hours=2))
    assert returns.scan(ledger, blank).verdict is Verdict.NOT_DISPATCHED
    done = returns.come_back(ledger, sano, blank, received_at=ledger.now(), accept=True)
    assert done.slip.state is State.CLOSED


def test_a_blank_is_keyed_in_once_never_ahead_of_time_and_only_if_it_is_one(ledger, sano, tmp_path):
    blank, _ = reserved(ledger, sano, tmp_path)
    request, at = IssueRequest("501", 3), ledger.now()
    assert spare.key_in(ledger, sano, blank, request, at + timedelta(hours=1)).rule == "time_future"
    assert isinstance(spare.key_in(ledger, sano, blank, request, at), Issued)
    assert spare.key_in(ledger, sano, blank, request, at).rule == "not_reserved"
    normal = slips.issue(ledger, sano, request).slip.number
    assert spare.key_in(ledger, sano, normal, request, at).rule == "not_reserved"


def test_a_type_that_is_not_taken_leaves_the_blank_reserved(ledger, sano, tmp_path):
    blank, _ = reserved(ledger, sano, tmp_path)
    assert spare.key_in(ledger, sano, blank, IssueRequest("777", 3), ledger.now()).rule == "not_listed"
    assert ledger.slip(blank).state is State.RESERVED


def test_an_unused_blank_is_voided_and_its_number_stays(ledger, sano, tmp_path):
    blank, _ = reserved(ledger, sano, tmp_path)
    assert slips.void(ledger, sano, blank, "other", pin=PIN).slip.state is State.VOIDED


def test_a_book_of_no_or_of_too_many_sheets_is_refused(ledger, sano, tmp_path):
    for count in (0, -1, 101):
        assert isinstance(spare.reserve(ledger, sano, count, tmp_path / "x.pdf"), Refusal)


def test_blanks_wait_oldest_first_until_they_are_keyed_in_or_voided(ledger, sano, tmp_path):
    first, second, third = reserved(ledger, sano, tmp_path, 3)
    assert [(blank.number, blank.ended) for blank in spare.blanks(ledger)] == [(first, False), (second, False), (third, False)]
    spare.key_in(ledger, sano, second, IssueRequest("501", 3), ledger.now())
    assert spare.look(ledger, second).rule == "not_reserved"
    assert spare.look(ledger, numbers.parse(third).copy.digits).number == third      # by the citizen's part as well
    done = spare.void(ledger, sano, (first, third), "unused", pin=PIN)
    assert done.changed.slips == {first, third} and spare.blanks(ledger) == ()
    assert ledger.slip(first).ended_reason == "unused"
    assert ledger.verify().sound


def test_voiding_blanks_is_all_or_none_and_wants_a_pin(ledger, sano, tmp_path):
    first, second = reserved(ledger, sano, tmp_path)
    spare.key_in(ledger, sano, second, IssueRequest("501", 3), ledger.now())
    assert spare.void(ledger, sano, (first, second), "unused", pin=PIN).rule == "not_reserved"
    assert spare.void(ledger, sano, (first,), "unused", pin="0000").rule == "pin_wrong"
    assert spare.void(ledger, sano, (first,), "wrong_type", pin=PIN).rule == "reason"
    assert ledger.slip(first).state is State.RESERVED


def test_a_blank_is_not_used_before_the_day_it_was_made(ledger, sano, tmp_path):
    blank, _ = reserved(ledger, sano, tmp_path)
    early = ledger.now() - timedelta(days=1)
    assert spare.key_in(ledger, sano, blank, IssueRequest("501", 3), early).rule == "spare_early"
    assert ledger.slip(blank).state is State.RESERVED


def test_new_blanks_are_a_paper_for_plain_sheets_only(ledger, sano):
    made = spare.book_paper(ledger, sano, 2)
    assert (made.copy, made.size, made.sheet, len(made.form.slips)) == ("reserve", "A4", True, 2)
    assert printers.add(ledger, sano, printers.Printer("窓口1", "epson-tm-m30", "socket", "192.0.2.10")).printers
    assert not office_papers.goes_to_printer(ledger, made)        # a receipt printer would be asked for A4
    assert isinstance(spare.book_paper(ledger, sano, 0), Refusal)
