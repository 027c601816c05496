"""返送照合: what the line 次に and the bar of keys say, from what stands on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from branch_desk.domain import era, words_book
from branch_desk.domain import words_return as words
from branch_desk.domain.verdict import DOUBTFUL, Verdict
from branch_desk.services.lookup import Returned
from branch_desk.ui import return_verbs
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.ui.returning import Returning


def next_line(screen: Returning) -> Next:
    """The one next action."""
    if screen.fault:
        return Next(screen.fault, "amber")
    if screen.mode in ("out", "reads"):
        empty = screen.mode == "out" and screen.out is not None and not screen.out.numbers
        return Next(
            words.NEXT_READ_LIST
            if screen.mode == "reads"
            else words.NEXT_OUT_NONE
            if empty
            else words.NEXT_OUT
        )
    if screen.mode == "ending":
        return Next(words.NEXT_ENDING, "amber")
    if screen.mode == "ended":
        return Next(words.NEXT_ENDED, "green")
    if screen.mode == "result" and screen.result:
        result, facts = screen.result
        month = era.moment(facts.slip.closed_at).month if facts.slip.closed_at else 0
        sentence = words.NEXT_RESULT[result].format(section=facts.section, month=month)
        return Next(sentence, "green" if result == "closed" else "amber")
    if screen.mode == "verdict" and screen.shown:
        return Next(
            _of_verdict(screen, screen.shown), "red" if screen.card.tone == "violet" else screen.card.tone
        )
    return Next(words.NEXT_DIGITS if screen.card.digits and screen.card.digits.text else words.NEXT_SCAN)


def keys_of(screen: Returning) -> dict[Slot, Key]:
    """The bar."""
    label = words.KEYS
    on = Key(label["on"], use=False)
    if screen.mode == "waiting":
        on = Key(label["read_typed"], use=bool(screen.card.digits and screen.card.digits.text))
    elif screen.mode == "out":
        on = Key(label["history"], use=bool(screen.out and screen.out.chosen))
    elif screen.closes_by_enter:
        on = Key(label["agree"], main=True)
    elif screen.in_time and screen.verdict in DOUBTFUL:
        on = Key(label["to_digits"])
    more = label["reads"] if screen.mode == "out" and screen.theme.narrow else label["out"]
    return {
        Slot.BACK: Key(
            label["back"],
            use=screen.mode != "waiting" or bool(screen.card.digits and screen.card.digits.text),
        ),
        Slot.FIND: Key(label["find"]),
        Slot.MORE: Key(more, use=screen.mode != "out" or screen.theme.narrow),
        Slot.FIX: _fix_key(screen),
        Slot.PRINT: Key(label["inquiry"], use=screen.to_ask_about is not None),
        Slot.ON: on,
        Slot.FINISH: Key(label["end"], use=screen.mode != "ended", main=screen.mode == "ending"),
    }


def _fix_key(screen: Returning) -> Key:
    """A stop verdict leads to a call, and its result is what F4 writes down."""
    label = words.KEYS
    if screen.mode == "out":
        return Key(label["result"], use=bool(screen.out and screen.out.chosen))
    if screen.verdict in (Verdict.VOIDED, Verdict.HANDED_BACK):
        return Key(label["result"], main=True)
    on_screen = screen.mode == "verdict" and screen.shown is not None and screen.shown.facts is not None
    open_one = on_screen and screen.verdict is not Verdict.ALREADY_CLOSED
    return Key(label["contact" if open_one else "undo"], use=screen.to_fix is not None)


def _of_verdict(screen: Returning, shown: Returned) -> str:
    verdict = shown.scanned.verdict
    if verdict is Verdict.MATCHED:
        known = screen.card.recorded is not None and not ((time := screen.time) is not None and not time.empty)
        return words.NEXT["matched" if known else "matched_time"]
    if verdict is Verdict.OTHER_BRANCH:
        return words.NEXT["other_branch"]
    if verdict in DOUBTFUL:
        if screen.in_time:
            return words.NEXT["doubtful_time"]
        return words.NEXT["doubtful_digits" if screen.has_time else "doubtful_digits_no_time"]
    if verdict in (Verdict.VOIDED, Verdict.HANDED_BACK):
        return words.NEXT["stopped"].replace(
            "{section}", shown.facts.section if shown.facts else words_book.SECTION
        )
    return words.NEXT[return_verbs.key_of(verdict, screen.window.desk.practice)]
