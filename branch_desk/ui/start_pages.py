"""Pages that fill the window before the first screen: why the program cannot start, and the recovery key of a new ledger."""

from __future__ import annotations

import tkinter as tk
import unicodedata
from collections.abc import Callable

from branch_desk.domain import numbers, words_screen
from branch_desk.domain import words_start as words
from branch_desk.domain.staff import staff_code
from branch_desk.services.results import Refusal
from branch_desk.ui import keys, tokens
from branch_desk.ui.icons import Icons
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.key_router import Hands, KeyRouter
from branch_desk.ui.keys import Slot
from branch_desk.ui.parts import Field, Parts
from branch_desk.ui.scanner import Scan
from branch_desk.ui.theme import Look, Theme

LEFT, TOP, ROOM = 120, 84, 1000


class StartPage:
    """One page with its keys; `close` makes room for what follows."""

    def __init__(self, root: tk.Tk, look: Look, leave: Callable[[], object]) -> None:
        self.root, self._leave = root, leave
        self.theme = Theme(root, look)
        self.parts, self.icons = Parts(self.theme), Icons(self.theme)
        width, height = (self.theme.fixed(n) for n in tokens.WINDOW)
        root.geometry(f"{width}x{height}")
        root.minsize(width, height)
        root.title(words.PROGRAM)
        root.protocol("WM_DELETE_WINDOW", leave)
        self.page = self.parts.box(root, "bg", takefocus=1)
        self.page.pack(fill="both", expand=True)
        self._inside: tk.Frame = self.page
        self.router = KeyRouter(root, Hands(self.on_key, lambda digit: False, lambda way: False, lambda digit: None,
                                            self.on_scan))
        self.page.focus_set()

    def on_key(self, slot: Slot) -> bool:
        """A key of the page."""
        raise NotImplementedError

    def on_scan(self, scan: Scan) -> None:
        """Before the first screen nothing is scanned but a badge, where one is asked for."""

    def close(self) -> None:
        """Take the page away."""
        self.router.stop()
        self.page.destroy()

    @property
    def _room(self) -> int:
        """For a line, beside the margin: at 特大 the window is narrower than the page would be."""
        return min(self.theme.px(ROOM), self.theme.fixed(tokens.WINDOW[0]) - self.theme.px(LEFT + 24))

    def _lines(self, text: str, role: str = "next", color: str = "ink", *, bold: bool = False, above: int = 10) -> None:
        px = self.theme.px
        self.parts.lines(self._inside, text, self._room, role, color, bold=bold).pack(anchor="w", padx=(px(LEFT), 0), pady=(px(above), 0))

    def _buttons(self, *given: tuple[Slot, str, bool]) -> None:
        px = self.theme.px
        row = self.parts.box(self._inside)
        row.pack(anchor="w", padx=(px(LEFT), 0), pady=px(28))
        for slot, word, main in given:
            self.parts.button(row, slot.value, word, lambda slot=slot: self.on_key(slot), main=main).pack(
                side="left", padx=(0, px(14)))


class Stopped(StartPage):
    """The program cannot start: what is safe, what happened, what to do now."""

    def __init__(self, root: tk.Tk, look: Look, title: str, sentence: str, todo: str, *, again: Callable[[], object],
                 leave: Callable[[], object]) -> None:
        super().__init__(root, look, leave)
        self._again = again
        px = self.theme.px
        head = self.parts.box(self.page)
        head.pack(anchor="w", padx=(px(LEFT), 0), pady=(px(TOP), px(8)))
        self.parts.image(head, self.icons.mark("stop", 48)).pack(side="left", padx=(0, px(16)))
        self.parts.label(head, title, "title", "red", bold=True).pack(side="left")
        self._lines(words.SAFE, "body", "ink2")
        self._lines(sentence, bold=True, above=16)
        self._lines(todo)
        self._buttons((Slot.ON, words.AGAIN, True), (Slot.BACK, words.LEAVE, False))

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.ON:
            self._again()
        elif slot is Slot.BACK:
            self._leave()
        return slot in (Slot.ON, Slot.BACK)


Typed = dict[int, str]


class RecoveryKeyPage(StartPage):
    """The recovery key, shown this once, and then two of its groups typed back from the paper. Enter does nothing: F12
    says that it was written down or printed, and F12 again that the groups are typed (there Enter goes to the next of them).

    `make_form` answers whether the form was opened (True), only made (False), or could not be made (None). `check` is
    given the groups typed and answers a refusal, or None where they agree; `groups` are those that are asked.
    """

    def __init__(self, root: tk.Tk, look: Look, key: str, kept_in: str, *, make_form: Callable[[], bool | None],
                 done: Callable[[], None], groups: tuple[int, ...] = (),
                 check: Callable[[Typed], Refusal | None] | None = None) -> None:
        super().__init__(root, look, leave=lambda: None)       # closing the window here would lose the key for good
        self._key, self._kept_in, self.groups = key, kept_in, groups
        self._make_form, self._done, self._check = make_form, done, check
        self.fields: dict[int, Field] = {}
        self._inside = self.parts.box(self.page, "bg")
        self.show_key()

    def show_key(self) -> None:
        """The key itself, as long as it is needed."""
        self._begin(words.RECOVERY_TITLE, words.RECOVERY_WHY)
        px = self.theme.px
        frame = self.parts.card(self._inside, line="ink", width=2)
        frame.pack(anchor="w", padx=(px(LEFT), 0), pady=px(18))
        inside = self.parts.box(frame, padx=px(24), pady=px(14))
        inside.pack()
        groups = self._key.split("-")
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            if part:
                self.parts.label(inside, "  ".join(part), "number", bold=True, even=True).pack(anchor="w", pady=px(4))
        self._lines(words.RECOVERY_KEEP, "body", bold=True)
        self._lines(words.KEPT_IN[self._kept_in], "body", "ink2")
        self._answers()
        self._buttons((Slot.PRINT, words.RECOVERY_FORM, False), (Slot.FINISH, words.RECOVERY_DONE, True))

    def ask(self) -> None:
        """Parts of it, from the paper: the key is not on the screen any more."""
        self._begin(words.RECOVERY_ASK_TITLE, words.RECOVERY_ASK_WHY)
        px = self.theme.px
        for place in self.groups:
            row = self.parts.box(self._inside)
            row.pack(anchor="w", padx=(px(LEFT), 0), pady=(px(18), 0))
            self.parts.label(row, words.RECOVERY_GROUP.format(group=place), "next", bold=True).pack(side="left",
                                                                                                  padx=(0, px(12)))
            self.fields[place] = self.parts.field(row, 8, "number", even=True)
            self.fields[place].pack(side="left")
            self.fields[place].entry.bind("<FocusIn>", lambda event: set_ime(False), add="+")
        self._lines(words.RECOVERY_ASK_HOW, "body", "ink2", above=16)
        self._answers()
        self._buttons((Slot.FINISH, words.RECOVERY_CHECK, True), (Slot.BACK, words.RECOVERY_AGAIN, False))
        self.fields[self.groups[0]].focus()

    def on_key(self, slot: Slot) -> bool:
        if self.fields:
            return self._on_key_asked(slot)
        if slot is Slot.PRINT:
            shown = self._make_form()
            sentence = {True: words.RECOVERY_MADE, False: words.RECOVERY_IN_FOLDER, None: words.RECOVERY_NOT_MADE}[shown]
            self._say(keys.say(sentence), "amber" if shown is None else "green")
        elif slot is Slot.FINISH and self.groups:
            self.ask()
        elif slot is Slot.FINISH:
            self._done()
        return slot in (Slot.PRINT, Slot.FINISH)

    def _on_key_asked(self, slot: Slot) -> bool:
        if slot is Slot.BACK:
            self.show_key()
        elif slot is Slot.FINISH:
            refused = self._check({place: field.text for place, field in self.fields.items()}) if self._check else None
            if refused is None:
                self._done()
            else:
                self._say(f"{refused.sentence}{words_screen.todo(refused.rule, refused.todo)}", "amber")
                self.fields[self.groups[0]].focus()
        elif slot is Slot.ON:       # as on the page of registering; never more than to the next group
            entries = [field.entry for field in self.fields.values()]
            at = next((n for n, entry in enumerate(entries) if entry is self.root.focus_get()), -1)
            entries[min(at + 1, len(entries) - 1)].focus_set()
        return slot in (Slot.BACK, Slot.FINISH, Slot.ON)

    def _begin(self, title: str, why: str) -> None:
        px = self.theme.px
        self.fields = {}
        self._inside.destroy()
        self._inside = self.parts.box(self.page, "bg")
        self._inside.pack(fill="both", expand=True)
        self.parts.label(self._inside, title, "title", bold=True).pack(anchor="w", padx=(px(LEFT), 0), pady=(px(60), 0))
        self._lines(why)
        self.page.focus_set()

    def _answers(self) -> None:
        self._answer = self.parts.box(self._inside)
        self._answer.pack(anchor="w", padx=(self.theme.px(LEFT), 0), pady=(self.theme.px(8), 0))

    def _say(self, sentence: str, color: str) -> None:
        for child in self._answer.winfo_children():
            child.destroy()
        self.parts.lines(self._answer, sentence, self._room, "body", color, bold=True).pack(anchor="w")


class KeyAtStart(StartPage):
    """The office keeps no key on this PC: the recovery key is typed now, or the day begins without names.

    `enter(typed, answered)` asks the service, which answers a refusal or a sentence. Enter does nothing.
    """

    def __init__(self, root: tk.Tk, look: Look, *, enter: Callable[[str, Callable[[str | Refusal], None]], None],
                 done: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__(root, look, leave)
        self._enter, self._done = enter, done
        self.busy = False
        px = self.theme.px
        self.parts.label(self.page, words.KEY_TITLE, "title", bold=True).pack(anchor="w", padx=(px(LEFT), 0), pady=(px(TOP), 0))
        self._lines(words.KEY_WHY)
        self.field = self.parts.field(self.page, 44, even=True)
        self.field.pack(anchor="w", padx=(px(LEFT - 5), 0), pady=px(18))
        self.field.entry.bind("<FocusIn>", lambda event: set_ime(False), add="+")
        self._lines(words.KEY_HOW, "body", "ink2")
        self._answer = self.parts.box(self.page)
        self._answer.pack(anchor="w", padx=(px(LEFT), 0), pady=(px(8), 0))
        self._buttons((Slot.FINISH, words.KEY_DONE, True), (Slot.FIX, words.KEY_WITHOUT, False), (Slot.BACK, words.LEAVE, False))
        self.field.focus()

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        if slot is Slot.FINISH:
            self.busy = True
            self._enter(self.field.text, self._answered)
        elif slot is Slot.FIX:
            self._done()
        elif slot is Slot.BACK:
            self._leave()
        return slot in (Slot.FINISH, Slot.FIX, Slot.BACK)

    def _answered(self, answer: str | Refusal) -> None:
        self.busy = False
        if not isinstance(answer, Refusal):
            self.field.text = ""
            self._done()
            return
        for child in self._answer.winfo_children():
            child.destroy()
        said = f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}"
        self.parts.lines(self._answer, said, self._room, "body", "amber", bold=True).pack(anchor="w")
        self.field.focus()


Approved = Callable[[str | Refusal], None]
OF_THE_NUMBER = frozenset({"unknown_staff", "staff_ended", "not_responsible"})     # another number is to be typed, not another PIN


class Findings(StartPage):
    """What opening found and what was done about it; read before the first slip.

    `asks` names what a 責任者 has to approve ('machine', 'clock'): one after the other, right here, by number and PIN.
    `approve(what, code, pin, answered)` asks the service. Without it one may start all the same: what may not be done
    then is refused where it is tried. Enter does nothing.
    """

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        sentences: tuple[str, ...],
        *,
        done: Callable[[], object],
        leave: Callable[[], object] | None = None,
        asks: tuple[str, ...] = (),
        approve: Callable[[str, str, str | None, Approved], None] | None = None,
        asks_pin: bool = True,
    ) -> None:
        super().__init__(root, look, leave=leave or done)
        self._done, self._approve, self._asks_pin = done, approve, asks_pin
        self.asks = list(asks)
        self.busy = False
        self.number: Field | None = None
        self.pin: Field | None = None
        px = self.theme.px
        self.parts.label(self.page, words.FINDINGS_TITLE, "title", bold=True).pack(
            anchor="w", padx=(px(LEFT), 0), pady=(px(40 if asks else TOP), 0))
        self._lines(words.SAFE, "body", "ink2")
        for sentence in sentences:
            self._lines(sentence, bold=True, above=16)
        self._answer = self.parts.box(self.page)
        self._answer.pack(anchor="w", padx=(px(LEFT), 0), pady=(px(10), 0))
        self._foot = self.parts.box(self.page)
        self._foot.pack(fill="x")
        self._show()

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.FINISH and not self.busy:
            self._done()
        elif slot is Slot.BACK and self.asks and not self.busy:
            self._leave()
        elif slot is Slot.FIX and self._complete and self._approve is not None:
            self.busy = True
            self._approve(self.asks[0], self._code or "", self._typed_pin or None, self._answered)
        elif slot is Slot.FIX and self.asks and not self.busy and self.number is not None and self.pin is not None:
            self._say(words.APPROVE_MISSING if self._asks_pin else words.APPROVE_MISSING_NUMBER, "amber")
            (self.number if self._code is None else self.pin).focus()
        else:
            return False
        return True

    def on_scan(self, scan: Scan) -> None:
        """A badge names who approves."""
        number = numbers.read(scan.text)
        if self.number is not None and self.pin is not None and number is not None and number.real_kind == numbers.BADGE:
            self.number.text = str(number.serial)
            (self.pin if self._asks_pin else self.number).focus()

    # ---- inside

    def _say(self, sentence: str, color: str) -> None:
        for child in self._answer.winfo_children():
            child.destroy()
        self.parts.lines(self._answer, sentence, self._room, "next", color, bold=True).pack(anchor="w")

    @property
    def _code(self) -> str | None:
        return staff_code(unicodedata.normalize("NFKC", self.number.text)) if self.number is not None else None

    @property
    def _typed_pin(self) -> str:
        return self.pin.text if self.pin is not None else ""

    @property
    def _complete(self) -> bool:
        return bool(self.asks) and not self.busy and self._code is not None and bool(self._typed_pin or not self._asks_pin)

    def _show(self) -> None:
        """What is to be approved next, or only the key that starts."""
        for child in self._foot.winfo_children():
            child.destroy()
        self.number = self.pin = None
        parts, px = self.parts, self.theme.px
        if not self.asks:
            self._keys((Slot.FINISH, words.FINDINGS_DONE, True))
            self.page.focus_set()
            return
        parts.lines(self._foot, words.APPROVE_TITLES[self.asks[0]], self._room, "body", "ink", bold=True).pack(
            anchor="w", padx=(px(LEFT), 0), pady=(px(14), px(4)))
        row = parts.box(self._foot)
        row.pack(anchor="w", padx=(px(LEFT - 5), 0))
        parts.label(row, words.APPROVER, bold=True).pack(side="left", padx=(px(5), px(8)))
        self.number = parts.field(row, 7, even=True)
        self.number.pack(side="left")
        self.pin = parts.field(row, 8, show="●")
        if self._asks_pin:
            parts.label(row, words.PIN, bold=True).pack(side="left", padx=(px(16), px(8)))
            self.pin.pack(side="left")
        parts.label(self._foot, words.APPROVE_BADGE, "body", "ink2").pack(anchor="w", padx=(px(LEFT), 0), pady=(px(4), 0))
        self._keys((Slot.FIX, words.APPROVE, True), (Slot.FINISH, words.START_WITHOUT, False), (Slot.BACK, words.LEAVE, False))
        self.number.focus()

    def _keys(self, *given: tuple[Slot, str, bool]) -> None:
        row = self.parts.box(self._foot)
        row.pack(anchor="w", padx=(self.theme.px(LEFT), 0), pady=self.theme.px(18))
        for slot, word, main in given:
            self.parts.button(row, slot.value, word, lambda slot=slot: self.on_key(slot), main=main).pack(
                side="left", padx=(0, self.theme.px(14)))

    def _answered(self, answer: str | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self._say(f"{answer.sentence}{words_screen.todo(answer.rule, answer.todo)}", "amber")
            if self.pin is not None and self.number is not None:
                self.pin.text = ""
                (self.pin if self._asks_pin and answer.rule not in OF_THE_NUMBER else self.number).focus()
            return
        self._say(answer, "green")
        self.asks.pop(0)
        self._show()
