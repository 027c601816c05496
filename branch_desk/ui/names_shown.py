"""The 30 seconds for which names may be read: they end by themselves, with another person, and with another screen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from branch_desk.ui.window import Window

SECONDS = 30


class NamesShown:
    """Counts down; `ticked` each second while names are shown, `over` once at the end."""

    def __init__(
        self, window: Window, body: tk.Misc, ticked: Callable[[], object], over: Callable[[], object]
    ) -> None:
        self._window, self._body, self._ticked, self._over = window, body, ticked, over
        self._who: object = None
        self._timer: str | None = None
        self.left = 0
        body.bind("<Destroy>", lambda event: event.widget is body and self._stop(), add="+")

    def begin(self) -> None:
        """Names stand on the screen from now on."""
        self._stop()
        self.left, self._who = SECONDS, self._window.session.who
        self._timer = self._body.after(1000, self._tick)
        self._ticked()

    def end(self) -> None:
        """Names go now; nothing where none are shown."""
        self._stop()
        if self.left:
            self.left = 0
            self._over()

    def _tick(self) -> None:
        self._timer = None
        if self.left <= 1 or self._window.session.who is not self._who or not self._body.winfo_viewable():
            self.end()
            return
        self.left -= 1
        self._timer = self._body.after(1000, self._tick)
        self._ticked()

    def _stop(self) -> None:
        if self._timer is not None:
            self._body.after_cancel(self._timer)
            self._timer = None
