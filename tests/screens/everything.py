"""The window with ALL screens of a role, as the program opens it, over a ledger in which every panel can be opened."""

from __future__ import annotations

import importlib
import pkgutil
import tkinter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import branch_desk.ui
from branch_desk import app
from branch_desk.domain import era, numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.services import (
    attention,
    bag_papers,
    bags,
    book,
    catalogues,
    exchange,
    lookup,
    office_papers,
    people,
    printers,
    returns,
    sending_back,
    spare,
)
from branch_desk.services.printers import Printer
from branch_desk.store.ledger import Ledger
from branch_desk.ui.screen import Panel
from branch_desk.ui.session import Session
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.theme import Theme
from branch_desk.ui.window import Verbs, Window
from sync.folder import OsFolder
from sync.worker import InProcess
from tests.screens import late
from tests.screens.desk import DAISHI, PIN, Clock, Counter
from tests.screens.packing import badge
from tests.screens.section_desk import World
from tests.services.two_desks import FRIDAY, SECTION

GAP_MS = 100    # the keys come by the server's clock; the server itself waits for its turn on a busy machine
OFFICE = Desk("900", "区役所", "川崎区役所", Role.OFFICE)
UNKNOWN_BAG = numbers.Number(numbers.BAG, "103", 2026, "500", 9).digits
MY_NUMBER, JAN = "123456789018", "4901234567894"


@dataclass(frozen=True, slots=True)
class Filled:
    """A ledger that was made ready: where, whose, at what moment, and what can be scanned there."""

    home: Path
    desk: Desk
    at: datetime
    codes: dict[str, str]


# ---- what is in the ledgers


def counter(folder: Path) -> Filled:
    """Something late of every kind, a volume past its day, bags at each step, a desk that belongs to a share."""
    clock = Clock(late.at("2025-02-03T10:00"))
    made = Counter(Ledger.create(folder / "counter", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    ledger, sano = made.ledger, made.sano
    made.close(made.issue("501"), clock.at)
    clock.at = late.at("2026-11-11T09:00")
    ledger.settle_clock(sano.code)      # nobody worked here for longer than a fiscal year
    _join(folder, ledger, sano)
    known = late.late(made)
    miura = ledger.member_of_staff("34")
    clock.at = late.NOW - timedelta(minutes=20)
    free, mine = made.issue("501", 3), [made.issue("501", 2) for _ in range(4)]
    begun = bags.open_bag(ledger, sano, "5").view.number
    bags.pack(ledger, sano, begun, mine[0])
    closed = bags.open_bag(ledger, sano, "5").view.number
    bags.pack(ledger, sano, closed, mine[1])
    bags.pack(ledger, sano, closed, mine[2])
    bags.close(ledger, sano, closed)
    ready = bags.open_bag(ledger, sano, "5").view.number
    bags.pack(ledger, sano, ready, mine[3])
    bags.close(ledger, sano, ready)
    bags.check(ledger, miura, ready, mine[3], pin=PIN)
    office_papers.into_files(ledger, sano, bag_papers.manifest(ledger, sano, closed), pdf=folder / "0-manifest.pdf")
    reserved = spare.reserve(ledger, sano, 2, folder / "0-spare.pdf")
    assert isinstance(reserved, spare.Reserved), reserved
    clock.at = late.NOW
    ledger.close()
    return Filled(folder / "counter", DAISHI, late.NOW, _codes(
        slip=free, blank=reserved.numbers[0], bag=closed, badge="34", own="12", out=known["sent18"], closed=closed, ready=ready, begun=begun, in_bag=mine[1]))


def printing(folder: Path) -> Filled:
    """A counter whose printer cannot be reached."""
    clock = Clock(late.NOW)
    made = Counter(Ledger.create(folder / "printing", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    printers.add(made.ledger, made.sano, Printer("窓口", "epson-tm-m30", "socket", "127.0.0.1:9"))
    people.add(made.ledger, "34", "三浦 光", pin=PIN)
    slip = made.issue()
    bag = late.away(made, made.issue())
    made.ledger.close()
    return Filled(folder / "printing", DAISHI, late.NOW, _codes(slip=slip, bag=bag, badge="34", own="12"))


def section(folder: Path) -> Filled:
    """A section with a bag to open, slips to send back, something late, and a paper of another section."""
    clock = Clock(FRIDAY - timedelta(days=2))
    world = World(folder, clock, False, SECTION)
    branch, here = world.daishi, world.section
    made = [branch.issue("501", 3, enclosures=("01",)), branch.issue("501", 6), branch.issue("502", 4)]
    old, care, loose = branch.issue("501"), branch.issue("601", 2), branch.issue("501")
    bag = branch.dispatch(*made)
    gone = branch.dispatch(old, loose)
    world.heard()
    here.record("received", slip=old, bag=gone, body={"received_at": era.stamp(clock.at), "source": "section"})
    clock.at = FRIDAY + timedelta(days=11)
    with here.ledger.transaction() as tx:
        tx.append("inquiry_opened", actor=here.who.code, slip=old, body={"reason": "not_found"})
    people.add(here.ledger, "31", "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    people.add(here.ledger, "34", "三浦 光", pin=PIN)
    for place in (world.daishi, world.tajima, world.section):
        place.close()
    return Filled(folder / "section", here.ledger.desk, clock.at, _codes(
        slip=made[0], bag=bag, badge="34", own="31", loose=loose, received=old, other=care, unknown_bag=UNKNOWN_BAG))


def office(folder: Path) -> Filled:
    """The office's desk, where 大師 asked to be admitted."""
    clock = Clock(late.NOW)
    made = Counter(Ledger.create(folder / "101", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    _join(folder, made.ledger, made.sano)
    slip = made.issue()
    bag = late.away(made, made.issue())
    made.ledger.close()
    return Filled(folder / OFFICE.code, OFFICE, late.NOW, _codes(slip=slip, bag=bag, badge="34", own="12"))


WORLDS: dict[str, Callable[[Path], Filled]] = {
    "counter": counter, "printing": printing, "section": section, "office": office}


# ---- the window


class Everything:
    """One window; `begin_again` makes all its screens anew without opening the ledger again."""

    def __init__(self, root: tkinter.Tk, filled: Filled, *, settings: Settings | None = None) -> None:
        self.root, self.filled = root, filled
        self.clock = Clock(filled.at)
        self.heard: list[Sound] = []
        role = filled.desk.role
        self.session = Session(root, lambda: Ledger.open(filled.home, now=self.clock), close_ledger=Ledger.close)
        settings = settings or Settings(typed_names=True, volume=Volume.OFF, scanner_gap_ms=GAP_MS)
        waiting = sending_back.count if role is Role.SECTION else book.count_outstanding
        verbs = Verbs(returns.scan, waiting, people.sign_in, lookup.bag, attention.count)
        self.window = Window(root, Theme(root, settings.look), self.session, filled.desk, app._screens(role), verbs,
                             clock=self.clock, settings=settings)
        self.window.exchange.stop()     # a round would change what is on 同期 between two looks
        self.window.care.stop()         # a backup would be a record that no key made
        self.window.play = self.heard.append  # type: ignore[method-assign]
        self.who = self.asked(lambda ledger: ledger.member_of_staff(filled.codes["own"]))
        self.window.set_person(self.who)
        root.deiconify()
        root.attributes("-zoomed", True)

    @property
    def panel(self) -> Any:
        """The topmost panel."""
        return self.window._panels[-1] if self.window._panels else None

    def asked(self, ask: Callable[[Ledger], Any]) -> Any:
        """A question to the ledger, answered after all that was asked before it."""
        answers: list[Any] = []
        self.session.run(lambda ledger: (ask(ledger),), then=answers.extend)
        while not answers:
            self.root.update()
        return answers[0]

    def begin_again(self) -> None:
        """No panel, every screen as when it is first opened, the same person."""
        window = self.window
        for panel in reversed(window._panels):
            window.close_panel(panel)
        self.root.update()      # nothing is left to do with what goes now
        for screen in window._made.values():
            screen.body.destroy()
        window._made.clear()
        window._focus.clear()
        window._open = None
        window.exchange.changed.clear()
        window.strip.hide()
        window.set_person(self.who)
        window.go(min(window._classes))

    def close(self) -> None:
        """Tk stays for the next test."""
        self.window.stop()
        self.root.attributes("-zoomed", False)
        self.root.withdraw()
        self.root.update()


def panels() -> frozenset[str]:
    """Every panel that there is, as module.Class, found in the program itself."""
    for module in pkgutil.iter_modules(branch_desk.ui.__path__, "branch_desk.ui."):
        importlib.import_module(module.name)
    return frozenset(name_of(kind) for kind in _below(Panel))


def name_of(kind: type) -> str:
    """module.Class."""
    return f"{kind.__module__.rpartition('.')[2]}.{kind.__qualname__}"


# ---- inside


def _below(kind: type) -> Iterator[type]:
    for found in kind.__subclasses__():
        if found.__module__.startswith("branch_desk."):     # other tests make panels of their own
            yield found
            yield from _below(found)


def _codes(*, slip: str, badge: str, **more: str) -> dict[str, str]:
    known = numbers.parse(slip)
    assert known is not None
    return {"slip": slip, "copy": known.copy.digits, "badge": _badge(badge), "jan": JAN, "my_number": MY_NUMBER, **more}


def _badge(code: str) -> str:
    return badge(code)


def _join(folder: Path, ledger: Ledger, who: Any) -> None:
    """The office makes the share, this desk asks to be admitted and is."""
    place = folder / "share"
    place.mkdir(exist_ok=True)
    share = InProcess(OsFolder(str(place)))
    made = Ledger.create(folder / OFFICE.code, OFFICE, now=ledger._now, keep_key_in="file").ledger
    with made.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
    chief = people.add(made, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)
    people.add(made, "34", "三浦 光", pin=PIN)
    for answer in (exchange.init_share(made, chief, str(place), share=share),
                   exchange.enrol(ledger, who, str(place), share=share)):
        assert not isinstance(answer, exchange.Refusal), answer
    made.close()
