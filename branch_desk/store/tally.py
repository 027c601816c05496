"""The figures of a year, kept while slips are written: 集計 reads some hundred rows and never the slips.

Triggers of the connection keep them, within the transaction that changes a slip or counts a refusal, so that
no way of
writing goes past them. They are TEMP triggers: those of a file may not read JSON (schemas/ledger/0004). What
was
written without them (a projection made again by a new fold) is counted anew at the next start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from branch_desk.domain import figures, numbers
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip
from branch_desk.store import projection
from branch_desk.store.database import Database, immediate
from branch_desk.store.projection import EVENT_COLUMNS, SLIP_COLUMNS

_VERSION = "1"  # of how things are counted: another one counts everything anew at the next start
_SETTING = "select value from setting where key = ?"
_TAKEN = "coalesce(json_extract({0}rest, '$.taken_at'), {0}issued_at)"
_STATE = "case when {0}state in ('closed', 'voided', 'handed_back') then {0}state else 'open' end"
# How a slip counts, said once; {0} is where its row stands: '' or 'new.'. Nothing that was not issued
# counts: a blank of the 予備帳, a lost record, a number that this desk knows from a scan alone.
_PARTS = {
    "fy": "2000 + cast(substr({0}number, 5, 2) as integer)",
    "desk": "substr({0}number, 2, 3)",
    "type": "coalesce({0}type, '')",
    "type_name": "coalesce(json_extract({0}rest, '$.type_name'), '')",
    "section": "coalesce({0}section, '')",
    "section_name": "coalesce(json_extract({0}rest, '$.section_name'), '')",
    "month": f"substr({_TAKEN}, 1, 7)",
    "state": _STATE,
}
_SPAN = (
    f"case when {{0}}state = 'closed' then char({figures.SPANS}"
    f" + cast(substr({_TAKEN}, 9, 2) as integer) * {figures.MOST_DAYS}"
    f" + min({figures.MOST_DAYS - 1}, max(0,"
    " cast(julianday(substr(json_extract({0}rest, '$.closed_at'), 1, 10))"
    f" - julianday(substr({_TAKEN}, 1, 10)) as integer)))) else '' end"
)
_KEY = ", ".join(_PARTS)
_COLUMNS = f"{_KEY}, slips, spans"
_OF = (
    "select number, "
    + ", ".join(f"{part} as {name}" for name, part in _PARTS.items())
    + f", {_SPAN} as span "
    "from slip where issued_at is not null"
).format("")
_COUNTED = f"select {_KEY}, count(*) as slips, group_concat(span, '') as spans from ({_OF}) group by {_KEY}"
_FY = "cast(substr({0}at, 1, 4) as integer) - (substr({0}at, 6, 2) < '04')"
_REFUSAL = (
    f"{_FY}, substr({{0}}at, 1, 7), coalesce(json_extract({{0}}body, '$.type'), ''), "
    "json_extract({0}body, '$.rule')"
)
_REFUSALS_COUNTED = (
    f"select {_REFUSAL.format('')}, count(*) from audit where type = 'refused' group by 1, 2, 3, 4"
)

# One slip more or less (by = 1 or -1), as it stands in its table just then.
_STEP = f"""
create temp trigger tally_step_by instead of insert on tally_step begin
  insert into tally select {_KEY}, 0, '' from tally_of where number = new.number and new.by > 0
    on conflict do nothing;
  update tally set slips = tally.slips + new.by,
    spans = case when it.span = '' then tally.spans when new.by > 0 then tally.spans || it.span
      else substr(tally.spans, 1, instr(tally.spans, it.span) - 1)
        || substr(tally.spans, instr(tally.spans, it.span) + 1) end
    from tally_of as it
    where it.number = new.number and {" and ".join(f"tally.{name} = it.{name}" for name in _PARTS)};
  delete from tally where new.by < 0 and slips = 0
    and (fy, desk, type) = (select fy, desk, type from tally_of where number = new.number);
end"""
# Most steps of a slip, into a bag and on its way, leave the tally alone.
_FROZEN = "'$.type_name', '$.section_name', '$.taken_at', '$.closed_at'"
_OPEN = "('held', 'bagged', 'dispatched', 'received')"
_MOVED = f"""(old.issued_at is not new.issued_at or old.type is not new.type or old.section is not new.section
  or (old.state <> new.state and not (old.state in {_OPEN} and new.state in {_OPEN}))
  or json_extract(old.rest, {_FROZEN}) is not json_extract(new.rest, {_FROZEN}))"""
_KEEPING = (
    f"create temp view tally_of as {_OF}",
    "create temp view tally_step as select number, 0 as by from slip where false",
    _STEP,
    # By far the most: a slip that was just issued, in one statement.
    "create temp trigger tally_new after insert on main.slip "
    f"when new.issued_at is not null and new.state in {_OPEN} "
    f"begin insert into tally values({', '.join(_PARTS.values()).format('new.')}, 1, '') "
    "on conflict do update set slips = slips + 1; end",
    # And one that other desks had done with before this desk heard of it: so comes a whole year at once.
    "create temp trigger tally_new_ended after insert on main.slip "
    f"when new.issued_at is not null and new.state not in {_OPEN} "
    f"begin insert into tally values({', '.join(_PARTS.values()).format('new.')}, 1, {_SPAN.format('new.')}) "
    "on conflict do update set slips = slips + 1, spans = spans || excluded.spans; end",
    "create temp trigger tally_gone before delete on main.slip when old.issued_at is not null "
    "begin insert into tally_step values(old.number, -1); end",
    f"create temp trigger tally_before before update on main.slip when {_MOVED} "
    "begin insert into tally_step values(old.number, -1); end",
    f"create temp trigger tally_after after update on main.slip when {_MOVED} "
    "begin insert into tally_step values(new.number, 1); end",
    "create temp trigger refusal_new after insert on main.audit when new.type = 'refused' "
    f"begin insert into refusal_tally values({_REFUSAL.format('new.')}, 1) "
    "on conflict do update set times = times + 1; end",
)

_YEAR = f"select {_COLUMNS.partition(', ')[2]} from tally where fy = ?"
_SLIPS_GIVEN = "select number from slip where number between ? and ? order by number"
_BAGS_GIVEN = (
    "select distinct bag from event where bag between ? and ? "
    "and type in ('bag_opened', 'lost_record') order by bag"
)
_YEARS = (
    "select fy from tally union select fy from refusal_tally union select fy from counter order by fy desc"
)


class Tallied(NamedTuple):
    """Slips of one type, month, desk and state. `spans`: a character for each closed one (domain/figures.py).
    A tuple, since two thousand of them are made for a year."""

    desk: str
    type: str
    type_name: str
    section: str
    section_name: str
    month: str
    state: str
    slips: int
    spans: str


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """How often in a month a type ('' where it is on no list) was not taken for a rule."""

    month: str
    type: str
    rule: str
    times: int


def begin(db: Database) -> None:
    """From here on every write of this connection is counted; what was written without, by an older program
    or by a projection made again, is counted anew first."""
    counted = f"{_VERSION} {(db.execute(_SETTING, ('fold',)).fetchone() or ('',))[0]}"
    if db.execute(_SETTING, ("tally",)).fetchone() != (json.dumps(counted),):
        with immediate(db):
            rebuild(db)
            db.execute(
                "insert into setting(key, value) values('tally', ?) on conflict do update "
                "set value = excluded.value",
                (json.dumps(counted),),
            )
    for statement in _KEEPING:
        db.execute(statement)


def rebuild(db: Database) -> None:
    """Counted anew from slips and records; to be called inside a transaction."""
    db.execute("delete from tally")
    db.execute(f"insert into tally({_COLUMNS}) {_COUNTED}")
    db.execute("delete from refusal_tally")
    db.execute(f"insert into refusal_tally {_REFUSALS_COUNTED}")


def differences(db: Database) -> tuple[int, list[str]]:
    """How many rows agree with a count of everything, and the years of those that do not."""
    wrong: set[int] = set()
    agree = 0
    for stored, counted in (
        (f"select {_COLUMNS} from tally", _COUNTED),
        (
            "select fy, month, type, rule, times, '' from refusal_tally",
            f"select *, '' from ({_REFUSALS_COUNTED})",
        ),
    ):
        kept, true = _by_key(db, stored), _by_key(db, counted)
        for key in kept.keys() | true.keys():
            if kept.get(key) == true.get(key):
                agree += 1
            else:
                wrong.add(key[0])
    return agree, [str(fy) for fy in sorted(wrong)]


def _by_key(db: Database, sql: str) -> dict[tuple[Any, ...], tuple[int, list[str]]]:
    return {tuple(key): (count, sorted(spans)) for *key, count, spans in db.execute(sql)}


class Figures:
    """What 集計 and 欠番表 read."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_year(self, fy: int) -> list[Tallied]:
        """Every row of a fiscal year."""
        rows = self._db.execute(_YEAR, (fy,)).fetchall()
        return list(map(Tallied._make, rows))

    def years(self) -> list[int]:
        """Fiscal years of which there is anything, newest first."""
        return [row[0] for row in self._db.execute(_YEARS).fetchall()]

    def refusals(self, fy: int) -> list[RefusalCount]:
        """Documents that were not taken at this desk in a fiscal year."""
        return [
            RefusalCount(*row)
            for row in self._db.execute(
                "select month, type, rule, times from refusal_tally where fy = ?", (fy,)
            ).fetchall()
        ]

    def bags_with_exceptions(self, fy: int, desks: Iterable[str]) -> list[str]:
        """Bags of the year of these desks in which somebody let something go without its check, also where
        that was taken back."""
        return self._numbers(
            "bag", "type = 'checked' and instr(body, '\"overridden\"') > 0", numbers.BAG, fy, desks
        )

    def inquiries(self, fy: int, desks: Iterable[str]) -> list[str]:
        """Slips of the year of these desks that somebody had to look for."""
        return self._numbers("slip", "type in ('inquiry_opened', 'missing')", numbers.SLIP, fy, desks)

    def _numbers(self, column: str, condition: str, kind: int, fy: int, desks: Iterable[str]) -> list[str]:
        found: list[str] = []
        for desk in desks:
            for first in (kind, numbers.PRACTICE[kind]):
                found += [
                    str(row[0])
                    for row in self._db.execute(
                        f"select distinct {column} from event where {condition} and {column} between ? and ?",
                        _range(first, desk, fy),
                    ).fetchall()
                ]
        return found

    def overrides(self, fy: int) -> list[Event]:
        """`override` records of this desk in a fiscal year, oldest first."""
        rows = self._db.execute(
            f"select {EVENT_COLUMNS} from audit where type = 'override' and at >= ? and at < ? order by id",
            (f"{fy}-04-01", f"{fy + 1}-04-01"),
        ).fetchall()
        return [projection.event_of(row) for row in rows]

    # ---- numbers, one by one

    def counters(self, fy: int) -> dict[str, int]:
        """The last number of every series of this desk in a fiscal year, by type."""
        return dict(
            self._db.execute("select type, last from counter where fy = ? order by type", (fy,)).fetchall()
        )

    def given(self, fy: int, desk: str) -> dict[str, list[int]]:
        """Every serial of the year that is on record at a desk, by series, in order: slips by their row,
        bags by the event that gave them their number."""
        found: dict[str, list[int]] = {}
        for kind, asked in ((numbers.SLIP, _SLIPS_GIVEN), (numbers.BAG, _BAGS_GIVEN)):
            for first in (kind, numbers.PRACTICE[kind]):
                for (number,) in self._db.execute(asked, _range(first, desk, fy)):
                    found.setdefault(f"{number // 10_000_000 % 1000:03d}", []).append(number // 100 % 100_000)
        return found

    def unusual(self, fy: int, desk: str) -> list[Slip]:
        """Slips of the year whose number stands for no custody: voided, blank, lost, in order of number."""
        return [
            projection.slip_of(row)
            for first in (numbers.SLIP, numbers.PRACTICE[numbers.SLIP])
            for row in self._db.execute(
                f"select {SLIP_COLUMNS} from slip where number between ? and ? "
                "and state in ('voided', 'reserved', 'lost') order by number",
                _range(first, desk, fy),
            ).fetchall()
        ]

    def lost_bags(self, fy: int, desk: str) -> list[str]:
        """Bags of the year of which only the number is known, in order."""
        return [
            str(row[0])
            for first in (numbers.BAG, numbers.PRACTICE[numbers.BAG])
            for row in self._db.execute(
                "select number from bag where number between ? and ? and state = 'lost' order by number",
                _range(first, desk, fy),
            ).fetchall()
        ]


def _range(kind: int, desk: str, fy: int) -> tuple[int, int]:
    """All numbers of one kind, desk and year: the row key sorts by them."""
    low = int(f"{kind}{desk}{fy % 100:02d}0000000000")
    return low, low + 9_999_999_999
