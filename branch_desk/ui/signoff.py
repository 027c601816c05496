"""本日の締め: unsent, late, printed again, let through; a 責任者 looks through it and signs by badge and PIN."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era
from branch_desk.domain import words_attention as words
from branch_desk.services import attention, attention_card, history, signoff
from branch_desk.services.attention_card import Card
from branch_desk.services.history import Told
from branch_desk.services.results import Refusal
from branch_desk.services.signoff import Evening, SignedOff
from branch_desk.services.signoff import Line as Entry
from branch_desk.ui import office_print, signoff_view, tokens
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.attention_panels import RecordResult
from branch_desk.ui.history_paper import print_history
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.line_table import Column, Line, LineTable
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.window import Window

RIGHT = 486


class SignOff(Panel):
    """Over 要対応; at 大 and 特大 without the 経過書 beside the list, which F3 prints."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.evening: Evening | None = None
        self.said: Next | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words.SIGN_OFF_TITLE

    def build(self, parent: tk.Frame) -> None:
        self.parts = self.window.parts
        theme, px = self.theme, self.theme.px
        room = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self._report: tk.Frame | None = None
        if not theme.narrow:
            side = self.parts.box(parent, width=px(RIGHT))
            side.pack(side="right", fill="y", padx=(px(16), 0))
            side.pack_propagate(False)
            self._report = side
            room -= px(RIGHT + 16)
        self._room = room
        left = self.parts.box(parent)
        left.pack(side="left", fill="both", expand=True)
        self._figures = self.parts.box(left)
        self._figures.pack(fill="x")
        head = self.parts.box(left)
        head.pack(fill="x", pady=(px(8), 0))
        self.parts.label(head, words.SIGN_LIST, "body", bold=True).pack(side="left")
        self._note = self.parts.label(head, "", "caption", "ink2")
        self._note.pack(side="left", padx=px(12))
        self._signed = self.parts.card(left, "blue_bg", "blue")
        self._signed.pack(side="bottom", fill="x", pady=(px(8), 0))
        columns = (Column("kind", words.SIGN_COLUMNS["kind"]),
                   Column("number", words.SIGN_COLUMNS["number"], f"袋 令8-{self.window.desk.name}-500-00031"),
                   Column("what", words.SIGN_COLUMNS["what"], weight=1))
        self.table = LineTable(left, self.window, columns, room, words=tuple(words.FIGURES.values()), chosen=self._chosen,
                               paged=self._paged)
        self.table.frame.pack(fill="both", expand=True, pady=(px(4), 0))
        self._ask()

    def first_focus(self) -> tk.Misc:
        return self.table.tree

    def on_changed(self, changed: Any) -> None:
        self._ask()

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.evening is not None and self.evening.signed:
            last = self.evening.signed[-1]
            return Next(words.SIGN_NEXT_AGAIN.format(at=era.clock(era.moment(last.at)), by=last.by, finish="{finish}"))
        return Next(words.SIGN_NEXT)

    def keys(self) -> dict[Slot, Key]:
        label, entry = words.SIGN_KEYS, self.chosen
        slip = entry is not None and entry.number is not None
        return {
            Slot.BACK: Key(label["back"]),
            Slot.MORE: Key(label["more"], use=slip),
            Slot.FIX: Key(label["fix"], use=slip),
            Slot.PRINT: Key(label["print"]),
            Slot.ON: Key(label["on"], use=slip),
            Slot.FINISH: Key(label["finish"], use=self.evening is not None, main=self.evening is not None),
        }

    def on_key(self, slot: Slot) -> bool:
        entry = self.chosen
        self.said = None
        if slot is Slot.BACK:
            self.close()
            return True
        if slot is Slot.PRINT:
            office_print.send(self.window, signoff.paper, told=self._tell)
            return True
        if slot is Slot.FINISH and self.evening is not None:
            self._approve(self.evening)
            return True
        if entry is None or entry.number is None:
            return False
        if slot is Slot.MORE:
            print_history(self.window, entry.number, self._tell)
        elif slot is Slot.FIX:
            self.session.run(_card, entry, then=self._record)
        elif slot is Slot.ON:
            self.window.carry(entry.number)
        else:
            return False
        return True

    def on_arrow(self, way: str) -> bool:
        self.said = None
        return self.table.move(way)

    def on_badge(self, code: str) -> bool:
        """The badge of whoever signs; the person at the desk stays who they are."""
        if self.evening is None:
            return False
        return self._approve(self.evening).on_badge(code)

    # ---- inside

    def _approve(self, evening: Evening) -> Approval:
        panel = Approval(self.window, words.SIGN_APPROVE, words.SIGN_SENTENCE.format(**evening.figures), self._sign)
        self.window.open_panel(panel)
        return panel

    @property
    def chosen(self) -> Entry | None:
        """The marked line."""
        entries = self.evening.lines if self.evening else ()
        at = self.table.chosen
        return entries[int(at)] if at is not None and int(at) < len(entries) else None

    def _ask(self) -> None:
        self.session.run(signoff.of, then=self._have, latest="sign-off")

    def _have(self, evening: Evening) -> None:
        if self not in self.window._panels:
            return
        self.evening = evening
        signoff_view.fill_figures(self.window, self._figures, evening)
        signoff_view.fill_signed(self.window, self._signed, evening)
        self.table.fill([_line(n, entry) for n, entry in enumerate(evening.lines)])
        if self.window.view is self:
            self.refresh()

    def _paged(self) -> None:
        total = len(self.table.lines)
        first = self.table.first + 1
        text = words.RANGE.format(first=first, last=first + len(self.table.shown) - 1, total=total) if total else ""
        self._note.configure(text=f"{text}  {words.SIGN_LIST_NOTE}" if total else words.SIGN_NOTHING)

    def _chosen(self) -> None:
        entry = self.chosen
        if self._report is None:
            return
        if entry is None or entry.number is None:
            signoff_view.fill_report(self.window, self._report, None)
        else:
            self.session.run(history.look, entry.number, then=self._have_report, latest="report")
        if self.window.view is self:
            self.refresh()

    def _have_report(self, told: Told | Refusal) -> None:
        if self in self.window._panels and self._report is not None:
            signoff_view.fill_report(self.window, self._report, None if isinstance(told, Refusal) else told.form)

    def _record(self, card: Card) -> None:
        self.window.open_panel(RecordResult(self.window, card, lambda done: self._tell(Next(done.sentence, "green"))))

    def _sign(self, approver: Approver, done: Callable[[Any], None]) -> None:
        def signed(answer: SignedOff | Refusal) -> None:
            done(answer)
            if isinstance(answer, SignedOff):
                self.window.play(Sound.GOOD)
                self.window.tell(answer.sentence)
                self._have(answer.evening)
                self._tell(Next(answer.sentence, "green"))

        self.session.act(signoff.sign, approver.code, approver.pin, then=signed)

    def _tell(self, line: Next) -> None:
        self.said = line
        self.refresh()


def _card(ledger: Ledger, entry: Entry) -> Card:
    """What F4 needs of a slip, also of one that is not late."""
    slip = ledger.slip(entry.number or "")
    assert slip is not None
    late = next((item for item in attention.list(ledger) if item.number == entry.number), None)
    return attention_card.of(ledger, late or attention.item_of(ledger, slip))


def _line(n: int, entry: Entry) -> Line:
    shape = words.SHAPES[entry.why] if entry.why else words.KIND_SHAPES[entry.kind]
    what = "  ".join(part for part in (entry.what, entry.detail, entry.more) if part)
    return Line(str(n), words.FIGURES[entry.kind], shape, "red" if entry.over else "amber",
                {"number": entry.label, "what": what})
