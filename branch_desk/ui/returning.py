"""返送照合: a scan identifies, a key decides. Only 1 closes (or the typed time and Enter, where the number matched).

Nothing is recorded by a scan. A verdict that stops records nothing at all; a doubtful one is never closed by Enter.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import era, numbers, words_book, words_screen
from branch_desk.domain import words_return as words
from branch_desk.domain.verdict import DOUBTFUL, Verdict
from branch_desk.services import inquiry, lookup
from branch_desk.services.lookup import Facts, Looked, Out, Returned
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui import office_print, return_bar, return_today, return_verbs
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.outstanding import Outstanding
from branch_desk.ui.return_card import Shown, result_card, verdict_card, waiting_card
from branch_desk.ui.return_end import end_card
from branch_desk.ui.return_fix import ReturnFix
from branch_desk.ui.return_record import Recorder
from branch_desk.ui.return_today import Counts, Read, Reads
from branch_desk.ui.return_verbs import Ask
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.slip_view import SlipPanel
from branch_desk.ui.sounds import Sound
from branch_desk.ui.time_field import TimeField
from branch_desk.ui.window import Window

SIDE = 420
SIDE_MS = 15  # after the verdict was drawn
CLOSABLE = DOUBTFUL | {Verdict.MATCHED}


class Returning(Screen):
    """The second screen."""

    name = "returns"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.mode = "waiting"  # waiting, verdict, result, out, reads, ending, ended
        self.shown: Returned | None = None
        self.result: tuple[str, Facts] | None = None
        self.card = Shown()
        self.fault = ""
        self.record = Recorder(self)
        self.ended = Counts()  # the figures of the batch that F12 ended
        self._side_due: str | None = None
        self._built = False  # before that the window has no open screen to give the focus to
        self.reads = Reads()
        self.out: Outstanding | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        theme = self.theme
        parent.rowconfigure(0, weight=1)
        parent.columnconfigure(0, weight=1)
        parent.grid_propagate(False)
        side = 0 if theme.narrow else theme.px(SIDE)
        self.width = theme.fixed(1366) - theme.px(172 + 32) - (side + theme.px(16) if side else 0)
        self.left = self.parts.box(parent)
        self.left.grid(row=0, column=0, sticky="nsew")
        self.left.pack_propagate(False)
        self.side = self.parts.box(parent, width=side)
        self.side.bind("<Destroy>", self._side_gone)
        if side:
            self.side.grid(row=0, column=1, sticky="nsew", padx=(theme.px(16), 0))
            self.side.pack_propagate(False)
        self._show("waiting")
        self._built = True

    def build_again(self, parent: tk.Frame) -> None:
        mode, card = self.mode, self.card
        self.build(parent)
        if mode == "reads":  # the list for which there is no room beside it; now there may be
            mode = "waiting"
        self._show(mode)
        if card.digits is not None and self.card.digits is not None:
            self.card.digits.text = card.digits.text
        if card.time is not None and self.card.time is not None:
            self.card.time.field.text = card.time.field.text
        if mode == "out":
            self._ask_out()
        self._show_side()

    def on_shown(self) -> None:
        self.session.run(return_verbs.ask, then=self._have, latest="returns")

    def on_changed(self, changed: Any) -> None:
        self.on_shown()
        if self.mode == "out":
            self._ask_out()

    def first_focus(self) -> tk.Misc | None:
        if self.mode == "waiting":
            return self.card.digits.entry if self.card.digits else None
        if self.out is not None and self.mode == "out":
            return self.out.focus_on
        return self.card.first

    def next_line(self) -> Next:
        return return_bar.next_line(self)

    def keys(self) -> dict[Slot, Key]:
        return return_bar.keys_of(self)

    def on_key(self, slot: Slot) -> bool:
        if self.record.busy:
            return False
        return {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.MORE: self._more,
            Slot.FIX: self._fix,
            Slot.PRINT: self._inquire,
            Slot.ON: self._on,
            Slot.FINISH: self._finish,
        }.get(slot, lambda: False)()

    def on_digit(self, digit: int) -> bool:
        if self.mode != "verdict" or self.record.busy or digit not in self.card.choices:
            return False
        # a month begins with 0 or 1, so in the empty field 2 and 3 can only be decisions
        if (time := self.time) is not None and (digit == 1 or not time.empty):
            return False
        return self.record.decide(digit)

    def on_arrow(self, way: str) -> bool:
        if self.mode == "out" and self.out is not None:
            return self.out.move(way)
        return way == "up" and (time := self.time) is not None and time.bring_before()

    def on_scan(self, scan: Scan) -> bool:
        if scan.kind is not Kind.NUMBER:
            return False  # the strip says it; a verdict on screen stays
        number = numbers.read(scan.text)
        if number and number.real_kind == numbers.BAG and number.practice is self.window.desk.practice:
            return False  # a bag: its place is said there, too
        # while a key is being recorded too: the ledger's thread answers in order
        self.session.run(lookup.scan, scan.text, then=self._scanned, latest="scan")
        return True

    # ---- what comes of it

    def _scanned(self, returned: Returned) -> None:
        self._leave_undecided()
        scanned = returned.scanned
        self.fault, self.shown, self.result = "", returned, None
        if scanned.number and scanned.label and scanned.verdict is not Verdict.PRACTICE:
            word = "now" if scanned.verdict in CLOSABLE else scanned.verdict.value
            type_name = returned.facts.type_name if returned.facts else ""
            at = era.stamp(self.window.clock())
            self.reads.add(Read(scanned.number, scanned.label, type_name, word, scanned.verdict.value, at))
        self.window.play(return_verbs.sound(scanned.verdict))
        self._show("verdict")
        self._side_after_this()

    def _leave_undecided(self) -> None:
        if self.shown is not None:
            self.reads.leave(self.shown.scanned.number)
        self.shown = None

    def recorded(self, result: str, facts: Facts) -> None:
        """The ledger has it: what it came to stands in the place of the verdict."""
        self.reads.decided(facts.slip.number)
        self.shown, self.result, self.fault = None, (result, facts), ""
        self._show("result")

    # ---- keys

    def _on(self) -> bool:
        if self.mode == "out" and self.out and self.out.chosen:
            self.session.run(lookup.look, self.out.chosen, then=self._open_history, latest="history")
            return True
        if self.mode == "waiting" and self.card.digits and self.card.digits.text:
            return self._typed_digits()
        if self.closes_by_enter:
            return self.record.decide(1)
        if (time := self.time) is None:
            return False
        if time.fault:
            return self.say(time.fault)
        if self.verdict in DOUBTFUL:
            self.fault = ""
            if self.card.row is not None:
                self.card.row.focus_set()
            return True
        return False

    def _open_history(self, looked: Looked | Refusal) -> None:
        if not isinstance(looked, Refusal):
            self.window.open_panel(SlipPanel(self, looked))

    def _typed_digits(self) -> bool:
        if self.card.digits is None or not self.card.number_is_whole:
            return self.say(words.WRONG_DIGITS)
        self.session.run(lookup.scan, self.card.digits.text, then=self._scanned_by_hand, latest="scan")
        return True

    def _scanned_by_hand(self, returned: Returned) -> None:
        if returned.scanned.number is None:
            self.say(words.WRONG_DIGITS)
        else:
            self._scanned(returned)

    def _back(self) -> bool:
        self.fault = ""
        if (
            self.mode == "verdict"
            and self.card.time is not None
            and not self.in_time
            and self.verdict in DOUBTFUL
        ):
            self.card.time.field.focus()
            return True
        if self.mode == "waiting" and not (self.card.digits and self.card.digits.text):
            return False
        self._leave_undecided()
        self._show("waiting")
        self._show_side()
        return True

    def _find(self) -> bool:
        self.fault = ""
        if self.mode != "waiting":
            self._leave_undecided()
            self._show("waiting")
            self._show_side()
        if self.card.digits is not None:
            self.card.digits.focus()
            self.card.digits.entry.selection_range(0, "end")
        return True

    def _more(self) -> bool:
        if self.mode == "out":
            if self.theme.narrow:
                self._show("reads")
            return self.theme.narrow
        self._leave_undecided()
        self._show("out")
        self._show_side()
        self._ask_out()
        return True

    def _fix(self) -> bool:
        """The slip on screen, else the marked one of the list, else the last one recorded here."""
        facts = self.to_fix
        if facts is not None:
            return self._open_fix(facts)
        if self.mode == "out" and self.out and self.out.chosen:
            self.session.run(lookup.look, self.out.chosen, then=self._fix_marked, latest="history")
            return True
        return False

    def _fix_marked(self, looked: Looked | Refusal) -> None:
        if not isinstance(looked, Refusal) and self.window.view is self and self.mode == "out":
            self._open_fix(looked.facts)

    def _open_fix(self, facts: Facts) -> bool:
        if self.session.who is None:
            return self.say(words_book.NOBODY)
        number, last = facts.slip.number, self.record.last
        undo = None
        by_original = self.mode != "out" and self.verdict is not Verdict.COPY
        if by_original and (facts.closed or (last is not None and last.slip.number == number)):
            def undo(reason: str, note: str | None, done: Callable[[Recorded | Refusal], None]) -> None:
                self.record.undo(number, reason, note, done)

        self.window.open_panel(ReturnFix(self.window, facts, undo))
        return True

    @property
    def to_ask_about(self) -> str | None:
        """The slip of a 照会票: the one on screen or the marked one of the list, where its papers are out."""
        if self.mode == "out":
            return self.out.chosen if self.out else None
        facts = self.to_fix if self.mode in ("verdict", "result") else None
        return facts.slip.number if facts is not None and facts.section else None

    def _inquire(self) -> bool:
        """照会票: on paper, what the section is asked."""
        number = self.to_ask_about
        if number is None:
            return False
        if self.session.who is None:
            return self.say(words_book.NOBODY)
        office_print.send(self.window, inquiry.paper, number, told=self._printed)
        return True

    def _printed(self, line: Next) -> None:
        self.window.tell(line.sentence)
        if line.tone == "amber":
            self.say(line.sentence)

    def _finish(self) -> bool:
        if self.mode == "ended":
            return False
        self._leave_undecided()
        self.fault = ""
        if self.reads.undecided and self.mode != "ending":
            self.window.play(Sound.LOOK)
            self._show("ending")
        else:
            self.window.tell(words.ended_today(self.reads.closed_today))
            self.ended = self.reads.counts
            self.reads.end()
            self._show("ended")
        self._show_side()
        return True

    # ---- inside

    @property
    def verdict(self) -> Verdict | None:
        return self.shown.scanned.verdict if self.mode == "verdict" and self.shown else None

    @property
    def time(self) -> TimeField | None:
        """The field of the time, while it has the focus."""
        time = self.card.time if self.mode == "verdict" else None
        return time if time is not None and self.window.root.focus_get() is time.field.entry else None

    @property
    def in_time(self) -> bool:
        return self.time is not None

    @property
    def has_time(self) -> bool:
        time = self.card.time
        return time is not None and (time.at is not None or (time.empty and self.card.recorded is not None))

    @property
    def closes_by_enter(self) -> bool:
        """Only where the number matched and a time of the paper stands in the field that has the focus."""
        return self.verdict is Verdict.MATCHED and (time := self.time) is not None and time.at is not None

    @property
    def to_fix(self) -> Facts | None:
        """What F4 is about, where that is known without asking."""
        if self.mode == "verdict" and self.shown is not None:
            return self.shown.facts or self.record.last
        if self.mode == "result" and self.result is not None and self.result[0] != "undone":
            return self.result[1]
        return None if self.mode == "out" else self.record.last

    def say(self, sentence: str) -> bool:
        """A fault, in the line 次に."""
        self.fault = sentence
        self.window.play(Sound.LOOK)
        self.refresh()
        return True

    def _changed_here(self) -> None:
        self.fault = ""
        self._focused_here()

    def _focused_here(self) -> None:
        if self.card.paint is not None:
            self.card.paint()
        self.refresh()

    def _show(self, mode: str) -> None:
        """Make the left side anew."""
        self.mode = mode
        for child in self.left.winfo_children():
            child.destroy()
        self.out = None
        self.card = Shown()
        lines = self._count_lines
        set_ime(False)
        if mode == "waiting":
            self.card = waiting_card(self.left, self.window, self.width, self._changed_here, lines)
        elif mode == "verdict" and self.shown is not None:
            self.card = verdict_card(
                self.left,
                self.window,
                self.shown,
                self.width,
                self._changed_here,
                self._focused_here,
                self._pressed,
                self.record.before,
                lines,
            )
        elif mode == "result" and self.result is not None:
            self.card = result_card(self.left, self.window, *self.result, self.width, lines)
        elif mode in ("ending", "ended"):
            counts = self.ended if mode == "ended" else self.reads.counts
            undecided = [] if mode == "ended" else self.reads.undecided
            self.card = end_card(self.left, self.window, counts, undecided, self.width)
        elif mode == "out":
            self.out = Outstanding(self.left, self.window, self.width, self.refresh)
        elif mode == "reads":
            card = self.parts.card(self.left)
            card.pack(fill="both", expand=True)
            card.pack_propagate(False)
            card.update_idletasks()
            return_today.rows(
                card, self.parts, self.window.icons, self.reads.newest_first, self.width, card.winfo_height()
            )
        if self._built and self.window.view is self:
            (self.first_focus() or self.window.root).focus_set()
        self.refresh()

    def _pressed(self, digit: int) -> None:
        """A click on a decision."""
        if not self.record.busy and digit in self.card.choices:
            self.record.decide(digit)
            self.refresh()

    def _have(self, asked: Ask) -> None:
        self.reads.know(asked.today, asked.waiting)
        self._show_side()
        for label, line in zip(self.card.count_labels, self._count_lines, strict=False):
            label.configure(text=line)

    @property
    def _count_lines(self) -> tuple[str, ...]:
        """Today in two lines, where there is no right column."""
        counts = self.reads.counts
        return (words.closed_today(counts.closed), words.waiting(counts.waiting)) if self.theme.narrow else ()

    def _side_after_this(self) -> None:
        """The right column once the verdict is on the screen: nobody waits for it."""
        if self._side_due is None:
            self._side_due = self.side.after(SIDE_MS, self._show_side)

    def _side_gone(self, event: tk.Event) -> None:
        if self._side_due is not None and event.widget is self.side:
            self.side.after_cancel(self._side_due)
            self._side_due = None

    def _show_side(self) -> None:
        if self._side_due is not None:
            self.side.after_cancel(self._side_due)
            self._side_due = None
        if not self.theme.narrow:
            return_today.column(self.side, self.parts, self.window.icons, self.reads, self.theme.px(SIDE))

    def _ask_out(self) -> None:
        self.session.run(lookup.outstanding, then=self._have_out, latest="outstanding")

    def _have_out(self, out: Out) -> None:
        if self.out is not None:
            self.out.fill(out)
            self.refresh()
