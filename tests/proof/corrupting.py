"""Random damage to one file of a desk, and what comes of it.

Every case is one seed: `python -m tests.proof.corrupting SEED` plays it alone and says what it did.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from branch_desk.domain.era import fiscal_year
from branch_desk.services import backup
from branch_desk.store.faults import Fault
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.proof.worked import Worked, everything, make

START, VERIFY, HARMLESS = "detected at start", "detected at verify", "harmless"
OUTCOMES = (START, VERIFY, HARMLESS)
KINDS = ("ledger", "ledger under a WAL", "WAL", "witness", "high-water", "settings", "master key wrap", "master key",
         "data key", "signing key", "name beside the witness", "backup", "manifest")
IN_A_BACKUP = ("backup", "manifest")


@dataclass(frozen=True, slots=True)
class Case:
    """What one seed did and what came of it; `wrong` says what broke the promise."""

    kind: str
    what: str
    outcome: str
    said: str
    wrong: str = ""


def spoil(place: Path, kind: str, chance: random.Random) -> str:
    """Damages one file of a kind: what was done to it."""
    home, state = place / "home", place / "state"
    if kind == "settings":
        return _spoil_setting(Folders(home).ledger, chance)
    folders = Folders(home)
    files = {
        "ledger": [folders.ledger],
        "ledger under a WAL": [folders.ledger],
        "WAL": [folders.ledger.with_name("ledger.db-wal")],
        "witness": [folders.witness],
        "high-water": sorted(state.glob("*.high")),
        "master key wrap": [folders.keys / "master.json"],
        "master key": [folders.keys / "master.local"],
        "data key": sorted(folders.keys.glob("[0-9]*.json")),
        "signing key": sorted(folders.keys.glob("signing-*.json")),
        "name beside the witness": [folders.witness.with_name("desk.json")],
        "backup": sorted(folders.backup.glob("ledger-*.db")),
        "manifest": sorted(folders.backup.glob("ledger-*.json")),
    }
    path = chance.choice(files[kind])
    data = bytearray(path.read_bytes())
    count = min(chance.choice((1, 1, 2, 4, 8, 16, 64, chance.randrange(1, 65))), len(data))
    at = chance.randrange(len(data) - count + 1)
    while chance.random() < 0.9 and not any(data[at : at + count]):     # much of a small ledger's file is empty
        at = chance.randrange(len(data) - count + 1)
    for i in range(at, at + count):
        data[i] ^= chance.randrange(1, 256)
    path.write_bytes(data)
    return f"{count} bytes at {at} of {len(data)} in {path.name}"


def _spoil_setting(path: Path, chance: random.Random) -> str:
    """Some bytes of the value of one setting, where they lie in the file: damage that SQLite itself cannot see."""
    db = sqlite3.connect(path)
    try:
        key, value = chance.choice(db.execute("select key, value from setting order by key").fetchall())
    finally:
        db.close()
    whole, file = value.encode(), bytearray(path.read_bytes())
    start = chance.randrange(max(1, len(whole) - 64))
    part = whole[start : start + 64]
    found = [at for at in range(len(file)) if file.startswith(part, at)] if len(part) > 8 else [
        file.find(key.encode() + whole) + len(key.encode())]
    count = min(chance.choice((1, 1, 2, 8, chance.randrange(1, 65))), len(part))
    at = chance.randrange(len(part) - count + 1)
    new = bytes(chance.choice(b"0123456789abcdefXYZ\"{}[],: \xff") for _ in range(count))
    for place in found:
        file[place + at : place + at + count] = new
    path.write_bytes(file)
    return f"{count} bytes at {start + at} of setting {key}"


@contextmanager
def beside(place: Path) -> Iterator[None]:
    """What the machine remembers lies in `place`."""
    before = os.environ.get("BRANCH_DESK_STATE")
    os.environ["BRANCH_DESK_STATE"] = str(place / "state")
    try:
        yield
    finally:
        if before is None:
            del os.environ["BRANCH_DESK_STATE"]
        else:
            os.environ["BRANCH_DESK_STATE"] = before


def play(worked: Worked, sound: dict, place: Path, seed: int) -> Case:
    """One seed: damage, start, verify, and where nobody said anything everything that is shown."""
    chance = random.Random(seed)
    kind = chance.choice(KINDS)
    worked.lay_out(place, wal=kind not in ("ledger", "settings"))
    what = spoil(place, kind, chance)
    with beside(place):
        return Case(kind, what, *_seen(worked, sound, place / "home", kind))


def _seen(worked: Worked, sound: dict, home: Path, kind: str) -> tuple[str, str, str]:
    try:
        ledger = Ledger.open(home, now=worked.now)
    except Fault as fault:
        return START, fault.title, ""
    except Exception as error:
        return START, "", f"start: {type(error).__name__}: {error}"
    with ledger:
        try:
            findings = tuple(ledger.check_at_start())
            found = ledger.verify().faults
        except Fault as fault:
            return VERIFY, fault.title, _reused(worked, ledger)
        except Exception as error:
            return VERIFY, "", f"verify: {type(error).__name__}: {error}"
        if findings:
            return START, findings[0], _nowhere(worked, ledger) or _reused(worked, ledger)
        if found:
            return VERIFY, found[0].sentence, _reused(worked, ledger)
        if kind in IN_A_BACKUP and not (drilled := backup.drill(ledger)).ok:
            return VERIFY, drilled.sentence, ""
        try:
            shown = everything(ledger)
            shown["keys"] = _keys(ledger, worked.recovery_key if kind == "master key wrap" else None)
        except Exception as error:
            return HARMLESS, "", f"shown: {type(error).__name__}: {error}"
        if kind in IN_A_BACKUP:     # that it was drilled was recorded
            shown["settings"][backup.DONE] = sound["settings"][backup.DONE]
        different = [key for key in sound.keys() | shown.keys() if sound.get(key) != shown.get(key)]
        return HARMLESS, "", f"shown wrong: {different[:3]}" if different else ""


def _keys(ledger: Ledger, recovery_key: str | None) -> tuple[object, ...]:
    """What the keys are good for. (The recovery key is stretched for 0.1 s, so it is tried only where it was spoiled.)"""
    signing = ledger.signing.get("desk")
    return (ledger.master_key_kept_in, recovery_key is None or ledger.recovery_key_opens(recovery_key),
            signing.public_key().public_bytes_raw() if signing else None)


def _nowhere(worked: Worked, ledger: Ledger) -> str:
    """Whether a number that was given out is not even known as lost."""
    missing = [number for number in sorted(worked.numbers) if ledger.slip(number) is None and ledger.bag(number) is None]
    return f"nowhere: {missing[:3]}" if missing else ""


def _reused(worked: Worked, ledger: Ledger) -> str:
    """Whether a number that was given out would be given out again, in a ledger that opened at all."""
    for type_ in ("501", "502"):
        try:
            with ledger.transaction() as tx:
                drawn = tx.draw(fiscal_year(tx.now), type_).digits
                if drawn in worked.numbers:
                    return f"number {drawn} would be given out again"
        except Fault:
            continue
        except Exception as error:
            return f"issue: {type(error).__name__}: {error}"
    return ""


def table(cases: list[Case]) -> str:
    """How many of each file were detected where."""
    counts = Counter((case.kind, case.outcome) for case in cases)
    lines = [f"{'file':<20}" + "".join(f"{outcome:>20}" for outcome in OUTCOMES)]
    lines += [f"{kind:<20}" + "".join(f"{counts[kind, outcome]:>20}" for outcome in OUTCOMES)
              for kind in dict.fromkeys(case.kind for case in sorted(cases, key=lambda case: case.kind))]
    totals = Counter(case.outcome for case in cases)
    return "\n".join([*lines, f"{'all':<20}" + "".join(f"{totals[outcome]:>20}" for outcome in OUTCOMES)])


def sound_of(worked: Worked, place: Path) -> dict:
    """What is shown of the same files undamaged, after the same start."""
    home = worked.lay_out(place)
    with beside(place), Ledger.open(home, now=worked.now) as ledger:
        assert ledger.check_at_start() == () and ledger.verify().sound, (ledger.check_at_start(), ledger.verify().faults)
        return everything(ledger) | {"keys": _keys(ledger, worked.recovery_key)}


def play_many(seeds: range) -> list[tuple[int, Case]]:
    """Every seed against the same ledger, in memory where there is such a place."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder, \
            pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", f"{folder}/own")
        worked = make(Path(folder) / "made")
        sound = sound_of(worked, Path(folder) / "case")
        return [(seed, play(worked, sound, Path(folder) / "case", seed)) for seed in seeds]


if __name__ == "__main__":
    seeds = range(int(sys.argv[1]), int(sys.argv[-1]) + 1)
    played = play_many(seeds)
    for seed, case in played:
        if case.wrong or len(seeds) == 1:
            print(seed, json.dumps(asdict(case), ensure_ascii=False))
    print(table([case for _, case in played]))
