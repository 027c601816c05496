"""受付: a blank of the 予備帳 is keyed in. Read or typed, it takes the empty form over: the slip is recorded under the number
of the blank, with the time that stands on it. A scan never takes a half-typed form.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import numbers
from branch_desk.domain import words_screen as words
from branch_desk.domain import words_spare as said
from branch_desk.services.results import Issued, Refusal
from branch_desk.ui import icons, keys
from branch_desk.ui.parts import Parts
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.sounds import Sound
from branch_desk.ui.strip import Said

if TYPE_CHECKING:
    from branch_desk.services.spare import Blank
    from branch_desk.ui.reception import Reception


def scanned(screen: Reception, scan: Scan) -> bool:
    """Whether this is a blank of ours, which the ledger then knows more of; else the strip says what was read."""
    if scan.kind is not Kind.NUMBER or not _is_blank(screen, scan.text):
        return False
    from branch_desk.services import spare  # with the first blank, not with the first screen

    screen.session.run(
        spare.look, scan.text, then=lambda found: _read(screen, scan.text, found), latest="strip"
    )
    return True


def typed(screen: Reception) -> bool:
    """Sixteen digits of a blank in the field of the type: its barcode could not be read."""
    text = screen.form.text("type")
    if not _is_blank(screen, text):
        return False

    def found(blank: Blank | Refusal) -> None:
        if screen.form.text("type") != text:
            return
        if isinstance(blank, Refusal):
            screen.say(f"{blank.sentence}{words.todo(blank.rule, blank.todo)}")
        else:
            begin(screen, blank)

    from branch_desk.services import spare

    screen.session.run(spare.look, text, then=found, latest="strip")
    return True


def begin(screen: Reception, blank: Blank) -> None:
    """The empty form is this blank's from now on."""
    screen.empty_form()
    screen.blank = screen.side.blank = blank
    screen.form.ask_taken(screen.window.clock, blank.drawn, screen.taken_before)
    screen.window.play(Sound.GOOD)
    screen.show_first()


def leave(screen: Reception) -> bool:
    """Esc in the first field: the blank stays as it was. What was typed would be lost, so first it is taken out by hand."""
    if screen.blank is None:
        return False
    if screen.half_typed:
        return screen.say(said.LEAVE_TYPED)
    screen.window.tell(said.left(screen.blank.label))
    screen.empty_form()
    screen.show_first()
    return True


def record(screen: Reception) -> bool:
    """F12, when type and sheets are there."""
    taken = screen.form.taken
    if screen.blank is None or taken is None:
        return False
    if taken.at is None:
        taken.field.focus()
        return screen.say(taken.fault or said.NEXT_TAKEN)
    from branch_desk.services import spare

    screen.busy = True
    screen.session.act(
        spare.key_in, screen.blank.number, screen.request(), taken.at, then=screen.answered, failed=screen.failed
    )
    return True


def recorded(screen: Reception, answer: Issued) -> None:
    """It is on disk. No paper is printed: the blank's own three are the papers."""
    screen.taken_before = screen.form.taken.at if screen.form.taken else None
    screen.empty_form()
    screen.issued = screen.last = answer
    screen.window.play(Sound.GOOD)
    screen.window.tell(said.recorded(answer.label))
    screen.show_first()
    screen.form.show_last(answer.label, answer.slip.type_name or "")


def card(side: tk.Frame, parts: Parts, marks: icons.Icons, blank: Blank, width: int) -> None:
    """Right of the form: whose number it is."""
    theme, px = parts.theme, parts.theme.px
    frame = parts.card(side, line="blue", width=2)
    frame.pack(fill="both", expand=True)
    head = parts.box(frame, "blue_bg")
    head.pack(fill="x")
    parts.image(head, marks.state("reserved")).pack(side="left", padx=(px(16), px(10)), pady=px(10))
    parts.label(head, said.CARD, "next", "blue", bold=True).pack(side="left")
    inner = parts.box(frame)
    inner.pack(fill="both", expand=True, padx=px(16))
    room = width - px(40)
    role = next((role for role in ("number", "next", "body")
                 if theme.font(role, bold=True, even=True).measure(blank.label) <= room), "caption")
    parts.label(inner, blank.label, role, bold=True, even=True).pack(anchor="w", pady=(px(12), 0))
    parts.label(inner, numbers.group(blank.number), "body", "ink2", even=True).pack(anchor="w", pady=(px(2), px(8)))
    parts.rule(inner).pack(fill="x", pady=(0, px(6)))
    for line in (*said.CARD_LINES, *((said.CARD_ENDED,) if blank.ended else ())):
        amber = line is said.CARD_ENDED
        parts.lines(inner, line, room, "body", "amber" if amber else "ink", bold=amber).pack(anchor="w", pady=px(4))


# ---- inside


def _is_blank(screen: Reception, text: str) -> bool:
    number, desk = numbers.read(text), screen.window.desk
    return (
        number is not None
        and number.type == numbers.RESERVED_TYPE
        and number.real_kind in (numbers.SLIP, numbers.COPY)
        and (number.desk, number.practice) == (desk.code, desk.practice)
    )


def _read(screen: Reception, text: str, found: Blank | Refusal) -> None:
    if isinstance(found, Refusal) or screen.window.view is not screen:
        screen.window.scans.look_up(text)  # keyed in already, or a panel has opened since
    elif screen.half_typed or screen.busy:
        shape, tone = icons.STATES["reserved"]
        headline = said.READ.format(label=found.label)
        screen.window.scans.say(Said(shape, tone, headline, keys.say(said.HALF_TYPED)), Sound.LOOK)
    else:
        begin(screen, found)
