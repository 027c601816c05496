"""One slip opened: what it is at the left, its history at the right; above it the sentence for the citizen
where a copy was read.

At 大 and 特大 one column: the facts, and below them as much of the history as fits; ↑↓ turn it.
"""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import era, numbers
from branch_desk.domain import words_book as words
from branch_desk.domain.text import wrap_ja
from branch_desk.domain.words_screen import STATES
from branch_desk.services.book import Line
from branch_desk.services.lookup import Looked
from branch_desk.ui import icons, keys
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.screen import Next, Panel, View
from branch_desk.ui.verdict_card import facts_of, heading, pairs, rule

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

HISTORY = 520
# shape and colour of a line of history: an entry of icons.STATES, VERDICTS or MARKS
STATE_OF = {
    "issued": "held",
    "reserved": "reserved",
    "bagged": "bagged",
    "bag_dispatched": "dispatched",
    "received": "received",
    "closed": "closed",
    "voided": "voided",
    "handed_back": "handed_back",
    "inquiry_opened": "inquiry",
}
SHAPE_OF = {
    "printed": ("copy", "blue"),
    "viewed": ("blank", "grey"),
    "corrected": ("differs", "amber"),
    "came_back": ("house", "amber"),
    "revoked": ("turn-back", "amber"),
    "checked": ("tick", "green"),
    "sent_back": ("arrow", "blue"),
    "bag_opened": ("bag", "blue"),
    "bag_closed": ("bag", "blue"),
    "bag_received": ("house", "blue"),
    "unbagged": ("turn-back", "amber"),
    "documents_back": ("turn-back", "amber"),
    "missing": ("flag", "red"),
    "surplus": ("signpost", "amber"),
    "inquiry_closed": ("flag", "green"),
    "override": ("triangle", "amber"),
}


class SlipView:
    """Widgets for one slip in a given area; `turn` moves the history where it is longer than its place."""

    def __init__(self, parent: tk.Frame, window: Window, looked: Looked, width: int) -> None:
        self._window, self.looked = window, looked
        self._first = 0
        parts, theme = window.parts, window.theme
        px = theme.px
        side = 0 if theme.narrow else px(HISTORY)
        left_width = width - (side + px(16) if side else 0)
        if looked.by_copy:
            tell(parent, window, looked, width).pack(fill="x", pady=(0, px(6 if theme.narrow else 12)))
        below = parts.box(parent)
        below.pack(fill="both", expand=True)
        card = parts.card(below)
        card.pack(
            side="top" if theme.narrow else "left",
            fill="x" if theme.narrow else "both",
            expand=not theme.narrow,
        )
        digits = numbers.parse(looked.opened.slip.number)
        shown = digits.copy.digits if digits and looked.by_copy else looked.opened.slip.number
        top = parts.box(card)
        top.pack(fill="x", padx=(0, px(16)))
        state = looked.opened.slip.state.value
        parts.label(top, STATES[state], "next", icons.STATES[state][1], bold=True).pack(side="right")
        parts.image(top, window.icons.state(state, 25)).pack(side="right", padx=px(8), pady=px(6))
        heading(
            top, parts, looked.opened.label, numbers.group(shown), words.ASK_NUMBER if looked.by_copy else ""
        )
        rows = facts_of(looked.facts, with_name=True)
        if (
            theme.narrow and looked.by_copy
        ):  # the sentence is what counts; there is room for a line or two of history then
            rows = [row for row in rows if row[0] not in (words.AMOUNT, words.NAME, words.SECTION)]
        pairs(card, parts, rows, left_width)
        if looked.by_copy and not theme.narrow:
            rule(card, parts)
            parts.lines(card, words.COPY_NOTE, left_width - px(60), "caption", "ink2").pack(
                anchor="w", padx=px(22)
            )
        for sentence in _doubts(looked):
            parts.lines(card, sentence, left_width - px(60), "body", "amber", bold=True).pack(
                anchor="w", padx=px(22), pady=px(3)
            )
        if looked.opened.names_missing:
            parts.lines(card, looked.opened.names_missing, left_width - px(60), "body", "ink2", bold=True).pack(
                anchor="w", padx=px(22), pady=px(3)
            )
        parts.box(card, height=px(6)).pack()
        self._place = parts.card(below)
        self._place.configure(width=side or width)
        self._place.pack(
            side="top" if theme.narrow else "right",
            fill="both",
            expand=theme.narrow,
            padx=(0 if theme.narrow else px(16), 0),
            pady=(px(6) if theme.narrow else 0, 0),
        )
        self._place.pack_propagate(False)
        self._width = side or width
        self._list: tk.Frame | None = None
        self._more = False
        self._place.bind("<Configure>", lambda event: self._draw())  # how many lines fit is known only then

    def turn(self, way: str) -> bool:
        """One line on or back where there are more than fit."""
        to = self._first + (1 if way == "down" else -1)
        if not 0 <= to < len(self.looked.opened.lines) or (way == "down" and not self._more):
            return False
        self._first = to
        self._draw()
        return True

    def _draw(self) -> None:
        if self._list is not None:
            self._list.destroy()
        self._list = self._window.parts.box(self._place)
        self._list.pack(fill="both", expand=True)
        self._more = history(
            self._list, self._window, self.looked, self._width, self._place.winfo_height(), first=self._first
        )


def _doubts(looked: Looked) -> tuple[str, ...]:
    """What of the records cannot be so, and what to do about it."""
    if not looked.opened.slip.contradictions:
        return ()
    return (*(f"▲ {sentence}" for sentence in looked.opened.contradictions if sentence), words.CONTRADICTION)


def tell(parent: tk.Misc, window: Window, looked: Looked, width: int) -> tk.Frame:
    """The sentence to read out, large; below it whom to ask."""
    parts, theme = window.parts, window.theme
    px = theme.px
    card = parts.card(parent, "blue_bg", line="blue", width=3)
    parts.image(card, window.icons.verdict("copy", 72 if theme.narrow else 96)).pack(
        side="left", padx=px(24), pady=px(10)
    )
    text = parts.box(card)
    text.pack(side="left", pady=px(12 if not theme.narrow else 6))
    parts.label(text, words.TELL_TITLE, "body", "blue", bold=True).pack(anchor="w")
    room = width - px(24 * 2 + 96 + 30)
    parts.lines(text, f"「{looked.where}」", room, "title", bold=True, gap=4).pack(anchor="w")
    facts = looked.facts
    if facts.section:
        parts.lines(
            text,
            words.ask_section(facts.section) + (f"（{facts.phone}）" if facts.phone else ""),
            room,
            gap=1,
        ).pack(anchor="w")
    return card


def history(
    parent: tk.Misc,
    window: Window,
    looked: Looked,
    width: int,
    height: int,
    *,
    first: int = 0,
    brief: bool = False,
) -> bool:
    """Lines, newest first, as many as fit whole. True where there are more below."""
    parts, theme = window.parts, window.theme
    px = theme.px
    head = parts.box(parent)
    head.pack(fill="x", padx=px(14), pady=(px(4 if theme.narrow else 8), px(2)))
    parts.label(head, words.HISTORY, "caption", "ink2", bold=True).pack(side="left")
    parts.label(head, words.NEWEST_FIRST, "caption", "ink2").pack(side="left", padx=px(8))
    lines = [line for line in reversed(looked.opened.lines) if not (brief and line.event == "viewed")]
    foot = theme.font("caption").metrics("linespace") + px(10)
    head.update_idletasks()
    used = head.winfo_reqheight() + px(12)
    for n, line in enumerate(lines[first:], first):
        row = _line(parent, window, line, width, brief=brief)
        row.pack(fill="x", padx=px(14), pady=px(0 if theme.narrow else 3))
        row.update_idletasks()
        used += row.winfo_reqheight() + px(0 if theme.narrow else 6)
        if used + (foot if n + 1 < len(lines) or first else 0) > height:
            row.destroy()
            parts.label(parent, keys.say(words.more_lines(len(lines) - n, brief)), "caption", "ink2").pack(
                anchor="w", padx=px(14), pady=px(2)
            )
            return True
    if first:
        parts.label(parent, words.EARLIER_LINES, "caption", "ink2").pack(anchor="w", padx=px(14), pady=px(2))
    return False


def _line(parent: tk.Misc, window: Window, line: Line, width: int, *, brief: bool) -> tk.Frame:
    parts, theme = window.parts, window.theme
    px = theme.px
    row = parts.box(parent)
    if line.event in STATE_OF:
        picture = window.icons.state(STATE_OF[line.event])
    else:
        picture = window.icons.shape(*SHAPE_OF.get(line.event, ("square", "grey")), 20)
    color = "ink" if line.effective else "mute"
    head = parts.box(row)
    head.pack(side="top", fill="x")
    parts.image(head, picture).pack(side="left", anchor="n", padx=(0, px(8)), pady=px(2))
    elsewhere = not brief and line.desk != window.desk.code
    who = parts.label(head, f"{line.place} {line.who}" if elsewhere else line.who, "body", "ink2")
    who.pack(side="right", anchor="n")
    at = parts.label(head, era.slashed(era.moment(line.at)), "body", "ink2")
    at.pack(side="right", anchor="n", padx=px(10))
    text = parts.box(head)
    text.pack(side="left", fill="x")
    room = width - px(28 + 28 + 24) - who.winfo_reqwidth() - at.winfo_reqwidth()
    for part in wrap_ja(line.word, room, theme.font("body").measure):
        parts.label(text, part, "body", color).pack(anchor="w")
    if line.doubt:
        tone = "amber" if line.effective else "mute"
        _note(
            row, window, f"▲ {line.doubt}" if line.effective else line.doubt, width, tone, bold=line.effective
        )
    for note in [] if brief else [line.note, line.typed.get("note", "")]:
        if note:
            _note(row, window, note, width, "ink2")
    return row


def _note(parent: tk.Frame, window: Window, note: str, width: int, color: str, *, bold: bool = False) -> None:
    """Below the word, over the whole width."""
    parts, theme = window.parts, window.theme
    font = theme.font("caption", bold=bold)
    for part in wrap_ja(note, width - theme.px(28 + 28 + 14), font.measure):
        parts.label(parent, part, "caption", color, bold=bold).pack(
            side="top", anchor="w", padx=(theme.px(28), 0)
        )


def side_card(parent: tk.Frame, window: Window, looked: Looked | None, width: int) -> None:
    """Beside the list: the marked slip and its history in short."""
    parts, px = window.parts, window.theme.px
    for child in parent.winfo_children():
        child.destroy()
    if looked is None:
        parts.lines(parent, words.PICK_ROW, width - px(32), "body", "ink2").pack(
            anchor="w", padx=px(16), pady=px(14)
        )
        return
    slip = looked.opened.slip
    parts.label(parent, looked.opened.label, "title", bold=True, even=True).pack(
        anchor="w", padx=px(14), pady=(px(10), 0)
    )
    state = parts.box(parent)
    state.pack(anchor="w", padx=px(14), pady=px(2))
    parts.image(state, window.icons.state(slip.state.value)).pack(side="left", padx=(0, px(8)))
    parts.label(state, STATES[slip.state.value], "body", icons.STATES[slip.state.value][1], bold=True).pack(
        side="left"
    )
    parts.lines(parent, looked.facts.type_name, width - px(32), gap=1).pack(anchor="w", padx=px(14))
    who = f"{looked.facts.name} {words.HONORIFIC}" if looked.facts.name else words.NO_NAME
    for line in (looked.facts.amount, who):
        parts.lines(parent, line, width - px(32), "body", "ink2", gap=1).pack(anchor="w", padx=px(14))
    parts.rule(parent).pack(fill="x", padx=px(14), pady=px(6))
    parent.update_idletasks()
    used = sum(child.winfo_reqheight() for child in parent.winfo_children()) + px(36)
    area = parts.box(parent)
    area.pack(fill="both", expand=True)
    history(area, window, looked, width, parent.winfo_height() - used, brief=True)


class SlipPanel(Panel):
    """The history of a slip over another screen; it only shows."""

    def __init__(self, over: View, looked: Looked) -> None:
        super().__init__(over.window)
        self._over, self._looked = over, looked

    @property
    def title(self) -> str:
        return f"{self._over.title} — {words.HISTORY}"

    def build(self, parent: tk.Frame) -> None:
        width = self.theme.fixed(1366) - self.theme.px(172 + 32)
        parent.pack_propagate(False)
        self._view = SlipView(parent, self.window, self._looked, width)

    def next_line(self) -> Next:
        return Next(words.NEXT_ONLY_SHOWN)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.KEYS["back"])}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
        return slot is Slot.BACK

    def on_arrow(self, way: str) -> bool:
        return self._view.turn(way)
