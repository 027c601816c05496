"""操作手引: its pages as data, and the PDF that the program makes of them.

The text is in schemas/manual: tasks.json (a page a task, whose steps a test carries out by real keys) and desks.json
(pages for whoever sets up desks). Keys stand in it by name ({finish}), so that no page can name another key than the
window has. The pictures are of the real screens, made by build/pictures.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import printing
import schemas
from branch_desk import __version__
from branch_desk.domain import keys, words_guide, words_screen
from branch_desk.domain import words_manual as words
from branch_desk.services import files

PICTURES = "branch_desk.pictures"
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, and what it has the hands do: '=text' is typed, '<name>' read by the scanner, anything else a key.
    A step of the hands alone (書いていただく) has nothing to do at the keyboard."""

    say: str
    do: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """With the names of the keys."""
        return keys.say(self.say)

    @property
    def pressed(self) -> tuple[str, ...]:
        """The keys in their order, as they are printed on the keyboard; what is pressed for each paper stands once."""
        found = [key_name(what) for what in self.do if what[0] not in "=<"]
        papers = sum(what[0] == "<" for what in self.do)
        return tuple(dict.fromkeys(found) if papers > 1 else found)


@dataclass(frozen=True, slots=True)
class Task:
    """One page: when, how, what one sees at the end, what to do when something is wrong."""

    code: str
    title: str
    desk: str
    place: str | None
    picture: str
    when: str
    steps: tuple[Step, ...]
    result: str
    promise: str
    wrong: tuple[tuple[str, str], ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page for whoever sets up desks; `bars` are digits to try a scanner on."""

    code: str
    title: str
    lead: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    bars: tuple[str, ...] = ()


def key_name(what: str) -> str:
    """'{finish}' and 'shift+Tab' as they stand on the keys: F12, Shift+Tab."""
    return keys.say(what) if what[0] == "{" else {"shift+Tab": "Shift+Tab", "Down": "↓", "Up": "↑"}.get(what, what)


@cache
def tasks() -> tuple[Task, ...]:
    """Every page, in the order of the book."""
    return tuple(
        Task(page["code"], page["title"], page["desk"], page["place"], page["picture"], page["when"],
             tuple(Step(step["say"], tuple(step.get("do", ()))) for step in page["steps"]), page["result"],
             page["promise"], tuple((case, todo) for case, todo in page["wrong"]), tuple(page.get("before", ())))
        for page in json.loads(schemas.read_text("manual/tasks.json")))


@cache
def desk_pages() -> tuple[DeskPage, ...]:
    """The pages for whoever sets up desks."""
    return tuple(
        DeskPage(page["code"], page["title"], page["lead"],
                 tuple((head, tuple(lines)) for head, lines in page["parts"]), tuple(page.get("bars", ())))
        for page in json.loads(schemas.read_text("manual/desks.json")))


def of_role(role: str) -> tuple[Task, ...]:
    """The pages of a desk: those of every desk and its own; the office's desk has all."""
    return tuple(task for task in tasks() if role not in ("counter", "section") or task.desk in (BOTH, role))


def picture(name: str) -> bytes:
    """A picture of a screen, as PNG."""
    return resources.files(PICTURES).joinpath(f"{name}.png").read_bytes()


def form() -> printing.Manual:
    """The book as a form, its keys by name."""
    return printing.Manual(
        words.TITLE, words.PROGRAM, words.COVER_LINES, words.VERSION.format(version=__version__),
        _headings(), tuple(_task(task) for task in tasks()), _tables(),
        tuple(printing.ManualDesk(page.title, page.lead, page.parts, page.bars) for page in desk_pages()))


def pdf() -> bytes:
    """The book, A4."""
    return printing.draw(form(), "A4").pdf


def save(file: Path) -> Path:
    """Writes the book. Raises OSError where the file cannot be written."""
    files.write(file, pdf())
    return file


# ---- inside


def _task(task: Task) -> printing.ManualTask:
    where = "" if task.place is None else words.PLACE.format(
        screen=words_screen.SCREENS[task.place], key=keys.say(f"{{to_{task.place}}}"))
    return printing.ManualTask(
        task.title, where, task.when, tuple(printing.ManualStep(step.sentence, step.pressed) for step in task.steps),
        keys.say(task.result), tuple((keys.say(case), keys.say(todo)) for case, todo in task.wrong), picture(task.picture))


def _headings() -> printing.ManualHeadings:
    return printing.ManualHeadings(words.CONTENTS, words.TASKS, words.KEYS, words.DESKS, words.WHEN, words.RESULT,
                                   words.WRONG, words.STEP_KEYS, words.BARS, words.PICTURE_NOTE)


def _tables() -> tuple[printing.ManualTable, ...]:
    slots = (keys.Slot.FIND, keys.Slot.MORE, keys.Slot.FIX, keys.Slot.PRINT, keys.Slot.FINISH)
    by_screen = tuple(
        (f"{words_screen.SCREENS[name]} {keys.PLACES[name]}", *cells) for name, cells in words_guide.SCREEN_KEYS.items())
    return (
        printing.ManualTable(words.KEYS, words.KEY_HEADS, (28, 42, 104), keys.sheet(), keys.say(words.MOVING)),
        printing.ManualTable(words.SCANS, words.SCAN_HEADS, (40, 134),
                             tuple((what, keys.say(does)) for what, does in words_screen.KEYS_SCAN_LINES)),
        printing.ManualTable(words.BY_SCREEN, (words.SCREEN, *(slot.value for slot in slots), words.DIGITS),
                             (26, 21, 24, 23, 26, 22, 32), by_screen, turn=True),
    )
