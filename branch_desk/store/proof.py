"""`verify`: what can be proven about a ledger, each with its count, and every fault by name.

SQLite's own check finds half of all random damage (32 of 60); with the chain, the gap proof and the
projection made again from the events it is all of it that matters (guides/data.md, section 8).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from branch_desk.domain import numbers, words_audit, words_faults, words_retention
from branch_desk.domain.catalogue import parse_csv
from branch_desk.domain.events import GENESIS, Event, Stream, canonical_bytes, chain_hash
from branch_desk.store import (
    database,
    exchange_keys,
    prints,
    projection,
    proof_kept,
    proof_keys,
    reading,
    sums,
    tally,
)
from branch_desk.store.faults import KeyMissing
from branch_desk.store.folders import Folders
from branch_desk.store.projection import BAG_COLUMNS, EVENT_COLUMNS, SLIP_COLUMNS, TABLES
from branch_desk.store.witness import GIVES, Record, backwards

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger

FLAWS = {**words_faults.FLAWS, **words_retention.FLAWS, **words_audit.FLAWS}
PROVEN = {**words_faults.PROVEN, **words_retention.PROVEN, **words_audit.PROVEN}
MOST = 20  # flaws of one kind that are spelled out


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not hold: a short English word and a sentence."""

    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """One line per proof, every flaw, and the figures of the proofs by their names ('chain_out.events')."""

    proven: tuple[str, ...]
    faults: tuple[Flaw, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    head: str = ""  # where the chains stood, as it is printed (store/trail.py); '' where that cannot be read

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class Report:
    proven: list[str] = field(default_factory=list)
    faults: list[Flaw] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _said: Counter[str] = field(default_factory=Counter)

    def prove(self, word: str, **counts: object) -> None:
        self.proven.append(PROVEN[word].format(**counts))
        self.counts |= {f"{word}.{name}": count for name, count in counts.items() if isinstance(count, int)}

    def flaw(self, word: str, **details: object) -> None:
        self._said[word] += 1
        if self._said[word] <= MOST:
            self.faults.append(Flaw(word, FLAWS[word].format(**details)))

    @property
    def count(self) -> int:
        return self._said.total()


OF_A_COPY = frozenset(  # what a copy can prove alone, without the witness and the keys of its desk
    {"integrity", "chain_out", "chain_own", "gapless", "projection", "tally", "prints", "requests", "catalogue", "sums",
     "staff", "settings"}
)


def verify(ledger: Ledger, only: Collection[str] | None = None) -> Verified:
    """Every proof, or `only` these, each on its own: what cannot be read in one does not stop the others."""
    report = Report()
    db = ledger.db
    witness = _Witnessed.read(
        Folders(ledger.home).witness
    )  # before the snapshot: whoever writes commits first, then witnesses
    outer = ledger.db.conn.in_transaction
    if not outer:
        db.execute("begin")
    try:
        for name, proof in _proofs(ledger, witness, report).items():
            if only is not None and name not in only:
                continue
            before = report.count
            try:
                told = proof()
            except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
                report.flaw("unreadable", what=f"{name} ({type(error).__name__})")
                continue
            if report.count == before:
                for word, counts in told:
                    report.prove(word, **counts)
        head = _head(ledger)
    finally:
        if not outer and db.conn.in_transaction:
            db.execute("rollback")
    return Verified(tuple(report.proven), tuple(report.faults), report.counts, head)


def _head(ledger: Ledger) -> str:
    try:
        return ledger.trail.head().text
    except (sqlite3.Error, ValueError, TypeError):
        return ""


_Told = list[tuple[str, dict[str, object]]]


def _proofs(ledger: Ledger, witness: _Witnessed, report: Report) -> dict[str, Callable[[], _Told]]:
    return {
        "integrity": lambda: _integrity(ledger.db, report),
        "chain_out": lambda: _chain(ledger, Stream.OUT, report),
        "chain_own": lambda: _chain(ledger, Stream.OWN, report),
        "gapless": lambda: _gapless(ledger, report),
        "projection": lambda: _projection(ledger, report),
        "tally": lambda: _tally(ledger.db, report),
        "witness": lambda: _witness(ledger, witness, report),
        "prints": lambda: _prints(ledger, report),
        "personal": lambda: proof_keys.personal(ledger, report),
        "requests": lambda: _requests(ledger, report),
        "keys": lambda: proof_keys.keys(ledger, report),
        "rights": lambda: proof_keys.rights(ledger, report),
        "signing": lambda: _signing(ledger, report),
        "catalogue": lambda: _catalogues(ledger.db, report),
        "staff": lambda: proof_kept.staff(ledger, report),
        "settings": lambda: proof_kept.settings(ledger, report),
        "sums": lambda: _sums(ledger.db, report),
    }


def _integrity(db: database.Database, report: Report) -> _Told:
    for (line,) in db.execute("pragma integrity_check").fetchall():
        if line != "ok":
            report.flaw("integrity", detail=line)
    return [("integrity", {"pages": db.execute("pragma page_count").fetchone()[0]})]


_BODY, _AFTER_BODY = b',"body":', b',"desk":'     # the fields stand in order of their names


def _stream(db: database.Database, stream: Stream) -> Iterator[tuple[Event | None, bytes, projection.Row]]:
    """Every event with its canonical bytes; None for one whose body is not written in the one form it may have.

    The body is in those bytes: encoded once, they are hashed and compared. A quote within a text is escaped, so the first
    `,"body":` is the field itself; and a JSON object ends where its brackets close, so what stands in its place, up to the
    next field, is the body and nothing else.
    """
    for row in db.execute(f"select {EVENT_COLUMNS} from {TABLES[stream]} order by desk, epoch, seq"):
        try:
            event = projection.event_of(row)
            written = canonical_bytes(event)
            as_kept = written.startswith(row[10].encode() + _AFTER_BODY, written.index(_BODY) + len(_BODY))
            yield (event if as_kept else None), written, row
        except (ValueError, TypeError):
            yield None, b"", row


def _chain(ledger: Ledger, stream: Stream, report: Report) -> _Told:
    """Every event hashes to what it says and names the one before it; sequences have no gap; epochs join."""
    db, count = ledger.db, 0
    heads: dict[tuple[str, str], tuple[int, bytes]] = {}
    starts = _epoch_starts(ledger, stream)
    highest = 0
    for event, written, row in _stream(db, stream):
        count += 1
        desk, epoch, seq, where = row[0], row[1], row[2], f"{row[0]}-{row[1]}-{row[2]}"
        expected = starts.get(epoch)    # another desk's, or of a life of this one that only the share knew: as it says
        before, prev = heads.get((desk, epoch), (0, expected))
        heads[desk, epoch] = (seq, row[12])
        if seq != before + 1:
            report.flaw("gap_seq", where=where)
        if event is None:
            report.flaw("body", where=where)
            continue
        highest = max(highest, event.lamport)
        if (prev is not None and event.prev != prev) or chain_hash(event, written) != event.hash:
            report.flaw("chain", where=where)
    _check_epochs(ledger, stream, heads, report)
    if highest > db.execute("select lamport from clock").fetchone()[0]:
        report.flaw("clock")
    return [(f"chain_{stream.value}", {"events": count})]


def _epoch_starts(ledger: Ledger, stream: Stream) -> dict[str, bytes]:
    return dict(ledger.db.execute(f"select epoch, {stream.value}_prev from epoch").fetchall())


def _check_epochs(
    ledger: Ledger, stream: Stream, heads: dict[tuple[str, str], tuple[int, bytes]], report: Report
) -> None:
    """Each epoch begins where the one before it stopped, so that nothing was cut off between them."""
    end, began, before = GENESIS, GENESIS, ""
    joins = f"select 1 from {TABLES[stream]} where desk = ? and epoch = ? and hash = ?"
    for epoch, start in ledger.db.execute(
        f"select epoch, {stream.value}_prev from epoch order by number"
    ).fetchall():
        # What came home from the share later stands after the place where the next epoch joined on, or is all that the
        # epoch before it has: a backup of the first day, before the first slip, begins its second epoch at nothing.
        empty_then = stream is Stream.OUT and start == began and (start != GENESIS or _began_empty(ledger, before, epoch))
        if start != end and not empty_then and not ledger.db.execute(joins, (ledger.desk.code, before, start)).fetchone():
            report.flaw("epoch", where=epoch)
        before, began, end = epoch, start, heads.get((ledger.desk.code, epoch), (0, start))[1]


def _began_empty(ledger: Ledger, before: str, epoch: str) -> bool:
    """Whether the first record of this epoch says itself that there was nothing yet in the one before it."""
    found = ledger.db.execute(
        "select body from audit where desk = ? and epoch = ? and type = 'restored' order by seq limit 1",
        (ledger.desk.code, epoch)).fetchone()
    said = json.loads(found[0]) if found else {}
    return said.get("from_epoch") == before and said.get("from_seq") == 0


def _gapless(ledger: Ledger, report: Report) -> _Told:
    """Per series: the counter, the slips or bags, and the numbers that events gave out are the same 1..n. A row of a number that
    this desk never gave out is no gap: somebody accepted a scan of it, or another desk wrote of it (transaction.draw passes
    it over)."""
    db, desk = ledger.db, ledger.desk.code
    given: dict[tuple[int, str], set[int]] = {}
    for kind, slip, bag in db.execute("select type, slip, bag from event where desk = ?", (desk,)):
        number = numbers.parse(str(slip or bag)) if kind in GIVES else None
        if number is not None and number.desk == desk:
            given.setdefault((number.fy, number.type), set()).add(number.serial)
    rows: Counter[tuple[int, str]] = Counter()
    for (digits,) in db.execute("select number from slip union all select number from bag"):
        number = numbers.parse(str(digits))
        if number is not None and number.desk == desk and number.serial in given.get((number.fy, number.type), ()):
            rows[number.fy, number.type] += 1
    counters = {(fy, type_): last for counted, fy, type_, last in reading.series(db) if counted == desk}
    for series in sorted(set(given) | set(rows) | set(counters)):
        events, last = given.get(series, set()), counters.get(series)
        name = f"{series[0]}-{series[1]}"
        if last is None:
            report.flaw("counter_none", series=name)
            continue
        if not len(events) == last == max(events, default=0) == rows[series]:
            report.flaw("counter", series=name, last=last, slips=rows[series], events=len(events))
    return [("gapless", {"series": len(counters), "numbers": sum(counters.values())})]


def _projection(ledger: Ledger, report: Report) -> _Told:
    """Every row of a slip and of a bag is what its events give, and there is no other row."""
    db, members = ledger.db, ledger.members
    slips = db.execute(f"select {SLIP_COLUMNS} from slip order by number")
    bags = db.execute(f"select {BAG_COLUMNS} from bag order by number")
    return [
        ("projection", {"slips": _same(projection.rebuilt(db, members), slips, "projection", report)}),
        ("bags", {"bags": _same(projection.rebuilt_bags(db, members), bags, "bag", report)}),
    ]


def _same(
    made: Iterable[tuple[str, projection.Row | None]], kept: Iterator[projection.Row], word: str, report: Report
) -> int:
    """How many rows are as they were made; both in order of number, which comes first."""
    row, count = next(kept, None), 0
    for number, expected in made:
        if expected is None:
            continue
        while row is not None and row[0] < expected[0]:
            report.flaw(f"{word}_extra", number=row[0])
            row = next(kept, None)
        if row is None or row[0] > expected[0]:
            report.flaw(f"{word}_missing", number=number)
            continue
        count += 1
        if tuple(row) != expected:
            report.flaw(word, number=number)
        row = next(kept, None)
    while row is not None:
        report.flaw(f"{word}_extra", number=row[0])
        row = next(kept, None)
    return count


def _tally(db: database.Database, report: Report) -> _Told:
    """The figures of every year are what a count of all slips and refusals gives."""
    rows, wrong = tally.differences(db)
    for year in wrong:
        report.flaw("tally", year=year)
    return [("tally", {"rows": rows})]


@dataclass(frozen=True, slots=True)
class _Witnessed:
    """The whole witness, read once."""

    path: Path
    records: frozenset[Record]
    bad: int

    @classmethod
    def read(cls, path: Path) -> _Witnessed:
        records = list(backwards(path))
        return cls(
            path,
            frozenset(record for record in records if record is not None and record.what != "mark"),
            sum(record is None for record in records),
        )


def _witness(ledger: Ledger, witnessed: _Witnessed, report: Report) -> _Told:
    """Every own event is witnessed, and every record of an epoch that this ledger knows is an event.

    Records of what was lost before an old copy was put back have no event any more: their numbers are lost
    records.
    """
    own: set[Record] = set()
    entered: set[str] = set()
    for stream, table in TABLES.items():
        rows = ledger.db.execute(
            f"select type, epoch, seq, slip, bag, hash from {table} where desk = ?", (ledger.desk.code,)
        )
        for kind, epoch, seq, slip, bag, digest in rows:
            number = str(slip or bag) if kind in GIVES else None
            own.add(Record(stream.value, epoch, seq, number, digest))
            if kind == "lost_record" and number:
                entered.add(number)
    missing = own - witnessed.records
    if missing and ledger.readonly:  # whoever has it open wrote on while we read
        missing -= _Witnessed.read(witnessed.path).records
    if missing:
        report.flaw("witness_missing", events=len(missing))
        if witnessed.bad:
            report.flaw("witness_bad", records=witnessed.bad)
    settled = dict(ledger.db.execute("select epoch, number from epoch").fetchall())
    current = max(settled.values())
    for record in sorted(witnessed.records - own, key=lambda item: (item.epoch, item.what, item.seq)):
        if settled.get(record.epoch) == current:
            report.flaw("witness_ahead", where=f"{record.epoch}-{record.seq}")
        elif (
            record.number and record.number not in entered and reading.slip(ledger.db, record.number) is None
        ):
            report.flaw("witness_ahead", where=record.number)
    return [("witness", {"records": len(own)})]


def _prints(ledger: Ledger, report: Report) -> _Told:
    """A job that is final has its `printed` event, which says the same of it; an event that names a job has
    its row."""
    told: dict[tuple[str, int], Event] = {}
    for row in ledger.db.execute(
        f"select {EVENT_COLUMNS} from audit where type = 'printed' and desk = ?", (ledger.desk.code,)
    ):
        printed = projection.event_of(row)
        if printed.value("job") is not None:
            told[printed.epoch, printed.seq] = printed
    ended = 0
    for job in prints.every(ledger.db):
        event = told.pop((job.epoch, job.seq), None) if job.epoch and job.seq else None
        if job.final != (event is not None):
            report.flaw("print_event", job=job.id)
        elif event is not None:
            ended += 1
            same = (
                event.slip == job.slip
                and event.bag == job.bag
                and all(
                    event.value(field) == getattr(job, field)
                    for field in ("copy", "paper", "count", "named", "reason", "why")
                )
                and event.value("job") == job.key
                and prints.STATE_OF.get(event.value("outcome")) == job.state
                and (job.state != "failed" or event.value("may_exist") == job.may_exist)
            )
            if not same:
                report.flaw("print_differs", job=job.id)
    for event in told.values():
        report.flaw("print_job", where=f"{event.epoch}-{event.seq}")
    return [("prints", {"jobs": ended})]


def _requests(ledger: Ledger, report: Report) -> _Told:
    """Every remembered answer names a number that there is."""
    count = 0
    for (number,) in ledger.db.execute("select number from request"):
        count += 1
        known = (
            number is None
            or ledger.db.execute(
                "select 1 from event where slip = ?1 union all select 1 from event where bag = ?1 limit 1",
                (number,),
            ).fetchone()
        )
        if not known:
            report.flaw("request", number=number)
    return [("requests", {"requests": count})]


def _signing(ledger: Ledger, report: Report) -> _Told:
    """Every key with which this desk signs can still be opened."""
    for name in exchange_keys.NAMES if ledger.keys.kept_in else ():
        try:
            ledger.signing.get(name)
        except KeyMissing:
            report.flaw("signing_key", name=name)
    return []


def _sums(db: database.Database, report: Report) -> _Told:
    """What no record vouches for is as it was written."""
    rows, wrong = sums.differing(db)
    for what in wrong:
        report.flaw("sum", what=what)
    return [("sums", {"rows": rows})]


def _catalogues(db: database.Database, report: Report) -> _Told:
    """Every published version can still be read."""
    for version, types in db.execute("select version, types from catalogue").fetchall():
        if not parse_csv(types).types:
            report.flaw("catalogue", version=version)
    return []
