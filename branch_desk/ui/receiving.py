"""受領: a bag by its barcode, what is inside by scans. A scan identifies, 1 2 3 decide, F12 finishes the bag.

Nothing is recorded by a scan or by Enter. What nobody has read is never passed over: F12 says how many and asks.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from typing import Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_section as words
from branch_desk.services import arriving, receiving
from branch_desk.services.arriving import Arriving, Found, Inbox, Row
from branch_desk.services.receiving import Finished, Opened
from branch_desk.services.results import Refusal
from branch_desk.ui import (
    keys,
    receiving_bar,
    receiving_card,
    receiving_fix,
    receiving_side,
    receiving_verbs,
)
from branch_desk.ui import receiving_table as table
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.packing_table import BagTable
from branch_desk.ui.parts import Field
from branch_desk.ui.reason_panel import Chosen
from branch_desk.ui.receiving_panels import DiffersPanel, TimePanel, TotalPanel
from branch_desk.ui.receiving_verbs import Ask, Scanned, Step
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

SIDE = 362


class Receiving(Screen):
    """The first screen of a section's desk."""

    name = "receiving"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.bag: str | None = None
        self.view: Arriving | None = None
        self.inbox: tuple[Inbox, ...] = ()
        self.to_send, self.stamp = 0, arriving.MINUTE
        self.found: Found | None = None
        self.refused: Refusal | None = None
        self.result: tuple[str, str, str] | None = None  # what, sentence, label
        self.finished: Finished | None = None
        self.short = False
        self.typing: Field | None = None
        self._begun: datetime | None = None  # what is shown as the time is what is recorded
        self.fault = ""
        self.busy = False
        self._last: tuple[str, str] | None = None  # number and label of the last thing recorded here
        self._table: BagTable | None = None
        self._built = False  # before that the window has no open screen to give the focus to

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    @property
    def quiet(self) -> bool:  # type: ignore[override]
        """Nothing is half done."""
        return self.found is None and self.typing is None and not self.busy

    def build(self, parent: tk.Frame) -> None:
        theme, parts = self.theme, self.parts = self.theme, self.window.parts
        parent.rowconfigure(0, weight=1)
        parent.columnconfigure(0, weight=1)
        parent.grid_propagate(False)
        side = 0 if theme.narrow else theme.px(SIDE)
        self.width = theme.fixed(1366) - theme.px(172 + 32) - (side + theme.px(16) if side else 0)
        self.left = parts.box(parent)
        self.left.grid(row=0, column=0, sticky="nsew")
        self.left.pack_propagate(False)
        self.side = parts.box(parent, width=side)
        if side:
            self.side.grid(row=0, column=1, sticky="nsew", padx=(theme.px(16), 0))
            self.side.pack_propagate(False)
        self.stand = tk.Frame(parent, takefocus=1, width=1, height=1)  # holds the focus while scans and digits decide
        self.stand.place(x=0, y=0)
        self._top = parts.box(self.left)
        self._top.pack(fill="x")
        self._middle = parts.box(self.left)
        self._middle.pack(fill="x")
        self._low = parts.box(self.left)
        self._low.pack(fill="both", expand=True)
        self._draw()
        self._built = True

    def build_again(self, parent: tk.Frame) -> None:
        typed = self.typing.text if self.typing is not None else None
        self.build(parent)
        if typed is not None and self.typing is not None:
            self.typing.text = typed

    def on_shown(self) -> None:
        self.session.run(receiving_verbs.ask, self.bag, then=self._have, latest="receiving")

    def on_changed(self, changed: Any) -> None:
        self.on_shown()

    def first_focus(self) -> tk.Misc:
        return self.typing.entry if self.typing is not None else self.stand

    def next_line(self) -> Next:
        return receiving_bar.next_line(self)

    def keys(self) -> dict[Slot, Key]:
        return receiving_bar.keys_of(self)

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        acts: dict[Slot, Callable[[], bool]] = {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.MORE: self._list,
            Slot.FIX: lambda: receiving_fix.fix(self),
            Slot.PRINT: self._to_sending_back,
            Slot.ON: self._on,
            Slot.FINISH: lambda: receiving_fix.finish(self),
        }
        return acts[slot]() if slot in acts else False

    def on_digit(self, digit: int) -> bool:
        if self.busy or self.typing is not None:
            return False
        if digit == 0:
            return self._change_time()
        return self._decide(digit)

    def on_arrow(self, way: str) -> bool:
        return self.typing is None and self._table is not None and self._table.move(way)

    def on_scan(self, scan: Scan) -> bool:
        if scan.kind is not Kind.NUMBER:
            return False
        # while a key is being recorded too: the ledger's thread answers in order
        self._read(scan.text)
        return True

    # ---- what comes of a scan

    def _read(self, text: str) -> None:
        self.session.act(receiving_verbs.scan, text, self.bag, then=self._scanned, latest="scan")

    def _scanned(self, scanned: Scanned) -> None:
        self._clear()
        if scanned.wants_total is not None:
            self.window.play(Sound.LOOK)
            self._draw()
            self.window.open_panel(
                TotalPanel(
                    self.window,
                    scanned.wants_total,
                    lambda total, done: self.session.act(
                        receiving.open_bag,
                        scanned.text,
                        total,
                        then=lambda opened: self._total_typed(opened, done),
                        failed=self.failed,
                    ),
                )
            )
            return
        if scanned.opened is not None:
            self.window.play(Sound.GOOD)
            self.open(scanned.opened)
            return
        if scanned.refused is not None:
            self.refused = scanned.refused
            self.window.play(receiving_verbs.sound(scanned.refused.rule, bag_known=True))
        elif scanned.found is not None:
            self.found = scanned.found
            self.window.play(receiving_verbs.sound(scanned.found.kind, bag_known=self.bag_known))
        self._draw()

    def _total_typed(self, opened: Opened | Refusal, done: Callable[[Any], None]) -> None:
        done(opened)
        if isinstance(opened, Opened):
            self.window.play(Sound.GOOD)
            self.open(opened.view)

    def open(self, view: Arriving) -> None:
        """This bag is taken in from now on."""
        self._clear()
        self._begun = None
        self.bag, self.view = view.bag, view
        self.on_shown()
        self._draw()

    def _clear(self) -> None:
        """What was shown of the last scan goes; a slip that nobody decided stays undecided."""
        self.found = self.refused = self.result = self.finished = self.typing = None
        self.fault = ""
        if self.view is None:
            self._begun = None

    # ---- the digits

    def _decide(self, digit: int) -> bool:
        found = self.found
        if found is None or found.number is None:
            return False
        said = receiving_card.of_found(found, self.bag_known)
        if digit not in dict(said.choices):
            return False
        if self.session.who is None:
            return self.say(words.NOBODY)
        if found.takes and digit == 2:
            self.window.open_panel(
                DiffersPanel(self.window, found, lambda chosen, done: self._differs(found, chosen, done))
            )
            return True
        if digit == 3:
            self._act(receiving_verbs.redirect, found, self.bag)
        elif found.takes:
            self._act(receiving_verbs.receive, found, self.bag, self.given)
        else:
            self._act(receiving_verbs.inquire, found, self.bag)
        return True

    def _differs(self, found: Found, chosen: Chosen, done: Callable[[Any], None]) -> None:
        count = int(chosen.value) if chosen.value.isascii() and chosen.value.isdigit() and len(chosen.value) < 6 else -1
        counted = count if chosen.value else None
        self._act(
            receiving_verbs.receive,
            found,
            self.bag,
            self.given,
            chosen.reason,
            counted if chosen.reason == "sheets" else None,
            counted if chosen.reason == "enclosures" else None,
            chosen.note,
            done=done,
        )

    def _act(
        self, verb: Callable[..., Step], found: Found, *arguments: Any, done: Callable[[Any], None] | None = None
    ) -> None:
        self.busy = True
        self.session.act(
            verb,
            found.number,
            *arguments,
            failed=self.failed,
            then=lambda step: self.recorded(step, found.number or "", found.label or "", done),
        )

    def recorded(self, step: Step, number: str, label: str, done: Callable[[Any], None] | None = None) -> None:
        """A key was recorded, or refused."""
        self.busy = False
        outcome = step.outcome
        if done is not None:
            done(outcome)
        if isinstance(outcome, Refusal):
            if done is None:
                self.say(f"{outcome.sentence}{words_screen.todo(outcome.rule, outcome.todo)}")
            return
        self._clear()
        self.view = step.view
        self.result = (outcome.result, outcome.sentence, label)
        self._last = None if outcome.result == "undone" else (number, label)
        self.window.play(Sound.GOOD if outcome.result == "received" else Sound.LOOK)
        self.window.tell(words.TOLD.format(label=label, what=words.DID[outcome.result]))
        self._draw()

    def failed(self, error: BaseException) -> None:
        """Nothing was recorded."""
        self.busy = False
        self.session.on_trouble(error)

    # ---- the bar

    def _on(self) -> bool:
        if self.typing is not None:
            if not self.typing.text:
                return False
            self._read(self.typing.text)
            return True
        if self.view is None and self.listed and self.found is None and self._table is not None and self._table.chosen:
            self._read(self._table.chosen)
            return True
        return False

    @property
    def listed(self) -> bool:
        """Whether the inbox is on the left, with something in it."""
        return self.view is None and bool(self.inbox)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step back."""
        return any(
            item is not None for item in (self.typing, self.found, self.refused, self.result, self.finished, self.view)
        )

    def _back(self) -> bool:
        if not self.can_go_back:
            return False
        if self.finished is not None or all(
            item is None for item in (self.typing, self.found, self.refused, self.result)
        ):
            self.bag = self.view = None
            self.on_shown()
        self._clear()
        self._draw()
        return True

    def _find(self) -> bool:
        self._clear()
        self._draw(typing=True)
        return True

    def _list(self) -> bool:
        if self.view is None:
            return False
        self.bag = self.view = None
        self._clear()
        self.on_shown()
        self._draw()
        return True

    def _to_sending_back(self) -> bool:
        self.window.go(keys.PLACES["sending_back"])
        return True

    @property
    def bag_known(self) -> bool:
        """Whether the list of the open bag has arrived; without a bag a slip ought to be known."""
        return self.view.known if self.view is not None else True

    # ---- the time

    @property
    def at(self) -> datetime:
        """The moment that the next receipt will have."""
        if self.view is not None and self.view.at is not None:
            return self.view.at
        if self._begun is None:
            self._begun = self.window.clock().replace(second=0, microsecond=0)
        return self._begun

    @property
    def given(self) -> datetime | None:
        """The same for the service; None where it is this very minute."""
        now = self.window.clock().replace(second=0, microsecond=0)
        return None if (self.view is not None and self.view.at is not None) or self.at == now else self.at

    def _change_time(self) -> bool:
        view = self.view
        if view is None and not (self.found is not None and self.found.takes):
            return False
        if view is not None and view.finished:
            return False
        self.window.open_panel(
            TimePanel(self.window, self.stamp, view.dispatched if view else None, self._timed, self._stamped)
        )
        return True

    def _timed(self, at: datetime, done: Callable[[Any], None]) -> None:
        if self.bag is None:
            self._begun = at
            done(None)
            self._draw()
            return
        self.session.act(
            receiving.retime, self.bag, at, then=lambda opened: self._retimed(opened, done), failed=self.failed
        )

    def _retimed(self, opened: Opened | Refusal, done: Callable[[Any], None]) -> None:
        done(opened)
        if isinstance(opened, Opened):
            self.view = opened.view
            self.window.tell(words.RETIMED.format(at=arriving.said_time(self.at, self.stamp)))
            self._draw()

    def _stamped(self, stamp: str) -> None:
        self.session.act(receiving.set_stamp, stamp, then=lambda answer: self.on_shown(), failed=self.failed)

    # ---- putting right, finishing

    @property
    def marked(self) -> Row | None:
        """The row of the bag that is marked."""
        if self.view is None or self._table is None:
            return None
        return next((row for row in self.view.rows if row.number == self._table.chosen), None)

    @property
    def last(self) -> tuple[str, str] | None:
        """Number and label of the last thing recorded here."""
        return self._last

    def reread(self, bag: str) -> None:
        """Asks the total of a bag again."""
        self.bag = self.view = None
        self._read(bag)

    def ended(self, answer: Finished | Refusal, short: bool, done: Callable[[Any], None] | None) -> None:
        """受領を確定 was recorded, or refused."""
        self.busy = False
        if done is not None:
            done(answer)
        if isinstance(answer, Refusal):
            if done is None:
                self.say(f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}")
            return
        self._clear()
        self.finished, self.short, self._last = answer, short, None
        self.view, self.bag = answer.view, answer.view.bag
        self.window.play(Sound.LOOK if answer.missing or short else Sound.GOOD)
        self.window.tell(words.TOLD.format(label=answer.view.label, what=words_screen.SCREENS[self.name]))
        self._draw()

    # ---- drawing

    def say(self, sentence: str) -> bool:
        """In the line 次に, with the sound that means look."""
        self.fault = sentence
        self.window.play(Sound.LOOK)
        self.refresh()
        return True

    def _have(self, asked: Ask) -> None:
        self.inbox, self.to_send, self.stamp = asked.inbox, asked.to_send, asked.stamp
        if asked.view is not None and asked.view.bag == self.bag and self.finished is None:
            self.view = asked.view
        self._draw_low()
        self._draw_side()
        self.refresh()

    def _draw(self, typing: bool = False) -> None:
        """Make the card anew, then table and side."""
        keep = self.typing is not None or typing
        for child in self._top.winfo_children():
            child.destroy()
        self.typing = None
        set_ime(False)
        if keep:
            self.typing = receiving_card.digits_card(self._top, self.window, self.refresh)
        else:
            receiving_card.draw(self._top, self.window, receiving_card.of_screen(self), self.width, self._pressed)
        self._draw_low()
        self._draw_side()
        if self._built and self.window.view is self:
            self.first_focus().focus_set()
        self.refresh()

    def _pressed(self, digit: int) -> None:
        """A click on a decision."""
        if not self.busy:
            self._decide(digit)
            self.refresh()

    def _draw_low(self) -> None:
        for area in (self._middle, self._low):
            for child in area.winfo_children():
                child.destroy()
        parts, px, view = self.parts, self.theme.px, self.view
        self._table = None
        if view is not None and self.theme.narrow:
            receiving_side.one_line(self._middle, self.window, view, self.at, self.stamp, self._change_time, self.width)
        else:
            row = parts.box(self._middle)
            row.pack(fill="x", pady=(px(8), px(4)))
            heading, note = (
                (words.INBOX, words.INBOX_NOTE)
                if view is None
                else (words.CONTENTS, (words.ON_LIST if view.known else words.ON_PAPER_LIST).format(count=view.total))
            )
            parts.label(row, heading, "next", bold=True).pack(side="left")
            parts.label(row, note, "body", "mute").pack(side="left", padx=px(12))
        if not self.theme.narrow and view is not None:
            parts.label(self._low, words.BY_HAND, "caption", "mute").pack(side="bottom", anchor="w", pady=(px(4), 0))
        if view is None and not self.inbox:
            parts.label(self._low, words.INBOX_EMPTY, "body", "ink2").pack(anchor="w", padx=px(6), pady=px(6))
            return
        if view is None:
            states: tuple[str, ...] = table.INBOX_WORDS
            lines, columns = table.inbox_lines(self.inbox), table.inbox_columns(self.inbox)
        else:
            lines, states = table.bag_lines(view, self.found), table.BAG_WORDS
            columns = table.bag_columns(view, self.theme.narrow)
        self._table = BagTable(self._low, self.window, columns, states, self.width)
        self._table.frame.pack(fill="both", expand=True)
        self._table.fill(lines, self.found.number if self.found is not None else None)

    def _draw_side(self) -> None:
        if self.theme.narrow:
            return
        for child in self.side.winfo_children():
            child.destroy()
        width = self.theme.px(SIDE)
        view = self.view
        if view is None:
            if self.found is not None and self.found.takes:
                receiving_side.time_card(
                    self.side, self.window, words.TIME_OF_SLIP, self.at, self.stamp, width, self._change_time
                )
                self.parts.box(self.side, height=self.theme.px(10)).pack()
            receiving_side.how_card(self.side, self.window, self.to_send, width)
            return
        receiving_side.time_card(
            self.side,
            self.window,
            words.TIME_OF_BAG,
            self.at,
            self.stamp,
            width,
            None if view.finished else self._change_time,
        )
        receiving_side.bag_card(self.side, self.window, view, width)
        receiving_side.inbox_card(self.side, self.window, self.inbox, view.bag, width, self._read)
