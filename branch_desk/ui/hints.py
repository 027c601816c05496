"""tkinter-tooltip 3.1.2 with its five defects repaired. The same text also goes to the status line, for
the keyboard.

1. Its parent is the root, so the tip of a dialog outlives it: withdrawn when its widget goes. 2. Its
destroy() takes every handler of the event with it, ours too: never called. 3. Not kept on the screen:
clamped. 4. Mouse only: shown on keyboard focus too. 5. A Toplevel a tip (100 tips 15-18 ms, 4.4 MiB) and
an import of 52 ms: made when the pointer first rests on the widget.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain.text import wrap_ja
from branch_desk.ui.theme import Theme

WIDTH = 300  # a tip is broken by 禁則; the library would leave a lone 。
DELAY = 0.6  # seconds; the library's own 0.0 restarts its timer on every move


class Hint:
    """A tip for one widget. `say` gets the text while the widget has pointer or focus, and '' afterwards."""

    def __init__(
        self, widget: tk.Misc, text: str, theme: Theme, say: Callable[[str], None] | None = None
    ) -> None:
        self.widget, self.text, self.theme = widget, text, theme
        self._say = say or (lambda text: None)
        self._tip: Any = None
        self._first = True
        widget.bind("<Enter>", self._enter, add="+")
        widget.bind("<FocusIn>", self._focus, add="+")
        for gone in ("<FocusOut>", "<Key>"):  # who types has read it
            widget.bind(gone, self._gone, add="+")
        widget.bind("<Destroy>", self._destroyed, add="+")

    @property
    def visible(self) -> bool:
        """Whether the tip is to be seen now."""
        return self._tip is not None and bool(self._tip.winfo_viewable())

    def _enter(self, event: tk.Event) -> None:
        if self._tip is None:
            self._tip = _make(self.widget, self.text, self.theme)
            self._tip.on_enter(event)  # this very event came before the tip could bind it

    def _focus(self, event: tk.Event) -> None:
        if event.widget is not self.widget:
            return
        if self._tip is None:
            self._tip = _make(self.widget, self.text, self.theme)
        self._tip.show_for_keys()

    def _gone(self, event: tk.Event) -> None:
        if self._tip is not None:
            self._tip.on_leave()

    def _destroyed(self, event: tk.Event) -> None:
        if event.widget is self.widget and self._tip is not None:
            tip, self._tip = self._tip, None
            if tip.winfo_exists():
                tip.end()


def _make(widget: tk.Misc, text: str, theme: Theme) -> Any:
    from tktooltip import ToolTip
    from tktooltip.tooltip import ToolTipStatus

    class Tip(ToolTip):  # type: ignore[misc]
        """The library's tip, kept on the screen, shown on focus, gone with its widget."""

        def _update_tooltip_coords(self, event: tk.Event) -> None:
            self._place(event.x_root + self.x_offset, event.y_root + self.y_offset)

        def _place(self, x: int, y: int) -> None:
            self.update_idletasks()
            right = self.winfo_screenwidth() - self.winfo_reqwidth()
            low = self.winfo_screenheight() - self.winfo_reqheight()
            self.geometry(f"+{max(0, min(x, right))}+{max(0, min(y, low))}")

        def show_for_keys(self) -> None:
            """Shown for the keyboard at once: beside the widget, so that it hides nothing that comes next; below it
            where there is no room."""
            self.status = ToolTipStatus.VISIBLE
            self.update_idletasks()
            widget = self.widget
            right, top = widget.winfo_rootx() + widget.winfo_width() + 12, widget.winfo_rooty()
            if right + self.winfo_reqwidth() <= self.winfo_screenwidth():
                self._place(right, top)
            else:
                self._place(widget.winfo_rootx(), top + widget.winfo_height() + 4)
            self._show()

        def after(self, ms: int, func: Any = None, *args: Any) -> str:
            """Remembered, because the library never cancels its timers and Tcl complains of each that
            outlives the tip."""
            self._timers = [*getattr(self, "_timers", []), super().after(ms, func, *args)][-20:]
            return self._timers[-1]

        def end(self) -> None:
            """Gone for good, without touching the bindings of a widget that is gone as well."""
            self.on_leave()
            for timer in getattr(self, "_timers", []):
                self.after_cancel(timer)
            tk.Toplevel.destroy(self)

    color = theme.color
    return Tip(
        widget,
        msg="\n".join(wrap_ja(text, theme.px(WIDTH), theme.font("caption").measure)),
        delay=DELAY,
        parent_kwargs={"bg": color("ink"), "padx": 1, "pady": 1},
        font=theme.font("caption"),
        bg=color("surface"),
        fg=color("ink"),
    )
