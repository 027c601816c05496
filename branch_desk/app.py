"""Composition root: the only file that knows everyone."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tkinter as tk

    from branch_desk.domain.desk import Desk
    from branch_desk.domain.rights import Role
    from branch_desk.domain.staff import Staff
    from branch_desk.services.desks import SetUp
    from branch_desk.services.results import Refusal
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.first_run import FirstRun, Registration
    from branch_desk.ui.screen import Later
    from branch_desk.ui.session import Session
    from branch_desk.ui.settings import Settings
    from branch_desk.ui.start_pages import Approved
    from branch_desk.ui.theme import Look

SURROUNDINGS = 3
CLOSING_PATIENCE = 5.0      # seconds without a sign of life from a place for backups, when the day is over
ICONS = [Path(__file__).parent / "ui" / "images" / f"program-{size}.png" for size in (16, 32, 64)]
GROUND = "#F4F6F8"      # tokens.LIGHT["bg"], before tokens are loaded


def main(arguments: Sequence[str]) -> int:
    """The command line where there are arguments, else the window. Returns the exit code."""
    if not arguments:
        return run_window()
    from branch_desk import cli

    return cli.main(arguments)


def run_window() -> int:
    """Opens the window and returns when it is closed."""
    _have_streams()
    import tkinter as tk

    from branch_desk.domain import words_start
    from branch_desk.services.home import default_home
    from branch_desk.ui import dpi, font_files
    from printing.fonts import FONT_FILES

    dpi.make_aware()
    font_files.register(FONT_FILES)
    try:
        root = tk.Tk(className="branch_desk")
    except tk.TclError:
        print(words_start.NO_DISPLAY, file=sys.stderr)
        return SURROUNDINGS
    Opening(root, default_home()).begin()
    root.mainloop()
    return 0


def _have_streams() -> None:
    """A windowed exe has no standard streams (guides/windows.md), and a library that prints would fail."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the life of the process


@dataclass(frozen=True, slots=True)
class Ready:
    """What the window needs of a ledger that was just opened on its own thread."""

    desk: Desk
    staff: tuple[Staff, ...]
    settings: Settings
    clock: Callable[[], datetime]
    findings: tuple[str, ...]
    to_approve: tuple[str, ...]
    asks_key: bool


class Opening:
    """From the start of the program to a window with a ledger."""

    def __init__(self, root: tk.Tk, home: Path) -> None:
        self.root, self.home = root, home

    def begin(self) -> None:
        """The ledger there is, or the choice of a new one."""
        import tkinter as tk

        from branch_desk.domain import words_start
        from branch_desk.services import journal
        from branch_desk.ui.theme import Look

        journal.start(self.home)
        self.root.title(words_start.PROGRAM)
        self.root.iconphoto(True, *(tk.PhotoImage(master=self.root, file=file) for file in ICONS))
        self.root.configure(bg=GROUND)          # the window is there at once; what stands in it follows
        self.root.geometry("1366x688")
        if (self.home / "ledger").exists() or (self.home / "witness").exists():
            self.open_ledger(Look())
        else:
            self.first_run(Look())

    def first_run(self, look: Look) -> None:
        """Practise at once, or register this desk."""
        from branch_desk.ui.first_run import FirstRun

        def made(registration: Registration, chosen: Look) -> Refusal | None:
            return self._set_up(registration, chosen, page)

        page = FirstRun(self.root, look, made, self.leave)

    def _set_up(self, registration: Registration, look: Look, page: FirstRun) -> Refusal | None:
        from branch_desk.domain.rights import StaffRole
        from branch_desk.services import desks, people, practice, results, settings
        from branch_desk.store import faults
        from branch_desk.ui.settings import Settings

        pin = registration.pin or None
        if registration.staff_code:     # a desk whose first person was refused could neither be used nor made again
            faulty = people.fault_of(registration.staff_code, registration.staff_name, pin)
            if faulty is not None:
                return faulty
        try:
            made = desks.set_up(self.home, registration.desk)
        except faults.Fault as fault:
            return results.Refusal(fault.word, fault.sentence, fault.todo)
        if isinstance(made, results.Refusal):
            return made
        if registration.staff_code:
            added = people.add(made.ledger, registration.staff_code, registration.staff_name,
                               role=StaffRole.RESPONSIBLE, pin=pin)
            if isinstance(added, results.Refusal):
                made.ledger.close()
                return added
        if registration.desk.practice:
            practice.month(made.ledger)     # 0.2 s, in one transaction: a newcomer sees full screens
        settings.set_window(made.ledger, Settings(look).kept())
        made.ledger.close()
        page.close()
        if registration.desk.practice:
            self.open_ledger(look)
        else:
            self._show_recovery_key(made, registration, look)
        return None

    def _show_recovery_key(self, made: SetUp, registration: Registration, look: Look) -> None:
        from branch_desk.services import desks, files, people, results
        from branch_desk.store import faults
        from branch_desk.store.ledger import Ledger
        from branch_desk.ui import open_file
        from branch_desk.ui.start_pages import RecoveryKeyPage

        form = self.home / "paper" / "recovery-key.pdf"

        def make_form() -> bool | None:
            try:
                desks.recovery_form(registration.desk, made.recovery_key, registration.staff_name, form)
            except OSError:
                return None
            return open_file.show(form)

        def done() -> None:
            with contextlib.suppress(OSError):      # a viewer may hold it: what stays goes when the ledger is opened
                files.shred(form)               # the key must not stay on the disk
            page.close()
            self.open_ledger(look)

        def check(typed: dict[int, str]) -> Refusal | None:
            try:
                with Ledger.open(self.home) as ledger:
                    if ledger.waits_for_recovery_key:
                        desks.enter_recovery_key(ledger, made.recovery_key)
                    who = people.acting(ledger, registration.staff_code)
                    answer = who if isinstance(who, results.Refusal) else desks.check_recovery(ledger, who, typed)
            except faults.Fault as fault:
                return results.Refusal(fault.word, fault.sentence, fault.todo)
            return answer if isinstance(answer, results.Refusal) else None

        page = RecoveryKeyPage(self.root, look, made.recovery_key, made.kept_in, make_form=make_form, done=done,
                               groups=desks.groups_to_ask(made.recovery_key), check=check)

    def open_ledger(self, look: Look) -> None:
        """Opens it on its own thread; the window follows, or a page that says why not."""
        from branch_desk.ui.session import Session

        session = Session(self.root, self._open, close_ledger=_close)
        session.on_trouble = lambda error: self._stopped(session, error, look)
        session.run(_ready, then=lambda ready: self._ask_key(session, ready))

    def _open(self) -> Ledger:
        from branch_desk.services import paper
        from branch_desk.store.ledger import Ledger

        ledger = Ledger.open(self.home)
        paper.clear_folder(ledger)
        return ledger

    def _ask_key(self, session: Session, ready: Ready) -> None:
        """First of all the recovery key, where the office keeps no key on this PC."""
        if not ready.asks_key:
            self._show_findings(session, ready)
            return
        from branch_desk.services import desks
        from branch_desk.ui.start_pages import KeyAtStart

        def done() -> None:
            page.close()
            self._show_findings(session, ready)

        def enter(typed: str, answered: Callable[[str | Refusal], None]) -> None:
            session.run(desks.enter_recovery_key, typed, then=answered)

        def leave() -> None:
            session.close()
            self.leave()

        page = KeyAtStart(self.root, ready.settings.look, enter=enter, done=done, leave=leave)

    def _show_findings(self, session: Session, ready: Ready) -> None:
        """First what opening found, where it found anything."""
        if not ready.findings:
            self._show(session, ready)
            return
        from branch_desk.services import desks
        from branch_desk.ui.start_pages import Findings

        def done() -> None:
            page.close()
            self._show(session, ready)

        def approve(what: str, code: str, pin: str | None, answered: Approved) -> None:
            session.run(desks.approve_as, code, pin, what, then=answered)

        def leave() -> None:
            session.close()
            self.leave()

        page = Findings(self.root, ready.settings.look, ready.findings, done=done, leave=leave, asks=ready.to_approve,
                        approve=approve, asks_pin=not ready.desk.practice)

    def _show(self, session: Session, ready: Ready) -> None:
        from branch_desk.domain.rights import Role
        from branch_desk.ui import keys
        from branch_desk.ui.theme import Theme
        from branch_desk.ui.window import Verbs, Window

        if ready.desk.role is Role.SECTION:
            waiting, longest = _when_asked("sending_back", "count"), None
        else:
            waiting, longest = _when_asked("book", "count_outstanding"), _when_asked("lookup", "longest")
        verbs = Verbs(look_up=_when_asked("returns", "scan"), waiting=waiting, sign_in=_when_asked("people", "sign_in"),
                      bag=_when_asked("lookup", "bag"), attention=_when_asked("attention", "count"), longest=longest)
        theme = Theme(self.root, ready.settings.look, practice=ready.desk.practice)
        window = Window(self.root, theme, session, ready.desk, _screens(ready.desk.role), verbs, clock=ready.clock,
                        settings=ready.settings)
        if len(ready.staff) == 1 or (ready.staff and ready.desk.practice):     # nobody has to say who practises
            window.set_person(ready.staff[0])
        elif not ready.staff:       # set up from the command line: somebody has to be registered first
            window.go(keys.PLACES["settings"])
        else:
            window.cover()

    def _stopped(self, session: Session, error: BaseException, look: Look) -> None:
        from branch_desk.domain import words_start
        from branch_desk.services import journal
        from branch_desk.store import faults
        from branch_desk.ui.start_pages import Stopped

        session.close()
        if isinstance(error, faults.Fault):
            told = (error.title, error.sentence, error.todo)
        else:
            journal.record(error)
            told = (words_start.UNFORESEEN, words_start.UNFORESEEN_SENTENCE, words_start.UNFORESEEN_TODO)

        def again() -> None:
            page.close()
            self.begin()

        page = Stopped(self.root, look, *told, again=again, leave=self.leave)

    def leave(self) -> None:
        """The end, before there was a window."""
        self.root.destroy()


# The screens of each role of desk: name, module, class. A screen is listed once its module exists; its digit on the
# rail is in ui/keys.py.
EVERYWHERE = (
    ("book", "book", "Book"),
    ("attention", "attention", "Attention"),
    ("guide", "guide", "Guide"),
    ("statistics", "statistics", "StatisticsScreen"),
    ("exchange", "exchange", "Exchange"),
    ("settings", "settings_screen", "SettingsScreen"),
)
SCREENS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "counter": (
        ("reception", "reception", "Reception"),
        ("returns", "returning", "Returning"),
        ("packing", "packing", "Packing"),
        *EVERYWHERE,
    ),
    "section": (
        ("receiving", "receiving", "Receiving"),
        ("sending_back", "sending_back", "SendingBack"),
        *EVERYWHERE,
    ),
    "office": (
        *EVERYWHERE,
    ),
}


def _when_asked(module: str, verb: str) -> Callable[..., Any]:
    """A verb whose module is loaded when it is first asked for; the first screen is drawn without it."""
    def ask(*given: Any) -> Any:
        return getattr(import_module(f"branch_desk.services.{module}"), verb)(*given)
    return ask


def _screens(role: Role) -> tuple[Later, ...]:
    """What this desk has on its rail. A module is loaded when its screen is first opened."""
    from branch_desk.ui.screen import Later

    return tuple(Later(name, f"branch_desk.ui.{module}", kind) for name, module, kind in SCREENS[role.value])


def _ready(ledger: Ledger) -> Ready:
    from branch_desk.services import desks, people, settings
    from branch_desk.ui.settings import Settings

    findings = ledger.check_at_start()
    if ledger.clock_doubt() is not None:    # before the first slip: its number would belong to a year that nobody is in
        from branch_desk.services import care

        findings += (care.clock_finding(ledger),)
    asks = desks.to_approve(ledger)
    if asks and not people.has_responsible(ledger.staff()):     # restored without a backup
        from branch_desk.domain import words_start

        findings += (words_start.APPROVE_NOBODY,)
    return Ready(ledger.desk, ledger.staff(), Settings.of(settings.of_window(ledger)), ledger.now, findings, asks,
                 ledger.waits_for_recovery_key)


def _close(ledger: Ledger) -> None:
    from branch_desk.services import backup, paper

    try:
        paper.clear_folder(ledger)
        backup.make(ledger, "closing", patience=CLOSING_PATIENCE)
    finally:
        ledger.close()
