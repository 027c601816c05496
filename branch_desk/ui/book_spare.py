"""予備帳 over 管理簿: the blanks that nobody has settled, new ones with F5, what was written with Enter, unused ones with F4.

Numbers are drawn with F5 alone, pressed twice: a number once drawn is never used again.
"""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from branch_desk.domain import numbers, words_screen
from branch_desk.domain import words as said_of
from branch_desk.domain import words_spare as words
from branch_desk.services import spare
from branch_desk.services.results import Refusal
from branch_desk.services.spare import Blank, Voided
from branch_desk.ui import office_print, tokens
from branch_desk.ui.book_table import BookTable, Plain
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.slip_table import Column
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

USUAL = 10


class SpareBook(Panel):
    """What waits to be keyed in, oldest first; the end of its year is said in word and colour."""

    def __init__(self, window: Window, said: Callable[[Next], None]) -> None:
        super().__init__(window)
        self._said_below = said
        self.blanks: tuple[Blank, ...] = ()
        self.said: Next | None = None
        self.busy = self._sure = False

    @property
    def title(self) -> str:
        return words.TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(1, weight=1)
        parent.columnconfigure(0, weight=1)
        top = parts.box(parent)
        top.grid(row=0, column=0, sticky="ew")
        place = parts.box(parent)
        place.grid(row=1, column=0, sticky="nsew", pady=(px(4), 0))
        named = words.COLUMNS
        columns = (
            Column("label", named["label"], "令8-田島地区1-000-00001"),
            Column("digits", named["digits"], "1101 2600 0000 0136"),
            Column("drawn", named["drawn"], "2026/12/30"),
            Column("state", named["state"], None, weight=2),
        )
        width = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self.table = BookTable(place, self.window, columns, width, changed=self._marked)
        self.table.frame.pack(fill="both", expand=True)
        self._foot = parts.label(parent, "", "caption", "ink2")
        self._foot.grid(row=2, column=0, sticky="w", pady=(px(4), 0))
        parts.label(top, words.COUNT, bold=True).pack(side="left", padx=(0, px(8)))
        self.count = parts.field(top, 4, "body", even=True, changed=self._typed)
        self.count.text = str(USUAL)
        self.count.pack(side="left")
        note = words.COUNT_NOTE_SHORT if self.theme.narrow else words.COUNT_NOTE
        parts.label(top, note.format(most=spare.MOST), "body", "ink2").pack(side="left", padx=px(10))
        self.count.entry.bind("<FocusIn>", lambda event: self._focused(), add="+")
        self.table.tree.bind("<FocusIn>", lambda event: self.refresh(), add="+")
        self._ask()

    def first_focus(self) -> tk.Misc:
        return self.table.tree

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.busy:
            return Next(words.MAKING)
        if self._in_count:
            return Next(words.NEXT_COUNT)
        if not self.blanks:
            return Next(words.NEXT_EMPTY)
        return Next(words.NEXT_ENDED, "amber") if self._ended else Next(words.NEXT)

    def keys(self) -> dict[Slot, Key]:
        label, one = words.KEYS, self.chosen is not None and not self._in_count
        return {
            Slot.BACK: Key(label["back"]),
            Slot.FIND: Key(label["count"]),
            Slot.FIX: Key(label["void"], use=bool(self.blanks)),
            Slot.PRINT: Key(label["make"], use=not self.busy, main=self._sure),
            Slot.COVER: Key(words_screen.COVER_KEY),
            Slot.ON: Key(label["on"], use=one),
        }

    def on_key(self, slot: Slot) -> bool:
        sure, self._sure, self.said = self._sure, False, None
        chosen = self.chosen
        if slot is Slot.BACK:
            self.close()
        elif slot is Slot.FIND:
            self.count.focus()
            self.count.entry.selection_range(0, "end")
        elif slot is Slot.PRINT and not self.busy:
            self._make(sure=sure)
        elif slot is Slot.FIX and chosen is not None:
            self.window.open_panel(VoidBlanks(self.window, chosen, self._ended, self._voided))
        elif slot is Slot.ON and chosen is not None and not self._in_count:
            self.window.carry(chosen.number, "reception")
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        self._sure, self.said = False, None
        if self._in_count:
            self.table.tree.focus_set()
            return True
        return self.table.move(way)

    def on_changed(self, changed: object) -> None:
        if "counts" in getattr(changed, "topics", ()):
            self._ask()

    @property
    def chosen(self) -> Blank | None:
        """The marked blank."""
        return next((blank for blank in self.blanks if blank.number == self.table.chosen), None)

    # ---- inside

    @property
    def _in_count(self) -> bool:
        return self.window.root.focus_get() is self.count.entry

    @property
    def _ended(self) -> tuple[str, ...]:
        return tuple(blank.number for blank in self.blanks if blank.ended)

    def _focused(self) -> None:
        set_ime(False)
        self.refresh()

    def _typed(self) -> None:
        self._sure, self.said = False, None
        if self.window.view is self:
            self.refresh()

    def _marked(self) -> None:
        if self.window.view is self:
            self.refresh()

    def _ask(self) -> None:
        self.session.run(spare.blanks, then=self._have, latest="spare")

    def _have(self, blanks: Sequence[Blank]) -> None:
        if self not in self.window._panels:
            return
        self.blanks = tuple(blanks)
        self.table.fill([
            Plain(blank.number, {
                "label": blank.label, "digits": numbers.group(blank.number), "drawn": words.day(blank.drawn),
                "state": words.ENDED if blank.ended else words.WAITS,
            }, amber=blank.ended)
            for blank in self.blanks
        ], words.EMPTY)
        self._foot.configure(text=words.below(len(self.blanks), len(self._ended)))
        self._marked()

    def _make(self, *, sure: bool) -> None:
        digits = unicodedata.normalize("NFKC", self.count.text).strip()
        count = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0
        if not 1 <= count <= spare.MOST:
            self.window.play(Sound.LOOK)
            self.said = Next(words.COUNT_FORM.format(most=spare.MOST), "amber")
            self.count.focus()
            return
        if not sure:
            self._sure = True
            self.said = Next(say(words.sure(count)), "amber")
            return
        self.busy = True
        office_print.send(self.window, spare.book_paper, count, told=self._made)

    def _made(self, line: Next) -> None:
        self.busy = False
        if self not in self.window._panels:
            self._said_below(line)
            return
        self.said = line
        self._ask()
        self.refresh()

    def _voided(self, done: Voided) -> None:
        self.said = Next(words.VOIDED.format(count=len(done.numbers)), "green")
        self.refresh()


class VoidBlanks(ReasonPanel):
    """取消 of the marked blank, or of all whose year is over. `voided` hears which."""

    asks_note = False

    def __init__(self, window: Window, chosen: Blank, ended: tuple[str, ...], voided: Callable[[Voided], None]) -> None:
        reasons = said_of.SPARE_REASONS
        named: dict[tuple[str, ...], str] = {(chosen.number,): words.VOID_ONE.format(label=chosen.label)}
        if ended:
            named.setdefault(ended, words.VOID_ENDED.format(count=len(ended)))
        self._unused, self._done = tuple(named), voided
        whats = tuple(What(str(n), word, reasons, pin=True, warning=words.VOID_WARNING) for n, word in enumerate(named.values()))
        super().__init__(window, words.VOID_TITLE, "reserved", whats)

    def run(self, chosen: Chosen) -> None:
        self.session.act(
            spare.void, self._unused[int(chosen.what.code)], chosen.reason, pin=chosen.pin, then=self.answered, failed=self._failed
        )

    def answered(self, answer: Voided | Refusal | Any) -> None:
        super().answered(answer)
        if isinstance(answer, Voided):
            self.window.tell(words.VOIDED.format(count=len(answer.numbers)))
            self._done(answer)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)
