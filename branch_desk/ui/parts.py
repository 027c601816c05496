"""The few pieces that every screen is put together from. Colours by token, sizes by role, room for the
focus always kept."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from branch_desk.domain.text import wrap_ja
from branch_desk.ui.theme import Theme


class Parts:
    """Makes widgets of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def box(self, parent: tk.Misc, bg: str | None = None, **kw: Any) -> tk.Frame:
        """A plain area, in the colour of its parent if none is named."""
        return tk.Frame(
            parent, bg=self.theme.color(bg) if bg else parent.cget("bg"), bd=0, highlightthickness=0, **kw
        )

    def card(
        self, parent: tk.Misc, bg: str = "surface", line: str = "line", width: int = 1, **kw: Any
    ) -> tk.Frame:
        """An area with a line around it."""
        edge = self.theme.color(line)
        return tk.Frame(
            parent,
            bg=self.theme.color(bg),
            highlightthickness=self.theme.fixed(width),
            highlightbackground=edge,
            highlightcolor=edge,
            bd=0,
            **kw,
        )

    def rule(self, parent: tk.Misc) -> tk.Frame:
        """A thin line across."""
        return tk.Frame(parent, bg=self.theme.color("line"), height=1)

    def label(
        self,
        parent: tk.Misc,
        text: str = "",
        role: str = "body",
        color: str = "ink",
        *,
        bold: bool = False,
        even: bool = False,
        bg: str | None = None,
        **kw: Any,
    ) -> tk.Label:
        """One line of text."""
        kw.setdefault("anchor", "w")
        kw.setdefault("justify", "left")
        return tk.Label(
            parent,
            text=text,
            font=self.theme.font(role, bold=bold, even=even),
            fg=self.theme.color(color),
            bg=self.theme.color(bg) if bg else parent.cget("bg"),
            bd=0,
            padx=0,
            pady=0,
            **kw,
        )

    def lines(
        self,
        parent: tk.Misc,
        text: str,
        width: int,
        role: str = "body",
        color: str = "ink",
        *,
        bold: bool = False,
        gap: int = 2,
    ) -> tk.Frame:
        """A paragraph, broken by measure; width in pixels as they are on this screen. One label a line,
        with air between them."""
        area = self.box(parent)
        for line in wrap_ja(text, width, self.theme.font(role, bold=bold).measure):
            self.label(area, line, role, color, bold=bold).pack(anchor="w", pady=self.theme.px(gap))
        return area

    def image(self, parent: tk.Misc, picture: tk.PhotoImage) -> tk.Label:
        """A shape."""
        return tk.Label(parent, image=picture, bg=parent.cget("bg"), bd=0)

    def keycap(self, parent: tk.Misc, key: str, *, main: bool = False, dim: bool = False) -> tk.Frame:
        """The name of a key in its little frame."""
        color = self.theme.color
        ink, ground, line = color("ink"), color("surface"), color("control")
        if main:
            ink, ground, line = (
                (color("ink"), color("bg"), color("bg"))
                if self.theme.look.contrast
                else (color("blue"), color("surface"), color("surface"))
            )
        if dim:
            ink, line = color("mute"), color("line")
        frame = tk.Frame(parent, bg=ground, highlightthickness=1, highlightbackground=line)
        tk.Label(
            frame,
            text=key,
            font=self.theme.font("caption", bold=True),
            fg=ink,
            bg=ground,
            padx=self.theme.px(6),
            pady=self.theme.px(1),
            bd=0,
        ).pack()
        return frame

    def ring(self, parent: tk.Misc) -> Ring:
        """The place of something that can hold the focus."""
        return Ring(parent, self.theme)

    def field(
        self,
        parent: tk.Misc,
        width: int,
        role: str = "entry",
        *,
        even: bool = False,
        show: str = "",
        changed: Callable[[], object] | None = None,
    ) -> Field:
        """A field to type in, with its ring."""
        return Field(parent, self.theme, width, role, even=even, show=show, changed=changed)

    def choice(
        self, parent: tk.Misc, digit: int, text: str, chosen: Callable[[int], object], *, role: str = "body"
    ) -> Choice:
        """Something to choose by digit, click, or Space where it has the focus."""
        return Choice(parent, self, digit, text, chosen, role)

    def badge(self, parent: tk.Misc, text: str, color: str) -> tk.Frame:
        """A count on a filled ground."""
        frame = tk.Frame(parent, bg=self.theme.color(color))
        self.label(frame, text, "caption", "on_fill", bold=True).pack(
            padx=self.theme.px(8), pady=self.theme.px(1)
        )
        return frame

    def button(
        self,
        parent: tk.Misc,
        key: str,
        text: str,
        press: Callable[[], object],
        *,
        main: bool = False,
        dim: bool = False,
    ) -> tk.Frame:
        """A key with its word inside a panel; a click is the same as the key. It never takes the focus."""
        color = self.theme.color
        ground = "blue" if main else "surface"
        frame = tk.Frame(
            parent,
            bg=color(ground),
            highlightthickness=0 if main else 1,
            highlightbackground=color("line" if dim else "control"),
        )
        cap = self.keycap(frame, key, main=main, dim=dim)
        cap.pack(side="left", padx=(self.theme.px(10), 0), pady=self.theme.px(8))
        word = self.label(frame, text, "body", "on_blue" if main else "mute" if dim else "ink", bold=main)
        word.pack(side="left", padx=self.theme.px(10), pady=self.theme.px(8))
        on_click(frame, press)
        return frame


class Ring(tk.Frame):
    """2 px of black and 3 px of yellow around whatever inside holds the focus; the room is kept, so that
    nothing jumps."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        self._off, self._on = parent.cget("bg"), (theme.color("focus_edge"), theme.color("focus"))
        super().__init__(parent, bg=self._off, padx=theme.fixed(2), pady=theme.fixed(2))
        self._inner = tk.Frame(self, bg=self._off, padx=theme.fixed(3), pady=theme.fixed(3))
        self._inner.pack(fill="both", expand=True)

    @property
    def inside(self) -> tk.Frame:
        """Where the content goes."""
        return self._inner

    def follow(self, widget: tk.Misc) -> None:
        """Shine while this widget has the focus."""
        widget.bind("<FocusIn>", lambda event: self.shine(True), add="+")
        widget.bind("<FocusOut>", lambda event: self.shine(False), add="+")

    def shine(self, on: bool) -> None:
        """Show or hide the ring."""
        edge, yellow = self._on if on else (self._off, self._off)
        self.configure(bg=edge)
        self._inner.configure(bg=yellow)


class Field(Ring):
    """An entry inside a ring. sv-ttk's own border is too faint, so a frame of the control colour goes
    around it."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        width: int,
        role: str,
        *,
        even: bool,
        show: str,
        changed: Callable[[], object] | None,
    ) -> None:
        super().__init__(parent, theme)
        frame = tk.Frame(self.inside, bg=theme.color("control"), padx=1, pady=1)
        frame.pack(fill="both", expand=True)
        self._variable = tk.StringVar(frame)
        self.entry = ttk.Entry(
            frame, width=width, font=theme.font(role, even=even), show=show, textvariable=self._variable,
            exportselection=False,  # what is only marked is nobody else's business either (X11)
        )
        self.entry.pack(fill="both", expand=True, ipady=theme.px(2))
        self.follow(self.entry)
        if changed is not None:
            self._variable.trace_add("write", lambda *_: changed())

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._variable.get()

    @text.setter
    def text(self, value: str) -> None:
        self._variable.set(value)
        self.entry.icursor("end")

    def focus(self) -> None:  # type: ignore[override]
        """Put the focus here, at once also where the field is only about to be shown."""
        if not self.entry.winfo_ismapped():
            self.entry.update_idletasks()
        self.entry.focus_set()


def forget_secrets(parent: tk.Misc) -> None:
    """Empty every field below that hides what is typed: a PIN must not be there for whoever comes next."""
    for child in parent.winfo_children():
        if isinstance(child, ttk.Entry) and str(child.cget("show")):
            child.delete(0, "end")
        forget_secrets(child)


class Choice(Ring):
    """A digit and its word in a frame, inside a ring; chosen it is filled in its tone."""

    def __init__(
        self, parent: tk.Misc, parts: Parts, digit: int, text: str, chosen: Callable[[int], object], role: str
    ) -> None:
        super().__init__(parent, parts.theme)
        self.theme, self.digit = parts.theme, digit
        px = parts.theme.px
        self.face = tk.Frame(self.inside, bg=parts.theme.color("surface"), highlightthickness=1, takefocus=1)
        self.face.pack(fill="both", expand=True)
        self._number = parts.label(self.face, str(digit), "caption", "mute", bold=True, even=True)
        self._number.pack(side="left", padx=(px(9), px(5)), pady=px(6))
        self._word = parts.label(self.face, text, role)
        self._word.pack(side="left", padx=(0, px(10)))
        self._chosen, self._enabled = chosen, True
        self.face.bind("<space>", lambda event: self._choose())
        self.follow(self.face)
        on_click(self.face, self._choose)
        self.set(None)

    def _choose(self) -> None:
        if self._enabled:
            self._chosen(self.digit)

    def set(self, tone: str | None, *, enabled: bool = True) -> None:
        """None: not chosen. 'blue' or 'red': chosen, in that tone. Not enabled: grey, and a click does
        nothing."""
        color = self.theme.color
        self._enabled = enabled
        if tone is None:
            ground, line, ink, number = (
                "surface",
                "control" if enabled else "line",
                "ink" if enabled else "mute",
                "mute",
            )
        elif tone == "red":
            ground, line, ink, number = "red_bg", "red", "red", "red"
        else:
            ground, line, ink, number = "blue", "blue", "on_blue", "on_blue"
        self.face.configure(bg=color(ground), highlightbackground=color(line), highlightcolor=color(line))
        self._number.configure(bg=color(ground), fg=color(number))
        self._word.configure(bg=color(ground), fg=color(ink))


def on_click(widget: tk.Misc, press: Callable[[], Any]) -> None:
    """A click on the widget or on anything inside it."""
    widget.bind("<Button-1>", lambda event: press() and None)
    for child in widget.winfo_children():
        on_click(child, press)
