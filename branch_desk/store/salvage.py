"""What can still be read of a damaged ledger, and putting it into a sound one.

A record is believed where it hashes to what it says, and taken where it joins on to the chain that is there; nothing
that does not is. Of what no chain vouches for a row is taken where its sum or its mark agrees.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import GENESIS, Event, Stream, chain_hash
from branch_desk.domain.rights import Role
from branch_desk.store import kept, prints, projection, sums
from branch_desk.store.database import APPLICATION, Database
from branch_desk.store.projection import EVENT_COLUMNS, TABLES, event_of
from branch_desk.store.witness import Record, given_out

_FAILURES = (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError)
# Tables whose rows are read whole, and the order in which they are read from both ends.
_PLAIN = {"setting": "key", "staff": "code", "member": "desk", "catalogue": "version", "request": "request",
          "print_job": "id", "pii": "slip, stream, desk, epoch, seq"}
_MADE_AGAIN = frozenset({"fold", "tally", "restoring"})
_FREE = ("counter_starts_at_one", "counter_step", "counter_no_delete", "print_job_begins_queued", "print_job_forwards",
         "print_job_no_delete", "staff_stays")

Rows = list[dict[str, Any]]
Place = tuple[str, str]     # (desk, epoch)


@dataclass(slots=True)
class Salvaged:
    """What was read. `whole`: nothing of the records could not be read."""

    whole: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    epochs: list[tuple[Any, ...]] = field(default_factory=list)
    events: dict[Stream, dict[Place, dict[int, Event]]] = field(default_factory=dict)
    counters: list[tuple[Any, ...]] = field(default_factory=list)
    tables: dict[str, Rows] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, Desk] | None:
        """Whose ledger it is, where that can be read."""
        return identity_of(self.settings.get("ledger"), self.settings.get("desk"))


def identity_of(ledger: str | None, desk: str | None) -> tuple[str, Desk] | None:
    """The id of a ledger and its desk, from their JSON; None where they are none."""
    with suppress(*_FAILURES):
        stored = json.loads(desk or "")
        found = Desk(**{**stored, "role": Role(stored["role"])})
        name = json.loads(ledger or "")
        if isinstance(name, str) and len(name) == 32 and len(found.code) == 3 and found.code.isdigit():
            return name, found
    return None


# ---- reading


def read(path: Path, scratch: Path) -> Salvaged:
    """As much as there is. The file is only read; where its first bytes are spoiled, a copy with good ones is."""
    found = _read(path)
    if found is None and _with_good_header(path, scratch):
        found = _read(scratch)
    return found or Salvaged()


def _read(path: Path) -> Salvaged | None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)) as conn:
            conn.execute("pragma query_only=on")
            conn.execute("pragma trusted_schema=off")
            conn.execute("select count(*) from sqlite_master").fetchone()
            return _read_all(conn)
    except sqlite3.Error:
        return None


def _read_all(conn: sqlite3.Connection) -> Salvaged:
    found = Salvaged(whole=True)
    for stream, table in TABLES.items():
        rows, all_read = _both_ways(conn, EVENT_COLUMNS, table, "id")
        places: dict[Place, dict[int, Event]] = {}
        for row in rows:
            with suppress(*_FAILURES):
                event = event_of(row)
                if event.stream is stream and chain_hash(event) == event.hash:
                    places.setdefault((event.desk, event.epoch), {})[event.seq] = event
                    continue
            all_read = False
        found.events[stream] = places
        found.whole &= all_read
    epochs, all_read = _both_ways(conn, "number, epoch, began, reason, out_prev, own_prev", "epoch", "number")
    found.epochs = sorted(row for row in epochs if types_are(row, int, str, str, str, bytes, bytes))
    found.whole &= all_read
    found.counters, all_read = _both_ways(conn, "desk, fy, type, last", "counter", "desk, fy, type")
    found.whole &= all_read
    summed = _sums(conn)
    for table, order in _PLAIN.items():
        with suppress(sqlite3.Error):
            names = [row[1] for row in conn.execute(f"pragma table_info({table})").fetchall()]
            rows, _ = _both_ways(conn, ", ".join(names), table, order)
            found.tables[table] = [dict(zip(names, row, strict=True)) for row in rows]
    for setting in found.tables.get("setting", []):
        key, value = setting["key"], setting["value"]
        if isinstance(key, str) and isinstance(value, str) and summed.get(key, b"") in (b"", sums.digest((key, value))):
            found.settings[key] = value
    return found


def _sums(conn: sqlite3.Connection) -> dict[Any, Any]:
    try:
        return dict(conn.execute("select a, digest from sum where of = 'setting' and digest is not null").fetchall())
    except sqlite3.Error:
        return {}


def _both_ways(conn: sqlite3.Connection, columns: str, table: str, order: str) -> tuple[list[tuple[Any, ...]], bool]:
    """Every row from the beginning up to what cannot be read, and from the end back to it; whether that was all."""
    found: list[tuple[Any, ...]] = []
    whole = True
    for direction in ("asc", "desc"):
        towards = ", ".join(f"{name.strip()} {direction}" for name in order.split(","))
        try:
            for row in conn.execute(f"select {columns} from {table} order by {towards}"):
                found.append(row)
            return (list(dict.fromkeys(found)) if not whole else found), whole
        except (sqlite3.Error, UnicodeDecodeError):
            whole = False
    return list(dict.fromkeys(found)), whole


def _with_good_header(path: Path, scratch: Path) -> bool:
    """A copy whose first 100 bytes are what a ledger of ours has there, as far as that is always the same."""
    try:
        shutil.copyfile(path, scratch)
        wal = path.with_name(path.name + "-wal")
        if wal.exists():
            shutil.copyfile(wal, scratch.with_name(scratch.name + "-wal"))
        with scratch.open("r+b") as file:
            head = bytearray(file.read(100))
            if len(head) < 100:
                return False
            head[0:24] = b"SQLite format 3\0" + bytes((0x10, 0, 2, 2, 0, 64, 32, 32))
            head[44:48], head[56:60] = (4).to_bytes(4, "big"), (1).to_bytes(4, "big")
            head[68:72] = APPLICATION.to_bytes(4, "big")
            file.seek(0)
            file.write(head)
    except OSError:
        return False
    return True


def types_are(row: Sequence[Any], *types: type) -> bool:
    """Whether a row has values of these kinds."""
    return len(row) == len(types) and all(isinstance(value, kind) for value, kind in zip(row, types, strict=True))


# ---- putting into a sound ledger


@dataclass(slots=True)
class Merged:
    """`events`: how many records were taken; `left`: numbers of records that do not join on; `whole`: everything that
    was there stands in the ledger now."""

    events: int = 0
    left: list[str] = field(default_factory=list)
    whole: bool = False


def merge(db: Database, desk: str, found: Salvaged, witnessed: Iterable[Record] = ()) -> Merged:
    """Into the ledger of a backup, or a new one. What is made again at every opening is left to that. A record of which
    the witness has another hash was changed, and is not taken."""
    known = {(record.what, record.epoch, record.seq): record.hash for record in witnessed}
    for stream, places in found.events.items():
        for (writer, epoch), events in places.items():
            for seq in [seq for seq, event in events.items() if writer == desk
                        and known.get((stream.value, epoch, seq), event.hash) != event.hash]:
                del events[seq]
                found.whole = False
    triggers = db.execute(f"select name, sql from sqlite_master where type = 'trigger' and name in ({','.join('?' * len(_FREE))})",
                          _FREE).fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    done = Merged(whole=found.whole)
    before = sum(_count(db, table) for table in TABLES.values())
    taken = _own(db, desk, found) | _others(db, desk, found)
    done.events = sum(_count(db, table) for table in TABLES.values()) - before
    for stream, places in found.events.items():
        for place, events in places.items():
            head = taken.get((stream, place), 0)
            left = [event for seq, event in events.items() if seq > head] if place[0] == desk else []
            done.left += [number for event in left if (number := given_out(event)) is not None]
            done.whole &= not left
    _count_again(db, desk)
    _rows_besides(db, found)
    _print_jobs(db, desk, found)
    _clock(db)
    for name in _MADE_AGAIN:
        db.execute("delete from setting where key = ?", (name,))
    for _, sql in triggers:
        db.execute(sql)
    return done


def _own(db: Database, desk: str, found: Salvaged) -> dict[tuple[Stream, Place], int]:
    """Life after life of this desk, each as far as it joins on to what is there."""
    taken: dict[tuple[Stream, Place], int] = {}
    known = [row[0] for row in db.execute("select epoch from epoch order by number").fetchall()]
    for number, epoch, began, reason, out_prev, own_prev in found.epochs:
        starts = {Stream.OUT: out_prev, Stream.OWN: own_prev}
        if epoch not in known:
            if known and not all(_joins(db, desk, known, stream, start) for stream, start in starts.items()):
                break
            if not known and (number != 1 or out_prev != GENESIS or own_prev != GENESIS):
                break
            db.execute("insert into epoch(number, epoch, began, reason, out_prev, own_prev) values(?,?,?,?,?,?)",
                       (len(known) + 1, epoch, began, reason, out_prev, own_prev))
            known.append(epoch)
        for stream, start in starts.items():
            events = found.events.get(stream, {}).get((desk, epoch), {})
            taken[stream, (desk, epoch)] = _append(db, stream, (desk, epoch), events, start)
    return taken


def _joins(db: Database, desk: str, known: list[str], stream: Stream, start: bytes) -> bool:
    """Whether a life may begin after this hash: it is of a record of the life before, or that one had none."""
    begun = db.execute(f"select {stream.value}_prev from epoch where epoch = ?", (known[-1],)).fetchone()[0]
    return start == begun or db.execute(f"select 1 from {TABLES[stream]} where desk = ? and epoch = ? and hash = ?",
                                        (desk, known[-1], start)).fetchone() is not None


def _others(db: Database, desk: str, found: Salvaged) -> dict[tuple[Stream, Place], int]:
    """Records of other desks, and those of this one that came home from the share."""
    own = {row[0] for row in db.execute("select epoch from epoch").fetchall()}
    return {(Stream.OUT, place): _append(db, Stream.OUT, place, events, None)
            for place, events in found.events.get(Stream.OUT, {}).items() if place[0] != desk or place[1] not in own}


def _append(db: Database, stream: Stream, place: Place, events: dict[int, Event], start: bytes | None) -> int:
    """What follows on the last record there, without a hole; the last that is there then."""
    row = db.execute(f"select seq, hash from {TABLES[stream]} where desk = ? and epoch = ? order by seq desc limit 1",
                     place).fetchone()
    seq, head = row if row else (0, start)
    while (event := events.get(seq + 1)) is not None and (head is None or event.prev == head):
        projection.insert_event(db, event)
        seq, head = event.seq, event.hash
    return int(seq)


def _count_again(db: Database, desk: str) -> None:
    """The counters as the records have them."""
    last: dict[tuple[int, str], int] = {}
    for row in db.execute(f"select {EVENT_COLUMNS} from event where desk = ?", (desk,)):
        number = numbers.parse(given_out(event_of(row)) or "")
        if number is not None and number.desk == desk:
            last[number.fy, number.type] = max(last.get((number.fy, number.type), 0), number.serial)
    for (fy, type_), serial in last.items():
        db.execute("insert into counter(desk, fy, type, last) values(?,?,?,?) on conflict do update "
                   "set last = max(last, excluded.last)", (desk, fy, type_, serial))


def _rows_besides(db: Database, found: Salvaged) -> None:
    entered = kept.is_entered(db)
    staff = {event.value("code"): event.value("mark") for event in kept.events(db, "staff_changed")}
    said = {(event.value("key"), event.value("number")): event.value("after") for event in kept.events(db, "setting_changed")}
    for row in found.tables.get("staff", []):
        with suppress(*_FAILURES):
            line = kept.StaffRow(**{"active": 1, "salt": "", **row})
            if not entered or staff.get(line.code) == line.mark:
                _put(db, "staff", {name: getattr(line, name) for name in ("code", "name", "role", "pin", "since", "active", "salt")})
    for key, text in found.settings.items():
        with suppress(*_FAILURES):
            vouched = key not in kept.SETTINGS or not entered or said.get((key, None)) == kept.mark_of_text(text)
            if vouched and key not in _MADE_AGAIN:
                json.loads(text)
                _put(db, "setting", {"key": key, "value": text})
    for table, key in ((kept.CATALOGUE, "version"), (kept.MEMBER, "desk")):
        for row in found.tables.get(table, []):
            with suppress(*_FAILURES):
                db.execute("savepoint overlay")
                _put(db, table, row)
                number = int(row[key])
                if entered and said.get((table, number)) != kept.mark_of(db, table, number):
                    db.execute("rollback to overlay")
                db.execute("release overlay")
    for row in found.tables.get("request", []):
        with suppress(*_FAILURES):
            if row["number"] is None or db.execute("select 1 from event where slip = ?1 union all select 1 from event "
                                                   "where bag = ?1 limit 1", (row["number"],)).fetchone():
                _put(db, "request", row, "ignore")
    for row in found.tables.get("pii", []):
        with suppress(*_FAILURES):
            there = db.execute(f"select slip from {TABLES[Stream(row['stream'])]} where desk = ? and epoch = ? and seq = ?",
                               (row["desk"], row["epoch"], row["seq"])).fetchone()
            if there is not None and there[0] == row["slip"]:
                _put(db, "pii", row, "ignore")


def _print_jobs(db: Database, desk: str, found: Salvaged) -> None:
    """Rows as they were, with their last word where it is on record; a last word whose row is gone gets one again."""
    words = {event.value("job"): event for row in db.execute(
        f"select {EVENT_COLUMNS} from audit where type = 'printed' and desk = ?", (desk,))
        if (event := event_of(row)).value("job") is not None}
    keys = {row[0] for row in db.execute("select key from print_job").fetchall()}
    for row in found.tables.get("print_job", []):
        with suppress(*_FAILURES):
            if row["key"] in keys and words.get(row["key"]) is None and row["epoch"] is not None:
                continue
            if words.get(row["key"]) is None and row["epoch"] is not None:
                row = {**row, "epoch": None, "seq": None, "ended_at": None, "state": "sent", "seen_to": 0}
            row = {name: value for name, value in row.items() if name != "id"}
            _put(db, "print_job", row)
            keys.add(row["key"])
    for key, event in words.items():
        said = {
            "slip": int(event.slip) if event.slip else None, "bag": int(event.bag) if event.bag else None,
            "copy": event.value("copy"), "paper": event.value("paper"), "count": event.value("count"),
            "reason": event.value("reason"), "named": int(bool(event.value("named"))), "why": event.value("why"),
            "state": prints.STATE_OF.get(event.value("outcome"), "doubtful"), "ended_at": event.at, "epoch": event.epoch,
            "seq": event.seq}
        if key in keys:
            names = ", ".join(f"{name} = ?" for name in said)
            db.execute(f"update print_job set {names}, seen_to = case when seq is null then 1 else seen_to end where key = ?",
                       (*said.values(), key))
        else:
            _put(db, "print_job", {"key": key, "printer": "", "by": event.actor, "seen_to": 1, "queued_at": event.at, **said})


def _clock(db: Database) -> None:
    """As far as the records go."""
    lamport, at = db.execute("select lamport, at from clock").fetchone()
    ats = []
    for table in TABLES.values():
        lamport = max(lamport, db.execute(f"select coalesce(max(lamport), 0) from {table}").fetchone()[0])
        row = db.execute(f"select at from {table} order by id desc limit 1").fetchone()
        ats += [row[0]] if row else []
    db.execute("update clock set lamport = ?, at = ?", (lamport, max([at, *ats], key=era.moment)))


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def _put(db: Database, table: str, row: dict[str, Any], otherwise: str = "replace") -> None:
    """One row; columns that this program does not know are left out."""
    known = {line[1] for line in db.execute(f"pragma table_info({table})").fetchall()}
    given = {name: value for name, value in row.items() if name in known}
    db.execute(f"insert or {otherwise} into {table}({', '.join(chr(34) + name + chr(34) for name in given)}) "
               f"values({','.join('?' * len(given))})", tuple(given.values()))
