"""What may be written, inside one BEGIN IMMEDIATE … COMMIT: numbers, events, personal data, and the little
that is not an event."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, numbers
from branch_desk.domain.catalogue import Catalogue, format_csv
from branch_desk.domain.desk import Desk
from branch_desk.domain.events import KINDS, Event, Stream, canonical_json, chained
from branch_desk.domain.rights import Member, StaffRole
from branch_desk.store import kept, prints, projection, reading, sums
from branch_desk.store.clock import doubt
from branch_desk.store.faults import ClockDoubt, MovedMachine, SerialsUsedUp
from branch_desk.store.prints import PrintJob
from branch_desk.store.start import PROGRAM

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger

_REPEATED = "select number from request where request = ?"
_REMEMBER = "insert into request(request, number, at) values(?, ?, ?)"
_NEXT = (
    "insert into counter(desk, fy, type, last) values(?, ?, ?, 1) "
    "on conflict do update set last = last + 1 returning last"
)
_LAST = "select last from counter where desk = ? and fy = ? and type = ?"
_WRITTEN_OF = {
    numbers.SLIP: "select exists(select 1 from slip where number = ?)",
    numbers.BAG: "select exists(select 1 from bag where number = ?)",
}
_BEGUN = "select exists(select 1 from counter where desk = ? and fy = ?)"
_SET_CLOCK = "update clock set lamport = ?, at = ?"
_HEAD = {
    stream: f"select seq, hash from {table} where desk = ? and epoch = ? order by seq desc limit 1"
    for stream, table in projection.TABLES.items()
}
_EPOCH_START = {
    Stream.OUT: "select out_prev from epoch order by number desc limit 1",
    Stream.OWN: "select own_prev from epoch order by number desc limit 1",
}
SKIPPED = "skipped"  # the setting: in which years a series that is new begins how far above (store/restore.py)
GIVING_A_NUMBER = frozenset({"issued", "reserved", "lost_record", "bag_opened"})
_KEEP = "insert into pii(slip, stream, desk, epoch, seq, key, box) values(?,?,?,?,?,?,?)"


class Transaction:
    """Handed out by `Ledger.transaction`. Lamport, sequence and the chain's head are read inside it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._db = ledger, ledger.db
        self._heads: dict[Stream, tuple[int, bytes]] = {}
        self._drawn: set[str] = set()
        self._took_in = False
        self.epoch = ledger.epoch
        self.began: str | None = None
        self.events: list[Event] = []
        self.came_home: list[Event] = []
        self.kept: list[str] = []
        self._lamport, self._high = reading.clock(self._db)
        self.now = ledger.now()
        self._stamp = era.stamp(self.now)
        self.doubt = doubt(self.now, self._high, practice=ledger.desk.practice)

    @property
    def lamport(self) -> int:
        """The highest that is known."""
        return int(self._lamport)

    # ---- commands that come twice

    def repeated(self, request: str) -> str | None:
        """The 16 digits that this request was answered with the first time; None for a new request.

        A request remembered without a number is answered with ''.
        """
        row = self._db.execute(_REPEATED, (request,)).fetchone()
        if row is None:
            return None
        return str(row[0]) if row[0] is not None else ""

    def remember(self, request: str, number: str | None = None) -> None:
        """What `repeated` is to answer from now on."""
        self._db.execute(_REMEMBER, (request, int(number) if number else None, self._stamp))

    # ---- numbers

    def draw(self, fy: int, type: str) -> numbers.Number:
        """The next number of this desk's series that nobody has written of. Raises SerialsUsedUp, MovedMachine, or
        ClockDoubt for a year nobody confirmed."""
        return self._draw(numbers.SLIP, fy, type)

    def draw_bag(self, fy: int, section: str) -> numbers.Number:
        """The next bag of this desk for a section (its digit)."""
        return self._draw(numbers.BAG, fy, section + "00")

    def _draw(self, real_kind: int, fy: int, type: str) -> numbers.Number:
        ledger = self._ledger
        if ledger.moved:
            raise MovedMachine()
        desk = ledger.desk
        if self.doubt is not None and (self.doubt.leaps or not self._is_begun(desk, fy)):
            raise ClockDoubt()
        before = self._db.execute(_LAST, (desk.code, fy, type)).fetchone()
        if before is not None and before[0] >= numbers.LAST_SERIAL:
            raise SerialsUsedUp()
        if before is None:
            self._skip_unknown(real_kind, fy, type)
        kind = numbers.PRACTICE[real_kind] if desk.practice else real_kind
        while True:
            number = numbers.Number(kind, desk.code, fy, type, self.advance(desk.code, fy, type))
            if not self._db.execute(_WRITTEN_OF[real_kind], (int(number.digits),)).fetchone()[0]:
                break
            self.enter_lost(number)     # somebody has a paper with it: a citizen's new one would come into the world received
            if number.serial >= numbers.LAST_SERIAL:
                raise SerialsUsedUp()
        self._drawn.add(number.digits)
        return number

    def _is_begun(self, desk: Desk, fy: int) -> bool:
        """Whether this desk has given out numbers of that year, or none at all that a wrong year could be told from."""
        if desk.practice or fy == era.fiscal_year(self._high):
            return True
        return bool(self._db.execute(_BEGUN, (desk.code, fy)).fetchone()[0])

    # ---- events

    def append(
        self,
        type: str,
        *,
        actor: str,
        slip: str | None = None,
        bag: str | None = None,
        body: Mapping[str, Any] | None = None,
        request: str | None = None,
        at: datetime | None = None,
    ) -> Event:
        """Writes one event into the stream its kind belongs to, and folds the slips it touches again."""
        stream = Stream.OUT if KINDS[type].travels else Stream.OWN
        seq, prev = self._head(stream)
        self._lamport += 1
        stamp = era.stamp(at) if at is not None else self._stamp
        event = chained(
            Event(
                self._ledger.desk.code,
                self.epoch,
                seq + 1,
                self._lamport,
                type,
                stamp,
                actor,
                slip,
                bag,
                request,
                dict(body or {}),
            ),
            prev,
        )
        projection.insert_event(self._db, event)
        self._heads[stream] = (event.seq, event.hash)
        self.events.append(event)
        if stream is Stream.OUT:
            self._project(event)
        return event

    def _project(self, event: Event) -> None:
        members = self._ledger.members
        if event.slip is not None and event.slip in self._drawn:
            self._drawn.discard(event.slip)
            projection.put_new(self._db, event, members)
        elif event.slip is not None:
            projection.refold(self._db, event.slip, members)
        if event.bag is not None:
            projection.refold_bag(self._db, event.bag, members)
            if event.slip is None:
                for number in projection.slips_of_bag(self._db, event.bag):
                    projection.refold(self._db, number, members)

    def took_in(self, events: Sequence[Event]) -> None:
        """Records of other desks were kept, or own ones that came home: whatever is written from now on comes after
        them, what they concern is folded again, and no number in them is given out by this desk."""
        if not events:
            return
        self._took_in = True
        self.came_home += [event for event in events if event.desk == self._ledger.desk.code]
        self._lamport = max(self._lamport, *(event.lamport for event in events))
        projection.refold_with(self._db, events, self._ledger.members)
        self._never_again(events)

    def _never_again(self, events: Sequence[Event]) -> None:
        own = self._ledger.desk.code
        for event in events:
            if event.desk != own or event.type not in GIVING_A_NUMBER:
                continue
            number = numbers.parse(event.slip or event.bag or "")
            if number is None or number.desk != own:
                continue
            row = self._db.execute(_LAST, (own, number.fy, number.type)).fetchone()
            for _ in range(row[0] if row else 0, number.serial):
                self.advance(own, number.fy, number.type)

    def _head(self, stream: Stream) -> tuple[int, bytes]:
        if stream not in self._heads:
            row = self._db.execute(_HEAD[stream], (self._ledger.desk.code, self.epoch)).fetchone()
            self._heads[stream] = (
                tuple(row) if row else (0, self._db.execute(_EPOCH_START[stream]).fetchone()[0])
            )
        return self._heads[stream]

    # ---- personal data

    def keep(self, event: Event, fy: int, retention: int, fields: Mapping[str, str]) -> None:
        """Personal data and free text of an event that names a slip, encrypted under the key of its year and
        retention in years.

        Names of fields: name kana phone applicant note enclosures. Empty ones are left out. Raises
        KeyMissing.
        """
        given = {name: value for name, value in fields.items() if value}
        if not given:
            return
        if event.slip is None:
            raise ValueError("personal data belongs to a slip")
        keys = self._ledger.keys
        key = keys.current(fy, retention)
        box = keys.seal(key, event.key, event.stream.value, given)
        self._db.execute(_KEEP, (int(event.slip), event.stream.value, *event.key, key, box))
        self.kept.append(event.slip)

    # ---- print jobs: rows on their way, and the event that is their last word

    def add_print(self, by: str, asked: Mapping[str, Any]) -> PrintJob:
        """A queued job. `asked`: key copy paper printer count, and where there is one slip bag language large
        reason named."""
        return prints.add(self._db, self._stamp, by, dict(asked))

    def print_sent(self, job: PrintJob) -> PrintJob:
        """To be written before its first byte leaves."""
        return prints.sent(self._db, self._stamp, job)

    def print_doubtful(self, job: PrintJob, why: str, bytes_: int | None) -> PrintJob:
        """Nobody knows whether it came out; it waits for somebody to look."""
        return prints.doubtful(self._db, self._stamp, job, why, bytes_)

    def print_ended(
        self,
        job: PrintJob,
        outcome: str,
        *,
        actor: str,
        seen_to: bool,
        why: str | None = None,
        bytes_: int | None = None,
        said_by: str | None = None,
    ) -> PrintJob:
        """The job's last word, as event and in its row. What is not given stays as it was known before."""
        left = job.bytes if bytes_ is None else bytes_
        event = self.append(
            "printed",
            actor=actor,
            slip=job.slip,
            bag=job.bag,
            body=prints.body(job, outcome, why or job.why, left, said_by),
        )
        return prints.ended(self._db, job, event, left, seen_to)

    def print_seen_to(self, job: PrintJob) -> PrintJob:
        """Nobody has to look at it any more."""
        return prints.see_to(self._db, job)

    # ---- what is not an event

    def put_staff(
        self,
        code: str,
        name: str,
        role: StaffRole = StaffRole.CLERK,
        pin_hash: str | None = None,
        *,
        active: bool | None = None,
        by: str | None = None,
    ) -> None:
        """Adds or changes a member of staff, which is recorded with what proves the row. `pin_hash` from
        `ledger.pin_hash`; None leaves the PIN as it is, and `active` too. `by` is who did it."""
        kept.begin(self, self._db)
        before = kept.staff_row(self._db, code)
        row = kept.StaffRow(
            code,
            name,
            role.value,
            pin_hash or (before.pin if before else None),
            self._stamp,
            int(active if active is not None else before.active if before else True),
            before.salt if before else kept.new_salt(),
        )
        self._db.execute(
            "insert into staff(code, name, role, pin, since, active, salt) values(?,?,?,?,?,?,?) "
            "on conflict do update set name=excluded.name, role=excluded.role, pin=excluded.pin, "
            "since=excluded.since, active=excluded.active, salt=excluded.salt",
            (row.code, row.name, row.role, row.pin, row.since, row.active, row.salt),
        )
        self.append("staff_changed", actor=by or PROGRAM, body=row.body)

    def put_member(self, member: Member, name: str) -> None:
        """Adds or changes what is known of a desk. Where its rights change, whatever they decide is folded again."""
        before = self._ledger.members.get(member.desk)
        with self._proven(kept.MEMBER, int(member.desk)):
            self._db.execute(
                "insert into member(desk, role, branch, section, name) values(?,?,?,?,?) "
                "on conflict do update set role=excluded.role, "
                "branch=excluded.branch, section=excluded.section, name=excluded.name",
                (member.desk, member.role.value, member.branch, member.section, name),
            )
        self._ledger.forget_members()
        if before != member:
            projection.refold_of_desk(self._db, member.desk, self._ledger.members)

    def set_catalogue(self, catalogue: Catalogue, *, by: str | None = None) -> None:
        """A version of the catalogue; one that was published is never changed (slips name it)."""
        enclosures = [[item.code, item.name] for item in catalogue.enclosures]
        with self._proven(kept.CATALOGUE, catalogue.version, by=by):
            self._db.execute(
                "insert into catalogue(version, since, types, enclosures) values(?,?,?,?)",
                (
                    catalogue.version,
                    self._stamp,
                    format_csv(catalogue),
                    json.dumps(enclosures, ensure_ascii=False),
                ),
            )

    def set_setting(self, key: str, value: Any, *, by: str | None = None) -> None:
        """Any JSON value. No personal data: settings are in the clear. One of kept.SETTINGS is recorded, as changed by
        `by`, else by whoever wrote the last record of this transaction."""
        with self._proven(key, by=by) if key in kept.SETTINGS else nullcontext():
            self._db.execute(
                "insert into setting(key, value) values(?, ?) on conflict do update set value = excluded.value",
                (key, canonical_json(value).decode()),
            )

    @contextmanager
    def _proven(self, key: str, number: int | None = None, *, by: str | None = None) -> Iterator[None]:
        """Records that a row of this name was changed inside, where it was."""
        actor = by or (self.events[-1].actor if self.events else PROGRAM)
        kept.begin(self, self._db)
        before = kept.mark_of(self._db, key, number)
        yield
        after = kept.mark_of(self._db, key, number)
        if after != before or type(after) is not type(before):
            self.append("setting_changed", actor=actor, body=kept.setting_body(key, number, before, after))

    # ---- for the store itself

    def lose(self, number: numbers.Number) -> None:
        """The next number of its series is entered as one of which there is no record, and never given out."""
        self.advance(number.desk, number.fy, number.type)
        self.enter_lost(number)

    def enter_lost(self, number: numbers.Number) -> None:
        """The record alone, for a number that the counter has passed."""
        bag = number.real_kind == numbers.BAG
        if not bag:
            self._drawn.add(number.digits)
        self.append(
            "lost_record",
            actor=PROGRAM,
            slip=None if bag else number.digits,
            bag=number.digits if bag else None,
        )

    def _skip_unknown(self, real_kind: int, fy: int, type: str) -> None:
        """A series that nobody knows how far it went, because a restore had neither witness nor share: its first
        numbers are entered as unknown when it is first used."""
        told = reading.setting(self._db, SKIPPED, None)
        if told is None or not told["first"] <= fy <= told["last"]:
            return
        desk = self._ledger.desk
        kind = numbers.PRACTICE[real_kind] if desk.practice else real_kind
        for serial in range(1, told["by"] + 1):
            self.lose(numbers.Number(kind, desk.code, fy, type, serial))

    def advance(self, desk: str, fy: int, type: str) -> int:
        """The counter one step on."""
        return int(self._db.execute(_NEXT, (desk, fy, type)).fetchall()[0][0])  # fetchall: a half-read RETURNING stays open

    def begin_epoch(self, epoch: str, reason: str) -> None:
        """From here on events stand in a new epoch, which continues both chains."""
        ends = {stream: self._head(stream)[1] for stream in Stream}
        self._db.execute(
            "insert into epoch(epoch, began, reason, out_prev, own_prev) values(?,?,?,?,?)",
            (epoch, self._stamp, reason, ends[Stream.OUT], ends[Stream.OWN]),
        )
        self._heads = {stream: (0, end) for stream, end in ends.items()}
        self.epoch = self.began = epoch

    def doubt_machine(self) -> None:
        """Another machine goes on under this desk's name: no number is given before a person has said that this is the
        one."""
        self.set_setting("machine", "")
        self._ledger.moved = True

    def believe_clock(self) -> None:
        """A person said that the clock is right: the latest believed time is now, even if it was later
        before."""
        self._high = self.now
        self.doubt = None

    def finish(self) -> None:
        """The clock's row and the sums, just before COMMIT. A year that nobody confirmed is never believed by itself: the next
        record of any kind would settle it."""
        if self.events or self._took_in:
            leap = self.doubt is not None and self.doubt.leaps
            believed = self._high if leap or self.now < self._high else self.now
            self._db.execute(_SET_CLOCK, (self._lamport, era.stamp(believed)))
        sums.keep(self._db)
