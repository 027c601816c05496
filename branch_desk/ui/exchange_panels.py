"""同期, F2 and F3: where the share is, a stick, and what happened in detail."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from typing import TYPE_CHECKING, Any

from branch_desk.domain import words_exchange as words
from branch_desk.domain import words_screen
from branch_desk.domain.rights import Role
from branch_desk.services.results import Refusal
from branch_desk.ui import tokens
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.screen import Next, Panel
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.services.exchange import Status
    from branch_desk.ui.window import Window

WIDTH = 800
ADMIT_AT_ONCE = 6       # requests that have room at 特大; the next ones follow when these are admitted
DESK_DIGITS, SPOKEN_DIGITS = 3, 24


class Folder(Panel):
    """1 the share · 2 onto a stick · 3 from a stick · 4 onto a stick for a new desk; a folder; F4. Nothing is preselected, Enter
    does nothing."""

    floating = True

    def __init__(self, window: Window, status: Status) -> None:
        super().__init__(window)
        self.status, self.what, self.busy, self.fault = status, "", False, ""
        self.done: Next | None = None
        makes = window.desk.role is Role.OFFICE and not status.enrolled
        self.choices = {**words.FOLDER_CHOICES, **(words.FOLDER_OFFICE if makes else {})}

    @property
    def title(self) -> str:
        return words_screen.SCREENS["exchange"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.FOLDER_HEADING, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        self._choices = {}
        for digit, code in enumerate(self.choices, 1):
            choice = parts.choice(parent, digit, self.choices[code], lambda d, c=code: self._choose(c))
            # in large text an office has five of them, and what came of it must still have room below
            choice.pack(anchor="w", padx=px(24), pady=(px(1 if self.theme.narrow else 8), 0))
            choice.set(None, enabled=self._open_to(code))
            self._choices[code] = choice
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(24), pady=px(4 if self.theme.narrow else 12))
        parts.label(row, words.FOLDER, bold=True).pack(side="left", padx=(0, px(8)))
        self._field = parts.field(row, 44, changed=self._typed)
        self._field.text = self.status.folder
        self._field.pack(side="left")
        self._told = parts.box(parent)
        self._told.pack(fill="x", padx=px(24), pady=(0, px(14)))

    def first_focus(self) -> tk.Misc | None:
        return self.window.root if not self.what else self._field.entry

    def next_line(self) -> Next:
        if self.done is not None:
            return self.done
        if self.busy:
            return Next(words.FOLDER_BUSY)
        if self.fault:
            return Next(self.fault, "amber")
        if not self.what:
            return Next(words.FOLDER_NEXT_CHOOSE.format(last=len(self.choices)))
        return Next(say(words.FOLDER_NEXT_RUN if self._ready else words.FOLDER_NEXT_TYPE))

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP, use=not self.busy),
                Slot.FIX: Key(words.FOLDER_RUN, use=self._ready, main=self._ready),
                Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_digit(self, digit: int) -> bool:
        codes = list(self.choices)
        if 1 <= digit <= len(codes):
            self._choose(codes[digit - 1])
            return True
        return False

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK and not self.busy:
            self.close()
            return True
        if slot is Slot.FIX and self._ready:
            self._run()
            return True
        return False

    # ---- inside

    @property
    def _ready(self) -> bool:
        return bool(self.what and self._field.text.strip()) and not self.busy and self.done is None

    def _open_to(self, code: str) -> bool:
        return code in ("share", "init") or self.status.enrolled

    def _choose(self, code: str) -> None:
        if self.busy or self.done is not None or not self._open_to(code):
            return
        self.what, self.fault = code, ""
        for other, choice in self._choices.items():
            choice.set("blue" if other == code else None, enabled=self._open_to(other))
        if code not in ("share", "init") and self._field.text == self.status.folder:
            self._field.text = ""
        self._field.focus()
        self.refresh()

    def _typed(self) -> None:
        self.fault = ""
        self.refresh()

    def _run(self) -> None:
        self.busy = True
        self.session.afar(_do, self.what, self.session.who, self._field.text.strip(), then=self._answered,
                          failed=self._failed)
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    def _answered(self, answer: Any) -> None:
        self.busy = False
        self.window.when_seen(lambda: self._show(answer))

    def _show(self, answer: Any) -> None:
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{answer.todo}"
            self.window.play(Sound.LOOK)
        elif self.what == "init":
            from branch_desk.ui.exchange_office import RootKey

            self.close()
            self.window.open_panel(RootKey(self.window, answer))
            self.window.exchange.now()
            return
        else:
            sentence, lines = words.folder_done(self.what, answer)
            self.done = Next(sentence, "green")
            if not self.there:
                self.window.tell(sentence)
            for line in lines if self.there else ():
                self.window.parts.lines(self._told, line, self.theme.px(WIDTH - 60)).pack(anchor="w", pady=(self.theme.px(4), 0))
            self.window.exchange.now()
        self.refresh()


def _do(on_ledger: Any, what: str, who: Any, folder: str) -> Any:
    """On the thread of the share."""
    from branch_desk.services import carrier, exchange

    if what in ("export", "start"):
        return carrier.export_by(on_ledger, who, folder, start=what == "start")
    if what == "import":
        return carrier.take_in_by(on_ledger, who, folder)
    if what == "init":      # on the ledger's thread: no citizen waits at this desk
        return on_ledger(lambda ledger: exchange.init_share(ledger, who, folder))
    with exchange.on_share(folder) as share:
        return exchange.enrol_by(on_ledger, who, folder, share)


class Admit(Panel):
    """The office's desk: who asked to be admitted, and the number that is read over the telephone. F4 admits; F3, pressed
    twice, lets a desk go.

    The share is asked on the ledger's thread: no citizen waits at this desk.
    """

    floating = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.fault, self.busy, self.leaving = "", True, ""
        self.waiting: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        return words_screen.SCREENS["exchange"]

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        head = parts.box(parent, "rail")
        head.pack(fill="x")
        parts.label(head, words.ADMIT_HEADING, "next", bold=True).pack(side="left", padx=px(22), pady=px(10))
        self._list = parts.box(parent)
        self._list.pack(fill="x", padx=px(24), pady=(px(8), 0))
        row = parts.box(parent)
        row.pack(anchor="w", padx=px(24), pady=px(12))
        parts.label(row, words.ADMIT_DESK, bold=True).pack(side="left", padx=(0, px(8)))
        self._desk = parts.field(row, 5, even=True, changed=self._typed)
        self._desk.pack(side="left")
        parts.label(row, words.ADMIT_SPOKEN, bold=True).pack(side="left", padx=(px(16), px(8)))
        self._spoken = parts.field(row, 30, even=True, changed=self._typed)
        self._spoken.pack(side="left")
        self._ask()

    def first_focus(self) -> tk.Misc | None:
        return self._desk.entry

    def next_line(self) -> Next:
        if self.fault:
            return Next(self.fault, "amber")
        if self.busy:
            return Next(words.NEXT_WAITS)
        if self.leaving:
            return Next(say(words.RETIRE_NEXT.format(desk=self._named(self.leaving))), "amber")
        return Next(say(words.ADMIT_NEXT if self.waiting else words.NO_REQUESTS))

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words_screen.STOP), Slot.MORE: Key(words.RETIRE, use=self._may_go),
                Slot.FIX: Key(words.ADMIT_RUN, use=self._ready, main=self._ready),
                Slot.ON: Key(words_screen.RECEPTION_KEYS["on"]),
                Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        from branch_desk.services import exchange

        if slot is Slot.MORE and self._may_go:
            desk = self._code
            if self.leaving != desk:
                self.leaving, self.fault = desk, ""     # the question has to be seen
                self.refresh()
            else:
                self.busy, self.leaving = True, ""
                self.session.act(exchange.retire, desk, then=self._gone)
            return True
        if self.leaving:        # any other key: it is asked anew
            self.leaving = ""
            self.refresh()
        if slot is Slot.ON:
            self._spoken.focus()
            return True
        if slot is not Slot.FIX or self.busy or not self.waiting:
            return False
        if not self._ready:
            self.fault = words.ADMIT_SHORT.format(desk=len(self._code), spoken=len(self._digits))
            self.window.play(Sound.LOOK)
            return True
        self.busy = True
        self.session.act(exchange.approve, self._code, self._digits, then=self._answered)
        return True

    @property
    def _code(self) -> str:
        """As typed with an input method too."""
        return unicodedata.normalize("NFKC", self._desk.text).strip()

    @property
    def _digits(self) -> str:
        """However they were set apart."""
        return "".join(c for c in unicodedata.normalize("NFKC", self._spoken.text) if c.isdecimal())

    def _named(self, code: str) -> str:
        """A desk as it is called, so that not another one is let go."""
        status = self.window.exchange.status
        row = next((row for row in status.desks if row.code == code), None) if status is not None else None
        return words.ADMIT_LINE.format(desk=code, branch=row.branch, name=row.name) if row is not None else code

    @property
    def _ready(self) -> bool:
        return not self.busy and len(self._code) == DESK_DIGITS and len(self._digits) == SPOKEN_DIGITS

    @property
    def _may_go(self) -> bool:
        desk = self._code
        return not self.busy and len(desk) == DESK_DIGITS and desk.isdecimal() and not self._spoken.text.strip()

    def _gone(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{answer.todo}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.tell(words.RETIRED.format(desk=answer.desk))
        self.window.play(Sound.GOOD)
        self._desk.text = ""
        self._ask()

    def _typed(self) -> None:
        self.fault = self.leaving = ""
        self.refresh()

    def _ask(self) -> None:
        self.session.run(_requests, then=self._have)

    def _have(self, found: Any) -> None:
        self.busy = False
        if isinstance(found, Refusal):
            self.fault = f"{found.sentence}{found.todo}"
        else:
            self.waiting = tuple(sorted(found, key=lambda item: item.desk))
            parts = self.window.parts
            for child in self._list.winfo_children():
                child.destroy()
            shown = self.waiting[:ADMIT_AT_ONCE]
            for item in shown:      # not its fingerprint: that is what the telephone is for
                parts.label(self._list, words.ADMIT_LINE.format(desk=item.desk, **item.facts)).pack(anchor="w", pady=self.theme.px(1))
            if left := len(self.waiting) - len(shown):
                parts.label(self._list, words.ADMIT_MORE.format(count=left), "body", "ink2").pack(anchor="w", pady=self.theme.px(1))
        self.refresh()

    def _answered(self, answer: Any) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self.fault = f"{answer.sentence}{answer.todo}"
            self.window.play(Sound.LOOK)
            self.refresh()
            return
        self.window.tell(words.APPROVED.format(desk=answer.desk))
        self.window.play(Sound.GOOD)
        self._desk.text = self._spoken.text = ""
        self._ask()


def _requests(ledger: Any) -> Any:
    from branch_desk.services import exchange

    return exchange.requests(ledger)


class Log(Panel):
    """What a person from the information desk asks for: place, generations, what stands still and why."""

    def __init__(self, window: Window, status: Status) -> None:
        super().__init__(window)
        self.status = status

    @property
    def title(self) -> str:
        return words.LOG_TITLE

    def build(self, parent: tk.Frame) -> None:
        parts, px = self.window.parts, self.theme.px
        for name, value in words.log(self.status, self.window.exchange.when(self.status.at)):
            row = parts.box(parent)
            row.pack(fill="x", pady=(px(6), 0))
            parts.label(row, name, "body", "ink2").pack(side="left", anchor="n")
            room = self.theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0] + 24)
            left = room - self.theme.font("body").measure(name)
            parts.lines(row, value, left).pack(side="left", padx=px(12))

    def next_line(self) -> Next:
        return Next(words.LOG_NEXT)

    def keys(self) -> dict[Slot, Key]:
        return {Slot.BACK: Key(words.KEYS["back"]), Slot.COVER: Key(words_screen.COVER_KEY)}

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.close()
            return True
        return False
