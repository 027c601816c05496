"""A ward with real ledgers and the real services, played from a seed, while everything goes wrong: links are cut, files
deleted and shown late, clocks jump by ten years, desks are restored from copies of their folder, with the witness or
without, and cloned to another machine. Then everything heals, and: everybody has the same, nothing that a peer signed to
have is lost, no number was given twice, and every ledger proves itself.

One seed plays alone: `python -m tests.services.story SEED`.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from branch_desk.domain import era
from branch_desk.services import bags, desks, exchange, people, receiving, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.store.faults import ClockDoubt, MovedMachine
from branch_desk.store.ledger import Ledger
from sync.worker import InProcess
from tests.services.ward import PIN, Ward
from tests.sync.memory_folder import MemoryFolder, Server

BEGINS = datetime.now(era.JST).replace(microsecond=0) + timedelta(minutes=10)     # after the ledgers were made
COUNTERS = ("101", "102", "201")
ACTIONS = {"issue": 26, "send": 8, "receive": 10, "come_back": 8, "void": 3, "wrong_void": 2, "round": 34, "delete": 2,
           "clock": 2, "backup": 3, "restore": 2, "clone": 1}
Key = tuple[str, str, int]


@dataclass
class Told:
    """What one story came to."""

    counts: Counter[str] = field(default_factory=Counter)
    given: dict[str, str] = field(default_factory=dict)     # number: the desk that showed it
    acknowledged: set[Key] = field(default_factory=set)


class Story:
    """The ward and the luck of one seed."""

    def __init__(self, seed: int, home: Path) -> None:
        self.luck, self.home, self.told, self.server = random.Random(seed), home, Told(), Server()
        self.at, self.off = BEGINS, Counter[str]()
        self.ward = Ward(home, now=lambda: self.at)
        for desk in self.ward.desks:
            self._own_clock(desk)
        for path in sorted(self.ward.folder.rglob("*")):
            if path.is_file():
                self.server.put(path.relative_to(self.ward.folder).parts, path.read_bytes())
        self.copies: dict[str, Path] = {}
        self.clones: dict[str, Ledger] = {}

    def _own_clock(self, code: str) -> None:
        self.ward[code].ledger._now = lambda: self.at + timedelta(days=365.25 * self.off[code])

    def step(self) -> None:
        self.at += timedelta(minutes=self.luck.randrange(1, 40))
        what = self.luck.choices(tuple(ACTIONS), tuple(ACTIONS.values()))[0]
        try:
            getattr(self, f"_{what}")()
            self.told.counts[what] += 1
        except ClockDoubt:
            self.told.counts["no number: clock"] += 1
        except MovedMachine:
            self.told.counts["no number: machine"] += 1

    # ---- what people do

    def _desk(self, *codes: str):
        return self.ward[self.luck.choice(codes or tuple(self.ward.desks))]

    def _issue(self) -> None:
        desk = self._desk(*COUNTERS)
        issued = slips.issue(desk.ledger, desk.who, slips.IssueRequest("501", sheets=2))
        if isinstance(issued, Refusal):
            assert self.off[desk.ledger.desk.code], issued      # no such document ten years ago
            return
        number = issued.slip.number
        assert self.told.given.setdefault(number, desk.ledger.desk.code + desk.ledger.epoch) == (
            desk.ledger.desk.code + desk.ledger.epoch) and self.told.counts[number] == 0, f"{number} was given twice"
        self.told.counts[number] += 1

    def _number(self) -> str | None:
        return self.luck.choice(sorted(self.told.given)) if self.told.given else None

    def _send(self) -> None:
        desk = self._desk(*COUNTERS)
        clerk = desk.ledger.member_of_staff("12")
        opened = bags.open_bag(desk.ledger, clerk, "5")
        if isinstance(opened, Refusal):
            return
        bag = opened.view.bag.number
        packed = [number for number in sorted(self.told.given)[-6:]
                  if not isinstance(bags.pack(desk.ledger, clerk, bag, number), Refusal)]
        if packed and not isinstance(bags.close(desk.ledger, clerk, bag), Refusal):
            for number in packed:
                bags.check(desk.ledger, desk.who, bag, number, pin=PIN)
            bags.dispatch(desk.ledger, desk.who, bag)

    def _receive(self) -> None:
        number, section = self._number(), self.ward["501"]
        if number:
            receiving.receive(section.ledger, section.who, number)

    def _come_back(self) -> None:
        number, desk = self._number(), self._desk(*COUNTERS)
        if number:
            decision = self.luck.choice((returns.AGREE, returns.TIME_MISSING))
            returns.come_back(desk.ledger, desk.who, number, decision, received_at=BEGINS, accept=self.luck.random() < 0.5)

    def _void(self) -> None:
        number, desk = self._number(), self._desk(*COUNTERS)
        if number:
            slips.void(desk.ledger, desk.who, number, "other", pin=PIN)

    def _wrong_void(self) -> None:
        number = self._number()
        if number:
            with self.ward["201" if number[1:4] != "201" else "101"].ledger.transaction() as tx:
                tx.append("voided", actor="12", slip=number, body={"reason": "other"})

    # ---- what goes wrong

    def _round(self) -> None:
        desk = self._desk()
        folder = MemoryFolder(self.server, self.luck, faults=self.luck.choice((0.0, 0.0, 0.02, 0.15)),
                              late=self.luck.choice((0, 0, 3, 20)))
        self._sync(desk.ledger.desk.code, folder, self.luck.random() < 0.4)

    def _sync(self, code: str, folder: MemoryFolder | None = None, everywhere: bool = True) -> exchange.Synced:
        desk = self.ward[code]
        if desk.ledger.moved:       # somebody was called, and said that this PC is the one that goes on
            desk.ledger.accept_machine("3")
        share = InProcess(folder or MemoryFolder(self.server), lambda _: None)
        done = exchange.sync(desk.ledger, share=share, look_everywhere=everywhere)
        assert isinstance(done, exchange.Synced), done
        for word in desk.ledger.exchange.words():
            if word.stream[0] != code:
                self.told.acknowledged |= {(*stream, seq) for stream, (last, _) in word.known.items()
                                           if stream[0] == code for seq in range(1, last + 1)}
        return done

    def _delete(self) -> None:
        found = [path for path in self.server.files if path[-1].endswith((".evt", ".ack"))]
        if found:
            self.server.drop(self.luck.choice(found))

    def _clock(self) -> None:
        """A clock is wrong by ten years for a while."""
        code = self.luck.choice(tuple(self.ward.desks))
        self.off[code] = 0 if self.off[code] else self.luck.choice((-10, 10))

    def _backup(self) -> None:
        """A copy of the whole folder, taken while nobody works."""
        code = self.luck.choice(COUNTERS + ("501",))
        self._close(code)
        self.copies[code] = Path(shutil.copytree(self.home / code, self.home / f"copy-{code}-{len(list(self.home.iterdir()))}"))
        self._open(code)

    def _restore(self) -> None:
        """With the witness, as the backup of a database comes back; or the whole folder and what the machine remembers:
        then only the share knows, which heard everything before."""
        if not self.copies:
            return
        code = self.luck.choice(sorted(self.copies))
        whole = self.luck.random() < 0.5
        if whole:
            for _ in range(2):
                self._sync(code)
        self._close(code)
        kept = self.home / f"kept-{code}"
        shutil.move(self.home / code, kept)
        shutil.copytree(self.copies[code], self.home / code)
        if not whole:
            shutil.rmtree(self.home / code / "witness" if (self.home / code / "witness").is_dir() else kept / "none",
                          ignore_errors=True)
            source = kept / "witness"
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, self.home / code / "witness")
        else:
            self._forget(code)
        shutil.rmtree(kept)
        self._open(code)
        if whole:
            self._sync(code)

    def _clone(self) -> None:
        """The disk of a counter in another PC: it gives no number, but whatever else is done there is recorded."""
        code = self.luck.choice(COUNTERS)
        if code in self.clones or len(self.clones) > 1:
            return
        self._close(code)
        other = self.home / f"clone-{code}"
        shutil.copytree(self.home / code, other)
        self._open(code)
        with Ledger.open(other, now=lambda: self.at) as on_this_machine, on_this_machine.transaction() as tx:
            tx.doubt_machine()
        clone = self.clones[code] = Ledger.open(other, now=lambda: self.at)     # as on another machine
        who = people.acting(clone, "3")
        try:
            slips.issue(clone, who, slips.IssueRequest("501", sheets=1))
            raise AssertionError("a clone gave a number")
        except MovedMachine:
            pass
        number = self._number()
        if number:
            returns.come_back(clone, who, number, returns.TIME_MISSING, accept=True)
        exchange.sync(clone, share=InProcess(MemoryFolder(self.server, self.luck, faults=0.02), lambda _: None))

    def _close(self, code: str) -> None:
        self.ward[code].ledger.close()

    def _open(self, code: str) -> None:
        desk = self.ward[code]
        desk.ledger = Ledger.open(self.home / code, now=lambda: self.at)
        self._own_clock(code)
        desk.who = people.acting(desk.ledger, "3")

    def _forget(self, code: str) -> None:
        from branch_desk.store.folders import state_folder

        (state_folder() / f"{self.ward[code].ledger.id}.high").unlink(missing_ok=True)

    # ---- in the end

    def heal(self) -> None:
        """The clones are switched off, the clocks are right, and everybody looks everywhere until nothing moves."""
        for clone in self.clones.values():
            clone.close()
        self.off.clear()
        for code in self.ward.desks:
            if self.ward[code].ledger.clock_doubt() is not None:
                desks.approve(self.ward[code].ledger, self.ward[code].who, "clock", pin=PIN)
        for _ in range(10):
            before = [desk.state for desk in self.ward.desks.values()]
            problems = {item.word for code in self.ward.desks for item in self._sync(code).problems}
            if [desk.state for desk in self.ward.desks.values()] == before and not problems & {"rewound"}:
                return

    def end(self) -> None:
        ledgers = {code: desk.ledger for code, desk in self.ward.desks.items()}
        states = {code: ledger.exchange.digest() for code, ledger in ledgers.items()}
        assert len(set(states.values())) == 1, {code: (state, exchange.status(ledgers[code]).problems)
                                               for code, state in states.items()}
        known = {(row[0], row[1], row[2]) for row in ledgers["900"].db.execute("select desk, epoch, seq from event")}
        assert not self.told.acknowledged - known, sorted(self.told.acknowledged - known)[:3]
        for number in self.told.given:
            assert ledgers[number[1:4]].slip(number) is not None, number
        for code, ledger in ledgers.items():
            proof = ledger.verify()
            assert proof.sound, (code, proof.faults)


def play(seed: int, home: Path, steps: int = 60) -> Told:
    """One story. Raises AssertionError naming the seed."""
    story = Story(seed, home)
    try:
        for _ in range(steps):
            story.step()
        story.heal()
        story.end()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    finally:
        for clone in story.clones.values():
            clone.close()
        story.ward.close()
    return story.told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(play(int(sys.argv[1]), Path(place)).counts)
