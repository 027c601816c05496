"""Backups of the ledger: to the folder of this desk and to a second place, and the monthly proof that they can be put
back.

What is slow, or may never answer, never runs on the ledger's thread: copying reads beside it (store/backup.py), and a
place is waited for only as long as it shows a sign of life. The verbs ending in `_by` are for a window, whose ledger
belongs to another thread.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain import words_backup as words
from branch_desk.domain.staff import Staff
from branch_desk.services.people import approved, may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store import backup, faults, key_copies
from branch_desk.store.backup import BackupFile, Manifest
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from branch_desk.store.patience import Beat, Hangs, no_beat, patiently

SETTING, DONE = "backup", "backup_done"     # what was chosen; what came of it
HOME, SECOND = "home", "second"
HOURLY = timedelta(hours=1)
MONTHLY = timedelta(days=28)
OLD = timedelta(days=3)             # a weekend with a holiday, with something recorded after the last copy
PATIENCE = 20.0                     # seconds without a sign of life from a place
PROGRAM = "0"
CHANGED = Changed(topics=frozenset({"backup"}))

OnLedger = Callable[[Callable[[Ledger], Any]], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where copies are kept. `fault`: why the last one did not get there, in a sentence; None where it did."""

    path: Path
    kind: str
    made_at: datetime | None
    tested_at: datetime | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of one place: the copy, or why there is none, with what to do."""

    place: Path
    kind: str
    file: Path | None
    bytes: int = 0
    fault: str | None = None
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a backup, place by place; no place at all where nothing had changed."""

    places: tuple[Copied, ...]
    changed: Changed = CHANGED

    @property
    def ok(self) -> bool:
        return all(item.fault is None for item in self.places)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The second place from now on."""

    path: Path | None
    sentence: str
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Drill:
    """The newest copy of each place was opened and proved."""

    ok: bool
    at: datetime
    slips: int
    events: int
    seconds: float
    sentence: str
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Status:
    """For the status line. `wrong`: somebody has to do something about it."""

    made_at: datetime | None
    tested_at: datetime | None
    sentence: str
    wrong: bool


# ---- where


def places(ledger: Ledger) -> tuple[Place, ...]:
    """The places, this desk's own first, as they were last seen; no disk is touched."""
    done = ledger.setting(DONE, {})
    return tuple(
        Place(path, kind, _moment(told.get("made_at")), _moment(told.get("tested_at")), told.get("fault"))
        for kind, path in _paths(ledger).items()
        for told in [done.get(kind, {})]
    )


def set_second(ledger: Ledger, who: Staff, path: Path | None, approver: str, pin: str | None, *,
               patience: float = PATIENCE) -> Chosen | Refusal:
    """The second place, or none any more. A 責任者 says so with the PIN; recorded. The folder must be there and take a
    file: what is a typing mistake today is noticed today."""
    allowed = approved(ledger, approver, pin)
    if isinstance(allowed, Refusal):
        return allowed
    refused = may_record(who)
    if refused:
        return refused
    sentence = words.SECOND_CLEARED
    if path is not None:
        path = Path(os.path.abspath(path))
        if path.is_relative_to(Path(os.path.abspath(ledger.home))):
            return refuse("backup_inside")
        try:
            same_disk = patiently(path, lambda beat: _try_out(path, ledger.home), patience)
        except Hangs:
            return refuse("backup_hangs", path=path)
        except OSError:
            return refuse("backup_place", path=path)
        sentence = words.SECOND_SET.format(path=path) + (words.SECOND_SAME.format(path=path) if same_disk else "")
    with ledger.transaction() as tx:
        tx.set_setting(SETTING, {"second": str(path) if path else None}, by=allowed.code)
        tx.set_setting(DONE, {kind: told for kind, told in ledger.setting(DONE, {}).items() if kind != SECOND})
    return Chosen(path, sentence)


# ---- making


def changed(ledger: Ledger) -> bool:
    """Whether anything was recorded after the last backup."""
    return bool(ledger.lamport > ledger.setting(DONE, {}).get("lamport", -1))


def due(ledger: Ledger, now: datetime) -> bool:
    """Whether the hourly backup is to be made: something was recorded, and the last try is an hour old, or lies in the
    future of a clock that was set right."""
    if not changed(ledger):
        return False
    tried = _moment(ledger.setting(DONE, {}).get("tried_at"))
    return tried is None or not timedelta(0) <= now - tried < HOURLY


def make(ledger: Ledger, why: str = "asked", *, patience: float = PATIENCE) -> Made:
    """A verified copy in every place; what is too much there goes. `why`: closing, hourly, asked. On closing nothing is
    copied where nothing was recorded since the last."""
    return make_by(lambda do: do(ledger), why, patience=patience)


def make_by(on_ledger: OnLedger, why: str, *, patience: float = PATIENCE) -> Made:
    """The same where the ledger belongs to another thread, which has to say three short things."""
    plan = on_ledger(lambda ledger: _plan(ledger, why))
    if plan is None:
        return Made(())
    copies, results = list[BackupFile](), list[Copied]()
    for kind, path in plan.paths.items():
        work = _work(on_ledger, plan, kind, path, copies[0] if copies else None)
        told, copy = _into(kind, path, work, patience)
        results.append(told)
        if copy is not None:
            copies.append(copy)
            _copy_keys(plan, path)
    made = Made(tuple(results))
    copied = max((copy.manifest.lamport for copy in copies), default=-1) if made.ok else -1
    on_ledger(lambda ledger: _record(ledger, plan, made, copied))
    return made


def to_folder(ledger: Ledger, folder: Path) -> Copied:
    """One copy more, in a folder that somebody named. Recorded."""
    copied, _ = _into("asked", folder, lambda beat: ledger.backup_to(folder), PATIENCE)
    with ledger.transaction() as tx:
        tx.append("backed_up", actor=PROGRAM, body=_body(copied, "asked"))
    return copied


@dataclass(frozen=True, slots=True)
class _Plan:
    ledger: str
    home: Path
    source: Path
    paths: dict[str, Path]
    at: datetime
    why: str
    keys: Any


def _plan(ledger: Ledger, why: str) -> _Plan | None:
    if why == "closing" and not changed(ledger):
        return None
    return _Plan(ledger.id, ledger.home, Folders(ledger.home).ledger, _paths(ledger), ledger.now(), why, ledger.keys)


def _work(on_ledger: OnLedger, plan: _Plan, kind: str, path: Path, first: BackupFile | None) -> Callable[[Beat], BackupFile]:
    """The copy of the first place is carried to the next; where there was no room for one it is made there."""
    def sign(made: Manifest) -> dict[str, str]:
        return on_ledger(lambda ledger: ledger.sign_backup(made))   # type: ignore[no-any-return]

    def work(beat: Beat) -> BackupFile:
        if kind != HOME and not path.is_dir():
            raise FileNotFoundError(path)       # a stick that is away must not become a folder of this disk
        if first is not None:
            copy = backup.carry(first, path, beat)
        else:
            part, made = backup.take(plan.source, path, plan.at, plan.why, beat)
            copy = backup.name_it(part, made, sign(made))
        backup.thin(path, plan.ledger, beat)
        return copy

    return work


def _into(kind: str, path: Path, work: Callable[[Beat], BackupFile], patience: float) -> tuple[Copied, BackupFile | None]:
    try:
        copy = work(no_beat) if kind == HOME else patiently(path, work, patience)
        return Copied(path, kind, copy.path, copy.manifest.bytes), copy
    except Hangs:
        return _failed(path, kind, "hangs"), None
    except (FileNotFoundError, NotADirectoryError):
        return _failed(path, kind, "away"), None
    except Exception as error:  # whatever it is, the desk goes on, and the status line says that there is no copy
        fault = error if isinstance(error, faults.Fault) else faults.fault_of(error)
        if fault is None:
            raise
        return _failed(path, kind, _WORDS.get(type(fault), "failed")), None


_WORDS = {faults.DiskFull: "full", faults.ReadOnlyHome: "read_only", faults.Damaged: "damaged"}


def _failed(path: Path, kind: str, word: str) -> Copied:
    sentence, todo = words.FAULTS[word]
    return Copied(path, kind, None, 0, sentence.format(place=words.PLACES[kind], path=path), todo)


def _copy_keys(plan: _Plan, path: Path) -> None:
    """The current version of the keys goes along, in a folder of its own; where it does not, the list of places that
    are still to be reached says so (store/key_copies.py)."""
    try:
        key_copies.copy_to(plan.keys, path, plan.at)
    except OSError:
        return


def _record(ledger: Ledger, plan: _Plan, made: Made, copied: int) -> None:
    """That there are copies is nothing to copy; what was recorded while they were made is."""
    done = dict(ledger.setting(DONE, {}))
    with ledger.transaction() as tx:
        whole = tx.lamport == copied
        for item in made.places:
            tx.append("backed_up", actor=PROGRAM, body=_body(item, plan.why))
            told = dict(done.get(item.kind, {}))
            told |= {"fault": item.fault} if item.fault else {"made_at": era.stamp(plan.at), "fault": None}
            done[item.kind] = told
        tx.set_setting(DONE, {**done, "lamport": tx.lamport if whole else copied, "tried_at": era.stamp(plan.at)})


def _body(item: Copied, why: str) -> dict[str, Any]:
    body: dict[str, Any] = {"what": "ledger", "result": "failed" if item.fault else "done", "why": why}
    body |= {} if item.fault else {"bytes": item.bytes}
    return body | ({"place": item.kind} if item.kind in (HOME, SECOND) else {})


# ---- proving


def drill_due(ledger: Ledger, now: datetime) -> bool:
    """Whether it is a month since the copies were proved; at once where they never were."""
    there = [place for place in places(ledger) if place.made_at]
    tried = _moment(ledger.setting(DONE, {}).get("drilled_at"))
    return bool(there) and (tried is None or not timedelta(0) <= now - tried < MONTHLY)


def drill(ledger: Ledger, *, patience: float = PATIENCE) -> Drill:
    """Opens the newest copy of every place in a folder of its own and proves it. Recorded and reported."""
    return drill_by(lambda do: do(ledger), patience=patience)


@dataclass(frozen=True, slots=True)
class _Proved:
    kind: str
    result: str
    sentence: str
    slips: int = 0
    events: int = 0
    seconds: float = 0.0
    at: datetime | None = None


def drill_by(on_ledger: OnLedger, *, patience: float = PATIENCE) -> Drill:
    """The same where the ledger belongs to another thread."""
    plan = on_ledger(lambda ledger: _plan(ledger, "drill"))
    proved = tuple(_drilled(plan, kind, path, patience) for kind, path in plan.paths.items())
    on_ledger(lambda ledger: _record_drill(ledger, plan, proved))
    best = max(proved, key=lambda item: item.events)
    return Drill(all(item.result == "sound" for item in proved), plan.at, best.slips, best.events,
                 sum(item.seconds for item in proved), "\n".join(item.sentence for item in proved))


def _drilled(plan: _Plan, kind: str, path: Path, patience: float) -> _Proved:
    scratch = plan.home / "backup" / "drill"        # never in the system's own: a copy of the ledger is in it

    def fetch(beat: Beat) -> BackupFile | None:
        os.listdir(path)    # one that is away is not one without a copy
        there = backup.copies(path, plan.ledger, beat)
        if not there:
            return None
        backup.fetch(there[-1], Folders(scratch).ledger, beat)
        return there[-1]

    began = time.monotonic()
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        Folders(scratch).make()
        try:
            copy = patiently(path, fetch, patience)
        except Hangs:
            return _not_proved(path, kind, "none", "hangs")
        except OSError:
            return _not_proved(path, kind, "none", "away")
        if copy is None:
            return _not_proved(path, kind, "none", "none")
        if backup.vouched(copy, plan.keys) is False:
            return _not_proved(path, kind, "faults", "unsigned")
        try:
            sound = backup.prove(copy, scratch).sound
        except faults.Fault:
            sound = False
        if not sound:
            return _not_proved(path, kind, "faults", "faults")
        seconds = time.monotonic() - began
        told = words.DRILL_SOUND.format(place=words.PLACES[kind], at=era.month_day_clock(copy.at), slips=copy.manifest.slips,
                                        events=copy.manifest.events, seconds=round(seconds, 1))
        return _Proved(kind, "sound", told, copy.manifest.slips, copy.manifest.events, seconds, copy.at)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _not_proved(path: Path, kind: str, result: str, word: str) -> _Proved:
    sentence, todo = words.FAULTS[word]
    return _Proved(kind, result, sentence.format(place=words.PLACES[kind], path=path) + todo)


def _record_drill(ledger: Ledger, plan: _Plan, proved: tuple[_Proved, ...]) -> None:
    done = dict(ledger.setting(DONE, {}))
    with ledger.transaction() as tx:
        current = done.get("lamport", -1) == tx.lamport
        for item in proved:
            tx.append("drilled", actor=PROGRAM, body={"place": item.kind, "result": item.result, "slips": item.slips,
                                                      "events": item.events, "seconds": round(item.seconds)})
            if item.at is not None:
                done[item.kind] = {**done.get(item.kind, {}), "tested_at": era.stamp(item.at), "drill_fault": None}
            else:
                done[item.kind] = {**done.get(item.kind, {}), "drill_fault": item.sentence}
        done |= {"drilled_at": era.stamp(plan.at), **({"lamport": tx.lamport} if current else {})}
        tx.set_setting(DONE, done)


# ---- what is said of it


def status(ledger: Ledger) -> Status:
    """The last backup that was tried out, and whether somebody has to look after it."""
    there, done = places(ledger), ledger.setting(DONE, {})
    made = max((place.made_at for place in there if place.made_at), default=None)
    tested = max((place.tested_at for place in there if place.tested_at), default=None)
    fault = next((place.fault for place in there if place.fault), None) or next(
        (told["drill_fault"] for kind in (HOME, SECOND) if (told := done.get(kind, {})).get("drill_fault")
         and kind in {place.kind for place in there}), None)
    if fault:
        return Status(made, tested, words.STATUS_WRONG.format(sentence=fault), True)
    if made is None:
        return Status(None, None, words.STATUS_NEVER, ledger.has_events())
    if changed(ledger) and ledger.now() - made > OLD:
        return Status(made, tested, words.STATUS_OLD.format(made=era.slashed(made)), True)
    if tested is None:
        return Status(made, None, words.STATUS_UNTESTED.format(made=era.slashed(made)), False)
    return Status(made, tested, words.STATUS.format(tested=era.slashed(tested), made=era.slashed(made)), False)


# ---- inside


def _paths(ledger: Ledger) -> dict[str, Path]:
    second = ledger.setting(SETTING, {}).get("second")
    return {HOME: Folders(ledger.home).backup} | ({SECOND: Path(second)} if second else {})


def _moment(text: str | None) -> datetime | None:
    return era.moment(text) if text else None


def _try_out(path: Path, home: Path) -> bool:
    """Whether it lies on the ledger's own disk. Raises OSError where it takes no file."""
    probe = path / ".branch-desk"
    probe.write_bytes(b"")
    probe.unlink()
    return os.stat(path).st_dev == os.stat(home).st_dev
