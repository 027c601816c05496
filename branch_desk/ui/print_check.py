"""始める前に, 紙の確認: papers of which nobody knows whether they came out. 1 there, 2 not there; Enter decides nothing.

Papers of one slip that went to one printer are asked for together. 2 on several asks for each of them.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_printing_screen as words
from branch_desk.domain import words_screen
from branch_desk.domain.staff import Staff
from branch_desk.services import book, printjobs
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Changed, Refusal
from branch_desk.ui import keys, print_state
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.paper_panel import PaperPanel
from branch_desk.ui.print_state import Group
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger, PrintJob
    from branch_desk.ui.window import Window

REPRINT = "not_printed"  # what the clerk has just said of the earlier paper
ROWS = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was said of some papers stands in the ledger."""

    refused: Refusal | None
    changed: Changed
    jobs: tuple[PrintJob, ...] = ()


class CheckPanel(Panel):
    """The list, and the question of the marked line."""

    def __init__(self, window: Window, *, at_start: bool = False) -> None:
        super().__init__(window)
        self.prints, self.at_start = window.prints, at_start
        self.at = 0
        self.fault = ""
        self.busy = False
        self._split: set[int] = set()
        self._shown: tuple[Group, ...] | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is still open; a slip whose papers are asked one by one has a line for each."""
        found: list[Group] = []
        for group in print_state.groups(self.prints.to_look_at):
            if any(item.job.id in self._split for item in group.waiting):
                found += [Group(group.label, (item,)) for item in group.waiting]
            else:
                found.append(group)
        return tuple(found)

    @property
    def group(self) -> Group | None:
        """The one that is asked for."""
        found = self.groups
        return found[min(self.at, len(found) - 1)] if found else None

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words.START_TITLE if self.at_start else words.CHECK_TITLE

    def build(self, parent: tk.Frame) -> None:
        self._parent = parent
        self._area = self.window.parts.box(parent)
        self._area.pack(fill="both", expand=True)
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)  # holds the focus while digits decide
        self._stand.place(x=0, y=0)
        self.prints.changed.append(self._again)
        parent.bind("<Destroy>", lambda event: event.widget is parent and self._gone())
        self._show()

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        group = self.group
        if self.busy or group is None:
            return Next(words.RECORDING)
        place = self.groups.index(group) + 1
        return Next(words.next_look(place) if group.ask else words.next_unprinted(place), "amber")

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.LATER_KEY), Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def on_arrow(self, way: str) -> bool:
        to = self.at + (1 if way == "down" else -1)
        if 0 <= to < len(self.groups) and not self.busy:
            self.at, self.fault = to, ""
            self._show()
        return True

    def on_digit(self, digit: int) -> bool:
        group = self.group
        if group is None or self.busy or digit not in (1, 2):
            return False
        self.fault = ""
        if group.ask:
            self._there(group) if digit == 1 else self._not_there(group)
        else:
            self._print(group) if digit == 1 else self._leave(group)
        return True

    # ---- what is decided

    def _there(self, group: Group) -> None:
        self.busy = True
        self.session.act(_answer, _ids(group), True, then=self._recorded, failed=self._failed)

    def _not_there(self, group: Group) -> None:
        if len(group.waiting) > 1:
            self._split |= set(_ids(group))
            self._show()
        elif group.waiting[0].job.copy == "original" and group.waiting[0].job.slip:
            self._reissue(group)
        else:
            self.busy = True
            self.session.act(
                _answer,
                _ids(group),
                False,
                then=lambda recorded: self._recorded(recorded, again=group),
                failed=self._failed,
            )

    def _print(self, group: Group) -> None:
        job = group.waiting[0].job
        if any(item.job.copy == "original" and item.job.may_exist for item in group.waiting):
            if len(group.waiting) > 1:
                self._split |= set(_ids(group))
                self._show()
            else:
                self._reissue(group)
        elif job.slip:
            self._order(group)

    def _leave(self, group: Group) -> None:
        self.busy = True
        self.session.act(
            _leave, _ids(group), then=lambda recorded: self._left(recorded, group), failed=self._failed
        )

    def _left(self, recorded: Recorded, group: Group) -> None:
        if recorded.refused is None:
            for item in group.waiting:
                self.prints.tell(item.job.slip or item.job.printer, item.job.copy, print_state.LEFT)
        self._recorded(recorded)

    def _reissue(self, group: Group) -> None:
        """48: there may be one 原本 only, so what became of the earlier one is asked first."""
        number = group.waiting[0].job.slip

        def found(opened: book.Opened | Refusal) -> None:
            if not isinstance(opened, Refusal) and self.window.view is self:
                first = (lambda then: self._say_not_out(group, then)) if group.ask else None
                self.window.open_panel(
                    PaperPanel(self.window, opened, lambda said: None, copy="original", first=first)
                )

        self.session.run(book.open_slip, number, then=found, latest="reissue")

    def _say_not_out(self, group: Group, then: Any) -> None:
        def recorded(recorded: Recorded) -> None:
            for job in recorded.jobs:
                self.prints.learn(job)
            then(recorded.refused)

        self.session.act(_answer, _ids(group), False, then=recorded)

    def _order(self, group: Group) -> None:
        self.busy = True
        job = group.waiting[0].job
        copies = tuple(item.job.copy for item in group.waiting)
        self.prints.order(job.slip or "", copies, reason=REPRINT, then=self._ordered)

    def _ordered(self, answer: Queued | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self._say(answer)
        self.prints.ask_pending()

    def _recorded(self, recorded: Recorded, again: Group | None = None) -> None:
        self.busy = False
        for job in recorded.jobs:
            self.prints.learn(job)
        if recorded.refused is not None:
            self._say(recorded.refused)
        elif again is not None and again.waiting[0].job.slip:
            self._order(again)
        self.refresh()

    def _say(self, refused: Refusal) -> None:
        self.fault = f"{refused.sentence}{words_screen.todo(refused.rule, refused.todo)}"
        self.window.play(Sound.LOOK)
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    # ---- showing

    def _gone(self) -> None:
        if self._again in self.prints.changed:
            self.prints.changed.remove(self._again)

    def _again(self) -> None:
        """The list may be another: shown anew only where it is."""
        if not self.groups and not self.busy:
            self._gone()
            self.window.tell(words.ALL_CHECKED)
            self.close()
        elif self.groups != self._shown:
            self._show()
            self.refresh()

    def _show(self) -> None:
        found = self._shown = self.groups
        if not found:
            return
        self.at = min(self.at, len(found) - 1)
        parts, px = self.window.parts, self.theme.px
        for child in self._area.winfo_children():
            child.destroy()
        if self.at_start:
            self._banner(found)
        head = parts.box(self._area)
        head.pack(anchor="w", pady=(px(8) if self.at_start else 0, px(4)))
        parts.label(head, words.CHECK_LIST, bold=True).pack(side="left")
        parts.label(head, words.place_of(self.at + 1, len(found)), "caption", "mute").pack(
            side="left", padx=px(12)
        )
        if not self.theme.narrow:
            self._table(found)
        self._question(found[self.at])

    def _banner(self, found: tuple[Group, ...]) -> None:
        parts, px = self.window.parts, self.theme.px
        waiting = [item for group in found for item in group.waiting]
        doubts = sum(item.ask for item in waiting)
        card = parts.card(self._area, "amber_bg", "amber", 2)
        card.pack(fill="x")
        parts.image(card, self.window.icons.shape("triangle", "amber", 45, ground="amber_bg")).pack(
            side="left", padx=px(20), pady=px(10)
        )
        told = parts.box(card)
        told.pack(side="left", pady=px(8))
        parts.label(
            told, words.start_heading(doubts, len(waiting) - doubts), "next", "amber", bold=True
        ).pack(anchor="w")
        parts.label(told, words.START_NOTE, "body").pack(anchor="w", pady=(px(4), 0))

    def _table(self, found: tuple[Group, ...]) -> None:
        parts, theme, px = self.window.parts, self.theme, self.theme.px
        card = parts.card(self._area)
        card.pack(fill="x")
        table = ttk.Treeview(
            card,
            columns=list(words.CHECK_COLUMNS)[1:],
            selectmode="browse",
            height=min(ROWS, len(found)),
            takefocus=0,
        )
        measure = theme.font("body", even=True).measure
        samples = {
            "state": words.UNPRINTED + "　　",
            "label": "令8-大師地区1-501-00042",
            "copies": "お客様控・原本・番号札・控え",
            "printer": "",
            "why": "",
        }
        for name, heading in words.CHECK_COLUMNS.items():
            at = "#0" if name == "state" else name
            table.heading(at, text=heading, anchor="w")
            width = measure(samples[name]) + px(28) if samples[name] else px(150)
            table.column(at, width=width, minwidth=20, stretch=name == "why", anchor="w")
        for n, group in enumerate(found):
            mark = ("diamond" if group.ask else "triangle", "amber")
            picture = self.window.icons.shape(*mark, 20)
            if n == self.at:
                picture = self.window.icons.shape(mark[0], "on_select", 20, ground="select")
            table.insert(
                "",
                "end",
                iid=str(n),
                image=picture,
                text=f" {words.UNKNOWN if group.ask else words.UNPRINTED}",
                values=(group.label, "・".join(group.copies), group.printer, group.why),
            )
        table.pack(fill="x")
        table.selection_set(str(self.at))
        table.see(str(self.at))
        table.bind("<Button-1>", lambda event: self._clicked(table.identify_row(event.y)))

    def _clicked(self, row: str) -> str:
        if row and not self.busy:
            self.at = int(row)
            self._show()
            self.refresh()
        return "break"

    def _question(self, group: Group) -> None:
        parts, px = self.window.parts, self.theme.px
        card = parts.card(self._area)
        card.pack(fill="x", pady=(px(12), 0))
        inner = parts.box(card)
        inner.pack(fill="x", padx=px(20), pady=px(12))
        room = self.theme.fixed(1366) - px(172 + 32 + 60)
        asks = (words.are_there if group.ask else words.not_printed)(group.label, group.copies)
        parts.lines(inner, asks, room, "next", bold=True).pack(anchor="w")
        note = keys.say(words.ASK_AT_PRINTER) if group.ask else words.UNPRINTED_NOTE
        parts.lines(inner, f"{group.printer}　{group.why}　{note}", room, "body", "ink2").pack(anchor="w")
        several = len(group.copies) > 1
        if group.ask:
            no = words.SOME_NOT_OUT if several else words.IS_NOT_PLAIN
            if not several and group.waiting[0].job.copy == "original":
                no = words.IS_NOT
            answers = (words.IS_THERE, no)
        else:
            answers = (words.PRINT_NOW, words.LEAVE)
        line = parts.box(inner)
        line.pack(anchor="w", pady=(px(10), 0))
        for digit, word in enumerate(answers, 1):
            parts.button(line, str(digit), word, lambda digit=digit: self._pressed(digit)).pack(
                side="left", padx=(0, px(12))
            )
        if not self.theme.narrow:
            parts.button(line, Slot.BACK.value, words.LATER, lambda: self.window.press(Slot.BACK)).pack(
                side="left"
            )

    def _pressed(self, digit: int) -> None:
        if self.window.view is self:
            self.on_digit(digit)
            self.refresh()


def _ids(group: Group) -> tuple[int, ...]:
    return tuple(item.job.id for item in group.waiting)


def _answer(ledger: Ledger, who: Staff, ids: tuple[int, ...], came_out: bool) -> Recorded:
    jobs: list[PrintJob] = []
    refused = None
    for id_ in ids:
        answered = printjobs.answer(ledger, who, id_, came_out)
        if isinstance(answered, Refusal):
            refused = answered
            break
        jobs.append(answered.job)
    slips = frozenset(job.slip for job in jobs if job.slip)
    return Recorded(refused, Changed(slips, frozenset({"prints"})), tuple(jobs))


def _leave(ledger: Ledger, who: Staff, ids: tuple[int, ...]) -> Recorded:
    for id_ in ids:
        left = printjobs.leave(ledger, who, id_)
        if isinstance(left, Refusal):
            return Recorded(left, Changed(topics=frozenset({"prints"})))
    return Recorded(None, Changed(topics=frozenset({"prints"})))
