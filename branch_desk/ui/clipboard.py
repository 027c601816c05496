"""What was copied out of a field goes from the clipboard again: after a while, when the screen is hidden, and at the end.

Any program of this PC can read the clipboard, and a field may hold a name. What another program put there since is
left alone.
"""

from __future__ import annotations

import contextlib
import tkinter as tk

KEPT_MS = 60_000


class Clipboard:
    """Watches every field below `root`."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._copied: str | None = None
        self._after: str | None = None
        for copied in ("<<Copy>>", "<<Cut>>"):
            root.bind_all(copied, self._taken, add="+")

    def clear(self) -> None:
        """Take away what was copied here, if it is still there."""
        if self._after is not None:
            self._root.after_cancel(self._after)
            self._after = None
        ours, self._copied = self._copied, None
        if ours is not None and self._now() == ours:
            self._root.clipboard_clear()
            self._root.clipboard_append("")

    def stop(self) -> None:
        """Before the root is destroyed: Windows would keep it beyond the program's end."""
        self.clear()
        for copied in ("<<Copy>>", "<<Cut>>"):
            self._root.unbind_all(copied)

    def _taken(self, event: tk.Event[tk.Misc]) -> None:
        # the field's own binding ran before this one, so it is there already
        self._copied = self._now()
        if self._after is not None:
            self._root.after_cancel(self._after)
        self._after = self._root.after(KEPT_MS, self.clear)

    def _now(self) -> str | None:
        with contextlib.suppress(tk.TclError):      # empty, or a picture
            return str(self._root.clipboard_get())
        return None
