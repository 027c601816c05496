"""集計: one fiscal year in figures. Reads the tally alone, so it takes the same time whatever lies in the
other years.

Only what was frozen at `issued` counts: a type that ended keeps its old name, and a slip stands in the year
of its number, whenever it was closed. Nothing here is about a person but the surname of the 責任者 who
changed a limit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from branch_desk.domain import era, figures, words
from branch_desk.domain import words_statistics as said
from branch_desk.domain.catalogue import Catalogue, DocumentType
from branch_desk.domain.eligibility import Rule
from branch_desk.domain.figures import Calendar, PerYear
from branch_desk.domain.numbers import FIRST_YEAR, LAST_YEAR
from branch_desk.domain.opening_days import OpeningDays
from branch_desk.domain.rights import Role
from branch_desk.services import catalogues, limits, opening
from branch_desk.services.limits import LimitChange
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger, RefusalCount, Tallied

SCOPES = tuple(said.SCOPES)
DESKS_NAMED = 4
OF_THE_VISITOR = (Rule.BUSINESS.value, Rule.PAST_DEADLINE.value)  # all the others are about the type


@dataclass(frozen=True, slots=True)
class Counts:
    """How many slips, where they stand now, and how long the closed ones took in opening days."""

    issued: int = 0
    closed: int = 0
    open: int = 0
    voided: int = 0
    handed_back: int = 0
    median: float | None = None
    ninth: int | None = None
    inquiries: int = 0
    exceptions: int = 0

    @property
    def used(self) -> int:
        """Papers that were really taken: a void is a slip issued by mistake."""
        return self.issued - self.voided


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One type under one name. `per_year` None and `few` False where it is not judged; `note` says why, or
    how."""

    code: str
    name: str
    section: str
    section_name: str
    counts: Counts
    per_year: PerYear | None
    few: bool
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A section, or a month ('2026-04')."""

    code: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Asked:
    """A type that was asked for and not taken because of the type; `code` is '' for what is on no list."""

    code: str
    name: str
    times: int
    per_year: PerYear | None

    @property
    def wanted(self) -> bool:
        """Asked for as often as a type must be used: a candidate for the list. What is on no list has no
        name yet."""
        return bool(self.code) and self.per_year is not None and not self.per_year.few


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that 集計 says of a fiscal year."""

    fy: int
    name: str
    scope: str
    scope_says: str
    scope_short: str
    made: date
    last: date  # up to which day it was counted
    over: bool
    judged: bool
    days: (
        int | None
    )  # of how many days the yearly figures are worked out; None where the year is whole, or too new
    how: str  # the arithmetic of the judgement, or why there is none
    total: Counts
    types: tuple[TypeLine, ...] = ()
    sections: tuple[Line, ...] = ()
    months: tuple[Line, ...] = ()
    refused: tuple[tuple[str, int], ...] = ()  # (rule, times), most first
    asked: tuple[Asked, ...] = ()
    exceptions: tuple[tuple[str, int], ...] = ()  # checks let go: (reason, times)
    overrides: tuple[tuple[str, int], ...] = ()
    changes: tuple[LimitChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing was issued, refused, let go or changed."""
        return not (self.total.issued or self.refused or self.exceptions or self.overrides or self.changes)

    @property
    def few(self) -> tuple[TypeLine, ...]:
        """▼ 除外を検討"""
        return tuple(line for line in self.types if line.few)

    @property
    def period(self) -> str:
        """4月1日〜11月24日"""
        return said.UNTIL.format(first=_day(figures.first_day(self.fy)), last=_day(self.last))


def _add(to: dict[Any, int], more: dict[Any, int]) -> None:
    """What Counter.update does, without its question of what it was given: that took half the time of a
    year."""
    for key, count in more.items():
        to[key] = to.get(key, 0) + count


@dataclass(slots=True)
class _Sum:
    """Figures while they are added up."""

    states: dict[str, int] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    lengths: list[str] = field(default_factory=list)  # of which `days` are then counted
    inquiries: int = 0
    exceptions: int = 0

    def add(self, other: _Sum) -> None:
        """The other's figures too."""
        _add(self.states, other.states)
        _add(self.days, other.days)

    def counts(self) -> Counts:
        closed, open_, voided, back = (
            self.states.get(state, 0) for state in ("closed", "open", "voided", "handed_back")
        )
        return Counts(
            closed + open_ + voided + back,
            closed,
            open_,
            voided,
            back,
            figures.median(self.days),
            figures.ninth(self.days),
            self.inquiries,
            self.exceptions,
        )


def year(ledger: Ledger, fy: int, scope: str | None = None, today: date | None = None) -> Year | Refusal:
    """The figures of a fiscal year: of this desk, of its branch, or of all that this desk knows. Reads
    only."""
    scope = scope or usual_scope(ledger)
    if not FIRST_YEAR <= fy <= LAST_YEAR:
        return refuse("statistics_year", year=fy)
    if scope not in SCOPES:
        return refuse("statistics_scope")
    today = today or ledger.now().date()
    rows = ledger.figures.of_year(fy)
    desks = desks_of(ledger, scope, (row.desk for row in rows))
    rows = [row for row in rows if row.desk in desks]
    over, started = today > figures.last_day(fy), today >= figures.first_day(fy)
    last = min(max(today, figures.first_day(fy)), figures.last_day(fy))
    began = _began(ledger, fy, rows)
    sample = figures.per_year(0, fy, last, began)
    whole, of_type, of_section, of_month = _added(rows, opening.days(ledger))
    exceptions = _checked_and_inquired(ledger, fy, desks, (whole, of_type, of_section))
    refused = ledger.figures.refusals(fy)
    return Year(
        fy,
        era.fiscal_year_name(fy),
        scope,
        _scope_says(ledger, scope, desks),
        _scope_short(ledger, scope),
        today,
        last,
        over,
        sample is not None,
        sample.days if sample else None,
        _how(sample, began),
        whole.counts(),
        _types(ledger, fy, last, today, began, of_type) if started else (),
        tuple(Line(*key, made.counts()) for key, made in sorted(of_section.items())),
        _months(fy, of_month),
        _by_times(_count(refused, lambda row: row.rule)),
        _asked(ledger, refused, fy, last, began),
        _by_times(exceptions),
        _by_times(
            Counter(
                event.value("what")
                for event in ledger.figures.overrides(fy)
                if event.value("what") in said.OVERRIDES
            )
        ),
        limits.changes(ledger, fy),
    )


def usual_scope(ledger: Ledger) -> str:
    """What is asked for first: a counter's branch; whoever has no branch of slips, all it knows."""
    return "branch" if ledger.desk.role is Role.COUNTER else "all"


def years(ledger: Ledger) -> tuple[int, ...]:
    """The present fiscal year and all of which there is anything, newest first."""
    return tuple(sorted({era.fiscal_year(ledger.now()), *ledger.figures.years()}, reverse=True))


def desks_of(ledger: Ledger, scope: str, known: Iterable[str]) -> frozenset[str]:
    """The desks of a scope; those that this desk has never heard of are in none but `all`."""
    own = ledger.desk
    if scope == "desk":
        return frozenset({own.code})
    if scope == "branch":
        return frozenset(
            {own.code}
            | {
                code
                for code, desk in ledger.members.items()
                if desk.branch == own.branch and desk.role is Role.COUNTER
            }
        )
    return frozenset({own.code, *known})


def _scope_says(ledger: Ledger, scope: str, desks: frozenset[str]) -> str:
    names = [ledger.desk_names.get(code, code) for code in sorted(desks)]
    listed = "・".join(names[:DESKS_NAMED])
    if len(names) > DESKS_NAMED:
        listed = said.MORE_DESKS.format(desks=listed, more=len(names) - DESKS_NAMED)
    return said.SCOPE_SAYS[scope].format(desk=ledger.desk.name, branch=ledger.desk.branch, desks=listed)


def _scope_short(ledger: Ledger, scope: str) -> str:
    return said.SCOPE_SHORT[scope].format(desk=ledger.desk.name, branch=ledger.desk.branch)


_Sums = dict[tuple[str, str], _Sum]
_TypeSums = dict[tuple[str, str, str, str], _Sum]


def _added(rows: list[Tallied], days: OpeningDays) -> tuple[_Sum, _TypeSums, _Sums, dict[str, _Sum]]:
    """All, by type under its name, by section under its name, by month."""
    whole = _Sum()
    of_type: _TypeSums = defaultdict(_Sum)
    of_section: _Sums = defaultdict(_Sum)
    of_month: dict[str, _Sum] = defaultdict(_Sum)
    months = {row.month for row in rows}
    calendar = Calendar(days, date.fromisoformat(f"{min(months, default='2000-01')}-01"))
    lookups = {month: calendar.of_month(month) for month in months}
    for row in rows:
        lengths = lookups[row.month].opening_days(row.spans) if row.spans else ""
        for each in (of_type[row.type, row.type_name, row.section, row.section_name], of_month[row.month]):
            each.states[row.state] = each.states.get(row.state, 0) + row.slips
            if lengths:
                each.lengths.append(lengths)
    possible = {length for lookup in lookups.values() for length in lookup.values()}
    for made in (*of_type.values(), *of_month.values()):
        made.days = figures.counted(made.lengths, possible)
    for (_, _, *section), made in of_type.items():
        of_section[section[0], section[1]].add(made)
    for made in of_month.values():
        whole.add(made)
    return whole, of_type, of_section, of_month


def _checked_and_inquired(
    ledger: Ledger, fy: int, desks: frozenset[str], sums: tuple[_Sum, _TypeSums, _Sums]
) -> Counter[str]:
    """Adds what was looked for and what went without its second check; the latter by reason."""
    whole, of_type, of_section = sums
    sections = {code: key for key in sorted(of_section, reverse=True) for code in key[:1]}
    for number in ledger.figures.inquiries(fy, sorted(desks)):
        slip = ledger.slip(number)
        if slip is not None and slip.issued_at is not None:
            section = (slip.section or "", slip.section_name or "")
            whole.inquiries += 1
            of_section[section].inquiries += 1
            of_type[(slip.type or "", slip.type_name or "", *section)].inquiries += 1
    reasons: Counter[str] = Counter()
    for bag in ledger.figures.bags_with_exceptions(fy, sorted(desks)):
        events = ledger.events_of_bag(bag)
        revoked = {(e.value("desk"), e.value("epoch"), e.value("seq")) for e in events if e.type == "revoked"}
        for event in events:
            if event.type == "checked" and event.value("result") == "overridden" and event.key not in revoked:
                reasons[event.value("reason") or "other"] += 1
                whole.exceptions += 1
                if bag[6] in sections:
                    of_section[sections[bag[6]]].exceptions += 1
    return reasons


def _types(
    ledger: Ledger, fy: int, last: date, today: date, began: date | None, sums: _TypeSums
) -> tuple[TypeLine, ...]:
    """Every type of which there is a slip, and every type on the list of which there is none; most first."""
    catalogue = catalogues.of(ledger)
    for item in catalogue.types:
        ours = ledger.desk.section in (None, item.section.code)
        if ours and item.forwarded and item.valid_on(today) and item.valid_from <= last:
            sums[item.code, item.name, item.section.code, item.section.name]  # a line, if only of noughts
    lines = [_type(catalogue, fy, last, today, began, key, made.counts()) for key, made in sums.items()]
    return tuple(sorted(lines, key=lambda line: (-line.counts.issued, line.code, line.name)))


def _type(
    catalogue: Catalogue,
    fy: int,
    last: date,
    today: date,
    began: date | None,
    key: tuple[str, str, str, str],
    counts: Counts,
) -> TypeLine:
    code, name, section, section_name = key
    now = catalogue.type(code, today)
    if now is None or now.name != name or not now.valid_on(today):
        return TypeLine(code, name, section, section_name, counts, None, False, said.ENDED)
    if not now.forwarded:
        return TypeLine(code, name, section, section_name, counts, None, False, said.NOT_FORWARDED_ANY_MORE)
    since = max(_since(catalogue, now), began or date.min)
    rate = figures.per_year(counts.used, fy, last, since)
    if rate is None:
        new = since > figures.first_day(fy)
        return TypeLine(
            code, name, section, section_name, counts, None, False, said.TOO_NEW if new else said.NOT_JUDGED
        )
    return TypeLine(code, name, section, section_name, counts, rate, rate.few, arithmetic(rate))


def _since(catalogue: Catalogue, item: DocumentType) -> date:
    """From when this name was to be had without a break: two entries that follow on one another are one."""
    return min(
        (
            other.valid_from
            for other in catalogue.types
            if other.code == item.code
            and other.name == item.name
            and other.forwarded
            and other.valid_from <= item.valid_from
        ),
        default=item.valid_from,
    )


def arithmetic(rate: PerYear) -> str:
    """28件×365÷238日＝年42件"""
    if rate.days is None:
        return said.SUM_WHOLE.format(times=rate.times)
    return said.SUM.format(times=rate.times, of=rate.of, days=rate.days, per_year=rate.per_year)


def _began(ledger: Ledger, fy: int, rows: list[Tallied]) -> date | None:
    """The day from which there are records, where the program came only within the year: else the days
    before it would make every type look rare."""
    made = date.fromisoformat(ledger.setting("created", "")[:10])
    within = made > figures.first_day(fy) and not any(row.month < f"{made:%Y-%m}" for row in rows)
    return made if within else None


def _how(sample: PerYear | None, began: date | None) -> str:
    if sample is None:
        return said.NOT_JUDGED if began is None else said.NOT_JUDGED_YET
    if sample.days is None:
        return said.HOW_WHOLE
    how = said.HOW.format(days=sample.days, of=sample.of)
    return how if began is None else how + said.HOW_SINCE.format(day=_day(began))


def _months(fy: int, sums: dict[str, _Sum]) -> tuple[Line, ...]:
    """The twelve months, and any outside of them in which papers of this year were taken (予備帳)."""
    all_months = sorted({*figures.months(fy), *sums})
    return tuple(
        Line(
            month,
            said.MONTH.format(month=int(month[5:])),
            sums[month].counts() if month in sums else Counts(),
        )
        for month in all_months
    )


def _asked(
    ledger: Ledger, refused: list[RefusalCount], fy: int, last: date, began: date | None
) -> tuple[Asked, ...]:
    """What people asked for and the list does not take; not what one visitor could not hand in."""
    catalogue = catalogues.of(ledger)
    times = _count((row for row in refused if row.rule not in OF_THE_VISITOR), lambda row: row.type)
    found = []
    for code, count in _by_times(times):
        item = catalogue.type(code, last) if code else None
        name = item.name if item else code or said.UNKNOWN_TYPE
        found.append(Asked(code, name, count, figures.per_year(count, fy, last, began)))
    return tuple(found)


def _count(rows: Iterable[RefusalCount], key: Callable[[RefusalCount], str]) -> Counter[str]:
    made: Counter[str] = Counter()
    for row in rows:
        made[key(row)] += row.times
    return made


def _by_times(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def refusal_words(rule: str) -> str:
    """The reason of a refusal, in words."""
    return words.REFUSALS[rule][0]
