"""The desks on which the pages of the 操作手引 are carried out, and what each page promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.events import Stream
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.services import (
    attention,
    bags,
    catalogues,
    desks,
    practice,
    signoff,
    spare,
)
from branch_desk.store.ledger import BookFilter, Ledger
from tests.screens import everything, late, packing
from tests.screens.desk import DAISHI, PIN, Clock, Counter
from tests.screens.everything import Filled
from tests.screens.packing import badge

NOW = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)


@dataclass(frozen=True, slots=True)
class World:
    """A ledger, who works there, and what the names in the steps stand for: '<sent>' is read, '=<usb>' typed."""

    filled: Filled
    codes: dict[str, str] = field(default_factory=dict)


def practised(folder: Path) -> World:
    """The practice ledger with its month: what a newcomer has."""
    clock = Clock(NOW)
    made = Ledger.create(folder / "home", desks.practice_desk(), now=clock, keep_key_in="file")
    ledger = made.ledger
    with ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
        tx.put_staff(desks.PRACTICE_STAFF_CODE, "練習", StaffRole.RESPONSIBLE)
    assert practice.month(ledger) > 100
    rows = ledger.page(BookFilter(), limit=500).slips
    late_ones = {item.number for item in attention.list(ledger)}
    codes = {"held": next(slip.number for slip in rows if slip.state is State.HELD and slip.number not in late_ones),
             "sent": next(slip.number for slip in rows if slip.state is State.DISPATCHED and slip.number not in late_ones)}
    clock.at = NOW - timedelta(minutes=60)
    reserved = spare.reserve(ledger, ledger.staff()[0], 1, folder / "blank.pdf")
    assert isinstance(reserved, spare.Reserved)
    codes["blank"] = reserved.numbers[0]
    ledger.close()
    return World(Filled(folder / "home", ledger.desk, NOW, {"own": desks.PRACTICE_STAFF_CODE}),
                 codes | {"usb": str(folder / "usb"), "csv": str(folder / "types.csv")})


def counter(folder: Path) -> World:
    """A counter with slips of several sections and two colleagues."""
    return _counter(folder, packing.filled)


def checked(folder: Path) -> World:
    """The same, with a bag that was packed and counted."""
    def fill(made: Counter) -> dict[str, Any]:
        codes = packing.filled(made)
        ledger, miura = made.ledger, made.ledger.member_of_staff(packing.MIURA)
        bag = bags.open_bag(ledger, made.sano, "5").view.number
        for number in codes["mine"]:
            bags.pack(ledger, made.sano, bag, number)
        bags.close(ledger, made.sano, bag)
        for number in codes["mine"]:
            assert not isinstance(bags.check(ledger, miura, bag, number, pin=PIN), bags.Refusal)
        return codes
    return _counter(folder, fill)


def overdue(folder: Path) -> World:
    """Something late of every kind."""
    return _late(folder, late.late)


def evening(folder: Path) -> World:
    """The same desk when the day is over."""
    return _late(folder, late.evening)


def _late(folder: Path, fill: Callable[[Counter], object]) -> World:
    clock = Clock()
    made = Counter(Ledger.create(folder / "home", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    fill(made)
    made.ledger.close()
    return World(Filled(folder / "home", DAISHI, clock.at, {"own": packing.SANO}))


def shared(folder: Path) -> World:
    """A desk that belongs to a share."""
    filled = everything.counter(folder)
    (folder / "usb").mkdir()
    return World(filled, filled.codes | {"usb": str(folder / "usb")})


def unprinted(folder: Path) -> World:
    """A printer that cannot be reached."""
    filled = everything.printing(folder)
    return World(filled, filled.codes)


def section(folder: Path) -> World:
    """A section with a bag that has come."""
    filled = everything.section(folder)
    with Ledger.open(filled.home, readonly=True, now=lambda: filled.at) as ledger:
        bag = ledger.bag(filled.codes["bag"])
        assert bag is not None
        first, second, third = sorted(bag.slips)
    return World(filled, filled.codes | {"first": first, "second": second, "third": third})


def _counter(folder: Path, fill: Callable[[Counter], dict[str, Any]]) -> World:
    clock = Clock(NOW)
    made = Counter(Ledger.create(folder / "home", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    codes = fill(made)
    made.ledger.close()
    named = {f"mine{n}": number for n, number in enumerate(codes["mine"], 1)}
    return World(Filled(folder / "home", DAISHI, clock.at, {"own": packing.SANO}), named | {"colleague": badge(packing.MIURA)})


WORLDS: dict[str, Callable[[Path], World]] = {
    "reception": practised, "refusal": practised, "printing": unprinted, "packing": counter, "dispatch": checked,
    "section": section, "returns": practised, "attention": overdue, "putting_right": counter, "reissue": practised,
    "spare": practised, "closing": evening, "figures": practised, "book": practised, "exchange": shared,
    "new_year": practised,
}


# ---- what a page promises, asked of the ledger and of the screen when its last step is done


def promises(desk: everything.Everything, world: World, files: list[Path]) -> dict[str, Callable[[], object]]:
    """One question a promise; each answers something true."""
    codes, window = world.codes, desk.window

    def slip(name: str) -> Any:
        return desk.asked(lambda ledger: ledger.slip(codes[name]))

    def newest() -> Any:
        return desk.asked(lambda ledger: ledger.page(BookFilter(), limit=1).slips[0])

    def written(*kinds: str) -> list[Any]:
        day = world.filled.at.date()
        return desk.asked(lambda ledger: [event for stream in (Stream.OUT, Stream.OWN)
                                          for event in ledger.events_between(day, day, kinds, stream)])

    def names() -> set[str]:
        return {file.suffix for file in files}

    return {
        "issued": lambda: (newest().type, newest().sheets, newest().state) == ("501", 3, State.HELD)
        and window._made[1].last.slip.number == newest().number,
        "turned_away": lambda: [event.value("rule") for event in written("refused")][-1:] == ["business"] and names() == {".pdf"}
        and window.screen_name == "guide" and window.view.found,
        "papers_made": lambda: not desk.asked(lambda ledger: [job for job in ledger.prints_waiting() if job.slip])
        and len([*files[-1].glob("*.pdf")]) >= 4,
        "checked": lambda: window.view.mode == "ready" and [row.check for row in window.view.rows] == ["agrees"] * 3,
        "dispatched": lambda: slip("mine1").state is State.DISPATCHED and window.view.mode == "gone" and len(files) == 2,
        "received_and_sent_back": lambda: all(
            slip(name).received_at and slip(name).sent_back_at for name in ("first", "second", "third")) and len(files) == 1,
        "closed": lambda: slip("sent").state is State.CLOSED and slip("sent").paper_received_at == "2026-11-24T09:30:00+09:00",
        "looked_into": lambda: [event.value("result") for event in written("contacted")][-1:] == ["not_arrived"]
        and [event.value("reason") for event in written("inquiry_opened")] == ["not_arrived"] and len(files) == 2,
        "put_right": lambda: slip("mine1").state is State.HANDED_BACK and newest().state is State.VOIDED,
        "reissued": lambda: [(event.value("copy"), event.value("count"), event.value("reason")) for event in written("printed")
                             if event.slip == codes["held"]][-1] == ("original", 2, "shredded"),
        "keyed_in": lambda: (slip("blank").type, slip("blank").sheets, slip("blank").taken_at)
        == ("501", 3, "2026-11-24T10:30:00+09:00") and len(desk.asked(spare.blanks)) == 2,
        "signed": lambda: len(desk.asked(signoff.of).signed) == 1 and len(files) == 1,
        "counted": lambda: names() == {".pdf", ""} and len(written("exported")) == 2 and "欠番表" in window.view.title,
        "indexed": lambda: [event.value("copy") for event in written("printed")][-2:] == ["binder_index", "cover"]
        and written("viewed"),
        "carried": lambda: any((Path(codes["usb"])).rglob("*.evt")),
        "catalogue_out": lambda: Path(codes["csv"]).stat().st_size > 500
        and [event.value("copy") for event in written("printed")][-1:] == ["cover"],
    }
