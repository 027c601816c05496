"""Erasing personal data: the data key of a fiscal year and class of retention is destroyed in every place that
can be reached, and the boxes that it opened are emptied.

In this order, so that a kill at any step leaves either nothing done or something that the next start finishes:
1. what two people decided is written into the ledger (setting `erasing`): from here on it will happen;
2. the keys' ids go on the list of destroyed keys, then their files are overwritten and removed, here first, then in
   every backup place that can be reached;
3. one transaction empties the boxes, records `erased` for each class, and takes the setting away;
4. the WAL goes, so that nothing of the boxes is left beside the file.

The key is what makes a name readable: a box that stays in an older copy of the ledger is ciphertext whose key is
gone. The boxes go all the same (secure_delete overwrites them), because a stick that nobody finds may still hold the
key. The row stays, empty: it says that something was here and was erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from branch_desk.domain.words_retention import FINDINGS
from branch_desk.store import database, faults, key_copies
from branch_desk.store.key_copies import KeyPlace
from branch_desk.store.keys import class_of
from branch_desk.store.start import PROGRAM

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger

ERASING = "erasing"  # setting: what was decided and is not done yet
ERASED = "erased_keys"  # setting: the ids of all keys of which this ledger recorded that they are gone

_BOXES = (
    "select p.key, count(*), sum(coalesce(s.state, 'held') not in ('closed', 'voided', 'handed_back', 'lost')), "
    "sum(coalesce(json_extract(s.rest, '$.inquiry'), 0)), "
    "max(coalesce(json_extract(s.rest, '$.closed_at'), json_extract(s.rest, '$.ended_at'))) "
    "from (select distinct key, slip from pii where key in ({keys})) p left join slip s on s.number = p.slip group by 1"
)
_FULL = "select count(distinct slip) from pii where key in ({keys}) and box <> x''"
_EMPTY = "update pii set box = x'' where key in ({keys}) and box <> x''"


@dataclass(frozen=True, slots=True)
class Boxes:
    """What is kept under one data key: how many slips, how many of them are open or looked for, and when the last
    of them ended."""

    key: str
    slips: int
    open: int
    inquiries: int
    ended: str | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased just now: (year, retention, slips) of each class, in how many places (this PC among them),
    and the places that are still to be reached."""

    classes: tuple[tuple[int, int, int], ...]
    slips: int
    reached: int
    waiting: tuple[KeyPlace, ...]


@faults.speaking
class Erasure:
    """Of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # ---- what there is

    def ids(self) -> tuple[str, ...]:
        """The ids of all data keys that are there."""
        return self._ledger.keys.ids()

    def boxes(self, ids: Sequence[str]) -> dict[str, Boxes]:
        """What is kept under these data keys. One reading of all boxes: some seconds at 1,000,000."""
        rows = self._ledger.db.execute(_BOXES.format(keys=_marks(ids)), tuple(ids)).fetchall()
        return {row[0]: Boxes(row[0], row[1], row[2] or 0, row[3] or 0, row[4]) for row in rows}

    def unfinished(self) -> bool:
        """Whether something was decided and could not be done yet."""
        return bool(self._ledger.setting(ERASING))

    def places(self) -> tuple[KeyPlace, ...]:
        """Every place that holds copies of keys, with what is still to be destroyed there."""
        return key_copies.places(self._ledger.keys)

    def waiting(self) -> tuple[KeyPlace, ...]:
        """Places in which destroyed keys may still lie."""
        return key_copies.waiting(self._ledger.keys)

    # ---- doing it

    def begin(self, who: str, second: str, ids: Sequence[str]) -> Erased:
        """Two people decided it: from here on it happens, whatever comes between. Raises a Fault where it cannot be
        finished now; the next start goes on."""
        with self._ledger.transaction() as tx:
            tx.set_setting(ERASING, {"keys": sorted(ids), "by": who, "approved_by": second})
        done = self.finish()
        assert done is not None  # it was begun just now
        return done

    def finish(self) -> Erased | None:
        """Does what was begun; None where nothing was."""
        ledger = self._ledger
        wanted = ledger.setting(ERASING)
        if not wanted:
            return None
        ids = [str(key) for key in wanted["keys"]]
        ledger.keys.destroy(ids)
        key_copies.settle(ledger.keys, ledger.now())
        return self._record(ids, wanted)

    def settle_at_start(self) -> tuple[str, ...]:
        """What a kill left to be done, or an old copy of ledger or keys that was put back. Says what was done."""
        ledger, keys, said = self._ledger, self._ledger.keys, []
        recorded, left = frozenset(ledger.setting(ERASED, ())), keys.left_over()
        if left or recorded - keys.destroyed():  # the keys that were put back are older than this ledger
            keys.destroy({*recorded, *left})
        if self.finish() is not None:
            said.append(FINDINGS["finished"])
        unknown = sorted(keys.destroyed() - frozenset(ledger.setting(ERASED, ())))
        if unknown:  # the ledger that was put back is older than these keys
            self._record(unknown, {"by": PROGRAM})
            said.append(FINDINGS["known_again"].format(classes=len({class_of(key) for key in unknown})))
        return tuple(said)

    def reach(self) -> tuple[KeyPlace, ...]:
        """Destroys what is still to be destroyed in every place that can be reached now, and records it. Answers
        those in which it is done."""
        owed = {place.name: place for place in self.waiting()}
        if not owed:
            return ()
        reached = key_copies.settle(self._ledger.keys, self._ledger.now())
        self._record_places([owed[place.name] for place in reached if place.name in owed], PROGRAM, None)
        return reached

    def give_up(self, place: KeyPlace, who: str, second: str) -> None:
        """Two people say that a place cannot be reached any more: the medium was destroyed or is lost."""
        key_copies.take_off(self._ledger.keys, place.name)
        self._record_places([place], who, second)

    def _record_places(self, done: Sequence[KeyPlace], who: str, second: str | None) -> None:
        counts = Counter(of for place in done for of in {class_of(key) for key in place.owed})
        if not counts:
            return
        with self._ledger.transaction() as tx:
            for (year, retention), places in sorted(counts.items()):
                gone = {"gone": places, "places": 0} if second else {"places": places}
                more = {"approved_by": second} if second else {}
                left = self._unreached(year, retention)
                body = {"year": year, "retention": retention, "slips": 0, "unreached": left, "keys": []}
                tx.append("erased", actor=who, body=body | gone | more)

    def _record(self, ids: Sequence[str], wanted: Mapping[str, Any]) -> Erased:
        ledger = self._ledger
        classes: dict[tuple[int, int], list[str]] = {}
        for key in sorted(ids):
            classes.setdefault(class_of(key), []).append(key)
        known = len(self.places())
        told: list[tuple[int, int, int]] = []
        with ledger.transaction() as tx:
            for (year, retention), keys in sorted(classes.items()):
                slips = int(ledger.db.execute(_FULL.format(keys=_marks(keys)), keys).fetchone()[0])
                ledger.db.execute(_EMPTY.format(keys=_marks(keys)), keys)
                left = self._unreached(year, retention)
                body = {"year": year, "retention": retention, "slips": slips, "places": 1 + known - left,
                        "unreached": left, "keys": keys}
                if wanted.get("approved_by"):
                    body["approved_by"] = wanted["approved_by"]
                tx.append("erased", actor=wanted["by"], body=body)
                told.append((year, retention, slips))
            tx.set_setting(ERASED, sorted({*ledger.setting(ERASED, ()), *ids}))
            tx.set_setting(ERASING, None)
        ledger.forget_names()
        database.checkpoint(ledger.db, empty=True)
        waiting = self.waiting()
        return Erased(tuple(told), sum(item[2] for item in told), 1 + known - len(waiting), waiting)

    def _unreached(self, year: int, retention: int) -> int:
        of = (year, retention)
        return sum(any(class_of(key) == of for key in place.owed) for place in self.waiting())


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
