"""案内, right: the sentence to say and the ways in their order; where nothing was found, whom to telephone."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import words
from branch_desk.domain import words_guide as said
from branch_desk.domain.catalogue import Section
from branch_desk.domain.guidance import Advice, Way
from branch_desk.services import guide
from branch_desk.services.guide import Answer
from branch_desk.ui import keys

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


def ways(area: tk.Frame, window: Window, answer: Answer, not_for: tuple[str, ...], room: int) -> None:
    """One thing that was found, whole."""
    parts, theme, px = window.parts, window.theme, window.theme.px
    inner = parts.box(area)
    inner.pack(fill="both", expand=True, padx=px(0 if theme.narrow else 20), pady=px(2 if theme.narrow else 10))
    parts.lines(inner, answer.name, room, "next", bold=True, gap=0).pack(anchor="w")
    parts.lines(inner, f"「{answer.sentence}」", room, gap=1).pack(anchor="w", pady=(px(2), px(4)))
    if answer.taken:
        line = keys.say(said.TO_RECEPTION.format(code=answer.taken, to_reception="{to_reception}"))
        parts.lines(inner, line, room, "body", "green", bold=True, gap=0).pack(anchor="w", pady=(0, px(4)))
    parts.rule(inner).pack(fill="x", pady=(px(2), px(4)))
    table = parts.box(inner)
    table.pack(fill="x")
    for n, advice in enumerate(answer.advice, 1):
        _way(table, window, n, advice, room)
    if any(advice.way is Way.ONLINE for advice in answer.advice) and not_for and not theme.narrow:
        parts.rule(inner).pack(fill="x", pady=px(5))
        parts.label(inner, said.NOT_FOR_ONLINE, "caption", "mute", bold=True).pack(anchor="w")
        parts.lines(inner, "、".join(not_for), room, "caption", "ink2", gap=0).pack(anchor="w")


def _way(table: tk.Frame, window: Window, n: int, advice: Advice, room: int) -> None:
    parts, theme, px = window.parts, window.theme, window.theme.px
    amber = advice.way is Way.TEMPORARY
    unset = advice.way is Way.TELEPHONE and not advice.detail
    word, detail = words.WAYS[advice.way.value], guide.way_text(advice)
    ink = "amber" if amber or unset else "ink2"
    digit = parts.label(table, str(n), "next", "amber" if amber else "blue", bold=True, even=True)
    digit.grid(row=2 * n, column=0, sticky="nw", padx=(0, px(12)))
    name = parts.label(table, word, bold=True, color="amber" if amber else "ink")
    indent = px(34)
    if theme.narrow:
        beside = max(theme.font("body", bold=True).measure(name_) for name_ in words.WAYS.values()) + px(20)
        name.grid(row=2 * n, column=1, sticky="nw", pady=(0, px(3)))
        parts.lines(table, detail, room - indent - beside, "body", ink, gap=1).grid(
            row=2 * n, column=2, sticky="w", padx=(px(20), 0), pady=(0, px(4))
        )
        return
    name.grid(row=2 * n, column=1, sticky="w")
    parts.lines(table, detail, room - indent, "body", ink, gap=1).grid(
        row=2 * n + 1, column=1, sticky="w", pady=(0, px(6))
    )


def telephones(area: tk.Frame, window: Window, sections: tuple[Section, ...], room: int) -> None:
    """Nothing was found: the sections, whom to ask."""
    parts, theme, px = window.parts, window.theme, window.theme.px
    inner = parts.box(area)
    inner.pack(fill="both", expand=True, padx=px(0 if theme.narrow else 20), pady=px(4 if theme.narrow else 10))
    parts.label(inner, said.TELEPHONES, "next", bold=True).pack(anchor="w", pady=(0, px(6)))
    table = parts.box(inner)
    table.pack(fill="x")
    table.columnconfigure(1, weight=1)
    gap = px(4 if theme.narrow else 6)
    for row, section in enumerate(sections):
        floor = f" {section.floor}" if section.floor else ""
        parts.label(table, section.name + floor, bold=True).grid(row=row, column=0, sticky="w", pady=gap)
        phone = section.phone or words.TELEPHONE_UNSET
        parts.label(table, phone, "body", "ink" if section.phone else "amber", even=bool(section.phone)).grid(
            row=row, column=1, sticky="w", padx=px(20), pady=gap
        )
