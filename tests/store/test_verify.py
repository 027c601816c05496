"""`verify` proves a sound ledger and finds whatever was changed behind the program's back."""

from __future__ import annotations

import random
import sqlite3

import pytest

from branch_desk.store import proof, start
from branch_desk.store.faults import Fault
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import BookFilter, Ledger
from branch_desk.store.witness import SIZE
from tests.store.issuing import body, issue, record


@pytest.fixture
def worked(ledger, home):
    """A ledger with something of everything; the fixture gives the numbers, the ledger is closed."""
    numbers = [issue(ledger, f"a{i}", name=f"山田 {i}郎") for i in range(4)] + [issue(ledger, "other", "101")]
    with ledger.transaction() as tx:
        bag = tx.draw_bag(2026, "5").digits
        tx.append("bag_opened", actor="1", bag=bag, body={"section": "5"})
        for number in numbers[:2]:
            tx.append("bagged", actor="1", slip=number, bag=bag)
    record(ledger, "bag_dispatched", bag=bag, body={"route": "mail"})
    record(ledger, "voided", numbers[3], body={"reason": "spoiled"})
    record(
        ledger,
        "printed",
        numbers[0],
        body={"copy": "original", "outcome": "confirmed", "count": 1, "paper": "80mm"},
    )
    with ledger.transaction() as tx:
        tx.begin_epoch(start.new_epoch(), "moved")
        tx.append("closed", actor="1", slip=numbers[0], body={"accepted": "not_dispatched"})
        tx.append("viewed", actor="1", slip=numbers[0], body={"what": "names", "count": 1})
    ledger.close()
    return numbers


def tamper(home, *statements: str) -> None:
    """As somebody with a SQLite shell would: triggers off."""
    db = sqlite3.connect(Folders(home).ledger)
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {name}")
    for statement in statements:
        assert db.execute(statement).rowcount >= 1, statement
    db.commit()
    db.close()


def test_a_sound_ledger_is_proven_line_by_line(worked, reopen):
    verified = reopen().verify()
    assert verified.faults == ()
    counts = [line for line in verified.proven if any(c.isdigit() for c in line)]
    assert len(verified.proven) == 16 and len(counts) == 14


def test_what_was_bagged_and_dispatched_is_in_the_projection(worked, reopen):
    ledger = reopen()
    assert [ledger.slip(number).state.value for number in worked] == [
        "closed",
        "dispatched",
        "held",
        "voided",
        "held",
    ]
    assert len(ledger.bag(ledger.slip(worked[1]).bag).slips) == 2


TAMPERED = [
    ("update event set actor = '2' where seq = 2", {"chain"}),
    ("update event set at = replace(at, '10:45', '11:45') where seq = 2", {"chain"}),
    ("update event set body = replace(body, '\"sheets\":3', '\"sheets\":4') where seq = 2", {"chain"}),
    ("update event set body = body || ' ' where seq = 2", {"body"}),
    ("update event set body = replace(body, '\"sheets\":3', '\"sheets\": 3') where seq = 2", {"body"}),
    ("update event set body = replace(body, '\"sheets\":3', '\"sheets\":4,\"sheets\":3') where seq = 2", {"body"}),
    ("update event set body = body || ',\"desk\":{}' where seq = 2", {"body"}),
    ("update event set body = 'x' where seq = 2", {"body"}),
    ("update event set type = 'reserved' where seq = 2", {"chain"}),
    ("update event set lamport = lamport + 1 where seq = 2", {"chain"}),
    ("update event set request = 'z' where seq = 2", {"chain"}),
    ("update event set slip = slip + 97 where seq = 2", {"chain"}),
    ("update event set bag = null where type = 'bagged'", {"chain"}),
    ("update event set hash = zeroblob(32) where seq = 2", {"chain"}),
    ("update event set prev = zeroblob(32) where seq = 2", {"chain"}),
    ("update event set epoch = 'other' where seq = 2", {"gap_seq"}),
    ("delete from event where seq = 2", {"gap_seq"}),
    ("delete from event where id = (select max(id) from event)", {"projection", "witness_ahead"}),
    ("delete from event where type = 'voided'", {"epoch"}),
    ("update audit set actor = '2' where seq = 1", {"chain"}),
    ("update audit set slip = null where seq = 1", {"chain"}),
    ("delete from audit", {"epoch", "witness_ahead"}),
    ("update slip set state = 'closed' where state = 'held'", {"projection"}),
    ("update slip set place = place + 1", {"projection"}),
    ("update slip set section = '1'", {"projection"}),
    ("update slip set issued_at = null", {"projection"}),
    ("update slip set rest = replace(rest, '\"sheets\":3', '\"sheets\":4')", {"projection"}),
    ("delete from slip where state = 'voided'", {"projection_missing", "counter"}),
    (
        "insert into slip(number, place, state, rest) select number + 1, place, state, rest from slip limit 1",
        {"projection_extra"},
    ),
    ("update slip set since = '2020-01-01T00:00:00+09:00' where since is not null", {"projection"}),
    ("update slip set since = null where since is not null", {"projection"}),
    ("update slip set marks = 'inquiry'", {"projection"}),
    ("update bag set state = 'received'", {"bag"}),
    ("update bag set place = place + 1", {"bag"}),
    ("update bag set section = '1'", {"bag"}),
    ("update bag set rest = '{}'", {"bag"}),
    ("delete from bag", {"bag_missing", "counter"}),
    ("insert into bag select number + 1, place, state, section, rest from bag limit 1", {"bag_extra"}),
    ("update counter set last = last + 1 where type = '501'", {"counter"}),
    ("update counter set last = last - 1 where type = '501'", {"counter"}),
    ("update counter set last = last + 1 where type = '500'", {"counter"}),
    ("update counter set type = '502' where type = '501'", {"counter_none", "counter"}),
    ("delete from counter where type = '500'", {"counter_none"}),
    ("update counter set fy = 2025 where type = '500'", {"counter_none"}),
    ("update clock set lamport = 1", {"clock"}),
    ("update pii set box = zeroblob(length(box)) where slip = (select min(slip) from pii)", {"personal_box"}),
    (
        "update pii set box = cast(substr(box, 1, length(box) - 1) || x'00' as blob) "
        "where slip = (select max(slip) from pii)",
        {"personal_box"},
    ),
    ("update pii set seq = seq + 40", {"personal_orphan"}),
    ("update pii set slip = slip + 97 where slip = (select max(slip) from pii)", {"personal_orphan"}),
    ("update request set number = number + 1", {"request"}),
    ("update epoch set out_prev = zeroblob(32) where number = 2", {"epoch"}),
    ("update epoch set own_prev = zeroblob(32) where number = 2", {"epoch"}),
]


@pytest.mark.parametrize(("statement", "words"), TAMPERED, ids=[statement for statement, _ in TAMPERED])
def test_what_was_changed_is_found(worked, home, statement, words):
    tamper(home, statement)
    with Ledger.open(home, readonly=True) as ledger:
        faults = ledger.verify().faults
    assert words <= {flaw.word for flaw in faults}, faults


def test_two_boxes_exchanged_are_found(worked, home):
    tamper(
        home, "update pii set box = (select other.box from pii as other where other.slip <> pii.slip limit 1)"
    )
    with Ledger.open(home, readonly=True) as ledger:
        assert "personal_box" in {flaw.word for flaw in ledger.verify().faults}


def test_a_chain_written_anew_does_not_agree_with_the_witness(worked, home):
    from branch_desk.domain.events import Stream, chained
    from branch_desk.store import projection

    db = sqlite3.connect(Folders(home).ledger)
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {name}")
    rows = db.execute(f"select {projection.EVENT_COLUMNS} from event order by id").fetchall()
    db.execute("delete from event")
    prev = bytes(32)
    for row in rows:
        event = projection.event_of(row)
        changed = chained(projection.event_of((*row[:8], "9", *row[9:])), prev)
        prev = changed.hash
        db.execute(projection._INSERT_EVENT[Stream.OUT], projection.event_row(changed))
        assert event.key == changed.key
    db.execute(
        "update epoch set out_prev = (select hash from event where epoch = "
        "(select epoch from epoch where number = 1) order by seq desc limit 1) where number = 2"
    )
    db.commit()
    db.close()
    with Ledger.open(home, readonly=True) as ledger:
        words = {flaw.word for flaw in ledger.verify().faults}
    assert "chain" not in words and "epoch" not in words and "witness_missing" in words


@pytest.mark.parametrize("place", [0, 5, 20, 30, 45, 70, 79])
def test_one_changed_byte_of_the_witness_is_found(worked, home, place):
    path = Folders(home).witness
    data = bytearray(path.read_bytes())
    data[SIZE * 2 + place] ^= 1
    path.write_bytes(data)
    with Ledger.open(home, readonly=True) as ledger:
        assert {"witness_missing", "witness_bad"} <= {flaw.word for flaw in ledger.verify().faults}


def test_a_catalogue_that_cannot_be_read_is_found(ledger, home):
    ledger.db.execute("insert into catalogue values(1, '', 'x', '[]')")
    assert {flaw.word for flaw in ledger.verify().faults} == {"catalogue"}


def test_ten_random_bytes_at_a_time_are_found_or_harmless(worked, home):
    """60 places in the file: either opening or `verify` says so, or nothing that anybody reads has changed."""
    path = Folders(home).ledger
    whole = path.read_bytes()
    chance = random.Random(4)
    quiet = 0
    for _ in range(60):
        data = bytearray(whole)
        at = chance.randrange(100, len(data) - 10)
        data[at : at + 10] = bytes(byte ^ chance.randrange(1, 256) for byte in data[at : at + 10])
        path.write_bytes(data)
        quiet += not _noticed(home)
    assert quiet < 60
    path.write_bytes(whole)
    assert not _noticed(home)


def _noticed(home) -> bool:
    """Whether damage is said. Where it is not, every slip must read as it did."""
    try:
        with Ledger.open(home, readonly=True) as ledger:
            if ledger.verify().faults:
                return True
            states = [slip.state.value for slip in ledger.page(BookFilter()).slips]
            assert sorted(states) == ["closed", "dispatched", "held", "held", "voided"]
            return False
    except Fault:
        return True


def test_verify_goes_on_while_somebody_writes(ledger, home, monkeypatch):
    """Read-only beside the window: no false alarm for what is written between reading the witness and the
    tables."""
    issue(ledger, "a")
    read = proof._Witnessed.read
    requests = iter(range(9))

    def read_and_be_late(path):
        found = read(path)
        issue(ledger, f"late-{next(requests)}")
        return found

    with Ledger.open(home, readonly=True) as reader:
        monkeypatch.setattr(proof._Witnessed, "read", read_and_be_late)
        assert reader.verify().faults == ()
        monkeypatch.undo()
    assert next(requests) == 2 and ledger.verify().sound


def test_an_event_that_fails_the_table_is_no_event(ledger):
    with pytest.raises(ValueError), ledger.transaction() as tx:
        tx.append(
            "issued", actor="1", slip=tx.draw(2026, "501").digits, body={**body(), "sheets": float("nan")}
        )
    assert ledger.verify().sound
