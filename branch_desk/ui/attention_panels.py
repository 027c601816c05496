"""The panels of 要対応: F2 which section, F4 what came of it, F5 which 照会票. Digits decide; Enter and F12 do nothing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_attention as words
from branch_desk.domain import words_screen
from branch_desk.services import inquiry
from branch_desk.services.attention import Item
from branch_desk.services.attention_card import Card
from branch_desk.services.results import Recorded, Refusal
from branch_desk.ui import office_print
from branch_desk.ui.attention_view import Group
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.screen import Next, Panel

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


ROWS = 5        # choices below one another that have room at 特大


class Choose(Panel):
    """A few things, one of them by its digit."""

    floating = True
    heading = ""
    sentence = ""

    def __init__(self, window: Window, choices: Sequence[tuple[int, str]]) -> None:
        super().__init__(window)
        self.choices = tuple(choices)

    def take(self, digit: int) -> None:
        """This one was chosen; the panel is closed already."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, self.heading, "next", bold=True).pack(side="left", padx=px(22), pady=px(8))
        area = parts.box(parent)
        area.pack(fill="x", padx=px(18), pady=px(8))
        beside = 2 if len(self.choices) > ROWS else 1
        for n, (digit, text) in enumerate(self.choices):
            choice = parts.choice(area, digit, text, self._take)
            choice.grid(row=n // beside, column=n % beside, sticky="w", padx=(0, px(8)))
            choice.face.configure(takefocus=0)
        self._stand = tk.Frame(parent, takefocus=1, width=1, height=1)      # holds the focus while digits choose
        self._stand.place(x=0, y=0)
        parts.button(parent, Slot.BACK.value, words_screen.STOP_WHOLE, lambda: self.window.press(Slot.BACK)).pack(
            anchor="w", padx=px(24), pady=(0, px(10)))

    def first_focus(self) -> tk.Misc:
        return self._stand

    def next_line(self) -> Next:
        return Next(self.sentence)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP), Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is not Slot.BACK:
            return False
        self.close()
        return True

    def on_digit(self, digit: int) -> bool:
        if digit not in (known for known, _ in self.choices):
            return False
        self._take(digit)
        return True

    def _take(self, digit: int) -> None:
        self.close()
        self.take(digit)


class ChooseSection(Choose):
    """F2: 0 all, or one section."""

    heading = words.CHOOSE_SECTION
    sentence = words.CHOOSE_SECTION_NEXT

    def __init__(self, window: Window, groups: Sequence[Group], chosen: Callable[[str | None], None]) -> None:
        self._groups = {n: group for n, group in enumerate(groups) if n <= 9}
        super().__init__(window, [(n, words.CHOICE.format(name=group.name, count=group.count))
                                  for n, group in self._groups.items()])
        self._chosen = chosen

    def take(self, digit: int) -> None:
        self._chosen(self._groups[digit].section)


class ChooseInquiry(Choose):
    """F5: the 照会票 of this slip, or of everything that its section is asked about."""

    heading = words.PRINT_TITLE
    sentence = words.PRINT_NEXT

    def __init__(self, window: Window, item: Item, count: int, told: Callable[[Next], None]) -> None:
        choices = [(1, words.PRINT_ONE.format(label=item.label))]
        if item.section is not None and count > 1:
            choices.append((2, words.PRINT_SECTION.format(section=item.section_name, count=count)))
        super().__init__(window, choices)
        self._item, self._told = item, told

    def take(self, digit: int) -> None:
        subject = self._item.number if digit == 1 else self._item.section
        office_print.send(self.window, inquiry.paper, subject, told=self._told)


class RecordResult(ReasonPanel):
    """F4: a call, an inquiry begun or ended, the citizen told, the 係長 told. `recorded` hears what was written."""

    why_word = words.RECORD_WHY
    next_what, next_why = words.RECORD_NEXT_WHAT, words.RECORD_NEXT_WHY

    def __init__(self, window: Window, card: Card, recorded: Callable[[Recorded], None]) -> None:
        self._card, self._done = card, recorded
        search = "close" if card.inquiry else "open"
        reasons = {"call": words.CALL_RESULTS, "open": words.INQUIRY_REASONS, "close": words.CLOSE_RESULTS,
                   "mail": words.MAIL_RESULTS, "citizen": words.CITIZEN_RESULTS, "report": words.REPORT_RESULTS}
        named = words.RECORDS_SHORT if window.theme.narrow else words.RECORDS
        warnings = {} if window.theme.narrow else words.WARNINGS      # at 大 and 特大 the notes go
        whats = tuple(What(code, named[code], reasons[code], warning=warnings.get(code, ""))
                      for code in ("call", search, "mail", "citizen", "report"))
        super().__init__(window, words.RECORD_TITLE.format(label=card.item.label), card.state or "", whats)

    def run(self, chosen: Chosen) -> None:
        number, code, reason = self._card.item.number, chosen.what.code, chosen.reason
        run = self.session.act
        if code == "open":
            run(inquiry.open, number, reason, note=chosen.note, then=self.answered)
        elif code == "close":
            run(inquiry.close, number, reason, note=chosen.note, then=self.answered)
        else:
            run(inquiry.contact, number, *_contact(code, reason), note=chosen.note, then=self.answered)

    def answered(self, answer: Recorded | Refusal | Any) -> None:
        super().answered(answer)
        if isinstance(answer, Recorded):
            self._done(answer)


def _contact(code: str, reason: str) -> tuple[str, str, str]:
    """Whom, how and with what result."""
    if code == "citizen":
        return ("citizen", "telephone", "no_answer") if reason == "no_answer" else ("citizen", reason, "told")
    if code == "report":
        return "responsible", reason, "reported"
    return {"call": "section", "mail": "internal_mail"}[code], "telephone", reason
