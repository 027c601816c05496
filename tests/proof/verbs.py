"""What a counter does, in random order, each thing said once it is acknowledged: the program that is killed and cut off.

A line: the verb, then what was acknowledged. `Heard` reads the lines and holds a ledger to them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from branch_desk.domain.bag import BagState
from branch_desk.services import backup, bags, exchange, people, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.store import backup as copies
from branch_desk.store import database, faults
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from sync.worker import Share

Say = Callable[[str], None]
PACKER, CHECKER = "12", "3"
EVENTS = {"pack": "bagged", "close": "bag_closed", "check": "checked", "dispatch": "bag_dispatched"}
WEIGHTS = {"issue": 30, "bag": 6, "pack": 20, "close": 6, "check": 10, "dispatch": 6, "return": 14, "sync": 10, "backup": 4,
           "idle": 4}


@dataclass
class Counter:
    """One counter at work. `name` makes its requests its own; without a share or backups those verbs rest."""

    ledger: Ledger
    chance: random.Random
    say: Say
    name: str
    share: Share | None = None
    backups: bool = False
    done: int = 0
    mine: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.packer, self.checker = (_granted(people.acting(self.ledger, code)) for code in (PACKER, CHECKER))
        self.weights = {verb: weight for verb, weight in WEIGHTS.items()
                        if (verb != "sync" or self.share is not None) and (verb != "backup" or self.backups)}

    def step(self, verb: str | None = None) -> None:
        """One thing, drawn or named."""
        self.done += 1
        verb = verb or self.chance.choices(tuple(self.weights), tuple(self.weights.values()))[0]
        getattr(self, f"_{verb}")()

    def _issue(self) -> None:
        request, type_ = f"{self.name}-{self.done}", self.chance.choice(("501", "502"))
        name = f"山田{self.name}{self.done}" if self.chance.random() < 0.6 else None
        slip = _granted(slips.issue(self.ledger, self.packer, slips.IssueRequest(
            type_, self.chance.randrange(1, 60), depositor=name, request_id=request))).slip
        self.say(f"issue {slip.number} {type_} {request} {name or '-'}")
        self.mine.append(slip.number)

    def _bag(self) -> None:
        opened = bags.open_bag(self.ledger, self.packer, "5")
        if not isinstance(opened, Refusal):
            self.say(f"bag {opened.view.number}")

    def _in_work(self, state: BagState) -> str | None:
        found = [bag.number for bag in self.ledger.bags((state.value,))]
        return self.chance.choice(found) if found else None

    def _pack(self) -> None:
        bag, held = self._in_work(BagState.OPEN), self.mine[-8:]
        if bag and held:
            number = self.chance.choice(held)
            if not isinstance(bags.pack(self.ledger, self.packer, bag, number), Refusal):
                self.say(f"pack {bag} {number}")

    def _close(self) -> None:
        bag = self._in_work(BagState.OPEN)
        if bag and not isinstance(bags.close(self.ledger, self.packer, bag), Refusal):
            self.say(f"close {bag}")

    def _check(self) -> None:
        bag = self._in_work(BagState.CLOSED)
        for number in self.ledger.bag(bag).slips if bag else ():
            if not isinstance(bags.check(self.ledger, self.checker, bag, number), Refusal):
                self.say(f"check {bag} {number}")

    def _dispatch(self) -> None:
        bag = self._in_work(BagState.CLOSED)
        if bag and not isinstance(bags.dispatch(self.ledger, self.checker, bag), Refusal):
            self.say(f"dispatch {bag}")

    def _return(self) -> None:
        if not self.mine:
            return
        number = self.chance.choice(self.mine)
        back = returns.come_back(self.ledger, self.packer, number, returns.AGREE, received_at=self.ledger.now(), accept=True)
        if not isinstance(back, Refusal):
            self.say(f"return {number} {self.ledger.slip(number).state.value}")

    def _sync(self) -> None:
        done = exchange.sync(self.ledger, share=self.share)
        assert not isinstance(done, Refusal), done
        known = self.ledger.db.execute("select desk, epoch, max(seq) from event group by 1, 2").fetchall()
        for desk, epoch, seq in known:
            self.say(f"have {desk} {epoch} {seq}")

    def _backup(self) -> None:
        made = backup.make(self.ledger, "asked")
        if not made.ok:
            return      # and the status line says why
        newest = copies.copies(Folders(self.ledger.home).backup, self.ledger.id)[-1]
        self.say(f"backup {newest.path.name} {newest.sha256}")

    def _idle(self) -> None:
        with faults.spoken():
            database.checkpoint(self.ledger.db, empty=self.chance.random() < 0.5)


def _granted(answer):
    assert not isinstance(answer, Refusal), answer
    return answer


@dataclass
class Heard:
    """What was acknowledged, by its lines; half a line was never heard."""

    issued: dict[str, tuple[str, str, str]] = field(default_factory=dict)   # number: type, request, name
    bags: set[str] = field(default_factory=set)
    facts: set[tuple[str, str, str]] = field(default_factory=set)           # type of event, slip or '', bag or ''
    returned: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], int] = field(default_factory=dict)
    backups: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    lines: int = 0

    def hear(self, text: str) -> None:
        for line in text.split("\n")[:-1]:
            self.lines += 1
            verb, *said = line.split(" ")
            if verb == "issue":
                number, type_, request, name = said
                if self.issued.setdefault(number, (type_, request, name)) != (type_, request, name):
                    self.twice.append(number)
            elif verb == "bag":
                if said[0] in self.bags:
                    self.twice.append(said[0])
                self.bags.add(said[0])
            elif verb in ("pack", "check"):
                self.facts.add((EVENTS[verb], said[1], said[0]))
            elif verb in ("close", "dispatch"):
                self.facts.add((EVENTS[verb], "", said[0]))
            elif verb == "return":
                self.returned[said[0]] = said[1]
            elif verb == "have":
                self.known[said[0], said[1]] = max(self.known.get((said[0], said[1]), 0), int(said[2]))
            elif verb == "backup":
                self.backups[said[0]] = said[1]

    def wrongs(self, ledger: Ledger) -> list[str]:
        """Everything acknowledged that this ledger does not know, each in words."""
        found = [f"given twice: {number}" for number in self.twice]
        with ledger.transaction() as tx:
            for number, (type_, request, name) in self.issued.items():
                slip = ledger.slip(number)
                if slip is None or slip.type != type_ or slip.state.value == "lost":
                    found.append(f"lost: {number}")
                elif tx.repeated(request) != number:
                    found.append(f"request forgotten: {request}")
                elif ledger.personal(number).get("name", "-") != name:
                    found.append(f"name lost: {number}")
        found += [f"bag lost: {bag}" for bag in self.bags if ledger.bag(bag) is None]
        rows = ledger.db.execute("select type, coalesce(slip, ''), coalesce(bag, '') from event").fetchall()
        facts = {(kind, str(slip), str(bag)) for kind, slip, bag in rows}
        found += [f"fact lost: {fact}" for fact in self.facts - facts]
        there = {(desk, epoch): seq for desk, epoch, seq in ledger.db.execute(
            "select desk, epoch, max(seq) from event group by 1, 2").fetchall()}
        found += [f"records lost: {stream}" for stream, seq in self.known.items() if there.get(stream, 0) < seq]
        found += [f"return lost: {number}" for number, state in self.returned.items()
                  if (slip := ledger.slip(number)) is None or (state == "closed" and slip.state.value != "closed")]
        return found + [flaw.sentence for flaw in ledger.verify().faults]


def broken_backups(home: Path, ledger: Ledger) -> list[str]:
    """Every copy that has its name and is not whole. (Thinning takes old ones away: those are absent.)"""
    found = []
    for copy in copies.copies(Folders(home).backup, ledger.id):
        if copies.digest_of(copy.path) != (copy.sha256, copy.manifest.bytes) or not copies.vouched(copy, ledger.keys):
            found.append(copy.path.name)
    unsaid = {path.name for path in Folders(home).backup.glob("ledger-*.db")} - {
        copy.path.name for copy in copies.copies(Folders(home).backup, ledger.id)}
    return found + sorted(unsaid)
