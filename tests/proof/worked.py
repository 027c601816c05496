"""A small ledger with something of everything in it, and everything that anybody is ever shown of it."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.services import backup, bags, limits, people, receiving, returns, slips, spare
from branch_desk.services.results import Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.store import database, prints, reading
from branch_desk.store.folders import Folders, state_folder
from branch_desk.store.ledger import Ledger
from tests.services.ward import PIN, Ward

BEGINS = datetime.now(era.JST).replace(microsecond=0) + timedelta(minutes=10)  # after the ledgers were made
NAMES = ("佐藤 花子", "髙﨑 德次郎", "𠮷田 誠", "長谷川 さくら")


def done(answer: Any) -> Any:
    """The answer of a verb that nothing spoke against."""
    assert not isinstance(answer, Refusal), answer
    return answer


@dataclass(frozen=True)
class Worked:
    """A home that is closed, as files; what lies beside it on this machine; the share; and what is shown of it."""

    home: Path
    merged: Path
    state: Path
    share: Path
    recovery_key: str
    at: datetime
    shown: dict[str, Any]
    numbers: frozenset[str]

    def now(self) -> datetime:
        """The moment at which it was left."""
        return self.at

    def lay_out(self, place: Path, *, wal: bool = True) -> Path:
        """A copy to be spoiled: its home; what the machine remembers lies in `place`/state. Without a WAL the same is in
        the file alone, as after a closing."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.home, place / "home")
        shutil.copytree(self.state, place / "state")
        if not wal:
            ledger = Folders(place / "home").ledger
            shutil.copy2(self.merged, ledger)
            ledger.with_name("ledger.db-wal").unlink()
        return place / "home"


def make(place: Path, slips_of_a_kind: int = 4) -> Worked:
    """A counter of a ward of three desks: slips in every state, bags, names, prints, staff, limits, another catalogue, an
    exchange, an old backup, a second epoch; half of it in the file and half of it only in the WAL, as a power cut leaves it."""
    at = BEGINS

    def now() -> datetime:
        nonlocal at
        at += timedelta(seconds=40)
        return at

    place.mkdir(parents=True, exist_ok=True)
    state_folder().mkdir(parents=True, exist_ok=True)   # the ward may have been made once, beside another
    ward = Ward(place, ("900", "101", "501"), now=now)
    counter, section = ward["101"], ward["501"]
    ledger, chief = counter.ledger, counter.who
    clerk = people.acting(ledger, "12")
    work(ledger, clerk, chief, slips_of_a_kind, place)
    ward.talk()
    sent = [number for number in known_numbers(section.ledger) if number[0] == "1"]
    for number in sent[:3]:
        receiving.receive(section.ledger, section.who, number)
    ward.talk()
    assert backup.make(ledger).ok
    with ledger.transaction() as tx:
        tx.begin_epoch("00aa11bb22cc33dd", "moved")
    database.checkpoint(ledger.db, empty=True)
    done(limits.change(ledger, chief, "return", 6, "other", PIN))
    work(ledger, clerk, chief, slips_of_a_kind, place)
    shown = everything(ledger)
    given = frozenset(known_numbers(ledger))
    folders = Folders(ledger.home)
    copied = place / "left"
    shutil.copytree(ledger.home, copied)
    (copied / "ledger" / "in-use.lock").unlink(missing_ok=True)
    (copied / "ledger" / "ledger.db-shm").unlink(missing_ok=True)
    state = place / "state"
    state.mkdir()
    for path in state_folder().iterdir():
        if path.is_file() and (path.name == f"{ledger.id}.high" or path.suffix != ".high"):
            shutil.copy2(path, state)
    assert folders.witness.stat().st_size
    recovery_key = ledger.new_recovery_key()
    shutil.copy2(folders.keys / "master.json", copied / "keys" / "master.json")
    ward.close()
    merged = Path(shutil.copy2(folders.ledger, place / "merged.db"))
    return Worked(copied, merged, state, ward.folder, recovery_key, at, shown, given)


def work(ledger: Ledger, clerk: Any, chief: Any, count: int, place: Path) -> None:
    """A day: slips of two types, two bags of which one is sent off, a return, a void, blanks, prints."""
    taken = [
        done(slips.issue(ledger, clerk, IssueRequest(("501", "502")[i % 2], 1 + i % 7, depositor=NAMES[i % 4] if i % 3 else None)))
        .slip.number
        for i in range(count * 2)
    ]
    for chosen in (taken[:count], taken[count : count + 2]):
        bag = done(bags.open_bag(ledger, clerk, "5")).view.number
        for number in chosen:
            done(bags.pack(ledger, clerk, bag, number))
        if chosen is not taken[:count]:
            break
        done(bags.close(ledger, clerk, bag))
        for number in chosen:
            done(bags.check(ledger, chief, bag, number, pin=PIN))
        done(bags.dispatch(ledger, chief, bag))
    returns.come_back(ledger, clerk, taken[0], returns.AGREE, received_at=ledger.now(), accept=True)
    returns.come_back(ledger, clerk, taken[1], returns.TIME_MISSING, accept=True)
    done(slips.void(ledger, chief, taken[-1], "other", pin=PIN))
    done(spare.reserve(ledger, chief, 2, place / "spare.pdf"))
    with ledger.transaction() as tx:
        for copy in ("original", "citizen"):
            tx.append("printed", actor="12", slip=taken[2],
                      body={"copy": copy, "outcome": "confirmed", "count": 1, "paper": "80mm"})
            tx.add_print("12", {"key": f"{taken[3]}-{copy}", "copy": copy, "paper": "80mm", "printer": "p", "count": 1,
                                "slip": taken[3]})


def known_numbers(ledger: Ledger) -> list[str]:
    """Every number of a slip or bag that any record names."""
    rows = ledger.db.execute("select slip from event where slip is not null union select bag from event where bag is not null")
    return [str(row[0]) for row in rows.fetchall()]


def next_numbers(ledger: Ledger) -> dict[tuple[int, str], int]:
    """The number that each series would give next."""
    return {(fy, type_): last + 1 for desk, fy, type_, last in reading.series(ledger.db) if desk == ledger.desk.code}


# What the program keeps for itself and makes again, or notes of each opening.
OWN_SETTINGS = frozenset({"tally", "fold"})


def everything(ledger: Ledger) -> dict[str, Any]:
    """All that any screen, paper or command can show of a ledger, and what it would do next."""
    db = ledger.db
    found: dict[str, Any] = {"desk": asdict(ledger.desk), "id": ledger.id, "next": next_numbers(ledger),
                             "members": dict(ledger.members), "names of desks": dict(ledger.desk_names)}
    slip_numbers = [str(row[0]) for row in db.execute("select number from slip order by number").fetchall()]
    for number in slip_numbers:
        found["slip", number] = ledger.slip(number)
        found["history", number] = [(event.key, event.type, event.at, event.actor, event.body) for event in ledger.history(number)]
        found["personal", number] = ledger.personal_state(number), ledger.notes(number)
        found["prints", number] = ledger.prints(number)
    for (number,) in db.execute("select number from bag order by number").fetchall():
        found["bag", str(number)] = ledger.bag(str(number))
    found["staff"] = [(item, reading.pin_hash(db, item.code)) for item in ledger.staff()]
    found["settings"] = {key: reading.setting(db, key, None) for (key,) in db.execute("select key from setting").fetchall()
                         if key not in OWN_SETTINGS}
    current = ledger.catalogue()
    found["catalogues"] = [ledger.catalogue(version) for version in range(1, (current.version if current else 0) + 1)]
    found["print jobs"] = prints.every(db)
    found["requests"] = db.execute("select request, number from request order by request").fetchall()
    exchange = ledger.exchange
    found["exchange"] = (exchange.digest(), exchange.streams(), exchange.words(), exchange.stopped(), exchange.office_bytes(),
                         exchange.to_carry({}))
    found["outstanding"] = ledger.outstanding(1000)
    return found
