"""袋入れ・発送: what the banner, the line 次に and the bar of keys say, from what stands on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import era
from branch_desk.domain import words_bags as words
from branch_desk.domain.fold import Slip
from branch_desk.services.bag_view import BagRow
from branch_desk.services.results import Refusal
from branch_desk.ui import icons
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.packing import Packing

SHAPES = {
    "already_in_this": ("ring", "grey"), "already_bagged": ("bag", "amber"), "already_dispatched": ("arrow", "red"),
    "already_closed": ("stamp", "red"), "not_in_this_bag": ("octagon", "red"), "same_person": ("octagon", "red"),
    "nameless": ("octagon", "red"), "unknown": ("diamond", "red"), "other_branch": ("signpost", "red"),
    "real_in_practice": ("hatched", "red"), "practice": ("hatched", "red"), "bag_is_closed": ("bag", "amber"),
    "bag_is_gone": ("arrow", "amber"), "bag_other_year": ("bag", "amber"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the banner: shape, tone, a word, lines below it; `next` is the next action while it stands."""

    shape: str
    tone: str
    word: str
    lines: tuple[str, ...] = ()
    next: str = ""


def refused(refusal: Refusal, practice: bool) -> Said:
    """A scan or a person that the services refuse, with where the paper belongs."""
    rule = "real_in_practice" if refusal.rule == "practice" and practice else refusal.rule
    shape, tone = SHAPES.get(rule) or icons.VERDICTS.get(rule) or ("triangle", "amber")
    told = refusal.details
    section = str(told.get("goes_to") or "")
    bag = str(told.get("other_bag_label") or "")
    word, todo = words.SAYS.get(rule, (refusal.sentence.rstrip("。"), refusal.todo.rstrip("。")))
    first = str(told.get("label") or "")
    if rule == "wrong_section":
        where = " ".join(part for part in (section, str(told.get("floor") or "")) if part)
        first = f"{first}　{words.GOES_TO.format(section=where)}"
    elif bag:
        first = f"{first}　{words.IN_OTHER_BAG.format(bag=bag)}"
    lines = tuple(line for line in (first, str(told.get("type_name") or "")) if line)
    return Said(shape, tone, word, lines, todo.format(section=section, bag=bag))


def put_in(row: BagRow) -> Said:
    """入れてください: the slip is recorded, the hands follow."""
    said = words.amount(row.sheets, row.enclosures, sealed=row.sealed)
    return Said("ring", "green", words.PUT_IN, (f"{row.label}　{said}", row.type_name))


def counted(slip: Slip) -> str:
    """3枚・添付1点, as it is to be counted."""
    return words.amount(slip.sheets, len(slip.enclosures) + slip.other_enclosures, sealed=slip.sealed)


def banner(screen: Packing) -> Said:
    """What stands there now: the last scan, else what the state asks for."""
    mode, section = screen.mode, screen.section_name
    if screen.asked is not None:
        row = screen.row_of(screen.asked.number)
        told = f"{row.label}　{row.type_name}" if row else ""
        return Said("ring", "blue", words.COUNT_NOW, (told,))
    if screen.said is not None:
        return screen.said
    view = screen.view
    if mode == "choose" or view is None:
        return Said("bag", "blue", words.FIRST_SECTION, (words.FIRST_SECTION_NOTE,))
    if mode == "packing":
        return Said("bag", "blue", words.SCAN_FIRST.format(section=section), ())
    if mode == "closed":
        return Said("bag", "blue", words.CLOSED_WORD, (words.CLOSED_NOTE,))
    if mode == "checking" and screen.short:
        return Said("triangle", "amber", words.SHORT_WORD.format(count=view.unconfirmed), (words.SHORT_NOTE,))
    if mode == "checking":
        return Said("bag", "blue", words.SCAN_NEXT, ())
    if mode == "ready":
        return Said("tick", "green", words.READY_WORD, ())
    bag = view.bag
    at = bag.received_at if bag.state.value == "received" else bag.dispatched_at
    note = words.GONE_NOTE.format(at=era.month_day_clock(era.moment(at)) if at else "",
                                  route=words.ROUTES.get(bag.route or "", ""))
    return Said("arrow", "green", words.GONE_WORD[bag.state.value], (note.strip(),))


def next_line(screen: Packing) -> Next:
    """The one next action."""
    if screen.note is not None:
        return screen.note
    said, mode = screen.said, screen.mode
    if screen.whole:
        return Next(words.NEXT_CONTENTS)
    if screen.asked is not None:
        return Next(words.NEXT_COUNT.format(amount=counted(screen.asked)))
    if screen.ask_close and screen.held:
        return Next(words.NEXT_CLOSE_ASK.format(count=screen.held, finish="{finish}"), "amber")
    if said is not None and said.next:
        return Next(said.next, "blue" if said.tone == "green" else said.tone)
    if mode == "choose":
        return Next(words.NEXT_CHOOSE)
    if mode == "packing":
        return Next(_packing(screen), "amber" if screen.has_ended else "blue")
    if mode == "closed":
        if screen.may_start:
            return Next(words.NEXT_START.format(surname=screen.session.who.surname))
        return Next(words.NEXT_BADGE)
    if mode == "checking":
        return Next(words.NEXT_SHORT, "amber") if screen.short else Next(words.NEXT_CHECK)
    if mode == "ready":
        return Next(words.NEXT_DISPATCH.format(route=words.ROUTES[screen.route], finish="{finish}"))
    return Next(words.NEXT_GONE, "green")


def _packing(screen: Packing) -> str:
    if screen.has_ended:
        return words.NEXT_TAKE_ENDED
    if screen.rows and not screen.held:
        return words.NEXT_CLOSE
    sentence = words.NEXT_PACK if screen.held else words.NEXT_PACK_FIRST
    return sentence.format(section=screen.section_name, count=screen.held)


def keys_of(screen: Packing) -> dict[Slot, Key]:
    """The bar."""
    label, mode = words.KEYS, screen.mode
    rows = bool(screen.rows) and mode != "choose"
    fix = {"packing": ("out", rows), "closed": ("fix", True), "ready": ("fix", True),
           "checking": ("exception" if screen.short or screen.marked_differs else "short", screen.asked is None)}
    word, use = fix.get(mode, ("fix", False))
    closes = mode in ("choose", "packing")
    finish = Key(label["close" if closes else "dispatch"], use=False)
    if mode == "packing":
        usable = rows and not screen.has_ended
        finish = Key(label["close"], use=usable, main=usable and (screen.held == 0 or screen.ask_close))
    elif mode == "ready":
        finish = Key(label["dispatch"], use=screen.departure.good, main=screen.departure.good)
    back = mode not in ("choose",) or screen.bag is not None
    return {
        Slot.BACK: Key(label["back"], use=back or screen.whole),
        Slot.FIND: Key(label["find"], use=mode != "checking" or screen.asked is None),
        Slot.MORE: Key(label["less" if screen.whole else "more"], use=rows),
        Slot.FIX: Key(label[word], use=use and not screen.busy),
        Slot.PRINT: Key(label["print"], use=rows),
        Slot.ON: Key(label["on"], use=False),
        Slot.FINISH: finish,
    }
