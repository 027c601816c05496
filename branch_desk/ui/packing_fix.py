"""F4 of 袋入れ・発送: out of the bag, open again, the exception of the 係長."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_bags as words
from branch_desk.services import bags
from branch_desk.services.results import Refusal
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.packing_panels import ONE, OUT, REOPEN, WHOLE, BagReason
from branch_desk.ui.packing_says import Said
from branch_desk.ui.reason_panel import Chosen, What
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.packing import Packing

Done = Callable[[Any], None]


def fix(screen: Packing) -> None:
    """What can be put right now."""
    row, view = screen.row_of(screen.marked), screen.view
    if view is None:
        return
    if screen.mode == "checking" and not (screen.short or screen.marked_differs):
        # 係長に報告 comes first, then looking; the exception is the next press
        screen.short, screen.said = True, None
        screen.window.play(Sound.LOOK)
        screen.redraw(mark=next((row.number for row in screen.rows if not row.confirmed), None))
        return
    whats: tuple[What, ...]
    if screen.mode == "packing":
        whats = (OUT,)
    elif screen.mode == "checking":
        whats = (ONE, OUT)
    else:
        whats = (REOPEN, OUT, WHOLE) if screen.mode == "closed" else (REOPEN, OUT)
    one = screen.mode in ("packing", "checking") and row is not None
    heading = words.OUT_TITLE.format(label=row.label) if screen.mode == "packing" and row else (
        words.APPROVAL_ONE.format(label=row.label) if one and row else words.FIX_TITLE.format(label=view.label))
    screen.window.open_panel(BagReason(screen.window, heading, whats, lambda chosen, done: _run(screen, chosen, done)))


def _run(screen: Packing, chosen: Chosen, done: Done) -> None:
    row, act = screen.row_of(screen.marked), screen.session.act
    if chosen.what.code == "reopen":
        act(bags.reopen, screen.bag, chosen.reason,
            then=_then(screen, done, Said("bag", "blue", words.REOPEN_DONE)), failed=screen.failed)
    elif chosen.what.code == "out" and row is not None:
        said = Said("tray", "blue", words.OUT_DONE, (f"{row.label}　{row.type_name}",))
        act(bags.take_out, screen.bag, row.number, chosen.reason, then=_then(screen, done, said), failed=screen.failed)
    else:
        done(None)
        _ask_approval(screen, None if chosen.what.code == "whole" else row, chosen)


def _ask_approval(screen: Packing, row: Any, chosen: Chosen) -> None:
    """The 係長 says yes, by badge and PIN."""
    label = row.label if row else screen.view.label if screen.view else ""
    heading = (words.APPROVAL_ONE if row else words.APPROVAL_WHOLE).format(label=label)
    reason = words.APPROVAL_ONE_RULE.format(reason=chosen.what.reasons[chosen.reason])

    def decided(approver: Approver, answered: Done) -> None:
        screen.session.act(
            bags.let_through, screen.bag, row.number if row else None, chosen.reason, approver.code, approver.pin,
            then=_then(screen, answered, Said("flag", "amber", words.EXCEPTION_DONE, (label,))), failed=screen.failed)

    screen.window.open_panel(Approval(screen.window, heading, reason, decided))


def _then(screen: Packing, done: Done, said: Said) -> Done:
    """The panel hears the answer first; what is recorded is shown on the screen."""

    def answered(answer: Any) -> None:
        done(answer)
        if not isinstance(answer, Refusal):
            screen.recorded(answer, None if answer.view.step == "checked" else said, Sound.LOOK)

    return answered
