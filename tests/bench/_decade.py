"""Ten years at a counter, filled past the face as the program would have made them: chains, witness, counters, requests,
boxes, and a section's own stream of receipts. Slips and bags are left to the projection."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Event, Stream, chained
from branch_desk.domain.rights import Member, Role, StaffRole
from branch_desk.services import catalogues
from branch_desk.store import database, projection, reading
from branch_desk.store.database import Database
from branch_desk.store.folders import Folders
from branch_desk.store.keys import Keys
from branch_desk.store.ledger import Ledger, pin_hash
from branch_desk.store.witness import Record
from tests.bench.ledger import FAMILY, GIVEN, TYPES

IN_A_BAG, PIN = 20, "2468"
DESK, SECTION, SECTION_EPOCH = Desk("101", "大師1", "大師支所"), Member("501", Role.SECTION, "川崎区役所", "5"), "50" * 8
BEGINS = datetime(2019, 4, 1, 9, tzinfo=era.JST)    # the first year that a number can have
ENDS = datetime(2029, 3, 30, 17, tzinfo=era.JST)


@dataclass
class _Writer:
    """Records of two desks, each after the one before."""

    db: Database
    witness: BinaryIO
    epoch: str
    lamport: int
    own: tuple[int, bytes]
    keys: Keys
    stamp: str = ""
    travelled: int = 0
    ends: dict[tuple[str, Stream], tuple[int, bytes]] = field(default_factory=dict)

    def write(self, kind: str, slip: str | None = None, bag: str | None = None, *, desk: str = "101", **body: object) -> Event:
        self.lamport += 1
        request = f"r{self.lamport}" if kind == "issued" else None
        epoch = self.epoch if desk == "101" else SECTION_EPOCH
        plain = Event(desk, epoch, 1, self.lamport, kind, self.stamp, "1", slip, bag, request, body)
        seq, prev = self.ends.get((desk, plain.stream), self.own if plain.stream is Stream.OWN else (0, bytes(32)))
        event = chained(replace(plain, seq=seq + 1), prev)
        self.ends[desk, plain.stream] = (event.seq, event.hash)
        self.travelled += plain.stream is Stream.OUT
        self.db.execute(projection._INSERT_EVENT[plain.stream], projection.event_row(event))
        if desk == "101":
            self.witness.write(Record.of(event).pack())
        if request is not None:
            self.db.execute("insert into request(request, number, at) values(?,?,?)", (request, int(slip or 0), self.stamp))
        return event

    def send(self, bag: str, slips: list[str]) -> None:
        """A bag on its whole way: packed, checked, sent off, received slip by slip, and every original back."""
        self.write("bag_opened", None, bag, section="5")
        for slip in slips:
            self.write("bagged", slip, bag)
        self.write("bag_closed", None, bag, count=len(slips))
        for slip in slips:
            self.write("checked", slip, bag, result="agrees")
        self.write("bag_dispatched", None, bag, route="internal_mail", count=len(slips))
        for slip in slips:
            self.write("received", slip, bag, desk="501", received_at=self.stamp, source="section")
        for slip in slips:
            self.write("closed", slip, received_at=self.stamp, source="section")


def fill(home: Path, size: int, begins: datetime = BEGINS, ends: datetime = ENDS) -> tuple[int, datetime]:
    """A ledger of `size` slips without its slips and bags; how many travelling records it has, and when it ends."""
    with Ledger.create(home, DESK, now=lambda: begins, keep_key_in="file").ledger as ledger:
        with ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
            tx.put_staff("3", "三浦 恵", StaffRole.RESPONSIBLE, pin_hash(PIN))
            tx.put_staff("4", "原田 光", StaffRole.RESPONSIBLE, pin_hash(PIN))
            tx.put_member(SECTION, "高齢・障害課")
        epoch, keys = ledger.epoch, ledger.keys
    conn = sqlite3.connect(Folders(home).ledger, isolation_level=None)
    for pragma in ("synchronous=off", "journal_mode=off", "cache_size=-400000"):
        conn.execute("pragma " + pragma)
    db = Database(conn)
    triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute("drop trigger " + name)
    db.execute("begin")
    own = tuple(db.execute("select seq, hash from audit order by seq desc limit 1").fetchone())
    lamport = db.execute("select lamport from clock").fetchone()[0]
    with Folders(home).witness.open("ab") as witness:
        writer = _Writer(db, witness, epoch, lamport, own, keys)  # type: ignore[arg-type]
        counters = _years(writer, size, begins, ends)
    db.conn.executemany("insert into counter values('101', ?, ?, ?)",
                        [(fy, type_, last) for (fy, type_), last in counters.items()])
    db.execute("update clock set lamport = ?, at = ?", (writer.lamport, writer.stamp))
    db.execute("delete from setting where key = 'tally'")   # counted by triggers that were not there
    db.execute("delete from sum where of = 'setting' and a = 'tally'")
    for _, sql in triggers:
        db.execute(sql)
    db.execute("commit")
    db.execute("pragma journal_mode=wal")
    db.close()
    return writer.travelled, era.moment(writer.stamp)


def _years(writer: _Writer, size: int, begins: datetime, ends: datetime) -> dict[tuple[int, str], int]:
    chance, counters, waiting = random.Random(3), dict[tuple[int, str], int](), list[str]()
    for i in range(size):
        at = begins + (ends - begins) * (i / size)
        writer.stamp = era.stamp(at)
        fy, type_ = era.fiscal_year(at), TYPES[i % len(TYPES)]
        number = _next(counters, 1, fy, type_)
        retention = 5 if type_[0] == "5" else 1
        event = writer.write("issued", number, type=type_, type_name="介護保険要介護・要支援認定申請", section=type_[0],
                             section_name="高齢・障害課", catalogue=1, retention=retention, sheets=3, sealed=False, enclosures=[], others=0,
                             flags=[])
        key = writer.keys.current(fy, retention)
        name = {"name": f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}"}
        writer.db.execute("insert into pii values(?,?,?,?,?,?,?)",
                          (int(number), "out", *event.key, key, writer.keys.seal(key, event.key, "out", name)))
        waiting.append(number)
        if len(waiting) == IN_A_BAG:
            writer.send(_next(counters, 2, fy, "500"), waiting)
            waiting = []
    return counters


def _next(counters: dict[tuple[int, str], int], kind: int, fy: int, type_: str) -> str:
    serial = counters[fy, type_] = counters.get((fy, type_), 0) + 1
    return numbers.Number(kind, "101", fy, type_, serial).digits


def make_slips(path: Path) -> None:
    """Every slip and bag from the records alone."""
    db = database.open_for_writing(path)
    try:
        with database.immediate(db):
            projection.rebuild(db, reading.members(db)[0])
    finally:
        db.close()
