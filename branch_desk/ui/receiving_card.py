"""受領, left above: what to read, what a scan is with the keys that decide, or what was recorded."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_section as words
from branch_desk.services.arriving import Found
from branch_desk.ui import keys
from branch_desk.ui.parts import Field

if TYPE_CHECKING:
    from branch_desk.ui.receiving import Receiving
    from branch_desk.ui.window import Window

# kind of a scan: shape and tone
FACES: dict[str, tuple[str, str]] = {
    "matched": ("ring", "green"),
    "unknown": ("diamond", "amber"),
    "not_dispatched": ("triangle", "amber"),
    "not_on_list": ("triangle", "amber"),
    "again": ("triangle", "amber"),
    "already_received": ("stamp", "grey"),
    "already_closed": ("stamp", "grey"),
    "redirected": ("signpost", "amber"),
    "wrong_section": ("octagon", "red"),
    "voided": ("struck", "red"),
    "handed_back": ("turn-back", "red"),
    "inquiry": ("flag", "amber"),
    "copy": ("copy", "blue"),
    "practice": ("hatched", "violet"),
    "real_in_practice": ("hatched", "violet"),
    "not_ours": ("square", "grey"),
    "unreadable": ("bars", "grey"),
    "bag_other_section": ("octagon", "red"),
    "bag_received_already": ("stamp", "grey"),
}
RESULTS: dict[str, tuple[str, str]] = {
    "received": ("tick", "green"),
    "differs": ("differs", "amber"),
    "redirected": ("signpost", "amber"),
    "missing": ("flag", "amber"),
    "inquiry": ("flag", "amber"),
    "undone": ("stamp", "grey"),
    "finished": ("tick", "green"),
    "finished_look": ("flag", "amber"),
}
SHAPE = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What the card says. `choices` are digit: word, `main` the filled one."""

    shape: str
    tone: str
    word: str
    lines: tuple[str, ...] = ()
    choices: tuple[tuple[int, str], ...] = ()
    main: int | None = None
    card: str = ""  # the tone of its edge and ground where it is not the shape's


def of_found(found: Found, bag_known: bool) -> Said:
    """A scan, with what may be decided."""
    shape, tone = FACES[found.kind]
    edge = tone
    if found.kind == "matched" or (found.kind == "unknown" and not bag_known):
        shape, tone, edge = "ring", "green", "blue"
    choices: tuple[tuple[int, str], ...] = ()
    main = None
    if found.takes:
        agree = words.AGREE.format(amount=found.amount) if found.amount else words.AGREE_PAPER
        choices, main = ((1, agree), (2, words.DIFFERS), (3, words.OTHER_SECTION)), 1
    elif found.kind == "wrong_section":
        choices, main = ((3, words.OTHER_SECTION),), 3
    elif found.kind in ("voided", "handed_back"):
        choices, main = ((1, words.START_INQUIRY),), 1
    lines = []
    if found.label and found.kind not in ("practice", "real_in_practice"):
        lines.append(words.FOUND_LABEL.format(label=found.label, amount=found.amount_whole or found.type_name))
    if found.todo:
        lines.append(found.todo)
    return Said(shape, tone, found.word, tuple(lines), choices, main, edge)


def of_screen(screen: Receiving) -> Said:
    """What the card says now: a scan, why not, what was recorded, or what to read."""
    if screen.found is not None:
        return of_found(screen.found, screen.bag_known)
    if screen.refused is not None:
        shape, tone = FACES.get(screen.refused.rule, ("diamond", "amber"))
        return Said(shape, tone, screen.refused.sentence, (screen.refused.todo,))
    if screen.finished is not None:
        look = screen.short or bool(screen.finished.missing)
        shape, tone = RESULTS["finished_look" if look else "finished"]
        return Said(shape, tone, screen.finished.sentence, (screen.finished.view.label,))
    if screen.result is not None:
        result, sentence, label = screen.result
        return Said(*RESULTS[result], sentence, (label,))
    if screen.view is not None:
        return Said("house", "blue", words.WAIT_SLIP, (words.WAIT_SLIP_NOTE,))
    return Said("bag", "blue", words.WAIT_BAG, (words.WAIT_BAG_NOTE,))


def draw(parent: tk.Misc, window: Window, said: Said, width: int, pressed: Callable[[int], object]) -> tk.Frame:
    """The card; its keys can be clicked."""
    parts, theme = window.parts, window.theme
    px = theme.px
    edge = said.card or said.tone
    card = parts.card(parent, bg=f"{edge}_bg", line=edge, width=2)
    card.pack(fill="x")
    parts.image(card, window.icons.shape(said.shape, said.tone, 45 if theme.narrow else SHAPE)).pack(
        side="left", anchor="n", padx=(px(18), px(16)), pady=px(8 if theme.narrow else 12)
    )
    text = parts.box(card)
    text.pack(side="left", fill="x", expand=True, pady=px(4 if theme.narrow else 8))
    room = width - px(18 + 16 + 20) - px(45 if theme.narrow else SHAPE)
    parts.lines(text, said.word, room, "next" if theme.narrow else "title", edge, bold=True, gap=0).pack(anchor="w")
    gap = 0 if theme.narrow else 1
    for n, line in enumerate(said.lines):
        parts.lines(text, keys.say(line), room, "body", "ink" if n == 0 else "ink2", bold=n == 0, gap=gap).pack(
            anchor="w", pady=(gap, 0)
        )
    if said.choices:
        row = parts.box(text)
        row.pack(anchor="w", pady=(px(4 if theme.narrow else 8), px(4)))
        for digit, word in said.choices:
            parts.button(row, str(digit), word, lambda digit=digit: pressed(digit), main=digit == said.main).pack(
                side="left", padx=(0, px(10))
            )
    return card


def digits_card(parent: tk.Misc, window: Window, changed: Callable[[], object]) -> Field:
    """The field for what no scanner reads."""
    parts, px = window.parts, window.theme.px
    card = parts.card(parent, bg="blue_bg", line="blue", width=2)
    card.pack(fill="x")
    parts.label(card, words.WAIT_DIGITS, "title", "blue", bold=True).pack(anchor="w", padx=px(20), pady=(px(10), 0))
    row = parts.box(card)
    row.pack(anchor="w", padx=px(16), pady=(px(4), px(8)))
    parts.label(row, words.SIXTEEN, "body", "ink2").pack(side="left", padx=(px(6), px(8)))
    field = parts.field(row, 21, even=True, changed=changed)
    field.pack(side="left")
    parts.label(row, words.WAIT_DIGITS_NOTE, "caption", "ink2").pack(side="left", padx=px(10))
    return field
