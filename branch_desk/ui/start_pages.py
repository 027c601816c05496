"""Pages that fill the window before the first screen: why the program cannot start, and the recovery key of a new ledger."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from branch_desk.domain import words_start as words
from branch_desk.ui import keys, tokens
from branch_desk.ui.icons import Icons
from branch_desk.ui.key_router import Hands, KeyRouter
from branch_desk.ui.keys import Slot
from branch_desk.ui.parts import Parts
from branch_desk.ui.theme import Look, Theme

LEFT, TOP, ROOM = 120, 84, 1000


class StartPage:
    """One page with its keys; `close` makes room for what follows."""

    def __init__(self, root: tk.Tk, look: Look, leave: Callable[[], None]) -> None:
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
        self.router = KeyRouter(root, Hands(self.on_key, lambda digit: False, lambda way: False, lambda digit: None,
                                            lambda scan: None))
        self.page.focus_set()

    def on_key(self, slot: Slot) -> bool:
        """A key of the page."""
        raise NotImplementedError

    def close(self) -> None:
        """Take the page away."""
        self.router.stop()
        self.page.destroy()

    def _lines(self, text: str, role: str = "next", color: str = "ink", *, bold: bool = False, above: int = 10) -> None:
        px = self.theme.px
        self.parts.lines(self.page, text, px(ROOM), role, color, bold=bold).pack(anchor="w", padx=px(LEFT), pady=(px(above), 0))

    def _buttons(self, *given: tuple[Slot, str, bool]) -> None:
        px = self.theme.px
        row = self.parts.box(self.page)
        row.pack(anchor="w", padx=px(LEFT), pady=px(28))
        for slot, word, main in given:
            self.parts.button(row, slot.value, word, lambda slot=slot: self.on_key(slot), main=main).pack(
                side="left", padx=(0, px(14)))


class Stopped(StartPage):
    """The program cannot start: what is safe, what happened, what to do now."""

    def __init__(self, root: tk.Tk, look: Look, title: str, sentence: str, todo: str, *, again: Callable[[], None],
                 leave: Callable[[], None]) -> None:
        super().__init__(root, look, leave)
        self._again = again
        px = self.theme.px
        head = self.parts.box(self.page)
        head.pack(anchor="w", padx=px(LEFT), pady=(px(TOP), px(8)))
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


class RecoveryKeyPage(StartPage):
    """The recovery key, shown this once. Enter does nothing: F12 says that it was written down or printed.

    `make_form` answers whether the form was opened (True), only made (False), or could not be made (None).
    """

    def __init__(self, root: tk.Tk, look: Look, key: str, kept_in: str, *, make_form: Callable[[], bool | None],
                 done: Callable[[], None]) -> None:
        super().__init__(root, look, leave=lambda: None)       # closing the window here would lose the key for good
        self._make_form, self._done = make_form, done
        px = self.theme.px
        self.parts.label(self.page, words.RECOVERY_TITLE, "title", bold=True).pack(anchor="w", padx=px(LEFT), pady=(px(60), 0))
        self._lines(words.RECOVERY_WHY)
        frame = self.parts.card(self.page, line="ink", width=2)
        frame.pack(anchor="w", padx=px(LEFT), pady=px(18))
        inside = self.parts.box(frame, padx=px(24), pady=px(14))
        inside.pack()
        groups = key.split("-")
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            if part:
                self.parts.label(inside, "  ".join(part), "number", bold=True, even=True).pack(anchor="w", pady=px(4))
        self._lines(words.RECOVERY_KEEP, "body", bold=True)
        self._lines(words.KEPT_IN[kept_in], "body", "ink2")
        self._answer = self.parts.label(self.page, "", "body", "green", bold=True)
        self._answer.pack(anchor="w", padx=px(LEFT), pady=(px(8), 0))
        self._buttons((Slot.PRINT, words.RECOVERY_FORM, False), (Slot.FINISH, words.RECOVERY_DONE, True))

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.PRINT:
            shown = self._make_form()
            sentence = {True: words.RECOVERY_MADE, False: words.RECOVERY_IN_FOLDER, None: words.RECOVERY_NOT_MADE}[shown]
            self._answer.configure(text=keys.say(sentence), fg=self.theme.color("amber" if shown is None else "green"))
        elif slot is Slot.FINISH:
            self._done()
        return slot in (Slot.PRINT, Slot.FINISH)


class Findings(StartPage):
    """What opening found and what was done about it; read before the first slip."""

    def __init__(self, root: tk.Tk, look: Look, sentences: tuple[str, ...], *, done: Callable[[], None]) -> None:
        super().__init__(root, look, leave=done)
        self._done = done
        px = self.theme.px
        self.parts.label(self.page, words.FINDINGS_TITLE, "title", bold=True).pack(anchor="w", padx=px(LEFT), pady=(px(TOP), 0))
        self._lines(words.SAFE, "body", "ink2")
        for sentence in sentences:
            self._lines(sentence, bold=True, above=16)
        self._buttons((Slot.FINISH, words.FINDINGS_DONE, True))

    def on_key(self, slot: Slot) -> bool:
        if slot is Slot.FINISH:
            self._done()
        return slot is Slot.FINISH
