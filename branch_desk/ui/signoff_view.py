"""What 本日の締め shows beside its list: the four figures, who signed, and the 経過書 of the marked line."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import era
from branch_desk.domain import words_attention as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.signoff import Evening
from branch_desk.ui import keys

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

MOST_STEPS = 7


def fill_figures(window: Window, area: tk.Frame, evening: Evening) -> None:
    """Four counts: green with a tick where there is none, amber with a triangle where there are."""
    for child in area.winfo_children():
        child.destroy()
    parts, px = window.parts, window.theme.px
    for n, (kind, count) in enumerate(evening.figures.items()):
        tone = "amber" if count else "green"
        area.columnconfigure(n, weight=1, uniform="figure")
        card = parts.card(area, line=tone)
        card.grid(row=0, column=n, sticky="nsew", padx=(0 if n == 0 else px(8), 0))
        head = parts.box(card)
        head.pack(anchor="w", padx=px(10), pady=(px(6), 0))
        parts.image(head, window.icons.shape("triangle" if count else "tick", tone, 20)).pack(side="left")
        parts.label(head, words.FIGURES[kind], "body", bold=True).pack(side="left", padx=px(6))
        parts.label(card, words.CASES.format(count=count), "number", tone, bold=True).pack(
            anchor="w", padx=px(12), pady=(0, px(6)))


def fill_signed(window: Window, area: tk.Frame, evening: Evening) -> None:
    """Who looked through the day so far."""
    for child in area.winfo_children():
        child.destroy()
    parts, px = window.parts, window.theme.px
    parts.label(area, words.SIGN_CHECK, "body", bold=True).pack(side="left", padx=px(14), pady=px(8))
    told = "  ".join(words.SIGNED_BY.format(at=era.clock(era.moment(each.at)), by=each.by) for each in evening.signed[-3:])
    parts.image(area, window.icons.mark("good" if told else "queued", 20)).pack(side="left", padx=(px(4), px(8)))
    parts.label(area, told or words.NOT_SIGNED, "body").pack(side="left")


def fill_report(window: Window, side: tk.Frame, form: printing.History | None) -> None:
    """The facts of the 経過書 in short; the paper holds every record."""
    for child in side.winfo_children():
        child.destroy()
    parts, theme, px = window.parts, window.theme, window.theme.px
    head = parts.box(side)
    head.pack(fill="x")
    parts.label(head, words.REPORT, "body", bold=True).pack(side="left")
    parts.label(head, keys.say(words.REPORT_NOTE), "caption", "ink2").pack(side="left", padx=px(10))
    card = parts.card(side)
    card.pack(fill="both", expand=True, pady=(px(4), 0))
    if form is None:
        return
    parts.label(card, words.REPORT_FOOT, "caption", "ink2").pack(side="bottom", anchor="w", padx=px(16), pady=px(10))
    top = parts.box(card)
    top.pack(fill="x", padx=px(16), pady=px(8))
    parts.label(top, words.PAPER, "title", bold=True).pack(side="left")
    parts.label(top, form.label, "next", bold=True, even=True).pack(side="right")
    calls = tuple(f"{_short(call.at)} {call.who} {call.what}（{call.how} {call.staff}）" for call in form.calls)
    told = f"{_short(form.told.at)} {form.told.how}" if form.told.at else ""
    steps = tuple(f"{_short(step.at)} {step.what} {step.staff}".strip() for step in form.steps)
    section = " ".join(part for part in (form.section, form.floor, form.section_phone) if part)
    rows = {"document": (form.type_name,), "section": (section,), "known": (form.known_at, form.known_by),
            "steps": steps[-MOST_STEPS:], "calls": calls[-2:], "told": (told,), "place": (form.last_place,)}
    caption = max(theme.font("caption", bold=True).measure(word) for word in words.REPORT_ROWS.values()) + px(14)
    # a closing mark may hang over by one character (ui/text.py)
    room = px(486 - 36) - caption - theme.font("caption").measure("）")
    for name, lines in rows.items():
        parts.rule(card).pack(fill="x", padx=px(16))
        row = parts.box(card)
        row.pack(fill="x", padx=px(16), pady=px(3))
        parts.label(row, words.REPORT_ROWS[name], "caption", bold=True).place(x=0, y=px(2))
        shown = [line for line in lines if line] or [words.REPORT_NONE]
        for text in shown:
            for line in wrap_ja(text, room, theme.font("caption").measure):
                parts.label(row, line.strip(), "caption").pack(anchor="w", padx=(caption, 0), pady=px(1))


def _short(at: str) -> str:
    """11/24 16:40 for 11月24日 16時40分: the paper has room for the long form, the screen has not."""
    return at.replace("月", "/").replace("日", "").replace("時", ":").replace("分", "")
