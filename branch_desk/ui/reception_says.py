"""受付: the one next action and the eight keys, as they follow from where the screen stands. Changes
nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branch_desk.domain import words_printing_screen as printing
from branch_desk.domain import words_screen as words
from branch_desk.domain import words_spare as spare
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.reception import Reception


def next_line(screen: Reception) -> Next:
    """What the hands do next; red and amber before all else."""
    if screen.busy:
        return Next(words.NEXT_ISSUING)
    if screen.refusal is not None:
        refused = words.NEXT_REFUSED if screen.blank is None else spare.NEXT_REFUSED
        return screen.said or Next(refused, "red")
    if screen.fault:
        return Next(screen.fault, "amber")
    if _choosing(screen):
        return Next(words.NEXT_CHOOSE)
    if screen.at == "type" and screen.chosen is None:
        if screen.blank is not None:
            return Next(spare.NEXT_TYPE)
        return _next_customer(screen)
    if screen.at == "depositor" and not screen.form.text("depositor"):
        return Next(words.NEXT_NAME)
    if screen.at == "refusals":
        return Next(words.NEXT_REFUSALS)
    if screen.blank is not None and screen.ready:
        return Next(spare.NEXT_RECORD)
    if screen.form.taken is not None and screen.form.taken.at is None and (screen.at == "taken" or screen.form.text("sheets")):
        return Next(screen.form.taken.fault or spare.NEXT_TAKEN, "amber" if screen.form.taken.fault else "blue")
    if screen.ready:
        return Next(words.NEXT_ISSUE if screen.settings.typed_names else words.NEXT_ISSUE_BY_HAND)
    return Next(words.NEXT_SHEETS if screen.at in ("sheets", "type") else words.NEXT_OPTIONAL)


def keys(screen: Reception) -> dict[Slot, Key]:
    """The bar; one key at most is filled, the one that the next action names."""
    label = words.RECEPTION_KEYS
    if screen.refusal is not None:
        return {
            Slot.BACK: Key(label["again"]),
            Slot.FIND: Key(label["find"]),
            Slot.MORE: Key(label["more"], use=False),
            Slot.FIX: Key(words.FIX_LAST, use=False),
            Slot.PRINT: Key(label["ticket"]),
            Slot.ON: Key(label["on"], use=False),
            Slot.FINISH: Key(label["end_refusal"], main=True),
        }
    choosing = _choosing(screen)
    on = Key(label["choose"], main=True) if choosing else Key(label["on"])
    if screen.at == "type" and not screen.form.text("type") and screen.visit.here is not None:
        on = Key(label["same"])
    return {
        Slot.BACK: Key(spare.LEAVE if screen.blank is not None and screen.at == "type" else label["back"]),
        Slot.FIND: Key(label["find"]),
        Slot.MORE: (Key(label["more"], use=False) if screen.blank is not None
                    else Key(label["more"] if screen.side.drawn is not None else words.COPY_KEY)),
        Slot.FIX: Key(words.FIX_LAST, use=screen.last is not None),
        Slot.PRINT: _print_key(screen),
        Slot.ON: on,
        Slot.FINISH: Key(spare.RECORD if screen.blank is not None else label["finish"], use=screen.chosen is not None,
                         main=screen.ready and not choosing),
    }


def _next_customer(screen: Reception) -> Next:
    if screen.window.prints.owing is not None:
        return Next(printing.NEXT_TROUBLE, "amber")
    if screen.side.card is not None and screen.side.card.asks:
        return Next(printing.NEXT_ASK, "amber")
    if screen.side.card is not None and screen.side.card.lacks and screen.window.prints.to_look_at:
        return Next(printing.NEXT_UNPRINTED, "amber")
    if screen.issued is not None and screen.issued.slip.taken_at is not None:
        return Next(spare.NEXT_RECORDED, "green")
    return Next(words.NEXT_ISSUED, "green") if screen.issued is not None else Next(words.NEXT_TYPE)


def _print_key(screen: Reception) -> Key:
    """What F5 reaches now: a printer that needs a hand, papers to look at, PDFs, another print of the last slip."""
    prints, label = screen.window.prints, printing.KEYS
    if prints.owing is not None:
        return Key(label["trouble"])
    if prints.to_look_at:
        return Key(label["check"])
    if prints.down:
        return Key(label["printer"])
    if screen.papers.folder is not None:
        return Key(label["papers"])
    return Key(label["again"], use=screen.last is not None and prints.any)


def _choosing(screen: Reception) -> bool:
    return screen.search.open and screen.search.chosen is not None
