"""印刷を選ぶ, 再発行: the paper by digit, what became of the earlier one by digit, then F4. There may be one 原本 only.

Where a printer is set the paper goes there as a job; else it is a PDF: that a file was made is recorded, that it was
printed nobody claims.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words as said
from branch_desk.domain import words_book as words
from branch_desk.domain import words_print
from branch_desk.domain import words_printing_screen as printing
from branch_desk.services import paper
from branch_desk.services.book import Opened
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Refusal
from branch_desk.ui import keys, open_file
from branch_desk.ui.history_paper import print_history
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.print_state import Line
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.screen import Next
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

HISTORY = "history"  # as often as it is wanted, never a 再発行: it shows the records as they are


class PaperPanel(ReasonPanel):
    """Four papers of the slip, of which one that was made before is a 再発行 and wants its reason; and the 経過書."""

    def __init__(
        self,
        window: Window,
        opened: Opened,
        made: Callable[[Next], None],
        *,
        copy: str | None = None,
        first: Callable[[Callable[[Refusal | None], None]], None] | None = None,
    ) -> None:
        """`made` hears what became of the paper. `copy`: this one only. `first` is recorded before, on F4."""
        self._opened, self._made, self._first = opened, made, first
        copies = (copy,) if copy else tuple(words.PAPERS.values())
        super().__init__(
            window,
            printing.REISSUE_TITLE.format(label=opened.label, copy=words_print.COPIES[copy])
            if copy
            else words.PAPER_TITLE.format(opened.label),
            opened.slip.state.value,
            (
                *(self._paper(copy, opened.prints.get(copy, 0)) for copy in copies),
                *(() if copy else (What(HISTORY, words_print.COPIES[HISTORY], {}, warning=keys.say(words.PAPER_HISTORY)),)),
            ),
        )

    @staticmethod
    def _paper(copy: str, count: int) -> What:
        word = f"{said.COPIES[copy]}（{words.paper_count(count)}）"
        if count == 0:
            return What(copy, word, {}, warning=keys.say(words.PAPER_FIRST))
        rule = words.PAPER_RULE["original" if copy == "original" else "other"]
        return What(
            copy,
            word,
            dict(words.PAPER_REASONS.values()),
            warning=keys.say(rule + words.PAPER_MARKED.format(count)),
        )

    @property
    def complete(self) -> bool:
        return self.what is not None and not self.busy and (self.reason is not None or not self.what.reasons)

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.busy:
            return Next(printing.BOOK_WORKING if self._printer else words.PAPER_WORKING)
        if self.what is None:
            return Next(words.PAPER_NEXT_COPY)
        return Next(words.PAPER_NEXT_RUN) if self.complete else Next(words.PAPER_NEXT_REASON, "amber")

    def keys(self) -> dict[Slot, Key]:
        run = words.PAPER_RUN if self.what and self.what.reasons else words.PAPER_RUN_FIRST
        return super().keys() | {Slot.FIX: Key(run, use=self.complete, main=self.complete)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.FIX:
            return super().on_key(slot)
        if not self.complete or self.what is None:
            return False
        self.busy, self.fault = True, ""
        self.run(Chosen(self.what, self.reason or "", None, None, ""))
        return True

    def _show(self) -> None:
        """No note is kept of a paper, and a first one asks no reason."""
        super()._show()
        self._note_box.pack_forget()
        if self.what is None or not self.what.reasons:
            for widget in self._area.grid_slaves(row=self._reason_row):
                widget.grid_remove()

    @property
    def _printer(self) -> bool:
        """Whether the chosen paper goes to a printer."""
        return self.what is not None and self.window.prints.printer_for(self.what.code) is not None

    def run(self, chosen: Chosen) -> None:
        if chosen.what.code == HISTORY:
            self.busy = False
            self.close()
            print_history(self.window, self._opened.slip.number, self._made)
            return
        if self._first is None:
            self._make(chosen)
            return

        def recorded(refused: Refusal | None) -> None:
            if refused is not None:
                self.answered(refused)
            else:
                self._first = None
                self._make(chosen)

        self._first(recorded)

    def _make(self, chosen: Chosen) -> None:
        if self._printer:
            self.window.prints.order(
                self._opened.slip.number,
                (chosen.what.code,),
                reason=chosen.reason or None,
                then=lambda queued: self._queued(chosen.what.code, queued),
            )
            return
        self.session.act(
            _order,
            self._opened.slip.number,
            chosen.what.code,
            chosen.reason or None,
            then=self._ordered,
            failed=self._failed,
        )

    def _queued(self, copy: str, queued: Queued | Refusal) -> None:
        if isinstance(queued, Refusal):
            self.answered(queued)
            return
        self.busy = False
        self.window.play(Sound.GOOD)
        self.close()
        word = words_print.COPIES[copy]
        self._made(Next(printing.BOOK_SENT.format(copy=word, printer=queued.ready[0].job.printer)))
        follow(self.window, self._opened, copy, self._made)

    def _ordered(self, ordered: tuple[paper.Order, Path] | Refusal) -> None:
        if isinstance(ordered, Refusal):
            self.answered(ordered)
            return
        order, folder = ordered
        self.session.paper(
            _draw,
            order,
            folder / f"{order.number}-{order.copy}.pdf",
            then=lambda files: self._drawn(order, files),
            failed=self._failed,
        )

    def _drawn(self, order: paper.Order, files: tuple[Path, ...] | Refusal) -> None:
        if isinstance(files, Refusal):
            self.answered(files)
            return
        self.session.act(paper.drawn, order, files, then=self._recorded, failed=self._failed)

    def _recorded(self, printed: paper.Printed) -> None:
        self.busy = False
        self.window.play(Sound.GOOD)
        self.window.tell(words.paper_told(self._opened.label, said.COPIES[printed.copy]))
        self.close()
        shown = open_file.show(printed.files[0])
        self._made(Next(words.PAPER_OPENED if shown else words.PAPER_NO_VIEWER, "green"))

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        if isinstance(error, OSError):
            self.fault = words.PAPER_FAILED
            self.window.play(Sound.LOOK)
            self.refresh()
        else:
            self.session.on_trouble(error)


def follow(window: Window, opened: Opened, copy: str, made: Callable[[Next], None]) -> None:
    """Says what became of one paper, as soon as it is known."""
    prints, word = window.prints, words_print.COPIES[copy]

    def hear(number: str, which: str, line: Line) -> None:
        if (number, which) != (opened.slip.number, copy) or line.mark in ("queued", "sent"):
            return
        prints.heard.remove(hear)
        window.tell(printing.line_told(opened.label, word, line.text))
        if line.tone == "amber":
            keyed = {name: f"{{{name}}}" for name in ("to_reception", "print")}     # keys are named where it is shown
            made(Next(printing.BOOK_ASK.format(copy=word, state=line.text, **keyed), "amber"))
        else:
            made(Next(printing.line_told(opened.label, word, line.text), "green"))

    prints.heard.append(hear)


def _order(
    ledger: Any, who: Any, number: str, copy: str, reason: str | None
) -> tuple[paper.Order, Path] | Refusal:
    order = paper.order(ledger, who, number, copy, reason=reason)
    return order if isinstance(order, Refusal) else (order, paper.paper_folder(ledger))


def _draw(order: paper.Order, file: Path) -> tuple[Path, ...] | Refusal:
    return paper.draw(order, pdf=file)
