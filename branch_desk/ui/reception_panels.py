"""受付: what F3, F4 and F5 open. 印刷見本 and how this visitor's お客様控 is printed; the last slip put right; papers, and
at a refusal the 案内票. A panel is loaded when it is opened: the first screen is there sooner without them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from branch_desk.domain import words_book
from branch_desk.domain import words_screen as words
from branch_desk.domain.fold import Slip
from branch_desk.services import book
from branch_desk.services.results import Refusal
from branch_desk.ui import open_file, print_panels
from branch_desk.ui.copy_panel import CitizenCopy, CopyPanel
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.reception import Reception


def more(screen: Reception) -> bool:
    """F3. Without a paper to look at, and from there, how this visitor's お客様控 is printed."""
    if screen.refusal is not None or screen.blank is not None:
        return False
    if screen.side.drawn is None or screen.chosen is None:
        _choose_copy(screen)
    else:
        from branch_desk.ui.preview_panel import PreviewPanel

        screen.window.open_panel(PreviewPanel(screen.window, screen.side.drawn, copy=lambda: _choose_copy(screen)))
    return True


def show_copy(screen: Reception) -> None:
    """Beside the form, where it is not as always."""
    copy = screen.visit.copy
    screen.form.show_copy(words.citizen_copy(copy.language, copy.large))


def fix(screen: Reception) -> bool:
    """F4: the last slip."""
    if screen.last is None or screen.refusal is not None:
        return False
    from branch_desk.ui.fix_panel import FixPanel

    def fixed(slip: Slip) -> None:
        """It is another from now on: the next correction begins from it."""
        if screen.last is not None and screen.last.slip.number == slip.number:
            screen.last = replace(screen.last, slip=slip)
            screen.refresh()

    screen.window.open_panel(FixPanel(screen.window, screen.last.slip, screen.last.label, fixed))
    return True


def papers(screen: Reception) -> bool:
    """F5: at a refusal the 案内票, else a printer that needs a hand, papers to look at, PDFs, another print."""
    if screen.refusal is not None:
        return _print_ticket(screen, screen.refusal)
    if print_panels.open_for(screen.window):
        return True
    if screen.papers.folder is not None:
        open_file.show(screen.papers.folder)
    elif screen.last is not None and screen.window.prints.any:
        number = screen.last.slip.number
        screen.session.run(
            book.open_slip, number, then=lambda opened: _print_again(screen, opened), latest="papers"
        )
    else:
        return False
    return True


# ---- inside


def _choose_copy(screen: Reception) -> None:
    def chosen(copy: CitizenCopy) -> None:
        screen.visit.copy = copy
        show_copy(screen)

    window = screen.window
    window.open_panel(CopyPanel(window, screen.visit.copy, large=window.prints.takes_a4, chosen=chosen))


def _print_ticket(screen: Reception, refusal: Refusal) -> bool:
    """案内票: the visitor takes along where to go instead."""
    if screen.session.who is None:
        return screen.say(words_book.NOBODY)
    from branch_desk.ui.guide_ticket import print_ticket

    def told(line: Next) -> None:
        screen.window.tell(line.sentence)
        if screen.refusal is not None:
            screen.said = line
        screen.refresh()

    about = screen.chosen.name if screen.chosen is not None else screen.form.text("type")
    print_ticket(screen.window, about, refusal.guidance, told=told)
    return True


def _print_again(screen: Reception, opened: book.Opened | Refusal) -> None:
    from branch_desk.ui.paper_panel import PaperPanel

    if not isinstance(opened, Refusal) and screen.window.view is screen:
        screen.window.open_panel(PaperPanel(screen.window, opened, lambda said: None))
