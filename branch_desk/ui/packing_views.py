"""袋入れ・発送, drawn: the sections at the left, three steps, the banner, what is in the bag and what is not yet."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from branch_desk.domain import era, words_screen
from branch_desk.domain import words_bags as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.bag_view import BagRow
from branch_desk.ui import icons, keys, packing_says
from branch_desk.ui.packing_table import BagTable, Column, Line
from branch_desk.ui.packing_verbs import SectionWork
from branch_desk.ui.parts import on_click

if TYPE_CHECKING:
    from branch_desk.ui.packing import Packing

LIST = 270          # the sections
SIDE = 330          # who checks
LEFT_ROWS = 2       # of what is not yet in the bag
SHOWN = ("bagged", "dispatched", "received", "closed", "lost")
STEP_OF = {"choose": 0, "packing": 0, "closed": 1, "checking": 1, "ready": 2, "gone": 3}
CHECK_SHAPES = {
    "none": ("triangle", "amber"), "asked": ("diamond", "blue"), "agrees": ("tick", "green"),
    "differs": ("differs", "amber"), "overridden": ("flag", "amber"), "recount": ("triangle", "amber"),
    "ended": ("struck", "red"),
}
ENDED = ("struck", "red")


def draw(screen: Packing, area: tk.Frame) -> None:
    """Everything, made anew."""
    theme, px = screen.theme, screen.theme.px
    whole = theme.fixed(1366) - px(172 + 32)
    listing = screen.mode == "choose" or (screen.mode == "packing" and not theme.narrow)
    side = 0 if theme.narrow else LIST if listing else SIDE
    width = whole - (px(side + 16) if side else 0)
    area.columnconfigure(0, weight=0)
    area.columnconfigure(1, weight=0)
    main = screen.parts.box(area)
    main.pack_propagate(False)
    if listing and theme.narrow:
        sections(screen, area, whole).grid(row=0, column=0, sticky="nsew")
        area.columnconfigure(0, weight=1)
        return
    column = 1 if listing else 0
    main.grid(row=0, column=column, sticky="nsew")
    area.columnconfigure(column, weight=1)
    if listing:
        left = sections(screen, area, px(LIST))
        left.grid(row=0, column=0, sticky="nsew", padx=(0, px(16)))
    elif side:
        right = screen.parts.box(area, width=px(SIDE))
        right.grid(row=0, column=1, sticky="nsew", padx=(px(16), 0))
        right.pack_propagate(False)
        _side(screen, right, px(SIDE))
    if not screen.whole:
        if not (theme.narrow and screen.mode == "ready"):
            steps(screen, main).pack(anchor="w", pady=(0, px(8)))
        _banner(screen, main, width)
    if screen.mode != "choose":
        _contents(screen, main, width)


# ---- the sections


def sections(screen: Packing, parent: tk.Frame, width: int) -> tk.Frame:
    """Each with its digit, what it waits for and its bags."""
    parts, px = screen.parts, screen.theme.px
    box = parts.box(parent, width=width)
    box.pack_propagate(False)
    head = parts.box(box)
    head.pack(anchor="w")
    parts.label(head, words.SECTIONS, bold=True).pack(side="left")
    parts.label(head, words.SECTIONS_NOTE, "body", "ink2").pack(side="left", padx=px(10))
    card = parts.card(box)
    card.pack(fill="x", pady=(px(4), 0))
    for n, section in enumerate(screen.work.sections):
        if n:
            parts.rule(card).pack(fill="x")
        _section(screen, card, section, width)
    return box


def _section(screen: Packing, card: tk.Frame, section: SectionWork, width: int) -> None:
    parts, theme, px = screen.parts, screen.theme, screen.theme.px
    on = section.code == screen.section
    row = parts.box(card, "blue_bg" if on else "surface", height=_row_height(screen))
    row.pack(fill="x")
    row.pack_propagate(False)
    tk.Frame(row, bg=theme.color("blue") if on else row.cget("bg"), width=theme.fixed(5)).pack(side="left", fill="y")
    parts.label(row, section.code, "body", "blue", bold=True, even=True).pack(side="left", padx=px(10))
    parts.label(row, str(section.held), "title" if not theme.narrow else "next", "ink" if section.held else "mute",
                bold=bool(section.held)).pack(side="right", padx=px(14))
    begun = "・".join(f"{words.STATES[bag.state]} {bag.slips}" for bag in section.bags)
    text = parts.box(row)
    text.pack(side="left")
    if theme.narrow:
        parts.label(text, section.name, "body", bold=on).pack(side="left")
        parts.label(text, begun, "caption", "blue", bold=True).pack(side="left", padx=px(16))
    else:
        room = width - px(80)
        for line in wrap_ja(section.name, room, theme.font("body", bold=on).measure):
            parts.label(text, line, "body", bold=on).pack(anchor="w")
        for line in wrap_ja(begun, room, theme.font("caption", bold=True).measure)[:1] if begun else ():
            parts.label(text, line, "caption", "blue", bold=True).pack(anchor="w")
    on_click(row, lambda: screen.choose(int(section.code)))


def _row_height(screen: Packing) -> int:
    """As tall as nine of them allow: a section has one digit."""
    theme = screen.theme
    if theme.narrow:
        return theme.font("body").metrics("linespace") + theme.px(10)
    return theme.font("body").metrics("linespace") + theme.font("caption").metrics("linespace") + theme.px(6)


# ---- steps and banner


def steps(screen: Packing, parent: tk.Misc) -> tk.Frame:
    """1 袋入れ → 2 別の職員の確認 → 3 発送, with the present one filled and the past ones ticked."""
    parts, theme, px = screen.parts, screen.theme, screen.theme.px
    now = STEP_OF[screen.mode]
    box = parts.box(parent)
    for n, word in enumerate(words.STEPS):
        if n:
            parts.label(box, "→", "body", "mute").pack(side="left", padx=px(8))
        ground, ink, line = ("blue", "on_blue", "blue") if n == now else ("surface", "green", "green") if n < now else (
            "surface", "mute", "line")
        step = tk.Frame(box, bg=theme.color(ground), highlightthickness=1, highlightbackground=theme.color(line))
        step.pack(side="left")
        if n < now:
            parts.image(step, screen.window.icons.shape("tick", "green", 20)).pack(side="left", padx=(px(10), 0))
        else:
            parts.label(step, str(n + 1), "body", ink, bold=True, even=True).pack(side="left", padx=(px(12), 0))
        parts.label(step, word, "body", ink, bold=n == now).pack(side="left", padx=px(10), pady=px(4))
    return box


def _banner(screen: Packing, parent: tk.Frame, width: int) -> None:
    parts, theme, px = screen.parts, screen.theme, screen.theme.px
    said = packing_says.banner(screen)
    tone = said.tone if said.tone in ("green", "amber", "red", "blue", "grey") else "amber"
    card = parts.card(parent, f"{tone}_bg", tone, 2)
    card.pack(fill="x")
    size = 45
    icon = parts.image(card, screen.window.icons.shape(said.shape, tone, size))
    icon.pack(side="left", anchor="n", padx=(px(20), px(18)), pady=px(10 if not theme.narrow else 6))
    room = width - px(20 + 18 + size + 20)
    if screen.mode in ("packing", "gone") or (theme.narrow and screen.mode in ("closed", "checking", "ready")):
        room -= _count(screen, card)
    text = parts.box(card)
    text.pack(side="left", anchor="w", pady=px(6 if not theme.narrow else 4))
    for line in wrap_ja(said.word, room, theme.font("title", bold=True).measure):
        parts.label(text, line, "title", tone if tone != "grey" else "ink", bold=True).pack(anchor="w")
    for line in said.lines:
        for piece in wrap_ja(keys.say(line), room, theme.font("next" if not theme.narrow else "body", bold=True).measure):
            parts.label(text, piece, "next" if not theme.narrow else "body", bold=True).pack(anchor="w")
    _choices(screen, text, room)


def _count(screen: Packing, card: tk.Frame) -> int:
    """How many are in the bag, or counted, at the right of the banner; the room it takes."""
    parts, px = screen.parts, screen.theme.px
    box = parts.box(card)
    box.pack(side="right", padx=px(20), pady=px(4))
    checks = screen.mode in ("closed", "checking", "ready")
    word = words.AGREE_COUNT.strip("件 ") if checks else words.IN_BAG
    number = f"{screen.view.confirmed}/{len(screen.rows)}件" if checks and screen.view else f"{len(screen.rows)}件"
    for text, role, color in ((word, "body", "ink2"), (number, "number", "ink")):
        parts.label(box, text, role, color, bold=role == "number").pack(anchor="e")
    box.update_idletasks()
    return box.winfo_reqwidth() + px(40)


def _choices(screen: Packing, parent: tk.Frame, room: int) -> None:
    """What a digit decides here."""
    parts, px = screen.parts, screen.theme.px
    row = parts.box(parent)
    if screen.asked is not None:
        row.pack(anchor="w", pady=(px(6), px(4)))
        agree = words.COUNTED.format(amount=packing_says.counted(screen.asked))
        parts.button(row, "1", agree, lambda: screen.press(1), main=True).pack(side="left", padx=(0, px(10)))
        parts.button(row, "2", words.DIFFERS_KEY, lambda: screen.press(2)).pack(side="left")
    elif screen.mode == "closed" and screen.may_start:
        row.pack(anchor="w", pady=(px(6), px(4)))
        word = words.START_CHECK.format(surname=screen.session.who.surname)
        parts.button(row, "1", word, lambda: screen.press(1), main=True).pack(side="left")
    elif screen.mode == "ready":
        row.pack(anchor="w", pady=(px(4), 0))
        for n, (route, word) in enumerate(words.ROUTES.items(), 1):
            choice = parts.choice(row, n, word, screen.press)
            choice.face.configure(takefocus=0)
            choice.set("blue" if route == screen.route else None)
            choice.pack(side="left")
        line = parts.box(parent)
        line.pack(anchor="w")
        screen.departure.build(line, room)


# ---- the bag


def _contents(screen: Packing, parent: tk.Frame, width: int) -> None:
    parts, theme, px = screen.parts, screen.theme, screen.theme.px
    checks = screen.mode in ("closed", "checking", "ready")
    view = screen.view
    below = screen.mode == "packing" and not theme.narrow and not screen.whole
    if below:
        _left(screen, parent, width)
    head = parts.box(parent)
    head.pack(fill="x", pady=(px(6), px(2)))
    title = words.CONTENTS if checks and not theme.narrow else words.of_section(screen.section_name)
    parts.label(head, title, bold=True).pack(side="left")
    note = words.CONTENTS_NOTE if checks and not theme.narrow else (
        words.bag_line(view.label, len(view.rows), view.sheets, view.sealed) if view else words.NEW_BAG)
    room = width - theme.font("body", bold=True).measure(title) - px(20)
    parts.label(head, wrap_ja(note, room, theme.font("body").measure)[0], "body", "ink2").pack(side="left", padx=px(10))
    named = words.COLUMNS
    columns = [Column("state", named["check" if checks else "state"], None),
               Column("number", named["number"], f"令8-{screen.window.desk.name}-501-00042"),
               Column("type", named["type"], None),
               Column("sheets", named["sheets"], words.SEALED_SHORT, right=True),
               Column("enclosures", named["enclosures"], "00", right=True)]
    if checks:
        columns.append(Column("counted", named["counted"], "係長の承認"))
        possible = [word for word, _ in words.CHECK_ROWS.values()]
    else:
        columns.append(Column("at", named["at"], "00:00", right=True))
        possible = [words.TAKE_OUT, *(words_screen.STATES[state] for state in SHOWN)]
    table = BagTable(parent, screen.window, columns, possible, width)
    table.frame.pack(fill="both", expand=True)
    screen.table = table
    table.fill([_line(screen, row, checks) for row in screen.rows], screen.marked)
    table.tree.bind("<<TreeviewSelect>>", lambda event: screen.marked_row(), add="+")
    if not screen.rows:
        parts.label(table.frame, words.NOTHING_INSIDE, "body", "ink2").place(relx=0.5, rely=0.6, anchor="center")


def _line(screen: Packing, row: BagRow, checks: bool) -> Line:
    at = era.clock(era.moment(row.at)) if row.at else ""
    amount = words.SEALED_SHORT if row.sealed else "" if row.sheets is None else str(row.sheets)
    cells = {"number": row.label, "type": row.type_name, "sheets": amount, "enclosures": str(row.enclosures), "at": at}
    if not checks:
        if row.ended:
            return Line(row.number, *ENDED, words.TAKE_OUT, cells)
        return Line(row.number, *icons.STATES[row.state], words_screen.STATES[row.state], cells)
    state = "ended" if row.ended else row.check
    if screen.asked is not None and screen.asked.number == row.number:
        state = "asked"
    word, said = words.CHECK_ROWS[state]
    return Line(row.number, *CHECK_SHAPES[state], word, cells | {"counted": said})


def _left(screen: Packing, parent: tk.Frame, width: int) -> None:
    """What is not yet in a bag, oldest first, below the bag."""
    parts, px, left = screen.parts, screen.theme.px, screen.work.left
    named = words.COLUMNS
    table = BagTable(parent, screen.window,
                     (Column("state", named["state"], None),
                      Column("number", named["number"], f"令8-{screen.window.desk.name}-501-00042"),
                      Column("type", named["type"], None), Column("sheets", named["sheets"], words.SEALED_SHORT, right=True),
                      Column("enclosures", named["enclosures"], "00", right=True),
                      Column("at", named["taken"], "12/31 00:00", right=True)), [words_screen.STATES["held"]], width)
    table.frame.pack(side="bottom", fill="x")
    table.frame.pack_propagate(False)
    table.frame.configure(height=table.heading_height + min(LEFT_ROWS, max(1, len(left))) * table.row_height)
    rows = [Line(row.number, *icons.STATES["held"], words_screen.STATES["held"], {
        "number": row.label, "type": row.type_name, "sheets": words.SEALED_SHORT if row.sealed else str(row.sheets or ""),
        "enclosures": str(row.enclosures), "at": era.slashed(era.moment(row.at)) if row.at else ""}) for row in left]
    table.fill(rows)
    table.tree.selection_set(())
    if not left:
        parts.label(table.frame, words.NOTHING_LEFT, "body", "green", bold=True).place(relx=0.5, rely=0.6, anchor="center")
    head = parts.box(parent)
    head.pack(side="bottom", fill="x", pady=(px(6), px(2)))
    parts.label(head, words.LEFT, bold=True).pack(side="left")
    parts.label(head, f"{screen.section_name} {len(left)}件", "body", "ink2").pack(side="left", padx=px(10))


# ---- the side


def _side(screen: Packing, parent: tk.Frame, width: int) -> None:
    """Whose bag it is, how many agree, who packed and who checks; below, how it is done."""
    parts, px, view = screen.parts, screen.theme.px, screen.view
    assert view is not None     # the side is shown in the modes of a bag
    card = parts.card(parent)
    card.pack(fill="x")
    inside = parts.box(card)
    inside.pack(fill="x", padx=px(18), pady=px(10))
    section = " ".join(part for part in (view.section_name, view.floor) if part)
    for line in wrap_ja(section, width - px(40), screen.theme.font("title", bold=True).measure):
        parts.label(inside, line, "title", bold=True).pack(anchor="w")
    parts.label(inside, f"{words.BAG} {view.label}", "body", "ink2", even=True).pack(anchor="w")
    figure = parts.box(inside)
    figure.pack(anchor="w")
    tone = "green" if view.complete else "amber" if screen.short else "blue"
    parts.label(figure, str(view.confirmed), "verdict", tone, bold=True).pack(side="left")
    parts.label(figure, f"/ {len(view.rows)}{words.AGREE_COUNT}", "title", bold=True).pack(
        side="left", anchor="s", padx=px(8), pady=(0, px(8)))
    checking = screen.checking
    pairs = [(words.PACKED_BY, "・".join(screen.work.packers))]
    if checking is not None:
        at = era.clock(checking.at)
        pairs.append((words.CHECKED_BY, screen.session.who.surname if screen.session.who else ""))
        pairs.append((words.IDENTITY, (words.BY_PIN if checking.by_pin else words.BY_BADGE).format(at=at)))
    for caption, value in pairs:
        row = parts.box(inside)
        row.pack(fill="x", pady=px(1))
        parts.label(row, caption, "body", "ink2").pack(side="left", anchor="n")
        lines = parts.box(row)
        lines.pack(side="right")
        for line in wrap_ja(value, width - px(60) - screen.theme.font("body").measure(caption),
                            screen.theme.font("body", bold=True).measure):
            parts.label(lines, line, bold=True).pack(anchor="e")
    if screen.mode not in ("closed", "checking"):
        return
    ground, line = ("amber_bg", "amber") if screen.short else ("surface", "line")
    how = parts.card(parent, ground, line)
    how.pack(fill="both", expand=True, pady=(px(10), 0))
    area = parts.box(how)
    area.pack(fill="x", padx=px(18), pady=px(10))
    title = words.MISSING_TITLE if screen.short else words.HOW_TITLE
    parts.label(area, title, "body", "amber" if screen.short else "ink", bold=True).pack(anchor="w")
    if not screen.short:
        for paragraph in words.HOW:
            parts.lines(area, paragraph, width - px(44), gap=1).pack(anchor="w", pady=(0, px(8)))
        return
    for n, step in enumerate(words.MISSING_STEPS, 1):
        row = parts.box(area)
        row.pack(anchor="w")
        parts.label(row, str(n), "body", even=True).pack(side="left", anchor="n", padx=(0, px(12)))
        parts.lines(row, keys.say(step), width - px(70), gap=1).pack(side="left")
    rest = len(view.rows) - 1
    note = words.MISSING_NOTE.format(count=rest) if rest else words.MISSING_NOTE_LAST
    parts.lines(area, note, width - px(44), gap=1).pack(anchor="w", pady=(px(6), 0))
