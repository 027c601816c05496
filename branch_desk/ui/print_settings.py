"""設定, プリンター: which there are, which paper goes where, and a test print. One list; Enter opens a line of it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from branch_desk.domain import words_print, words_screen
from branch_desk.domain import words_printing_screen as words
from branch_desk.services import printers
from branch_desk.services.printers import Printer, Setup
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Refusal
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.print_add import AddPrinter
from branch_desk.ui.print_state import Line
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.settings_section import Section, hear_table, mark_row
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.settings_screen import SettingsScreen
    from branch_desk.ui.window import Window

ADD_ROW, PRINTER, COPY = "add", "printer ", "copy "  # what the lines of the list are called
TEST, USUAL, REMOVE = "test", "usual", "remove"
USUAL_WAY = "usual way"


class Choose(Panel):
    """A few choices by digit over the screen. Enter decides nothing; Esc changes nothing."""

    floating = True

    def __init__(
        self, window: Window, heading: str, choices: dict[str, str], sentence: str, chosen: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self.heading, self.choices, self._sentence, self._chosen = heading, choices, sentence, chosen

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, self.heading, "next", bold=True).pack(side="left", padx=px(22), pady=px(8))
        inner = parts.box(parent)
        inner.pack(fill="x", padx=px(22), pady=px(10))
        for n, word in enumerate(self.choices.values(), 1):
            parts.button(inner, str(n), word, lambda n=n: self._take(n)).pack(anchor="w", pady=px(3))
        parts.button(
            inner, Slot.BACK.value, words_screen.STOP_WHOLE, lambda: self.window.press(Slot.BACK)
        ).pack(anchor="w", pady=(px(10), 0))
        self._stand.place(x=0, y=0)

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(self._sentence)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP), Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def on_digit(self, digit: int) -> bool:
        return 1 <= digit <= len(self.choices) and self._take(digit)

    def _take(self, digit: int) -> bool:
        self.close()
        self._chosen(list(self.choices)[digit - 1])
        return True


class PrintersSection(Section):
    """Which printers there are, and which copy goes where."""

    name = "printers"

    def on_word(self, at: str) -> str:
        return words.KEY_OPEN

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__(screen)
        self.prints = screen.window.prints
        self._setup: Setup | None = None  # what the list shows
        self.prints.changed.append(self._again)
        self.prints.heard.append(self._heard)

    @property
    def note(self) -> str:
        """Below the list."""
        if self.prints.any:
            return "" if self.theme.narrow else words.SECTION_NOTE
        return words.NO_PRINTERS

    @property
    def row(self) -> str:  # type: ignore[override]
        """The marked line."""
        return self.table.focus() if self.table is not None and self.table.winfo_exists() else ""

    def build(self, area: tk.Frame, width: int) -> None:
        """The list: printers, one line to add one, and where each copy goes."""
        self.heading(area, width, self.note)
        self.table = self._list(area)
        self.stops = {self.name: self.table}
        hear_table(self.screen, self.table)
        self.mark(self.table.get_children()[0])

    def mark(self, row: str) -> None:
        mark_row(self.table, row)

    def next_line(self, at: str) -> Next:
        """The one next action for the marked line."""
        if self.row == ADD_ROW:
            return Next(words.NEXT_ADD)
        return Next(words.NEXT_ROUTE if self.row.startswith(COPY) else words.NEXT_SECTION)

    def keys(self, at: str) -> dict[Slot, Key]:
        return {Slot.PRINT: Key(words.KEYS_SETTINGS["test"], use=self.row.startswith(PRINTER))}

    def press(self, slot: Slot, at: str) -> bool:
        """試し印刷."""
        if slot is not Slot.PRINT or not self.row.startswith(PRINTER):
            return False
        self._test(self.row.removeprefix(PRINTER))
        return True

    def on(self, at: str) -> bool:
        """Enter on a line."""
        if self.row == ADD_ROW:
            self.window.open_panel(AddPrinter(self.window, self._added))
        elif self.row.startswith(PRINTER):
            self._open_printer(self.row.removeprefix(PRINTER))
        elif self.row.startswith(COPY):
            self._open_copy(self.row.removeprefix(COPY))
        return True

    # ---- inside

    def _list(self, area: tk.Frame) -> ttk.Treeview:
        screen, theme = self.screen, self.theme
        setup = self._setup = self.prints.setup
        ring = screen.parts.ring(area)
        ring.pack(fill="both", expand=True)
        columns = list(words.PRINTER_COLUMNS)[1:]
        table = ttk.Treeview(ring.inside, columns=columns, selectmode="browse", height=1)
        table.pack(fill="both", expand=True)
        measure = theme.font("body", even=True).measure
        for name, heading in words.PRINTER_COLUMNS.items():
            at = "#0" if name == "name" else name
            table.heading(at, text=heading, anchor="w")
            held = {
                "name": (words.ADD, *(printer.name for printer in setup.printers)),
                "profile": (words.PHOTOCOPY_ROUTE, *(_profile(printer, setup) for printer in setup.printers)),
                "way": (words.KIND_WORDS["socket"],),
            }[name]
            width = max(measure(word) for word in held) + theme.px(32)
            table.column(at, width=width, minwidth=20, stretch=name == "way", anchor="w")
        for printer in setup.printers:
            table.insert(
                "",
                "end",
                iid=PRINTER + printer.name,
                text=printer.name,
                values=(_profile(printer, setup), f"{words.KIND_WORDS[printer.kind]}　{printer.address}"),
            )
        table.insert("", "end", iid=ADD_ROW, text=words.ADD)
        if setup.printers:
            for copy in printers.COPIES:
                table.insert("", "end", iid=COPY + copy, text=words_print.COPIES[copy], values=(self._goes(copy), ""))
        ring.follow(table)
        return table

    def _goes(self, copy: str) -> str:
        setup = self.prints.setup
        if setup.chosen(copy) == printers.NO_PAPER:
            return words.PHOTOCOPY_ROUTE
        found = setup.printer_for(copy)
        return found.name if found else words.TO_PDF_ROUTE

    def _open_printer(self, name: str) -> None:
        choices = dict(zip((TEST, USUAL, REMOVE), words.PRINTER_CHOICES.values(), strict=True))
        self.window.open_panel(
            Choose(
                self.window, name, choices, words.NEXT_PRINTER_CHOICE, lambda what: self._do(name, what)
            )
        )

    def _do(self, name: str, what: str) -> None:
        if what == TEST:
            self._test(name)
        elif what == USUAL:
            self._set(printers.choose, name, told=words.USUAL_SET.format(name=name))
        else:
            self.window.open_panel(
                Choose(
                    self.window,
                    words.REMOVE_TITLE.format(name=name),
                    {REMOVE: words.REMOVE_ONLY},
                    words.NEXT_REMOVE,
                    lambda _: self._set(printers.remove, name, told=words.REMOVED.format(name=name)),
                )
            )

    def _open_copy(self, copy: str) -> None:
        choices = {printer.name: printer.name for printer in self.prints.setup.printers[:7]}
        if copy in printers.MAY_BE_PHOTOCOPY:
            choices[printers.NO_PAPER] = words.PHOTOCOPY_ROUTE
        choices[USUAL_WAY] = words.USUAL_WAY
        word = words_print.COPIES[copy]
        self.window.open_panel(
            Choose(
                self.window,
                words.ROUTE_TITLE.format(copy=word),
                choices,
                words.NEXT_ROUTE_CHOICE,
                lambda name: self._set(
                    printers.route,
                    copy,
                    None if name == USUAL_WAY else name,
                    told=words.ROUTED.format(copy=word),
                ),
            )
        )

    def _set(self, verb: Callable[..., Setup | Refusal], *arguments: str | None, told: str) -> None:
        def done(answer: Setup | Refusal) -> None:
            if isinstance(answer, Refusal):
                self._say(answer)
                return
            self.window.play(Sound.GOOD)
            self.window.tell(told)
            self.prints.reload()

        self.window.session.act(verb, *arguments, then=done)

    def _added(self, printer: Printer) -> None:
        self.screen.said = Next(words.ADDED.format(name=printer.name, print=Slot.PRINT.value), "green")
        self.prints.reload()

    def _test(self, name: str) -> None:
        def queued(answer: Queued | Refusal) -> None:
            if isinstance(answer, Refusal):
                self._say(answer)
            else:
                self.screen.said = Next(words.TEST_SENT.format(name=name))
                self.screen.refresh()

        self.prints.order_test(name, queued)

    def _heard(self, name: str, copy: str, line: Line) -> None:
        if copy != "test" or line.mark in ("queued", "sent"):
            return
        told = words.TEST_DONE.format(name=name, state=line.text)
        self.window.tell(told)
        self.screen.said = Next(told, "green" if line.mark == "good" else "amber")
        if self.window.view is self.screen:
            self.screen.refresh()

    def _say(self, refused: Refusal) -> None:
        self.screen.said = Next(
            f"{refused.sentence}{words_screen.todo(refused.rule, refused.todo)}", "amber"
        )
        self.window.play(Sound.LOOK)
        self.screen.refresh()

    def _again(self) -> None:
        if self._setup != self.prints.setup:
            self.screen.printers_changed()


def _profile(printer: Printer, setup: Setup) -> str:
    known = printer.known
    several = sum(not other.sheet for other in setup.printers) > 1
    usual = words.USUAL if several and printer.name == setup.default else ""
    return (words.SHEET if known is None else f"{known.maker} {known.model}".strip()) + usual
