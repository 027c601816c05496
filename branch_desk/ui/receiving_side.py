"""受領, right: the one 受け取り日時 large, the bag, and the inbox of all desks. At 大 and 特大 one line instead."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from branch_desk.domain import words_section as words
from branch_desk.services import arriving
from branch_desk.services.arriving import Arriving, Inbox
from branch_desk.ui import keys
from branch_desk.ui.parts import on_click

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

LEAST_ROW = 30


def time_card(
    parent: tk.Misc,
    window: Window,
    caption: str,
    at: datetime,
    stamp: str,
    width: int,
    change: Callable[[], object] | None,
) -> None:
    """The moment that the stamp is to show."""
    parts, px = window.parts, window.theme.px
    card = parts.card(parent, line="blue", width=2)
    card.pack(fill="x")
    parts.label(card, caption, "body", bold=True).pack(anchor="w", padx=px(18), pady=(px(8), 0))
    parts.label(card, arriving.said_time(at, stamp), "number", bold=True).pack(anchor="w", padx=px(18))
    if change is not None:
        row = parts.box(card)
        row.pack(anchor="w", padx=px(18), pady=(px(2), px(4)))
        parts.keycap(row, "0").pack(side="left")
        parts.label(row, words.CHANGE_TIME, "body").pack(side="left", padx=px(8))
        on_click(row, change)
    parts.lines(card, words.TIME_NOTE, width - px(40), "caption", "ink2", gap=0).pack(
        anchor="w", padx=px(18), pady=(0, px(8))
    )


def bag_card(parent: tk.Misc, window: Window, view: Arriving, width: int) -> None:
    """From where, how many of how many, when and by whom. Of other offices' staff only the codes are known."""
    parts, theme, px = window.parts, window.theme, window.theme.px
    card = parts.card(parent)
    card.pack(fill="x", pady=(px(10), 0))
    head = parts.box(card)
    head.pack(fill="x", padx=px(18), pady=(px(6), 0))
    count = words.COUNT_OF.format(received=view.received, total=view.total)
    parts.label(head, count, "title", "blue", bold=True).pack(side="right")
    room = width - px(36 + 16) - theme.font("title", bold=True).measure(count)
    parts.lines(head, words.FROM.format(branch=view.branch), room, "title", bold=True, gap=0).pack(side="left")
    parts.label(card, f"{words.BAG} {view.label}", "body", "ink2", even=True).pack(anchor="w", padx=px(18))
    facts = []
    if view.dispatched:
        facts.append((words.SENT, f"{arriving.said_time(view.dispatched, arriving.MINUTE)} {view.route}".strip()))
    if view.packers:
        facts.append((words.PACKED_BY, words.CODES.format(codes="・".join(view.packers))))
    if view.checkers:
        facts.append((words.CHECKED_BY, words.CODES.format(codes="・".join(view.checkers))))
    for caption, value in facts:
        row = parts.box(card)
        row.pack(fill="x", padx=px(18), pady=px(1))
        parts.label(row, caption, "body", "mute").pack(side="left")
        parts.label(row, value).pack(side="right")
    parts.box(card, height=px(6)).pack()


def inbox_card(
    parent: tk.Misc,
    window: Window,
    inbox: tuple[Inbox, ...],
    bag: str | None,
    width: int,
    chosen: Callable[[str], None],
) -> None:
    """The inbox, as many rows as there is room for."""
    parts, px = window.parts, window.theme.px
    head = parts.box(parent)
    head.pack(fill="x", pady=(px(8), px(4)))
    parts.label(head, words.INBOX, "body", bold=True).pack(side="left")
    parts.label(head, words.INBOX_NOTE, "caption", "mute").pack(side="left", padx=px(10))
    card = parts.card(parent)
    card.pack(fill="both", expand=True)
    card.pack_propagate(False)
    card.update_idletasks()
    fits = max(1, (card.winfo_height() - 2) // px(LEAST_ROW))
    current = [item for item in inbox if item.bag == bag]
    for item in (*current, *(item for item in inbox if item.bag != bag))[:fits]:
        here = item.bag == bag
        row = parts.box(card, "blue_bg" if here else None, height=px(LEAST_ROW))
        row.pack(fill="x")
        row.pack_propagate(False)
        parts.label(row, item.label, "body", even=True, bold=here).pack(side="left", padx=px(12))
        right = (
            words.RECEIVING
            if here or item.open
            else words.BY_PAPER
            if item.count is None
            else words.COUNT.format(count=item.count)
        )
        parts.label(row, right, "body", "blue" if here else "ink2", bold=here).pack(side="right", padx=px(12))
        on_click(row, lambda bag=item.bag: chosen(bag))


def how_card(parent: tk.Misc, window: Window, to_send: int, width: int) -> None:
    """Where no bag is open: what waits to go back, and how one takes a bag in."""
    parts, px = window.parts, window.theme.px
    card = parts.card(parent)
    card.pack(fill="x")
    row = parts.box(card)
    row.pack(fill="x", padx=px(18), pady=(px(8), 0))
    parts.label(row, words.TO_SEND, "next", bold=True).pack(side="left")
    parts.label(row, words.COUNT.format(count=to_send), "title", "blue", bold=True).pack(side="right")
    parts.label(card, keys.say(words.TO_SEND_NOTE), "body", "ink2").pack(anchor="w", padx=px(18), pady=(0, px(8)))
    card = parts.card(parent)
    card.pack(fill="x", pady=(px(10), 0))
    parts.label(card, words.STEPS_TITLE, "next", bold=True).pack(anchor="w", padx=px(18), pady=(px(8), px(2)))
    for n, step in enumerate(words.STEPS, 1):
        line = parts.box(card)
        line.pack(anchor="w", padx=px(18), pady=px(2))
        parts.label(line, str(n), "body", bold=True, even=True).pack(side="left", anchor="n", padx=(0, px(8)))
        parts.lines(line, keys.say(step), width - px(70), gap=0).pack(side="left")
    parts.box(card, height=px(8)).pack()


def one_line(
    parent: tk.Misc, window: Window, view: Arriving, at: datetime, stamp: str, change: Callable[[], object], width: int
) -> None:
    """大 and 特大: the time and the count in one row above the table."""
    parts, px = window.parts, window.theme.px
    row = parts.box(parent)
    row.pack(fill="x", pady=px(3))
    count = words.COUNT_OF.format(received=view.received, total=view.total)
    parts.label(row, count, "next", "blue", bold=True).pack(side="right")
    time = parts.box(row)
    time.pack(side="left")
    parts.label(time, words.TIME_OF_SLIP, "body", "ink2").pack(side="left")
    parts.label(time, arriving.said_time(at, stamp), "next", bold=True).pack(side="left", padx=px(8))
    parts.keycap(time, "0").pack(side="left")
    on_click(time, change)
    parts.label(row, words.FROM.format(branch=view.branch), "body", "ink2").pack(side="right", padx=px(14))
