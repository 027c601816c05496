"""What every screen and every panel offers to the window. Screens hold no truth: they ask the session and
show the answer."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from branch_desk.ui import keys
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.scanner import Scan

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Next:
    """The one next action; the tone is blue, green (after success), amber or red."""

    sentence: str
    tone: str = "blue"


class View:
    """Something that has the keys: a screen, or a panel over it."""

    quiet = False  # nothing is half done here just now, so that a printer in trouble may open its panel

    def __init__(self, window: Window) -> None:
        self.window = window
        self.theme = window.theme
        self.session = window.session
        self.body: tk.Frame | None = None

    @property
    def title(self) -> str:
        """What stands in the title row."""
        raise NotImplementedError

    def build(self, parent: tk.Frame) -> None:
        """Make the widgets, in the order in which Tab visits them."""
        raise NotImplementedError

    def next_line(self) -> Next:
        """The one next action now."""
        raise NotImplementedError

    def keys(self) -> dict[Slot, Key]:
        """The bar; slots that are not named are grey."""
        return {}

    def first_focus(self) -> tk.Misc | None:
        """Where the focus goes when the view is shown and held none before."""
        return None

    def on_shown(self) -> None:
        """The view has come to the front: ask again what may have changed."""

    def on_key(self, slot: Slot) -> bool:
        """A key of the bar was pressed; False if it has no use now."""
        return False

    def on_digit(self, digit: int) -> bool:
        """A single digit, typed where no field takes it; False if it decides nothing."""
        return False

    def on_several(self, characters: str) -> None:
        """Typed so quickly, where no field takes it, that it may be part of a scan: only a number that is being typed
        takes it."""

    def on_arrow(self, way: str) -> bool:
        """'up' or 'down'; False leaves it to the widget with the focus."""
        return False

    def on_scan(self, scan: Scan) -> bool:
        """A scan of a slip or a bag (a panel over the screen is asked in its place); False lets the window say in
        the strip what it was."""
        return False

    def on_badge(self, code: str) -> bool:
        """A staff badge; False changes the person who acts, as everywhere."""
        return False

    def on_covered(self) -> None:
        """The screen is being hidden: what must not outlast that is forgotten."""

    def on_changed(self, changed: Any) -> None:
        """Something was recorded: what is visible asks again."""

    def refresh(self) -> None:
        """The next action or the keys may be others now."""
        self.window.refresh()


class Screen(View):
    """One of the nine places on the rail."""

    name: str = ""

    @classmethod
    def digit(cls) -> int:
        """Its digit on the rail."""
        return keys.PLACES[cls.name]

    def build_again(self, parent: tk.Frame) -> None:
        """Another size of text or other colours: make the widgets anew. The old ones can still be read, so
        that what is half typed stays."""
        self.build(parent)

    def look_at(self, number: str) -> None:
        """Show this slip, where the screen can: a scan or a list of another screen leads here."""


@dataclass(frozen=True, slots=True)
class Later:
    """A screen whose module is loaded when it is first opened, so that the first one is there sooner."""

    name: str
    module: str
    kind: str

    def digit(self) -> int:
        """Its digit on the rail."""
        return keys.PLACES[self.name]

    def __call__(self, window: Window) -> Screen:
        return getattr(import_module(self.module), self.kind)(window)


class Panel(View):
    """Lies over the screen and has the keys until it is closed; the screen below keeps everything."""

    covers_all = False  # the cover hides the frame too
    floating = False  # the screen stays to be seen around it

    @property
    def there(self) -> bool:
        """Whether it is still open. An answer may come when somebody went on to another screen meanwhile."""
        return self.body is not None and bool(self.body.winfo_exists())

    def holds(self) -> bool:
        """Whether it shows what would be lost with it: then it says so, and neither another screen follows nor the end."""
        return False

    def close(self) -> None:
        """Take the panel away; the focus returns to where it was."""
        self.window.close_panel(self)
