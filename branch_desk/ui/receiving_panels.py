"""受領: the panels. They ask; the screen records and answers. Enter records nothing, F4 finishes."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words as codes
from branch_desk.domain import words_screen
from branch_desk.domain import words_section as words
from branch_desk.services import arriving
from branch_desk.services.arriving import Arriving, Found
from branch_desk.services.results import Refusal
from branch_desk.ui import keys
from branch_desk.ui.ask_reason import AskReason
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.options import Options
from branch_desk.ui.parts import Field
from branch_desk.ui.reason_panel import Chosen, ReasonPanel, What
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

WIDTH = 800
LABELS = 6  # of unread slips that a panel names
Done = Callable[[Any], None]


class _Asking(Panel):
    """One field under a heading."""

    floating = True
    heading = lead = ""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.fault = ""
        self.busy = False

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.window.screen_name]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        self._foot = parts.box(parent)
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, self.heading, "next", bold=True).pack(side="left", padx=px(22), pady=px(8))
        parts.lines(parent, self.lead, px(WIDTH - 60)).pack(anchor="w", padx=px(24), pady=(px(8), 0))
        self._area = parts.box(parent)
        self._area.pack(anchor="w", padx=px(18), pady=px(6))
        self.field = self.fields(self._area)
        self._foot.pack(fill="x", padx=px(24), pady=px(10))
        self._show_foot()

    def fields(self, area: tk.Frame) -> Field:
        """Make the field, and what belongs to it."""
        raise NotImplementedError

    def first_focus(self) -> tk.Misc:
        return self.field.entry

    @property
    def digits(self) -> str:
        """What was typed, half-width."""
        return unicodedata.normalize("NFKC", self.field.text).strip()

    def answered(self, answer: Any) -> None:
        """Closed where it was done; else why not, and what is typed stays."""
        self.busy = False
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
            self.window.play(Sound.LOOK)
            self.refresh()
        else:
            self.close()

    def _typed(self) -> None:
        self.fault = ""
        self._show_foot()
        self.refresh()

    def _run_key(self) -> tuple[Slot, str, bool]:
        raise NotImplementedError

    def _show_foot(self) -> None:
        for child in self._foot.winfo_children():
            child.destroy()
        parts = self.window.parts
        slot, word, ready = self._run_key()
        parts.button(self._foot, slot.value, word, lambda: self.window.press(slot), main=ready, dim=not ready).pack(
            side="left"
        )
        parts.button(self._foot, Slot.BACK.value, words_screen.STOP_WHOLE, lambda: self.window.press(Slot.BACK)).pack(
            side="left", padx=self.theme.px(12)
        )


class TotalPanel(_Asking):
    """A bag of which this desk has heard nothing: how many its 送付票 says. Nothing but the bag is opened by Enter."""

    def __init__(self, window: Window, label: str, decided: Callable[[int, Done], None]) -> None:
        super().__init__(window)
        self.heading, self.lead = words.TOTAL_TITLE.format(label=label), words.TOTAL_LEAD
        self._decided = decided

    def fields(self, area: tk.Frame) -> Field:
        parts, px = self.window.parts, self.theme.px
        parts.label(area, words.TOTAL_FIELD, bold=True).pack(side="left", padx=(px(6), px(8)))
        self.field = parts.field(area, 6, even=True, changed=self._typed)
        self.field.pack(side="left")
        return self.field

    @property
    def total(self) -> int | None:
        """The count, once it is one."""
        return int(self.digits) if self.digits.isascii() and self.digits.isdigit() and len(self.digits) < 8 else None

    def next_line(self) -> Next:
        return Next(self.fault, "amber") if self.fault else Next(words.TOTAL_NEXT)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP), Slot.ON: Key(words.TOTAL_OPEN, use=self._ready, main=self._ready)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.ON or not self._ready or self.total is None:
            return False
        self.busy = True
        self._decided(self.total, self.answered)
        return True

    @property
    def _ready(self) -> bool:
        return bool(self.total) and not self.busy

    def _run_key(self) -> tuple[Slot, str, bool]:
        return Slot.ON, words.TOTAL_OPEN, hasattr(self, "field") and self._ready


class TimePanel(_Asking):
    """The 受け取り日時 as the stamp shows it, and what the stamp shows."""

    def __init__(
        self,
        window: Window,
        stamp: str,
        dispatched: datetime | None,
        decided: Callable[[datetime, Done], None],
        stamped: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self.heading, self.lead = words.TIME_TITLE, words.TIME_LEAD
        self.stamp, self._dispatched, self._decided, self._stamped = stamp, dispatched, decided, stamped

    def fields(self, area: tk.Frame) -> Field:
        parts, px = self.window.parts, self.theme.px
        row = parts.box(area)
        row.pack(anchor="w")
        self._caption = parts.label(row, words.TIME_FIELD[self.stamp], bold=True)
        self._caption.pack(side="left", padx=(px(6), px(8)))
        self.field = parts.field(row, 9, even=True, changed=self._typed)
        self.field.pack(side="left")
        self._said = parts.label(row, words.TIME_HINT[self.stamp], "body", "ink2")
        self._said.pack(side="left", padx=px(10))
        row = parts.box(area)
        row.pack(anchor="w", pady=(px(4), 0))
        parts.label(row, words.STAMP, bold=True).pack(side="left", padx=(px(6), px(8)))
        options = Options(row, parts, words.STAMPS, self._chose, self.refresh)
        options.value = self.stamp
        options.pack(side="left")
        parts.label(row, words.STAMP_NOTE, "caption", "mute").pack(side="left", padx=px(10))
        return self.field

    @property
    def at(self) -> datetime | None:
        """The moment, if it can have been."""
        found = self._read
        return found if found is not None and found <= self.window.clock() else None

    @property
    def _read(self) -> datetime | None:
        if len(self.digits) != (8 if self.stamp == arriving.MINUTE else 4):
            return None
        return arriving.from_typed(self.digits, self.window.clock(), self.stamp, self._dispatched)

    @property
    def _whole(self) -> bool:
        return len(self.digits) >= (8 if self.stamp == arriving.MINUTE else 4)

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self._whole and self.at is None:
            return Next(words.TIME_FUTURE if self._read is not None else words.TIME_NONE, "amber")
        return Next(words.TIME_NEXT if self.stamp == arriving.MINUTE else words.TIME_NEXT_DAY)

    def keys(self) -> dict[Slot, Key]:
        ready = self.at is not None and not self.busy
        return {Slot.BACK: Key(words_screen.STOP), Slot.FIX: Key(words_screen.REASON_RUN, use=ready, main=ready)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is not Slot.FIX or self.at is None or self.busy:
            return False
        self.busy = True
        self._decided(self.at, self.answered)
        return True

    def _chose(self, stamp: str) -> None:
        self.stamp = stamp
        self._caption.configure(text=words.TIME_FIELD[stamp])
        self._stamped(stamp)
        self._typed()

    def _typed(self) -> None:
        if not hasattr(self, "_said"):
            return
        if self.at is not None:
            self._said.configure(text=f"→ {arriving.said_time(self.at, self.stamp)}", fg=self.theme.color("blue"))
        else:
            self._said.configure(text=words.TIME_HINT[self.stamp], fg=self.theme.color("ink2"))
        super()._typed()

    def _run_key(self) -> tuple[Slot, str, bool]:
        return Slot.FIX, words.TIME_RUN, hasattr(self, "_said") and self.at is not None and not self.busy


class DiffersPanel(AskReason):
    """Key 2: what is different; of sheets and enclosures how many were counted."""

    def __init__(self, window: Window, found: Found, decided: Callable[[Chosen, Done], None]) -> None:
        what = What("differs", words.DIFFERS_WHAT, codes.DIFFERS_REASONS, warning=words.DIFFERS_RULE)
        super().__init__(window, words.DIFFERS_TITLE.format(label=found.label), "dispatched", what, decided)

    def _take_reason(self, digit: int) -> None:
        code = list(codes.DIFFERS_REASONS)[digit - 1]
        self.whats = (replace(self.whats[0], value=words.FOUND.get(code, "")),)
        self.what = self.whats[0]
        super()._take_reason(digit)


class FixPanel(ReasonPanel):
    """F4: a slip of the list that is not there, or a record that is taken back."""

    def __init__(
        self, window: Window, heading: str, state: str, whats: tuple[What, ...], decided: Callable[[Chosen, Done], None]
    ) -> None:
        super().__init__(window, heading, state, whats)
        self._decided = decided

    def build(self, parent: tk.Frame) -> None:
        super().build(parent)
        self._value.entry.configure(width=10)  # 501-00042

    def run(self, chosen: Chosen) -> None:
        self._decided(chosen, self.answered)


def missing_what(label: str | None) -> What:
    """見当たらない: of a row, or of a number that is typed from the 送付票."""
    if label is None:
        return What(
            "missing",
            words.FIX_MISSING_TYPED,
            words.MISSING_REASONS,
            value=words.FIX_NUMBER,
            warning=words.FIX_MISSING_RULE,
        )
    return What("missing", words.FIX_MISSING.format(label=label), words.MISSING_REASONS, warning=words.FIX_MISSING_RULE)


def undo_what(label: str) -> What:
    """The last record of a slip."""
    return What("undo", words.FIX_UNDO.format(label=label), codes.UNDO_REASONS, warning=words.FIX_UNDO_RULE)


def reopen_what() -> What:
    """受領を確定 of a bag."""
    return What("reopen", words.FIX_REOPEN, codes.UNDO_REASONS, warning=words.FIX_UNDO_RULE)


def left_panel(window: Window, view: Arriving, decided: Callable[[Chosen, Done], None]) -> AskReason:
    """F12 with slips that nobody has read: how many, which, and a decision."""
    labels = [row.label for row in view.waiting]
    named = "　".join(labels[:LABELS]) + (
        f"　{words.LEFT_MORE.format(count=len(labels) - LABELS)}" if len(labels) > LABELS else ""
    )
    what = What("left", words.LEFT_WHAT, words.MISSING_REASONS, warning=f"{named}\n{words.LEFT_SEARCH}")
    return AskReason(window, words.LEFT_TITLE.format(count=len(labels)), "dispatched", what, decided)


def short_panel(window: Window, view: Arriving, decided: Callable[[Chosen, Done], None]) -> AskReason:
    """F12 where the count is not the one of the 送付票."""
    counted = (view.total or 0) - view.left
    what = What("short", words.SHORT_WHAT, words.SHORT_REASONS, warning=keys.say(words.SHORT_RULE))
    return AskReason(window, words.SHORT_TITLE.format(total=view.total, count=counted), "dispatched", what, decided)
