"""What is no event and must be provable all the same: who works here, what is set, the catalogue, the known desks.

Each change of such a row is an own-stream event with a mark of the row as it is from then on, so that a row that was
changed by hand in the file does not agree with the chain. The mark of a member of staff is over a random salt, and that
of a setting over its text: an event proves them and says neither name nor address.

A ledger of before has such rows and no event of them. They are entered once, as found: before the first change, and at
the first opening for writing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branch_desk.domain.events import Event, canonical_json
from branch_desk.store.projection import EVENT_COLUMNS, Row, event_of
from branch_desk.store.start import PROGRAM

if TYPE_CHECKING:
    from branch_desk.store.database import Database
    from branch_desk.store.ledger import Ledger
    from branch_desk.store.transaction import Transaction

# Choices that decide what the program does or what stands on paper. What only serves (where the window stood, how far a
# round of the exchange came) is none. The list of schemas/events/setting_changed.json.
SETTINGS = frozenset(
    {
        "desk",
        "ledger",
        "created",
        "office",
        "pin_for_checks",
        "attention_limits",
        "closed_days",
        "printing",
        "guidance",
        "share",
        "binder_volumes",
        "binder_disposals",
        "lock_minutes",
        "backup",
        "numbers_settled",
        "skipped",
    }
)
CATALOGUE, MEMBER = "catalogue", "member"
SMALL = 9999  # an integer up to here stands in the event as it is
# As the index audit_kept has it, word by word, or SQLite reads every print and every view.
KINDS = "type in ('staff_changed', 'setting_changed', 'pin_failed', 'pin_cleared')"

_STAFF = "select code, name, role, pin, since, active, salt from staff"
_ANY = f"select exists(select 1 from audit where {KINDS} and type in ('staff_changed', 'setting_changed'))"
_ALL = f"select {EVENT_COLUMNS} from audit where {KINDS} and type = ? order by id"
Mark = str | int | bool | None
Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as the table has it."""

    code: str
    name: str
    role: str
    pin: str | None
    since: str
    active: int
    salt: str

    @property
    def mark(self) -> str:
        """What the event of its last change says of it."""
        return _digest(
            canonical_json([self.salt, self.code, self.name, self.role, self.pin, self.since, self.active])
        )

    @property
    def body(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "role": self.role,
            "pin_set": self.pin is not None,
            "active": bool(self.active),
            "mark": self.mark,
        }


def staff_row(db: Database, code: str) -> StaffRow | None:
    """The row of a code."""
    row = db.execute(f"{_STAFF} where code = ?", (code,)).fetchone()
    return StaffRow(*row) if row else None


def staff_rows(db: Database) -> Iterator[StaffRow]:
    """Everybody, those who left as well."""
    return (StaffRow(*row) for row in db.execute(f"{_STAFF} order by length(code), code").fetchall())


def new_salt() -> str:
    return secrets.token_hex(16)


def mark_of_text(text: str | None) -> Mark:
    """What stands in the event for a value, by its JSON text: small numbers and yes or no as they are."""
    if text is None:
        return None
    value = json.loads(text)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= SMALL):
        return value
    return _digest(text.encode())


def marks(db: Database) -> Iterator[tuple[Key, Mark]]:
    """Every row but those of staff, with its mark."""
    for key, text in db.execute("select key, value from setting order by key").fetchall():
        if key in SETTINGS:
            yield (key, None), mark_of_text(text)
    for (version,) in db.execute("select version from catalogue order by version").fetchall():
        yield (CATALOGUE, version), mark_of(db, CATALOGUE, version)
    for (desk,) in db.execute("select desk from member order by desk").fetchall():
        yield (MEMBER, int(desk)), mark_of(db, MEMBER, int(desk))


def mark_of(db: Database, key: str, number: int | None = None) -> Mark:
    """The mark of one such row as it is now; None where there is none."""
    if key == CATALOGUE:
        row = db.execute("select types, enclosures, since from catalogue where version = ?", (number,)).fetchone()
    elif key == MEMBER:
        row = db.execute(
            "select role, branch, section, name from member where desk = ?", (f"{number:03d}",)
        ).fetchone()
    else:
        row = db.execute("select value from setting where key = ?", (key,)).fetchone()
        return mark_of_text(row[0]) if row else None
    return _digest(canonical_json(list(row))) if row else None


def events(db: Database, kind: str) -> Iterator[Event]:
    """All of one kind, in order of writing: of this desk, which alone writes own-stream events here."""
    return (event_of(row) for row in _rows(db, kind))


def last_of(db: Database, kind: str, code: str) -> Event | None:
    """The last event of a kind that names a member of staff."""
    row = db.execute(
        f"select {EVENT_COLUMNS} from audit where {KINDS} and type = ? and instr(body, ?) > 0 order by id desc limit 1",
        (kind, f'"code":"{code}"'),
    ).fetchone()
    return event_of(row) if row else None


def is_entered(db: Database) -> bool:
    """Whether the chain speaks of staff or settings at all."""
    return bool(db.execute(_ANY).fetchone()[0])


def enter_found(ledger: Ledger) -> None:
    """At opening: a ledger of before is entered."""
    known = "select exists(select 1 from staff) or exists(select 1 from catalogue)"
    if ledger.db.execute(known).fetchone()[0] and not is_entered(ledger.db):
        with ledger.transaction() as tx:
            begin(tx, ledger.db)


def begin(tx: Transaction, db: Database) -> None:
    """Enters what is there, once in the life of a ledger."""
    if is_entered(db):
        return
    for (key, number), mark in marks(db):
        tx.append("setting_changed", actor=PROGRAM, body=setting_body(key, number, None, mark) | {"found": True})
    db.execute("update staff set salt = lower(hex(randomblob(16))) where salt = ''")
    for row in staff_rows(db):
        tx.append("staff_changed", actor=PROGRAM, body=row.body | {"found": True})


def setting_body(key: str, number: int | None, before: Mark, after: Mark) -> dict[str, Any]:
    """The body of a `setting_changed`."""
    named = {} if number is None else {"number": number}
    return {"key": key, **named, "before": before, "after": after}


def _rows(db: Database, kind: str) -> list[Row]:
    return db.execute(_ALL, (kind,)).fetchall()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
