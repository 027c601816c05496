"""The big card of 返送照合: shape, word and colour above, the slip in words below, and room for what is to be decided."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass

from branch_desk.domain import words_book as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.lookup import Facts
from branch_desk.ui.icons import Icons
from branch_desk.ui.parts import Parts


@dataclass(frozen=True, slots=True)
class Face:
    """What the banner says. `counts` stand at its right where there is no right column."""

    shape: str
    tone: str
    word: str
    todo: str
    counts: tuple[str, ...] = ()


def banner(parent: tk.Misc, parts: Parts, icons: Icons, face: Face, width: int) -> list[tk.Label]:
    """The labels of the counts. Shape, big word, and the line below it. The word takes the next smaller type where it would not fit."""
    theme, px = parts.theme, parts.theme.px
    area = parts.box(parent, f"{face.tone}_bg")
    area.pack(fill="x")
    size = 72 if theme.narrow else 96
    parts.image(area, icons.shape(face.shape, face.tone, size)).pack(
        side="left", padx=(px(24), px(20)), pady=px((2 if theme.practice else 8) if theme.narrow else 18)
    )
    room = width - px(24 + 20 + size + 24)
    made: list[tk.Label] = []
    if face.counts:
        counts = parts.box(area)
        counts.pack(side="right", padx=px(20))
        for n, line in enumerate(face.counts):
            label = parts.label(counts, line, "body", "ink" if n == 0 else "ink2", bold=n == 0)
            label.pack(anchor="e")
            made.append(label)
            room -= label.winfo_reqwidth() + px(20) if n == 0 else 0
    text = parts.box(area)
    text.pack(side="left")
    role = next(
        (
            role
            for role in ("verdict", "number", "title")
            if theme.font(role, bold=True).measure(face.word) <= room
        ),
        "title",
    )
    parts.label(text, face.word, role, face.tone, bold=True).pack(anchor="w")
    parts.lines(text, face.todo, room, "next" if not theme.narrow else "body", bold=True, gap=0).pack(
        anchor="w"
    )
    return made


def heading(parent: tk.Misc, parts: Parts, label: str, digits: str, caption: str = "") -> None:
    """The number as people say it, and its digits."""
    px = parts.theme.px
    row = parts.box(parent)
    row.pack(anchor="w", padx=px(22), pady=(px(4 if parts.theme.narrow else 8), 0))
    parts.label(row, label, "number", bold=True, even=True).pack(side="left")
    if caption:
        parts.label(row, caption, "caption", "ink2").pack(side="left", padx=(px(14), 0))
    parts.label(row, digits, "body", "ink2", even=True).pack(side="left", padx=px(14 if not caption else 8))


def pairs(
    parent: tk.Misc, parts: Parts, rows: list[tuple[str, str]], width: int, *, gap: int = 3
) -> tk.Frame:
    """Captions and what they say; what is too long wraps, nothing is cut."""
    theme, px = parts.theme, parts.theme.px
    table = parts.box(parent)
    table.pack(anchor="w", padx=px(22), pady=(px(2), 0))
    left = max((theme.font("body").measure(caption) for caption, _ in rows), default=0) + px(24)
    table.columnconfigure(0, minsize=left)
    gap = 0 if theme.narrow else gap
    for row, (caption, value) in enumerate(rows):
        parts.label(table, caption, "body", "mute").grid(row=row, column=0, sticky="nw", pady=px(gap))
        lines = parts.box(table)
        lines.grid(row=row, column=1, sticky="w", pady=px(gap))
        for line in wrap_ja(value, width - left - px(44), theme.font("body").measure):
            parts.label(lines, line).pack(anchor="w")
    return table


def rule(parent: tk.Misc, parts: Parts) -> None:
    """A thin line between what is and what is to be done."""
    parts.rule(parent).pack(
        fill="x", padx=parts.theme.px(22), pady=parts.theme.px(4 if parts.theme.narrow else 8)
    )


def facts_of(
    facts: Facts,
    *,
    with_name: bool = False,
    with_received: bool = True,
    with_holder: bool = True,
    with_route: bool = True,
) -> list[tuple[str, str]]:
    """A slip in words, with what is known of it and nothing else."""
    slip = facts.slip
    rows = [(words.TYPE, facts.type_name), (words.AMOUNT, facts.amount)]
    if with_name:
        rows.append((words.NAME, f"{facts.name} {words.HONORIFIC}" if facts.name else words.NO_NAME))
    if facts.taken:
        rows.append((words.TAKEN, words.taken(facts.taken, facts.staff, facts.desk)))
    if facts.ended:
        rows.append((words.ENDED[slip.state.value], facts.ended))
        if facts.ended_reason:
            rows.append((words.REASON, facts.ended_reason))
        return rows
    if facts.dispatched and with_route:
        rows.append((words.ROUTE, words.route(facts.dispatched, facts.section)))
    elif facts.section and with_route:
        rows.append((words.SECTION, facts.section))
    if not facts.closed and with_holder:
        rows.append((words.HOLDER, facts.holder))
    if facts.received and with_received:
        rows.append((words.RECEIVED, f"{facts.received}（{facts.received_source}）"))
    if facts.closed:
        rows.append((words.CLOSED, facts.closed))
    return rows
