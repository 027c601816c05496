"""Copies of HOME/keys in the backup places: one current version in each, in a folder of its own, never in one
file with a copy of the ledger (EVENTS.md, Keys of personal data).

PLACE/keys-<ledger>/   <id>.json  master.json  destroyed.json  places.json  place.json

Only what the recovery key opens is copied: never master.local, never the keys with which this desk signs.
A place is known by the random name in its place.json and not by its path, because two sticks take turns at one
drive letter. What may lie where is written into HOME/keys/places.json before it is copied, so a key can never be
somewhere without being on that list; it leaves the list when its file there was overwritten and removed.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from branch_desk.domain import era
from branch_desk.store.folders import shred, write_durably
from branch_desk.store.keys import Keys, is_data_key, read_destroyed

PATIENCE = 20.0  # seconds for one place: a dead network folder holds its caller for minutes
_NAME = re.compile("9[0-9]{15}")  # like a number of which the kind is one that no slip ever has
_LIST = "places.json"
_MARK = "place.json"

T = TypeVar("T")
_one_at_a_time = threading.Lock()  # a thread that was given up may still come to the list


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """A place that holds, or may hold, copies of keys. `path` is where it was seen last, `seen` when; `owed` are
    destroyed keys that may still lie there."""

    name: str
    path: Path
    seen: str
    has: tuple[str, ...]
    owed: tuple[str, ...] = ()


def folder_in(place: Path, ledger: str) -> Path:
    """Where the copies of a ledger's keys are in a backup place."""
    return place / f"keys-{ledger}"


def copy_to(keys: Keys, place: Path, now: datetime) -> Path:
    """Brings the copy in a place up to date, which also removes destroyed keys there. Answers its folder.

    Raises OSError where the place cannot be reached, or not within a reasonable time.
    """
    return _patiently(partial(_copy, keys, place, era.stamp(now)))


def places(keys: Keys) -> tuple[KeyPlace, ...]:
    """Every place that was ever given copies and was not taken off the list, in order of path."""
    gone = keys.destroyed()
    found = (replace(place, owed=tuple(sorted(gone & set(place.has)))) for place in _read(keys).values())
    return tuple(sorted(found, key=lambda place: (str(place.path), place.name)))


def list_is_whole(keys: Keys) -> bool:
    """Whether the list of places can be read. One that cannot counts as empty; every backup begins it anew."""
    try:
        _parse((keys.folder / _LIST).read_bytes())
    except FileNotFoundError:
        return True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def waiting(keys: Keys) -> tuple[KeyPlace, ...]:
    """Places in which destroyed keys may still lie. Asked after every change, so no file is read where nothing was
    ever destroyed."""
    if not keys.destroyed():
        return ()
    return tuple(place for place in places(keys) if place.owed)


def settle(keys: Keys, now: datetime) -> tuple[KeyPlace, ...]:
    """Goes to every place where something is still to be destroyed, wherever it was seen. Answers those in
    which it was done just now; the others keep waiting."""
    before = {place.name for place in waiting(keys)}
    for path in sorted({place.path for place in places(keys)}):
        if before:
            try:
                _patiently(partial(_copy, keys, path, era.stamp(now), only_known=True))
            except OSError:
                continue
    left = {place.name for place in waiting(keys)}
    return tuple(place for place in places(keys) if place.name in before - left)


def refresh(keys: Keys, now: datetime) -> tuple[KeyPlace, ...]:
    """Brings every known place up to date that can be reached now; answers those that could not."""
    missed = []
    for place in places(keys):
        try:
            _patiently(partial(_copy, keys, place.path, era.stamp(now), only_known=True))
        except OSError:
            missed.append(place)
    return tuple(missed)


def take_off(keys: Keys, name: str) -> None:
    """A place that two people say is gone for good: nothing there can be reached any more."""
    with _one_at_a_time:
        known = _read(keys)
        if known.pop(name, None) is not None:
            _write(keys, known.values())


def same_as_home(keys: Keys, place: Path) -> bool:
    """Whether the copy in a place holds every key that is here, byte for byte, and none that was destroyed.
    Raises OSError."""
    folder = folder_in(place, keys.ledger)
    gone = keys.destroyed()
    there = {path.stem for path in folder.glob("2*.json") if is_data_key(path.stem)}
    wanted = [*(f"{key}.json" for key in keys.ids()), "master.json"]
    return not (there & gone) and all(
        (folder / name).is_file() and (folder / name).read_bytes() == (keys.folder / name).read_bytes()
        for name in wanted
    )


def bring_back(copy: Path, into: Path) -> tuple[str, ...]:
    """Puts a copy (its folder, as `folder_in` names it) into an empty HOME/keys; answers the ids of its data
    keys. What its own list says is destroyed does not come back. Raises OSError."""
    gone = read_destroyed(copy) or frozenset()
    back = sorted(path.stem for path in copy.glob("2*.json") if is_data_key(path.stem) and path.stem not in gone)
    for name in ("destroyed.json", _LIST, *(f"{key}.json" for key in back), "master.json"):
        if (copy / name).is_file():
            write_durably(into / name, (copy / name).read_bytes())
    return tuple(back)


# ---- inside


def _copy(keys: Keys, place: Path, at: str, *, only_known: bool = False) -> Path:
    """One place. With `only_known` nothing is begun anew: an empty drive at the path of a stick is not it."""
    folder = folder_in(place, keys.ledger)
    name = _mark_of(folder)
    if name is None:
        if only_known or not place.is_dir():
            raise FileNotFoundError(str(place))
        folder.mkdir(mode=0o700, exist_ok=True)
        name = f"9{secrets.randbelow(10**15):015d}"
        _put(keys, KeyPlace(name, place, at, ()))
        write_durably(folder / _MARK, json.dumps({"version": 1, "place": name}).encode())
    there = {path.name.partition(".")[0] for path in folder.glob("2*.json*")}
    lying = sorted(key for key in there if is_data_key(key))
    _put(keys, KeyPlace(name, place, at, tuple(sorted({*lying, *keys.ids()}))))
    gone = keys.destroyed()
    for key in sorted(gone & set(lying)):
        for spare in (folder / f"{key}.json", folder / f"{key}.json.part"):
            shred(spare)
    for file in ("destroyed.json", *(f"{key}.json" for key in keys.ids()), "master.json"):
        _bring(keys.folder / file, folder / file)
    left = {path.stem for path in folder.glob("2*.json") if is_data_key(path.stem)}
    _put(keys, KeyPlace(name, place, at, tuple(sorted(left))))
    _bring(keys.folder / _LIST, folder / _LIST)  # a PC that takes this one's place knows of the other places too
    if left & keys.destroyed():  # one was destroyed while its copy was on the way here: the place is owed it
        raise OSError("a destroyed key lies in the place")
    return folder


def _bring(source: Path, target: Path) -> None:
    try:
        wanted = source.read_bytes()
    except FileNotFoundError:
        return
    if not target.is_file() or target.read_bytes() != wanted:
        write_durably(target, wanted)


def _mark_of(folder: Path) -> str | None:
    try:
        name = json.loads((folder / _MARK).read_bytes())["place"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(f"{_MARK} cannot be read") from error
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise OSError(f"{_MARK} cannot be read")
    return name


def _put(keys: Keys, place: KeyPlace) -> None:
    with _one_at_a_time:
        known = _read(keys)
        known[place.name] = place
        _write(keys, known.values())


def _read(keys: Keys) -> dict[str, KeyPlace]:
    try:
        return _parse((keys.folder / _LIST).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _parse(data: bytes) -> dict[str, KeyPlace]:
    return {
        name: KeyPlace(name, Path(item["path"]), str(item["seen"]), tuple(item["has"]))
        for name, item in json.loads(data)["places"].items()
    }


def _write(keys: Keys, known: Iterable[KeyPlace]) -> None:
    listed = {
        place.name: {"path": str(place.path), "seen": place.seen, "has": list(place.has)} for place in known
    }
    data = json.dumps({"version": 1, "places": listed}, indent=1, ensure_ascii=False).encode()
    path = keys.folder / _LIST
    if not path.is_file() or path.read_bytes() != data:
        write_durably(path, data)


def _patiently(work: Callable[[], T]) -> T:
    """The answer of `work`, on a thread that is given up after a while: what it still does then is safe to do
    twice. Raises OSError."""
    answer: list[T] = []
    failed: list[OSError] = []

    def run() -> None:
        try:
            answer.append(work())
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="key copies", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if answer:
        return answer[0]
    raise failed[0] if failed else TimeoutError()
