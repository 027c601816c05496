"""返送: the originals of this section go back. Each is read once, F12 records, F5 prints the 返送票 of each branch.

What is read and not yet recorded stays on the screen only: nothing leaves before F12.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import era, numbers, words_screen
from branch_desk.domain import words_section as words
from branch_desk.services import receiving, sending_back
from branch_desk.services.results import Recorded, Refusal
from branch_desk.services.sending_back import Original, SentBack
from branch_desk.ui import office_print, receiving_card
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.packing_table import BagTable, Column, Line
from branch_desk.ui.parts import Field
from branch_desk.ui.reason_panel import Chosen
from branch_desk.ui.receiving_card import Said
from branch_desk.ui.receiving_panels import FixPanel, undo_what
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

SIDE = 320
LABEL = "令8-大師1-501-00042"
SHAPES = {"waiting": ("house", "blue"), "read": ("tick", "green"), "sent": ("arrow", "blue")}
STOPPING = frozenset({"practice"})
NOTHING = frozenset({"sent_already", "matched_already", "copy", "not_ours"})


class SendingBack(Screen):
    """The second screen of a section's desk."""

    name = "sending_back"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.waiting: tuple[Original, ...] = ()
        self.read: dict[str, Original] = {}
        self.sent: SentBack | None = None
        self.card: Said | None = None
        self.typing: Field | None = None
        self.printed: Next | None = None
        self.fault = ""
        self.busy = False
        self._table: BagTable | None = None
        self._built = False  # before that the window has no open screen to give the focus to

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        theme, parts = self.theme, self.window.parts
        self.parts = parts
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
        self.stand = tk.Frame(parent, takefocus=1, width=1, height=1)  # holds the focus while scans decide
        self.stand.place(x=0, y=0)
        self._top = parts.box(self.left)
        self._top.pack(fill="x")
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
        self.session.run(sending_back.to_send_back, then=self._have, latest="sending back")

    def on_changed(self, changed: Any) -> None:
        self.on_shown()

    def first_focus(self) -> tk.Misc:
        return self.typing.entry if self.typing is not None else self.stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.typing is not None:
            return Next(words.NEXT_DIGITS)
        if self.sent is not None:
            return self.printed or Next(words.SEND_NEXT_PRINT, "green")
        if self.read:
            whole = all(item.number in self.read for item in self.waiting)
            return Next(words.SEND_NEXT_ALL if whole else words.SEND_NEXT_FINISH, "green" if whole else "blue")
        return Next(words.SEND_NEXT_SCAN if self.waiting else words.SEND_NEXT_EMPTY)

    def keys(self) -> dict[Slot, Key]:
        label = words.SEND_KEYS
        typing = self.typing
        whole = bool(self.read) and all(item.number in self.read for item in self.waiting)
        ready = bool(self.read) and not self.busy
        return {
            Slot.BACK: Key(label["back"], use=self.can_go_back),
            Slot.FIND: Key(label["find"]),
            Slot.FIX: Key(label["undo" if self.sent is not None else "out"], use=self.to_fix is not None),
            Slot.PRINT: Key(
                label["print"],
                use=self.sent is not None,
                main=self.sent is not None and self.printed is None and typing is None,
            ),
            Slot.ON: Key(
                label["read"] if typing is not None else label["on"], use=typing is not None and bool(typing.text)
            ),
            Slot.FINISH: Key(label["finish"], use=ready, main=ready and whole and typing is None),
        }

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        return {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.FIX: self._fix,
            Slot.PRINT: self._print,
            Slot.ON: self._on,
            Slot.FINISH: self._finish,
        }.get(slot, lambda: False)()

    def on_arrow(self, way: str) -> bool:
        return self.typing is None and self._table is not None and self._table.move(way)

    def on_scan(self, scan: Scan) -> bool:
        if scan.kind is not Kind.NUMBER:
            return False
        self._read(scan.text)
        return True

    # ---- scans

    def _read(self, text: str) -> None:
        # none of them may be lost, so no `latest`: every original that was read is in
        self.session.run(_seen, text, then=self._scanned)

    def _scanned(self, seen: tuple[Original, ...] | Refusal) -> None:
        self.typing, self.fault = None, ""
        if isinstance(seen, Refusal):
            shape, tone = receiving_card.FACES.get(seen.rule, ("triangle", "amber"))
            self.card = Said(shape, tone, seen.sentence.rstrip("。"), (seen.todo,))
            self.window.play(
                Sound.STOP if seen.rule in STOPPING else Sound.NOTHING if seen.rule in NOTHING else Sound.LOOK
            )
            self._draw()
            return
        self.sent = self.printed = None
        new = [item for item in seen if item.number not in self.read]
        self.read |= {item.number: item for item in new}
        if len(seen) == 1:
            self.card = Said(
                "ring" if new else "stamp",
                "green" if new else "grey",
                words.SEND_READ if new else words.SEND_AGAIN,
                (f"{seen[0].label}  {seen[0].type_name}",),
            )
        else:
            self.card = Said("ring", "green", words.SEND_READ_BAG.format(count=len(seen)), ())
        self.window.play(Sound.GOOD if new else Sound.NOTHING)
        self._draw(seen[-1].number)

    # ---- the bar

    def _on(self) -> bool:
        if self.typing is None or not self.typing.text:
            return False
        self._read(self.typing.text)
        return True

    def _find(self) -> bool:
        self.fault = ""
        self._draw(typing=True)
        return True

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step back; what was read stays."""
        return self.typing is not None or self.card is not None or self.sent is not None

    def _back(self) -> bool:
        if not self.can_go_back:
            return False
        if self.typing is None:
            self.sent = self.printed = self.card = None
        self.typing, self.fault = None, ""
        self._draw()
        return True

    def _finish(self) -> bool:
        if not self.read:
            return False
        if self.session.who is None:
            return self._say(words.NOBODY)
        self.busy = True
        self.session.act(sending_back.send_back, tuple(self.read), then=self._finished, failed=self._failed)
        return True

    def _finished(self, answer: SentBack | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self._say(f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}")
            return
        self.read, self.sent, self.printed = {}, answer, None
        self.card = Said("tick", "green", answer.sentence, ("　".join(answer.branches),))
        self.window.play(Sound.GOOD)
        self.window.tell(words.SEND_TOLD.format(count=len(answer.originals)))
        self._draw()

    def _print(self) -> bool:
        if self.sent is None:
            return False
        if self.session.who is None:
            return self._say(words.NOBODY)
        for branch in self.sent.branches:
            mine = tuple(item.number for item in self.sent.originals if item.branch == branch)
            office_print.send(self.window, sending_back.return_list, mine, branch, told=self._told)
        return True

    def _told(self, line: Next) -> None:
        self.printed = line
        self.refresh()

    @property
    def to_fix(self) -> Original | None:
        """The marked row, where something of it can be put right."""
        chosen = self._table.chosen if self._table is not None else None
        if self.sent is not None:
            return next((item for item in self.sent.originals if item.number == chosen), None)
        return self.read.get(chosen or "")

    def _fix(self) -> bool:
        item = self.to_fix
        if item is None:
            return False
        if self.sent is None:  # nothing was recorded yet, so there is nothing to give a reason for
            del self.read[item.number]
            self.card = Said("stamp", "grey", words.SEND_TAKEN_OUT, (item.label,))
            self._draw(item.number)
            return True
        if self.session.who is None:
            return self._say(words.NOBODY)
        self.window.open_panel(
            FixPanel(
                self.window,
                words.SEND_FIX_TITLE,
                "received",
                (undo_what(item.label),),
                lambda chosen, done: self._undo(item, chosen, done),
            )
        )
        return True

    def _undo(self, item: Original, chosen: Chosen, done: Callable[[Any], None]) -> None:
        self.session.act(
            receiving.undo,
            item.number,
            chosen.reason,
            chosen.note,
            failed=self._failed,
            then=lambda answer: self._undone(item, answer, done),
        )

    def _undone(self, item: Original, answer: Recorded | Refusal, done: Callable[[Any], None]) -> None:
        done(answer)
        if isinstance(answer, Refusal) or self.sent is None:
            return
        rest = tuple(other for other in self.sent.originals if other.number != item.number)
        self.sent = SentBack(rest, self.sent.sentence, self.sent.changed) if rest else None
        self.printed = None
        self.card = Said("stamp", "grey", answer.sentence, (item.label,))
        self._draw()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    def _say(self, sentence: str) -> bool:
        self.fault = sentence
        self.window.play(Sound.LOOK)
        self.refresh()
        return True

    # ---- drawing

    def _have(self, waiting: tuple[Original, ...]) -> None:
        self.waiting = waiting
        here = {item.number for item in waiting}
        self.read = {number: item for number, item in self.read.items() if number in here or item.received_at is None}
        self._draw_low(self._table.chosen if self._table is not None else None)
        self._draw_side()
        self.refresh()

    def _draw(self, mark: str | None = None, typing: bool = False) -> None:
        keep = typing or self.typing is not None
        for child in self._top.winfo_children():
            child.destroy()
        self.typing = None
        set_ime(False)
        if keep:
            self.typing = receiving_card.digits_card(self._top, self.window, self.refresh)
        else:
            card = self.card or Said("house", "blue", words.SEND_WAIT, (words.SEND_WAIT_NOTE,))
            receiving_card.draw(self._top, self.window, card, self.width, lambda digit: None)
        self._draw_low(mark)
        self._draw_side()
        if self._built and self.window.view is self:
            self.first_focus().focus_set()
        self.refresh()

    @property
    def rows(self) -> tuple[Original, ...]:
        """What the table shows: after F12 what was sent, else all that waits, what was read on top, newest first."""
        if self.sent is not None:
            return self.sent.originals
        read = tuple(reversed(self.read.values()))
        return (*read, *(item for item in self.waiting if item.number not in self.read))

    def _draw_low(self, mark: str | None) -> None:
        for child in self._low.winfo_children():
            child.destroy()
        parts, px, heading = self.parts, self.theme.px, words.SEND_COLUMNS
        row = parts.box(self._low)
        row.pack(fill="x", pady=(px(8), px(4)))
        parts.label(row, words.SEND_LIST if self.sent is None else words.SEND_LIST_SENT, "next", bold=True).pack(
            side="left"
        )
        count = (
            words.COUNT.format(count=len(self.rows))
            if self.sent is not None
            else words.SEND_COUNT.format(read=len(self.read), total=len(self.rows))
        )
        parts.label(row, count, "next", "blue", bold=True).pack(side="left", padx=px(12))
        self._table = None
        if not self.rows:
            parts.label(self._low, words.SEND_EMPTY, "body", "ink2").pack(anchor="w", padx=px(6), pady=px(6))
            return
        widest = max((item.label for item in self.rows), key=len)
        columns = [
            Column("stands", heading["stands"], None),
            Column("label", heading["label"], max(widest, LABEL, key=len)),
            Column("type", heading["type"], None),
        ]
        branch = max((item.branch for item in self.rows), key=len)
        if not self.theme.narrow:
            columns.append(Column("branch", heading["branch"], branch))
        columns.append(Column("received", heading["received"], "11/20 14:30"))
        self._table = BagTable(self._low, self.window, columns, tuple(words.SEND_WORDS.values()), self.width)
        self._table.frame.pack(fill="both", expand=True)
        self._table.fill([self._line(item) for item in self.rows], mark)

    def _line(self, item: Original) -> Line:
        stands = "sent" if self.sent is not None else "read" if item.number in self.read else "waiting"
        at = era.slashed(era.moment(item.received_at)) if item.received_at else words.NONE
        return Line(
            item.number,
            *SHAPES[stands],
            words.SEND_WORDS[stands],
            {"label": item.label, "type": item.type_name, "branch": item.branch, "received": at},
        )

    def _draw_side(self) -> None:
        if self.theme.narrow:
            return
        for child in self.side.winfo_children():
            child.destroy()
        parts, px = self.parts, self.theme.px
        card = parts.card(self.side)
        card.pack(fill="x")
        parts.label(card, words.SEND_TO, "next", bold=True).pack(anchor="w", padx=px(18), pady=(px(8), px(2)))
        going = self.sent.originals if self.sent is not None else tuple(self.read.values())
        for branch in dict.fromkeys(item.branch for item in going):
            row = parts.box(card)
            row.pack(fill="x", padx=px(18))
            count = sum(item.branch == branch for item in going)
            parts.label(row, branch).pack(side="left")
            parts.label(row, words.COUNT.format(count=count), "title", "blue", bold=True).pack(side="right")
        if not going:
            parts.label(card, words.SEND_NONE_READ, "body", "ink2").pack(anchor="w", padx=px(18))
        parts.lines(card, words.SEND_TO_NOTE, px(SIDE - 40), "caption", "ink2", gap=0).pack(
            anchor="w", padx=px(18), pady=px(8)
        )


def _seen(ledger: Any, text: str) -> tuple[Original, ...] | Refusal:
    """One original, or all of a bag."""
    parsed = numbers.read(text)
    if parsed is not None and parsed.real_kind == numbers.BAG:
        return sending_back.of_bag(ledger, text)
    found = sending_back.of_scan(ledger, text)
    return found if isinstance(found, Refusal) else (found,)
