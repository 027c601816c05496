"""The window over a fresh real ledger, with 受付 and a second screen to go to."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import desks, lookup, people, returns
from branch_desk.store.ledger import Ledger
from branch_desk.ui.key_router import FIRST
from branch_desk.ui.reception import Reception
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.session import Session
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.theme import Theme
from branch_desk.ui.window import Verbs, Window

GAP_MS = 90  # xdotool is held up now and then on a busy machine; a scanner is not
DESK = Desk("101", "大師1", "大師支所")
PIN = "2468"


class Plain(Screen):
    """A screen with one field and one button-like choice, at the place of 管理簿."""

    name = "book"
    title = "管理簿"

    def build(self, parent: tk.Frame) -> None:
        self.decided: list[int] = []
        self.field = self.window.parts.field(parent, 20)
        self.field.pack(anchor="w")
        self.choice = self.window.parts.choice(parent, 1, "決める", self.decided.append)
        self.choice.pack(anchor="w")

    def first_focus(self) -> tk.Misc:
        return self.field.entry

    def next_line(self) -> Next:
        return Next("番号を入力")

    def on_digit(self, digit: int) -> bool:
        self.decided.append(digit)
        return True


class Opened:
    """What a test needs of an open window."""

    def __init__(self, window: Window, at: list[datetime]) -> None:
        self.window, self.session, self._at = window, window.session, at
        self.sounds: list[Sound] = []
        window.play = self.sounds.append  # type: ignore[method-assign]

    @property
    def reception(self) -> Reception:
        """受付."""
        return self.window._made[1]  # type: ignore[return-value]

    @property
    def plain(self) -> Plain:
        """The second screen, opened."""
        self.window.go(4)
        return self.window._made[4]  # type: ignore[return-value]

    @property
    def next_text(self) -> str:
        """What the line 次に says."""
        return self.window.frame._next_text.cget("text")

    def forward(self, minutes: int) -> None:
        """Let time pass at the desk."""
        self._at[0] += timedelta(minutes=minutes)

    def ask(self, question: Callable[[Ledger], Any]) -> Any:
        """A question to the ledger, answered behind all that was asked before."""
        answers: list[Any] = []
        self.session.run(lambda ledger: [question(ledger)], then=answers.extend)
        while not answers:
            self.window.root.update()
        return answers[0]

    def slips(self) -> list[Any]:
        """What is in the ledger."""
        return self.ask(lambda ledger: list(ledger.outstanding()))


@contextmanager
def opened(
    root: tk.Tk,
    home: Path,
    *,
    desk: Desk = DESK,
    settings: Settings | None = None,
    screens: Sequence[type[Screen]] = (Reception, Plain),
    role: StaffRole = StaffRole.CLERK,
    before: Callable[[Ledger, Staff], object] | None = None,
    attention: Callable[[Ledger], int] | None = None,
    staff: bool = True,
    known: str | None = None,
) -> Iterator[Opened]:
    """Open it as the program does and leave the root empty for the next test. `before` writes into the ledger;
    `known` is the staff number of who works at a ledger that is there already."""
    settings = settings or Settings(scanner_gap_ms=GAP_MS)
    made = desks.set_up(home, desk) if known is None else desks.SetUp(Ledger.open(home), "", "")
    who = None
    if known is not None:
        who = made.ledger.member_of_staff(known)
    elif staff:
        who = made.ledger.staff()[0] if desk.practice else people.add(
            made.ledger, "12", "佐野 恵", role=role, pin=PIN
        )
    if before is not None:
        before(made.ledger, who)
    made.ledger.close()
    at = [datetime.now(era.JST)]
    theme = Theme(root, settings.look, practice=desk.practice)
    session = Session(root, lambda: Ledger.open(home), close_ledger=Ledger.close)
    verbs = Verbs(
        returns.scan, lambda ledger: ledger.count_outstanding(), people.sign_in, lookup.bag, attention, lookup.longest
    )
    window = Window(
        root,
        theme,
        session,
        desk,
        screens,
        verbs,
        clock=lambda: at[0],
        settings=replace(settings, volume=Volume.OFF),
    )
    window.set_person(who)
    root.deiconify()
    root.attributes("-zoomed", True)
    result = Opened(window, at)
    try:
        while not (root.winfo_viewable() and root.winfo_width() == 1366 and session.idle):
            root.update()
        focus = window.view.first_focus()
        focus.focus_force()
        while root.focus_get() is not focus or focus.bindtags()[:3] != FIRST:
            root.update()
        yield result
    finally:
        window.stop()
        root.attributes("-zoomed", False)
        root.withdraw()
        root.update()


def texts(widget: tk.Misc) -> str:
    """Every word that is to be seen, a line each."""
    own = [str(widget.cget("text"))] if widget.winfo_class() == "Label" and widget.winfo_viewable() else []
    return "\n".join(own + [text for child in widget.winfo_children() if (text := texts(child))])


def cut(widget: tk.Misc) -> list[str]:
    """Labels that have less room than their text, or reach out of what holds them."""
    found = []
    for child in widget.winfo_children():
        if child.winfo_class() == "Label" and child.winfo_viewable():
            box = child.master
            if (
                child.winfo_width() < child.winfo_reqwidth() - 1
                or child.winfo_height() < child.winfo_reqheight() - 1
                or child.winfo_x() + child.winfo_width() > box.winfo_width() + 1
                or child.winfo_y() + child.winfo_height() > box.winfo_height() + 1
            ):
                found.append(str(child.cget("text")))
        found += cut(child)
    return found


def outside(widget: tk.Misc, frame: tk.Misc) -> list[str]:
    """Fields and labels that lie below or beside the frame, where nobody sees them."""
    right, low = frame.winfo_rootx() + frame.winfo_width(), frame.winfo_rooty() + frame.winfo_height()
    return [
        f"{child} {child.winfo_class()}"
        for child in every(widget)
        if child.winfo_viewable()
        and child.winfo_class() in ("Label", "TEntry")
        and (
            child.winfo_rootx() + child.winfo_width() > right + 1
            or child.winfo_rooty() + child.winfo_height() > low + 1
        )
    ]


def squashed(widget: tk.Misc) -> list[str]:
    """Fields that are lower than a line of what is typed in them."""
    return [
        str(child)
        for child in every(widget)
        if child.winfo_class() == "TEntry"
        and child.winfo_viewable()
        and child.winfo_height() < child.winfo_reqheight() - 1
    ]


def every(widget: tk.Misc) -> Iterator[tk.Misc]:
    """All widgets inside one."""
    for child in widget.winfo_children():
        yield child
        yield from every(child)
