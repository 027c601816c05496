"""Keeping and erasing personal data (EVENTS.md, Keys of personal data).

A class is one fiscal year and one length of keeping: what its binders hold on paper. It is due when the binders'
保存期間満了日 has passed for all of them, by the same rule (services/binder.py), and nothing of it is open or looked
for: the name of somebody whose documents are still on their way is needed. Two people erase it, one of them 責任者.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from branch_desk.domain import era
from branch_desk.domain import words_retention as words
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import binder, people
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Boxes, KeyPlace, Ledger, class_of

CHANGED = Changed(topics=frozenset({"retention", "counts"}))


@dataclass(frozen=True, slots=True)
class Class:
    """What is kept under the keys of one fiscal year and one length of keeping. `slips` have something personal;
    `open` and `inquiries` keep all of it longer. `until` is the last day of its time, as far as it is ended by now.
    """

    year: int
    retention: int
    slips: int
    open: int
    inquiries: int
    until: date
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """令和8年度 保存5年."""
        return words.class_name(era.fiscal_year_name(self.year), self.retention)

    @property
    def may_go(self) -> date:
        """The first day on which it may be erased."""
        return self.until + timedelta(days=1)

    def is_due(self, on: date) -> bool:
        """Whether it may be erased on that day."""
        return on > self.until and not self.open and not self.inquiries


@dataclass(frozen=True, slots=True)
class Waiting:
    """A backup place in which destroyed keys may still lie: where it was seen last and when, of which classes, and
    what to do."""

    number: str
    path: str
    seen: str
    classes: tuple[str, ...]
    sentence: str
    todo: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased. `places` counts this PC and every backup place in which nothing of it is left."""

    classes: tuple[str, ...]
    slips: int
    places_reached: int
    places_waiting: tuple[Waiting, ...]
    sentence: str
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Reached:
    """Places that came back, or were given up, and the ones that are still waited for."""

    places: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    sentence: str
    changed: Changed = CHANGED


def classes(ledger: Ledger) -> tuple[Class, ...]:
    """Everything personal that is kept, oldest first; some seconds at 1,000,000 slips."""
    return _classes(ledger, ledger.erasure.ids())


def due(ledger: Ledger, on: date | None = None) -> tuple[Class, ...]:
    """What may be erased on a day (today), oldest first. What cannot be due yet is not read."""
    on = on or ledger.now().date()
    old = [key for key in ledger.erasure.ids() if _earliest(*class_of(key)) < on]
    return tuple(item for item in _classes(ledger, old) if item.is_due(on))


def erase(ledger: Ledger, who: Staff, second: str, second_pin: str | None = None, *, pin: str | None = None,
          on: date | None = None, wanted: Sequence[tuple[int, int]] | None = None) -> Erased | Refusal:
    """Erases what is due on a day (today, or one before), or of it the `wanted` (year, retention): for good, in
    every place that can be reached. `who` and `second`, each with PIN; one of them is 責任者."""
    today = ledger.now().date()
    on = on or today
    refused = people.may_record(who)
    if refused is None and on > today:
        refused = refuse("retention_future")
    if refused is None and ledger.clock_doubt() is not None:
        refused = refuse("retention_clock")     # a clock that runs ahead would let everything go
    if refused:
        return refused
    found = due(ledger, on)
    if wanted is not None:
        missing = set(wanted) - {(item.year, item.retention) for item in found}
        if missing:
            return _not_due(ledger, min(missing))
        found = tuple(item for item in found if (item.year, item.retention) in set(wanted))
    if not found:
        return refuse("retention_none")
    approver = _second(ledger, who, second, second_pin, pin)
    if isinstance(approver, Refusal):
        return approver
    done = ledger.erasure.begin(who.code, approver.code, [key for item in found for key in item.keys])
    names = tuple(item.name for item in found)
    left = tuple(_waiting(place) for place in done.waiting)
    sentence = words.erased(names, done.slips, done.reached, len(left))
    return Erased(names, done.slips, done.reached, left, sentence)


def waiting(ledger: Ledger) -> tuple[Waiting, ...]:
    """Backup places in which destroyed keys may still lie, each with what to do."""
    return tuple(_waiting(place) for place in ledger.erasure.waiting())


def settle_waiting(ledger: Ledger) -> Reached:
    """Destroys what is left in every place that can be reached now; recorded where it was done."""
    reached = tuple(str(place.path) for place in ledger.erasure.reach())
    left = waiting(ledger)
    return Reached(reached, left, words.reached(len(reached), len(left)))


def give_up(ledger: Ledger, who: Staff, number: str, second: str, second_pin: str | None = None, *,
            pin: str | None = None) -> Reached | Refusal:
    """Takes a place off the list: two people, one of them 責任者, say that its medium was destroyed, or is lost and
    reported as lost. The recovery key and what lies there open what an older copy of the ledger holds."""
    refused = people.may_record(who)
    if refused:
        return refused
    place = next((item for item in ledger.erasure.waiting() if item.name == number), None)
    if place is None:
        return refuse("no_such_place")
    approver = _second(ledger, who, second, second_pin, pin)
    if isinstance(approver, Refusal):
        return approver
    ledger.erasure.give_up(place, who.code, approver.code)
    return Reached((str(place.path),), waiting(ledger), words.GIVEN_UP.format(place=place.path))


def as_json(item: Class, on: date) -> dict[str, object]:
    """A class as the command line answers it."""
    return {"year": item.year, "retention": item.retention, "name": item.name, "slips": item.slips, "open": item.open,
            "inquiries": item.inquiries, "until": item.until.isoformat(), "may_go": item.may_go.isoformat(),
            "due": item.is_due(on)}


def place_json(item: Waiting) -> dict[str, object]:
    """A place that is waited for, as the command line answers it."""
    return {"number": item.number, "path": item.path, "seen": item.seen, "classes": list(item.classes),
            "sentence": item.sentence, "todo": item.todo}


# ---- inside


def _earliest(year: int, retention: int) -> date:
    """The last day of its time if everything ended within its year."""
    return binder.kept_until(date(year + 1, 3, 31), retention)


def _classes(ledger: Ledger, keys: Sequence[str]) -> tuple[Class, ...]:
    if not keys:
        return ()
    kept = ledger.erasure.boxes(keys)
    of: dict[tuple[int, int], list[str]] = {}
    for key in keys:
        of.setdefault(class_of(key), []).append(key)
    volumes = {year: binder.volumes(ledger, year) for year in {year for year, _ in of}}
    found = []
    for (year, retention), own in sorted(of.items()):
        inside = [kept[key] for key in own if key in kept]
        paper = [item for item in volumes[year] if item.retention == retention]
        ended = [era.moment(item.ended).date() for item in inside if item.ended]
        until = max([_earliest(year, retention), *(binder.kept_until(day, retention) for day in ended),
                     *(item.kept_until for item in paper)])
        found.append(Class(year, retention, sum(item.slips for item in inside), _most(inside, paper, "open"),
                           _most(inside, paper, "inquiries"), until, tuple(own)))
    return tuple(found)


def _most(inside: Sequence[Boxes], paper: Sequence[binder.Volume], what: str) -> int:
    """Open ones with a name, or without one in the same binders: whichever are more."""
    return max(sum(int(getattr(item, what)) for item in inside), sum(int(getattr(item, what)) for item in paper))


def _not_due(ledger: Ledger, wanted: tuple[int, int]) -> Refusal:
    found = next((item for item in classes(ledger) if (item.year, item.retention) == wanted), None)
    if found is None:
        return refuse("no_such_class", name=words.class_name(era.fiscal_year_name(wanted[0]), wanted[1]))
    if found.open or found.inquiries:
        return refuse("class_open", name=found.name, count=found.open or found.inquiries)
    return refuse("class_kept", name=found.name, until=era.wareki_date(found.until), may_go=era.wareki_date(found.may_go))


def _second(ledger: Ledger, who: Staff, second: str, second_pin: str | None, pin: str | None) -> Staff | Refusal:
    """The other person. Where whoever acts is no 責任者, the other one must be."""
    refused = people.confirmed_by_pin(ledger, who, pin)
    if refused:
        return refused
    role = None if who.role is StaffRole.RESPONSIBLE else StaffRole.RESPONSIBLE
    return people.approved(ledger, second, second_pin, not_code=who.code, role=role)


def _waiting(place: KeyPlace) -> Waiting:
    names = tuple(words.class_name(era.fiscal_year_name(year), retention)
                  for year, retention in sorted({class_of(key) for key in place.owed}))
    seen = era.wareki_date(era.moment(place.seen).date())
    path = _short(place.path)
    return Waiting(place.name, str(place.path), place.seen, names, words.WAITING.format(place=path, seen=seen),
                   words.WAITING_TODO)


def _short(path: Path) -> str:
    return str(path) if len(str(path)) <= words.PLACE_ROOM else f"…{str(path)[-words.PLACE_ROOM:]}"
