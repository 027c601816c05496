"""The way between Tk and the ledger: order, newest question, failures, and nothing of Tk on a worker."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from branch_desk.services.results import Changed
from branch_desk.ui.session import Session


@pytest.fixture
def session(root):
    ledger = SimpleNamespace(opened_on=None, log=[])
    ledger.idle = lambda: ledger.log.append("rested") or len(ledger.log) < 3

    def open_ledger():
        ledger.opened_on = threading.get_ident()
        return ledger

    made = Session(root, open_ledger, close_ledger=lambda opened: opened.log.append("closed"))
    made.ledger = ledger
    yield made
    made.close()


def test_verbs_run_in_order_on_one_thread_and_answers_come_on_that_of_tk(session, wait_until):
    answers = []
    for n in range(20):
        session.run(
            lambda ledger, n: (n, threading.get_ident()),
            n,
            then=lambda answer: answers.append((*answer, threading.get_ident())),
        )
    wait_until(lambda: len(answers) == 20)
    assert [n for n, _, _ in answers] == list(range(20))
    assert {worker for _, worker, _ in answers} == {session.ledger.opened_on} != {threading.get_ident()}
    assert {here for _, _, here in answers} == {threading.get_ident()}


def test_only_the_newest_question_is_answered(session, wait_until):
    gate, answers, asked = threading.Event(), [], []
    session.run(lambda ledger: gate.wait(5))
    for n in range(5):
        session.run(lambda ledger, n: asked.append(n) or n, n, then=answers.append, latest="search")
    gate.set()
    wait_until(lambda: session.idle)
    assert answers == [4] and asked == [4]


def test_paper_does_not_hold_up_the_ledger(session, wait_until):
    gate, answers = threading.Event(), []
    session.paper(lambda: gate.wait(5), then=lambda _: answers.append("paper"))
    session.run(lambda ledger: "ledger", then=answers.append)
    wait_until(lambda: answers)
    assert answers == ["ledger"]
    gate.set()
    wait_until(lambda: len(answers) == 2)


def test_who_acts_is_taken_when_it_is_asked(session, wait_until):
    gate, answers = threading.Event(), []
    session.run(lambda ledger: gate.wait(5))
    session.who = "佐野"
    session.act(lambda ledger, who: who, then=answers.append)
    session.who = "岸"
    gate.set()
    wait_until(lambda: answers)
    assert answers == ["佐野"]


def test_what_changed_is_published_after_the_answer(session, wait_until):
    heard = []
    session.on_changed = lambda changed: heard.append(changed)
    session.run(
        lambda ledger: SimpleNamespace(changed=Changed(frozenset({"1"}))),
        then=lambda _: heard.append("answer"),
    )
    session.run(lambda ledger: SimpleNamespace(changed=Changed()))
    wait_until(lambda: session.idle)
    assert heard == ["answer", Changed(frozenset({"1"}))]


def test_a_failure_reaches_who_asked_else_the_window(session, wait_until):
    mine, window = [], []
    session.on_trouble = window.append
    session.run(lambda ledger: 1 / 0, failed=mine.append)
    session.run(lambda ledger: ledger.log[7])
    wait_until(lambda: session.idle)
    assert [type(error) for error in mine + window] == [ZeroDivisionError, IndexError]


def test_no_widget_is_destroyed_on_a_worker(session, root, wait_until):
    """A worker that keeps the last callback would drop images and variables on its own thread."""
    died_on = []

    class Holder:
        def answer(self, _):
            pass

        def __del__(self):
            died_on.append(threading.get_ident())

    session.run(lambda ledger: None, then=Holder().answer)
    wait_until(lambda: session.idle and died_on)
    assert died_on == [threading.get_ident()]


def test_the_ledger_rests_only_when_nobody_waits(session, wait_until):
    gate = threading.Event()
    session.run(lambda ledger: gate.wait(5))
    session.calm_down()
    for _ in range(3):
        session.run(lambda ledger: None)
    gate.set()
    wait_until(lambda: session.idle and session.ledger.log)
    wait_until(lambda: len(session.ledger.log) == 3)
    assert session.ledger.log == ["rested"] * 3


def test_the_ledger_rests_only_when_the_first_picture_is_there(session, wait_until):
    for _ in range(3):
        session.run(lambda ledger: None)
        wait_until(lambda: session.idle)
    assert session.ledger.log == []
    session.calm_down()
    wait_until(lambda: len(session.ledger.log) == 3)


def test_a_failure_while_resting_reaches_the_window_though_every_question_was_answered(session, wait_until):
    def full():
        raise OSError("full")

    troubles, answers = [], []
    session.ledger.idle = full
    session.on_trouble = troubles.append
    session.calm_down()
    session.run(lambda ledger: "answer", then=answers.append)
    wait_until(lambda: troubles)
    assert answers == ["answer"] and isinstance(troubles[0], OSError)


def test_closing_finishes_what_was_asked_and_closes_the_ledger_there(root):
    done = []
    session = Session(root, lambda: done, close_ledger=lambda opened: opened.append("closed"))
    for n in range(3):
        session.run(lambda ledger, n: ledger.append(n), n)
    session.close()
    assert done == [0, 1, 2, "closed"]
