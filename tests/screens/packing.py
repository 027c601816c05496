"""A desk that packs bags: three people, slips of several sections, and the window with 受付, 袋入れ・発送 and 管理簿."""

from __future__ import annotations

import tkinter
from datetime import timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import numbers
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import bags, people
from branch_desk.services.bag_view import BagView
from branch_desk.ui.book import Book
from branch_desk.ui.packing import Packing
from branch_desk.ui.returning import Returning
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look
from tests.screens.desk import DAISHI, PIN, Counter, DeskWindow

SANO, MIURA, KISHI = "12", "34", "3"
GAP_MS = 150    # xdotool's 30 ms a key become 100 on a machine that is busy with other tests
SCREENS = (Returning, Packing, Book)


def filled(counter: Counter) -> dict[str, Any]:
    """Five slips of one section, one of another, two colleagues; the longest names of types among them."""
    people.add(counter.ledger, MIURA, "三浦 光", pin=PIN)
    people.add(counter.ledger, KISHI, "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    counter.clock.at -= timedelta(hours=1)
    made = {"mine": [counter.issue("501", 3, enclosures=("01",)), counter.issue("501", 2), counter.issue("502", 4),
                     counter.issue("501", 6), counter.issue("502", 1)],
            "other": counter.issue("101"), "third": counter.issue("402")}
    counter.clock.at += timedelta(hours=1)
    return made


def badge(code: str, *, practice: bool = False) -> str:
    """The digits on a badge."""
    kind = numbers.PRACTICE[numbers.BADGE] if practice else numbers.BADGE
    return numbers.Number(kind, "101", 2000, "000", int(code)).digits


class PackingDesk(DeskWindow):
    """The window opened on 袋入れ・発送."""

    def __init__(self, root: tkinter.Tk, home: Path, fill: Any = filled, *, step: int = 1, desk: Desk = DAISHI,
                 settings: Settings | None = None) -> None:
        settings = settings or Settings(look=Look(step=step), volume=Volume.OFF, scanner_gap_ms=GAP_MS)
        super().__init__(root, home, fill, desk=desk, settings=settings, screens=SCREENS)
        self.window.go(3)

    @property
    def packing(self) -> Packing:
        """袋入れ・発送."""
        return self.window._made[3]  # type: ignore[return-value]

    @property
    def next_text(self) -> str:
        """What the line 次に says."""
        return self.window.frame._next_text.cget("text")

    def view(self) -> BagView:
        """The bag on the screen, as the ledger has it."""
        bag = self.packing.bag
        return self.asked(lambda ledger: bags.view(ledger, bag))

    def closed(self, *slips: str) -> str:
        """A bag of these slips, packed by whoever acts and closed."""
        def pack(ledger: Any) -> str:
            bag = bags.open_bag(ledger, self.who, "5").view.number
            for slip in slips:
                bags.pack(ledger, self.who, bag, slip)
            bags.close(ledger, self.who, bag)
            return bag
        bag = self.asked(pack)
        self.packing.ask()
        return bag
