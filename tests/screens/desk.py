"""A desk with a real ledger behind a real window, for tests that look slips up, match them and print them again."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, lookup, people, returns, slips
from branch_desk.services.slips import IssueRequest
from branch_desk.store.ledger import Ledger
from branch_desk.ui.book import Book
from branch_desk.ui.returning import Returning
from branch_desk.ui.screen import Screen
from branch_desk.ui.session import Session
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.theme import Look, Theme
from branch_desk.ui.window import Verbs, Window

PIN = "2468"
GAP_MS = 90  # xdotool is held up now and then on a busy machine; a scanner is not
TODAY = datetime(2026, 11, 24, 10, 45, tzinfo=era.JST)
DAISHI = Desk("101", "大師1", "大師支所", phone="044-000-0000")


class Clock:
    """The desk's clock; a minute passes only when a test says so."""

    def __init__(self, at: datetime = TODAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **ago: float) -> None:
        """Let time pass."""
        self.at += timedelta(**ago)


class Counter:
    """Writes into the ledger what other desks and screens would, before the window opens it."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock
        with ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
        self.sano = people.add(ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin=PIN)

    def issue(self, type_code: str = "501", sheets: int = 3, **typed: Any) -> str:
        """A number."""
        return slips.issue(self.ledger, self.sano, IssueRequest(type_code, sheets, **typed)).slip.number

    def dispatch(self, *numbers: str) -> None:
        """Into a bag and away."""
        with self.ledger.transaction() as tx:
            bag = tx.draw_bag(era.fiscal_year(self.clock()), numbers[0][6]).digits
            tx.append("bag_opened", actor="12", bag=bag, body={"section": numbers[0][6]})
            for number in numbers:
                tx.append("bagged", actor="12", slip=number, bag=bag)
            tx.append("bag_closed", actor="12", bag=bag)
            tx.append("bag_dispatched", actor="12", bag=bag, body={"route": "mail"})

    def received(self, number: str, at: datetime) -> None:
        """The time is known before the original comes back."""
        with self.ledger.transaction() as tx:
            tx.append(
                "received", actor="12", slip=number, body={"received_at": era.stamp(at), "source": "paper"}
            )

    def void(self, number: str, reason: str = "wrong_type") -> None:
        """取消."""
        slips.void(self.ledger, self.sano, number, reason, pin=PIN)

    def hand_back(self, number: str) -> None:
        """書類の返却."""
        slips.hand_back(self.ledger, self.sano, number, "withdrawn")

    def close(self, number: str, at: datetime) -> None:
        """完了."""
        returns.come_back(self.ledger, self.sano, number, received_at=at, accept=True)


class DeskWindow:
    """The window over a ledger that `fill` has written into; sounds are heard by the test."""

    def __init__(
        self,
        root: tkinter.Tk,
        home: Path,
        fill: Callable[[Counter], Any] | None = None,
        *,
        step: int = 1,
        desk: Desk = DAISHI,
        settings: Settings | None = None,
        screens: Sequence[type[Screen]] = (Returning, Book),
    ) -> None:
        self.home, self.clock = home, Clock()
        created = Ledger.create(home, desk, now=self.clock, keep_key_in="file")
        counter = Counter(created.ledger, self.clock)
        self.made = fill(counter) if fill else None
        self.who = counter.sano
        created.ledger.close()
        self.root = root
        look = settings.look if settings else Look(step=step)
        self.session = Session(root, lambda: Ledger.open(home, now=self.clock), close_ledger=Ledger.close)
        self.heard: list[Sound] = []
        self.window = Window(
            root,
            Theme(root, look, practice=desk.practice),
            self.session,
            desk,
            screens,
            Verbs(returns.scan, lambda ledger: ledger.count_outstanding(), people.sign_in, lookup.bag, longest=lookup.longest),
            clock=self.clock,
            settings=settings or Settings(look=look, volume=Volume.OFF, scanner_gap_ms=GAP_MS),
        )
        self.window.play = self.heard.append  # type: ignore[method-assign]
        self.window.set_person(counter.sano)
        root.deiconify()
        root.attributes("-zoomed", True)

    @property
    def returning(self) -> Returning:
        """返送照合."""
        return self.window._made[2]  # type: ignore[return-value]

    @property
    def book(self) -> Book:
        """管理簿."""
        return self.window._made[4]  # type: ignore[return-value]

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
        """The words of a slip's history."""
        return self.asked(lambda ledger: [event.type for event in ledger.events(number)])

    def close(self) -> None:
        """Tk stays for the next test."""
        self.window.stop()
        self.root.attributes("-zoomed", False)
        self.root.withdraw()
        self.root.update()
