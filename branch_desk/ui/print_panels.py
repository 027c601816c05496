"""When a panel about papers opens by itself: at the start of the day, and when a printer fails a clerk who is doing
nothing else just then. Over anything half typed it never does; F5 reaches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from branch_desk.ui.screen import Screen

if TYPE_CHECKING:
    from branch_desk.ui.print_check import CheckPanel
    from branch_desk.ui.print_trouble import PrinterDown
    from branch_desk.ui.window import Window

# The panels and all that they need are loaded when one is opened: the first screen is there sooner without them.


def check_at_start(window: Window) -> None:
    """始める前に: once, as soon as somebody is there to answer; without doubt nothing at all."""
    prints = window.prints
    if prints.start_shown or not prints.asked or window.session.who is None or window.covered:
        return
    prints.start_shown = True
    if prints.pending:
        window.open_panel(_check(window, at_start=True))


def printer_down(window: Window, name: str) -> None:
    """The panel of this printer, where nothing is half done."""
    view = window.view
    if isinstance(view, Screen) and view.quiet:
        window.open_panel(_down(window, name))


def open_for(window: Window) -> bool:
    """What F5 opens: a printer that needs a hand first, then papers that somebody has to look at."""
    prints = window.prints
    if prints.owing is not None:
        window.open_panel(_down(window, prints.owing))
    elif prints.to_look_at:
        window.open_panel(_check(window))
    elif prints.down:
        window.open_panel(_down(window, next(iter(prints.down))))
    else:
        return False
    return True


def _check(window: Window, *, at_start: bool = False) -> CheckPanel:
    from branch_desk.ui.print_check import CheckPanel

    return CheckPanel(window, at_start=at_start)


def _down(window: Window, name: str) -> PrinterDown:
    from branch_desk.ui.print_trouble import PrinterDown

    return PrinterDown(window, name)
