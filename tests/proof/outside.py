"""Each thing that is read from outside, with what reads it: a strategy, and a function that must neither fail nor take
what is wrong for right. A Fault, a Refusal and the room's own word for broken bytes are answers; all else is a crash."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import schemas
from branch_desk.domain import era, guidance, numbers, verdict
from branch_desk.domain.catalogue import parse_csv
from branch_desk.services import (
    attention,
    bags,
    catalogues,
    guide,
    incoming,
    inquiry,
    limits,
    lookup,
    opening,
    people,
    printers,
    receiving,
    returns,
    sending_back,
    settings,
    slips,
    spare,
)
from branch_desk.services.office import Office
from branch_desk.store import backup, recovery, start, witness
from branch_desk.store.exchange_keys import SigningKeys
from branch_desk.store.faults import Fault
from branch_desk.store.folders import Folders
from branch_desk.store.keys import Keys
from branch_desk.store.ledger import Ledger
from printing.status import Garbled, Mute, Talk
from sync import ack, batch, bundle, envelope, names, root
from sync.envelope import Broken
from tests.proof.hostile import VALUES, edited, scans, spoiled, texts, written
from tests.proof.worked import Worked
from tests.services.ward import PIN

Check = Callable[[Any], object]


@dataclass(frozen=True)
class Target:
    """What is read. `few` inputs in the usual run, `many` in the long one."""

    strategy: st.SearchStrategy[Any]
    check: Check
    few: int
    many: int


class Outside:
    """A desk that is at work, with files of every kind that is right."""

    def __init__(self, worked: Worked, place: Path) -> None:
        self.place, self.worked = place, worked
        self.home = worked.lay_out(place, wal=False)
        self.ledger = Ledger.open(self.home, now=worked.now)
        self.who, self.chief = people.acting(self.ledger, "12"), people.acting(self.ledger, "3")
        self.number = min(number for number in worked.numbers if number[0] == "1")
        self.bag = min(number for number in worked.numbers if number[0] == "2")
        self.file = place / "file"
        self.pin = root.Pin(*self._pin())

    def _pin(self) -> tuple[str, bytes, bool]:
        kept = self.ledger.setting("share", {})
        return kept["root"], bytes.fromhex(kept["root_key"]), False

    def close(self) -> None:
        self.ledger.close()

    def targets(self) -> dict[str, Target]:
        """All of them, by name."""
        text = texts("501", "5", "other", self.number, self.bag, "3", "12", PIN)
        return {
            "scan": Target(scans(self.number, self.bag), self._identify, 150, 40_000),
            "scan at a verb": Target(scans(self.number, self.bag), self._scan, 40, 3_000),
            "typed text at a verb": Target(st.tuples(text, text, text), self._verb, 20, 3_000),
            "catalogue CSV": Target(spoiled(*self._csvs()), self._catalogue, 40, 5_000),
            "guidance": Target(edited(json.loads(schemas.read_text(guide.BUILTIN))),
                               self._guidance, 30, 2_000),
            "search": Target(text, self._search, 40, 3_000),
            "settings": Target(st.tuples(text, text, st.integers(-9999, 9999)), self._settings, 20, 3_000),
            "time": Target(st.one_of(text, st.text("0123456789", min_size=8, max_size=8)), self._time, 60, 20_000),
            "recovery key": Target(st.one_of(text, spoiled(self.worked.recovery_key.encode()).map(
                lambda data: data.decode("utf-8", "replace"))), self._recovery, 50, 5_000),
            "file of the share": Target(spoiled(*self._share()), self._shared, 150, 20_000),
            "record of another desk": Target(edited(*self._records()), self._record, 50, 10_000),
            "name on the share": Target(st.lists(st.one_of(text, st.sampled_from(self._names())), min_size=1, max_size=5),
                                         self._named, 50, 10_000),
            "manifest of a backup": Target(edited(self._manifest()).map(written) | spoiled(written(self._manifest())),
                                           self._read_manifest, 60, 4_000),
            "witness": Target(spoiled(Folders(self.home).witness.read_bytes()), self._witness, 60, 4_000),
            "key file": Target(st.tuples(st.sampled_from(self._key_files()), st.one_of(st.binary(max_size=200), VALUES.map(written)),
                                         st.integers(0, 2**32)), self._key, 40, 2_000),
            "answer of a printer": Target(st.lists(st.binary(max_size=8), max_size=12), self._printer, 100, 20_000),
        }

    # ---- people and scanners

    def _identify(self, text: str) -> None:
        found = verdict.identify(text, practice=False)
        number = numbers.read(text)
        assert number is None or numbers.parse(number.digits) == number
        assert found.number is None or numbers.is_well_formed(found.number)

    def _scan(self, text: str) -> None:
        ledger, who = self.ledger, self.who
        returns.scan(ledger, text)
        returns.come_back(ledger, who, text)
        lookup.look(ledger, text)
        bags.pack(ledger, who, self.bag, text)
        bags.view(ledger, text)
        receiving.receive(ledger, who, text)
        sending_back.of_scan(ledger, text)
        spare.look(ledger, text)
        slips.void(ledger, self.chief, text, "other", pin=None)

    def _verb(self, given: tuple[str, str, str]) -> None:
        first, second, third = given
        ledger, who = self.ledger, self.who
        people.acting(ledger, first)
        people.enrol(ledger, who, first, second, pin=third, own_pin=third)
        people.sign_in(ledger, first)
        slips.issue(ledger, who, slips.IssueRequest(first, 2, enclosures=(second,), other_enclosures=(third,), depositor=second,
                                                    phone=third, visit=first))
        inquiry.open(ledger, who, first, second, note=third)
        inquiry.contact(ledger, who, first, second, third)
        inquiry.close(ledger, who, first, second, note=third)
        returns.come_back(ledger, who, first, returns.DIFFERS, reason=second, note=third, accept=True)
        slips.correct(ledger, who, first, slips.Correction(depositor=second, phone=third), second, note=third)
        slips.hand_back(ledger, who, first, second, note=third)
        bags.open_bag(ledger, who, first)
        bags.take_out(ledger, who, first, second, third)
        bags.let_through(ledger, who, first, second, third, first, None)
        if numbers.is_well_formed(first) and (slip := ledger.slip(first)) is not None:
            attention.of_slip(ledger, slip)

    def _search(self, text: str) -> None:
        guide.search(self.ledger, text)
        catalogues.find_types(self.ledger, text)
        self.ledger.names_containing(text)

    def _time(self, text: str) -> None:
        now = self.ledger.now()
        found = era.from_typed(text, now)
        assert found is None or isinstance(found, datetime)
        with contextlib.suppress(ValueError):
            era.moment(text)

    def _recovery(self, text: str) -> None:
        with contextlib.suppress(Fault):
            signs = recovery.read(text)
            assert len(signs) == recovery.GROUPS * 5

    # ---- files that people choose

    def _csvs(self) -> tuple[bytes, ...]:
        catalogues.export_csv(self.ledger, self.file)
        data = self.file.read_bytes()
        return data, data.decode("utf-8-sig").encode("cp932", "ignore"), data[:400]

    def _catalogue(self, data: bytes) -> None:
        self.file.write_bytes(data)
        before = self.ledger.catalogue()
        taken = catalogues.import_csv(self.ledger, self.chief, self.file)
        if not isinstance(taken, catalogues.Imported):
            assert self.ledger.catalogue() == before
        parse_csv(data.decode("utf-8", "replace"))

    def _guidance(self, value: Any) -> None:
        self.file.write_bytes(written(value))
        guide.import_file(self.ledger, self.chief, self.file)
        guidance.read(value)
        guide.search(self.ledger, "住民票")

    def _settings(self, given: tuple[str, str, int]) -> None:
        first, second, number = given
        ledger, who = self.ledger, self.chief
        limits.change(ledger, who, first, number, second, None)
        limits.change(ledger, who, "return", number, second, PIN if number % 16 == 0 else None)
        settings.set_office(ledger, who, Office(first, second, first, second))
        settings.about(ledger)
        with contextlib.suppress(ValueError, OverflowError):
            opening.set_closed(ledger, who, era.moment(first).date(), True, second, None)
        printers.of(ledger)

    # ---- other desks

    def _share(self) -> tuple[bytes, ...]:
        return tuple(path.read_bytes() for path in sorted(self.worked.share.rglob("*")) if path.is_file())

    def _names(self) -> tuple[str, ...]:
        return tuple({part for path in self.worked.share.rglob("*") for part in path.relative_to(self.worked.share).parts})

    def _shared(self, data: bytes) -> None:
        stream, public = (self.ledger.desk.code, self.ledger.epoch), self.ledger.signing.get("desk").public_key().public_bytes_raw()
        nobody = root.Members(1, ())
        for read in (
            lambda: envelope.lines(envelope.read(data)),
            lambda: batch.records_of(data),
            lambda: batch.open_batch(data, root=self.pin.root, stream=stream, first=1, known=batch.Position(), public=public),
            lambda: ack.open_ack(data, root=self.pin.root, stream=stream, generation=1, public=public),
            lambda: root.open_marker(data, self.pin),
            lambda: root.open_marker(data),
            lambda: root.open_request(data, self.pin),
            lambda: root.open_office_key(data, self.pin, 1),
            lambda: bundle.open_bundle(data, self.pin, nobody, 1),
        ):
            with contextlib.suppress(Broken):
                read()

    def _records(self) -> tuple[dict[str, Any], ...]:
        found = []
        for data in self._share():
            with contextlib.suppress(Broken):
                found += [dict(line) for line in batch.records_of(data) if "seq" in line]
        return tuple(found[:60])

    def _record(self, value: Any) -> None:
        if isinstance(value, dict):
            with contextlib.suppress(incoming.NotAnEvent):
                incoming.event_of(value)

    def _named(self, parts: list[str]) -> None:
        names.parse(tuple(parts))

    # ---- this desk's own files

    def _manifest(self) -> dict[str, Any]:
        if not hasattr(self, "_made"):
            self._made = self.ledger.backup_to(self.place / "backups").path
        return dict(json.loads(self._made.with_suffix(".json").read_bytes()))

    def _read_manifest(self, data: bytes) -> None:
        copy = self.place / "spoiled" / self._made.name
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists():
            os.link(self._made, copy)
        copy.with_suffix(".json").write_bytes(data)
        found = backup.read_manifest(copy)
        if found is not None:
            backup.vouched(found, self.ledger.keys)
        backup.copies(copy.parent, self.ledger.id)
        if found is not None and backup.vouched(found, self.ledger.keys) is True:
            assert found.manifest == backup.read_manifest(self._made).manifest

    def _witness(self, data: bytes) -> None:
        self.file.write_bytes(data)
        list(witness.backwards(self.file))
        start.compare(self.ledger.db, self.ledger.desk.code, self.file, witness.remembered(self.file))

    def _key_files(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in Folders(self.home).keys.iterdir() if path.is_file()))

    def _key(self, given: tuple[str, bytes, int]) -> None:
        from tests.proof.hostile import _spoil

        name, data, seed = given
        path = Folders(self.home).keys / name
        good = path.read_bytes()
        try:
            path.write_bytes(data if seed % 2 else _spoil(good, seed))
            keys = Keys(path.parent, self.ledger.id)
            where = keys.kept_in
            for id_ in [item.stem for item in path.parent.glob("[0-9]*.json")]:
                with contextlib.suppress(Fault, ValueError):
                    keys.unseal(id_, ("101", "x", 1), "out", bytes(40))
            with contextlib.suppress(Fault):
                SigningKeys(path.parent, keys).get("desk")
            if where is not None:
                with contextlib.suppress(Fault):
                    keys.master_file_is_whole()
            if name == "master.json" and seed % 20 == 0:
                with contextlib.suppress(Fault):
                    keys.opened_by(self.worked.recovery_key)
        finally:
            path.write_bytes(good)

    # ---- the printer

    def _printer(self, parts: list[bytes]) -> None:
        class Link:
            def __init__(self) -> None:
                self.left, self.time = list(parts), 0.0

            def ask(self, data: bytes) -> None:
                pass

            def read(self, seconds: float) -> bytes:
                self.time += 0.1 if self.left else 10
                return self.left.pop(0) if self.left else b""

        link = Link()
        talk = Talk(link, 1.0, now=lambda: link.time)
        with contextlib.suppress(Mute, Garbled):
            talk.status()
            talk.printed(b"1234", 1.0)
