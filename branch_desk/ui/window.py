"""The window: which screen is open, who has the keys, and what a scan does where nobody took it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import printing
from branch_desk.domain import era
from branch_desk.domain import words_screen as words
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import people
from branch_desk.services.results import Refusal
from branch_desk.ui import keys, print_panels, tokens, trouble
from branch_desk.ui.care_desk import CareDesk
from branch_desk.ui.clipboard import Clipboard
from branch_desk.ui.cover import Cover
from branch_desk.ui.exchange_desk import ExchangeDesk
from branch_desk.ui.frame import Frame, Place, Status
from branch_desk.ui.icons import Icons
from branch_desk.ui.key_router import Hands, KeyRouter
from branch_desk.ui.key_sheet import KeySheet
from branch_desk.ui.keys import Slot
from branch_desk.ui.parts import forget_secrets
from branch_desk.ui.print_desk import PrintDesk
from branch_desk.ui.scan_desk import ScanDesk
from branch_desk.ui.screen import Later, Panel, Screen, View
from branch_desk.ui.session import Session
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Sound, Sounds
from branch_desk.ui.strip import Strip
from branch_desk.ui.theme import Theme

if TYPE_CHECKING:
    from branch_desk.services.lookup import BagSeen
    from branch_desk.services.returns import Scanned

TICK_MS = 1000
WARM_MS = 60
PANEL_WIDTH = 820


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the window itself asks of the services; each gets the ledger first."""

    look_up: Callable[[Any, str], Scanned]  # a scan that no screen took -> Scanned
    waiting: Callable[[Any], int]  # slips whose original is still out
    sign_in: Callable[[Any, str], Staff | Refusal]  # by staff number
    bag: Callable[[Any, str], BagSeen | Refusal] | None = None  # a bag's barcode that no screen took
    attention: Callable[[Any], int] | None = None  # how many slips are in 要対応
    longest: Callable[[Any], int | None] | None = None  # opening days of the oldest slip that is still out


class Window:
    """One window for one desk. Screens are made when they are first opened and keep what is typed in them."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        session: Session,
        desk: Desk,
        screens: Sequence[type[Screen] | Later],
        verbs: Verbs,
        *,
        clock: Callable[[], datetime],
        settings: Settings | None = None,
    ) -> None:
        self.root, self.theme, self.session, self.desk, self.verbs, self.clock = (
            root,
            theme,
            session,
            desk,
            verbs,
            clock,
        )
        self.settings = settings or Settings()
        self.sounds = Sounds(self.settings.volume)
        self.icons = Icons(theme)
        self._classes = {screen.digit(): screen for screen in screens}
        self._made: dict[int, Screen] = {}
        self._open: Screen | None = None
        self._panels: list[Panel] = []
        self._focus: dict[View, tk.Misc] = {}
        self._tick: str | None = None
        self._unseen: list[Callable[[], object]] = []
        self._told = ""
        self._waiting: int | None = None
        self._longest: int | None = None
        root.title(
            f"{words.PROGRAM} — {desk.branch} {desk.name}"
            + (f" {words.PRACTICE_MARK}" if desk.practice else "")
        )
        width, height = (theme.fixed(n) for n in tokens.WINDOW)
        root.geometry(f"{width}x{height}")
        root.minsize(width, height)
        root.protocol("WM_DELETE_WINDOW", self.close)
        self._unhook = trouble.install(self)
        session.on_changed = self._changed
        self.clipboard = Clipboard(root)
        self.prints = PrintDesk(self)
        self.exchange = ExchangeDesk(self)
        self.care = CareDesk(self)
        self.scans = ScanDesk(self)
        self._build_frame()
        self.router = KeyRouter(
            root,
            Hands(self.press, self._digit, self._arrow, self._go_or_sheet, self.scans.take, self._several),
            gap_ms=self.settings.scanner_gap_ms,
        )
        self._show_clock()
        self.go(min(self._classes))
        # Behind the first picture: Tk gives way to other threads at every widget, and each time has to wait for its turn.
        self._later: str | None = root.after(1, self._when_drawn)

    def _when_drawn(self) -> None:
        self._later = self.root.after_idle(self._after_first_picture)

    def _after_first_picture(self) -> None:
        self._later = None
        self.ask_status()
        self.prints.start()
        self.exchange.start()
        self.care.start()
        self.session.calm_down()
        # the first paper is then as quick as the next
        self.root.after(WARM_MS, lambda: self.session.paper(printing.warm))

    # ---- moving

    @property
    def view(self) -> View:
        """Who has the keys: the topmost panel, else the open screen."""
        return self._panels[-1] if self._panels else self._screen

    @property
    def screen_name(self) -> str:
        """The screen under whatever panel."""
        return self._screen.name

    @property
    def places(self) -> frozenset[str]:
        """The names of the screens that this desk has."""
        return frozenset(screen.name for screen in self._classes.values())

    @property
    def screen_names(self) -> tuple[str, ...]:
        """The screens of this desk, in the order of the rail."""
        return tuple(self._classes[digit].name for digit in sorted(self._classes))

    @property
    def covered(self) -> bool:
        """Whether the cover hides everything."""
        return any(isinstance(panel, Cover) for panel in self._panels)

    @property
    def _screen(self) -> Screen:
        assert self._open is not None
        return self._open

    def go(self, digit: int) -> None:
        """Open the screen of this digit; what is half typed in the other stays there."""
        if digit not in self._classes or any(panel.covers_all for panel in self._panels) or any(panel.holds() for panel in self._panels):
            return
        for panel in list(self._panels):
            self.close_panel(panel)
        self.strip.hide()
        screen = self._made.get(digit)
        if screen is None:
            screen = self._made[digit] = self._classes[digit](self)
            screen.body = self.parts.box(self.frame.content)
            screen.build(screen.body)
        assert screen.body is not None
        if self._open is not screen:
            self._keep_focus()
            if self._open is not None and self._open.body is not None:
                self._open.body.grid_remove()
            self._open = screen
            screen.body.grid(row=0, column=0, sticky="nsew")
        screen.on_shown()
        self._give_focus(screen)
        self.refresh()

    def carry(self, number: str, place: str = "book") -> None:
        """Open 管理簿 on this slip's history, or the other screen that has been asked for. Looking is carried from any
        screen; acting needs a second scan."""
        digit = keys.PLACES[place]
        if digit in self._classes and not self.covered:
            self.go(digit)
            self._screen.look_at(number)

    def open_panel(self, panel: Panel) -> None:
        """Lay a panel over the screen; it has the keys until it is closed. Under the cover it would have them unseen, and
        nobody could take the cover off: it waits."""
        if self.covered:
            self._unseen.append(lambda: self.open_panel(panel))
            return
        self._keep_focus()
        content = self.frame.content
        if panel.floating:
            panel.body = self.parts.card(content, line="ink", width=3)
        else:
            panel.body = self.parts.box(self.frame.outer if panel.covers_all else content)
        panel.build(panel.body)
        if panel.covers_all:
            panel.body.place(x=0, y=0, relwidth=1, relheight=1)
        elif panel.floating:
            panel.body.place(
                x=self.theme.px(40),
                y=self.theme.px(4),
                width=min(self.theme.px(PANEL_WIDTH), content.winfo_width() - self.theme.px(40)),
            )
        else:
            panel.body.grid(row=0, column=0, sticky="nsew")
        panel.body.lift()
        self._panels.append(panel)
        self._give_focus(panel)
        self.refresh()

    def close_panel(self, panel: Panel) -> None:
        """Take a panel away and give the focus back."""
        if panel not in self._panels:
            return
        self._panels.remove(panel)
        self._focus.pop(panel, None)
        if panel.body is not None:
            panel.body.destroy()
        if self._open is not None:
            self._give_focus(self.view)
            self.refresh()
        print_panels.check_at_start(self)
        while self._unseen and not self.covered:
            self._unseen.pop(0)()

    def when_seen(self, do: Callable[[], object]) -> None:
        """Now, or when the cover is taken off: what came of something is neither lost nor laid over the cover."""
        if self.covered:
            self._unseen.append(do)
        else:
            do()

    def refresh(self) -> None:
        """Ask the view that has the keys for its title, its next action and its keys again."""
        if self._open is None:
            return
        view = self.view
        shown = keys.unused() | view.keys()
        self.frame.set_title(view.title, None if isinstance(view, KeySheet) else self._screen.name)
        self.frame.set_next(view.next_line())
        self.frame.set_keys(shown)

    # ---- what screens may do

    def tell(self, sentence: str) -> None:
        """The last thing done, with its time, in the status line."""
        self._told = f"{era.clock(self.clock())} {sentence}"
        self.frame.set_last(self._told)

    def play(self, sound: Sound) -> None:
        """One of the four sounds."""
        self.sounds.play(sound)

    def ask_status(self) -> None:
        """Ask the facts of the status line again."""
        self.session.run(self._count, then=self._status, latest="status")

    def show_status(self) -> None:
        """What is known now: printers and papers first, then the slips that are still out."""
        facts = self.prints.status()
        for place, line in (("exchange", self.exchange.line()), ("settings", self.care.line())):
            # on the rail too, which has room whatever else is wrong, and which is built anew for another size of text
            self.frame.set_badge(place, "" if line is None or line.quiet else words.RAIL_MARK)
            if line is not None:
                facts.append(line)
        if self._waiting is not None:
            if self.desk.role is Role.SECTION:
                facts.append(Status("custody", words.waiting_to_send_back(self._waiting)))
            else:
                short = words.waiting_for_return(self._waiting)
                facts.append(Status("custody", words.waiting_for_return(self._waiting, self._longest), short))
        self.frame.set_status(facts)

    def change_person(self, number: str, then: Callable[[bool], None]) -> None:
        """Another member of staff acts from now on; what is typed stays."""

        def found(staff: Staff | Refusal) -> None:
            if not isinstance(staff, Refusal):
                self.set_person(staff)
            then(not isinstance(staff, Refusal))

        self.session.run(self.verbs.sign_in, number, then=found)

    def set_person(self, staff: Staff | None) -> None:
        """Who acts now."""
        self.session.who = staff
        self.frame.set_acting(staff.surname if staff else "")

    def wear(self, settings: Settings) -> None:
        """Other settings from now on. Where they are to be seen everything is built anew, at the same place,
        with what is half typed in it."""
        before, self.settings = self.settings, settings
        self.sounds.volume = settings.volume
        if (before.look, before.typed_names) == (settings.look, settings.typed_names):
            return
        covered = self.covered
        for panel in list(self._panels):
            self.close_panel(panel)
        self.strip.hide()
        old = self.frame.outer
        old.pack_forget()  # its fields can still be read
        self.theme.apply(settings.look)
        self._build_frame()
        self._focus.clear()
        # the open one first: the others may ask whose turn it is
        for screen in sorted(self._made.values(), key=lambda screen: screen is not self._open):
            body = self.parts.box(self.frame.content)
            screen.build_again(body)
            screen.body = body
        old.destroy()
        assert self._screen.body is not None
        self._screen.body.grid(row=0, column=0, sticky="nsew")
        self.set_person(self.session.who)
        self.frame.set_last(self._told)
        self._say_time()
        self.ask_status()
        self._give_focus(self._screen)
        self.refresh()
        if covered:
            self.cover()

    def cover(self) -> None:
        """Hide everything at once, also what was copied; a PIN that was typed and not yet used is forgotten."""
        self.clipboard.clear()
        forget_secrets(self.root)
        if not any(panel.covers_all for panel in self._panels):
            for screen in self._made.values():
                screen.on_covered()
            self.open_panel(Cover(self))

    def cover_idle(self) -> None:
        """Nobody is there: hide everything, and whoever comes next has to say who they are."""
        if self.session.who is not None:
            self.session.act(people.lock, "idle")
        self.set_person(None)
        self.cover()

    def show_trouble(self, details: str) -> None:
        """One dialog at a time; the log has them all."""
        if self.covered:
            self._unseen.append(lambda: self.show_trouble(details))
        elif self._open is not None and not any(isinstance(panel, trouble.Trouble) for panel in self._panels):
            self.open_panel(trouble.Trouble(self, details))
            self.play(Sound.STOP)

    def stop(self) -> None:
        """Finish what was asked and leave the root empty."""
        self.clipboard.stop()
        for timer in (self._tick, self._later):
            if timer is not None:
                self.root.after_cancel(timer)
        self.strip.hide()
        self.router.stop()
        self.prints.stop()
        self.exchange.stop()
        self.care.stop()
        self.session.close()
        self.frame.outer.destroy()
        self._unhook()

    def close(self) -> None:
        """Finish what was asked and go. The last backup of the day may take seconds: nobody has to look at it."""
        if any(panel.holds() for panel in self._panels):
            return
        self.root.withdraw()
        self.stop()
        self.root.destroy()

    # ---- keys and scans

    def press(self, slot: Slot) -> bool:
        """A key of the bar, by hand or by click; False if it has no use now."""
        if slot is Slot.COVER:
            if self.session.who is not None and not self.covered:
                self.session.act(people.lock, "asked")
            self.cover()
            return True
        if slot is Slot.BACK and self.strip.visible and not self._panels:
            self.strip.hide()
            return True
        used = self.view.on_key(slot)
        if used:
            self.refresh()
        return used

    def _several(self, characters: str) -> None:
        self.view.on_several(characters)

    def _digit(self, digit: int) -> bool:
        used = self.view.on_digit(digit)
        if used:
            self.refresh()
        return used

    def _arrow(self, way: str) -> bool:
        used = self.view.on_arrow(way)
        if used:
            self.refresh()
        return used

    def _go_or_sheet(self, digit: int) -> None:
        if digit == keys.KEY_SHEET_DIGIT:
            if not self._panels:
                self.open_panel(KeySheet(self))
        elif digit == keys.PLACES["book"] and self.strip.visible and self.strip.number and not self._panels:
            self.carry(self.strip.number)
        else:
            self.go(digit)

    # ---- inside

    def _changed(self, changed: Any) -> None:
        if self._open is not None:
            self._open.on_changed(changed)
        for panel in self._panels:
            panel.on_changed(changed)
        if "prints" in changed.topics:
            self.prints.ask_pending()
        if changed.topics & {"settings", "backup"}:
            self.care.ask()
        self.ask_status()

    def _count(self, ledger: Any) -> tuple[int, int, int | None]:
        """On the ledger's thread."""
        verbs = self.verbs
        attention = verbs.attention(ledger) if verbs.attention else 0
        return verbs.waiting(ledger), attention, verbs.longest(ledger) if verbs.longest else None

    def _status(self, counted: tuple[int, int, int | None]) -> None:
        self._waiting, attention, self._longest = counted
        self.frame.set_badge("attention", f"{attention:,}" if attention else "")
        self.show_status()

    def _build_frame(self) -> None:
        self.frame = Frame(
            self.root,
            self.theme,
            self.icons,
            desk=self.desk.name,
            branch=self.desk.branch,
            places=[
                Place(screen.name, digit, words.SCREENS[screen.name])
                for digit, screen in self._classes.items()
            ],
            go=self.go,
            press=self.press,
        )
        self.parts = self.frame.parts
        self.strip = Strip(self.frame)

    def _say_time(self) -> None:
        now = self.clock()
        self.frame.set_clock(f"{era.wareki_date(now.date())} {era.clock(now)}")

    def _show_clock(self) -> None:
        self._say_time()
        self._tick = self.root.after(TICK_MS, self._show_clock)

    def _keep_focus(self) -> None:
        if self._open is None:
            return
        widget = self.root.focus_get()
        if widget is not None:
            self._focus[self.view] = widget

    def _give_focus(self, view: View) -> None:
        widget = self._focus.get(view)
        if widget is None or not widget.winfo_exists() or not str(widget).startswith(str(view.body)):
            widget = view.first_focus()
        # Tk gives the focus to a window that is not mapped only when it is, and until then keys go to the
        # old one
        self.root.update_idletasks()
        (widget or self.root).focus_set()
