"""返送: originals are read one by one, recorded as on their way, and listed on a paper without names."""

from __future__ import annotations

from datetime import timedelta

import pytest

import printing
from branch_desk.domain import numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.services import people, receiving, sending_back
from branch_desk.services.office_papers import OfficePaper

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

NAME = "髙﨑 德次郎"


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
def here(branch, section, clock):
    """Two slips of one bag, received, and one that was not."""
    made = [branch.issue(depositor=NAME) for _ in range(3)]
    bag = branch.dispatch(*made)
    carry(branch, section)
    clock.at = FRIDAY
    for number in made[:2]:
        receiving.receive(section.ledger, section.who, number, bag=bag)
    return bag, made


def test_what_was_received_is_to_be_sent_back_until_it_was(section, branch, here):
    _, made = here
    assert [item.number for item in sending_back.to_send_back(section.ledger)] == made[:2]
    sent = sending_back.send_back(section.ledger, section.who, made[:1])
    assert (sent.sentence, sent.branches) == ("原本1件の返送を記録しました", ("大師支所",))
    assert [item.number for item in sending_back.to_send_back(section.ledger)] == made[1:2]
    slip = together(made[0], branch, section)
    assert (slip.state, slip.holder.kind.value) == (State.RECEIVED, "mail_back")


def test_all_of_a_bag(section, here):
    bag, made = here
    assert [item.number for item in sending_back.of_bag(section.ledger, bag)] == made[1::-1]
    sending_back.send_back(section.ledger, section.who, made[:2])
    assert sending_back.of_bag(section.ledger, bag).rule == "nothing_to_send"


@pytest.mark.parametrize(
    "which, rule",
    [
        ([], "nothing_to_send"),
        ([0, 0], "sent_twice"),
        ([0, 2], "not_received_here"),
    ],
)
def test_nothing_is_recorded_where_one_of_them_is_refused(section, here, which, rule):
    _, made = here
    assert sending_back.send_back(section.ledger, section.who, [made[n] for n in which]).rule == rule
    assert "sent_back" not in [event.type for event in travelling(section.ledger)]


def test_sent_already_and_closed_already_say_so(section, branch, here):
    _, made = here
    sending_back.send_back(section.ledger, section.who, made[:1])
    assert sending_back.send_back(section.ledger, section.who, made[:1]).rule == "sent_already"
    carry(section, branch)
    branch.record(
        "closed", slip=made[0], body={"source": "section", "received_at": branch.ledger.slip(made[0]).received_at}
    )
    carry(branch, section)
    assert sending_back.of_scan(section.ledger, made[0]).rule == "matched_already"


def test_a_copy_and_a_practice_number_are_no_originals(section, here):
    _, made = here
    assert sending_back.of_scan(section.ledger, numbers.parse(made[0]).copy.digits).rule == "copy"
    assert sending_back.of_scan(section.ledger, "1234").rule == "unreadable"


def test_a_return_is_taken_back_by_a_recorded_revocation(section, here):
    _, made = here
    sending_back.send_back(section.ledger, section.who, made[:1])
    receiving.undo(section.ledger, section.who, made[0], "wrong_key")
    assert section.events(made[0])[-2:] == ["sent_back", "revoked"]
    assert len(sending_back.to_send_back(section.ledger)) == 2
    assert sending_back.last_sent(section.ledger) == ()


def test_the_list_names_slips_and_no_citizen(section, here):
    _, made = here
    sending_back.send_back(section.ledger, section.who, made[:2])
    made_paper = sending_back.return_list(section.ledger, section.who)
    assert isinstance(made_paper, OfficePaper) and made_paper.copy == "return_list"
    form = made_paper.form
    assert (form.section, form.floor, form.branch, form.ward) == ("高齢・障害課", "3階", "大師支所", "川崎区役所")
    assert [(row.label, row.sheets, row.received) for row in form.rows] == [
        ("令8-大師1-501-00001", 3, "11月20日 14時30分"),
        ("令8-大師1-501-00002", 3, "11月20日 14時30分"),
    ]
    assert NAME not in repr(form) and printing.draw(form, "A4").pdf.startswith(b"%PDF")


def test_the_list_is_of_what_was_sent_last(section, here, clock):
    _, made = here
    sending_back.send_back(section.ledger, section.who, made[:1])
    clock.forward(hours=1)
    sending_back.send_back(section.ledger, section.who, made[1:2])
    assert [row.label for row in sending_back.return_list(section.ledger, section.who).form.rows] == [
        "令8-大師1-501-00002"
    ]
    both = sending_back.return_list(section.ledger, section.who, made[:2])
    assert len(both.form.rows) == 2
    clock.forward(days=1)
    assert sending_back.return_list(section.ledger, section.who).rule == "nothing_to_send"


def test_where_the_stamp_shows_the_day_the_list_shows_the_day(section, here):
    _, made = here
    receiving.set_stamp(section.ledger, section.who, receiving.DAY)
    sending_back.send_back(section.ledger, section.who, made[:1])
    assert sending_back.return_list(section.ledger, section.who).form.rows[0].received == "11月20日"


def test_a_list_for_each_branch(section, here, tmp_path, clock):
    _, made = here
    other = Place(tmp_path / "tajima", Desk("201", "田島1", "田島支所"), clock, code="12", name="林 悟")
    theirs = other.issue()
    carry(other, section)
    other.close()
    receiving.receive(section.ledger, section.who, theirs)
    sending_back.send_back(section.ledger, section.who, [made[0], theirs])
    refusal = sending_back.return_list(section.ledger, section.who)
    assert (refusal.rule, refusal.details["branches"]) == ("returns_branch", ["大師支所", "田島支所"])
    rows = sending_back.return_list(section.ledger, section.who, branch="田島支所").form.rows
    assert [row.label for row in rows] == ["令8-田島1-501-00001"]


def test_a_number_that_was_never_heard_of_goes_back_too_and_claims_no_envelope(section, clock):
    stranger = numbers.Number(1, "201", 2026, "501", 7).digits
    receiving.receive(section.ledger, section.who, stranger)
    sending_back.send_back(section.ledger, section.who, [stranger])
    form = sending_back.return_list(section.ledger, section.who).form
    assert form.branch == "支所（窓口201）" and (form.rows[0].sheets, form.rows[0].told) == (None, False)


def test_an_auditor_sends_nothing(section, here):
    auditor = people.add(section.ledger, "9", "監 査", role=StaffRole.AUDITOR)
    assert sending_back.send_back(section.ledger, auditor, here[1][:1]).rule == "auditor"


# ---- the branch's side: the documents themselves came back


def test_documents_that_came_back_unhandled_are_held_again(section, branch, here):
    _, made = here
    carry(section, branch)
    done = receiving.documents_back(branch.ledger, branch.who, made[0], "incomplete")
    assert (done.slip.state, done.slip.received_at, done.slip.bag) == (State.HELD, None, None)
    assert together(made[0], section, branch).state is State.HELD
    again = branch.dispatch(made[0])
    assert branch.ledger.slip(made[0]).bag == again


@pytest.mark.parametrize(
    "prepare, rule",
    [
        (None, "not_away"),
        ("voided", "not_away"),
        ("handed_back", "not_away"),
    ],
)
def test_documents_that_never_left_cannot_come_back(branch, prepare, rule):
    one = branch.issue()
    if prepare:
        branch.record(prepare, slip=one, body={"reason": "other"})
    refusal = receiving.documents_back(branch.ledger, branch.who, one, "other")
    assert refusal.rule == rule and "documents_back" not in branch.events(one)


def test_documents_back_needs_a_reason_a_counter_and_a_slip_of_this_branch(branch, section):
    one = branch.issue()
    branch.dispatch(one)
    auditor = people.add(branch.ledger, "9", "監 査", role=StaffRole.AUDITOR)
    stranger = numbers.Number(1, "201", 2026, "501", 7).digits
    assert receiving.documents_back(branch.ledger, branch.who, one, " ").rule == "reason"
    assert receiving.documents_back(branch.ledger, auditor, one, "other").rule == "auditor"
    assert receiving.documents_back(section.ledger, section.who, one, "other").rule == "not_counter"
    assert receiving.documents_back(branch.ledger, branch.who, stranger, "other").rule == "no_such_number"
    assert receiving.documents_back(branch.ledger, branch.who, "12", "other").rule == "not_a_number"


def test_a_copy_names_the_slip_whose_documents_came_back(branch):
    one = branch.issue()
    branch.dispatch(one)
    copy = numbers.parse(one).copy.digits
    assert receiving.documents_back(branch.ledger, branch.who, copy, "別の課の書類").slip.state is State.HELD
    assert [event.body for event in travelling(branch.ledger)][-1] == {"reason": "wrong_section"}
