"""What is said when a list became a file, or did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from branch_desk.domain import words_binder as words
from branch_desk.services.book_export import Exported
from branch_desk.ui import open_file
from branch_desk.ui.screen import Next
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.ui.window import Window


def told(window: Window, said: Callable[[Next], None], done: Exported) -> None:
    """A file is there: its name, and its folder opened where the system can."""
    sentence = words.exported(done.file.name, done.count)
    window.tell(sentence)
    open_file.show(done.file.parent)
    said(Next(sentence, "green"))


def fault_of(window: Window, error: BaseException) -> str:
    """Why there is none; what nobody foresaw is told by the window."""
    if not isinstance(error, OSError):
        window.session.on_trouble(error)
        return ""
    window.play(Sound.LOOK)
    return words.FILE_FAILED
