"""Which card stands at the right of 受付, and the preview of the paper while one types. At 大 and 特大 results
go below the form."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import words_screen as words
from branch_desk.domain.catalogue import DocumentType, Enclosure
from branch_desk.services import paper
from branch_desk.services.results import Issued, Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.ui import reception_blank, tokens
from branch_desk.ui import reception_cards as cards
from branch_desk.ui.keys import Slot
from branch_desk.ui.preview import Preview
from branch_desk.ui.print_state import Line
from branch_desk.ui.reception_cards import ResultCard
from branch_desk.ui.reception_form import ReceptionForm
from branch_desk.ui.window import Window

if TYPE_CHECKING:
    from branch_desk.services.spare import Blank

PREVIEW_AFTER_MS = 150
WIDTH, WIDTH_NARROW, PAPER, PAPER_NARROW = 440, 264, 360, 244
CONTENT_HEIGHT = 484  # of the pictures: content 508 less its margins


@dataclass(frozen=True, slots=True)
class Lists:
    """What the counter chooses from, as the ledger has it today."""

    types: tuple[DocumentType, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    today: date = date.min


class ReceptionSide:
    """Shows one card at a time, made anew only when it is another."""

    def __init__(self, parent: tk.Frame, window: Window, say: Callable[[str], object]) -> None:
        self.window, self.theme, self.parts, self.session = window, window.theme, window.parts, window.session
        self._parent, self._say = parent, say
        self.width = self.theme.px(WIDTH_NARROW if self.theme.narrow else WIDTH)
        self.area = self.parts.box(parent, width=self.width)
        self.area.grid(row=0, column=1, sticky="nsew", padx=(self.theme.px(16), 0))
        self.area.pack_propagate(False)
        self.area.bind("<Destroy>", lambda event: event.widget is self.area and self._cancel())
        self.lists = Lists()
        self.blank: Blank | None = None  # of the 予備帳, while it is keyed in
        self.shows = ""
        self.drawn: printing.SlipForm | None = None  # what the preview shows
        self.card: ResultCard | None = None
        self._preview: Preview | None = None
        self._timer: str | None = None

    def form_width(self) -> int:
        """What is left for the form."""
        theme = self.theme
        return (
            theme.fixed(tokens.WINDOW[0])
            - theme.px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0] + 16)
            - self.width
        )

    def take_lists(self, lists: Lists) -> None:
        """Other lists: what shows them is to be made again."""
        self.lists = lists
        if self.shows in ("types", "enclosures"):
            self.shows = ""

    def show(
        self,
        form: ReceptionForm,
        wanted: str,
        refusal: Refusal | None,
        issued: Issued | None,
        lines: dict[str, Line],
    ) -> None:
        """'types', 'enclosures', 'paper', 'blank', 'issued' or 'refusal'. `lines`: of each paper of the issued slip."""
        if wanted == self.shows and wanted not in ("refusal", "issued", "blank"):
            return
        self.shows = wanted
        self._preview = self.card = None
        for child in self.area.winfo_children():
            child.destroy()
        below = self.theme.narrow and wanted in ("refusal", "issued")
        form.fold(below)
        self._lay_out(form, below)
        width = (
            self.theme.fixed(tokens.WINDOW[0]) - self.theme.px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0] + 8)
            if below
            else self.width
        )
        if wanted == "types":
            cards.type_list(self.area, self.parts, self.lists.types, width)
        elif wanted == "enclosures":
            cards.enclosure_list(self.area, self.parts, self.lists.enclosures, width)
        elif wanted == "blank" and self.blank is not None:
            reception_blank.card(self.area, self.parts, self.window.icons, self.blank, width)
        elif wanted == "refusal" and refusal is not None:
            cards.refusal_card(self.area, self.parts, self.window.icons, refusal, width, self.window.press)
        elif wanted == "issued" and issued is not None:
            self.card = ResultCard(
                self.area,
                self.parts,
                self.window.icons,
                issued,
                lines,
                width,
                lambda: self.window.press(Slot.PRINT),
            )
        else:
            self._show_paper()

    def ask_preview(self, request: Callable[[], tuple[IssueRequest, DocumentType] | None]) -> None:
        """Draw the paper again when the hands rest."""
        self._cancel()
        self._timer = self.area.after(PREVIEW_AFTER_MS, lambda: self._ask(request()))

    def forget(self) -> None:
        """The next visitor's paper is another."""
        self.drawn = None
        if self._preview is not None:
            self._preview.clear()

    # ---- inside

    def _cancel(self) -> None:
        if self._timer is not None:
            self.area.after_cancel(self._timer)
            self._timer = None

    def _lay_out(self, form: ReceptionForm, below: bool) -> None:
        if below:
            self.area.grid(row=1, column=0, columnspan=2, padx=0, pady=(self.theme.px(8), 0), sticky="nsew")
        else:
            self.area.grid(row=0, column=1, columnspan=1, padx=(self.theme.px(16), 0), pady=0, sticky="nsew")
        form.card.grid(columnspan=2 if below else 1)
        self._parent.rowconfigure(0, weight=0 if below else 1)
        self._parent.rowconfigure(1, weight=1 if below else 0)

    def _show_paper(self) -> None:
        cards.preview_head(self.area, self.parts)
        cards.preview_foot(self.area, self.parts)
        theme = self.theme
        # the frame's own parts grow with the text, so what is left for the paper is less at 大 and 特大
        height = (
            theme.fixed(CONTENT_HEIGHT)
            - theme.px(64)
            - (theme.px(tokens.BAND_HEIGHT) if theme.practice else 0)
            - (theme.px(50) if theme.narrow else 0)
        )
        self._preview = Preview(
            self.area, theme, self.session, theme.px(PAPER_NARROW if theme.narrow else PAPER), height
        )
        self._preview.pack(pady=(theme.px(6), 0))

    def _ask(self, asked: tuple[IssueRequest, DocumentType] | None) -> None:
        self._timer = None
        if asked is None:
            self.drawn = None
            if self._preview is not None:
                self._preview.wait(words.PREVIEW_WAITS)
        elif self._preview is not None and self.session.who is not None:
            self.session.act(paper.preview_form, *asked, then=self._draw, latest="preview form")

    def _draw(self, form: printing.SlipForm) -> None:
        self.drawn = form
        self.window.refresh()
        if self._preview is not None:
            self._preview.show(form, self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, printing.Unprintable):
            self._say(words.undrawable(" ".join(error.characters)))
        elif isinstance(error, printing.DoesNotFit):
            self._say(words.NO_ROOM)
        else:
            self.session.on_trouble(error)
