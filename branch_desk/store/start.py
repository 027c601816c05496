"""What is compared when a ledger is opened: the database with the witness and with what this machine
remembers.

A witness that knows more than the database means that an old copy of the database was put back. Whatever was
shown then must never be given out again: every missing number is entered one by one as a lost record, and a
new epoch begins, so that no (desk, epoch, seq) is ever used for two events.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import fold, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import Stream
from branch_desk.domain.words_faults import FINDINGS
from branch_desk.store import prints, projection, reading
from branch_desk.store.database import Database, immediate
from branch_desk.store.folders import Folders, write_durably
from branch_desk.store.projection import EVENT_COLUMNS, TABLES, event_of
from branch_desk.store.witness import HighWater, Record, Witness, backwards

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger

READ_ON = 256  # records read at least, and beyond a torn one
MOVED_TO = "moved_to"  # the setting: the machine for which a new epoch was begun
DAMAGE_MARK = "damaged"  # beside the ledger: somebody met damage, and the next opening looks for it
RESTORING = "restoring"  # the setting: what a restore left to be done
FOLD = "fold"  # the setting: which version of the fold made slips and bags
PROGRAM = "0"  # the actor of what the program records by itself; staff codes begin with 1 to 9

_HEAD_OF_EPOCH = {
    stream.value: f"select max(seq) from {table} where desk = ? and epoch = ?"
    for stream, table in TABLES.items()
}
_HASH_AT = {
    stream.value: f"select hash from {table} where desk = ? and epoch = ? and seq = ?"
    for stream, table in TABLES.items()
}


@dataclass(slots=True)
class Compared:
    """What the witness and the high-water file know that the database does not, and the other way round."""

    ahead: list[Record] = field(default_factory=list)
    # (stream, epoch) -> seqs that the witness lacks: of this epoch, of all where the whole witness was read
    lacking: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    torn: int = 0
    empty: bool = True

    @property
    def numbers(self) -> set[str]:
        return {record.number for record in self.ahead if record.number}


def compare(
    db: Database, desk: str, witness: Path, remembered: Iterable[Record], *, whole: bool = False
) -> Compared:
    """Reads the witness from its end, no further than needed: until each stream meets the database, or the
    epoch began. With `whole` all of it, whatever it says: after a restore nothing in it is settled.

    What was not synced when the power went can be there in any part, so it always reads some way back, and on
    from a torn record.
    """
    epochs = [row[0] for row in db.execute("select epoch from epoch order by number").fetchall()]
    current = epochs[-1]
    heads = {
        (what, epoch): db.execute(_HEAD_OF_EPOCH[what], (desk, epoch)).fetchone()[0] or 0
        for what in _HEAD_OF_EPOCH
        for epoch in epochs
    }
    found = Compared()
    seen: dict[tuple[str, str], set[int]] = {place: set() for place in heads}
    to_the_start = True
    read_on = READ_ON
    waiting = {what for what in _HEAD_OF_EPOCH if heads[what, current]}

    def is_ahead(record: Record) -> bool:
        head = heads.get((record.what, record.epoch))
        if head is None or record.seq > head:
            return True
        kept = db.execute(_HASH_AT[record.what], (desk, record.epoch, record.seq)).fetchone()
        return kept is None or kept[0] != record.hash

    for record in backwards(witness):
        read_on -= 1
        if record is None:
            found.torn += 1
            read_on = READ_ON
            continue
        found.empty = False
        if record.what == "mark":
            if record.epoch in epochs and not whole:
                break
        elif is_ahead(record):
            found.ahead.append(record)
        else:
            seen[record.what, record.epoch].add(record.seq)
            if record.epoch == current:
                waiting.discard(record.what)
                if read_on <= 0 and not waiting and not whole:
                    to_the_start = False
                    break
    for (what, epoch), seqs in seen.items():
        if epoch == current or whole or found.empty:
            first = 1 if to_the_start else min(seqs, default=1)
            lacking = [seq for seq in range(first, heads[what, epoch] + 1) if seq not in seqs]
            if lacking:
                found.lacking[what, epoch] = lacking
    known = set(found.ahead)
    for record in remembered:  # a closed epoch of this database is settled: what was missing then is entered
        if (
            record not in known
            and (whole or not (record.epoch in epochs and record.epoch != current))
            and is_ahead(record)
        ):
            found.ahead.append(record)
    return found


def settle(ledger: Ledger, witness: Witness, high_water: HighWater, path: Path) -> tuple[str, ...]:
    """Makes database, witness and high-water agree again, without using any number twice. Says what was
    found."""
    told = instruction(ledger.db)
    if told is not None:
        from branch_desk.store import restore  # after a restore alone

        return restore.finish(ledger, witness, high_water, path, told)
    said: list[str] = []
    db, desk = ledger.db, ledger.desk.code
    found = compare(db, desk, path, high_water.records)
    if found.empty and ledger.has_events():
        said.append(FINDINGS["witness_made"])
    elif found.torn:
        said.append(FINDINGS["witness_torn"].format(records=found.torn))
    if found.empty:
        witness.add([Record("mark", ledger.epoch)], sync=True)
    filled = fill(ledger, witness, found)
    high_water.keep(filled)
    if filled and not found.empty:
        said.append(FINDINGS["witness_behind"].format(events=len(filled)))
    lost = missing_numbers(db, desk, found.numbers)
    if found.ahead:
        from branch_desk.store import damage  # not at a start at which all is well

        if damage.knows_more(Folders(ledger.home), ledger.id, ledger.lamport):
            raise damage.Behind()
        said.append(FINDINGS["rewound"].format(events=len(found.ahead)))
        _enter_lost(ledger, lost)
        if lost:
            said.append(FINDINGS["lost_numbers"].format(numbers=len(lost)))
    end_prints(ledger)
    if high_water.failed:
        said.append(FINDINGS["high_water"].format(place=high_water.path.parent))
    return tuple(said)


def leave_twin(ledger: Ledger, here: str) -> None:
    """On another machine than it was made on it writes in an epoch of its own from the first record on: its twin may go
    on where it was. Numbers wait for a person."""
    if ledger.moved and ledger.setting(MOVED_TO, "") != here:
        with ledger.transaction() as tx:
            tx.begin_epoch(new_epoch(), "moved")
            tx.set_setting(MOVED_TO, here)


def know_machine(ledger: Ledger, here: str) -> None:
    """What hardware the machine has now, for the next comparison: in ten years every part of a PC may have been replaced, one
    at a time. What a system told once and does not tell today is not forgotten."""
    known = ledger.setting("machine", "")
    if not ledger.moved and known != here and (" " in here or " " not in known):
        with ledger.transaction() as tx:
            tx.set_setting("machine", here)


def is_folded(db: Database) -> bool:
    """Whether slips and bags are what this program's fold makes of the events."""
    return bool(reading.setting(db, FOLD, None) == fold.VERSION)


def fold_anew(db: Database) -> None:
    """Makes slips and bags again where another version of the fold made them; all or nothing."""
    if is_folded(db):
        return
    with immediate(db):
        projection.rebuild(db, reading.members(db)[0])
        db.execute(
            "insert into setting(key, value) values(?, ?) on conflict do update set value = excluded.value",
            (FOLD, str(fold.VERSION)),
        )


def missing_numbers(db: Database, desk: str, seen: Iterable[str]) -> list[numbers.Number]:
    """Every number up to the highest seen of each series that this ledger has not given out, in order."""
    highest: dict[tuple[int, int, str], int] = {}
    for digits in seen:
        number = numbers.parse(digits)
        if number is not None and number.desk == desk:
            series = (number.kind, number.fy, number.type)
            highest[series] = max(highest.get(series, 0), number.serial)
    missing = []
    for (kind, fy, type_), serial in sorted(highest.items()):
        row = db.execute(
            "select last from counter where desk = ? and fy = ? and type = ?", (desk, fy, type_)
        ).fetchone()
        missing += [
            numbers.Number(kind, desk, fy, type_, number)
            for number in range((row[0] if row else 0) + 1, serial + 1)
        ]
    return missing


def fill(ledger: Ledger, witness: Witness, found: Compared) -> list[Record]:
    """Into the witness what a crash between COMMIT and witness left out, or all of it where it is a new one."""
    filled: list[Record] = []
    for (what, epoch), seqs in found.lacking.items():
        lacking = set(seqs)
        rows = ledger.db.execute(
            f"select {EVENT_COLUMNS} from {TABLES[Stream(what)]} "
            "where desk = ? and epoch = ? and seq >= ? order by seq",
            (ledger.desk.code, epoch, min(lacking)),
        )
        events = (event_of(row) for row in rows)
        filled += [Record.of(event) for event in events if event.seq in lacking]
    witness.add(filled, sync=True)
    return filled


def note(witness: Path, ledger: str, desk: Desk) -> None:
    """Beside the witness: whose numbers those are, for the day on which there is no ledger. No person's name is in
    it."""
    path = witness.with_name("desk.json")
    told = {"version": 1, "ledger": ledger, "desk": {**asdict(desk), "role": desk.role.value}}
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return
    write_durably(path, data)


def instruction(db: Database) -> dict[str, Any] | None:
    """What a restore or a rebuilding left to be done at this opening; it stands in the ledger from before it had its
    place, so that no cut in between lets it be used without (store/restore.py)."""
    found = reading.setting(db, RESTORING, None)
    return found if isinstance(found, dict) else None


def _enter_lost(ledger: Ledger, lost: list[numbers.Number]) -> None:
    before = ledger.epoch
    head = ledger.db.execute(_HEAD_OF_EPOCH["out"], (ledger.desk.code, before)).fetchone()[0] or 0
    with ledger.transaction() as tx:
        tx.begin_epoch(new_epoch(), "rewound")
        for number in lost:
            tx.lose(number)
        tx.append(
            "restored",
            actor=PROGRAM,
            body={"from_epoch": before, "from_seq": head, "witness": True, "share": False, "skipped": 0},
        )


def end_prints(ledger: Ledger) -> None:
    """What a program that is gone left under way: queued was certainly never sent, sent may be on paper."""
    left = [job for job in prints.waiting(ledger.db) if job.state in ("queued", "sent")]
    if not left:
        return
    with ledger.transaction() as tx:
        for job in left:
            if job.state == "sent" and job.matters:
                tx.print_doubtful(job, prints.INTERRUPTED, None)
            elif job.state == "sent":
                tx.print_ended(job, "doubtful", actor=PROGRAM, why=prints.INTERRUPTED, seen_to=True)
            else:
                tx.print_ended(
                    job,
                    "failed",
                    actor=PROGRAM,
                    why=prints.NEVER_SENT,
                    bytes_=0,
                    said_by="program",
                    seen_to=not job.matters,
                )


def new_epoch() -> str:
    """Random 64 bit: a restored or cloned ledger never shares one with what went on elsewhere
    (guides/sync.md, section 1)."""
    return secrets.token_hex(8)
