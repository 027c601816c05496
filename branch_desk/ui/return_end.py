"""返送照合, F12: the end of a batch. What was read and not decided is named first, and a second F12 ends all the same:
nothing is lost, those slips are still out.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import words_return as words
from branch_desk.ui import keys
from branch_desk.ui.return_card import Shown
from branch_desk.ui.return_today import Counts, Read
from branch_desk.ui.verdict_card import Face, banner

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

NAMED = 6  # labels of undecided slips; how many more there are is said


def end_card(parent: tk.Frame, window: Window, counts: Counts, undecided: list[Read], width: int) -> Shown:
    """The figures of the batch, what is still out, and what was left undecided."""
    parts, px = window.parts, window.theme.px
    tone = "amber" if undecided else "green"
    word = words.UNDECIDED.format(len(undecided)) if undecided else words.ENDED
    card = parts.card(parent, line=tone, width=3)
    card.pack(fill="both", expand=True)
    told = words.batch(counts.closed, counts.look, counts.stopped)
    banner(card, parts, window.icons, Face("triangle" if undecided else "tick", tone, word, told), width)
    inner = parts.box(card)
    inner.pack(fill="both", expand=True, padx=px(24), pady=px(12))
    for read in undecided[:NAMED]:
        row = parts.box(inner)
        row.pack(anchor="w", pady=px(2))
        parts.label(row, read.label, "body", bold=True, even=True).pack(side="left")
        parts.label(row, read.type_name, "caption", "ink2").pack(side="left", padx=px(12))
    if len(undecided) > NAMED:
        parts.label(inner, words.MORE_READ.format(len(undecided) - NAMED), "caption", "ink2").pack(anchor="w")
    for line in (words.UNDECIDED_TODO,) if undecided else words.end_lines(counts.waiting):
        parts.lines(inner, keys.say(line), width - px(60)).pack(anchor="w", pady=(px(6), 0))
    shown = Shown(tone=tone)
    shown.row = tk.Frame(card, takefocus=1)
    shown.row.place(x=0, y=0, width=0, height=0)
    return shown
