"""受付, right: the list of types while nothing is chosen, the real paper while typing, the result, or why
not and where to go."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from branch_desk.domain import era, words, words_print, words_spare
from branch_desk.domain import words_printing_screen as printing
from branch_desk.domain import words_screen as said
from branch_desk.domain.catalogue import DocumentType, Enclosure
from branch_desk.domain.guidance import Advice
from branch_desk.services.results import Issued, Refusal
from branch_desk.ui import keys
from branch_desk.ui.icons import Icons
from branch_desk.ui.keys import Slot
from branch_desk.ui.parts import Parts, on_click
from branch_desk.ui.print_state import Line


def type_list(side: tk.Frame, parts: Parts, types: tuple[DocumentType, ...], width: int) -> None:
    """Every type by section: the number is the quickest way in."""
    px = parts.theme.px
    _heading(side, parts, said.TYPE_LIST, said.TYPE_LIST_NOTE)
    card = parts.card(side)
    card.pack(fill="both", expand=True, pady=(px(6), 0))
    section = None
    for item in sorted(types, key=lambda item: item.code):
        if item.section.code != section:
            section = item.section.code
            head = parts.box(card, "bg")
            head.pack(fill="x")
            floor = f" {item.section.floor}" if item.section.floor else ""
            parts.label(head, f"{section}00  {item.section.name}{floor}", "caption", "ink2", bold=True).pack(
                side="left", padx=px(12), pady=px(3)
            )
            parts.label(head, item.section.phone or "", "caption", "ink2", even=True).pack(
                side="right", padx=px(12)
            )
        _numbered(card, parts, item.code, item.name, width - px(70))


def enclosure_list(side: tk.Frame, parts: Parts, enclosures: tuple[Enclosure, ...], width: int) -> None:
    """The enclosures that have numbers, while the focus is in their field."""
    _heading(side, parts, said.ENCLOSURE_LIST, said.ENCLOSURE_LIST_NOTE)
    card = parts.card(side)
    card.pack(fill="both", expand=True, pady=(parts.theme.px(6), 0))
    for enclosure in enclosures:
        _numbered(card, parts, enclosure.code.lstrip("0"), enclosure.name, width - parts.theme.px(70))


def _numbered(card: tk.Frame, parts: Parts, number: str, text: str, width: int) -> None:
    px = parts.theme.px
    row = parts.box(card)
    row.pack(fill="x")
    parts.label(row, f"{number:>2}", "body", "blue", bold=True, even=True).pack(
        side="left", padx=(px(12), px(10)), pady=px(2), anchor="n"
    )
    parts.lines(row, text, width, gap=1).pack(side="left", pady=px(1))


def _heading(side: tk.Frame, parts: Parts, text: str, note: str) -> None:
    box = parts.box(side)
    box.pack(anchor="w")
    parts.label(box, text, bold=True).pack(side="left")
    parts.label(box, note, "caption", "mute").pack(side="left", padx=parts.theme.px(10))


class ResultCard:
    """発行しました: the number, the state of each paper, and what the hands do now. No name."""

    def __init__(
        self,
        side: tk.Frame,
        parts: Parts,
        icons: Icons,
        issued: Issued,
        lines: dict[str, Line],
        width: int,
        ask: Callable[[], object],
    ) -> None:
        """`ask`: the clerk wants to answer whether the papers came out."""
        self.parts, self.icons, self._ask = parts, icons, ask
        self._lines, self._room = dict(lines), width - parts.theme.px(44)
        theme, px = parts.theme, parts.theme.px
        slip = issued.slip
        card = parts.card(side, line="green", width=2)
        card.pack(fill="both", expand=True)
        head = parts.box(card, "green_bg")
        head.pack(fill="x")
        parts.image(head, icons.mark("good", 36)).pack(side="left", padx=px(16), pady=px(6))
        keyed_in = slip.taken_at is not None
        done = words_spare.RECORDED if keyed_in else said.ISSUED_AGAIN if issued.repeated else said.ISSUED
        parts.label(head, done, "title", "green", bold=True).pack(side="left")
        if slip.issued_at:
            at = era.month_day_clock(era.moment(slip.taken_at)) if slip.taken_at else era.clock(era.moment(slip.issued_at))
            parts.label(head, at, "body", "ink2").pack(side="right", padx=px(16))
        inner = parts.box(card)
        inner.pack(fill="both", expand=True, padx=px(20))
        parts.label(inner, issued.label, "number", bold=True, even=True).pack(anchor="w", pady=(px(8), 0))
        amount = said.amount(slip.sheets, len(slip.enclosures) + slip.other_enclosures)
        parts.lines(inner, f"{slip.type_name}　{amount}", width - px(44), gap=1).pack(
            anchor="w", pady=(px(4), px(6))
        )
        parts.rule(inner).pack(fill="x")
        self._rows: dict[str, tuple[tk.Label, tk.Label]] = {}
        area = parts.box(inner)
        area.pack(fill="x")
        across = 2 if theme.narrow else 1  # 大 and 特大: the question needs the height, and there is width enough
        for n in range(across):
            area.columnconfigure(n, weight=1, uniform="papers")
        for n, (copy, line) in enumerate(lines.items()):
            row = parts.box(area)
            gap = (px(20) if n % across else 0, 0)
            row.grid(row=n // across, column=n % across, sticky="we", padx=gap, pady=(px(5), 0))
            mark = parts.image(row, icons.mark(line.mark, 20))
            mark.pack(side="left")
            parts.label(row, said.PAPERS[copy], bold=True).pack(side="left", padx=px(8))
            state = parts.label(row, line.text, "caption", line.tone)
            state.pack(side="right")
            self._rows[copy] = (mark, state)
        self._question = parts.box(inner)
        self._question.pack(fill="x")
        parts.rule(inner).pack(fill="x", pady=px(7))
        if keyed_in or not theme.narrow:  # no papers stand above the steps of a blank
            by_hand = "named" not in slip.flags
            section = slip.section_name or ""
            steps = words_spare.steps(section) if keyed_in else said.steps_after_issue(section, by_hand=by_hand)
            for n, step in enumerate(steps, 1):
                row = parts.box(inner)
                row.pack(fill="x", pady=px(3))
                parts.label(row, str(n), bold=True).pack(
                    side="left", anchor="n", padx=(0, px(10)), pady=px(2)
                )
                parts.lines(row, step, width - px(70), bold=True).pack(side="left")
        self._show_question()

    @property
    def asks(self) -> bool:
        """Whether a paper waits for somebody who has seen it."""
        return any(line.ask for line in self._lines.values())

    @property
    def lacks(self) -> bool:
        """Whether a paper has not come out, or nobody knows."""
        return any(line.tone == "amber" for line in self._lines.values())

    def paper(self, copy: str, line: Line) -> None:
        """What is known of one paper now; never said to be printed before that is known."""
        if copy not in self._rows or not self._rows[copy][0].winfo_exists():
            return
        mark, word = self._rows[copy]
        self._lines[copy] = line
        mark.configure(image=self.icons.mark(line.mark, 20))
        word.configure(text=line.text, fg=self.parts.theme.color(line.tone))
        self._show_question()

    def _show_question(self) -> None:
        """出ましたか？ - it waits here, and is answered in the panel of F5: digits typed here begin a type."""
        parts, px = self.parts, self.parts.theme.px
        for child in self._question.winfo_children():
            child.destroy()
        asked = tuple(words_print.COPIES[copy] for copy, line in self._lines.items() if line.ask)
        if not asked:
            self._question.configure(height=1)
            return
        box = parts.card(self._question, "amber_bg", "amber")
        if parts.theme.narrow:  # the form's first row stands above: one line is what there is room for
            box.pack(fill="x", pady=(px(3), 0))
            parts.label(box, printing.came_out(asked), bold=True).pack(side="left", padx=px(10), pady=px(2))
            parts.label(box, keys.say(printing.ASK_SHORT), "caption", "ink2").pack(side="right", padx=px(10))
            on_click(box, self._ask)
            return
        box.pack(fill="x", pady=(px(8), 0))
        parts.lines(box, printing.came_out(asked), self._room - px(24), bold=True).pack(
            anchor="w", padx=px(10), pady=(px(4), 0)
        )
        parts.lines(box, keys.say(printing.ASK_IN_CARD), self._room - px(24), "caption", "ink2").pack(
            anchor="w", padx=px(10), pady=(0, px(4))
        )
        on_click(box, self._ask)


def refusal_card(
    side: tk.Frame, parts: Parts, icons: Icons, refusal: Refusal, width: int, press: Callable[[Slot], object]
) -> None:
    """Why this document is not taken, what to say, and where to go instead, always in the same order."""
    theme, px = parts.theme, parts.theme.px
    card = parts.card(side, line="red", width=2)
    card.pack(fill="both", expand=True)
    foot = parts.box(card)
    foot.pack(side="bottom", fill="x", padx=px(20), pady=px(8))
    if not theme.narrow:
        parts.button(foot, Slot.FINISH.value, said.END_REFUSAL, lambda: press(Slot.FINISH), main=True).pack(
            side="left"
        )
        parts.button(foot, Slot.BACK.value, said.CHOOSE_AGAIN, lambda: press(Slot.BACK)).pack(
            side="left", padx=px(10)
        )
    head = parts.box(card, "red_bg")
    head.pack(fill="x")
    parts.image(head, icons.mark("stop", 36)).pack(side="left", padx=(px(16), px(12)), pady=px(6))
    told = parts.box(head)
    told.pack(side="left", pady=px(6))
    parts.label(told, said.REFUSED_TITLE, "next", "red", bold=True).pack(anchor="w")
    reason = refusal.details.get("reason") or ""
    parts.label(told, f"{said.REFUSED_REASON} {reason}", "caption", "ink2").pack(anchor="w")
    parts.label(told, said.NUMBER_UNUSED, "caption", "ink2").pack(anchor="w")
    inner = parts.box(card)
    inner.pack(fill="both", expand=True, padx=px(20))
    room = width - px(44)
    if not theme.narrow:
        parts.label(inner, said.WORDS_TO_VISITOR, "caption", "mute", bold=True).pack(
            anchor="w", pady=(px(8), px(1))
        )
    parts.lines(inner, f"「{refusal.sentence}」", room, gap=1).pack(
        anchor="w", pady=(px(6) if theme.narrow else 0, 0)
    )
    parts.rule(inner).pack(fill="x", pady=px(6))
    ways = parts.box(inner)
    ways.pack(fill="x")
    for n, advice in enumerate(refusal.guidance):
        _way(ways, parts, n, advice, room)


def _way(table: tk.Frame, parts: Parts, n: int, advice: Advice, room: int) -> None:
    """One way: its word, and below it (at 大 and 特大 beside it) the place."""
    px = parts.theme.px
    word = words.WAYS[advice.way.value]
    detail = words.WAY_TEXT[advice.way.value].format(detail=advice.detail)
    if advice.way.value == "telephone" and not advice.detail:
        detail = words.TELEPHONE_UNSET
    gap = (0, px(4))
    parts.label(table, str(n + 1), "next", "blue", bold=True, even=True).grid(
        row=2 * n, column=0, sticky="nw", padx=(0, px(12))
    )
    if parts.theme.narrow:
        beside = parts.theme.font("body", bold=True).measure(words.WAYS["counter"]) + px(20)
        parts.label(table, word, bold=True).grid(row=2 * n, column=1, sticky="nw", pady=gap)
        parts.lines(table, detail, room - px(34) - beside, "caption", "ink2", gap=1).grid(
            row=2 * n, column=2, sticky="w", padx=(px(20), 0), pady=gap
        )
        return
    parts.label(table, word, bold=True).grid(row=2 * n, column=1, sticky="w")
    parts.lines(table, detail, room - px(34), "body", "ink2", gap=0).grid(
        row=2 * n + 1, column=1, sticky="w", pady=gap
    )


def preview_head(side: tk.Frame, parts: Parts) -> None:
    """The heading over the paper."""
    _heading(side, parts, said.PREVIEW, said.PREVIEW_NOTE_SHORT if parts.theme.narrow else said.PREVIEW_NOTE)


def preview_foot(side: tk.Frame, parts: Parts) -> None:
    """What the torn edge leaves out."""
    if not parts.theme.narrow:
        parts.label(side, keys.say(said.PREVIEW_REST), "caption", "ink2").pack(side="bottom", anchor="w")
