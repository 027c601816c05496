"""One part of 設定. The screen has the list of parts, the keys and the focus; a part has what stands right of the list."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from tkinter import ttk
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_settings as words
from branch_desk.services.results import Refusal
from branch_desk.services.settings import About
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.options import Options
from branch_desk.ui.parts import Field
from branch_desk.ui.screen import Next
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen


class Section:
    """`stops`: what can hold the focus, by name, in order. Nothing is kept before `save`; `restore` forgets it."""

    name = ""
    looks_only = False  # nothing in it can be changed
    table: ttk.Treeview | None = None  # where it is a list
    row = ""  # the marked line of the list

    def __init__(self, screen: SettingsScreen) -> None:
        self.screen, self.window, self.session = screen, screen.window, screen.session
        self.stops: dict[str, tk.Misc] = {}
        self.about: About | None = None

    @property
    def theme(self) -> Any:
        return self.window.theme

    @property
    def changed(self) -> bool:
        """Whether something waits to be saved."""
        return False

    def have(self, about: About) -> None:
        """What the ledger has now."""
        self.about = about

    def build(self, area: tk.Frame, width: int) -> None:
        """Make the widgets, in the order in which the focus visits them."""
        raise NotImplementedError

    def next_line(self, at: str) -> Next:
        return Next(words.NEXT_ROW)

    def on_word(self, at: str) -> str:
        """What Enter comes to."""
        return words.KEYS["change"]

    def keys(self, at: str) -> dict[Slot, Key]:
        """Slots beside those of the screen."""
        return {}

    def press(self, slot: Slot, at: str) -> bool:
        return False

    def on(self, at: str) -> bool:
        """Enter."""
        return False

    def save(self) -> None:
        """Ask the service."""

    def restore(self) -> None:
        """As the ledger has it."""

    def mark(self, row: str) -> None:
        """Mark a line of the list."""

    # ---- pieces

    def heading(self, area: tk.Frame, width: int, note: str = "") -> None:
        """The word of the part, and what has to be known of it, below everything."""
        parts, px = self.window.parts, self.theme.px
        if not self.theme.narrow:
            parts.label(area, words.SECTIONS[self.name], bold=True).pack(anchor="w", pady=(px(4), px(6)))
        if note:
            parts.lines(area, note, width, "caption", "ink2", gap=1).pack(side="bottom", anchor="w", pady=(px(4), 0))

    def refused(self, answer: Refusal) -> None:
        """Said in the one line; what was typed stays."""
        self.screen.busy = False
        self.screen.said = Next(f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}", "amber")
        self.window.play(Sound.LOOK)
        self.screen.refresh()

    def done(self, told: str) -> None:
        """Kept; the screen asks again."""
        self.screen.busy = False
        self.window.play(Sound.GOOD)
        self.window.tell(told)
        self.screen.refresh()

    def failed(self, error: BaseException) -> None:
        self.screen.busy = False
        self.session.on_trouble(error)


class Rows(Section):
    """Captions with options or a field beside them. `rows` says what there is; the values are the section's own."""

    rows: Mapping[str, tuple[str, Any, str]] = MappingProxyType({})  # caption; options, or the width of a field; note
    ime: frozenset[str] = frozenset()  # fields in which Japanese is typed

    def value(self, name: str) -> Any:
        raise NotImplementedError

    def chose(self, name: str, value: Any) -> None:
        raise NotImplementedError

    def note_of(self, name: str) -> str:
        return self.rows[name][2]

    def build(self, area: tk.Frame, width: int) -> None:
        parts, theme, px = self.window.parts, self.theme, self.theme.px
        self.stops = {}
        card = parts.card(area)
        card.pack(fill="x")
        caption_width = max(theme.font(bold=True).measure(caption) for caption, _, _ in self.rows.values())
        for n, (name, (caption, kind, _)) in enumerate(self.rows.items()):
            row, column = n // self.across, 2 * (n % self.across)
            parts.label(card, caption, bold=True).grid(row=row, column=column, sticky="w", padx=px(16))
            line = parts.box(card)
            line.grid(row=row, column=column + 1, sticky="w", pady=self.air)
            if isinstance(kind, int):
                widget: tk.Widget = self._field(line, name, kind)
            else:
                widget = self._options(line, name, kind)
            widget.pack(side="left")
            if note := self.note_of(name):
                widget.update_idletasks()
                room = width - caption_width - widget.winfo_reqwidth() - px(16 * 2 + 10 + 6)
                if room >= theme.font("caption").measure("あ" * 10):
                    parts.lines(line, note, room, "caption", "mute", gap=0).pack(side="left", padx=(px(10), 0))
        card.columnconfigure(2 * self.across - 1, weight=1)

    @property
    def across(self) -> int:
        """How many stand beside each other."""
        return 1

    @property
    def air(self) -> int:
        """Above and below a row; with the practice band there is less room."""
        return self.theme.px(6 if not self.theme.narrow else 1 if self.theme.practice else 4)

    def options_of(self, name: str, options: dict[Any, str]) -> tuple[dict[Any, str], dict[Any, Any] | None]:
        """The words, and a font for each where they differ."""
        return options, None

    def mark_all(self) -> None:
        """Show the values again."""
        for name, widget in self.stops.items():
            if isinstance(widget, Options):
                widget.value = self.value(name)
        for name, field in self._fields.items():
            if field.text != self.value(name):
                field.text = self.value(name)

    def next_line(self, at: str) -> Next:
        return Next(words.NEXT_TEXT if at in self._fields else words.NEXT_ROW)

    def on_word(self, at: str) -> str:
        return words.KEYS["next" if at in self._fields else "change"]

    def on(self, at: str) -> bool:
        widget = self.stops.get(at)
        if isinstance(widget, Options):
            widget.next()
            return True
        names = list(self.stops)
        following = names.index(at) + 1 if at in names else 0
        if following < len(names):
            self.stops[names[following]].focus_set()
        return True

    # ---- inside

    @property
    def _fields(self) -> dict[str, Field]:
        return getattr(self, "_made", {})

    def _options(self, line: tk.Frame, name: str, options: dict[Any, str]) -> Options:
        shown, fonts = self.options_of(name, options)

        def chose(value: Any) -> None:
            self.screen.said = None
            self.chose(name, value)
            self.screen.refresh()

        row = Options(line, self.window.parts, shown, chose, self.screen.focused, fonts=fonts)
        row.value = self.value(name)
        self.stops[name] = row
        return row

    def _field(self, line: tk.Frame, name: str, width: int) -> Field:
        def typed() -> None:
            if name in self.stops and self.stops[name] is field.entry:
                self.screen.said = None
                self.chose(name, field.text)
                self.screen.refresh()

        field = self.window.parts.field(line, width, "body", changed=typed)
        field.text = self.value(name)
        self._made = {**{key: made for key, made in self._fields.items() if made.winfo_exists()}, name: field}
        self.stops[name] = field.entry
        field.entry.bind("<FocusIn>", lambda event: set_ime(name in self.ime), add="+")
        field.entry.bind("<FocusIn>", lambda event: self.screen.refresh(), add="+")
        return field


class Table(Section):
    """A list of which Enter opens a line."""

    columns: Mapping[str, str] = MappingProxyType({})  # the first is the tree's own

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.table: ttk.Treeview | None = None

    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        """(name of the line, cells)."""
        raise NotImplementedError

    @property
    def row(self) -> str:  # type: ignore[override]
        """The marked line."""
        return self.table.focus() if self.table is not None and self.table.winfo_exists() else ""

    def on_word(self, at: str) -> str:
        return words.KEYS["open_row"]

    def build(self, area: tk.Frame, width: int) -> None:
        parts, theme, px = self.window.parts, self.theme, self.theme.px
        ring = parts.ring(area)
        ring.pack(fill="both", expand=True)
        names = list(self.columns)
        table = ttk.Treeview(ring.inside, columns=names[1:], selectmode="browse", height=1)
        table.pack(fill="both", expand=True)
        seen = parts.label(area, "", "caption", "ink2")

        def scrolled(first: float | str, last: float | str) -> None:
            """Lines that do not fit are told of below: a list has no scrollbar to tell it."""
            total = len(table.get_children())
            top, end = round(float(first) * total), round(float(last) * total)
            if table.winfo_height() > 1 and end - top < total:
                seen.configure(text=words.RANGE.format(first=top + 1, last=end, total=total))
                if not seen.winfo_manager():
                    seen.pack(side="bottom", anchor="w", before=ring)

        table.configure(yscrollcommand=scrolled)
        measure = theme.font("body", even=True).measure
        rows = self.rows()
        for n, name in enumerate(names):
            at = "#0" if n == 0 else name
            table.heading(at, text=self.columns[name], anchor="w")
            held = [cells[n] for _, cells in rows if n < len(cells) and not (n == 0 and len(cells) == 1)]
            needed = max(map(measure, [self.columns[name], *held])) + px(26)
            table.column(at, width=needed, minwidth=20, stretch=name == self.stretched, anchor="w")
        for iid, cells in rows:
            table.insert("", "end", iid=iid, text=cells[0], values=cells[1:])
        ring.follow(table)
        hear_table(self.screen, table)
        self.table = table
        self.stops = {self.name: table}
        if rows:
            self.mark(rows[0][0])

    @property
    def stretched(self) -> str:
        """The column that takes what is left."""
        return list(self.columns)[-1]

    def mark(self, row: str) -> None:
        mark_row(self.table, row)


def hear_table(screen: SettingsScreen, table: ttk.Treeview) -> None:
    """What the marked line allows is said again when it moves; two clicks are Enter."""
    table.bind("<<TreeviewSelect>>", lambda event: screen.refresh())
    table.bind("<FocusIn>", lambda event: screen.focused(), add="+")
    table.bind("<Double-1>", lambda event: screen.window.press(Slot.ON) and None)


def mark_row(table: ttk.Treeview | None, row: str) -> None:
    """Mark a line and bring it into view."""
    if table is not None and table.exists(row):
        table.selection_set(row)
        table.focus(row)
        table.see(row)


