"""Windows: read what the IME commits from the window itself, because Tk stops at a surrogate and loses 𠮷.
Elsewhere: nothing.

On WM_IME_COMPOSITION with a result the whole string is read and 0 returned, so that Tk never sees its
pieces. Tk must not be called inside the window procedure: the text goes through a queue that Tk empties.
"""

from __future__ import annotations

import queue
import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial

WM_IME_COMPOSITION, GCS_RESULTSTR = 0x010F, 0x0800
DRAIN_MS = 15


class ImeWindow:
    """Takes over the IME messages of the windows given to `watch`; `insert` gets every committed text on
    the Tk thread."""

    def __init__(self, root: tk.Misc, insert: Callable[[str], None]) -> None:
        self._root, self._insert = root, insert
        self._committed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._procedures: list[object] = []  # must be referenced as long as the windows ask them
        self._let_go: list[Callable[[], object]] = []
        self._after: str | None = None
        if sys.platform == "win32":
            self.watch(root)
            self._poll()

    def drain(self) -> None:
        """Insert what was committed; called before every Enter too, which may come before the timer."""
        while not self._committed.empty():
            self._insert(self._committed.get())

    def stop(self) -> None:
        """No more timer, and the windows ask us no more; before the root is destroyed or another one watches it."""
        for let_go in self._let_go:
            let_go()
        self._let_go.clear()
        if self._after is not None:
            self._root.after_cancel(self._after)
            self._after = None

    def _poll(self) -> None:
        self.drain()
        self._after = self._root.after(DRAIN_MS, self._poll)

    def watch(self, window: tk.Misc) -> None:
        """Watch the root or a Toplevel: its inner window and its wrapper are two windows."""
        if sys.platform != "win32":
            return
        import ctypes
        from ctypes import wintypes as w

        imm, user32, comctl = ctypes.WinDLL("imm32"), ctypes.WinDLL("user32"), ctypes.WinDLL("comctl32")
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        imm.ImmGetContext.restype, imm.ImmGetContext.argtypes = pointer, [w.HWND]
        imm.ImmReleaseContext.argtypes = [w.HWND, pointer]
        imm.ImmGetCompositionStringW.argtypes = [pointer, w.DWORD, pointer, w.DWORD]
        imm.ImmGetCompositionStringW.restype = ctypes.c_long
        user32.GetParent.restype, user32.GetParent.argtypes = w.HWND, [w.HWND]
        procedure_type = ctypes.WINFUNCTYPE(
            ctypes.c_ssize_t, w.HWND, w.UINT, size, ctypes.c_ssize_t, size, size
        )
        comctl.DefSubclassProc.argtypes = [w.HWND, w.UINT, size, ctypes.c_ssize_t]
        comctl.DefSubclassProc.restype = ctypes.c_ssize_t
        comctl.SetWindowSubclass.argtypes = [w.HWND, procedure_type, size, size]
        comctl.RemoveWindowSubclass.argtypes = [w.HWND, procedure_type, size]

        def procedure(hwnd: int, message: int, wp: int, lp: int, uid: int, ref: int) -> int:
            if message != WM_IME_COMPOSITION or not lp & GCS_RESULTSTR:
                return int(comctl.DefSubclassProc(hwnd, message, wp, lp))
            context = imm.ImmGetContext(hwnd)
            length = imm.ImmGetCompositionStringW(context, GCS_RESULTSTR, None, 0)
            text = ctypes.create_string_buffer(max(length, 0))
            imm.ImmGetCompositionStringW(context, GCS_RESULTSTR, text, length)
            imm.ImmReleaseContext(hwnd, context)
            self._committed.put(text.raw.decode("utf-16-le", "replace"))
            rest = lp & ~GCS_RESULTSTR  # MS-IME may begin the next composition in the same message
            return int(comctl.DefSubclassProc(hwnd, message, wp, rest)) if rest else 0

        kept = procedure_type(procedure)
        self._procedures.append(kept)
        for hwnd in (window.winfo_id(), user32.GetParent(window.winfo_id())):
            comctl.SetWindowSubclass(hwnd, kept, 1, 0)
            self._let_go.append(partial(comctl.RemoveWindowSubclass, hwnd, kept, 1))


def set_ime(on: bool) -> None:
    """Switch the IME of the focused window: off in fields of numbers, on again in fields of names. Nothing
    but on Windows."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes as w

    imm, user32 = ctypes.WinDLL("imm32"), ctypes.WinDLL("user32")
    user32.GetFocus.restype = w.HWND
    imm.ImmGetContext.restype, imm.ImmGetContext.argtypes = ctypes.c_void_p, [w.HWND]
    imm.ImmSetOpenStatus.argtypes = [ctypes.c_void_p, w.BOOL]
    imm.ImmReleaseContext.argtypes = [w.HWND, ctypes.c_void_p]
    hwnd = user32.GetFocus()  # the inner window of the toplevel, not the entry's own id
    context = imm.ImmGetContext(hwnd)
    if context:
        imm.ImmSetOpenStatus(context, on)
        imm.ImmReleaseContext(hwnd, context)
