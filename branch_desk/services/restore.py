"""The way back, in one command: a ledger on a new PC from a backup, the witness, the share, or what there is of them.

Whatever is not known is assumed to have been given out. Nothing is overwritten: a ledger that is there is set aside.
"""

from __future__ import annotations

import base64
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from branch_desk.domain import era, numbers
from branch_desk.domain import words as desk_words
from branch_desk.domain import words_backup as words
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.services import catalogues, desks, exchange, people
from branch_desk.services.exchange_local import SHARE, LedgerLocal, Touched, members_of
from branch_desk.services.results import Refusal, refuse
from branch_desk.store import clock, faults, putting_back, restore
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from branch_desk.store.lock import InstanceLock
from branch_desk.store.putting_back import Opened, Unusable
from sync import cycle, names, root
from sync.envelope import Broken
from sync.root import OfficeKey, Root
from sync.worker import Away, Share


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to restore from; each may be missing. `keys`: their folder, or the backup place with its copy; beside
    `file` they are found by themselves. `witness`: the file, its folder, or an old home. `seen`: numbers that stand on
    paper. `desk`: which desk it is, where nothing else says so; with `share` its code is enough. `new_keys`: go on without
    the old names."""

    file: Path | None = None
    keys: Path | None = None
    recovery_key: str | None = None
    share: str | None = None
    witness: Path | None = None
    seen: tuple[str, ...] = ()
    code: str | None = None
    desk: Desk | None = None
    new_keys: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A ledger that goes on. `next`: what each series of this year gives next, by type; `lost`: numbers entered of which
    there is no record; `skipped`: how far each series went ahead; `recovery_key`: of new keys, shown this once;
    `accepted`: numbers are given at once; `sentences` in the order in which they are read."""

    desk: Desk
    epoch: str
    next: dict[str, str]
    lost: int
    skipped: int
    sentences: tuple[str, ...]
    recovery_key: str | None
    aside: Path | None
    accepted: bool

    @property
    def sentence(self) -> str:
        """All of them."""
        return "\n".join(self.sentences)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The files are in their places."""

    opened: Opened
    order: restore.Order
    signed: bool | None
    aside: Path | None
    keys: str | None
    recovery_key: str | None


def bring_back(home: Path, sources: Sources, *, by: str | None = None, pin: str | None = None, way: Share | None = None,
               now: clock.ClockFunction | None = None) -> Restored | Refusal:
    """The one command. `by` and `pin` of a 責任者 of the restored ledger also say that it goes on at this PC; one without a
    backup knows none, and waits until one is entered and has said so. Raises a Fault where the surroundings fail or the
    recovery key is wrong.

    What is refused before the ledger has its place leaves everything as it was. Where the share fails after that, the
    ledger gives no number before the command was given again, or opened without the share goes ahead.
    """
    folders = Folders(Path(os.path.abspath(home)))
    if sources.file is None and _in_use(folders):
        return refuse("restore_in_use")
    try:
        with _share(sources.share, way) as share:
            marker = _marker(share, sources)
            if isinstance(marker, Refusal):
                return marker
            with faults.spoken(), _nothing_left(folders):
                placed = _files(folders, sources, share, marker, (now or clock.machine_now)())
            if isinstance(placed, Refusal):
                return placed
            with Ledger.open(folders.home, now=now, hold=share is not None) as ledger:
                if placed.opened.copy is None:
                    with ledger.transaction() as tx:
                        tx.set_catalogue(catalogues.builtin())
                        if ledger.desk.practice:
                            tx.put_staff(desks.PRACTICE_STAFF_CODE, desk_words.PRACTICE_STAFF, StaffRole.RESPONSIBLE)
                brought: int | None = None
                if share is not None and marker is not None:
                    taken = _from_share(ledger, share, marker, sources.share or "")
                    if isinstance(taken, Refusal):
                        return taken
                    brought, speaks = taken
                    ledger.finish_restore(replace(placed.order, share=True, skip=0) if speaks else placed.order)
                return _told(ledger, placed, brought, by, pin)
    except Away:
        return refuse("restore_share", path=sources.share)


# ---- files


def _in_use(folders: Folders) -> bool:
    """Whether the ledger there is whole and at work: without a backup nothing could be put in its place but less. One that
    was itself restored, and has given no number since, may be restored once more, with what was forgotten (`seen`)."""
    try:
        with faults.spoken(), Ledger.open(folders.home, readonly=True) as ledger:
            return restore.gave_since(ledger.db, ledger.desk.code)
    except (faults.Damaged, faults.ForeignFile, faults.NoLedger, faults.LedgerGone):
        return False


@contextmanager
def _nothing_left(folders: Folders) -> Iterator[None]:
    """A home that was not there is not there either where no ledger came into it: the window would take it for one."""
    fresh = not folders.home.exists()
    try:
        yield
    finally:
        if fresh and not folders.ledger.exists():
            shutil.rmtree(folders.home, ignore_errors=True)


def _files(folders: Folders, sources: Sources, share: Share | None, marker: tuple[Root, bytes] | None,
           at: datetime) -> _Placed | Refusal:
    """Everything is looked at first; then the files are moved, the ledger last but the keys."""
    if folders.ledger.parent.is_dir() or (sources.file or sources.witness or share):
        folders.make()
    else:
        return refuse("restore_nothing")
    lock, scratch = InstanceLock(folders.lock), Folders(folders.ledger.parent / "restoring")
    try:
        shutil.rmtree(scratch.home, ignore_errors=True)
        scratch.make()
        given = putting_back.witness_in(sources.witness)
        if sources.witness is not None and given is None:
            return refuse("restore_witness", path=sources.witness)
        opened = _opened(folders, scratch, sources, given, share, marker, at)
        if isinstance(opened, Refusal):
            return opened
        if sources.code and sources.code != opened.desk.code:
            return refuse("restore_desk_other", path=sources.file, desk=opened.desk.code)
        there = putting_back.owner(folders)
        own = there is None or there[0] == opened.ledger
        keys = putting_back.keys_in(sources.keys, opened.ledger)
        if sources.keys is not None and keys is None:
            return refuse("restore_keys", path=sources.keys)
        if keys is None and own:
            keys = putting_back.keys_in(folders.keys, opened.ledger)
        if keys is None and sources.file is not None:
            keys = putting_back.keys_in(sources.file.parent, opened.ledger)
        signed = putting_back.is_vouched(opened, keys, sources.recovery_key)
        if signed is False:
            return refuse("backup_unsigned", path=sources.file)
        wrong = next((number for number in sources.seen if not putting_back.is_number_of(opened.desk, number)), None)
        if wrong is not None:
            return refuse("restore_seen", number=wrong)
        if marker is not None and not _same_share(opened, marker[0]):
            return refuse("restore_share_other", path=sources.share)
        witnesses = [path for path in (given, folders.witness if own else None) if path is not None]
        seen = (*sources.seen, *(putting_back.given_out(folders, opened.desk) if own else ()))
        order = putting_back.order(opened, witnesses, seen, elsewhere=there is None or not own)
        aside = putting_back.place(folders, scratch, opened, order, given, own, at)
        kept_in, recovery_key = putting_back.place_keys(folders, opened, keys, sources.recovery_key, sources.new_keys, at)
        return _Placed(opened, order, signed, aside, kept_in, recovery_key)
    except Unusable as fault:
        return refuse(f"backup_{fault.why}", path=sources.file, what=fault.what)
    finally:
        shutil.rmtree(scratch.home, ignore_errors=True)
        lock.release()


def _opened(folders: Folders, scratch: Folders, sources: Sources, witness: Path | None, share: Share | None,
            marker: tuple[Root, bytes] | None, at: datetime) -> Opened | Refusal:
    """The backup; or an empty ledger of the desk that the witness, the share or a person names."""
    if sources.file is not None:
        return putting_back.open_copy(sources.file, scratch)
    noted = putting_back.noted_beside(witness) or putting_back.owner(folders)
    if witness is None and share is None and not folders.witness.exists():
        return refuse("restore_nothing")
    desk = sources.desk or (noted[1] if noted else None)
    code = sources.code or (desk.code if desk else None)
    if desk is None and code and share is not None and marker is not None:
        desk = _desk_on(share, marker[0], code)
        if desk is None:
            return refuse("restore_share_desk", desk=code)
    if desk is None or (sources.code and sources.code != desk.code):
        return refuse("restore_desk")
    same = noted is not None and noted[1].code == desk.code
    identity = (noted[0] if noted and same else None) or putting_back.ledger_of_keys(sources.keys)
    return putting_back.begin(scratch, identity or secrets.token_hex(16), desk, at)


# ---- the share


@contextmanager
def _share(folder: str | None, way: Share | None) -> Iterator[Share | None]:
    if folder is None:
        yield None
        return
    with exchange.on_share(folder, way) as share:
        yield share


def _marker(share: Share | None, sources: Sources) -> tuple[Root, bytes] | Refusal | None:
    if share is None:
        return None
    data = share.read(names.ROOT)
    if data is None:
        return refuse("restore_share", path=sources.share)
    try:
        return root.open_marker(data), data
    except Broken:
        return refuse("restore_share_other", path=sources.share)


def _same_share(opened: Opened, found: Root) -> bool:
    if found.pin.practice is not opened.desk.practice:
        return False
    kept = opened.share
    return kept is None or (kept["root"], kept["root_key"]) == (found.pin.root, found.pin.root_key.hex())


def _desk_on(share: Share, found: Root, code: str) -> Desk | None:
    """A desk as the office admitted it."""
    keys, generation = [OfficeKey(0, found.office_key, {})], 1
    while (data := share.read(names.office("office", generation))) is not None:
        with suppress(Broken):      # whatever stands there, it is no word of the office
            keys.append(root.open_office_key(data, found.pin, generation))
        generation += 1
    desk, generation = None, 1
    while (data := share.read(names.office("members", generation))) is not None:
        try:
            members = root.open_members(data, found.pin, keys, generation)
        except Broken:
            members = root.Members(0)
        for item in members.admitted:
            role, facts = item.facts.get("role"), item.facts
            if item.desk == code and role in {known.value for known in Role}:
                desk = Desk(code, facts.get("name") or code, facts.get("branch") or "", Role(role), facts.get("section"),
                            practice=found.pin.practice)
        generation += 1
    return desk


class _Reading(LedgerLocal):
    """The ledger for a round that only takes in: a PC that takes another one's place has no signing key yet."""

    def __init__(self, ledger: Ledger, found: Root) -> None:    # noqa: super's would want the key
        self.pin = found.pin
        self._ledger, self._kept = ledger, ledger.exchange
        self.touched = Touched()
        self._office = None


def _from_share(ledger: Ledger, share: Share, marker: tuple[Root, bytes], folder: str) -> tuple[int, bool] | Refusal:
    """Everything that the share has: this desk's own records, the office's words, and what others wrote. How many own
    records there are now that were not there before; and whether it has any: else it does not say how far this desk was.
    """
    found, data = marker
    before = ledger.exchange.count_own()
    with ledger.transaction() as tx:
        tx.set_setting(SHARE, {"root": found.pin.root, "root_key": found.pin.root_key.hex(),
                               "folder": os.path.abspath(folder), "marker": base64.b64encode(data).decode()})
    local = _Reading(ledger, found)
    while True:
        done = cycle.take_in(share, local, look_everywhere=True)
        if done.state == "offline":
            return refuse("restore_share", path=folder)
        if done.state == "refused":
            return refuse("restore_share_other", path=folder)
        own = [item for item in done.problems if item.desk == ledger.desk.code and item.word in ("broken", "unread", "fork",
                                                                                                "split", "update")]
        if own:
            return refuse("restore_spoiled", why=own[0].word)
        if not done.more:
            lives = share.names(("d", f"d-{ledger.desk.code}"))
            return ledger.exchange.count_own() - before, any(names.is_epoch(name) for name in lives)


# ---- what is said


def _told(ledger: Ledger, placed: _Placed, brought: int | None, by: str | None, pin: str | None) -> Restored:
    said, copy, outcome = [], placed.opened.copy, ledger.outcome
    said.append(words.RESTORED["backup"].format(at=era.wareki_minute(copy.at)) if copy else words.RESTORED["none"])
    if copy is not None and placed.signed is None:
        said.append(words.RESTORED["unsigned"])
    if brought is not None:
        said.append(words.RESTORED["share"].format(events=brought))
    if outcome is not None and outcome.lost:
        said.append(words.RESTORED["lost"].format(numbers=outcome.lost))
    if outcome is not None and outcome.skip:
        said.append(words.RESTORED["skipped"].format(skipped=outcome.skip))
    if outcome is not None and outcome.share and not outcome.witness:
        said.append(words.RESTORED["tail"])
    if placed.aside is not None:
        said.append(words.RESTORED["aside"].format(name=placed.aside.name))
    kept = "new_keys" if placed.recovery_key is not None else "keys"
    said.append(words.RESTORED[kept].format(where=words.KEPT_IN[placed.keys]) if placed.keys else
                words.RESTORED["locked" if ledger.keys.has_recovery else "no_keys"])
    if not ledger.staff():
        said.append(words.RESTORED["staff"])
    accepted = _accept(ledger, by, pin)
    said += [accepted] if accepted else []
    if outcome is not None and brought is not None and ledger.exchange.home and not _has_key(ledger):
        said.append(words.RESTORED["enrol"])
    coming = next_numbers(ledger)
    said += [words.RESTORED["next"].format(label=label) for label in coming.values()]
    return Restored(ledger.desk, ledger.epoch, coming, outcome.lost if outcome else 0, outcome.skip if outcome else 0,
                    tuple(said), placed.recovery_key, placed.aside, not ledger.moved)


def next_numbers(ledger: Ledger) -> dict[str, str]:
    """The label of what each series of this year gives next, by type. Shown after a restore alone, to be compared with the
    binder: it is no promise, and nothing is drawn."""
    fy = era.fiscal_year(ledger.now())
    desk = ledger.desk
    return {code: numbers.Number(restore.kind_of(desk, code), desk.code, fy, code, last + 1).label(desk.name)
            for code, last in sorted(ledger.figures.counters(fy).items()) if last < numbers.LAST_SERIAL}


def _accept(ledger: Ledger, by: str | None, pin: str | None) -> str:
    """A 責任者 who restores says with it that the ledger goes on here. What stands against it is said, and waits."""
    if not ledger.moved:
        return ""
    if not people.has_responsible(ledger.staff()):
        return words.RESTORED["moved_staff"]
    refused: Refusal | None = None
    if by is not None:
        who = people.acting(ledger, by)
        done = who if isinstance(who, Refusal) else desks.approve(ledger, who, "machine", pin=pin)
        refused = done if isinstance(done, Refusal) else None
    if by is None or refused is not None:
        return words.RESTORED["moved"] + (refused.sentence if refused else "")
    return words.RESTORED["accepted"]


def _has_key(ledger: Ledger) -> bool:
    try:
        key = ledger.signing.get("desk")
    except faults.KeyMissing:
        return False
    return key is not None and any(item.key == key.public_key().public_bytes_raw() for item in members_of(ledger).admitted)
