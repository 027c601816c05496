"""受領: what the line 次に and the bar of keys say, from what stands on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branch_desk.domain import words_section as words
from branch_desk.ui import receiving_fix
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.receiving_card import FACES
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.services.arriving import Found
    from branch_desk.ui.receiving import Receiving


def next_line(screen: Receiving) -> Next:
    """The one next action."""
    if screen.fault:
        return Next(screen.fault, "amber")
    if screen.typing is not None:
        return Next(words.NEXT_DIGITS)
    if screen.found is not None:
        return _of_found(screen, screen.found)
    if screen.refused is not None:
        tone = FACES.get(screen.refused.rule, ("", "amber"))[1]
        return Next(
            words.NEXT_STOPPED.get(screen.refused.rule) or screen.refused.todo.rstrip("。"),
            "red" if tone == "red" else "amber",
        )
    if screen.finished is not None:
        return Next(words.NEXT_FINISHED, "amber" if screen.finished.missing or screen.short else "green")
    view = screen.view
    if view is None:
        return Next(words.NEXT_LIST if screen.inbox else words.NEXT_NO_BAGS)
    if view.left == 0:
        return Next(words.NEXT_FINISH, "green")
    if screen.result is not None and screen.result[0] in ("received", "differs"):
        return Next(words.NEXT_STAMP, "green" if screen.result[0] == "received" else "amber")
    return Next(words.NEXT_SCAN)


def keys_of(screen: Receiving) -> dict[Slot, Key]:
    """The bar."""
    label = words.KEYS
    view, typing = screen.view, screen.typing
    bag = view is not None
    on = Key(label["on"], use=False)
    if typing is not None:
        on = Key(label["read"], use=bool(typing.text))
    elif not bag and screen.listed and screen.found is None:
        on = Key(label["open"])
    fix = bool(receiving_fix.offers(screen))
    ready = bag and view is not None and not view.finished
    return {
        Slot.BACK: Key(label["back"], use=screen.can_go_back),
        Slot.FIND: Key(label["find"]),
        Slot.MORE: Key(label["list"], use=bag),
        Slot.FIX: Key(label["fix"] if ready else label["undo"], use=fix),
        Slot.PRINT: Key(label["print"]),
        Slot.ON: on,
        Slot.FINISH: Key(
            label["finish"],
            use=ready and screen.found is None,
            main=ready and screen.found is None and view is not None and view.left == 0,
        ),
    }


def _of_found(screen: Receiving, found: Found) -> Next:
    if found.takes:
        tone = "blue" if found.kind == "matched" or (found.kind == "unknown" and not screen.bag_known) else "amber"
        if found.sealed:
            return Next(words.NEXT_SEALED, tone)
        return Next(words.NEXT_COUNT.format(amount=found.amount) if found.amount else words.NEXT_COUNT_PAPER, tone)
    if found.kind == "wrong_section":
        return Next(words.NEXT_REDIRECT.format(place=found.place), "red")
    if found.kind == "redirected":
        return Next(words.NEXT_PASS_ON.format(place=found.place), "amber")
    if found.kind in ("voided", "handed_back"):
        return Next(words.NEXT_INQUIRE, "red")
    return Next(words.NEXT_STOPPED[found.kind], "red" if FACES[found.kind][1] in ("red", "violet") else "grey")
