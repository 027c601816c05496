"""The second person at the bag: badge and PIN, then each slip read and counted. A scan identifies, a key decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_bags as words
from branch_desk.domain import words_screen
from branch_desk.domain.fold import Slip
from branch_desk.services import bags
from branch_desk.services.bags import Checking, Done
from branch_desk.services.results import Refusal
from branch_desk.ui.packing_panels import DIFFERS, BagReason, PinPanel
from branch_desk.ui.packing_says import Said
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.packing import Packing

Heard = Callable[[Any], None]


def badge_read(screen: Packing, found: bool) -> None:
    """Another person acts now, at a bag that is closed."""
    if not found:
        screen.say(Said("square", "grey", words_screen.UNKNOWN_BADGE, (), words.NEXT_BADGE), Sound.LOOK)
        return
    screen.checking = screen.asked = None
    begin(screen)


def begin(screen: Packing, pin: str | None = None, heard: Heard | None = None) -> None:
    """Whether whoever acts may check; where a PIN is asked the panel follows."""
    screen.session.act(bags.begin_check, screen.bag, pin, then=lambda answer: _begun(screen, answer, heard))


def _begun(screen: Packing, answer: Checking | Refusal, heard: Heard | None) -> None:
    if heard is not None:
        heard(answer)
    if isinstance(answer, Checking):
        screen.checking, screen.said, screen.short = answer, None, False
        if heard is None:
            screen.window.play(Sound.GOOD)
        screen.draw()
    elif heard is None and answer.rule == "pin_needed":
        screen.said = None
        screen.draw()
        screen.window.open_panel(PinPanel(screen.window, screen.session.who.surname,
                                          lambda pin, done: begin(screen, pin, done)))
    elif heard is None:
        screen.refused(answer)


def to_count(screen: Packing, slip: Slip | Refusal) -> None:
    """A slip was read. The one before, where no key was pressed, stays unconfirmed."""
    if isinstance(slip, Refusal):
        screen.asked = None
        screen.refused(slip)
        return
    screen.asked, screen.said, screen.short = slip, None, False
    screen.marked = slip.number
    screen.window.play(Sound.GOOD)
    screen.draw()


def decide(screen: Packing, digit: int) -> bool:
    """1 agrees, 2 differs."""
    if digit == 1:
        check(screen, agrees=True)
    elif digit == 2:
        _ask_what_differs(screen)
    return digit in (1, 2)


def _ask_what_differs(screen: Packing) -> None:
    """Key 2: what is different."""
    row = screen.row_of(screen.asked.number if screen.asked else None)
    if row is not None:
        screen.window.open_panel(BagReason(
            screen.window, words.DIFFERS_TITLE.format(label=row.label), (DIFFERS,),
            lambda chosen, done: check(screen, agrees=False, reason=chosen.reason, heard=done)))


def check(screen: Packing, *, agrees: bool, reason: str | None = None, heard: Heard | None = None) -> None:
    """The count is recorded."""
    asked = screen.asked
    if asked is None or screen.busy:
        return
    screen.busy = True
    screen.session.act(bags.check, screen.bag, asked.number, agrees=agrees, reason=reason, checking=screen.checking,
                       then=lambda answer: _checked(screen, answer, agrees, heard), failed=screen.failed)


def _checked(screen: Packing, answer: Done | Refusal, agrees: bool, heard: Heard | None) -> None:
    screen.busy = False
    if heard is not None:
        heard(answer)
    if isinstance(answer, Refusal):
        if heard is None:
            screen.asked = None
            screen.refused(answer)
        return
    row = screen.row_of(screen.asked.number if screen.asked else None)
    label = (row.label,) if row else ()
    if agrees:
        said = None if answer.view.complete else Said("tick", "green", words.AGREED_WORD, label)
        screen.recorded(answer, said, Sound.GOOD)
    else:
        screen.recorded(answer, Said("differs", "amber", words.DIFFERS_WORD, label, words.DIFFERS_TODO), Sound.LOOK)
