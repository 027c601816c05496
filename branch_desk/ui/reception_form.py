"""受付, left: the fields. Handwriting is the default, then the name is written on the printed 原本 and not
asked here."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from branch_desk.domain import words_screen as words
from branch_desk.domain import words_spare
from branch_desk.domain.catalogue import DocumentType, Enclosure
from branch_desk.domain.text import wrap_ja
from branch_desk.services.slips import read_enclosures
from branch_desk.ui.parts import Choice, Field, Parts
from branch_desk.ui.time_field import Known, TimeField


@dataclass(frozen=True, slots=True)
class Heard:
    """What the screen wants to know of the form."""

    type_changed: Callable[[], object]
    other_changed: Callable[[], object]
    refusal_chosen: Callable[[int], object]
    sealed_chosen: Callable[[], object]
    focused: Callable[[str], None]


class ReceptionForm:
    """Holds the widgets; what they contain is read from them when it is needed."""

    def __init__(self, parent: tk.Misc, parts: Parts, heard: Heard, *, typed_names: bool, width: int) -> None:
        self.parts, self.theme, self._heard, self._typed = parts, parts.theme, heard, typed_names
        self.width = width
        self.card = parts.card(parent)
        self.card.columnconfigure(1, weight=1)
        # room for a name of two lines and its section, and for the captions: nothing moves when a type is
        # chosen or the form folded
        role = "body" if parts.theme.look.step == 3 else "next"
        lines = parts.theme.font(role, bold=True).metrics("linespace") * 2 + parts.theme.font("body").metrics(
            "linespace"
        )
        self.card.rowconfigure(0, minsize=lines + parts.theme.px(6 if parts.theme.look.step == 3 else 12))
        captions = (words.TYPE, words.TURN_AWAY, words.APPLICANT)
        widest = max(parts.theme.font("body", bold=True).measure(text) for text in captions)
        note = 0 if parts.theme.look.step == 3 else parts.theme.font("caption").measure(words.TURN_AWAY_NOTE)
        self.card.columnconfigure(0, minsize=max(widest, note) + parts.theme.px(24))
        self.fields: dict[str, Field] = {}
        self._below: list[tk.Widget] = []  # everything but the first row
        self.taken: TimeField | None = None  # only while a blank of the 予備帳 is keyed in
        self._taken_row: list[tk.Widget] = []
        px = self.theme.px
        full = typed_names and self.theme.practice  # five more rows and the band: no air is left
        big = self.theme.look.step == 3
        self._pad = px(
            (0 if full else 2) if big else 2 if full else 5 if typed_names or self.theme.practice else 7
        )
        self._type_row(0)
        self._refusals_row(1)
        self._refusal_row = list(self._below)
        self._rule(2)
        if typed_names:
            self._name_rows(3)
        else:
            self._by_hand(3)
        self._rule(6)
        self._sheets_row(7)
        self._enclosures_row(8)
        self.card.rowconfigure(9, weight=1)
        self._last_line(10)

    # ---- reading and writing

    def text(self, name: str) -> str:
        """What stands in a field, without blanks around it; '' for a field that is not asked here."""
        return self.fields[name].text.strip() if name in self.fields else ""

    @property
    def sealed(self) -> bool:
        """0 in 枚数 is 封筒のまま."""
        return _half(self.text("sheets")) == "0"

    @property
    def sheets(self) -> int | None:
        """The count, or None where none is typed or 封筒のまま is chosen."""
        digits = _half(self.text("sheets"))
        return int(digits) if digits.isascii() and digits.isdigit() and int(digits) > 0 else None

    def enclosures(self, known: tuple[Enclosure, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes of the list, and what is on no list in own words."""
        return read_enclosures(known, self.text("enclosures"))

    def clear(self, *, keep_names: bool = False) -> None:
        """An empty form; the names stay for the same visitor's next document."""
        for name, field in self.fields.items():
            if not (keep_names and name in ("depositor", "kana", "applicant")):
                field.text = ""
        self.show_refusal(None)
        self.show_type(None)

    def show_type(self, item: DocumentType | None, arrives: int | None = None) -> None:
        """Official name, section and floor beside the field, and how long it takes of late where that is known."""
        for child in self._chosen.winfo_children():
            child.destroy()
        self.fields["type"].entry.configure(width=6 if item else 22)
        if item is None:
            self._chosen.configure(width=1, height=1)
            return
        parts, theme, px = self.parts, self.theme, self.theme.px
        role = "body" if theme.look.step == 3 else "next"
        room = self.width - px(132 + 12 + 12 + 8 + 34) - theme.font("entry").measure("0") * 6 - theme.px(40)
        name = wrap_ja(item.name, room, theme.font(role, bold=True).measure)
        for line in name:
            parts.label(self._chosen, line, role, bold=True).pack(anchor="w")
        floor = f" {item.section.floor}" if item.section.floor else ""
        role = "caption" if theme.look.step == 3 else "body"
        row = parts.box(self._chosen)
        row.pack(anchor="w", pady=(px(2), 0))
        place = parts.label(row, f"{words.GOES_TO} {item.section.name}{floor}", role, "blue", bold=True)
        place.pack(side="left")
        if arrives is None:
            return
        # a name of two lines leaves no line below the section: nothing moves
        below = len(name) == 1 and theme.look.step < 3
        text = words.arrives(arrives) if below else words.arrives_short(arrives)
        beside = place.winfo_reqwidth() + theme.font("caption").measure(text) + px(12) < room
        told = parts.label(self._chosen if below or not beside else row, text, "caption" if not below else role, "ink2")
        if below or not beside:
            told.pack(anchor="w")
        else:
            told.pack(side="left", padx=(px(12), 0))

    def show_copy(self, lines: tuple[str, ...]) -> None:
        """How this visitor's お客様控 is printed, where it is not as always: two lines beside the refusals."""
        font = self.theme.font("caption", bold=True)
        used = sum(choice.winfo_reqwidth() for choice in self.refusals)
        room = self.width - float(self.card.columnconfigure(0)["minsize"]) - used - self.theme.px(24)
        text = lines[-2:] if max(map(font.measure, lines), default=0) <= room else words.COPY_CHOSEN
        self._copy.configure(text="\n".join(text))

    def show_refusal(self, number: int | None) -> None:
        """Which of the two refusals is chosen."""
        for choice in self.refusals:
            choice.set("red" if choice.digit == number else None)

    def ask_taken(
        self, now: Callable[[], datetime] | None, drawn: datetime | None = None, before: datetime | None = None
    ) -> None:
        """後日入力: in the place of the refusals, for the papers are here, when they were taken. None: as always."""
        self._below = [row for row in self._below if row not in (*self._taken_row, *self._refusal_row)]
        for row in self._taken_row:
            row.destroy()
        self._taken_row, self.taken = [], None
        self.fields.pop("taken", None)
        if now is None:
            self._below += self._refusal_row
            for row in self._refusal_row:
                row.grid()
            return
        for row in self._refusal_row:
            row.grid_remove()
        others = len(self._below)
        self._caption(1, words_spare.TAKEN, words_spare.TAKEN_NOTE)
        box = self._place(1)
        box.lift(self._refusal_row[-1])  # Tab: behind the type
        self._taken_row = self._below[others:]
        known = Known(taken=drawn.replace(hour=0, minute=0) if drawn else None)
        self.taken = TimeField(
            box, self.parts, now, self._heard.other_changed, caption="", known=known, before=before,
            wrong=words_spare.WRONG, early=words_spare.EARLY,
        )
        self.taken.row.pack(anchor="w")
        self.taken.field.entry.bind("<FocusIn>", lambda event: self._heard.focused("taken"), add="+")
        self.fields["taken"] = self.taken.field

    def show_sealed(self) -> None:
        """Fill 封筒のまま while 0 stands in 枚数."""
        self.sealed_choice.set("blue" if self.sealed else None)

    def show_read_aloud(self, on: bool) -> None:
        """Names are confirmed by reading aloud and by eye."""
        if self._typed:
            (self._aloud.pack if on else self._aloud.pack_forget)(
                **({"side": "left", "padx": self.theme.px(8)} if on else {})
            )

    def show_last(self, label: str, rest: str) -> None:
        """The last slip issued here."""
        self._last_label.configure(text=label)
        self._last_rest.configure(text=rest)

    def fold(self, on: bool) -> None:
        """大 and 特大: only the first row stays while a result stands below."""
        for widget in self._below:
            (widget.grid_remove if on else widget.grid)()

    # ---- building

    def _keep(self, row: int, widget: tk.Widget) -> None:
        if row:
            self._below.append(widget)

    def _caption(self, row: int, text: str, note: str = "") -> None:
        parts, px = self.parts, self.theme.px
        big = self.theme.look.step == 3
        box = parts.box(self.card)
        box.grid(
            row=row,
            column=0,
            sticky="nw",
            padx=(px(16), px(8)),
            pady=(self._pad + px(2 if big else 4 if note and not big else 11), 0),
        )
        self._keep(row, box)
        parts.label(box, text, bold=True).pack(anchor="w")
        if note and not big:
            parts.label(box, note, "caption", "mute").pack(anchor="w")

    def _place(self, row: int) -> tk.Frame:
        box = self.parts.box(self.card)
        box.grid(row=row, column=1, sticky="ew", padx=(0, self.theme.px(12)), pady=self._pad)
        self._keep(row, box)
        return box

    def _rule(self, row: int) -> None:
        rule = self.parts.rule(self.card)
        rule.grid(row=row, column=0, columnspan=2, sticky="ew", padx=self.theme.px(16), pady=self._pad // 2)
        self._keep(row, rule)

    def _field(
        self, parent: tk.Misc, name: str, width: int, role: str = "entry", *, even: bool = False
    ) -> Field:
        changed = self._heard.type_changed if name == "type" else self._heard.other_changed
        field = self.parts.field(parent, width, role, even=even, changed=changed)
        field.entry.bind("<FocusIn>", lambda event: self._heard.focused(name), add="+")
        self.fields[name] = field
        return field

    def _type_row(self, row: int) -> None:
        self._caption(row, words.TYPE, words.TYPE_NOTE)
        box = self._place(row)
        self._field(box, "type", 22).pack(side="left", anchor="n")
        self._chosen = self.parts.box(box)
        self._chosen.pack(side="left", anchor="n", padx=self.theme.px(8), pady=self.theme.px(2))

    def _refusals_row(self, row: int) -> None:
        self._caption(row, words.TURN_AWAY, words.TURN_AWAY_NOTE)
        box = self._place(row)
        self.refusals: list[Choice] = []
        for digit, word in words.TURN_AWAY_CHOICES.items():
            choice = self.parts.choice(box, digit, word, self._heard.refusal_chosen)
            choice.pack(side="left")
            choice.face.bind("<FocusIn>", lambda event: self._heard.focused("refusals"), add="+")
            self.refusals.append(choice)
        self._copy = self.parts.label(box, "", "caption", "blue", bold=True)
        self._copy.pack(side="left", padx=(self.theme.px(10), 0))

    def _by_hand(self, row: int) -> None:
        self._caption(row, words.NAME)
        box = self._place(row)
        note = self.parts.box(box, "bg")
        note.pack(anchor="w", padx=self.theme.px(5))
        for line in words.NAME_BY_HAND if self.theme.look.step < 3 else words.NAME_BY_HAND[:1]:
            self.parts.label(note, line, "body", "ink2").pack(
                anchor="w", padx=self.theme.px(12), pady=self.theme.px(3)
            )

    def _name_rows(self, row: int) -> None:
        parts, px = self.parts, self.theme.px
        big = self.theme.look.step == 3
        self._caption(row, words.NAME, words.NAME_NOTE)
        box = self._place(row)
        self._field(box, "depositor", 16).pack(side="left")
        parts.label(box, words.SAMA, "next").pack(side="left", padx=px(4))
        self._aloud = parts.box(box, "amber_bg")
        for line in words.READ_ALOUD_SHORT if big else words.READ_ALOUD:
            parts.label(self._aloud, line, "caption", "amber", bold=True).pack(
                anchor="w", padx=px(10), pady=px(1)
            )
        if not self.theme.narrow:  # an aid to searching; at 大 and 特大 there is no room for it
            self._caption(row + 1, words.KANA, words.OPTIONAL)
            self._field(self._place(row + 1), "kana", 20, "body").pack(side="left")
        self._caption(row + 2, words.APPLICANT, words.APPLICANT_NOTE)
        box = self._place(row + 2)
        self._field(box, "applicant", 16, "body").pack(side="left")
        parts.label(box, words.APPLICANT_SAMA_SHORT if big else words.APPLICANT_SAMA, "caption", "mute").pack(
            side="left", padx=px(4)
        )

    def _sheets_row(self, row: int) -> None:
        parts, px = self.parts, self.theme.px
        self._caption(row, words.SHEETS)
        box = self._place(row)
        self._field(box, "sheets", 4, even=True).pack(side="left")
        parts.label(box, words.SHEETS_UNIT if self.theme.look.step < 3 else words.SHEETS_UNIT_SHORT).pack(
            side="left", padx=px(4)
        )
        role = "caption" if self.theme.look.step == 3 else "body"
        self.sealed_choice = parts.choice(
            box, 0, words.SEALED, lambda digit: self._heard.sealed_chosen(), role=role
        )
        self.sealed_choice.face.configure(takefocus=0)
        self.sealed_choice.pack(side="left", padx=px(8))

    def _enclosures_row(self, row: int) -> None:
        self._caption(row, words.ENCLOSURES, words.OPTIONAL)
        self._field(self._place(row), "enclosures", 30, "body").pack(
            side="left", fill="x", expand=self.theme.narrow
        )

    def _last_line(self, row: int) -> None:
        if self.theme.narrow:
            self._last_label = self._last_rest = tk.Label(self.card)
            return
        parts, px = self.parts, self.theme.px
        line = parts.box(self.card, "bg")
        line.grid(row=row, column=0, columnspan=2, sticky="sew")
        parts.label(line, words.LAST_SLIP, "caption", "mute", bold=True).pack(
            side="left", padx=(px(16), px(10)), pady=px(8)
        )
        self._last_label = parts.label(line, "", "caption", "ink2", even=True)
        self._last_label.pack(side="left")
        self._last_rest = parts.label(line, "", "caption", "ink2")
        self._last_rest.pack(side="left", padx=px(10))


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
