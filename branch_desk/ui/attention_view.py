"""What 要対応 shows beside its list: the sections, the card of the marked line, the ring where there is nothing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_attention as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.attention import Item
from branch_desk.services.attention_card import Card
from branch_desk.ui import keys
from branch_desk.ui.parts import on_click

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Group:
    """One section with how many lines it has and how long the oldest waits; `section` None is all of them."""

    section: str | None
    name: str
    count: int
    days: int


def groups(items: Sequence[Item]) -> tuple[Group, ...]:
    """All, then each section, the one that waits longest first."""
    found: dict[str | None, list[Item]] = {}
    for item in items:
        found.setdefault(item.section, []).append(item)
    each = [Group(section, lines[0].section_name, len(lines), max(line.opening_days for line in lines))
            for section, lines in found.items() if section is not None]
    return (Group(None, words.ALL, len(items), max((item.opening_days for item in items), default=0)),
            *sorted(each, key=lambda group: (-group.days, group.section or "")))


def fill_side(window: Window, side: tk.Frame | None, sections: Sequence[Group], chosen: str | None,
              choose: Callable[[str | None], None]) -> None:
    """The list of sections at the left, where there is room for it."""
    if side is None:
        return
    for child in side.winfo_children():
        child.destroy()
    parts, theme, px = window.parts, window.theme, window.theme.px
    parts.label(side, words.BY_SECTION, "body", bold=True).pack(anchor="w", pady=(0, px(6)))
    card = parts.card(side)
    card.pack(fill="x")
    room = side.winfo_reqwidth() - px(26)
    for n, group in enumerate(sections):
        on = group.section == chosen
        if n:
            parts.rule(card).pack(fill="x")
        row = parts.box(card, "blue_bg" if on else "surface")
        row.pack(fill="x")
        tk.Frame(row, bg=theme.color("blue") if on else row.cget("bg"), width=theme.fixed(5)).pack(side="left", fill="y")
        count = parts.label(row, f"{group.count:,}", "next", "amber" if group.count else "ink2", bold=True)
        count.pack(side="right", padx=(px(4), px(10)))
        days = None
        if group.section is not None:
            days = parts.label(row, words.DAYS.format(days=group.days), "caption", "ink2")
            days.pack(side="right", padx=(0, px(6)))
        taken = count.winfo_reqwidth() + px(14) + (days.winfo_reqwidth() if days else 0) + px(20)
        name = parts.lines(row, group.name, room - taken, "body", gap=0)
        name.pack(side="left", padx=(px(10), 0), pady=px(8))
        on_click(row, lambda section=group.section: choose(section))
    if len(sections) <= 6:
        for line in wrap_ja(words.NOTE, side.winfo_reqwidth() - px(6), theme.font("caption").measure):
            parts.label(side, line, "caption", "mute").pack(anchor="w", pady=(px(10) if line == words.NOTE[:len(line)]
                                                                             else px(2), 0))


def fill_card(window: Window, area: tk.Frame, card: Card | None, room: int) -> None:
    """What happened to the marked slip and what to do about it, in order."""
    for child in area.winfo_children():
        child.destroy()
    if card is None:
        area.configure(height=1)
        return
    parts, theme, px = window.parts, window.theme, window.theme.px
    tone = "red" if card.item.over else "amber"
    box = parts.card(area, line=tone, width=2)
    box.pack(fill="x")
    room -= px(40)
    head = parts.box(box)
    head.pack(fill="x", padx=px(16), pady=(px(8), px(4)))
    parts.image(head, window.icons.shape(words.SHAPES[card.item.why], tone, 25)).pack(side="left", padx=(0, px(10)))
    title = words.CARD_TITLE.format(label=card.item.label, why=words.WHY[card.item.why])
    parts.label(head, title, "next", tone, bold=True).pack(side="left")
    basis = parts.label(head, card.basis, "body", "ink2")
    beside = theme.font("next", bold=True).measure(title) + theme.font("body").measure(card.basis) + px(80) < room
    if beside:
        basis.pack(side="right")
    else:
        basis.destroy()
    parts.lines(box, card.told, room, gap=1).pack(anchor="w", padx=px(16))
    if not theme.narrow:
        _steps(window, box, card, room)
    if card.contacted:
        line = wrap_ja(card.contacted, room, theme.font("body").measure)[0]
        parts.label(box, line, "body", "blue").pack(anchor="w", padx=px(16), pady=(px(4), 0))
    parts.box(box, height=px(8)).pack()


def _steps(window: Window, box: tk.Frame, card: Card, room: int) -> None:
    """1 call · 2 if · 3 else, as many on a line as fit whole."""
    parts, px = window.parts, window.theme.px
    font = window.theme.font("body", bold=True)
    line, used = None, 0
    for n, step in enumerate(card.steps, 1):
        text = keys.say(f"{n}  {step}")
        width = font.measure(text) + px(28)
        if line is None or used + width > room:
            line, used = parts.box(box), 0
            line.pack(anchor="w", padx=px(16), pady=(px(4), 0))
        parts.label(line, text, bold=True).pack(side="left", padx=(0, px(28)))
        used += width


def nothing(window: Window, parent: tk.Frame) -> tk.Frame:
    """Ring and word, laid over the list where there is nothing to do."""
    parts, px = window.parts, window.theme.px
    area = parts.box(parent)
    middle = parts.box(area)
    middle.place(relx=0.5, rely=0.42, anchor="center")
    parts.image(middle, window.icons.verdict("matched", 96)).pack()
    parts.label(middle, words.NONE, "title", "green", bold=True).pack(pady=(px(14), 0))
    return area


def fill_stopped(window: Window, box: tk.Frame, since: str | None, width: int) -> None:
    """Above the list: nothing was exchanged since then, so that more stands here than is late."""
    for child in box.winfo_children():
        child.destroy()
    box.configure(height=1)     # a frame keeps the height of children that are gone
    if since is None:
        return
    parts, px = window.parts, window.theme.px
    line = parts.box(box, "amber_bg")
    line.pack(fill="x", pady=(0, px(8)))
    parts.image(line, window.icons.shape("triangle", "amber", 20, ground="amber_bg")).pack(side="left", padx=px(12), pady=px(6))
    parts.lines(line, words.NOT_EXCHANGED.format(since=since), width - px(70), color="amber", bold=True).pack(side="left", pady=px(6))
