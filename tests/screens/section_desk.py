"""A section's desk with a real ledger behind a real window, and what it has heard of two branches."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import lookup, people, returns, sending_back
from branch_desk.store.ledger import Ledger
from branch_desk.ui.book import Book
from branch_desk.ui.receiving import Receiving
from branch_desk.ui.sending_back import SendingBack
from branch_desk.ui.session import Session
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.theme import Look, Theme
from branch_desk.ui.window import Verbs, Window
from tests.screens.desk import GAP_MS
from tests.services.two_desks import BRANCH, FRIDAY, SECTION, Clock, Place, carry

TAJIMA = Desk("201", "田島1", "田島支所")


class World:
    """Two branches and the section before its window opens."""

    def __init__(self, folder: Path, clock: Clock, practice: bool, desk: Desk) -> None:
        self.clock = clock
        made = [replace(desk, practice=practice) for desk in (BRANCH, TAJIMA, desk)]
        self.daishi = Place(folder / "daishi", made[0], clock, code="12", name="佐野 恵")
        self.tajima = Place(folder / "tajima", made[1], clock, code="12", name="林 悟")
        self.section = Place(folder / "section", made[2], clock)

    def heard(self) -> None:
        """The section hears of all that the branches recorded."""
        carry(self.daishi, self.section)
        carry(self.tajima, self.section)


class SectionWindow:
    """The window of the section over what `fill` made; sounds are heard by the test."""

    def __init__(
        self,
        root: tkinter.Tk,
        folder: Path,
        fill: Callable[[World], Any],
        *,
        look: Look | None = None,
        practice: bool = False,
        role: StaffRole = StaffRole.CLERK,
        desk: Desk = SECTION,
    ) -> None:
        self.root, self.home = root, folder / "section"
        look = look or Look()
        self.clock = Clock(FRIDAY - timedelta(days=2))
        world = World(folder, self.clock, practice, desk)
        self.made = fill(world)
        who = people.add(world.section.ledger, "31", "岸 徹", role=role)
        desk = world.section.ledger.desk
        for place in (world.daishi, world.tajima, world.section):
            place.close()
        self.session = Session(root, lambda: Ledger.open(self.home, now=self.clock), close_ledger=Ledger.close)
        self.heard: list[Sound] = []
        self.window = Window(
            root,
            Theme(root, look, practice=practice),
            self.session,
            desk,
            (Receiving, SendingBack, Book),
            Verbs(returns.scan, sending_back.count, people.sign_in, lookup.bag),
            clock=self.clock,
            settings=Settings(look=look, volume=Volume.OFF, scanner_gap_ms=GAP_MS),
        )
        self.window.play = self.heard.append  # type: ignore[method-assign]
        self.window.set_person(who)
        root.deiconify()
        root.attributes("-zoomed", True)

    @property
    def receiving(self) -> Receiving:
        """受領."""
        return self.window._made[1]  # type: ignore[return-value]

    @property
    def sending(self) -> SendingBack:
        """返送, opened."""
        return self.window._made[2]  # type: ignore[return-value]

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

    def events(self, number: str) -> list[str]:
        """The words of what this section recorded of a slip or a bag."""
        return self.asked(
            lambda ledger: [
                event.type
                for event in (ledger.events_of_bag(number) if number[0] in "27" else ledger.events(number))
                if event.desk == ledger.desk.code and event.stream.value == "out"
            ]
        )

    def close(self) -> None:
        """Tk stays for the next test."""
        self.window.stop()
        self.root.attributes("-zoomed", False)
        self.root.withdraw()
        self.root.update()
