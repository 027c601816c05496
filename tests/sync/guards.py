"""The guards of the exchange, each with the tests that must turn red when it is taken away (test_guards.py)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CYCLE, FOLDER, ENVELOPE, BATCH = (f"tests/sync/test_{name}.py" for name in ("cycle", "folder", "envelope", "batch"))


@dataclass(frozen=True)
class Guard:
    """What it guards against, how to take it away, where that must be noticed."""

    against: str
    take_away: Callable[[Any], None]
    noticed_by: str


def _without_marker(patch: Any) -> None:
    from sync import cycle, root

    patch(cycle, "_enter", lambda share, local, round_: root.Root(local.pin, bytes(32)))


def _without_hash(patch: Any) -> None:
    from sync import envelope

    class Anything(str):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = str.__hash__

    real = envelope._object
    patch(envelope, "_object", lambda data: {
        name: Anything(value) if name == "body_sha256" else value for name, value in real(data).items()})


def _without_signature(patch: Any) -> None:
    from sync import envelope

    def verify(sealed: Any, public: bytes, *, kind: str, root: str) -> None:
        for word, same in (("kind", sealed.kind == kind), ("root", sealed.root == root),
                           ("key", sealed.key == envelope.key_id(public))):
            if not same:
                raise envelope.Broken(word)

    patch(envelope, "verify", verify)


def _without_no_replace(patch: Any) -> None:
    from sync import folder

    patch(folder, "rename_new", os.replace)


def _without_epoch(patch: Any) -> None:
    from tests.sync.memory_desk import MemoryDesk

    patch(MemoryDesk, "new_epoch", lambda desk: None)


def _without_chain(patch: Any) -> None:
    from sync import batch

    real = batch.Position

    class Blind(real):  # type: ignore[misc,valid-type]
        __slots__ = ()

        @property
        def digest(self) -> str:
            return batch.START

    patch(batch, "Position", Blind)


def _without_reading_back(patch: Any) -> None:
    from sync import folder

    patch(folder, "_there", lambda *_: None)


def _without_measure(patch: Any) -> None:
    from sync import envelope

    real = envelope.body
    patch(envelope, "body", lambda sealed, cap=0: real(sealed, 1 << 40))


def _without_place(patch: Any) -> None:
    from sync import batch

    real = batch.open_batch

    def open_batch(data: bytes, **more: Any) -> Any:
        header = batch.envelope.read(data).header
        return real(data, **{**more, "stream": (header["desk"], header["epoch"]), "first": header["first"],
                             "known": batch.Position(header["first"] - 1, header["before"])})

    patch(batch, "open_batch", open_batch)


def _without_comparing(patch: Any) -> None:
    from tests.sync.memory_desk import MemoryDesk

    real = MemoryDesk.take
    patch(MemoryDesk, "take", lambda desk, run: real(desk, run) or True)


def _without_witness(patch: Any) -> None:
    from branch_desk.store import start

    patch(start, "compare", lambda *_: start.Compared(empty=False))


def _without_hardware(patch: Any) -> None:
    from branch_desk.store import machines

    patch(machines, "same", lambda known, here: known[:32] == here[:32])


GUARDS = {
    "marker": Guard("an empty or replaced share", _without_marker,
                    f"{CYCLE}::test_an_empty_folder_in_place_of_the_share_takes_nothing_and_gives_nothing"),
    "hash": Guard("bytes that changed, before a signature is looked at", _without_hash, ENVELOPE),
    "signature": Guard("anybody who can write on the share", _without_signature, ENVELOPE),
    "no-replace": Guard("two that write one name", _without_no_replace, FOLDER),
    "epoch": Guard("one number for two records after a restore", _without_epoch, CYCLE),
    "chain": Guard("a batch taken out and replaced by its writer", _without_chain,
                   f"{BATCH}::test_a_batch_that_was_replaced_by_another_of_the_same_numbers_breaks_the_chain"),
    "reading back": Guard("a reply that was lost", _without_reading_back,
                          f"{FOLDER}::test_an_error_after_the_rename_took_place_is_a_success"),
    "measure": Guard("bombs", _without_measure, ENVELOPE),
    "place": Guard("a valid file at another place", _without_place, CYCLE),
    "comparing": Guard("a clone", _without_comparing, CYCLE),
    "witness": Guard("an old copy of the ledger that gives a number again", _without_witness,
                     "tests/store/test_witness.py::test_the_same_old_database_put_back_twice"),
    "hardware": Guard("two copies of one disk that have not met", _without_hardware,
                      "tests/store/test_machines.py::test_a_copy_of_the_disk_gives_no_number_before_anybody_met"),
}
