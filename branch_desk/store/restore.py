"""Going on from less than everything: after a restore, or where a damaged ledger was rebuilt.

What is still to be done stands in the ledger file before the file gets its place (`leave`), and is done at the first
opening in one transaction (`finish`): a new epoch begins, every number that was seen anywhere and is not on record is
entered as a lost record, and where neither the witness nor the share can say how far this desk had come, every series
goes `skip` higher. So there is no moment in which such a ledger could give a number again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, numbers, words_faults
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.words_backup import FINDINGS
from branch_desk.store import kept, prints, start
from branch_desk.store.database import Database
from branch_desk.store.start import PROGRAM, RESTORING
from branch_desk.store.transaction import SKIPPED, Transaction
from branch_desk.store.witness import GIVES, HighWater, Record, Witness, backwards

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger

SKIP = 1000     # EVENTS.md, Folders of a desk: more than a desk issues of one series between two backups
BACKUP, NONE, DAMAGED, REWOUND = "backup", "none", "damaged", "rewound"


@dataclass(frozen=True, slots=True)
class Order:
    """What is left to be done. `seen`: 16 digits of numbers that are known to have been given out; `witness` and `share`:
    whether they say how far this desk had come; `skip`: how far every series goes ahead where neither does; `floor`: the
    first fiscal year whose series may have gone on; `ask`: whether the ledger may be alive where it was before, on another PC
    or in another folder of this one, so that a person has to say that it is not."""

    why: str
    witness: bool
    share: bool
    skip: int
    seen: tuple[str, ...] = ()
    floor: int = 0
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done."""

    why: str
    witness: bool
    share: bool
    skip: int
    lost: int
    unknown: int


def leave(db: Database, order: Order) -> None:
    """Into a ledger file that has not got its place yet."""
    db.execute("insert into setting(key, value) values(?, ?) on conflict do update set value = excluded.value",
               (RESTORING, json.dumps(asdict(order))))


def finish(ledger: Ledger, witness: Witness, high_water: HighWater, path: Path, told: dict[str, Any]) -> tuple[str, ...]:
    """Does it, all or nothing, and says what was done."""
    order = Order(**{**told, "seen": tuple(told["seen"])})
    db, desk = ledger.db, ledger.desk.code
    found = start.compare(db, desk, path, high_water.records, whole=True)
    if found.empty:
        witness.add([Record("mark", ledger.epoch)], sync=True)
    filled = start.fill(ledger, witness, found)
    high_water.keep(filled)
    seen = {*found.numbers, *order.seen, *named_by_anybody(db, desk)}
    before, head = ledger.epoch, ledger.exchange.head(ledger.epoch)
    with ledger.transaction() as tx:
        tx.begin_epoch(start.new_epoch(), order.why)
        lost = _enter_lost(tx, db, ledger.desk, seen)
        unknown = _skip(tx, db, ledger.desk, order)
        _enter_differing(tx, db)
        if order.ask:
            tx.doubt_machine()
        # Where the ledger is older than what it did, what it has as waiting may have been sent since.
        for job in prints.waiting(db):
            if job.state == "queued":
                tx.print_sent(job)
        db.execute("delete from setting where key = ?", (RESTORING,))
        tx.append("restored", actor=PROGRAM, body={
            "from_epoch": before, "from_seq": head, "witness": order.witness, "share": order.share, "skipped": order.skip,
            "why": order.why, "lost": lost})
    start.end_prints(ledger)
    ledger.outcome = Outcome(order.why, order.witness, order.share, order.skip, lost, unknown)
    said: list[str] = []
    if lost:
        said.append(words_faults.FINDINGS["lost_numbers"].format(numbers=lost))
    if unknown:
        said.append(FINDINGS["skipped"].format(skipped=order.skip))
    if high_water.failed:
        said.append(words_faults.FINDINGS["high_water"].format(place=high_water.path.parent))
    return tuple(said)


def named_by_anybody(db: Database, desk: str) -> list[str]:
    """The highest number of each series of this desk that any record names, whoever wrote it: a section that received a
    slip proves that the slip was there."""
    found = []
    for column, real in (("slip", numbers.SLIP), ("bag", numbers.BAG)):
        for kind in (real, numbers.PRACTICE[real]):
            low = int(f"{kind}{desk}") * 10**12
            found += db.execute(f"select max({column}) from event where {column} between ? and ? group by {column} / 10000000",
                                (low, low + 10**12 - 1)).fetchall()
    return [str(row[0]) for row in found]


def gave_since(db: Database, desk: str) -> bool:
    """Whether this desk gave a number since the ledger was restored; also where it never was. Nothing is left to be done."""
    if start.instruction(db) is not None:
        return False
    last = db.execute("select max(lamport) from audit where desk = ? and type = 'restored'", (desk,)).fetchone()[0]
    marks = ", ".join("?" * len(GIVES))
    return last is None or bool(db.execute(f"select exists(select 1 from event where desk = ? and lamport > ? and type in "
                                           f"({marks}))", (desk, last, *sorted(GIVES))).fetchone()[0])


def in_witness(path: Path, desk: str) -> tuple[bool, int]:
    """Whether a witness says anything of this desk, and how many of its records cannot be read."""
    speaks, bad = False, 0
    for record in backwards(path):
        if record is None:
            bad += 1
        elif record.number is None or record.number[1:4] == desk:
            speaks = True
    return speaks, bad


def _enter_lost(tx: Transaction, db: Database, desk: Desk, seen: Iterable[str]) -> int:
    """Every number of every series up to the highest that was seen and up to the counter, of which there is no record."""
    counted = {(fy, type_): last for fy, type_, last in
               db.execute("select fy, type, last from counter where desk = ?", (desk.code,)).fetchall()}
    highest, count = dict(counted), 0
    for digits in seen:
        number = numbers.parse(digits)
        if number is not None and number.desk == desk.code and number.kind == kind_of(desk, number.type):
            series = (number.fy, number.type)
            highest[series] = max(highest.get(series, 0), number.serial)
    for (fy, type_), last in sorted(highest.items()):
        given = _given(db, desk, fy, type_)
        for serial in range(1, last + 1):
            if serial > counted.get((fy, type_), 0):
                tx.advance(desk.code, fy, type_)
            if serial not in given:
                tx.enter_lost(numbers.Number(kind_of(desk, type_), desk.code, fy, type_, serial))
                count += 1
    return count


def _given(db: Database, desk: Desk, fy: int, type_: str) -> set[int]:
    """The serials of a series that a record of this desk gave out."""
    kind = kind_of(desk, type_)
    low = int(f"{kind}{desk.code}{fy % 100:02d}{type_}") * 10**7
    column = "bag" if numbers.REAL.get(kind, kind) == numbers.BAG else "slip"
    rows = db.execute(f"select type, {column} from event where {column} between ? and ? and desk = ?",
                      (low, low + 10**7 - 1, desk.code))
    return {number // 100 % 100_000 for event, number in rows if event in GIVES}


def kind_of(desk: Desk, type_: str) -> int:
    """The first digit of the numbers of a series of this desk."""
    real = numbers.BAG if type_.endswith("00") and type_ != numbers.RESERVED_TYPE else numbers.SLIP
    return numbers.PRACTICE[real] if desk.practice else real


def _skip(tx: Transaction, db: Database, desk: Desk, order: Order) -> int:
    """Every series that may have gone on, so much higher; those that nobody has used yet when they are first used."""
    if not order.skip:
        return 0
    count = 0
    for fy, type_, last in db.execute("select fy, type, last from counter where desk = ? and fy >= ? order by 1, 2",
                                      (desk.code, order.floor)).fetchall():
        for serial in range(last + 1, min(last + order.skip, numbers.LAST_SERIAL) + 1):
            tx.lose(numbers.Number(kind_of(desk, type_), desk.code, fy, type_, serial))
            count += 1
    tx.set_setting(SKIPPED, {"first": order.floor, "last": max(order.floor, era.fiscal_year(tx.now)), "by": order.skip})
    return count


def _enter_differing(tx: Transaction, db: Database) -> None:
    """Staff and settings as they are now, where the chain says something else of them: what was set after the copy was
    made is lost, and that it is lost is on record."""
    if not kept.is_entered(db):
        return
    last = {event.value("code"): event for event in kept.events(db, "staff_changed")}
    rows = {row.code: row for row in kept.staff_rows(db)}
    for code, row in rows.items():
        if code not in last or any(last[code].value(name) != value for name, value in row.body.items()):
            tx.append("staff_changed", actor=PROGRAM, body=row.body)
    for code in sorted(last.keys() - rows.keys()):      # nobody else may get this code, and the name is gone
        tx.put_staff(code, code, StaffRole(last[code].value("role")), active=False)
    said = {(event.value("key"), event.value("number")): event.value("after") for event in kept.events(db, "setting_changed")}
    there = dict(kept.marks(db))
    for key, number in sorted(said.keys() | there.keys(), key=str):
        before, after = said.get((key, number)), there.get((key, number))
        if before != after or type(before) is not type(after):
            tx.append("setting_changed", actor=PROGRAM, body=kept.setting_body(key, number, before, after))
