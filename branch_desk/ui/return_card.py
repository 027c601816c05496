"""返送照合, left: waiting for a scan, a verdict with what is to be decided, or what was recorded."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from branch_desk.domain import era, numbers, words_book
from branch_desk.domain import words_return as words
from branch_desk.domain.verdict import Verdict
from branch_desk.services.lookup import Facts, Returned
from branch_desk.ui import icons, keys
from branch_desk.ui.parts import Field
from branch_desk.ui.time_field import Known, TimeField
from branch_desk.ui.verdict_card import Face, banner, facts_of, heading, pairs, rule

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

RESULT_SHAPES = {
    "closed": "accepted",
    "differs": "differs",
    "time_missing": "time_missing",
    "other_branch": "other_branch",
    "undone": "already_closed",
}
BARS = (9, 5, 4, 6, 9, 6, 3, 10, 8, 6, 4, 3, 6)  # widths of bars and gaps, for the picture of a barcode


@dataclass(slots=True)
class Shown:
    """What stands on the left: the fields that the screen asks, and how to paint them anew."""

    tone: str = "blue"
    time: TimeField | None = None
    row: tk.Frame | None = None
    choices: frozenset[int] = frozenset()
    recorded: datetime | None = None
    digits: Field | None = None
    paint: Callable[[], object] | None = None
    count_labels: list[tk.Label] = field(default_factory=list)

    @property
    def first(self) -> tk.Misc | None:
        """Where the focus belongs: the time if it has to be typed, else the decision."""
        if self.time is not None and self.recorded is None:
            return self.time.field.entry
        return self.row

    @property
    def number_is_whole(self) -> bool:
        """Whether the typed sixteen digits are a number."""
        return self.digits is not None and numbers.is_well_formed(numbers.normalise(self.digits.text))


# ---- waiting


def waiting_card(
    parent: tk.Frame, window: Window, width: int, changed: Callable[[], object], counts: tuple[str, ...]
) -> Shown:
    """A barcode to be seen from afar, and the field for what no scanner reads."""
    parts, theme = window.parts, window.theme
    px = theme.px
    card = parts.card(parent)
    card.pack(fill="both", expand=True)
    shown = Shown()
    if counts:
        top = parts.box(card)
        top.pack(fill="x", padx=px(20), pady=px(8))
        for n, line in enumerate(counts):
            label = parts.label(top, line, "body", "ink" if n == 0 else "ink2", bold=n == 0)
            label.pack(side="right", padx=px(10))
            shown.count_labels.append(label)
    foot = parts.box(card)
    foot.pack(side="bottom", pady=px(12 if theme.narrow else 36))
    middle = parts.box(card)
    middle.pack(expand=True)
    _bars(middle, window)
    parts.label(middle, words.SCAN_HERE, "title", bold=True).pack(pady=(px(14), px(8)))
    for note in words.SCAN_NOTES if not theme.narrow else words.SCAN_NOTES[1:]:
        box = parts.lines(middle, note, width - px(60), "body", "ink2")
        for part in box.pack_slaves():
            part.pack_configure(anchor="center")
        box.pack()
    row = parts.box(foot)
    row.pack()
    parts.label(row, keys.say(words.TYPE_DIGITS), "body", "ink2").pack(side="left")
    parts.label(row, words.SIXTEEN, "body", "ink2").pack(side="left", padx=px(8))
    left = parts.label(foot, "", "body", "ink2")
    shown.digits = parts.field(row, 21, even=True, changed=lambda: _typed(shown, left, changed))
    shown.digits.pack(side="left")
    left.pack()
    return shown


def _typed(shown: Shown, left: tk.Label, changed: Callable[[], object]) -> None:
    """Digits stand in groups of four, as they are printed, so that they can be compared."""
    entry = shown.digits
    if entry is None:
        return
    plain = "".join(unicodedata.normalize("NFKC", entry.text).split())
    grouped = numbers.group(plain) if plain.isascii() and plain.isdigit() else entry.text
    if grouped != entry.text and entry.entry.index("insert") >= len(entry.text) - 1:
        # not inside the trace: the entry moves its cursor after it
        entry.entry.after_idle(lambda: entry.entry.winfo_exists() and setattr(entry, "text", grouped))
        return
    missing = numbers.LENGTH - len(plain)
    left.configure(
        text=""
        if not plain or missing == 0
        else words.SIXTEEN_LEFT.format(missing)
        if missing > 0
        else words.SIXTEEN_OVER.format(-missing)
    )
    changed()


def _bars(parent: tk.Misc, window: Window) -> None:
    px = window.theme.px
    height = px(64 if not window.theme.narrow else 44)
    canvas = tk.Canvas(
        parent, width=px(sum(BARS) + 6), height=height, bg=parent.cget("bg"), highlightthickness=0
    )
    canvas.pack()
    at = 0
    for n, thick in enumerate(BARS):
        if n % 2 == 0:
            canvas.create_rectangle(at, 0, at + px(thick), height, fill=window.theme.color("blue"), width=0)
        at += px(thick) + (px(1) if n % 2 else 0)


# ---- a verdict


def verdict_card(
    parent: tk.Frame,
    window: Window,
    returned: Returned,
    width: int,
    changed: Callable[[], object],
    focused: Callable[[], object],
    pressed: Callable[[int], object],
    before: datetime | None,
    counts: tuple[str, ...],
) -> Shown:
    """Banner, slip, and below it what may be decided; a verdict that stops says what the hands do."""
    parts, theme = window.parts, window.theme
    scanned, facts = returned.scanned, returned.facts
    verdict = scanned.verdict
    key = "real_in_practice" if verdict is Verdict.PRACTICE and window.desk.practice else verdict.value
    shape, tone = icons.VERDICTS[verdict.value]
    word, todo = words.VERDICTS[key]
    card = parts.card(parent, line=tone, width=3)
    card.pack(fill="both", expand=True)
    labels = banner(card, parts, window.icons, Face(shape, tone, word, todo, counts), width)
    shown = Shown(tone=tone, count_labels=labels)
    if scanned.number and scanned.label and verdict is not Verdict.PRACTICE:
        heading(card, parts, scanned.label, numbers.group(scanned.number))
    if facts is not None:
        # a matched 原本 is in the clerk's hands: where it was last known to be is of no use any more
        matched = verdict is Verdict.MATCHED
        # at 大 and 特大 room is scarce: a receipt names the section, and what never left has taken no route
        with_route = not (theme.narrow and (facts.received if matched else verdict is Verdict.NOT_DISPATCHED))
        pairs(card, parts, facts_of(facts, with_holder=not matched, with_route=with_route), width)
    elif verdict in (Verdict.UNKNOWN, Verdict.OTHER_BRANCH) and scanned.number:
        pairs(card, parts, _of_digits(scanned.number, window), width)
    if verdict.value in words.DECIDE:
        rule(card, parts)
        _decision(card, window, shown, returned, width, changed, focused, pressed, before)
    elif verdict in (Verdict.VOIDED, Verdict.HANDED_BACK):
        rule(card, parts)
        section = (
            f"{facts.section}（{facts.phone}）"
            if facts and facts.phone
            else facts.section
            if facts
            else words_book.SECTION
        )
        _steps(card, window, section, width)
    elif verdict is Verdict.COPY and scanned.where:
        rule(card, parts)
        _tell(card, window, scanned.where, width)
    elif key in words.NOTES:
        for line in words.NOTES[key]:
            parts.lines(card, keys.say(line), width - theme.px(60), gap=4).pack(
                anchor="w", padx=theme.px(24), pady=(theme.px(10), 0)
            )
    elif verdict is Verdict.ALREADY_CLOSED:
        rule(card, parts)
        parts.lines(card, keys.say(words.ALL_RIGHT), width - theme.px(60)).pack(anchor="w", padx=theme.px(22))
    return shown


def _of_digits(number: str, window: Window) -> list[tuple[str, str]]:
    """All that a number tells by itself."""
    parsed = numbers.parse(number)
    if parsed is None:
        return []
    here = words.this_desk(window.desk.name) if parsed.desk == window.desk.code else parsed.desk
    return [(words.ISSUED_AT, here), (words.ISSUED_IN, era.fiscal_year_name(parsed.fy))]


def _decision(
    card: tk.Frame,
    window: Window,
    shown: Shown,
    returned: Returned,
    width: int,
    changed: Callable[[], object],
    focused: Callable[[], object],
    pressed: Callable[[int], object],
    before: datetime | None,
) -> None:
    parts, theme = window.parts, window.theme
    px = theme.px
    verdict, slip = returned.scanned.verdict, returned.scanned.slip
    recorded = (slip.received_at or slip.paper_received_at) if slip else None
    shown.recorded = era.moment(recorded) if recorded else None
    taken = (slip.taken_at or slip.issued_at) if slip else None
    area = parts.box(card)
    area.pack(fill="x", padx=px(22))
    caption = words.TIME if shown.recorded is None else words.TIME_OTHER
    time = TimeField(
        area,
        parts,
        window.clock,
        changed,
        caption=caption,
        known=Known(
            shown.recorded, "section" if slip and slip.received_at else "paper", era.moment(taken) if taken else None
        ),
        before=before,
    )
    window.router.digits_decide(time.field.entry)
    ring = parts.ring(area)
    row = tk.Frame(ring.inside, bg=area.cget("bg"), takefocus=1)
    row.pack()
    ring.follow(row)
    notes = parts.box(area)
    if shown.recorded is None:  # Tab and the eye: first the time, then the decision
        time.row.pack(anchor="w")
    if not theme.narrow:
        for line in _notes(verdict, shown.recorded is not None):
            parts.lines(notes, keys.say(line), width - px(60), "body", "ink2", gap=1).pack(anchor="w")
        notes.pack(anchor="w", pady=(px(2), px(4)))
    ring.pack(anchor="w")
    if shown.recorded is not None:
        time.row.pack(anchor="w", pady=(px(4), 0))
        ring.lower(time.row)
    for widget in (time.field.entry, row):
        widget.bind("<FocusIn>", lambda event: focused(), add="+")
    shown.row, shown.time, shown.choices = row, time, frozenset(words.DECIDE[verdict.value])
    state: list[tuple[object, ...]] = []

    def paint() -> None:
        known = time.at is not None or (shown.recorded is not None and time.empty)
        typing = window.root.focus_get() is time.field.entry
        hides_one = (
            verdict is Verdict.MATCHED and shown.recorded is None and typing
        )  # the time and Enter is 1
        filled = verdict is Verdict.MATCHED and known and not typing
        only_typed = typing and not time.empty  # a digit belongs to the time now
        now = (known, filled, hides_one, only_typed)
        if state == [now]:
            return
        state[:] = [now]
        for child in row.winfo_children():
            child.destroy()
        for digit, text in words.DECIDE[verdict.value].items():
            if digit == 1 and hides_one:
                continue
            dim = only_typed or (digit == 1 and not known and verdict is not Verdict.OTHER_BRANCH)
            button = parts.button(
                row, str(digit), text, lambda digit=digit: pressed(digit), main=filled and digit == 1, dim=dim
            )
            button.pack(side="left", padx=(0, px(10)))

    shown.paint = paint
    paint()


def _notes(verdict: Verdict, known: bool) -> tuple[str, ...]:
    if verdict is Verdict.OTHER_BRANCH:
        return (words.OTHER_BRANCH_NOTE,)
    if verdict is Verdict.MATCHED:
        return (words.ONLY_ONE_CLOSES,) if known else (words.ENTER_IS_ONE, words.EMPTY_FIELD)
    return (words.ENTER_LEADS,)


def _steps(card: tk.Frame, window: Window, section: str, width: int) -> None:
    parts, px = window.parts, window.theme.px
    for n, step in enumerate(words.STOP_STEPS, 1):
        row = parts.box(card)
        row.pack(anchor="w", padx=px(22), pady=px(2))
        parts.label(row, str(n), "next", bold=True, even=True).pack(side="left", anchor="n", padx=(0, px(12)))
        parts.lines(row, keys.say(step.replace("{section}", section)), width - px(100), gap=1).pack(side="left")


def _tell(card: tk.Frame, window: Window, sentence: str, width: int) -> None:
    """What a citizen who asks may be told (the 原本 is somewhere else)."""
    parts, px = window.parts, window.theme.px
    parts.label(card, words_book.TELL_TITLE, "body", "blue", bold=True).pack(anchor="w", padx=px(22))
    parts.lines(card, f"「{sentence}」", width - px(60), "title", bold=True).pack(anchor="w", padx=px(22))


# ---- what was recorded


def result_card(
    parent: tk.Frame, window: Window, result: str, facts: Facts, width: int, counts: tuple[str, ...]
) -> Shown:
    """完了 stands here and nowhere before the key."""
    parts, px = window.parts, window.theme.px
    shape, tone = icons.VERDICTS[RESULT_SHAPES[result]]
    word, todo = words.RESULTS[result]
    card = parts.card(parent, line=tone, width=3)
    card.pack(fill="both", expand=True)
    labels = banner(card, parts, window.icons, Face(shape, tone, word, todo, counts), width)
    heading(card, parts, facts.label, numbers.group(facts.slip.number))
    pairs(card, parts, facts_of(facts), width)
    if result != "undone":
        rule(card, parts)
        parts.lines(card, keys.say(words.UNDO_NOTE), width - px(60), "body", "ink2").pack(
            anchor="w", padx=px(22)
        )
    shown = Shown(tone=tone, count_labels=labels)
    shown.row = tk.Frame(card, takefocus=1)
    shown.row.place(x=0, y=0, width=0, height=0)
    return shown
