"""受付: takes custody. `501` Enter `3` F12 is the commonest slip; everything else is at its side.

Nothing typed is ever lost: a refusal or a failure leaves the form as it is, and the request id stays, so
that a repeated F12 can never spend a second number.
"""

from __future__ import annotations

import tkinter as tk
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_screen as words
from branch_desk.domain import words_spare
from branch_desk.domain.catalogue import DocumentType, search
from branch_desk.domain.eligibility import rule_against
from branch_desk.services import catalogues, slips, turnaround
from branch_desk.services.results import Issued, Refusal
from branch_desk.services.slips import IssueRequest
from branch_desk.ui import (
    print_state,
    reception_blank,
    reception_panels,
    reception_says,
)
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.print_state import Line
from branch_desk.ui.reception_form import Heard, ReceptionForm
from branch_desk.ui.reception_papers import Papers
from branch_desk.ui.reception_side import Lists, ReceptionSide
from branch_desk.ui.reception_visit import Visit
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.type_search import TypeSearch
from branch_desk.ui.window import Window

if TYPE_CHECKING:
    from datetime import datetime

    from branch_desk.services.spare import Blank
    from branch_desk.store.ledger import Ledger

SEARCH_WIDTH = 664
NUMBER_FIELDS = frozenset({"type", "taken", "sheets", "refusals"})
NAMES = ("depositor", "kana", "applicant")
FAULT_FIELDS = {"sheets": "sheets", "sheets_missing": "sheets", "enclosure": "enclosures"}


class Reception(Screen):
    """The first screen."""

    name = "reception"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts, self.settings = window.parts, window.settings
        self.chosen: DocumentType | None = None
        self.refusal: Refusal | None = None
        self.issued: Issued | None = None
        self.visit = Visit(lambda: self.window.clock())
        self.arrives: int | None = None  # opening days to the section of the chosen type, where that is known
        self.said: Next | None = None  # what became of a 案内票
        self.turned_away: int | None = None
        self.fault = ""
        self.busy = False
        self._request_id = uuid.uuid4().hex
        self.at = "type"
        self._setting = False  # the screen itself writes into the type field
        self._search_waits = False
        self.papers = Papers(window.prints, self._paper_came)
        self.last: Issued | None = None
        self.blank: Blank | None = None  # of the 予備帳, while it is keyed in
        self.taken_before: datetime | None = None  # the time of the blank before

    # ---- what the window asks

    @property
    def title(self) -> str:
        name = words.SCREENS[self.name]
        return words_spare.title(name, self.blank.label) if self.blank is not None else name

    def build(self, parent: tk.Frame) -> None:
        parent.rowconfigure(0, weight=1)
        parent.columnconfigure(0, weight=1)
        parent.grid_propagate(False)
        self.side = ReceptionSide(parent, self.window, self.say)
        heard = Heard(
            self._type_changed, self._other_changed, self._refusal_chosen, self._sealed_chosen, self._focused
        )
        self.form = ReceptionForm(
            parent, self.parts, heard, typed_names=self.settings.typed_names, width=self.side.form_width()
        )
        self.form.card.grid(row=0, column=0, sticky="nsew")
        self.side.area.lift()  # Tab: the form first, then what stands beside it
        self.window.router.digits_decide(self.form.fields["type"].entry)
        self.search = TypeSearch(parent, self.parts, self._pick)
        self._show_side()

    def build_again(self, parent: tk.Frame) -> None:
        typed = {name: field.text for name, field in self.form.fields.items()}
        lists = self.side.lists
        self.settings = self.window.settings
        self.build(parent)
        self.side.take_lists(lists)
        if self.blank is not None:
            self.side.blank = self.blank
            self.form.ask_taken(self.window.clock, self.blank.drawn, self.taken_before)
        self._setting = True
        for name, field in self.form.fields.items():
            field.text = typed.get(name, "")
        self._setting = False
        self.form.show_type(self.chosen, self.arrives)
        reception_panels.show_copy(self)
        self.form.show_refusal(self.turned_away)
        self.form.show_sealed()
        if self.last is not None:
            self.form.show_last(self.last.label, self.last.slip.type_name or "")
        if self.at not in self.form.fields:
            self.at = "type"
        self._search_waits = self.chosen is None and bool(self.form.text("type"))
        self._show_side()

    def on_shown(self) -> None:
        self.session.run(_lists, then=self._have_lists, latest="reception lists")
        if self._search_waits:  # the list opens under the field, which has its place only now
            self._search_waits = False
            self.window.root.update_idletasks()
            self._type_changed()

    def first_focus(self) -> tk.Misc:
        return self.form.fields[self.at if self.at in self.form.fields else "type"].entry

    def next_line(self) -> Next:
        return reception_says.next_line(self)

    def keys(self) -> dict[Slot, Key]:
        return reception_says.keys(self)

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        return {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.MORE: lambda: reception_panels.more(self),
            Slot.FIX: lambda: reception_panels.fix(self),
            Slot.PRINT: lambda: reception_panels.papers(self),
            Slot.ON: self._on,
            Slot.FINISH: self._finish,
        }.get(slot, lambda: False)()

    def on_digit(self, digit: int) -> bool:
        if self.at != "refusals" or digit not in words.TURN_AWAY_CHOICES or self.refusal is not None:
            return False
        self._refusal_chosen(digit)
        return True

    def on_arrow(self, way: str) -> bool:
        if self.search.open:
            self.search.move(way)
            return True
        return way == "up" and self.at == "taken" and self.form.taken is not None and self.form.taken.bring_before()

    def on_scan(self, scan: Scan) -> bool:
        return reception_blank.scanned(self, scan)

    def look_at(self, number: str) -> None:
        """A blank that was chosen in the list of them."""
        self.on_scan(Scan(Kind.NUMBER, number))

    def on_changed(self, changed: Any) -> None:
        if "catalogue" in changed.topics:
            self.on_shown()

    def on_covered(self) -> None:
        self.visit.forget()

    # ---- typing

    @property
    def ready(self) -> bool:
        """Whether the finishing key would issue."""
        return (
            self.chosen is not None
            and (self.form.sheets is not None or self.form.sealed)
            and (self.form.taken is None or self.form.taken.at is not None)
            and not self.busy
        )

    @property
    def half_typed(self) -> bool:
        """Whether something stands in the form that a scan must leave alone."""
        return bool(self.chosen or self.refusal or any(f.text for f in self.form.fields.values()))

    @property
    def quiet(self) -> bool:  # type: ignore[override]
        """Nothing is typed and nothing is under way."""
        return not (self.busy or self.blank or self.half_typed)

    def _have_lists(self, lists: Lists) -> None:
        self.side.take_lists(lists)
        self._show_side()

    def _type_changed(self) -> None:
        # The first character typed here takes the last result away and the visitor with it: it waits until
        # it is sure not to begin a scan.
        self.window.router.digits_decide(self.form.fields["type"].entry, not self.form.fields["type"].text)
        if self._setting:
            return
        self.fault = ""
        typed = self.form.text("type")
        if typed:
            self.issued = None
            self.visit.another()
        if self.chosen is not None:
            self.chosen = self.refusal = None
            self.form.show_type(None)
        if typed:
            self.search.show(
                search(self.side.lists.types, typed),
                typed,
                self.form.fields["type"],
                self.theme.px(SEARCH_WIDTH),
            )
        else:
            self.search.hide()
        self._show_side()
        self.refresh()

    def _other_changed(self) -> None:
        self.fault = ""
        self.form.show_sealed()
        self.side.ask_preview(self._previewed)
        self.refresh()

    def _focused(self, name: str) -> None:
        self.at = name
        if name != "type":
            self.search.hide()
        set_ime(name not in NUMBER_FIELDS)
        self.form.show_read_aloud(name == "sheets" and bool(self.form.text("depositor")))
        self._show_side()
        self.refresh()

    def _sealed_chosen(self) -> None:
        self.form.fields["sheets"].text = "0"
        self.form.fields["sheets"].focus()

    def _refusal_chosen(self, number: int) -> None:
        self.turned_away = None if self.turned_away == number else number
        self.form.show_refusal(self.turned_away)
        self._judge()

    # ---- keys

    def _on(self) -> bool:
        if self.refusal is not None:
            return False
        if self.at == "type":
            return self._on_in_type()
        if self.at == "sheets":
            return False  # only the finishing key issues
        if self.at == "taken":
            return self._focus("depositor" if self.settings.typed_names else "sheets")
        return self._focus("sheets")  # the needed fields alone; Tab visits all

    def _on_in_type(self) -> bool:
        if self.chosen is not None:
            return self._focus(self._after_type)
        if not self.form.text("type"):
            return self.blank is None and self._same_visitor()
        if self.search.chosen is None:
            return reception_blank.typed(self) or self.say(words.NO_SUCH_TYPE)
        self._pick(self.search.chosen)
        return True

    def _same_visitor(self) -> bool:
        visitor = self.visit.again()
        if visitor is None:
            return False
        self.issued = None
        for name, text in visitor.names.items():
            if name in self.form.fields:  # names may have been typed then and be written by hand now
                self.form.fields[name].text = text
        reception_panels.show_copy(self)
        return self.say(words.SAME_VISITOR, sound=None)

    def _back(self) -> bool:
        if self.search.open:
            self.search.hide()
            return True
        if self.refusal is not None:
            self.refusal = self.turned_away = None
            self.form.show_refusal(None)
            self._show_side()
            return self._focus("type")
        if self.at == "refusals":
            return self._focus("type")
        order = self._order
        if self.at == order[0] and self.blank is not None:
            return reception_blank.leave(self)
        before = order[max(0, order.index(self.at) - 1)] if self.at in order else "type"
        return self._focus(before)

    def _find(self) -> bool:
        self._focus("type")
        self.form.fields["type"].entry.selection_range(0, "end")
        return True

    def _finish(self) -> bool:
        if self.refusal is not None:
            return self._end_refusal()
        if self.chosen is None:
            if self.search.chosen is not None:
                return self.say(words.NEXT_CHOOSE)
            return self._focus("type") and self.say(words.NOT_THREE_DIGITS)
        if self.blank is not None and (self.ready or self.form.text("sheets")):
            return reception_blank.record(self)
        if not self.ready:
            self._focus("sheets")
            return self.say(words.SHEETS_ODD if self.form.text("sheets") else words.NEXT_SHEETS)
        self.busy = True
        self.session.act(slips.issue, self.request(), then=self.answered, failed=self.failed)
        return True

    # ---- what comes of it

    def _pick(self, item: DocumentType) -> None:
        self._setting = True
        self.form.fields["type"].text = item.code
        self._setting = False
        self.search.hide()
        self.chosen, self.issued, self.fault, self.arrives = item, None, "", None
        self.form.show_type(item)
        self.session.run(
            turnaround.to_section, item.section.code, then=lambda days: self._arrives(item, days), latest="arrives"
        )
        self._judge()
        if self.refusal is None:
            self._focus(self._after_type)

    @property
    def _after_type(self) -> str:
        """The next needed field."""
        if self.form.taken is not None and self.form.taken.empty:
            return "taken"
        return "depositor" if self.settings.typed_names and not self.form.text("depositor") else "sheets"

    def _arrives(self, item: DocumentType, days: int | None) -> None:
        if self.chosen is item:
            self.arrives = days
            self.form.show_type(item, days)

    def _judge(self) -> None:
        """Whether the document is taken, before anything else is asked. The service has the words."""
        self.refusal = self.said = None
        asked: dict[str, Any] = {"business": self.turned_away == 1, "past_deadline": self.turned_away == 2}
        if self.chosen is not None and rule_against(self.chosen, self.side.lists.today, **asked) is not None:
            self.session.run(slips.eligible, self.chosen.code, then=self._refused, latest="eligible", **asked)
        self._show_side()
        self.refresh()

    def _refused(self, refusal: Refusal | None) -> None:
        self.refusal = refusal
        if refusal is not None:
            self.window.play(Sound.STOP)
        self._show_side()
        self.refresh()

    def _end_refusal(self) -> bool:
        asked: dict[str, Any] = {"business": self.turned_away == 1, "past_deadline": self.turned_away == 2}
        code = self.chosen.code if self.chosen else self.form.text("type")
        self.session.act(slips.turn_away, code, **asked)
        self.window.tell(words.REFUSAL_COUNTED)
        self.empty_form()
        return True

    def request(self) -> IssueRequest:
        """What is typed."""
        codes, others = self.form.enclosures(self.side.lists.enclosures)
        form = self.form
        return IssueRequest(
            self.chosen.code if self.chosen else "",
            form.sheets,
            form.sealed,
            codes,
            others,
            depositor=form.text("depositor") or None,
            kana=form.text("kana") or None,
            applicant=form.text("applicant") or None,
            request_id=self._request_id,
            visit=self.visit.same,
        )

    def answered(self, answer: Issued | Refusal) -> None:
        """The number, or why not: then everything stays as it is."""
        self.busy = False
        if isinstance(answer, Refusal):
            if answer.guidance:
                self._refused(answer)
                return
            self.say(f"{answer.sentence}{words.todo(answer.rule, answer.todo)}")
            field = str(answer.details.get("field") or self.at)
            self._focus(FAULT_FIELDS.get(answer.rule) or FAULT_FIELDS.get(field, field))
            return
        if self.blank is not None:
            reception_blank.recorded(self, answer)
            return
        slip = answer.slip
        names = {name: self.form.text(name) for name in NAMES if name in self.form.fields}
        copy = self.visit.copy
        self.visit.issued(slip.number, names)
        self.empty_form()
        self.issued = self.last = answer
        self.window.play(Sound.GOOD)
        self.window.tell(words.issued_line(answer.label))
        self._show_side()
        self.form.show_last(answer.label, slip.type_name or "")
        self.papers.make(slip.number, copy)
        self.refresh()

    def failed(self, error: BaseException) -> None:
        """The surroundings failed; the form stays."""
        self.busy = False
        self.say(words.NOT_ISSUED_KEPT)
        self.session.on_trouble(error)

    def _paper_came(self, number: str, copy: str, line: Line) -> None:
        """The state of a paper, shown where its slip still stands at the right."""
        if self.side.card is not None and self.issued is not None and self.issued.slip.number == number:
            self.side.card.paper(copy, line)
        if line is print_state.NOT_MADE:
            self.window.play(Sound.LOOK)
        self.refresh()

    def show_first(self) -> None:
        """The focus in the first field, and what belongs beside it."""
        self._focus("type")
        self._show_side()
        self.refresh()

    def empty_form(self) -> None:
        """The form is empty at once; the next visitor can begin."""
        self._setting = True
        self.form.clear()
        self._setting = False
        if self.blank is not None:
            self.blank = self.side.blank = None
            self.form.ask_taken(None)
        self.chosen = self.refusal = self.turned_away = self.issued = self.arrives = self.said = None
        self.visit.end()
        reception_panels.show_copy(self)
        self.fault = ""
        self._request_id = uuid.uuid4().hex
        self.side.forget()
        self.form.show_sealed()
        self.search.hide()
        self._focus("type")
        self._show_side()

    # ---- inside

    @property
    def _order(self) -> list[str]:
        return [
            name
            for name in ("type", "taken", "depositor", "kana", "applicant", "sheets", "enclosures")
            if name in self.form.fields
        ]

    def _focus(self, name: str) -> bool:
        if name in self.form.fields:
            self.at = name
            self.form.fields[name].focus()
        return True

    def say(self, sentence: str, sound: Sound | None = Sound.LOOK) -> bool:
        """A fault, in the line 次に."""
        self.fault = sentence
        if sound is not None:
            self.window.play(sound)
        self.refresh()
        return True

    def _show_side(self) -> None:
        """Type list, paper, enclosures, result or refusal: one of them."""
        if self.refusal is not None:
            wanted = "refusal"
        elif self.issued is not None:
            wanted = "issued"
        elif self.blank is not None and (self.theme.narrow or (self.chosen is not None and self.at != "enclosures")):
            wanted = "blank"
        elif self.theme.narrow:
            wanted = "paper"
        elif self.at == "enclosures" and self.chosen is not None:
            wanted = "enclosures"
        else:
            wanted = "paper" if self.chosen is not None else "types"
        printed = self.issued is not None and self.issued.slip.taken_at is None
        lines = self.papers.lines(self.issued.slip.number) if printed and self.issued is not None else {}
        self.side.show(self.form, wanted, self.refusal, self.issued, lines)
        if wanted == "paper":
            self.side.ask_preview(self._previewed)

    def _previewed(self) -> tuple[IssueRequest, DocumentType] | None:
        """None while the number of sheets is not known: the paper would say 封筒のまま."""
        return (
            (replace(self.request(), request_id=None), self.chosen)
            if self.ready and self.chosen is not None
            else None
        )


def _lists(ledger: Ledger) -> Lists:
    return Lists(catalogues.current_types(ledger), catalogues.of(ledger).enclosures, ledger.now().date())
