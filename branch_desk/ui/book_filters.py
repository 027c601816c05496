"""The filters of 管理簿: section, state (要対応 among them), type, and days. All by keys: Tab to one, ↑↓
change it.

With 日を指定 a line with two days opens below. What is chosen outlasts another size of text: `kept` and
`take_back`.
"""

from __future__ import annotations

import tkinter as tk
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_book as words
from branch_desk.domain import words_screen
from branch_desk.domain.catalogue import DocumentType, Section
from branch_desk.services.book_pages import Wanted, day_of
from branch_desk.ui.selector import Selector

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

MONTHS = 13
STATES = ("held", "bagged", "dispatched", "received", "closed", "voided", "handed_back", "reserved")
ATTENTION = "attention"
DAYS = "days"


@dataclass(frozen=True, slots=True)
class Kept:
    """What stood in the filters."""

    values: dict[str, Any]
    days: tuple[str, str]


class BookFilters:
    """Selectors at the right of the search field, and the line of days below it."""

    def __init__(
        self,
        top: tk.Frame,
        days: tk.Frame,
        over: tk.Misc,
        window: Window,
        changed: Callable[[], object],
        typed: Callable[[], object],
        focused: Callable[[], object],
        placed: Callable[[], object],
    ) -> None:
        """`placed`: the line of days comes or goes (`shows_days`)."""
        self._window, self._changed, self._heard_typed, self._placed = window, changed, typed, placed
        self.shows_days = False
        self._types: tuple[DocumentType, ...] = ()
        parts, px = window.parts, window.theme.px
        self.selectors = {
            name: Selector(top, over, parts, caption, lambda name=name: self._chosen(name))
            for name, caption in words.FILTERS.items()
        }
        for selector in reversed(
            self.selectors.values()
        ):  # first what must not be cut; the field takes what is left
            selector.pack(side="right", padx=(px(2), 0))
            selector.face.bind("<FocusIn>", lambda event: focused(), add="+")
        states = [(state, words_screen.STATES[state]) for state in STATES]
        self.selectors["state"].offer([(ATTENTION, words_screen.SCREENS["attention"]), *states])
        self._fields = self._days_row(days, focused)
        self._offer_days()

    # ---- what the list asks

    @property
    def focused(self) -> Selector | None:
        """The selector that has the focus."""
        focus = self._window.root.focus_get()
        return next((selector for selector in self.selectors.values() if selector.face is focus), None)

    @property
    def in_days(self) -> bool:
        """Whether a day is being typed."""
        focus = self._window.root.focus_get()
        return any(field.entry is focus for field in self._fields)

    @property
    def day_fault(self) -> bool:
        """A day was typed that is none."""
        return self._by_days and any(
            field.text.strip() and self._day(field.text) is None for field in self._fields
        )

    def wanted(self, text: str) -> Wanted:
        """What is asked for with this text."""
        value = {name: selector.value for name, selector in self.selectors.items()}
        state = value["state"]
        first, last = self._span(value["days"])
        return Wanted(
            text,
            value["section"],
            None if state == ATTENTION else state,
            value["type"],
            first,
            last,
            state == ATTENTION,
        )

    def clear(self) -> None:
        """Everything again."""
        for selector in self.selectors.values():
            selector.clear()
        self._offer_types()
        for field in self._fields:
            field.text = ""
        self._show_days()

    def close(self) -> bool:
        """Take an open list away; False where none was open."""
        return any([selector.close() for selector in self.selectors.values()])  # noqa: C419 - each is closed

    def offer_sections(self, sections: tuple[Section, ...]) -> None:
        """The sections of the catalogue."""
        self.selectors["section"].offer([(section.code, section.name) for section in sections])

    def offer_types(self, types: tuple[DocumentType, ...]) -> None:
        """The types of the catalogue; those of the chosen section are to choose among."""
        self._types = types
        self._offer_types()

    @property
    def kept(self) -> Kept:
        """What stands in them now."""
        first, last = (field.text for field in self._fields)
        return Kept({name: selector.value for name, selector in self.selectors.items()}, (first, last))

    def take_back(self, kept: Kept, types: tuple[DocumentType, ...], sections: tuple[Section, ...]) -> None:
        """What stood in those before."""
        self.offer_sections(sections)
        self.selectors["section"].choose(kept.values["section"])
        self.offer_types(types)
        for name in ("state", "type", "days"):
            self.selectors[name].choose(kept.values[name])
        for field, text in zip(self._fields, kept.days, strict=True):
            field.text = text
        self._show_days()

    @property
    def offered(self) -> tuple[tuple[DocumentType, ...], tuple[Section, ...]]:
        """The types and sections that are known here."""
        sections = {item.section.code: item.section for item in self._types}
        return self._types, tuple(section for _, section in sorted(sections.items()))

    # ---- inside

    @property
    def _by_days(self) -> bool:
        return self.selectors["days"].value == DAYS

    def _day(self, text: str) -> date | None:
        return day_of(text, self._window.clock().date())

    def _span(self, chosen: Any) -> tuple[date | None, date | None]:
        if chosen is None:
            return None, None
        if chosen == DAYS:
            first, last = (self._day(field.text) for field in self._fields)
            return first, last
        year, month = chosen
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])

    def _chosen(self, name: str) -> None:
        if name == "section":
            self._offer_types()
        if name == "days":
            self._show_days()
        self._changed()

    def _offer_types(self) -> None:
        section = self.selectors["section"].value
        types = [item for item in self._types if section in (None, item.section.code)]
        self.selectors["type"].offer([(item.code, item.code, f"{item.code} {item.name}") for item in types])

    def _offer_days(self) -> None:
        today = self._window.clock()
        before = [today.year * 12 + today.month - 1 - n for n in range(MONTHS)]
        months = [(count // 12, count % 12 + 1) for count in before]
        named = [(month, words.month(*month, today.year)) for month in months]
        self.selectors["days"].offer([(DAYS, words.BY_DAYS), *named])

    def again(self) -> None:
        """The calendar may be at another month."""
        self._offer_days()

    def _days_row(self, parent: tk.Frame, focused: Callable[[], object]) -> tuple[Any, Any]:
        parts, px = self._window.parts, self._window.theme.px
        parts.label(parent, words.TAKEN_ON, "body", "ink2").pack(side="left", padx=(px(6), px(6)))
        fields = []
        for word in words.FROM_TO:
            field = parts.field(parent, 10, "body", even=True, changed=self._typed)
            field.pack(side="left")
            field.entry.bind("<FocusIn>", lambda event: focused(), add="+")
            parts.label(parent, word, "body", "ink2").pack(side="left", padx=(px(2), px(10)))
            fields.append(field)
        parts.label(parent, words.DAY_FORM, "caption", "ink2").pack(side="left")
        first, last = fields
        return first, last

    def _typed(self) -> None:
        if self._by_days:
            self._heard_typed()

    def _show_days(self) -> None:
        """The line is in the list's grid, as long as days are asked for and the list is shown."""
        self.shows_days = self._by_days
        self._placed()
