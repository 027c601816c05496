"""The ledger of one desk: the whole face of this room. Services use nothing else of it (and `faults`, which
it raises).

A Ledger belongs to the thread that opened it. All writing goes through `transaction`; when that returns,
everything is on the disk and the witness knows it: only then may a number be shown.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, numbers
from branch_desk.domain.catalogue import Catalogue
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import GENESIS, Event, Key, Stream
from branch_desk.domain.fold import Bag, Slip
from branch_desk.domain.rights import Member, Role
from branch_desk.domain.staff import Staff
from branch_desk.domain.words_faults import FINDINGS
from branch_desk.store import (
    bags,
    binder,
    clock,
    database,
    faults,
    kept,
    key_copies,
    keystore,
    late,
    migrations,
    names,
    pages,
    pins,
    prints,
    reading,
    recovery,
    start,
    sums,
    tally,
)
from branch_desk.store.binder import BinderCount
from branch_desk.store.clock import Doubt
from branch_desk.store.erasure import Boxes, Erased, Erasure
from branch_desk.store.exchange import Exchange, Forked, KeptBatch, Word
from branch_desk.store.exchange_keys import SigningKeys
from branch_desk.store.folders import Folders, clear_copied_aside, machine, replace, state_folder, sync_folder
from branch_desk.store.key_copies import KeyPlace
from branch_desk.store.keys import Keys, class_of, set_aside
from branch_desk.store.lock import InstanceLock
from branch_desk.store.pages import At, Pages, Span
from branch_desk.store.prints import PrintJob
from branch_desk.store.reading import BookFilter, Cursor, Page
from branch_desk.store.tally import RefusalCount, Tallied
from branch_desk.store.trail import Head, Trail, Wrong
from branch_desk.store.transaction import Transaction
from branch_desk.store.witness import HighWater, Record, Witness, remembered

if TYPE_CHECKING:
    from branch_desk.store.backup import BackupFile, Manifest
    from branch_desk.store.proof import Verified
    from branch_desk.store.restore import Order, Outcome

__all__ = [
    "At",
    "BinderCount",
    "BookFilter",
    "Boxes",
    "Created",
    "Cursor",
    "Doubt",
    "Erased",
    "Forked",
    "Head",
    "KeptBatch",
    "KEPT_ASKED",
    "KeyPlace",
    "Ledger",
    "Page",
    "Pages",
    "PrintJob",
    "RefusalCount",
    "Span",
    "Tallied",
    "Trail",
    "Transaction",
    "Word",
    "Wrong",
    "class_of",
    "new_epoch",
    "paper_key",
    "pin_hash",
    "read_paper_group",
    "read_paper_key",
]

pin_hash, new_epoch = pins.pin_hash, start.new_epoch
KEPT_ASKED = keystore.ASKED
paper_key, read_paper_key, read_paper_group = recovery.make, recovery.read, recovery.group  # a secret kept on paper alone
NAMES_AT_ONCE = 500  # boxes opened in one go: about 10 ms, which is what an issue may have to wait
NO_NUMBER = 10**16
IDLE_WAL = 4 << 20  # bytes of WAL that are worth a checkpoint when nothing else is to be done


@dataclass(frozen=True, slots=True)
class Created:
    """A new ledger, open for writing. The recovery key is shown this once and kept nowhere."""

    ledger: Ledger
    recovery_key: str
    master_key_kept_in: str  # 'keyring' or 'file'


@faults.speaking
class Ledger:
    """Open by `create` or `open`, never by its name."""

    def __init__(self, home: Path, db: database.Database, *, now: clock.ClockFunction | None) -> None:
        self.home, self.db = home, db
        try:
            self.id: str = self.setting("ledger", "")
            stored = self.setting("desk", {})
            self.desk = Desk(**{**stored, "role": Role(stored["role"])})
            self.epoch: str = db.execute("select epoch from epoch order by number desc limit 1").fetchone()[0]
        except (ValueError, TypeError, KeyError) as error:
            raise faults.Damaged() from error
        self._now = now or clock.clock_for(self.desk.practice)
        self.keys = Keys(Folders(home).keys, self.id)
        self.signing = SigningKeys(Folders(home).keys, self.keys)
        self.exchange = Exchange(self)
        self.erasure = Erasure(self)
        self.moved: bool = self._is_moved()
        self.findings: tuple[str, ...] = ()
        self.held = False  # a restore is not done yet
        self.outcome: Outcome | None = None  # of what a restore left to be done at this opening
        self._members: tuple[Mapping[str, Member], Mapping[str, str]] | None = None
        self._lock: InstanceLock | None = None
        self._witness: Witness | None = None
        self._high_water: HighWater | None = None
        self._read_only: database.ReadOnly | None = None
        self._names: names.Names | None = None
        self._names_below: int | None = None  # where reading them goes on
        self._doubted = False
        self._catalogues: dict[int, Catalogue] = {}

    # ---- opening and closing

    @classmethod
    def create(
        cls, home: Path, desk: Desk, *, now: clock.ClockFunction | None = None, keep_key_in: str | None = None
    ) -> Created:
        """A new ledger in `home`. `keep_key_in='file'` keeps the master key out of the system's key store.

        Raises LedgerExists, LedgerGone, AnotherInstance, ReadOnlyHome, DiskFull. Killed half way it leaves no
        ledger.
        """
        folders = Folders(Path(home))
        with faults.spoken():
            folders.make()
            lock = InstanceLock(folders.lock)
            try:
                if folders.ledger.exists():
                    raise faults.LedgerExists(place=str(home))
                if folders.witness.exists() and folders.witness.stat().st_size:
                    raise faults.LedgerGone()
                identity = secrets.token_hex(16)
                at = (now or clock.clock_for(desk.practice))()
                set_aside(folders.keys, f"{at:%Y%m%dt%H%M%S}-{identity[:8]}")
                recovery_key, kept_in = Keys(folders.keys, identity).make_master(keep_key_in)
                make_file(folders.ledger, identity, desk, at)
            finally:
                lock.release()
        return Created(cls.open(home, now=now), recovery_key, kept_in)

    @classmethod
    def open(
        cls, home: Path, *, readonly: bool = False, now: clock.ClockFunction | None = None, hold: bool = False
    ) -> Ledger:
        """The ledger in `home`. Raises a Fault (store/faults.py) with a sentence for each way in which that
        can fail.

        Opened for writing, one that is damaged or gone is rebuilt (store/damage.py); `findings` say so. With `hold`
        what a restore left to be done waits for `finish_restore`, and until then no number is given.
        """
        folders = Folders(Path(home))
        with faults.spoken():
            if readonly:
                if not folders.ledger.exists():
                    raise faults.LedgerGone() if folders.witness.exists() else faults.NoLedger(place=str(home))
                database.identify(folders.ledger)
                return cls._open_to_read(folders, now)
            return cls._open_to_write(folders, now, hold)

    @classmethod
    def _open_to_read(cls, folders: Folders, now: clock.ClockFunction | None) -> Ledger:
        opened = database.ReadOnly(folders.ledger)
        try:
            database.check_ours(opened.db)
            sums.check_schema(opened.db)
            if migrations.check(opened.db) or not start.is_folded(opened.db):
                raise faults.OlderLedger()
            ledger = cls(folders.home, opened.db, now=now)
        except BaseException:
            opened.close()
            raise
        ledger._read_only = opened
        return ledger

    @classmethod
    def _open_to_write(cls, folders: Folders, now: clock.ClockFunction | None, hold: bool) -> Ledger:
        if not folders.ledger.exists():
            from branch_desk.store import damage

            if not damage.is_gone(folders):
                raise faults.LedgerGone() if folders.witness.exists() else faults.NoLedger(place=str(folders.home))
            folders.make()
        lock = InstanceLock(folders.lock)
        said: tuple[str, ...] = ()
        try:
            try:
                if not folders.ledger.exists():
                    raise faults.LedgerGone()
                ledger = cls._opened(folders, lock, now, hold)
            except Exception as error:
                from branch_desk.store import damage  # never at a start at which all is well

                if not isinstance(error, faults.LedgerGone) and not damage.is_damage(error):
                    raise
                said = damage.rebuild(folders, (now or clock.machine_now)(), error)
                ledger = cls._opened(folders, lock, now, hold)
        except BaseException:
            lock.release()
            raise
        ledger.findings = said + ledger.findings
        return ledger

    @classmethod
    def _opened(
        cls, folders: Folders, lock: InstanceLock, now: clock.ClockFunction | None, hold: bool
    ) -> Ledger:
        """What fails here leaves nothing open but the lock, which is its caller's."""
        ledger = None
        db = None
        database.identify(folders.ledger, damaged=folders.witness.exists())
        wal = folders.ledger.with_name("ledger.db-wal")
        unclean = wal.exists() and wal.stat().st_size > 0
        marked = (folders.ledger.parent / start.DAMAGE_MARK).exists()
        try:
            db = database.open_for_writing(folders.ledger)
            database.check_ours(db)
            sums.check_schema(db)
            if unclean or marked:
                from branch_desk.store import damage

                damage.quick_look(db)
            if migrations.check(db):
                migrations.copy_before(db, folders, clock.machine_now())
                migrations.apply(db)
            start.fold_anew(db)
            ledger = cls(folders.home, db, now=now)
            tally.begin(db)
            ledger._lock = lock
            folders.make()
            ledger._witness = Witness(folders.witness)
            ledger._high_water = HighWater(state_folder() / f"{ledger.id}.high")
            start.note(folders.witness, ledger.id, ledger.desk)
            if marked:
                from branch_desk.store import damage

                ledger.findings = damage.look(ledger)
                damage.unmark(folders)
            ledger.held = hold and start.instruction(db) is not None
            if ledger.held:
                ledger.moved = True
            else:
                ledger._settle()
        except BaseException:
            if ledger is not None:
                ledger._lock = None
                ledger.close()
                ledger.db.close()
            elif db is not None:
                db.close()
            raise
        return ledger

    def _settle(self) -> None:
        if self._witness is None or self._high_water is None:
            raise faults.ReadOnlyHome()
        folders = Folders(self.home)
        said = start.settle(self, self._witness, self._high_water, folders.witness)
        start.leave_twin(self, machine(self.id, self.setting(start.MOVED_TO, "")))
        start.know_machine(self, machine(self.id))
        kept.enter_found(self)
        sums.begin(self.db)
        said += self.erasure.settle_at_start() + folders.findings()
        clear_copied_aside()
        self.findings += said + ((FINDINGS["moved"],) if self.moved else ())

    def _is_moved(self) -> bool:
        known = self.setting("machine", "")
        return bool(known != machine(self.id, known))

    def met_damage(self) -> None:
        """What was read is damaged: the next opening for writing looks, and puts it right (store/damage.py)."""
        from branch_desk.store import damage

        damage.mark(self.home)

    def finish_restore(self, order: Order) -> None:
        """What a restore left to be done, now that everything is here that can be had (store/restore.py)."""
        from branch_desk.store import restore

        restore.leave(self.db, order)
        self.held, self.moved = False, self._is_moved()
        self._settle()

    @property
    def readonly(self) -> bool:
        return self._lock is None

    @property
    def read_how(self) -> str | None:
        """How a read-only ledger is read: 'shared', 'immutable' or 'copy' (store/database.py)."""
        return self._read_only.how if self._read_only else None

    def close(self) -> None:
        """Ends all use; a second time does nothing. The last connection moves the WAL into the file."""
        self._names = None
        if self._read_only is not None:
            self._read_only.close()
        else:
            self.db.close()
        for part in (self._witness, self._high_water):
            if part is not None:
                part.close()
        if self._lock is not None:
            self._lock.release()
        self._witness = self._high_water = self._lock = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def idle(self) -> bool:
        """A little of what can wait, for the thread that owns the ledger, when nobody asks for anything:
        keeps the WAL short, reads names ahead. True while there is more to do."""
        wal = Folders(self.home).ledger.with_name("ledger.db-wal")
        if not self.readonly and wal.exists() and wal.stat().st_size >= IDLE_WAL:
            database.checkpoint(self.db, empty=True)
        return self._read_names()

    # ---- writing

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """BEGIN IMMEDIATE … COMMIT, then the witness. Rolled back as a whole on any exception.

        Where the witness cannot be written the transaction stands and DiskFull is raised: the number is not
        shown, and the same request asked again gets the same number, as soon as the witness can be written.
        """
        if self._witness is None or self._high_water is None:
            raise faults.ReadOnlyHome()
        with faults.spoken(self.met_damage):
            with database.immediate(self.db):
                tx = Transaction(self)
                if tx.doubt is not None and not self._doubted:
                    self._record_doubt(tx, tx.doubt)
                yield tx
                tx.finish()
            self._doubted = tx.doubt is not None  # one that went and came again is recorded again
            if tx.began is not None:
                self.epoch = tx.began
            records = [Record.of(event) for event in tx.came_home]
            records += [Record("mark", tx.began)] if tx.began else []
            records += [Record.of(event) for event in tx.events]
            self._witness.add(records)
            self._high_water.keep(records)
        if tx.kept and self._names is not None:
            for number in dict.fromkeys(tx.kept):
                self._names.add(number, self.personal(number))

    def _record_doubt(self, tx: Transaction, doubt: Doubt) -> None:
        tx.append(
            "clock_doubt",
            actor=start.PROGRAM,
            body={"reason": doubt.reason.value, "seconds": int((doubt.now - doubt.last).total_seconds())},
        )

    def settle_clock(self, actor: str) -> None:
        """A responsible person said that the clock is right: recorded, and believed from here on."""
        with self.transaction() as tx:
            if tx.doubt is not None:
                tx.append(
                    "override", actor=actor, body={"what": "clock", "approved_by": actor, "reason": "other"}
                )
                tx.believe_clock()

    def accept_machine(self, actor: str) -> None:
        """A responsible person said that the ledger goes on here and nowhere else: recorded, in a new epoch."""
        with self.transaction() as tx:
            tx.begin_epoch(start.new_epoch(), "moved")
            tx.set_setting("machine", machine(self.id))
            tx.append(
                "override",
                actor=actor,
                body={"what": "moved_machine", "approved_by": actor, "reason": "other"},
            )
        self.moved = False

    def forget_members(self) -> None:
        """What is known of the desks changed."""
        self._members = None

    # ---- backup

    def backup_to(self, folder: Path, why: str = "asked") -> BackupFile:
        """A whole, checked and signed copy of this ledger in `folder` (store/backup.py)."""
        from branch_desk.store import backup  # not at every start

        part, made = backup.take(Folders(self.home).ledger, folder, self.now(), why)
        return backup.name_it(part, made, self.sign_backup(made))

    def sign_backup(self, made: Manifest) -> dict[str, str]:
        """The signatures of a manifest, as far as the keys can be had now."""
        from branch_desk.store import backup

        return backup.sign(made, self.keys, self.signing)

    # ---- this desk and its time

    @property
    def members(self) -> Mapping[str, Member]:
        return self._known_members()[0]

    @property
    def desk_names(self) -> Mapping[str, str]:
        """Names of the desks, by code."""
        return self._known_members()[1]

    def _known_members(self) -> tuple[Mapping[str, Member], Mapping[str, str]]:
        if self._members is None:
            self._members = reading.members(self.db)
        return self._members

    @property
    def lamport(self) -> int:
        """The highest that is known: it rises with every record."""
        return int(self.db.execute("select lamport from clock").fetchone()[0])

    def now(self) -> datetime:
        """Japan time, whatever the zone of this PC."""
        return era.in_japan(self._now())

    def clock_doubt(self) -> Doubt | None:
        """Whether the clock can be believed after what was recorded last. To be asked after each record as well: a clock
        may be set while the window runs."""
        return clock.doubt(self.now(), reading.clock(self.db)[1], practice=self.desk.practice)

    def check_at_start(self) -> tuple[str, ...]:
        """What opening found and what was done about it, in sentences; on a read-only ledger what writing
        would do."""
        if not self.readonly:
            return self.findings
        arguments = (
            self.db,
            self.desk.code,
            Folders(self.home).witness,
            remembered(state_folder() / f"{self.id}.high"),
        )
        first = set(start.compare(*arguments).ahead)
        # Whoever writes commits before the witness: only what is still ahead at a second look is missing.
        ahead = [record for record in start.compare(*arguments).ahead if record in first] if first else []
        said = [FINDINGS["rewound"].format(events=len(ahead))] if ahead else []
        lost = start.missing_numbers(
            self.db, self.desk.code, {record.number for record in ahead if record.number}
        )
        if lost:
            said.append(FINDINGS["would_be_lost"].format(numbers=len(lost)))
        return tuple(said + [FINDINGS["moved"]] * self.moved)

    # ---- slips and events

    def slip(self, number: str) -> Slip | None:
        """What is known of the 16 digits of a slip."""
        return reading.slip(self.db, number)

    def bag(self, number: str) -> Bag | None:
        """What is known of the 16 digits of a bag."""
        return bags.bag(self.db, number)

    def bags(
        self, states: tuple[str, ...] = (), section: str | None = None, limit: int = 200
    ) -> tuple[Bag, ...]:
        """Bags in these states (none named: in any) for a section (its digit), newest first."""
        return bags.bags(self.db, states, section, limit)

    def late(
        self, held_before: datetime, dispatched_before: datetime, received_before: datetime
    ) -> tuple[Slip, ...]:
        """Open slips whose limit began before these moments, and every slip with a mark (Slip.marks), the one
        that waits longest first."""
        return late.slips(self.db, late.Before(held_before, dispatched_before, received_before))

    def count_late(
        self, held_before: datetime, dispatched_before: datetime, received_before: datetime
    ) -> int:
        """How many `late` would give."""
        return late.count(self.db, late.Before(held_before, dispatched_before, received_before))

    def events(self, number: str) -> list[Event]:
        """Every event of a slip, both streams, in order."""
        return reading.events(self.db, number)

    def history(self, number: str, *, packing: bool = False) -> list[Event]:
        """Every event of a slip, both streams, and dispatch and receipt of the bags it lay in, in order; with
        `packing` also their opening and closing, and exceptions for a whole bag."""
        own = reading.events(self.db, number)
        way = bags.of_the_way(self.db, own, packing=packing)
        return sorted(own + way, key=lambda event: (event.order, event.stream.value))

    def events_of_bag(self, number: str) -> list[Event]:
        """Every travelling event that names a bag, in order."""
        return reading.bag_events(self.db, number)

    def last_own_event(self, number: str) -> Event | None:
        """The last travelling event that this desk wrote of a slip."""
        own = [
            event
            for event in self.events(number)
            if event.stream is Stream.OUT and event.desk == self.desk.code
        ]
        return own[-1] if own else None

    def prints(self, number: str) -> dict[str, int]:
        """How many papers of each copy of a slip may exist; what failed with nothing sent does not count."""
        return reading.prints(self.db, number)

    def prints_of_bag(self, number: str) -> dict[str, int]:
        """How many papers of this bag may exist, by copy."""
        bag = self.bag(number)
        if bag is None or bag.opened_at is None:
            return {}
        return reading.prints_of_bag(self.db, number, era.moment(bag.opened_at).date())

    def print_job(self, id_: int) -> PrintJob | None:
        """A print job by its number."""
        return prints.by_id(self.db, id_)

    def print_jobs(self, number: str) -> list[PrintJob]:
        """Every print job of a slip, in the order of asking."""
        return prints.of_slip(self.db, number)

    def prints_waiting(self) -> list[PrintJob]:
        """Print jobs that are under way, or that somebody still has to look at, in the order of asking."""
        return prints.waiting(self.db)

    def count_refused(self) -> dict[tuple[str | None, str], int]:
        """How often a document was not taken, by type (None where it is on no list) and rule."""
        return reading.refusals(self.db)

    def page(self, wanted: BookFilter, before: Cursor | None = None, limit: int = 25) -> Page:
        """Slips, newest first; `before` is the `next` of the page before."""
        return reading.page(self.db, wanted, before, limit)

    def pages(
        self, wanted: BookFilter, at: At = At(), limit: int = 25, known: Span | None = None
    ) -> Pages:
        """Slips, newest first, from any edge of a page; `known` is the span of the pages before."""
        return pages.page(self.db, wanted, at, limit, known)

    def binder_years(self) -> tuple[int, ...]:
        """The fiscal years of which this desk has slips, newest first."""
        latest = era.fiscal_year(self.now())
        years = range(latest, numbers.REIWA_OFFSET, -1)
        return tuple(year for year in years if binder.any_of(self.db, self._series, year))

    def binder_counts(self, year: int) -> list[BinderCount]:
        """This desk's slips of a fiscal year, by class of retention, day, type and state."""
        return binder.counts(self.db, self._series, year)

    def binder_slips(self, year: int, first: date, last: date) -> list[Slip]:
        """This desk's slips with numbers of a fiscal year that were taken in between two days, by number."""
        return binder.slips(self.db, self._series, year, first, last)

    def binder_lost(self, year: int) -> list[str]:
        """This desk's numbers of a fiscal year of which only the number is known."""
        return binder.lost(self.db, self._series, year)

    @property
    def _series(self) -> str:
        kind = numbers.PRACTICE[numbers.SLIP] if self.desk.practice else numbers.SLIP
        return f"{kind}{self.desk.code}"

    def outstanding(self, limit: int = 200) -> list[Slip]:
        """Slips that somebody still has to do something about, oldest first."""
        return reading.outstanding(self.db, limit)

    def count_outstanding(self) -> int:
        return reading.count_outstanding(self.db)

    def to_send_back(self, section: str) -> list[Slip]:
        """Slips that this section received and whose original it has not sent back, the oldest receipt first."""
        return reading.to_send_back(self.db, section)

    def count_to_send_back(self, section: str) -> int:
        return reading.count_to_send_back(self.db, section)

    def counts_by_state(self) -> dict[str, int]:
        """How many slips stand in each state but closed."""
        return reading.counts_by_state(self.db)

    def slips_of_visit(self, visit: str, day: date) -> list[Slip]:
        """The slips of one visitor that were issued on `day`."""
        return reading.slips_of_visit(self.db, visit, day)

    def event_counts(self, first: date, last: date) -> dict[str, int]:
        """How many events of each type, both streams, from one day to another, both included."""
        return reading.event_counts(self.db, first, last)

    def events_between(
        self, first: date, last: date, types: tuple[str, ...], stream: Stream = Stream.OUT
    ) -> list[Event]:
        """Events of these types from one day to another, both included."""
        return reading.events_between(self.db, stream, first, last, types)

    @property
    def trail(self) -> Trail:
        """What an auditor asks of the chains."""
        return Trail(self.db, self.desk.code)

    @property
    def figures(self) -> tally.Figures:
        """What 集計 and 欠番表 read."""
        return tally.Figures(self.db)

    def has_events(self) -> bool:
        return bool(
            self.db.execute("select exists(select 1 from event) or exists(select 1 from audit)").fetchone()[0]
        )

    # ---- personal data: whoever shows it records `viewed`

    def personal(self, number: str) -> dict[str, str]:
        """Personal data of a slip, later writing over earlier; {} where there is none, or none that can be
        read."""
        merged: dict[str, str] = {}
        for fields in reading.personal_by_event(self.db, self.keys, number).values():
            merged.update(fields)
        return merged

    def notes(self, number: str) -> dict[Key, dict[str, str]]:
        """Personal data and notes by the event they belong to."""
        return reading.personal_by_event(self.db, self.keys, number)

    def personal_state(self, number: str) -> str:
        """'none' nothing was typed · 'readable' · 'erased' its key was destroyed · 'locked' the master key
        cannot be had."""
        keys = reading.personal_keys(self.db, number)
        if not keys:
            return "none"
        if all(key in self.keys.destroyed() for key in keys):
            return "erased"
        there = any(self.keys.is_there(key) for key in keys)
        return "readable" if there and self.keys.kept_in is not None else "locked"

    def forget_names(self) -> None:
        """What was read into memory to find slips by name; it is read anew."""
        self._names = self._names_below = None

    def names_containing(self, text: str, limit: int = 50) -> list[str]:
        """Numbers of slips by part of a name, kana, applicant or telephone, newest year first.

        Whatever `idle` has not read ahead is read now (0.3 s at 100,000 names).
        """
        while self._read_names():
            pass
        found: list[str] = []
        for number in self._names.containing(text) if self._names else ():
            if names.matches(self.personal(number), text):  # a name that was corrected no longer counts
                found.append(number)
                if len(found) == limit:
                    break
        return found

    def _read_names(self) -> bool:
        """Decrypts one slice of the names into memory; whether there are more."""
        if self._names is None:
            self._names, self._names_below = names.Names(), NO_NUMBER
        if self._names_below is None:
            return False
        slice_, self._names_below = reading.personal_below(
            self.db, self.keys, self._names_below, NAMES_AT_ONCE
        )
        for number, fields in slice_:
            self._names.add_older(number, fields)
        if self._names_below is None:
            self._names.read_all()
        return self._names_below is not None

    # ---- keys

    @property
    def master_key_kept_in(self) -> str | None:
        """'keyring', 'file', or None where the master key cannot be had."""
        return self.keys.kept_in

    def new_recovery_key(self, typed: str | None = None) -> str:
        """A new recovery key to print, or the one that was printed; the one before opens nothing any more but copies that
        cannot be reached now. Raises KeyMissing."""
        made = self.keys.new_recovery_key(typed)
        key_copies.refresh(self.keys, self.now())
        return made

    def recovery_key_opens(self, typed: str) -> bool:
        """Whether what was typed back is this ledger's recovery key."""
        try:
            self.keys.opened_by(typed)
        except faults.WrongRecoveryKey:
            return False
        return True

    def recover_master_key(self, typed: str) -> str:
        """Puts the master key back by the recovery key: 'keyring', 'file', or 'asked' where the office wants it
        typed at every start. Raises WrongRecoveryKey naming the group."""
        kept = self.keys.recover(typed)
        self.forget_names()
        return kept

    @property
    def waits_for_recovery_key(self) -> bool:
        """Whether the recovery key has to be typed at this start before a name can be read."""
        return self.keys.waits_for_recovery_key

    def recovery_groups_match(self, typed: Mapping[int, str]) -> bool | None:
        """Whether these groups (1 to 7) are those of the recovery key; None where only the whole key can be
        compared. Raises KeyMissing, WrongRecoveryKey."""
        return self.keys.groups_match(typed)

    def ask_recovery_key_at_start(self, wanted: bool) -> str:
        """Whether the recovery key is asked for from the next start on; then the master key is kept nowhere on
        this PC. Says where it is kept now. Raises KeyMissing."""
        return self.keys.ask_at_start(wanted)

    # ---- catalogue, staff, settings

    def catalogue(self, version: int | None = None) -> Catalogue | None:
        """The current catalogue, or the version that a slip names."""
        version = version if version is not None else reading.catalogue_version(self.db)
        if version is None:
            return None
        if version not in self._catalogues:  # a published version never changes
            found = reading.catalogue(self.db, version)
            if found is None:
                return None
            self._catalogues[version] = found
        return self._catalogues[version]

    def staff(self, *, ended: bool = False) -> tuple[Staff, ...]:
        """Who works here; with `ended` also who did."""
        return tuple(item for item in reading.staff(self.db) if ended or item.active)

    def member_of_staff(self, code: str) -> Staff | None:
        """Whoever has or had this code: it is never given to another person."""
        return next((item for item in reading.staff(self.db) if item.code == code), None)

    def pin_matches(self, code: str, pin: str) -> bool:
        """False for a wrong PIN, and for a person without one."""
        kept = reading.pin_hash(self.db, code)
        return kept is not None and pins.matches(kept, pin)

    def setting(self, key: str, default: Any = None) -> Any:
        return reading.setting(self.db, key, default)

    # ---- proof

    def verify(self) -> Verified:
        """Proves what can be proven and names each fault (store/proof.py)."""
        from branch_desk.store import proof  # by hand and rarely: a start need not load it

        found = proof.verify(self)
        if not found.sound:
            from branch_desk.store import damage

            damage.mark_where_found(self.home, found)
        return found


def make_file(path: Path, identity: str, desk: Desk, now: datetime) -> None:
    """The database, whole before it has its name."""
    beside = path.with_name("ledger.new")
    for left in (beside, beside.with_name("ledger.new-wal"), beside.with_name("ledger.new-shm")):
        left.unlink(missing_ok=True)  # of a setup that was killed: it never had a number
    db = database.open_for_writing(beside)
    try:
        migrations.apply(db)
        with database.immediate(db):
            settings = {
                "ledger": identity,
                "desk": {**asdict(desk), "role": desk.role.value},
                "machine": machine(identity),
                "created": era.stamp(now),
            }
            for key, value in settings.items():
                db.execute(
                    "insert into setting(key, value) values(?, ?)",
                    (key, json.dumps(value, ensure_ascii=False)),
                )
            member = desk.member
            db.execute(
                "insert into member(desk, role, branch, section, name) values(?,?,?,?,?)",
                (member.desk, member.role.value, member.branch, member.section, desk.name),
            )
            db.execute(
                "insert into epoch(epoch, began, reason, out_prev, own_prev) values(?,?,'made',?,?)",
                (start.new_epoch(), era.stamp(now), GENESIS, GENESIS),
            )
            db.execute("insert into clock(one, lamport, at) values(1, 0, ?)", (era.stamp(now),))
    finally:
        db.close()
    replace(beside, path)
    sync_folder(path.parent)
