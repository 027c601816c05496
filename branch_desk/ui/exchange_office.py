"""The office's desk has made a share: its root key, shown this once, goes onto paper.

Two of its groups are typed back from the paper before the panel goes, so that nobody passes on with a key that nobody wrote down.
The form lies on the disk only while the panel is open.
"""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_exchange as words
from branch_desk.domain import words_screen
from branch_desk.services.results import Refusal
from branch_desk.ui import open_file, tokens
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.parts import Field
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.services.exchange import ShareMade
    from branch_desk.ui.window import Window


class RootKey(Panel):
    """The key in its groups; F5 makes the form, F12 says that it is on paper, and F12 again that two groups are typed. Esc goes
    back from there to the key; Enter only goes on to the other group. No key leads to another screen: the key would be lost."""

    def __init__(self, window: Window, made: ShareMade) -> None:
        super().__init__(window)
        self.made = made
        self.fields: dict[int, Field] = {}
        self.said: Next | None = None
        self.form: Path | None = None

    @property
    def title(self) -> str:
        return words_screen.SCREENS["exchange"]

    def build(self, parent: tk.Frame) -> None:
        self._parent = parent
        self._inside = self.window.parts.box(parent)
        self._show_key()

    def first_focus(self) -> tk.Misc | None:
        return next((field.entry for field in self.fields.values()), self.window.root)

    def next_line(self) -> Next:
        return self.said or Next(say(words.ROOT_NEXT_TYPE if self.fields else words.ROOT_NEXT_PAPER))

    def keys(self) -> dict[Slot, Key]:
        if self.fields:
            return {Slot.BACK: Key(words.ROOT_BACK), Slot.ON: Key(words_screen.RECEPTION_KEYS["on"]),
                    Slot.FINISH: Key(words.ROOT_CHECK, main=True)}
        return {Slot.BACK: Key(use=False), Slot.PRINT: Key(words.ROOT_FORM), Slot.FINISH: Key(words.ROOT_DONE, main=True)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.PRINT and not self.fields:
            self.session.act(_make_form, self.made.root_code, then=self._have_form)
        elif slot is Slot.FINISH and not self.fields:
            self._ask()
        elif slot is Slot.FINISH:
            self._check()
        elif slot is Slot.BACK and self.fields:
            self._show_key()
        elif slot is Slot.ON and self.fields:
            entries = [field.entry for field in self.fields.values()]
            at = next((n for n, entry in enumerate(entries) if entry is self.window.root.focus_get()), -1)
            entries[min(at + 1, len(entries) - 1)].focus_set()
        else:
            return False
        return True

    def holds(self) -> bool:
        self.said = Next(words.ROOT_HOLDS, "amber")
        self.window.play(Sound.LOOK)
        self.refresh()
        return True

    # ---- inside

    def _begin(self, heading: str, why: str) -> int:
        self.fields, self.said = {}, None
        self._inside.destroy()
        parts, px = self.window.parts, self.theme.px
        self._inside = parts.box(self._parent)
        self._inside.pack(fill="both", expand=True)
        room: int = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        parts.lines(self._inside, heading, room, role="title", bold=True).pack(anchor="w", pady=(px(10), px(6)))
        parts.lines(self._inside, why, room).pack(anchor="w")
        return room

    def _show_key(self) -> None:
        room = self._begin(words.ROOT_HEADING, words.ROOT_WHY)
        parts, px = self.window.parts, self.theme.px
        frame = parts.card(self._inside, line="ink", width=2)
        frame.pack(anchor="w", pady=px(14))
        inside = parts.box(frame, padx=px(22), pady=px(10))
        inside.pack()
        groups = self.made.root_code.split("-")
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            parts.label(inside, "  ".join(part), "number", bold=True, even=True).pack(anchor="w", pady=px(3))
        parts.lines(self._inside, words.ROOT_KEEP, room).pack(anchor="w")
        parts.lines(self._inside, words.OFFICE_FINGERPRINT.format(digits=self.made.fingerprint), room, color="ink2").pack(
            anchor="w", pady=(px(10), 0))
        self.window.root.focus_set()
        self.refresh()

    def _ask(self) -> None:
        from branch_desk.services import exchange

        self._begin(words.ROOT_ASK_HEADING, words.ROOT_ASK_WHY)
        parts, px = self.window.parts, self.theme.px
        for place in exchange.root_groups(self.made.root_code):
            row = parts.box(self._inside)
            row.pack(anchor="w", pady=(px(14), 0))
            parts.label(row, words.ROOT_GROUP.format(group=place), bold=True).pack(side="left", padx=(0, px(10)))
            self.fields[place] = parts.field(row, 8, "number", even=True, changed=self._typed)
            self.fields[place].pack(side="left")
        next(iter(self.fields.values())).focus()
        self.refresh()

    def _typed(self) -> None:
        self.said = None
        self.refresh()

    def _check(self) -> None:
        from branch_desk.services import exchange

        empty = next((field for field in self.fields.values() if not field.text.strip()), None)
        if empty is not None:
            self.said = Next(say(words.ROOT_NEXT_TYPE), "amber")
            empty.focus()
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        refused = exchange.check_root(self.made.root_code, {place: field.text for place, field in self.fields.items()})
        if refused is not None:
            self.said = Next(f"{refused.sentence}{refused.todo}", "amber")
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        if self.form is not None:
            self.session.run(_shred, self.form)
        self.close()
        self.window.tell(words.SHARE_MADE)
        self.window.play(Sound.GOOD)

    def _have_form(self, made: Any) -> None:
        if isinstance(made, Refusal) or made is None:
            self.said = Next(f"{made.sentence}{made.todo}" if made else words.ROOT_FORM_NOT_MADE, "amber")
        else:
            self.form = made
            self.said = Next(say(words.ROOT_FORM_SHOWN if open_file.show(made) else words.ROOT_FORM_IN_FOLDER), "green")
        self.refresh()


def _make_form(ledger: Any, who: Any, code: str) -> Path | Refusal | None:
    """In the folder of papers, which is emptied whenever the ledger is opened and closed."""
    from branch_desk.services import exchange

    try:
        return exchange.root_form(ledger, who, code, ledger.home / "paper" / "root-key.pdf")
    except OSError:
        return None


def _shred(ledger: Any, form: Path) -> None:
    from branch_desk.services import files

    try:
        files.shred(form)
    except OSError:     # a viewer holds it: it goes when the ledger is opened the next time
        return
