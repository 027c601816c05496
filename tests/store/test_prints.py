"""Print jobs in the ledger: they move forwards only, never vanish, and agree with their events."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from branch_desk.store import prints
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.store.issuing import Clock, issue, record
from tests.store.old_ledgers import recorded, unpack
from tests.store.test_verify import tamper

# Of version_1.
FIRST, SECOND, THIRD = "1101265010000176", "1101265010000273", "1101265020000197"


def ask(tx, number=None, key="0" * 16, copy="original", **more):
    """A queued job."""
    asked = {"key": key, "slip": number, "copy": copy, "paper": "80mm", "printer": "窓口", "count": 1}
    return tx.add_print("1", asked | more)


@pytest.fixture
def number(ledger) -> str:
    return issue(ledger, "a")


# ---- the second step of the schema


@pytest.fixture
def old(home) -> Path:
    """A ledger of the first version, in its folder."""
    return unpack("version_1", home)


def test_a_ledger_of_the_first_version_is_migrated_and_loses_nothing(old):
    before = recorded(old)
    assert len(before[1]) == 6  # the audit stream: five prints, one showing of a name
    with Ledger.open(old, now=Clock()) as ledger:
        assert [now[: len(then)] for now, then in zip(recorded(old), before, strict=True)] == before
        assert ledger.prints(FIRST) == {"original": 1}
        assert ledger.prints(SECOND) == {"original": 2}
        assert ledger.prints(THIRD) == {"citizen": 1}
        assert ledger.personal(FIRST) == {"name": "山田 太郎"}
        assert ledger.verify().faults == ()
        with ledger.transaction() as tx:
            job = tx.print_ended(tx.print_sent(ask(tx, FIRST)), "confirmed", actor="1", seen_to=True)
        assert job.final and ledger.prints(FIRST) == {"original": 2} and ledger.verify().faults == ()
    assert len(list(Folders(old).backup.glob("ledger-*.db"))) == 1


def test_a_ledger_of_the_first_version_is_not_read_as_if_it_were_new(old):
    from branch_desk.store.faults import OlderLedger

    with pytest.raises(OlderLedger):
        Ledger.open(old, readonly=True)


# ---- rows


def test_a_job_goes_its_way_and_its_event_says_the_same(ledger, number):
    with ledger.transaction() as tx:
        job = ask(tx, number, reason="not_printed", named=True, count=2)
    assert (job.state, job.seen_to, job.bytes, ledger.prints(number)) == (
        "queued",
        False,
        None,
        {"original": 1},
    )
    with ledger.transaction() as tx:
        job = tx.print_sent(job)
    with ledger.transaction() as tx:
        job = tx.print_doubtful(job, "mute", 900)
    assert (job.final, job.bytes, ledger.prints(number)) == (False, 900, {"original": 1})
    with ledger.transaction() as tx:
        job = tx.print_ended(job, "failed", actor="2", said_by="clerk", seen_to=False)
    told = ledger.events(number)[-1]
    assert (told.actor, told.body) == (
        "2",
        {
            "copy": "original",
            "outcome": "failed",
            "count": 2,
            "paper": "80mm",
            "named": True,
            "reason": "not_printed",
            "job": "0" * 16,
            "why": "mute",
            "said_by": "clerk",
            "may_exist": True,
        },
    )
    assert (job.epoch, job.seq, job.may_exist) == (told.epoch, told.seq, True)
    assert ledger.prints(number) == {"original": 1} and ledger.verify().faults == ()


def test_what_failed_before_a_byte_left_is_no_paper(ledger, number):
    with ledger.transaction() as tx:
        job = tx.print_ended(
            tx.print_sent(ask(tx, number)), "failed", actor="1", why="cover_open", bytes_=0, seen_to=False
        )
    assert not job.may_exist and ledger.prints(number) == {}


@pytest.mark.parametrize(
    "change",
    [
        "delete from print_job",
        "update print_job set state = 'queued'",
        "update print_job set state = 'sent'",
        "update print_job set state = 'confirmed'",
        "update print_job set state = 'doubtful'",
        "update print_job set why = 'printed'",
        "update print_job set bytes = 7",
        "update print_job set seq = 99",
        "update print_job set epoch = 'other'",
        "update print_job set count = 2",
        "update print_job set slip = slip + 97",
        "update print_job set copy = 'tag'",
        "update print_job set paper = 'A5'",
        "update print_job set printer = 'other'",
        "update print_job set reason = 'other'",
        "update print_job set named = 1",
        "update print_job set by = '2'",
        "update print_job set key = 'x'",
        "update print_job set queued_at = ''",
        "update print_job set seen_to = 0",
    ],
)
def test_after_the_last_word_nothing_changes(ledger, number, change):
    with ledger.transaction() as tx:
        tx.print_ended(
            tx.print_sent(ask(tx, number)), "failed", actor="1", why="stopped", bytes_=0, seen_to=True
        )
    with pytest.raises(sqlite3.IntegrityError):
        ledger.db.execute(change)


def test_a_job_never_goes_back(ledger, number):
    with ledger.transaction() as tx:
        job = tx.print_sent(ask(tx, number))
    for change in (
        "update print_job set state = 'queued'",
        "update print_job set state = 'confirmed'",  # without its event
        "update print_job set state = 'failed'",
        "update print_job set seq = 1",
        "insert into print_job(key, copy, paper, printer, count, named, by, state, queued_at) "
        "values('k', 'tag', '80mm', 'p', 1, 0, '1', 'sent', '')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.db.execute(change)
    assert ledger.print_job(job.id) == job


# ---- after a program that was killed


def test_what_was_under_way_is_settled_when_the_ledger_is_opened(ledger, number, reopen):
    with ledger.transaction() as tx:
        queued = ask(tx, number, key="a" * 16)
        sent = tx.print_sent(ask(tx, number, key="b" * 16, copy="citizen"))
        tests = [ask(tx, key="c" * 16, copy="test"), tx.print_sent(ask(tx, key="d" * 16, copy="test"))]
    ledger.close()
    again = reopen()
    after = {job.key[0]: job for job in (again.print_job(j.id) for j in (queued, sent, *tests))}
    assert {key: (job.state, job.why, job.final) for key, job in after.items()} == {
        "a": ("failed", prints.NEVER_SENT, True),
        "b": ("doubtful", prints.INTERRUPTED, False),
        "c": ("failed", prints.NEVER_SENT, True),
        "d": ("doubtful", prints.INTERRUPTED, True),
    }
    assert [job.key[0] for job in again.prints_waiting()] == ["a", "b"]
    assert again.prints(number) == {"citizen": 1} and again.verify().faults == ()
    assert {event.actor for event in again.events(number) if event.type == "printed"} == {"0"}
    assert reopen().prints_waiting() == [after["a"], after["b"]]


def test_a_reader_settles_nothing(ledger, number, reopen):
    with ledger.transaction() as tx:
        job = tx.print_sent(ask(tx, number))
    with Ledger.open(ledger.home, readonly=True) as reader:
        assert reader.print_job(job.id) == job and reader.verify().faults == ()


# ---- proof


@pytest.fixture
def printed(ledger, home, number):
    """One job of each last word, and one in doubt; closed."""
    with ledger.transaction() as tx:
        for i, outcome in enumerate(("confirmed", "failed", "doubtful", "file")):
            job = tx.print_sent(ask(tx, number, key=str(i) * 16))
            tx.print_ended(job, outcome, actor="1", why="mute", bytes_=i * 9, seen_to=True)
        tx.print_doubtful(tx.print_sent(ask(tx, number, key="4" * 16)), "mute", 5)
    record(
        ledger,
        "printed",
        number,
        body={"copy": "tag", "outcome": "file", "count": 1, "paper": "80mm", "named": False},
    )
    assert ledger.verify().faults == ()
    ledger.close()
    return home


TAMPERED = [
    ("delete from print_job where key = '1111111111111111'", {"print_job"}),
    ("update print_job set state = 'confirmed' where key = '1111111111111111'", {"print_differs"}),
    ("update print_job set bytes = 0 where key = '1111111111111111'", {"print_differs"}),
    ("update print_job set seq = seq + 50 where key = '0000000000000000'", {"print_event", "print_job"}),
    ("update print_job set count = 2 where key = '0000000000000000'", {"print_differs"}),
    ("update print_job set slip = slip + 97 where key = '0000000000000000'", {"print_differs"}),
    ("update print_job set copy = 'tag' where key = '3333333333333333'", {"print_differs"}),
    ("update print_job set why = 'lost' where key = '2222222222222222'", {"print_differs"}),
    ("update print_job set key = 'x' where key = '2222222222222222'", {"print_differs"}),
    ("update print_job set epoch = null, seq = null where key = '2222222222222222'", {"print_job"}),
    ("update print_job set reason = 'other' where key = '0000000000000000'", {"print_differs"}),
    ("update print_job set named = 1 where key = '0000000000000000'", {"print_differs"}),
    ("update print_job set paper = 'A4' where key = '0000000000000000'", {"print_differs"}),
    ("update print_job set seq = 1, epoch = 'e' where key = '4444444444444444'", {"print_event"}),
    ("delete from audit where seq = 2", {"print_event"}),
]


@pytest.mark.parametrize(("statement", "words"), TAMPERED, ids=[statement for statement, _ in TAMPERED])
def test_a_row_or_an_event_that_was_changed_is_found(printed, statement, words):
    tamper(printed, statement)
    with Ledger.open(printed, readonly=True) as ledger:
        assert words <= {flaw.word for flaw in ledger.verify().faults}
