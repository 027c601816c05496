"""Print jobs: rows that move from queued to their last word, and the `printed` event that is that word.

`sent` is written before the first byte leaves. So a job that a killed program left `queued` has certainly not
been printed, and one that it left `sent` may have been: nobody knows, and somebody has to look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from branch_desk.domain.events import Event
from branch_desk.store.database import Database

NEVER_SENT = "never_sent"  # the program ended, or the clerk chose otherwise, before a byte left
INTERRUPTED = "interrupted"  # the program ended while it was sending
STATE_OF = {"confirmed": "confirmed", "doubtful": "doubtful", "failed": "failed", "file": "doubtful"}

_COLUMNS = (
    "id, key, slip, bag, copy, paper, printer, language, large, count, reason, named, by, state, why, bytes, "
    "seen_to, queued_at, sent_at, ended_at, epoch, seq"
)
_BY_KEY = f"select {_COLUMNS} from print_job where key = ?"
_BY_ID = f"select {_COLUMNS} from print_job where id = ?"
_WAITING = f"select {_COLUMNS} from print_job where seen_to = 0 order by id"
_OF_SLIP = f"select {_COLUMNS} from print_job where slip = ? order by id"
_MAY_COME = (
    "select copy, count(*) from print_job where slip = ? and seq is null and state <> 'failed' group by copy"
)
# a paper that has no last word yet is on the list of those to look at
_MAY_COME_OF_BAG = (
    "select copy, count(*) from print_job where seen_to = 0 and bag = ? and seq is null and state <> 'failed' group by copy"
)
_ALL = f"select {_COLUMNS} from print_job order by id"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper for one printer. `slip` and `bag` are 16 digits; `bytes` how many left, None where nobody
    knows."""

    id: int
    key: str
    slip: str | None
    bag: str | None
    copy: str
    paper: str
    printer: str
    language: str | None
    large: bool
    count: int
    reason: str | None
    named: bool
    by: str
    state: str
    why: str | None
    bytes: int | None
    seen_to: bool
    queued_at: str
    sent_at: str | None
    ended_at: str | None
    epoch: str | None
    seq: int | None

    @property
    def final(self) -> bool:
        """Whether its last word is written."""
        return self.seq is not None

    @property
    def matters(self) -> bool:
        """Whether somebody has to look after it: everything but a test print, which is looked at anyhow."""
        return self.copy != "test"

    @property
    def may_exist(self) -> bool:
        """Whether paper of it may lie somewhere: then the next one of its copy is a 再発行."""
        return self.state != "failed" or self.bytes != 0


def of_row(row: tuple[Any, ...]) -> PrintJob:
    """A row of the table."""
    values = list(row)
    for place in (2, 3):
        values[place] = str(values[place]) if values[place] is not None else None
    for place in (8, 11, 16):
        values[place] = bool(values[place])
    return PrintJob(*values)


def by_key(db: Database, key: str) -> PrintJob | None:
    row = db.execute(_BY_KEY, (key,)).fetchone()
    return of_row(row) if row else None


def by_id(db: Database, id_: int) -> PrintJob | None:
    row = db.execute(_BY_ID, (id_,)).fetchone()
    return of_row(row) if row else None


def waiting(db: Database) -> list[PrintJob]:
    """Every job that is under way, or that somebody still has to look at, in the order of asking."""
    return [of_row(row) for row in db.execute(_WAITING).fetchall()]


def of_slip(db: Database, number: str) -> list[PrintJob]:
    """Every job of a slip, in the order of asking."""
    return [of_row(row) for row in db.execute(_OF_SLIP, (int(number),)).fetchall()]


def that_may_come(db: Database, number: str) -> Counter[str]:
    """How many papers of each copy are under way or in doubt, beside those that have their event."""
    return Counter(dict(db.execute(_MAY_COME, (int(number),)).fetchall()))


def that_may_come_of_bag(db: Database, number: str) -> Counter[str]:
    """The same for the papers of a bag."""
    return Counter(dict(db.execute(_MAY_COME_OF_BAG, (int(number),)).fetchall()))


def every(db: Database) -> list[PrintJob]:
    return [of_row(row) for row in db.execute(_ALL)]


def add(db: Database, stamp: str, by: str, asked: dict[str, Any]) -> PrintJob:
    """A new job, queued. `asked`: key slip bag copy paper printer language large count reason named."""
    db.execute(
        "insert into print_job(key, slip, bag, copy, paper, printer, language, large, count, reason, named, "
        "by, state, queued_at) values(?,?,?,?,?,?,?,?,?,?,?,?,'queued',?)",
        (
            asked["key"],
            int(asked["slip"]) if asked.get("slip") else None,
            int(asked["bag"]) if asked.get("bag") else None,
            asked["copy"],
            asked["paper"],
            asked["printer"],
            asked.get("language"),
            int(bool(asked.get("large"))),
            asked["count"],
            asked.get("reason"),
            int(bool(asked.get("named"))),
            by,
            stamp,
        ),
    )
    made = by_key(db, asked["key"])
    assert made is not None
    return made


def sent(db: Database, stamp: str, job: PrintJob) -> PrintJob:
    """From here on bytes may leave."""
    return _updated(db, job, "state = 'sent', sent_at = ?", (stamp,))


def doubtful(db: Database, stamp: str, job: PrintJob, why: str, bytes_: int | None) -> PrintJob:
    """Somebody has to look; its last word comes later."""
    return _updated(db, job, "state = 'doubtful', why = ?, bytes = ?, ended_at = ?", (why, bytes_, stamp))


def body(
    job: PrintJob, outcome: str, why: str | None, bytes_: int | None, said_by: str | None
) -> dict[str, Any]:
    """The body of the `printed` event that is the job's last word. `outcome` is a word of the event."""
    said: dict[str, Any] = {
        "copy": job.copy,
        "outcome": outcome,
        "count": job.count,
        "paper": job.paper,
        "named": job.named,
        "job": job.key,
    }
    if job.reason:
        said["reason"] = job.reason
    if why:
        said["why"] = why
    if said_by:
        said["said_by"] = said_by
    if outcome == "failed":
        said["may_exist"] = bytes_ != 0
    return said


def ended(db: Database, job: PrintJob, event: Event, bytes_: int | None, seen_to: bool) -> PrintJob:
    """The job after its last word. A file leaves it doubtful: no paper of it is known of."""
    outcome = event.value("outcome")
    return _updated(
        db,
        job,
        "state = ?, why = ?, bytes = ?, ended_at = ?, epoch = ?, seq = ?, seen_to = ?",
        (
            STATE_OF[outcome],
            event.value("why"),
            bytes_,
            event.at,
            event.epoch,
            event.seq,
            int(seen_to),
        ),
    )


def see_to(db: Database, job: PrintJob) -> PrintJob:
    """Nobody has to look at it any more."""
    return _updated(db, job, "seen_to = 1", ())


def _updated(db: Database, job: PrintJob, changes: str, values: tuple[Any, ...]) -> PrintJob:
    db.execute(f"update print_job set {changes} where id = ?", (*values, job.id))
    after = by_id(db, job.id)
    if after is None:
        raise LookupError(f"the ledger lost the print job {job.id}")
    return after
