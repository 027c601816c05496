"""受領: F4 puts right, F12 finishes the bag. Both ask before they record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_section as words
from branch_desk.services import receiving
from branch_desk.services.arriving import Arriving
from branch_desk.services.receiving import Opened
from branch_desk.services.results import Refusal
from branch_desk.ui import receiving_panels, receiving_verbs
from branch_desk.ui.reason_panel import Chosen, What
from branch_desk.ui.receiving_panels import FixPanel
from branch_desk.ui.receiving_verbs import Step

if TYPE_CHECKING:
    from branch_desk.ui.receiving import Receiving

Done = Callable[[Any], None]


def offers(screen: Receiving) -> tuple[tuple[What, str], ...]:
    """What F4 offers, and of which number."""
    view, row = screen.view, screen.marked
    if view is not None and view.finished:
        return ((receiving_panels.reopen_what(), view.bag),)
    found: list[tuple[What, str]] = []
    if (
        view is not None
        and row is not None
        and row.stands == "waiting"
        and not (screen.found is not None and screen.found.number == row.number)
    ):
        found.append((receiving_panels.missing_what(row.label), row.number))
    elif view is not None and not view.known:
        found.append((receiving_panels.missing_what(None), ""))
    if row is not None and row.stands in ("received", "missing", "redirected"):
        found.append((receiving_panels.undo_what(row.label), row.number))
    elif screen.last is not None:
        found.append((receiving_panels.undo_what(screen.last[1]), screen.last[0]))
    return tuple(found)


def fix(screen: Receiving) -> bool:
    """F4."""
    found = offers(screen)
    if not found:
        return False
    if screen.session.who is None:
        return screen.say(words.NOBODY)
    heading = words.FIX_TITLE.format(label=screen.view.label) if screen.view is not None else words.FIX_TITLE_LOOSE
    numbers = {what.code: number for what, number in found}
    state = "dispatched" if found[0][0].code == "missing" else "received"
    screen.window.open_panel(
        FixPanel(
            screen.window,
            heading,
            state,
            tuple(what for what, _ in found),
            lambda chosen, done: _fixed(screen, numbers[chosen.what.code], chosen, done),
        )
    )
    return True


def finish(screen: Receiving) -> bool:
    """F12. What nobody has read, and a count that does not agree, want a decision first."""
    view = screen.view
    if view is None or view.finished or screen.found is not None:
        return False
    if screen.session.who is None:
        return screen.say(words.NOBODY)
    if view.waiting:
        screen.window.open_panel(
            receiving_panels.left_panel(
                screen.window, view, lambda chosen, done: _run(screen, done, rest_missing=True, reason=chosen.reason)
            )
        )
    elif view.left != 0:
        screen.window.open_panel(
            receiving_panels.short_panel(screen.window, view, lambda chosen, done: _run(screen, done, short=True))
        )
    else:
        _run(screen, None)
    return True


# ---- inside


def _run(
    screen: Receiving, done: Done | None, *, rest_missing: bool = False, reason: str = "not_in_bag", short: bool = False
) -> None:
    screen.busy = True
    screen.session.act(
        receiving_verbs.finish,
        screen.bag,
        screen.given,
        rest_missing,
        reason,
        short,
        failed=screen.failed,
        then=lambda answer: screen.ended(answer, short, done),
    )


def _fixed(screen: Receiving, number: str, chosen: Chosen, done: Done) -> None:
    label = _label(screen, number, screen.view)
    act = screen.session.act
    if chosen.what.code == "reopen":
        act(
            receiving.reopen,
            number,
            chosen.reason,
            failed=screen.failed,
            then=lambda opened: _reopened(screen, opened, done),
        )
    elif chosen.what.code == "missing":
        act(
            receiving_verbs.missing,
            screen.bag,
            number or chosen.value,
            chosen.reason,
            chosen.note,
            failed=screen.failed,
            then=lambda step: _recorded(screen, step, label, done),
        )
    else:
        act(
            receiving_verbs.undo,
            screen.bag,
            number,
            chosen.reason,
            chosen.note,
            failed=screen.failed,
            then=lambda step: _recorded(screen, step, label, done),
        )


def _recorded(screen: Receiving, step: Step, label: str, done: Done) -> None:
    number = "" if isinstance(step.outcome, Refusal) else step.outcome.slip.number
    screen.recorded(step, number, label or _label(screen, number, step.view), done)


def _reopened(screen: Receiving, opened: Opened | Refusal, done: Done) -> None:
    done(opened)
    if isinstance(opened, Opened) and opened.view.total is not None:
        screen.open(opened.view)
    elif isinstance(opened, Opened):
        screen.reread(opened.view.bag)


def _label(screen: Receiving, number: str, view: Arriving | None) -> str:
    found = next((row.label for row in view.rows if row.number == number), "") if view is not None else ""
    return found or (screen.last[1] if screen.last is not None and screen.last[0] == number else "")
